/* Lists and sheets: whatever analysts decide, every list has what the sheets have, and a ledger that hears it all at once the same. */
#include "ledger/asked.h"

#include <sqlite3.h>

TEST(after_every_act_the_lists_have_what_the_sheets_have)
{
    sayso_ledger *l = all_reports(0);
    char lorne[24], officials[24], brigade[24], rebels[24], tolland[24], mill[24];
    listed t = { "", "", 0 };
    snprintf(lorne, sizeof lorne, "%s", claims_of(l, (sayso_query){ .holder = "lorne" }).id);
    snprintf(officials, sizeof officials, "%s", claims_of(l, (sayso_query){ .holder = "officials" }).id);
    snprintf(tolland, sizeof tolland, "%s", incidents_of(l, (sayso_query){ .incident = "tolland" }).id);
    snprintf(mill, sizeof mill, "%s", incidents_of(l, (sayso_query){ .holder = "police" }).id);
    fine(sayso_ledger_parties(l, &(sayso_query){ .party = "brigade" }, list_party, &t, &why));
    snprintf(brigade, sizeof brigade, "%s", t.id);
    fine(sayso_ledger_parties(l, &(sayso_query){ .party = "rebels" }, list_party, &t, &why));
    snprintf(rebels, sizeof rebels, "%s", t.id);
    const sayso_correction acts[] = {
        { .act = SAYSO_REJECT, .target = lorne }, { .act = SAYSO_RETRACT, .target = officials },
        { .act = SAYSO_SET, .target = lorne, .field = "role", .value = "ordered" }, { .act = SAYSO_SET, .target = lorne, .field = "role", .value = "aware" },
        { .act = SAYSO_SET, .target = lorne, .field = "role", .value = "staged" }, { .act = SAYSO_SET, .target = lorne, .field = "held", .value = "2026-05-01" },
        { .act = SAYSO_SET, .target = lorne, .field = "party", .value = "Ada Marrow" }, { .act = SAYSO_SET, .target = lorne, .field = "party", .value = brigade },
        { .act = SAYSO_SET, .target = lorne, .field = "holder", .value = "Ada Marrow" }, { .act = SAYSO_SET, .target = lorne, .field = "confidence", .value = "none" },
        { .act = SAYSO_MERGE_PARTIES, .target = rebels, .other = brigade }, { .act = SAYSO_SPLIT_PARTY, .target = brigade, .other = officials },
        { .act = SAYSO_MERGE_INCIDENTS, .target = tolland, .other = mill }, { .act = SAYSO_SPLIT_INCIDENT, .target = tolland, .other = officials },
    };
    enum { ACTS = sizeof acts / sizeof *acts };
    char ids[ACTS][16], before[4000];
    for (size_t turn = 0; turn < 2; turn++) {            /* each alone, then one on top of the other */
        for (size_t i = 0; i < ACTS; i++) {
            snprintf(before, sizeof before, "%s", claims_of(l, (sayso_query){ .claim = NULL }).lines);
            corrected(l, acts[i], ids[i]);
            assert_lists_agree(l, tolland);
            assert_lists_agree(l, mill);
            assert_whole(l);
            if (turn) continue;
            corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = ids[i] }, ids[i]);
            assert_string_equal(claims_of(l, (sayso_query){ .claim = NULL }).lines, before);
            assert_lists_agree(l, tolland);
        }
    }
    sayso_ledger_close(l);
}

static int keep_party(void *to, const sayso_party_row *r)
{
    snprintf(to, 24, "%s", r->id);
    return 1;
}

/* The id of the only party, or one of them. */
static const char *party_id(sayso_ledger *l, const char *fragment, char id[24])
{
    id[0] = '\0';
    fine(sayso_ledger_parties(l, &(sayso_query){ .party = fragment }, keep_party, id, &why));
    if (!*id) fail_msg("no party is called %s", fragment);
    return id;
}

