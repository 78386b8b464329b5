#include "support/fault.h"
#include "support/prove.h"
#include "support/records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

/* ---- a sink ---- */

enum { PAGE_ROOM = 1 << 16 };
typedef struct { char at[PAGE_ROOM]; size_t size; } printed;

static int print_into(void *to, const char *bytes, size_t size)
{
    printed *p = to;
    assert_true(p->size + size < sizeof p->at);
    memcpy(p->at + p->size, bytes, size);
    p->size += size;
    p->at[p->size] = 0;
    return 0;
}

static void print_sheet_of(printed *p, const sayso_records *records, size_t incident, sayso_look look)
{
    sayso_error error = { 0 };
    p->size = 0;
    assert_non_null(records);
    assert_int_equal(sayso_sheet_print(records, incident, look, (sayso_sink){ print_into, p }, &error), SAYSO_OK);
}

static const char *sheet_text(size_t incident)
{
    static printed p;
    print_sheet_of(&p, reference_records(), incident, (sayso_look){ 0, false });
    return p.at;
}

static void assert_says(const char *text, const char *words)
{
    if (!strstr(text, words)) fail_msg("not on the sheet: %s", words);
}

static void assert_never_says(const char *text, const char *words)
{
    if (strstr(text, words)) fail_msg("on the sheet: %s", words);
}

/* ---- golden sheets; PROVE_WRITE=1 writes them anew ---- */

static void assert_golden(const char *path, const printed *p)
{
    static char golden[PAGE_ROOM];
    if (getenv("PROVE_WRITE")) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fwrite(p->at, 1, p->size, file);
        fclose(file);
    }
    FILE *file = fopen(path, "rb");
    if (!file) fail_msg("no golden file %s", path);
    size_t size = fread(golden, 1, sizeof golden - 1, file);
    fclose(file);
    golden[size] = 0;
    assert_string_equal(p->at, golden);
}

TEST(the_sheet_of_the_reference_is_the_golden_one)
{
    static printed p;
    print_sheet_of(&p, reference_records(), 0, (sayso_look){ 0, false });
    assert_golden("test/sheets/drones.txt", &p);
}

TEST(the_sheet_in_colour_is_the_golden_one)
{
    static printed p;
    print_sheet_of(&p, reference_records(), 5, (sayso_look){ 0, true });
    assert_golden("test/sheets/pipelines-colour.txt", &p);
}

TEST(the_explanation_of_a_claim_is_the_golden_one)
{
    static printed p;
    p.size = 0;
    assert_int_equal(sayso_claim_explain(reference_records(), 4, (sayso_look){ 0, false }, (sayso_sink){ print_into, &p }, NULL),
                     SAYSO_OK);
    assert_golden("test/sheets/explained.txt", &p);
}

/* ---- what stands there ---- */

TEST(the_verbatim_phrase_stands_first_and_the_reading_is_named_with_its_number)
{
    assert_says(sheet_text(0), "“may have been” — held possible; press reading 20–60 %, median 40");
}

TEST(a_flat_assertion_and_an_open_question_have_no_number)
{
    assert_says(sheet_text(0), "“blaming” — held certain\n");
    assert_says(sheet_text(0), "“remains unclear” — left open\n");
}

TEST(a_low_confidence_is_no_low_likelihood_and_the_missing_word_is_shown_as_missing)
{
    assert_says(sheet_text(0), "held possible, graded by its confidence alone\n");
    assert_says(sheet_text(0), "confidence  low, “low” (the text leaves out the word “confidence”)");
}

TEST(the_intercept_stands_at_the_voice_that_overheard)
{
    assert_says(sheet_text(0), "+ Russian officials, overheard by American officials");
    assert_says(sheet_text(0), "basis       of American officials: intercept “overheard”");
    assert_says(sheet_text(0), "basis       intercept “intercepted”");
}

TEST(a_later_view_supersedes_only_possibly_where_the_holder_is_only_possibly_the_same)
{
    assert_says(sheet_text(0), "superseded  possibly, by American officials: carried out");
    assert_says(sheet_text(0), "→ later, possibly the same holder, American officials");
}

TEST(what_a_role_implies_is_shown_as_implied)
{
    assert_says(sheet_text(0), "⊢ aware: implied by authorised, no claim of its own");
}

TEST(an_endorsing_cue_and_the_time_of_a_view_are_shown)
{
    assert_says(sheet_text(5), "cue         “revealed”, a cue that endorses what it introduces");
    assert_says(sheet_text(5), "since       February 2023");
}

