/* A report is read by way of an endpoint that plays good, slow, broken and lying models (test/support/via_stub.py). */
#include "support/endpoint.h"
#include "support/fault.h"
#include "support/prove.h"

#include "via/via.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define REPORT                                                                                              \
    "Drones hit the fuel depot at Marlow in an attack on Tuesday.\n"                                        \
    "Tarvonian officials said Lissenia may have ordered the attack.\n"                                      \
    "Lissenia denied that it fired the drones.\n"                                                           \
    "Intercepts show that General Orlo knew of it, two diplomats said.\n"                                   \
    "They spoke to the Marlow Times.\n"

static const char prompt[] = "sayso via test\nList the claims.\n";

/* ---- one reading ---- */

typedef struct {
    char            url[100];
    say_via_options o;
    say_arena      *arena;
    sayso_records   records;
    say_via_count   counted;
    sayso_error     error;
    char            told[4000];
    const char     *text;
    sayso_passage   sentences[8];
    size_t          count;
} reading;

static void hear(void *to, const char *line)
{
    reading *r = to;
    size_t n = strlen(r->told);
    snprintf(r->told + n, sizeof r->told - n, "%s\n", line);
}

static void split(reading *r)
{
    size_t from = 0;
    r->count = 0;
    for (size_t i = 0; r->text[i]; i++) {
        if (r->text[i] != '\n') continue;
        r->sentences[r->count++] = (sayso_passage){ from, i };
        from = i + 1;
    }
}

static void prepare(reading *r, const char *part)
{
    *r = (reading){ .text = REPORT, .o = { .model = "m", .prompt = prompt, .timeout_s = 20, .wait_ms = 1 } };
    snprintf(r->url, sizeof r->url, "%s", endpoint_url(part));
    r->o.url = r->url;
    r->o.told = (sayso_told){ hear, r };
    split(r);
}

static sayso_code go(reading *r)
{
    char hash[65];
    say_str text = say_base_str(r->text);
    say_base_sha256(text, hash);
    r->arena = say_base_arena(&r->error);
    if (!r->arena) return SAYSO_NO_MEMORY;
    return say_via_read(&r->o, text, hash, r->sentences, r->count, r->arena, &r->records, &r->counted, &r->error);
}

static void done(reading *r) { say_base_arena_close(r->arena); }

static const char *words(const reading *r, sayso_passage p)
{
    static char out[4][200];
    static size_t turn;
    char *to = out[turn++ % 4];
    snprintf(to, sizeof out[0], "%.*s", (int)(p.to - p.from), r->records.text + p.from);
    return to;
}

/* Reads with a part's endpoint and shows the claims: "ordered Lissenia PS+ < Tarvonian officials", one a line. */
static const char *claims_by(reading *r, const char *part)
{
    static char out[2000];
    size_t n = 0;
    prepare(r, part);
    if (go(r)) fail_msg("%s: %s", r->error.where, r->error.message);
    out[0] = '\0';
    for (size_t i = 0; i < r->records.claim_count; i++) {
        const sayso_claim *c = &r->records.claims[i];
        n += (size_t)snprintf(out + n, sizeof out - n, "%s%zu %s %s %s", i ? "\n" : "", c->sentence + 1, sayso_role_name(c->role),
                              r->records.parties[c->party].name, sayso_factuality_name(c->factuality));
        for (size_t k = 0; k < c->chain_count; k++) n += (size_t)snprintf(out + n, sizeof out - n, " < %s", c->chain[k].name);
    }
    return out;
}

static void expect_error(const char *part, sayso_code code, const char *message)
{
    reading r;
    prepare(&r, part);
    assert_int_equal(go(&r), code);
    assert_int_equal(r.error.code, code);
    if (!strstr(r.error.message, message)) fail_msg("\"%s\" is not in: %s: %s", message, r.error.where, r.error.message);
    done(&r);
}

