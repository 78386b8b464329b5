/* The public ledger from end to end, on reports of which a test wrote the marks; the query plans behind it. */
#include "support/by_hand.h"
#include "support/fault.h"
#include "support/prove.h"
#include "support/shim.h"

#include "ledger/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[40];

static const char *path_numbered(size_t i, bool fresh)
{
    static char paths[4][80];
    static const char *const ends[] = { "", "-wal", "-shm" };
    char beside[100];
    snprintf(paths[i], sizeof paths[i], "%s/%zu.ledger", folder, i);
    for (size_t e = 0; fresh && e < 3; e++) {
        snprintf(beside, sizeof beside, "%s%s", paths[i], ends[e]);
        unlink(beside);
    }
    return paths[i];
}

static sayso_error why;

static void fine(sayso_code code) { if (code) fail_msg("%s: %s (%d)", why.where, why.message, code); }

static sayso_ledger *open_at(size_t i, bool fresh)
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

static bool add(sayso_ledger *l, size_t i)
{
    bool added = false;
    sayso_records named = *hand_read(reports[i].text, reports[i].marks);
    named.doc = reports[i].doc;
    fine(sayso_ledger_add(l, &named, "sayso tiny 1", &added, &why));
    return added;
}

static sayso_ledger *all_reports(size_t at)
{
    sayso_ledger *l = open_at(at, true);
    for (size_t i = 0; i < REPORTS; i++) assert_true(add(l, i));
    fine(sayso_ledger_settle(l, &why));
    return l;
}

static sayso_ledger *and_the_wreck(size_t at)
{
    sayso_ledger *l = all_reports(at);
    assert_true(add(l, WRECK));
    fine(sayso_ledger_settle(l, &why));
    return l;
}

/* ---- what comes out, as text ---- */

typedef struct { char at[200000]; size_t size; } printed;
static printed out;

static int print_bytes(void *to, const char *bytes, size_t size)
{
    printed *p = to;
    if (p->size + size >= sizeof p->at) return 1;
    memcpy(p->at + p->size, bytes, size);
    p->size += size;
    p->at[p->size] = '\0';
    return 0;
}

static const char *exported(sayso_ledger *l, sayso_export form, const sayso_query *q)
{
    out.size = 0;
    out.at[0] = '\0';
    fine(sayso_ledger_export(l, form, q, (sayso_sink){ print_bytes, &out }, &why));
    return out.at;
}

typedef struct { char lines[4000], id[24]; size_t count; } listed;

static int list_claim(void *to, const sayso_claim_row *r)
{
    listed *t = to;
    size_t n = strlen(t->lines);
    snprintf(t->lines + n, sizeof t->lines - n, "%s %s %s < %s\n", r->role, r->party_name, r->factuality, r->holder);
    snprintf(t->id, sizeof t->id, "%s", r->id);
    t->count++;
    return 0;
}

static int list_incident(void *to, const sayso_incident_row *r)
{
    listed *t = to;
    size_t n = strlen(t->lines);
    snprintf(t->lines + n, sizeof t->lines - n, "%s: claims %zu reports %zu outlets %zu answers %zu\n", r->kind, r->claims, r->reports, r->outlets, r->answers);
    snprintf(t->id, sizeof t->id, "%s", r->id);
    t->count++;
    return 0;
}

static int list_party(void *to, const sayso_party_row *r)
{
    listed *t = to;
    size_t n = strlen(t->lines);
    snprintf(t->lines + n, sizeof t->lines - n, "%s %zu\n", r->name, r->claims);
    snprintf(t->id, sizeof t->id, "%s", r->id);
    t->count++;
    return 0;
}

static listed claims_of(sayso_ledger *l, sayso_query q)
{
    listed t = { "", "", 0 };
    fine(sayso_ledger_claims(l, &q, list_claim, &t, &why));
    return t;
}

static listed incidents_of(sayso_ledger *l, sayso_query q)
{
    listed t = { "", "", 0 };
    fine(sayso_ledger_incidents(l, &q, list_incident, &t, &why));
    return t;
}

/* ---- asking ---- */

TEST(each_filter_finds_its_claims)
{
    static const struct { sayso_query query; size_t count; } asked[] = {
        { { .incident = NULL }, 4 }, { { .party = "brigade" }, 2 }, { { .party = "BRIGADE third" }, 2 }, { { .party = "nobody" }, 0 }, { { .holder = "lorne" }, 1 },
        { { .outlet = "herald" }, 2 }, { { .text = "shelled tol" }, 3 }, { { .text = "not shelled" }, 1 }, { { .maker = "TINY" }, 4 }, { { .maker = "small" }, 0 },
        { { .role = "carried_out" }, 4 }, { { .role = "ordered" }, 0 }, { { .factuality = "CT-" }, 1 }, { { .since = "2026-05-04" }, 3 }, { { .until = "2026-05" }, 3 },
        { { .since = "2026-05-04", .until = "2026-05-04" }, 2 }, { { .incident = "tolland" }, 3 }, { { .party = "brigade", .role = "carried_out", .outlet = "courier" }, 1 },
        { { .basis = "intercept" }, 0 }, { { .party = "it" }, 0 }, { { .text = "\"; DROP TABLE claim" }, 0 }, { { .party = "%" }, 0 },
    };
    sayso_ledger *l = all_reports(0);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        listed t = claims_of(l, asked[i].query);
        if (t.count != asked[i].count) fail_msg("query %zu: %zu claims where %zu were wanted\n%s", i, t.count, asked[i].count, t.lines);
    }
    sayso_ledger_close(l);
}

TEST(a_claim_is_found_by_its_id_or_the_beginning_of_one)
{
    sayso_ledger *l = all_reports(0);
    listed one = claims_of(l, (sayso_query){ .holder = "lorne" }), found = claims_of(l, (sayso_query){ .claim = one.id });
    assert_int_equal(found.count, 1);
    assert_string_equal(found.lines, one.lines);
    assert_int_equal(incidents_of(l, (sayso_query){ .claim = one.id }).count, 1);
    assert_int_equal(claims_of(l, (sayso_query){ .claim = one.id, .party = "nobody" }).count, 0);
    char beginning[24];
    snprintf(beginning, sizeof beginning, "%s", one.id);
    beginning[10] = '\0';
    found = claims_of(l, (sayso_query){ .claim = beginning });
    assert_string_equal(found.lines, one.lines);
    beginning[9] = beginning[9] == '0' ? '1' : '0';
    assert_int_equal(claims_of(l, (sayso_query){ .claim = beginning }).count, 0);
    assert_int_equal(claims_of(l, (sayso_query){ .claim = "c-" }).count, 4);
    sayso_ledger_close(l);
}

TEST(incidents_are_counted_over_their_reports)
{
    sayso_ledger *l = all_reports(0);
    listed t = incidents_of(l, (sayso_query){ .incident = "tolland" });
    assert_string_equal(t.lines, "attack: claims 3 reports 2 outlets 2 answers 2\n");
    assert_int_equal(incidents_of(l, (sayso_query){ .party = "strake" }).count, 1);
    assert_int_equal(incidents_of(l, (sayso_query){ .incident = t.id }).count, 1);
    sayso_ledger_close(l);
}

TEST(a_fragment_of_several_names_says_which_and_one_of_none_says_so)
{
    sayso_ledger *l = all_reports(0);
    assert_null(sayso_ledger_gather(l, "volcano", NULL, &why));
    assert_int_equal(why.code, SAYSO_NOT_FOUND);
    assert_null(sayso_ledger_gather(l, "i-000000000000", NULL, &why));
    assert_int_equal(why.code, SAYSO_NOT_FOUND);
    sayso_gathered *g = sayso_ledger_gather(l, "mill", NULL, &why);
    if (!g) g = sayso_ledger_gather(l, "fire", NULL, &why);
    assert_non_null(g);
    size_t incident;
    const sayso_records *r = sayso_gathered_records(g, &incident);
    assert_int_equal(r->source_count, 1);
    assert_string_equal(r->sources[0].publisher, "Ember");
    sayso_gathered_close(g);
    sayso_ledger_close(l);
}

