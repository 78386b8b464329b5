#include "support/fault.h"
#include "items/reading.h"

#include <stdio.h>

static reading r;

static void read_feed(const char *feed) { reading_open(&r, say_base_str(feed), "feeds/wire.xml", NULL); }

static int close_reading(void **state)
{
    (void)state;
    reading_close(&r);
    return 0;
}

static void expect_counts(size_t items, size_t errors)
{
    if (r.count != items || r.error_count != errors)
        fail_msg("%zu items and %zu errors, not %zu and %zu; the first error: %s", r.count, r.error_count, items, errors, r.errors[0].message);
}

/* ---- the three kinds ---- */

TEST(an_item_of_rss_has_what_its_elements_say)
{
    static const char feed[] =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- made by hand -->\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
        " xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel><title>The Example</title><link>https://example.org/</link><language>en-gb</language>"
        "<atom:link href=\"https://example.org/feed\" rel=\"self\"/><image><title>Logo</title></image>\n"
        "<item><title>Column struck &amp; burnt</title><link>https://example.org/7</link><guid isPermaLink=\"false\">7</guid><dc:creator>Ann Lee</dc:creator>\n"
        "<pubDate>Sat, 07 Mar 2026 08:00:00 GMT</pubDate><description>Short.</description><content:encoded><![CDATA[<p>Two trucks were struck.</p>]]></content:encoded></item>\n"
        "<item><title>Second</title><guid>https://example.org/8</guid><author>bo@example.org (Bo Roe)</author><source url=\"https://reuters.example\">Reuters</source><description>Plain words, no markup.</description></item>\n"
        "</channel></rss>\n";
    read_feed(feed);
    expect_counts(2, 0);
    const sayso_item *a = r.items[0], *b = r.items[1];
    expect_bytes(a, "<p>Two trucks were struck.</p>");
    assert_int_equal(a->kind, SAYSO_HTML);
    assert_string_equal(a->doc, "wire-000001");
    assert_string_equal(a->path, "feeds/wire.xml");
    assert_string_equal(a->title, "Column struck & burnt");
    assert_string_equal(a->url, "https://example.org/7");
    assert_string_equal(a->byline, "Ann Lee");
    assert_string_equal(a->published, "Sat, 07 Mar 2026 08:00:00 GMT");
    assert_string_equal(a->publisher, "The Example");
    assert_string_equal(a->language, "en-gb");
    assert_string_equal(a->charset, "utf-8");
    assert_memory_equal(feed + a->at, "<item><title>Column", 19);
    assert_memory_equal(feed + a->at + a->map[0].source.from, "<p>Two", 6);
    expect_bytes(b, "Plain words, no markup.");
    assert_int_equal(b->kind, SAYSO_TEXT);
    assert_string_equal(b->doc, "wire-000002");
    assert_string_equal(b->url, "https://example.org/8");
    assert_string_equal(b->byline, "Bo Roe");
    assert_string_equal(b->publisher, "Reuters");
    assert_string_equal(b->modified, "");
}

TEST(an_item_of_rss_1_stands_beside_its_channel)
{
    read_feed("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" xmlns:d=\"http://purl.org/dc/elements/1.1/\">"
              "<channel rdf:about=\"x\"><title>The Example</title><d:language>en</d:language><items><rdf:Seq><rdf:li resource=\"y\"/></rdf:Seq></items></channel>"
              "<item rdf:about=\"y\"><title>T</title><link>https://example.org/1</link><description>Words.</description><d:date>2026-03-07</d:date><d:creator>Ann</d:creator><d:creator>Bo</d:creator></item></rdf:RDF>");
    expect_counts(1, 0);
    expect_bytes(r.items[0], "Words.");
    assert_string_equal(r.items[0]->publisher, "The Example");
    assert_string_equal(r.items[0]->language, "en");
    assert_string_equal(r.items[0]->published, "2026-03-07");
    assert_string_equal(r.items[0]->byline, "Ann, Bo");
}

TEST(an_entry_of_atom_has_what_its_elements_say)
{
    read_feed("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"><title>The Example</title><author><name>Desk</name></author>"
              "<entry><title type=\"html\">A &amp;amp; B</title><link rel=\"self\" href=\"https://example.org/self\"/><link href=\"https://example.org/1\"/><id>tag:1</id>"
              "<author><name>Ann Lee</name><email>ann@example.org</email></author><author><name>Bo Roe</name></author><published>2026-03-07T08:00:00Z</published><updated>2026-03-08T08:00:00Z</updated>"
              "<summary>Short.</summary><content type=\"html\">&lt;p&gt;One &amp;amp; two.&lt;/p&gt;</content></entry>"
              "<entry xml:lang=\"fr\"><title type=\"xhtml\"><div>Le <em>titre</em></div></title><source><title>Agence</title></source><updated>2026-03-09</updated><content>a &lt; b</content></entry></feed>");
    expect_counts(2, 0);
    const sayso_item *a = r.items[0], *b = r.items[1];
    expect_bytes(a, "<p>One &amp; two.</p>");
    assert_int_equal(a->kind, SAYSO_HTML);
    assert_string_equal(a->title, "A & B");
    assert_string_equal(a->url, "https://example.org/1");
    assert_string_equal(a->byline, "Ann Lee, Bo Roe");
    assert_string_equal(a->published, "2026-03-07T08:00:00Z");
    assert_string_equal(a->modified, "2026-03-08T08:00:00Z");
    assert_string_equal(a->language, "en");
    expect_bytes(b, "a < b");
    assert_int_equal(b->kind, SAYSO_TEXT);
    assert_string_equal(b->title, "Le titre");
    assert_string_equal(b->publisher, "Agence");
    assert_string_equal(b->byline, "Desk");
    assert_string_equal(b->published, "2026-03-09");
    assert_string_equal(b->language, "fr");
}

