#include "support/fault.h"
#include "support/prove.h"
#include "support/records.h"

#include "assess/assess.h"

#include <string.h>

/* ---- the reference report ---- */

typedef struct { say_arena *arena; const sayso_records *records; say_view view; } assessed;

static assessed assess(const sayso_records *records, size_t incident)
{
    assessed a = { .arena = say_base_arena(NULL), .records = records };
    assert_non_null(a.arena);
    assert_non_null(records);
    assert_int_equal(say_assess_incident(records, incident, a.arena, &a.view, NULL), SAYSO_OK);
    return a;
}

static const say_hypothesis *hypothesis(const assessed *a, sayso_role role, const char *party)
{
    for (size_t i = 0; i < a->view.hypothesis_count; i++) {
        const say_hypothesis *h = &a->view.hypotheses[i];
        if (h->role == role && strcmp(a->records->parties[h->party].name, party) == 0) return h;
    }
    fail_msg("no hypothesis %s of %s", sayso_role_name(role), party);
    return NULL;
}

static const char *head_of_party(const assessed *a, const char *party)
{
    for (size_t i = 0; i < a->view.place_count; i++) {
        const say_place *p = &a->view.places[i];
        if (strcmp(a->records->parties[p->party].name, party) == 0)
            return a->records->parties[a->view.places[p->head].party].name;
    }
    return "nowhere";
}

TEST(parts_of_ukraine_stand_under_one_head_and_stay_apart)
{
    assessed a = assess(reference_records(), 0);
    const char *const parts[] = { "Ukraine", "Kyiv", "Ukrainian government", "Volodymyr Zelensky",
                                  "one of Ukraine’s special military or intelligence units" };
    for (size_t i = 0; i < 5; i++) assert_string_equal(head_of_party(&a, parts[i]), "Ukraine");
    assert_string_equal(head_of_party(&a, "Kremlin"), "Russia");
    assert_int_equal(hypothesis(&a, SAYSO_INVOLVED, "Ukraine")->claim_count, 1);
    assert_int_equal(hypothesis(&a, SAYSO_INVOLVED, "Kyiv")->claim_count, 1);
    say_base_arena_close(a.arena);
}

TEST(every_claim_answers_exactly_one_hypothesis)
{
    for (size_t incident = 0; incident < REFERENCE_INCIDENTS; incident++) {
        assessed a = assess(reference_records(), incident);
        size_t answered = 0;
        for (size_t i = 0; i < a.view.hypothesis_count; i++) answered += a.view.hypotheses[i].claim_count;
        assert_int_equal(answered, a.view.claim_count);
        say_base_arena_close(a.arena);
    }
}

TEST(the_staging_kremlin_rivals_each_answer_within_ukraine)
{
    assessed a = assess(reference_records(), 0);
    const say_hypothesis *staged = hypothesis(&a, SAYSO_STAGED, "Kremlin"), *involved = hypothesis(&a, SAYSO_INVOLVED, "Ukraine"),
        *unit = hypothesis(&a, SAYSO_CARRIED_OUT, "one of Ukraine’s special military or intelligence units"),
        *kyiv = hypothesis(&a, SAYSO_INVOLVED, "Kyiv"), *leave = hypothesis(&a, SAYSO_AUTHORISED, "Ukrainian government");
    const say_hypothesis *const answers[] = { involved, unit, kyiv, leave };
    for (size_t i = 0; i < 4; i++) {
        assert_true(say_assess_rivals(a.records, staged, answers[i]));
        assert_true(say_assess_rivals(a.records, answers[i], staged));
        for (size_t j = 0; j < 4; j++) assert_false(say_assess_rivals(a.records, answers[i], answers[j]));
    }
    say_base_arena_close(a.arena);
}

TEST(knowing_of_it_and_unknown_rival_nobody)
{
    assessed a = assess(reference_records(), 0);
    const say_hypothesis *staged = hypothesis(&a, SAYSO_STAGED, "Kremlin");
    assert_false(say_assess_rivals(a.records, staged, hypothesis(&a, SAYSO_AWARE, "Volodymyr Zelensky")));
    assert_false(say_assess_rivals(a.records, staged, hypothesis(&a, SAYSO_INVOLVED, "unknown")));
    say_base_arena_close(a.arena);
}