/* The same from the same entries, all of them settled at once. */
static void assert_as_if_new(sayso_ledger *l, size_t at, size_t spare)
{
    static const sayso_export forms[] = { SAYSO_CANONICAL, SAYSO_JSONL, SAYSO_CSV, SAYSO_CLUSTERS };
    size_t added;
    listed kept = { "", "", 0 }, made = { "", "", 0 };
    sayso_ledger *fresh = open_at(spare, true);
    fine(sayso_ledger_merge(fresh, path_numbered(at, false), &added, &why));
    fine(sayso_ledger_settle(fresh, &why));
    for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
        char *first = strdup(exported(l, forms[f], NULL));
        assert_string_equal(first, exported(fresh, forms[f], NULL));
        free(first);
    }
    assert_string_equal(incidents_of(l, (sayso_query){ .incident = NULL }).lines, incidents_of(fresh, (sayso_query){ .incident = NULL }).lines);
    fine(sayso_ledger_parties(l, NULL, list_party, &kept, &why));
    fine(sayso_ledger_parties(fresh, NULL, list_party, &made, &why));
    assert_string_equal(kept.lines, made.lines);
    sayso_ledger_close(fresh);
}

static const char *const sheet_names[] = { "tolland", "fire", "mined" };

static void assert_all_agree(sayso_ledger *l, size_t at, size_t spare)
{
    for (size_t i = 0; i < 3; i++) assert_lists_agree(l, sheet_names[i]);
    assert_whole(l);
    assert_as_if_new(l, at, spare);
}

TEST(who_was_merged_before_comes_along_in_every_list_and_leaves_when_that_is_undone)
{
    sayso_ledger *l = and_the_wreck(0);
    char brigade[24], rebels[24], strake[24], first[16], second[16], undo[16];
    party_id(l, "brigade", brigade);
    party_id(l, "rebels", rebels);
    party_id(l, "strake", strake);
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_PARTIES, .target = brigade, .other = rebels }, first);
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_PARTIES, .target = strake, .other = rebels }, second);
    const char *const names[] = { "brigade", "rebels", "strake" };
    for (size_t i = 0; i < 3; i++) {
        listed t = { "", "", 0 };
        fine(sayso_ledger_parties(l, &(sayso_query){ .party = names[i] }, list_party, &t, &why));
        assert_string_equal(t.lines, "Katya Strake 4\n");
        assert_int_equal(claims_of(l, (sayso_query){ .party = names[i] }).count, 4);
        assert_int_equal(claims_of(l, (sayso_query){ .party = t.id }).count, 4);
    }
    assert_int_equal(claims_of(l, (sayso_query){ .party = brigade }).count, 4);
    assert_non_null(strstr(exported(l, SAYSO_CSV, &(sayso_query){ .outlet = "courier" }), "Katya Strake"));
    assert_all_agree(l, 0, 1);
    corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = first }, undo);
    assert_int_equal(claims_of(l, (sayso_query){ .party = brigade }).count, 2);
    assert_int_equal(claims_of(l, (sayso_query){ .party = rebels }).count, 2);
    assert_all_agree(l, 0, 1);
    corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = undo }, undo);
    corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = second }, second);
    assert_int_equal(claims_of(l, (sayso_query){ .party = brigade }).count, 3);
    assert_int_equal(claims_of(l, (sayso_query){ .party = strake }).count, 1);
    assert_all_agree(l, 0, 1);
    sayso_ledger_close(l);
}

TEST(an_incident_is_counted_again_when_its_parties_are_joined_by_way_of_others)
{
    sayso_ledger *l = and_the_wreck(0);
    char brigade[24], rebels[24], strake[24], front[24], id[16];
    party_id(l, "brigade", brigade);
    party_id(l, "rebels", rebels);
    party_id(l, "strake", strake);
    party_id(l, "hill front", front);
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_PARTIES, .target = strake, .other = rebels }, id);
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_PARTIES, .target = front, .other = brigade }, id);
    assert_non_null(strstr(incidents_of(l, (sayso_query){ .incident = "tolland" }).lines, "answers 2"));
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_PARTIES, .target = front, .other = strake }, id);
    assert_non_null(strstr(incidents_of(l, (sayso_query){ .incident = "tolland" }).lines, "answers 0"));
    assert_all_agree(l, 0, 1);
    corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = id }, id);
    assert_non_null(strstr(incidents_of(l, (sayso_query){ .incident = "tolland" }).lines, "answers 2"));
    assert_all_agree(l, 0, 1);
    sayso_ledger_close(l);
}

