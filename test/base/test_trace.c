#include "support/fault.h"
#include "support/prove.h"

#include "base/base.h"

#include <stdlib.h>
#include <string.h>

static say_arena *trace_arena;

static int open_arena(void **state) { (void)state; return (trace_arena = say_base_arena(NULL)) ? 0 : -1; }
static int close_arena(void **state) { (void)state; say_base_arena_close(trace_arena); return 0; }

static void expect_source(const sayso_trace *map, size_t count, say_range text, size_t from, size_t to)
{
    say_range got = say_base_traced(map, count, text);
    assert_int_equal(got.from, from);
    assert_int_equal(got.to, to);
}

static void add(say_traces *map, size_t size, size_t from, size_t to)
{
    assert_true(say_base_trace(trace_arena, map, size, (say_range){ from, to }, NULL));
}

/* ---- */

TEST(a_map_without_stretches_is_the_text_itself)
{
    expect_source(NULL, 0, (say_range){ 3, 9 }, 3, 9);
    say_traces map = { 0 };
    add(&map, 0, 5, 5);
    assert_int_equal(map.count, 0);
}

TEST(stretches_that_go_on_one_to_one_become_one)
{
    say_traces map = { 0 };
    add(&map, 5, 10, 15);
    add(&map, 3, 15, 18);
    assert_int_equal(map.count, 1);
    add(&map, 1, 18, 23);                /* an entity */
    add(&map, 1, 23, 24);
    add(&map, 1, 30, 31);                /* something was left out */
    assert_int_equal(map.count, 4);
    assert_int_equal(map.at[3].text.from, 10);
}

TEST(a_range_is_traced_to_the_byte_or_with_its_whole_stretch)
{
    /* "caf&eacute; bar" became "café bar", after a tag of 3 bytes */
    say_traces map = { 0 };
    add(&map, 3, 3, 6);
    add(&map, 2, 6, 14);
    add(&map, 4, 14, 18);
    expect_source(map.at, map.count, (say_range){ 0, 9 }, 3, 18);
    expect_source(map.at, map.count, (say_range){ 1, 3 }, 4, 6);
    expect_source(map.at, map.count, (say_range){ 1, 4 }, 4, 14);
    expect_source(map.at, map.count, (say_range){ 4, 5 }, 6, 14);
    expect_source(map.at, map.count, (say_range){ 6, 9 }, 15, 18);
    expect_source(map.at, map.count, (say_range){ 2, 2 }, 5, 5);
    expect_source(map.at, map.count, (say_range){ 3, 3 }, 6, 6);
    expect_source(map.at, map.count, (say_range){ 9, 9 }, 18, 18);
}

TEST(a_range_beyond_the_map_is_clipped)
{
    say_traces map = { 0 };
    add(&map, 4, 10, 14);
    expect_source(map.at, map.count, (say_range){ 2, SIZE_MAX }, 12, 14);
    expect_source(map.at, map.count, (say_range){ 8, 20 }, 14, 14);
    expect_source(map.at, map.count, (say_range){ 3, 1 }, 13, 13);
}

TEST(a_source_need_not_be_in_order)
{
    say_traces map = { 0 };
    add(&map, 5, 100, 105);              /* the title stands at the end of the page */
    add(&map, 2, 105, 105);              /* an empty line that the page has not */
    add(&map, 5, 20, 25);
    expect_source(map.at, map.count, (say_range){ 0, 12 }, 20, 105);
    expect_source(map.at, map.count, (say_range){ 0, 5 }, 100, 105);
    expect_source(map.at, map.count, (say_range){ 8, 10 }, 21, 23);
}

TEST(a_step_without_a_map_leaves_the_other_as_it_is)
{
    say_traces map = { 0 };
    add(&map, 2, 5, 9);
    const sayso_trace *both;
    size_t count;
    assert_int_equal(say_base_trace_through(map.at, map.count, NULL, 0, trace_arena, &both, &count, NULL), SAYSO_OK);
    assert_ptr_equal(both, map.at);
    assert_int_equal(count, 1);
    assert_int_equal(say_base_trace_through(NULL, 0, map.at, map.count, trace_arena, &both, &count, NULL), SAYSO_OK);
    assert_ptr_equal(both, map.at);
    assert_int_equal(count, 1);
    assert_int_equal(say_base_trace_through(NULL, 0, NULL, 0, trace_arena, &both, &count, NULL), SAYSO_OK);
    assert_int_equal(count, 0);
}

TEST(part_of_a_stretch_does_not_become_exact_by_being_as_long_as_its_source)
{
    say_traces first = { 0 }, then = { 0 };
    add(&first, 6, 0, 3);                /* six bytes of the middle from three */
    add(&then, 3, 2, 5);                 /* three of them */
    const sayso_trace *both;
    size_t count;
    assert_int_equal(say_base_trace_through(first.at, first.count, then.at, then.count, trace_arena, &both, &count, NULL), SAYSO_OK);
    expect_source(both, count, (say_range){ 0, 1 }, 0, 3);
    expect_source(both, count, (say_range){ 1, 3 }, 0, 3);
    assert_int_equal(both[count - 1].text.to, 3);
}

