/* Claims from marks written out in full: where the network is in doubt, and where memory ends. */
#include "support/fault.h"
#include "support/prove.h"

#include "claims/claims.h"

#include <string.h>

static say_arena *arena;
static say_norm  *norm;
static say_doc   *doc;
static say_text   text;

static int open_tables(void **state)
{
    (void)state;
    sayso_error e;
    norm = say_norm_open("data", &e);
    return norm ? 0 : -1;
}

static int close_tables(void **state)
{
    (void)state;
    say_norm_close(norm);
    return 0;
}

static size_t word_of(const char *word)
{
    for (size_t i = 0; i < text.word_count; i++) if (say_base_same(say_text_word(&text, i), say_base_str(word))) return i;
    fail_msg("no word %s", word);
    return 0;
}

static void add_words(say_group *g, say_argument argument, const char *first, size_t count)
{
    say_span *s = SAY_PUSH(arena, &g->spans[argument], NULL);
    size_t at = word_of(first);
    *s = (say_span){ at, at + count, 6, SAYSO_NONE, 1 };
}

static const char report[] = "date 2023-05-25 American officials told Radio Holm it remains unclear whether Tolland ordered the May 3 drone attack on the depot in Sarrow, "
                             "killing 12 people. Pello warned that the war could widen.";

/* One group, one incident and one statement; the network finds U with probability `open`, PS+ otherwise. */
static void mark(say_marks *marks, float open)
{
    sayso_error e;
    arena = say_base_arena(&e);
    assert_int_equal(say_doc_open(say_base_str(report), "x", arena, &doc, &e), SAYSO_OK);
    assert_int_equal(say_text_split(doc, arena, &text, &e), SAYSO_OK);
    *marks = (say_marks){ .event_count = 1 };
    say_group *g = SAY_PUSH(arena, &marks->groups, &e);
    *g = (say_group){ .trigger = word_of("ordered"), .role = SAYSO_ORDERED, .found = .9f, .role_share = .9f };
    g->factuality[SAYSO_UNCOMMITTED] = open;
    g->factuality[SAYSO_PS_PLUS] = 1 - open;
    g->confidence[SAYSO_NO_CONFIDENCE] = 1;
    add_words(g, SAY_PARTY, "Tolland", 1);
    add_words(g, SAY_HOLDER, "American", 2);
    add_words(g, SAY_OUTER, "Radio", 2);
    add_words(g, SAY_INCIDENT, "attack", 1);
    add_words(g, SAY_CUE, "told", 1);
    add_words(g, SAY_HEDGE, "remains", 2);
    *SAY_PUSH(arena, &marks->mentions, &e) = (say_mention){ 0, 0, 0 };
    say_attribution *a = SAY_PUSH(arena, &marks->attributions, &e);
    *a = (say_attribution){ { .from = word_of("Pello"), .to = word_of("Pello") + 1 }, { .from = word_of("warned"), .to = word_of("warned") + 1 },
                            { .from = word_of("that"), .to = word_of("widen") + 1 } };
}

static sayso_code build(const say_marks *marks, say_arena *into, sayso_records *r, sayso_error *e)
{
    static const float sure[SAY_CLAIMS_FEATURES] = { 9 };
    const say_claims_options options = { norm, "press", 0, sure };
    return say_claims_build(&options, doc, &text, marks, into, r, e);
}

TEST(words_that_leave_it_open_decide_where_the_network_is_in_doubt)
{
    static const struct { float open; sayso_factuality factuality; } cases[] = { { .3f, SAYSO_UNCOMMITTED }, { .01f, SAYSO_PS_PLUS }, { .8f, SAYSO_UNCOMMITTED } };
    for (size_t i = 0; i < 3; i++) {
        say_marks marks;
        sayso_records r;
        sayso_error e;
        mark(&marks, cases[i].open);
        assert_int_equal(build(&marks, arena, &r, &e), SAYSO_OK);
        assert_int_equal(r.claim_count, 1);
        assert_int_equal(r.claims[0].factuality, cases[i].factuality);
        say_base_arena_close(arena);
    }
}

TEST(building_may_fail_at_any_allocation)
{
    say_marks marks;
    mark(&marks, .3f);
    size_t failed = 0;
    for (size_t after = 0;; after++) {
        sayso_records r;
        sayso_error e = { 0 };
        fault_arm(FAULT_ALLOCATION, after);
        say_arena *own = say_base_arena(&e);
        sayso_code code = own ? build(&marks, own, &r, &e) : SAYSO_NO_MEMORY;
        bool fault = fault_disarm(FAULT_ALLOCATION);
        assert_true(fault == (code != SAYSO_OK));
        if (code) assert_int_equal(e.code, SAYSO_NO_MEMORY);
        say_base_arena_close(own);
        if (!fault) break;
        failed++;
    }
    assert_true(failed > 1);
    say_base_arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(words_that_leave_it_open_decide_where_the_network_is_in_doubt),
        PROVE(building_may_fail_at_any_allocation),
    };
    return cmocka_run_group_tests_name("faults", tests, open_tables, close_tables);
}
