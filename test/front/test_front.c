/* The whole river with the tiny weights: hostile texts, failing allocations, threads, kernels. */
#include "support/fault.h"
#include "support/opened.h"
#include "support/prove.h"

#include "sayso.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sayso_reader *open_as(double least, sayso_error *e)
{
    return sayso_reader_open(&(sayso_options){ "weights/tiny.sayso", "data", NULL, least }, e);
}

static sayso_reader *reader;
static sayso_items *examples;
static sayso_item  *news;                              /* a report in which the tiny weights see claims and statements */

static int open_reader(void **state)
{
    sayso_error e;
    (void)state;
    bool fine = (reader = open_as(0, &e)) && (examples = sayso_items_open("examples/bakery-explosion.txt", NULL, &e));
    return fine && !sayso_items_next(examples, &news, &e) && news ? 0 : -1;
}

static int close_reader(void **state)
{
    (void)state;
    sayso_item_close(news);
    sayso_items_close(examples);
    sayso_reader_close(reader);
    return 0;
}

/* ---- what holds of every record ---- */

static const sayso_records *seen;

static void passage_holds(sayso_passage p)
{
    const unsigned char *text = (const unsigned char *)seen->text;
    assert_true(p.from <= p.to && p.to <= seen->text_size);
    if (p.from < p.to) assert_true((text[p.from] & 0xC0) != 0x80 && (text[p.to] & 0xC0) != 0x80);      /* the text ends in a NUL */
}

static void chain_holds(const sayso_link *chain, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_true(chain[i].name && (chain[i].party == SAYSO_NONE || chain[i].party < seen->party_count));
        passage_holds(chain[i].source);
        passage_holds(chain[i].cue);
        for (size_t g = 0; g < chain[i].ground_count; g++) passage_holds(chain[i].grounds[g].at);
    }
}

static void claim_holds(const sayso_claim *c)
{
    const sayso_passage passages[] = { c->trigger, c->mention, c->incident_at, c->hedge, c->confidence_at, c->note, c->missing, c->ended_by };
    for (size_t i = 0; i < sizeof passages / sizeof *passages; i++) passage_holds(passages[i]);
    assert_true(c->trigger.from < c->trigger.to);
    assert_true(c->incident < seen->incident_count && c->party < seen->party_count && c->sentence < seen->sentence_count);
    assert_true(c->role < SAYSO_ROLES && c->factuality < SAYSO_FACTUALITIES && c->confidence < SAYSO_CONFIDENCES);
    assert_true(c->superseded_by == SAYSO_NONE || c->superseded_by < seen->claim_count);
    assert_true(c->probability >= 0 && c->probability <= 1);
    if (c->likelihood.reading) assert_true(c->likelihood.phrase && c->likelihood.low <= c->likelihood.high);
    chain_holds(c->chain, c->chain_count);
}

static void records_hold(const sayso_records *r)
{
    seen = r;
    assert_int_equal(strlen(r->hash), 64);
    assert_int_equal(r->text[r->text_size], '\0');
    for (size_t i = 0; i < r->sentence_count; i++) {
        passage_holds(r->sentences[i]);
        assert_true(r->sentences[i].from < r->sentences[i].to && (!i || r->sentences[i - 1].to <= r->sentences[i].from));
    }
    for (size_t i = 0; i < r->party_count; i++) {
        passage_holds(r->parties[i].at);
        size_t steps = 0;
        for (size_t p = r->parties[i].part_of; p != SAYSO_NONE; p = r->parties[p].part_of) assert_true(p < r->party_count && ++steps <= r->party_count);
    }
    for (size_t i = 0; i < r->incident_count; i++) {
        passage_holds(r->incidents[i].at);
        passage_holds(r->incidents[i].date_at);
        passage_holds(r->incidents[i].place_at);
        assert_true(r->incidents[i].sentence < r->sentence_count);
    }
    for (size_t i = 0; i < r->claim_count; i++) claim_holds(&r->claims[i]);
    for (size_t i = 0; i < r->statement_count; i++) {
        passage_holds(r->statements[i].content);
        chain_holds(r->statements[i].chain, r->statements[i].chain_count);
        assert_true(r->statements[i].incident == SAYSO_NONE || r->statements[i].incident < r->incident_count);
    }
}

/* ---- the same as bytes ---- */

typedef struct { char *bytes; size_t size, room; } memory;

