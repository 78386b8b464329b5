/* How SQLite means to answer: no question may walk all claims of a ledger. */
#include "support/prove.h"

#include "ledger/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The plan of a statement, a line each step, a blank behind each. */
static const char *plan_of(say_ledger *l, const char *sql)
{
    static char lines[20000];
    size_t size = 0;
    sqlite3_stmt *plan = NULL;
    char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
    if (sqlite3_prepare_v2(l->db, explain, -1, &plan, NULL)) fail_msg("%s: %s", sql, sqlite3_errmsg(l->db));
    while (sqlite3_step(plan) == SQLITE_ROW && size < sizeof lines)
        size += (size_t)snprintf(lines + size, sizeof lines - size, "\n%s ", (const char *)sqlite3_column_text(plan, 3));
    assert_in_range(size, 1, sizeof lines - 1);
    sqlite3_finalize(plan);
    sqlite3_free(explain);
    return lines;
}

static bool plan_has(const char *plan, const char *step, const char *table)
{
    char line[60];
    snprintf(line, sizeof line, "\n%s %s ", step, table);
    return strstr(plan, line) != NULL;
}

/* Fails where all claims, entries, texts, events or incidents are walked. */
static void assert_planned(say_ledger *l, const char *sql)
{
    static const char *const tables[] = { "c", "k", "claim", "e", "v", "event", "r", "report", "t", "text", "d", "g", "reading", "b", "content", "entry", "n", "label", "i", "j", "incident" };
    const char *plan = plan_of(l, sql);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (plan_has(plan, "SCAN", tables[i])) fail_msg("%s\nis planned as%s", sql, plan);
}

static bool reads_table(say_ledger *l, const char *sql, const char *table)
{
    const char *plan = plan_of(l, sql);
    return plan_has(plan, "SCAN", table) || plan_has(plan, "SEARCH", table);
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
                                              ASK_STORIES, ASK_TEXT, ASK_FRAGMENT, ADD_SOUGHT_NAMES, DROP_SOUGHT, ADD_SOUGHT_PARTY, ADD_ALIASES, ASK_CLAIM_ROW, ASK_UNSETTLED, ASK_CHAIN, ASK_LAST_ENTRY, ADD_SEEDS,
                                              ASK_UNCALLED, ASK_PARTY_NAME, ASK_HIDDEN_MAKERS, ASK_HEIRS, DROP_FORMER, ADD_FORMER, ASK_FORMER, SET_FALLEN,
                                              SET_CALLED, ASK_LEAVING };
    say_ledger *l = *state;
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
}

TEST(a_walk_through_a_table_is_seen_in_its_plan)
{
    say_ledger *l = *state;
    assert_true(plan_has(plan_of(l, "SELECT count(*) FROM claim WHERE own=1"), "SCAN", "claim"));
    assert_true(plan_has(plan_of(l, "SELECT * FROM claim c ORDER BY c.own"), "SCAN", "c"));
    assert_false(plan_has(plan_of(l, "SELECT * FROM claim c WHERE c.party=1"), "SCAN", "c"));
    assert_true(reads_table(l, "SELECT * FROM claim c WHERE c.party=1", "c"));
    assert_false(reads_table(l, "SELECT * FROM claim c WHERE c.party=1", "claim"));
}

/* Of a word that thousands of names have, the claims of all these incidents are not asked. */
TEST(an_incident_is_found_by_its_name_without_a_look_at_claims)
{
    say_ledger *l = *state;
    char *by_name = say_ledger_incidents_sql(l, &(sayso_query){ .incident = "x" }), *of_party = say_ledger_incidents_sql(l, &(sayso_query){ .incident = "x", .party = "y" });
    assert_true(reads_table(l, by_name, "i"));
    assert_false(reads_table(l, by_name, "c"));
    assert_false(reads_table(l, by_name, "d"));
    assert_true(reads_table(l, of_party, "c"));
    sqlite3_free(by_name);
    sqlite3_free(of_party);
}

static const char *const ends[] = { "ledger", "ledger-wal", "ledger-shm" };
static char folder[40];

static int open_ledger_of_nothing(void **with)
{
    char path[80];
    sayso_error why;
    snprintf(folder, sizeof folder, "%s/test-plans-XXXXXX", access("/dev/shm", W_OK) ? "build" : "/dev/shm");
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/%s", folder, ends[0]);
    *with = say_ledger_open(path, true, "2026-05-25T10:00:00Z", &why);
    return *with ? 0 : -1;
}

static int close_ledger_of_nothing(void **with)
{
    char path[80];
    say_ledger_close(*with);
    for (size_t e = 0; e < sizeof ends / sizeof *ends; e++) {
        snprintf(path, sizeof path, "%s/%s", folder, ends[e]);
        unlink(path);
    }
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(a_walk_through_a_table_is_seen_in_its_plan),
        PROVE(no_question_walks_all_claims),
        PROVE(an_incident_is_found_by_its_name_without_a_look_at_claims),
    };
    return cmocka_run_group_tests(tests, open_ledger_of_nothing, close_ledger_of_nothing);
}
