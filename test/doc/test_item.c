#include "support/arena.h"
#include "support/fault.h"
#include "support/prove.h"

#include "doc/doc.h"

#include <stdio.h>
#include <string.h>

static say_doc *read_item(sayso_item item)
{
    say_doc *doc;
    sayso_error error = { 0 };
    if (!item.size) item.size = strlen(item.bytes);
    if (say_doc_of(&item, arena, &doc, &error)) fail_msg("%s", error.message);
    return doc;
}

/* ---- what the wrapping says ---- */

TEST(the_wrapping_says_what_the_text_does_not)
{
    say_doc *doc = read_item((sayso_item){ .doc = "crawl-000017", .bytes = "Two drones were seen. Nobody was hurt.", .url = " https://example.org/a\n", .title = "Drones over Tolland", .byline = "By Ann Lee",
        .publisher = "The Example", .published = "Mon, 25 May 2026 10:00:00 GMT", .modified = "2026-05-26T08:00:00Z", .language = "en-GB" });
    assert_string_equal(doc->name, "crawl-000017");
    assert_string_equal(doc->url, "https://example.org/a");
    assert_string_equal(doc->title, "Drones over Tolland");
    assert_string_equal(doc->byline, "Ann Lee");
    assert_string_equal(doc->publisher, "The Example");
    assert_string_equal(doc->date, "2026-05-25");
    assert_string_equal(doc->modified, "2026-05-26");
    assert_string_equal(doc->language, "en-GB");
    assert_int_equal(doc->title_at.to, 0);
    assert_string_equal(doc->text, "Two drones were seen. Nobody was hurt.");
}

TEST(an_item_without_words_is_a_report)
{
    say_doc *doc;
    assert_int_equal(say_doc_of(&(sayso_item){ .bytes = NULL }, arena, &doc, NULL), SAYSO_OK);
    assert_string_equal(doc->text, "");
    assert_string_equal(doc->name, "");
    assert_string_equal(doc->url, "");
    assert_int_equal(doc->credit_count, 0);
    assert_int_equal(doc->map_count, 0);
}

TEST(what_a_page_or_text_says_comes_first)
{
    const sayso_item item = { .url = "https://example.org/wrapped", .title = "Wrapped", .byline = "Bo Ray", .publisher = "The Wrapper", .published = "2026-05-25", .modified = "2026-05-26" };
    sayso_item page = item, text = item;
    page.bytes = "<html><head><title>Column struck near Tolland</title><link rel=canonical href=https://example.org/own><meta property=og:site_name content='The Example'><meta name=author content='Ann Lee'>"
                 "<meta property=article:published_time content=2026-03-07></head><body><h1>Column struck near Tolland</h1><p>Two trucks of the relief column were struck on Friday, officials said.</p>";
    say_doc *doc = read_item(page);
    assert_string_equal(doc->url, "https://example.org/own");
    assert_string_equal(doc->title, "Column struck near Tolland");
    assert_string_equal(doc->byline, "Ann Lee");
    assert_string_equal(doc->publisher, "The Example");
    assert_string_equal(doc->date, "2026-03-07");
    assert_string_equal(doc->modified, "2026-05-26");
    text.bytes = "url: https://example.org/own\npublisher: The Example\nBy Ann Lee\n\nTOLLAND, 7 March 2026 (Reuters) - Two trucks were struck.";
    doc = read_item(text);
    assert_string_equal(doc->url, "https://example.org/own");
    assert_string_equal(doc->byline, "Ann Lee");
    assert_string_equal(doc->publisher, "The Example");
    assert_string_equal(doc->date, "2026-03-07");
}

TEST(an_agency_is_the_outlet_only_where_no_other_is_named)
{
    static const char text[] = "TOLLAND, March 7 (Reuters) - Two trucks were struck.";
    say_doc *doc = read_item((sayso_item){ .bytes = text });
    assert_string_equal(doc->publisher, "Reuters");
    assert_int_equal(doc->publisher_at.from, 18);
    doc = read_item((sayso_item){ .bytes = text, .publisher = "The Example" });
    assert_string_equal(doc->publisher, "The Example");
    assert_int_equal(doc->publisher_at.to, 0);
    assert_int_equal(doc->credit_count, 1);
    assert_string_equal(doc->credits[0].name, "Reuters");
}

