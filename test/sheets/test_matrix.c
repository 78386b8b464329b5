/* The matrix of hypotheses and evidence, the changes since a day, the assessment. */
#include "support/fault.h"
#include "support/gathered.h"
#include "support/prove.h"
#include "support/records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

enum { ROOM = 1 << 16 };
static struct { char at[ROOM]; size_t size; } got;

static int into_got(void *to, const char *bytes, size_t size)
{
    (void)to;
    assert_true(got.size + size < sizeof got.at);
    memcpy(got.at + got.size, bytes, size);
    got.size += size;
    got.at[got.size] = 0;
    return 0;
}

static sayso_sink nothing_yet(void)
{
    got.size = 0;
    got.at[0] = 0;
    return (sayso_sink){ into_got, NULL };
}

static const sayso_look plain_look = { 0, false };

static void assert_got(const char *words)
{
    if (!strstr(got.at, words)) fail_msg("not there: %s\n%s", words, got.at);
}

static void assert_not_got(const char *words)
{
    if (strstr(got.at, words)) fail_msg("there: %s", words);
}

static json_t *got_json(void)
{
    json_error_t error;
    json_t *json = json_loadb(got.at, got.size, JSON_REJECT_DUPLICATES, &error);
    if (!json) fail_msg("%s at %d", error.text, error.position);
    return json;
}

static long number_at(json_t *json, const char *key) { return (long)json_integer_value(json_object_get(json, key)); }

/* ---- records made of one letter a party and one claim a line ---- */

enum { FEW = 16 };

typedef struct {
    sayso_records records;
    sayso_passage sentence;
    sayso_party parties[8];
    sayso_incident incident;
    sayso_claim claims[FEW];
    sayso_link links[FEW];
    sayso_ground grounds[FEW];
} few_claims;

static few_claims few;

static void start_few(void)
{
    static const char *const names[8] = { "A", "B", "C", "D", "W", "X", "Y", "Z" };
    memset(&few, 0, sizeof few);
    few.sentence = (sayso_passage){ 0, 4 };
    for (size_t i = 0; i < 8; i++) few.parties[i] = (sayso_party){ .name = names[i], .kind = i < 4 ? SAYSO_GROUP : SAYSO_PERSON, .part_of = SAYSO_NONE };
    few.incident = (sayso_incident){ .name = "blast", .kind = "explosion" };
    few.records = (sayso_records){ .doc = "few", .date = "2024-01-01", .text = "text", .text_size = 4, .sentences = &few.sentence, .sentence_count = 1,
        .parties = few.parties, .party_count = 8, .incidents = &few.incident, .incident_count = 1, .claims = few.claims };
}

/* Party 0 to 3 did it, says holder 4 to 7; basis < 0: none. */
static sayso_claim *one_more(size_t party, size_t holder, sayso_factuality factuality, int basis)
{
    size_t i = few.records.claim_count++;
    few.links[i] = (sayso_link){ .party = holder, .name = few.parties[holder].name };
    if (basis >= 0) {
        few.grounds[i] = (sayso_ground){ (sayso_basis)basis, { 0, 0 } };
        few.links[i].grounds = &few.grounds[i];
        few.links[i].ground_count = 1;
    }
    few.claims[i] = (sayso_claim){ .party = party, .chain = &few.links[i], .chain_count = 1, .factuality = factuality, .superseded_by = SAYSO_NONE, .held = "" };
    snprintf(few.claims[i].id, sizeof few.claims[i].id, "c-%zu", i);
    return &few.claims[i];
}

static json_t *matrix_of_few(void)
{
    assert_int_equal(sayso_matrix_json(&few.records, 0, nothing_yet(), NULL), SAYSO_OK);
    return got_json();
}

/* ---- matrix ---- */