TEST(xhtml_is_taken_as_it_is_spelled)
{
    static const char feed[] = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>\n<div xmlns=\"http://www.w3.org/1999/xhtml\"><p class='a'>AT&amp;T said &#8220;no&#8221;.<br/>\r\nSo&nbsp;what?</p ></div></content></entry></feed>";
    read_feed(feed);
    expect_counts(1, 0);
    expect_bytes(r.items[0], "\n<div xmlns=\"http://www.w3.org/1999/xhtml\"><p class='a'>AT&amp;T said &#8220;no&#8221;.<br/>\r\nSo&nbsp;what?</p ></div>");
    assert_int_equal(r.items[0]->kind, SAYSO_HTML);
    assert_int_equal(r.items[0]->map_count, 1);
    assert_memory_equal(feed + r.items[0]->at + r.items[0]->map[0].source.from, r.items[0]->bytes, r.items[0]->size);
}

/* ---- which elements count ---- */

#define RSS(item)  "<rss><channel><title>C</title><item>" item "</item></channel></rss>"
#define ATOM(item) "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry>" item "</entry></feed>"

TEST(the_fullest_form_of_the_text_counts)
{
    static const struct { const char *feed, *text; sayso_item_kind kind; } cases[] = {
        { RSS("<description>D</description><content:encoded>E</content:encoded>"), "E", SAYSO_TEXT }, { RSS("<content:encoded>E</content:encoded><description>D</description>"), "E", SAYSO_TEXT },
        { RSS("<content:encoded> \n </content:encoded><description>D</description>"), "D", SAYSO_TEXT }, { RSS("<summary>S</summary><description>D</description>"), "D", SAYSO_TEXT },
        { RSS("<description>One</description><description>Two</description>"), "One", SAYSO_TEXT }, { RSS("<description>a &lt; b</description>"), "a < b", SAYSO_TEXT },
        { RSS("<description>a &amp;amp; b</description>"), "a &amp; b", SAYSO_HTML }, { RSS("<description>AT&amp;T <b>said</b> no</description>"), "AT&T <b>said</b> no", SAYSO_HTML },
        { RSS("<description><![CDATA[a <i>b</i>]]> c</description>"), "a <i>b</i> c", SAYSO_HTML }, { RSS("<media:content><media:description>M</media:description></media:content><description>D</description>"), "D", SAYSO_TEXT },
        { RSS("<media:description>M</media:description><itunes:summary>I</itunes:summary><description>D</description>"), "D", SAYSO_TEXT },
        { RSS("<description>So&nbsp;it &hellip; was &unknown;</description>"), "So&nbsp;it &hellip; was &unknown;", SAYSO_HTML },
        { ATOM("<summary>S</summary><content type=\"image/png\">iVBO</content>"), "S", SAYSO_TEXT }, { ATOM("<content src=\"x\" type=\"text/html\"/><summary>S</summary>"), "S", SAYSO_TEXT },
        { ATOM("<content type=\"text\">&lt;p&gt;</content>"), "<p>", SAYSO_TEXT }, { ATOM("<content type=\"html\">plain</content>"), "plain", SAYSO_HTML },
        { ATOM("<content type=\"text/html\" mode=\"escaped\">&lt;p&gt;old</content>"), "<p>old", SAYSO_HTML }, { ATOM("<content mode=\"base64\">AAAA</content><summary>S</summary>"), "S", SAYSO_TEXT },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        read_feed(cases[i].feed);
        if (r.count != 1 || r.error_count) fail_msg("%s: %zu items; %s", cases[i].feed, r.count, r.errors[0].message);
        expect_bytes(r.items[0], cases[i].text);
        if (r.items[0]->kind != cases[i].kind) fail_msg("%s", cases[i].feed);
        expect_whole_map(r.items[0], say_base_str(cases[i].feed));
        reading_close(&r);
    }
}

TEST(an_item_without_a_text_is_none_and_no_error)
{
    read_feed(RSS("<title>Only a title</title></item><item/><item><description> </description></item><item><description>D</description>"));
    expect_counts(1, 0);
    expect_bytes(r.items[0], "D");
    assert_string_equal(r.items[0]->doc, "wire-000001");
    assert_string_equal(r.items[0]->title, "");
}