TEST(parties_are_listed_with_their_claims)
{
    sayso_ledger *l = all_reports(0);
    listed t = { "", "", 0 };
    fine(sayso_ledger_parties(l, &(sayso_query){ .party = "brigade" }, list_party, &t, &why));
    assert_int_equal(t.count, 1);
    assert_non_null(strstr(t.lines, "Third Brigade 2"));
    assert_int_equal(claims_of(l, (sayso_query){ .party = t.id }).count, 2);
    sayso_ledger_close(l);
}

/* ---- any order, several runs, merged ---- */

TEST(views_do_not_depend_on_the_order_or_the_runs_in_which_reports_came)
{
    static const sayso_export forms[] = { SAYSO_CANONICAL, SAYSO_JSONL, SAYSO_CSV, SAYSO_CLUSTERS };
    sayso_ledger *a = all_reports(0), *b = open_at(1, true), *c = open_at(2, true);
    for (size_t i = REPORTS; i-- > 0;) {
        add(b, i);
        fine(sayso_ledger_settle(b, &why));
    }
    size_t added;
    add(c, 1);
    fine(sayso_ledger_settle(c, &why));
    fine(sayso_ledger_merge(c, path_numbered(0, false), &added, &why));
    fine(sayso_ledger_settle(c, &why));
    for (size_t f = 0; f < 4; f++) {
        char *first = strdup(exported(a, forms[f], NULL));
        assert_string_equal(first, exported(b, forms[f], NULL));
        assert_string_equal(first, exported(c, forms[f], NULL));
        free(first);
    }
    assert_string_equal(incidents_of(a, (sayso_query){ .incident = NULL }).lines, incidents_of(c, (sayso_query){ .incident = NULL }).lines);
    assert_false(add(a, 0));
    sayso_ledger_close(a);
    sayso_ledger_close(b);
    sayso_ledger_close(c);
}

TEST(the_clusters_name_each_report_once)
{
    sayso_ledger *l = all_reports(0);
    const char *x = exported(l, SAYSO_CLUSTERS, NULL);
    assert_non_null(strstr(x, "{\"courier\": \"i-"));
    assert_non_null(strstr(x, "\"ember\": \"i-"));
    assert_string_equal(x + strlen(x) - 2, "}\n");
    sayso_ledger_close(l);
    l = open_at(1, true);
    assert_string_equal(exported(l, SAYSO_CLUSTERS, NULL), "{}\n");
    sayso_ledger_close(l);
}

TEST(csv_quotes_what_it_must)
{
    sayso_ledger *l = all_reports(0);
    const char *x = exported(l, SAYSO_CSV, &(sayso_query){ .holder = "police" });
    assert_true(strncmp(x, "id,incident,incident_name,role,", 31) == 0);
    assert_non_null(strstr(x, ",Police said Katya Strake started the fire.,stands,"));
    assert_string_equal(x + strlen(x) - 2, "\r\n");
    sayso_ledger_close(l);
}

/* ---- corrections ---- */

static void corrected(sayso_ledger *l, sayso_correction c, char id[16])
{
    c.by = "A. Lee";
    c.reason = "misread";
    fine(sayso_ledger_correct(l, &c, id, &why));
}

TEST(a_rejected_claim_is_shown_as_such_and_counts_no_more)
{
    sayso_ledger *l = all_reports(0);
    char id[16], again[16];
    listed t = claims_of(l, (sayso_query){ .holder = "lorne" });
    corrected(l, (sayso_correction){ .act = SAYSO_REJECT, .target = t.id }, id);
    assert_non_null(strstr(exported(l, SAYSO_JSONL, &(sayso_query){ .holder = "lorne" }), "\"standing\":\"rejected\""));
    assert_non_null(strstr(incidents_of(l, (sayso_query){ .incident = "tolland" }).lines, "answers 0"));
    corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = id }, again);
    assert_non_null(strstr(exported(l, SAYSO_JSONL, &(sayso_query){ .holder = "lorne" }), "\"standing\":\"stands\""));
    assert_non_null(strstr(incidents_of(l, (sayso_query){ .incident = "tolland" }).lines, "answers 2"));
    sayso_ledger_close(l);
}

TEST(incidents_can_be_merged_and_both_ids_still_lead_there)
{
    sayso_ledger *l = all_reports(0);
    char id[16], tolland[24], mill[24];
    snprintf(tolland, sizeof tolland, "%s", incidents_of(l, (sayso_query){ .incident = "tolland" }).id);
    snprintf(mill, sizeof mill, "%s", incidents_of(l, (sayso_query){ .holder = "police" }).id);
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_INCIDENTS, .target = tolland, .other = mill }, id);
    assert_int_equal(incidents_of(l, (sayso_query){ .incident = NULL }).count, 1);
    sayso_gathered *a = sayso_ledger_gather(l, tolland, NULL, &why), *b = sayso_ledger_gather(l, mill, NULL, &why);
    assert_non_null(a);
    assert_non_null(b);
    assert_string_equal(sayso_gathered_id(a), sayso_gathered_id(b));
    sayso_gathered_close(a);
    sayso_gathered_close(b);
    corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = id }, id);
    assert_int_equal(incidents_of(l, (sayso_query){ .incident = NULL }).count, 2);
    assert_string_equal(incidents_of(l, (sayso_query){ .incident = "tolland" }).id, tolland);
    sayso_ledger_close(l);
}

TEST(a_claim_can_be_split_off_its_incident)
{
    sayso_ledger *l = all_reports(0);
    char id[16], tolland[24];
    snprintf(tolland, sizeof tolland, "%s", incidents_of(l, (sayso_query){ .incident = "tolland" }).id);
    listed t = claims_of(l, (sayso_query){ .outlet = "courier" });
    corrected(l, (sayso_correction){ .act = SAYSO_SPLIT_INCIDENT, .target = tolland, .other = t.id }, id);
    assert_int_equal(incidents_of(l, (sayso_query){ .incident = "tolland" }).count, 2);
    sayso_ledger_close(l);
}

TEST(of_two_reports_either_can_be_split_off_and_of_one_nothing)
{
    char id[16], undo[16];
    for (size_t which = 0; which < 2; which++) {
        sayso_ledger *l = open_at(0, true);
        for (size_t i = 0; i < 2; i++) add(l, i);
        fine(sayso_ledger_settle(l, &why));
        listed all = incidents_of(l, (sayso_query){ .incident = NULL });
        assert_int_equal(all.count, 1);
        listed t = claims_of(l, (sayso_query){ .outlet = which ? "herald" : "courier" });
        corrected(l, (sayso_correction){ .act = SAYSO_SPLIT_INCIDENT, .target = all.id, .other = t.id }, id);
        assert_int_equal(incidents_of(l, (sayso_query){ .incident = NULL }).count, 2);
        corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = id }, undo);
        assert_int_equal(incidents_of(l, (sayso_query){ .incident = NULL }).count, 1);
        sayso_ledger_close(l);
    }
    sayso_ledger *l = all_reports(0);
    listed mill = incidents_of(l, (sayso_query){ .holder = "police" }), started = claims_of(l, (sayso_query){ .holder = "police" });
    const sayso_correction alone = { SAYSO_SPLIT_INCIDENT, mill.id, started.id, NULL, NULL, "A. Lee", "another" };
    assert_int_equal(sayso_ledger_correct(l, &alone, id, &why), SAYSO_REFUSED);
    assert_non_null(strstr(why.message, "nothing would stay"));
    sayso_ledger_close(l);
}

TEST(corrections_of_what_is_not_there_are_refused)
{
    static const struct { sayso_correction c; sayso_code code; } refused[] = {
        { { SAYSO_REJECT, "c-000000000000", NULL, NULL, NULL, "A", "b" }, SAYSO_NOT_FOUND },
        { { SAYSO_REJECT, "i-000000000000", NULL, NULL, NULL, "A", "b" }, SAYSO_BAD_CALL },
        { { SAYSO_REJECT, NULL, NULL, NULL, NULL, "A", "b" }, SAYSO_BAD_CALL },
        { { SAYSO_REJECT, "c-000000000000", NULL, NULL, NULL, "A", "" }, SAYSO_BAD_CALL },
        { { SAYSO_UNDO, "k-000000000000", NULL, NULL, NULL, "A", "b" }, SAYSO_NOT_FOUND },
        { { SAYSO_MERGE_PARTIES, "p-000000000000", "p-000000000001", NULL, NULL, "A", "b" }, SAYSO_NOT_FOUND },
        { { SAYSO_MERGE_INCIDENTS, "i-000000000000", "i-000000000001", NULL, NULL, "A", "b" }, SAYSO_NOT_FOUND },
        { { SAYSO_ACTS, "c-000000000000", NULL, NULL, NULL, "A", "b" }, SAYSO_BAD_CALL },
    };
    sayso_ledger *l = all_reports(0);
    char id[16];
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        sayso_code code = sayso_ledger_correct(l, &refused[i].c, id, &why);
        if (code != refused[i].code) fail_msg("correction %zu: %d %s", i, code, why.message);
    }
    sayso_correction set = { SAYSO_SET, claims_of(l, (sayso_query){ .holder = "lorne" }).id, NULL, "role", "danced", "A", "b" };
    assert_int_equal(sayso_ledger_correct(l, &set, id, &why), SAYSO_REFUSED);
    sayso_ledger_close(l);
}

