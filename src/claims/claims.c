/* Claims: one for each incident, party and holder that a group names.
 *
 * A *group* is what one trigger says.  Coordinated parties, holders and incidents become claims of their own.
 * What the same holder says twice of the same party, role and incident with the same factuality is one claim,
 * at the place where the reader is surest (WHO guide, rule 8); the longer chain is kept.  So is what one sentence
 * says with two words of one act.
 *
 * The probability of a claim is log-linear in the log-odds that the network had for its parts, with weights that
 * were fitted on held-out reports (train/calibrate.py): the chance that a careful reader finds the same claim.   */
#include "claims/inside.h"
#include "model/model.h"

#include <stdio.h>
#include <string.h>

/* ---- passages ---- */

sayso_passage say_claims_passage(const say_text *text, size_t from, size_t to)
{
    return from < to ? (sayso_passage){ text->words[from].at.from, text->words[to - 1].at.to } : (sayso_passage){ 0, 0 };
}

say_str say_claims_words(const say_text *text, size_t from, size_t to)
{
    sayso_passage p = say_claims_passage(text, from, to);
    return say_base_sub(text->source, (say_range){ p.from, p.to });
}

static sayso_passage span_passage(const say_making *m, const say_spans *s, size_t i)
{
    return i < s->count ? say_claims_passage(m->text, s->at[i].from, s->at[i].to) : (sayso_passage){ 0, 0 };
}

/* ---- kinds ---- */

static size_t top_of(const float *p, size_t n)
{
    size_t best = 0;
    for (size_t i = 1; i < n; i++) if (p[i] > p[best]) best = i;
    return best;
}

static bool is_against(sayso_factuality f) { return f == SAYSO_PS_MINUS || f == SAYSO_PR_MINUS || f == SAYSO_CT_MINUS; }

sayso_factuality say_claims_graded(sayso_factuality factuality, sayso_confidence confidence)
{
    return confidence == SAYSO_LOW && is_against(factuality) ? SAYSO_PS_PLUS : factuality;
}

/* "Remains unclear whether", "unsure": what such words grade is open, in all but a few of a thousand annotated claims. */
sayso_factuality say_claims_factuality(const say_making *m, const say_group *g)
{
    const float doubt = .1f;
    sayso_factuality top = (sayso_factuality)top_of(g->factuality, SAYSO_FACTUALITIES);
    const say_spans *hedge = &g->spans[SAY_HEDGE];
    bool doubtful = top != SAYSO_UNCOMMITTED && g->factuality[SAYSO_UNCOMMITTED] >= doubt && hedge->count;
    if (doubtful && say_norm_is_open(m->norm, say_claims_words(m->text, hedge->at[0].from, hedge->at[0].to))) return SAYSO_UNCOMMITTED;
    return say_claims_graded(top, (sayso_confidence)top_of(g->confidence, SAYSO_CONFIDENCES));
}

/* ---- probability ---- */

static float odds(float p)
{
    const float least = 1e-4f;
    p = p < least ? least : p > 1 - least ? 1 - least : p;
    return say_model_log(p / (1 - p));
}

static float clip(float x) { return x < -6 ? -6 : x > 6 ? 6 : x; }

/* The features of a claim, in the order of the fitted weights. */
static void features(const say_group *g, sayso_factuality factuality, const say_span *party, const say_span *holder, float out[SAY_CLAIMS_FEATURES])
{
    out[0] = 1;
    out[1] = odds(g->found);
    out[2] = odds(g->role_share);
    out[3] = odds(g->factuality[factuality]);
    out[4] = party ? clip(party->score) : 0;
    out[5] = party ? odds(party->name_score) : 0;
    out[6] = holder ? clip(holder->score) : 0;
    out[7] = holder ? odds(holder->name_score) : 0;
}

static const char *const feature_names[SAY_CLAIMS_FEATURES] = {
    "", "trigger", "role", "factuality", "party", "party name", "holder", "holder name"
};

static double probability(const say_making *m, const float x[SAY_CLAIMS_FEATURES])
{
    float sum = 0;
    for (size_t i = 0; i < SAY_CLAIMS_FEATURES; i++) sum += m->options->calibration[i] * x[i];
    return (double)say_model_sigmoid(sum);
}

