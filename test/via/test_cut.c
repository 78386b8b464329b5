/* Claims are cut from the model's words in whatever state these are. */
#include "support/prove.h"

#include "via/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLAIM(n) "{\"sentence\": " #n ", \"role\": \"aware\", \"trigger\": \"knew\", \"basis\": [{\"kind\": \"witness\", \"words\": \"saw {it}\"}]}"

/* "1 3 | 1": the sentences of the claims found, and how many were broken; "list" where a list was seen. */
static const char *cut(const char *words)
{
    static char out[400];
    say_via_cuts cuts;
    size_t n = 0;
    assert_true(say_via_cut(say_base_str(words), &cuts));
    for (size_t i = 0; i < json_array_size(cuts.items) && n < 300; i++)
        n += (size_t)snprintf(out + n, sizeof out - n, "%d ", (int)json_integer_value(json_object_get(json_array_get(cuts.items, i), "sentence")));
    snprintf(out + n, sizeof out - n, "| %zu%s", cuts.broken, cuts.form ? " list" : "");
    json_decref(cuts.items);
    return out;
}

TEST(an_answer_as_asked_for_is_its_list)
{
    assert_string_equal(cut("{\"claims\": [" CLAIM(1) ", " CLAIM(2) "]}"), "1 2 | 0 list");
    assert_string_equal(cut("{\"claims\": []}"), "| 0 list");
    assert_string_equal(cut("[" CLAIM(1) "]"), "1 | 0 list");
    assert_string_equal(cut(CLAIM(7)), "7 | 0");
}

TEST(talk_and_fences_round_it_do_not_matter)
{
    assert_string_equal(cut("Sure! Here:\n```json\n{\"claims\": [" CLAIM(1) "]}\n```\nI hope \"that {helps"), "1 | 0");
    assert_string_equal(cut("```json\n{\"claims\": []}\n```"), "| 0 list");
    assert_string_equal(cut("<think>{\"what\"? Don't</think>{\"claims\":[" CLAIM(1) "," CLAIM(2) "]}"), "1 2 | 0");
}

TEST(an_answer_that_breaks_off_gives_its_whole_claims)
{
    assert_string_equal(cut("{\"claims\": [" CLAIM(1) ", " CLAIM(2) ", {\"sentence\": 3, \"role\": \"awa"), "1 2 | 1");
    assert_string_equal(cut("{\"claims\": [" CLAIM(1) ", "), "1 | 0");
    assert_string_equal(cut("{\"claims\": [{\"sente"), "| 0");
}

TEST(a_broken_claim_costs_itself_alone)
{
    static const char *const bad[] = {
        "{\"sentence\": 2, \"role\": \"aware, \"trigger\": \"knew\"}",          /* a quote is missing */
        "{\"sentence\": 2, \"role\": \"aware\", \"trigger\": \"the \"knew\" word\"}",
        "{\"sentence\": 2, \"role\": \"aware\" \"trigger\": \"knew\"}",
        "{\"sentence\": 2, \"role\": \"aware\", \"trigger\": \"knew\"",          /* a brace is missing */
        "{\"sentence\": 2, \"role\": {\"aware\": \"trigger\"" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char words[1000];
        snprintf(words, sizeof words, "{\"claims\": [%s, %s, %s]}", CLAIM(1), bad[i], CLAIM(3));
        assert_string_equal(cut(words), "1 3 | 1");
    }
}

TEST(an_object_that_is_no_claim_is_none)
{
    assert_string_equal(cut("{\"answer\": 42}"), "| 0");
    assert_string_equal(cut("x {\"kind\": \"witness\", \"words\": \"\"} {\"a\": {}}"), "| 0");
    assert_string_equal(cut(""), "| 0");
    assert_string_equal(cut("42"), "| 0");
    assert_string_equal(cut("\"claims\""), "| 0");
}

TEST(every_beginning_of_an_answer_gives_its_whole_claims)
{
    const char *words = "{\"claims\": [" CLAIM(1) ", " CLAIM(2) "]}";
    const char *first = strstr(words, ", {\"sentence\": 2"), *second = words + strlen(words) - 2;
    for (size_t n = 0; n <= strlen(words); n++) {
        char *part = malloc(n + 1);
        memcpy(part, words, n);
        part[n] = '\0';
        const char *found = cut(part);
        assert_int_equal(strncmp(found, "1 ", 2) == 0, words + n >= first);
        assert_int_equal(strstr(found, "2 ") != NULL, words + n >= second);
        free(part);
    }
}

TEST(only_so_many_claims_are_taken)
{
    size_t room = 600 * sizeof CLAIM(1);
    char *words = malloc(room);
    strcpy(words, "[");
    for (int i = 0; i < 500; i++) strcat(words, i ? "," CLAIM(1) : CLAIM(1));
    strcat(words, "]");
    say_via_cuts cuts;
    assert_true(say_via_cut(say_base_str(words), &cuts));
    assert_int_equal(json_array_size(cuts.items), SAY_VIA_MOST);
    assert_true(cuts.broken > 0);
    json_decref(cuts.items);
    free(words);
}

/* Would take minutes if each brace were tried to the end. */
TEST(half_a_million_braces_are_soon_done_with)
{
    size_t n = SAY_VIA_LARGEST / 8;
    char *words = malloc(n + 1);
    static const char *const fillings[] = { "{", "}", "{\"sentence\"", "{\"", "{}", "[{", "\\\"{" };
    for (size_t f = 0; f < sizeof fillings / sizeof *fillings; f++) {
        for (size_t i = 0; i < n; i++) words[i] = fillings[f][i % strlen(fillings[f])];
        words[n] = '\0';
        say_via_cuts cuts;
        assert_true(say_via_cut((say_str){ words, n }, &cuts));
        assert_int_equal(json_array_size(cuts.items), 0);
        json_decref(cuts.items);
    }
    free(words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(an_answer_as_asked_for_is_its_list),          PROVE(talk_and_fences_round_it_do_not_matter),
        PROVE(an_answer_that_breaks_off_gives_its_whole_claims), PROVE(a_broken_claim_costs_itself_alone),
        PROVE(an_object_that_is_no_claim_is_none),          PROVE(every_beginning_of_an_answer_gives_its_whole_claims),
        PROVE(only_so_many_claims_are_taken),               PROVE(half_a_million_braces_are_soon_done_with) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
