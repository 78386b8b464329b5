/* Which of the spans found for one argument stay: rules C1 to C4, and how it is widened: W1 to W5. */
#include "support/prove.h"

#include "marks/inside.h"

#include <string.h>

static say_arena *arena;
static say_text   text;
static int open_arena(void **state) { sayso_error e; (void)state; return (arena = say_base_arena(&e)) ? 0 : -1; }
static int close_arena(void **state) { (void)state; say_base_arena_close(arena); return 0; }

static void split(const char *words)
{
    sayso_error e;
    say_doc *doc;
    assert_int_equal(say_doc_open(say_base_str(words), "by-hand", arena, &doc, &e), SAYSO_OK);
    assert_int_equal(say_text_split(doc, arena, &text, &e), SAYSO_OK);
}

/* A span of these words, the first time they stand in the text. */
static void add(say_spans *spans, const char *words, float score)
{
    sayso_error e;
    const char *at = strstr(text.source.at, words);
    assert_non_null(at);
    size_t from = (size_t)(at - text.source.at);
    say_range w = say_text_words_in(&text, (say_range){ from, from + strlen(words) });
    say_span *s = SAY_PUSH(arena, spans, &e);
    *s = (say_span){ w.from, w.to, score, SAYSO_NONE, 1 };
}

/* The words of the spans that stay, with a stroke between. */
static const char *chosen(size_t sentence, say_argument argument, say_spans *spans)
{
    static char out[300];
    say_marks_choose(&text, sentence, argument, spans);
    size_t n = 0;
    out[0] = '\0';
    for (size_t i = 0; i < spans->count; i++) {
        size_t from = text.words[spans->at[i].from].at.from, to = text.words[spans->at[i].to - 1].at.to;
        if (i) out[n++] = '|';
        memcpy(out + n, text.source.at + from, to - from);
        n += to - from;
        out[n] = '\0';
    }
    return out;
}

TEST(words_of_the_triggers_own_sentence_come_first)
{
    split("Tolland fired on the convoy. Hesperia denied that it shelled the lorries.");
    say_spans spans = { 0 };
    add(&spans, "Tolland", 9);
    add(&spans, "Hesperia", 1);
    assert_string_equal(chosen(1, SAY_PARTY, &spans), "Hesperia");
}

TEST(from_other_sentences_the_likeliest_alone_counts)
{
    split("Tolland and Hesperia met. The envoy left. It had shelled the lorries.");
    say_spans spans = { 0 };
    add(&spans, "Tolland", 2);
    add(&spans, "Hesperia", 5);
    add(&spans, "envoy", 1);
    assert_string_equal(chosen(2, SAY_PARTY, &spans), "Hesperia");
}

TEST(who_speaks_in_a_later_sentence_is_no_holder)
{
    split("The envoy spoke. It had shelled the lorries. Hesperia denied another raid.");
    say_spans spans = { 0 };
    add(&spans, "Hesperia", 5);
    assert_string_equal(chosen(1, SAY_HOLDER, &spans), "");
    add(&spans, "The envoy", 1);
    add(&spans, "Hesperia", 5);
    assert_string_equal(chosen(1, SAY_HOLDER, &spans), "The envoy");
}

TEST(a_hedge_is_looked_for_in_the_triggers_sentence_only)
{
    split("It may rain. The navy rammed the ferry, perhaps, and probably meant to.");
    say_spans spans = { 0 };
    add(&spans, "may", 9);
    assert_string_equal(chosen(1, SAY_HEDGE, &spans), "");
    add(&spans, "perhaps", 2);
    add(&spans, "probably", 3);
    assert_string_equal(chosen(1, SAY_HEDGE, &spans), "probably");
}

TEST(coordinated_parties_stay_together)
{
    split("The army blamed Iran, Syria and Hezbollah for the blast.");
    say_spans spans = { 0 };
    add(&spans, "Iran", 3);
    add(&spans, "Syria", 1);
    add(&spans, "Hezbollah", 2);
    assert_string_equal(chosen(0, SAY_PARTY, &spans), "Iran|Syria|Hezbollah");
}

TEST(a_party_that_no_joint_links_to_the_likeliest_falls_away)
{
    split("The rebels told Tolland that Iran and Syria were behind it.");
    say_spans spans = { 0 };
    add(&spans, "Tolland", 4);
    add(&spans, "Iran", 5);
    add(&spans, "Syria", 1);
    assert_string_equal(chosen(0, SAY_PARTY, &spans), "Iran|Syria");
}

TEST(holders_join_over_three_words_and_incidents_over_more)
{
    split("The mayor and the chief of the police said the killing of Adam Lorne and the shelling of the town were linked.");
    say_spans holders = { 0 }, incidents = { 0 };
    add(&holders, "mayor", 2);
    add(&holders, "police", 1);
    assert_string_equal(chosen(0, SAY_HOLDER, &holders), "mayor");
    add(&incidents, "killing", 1);
    add(&incidents, "shelling", 2);
    assert_string_equal(chosen(0, SAY_INCIDENT, &incidents), "killing|shelling");
}

