#include "support/fault.h"
#include "support/prove.h"

#include "bytes/bytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

/* ---- packed things, each in a piece that belongs to the test's arena ---- */

static say_arena *packing;

static int open_packing(void **state) { (void)state; return (packing = say_base_arena(NULL)) ? 0 : -1; }
static int close_packing(void **state) { (void)state; say_base_arena_close(packing); return 0; }

static char *piece_of(size_t size)
{
    char *piece = say_base_take(packing, size + 1, 1, NULL);
    assert_non_null(piece);
    return piece;
}

static say_str gzipped(say_str bytes)
{
    z_stream z = { 0 };
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t room = deflateBound(&z, bytes.len) + 64;
    char *to = piece_of(room);
    z.next_in = (z_const Bytef *)(uintptr_t)bytes.at;
    z.avail_in = (unsigned)bytes.len;
    z.next_out = (Bytef *)to;
    z.avail_out = (unsigned)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    size_t size = z.total_out;
    deflateEnd(&z);
    return (say_str){ to, size };
}

static say_str zstandard(say_str bytes)
{
    size_t room = ZSTD_compressBound(bytes.len);
    char *to = piece_of(room);
    size_t size = ZSTD_compress(to, room, bytes.at, bytes.len, 3);
    assert_false(ZSTD_isError(size));
    return (say_str){ to, size };
}

static say_str joined(size_t count, const say_str *parts)
{
    size_t size = 0, at = 0;
    for (size_t i = 0; i < count; i++) size += parts[i].len;
    char *to = piece_of(size);
    for (size_t i = 0; i < count; at += parts[i++].len)
        if (parts[i].len) memcpy(to + at, parts[i].at, parts[i].len);
    return (say_str){ to, size };
}

#define JOINED(...) joined(sizeof (say_str[]){ __VA_ARGS__ } / sizeof(say_str), (say_str[]){ __VA_ARGS__ })

static say_str first(say_str bytes, size_t size) { return say_base_sub(bytes, (say_range){ 0, size }); }

static say_str with_byte(say_str bytes, size_t at, int flip)
{
    char *copy = say_base_keep(packing, bytes, NULL);
    copy[at] = (char)(copy[at] ^ flip);
    return (say_str){ copy, bytes.len };
}

/* A text that does not pack to nothing. */
static say_str report(unsigned seed, size_t size)
{
    static const char *const words[] = { "army", "said", "Monday", "that", "the", "shells", "of", "were", "fired", "spokesman", "Tolland", "denied", "it" };
    char *to = piece_of(size + 16);
    size_t at = (size_t)snprintf(to, 16, "[%u] ", seed);
    while (at < size) {
        seed = seed * 1664525u + 1013904223u;
        const char *word = words[(seed >> 9) % (sizeof words / sizeof *words)];
        for (size_t i = 0; word[i] && at < size; i++) to[at++] = word[i];
        if (at < size) to[at++] = (char)(seed >> 28 ? ' ' : '\n');
    }
    return (say_str){ to, size };
}

/* ---- what comes out ---- */

typedef struct { say_str bytes; size_t errors; sayso_error last; } outcome;

/* All of a stream, by peeks and takes of a size; take 0: all that is seen. */
static outcome drained(say_stream *stream, size_t want, size_t take)
{
    outcome got = { .bytes = { NULL, 0 } };
    SAY_LIST(char) all = { 0 };
    assert_non_null(stream);
    for (;;) {
        say_str view;
        sayso_error error = { 0 };
        sayso_code code = say_bytes_peek(stream, want, &view, &error);
        assert_int_equal(code, error.code);
        if (code) {
            assert_int_equal(view.len, 0);
            assert_true(++got.errors < 1000);
            got.last = error;
            continue;
        }
        if (view.len == 0) break;
        size_t size = take && take < view.len ? take : view.len;
        while (all.room - all.count < size) {
            size_t count = all.count;
            all.count = all.room;
            assert_true(say_base_grow(packing, (void **)&all.at, &all.count, &all.room, 1, NULL));
            all.count = count;
        }
        memcpy(all.at + all.count, view.at, size);
        all.count += size;
        say_bytes_take(stream, size);
        assert_true(say_bytes_at(stream) == all.count);
    }
    say_bytes_close(stream);
    got.bytes = (say_str){ all.at, all.count };
    return got;
}

