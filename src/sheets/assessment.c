/* assessment: how likely the claims on an incident would make each answer, under a simple model that is
 * printed before any number.  It is a summary of what is said, and no measure of what is true.
 *
 * The model.  Each origin is one voice with one interval for a hypothesis: the hull of the intervals of its
 * claims.  A claim has an interval where its words have a reading ("likely", 60–85); an unhedged assertion is
 * taken as FLAT_LOW–100, an unhedged denial as 0–(100 − FLAT_LOW); every other claim has none and is left out.
 * Origins weigh the same: the answer's interval is the mean of theirs, a linear opinion pool (Stone, 1961).
 * Where unnamed origins may be the same people, only m of the n count, and nobody knows which: then the low
 * end is the mean of the m lowest lows, the high end that of the m highest highs, so that the interval holds
 * whichever of them are the same.  Nothing is normalised, since nobody says that the answers are complete.   */
#include "sheets/answers.h"
#include "sheets/claims.h"
#include "sheets/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ASSESSMENT_SCHEMA "sayso-assessment/1"

enum { FLAT_LOW = 90 };

static const char *const assumptions[] = {
    "Origins are independent of each other, save that unnamed voices of one kind may be the same people: hence intervals.",
    "Every origin weighs the same. Nobody’s record, interest or stated confidence counts.",
    "No party is more likely than another before anything is said.",
    "A verbal phrase means the interval of the named reading. A flat assertion means 90–100 %, a flat denial 0–10 %.",
    "A claim that is hedged without a reading, left open, given up (surely or possibly), set aside or withdrawn counts for nothing.",
    "Answers are taken one by one: the intervals of rivals need not add up to 100 %.",
};

enum { ASSUMPTIONS = sizeof assumptions / sizeof *assumptions };

typedef struct { const char *origin; double low, high; } pooled_origin;

typedef struct { size_t fewest, most, claims; double low, high; } pooled;     /* most 0: nothing to go by */

/* ---- the model ---- */

static bool interval_of(const sayso_claim *c, double *low, double *high)
{
    if (say_sheets_given_up(c) || c->superseded_by != SAYSO_NONE) return false;
    if (c->likelihood.phrase) {
        *low = c->likelihood.low;
        *high = c->likelihood.high;
        return c->likelihood.reading != NULL;
    }
    bool flat_for = c->factuality == SAYSO_CT_PLUS, flat_against = c->factuality == SAYSO_CT_MINUS;
    *low = flat_for ? FLAT_LOW : 0;
    *high = flat_for ? 100 : 100 - FLAT_LOW;
    return flat_for || flat_against;
}

static int by_low(const void *a, const void *b)
{
    const pooled_origin *x = a, *y = b;
    return (x->low > y->low) - (x->low < y->low);
}

static int by_high(const void *a, const void *b)
{
    const pooled_origin *x = a, *y = b;
    return (x->high < y->high) - (x->high > y->high);
}

static void pool_claim(const sayso_records *records, size_t claim, pooled_origin *origins, pooled *p)
{
    double low, high;
    if (!interval_of(&records->claims[claim], &low, &high)) return;
    const char *name = say_sheets_origin_name(records, claim);
    p->claims++;
    for (size_t i = 0; i < p->most; i++) {
        pooled_origin *o = &origins[i];
        if (o->origin != name && (!o->origin || !name || strcmp(o->origin, name) != 0)) continue;
        if (low < o->low) o->low = low;
        if (high > o->high) o->high = high;
        return;
    }
    origins[p->most++] = (pooled_origin){ name, low, high };
}

static bool pool_hypothesis(const sayso_records *records, const say_hypothesis *h, say_arena *arena, pooled *p, sayso_error *error)
{
    *p = (pooled){ 0 };
    pooled_origin *origins = SAY_TAKE(arena, pooled_origin, h->claim_count, error);
    if (!origins) return false;
    for (size_t i = 0; i < h->claim_count; i++) pool_claim(records, h->claims[i], origins, p);
    size_t same = h->origins.most - h->origins.fewest, voices = p->most;
    if (p->most > h->origins.most) p->most = h->origins.most;                /* copies have words of their own, and are no origins */
    p->fewest = p->most > same ? p->most - same : p->most > 0;
    qsort(origins, voices, sizeof *origins, by_low);
    for (size_t i = 0; i < p->fewest; i++) p->low += origins[i].low / (double)p->fewest;
    qsort(origins, voices, sizeof *origins, by_high);
    for (size_t i = 0; i < p->fewest; i++) p->high += origins[i].high / (double)p->fewest;
    return true;
}

/* ---- in a terminal ---- */

static void print_assumptions(say_page *page)
{
    say_sheets_heading(page, "ASSUMED", NULL);
    for (size_t i = 0; i < ASSUMPTIONS; i++) {
        say_sheets_add_count(page, STYLE_TEXT, i + 1);
        say_sheets_add(page, STYLE_TEXT, ".\u00a0");
        say_sheets_add(page, STYLE_TEXT, assumptions[i]);
        say_sheets_set(page, 2, 5, NULL);
    }
}