TEST(incidents_merged_one_after_the_other_are_one_until_a_merge_is_undone)
{
    sayso_ledger *l = and_the_wreck(0);
    char tolland[24], mill[24], ferry[24], first[16], second[16], id[16];
    snprintf(tolland, sizeof tolland, "%s", incidents_of(l, (sayso_query){ .incident = "tolland" }).id);
    snprintf(mill, sizeof mill, "%s", incidents_of(l, (sayso_query){ .holder = "police" }).id);
    snprintf(ferry, sizeof ferry, "%s", incidents_of(l, (sayso_query){ .holder = "divers" }).id);
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_INCIDENTS, .target = tolland, .other = mill }, first);
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_INCIDENTS, .target = ferry, .other = mill }, second);
    assert_int_equal(incidents_of(l, (sayso_query){ .incident = NULL }).count, 1);
    assert_int_equal(claims_of(l, (sayso_query){ .incident = tolland }).count, 5);
    assert_lists_agree(l, ferry);
    assert_as_if_new(l, 0, 1);
    corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = first }, id);
    assert_int_equal(incidents_of(l, (sayso_query){ .incident = NULL }).count, 2);
    assert_int_equal(claims_of(l, (sayso_query){ .incident = tolland }).count, 3);
    assert_int_equal(claims_of(l, (sayso_query){ .incident = ferry }).count, 2);
    assert_lists_agree(l, mill);
    assert_lists_agree(l, tolland);
    assert_as_if_new(l, 0, 1);
    sayso_ledger_close(l);
}

typedef struct { const char *name, *kind; bool found; } party_wanted;

static int has_kind(void *to, const sayso_party_row *r)
{
    party_wanted *w = to;
    if (strcmp(w->name, r->name)) return 0;
    w->found = true;
    assert_string_equal(r->kind, w->kind);
    return 0;
}

TEST(a_party_is_of_the_kind_of_what_it_was_merged_with)
{
    sayso_ledger *l = all_reports(0);
    char brigade[24], strake[24], id[16];
    party_wanted own = { "Katya Strake", "person", false }, merged = { "the Third Brigade", "unit", false };
    fine(sayso_ledger_parties(l, &(sayso_query){ .incident = "fire" }, has_kind, &own, &why));
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_PARTIES, .target = party_id(l, "brigade", brigade), .other = party_id(l, "strake", strake) }, id);
    fine(sayso_ledger_parties(l, &(sayso_query){ .incident = "fire" }, has_kind, &merged, &why));
    assert_true(own.found && merged.found);
    sayso_gathered *g = sayso_ledger_gather(l, "fire", NULL, &why);
    assert_non_null(g);
    const sayso_records *r = sayso_gathered_records(g, NULL);
    assert_string_equal(r->parties[r->claims[0].party].name, "the Third Brigade");
    assert_int_equal(r->parties[r->claims[0].party].kind, SAYSO_UNIT);
    sayso_gathered_close(g);
    sayso_ledger_close(l);
}

TEST(a_holder_is_any_voice_of_the_chain_and_an_outlet_goes_by_all_its_names)
{
    sayso_ledger *l = and_the_wreck(0);
    char post[24], herald[24], id[16];
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "divers" }).count, 1);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "lowland" }).count, 1);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "lowland", .party = "hill front" }).count, 1);
    assert_int_equal(incidents_of(l, (sayso_query){ .holder = "lowland" }).count, 1);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "seaman" }).count, 0);         /* publishes it */
    listed divers = claims_of(l, (sayso_query){ .holder = "divers" });
    corrected(l, (sayso_correction){ .act = SAYSO_SET, .target = divers.id, .field = "party", .value = "Lowland Post" }, id);
    party_id(l, "lowland", post);
    corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = id }, id);
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_PARTIES, .target = post, .other = party_id(l, "rebels", herald) }, id);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "rebels" }).count, 1);
    assert_all_agree(l, 0, 1);
    const sayso_correction split = { SAYSO_SPLIT_PARTY, post, divers.id, NULL, NULL, "A. Lee", "another" };
    assert_int_equal(sayso_ledger_correct(l, &split, id, &why), SAYSO_REFUSED);           /* only who holds it himself leaves */
    sayso_ledger_close(l);
}

