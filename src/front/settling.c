/* settling: what was entered since the last time is worked into the views: events, versions, parties, incidents.
 *
 * Each view is a function of the entries, so it does not matter in how many settlings it came about: events meet anew with
 * all that they may meet with (the ledger finds those), and an incident that changed is counted anew from its readings, each
 * taken out of its JSON once for all its incidents (shelf.c).                                                             */
#include "assess/assess.h"
#include "front/inside.h"
#include "incidents/incidents.h"
#include "sheets/sheets.h"

#include <stdlib.h>
#include <string.h>

enum { SOME_READINGS = 64, FEATURE_BYTES = 12 };

/* ---- events ---- */

static void pack_number(unsigned char *to, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) to[i] = (unsigned char)(value >> 8 * i);
}

static uint64_t unpack_number(const char *from, size_t bytes)
{
    uint64_t value = 0;
    for (size_t i = 0; i < bytes; i++) value |= (uint64_t)(unsigned char)from[i] << 8 * i;
    return value;
}

/* Little-endian, so that a ledger can be carried to another machine. */
static bool pack_features(const say_event *e, say_arena *arena, say_str *out, sayso_error *error)
{
    unsigned char *bytes = say_base_take(arena, e->feature_count, FEATURE_BYTES, error);
    for (size_t i = 0; bytes && i < e->feature_count; i++) {
        uint32_t weight;
        memcpy(&weight, &e->features[i].weight, sizeof weight);
        pack_number(bytes + FEATURE_BYTES * i, e->features[i].term, 8);
        pack_number(bytes + FEATURE_BYTES * i + 8, weight, 4);
    }
    *out = (say_str){ (const char *)bytes, FEATURE_BYTES * e->feature_count };
    return bytes != NULL;
}

static bool unpack_features(say_str bytes, say_arena *arena, say_event *e, sayso_error *error)
{
    size_t count = bytes.len / FEATURE_BYTES;
    say_feature *features = SAY_TAKE(arena, say_feature, count, error);
    for (size_t i = 0; features && i < count; i++) {
        uint32_t weight = (uint32_t)unpack_number(bytes.at + FEATURE_BYTES * i + 8, 4);
        features[i].term = unpack_number(bytes.at + FEATURE_BYTES * i, 8);
        memcpy(&features[i].weight, &weight, sizeof weight);
    }
    e->features = features;
    e->feature_count = count;
    return features != NULL;
}

static sayso_code store_events(sayso_ledger *ledger, int64_t reading, const say_event *events, const size_t *numbers, size_t count, say_arena *arena, sayso_error *error)
{
    say_stored *stored = SAY_TAKE(arena, say_stored, count, error);
    if (!stored) return SAYSO_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const say_event *e = &events[i];
        char *alias = say_base_take(arena, 20, 1, error);
        if (!alias || !pack_features(e, arena, &stored[i].features, error)) return SAYSO_NO_MEMORY;
        say_incidents_id(e->key, alias);
        stored[i] = (say_stored){ .number = numbers[i], .key = e->key, .alias = alias, .main = e->main, .name = e->name, .kind = e->kind, .place = e->place, .date = e->date,
                                  .report_date = e->report_date, .features = stored[i].features, .rare = e->rare, .rare_count = e->rare_count, .incident = "" };
    }
    return say_ledger_store_events(ledger->store, reading, stored, count, error);
}

/* ---- versions ---- */

static bool edition_of(const say_story *story, say_arena *arena, say_edition *edition, sayso_error *error)
{
    uint32_t *signature = SAY_TAKE(arena, uint32_t, SAY_SIGNATURE, error);
    bool whole = story->signature.len == 4 * SAY_SIGNATURE;
    for (size_t i = 0; signature && whole && i < SAY_SIGNATURE; i++) signature[i] = (uint32_t)unpack_number(story->signature.at + 4 * i, 4);
    *edition = (say_edition){ .hash = story->hash, .date = story->date, .url = story->url, .publisher = story->publisher, .title = story->title,
                              .corrected = story->corrected, .signature = whole ? signature : NULL };
    return signature != NULL;
}

typedef struct { SAY_LIST(say_edition) all; size_t *newest; } edition_list;

