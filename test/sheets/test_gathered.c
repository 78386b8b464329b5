/* Claims of several reports in a terminal and as JSON. */
#include "support/fault.h"
#include "support/gathered.h"
#include "support/prove.h"

#include "sheets/sources.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

enum { ROOM = 1 << 17 };
typedef struct { char at[ROOM]; size_t size; } box;
static box out;

static int into_box_of(void *to, const char *bytes, size_t size)
{
    box *b = to;
    assert_true(b->size + size < sizeof b->at);
    memcpy(b->at + b->size, bytes, size);
    b->size += size;
    b->at[b->size] = 0;
    return 0;
}

static sayso_sink emptied(void)
{
    out.size = 0;
    out.at[0] = 0;
    return (sayso_sink){ into_box_of, &out };
}

static const char *sheet_of(const sayso_records *records)
{
    assert_non_null(records);
    assert_int_equal(sayso_sheet_print(records, 0, (sayso_look){ 0, false }, emptied(), NULL), SAYSO_OK);
    return out.at;
}

static void assert_on(const char *text, const char *words)
{
    if (!strstr(text, words)) fail_msg("not on the sheet: %s", words);
}

static void assert_not_on(const char *text, const char *words)
{
    if (strstr(text, words)) fail_msg("on the sheet: %s", words);
}

static sayso_passage passage_of(const sayso_records *records, const char *words)
{
    const char *at = strstr(records->text, words);
    if (!at) fail_msg("in no report: %s", words);
    return (sayso_passage){ (size_t)(at - records->text), (size_t)(at - records->text) + strlen(words) };
}

/* PROVE_WRITE=1 writes it anew. */
static void assert_golden_sheet(const char *path)
{
    static char golden[ROOM];
    if (getenv("PROVE_WRITE")) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fwrite(out.at, 1, out.size, file);
        fclose(file);
    }
    FILE *file = fopen(path, "rb");
    if (!file) fail_msg("no golden file %s", path);
    size_t size = fread(golden, 1, sizeof golden - 1, file);
    fclose(file);
    golden[size] = 0;
    assert_string_equal(out.at, golden);
}

TEST(the_sheet_over_several_reports_is_the_golden_one)
{
    sheet_of(gathered_records());
    assert_golden_sheet("test/sheets/gathered.txt");
}

TEST(the_head_counts_reports_outlets_and_copies_and_a_report_read_twice_once)
{
    const char *sheet = sheet_of(gathered_records());
    assert_on(sheet, "reports     5 reports · 3 outlets, 1 copy\n");
    assert_on(sheet, "         5  Lowland Post, “Correction: who knew of the bomb?”, 10 March 2024\n");
    assert_not_on(sheet, "         6  ");
}

TEST(the_same_view_in_another_report_is_a_line_below_the_first)
{
    const char *sheet = sheet_of(gathered_records());
    assert_on(sheet, "again       4 March 2024, Harbour Wire, told Coast Courier; a copy of");
    assert_on(sheet, "again       9 March 2024, Coast Courier; entered by hand: A. Analyst   [8]");
}

TEST(what_was_set_aside_or_withdrawn_stands_at_the_end_with_its_remark_and_in_no_answer)
{
    char *sheet = out.at;
    sheet_of(gathered_records());
    char *aside = strstr(sheet, "SET ASIDE BY ANALYSTS"), *withdrawn = strstr(sheet, "WITHDRAWN BY THE PUBLISHER");
    assert_true(aside && withdrawn && aside < withdrawn);
    assert_on(aside, "rejected — A. Analyst, 2024-03-11: Carr speaks of another bridge");
    assert_on(withdrawn, "dropped by Lowland Post: in the version of 2024-03-06, not in");
    *aside = 0;
    assert_not_on(sheet, "ordered");
    assert_not_on(sheet, "may have been");
    assert_not_on(sheet, "diplomats");
}

TEST(an_outlet_says_from_which_agency_it_has_its_report)
{
    static sayso_source sources[GATHERED_SOURCES];
    static const sayso_credit wire = { SAYSO_CREDIT_AGENCY, "Harbour Wire", { 0, 0 } };
    sayso_records r = *gathered_records();
    memcpy(sources, r.sources, sizeof sources);
    sources[1].credits = sources[5].credits = &wire;
    sources[1].credit_count = sources[5].credit_count = 1;
    r.sources = sources;
    const char *sheet = sheet_of(&r);
    assert_on(sheet, "Lowland Post (from Harbour Wire)");
    assert_not_on(sheet, "Harbour Wire (from");
    assert_int_equal(sayso_sheet_json(&r, 0, emptied(), NULL), SAYSO_OK);
    assert_on(out.at, "\"copy_of\":null,\"credits\":[{\"kind\":\"agency\",\"name\":\"Harbour Wire\",\"at\":null}]}]");
    assert_on(out.at, "\"interior ministry\",\"Harbour Wire\"],\"outlets\"");
}