TEST(who_was_set_as_holder_of_what_the_report_itself_said_is_its_only_voice)
{
    sayso_ledger *l = all_reports(0);
    char id[16];
    bool added;
    sayso_records r = *hand_read("Barn at Brindle burned\n\nBRINDLE, July 5, 2026 (Ember) - Lorne burned the barn at Brindle on Sunday.",
                                 "carried_out CT+ burned@2; party Lorne; incident burned@2 = 0");
    r.doc = "barn";
    fine(sayso_ledger_add(l, &r, "sayso tiny 1", &added, &why));
    fine(sayso_ledger_settle(l, &why));
    corrected(l, (sayso_correction){ .act = SAYSO_SET, .target = r.claims[0].id, .field = "holder", .value = "Ada Marrow" }, id);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "marrow" }).count, 1);
    assert_lists_agree(l, incidents_of(l, (sayso_query){ .claim = r.claims[0].id }).id);
    assert_whole(l);
    assert_as_if_new(l, 0, 1);
    corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = id }, id);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "marrow" }).count, 0);
    assert_whole(l);
    sayso_ledger_close(l);
}

TEST(a_holder_that_was_set_stands_in_the_chain)
{
    sayso_ledger *l = and_the_wreck(0);
    char id[16];
    listed divers = claims_of(l, (sayso_query){ .holder = "divers" });
    corrected(l, (sayso_correction){ .act = SAYSO_SET, .target = divers.id, .field = "holder", .value = "Ada Marrow" }, id);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "divers" }).count, 0);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "marrow" }).count, 1);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "lowland" }).count, 1);
    assert_int_equal(claims_of(l, (sayso_query){ .outlet = "lowland" }).count, 1);
    assert_non_null(strstr(exported(l, SAYSO_JSONL, &(sayso_query){ .holder = "marrow" }), "\"holder\":\"Ada Marrow\""));
    assert_all_agree(l, 0, 1);
    corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = id }, id);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "divers" }).count, 1);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "marrow" }).count, 0);
    assert_all_agree(l, 0, 1);
    sayso_ledger_close(l);
}

/* ---- versions ---- */

TEST(what_a_newer_version_has_dropped_is_withdrawn_by_its_publisher)
{
    static const char *const texts[] = {
        "Fire at the mill\n\nMARROW, June 9, 2026 (Ember) - A fire destroyed the mill at Marrow. Police said Katya Strake started the fire. Neighbours said Lorne started the fire.",
        "Fire at the mill\n\nMARROW, June 10, 2026 (Ember) - A fire destroyed the mill at Marrow. Police said Katya Strake started the fire. Correction: an earlier version named another person." };
    static const char *const marks[] = {
        "carried_out CT+ started; party Katya Strake; holder Police; cue said; incident fire = 0\n"
        "carried_out CT+ started@2; party Lorne; holder Neighbours; cue said@2; incident fire = 0",
        "carried_out CT+ started; party Katya Strake; holder Police; cue said; incident fire = 0" };
    static const sayso_source source = { .url = "https://ember.example/mill" };
    for (size_t order = 0; order < 2; order++) {
        sayso_ledger *l = open_at(order, true);
        for (size_t i = 0; i < 2; i++) {
            size_t which = order ? 1 - i : i;
            bool added;
            sayso_records r = *hand_read(texts[which], marks[which]);
            r.doc = which ? "new" : "old";
            r.sources = &source;
            r.source_count = 1;
            fine(sayso_ledger_add(l, &r, "sayso tiny 1", &added, &why));
            fine(sayso_ledger_settle(l, &why));
        }
        assert_non_null(strstr(exported(l, SAYSO_JSONL, &(sayso_query){ .holder = "neighbours" }), "\"standing\":\"withdrawn\""));
        assert_non_null(strstr(exported(l, SAYSO_JSONL, &(sayso_query){ .holder = "police" }), "\"standing\":\"stands\""));
        assert_int_equal(claims_of(l, (sayso_query){ .holder = "police", .standing = "repeated" }).count, 1);
        assert_lists_agree(l, "fire");
        sayso_ledger_close(l);
    }
}

