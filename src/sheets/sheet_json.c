/* sheet_json: the attribution sheet of one incident as one line of JSON (docs/schema.md):
 * the claims as in a report's record, and what was computed from them.                   */
#include "sheets/answers.h"
#include "sheets/json.h"

#define SHEET_SCHEMA "sayso-sheet/1"

enum { MOST_RIVALS = 100 };             /* a text made to have thousands of answers shall not print millions of numbers */

static void json_claim_ids(say_json *json, const char *key, const sayso_records *records, const size_t *claims, size_t count)
{
    say_sheets_open(json, key, '[');
    for (size_t i = 0; i < count; i++) say_sheets_word(json, NULL, records->claims[claims[i]].id);
    say_sheets_close(json, ']');
}

static void json_origins(say_json *json, const sayso_records *records, const say_origins *o)
{
    say_sheets_open(json, "origins", '{');
    say_sheets_size(json, "fewest", o->fewest);
    say_sheets_size(json, "most", o->most);
    say_sheets_open(json, "names", '[');                 /* null: the report itself */
    for (size_t i = 0; i < o->origin_count; i++) say_sheets_word(json, NULL, say_sheets_origin_name(records, o->origins[i]));
    say_sheets_close(json, ']');
    say_sheets_open(json, "outlets", '[');
    for (size_t i = 0; i < o->outlet_count; i++) say_sheets_word(json, NULL, records->parties[o->outlets[i]].name);
    say_sheets_close(json, ']');
    say_sheets_flag(json, "report", o->report);
    if (say_sheets_several(records)) {
        say_sheets_open(json, "reports", '[');           /* numbers of sources: one for each further publisher */
        for (size_t i = 0; i < o->report_count; i++) say_sheets_size(json, NULL, o->reports[i]);
        say_sheets_close(json, ']');
    }
    say_sheets_close(json, '}');
}

static bool any_for(const sayso_records *records, const say_hypothesis *h)
{
    for (size_t i = 0; i < h->claim_count; i++)
        if (say_assess_side(records->claims[h->claims[i]].factuality) > 0) return true;
    return false;
}

static void json_hypothesis(say_json *json, const sayso_records *records, const say_view *view, const say_place *place,
                            size_t index)
{
    const say_hypothesis *h = &view->hypotheses[index];
    say_sheets_open(json, NULL, '{');
    say_sheets_word(json, "role", sayso_role_name(h->role));
    say_sheets_word(json, "party", records->parties[h->party].name);
    say_sheets_word(json, "head", records->parties[view->places[place->head].party].name);
    say_sheets_size(json, "depth", place->depth);
    json_claim_ids(json, "claims", records, h->claims, h->claim_count);
    say_sheets_open(json, "rivals", '[');
    for (size_t j = 0, listed = 0; j < view->hypothesis_count && listed < MOST_RIVALS; j++) {
        if (j == index || !say_assess_rivals(records, h, &view->hypotheses[j])) continue;
        say_sheets_size(json, NULL, j);
        listed++;
    }
    say_sheets_close(json, ']');
    say_sheets_open(json, "implies", '[');
    unsigned implied = any_for(records, h) ? say_assess_implied(h->role) : 0;
    for (int r = 0; r < SAYSO_ROLES; r++)
        if (implied >> r & 1u) say_sheets_word(json, NULL, sayso_role_name((sayso_role)r));
    say_sheets_close(json, ']');
    json_origins(json, records, &h->origins);
    say_sheets_close(json, '}');
}

static void json_claims(say_json *json, const char *key, const sayso_records *records, const size_t *claims, size_t count)
{
    say_sheets_open(json, key, '[');
    for (size_t i = 0; i < count; i++) say_sheets_claim(json, NULL, records, claims[i]);
    say_sheets_close(json, ']');
}

static void json_view(say_json *json, const sayso_records *records, const say_view *view)
{
    say_sheets_open(json, "hypotheses", '[');
    for (size_t p = 0; p < view->place_count; p++)
        for (size_t i = 0; i < view->places[p].hypothesis_count; i++)
            json_hypothesis(json, records, view, &view->places[p], view->places[p].hypothesis + i);
    say_sheets_close(json, ']');
    json_claim_ids(json, "against", records, view->against, view->against_count);
    json_claim_ids(json, "open", records, view->open, view->open_count);
    json_claim_ids(json, "missing", records, view->missing, view->missing_count);
    json_claim_ids(json, "changes", records, view->changes, view->change_count);
    json_origins(json, records, &view->origins);
    json_claims(json, "claims", records, view->claims, view->claim_count);
    if (say_sheets_several(records) || view->dropped_count) json_claims(json, "dropped", records, view->dropped, view->dropped_count);
    say_sheets_open(json, "statements", '[');
    for (size_t i = 0; i < view->statement_count; i++) say_sheets_statement(json, NULL, records, view->statements[i]);
    say_sheets_close(json, ']');
}

sayso_code sayso_sheet_json(const sayso_records *records, size_t incident, sayso_sink sink, sayso_error *error)
{
    say_view view;
    say_arena *arena = say_base_arena(error);
    if (!arena) return SAYSO_NO_MEMORY;
    sayso_code code = say_assess_incident(records, incident, arena, &view, error);
    if (!code) {
        say_json json = { .comma = false };
        say_sheets_start(&json.out, sink, error);
        say_sheets_open(&json, NULL, '{');
        say_sheets_word(&json, "schema", SHEET_SCHEMA);
        say_sheets_report(&json, records);
        say_sheets_sources(&json, records);
        say_sheets_incident(&json, "incident", records, incident);
        say_sheets_parties(&json, records);
        json_view(&json, records, &view);
        say_sheets_close(&json, '}');
        say_sheets_text(&json.out, "\n");
        code = say_sheets_finish(&json.out);
    }
    say_base_arena_close(arena);
    return code;
}