#define FIRST  "2 ordered Lissenia PS+ < Tarvonian officials"
#define SECOND "3 carried_out Lissenia CT- < Lissenia"
#define THIRD  "4 aware General Orlo CT+ < two diplomats < Marlow Times"
#define ALL    FIRST "\n" SECOND "\n" THIRD

/* ---- good answers ---- */

TEST(a_good_model_is_taken_at_its_word)
{
    reading r;
    assert_string_equal(claims_by(&r, "good"), ALL);
    const sayso_claim *c = r.records.claims;
    assert_int_equal(r.counted.claims, 3);
    assert_int_equal(r.counted.refused, 0);
    assert_int_equal(r.counted.requests, 1);
    assert_string_equal(r.told, "");
    assert_string_equal(words(&r, c[0].trigger), "ordered");
    assert_string_equal(words(&r, c[0].hedge), "may have");
    assert_string_equal(words(&r, c[0].mention), "Lissenia");
    assert_string_equal(words(&r, c[0].chain[0].source), "Tarvonian officials");
    assert_string_equal(words(&r, c[0].chain[0].cue), "said");
    assert_int_equal(r.records.incident_count, 1);
    assert_string_equal(r.records.incidents[0].name, "attack");
    assert_int_equal(r.records.party_count, 5);
    assert_true(c[1].own && !c[0].own);
    assert_int_equal(c[2].confidence, SAYSO_MODERATE);
    assert_int_equal(c[2].chain[0].ground_count, 1);
    assert_string_equal(words(&r, c[2].chain[0].grounds[0].at), "Intercepts");
    assert_int_equal(strlen(c[0].id), 14);
    done(&r);
}

TEST(a_holder_or_incident_named_in_another_sentence_is_found_there)
{
    reading r;
    claims_by(&r, "good");
    const sayso_claim *c = r.records.claims;
    assert_int_equal(c[0].incident_at.from, strstr(REPORT, "ordered the attack") + 12 - REPORT);
    assert_int_equal(c[1].incident_at.from, c[0].incident_at.from);      /* before it */
    assert_string_equal(words(&r, c[2].chain[1].source), "Marlow Times");/* after it */
    done(&r);
}

TEST(the_same_answer_gives_the_same_records)
{
    reading a, b;
    char first[2000];
    snprintf(first, sizeof first, "%s", claims_by(&a, "good"));
    assert_string_equal(claims_by(&b, "talk"), first);
    for (size_t i = 0; i < 3; i++) assert_string_equal(a.records.claims[i].id, b.records.claims[i].id);
    done(&a);
    done(&b);
}

TEST(with_tables_the_words_get_their_values)
{
    reading r;
    sayso_error e;
    say_norm *norm = say_norm_open("data", &e);
    prepare(&r, "good");
    r.o.norm = norm;
    r.o.reading = "press";
    assert_int_equal(go(&r), SAYSO_OK);
    const sayso_claim *c = r.records.claims;
    assert_string_equal(c[0].likelihood.phrase, "may have");
    assert_string_equal(c[0].likelihood.reading, "press");
    assert_true(c[0].likelihood.low >= 0 && c[0].likelihood.high > c[0].likelihood.low);
    assert_null(c[1].likelihood.phrase);
    assert_false(c[2].chain[0].outlet);
    assert_true(c[2].chain[1].outlet);
    const sayso_party *parties = r.records.parties;
    assert_int_equal(parties[c[2].chain[0].party].kind, SAYSO_UNNAMED);
    done(&r);
    say_norm_close(norm);
}