/* ---- random maps ---- */

static uint32_t draw(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % below;
}

/* A map of up to 40 stretches with sources in [0, reach). */
static say_traces random_map(uint32_t *seed, size_t reach)
{
    say_traces map = { 0 };
    size_t at = draw(seed, 4), count = 1 + draw(seed, 40);
    for (size_t i = 0; i < count; i++) {
        if (draw(seed, 12) == 0) at = draw(seed, (uint32_t)reach);
        size_t size = 1 + draw(seed, 6), source = draw(seed, 2) ? size : draw(seed, 7);
        if (at + source > reach) at = 0;
        if (source > reach) source = 0;
        add(&map, size, at, at + source);
        at += source + (draw(seed, 3) == 0 ? draw(seed, 4) : 0);
    }
    return map;
}

static size_t text_size(say_traces map) { return map.at[map.count - 1].text.to; }

/* The hull of what each byte by itself comes from, without those that come from nowhere. */
static bool slow_source(const sayso_trace *map, size_t count, say_range range, say_range *hull)
{
    *hull = (say_range){ SIZE_MAX, 0 };
    for (size_t b = range.from; b < range.to; b++)
        for (size_t i = 0; i < count; i++) {
            const sayso_trace *t = &map[i];
            if (b < t->text.from || b >= t->text.to) continue;
            bool exact = t->text.to - t->text.from == t->source.to - t->source.from;
            size_t from = exact ? t->source.from + (b - t->text.from) : t->source.from, to = exact ? from + 1 : t->source.to;
            if (from < hull->from) hull->from = from;
            if (to > hull->to) hull->to = to;
        }
    return hull->from < hull->to;
}

TEST(every_range_of_a_random_map_has_the_source_of_its_bytes)
{
    uint32_t seed = 7;
    for (int round = 0; round < 200; round++) {
        say_traces map = random_map(&seed, 200);
        for (size_t from = 0; from < text_size(map); from++)
            for (size_t to = from + 1; to <= text_size(map); to += 1 + to / 8) {
                say_range hull;
                if (slow_source(map.at, map.count, (say_range){ from, to }, &hull))
                    expect_source(map.at, map.count, (say_range){ from, to }, hull.from, hull.to);
            }
    }
}

TEST(two_random_steps_as_one_have_the_source_that_they_have_one_by_one)
{
    uint32_t seed = 99;
    for (int round = 0; round < 400; round++) {
        say_traces first = random_map(&seed, 300), then = random_map(&seed, text_size(first));
        const sayso_trace *both;
        size_t count;
        assert_int_equal(say_base_trace_through(first.at, first.count, then.at, then.count, trace_arena, &both, &count, NULL), SAYSO_OK);
        assert_int_equal(both[0].text.from, 0);
        assert_int_equal(both[count - 1].text.to, text_size(then));
        for (size_t i = 1; i < count; i++) assert_int_equal(both[i].text.from, both[i - 1].text.to);
        for (size_t byte = 0; byte < text_size(then); byte++) {
            say_range middle = say_base_traced(then.at, then.count, (say_range){ byte, byte + 1 });
            if (middle.from == middle.to) continue;
            say_range want = say_base_traced(first.at, first.count, middle);
            expect_source(both, count, (say_range){ byte, byte + 1 }, want.from, want.to);
        }
    }
}

static bool go_through(void *with)
{
    (void)with;
    sayso_error error = { 0 };
    say_arena *arena = say_base_arena(&error);
    const sayso_trace *both;
    size_t count;
    sayso_trace first[] = { { { 0, 4 }, { 0, 9 } }, { { 4, 5000 }, { 9, 5005 } } }, then[600];
    for (size_t i = 0; i < 600; i++) then[i] = (sayso_trace){ { i, i + 1 }, { 3 * i, 3 * i + 1 } };
    sayso_code code = arena ? say_base_trace_through(first, 2, then, 600, arena, &both, &count, &error) : error.code;
    assert_int_equal(code, error.code);
    say_base_arena_close(arena);
    return code == SAYSO_OK;
}

TEST(every_allocation_of_a_composition_may_fail)
{
    assert_true(fault_every(FAULT_ALLOCATION, go_through, NULL) >= 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(a_map_without_stretches_is_the_text_itself),
        PROVE(stretches_that_go_on_one_to_one_become_one),
        PROVE(a_range_is_traced_to_the_byte_or_with_its_whole_stretch),
        PROVE(a_range_beyond_the_map_is_clipped),
        PROVE(a_source_need_not_be_in_order),
        PROVE(a_step_without_a_map_leaves_the_other_as_it_is),
        PROVE(part_of_a_stretch_does_not_become_exact_by_being_as_long_as_its_source),
        PROVE(every_range_of_a_random_map_has_the_source_of_its_bytes),
        PROVE(two_random_steps_as_one_have_the_source_that_they_have_one_by_one),
        PROVE(every_allocation_of_a_composition_may_fail),
    };
    return cmocka_run_group_tests_name("traces", tests, open_arena, close_arena);
}
