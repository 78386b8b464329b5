/* Records written as JSON and taken in again, by other hands, by hostile ones. */
#include "support/by_hand.h"
#include "support/fault.h"
#include "support/opened.h"
#include "support/prove.h"
#include "support/records.h"

#include "intake/intake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- writing ---- */

typedef struct { char *at; size_t size, room; } written_bytes;

static int write_bytes(void *to, const char *bytes, size_t size)
{
    written_bytes *w = to;
    if (w->size + size >= w->room) {
        w->room = (w->size + size) * 2 + 1024;
        w->at = realloc(w->at, w->room);
        assert_non_null(w->at);
    }
    memcpy(w->at + w->size, bytes, size);
    w->size += size;
    w->at[w->size] = '\0';
    return 0;
}

static written_bytes json_of(const sayso_records *records)
{
    written_bytes w = { .at = NULL };
    assert_int_equal(sayso_records_json(records, (sayso_sink){ write_bytes, &w }, NULL), SAYSO_OK);
    return w;
}

/* ---- taking in ---- */

enum { LINES = 8, LINE_ROOM = 1024 };
typedef struct { char at[LINES][LINE_ROOM]; size_t count; } told_lines;

static void hear(void *to, const char *line)
{
    told_lines *t = to;
    assert_null(strchr(line, '\n'));
    if (t->count < LINES) snprintf(t->at[t->count], LINE_ROOM, "%s", line);
    t->count++;
}

typedef struct {
    say_arena *arena;
    sayso_records records;
    say_intake_count count;
    told_lines told;
    sayso_error error;
    sayso_code code;
} taken;

static taken take(const char *json, size_t size, say_str text)
{
    taken t = { .arena = say_base_arena(NULL) };
    t.code = say_intake_records((say_str){ json, size }, text, (say_intake_sentences){ NULL, 0 }, (sayso_told){ hear, &t.told }, t.arena, &t.records,
                                &t.count, &t.error);
    return t;
}

static void comes_back(const sayso_records *records)
{
    written_bytes first = json_of(records);
    taken t = take(first.at, first.size, (say_str){ records->text, records->text_size });
    if (t.code) fail_msg("%s: %s", t.error.where, t.error.message);
    if (t.told.count) fail_msg("%s", t.told.at[0]);
    written_bytes second = json_of(&t.records);
    assert_string_equal(first.at, second.at);
    free(first.at);
    free(second.at);
    say_base_arena_close(t.arena);
}

TEST(the_reference_records_come_back_byte_for_byte)
{
    comes_back(reference_records());
}

TEST(records_made_by_hand_come_back_byte_for_byte)
{
    comes_back(hand_read("Police in Lorne said Tolland may have shelled the convoy. They had an intercept.",
                         "carried_out PS+ shelled; party Tolland; holder Police; cue said; incident convoy = 0; hedge may have; low; intercept"));
    comes_back(hand_read("Nothing was said.", ""));
    hand_close();
}

/* ---- credits ---- */

TEST(what_a_report_credits_comes_back_byte_for_byte)
{
    static const char text[] = "LORNE (Reuters) - Tolland shelled the convoy. The shelling was first reported by the Open Sky.";
    static const sayso_credit credits[] = { { SAYSO_CREDIT_AGENCY, "Reuters", { 7, 14 } }, { SAYSO_CREDIT_FIRST_REPORTED, "Open Sky", { 63, 94 } },
                                            { SAYSO_CREDIT_BYLINE, "Ann Lee", { 0, 0 } } };
    sayso_source source = { .doc = "lorne", .title = "", .publisher = "", .date = "", .url = "", .maker = "", .copy_of = SAYSO_NONE, .to = sizeof text - 1,
                            .sentence_count = 1, .credits = credits, .credit_count = 3 };
    source.hash = "1111111111111111111111111111111111111111111111111111111111111111";
    sayso_passage whole = { 0, sizeof text - 1 };
    sayso_records records = { .doc = "lorne", .title = "", .publisher = "", .date = "", .hash = source.hash, .text = text, .text_size = sizeof text - 1,
                              .sentences = &whole, .sentence_count = 1, .sources = &source, .source_count = 1 };
    comes_back(&records);
    written_bytes json = json_of(&records);
    assert_non_null(strstr(json.at, "\"credits\":[{\"kind\":\"agency\",\"name\":\"Reuters\",\"at\":{\"from\":7,\"to\":14,\"words\":\"Reuters\"}},"));
    assert_non_null(strstr(json.at, "{\"kind\":\"byline\",\"name\":\"Ann Lee\",\"at\":null}]"));
    free(json.at);
}