static outcome unpacked(say_str bytes) { return drained(say_bytes_over(bytes, "packed", NULL), 1, 0); }

static void expect_clean(say_str packed, say_str want)
{
    outcome got = unpacked(packed);
    assert_int_equal(got.errors, 0);
    assert_true(say_base_same(got.bytes, want));
}

static void expect_one_error(say_str packed, say_str want, sayso_code code, const char *message)
{
    outcome got = unpacked(packed);
    assert_int_equal(got.errors, 1);
    assert_int_equal(got.last.code, code);
    assert_string_equal(got.last.message, message);
    assert_string_equal(got.last.where, "packed");
    assert_true(say_base_same(got.bytes, want));
}

/* ---- plain bytes ---- */

TEST(a_stream_shows_what_it_has_and_goes_on_where_one_takes)
{
    say_stream *stream = say_bytes_over(SAY_STR("who says who"), "memory", NULL);
    say_str view;
    assert_string_equal(say_bytes_name(stream), "memory");
    assert_int_equal(say_bytes_peek(stream, 3, &view, NULL), SAYSO_OK);
    assert_true(view.len >= 3 && memcmp(view.at, "who", 3) == 0);
    say_bytes_take(stream, 4);
    assert_true(say_bytes_at(stream) == 4);
    assert_int_equal(say_bytes_peek(stream, 100, &view, NULL), SAYSO_OK);
    assert_true(say_base_same(view, SAY_STR("says who")));
    say_bytes_take(stream, 999);
    assert_true(say_bytes_at(stream) == 12);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(say_bytes_peek(stream, 1, &view, NULL), SAYSO_OK);
        assert_int_equal(view.len, 0);
    }
    say_bytes_close(stream);
    say_bytes_close(NULL);
}

TEST(bytes_in_memory_may_be_none)
{
    expect_clean((say_str){ NULL, 0 }, SAY_STR(""));
    expect_clean(SAY_STR("x"), SAY_STR("x"));
    expect_clean(SAY_STR("\x1F\x8B"), SAY_STR("\x1F\x8B"));
}

TEST(peeks_and_takes_of_any_size_give_the_same_bytes)
{
    static const size_t wants[] = { 0, 1, 7, 4096, 70001, 3000000 }, takes[] = { 0, 1, 997, 65536 };
    say_str text = report(1, 300000), packed = JOINED(gzipped(first(text, 100000)), zstandard((say_str){ text.at + 100000, 200000 }));
    for (size_t i = 0; i < sizeof wants / sizeof *wants; i++)
        for (size_t j = 0; j < sizeof takes / sizeof *takes; j++) {
            outcome got = drained(say_bytes_over(packed, "packed", NULL), wants[i], takes[j]);
            assert_int_equal(got.errors, 0);
            assert_true(say_base_same(got.bytes, text));
        }
}

TEST(a_peek_shows_as_much_as_is_asked_for)
{
    say_str text = report(2, 2000000), view;
    say_stream *stream = say_bytes_over(gzipped(text), "packed", NULL);
    assert_int_equal(say_bytes_peek(stream, 1500000, &view, NULL), SAYSO_OK);
    assert_true(view.len >= 1500000 && memcmp(view.at, text.at, view.len) == 0);
    assert_int_equal(say_bytes_peek(stream, 5000000, &view, NULL), SAYSO_OK);
    assert_true(say_base_same(view, text));
    say_bytes_close(stream);
}

/* ---- packed bytes ---- */

TEST(gzip_and_zstd_are_undone_member_after_member)
{
    say_str a = report(1, 5000), b = report(2, 70000), c = report(3, 1), all = JOINED(a, b, c);
    expect_clean(JOINED(gzipped(a), gzipped(b), gzipped(c)), all);
    expect_clean(JOINED(zstandard(a), zstandard(b), zstandard(c)), all);
    expect_clean(JOINED(gzipped(a), zstandard(b), gzipped(SAY_STR("")), gzipped(c)), all);
    expect_clean(JOINED(SAY_STR("\x50\x2A\x4D\x18\3\0\0\0abc"), zstandard(a), SAY_STR("\x5F\x2A\x4D\x18\0\0\0\0"), zstandard(b), zstandard(c)), all);
}

