#include "support/fault.h"
#include "support/prove.h"

#include "incidents/incidents.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- events by hand ---- */

static const char kremlin[] =
    "Moscow: two drones were shot down over the Kremlin on Wednesday, and Russia accused Ukraine of an attempt on the life of Vladimir Putin. "
    "The Kremlin said that its Senate dome was slightly damaged by the drones.";
static const char kremlin_again[] =
    "American officials said the drones shot down over the Kremlin on Wednesday may have been sent by a Ukrainian unit. Putin was not in the Kremlin when "
    "the two drones exploded above the Senate dome in Moscow, which was slightly damaged. Russia called it an attempt on the life of Vladimir Putin and "
    "accused Ukraine. The attack on the Nord Stream pipelines was likely carried out by others, they said.";
static const char nord_stream[] =
    "Divers blew up the Nord Stream pipelines under the Baltic near Bornholm, investigators said. The attack tore open three of four pipelines.";
static const char bank[] =
    "A bomb killed two officers in a bank in Woodburn, Oregon. The bomb stood in the bushes of the West Coast Bank, the police of Woodburn said.";

typedef struct { say_arena *arena; say_event events[8]; size_t count, groups[8]; } met_events;

static met_events gather_events(void)
{
    met_events m = { .arena = say_base_arena(NULL) };
    assert_non_null(m.arena);
    return m;
}

static void read_events(met_events *m, const sayso_records *records)
{
    say_event *events;
    size_t *numbers, count;
    assert_int_equal(say_incidents_events(NULL, records, m->arena, &events, &numbers, &count, NULL), SAYSO_OK);
    for (size_t i = 0; i < count; i++) m->events[m->count++] = events[i];
}

static sayso_records plain_report(const char *hash, const char *text)
{
    return (sayso_records){ .doc = hash, .title = "", .publisher = "", .date = "", .hash = hash, .text = text, .text_size = strlen(text) };
}

/* An event of a text without claims, with the date and place that a claim would give it. */
static void read_plain(met_events *m, const char *hash, const char *text, const char *date, const char *place)
{
    sayso_records records = plain_report(hash, text);
    read_events(m, &records);
    strcpy(m->events[m->count - 1].date, date);
    m->events[m->count - 1].place = place;
}

static void meet_all(met_events *m, const say_pin *pins, size_t pin_count)
{
    assert_int_equal(say_incidents_meet(m->events, m->count, pins, pin_count, m->arena, m->groups, NULL), SAYSO_OK);
}

static void leave(met_events *m) { say_base_arena_close(m->arena); }

/* Two incidents of kremlin_again: the drones in sentences 0 and 1, Nord Stream in 2. */
static void read_two_incidents(met_events *m)
{
    static const char *const openings[] = { "American", "Putin was", "The attack" };
    static sayso_passage sentences[3];
    static sayso_incident incidents[2] = { { .name = "drones over the Kremlin", .kind = "attack", .date = "", .place = "" },
                                           { .name = "attack on the Nord Stream pipelines", .kind = "attack", .date = "", .place = "Baltic", .sentence = 2 } };
    static sayso_claim claims[3];
    for (size_t i = 0; i < 3; i++) {
        sentences[i].from = (size_t)(strstr(kremlin_again, openings[i]) - kremlin_again);
        sentences[i].to = i < 2 ? (size_t)(strstr(kremlin_again, openings[i + 1]) - kremlin_again) - 1 : strlen(kremlin_again);
        claims[i] = (sayso_claim){ .incident = i / 2, .sentence = i };
    }
    incidents[0].at = (sayso_passage){ sentences[0].from + 26, sentences[0].from + 32 };
    incidents[1].at = (sayso_passage){ sentences[2].from + 4, sentences[2].from + 10 };
    sayso_records records = plain_report("bb22", kremlin_again);
    records.sentences = sentences, records.sentence_count = 3;
    records.incidents = incidents, records.incident_count = 2;
    records.claims = claims, records.claim_count = 3;
    read_events(m, &records);
}

/* ---- events ---- */

