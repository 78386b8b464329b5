/* The web page of a sheet, read by a strict little parser: only our own tags and attributes may be in it. */
#include "support/fault.h"
#include "support/gathered.h"
#include "support/prove.h"
#include "support/records.h"

#include "sheets/html.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

enum { ROOM = 1 << 19 };
static struct { char at[ROOM]; size_t size; } web;

static int into_web(void *to, const char *bytes, size_t size)
{
    (void)to;
    assert_true(web.size + size < sizeof web.at);
    memcpy(web.at + web.size, bytes, size);
    web.size += size;
    web.at[web.size] = 0;
    return 0;
}

static const char *web_page_of(const sayso_records *records, size_t incident)
{
    sayso_error error = { 0 };
    assert_non_null(records);
    web.size = 0;
    if (sayso_sheet_html(records, incident, (sayso_sink){ into_web, NULL }, &error)) fail_msg("%s: %s", error.where, error.message);
    return web.at;
}

static void assert_in_page(const char *words)
{
    if (!strstr(web.at, words)) fail_msg("not in the page: %s", words);
}

/* ---- the parser ---- */

static bool is_one_of(const char *word, size_t length, const char *const *list)
{
    for (; *list; list++)
        if (strlen(*list) == length && memcmp(*list, word, length) == 0) return true;
    return false;
}

static const char *const known_tags[] = { "html", "head", "title", "style", "body", "a", "header", "main", "footer", "nav", "section", "article", "h1", "h2",
    "h3", "h4", "p", "dl", "div", "dt", "dd", "ol", "ul", "li", "span", "b", "mark", "details", "summary", "blockquote", "sup", NULL };
static const char *const lone_tags[] = { "meta", "br", NULL };
static const char *const known_attributes[] = { "lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "value", "rel", "aria-hidden",
    "aria-label", "tabindex", NULL };

typedef struct { char names[64][16]; size_t depth; } open_tags;

/* One attribute at `at`; returns what comes after it. */
static const char *read_attribute(const char *at)
{
    size_t length = strcspn(at, "=> ");
    if (!is_one_of(at, length, known_attributes)) fail_msg("an attribute that is not ours: %.40s", at);
    assert_true(at[length] == '=' && at[length + 1] == '"');
    const char *value = at + length + 2, *end = strchr(value, '"');
    assert_non_null(end);
    if (strncmp(at, "href=", 5) == 0 && *value != '#' && strncmp(value, "http://", 7) && strncmp(value, "https://", 8))
        fail_msg("a link to elsewhere: %.40s", value);
    for (const char *c = value; c < end; c++) assert_true(*c != '<' && *c != '>');
    return end + 1;
}

static const char *read_tag(const char *at, open_tags *open)
{
    bool closing = at[1] == '/';
    const char *name = at + 1 + closing;
    size_t length = strcspn(name, " >");
    bool lone = is_one_of(name, length, lone_tags);
    if (!lone && !is_one_of(name, length, known_tags)) fail_msg("a tag that is not ours: %.40s", at);
    if (closing) {
        assert_true(open->depth > 0);
        const char *inner = open->names[--open->depth];
        if (strlen(inner) != length || memcmp(inner, name, length) != 0) fail_msg("<%s> ends with %.40s", inner, at);
    } else if (!lone) {
        assert_true(open->depth < 64);
        snprintf(open->names[open->depth++], 16, "%.*s", (int)length, name);
    }
    for (at = name + length; *at == ' ';) at = read_attribute(at + 1);
    assert_int_equal(*at, '>');
    return at + 1;
}

