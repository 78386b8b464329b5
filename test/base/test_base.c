#include "support/fault.h"
#include "support/prove.h"

#include "base/base.h"

#include <string.h>

/* ---- slices ---- */

TEST(slices_are_the_same_when_their_bytes_are)
{
    assert_true(say_base_same(SAY_STR("Kyiv"), say_base_str("Kyiv")));
    assert_false(say_base_same(SAY_STR("Kyiv"), SAY_STR("Kiev")));
    assert_false(say_base_same(SAY_STR("Kyiv"), SAY_STR("Kyi")));
    assert_true(say_base_same(SAY_STR("a\0b"), SAY_STR("a\0b")));
    assert_false(say_base_same(SAY_STR("a\0b"), SAY_STR("a\0c")));
    assert_true(say_base_same((say_str){ NULL, 0 }, SAY_STR("")));
    assert_int_equal(say_base_str(NULL).len, 0);
}

TEST(folding_is_of_ascii_letters_only)
{
    assert_true(say_base_same_fold(SAY_STR("The US"), SAY_STR("the us")));
    assert_false(say_base_same_fold(SAY_STR("@["), SAY_STR("`{")));
    assert_false(say_base_same_fold(SAY_STR("\xc3\x89"), SAY_STR("\xc3\xa9")));
    assert_false(say_base_same_fold(SAY_STR("a"), SAY_STR("ab")));
}