static bool has_edition(const edition_list *list, const char *hash)
{
    for (size_t i = 0; i < list->all.count; i++)
        if (!strcmp(list->all.at[i].hash, hash)) return true;
    return false;
}

/* Those that are versions of the report of the first, and which is the newest. */
static sayso_code keep_versions(edition_list *list, say_arena *arena, sayso_error *error)
{
    list->newest = SAY_TAKE(arena, size_t, list->all.count, error);
    sayso_code code = list->newest ? say_incidents_versions(list->all.at, list->all.count, arena, list->newest, error) : SAYSO_NO_MEMORY;
    size_t kept = 0, newest = code ? 0 : list->newest[0];
    for (size_t i = 0; !code && i < list->all.count; i++) {
        if (list->newest[i] != newest) continue;
        if (i == newest) list->newest[0] = kept;
        list->all.at[kept++] = list->all.at[i];
    }
    list->all.count = kept;
    return code;
}

/* All versions of the report of the first, also those that only another version is like. */
static sayso_code list_versions(sayso_ledger *ledger, edition_list *list, say_arena *arena, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    for (size_t i = 0; !code && i < list->all.count; i++) {
        say_stories like = { NULL, 0, 0 };
        code = say_ledger_like_stories(ledger->store, list->all.at[i].title, list->all.at[i].url, arena, &like, error);
        for (size_t k = 0; !code && k < like.count; k++) {
            if (has_edition(list, like.at[k].hash)) continue;
            say_edition *edition = SAY_PUSH(arena, &list->all, error);
            if (!edition || !edition_of(&like.at[k], arena, edition, error)) code = SAYSO_NO_MEMORY;
        }
        if (!code) code = keep_versions(list, arena, error);
    }
    return code;
}

static sayso_code note_versions(sayso_ledger *ledger, const say_story *story, say_arena *arena, sayso_error *error)
{
    edition_list list = { { NULL, 0, 0 }, NULL };
    say_edition *first = SAY_PUSH(arena, &list.all, error);
    if (!first || !edition_of(story, arena, first, error)) return SAYSO_NO_MEMORY;
    sayso_code code = list_versions(ledger, &list, arena, error);
    for (size_t i = 0; !code && list.all.count > 1 && i < list.all.count; i++)
        code = say_ledger_set_newer(ledger->store, list.all.at[i].hash, i == list.newest[0] ? "" : list.all.at[list.newest[0]].hash, error);
    return code;
}

static sayso_code note_story(sayso_ledger *ledger, const say_reading *r, say_arena *arena, sayso_error *error)
{
    bool has, corrected;
    uint32_t signature[SAY_SIGNATURE];
    unsigned char packed[4 * SAY_SIGNATURE];
    sayso_code code = say_ledger_has_story(ledger->store, r->hash, &has, error);
    if (code || has) return code;
    say_str text = { r->text, r->text_size };
    const char *title = say_incidents_title(r->title, arena, error);
    code = title ? say_incidents_corrected(ledger->norm, text, &corrected, error) : SAYSO_NO_MEMORY;
    if (code) return code;
    say_incidents_signature(text, signature);
    for (size_t i = 0; i < SAY_SIGNATURE; i++) pack_number(packed + 4 * i, signature[i], 4);
    say_story story = { r->hash, r->date, r->url, r->publisher, title, corrected, { (const char *)packed, sizeof packed } };
    code = say_ledger_add_story(ledger->store, &story, error);
    return code ? code : note_versions(ledger, &story, arena, error);
}

/* ---- readings ---- */

static sayso_code settle_reading(sayso_ledger *ledger, const say_reading *r, say_shelf *shelf, say_arena *arena, sayso_error *error)
{
    const sayso_records *records;
    say_event *events;
    size_t *numbers, count;
    sayso_code code = say_front_tidy(shelf, error);
    if (!code) code = say_front_shelved(shelf, r, &records, error);
    if (!code) code = say_incidents_events(ledger->norm, records, arena, &events, &numbers, &count, error);
    if (!code) code = store_events(ledger, r->id, events, numbers, count, arena, error);
    return code ? code : note_story(ledger, r, arena, error);
}

