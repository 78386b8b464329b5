/* list: rows of the ledger: incidents, claims, parties.  Into a pipe each is one line; on a
 * terminal, or where --columns asks for a width, there are headings and the last column wraps. */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    const orders *orders;
    size_t        columns;               /* 0: one line a row, no headings */
    size_t        count;
    char          incident[24];          /* of the row before */
    store         out;
    bool          fine;                  /* stdout takes more */
} listing;

/* ---- what is asked for ---- */

sayso_query query_of(const orders *o)
{
    return (sayso_query){ .incident = o->incident, .party = o->party, .holder = o->holder_count ? o->holders[0] : NULL, .outlet = o->outlet,
                          .text = o->text, .maker = o->maker, .role = o->role, .factuality = o->factuality, .basis = o->basis,
                          .standing = o->standing, .since = o->since, .until = o->until };
}

static size_t width_of(const orders *o)
{
    sayso_look look = look_now(o);
    if (!o->columns && !isatty(STDOUT_FILENO)) return 0;
    return look.columns ? (size_t)look.columns : 80;
}

/* Rows go out some at a time: a ledger may have a million. */
static int pass_on(listing *l)
{
    enum { MANY = 1 << 16 };
    l->count++;
    if (l->out.size < MANY) return 0;
    l->fine = store_flush(&l->out, EXIT_OK) == EXIT_OK;
    return !l->fine;
}

static const char *or_words(const char *text, const char *words) { return text && *text ? text : words; }

/* ---- incidents ---- */

#define AT(row, member) offsetof(row, member)

static const column incident_columns[] = {
    { "id", COLUMN_TEXT, AT(sayso_incident_row, id) },           { "name", COLUMN_TEXT, AT(sayso_incident_row, name) },
    { "kind", COLUMN_TEXT, AT(sayso_incident_row, kind) },       { "date", COLUMN_TEXT, AT(sayso_incident_row, date) },
    { "place", COLUMN_TEXT, AT(sayso_incident_row, place) },     { "claims", COLUMN_COUNT, AT(sayso_incident_row, claims) },
    { "reports", COLUMN_COUNT, AT(sayso_incident_row, reports) }, { "outlets", COLUMN_COUNT, AT(sayso_incident_row, outlets) },
    { "answers", COLUMN_COUNT, AT(sayso_incident_row, answers) }, { "fewest", COLUMN_COUNT, AT(sayso_incident_row, fewest) },
    { "most", COLUMN_COUNT, AT(sayso_incident_row, most) } };

enum { INCIDENT_NAME_AT = 52 };

static bool print_incident(listing *l, const sayso_incident_row *row)
{
    char origins[48], counts[120];
    store name = { NULL, 0, 0 };
    if (row->fewest == row->most) snprintf(origins, sizeof origins, "%zu", row->most);
    else snprintf(origins, sizeof origins, "%zu-%zu", row->fewest, row->most);
    snprintf(counts, sizeof counts, "%-10s  %6zu %7s %7zu  ", or_words(row->date, "-"), row->answers, origins, row->outlets);
    bool fine = store_padded(&l->out, row->id, 16) && store_text(&l->out, counts) && store_text(&name, or_words(row->name, "(no name)"));
    if (row->place && *row->place) fine = fine && store_text(&name, ", ") && store_text(&name, row->place);
    fine = fine && store_write(&name, "", 1) == 0 && store_wrapped(&l->out, name.at, INCIDENT_NAME_AT, l->columns);
    free(name.at);
    return fine;
}

static int list_incident(void *to, const sayso_incident_row *row)
{
    listing *l = to;
    if (l->orders->json) {
        store_row(&l->out, "sayso-incident/1", incident_columns, sizeof incident_columns / sizeof *incident_columns, row);
    } else {
        if (l->columns && l->count == 0) store_text(&l->out, "id              when        rivals origins outlets  what, where\n");
        print_incident(l, row);
    }
    return pass_on(l);
}

/* ---- claims ---- */

enum { CLAIM_WORDS_AT = 34 };

/* PARTY — HOLDER (BASIS) · DOC, DATE · STANDING */
static bool print_claim(listing *l, const sayso_claim_row *row)
{
    static const char stands[] = "stands";
    const struct { const char *before, *words, *after; } parts[] = {
        { "", row->party_name, "" }, { " — ", or_words(row->holder, "the report itself"), "" }, { " (", row->basis, ")" },
        { " · ", row->doc, "" }, { ", ", row->date, "" },
        { " · ", row->standing && strcmp(row->standing, stands) != 0 ? row->standing : NULL, "" } };
    char left[80];
    store words = { NULL, 0, 0 };
    snprintf(left, sizeof left, "%-3s  %-11s  ", or_words(row->factuality, "?"), or_words(row->role, "?"));
    bool fine = store_padded(&l->out, row->id, 16) && store_text(&l->out, left);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && fine; i++)
        if (parts[i].words && *parts[i].words)
            fine = store_text(&words, parts[i].before) && store_text(&words, parts[i].words) && store_text(&words, parts[i].after);
    fine = fine && store_write(&words, "", 1) == 0 && store_wrapped(&l->out, words.at, CLAIM_WORDS_AT, l->columns);
    free(words.at);
    return fine;
}

