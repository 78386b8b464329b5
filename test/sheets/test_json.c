#include "support/prove.h"
#include "support/records.h"

#include "sheets/json.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

enum { JSON_ROOM = 1 << 17 };
typedef struct { char at[JSON_ROOM]; size_t size; } written;
static written box;

static int write_into(void *to, const char *bytes, size_t size)
{
    written *w = to;
    assert_true(w->size + size < sizeof w->at);
    memcpy(w->at + w->size, bytes, size);
    w->size += size;
    w->at[w->size] = 0;
    return 0;
}

static sayso_sink sink(void)
{
    box.size = 0;
    box.at[0] = 0;
    return (sayso_sink){ write_into, &box };
}

static json_t *parsed(void)
{
    json_error_t error;
    json_t *json = json_loadb(box.at, box.size, JSON_REJECT_DUPLICATES, &error);
    if (!json) fail_msg("%s at %d", error.text, error.position);
    assert_ptr_equal(strchr(box.at, '\n'), box.at + box.size - 1);
    return json;
}

static const char *text_at(json_t *json, const char *key) { return json_string_value(json_object_get(json, key)); }

/* ---- the writer ---- */

TEST(strings_come_out_as_valid_utf8_whatever_goes_in)
{
    static const char raw[] = "a\"b\\c\nd\001e\177f\xff\xc3g\xed\xa0\x80 ü 漢 😀\0h";
    say_json json = { .comma = false };
    say_sheets_start(&json.out, sink(), NULL);
    say_sheets_open(&json, NULL, '[');
    say_sheets_string(&json, NULL, (say_str){ raw, sizeof raw - 1 });
    say_sheets_close(&json, ']');
    assert_int_equal(say_sheets_finish(&json.out), SAYSO_OK);
    assert_string_equal(box.at, "[\"a\\\"b\\\\c\\nd\\u0001e\\u007ff��g��� ü 漢 😀\\u0000h\"]");
}

TEST(numbers_are_short_and_know_no_locale)
{
    static const struct { double value; int digits; const char *expected; } cases[] = {
        { 0, 4, "0" }, { 1, 4, "1" }, { .5, 4, "0.5" }, { .12345, 4, "0.1235" }, { .00004, 4, "0" }, { -2.25, 2, "-2.25" },
        { 99.999, 2, "100" }, { 20, 2, "20" }, { 1.0 / 0.0, 2, "0" }, { .05, 2, "0.05" } };
    setlocale(LC_ALL, "de_DE.UTF-8");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        say_out out;
        say_sheets_start(&out, sink(), NULL);
        say_sheets_number(&out, cases[i].value, cases[i].digits);
        say_sheets_finish(&out);
        assert_string_equal(box.at, cases[i].expected);
    }
    setlocale(LC_ALL, "C");
}

/* ---- a report ---- */

/* Every object with from, to and words has the words of the text. */
static size_t check_passages(json_t *json, const sayso_records *r)
{
    size_t count = 0, i;
    const char *key;
    json_t *value;
    json_t *from = json_object_get(json, "from");
    if (from) {
        size_t start = (size_t)json_integer_value(from), end = (size_t)json_integer_value(json_object_get(json, "to"));
        assert_true(start < end && end <= r->text_size);
        assert_memory_equal(text_at(json, "words"), r->text + start, end - start);
        assert_int_equal(json_string_length(json_object_get(json, "words")), end - start);
        return 1;
    }
    json_object_foreach(json, key, value) count += check_passages(value, r);
    json_array_foreach(json, i, value) count += check_passages(value, r);
    return count;
}

TEST(a_report_is_one_line_with_every_passage_in_the_words_of_the_text)
{
    const sayso_records *r = reference_records();
    assert_int_equal(sayso_records_json(r, sink(), NULL), SAYSO_OK);
    json_t *json = parsed();
    assert_string_equal(text_at(json, "schema"), "sayso-report/1");
    assert_int_equal(json_array_size(json_object_get(json, "claims")), REFERENCE_CLAIMS);
    assert_int_equal(json_array_size(json_object_get(json, "statements")), REFERENCE_STATEMENTS);
    assert_int_equal(json_array_size(json_object_get(json, "sentences")), 16);
    assert_true(check_passages(json, r) > 100);
    json_decref(json);
}

