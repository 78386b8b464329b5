#include "sheets/page.h"

#include <string.h>

#include <utf8proc.h>

enum { RAIL_COLUMNS = 2, NARROWEST_PAGE = 40, WIDEST_PAGE = 400, NO_BREAK = 0xA0 };

/* SGR codes; plain output has none of them. */
static const char *const style_codes[STYLES] = {
    [STYLE_TEXT] = "0", [STYLE_TITLE] = "1", [STYLE_HEADING] = "1;36", [STYLE_STRONG] = "1", [STYLE_ROLE] = "1;34",
    [STYLE_WORDS] = "33", [STYLE_MARK] = "1;4", [STYLE_FAINT] = "2", [STYLE_REF] = "36",
    [STYLE_FOR] = "32", [STYLE_AGAINST] = "31", [STYLE_OPEN] = "35",
};

void say_sheets_page(say_page *page, sayso_look look, sayso_sink sink, say_arena *arena, sayso_error *error)
{
    memset(page, 0, sizeof *page);
    say_sheets_start(&page->out, sink, error);
    page->arena = arena;
    size_t columns = look.columns > 0 ? (size_t)look.columns : 80;
    page->columns = columns < NARROWEST_PAGE ? NARROWEST_PAGE : columns > WIDEST_PAGE ? WIDEST_PAGE : columns;
    page->colour = look.colour;
}

/* ---- gathering ---- */

static bool is_blank(uint32_t c) { return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029; }

/* U+202E and its kin turn the text that follows them round. */
static bool turns_text(uint32_t c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F; }

uint32_t say_sheets_shown(uint32_t c)
{
    if (turns_text(c)) return 0;
    if (is_blank(c)) return ' ';
    return c < 0x20 || (c >= 0x7F && c < 0xA0) ? 0xFFFD : c;
}

static void add_cell(say_page *page, say_style style, uint32_t c)
{
    c = say_sheets_shown(c);
    if (c == 0 || page->out.code) return;
    if (c == ' ' && page->cells.count && page->cells.at[page->cells.count - 1].character == ' ') return;
    say_cell *cell = SAY_PUSH(page->arena, &page->cells, page->out.error);
    if (!cell) {
        page->out.code = SAYSO_NO_MEMORY;
        return;
    }
    *cell = (say_cell){ c, (uint32_t)style };
}

void say_sheets_add_str(say_page *page, say_style style, say_str text)
{
    for (size_t at = 0; at < text.len;) add_cell(page, style, say_sheets_next(text, &at));
}

void say_sheets_add(say_page *page, say_style style, const char *ended_by_nul)
{
    say_sheets_add_str(page, style, say_base_str(ended_by_nul));
}

enum { NAME_KEPT_WHOLE = 24 };

void say_sheets_add_name(say_page *page, say_style style, const char *name)
{
    size_t from = page->cells.count;
    say_sheets_add(page, style, name);
    if (page->cells.count - from > NAME_KEPT_WHOLE) return;
    for (size_t i = from; i < page->cells.count; i++)
        if (page->cells.at[i].character == ' ') page->cells.at[i].character = NO_BREAK;
}

/* Digits go through a small sink, so that there is one way to write a number. */
typedef struct { char digits[48]; size_t used; } digit_box;

static int into_box(void *to, const char *bytes, size_t size)
{
    digit_box *box = to;
    if (size > sizeof box->digits - box->used) size = sizeof box->digits - box->used;
    memcpy(box->digits + box->used, bytes, size);
    box->used += size;
    return 0;
}

void say_sheets_add_number(say_page *page, say_style style, double value, int digits)
{
    digit_box box = { .used = 0 };
    say_out out;
    say_sheets_start(&out, (sayso_sink){ into_box, &box }, NULL);
    say_sheets_number(&out, value, digits);
    say_sheets_finish(&out);
    say_sheets_add_str(page, style, (say_str){ box.digits, box.used });
}

void say_sheets_add_count(say_page *page, say_style style, size_t value)
{
    say_sheets_add_number(page, style, (double)value, 0);
}

/* ---- setting ---- */

static void set_style(say_page *page, say_style style)
{
    if (!page->colour || style == page->now) return;
    if (page->now != STYLE_TEXT) say_sheets_text(&page->out, "\033[0m");
    if (style != STYLE_TEXT) {
        say_sheets_text(&page->out, "\033[");
        say_sheets_text(&page->out, style_codes[style]);
        say_sheets_text(&page->out, "m");
    }
    page->now = style;
}

static size_t width_of(uint32_t c)
{
    if (c >= 0x20 && c < 0x7F) return 1;
    int width = utf8proc_charwidth((utf8proc_int32_t)c);
    return width > 0 ? (size_t)width : 0;
}

static size_t width_of_text(const char *ended_by_nul)
{
    say_str text = say_base_str(ended_by_nul);
    size_t width = 0;
    for (size_t at = 0; at < text.len;) width += width_of(say_sheets_shown(say_sheets_next(text, &at)));
    return width;
}

static void put_spaces(say_page *page, size_t count)
{
    static const char spaces[] = "                                ";
    for (size_t part; count > 0; count -= part) {
        part = count < sizeof spaces - 1 ? count : sizeof spaces - 1;
        say_sheets_put(&page->out, spaces, part);
    }
}