TEST(a_title_of_the_wrapping_is_in_the_text_only_where_the_text_begins_with_it)
{
    static const struct { const char *title, *text, *said; size_t from, to; } cases[] = {
        { "Drones over Tolland", "Drones over Tolland\n\nTwo drones were seen.", "Drones over Tolland", 0, 19 },
        { "Drones over Tolland | The Example", "Drones over Tolland\nTwo drones were seen.", "Drones over Tolland", 0, 19 },
        { "\"Drones\" over Tolland", "\xE2\x80\x9C" "Drones\xE2\x80\x9D over Tolland.\nTwo drones were seen.", "\xE2\x80\x9C" "Drones\xE2\x80\x9D over Tolland.", 0, 26 },
        { "Drones over Tolland", "Live updates\n\nTwo drones were seen.", "Drones over Tolland", 0, 0 },
        { "Drones over Tolland", "Two drones were seen.", "Drones over Tolland", 0, 0 },
        { "", "Live updates\n\nTwo drones were seen.", "Live updates", 0, 12 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        say_doc *doc = read_item((sayso_item){ .bytes = cases[i].text, .title = cases[i].title });
        assert_string_equal(doc->title, cases[i].said);
        assert_int_equal(doc->title_at.from, cases[i].from);
        assert_int_equal(doc->title_at.to, cases[i].to);
    }
}

TEST(dates_are_read_as_feeds_and_mails_and_programs_write_them)
{
    static const struct { const char *words, *day; } cases[] = {
        { "Mon, 25 May 2026 10:00:00 GMT", "2026-05-25" }, { "25 May 2026 10:00 +0200", "2026-05-25" }, { "2026-05-25T10:00:00Z", "2026-05-25" }, { "2026-05-25", "2026-05-25" }, { "20260525", "2026-05-25" },
        { "May 25, 2026", "2026-05-25" }, { " 1779703200 ", "2026-05-25" }, { "1779703200000", "2026-05-25" }, { "1779703200.25", "2026-05-25" }, { "2026052510", "2026-05-25" }, { "20260525100000", "2026-05-25" },
        { "1000000000", "2001-09-09" }, { "1582934400", "2020-02-29" }, { "1709164800", "2024-02-29" }, { "1704067199", "2023-12-31" }, { "1704067200", "2024-01-01" }, { "17797032001", "" }, { "177970320", "" },
        { "yesterday", "" }, { "", "" }, { "25/05/2026", "" }, { "Mon, 32 May 2026", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        say_doc *doc = read_item((sayso_item){ .bytes = "Two drones were seen.", .published = cases[i].words });
        if (strcmp(doc->date, cases[i].day)) fail_msg("\"%s\" is \"%s\", not \"%s\"", cases[i].words, doc->date, cases[i].day);
    }
}

TEST(a_kind_that_the_item_names_is_believed)
{
    static const char bytes[] = "<html><p>Two trucks of the relief column were struck on Friday, officials said.</p>";
    assert_true(read_item((sayso_item){ .bytes = bytes })->html);
    assert_string_equal(read_item((sayso_item){ .bytes = bytes, .kind = SAYSO_TEXT })->text, bytes);
    say_doc *doc = read_item((sayso_item){ .bytes = "Two trucks &amp; a car of the column, so it was said, were <b>struck</b> on Friday.", .kind = SAYSO_HTML });
    assert_string_equal(doc->text, "Two trucks & a car of the column, so it was said, were struck on Friday.");
}

/* ---- maps ---- */

TEST(a_text_that_is_its_file_needs_no_map)
{
    say_doc *doc = read_item((sayso_item){ .bytes = "Caf\xC3\xA9 Tolland was full." });
    assert_int_equal(doc->map_count, 0);
    assert_null(doc->map);
}

/* Bytes as a file may hold them: quoted as mails do it, with the map from the bytes to the file. */
typedef struct { char file[3 * 4096]; size_t size; sayso_trace map[4096]; size_t count; bool quoted; } quoted_file;

static void quote(say_str bytes, quoted_file *q)
{
    q->size = q->count = 0;
    q->quoted = true;
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.at[i];
        bool as_it_is = c < 0x80 && c != '=' && c != '<' && c;
        size_t n = as_it_is ? 1 : 3;
        sayso_trace *last = q->count ? &q->map[q->count - 1] : NULL;
        if (as_it_is) q->file[q->size] = (char)c;
        else snprintf(q->file + q->size, 4, "=%02X", c);
        if (as_it_is && last && last->text.to - last->text.from == last->source.to - last->source.from) last->text.to++, last->source.to++;
        else q->map[q->count++] = (sayso_trace){ { i, i + 1 }, { q->size, q->size + n } };
        q->size += n;
    }
}

/* The file is the bytes. */
static void leave_unquoted(say_str bytes, quoted_file *q)
{
    memcpy(q->file, bytes.at, q->size = bytes.len);
    q->count = 0;
    q->quoted = false;
}

/* The bytes that a passage of the file stands for. */
static say_str unquote(const quoted_file *q, say_range at)
{
    char *bytes = say_base_take(arena, at.to - at.from + 1, 1, NULL);
    size_t size = 0;
    for (size_t i = at.from; i < at.to; i++) {
        unsigned c = (unsigned char)q->file[i];
        if (q->quoted && c == '=' && sscanf(q->file + i + 1, "%2x", &c) == 1) i += 2;
        bytes[size++] = (char)c;
    }
    return (say_str){ bytes, size };
}

static void assert_whole_map(const say_doc *doc, const quoted_file *q)
{
    size_t at = 0;
    for (size_t i = 0; i < doc->map_count; i++) {
        sayso_trace t = doc->map[i];
        assert_int_equal(t.text.from, at);
        assert_true(t.text.to > t.text.from && t.source.from <= t.source.to && t.source.to <= q->size);
        for (size_t k = 0; t.text.to - t.text.from == t.source.to - t.source.from && k < t.text.to - t.text.from; k++) {
            char clean = doc->text[t.text.from + k], file = q->file[t.source.from + k];
            if (clean != file && clean != ' ' && clean != '\n') fail_msg("\"%c\" of the text is \"%c\" at %zu", clean, file, t.source.from + k);
        }
        at = t.text.to;
    }
    if (doc->map_count) assert_int_equal(at, doc->size);
}

static say_str file_words(const say_doc *doc, const quoted_file *q, const char *words)
{
    const char *found = strstr(doc->text, words);
    if (!found) fail_msg("no \"%s\" in \"%s\"", words, doc->text);
    size_t from = (size_t)(found - doc->text);
    return unquote(q, say_base_traced(doc->map, doc->map_count, (say_range){ from, from + strlen(words) }));
}

TEST(words_are_found_again_through_charset_and_wrapping)
{
    static quoted_file q;
    static const struct { const char *bytes, *charset, *words, *source; } cases[] = {
        { "Caf\xE9 Tolland = full, \x93so\x94 they say.", "iso-8859-1", "Caf\xC3\xA9 Tolland = full", "Caf\xE9 Tolland = full" },
        { "Caf\xE9 Tolland = full, \x93so\x94 they say.", "windows-1252", "\xE2\x80\x9Cso\xE2\x80\x9D they", "\x93so\x94 they" },
        { "\xEF\xBB\xBFTwo bad \xFF bytes \xFE were sent.", "utf-8", "bad \xEF\xBF\xBD bytes", "bad \xFF bytes" },
        { "<html><body><p>The caf\xE9 &amp; the bar, of nine, &quot;were&quot; closed on Friday, so it was said.</p>", "iso-8859-1", "caf\xC3\xA9 & the bar", "caf\xE9 &amp; the bar" },
        { "<html><body><p>The caf\xE9 &amp; the <b>b</b>ar, of nine, &quot;were&quot; closed on Friday, so it was said.</p>", "iso-8859-1", "bar, of nine, \"were\"", "b</b>ar, of nine, &quot;were&quot;" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int wrapped = 0; wrapped < 2; wrapped++) {
            (wrapped ? quote : leave_unquoted)(say_base_str(cases[i].bytes), &q);
            say_doc *doc = read_item((sayso_item){ .bytes = cases[i].bytes, .charset = cases[i].charset, .map = q.map, .map_count = q.count });
            assert_whole_map(doc, &q);
            say_str got = file_words(doc, &q, cases[i].words);
            if (!say_base_same(got, say_base_str(cases[i].source))) fail_msg("%d: \"%.*s\"", wrapped, (int)got.len, got.at);
        }
}

/* The map of the item may be gone before the report is. */
TEST(a_report_keeps_a_map_of_its_own)
{
    sayso_trace map[] = { { { 0, 10 }, { 5, 15 } }, { { 10, 21 }, { 16, 27 } } };
    say_doc *doc = read_item((sayso_item){ .bytes = "Two drones were seen.", .map = map, .map_count = 2 });
    memset(map, 0, sizeof map);
    assert_int_equal(doc->map_count, 2);
    assert_int_equal(doc->map[1].source.from, 16);
}

/* Items of random pieces, as texts and pages, in three charsets, with a map of their own and without. */
TEST(any_item_has_a_whole_map)
{
    static const char *const pieces[] = {
        "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<a href=x>", "</a>", "<table>", "<td>", "</table>", "<br>", " ", "\r\n", "&nbsp;", "&amp;", "&", "&eacute;", "&notit;", "&#0;", "<", ">", "\"", "<!--", "-->",
        "<svg>", "</svg>", "<script>", "</script>", "<title>", "</title>", "<h1>", "</h1>", "\xC3\xA9", "\xE2\x80\x8B", "\xC2\xA0", "\xFF", "\x93", "word", "<p class=", "<p id='a", "<li>", "<ul>", "</ul>", "</nosuch>", "=", "\n\n",
        "<figure><figcaption>", "</figcaption>", "</figure>", "Two trucks of the relief column were struck near Tolland on Friday, officials said.", "The ministry, which first spoke of a gas leak, said it was now looking at a drone.",
    };
    static const char *const charsets[] = { "utf-8", "windows-1252", "" };
    static quoted_file q;
    uint32_t dice = 12345;
    for (int round = 0; round < 3000; round++) {
        char bytes[4096] = "<html><body>";
        size_t size = round & 1 ? strlen(bytes) : 0;
        bytes[size] = '\0';
        for (int k = 0; k < 30; k++) {
            dice = dice * 1664525u + 1013904223u;
            const char *piece = pieces[(dice >> 16) % (sizeof pieces / sizeof *pieces)];
            memcpy(bytes + size, piece, strlen(piece) + 1);
            size += strlen(piece);
        }
        (round & 2 ? quote : leave_unquoted)((say_str){ bytes, size }, &q);
        say_doc *doc = read_item((sayso_item){ .bytes = bytes, .size = size, .kind = round & 1 ? SAYSO_HTML : SAYSO_TEXT, .charset = charsets[round % 3], .map = q.map, .map_count = q.count });
        assert_whole_map(doc, &q);
        for (size_t i = 0; i < doc->caption_count; i++) assert_true(doc->captions[i].at.from < doc->captions[i].at.to && doc->captions[i].at.to <= q.size);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(the_wrapping_says_what_the_text_does_not),
        PROVE(an_item_without_words_is_a_report),
        PROVE(what_a_page_or_text_says_comes_first),
        PROVE(an_agency_is_the_outlet_only_where_no_other_is_named),
        PROVE(a_title_of_the_wrapping_is_in_the_text_only_where_the_text_begins_with_it),
        PROVE(dates_are_read_as_feeds_and_mails_and_programs_write_them),
        PROVE(a_kind_that_the_item_names_is_believed),
        PROVE(a_text_that_is_its_file_needs_no_map),
        PROVE(words_are_found_again_through_charset_and_wrapping),
        PROVE(a_report_keeps_a_map_of_its_own),
        PROVE(any_item_has_a_whole_map),
    };
    return cmocka_run_group_tests_name("item", tests, open_arena, close_arena);
}