TEST(evidence_for_all_rivals_alike_tells_none_apart_and_evidence_for_one_does)
{
    start_few();
    one_more(0, 4, SAYSO_PR_PLUS, -1);           /* W: A probably, B probably */
    one_more(1, 4, SAYSO_PR_PLUS, -1);
    one_more(0, 5, SAYSO_PR_PLUS, -1);           /* X: A */
    one_more(1, 6, SAYSO_CT_MINUS, -1);          /* Y: not B */
    few.claims[0].trigger = (sayso_passage){ 0, 1 };
    few.claims[1].trigger = (sayso_passage){ 1, 2 };
    json_t *json = matrix_of_few(), *columns = json_object_get(json, "columns");
    assert_int_equal(json_array_size(columns), 3);
    static const long expected[3][4] = { { 2, 0, 1, 0 }, { 1, 0, 1, 1 }, { 0, 1, 1, 1 } };
    for (size_t i = 0; i < 3; i++) {
        json_t *c = json_array_get(columns, i);
        assert_int_equal(number_at(c, "for"), expected[i][0]);
        assert_int_equal(number_at(c, "against"), expected[i][1]);
        assert_int_equal(number_at(c, "rival_pairs"), expected[i][2]);
        assert_int_equal(number_at(c, "told_apart"), expected[i][3]);
    }
    json_decref(json);
    assert_int_equal(sayso_matrix_print(&few.records, 0, plain_look, nothing_yet(), NULL), SAYSO_OK);
    assert_got("1 column supports rivals alike and tells none apart.");
}

TEST(a_column_is_an_origin_with_what_it_rests_on)
{
    start_few();
    one_more(0, 4, SAYSO_PR_PLUS, SAYSO_INTERCEPT);
    one_more(1, 4, SAYSO_PR_PLUS, SAYSO_WITNESS);
    one_more(0, 4, SAYSO_PR_PLUS, -1);
    one_more(1, 5, SAYSO_PR_PLUS, SAYSO_WITNESS);
    one_more(0, 4, SAYSO_CT_PLUS, SAYSO_INTERCEPT);
    json_t *json = matrix_of_few(), *columns = json_object_get(json, "columns");
    assert_int_equal(json_array_size(columns), 4);
    assert_string_equal(json_string_value(json_object_get(json_array_get(columns, 0), "basis")), "intercept");
    assert_string_equal(json_string_value(json_object_get(json_array_get(columns, 0), "origin")), "W");
    assert_true(json_is_null(json_object_get(json_array_get(columns, 2), "basis")));
    json_decref(json);
}

TEST(a_hypothesis_that_hangs_on_one_origin_has_a_linchpin_and_one_with_two_has_none)
{
    start_few();
    one_more(0, 4, SAYSO_PR_PLUS, SAYSO_INTERCEPT);
    one_more(0, 4, SAYSO_PR_PLUS, SAYSO_WITNESS);
    one_more(1, 5, SAYSO_PR_PLUS, -1);
    one_more(1, 6, SAYSO_PR_PLUS, -1);
    one_more(2, 7, SAYSO_PR_PLUS, SAYSO_COURT);
    assert_int_equal(sayso_matrix_print(&few.records, 0, plain_look, nothing_yet(), NULL), SAYSO_OK);
    assert_got("  a, …        carried out · A has no support but W\n");
    assert_got("  e           carried out · C has no support but court, Z\n");
    assert_not_got("carried out · B has no");
}

TEST(a_view_that_was_given_up_is_shown_in_brackets_and_not_counted)
{
    assert_int_equal(sayso_matrix_print(gathered_records(), 0, plain_look, nothing_yet(), NULL), SAYSO_OK);
    assert_got("involved · Northern Front                                 −          (+)\n");
    assert_got("  d           interior ministry                  1  0  0                  3 of 3\n");
    assert_not_got("diplomats");
}

