#include "support/fault.h"
#include "support/prove.h"

#include "items/items.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

/* ---- a crawl in memory, made record by record ---- */

typedef struct { char *at; size_t count, room; } crawl_bytes;

static void add_bytes(crawl_bytes *c, const void *bytes, size_t size)
{
    if (c->count + size > c->room) {
        c->room = 2 * (c->count + size);
        c->at = realloc(c->at, c->room);
        assert_non_null(c->at);
    }
    memcpy(c->at + c->count, bytes, size);
    c->count += size;
}

static void add(crawl_bytes *c, const char *text) { add_bytes(c, text, strlen(text)); }

__attribute__((format(printf, 2, 3)))
static void addf(crawl_bytes *c, const char *format, ...)
{
    char line[2000];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    add(c, line);
}

/* A record whose header declares `length` bytes, whatever it has. */
static void add_declaring(crawl_bytes *c, const char *length, const char *kind, const char *type, const char *url, const char *block, size_t size)
{
    addf(c, "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Record-ID: <urn:uuid:0>\r\n", kind, url);
    if (type) addf(c, "Content-Type: %s\r\n", type);
    addf(c, "Content-Length: %s\r\n\r\n", length);
    add_bytes(c, block, size);
    add(c, "\r\n\r\n");
}

static void add_sized(crawl_bytes *c, const char *kind, const char *type, const char *url, const char *block, size_t size)
{
    char length[30];
    snprintf(length, sizeof length, "%zu", size);
    add_declaring(c, length, kind, type, url, block, size);
}

static void add_record(crawl_bytes *c, const char *kind, const char *type, const char *url, const char *block)
{
    add_sized(c, kind, type, url, block, strlen(block));
}

#define HTTP_TYPE "application/http; msgtype=response"
#define OK_HTML "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=ISO-8859-1\r\n"

static void add_page(crawl_bytes *c, const char *url)
{
    char block[500];
    snprintf(block, sizeof block, OK_HTML "\r\n<html><p>The mayor of %s blamed the mill.</p></html>", url);
    add_record(c, "response", HTTP_TYPE, url, block);
}

/* Packs with zlib: window 31 is gzip, 15 zlib, -15 bare deflate. */
static size_t pack(const char *bytes, size_t size, char *to, size_t room, int window)
{
    z_stream z = { .next_in = (Bytef *)(uintptr_t)bytes, .avail_in = (uInt)size, .next_out = (Bytef *)to, .avail_out = (uInt)room };
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return room - z.avail_out;
}

/* Each record so far in a gzip member of its own: what was added since `from` becomes one. */
static void pack_since(crawl_bytes *c, size_t from)
{
    static char packed[100000];
    size_t size = pack(c->at + from, c->count - from, packed, sizeof packed, 31);
    c->count = from;
    add_bytes(c, packed, size);
}

/* ---- what is found in it ---- */

enum { MOST = 40 };

typedef struct {
    size_t items, errors;
    char   url[MOST][200], doc[MOST][60], body[MOST][400], charset[MOST][40];
    sayso_item_kind kind[MOST];
    sayso_error error[MOST];
} findings;

/* Each passage that the map has one to one stands so in the file; what it has as a whole lies within the file. */
static void expect_mapped(const sayso_item *item, say_str file)
{
    sayso_trace whole = { { 0, item->size }, { 0, item->size } };
    const sayso_trace *map = item->map_count ? item->map : &whole;
    size_t end = 0;
    for (size_t i = 0; i < (item->map_count ? item->map_count : 1); i++) {
        sayso_trace t = map[i];
        assert_int_equal(t.text.from, end);
        assert_true(t.source.from <= t.source.to && item->at + t.source.to <= file.len);
        end = t.text.to;
        if (t.text.to - t.text.from != t.source.to - t.source.from) continue;
        assert_memory_equal(item->bytes + t.text.from, file.at + item->at + t.source.from, t.text.to - t.text.from);
    }
    assert_int_equal(end, item->size);
}

static void note_item(findings *f, const sayso_item *item)
{
    if (f->items >= MOST) return;
    size_t i = f->items;
    snprintf(f->url[i], sizeof f->url[i], "%s", item->url);
    snprintf(f->doc[i], sizeof f->doc[i], "%s", item->doc);
    snprintf(f->charset[i], sizeof f->charset[i], "%s", item->charset);
    snprintf(f->body[i], sizeof f->body[i], "%.*s", (int)item->size, item->bytes);
    f->kind[i] = item->kind;
}