static void head_claims(listing *l, const sayso_claim_row *row)
{
    if (strcmp(l->incident, row->incident) == 0) return;
    snprintf(l->incident, sizeof l->incident, "%s", row->incident);
    store_text(&l->out, l->count ? "\n" : "");
    store_padded(&l->out, row->incident, 16);
    store_wrapped(&l->out, or_words(row->incident_name, "(no name)"), 16, l->columns);
}

static int list_claim(void *to, const sayso_claim_row *row)
{
    listing *l = to;
    if (l->columns) head_claims(l, row);
    print_claim(l, row);
    return pass_on(l);
}

/* ---- parties ---- */

static const column party_columns[] = {
    { "id", COLUMN_TEXT, AT(sayso_party_row, id) },           { "name", COLUMN_TEXT, AT(sayso_party_row, name) },
    { "kind", COLUMN_TEXT, AT(sayso_party_row, kind) },       { "part_of", COLUMN_TEXT, AT(sayso_party_row, part_of) },
    { "claims", COLUMN_COUNT, AT(sayso_party_row, claims) } };

enum { PARTY_NAME_AT = 38 };

static int list_party(void *to, const sayso_party_row *row)
{
    listing *l = to;
    char left[80];
    if (l->orders->json) {
        store_row(&l->out, "sayso-party/1", party_columns, sizeof party_columns / sizeof *party_columns, row);
        return pass_on(l);
    }
    if (l->columns && l->count == 0) store_text(&l->out, "id              claims  kind          name\n");
    snprintf(left, sizeof left, "%6zu  %-12s  ", row->claims, or_words(row->kind, "-"));
    store name = { NULL, 0, 0 };
    store_text(&name, or_words(row->name, "(no name)"));
    if (row->part_of && *row->part_of) {
        store_text(&name, ", part of ");
        store_text(&name, row->part_of);
    }
    store_padded(&l->out, row->id, 16);
    store_text(&l->out, left);
    if (store_write(&name, "", 1) == 0) store_wrapped(&l->out, name.at, PARTY_NAME_AT, l->columns);
    free(name.at);
    return pass_on(l);
}

/* ---- all three ---- */

typedef sayso_code walker(sayso_ledger *ledger, const sayso_query *query, listing *l, sayso_error *error);

static sayso_code walk_incidents(sayso_ledger *ledger, const sayso_query *query, listing *l, sayso_error *error)
{
    return sayso_ledger_incidents(ledger, query, list_incident, l, error);
}

static int take_lines(void *to, const char *bytes, size_t size)
{
    listing *l = to;
    int why = store_write(&l->out, bytes, size);
    for (size_t i = 0; i < size && !why; i++)
        if (bytes[i] == '\n' && pass_on(l)) why = EIO;
    return why;
}

static sayso_code walk_claims(sayso_ledger *ledger, const sayso_query *query, listing *l, sayso_error *error)
{
    if (l->orders->json) return sayso_ledger_export(ledger, SAYSO_JSONL, query, (sayso_sink){ take_lines, l }, error);
    return sayso_ledger_claims(ledger, query, list_claim, l, error);
}

static sayso_code walk_parties(sayso_ledger *ledger, const sayso_query *query, listing *l, sayso_error *error)
{
    return sayso_ledger_parties(ledger, query, list_party, l, error);
}

static void say_nothing(const char *what, size_t filters)
{
    fprintf(stderr, filters ? "sayso: no %s like that\n" : "sayso: the ledger has no %s yet\n", what);
}

static size_t filters_of(const sayso_query *q)
{
    const char *const all[] = { q->incident, q->party, q->holder, q->outlet, q->text, q->maker, q->role, q->factuality, q->basis, q->standing, q->since, q->until };
    size_t count = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) count += all[i] != NULL;
    return count;
}

static int list_run(const orders *o, sayso_query query, const char *what, walker *walk)
{
    listing l = { .orders = o, .columns = o->json ? 0 : width_of(o), .fine = true };
    sayso_error error = { .code = SAYSO_OK };
    sayso_ledger *ledger = ledger_open(o, SAYSO_READ_ONLY);
    if (!ledger) return EXIT_ALL;
    int status = EXIT_OK;
    if (walk(ledger, &query, &l, &error)) status = say_error(&error);
    else if (l.count == 0) {
        say_nothing(what, filters_of(&query));
        status = o->exit_status ? EXIT_NOTHING : EXIT_OK;
    }
    sayso_ledger_close(ledger);
    status = store_flush(&l.out, status);
    return l.fine ? status : EXIT_ALL;
}

/* A word without an option is a fragment of what is listed; several are one fragment. */
static int list_named(const orders *o, unsigned about, const char *what, walker *walk)
{
    sayso_query query = query_of(o);
    if (o->argument_count > 1) return usage_wrong(about, "%s takes one fragment of a name; quote it where it has spaces", what);
    if (o->argument_count) *(about == PARTIES ? &query.party : &query.incident) = o->arguments[0];
    return list_run(o, query, what, walk);
}

int run_incidents(const orders *o) { return list_named(o, INCIDENTS, "incidents", walk_incidents); }
int run_claims(const orders *o) { return list_named(o, CLAIMS, "claims", walk_claims); }
int run_parties(const orders *o) { return list_named(o, PARTIES, "parties", walk_parties); }
