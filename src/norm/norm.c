/* norm: opening the tables, and the lookups that are one phrase table each. */
#include "norm/inside.h"

#include <stdlib.h>
#include <string.h>

static const struct { say_phrase_table table; const char *file, *columns; const char *values; } sheet_tables[] = {
    { SAY_CHANGES,    "changes.tsv",        "phrase value source", " ends earlier " },
    { SAY_MISSING,    "missing.tsv",        "phrase value source", " missing " },
    { SAY_CONFIDENCE, "confidence.tsv",     "phrase value source", " low moderate high " },
    { SAY_STATEMENTS, "statements.tsv",     "phrase value source", " motive concern forecast description command " },
    { SAY_INCIDENTS,  "incident_kinds.tsv", "phrase value source",
      " attack killing bombing shooting stabbing kidnapping sabotage fire explosion crash poisoning arrest-related_death robbery arson other " },
    { SAY_CUES,       "stances.tsv",        "phrase value source", " neutral endorsing distancing " },
    { SAY_OUTLETS,    "outlets.tsv",        "phrase value source", " outlet " },
    { SAY_MEANS,      "means.tsv",          "phrase value source", " means " },
    { SAY_PARTS,      "roles.tsv",          "phrase value source", " ordered authorised aware supported staged involved " },
    { SAY_GROUNDS,    "basis.tsv",          "phrase value source", " intercept witness document imagery forensic confession court intelligence inference " },
    { SAY_CORRECTIONS, "corrections.tsv",   "phrase value source", " corrected updated " },
};

/* The value must be one of the blank-separated values (a blank inside is written "_"). */
static bool is_listed(const char *values, say_str value)
{
    char word[40];
    if (value.len == 0 || value.len + 3 > sizeof word) return false;
    word[0] = ' ';
    for (size_t i = 0; i < value.len; i++) word[i + 1] = value.at[i] == ' ' ? '_' : value.at[i];
    word[value.len + 1] = ' ';
    word[value.len + 2] = '\0';
    return strstr(values, word) != NULL;
}

static sayso_code load_sheet_table(say_norm *norm, const char *folder, size_t which, sayso_error *error)
{
    table_rows rows = { 0 };
    const char *file = sheet_tables[which].file;
    sayso_code code = say_norm_table(norm->arena, folder, file, sheet_tables[which].columns, &rows, error);
    if (code) return code;
    norm_phrases *set = SAY_TAKE(norm->arena, norm_phrases, 1, error);
    if (!set) return SAYSO_NO_MEMORY;
    norm->sheet[sheet_tables[which].table] = set;
    for (size_t i = 0; i < rows.count; i++) {
        const table_row *row = &rows.at[i];
        if (!is_listed(sheet_tables[which].values, row->field[1]))
            return say_norm_bad_row(file, row->line, "no value of this table", row->field[1], error);
        char *value = say_base_keep(norm->arena, row->field[1], error);
        if (!value || !say_norm_add_phrase(norm->arena, set, &norm->verbs, row->field[0], value, i, error))
            return SAYSO_NO_MEMORY;
    }
    return SAYSO_OK;
}

static sayso_code load_all(say_norm *norm, const char *folder, sayso_error *error)
{
    sayso_code code = say_norm_table(norm->arena, folder, "forms.tsv", "lemma forms source", &norm->verbs.rows, error);
    if (!code) code = say_norm_load_certainty(norm, folder, error);
    if (!code) code = say_norm_load_parties(norm, folder, error);
    for (size_t i = 0; !code && i < sizeof sheet_tables / sizeof *sheet_tables; i++)
        code = load_sheet_table(norm, folder, i, error);
    return code;
}

say_norm *say_norm_open(const char *folder, sayso_error *error)
{
    say_arena *arena = say_base_arena(error);
    if (!arena) return NULL;
    say_norm *norm = SAY_TAKE(arena, say_norm, 1, error);
    if (norm) norm->arena = arena;
    if (norm && !load_all(norm, folder, error)) return norm;
    say_base_arena_close(arena);
    return NULL;
}