TEST(one_packing_within_the_other_is_undone_and_a_third_is_left)
{
    say_str a = report(1, 40000), b = report(2, 90000), all = JOINED(a, b), inner = JOINED(gzipped(a), gzipped(b));
    expect_clean(zstandard(inner), all);
    expect_clean(gzipped(JOINED(zstandard(a), zstandard(b))), all);
    expect_clean(JOINED(gzipped(first(inner, 777)), gzipped((say_str){ inner.at + 777, inner.len - 777 })), all);
    expect_clean(gzipped(gzipped(gzipped(a))), gzipped(a));
}

TEST(zeros_between_and_after_members_are_padding)
{
    static const char zeros[100000];
    say_str a = report(1, 3000), b = report(2, 3000), padding = { zeros, sizeof zeros };
    expect_clean(JOINED(gzipped(a), padding), a);
    expect_clean(JOINED(gzipped(a), first(padding, 1), zstandard(b), padding), JOINED(a, b));
}

TEST(an_empty_member_is_nothing)
{
    expect_clean(gzipped(SAY_STR("")), SAY_STR(""));
    expect_clean(zstandard(SAY_STR("")), SAY_STR(""));
}

/* ---- damage ---- */

TEST(what_follows_the_last_member_and_is_none_is_one_damage)
{
    say_str a = report(1, 3000), packed = gzipped(a);
    char line[100];
    snprintf(line, sizeof line, "here begins nothing that is packed");
    expect_one_error(JOINED(packed, SAY_STR("\nthe end\n")), a, SAYSO_DAMAGED, line);
    expect_one_error(JOINED(packed, SAY_STR("junk"), packed, SAY_STR("\0\0\0")), JOINED(a, a), SAYSO_DAMAGED, line);
}

TEST(a_member_that_breaks_off_gives_what_it_has_and_one_damage)
{
    say_str a = report(1, 3000), b = report(2, 200000), before = gzipped(a), packed = gzipped(b);
    char line[100];
    snprintf(line, sizeof line, "what is packed from byte %zu on breaks off", before.len);
    outcome got = unpacked(JOINED(before, first(packed, packed.len / 2)));
    assert_int_equal(got.errors, 1);
    assert_int_equal(got.last.code, SAYSO_DAMAGED);
    assert_string_equal(got.last.message, line);
    assert_true(got.bytes.len > a.len + b.len / 3 && say_base_same(got.bytes, first(JOINED(a, b), got.bytes.len)));
    expect_one_error(JOINED(before, first(packed, packed.len - 3)), JOINED(a, b), SAYSO_DAMAGED, line);
    expect_one_error(JOINED(before, first(packed, 5)), a, SAYSO_DAMAGED, line);
    expect_one_error(JOINED(before, first(packed, 2)), a, SAYSO_DAMAGED, "here begins nothing that is packed");
    say_str frame = zstandard(b);
    got = unpacked(JOINED(before, first(frame, frame.len - 1)));
    assert_int_equal(got.errors, 1);
    assert_string_equal(got.last.message, line);
}

static bool holds(say_str bytes, say_str part)
{
    for (size_t i = 0; i + part.len <= bytes.len; i++)
        if (memcmp(bytes.at + i, part.at, part.len) == 0) return true;
    return false;
}

/* Wherever a byte of the middle member is changed or the member is cut short, those on both sides are found, and one error is told. */
static void expect_neighbours(say_str (*pack)(say_str), int flip)
{
    say_str text[3], packed[3];
    for (unsigned i = 0; i < 3; i++) packed[i] = pack(text[i] = report(i + 1, 4000 + 500 * i));
    for (size_t at = 0; at < packed[1].len; at++) {
        say_str middle = flip ? with_byte(packed[1], at, flip) : first(packed[1], at + 1);
        outcome got = unpacked(JOINED(packed[0], middle, packed[2]));
        assert_true(holds(first(got.bytes, text[0].len), text[0]));
        assert_true(got.bytes.len >= text[2].len && memcmp(got.bytes.at + got.bytes.len - text[2].len, text[2].at, text[2].len) == 0);
        if (got.errors == 0) assert_true(flip ? got.bytes.len == text[0].len + text[1].len + text[2].len : at + 1 == packed[1].len);
        else assert_int_equal(got.errors, 1);
    }
}

