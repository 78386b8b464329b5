/* The stream of items as embedders see it: files, folders, standard input; what fails on the way; and what an item brings to its report. */
#include "support/fault.h"
#include "support/opened.h"
#include "support/prove.h"

#include "sayso.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STORY "Drones hit the fuel depot at Marlow in an attack on Tuesday. Tarvonian officials said that Lissenia may have ordered the attack."
static const char lines[] = "{\"id\":\"one\",\"text\":\"" STORY "\",\"title\":\"Fire at Marlow\"}\n{\"id\":\"broken\n{\"id\":\"two\",\"text\":\"" STORY "\"}\n";
static const char cut_gzip[] = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xf3\xc8\xcc";
static const char french[] =
    "Une bombe a explosé lundi sur le marché d’Ostrel, où trois personnes ont été tuées. La police accuse le Front gris d’avoir commis cet attentat, mais "
    "celui-ci dément toute responsabilité et parle d’une provocation du gouvernement. Le ministre a déclaré que l’enquête se poursuivait.\n";

static char place[] = "/tmp/sayso-items-XXXXXX";

static const char *in_place(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", place, name);
    return path;
}

static void write_file(const char *name, const char *bytes, size_t size)
{
    FILE *file = fopen(in_place(name), "wb");
    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file)) abort();
}

static int make_place(void **state)
{
    (void)state;
    if (!mkdtemp(place) || mkdir(in_place("news"), 0777) || mkdir(in_place("news/b"), 0777) || mkdir(in_place("bare"), 0777)) return -1;
    write_file("news/a.txt", STORY, strlen(STORY));
    write_file("news/b/lines.jsonl", lines, strlen(lines));
    write_file("news/c.gz", cut_gzip, sizeof cut_gzip - 1);
    write_file("news/d.txt", "", 0);
    write_file("news/e.txt", STORY, strlen(STORY));
    return 0;
}

static int clear_place(void **state)
{
    static const char *const names[] = { "news/a.txt", "news/b/lines.jsonl", "news/c.gz", "news/d.txt", "news/e.txt", "news/b", "news", "bare", "" };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) remove(in_place(names[i]));
    return 0;
}

/* ---- walking ---- */

/* "a one !lines.jsonl two": docs, and for errors the file after a "!". */
static void walk_into(char *said, size_t room, sayso_items *items)
{
    sayso_item *item = NULL;
    said[0] = '\0';
    while (true) {
        sayso_error e = { .code = SAYSO_OK };
        sayso_code code = sayso_items_next(items, &item, &e);
        if (!code && !item) return;
        assert_true(code == e.code);
        size_t used = strlen(said);
        const char *slash = strrchr(e.where, '/');
        if (code) assert_true(!item && e.message[0] && slash);
        snprintf(said + used, room - used, "%s%s%s", used ? " " : "", code ? "!" : "", code ? slash + 1 : item->doc);
        sayso_item_close(item);
    }
}

static void assert_walk(const char *path, const sayso_fields *fields, const char *wanted)
{
    char said[400];
    sayso_error e;
    sayso_items *items = sayso_items_open(path, fields, &e);
    if (!items) fail_msg("%s: %s", e.where, e.message);
    walk_into(said, sizeof said, items);
    assert_string_equal(said, wanted);
    sayso_item *item;
    assert_int_equal(sayso_items_next(items, &item, &e), SAYSO_OK);
    assert_null(item);
    sayso_items_close(items);
}

TEST(a_folder_gives_the_items_of_its_files_in_order_and_each_trouble_once)
{
    assert_walk(in_place("news"), NULL, "a one !lines.jsonl two !c.gz !d.txt e");
}

TEST(a_file_gives_its_items)
{
    assert_walk(in_place("news/a.txt"), NULL, "a");
    assert_walk(in_place("news/b/lines.jsonl"), NULL, "one !lines.jsonl two");
    assert_walk(in_place("news/b/lines.jsonl"), &(sayso_fields){ .doc = "title" }, "lines-000001 !lines.jsonl lines-000002");
}

TEST(standard_input_is_a_file_like_others)
{
    int kept = dup(0), file = open(in_place("news/a.txt"), O_RDONLY);
    assert_true(kept >= 0 && file >= 0 && dup2(file, 0) == 0);
    assert_walk("-", NULL, "stdin");
    dup2(kept, 0);
    close(kept);
    close(file);
}

TEST(what_is_not_there_cannot_be_opened)
{
    sayso_error e = { .code = SAYSO_OK };
    assert_null(sayso_items_open(in_place("nowhere"), NULL, &e));
    assert_int_equal(e.code, SAYSO_NO_FILE);
    assert_non_null(strstr(e.where, "nowhere"));
    assert_null(sayso_items_open(in_place("nowhere"), NULL, NULL));
    sayso_items_close(NULL);
    sayso_item_close(NULL);
}

TEST(a_folder_without_files_is_said_to_be_one)
{
    assert_walk(in_place("bare"), NULL, "!bare");
}

TEST(an_item_outlives_the_stream_that_it_came_from)
{
    sayso_item *items[3];
    sayso_items *stream = sayso_items_open(in_place("news"), NULL, NULL);
    for (size_t i = 0; i < 3; i++)
        while (sayso_items_next(stream, &items[i], NULL)) {}
    sayso_items_close(stream);
    assert_string_equal(items[1]->doc, "one");
    assert_string_equal(items[1]->title, "Fire at Marlow");
    assert_non_null(strstr(items[1]->path, "news/b/lines.jsonl"));
    assert_int_equal(items[1]->size, strlen(STORY));
    assert_memory_equal(items[1]->bytes, STORY, strlen(STORY));
    for (size_t i = 0; i < 3; i++) sayso_item_close(items[i]);
}

