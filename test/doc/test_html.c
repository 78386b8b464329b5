#include "support/arena.h"
#include "support/fault.h"
#include "support/prove.h"

#include "doc/doc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sayso_code open_page(say_str page, const char *name, say_arena *to, say_doc **doc, sayso_error *error)
{
    return say_doc_of(&(sayso_item){ .doc = name, .bytes = page.at, .size = page.len, .kind = SAYSO_HTML, .charset = "utf-8" }, to, doc, error);
}

static say_doc *read_bytes(say_str page)
{
    say_doc *doc;
    sayso_error error = { 0 };
    sayso_code code = open_page(page, "page", arena, &doc, &error);
    if (code) fail_msg("%s", error.message);
    return doc;
}

static say_doc *read_page(const char *page) { return read_bytes(say_base_str(page)); }

static const char *main_text(const say_doc *doc) { return doc->text + doc->main; }

#define PARA1 "Two trucks of the relief column were struck near Tolland on Friday, officials said."
#define PARA2 "The ministry, which first spoke of a gas leak, said it was now looking at a drone."
#define PARA3 "Nobody has claimed the attack so far, and the column has turned back to the coast."

static const char whole_page[] =
    "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><title>Column struck near Tolland | The Example</title>\n"
    "<meta property=\"og:title\" content=\"Column struck near Tolland\"><meta property=\"og:site_name\" content=\"The Example\">\n"
    "<meta name=\"author\" content=\"By Ann Lee\"><link rel=\"canonical\" href=\"https://example.org/column\">\n"
    "<meta property=\"article:published_time\" content=\"2026-03-07T08:00:00Z\"><meta property=\"article:modified_time\" content=\"2026-03-08\">\n"
    "<style>p { color: red }</style><script>document.write('<p>No, this is no paragraph, it never was.</p>');</script></head>\n"
    "<body><nav><ul><li><a href=/>Home</a></li><li><a href=/world>World</a></li></ul></nav>\n"
    "<div class=\"cookie-notice\"><p>We use cookies, as all do, to improve your experience of our pages.</p></div>\n"
    "<article class=\"post category-related\"><h1>Column struck near&nbsp;Tolland</h1><p class=\"byline\">By Ann Lee, our reporter in Tolland, and others</p>\n"
    "<div class=\"article-body\"><figure><img src=a.jpg><figcaption>A truck, seen on Friday, near the town of Tolland.</figcaption></figure>\n"
    "<p>TOLLAND, March 7 (Reuters) - " PARA1 "</p><aside><p>Sign up for our newsletter, it is free, and comes every day.</p></aside>\n"
    "<p>" PARA2 "</p><!-- <p>A comment, not a text, is this, as you see.</p> --><p>" PARA3 "</p>\n"
    "<p>Read more: <a href=/gas>Ten hurt as gas leaks in Tolland</a></p></div></article>\n"
    "<section id=comments><h2>Comments</h2><p>I do not believe a word of it, and neither should you, friends.</p></section>\n"
    "<footer><p>Copyright The Example, all rights reserved, wherever you may be.</p></footer></body></html>";

/* ---- what is a page ---- */