TEST(the_go_ahead_rivals_the_supporters_and_what_is_left_open_rivals_nobody)
{
    assessed a = assess(reference_records(), 5);
    const say_hypothesis *biden = hypothesis(&a, SAYSO_AUTHORISED, "Joe Biden"),
        *supporters = hypothesis(&a, SAYSO_CARRIED_OUT, "individuals or groups supporting Ukraine"),
        *open = hypothesis(&a, SAYSO_INVOLVED, "Ukrainian government");
    assert_true(say_assess_rivals(a.records, biden, supporters));
    assert_false(say_assess_rivals(a.records, biden, open));
    assert_false(say_assess_rivals(a.records, supporters, open));
    say_base_arena_close(a.arena);
}

TEST(open_questions_doubts_missing_evidence_and_changes_are_listed)
{
    assessed a = assess(reference_records(), 0);
    assert_int_equal(a.view.claim_count, 11);
    assert_int_equal(a.view.open_count, 3);
    assert_int_equal(a.view.against_count, 1);
    assert_int_equal(a.view.missing_count, 1);
    assert_int_equal(a.view.change_count, 3);
    assert_int_equal(a.view.statement_count, 4);
    say_base_arena_close(a.arena);
}

TEST(officials_with_an_intercept_are_one_origin_through_one_outlet)
{
    assessed a = assess(reference_records(), 0);
    const say_origins *o = &hypothesis(&a, SAYSO_CARRIED_OUT, "one of Ukraine’s special military or intelligence units")->origins;
    assert_int_equal(o->fewest, 1);
    assert_int_equal(o->most, 1);
    assert_int_equal(o->outlet_count, 1);
    assert_false(o->report);
    const say_origins *overheard = &hypothesis(&a, SAYSO_INVOLVED, "Ukraine")->origins;
    const sayso_claim *c = &a.records->claims[overheard->origins[0]];
    assert_string_equal(c->chain[say_assess_origin(c)].name, "American officials");
    say_base_arena_close(a.arena);
}

TEST(some_officials_may_be_the_american_officials)
{
    assessed a = assess(reference_records(), 0);
    const say_origins *o = &hypothesis(&a, SAYSO_AWARE, "Volodymyr Zelensky")->origins;
    assert_int_equal(o->fewest, 1);
    assert_int_equal(o->most, 2);
    say_base_arena_close(a.arena);
}

TEST(who_orders_has_authorised_and_knows_and_who_does_it_says_nothing_of_others)
{
    assert_int_equal(say_assess_implied(SAYSO_ORDERED), 1u << SAYSO_AUTHORISED | 1u << SAYSO_AWARE);
    assert_int_equal(say_assess_implied(SAYSO_AUTHORISED), 1u << SAYSO_AWARE);
    assert_int_equal(say_assess_implied(SAYSO_CARRIED_OUT), 0);
}

TEST(an_incident_that_is_not_there_is_a_bad_call)
{
    say_arena *arena = say_base_arena(NULL);
    say_view view;
    sayso_error error;
    assert_int_equal(say_assess_incident(reference_records(), 99, arena, &view, &error), SAYSO_BAD_CALL);
    say_base_arena_close(arena);
}

/* ---- records of a few parties and claims ---- */

enum { MOST = 8 };

typedef struct {
    sayso_records records;
    sayso_passage sentence;
    sayso_party   parties[MOST];
    sayso_claim   claims[MOST];
    sayso_link    links[MOST][2];
    sayso_incident incident;
    sayso_source  sources[MOST];
    sayso_passage sentences[MOST];
} small_world;

static void world(small_world *w)
{
    memset(w, 0, sizeof *w);
    w->sentence = (sayso_passage){ 0, 100 };
    w->incident.name = "fire";
    w->records = (sayso_records){ .sentences = &w->sentence, .sentence_count = 1, .parties = w->parties,
                                  .incidents = &w->incident, .incident_count = 1, .claims = w->claims };
}

static size_t world_party(small_world *w, const char *name, sayso_party_kind kind, size_t part_of)
{
    size_t i = w->records.party_count++;
    w->parties[i] = (sayso_party){ .name = name, .kind = kind, .part_of = part_of };
    return i;
}

/* `outer` may be SAYSO_NONE. */
static sayso_claim *world_claim(small_world *w, size_t party, size_t holder, size_t outer)
{
    size_t i = w->records.claim_count++;
    w->links[i][0] = (sayso_link){ .party = holder, .name = "a voice" };
    w->links[i][1] = (sayso_link){ .party = outer, .name = "another", .outlet = true };
    w->claims[i] = (sayso_claim){ .role = SAYSO_CARRIED_OUT, .party = party, .chain = w->links[i],
                                  .chain_count = outer == SAYSO_NONE ? 1 : 2, .superseded_by = SAYSO_NONE,
                                  .trigger = { 10 + i, 20 + i } };
    return &w->claims[i];
}

