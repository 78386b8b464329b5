/* What tests of the public ledger share: four reports of which a test wrote the marks, and what comes out of ledgers of them, as text. */
#ifndef TEST_LEDGER_ASKED_H
#define TEST_LEDGER_ASKED_H

#include "support/by_hand.h"
#include "support/fault.h"
#include "support/prove.h"
#include "support/shim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[40];

static inline const char *path_numbered(size_t i, bool fresh)
{
    static char paths[4][80];
    static const char *const ends[] = { "", "-wal", "-shm" };
    char beside[340];
    snprintf(paths[i], sizeof paths[i], "%s/%zu.ledger", folder, i);
    for (size_t e = 0; fresh && e < 3; e++) {
        snprintf(beside, sizeof beside, "%s%s", paths[i], ends[e]);
        unlink(beside);
    }
    return paths[i];
}

static sayso_error why;

static inline void fine(sayso_code code) { if (code) fail_msg("%s: %s (%d)", why.where, why.message, code); }

static inline sayso_ledger *open_at(size_t i, bool fresh)
{
    sayso_ledger *l = sayso_ledger_open(path_numbered(i, fresh), SAYSO_WRITE, "data", "2026-05-25T10:00:00Z", &why);
    if (!l) fail_msg("%s: %s", why.where, why.message);
    return l;
}

/* ---- two reports on one shelling, one on a fire, one on a wreck ---- */

static const struct { const char *doc, *text, *marks; } reports[] = {
    { "courier", "Shelling of Tolland kills nine\n\nTOLLAND, May 3, 2026 (Courier) - Nine people died in the shelling of Tolland on Sunday. Officials said the Third Brigade shelled Tolland.",
      "carried_out CT+ shelled; party the Third Brigade; holder Officials; cue said; incident shelling of Tolland = 0" },
    { "herald", "Brigade denies shelling of Tolland\n\nTOLLAND, May 4, 2026 (Herald) - The shelling of Tolland on Sunday killed nine people. Its commander said the Third Brigade had not shelled Tolland. Lorne said rebels shelled Tolland.",
      "carried_out CT- shelled; party the Third Brigade; holder Its commander; cue said; hedge not; incident shelling of Tolland = 0\n"
      "carried_out CT+ shelled@2; party rebels; holder Lorne; cue said@2; incident shelling of Tolland = 0" },
    { "ember", "Fire at the Marrow mill\n\nMARROW, June 9, 2026 (Ember) - A fire destroyed the mill at Marrow on Tuesday. Police said Katya Strake started the fire.",
      "carried_out CT+ started; party Katya Strake; holder Police; cue said; incident fire = 0" },
    { "wreck", "Ferry wrecked off Ostrel\n\nOSTREL, July 2, 2026 (Seaman) - A mine wrecked the ferry off Ostrel on Thursday. Divers told the Lowland Post that the Hill Front mined the ferry.",
      "carried_out CT+ mined; party the Hill Front; holder Divers; outer the Lowland Post; cue told; incident mined = 0" },
};
enum { REPORTS = 3, WRECK = REPORTS };       /* the last where a test asks for it */

static inline bool add(sayso_ledger *l, size_t i)
{
    bool added = false;
    sayso_records named = *hand_read(reports[i].text, reports[i].marks);
    named.doc = reports[i].doc;
    fine(sayso_ledger_add(l, &named, "sayso tiny 1", &added, &why));
    return added;
}

static inline sayso_ledger *all_reports(size_t at)
{
    sayso_ledger *l = open_at(at, true);
    for (size_t i = 0; i < REPORTS; i++) assert_true(add(l, i));
    fine(sayso_ledger_settle(l, &why));
    return l;
}

static inline sayso_ledger *and_the_wreck(size_t at)
{
    sayso_ledger *l = all_reports(at);
    assert_true(add(l, WRECK));
    fine(sayso_ledger_settle(l, &why));
    return l;
}