/* ---- lists and sheets ---- */

static size_t sheet_claims(const sayso_records *r, size_t party)
{
    size_t count = 0;
    for (size_t i = 0; i < r->claim_count; i++)
        count += r->claims[i].standing == SAYSO_STANDS && (party == SAYSO_NONE || !strcmp(r->parties[r->claims[i].party].name, r->parties[party].name));
    return count;
}

static int find_on_sheet(void *to, const sayso_party_row *row)
{
    const sayso_records *r = to;
    for (size_t p = 0; p < r->party_count; p++)
        if (!strcmp(r->parties[p].name, row->name) && sheet_claims(r, p) == row->claims) return 0;
    fail_msg("the list has %zu claims about %s, and the sheet not", row->claims, row->name);
    return 1;
}

/* One claim may have been read by two. */
static bool is_of_row(const sayso_records *r, const sayso_claim *c, const sayso_claim_row *row)
{
    size_t s = 0;
    while (s + 1 < r->source_count && c->sentence >= r->sources[s + 1].sentence) s++;
    return !strcmp(c->id, row->id) && !strcmp(r->sources[s].maker, row->maker);
}

static int find_claim_on_sheet(void *to, const sayso_claim_row *row)
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

static int count_party(void *to, const sayso_party_row *row) { *(size_t *)to += row->claims; return 0; }
static int count_claim(void *to, const sayso_claim_row *row) { (void)row; ++*(size_t *)to; return 0; }
static int count_incident(void *to, const sayso_incident_row *row) { *(size_t *)to += row->claims; return 0; }

/* Every list has of an incident what its sheet has. */
static void assert_lists_agree(sayso_ledger *l, const char *incident)
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

static void assert_whole(sayso_ledger *l)
{
    sayso_verified v;
    fine(sayso_ledger_verify(l, (sayso_told){ NULL, NULL }, &v, &why));
    assert_int_equal(v.problems, 0);
}

TEST(after_every_act_the_lists_have_what_the_sheets_have)
{
    sayso_ledger *l = all_reports(0);
    char lorne[24], officials[24], brigade[24], rebels[24], tolland[24], mill[24];
    listed t = { "", "", 0 };
    snprintf(lorne, sizeof lorne, "%s", claims_of(l, (sayso_query){ .holder = "lorne" }).id);
    snprintf(officials, sizeof officials, "%s", claims_of(l, (sayso_query){ .holder = "officials" }).id);
    snprintf(tolland, sizeof tolland, "%s", incidents_of(l, (sayso_query){ .incident = "tolland" }).id);
    snprintf(mill, sizeof mill, "%s", incidents_of(l, (sayso_query){ .holder = "police" }).id);
    fine(sayso_ledger_parties(l, &(sayso_query){ .party = "brigade" }, list_party, &t, &why));
    snprintf(brigade, sizeof brigade, "%s", t.id);
    fine(sayso_ledger_parties(l, &(sayso_query){ .party = "rebels" }, list_party, &t, &why));
    snprintf(rebels, sizeof rebels, "%s", t.id);
    const sayso_correction acts[] = {
        { .act = SAYSO_REJECT, .target = lorne }, { .act = SAYSO_RETRACT, .target = officials },
        { .act = SAYSO_SET, .target = lorne, .field = "role", .value = "ordered" }, { .act = SAYSO_SET, .target = lorne, .field = "role", .value = "aware" },
        { .act = SAYSO_SET, .target = lorne, .field = "role", .value = "staged" }, { .act = SAYSO_SET, .target = lorne, .field = "held", .value = "2026-05-01" },
        { .act = SAYSO_SET, .target = lorne, .field = "party", .value = "Ada Marrow" }, { .act = SAYSO_SET, .target = lorne, .field = "party", .value = brigade },
        { .act = SAYSO_SET, .target = lorne, .field = "holder", .value = "Ada Marrow" }, { .act = SAYSO_SET, .target = lorne, .field = "confidence", .value = "none" },
        { .act = SAYSO_MERGE_PARTIES, .target = rebels, .other = brigade }, { .act = SAYSO_SPLIT_PARTY, .target = brigade, .other = officials },
        { .act = SAYSO_MERGE_INCIDENTS, .target = tolland, .other = mill }, { .act = SAYSO_SPLIT_INCIDENT, .target = tolland, .other = officials },
    };
    enum { ACTS = sizeof acts / sizeof *acts };
    char ids[ACTS][16], before[4000];
    for (size_t turn = 0; turn < 2; turn++) {            /* each alone, then one on top of the other */
        for (size_t i = 0; i < ACTS; i++) {
            snprintf(before, sizeof before, "%s", claims_of(l, (sayso_query){ .claim = NULL }).lines);
            corrected(l, acts[i], ids[i]);
            assert_lists_agree(l, tolland);
            assert_lists_agree(l, mill);
            assert_whole(l);
            if (turn) continue;
            corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = ids[i] }, ids[i]);
            assert_string_equal(claims_of(l, (sayso_query){ .claim = NULL }).lines, before);
            assert_lists_agree(l, tolland);
        }
    }
    sayso_ledger_close(l);
}

TEST(what_fell_is_found_by_its_standing_and_not_counted)
{
    sayso_ledger *l = all_reports(0);
    char id[16];
    listed t = claims_of(l, (sayso_query){ .holder = "lorne" }), none = { "", "", 0 }, fell = { "", "", 0 };
    corrected(l, (sayso_correction){ .act = SAYSO_REJECT, .target = t.id }, id);
    assert_int_equal(claims_of(l, (sayso_query){ .standing = "rejected" }).count, 1);
    assert_int_equal(claims_of(l, (sayso_query){ .standing = "stands" }).count, 3);
    assert_int_equal(claims_of(l, (sayso_query){ .claim = NULL }).count, 4);
    fine(sayso_ledger_parties(l, &(sayso_query){ .party = "rebels" }, list_party, &none, &why));
    assert_int_equal(none.count, 0);
    fine(sayso_ledger_parties(l, &(sayso_query){ .standing = "rejected" }, list_party, &fell, &why));
    assert_string_equal(fell.lines, "rebels 1\n");
    assert_int_equal(incidents_of(l, (sayso_query){ .party = "rebels" }).count, 0);
    assert_int_equal(incidents_of(l, (sayso_query){ .party = "rebels", .standing = "rejected" }).count, 1);
    sayso_ledger_close(l);
}

static int keep_party(void *to, const sayso_party_row *r)
{
    snprintf(to, 24, "%s", r->id);
    return 1;
}

/* The id of the only party, or one of them. */
static const char *party_id(sayso_ledger *l, const char *fragment, char id[24])
{
    id[0] = '\0';
    fine(sayso_ledger_parties(l, &(sayso_query){ .party = fragment }, keep_party, id, &why));
    if (!*id) fail_msg("no party is called %s", fragment);
    return id;
}

