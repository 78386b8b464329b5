/* The public way to let a language model read: no weights, the tables and an endpoint. */
#include "support/endpoint.h"
#include "support/fault.h"
#include "support/opened.h"
#include "support/prove.h"

#include "sayso.h"

#include <stdio.h>
#include <string.h>

static const char model_report[] =
    "Fire at Marlow depot\n\n"
    "MARLOW, May 3, 2023 (Marlow Times) - Drones hit the fuel depot in an attack on Tuesday. Tarvonian officials said Lissenia may have ordered the "
    "attack. Lissenia denied that it fired the drones. Intercepts show that General Orlo knew of it, two diplomats said.\n";

static const sayso_item depot = { .doc = "depot", .bytes = model_report, .size = sizeof model_report - 1 };

static sayso_via *open_part(const char *part, sayso_error *error)
{
    return sayso_via_open(&(sayso_via_options){ .url = endpoint_url(part), .model = "smol", .key = "k", .data = "data", .timeout_s = 20, .retries = -1 }, error);
}

static void count_line(void *to, const char *line) { ++*(size_t *)to; assert_non_null(line); }

TEST(a_report_is_read_by_way_of_an_endpoint)
{
    sayso_error e;
    size_t refused = 9, lines = 0;
    sayso_via *via = open_part("good", &e);
    assert_non_null(via);
    assert_int_equal(strncmp(sayso_via_maker(via), "via smol prompt-", 16), 0);
    assert_int_equal(strlen(sayso_via_maker(via)), 24);
    assert_int_equal(strncmp(sayso_via_host(via), "127.0.0.1:", 10), 0);
    sayso_report *report = opened_and_read_via(via, &depot, (sayso_told){ count_line, &lines }, &refused, &e);
    if (!report) fail_msg("%s: %s", e.where, e.message);
    const sayso_records *r = sayso_report_records(report);
    assert_string_equal(r->doc, "depot");
    assert_string_equal(r->title, "Fire at Marlow depot");
    assert_string_equal(r->date, "2023-05-03");
    assert_int_equal(strlen(r->hash), 64);
    assert_int_equal(refused + lines, 0);
    assert_int_equal(r->claim_count, 3);
    assert_string_equal(r->claims[0].likelihood.reading, "press");
    assert_int_equal(r->source_count, 1);
    assert_string_equal(r->sources[0].maker, sayso_via_maker(via));
    sayso_report_close(report);
    sayso_via_close(via);
}

TEST(what_a_lying_model_says_is_told_and_counted)
{
    sayso_error e;
    size_t refused = 0, lines = 0;
    sayso_via *via = open_part("lying", &e);
    sayso_report *report = opened_and_read_via(via, &depot, (sayso_told){ count_line, &lines }, &refused, &e);
    assert_non_null(report);
    assert_int_equal(sayso_report_records(report)->claim_count, 1);
    assert_int_equal(refused, 9);
    assert_int_equal(lines, 9);
    sayso_report_close(report);
    sayso_via_close(via);
}

TEST(what_fails_is_said_and_nothing_is_left)
{
    sayso_error e;
    sayso_via *via = open_part("failing", &e);
    assert_null(opened_and_read_via(via, &depot, (sayso_told){ NULL, NULL }, NULL, &e));
    assert_int_equal(e.code, SAYSO_NO_ANSWER);
    sayso_via_close(via);
    static const sayso_via_options bad[] = {
        { .url = "ftp://x/", .model = "m", .data = "data" },     { .url = "http://x/", .model = "", .data = "data" },
        { .url = "http://x/", .model = "m", .data = "nowhere" }, { .url = "http://x/", .model = "m", .data = "data", .reading = "tea leaves" } };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        e.code = SAYSO_OK;
        assert_null(sayso_via_open(&bad[i], &e));
        assert_int_not_equal(e.code, SAYSO_OK);
    }
}

static bool open_and_read(void *nothing)
{
    sayso_error e;
    (void)nothing;
    sayso_via *via = open_part("good", &e);
    sayso_report *report = via ? opened_and_read_via(via, &depot, (sayso_told){ NULL, NULL }, NULL, &e) : NULL;
    bool fine = report != NULL;
    sayso_report_close(report);
    sayso_via_close(via);
    return fine;
}

TEST(allocations_and_reads_on_the_way_may_fail)
{
    assert_true(fault_some(FAULT_ALLOCATION, open_and_read, NULL) > 20);
    assert_true(fault_every(FAULT_READ, open_and_read, NULL) > 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = { PROVE(a_report_is_read_by_way_of_an_endpoint), PROVE(what_a_lying_model_says_is_told_and_counted),
                                        PROVE(what_fails_is_said_and_nothing_is_left), PROVE(allocations_and_reads_on_the_way_may_fail) };
    return cmocka_run_group_tests(tests, endpoint_start, endpoint_stop);
}
