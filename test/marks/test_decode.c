/* Decoding on scores written by hand: spans against a twin that tries every tagging. */
#include "support/prove.h"

#include "marks/inside.h"

#include <string.h>

enum { O, B, I, MOST = 8 };

typedef struct { float scores[MOST * 3]; size_t words[MOST], sentences[MOST], count; bool bounded; float onward; } row;

static say_tags tags_of(const row *r)
{
    return (say_tags){ r->scores, 3, r->words, r->bounded ? r->sentences : NULL, r->count, r->onward };
}

/* A row of one letter a word, which scores 2 where the others score 0; '|' ends a sentence. */
static row spelt(const char *letters)
{
    row r = { .bounded = true };
    size_t sentence = 0;
    for (; *letters; letters++) {
        if (*letters == '|') { sentence++; continue; }
        r.scores[r.count * 3 + (*letters == 'O' ? O : *letters == 'B' ? B : I)] = 2;
        r.words[r.count] = r.count;
        r.sentences[r.count++] = sentence;
    }
    return r;
}

static say_arena *arena;
static int open_arena(void **state) { sayso_error e; (void)state; return (arena = say_base_arena(&e)) ? 0 : -1; }
static int close_arena(void **state) { (void)state; say_base_arena_close(arena); return 0; }

static say_spans spans_of(const row *r)
{
    say_spans spans = { 0 };
    sayso_error e;
    assert_int_equal(say_marks_spans(tags_of(r), arena, &spans, &e), SAYSO_OK);
    return spans;
}

static void assert_span(const say_spans *spans, size_t i, size_t from, size_t to)
{
    assert_true(i < spans->count);
    assert_int_equal(spans->at[i].from, from);
    assert_int_equal(spans->at[i].to, to);
    assert_true(spans->at[i].name == SAYSO_NONE && spans->at[i].name_score >= 1 && spans->at[i].name_score <= 1);
}

/* ---- the twin ---- */

static bool allowed(const row *r, const int *tags)
{
    for (size_t i = 0; i < r->count; i++) {
        if (tags[i] != I) continue;
        if (!i || tags[i - 1] == O || (r->bounded && r->sentences[i] != r->sentences[i - 1])) return false;
    }
    return true;
}

static float worth(const row *r, const int *tags)
{
    float sum = 0;
    for (size_t i = 0; i < r->count; i++) sum += r->scores[i * 3 + (size_t)tags[i]];
    return sum;
}

/* Of equal taggings the one with O before B before I in the last word that they differ in. */
static bool shorter(const row *r, const int *a, const int *b)
{
    for (size_t i = r->count; i-- > 0;) if (a[i] != b[i]) return a[i] < b[i];
    return false;
}

static void best_by_trying(const row *r, int *best)
{
    size_t many = 1;
    for (size_t i = 0; i < r->count; i++) { many *= 3; best[i] = O; }
    for (size_t n = 1; n < many; n++) {
        int tags[MOST];
        size_t left = n;
        for (size_t i = 0; i < r->count; i++, left /= 3) tags[i] = (int)(left % 3);
        if (!allowed(r, tags)) continue;
        float more = worth(r, tags) - worth(r, best);
        if (more > 0 || (!(more < 0) && shorter(r, tags, best))) memcpy(best, tags, sizeof tags);
    }
}