/* ---- what comes out, as text ---- */

typedef struct { char at[200000]; size_t size; } printed;
static printed out;

static inline int print_bytes(void *to, const char *bytes, size_t size)
{
    printed *p = to;
    if (p->size + size >= sizeof p->at) return 1;
    memcpy(p->at + p->size, bytes, size);
    p->size += size;
    p->at[p->size] = '\0';
    return 0;
}

static inline const char *exported(sayso_ledger *l, sayso_export form, const sayso_query *q)
{
    out.size = 0;
    out.at[0] = '\0';
    fine(sayso_ledger_export(l, form, q, (sayso_sink){ print_bytes, &out }, &why));
    return out.at;
}

typedef struct { char lines[4000], id[24]; size_t count; } listed;

static inline int list_claim(void *to, const sayso_claim_row *r)
{
    listed *t = to;
    size_t n = strlen(t->lines);
    snprintf(t->lines + n, sizeof t->lines - n, "%s %s %s < %s\n", r->role, r->party_name, r->factuality, r->holder);
    snprintf(t->id, sizeof t->id, "%s", r->id);
    t->count++;
    return 0;
}

static inline int list_incident(void *to, const sayso_incident_row *r)
{
    listed *t = to;
    size_t n = strlen(t->lines);
    snprintf(t->lines + n, sizeof t->lines - n, "%s: claims %zu reports %zu outlets %zu answers %zu\n", r->kind, r->claims, r->reports, r->outlets, r->answers);
    snprintf(t->id, sizeof t->id, "%s", r->id);
    t->count++;
    return 0;
}

static inline int list_party(void *to, const sayso_party_row *r)
{
    listed *t = to;
    size_t n = strlen(t->lines);
    snprintf(t->lines + n, sizeof t->lines - n, "%s %zu\n", r->name, r->claims);
    snprintf(t->id, sizeof t->id, "%s", r->id);
    t->count++;
    return 0;
}

static inline listed claims_of(sayso_ledger *l, sayso_query q)
{
    listed t = { "", "", 0 };
    fine(sayso_ledger_claims(l, &q, list_claim, &t, &why));
    return t;
}

static inline listed incidents_of(sayso_ledger *l, sayso_query q)
{
    listed t = { "", "", 0 };
    fine(sayso_ledger_incidents(l, &q, list_incident, &t, &why));
    return t;
}

static inline void corrected(sayso_ledger *l, sayso_correction c, char id[16])
{
    c.by = "A. Lee";
    c.reason = "misread";
    fine(sayso_ledger_correct(l, &c, id, &why));
}

/* ---- lists and sheets ---- */

static inline size_t sheet_claims(const sayso_records *r, size_t party)
{
    size_t count = 0;
    for (size_t i = 0; i < r->claim_count; i++)
        count += r->claims[i].standing == SAYSO_STANDS && (party == SAYSO_NONE || !strcmp(r->parties[r->claims[i].party].name, r->parties[party].name));
    return count;
}

static inline int find_on_sheet(void *to, const sayso_party_row *row)
{
    const sayso_records *r = to;
    for (size_t p = 0; p < r->party_count; p++)
        if (!strcmp(r->parties[p].name, row->name) && sheet_claims(r, p) == row->claims) return 0;
    fail_msg("the list has %zu claims about %s, and the sheet not", row->claims, row->name);
    return 1;
}

/* One claim may have been read by two. */
static inline bool is_of_row(const sayso_records *r, const sayso_claim *c, const sayso_claim_row *row)
{
    size_t s = 0;
    while (s + 1 < r->source_count && c->sentence >= r->sources[s + 1].sentence) s++;
    return !strcmp(c->id, row->id) && !strcmp(r->sources[s].maker, row->maker);
}