static const char *read_entity(const char *at)
{
    static const char *const entities[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&#39;", NULL };
    for (const char *const *e = entities; *e; e++)
        if (strncmp(at, *e, strlen(*e)) == 0) return at + strlen(*e);
    fail_msg("a bare & in the page: %.40s", at);
    return NULL;
}

static void check_page(void)
{
    static const char start[] = "<!doctype html>\n";
    open_tags open = { .depth = 0 };
    assert_memory_equal(web.at, start, sizeof start - 1);
    for (const char *at = web.at + sizeof start - 1; *at;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)at, -1, &c);
        if (size <= 0) fail_msg("invalid UTF-8 at byte %zu", (size_t)(at - web.at));
        if ((c < 0x20 && c != '\n') || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E)) fail_msg("U+%04X in the page", (unsigned)c);
        if (strncmp(at, "<style>", 7) == 0) at = strstr(at, "</style>") + 8;
        else if (*at == '<') at = read_tag(at, &open);
        else if (*at == '&') at = read_entity(at);
        else at += size;
    }
    assert_int_equal(open.depth, 0);
}

/* Every id is there once, every link within the page has a target. */
static void check_anchors(void)
{
    char words[64];
    for (const char *at = web.at; (at = strstr(at, " id=\"")); at++) {
        snprintf(words, sizeof words, "%.*s", (int)strcspn(at + 5, "\"") + 6, at);
        if (strstr(at + 1, words)) fail_msg("twice: %s", words);
    }
    for (const char *at = web.at; (at = strstr(at, "href=\"#")); at++) {
        snprintf(words, sizeof words, " id=\"%.*s\"", (int)strcspn(at + 7, "\""), at + 7);
        if (!strstr(web.at, words)) fail_msg("a link to nothing: %s", words);
    }
}

/* ---- tests ---- */

TEST(every_page_is_well_formed_and_its_links_lead_somewhere)
{
    web_page_of(gathered_records(), 0);
    check_page();
    check_anchors();
    for (size_t i = 0; i < REFERENCE_INCIDENTS; i++) {
        web_page_of(reference_records(), i);
        check_page();
        check_anchors();
    }
}

TEST(nothing_may_run_or_load)
{
    web_page_of(gathered_records(), 0);
    assert_in_page("content=\"default-src 'none'; style-src 'sha256-");
    assert_in_page("base-uri 'none'; form-action 'none'\"");
    assert_null(strstr(web.at, "unsafe"));
    assert_null(strstr(web.at, "script"));
    assert_null(strstr(web.at, "url("));
    assert_null(strstr(web.at, "@import"));
    assert_null(strstr(web.at, " style="));
}

/* echo -n | openssl dgst -sha256 -binary | base64 of the style says the same. */
TEST(the_policy_lets_in_the_style_by_its_hash)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    web_page_of(gathered_records(), 0);
    const char *from = strstr(web.at, "<style>") + 7, *to = strstr(from, "</style>"), *hash = strstr(web.at, "sha256-") + 7;
    char hex[65], decoded[65];
    say_base_sha256((say_str){ from, (size_t)(to - from) }, hex);
    unsigned bits = 0, held = 0;
    size_t used = 0;
    for (size_t i = 0; i < 43; i++) {
        bits = bits << 6 | (unsigned)(strchr(digits, hash[i]) - digits);
        for (held += 6; held >= 4 && used < 64; held -= 4) decoded[used++] = "0123456789abcdef"[bits >> (held - 4) & 15];
    }
    decoded[used] = 0;
    assert_string_equal(decoded, hex);
    assert_int_equal(hash[43], '=');
}

TEST(the_page_has_language_title_and_a_way_past_its_head)
{
    web_page_of(gathered_records(), 0);
    assert_in_page("<html lang=\"en-GB\">");
    assert_in_page("<title>Bombing of the Varn bridge: who is said to be responsible</title>");
    assert_in_page("<a class=\"skip\" href=\"#answers\">");
}

TEST(each_claim_opens_on_its_sentence_with_the_words_marked)
{
    web_page_of(gathered_records(), 0);
    const char *first = strstr(web.at, "id=\"c0\"");
    assert_non_null(first);
    static const char *const marks[] = { "<mark class=\"m-voice\">Security officials<", "<mark class=\"m-cue\">said<", "<mark class=\"m-party\">the Northern Front<",
                                         "<mark class=\"m-part\">planted<", "<mark class=\"m-basis\">intercepted<" };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const char *at = strstr(first, marks[i]);
        if (!at || at > strstr(first, "</details>")) fail_msg("not in the first claim: %s", marks[i]);
    }
    assert_in_page("<a href=\"#s1-1\">sentence 1</a> of <a href=\"#r1\">report 1</a>, bytes 0–101");
    size_t details = 0;
    for (const char *at = web.at; (at = strstr(at, "<details")); at++) details++;
    assert_int_equal(details, GATHERED_CLAIMS);
}

