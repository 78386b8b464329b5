/* changes: what happened to the claims on an incident since a day, oldest first, one block a day:
 * a claim was held, ended, superseded, corrected, set aside or withdrawn.
 *
 * Days come from the reports and from the remarks of those who corrected something: "what — who, when: why".
 * Where a remark names nobody so ("in the version of X, not in that of Y"), its last day is when.  A date that is only a month or a year counts from its first day, and is left out
 * only where all of it lies before the day that was asked for.  What has no date at all comes last.      */
#include "sheets/answers.h"
#include "sheets/claims.h"
#include "sheets/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHANGES_SCHEMA "sayso-changes/1"

typedef enum { TURN_HELD, TURN_ENDED, TURN_SUPERSEDED, TURN_CORRECTED, TURN_REJECTED, TURN_RETRACTED, TURN_WITHDRAWN, TURNS } turn_kind;

static const char *const turn_words[TURNS] = { "held", "ended", "superseded", "corrected", "rejected", "retracted", "withdrawn" };

typedef struct { char day[11]; turn_kind kind; size_t claim; const char *remark; } turn;

typedef struct {
    const sayso_records *records;
    const char  *since;
    say_arena   *arena;
    sayso_error *error;
    SAY_LIST(turn) turns;
    bool failed;
} turn_list;

/* ---- days ---- */

/* The length of an ISO year, month or day at the start of `words`; 0: none stands there. */
static size_t iso_length(const char *words)
{
    static const char shape[] = "dddd-dd-dd";
    size_t length = 0;
    while (shape[length] && (shape[length] == 'd' ? words[length] >= '0' && words[length] <= '9' : words[length] == '-')) length++;
    return length >= 10 ? 10 : length >= 7 ? 7 : length >= 4 ? 4 : 0;
}

static void day_of_remark(const char *remark, char day[11])
{
    const char *start = remark ? strstr(remark, " — ") : NULL;
    bool first = start != NULL;
    day[0] = 0;
    for (const char *at = first ? start : remark; at && *at && !(first && *day); at++) {
        bool inside = at > remark && at[-1] >= '0' && at[-1] <= '9';
        if (!inside && iso_length(at) == 10) snprintf(day, 11, "%.10s", at);
    }
}

static bool before(const char *day, const char *since)
{
    size_t length = strlen(day) < strlen(since) ? strlen(day) : strlen(since);
    return strncmp(day, since, length) < 0;
}

/* ---- turns ---- */

static void add_turn(turn_list *list, const char *day, turn_kind kind, size_t claim, const char *remark)
{
    if (list->failed || (*day && *list->since && before(day, list->since))) return;
    turn *t = SAY_PUSH(list->arena, &list->turns, list->error);
    if (!t) {
        list->failed = true;
        return;
    }
    *t = (turn){ .kind = kind, .claim = claim, .remark = remark };
    snprintf(t->day, sizeof t->day, "%.10s", day);
}

static const char *day_of_report(const turn_list *list, const sayso_claim *c)
{
    return say_sheets_source(list->records, say_sheets_source_of(list->records, c->sentence)).date;
}

/* How a remark begins that says why a claim does not stand; of none that does, the last says it. */
static const struct { turn_kind kind; const char *start; } fallen[SAYSO_STANDINGS] = {
    [SAYSO_STANDS] = { TURN_CORRECTED, "" }, [SAYSO_REJECTED] = { TURN_REJECTED, "rejected" },
    [SAYSO_RETRACTED] = { TURN_RETRACTED, "retracted" }, [SAYSO_WITHDRAWN] = { TURN_WITHDRAWN, "dropped" } };

static void add_remarks(turn_list *list, size_t claim)
{
    const sayso_claim *c = &list->records->claims[claim];
    size_t standing = (unsigned)c->standing < SAYSO_STANDINGS ? c->standing : SAYSO_STANDS, why = c->remark_count - 1;
    char day[11];
    for (size_t i = c->remark_count; i-- > 0;)
        if (c->remarks[i] && strncmp(c->remarks[i], fallen[standing].start, strlen(fallen[standing].start)) == 0) why = i;
    for (size_t i = 0; i < c->remark_count; i++) {
        day_of_remark(c->remarks[i], day);
        add_turn(list, day, i == why ? fallen[standing].kind : TURN_CORRECTED, claim, c->remarks[i]);
    }
    if (c->remark_count == 0 && standing != SAYSO_STANDS) add_turn(list, "", fallen[standing].kind, claim, NULL);
}