/* The same from the same entries, all of them settled at once. */
static void assert_as_if_new(sayso_ledger *l, size_t at, size_t spare)
{
    static const sayso_export forms[] = { SAYSO_CANONICAL, SAYSO_JSONL, SAYSO_CSV, SAYSO_CLUSTERS };
    size_t added;
    listed kept = { "", "", 0 }, made = { "", "", 0 };
    sayso_ledger *fresh = open_at(spare, true);
    fine(sayso_ledger_merge(fresh, path_numbered(at, false), &added, &why));
    fine(sayso_ledger_settle(fresh, &why));
    for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
        char *first = strdup(exported(l, forms[f], NULL));
        assert_string_equal(first, exported(fresh, forms[f], NULL));
        free(first);
    }
    assert_string_equal(incidents_of(l, (sayso_query){ .incident = NULL }).lines, incidents_of(fresh, (sayso_query){ .incident = NULL }).lines);
    fine(sayso_ledger_parties(l, NULL, list_party, &kept, &why));
    fine(sayso_ledger_parties(fresh, NULL, list_party, &made, &why));
    assert_string_equal(kept.lines, made.lines);
    sayso_ledger_close(fresh);
}

static const char *const sheet_names[] = { "tolland", "fire", "mined" };

static void assert_all_agree(sayso_ledger *l, size_t at, size_t spare)
{
    for (size_t i = 0; i < 3; i++) assert_lists_agree(l, sheet_names[i]);
    assert_whole(l);
    assert_as_if_new(l, at, spare);
}

TEST(who_was_merged_before_comes_along_in_every_list_and_leaves_when_that_is_undone)
{
    sayso_ledger *l = and_the_wreck(0);
    char brigade[24], rebels[24], strake[24], first[16], second[16], undo[16];
    party_id(l, "brigade", brigade);
    party_id(l, "rebels", rebels);
    party_id(l, "strake", strake);
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_PARTIES, .target = brigade, .other = rebels }, first);
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_PARTIES, .target = strake, .other = rebels }, second);
    const char *const names[] = { "brigade", "rebels", "strake" };
    for (size_t i = 0; i < 3; i++) {
        listed t = { "", "", 0 };
        fine(sayso_ledger_parties(l, &(sayso_query){ .party = names[i] }, list_party, &t, &why));
        assert_string_equal(t.lines, "Katya Strake 4\n");
        assert_int_equal(claims_of(l, (sayso_query){ .party = names[i] }).count, 4);
        assert_int_equal(claims_of(l, (sayso_query){ .party = t.id }).count, 4);
    }
    assert_int_equal(claims_of(l, (sayso_query){ .party = brigade }).count, 4);
    assert_non_null(strstr(exported(l, SAYSO_CSV, &(sayso_query){ .outlet = "courier" }), "Katya Strake"));
    assert_all_agree(l, 0, 1);
    corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = first }, undo);
    assert_int_equal(claims_of(l, (sayso_query){ .party = brigade }).count, 2);
    assert_int_equal(claims_of(l, (sayso_query){ .party = rebels }).count, 2);
    assert_all_agree(l, 0, 1);
    corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = undo }, undo);
    corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = second }, second);
    assert_int_equal(claims_of(l, (sayso_query){ .party = brigade }).count, 3);
    assert_int_equal(claims_of(l, (sayso_query){ .party = strake }).count, 1);
    assert_all_agree(l, 0, 1);
    sayso_ledger_close(l);
}

TEST(an_incident_is_counted_again_when_its_parties_are_joined_by_way_of_others)
{
    sayso_ledger *l = and_the_wreck(0);
    char brigade[24], rebels[24], strake[24], front[24], id[16];
    party_id(l, "brigade", brigade);
    party_id(l, "rebels", rebels);
    party_id(l, "strake", strake);
    party_id(l, "hill front", front);
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_PARTIES, .target = strake, .other = rebels }, id);
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_PARTIES, .target = front, .other = brigade }, id);
    assert_non_null(strstr(incidents_of(l, (sayso_query){ .incident = "tolland" }).lines, "answers 2"));
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_PARTIES, .target = front, .other = strake }, id);
    assert_non_null(strstr(incidents_of(l, (sayso_query){ .incident = "tolland" }).lines, "answers 0"));
    assert_all_agree(l, 0, 1);
    corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = id }, id);
    assert_non_null(strstr(incidents_of(l, (sayso_query){ .incident = "tolland" }).lines, "answers 2"));
    assert_all_agree(l, 0, 1);
    sayso_ledger_close(l);
}

TEST(incidents_merged_one_after_the_other_are_one_until_a_merge_is_undone)
{
    sayso_ledger *l = and_the_wreck(0);
    char tolland[24], mill[24], ferry[24], first[16], second[16], id[16];
    snprintf(tolland, sizeof tolland, "%s", incidents_of(l, (sayso_query){ .incident = "tolland" }).id);
    snprintf(mill, sizeof mill, "%s", incidents_of(l, (sayso_query){ .holder = "police" }).id);
    snprintf(ferry, sizeof ferry, "%s", incidents_of(l, (sayso_query){ .holder = "divers" }).id);
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_INCIDENTS, .target = tolland, .other = mill }, first);
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_INCIDENTS, .target = ferry, .other = mill }, second);
    assert_int_equal(incidents_of(l, (sayso_query){ .incident = NULL }).count, 1);
    assert_int_equal(claims_of(l, (sayso_query){ .incident = tolland }).count, 5);
    assert_lists_agree(l, ferry);
    assert_as_if_new(l, 0, 1);
    corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = first }, id);
    assert_int_equal(incidents_of(l, (sayso_query){ .incident = NULL }).count, 2);
    assert_int_equal(claims_of(l, (sayso_query){ .incident = tolland }).count, 3);
    assert_int_equal(claims_of(l, (sayso_query){ .incident = ferry }).count, 2);
    assert_lists_agree(l, mill);
    assert_lists_agree(l, tolland);
    assert_as_if_new(l, 0, 1);
    sayso_ledger_close(l);
}

typedef struct { const char *name, *kind; bool found; } party_wanted;

static int has_kind(void *to, const sayso_party_row *r)
{
    party_wanted *w = to;
    if (strcmp(w->name, r->name)) return 0;
    w->found = true;
    assert_string_equal(r->kind, w->kind);
    return 0;
}

TEST(a_party_is_of_the_kind_of_what_it_was_merged_with)
{
    sayso_ledger *l = all_reports(0);
    char brigade[24], strake[24], id[16];
    party_wanted own = { "Katya Strake", "person", false }, merged = { "the Third Brigade", "unit", false };
    fine(sayso_ledger_parties(l, &(sayso_query){ .incident = "fire" }, has_kind, &own, &why));
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_PARTIES, .target = party_id(l, "brigade", brigade), .other = party_id(l, "strake", strake) }, id);
    fine(sayso_ledger_parties(l, &(sayso_query){ .incident = "fire" }, has_kind, &merged, &why));
    assert_true(own.found && merged.found);
    sayso_gathered *g = sayso_ledger_gather(l, "fire", NULL, &why);
    assert_non_null(g);
    const sayso_records *r = sayso_gathered_records(g, NULL);
    assert_string_equal(r->parties[r->claims[0].party].name, "the Third Brigade");
    assert_int_equal(r->parties[r->claims[0].party].kind, SAYSO_UNIT);
    sayso_gathered_close(g);
    sayso_ledger_close(l);
}

TEST(a_holder_is_any_voice_of_the_chain_and_an_outlet_goes_by_all_its_names)
{
    sayso_ledger *l = and_the_wreck(0);
    char post[24], herald[24], id[16];
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "divers" }).count, 1);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "lowland" }).count, 1);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "lowland", .party = "hill front" }).count, 1);
    assert_int_equal(incidents_of(l, (sayso_query){ .holder = "lowland" }).count, 1);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "seaman" }).count, 0);         /* publishes it */
    listed divers = claims_of(l, (sayso_query){ .holder = "divers" });
    corrected(l, (sayso_correction){ .act = SAYSO_SET, .target = divers.id, .field = "party", .value = "Lowland Post" }, id);
    party_id(l, "lowland", post);
    corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = id }, id);
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_PARTIES, .target = post, .other = party_id(l, "rebels", herald) }, id);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "rebels" }).count, 1);
    assert_all_agree(l, 0, 1);
    const sayso_correction split = { SAYSO_SPLIT_PARTY, post, divers.id, NULL, NULL, "A. Lee", "another" };
    assert_int_equal(sayso_ledger_correct(l, &split, id, &why), SAYSO_REFUSED);           /* only who holds it himself leaves */
    sayso_ledger_close(l);
}