static int to_memory(void *to, const char *bytes, size_t size)
{
    memory *m = to;
    while (m->room - m->size < size) m->bytes = realloc(m->bytes, m->room = m->room ? 2 * m->room : 1 << 16);
    memcpy(m->bytes + m->size, bytes, size);
    m->size += size;
    return 0;
}

/* The text as one line of JSON, its records checked on the way. */
static memory json_of(const sayso_reader *with, const sayso_item *item)
{
    memory m = { NULL, 0, 0 };
    sayso_error e;
    sayso_report *report = opened_and_read(with, item, &e);
    if (!report) fail_msg("%s: %s", e.where, e.message);
    records_hold(sayso_report_records(report));
    assert_int_equal(sayso_records_json(sayso_report_records(report), (sayso_sink){ to_memory, &m }, &e), SAYSO_OK);
    sayso_report_close(report);
    return m;
}

static void assert_read(const char *text, size_t size)
{
    free(json_of(reader, &(sayso_item){ .doc = "hostile", .bytes = text, .size = size }).bytes);
}

static void assert_same(memory a, memory b)
{
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.bytes, b.bytes, a.size);
}

#if defined __SANITIZE_THREAD__ || defined __SANITIZE_ADDRESS__
enum { SHARE = 3 };                                    /* the sanitizers read a third of what costs many pieces */
#else
enum { SHARE = 1 };
#endif

/* `unit` over and over, `size` bytes at most. */
static char *many(const char *unit, size_t size, size_t *made)
{
    size_t n = strlen(unit);
    char *text = malloc(size + 1);
    for (*made = 0; *made + n <= size; *made += n) memcpy(text + *made, unit, n);
    text[*made] = '\0';
    return text;
}

static void assert_many_read(const char *unit, size_t size)
{
    size_t made;
    char *text = many(unit, size, &made);
    assert_read(text, made);
    free(text);
}

/* ---- hostile texts ---- */

TEST(an_empty_text_is_a_report_without_claims)
{
    sayso_error e;
    sayso_report *report = opened_and_read(reader, &(sayso_item){ .doc = "empty", .bytes = "" }, &e);
    assert_non_null(report);
    const sayso_records *r = sayso_report_records(report);
    records_hold(r);
    assert_string_equal(r->doc, "empty");
    assert_true(!r->sentence_count && !r->claim_count && !r->party_count && !r->text_size);
    sayso_report_close(report);
}

TEST(white_space_alone_is_a_report_without_claims)
{
    assert_read(" ", 1);
    assert_read("\n\r\n\t \xC2\xA0\xE2\x80\xA8\n", 11);
    assert_many_read(" \n", SAYSO_MAX_TEXT);
}

TEST(a_text_of_the_largest_size_is_read_and_one_byte_more_is_refused)
{
    size_t made;
    char *text = many("a", SAYSO_MAX_TEXT, &made);
    assert_read(text, SAYSO_MAX_TEXT);                 /* one word of 4 MB */
    sayso_error e = { .code = SAYSO_OK };
    assert_null(opened_and_read(reader, &(sayso_item){ .doc = "big", .bytes = text, .size = SAYSO_MAX_TEXT + 1 }, &e));
    assert_int_equal(e.code, SAYSO_TOO_LARGE);
    assert_string_equal(e.where, "big");
    assert_true(e.message[0]);
    free(text);
}

TEST(nuls_are_read_as_what_they_are_not)
{
    static const char text[] = "Police\0 said\0\0 the army \0fired on Monday.\0";
    assert_read(text, sizeof text);
    char nuls[3000] = { 0 };
    assert_read(nuls, sizeof nuls);
}

TEST(bytes_that_are_no_utf8_are_read)
{
    static const char *const texts[] = {
        "\xFF\xFE\xFD police said", "said \xC3", "said \xE2\x80", "\xF0\x9F\x98 army fired", "\xED\xA0\x80 \xED\xBF\xBF said", "\xC0\xAF\xC1\x81 said",
        "\xF4\x90\x80\x80 fired", "army \x80\x80\x80 said the \xBF attack", "\xEF\xBB\xBFPolice said the army fired.",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) assert_read(texts[i], strlen(texts[i]));
    char noise[3000];
    uint32_t seed = 3;
    for (size_t i = 0; i < sizeof noise; i++) {
        seed = seed * 1664525u + 1013904223u;
        noise[i] = (char)(seed >> 24);
    }
    for (size_t n = 0; n < sizeof noise; n += 997) assert_read(noise + n, sizeof noise - n);
}