static void print_pooled(say_sheet *sheet, const say_hypothesis *h, const pooled *p)
{
    say_page *page = sheet->page;
    char tail[64] = "", origins[48];
    if (p->most) snprintf(tail, sizeof tail, "%.0f–%.0f %%", p->low, p->high);
    say_sheets_add_hypothesis(sheet, h->role, h->party);
    say_sheets_set(page, 2, 4, tail);
    if (p->most == 0) {
        say_sheets_add(page, STYLE_FAINT, "nothing to go by: no claim that is held has a reading or is a flat assertion");
    } else {
        if (p->fewest == p->most) snprintf(origins, sizeof origins, "%zu origin%s", p->most, p->most == 1 ? "" : "s");
        else snprintf(origins, sizeof origins, "%zu–%zu origins", p->fewest, p->most);
        say_sheets_add(page, STYLE_FAINT, "from ");
        say_sheets_add_count(page, STYLE_FAINT, p->claims);
        say_sheets_add(page, STYLE_FAINT, p->claims == 1 ? " claim, " : " claims, ");
        say_sheets_add(page, STYLE_FAINT, origins);
    }
    say_sheets_set(page, 4, 4, NULL);
}

static sayso_code print_assessment(say_sheet *sheet, const say_view *view, size_t incident, sayso_error *error)
{
    const sayso_records *records = sheet->records;
    say_page *page = sheet->page;
    pooled p;
    bool any = false;
    for (size_t i = 0; i < view->hypothesis_count; i++) {
        if (!pool_hypothesis(records, &view->hypotheses[i], page->arena, &p, error)) return SAYSO_NO_MEMORY;
        any = any || p.most;
    }
    say_sheets_add(page, STYLE_TITLE, records->incidents[incident].name);
    say_sheets_set(page, 0, 0, "an assessment");
    if (!any) {
        say_sheets_add(page, STYLE_TEXT, "There is nothing to go by: no claim that is held has words with a reading, or is a flat "
                                         "assertion. No assessment is made.");
        say_sheets_set(page, 0, 0, NULL);
        return say_sheets_finish(&page->out);
    }
    print_assumptions(page);
    for (size_t place = 0; place < view->place_count && !page->out.code; place++) {
        const say_place *at = &view->places[place];
        if (at->depth == 0) say_sheets_heading(page, records->parties[at->party].name, NULL);
        for (size_t i = 0; i < at->hypothesis_count; i++) {
            const say_hypothesis *h = &view->hypotheses[at->hypothesis + i];
            if (!pool_hypothesis(records, h, page->arena, &p, error)) return SAYSO_NO_MEMORY;
            print_pooled(sheet, h, &p);
        }
    }
    say_sheets_gap(page);
    say_sheets_add(page, STYLE_FAINT, "Intervals say what the claims would make of each answer if all that were so. They do not say what is true.");
    say_sheets_set(page, 0, 0, NULL);
    return say_sheets_finish(&page->out);
}

sayso_code sayso_assessment_print(const sayso_records *records, size_t incident, sayso_look look, sayso_sink sink, sayso_error *error)
{
    say_page page;
    say_sheet sheet = { .records = records, .page = &page };
    say_view view;
    say_arena *arena = say_base_arena(error);
    if (!arena) return SAYSO_NO_MEMORY;
    sayso_code code = say_assess_incident(records, incident, arena, &view, error);
    if (!code && !say_sheets_ready(&sheet, arena, error)) code = SAYSO_NO_MEMORY;
    if (!code) {
        say_sheets_page(&page, look, sink, arena, error);
        code = print_assessment(&sheet, &view, incident, error);
    }
    say_base_arena_close(arena);
    return code;
}

/* ---- as JSON ---- */

static sayso_code json_assessment(say_json *json, const sayso_records *records, const say_view *view, size_t incident, say_arena *arena,
                                  sayso_error *error)
{
    pooled p;
    say_sheets_open(json, NULL, '{');
    say_sheets_word(json, "schema", ASSESSMENT_SCHEMA);
    say_sheets_word(json, "incident", records->incidents[incident].name);
    say_sheets_open(json, "assumptions", '[');
    for (size_t i = 0; i < ASSUMPTIONS; i++) say_sheets_word(json, NULL, assumptions[i]);
    say_sheets_close(json, ']');
    say_sheets_open(json, "hypotheses", '[');
    for (size_t i = 0; i < view->hypothesis_count; i++) {
        const say_hypothesis *h = &view->hypotheses[i];
        if (!pool_hypothesis(records, h, arena, &p, error)) return SAYSO_NO_MEMORY;
        say_sheets_open(json, NULL, '{');
        say_sheets_word(json, "role", sayso_role_name(h->role));
        say_sheets_word(json, "party", records->parties[h->party].name);
        say_sheets_size(json, "claims", p.claims);
        say_sheets_size(json, "fewest", p.fewest);
        say_sheets_size(json, "most", p.most);
        if (p.most) {
            say_sheets_real(json, "low", p.low, 1);
            say_sheets_real(json, "high", p.high, 1);
        } else {
            say_sheets_null(json, "low");
            say_sheets_null(json, "high");
        }
        say_sheets_close(json, '}');
    }
    say_sheets_close(json, ']');
    say_sheets_close(json, '}');
    say_sheets_text(&json->out, "\n");
    return say_sheets_finish(&json->out);
}

sayso_code sayso_assessment_json(const sayso_records *records, size_t incident, sayso_sink sink, sayso_error *error)
{
    say_view view;
    say_arena *arena = say_base_arena(error);
    if (!arena) return SAYSO_NO_MEMORY;
    sayso_code code = say_assess_incident(records, incident, arena, &view, error);
    if (!code) {
        say_json json = { .comma = false };
        say_sheets_start(&json.out, sink, error);
        code = json_assessment(&json, records, &view, incident, arena, error);
    }
    say_base_arena_close(arena);
    return code;
}