static void put_edge(say_page *page, bool blank)
{
    if (page->rail) {
        set_style(page, STYLE_FAINT);
        say_sheets_text(&page->out, blank ? "│" : "│ ");
        set_style(page, STYLE_TEXT);
    }
    if (!blank) put_spaces(page, page->inset);
}

/* A line's worth of characters at a time, where they are of one style. */
static void put_cells(say_page *page, const say_cell *cells, size_t count)
{
    char bytes[256];
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (used > sizeof bytes - 4 || cells[i].style != cells[used ? i - 1 : i].style) {
            say_sheets_put(&page->out, bytes, used);
            used = 0;
        }
        if (!used) set_style(page, (say_style)cells[i].style);
        used += say_sheets_utf8(cells[i].character == NO_BREAK ? ' ' : cells[i].character, bytes + used);
    }
    say_sheets_put(&page->out, bytes, used);
}

/* The end of the line that starts at `from`, and where the next one starts: at the last space that fits, or,
 * where a word is wider than the line, in the middle of it.                                                  */
static size_t line_end(const say_page *page, size_t from, size_t room, size_t *next)
{
    size_t width = 0, space = SAYSO_NONE;
    for (size_t i = from; i < page->cells.count; i++) {
        size_t w = width_of(page->cells.at[i].character);
        if (page->cells.at[i].character == ' ') space = i;
        if (width + w > room) {
            if (space != SAYSO_NONE && space > from) {
                *next = space + 1;
                return space;
            }
            *next = i > from ? i : from + 1;
            return *next;
        }
        width += w;
    }
    *next = page->cells.count;
    return page->cells.count;
}

static void put_tail(say_page *page, const char *tail, size_t used, size_t columns)
{
    say_str text = say_base_str(tail);
    size_t width = width_of_text(tail);
    uint32_t style = tail[0] == '[' ? STYLE_REF : STYLE_FAINT;
    put_spaces(page, used + width < columns ? columns - used - width : 1);
    while (text.len && text.at[text.len - 1] == ' ') text.len--;          /* a matrix's empty last cell */
    for (size_t at = 0; at < text.len;) {
        uint32_t c = say_sheets_shown(say_sheets_next(text, &at));
        if (c) put_cells(page, &(say_cell){ c, style }, 1);
    }
}

void say_sheets_set(say_page *page, size_t first, size_t rest, const char *tail)
{
    size_t gutter = tail && *tail ? width_of_text(tail) + 2 : 0, left = page->inset + (page->rail ? RAIL_COLUMNS : 0);
    for (size_t from = 0, line = 0; (from < page->cells.count || line == 0) && !page->out.code; line++) {
        size_t indent = line ? rest : first, next = from;
        size_t edge = left + indent + gutter;
        size_t room = page->columns > edge + 20 ? page->columns - edge : 20, used = left + indent;
        size_t end = line_end(page, from, room, &next);
        if (end > from || gutter) {
            put_edge(page, false);
            put_spaces(page, indent);
        }
        put_cells(page, page->cells.at + from, end - from);
        for (size_t i = from; i < end && gutter; i++) used += width_of(page->cells.at[i].character);
        if (line == 0 && gutter) put_tail(page, tail, used, page->columns);
        set_style(page, STYLE_TEXT);
        say_sheets_text(&page->out, "\n");
        from = next;
    }
    page->cells.count = 0;
}

/* The label takes the place of the first columns of the line that was gathered. */
void say_sheets_label(say_page *page, size_t indent, const char *label, const char *tail)
{
    if (page->html) {
        say_sheets_html_label(page, label, tail);
        return;
    }
    size_t width = width_of_text(label), more = 0, old = page->cells.count;
    size_t pad = width < SAY_LABEL_COLUMNS ? SAY_LABEL_COLUMNS - width : 1;
    for (size_t i = 0; i < width + pad; i++) add_cell(page, STYLE_FAINT, NO_BREAK);
    if (page->out.code) return;
    more = page->cells.count - old;
    memmove(page->cells.at + more, page->cells.at, old * sizeof *page->cells.at);
    say_str text = say_base_str(label);
    size_t at = 0;
    for (size_t i = 0; i < more; i++) {
        uint32_t c = at < text.len ? say_sheets_next(text, &at) : NO_BREAK;
        page->cells.at[i] = (say_cell){ c == ' ' ? NO_BREAK : c, STYLE_FAINT };
    }
    say_sheets_set(page, indent, indent + SAY_LABEL_COLUMNS, tail);
}

void say_sheets_gap(say_page *page)
{
    put_edge(page, true);
    say_sheets_text(&page->out, "\n");
}

void say_sheets_rule(say_page *page, const char *dash)
{
    set_style(page, STYLE_FAINT);
    for (size_t i = 0; i < page->columns; i++) say_sheets_text(&page->out, dash);
    set_style(page, STYLE_TEXT);
    say_sheets_text(&page->out, "\n");
}

void say_sheets_heading(say_page *page, const char *heading, const char *tail)
{
    page->rail = false;
    page->inset = 0;
    say_sheets_gap(page);
    say_sheets_add(page, STYLE_HEADING, heading);
    say_sheets_set(page, 0, 0, tail);
}