static bool note_scores(say_making *m, sayso_claim *c, const float x[SAY_CLAIMS_FEATURES])
{
    sayso_score *scores = SAY_TAKE(m->arena, sayso_score, SAY_CLAIMS_FEATURES - 1, m->error);
    if (!scores) return false;
    const char *values[SAY_CLAIMS_FEATURES] = { [2] = sayso_role_name(c->role), [3] = sayso_factuality_name(c->factuality) };
    for (size_t i = 1; i < SAY_CLAIMS_FEATURES; i++)
        scores[i - 1] = (sayso_score){ feature_names[i], values[i] ? values[i] : "", (double)x[i] };
    c->scores = scores;
    c->score_count = SAY_CLAIMS_FEATURES - 1;
    return true;
}

/* ---- likelihood ---- */

/* "I believe he did not": the interval of "believe" is that of the denial, not of the claim; and what is left open has none.
 * "Unlikely" speaks of the claim itself. */
static void leave_out_number(sayso_claim *c)
{
    if (c->factuality == SAYSO_UNCOMMITTED || (is_against(c->factuality) && c->likelihood.reading && c->likelihood.high > 50))
        c->likelihood = (sayso_likelihood){ .phrase = c->likelihood.phrase, .low = -1, .middle = -1, .high = -1 };
}

/* A cue that hedges as well widens the interval: "*believed* that it *may have been*". */
static sayso_code likelihood_of(const say_making *m, sayso_claim *c)
{
    say_str hedge = say_base_sub(m->text->source, (say_range){ c->hedge.from, c->hedge.to }), cue = { "", 0 };
    if (c->chain_count) {
        sayso_passage at = c->chain[0].cue;
        bool apart = at.to <= c->hedge.from || at.from >= c->hedge.to, beside = say_text_sentence_at(m->text, at.from) == say_text_sentence_at(m->text, c->hedge.from);
        if (apart && beside && at.to > at.from) cue = say_base_sub(m->text->source, (say_range){ at.from, at.to });
    }
    sayso_code code = say_norm_stack(m->norm, m->options->reading, hedge, cue, m->arena, &c->likelihood, m->error);
    leave_out_number(c);
    return code;
}

/* ---- identity ---- */

/* Made from what the claim says and where: the same bytes give the same id. */
static void identify(const say_making *m, sayso_claim *c)
{
    char key[512];
    const char *holder = c->chain_count ? c->chain[0].name : "";
    int n = snprintf(key, sizeof key, "%s|%d|%d|%zu|%zu|%.100s|%.100s", m->doc->hash, (int)c->role, (int)c->factuality, c->trigger.from, c->incident,
                     m->parties.at[c->party].name, holder);
    size_t length = n < 0 ? 0 : (size_t)n < sizeof key ? (size_t)n : sizeof key - 1;
    uint64_t h = say_base_hash((say_str){ key, length });
    snprintf(c->id, sizeof c->id, "c-%012llx", (unsigned long long)(h ^ h >> 48) & 0xffffffffffff);
}

/* ---- one claim ---- */

/* "was *behind* the *attack*": the noun of the act beside the words for the part played is no second claim. */
static bool same_part(const sayso_claim *a, const sayso_claim *b)
{
    bool did = (a->role == SAYSO_CARRIED_OUT || a->role == SAYSO_INVOLVED) && (b->role == SAYSO_CARRIED_OUT || b->role == SAYSO_INVOLVED);
    return a->role == b->role || (did && a->sentence == b->sentence);
}

/* "burned and looted": what one sentence says in two words of one party is one act, also where each word has an incident of its own. */
static bool same_act(const sayso_claim *a, const sayso_claim *b)
{
    return a->incident == b->incident || (a->sentence == b->sentence && a->role == b->role && a->trigger.from != b->trigger.from);
}

static bool same_claim(const sayso_claim *a, const sayso_claim *b)
{
    if (!same_act(a, b) || !same_part(a, b) || a->party != b->party || a->factuality != b->factuality) return false;
    if (!a->chain_count || !b->chain_count) return a->chain_count == b->chain_count;
    return a->chain[0].party == b->chain[0].party && (a->chain[0].party != SAYSO_NONE || !strcmp(a->chain[0].name, b->chain[0].name));
}

