/* Reports on one incident, written by hand, gathered in every order. */
#include "support/fault.h"
#include "support/prove.h"
#include "support/records.h"

#include "assess/assess.h"
#include "gather/gather.h"
#include "intake/intake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- a small language for readings ----
 * Sentences end with ". ", claims are lines:  ROLE FACTUALITY PARTY < HOLDER < OUTLET* @HELD | TRIGGER
 *   carried_out CT+ Tolland < police < Open Sky* @2024-03 | shelled                                    */

enum { MOST_PARTS = 10, JSON_ROOM = 32768 };

static say_norm  *norm;
static say_arena *arena;
static say_part   parts[MOST_PARTS];
static size_t     part_count;
static say_correction decisions[MOST_PARTS];
static size_t     decision_count;
static sayso_records gathered;

static int open_norm(void **state)
{
    (void)state;
    return (norm = say_norm_open("data", NULL)) ? 0 : -1;
}

static int close_norm(void **state)
{
    (void)state;
    say_norm_close(norm);
    return 0;
}

static int begin(void **state)
{
    (void)state;
    part_count = decision_count = 0;
    return (arena = say_base_arena(NULL)) ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    say_base_arena_close(arena);
    return 0;
}

typedef struct { char at[JSON_ROOM]; size_t size; } json_text;