TEST(parties_named_together_in_one_claim_are_no_rivals)
{
    small_world w;
    world(&w);
    size_t police = world_party(&w, "police", SAYSO_ORGANISATION, SAYSO_NONE);
    size_t militia = world_party(&w, "the militia", SAYSO_GROUP, SAYSO_NONE);
    size_t army = world_party(&w, "the army", SAYSO_ORGANISATION, SAYSO_NONE);
    world_claim(&w, militia, police, SAYSO_NONE);
    sayso_claim *second = world_claim(&w, army, police, SAYSO_NONE);
    assessed a = assess(&w.records, 0);
    assert_true(say_assess_rivals(a.records, &a.view.hypotheses[0], &a.view.hypotheses[1]));
    second->trigger = w.claims[0].trigger;
    assert_false(say_assess_rivals(a.records, &a.view.hypotheses[0], &a.view.hypotheses[1]));
    say_base_arena_close(a.arena);
}

/* ---- a world of many claims, by chance, and what is counted in it pair by pair ---- */

enum { CROWD = 60, CROWD_PARTIES = 7, CROWD_ROUNDS = 200 };

typedef struct { sayso_records records; sayso_party parties[CROWD_PARTIES]; sayso_claim claims[CROWD]; sayso_link links[CROWD]; } crowd;

static unsigned by_chance(unsigned *seed, unsigned most)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % most;
}

/* The first four parties are spoken of, the others speak; what is said of a party by one holder with one trigger stands together. */
static void crowd_by_chance(crowd *w, unsigned seed)
{
    static const char *const names[CROWD_PARTIES] = { "the militia", "the army", "rebels", "gunmen", "Lorne", "Katya Strake", "Courier" };
    static const sayso_passage sentence = { 0, 1000 };
    static sayso_incident incident = { .name = "fire" };
    size_t claims = 1 + by_chance(&seed, CROWD), triggers = 3 + by_chance(&seed, CROWD);
    *w = (crowd){ .records = { .sentences = &sentence, .sentence_count = 1, .parties = w->parties, .party_count = CROWD_PARTIES, .incidents = &incident,
                               .incident_count = 1, .claims = w->claims, .claim_count = claims } };
    for (size_t p = 0; p < CROWD_PARTIES; p++) w->parties[p] = (sayso_party){ .name = names[p], .kind = SAYSO_ORGANISATION, .part_of = SAYSO_NONE };
    for (size_t i = 0; i < claims; i++) {
        unsigned from = by_chance(&seed, (unsigned)triggers);
        w->links[i] = (sayso_link){ .party = 4 + by_chance(&seed, 3), .name = "a voice", .outlet = by_chance(&seed, 4) == 0 };
        w->claims[i] = (sayso_claim){ .role = by_chance(&seed, 2) ? SAYSO_CARRIED_OUT : SAYSO_ORDERED, .party = by_chance(&seed, 4), .chain = &w->links[i], .chain_count = by_chance(&seed, 8) > 0,
                                      .factuality = by_chance(&seed, 3) ? SAYSO_CT_PLUS : SAYSO_CT_MINUS, .superseded_by = SAYSO_NONE,
                                      .trigger = { from, from + by_chance(&seed, 3) } };
    }
}

static bool together(const sayso_claim *x, const sayso_claim *y)
{
    bool holder = x->chain_count == y->chain_count && (!x->chain_count || x->chain->party == y->chain->party);
    return holder && x->role == y->role && x->factuality == y->factuality && x->trigger.from < x->trigger.to && x->trigger.from == y->trigger.from
           && x->trigger.to == y->trigger.to;
}

static bool rival_by_pairs(const sayso_records *r, const say_hypothesis *a, const say_hypothesis *b)
{
    bool rival = a->party != b->party;
    for (size_t i = 0; i < a->claim_count; i++)
        for (size_t j = 0; j < b->claim_count; j++) rival = rival && !together(&r->claims[a->claims[i]], &r->claims[b->claims[j]]);
    return rival;
}

