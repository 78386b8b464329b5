/* Weight files that are cut short, damaged or lie: each is one clear error. */
#include "support/fault.h"
#include "support/prove.h"

#include "model/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static unsigned char *good;                         /* weights/tiny.sayso */
static size_t size;
static char path[] = "/tmp/sayso-test-XXXXXX";

static int read_good(void **state)
{
    (void)state;
    FILE *f = fopen("weights/tiny.sayso", "rb");
    if (!f) return -1;
    good = malloc(1 << 20);
    size = fread(good, 1, 1 << 20, f);
    fclose(f);
    int fd = mkstemp(path);
    if (fd >= 0) close(fd);
    return fd >= 0 && size > 10000 ? 0 : -1;
}

static int drop_good(void **state)
{
    (void)state;
    unlink(path);
    free(good);
    return 0;
}

/* Opens a file of these bytes; SAYSO_OK or the error's code. */
static sayso_code try_bytes(const unsigned char *bytes, size_t n, sayso_error *e)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    fclose(f);
    memset(e, 0, sizeof *e);
    say_model *m = say_model_open(path, e);
    assert_int_equal(m != NULL, e->code == SAYSO_OK);
    if (!m) assert_true(e->where[0] && e->message[0]);
    say_model_close(m);
    return e->code;
}

TEST(the_good_file_opens_and_tells_of_itself)
{
    sayso_error e;
    say_model *m = say_model_open("weights/tiny.sayso", &e);
    assert_non_null(m);
    assert_int_equal(say_model_hidden(m), 64);
    assert_true(say_model_has_top(m));
    assert_int_equal(say_model_about(m).at[0], '{');
    assert_int_equal(say_model_special(m).pad, 1);
    say_model_close(m);
    say_model_close(NULL);
}

TEST(a_file_that_is_not_there_or_is_a_folder_is_no_file)
{
    sayso_error e;
    assert_null(say_model_open("/nowhere/at/all", &e));
    assert_int_equal(e.code, SAYSO_NO_FILE);
    assert_null(say_model_open("/tmp", &e));
    assert_int_equal(e.code, SAYSO_NO_FILE);
    assert_null(say_model_open("/nowhere/at/all", NULL));
}

TEST(a_file_cut_short_anywhere_is_refused)
{
    sayso_error e;
    for (size_t n = 0; n < size; n += n < 64 ? 1 : n < 16384 ? 509 : 9973)
        assert_int_equal(try_bytes(good, n, &e), SAYSO_BAD_WEIGHTS);
    assert_int_equal(try_bytes(good, size - 1, &e), SAYSO_BAD_WEIGHTS);
    assert_int_equal(try_bytes(good, size, &e), SAYSO_OK);
}

/* The good file with the first `from` behind the first `after` replaced by `to`. */
static sayso_code try_edit(const char *after, const char *from, const char *to, sayso_error *e)
{
    unsigned char *bytes = malloc(size + 1);
    memcpy(bytes, good, size);
    bytes[size] = 0;
    char *at = strstr((char *)bytes + 16, after);
    if (at) at = strstr(at, from);
    if (!at || strlen(from) != strlen(to)) fail_msg("%s %s: cannot be edited", after, from);
    memcpy(at, to, strlen(to));
    sayso_code code = try_bytes(bytes, size, e);
    free(bytes);
    return code;
}

TEST(a_head_that_lies_is_refused)
{
    static const char *const edits[][3] = {
        { "{", "\"encoder\"", "\"encodes\"" },      { "\"encoder\"", "\"layers\": 2", "\"layers\": 9" },
        { "\"encoder\"", "\"hidden\": 64", "\"hidden\": 32" }, { "\"encoder\"", "\"hidden\": 64", "\"hidden\": 65" },
        { "\"encoder\"", "\"hidden\": 64", "\"hidden\": -4" }, { "\"encoder\"", "\"heads\": 4", "\"heads\": 3" },
        { "\"encoder\"", "\"heads\": 4", "\"heads\": 2" },     { "\"encoder\"", "\"inner\": 160", "\"inner\": 161" },
        { "\"encoder\"", "\"eps\": 1e-05", "\"eps\": 1e+05" }, { "\"encoder\"", "\"mpnet\"", "\"mpnot\"" },
        { "\"encoder\"", "\"positions\": 514", "\"positions\": 515" }, { "\"encoder\"", "\"first_position\": 2", "\"first_position\":-2" },
        { "\"encoder\"", "\"relative_buckets\": 32", "\"relative_buckets\": 31" },
        { "\"encoder\"", "\"relative_distance\": 128", "\"relative_distance\":   7" },
        { "\"encoder\"", "\"unknown\": 4", "\"unknown\":-4" }, { "\"encoder\"", "\"start\": 0", "\"start\":-1" },
        { "\"tensors\"", "\"tensors\"", "\"tensorz\"" },       { "\"vocab\"", "\"u8\"", "\"i8\"" },
        { "\"vocab\"", "\"at\": ", "\"at\":8" },               { "\"enc.word\"", "\"u4\"", "\"u9\"" },
        { "\"enc.word\"", "\"shape\": [1", "\"shape\": [2" }, { "\"enc.pos\"", "\"shape\": [514", "\"shape\": [  0" },
        { "\"enc.pos\"", "\"f32\"", "\"i32\"" },               { "\"enc.rel\"", "\"enc.rel\"", "\"enc.wel\"" },
        { "\"enc.word.row\"", "\"enc.word.row\"", "\"enc.word.raw\"" },
        { "\"enc.layer.1.f1.w\"", "\"i8\"", "\"u8\"" },        { "\"top.n2.b\"", "\"top.n2.b\"", "\"top.n3.b\"" },
        { "\"enc.layer.0.qkv.w.scale\"", "scale", "scald" },   { "\"enc.layer.0.o.w\"", "\"bytes\": 4096", "\"bytes\": 4095" },
        { "\"name\"", "\"tiny\"", "\"ti\xffy\"" },
    };
    sayso_error e;
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        sayso_code code = try_edit(edits[i][0], edits[i][1], edits[i][2], &e);
        if (code != SAYSO_BAD_WEIGHTS) fail_msg("%s to %s: %d", edits[i][1], edits[i][2], code);
    }
}

