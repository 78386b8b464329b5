/* find: ids for fragments of names.  Where none or several match, what is near is said. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN = 10 };                     /* candidates that are listed */

typedef struct { store lines; size_t count; char id[24]; } candidates;

static bool is_id(const char *words, char kind) { return words[0] == kind && words[1] == '-' && !strchr(words, ' '); }

static void note_candidate(candidates *c, const char *id, const char *date, const char *name)
{
    if (c->count++ == 0) snprintf(c->id, sizeof c->id, "%s", id);
    if (c->count > SHOWN) return;
    store_text(&c->lines, "  ");
    store_padded(&c->lines, id, 16);
    if (date && *date) {
        store_text(&c->lines, date);
        store_text(&c->lines, "  ");
    }
    store_shown(&c->lines, name);
    store_text(&c->lines, "\n");
}

static void say_candidates(const candidates *c, const char *what, const char *words)
{
    store said = { NULL, 0, 0 };
    store_text(&said, "sayso: ");
    store_number(&said, c->count);
    store_text(&said, " ");
    store_text(&said, what);
    store_text(&said, " match “");
    store_shown(&said, words);
    store_text(&said, "”; name one by its id or by more of its name:\n");
    fwrite(said.at, 1, said.size, stderr);
    fwrite(c->lines.at, 1, c->lines.size, stderr);
    if (c->count > SHOWN) fprintf(stderr, "  and %zu more\n", c->count - SHOWN);
    free(said.at);
}

static void say_none(const char *what, const char *words, const char *lists)
{
    store line = { NULL, 0, 0 };
    store_text(&line, "no ");
    store_text(&line, what);
    store_text(&line, " “");
    store_text(&line, words);
    store_text(&line, "”; `sayso ");
    store_text(&line, lists);
    store_text(&line, "` lists them");
    if (store_write(&line, "", 1) == 0) say_line(NULL, line.at);
    free(line.at);
}

static int note_incident(void *to, const sayso_incident_row *row)
{
    note_candidate(to, row->id, row->date, row->name);
    return 0;
}

static int note_party(void *to, const sayso_party_row *row)
{
    note_candidate(to, row->id, NULL, row->name);
    return 0;
}

bool say_incidents(sayso_ledger *ledger, const char *words)
{
    candidates c = { .count = 0 };
    sayso_error error = { .code = SAYSO_OK };
    sayso_query query = { .incident = words };
    bool fine = !sayso_ledger_incidents(ledger, &query, note_incident, &c, &error) && c.count > 1;
    if (fine) say_candidates(&c, "incidents", words);
    free(c.lines.at);
    return fine;
}

static bool settle_on(candidates *c, sayso_code code, const sayso_error *error, const char *what, const char *many, const char *words,
                      const char *lists, char id[24])
{
    if (code) say_error(error);
    else if (c->count == 0) say_none(what, words, lists);
    else if (c->count > 1) say_candidates(c, many, words);
    memcpy(id, c->id, sizeof c->id);
    free(c->lines.at);
    return !code && c->count == 1;
}

bool find_incident(sayso_ledger *ledger, const char *words, char id[24])
{
    candidates c = { .count = 0 };
    sayso_error error = { .code = SAYSO_OK };
    sayso_query query = { .incident = words };
    snprintf(id, 24, "%s", words);
    if (is_id(words, 'i')) return true;
    sayso_code code = sayso_ledger_incidents(ledger, &query, note_incident, &c, &error);
    return settle_on(&c, code, &error, "incident", "incidents", words, "incidents", id);
}

bool find_party(sayso_ledger *ledger, const char *words, char id[24])
{
    candidates c = { .count = 0 };
    sayso_error error = { .code = SAYSO_OK };
    sayso_query query = { .party = words };
    snprintf(id, 24, "%s", words);
    if (is_id(words, 'p')) return true;
    sayso_code code = sayso_ledger_parties(ledger, &query, note_party, &c, &error);
    return settle_on(&c, code, &error, "party", "parties", words, "parties", id);
}

/* ---- claims: by the beginning of the id ---- */

typedef struct { size_t length; found_claim *found; candidates near; } claim_search;

static int note_claim(void *to, const sayso_claim_row *row)
{
    claim_search *search = to;
    found_claim *found = search->found;
    if (strcmp(row->id, found->id) == 0) return 0;
    if (found->count++ == 0) {
        snprintf(found->id, sizeof found->id, "%s", row->id);
        snprintf(found->incident, sizeof found->incident, "%s", row->incident);
    }
    note_candidate(&search->near, row->id, row->date, row->party_name);
    return row->id[search->length] == 0;
}

bool find_claim(sayso_ledger *ledger, const char *beginning, found_claim *found)
{
    *found = (found_claim){ .count = 0 };
    claim_search search = { strlen(beginning), found, { .count = 0 } };
    sayso_error error = { .code = SAYSO_OK };
    sayso_query query = { .claim = beginning };
    sayso_code code = sayso_ledger_claims(ledger, &query, note_claim, &search, &error);
    if (code) say_error(&error);
    else if (found->count == 0) say_none("claim", beginning, "claims");
    else if (found->count > 1) say_candidates(&search.near, "claims", beginning);
    free(search.near.lines.at);
    return !code && found->count == 1;
}