static uint32_t seed = 11;
static uint32_t draw(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

TEST(the_spans_are_those_of_the_best_of_all_taggings)
{
    for (int k = 0; k < 1500; k++) {
        row r = { .count = draw(MOST), .bounded = draw(3) > 0 };
        for (size_t i = 0; i < r.count; i++) {
            r.words[i] = i ? r.words[i - 1] + 1 + draw(2) : draw(5);
            r.sentences[i] = i ? r.sentences[i - 1] + (draw(4) == 0) : 0;
            for (size_t t = 0; t < 3; t++) r.scores[i * 3 + t] = (float)draw(k % 2 ? 4 : 40) / 4 - 2;     /* quarters: sums are exact, ties come up */
        }
        int best[MOST] = { O };
        best_by_trying(&r, best);
        say_spans spans = spans_of(&r);
        size_t found = 0;
        for (size_t i = 0; i < r.count; i++) {
            if (best[i] != B) continue;
            size_t last = i;
            while (last + 1 < r.count && best[last + 1] == I) last++;
            assert_span(&spans, found, r.words[i], r.words[last] + 1);
            assert_true(spans.at[found].score >= r.scores[i * 3 + B] - r.scores[i * 3] && spans.at[found].score <= r.scores[i * 3 + B] - r.scores[i * 3]);
            found++;
        }
        assert_int_equal(spans.count, found);
    }
}

/* ---- the rules, one by one ---- */

TEST(a_span_is_b_and_the_i_that_follow)
{
    row r = spelt("OBIIOBO");
    say_spans spans = spans_of(&r);
    assert_int_equal(spans.count, 2);
    assert_span(&spans, 0, 1, 4);
    assert_span(&spans, 1, 5, 6);
}

TEST(two_spans_may_touch)
{
    row r = spelt("BIBI");
    say_spans spans = spans_of(&r);
    assert_int_equal(spans.count, 2);
    assert_span(&spans, 0, 0, 2);
    assert_span(&spans, 1, 2, 4);
}

TEST(no_span_begins_with_i)
{
    row first = spelt("IOO"), later = spelt("OIO");
    assert_int_equal(spans_of(&first).count, 0);
    assert_int_equal(spans_of(&later).count, 0);
    row two = spelt("OIIIO");                          /* but a run of I is worth the B that it lacks */
    say_spans spans = spans_of(&two);
    assert_int_equal(spans.count, 1);
    assert_span(&spans, 0, 1, 4);
}

TEST(a_span_ends_with_its_sentence)
{
    row r = spelt("OBI|IIO");
    say_spans spans = spans_of(&r);
    assert_int_equal(spans.at[0].to, 3);
    r.bounded = false;                                 /* attributions may cross */
    spans = spans_of(&r);
    assert_int_equal(spans.count, 1);
    assert_span(&spans, 0, 1, 5);
}

TEST(equal_scores_mark_nothing)
{
    row r = { .count = MOST };
    assert_int_equal(spans_of(&r).count, 0);
    row none = { .count = 0 };
    assert_int_equal(spans_of(&none).count, 0);
}

TEST(words_without_a_position_lie_inside_the_span_round_them)
{
    row r = spelt("BIO");
    r.words[0] = 3; r.words[1] = 6; r.words[2] = 7;
    say_spans spans = spans_of(&r);
    assert_span(&spans, 0, 3, 7);
}

TEST(scores_may_lie_apart)
{
    float wide[4 * 24] = { 0 };
    size_t words[4] = { 0, 1, 2, 3 };
    wide[0] = 1; wide[24 + B] = 1; wide[48 + I] = 1; wide[72] = 1;
    say_spans spans = { 0 };
    sayso_error e;
    assert_int_equal(say_marks_spans((say_tags){ wide, 24, words, words, 4, 0 }, arena, &spans, &e), SAYSO_OK);
    assert_int_equal(spans.count, 1);
    assert_span(&spans, 0, 1, 2);                      /* each word here is a sentence */
}

static say_spans likeliest_of(const row *r)
{
    say_spans spans = { 0 };
    sayso_error e;
    assert_int_equal(say_marks_likeliest(tags_of(r), arena, &spans, &e), SAYSO_OK);
    return spans;
}

TEST(the_likeliest_span_begins_where_b_is_best_and_runs_while_i_is_near)
{
    row r = { .count = 5, .bounded = true, .words = { 0, 1, 2, 3, 4 } };
    for (size_t i = 0; i < 5; i++) r.scores[i * 3] = 5;
    r.scores[1 * 3 + B] = 3;
    r.scores[2 * 3 + I] = 4; r.scores[3 * 3 + I] = 3;  /* within 1.5 of O, and not */
    assert_int_equal(spans_of(&r).count, 0);
    say_spans spans = likeliest_of(&r);
    assert_int_equal(spans.count, 1);
    assert_span(&spans, 0, 1, 3);
    r.sentences[2] = r.sentences[3] = r.sentences[4] = 1;
    spans = likeliest_of(&r);
    assert_span(&spans, 0, 1, 2);
    row none = { .count = 0 };
    assert_int_equal(likeliest_of(&none).count, 0);
}

/* ---- events ---- */

/* Log-odds by hand: which event the mentions belong to, and how sure the network is of one pair that lies. */
typedef struct { const int *truth; size_t odd, with; float lie; int asked; const sayso_role *roles; } answers;

static float same(const void *with, size_t i, size_t j)
{
    answers *a = (answers *)(uintptr_t)with;
    assert_true(j < i);
    a->asked++;
    if (i == a->odd && j == a->with) return a->lie;
    return a->truth[i] == a->truth[j] ? 2.f : -2.f;
}

static say_marks gathered(answers *a, size_t count)
{
    say_marks marks = { 0 };
    sayso_error e;
    for (size_t i = 0; i < count; i++) {
        say_mention *m = SAY_PUSH(arena, &marks.mentions, &e);
        *m = (say_mention){ i, SAYSO_NONE, 0 };
        *SAY_PUSH(arena, &marks.groups, &e) = (say_group){ .role = a->roles ? a->roles[i] : SAYSO_CARRIED_OUT };
    }
    assert_int_equal(say_marks_events(&marks, same, a, arena, &e), SAYSO_OK);
    return marks;
}

TEST(a_span_goes_on_where_i_is_nearly_as_likely_as_o)
{
    row r = spelt("BOOOB|I");
    r.scores[1 * 3 + I] = 1;            /* 1 below O */
    r.scores[2 * 3 + I] = .5f;          /* 1.5 below */
    say_spans spans = spans_of(&r);
    assert_span(&spans, 0, 0, 1);
    r.onward = 1.25f;
    spans = spans_of(&r);
    assert_span(&spans, 0, 0, 2);
    r.onward = 3;                       /* neither up to the next span nor into another sentence */
    spans = spans_of(&r);
    assert_int_equal(spans.count, 2);
    assert_span(&spans, 0, 0, 1);
    assert_span(&spans, 1, 4, 5);
}

TEST(mentions_that_agree_are_one_event_in_the_order_of_the_first)
{
    static const int truth[] = { 7, 3, 7, 7, 3, 5 };
    static const size_t events[] = { 0, 1, 0, 0, 1, 2 };
    answers a = { truth, SAYSO_NONE, SAYSO_NONE, 0, 0, NULL };
    say_marks marks = gathered(&a, 6);
    assert_int_equal(marks.event_count, 3);
    for (size_t i = 0; i < 6; i++) assert_int_equal(marks.mentions.at[i].event, events[i]);
}

TEST(what_was_only_staged_is_what_the_mention_before_it_is_about)
{
    static const int truth[] = { 1, 2, 3, 3, 4, 4 };
    static const sayso_role roles[] = { SAYSO_CARRIED_OUT, SAYSO_CARRIED_OUT, SAYSO_INVOLVED, SAYSO_STAGED, SAYSO_STAGED, SAYSO_ORDERED };
    static const size_t events[] = { 0, 1, 1, 1, 2, 2 };
    answers a = { truth, SAYSO_NONE, SAYSO_NONE, 0, 0, roles };
    say_marks marks = gathered(&a, 6);
    assert_int_equal(marks.event_count, 3);
    for (size_t i = 0; i < 6; i++) assert_int_equal(marks.mentions.at[i].event, events[i]);
    static const sayso_role first[] = { SAYSO_STAGED, SAYSO_CARRIED_OUT };
    answers b = { truth, SAYSO_NONE, SAYSO_NONE, 0, 0, first };
    assert_int_equal(gathered(&b, 2).event_count, 1);
    static const sayso_role alone[] = { SAYSO_STAGED };
    answers c = { truth, SAYSO_NONE, SAYSO_NONE, 0, 0, alone };
    assert_int_equal(gathered(&c, 1).event_count, 1);
}

TEST(one_voice_against_two_joins_and_one_against_one_does_not)
{
    static const int truth[] = { 1, 1, 1, 1 };
    answers outvoted = { truth, 2, 0, -1.f, 0, NULL };       /* mean of 2 and -1 is above 0 */
    assert_int_equal(gathered(&outvoted, 3).event_count, 1);
    answers tied = { truth, 2, 0, -2.f, 0, NULL };           /* mean 0 is no agreement */
    assert_int_equal(gathered(&tied, 3).event_count, 2);
}

TEST(no_mentions_are_no_events)
{
    answers a = { NULL, 0, 0, 0, 0, NULL };
    assert_int_equal(gathered(&a, 0).event_count, 0);
}

TEST(thousands_of_mentions_ask_no_more_than_two_hundred_before_each)
{
    static int truth[3000];
    answers a = { truth, SAYSO_NONE, SAYSO_NONE, 0, 0, NULL };
    assert_int_equal(gathered(&a, 3000).event_count, 1);
    assert_true(a.asked <= 3000 * 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(the_spans_are_those_of_the_best_of_all_taggings),
        PROVE(a_span_is_b_and_the_i_that_follow),
        PROVE(two_spans_may_touch),
        PROVE(no_span_begins_with_i),
        PROVE(a_span_ends_with_its_sentence),
        PROVE(equal_scores_mark_nothing),
        PROVE(words_without_a_position_lie_inside_the_span_round_them),
        PROVE(scores_may_lie_apart),
        PROVE(the_likeliest_span_begins_where_b_is_best_and_runs_while_i_is_near),
        PROVE(a_span_goes_on_where_i_is_nearly_as_likely_as_o),
        PROVE(mentions_that_agree_are_one_event_in_the_order_of_the_first),
        PROVE(what_was_only_staged_is_what_the_mention_before_it_is_about),
        PROVE(one_voice_against_two_joins_and_one_against_one_does_not),
        PROVE(no_mentions_are_no_events),
        PROVE(thousands_of_mentions_ask_no_more_than_two_hundred_before_each),
    };
    return cmocka_run_group_tests_name("decode", tests, open_arena, close_arena);
}
