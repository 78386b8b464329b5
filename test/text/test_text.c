#include "support/arena.h"
#include "support/fault.h"
#include "support/prove.h"

#include "text/text.h"

#include <stdlib.h>
#include <string.h>

static say_text split;

static void read_bytes(say_str bytes)
{
    say_doc *doc;
    assert_int_equal(say_doc_open(bytes, "x", arena, &doc, NULL), SAYSO_OK);
    assert_int_equal(say_text_split(doc, arena, &split, NULL), SAYSO_OK);
}

/* Sentences joined by "|", to compare with golden text. */
static const char *sentences_of(const char *text)
{
    read_bytes(say_base_str(text));
    const char *all = "";
    for (size_t i = 0; i < split.sentence_count; i++) {
        say_str s = say_text_sentence(&split, i);
        all = say_base_format(arena, NULL, "%s%s%.*s", all, i ? "|" : "", (int)s.len, s.at);
        assert_non_null(all);
    }
    return all;
}

static const char *words_of(const char *text)
{
    read_bytes(say_base_str(text));
    const char *all = "";
    for (size_t i = 0; i < split.word_count; i++) {
        say_str w = say_text_word(&split, i);
        all = say_base_format(arena, NULL, "%s%s%.*s", all, i ? "|" : "", (int)w.len, w.at);
        assert_non_null(all);
    }
    return all;
}

static void assert_sentences(const char *const (*cases)[2], size_t count)
{
    for (size_t i = 0; i < count; i++) assert_string_equal(sentences_of(cases[i][0]), cases[i][1]);
}

#define SENTENCES(cases) assert_sentences((cases), sizeof(cases) / sizeof *(cases))

/* ---- sentences ---- */

TEST(an_empty_text_has_no_sentences)
{
    static const char *const cases[][2] = { { "", "" }, { " \n\n\t\n", "" }, { "\xC2\xA0", "" } };
    SENTENCES(cases);
}

TEST(a_stop_before_white_space_ends_a_sentence)
{
    static const char *const cases[][2] = {
        { "He left. She stayed.", "He left.|She stayed." },
        { "Who? Nobody! Really.", "Who?|Nobody!|Really." },
        { "No stop at the end", "No stop at the end" },
        { "It rose 3.5 percent. Later it fell.", "It rose 3.5 percent.|Later it fell." },
        { "At example.com he wrote. Then", "At example.com he wrote.|Then" },
        { "Yahoo! is a company. It", "Yahoo! is a company.|It" },
        { "What?! He left.", "What?!|He left." },
        { "Wirklich\xE3\x80\x82 Ja.", "Wirklich\xE3\x80\x82|Ja." },
    };
    SENTENCES(cases);
}

TEST(a_sentence_never_crosses_a_line)
{
    static const char *const cases[][2] = {
        { "A heading\n\nBody text. More", "A heading|Body text.|More" },
        { "one line\nanother line", "one line|another line" },
        { "- a bullet\r\n- another", "- a bullet|- another" },
    };
    SENTENCES(cases);
    sentences_of("Title\n\nOne. Two.\nThree.\n\nFour.");
    assert_int_equal(split.sentence_count, 5);
    const bool opens[] = { true, true, false, false, true };
    for (size_t i = 0; i < 5; i++) assert_int_equal(split.sentences[i].opens_paragraph, opens[i]);
}