TEST(a_report_without_claims_has_one_event_of_its_whole_text)
{
    met_events m = gather_events();
    say_event *events;
    size_t *numbers, count;
    sayso_records records = plain_report("aa11", kremlin);
    assert_int_equal(say_incidents_events(NULL, &records, m.arena, &events, &numbers, &count, NULL), SAYSO_OK);
    assert_int_equal(count, 1);
    assert_true(numbers[0] == SAYSO_NONE);
    assert_true(events[0].main);
    double squares = 0;
    for (size_t i = 0; i < events[0].feature_count; i++) {
        squares += (double)events[0].features[i].weight * (double)events[0].features[i].weight;
        if (i) assert_true(events[0].features[i].term > events[0].features[i - 1].term);
    }
    assert_true(squares > .9999 && squares < 1.0001);
    assert_true(events[0].rare_count > 0);
    leave(&m);
}

TEST(an_empty_report_has_an_event_that_meets_nothing)
{
    met_events m = gather_events();
    read_plain(&m, "aa11", "", "", "");
    read_plain(&m, "bb22", "", "", "");
    meet_all(&m, NULL, 0);
    assert_int_not_equal(m.groups[0], m.groups[1]);
    leave(&m);
}

TEST(exactly_one_event_of_a_report_is_the_main_one)
{
    met_events m = gather_events();
    read_two_incidents(&m);
    assert_int_equal(m.count, 2);
    assert_true(m.events[0].main);
    assert_false(m.events[1].main);
    assert_string_not_equal(m.events[0].key, m.events[1].key);
    assert_memory_equal(m.events[0].key, m.events[1].key, 12);
    leave(&m);
}

TEST(two_incidents_at_the_same_words_have_two_keys)
{
    met_events m = gather_events();
    sayso_incident incidents[2] = { { .name = "drones", .kind = "attack", .date = "", .place = "", .at = { 12, 18 } }, { .name = "drones", .kind = "attack", .date = "", .place = "", .at = { 12, 18 } } };
    sayso_claim claims[2] = { { .incident = 0 }, { .incident = 1 } };
    sayso_records records = plain_report("aa11", kremlin);
    records.incidents = incidents, records.incident_count = 2;
    records.claims = claims, records.claim_count = 2;
    read_events(&m, &records);
    assert_int_equal(m.count, 2);
    assert_string_not_equal(m.events[0].key, m.events[1].key);
    leave(&m);
}

TEST(a_side_incident_meets_the_report_that_is_about_it)
{
    met_events m = gather_events();
    read_two_incidents(&m);
    read_plain(&m, "cc33", nord_stream, "", "");
    read_plain(&m, "aa11", kremlin, "", "");
    meet_all(&m, NULL, 0);
    assert_int_equal(m.groups[1], m.groups[2]);
    assert_int_equal(m.groups[0], m.groups[3]);
    assert_int_not_equal(m.groups[0], m.groups[1]);
    leave(&m);
}

/* ---- meeting ---- */

TEST(reports_on_one_incident_meet_and_others_stay_apart)
{
    met_events m = gather_events();
    read_plain(&m, "aa11", kremlin, "", "");
    read_plain(&m, "bb22", kremlin_again, "", "");
    read_plain(&m, "dd44", bank, "", "");
    meet_all(&m, NULL, 0);
    assert_int_equal(m.groups[0], m.groups[1]);
    assert_int_not_equal(m.groups[0], m.groups[2]);
    leave(&m);
}

TEST(the_order_in_which_events_come_changes_nothing)
{
    static const size_t orders[][4] = { { 0, 1, 2, 3 }, { 3, 2, 1, 0 }, { 2, 0, 3, 1 } };
    static const char *const hashes[] = { "aa11", "bb22", "cc33", "dd44" };
    const char *const all[] = { kremlin, kremlin_again, nord_stream, bank };
    size_t first[4] = { 0 };
    for (size_t o = 0; o < 3; o++) {
        met_events m = gather_events();
        for (size_t i = 0; i < 4; i++) read_plain(&m, hashes[orders[o][i]], all[orders[o][i]], "", "");
        meet_all(&m, NULL, 0);
        for (size_t i = 0; i < 4; i++) {
            if (o) assert_int_equal(m.groups[i], first[orders[o][i]]);
            else first[i] = m.groups[i];
        }
        leave(&m);
    }
}