TEST(with_tables_a_party_stands_under_its_state)
{
    reading r;
    sayso_error e;
    say_norm *norm = say_norm_open("data", &e);
    prepare(&r, "good");
    r.text = "Russian officials said the FSB knew of the raid.\n";
    r.o.norm = norm;
    split(&r);
    assert_int_equal(go(&r), SAYSO_OK);
    assert_string_equal(r.told, "");
    assert_int_equal(r.records.claim_count, 1);
    const sayso_party *parties = r.records.parties, *fsb = &parties[r.records.claims[0].party];
    const sayso_party *officials = &parties[r.records.claims[0].chain[0].party];
    assert_string_equal(fsb->name, "FSB");
    assert_string_equal(parties[fsb->part_of].name, "Russia");
    assert_string_equal(parties[officials->part_of].name, "Russia");
    assert_int_equal(parties[officials->part_of].kind, SAYSO_STATE);
    assert_int_equal(r.records.party_count, 3);
    done(&r);
    say_norm_close(norm);
}

TEST(no_claims_is_an_answer)
{
    reading r;
    assert_string_equal(claims_by(&r, "empty"), "");
    assert_int_equal(r.counted.refused, 0);
    assert_int_equal(r.records.party_count + r.records.incident_count, 0);
    done(&r);
}

TEST(a_text_without_sentences_is_asked_nothing)
{
    reading r;
    prepare(&r, "failing");
    r.count = 0;
    assert_int_equal(go(&r), SAYSO_OK);
    assert_int_equal(r.counted.requests, 0);
    done(&r);
}

/* ---- what is sent ---- */

TEST(a_request_has_the_sentences_the_schema_and_temperature_0)
{
    reading r;
    size_t lines;
    prepare(&r, "good");
    r.o.key = "sk-test-123";
    assert_int_equal(go(&r), SAYSO_OK);
    const char *asked = endpoint_last(&lines);
    static const char *const parts[] = {
        "/good/v1/chat/completions", "\\\"temperature\\\":0", "\\\"max_tokens\\\":759", "\\\"type\\\":\\\"json_schema\\\"", "\"Authorization\": \"Bearer sk-test-123\"",
        "2: Tarvonian officials said", "5: They spoke", "List the claims.", "\\\"model\\\":\\\"m\\\"", "\"Content-Type\": \"application/json\"" };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!strstr(asked, parts[i])) fail_msg("%s is not in %s", parts[i], asked);
    assert_null(strstr(asked, "sayso via test"));
    const char *key = strstr(asked, "sk-test-123");
    assert_null(strstr(key + 1, "sk-test-123"));
    done(&r);
}

TEST(without_a_key_none_is_sent)
{
    reading r;
    size_t lines;
    prepare(&r, "good");
    assert_int_equal(go(&r), SAYSO_OK);
    assert_null(strstr(endpoint_last(&lines), "Authorization"));
    done(&r);
}

TEST(a_long_report_goes_out_in_several_requests_of_whole_sentences)
{
    reading r;
    size_t before, after;
    endpoint_last(&before);
    prepare(&r, "good");
    r.o.stretch = 100;
    assert_int_equal(go(&r), SAYSO_OK);
    const char *last = endpoint_last(&after);
    assert_int_equal(r.counted.requests, 4);     /* 1, 2, 3 alone, 4 with 5: as many as fit */
    assert_int_equal(after - before, 4);
    assert_non_null(strstr(last, "5: They spoke"));
    assert_null(strstr(last, "3: Lissenia denied"));
    assert_int_equal(r.counted.claims, 3);
    assert_int_equal(r.records.incident_count, 1);
    assert_int_equal(r.records.claims[2].sentence, 3);
    done(&r);
}

TEST(llama_cpp_s_python_server_is_asked_in_its_own_form)
{
    reading r;
    size_t lines;
    assert_string_equal(claims_by(&r, "python"), ALL);
    assert_int_equal(r.counted.requests, 2);
    assert_non_null(strstr(endpoint_last(&lines), "\\\"type\\\":\\\"json_object\\\",\\\"schema\\\":{"));
    done(&r);
    assert_string_equal(claims_by(&r, "older-python"), ALL);
    assert_int_equal(r.counted.requests, 2);
    done(&r);
    prepare(&r, "python");
    r.o.schema_form = "json_object";
    assert_int_equal(go(&r), SAYSO_OK);
    assert_int_equal(r.counted.requests, 1);
    done(&r);
    prepare(&r, "python");
    r.o.schema_form = "json_schema";
    assert_int_equal(go(&r), SAYSO_NO_ANSWER);
    assert_non_null(strstr(r.error.message, "422"));
    done(&r);
}