static inline int find_claim_on_sheet(void *to, const sayso_claim_row *row)
{
    const sayso_records *r = to;
    for (size_t i = 0; i < r->claim_count; i++) {
        const sayso_claim *c = &r->claims[i];
        if (!is_of_row(r, c, row)) continue;
        assert_string_equal(sayso_standing_name(c->standing), row->standing);
        assert_string_equal(sayso_role_name(c->role), row->role);
        assert_string_equal(r->parties[c->party].name, row->party_name);
        assert_string_equal(c->chain_count ? c->chain[0].name : "", row->holder);
        assert_string_equal(sayso_factuality_name(c->factuality), row->factuality);
        return 0;
    }
    assert_string_equal(row->standing, "repeated");
    return 0;
}

static inline int count_party(void *to, const sayso_party_row *row) { *(size_t *)to += row->claims; return 0; }
static inline int count_claim(void *to, const sayso_claim_row *row) { (void)row; ++*(size_t *)to; return 0; }
static inline int count_incident(void *to, const sayso_incident_row *row) { *(size_t *)to += row->claims; return 0; }

/* Every list has of an incident what its sheet has. */
static inline void assert_lists_agree(sayso_ledger *l, const char *incident)
{
    size_t parties = 0, claims = 0, counted = 0, index;
    sayso_gathered *g = sayso_ledger_gather(l, incident, NULL, &why);
    if (!g) fail_msg("%s: %s", why.where, why.message);
    sayso_records r = *sayso_gathered_records(g, &index);
    const sayso_query q = { .incident = sayso_gathered_id(g) }, standing = { .incident = sayso_gathered_id(g), .standing = "stands" };
    fine(sayso_ledger_parties(l, &q, find_on_sheet, &r, &why));
    fine(sayso_ledger_claims(l, &q, find_claim_on_sheet, &r, &why));
    fine(sayso_ledger_parties(l, &q, count_party, &parties, &why));
    fine(sayso_ledger_claims(l, &standing, count_claim, &claims, &why));
    fine(sayso_ledger_incidents(l, &(sayso_query){ .incident = sayso_gathered_id(g) }, count_incident, &counted, &why));
    assert_int_equal(parties, sheet_claims(&r, SAYSO_NONE));
    assert_int_equal(claims, parties);
    assert_int_equal(counted, parties);
    sayso_gathered_close(g);
}

static inline void assert_whole(sayso_ledger *l)
{
    sayso_verified v;
    fine(sayso_ledger_verify(l, (sayso_told){ NULL, NULL }, &v, &why));
    assert_int_equal(v.problems, 0);
}

/* ---- what fails ---- */

static inline bool settles(void)
{
    sayso_error e = { SAYSO_OK, 0, "", "" };
    sayso_ledger *l = sayso_ledger_open(path_numbered(0, false), SAYSO_WRITE, "data", "2026-05-25T10:00:00Z", &e);
    bool whole = l && !sayso_ledger_settle(l, &e);
    sayso_ledger_close(l);
    if (!whole && e.code != SAYSO_NO_MEMORY) fail_msg("%s: %s (%d)", e.where, e.message, e.code);
    return whole;
}

static inline size_t allocations_fail(bool (*attempt)(void))
{
    size_t failed = 0;
    for (size_t after = 0;; after += 1 + after / 20) {
        fault_arm(FAULT_ALLOCATION, after);
        bool whole = attempt(), fired = fault_disarm(FAULT_ALLOCATION);
        if (!whole && !fired) fail_msg("failed although no allocation did");
        failed += !whole;
        if (!fired) return failed;
    }
}

/* ---- a folder for all ---- */

static inline int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "%s/test-asking-XXXXXX", access("/dev/shm", W_OK) ? "build" : "/dev/shm");
    shim_install();
    return mkdtemp(folder) ? 0 : -1;
}

static inline int remove_folder(void **state)
{
    (void)state;
    hand_close();
    for (size_t i = 0; i < 4; i++) path_numbered(i, true);
    return rmdir(folder);
}

#endif