TEST(groups_are_numbered_by_their_smallest_keys)
{
    met_events m = gather_events();
    read_plain(&m, "aa11", kremlin, "", "");
    read_plain(&m, "dd44", bank, "", "");
    meet_all(&m, NULL, 0);
    bool first = strcmp(m.events[0].key, m.events[1].key) < 0;
    assert_int_equal(m.groups[0], first ? 0 : 1);
    assert_int_equal(m.groups[1], first ? 1 : 0);
    leave(&m);
}

static const char market[] = "A car bomb killed nine shoppers in the vegetable market of Kessab, doctors said. Traders dragged the wounded to a mosque over crates of lemons.";
static const char depot[] = "Four drivers died when a van blew up in the bus depot of Kessab. The blast broke the windows of a school, the local council said.";

TEST(two_days_or_places_part_what_is_a_little_alike)
{
    static const struct { const char *date, *place; bool together; } others[] = {
        { "", "", true }, { "2014-03", "Kessab", true }, { "2014-06-20", "", false }, { "2014-03-02", "Raqqa", false },
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        met_events m = gather_events();
        read_plain(&m, "aa11", market, "2014-03-02", "Idlib");
        read_plain(&m, "bb22", depot, others[i].date, others[i].place);
        meet_all(&m, NULL, 0);
        assert_int_equal(m.groups[0] == m.groups[1], others[i].together);
        leave(&m);
    }
}

TEST(reports_that_are_much_alike_may_differ_about_the_day_and_the_place)
{
    met_events m = gather_events();
    read_plain(&m, "aa11", kremlin, "2023-05-03", "Moscow");
    read_plain(&m, "bb22", kremlin, "2023-05-04", "Kaluga");
    meet_all(&m, NULL, 0);
    assert_int_equal(m.groups[0], m.groups[1]);
    leave(&m);
}

/* ---- pins ---- */

TEST(a_pin_joins_what_two_days_keep_apart_and_others_of_either_day_stay_with_it)
{
    met_events m = gather_events();
    read_plain(&m, "aa11", kremlin, "2023-05-03", "");
    read_plain(&m, "bb22", kremlin, "2023-05-04", "");
    read_plain(&m, "cc33", kremlin, "2023-05-03", "");
    say_pin pin = { 0, 1, true };
    meet_all(&m, &pin, 1);
    assert_int_equal(m.groups[0], m.groups[1]);
    assert_int_equal(m.groups[0], m.groups[2]);
    leave(&m);
}

TEST(a_pin_joins_what_has_nothing_in_common)
{
    met_events m = gather_events();
    read_plain(&m, "aa11", kremlin, "", "");
    read_plain(&m, "dd44", bank, "", "");
    say_pin pin = { 1, 0, true };
    meet_all(&m, &pin, 1);
    assert_int_equal(m.groups[0], m.groups[1]);
    leave(&m);
}

TEST(pins_join_incidents_whole_one_after_the_other_and_what_is_unpinned_leaves_whole)
{
    static const char ferry[] = "A ferry sank off Harrow Point with forty passengers after fire broke out in its engine room, the coast guard of Ostrel said.";
    static const char mill[] = "Masked men robbed the paper mill at Brindle of its payroll and shot a watchman, said the sheriff, who blamed a gang of smugglers.";
    static const char *const texts[] = { kremlin, bank, ferry, mill };
    static const char *const hashes[] = { "aa11", "ab12", "bb21", "bc22", "cc31", "cd32", "dd41", "de42" };
    met_events m = gather_events();
    for (size_t i = 0; i < 8; i++) read_plain(&m, hashes[i], texts[i / 2], "", "");
    const say_pin pins[] = { { 0, 2, true }, { 4, 2, true }, { 4, 6, true } };
    meet_all(&m, pins, 3);
    for (size_t i = 1; i < 8; i++) assert_int_equal(m.groups[i], m.groups[0]);
    meet_all(&m, pins + 1, 2);
    assert_int_equal(m.groups[1], m.groups[0]);
    assert_int_not_equal(m.groups[2], m.groups[0]);
    for (size_t i = 3; i < 8; i++) assert_int_equal(m.groups[i], m.groups[2]);
    leave(&m);
}

