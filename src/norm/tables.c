/* tables: reading .tsv files, and finding their phrases in text.
 *
 * A set of phrases is a hash table by the first word, one entry for each form that the
 * first word can take, so that a lookup costs one hash of the word at hand.           */
#include "norm/tables.h"
#include "bytes/bytes.h"

#include <stdlib.h>
#include <string.h>

#define TABLE_LARGEST ((size_t)4 * 1024 * 1024)

enum { GAP_WORDS = 4 };

/* ---- files ---- */

static sayso_code read_table_file(say_arena *arena, const char *folder, const char *file, say_str *bytes, sayso_error *error)
{
    char *path = say_base_format(arena, error, "%s/%s", folder, file), *read;
    if (!path) return SAYSO_NO_MEMORY;
    size_t size;
    sayso_code code = say_bytes_read(path, TABLE_LARGEST, &read, &size, error);
    if (code) return code;
    *bytes = (say_str){ say_base_keep(arena, (say_str){ read, size }, error), size };
    free(read);
    return bytes->at ? SAYSO_OK : SAYSO_NO_MEMORY;
}

sayso_code say_norm_bad_row(const char *file, size_t line, const char *what, say_str word, sayso_error *error)
{
    return say_base_fail(error, SAYSO_BAD_DATA, file, 0, "line %zu: %s: \"%.*s\"", line, what,
                         (int)(word.len < 80 ? word.len : 80), word.at);
}

static say_str trim_field(say_str s)
{
    while (s.len && (s.at[0] == ' ' || s.at[0] == '\r')) s.at++, s.len--;
    while (s.len && (s.at[s.len - 1] == ' ' || s.at[s.len - 1] == '\r')) s.len--;
    return s;
}

/* Cuts the next piece off *rest at a separator; false when nothing is left. */
static bool cut_piece(say_str *rest, char separator, say_str *piece)
{
    if (!rest->at) return false;
    const char *end = memchr(rest->at, separator, rest->len);
    *piece = (say_str){ rest->at, end ? (size_t)(end - rest->at) : rest->len };
    *rest = end ? (say_str){ end + 1, rest->len - piece->len - 1 } : (say_str){ NULL, 0 };
    return true;
}

bool say_norm_item(say_str *list, say_str *item)
{
    while (cut_piece(list, ';', item)) {
        *item = trim_field(*item);
        if (item->len) return true;
    }
    return false;
}

/* The fields of a line into row; how many there are. */
static size_t split_row(say_str line, table_row *row)
{
    size_t count = 0;
    for (say_str field; cut_piece(&line, '\t', &field); count++)
        if (count < SAY_NORM_COLUMNS) row->field[count] = trim_field(field);
    return count;
}

static bool same_columns(const table_row *row, size_t count, const char *columns)
{
    say_str rest = say_base_str(columns), name;
    size_t i = 0;
    for (; cut_piece(&rest, ' ', &name); i++)
        if (i >= count || !say_base_same(row->field[i], name)) return false;
    return i == count;
}

sayso_code say_norm_table(say_arena *arena, const char *folder, const char *file, const char *columns,
                          table_rows *rows, sayso_error *error)
{
    size_t wanted = 0, number = 0;
    say_str rest, line;
    sayso_code code = read_table_file(arena, folder, file, &rest, error);
    if (code) return code;
    while (cut_piece(&rest, '\n', &line)) {
        number++;
        if (trim_field(line).len == 0 || line.at[0] == '#') continue;
        table_row row = { .line = number };
        size_t count = split_row(line, &row);
        if (!wanted) {
            if (count > SAY_NORM_COLUMNS || !same_columns(&row, count, columns))
                return say_base_fail(error, SAYSO_BAD_DATA, file, 0, "line %zu: the columns should be: %s", number, columns);
            wanted = count;
            continue;
        }
        if (count != wanted)
            return say_base_fail(error, SAYSO_BAD_DATA, file, 0, "line %zu: %zu fields where %zu are wanted", number, count, wanted);
        table_row *kept = SAY_PUSH(arena, rows, error);
        if (!kept) return SAYSO_NO_MEMORY;
        *kept = row;
    }
    if (!wanted) return say_base_fail(error, SAYSO_BAD_DATA, file, 0, "line %zu: the table has no columns", number);
    return SAYSO_OK;
}

/* ---- words ---- */

void say_norm_view(say_str words, norm_words *view)
{
    say_range at[SAY_NORM_WORDS];
    size_t count = say_text_words(words, at, SAY_NORM_WORDS);
    view->source = words;
    view->count = count < SAY_NORM_WORDS ? count : SAY_NORM_WORDS;
    view->words = view->own;
    for (size_t i = 0; i < view->count; i++) view->own[i] = (say_word){ at[i], 0 };
}

say_str say_norm_word_at(const norm_words *view, size_t i)
{
    return i < view->count ? say_base_sub(view->source, view->words[i].at) : (say_str){ "", 0 };
}

/* ---- forms of a word ----
 * Every regular form is made, right or wrong for the word at hand ("reveales" harms
 * nobody); irregular ones come from forms.tsv.                                        */

static const struct { const char *loses, *gains; } form_rules[] = {
    { "", "s" }, { "", "es" }, { "", "ed" }, { "", "d" }, { "", "ing" }, { "e", "ing" }, { "y", "ies" }, { "y", "ied" },
};

static bool add_form(say_arena *arena, say_str *forms, size_t *count, const char *stem, size_t keep,
                     const char *gains, sayso_error *error)
{
    char *form = say_base_format(arena, error, "%.*s%s", (int)keep, stem, gains);
    if (form) forms[(*count)++] = say_base_str(form);
    return form != NULL;
}

