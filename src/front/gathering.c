/* gathering: the readings of one incident out of the ledger, and records of all of them together. */
#include "front/inside.h"
#include "incidents/incidents.h"
#include "intake/intake.h"

#include <stdlib.h>
#include <string.h>

struct sayso_gathered {
    say_arena    *arena;
    say_shelf     shelf;
    sayso_records records;
    size_t        incident;
    char          id[20];
};

sayso_code say_front_records(const say_reading *r, say_arena *arena, sayso_records *records, sayso_error *error)
{
    say_intake_count count;
    sayso_code code = say_intake_records((say_str){ r->body, r->body_size }, (say_str){ r->text, r->text_size }, (say_intake_sentences){ NULL, 0 },
                                         (sayso_told){ NULL, NULL }, arena, records, &count, error);
    if (code) return code;
    records->doc = r->doc;
    records->title = r->title;
    records->publisher = r->publisher;
    records->date = r->date;
    records->hash = r->hash;
    return SAYSO_OK;
}

/* ---- copies and versions ---- */

static void unpack_signature(say_str bytes, uint32_t signature[SAY_SIGNATURE])
{
    for (size_t i = 0; i < SAY_SIGNATURE; i++) {
        const unsigned char *b = (const unsigned char *)bytes.at + 4 * i;
        signature[i] = (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
    }
}

static sayso_code version_of(sayso_ledger *ledger, say_part *part, const char **newer, say_edition *edition, say_arena *arena, sayso_error *error)
{
    say_version found;
    sayso_code code = say_ledger_version(ledger->store, part->source.hash, arena, &found, error);
    uint32_t *signature = code ? NULL : SAY_TAKE(arena, uint32_t, SAY_SIGNATURE, error);
    if (!signature) return code ? code : SAYSO_NO_MEMORY;
    bool signed_ = found.signature.len == 4 * SAY_SIGNATURE;
    if (signed_) unpack_signature(found.signature, signature);
    *edition = (say_edition){ .hash = part->source.hash, .date = part->source.date, .url = part->source.url, .publisher = part->source.publisher, .title = "",
                              .signature = signed_ ? signature : NULL, .size = part->records->text_size };
    *newer = found.newer;
    part->later = found.newer_date;
    part->older_version = *found.newer != '\0';
    return SAYSO_OK;
}

static size_t part_of_report(const say_part *parts, size_t count, const char *hash)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(parts[i].source.hash, hash)) return i;
    return SAYSO_NONE;
}

static sayso_code relate_parts(sayso_ledger *ledger, say_part *parts, size_t count, say_arena *arena, sayso_error *error)
{
    const char **newer = SAY_TAKE(arena, const char *, count, error);
    say_edition *editions = newer ? SAY_TAKE(arena, say_edition, count, error) : NULL;
    size_t *copy_of = editions ? SAY_TAKE(arena, size_t, count, error) : NULL;
    if (!copy_of) return SAYSO_NO_MEMORY;
    sayso_code code = SAYSO_OK;
    for (size_t i = 0; !code && i < count; i++) code = version_of(ledger, &parts[i], &newer[i], &editions[i], arena, error);
    if (!code) code = say_incidents_copies(editions, count, copy_of, error);
    for (size_t i = 0; !code && i < count; i++) {
        parts[i].newer = parts[i].older_version ? part_of_report(parts, count, newer[i]) : SAYSO_NONE;
        parts[i].copy_of = copy_of[i];
    }
    return code;
}

/* ---- parts ---- */

static bool maker_matches(const char *maker, const char *fragment)
{
    size_t n = strlen(fragment);
    for (const char *c = maker; strlen(c) >= n; c++)
        if (say_base_same_fold((say_str){ c, n }, say_base_str(fragment))) return true;
    return false;
}

static sayso_code part_of_reading(const say_reading *r, say_shelf *shelf, say_part *part, sayso_error *error)
{
    *part = (say_part){ .source = { .doc = r->doc, .title = r->title, .publisher = r->publisher, .date = r->date, .hash = r->hash, .url = r->url,
                        .maker = r->maker, .copy_of = SAYSO_NONE }, .incidents = r->incidents, .incident_count = r->incident_count, .later = "", .newer = SAYSO_NONE,
                        .copy_of = SAYSO_NONE };
    return say_front_shelved(shelf, r, &part->records, error);
}