TEST(a_claim_keeps_phrase_number_confidence_and_probability_apart)
{
    assert_int_equal(sayso_records_json(reference_records(), sink(), NULL), SAYSO_OK);
    json_t *json = parsed(), *claims = json_object_get(json, "claims");
    json_t *first = json_array_get(claims, 0), *likelihood = json_object_get(first, "likelihood");
    assert_string_equal(text_at(likelihood, "phrase"), "may have been");
    assert_string_equal(text_at(likelihood, "reading"), "press");
    assert_int_equal(json_integer_value(json_object_get(likelihood, "low")), 20);
    assert_true(json_is_null(json_object_get(first, "confidence")));
    assert_true(json_real_value(json_object_get(first, "probability")) > .89);
    json_t *unclear = json_object_get(json_array_get(claims, 1), "likelihood");
    assert_null(json_object_get(unclear, "low"));
    json_t *low = json_array_get(claims, 9);
    assert_string_equal(text_at(low, "confidence"), "low");
    assert_true(json_is_null(json_object_get(low, "likelihood")));
    json_decref(json);
}

TEST(a_sheet_says_what_was_computed)
{
    const sayso_records *r = reference_records();
    assert_int_equal(sayso_sheet_json(r, 0, sink(), NULL), SAYSO_OK);
    json_t *json = parsed();
    assert_string_equal(text_at(json, "schema"), "sayso-sheet/1");
    assert_int_equal(json_array_size(json_object_get(json, "claims")), 11);
    assert_int_equal(json_array_size(json_object_get(json, "open")), 3);
    json_t *hypotheses = json_object_get(json, "hypotheses"), *h;
    size_t i, rivals = 0;
    json_array_foreach(hypotheses, i, h) {
        json_t *list = json_object_get(h, "rivals"), *rival;
        size_t j;
        rivals += json_array_size(list);
        json_array_foreach(list, j, rival) assert_true((size_t)json_integer_value(rival) < json_array_size(hypotheses));
    }
    assert_int_equal(rivals, 8);
    check_passages(json, r);
    json_decref(json);
}

TEST(sentences_are_a_list_of_their_words)
{
    assert_int_equal(sayso_records_sentences(reference_records(), sink(), NULL), SAYSO_OK);
    json_t *json = parsed();
    assert_int_equal(json_array_size(json), 16);
    assert_string_equal(json_string_value(json_array_get(json, 4)),
                        "The New York Times said that some officials believe that Zelensky was not aware.");
    json_decref(json);
}

/* ---- the WHO form ---- */