static void add_claim_turns(turn_list *list, size_t claim)
{
    const sayso_claim *c = &list->records->claims[claim];
    add_turn(list, say_sheets_held(list->records, c), TURN_HELD, claim, NULL);
    if (c->superseded_by < list->records->claim_count)
        add_turn(list, say_sheets_held(list->records, &list->records->claims[c->superseded_by]), TURN_SUPERSEDED, claim, NULL);
    else if (c->ended_by.to > c->ended_by.from) add_turn(list, day_of_report(list, c), TURN_ENDED, claim, NULL);
    add_remarks(list, claim);
}

/* By day, what has none last; of one day what was held before what fell; then in the order of the text. */
static int by_day(const void *a, const void *b)
{
    const turn *x = a, *y = b;
    if (!*x->day != !*y->day) return !*x->day ? 1 : -1;
    int order = strcmp(x->day, y->day);
    if (order) return order;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    if (x->claim != y->claim) return x->claim < y->claim ? -1 : 1;
    return strcmp(x->remark ? x->remark : "", y->remark ? y->remark : "");
}

static sayso_code list_turns(turn_list *list, size_t incident)
{
    const sayso_records *records = list->records;
    if (incident >= records->incident_count)
        return say_base_fail(list->error, SAYSO_BAD_CALL, "incident", 0, "there is no incident %zu", incident);
    if (*list->since && iso_length(list->since) != strlen(list->since))
        return say_base_fail(list->error, SAYSO_BAD_CALL, "since", 0, "“%.40s” is no ISO day, month or year", list->since);
    for (size_t i = 0; i < records->claim_count; i++) {
        const sayso_claim *c = &records->claims[i];
        if (c->incident != incident) continue;
        if (c->party >= records->party_count || c->sentence >= records->sentence_count)
            return say_base_fail(list->error, SAYSO_BAD_CALL, c->id, 0, "claim %zu has no party or no sentence", i);
        add_claim_turns(list, i);
    }
    if (list->failed) return SAYSO_NO_MEMORY;
    if (list->turns.count) qsort(list->turns.at, list->turns.count, sizeof *list->turns.at, by_day);
    return SAYSO_OK;
}

/* ---- in a terminal ---- */

static void print_turn(say_sheet *sheet, const turn *t)
{
    say_page *page = sheet->page;
    const sayso_claim *c = &sheet->records->claims[t->claim];
    say_sheets_add_sign(sheet, c);
    say_sheets_add_chain(sheet, c->chain, c->chain_count, c->sentence);
    say_sheets_add(page, STYLE_TEXT, ": ");
    say_sheets_add_hypothesis(sheet, c->role, c->party);
    say_sheets_label(page, 2, turn_words[t->kind], c->id);
    if (t->kind == TURN_HELD) {
        say_sheets_add_view(sheet, c);
        say_sheets_label(page, 2, "", NULL);
    }
    if (t->kind == TURN_SUPERSEDED) {
        const sayso_claim *later = &sheet->records->claims[c->superseded_by];
        say_sheets_add(page, STYLE_TEXT, c->possibly ? "→ possibly the same holder, " : "→ ");
        say_sheets_add_chain(sheet, later->chain, later->chain_count, later->sentence);
        say_sheets_add(page, STYLE_TEXT, ": ");
        say_sheets_add_hypothesis(sheet, later->role, later->party);
        say_sheets_label(page, 2, "", later->id);
    }
    if (t->remark) {
        say_sheets_add(page, STYLE_TEXT, t->remark);
        say_sheets_label(page, 2, "", NULL);
    }
}