TEST(abbreviations_end_no_sentence)
{
    static const char *const cases[][2] = {
        { "Gen. Ramiro Ostos left. He", "Gen. Ramiro Ostos left.|He" },
        { "Mr. and Mrs. Smith met Dr. No. 3 men", "Mr. and Mrs. Smith met Dr. No. 3 men" },
        { "On Jan. 3 they met. On", "On Jan. 3 they met.|On" },
        { "John F. Kennedy spoke. J.K. Rowling wrote.", "John F. Kennedy spoke.|J.K. Rowling wrote." },
        { "The U.S. troops left the U.S. The army stayed.", "The U.S. troops left the U.S.|The army stayed." },
        { "U.S. President Joe Biden", "U.S. President Joe Biden" },
        { "at 9 a.m. local time. At 3 p.m. Police came.", "at 9 a.m. local time.|At 3 p.m.|Police came." },
        { "Acme Inc. said so. It was Acme Inc. Police agreed.", "Acme Inc. said so.|It was Acme Inc.|Police agreed." },
        { "INDIANAPOLIS, Ind. (AP) Police", "INDIANAPOLIS, Ind. (AP) Police" },
        { "e.g. this one", "e.g. this one" },
    };
    SENTENCES(cases);
}

TEST(an_ellipsis_ends_a_sentence_before_a_capital_only)
{
    static const char *const cases[][2] = {
        { "Well ... maybe. So", "Well ... maybe.|So" },
        { "He paused... Then he left.", "He paused...|Then he left." },
        { "He paused\xE2\x80\xA6 then left.", "He paused\xE2\x80\xA6 then left." },
    };
    SENTENCES(cases);
}

TEST(a_quotation_is_one_with_its_sentence)
{
    static const char *const cases[][2] = {
        { "\"He left. He is gone,\" she said. Later", "\"He left. He is gone,\" she said.|Later" },
        { "\xE2\x80\x9CIt was us. We did it.\xE2\x80\x9D He left.", "\xE2\x80\x9CIt was us. We did it.\xE2\x80\x9D|He left." },
        { "He said (it was late. Very.) nothing. So", "He said (it was late. Very.) nothing.|So" },
        { "confidence is \xE2\x80\x9Clow.\xE2\x80\x9D Others", "confidence is \xE2\x80\x9Clow.\xE2\x80\x9D|Others" },
        { "An \"open quote. Next one. Third", "An \"open quote.|Next one.|Third" },
        { "he said.\"This is it.\" Then", "he said.|\"This is it.\"|Then" },
        { "It\xE2\x80\x99s ours. They\xE2\x80\x99re gone.", "It\xE2\x80\x99s ours.|They\xE2\x80\x99re gone." },
    };
    SENTENCES(cases);
}

TEST(a_bare_date_belongs_to_no_sentence)
{
    assert_string_equal(sentences_of(" date 2023-05-25 Officials said so. More."), "Officials said so.|More.");
}

TEST(an_endless_sentence_is_cut_at_spaces_or_between_code_points)
{
    size_t size = 1000000;
    char *bytes = malloc(size);
    assert_non_null(bytes);
    for (size_t i = 0; i < size; i++) bytes[i] = "some words "[i % 11];
    read_bytes((say_str){ bytes, size });
    assert_true(split.sentence_count >= size / SAY_TEXT_LONGEST);
    for (size_t i = 0; i < split.sentence_count; i++) {
        say_range at = split.sentences[i].at;
        assert_true(at.to - at.from <= SAY_TEXT_LONGEST);
        assert_true(at.to == size - 1 || at.to == size || split.source.at[at.to] == ' ');
    }
    for (size_t i = 0; i < size; i++) bytes[i] = "\xE2\x82\xAC"[i % 3];
    read_bytes((say_str){ bytes, size / 3 * 3 });
    for (size_t i = 0; i < split.sentence_count; i++) assert_int_equal((split.sentences[i].at.to - split.sentences[i].at.from) % 3, 0);
    free(bytes);
}