TEST(rivals_are_those_that_no_two_claims_put_together)
{
    size_t rivals = 0, none = 0;
    static crowd w;
    for (unsigned round = 0; round < CROWD_ROUNDS; round++) {
        crowd_by_chance(&w, round);
        assessed a = assess(&w.records, 0);
        for (size_t i = 0; i < a.view.hypothesis_count; i++)
            for (size_t j = 0; j < a.view.hypothesis_count; j++) {
                bool rival = rival_by_pairs(&w.records, &a.view.hypotheses[i], &a.view.hypotheses[j]);
                if (say_assess_rivals(&w.records, &a.view.hypotheses[i], &a.view.hypotheses[j]) != rival) fail_msg("round %u: %zu and %zu", round, i, j);
                rivals += rival;
                none += !rival && a.view.hypotheses[i].party != a.view.hypotheses[j].party;
            }
        say_base_arena_close(a.arena);
    }
    assert_true(rivals > 100 && none > 100);
}

/* A party is one voice, whether some take it for an outlet or not; the report's own voice is one more. */
TEST(there_are_as_many_origins_as_parties_that_speak)
{
    static crowd w;
    for (unsigned round = 0; round < CROWD_ROUNDS; round++) {
        bool speaks[CROWD_PARTIES + 1] = { false };
        size_t voices = 0;
        crowd_by_chance(&w, round);
        for (size_t i = 0; i < w.records.claim_count; i++) speaks[w.claims[i].chain_count ? w.links[i].party : CROWD_PARTIES] = true;
        for (size_t p = 0; p <= CROWD_PARTIES; p++) voices += speaks[p];
        assessed a = assess(&w.records, 0);
        assert_int_equal(a.view.origins.most, voices);
        assert_int_equal(a.view.origins.origin_count, voices);
        say_base_arena_close(a.arena);
    }
}

TEST(officials_of_two_states_are_never_the_same_people)
{
    small_world w;
    world(&w);
    size_t us = world_party(&w, "the US", SAYSO_STATE, SAYSO_NONE), russia = world_party(&w, "Russia", SAYSO_STATE, SAYSO_NONE);
    size_t theirs = world_party(&w, "Russian officials", SAYSO_UNNAMED, russia), ours = world_party(&w, "US officials", SAYSO_UNNAMED, us);
    size_t some = world_party(&w, "some officials", SAYSO_UNNAMED, SAYSO_NONE);
    size_t witnesses = world_party(&w, "witnesses", SAYSO_UNNAMED, SAYSO_NONE);
    size_t holders[] = { theirs, ours, some, witnesses };
    for (size_t i = 0; i < 4; i++) world_claim(&w, russia, holders[i], SAYSO_NONE);
    assessed a = assess(&w.records, 0);
    assert_int_equal(a.view.origins.fewest, 3);
    assert_int_equal(a.view.origins.most, 4);
    assert_true(a.view.origins.report);
    say_base_arena_close(a.arena);
}

TEST(the_same_voice_through_two_outlets_is_one_origin)
{
    small_world w;
    world(&w);
    size_t gang = world_party(&w, "the gang", SAYSO_GROUP, SAYSO_NONE), mayor = world_party(&w, "Ana Lopez", SAYSO_PERSON, SAYSO_NONE);
    size_t reuters = world_party(&w, "Reuters", SAYSO_ORGANISATION, SAYSO_NONE), bbc = world_party(&w, "the BBC", SAYSO_ORGANISATION, SAYSO_NONE);
    world_claim(&w, gang, mayor, reuters);
    world_claim(&w, gang, mayor, bbc);
    assessed a = assess(&w.records, 0);
    assert_int_equal(a.view.origins.fewest, 1);
    assert_int_equal(a.view.origins.most, 1);
    assert_int_equal(a.view.origins.outlet_count, 2);
    assert_false(a.view.origins.report);
    say_base_arena_close(a.arena);
}

TEST(parties_that_are_part_of_each_other_in_a_circle_are_heads)
{
    small_world w;
    world(&w);
    world_party(&w, "wing", SAYSO_GROUP, 1);
    world_party(&w, "movement", SAYSO_GROUP, 0);
    size_t cell = world_party(&w, "cell", SAYSO_GROUP, 0);
    size_t itself = world_party(&w, "itself", SAYSO_GROUP, 3);
    for (size_t p = 0; p <= itself; p++) world_claim(&w, p, cell, SAYSO_NONE);
    assessed a = assess(&w.records, 0);
    assert_int_equal(a.view.place_count, 4);
    assert_int_equal(a.view.hypothesis_count, 4);
    say_base_arena_close(a.arena);
}

/* ---- several reports: one sentence each, and one claim ---- */

