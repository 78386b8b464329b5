#include "support/fault.h"
#include "support/prove.h"

#include "bytes/bytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder of this program's own, anew for each test.  Names that end with a slash are folders, "a -> b" is a link. */
static char walked[] = "/tmp/sayso-walk-XXXXXX";

static int make_walked(void **state)
{
    (void)state;
    strcpy(walked, "/tmp/sayso-walk-XXXXXX");
    return mkdtemp(walked) ? 0 : -1;
}

static int remove_walked(void **state)
{
    char command[100];
    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", walked);
    return system(command);
}

static const char *below(const char *name)
{
    static char paths[4][300];
    static int turn;
    char *path = paths[turn++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", walked, name);
    return path;
}

static void plant(const char *const *names)
{
    for (; *names; names++) {
        const char *arrow = strstr(*names, " -> "), *path = below(*names);
        if (arrow) {
            char link[300];
            snprintf(link, sizeof link, "%s/%.*s", walked, (int)(arrow - *names), *names);
            assert_int_equal(symlink(arrow + 4, link), 0);
        } else if (path[strlen(path) - 1] == '/') {
            assert_int_equal(mkdir(path, 0777), 0);
        } else {
            FILE *file = fopen(path, "w");
            assert_non_null(file);
            fclose(file);
        }
    }
}

#define PLANT(...) plant((const char *const[]){ __VA_ARGS__, NULL })

/* The paths of a walk without the folder's own, one a line; "! name" for an error. */
static const char *walk_of(const char *path, size_t prefix)
{
    static char lines[4000];
    size_t at = 0;
    const char *found;
    sayso_error error = { 0 };
    say_walk *walk = say_bytes_walk(path, &error);
    assert_non_null(walk);
    lines[0] = '\0';
    for (;;) {
        sayso_code code = say_bytes_step(walk, &found, &error);
        if (code) assert_null(found);
        else if (!found) break;
        at += (size_t)snprintf(lines + at, sizeof lines - at, code ? "! %s\n" : "%s\n", (code ? error.where : found) + prefix);
        assert_true(at < sizeof lines);
    }
    assert_int_equal(say_bytes_step(walk, &found, &error), SAYSO_OK);
    assert_null(found);
    say_bytes_walked(walk);
    return lines;
}

static const char *walk_all(void) { return walk_of(walked, strlen(walked) + 1); }

/* ---- */

TEST(files_come_in_the_byte_order_of_their_whole_paths)
{
    PLANT("b", "a/", "a/z", "a/b/", "a/b/c", "a.txt", "a0", "a-", "\xC3\xA9", "Z", "a/b.txt");
    assert_string_equal(walk_all(), "Z\na-\na.txt\na/b.txt\na/b/c\na/z\na0\nb\n\xC3\xA9\n");
}

TEST(hidden_files_and_folders_are_left_out)
{
    PLANT(".git/", ".git/config", ".hidden", "seen", "folder/", "folder/.x");
    assert_string_equal(walk_all(), "seen\n");
}

TEST(links_to_files_are_files_and_others_are_nothing)
{
    PLANT("folder/", "folder/file", "to-file -> folder/file", "to-folder -> folder", "to-nowhere -> nothing", "to-itself -> to-itself", "round -> .");
    assert_int_equal(mkfifo(below("pipe"), 0666), 0);
    assert_string_equal(walk_all(), "folder/file\nto-file\n");
}

TEST(an_empty_folder_has_no_files)
{
    PLANT("a/", "a/b/");
    assert_string_equal(walk_all(), "");
}

TEST(a_path_may_end_with_a_slash_or_be_a_link_to_a_folder)
{
    char path[300];
    PLANT("folder/", "folder/file", "link -> folder");
    snprintf(path, sizeof path, "%s/", walked);
    assert_string_equal(walk_of(path, strlen(path)), "folder/file\n");
    assert_string_equal(walk_of(below("link"), strlen(walked) + 1), "link/file\n");
}

TEST(a_file_and_standard_input_are_walked_alone)
{
    PLANT("file", ".hidden");
    assert_string_equal(walk_of(below("file"), strlen(walked) + 1), "file\n");
    assert_string_equal(walk_of(below(".hidden"), strlen(walked) + 1), ".hidden\n");
    assert_string_equal(walk_of("-", 0), "-\n");
    assert_string_equal(walk_of("/dev/null", 0), "/dev/null\n");
}

TEST(a_path_that_is_not_there_is_named)
{
    sayso_error error = { 0 };
    assert_null(say_bytes_walk(below("none"), &error));
    assert_int_equal(error.code, SAYSO_NO_FILE);
    assert_string_equal(error.where, below("none"));
    assert_string_equal(error.message, "No such file or directory");
    say_bytes_walked(NULL);
}

TEST(a_folder_that_cannot_be_read_is_one_error_and_the_walk_goes_on)
{
    const char *path;
    sayso_error error = { 0 };
    PLANT("a", "b/", "c/", "c/d");
    say_walk *walk = say_bytes_walk(walked, &error);
    assert_int_equal(say_bytes_step(walk, &path, &error), SAYSO_OK);
    assert_string_equal(path, below("a"));
    assert_int_equal(rmdir(below("b")), 0);                          /* goes while the walk is on its way */
    assert_int_equal(say_bytes_step(walk, &path, &error), SAYSO_NO_FILE);
    assert_null(path);
    assert_string_equal(error.where, below("b/"));
    assert_string_equal(error.message, "No such file or directory");
    assert_int_equal(say_bytes_step(walk, &path, &error), SAYSO_OK);
    assert_string_equal(path, below("c/d"));
    assert_int_equal(say_bytes_step(walk, &path, &error), SAYSO_OK);
    assert_null(path);
    say_bytes_walked(walk);
}

TEST(a_walk_may_end_anywhere)
{
    const char *path;
    PLANT("a/", "a/b/", "a/b/c", "d");
    say_walk *walk = say_bytes_walk(walked, NULL);
    assert_int_equal(say_bytes_step(walk, &path, NULL), SAYSO_OK);
    assert_string_equal(path, below("a/b/c"));
    say_bytes_walked(walk);
}

static bool walk_the_folder(void *with)
{
    const char *path;
    sayso_error error = { 0 };
    size_t files = 0, errors = 0;
    (void)with;
    say_walk *walk = say_bytes_walk(walked, &error);
    if (!walk) return false;
    for (;;) {
        if (say_bytes_step(walk, &path, &error)) errors++;
        else if (path) files++;
        else break;
    }
    say_bytes_walked(walk);
    assert_true(errors <= 1 && (errors || files == 32));
    return errors == 0;
}

TEST(every_allocation_of_a_walk_may_fail)
{
    char name[300];
    PLANT("a/", "a/b/");
    for (int i = 0; i < 32; i++) {
        snprintf(name, sizeof name, "%s%0100d", i % 2 ? "a/b/" : "", i);
        PLANT(name);
    }
    assert_true(fault_every(FAULT_ALLOCATION, walk_the_folder, NULL) >= 10);
}

#define WALKED(sentence) cmocka_unit_test_setup_teardown(sentence, make_walked, remove_walked)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WALKED(files_come_in_the_byte_order_of_their_whole_paths),
        WALKED(hidden_files_and_folders_are_left_out),
        WALKED(links_to_files_are_files_and_others_are_nothing),
        WALKED(an_empty_folder_has_no_files),
        WALKED(a_path_may_end_with_a_slash_or_be_a_link_to_a_folder),
        WALKED(a_file_and_standard_input_are_walked_alone),
        WALKED(a_path_that_is_not_there_is_named),
        WALKED(a_folder_that_cannot_be_read_is_one_error_and_the_walk_goes_on),
        WALKED(a_walk_may_end_anywhere),
        WALKED(every_allocation_of_a_walk_may_fail),
    };
    return cmocka_run_group_tests_name("walks", tests, NULL, NULL);
}