TEST(the_members_after_a_damaged_one_are_found)
{
    expect_neighbours(gzipped, 0x10);
    expect_neighbours(gzipped, 0x81);
    expect_neighbours(gzipped, 0);
}

TEST(the_frames_after_a_damaged_one_are_found)
{
    say_str a = report(1, 5000), b = report(2, 200000), c = report(3, 6000), packed = zstandard(b);
    expect_neighbours(zstandard, 0);
    for (size_t at = 4; at < packed.len; at += 611) {
        outcome got = unpacked(JOINED(zstandard(a), with_byte(packed, at, 0x55), zstandard(c)));
        assert_true(got.errors <= 1);
        assert_true(say_base_same(first(got.bytes, a.len), a));
        assert_true(memcmp(got.bytes.at + got.bytes.len - c.len, c.at, c.len) == 0);
    }
}

TEST(a_head_in_the_rubble_that_does_not_unpack_is_no_member)
{
    say_str a = report(1, 5000), b = report(2, 5000);
    say_str rubble = JOINED(SAY_STR("rubble\x1F\x8B\x08\0\0\0\0\0\0\3\xFFrubble \x28\xB5\x2F\xFD rubble\x1F\x8B\x08\xE0 rubble\x1F"));
    expect_one_error(JOINED(gzipped(a), rubble, gzipped(b)), JOINED(a, b), SAYSO_DAMAGED, "here begins nothing that is packed");
}

TEST(damage_of_the_outer_packing_is_told_once_and_the_inner_goes_on_after_it)
{
    say_str text[40], inner[40], all[40];
    for (unsigned i = 0; i < 40; i++) all[i] = gzipped(inner[i] = gzipped(text[i] = report(i + 1, 3000)));
    all[20] = with_byte(all[20], all[20].len / 2, 0x40);
    outcome got = unpacked(joined(40, all));
    assert_int_equal(got.errors, 1);
    for (size_t i = 0; i < 40; i++) assert_true(i == 20 || holds(got.bytes, text[i]));
}

TEST(a_stream_that_begins_with_a_damage_is_still_one_within_the_other)
{
    say_str a = report(1, 3000), packed = gzipped(gzipped(a));
    outcome got = unpacked(JOINED(first(packed, 12), packed));
    assert_int_equal(got.errors, 1);
    assert_true(say_base_same(got.bytes, a));
}

/* ---- bombs ---- */

static say_str zeros_gzipped(size_t size)
{
    static char zeros[1 << 20];
    z_stream z = { 0 };
    char *to = piece_of(size / 500 + 1000);
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_out = (Bytef *)to;
    z.avail_out = (unsigned)(size / 500 + 1000);
    for (size_t left = size; left; left -= z.avail_in ? 0 : (left < sizeof zeros ? left : sizeof zeros)) {
        z.next_in = (z_const Bytef *)zeros;
        z.avail_in = (unsigned)(left < sizeof zeros ? left : sizeof zeros);
        deflate(&z, left <= sizeof zeros ? Z_FINISH : Z_NO_FLUSH);
        assert_int_equal(z.avail_in, 0);
    }
    size_t made = z.total_out;
    deflateEnd(&z);
    return (say_str){ to, made };
}

/* Takes all without keeping it. */
static uint64_t swallowed(say_stream *stream, sayso_error *error, size_t *errors)
{
    say_str view;
    uint64_t size = 0;
    for (*errors = 0;; ) {
        if (say_bytes_peek(stream, 1, &view, error)) {
            ++*errors;
            continue;
        }
        if (view.len == 0) break;
        size += view.len;
        say_bytes_take(stream, view.len);
    }
    say_bytes_close(stream);
    return size;
}