static sayso_claim *world_source(small_world *w, const char *publisher, size_t copy_of, size_t party, size_t holder, size_t outer)
{
    static const char *const hashes[MOST] = { "a", "b", "c", "d", "e", "f", "g", "h" };
    size_t i = w->records.source_count++;
    w->sources[i] = (sayso_source){ .publisher = publisher, .hash = hashes[i], .sentence = i, .sentence_count = 1, .copy_of = copy_of };
    w->sentences[i] = (sayso_passage){ 100 * i, 100 * i + 99 };
    w->records.sources = w->sources;
    w->records.sentences = w->sentences;
    w->records.sentence_count = i + 1;
    sayso_claim *c = world_claim(w, party, holder, outer);
    c->sentence = i;
    if (holder == SAYSO_NONE) c->chain_count = 0;
    return c;
}

static void origins_are(const small_world *w, size_t fewest, size_t most, size_t outlets)
{
    assessed a = assess(&w->records, 0);
    const say_origins *o = &a.view.origins;
    assert_int_equal(o->fewest, fewest);
    assert_int_equal(o->most, most);
    assert_int_equal(o->outlet_count + o->report_count, outlets);
    say_base_arena_close(a.arena);
}

TEST(one_report_is_one_outlet_whether_it_is_listed_as_a_source_or_not)
{
    assessed a = assess(reference_records(), 0);
    assert_int_equal(a.view.origins.report_count, a.view.origins.report);
    say_base_arena_close(a.arena);
    small_world w;
    world(&w);
    size_t gang = world_party(&w, "the gang", SAYSO_GROUP, SAYSO_NONE), mayor = world_party(&w, "Ana Lopez", SAYSO_PERSON, SAYSO_NONE);
    world_claim(&w, gang, mayor, SAYSO_NONE);
    origins_are(&w, 1, 1, 1);
    world(&w);
    gang = world_party(&w, "the gang", SAYSO_GROUP, SAYSO_NONE), mayor = world_party(&w, "Ana Lopez", SAYSO_PERSON, SAYSO_NONE);
    world_source(&w, "", SAYSO_NONE, gang, mayor, SAYSO_NONE);
    origins_are(&w, 1, 1, 1);
}

TEST(a_named_voice_in_three_papers_is_one_origin_through_as_many_outlets_as_there_are_publishers)
{
    small_world w;
    world(&w);
    size_t gang = world_party(&w, "the gang", SAYSO_GROUP, SAYSO_NONE), mayor = world_party(&w, "Ana Lopez", SAYSO_PERSON, SAYSO_NONE);
    world_source(&w, "Open Sky", SAYSO_NONE, gang, mayor, SAYSO_NONE);
    world_source(&w, "Daily Hill", SAYSO_NONE, gang, mayor, SAYSO_NONE);
    world_source(&w, "open sky", SAYSO_NONE, gang, mayor, SAYSO_NONE);
    origins_are(&w, 1, 1, 2);
    world_source(&w, "", SAYSO_NONE, gang, mayor, SAYSO_NONE);
    world_source(&w, "", SAYSO_NONE, gang, mayor, SAYSO_NONE);
    origins_are(&w, 1, 1, 4);
}

TEST(an_outlet_named_in_a_chain_and_a_publisher_of_that_name_are_one)
{
    small_world w;
    world(&w);
    size_t gang = world_party(&w, "the gang", SAYSO_GROUP, SAYSO_NONE), mayor = world_party(&w, "Ana Lopez", SAYSO_PERSON, SAYSO_NONE);
    size_t bbc = world_party(&w, "the BBC", SAYSO_ORGANISATION, SAYSO_NONE);
    world_source(&w, "Open Sky", SAYSO_NONE, gang, mayor, bbc);
    origins_are(&w, 1, 1, 1);
    world_source(&w, "BBC", SAYSO_NONE, gang, mayor, SAYSO_NONE);
    origins_are(&w, 1, 1, 1);
}

TEST(papers_that_say_it_in_their_own_voice_may_have_it_from_the_same)
{
    small_world w;
    world(&w);
    size_t gang = world_party(&w, "the gang", SAYSO_GROUP, SAYSO_NONE);
    world_source(&w, "Open Sky", SAYSO_NONE, gang, SAYSO_NONE, SAYSO_NONE);
    world_source(&w, "Daily Hill", SAYSO_NONE, gang, SAYSO_NONE, SAYSO_NONE);
    world_source(&w, "Daily Hill", SAYSO_NONE, gang, SAYSO_NONE, SAYSO_NONE);
    origins_are(&w, 1, 2, 2);
}