TEST(the_matrix_of_the_reference_has_the_intercept_as_its_linchpin)
{
    assert_int_equal(sayso_matrix_print(reference_records(), 0, plain_look, nothing_yet(), NULL), SAYSO_OK);
    assert_got("  a           intercept, American officials      3  0  0                  3 of 3\n");
    assert_got("involved · Kyiv has no support but intercept, American officials");
}

/* Sixty origins in panels that fit. */
TEST(a_wide_matrix_is_set_in_panels)
{
    static sayso_party parties[64];
    static sayso_link links[60];
    static sayso_claim claims[60];
    static char names[64][8];
    start_few();
    for (size_t i = 0; i < 64; i++) {
        snprintf(names[i], sizeof names[i], "P%zu", i);
        parties[i] = (sayso_party){ .name = names[i], .kind = SAYSO_PERSON, .part_of = SAYSO_NONE };
    }
    for (size_t i = 0; i < 60; i++) {
        links[i] = (sayso_link){ .party = 4 + i, .name = names[4 + i] };
        claims[i] = (sayso_claim){ .party = i % 4, .chain = &links[i], .chain_count = 1, .factuality = SAYSO_PR_PLUS, .superseded_by = SAYSO_NONE };
    }
    few.records.parties = parties;
    few.records.party_count = 64;
    few.records.claims = claims;
    few.records.claim_count = 60;
    assert_int_equal(sayso_matrix_print(&few.records, 0, plain_look, nothing_yet(), NULL), SAYSO_OK);
    assert_got("  bh          P63 ");
    for (char *line = strtok(got.at, "\n"); line; line = strtok(NULL, "\n")) {
        int width = 0;
        for (char *c = line; *c; c++) width += ((unsigned char)*c & 0xC0) != 0x80;
        if (width > 80) fail_msg("%d columns: %s", width, line);
    }
}

TEST(an_incident_without_claims_has_an_empty_matrix)
{
    start_few();
    assert_int_equal(sayso_matrix_print(&few.records, 0, plain_look, nothing_yet(), NULL), SAYSO_OK);
    assert_got("No claim stands on this incident.");
    json_decref(matrix_of_few());
}

/* ---- changes ---- */

static const char *changes_since(const char *since)
{
    assert_int_equal(sayso_changes_print(gathered_records(), 0, since, plain_look, nothing_yet(), NULL), SAYSO_OK);
    return got.at;
}

TEST(changes_come_oldest_first_with_a_block_a_day)
{
    static const char *const order[] = { "\n4 March 2024\n", "\n6 March 2024\n", "\n9 March 2024\n", "superseded  + interior ministry",
        "\n10 March 2024\n", "withdrawn   + two diplomats", "\n11 March 2024\n", "rejected    + Iden Carr", "\n12 March 2024\n", "corrected   + security officials",
        "\nno date\n", "retracted   + Iden Carr" };
    const char *at = changes_since(NULL);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const char *next = strstr(at, order[i]);
        if (!next) fail_msg("not there, or not in its place: %s", order[i]);
        at = next;
    }
}

TEST(changes_before_the_day_are_left_out_and_those_without_a_date_are_not)
{
    changes_since("2024-03-10");
    assert_not_got("9 March 2024\n");
    assert_got("\n10 March 2024\n");
    assert_got("\nno date\n");
    changes_since("2024-03");
    assert_got("\n4 March 2024\n");
    changes_since("2025");
    assert_not_got("March");
}

TEST(a_change_of_position_names_the_later_view)
{
    assert_int_equal(sayso_changes_json(gathered_records(), 0, "2024-03-09", nothing_yet(), NULL), SAYSO_OK);
    json_t *json = got_json(), *changes = json_object_get(json, "changes"), *c;
    size_t i, superseded = 0;
    json_array_foreach(changes, i, c) {
        if (strcmp(json_string_value(json_object_get(c, "change")), "superseded") != 0) continue;
        superseded++;
        assert_string_equal(json_string_value(json_object_get(c, "claim")), "c-000000abc005");
        assert_string_equal(json_string_value(json_object_get(c, "by")), "c-000000abc006");
        assert_string_equal(json_string_value(json_object_get(c, "day")), "2024-03-09");
    }
    assert_int_equal(superseded, 1);
    json_decref(json);
}