void say_norm_close(say_norm *norm)
{
    if (norm) say_base_arena_close(norm->arena);
}

/* ---- phrase tables ---- */

sayso_code say_norm_find(const say_norm *norm, say_phrase_table table, const say_text *text, say_range bytes,
                         say_arena *arena, say_hits *out, sayso_error *error)
{
    say_range in = say_text_words_in(text, bytes);
    norm_words view = { .source = text->source, .words = text->words, .count = in.to };
    *out = (say_hits){ 0 };
    for (size_t i = in.from, count; i < in.to; i += count ? count : 1) {
        const norm_phrase *p = say_norm_phrase_at(norm->sheet[table], &view, i, &count);
        if (!p) continue;
        say_hit *hit = SAY_PUSH(arena, out, error);
        if (!hit) return SAYSO_NO_MEMORY;
        *hit = (say_hit){ { text->words[i].at.from, text->words[i + count - 1].at.to }, p->value };
    }
    return SAYSO_OK;
}

static const norm_phrase *first_norm_phrase(const norm_phrases *set, say_str words)
{
    norm_words view;
    say_norm_view(words, &view);
    for (size_t i = 0, count; i < view.count; i++) {
        const norm_phrase *p = say_norm_phrase_at(set, &view, i, &count);
        if (p) return p;
    }
    return NULL;
}

const char *say_norm_value(const say_norm *norm, say_phrase_table table, say_str words)
{
    const norm_phrase *p = first_norm_phrase(norm->sheet[table], words);
    return p ? p->value : NULL;
}

static size_t name_place(const char *value, const char *const *names, size_t count)
{
    for (size_t i = 0; value && i < count; i++)
        if (strcmp(value, names[i]) == 0) return i;
    return count;
}

/* A distancing word weighs more than the rest of a cue: "had said, without evidence, that", "reportedly said". */
sayso_stance say_norm_stance(const say_norm *norm, say_str cue)
{
    static const char *const names[] = { "neutral", "endorsing", "distancing" };
    norm_words view;
    say_norm_view(cue, &view);
    size_t stance = SAYSO_NEUTRAL;
    for (size_t i = 0, count; i < view.count; i += count ? count : 1) {
        const norm_phrase *p = say_norm_phrase_at(norm->sheet[SAY_CUES], &view, i, &count);
        size_t at = p ? name_place(p->value, names, 3) : SAYSO_NEUTRAL;
        if (at > stance) stance = at;
    }
    return (sayso_stance)stance;
}

sayso_confidence say_norm_confidence(const say_norm *norm, say_str words)
{
    static const char *const names[] = { "low", "moderate", "high" };
    size_t at = name_place(say_norm_value(norm, SAY_CONFIDENCE, words), names, 3);
    return at < 3 ? (sayso_confidence)(SAYSO_LOW + at) : SAYSO_NO_CONFIDENCE;
}

bool say_norm_role(const say_norm *norm, say_str words, sayso_role *role)
{
    const char *value = say_norm_value(norm, SAY_PARTS, words);
    for (int r = 0; value && r < SAYSO_ROLES; r++) {
        if (strcmp(value, sayso_role_name((sayso_role)r)) != 0) continue;
        *role = (sayso_role)r;
        return true;
    }
    return false;
}

bool say_norm_statement(const say_norm *norm, say_str words, sayso_statement_kind *kind)
{
    static const char *const names[] = { "motive", "concern", "forecast", "description", "command" };
    size_t at = name_place(say_norm_value(norm, SAY_STATEMENTS, words), names, 5);
    if (at < 5) *kind = (sayso_statement_kind)at;
    return at < 5;
}

const char *say_norm_incident_kind(const say_norm *norm, say_str words)
{
    const char *value = say_norm_value(norm, SAY_INCIDENTS, words);
    return value ? value : "other";
}