/* ---- what fails ---- */

/* A damaged file that cannot be read either is one trouble all the same. */
static bool walk_all(void *path)
{
    sayso_error e = { .code = SAYSO_OK };
    sayso_items *items = sayso_items_open(path, NULL, &e);
    size_t troubles = 0, count = 0;
    bool end = !items, failed = !items;
    while (!end) {
        sayso_item *item;
        sayso_code code = sayso_items_next(items, &item, &e);
        failed = failed || code == SAYSO_NO_MEMORY || code == SAYSO_NO_FILE;
        troubles += code != SAYSO_OK;
        count += item != NULL;
        end = !code && !item;
        sayso_item_close(item);
        assert_true(troubles + count < 20);
    }
    sayso_items_close(items);
    if (!failed) assert_true(count == 4 && troubles == 3);
    return !failed;
}

TEST(allocations_on_the_way_may_fail)
{
    assert_true(fault_every(FAULT_ALLOCATION, walk_all, (void *)in_place("news")) > 10);
}

TEST(reads_on_the_way_may_fail)
{
    assert_true(fault_every(FAULT_READ, walk_all, (void *)in_place("news")) > 3);
}

/* ---- items as reports ---- */

typedef struct { char at[1024]; size_t size; } text_store;

static int store_bytes(void *to, const char *bytes, size_t size)
{
    text_store *s = to;
    assert_true(s->size + size < sizeof s->at);
    memcpy(s->at + s->size, bytes, size);
    s->size += size;
    return 0;
}

static int refuse_bytes(void *to, const char *bytes, size_t size) { (void)to; (void)bytes; return size ? 28 : 0; }

TEST(a_report_has_what_its_item_says_of_it)
{
    sayso_error e;
    sayso_reader *reader = sayso_reader_open(&(sayso_options){ "weights/tiny.sayso", "data", NULL, 0 }, &e);
    static const char text[] = "MARLOW, May 3, 2031 (Reuters) - " STORY;
    const sayso_item item = { .doc = "depot", .bytes = text, .size = sizeof text - 1, .title = "Fire at Marlow", .publisher = "Marlow Times",
                              .url = "https://marlow.example/depot" };
    sayso_report *report = opened_and_read(reader, &item, &e);
    if (!report) fail_msg("%s: %s", e.where, e.message);
    const sayso_records *r = sayso_report_records(report);
    assert_string_equal(r->title, "Fire at Marlow");
    assert_string_equal(r->publisher, "Marlow Times");
    assert_int_equal(r->source_count, 1);
    assert_string_equal(r->sources[0].url, "https://marlow.example/depot");
    assert_int_equal(r->sources[0].credit_count, 1);
    assert_int_equal(r->sources[0].credits[0].kind, SAYSO_CREDIT_AGENCY);
    assert_string_equal(r->sources[0].credits[0].name, "Reuters");
    sayso_report_close(report);
    sayso_reader_close(reader);
}

TEST(a_text_in_french_is_not_read_and_is_a_text_all_the_same)
{
    sayso_error e = { .code = SAYSO_OK };
    sayso_reader *reader = sayso_reader_open(&(sayso_options){ "weights/tiny.sayso", "data", NULL, 0 }, &e);
    const sayso_item item = { .doc = "ostrel", .bytes = french, .size = sizeof french - 1 };
    assert_null(opened_and_read(reader, &item, &e));
    assert_int_equal(e.code, SAYSO_NOT_ENGLISH);
    assert_non_null(strstr(e.message, "French"));
    text_store s = { .size = 0 };
    e.code = SAYSO_OK;
    assert_int_equal(sayso_text_of(&item, (sayso_sink){ store_bytes, &s }, &e), SAYSO_OK);
    assert_int_equal(e.code, SAYSO_OK);
    assert_int_equal(s.size, sizeof french - 1);
    sayso_reader_close(reader);
}

TEST(a_sink_that_is_full_is_an_error)
{
    sayso_error e = { .code = SAYSO_OK };
    assert_int_equal(sayso_text_of(&(sayso_item){ .bytes = STORY, .size = strlen(STORY) }, (sayso_sink){ refuse_bytes, NULL }, &e), SAYSO_NO_FILE);
    assert_true(e.message[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(a_folder_gives_the_items_of_its_files_in_order_and_each_trouble_once),
        PROVE(a_file_gives_its_items),
        PROVE(standard_input_is_a_file_like_others),
        PROVE(what_is_not_there_cannot_be_opened),
        PROVE(a_folder_without_files_is_said_to_be_one),
        PROVE(an_item_outlives_the_stream_that_it_came_from),
        PROVE(allocations_on_the_way_may_fail),
        PROVE(reads_on_the_way_may_fail),
        PROVE(a_report_has_what_its_item_says_of_it),
        PROVE(a_text_in_french_is_not_read_and_is_a_text_all_the_same),
        PROVE(a_sink_that_is_full_is_an_error),
    };
    return cmocka_run_group_tests_name("items", tests, make_place, clear_place);
}