TEST(a_credit_that_does_not_stand_in_the_text_is_refused_and_the_rest_is_kept)
{
    static const char json[] = "{\"credits\":[{\"kind\":\"agency\",\"name\":\"Reuters\",\"at\":\"(Reuters)\"},{\"kind\":\"agency\",\"name\":\"AFP\",\"at\":\"(AFP)\"},"
                               "{\"kind\":\"rumour\",\"name\":\"AFP\"},{\"kind\":\"byline\"},{\"name\":\"Ann Lee\"},7]}";
    taken t = take(json, sizeof json - 1, SAY_STR("LORNE (Reuters) - A convoy was shelled."));
    assert_int_equal(t.code, SAYSO_OK);
    assert_int_equal(t.records.source_count, 1);
    assert_int_equal(t.records.sources[0].credit_count, 1);
    assert_int_equal(t.records.sources[0].credits[0].words.from, 6);
    assert_int_equal(t.count.refused, 5);
    assert_string_equal(t.told.at[0], "credit 2: at “(AFP)” does not stand in the text; no word of it is in the text");
    say_base_arena_close(t.arena);
    t = take("{\"credits\":[]}", 14, SAY_STR("LORNE"));
    assert_int_equal(t.records.source_count, 0);
    say_base_arena_close(t.arena);
}

static void reading_comes_back(const sayso_reader *reader, const char *path)
{
    sayso_items *items = sayso_items_open(path, NULL, NULL);
    sayso_item *item = NULL;
    assert_non_null(items);
    assert_int_equal(sayso_items_next(items, &item, NULL), SAYSO_OK);
    assert_non_null(item);
    sayso_report *report = opened_and_read(reader, item, NULL);
    assert_non_null(report);
    comes_back(sayso_report_records(report));
    sayso_report_close(report);
    sayso_item_close(item);
    sayso_items_close(items);
}

TEST(what_the_tiny_reader_reads_in_the_examples_comes_back_byte_for_byte)
{
    sayso_reader *reader = sayso_reader_open(&(sayso_options){ "weights/tiny.sayso", "data", NULL, 0 }, NULL);
    assert_non_null(reader);
    static const char *const paths[] = { "examples/aid-convoy.txt", "examples/bakery-explosion.txt", "examples/kremlin-drones.txt",
                                         "examples/quay-murders.txt", "examples/registry-hack.txt" };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) reading_comes_back(reader, paths[i]);
    sayso_reader_close(reader);
}

/* ---- by other makers ---- */

static const char bridge[] = "Police in Lorne said on Friday that Tolland’s army had blown up the old\nbridge. Tolland denied it. "
                             "The army, the police said, used mines.";
static const char parties[] = "{\"parties\":[{\"name\":\"Tolland’s army\"},{\"name\":\"police\",\"kind\":\"unnamed\"},{\"name\":\"Tolland\",\"kind\":\"state\"}],"
                              "\"sentences\":[[0,81],[82,100],[101,139]],\"incidents\":[{\"name\":\"the bridge\",\"at\":\"bridge\"}]";

static taken with_claims(const char *claims)
{
    char json[4096];
    int n = snprintf(json, sizeof json, "%s,\"claims\":[%s]}", parties, claims);
    assert_true(n > 0 && (size_t)n < sizeof json);
    return take(json, (size_t)n, say_base_str(bridge));
}

static void is_passage(const taken *t, sayso_passage p, const char *words)
{
    say_str there = say_base_sub((say_str){ t->records.text, t->records.text_size }, (say_range){ p.from, p.to });
    assert_true(say_base_same(there, say_base_str(words)));
}

