/* certainty: hedge words to likelihoods, under a named reading.
 *
 * The words of a hedge are searched for the phrases of hedges.tsv and of every reading,
 * longest first.  hedges.tsv says which yardstick phrase an everyday form stands for
 * ("may have been" → may), or that it stands for none ("unclear").
 *
 * Rules of honesty upheld here:
 *   H1 no phrase, no number; no phrase of the reading, no number.
 *   H2 several members widen: the hull of their intervals, and no middle.  A member that
 *      the reading does not know could be anything, so then there is no number at all.
 *   H3 a negated phrase is not its phrase: "not likely" is "unlikely" only because
 *      hedges.tsv says so; "may not" has no number.                                      */
#include "norm/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool percent_field(say_str field, double missing, double *value)
{
    char number[16];
    if (field.len == 0) {
        *value = missing;
        return missing < 0;
    }
    if (field.len >= sizeof number) return false;
    double n = 0, unit = 1;
    bool point = false;
    for (size_t i = 0; i < field.len; i++) {
        if (field.at[i] == '.' && !point) point = true;
        else if (field.at[i] < '0' || field.at[i] > '9') return false;
        else {
            n = n * 10 + (field.at[i] - '0');
            if (point) unit *= 10;
        }
    }
    *value = n / unit;
    return *value <= 100;
}

static sayso_code load_readings(say_norm *norm, const char *folder, sayso_error *error)
{
    static const char file[] = "readings.tsv";
    table_rows rows = { 0 };
    sayso_code code = say_norm_table(norm->arena, folder, file, "reading phrase low middle high source", &rows, error);
    for (size_t i = 0; !code && i < rows.count; i++) {
        const table_row *row = &rows.at[i];
        yardstick *y = SAY_PUSH(norm->arena, &norm->yardsticks, error);
        if (!y) return SAYSO_NO_MEMORY;
        if (!percent_field(row->field[2], 0, &y->low) || !percent_field(row->field[3], -1, &y->middle)
            || !percent_field(row->field[4], 0, &y->high) || y->low > y->high)
            return say_norm_bad_row(file, row->line, "no interval of percentages", row->field[1], error);
        y->reading = say_base_keep(norm->arena, row->field[0], error);
        y->phrase = y->reading ? say_base_keep(norm->arena, row->field[1], error) : NULL;
        y->source = y->phrase ? say_base_keep(norm->arena, row->field[5], error) : NULL;
        if (!y->source || !say_norm_add_phrase(norm->arena, norm->hedges, &norm->verbs, row->field[1], y->phrase, 0, error))
            return SAYSO_NO_MEMORY;
    }
    return code;
}

enum { OPEN_HEDGE = 1 };                  /* row of a phrase that leaves the question open */

static size_t is_open_row(const table_row *row) { return say_base_same(row->field[2], SAY_STR("open")) ? OPEN_HEDGE : 0; }

sayso_code say_norm_load_certainty(say_norm *norm, const char *folder, sayso_error *error)
{
    table_rows rows = { 0 };
    norm->hedges = SAY_TAKE(norm->arena, norm_phrases, 1, error);
    if (!norm->hedges) return SAYSO_NO_MEMORY;
    sayso_code code = say_norm_table(norm->arena, folder, "hedges.tsv", "phrase value source", &rows, error);
    for (size_t i = 0; !code && i < rows.count; i++) {
        char *value = say_base_keep(norm->arena, rows.at[i].field[1], error);
        if (!value || !say_norm_add_phrase(norm->arena, norm->hedges, &norm->verbs, rows.at[i].field[0], value, is_open_row(&rows.at[i]), error))
            return SAYSO_NO_MEMORY;
    }
    return code ? code : load_readings(norm, folder, error);
}

sayso_code say_norm_reading(const say_norm *norm, const char *reading, sayso_error *error)
{
    char known[200] = "";
    size_t n = 0;
    const char *last = "";
    for (size_t i = 0; i < norm->yardsticks.count; i++) {
        const char *name = norm->yardsticks.at[i].reading;
        if (reading && strcmp(name, reading) == 0) return SAYSO_OK;
        if (strcmp(name, last) == 0) continue;
        int wrote = snprintf(known + n, sizeof known - n, "%s%s", n ? ", " : "", name);
        n += wrote > 0 && (size_t)wrote < sizeof known - n ? (size_t)wrote : 0;
        last = name;
    }
    return say_base_fail(error, SAYSO_BAD_CALL, "reading", 0, "no reading \"%.40s\"; known: %s", reading ? reading : "", known);
}