TEST(of_cues_the_likeliest_stays_and_of_bases_all_do)
{
    split("Witnesses said and police confirmed that documents and pictures showed it.");
    say_spans cues = { 0 }, bases = { 0 };
    add(&cues, "said", 1);
    add(&cues, "confirmed", 2);
    assert_string_equal(chosen(0, SAY_CUE, &cues), "confirmed");
    add(&bases, "documents", 1);
    add(&bases, "pictures", 2);
    assert_string_equal(chosen(0, SAY_BASIS, &bases), "documents|pictures");
}

TEST(equal_scores_leave_the_first)
{
    split("It may have been an accident, possibly.");
    say_spans spans = { 0 };
    add(&spans, "may have been", 1);
    add(&spans, "possibly", 1);
    assert_string_equal(chosen(0, SAY_HEDGE, &spans), "may have been");
}

TEST(nothing_found_is_nothing_chosen)
{
    split("Nobody said anything.");
    say_spans spans = { 0 };
    for (int a = 0; a < SAY_ARGUMENTS; a++) assert_string_equal(chosen(0, (say_argument)a, &spans), "");
}

/* What becomes of the span of these words; NULL where nothing is left. */
static const char *widened(const char *sentence, const char *words)
{
    static char out[200];
    split(sentence);
    say_spans spans = { 0 };
    add(&spans, words, 1);
    if (!say_marks_widen(&text, false, &spans.at[0])) return NULL;
    size_t from = text.words[spans.at[0].from].at.from, to = text.words[spans.at[0].to - 1].at.to;
    memcpy(out, text.source.at + from, to - from);
    out[to - from] = '\0';
    return out;
}

TEST(a_span_does_not_end_in_a_word_that_cannot_end_one)
{
    assert_string_equal(widened("Late that night the masked gunman opened fire.", "the"), "the masked gunman");
    assert_string_equal(widened("A spokesperson for the company denied it.", "A spokesperson for"), "A spokesperson for the company");
}

TEST(a_name_is_not_cut)
{
    assert_string_equal(widened("He said Al Qaeda had planned it.", "Al"), "Al Qaeda");
    assert_string_equal(widened("On Monday Gen. Karel Horn denied it.", "Gen"), "Gen. Karel Horn");
    assert_string_equal(widened("It was the work of a U.S. drone.", "U"), "U.S.");
    assert_string_equal(widened("But Edda Lund denied it.", "Lund"), "Edda Lund");
}

TEST(in_a_heading_a_capital_says_nothing_about_names)
{
    assert_string_equal(widened("Tolland Strikes Hesperia After Raid On Convoy", "Tolland"), "Tolland");
}

TEST(signs_at_its_ends_are_no_part_of_a_span)
{
    assert_string_equal(widened("He blamed \"demons\" for it.", "\"demons\""), "demons");
    assert_null(widened("He blamed \"demons\" for it.", "\""));
}

TEST(the_word_that_begins_the_next_clause_is_no_part_of_a_span)
{
    assert_string_equal(widened("It came from officials who knew of it.", "officials who"), "officials");
    assert_string_equal(widened("Sources have said so.", "Sources have"), "Sources");
    assert_string_equal(widened("He asked who did it.", "who"), "who");
    assert_string_equal(widened("Officials told the agency that it burned.", "Officials told the agency"), "Officials");
}

TEST(a_compound_is_not_cut)
{
    static const struct { const char *sentence, *words, *mended; } cases[] = {
        { "She gave the go-ahead on Monday.", "gave the go", "gave the go-ahead" },
        { "A false-flag-like raid - so it was called.", "false", "false-flag-like" },
        { "It was a raid - a false one.", "raid", "raid" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        split(cases[i].sentence);
        say_spans spans = { 0 };
        add(&spans, cases[i].words, 1);
        say_marks_mend(&text, &spans.at[0]);
        size_t from = text.words[spans.at[0].from].at.from, to = text.words[spans.at[0].to - 1].at.to;
        assert_int_equal(to - from, strlen(cases[i].mended));
        assert_memory_equal(text.source.at + from, cases[i].mended, to - from);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(words_of_the_triggers_own_sentence_come_first),
        PROVE(from_other_sentences_the_likeliest_alone_counts),
        PROVE(who_speaks_in_a_later_sentence_is_no_holder),
        PROVE(a_hedge_is_looked_for_in_the_triggers_sentence_only),
        PROVE(coordinated_parties_stay_together),
        PROVE(a_party_that_no_joint_links_to_the_likeliest_falls_away),
        PROVE(holders_join_over_three_words_and_incidents_over_more),
        PROVE(of_cues_the_likeliest_stays_and_of_bases_all_do),
        PROVE(equal_scores_leave_the_first),
        PROVE(nothing_found_is_nothing_chosen),
        PROVE(a_span_does_not_end_in_a_word_that_cannot_end_one),
        PROVE(a_name_is_not_cut),
        PROVE(a_compound_is_not_cut),
        PROVE(in_a_heading_a_capital_says_nothing_about_names),
        PROVE(signs_at_its_ends_are_no_part_of_a_span),
        PROVE(the_word_that_begins_the_next_clause_is_no_part_of_a_span),
    };
    return cmocka_run_group_tests_name("choose", tests, open_arena, close_arena);
}