/* Rule 8: the surer of two equal claims stays, with the longer chain of both. */
static bool repeat(say_making *m, const sayso_claim *c, size_t group)
{
    for (size_t i = m->claims.count > SAY_CLAIMS_COMPARED ? m->claims.count - SAY_CLAIMS_COMPARED : 0; i < m->claims.count; i++) {
        sayso_claim *old = &m->claims.at[i];
        if (!same_claim(old, c)) continue;
        const sayso_link *chain = old->chain_count >= c->chain_count ? old->chain : c->chain;
        size_t links = old->chain_count >= c->chain_count ? old->chain_count : c->chain_count;
        if (c->probability > old->probability) { *old = *c; m->claim_groups.at[i] = group; }
        old->chain = chain;
        old->chain_count = links;
        return true;
    }
    return false;
}

typedef struct { const say_mention *mention; size_t party; const say_span *span; const say_chain *chain; size_t holder; } part;

/* The words for the part played leave no doubt of it ("ordered"), or those behind a word of blame do: "blamed the Kremlin for staging a
 * false-flag operation". */
static void settle_role(const say_making *m, const say_group *g, sayso_claim *c)
{
    enum { BEHIND = 14 };
    const say_text *text = m->text;
    if (say_norm_role(m->norm, say_base_sub(text->source, (say_range){ c->trigger.from, c->trigger.to }), &c->role) || c->role != SAYSO_INVOLVED) return;
    size_t last = g->trigger, end = text->sentences[c->sentence].first + text->sentences[c->sentence].count;
    while (last < end && last < g->trigger + BEHIND) last++;
    sayso_role role = c->role;
    if (say_norm_role(m->norm, say_claims_words(text, g->trigger + 1, last), &role) && role == SAYSO_STAGED) c->role = role;
}

static sayso_code one_claim(say_making *m, size_t group, part p)
{
    const say_group *g = &m->marks->groups.at[group];
    const say_span *holder = p.holder < g->spans[SAY_HOLDER].count ? &g->spans[SAY_HOLDER].at[p.holder] : NULL;
    sayso_claim c = { .incident = p.mention->event, .role = g->role, .party = p.party, .chain = p.chain->at, .chain_count = p.chain->count,
                      .sentence = m->text->words[g->trigger].sentence, .own = p.chain->own, .superseded_by = SAYSO_NONE, .held = "" };
    c.factuality = say_claims_factuality(m, g);
    c.confidence = (sayso_confidence)top_of(g->confidence, SAYSO_CONFIDENCES);
    const say_spans *t = &g->spans[SAY_TRIGGER];
    c.trigger = t->count ? span_passage(m, t, 0) : say_claims_passage(m->text, g->trigger, g->trigger + 1);
    settle_role(m, g, &c);
    c.mention = p.span ? say_claims_passage(m->text, p.span->from, p.span->to) : (sayso_passage){ 0, 0 };
    c.hedge = span_passage(m, &g->spans[SAY_HEDGE], 0);
    c.incident_at = p.mention->span == SAYSO_NONE ? c.trigger : span_passage(m, &g->spans[SAY_INCIDENT], p.mention->span);
    float x[SAY_CLAIMS_FEATURES];
    features(g, c.factuality, p.span, holder, x);
    c.probability = probability(m, x);
    if (c.probability < m->options->least) return SAYSO_OK;
    identify(m, &c);
    sayso_code code = likelihood_of(m, &c);
    if (code || !note_scores(m, &c, x)) return code ? code : SAYSO_NO_MEMORY;
    if (repeat(m, &c, group)) return SAYSO_OK;
    size_t *from = SAY_PUSH(m->arena, &m->claim_groups, m->error);
    sayso_claim *to = from ? SAY_PUSH(m->arena, &m->claims, m->error) : NULL;
    if (!to) return SAYSO_NO_MEMORY;
    *from = group;
    *to = c;
    return SAYSO_OK;
}

/* ---- a group ---- */

