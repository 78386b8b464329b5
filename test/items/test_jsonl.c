#include "support/fault.h"
#include "items/reading.h"

#include <stdio.h>
#include <zlib.h>

static reading r;

static void read_lines(const char *lines) { reading_open(&r, say_base_str(lines), "news/wire.jsonl.gz", NULL); }

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

/* ---- what is in a line ---- */

TEST(a_line_is_an_item_with_what_it_says_of_itself)
{
    static const char lines[] = "{\"id\": \"tolland-7\", \"title\": \"Column struck\", \"author\": \"Ann Lee\", \"source\": \"The Example\", \"date\": \"2026-03-07\", \"modified\": \"2026-03-08\",\n"
                                " \"url\": \"https://example.org/7\", \"language\": \"en\", \"text\": \"Two trucks were struck.\"}\n";
    read_lines(lines);
    expect_counts(1, 0);
    const sayso_item *item = r.items[0];
    expect_bytes(item, "Two trucks were struck.");
    assert_string_equal(item->doc, "tolland-7");
    assert_string_equal(item->path, "news/wire.jsonl.gz");
    assert_string_equal(item->title, "Column struck");
    assert_string_equal(item->byline, "Ann Lee");
    assert_string_equal(item->publisher, "The Example");
    assert_string_equal(item->published, "2026-03-07");
    assert_string_equal(item->modified, "2026-03-08");
    assert_string_equal(item->url, "https://example.org/7");
    assert_string_equal(item->language, "en");
    assert_string_equal(item->charset, "utf-8");
    assert_int_equal(item->kind, SAYSO_ANY);
    assert_int_equal(item->at, 0);
}

TEST(what_a_line_does_not_say_is_empty_and_it_is_named_after_its_file)
{
    read_lines("{\"text\": \"One.\"}\n{\"text\": \"Two.\"}");
    expect_counts(2, 0);
    assert_string_equal(r.items[0]->doc, "wire-000001");
    assert_string_equal(r.items[1]->doc, "wire-000002");
    assert_int_equal(r.items[1]->at, 17);
    const char *const words[] = { r.items[0]->title, r.items[0]->byline, r.items[0]->publisher, r.items[0]->published, r.items[0]->modified, r.items[0]->url, r.items[0]->language };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) assert_string_equal(words[i], "");
}