static sayso_code corrections_in_force(sayso_ledger *ledger, say_arena *arena, say_correction **out, size_t *count, sayso_error *error)
{
    say_decisions all = { NULL, 0, 0 };
    sayso_code code = say_ledger_corrections(ledger->store, arena, &all, error);
    if (code) return code;
    if (!(*out = SAY_TAKE(arena, say_correction, all.count, error))) return SAYSO_NO_MEMORY;
    *count = all.count;
    for (size_t i = 0; i < all.count; i++) {
        const say_decision *d = &all.at[i];
        (*out)[i] = (say_correction){ d->id, d->as.target, d->as.other, d->as.field, d->as.value, d->as.by, d->as.reason, d->at, d->as.act, d->depth };
    }
    return SAYSO_OK;
}

/* of: by part, its reading. */
static sayso_code note_fallen(const say_reading *const *of, const say_part *parts, const say_fates *fates, bool shown, say_arena *arena, say_fallens *out, sayso_error *error)
{
    for (size_t i = 0; i < fates->count; i++) {
        const say_fate *f = &fates->at[i];
        if (of[f->part]->shown != shown) continue;
        say_fallen *fallen = SAY_PUSH(arena, out, error);
        if (!fallen) return SAYSO_NO_MEMORY;
        *fallen = (say_fallen){ of[f->part]->id, parts[f->part].records->claims[f->claim].id,
                                f->repeated ? SAY_FELL_REPEATED : f->standing == SAYSO_WITHDRAWN ? SAY_FELL_WITHDRAWN : SAY_FELL_NOT, f->former, f->former_count };
    }
    return SAYSO_OK;
}

static sayso_code gather_readings(sayso_ledger *ledger, const say_readings *readings, const char *maker, say_shelf *shelf, say_arena *arena, sayso_records *records,
                                  size_t *index, say_fallens *fallen, sayso_error *error)
{
    size_t count = 0, correction_count;
    say_correction *corrections;
    say_fates fates = { NULL, 0, 0 };
    say_part *parts = SAY_TAKE(arena, say_part, readings->count, error);
    const say_reading **of = parts ? SAY_TAKE(arena, const say_reading *, readings->count, error) : NULL;
    if (!of) return SAYSO_NO_MEMORY;
    for (size_t i = 0; i < readings->count; i++) {
        if (maker && *maker && !maker_matches(readings->at[i].maker, maker)) continue;
        of[count] = &readings->at[i];
        sayso_code code = part_of_reading(&readings->at[i], shelf, &parts[count++], error);
        if (code) return code;
    }
    sayso_code code = relate_parts(ledger, parts, count, arena, error);
    if (!code) code = corrections_in_force(ledger, arena, &corrections, &correction_count, error);
    if (!code) code = say_gather_incident(ledger->norm, parts, count, corrections, correction_count, NULL, arena, records, index, fallen ? &fates : NULL, error);
    return code || !fallen ? code : note_fallen(of, parts, &fates, !maker, arena, fallen, error);
}

sayso_code say_front_gather(sayso_ledger *ledger, const char *incident, const char *maker, say_shelf *shelf, say_arena *arena, sayso_records *records, size_t *index,
                            say_fallens *fallen, sayso_error *error)
{
    say_readings readings = { NULL, 0, 0 };
    sayso_code code = say_ledger_readings_of(ledger->store, incident, maker && *maker, arena, &readings, error);
    if (!code && !readings.count) return say_base_fail(error, SAYSO_NOT_FOUND, incident, 0, "no claim is made about this incident");
    return code ? code : gather_readings(ledger, &readings, maker, shelf, arena, records, index, fallen, error);
}

/* ---- the public names ---- */

sayso_gathered *sayso_ledger_gather(sayso_ledger *ledger, const char *incident, const char *maker, sayso_error *error)
{
    sayso_gathered *g = calloc(1, sizeof *g);
    if (!g) {
        say_base_fail(error, SAYSO_NO_MEMORY, incident, 0, "no room for an incident");
        return NULL;
    }
    g->arena = say_base_arena(error);
    if (g->arena && !say_front_tidy(&g->shelf, error) && !say_ledger_find_incident(ledger->store, incident, g->id, error)
        && !say_front_gather(ledger, g->id, maker, &g->shelf, g->arena, &g->records, &g->incident, NULL, error)) return g;
    sayso_gathered_close(g);
    return NULL;
}

const sayso_records *sayso_gathered_records(const sayso_gathered *gathered, size_t *incident)
{
    if (incident) *incident = gathered->incident;
    return &gathered->records;
}

const char *sayso_gathered_id(const sayso_gathered *gathered) { return gathered->id; }

void sayso_gathered_close(sayso_gathered *gathered)
{
    if (!gathered) return;
    say_base_arena_close(gathered->shelf.arena);
    say_base_arena_close(gathered->arena);
    free(gathered);
}
