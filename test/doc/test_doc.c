#include "support/arena.h"
#include "support/fault.h"
#include "support/prove.h"

#include "doc/doc.h"

#include <stdlib.h>
#include <string.h>

static say_doc *read_text(const char *text)
{
    say_doc *doc;
    sayso_error error = { 0 };
    assert_int_equal(say_doc_of(&(sayso_item){ .doc = "report", .bytes = text, .size = strlen(text) }, arena, &doc, &error), SAYSO_OK);
    return doc;
}

static void assert_words(const say_doc *doc, say_range at, const char *words)
{
    say_str got = say_base_sub((say_str){ doc->text, doc->size }, at);
    if (!say_base_same(got, say_base_str(words))) fail_msg("\"%.*s\" where \"%s\" is wanted", (int)got.len, got.at, words);
}

/* ---- the text ---- */

TEST(an_empty_text_is_a_report)
{
    say_doc *doc = read_text("");
    assert_int_equal(doc->size, 0);
    assert_string_equal(doc->text, "");
    assert_string_equal(doc->name, "report");
    assert_string_equal(doc->title, "");
    assert_string_equal(doc->date, "");
    assert_string_equal(doc->hash, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(good_text_is_left_as_it_is)
{
    static const char text[] = "Caf\xC3\xA9 \xE2\x80\x9Cok\xE2\x80\x9D \xF0\x9F\x98\x80\r\n\ttab";
    say_doc *doc = read_text(text);
    assert_string_equal(doc->text, text);
    assert_int_equal(doc->size, sizeof text - 1);
}

TEST(each_bad_byte_and_each_nul_becomes_one_replacement)
{
    static const struct { say_str bytes; const char *text; } cases[] = {
        { { "a\0b", 3 },          "a\xEF\xBF\xBD" "b" },
        { { "\xFF\xFA", 2 },      "\xEF\xBF\xBD\xEF\xBF\xBD" },
        { { "\xE2\x82", 2 },      "\xEF\xBF\xBD\xEF\xBF\xBD" },                     /* cut short */
        { { "\xC0\x80x", 3 },     "\xEF\xBF\xBD\xEF\xBF\xBDx" },                    /* overlong */
        { { "\xED\xA0\x80", 3 },  "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },         /* surrogate */
        { { "\xEF\xBB\xBFHi", 5 }, "Hi" },                                          /* byte order mark */
        { { "Hi\xEF\xBB\xBF", 5 }, "Hi\xEF\xBB\xBF" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        say_doc *doc;
        assert_int_equal(say_doc_of(&(sayso_item){ .bytes = cases[i].bytes.at, .size = cases[i].bytes.len, .charset = "utf-8" }, arena, &doc, NULL), SAYSO_OK);
        assert_string_equal(doc->text, cases[i].text);
        assert_int_equal(doc->size, strlen(cases[i].text));
        assert_string_equal(doc->charset, "utf-8");
    }
}

TEST(a_text_over_the_limit_is_one_error)
{
    char *bytes = calloc(SAYSO_MAX_TEXT + 1, 1);
    say_doc *doc;
    sayso_error error = { 0 };
    assert_non_null(bytes);
    memset(bytes, 'a', SAYSO_MAX_TEXT + 1);
    sayso_item item = { .doc = "long", .bytes = bytes, .size = SAYSO_MAX_TEXT };
    assert_int_equal(say_doc_of(&item, arena, &doc, &error), SAYSO_OK);
    item.size++;
    assert_int_equal(say_doc_of(&item, arena, &doc, &error), SAYSO_TOO_LARGE);
    assert_null(doc);
    assert_string_equal(error.where, "long");
    assert_string_equal(error.message, "the text has 4194305 bytes, over the limit of 4194304");
    free(bytes);
}

/* FIPS 180-4 examples and NIST's short messages; lengths round the padding's edges. */
TEST(the_hash_is_sha_256)
{
    static const struct { const char *text, *hex; } cases[] = {
        { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
        { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
        { "The quick brown fox jumps over the lazy dog", "d7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592" },
    };
    char hex[65], million[1000];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        say_base_sha256(say_base_str(cases[i].text), hex);
        assert_string_equal(hex, cases[i].hex);
    }
    memset(million, 'a', sizeof million);
    say_base_sha256((say_str){ million, 55 }, hex);
    assert_string_equal(hex, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
    say_base_sha256((say_str){ million, 56 }, hex);
    assert_string_equal(hex, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
    say_base_sha256((say_str){ million, 64 }, hex);
    assert_string_equal(hex, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
}

/* ---- the head ---- */

TEST(a_bare_date_dates_the_report_and_is_no_sentence)
{
    say_doc *doc = read_text(" date 2023-05-25 American officials told a paper. More.");
    assert_string_equal(doc->date, "2023-05-25");
    assert_words(doc, doc->date_at, "2023-05-25");
    assert_words(doc, doc->body, "American officials told a paper. More.");
    assert_int_equal(doc->start, 16);
    assert_string_equal(doc->title, "");
    assert_string_equal(read_text("date 2023-13-25 x.")->date, "");
    assert_string_equal(read_text("date 2023-05-251 x.")->date, "");
    assert_string_equal(read_text("date 2023-05-25")->date, "2023-05-25");
    assert_string_equal(read_text("The date 2023-05-25 was set.")->date, "");
}

TEST(a_first_line_without_an_end_is_the_title)
{
    static const struct { const char *text, *title, *body; } cases[] = {
        { "Spy office: agents shot columnist\n\nA summary. More.", "Spy office: agents shot columnist", "A summary. More." },
        { "Who did it?\n\nNobody knows.", "Who did it?", "Nobody knows." },
        { "He left.\n\nShe stayed.", "", "He left.\n\nShe stayed." },
        { "\xE2\x80\x9CHe left.\xE2\x80\x9D\n\nShe stayed.", "", "\xE2\x80\x9CHe left.\xE2\x80\x9D\n\nShe stayed." },
        { "A line\nand another.", "", "A line\nand another." },
        { "\n\n  Padded title  \r\n\r\nBody.", "Padded title", "Body." },
        { "Only a title", "", "Only a title" },
        { "Bridge blown up\n\nFriday, June 28, 2019 \n\nPolice said.", "Bridge blown up", "Police said." },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        say_doc *doc = read_text(cases[i].text);
        assert_string_equal(doc->title, cases[i].title);
        assert_words(doc, doc->body, cases[i].body);
        assert_words(doc, doc->title_at, cases[i].title);
    }
}

TEST(a_line_of_date_dates_the_report)
{
    static const struct { const char *line, *date; } cases[] = {
        { "Friday, June 28, 2019", "2019-06-28" }, { "28 June 2019", "2019-06-28" }, { "Published: June 28, 2019 11:41am EDT", "2019-06-28" },
        { "Updated Mon 3 Sept. 2018 at 09:15 GMT", "2018-09-03" }, { "June 28", "" }, { "June 28, 2019 was hot", "" }, { "2019", "" },
        { "On June 28, 2019 at 11:41", "2019-06-28" }, { "28/06/2019", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = say_base_format(arena, NULL, "A title\n\n%s\n\nBody.", cases[i].line);
        assert_string_equal(read_text(text)->date, cases[i].date);
    }
}

TEST(a_dateline_gives_place_date_and_outlet)
{
    static const struct { const char *line, *head, *place, *publisher, *date; int month, day; } cases[] = {
        { "KYIV, May 3 (Reuters) - Two drones", "KYIV, May 3 (Reuters) -", "KYIV", "Reuters", "", 5, 3 },
        { "WASHINGTON \xE2\x80\x94 The president", "WASHINGTON \xE2\x80\x94", "WASHINGTON", "", "", 0, 0 },
        { "DAMASCUS, Syria (AP) \xE2\x80\x94 Snipers", "DAMASCUS, Syria (AP) \xE2\x80\x94", "DAMASCUS, Syria", "AP", "", 0, 0 },
        { "Washington (CNN) President", "Washington (CNN) ", "Washington", "CNN", "", 0, 0 },
        { "(CNN) European agencies", "(CNN) ", "", "CNN", "", 0, 0 },
        { "LIMA, 11 JAN 90 -- [TEXT] THE MRTA", "LIMA, 11 JAN 90 --", "LIMA", "", "1990-01-11", 1, 11 },
        { "MOSCOW (USSR), 9 JUL 89 (IZVESTIYA) -- [REPORT]", "MOSCOW (USSR), 9 JUL 89 (IZVESTIYA) --", "MOSCOW (USSR)", "IZVESTIYA", "1989-07-09", 7, 9 },
        { "CHISINAU, 12 Aug 2021 - Half a year", "CHISINAU, 12 Aug 2021 -", "CHISINAU", "", "2021-08-12", 8, 12 },
        { "LOS ANGELES/CHARLESTON, S.C. (Reuters) - A man", "LOS ANGELES/CHARLESTON, S.C. (Reuters) -", "LOS ANGELES/CHARLESTON, S.C.", "Reuters", "", 0, 0 },
        { "XINING, Aug. 22 -- Twelve people", "XINING, Aug. 22 --", "XINING", "", "", 8, 22 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = say_base_format(arena, NULL, "A title\n\n%s were there.", cases[i].line);
        say_doc *doc = read_text(text);
        assert_words(doc, doc->head, cases[i].head);
        assert_string_equal(doc->place, cases[i].place);
        assert_string_equal(doc->publisher, cases[i].publisher);
        assert_string_equal(doc->date, cases[i].date);
        assert_int_equal(doc->month, cases[i].month);
        assert_int_equal(doc->day, cases[i].day);
        assert_string_equal(doc->title, "A title");
    }
}

TEST(what_only_looks_like_a_dateline_is_none)
{
    static const char *const lines[] = {
        "FILE - In this photo a man stands.", "EXCLUSIVE - A deposit was made.", "The Islamic State (IS) group said so.", "Microsoft (MSFT) fixed it.",
        "THE ARMY DENIED IT - AS BEFORE.", "It has come to this. A president \xE2\x80\x94 still \xE2\x80\x94 left.", "US strikes win praise - but tension grows.",
        "MOSQUE BOMBING - what we know", "\xE2\x80\x94 He said.", "(", "KYIV, (", "A", "KYIV,", "KYIV (Reuters", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 -- x",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        say_doc *doc = read_text(lines[i]);
        if (doc->head.to) fail_msg("\"%s\" has no dateline", lines[i]);
    }
}

TEST(a_bare_date_is_kept_where_a_dateline_has_another)
{
    say_doc *doc = read_text("date 2023-05-25 KYIV, 3 May 2021 (Reuters) - Two drones.");
    assert_string_equal(doc->date, "2023-05-25");
    assert_string_equal(doc->publisher, "Reuters");
    assert_words(doc, doc->body, "Two drones.");
}

TEST(bare_lines_above_the_text_name_where_it_is_from)
{
    say_doc *doc = read_text("url: https://example.org/a\npublisher: The Example\ndate 2023-05-25\nKYIV (Reuters) - Two drones.");
    assert_string_equal(doc->url, "https://example.org/a");
    assert_string_equal(doc->publisher, "The Example");
    assert_string_equal(doc->date, "2023-05-25");
    assert_words(doc, doc->body, "Two drones.");
    assert_string_equal(read_text("Two drones. url: https://example.org/a")->url, "");
}

static bool open_report(void *unused)
{
    (void)unused;
    sayso_error error = { 0 };
    say_doc *doc;
    say_arena *own = say_base_arena(&error);
    static const char text[] = "A title\n\nBy Ann Lee\n\nKYIV, May 3 (Reuters) - Two dr\xF4nes.\n\nAP contributed to this report.";
    static const sayso_trace map[] = { { { 0, 10 }, { 0, 40 } }, { { 10, sizeof text - 1 }, { 40, 30 + sizeof text - 1 } } };
    const sayso_item item = { .doc = "x", .bytes = text, .size = sizeof text - 1, .charset = "iso-8859-1", .publisher = "The Example", .map = map, .map_count = 2 };
    bool fine = own && say_doc_of(&item, own, &doc, &error) == SAYSO_OK;
    assert_int_equal(error.code, fine ? SAYSO_OK : SAYSO_NO_MEMORY);
    say_base_arena_close(own);
    return fine;
}

TEST(every_allocation_of_a_report_may_fail)
{
    fault_every(FAULT_ALLOCATION, open_report, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(an_empty_text_is_a_report),
        PROVE(good_text_is_left_as_it_is),
        PROVE(each_bad_byte_and_each_nul_becomes_one_replacement),
        PROVE(a_text_over_the_limit_is_one_error),
        PROVE(the_hash_is_sha_256),
        PROVE(a_bare_date_dates_the_report_and_is_no_sentence),
        PROVE(a_first_line_without_an_end_is_the_title),
        PROVE(a_line_of_date_dates_the_report),
        PROVE(a_dateline_gives_place_date_and_outlet),
        PROVE(what_only_looks_like_a_dateline_is_none),
        PROVE(a_bare_date_is_kept_where_a_dateline_has_another),
        PROVE(bare_lines_above_the_text_name_where_it_is_from),
        PROVE(every_allocation_of_a_report_may_fail),
    };
    return cmocka_run_group_tests_name("doc", tests, open_arena, close_arena);
}