static void print_turns(say_sheet *sheet, const turn_list *list, size_t incident)
{
    say_page *page = sheet->page;
    const char *day = NULL;
    say_sheets_add(page, STYLE_TITLE, list->records->incidents[incident].name);
    if (*list->since) {
        say_sheets_add(page, STYLE_FAINT, ", since ");
        say_sheets_add_date(page, STYLE_FAINT, list->since);
    }
    say_sheets_set(page, 0, 0, NULL);
    if (list->turns.count == 0) {
        say_sheets_add(page, STYLE_TEXT, "Nothing has changed.");
        say_sheets_set(page, 0, 0, NULL);
    }
    for (size_t i = 0; i < list->turns.count && !page->out.code; i++) {
        const turn *t = &list->turns.at[i];
        if (!day || strcmp(day, t->day) != 0) {
            say_sheets_gap(page);
            if (*t->day) say_sheets_add_date(page, STYLE_HEADING, t->day);
            else say_sheets_add(page, STYLE_HEADING, "no date");
            say_sheets_set(page, 0, 0, NULL);
        }
        day = t->day;
        print_turn(sheet, t);
    }
}

sayso_code sayso_changes_print(const sayso_records *records, size_t incident, const char *since, sayso_look look, sayso_sink sink,
                               sayso_error *error)
{
    say_page page;
    say_sheet sheet = { .records = records, .page = &page };
    say_arena *arena = say_base_arena(error);
    if (!arena) return SAYSO_NO_MEMORY;
    turn_list list = { .records = records, .since = since ? since : "", .arena = arena, .error = error };
    sayso_code code = list_turns(&list, incident);
    if (!code && !say_sheets_ready(&sheet, arena, error)) code = SAYSO_NO_MEMORY;
    if (!code) {
        say_sheets_page(&page, look, sink, arena, error);
        print_turns(&sheet, &list, incident);
        code = say_sheets_finish(&page.out);
    }
    say_base_arena_close(arena);
    return code;
}

/* ---- as JSON ---- */

static void json_turn(say_json *json, const sayso_records *records, const turn *t)
{
    const sayso_claim *c = &records->claims[t->claim];
    bool later = t->kind == TURN_SUPERSEDED;
    say_sheets_open(json, NULL, '{');
    say_sheets_some(json, "day", t->day);
    say_sheets_word(json, "change", turn_words[t->kind]);
    say_sheets_word(json, "claim", c->id);
    say_sheets_word(json, "role", sayso_role_name(c->role));
    say_sheets_word(json, "party", records->parties[c->party].name);
    say_sheets_word(json, "holder", c->chain_count ? c->chain[0].name : NULL);
    say_sheets_word(json, "factuality", sayso_factuality_name(c->factuality));
    say_sheets_word(json, "by", later ? records->claims[c->superseded_by].id : NULL);
    say_sheets_flag(json, "possibly", later && c->possibly);
    say_sheets_word(json, "remark", t->remark);
    say_sheets_close(json, '}');
}

sayso_code sayso_changes_json(const sayso_records *records, size_t incident, const char *since, sayso_sink sink, sayso_error *error)
{
    say_arena *arena = say_base_arena(error);
    if (!arena) return SAYSO_NO_MEMORY;
    turn_list list = { .records = records, .since = since ? since : "", .arena = arena, .error = error };
    sayso_code code = list_turns(&list, incident);
    if (!code) {
        say_json json = { .comma = false };
        say_sheets_start(&json.out, sink, error);
        say_sheets_open(&json, NULL, '{');
        say_sheets_word(&json, "schema", CHANGES_SCHEMA);
        say_sheets_word(&json, "incident", records->incidents[incident].name);
        say_sheets_some(&json, "since", list.since);
        say_sheets_open(&json, "changes", '[');
        for (size_t i = 0; i < list.turns.count; i++) json_turn(&json, records, &list.turns.at[i]);
        say_sheets_close(&json, ']');
        say_sheets_close(&json, '}');
        say_sheets_text(&json.out, "\n");
        code = say_sheets_finish(&json.out);
    }
    say_base_arena_close(arena);
    return code;
}