TEST(a_piece_of_a_text_is_clipped_to_it)
{
    static const struct { say_range range; const char *piece; } cases[] = {
        { { 0, 5 }, "drone" }, { { 1, 3 }, "ro" }, { { 2, 2 }, "" }, { { 3, 99 }, "ne" },
        { { 5, 9 }, "" }, { { 7, 9 }, "" }, { { 4, 2 }, "" }, { { 0, SIZE_MAX }, "drone" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(say_base_same(say_base_sub(SAY_STR("drone"), cases[i].range), say_base_str(cases[i].piece)));
    assert_int_equal(say_base_sub((say_str){ NULL, 0 }, (say_range){ 0, 4 }).len, 0);
}

TEST(the_hash_is_fnv_1a)
{
    assert_true(say_base_hash(SAY_STR("")) == 0xcbf29ce484222325u);
    assert_true(say_base_hash(SAY_STR("a")) == 0xaf63dc4c8601ec8cu);
    assert_true(say_base_hash(SAY_STR("foobar")) == 0x85944171f73967e8u);
}

/* ---- errors and sizes ---- */

TEST(an_error_says_what_where_and_at_which_byte)
{
    sayso_error error = { 0 };
    assert_int_equal(say_base_fail(&error, SAYSO_BAD_DATA, "data/cues.tsv", 41, "row %d has %s", 7, "no cue"), SAYSO_BAD_DATA);
    assert_int_equal(error.code, SAYSO_BAD_DATA);
    assert_int_equal(error.at, 41);
    assert_string_equal(error.where, "data/cues.tsv");
    assert_string_equal(error.message, "row 7 has no cue");
}

TEST(an_error_that_is_too_long_is_cut)
{
    char text[1000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    sayso_error error;
    say_base_fail(&error, SAYSO_NO_FILE, text, 0, "%s", text);
    assert_int_equal(strlen(error.where), sizeof error.where - 1);
    assert_int_equal(strlen(error.message), sizeof error.message - 1);
}

TEST(an_error_that_nobody_wants_is_still_a_code)
{
    assert_int_equal(say_base_fail(NULL, SAYSO_NO_MEMORY, NULL, 0, "lost"), SAYSO_NO_MEMORY);
}

TEST(sizes_that_overflow_are_noticed)
{
    size_t n;
    assert_true(say_base_times(1 << 16, 1 << 15, &n));
    assert_true(n == (size_t)1 << 31);
    assert_false(say_base_times(SIZE_MAX / 2, 3, &n));
    assert_true(say_base_plus(SIZE_MAX - 1, 1, &n));
    assert_false(say_base_plus(SIZE_MAX, 1, &n));
}

/* ---- arenas ---- */

TEST(pieces_of_an_arena_are_zero_aligned_and_apart)
{
    say_arena *arena = say_base_arena(NULL);
    unsigned char *last = NULL;
    size_t last_size = 0;
    for (size_t size = 1; size < 3000; size += 7) {
        unsigned char *piece = say_base_take(arena, size, 1, NULL);
        assert_non_null(piece);
        assert_int_equal((uintptr_t)piece % (size >= 64 ? 64 : 16), 0);
        for (size_t i = 0; i < size; i++) assert_int_equal(piece[i], 0);
        memset(piece, 0xff, size);
        for (size_t i = 0; i < last_size; i++) assert_int_equal(last[i], 0xff);
        last = piece;
        last_size = size;
    }
    say_base_arena_close(arena);
}

TEST(a_piece_may_be_larger_than_a_block_and_may_be_nothing)
{
    say_arena *arena = say_base_arena(NULL);
    unsigned char *large = say_base_take(arena, 1 << 20, 3, NULL);
    assert_non_null(large);
    large[3 * (1 << 20) - 1] = 1;
    assert_non_null(say_base_take(arena, 0, 8, NULL));
    say_base_arena_close(arena);
    say_base_arena_close(NULL);
}

TEST(a_piece_that_no_memory_can_hold_is_refused)
{
    sayso_error error = { 0 };
    say_arena *arena = say_base_arena(NULL);
    assert_null(say_base_take(arena, SIZE_MAX / 4, 8, &error));
    assert_int_equal(error.code, SAYSO_NO_MEMORY);
    assert_null(say_base_take(arena, SIZE_MAX / 2 + 1, 1, &error));
    say_base_arena_close(arena);
}

TEST(kept_words_are_copies_ended_by_nul)
{
    char words[] = "some officials believe";
    say_arena *arena = say_base_arena(NULL);
    char *kept = say_base_keep(arena, (say_str){ words, 14 }, NULL);
    words[0] = 'S';
    assert_string_equal(kept, "some officials");
    assert_string_equal(say_base_keep(arena, (say_str){ NULL, 0 }, NULL), "");
    assert_string_equal(say_base_format(arena, NULL, "%s, %zu words", kept, (size_t)2), "some officials, 2 words");
    say_base_arena_close(arena);
}

TEST(a_list_grows_and_keeps_its_elements)
{
    SAY_LIST(int) list = { 0 };
    say_arena *arena = say_base_arena(NULL);
    for (int i = 0; i < 10000; i++) {
        int *last = SAY_PUSH(arena, &list, NULL);
        assert_non_null(last);
        assert_int_equal(*last, 0);
        *last = i;
    }
    assert_int_equal(list.count, 10000);
    for (int i = 0; i < 10000; i++) assert_int_equal(list.at[i], i);
    say_base_arena_close(arena);
}

static bool fill_an_arena(void *unused)
{
    (void)unused;
    sayso_error error = { 0 };
    SAY_LIST(size_t) list = { 0 };
    say_arena *arena = say_base_arena(&error);
    bool fine = arena && say_base_keep(arena, SAY_STR("kept"), &error) && say_base_format(arena, &error, "%d", 7)
        && say_base_take(arena, 100, 4096, &error);
    for (int i = 0; fine && i < 20000; i++) fine = SAY_PUSH(arena, &list, &error) != NULL;
    assert_int_equal(error.code, fine ? SAYSO_OK : SAYSO_NO_MEMORY);
    say_base_arena_close(arena);
    return fine;
}

TEST(every_allocation_of_an_arena_may_fail)
{
    assert_true(fault_every(FAULT_ALLOCATION, fill_an_arena, NULL) > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(slices_are_the_same_when_their_bytes_are),
        PROVE(folding_is_of_ascii_letters_only),
        PROVE(a_piece_of_a_text_is_clipped_to_it),
        PROVE(the_hash_is_fnv_1a),
        PROVE(an_error_says_what_where_and_at_which_byte),
        PROVE(an_error_that_is_too_long_is_cut),
        PROVE(an_error_that_nobody_wants_is_still_a_code),
        PROVE(sizes_that_overflow_are_noticed),
        PROVE(pieces_of_an_arena_are_zero_aligned_and_apart),
        PROVE(a_piece_may_be_larger_than_a_block_and_may_be_nothing),
        PROVE(a_piece_that_no_memory_can_hold_is_refused),
        PROVE(kept_words_are_copies_ended_by_nul),
        PROVE(a_list_grows_and_keeps_its_elements),
        PROVE(every_allocation_of_an_arena_may_fail),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