TEST(a_since_that_is_no_date_is_a_bad_call)
{
    static const char *const wrong[] = { "yesterday", "2024-3-1", "2024-03-", "24", "2024-03-01T00:00:00Z", "2024-03-012" };
    sayso_error e;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(sayso_changes_print(gathered_records(), 0, wrong[i], plain_look, nothing_yet(), &e), SAYSO_BAD_CALL);
    assert_int_equal(sayso_changes_json(gathered_records(), 7, NULL, nothing_yet(), &e), SAYSO_BAD_CALL);
}

/* ---- assessment ---- */

TEST(assumptions_come_before_any_number)
{
    assert_int_equal(sayso_assessment_print(gathered_records(), 0, plain_look, nothing_yet(), NULL), SAYSO_OK);
    const char *assumed = strstr(got.at, "ASSUMED"), *first = strstr(got.at, "55–100 %");
    assert_true(assumed && first && assumed < first);
    assert_got("No party is more likely than another before anything is said.");
}

TEST(origins_weigh_the_same_and_hedges_without_a_reading_weigh_nothing)
{
    start_few();
    one_more(0, 4, SAYSO_PR_PLUS, -1)->likelihood = (sayso_likelihood){ "likely", "press", 60, 75, 80 };
    one_more(0, 5, SAYSO_PS_PLUS, -1)->likelihood = (sayso_likelihood){ "may have", "press", 20, 40, 60 };
    one_more(0, 6, SAYSO_PS_PLUS, -1)->likelihood.phrase = "conceivably";
    one_more(0, 7, SAYSO_UNCOMMITTED, -1);
    assert_int_equal(sayso_assessment_print(&few.records, 0, plain_look, nothing_yet(), NULL), SAYSO_OK);
    assert_got("40–70 %");
    assert_got("from 2 claims, 2 origins");
}

TEST(a_denial_speaks_against_and_a_view_given_up_counts_for_nothing)
{
    start_few();
    one_more(0, 4, SAYSO_CT_PLUS, -1);
    one_more(0, 5, SAYSO_CT_MINUS, -1);
    one_more(1, 6, SAYSO_CT_PLUS, -1)->ended_by = (sayso_passage){ 0, 2 };
    assert_int_equal(sayso_assessment_print(&few.records, 0, plain_look, nothing_yet(), NULL), SAYSO_OK);
    assert_got("45–55 %");
    assert_got("nothing to go by: no claim that is held");
}

TEST(unnamed_voices_that_may_be_the_same_people_widen_the_interval)
{
    start_few();
    few.parties[4] = (sayso_party){ .name = "some officials", .kind = SAYSO_UNNAMED, .part_of = SAYSO_NONE };
    few.parties[5] = (sayso_party){ .name = "two officials", .kind = SAYSO_UNNAMED, .part_of = SAYSO_NONE };
    one_more(0, 4, SAYSO_PR_PLUS, -1)->likelihood = (sayso_likelihood){ "likely", "press", 60, 75, 80 };
    one_more(0, 5, SAYSO_PS_PLUS, -1)->likelihood = (sayso_likelihood){ "may have", "press", 20, 40, 60 };
    assert_int_equal(sayso_assessment_json(&few.records, 0, nothing_yet(), NULL), SAYSO_OK);
    json_t *json = got_json(), *h = json_array_get(json_object_get(json, "hypotheses"), 0);
    assert_int_equal(number_at(h, "fewest"), 1);
    assert_int_equal(number_at(h, "most"), 2);
    assert_int_equal(number_at(h, "low"), 20);
    assert_int_equal(number_at(h, "high"), 80);
    json_decref(json);
}