TEST(a_page_is_known_by_its_first_tag_and_a_text_is_none)
{
    static const struct { const char *bytes; bool html; } cases[] = {
        { "<!DOCTYPE html><p>x", true }, { "\xEF\xBB\xBF \n<html lang=en>", true }, { "<!-- saved -->\n<HTML>", true },
        { "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C\">", true }, { "<body>x", true }, { "<div class=a>x</div>", true }, { "<head/>", true },
        { "", false }, { "<", false }, { "<!--", false }, { "<!-- never closed", false }, { "<htmlx>", false }, { "<html", false },
        { "<?xml version=\"1.0\"?><rss version=\"2.0\">", false }, { "<feed xmlns=\"http://www.w3.org/2005/Atom\">", false },
        { "KYIV, May 3 (Reuters) - Two men <html> said so.", false }, { "<b>Spy office</b> denies it", false }, { "<Reuters> said", false }, { "< html >", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (say_doc_is_html(say_base_str(cases[i].bytes)) != cases[i].html) fail_msg("%s", cases[i].bytes);
}

TEST(a_report_that_is_a_page_is_opened_as_one)
{
    say_doc *doc;
    assert_int_equal(say_doc_open(say_base_str(whole_page), "page", arena, &doc, NULL), SAYSO_OK);
    assert_true(doc->html);
    assert_int_equal(say_doc_open(say_base_str("Two men said so."), "text", arena, &doc, NULL), SAYSO_OK);
    assert_false(doc->html);
    assert_int_equal(doc->main, 0);
    assert_string_equal(doc->byline, "");
    assert_string_equal(doc->language, "en");
}

/* ---- the article ---- */

TEST(the_article_is_its_title_and_paragraphs_and_nothing_else)
{
    say_doc *doc = read_page(whole_page);
    assert_string_equal(doc->text, "Column struck near Tolland\n\nTOLLAND, March 7 (Reuters) - " PARA1 "\n\n" PARA2 "\n\n" PARA3);
    assert_string_equal(main_text(doc), "TOLLAND, March 7 (Reuters) - " PARA1 "\n\n" PARA2 "\n\n" PARA3);
}

TEST(the_dateline_of_a_page_is_read_as_that_of_a_text)
{
    say_doc *doc = read_page(whole_page);
    assert_string_equal(doc->place, "TOLLAND");
    assert_int_equal(doc->month, 3);
    assert_int_equal(doc->day, 7);
    assert_memory_equal(doc->text + doc->body.from, "Two trucks", 10);
}

TEST(a_page_without_an_article_is_an_empty_report)
{
    static const char *const pages[] = { "<html></html>", "<!doctype html>", "<html><body><nav><a href=x>Home</a></nav></body></html>", "<body><script>x" };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        say_doc *doc = read_page(pages[i]);
        assert_int_equal(doc->size, 0);
        assert_string_equal(doc->title, "");
    }
}

/* In every page the paragraphs are all that is kept. */
TEST(what_is_no_article_goes)
{
    static const char *const extras[] = {
        "<div class='related-posts'><p>Another story, which is long, and has its stops, stands here.</p></div>",
        "<ul><li><a href=1>Ten hurt in raid on port</a></li><li><a href=2>Court hears of bribes</a></li><li><a href=3>Storm turns to the north</a></li></ul>",
        "<p><a href=1>Ten hurt in the raid on a port in the north</a></p>",
        "<div style='display: none'><p>This is not shown, so nobody reads it, and it is no text.</p></div>",
        "<div hidden><p>This is not shown, so nobody reads it, and it is no text.</p></div>",
        "<div role=dialog><p>Please sign in, it takes a moment, to read on without end.</p></div>",
        "<p>" PARA2 "</p>",                                           /* for narrow screens once more */
        "<div>Advertisement</div>",
        "<p>Related: <a href=x>Ten hurt in raid on port, court hears</a></p>",
        "<svg><text>Twelve, thirteen, and more words that are a drawing, not text</text></svg>",
        "<noscript><p>Please turn on scripts, or you will see nothing, we fear.</p></noscript>",
        "<textarea>Twelve, thirteen, and more words that are a field, not text</textarea>",
        "<figure><img><figcaption>A picture of a truck, seen on Friday, near the town.</figcaption></figure>",
    };
    for (size_t i = 0; i < sizeof extras / sizeof *extras; i++) {
        const char *page = say_base_format(arena, NULL, "<html><body><div><p>%s</p><p>%s</p>%s<p>%s</p></div></body></html>", PARA1, PARA2, extras[i], PARA3);
        assert_string_equal(read_page(page)->text, PARA1 "\n\n" PARA2 "\n\n" PARA3);
    }
}

TEST(what_belongs_to_the_article_stays)
{
    static const struct { const char *html, *text; } kept[] = {
        { "<h2>What we know</h2><p>Little.</p>", "What we know\n\nLittle." },
        { "<ul><li>One truck burned out</li><li>Two men hurt</li></ul>", "One truck burned out\n\nTwo men hurt" },
        { "<div class='social-embed'><blockquote><p>We did not do it, and we never would, on our word.</p></blockquote></div>", "We did not do it, and we never would, on our word." },
        { "<table><tr><td>Dead</td><td>2</td></tr><tr><td>Hurt</td><td>10</td></tr></table>", "Dead 2\nHurt 10" },
        { "<p>One line,<br>another</p>", "One line,\nanother" },
        { "<p>The <a href=x>ministry</a> said, <em>on Friday</em>, that it <b>did</b> not know.</p>", "The ministry said, on Friday, that it did not know." },
        { "<p>D<!-- a -->rone</p>", "Drone" },
        { "<p>caf&eacute; &amp; bar, AT&T &lt;x&gt; &#8220;so&#x201d; &copy2 &hellip;</p>", "caf\xC3\xA9 & bar, AT&T <x> \xE2\x80\x9Cso\xE2\x80\x9D \xC2\xA9" "2 \xE2\x80\xA6" },
    };
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        const char *page = say_base_format(arena, NULL, "<html><body><div><p>%s</p><p>%s</p>%s<p>%s</p></div></body></html>", PARA1, PARA2, kept[i].html, PARA3);
        const char *text = say_base_format(arena, NULL, "%s\n\n%s\n\n%s\n\n%s", PARA1, PARA2, kept[i].text, PARA3);
        assert_string_equal(read_page(page)->text, text);
    }
}