TEST(words_of_two_kinds_are_marked_as_both)
{
    web_page_of(gathered_records(), 0);
    assert_in_page("<mark class=\"m-party\"><mark class=\"m-voice\">The Front<span class=\"vh\"> (voice)</span></mark><span class=\"vh\"> (party)</span></mark>");
}

TEST(the_whole_texts_stand_below_each_report_once)
{
    const sayso_records *r = gathered_records();
    web_page_of(r, 0);
    char *texts = strstr(web.at, "<section id=\"reports\">");
    assert_non_null(texts);
    for (size_t i = 0; i < r->source_count; i++)
        for (size_t s = 0; s < r->sources[i].sentence_count; s++) {
            sayso_passage p = r->sentences[r->sources[i].sentence + s];
            char words[512];
            snprintf(words, sizeof words, ">%.*s</span>", (int)(p.to - p.from), r->text + p.from);
            const char *at = strstr(texts, words);
            if (!at) fail_msg("not in the texts: %s", words);
            if (strstr(at + 1, words)) fail_msg("twice in the texts: %s", words);
        }
    assert_non_null(strstr(texts, "href=\"https://courier.example/varn?a=1&amp;b=2\""));
}

static const char hostile[] =
    "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg/onload=alert(3)>&amp;&#x3C;script&#62; </details></style><style>*{} "
    "javascript:alert(4) \x01\x02\x1b[2J\x7f\xc2\x9b\xff\xfe\xc3 \xed\xa0\x80 \xf4\x90\x80\x80 \xe2\x80\xae \xef\xbf\xbf \xef\xb7\x90 <!-- ]]> {{7*7}} \r\n end.";

TEST(hostile_words_come_out_as_words)
{
    size_t size = sizeof hostile - 1;
    sayso_passage sentences[] = { { 0, size } }, all = { 0, size };
    const char *remarks[] = { hostile };
    sayso_party party = { .name = hostile, .kind = SAYSO_GROUP, .part_of = SAYSO_NONE, .at = all };
    sayso_ground ground = { SAYSO_WITNESS, all };
    sayso_link link = { .party = 0, .name = hostile, .source = { 3, 9 }, .cue = { 5, 20 }, .grounds = &ground, .ground_count = 1, .stance = SAYSO_DISTANCING };
    sayso_incident incident = { .name = hostile, .kind = hostile, .date = hostile, .place = hostile, .targets = hostile, .means = hostile, .toll = hostile };
    sayso_claim claims[2] = { { .id = "<b>\"&", .chain = &link, .chain_count = 1, .superseded_by = SAYSO_NONE, .held = hostile, .trigger = { 7, 30 },
        .mention = { 150, 170 }, .hedge = { 160, 180 }, .note = all, .missing = all, .ended_by = all, .likelihood = { .phrase = hostile, .reading = hostile },
        .remarks = remarks, .remark_count = 1 } };
    claims[1] = claims[0];
    claims[1].standing = SAYSO_WITHDRAWN;
    sayso_statement statement = { .chain = &link, .chain_count = 1, .content = all };
    sayso_source source = { .doc = hostile, .title = hostile, .publisher = hostile, .date = hostile, .hash = hostile, .url = hostile, .maker = hostile, .to = size,
                            .sentence_count = 1, .copy_of = SAYSO_NONE };
    sayso_source sources[2] = { source, source };
    sources[1].from = sources[1].to;
    sources[1].sentence_count = 0;
    sources[1].url = "https://x.example/\"><script>";
    sayso_records r = { .doc = hostile, .title = hostile, .publisher = hostile, .date = hostile, .hash = hostile, .text = hostile, .text_size = size,
        .sentences = sentences, .sentence_count = 1, .parties = &party, .party_count = 1, .incidents = &incident, .incident_count = 1, .claims = claims,
        .claim_count = 2, .statements = &statement, .statement_count = 1, .sources = sources };
    for (r.source_count = 0; r.source_count <= 2; r.source_count++) {
        web_page_of(&r, 0);
        check_page();
        check_anchors();
        assert_null(strstr(web.at, "<script"));
        assert_null(strstr(web.at, "<img"));
        assert_in_page("&lt;script&gt;alert(1)&lt;/script&gt;");
        assert_in_page("&amp;#x3C;script");
    }
    assert_null(strstr(web.at, "href=\"javascript:"));
    assert_in_page("href=\"https://x.example/&quot;&gt;&lt;script&gt;\"");
}