TEST(a_model_with_little_room_is_asked_for_half_at_a_time)
{
    reading r;
    assert_string_equal(claims_by(&r, "small"), ALL);
    done(&r);
    expect_error("tiny", SAYSO_NO_ANSWER, "maximum context length");
}

TEST(room_that_the_answer_takes_away_is_given_back)
{
    reading r;
    assert_string_equal(claims_by(&r, "stingy"), ALL);
    assert_int_equal(r.counted.requests, 2);
    done(&r);
    assert_string_equal(claims_by(&r, "llama"), ALL);
    done(&r);
    assert_string_equal(claims_by(&r, "miserly"), ALL);
    assert_int_equal(r.counted.refused, 0);
    done(&r);
}

TEST(a_sentence_that_is_too_long_alone_costs_itself)
{
    reading r;
    assert_string_equal(claims_by(&r, "narrow"), FIRST "\n" THIRD);
    assert_int_equal(r.counted.refused, 1);
    assert_non_null(strstr(r.told, "sentence 3: answered 400: prompt is too long"));
    done(&r);
}

TEST(the_schema_holds_in_a_converter_that_overlooks_an_enum_beside_a_list_of_types)
{
    reading r;
    assert_string_equal(claims_by(&r, "converter"), ALL);
    assert_string_equal(r.told, "");
    done(&r);
}

/* ---- answers in pieces ---- */

TEST(an_answer_in_parts_is_that_which_is_text)
{
    reading r;
    assert_string_equal(claims_by(&r, "thinker"), ALL);
    assert_int_equal(r.counted.refused, 0);
    done(&r);
}

TEST(after_an_answer_that_came_some_way_the_rest_is_asked_for)
{
    reading r;
    size_t lines;
    assert_string_equal(claims_by(&r, "brief"), ALL);
    assert_int_equal(r.counted.requests, 2);
    assert_int_equal(r.counted.refused, 0);
    assert_string_equal(r.told, "");
    const char *last = endpoint_last(&lines);
    assert_non_null(strstr(last, "3: Lissenia denied"));
    assert_null(strstr(last, "2: Tarvonian"));
    done(&r);
}

TEST(a_model_that_talks_without_end_is_asked_once)
{
    reading r;
    assert_string_equal(claims_by(&r, "endless"), FIRST);
    assert_int_equal(r.counted.requests, 1);
    assert_int_equal(r.counted.refused, 1);
    assert_non_null(strstr(r.told, "the answer broke off; 19 whole claims were in it"));
    done(&r);
}

TEST(a_broken_claim_is_counted_and_the_others_are_kept)
{
    reading r;
    assert_string_equal(claims_by(&r, "broken"), SECOND "\n" THIRD);
    assert_int_equal(r.counted.refused, 1);
    assert_non_null(strstr(r.told, "sentences 1 to 5: the answer has broken claims; 2 whole claims were in it"));
    done(&r);
}

TEST(an_answer_that_breaks_off_gives_what_was_whole)
{
    reading r;
    assert_string_equal(claims_by(&r, "truncated"), FIRST "\n" SECOND);
    assert_int_equal(r.counted.refused, 1);
    assert_non_null(strstr(r.told, "the answer broke off"));
    done(&r);
}

TEST(a_line_that_breaks_is_tried_again_and_then_gives_what_was_whole)
{
    reading r;
    assert_string_equal(claims_by(&r, "torn"), FIRST "\n" SECOND);
    assert_int_equal(r.counted.refused, 1);
    done(&r);
}

/* ---- lies ---- */