/* Two versions of a report, of which the newer says the one claim in other words and drops the other, by two makers. */
static const char *const old_text =
    "Fire at the mill\n\nMARROW, June 9, 2026 (Ember) - A fire destroyed the mill at Marrow. Police said Katya Strake started the fire. Neighbours said Lorne started the fire.";
static const char *const new_text =
    "Fire at the mill\n\nMARROW, June 10, 2026 (Ember) - A fire destroyed the mill at Marrow. It was Katya Strake who started the fire, Police said. Correction: an earlier version named another person.";

static void add_version(sayso_ledger *l, bool newer, const char *maker)
{
    static const sayso_source source = { .url = "https://ember.example/mill" };
    bool added;
    sayso_records r = *hand_read(newer ? new_text : old_text, newer ? "carried_out CT+ started; party Katya Strake; holder Police; cue said; incident fire = 0"
                                                                    : "carried_out CT+ started; party Katya Strake; holder Police; cue said; incident fire = 0\n"
                                                                      "carried_out CT+ started@2; party Lorne; holder Neighbours; cue said@2; incident fire = 0");
    r.doc = newer ? "new" : "old";
    r.sources = &source;
    r.source_count = 1;
    fine(sayso_ledger_add(l, &r, maker, &added, &why));
    fine(sayso_ledger_settle(l, &why));
}

TEST(a_correction_of_an_older_versions_claim_holds_for_the_newer_in_every_list)
{
    static const sayso_correction acts[] = {
        { .act = SAYSO_REJECT }, { .act = SAYSO_RETRACT }, { .act = SAYSO_SET, .field = "role", .value = "ordered" }, { .act = SAYSO_SET, .field = "factuality", .value = "PS+" },
        { .act = SAYSO_SET, .field = "party", .value = "Ada Marrow" }, { .act = SAYSO_SET, .field = "holder", .value = "Ada Marrow" },
        { .act = SAYSO_SET, .field = "held", .value = "2026-06-01" }, { .act = SAYSO_SPLIT_PARTY },
    };
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        for (size_t before = 0; before < 2; before++) {              /* decided before the newer version came, or after */
            sayso_ledger *l = open_at(0, true);
            char strake[24], fire[24], id[16];
            add_version(l, false, "sayso tiny 1");
            snprintf(fire, sizeof fire, "%s", incidents_of(l, (sayso_query){ .claim = NULL }).id);
            listed old = claims_of(l, (sayso_query){ .holder = "police" });
            sayso_correction c = acts[i];
            c.target = old.id;
            if (c.act == SAYSO_SPLIT_PARTY) c.target = party_id(l, "strake", strake), c.other = old.id;
            if (before) corrected(l, c, id);
            add_version(l, true, "sayso tiny 1");
            if (!before) corrected(l, c, id);
            assert_int_equal(claims_of(l, (sayso_query){ .standing = "repeated" }).count, 1);
            assert_lists_agree(l, fire);
            assert_whole(l);
            assert_as_if_new(l, 0, 1);
            corrected(l, (sayso_correction){ .act = SAYSO_UNDO, .target = id }, id);
            assert_lists_agree(l, fire);
            assert_int_equal(claims_of(l, (sayso_query){ .standing = "stands", .holder = "police", .role = "carried_out", .factuality = "CT+", .party = "strake" }).count, 1);
            assert_whole(l);
            assert_as_if_new(l, 0, 1);
            sayso_ledger_close(l);
        }
    }
}