TEST(no_probability_of_the_reader_is_on_a_sheet)
{
    for (size_t i = 0; i < REFERENCE_INCIDENTS; i++) {
        assert_never_says(sheet_text(i), "90 %");
        assert_never_says(sheet_text(i), "0.9");
        assert_never_says(sheet_text(i), "80 %");
    }
}

/* ---- how it is set ---- */

static size_t widest_line(const char *text)
{
    size_t widest = 0, width = 0;
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
    while (*at) {
        utf8proc_int32_t c;
        if (*at == 033) {
            while (*at && *at != 'm') at++;
            at++;
            continue;
        }
        utf8proc_ssize_t size = utf8proc_iterate(at, -1, &c);
        assert_true(size > 0);
        if (c == '\n') width = 0;
        else width += (size_t)utf8proc_charwidth(c);
        if (width > widest) widest = width;
        at += size;
    }
    return widest;
}

TEST(no_line_is_wider_than_asked_for)
{
    static printed p;
    for (int columns = 48; columns <= 130; columns++)
        for (size_t incident = 0; incident < REFERENCE_INCIDENTS; incident++) {
            print_sheet_of(&p, reference_records(), incident, (sayso_look){ columns, columns % 2 });
            assert_true(widest_line(p.at) <= (size_t)columns);
        }
}

TEST(plain_sheets_have_no_escapes_and_coloured_ones_no_brackets)
{
    static printed p;
    assert_null(strchr(sheet_text(0), 033));
    assert_says(sheet_text(0), "‹American officials told›");
    print_sheet_of(&p, reference_records(), 0, (sayso_look){ 0, true });
    assert_never_says(p.at, "‹");
    assert_says(p.at, "\033[1;4mAmerican officials told\033[0m");
}

/* ---- hostile words ---- */

typedef struct {
    sayso_records  records;
    sayso_passage  sentences[2];
    sayso_party    party;
    sayso_incident incident;
    sayso_claim    claim;
    sayso_link     link;
    sayso_ground   ground;
} one_claim;

/* All of `text` is one sentence. */
static void make_one(one_claim *one, const char *text, size_t size, const char *name)
{
    memset(one, 0, sizeof *one);
    one->sentences[0] = (sayso_passage){ 0, size };
    one->party = (sayso_party){ .name = name, .kind = SAYSO_GROUP, .part_of = SAYSO_NONE };
    one->incident = (sayso_incident){ .name = name, .kind = "other", .date = name, .place = name, .targets = name, .means = name, .toll = name };
    one->link = (sayso_link){ .party = 0, .name = name, .source = { 0, size }, .cue = { 0, size }, .grounds = &one->ground, .ground_count = 1 };
    one->ground = (sayso_ground){ SAYSO_WITNESS, { 0, size } };
    one->claim = (sayso_claim){ .id = "c-1", .chain = &one->link, .chain_count = 1, .superseded_by = SAYSO_NONE, .held = name,
                                .trigger = { 0, size }, .hedge = { 0, size }, .likelihood = { .phrase = name } };
    one->records = (sayso_records){ .doc = name, .title = name, .publisher = name, .date = name, .hash = name, .text = text,
        .text_size = size, .sentences = one->sentences, .sentence_count = 1, .parties = &one->party, .party_count = 1,
        .incidents = &one->incident, .incident_count = 1, .claims = &one->claim, .claim_count = 1 };
}

TEST(control_characters_and_direction_marks_of_a_report_never_reach_the_terminal)
{
    static printed p;
    static const char evil[] = "a\033[2Jb\ac\xc2\x9b" "d\u202ee\177" "f\xff g\nh";
    one_claim one;
    make_one(&one, evil, sizeof evil - 1, evil);
    print_sheet_of(&p, &one.records, 0, (sayso_look){ 0, false });
    assert_says(p.at, "a�[2Jb�c�de�f� g h");
    for (size_t i = 0; i < p.size; i++) assert_true((unsigned char)p.at[i] >= 0x20 || p.at[i] == '\n');
    assert_never_says(p.at, "\u202e");
    assert_never_says(p.at, "\xc2\x9b");
}

TEST(a_word_without_spaces_is_broken_at_the_edge)
{
    static printed p;
    static char longest[3000];
    for (size_t i = 0; i + 3 < sizeof longest; i += 3) memcpy(longest + i, "漢", 3);
    one_claim one;
    make_one(&one, longest, strlen(longest), "x");
    print_sheet_of(&p, &one.records, 0, (sayso_look){ 60, true });
    assert_true(widest_line(p.at) <= 60);
}