TEST(sentences_and_bytes_are_counted_in_their_own_report)
{
    const char *sheet = sheet_of(gathered_records());
    assert_on(sheet, "report 5  Lowland Post, “Correction: who knew of the");
    assert_on(strstr(sheet, "report 5  "), "[9] sentence 2 · bytes 74–130\n");
}

TEST(a_passage_of_the_second_reading_is_shown_in_the_first)
{
    const sayso_records *r = gathered_records();
    const sayso_source *first = &r->sources[3], *second = &r->sources[4];
    sayso_passage home = say_sheets_home(r, (sayso_passage){ second->from + 4, second->from + 21 });
    assert_int_equal(home.from, first->from + 4);
    assert_int_equal(home.to, first->from + 21);
    assert_int_equal(say_sheets_home_sentence(r, second->sentence + 1), first->sentence + 1);
    assert_int_equal(say_sheets_home(r, (sayso_passage){ 3, 5 }).from, 3);
}

TEST(one_listed_source_changes_nothing)
{
    static char before[ROOM];
    sayso_records one = *gathered_records();
    sayso_source source = one.sources[0];
    one.sentence_count = source.sentence_count;
    one.text_size = source.to;
    one.claim_count = 2;
    one.source_count = 0;
    strcpy(before, sheet_of(&one));
    one.sources = &source;
    one.source_count = 1;
    assert_string_equal(sheet_of(&one), before);
    assert_int_equal(sayso_sheet_json(&one, 0, emptied(), NULL), SAYSO_OK);
    strcpy(before, out.at);
    one.source_count = 0;
    assert_int_equal(sayso_sheet_json(&one, 0, emptied(), NULL), SAYSO_OK);
    assert_string_equal(out.at, before);
    assert_not_on(before, "\"sources\"");
}

TEST(a_claim_by_hand_names_its_maker_and_one_of_our_reader_does_not)
{
    const char *name = NULL;
    assert_null(say_sheets_made("sayso base 3f9a2b17", &name));
    assert_null(say_sheets_made("", &name));
    assert_string_equal(say_sheets_made("by hand: A. Analyst", &name), "entered by hand: ");
    assert_string_equal(name, "A. Analyst");
    assert_string_equal(say_sheets_made("via smollm2 prompt-3f9a2b17", &name), "read via ");
    assert_string_equal(name, "smollm2 prompt-3f9a2b17");
    assert_string_equal(say_sheets_made("codebook team 4", &name), "read by ");
    assert_string_equal(name, "codebook team 4");
}

/* As if the wire and the first Post said the 4th, and the Post another bridge. */
static const sayso_records *contradicting(void)
{
    static sayso_records r;
    static sayso_incident incident;
    static sayso_other dates[2], places[1];
    r = *gathered_records();
    incident = *r.incidents;
    dates[0] = (sayso_other){ "2024-03-04", 2, passage_of(&r, "The Northern Front planted") };
    dates[1] = (sayso_other){ "2024-02", 1, { 0, 0 } };
    places[0] = (sayso_other){ "Lowland", 1, passage_of(&r, "Lowland") };
    incident.other_dates = dates;
    incident.other_date_count = 2;
    incident.other_places = places;
    incident.other_place_count = 1;
    r.incidents = &incident;
    return &r;
}

TEST(days_and_places_that_contradict_those_of_the_head_stand_below_them_with_their_passages)
{
    const char *sheet = sheet_of(contradicting());
    assert_on(sheet, "when        3 March 2024\n"
                     "also given  4 March 2024 in 2 reports of 5                                   [4]\n"
                     "also given  February 2024 in 1 report of 5\n"
                     "where       the Varn bridge\n"
                     "also given  Lowland in 1 report of 5                                         [5]\n");
    assert_on(sheet, "‹The Northern Front planted› the bomb");
    assert_not_on(sheet_of(gathered_records()), "also given");
}

TEST(json_lists_days_and_places_that_contradict_those_of_the_incident)
{
    assert_int_equal(sayso_sheet_json(contradicting(), 0, emptied(), NULL), SAYSO_OK);
    assert_on(out.at, "\"place_at\":null,\"other_dates\":[{\"date\":\"2024-03-04\",\"reports\":2,\"at\":{\"source\":1,\"from\":0,\"to\":26,"
                      "\"words\":\"The Northern Front planted\"}},{\"date\":\"2024-02\",\"reports\":1,\"at\":null}],"
                      "\"other_places\":[{\"place\":\"Lowland\",\"reports\":1,\"at\":{\"source\":2,\"from\":4,\"to\":11,\"words\":\"Lowland\"}}]}");
    assert_int_equal(sayso_sheet_json(gathered_records(), 0, emptied(), NULL), SAYSO_OK);
    assert_not_on(out.at, "other_");
}