TEST(of_an_older_versions_correction_and_one_of_the_newer_the_later_holds)
{
    sayso_ledger *l = open_at(0, true);
    char id[16], old[24], new[24];
    add_version(l, false, "sayso tiny 1");
    snprintf(old, sizeof old, "%s", claims_of(l, (sayso_query){ .holder = "police" }).id);
    add_version(l, true, "sayso tiny 1");
    snprintf(new, sizeof new, "%s", claims_of(l, (sayso_query){ .holder = "police", .standing = "stands" }).id);
    assert_string_not_equal(old, new);
    corrected(l, (sayso_correction){ .act = SAYSO_SET, .target = old, .field = "role", .value = "ordered" }, id);
    assert_non_null(strstr(claims_of(l, (sayso_query){ .claim = new }).lines, "ordered Katya Strake"));
    corrected(l, (sayso_correction){ .act = SAYSO_SET, .target = new, .field = "party", .value = "Ada Marrow" }, id);
    assert_non_null(strstr(claims_of(l, (sayso_query){ .claim = new }).lines, "ordered Ada Marrow"));
    assert_int_equal(claims_of(l, (sayso_query){ .claim = old, .standing = "repeated" }).count, 1);
    assert_lists_agree(l, "fire");
    assert_whole(l);
    assert_as_if_new(l, 0, 1);
    sayso_ledger_close(l);
}

/* What our greater reader hides is listed as the sheet of its maker alone has it. */
TEST(claims_of_a_reader_that_is_hidden_fall_as_on_its_own_sheet)
{
    sayso_ledger *l = open_at(0, true);
    for (size_t newer = 0; newer < 2; newer++) {
        add_version(l, newer, "sayso alpha 1");
        add_version(l, newer, "sayso beta 1");
    }
    const char *const makers[] = { "alpha", "beta" };
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(claims_of(l, (sayso_query){ .maker = makers[i] }).count, 3);
        assert_int_equal(claims_of(l, (sayso_query){ .maker = makers[i], .standing = "withdrawn" }).count, 1);
        assert_int_equal(claims_of(l, (sayso_query){ .maker = makers[i], .standing = "repeated" }).count, 1);
    }
    assert_as_if_new(l, 0, 1);
    sayso_ledger_close(l);
}

/* ---- whatever analysts decide ---- */

typedef struct { char ids[40][24]; size_t count; } id_list;

static void note_id(id_list *all, const char *id)
{
    for (size_t i = 0; i < all->count; i++)
        if (!strcmp(all->ids[i], id)) return;
    if (*id && all->count < 40) snprintf(all->ids[all->count++], sizeof all->ids[0], "%s", id);
}

static int note_claim_ids(void *to, const sayso_claim_row *r) { note_id(to, r->id); return 0; }
static int note_party_ids(void *to, const sayso_party_row *r) { note_id(to, r->id); return 0; }
static int note_incident_ids(void *to, const sayso_incident_row *r) { note_id(to, r->id); return 0; }

static uint64_t drawn(uint64_t *state, uint64_t below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (*state >> 33) % below;
}

typedef struct { id_list claims, parties, incidents, corrections; } known_ids;

static void note_all(sayso_ledger *l, known_ids *known)
{
    const sayso_query fallen = { .standing = "rejected" };
    fine(sayso_ledger_claims(l, NULL, note_claim_ids, &known->claims, &why));
    fine(sayso_ledger_parties(l, NULL, note_party_ids, &known->parties, &why));
    fine(sayso_ledger_parties(l, &fallen, note_party_ids, &known->parties, &why));
    fine(sayso_ledger_incidents(l, NULL, note_incident_ids, &known->incidents, &why));
}

static const char *any_of(const id_list *all, uint64_t *state) { return all->count ? all->ids[drawn(state, all->count)] : ""; }