TEST(a_copy_adds_an_outlet_and_no_origin_even_where_only_copies_are_left)
{
    small_world w;
    world(&w);
    size_t gang = world_party(&w, "the gang", SAYSO_GROUP, SAYSO_NONE), officials = world_party(&w, "officials", SAYSO_UNNAMED, SAYSO_NONE);
    size_t police = world_party(&w, "city police", SAYSO_ORGANISATION, SAYSO_NONE);
    world_source(&w, "Open Sky", SAYSO_NONE, gang, officials, SAYSO_NONE);
    world_source(&w, "Daily Hill", 0, gang, police, SAYSO_NONE);
    world_source(&w, "Lowland Post", 1, gang, SAYSO_NONE, SAYSO_NONE);
    origins_are(&w, 1, 1, 3);
    w.claims[0].standing = SAYSO_WITHDRAWN;
    origins_are(&w, 1, 1, 2);
}

TEST(a_report_that_was_read_twice_is_one_outlet_and_one_origin)
{
    small_world w;
    world(&w);
    size_t gang = world_party(&w, "the gang", SAYSO_GROUP, SAYSO_NONE);
    world_source(&w, "", SAYSO_NONE, gang, SAYSO_NONE, SAYSO_NONE);
    world_source(&w, "", SAYSO_NONE, gang, SAYSO_NONE, SAYSO_NONE);
    w.sources[1].hash = w.sources[0].hash;
    origins_are(&w, 1, 1, 1);
}

TEST(copies_in_a_circle_are_counted_and_end)
{
    small_world w;
    world(&w);
    size_t gang = world_party(&w, "the gang", SAYSO_GROUP, SAYSO_NONE), mayor = world_party(&w, "Ana Lopez", SAYSO_PERSON, SAYSO_NONE);
    world_source(&w, "Open Sky", 1, gang, mayor, SAYSO_NONE);
    world_source(&w, "Daily Hill", 0, gang, mayor, SAYSO_NONE);
    origins_are(&w, 1, 1, 2);
}

TEST(a_claim_that_stands_no_more_is_listed_and_counts_for_nothing)
{
    small_world w;
    world(&w);
    size_t gang = world_party(&w, "the gang", SAYSO_GROUP, SAYSO_NONE), army = world_party(&w, "the army", SAYSO_ORGANISATION, SAYSO_NONE);
    size_t mayor = world_party(&w, "Ana Lopez", SAYSO_PERSON, SAYSO_NONE), police = world_party(&w, "police", SAYSO_ORGANISATION, SAYSO_NONE);
    static const sayso_standing gone[] = { SAYSO_REJECTED, SAYSO_RETRACTED, SAYSO_WITHDRAWN };
    world_claim(&w, gang, mayor, SAYSO_NONE);
    sayso_claim *c = world_claim(&w, army, police, SAYSO_NONE);
    c->factuality = SAYSO_CT_MINUS;
    for (size_t i = 0; i < 3; i++) {
        c->standing = gone[i];
        assessed a = assess(&w.records, 0);
        assert_int_equal(a.view.claim_count, 1);
        assert_int_equal(a.view.hypothesis_count, 1);
        assert_int_equal(a.view.against_count, 0);
        assert_int_equal(a.view.origins.most, 1);
        assert_int_equal(a.view.dropped_count, 1);
        assert_int_equal(a.view.dropped[0], 1);
        say_base_arena_close(a.arena);
    }
}

/* ---- what reports credit ---- */

/* `words`: those of the credit stand in the sentence of the report's claim. */
static void credit(small_world *w, size_t source, sayso_credit_kind kind, const char *name, bool words)
{
    static sayso_credit credits[MOST][2];
    sayso_source *s = &w->sources[source];
    s->credits = credits[source];
    credits[source][s->credit_count++] = (sayso_credit){ kind, name, { 100 * source + (words ? 10 : 99), 100 * source + (words ? 20 : 109) } };
}

typedef struct { small_world w; size_t gang, officials, authorities, mayor, reuters; } press;

static void press_world(press *p)
{
    world(&p->w);
    p->gang = world_party(&p->w, "the gang", SAYSO_GROUP, SAYSO_NONE);
    p->officials = world_party(&p->w, "officials", SAYSO_UNNAMED, SAYSO_NONE);
    p->authorities = world_party(&p->w, "the authorities", SAYSO_UNNAMED, SAYSO_NONE);
    p->mayor = world_party(&p->w, "Ana Lopez", SAYSO_PERSON, SAYSO_NONE);
    p->reuters = world_party(&p->w, "Reuters", SAYSO_ORGANISATION, SAYSO_NONE);
}