static void expect_bomb(say_str packed)
{
    sayso_error error = { 0 };
    size_t errors;
    uint64_t size = swallowed(say_bytes_over(packed, "bomb", NULL), &error, &errors);
    assert_int_equal(errors, 1);
    assert_int_equal(error.code, SAYSO_TOO_LARGE);
    assert_string_equal(error.message, "unpacks to more than 256 times its size");
    assert_true(size <= 65 << 20 || size <= packed.len * 300);
}

TEST(a_bomb_is_one_error_and_the_end)
{
    say_str bomb = zeros_gzipped(200 << 20);
    expect_bomb(bomb);
    expect_bomb(gzipped(bomb));
    expect_bomb(zstandard(bomb));
    expect_bomb(JOINED(gzipped(report(1, 5000)), bomb, gzipped(report(2, 5000))));
}

TEST(what_packs_well_but_is_not_large_is_no_bomb)
{
    sayso_error error = { 0 };
    size_t errors;
    assert_true(swallowed(say_bytes_over(zeros_gzipped(60 << 20), "zeros", NULL), &error, &errors) == 60 << 20);
    assert_int_equal(errors, 0);
}

TEST(a_frame_with_a_huge_window_is_one_damage_and_no_memory)
{
    say_str a = report(1, 5000);
    say_str huge = SAY_STR("\x28\xB5\x2F\xFD\0\xF8\1\0\0");             /* a window of 2 TiB */
    expect_one_error(huge, SAY_STR(""), SAYSO_DAMAGED, "what is packed from byte 0 on needs a window of more than 128 MiB");
    expect_one_error(JOINED(huge, zstandard(a)), a, SAYSO_DAMAGED, "what is packed from byte 0 on needs a window of more than 128 MiB");
}

/* ---- files, limits, failures ---- */

static char packed_path[] = "/tmp/sayso-stream-XXXXXX";

static void write_file(say_str bytes)
{
    strcpy(packed_path, "/tmp/sayso-stream-XXXXXX");
    int file = mkstemp(packed_path);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes.at, bytes.len), bytes.len);
    close(file);
}

TEST(the_rest_of_a_packed_file_is_unpacked_to_the_limit)
{
    char *bytes;
    size_t size;
    sayso_error error = { 0 };
    say_str text = report(1, 300000);
    write_file(gzipped(text));
    assert_int_equal(say_bytes_read(packed_path, 300000, &bytes, &size, NULL), SAYSO_OK);
    assert_true(say_base_same((say_str){ bytes, size }, text));
    assert_int_equal(bytes[size], '\0');
    free(bytes);
    assert_int_equal(say_bytes_read(packed_path, 299999, &bytes, &size, &error), SAYSO_TOO_LARGE);
    assert_string_equal(error.message, "larger than the limit of 299999 bytes");
    assert_null(bytes);
    unlink(packed_path);
}

TEST(the_rest_goes_on_where_one_took_and_after_a_damage)
{
    char *bytes;
    size_t size;
    say_str a = report(1, 3000), b = report(2, 3000), view;
    say_stream *stream = say_bytes_over(JOINED(gzipped(a), SAY_STR("junk"), gzipped(b)), "packed", NULL);
    assert_int_equal(say_bytes_peek(stream, 1000, &view, NULL), SAYSO_OK);
    say_bytes_take(stream, 1000);
    assert_int_equal(say_bytes_rest(stream, SIZE_MAX, &bytes, &size, NULL), SAYSO_DAMAGED);
    assert_null(bytes);
    assert_int_equal(say_bytes_rest(stream, SIZE_MAX, &bytes, &size, NULL), SAYSO_OK);
    assert_true(say_base_same((say_str){ bytes, size }, b));
    free(bytes);
    assert_int_equal(say_bytes_rest(stream, SIZE_MAX, &bytes, &size, NULL), SAYSO_OK);
    assert_int_equal(size, 0);
    free(bytes);
    say_bytes_close(stream);
}