TEST(who_was_set_as_holder_of_what_the_report_itself_said_is_its_only_voice)
{
    sayso_ledger *l = all_reports(0);
    char id[16];
    bool added;
    sayso_records r = *hand_read("Barn at Brindle burned\n\nBRINDLE, July 5, 2026 (Ember) - Lorne burned the barn at Brindle on Sunday.",
                                 "carried_out CT+ burned@2; party Lorne; incident burned@2 = 0");
    r.doc = "barn";
    fine(sayso_ledger_add(l, &r, "sayso tiny 1", &added, &why));
    fine(sayso_ledger_settle(l, &why));
    corrected(l, (sayso_correction){ .act = SAYSO_SET, .target = r.claims[0].id, .field = "holder", .value = "Ada Marrow" }, id);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "marrow" }).count, 1);
    assert_lists_agree(l, incidents_of(l, (sayso_query){ .claim = r.claims[0].id }).id);
    assert_whole(l);
    assert_as_if_new(l, 0, 1);
    corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = id }, id);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "marrow" }).count, 0);
    assert_whole(l);
    sayso_ledger_close(l);
}

TEST(a_holder_that_was_set_stands_in_the_chain)
{
    sayso_ledger *l = and_the_wreck(0);
    char id[16];
    listed divers = claims_of(l, (sayso_query){ .holder = "divers" });
    corrected(l, (sayso_correction){ .act = SAYSO_SET, .target = divers.id, .field = "holder", .value = "Ada Marrow" }, id);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "divers" }).count, 0);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "marrow" }).count, 1);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "lowland" }).count, 1);
    assert_int_equal(claims_of(l, (sayso_query){ .outlet = "lowland" }).count, 1);
    assert_non_null(strstr(exported(l, SAYSO_JSONL, &(sayso_query){ .holder = "marrow" }), "\"holder\":\"Ada Marrow\""));
    assert_all_agree(l, 0, 1);
    corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = id }, id);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "divers" }).count, 1);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "marrow" }).count, 0);
    assert_all_agree(l, 0, 1);
    sayso_ledger_close(l);
}

TEST(a_claim_leaves_only_a_party_that_it_is_about_or_held_by)
{
    sayso_ledger *l = all_reports(0);
    char id[16];
    listed t = { "", "", 0 }, lorne = claims_of(l, (sayso_query){ .holder = "lorne" });
    fine(sayso_ledger_parties(l, &(sayso_query){ .party = "strake" }, list_party, &t, &why));
    const sayso_correction split = { SAYSO_SPLIT_PARTY, t.id, lorne.id, NULL, NULL, "A. Lee", "another" };
    assert_int_equal(sayso_ledger_correct(l, &split, id, &why), SAYSO_REFUSED);
    assert_string_equal(why.message, "the claim is neither about Katya Strake nor held by it");
    const sayso_correction set = { SAYSO_SET, lorne.id, NULL, "party", "p-000000000000", "A. Lee", "another" };
    assert_int_equal(sayso_ledger_correct(l, &set, id, &why), SAYSO_NOT_FOUND);
    sayso_ledger_close(l);
}

/* ---- by hand, and imported ---- */

TEST(a_claim_by_hand_stands_in_its_report_and_joins_the_incident)
{
    static const char *const holders[] = { "Officials" };
    sayso_ledger *l = all_reports(0);
    char id[16];
    sayso_hand hand = { .report = "courier", .sentence = "Officials said", .incident = "tolland", .party = "Third Brigade", .trigger = "shelled", .cue = "said",
                        .holders = holders, .holder_count = 1, .role = SAYSO_INVOLVED, .factuality = SAYSO_PR_PLUS, .by = "A. Lee" };
    fine(sayso_ledger_enter(l, &hand, id, &why));
    listed t = claims_of(l, (sayso_query){ .maker = "by hand" });
    assert_string_equal(t.lines, "involved Third Brigade PR+ < Officials\n");
    assert_string_equal(t.id, id);
    assert_int_equal(claims_of(l, (sayso_query){ .incident = "tolland" }).count, 4);
    hand.trigger = "bombed";
    assert_int_equal(sayso_ledger_enter(l, &hand, id, &why), SAYSO_REFUSED);
    hand.trigger = "shelled";
    hand.party = "Fourth Brigade";
    assert_int_equal(sayso_ledger_enter(l, &hand, id, &why), SAYSO_REFUSED);
    assert_non_null(strstr(why.message, "Fourth Brigade"));
    hand.party = "unknown";
    fine(sayso_ledger_enter(l, &hand, id, &why));
    hand.report = "nowhere";
    assert_int_equal(sayso_ledger_enter(l, &hand, id, &why), SAYSO_NOT_FOUND);
    sayso_ledger_close(l);
}

static char told[4000];
static void keep_line(void *to, const char *line) { (void)to; strncat(told, line, sizeof told - strlen(told) - 1); }

TEST(imported_claims_stand_beside_ours_and_lies_are_refused)
{
    static const char lines[] =
        "{\"doc\":\"courier\",\"maker\":\"llm 1\",\"parties\":[{\"name\":\"Third Brigade\"}],\"incidents\":[{\"name\":\"shelling of Tolland\",\"kind\":\"attack\"}],"
        "\"claims\":[{\"role\":\"carried_out\",\"party_name\":\"Third Brigade\",\"incident\":0,\"sentence\":\"Officials said\",\"trigger\":{\"words\":\"shelled\"}},"
        "{\"role\":\"ordered\",\"party_name\":\"Third Brigade\",\"incident\":0,\"trigger\":{\"words\":\"was told to fire\"}}]}\n"
        "\n"
        "{\"doc\":\"unheard of\",\"maker\":\"llm 1\",\"claims\":[]}\n"
        "{\"doc\":\"brought\",\"maker\":\"llm 1\",\"text\":\"Nobody knows who robbed the bank at Marrow.\",\"parties\":[{\"name\":\"unknown\"}],"
        "\"incidents\":[{\"name\":\"robbery at Marrow\",\"kind\":\"robbery\"}],\"claims\":[{\"role\":\"carried_out\",\"party\":0,\"incident\":0,\"factuality\":\"U\",\"trigger\":{\"words\":\"robbed\"}}]}\n"
        "{\"doc\":\"courier\",\"claims\":[]}\nnot json\n[]\n";
    sayso_ledger *l = all_reports(0);
    sayso_imported counts;
    told[0] = '\0';
    fine(sayso_ledger_import(l, lines, sizeof lines - 1, NULL, (sayso_told){ keep_line, NULL }, &counts, &why));
    fine(sayso_ledger_settle(l, &why));
    assert_int_equal(counts.reports, 2);
    assert_int_equal(counts.claims, 2);
    assert_int_equal(counts.refused, 5);
    assert_non_null(strstr(told, "was told to fire"));
    assert_non_null(strstr(told, "line 3: the ledger has no report unheard of"));
    assert_int_equal(claims_of(l, (sayso_query){ .maker = "llm" }).count, 2);
    assert_int_equal(claims_of(l, (sayso_query){ .incident = NULL }).count, 6);
    fine(sayso_ledger_import(l, lines, sizeof lines - 1, NULL, (sayso_told){ NULL, NULL }, &counts, &why));
    assert_int_equal(claims_of(l, (sayso_query){ .incident = NULL }).count, 6);
    sayso_verified v;
    fine(sayso_ledger_verify(l, (sayso_told){ keep_line, NULL }, &v, &why));
    assert_int_equal(v.problems, 0);
    sayso_ledger_close(l);
}

TEST(what_was_read_by_a_maker_need_not_be_read_again_and_its_names_are_noted)
{
    sayso_ledger *l = all_reports(0);
    bool has;
    sayso_report *known = sayso_report_open(&(sayso_item){ .doc = "again", .bytes = reports[0].text, .size = strlen(reports[0].text) }, &why);
    sayso_report *other = sayso_report_open(&(sayso_item){ .doc = "again", .bytes = "Other text.", .size = 11 }, &why);
    assert_true(known && other);
    fine(sayso_ledger_has(l, sayso_report_records(known), "sayso tiny 1", &has, &why));
    assert_true(has);
    assert_null(strstr(exported(l, SAYSO_CLUSTERS, NULL), "\"again\": \"i-"));
    for (size_t times = 0; times < 2; times++) fine(sayso_ledger_name(l, sayso_report_records(known), &why));
    assert_non_null(strstr(exported(l, SAYSO_CLUSTERS, NULL), "\"again\": \"i-"));
    fine(sayso_ledger_has(l, sayso_report_records(known), "sayso base 1", &has, &why));
    assert_false(has);
    fine(sayso_ledger_has(l, sayso_report_records(other), "sayso tiny 1", &has, &why));
    assert_false(has);
    assert_int_not_equal(sayso_ledger_name(l, sayso_report_records(other), &why), SAYSO_OK);
    sayso_report_close(known);
    sayso_report_close(other);
    sayso_ledger_close(l);
}