TEST(a_pin_that_parts_holds_for_groups_and_against_pins_that_join)
{
    met_events m = gather_events();
    read_plain(&m, "aa11", kremlin, "", "");
    read_plain(&m, "bb22", kremlin, "", "");
    read_plain(&m, "cc33", kremlin, "", "");
    say_pin pins[] = { { 0, 1, false }, { 0, 2, true }, { 2, 1, true } };
    meet_all(&m, pins, 1);
    assert_int_not_equal(m.groups[0], m.groups[1]);
    meet_all(&m, pins, 3);
    assert_int_not_equal(m.groups[0], m.groups[1]);
    leave(&m);
}

TEST(a_pin_on_an_event_that_is_not_there_is_refused)
{
    met_events m = gather_events();
    sayso_error error;
    read_plain(&m, "aa11", kremlin, "", "");
    say_pin pin = { 0, 7, true };
    assert_int_equal(say_incidents_meet(m.events, 1, &pin, 1, m.arena, m.groups, &error), SAYSO_BAD_CALL);
    assert_non_null(strstr(error.message, "event 7 of 1"));
    leave(&m);
}

/* ---- ids and copies ---- */

TEST(an_id_is_made_from_the_smallest_key)
{
    char a[20], b[20], c[20];
    say_incidents_id("e-0123456789abcdef", a);
    say_incidents_id("e-0123456789abcdef", b);
    say_incidents_id("e-0123456789abcdee", c);
    assert_int_equal(strlen(a), 14);
    assert_memory_equal(a, "i-", 2);
    assert_string_equal(a, b);
    assert_string_not_equal(a, c);
}

static double likeness_of(const char *a, const char *b)
{
    uint32_t x[SAY_SIGNATURE], y[SAY_SIGNATURE];
    say_incidents_signature(say_base_str(a), x);
    say_incidents_signature(say_base_str(b), y);
    return say_incidents_likeness(x, y);
}

TEST(a_copy_with_small_changes_is_a_copy_and_another_story_is_none)
{
    static const char copied[] =
        "MOSCOW: Two drones were shot down over the Kremlin on Wednesday, and Russia accused Ukraine of an attempt on the life of Vladimir Putin. "
        "The Kremlin said that its Senate dome was slightly damaged by the drones. (AP)";
    assert_true(likeness_of(kremlin, copied) >= SAY_COPY);
    assert_true(likeness_of(kremlin, kremlin_again) < SAY_COPY);
    assert_true(likeness_of(kremlin, bank) < .1);
}

TEST(empty_texts_and_a_single_word_are_like_nothing_and_themselves)
{
    assert_true(likeness_of("", "") < .5);
    assert_true(likeness_of("Fire!", "fire") > .99);
    assert_true(likeness_of("Fire!", "") < .1);
}

/* ---- copies ---- */

enum { MANY = 8 };
typedef struct { say_edition editions[MANY]; uint32_t signatures[MANY][SAY_SIGNATURE]; size_t count, copy_of[MANY], newest[MANY]; } newsstand;

static void lay_out(newsstand *s, const char *hash, const char *date, const char *publisher, const char *text)
{
    say_incidents_signature(say_base_str(text), s->signatures[s->count]);
    s->editions[s->count] = (say_edition){ .hash = hash, .date = date, .url = "", .publisher = publisher, .title = "", .signature = s->signatures[s->count],
                                           .size = strlen(text) };
    s->count++;
}

static void find_copies(newsstand *s) { assert_int_equal(say_incidents_copies(s->editions, s->count, s->copy_of, NULL), SAYSO_OK); }

#define DISPATCH_TOP \
    "A fire destroyed the granary at Marrow on Tuesday night, and the police said that two men had been seen running from the yard. " \
    "The granary belonged to the Strake brothers, who had quarrelled with the millers' guild over the price of barley since the spring. "