static void print_in(press *p, const char *publisher, size_t holder, const char *agency)
{
    world_source(&p->w, publisher, SAYSO_NONE, p->gang, holder, SAYSO_NONE);
    if (agency) credit(&p->w, p->w.records.source_count - 1, SAYSO_CREDIT_AGENCY, agency, true);
}

TEST(papers_that_print_one_agency_are_as_many_outlets_and_one_origin)
{
    press p;
    press_world(&p);
    print_in(&p, "Open Sky", SAYSO_NONE, "Reuters");
    print_in(&p, "Daily Hill", SAYSO_NONE, "Reuters");
    origins_are(&p.w, 1, 1, 2);
    print_in(&p, "Lowland Post", SAYSO_NONE, "AFP");
    origins_are(&p.w, 1, 2, 3);
    print_in(&p, "Reuters", SAYSO_NONE, NULL);
    origins_are(&p.w, 1, 2, 4);
    assert_string_equal(say_assess_speaker(&p.w.records, &p.w.claims[0]), "Reuters");
    assert_null(say_assess_speaker(&p.w.records, &p.w.claims[3]));
}

TEST(an_agency_that_is_credited_and_one_that_reported_it_are_one_origin)
{
    press p;
    press_world(&p);
    print_in(&p, "Open Sky", SAYSO_NONE, "Reuters");
    sayso_claim *c = world_source(&p.w, "Daily Hill", SAYSO_NONE, p.gang, p.reuters, SAYSO_NONE);
    p.w.links[1][0].outlet = true;
    assert_int_equal(c->chain_count, 1);
    origins_are(&p.w, 1, 1, 2);
}

TEST(whom_a_dispatch_quotes_remains_the_origin)
{
    press p;
    press_world(&p);
    print_in(&p, "Open Sky", p.mayor, "Reuters");
    print_in(&p, "Daily Hill", p.mayor, NULL);
    origins_are(&p.w, 1, 1, 2);
    print_in(&p, "Lowland Post", p.officials, "Reuters");
    origins_are(&p.w, 2, 2, 3);
    assert_null(say_assess_speaker(&p.w.records, &p.w.claims[0]));
}

TEST(unnamed_voices_of_two_papers_with_one_agency_may_be_the_same_people_reworded)
{
    press p;
    press_world(&p);
    print_in(&p, "Open Sky", p.officials, "Reuters");
    print_in(&p, "Daily Hill", p.authorities, "Reuters");
    origins_are(&p.w, 1, 2, 2);
    p.w.sources[1].credit_count = 0;
    origins_are(&p.w, 2, 2, 2);
    credit(&p.w, 1, SAYSO_CREDIT_AGENCY, "AFP", true);
    origins_are(&p.w, 2, 2, 2);
}

TEST(two_unnamed_voices_of_one_paper_are_two_however_they_are_worded_elsewhere)
{
    for (int turn = 0; turn < 2; turn++) {
        press p;
        press_world(&p);
        size_t witnesses = world_party(&p.w, "witnesses", SAYSO_UNNAMED, SAYSO_NONE);
        if (turn) print_in(&p, "Daily Hill", p.authorities, "Reuters");
        print_in(&p, "Open Sky", p.officials, "Reuters");
        print_in(&p, "Open Sky", witnesses, "Reuters");
        size_t last = p.w.records.source_count - 1;
        p.w.sources[last].hash = p.w.sources[last - 1].hash;
        if (!turn) print_in(&p, "Daily Hill", p.authorities, "Reuters");
        origins_are(&p.w, 2, 3, 2);
    }
}

TEST(an_agency_may_be_credited_by_a_copy_alone)
{
    press p;
    press_world(&p);
    print_in(&p, "Open Sky", SAYSO_NONE, NULL);
    world_source(&p.w, "Daily Hill", 0, p.gang, SAYSO_NONE, SAYSO_NONE);
    credit(&p.w, 1, SAYSO_CREDIT_AGENCY, "Reuters", true);
    print_in(&p, "Lowland Post", SAYSO_NONE, "Reuters");
    origins_are(&p.w, 1, 1, 3);
}