TEST(of_a_sentence_without_end_only_the_part_round_the_words_is_quoted)
{
    static char longest[50000];
    for (size_t i = 0; i + 3 < sizeof longest; i += 3) memcpy(longest + i, "漢", 3);
    memcpy(longest + 30000, "bombed", 6);
    size_t size = strlen(longest);
    sayso_passage sentence = { 0, size };
    sayso_party party = { .name = "x", .kind = SAYSO_GROUP, .part_of = SAYSO_NONE };
    sayso_incident incident = { .name = "x", .kind = "bombing" };
    sayso_claim claims[40];
    for (size_t i = 0; i < 40; i++) claims[i] = (sayso_claim){ .id = "c-1", .superseded_by = SAYSO_NONE, .trigger = { 30000, 30006 } };
    sayso_records r = { .text = longest, .text_size = size, .sentences = &sentence, .sentence_count = 1, .parties = &party, .party_count = 1,
        .incidents = &incident, .incident_count = 1, .claims = claims, .claim_count = 40 };
    web_page_of(&r, 0);
    check_page();
    assert_true(web.size < 300000);
    assert_in_page("漢<mark class=\"m-part\">bombed<");
    assert_null(strstr(web.at, "�"));
}

static int refuse(void *to, const char *bytes, size_t size)
{
    (void)bytes;
    (void)size;
    return --*(int *)to < 0 ? 28 : 0;
}

TEST(a_sink_that_takes_no_more_is_an_error_of_the_page)
{
    for (int after = 0; after < 4; after++) {
        int left = after;
        sayso_error e = { 0 };
        assert_int_equal(sayso_sheet_html(gathered_records(), 0, (sayso_sink){ refuse, &left }, &e), SAYSO_NO_FILE);
        assert_string_equal(e.where, "output");
    }
    assert_int_equal(sayso_sheet_html(gathered_records(), 1, (sayso_sink){ into_web, NULL }, NULL), SAYSO_BAD_CALL);
}

static bool make_page(void *unused)
{
    (void)unused;
    web.size = 0;
    return !sayso_sheet_html(gathered_records(), 0, (sayso_sink){ into_web, NULL }, NULL);
}

TEST(every_allocation_of_a_page_may_fail)
{
    assert_non_null(gathered_records());
    assert_true(fault_every(FAULT_ALLOCATION, make_page, NULL) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(every_page_is_well_formed_and_its_links_lead_somewhere),
        PROVE(nothing_may_run_or_load),
        PROVE(the_policy_lets_in_the_style_by_its_hash),
        PROVE(the_page_has_language_title_and_a_way_past_its_head),
        PROVE(each_claim_opens_on_its_sentence_with_the_words_marked),
        PROVE(words_of_two_kinds_are_marked_as_both),
        PROVE(the_whole_texts_stand_below_each_report_once),
        PROVE(hostile_words_come_out_as_words),
        PROVE(of_a_sentence_without_end_only_the_part_round_the_words_is_quoted),
        PROVE(a_sink_that_takes_no_more_is_an_error_of_the_page),
        PROVE(every_allocation_of_a_page_may_fail),
    };
    return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