TEST(a_claim_of_bare_words_is_placed_in_its_sentence)
{
    taken t = with_claims("{\"party\":\"Tolland’s army\",\"role\":\"carried_out\",\"sentence\":1,\"trigger\":\"blown up\",\"mention\":{\"words\":\"Tolland’s army\"},"
                          "\"incident_at\":\"old bridge\",\"chain\":[\"police\",{\"holder\":\"Lorne Post\",\"outlet\":true,\"basis\":[\"document\"]}]}");
    assert_int_equal(t.count.claims, 1);
    assert_int_equal(t.told.count, 0);
    const sayso_claim *c = &t.records.claims[0];
    is_passage(&t, c->trigger, "blown up");
    is_passage(&t, c->mention, "Tolland’s army");
    is_passage(&t, c->incident_at, "old\nbridge");
    assert_int_equal(c->factuality, SAYSO_CT_PLUS);
    assert_int_equal(c->incident, 0);
    assert_int_equal(c->party, 0);
    assert_true(c->probability == 1);
    assert_int_equal(c->chain[0].party, 1);
    assert_int_equal(c->chain[1].party, SAYSO_NONE);
    assert_int_equal(c->chain[1].grounds[0].kind, SAYSO_DOCUMENT);
    assert_true(strlen(c->id) == 14 && strncmp(c->id, "c-", 2) == 0);
    assert_int_equal(t.records.parties[0].kind, SAYSO_ORGANISATION);
    say_base_arena_close(t.arena);
}

TEST(a_word_is_not_found_inside_another)
{
    taken t = with_claims("{\"party\":2,\"role\":\"carried_out\",\"sentence\":1,\"trigger\":\"on\"}");
    is_passage(&t, t.records.claims[0].trigger, "on");
    assert_int_equal(t.records.claims[0].trigger.from, 21);
    say_base_arena_close(t.arena);
}

TEST(words_show_the_sentence_where_no_number_does)
{
    taken t = with_claims("{\"party\":2,\"role\":\"carried_out\",\"factuality\":\"CT-\",\"trigger\":\"denied\"},"
                          "{\"party\":2,\"role\":\"carried_out\",\"sentence\":\"used mines\"}");
    assert_int_equal(t.count.claims, 2);
    assert_int_equal(t.records.claims[0].sentence, 1);
    assert_int_equal(t.records.claims[1].sentence, 2);
    say_base_arena_close(t.arena);
}

static void is_refused(const char *claim, const char *because)
{
    taken t = with_claims(claim);
    assert_int_equal(t.code, SAYSO_OK);
    assert_int_equal(t.count.claims, 0);
    assert_int_equal(t.count.refused, 1);
    assert_int_equal(t.told.count, 1);
    if (!strstr(t.told.at[0], because)) fail_msg("“%s” says nothing of “%s”", t.told.at[0], because);
    say_base_arena_close(t.arena);
}

#define CLAIM "{\"party\":0,\"role\":\"carried_out\",\"sentence\":1,"

TEST(words_that_do_not_stand_in_the_text_are_refused_with_the_nearest_passage)
{
    is_refused(CLAIM "\"trigger\":\"had blown away the old bridge\"}",
               "claim 1: trigger “had blown away the old bridge” does not stand in the text; nearest is “had blown up the old bridge” at 53–80");
    is_refused(CLAIM "\"trigger\":{\"from\":56,\"to\":64,\"words\":\"blown up\"}}", "does not stand at these bytes; nearest is “blown up”");
    is_refused(CLAIM "\"trigger\":\"xylophone\"}", "no word of it is in the text");
    is_refused(CLAIM "\"likelihood\":\"in all likelihood\"}", "likelihood “in all likelihood” does not stand in the text");
}

TEST(words_at_several_places_are_refused_unless_the_sentence_has_them)
{
    is_refused("{\"party\":0,\"role\":\"carried_out\",\"trigger\":\"army\"}", "at several places");
    taken t = with_claims("{\"party\":0,\"role\":\"carried_out\",\"sentence\":3,\"trigger\":\"army\"}");
    assert_int_equal(t.records.claims[0].trigger.from, 105);
    say_base_arena_close(t.arena);
}