TEST(ten_thousand_nested_quotes_are_read)
{
    static const char *const pairs[][2] = { { "\xE2\x80\x9C", "\xE2\x80\x9D" }, { "\"", "\"" }, { "(", ")" }, { "\xE2\x80\x98he said ", "\xE2\x80\x99" } };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        size_t open, close, depth = i == 3 ? 2000 : 10000;
        char *first = many(pairs[i][0], depth * strlen(pairs[i][0]), &open), *last = many(pairs[i][1], depth * strlen(pairs[i][1]), &close);
        char *text = malloc(open + close + 40);
        int n = sprintf(text, "%s Police said the army fired. %s", first, last);
        assert_read(text, (size_t)n);
        free(first); free(last); free(text);
    }
}

TEST(a_text_without_spaces_is_read)
{
    assert_many_read("policesaidthearmyfired", 100000);
    assert_many_read("ab\xE4\xBA\xBA", 40000 / SHARE);         /* the last a word piece of its own */
}

TEST(punctuation_alone_is_read)
{
    assert_many_read("!?.,;:-()[]\"'", 7000 / SHARE);
    assert_many_read("... ", 12000 / SHARE);
}

TEST(emoji_and_joined_signs_are_read)
{
    assert_many_read("\xF0\x9F\x98\x80", 12000 / SHARE);
    assert_many_read("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x92 said e\xCC\x81\xE2\x80\x8B fired ", 6000 / SHARE);
}

TEST(sentences_of_one_word_are_read)
{
    assert_many_read("Fired. ", 14000 / SHARE);
    assert_many_read("oh\n", 9000 / SHARE);
}

TEST(ten_thousand_capitals_in_a_row_are_read)
{
    assert_many_read("Katya Lorne of the Ministry ", 28000 / SHARE);
}

TEST(the_same_news_again_and_again_in_one_line_is_read)
{
    size_t made;
    char *text = many(news->bytes, 9000, &made);
    for (size_t i = 0; i < made; i++) if (text[i] == '\n') text[i] = ' ';
    assert_read(text, made);
    free(text);
}

/* ---- what fails ---- */

static bool attempt_reading(void *with)
{
    sayso_error e = { .code = SAYSO_OK };
    sayso_report *report = opened_and_read(with, news, &e);
    bool fine = report != NULL;
    assert_true(fine == (e.code == SAYSO_OK));
    if (!fine) assert_true(e.code == SAYSO_NO_MEMORY && e.message[0]);
    sayso_report_close(report);
    return fine;
}

static bool attempt_opening(void *with)
{
    sayso_error e = { .code = SAYSO_OK };
    sayso_reader *r = open_as(-1, &e);
    (void)with;
    bool fine = r != NULL;
    assert_true(fine == (e.code == SAYSO_OK));
    if (!fine) assert_true(e.message[0]);
    sayso_reader_close(r);
    return fine;
}

/* Fails the first calls one after another, then every `stride`th. */
static size_t strides(bool (*attempt)(void *), void *with, size_t dense, size_t stride)
{
    for (size_t after = 0;; after += after < dense ? 1 : stride) {
        fault_arm(FAULT_ALLOCATION, after);
        bool fine = attempt(with), fired = fault_disarm(FAULT_ALLOCATION);
        if (fired && fine) fail_msg("allocation %zu failed and nobody noticed", after + 1);
        if (!fired && !fine) fail_msg("failed although no allocation did");
        if (!fired) return after;
    }
}

TEST(a_reading_fails_cleanly_at_whichever_allocation)
{
    assert_true(strides(attempt_reading, reader, 100, 41) > 10);
}

TEST(opening_fails_cleanly_at_whichever_allocation)
{
    assert_true(strides(attempt_opening, NULL, 60, 499) > 60);
}

TEST(a_reader_that_cannot_be_opened_says_why)
{
    static const struct { sayso_options options; sayso_code code; } wrong[] = {
        { { "/nowhere", "data", NULL, 0 }, SAYSO_NO_FILE },
        { { "weights/tiny.sayso", "/nowhere", NULL, 0 }, SAYSO_NO_FILE },
        { { "weights/tiny.sayso", "data", "tea leaves", 0 }, SAYSO_BAD_CALL },
        { { "weights/tiny.sayso", "data", "a reading whose name is far too long for one", 0 }, SAYSO_BAD_CALL },
        { { "data/stances.tsv", "data", NULL, 0 }, SAYSO_BAD_WEIGHTS },
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        sayso_error e = { .code = SAYSO_OK };
        assert_null(sayso_reader_open(&wrong[i].options, &e));
        assert_int_equal(e.code, wrong[i].code);
        assert_true(e.message[0]);
    }
    sayso_reader_close(NULL);
    sayso_report_close(NULL);
}