/* Some at a time, each some in an arena of its own. */
static sayso_code settle_readings(sayso_ledger *ledger, say_shelf *shelf, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    for (int64_t after = 0, more = 1; !code && more;) {
        say_readings readings = { NULL, 0, 0 };
        say_arena *arena = say_base_arena(error);
        if (!arena) return SAYSO_NO_MEMORY;
        code = say_ledger_unsettled(ledger->store, after, SOME_READINGS, arena, &readings, error);
        for (size_t i = 0; !code && i < readings.count; i++) {
            code = settle_reading(ledger, &readings.at[i], shelf, arena, error);
            after = readings.at[i].id;
        }
        more = readings.count == SOME_READINGS;
        say_base_arena_close(arena);
    }
    return code;
}

/* ---- parties ---- */

static sayso_code call_party(sayso_ledger *ledger, const say_label *label, sayso_error *error)
{
    char id[20];
    say_party_facts facts = { .kind = SAYSO_PARTY_UNKNOWN };
    say_gather_party_id(ledger->norm, label->name, id);
    say_norm_party(ledger->norm, say_base_str(label->name), &facts);
    return say_ledger_call(ledger->store, label->id, id, sayso_party_kind_name(facts.kind), facts.head ? facts.head : "", error);
}

static sayso_code settle_parties(sayso_ledger *ledger, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    for (int64_t after = 0, more = 1; !code && more;) {
        say_labels labels = { NULL, 0, 0 };
        say_arena *arena = say_base_arena(error);
        if (!arena) return SAYSO_NO_MEMORY;
        code = say_ledger_uncalled(ledger->store, after, arena, &labels, error);
        for (size_t i = 0; !code && i < labels.count; i++) {
            code = call_party(ledger, &labels.at[i], error);
            after = labels.at[i].id;
        }
        more = labels.count > 0;
        say_base_arena_close(arena);
    }
    return code ? code : say_ledger_join_parties(ledger->store, error);
}

/* ---- incidents ---- */

typedef struct {
    const say_storeds *events;
    SAY_LIST(say_pin)  pins;
    say_arena         *arena;
    sayso_error       *error;
} pinning;

static sayso_code pin_events(pinning *p, const char *a, const char *b, bool same)
{
    for (size_t i = 0; i < p->events->count; i++) {
        if (strcmp(p->events->at[i].alias, a)) continue;
        for (size_t j = 0; j < p->events->count; j++) {
            if (i == j || strcmp(p->events->at[j].alias, b)) continue;
            say_pin *pin = SAY_PUSH(p->arena, &p->pins, p->error);
            if (!pin) return SAYSO_NO_MEMORY;
            *pin = (say_pin){ i, j, same };
        }
    }
    return SAYSO_OK;
}

/* Each act that joins or parts incidents names two events: by the ids that they give to incidents, or by a claim. */
typedef struct { char a[20], b[20]; bool same; } event_pair;
typedef SAY_LIST(event_pair) event_pairs;

static sayso_code list_pairs(sayso_ledger *ledger, say_arena *arena, event_pairs *pairs, sayso_error *error)
{
    say_decisions all = { NULL, 0, 0 };
    char incident[20];
    sayso_code code = say_ledger_corrections(ledger->store, arena, &all, error);
    for (size_t i = 0; !code && i < all.count; i++) {
        const sayso_correction *c = &all.at[i].as;
        if (c->act != SAYSO_MERGE_INCIDENTS && c->act != SAYSO_SPLIT_INCIDENT) continue;
        event_pair *pair = SAY_PUSH(arena, pairs, error);
        if (!pair) return SAYSO_NO_MEMORY;
        pair->same = c->act == SAYSO_MERGE_INCIDENTS;
        strncat(pair->a, c->target, sizeof pair->a - 1);
        if (pair->same) strncat(pair->b, c->other, sizeof pair->b - 1);
        else code = say_ledger_event_of_claim(ledger->store, c->other, pair->b, incident, error);
    }
    return code;
}