/* ---- failing ---- */

static int refuse_to_print(void *to, const char *bytes, size_t size)
{
    (void)bytes;
    (void)size;
    return --*(int *)to < 0 ? 28 : 0;
}

TEST(a_sink_that_takes_no_more_is_an_error_of_each_printer)
{
    const sayso_records *r = reference_records();
    for (int after = 0; after < 2; after++) {
        int left[6] = { after, after, 0, after, 0, 0 };
        sayso_error e = { 0 };
        sayso_look look = { 0, false };
        assert_int_equal(sayso_sheet_print(r, 0, look, (sayso_sink){ refuse_to_print, &left[0] }, &e), SAYSO_NO_FILE);
        assert_int_equal(sayso_sheet_json(r, 0, (sayso_sink){ refuse_to_print, &left[1] }, &e), SAYSO_NO_FILE);
        assert_int_equal(sayso_records_sentences(r, (sayso_sink){ refuse_to_print, &left[2] }, &e), SAYSO_NO_FILE);
        assert_int_equal(sayso_records_json(r, (sayso_sink){ refuse_to_print, &left[3] }, &e), SAYSO_NO_FILE);
        assert_int_equal(sayso_records_who(r, (sayso_sink){ refuse_to_print, &left[4] }, &e), SAYSO_NO_FILE);
        assert_int_equal(sayso_claim_explain(r, 0, look, (sayso_sink){ refuse_to_print, &left[5] }, &e), SAYSO_NO_FILE);
        assert_string_equal(e.where, "output");
    }
}

static bool print_everything(void *unused)
{
    (void)unused;
    static printed p;
    p.size = 0;
    sayso_sink sink = { print_into, &p };
    const sayso_records *r = reference_records();
    sayso_look look = { 0, true };
    return !sayso_sheet_print(r, 0, look, sink, NULL) && !sayso_sheet_json(r, 0, sink, NULL) && !sayso_records_who(r, sink, NULL)
        && !sayso_claim_explain(r, 0, look, sink, NULL);
}

TEST(every_allocation_of_a_printer_may_fail)
{
    assert_non_null(reference_records());
    assert_true(fault_every(FAULT_ALLOCATION, print_everything, NULL) > 4);
}

TEST(what_is_not_there_is_a_bad_call)
{
    static printed p;
    sayso_error e = { 0 };
    sayso_sink sink = { print_into, &p };
    assert_int_equal(sayso_sheet_print(reference_records(), 6, (sayso_look){ 0, false }, sink, &e), SAYSO_BAD_CALL);
    assert_int_equal(sayso_sheet_json(reference_records(), 6, sink, &e), SAYSO_BAD_CALL);
    assert_int_equal(sayso_claim_explain(reference_records(), 18, (sayso_look){ 0, false }, sink, &e), SAYSO_BAD_CALL);
    assert_int_equal(p.size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(the_sheet_of_the_reference_is_the_golden_one),
        PROVE(the_sheet_in_colour_is_the_golden_one),
        PROVE(the_explanation_of_a_claim_is_the_golden_one),
        PROVE(the_verbatim_phrase_stands_first_and_the_reading_is_named_with_its_number),
        PROVE(a_flat_assertion_and_an_open_question_have_no_number),
        PROVE(a_low_confidence_is_no_low_likelihood_and_the_missing_word_is_shown_as_missing),
        PROVE(the_intercept_stands_at_the_voice_that_overheard),
        PROVE(a_later_view_supersedes_only_possibly_where_the_holder_is_only_possibly_the_same),
        PROVE(what_a_role_implies_is_shown_as_implied),
        PROVE(an_endorsing_cue_and_the_time_of_a_view_are_shown),
        PROVE(no_probability_of_the_reader_is_on_a_sheet),
        PROVE(no_line_is_wider_than_asked_for),
        PROVE(plain_sheets_have_no_escapes_and_coloured_ones_no_brackets),
        PROVE(control_characters_and_direction_marks_of_a_report_never_reach_the_terminal),
        PROVE(a_word_without_spaces_is_broken_at_the_edge),
        PROVE(a_sink_that_takes_no_more_is_an_error_of_each_printer),
        PROVE(every_allocation_of_a_printer_may_fail),
        PROVE(what_is_not_there_is_a_bad_call),
    };
    return cmocka_run_group_tests_name("sheets", tests, NULL, NULL);
}