TEST(the_page_lists_them_too_and_leads_to_their_passages)
{
    assert_int_equal(sayso_sheet_html(contradicting(), 0, emptied(), NULL), SAYSO_OK);
    assert_on(out.at, "<div><dt>when</dt><dd>3\u00a0March\u00a02024</dd></div>\n"
                      "<div><dt>also given</dt><dd>4\u00a0March\u00a02024 in 2 reports of 5 <a class=\"ref\" href=\"#p4\">[4]</a></dd></div>\n");
    assert_on(out.at, "<div><dt>also given</dt><dd>Lowland in 1 report of 5 <a class=\"ref\" href=\"#p5\">[5]</a></dd></div>\n");
    assert_on(out.at, "id=\"p4\"");
}

/* Every passage has the words that stand there in the text of its source. */
static size_t check_sources(json_t *json, const sayso_records *r)
{
    size_t count = 0, i;
    const char *key;
    json_t *value, *words = json_object_get(json, "words");
    if (words) {
        const sayso_source *s = &r->sources[json_integer_value(json_object_get(json, "source"))];
        size_t from = (size_t)json_integer_value(json_object_get(json, "from"));
        assert_memory_equal(json_string_value(words), r->text + s->from + from, json_string_length(words));
        return 1;
    }
    json_object_foreach(json, key, value) count += check_sources(value, r);
    json_array_foreach(json, i, value) count += check_sources(value, r);
    return count;
}

TEST(json_over_several_reports_counts_bytes_in_each_and_says_what_became_of_claims)
{
    const sayso_records *r = gathered_records();
    assert_int_equal(sayso_sheet_json(r, 0, emptied(), NULL), SAYSO_OK);
    json_t *json = json_loadb(out.at, out.size, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(json);
    assert_true(check_sources(json, r) > 30);
    json_t *sources = json_object_get(json, "sources"), *dropped = json_object_get(json, "dropped");
    assert_int_equal(json_array_size(sources), GATHERED_SOURCES);
    assert_int_equal(json_integer_value(json_object_get(json_array_get(sources, 1), "copy_of")), 0);
    assert_true(json_is_null(json_object_get(json_array_get(sources, 0), "copy_of")));
    assert_int_equal(json_array_size(json_object_get(json, "claims")), GATHERED_CLAIMS - 3);
    assert_int_equal(json_array_size(dropped), 3);
    json_t *last = json_array_get(json_object_get(json, "claims"), 0);
    assert_string_equal(json_string_value(json_object_get(last, "standing")), "stands");
    assert_int_equal(json_array_size(json_object_get(last, "remarks")), 1);
    json_decref(json);
}

TEST(no_line_over_several_reports_is_wider_than_asked_for)
{
    for (int columns = 48; columns <= 120; columns += 3) {
        assert_int_equal(sayso_sheet_print(gathered_records(), 0, (sayso_look){ columns, false }, emptied(), NULL), SAYSO_OK);
        for (char *line = strtok(out.at, "\n"); line; line = strtok(NULL, "\n")) {
            int width = 0;
            for (char *c = line; *c; c++) width += ((unsigned char)*c & 0xC0) != 0x80;
            if (width > columns) fail_msg("%d of %d columns: %s", width, columns, line);
        }
    }
}

static bool print_it(void *unused)
{
    (void)unused;
    return !sayso_sheet_print(gathered_records(), 0, (sayso_look){ 0, true }, emptied(), NULL) && !sayso_sheet_json(gathered_records(), 0, emptied(), NULL);
}

TEST(every_allocation_over_several_reports_may_fail)
{
    assert_non_null(gathered_records());
    assert_true(fault_every(FAULT_ALLOCATION, print_it, NULL) > 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(the_sheet_over_several_reports_is_the_golden_one),
        PROVE(the_head_counts_reports_outlets_and_copies_and_a_report_read_twice_once),
        PROVE(the_same_view_in_another_report_is_a_line_below_the_first),
        PROVE(what_was_set_aside_or_withdrawn_stands_at_the_end_with_its_remark_and_in_no_answer),
        PROVE(an_outlet_says_from_which_agency_it_has_its_report),
        PROVE(sentences_and_bytes_are_counted_in_their_own_report),
        PROVE(a_passage_of_the_second_reading_is_shown_in_the_first),
        PROVE(one_listed_source_changes_nothing),
        PROVE(a_claim_by_hand_names_its_maker_and_one_of_our_reader_does_not),
        PROVE(json_over_several_reports_counts_bytes_in_each_and_says_what_became_of_claims),
        PROVE(days_and_places_that_contradict_those_of_the_head_stand_below_them_with_their_passages),
        PROVE(json_lists_days_and_places_that_contradict_those_of_the_incident),
        PROVE(the_page_lists_them_too_and_leads_to_their_passages),
        PROVE(no_line_over_several_reports_is_wider_than_asked_for),
        PROVE(every_allocation_over_several_reports_may_fail),
    };
    return cmocka_run_group_tests_name("gathered", tests, NULL, NULL);
}