TEST(standard_input_is_unpacked_in_whatever_pieces_it_comes)
{
    int ends[2], before = dup(STDIN_FILENO);
    say_str text = report(1, 200000), packed = JOINED(gzipped(text), zstandard(text));
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        for (size_t i = 0; i < packed.len; i += 13)
            if (write(ends[1], packed.at + i, packed.len - i < 13 ? packed.len - i : 13) < 1) break;
        _exit(0);
    }
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    outcome got = drained(say_bytes_open("-", NULL), 5000, 777);
    assert_int_equal(got.errors, 0);
    assert_true(say_base_same(got.bytes, JOINED(text, text)));
    dup2(before, STDIN_FILENO);
    close(before);
}

static bool read_packed(void *with)
{
    char *bytes;
    size_t size;
    sayso_error error = { 0 };
    (void)with;
    sayso_code code = say_bytes_read(packed_path, SIZE_MAX, &bytes, &size, &error);
    assert_int_equal(code, error.code);
    free(bytes);
    return code == SAYSO_OK;
}

/* Past the damage that is in the file. */
static bool read_damaged(void *with)
{
    say_str view;
    sayso_code code = SAYSO_OK, worst = SAYSO_OK;
    (void)with;
    sayso_error error = { 0 };
    say_stream *stream = say_bytes_open(packed_path, &error);
    if (!stream) return false;
    do {
        code = say_bytes_peek(stream, 1, &view, &error);
        if (code && code != SAYSO_DAMAGED) worst = code;
        say_bytes_take(stream, view.len);
    } while (code || view.len);
    say_bytes_close(stream);
    return worst == SAYSO_OK;
}

TEST(every_allocation_and_every_read_of_a_packed_file_may_fail)
{
    say_str text = report(1, 400000);
    write_file(zstandard(JOINED(gzipped(text), gzipped(text))));
    assert_true(fault_every(FAULT_ALLOCATION, read_packed, NULL) >= 6);
    assert_true(fault_every(FAULT_READ, read_packed, NULL) >= 2);
    unlink(packed_path);
    write_file(JOINED(SAY_STR("\x1F\x8B\x08\0\0\0\0\0\0\3\xFFjunk"), gzipped(text), SAY_STR("junk"), zstandard(text)));
    assert_true(fault_every(FAULT_ALLOCATION, read_damaged, NULL) >= 4);
    assert_true(fault_every(FAULT_READ, read_damaged, NULL) >= 2);
    unlink(packed_path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(a_stream_shows_what_it_has_and_goes_on_where_one_takes),
        PROVE(bytes_in_memory_may_be_none),
        PROVE(peeks_and_takes_of_any_size_give_the_same_bytes),
        PROVE(a_peek_shows_as_much_as_is_asked_for),
        PROVE(gzip_and_zstd_are_undone_member_after_member),
        PROVE(one_packing_within_the_other_is_undone_and_a_third_is_left),
        PROVE(zeros_between_and_after_members_are_padding),
        PROVE(an_empty_member_is_nothing),
        PROVE(what_follows_the_last_member_and_is_none_is_one_damage),
        PROVE(a_member_that_breaks_off_gives_what_it_has_and_one_damage),
        PROVE(the_members_after_a_damaged_one_are_found),
        PROVE(the_frames_after_a_damaged_one_are_found),
        PROVE(a_head_in_the_rubble_that_does_not_unpack_is_no_member),
        PROVE(damage_of_the_outer_packing_is_told_once_and_the_inner_goes_on_after_it),
        PROVE(a_stream_that_begins_with_a_damage_is_still_one_within_the_other),
        PROVE(a_bomb_is_one_error_and_the_end),
        PROVE(what_packs_well_but_is_not_large_is_no_bomb),
        PROVE(a_frame_with_a_huge_window_is_one_damage_and_no_memory),
        PROVE(the_rest_of_a_packed_file_is_unpacked_to_the_limit),
        PROVE(the_rest_goes_on_where_one_took_and_after_a_damage),
        PROVE(standard_input_is_unpacked_in_whatever_pieces_it_comes),
        PROVE(every_allocation_and_every_read_of_a_packed_file_may_fail),
    };
    return cmocka_run_group_tests_name("streams", tests, open_packing, close_packing);
}