/* Something that may be refused, as a split of what is not together. */
static void decide_anything(sayso_ledger *l, known_ids *known, uint64_t *state)
{
    static const char *const fields[][2] = { { "role", "ordered" }, { "role", "carried_out" }, { "factuality", "CT-" }, { "party", "Ada Calder" }, { "party", "rebels" },
                                             { "holder", "Bo Harrow" }, { "holder", "Police" }, { "held", "2026-05-01" } };
    sayso_act act = (sayso_act)drawn(state, SAYSO_ACTS);
    bool parties = act == SAYSO_MERGE_PARTIES || act == SAYSO_SPLIT_PARTY, incidents = act == SAYSO_MERGE_INCIDENTS || act == SAYSO_SPLIT_INCIDENT;
    bool splits = act == SAYSO_SPLIT_PARTY || act == SAYSO_SPLIT_INCIDENT;
    const id_list *of = parties ? &known->parties : incidents ? &known->incidents : act == SAYSO_UNDO ? &known->corrections : &known->claims;
    const char *const *field = fields[drawn(state, sizeof fields / sizeof *fields)];
    const sayso_correction c = { act, any_of(of, state), parties || incidents ? any_of(splits ? &known->claims : of, state) : NULL, act == SAYSO_SET ? field[0] : NULL,
                                 act == SAYSO_SET ? field[1] : NULL, "A. Lee", "drawn" };
    char id[16];
    if (!*c.target || sayso_ledger_correct(l, &c, id, &why)) return;
    note_id(&known->corrections, id);
}

TEST(whatever_is_decided_lists_agree_with_sheets_and_with_a_ledger_that_hears_it_all_at_once)
{
    for (uint64_t seed = 1; seed <= 12; seed++) {
        known_ids known = { .claims.count = 0 };
        uint64_t dice = seed;
        sayso_ledger *l = and_the_wreck(0);
        for (size_t step = 0; step < 18; step++) {
            if (step == 4 || step == 8) add_version(l, step == 8, "sayso tiny 1");
            if (step == 10 || step == 12) add_version(l, step == 10, "hand team");
            note_all(l, &known);
            decide_anything(l, &known, &dice);
            for (size_t i = 0; i < known.incidents.count; i++) {
                sayso_gathered *g = sayso_ledger_gather(l, known.incidents.ids[i], NULL, &why);
                if (!g) fail_msg("%s: %s", why.where, why.message);
                sayso_gathered_close(g);
                assert_lists_agree(l, known.incidents.ids[i]);
            }
        }
        assert_whole(l);
        assert_as_if_new(l, 0, 1);
        sayso_ledger_close(l);
    }
}

/* ---- a ledger of the version before ---- */

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db;
    char *message = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &message)) fail_msg("%s", message);
    sqlite3_close(db);
}

/* As version 1 had it: a set holder not among the voices, a merge that left the first apart, an older version's correction not handed on. */
TEST(a_ledger_of_version_1_is_brought_up_to_date_and_its_lists_with_it)
{
    sayso_ledger *l = and_the_wreck(0);
    char brigade[24], rebels[24], strake[24], id[16];
    add_version(l, false, "sayso tiny 1");
    add_version(l, true, "sayso tiny 1");
    listed divers = claims_of(l, (sayso_query){ .holder = "divers" }), old = claims_of(l, (sayso_query){ .holder = "police", .standing = "repeated" });
    corrected(l, (sayso_correction){ .act = SAYSO_SET, .target = divers.id, .field = "holder", .value = "Ada Marrow" }, id);
    corrected(l, (sayso_correction){ .act = SAYSO_REJECT, .target = old.id }, id);
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_PARTIES, .target = party_id(l, "brigade", brigade), .other = party_id(l, "rebels", rebels) }, id);
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_PARTIES, .target = party_id(l, "strake", strake), .other = rebels }, id);
    char *wanted = strdup(exported(l, SAYSO_JSONL, NULL));
    sayso_ledger_close(l);
    run_sql(path_numbered(0, false),
            "UPDATE voice SET holder=(SELECT id FROM label WHERE name='Divers') WHERE holder=(SELECT id FROM label WHERE name='Ada Marrow');"
            "UPDATE claim SET standing='stands' WHERE id IN (SELECT claim FROM former); UPDATE called SET party=own WHERE own=(SELECT target FROM correction"
            " WHERE act='merge_parties' ORDER BY depth LIMIT 1); DROP TABLE former; DROP INDEX voice_holder; DROP INDEX called_merged;"
            "CREATE INDEX voice_outlet ON voice(holder, claim) WHERE outlet=1; PRAGMA user_version=1;");
    assert_null(sayso_ledger_open(path_numbered(0, false), SAYSO_READ_ONLY, "data", NULL, &why));
    assert_non_null(strstr(why.message, "open it once for writing"));
    l = open_at(0, false);
    fine(sayso_ledger_settle(l, &why));
    assert_string_equal(exported(l, SAYSO_JSONL, NULL), wanted);
    assert_int_equal(claims_of(l, (sayso_query){ .holder = "marrow" }).count, 1);
    assert_all_agree(l, 0, 1);
    free(wanted);
    sayso_ledger_close(l);
}