/* 4 MB each: what would be quadratic would not end. */
TEST(hostile_lines_take_time_in_proportion)
{
    static const char *const pieces[] = { "a", ".", "(", "[(", "\"", "(\"a.", "\xE2\x80\x9Cx \xE2\x80\x98 ", "Hi. ", "\xE2\x80\xA6", "' ", "(a b) ) ", "U.S. " };
    char *bytes = malloc(SAYSO_MAX_TEXT);
    assert_non_null(bytes);
    for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
        size_t length = strlen(pieces[p]), size = SAYSO_MAX_TEXT / 8;
        for (size_t i = 0; i < size; i++) bytes[i] = pieces[p][i % length];
        read_bytes((say_str){ bytes, size });
        assert_true(split.sentence_count > 0);
        size_t last = 0;
        for (size_t i = 0; i < split.sentence_count; i++) {
            assert_true(split.sentences[i].at.from >= last && split.sentences[i].at.to > split.sentences[i].at.from);
            last = split.sentences[i].at.to;
        }
    }
    free(bytes);
}

/* ---- words ---- */

TEST(words_are_the_matches_of_the_python_pattern)
{
    /* re.findall(r"\w+|[^\w\s]", s) */
    static const char *const cases[][2] = {
        { "Kyiv's \xE2\x80\x9Clow\xE2\x80\x9D, 3.5%", "Kyiv|'|s|\xE2\x80\x9C|low|\xE2\x80\x9D|,|3|.|5|%" },
        { "false-flag U.S. don't", "false|-|flag|U|.|S|.|don|'|t" },
        { "snake_case \xC3\xA9t\xC3\xA9 \xC2\xB2 \xC2\xBD", "snake_case|\xC3\xA9t\xC3\xA9|\xC2\xB2|\xC2\xBD" },
        { "e\xCC\x81 x", "e|\xCC\x81|x" },                                      /* a combining accent is no \w */
        { "\xE6\x97\xA5\xE6\x9C\xAC \xD9\x83\xD8\xAA", "\xE6\x97\xA5\xE6\x9C\xAC|\xD9\x83\xD8\xAA" },
        { "a\xC2\xA0" "b\xE2\x80\x8B" "c", "a|b|\xE2\x80\x8B|c" },              /* zero width space is no \s */
        { "\xF0\x9F\x98\x80\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80|\xF0\x9F\x98\x80" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) assert_string_equal(words_of(cases[i][0]), cases[i][1]);
}

TEST(words_lie_in_their_sentences)
{
    sentences_of("One two. Three.\n\nFour");
    assert_int_equal(split.word_count, 6);
    for (size_t s = 0; s < split.sentence_count; s++) {
        const say_sentence *at = &split.sentences[s];
        for (size_t w = at->first; w < at->first + at->count; w++) {
            assert_int_equal(split.words[w].sentence, s);
            assert_true(split.words[w].at.from >= at->at.from && split.words[w].at.to <= at->at.to);
        }
    }
    assert_int_equal(split.sentences[2].first + split.sentences[2].count, split.word_count);
}

TEST(words_and_sentences_are_found_by_byte)
{
    sentences_of("One two. Three.");
    say_range all = say_text_words_in(&split, (say_range){ 0, 15 });
    assert_int_equal(all.from, 0);
    assert_int_equal(all.to, 5);
    say_range some = say_text_words_in(&split, (say_range){ 5, 12 });
    assert_int_equal(some.from, 1);
    assert_int_equal(some.to, 4);
    say_range none = say_text_words_in(&split, (say_range){ 15, 20 });
    assert_int_equal(none.from, none.to);
    assert_int_equal(say_text_sentence_at(&split, 0), 0);
    assert_int_equal(say_text_sentence_at(&split, 7), 0);
    assert_true(say_text_sentence_at(&split, 8) == SAYSO_NONE);
    assert_int_equal(say_text_sentence_at(&split, 9), 1);
    assert_true(say_text_sentence_at(&split, 15) == SAYSO_NONE);
    assert_string_equal(say_text_word(&split, 99).at, "");
}

/* ---- case ---- */

TEST(lower_case_is_of_all_scripts)
{
    assert_string_equal(say_text_lower(arena, SAY_STR("KYIV \xC3\x89t\xC3\xA9 \xD0\x9A\xD0\x98\xD0\x87\xD0\x92"), NULL),
                        "kyiv \xC3\xA9t\xC3\xA9 \xD0\xBA\xD0\xB8\xD1\x97\xD0\xB2");
    assert_string_equal(say_text_lower(arena, SAY_STR("Ukraine\xE2\x80\x99s"), NULL), "ukraine's");
    assert_string_equal(say_text_lower(arena, SAY_STR("\xC8\xBA\xFF"), NULL), "\xE2\xB1\xA5\xEF\xBF\xBD");
}

TEST(words_are_the_same_when_their_lower_case_is)
{
    assert_true(say_text_same_fold(SAY_STR("\xC3\x89LYS\xC3\x89" "E"), SAY_STR("\xC3\xA9lys\xC3\xA9" "e")));
    assert_true(say_text_same_fold(SAY_STR("it\xE2\x80\x99s"), SAY_STR("It's")));
    assert_false(say_text_same_fold(SAY_STR("US"), SAY_STR("USA")));
    assert_true(say_text_hash_fold(SAY_STR("\xC3\x89" "A")) == say_text_hash_fold(SAY_STR("\xC3\xA9" "a")));
    assert_true(say_text_hash_fold(SAY_STR("ab")) != say_text_hash_fold(SAY_STR("ba")));
}

TEST(capitals_are_seen)
{
    assert_true(say_text_is_capital(SAY_STR("Kyiv")));
    assert_true(say_text_is_capital(SAY_STR("\xC3\x89lys\xC3\xA9" "e")));
    assert_true(say_text_is_capital(SAY_STR("\"Kyiv")));
    assert_false(say_text_is_capital(SAY_STR("kYIV")));
    assert_false(say_text_is_capital(SAY_STR("3rd")));
    assert_false(say_text_is_capital(SAY_STR("")));
    assert_true(say_text_upper_share(SAY_STR("THE MRTA [GROUP]")) > .99);
    assert_true(say_text_upper_share(SAY_STR("The group")) < .2);
    assert_true(say_text_upper_share(SAY_STR("123")) < .001);
}

static bool split_report(void *unused)
{
    (void)unused;
    sayso_error error = { 0 };
    say_doc *doc;
    say_text text;
    say_arena *own = say_base_arena(&error);
    bool fine = own && !say_doc_open(SAY_STR("One. Two. Three. Four. Five. Six. Seven. Eight. Nine. Ten."), "x", own, &doc, &error)
             && !say_text_split(doc, own, &text, &error) && say_text_lower(own, SAY_STR("ABC"), &error);
    assert_int_equal(error.code, fine ? SAYSO_OK : SAYSO_NO_MEMORY);
    say_base_arena_close(own);
    return fine;
}

TEST(every_allocation_of_a_split_may_fail)
{
    fault_every(FAULT_ALLOCATION, split_report, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(an_empty_text_has_no_sentences),
        PROVE(a_stop_before_white_space_ends_a_sentence),
        PROVE(a_sentence_never_crosses_a_line),
        PROVE(abbreviations_end_no_sentence),
        PROVE(an_ellipsis_ends_a_sentence_before_a_capital_only),
        PROVE(a_quotation_is_one_with_its_sentence),
        PROVE(a_bare_date_belongs_to_no_sentence),
        PROVE(an_endless_sentence_is_cut_at_spaces_or_between_code_points),
        PROVE(hostile_lines_take_time_in_proportion),
        PROVE(words_are_the_matches_of_the_python_pattern),
        PROVE(words_lie_in_their_sentences),
        PROVE(words_and_sentences_are_found_by_byte),
        PROVE(lower_case_is_of_all_scripts),
        PROVE(words_are_the_same_when_their_lower_case_is),
        PROVE(capitals_are_seen),
        PROVE(every_allocation_of_a_split_may_fail),
    };
    return cmocka_run_group_tests_name("text", tests, open_arena, close_arena);
}