TEST(a_field_of_the_wrong_kind_is_one_refused_claim)
{
    static const char *const claims[][2] = {
        { "7", "is no object" }, { "{\"party\":0,\"role\":\"carried_out\"}", "names no sentence" }, { "{\"party\":0,\"sentence\":1}", "has no role" },
        { "{\"role\":\"cause\",\"sentence\":1}", "names no party" }, { "{\"party\":9,\"role\":\"cause\",\"sentence\":1}", "party is no number" },
        { "{\"party\":-1,\"role\":\"cause\",\"sentence\":1}", "party is no number" }, { "{\"party\":0.5,\"role\":\"cause\",\"sentence\":1}", "party is no number" },
        { "{\"party\":\"Nobody\",\"role\":\"cause\",\"sentence\":1}", "is not listed" }, { "{\"party\":0,\"role\":\"did it\",\"sentence\":1}", "role “did it”" },
        { "{\"party\":0,\"role\":\"cause\",\"sentence\":4}", "none of the report's 3" }, { "{\"party\":0,\"role\":\"cause\",\"sentence\":0}", "none of the report's 3" },
        { "{\"party\":0,\"role\":\"cause\",\"sentence\":1,\"incident\":1}", "incident is no number" },
        { CLAIM "\"probability\":2}", "from 0 to 1" }, { CLAIM "\"probability\":\"high\"}", "from 0 to 1" }, { CLAIM "\"held\":\"Friday\"}", "no ISO day" },
        { CLAIM "\"held\":\"2023-13\"}", "no ISO day" }, { CLAIM "\"own\":1}", "neither true nor false" }, { CLAIM "\"chain\":{}}", "chain is no list" },
        { CLAIM "\"chain\":[7]}", "neither an object nor a name" }, { CLAIM "\"chain\":[{}]}", "neither a name nor a party" },
        { CLAIM "\"chain\":[{\"holder\":\"police\",\"stance\":\"rude\"}]}", "stance “rude”" }, { CLAIM "\"chain\":[{\"holder\":\"police\",\"basis\":[\"hearsay\"]}]}", "of no kind" },
        { CLAIM "\"likelihood\":{\"phrase\":\"said\",\"low\":20,\"high\":60}}", "numbers without a reading" },
        { CLAIM "\"likelihood\":{\"reading\":\"press\",\"low\":20,\"high\":60}}", "no phrase" },
        { CLAIM "\"likelihood\":{\"phrase\":\"said\",\"reading\":\"press\",\"low\":80,\"high\":60}}", "numbers without a reading" },
        { CLAIM "\"likelihood\":{\"phrase\":\"said\",\"reading\":\"press\",\"low\":20,\"middle\":70,\"high\":60}}", "middle outside" },
        { CLAIM "\"trigger\":7}", "is no passage" }, { CLAIM "\"trigger\":{\"from\":0,\"to\":6}}", "is no passage" },
        { CLAIM "\"trigger\":{\"from\":6,\"to\":0,\"words\":\"Police\"}}", "bytes that the text has not" },
        { CLAIM "\"trigger\":{\"from\":0,\"to\":999,\"words\":\"Police\"}}", "bytes that the text has not" },
        { CLAIM "\"trigger\":{\"from\":\"0\",\"to\":6,\"words\":\"Police\"}}", "bytes that the text has not" },
        { CLAIM "\"scores\":[1]}", "scores is no object" }, { CLAIM "\"scores\":{\"role\":\"good\"}}", "role is no number" } };
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) is_refused(claims[i][0], claims[i][1]);
}

TEST(a_later_view_that_is_not_there_or_leads_back_costs_the_link_and_not_the_claim)
{
    taken t = with_claims("{\"id\":\"a\",\"party\":0,\"role\":\"cause\",\"sentence\":1,\"superseded_by\":\"b\"},"
                          "{\"id\":\"b\",\"party\":2,\"role\":\"cause\",\"sentence\":1,\"superseded_by\":\"a\"},"
                          "{\"id\":\"c\",\"party\":1,\"role\":\"cause\",\"sentence\":1,\"superseded_by\":\"z\"}");
    assert_int_equal(t.count.claims, 3);
    assert_int_equal(t.count.refused, 2);
    size_t links = 0;
    for (size_t i = 0; i < 3; i++) links += t.records.claims[i].superseded_by != SAYSO_NONE;
    assert_int_equal(links, 1);
    say_base_arena_close(t.arena);
}

/* ---- by hostile ones ---- */

