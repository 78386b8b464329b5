/* gather: readings to the records of one incident.
 *
 * The parts are put in order by date, hash and maker, and what follows reads them in that
 * order, so that it does not matter how they came:
 *   texts, sentences and sources one after the other; parties; claims with what is theirs
 *   shifted and renumbered; what newer versions dropped; corrections; repetitions; the order
 *   in which views were held; positions.
 * A copy's claims are held since the day of the story that it repeats: an old view that is
 * printed again is no new one.                                                              */
#include "gather/inside.h"

#include <stdlib.h>
#include <string.h>

/* ---- parts ---- */

bool say_gather_concerns(const say_gather_part *part, size_t incident)
{
    for (size_t i = 0; i < part->given->incident_count; i++)
        if (part->given->incidents[i] == incident) return true;
    return false;
}

sayso_passage say_gather_shifted(const say_gather_part *part, sayso_passage p)
{
    return p.to > p.from ? (sayso_passage){ p.from + part->shift, p.to + part->shift } : (sayso_passage){ 0, 0 };
}

const char *say_gather_said(const char *words) { return words ? words : ""; }

bool say_gather_is_own_reader(const char *maker) { return strncmp(maker, "sayso ", 6) == 0; }

static int by_reading(const void *a, const void *b)
{
    const say_gather_part *x = a, *y = b;
    int order = strcmp(x->date, y->date);
    if (!order) order = strcmp(x->hash, y->hash);
    if (!order) order = strcmp(x->maker, y->maker);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

static bool same_reading(const say_gather_part *a, const say_gather_part *b)
{
    return *a->hash && strcmp(a->hash, b->hash) == 0 && strcmp(a->maker, b->maker) == 0;
}

static sayso_code check_part(const say_part *part, size_t at, size_t count, sayso_error *error)
{
    const sayso_records *r = part->records;
    for (size_t i = 0; i < part->incident_count; i++)
        if (part->incidents[i] >= r->incident_count)
            return say_base_fail(error, SAYSO_BAD_CALL, "incident", 0, "part %zu has no incident %zu", at, part->incidents[i]);
    for (size_t i = 0; i < r->claim_count; i++)
        if (r->claims[i].party >= r->party_count || r->claims[i].sentence >= r->sentence_count)
            return say_base_fail(error, SAYSO_BAD_CALL, r->claims[i].id, 0, "claim %zu of part %zu is about nobody or stands nowhere", i, at);
    if ((part->newer != SAYSO_NONE && part->newer >= count) || (part->copy_of != SAYSO_NONE && part->copy_of >= count))
        return say_base_fail(error, SAYSO_BAD_CALL, "part", 0, "part %zu points at a part that is not there", at);
    return SAYSO_OK;
}

/* Those that concern the incident, in order, each reading once. */
static sayso_code keep_parts(say_gathering *g, size_t count, const char *maker)
{
    for (size_t i = 0; i < count; i++) {
        const say_part *given = &g->given[i];
        sayso_code code = check_part(given, i, count, g->error);
        if (code) return code;
        if (given->incident_count == 0 || (maker && *maker && strcmp(say_gather_said(given->source.maker), maker) != 0)) continue;
        say_gather_part *part = SAY_PUSH(g->arena, &g->parts, g->error);
        if (!part) return SAYSO_NO_MEMORY;
        *part = (say_gather_part){ .given = given, .records = given->records, .date = say_gather_said(given->source.date), .hash = say_gather_said(given->source.hash),
                                   .maker = say_gather_said(given->source.maker), .publisher = say_gather_said(given->source.publisher), .at = i,
                                   .copy_of = SAYSO_NONE, .newest = SAYSO_NONE };
    }
    if (g->parts.count == 0)
        return say_base_fail(g->error, SAYSO_NOT_FOUND, maker ? maker : "incident", 0, "no report here says anything about it");
    qsort(g->parts.at, g->parts.count, sizeof *g->parts.at, by_reading);
    size_t kept = 1;
    for (size_t i = 1; i < g->parts.count; i++)
        if (!same_reading(&g->parts.at[kept - 1], &g->parts.at[i])) g->parts.at[kept++] = g->parts.at[i];
    g->parts.count = kept;
    return SAYSO_OK;
}

/* The kept part with that report's text: as `maker` read it, else as one of ours did, else any. */
static size_t part_with_report(const say_gathering *g, size_t given, const char *maker)
{
    size_t best = SAYSO_NONE;
    int rank = -1;
    for (size_t i = 0; given != SAYSO_NONE && i < g->parts.count; i++) {
        const say_gather_part *part = &g->parts.at[i];
        if (part->at != given && (!*part->hash || strcmp(part->hash, say_gather_said(g->given[given].source.hash)) != 0)) continue;
        int fits = strcmp(part->maker, maker) == 0 ? 2 : say_gather_is_own_reader(part->maker);
        if (fits > rank) best = i;
        rank = fits > rank ? fits : rank;
    }
    return best;
}

static void link_parts(say_gathering *g)
{
    for (size_t i = 0; i < g->parts.count; i++) {
        say_gather_part *part = &g->parts.at[i];
        size_t copied = part_with_report(g, part->given->copy_of, part->maker);
        if (copied != i) part->copy_of = copied;
        part->newest = part->given->older_version ? part_with_report(g, part->given->newer, part->maker) : SAYSO_NONE;
    }
}

/* ---- text ---- */

static bool join_texts(say_gathering *g)
{
    size_t bytes = 0, sentences = 0;
    for (size_t i = 0; i < g->parts.count; i++) {
        say_gather_part *part = &g->parts.at[i];
        part->shift = bytes + (i ? 2 : 0);
        part->sentence = sentences;
        bytes = part->shift + part->records->text_size;
        sentences += part->records->sentence_count;
    }
    g->text = SAY_TAKE(g->arena, char, bytes + 1, g->error);
    g->sentences = SAY_TAKE(g->arena, sayso_passage, sentences, g->error);
    if (!g->text || !g->sentences) return false;
    g->text_size = bytes;
    for (size_t i = 0; i < g->parts.count; i++) {
        const say_gather_part *part = &g->parts.at[i];
        const sayso_records *r = part->records;
        if (i) memcpy(g->text + part->shift - 2, "\n\n", 2);
        if (r->text_size) memcpy(g->text + part->shift, r->text, r->text_size);
        for (size_t s = 0; s < r->sentence_count; s++)
            g->sentences[g->sentence_count++] = (sayso_passage){ r->sentences[s].from + part->shift, r->sentences[s].to + part->shift };
    }
    return true;
}

/* On whose account the report says that it stands: what its reading has, else what the caller knows. */
static bool move_credits(say_gathering *g, const say_gather_part *part, sayso_source *to)
{
    const sayso_source *from = part->records->source_count ? &part->records->sources[0] : &part->given->source;
    if (!from->credit_count) from = &part->given->source;
    sayso_credit *credits = SAY_TAKE(g->arena, sayso_credit, from->credit_count, g->error);
    for (size_t i = 0; credits && i < from->credit_count; i++) {
        const sayso_credit *c = &from->credits[i];
        credits[i] = (sayso_credit){ c->kind, say_gather_said(c->name), say_gather_shifted(part, c->words) };
    }
    to->credits = credits;
    to->credit_count = from->credit_count;
    return credits != NULL;
}

static sayso_source *list_sources(say_gathering *g)
{
    sayso_source *sources = SAY_TAKE(g->arena, sayso_source, g->parts.count, g->error);
    for (size_t i = 0; sources && i < g->parts.count; i++) {
        const say_gather_part *part = &g->parts.at[i];
        const sayso_source *s = &part->given->source;
        sources[i] = (sayso_source){ .doc = say_gather_said(s->doc), .title = say_gather_said(s->title), .publisher = part->publisher, .date = part->date, .hash = part->hash,
                                     .url = say_gather_said(s->url), .maker = part->maker, .from = part->shift, .to = part->shift + part->records->text_size,
                                     .sentence = part->sentence, .sentence_count = part->records->sentence_count, .copy_of = part->copy_of };
        if (!move_credits(g, part, &sources[i])) return NULL;
    }
    return sources;
}

/* ---- claims ---- */

static const sayso_link *moved_chain(say_gathering *g, const say_gather_part *part, const sayso_link *chain, size_t count)
{
    sayso_link *links = SAY_TAKE(g->arena, sayso_link, count, g->error);
    for (size_t i = 0; links && i < count; i++) {
        sayso_ground *grounds = SAY_TAKE(g->arena, sayso_ground, chain[i].ground_count, g->error);
        if (!grounds) return NULL;
        links[i] = chain[i];
        links[i].party = say_gather_party_of(g, part, chain[i].party);
        if (say_gather_has_moved(g, part, chain[i].party)) links[i].name = g->parties.at[links[i].party].name;
        links[i].source = say_gather_shifted(part, chain[i].source);
        links[i].cue = say_gather_shifted(part, chain[i].cue);
        links[i].grounds = grounds;
        for (size_t k = 0; k < chain[i].ground_count; k++)
            grounds[k] = (sayso_ground){ chain[i].grounds[k].kind, say_gather_shifted(part, chain[i].grounds[k].at) };
    }
    return links;
}

/* The day of the story: that of the report which a copy repeats. */
static const char *day_of_story(const say_gathering *g, size_t part)
{
    for (size_t steps = 0; g->parts.at[part].copy_of != SAYSO_NONE && steps < g->parts.count; steps++) part = g->parts.at[part].copy_of;
    return g->parts.at[part].date;
}

static bool move_claim(say_gathering *g, size_t at, size_t number)
{
    const say_gather_part *part = &g->parts.at[at];
    sayso_claim c = part->records->claims[number];
    sayso_passage *const passages[] = { &c.trigger, &c.mention, &c.incident_at, &c.hedge, &c.confidence_at, &c.note, &c.missing, &c.ended_by };
    for (size_t i = 0; i < sizeof passages / sizeof *passages; i++) *passages[i] = say_gather_shifted(part, *passages[i]);
    c.incident = 0;
    c.party = say_gather_party_of(g, part, c.party);
    c.chain = moved_chain(g, part, c.chain, c.chain_count);
    c.sentence += part->sentence;
    c.held = say_gather_said(c.held);
    c.standing = SAYSO_STANDS;
    c.remarks = NULL;
    c.remark_count = 0;
    say_gather_claim *kept = c.chain ? SAY_PUSH(g->arena, &g->claims, g->error) : NULL;
    if (!kept) return false;
    *kept = (say_gather_claim){ .claim = c, .part = at, .number = number, .repeats = SAYSO_NONE,
                                .position = c.trigger.to > c.trigger.from ? c.trigger.from : g->sentences[c.sentence].from };
    part->claims[number] = g->claims.count - 1;
    return true;
}

static bool move_claims(say_gathering *g)
{
    for (size_t i = 0; i < g->parts.count; i++) {
        say_gather_part *part = &g->parts.at[i];
        part->claims = SAY_TAKE(g->arena, size_t, part->records->claim_count, g->error);
        if (!part->claims) return false;
        for (size_t n = 0; n < part->records->claim_count; n++) part->claims[n] = SAYSO_NONE;
        for (size_t n = 0; n < part->records->claim_count; n++)
            if (say_gather_concerns(part, part->records->claims[n].incident) && !move_claim(g, i, n)) return false;
    }
    return true;
}

static bool repeats_claim(const say_gather_claim *a, const say_gather_claim *b)
{
    bool plain = !a->left_out && !b->left_out && a->claim.standing == b->claim.standing && !a->remarks.count && !b->remarks.count;
    return plain && a->claim.role == b->claim.role && a->claim.party == b->claim.party && a->claim.factuality == b->claim.factuality
        && say_gather_same_holder(&a->claim, &b->claim);
}

/* One report says it once: the surer of two equal claims stays, the first of two as sure. */
static void leave_out_repeats(say_gathering *g)
{
    for (size_t i = 0; i < g->claims.count; i++) {
        say_gather_claim *a = &g->claims.at[i];
        for (size_t j = i + 1; j < g->claims.count && g->claims.at[j].part == a->part && !a->left_out; j++) {
            say_gather_claim *b = &g->claims.at[j];
            if (!repeats_claim(a, b)) continue;
            say_gather_claim *less = b->claim.probability > a->claim.probability ? a : b;
            less->left_out = true;
            less->repeats = less == a ? j : i;
        }
    }
}

static int by_day_held(const void *a, const void *b)
{
    const say_gather_claim *x = a, *y = b;
    int order = strcmp(x->date, y->date);
    if (order) return order;
    if (x->part != y->part) return x->part < y->part ? -1 : 1;       /* parts of one day are in the order of their hashes */
    if (x->position != y->position) return x->position < y->position ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

/* Those that stay, in the order in which they were held; what a report itself says of later views comes along. */
static bool order_claims(say_gathering *g)
{
    size_t *moved = SAY_TAKE(g->arena, size_t, g->claims.count, g->error), *repeats = SAY_TAKE(g->arena, size_t, g->claims.count, g->error);
    if (!moved || !repeats) return false;
    for (size_t i = 0; i < g->claims.count; i++) {
        say_gather_claim *c = &g->claims.at[i];
        c->date = *c->claim.held ? c->claim.held : day_of_story(g, c->part);
        repeats[i] = c->repeats;
        moved[i] = SAYSO_NONE;
        c->repeats = i;                                              /* from here on: where it stood before */
    }
    size_t kept = 0;
    for (size_t i = 0; i < g->claims.count; i++)
        if (!g->claims.at[i].left_out) g->claims.at[kept++] = g->claims.at[i];
    size_t all = g->claims.count;
    g->claims.count = kept;
    if (kept) qsort(g->claims.at, kept, sizeof *g->claims.at, by_day_held);
    for (size_t i = 0; i < kept; i++) moved[g->claims.at[i].repeats] = i;
    for (size_t i = 0; i < kept; i++) {
        sayso_claim *c = &g->claims.at[i].claim;
        const say_gather_part *part = &g->parts.at[g->claims.at[i].part];
        size_t later = c->superseded_by < part->records->claim_count ? part->claims[c->superseded_by] : SAYSO_NONE;
        for (size_t steps = 0; later < all && moved[later] == SAYSO_NONE && steps < all; steps++) later = repeats[later];
        later = later < all ? moved[later] : SAYSO_NONE;
        bool counts = later != SAYSO_NONE && later != i && c->standing == SAYSO_STANDS && g->claims.at[later].claim.standing == SAYSO_STANDS;
        c->superseded_by = counts ? later : SAYSO_NONE;
        c->possibly = counts && c->possibly;
    }
    return true;
}

/* Before those that fell are gone. */
static bool note_fates(say_gathering *g, say_fates *fates)
{
    for (size_t i = 0; i < g->claims.count; i++) {
        const say_gather_claim *c = &g->claims.at[i];
        say_fate *fate = SAY_PUSH(g->arena, fates, g->error);
        if (!fate) return false;
        *fate = (say_fate){ g->parts.at[c->part].at, c->number, c->claim.standing, c->left_out, c->former.at, c->former.count };
    }
    return true;
}

static bool move_statements(say_gathering *g)
{
    for (size_t i = 0; i < g->parts.count; i++) {
        const say_gather_part *part = &g->parts.at[i];
        for (size_t n = 0; n < part->records->statement_count && part->newest == SAYSO_NONE; n++) {
            sayso_statement s = part->records->statements[n];
            if (!say_gather_concerns(part, s.incident)) continue;
            s.incident = 0;
            s.chain = moved_chain(g, part, s.chain, s.chain_count);
            s.content = say_gather_shifted(part, s.content);
            s.sentence += part->sentence;
            sayso_statement *kept = s.chain ? SAY_PUSH(g->arena, &g->statements, g->error) : NULL;
            if (!kept) return false;
            *kept = s;
        }
    }
    return true;
}

/* ---- all together ---- */

static bool list_claims(say_gathering *g, sayso_records *out)
{
    sayso_claim *claims = SAY_TAKE(g->arena, sayso_claim, g->claims.count, g->error);
    if (!claims) return false;
    for (size_t i = 0; i < g->claims.count; i++) {
        claims[i] = g->claims.at[i].claim;
        claims[i].remarks = g->claims.at[i].remarks.at;
        claims[i].remark_count = g->claims.at[i].remarks.count;
    }
    out->claims = claims;
    out->claim_count = g->claims.count;
    return true;
}

static bool write_records(say_gathering *g, sayso_records *out)
{
    const sayso_source *sources = list_sources(g);
    const sayso_incident *incident = sources ? say_gather_happened(g) : NULL;
    if (!incident) return false;
    *out = (sayso_records){ .doc = sources->doc, .title = sources->title, .publisher = sources->publisher, .date = sources->date, .hash = sources->hash,
                            .text = g->text, .text_size = g->text_size, .sentences = g->sentences, .sentence_count = g->sentence_count,
                            .parties = g->parties.at, .party_count = g->parties.count, .incidents = incident, .incident_count = 1,
                            .statements = g->statements.at, .statement_count = g->statements.count, .sources = sources, .source_count = g->parts.count };
    return list_claims(g, out);
}

sayso_code say_gather_incident(const say_norm *norm, const say_part *parts, size_t count, const say_correction *corrections, size_t correction_count,
                      const char *maker, say_arena *arena, sayso_records *out, size_t *incident, say_fates *fates, sayso_error *error)
{
    say_gathering g = { .norm = norm, .arena = arena, .error = error, .given = parts };
    sayso_code code = keep_parts(&g, count, maker);
    if (code) return code;
    link_parts(&g);
    *incident = 0;
    bool made = say_gather_in_force(&g, corrections, correction_count) && join_texts(&g) && say_gather_parties(&g) && move_claims(&g)
        && say_gather_versions(&g) && say_gather_correct(&g);
    if (!made) return SAYSO_NO_MEMORY;
    leave_out_repeats(&g);
    if (fates && !note_fates(&g, fates)) return SAYSO_NO_MEMORY;
    return order_claims(&g) && say_gather_positions(&g) && move_statements(&g) && write_records(&g, out) ? SAYSO_OK : SAYSO_NO_MEMORY;
}