/* ---- versions ---- */

TEST(what_a_newer_version_has_dropped_is_withdrawn_by_its_publisher)
{
    static const char *const texts[] = {
        "Fire at the mill\n\nMARROW, June 9, 2026 (Ember) - A fire destroyed the mill at Marrow. Police said Katya Strake started the fire. Neighbours said Lorne started the fire.",
        "Fire at the mill\n\nMARROW, June 10, 2026 (Ember) - A fire destroyed the mill at Marrow. Police said Katya Strake started the fire. Correction: an earlier version named another person." };
    static const char *const marks[] = {
        "carried_out CT+ started; party Katya Strake; holder Police; cue said; incident fire = 0\n"
        "carried_out CT+ started@2; party Lorne; holder Neighbours; cue said@2; incident fire = 0",
        "carried_out CT+ started; party Katya Strake; holder Police; cue said; incident fire = 0" };
    static const sayso_source source = { .url = "https://ember.example/mill" };
    for (size_t order = 0; order < 2; order++) {
        sayso_ledger *l = open_at(order, true);
        for (size_t i = 0; i < 2; i++) {
            size_t which = order ? 1 - i : i;
            bool added;
            sayso_records r = *hand_read(texts[which], marks[which]);
            r.doc = which ? "new" : "old";
            r.sources = &source;
            r.source_count = 1;
            fine(sayso_ledger_add(l, &r, "sayso tiny 1", &added, &why));
            fine(sayso_ledger_settle(l, &why));
        }
        assert_non_null(strstr(exported(l, SAYSO_JSONL, &(sayso_query){ .holder = "neighbours" }), "\"standing\":\"withdrawn\""));
        assert_non_null(strstr(exported(l, SAYSO_JSONL, &(sayso_query){ .holder = "police" }), "\"standing\":\"stands\""));
        assert_int_equal(claims_of(l, (sayso_query){ .holder = "police", .standing = "repeated" }).count, 1);
        assert_lists_agree(l, "fire");
        sayso_ledger_close(l);
    }
}

/* Two versions of a report, of which the newer says the one claim in other words and drops the other, by two makers. */
static const char *const old_text =
    "Fire at the mill\n\nMARROW, June 9, 2026 (Ember) - A fire destroyed the mill at Marrow. Police said Katya Strake started the fire. Neighbours said Lorne started the fire.";
static const char *const new_text =
    "Fire at the mill\n\nMARROW, June 10, 2026 (Ember) - A fire destroyed the mill at Marrow. It was Katya Strake who started the fire, Police said. Correction: an earlier version named another person.";

static void add_version(sayso_ledger *l, bool newer, const char *maker)
{
    static const sayso_source source = { .url = "https://ember.example/mill" };
    bool added;
    sayso_records r = *hand_read(newer ? new_text : old_text, newer ? "carried_out CT+ started; party Katya Strake; holder Police; cue said; incident fire = 0"
                                                                    : "carried_out CT+ started; party Katya Strake; holder Police; cue said; incident fire = 0\n"
                                                                      "carried_out CT+ started@2; party Lorne; holder Neighbours; cue said@2; incident fire = 0");
    r.doc = newer ? "new" : "old";
    r.sources = &source;
    r.source_count = 1;
    fine(sayso_ledger_add(l, &r, maker, &added, &why));
    fine(sayso_ledger_settle(l, &why));
}

TEST(a_correction_of_an_older_versions_claim_holds_for_the_newer_in_every_list)
{
    static const sayso_correction acts[] = {
        { .act = SAYSO_REJECT }, { .act = SAYSO_RETRACT }, { .act = SAYSO_SET, .field = "role", .value = "ordered" }, { .act = SAYSO_SET, .field = "factuality", .value = "PS+" },
        { .act = SAYSO_SET, .field = "party", .value = "Ada Marrow" }, { .act = SAYSO_SET, .field = "holder", .value = "Ada Marrow" },
        { .act = SAYSO_SET, .field = "held", .value = "2026-06-01" }, { .act = SAYSO_SPLIT_PARTY },
    };
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        for (size_t before = 0; before < 2; before++) {              /* decided before the newer version came, or after */
            sayso_ledger *l = open_at(0, true);
            char strake[24], fire[24], id[16];
            add_version(l, false, "sayso tiny 1");
            snprintf(fire, sizeof fire, "%s", incidents_of(l, (sayso_query){ .claim = NULL }).id);
            listed old = claims_of(l, (sayso_query){ .holder = "police" });
            sayso_correction c = acts[i];
            c.target = old.id;
            if (c.act == SAYSO_SPLIT_PARTY) c.target = party_id(l, "strake", strake), c.other = old.id;
            if (before) corrected(l, c, id);
            add_version(l, true, "sayso tiny 1");
            if (!before) corrected(l, c, id);
            assert_int_equal(claims_of(l, (sayso_query){ .standing = "repeated" }).count, 1);
            assert_lists_agree(l, fire);
            assert_whole(l);
            assert_as_if_new(l, 0, 1);
            corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = id }, id);
            assert_lists_agree(l, fire);
            assert_int_equal(claims_of(l, (sayso_query){ .standing = "stands", .holder = "police", .role = "carried_out", .factuality = "CT+", .party = "strake" }).count, 1);
            assert_whole(l);
            assert_as_if_new(l, 0, 1);
            sayso_ledger_close(l);
        }
    }
}

TEST(of_an_older_versions_correction_and_one_of_the_newer_the_later_holds)
{
    sayso_ledger *l = open_at(0, true);
    char id[16], old[24], new[24];
    add_version(l, false, "sayso tiny 1");
    snprintf(old, sizeof old, "%s", claims_of(l, (sayso_query){ .holder = "police" }).id);
    add_version(l, true, "sayso tiny 1");
    snprintf(new, sizeof new, "%s", claims_of(l, (sayso_query){ .holder = "police", .standing = "stands" }).id);
    assert_string_not_equal(old, new);
    corrected(l, (sayso_correction){ .act = SAYSO_SET, .target = old, .field = "role", .value = "ordered" }, id);
    assert_non_null(strstr(claims_of(l, (sayso_query){ .claim = new }).lines, "ordered Katya Strake"));
    corrected(l, (sayso_correction){ .act = SAYSO_SET, .target = new, .field = "party", .value = "Ada Marrow" }, id);
    assert_non_null(strstr(claims_of(l, (sayso_query){ .claim = new }).lines, "ordered Ada Marrow"));
    assert_int_equal(claims_of(l, (sayso_query){ .claim = old, .standing = "repeated" }).count, 1);
    assert_lists_agree(l, "fire");
    assert_whole(l);
    assert_as_if_new(l, 0, 1);
    sayso_ledger_close(l);
}

/* What our greater reader hides is listed as the sheet of its maker alone has it. */
TEST(claims_of_a_reader_that_is_hidden_fall_as_on_its_own_sheet)
{
    sayso_ledger *l = open_at(0, true);
    for (size_t newer = 0; newer < 2; newer++) {
        add_version(l, newer, "sayso alpha 1");
        add_version(l, newer, "sayso beta 1");
    }
    const char *const makers[] = { "alpha", "beta" };
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(claims_of(l, (sayso_query){ .maker = makers[i] }).count, 3);
        assert_int_equal(claims_of(l, (sayso_query){ .maker = makers[i], .standing = "withdrawn" }).count, 1);
        assert_int_equal(claims_of(l, (sayso_query){ .maker = makers[i], .standing = "repeated" }).count, 1);
    }
    assert_as_if_new(l, 0, 1);
    sayso_ledger_close(l);
}

/* ---- whatever analysts decide ---- */

typedef struct { char ids[40][24]; size_t count; } id_list;

