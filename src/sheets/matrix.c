/* matrix: hypotheses in rows, evidence in columns, after Richards J. Heuer, Psychology of Intelligence
 * Analysis (CIA, 1999), chapter 8, "Analysis of Competing Hypotheses".  Heuer's cells say whether an item of
 * evidence is consistent with a hypothesis, as an analyst judges it; here nobody judges, and a cell says what
 * the claims themselves say.
 *
 *   evidence      a way in which knowledge came into the press: an origin (the voice that brought it) and what
 *                 it is said to rest on: "intercept, American officials"; where nothing is named, the origin alone
 *   cell          + claims of the hypothesis that rest on it say so, − they say not, ? they leave it open; in
 *                 brackets where the holder has given the view up: such a cell is shown and not counted.  An
 *                 empty cell is silence, and silence is not denial
 *   linchpin      evidence without which a hypothesis would have no + left: one column, or the columns of one
 *                 origin, which fall together if it was wrong
 *   diagnostic    evidence that tells rivals apart: of the pairs of rival hypotheses on which it bears, those
 *                 whose cells differ.  What supports all rivals alike separates none and has no such value,
 *                 however strong it is
 *
 * Rejected, retracted and withdrawn claims take no part.                                                     */
#include "sheets/answers.h"
#include "sheets/claims.h"
#include "sheets/json.h"

#include <stdio.h>
#include <string.h>

#define MATRIX_SCHEMA "sayso-matrix/1"

enum { SIDE_FOR = 1, SIDE_OPEN = 2, SIDE_AGAINST = 4, SIDE_HELD = 7, SIDE_GIVEN_UP = 3, CELL_COLUMNS = 6, ROW_COLUMNS = 36, ALONE = -1 };

/* `basis` is ALONE where the origin names nothing that it rests on. */
typedef struct {
    int    basis;
    size_t claim;               /* a claim that rests on it: it names the origin */
    size_t rows_for, rows_against, rows_open;
    size_t pairs, separated;    /* rivals on which it bears, and which it tells apart */
} evidence;

typedef struct {
    const sayso_records *records;
    say_view view;
    SAY_LIST(evidence) columns;
    unsigned char *cells;       /* row by row: sides that are held, and shifted by SIDE_GIVEN_UP those that were */
} matrix;

/* ---- making it ---- */

/* A copy of a story brings nothing in: the report whose story it is does. */
static size_t report_behind(const sayso_records *records, const sayso_claim *c)
{
    size_t source = say_sheets_source_of(records, c->sentence), copied = say_sheets_copied(records, source);
    return copied == SAYSO_NONE ? say_sheets_first_reading(records, source) : copied;
}

static bool same_speaker(const sayso_records *records, const sayso_claim *a, const sayso_claim *b)
{
    const char *left = say_assess_speaker(records, a), *right = say_assess_speaker(records, b);
    if (left && right) return say_base_same_fold(say_base_str(left), say_base_str(right));
    if (left || right) return false;
    sayso_source x = say_sheets_source(records, report_behind(records, a)), y = say_sheets_source(records, report_behind(records, b));
    return strcmp(say_sheets_source_name(&x), say_sheets_source_name(&y)) == 0;
}

static bool same_origin(const sayso_records *records, const sayso_claim *a, const sayso_claim *b)
{
    size_t i = say_assess_origin(a), j = say_assess_origin(b);
    if (i == SAYSO_NONE || j == SAYSO_NONE) return i == j && same_speaker(records, a, b);
    const sayso_link *x = &a->chain[i], *y = &b->chain[j];
    if (x->party != SAYSO_NONE || y->party != SAYSO_NONE) return x->party == y->party;
    return say_base_same_fold(say_base_str(x->name ? x->name : ""), say_base_str(y->name ? y->name : ""));
}

static size_t column_of(const matrix *m, int basis, size_t claim)
{
    for (size_t i = 0; i < m->columns.count; i++)
        if (m->columns.at[i].basis == basis && same_origin(m->records, &m->records->claims[m->columns.at[i].claim], &m->records->claims[claim]))
            return i;
    return SAYSO_NONE;
}