/* As feeds have it; of a page no such words are an article. */
TEST(a_fragment_is_all_article)
{
    static const struct { const char *html, *text; } cases[] = {
        { "Two drones were seen.", "Two drones were seen." }, { "<p>Seen: two.</p>Nobody<br>knows", "Seen: two.\n\nNobody\nknows" }, { "<b>Tolland</b> was quiet &amp; dark", "Tolland was quiet & dark" },
        { "<div><img src=a></div><h2>Late</h2>It fell.<script>x()</script><div class=share>Share this</div>", "Late\n\nIt fell." }, { "", "" }, { "<img src=a>", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) assert_string_equal(read_page(cases[i].html)->text, cases[i].text);
    assert_string_equal(read_page("<html><body>Two drones were seen.")->text, "");
}

TEST(comments_that_are_longer_than_the_article_are_not_taken_for_it)
{
    const char *page = "<html><body><div id=story><p>" PARA1 "</p><p>" PARA2 "</p></div><div class=comments>";
    for (int i = 0; i < 8; i++) page = say_base_format(arena, NULL, "%s<p>Well, number %d, I for one do not believe a single word of it, and never did.</p>", page, i);
    assert_string_equal(read_page(page)->text, PARA1 "\n\n" PARA2);
}

/* "modal-enabled", "has-sidebar" on what holds all of the page. */
TEST(an_element_that_holds_the_article_is_not_cut_for_its_name)
{
    say_doc *doc = read_page("<html><body><div class='sidebar modal'><div><p>" PARA1 "</p><p>" PARA2 "</p></div></div></body></html>");
    assert_string_equal(doc->text, PARA1 "\n\n" PARA2);
}

/* ---- what the page says of itself ---- */

TEST(facts_come_from_meta_elements)
{
    say_doc *doc = read_page(whole_page);
    assert_string_equal(doc->title, "Column struck near Tolland");
    assert_string_equal(doc->publisher, "The Example");
    assert_string_equal(doc->byline, "Ann Lee");
    assert_string_equal(doc->date, "2026-03-07");
    assert_string_equal(doc->modified, "2026-03-08");
    assert_string_equal(doc->url, "https://example.org/column");
    assert_string_equal(doc->language, "en-GB");
}

TEST(facts_come_from_json_ld_even_with_ends_of_line_in_its_strings)
{
    say_doc *doc = read_page("<html><head><script type='application/ld+json'>{\"@graph\": [{\"@type\": \"WebSite\", \"name\": \"No\"}, {\"@type\": [\"NewsArticle\"],\n"
        "\"headline\": \"Column struck\nnear Tolland\", \"author\": [{\"name\": \"Ann Lee\"}, {\"name\": \"Bo Ray\"}], \"publisher\": {\"name\": \"The Example\"},\n"
        "\"datePublished\": \"2026-03-07T23:30:00-05:00\", \"dateModified\": \"20260308\", \"url\": \"https://example.org/a\", \"inLanguage\": \"en\"}]}</script></head>\n"
        "<body><h1>Another thing</h1><h1>Column struck near Tolland</h1><p>" PARA1 "</p></body></html>");
    assert_string_equal(doc->title, "Column struck near Tolland");
    assert_string_equal(doc->byline, "Ann Lee, Bo Ray");
    assert_string_equal(doc->publisher, "The Example");
    assert_string_equal(doc->date, "2026-03-07");
    assert_string_equal(doc->modified, "2026-03-08");
    assert_string_equal(doc->url, "https://example.org/a");
    assert_string_equal(doc->language, "en");
}

TEST(broken_json_ld_is_passed_over)
{
    static const char *const bodies[] = { "", "{", "[[[[", "{\"@type\": 5}", "[1, {\"@type\": \"NewsArticle\", \"author\": 7, \"datePublished\": \"soon\"}]", "null", "<!-- -->" };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        say_doc *doc = read_page(say_base_format(arena, NULL, "<html><script type=application/ld+json>%s</script><p>%s</p>", bodies[i], PARA1));
        assert_string_equal(doc->text, PARA1);
        assert_string_equal(doc->date, "");
        assert_string_equal(doc->byline, "");
    }
}