TEST(the_threshold_leaves_out_claims_and_no_sentences)
{
    sayso_error e;
    sayso_reader *strict = open_as(1.1, &e);
    sayso_report *all = opened_and_read(reader, news, &e), *none = opened_and_read(strict, news, &e);
    assert_true(sayso_report_records(all)->claim_count > 0 && sayso_report_records(all)->statement_count > 0);
    assert_int_equal(sayso_report_records(none)->claim_count, 0);
    assert_int_equal(sayso_report_records(all)->sentence_count, sayso_report_records(none)->sentence_count);
    sayso_report_close(all);
    sayso_report_close(none);
    sayso_reader_close(strict);
}

/* ---- the same bytes ---- */

static void *read_in_thread(void *to)
{
    for (int i = 0; i < 3; i++) {
        memory *m = to;
        free(m->bytes);
        *m = json_of(reader, news);
    }
    return NULL;
}

/* Without checks: a failed one may not leave its thread. */
static void *read_plainly(void *to)
{
    memory *m = to;
    sayso_error e;
    for (int i = 0; i < 3; i++) {
        sayso_report *report = opened_and_read(reader, news, &e);
        m->size = 0;
        if (report && sayso_records_json(sayso_report_records(report), (sayso_sink){ to_memory, m }, &e)) m->size = 0;
        sayso_report_close(report);
    }
    return NULL;
}

TEST(two_threads_with_one_reader_give_the_same_bytes)
{
    memory one = { NULL, 0, 0 }, here = { NULL, 0, 0 };
    pthread_t other;
    assert_int_equal(pthread_create(&other, NULL, read_plainly, &one), 0);
    read_in_thread(&here);
    pthread_join(other, NULL);
    assert_true(here.size > 0);
    assert_same(one, here);
    free(one.bytes);
    free(here.bytes);
}

TEST(each_kernel_gives_the_same_bytes)
{
    static const char *const kernels[] = { "plain", "avx2", "vnni" };
    memory wanted = json_of(reader, news);
    size_t tried = 0;
    for (size_t i = 0; i < sizeof kernels / sizeof *kernels; i++) {
        sayso_error e;
        setenv("SAYSO_KERNEL", kernels[i], 1);
        sayso_reader *other = open_as(0, &e);
        unsetenv("SAYSO_KERNEL");
        if (!other) {                                  /* this processor lacks it */
            assert_int_equal(e.code, SAYSO_BAD_CALL);
            continue;
        }
        memory got = json_of(other, news);
        assert_same(wanted, got);
        free(got.bytes);
        sayso_reader_close(other);
        tried++;
    }
    assert_true(tried > 0);
    free(wanted.bytes);
}

TEST(a_report_read_twice_gives_the_same_bytes)
{
    memory once = json_of(reader, news), again = json_of(reader, news);
    assert_same(once, again);
    free(once.bytes);
    free(again.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(an_empty_text_is_a_report_without_claims),
        PROVE(white_space_alone_is_a_report_without_claims),
        PROVE(a_text_of_the_largest_size_is_read_and_one_byte_more_is_refused),
        PROVE(nuls_are_read_as_what_they_are_not),
        PROVE(bytes_that_are_no_utf8_are_read),
        PROVE(ten_thousand_nested_quotes_are_read),
        PROVE(a_text_without_spaces_is_read),
        PROVE(punctuation_alone_is_read),
        PROVE(emoji_and_joined_signs_are_read),
        PROVE(sentences_of_one_word_are_read),
        PROVE(ten_thousand_capitals_in_a_row_are_read),
        PROVE(the_same_news_again_and_again_in_one_line_is_read),
        PROVE(a_reading_fails_cleanly_at_whichever_allocation),
        PROVE(opening_fails_cleanly_at_whichever_allocation),
        PROVE(a_reader_that_cannot_be_opened_says_why),
        PROVE(the_threshold_leaves_out_claims_and_no_sentences),
        PROVE(two_threads_with_one_reader_give_the_same_bytes),
        PROVE(each_kernel_gives_the_same_bytes),
        PROVE(a_report_read_twice_gives_the_same_bytes),
    };
    return cmocka_run_group_tests_name("front", tests, open_reader, close_reader);
}