/* What a reader of the form does with a word entry: docs/schema.md, "Words". */
static bool alike_at(const char *text, const char *words, size_t i) { return strncmp(text + i, words, strlen(words)) == 0; }
static bool alnum(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

static long looked_up(const char *text, const char *entry)
{
    char words[64];
    size_t length = strlen(entry), all[64], whole[64], n = 1, alls = 0, wholes = 0;
    memcpy(words, entry, length + 1);
    if (length > 2 && words[length - 2] == '#') {
        n = (size_t)(words[length - 1] - '0');
        words[length -= 2] = 0;
    }
    for (size_t i = 0; i + length <= strlen(text); i++) {
        if (!alike_at(text, words, i)) continue;
        all[alls++] = i;
        bool cut = (i > 0 && alnum(text[i - 1]) && alnum(words[0])) || (alnum(text[i + length]) && alnum(words[length - 1]));
        if (!cut) whole[wholes++] = i;
    }
    if (n == 1 && wholes) return (long)whole[0];
    bool in = false;
    for (size_t i = 0; i < wholes && n <= alls; i++) in |= whole[i] == all[n - 1];
    if (in) return (long)all[n - 1];
    return n <= wholes ? (long)whole[n - 1] : -1;
}

static void try_words(const char *text, size_t from, size_t to)
{
    sayso_passage sentence = { 0, strlen(text) };
    sayso_party party = { .name = "x", .part_of = SAYSO_NONE };
    sayso_incident incident = { .name = "x", .kind = "other" };
    sayso_claim claim = { .id = "c-1", .superseded_by = SAYSO_NONE, .trigger = { from, to }, .held = "" };
    sayso_records r = { .doc = "d", .text = text, .text_size = strlen(text), .sentences = &sentence, .sentence_count = 1,
        .parties = &party, .party_count = 1, .incidents = &incident, .incident_count = 1, .claims = &claim, .claim_count = 1 };
    assert_int_equal(sayso_records_who(&r, sink(), NULL), SAYSO_OK);
    json_t *json = parsed();
    json_t *words = json_object_get(json_array_get(json_object_get(json, "claims"), 0), "words");
    const char *entry = text_at(words, "trigger");
    assert_non_null(entry);
    long at = looked_up(text, entry);
    size_t length = strlen(entry) - (strlen(entry) > 2 && entry[strlen(entry) - 2] == '#' ? 2 : 0);
    if (!(at >= 0 && (size_t)at <= from && (size_t)at + length >= to))
        fail_msg("“%s” of “%s” leads to %ld, not %zu", entry, text, at, from);
    json_decref(json);
}

TEST(every_word_entry_leads_back_to_its_words)
{
    unsigned seed = 7;
    char text[40];
    for (int round = 0; round < 400; round++) {
        for (size_t i = 0; i < sizeof text - 1; i++) text[i] = "aab  "[(seed = seed * 1103515245u + 12345u) >> 16 & 3];
        text[sizeof text - 1] = 0;
        for (size_t from = 0; from + 1 < sizeof text; from++) {
            if (text[from] == ' ' || (from > 0 && text[from - 1] != ' ')) continue;
            size_t to = from;
            while (text[to] && text[to] != ' ') to++;
            try_words(text, from, to);
        }
    }
}

TEST(the_tenth_of_many_equal_words_is_found_by_its_neighbours)
{
    const char *text = "no no no no no no no no no no, no yes no no";
    for (size_t from = 0; from < strlen(text); from++)
        if (text[from] == 'n') try_words(text, from, from + 2);
}

TEST(the_who_form_has_the_words_of_the_reference)
{
    assert_int_equal(sayso_records_who(reference_records(), sink(), NULL), SAYSO_OK);
    json_t *json = parsed(), *claims = json_object_get(json, "claims");
    assert_int_equal(json_array_size(claims), REFERENCE_CLAIMS);
    json_t *kyiv = json_array_get(claims, 5), *words = json_object_get(kyiv, "words");
    assert_string_equal(json_string_value(json_array_get(json_object_get(words, "basis"), 0)), "overheard#2");
    assert_string_equal(json_string_value(json_array_get(json_object_get(kyiv, "holder"), 2)), "New York Times");
    json_t *believed = json_object_get(json_array_get(claims, 3), "words");
    assert_string_equal(text_at(believed, "incident"), "@4:operation");
    json_t *open = json_array_get(claims, 16);
    assert_int_equal(json_array_size(json_object_get(open, "holder")), 0);
    assert_true(json_is_null(json_object_get(json_object_get(open, "words"), "cue")));
    assert_string_equal(text_at(json_array_get(json_object_get(json, "incidents"), 0), "date"), "2023-05-03");
    json_decref(json);
}

/* ---- names ---- */

TEST(every_value_has_the_name_of_the_schema_and_no_other_has_one)
{
    assert_string_equal(sayso_role_name(SAYSO_CARRIED_OUT), "carried_out");
    assert_string_equal(sayso_role_name(SAYSO_CAUSE), "cause");
    assert_null(sayso_role_name(SAYSO_ROLES));
    assert_string_equal(sayso_factuality_name(SAYSO_UNCOMMITTED), "U");
    assert_null(sayso_confidence_name(SAYSO_NO_CONFIDENCE));
    assert_string_equal(sayso_basis_name(SAYSO_INFERENCE), "inference");
    assert_string_equal(sayso_stance_name(SAYSO_DISTANCING), "distancing");
    assert_string_equal(sayso_party_kind_name(SAYSO_THING), "thing");
    assert_string_equal(sayso_statement_kind_name(SAYSO_COMMAND), "command");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(strings_come_out_as_valid_utf8_whatever_goes_in),
        PROVE(numbers_are_short_and_know_no_locale),
        PROVE(a_report_is_one_line_with_every_passage_in_the_words_of_the_text),
        PROVE(a_claim_keeps_phrase_number_confidence_and_probability_apart),
        PROVE(a_sheet_says_what_was_computed),
        PROVE(sentences_are_a_list_of_their_words),
        PROVE(every_word_entry_leads_back_to_its_words),
        PROVE(the_tenth_of_many_equal_words_is_found_by_its_neighbours),
        PROVE(the_who_form_has_the_words_of_the_reference),
        PROVE(every_value_has_the_name_of_the_schema_and_no_other_has_one),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