static bool rests_on_basis(const sayso_claim *c, int basis)
{
    bool any = false;
    for (size_t i = 0; i < c->chain_count; i++)
        for (size_t g = 0; g < c->chain[i].ground_count; g++) {
            any = true;
            if ((int)c->chain[i].grounds[g].kind == basis) return true;
        }
    return basis == ALONE && !any;
}

static bool make_columns(matrix *m, say_arena *arena, sayso_error *error)
{
    for (size_t i = 0; i < m->view.claim_count; i++) {
        size_t claim = m->view.claims[i];
        for (int basis = ALONE; basis < SAYSO_BASES; basis++) {
            if (!rests_on_basis(&m->records->claims[claim], basis) || column_of(m, basis, claim) != SAYSO_NONE) continue;
            evidence *e = SAY_PUSH(arena, &m->columns, error);
            if (!e) return false;
            *e = (evidence){ .basis = basis, .claim = claim };
        }
    }
    return true;
}

static unsigned char *cell_at(const matrix *m, size_t row, size_t column) { return &m->cells[row * m->columns.count + column]; }

static bool fill_cells(matrix *m, say_arena *arena, sayso_error *error)
{
    size_t size;
    if (!say_base_times(m->view.hypothesis_count, m->columns.count, &size)) size = SIZE_MAX;
    m->cells = SAY_TAKE(arena, unsigned char, size, error);
    if (!m->cells) return false;
    for (size_t row = 0; row < m->view.hypothesis_count; row++)
        for (size_t i = 0; i < m->view.hypotheses[row].claim_count; i++) {
            size_t claim = m->view.hypotheses[row].claims[i];
            const sayso_claim *c = &m->records->claims[claim];
            int side = say_assess_side(c->factuality), bit = side > 0 ? SIDE_FOR : side < 0 ? SIDE_AGAINST : SIDE_OPEN;
            for (int basis = ALONE; basis < SAYSO_BASES; basis++)
                if (rests_on_basis(c, basis))
                    *cell_at(m, row, column_of(m, basis, claim)) |= (unsigned char)(say_sheets_given_up(c) ? bit << SIDE_GIVEN_UP : bit);
        }
    return true;
}

/* Of all that is held, + or −; what is left open, and what is said both ways, tells nothing apart. */
static int verdict(unsigned cell)
{
    return (cell & SIDE_FOR ? 1 : 0) - (cell & SIDE_AGAINST ? 1 : 0);
}

static void count_rows(matrix *m)
{
    for (size_t column = 0; column < m->columns.count; column++) {
        evidence *e = &m->columns.at[column];
        for (size_t row = 0; row < m->view.hypothesis_count; row++) {
            unsigned cell = *cell_at(m, row, column);
            e->rows_for += (cell & SIDE_FOR) != 0;
            e->rows_against += (cell & SIDE_AGAINST) != 0;
            e->rows_open += (cell & SIDE_OPEN) != 0;
        }
    }
}

static void count_pairs(matrix *m)
{
    for (size_t a = 0; a < m->view.hypothesis_count; a++)
        for (size_t b = a + 1; b < m->view.hypothesis_count; b++) {
            if (!say_assess_rivals(m->records, &m->view.hypotheses[a], &m->view.hypotheses[b])) continue;
            for (size_t column = 0; column < m->columns.count; column++) {
                int x = verdict(*cell_at(m, a, column)), y = verdict(*cell_at(m, b, column));
                m->columns.at[column].pairs += x || y;
                m->columns.at[column].separated += x != y;
            }
        }
}

/* Whether all support of a row is from one origin; then *count columns, the first of which is *first. */
static bool hangs_on_one(const matrix *m, size_t row, size_t *first, size_t *count)
{
    *first = SAYSO_NONE;
    *count = 0;
    for (size_t column = 0; column < m->columns.count; column++) {
        if (!(*cell_at(m, row, column) & SIDE_FOR)) continue;
        if (*first == SAYSO_NONE) *first = column;
        const sayso_claim *a = &m->records->claims[m->columns.at[*first].claim], *b = &m->records->claims[m->columns.at[column].claim];
        if (!same_origin(m->records, a, b)) return false;
        ++*count;
    }
    return *count > 0;
}