#define DISPATCH_END \
    "Nobody was hurt, but four wagons and the whole of the harvest were lost, said the reeve of Marrow. The guild denied any part in it, " \
    "and offered a reward of ninety crowns for the names of those who had laid the fire. An inquest will open at the end of the month in the town hall."
#define OWN_WORDS \
    "The Strake brothers told this paper that they had been warned three times. Their mother said a stranger with a grey beard had asked for the key. " \
    "A neighbour heard glass break before midnight and woke her husband, who ran for the bell. The bell rope was cut, the sexton found. He has " \
    "rung it for thirty years and never seen the like. Carts from Upper Lorne came too late, because the bridge there is still being mended. "

TEST(a_cut_dispatch_is_a_copy_and_a_story_with_more_of_its_own_is_none)
{
    newsstand s = { .count = 0 };
    lay_out(&s, "a", "2026-06-10", "Ember", DISPATCH_TOP DISPATCH_END);
    lay_out(&s, "b", "2026-06-11", "Courier", DISPATCH_TOP);
    lay_out(&s, "c", "2026-06-11", "Herald", OWN_WORDS DISPATCH_TOP);
    lay_out(&s, "d", "2026-06-12", "Gazette", "Blaze at Marrow: " DISPATCH_END DISPATCH_TOP);
    lay_out(&s, "e", "2026-06-12", "Sentinel", OWN_WORDS);
    find_copies(&s);
    assert_true(s.copy_of[0] == SAYSO_NONE && s.copy_of[2] == SAYSO_NONE);
    assert_int_equal(s.copy_of[1], 0);
    assert_int_equal(s.copy_of[3], 0);
    assert_int_equal(s.copy_of[4], 2);
}

TEST(of_one_day_the_whole_dispatch_is_the_original)
{
    newsstand s = { .count = 0 };
    lay_out(&s, "a", "2026-06-10", "Courier", DISPATCH_TOP);
    lay_out(&s, "b", "2026-06-10", "Ember", DISPATCH_TOP DISPATCH_END);
    find_copies(&s);
    assert_int_equal(s.copy_of[0], 1);
    assert_true(s.copy_of[1] == SAYSO_NONE);
}

TEST(a_publisher_copies_nobody_by_printing_his_words_again_and_two_readings_are_one_report)
{
    newsstand s = { .count = 0 };
    lay_out(&s, "a", "2026-06-10", "Ember", DISPATCH_TOP DISPATCH_END);
    lay_out(&s, "b", "2026-06-11", "Ember", DISPATCH_TOP);
    lay_out(&s, "c", "2026-06-12", "Courier", DISPATCH_TOP DISPATCH_END);
    lay_out(&s, "c", "2026-06-12", "Courier", DISPATCH_TOP DISPATCH_END);
    lay_out(&s, "d", "2026-06-13", "", "");
    lay_out(&s, "e", "2026-06-14", "", "");
    s.editions[5].signature = NULL;
    find_copies(&s);
    assert_true(s.copy_of[0] == SAYSO_NONE && s.copy_of[1] == SAYSO_NONE && s.copy_of[4] == SAYSO_NONE && s.copy_of[5] == SAYSO_NONE);
    assert_int_equal(s.copy_of[2], 0);
    assert_int_equal(s.copy_of[3], 0);
}

/* ---- versions ---- */

static void find_versions(newsstand *s)
{
    say_arena *arena = say_base_arena(NULL);
    size_t *newest = arena ? SAY_TAKE(arena, size_t, MANY, NULL) : NULL;
    assert_non_null(newest);
    assert_int_equal(say_incidents_versions(s->editions, s->count, arena, newest, NULL), SAYSO_OK);
    memcpy(s->newest, newest, sizeof s->newest);
    say_base_arena_close(arena);
}