static const yardstick *find_yardstick(const say_norm *norm, const char *reading, say_str phrase)
{
    for (size_t i = 0; i < norm->yardsticks.count; i++) {
        const yardstick *y = &norm->yardsticks.at[i];
        if (strcmp(y->reading, reading) == 0 && say_text_same_fold(say_base_str(y->phrase), phrase)) return y;
    }
    return NULL;
}

/* The phrase itself where the reading has it, else the first of its equals that it has. */
static const yardstick *yardstick_of(const say_norm *norm, const char *reading, const norm_phrase *p)
{
    const yardstick *y = find_yardstick(norm, reading, say_base_str(p->text));
    say_str equals = say_base_str(p->value), one;
    while (!y && say_norm_item(&equals, &one)) y = find_yardstick(norm, reading, one);
    return y;
}

/* H3.  "not", "n't", "never", "hardly" up to two words before: "not very likely"; "not" right
 * behind: "may not have", "could n't"; but "not only possible" is possible.                  */
static bool is_negated(const norm_words *view, size_t from, size_t to)
{
    static const char *const words[] = { "not", "never", "hardly", "neither", "nor", "no", "without", "t", "cannot" };
    for (size_t i = from >= 2 ? from - 2 : 0; i < to + 1 && i < view->count; i++) {
        if (i >= from && i < to) continue;
        say_str word = say_norm_word_at(view, i);
        if (say_text_same_fold(word, SAY_STR("not")) && say_text_same_fold(say_norm_word_at(view, i + 1), SAY_STR("only"))) return false;
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            if (say_text_same_fold(word, say_base_str(words[k]))) return true;
    }
    return false;
}

/* The month: "on May 3". */
static bool is_month_may(const norm_words *view, size_t i)
{
    say_str next = say_norm_word_at(view, i + 1);
    return say_base_same(say_norm_word_at(view, i), SAY_STR("May")) && next.len && next.at[0] >= '0' && next.at[0] <= '9';
}

/* H2.  Two different intervals have no common middle. */
static void widen(sayso_likelihood *a, const yardstick *b)
{
    bool same = a->low <= b->low && a->low >= b->low && a->high <= b->high && a->high >= b->high
             && a->middle <= b->middle && a->middle >= b->middle;
    if (!same) a->middle = -1;
    if (b->low < a->low) a->low = b->low;
    if (b->high > a->high) a->high = b->high;
}

/* Joins the phrases in some words to a stack; false where one of them has no number.
 * Negation inside a phrase is the phrase's own: "probably not", "not likely".          */
static bool stack_hedges(const say_norm *norm, const char *reading, say_str words, sayso_likelihood *stack)
{
    norm_words view;
    say_norm_view(words, &view);
    bool known = true;
    for (size_t i = 0, count; i < view.count; i += count ? count : 1) {
        const norm_phrase *p = say_norm_phrase_at(norm->hedges, &view, i, &count);
        if (!p || is_month_may(&view, i)) continue;
        const yardstick *y = is_negated(&view, i, i + count) ? NULL : yardstick_of(norm, reading, p);
        if (!y) known = false;
        else if (stack->reading) widen(stack, y);
        else *stack = (sayso_likelihood){ stack->phrase, y->reading, y->low, y->middle, y->high };
    }
    return known;
}

sayso_code say_norm_stack(const say_norm *norm, const char *reading, say_str words, say_str cue,
                          say_arena *arena, sayso_likelihood *out, sayso_error *error)
{
    const sayso_likelihood none = { NULL, NULL, 0, -1, 0 };
    *out = none;
    sayso_code code = say_norm_reading(norm, reading, error);
    if (code || words.len == 0) return code;
    sayso_likelihood stack = none;
    bool known = stack_hedges(norm, reading, words, &stack) && stack.reading && stack_hedges(norm, reading, cue, &stack);
    if (known) *out = stack;
    out->phrase = say_base_keep(arena, words, error);
    return out->phrase ? SAYSO_OK : SAYSO_NO_MEMORY;
}

sayso_code say_norm_likelihood(const say_norm *norm, const char *reading, say_str words,
                               say_arena *arena, sayso_likelihood *out, sayso_error *error)
{
    return say_norm_stack(norm, reading, words, SAY_STR(""), arena, out, error);
}

bool say_norm_is_open(const say_norm *norm, say_str words)
{
    norm_words view;
    say_norm_view(words, &view);
    for (size_t i = 0, count; i < view.count; i += count ? count : 1) {
        const norm_phrase *p = say_norm_phrase_at(norm->hedges, &view, i, &count);
        if (p && p->row == OPEN_HEDGE) return true;
    }
    return false;
}