enum { FORMS_MOST = 32 };

static bool make_forms(say_arena *arena, const irregulars *verbs, say_str lemma, norm_phrase_word *word, sayso_error *error)
{
    say_str *forms = SAY_TAKE(arena, say_str, FORMS_MOST, error);
    if (!forms) return false;
    size_t n = 0;
    forms[n++] = lemma;
    for (size_t i = 0; i < sizeof form_rules / sizeof *form_rules; i++) {
        say_str loses = say_base_str(form_rules[i].loses);
        if (lemma.len <= loses.len || !say_base_same((say_str){ lemma.at + lemma.len - loses.len, loses.len }, loses)) continue;
        if (!add_form(arena, forms, &n, lemma.at, lemma.len - loses.len, form_rules[i].gains, error)) return false;
    }
    char last = lemma.len ? lemma.at[lemma.len - 1] : 'x';
    if (!strchr("aeiouwxy", last)) {                       /* "plot": "plotted", "plotting" */
        char doubled[2][5] = { { last, 'e', 'd' }, { last, 'i', 'n', 'g' } };
        for (int i = 0; i < 2; i++)
            if (!add_form(arena, forms, &n, lemma.at, lemma.len, doubled[i], error)) return false;
    }
    for (size_t i = 0; verbs && i < verbs->rows.count; i++) {
        if (!say_base_same(verbs->rows.at[i].field[0], lemma)) continue;
        say_str rest = verbs->rows.at[i].field[1], form;
        while (cut_piece(&rest, ' ', &form)) if (form.len && n < FORMS_MOST) forms[n++] = form;
    }
    *word = (norm_phrase_word){ forms, n, false };
    return true;
}

/* ---- phrases ---- */

static norm_phrase_word *make_phrase_words(say_arena *arena, const irregulars *verbs, say_str text, size_t *count, sayso_error *error)
{
    norm_words view;
    say_norm_view(text, &view);
    norm_phrase_word *words = SAY_TAKE(arena, norm_phrase_word, view.count + 1, error);
    if (!words) return NULL;
    size_t n = 0;
    for (size_t i = 0; i < view.count; i++) {
        say_str word = say_norm_word_at(&view, i);
        if (say_base_same(word, SAY_STR("~"))) continue;
        bool lemma = say_base_same(say_norm_word_at(&view, i + 1), SAY_STR("~"));
        if (lemma) {
            if (!make_forms(arena, verbs, word, &words[n], error)) return NULL;
        } else {
            say_str *one = SAY_TAKE(arena, say_str, 1, error);
            if (!one) return NULL;
            *one = word;
            words[n] = (norm_phrase_word){ one, 1, say_base_same(word, SAY_STR("\xE2\x80\xA6")) };
        }
        n++;
    }
    *count = n;
    return words;
}

bool say_norm_add_phrase(say_arena *arena, norm_phrases *set, const irregulars *verbs, say_str text,
                         const char *value, size_t row, sayso_error *error)
{
    size_t count;
    norm_phrase_word *words = make_phrase_words(arena, verbs, text, &count, error);
    char *kept = words ? say_base_keep(arena, text, error) : NULL;
    if (!kept) return false;
    if (count == 0) return true;
    for (size_t i = 0; i < words[0].count; i++) {
        norm_phrase *p = SAY_TAKE(arena, norm_phrase, 1, error);
        if (!p) return false;
        *p = (norm_phrase){ NULL, words[0].forms[i], words, count, kept, value, row };
        norm_phrase **end = &set->bucket[say_text_hash_fold(p->first) % SAY_NORM_BUCKETS];
        while (*end) end = &(*end)->next;                  /* the table's order: the first row wins a tie */
        *end = p;
    }
    return true;
}

/* Case is folded, but a capital in the table wants one in the text ("Turkey"), and capitals
 * alone want the same ("US", not "us").                                                     */
static bool is_form(say_str form, say_str word)
{
    if (!say_text_same_fold(form, word)) return false;
    if (!say_text_is_capital(form)) return true;
    return form.len > 1 && say_text_upper_share(form) >= 1 ? say_base_same(form, word) : say_text_is_capital(word);
}

static bool has_form(const norm_phrase_word *pattern, say_str word)
{
    for (size_t i = 0; i < pattern->count; i++)
        if (is_form(pattern->forms[i], word)) return true;
    return false;
}

/* Words from i that the patterns from k take, 0 where they do not fit. */
static size_t words_taken(const norm_phrase *p, size_t k, const norm_words *view, size_t i)
{
    size_t from = i;
    for (; k < p->count; k++, i++) {
        if (p->words[k].gap) {
            for (size_t skip = 0; skip <= GAP_WORDS; skip++) {
                size_t rest = words_taken(p, k + 1, view, i + skip);
                if (rest) return i + skip + rest - from;
            }
            return 0;
        }
        if (i >= view->count || !has_form(&p->words[k], say_norm_word_at(view, i))) return 0;
    }
    return i - from;
}

const norm_phrase *say_norm_phrase_at(const norm_phrases *set, const norm_words *view, size_t i, size_t *count)
{
    say_str first = say_norm_word_at(view, i);
    const norm_phrase *best = NULL;
    *count = 0;
    for (const norm_phrase *p = set->bucket[say_text_hash_fold(first) % SAY_NORM_BUCKETS]; p; p = p->next) {
        if (!is_form(p->first, first)) continue;
        size_t taken = p->count == 1 ? 1 : words_taken(p, 1, view, i + 1) + 1;
        if (p->count > 1 && taken == 1) continue;
        if (taken > *count) {
            best = p;
            *count = taken;
        }
    }
    return best;
}