TEST(the_text_is_the_first_of_its_usual_names_that_has_one)
{
    static const struct { const char *line, *text; } cases[] = {
        { "{\"content\": \"C\", \"text\": \"T\"}", "T" }, { "{\"body\": \"B\", \"content\": \"C\"}", "C" }, { "{\"maintext\": \"M\", \"description\": \"D\"}", "M" },
        { "{\"text\": \"\", \"body\": \"B\"}", "B" }, { "{\"text\": null, \"article\": \"A\"}", "A" }, { "{\"text\": {\"text\": \"inner\"}, \"full_text\": \"F\"}", "F" },
        { "{\"text\": \"first\", \"text\": \"last\"}", "last" }, { "{\"meta\": {\"text\": \"inner\"}, \"description\": \"D\"}", "D" }, { "{\"t\\u0065xt\": \"T\"}", "T" },
        { "{\"a\\\"text\": \"no\", \"text\" : \"T\"}", "T" }, { "{\"n\": -1.5e3, \"t\": true, \"l\": [\"]\", {\"}\": 1}], \"text\":\"T\"}", "T" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        read_lines(cases[i].line);
        if (r.count != 1) fail_msg("%s: %s", cases[i].line, r.errors[0].message);
        expect_bytes(r.items[0], cases[i].text);
        expect_whole_map(r.items[0], say_base_str(cases[i].line));
        reading_close(&r);
    }
}

TEST(a_name_that_the_caller_gives_takes_the_place_of_the_usual_ones)
{
    const sayso_fields fields = { .text = "story", .title = "kicker", .date = "day", .doc = "key" };
    reading_open(&r, SAY_STR("{\"text\": \"no\", \"story\": \"Yes.\", \"title\": \"no\", \"kicker\": \"K\", \"day\": \"1 May\", \"date\": \"no\", \"key\": \"k1\", \"id\": \"no\", \"author\": \"Ann\"}\n"
                             "{\"text\": \"no\"}"), "a.jsonl", &fields);
    expect_counts(1, 1);
    expect_bytes(r.items[0], "Yes.");
    assert_string_equal(r.items[0]->title, "K");
    assert_string_equal(r.items[0]->published, "1 May");
    assert_string_equal(r.items[0]->doc, "k1");
    assert_string_equal(r.items[0]->byline, "Ann");
    assert_string_equal(r.errors[0].message, "the JSON object has no text");
}

TEST(names_come_as_strings_objects_and_lists_of_them)
{
    static const struct { const char *value, *byline; } cases[] = {
        { "\"Ann Lee\"", "Ann Lee" }, { "{\"name\": \"Ann Lee\"}", "Ann Lee" }, { "[\"Ann Lee\", {\"name\": \"Bo Roe\"}]", "Ann Lee, Bo Roe" }, { "[]", "" }, { "{}", "" }, { "true", "" },
        { "[[\"x\"]]", "" }, { "[\"\", \"Ann\"]", "Ann" }, { "7", "7" }, { "null", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char line[200];
        snprintf(line, sizeof line, "{\"text\": \"T\", \"authors\": %s}", cases[i].value);
        read_lines(line);
        expect_counts(1, 0);
        assert_string_equal(r.items[0]->byline, cases[i].byline);
        reading_close(&r);
    }
}

TEST(a_number_for_a_date_is_seconds_or_milliseconds)
{
    static const struct { const char *value, *date; } cases[] = {
        { "1684929600", "2023-05-24T12:00:00Z" }, { "1709210096000", "2024-02-29T12:34:56Z" }, { "951868799", "2000-02-29T23:59:59Z" }, { "951868800", "2000-03-01T00:00:00Z" },
        { "1735689599", "2024-12-31T23:59:59Z" }, { "1735689600", "2025-01-01T00:00:00Z" }, { "20230524", "20230524" }, { "\"24 May\"", "24 May" }, { "-5", "-5" },
        { "123456789012345678901234567890", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char line[200];
        snprintf(line, sizeof line, "{\"text\": \"T\", \"timestamp\": %s}", cases[i].value);
        read_lines(line);
        expect_counts(1, 0);
        assert_string_equal(r.items[0]->published, cases[i].date);
        reading_close(&r);
    }
}

TEST(an_id_is_a_name_only_where_a_file_can_be_called_so)
{
    static const struct { const char *id, *doc; } cases[] = {
        { "\"a-1_b.C\"", "a-1_b.C" }, { "17", "17" }, { "\"../etc/passwd\"", "wire-000001" }, { "\".hidden\"", "wire-000001" }, { "\"-rf\"", "wire-000001" }, { "\"a b\"", "wire-000001" },
        { "\"\"", "wire-000001" }, { "\"https://example.org/1\"", "wire-000001" }, { "\"caf\\u00e9\"", "wire-000001" }, { "-3", "wire-000001" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char line[200];
        snprintf(line, sizeof line, "{\"text\": \"T\", \"_id\": %s}", cases[i].id);
        read_lines(line);
        expect_counts(1, 0);
        assert_string_equal(r.items[0]->doc, cases[i].doc);
        reading_close(&r);
    }
}

/* ---- what is a file of lines ---- */

TEST(lines_are_known_by_their_first_object)
{
    static const struct { const char *bytes; bool lines; } cases[] = {
        { "{\"text\": \"T\"}", true }, { "\xEF\xBB\xBF\r\n {\n\t\"text\": \"T\"}", true }, { "{}", true }, { "[{\"text\": \"T\"}]", true }, { "[\n  {\n  }]", true },
        { "{", false }, { "{text}", false }, { "[1]", false }, { "[\"text\"]", false }, { "[", false }, { "{\\rtf1 x}", false }, { "{{\"a\"", false }, { "\"text\"", false },
        { "[KYIV] {\"", false }, { "He said: {\"text\": 1}", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        read_lines(cases[i].bytes);
        bool plain = r.count == 1 && strcmp(r.items[0]->doc, "wire") == 0;
        if (plain == cases[i].lines) fail_msg("%s", cases[i].bytes);
        reading_close(&r);
    }
}

TEST(blank_lines_and_any_end_of_line_are_fine)
{
    read_lines("\xEF\xBB\xBF\n{\"text\": \"One.\"}\r\n\r\n   \n\t{\"text\": \"Two.\"}  \n{\"text\": \"Three.\"} {\"text\": \"Four.\"}\n\n");
    expect_counts(4, 0);
    expect_bytes(r.items[3], "Four.");
    assert_int_equal(r.items[1]->at, 29);
}

TEST(an_array_is_read_object_by_object)
{
    static const char *const arrays[] = {
        "[{\"text\": \"One.\", \"l\": [1, [2], {}]}, {\"text\": \"Two.\"},{\"text\": \"Three.\"}]", "[\n  {\n    \"text\": \"One.\"\n  },\n  {\n    \"text\": \"Two.\"\n  },\n  {\n    \"text\": \"Three.\"\n  }\n]\n",
        "[\n{\"text\": \"One.\"}\n,{\"text\": \"Two.\"}\n,{\"text\": \"Three.\"}\n]",
    };
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) {
        read_lines(arrays[i]);
        expect_counts(3, 0);
        expect_bytes(r.items[2], "Three.");
        assert_memory_equal(arrays[i] + r.items[2]->at + r.items[2]->map[0].source.from, "Three.", 6);
        reading_close(&r);
    }
}

TEST(an_object_may_span_lines)
{
    read_lines("{\n  \"title\": \"A } in it\",\n  \"tags\": [\n    {\"a\": 1},\n    {\"b\": 2}\n  ],\n  \"text\": \"One.\"\n}\n{\n  \"text\": \"Two.\"\n}\n");
    expect_counts(2, 0);
    expect_bytes(r.items[1], "Two.");
}

/* ---- what is wrong in a line ---- */

TEST(a_bad_line_is_one_error_and_the_next_is_read)
{
    static const char *const lines[] = {
        "no JSON at all", "null", "\"text\"", "[1, 2]", "{\"text\": \"never closed", "{\"text\": \"never closed\"", "{\"text\": \"x\"]}", "{\"text\": \"x\",}", "{'text': 'x'}", "{\"text\": 'x'}",
        "{\"text\": \"bad \xFF byte\"}", "{\"text\": \"lone \\ud800\"}", "{\"text\": \"bad \\x\"}", "{\"texts\": \"x\"}", "{}", "{\"text\": 5}", "{\"text\": [\"x\"]}", "}", "{\"text\" \"x\"}",
        "{\"text\": \"x\" {\"text\": \"y\"}", "{\"a\": {\"text\": \"x\"}", "{\"a\": [\"x\",", "{\"a\": [", "{\"a\": {", "{\"a\":", "{\"text\": NaN}", "{\"text\": \"x\"} and more}", "{", "{}}", "{\"text\": \"x\", \"n\": 1e999999}",
        "<p>{\"text\": \"x\"}</p>",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char bytes[200];
        snprintf(bytes, sizeof bytes, "{\"text\": \"One.\"}\n%s\n{\"text\": \"Two.\"}\n{\"text\": \"Three.\"}\n", lines[i]);
        read_lines(bytes);
        bool after = strcmp(lines[i], "{\"text\": \"x\"} and more}") == 0;          /* it is an item too */
        if (r.count != 3 + (size_t)after || r.error_count != 1) fail_msg("%s: %zu items, %zu errors: %s; %s", lines[i], r.count, r.error_count, r.errors[0].message, r.errors[1].message);
        assert_int_equal(r.errors[0].code, SAYSO_BAD_TEXT);
        if (!after) assert_int_equal(r.errors[0].at, 17);
        assert_string_equal(r.errors[0].where, "news/wire.jsonl.gz");
        expect_bytes(r.items[r.count - 1], "Three.");
        reading_close(&r);
    }
}

TEST(each_bad_line_is_an_error)
{
    read_lines("{\"text\": \"One.\"}\nbad\nbad\n{\"a\": [\n{\"b\": [\n{\"text\": \"Two.\"}\n{\"text\": \"cut");
    expect_counts(2, 5);
    assert_int_equal(r.errors[0].at, 17);
    assert_int_equal(r.errors[1].at, 21);
    assert_int_equal(r.errors[2].at, 25);
    assert_int_equal(r.errors[3].at, 33);
    assert_string_equal(r.errors[4].message, "no JSON object: it breaks off");
}

TEST(a_broken_object_that_spans_lines_is_one_error)
{
    static const char *const broken[] = {
        "{\n  \"text\": \"x\",\n  \"tags\": [\n    \"y\"\n  }\n}", "{\n  \"text\": \"x\n  \",\n  \"a\": {\n    \"b\": 1\n  }\n}", "{\n  \"text\": \"x\",\n  \"a\": {\n    \"b\": 1\n", "{\n  \"text\": x\n}",
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        char bytes[300];
        snprintf(bytes, sizeof bytes, "{\n  \"text\": \"One.\"\n}\n%s\n{\n  \"text\": \"Two.\"\n}\n", broken[i]);
        read_lines(bytes);
        if (r.count != 2 || r.error_count != 1) fail_msg("%s: %zu items, %zu errors", broken[i], r.count, r.error_count);
        expect_bytes(r.items[1], "Two.");
        reading_close(&r);
    }
}

TEST(a_nul_in_a_text_is_kept_and_ends_other_words)
{
    read_lines("{\"text\": \"a\\u0000b\", \"title\": \"c\\u0000d\"}");
    expect_counts(1, 0);
    assert_int_equal(r.items[0]->size, 3);
    assert_memory_equal(r.items[0]->bytes, "a\0b", 3);
    assert_string_equal(r.items[0]->title, "c");
}

TEST(nesting_without_end_is_one_error)
{
    enum { LEVELS = 100000 };
    static const char *const opens[] = { "[", "{\"a\":", "[\n", "{\"a\":\n" };
    for (size_t k = 0; k < sizeof opens / sizeof *opens; k++) {
        size_t n = strlen(opens[k]), size = 0;
        char *bytes = malloc(LEVELS * n + 100);
        size += (size_t)sprintf(bytes, "{\"a\": ");
        for (size_t i = 0; i < LEVELS; i++, size += n) memcpy(bytes + size, opens[k], n);
        size += (size_t)sprintf(bytes + size, "\n{\"text\": \"Two.\"}\n");
        reading_open(&r, (say_str){ bytes, size }, "a", NULL);
        if (k < 3) expect_counts(1, 1);
        else assert_int_equal(r.count, 1);                           /* each line begins an object */
        reading_close(&r);
        free(bytes);
    }
}

TEST(lines_that_all_break_off_take_no_more_time_than_others)
{
    enum { LINES = 30000, LINE = 400 };
    char *bytes = malloc(LINES * LINE);
    memset(bytes, ' ', LINES * LINE);
    for (size_t i = 0; i < LINES; i++) memcpy(bytes + i * LINE, "{\"a\":[1,", 8), bytes[i * LINE + LINE - 1] = '\n';
    reading_open(&r, (say_str){ bytes, LINES * LINE }, "a", NULL);
    expect_counts(0, LINES);
    free(bytes);
}

TEST(an_object_over_the_limit_is_one_error_and_the_next_is_read)
{
    static const struct { const char *open, *shut; } cases[] = { { "{\"text\": \"", "\"}\n" }, { "{\"text\": \"", "\n" }, { "{\"a\":\n\"", "\"\n}\n" }, { "", "\n" } };
    size_t large = SAY_ITEMS_LARGEST + 100000;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char *bytes = malloc(large + 200);
        size_t size = (size_t)sprintf(bytes, "{\"text\": \"One.\"}\n%s", cases[k].open);
        memset(bytes + size, 'x', large);
        size += large;
        size += (size_t)sprintf(bytes + size, "%s{\"text\": \"Two.\"}\n", cases[k].shut);
        reading_open(&r, (say_str){ bytes, size }, "a", NULL);
        expect_counts(2, 1);
        assert_int_equal(r.errors[0].code, k < 3 ? SAYSO_TOO_LARGE : SAYSO_BAD_TEXT);
        assert_int_equal(r.errors[0].at, 17);
        assert_string_equal(r.items[1]->doc, "a-000002");
        reading_close(&r);
        free(bytes);
    }
}

/* Few bytes that would take all memory. */
TEST(an_object_of_too_many_values_or_escapes_is_one_error)
{
    static const struct { const char *open, *many, *shut; } cases[] = {
        { "{\"text\": \"x\", \"a\": [{}", ",{}", "]}\n" }, { "{\"text\": \"x\", \"a\": [1", ",1", "]}\n" }, { "{\"text\": \"", "\\n", "\"}\n" }, { "{\"text\": \"", "a\\n", "\"}\n" },
    };
    enum { MANY = 2000000 };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        size_t n = strlen(cases[k].many);
        char *bytes = malloc(MANY * n + 200);
        size_t size = (size_t)sprintf(bytes, "%s", cases[k].open);
        for (size_t i = 0; i < MANY; i++, size += n) memcpy(bytes + size, cases[k].many, n);
        size += (size_t)sprintf(bytes + size, "%s{\"text\": \"Two.\"}\n", cases[k].shut);
        reading_open(&r, (say_str){ bytes, size }, "a", NULL);
        expect_counts(1, 1);
        assert_int_equal(r.errors[0].code, SAYSO_TOO_LARGE);
        assert_int_equal(r.errors[0].at, 0);
        reading_close(&r);
        free(bytes);
    }
}

TEST(an_array_on_one_line_goes_on_after_an_object_over_the_limit)
{
    size_t large = SAY_ITEMS_LARGEST + 10;
    char *bytes = malloc(large + 200);
    size_t size = (size_t)sprintf(bytes, "[{\"text\": \"");
    memset(bytes + size, 'x', large);
    size += large;
    size += (size_t)sprintf(bytes + size, "\"}, {\"text\": \"Two.\"}]");
    reading_open(&r, (say_str){ bytes, size }, "a", NULL);
    expect_counts(1, 1);
    free(bytes);
}

/* ---- packed ---- */

static size_t gzip(const char *bytes, size_t size, unsigned char *to, size_t room)
{
    z_stream z = { .next_in = (unsigned char *)(uintptr_t)bytes, .avail_in = (uInt)size, .next_out = to, .avail_out = (uInt)room };
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    size_t made = room - z.avail_out;
    deflateEnd(&z);
    return made;
}

TEST(a_cut_off_gzip_gives_its_whole_lines_and_one_error)
{
    enum { LINES = 500 };
    static char lines[LINES * 80];
    static unsigned char packed[LINES * 80];
    size_t size = 0;
    for (unsigned i = 0, dice = 1; i < LINES; i++) {
        dice = dice * 1103515245u + 12345u;
        size += (size_t)sprintf(lines + size, "{\"text\": \"Line %u says %u.\"}\n", i, dice);
    }
    size_t packed_size = gzip(lines, size, packed, sizeof packed);
    reading_open(&r, (say_str){ (char *)packed, packed_size }, "a", NULL);
    expect_counts(LINES, 0);
    reading_close(&r);
    reading_open(&r, (say_str){ (char *)packed, packed_size / 2 }, "a", NULL);
    assert_int_equal(r.error_count, 1);
    assert_int_equal(r.errors[0].code, SAYSO_DAMAGED);
    assert_in_range(r.count, LINES / 4, LINES - 1);
}

/* ---- maps ---- */

static const reading_piece json_pieces[] = {
    { "a", "a" }, { "said ", "said " }, { "\n", "\\n" }, { "\"", "\\\"" }, { "\\", "\\\\" }, { "/", "\\/" }, { "/", "/" }, { "\t", "\\t" }, { "\b", "\\b" }, { "\f", "\\f" }, { "\r", "\\r" },
    { "\xC3\xA9", "\xC3\xA9" }, { "\xC3\xA9", "\\u00e9" }, { "A", "\\u0041" }, { "\xE2\x80\x99", "\\u2019" }, { "\xE2\x80\x99", "\xE2\x80\x99" }, { "\xF0\x9F\x98\x80", "\\ud83d\\uDE00" },
    { "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80" }, { "}", "}" }, { "{", "{" }, { "\xEF\xBF\xBF", "\\uFFFF" }, { "\xF4\x8F\xBF\xBF", "\\uDBFF\\uDFFF" }, { "\xED\x9F\xBF", "\\uD7FF" },
};

TEST(every_passage_of_a_text_is_found_in_its_line)
{
    static pieced p;
    unsigned dice = 7;
    for (int round = 0; round < 300; round++) {
        p.size = p.file_size = 0;
        p.file_size = (size_t)sprintf(p.file, "{\"text\": \"first\"}\n {\"title\": \"\\u0041\", \"text\": \"");
        size_t many = 1 + (size_t)round % 60;
        for (size_t i = 0; i < many; i++) {
            dice = dice * 1103515245u + 12345u;
            const reading_piece *piece = &json_pieces[(dice >> 16) % (sizeof json_pieces / sizeof *json_pieces)];
            add_piece(&p, piece->words, piece->spelling);
        }
        p.file_size += (size_t)sprintf(p.file + p.file_size, "\", \"date\": \"2026\"}\n");
        reading_open(&r, (say_str){ p.file, p.file_size }, "a", NULL);
        expect_counts(2, 0);
        assert_int_equal(r.items[1]->at, 19);
        expect_whole_map(r.items[1], (say_str){ p.file, p.file_size });
        expect_pieces(r.items[1], &p, &dice);
        reading_close(&r);
    }
}

/* ---- faults ---- */

static bool read_some_lines(void *with)
{
    (void)with;
    bool fine = reading_open(&r, SAY_STR("{\"text\": \"One \\u2019 two.\", \"authors\": [\"Ann\", \"Bo\"], \"timestamp\": 1684929600, \"id\": 3}\nbad\n{\"body\": \"Two.\"}"), "a", NULL);
    fine = fine && r.count == 2 && r.error_count == 1;
    reading_close(&r);
    return fine;
}

TEST(every_allocation_may_fail)
{
    assert_true(fault_every(FAULT_ALLOCATION, read_some_lines, NULL) > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_line_is_an_item_with_what_it_says_of_itself, close_reading),
        cmocka_unit_test_teardown(what_a_line_does_not_say_is_empty_and_it_is_named_after_its_file, close_reading),
        cmocka_unit_test_teardown(a_name_that_the_caller_gives_takes_the_place_of_the_usual_ones, close_reading),
        cmocka_unit_test_teardown(blank_lines_and_any_end_of_line_are_fine, close_reading),
        cmocka_unit_test_teardown(an_object_may_span_lines, close_reading),
        cmocka_unit_test_teardown(each_bad_line_is_an_error, close_reading),
        cmocka_unit_test_teardown(a_nul_in_a_text_is_kept_and_ends_other_words, close_reading),
        cmocka_unit_test_teardown(lines_that_all_break_off_take_no_more_time_than_others, close_reading),
        cmocka_unit_test_teardown(an_array_on_one_line_goes_on_after_an_object_over_the_limit, close_reading),
        cmocka_unit_test_teardown(a_cut_off_gzip_gives_its_whole_lines_and_one_error, close_reading),
        PROVE(the_text_is_the_first_of_its_usual_names_that_has_one),
        PROVE(names_come_as_strings_objects_and_lists_of_them),
        PROVE(a_number_for_a_date_is_seconds_or_milliseconds),
        PROVE(an_id_is_a_name_only_where_a_file_can_be_called_so),
        PROVE(lines_are_known_by_their_first_object),
        PROVE(an_array_is_read_object_by_object),
        PROVE(a_bad_line_is_one_error_and_the_next_is_read),
        PROVE(a_broken_object_that_spans_lines_is_one_error),
        PROVE(nesting_without_end_is_one_error),
        PROVE(an_object_over_the_limit_is_one_error_and_the_next_is_read),
        PROVE(an_object_of_too_many_values_or_escapes_is_one_error),
        PROVE(every_passage_of_a_text_is_found_in_its_line),
        PROVE(every_allocation_may_fail),
    };
    return cmocka_run_group_tests_name("jsonl", tests, NULL, NULL);
}