static sayso_code make_matrix(matrix *m, const sayso_records *records, size_t incident, say_arena *arena, sayso_error *error)
{
    *m = (matrix){ .records = records };
    sayso_code code = say_assess_incident(records, incident, arena, &m->view, error);
    if (code) return code;
    if (!make_columns(m, arena, error) || !fill_cells(m, arena, error)) return SAYSO_NO_MEMORY;
    count_rows(m);
    count_pairs(m);
    return SAYSO_OK;
}

/* ---- in a terminal ---- */

/* a, b, … z, aa, ab …: letters that grow as the columns of a spreadsheet do. */
static const char *column_letter(size_t column, char buffer[16])
{
    size_t at = 15;
    buffer[at] = 0;
    for (column++; column > 0 && at > 0; column = (column - 1) / 26) buffer[--at] = (char)('a' + (column - 1) % 26);
    return buffer + at;
}

static void cell_words(unsigned cell, char words[32])
{
    unsigned held = cell & SIDE_HELD, sides = held ? held : cell >> SIDE_GIVEN_UP;
    snprintf(words, 32, "%s%s%s%s%s", held || !sides ? "" : "(", sides & SIDE_FOR ? "+" : "", sides & SIDE_AGAINST ? "−" : "",
             sides & SIDE_OPEN ? "?" : "", held || !sides ? "" : ")");
}

/* Appends `words` in the middle of a cell; each of its characters is one column wide. */
static void append_cell(char *line, size_t size, const char *words)
{
    size_t width = 0, used = strlen(line);
    for (const char *c = words; *c; c++) width += ((unsigned char)*c & 0xC0) != 0x80;
    int left = width < CELL_COLUMNS ? (int)(CELL_COLUMNS - width) / 2 : 0, right = width < CELL_COLUMNS ? (int)(CELL_COLUMNS - width) - left : 0;
    snprintf(line + used, size - used, "%*s%s%*s", left, "", words, right, "");
}

static void matrix_row(say_sheet *sheet, const matrix *m, size_t row, size_t from, size_t to)
{
    char line[2048] = "", words[32];
    const say_hypothesis *h = &m->view.hypotheses[row];
    for (size_t column = from; column < to; column++) {
        cell_words(*cell_at(m, row, column), words);
        append_cell(line, sizeof line, words);
    }
    say_sheets_add_hypothesis(sheet, h->role, h->party);
    say_sheets_set(sheet->page, 0, 2, line);
}

/* As many columns as fit beside the rows; the others in further panels below. */
static void matrix_panels(say_sheet *sheet, const matrix *m)
{
    say_page *page = sheet->page;
    size_t fit = page->columns > ROW_COLUMNS + CELL_COLUMNS ? (page->columns - ROW_COLUMNS) / CELL_COLUMNS : 1;
    for (size_t from = 0; from < m->columns.count && !page->out.code; from += fit) {
        size_t to = from + fit < m->columns.count ? from + fit : m->columns.count;
        char line[2048] = "", letter[16];
        for (size_t column = from; column < to; column++) append_cell(line, sizeof line, column_letter(column, letter));
        say_sheets_gap(page);
        say_sheets_add(page, STYLE_FAINT, "role · party");
        say_sheets_set(page, 0, 0, line);
        say_sheets_rule(page, "─");
        for (size_t row = 0; row < m->view.hypothesis_count; row++) matrix_row(sheet, m, row, from, to);
    }
}

static void add_evidence(say_sheet *sheet, const evidence *e)
{
    if (e->basis != ALONE) {
        say_sheets_add(sheet->page, STYLE_TEXT, sayso_basis_name((sayso_basis)e->basis));
        say_sheets_add(sheet->page, STYLE_TEXT, ", ");
    }
    say_sheets_add_origin(sheet, e->claim);
}