TEST(words_that_are_not_in_the_report_are_refused_and_counted)
{
    reading r;
    assert_string_equal(claims_by(&r, "lying"), FIRST);
    assert_int_equal(r.counted.claims, 1);
    assert_int_equal(r.counted.refused, 9);
    assert_int_equal(r.records.party_count, 2);  /* none of a claim that was refused */
    assert_int_equal(r.records.incident_count, 1);
    static const char *const lies[] = { "claim 1: ", "Ruritania", "masterminded", "Lissenian spies", "sinking of the ferry", "probably", "revealed", "wiretap",
                                        "invented", "claim 9: names no sentence" };
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++)
        if (!strstr(r.told, lies[i])) fail_msg("%s is not in %s", lies[i], r.told);
    done(&r);
}

TEST(a_wrong_sentence_number_is_put_right_and_the_same_claim_is_one)
{
    reading r;
    assert_string_equal(claims_by(&r, "miscounting"), FIRST);
    assert_int_equal(r.counted.refused, 1);
    assert_non_null(strstr(r.told, "claim 3: has no party"));
    done(&r);
}

/* ---- endpoints in trouble ---- */

TEST(a_busy_endpoint_is_asked_again_when_it_says)
{
    reading r;
    size_t before, after;
    endpoint_last(&before);
    assert_string_equal(claims_by(&r, "busy"), ALL);
    endpoint_last(&after);
    assert_int_equal(after - before, 2);
    done(&r);
}

TEST(nobody_waits_a_day)
{
    size_t before, after;
    endpoint_last(&before);
    expect_error("booked", SAYSO_NO_ANSWER, "429: come back tomorrow");
    endpoint_last(&after);
    assert_int_equal(after - before, 1);
}

TEST(a_server_that_is_starting_is_asked_again)
{
    reading r;
    assert_string_equal(claims_by(&r, "flaky"), ALL);
    done(&r);
}

TEST(a_failing_endpoint_is_given_up_after_three_retries)
{
    size_t before, after;
    endpoint_last(&before);
    expect_error("failing", SAYSO_NO_ANSWER, "answered 500: the model has crashed");
    endpoint_last(&after);
    assert_int_equal(after - before, 4);
}

TEST(a_slow_endpoint_is_not_waited_for_longer_than_said)
{
    reading r;
    prepare(&r, "slow");
    r.o.timeout_s = 1;
    assert_int_equal(go(&r), SAYSO_NO_ANSWER);
    assert_string_equal(r.error.message, "no answer within 1 s");
    done(&r);
}

TEST(nobody_listening_is_an_error_that_names_the_host)
{
    reading r;
    prepare(&r, "good");
    r.o.url = "http://127.0.0.1:1/v1";
    assert_int_equal(go(&r), SAYSO_NO_ANSWER);
    assert_string_equal(r.error.where, "127.0.0.1:1");
    done(&r);
}

TEST(an_answer_over_four_megabytes_is_refused)  { expect_error("huge", SAYSO_TOO_LARGE, "larger than 4194304 bytes"); }
TEST(a_page_is_no_answer)                       { expect_error("page", SAYSO_NO_ANSWER, "no chat completion but text/html"); }
TEST(a_model_that_only_thinks_gives_no_list)    { expect_error("speechless", SAYSO_NO_ANSWER, "no list of claims"); }
TEST(an_error_may_come_as_200)                  { expect_error("polite", SAYSO_NO_ANSWER, "answered 200: no provider for this model"); }
TEST(an_error_may_be_fastapi_s)                 { expect_error("fastapi", SAYSO_NO_ANSWER, "answered 422: Field required"); }
TEST(an_error_may_stand_in_a_list)              { expect_error("gemini", SAYSO_NO_ANSWER, "answered 400: API key not valid"); }
TEST(what_is_wrong_is_said_rather_than_what_the_other_form_met) { expect_error("particular", SAYSO_NO_ANSWER, "answered 404: The model m does not exist"); }
TEST(talk_without_claims_is_no_answer)          { expect_error("chatty", SAYSO_NO_ANSWER, "no list of claims"); }
TEST(an_unknown_path_is_an_error)               { expect_error("nowhere", SAYSO_NO_ANSWER, "answered 404: no such path"); }