TEST(what_stands_under_one_address_is_one_report_and_of_one_title_where_a_note_says_so)
{
    newsstand s = { .count = 0 };
    lay_out(&s, "a", "2026-06-10", "Ember", DISPATCH_TOP);
    lay_out(&s, "b", "2026-06-11", "Ember", OWN_WORDS);
    lay_out(&s, "c", "2026-06-10", "Courier", DISPATCH_TOP DISPATCH_END);
    lay_out(&s, "d", "2026-06-12", "Courier", DISPATCH_TOP DISPATCH_END " Correction: it was three wagons.");
    lay_out(&s, "e", "2026-06-13", "Courier", OWN_WORDS);
    lay_out(&s, "f", "2026-06-13", "Herald", DISPATCH_TOP DISPATCH_END);
    s.editions[0].url = s.editions[1].url = "https://ember.example/marrow";
    for (size_t i = 2; i < 6; i++) s.editions[i].title = "fire at marrow";
    s.editions[3].corrected = true;
    find_versions(&s);
    static const size_t newest[] = { 1, 1, 3, 3, 4, 5 };
    for (size_t i = 0; i < 6; i++) assert_int_equal(s.newest[i], newest[i]);
    s.editions[2].url = "https://ember.example/marrow";
    find_versions(&s);
    for (size_t i = 0; i < 4; i++) assert_int_equal(s.newest[i], 3);
    s.editions[3].corrected = false;
    find_versions(&s);
    assert_int_equal(s.newest[2], 1);
    assert_int_equal(s.newest[3], 3);
}

TEST(a_text_says_that_it_was_changed_by_the_words_of_the_table)
{
    static const struct { const char *text; bool changed; } texts[] = {
        { "A mill burned. CORRECTION: an earlier version named another man.", true }, { "This article has been corrected.", true },
        { "A mill burned.\n\n(Corrects age of miller)", true }, { "The officer was sent to the department of correction.", false },
        { "An earlier fire was put out.", false }, { "", false } };
    say_norm *norm = say_norm_open("data", NULL);
    assert_non_null(norm);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        bool changed = !texts[i].changed;
        assert_int_equal(say_incidents_corrected(norm, say_base_str(texts[i].text), &changed, NULL), SAYSO_OK);
        if (changed != texts[i].changed) fail_msg("%s", texts[i].text);
    }
    say_norm_close(norm);
}

TEST(a_title_is_its_words_alone)
{
    say_arena *arena = say_base_arena(NULL);
    assert_string_equal(say_incidents_title("  “Fire!” at Märrow’s  mill… ", arena, NULL), "“fire ” at märrow s mill…");
    assert_string_equal(say_incidents_title("Fire - at the MILL.", arena, NULL), "fire at the mill");
    say_base_arena_close(arena);
}

static bool relate(void *with)
{
    newsstand s = { .count = 0 };
    bool corrected;
    lay_out(&s, "a", "2026-06-10", "Ember", DISPATCH_TOP DISPATCH_END);
    lay_out(&s, "b", "2026-06-11", "Courier", DISPATCH_TOP);
    say_arena *arena = say_base_arena(NULL);
    size_t *latest = arena ? SAY_TAKE(arena, size_t, MANY, NULL) : NULL;
    bool fine = latest && !say_incidents_copies(s.editions, s.count, s.copy_of, NULL) && !say_incidents_versions(s.editions, s.count, arena, latest, NULL)
        && say_incidents_title("Fire", arena, NULL) && !say_incidents_corrected(with, SAY_STR("Correction: no."), &corrected, NULL);
    say_base_arena_close(arena);
    return fine;
}

TEST(relating_reports_may_want_for_memory)
{
    say_norm *norm = say_norm_open("data", NULL);
    assert_non_null(norm);
    assert_true(fault_every(FAULT_ALLOCATION, relate, norm) > 0);
    say_norm_close(norm);
}

/* ---- against joining step by step ---- */

enum { CROWD = 28, CROWD_TERMS = 60, CROWD_FEATURES = 14, CROWD_RARE = 5, ROUNDS = 12 };

/* Invented events that share terms by chance and in families; some have a day. */
typedef struct { say_event events[CROWD]; say_feature features[CROWD][CROWD_FEATURES]; uint64_t rare[CROWD][CROWD_RARE], dice; } crowd;

static uint64_t next_number(uint64_t *dice)
{
    *dice = *dice * 6364136223846793005ULL + 1442695040888963407ULL;
    return *dice >> 33;
}