static void put(json_text *j, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(json_text *j, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(j->at + j->size, sizeof j->at - j->size, format, args);
    va_end(args);
    assert_true(n >= 0 && (size_t)n < sizeof j->at - j->size);
    j->size += (size_t)n;
}

static char *bare(char *s)
{
    while (*s == ' ') s++;
    for (size_t n = strlen(s); n && s[n - 1] == ' ';) s[--n] = '\0';
    return s;
}

typedef struct { char *names[32]; size_t count; } name_list;

static size_t listed_name(name_list *list, char *name)
{
    size_t i = 0;
    while (i < list->count && strcmp(list->names[i], name) != 0) i++;
    assert_true(i < 32);
    if (i == list->count) list->names[list->count++] = name;
    return i;
}

static void chain_json(json_text *claims, name_list *names, char *holders)
{
    put(claims, "\"chain\":[");
    bool first = true;
    for (char *next = holders, *one; (one = next); first = false) {
        next = strchr(one, '<');
        if (next) *next++ = '\0';
        one = bare(one);
        size_t n = strlen(one);
        bool outlet = n && one[n - 1] == '*';
        if (outlet) one[n - 1] = '\0';
        put(claims, "%s{\"holder\":\"%s\",\"party\":%zu,\"outlet\":%s}", first ? "" : ",", one, listed_name(names, one), outlet ? "true" : "false");
    }
    put(claims, "],");
}

static void claim_json(json_text *claims, name_list *names, char *line)
{
    char role[20], factuality[8];
    int n = 0;
    if (sscanf(line, "%19s %7s %n", role, factuality, &n) != 2) fail_msg("\"%s\" is no claim", line);
    char *rest = line + n, *trigger = strchr(rest, '|'), *held, *holders;
    assert_non_null(trigger);
    *trigger++ = '\0';
    if ((held = strchr(rest, '@'))) *held++ = '\0';
    if ((holders = strchr(rest, '<'))) *holders++ = '\0';
    put(claims, "%s{", claims->size ? "," : "");
    if (holders) chain_json(claims, names, holders);
    if (held) put(claims, "\"held\":\"%s\",", bare(held));
    put(claims, "\"role\":\"%s\",\"factuality\":\"%s\",\"incident\":0,\"party\":%zu,\"trigger\":\"%s\"}", role, factuality, listed_name(names, bare(rest)), bare(trigger));
}

static sayso_records *reading(const char *text, const char *incident, const char *lines)
{
    static json_text claims, all;
    sayso_passage *sentences = SAY_TAKE(arena, sayso_passage, 64, NULL);
    size_t count = 0;
    for (const char *at = text; at; count++) {
        const char *next = strstr(at, ". ");
        sentences[count] = (sayso_passage){ (size_t)(at - text), next ? (size_t)(next - text) + 1 : strlen(text) };
        at = next ? next + 2 : NULL;
    }
    name_list names = { .count = 0 };
    claims.size = all.size = 0;
    char *copy = say_base_keep(arena, say_base_str(lines), NULL);
    for (char *next = copy, *line; (line = next);) {
        next = strchr(line, '\n');
        if (next) *next++ = '\0';
        if (*(line = bare(line))) claim_json(&claims, &names, line);
    }
    put(&all, "{\"parties\":[");
    for (size_t i = 0; i < names.count; i++) {
        say_party_facts facts;
        say_norm_party(norm, say_base_str(names.names[i]), &facts);
        put(&all, "%s{\"name\":\"%s\",\"kind\":\"%s\"}", i ? "," : "", names.names[i], sayso_party_kind_name(facts.kind));
    }
    put(&all, "],\"incidents\":[%s],\"claims\":[%.*s]}", incident, (int)claims.size, claims.at);
    sayso_records *records = SAY_TAKE(arena, sayso_records, 1, NULL);
    say_intake_count taken;
    sayso_error e = { .code = SAYSO_OK };
    if (say_intake_records((say_str){ all.at, all.size }, say_base_str(text), (say_intake_sentences){ sentences, count }, (sayso_told){ NULL, NULL }, arena, records, &taken, &e))
        fail_msg("%s: %s in %s", e.where, e.message, all.at);
    if (taken.refused) fail_msg("%zu refused in %s", taken.refused, all.at);
    return records;
}

#define BRIDGE "{\"name\":\"attack on the bridge\",\"kind\":\"attack\"}"

static const size_t first_incident[] = { 0 };

static say_part *report_on(const char *publisher, const char *date, const char *incident, const char *text, const char *lines)
{
    assert_true(part_count < MOST_PARTS);
    say_part *p = &parts[part_count++];
    sayso_records *r = reading(text, incident, lines);
    *p = (say_part){ .records = r, .incidents = first_incident, .incident_count = 1, .later = "", .newer = SAYSO_NONE, .copy_of = SAYSO_NONE,
                     .source = { .doc = "report", .publisher = publisher, .date = date, .hash = r->hash, .maker = "sayso tiny 0" } };
    return p;
}

static say_part *report(const char *publisher, const char *date, const char *text, const char *lines)
{
    return report_on(publisher, date, BRIDGE, text, lines);
}

static void decide(sayso_act act, const char *id, const char *target, const char *other, const char *field, const char *value)
{
    assert_true(decision_count < MOST_PARTS);
    decisions[decision_count++] = (say_correction){ id, target, other, field, value, "A. Analyst", "it says so", "2024-04-01T10:00:00Z", act, 0 };
}

static const sayso_records *gather_for(const char *maker)
{
    size_t incident;
    sayso_error e = { .code = SAYSO_OK };
    if (say_gather_incident(norm, parts, part_count, decisions, decision_count, maker, arena, &gathered, &incident, NULL, &e)) fail_msg("%s: %s", e.where, e.message);
    assert_int_equal(incident, 0);
    return &gathered;
}

static const sayso_records *gather(void) { return gather_for(NULL); }

/* ---- what is there ---- */

static size_t party_at(const char *name)
{
    for (size_t i = 0; i < gathered.party_count; i++)
        if (strcmp(gathered.parties[i].name, name) == 0) return i;
    return SAYSO_NONE;
}

static const char *part_of(const char *name)
{
    size_t i = party_at(name);
    if (i == SAYSO_NONE) fail_msg("%s is no party", name);
    size_t head = gathered.parties[i].part_of;
    return head == SAYSO_NONE ? "nobody" : gathered.parties[head].name;
}

/* The only claim with this trigger. */
static const sayso_claim *claim_of(const char *trigger)
{
    const sayso_claim *found = NULL;
    for (size_t i = 0; i < gathered.claim_count; i++) {
        const sayso_claim *c = &gathered.claims[i];
        if (!say_base_same((say_str){ gathered.text + c->trigger.from, c->trigger.to - c->trigger.from }, say_base_str(trigger))) continue;
        if (found) fail_msg("two claims by “%s”", trigger);
        found = c;
    }
    if (!found) fail_msg("no claim by “%s”", trigger);
    return found;
}

static bool is_claimed(const char *trigger)
{
    for (size_t i = 0; i < gathered.claim_count; i++) {
        const sayso_claim *c = &gathered.claims[i];
        if (say_base_same((say_str){ gathered.text + c->trigger.from, c->trigger.to - c->trigger.from }, say_base_str(trigger))) return true;
    }
    return false;
}

static const char *party_of_claim(const char *trigger) { return gathered.parties[claim_of(trigger)->party].name; }

static void is_superseded(const char *earlier, const char *later, bool possibly)
{
    const sayso_claim *a = claim_of(earlier);
    if (!later) {
        if (a->superseded_by != SAYSO_NONE) fail_msg("“%s” is superseded", earlier);
        return;
    }
    if (a->superseded_by == SAYSO_NONE) fail_msg("“%s” is not superseded", earlier);
    assert_ptr_equal(&gathered.claims[a->superseded_by], claim_of(later));
    assert_int_equal(a->possibly, possibly);
}

typedef struct { char *at; size_t size; } whole_json;

static int write_whole(void *to, const char *bytes, size_t size)
{
    whole_json *w = to;
    w->at = realloc(w->at, w->size + size + 1);
    assert_non_null(w->at);
    memcpy(w->at + w->size, bytes, size);
    w->size += size;
    w->at[w->size] = '\0';
    return 0;
}

static char *gathered_json(void)
{
    whole_json w = { NULL, 0 };
    assert_int_equal(sayso_records_json(gather(), (sayso_sink){ write_whole, &w }, NULL), SAYSO_OK);
    return w.at;
}

/* As if one report had said it all and nobody had corrected it: passages are then of the whole text, as intake takes them. */
static char *one_report_json(void)
{
    whole_json w = { NULL, 0 };
    sayso_records one = *gather();
    sayso_claim *claims = SAY_TAKE(arena, sayso_claim, one.claim_count, NULL);
    for (size_t i = 0; i < one.claim_count; i++) {
        claims[i] = one.claims[i];
        claims[i].standing = SAYSO_STANDS;
        claims[i].remark_count = 0;
    }
    one.claims = claims;
    one.source_count = 0;
    assert_int_equal(sayso_records_json(&one, (sayso_sink){ write_whole, &w }, NULL), SAYSO_OK);
    return w.at;
}

static say_view view_of(void)
{
    say_view view;
    assert_int_equal(say_assess_incident(&gathered, 0, arena, &view, NULL), SAYSO_OK);
    return view;
}

/* ---- one text, many sources ---- */

TEST(texts_stand_one_after_the_other_by_date_and_passages_move_along)
{
    report("Open Sky", "2024-03-05", "Police said Tolland shelled the bridge.", "carried_out CT+ Tolland < police | shelled");
    report("Lowland Post", "2024-03-02", "Nothing is known. The army hit it, police said.", "carried_out CT+ the army < police | hit");
    const sayso_records *r = gather();
    assert_string_equal(r->text, "Nothing is known. The army hit it, police said.\n\nPolice said Tolland shelled the bridge.");
    assert_int_equal(r->sentence_count, 3);
    assert_int_equal(r->source_count, 2);
    assert_string_equal(r->sources[0].publisher, "Lowland Post");
    assert_int_equal(r->sources[1].from, 49);
    assert_int_equal(r->sources[1].sentence, 2);
    assert_string_equal(r->publisher, "Lowland Post");
    assert_int_equal(claim_of("hit")->sentence, 1);
    assert_int_equal(claim_of("shelled")->sentence, 2);
    assert_string_equal(party_of_claim("shelled"), "Tolland");
    assert_int_equal(claim_of("hit")->chain[0].party, claim_of("shelled")->chain[0].party);
}

TEST(the_same_bytes_read_twice_change_nothing)
{
    report("Open Sky", "2024-03-05", "Police said Tolland shelled the bridge.", "carried_out CT+ Tolland < police | shelled");
    report("Lowland Post", "2024-03-02", "The army hit it, police said.", "carried_out CT+ the army < police | hit");
    char *once = gathered_json();
    parts[part_count] = parts[0];
    part_count++;
    char *twice = gathered_json();
    assert_string_equal(once, twice);
    free(once);
    free(twice);
}

static const char *id_of(const char *name)
{
    char *id = say_base_take(arena, 20, 1, NULL);
    say_gather_party_id(norm, name, id);
    return id;
}

static void one_of_everything(void)
{
    report("Open Sky", "2024-03-05", "Police said Volodymyr Zelensky ordered it. The US blamed Tolland. Kyiv was behind it, Open Sky was told.",
           "ordered CT+ Volodymyr Zelensky < police | ordered\ninvolved CT+ Tolland < the US | blamed\ninvolved PR+ Kyiv < some officials < Open Sky* | behind");
    report("Lowland Post", "2024-03-02", "Zelensky knew, American officials said. Ada Smith shelled it.",
           "aware PS+ Zelensky < American officials | knew\ncarried_out CT+ Ada Smith | shelled");
    report("Daily Hill", "2024-03-07", "Ben Smith denied it. Smith did not shell it. The US now blames Ukraine.",
           "carried_out CT- Ben Smith < Ben Smith | denied\ncarried_out CT- Smith < Smith | did not shell\ninvolved CT+ Ukraine < the US | blames");
    report("Copy Cat", "2024-03-06", "Police said Volodymyr Zelensky ordered all of it.", "ordered CT+ Volodymyr Zelensky < police | ordered")->copy_of = 0;
    report("Lowland Post", "2024-03-01", "Rebels burnt it, police said. Zelensky knew, American officials said.",
           "carried_out CT+ rebels < police | burnt\naware PS+ Zelensky < American officials | knew");
    parts[4].older_version = true;
    parts[4].later = "2024-03-02";
    parts[4].newer = 1;
    decide(SAYSO_MERGE_PARTIES, "k-2", id_of("Tolland"), id_of("Ada Smith"), NULL, NULL);
    decide(SAYSO_REJECT, "k-1", parts[1].records->claims[1].id, NULL, NULL, NULL);
    decide(SAYSO_SET, "k-3", parts[0].records->claims[0].id, NULL, "role", "authorised");
}

static void swap_parts(size_t a, size_t b)
{
    say_part held = parts[a];
    parts[a] = parts[b];
    parts[b] = held;
    for (size_t i = 0; i < part_count; i++) {
        size_t *points[] = { &parts[i].newer, &parts[i].copy_of };
        for (size_t k = 0; k < 2; k++) *points[k] = *points[k] == a ? b : *points[k] == b ? a : *points[k];
    }
}

TEST(the_order_of_parts_and_corrections_does_not_matter)
{
    one_of_everything();
    char *first = gathered_json();
    assert_true(gathered.claim_count > 6);
    for (size_t turn = 0; turn < 40; turn++) {
        swap_parts(turn * 7 % part_count, turn * 3 % part_count);
        say_correction held = decisions[turn % 3];
        decisions[turn % 3] = decisions[(turn + 1) % 3];
        decisions[(turn + 1) % 3] = held;
        char *again = gathered_json();
        assert_string_equal(first, again);
        free(again);
    }
    free(first);
}

TEST(what_was_gathered_comes_back_from_its_json)
{
    one_of_everything();
    char *json = one_report_json();
    sayso_records back;
    say_intake_count count;
    assert_int_equal(say_intake_records(say_base_str(json), (say_str){ gathered.text, gathered.text_size }, (say_intake_sentences){ NULL, 0 }, (sayso_told){ NULL, NULL },
                                        arena, &back, &count, NULL), SAYSO_OK);
    assert_int_equal(count.refused, 0);
    whole_json w = { NULL, 0 };
    sayso_records_json(&back, (sayso_sink){ write_whole, &w }, NULL);
    assert_string_equal(w.at, json);
    free(w.at);
    free(json);
}

TEST(one_makers_claims_can_be_gathered_alone)
{
    report("Open Sky", "2024-03-05", "Police said Tolland shelled the bridge.", "carried_out CT+ Tolland < police | shelled");
    report("Open Sky", "2024-03-05", "Police said Tolland shelled the bridge.", "involved CT+ Tolland < police | said")->source.maker = "by hand: A. Analyst";
    assert_int_equal(gather()->claim_count, 2);
    assert_int_equal(gathered.source_count, 2);
    assert_int_equal(gather_for("by hand: A. Analyst")->claim_count, 1);
    size_t incident;
    assert_int_equal(say_gather_incident(norm, parts, part_count, NULL, 0, "nobody", arena, &gathered, &incident, NULL, NULL), SAYSO_NOT_FOUND);
}

TEST(the_reference_report_gathered_alone_says_what_it_said)
{
    const sayso_records *r = reference_records();
    parts[part_count++] = (say_part){ .records = r, .incidents = first_incident, .incident_count = 1, .newer = SAYSO_NONE, .copy_of = SAYSO_NONE,
                                      .source = { .doc = "kremlin-drones", .date = r->date, .hash = r->hash, .maker = "by hand: us" } };
    gather();
    assert_int_equal(gathered.claim_count, 11);
    assert_int_equal(gathered.statement_count, 4);
    say_view here = view_of(), there;
    assert_int_equal(say_assess_incident(r, 0, arena, &there, NULL), SAYSO_OK);
    assert_int_equal(here.hypothesis_count, there.hypothesis_count);
    assert_int_equal(here.origins.fewest, there.origins.fewest);
    assert_int_equal(here.origins.most, there.origins.most);
    assert_int_equal(here.change_count, there.change_count);
    assert_string_equal(part_of("Kyiv"), "Ukraine");
}

/* ---- the incident ---- */

TEST(the_fullest_record_of_the_incident_is_filled_from_the_others_and_named_by_the_first_full_name)
{
    report_on("Open Sky", "2024-03-05", "{\"name\":\"shelling of the old bridge\",\"kind\":\"attack\",\"date\":\"2024-03\",\"place\":\"Lorne\",\"toll\":\"two dead\"}",
              "Police said Tolland shelled the old bridge in Lorne.", "carried_out CT+ Tolland < police | shelled");
    report_on("Lowland Post", "2024-03-02", "{\"name\":\"attack\",\"date\":\"2024-03-01\",\"means\":\"shells\"}", "The army hit it.", "carried_out CT+ the army | hit");
    const sayso_incident *i = gather()->incidents;
    assert_string_equal(i->name, "shelling of the old bridge");
    assert_string_equal(i->kind, "attack");
    assert_string_equal(i->date, "2024-03-01");
    assert_string_equal(i->place, "Lorne");
    assert_string_equal(i->means, "shells");
    assert_string_equal(i->toll, "two dead");
    assert_int_equal(i->sentence, 1);
}

/* ---- days and places that contradict each other ---- */

/* The publisher's reading of its words, which give that day and place; without, "". */
static say_part *account_of(const char *publisher, const char *published, const char *day, const char *place, const char *text)
{
    json_text incident = { .size = 0 };
    put(&incident, "{\"name\":\"attack on the bridge\",\"kind\":\"attack\"");
    if (*day) put(&incident, ",\"date\":\"%s\",\"date_at\":\"day\"", day);
    if (*place) put(&incident, ",\"place\":\"%s\",\"place_at\":\"%s\"", place, place);
    put(&incident, "}");
    return report_on(publisher, published, incident.at, text, "carried_out CT+ Tolland | shelled");
}

static void assert_other(const sayso_other *o, const char *value, size_t reports, const char *words, size_t from)
{
    assert_string_equal(o->value, value);
    assert_int_equal(o->reports, reports);
    assert_memory_equal(gathered.text + o->at.from, words, strlen(words));
    assert_int_equal(o->at.to - o->at.from, strlen(words));
    assert_true(o->at.from >= from);
}

TEST(the_day_that_most_reports_give_is_the_incidents_and_every_other_is_listed)
{
    account_of("Open Sky", "2024-03-02", "2024-03-02", "", "That day Tolland shelled it.");
    account_of("Lowland Post", "2024-03-03", "2024-03", "", "A day in March, and Tolland shelled it.");
    account_of("Daily Hill", "2024-03-04", "2024-03-01", "", "On another day Tolland shelled it.");
    account_of("Lorne Echo", "2024-03-05", "2024-03-01", "", "Tolland shelled it on that day.");
    account_of("Late News", "2024-03-06", "2024-04", "", "It was the day when Tolland shelled it.");
    account_of("Copy Cat", "2024-03-07", "2024-03-02", "", "So on that day Tolland shelled it.")->older_version = true;
    const sayso_incident *i = gather()->incidents;
    assert_string_equal(i->date, "2024-03-01");
    assert_int_equal(gathered.sources[2].from + 11, i->date_at.from);
    assert_int_equal(i->other_date_count, 2);
    assert_other(&i->other_dates[0], "2024-03-02", 1, "day", gathered.sources[0].from);
    assert_other(&i->other_dates[1], "2024-04", 1, "day", gathered.sources[4].from);
    assert_int_equal(i->other_place_count, 0);
}

TEST(of_days_that_as_many_reports_give_the_earliest_reports_is_the_incidents)
{
    account_of("Open Sky", "2024-03-04", "2024-03-02", "", "That day Tolland shelled it.");
    account_of("Lowland Post", "2024-03-05", "2024-02", "", "A day in February, and Tolland shelled it.");
    account_of("Daily Hill", "2024-03-03", "2024-02-28", "", "On another day Tolland shelled it.");
    account_of("Lorne Echo", "2024-03-02", "2024-03", "", "Tolland shelled it on that day.");
    const sayso_incident *i = gather()->incidents;
    assert_string_equal(i->date, "2024-03-02");
    assert_int_equal(i->other_date_count, 2);
    assert_string_equal(i->other_dates[0].value, "2024-02-28");
    assert_string_equal(i->other_dates[1].value, "2024-02");
}

TEST(days_of_which_one_is_the_finer_contradict_nothing)
{
    account_of("Open Sky", "2024-03-02", "2024", "Lorne", "That day Tolland shelled it at Lorne.");
    account_of("Lowland Post", "2024-03-03", "2024-03-01", "Old Lorne", "The day when Tolland shelled it at Old Lorne.");
    account_of("Daily Hill", "2024-03-04", "2024-03", "", "A day in March, and Tolland shelled it.");
    const sayso_incident *i = gather()->incidents;
    assert_string_equal(i->date, "2024-03-01");
    assert_int_equal(i->other_date_count + i->other_place_count, 0);
}

TEST(places_differ_where_neither_report_names_the_others)
{
    account_of("Open Sky", "2024-03-02", "", "Idlib", "Tolland shelled it in Idlib.");
    account_of("Lowland Post", "2024-03-03", "", "Aleppo", "Tolland shelled it in Aleppo.");
    account_of("Daily Hill", "2024-03-04", "", "the city of Aleppo", "Tolland shelled it in the city of Aleppo.");
    account_of("Lorne Echo", "2024-03-05", "", "Lorne", "Tolland shelled it in Lorne, a part of Aleppo.");
    account_of("Late News", "2024-03-06", "2024-03-01", "the old town", "That day Tolland shelled it in the old town.");
    const sayso_incident *i = gather()->incidents;
    assert_string_equal(i->place, "Aleppo");
    assert_int_equal(gathered.sources[1].from + 22, i->place_at.from);
    assert_int_equal(i->other_place_count, 1);
    assert_other(&i->other_places[0], "Idlib", 1, "Idlib", gathered.sources[0].from);
}

TEST(two_places_that_only_a_third_report_brings_together_are_both_listed)
{
    account_of("Open Sky", "2024-03-02", "", "Idlib", "Tolland shelled it in Idlib.");
    account_of("Lowland Post", "2024-03-03", "", "Lorne", "Tolland shelled it in Lorne, between Idlib and Aleppo.");
    account_of("Daily Hill", "2024-03-04", "", "Aleppo", "Tolland shelled it in Aleppo.");
    const sayso_incident *i = gather()->incidents;
    assert_string_equal(i->place, "Lorne");
    assert_int_equal(i->other_place_count, 2);
    assert_string_equal(i->other_places[0].value, "Idlib");
    assert_string_equal(i->other_places[1].value, "Aleppo");
}

/* Two days and two places, of which one report that was read twice gives one each. */
static void contradicting_reports(void)
{
    account_of("Open Sky", "2024-03-05", "2024-03-02", "Idlib", "That day Tolland shelled it in Idlib.");
    account_of("Lowland Post", "2024-03-06", "2024-03-01", "Āluksne", "On another day Tolland shelled it in Āluksne.");
    account_of("Lowland Post", "2024-03-06", "2024-03-01", "Āluksne", "On another day Tolland shelled it in Āluksne.")->source.maker = "by hand: A. Analyst";
    account_of("Daily Hill", "2024-03-07", "2024-03-02", "Idlib", "In Idlib, that day, Tolland shelled it.");
}

TEST(a_report_that_was_read_twice_gives_its_day_once_and_the_order_of_parts_does_not_matter)
{
    contradicting_reports();
    char *first = gathered_json();
    assert_string_equal(gathered.incidents->date, "2024-03-02");
    assert_other(gathered.incidents->other_dates, "2024-03-01", 1, "day", gathered.sources[1].from);
    assert_other(gathered.incidents->other_places, "Āluksne", 1, "Āluksne", gathered.sources[1].from);
    for (size_t turn = 0; turn < 10; turn++) {
        swap_parts(turn * 7 % part_count, turn * 3 % part_count);
        char *again = gathered_json();
        assert_string_equal(first, again);
        free(again);
    }
    free(first);
    part_count = 1;
    assert_int_equal(gather()->incidents->other_date_count + gathered.incidents->other_place_count, 0);
}

/* ---- parties ---- */

TEST(a_surname_and_a_full_name_are_one_party_and_the_fullest_names_it)
{
    report("Open Sky", "2024-03-05", "Police said Zelensky ordered it.", "ordered CT+ Zelensky < police | ordered");
    report("Lowland Post", "2024-03-02", "Volodymyr Zelensky knew, police said.", "aware CT+ Volodymyr Zelensky < police | knew");
    gather();
    assert_string_equal(party_of_claim("ordered"), "Volodymyr Zelensky");
    assert_int_equal(party_at("Zelensky"), SAYSO_NONE);
}

TEST(a_surname_that_fits_two_people_is_neither)
{
    report("Open Sky", "2024-03-05", "Ada Smith shelled it. Ben Smith hit it.", "carried_out CT+ Ada Smith | shelled\ncarried_out CT+ Ben Smith | hit");
    report("Lowland Post", "2024-03-02", "Smith burnt it.", "carried_out CT+ Smith | burnt");
    gather();
    assert_string_equal(party_of_claim("burnt"), "Smith");
}

TEST(a_state_its_government_and_its_capital_stay_three_and_nest)
{
    report("Open Sky", "2024-03-05", "Ukraine shelled it. Kyiv hit it.", "involved CT+ Ukraine | shelled\ninvolved CT+ Kyiv | hit");
    report("Lowland Post", "2024-03-02", "The Ukrainian government burnt it. Kyiv denied it.", "involved CT+ the Ukrainian government | burnt\ninvolved CT- Kyiv < Kyiv | denied");
    gather();
    assert_int_equal(gathered.party_count, 3);
    assert_string_equal(part_of("Kyiv"), "Ukraine");
    assert_string_equal(part_of("Ukrainian government"), "Ukraine");
    assert_string_equal(part_of("Ukraine"), "nobody");
}

TEST(unnamed_people_are_one_party_only_where_their_words_are_equal)
{
    report("Open Sky", "2024-03-05", "American officials said Tolland shelled it.", "carried_out CT+ Tolland < American officials | shelled");
    report("Lowland Post", "2024-03-02", "The American officials said Tolland hit it. US officials said Tolland burnt it.",
           "carried_out CT+ Tolland < the American officials | hit\ncarried_out CT+ Tolland < US officials | burnt");
    gather();
    assert_int_equal(claim_of("shelled")->chain[0].party, claim_of("hit")->chain[0].party);
    assert_int_not_equal(claim_of("shelled")->chain[0].party, claim_of("burnt")->chain[0].party);
    assert_string_equal(part_of("US officials"), "United States");
}

TEST(an_id_of_a_party_is_made_from_what_it_is_called_and_not_how)
{
    char a[20], b[20];
    say_gather_party_id(norm, "the US", a);
    say_gather_party_id(norm, "United States", b);
    assert_string_equal(a, b);
    assert_int_equal(strlen(a), 14);
    say_gather_party_id(norm, "Some officials", a);
    say_gather_party_id(norm, "officials", b);
    assert_string_equal(a, b);
    say_gather_party_id(norm, "Kyiv", a);
    say_gather_party_id(norm, "Ukraine", b);
    assert_string_not_equal(a, b);
}

/* ---- claims ---- */

TEST(claims_stand_in_the_order_in_which_they_were_held)
{
    report("Open Sky", "2024-03-05", "The mayor said in January that Tolland shelled it. Rebels burnt it.", "carried_out CT+ Tolland < the mayor @2024-01 | shelled\ncarried_out CT+ rebels | burnt");
    report("Lowland Post", "2024-03-02", "The army hit it.", "carried_out CT+ the army | hit");
    gather();
    assert_ptr_equal(claim_of("shelled"), &gathered.claims[0]);
    assert_ptr_equal(claim_of("hit"), &gathered.claims[1]);
    assert_ptr_equal(claim_of("burnt"), &gathered.claims[2]);
}

TEST(one_report_says_it_once_and_two_say_it_twice)
{
    report("Open Sky", "2024-03-05", "Tolland shelled it, police said. Tolland hit it, police said.", "carried_out CT+ Tolland < police | shelled\ncarried_out CT+ Tolland < police | hit");
    report("Lowland Post", "2024-03-02", "Tolland burnt it, police said.", "carried_out CT+ Tolland < police | burnt");
    gather();
    assert_int_equal(gathered.claim_count, 2);
    assert_true(is_claimed("shelled") && is_claimed("burnt"));
}

/* ---- positions ---- */

TEST(a_later_view_supersedes_and_never_erases)
{
    report("Open Sky", "2024-03-02", "The mayor said Tolland may have shelled it.", "carried_out PS+ Tolland < Katya Lorne | shelled");
    report("Lowland Post", "2024-03-05", "The mayor said Tolland did not hit it.", "carried_out CT- Tolland < Katya Lorne | hit");
    report("Daily Hill", "2024-03-09", "The mayor said Tolland did not burn it.", "carried_out CT- Tolland < Katya Lorne | burn");
    gather();
    assert_int_equal(gathered.claim_count, 3);
    is_superseded("shelled", "hit", false);
    is_superseded("hit", NULL, false);
    is_superseded("burn", NULL, false);
    say_view view = view_of();
    assert_int_equal(view.claim_count, 3);
    assert_int_equal(view.change_count, 1);
}

TEST(who_blames_somebody_else_later_has_changed_his_mind)
{
    report("Open Sky", "2024-03-02", "Katya Lorne said Tolland shelled it.", "carried_out CT+ Tolland < Katya Lorne | shelled");
    report("Lowland Post", "2024-03-05", "Katya Lorne said rebels hit it.", "involved CT+ rebels < Katya Lorne | hit");
    gather();
    is_superseded("shelled", "hit", false);
}

TEST(who_names_another_part_of_the_same_side_or_both_has_not)
{
    report("Open Sky", "2024-03-02", "Katya Lorne said Ukraine shelled it.", "carried_out CT+ Ukraine < Katya Lorne | shelled");
    report("Lowland Post", "2024-03-05", "Katya Lorne said Kyiv hit it.", "carried_out CT+ Kyiv < Katya Lorne | hit");
    report("Daily Hill", "2024-03-09", "Katya Lorne said Ukraine burnt it. Rebels helped, Katya Lorne said.",
           "carried_out CT+ Ukraine < Katya Lorne | burnt\ncarried_out CT+ rebels < Katya Lorne | helped");
    gather();
    is_superseded("shelled", NULL, false);
}

TEST(of_equal_and_of_unknown_days_neither_is_later)
{
    report("Open Sky", "2024-03-02", "Katya Lorne said Tolland shelled it.", "carried_out CT+ Tolland < Katya Lorne | shelled");
    report("Lowland Post", "2024-03-02", "Katya Lorne said Tolland did not hit it.", "carried_out CT- Tolland < Katya Lorne | hit");
    report("Daily Hill", "", "Katya Lorne said Tolland may have burnt it.", "carried_out PS+ Tolland < Katya Lorne | burnt");
    report("Evening Hill", "2024-03-09", "Katya Lorne said in March that Tolland could have mined it.", "carried_out PR+ Tolland < Katya Lorne @2024-03 | mined");
    gather();
    for (size_t i = 0; i < gathered.claim_count; i++) assert_int_equal(gathered.claims[i].superseded_by, SAYSO_NONE);
}

TEST(a_state_and_its_officials_are_possibly_one_voice)
{
    report("Open Sky", "2024-03-02", "The US blamed Tolland.", "involved CT+ Tolland < the US | blamed");
    report("Lowland Post", "2024-03-05", "American officials said rebels hit it. Russian officials said rebels burnt it.",
           "involved CT+ rebels < American officials | hit\ninvolved CT+ rebels < Russian officials | burnt");
    report("Daily Hill", "2024-03-04", "Russian officials said the army mined it.", "involved CT+ the army < Russian officials | mined");
    gather();
    is_superseded("blamed", "hit", true);
    is_superseded("mined", "burnt", true);
}

TEST(an_old_view_printed_again_in_a_copy_is_no_new_one)
{
    report("Open Sky", "2024-03-02", "Katya Lorne said Tolland shelled it.", "carried_out CT+ Tolland < Katya Lorne | shelled");
    report("Lowland Post", "2024-03-05", "Katya Lorne said Tolland did not hit it.", "carried_out CT- Tolland < Katya Lorne | hit");
    report("Copy Cat", "2024-03-09", "Katya Lorne said Tolland had shelled it.", "carried_out CT+ Tolland < Katya Lorne | had shelled")->copy_of = 0;
    gather();
    is_superseded("shelled", "hit", false);
    is_superseded("had shelled", "hit", false);
    is_superseded("hit", NULL, false);
}

/* ---- corrections ---- */

static void one_remark(const char *trigger, const char *remark)
{
    const sayso_claim *c = claim_of(trigger);
    assert_int_equal(c->remark_count, 1);
    assert_string_equal(c->remarks[0], remark);
}

static const char *first_claim(size_t part) { return parts[part].records->claims[0].id; }

TEST(a_rejected_and_a_retracted_claim_are_listed_and_count_for_nothing)
{
    report("Open Sky", "2024-03-02", "Katya Lorne said Tolland shelled it.", "carried_out CT+ Tolland < Katya Lorne | shelled");
    report("Lowland Post", "2024-03-05", "Katya Lorne said Tolland did not hit it.", "carried_out CT- Tolland < Katya Lorne | hit");
    report("Daily Hill", "2024-03-09", "Rebels burnt it.", "carried_out CT+ rebels | burnt");
    decide(SAYSO_REJECT, "k-1", first_claim(1), NULL, NULL, NULL);
    decide(SAYSO_RETRACT, "k-2", first_claim(2), NULL, NULL, NULL);
    gather();
    assert_int_equal(claim_of("hit")->standing, SAYSO_REJECTED);
    assert_int_equal(claim_of("burnt")->standing, SAYSO_RETRACTED);
    one_remark("hit", "rejected — A. Analyst, 2024-04-01: it says so");
    is_superseded("shelled", NULL, false);
    say_view view = view_of();
    assert_int_equal(view.claim_count, 1);
    assert_int_equal(view.dropped_count, 2);
    assert_int_equal(view.hypothesis_count, 1);
    assert_int_equal(view.against_count, 0);
    assert_int_equal(view.origins.most, 1);
}

TEST(a_field_that_was_set_has_the_new_value_and_says_which_it_was)
{
    report("Open Sky", "2024-03-02", "Katya Lorne said Tolland shelled it.", "involved CT+ Tolland < Katya Lorne | shelled");
    report("Lowland Post", "2024-03-03", "Police said Tolland hit it.", "involved CT+ Tolland < police | hit");
    report("Daily Hill", "2024-03-04", "Rebels burnt it.", "involved CT+ rebels | burnt");
    decide(SAYSO_SET, "k-1", first_claim(0), NULL, "role", "carried_out");
    decide(SAYSO_SET, "k-2", first_claim(1), NULL, "party", "rebels");
    decide(SAYSO_SET, "k-3", first_claim(2), NULL, "holder", "the army");
    gather();
    assert_int_equal(claim_of("shelled")->role, SAYSO_CARRIED_OUT);
    one_remark("shelled", "role: carried_out, was involved — A. Analyst, 2024-04-01: it says so");
    assert_int_equal(claim_of("hit")->party, claim_of("burnt")->party);
    one_remark("hit", "party: rebels, was Tolland — A. Analyst, 2024-04-01: it says so");
    assert_int_equal(claim_of("burnt")->chain_count, 1);
    one_remark("burnt", "holder: the army, was the report — A. Analyst, 2024-04-01: it says so");
}

TEST(of_two_corrections_of_one_field_the_greatest_id_wins_and_both_are_noted)
{
    report("Open Sky", "2024-03-02", "Katya Lorne said Tolland shelled it.", "involved CT+ Tolland < Katya Lorne | shelled");
    decide(SAYSO_SET, "k-9", first_claim(0), NULL, "role", "ordered");
    decide(SAYSO_SET, "k-1", first_claim(0), NULL, "role", "carried_out");
    gather();
    const sayso_claim *c = claim_of("shelled");
    assert_int_equal(c->role, SAYSO_ORDERED);
    assert_int_equal(c->remark_count, 2);
    assert_string_equal(c->remarks[0], "role: carried_out, was involved — A. Analyst, 2024-04-01: it says so (overruled)");
    assert_string_equal(c->remarks[1], "role: ordered, was involved — A. Analyst, 2024-04-01: it says so");
}

TEST(an_undone_correction_changes_nothing_until_its_undoing_is_undone)
{
    report("Open Sky", "2024-03-02", "Katya Lorne said Tolland shelled it.", "involved CT+ Tolland < Katya Lorne | shelled");
    char *before = gathered_json();
    decide(SAYSO_REJECT, "k-1", first_claim(0), NULL, NULL, NULL);
    decide(SAYSO_UNDO, "k-2", "k-1", NULL, NULL, NULL);
    char *after = gathered_json();
    assert_string_equal(before, after);
    free(before);
    free(after);
    decide(SAYSO_UNDO, "k-3", "k-2", NULL, NULL, NULL);
    gather();
    assert_int_equal(claim_of("shelled")->standing, SAYSO_REJECTED);
}

TEST(merged_parties_are_one_under_the_targets_name_and_the_old_id_still_finds_them)
{
    report("Open Sky", "2024-03-02", "Katya Lorne said the Hill Front shelled it.", "involved CT+ the Hill Front < Katya Lorne | shelled");
    report("Lowland Post", "2024-03-03", "Police said the Free Men hit it.", "involved CT+ the Free Men < police | hit");
    report("Daily Hill", "2024-03-04", "Police said rebels burnt it.", "involved CT+ rebels < police | burnt");
    decide(SAYSO_MERGE_PARTIES, "k-1", id_of("the Hill Front"), id_of("the Free Men"), NULL, NULL);
    decide(SAYSO_MERGE_PARTIES, "k-2", id_of("the Free Men"), id_of("rebels"), NULL, NULL);
    gather();
    assert_string_equal(party_of_claim("shelled"), "the Hill Front");
    assert_string_equal(party_of_claim("hit"), "the Hill Front");
    assert_string_equal(party_of_claim("burnt"), "the Hill Front");
    assert_int_equal(claim_of("shelled")->remark_count, 0);
    one_remark("hit", "party: the Hill Front, was the Free Men — A. Analyst, 2024-04-01: it says so");
}

TEST(a_voice_is_called_what_it_was_merged_with)
{
    report("Open Sky", "2024-03-02", "Lorne told the Herald that rebels shelled it.", "involved CT+ rebels < Lorne < Herald* | shelled");
    report("Daily Hill", "2024-03-04", "Police said rebels burnt it.", "involved CT+ rebels < police | burnt");
    decide(SAYSO_MERGE_PARTIES, "k-1", id_of("police"), id_of("Lorne"), NULL, "police");
    decide(SAYSO_MERGE_PARTIES, "k-2", id_of("Lowland Herald"), id_of("Herald"), NULL, "Lowland Herald");
    gather();
    assert_string_equal(claim_of("shelled")->chain[0].name, "police");
    assert_int_equal(claim_of("shelled")->chain[0].party, claim_of("burnt")->chain[0].party);
    assert_string_equal(claim_of("shelled")->chain[1].name, "Lowland Herald");
    one_remark("shelled", "holder: police, was Lorne — A. Analyst, 2024-04-01: it says so");
}

/* merge(Hill Front, Free Men), then merge(rebels, Free Men): the first comes along. */
TEST(who_was_merged_before_comes_along_until_the_first_merge_is_undone)
{
    report("Open Sky", "2024-03-02", "Katya Lorne said the Hill Front shelled it.", "involved CT+ the Hill Front < Katya Lorne | shelled");
    report("Lowland Post", "2024-03-03", "Police said the Free Men hit it.", "involved CT+ the Free Men < police | hit");
    report("Daily Hill", "2024-03-04", "Police said rebels burnt it.", "involved CT+ rebels < police | burnt");
    decide(SAYSO_MERGE_PARTIES, "k-1", id_of("the Hill Front"), id_of("the Free Men"), NULL, NULL);
    decide(SAYSO_MERGE_PARTIES, "k-2", id_of("rebels"), id_of("the Free Men"), NULL, NULL);
    gather();
    assert_string_equal(party_of_claim("shelled"), "rebels");
    assert_string_equal(party_of_claim("hit"), "rebels");
    assert_string_equal(party_of_claim("burnt"), "rebels");
    decide(SAYSO_UNDO, "k-3", "k-1", NULL, NULL, NULL);
    gather();
    assert_string_equal(party_of_claim("shelled"), "the Hill Front");
    assert_string_equal(party_of_claim("hit"), "rebels");
}

TEST(parties_are_one_by_way_of_one_that_no_report_here_names)
{
    report("Open Sky", "2024-03-02", "Katya Lorne said the Hill Front shelled it.", "involved CT+ the Hill Front < Katya Lorne | shelled");
    report("Daily Hill", "2024-03-04", "Police said rebels burnt it.", "involved CT+ rebels < police | burnt");
    decide(SAYSO_MERGE_PARTIES, "k-1", id_of("the Hill Front"), id_of("the Free Men"), NULL, NULL);
    decide(SAYSO_MERGE_PARTIES, "k-2", id_of("rebels"), id_of("the Free Men"), NULL, NULL);
    gather();
    assert_int_equal(claim_of("shelled")->party, claim_of("burnt")->party);
    assert_string_equal(party_of_claim("shelled"), "rebels");
}

TEST(a_party_is_called_and_is_what_the_one_is_with_which_it_was_merged_named_here_or_not)
{
    report("Open Sky", "2024-03-02", "Katya Lorne said Ada Smith shelled it.", "involved CT+ Ada Smith < Katya Lorne | shelled");
    report("Daily Hill", "2024-03-04", "Police said Ada Smith burnt it.", "carried_out CT+ Ada Smith < police | burnt");
    gather();
    assert_int_equal(gathered.parties[claim_of("burnt")->party].kind, SAYSO_PERSON);
    decide(SAYSO_MERGE_PARTIES, "k-1", id_of("the Hill Front"), id_of("Ada Smith"), NULL, NULL);
    decisions[0].value = "the Hill Front";
    decide(SAYSO_SET, "k-2", first_claim(1), NULL, "party", "the Hill Front");
    for (size_t named = 0; named < 2; named++) {
        gather();
        assert_string_equal(party_of_claim("shelled"), "the Hill Front");
        assert_int_equal(claim_of("burnt")->party, claim_of("shelled")->party);
        assert_int_equal(gathered.parties[claim_of("shelled")->party].kind, SAYSO_GROUP);
        assert_string_equal(claim_of("shelled")->remarks[0], "party: the Hill Front, was Ada Smith — A. Analyst, 2024-04-01: it says so");
        if (!named) report("Open Sky", "2024-03-05", "Officials said the Hill Front hit it.", "involved CT+ the Hill Front < officials | hit");
    }
}

TEST(a_value_and_a_party_that_was_split_off_go_where_their_names_were_merged)
{
    report("Open Sky", "2024-03-02", "Katya Lorne said the Front shelled it.", "involved CT+ the Front < Katya Lorne | shelled");
    report("Lowland Post", "2024-03-03", "Police said the Front hit it.", "involved CT+ the Front < police | hit");
    report("Daily Hill", "2024-03-04", "Police said rebels burnt it.", "involved CT+ rebels < police | burnt");
    decide(SAYSO_SPLIT_PARTY, "k-1", id_of("the Front"), first_claim(1), "party", "the Front (another)");
    decide(SAYSO_SET, "k-2", first_claim(0), NULL, "party", "the Free Men");
    decide(SAYSO_MERGE_PARTIES, "k-3", id_of("rebels"), id_of("the Front (another)"), NULL, NULL);
    decide(SAYSO_MERGE_PARTIES, "k-4", id_of("rebels"), id_of("the Free Men"), NULL, NULL);
    gather();
    assert_string_equal(party_of_claim("hit"), "rebels");
    assert_string_equal(party_of_claim("shelled"), "rebels");
    decisions[2].target = decisions[3].target = id_of("the Old Guard");
    decisions[2].value = decisions[3].value = "the Old Guard";
    gather();
    assert_string_equal(party_of_claim("hit"), "the Old Guard");
    assert_int_equal(claim_of("shelled")->party, claim_of("hit")->party);
    assert_string_equal(party_of_claim("burnt"), "rebels");
}

TEST(a_claim_that_leaves_its_party_is_about_another)
{
    report("Open Sky", "2024-03-02", "Katya Lorne said the Front shelled it.", "involved CT+ the Front < Katya Lorne | shelled");
    report("Lowland Post", "2024-03-03", "Police said the Front hit it.", "involved CT+ the Front < police | hit");
    report("Lowland Post", "2024-03-04", "The Front said it burnt it.", "involved CT+ the Front < The Front | burnt");
    decide(SAYSO_SPLIT_PARTY, "k-1", id_of("the Front"), first_claim(1), "party", "the Front (another)");
    decide(SAYSO_SPLIT_PARTY, "k-2", id_of("the Front"), first_claim(2), "both", "Front (another)");
    gather();
    assert_int_not_equal(claim_of("shelled")->party, claim_of("hit")->party);
    assert_string_equal(party_of_claim("hit"), "the Front (another)");
    assert_int_equal(claim_of("hit")->remark_count, 1);
    assert_int_equal(claim_of("burnt")->party, claim_of("hit")->party);
    assert_int_equal(claim_of("burnt")->chain[0].party, claim_of("hit")->party);
    assert_int_equal(claim_of("burnt")->remark_count, 2);
}

TEST(of_two_decisions_the_later_one_holds_whatever_their_ids)
{
    report("Open Sky", "2024-03-02", "Katya Lorne said Tolland shelled it.", "involved CT+ Tolland < Katya Lorne | shelled");
    decide(SAYSO_SET, "k-9", first_claim(0), NULL, "role", "ordered");
    decide(SAYSO_SET, "k-1", first_claim(0), NULL, "role", "aware");
    decisions[1].depth = 1;
    gather();
    assert_int_equal(claim_of("shelled")->role, SAYSO_AWARE);
    assert_non_null(strstr(claim_of("shelled")->remarks[0], "role: ordered, was involved"));
    assert_non_null(strstr(claim_of("shelled")->remarks[0], "(overruled)"));
}

TEST(what_may_be_set_is_said_where_something_else_is_asked)
{
    sayso_error e;
    assert_int_equal(say_gather_settable("role", "ordered", NULL), SAYSO_OK);
    assert_int_equal(say_gather_settable("confidence", "none", NULL), SAYSO_OK);
    assert_int_equal(say_gather_settable("held", "2024-03", NULL), SAYSO_OK);
    assert_int_equal(say_gather_settable("role", "did it", &e), SAYSO_REFUSED);
    assert_non_null(strstr(e.message, "carried_out ordered"));
    assert_int_equal(say_gather_settable("held", "Friday", &e), SAYSO_REFUSED);
    assert_int_equal(say_gather_settable("probability", "1", &e), SAYSO_REFUSED);
    assert_int_equal(say_gather_settable("party", "", &e), SAYSO_REFUSED);
    assert_int_equal(say_gather_settable(NULL, NULL, &e), SAYSO_REFUSED);
}

/* ---- versions ---- */

TEST(a_claim_that_a_newer_version_has_not_is_withdrawn_by_its_publisher)
{
    say_part *old = report("Open Sky", "2024-03-02", "Police said Tolland shelled it. Rebels burnt it, police said.",
                           "carried_out CT+ Tolland < police | shelled\ncarried_out CT+ rebels < police | burnt");
    report("Open Sky", "2024-03-04", "Police said Tolland had shelled it.", "carried_out CT+ Tolland < police | had shelled");
    old->older_version = true;
    old->later = "2024-03-04";
    old->newer = 1;
    gather();
    assert_int_equal(gathered.claim_count, 2);
    assert_int_equal(claim_of("had shelled")->standing, SAYSO_STANDS);
    assert_int_equal(claim_of("burnt")->standing, SAYSO_WITHDRAWN);
    one_remark("burnt", "dropped by Open Sky: in the version of 2024-03-02, not in that of 2024-03-04");
    assert_int_equal(view_of().claim_count, 1);
}

TEST(a_correction_of_an_older_versions_claim_holds_for_the_newest)
{
    say_part *old = report("Open Sky", "2024-03-02", "Police said Tolland shelled it.", "carried_out CT+ Tolland < police | shelled");
    report("Open Sky", "2024-03-04", "Police said Tolland had shelled it.", "carried_out CT+ Tolland < police | had shelled");
    old->older_version = true;
    old->newer = 1;
    decide(SAYSO_REJECT, "k-1", first_claim(0), NULL, NULL, NULL);
    gather();
    assert_int_equal(gathered.claim_count, 1);
    assert_int_equal(claim_of("had shelled")->standing, SAYSO_REJECTED);
}

TEST(of_each_claim_it_is_told_what_became_of_it_and_whose_corrections_it_took_over)
{
    say_part *old = report("Open Sky", "2024-03-02", "Police said Tolland shelled it. Rebels burnt it, police said.",
                           "carried_out CT+ Tolland < police | shelled\ncarried_out CT+ rebels < police | burnt");
    report("Open Sky", "2024-03-04", "Police said Tolland had shelled it.", "carried_out CT+ Tolland < police | had shelled");
    old->older_version = true;
    old->newer = 1;
    decide(SAYSO_REJECT, "k-1", first_claim(0), NULL, NULL, NULL);
    size_t incident;
    say_fates fates = { NULL, 0, 0 };
    assert_int_equal(say_gather_incident(norm, parts, part_count, decisions, decision_count, NULL, arena, &gathered, &incident, &fates, NULL), SAYSO_OK);
    assert_int_equal(fates.count, 3);
    for (size_t i = 0; i < 3; i++) {
        const say_fate *f = &fates.at[i];
        assert_int_equal(f->repeated, f->part == 0 && f->claim == 0);
        assert_int_equal(f->standing, f->claim ? SAYSO_WITHDRAWN : SAYSO_REJECTED);
        assert_int_equal(f->former_count, f->part == 1);
        if (f->former_count) assert_string_equal(f->former[0], first_claim(0));
    }
}

TEST(what_an_analyst_entered_stands_as_long_as_its_sentence_does)
{
    say_part *old = report("Open Sky", "2024-03-02", "Rebels burnt it, police said. Tolland knew.", "involved CT+ rebels < police | burnt\naware CT+ Tolland | knew");
    report("Open Sky", "2024-03-04", "Correction: nobody knew. Rebels burnt it, police said.", "carried_out CT+ rebels < police | burnt it");
    old->older_version = true;
    old->newer = 1;
    old->source.maker = "by hand: A. Analyst";
    gather();
    assert_int_equal(claim_of("burnt")->standing, SAYSO_STANDS);
    assert_int_equal(claim_of("knew")->standing, SAYSO_WITHDRAWN);
}

/* ---- origins ---- */

TEST(a_copy_in_another_outlet_adds_an_outlet_and_no_origin)
{
    report("Open Sky", "2024-03-02", "Security officials said Tolland shelled it.", "carried_out CT+ Tolland < security officials | shelled");
    gather();
    say_view one = view_of();
    report("Copy Cat", "2024-03-03", "Officials said Tolland had shelled it.", "carried_out CT+ Tolland < officials | had shelled")->copy_of = 0;
    report("Paste Post", "2024-03-03", "Tolland has shelled it.", "carried_out CT+ Tolland | has shelled")->copy_of = 1;
    gather();
    say_view three = view_of();
    assert_int_equal(one.origins.report_count, 1);
    assert_int_equal(three.origins.report_count, 3);
    assert_int_equal(three.origins.fewest, one.origins.fewest);
    assert_int_equal(three.origins.most, one.origins.most);
    assert_int_equal(three.hypotheses[0].origins.most, 1);
}

/* A credit whose words stand in the report. */
static void credited(say_part *part, const char *name, const char *words)
{
    sayso_source *source = SAY_TAKE(arena, sayso_source, 1, NULL);
    sayso_credit *c = SAY_TAKE(arena, sayso_credit, 1, NULL);
    assert_true(source && c);
    const char *at = strstr(part->records->text, words);
    assert_non_null(at);
    size_t from = (size_t)(at - part->records->text);
    *c = (sayso_credit){ SAYSO_CREDIT_AGENCY, name, { from, from + strlen(words) } };
    *source = (sayso_source){ .credits = c, .credit_count = 1 };
    ((sayso_records *)(uintptr_t)part->records)->sources = source;
    ((sayso_records *)(uintptr_t)part->records)->source_count = 1;
}

TEST(what_a_report_credits_moves_along_with_its_text)
{
    credited(report("Open Sky", "2024-03-02", "LORNE (Reuters) - Tolland shelled it.", "carried_out CT+ Tolland | shelled"), "Reuters", "(Reuters)");
    report("Daily Hill", "2024-03-03", "Tolland has shelled it.", "carried_out CT+ Tolland | has shelled");
    credited(report("Lowland Post", "2024-03-04", "Tolland shelled it. Reuters wrote this.", "carried_out CT+ Tolland | shelled"), "Reuters", "Reuters wrote this");
    const sayso_records *r = gather();
    assert_int_equal(r->sources[0].credit_count, 1);
    assert_int_equal(r->sources[1].credit_count, 0);
    assert_int_equal(r->sources[2].credit_count, 1);
    const sayso_credit *c = r->sources[2].credits;
    assert_string_equal(c->name, "Reuters");
    assert_memory_equal(r->text + c->words.from, "Reuters wrote this", 18);
    say_view view = view_of();
    assert_int_equal(view.origins.most, 2);
    assert_int_equal(view.origins.report_count, 3);
}

/* ---- refusing and failing ---- */

TEST(a_part_that_points_at_nothing_is_a_bad_call)
{
    size_t incident;
    report("Open Sky", "2024-03-02", "Tolland shelled it.", "carried_out CT+ Tolland | shelled")->copy_of = 7;
    assert_int_equal(say_gather_incident(norm, parts, part_count, NULL, 0, NULL, arena, &gathered, &incident, NULL, NULL), SAYSO_BAD_CALL);
    static const size_t wrong[] = { 3 };
    parts[0].copy_of = SAYSO_NONE;
    parts[0].incidents = wrong;
    assert_int_equal(say_gather_incident(norm, parts, part_count, NULL, 0, NULL, arena, &gathered, &incident, NULL, NULL), SAYSO_BAD_CALL);
    assert_int_equal(say_gather_incident(norm, parts, 0, NULL, 0, NULL, arena, &gathered, &incident, NULL, NULL), SAYSO_NOT_FOUND);
}

static bool attempt(void *unused)
{
    (void)unused;
    say_arena *own = say_base_arena(NULL);
    sayso_records out;
    size_t incident;
    bool fine = own && !say_gather_incident(norm, parts, part_count, decisions, decision_count, NULL, own, &out, &incident, NULL, NULL);
    say_base_arena_close(own);
    return fine;
}

TEST(every_allocation_of_a_gathering_may_fail)
{
    one_of_everything();
    assert_true(fault_every(FAULT_ALLOCATION, attempt, NULL) > 1);
}

TEST(every_allocation_may_fail_where_reports_contradict_each_other)
{
    contradicting_reports();
    assert_true(fault_every(FAULT_ALLOCATION, attempt, NULL) > 1);
}

#define GATHERS(sentence) cmocka_unit_test_setup_teardown(sentence, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        GATHERS(texts_stand_one_after_the_other_by_date_and_passages_move_along),
        GATHERS(the_same_bytes_read_twice_change_nothing),
        GATHERS(the_order_of_parts_and_corrections_does_not_matter),
        GATHERS(what_was_gathered_comes_back_from_its_json),
        GATHERS(one_makers_claims_can_be_gathered_alone),
        GATHERS(the_reference_report_gathered_alone_says_what_it_said),
        GATHERS(the_fullest_record_of_the_incident_is_filled_from_the_others_and_named_by_the_first_full_name),
        GATHERS(the_day_that_most_reports_give_is_the_incidents_and_every_other_is_listed),
        GATHERS(of_days_that_as_many_reports_give_the_earliest_reports_is_the_incidents),
        GATHERS(days_of_which_one_is_the_finer_contradict_nothing),
        GATHERS(places_differ_where_neither_report_names_the_others),
        GATHERS(two_places_that_only_a_third_report_brings_together_are_both_listed),
        GATHERS(a_report_that_was_read_twice_gives_its_day_once_and_the_order_of_parts_does_not_matter),
        GATHERS(a_surname_and_a_full_name_are_one_party_and_the_fullest_names_it),
        GATHERS(a_surname_that_fits_two_people_is_neither),
        GATHERS(a_state_its_government_and_its_capital_stay_three_and_nest),
        GATHERS(unnamed_people_are_one_party_only_where_their_words_are_equal),
        GATHERS(an_id_of_a_party_is_made_from_what_it_is_called_and_not_how),
        GATHERS(claims_stand_in_the_order_in_which_they_were_held),
        GATHERS(one_report_says_it_once_and_two_say_it_twice),
        GATHERS(a_later_view_supersedes_and_never_erases),
        GATHERS(who_blames_somebody_else_later_has_changed_his_mind),
        GATHERS(who_names_another_part_of_the_same_side_or_both_has_not),
        GATHERS(of_equal_and_of_unknown_days_neither_is_later),
        GATHERS(a_state_and_its_officials_are_possibly_one_voice),
        GATHERS(an_old_view_printed_again_in_a_copy_is_no_new_one),
        GATHERS(a_rejected_and_a_retracted_claim_are_listed_and_count_for_nothing),
        GATHERS(a_field_that_was_set_has_the_new_value_and_says_which_it_was),
        GATHERS(of_two_corrections_of_one_field_the_greatest_id_wins_and_both_are_noted),
        GATHERS(an_undone_correction_changes_nothing_until_its_undoing_is_undone),
        GATHERS(merged_parties_are_one_under_the_targets_name_and_the_old_id_still_finds_them),
        GATHERS(a_voice_is_called_what_it_was_merged_with),
        GATHERS(who_was_merged_before_comes_along_until_the_first_merge_is_undone),
        GATHERS(parties_are_one_by_way_of_one_that_no_report_here_names),
        GATHERS(a_party_is_called_and_is_what_the_one_is_with_which_it_was_merged_named_here_or_not),
        GATHERS(a_value_and_a_party_that_was_split_off_go_where_their_names_were_merged),
        GATHERS(a_claim_that_leaves_its_party_is_about_another),
        GATHERS(of_two_decisions_the_later_one_holds_whatever_their_ids),
        GATHERS(what_may_be_set_is_said_where_something_else_is_asked),
        GATHERS(a_claim_that_a_newer_version_has_not_is_withdrawn_by_its_publisher),
        GATHERS(a_correction_of_an_older_versions_claim_holds_for_the_newest),
        GATHERS(of_each_claim_it_is_told_what_became_of_it_and_whose_corrections_it_took_over),
        GATHERS(what_an_analyst_entered_stands_as_long_as_its_sentence_does),
        GATHERS(a_copy_in_another_outlet_adds_an_outlet_and_no_origin),
        GATHERS(what_a_report_credits_moves_along_with_its_text),
        GATHERS(a_part_that_points_at_nothing_is_a_bad_call),
        GATHERS(every_allocation_of_a_gathering_may_fail),
        GATHERS(every_allocation_may_fail_where_reports_contradict_each_other),
    };
    return cmocka_run_group_tests_name("gather", tests, open_norm, close_norm);
}
