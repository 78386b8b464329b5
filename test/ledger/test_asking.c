/* The public ledger from end to end, on reports of which a test wrote the marks. */
#include "ledger/asked.h"

#include "ledger/inside.h"

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

TEST(incidents_are_found_by_id_by_names_and_by_short_words_alike)
{
    static const struct { sayso_query query; size_t count; } asked[] = {
        { { .incident = "tolland" }, 1 }, { { .incident = "TOLLAND shelling" }, 1 }, { { .incident = "of shelling" }, 1 }, { { .incident = "of" }, 1 }, { { .incident = "r" }, 1 },
        { { .incident = "i" }, 2 }, { { .incident = "fire" }, 1 }, { { .incident = "tolland fire" }, 0 }, { { .incident = "tolland zz" }, 0 }, { { .incident = "%" }, 0 },
        { { .incident = "i-000000000000" }, 0 }, { { .incident = "tolland", .holder = "lorne" }, 1 }, { { .incident = "fire", .holder = "lorne" }, 0 } };
    sayso_ledger *l = all_reports(0);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) assert_int_equal(incidents_of(l, asked[i].query).count, asked[i].count);
    listed tolland = incidents_of(l, (sayso_query){ .incident = "tolland" }), again = incidents_of(l, (sayso_query){ .incident = tolland.id });
    assert_int_equal(again.count, 1);
    assert_string_equal(again.lines, tolland.lines);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(each_filter_finds_its_claims),
        PROVE(a_claim_is_found_by_its_id_or_the_beginning_of_one),
        PROVE(incidents_are_counted_over_their_reports),
        PROVE(a_fragment_of_several_names_says_which_and_one_of_none_says_so),
        PROVE(incidents_are_found_by_id_by_names_and_by_short_words_alike),
        PROVE(parties_are_listed_with_their_claims),
        PROVE(views_do_not_depend_on_the_order_or_the_runs_in_which_reports_came),
        PROVE(the_clusters_name_each_report_once),
        PROVE(csv_quotes_what_it_must),
        PROVE(a_rejected_claim_is_shown_as_such_and_counts_no_more),
        PROVE(incidents_can_be_merged_and_both_ids_still_lead_there),
        PROVE(a_claim_can_be_split_off_its_incident),
        PROVE(of_two_reports_either_can_be_split_off_and_of_one_nothing),
        PROVE(corrections_of_what_is_not_there_are_refused),
        PROVE(what_fell_is_found_by_its_standing_and_not_counted),
        PROVE(a_claim_leaves_only_a_party_that_it_is_about_or_held_by),
        PROVE(a_claim_by_hand_stands_in_its_report_and_joins_the_incident),
        PROVE(imported_claims_stand_beside_ours_and_lies_are_refused),
        PROVE(what_was_read_by_a_maker_need_not_be_read_again_and_its_names_are_noted),
        PROVE(failing_allocations_while_settling_and_asking_are_told),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
