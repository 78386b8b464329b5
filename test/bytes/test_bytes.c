#include "support/fault.h"
#include "support/prove.h"

#include "bytes/bytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LIMIT = 1000 };

/* ---- a folder of this program's own, as the group's state ---- */

static char folder[] = "/tmp/sayso-bytes-XXXXXX";

static const char *in_folder(const char *name)
{
    static char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static const char *a_file(const char *name, size_t size)
{
    FILE *file = fopen(in_folder(name), "wb");
    for (size_t i = 0; i < size; i++) putc("who says who\0"[i % 13], file);
    fclose(file);
    return in_folder(name);
}

static int make_folder(void **state) { (void)state; return mkdtemp(folder) ? 0 : -1; }

static int remove_folder(void **state)
{
    static const char *const names[] = { "file", "empty", "pipe", "other" };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) unlink(in_folder(names[i]));
    return rmdir(folder);
}

static void expect_whole(const char *path, size_t size, size_t limit)
{
    char *bytes;
    size_t got;
    sayso_error error = { 0 };
    assert_int_equal(say_bytes_read(path, limit, &bytes, &got, &error), SAYSO_OK);
    assert_int_equal(got, size);
    for (size_t i = 0; i < size; i++) assert_int_equal(bytes[i], "who says who\0"[i % 13]);
    assert_int_equal(bytes[size], '\0');
    free(bytes);
}

static void expect_refusal(const char *path, sayso_code code, const char *message)
{
    char *bytes = folder;
    size_t got = 9;
    sayso_error error = { 0 };
    assert_int_equal(say_bytes_read(path, LIMIT, &bytes, &got, &error), code);
    assert_null(bytes);
    assert_int_equal(got, 0);
    assert_string_equal(error.message, message);
    assert_string_equal(error.where, strcmp(path, "-") ? path : "standard input");
}

/* Runs `look` with standard input coming from a pipe that a child fills. */
static void from_a_pipe(size_t size, void (*look)(size_t size))
{
    int ends[2], before = dup(STDIN_FILENO);
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        for (size_t i = 0; i < size; i++)
            if (write(ends[1], &"who says who\0"[i % 13], 1) != 1) break;
        _exit(0);
    }
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    look(size);
    dup2(before, STDIN_FILENO);
    close(before);
}

/* ---- */

TEST(a_file_is_read_whole_with_its_nuls)
{
    expect_whole(a_file("file", 500), 500, LIMIT);
}

TEST(an_empty_file_has_no_bytes_and_is_no_error)
{
    expect_whole(a_file("empty", 0), 0, LIMIT);
    expect_whole(in_folder("empty"), 0, 0);
}

TEST(a_file_of_just_the_limit_is_read_and_one_byte_more_is_refused)
{
    expect_whole(a_file("file", LIMIT), LIMIT, LIMIT);
    expect_refusal(a_file("file", LIMIT + 1), SAYSO_TOO_LARGE, "larger than the limit of 1000 bytes");
}

TEST(no_limit_is_a_limit_too)
{
    expect_whole(a_file("file", 300000), 300000, SIZE_MAX);
}

TEST(a_file_that_is_not_there_is_named)
{
    expect_refusal(in_folder("none"), SAYSO_NO_FILE, "No such file or directory");
}

TEST(a_folder_is_no_file)
{
    expect_refusal(folder, SAYSO_NO_FILE, "Is a directory");
}

TEST(an_endless_file_is_refused_at_the_limit)
{
    expect_refusal("/dev/zero", SAYSO_TOO_LARGE, "larger than the limit of 1000 bytes");
}

TEST(a_file_that_tells_no_size_is_read_to_its_end)
{
    char *bytes;
    size_t size;
    assert_int_equal(say_bytes_read("/proc/self/status", SIZE_MAX, &bytes, &size, NULL), SAYSO_OK);
    assert_true(size > 100 && memcmp(bytes, "Name:", 5) == 0);
    free(bytes);
}

static void expect_whole_input(size_t size) { expect_whole("-", size, 1 << 20); }
static void expect_refused_input(size_t size)
{
    (void)size;
    expect_refusal("-", SAYSO_TOO_LARGE, "larger than the limit of 1000 bytes");
}

TEST(standard_input_is_read_in_whatever_pieces_it_comes)
{
    from_a_pipe(0, expect_whole_input);
    from_a_pipe(200000, expect_whole_input);
}

TEST(standard_input_over_the_limit_is_refused)
{
    from_a_pipe(LIMIT + 1, expect_refused_input);
}

static bool read_the_file(void *path)
{
    char *bytes;
    size_t size;
    sayso_error error = { 0 };
    sayso_code code = say_bytes_read(path, SIZE_MAX, &bytes, &size, &error);
    assert_int_equal(code, error.code);
    free(bytes);
    return code == SAYSO_OK;
}

TEST(every_allocation_may_fail)
{
    char path[200];
    strcpy(path, a_file("file", 300000));
    assert_true(fault_every(FAULT_ALLOCATION, read_the_file, path) >= 3);
    strcpy(path, "/proc/self/smaps");
    assert_true(fault_every(FAULT_ALLOCATION, read_the_file, path) >= 3);
}

TEST(every_read_may_fail)
{
    char path[200];
    strcpy(path, a_file("file", 3000));
    assert_int_equal(fault_every(FAULT_READ, read_the_file, path), 2);
    fault_arm(FAULT_READ, 0);
    expect_refusal(a_file("file", 10), SAYSO_NO_FILE, "Input/output error");
    assert_true(fault_disarm(FAULT_READ));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(a_file_is_read_whole_with_its_nuls),
        PROVE(an_empty_file_has_no_bytes_and_is_no_error),
        PROVE(a_file_of_just_the_limit_is_read_and_one_byte_more_is_refused),
        PROVE(no_limit_is_a_limit_too),
        PROVE(a_file_that_is_not_there_is_named),
        PROVE(a_folder_is_no_file),
        PROVE(an_endless_file_is_refused_at_the_limit),
        PROVE(a_file_that_tells_no_size_is_read_to_its_end),
        PROVE(standard_input_is_read_in_whatever_pieces_it_comes),
        PROVE(standard_input_over_the_limit_is_refused),
        PROVE(every_allocation_may_fail),
        PROVE(every_read_may_fail),
    };
    return cmocka_run_group_tests_name("bytes", tests, make_folder, remove_folder);
}