/* Mentions are in the order of their groups. */
static size_t first_mention(const say_making *m, size_t group)
{
    size_t low = 0, high = m->marks->mentions.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (m->marks->mentions.at[middle].group < group) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* "Killed one soldier and injured another": where the word for the act is the trigger, it is the incident.  "Responsible for the
 * murder of X and the bombing of Y" are two. */
static bool is_the_act(const say_group *g, const say_mention *mention)
{
    if (mention->span == SAYSO_NONE) return true;
    const say_span *s = &g->spans[SAY_INCIDENT].at[mention->span];
    return s->from <= g->trigger && g->trigger < s->to;
}

static bool names_the_act(const say_making *m, size_t group)
{
    for (size_t i = first_mention(m, group); i < m->marks->mentions.count && m->marks->mentions.at[i].group == group; i++)
        if (is_the_act(&m->marks->groups.at[group], &m->marks->mentions.at[i])) return true;
    return false;
}

static sayso_code with_party(say_making *m, size_t group, size_t party, const say_span *span)
{
    const say_group *g = &m->marks->groups.at[group];
    say_chain *chains;
    size_t count;
    sayso_code code = say_claims_chains(m, g, party, &chains, &count);
    bool only = names_the_act(m, group);
    for (size_t i = first_mention(m, group); !code && i < m->marks->mentions.count && m->marks->mentions.at[i].group == group; i++)
        for (size_t k = 0; !code && k < count && (!only || is_the_act(g, &m->marks->mentions.at[i])); k++)
            code = one_claim(m, group, (part){ &m->marks->mentions.at[i], party, span, &chains[k], k });
    return code;
}

static sayso_code one_group(say_making *m, size_t group)
{
    const say_spans *parties = &m->marks->groups.at[group].spans[SAY_PARTY];
    sayso_code code = SAYSO_OK;
    for (size_t i = 0; !code && i < parties->count; i++) {
        size_t party = say_claims_party(m, &m->marks->groups.at[group], SAY_PARTY, &parties->at[i]);
        code = party == SAYSO_NONE ? SAYSO_NO_MEMORY : with_party(m, group, party, &parties->at[i]);
    }
    return code;
}

/* ---- the report ---- */

static sayso_code sentences(const say_making *m, sayso_records *r)
{
    sayso_passage *s = SAY_TAKE(m->arena, sayso_passage, m->text->sentence_count, m->error);
    if (!s) return SAYSO_NO_MEMORY;
    for (size_t i = 0; i < m->text->sentence_count; i++) s[i] = (sayso_passage){ m->text->sentences[i].at.from, m->text->sentences[i].at.to };
    r->sentences = s;
    r->sentence_count = m->text->sentence_count;
    return SAYSO_OK;
}

static void hand_over(const say_making *m, sayso_records *r)
{
    r->doc = m->doc->name;
    r->title = m->doc->title;
    r->publisher = m->doc->publisher;
    r->date = m->doc->date;
    r->hash = m->doc->hash;
    r->text = m->doc->text;
    r->text_size = m->doc->size;
    r->parties = m->parties.at;        r->party_count = m->parties.count;
    r->incidents = m->incidents.at;    r->incident_count = m->incidents.count;
    r->claims = m->claims.at;          r->claim_count = m->claims.count;
    r->statements = m->statements.at;  r->statement_count = m->statements.count;
}

sayso_code say_claims_build(const say_claims_options *options, const say_doc *doc, const say_text *text,
                            const say_marks *marks, say_arena *arena, sayso_records *records, sayso_error *error)
{
    say_making m = { .options = options, .norm = options->norm, .doc = doc, .text = text, .marks = marks, .arena = arena, .error = error,
                     .capitals = say_text_upper_share(text->source) > .6 };
    *records = (sayso_records){ 0 };
    sayso_code code = say_claims_date(&m);
    if (!code) code = say_claims_names(&m);
    if (!code) code = say_claims_incidents(&m);
    for (size_t g = 0; !code && g < marks->groups.count; g++) code = one_group(&m, g);
    if (!code) say_claims_nest(&m);
    if (!code) code = say_claims_details(&m);
    if (!code) code = say_claims_statements(&m);
    if (!code) code = sentences(&m, records);
    if (!code) hand_over(&m, records);
    return code;
}