static void matrix_legend(say_sheet *sheet, const matrix *m)
{
    say_page *page = sheet->page;
    say_sheets_heading(page, "EVIDENCE", "rows +  −  ?   rival pairs told apart");
    for (size_t column = 0; column < m->columns.count; column++) {
        const evidence *e = &m->columns.at[column];
        char tail[96], told[48] = "none to tell", letter[16];
        if (e->pairs) snprintf(told, sizeof told, "%zu of %zu", e->separated, e->pairs);
        snprintf(tail, sizeof tail, "%zu  %zu  %zu%24s", e->rows_for, e->rows_against, e->rows_open, told);
        add_evidence(sheet, e);
        say_sheets_label(page, 2, column_letter(column, letter), tail);
    }
}

static void matrix_linchpins(say_sheet *sheet, const matrix *m)
{
    say_page *page = sheet->page;
    bool any = false;
    for (size_t row = 0; row < m->view.hypothesis_count; row++) {
        size_t first, count;
        char letter[16], label[32];
        if (!hangs_on_one(m, row, &first, &count)) continue;
        if (!any) say_sheets_heading(page, "LINCHPINS", NULL);
        any = true;
        snprintf(label, sizeof label, "%s%s", column_letter(first, letter), count > 1 ? ", …" : "");
        say_sheets_add_hypothesis(sheet, m->view.hypotheses[row].role, m->view.hypotheses[row].party);
        say_sheets_add(page, STYLE_TEXT, " has no support but ");
        if (count > 1) say_sheets_add_origin(sheet, m->columns.at[first].claim);
        else add_evidence(sheet, &m->columns.at[first]);
        say_sheets_label(page, 2, label, NULL);
    }
}

static void matrix_notes(say_sheet *sheet, const matrix *m)
{
    say_page *page = sheet->page;
    size_t pairs = 0, useless = 0;
    for (size_t column = 0; column < m->columns.count; column++) {
        pairs += m->columns.at[column].pairs;
        useless += m->columns.at[column].pairs && !m->columns.at[column].separated;
    }
    say_sheets_gap(page);
    if (!pairs) say_sheets_add(page, STYLE_FAINT, "No evidence bears on rival answers, so there is nothing to tell apart. ");
    if (useless) {
        say_sheets_add_count(page, STYLE_FAINT, useless);
        say_sheets_add(page, STYLE_FAINT, useless == 1 ? " column supports rivals alike and tells none apart. "
                                                       : " columns support rivals alike and tell none apart. ");
    }
    say_sheets_add(page, STYLE_FAINT, "An empty cell is silence; silence is not denial. In brackets: no longer held, and not counted.");
    say_sheets_set(page, 0, 0, NULL);
}

static void print_matrix(say_sheet *sheet, const matrix *m, size_t incident)
{
    say_page *page = sheet->page;
    say_sheets_add(page, STYLE_TITLE, m->records->incidents[incident].name);
    say_sheets_set(page, 0, 0, "hypotheses and evidence");
    say_sheets_add(page, STYLE_FAINT, "+\u00a0says so\u00a0\u00a0 −\u00a0says not\u00a0\u00a0 ?\u00a0leaves it open\u00a0\u00a0 (+)\u00a0no longer held");
    say_sheets_set(page, 0, 0, NULL);
    if (m->columns.count == 0) {
        say_sheets_gap(page);
        say_sheets_add(page, STYLE_TEXT, "No claim stands on this incident.");
        say_sheets_set(page, 0, 0, NULL);
        return;
    }
    matrix_panels(sheet, m);
    matrix_legend(sheet, m);
    matrix_linchpins(sheet, m);
    matrix_notes(sheet, m);
}