TEST(who_first_reported_it_brought_in_what_that_sentence_says_and_perhaps_the_rest)
{
    press p;
    press_world(&p);
    print_in(&p, "Open Sky", SAYSO_NONE, NULL);
    print_in(&p, "Daily Hill", SAYSO_NONE, NULL);
    world_source(&p.w, "Lowland Post", SAYSO_NONE, p.gang, p.reuters, SAYSO_NONE);
    p.w.links[2][0].outlet = true;
    origins_are(&p.w, 2, 3, 3);
    credit(&p.w, 0, SAYSO_CREDIT_FIRST_REPORTED, "Reuters", true);
    origins_are(&p.w, 2, 2, 3);
    credit(&p.w, 1, SAYSO_CREDIT_FIRST_REPORTED, "Reuters", false);
    origins_are(&p.w, 1, 2, 3);
}

TEST(who_contributed_may_be_the_voice_and_a_byline_says_nothing)
{
    press p;
    press_world(&p);
    print_in(&p, "Open Sky", SAYSO_NONE, NULL);
    world_source(&p.w, "Lowland Post", SAYSO_NONE, p.gang, p.reuters, SAYSO_NONE);
    p.w.links[1][0].outlet = true;
    credit(&p.w, 0, SAYSO_CREDIT_BYLINE, "Reuters", true);
    origins_are(&p.w, 2, 2, 2);
    credit(&p.w, 0, SAYSO_CREDIT_CONTRIBUTED, "Reuters", true);
    origins_are(&p.w, 1, 2, 2);
}

static bool attempt(void *unused)
{
    (void)unused;
    say_arena *arena = say_base_arena(NULL);
    say_view view;
    bool fine = arena && say_assess_incident(reference_records(), 0, arena, &view, NULL) == SAYSO_OK;
    say_base_arena_close(arena);
    return fine;
}

TEST(every_allocation_of_an_assessment_may_fail)
{
    assert_non_null(reference_records());
    assert_true(fault_every(FAULT_ALLOCATION, attempt, NULL) > 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(parts_of_ukraine_stand_under_one_head_and_stay_apart),
        PROVE(every_claim_answers_exactly_one_hypothesis),
        PROVE(the_staging_kremlin_rivals_each_answer_within_ukraine),
        PROVE(knowing_of_it_and_unknown_rival_nobody),
        PROVE(the_go_ahead_rivals_the_supporters_and_what_is_left_open_rivals_nobody),
        PROVE(open_questions_doubts_missing_evidence_and_changes_are_listed),
        PROVE(officials_with_an_intercept_are_one_origin_through_one_outlet),
        PROVE(some_officials_may_be_the_american_officials),
        PROVE(who_orders_has_authorised_and_knows_and_who_does_it_says_nothing_of_others),
        PROVE(an_incident_that_is_not_there_is_a_bad_call),
        PROVE(parties_named_together_in_one_claim_are_no_rivals),
        PROVE(rivals_are_those_that_no_two_claims_put_together),
        PROVE(there_are_as_many_origins_as_parties_that_speak),
        PROVE(officials_of_two_states_are_never_the_same_people),
        PROVE(the_same_voice_through_two_outlets_is_one_origin),
        PROVE(parties_that_are_part_of_each_other_in_a_circle_are_heads),
        PROVE(one_report_is_one_outlet_whether_it_is_listed_as_a_source_or_not),
        PROVE(a_named_voice_in_three_papers_is_one_origin_through_as_many_outlets_as_there_are_publishers),
        PROVE(an_outlet_named_in_a_chain_and_a_publisher_of_that_name_are_one),
        PROVE(papers_that_say_it_in_their_own_voice_may_have_it_from_the_same),
        PROVE(a_copy_adds_an_outlet_and_no_origin_even_where_only_copies_are_left),
        PROVE(a_report_that_was_read_twice_is_one_outlet_and_one_origin),
        PROVE(copies_in_a_circle_are_counted_and_end),
        PROVE(a_claim_that_stands_no_more_is_listed_and_counts_for_nothing),
        PROVE(papers_that_print_one_agency_are_as_many_outlets_and_one_origin),
        PROVE(an_agency_that_is_credited_and_one_that_reported_it_are_one_origin),
        PROVE(whom_a_dispatch_quotes_remains_the_origin),
        PROVE(unnamed_voices_of_two_papers_with_one_agency_may_be_the_same_people_reworded),
        PROVE(two_unnamed_voices_of_one_paper_are_two_however_they_are_worded_elsewhere),
        PROVE(an_agency_may_be_credited_by_a_copy_alone),
        PROVE(who_first_reported_it_brought_in_what_that_sentence_says_and_perhaps_the_rest),
        PROVE(who_contributed_may_be_the_voice_and_a_byline_says_nothing),
        PROVE(every_allocation_of_an_assessment_may_fail),
    };
    return cmocka_run_group_tests_name("assess", tests, NULL, NULL);
}