static void note_id(id_list *all, const char *id)
{
    for (size_t i = 0; i < all->count; i++)
        if (!strcmp(all->ids[i], id)) return;
    if (*id && all->count < 40) snprintf(all->ids[all->count++], sizeof all->ids[0], "%s", id);
}

static int note_claim_ids(void *to, const sayso_claim_row *r) { note_id(to, r->id); return 0; }
static int note_party_ids(void *to, const sayso_party_row *r) { note_id(to, r->id); return 0; }
static int note_incident_ids(void *to, const sayso_incident_row *r) { note_id(to, r->id); return 0; }

static uint64_t drawn(uint64_t *state, uint64_t below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (*state >> 33) % below;
}

typedef struct { id_list claims, parties, incidents, corrections; } known_ids;

static void note_all(sayso_ledger *l, known_ids *known)
{
    const sayso_query fallen = { .standing = "rejected" };
    fine(sayso_ledger_claims(l, NULL, note_claim_ids, &known->claims, &why));
    fine(sayso_ledger_parties(l, NULL, note_party_ids, &known->parties, &why));
    fine(sayso_ledger_parties(l, &fallen, note_party_ids, &known->parties, &why));
    fine(sayso_ledger_incidents(l, NULL, note_incident_ids, &known->incidents, &why));
}

static const char *any_of(const id_list *all, uint64_t *state) { return all->count ? all->ids[drawn(state, all->count)] : ""; }

/* Something that may be refused, as a split of what is not together. */
static void decide_anything(sayso_ledger *l, known_ids *known, uint64_t *state)
{
    static const char *const fields[][2] = { { "role", "ordered" }, { "role", "carried_out" }, { "factuality", "CT-" }, { "party", "Ada Calder" }, { "party", "rebels" },
                                             { "holder", "Bo Harrow" }, { "holder", "Police" }, { "held", "2026-05-01" } };
    sayso_act act = (sayso_act)drawn(state, SAYSO_ACTS);
    bool parties = act == SAYSO_MERGE_PARTIES || act == SAYSO_SPLIT_PARTY, incidents = act == SAYSO_MERGE_INCIDENTS || act == SAYSO_SPLIT_INCIDENT;
    bool splits = act == SAYSO_SPLIT_PARTY || act == SAYSO_SPLIT_INCIDENT;
    const id_list *of = parties ? &known->parties : incidents ? &known->incidents : act == SAYSO_UNDO ? &known->corrections : &known->claims;
    const char *const *field = fields[drawn(state, sizeof fields / sizeof *fields)];
    const sayso_correction c = { act, any_of(of, state), parties || incidents ? any_of(splits ? &known->claims : of, state) : NULL, act == SAYSO_SET ? field[0] : NULL,
                                 act == SAYSO_SET ? field[1] : NULL, "A. Lee", "drawn" };
    char id[16];
    if (!*c.target || sayso_ledger_correct(l, &c, id, &why)) return;
    note_id(&known->corrections, id);
}

TEST(whatever_is_decided_lists_agree_with_sheets_and_with_a_ledger_that_hears_it_all_at_once)
{
    for (uint64_t seed = 1; seed <= 12; seed++) {
        known_ids known = { .claims.count = 0 };
        uint64_t dice = seed;
        sayso_ledger *l = and_the_wreck(0);
        for (size_t step = 0; step < 18; step++) {
            if (step == 4 || step == 8) add_version(l, step == 8, "sayso tiny 1");
            if (step == 10 || step == 12) add_version(l, step == 10, "hand team");
            note_all(l, &known);
            decide_anything(l, &known, &dice);
            for (size_t i = 0; i < known.incidents.count; i++) {
                sayso_gathered *g = sayso_ledger_gather(l, known.incidents.ids[i], NULL, &why);
                if (!g) fail_msg("%s: %s", why.where, why.message);
                sayso_gathered_close(g);
                assert_lists_agree(l, known.incidents.ids[i]);
            }
        }
        assert_whole(l);
        assert_as_if_new(l, 0, 1);
        sayso_ledger_close(l);
    }
}

/* ---- a ledger of the version before ---- */

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db;
    char *message = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &message)) fail_msg("%s", message);
    sqlite3_close(db);
}

/* As version 1 had it: a set holder not among the voices, a merge that left the first apart, an older version's correction not handed on. */
TEST(a_ledger_of_version_1_is_brought_up_to_date_and_its_lists_with_it)
{
    sayso_ledger *l = and_the_wreck(0);
    char brigade[24], rebels[24], strake[24], id[16];
    add_version(l, false, "sayso tiny 1");
    add_version(l, true, "sayso tiny 1");
    listed divers = claims_of(l, (sayso_query){ .holder = "divers" }), old = claims_of(l, (sayso_query){ .holder = "police", .standing = "repeated" });
    corrected(l, (sayso_correction){ .act = SAYSO_SET, .target = divers.id, .field = "holder", .value = "Ada Marrow" }, id);
    corrected(l, (sayso_correction){ .act = SAYSO_REJECT, .target = old.id }, id);
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_PARTIES, .target = party_id(l, "brigade", brigade), .other = party_id(l, "rebels", rebels) }, id);
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_PARTIES, .target = party_id(l, "strake", strake), .other = rebels }, id);
    char *wanted = strdup(exported(l, SAYSO_JSONL, NULL));
    sayso_ledger_close(l);
    run_sql(path_numbered(0, false),
            "UPDATE voice SET holder=(SELECT id FROM label WHERE name='Divers') WHERE holder=(SELECT id FROM label WHERE name='Ada Marrow');"
            "UPDATE claim SET standing='stands' WHERE id IN (SELECT claim FROM former); UPDATE called SET party=own WHERE own=(SELECT target FROM correction"
            " WHERE act='merge_parties' ORDER BY depth LIMIT 1); DROP TABLE former; DROP INDEX voice_holder; DROP INDEX called_merged;"
            "CREATE INDEX voice_outlet ON voice(holder, claim) WHERE outlet=1; PRAGMA user_version=1;");
    assert_null(sayso_ledger_open(path_numbered(0, false), SAYSO_READ_ONLY, "data", NULL, &why));
    assert_non_null(strstr(why.message, "open it once for writing"));
    l = open_at(0, false);
    fine(sayso_ledger_settle(l, &why));
    assert_string_equal(exported(l, SAYSO_JSONL, NULL), wanted);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "marrow" }).count, 1);
    assert_all_agree(l, 0, 1);
    free(wanted);
    sayso_ledger_close(l);
}

/* ---- plans ---- */

/* The plan of a statement; fails where it walks all claims, entries, texts or events. */
static void assert_planned(say_ledger *l, const char *sql)
{
    sqlite3_stmt *plan = NULL;
    char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
    if (sqlite3_prepare_v2(l->db, explain, -1, &plan, NULL)) fail_msg("%s: %s", sql, sqlite3_errmsg(l->db));
    while (sqlite3_step(plan) == SQLITE_ROW) {
        static const char *const tables[] = { "c", "k", "claim", "e", "v", "event", "r", "report", "t", "text", "d", "g", "reading", "b", "content", "entry", "n", "label" };
        const char *detail = (const char *)sqlite3_column_text(plan, 3);
        for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
            char scan[40];
            snprintf(scan, sizeof scan, "SCAN %s", tables[i]);
            size_t len = strlen(scan);
            if (!strncmp(detail, scan, len) && (detail[len] == '\0' || detail[len] == ' ')) fail_msg("%s\nis planned as\n%s", sql, detail);
        }
    }
    sqlite3_finalize(plan);
    sqlite3_free(explain);
}