TEST(prefixes_are_what_they_are_declared_to_be_or_what_all_call_them)
{
    static const struct { const char *feed, *byline; } cases[] = {
        { RSS("<description>D</description><dc:creator>Ann</dc:creator>"), "Ann" },
        { "<rss xmlns:x=\"http://purl.org/dc/elements/1.1/\"><channel><item><x:creator>Ann</x:creator><description>D</description></item></channel></rss>", "Ann" },
        { "<rss xmlns:dc=\"http://other.example/\"><channel><item><dc:creator>Ann</dc:creator><description>D</description></item></channel></rss>", "" },
        { "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\"><a:entry><a:author><a:name>Ann</a:name></a:author><a:content>D</a:content></a:entry></a:feed>", "Ann" },
        { "<a:feed><a:entry><a:author><a:name>Ann</a:name></a:author><a:content>D</a:content></a:entry></a:feed>", "Ann" },
        { RSS("<description>D</description><author>Ann Lee</author>"), "Ann Lee" }, { RSS("<description>D</description><author>ann@example.org</author>"), "" },
        { RSS("<author>No</author><dc:creator>Ann</dc:creator><author>No</author><description>D</description>"), "Ann" }, { RSS("<atom:author><atom:name>Ann</atom:name></atom:author><description>D</description>"), "Ann" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        read_feed(cases[i].feed);
        if (r.count != 1 || r.error_count || strcmp(r.items[0]->byline, cases[i].byline)) fail_msg("%s: %s", cases[i].feed, r.count ? r.items[0]->byline : r.errors[0].message);
        reading_close(&r);
    }
}

TEST(titles_that_are_escaped_twice_are_read)
{
    static const struct { const char *title, *words; } cases[] = {
        { "Kyiv&amp;#8217;s  men", "Kyiv\xE2\x80\x99s men" }, { "<![CDATA[A &amp; B]]>", "A & B" }, { "&amp;quot;No&amp;quot;", "\"No\"" }, { "A &amp; B", "A & B" }, { "&amp;#x2014;", "\xE2\x80\x94" },
        { "&amp;bogus; &amp;#xD800; &amp;#; &amp;#1114112;", "&bogus; &#xD800; &#; &#1114112;" }, { "\n A\n\tB &amp;nbsp; C \n", "A B C" }, { "AT&amp;T", "AT&T" }, { "a;b &amp;", "a;b &" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char feed[300];
        snprintf(feed, sizeof feed, RSS("<description>D</description><title>%s</title>"), cases[i].title);
        read_feed(feed);
        expect_counts(1, 0);
        assert_string_equal(r.items[0]->title, cases[i].words);
        reading_close(&r);
    }
}

TEST(addresses_are_those_that_lead_to_the_page)
{
    static const struct { const char *item, *url; } cases[] = {
        { RSS("<guid>https://example.org/g</guid><link>https://example.org/l</link><description>D</description>"), "https://example.org/l" }, { RSS("<guid>urn:1</guid><description>D</description>"), "" },
        { RSS("<guid isPermaLink=\"false\">https://example.org/g</guid><description>D</description>"), "" }, { RSS("<atom:link rel=\"alternate\" href=\"https://example.org/a\"/><description>D</description>"), "https://example.org/a" },
        { ATOM("<link rel=\"enclosure\" href=\"https://example.org/e\"/><link href=\"/relative\"/><link rel=\"alternate\" href=\"https://example.org/a\"/><content>D</content>"), "https://example.org/a" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        read_feed(cases[i].item);
        expect_counts(1, 0);
        assert_string_equal(r.items[0]->url, cases[i].url);
        reading_close(&r);
    }
}

/* ---- what is a feed ---- */

TEST(a_feed_is_known_by_its_first_element)
{
    static const struct { const char *bytes; bool feed; } cases[] = {
        { "<rss/>", true }, { "\xEF\xBB\xBF <?xml version='1.0'?><?xml-stylesheet href='a>b'?><!-- <html> --><!DOCTYPE rss [ <!ELEMENT a (b)> ]>\n<rss version='0.91'></rss>", true }, { "<feed>", true }, { "<x:feed>", true },
        { "<RDF>", true }, { "<rdf:RDF xmlns:rdf=''>", true }, { "<!DOCTYPE rss PUBLIC \"-//Netscape\" \"x.dtd\"><rss/>", true },
        { "<html>", false }, { "<!DOCTYPE html><html><rss>", false }, { "<!-- <rss>", false }, { "<rsss>", false }, { "<rss", false }, { "rss", false }, { "<RSS>", false }, { "<?xml version='1.0'?>", false }, { "<", false },
        { "<svg><feed/></svg>", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        read_feed(cases[i].bytes);
        bool plain = r.count == 1 && strcmp(r.items[0]->doc, "wire") == 0;
        if (plain == cases[i].feed) fail_msg("%s", cases[i].bytes);
        reading_close(&r);
    }
}

/* ---- characters ---- */

/* Letters of the text and how many bytes each has in the feed. */
static void expect_charset(const char *charset, const char *spelled, const char *text, const char *marked)
{
    char feed[400];
    snprintf(feed, sizeof feed, "<?xml version=\"1.0\" encoding=\"%s\"?><rss><channel><title>%s</title><item><description>%s</description></item></channel></rss>", charset, spelled, spelled);
    read_feed(feed);
    expect_counts(1, 0);
    expect_bytes(r.items[0], text);
    assert_string_equal(r.items[0]->publisher, text);
    expect_whole_map(r.items[0], say_base_str(feed));
    const char *at = strstr(text, marked), *there = strstr(feed, marked);
    say_range found = say_base_traced(r.items[0]->map, r.items[0]->map_count, (say_range){ (size_t)(at - text), (size_t)(at - text) + strlen(marked) });
    there = strstr(strstr(feed, "<description>"), marked);
    assert_int_equal(r.items[0]->at + found.from, there - feed);
    assert_int_equal(found.to - found.from, strlen(marked));
    reading_close(&r);
}

TEST(a_feed_is_read_in_its_charset)
{
    expect_charset("utf-8", "caf\xC3\xA9 noir", "caf\xC3\xA9 noir", "noir");
    expect_charset("ISO-8859-1", "caf\xE9 \x93noir\x94", "caf\xC3\xA9 \xE2\x80\x9Cnoir\xE2\x80\x9D", "noir");
    expect_charset("windows-1252", "caf\xE9 \x93noir\x94", "caf\xC3\xA9 \xE2\x80\x9Cnoir\xE2\x80\x9D", "noir");
    expect_charset("windows-1251", "\xCA\xE8\xE5\xE2, Kyiv", "\xD0\x9A\xD0\xB8\xD0\xB5\xD0\xB2, Kyiv", "Kyiv");
    expect_charset("iso-8859-2", "\xA3\xF3" "dz in Poland", "\xC5\x81\xC3\xB3" "dz in Poland", "in Poland");
    expect_charset("gb2312", "\xB1\xB1\xBE\xA9 (Beijing)", "\xE5\x8C\x97\xE4\xBA\xAC (Beijing)", "Beijing");
    expect_charset("Shift_JIS", "\x93\x8C\x8B\x9E (Tokyo)", "\xE6\x9D\xB1\xE4\xBA\xAC (Tokyo)", "Tokyo");
    expect_charset("utf-16", "caf\xC3\xA9 noir", "caf\xC3\xA9 noir", "noir");                    /* it says so, and is not */
}

TEST(a_feed_in_two_bytes_a_character_is_read)
{
    static const char plain[] = "<rss><channel><title>C</title><item><description>One \xE9 two.</description></item></channel></rss>";
    for (int k = 0; k < 4; k++) {
        char wide[2 * sizeof plain + 2];
        size_t size = 0, big = (size_t)k % 2;
        if (k < 2) wide[size++] = big ? '\xFE' : '\xFF', wide[size++] = big ? '\xFF' : '\xFE';
        for (size_t i = 0; plain[i]; i++, size += 2) wide[size + big] = plain[i], wide[size + 1 - big] = '\0';
        reading_open(&r, (say_str){ wide, size }, "a", NULL);
        expect_counts(1, 0);
        expect_bytes(r.items[0], "One \xC3\xA9 two.");
        say_range found = say_base_traced(r.items[0]->map, r.items[0]->map_count, (say_range){ 7, 10 });
        size_t at = r.items[0]->at + found.from;
        assert_int_equal(found.to - found.from, 6);
        assert_int_equal(wide[at + big], 't');
        assert_int_equal(wide[at + 2 + big], 'w');
        reading_close(&r);
    }
}

TEST(bytes_that_are_no_characters_are_replaced_one_by_one)
{
    static const struct { const char *spelled, *text; } cases[] = {
        { "caf\xE9 noir", "caf\xEF\xBF\xBD noir" }, { "a\x01" "b", "a\xEF\xBF\xBD" "b" }, { "\xE2\x80", "\xEF\xBF\xBD\xEF\xBF\xBD" }, { "\xC0\x80 \xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
        { "\xF4\x90\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" }, { "\xEF\xBF\xBF", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" }, { "\xF0\x9F\x98\x80 fine", "\xF0\x9F\x98\x80 fine" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char feed[200];
        snprintf(feed, sizeof feed, "<?xml version=\"1.0\"?><rss><channel><item><description>%s</description></item></channel></rss>", cases[i].spelled);
        read_feed(feed);
        expect_counts(1, 0);
        expect_bytes(r.items[0], cases[i].text);
        expect_whole_map(r.items[0], say_base_str(feed));
        reading_close(&r);
    }
}

TEST(a_character_may_lie_across_what_is_read_at_once)
{
    enum { ITEMS = 40, LETTERS = 3001 };
    char *feed = malloc(ITEMS * (LETTERS * 3 + 100) + 100);
    for (size_t shift = 0; shift < 3; shift++) {
        size_t size = (size_t)sprintf(feed, "<rss><channel>%.*s", (int)shift, "   ");
        for (size_t i = 0; i < ITEMS; i++) {
            size += (size_t)sprintf(feed + size, "<item><description>");
            for (size_t k = 0; k < LETTERS; k++, size += 3) memcpy(feed + size, "\xE2\x82\xAC", 3);
            size += (size_t)sprintf(feed + size, "</description></item>");
        }
        size += (size_t)sprintf(feed + size, "</channel></rss>");
        reading_open(&r, (say_str){ feed, size }, "a", NULL);
        expect_counts(ITEMS, 0);
        for (size_t i = 0; i < ITEMS; i++) {
            assert_int_equal(r.items[i]->size, LETTERS * 3);
            assert_int_equal(r.items[i]->map_count, 1);
            assert_memory_equal(r.items[i]->bytes, feed + r.items[i]->at + r.items[i]->map[0].source.from, LETTERS * 3);
        }
        reading_close(&r);
    }
    free(feed);
}

/* ---- what is wrong in a feed ---- */

TEST(what_is_whole_before_a_damage_comes_and_then_one_error)
{
    static const struct { const char *rest; } cases[] = {
        { "<item><description>x</item>" }, { "<item><description>x" }, { "<item><description>a & b</description></item></channel></rss>" }, { "<" }, { "" }, { "<item a=b/>" }, { "</rss>" },
        { "<![CDATA[ x" }, { "<!-- x" }, { "<item><description>x</description></item" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char feed[300];
        snprintf(feed, sizeof feed, "<rss><channel>\n<item><description>One</description></item>\n<item><description>Two</description></item>\n%s", cases[i].rest);
        read_feed(feed);
        if (r.count != 2 || r.error_count != 1) fail_msg("%s: %zu items, %zu errors", cases[i].rest, r.count, r.error_count);
        assert_int_equal(r.errors[0].code, SAYSO_DAMAGED);
        assert_memory_equal(r.errors[0].message, "line 4: ", 8);
        assert_in_range(r.errors[0].at, 100, strlen(feed));
        reading_close(&r);
    }
}

TEST(broken_xml_costs_the_item_that_it_is_in)
{
    static const struct { const char *head, *item, *tail; } feeds[] = {
        { "<rss><channel><title>C</title>\n", "item", "</channel></rss>" }, { "<x:RDF xmlns='http://purl.org/rss/1.0/'><channel><title>C</title>\n</channel>", "item", "</x:RDF>" },
        { "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>C</a:title>\n", "a:entry", "</a:feed>" },
        { "<?xml version='1.0' encoding='windows-1251'?><feed><title>C</title>\n", "entry", "</feed>" }, { "<?xml version='1.0' encoding='big5'?><rss><channel><title>C</title>\n", "item", "</channel></rss>" },
    };
    static const char *const wrong[] = { "a & b", "<p>never closed", "</p>", "<a b=c>", "<a b=\"c\" b=\"c\"/>", "<![CDATA[", "<!-- never -- closed", "<", "<?", "&#0;", "]]>", "<items>" };
    for (size_t k = 0; k < sizeof feeds / sizeof *feeds; k++)
        for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
            char feed[1000];
            const char *text = strchr(feeds[k].item, ':') ? "a:summary" : "summary", *name = feeds[k].item;
            snprintf(feed, sizeof feed, "%s<%s><%s>One \xA5\xCA</%s></%s>\n<%s><%s>%s</%s></%s>\n<%s><%s>Three &amp; more</%s></%s>\n%s", feeds[k].head, name, text, text, name, name, text, wrong[i], text,
                     name, name, text, text, name, feeds[k].tail);
            read_feed(feed);
            bool swallowed = strcmp(wrong[i], "<![CDATA[") == 0 || strcmp(wrong[i], "<!-- never -- closed") == 0 || strcmp(wrong[i], "<?") == 0;
            if (r.error_count != 1 || (r.count != 2 && !(swallowed && r.count == 1))) fail_msg("%s: %zu items, %zu errors: %s", feed, r.count, r.error_count, r.errors[0].message);
            assert_int_equal(r.errors[0].code, SAYSO_DAMAGED);
            if (r.count == 2) {
                expect_bytes(r.items[1], "Three & more");
                assert_string_equal(r.items[1]->publisher, "C");
                assert_memory_equal(feed + r.items[1]->at, "<", 1);
                assert_memory_equal(feed + r.items[1]->at + r.items[1]->map[0].source.from, "Three ", 6);
                assert_memory_equal(r.errors[0].message, "line 3: ", 8);
            }
            reading_close(&r);
        }
}

TEST(a_line_is_counted_from_the_front_of_the_feed)
{
    read_feed("<rss>\n<channel>\n<item>&</item>\n<item><description>\n\nTwo</description></item>\n\n<item>\n<b></item>\n<item>&</item></channel></rss>");
    expect_counts(1, 3);
    assert_memory_equal(r.errors[0].message, "line 3: ", 8);
    assert_memory_equal(r.errors[1].message, "line 9: ", 8);
    assert_memory_equal(r.errors[2].message, "line 10: ", 9);
}

TEST(a_feed_that_is_broken_all_over_ends)
{
    enum { ITEMS = 20000 };
    char *feed = malloc(ITEMS * 8 + 100);
    size_t size = (size_t)sprintf(feed, "<rss><channel>");
    for (size_t i = 0; i < ITEMS; i++) size += (size_t)sprintf(feed + size, "<item>&");
    reading_open(&r, (say_str){ feed, size }, "a", NULL);
    expect_counts(0, 1000);
    free(feed);
}

TEST(what_follows_a_feed_is_not_looked_at)
{
    static const char *const tails[] = { "\n<!-- cached -->\n", "<script>x</script>", "&&&", "\xFF\xFF" };
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        char feed[200];
        snprintf(feed, sizeof feed, "%s%s", RSS("<description>D</description>"), tails[i]);
        read_feed(feed);
        expect_counts(1, 0);
        reading_close(&r);
    }
}

TEST(a_feed_that_declares_entities_is_one_error)
{
    static const char *const feeds[] = {
        "<!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">]>" RSS("<description>&d;</description>"),
        "<!DOCTYPE rss [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>" RSS("<description>&a;</description>"),
        "<!DOCTYPE rss [<!ENTITY % a \"&#60;!ENTITY b 'x'>\"> %a;]>" RSS("<description>&b;</description>"),
    };
    for (size_t i = 0; i < sizeof feeds / sizeof *feeds; i++) {
        read_feed(feeds[i]);
        expect_counts(0, 1);
        assert_int_equal(r.errors[0].code, SAYSO_DAMAGED);
        assert_string_equal(r.errors[0].message, "the feed declares entities");
        reading_close(&r);
    }
}

TEST(declarations_elsewhere_are_not_read)
{
    read_feed("<!DOCTYPE rdf:RDF [<!ENTITY % HTMLlat1 PUBLIC \"-//W3C//ENTITIES Latin 1 for XHTML//EN\" \"file:///etc/passwd\"> %HTMLlat1;]>" RSS("<description>caf&eacute;</description>"));
    expect_counts(1, 0);
    expect_bytes(r.items[0], "caf&eacute;");
}

TEST(elements_that_nest_without_end_are_one_error)
{
    enum { LEVELS = 100000 };
    static const char *const heads[] = { "<rss><channel>", "<rss><channel><item><description>D</description></item><item><description>" };
    for (size_t k = 0; k < 2; k++) {
        char *feed = malloc(LEVELS * 3 + 200);
        size_t size = (size_t)sprintf(feed, "%s", heads[k]);
        for (size_t i = 0; i < LEVELS; i++, size += 3) memcpy(feed + size, "<a>", 3);
        reading_open(&r, (say_str){ feed, size }, "a", NULL);
        expect_counts(k, 1);
        assert_string_equal(r.errors[0].message, "elements nest over 1000 deep");
        reading_close(&r);
        free(feed);
    }
}

TEST(an_attribute_of_a_megabyte_is_read_over)
{
    enum { LARGE = 1 << 20 };
    char *feed = malloc(LARGE + 200);
    size_t size = (size_t)sprintf(feed, "<rss><channel><item a=\"");
    memset(feed + size, 'x', LARGE);
    size += LARGE;
    size += (size_t)sprintf(feed + size, "\"><description>D</description></item></channel></rss>");
    reading_open(&r, (say_str){ feed, size }, "a", NULL);
    expect_counts(1, 0);
    free(feed);
}

TEST(a_comment_without_end_is_one_error)
{
    size_t size = 3 * (size_t)SAY_ITEMS_LARGEST;
    char *feed = malloc(size);
    memset(feed, 'x', size);
    memcpy(feed, "<rss><channel><!--", 18);
    reading_open(&r, (say_str){ feed, size }, "a", NULL);
    expect_counts(0, 1);
    assert_int_equal(r.errors[0].code, SAYSO_TOO_LARGE);
    assert_int_equal(r.errors[0].at, 14);
    free(feed);
}

TEST(ten_thousand_items_without_a_text_are_none)
{
    enum { ITEMS = 10000 };
    char *feed = malloc(ITEMS * 60 + 200);
    size_t size = (size_t)sprintf(feed, "<rss><channel>");
    for (size_t i = 0; i < ITEMS; i++) size += (size_t)sprintf(feed + size, "<item><title>Only %zu</title></item>", i);
    size += (size_t)sprintf(feed + size, "<item><description>D</description></item></channel></rss>");
    reading_open(&r, (say_str){ feed, size }, "a", NULL);
    expect_counts(1, 0);
    free(feed);
}

TEST(an_item_over_the_limit_is_one_error_and_the_next_is_read)
{
    size_t large = SAY_ITEMS_LARGEST + 100;
    char *feed = malloc(large + 500);
    size_t size = (size_t)sprintf(feed, "<rss><channel><item><description>One</description></item><item><description>");
    size_t at = (size_t)(strstr(feed + 20, "<item>") - feed);
    memset(feed + size, 'x', large);
    size += large;
    size += (size_t)sprintf(feed + size, "</description></item><item><description>Three</description></item></channel></rss>");
    reading_open(&r, (say_str){ feed, size }, "a", NULL);
    expect_counts(2, 1);
    assert_int_equal(r.errors[0].code, SAYSO_TOO_LARGE);
    assert_int_equal(r.errors[0].at, at);
    expect_bytes(r.items[1], "Three");
    free(feed);
}

TEST(an_item_of_too_many_entities_is_one_error_and_the_next_is_read)
{
    enum { MANY = 1200000 };
    char *feed = malloc(MANY * 5 + 300);
    size_t size = (size_t)sprintf(feed, "<rss><channel><item><description>");
    for (size_t i = 0; i < MANY; i++, size += 5) memcpy(feed + size, "&amp;", 5);
    size += (size_t)sprintf(feed + size, "</description></item><item><description>Two</description></item></channel></rss>");
    reading_open(&r, (say_str){ feed, size }, "a", NULL);
    expect_counts(1, 1);
    assert_int_equal(r.errors[0].code, SAYSO_TOO_LARGE);
    expect_bytes(r.items[0], "Two");
    free(feed);
}

/* expat keeps every name that it has seen. */
TEST(tags_without_end_are_one_error_but_between_items_they_may_be_any_number)
{
    enum { ITEMS = 30, TAGS = 100000 };
    char *feed = malloc((size_t)ITEMS * TAGS * 10 + 10000);
    for (size_t k = 0; k < 2; k++) {
        size_t size = (size_t)sprintf(feed, "<rss><channel><title>C</title>");
        for (size_t i = 0; i < ITEMS; i++) {
            for (size_t j = 0; j < TAGS; j++, size += 9) {
                memcpy(feed + size, "<a00000/>", 9);
                for (size_t d = 0, n = j; d < 5; d++, n /= 10) feed[size + 6 - d] = (char)('0' + n % 10);
            }
            if (k == 0) size += (size_t)sprintf(feed + size, i % 2 ? "<item/>" : "<item><description>Item %zu</description></item>", i);
        }
        size += (size_t)sprintf(feed + size, "</channel></rss>");
        reading_open(&r, (say_str){ feed, size }, "a", NULL);
        if (k == 0) expect_counts(ITEMS / 2, 0);
        else expect_counts(0, 1);
        for (size_t i = 0; i < r.count; i++) {
            char words[30];
            snprintf(words, sizeof words, "Item %zu", 2 * i);
            expect_bytes(r.items[i], words);
            assert_string_equal(r.items[i]->publisher, "C");
            assert_memory_equal(feed + r.items[i]->at, "<item><description>", 19);
        }
        if (k) assert_int_equal(r.errors[0].code, SAYSO_TOO_LARGE);
        reading_close(&r);
    }
    free(feed);
}

/* ---- maps ---- */

static const reading_piece xml_pieces[] = {
    { "a", "a" }, { "said ", "said " }, { "&", "&amp;" }, { "<", "&lt;" }, { ">", "&gt;" }, { ">", ">" }, { "\"", "&quot;" }, { "\xC3\xA9", "\xC3\xA9" }, { "\xC3\xA9", "&#233;" }, { "\xE2\x80\x99", "&#x2019;" },
    { "\n", "\r\n" }, { "\n", "\n" }, { "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80" }, { "\xF0\x9F\x98\x80", "&#128512;" }, { "", "<!-- x -->" }, { "", "<![CDATA[" }, { "", "<?p i?>" }, { "\xEF\xBF\xBD", "\xFF" },
    { "&nbsp;", "&nbsp;" }, { "<b>", "<b>" }, { "</b>", "</b>" }, { "<br/>", "<br/>" },
};

enum { PIECE_CDATA = 15, PIECE_OPEN = 19, PIECE_SHUT = 20 };

/* Pieces that XML allows one after the other. */
static void fill_pieces(pieced *p, size_t many, unsigned *dice)
{
    size_t open = 0;
    while (many--) {
        *dice = *dice * 1103515245u + 12345u;
        size_t k = (*dice >> 16) % (sizeof xml_pieces / sizeof *xml_pieces);
        if (k == PIECE_SHUT && !open) continue;
        open += (size_t)(k == PIECE_OPEN) - (size_t)(k == PIECE_SHUT);
        add_piece(p, xml_pieces[k].words, xml_pieces[k].spelling);
        if (k != PIECE_CDATA) continue;
        add_piece(p, "a", "a");
        add_piece(p, "&", "&");
        add_piece(p, "<p>", "<p>");
        add_piece(p, "", "]]>");
    }
    while (open--) add_piece(p, "</b>", "</b>");
}

TEST(every_passage_of_a_text_is_found_in_its_feed)
{
    static pieced p;
    unsigned dice = 11;
    for (int round = 0; round < 300; round++) {
        p.size = 0;
        p.file_size = (size_t)sprintf(p.file, "<rss><channel><title>A &amp; B</title>\r\n<item><title>x</title><description>first</description></item> <item><title>&#65;</title><description>x");
        p.file_size--;
        add_piece(&p, "x", "x");
        fill_pieces(&p, (size_t)round % 60, &dice);
        p.file_size += (size_t)sprintf(p.file + p.file_size, "</description></item></channel></rss>");
        reading_open(&r, (say_str){ p.file, p.file_size }, "a", NULL);
        expect_counts(2, 0);
        expect_whole_map(r.items[1], (say_str){ p.file, p.file_size });
        expect_pieces(r.items[1], &p, &dice);
        reading_close(&r);
    }
}

/* ---- faults ---- */

static bool read_some_items(void *with)
{
    bool fine = reading_open(&r, say_base_str(with), "a", NULL);
    fine = fine && r.count == 2 && r.error_count == (strstr(with, "&&") != NULL);
    reading_close(&r);
    return fine;
}

TEST(every_allocation_may_fail)
{
    static char rss[] = "<?xml version='1.0' encoding='windows-1251'?><rss xml:lang='en'><channel><title>C</title><item><title>T</title><link>https://example.org/1</link><author>Ann</author><author>Bo</author>"
                        "<description>One &amp; &nbsp; <b>two</b> \xCA.</description></item><item/><item><description>Two</description></item></channel></rss>";
    static char atom[] = "<?xml version='1.0' encoding='euc-kr'?><feed xml:lang='en'><title>C</title><author><name>Desk</name></author><entry xml:lang='de'><link href='https://example.org/1'/><content type='xhtml'><div>One \xB0\xA1</div></content></entry>"
                         "<entry><content>Two</content></entry></feed>";
    static char broken[] = "<rss><channel><item><description>One</description></item><item>&&</item><item><description>Three</description></item></channel></rss>";
    assert_true(fault_some(FAULT_ALLOCATION, read_some_items, rss) > 10);
    assert_true(fault_some(FAULT_ALLOCATION, read_some_items, broken) > 10);
    assert_true(fault_some(FAULT_ALLOCATION, read_some_items, atom) > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(an_item_of_rss_has_what_its_elements_say, close_reading),
        cmocka_unit_test_teardown(an_item_of_rss_1_stands_beside_its_channel, close_reading),
        cmocka_unit_test_teardown(an_entry_of_atom_has_what_its_elements_say, close_reading),
        cmocka_unit_test_teardown(xhtml_is_taken_as_it_is_spelled, close_reading),
        cmocka_unit_test_teardown(an_item_without_a_text_is_none_and_no_error, close_reading),
        cmocka_unit_test_teardown(declarations_elsewhere_are_not_read, close_reading),
        cmocka_unit_test_teardown(an_attribute_of_a_megabyte_is_read_over, close_reading),
        cmocka_unit_test_teardown(a_comment_without_end_is_one_error, close_reading),
        cmocka_unit_test_teardown(ten_thousand_items_without_a_text_are_none, close_reading),
        cmocka_unit_test_teardown(a_line_is_counted_from_the_front_of_the_feed, close_reading),
        cmocka_unit_test_teardown(a_feed_that_is_broken_all_over_ends, close_reading),
        cmocka_unit_test_teardown(an_item_of_too_many_entities_is_one_error_and_the_next_is_read, close_reading),
        cmocka_unit_test_teardown(an_item_over_the_limit_is_one_error_and_the_next_is_read, close_reading),
        PROVE(the_fullest_form_of_the_text_counts),
        PROVE(prefixes_are_what_they_are_declared_to_be_or_what_all_call_them),
        PROVE(titles_that_are_escaped_twice_are_read),
        PROVE(addresses_are_those_that_lead_to_the_page),
        PROVE(a_feed_is_known_by_its_first_element),
        PROVE(a_feed_is_read_in_its_charset),
        PROVE(a_feed_in_two_bytes_a_character_is_read),
        PROVE(bytes_that_are_no_characters_are_replaced_one_by_one),
        PROVE(a_character_may_lie_across_what_is_read_at_once),
        PROVE(what_is_whole_before_a_damage_comes_and_then_one_error),
        PROVE(broken_xml_costs_the_item_that_it_is_in),
        PROVE(what_follows_a_feed_is_not_looked_at),
        PROVE(a_feed_that_declares_entities_is_one_error),
        PROVE(elements_that_nest_without_end_are_one_error),
        PROVE(tags_without_end_are_one_error_but_between_items_they_may_be_any_number),
        PROVE(every_passage_of_a_text_is_found_in_its_feed),
        PROVE(every_allocation_may_fail),
    };
    return cmocka_run_group_tests_name("feed", tests, NULL, NULL);
}
