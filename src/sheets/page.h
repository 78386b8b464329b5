/* page: lines of a given width in a terminal or a file.  A line is gathered piece by
 * piece, each piece in a style, and then set: wrapped at spaces, measured in display
 * columns, with a tail at the right edge.  Control characters and direction marks of
 * a report never reach the terminal.                                               */
#ifndef SAY_SHEETS_PAGE_H
#define SAY_SHEETS_PAGE_H

#include "sheets/out.h"

typedef enum {
    STYLE_TEXT, STYLE_TITLE, STYLE_HEADING, STYLE_STRONG, STYLE_ROLE, STYLE_WORDS, STYLE_MARK, STYLE_FAINT, STYLE_REF,
    STYLE_FOR, STYLE_AGAINST, STYLE_OPEN, STYLES
} say_style;

typedef struct { uint32_t character; uint32_t style; } say_cell;

typedef struct {
    say_out    out;
    say_arena *arena;
    size_t     columns;
    bool       colour;
    bool       html;                     /* pieces of a web page instead of lines; only labels and inlines are set */
    bool       rail;                     /* a bar at the left edge, for all that belongs to one head */
    size_t     inset;                    /* columns behind the bar, deeper for what is part of something */
    say_style  now;                      /* what the terminal is set to */
    SAY_LIST(say_cell) cells;            /* the line that is being gathered */
} say_page;

void say_sheets_page(say_page *page, sayso_look look, sayso_sink sink, say_arena *arena, sayso_error *error);
void say_sheets_add(say_page *page, say_style style, const char *ended_by_nul);
void say_sheets_add_str(say_page *page, say_style style, say_str text);
void say_sheets_add_name(say_page *page, say_style style, const char *name);      /* short names are not broken */
void say_sheets_add_count(say_page *page, say_style style, size_t value);
void say_sheets_add_number(say_page *page, say_style style, double value, int digits);

/* Sets the line: `first` columns in, further lines `rest` columns in; the tail may be NULL. */
void say_sheets_set(say_page *page, size_t first, size_t rest, const char *tail);
void say_sheets_label(say_page *page, size_t indent, const char *label, const char *tail);   /* set, behind a faint label */
void say_sheets_inline(say_page *page);                               /* in a web page: what was gathered, as it is */
void say_sheets_html_label(say_page *page, const char *label, const char *tail);
uint32_t say_sheets_shown(uint32_t character);                        /* what stands for a character on a page; 0: nothing */
void say_sheets_gap(say_page *page);                                  /* an empty line */
void say_sheets_rule(say_page *page, const char *dash);
void say_sheets_heading(say_page *page, const char *heading, const char *tail);

enum { SAY_LABEL_COLUMNS = 12 };

#endif
