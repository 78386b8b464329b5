#include "support/fault.h"
#include "support/prove.h"

#include "items/items.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

enum { MOST_FOUND = 8 };

typedef struct {
    size_t items, errors;
    char   doc[MOST_FOUND][80], body[MOST_FOUND][200];
    sayso_item_kind kind[MOST_FOUND];
    sayso_error error;
} found_items;

static found_items *walk_bytes(const char *path, const char *bytes, size_t size)
{
    static found_items f;
    memset(&f, 0, sizeof f);
    say_stream *stream = say_bytes_over((say_str){ bytes, size }, path, NULL);
    say_items *items = say_items_open(stream, path, NULL, NULL);
    for (sayso_item *item = NULL;;) {
        say_arena *arena = say_base_arena(NULL);
        sayso_code code = say_items_next(items, arena, &item, &f.error);
        f.errors += code != SAYSO_OK;
        if (item && f.items < MOST_FOUND) {
            snprintf(f.doc[f.items], sizeof f.doc[0], "%s", item->doc);
            snprintf(f.body[f.items], sizeof f.body[0], "%.*s", (int)item->size, item->bytes);
            f.kind[f.items] = item->kind;
            const char *const strings[] = { item->path, item->charset, item->url, item->title, item->byline, item->publisher, item->published, item->modified, item->language };
            for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) assert_non_null(strings[i]);
            assert_string_equal(item->path, path);
        }
        f.items += item != NULL;
        say_base_arena_close(arena);
        if (!code && !item) break;
    }
    say_items_close(items);
    say_bytes_close(stream);
    return &f;
}

static const found_items *walk_text(const char *path, const char *text) { return walk_bytes(path, text, strlen(text)); }

TEST(a_text_is_one_item_that_is_called_as_its_file)
{
    static const char *const names[][2] = {
        { "news/story.txt", "story" }, { "story.html.gz", "story" }, { "story.gz", "story" }, { "a.b.txt", "a.b" }, { "story.TXT.GZ", "story" },
        { "story.txt.zst.gz", "story" }, { "dir.d/story", "story" }, { "-", "stdin" }, { ".hidden", ".hidden" }, { "news/", "news/" }, { "", "" },
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const found_items *f = walk_text(names[i][0], "The mayor blamed the mill.");
        assert_int_equal(f->items, 1);
        assert_int_equal(f->errors, 0);
        assert_string_equal(f->doc[0], names[i][1]);
        assert_string_equal(f->body[0], "The mayor blamed the mill.");
        assert_int_equal(f->kind[0], SAYSO_ANY);
    }
}

TEST(an_empty_stream_is_one_error)
{
    const found_items *f = walk_text("empty.txt", "");
    assert_int_equal(f->items, 0);
    assert_int_equal(f->errors, 1);
    assert_int_equal(f->error.code, SAYSO_BAD_TEXT);
    assert_string_equal(f->error.where, "empty.txt");
    assert_string_equal(f->error.message, "empty: there is nothing to read");
}

TEST(a_text_of_more_than_an_item_may_have_is_one_error)
{
    size_t size = SAY_ITEMS_LARGEST + 1;
    char *text = malloc(size);
    memset(text, 'a', size);
    const found_items *f = walk_bytes("large.txt", text, size);
    assert_int_equal(f->items, 0);
    assert_int_equal(f->errors, 1);
    assert_int_equal(f->error.code, SAYSO_TOO_LARGE);
    assert_int_equal(walk_bytes("large.txt", text, size - 1)->items, 1);
    free(text);
}

TEST(what_a_file_is_its_bytes_say)
{
    static const struct { const char *text, *doc; } files[] = {
        { "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\nx\r\n\r\n", "file-000001" },
        { "{\"id\": \"mill-7\", \"text\": \"The mayor blamed the mill.\"}\n{\"id\": \"mill-8\", \"text\": \"The mill replied.\"}\n", "mill-7" },
        { "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><item><title>Mill</title><description>The mayor blamed the mill.</description></item></channel></rss>", "file-000001" },
        { "From: Ann <ann@example.org>\r\nTo: b@example.org\r\nSubject: Mill\r\nDate: Mon, 1 Jun 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nThe mayor blamed the mill.\r\n", "file" },
        { "<!DOCTYPE html><html><body><p>The mayor blamed the mill.</p></body></html>", "file" },
        { "WARC/1.0 is how crawlers write, the mayor said.", "file" },
        { "From the hill the mayor saw the mill: it was on fire.\n\nHe said so.", "file" },
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const found_items *f = walk_text("file.txt", files[i].text);
        if (f->items == 0 || strcmp(f->doc[0], files[i].doc) != 0) print_message("%s: %zu items, %zu errors\n", files[i].text, f->items, f->errors);
        assert_true(f->items >= 1);
        assert_string_equal(f->doc[0], files[i].doc);
    }
}

TEST(a_packed_text_that_breaks_off_is_one_error)
{
    char packed[200];
    z_stream z = { .next_in = (Bytef *)(uintptr_t)"The mayor blamed the mill.", .avail_in = 26, .next_out = (Bytef *)packed, .avail_out = sizeof packed };
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    size_t size = sizeof packed - z.avail_out;
    assert_string_equal(walk_bytes("story.txt.gz", packed, size)->body[0], "The mayor blamed the mill.");
    for (size_t cut = 12; cut < size; cut++) {
        const found_items *f = walk_bytes("story.txt.gz", packed, cut);
        assert_int_equal(f->items, 0);
        assert_int_equal(f->errors, 1);
        assert_int_equal(f->error.code, SAYSO_DAMAGED);
    }
}

/* ---- faults ---- */

static char text_path[] = "/tmp/sayso-items-XXXXXX";

static int write_text(void **state)
{
    static const char text[] = "The mayor blamed the mill.";
    (void)state;
    int file = mkstemp(text_path);
    bool fine = file >= 0 && write(file, text, sizeof text - 1) == sizeof text - 1;
    close(file);
    return fine ? 0 : -1;
}

static int remove_text(void **state) { (void)state; return unlink(text_path); }

static bool read_text(void *with)
{
    sayso_error error = { 0 };
    sayso_item *item = NULL, *none = NULL;
    say_arena *arena = say_base_arena(&error);
    say_stream *stream = arena ? say_bytes_open(text_path, &error) : NULL;
    say_items *items = stream ? say_items_open(stream, text_path, NULL, &error) : NULL;
    bool fine = items && !say_items_next(items, arena, &item, &error) && item && item->size == 26;
    (void)with;
    if (items) assert_int_equal(say_items_next(items, arena, &none, NULL), SAYSO_OK);       /* what failed for good has ended */
    assert_null(none);
    assert_true(fine || (error.code && error.message[0]));
    say_items_close(items);
    say_bytes_close(stream);
    say_base_arena_close(arena);
    return fine;
}

TEST(every_allocation_may_fail) { assert_true(fault_every(FAULT_ALLOCATION, read_text, NULL) > 3); }
TEST(every_read_may_fail) { assert_true(fault_every(FAULT_READ, read_text, NULL) > 0); }

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(a_text_is_one_item_that_is_called_as_its_file),
        PROVE(an_empty_stream_is_one_error),
        PROVE(a_text_of_more_than_an_item_may_have_is_one_error),
        PROVE(what_a_file_is_its_bytes_say),
        PROVE(a_packed_text_that_breaks_off_is_one_error),
        PROVE(every_allocation_may_fail),
        PROVE(every_read_may_fail),
    };
    return cmocka_run_group_tests_name("items", tests, write_text, remove_text);
}