static void invent_event(crowd *c, size_t i)
{
    say_event *e = &c->events[i];
    *e = (say_event){ .name = "", .kind = "", .place = "", .features = c->features[i], .rare = c->rare[i] };
    snprintf(e->key, sizeof e->key, "e-%010zx%06zx", i, (size_t)0);
    if (next_number(&c->dice) % 4 == 0) snprintf(e->date, sizeof e->date, "2026-05-0%u", (unsigned)(1 + next_number(&c->dice) % 2));
    for (uint64_t term = 1; term <= CROWD_TERMS && e->feature_count < CROWD_FEATURES; term++) {
        bool own = term % 6 == i % 6;
        if (next_number(&c->dice) % (own ? 2 : 7)) continue;
        c->features[i][e->feature_count++] = (say_feature){ term, (float)(1 + next_number(&c->dice) % 4) };
        if (own && e->rare_count < CROWD_RARE) c->rare[i][e->rare_count++] = term;
    }
    double squares = 0;
    for (size_t k = 0; k < e->feature_count; k++) squares += (double)c->features[i][k].weight * (double)c->features[i][k].weight;
    for (size_t k = 0; k < e->feature_count; k++) c->features[i][k].weight = (float)((double)c->features[i][k].weight / sqrt(squares));
}

static double crowd_cosine(const say_event *a, const say_event *b)
{
    double sum = 0;
    bool share = false;
    for (size_t i = 0; i < a->rare_count; i++)
        for (size_t k = 0; k < b->rare_count; k++) share = share || a->rare[i] == b->rare[k];
    for (size_t i = 0; share && i < a->feature_count; i++)
        for (size_t k = 0; k < b->feature_count; k++)
            if (a->features[i].term == b->features[k].term) sum += (double)a->features[i].weight * (double)b->features[k].weight;
    return sum < .03 ? 0 : sum;
}

static double within(double x) { return sqrt(x < .3 ? .3 : x > .8 ? .8 : x); }

/* How like all of one group are to all of the other, on average; 0 where two days bar them. */
static double average(const crowd *c, double like[CROWD][CROWD], const size_t *group, size_t a, size_t b)
{
    double sum = 0;
    size_t pairs = 0;
    for (size_t i = 0; i < CROWD; i++)
        for (size_t k = 0; k < CROWD; k++) {
            if (group[i] != a || group[k] != b) continue;
            if (*c->events[i].date && *c->events[k].date && strcmp(c->events[i].date, c->events[k].date)) return 0;
            sum += like[i][k];
            pairs++;
        }
    return pairs ? sum / (double)pairs : 0;
}

/* The likest two groups join, again and again; a group is called by its first event. */
static void join_step_by_step(const crowd *c, size_t *group)
{
    double like[CROWD][CROWD], nearest[CROWD] = { 0 };
    for (size_t i = 0; i < CROWD; i++)
        for (size_t k = 0; k < CROWD; k++) {
            like[i][k] = i == k ? 0 : crowd_cosine(&c->events[i], &c->events[k]);
            if (like[i][k] > nearest[i]) nearest[i] = like[i][k];
        }
    for (size_t i = 0; i < CROWD; i++)
        for (size_t k = 0; k < CROWD; k++) like[i][k] = fmin(like[i][k] / (within(nearest[i]) * within(nearest[k])), 1);
    for (size_t i = 0; i < CROWD; i++) group[i] = i;
    for (double best = 1; best > 0;) {
        size_t x = 0, y = 0;
        best = 0;
        for (size_t a = 0; a < CROWD; a++)
            for (size_t b = a + 1; b < CROWD; b++) {
                double now = average(c, like, group, a, b);
                if (now < .3 || now <= best + 1e-9) continue;
                best = now;
                x = a;
                y = b;
            }
        for (size_t i = 0; best > 0 && i < CROWD; i++) if (group[i] == y) group[i] = x;
    }
}