TEST(dates_are_read_in_the_forms_that_pages_write_them)
{
    static const struct { const char *words, *day; } cases[] = {
        { "2026-03-07", "2026-03-07" }, { "2026/03/07 08:00", "2026-03-07" }, { "20260307", "2026-03-07" }, { "Sat, 7 Mar 2026 08:00:00 GMT", "2026-03-07" }, { "March 7, 2026", "2026-03-07" },
        { "soon", "" }, { "2026", "" }, { "2026-13-07", "" }, { "2026-03", "" }, { "07.03.26", "" }, { "", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        say_doc *doc = read_page(say_base_format(arena, NULL, "<html><body><p>%s</p><time datetime=\"%s\">then</time>", PARA1, cases[i].words));
        assert_string_equal(doc->date, cases[i].day);
    }
}

TEST(a_title_without_a_heading_loses_the_name_of_the_site)
{
    assert_string_equal(read_page("<html><title>Column struck near Tolland | The Example</title><p>" PARA1)->title, "Column struck near Tolland");
    assert_string_equal(read_page("<html><title>Column struck: a gas leak?</title><p>" PARA1)->title, "Column struck: a gas leak?");
}

/* ---- the map ---- */

static void assert_mapped(const say_doc *doc, const char *bytes)
{
    size_t size = strlen(bytes);
    size_t at = 0;
    for (size_t i = 0; i < doc->map_count; i++) {
        sayso_trace o = doc->map[i];
        assert_int_equal(o.text.from, at);
        assert_true(o.text.to > o.text.from && o.source.from <= o.source.to && o.source.to <= size);
        for (size_t k = 0; o.text.to - o.text.from == o.source.to - o.source.from && k < o.text.to - o.text.from; k++) {
            char clean = doc->text[o.text.from + k], page = bytes[o.source.from + k];
            if (clean != page && clean != ' ' && clean != '\n') fail_msg("\"%c\" of the text is \"%c\" at %zu of %s", clean, page, o.source.from + k, bytes);
        }
        at = o.text.to;
    }
    assert_int_equal(at, doc->size);
}

/* The bytes of the page that some words of the text come from. */
static say_str source_of(const say_doc *doc, const char *bytes, const char *words)
{
    const char *found = strstr(doc->text, words);
    assert_non_null(found);
    size_t from = (size_t)(found - doc->text);
    return say_base_sub(say_base_str(bytes), say_base_traced(doc->map, doc->map_count, (say_range){ from, from + strlen(words) }));
}

TEST(each_byte_of_the_text_is_found_again_in_the_page)
{
    say_doc *doc = read_page(whole_page);
    assert_mapped(doc, whole_page);
    static const struct { const char *words, *source; } cases[] = {
        { "TOLLAND, March 7 (Reuters) - Two trucks", "TOLLAND, March 7 (Reuters) - Two trucks" }, { "gas leak", "gas leak" }, { "near Tolland\n", "near&nbsp;Tolland</h1><p class=\"byline\">By Ann Lee, our reporter in Tolland, and others</p>\n"
          "<div class=\"article-body\"><figure><img src=a.jpg><figcaption>A truck, seen on Friday, near the town of Tolland.</figcaption></figure>\n<p>" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        say_str got = source_of(doc, whole_page, cases[i].words);
        if (!say_base_same(got, say_base_str(cases[i].source))) fail_msg("%.*s", (int)got.len, got.at);
    }
}

TEST(entities_blanks_and_tags_within_words_map_to_their_spelling)
{
    static const char page[] = "<html><body><div><p>" PARA1 "</p><p>The caf&eacute; of\r\n   Mr. O&#8217;Hara, AT&amp;T &ampersand, x&copyright, so<!-- c -->me wo<b class=z>rd</b>s </nosuch>here.</p></div>";
    say_doc *doc = read_page(page);
    assert_mapped(doc, page);
    static const struct { const char *words, *source; } cases[] = {
        { "caf\xC3\xA9 of Mr. O\xE2\x80\x99Hara", "caf&eacute; of\r\n   Mr. O&#8217;Hara" }, { "\xC3\xA9", "&eacute;" }, { "AT&T", "AT&amp;T" }, { "some", "so<!-- c -->me" },
        { "words", "wo<b class=z>rd</b>s" }, { "here.", "here." }, { "of Mr", "of\r\n   Mr" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        say_str got = source_of(doc, page, cases[i].words);
        if (!say_base_same(got, say_base_str(cases[i].source))) fail_msg("%s: %.*s", cases[i].words, (int)got.len, got.at);
    }
}

/* ---- charsets ---- */

static say_doc *read_undeclared(const char *page)
{
    say_doc *doc;
    sayso_error error = { 0 };
    assert_int_equal(say_doc_of(&(sayso_item){ .doc = "page", .bytes = page, .size = strlen(page) }, arena, &doc, &error), SAYSO_OK);
    assert_true(doc->html);
    return doc;
}

TEST(a_page_is_read_in_the_charset_that_it_declares)
{
    static const struct { const char *head, *charset; } cases[] = {
        { "<meta charset=iso-8859-1>", "windows-1252" }, { "<meta charset=\"windows-1252\">", "windows-1252" }, { "<META http-equiv=Content-Type content='text/html; charset=ISO-8859-1'>", "windows-1252" },
        { "<title>charset=utf-8</title><meta name=a content=b><meta charset = 'latin1' >", "windows-1252" }, { "<meta charset=iso-8859-15>", "iso-8859-15" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        say_doc *doc = read_undeclared(say_base_format(arena, NULL, "<html><head>%s</head><body><p>The caf\xE9, of those nine, said: it was there, no more.</p>", cases[i].head));
        assert_string_equal(doc->text + doc->main, "The caf\xC3\xA9, of those nine, said: it was there, no more.");
        assert_string_equal(doc->charset, cases[i].charset);
    }
    say_doc *doc = read_undeclared("<html><meta charset=utf-16><body><p>The caf\xC3\xA9, so, said: it costs 5, no more, it said, and closed.</p>");
    assert_string_equal(doc->charset, "utf-8");
}

TEST(bad_bytes_of_a_page_are_replaced_and_counted)
{
    say_doc *doc = read_undeclared("<html><meta charset=windows-1252><body><p>The caf\xE9, \x93so\x94, said: it costs 5 \x80, no more, it said.</p>");
    assert_string_equal(doc->text, "The caf\xC3\xA9, \xE2\x80\x9Cso\xE2\x80\x9D, said: it costs 5 \xE2\x82\xAC, no more, it said.");
    assert_int_equal(doc->replaced, 0);
    doc = read_undeclared("<html><meta charset=\"utf-8\"><body><p>The caf\xC3\xA9, so, said: it costs \xFF 5, no more, it said.</p>");
    assert_string_equal(doc->text, "The caf\xC3\xA9, so, said: it costs \xEF\xBF\xBD 5, no more, it said.");
    assert_int_equal(doc->replaced, 1);
    static const char with_nul[] = "<html><p>A NUL, here \0 it is, among nine or ten words.";
    doc = read_bytes((say_str){ with_nul, sizeof with_nul - 1 });
    assert_string_equal(doc->text, "A NUL, here \xEF\xBF\xBD it is, among nine or ten words.");
}

TEST(a_page_in_utf_16_is_known_as_one)
{
    static const char page[] = "<!DOCTYPE html><html><body><p>The mayor, of those nine, said: it was there, no more.</p>";
    char wide[2 * sizeof page];
    wide[0] = '\xFF', wide[1] = '\xFE';
    for (size_t i = 0; i + 1 < sizeof page; i++) wide[2 * i + 2] = page[i], wide[2 * i + 3] = '\0';
    say_doc *doc;
    assert_int_equal(say_doc_of(&(sayso_item){ .doc = "page", .bytes = wide, .size = 2 * sizeof page }, arena, &doc, NULL), SAYSO_OK);
    assert_true(doc->html);
    assert_string_equal(doc->text, "The mayor, of those nine, said: it was there, no more.");
    say_range from = say_base_traced(doc->map, doc->map_count, (say_range){ 4, 9 });
    assert_memory_equal(wide + from.from, "m\0a\0y\0o\0r\0", 10);
    assert_int_equal(from.to - from.from, 10);
}

/* ---- captions ---- */

TEST(captions_are_kept_apart_with_the_bytes_that_they_come_from)
{
    static const char page[] = "<html><body><main><article><h1>A bridge falls</h1><figure><img src=a.jpg><figcaption>The bridge, on Friday.<button>Enlarge</button></figcaption></figure>"
        "<div class=article-body><p>" PARA1 "</p><div class='wp-caption'><img src=b><p class=wp-caption-text>Caf&eacute; Tolland, <b>seen</b> from the quay</p></div><p>" PARA2 "</p>"
        "<aside><figure><figcaption>Another story, not this one</figcaption></figure></aside><p>" PARA3 "</p></div></article></main>"
        "<div class=related><figure><figcaption>A teaser, of some other story</figcaption></figure></div></body></html>";
    say_doc *doc = read_page(page);
    assert_string_equal(main_text(doc), PARA1 "\n\n" PARA2 "\n\n" PARA3);
    assert_int_equal(doc->caption_count, 2);
    assert_string_equal(doc->captions[0].words, "The bridge, on Friday.");
    assert_string_equal(doc->captions[1].words, "Caf\xC3\xA9 Tolland, seen from the quay");
    for (size_t i = 0; i < 2; i++) {
        static const char *const sources[] = { "The bridge, on Friday.", "Caf&eacute; Tolland, <b>seen</b> from the quay" };
        say_range at = { doc->captions[i].at.from, doc->captions[i].at.to };
        assert_true(say_base_same(say_base_sub(say_base_str(page), at), say_base_str(sources[i])));
    }
}

/* ---- pages that mean harm ---- */

static const char *repeated(const char *start, const char *piece, size_t size)
{
    size_t n = strlen(piece), from = strlen(start);
    char *page = say_base_take(arena, size + n + from + 1, 1, NULL);
    memcpy(page, start, from);
    for (size_t at = from; at < size; at += n) memcpy(page + at, piece, n);
    return page;
}

TEST(elements_without_end_are_one_error)
{
    static const char *const pieces[] = { "<div>", "<font size=1>", "<table>", "<x-y>", "<button><p>", "<ruby><rt>x", "<DIV CLASS=a>" };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        say_doc *doc = (say_doc *)1;
        sayso_error error = { 0 };
        assert_int_equal(open_page(say_base_str(repeated("<html>", pieces[i], 1 << 20)), "deep", arena, &doc, &error), SAYSO_BAD_TEXT);
        assert_null(doc);
        assert_string_equal(error.where, "deep");
        assert_string_equal(error.message, "elements nest more than 500 deep");
        assert_true(error.at > 0);
    }
}

TEST(a_page_is_read_or_refused_whatever_it_repeats)
{
    static const char *const pieces[] = {
        "<p>", "<a>x", "<li>", "<br>", "&", "&amp;", "&#x41;", "<", "<!--", "<!", "</", "</p>", "<script>", "<svg>", "<title>", "<textarea>", "<p a=", "<td>x", "<option>", "<body a=b>", "<b><p><i></b>x", "<a><div></a>x</div>",
        "<p class=a id=b id=c>", "\"", "<![CDATA[", "<?", "<select>", "</x>", "<nobr>", "<script type=application/ld+json>[", "<h1>a b c d e</h1>", "\xE2", "<iframe>", "<form>", "</br>", "<frameset>", "<template>", "<math><mi>",
    };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        const char *page = repeated("<html><body>", pieces[i], 200000);
        say_doc *doc;
        sayso_error error = { 0 };
        sayso_code code = open_page(say_base_str(page), "page", arena, &doc, &error);
        if (code) assert_true(error.message[0]);
        else assert_mapped(doc, page);
    }
}

TEST(a_page_over_the_limit_is_refused)
{
    size_t size = 4 * SAYSO_MAX_TEXT + 1;
    char *page = calloc(1, size);
    say_doc *doc;
    sayso_error error = { 0 };
    assert_non_null(page);
    assert_int_equal(open_page((say_str){ page, size }, "page", arena, &doc, &error), SAYSO_TOO_LARGE);
    free(page);
}

/* JSON-LD that finds no memory is passed over as broken JSON-LD is. */
static bool read_whole_page(void *with)
{
    (void)with;
    say_doc *doc;
    say_arena *own = say_base_arena(NULL);
    static const char page[] = "<html><script type=application/ld+json>{\"@type\": \"Article\", \"author\": [\"A\", \"B\"]}</script><title>Column struck | X</title><h1>Column struck</h1><p>" PARA1 "</p><figure><figcaption>A truck</figcaption></figure><p>" PARA2 "</p>";
    sayso_error error = { 0 };
    bool fine = own && open_page(say_base_str(page), "page", own, &doc, &error) == SAYSO_OK;
    if (own && !fine) assert_int_equal(error.code, SAYSO_NO_MEMORY);
    if (fine) assert_string_equal(main_text(doc), PARA1 "\n\n" PARA2);
    say_base_arena_close(own);
    return fine;
}

TEST(every_failed_allocation_is_an_error_and_leaks_nothing)
{
    assert_true(fault_any(FAULT_ALLOCATION, read_whole_page, NULL) > 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(a_page_is_known_by_its_first_tag_and_a_text_is_none),
        PROVE(a_report_that_is_a_page_is_opened_as_one),
        PROVE(the_article_is_its_title_and_paragraphs_and_nothing_else),
        PROVE(the_dateline_of_a_page_is_read_as_that_of_a_text),
        PROVE(a_page_without_an_article_is_an_empty_report),
        PROVE(what_is_no_article_goes),
        PROVE(what_belongs_to_the_article_stays),
        PROVE(a_fragment_is_all_article),
        PROVE(comments_that_are_longer_than_the_article_are_not_taken_for_it),
        PROVE(an_element_that_holds_the_article_is_not_cut_for_its_name),
        PROVE(facts_come_from_meta_elements),
        PROVE(facts_come_from_json_ld_even_with_ends_of_line_in_its_strings),
        PROVE(broken_json_ld_is_passed_over),
        PROVE(dates_are_read_in_the_forms_that_pages_write_them),
        PROVE(a_title_without_a_heading_loses_the_name_of_the_site),
        PROVE(each_byte_of_the_text_is_found_again_in_the_page),
        PROVE(entities_blanks_and_tags_within_words_map_to_their_spelling),
        PROVE(a_page_is_read_in_the_charset_that_it_declares),
        PROVE(bad_bytes_of_a_page_are_replaced_and_counted),
        PROVE(a_page_in_utf_16_is_known_as_one),
        PROVE(captions_are_kept_apart_with_the_bytes_that_they_come_from),
        PROVE(elements_without_end_are_one_error),
        PROVE(a_page_is_read_or_refused_whatever_it_repeats),
        PROVE(a_page_over_the_limit_is_refused),
        PROVE(every_failed_allocation_is_an_error_and_leaks_nothing),
    };
    return cmocka_run_group_tests_name("html", tests, open_arena, close_arena);
}