sayso_code sayso_matrix_print(const sayso_records *records, size_t incident, sayso_look look, sayso_sink sink, sayso_error *error)
{
    say_page page;
    say_sheet sheet = { .records = records, .page = &page };
    matrix m;
    say_arena *arena = say_base_arena(error);
    if (!arena) return SAYSO_NO_MEMORY;
    sayso_code code = make_matrix(&m, records, incident, arena, error);
    if (!code && !say_sheets_ready(&sheet, arena, error)) code = SAYSO_NO_MEMORY;
    if (!code) {
        say_sheets_page(&page, look, sink, arena, error);
        print_matrix(&sheet, &m, incident);
        code = say_sheets_finish(&page.out);
    }
    say_base_arena_close(arena);
    return code;
}

/* ---- as JSON ---- */

static void json_sides(say_json *json, const char *key, unsigned sides)
{
    static const struct { unsigned side; const char *sign; } signs[] = { { SIDE_FOR, "+" }, { SIDE_AGAINST, "-" }, { SIDE_OPEN, "?" } };
    say_sheets_open(json, key, '[');
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (sides & signs[i].side) say_sheets_word(json, NULL, signs[i].sign);
    say_sheets_close(json, ']');
}

static void json_row(say_json *json, const matrix *m, size_t row)
{
    const say_hypothesis *h = &m->view.hypotheses[row];
    say_sheets_open(json, NULL, '{');
    say_sheets_word(json, "role", sayso_role_name(h->role));
    say_sheets_word(json, "party", m->records->parties[h->party].name);
    size_t first, count;
    bool one = hangs_on_one(m, row, &first, &count);
    say_sheets_index(json, "linchpin", one ? first : SAYSO_NONE);
    say_sheets_size(json, "linchpin_columns", one ? count : 0);
    say_sheets_open(json, "cells", '[');
    for (size_t column = 0; column < m->columns.count; column++) {
        unsigned cell = *cell_at(m, row, column);
        if (!cell) continue;
        say_sheets_open(json, NULL, '{');
        say_sheets_size(json, "column", column);
        json_sides(json, "held", cell & SIDE_HELD);
        json_sides(json, "given_up", cell >> SIDE_GIVEN_UP);
        say_sheets_close(json, '}');
    }
    say_sheets_close(json, ']');
    say_sheets_close(json, '}');
}

static void json_column(say_json *json, const matrix *m, size_t column)
{
    const evidence *e = &m->columns.at[column];
    char letter[16];
    say_sheets_open(json, NULL, '{');
    say_sheets_word(json, "label", column_letter(column, letter));
    say_sheets_word(json, "basis", e->basis == ALONE ? NULL : sayso_basis_name((sayso_basis)e->basis));
    say_sheets_word(json, "origin", say_sheets_origin_name(m->records, e->claim));
    say_sheets_size(json, "for", e->rows_for);
    say_sheets_size(json, "against", e->rows_against);
    say_sheets_size(json, "open", e->rows_open);
    say_sheets_size(json, "rival_pairs", e->pairs);
    say_sheets_size(json, "told_apart", e->separated);
    say_sheets_close(json, '}');
}

sayso_code sayso_matrix_json(const sayso_records *records, size_t incident, sayso_sink sink, sayso_error *error)
{
    matrix m;
    say_arena *arena = say_base_arena(error);
    if (!arena) return SAYSO_NO_MEMORY;
    sayso_code code = make_matrix(&m, records, incident, arena, error);
    if (!code) {
        say_json json = { .comma = false };
        say_sheets_start(&json.out, sink, error);
        say_sheets_open(&json, NULL, '{');
        say_sheets_word(&json, "schema", MATRIX_SCHEMA);
        say_sheets_word(&json, "incident", records->incidents[incident].name);
        say_sheets_open(&json, "columns", '[');
        for (size_t column = 0; column < m.columns.count; column++) json_column(&json, &m, column);
        say_sheets_close(&json, ']');
        say_sheets_open(&json, "rows", '[');
        for (size_t row = 0; row < m.view.hypothesis_count; row++) json_row(&json, &m, row);
        say_sheets_close(&json, ']');
        say_sheets_close(&json, '}');
        say_sheets_text(&json.out, "\n");
        code = say_sheets_finish(&json.out);
    }
    say_base_arena_close(arena);
    return code;
}