/* plain: the unpacked bytes, for maps; none where they are not at hand. */
static findings *find_all(const char *bytes, size_t size, say_str plain)
{
    static findings f;
    memset(&f, 0, sizeof f);
    say_stream *stream = say_bytes_over((say_str){ bytes, size }, "news/crawl.warc", NULL);
    say_items *items = say_items_open(stream, "news/crawl.warc", NULL, NULL);
    for (sayso_item *item = NULL;;) {
        say_arena *arena = say_base_arena(NULL);
        sayso_error error = { 0 };
        sayso_code code = say_items_next(items, arena, &item, &error);
        assert_int_equal(code, error.code);
        if (code) {
            assert_null(item);
            assert_true(error.message[0] && error.where[0]);
            if (f.errors < MOST) f.error[f.errors] = error;
            f.errors++;
        } else if (item) {
            note_item(&f, item);
            if (plain.len) expect_mapped(item, plain);
            f.items++;
        }
        say_base_arena_close(arena);
        if (!code && !item) break;
    }
    say_items_close(items);
    say_bytes_close(stream);
    return &f;
}

static const findings *find_in(crawl_bytes *c)
{
    const findings *f = find_all(c->at, c->count, (say_str){ c->at, c->count });
    free(c->at);
    *c = (crawl_bytes){ 0 };
    return f;
}

/* In a crawl that was packed: no places. */
static const findings *find_packed(crawl_bytes *c)
{
    const findings *f = find_all(c->at, c->count, (say_str){ NULL, 0 });
    free(c->at);
    *c = (crawl_bytes){ 0 };
    return f;
}

static void expect_urls(const findings *f, const char *urls, size_t errors)
{
    char all[MOST * 200] = "";
    for (size_t i = 0; i < f->items && i < MOST; i++) snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", i ? " " : "", f->url[i]);
    assert_string_equal(all, urls);
    if (errors != f->errors)
        for (size_t i = 0; i < f->errors && i < MOST; i++) print_message("  %zu: %s\n", f->error[i].at, f->error[i].message);
    assert_int_equal(f->errors, errors);
}

/* ---- whole crawls ---- */

