/* tables: the .tsv files of the data folder, and sets of phrases made from them.
 * Only for this room.
 *
 * A table: lines that begin with # are its sources; the first other line names the
 * columns; every further one has as many fields, separated by tabs.
 *
 * A phrase is words as the text room splits them.  "reveal~" stands for every form of
 * the word, "…" for up to four words in between.                                     */
#ifndef SAY_NORM_TABLES_H
#define SAY_NORM_TABLES_H

#include "base/base.h"
#include "text/text.h"

enum { SAY_NORM_COLUMNS = 8, SAY_NORM_WORDS = 64 };

typedef struct { say_str field[SAY_NORM_COLUMNS]; size_t line; } table_row;
typedef SAY_LIST(table_row) table_rows;

/* Reads folder/file, whose column line must be `columns` (separated by blanks). */
sayso_code say_norm_table(say_arena *arena, const char *folder, const char *file, const char *columns,
                          table_rows *rows, sayso_error *error);
/* An error in a row of folder/file. */
sayso_code say_norm_bad_row(const char *file, size_t line, const char *what, say_str word, sayso_error *error);
/* The next field of a list separated by ";", trimmed; false at its end. */
bool say_norm_item(say_str *list, say_str *item);

/* ---- words ---- */

/* Words of a text, or of a few words that are no text of a report. */
typedef struct { say_str source; const say_word *words; size_t count; say_word own[SAY_NORM_WORDS]; } norm_words;

void    say_norm_view(say_str words, norm_words *view);           /* the first SAY_NORM_WORDS */
say_str say_norm_word_at(const norm_words *view, size_t i);       /* "" past the end */

/* ---- phrases ---- */

typedef struct { const say_str *forms; size_t count; bool gap; } norm_phrase_word;

typedef struct norm_phrase {
    struct norm_phrase *next;             /* in its bucket */
    say_str        first;            /* the form that it stands under */
    const norm_phrase_word *words;
    size_t         count;
    const char    *text;             /* as the table has it */
    const char    *value;
    size_t         row;              /* for sets whose rows are kept elsewhere */
} norm_phrase;

enum { SAY_NORM_BUCKETS = 1024 };
typedef struct { norm_phrase *bucket[SAY_NORM_BUCKETS]; } norm_phrases;

/* Irregular forms: "forms" of a lemma, separated by blanks. */
typedef struct { table_rows rows; } irregulars;

bool say_norm_add_phrase(say_arena *arena, norm_phrases *set, const irregulars *verbs, say_str text,
                         const char *value, size_t row, sayso_error *error);
/* The longest phrase that begins at word i; *count is how many words it takes. */
const norm_phrase *say_norm_phrase_at(const norm_phrases *set, const norm_words *view, size_t i, size_t *count);

#endif