/* Events of one key are one event in two readings. */
static sayso_code pin_all(pinning *p, const event_pairs *pairs)
{
    sayso_code code = SAYSO_OK;
    for (size_t i = 1; !code && i < p->events->count; i++) {
        if (strcmp(p->events->at[i].key, p->events->at[i - 1].key)) continue;
        say_pin *pin = SAY_PUSH(p->arena, &p->pins, p->error);
        if (!pin) return SAYSO_NO_MEMORY;
        *pin = (say_pin){ i - 1, i, true };
    }
    for (size_t i = 0; !code && i < pairs->count; i++) code = pin_events(p, pairs->at[i].a, pairs->at[i].b, pairs->at[i].same);
    return code;
}

static int by_term(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static sayso_code events_from(const say_storeds *stored, say_arena *arena, say_event **out, sayso_error *error)
{
    say_event *events = *out = SAY_TAKE(arena, say_event, stored->count, error);
    if (!events) return SAYSO_NO_MEMORY;
    for (size_t i = 0; i < stored->count; i++) {
        const say_stored *s = &stored->at[i];
        uint64_t *rare = SAY_TAKE(arena, uint64_t, s->rare_count, error);
        if (!rare || !unpack_features(s->features, arena, &events[i], error)) return SAYSO_NO_MEMORY;
        if (s->rare_count) memcpy(rare, s->rare, s->rare_count * sizeof *rare);
        qsort(rare, s->rare_count, sizeof *rare, by_term);
        events[i].main = s->main;
        events[i].name = s->name;
        events[i].kind = s->kind;
        events[i].place = s->place;
        events[i].rare = rare;
        events[i].rare_count = s->rare_count;
        strncat(events[i].key, s->key, sizeof events[i].key - 1);
        strncat(events[i].date, s->date, sizeof events[i].date - 1);
        strncat(events[i].report_date, s->report_date, sizeof events[i].report_date - 1);
    }
    return SAYSO_OK;
}

/* Events stand by key, so the first of a group gives the incident its id. */
static sayso_code name_groups(sayso_ledger *ledger, const say_storeds *stored, const size_t *groups, say_arena *arena, sayso_error *error)
{
    const char **ids = SAY_TAKE(arena, const char *, stored->count, error);
    sayso_code code = ids ? SAYSO_OK : SAYSO_NO_MEMORY;
    for (size_t i = 0; !code && i < stored->count; i++) {
        const say_stored *s = &stored->at[i];
        if (!ids[groups[i]]) ids[groups[i]] = s->alias;
        code = say_ledger_set_incident(ledger->store, s, ids[groups[i]], error);
        if (!code && s->round == 0) code = say_ledger_stale(ledger->store, ids[groups[i]], error);
    }
    return code;
}

static sayso_code meet_affected(sayso_ledger *ledger, say_arena *arena, sayso_error *error)
{
    say_storeds stored = { NULL, 0, 0 };
    event_pairs pairs = { NULL, 0, 0 };
    say_event *events;
    sayso_code code = list_pairs(ledger, arena, &pairs, error);
    const char **pinned = code ? NULL : SAY_TAKE(arena, const char *, 2 * pairs.count, error);
    if (!pinned) return code ? code : SAYSO_NO_MEMORY;
    for (size_t i = 0; i < pairs.count; i++) {
        pinned[2 * i] = pairs.at[i].a;
        pinned[2 * i + 1] = pairs.at[i].b;
    }
    code = say_ledger_affected(ledger->store, pinned, 2 * pairs.count, arena, &stored, error);
    if (code || !stored.count) return code;
    pinning p = { .events = &stored, .arena = arena, .error = error };
    size_t *groups = SAY_TAKE(arena, size_t, stored.count, error);
    code = groups ? events_from(&stored, arena, &events, error) : SAYSO_NO_MEMORY;
    if (!code) code = pin_all(&p, &pairs);
    if (!code) code = say_incidents_meet(events, stored.count, p.pins.at, p.pins.count, arena, groups, error);
    return code ? code : name_groups(ledger, &stored, groups, arena, error);
}

/* ---- counting ---- */

/* Distinct reports, which stand together, and distinct publishers; a report without one stands for itself. */
static sayso_code count_sources(const sayso_records *r, say_arena *arena, sayso_incident_row *row, sayso_error *error)
{
    const char **publishers = SAY_TAKE(arena, const char *, r->source_count, error);
    size_t count = 0;
    if (!publishers) return SAYSO_NO_MEMORY;
    for (size_t i = 0; i < r->source_count; i++) {
        const sayso_source *s = &r->sources[i];
        if (i && !strcmp(s->hash, r->sources[i - 1].hash)) continue;
        size_t k = 0;
        while (k < count && strcmp(s->publisher, publishers[k]) != 0) k++;
        row->reports++;
        row->outlets += k == count || !*s->publisher;
        if (k == count) publishers[count++] = s->publisher;
    }
    return SAYSO_OK;
}

static sayso_code count_incident(sayso_ledger *ledger, const char *id, say_shelf *shelf, say_arena *arena, say_fallens *fallen, sayso_error *error)
{
    sayso_records records;
    size_t index;
    say_view view;
    sayso_code code = say_front_gather(ledger, id, NULL, shelf, arena, &records, &index, fallen, error);
    if (code == SAYSO_NOT_FOUND) return say_ledger_replace_incident(ledger->store, id, NULL, error);
    if (!code) code = say_assess_incident(&records, index, arena, &view, error);
    if (code) return code;
    const sayso_incident *i = &records.incidents[index];
    sayso_incident_row row = { .id = id, .name = i->name, .kind = i->kind, .date = i->date, .place = i->place, .claims = view.claim_count,
                               .answers = say_sheets_rival_heads(&records, &view), .fewest = view.origins.fewest, .most = view.origins.most };
    code = count_sources(&records, arena, &row, error);
    return code ? code : say_ledger_replace_incident(ledger->store, id, &row, error);
}

/* Of what a greater reader hides: as the sheet of its maker alone has it. */
static sayso_code list_hidden(sayso_ledger *ledger, const char *id, say_shelf *shelf, say_arena *arena, say_fallens *fallen, sayso_error *error)
{
    sayso_records records;
    size_t index;
    say_ids makers = { NULL, 0, 0 };
    sayso_code code = say_ledger_hidden_makers(ledger->store, id, arena, &makers, error);
    for (size_t i = 0; !code && i < makers.count; i++) code = say_front_gather(ledger, id, makers.at[i], shelf, arena, &records, &index, fallen, error);
    return code;
}

/* Its row, and the rows of its claims as its sheet has them. */
static sayso_code settle_incident(sayso_ledger *ledger, const char *id, say_shelf *shelf, say_arena *arena, sayso_error *error)
{
    say_fallens fallen = { NULL, 0, 0 };
    sayso_code code = count_incident(ledger, id, shelf, arena, &fallen, error);
    if (!code) code = list_hidden(ledger, id, shelf, arena, &fallen, error);
    return code ? code : say_ledger_set_fallen(ledger->store, id, &fallen, error);
}

static sayso_code count_stale(sayso_ledger *ledger, say_shelf *shelf, say_arena *arena, sayso_error *error)
{
    say_ids stale = { NULL, 0, 0 };
    sayso_code code = say_ledger_stale_incidents(ledger->store, arena, &stale, error);
    for (size_t i = 0; !code && i < stale.count; i++) {
        say_arena *own = say_base_arena(error);
        if (!own) return SAYSO_NO_MEMORY;
        code = say_front_tidy(shelf, error);
        if (!code) code = settle_incident(ledger, stale.at[i], shelf, own, error);
        say_base_arena_close(own);
    }
    return code;
}

sayso_code say_front_settle(sayso_ledger *ledger, sayso_error *error)
{
    say_shelf shelf = { .arena = NULL };
    say_arena *arena = say_base_arena(error);
    if (!arena) return SAYSO_NO_MEMORY;
    sayso_code code = settle_readings(ledger, &shelf, error);
    if (!code) code = settle_parties(ledger, error);
    if (!code) code = meet_affected(ledger, arena, error);
    if (!code) code = count_stale(ledger, &shelf, arena, error);
    say_base_arena_close(shelf.arena);
    say_base_arena_close(arena);
    return code ? code : say_ledger_settled(ledger->store, error);
}