TEST(a_redirection_is_not_followed)
{
    size_t before, after;
    endpoint_last(&before);
    expect_error("elsewhere", SAYSO_NO_ANSWER, "sends on to localhost:");
    endpoint_last(&after);
    assert_int_equal(after - before, 1);
}

TEST(no_message_shows_the_key)
{
    reading r;
    prepare(&r, "denied");
    r.o.key = "sk-secret-0815";
    assert_int_equal(go(&r), SAYSO_NO_ANSWER);
    assert_string_equal(r.error.message, "answered 401 (is the key right?): Incorrect API key: [key]");
    assert_null(strstr(r.told, "secret"));
    done(&r);
    prepare(&r, "good");
    r.o.key = "sk-secret\r\nHost: elsewhere";
    assert_int_equal(go(&r), SAYSO_BAD_CALL);
    assert_null(strstr(r.error.message, "secret"));
    done(&r);
}

/* ---- addresses and names ---- */

TEST(only_http_addresses_without_passwords_will_do)
{
    sayso_error e;
    say_arena *arena = say_base_arena(&e);
    assert_string_equal(say_via_host("https://api.example.com/v1", arena, &e), "api.example.com");
    assert_string_equal(say_via_host("http://[::1]:8080", arena, &e), "[::1]:8080");
    static const char *const bad[] = { "", "127.0.0.1:8080/v1", "file:///etc/passwd", "ftp://host/v1", "http://", "http://me:word@host/v1", "http://me@host/", "gopher://x" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (say_via_host(bad[i], arena, &e)) fail_msg("%s is taken", bad[i]);
        assert_int_equal(e.code, SAYSO_BAD_CALL);
        assert_null(strstr(e.message, "word@"));
    }
    say_base_arena_close(arena);
}

TEST(the_path_may_be_given_in_part_or_whole)
{
    static const char *const ends[] = { "", "/", "/chat/completions", "/chat/completions/", "/chat/completions?version=1" };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        reading r;
        prepare(&r, "good");
        strcat(r.url, ends[i]);
        if (go(&r)) fail_msg("%s: %s", ends[i], r.error.message);
        assert_int_equal(r.counted.claims, 3);
        done(&r);
    }
    size_t count;
    expect_error("", SAYSO_NO_ANSWER, "404");    /* "//v1" */
    reading r;
    prepare(&r, "good");
    *strstr(r.url, "/good") = '\0';
    assert_int_equal(go(&r), SAYSO_NO_ANSWER);   /* a bare host wants its /v1 */
    assert_non_null(strstr(endpoint_last(&count), "\"/v1/chat/completions\""));
    done(&r);
}

static void *read_in_thread(void *r) { return go(r) || ((reading *)r)->counted.claims != 3 ? r : NULL; }