TEST(parties_that_are_part_of_each_other_in_a_circle_are_cut_at_one_link)
{
    static const char json[] = "{\"parties\":[{\"name\":\"a\",\"part_of\":1},{\"name\":\"b\",\"part_of\":2},{\"name\":\"c\",\"part_of\":0},{\"name\":\"d\",\"part_of\":3},"
                               "{\"name\":\"e\",\"part_of\":0}]}";
    taken t = take(json, sizeof json - 1, say_base_str(bridge));
    assert_int_equal(t.code, SAYSO_OK);
    assert_int_equal(t.count.refused, 2);
    for (size_t i = 0; i < 5; i++) {
        size_t steps = 0;
        for (size_t p = i; p != SAYSO_NONE; p = t.records.parties[p].part_of) assert_true(steps++ < 5);
    }
    say_base_arena_close(t.arena);
}

TEST(a_party_left_out_takes_its_claims_along_and_moves_no_other)
{
    static const char json[] = "{\"parties\":[{\"name\":\"ghost\",\"at\":\"not in the text\"},{\"name\":\"Tolland\",\"part_of\":0}],\"incidents\":[{\"name\":\"x\"}],"
                               "\"claims\":[{\"party\":0,\"role\":\"cause\",\"sentence\":1},{\"party\":1,\"role\":\"cause\",\"sentence\":1}]}";
    taken t = take(json, sizeof json - 1, say_base_str(bridge));
    assert_int_equal(t.code, SAYSO_OK);
    assert_int_equal(t.count.refused, 2);
    assert_int_equal(t.records.claim_count, 1);
    assert_string_equal(t.records.parties[t.records.claims[0].party].name, "Tolland");
    assert_int_equal(t.records.parties[0].part_of, SAYSO_NONE);
    say_base_arena_close(t.arena);
}

TEST(json_that_is_no_report_is_one_clear_error)
{
    static const char *const jsons[][2] = {
        { "", "JSON" }, { "[1", "JSON" }, { "[]", "report" }, { "{\"claims\":7}", "claims" }, { "{\"parties\":\"all\"}", "parties" },
        { "{\"sentences\":[[0,9999]]}", "sentences" }, { "{\"sentences\":[[5,9],[0,4]]}", "sentences" }, { "{\"sentences\":[7]}", "sentences" },
        { "{\"schema\":\"sayso-sheet/1\"}", "schema" }, { "{\"error\":\"No such file\"}", "error" }, { "{\"bytes\":3}", "bytes" },
        { "{\"hash\":\"deadbeef\"}", "hash" }, { "{\"date\":\"yesterday\"}", "report" }, { "{\"title\":\"a\\u0000b\"}", "report" },
        { "{\"claims\":[{\"party\":99999999999999999999999999}]}", "JSON" }, { "{\"title\":\"\xff\"}", "JSON" } };
    for (size_t i = 0; i < sizeof jsons / sizeof *jsons; i++) {
        taken t = take(jsons[i][0], strlen(jsons[i][0]), say_base_str(bridge));
        if (t.code != SAYSO_BAD_TEXT) fail_msg("%s is taken", jsons[i][0]);
        assert_string_equal(t.error.where, jsons[i][1]);
        assert_true(*t.error.message);
        say_base_arena_close(t.arena);
    }
}

TEST(brackets_without_end_are_an_error)
{
    enum { DEEP = 100000 };
    char *json = malloc(DEEP);
    assert_non_null(json);
    memset(json, '[', DEEP);
    taken t = take(json, DEEP, say_base_str(bridge));
    assert_int_equal(t.code, SAYSO_BAD_TEXT);
    say_base_arena_close(t.arena);
    free(json);
}

TEST(ten_thousand_claims_are_taken_one_by_one)
{
    enum { MANY = 10000 };
    written_bytes w = { .at = NULL };
    write_bytes(&w, parties, sizeof parties - 1);
    write_bytes(&w, ",\"claims\":[", 11);
    for (size_t i = 0; i < MANY; i++) {
        char claim[200];
        int n = snprintf(claim, sizeof claim, "%s{\"id\":\"%zu\",\"superseded_by\":\"%zu\",\"party\":0,\"role\":\"cause\",\"sentence\":1,\"trigger\":\"%s\"}", i ? "," : "",
                         i, i + 1, i % 2 ? "blown up" : "blown down");
        write_bytes(&w, claim, (size_t)n);
    }
    write_bytes(&w, "]}", 2);
    taken t = take(w.at, w.size, say_base_str(bridge));
    assert_int_equal(t.code, SAYSO_OK);
    assert_int_equal(t.count.claims, MANY / 2);
    assert_int_equal(t.count.refused, MANY);             /* the other half, and the links to it */
    say_base_arena_close(t.arena);
    free(w.at);
}