TEST(where_there_is_nothing_to_go_by_no_assessment_is_made)
{
    start_few();
    one_more(0, 4, SAYSO_UNCOMMITTED, -1);
    assert_int_equal(sayso_assessment_print(&few.records, 0, plain_look, nothing_yet(), NULL), SAYSO_OK);
    assert_got("No assessment is made.");
    assert_null(strchr(got.at, '%'));
    assert_int_equal(sayso_assessment_json(&few.records, 0, nothing_yet(), NULL), SAYSO_OK);
    json_t *json = got_json();
    assert_true(json_is_null(json_object_get(json_array_get(json_object_get(json, "hypotheses"), 0), "low")));
    json_decref(json);
}

/* ---- failing ---- */

static int refuse_all(void *to, const char *bytes, size_t size)
{
    (void)to;
    (void)bytes;
    (void)size;
    return 28;
}

static sayso_code print_all(const sayso_records *r, size_t incident, sayso_sink sink)
{
    sayso_code codes[] = { sayso_matrix_print(r, incident, plain_look, sink, NULL), sayso_matrix_json(r, incident, sink, NULL),
        sayso_changes_print(r, incident, NULL, plain_look, sink, NULL), sayso_changes_json(r, incident, NULL, sink, NULL),
        sayso_assessment_print(r, incident, plain_look, sink, NULL), sayso_assessment_json(r, incident, sink, NULL) };
    for (size_t i = 1; i < sizeof codes / sizeof *codes; i++)
        if (codes[i] != codes[0]) return codes[i] ? codes[i] : codes[0];
    return codes[0];
}

TEST(a_sink_that_takes_nothing_and_an_incident_that_is_not_there_are_errors_of_each)
{
    assert_int_equal(print_all(gathered_records(), 0, (sayso_sink){ refuse_all, NULL }), SAYSO_NO_FILE);
    assert_int_equal(print_all(gathered_records(), 3, (sayso_sink){ refuse_all, NULL }), SAYSO_BAD_CALL);
}

static bool all_is_printed(void *unused)
{
    (void)unused;
    return print_all(gathered_records(), 0, nothing_yet()) == SAYSO_OK;
}

TEST(every_allocation_of_each_may_fail)
{
    assert_non_null(gathered_records());
    assert_true(fault_every(FAULT_ALLOCATION, all_is_printed, NULL) >= 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(evidence_for_all_rivals_alike_tells_none_apart_and_evidence_for_one_does),
        PROVE(a_column_is_an_origin_with_what_it_rests_on),
        PROVE(a_hypothesis_that_hangs_on_one_origin_has_a_linchpin_and_one_with_two_has_none),
        PROVE(a_view_that_was_given_up_is_shown_in_brackets_and_not_counted),
        PROVE(the_matrix_of_the_reference_has_the_intercept_as_its_linchpin),
        PROVE(a_wide_matrix_is_set_in_panels),
        PROVE(an_incident_without_claims_has_an_empty_matrix),
        PROVE(changes_come_oldest_first_with_a_block_a_day),
        PROVE(changes_before_the_day_are_left_out_and_those_without_a_date_are_not),
        PROVE(a_change_of_position_names_the_later_view),
        PROVE(a_since_that_is_no_date_is_a_bad_call),
        PROVE(assumptions_come_before_any_number),
        PROVE(origins_weigh_the_same_and_hedges_without_a_reading_weigh_nothing),
        PROVE(a_denial_speaks_against_and_a_view_given_up_counts_for_nothing),
        PROVE(unnamed_voices_that_may_be_the_same_people_widen_the_interval),
        PROVE(where_there_is_nothing_to_go_by_no_assessment_is_made),
        PROVE(a_sink_that_takes_nothing_and_an_incident_that_is_not_there_are_errors_of_each),
        PROVE(every_allocation_of_each_may_fail),
    };
    return cmocka_run_group_tests_name("matrix", tests, NULL, NULL);
}