TEST(threads_may_read_at_the_same_time)
{
    enum { THREADS = 4 };
    static reading r[THREADS];
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        prepare(&r[i], "good");
        assert_int_equal(pthread_create(&threads[i], NULL, read_in_thread, &r[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        void *trouble;
        pthread_join(threads[i], &trouble);
        assert_null(trouble);
        done(&r[i]);
    }
}

TEST(the_maker_is_the_model_and_the_prompt)
{
    sayso_error e;
    say_arena *arena = say_base_arena(&e);
    assert_string_equal(say_via_maker("smol", "abc", arena, &e), "via smol prompt-ba7816bf");
    say_base_arena_close(arena);
}

TEST(a_call_without_model_or_prompt_is_refused)
{
    reading r;
    prepare(&r, "good");
    r.o.model = "";
    assert_int_equal(go(&r), SAYSO_BAD_CALL);
    done(&r);
    prepare(&r, "good");
    r.o.prompt = NULL;
    assert_int_equal(go(&r), SAYSO_BAD_CALL);
    done(&r);
    prepare(&r, "good");
    r.o.schema_form = "yaml";
    assert_int_equal(go(&r), SAYSO_BAD_CALL);
    done(&r);
}

static bool read_once(void *part)
{
    reading r;
    prepare(&r, part);
    sayso_code code = go(&r);
    bool fine = !code && r.counted.claims > 0;
    if (code && code != SAYSO_NO_MEMORY) fail_msg("%d %s: %s", (int)code, r.error.where, r.error.message);
    done(&r);
    return fine;
}

TEST(every_allocation_may_fail)
{
    assert_true(fault_every(FAULT_ALLOCATION, read_once, "good") > 5);
    assert_true(fault_every(FAULT_ALLOCATION, read_once, "truncated") > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(a_good_model_is_taken_at_its_word),                       PROVE(a_holder_or_incident_named_in_another_sentence_is_found_there),
        PROVE(the_same_answer_gives_the_same_records),                  PROVE(with_tables_the_words_get_their_values),
        PROVE(with_tables_a_party_stands_under_its_state),
        PROVE(no_claims_is_an_answer),                                  PROVE(a_text_without_sentences_is_asked_nothing),
        PROVE(a_request_has_the_sentences_the_schema_and_temperature_0), PROVE(without_a_key_none_is_sent),
        PROVE(a_long_report_goes_out_in_several_requests_of_whole_sentences), PROVE(llama_cpp_s_python_server_is_asked_in_its_own_form),
        PROVE(a_model_with_little_room_is_asked_for_half_at_a_time),    PROVE(room_that_the_answer_takes_away_is_given_back),
        PROVE(a_sentence_that_is_too_long_alone_costs_itself),          PROVE(the_schema_holds_in_a_converter_that_overlooks_an_enum_beside_a_list_of_types),
        PROVE(an_answer_in_parts_is_that_which_is_text),                PROVE(after_an_answer_that_came_some_way_the_rest_is_asked_for),
        PROVE(a_model_that_talks_without_end_is_asked_once),            PROVE(a_model_that_only_thinks_gives_no_list),
        PROVE(an_error_may_come_as_200),                                PROVE(an_error_may_be_fastapi_s),
        PROVE(an_error_may_stand_in_a_list),                            PROVE(what_is_wrong_is_said_rather_than_what_the_other_form_met),
        PROVE(a_broken_claim_is_counted_and_the_others_are_kept),
        PROVE(an_answer_that_breaks_off_gives_what_was_whole),          PROVE(a_line_that_breaks_is_tried_again_and_then_gives_what_was_whole),
        PROVE(words_that_are_not_in_the_report_are_refused_and_counted), PROVE(a_wrong_sentence_number_is_put_right_and_the_same_claim_is_one),
        PROVE(a_busy_endpoint_is_asked_again_when_it_says),             PROVE(nobody_waits_a_day),
        PROVE(a_server_that_is_starting_is_asked_again),                PROVE(a_failing_endpoint_is_given_up_after_three_retries),
        PROVE(a_slow_endpoint_is_not_waited_for_longer_than_said),      PROVE(nobody_listening_is_an_error_that_names_the_host),
        PROVE(an_answer_over_four_megabytes_is_refused),                PROVE(a_page_is_no_answer),
        PROVE(talk_without_claims_is_no_answer),                        PROVE(an_unknown_path_is_an_error),
        PROVE(a_redirection_is_not_followed),                           PROVE(no_message_shows_the_key),
        PROVE(only_http_addresses_without_passwords_will_do),           PROVE(the_path_may_be_given_in_part_or_whole),
        PROVE(the_maker_is_the_model_and_the_prompt),                   PROVE(a_call_without_model_or_prompt_is_refused),
        PROVE(threads_may_read_at_the_same_time),                       PROVE(every_allocation_may_fail) };
    return cmocka_run_group_tests(tests, endpoint_start, endpoint_stop);
}