static size_t tensor_at(const char *name)
{
    char *at = strstr((char *)good + 16, name);
    assert_non_null(at);
    return (size_t)strtoul(strstr(at, "\"at\": ") + 6, NULL, 10);
}

TEST(numbers_that_are_none_and_rows_that_are_not_there_are_refused)
{
    static const unsigned char infinite[] = { 0, 0, 0x80, 0x7f }, far[] = { 0xff, 0xff, 0, 0 }, below[] = { 0xfe, 0xff, 0xff, 0xff };
    sayso_error e;
    const struct { const char *name; const unsigned char *bytes; } edits[] = {
        { "\"enc.norm.w\"", infinite }, { "\"top.f2.w.scale\"", infinite },
        { "\"enc.word.row\"", far }, { "\"enc.word.row\"", below },
    };
    for (size_t i = 0; i < 4; i++) {
        unsigned char *bytes = malloc(size);
        memcpy(bytes, good, size);
        memcpy(bytes + tensor_at(edits[i].name) + 8, edits[i].bytes, 4);
        assert_int_equal(try_bytes(bytes, size, &e), SAYSO_BAD_WEIGHTS);
        free(bytes);
    }
}

TEST(a_file_damaged_anywhere_opens_or_is_refused)
{
    sayso_error e;
    unsigned char *bytes = malloc(size);
    uint32_t seed = 5, opened = 0;
    size_t head = 16 + (size_t)(good[12] | good[13] << 8);
    for (int i = 0; i < 400; i++) {
        memcpy(bytes, good, size);
        for (int k = 0; k < 1 + i % 3; k++) {
            seed = seed * 1664525u + 1013904223u;
            bytes[(seed >> 8) % (i % 4 ? head : size)] = (unsigned char)(i % 2 ? seed >> 3 : '0' + (seed >> 3) % 10);
        }
        sayso_code code = try_bytes(bytes, size, &e);
        assert_true(code == SAYSO_OK || code == SAYSO_BAD_WEIGHTS);
        opened += code == SAYSO_OK;
    }
    assert_true(opened > 0 && opened < 400);
    free(bytes);
}

TEST(a_kernel_that_is_none_is_a_bad_call)
{
    sayso_error e;
    setenv("SAYSO_KERNEL", "quick", 1);
    assert_null(say_model_open("weights/tiny.sayso", &e));
    unsetenv("SAYSO_KERNEL");
    assert_int_equal(e.code, SAYSO_BAD_CALL);
}

static bool open_once(void *with)
{
    (void)with;
    sayso_error e = { 0 };
    say_model *m = say_model_open("weights/tiny.sayso", &e);
    assert_int_equal(e.code, m ? SAYSO_OK : SAYSO_NO_MEMORY);
    say_model_close(m);
    return m != NULL;
}

TEST(every_allocation_of_opening_may_fail)
{
    assert_true(fault_every(FAULT_ALLOCATION, open_once, NULL) > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(the_good_file_opens_and_tells_of_itself),
        PROVE(a_file_that_is_not_there_or_is_a_folder_is_no_file),
        PROVE(a_file_cut_short_anywhere_is_refused),
        PROVE(a_head_that_lies_is_refused),
        PROVE(numbers_that_are_none_and_rows_that_are_not_there_are_refused),
        PROVE(a_file_damaged_anywhere_opens_or_is_refused),
        PROVE(a_kernel_that_is_none_is_a_bad_call),
        PROVE(every_allocation_of_opening_may_fail),
    };
    return cmocka_run_group_tests_name("weights", tests, read_good, drop_good);
}