TEST(no_question_walks_all_claims)
{
    static const sayso_query queries[] = {
        { .incident = "x" }, { .party = "x" }, { .holder = "x" }, { .outlet = "x" }, { .text = "x" }, { .maker = "x" }, { .basis = "x" }, { .factuality = "x" },
        { .role = "x" }, { .since = "x" }, { .until = "x" }, { .since = "x", .until = "x" }, { .party = "x", .role = "x", .since = "x" }, { .incident = "x", .maker = "x" },
        { .standing = "x" }, { .standing = "x", .role = "x" }, { .claim = "x" }, { .claim = "x", .incident = "x", .maker = "x" },
    };
    static const ledger_statement asked[] = { ASK_BY_ID, ASK_INCIDENTS_SOUGHT, ASK_READINGS_OF, ASK_EVENTS_OF, ASK_CLAIM_EVENT, ASK_STORY, ASK_HAS_READING, ASK_REPORT,
                                              ASK_NAMED, ASK_MADE, ASK_DECISIONS, ADD_GROWN, ADD_GROWTH, ADD_COMPANY, ASK_STALE, ASK_AFFECTED, ASK_RARE, SET_CLAIM, SET_SHOWN,
                                              ASK_STORIES, ASK_TEXT, ADD_SOUGHT_PARTY, ADD_ALIASES, ASK_CLAIM_ROW, ASK_UNSETTLED, ASK_CHAIN, ASK_LAST_ENTRY, ADD_SEEDS,
                                              ASK_UNCALLED, ASK_PARTY_NAME, ASK_HIDDEN_MAKERS, ASK_HEIRS, DROP_FORMER, ADD_FORMER, ASK_FORMER, SET_FALLEN,
                                              SET_CALLED, ASK_LEAVING };
    say_ledger *l = say_ledger_open(path_numbered(0, true), true, "2026-05-25T10:00:00Z", &why);
    assert_non_null(l);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        char *claims = say_ledger_claims_sql(l, &queries[i]), *incidents = say_ledger_incidents_sql(l, &queries[i]), *parties = say_ledger_parties_sql(l, &queries[i]);
        assert_planned(l, claims);
        assert_planned(l, incidents);
        assert_planned(l, parties);
        sqlite3_free(claims);
        sqlite3_free(incidents);
        sqlite3_free(parties);
    }
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) assert_planned(l, say_ledger_statement(asked[i]));
    say_ledger_close(l);
}

/* ---- what fails ---- */

static bool asks_all(void)
{
    sayso_error e = { SAYSO_OK, 0, "", "" };
    listed t = { "", "", 0 };
    sayso_ledger *l = sayso_ledger_open(path_numbered(0, false), SAYSO_READ_ONLY, "data", NULL, &e);
    sayso_query q = { .incident = "tolland", .party = "brigade", .text = "shelled" };
    bool whole = l && !sayso_ledger_claims(l, &q, list_claim, &t, &e) && !sayso_ledger_incidents(l, &q, list_incident, &t, &e)
                 && !sayso_ledger_parties(l, NULL, list_party, &t, &e);
    sayso_gathered *g = whole ? sayso_ledger_gather(l, "tolland", NULL, &e) : NULL;
    sayso_gathered_close(g);
    sayso_ledger_close(l);
    if (!g && e.code != SAYSO_NO_MEMORY) fail_msg("%s: %s (%d)", e.where, e.message, e.code);
    return g != NULL;
}

static bool settles(void)
{
    sayso_error e = { SAYSO_OK, 0, "", "" };
    sayso_ledger *l = sayso_ledger_open(path_numbered(0, false), SAYSO_WRITE, "data", "2026-05-25T10:00:00Z", &e);
    bool whole = l && !sayso_ledger_settle(l, &e);
    sayso_ledger_close(l);
    if (!whole && e.code != SAYSO_NO_MEMORY) fail_msg("%s: %s (%d)", e.where, e.message, e.code);
    return whole;
}

static size_t allocations_fail(bool (*attempt)(void))
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

TEST(failing_allocations_while_settling_and_asking_are_told)
{
    sayso_ledger *l = open_at(0, true);
    for (size_t i = 0; i < REPORTS; i++) add(l, i);
    sayso_ledger_close(l);
    assert_true(allocations_fail(settles) > 10);
    assert_true(allocations_fail(asks_all) > 10);
    l = open_at(0, false);
    sayso_ledger *fresh = all_reports(1);
    char *wanted = strdup(exported(fresh, SAYSO_JSONL, NULL));
    assert_string_equal(exported(l, SAYSO_JSONL, NULL), wanted);
    free(wanted);
    sayso_ledger_close(fresh);
    sayso_ledger_close(l);
}

TEST(failing_allocations_while_corrections_are_settled_are_told)
{
    sayso_ledger *l = open_at(1, true), *fresh = open_at(0, true);
    char strake[24], marrow[24], id[16];
    size_t added;
    for (size_t newer = 0; newer < 2; newer++) add_version(l, newer, "sayso alpha 1");
    add_version(l, false, "sayso beta 1");
    listed old = claims_of(l, (sayso_query){ .holder = "police", .standing = "repeated" });
    party_id(l, "strake", strake);
    corrected(l, (sayso_correction){ .act = SAYSO_SET, .target = old.id, .field = "party", .value = "Ada Marrow" }, id);
    corrected(l, (sayso_correction){ .act = SAYSO_SET, .target = old.id, .field = "holder", .value = "Bo Marrow" }, id);
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_PARTIES, .target = strake, .other = party_id(l, "ada", marrow) }, id);
    fine(sayso_ledger_merge(fresh, path_numbered(1, false), &added, &why));
    sayso_ledger_close(fresh);
    assert_true(allocations_fail(settles) > 10);
    fresh = open_at(0, false);
    char *wanted = strdup(exported(l, SAYSO_JSONL, NULL));
    assert_string_equal(exported(fresh, SAYSO_JSONL, NULL), wanted);
    assert_whole(fresh);
    free(wanted);
    sayso_ledger_close(fresh);
    sayso_ledger_close(l);
}

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "%s/test-asking-XXXXXX", access("/dev/shm", W_OK) ? "build" : "/dev/shm");
    shim_install();
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    hand_close();
    for (size_t i = 0; i < 4; i++) path_numbered(i, true);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(each_filter_finds_its_claims),
        PROVE(a_claim_is_found_by_its_id_or_the_beginning_of_one),
        PROVE(incidents_are_counted_over_their_reports),
        PROVE(a_fragment_of_several_names_says_which_and_one_of_none_says_so),
        PROVE(parties_are_listed_with_their_claims),
        PROVE(views_do_not_depend_on_the_order_or_the_runs_in_which_reports_came),
        PROVE(the_clusters_name_each_report_once),
        PROVE(csv_quotes_what_it_must),
        PROVE(a_rejected_claim_is_shown_as_such_and_counts_no_more),
        PROVE(incidents_can_be_merged_and_both_ids_still_lead_there),
        PROVE(a_claim_can_be_split_off_its_incident),
        PROVE(of_two_reports_either_can_be_split_off_and_of_one_nothing),
        PROVE(corrections_of_what_is_not_there_are_refused),
        PROVE(after_every_act_the_lists_have_what_the_sheets_have),
        PROVE(what_fell_is_found_by_its_standing_and_not_counted),
        PROVE(who_was_merged_before_comes_along_in_every_list_and_leaves_when_that_is_undone),
        PROVE(an_incident_is_counted_again_when_its_parties_are_joined_by_way_of_others),
        PROVE(incidents_merged_one_after_the_other_are_one_until_a_merge_is_undone),
        PROVE(a_party_is_of_the_kind_of_what_it_was_merged_with),
        PROVE(a_holder_is_any_voice_of_the_chain_and_an_outlet_goes_by_all_its_names),
        PROVE(a_holder_that_was_set_stands_in_the_chain),
        PROVE(who_was_set_as_holder_of_what_the_report_itself_said_is_its_only_voice),
        PROVE(a_claim_leaves_only_a_party_that_it_is_about_or_held_by),
        PROVE(a_claim_by_hand_stands_in_its_report_and_joins_the_incident),
        PROVE(imported_claims_stand_beside_ours_and_lies_are_refused),
        PROVE(what_was_read_by_a_maker_need_not_be_read_again_and_its_names_are_noted),
        PROVE(what_a_newer_version_has_dropped_is_withdrawn_by_its_publisher),
        PROVE(a_correction_of_an_older_versions_claim_holds_for_the_newer_in_every_list),
        PROVE(of_an_older_versions_correction_and_one_of_the_newer_the_later_holds),
        PROVE(claims_of_a_reader_that_is_hidden_fall_as_on_its_own_sheet),
        PROVE(whatever_is_decided_lists_agree_with_sheets_and_with_a_ledger_that_hears_it_all_at_once),
        PROVE(a_ledger_of_version_1_is_brought_up_to_date_and_its_lists_with_it),
        PROVE(no_question_walks_all_claims),
        PROVE(failing_allocations_while_settling_and_asking_are_told),
        PROVE(failing_allocations_while_corrections_are_settled_are_told),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