TEST(events_meet_as_if_the_likest_two_groups_were_joined_again_and_again)
{
    static crowd c;
    size_t joined = 0;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        size_t groups[CROWD], wanted[CROWD];
        c.dice = round;
        for (size_t i = 0; i < CROWD; i++) invent_event(&c, i);
        say_arena *arena = say_base_arena(NULL);
        assert_non_null(arena);
        assert_int_equal(say_incidents_meet(c.events, CROWD, NULL, 0, arena, groups, NULL), SAYSO_OK);
        join_step_by_step(&c, wanted);
        for (size_t i = 0; i < CROWD; i++)
            for (size_t k = 0; k < i; k++) {
                assert_int_equal(groups[i] == groups[k], wanted[i] == wanted[k]);
                joined += wanted[i] == wanted[k];
            }
        say_base_arena_close(arena);
    }
    assert_in_range(joined, ROUNDS * CROWD / 4, ROUNDS * CROWD * CROWD / 4);
}

/* ---- failing ---- */

static bool read_and_meet(void *with)
{
    sayso_records a = plain_report("aa11", kremlin), b = plain_report("bb22", kremlin_again);
    say_event *x, *y, both[2];
    size_t *numbers, count, groups[2];
    (void)with;
    sayso_error error = { .code = SAYSO_OK };
    say_pin pin = { 0, 1, false };
    say_arena *arena = say_base_arena(&error);
    sayso_code code = arena ? SAYSO_OK : SAYSO_NO_MEMORY;
    if (!code) code = say_incidents_events(NULL, &a, arena, &x, &numbers, &count, &error);
    if (!code) both[0] = x[0];
    if (!code) code = say_incidents_events(NULL, &b, arena, &y, &numbers, &count, &error);
    if (!code) both[1] = y[0];
    if (!code) code = say_incidents_meet(both, 2, &pin, 1, arena, groups, &error);
    if (code) assert_int_equal(error.code, SAYSO_NO_MEMORY);
    say_base_arena_close(arena);
    return !code;
}

TEST(every_allocation_may_fail)
{
    assert_true(fault_every(FAULT_ALLOCATION, read_and_meet, NULL) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(a_report_without_claims_has_one_event_of_its_whole_text),
        PROVE(an_empty_report_has_an_event_that_meets_nothing),
        PROVE(exactly_one_event_of_a_report_is_the_main_one),
        PROVE(two_incidents_at_the_same_words_have_two_keys),
        PROVE(a_side_incident_meets_the_report_that_is_about_it),
        PROVE(reports_on_one_incident_meet_and_others_stay_apart),
        PROVE(the_order_in_which_events_come_changes_nothing),
        PROVE(groups_are_numbered_by_their_smallest_keys),
        PROVE(two_days_or_places_part_what_is_a_little_alike),
        PROVE(reports_that_are_much_alike_may_differ_about_the_day_and_the_place),
        PROVE(a_pin_joins_what_two_days_keep_apart_and_others_of_either_day_stay_with_it),
        PROVE(a_pin_joins_what_has_nothing_in_common),
        PROVE(pins_join_incidents_whole_one_after_the_other_and_what_is_unpinned_leaves_whole),
        PROVE(a_pin_that_parts_holds_for_groups_and_against_pins_that_join),
        PROVE(a_pin_on_an_event_that_is_not_there_is_refused),
        PROVE(an_id_is_made_from_the_smallest_key),
        PROVE(a_copy_with_small_changes_is_a_copy_and_another_story_is_none),
        PROVE(empty_texts_and_a_single_word_are_like_nothing_and_themselves),
        PROVE(a_cut_dispatch_is_a_copy_and_a_story_with_more_of_its_own_is_none),
        PROVE(of_one_day_the_whole_dispatch_is_the_original),
        PROVE(a_publisher_copies_nobody_by_printing_his_words_again_and_two_readings_are_one_report),
        PROVE(what_stands_under_one_address_is_one_report_and_of_one_title_where_a_note_says_so),
        PROVE(a_text_says_that_it_was_changed_by_the_words_of_the_table),
        PROVE(a_title_is_its_words_alone),
        PROVE(relating_reports_may_want_for_memory),
        PROVE(events_meet_as_if_the_likest_two_groups_were_joined_again_and_again),
        PROVE(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