/* ---- what fails ---- */

TEST(failing_allocations_while_corrections_are_settled_are_told)
{
    sayso_ledger *l = open_at(1, true), *fresh = open_at(0, true);
    char strake[24], marrow[24], id[16];
    size_t added;
    for (size_t newer = 0; newer < 2; newer++) add_version(l, newer, "sayso alpha 1");
    add_version(l, false, "sayso beta 1");
    listed old = claims_of(l, (sayso_query){ .holder = "police", .standing = "repeated" });
    party_id(l, "strake", strake);
    corrected(l, (sayso_correction){ .act = SAYSO_SET, .target = old.id, .field = "party", .value = "Ada Marrow" }, id);
    corrected(l, (sayso_correction){ .act = SAYSO_SET, .target = old.id, .field = "holder", .value = "Bo Marrow" }, id);
    corrected(l, (sayso_correction){ .act = SAYSO_MERGE_PARTIES, .target = strake, .other = party_id(l, "ada", marrow) }, id);
    fine(sayso_ledger_merge(fresh, path_numbered(1, false), &added, &why));
    sayso_ledger_close(fresh);
    assert_true(allocations_fail(settles) > 10);
    fresh = open_at(0, false);
    char *wanted = strdup(exported(l, SAYSO_JSONL, NULL));
    assert_string_equal(exported(fresh, SAYSO_JSONL, NULL), wanted);
    assert_whole(fresh);
    free(wanted);
    sayso_ledger_close(fresh);
    sayso_ledger_close(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(after_every_act_the_lists_have_what_the_sheets_have),
        PROVE(who_was_merged_before_comes_along_in_every_list_and_leaves_when_that_is_undone),
        PROVE(an_incident_is_counted_again_when_its_parties_are_joined_by_way_of_others),
        PROVE(incidents_merged_one_after_the_other_are_one_until_a_merge_is_undone),
        PROVE(a_party_is_of_the_kind_of_what_it_was_merged_with),
        PROVE(a_holder_is_any_voice_of_the_chain_and_an_outlet_goes_by_all_its_names),
        PROVE(who_was_set_as_holder_of_what_the_report_itself_said_is_its_only_voice),
        PROVE(a_holder_that_was_set_stands_in_the_chain),
        PROVE(what_a_newer_version_has_dropped_is_withdrawn_by_its_publisher),
        PROVE(a_correction_of_an_older_versions_claim_holds_for_the_newer_in_every_list),
        PROVE(of_an_older_versions_correction_and_one_of_the_newer_the_later_holds),
        PROVE(claims_of_a_reader_that_is_hidden_fall_as_on_its_own_sheet),
        PROVE(whatever_is_decided_lists_agree_with_sheets_and_with_a_ledger_that_hears_it_all_at_once),
        PROVE(a_ledger_of_version_1_is_brought_up_to_date_and_its_lists_with_it),
        PROVE(failing_allocations_while_corrections_are_settled_are_told),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