TEST(a_text_of_one_letter_and_an_empty_one_hold_no_passages)
{
    static const char json[] = "{\"parties\":[{\"name\":\"a\"}],\"incidents\":[{\"name\":\"x\"}],\"claims\":[{\"party\":0,\"role\":\"cause\",\"sentence\":1,\"trigger\":\"aa\"}]}";
    static const char *const texts[] = { "", "a" };
    for (size_t i = 0; i < 2; i++) {
        taken t = take(json, sizeof json - 1, say_base_str(texts[i]));
        assert_int_equal(t.code, SAYSO_OK);
        assert_int_equal(t.count.refused, 1);
        say_base_arena_close(t.arena);
    }
}

/* Every beginning of a good report is refused without harm, and every report with one byte changed is taken or refused. */
TEST(a_report_cut_short_or_changed_in_one_byte_does_no_harm)
{
    const sayso_records *records = reference_records();
    written_bytes w = json_of(records);
    say_str text = { records->text, records->text_size };
    for (size_t cut = 0; cut < w.size - 1; cut += 97) {
        taken t = take(w.at, cut, text);
        assert_int_equal(t.code, SAYSO_BAD_TEXT);
        say_base_arena_close(t.arena);
    }
    for (size_t at = 0; at < w.size; at += 61) {
        static const char bytes[] = "9-\"{]x";
        char old = w.at[at];
        w.at[at] = bytes[at % (sizeof bytes - 1)];
        taken t = take(w.at, w.size, text);
        if (t.code == SAYSO_OK && t.records.claim_count) free(json_of(&t.records).at);
        say_base_arena_close(t.arena);
        w.at[at] = old;
    }
    free(w.at);
}

static bool take_reference(void *with)
{
    const written_bytes *w = with;
    const sayso_records *records = reference_records();
    say_arena *arena = say_base_arena(NULL);
    sayso_records out;
    say_intake_count count;
    bool fine = arena && !say_intake_records((say_str){ w->at, w->size }, (say_str){ records->text, records->text_size }, (say_intake_sentences){ NULL, 0 },
                                             (sayso_told){ NULL, NULL }, arena, &out, &count, NULL);
    say_base_arena_close(arena);
    return fine;
}

TEST(every_allocation_of_an_intake_may_fail)
{
    written_bytes w = json_of(reference_records());
    assert_true(fault_every(FAULT_ALLOCATION, take_reference, &w) > 1);
    free(w.at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(the_reference_records_come_back_byte_for_byte),
        PROVE(records_made_by_hand_come_back_byte_for_byte),
        PROVE(what_a_report_credits_comes_back_byte_for_byte),
        PROVE(a_credit_that_does_not_stand_in_the_text_is_refused_and_the_rest_is_kept),
        PROVE(what_the_tiny_reader_reads_in_the_examples_comes_back_byte_for_byte),
        PROVE(a_claim_of_bare_words_is_placed_in_its_sentence),
        PROVE(a_word_is_not_found_inside_another),
        PROVE(words_show_the_sentence_where_no_number_does),
        PROVE(words_that_do_not_stand_in_the_text_are_refused_with_the_nearest_passage),
        PROVE(words_at_several_places_are_refused_unless_the_sentence_has_them),
        PROVE(a_field_of_the_wrong_kind_is_one_refused_claim),
        PROVE(a_later_view_that_is_not_there_or_leads_back_costs_the_link_and_not_the_claim),
        PROVE(parties_that_are_part_of_each_other_in_a_circle_are_cut_at_one_link),
        PROVE(a_party_left_out_takes_its_claims_along_and_moves_no_other),
        PROVE(json_that_is_no_report_is_one_clear_error),
        PROVE(brackets_without_end_are_an_error),
        PROVE(ten_thousand_claims_are_taken_one_by_one),
        PROVE(a_text_of_one_letter_and_an_empty_one_hold_no_passages),
        PROVE(a_report_cut_short_or_changed_in_one_byte_does_no_harm),
        PROVE(every_allocation_of_an_intake_may_fail),
    };
    return cmocka_run_group_tests_name("intake", tests, NULL, NULL);
}