TEST(pages_resources_and_conversions_are_items_and_all_else_is_not)
{
    crawl_bytes c = { 0 };
    add_record(&c, "warcinfo", "application/warc-fields", "", "software: a crawler\r\n");
    add_record(&c, "request", "application/http; msgtype=request", "http://a.example/", "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
    add_page(&c, "http://a.example/");
    add_record(&c, "metadata", "application/warc-fields", "http://a.example/", "fetchTimeMs: 7\r\n");
    add_record(&c, "resource", "text/plain; charset=utf-8", "file:///note.txt", "A note.");
    add_record(&c, "resource", "text/plain", "metadata://example.org/crawler.log", "log");
    add_record(&c, "resource", "image/png", "file:///picture.png", "PNG");
    add_record(&c, "conversion", "text/plain", "http://b.example/", "The text of a page.");
    add_record(&c, "revisit", HTTP_TYPE, "http://a.example/", OK_HTML "\r\n");
    add_record(&c, "response", "text/dns", "dns:a.example", "20260101000000\na.example. 60 IN A 192.0.2.1\n");
    const findings *f = find_in(&c);
    expect_urls(f, "http://a.example/ file:///note.txt http://b.example/", 0);
    assert_string_equal(f->body[0], "<html><p>The mayor of http://a.example/ blamed the mill.</p></html>");
    assert_string_equal(f->charset[0], "ISO-8859-1");
    assert_string_equal(f->doc[0], "crawl-000001");
    assert_string_equal(f->doc[2], "crawl-000003");
    assert_int_equal(f->kind[0], SAYSO_HTML);
    assert_int_equal(f->kind[1], SAYSO_TEXT);
    assert_string_equal(f->charset[1], "utf-8");
}

TEST(redirects_missing_pages_pictures_and_empty_pages_are_passed_over)
{
    crawl_bytes c = { 0 };
    add_record(&c, "response", HTTP_TYPE, "http://a.example/1", "HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\nLocation: /2\r\n\r\n<html>moved</html>");
    add_record(&c, "response", HTTP_TYPE, "http://a.example/2", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html>none</html>");
    add_record(&c, "response", HTTP_TYPE, "http://a.example/3", "HTTP/1.1 200 OK\r\nContent-Type: image/gif\r\n\r\nGIF");
    add_record(&c, "response", HTTP_TYPE, "http://a.example/4", OK_HTML "\r\n");
    add_record(&c, "response", HTTP_TYPE, "http://a.example/5", "HTTP/1.1 200 OK\r\n\r\n<p>A page of no declared type.");
    add_record(&c, "response", HTTP_TYPE, "http://a.example/6", "HTTP/1.1 200 OK\r\n\r\nno page");
    add_record(&c, "response", HTTP_TYPE, "http://a.example/7", "no answer at all");
    expect_urls(find_in(&c), "http://a.example/5", 0);
}

TEST(version_1_1_line_ends_alone_folded_fields_and_old_brackets_are_read)
{
    crawl_bytes c = { 0 };
    add(&c, "WARC/1.1\nwarc-type: conversion\nwarc-target-uri: <http://a.example/>\nX-Note: one\n  two\ncontent-type: text/plain\ncontent-length: 5\n\nhello\n\n");
    add_page(&c, "http://b.example/");
    expect_urls(find_in(&c), "http://a.example/ http://b.example/", 0);
}

TEST(records_may_be_packed_each_or_all_in_one)
{
    for (int each = 0; each < 2; each++) {
        crawl_bytes c = { 0 }, plain = { 0 };
        size_t from = 0;
        for (int i = 0; i < 3; i++) {
            char url[40];
            snprintf(url, sizeof url, "http://%d.example/", i);
            add_page(&c, url);
            add_page(&plain, url);
            if (each) pack_since(&c, from);
            from = c.count;
        }
        if (!each) pack_since(&c, 0);
        expect_urls(find_all(c.at, c.count, (say_str){ plain.at, plain.count }), "http://0.example/ http://1.example/ http://2.example/", 0);
        free(c.at);
        free(plain.at);
    }
}

/* ---- bodies ---- */

TEST(chunks_are_joined_and_each_piece_is_found_in_the_file)
{
    crawl_bytes c = { 0 };
    add_record(&c, "response", HTTP_TYPE, "http://a.example/", OK_HTML "Transfer-Encoding: chunked\r\n\r\n"
               "6\r\n<html>\r\n1A;x=y\r\n<p>The mayor blamed the mi\r\n7\r\nll.</p>\r\n0\r\nExpires: 0\r\n\r\n");
    const findings *f = find_in(&c);
    expect_urls(f, "http://a.example/", 0);
    assert_string_equal(f->body[0], "<html><p>The mayor blamed the mill.</p>");
}

TEST(a_body_that_is_declared_chunked_and_is_not_is_taken_as_it_is)
{
    crawl_bytes c = { 0 };
    add_record(&c, "response", HTTP_TYPE, "http://a.example/", OK_HTML "Transfer-Encoding: chunked\r\n\r\n<html>joined before</html>");
    assert_string_equal(find_in(&c)->body[0], "<html>joined before</html>");
}

TEST(chunks_that_break_off_are_one_error_unless_the_crawler_cut_them)
{
    crawl_bytes c = { 0 };
    static const char broken[] = OK_HTML "Transfer-Encoding: chunked\r\n\r\n6\r\n<html>\r\n1A\r\n<p>The ma";
    add_record(&c, "response", HTTP_TYPE, "http://a.example/", broken);
    add_record(&c, "response", HTTP_TYPE, "http://b.example/", OK_HTML "Transfer-Encoding: chunked\r\n\r\n6\r\n<html>\r\nno size\r\n");
    addf(&c, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Truncated: length\r\nWARC-Target-URI: http://c.example/\r\nContent-Length: %zu\r\n\r\n%s\r\n\r\n", strlen(broken), broken);
    const findings *f = find_in(&c);
    expect_urls(f, "http://c.example/", 2);
    assert_string_equal(f->body[0], "<html><p>The ma");
    assert_string_equal(f->error[0].message, "a chunk of the page breaks off");
    assert_string_equal(f->error[1].message, "a chunk of the page has no size");
}

static void add_coded(crawl_bytes *c, const char *coding, const char *body, size_t size)
{
    char block[2000];
    int head = snprintf(block, sizeof block, OK_HTML "Content-Encoding: %s\r\n\r\n", coding);
    memcpy(block + head, body, size);
    char url[60];
    snprintf(url, sizeof url, "http://%s.example/", coding);
    add_sized(c, "response", HTTP_TYPE, url, block, (size_t)head + size);
}

/* RFC 7932, section 9: a window of 16 bits, one block as it is, an empty last one. */
static size_t pack_brotli(const char *bytes, size_t size, char *to)
{
    uint32_t head = (uint32_t)(size - 1) << 4 | 1u << 20;
    for (int i = 0; i < 3; i++) to[i] = (char)(head >> 8 * i);
    memcpy(to + 3, bytes, size);
    to[3 + size] = 3;
    return size + 4;
}

TEST(packed_bodies_are_unpacked_by_what_they_are)
{
    static const char page[] = "<html><p>The mayor blamed the mill, the mill, the mill.</p>";
    static const struct { const char *coding; int window; } coded[] = { { "gzip", 31 }, { "deflate", 15 }, { "deflate", -15 }, { "x-gzip", 31 }, { "identity", 31 }, { "br", 31 } };
    crawl_bytes c = { 0 };
    char packed[500];
    for (size_t i = 0; i < 6; i++) add_coded(&c, coded[i].coding, packed, pack(page, sizeof page - 1, packed, sizeof packed, coded[i].window));
    add_coded(&c, "gzip", page, sizeof page - 1);                                /* unpacked by the crawler */
    add_coded(&c, "br", page, sizeof page - 1);
    add_coded(&c, "br", packed, pack_brotli(page, sizeof page - 1, packed));
    const findings *f = find_in(&c);
    assert_int_equal(f->errors, 0);
    assert_int_equal(f->items, 9);
    for (size_t i = 0; i < f->items; i++) assert_string_equal(f->body[i], page);
}

TEST(a_packing_that_is_not_known_or_damaged_is_one_error)
{
    crawl_bytes c = { 0 };
    char packed[500];
    static const char page[] = "<html><p>The mayor blamed the mill.</p>";
    add_coded(&c, "compress", "\x1f\x9d not to be read", 17);
    add_coded(&c, "br", packed, pack_brotli(page, sizeof page - 1, packed) - 9);
    size_t size = pack(page, sizeof page - 1, packed, sizeof packed, 31);
    packed[size / 2] ^= 0x55;
    add_coded(&c, "gzip", packed, size);
    add_coded(&c, "deflate", "\x78\x9c\xff\xff\xff", 5);
    add_page(&c, "http://a.example/");
    const findings *f = find_in(&c);
    expect_urls(f, "http://a.example/", 4);
    assert_string_equal(f->error[0].message, "packed as compress, which is not supported");
    for (size_t i = 1; i < 4; i++) assert_string_equal(f->error[i].message, "the packed body of the page is damaged");
}

TEST(a_body_that_unpacks_to_more_than_an_item_may_have_is_one_error)
{
    static const int windows[] = { 31, 15 };
    size_t size = 17 * 1024 * 1024;
    char *zeros = calloc(1, size), *packed = malloc(100000);
    for (int i = 0; i < 2; i++) {
        crawl_bytes c = { 0 }, block = { 0 };
        addf(&block, OK_HTML "Content-Encoding: %s\r\n\r\n", i ? "deflate" : "gzip");
        add_bytes(&block, packed, pack(zeros, size, packed, 100000, windows[i]));
        add_sized(&c, "response", HTTP_TYPE, "http://bomb.example/", block.at, block.count);
        free(block.at);
        add_page(&c, "http://a.example/");
        const findings *f = find_in(&c);
        expect_urls(f, "http://a.example/", 1);
        assert_int_equal(f->error[0].code, SAYSO_TOO_LARGE);
    }
    free(zeros);
    free(packed);
}

/* ---- damage ---- */

typedef void breaker(crawl_bytes *c);

static void with_a_length_too_short(crawl_bytes *c) { add_declaring(c, "20", "response", HTTP_TYPE, "http://bad.example/", OK_HTML "\r\n<html>bad</html>", strlen(OK_HTML) + 18); }
static void with_a_length_of_nothing(crawl_bytes *c) { add_declaring(c, "0", "resource", "text/plain", "http://bad.example/", "some text", 9); }
static void with_a_length_too_long(crawl_bytes *c) { add_declaring(c, "300", "resource", "text/plain", "http://bad.example/", "some text", 9); }
static void with_a_length_beyond_the_end(crawl_bytes *c) { add_declaring(c, "3000000", "resource", "text/plain", "http://bad.example/", "some text", 9); }
static void with_a_length_over_the_limit(crawl_bytes *c) { add_declaring(c, "300000000", "resource", "text/plain", "http://bad.example/", "some text", 9); }
static void with_a_length_of_2_to_the_63(crawl_bytes *c) { add_declaring(c, "9223372036854775808", "resource", "text/plain", "http://bad.example/", "some text", 9); }
static void with_a_length_of_2_to_the_64(crawl_bytes *c) { add_declaring(c, "18446744073709551616", "resource", "text/plain", "http://bad.example/", "some text", 9); }
static void with_a_length_below_zero(crawl_bytes *c) { add_declaring(c, "-9", "resource", "text/plain", "http://bad.example/", "some text", 9); }
static void with_garbage(crawl_bytes *c) { add(c, "garbage \xFF\x01 WARC/1.0 and WARC/1.0\r\nmore of it\r\n"); }
static void without_a_length(crawl_bytes *c) { add(c, "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\n\r\nsome text\r\n\r\n"); }
static void without_a_type(crawl_bytes *c) { add(c, "WARC/1.0\r\nContent-Length: 9\r\nContent-Type: text/plain\r\n\r\nsome text\r\n\r\n"); }
static void cut_in_its_header(crawl_bytes *c) { add(c, "WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 9\r\n"); }
static void cut_in_a_line_of_its_header(crawl_bytes *c) { add(c, "WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 9\r\nX-Cut: her"); }
static void cut_in_its_version(crawl_bytes *c) { add(c, "WARC/1."); }
static void cut_in_its_block(crawl_bytes *c) { add(c, "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 99\r\n\r\nsome te"); }
static void with_a_line_that_is_no_field(crawl_bytes *c) { add(c, "WARC/1.0\r\nWARC-Type: resource\r\nnonsense\r\nContent-Length: 9\r\n\r\nsome text\r\n\r\n"); }

static void with_a_line_of_a_megabyte(crawl_bytes *c)
{
    add(c, "WARC/1.0\r\nWARC-Type: resource\r\nX-Long: ");
    for (int i = 0; i < 1024 * 1024 / 16; i++) add(c, "0123456789abcdef");
    add(c, "\r\nContent-Length: 9\r\n\r\nsome text\r\n\r\n");
}

/* The block ends just where the next record but one begins: only the server's own length knows better. */
static void with_a_length_of_two_records(crawl_bytes *c)
{
    crawl_bytes next = { 0 };
    char length[30];
    static const char block[] = OK_HTML "Content-Length: 16\r\n\r\n<html>bad</html>";
    add_page(&next, "http://between.example/");
    static const char head[] = "\r\n\r\n";
    snprintf(length, sizeof length, "%zu", sizeof block - 1 + sizeof head - 1 + next.count - 4);
    add_declaring(c, length, "response", HTTP_TYPE, "http://bad.example/", block, sizeof block - 1);
    add_bytes(c, next.at, next.count);
    free(next.at);
}

static const struct { const char *how; breaker *add; const char *between; const char *message; } breakers[] = {
    { "a length too short", with_a_length_too_short, "", "the record declares 20 bytes, but another begins after 84" },
    { "a length of nothing", with_a_length_of_nothing, "", "the record declares 0 bytes, but another begins after 13" },
    { "a length too long", with_a_length_too_long, "", "the record declares 300 bytes, but another begins after 13" },
    { "a length beyond the end", with_a_length_beyond_the_end, "", "the record declares 3000000 bytes, but another begins after 13" },
    { "a length over the limit", with_a_length_over_the_limit, "", "the record declares 300000000 bytes, but another begins after 13" },
    { "a length of 2^63", with_a_length_of_2_to_the_63, "", "the record declares 9223372036854775808 bytes, but another begins after 13" },
    { "a length of 2^64", with_a_length_of_2_to_the_64, "", "the record's Content-Length is no number" },
    { "a length below zero", with_a_length_below_zero, "", "the record's Content-Length is no number" },
    { "garbage", with_garbage, "", "no record begins here: 46 bytes are passed over" },
    { "no length", without_a_length, "", "the record's header has no Content-Length" },
    { "no type", without_a_type, "", "the record's header has no WARC-Type" },
    { "a cut header", cut_in_its_header, "", "the record's header has a line that is no field" },
    { "a cut line of the header", cut_in_a_line_of_its_header, "", "the record's header has a line that is no field" },
    { "a cut version", cut_in_its_version, "", "no record begins here: 7 bytes are passed over" },
    { "a cut block", cut_in_its_block, "", "the record declares 99 bytes, but another begins after 7" },
    { "a line that is no field", with_a_line_that_is_no_field, "", "the record's header has a line that is no field" },
    { "a line of 1 MB", with_a_line_of_a_megabyte, "", "the record's header is longer than 64 kB" },
    { "a length of two records", with_a_length_of_two_records, " http://between.example/", "the record declares 417 bytes, but another begins after 104" },
};

TEST(each_damaged_record_is_one_error_and_the_records_around_it_are_found)
{
    for (size_t i = 0; i < sizeof breakers / sizeof *breakers; i++) {
        crawl_bytes c = { 0 };
        char urls[200];
        add_page(&c, "http://a.example/");
        size_t at = c.count;
        breakers[i].add(&c);
        add_page(&c, "http://b.example/");
        add_page(&c, "http://c.example/");
        snprintf(urls, sizeof urls, "http://a.example/%s http://b.example/ http://c.example/", breakers[i].between);
        const findings *f = find_in(&c);
        if (f->errors != 1 || strcmp(f->error[0].message, breakers[i].message) != 0) print_message("%s: %s\n", breakers[i].how, f->error[0].message);
        expect_urls(f, urls, 1);
        assert_int_equal(f->error[0].code, SAYSO_DAMAGED);
        assert_string_equal(f->error[0].where, "news/crawl.warc");
        assert_int_equal(f->error[0].at, at);
        assert_string_equal(f->error[0].message, breakers[i].message);
    }
}

TEST(damage_at_either_end_of_a_crawl_is_one_error)
{
    for (size_t i = 0; i < sizeof breakers / sizeof *breakers; i++)
        for (int last = 0; last < 2; last++) {
            if (breakers[i].between[0]) continue;
            crawl_bytes c = { 0 };
            if (!last) breakers[i].add(&c);
            add_page(&c, "http://a.example/");
            if (last) breakers[i].add(&c);
            const findings *f = find_in(&c);
            if (f->errors != 1) print_message("%s, %s\n", breakers[i].how, last ? "last" : "first");
            expect_urls(f, "http://a.example/", 1);
        }
}

TEST(a_file_that_was_cut_loses_its_last_record_only)
{
    crawl_bytes c = { 0 };
    add_page(&c, "http://a.example/");
    size_t first = c.count;
    add_page(&c, "http://b.example/");
    for (size_t size = first + 1; size + 4 < c.count; size++) {
        const findings *f = find_all(c.at, size, (say_str){ c.at, size });
        expect_urls(f, "http://a.example/", 1);
    }
    for (size_t size = c.count - 4; size <= c.count; size++) expect_urls(find_all(c.at, size, (say_str){ NULL, 0 }), "http://a.example/ http://b.example/", 0);
    free(c.at);
}

TEST(a_damaged_member_is_one_error_and_all_others_are_found)
{
    crawl_bytes c = { 0 };
    add_page(&c, "http://a.example/");
    pack_since(&c, 0);
    size_t from = c.count;
    add_page(&c, "http://b.example/");
    pack_since(&c, from);
    size_t to = c.count;
    add_page(&c, "http://c.example/");
    pack_since(&c, to);
    for (size_t at = from; at < to; at++) {
        if (at - from >= 4 && at - from < 10) continue;                          /* the time, the system: nobody looks */
        c.at[at] ^= 0x5A;
        const findings *f = find_all(c.at, c.count, (say_str){ NULL, 0 });
        c.at[at] ^= 0x5A;
        if (f->errors != 1 || f->items != 2) print_message("byte %zu of %zu\n", at - from, to - from);
        expect_urls(f, "http://a.example/ http://c.example/", 1);
        assert_int_equal(f->error[0].code, SAYSO_DAMAGED);
    }
    free(c.at);
}

TEST(a_member_that_was_cut_is_one_error_and_all_others_are_found)
{
    crawl_bytes c = { 0 }, cut = { 0 };
    add_page(&c, "http://a.example/");
    pack_since(&c, 0);
    size_t from = c.count;
    add_page(&c, "http://b.example/");
    pack_since(&c, from);
    size_t to = c.count;
    add_page(&c, "http://c.example/");
    pack_since(&c, to);
    for (size_t size = 1; size < to - from; size++) {
        cut.count = 0;
        add_bytes(&cut, c.at, from + size);
        add_bytes(&cut, c.at + to, c.count - to);
        const findings *f = find_all(cut.at, cut.count, (say_str){ NULL, 0 });
        if (f->errors != 1 || f->items != 2) print_message("%zu bytes of %zu\n", size, to - from);
        expect_urls(f, "http://a.example/ http://c.example/", 1);
    }
    free(c.at);
    free(cut.at);
}

TEST(a_packed_file_that_was_cut_loses_its_last_record_only)
{
    crawl_bytes c = { 0 };
    add_page(&c, "http://a.example/");
    pack_since(&c, 0);
    size_t first = c.count;
    add_page(&c, "http://b.example/");
    pack_since(&c, first);
    for (size_t size = first + 1; size < c.count; size++) expect_urls(find_all(c.at, size, (say_str){ NULL, 0 }), "http://a.example/", 1);
    free(c.at);
}

TEST(garbage_between_members_harms_no_record)
{
    crawl_bytes c = { 0 };
    add_page(&c, "http://a.example/");
    pack_since(&c, 0);
    add(&c, "garbage, and more of it");
    size_t from = c.count;
    add_page(&c, "http://b.example/");
    pack_since(&c, from);
    expect_urls(find_packed(&c), "http://a.example/ http://b.example/", 1);
}

/* ---- what a page could do ---- */

TEST(a_page_that_has_a_record_in_it_stays_one_page)
{
    crawl_bytes c = { 0 }, page = { 0 };
    add(&page, OK_HTML "\r\n<html>\r\n\r\n");
    add_page(&page, "http://forged.example/");
    add_sized(&c, "response", HTTP_TYPE, "http://a.example/", page.at, page.count);
    free(page.at);
    add_page(&c, "http://b.example/");
    expect_urls(find_in(&c), "http://a.example/ http://b.example/", 0);
}

TEST(records_over_the_limit_are_passed_over)
{
    static const struct { const char *type; size_t errors; } large[] = { { "text/html", 1 }, { "video/mp4", 0 } };
    size_t size = 40 * 1024 * 1024;
    for (int i = 0; i < 2; i++) {
        crawl_bytes c = { 0 };
        char *block = malloc(size);
        memset(block, 'x', size);
        int head = snprintf(block, 200, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: ", large[i].type);
        head += snprintf(block + head, 100, "%zu\r\n\r\n", size - (size_t)head - 12);
        /* A record in the midst of it is the page's own, since the server's length agrees. */
        memcpy(block + size / 2, "\r\n\r\nWARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\nx\r\n\r\n", 88);
        add_sized(&c, "response", HTTP_TYPE, "http://large.example/", block, size);
        free(block);
        add_page(&c, "http://a.example/");
        const findings *f = find_in(&c);
        expect_urls(f, "http://a.example/", large[i].errors);
        if (large[i].errors) assert_int_equal(f->error[0].code, SAYSO_TOO_LARGE);
    }
}

TEST(a_hundred_thousand_empty_records_are_nothing)
{
    crawl_bytes c = { 0 };
    for (int i = 0; i < 100000; i++) add(&c, "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n\r\n\r\n");
    const findings *f = find_in(&c);
    assert_int_equal(f->items, 0);
    assert_int_equal(f->errors, 0);
}

TEST(a_hundred_thousand_records_of_wrong_length_take_no_time)
{
    crawl_bytes c = { 0 };
    for (int i = 0; i < 100000; i++) add(&c, "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: 16000000\r\n\r\nx\r\n");
    const findings *f = find_in(&c);
    assert_int_equal(f->items, 0);
    assert_int_equal(f->errors, 100000);
}

/* ---- feeds within ---- */

#define A_FEED "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>News</title>" \
    "<item><title>Mill blamed</title><link>http://feed.example/1</link><description>The mayor blamed the mill for the flood.</description></item>" \
    "<item><title>Mill replies</title><description>The mill said that it was not to blame.</description></item></channel></rss>"

TEST(a_feed_in_a_record_gives_its_own_items)
{
    for (int chunked = 0; chunked < 2; chunked++) {
        crawl_bytes c = { 0 };
        add_page(&c, "http://a.example/");
        char block[2000];
        if (chunked) snprintf(block, sizeof block, "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n%.100s\r\n%zx\r\n%s\r\n0\r\n\r\n", A_FEED, strlen(A_FEED) - 100, &A_FEED[100]);
        else snprintf(block, sizeof block, "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n%s", A_FEED);
        add_record(&c, "response", HTTP_TYPE, "http://feed.example/rss", block);
        add_record(&c, "resource", "text/xml", "http://feed.example/sitemap.xml", "<?xml version=\"1.0\"?><urlset><url/></urlset>");
        add_page(&c, "http://b.example/");
        const findings *f = find_in(&c);
        expect_urls(f, "http://a.example/ http://feed.example/1 http://feed.example/rss http://b.example/", 0);
        assert_string_equal(f->doc[1], "crawl-000002");
        assert_string_equal(f->doc[3], "crawl-000004");
        assert_non_null(strstr(f->body[1], "The mayor blamed the mill"));
    }
}

/* ---- faults ---- */

static char crawl_path[] = "/tmp/sayso-warc-XXXXXX";

static int write_crawl(void **state)
{
    (void)state;
    crawl_bytes c = { 0 };
    char packed[500];
    add_page(&c, "http://a.example/");
    add_coded(&c, "gzip", packed, pack("<html>packed", 12, packed, sizeof packed, 31));
    add_record(&c, "response", HTTP_TYPE, "http://b.example/", OK_HTML "Transfer-Encoding: chunked\r\n\r\n6\r\n<html>\r\n0\r\n\r\n");
    add_record(&c, "resource", "application/rss+xml", "http://feed.example/rss", A_FEED);
    add_page(&c, "http://c.example/");
    pack_since(&c, 0);
    int file = mkstemp(crawl_path);
    bool fine = file >= 0 && write(file, c.at, c.count) == (ssize_t)c.count;
    close(file);
    free(c.at);
    return fine ? 0 : -1;
}

static int remove_crawl(void **state) { (void)state; return unlink(crawl_path); }

/* Every item of the file: an error ends it. */
static bool read_crawl(void *with)
{
    size_t count = 0;
    sayso_error error = { 0 };
    say_stream *stream = say_bytes_open(crawl_path, &error);
    say_items *items = stream ? say_items_open(stream, crawl_path, NULL, &error) : NULL;
    sayso_code code = items ? SAYSO_OK : error.code;
    (void)with;
    for (sayso_item *item = NULL; !code; count += item != NULL) {
        say_arena *arena = say_base_arena(&error);
        code = arena ? say_items_next(items, arena, &item, &error) : SAYSO_NO_MEMORY;
        say_base_arena_close(arena);
        if (!code && !item) break;
    }
    if (code) assert_true(error.code == code && error.message[0]);
    say_items_close(items);
    say_bytes_close(stream);
    return !code && count == 6;
}

TEST(every_allocation_may_fail) { assert_true(fault_every(FAULT_ALLOCATION, read_crawl, NULL) > 20); }
TEST(every_read_may_fail) { assert_true(fault_every(FAULT_READ, read_crawl, NULL) > 0); }

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(pages_resources_and_conversions_are_items_and_all_else_is_not),
        PROVE(redirects_missing_pages_pictures_and_empty_pages_are_passed_over),
        PROVE(version_1_1_line_ends_alone_folded_fields_and_old_brackets_are_read),
        PROVE(records_may_be_packed_each_or_all_in_one),
        PROVE(chunks_are_joined_and_each_piece_is_found_in_the_file),
        PROVE(a_body_that_is_declared_chunked_and_is_not_is_taken_as_it_is),
        PROVE(chunks_that_break_off_are_one_error_unless_the_crawler_cut_them),
        PROVE(packed_bodies_are_unpacked_by_what_they_are),
        PROVE(a_packing_that_is_not_known_or_damaged_is_one_error),
        PROVE(a_body_that_unpacks_to_more_than_an_item_may_have_is_one_error),
        PROVE(each_damaged_record_is_one_error_and_the_records_around_it_are_found),
        PROVE(damage_at_either_end_of_a_crawl_is_one_error),
        PROVE(a_file_that_was_cut_loses_its_last_record_only),
        PROVE(a_damaged_member_is_one_error_and_all_others_are_found),
        PROVE(a_member_that_was_cut_is_one_error_and_all_others_are_found),
        PROVE(a_packed_file_that_was_cut_loses_its_last_record_only),
        PROVE(garbage_between_members_harms_no_record),
        PROVE(a_page_that_has_a_record_in_it_stays_one_page),
        PROVE(records_over_the_limit_are_passed_over),
        PROVE(a_hundred_thousand_empty_records_are_nothing),
        PROVE(a_hundred_thousand_records_of_wrong_length_take_no_time),
        PROVE(a_feed_in_a_record_gives_its_own_items),
        PROVE(every_allocation_may_fail),
        PROVE(every_read_may_fail),
    };
    return cmocka_run_group_tests_name("warc", tests, write_crawl, remove_crawl);
}
