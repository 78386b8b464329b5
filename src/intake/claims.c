/* claims: claims, their chains, and statements.
 *
 * A claim whose maker left fields out is certain (CT+), of nobody's voice but the report's,
 * and read rightly for sure (probability 1): that is what somebody means who writes down a
 * claim by hand.  What it must have is a party, a role, an incident where the report lists
 * several, and a sentence or words that show which.                                        */
#include "intake/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *role_word(unsigned v)       { return sayso_role_name((sayso_role)v); }
static const char *factuality_word(unsigned v) { return sayso_factuality_name((sayso_factuality)v); }
static const char *confidence_word(unsigned v) { return sayso_confidence_name((sayso_confidence)v); }
static const char *stance_word(unsigned v)     { return sayso_stance_name((sayso_stance)v); }
static const char *basis_word(unsigned v)      { return sayso_basis_name((sayso_basis)v); }
static const char *statement_word(unsigned v)  { return sayso_statement_kind_name((sayso_statement_kind)v); }

/* ---- a chain ---- */

static void one_ground(say_intake *in, const say_intake_value *value, size_t sentence, sayso_ground *g)
{
    unsigned kind = SAYSO_BASES;
    if (say_intake_is(value, INTAKE_WORDS)) {
        for (kind = 0; kind < SAYSO_BASES && strcmp(basis_word(kind), value->words.at) != 0;) kind++;
    } else {
        say_intake_named(in, value, "kind", basis_word, SAYSO_BASES, &kind);
        say_intake_passage(in, say_intake_member(value, "at"), "basis", sentence, &g->at);
    }
    if (kind == SAYSO_BASES) say_intake_refuse(in, "a basis is of no kind that docs/schema.md lists");
    else g->kind = (sayso_basis)kind;
}

static bool take_grounds(say_intake *in, const say_intake_value *list, size_t sentence, sayso_link *link)
{
    if (list && !say_intake_is(list, INTAKE_NULL) && !say_intake_is(list, INTAKE_LIST)) say_intake_refuse(in, "basis is no list");
    sayso_ground *at = SAY_TAKE(in->arena, sayso_ground, say_intake_size(list), in->error);
    if (!at) return false;
    link->grounds = at;
    link->ground_count = say_intake_size(list);
    for (size_t i = 0; i < link->ground_count; i++) one_ground(in, say_intake_item(list, i), sentence, &at[i]);
    return true;
}

/* A bare string is a holder's name.  Where no party is given it is the listed one of that name; null says that there is none. */
static bool one_link(say_intake *in, const say_intake_value *value, size_t sentence, sayso_link *link)
{
    unsigned stance = SAYSO_NEUTRAL;
    *link = (sayso_link){ .party = SAYSO_NONE };
    if (say_intake_is(value, INTAKE_WORDS)) {
        link->name = say_base_keep(in->arena, value->words, in->error);
        if (link->name) link->party = say_intake_party_called(in, link->name);
        return link->name != NULL;
    }
    if (!say_intake_is(value, INTAKE_OBJECT)) say_intake_refuse(in, "a voice of the chain is neither an object nor a name");
    if (!say_intake_words(in, value, "holder", &link->name)) return false;
    say_intake_party(in, value, "party", &link->party);
    if (!link->name && link->party != SAYSO_NONE) link->name = in->parties.at[link->party].name;
    if (!link->name) say_intake_refuse(in, "a voice of the chain has neither a name nor a party");
    else if (!say_intake_member(value, "party")) link->party = say_intake_party_called(in, link->name);
    say_intake_passage(in, say_intake_member(value, "source"), "source", sentence, &link->source);
    say_intake_passage(in, say_intake_member(value, "cue"), "cue", sentence, &link->cue);
    say_intake_named(in, value, "stance", stance_word, SAYSO_STANCES, &stance);
    link->stance = (sayso_stance)stance;
    say_intake_flag(in, value, "outlet", &link->outlet);
    return take_grounds(in, say_intake_member(value, "basis"), sentence, link);
}

static bool take_chain(say_intake *in, const say_intake_value *object, size_t sentence, const sayso_link **chain, size_t *count)
{
    const say_intake_value *list = say_intake_member(object, "chain");
    if (list && !say_intake_is(list, INTAKE_NULL) && !say_intake_is(list, INTAKE_LIST)) say_intake_refuse(in, "chain is no list");
    sayso_link *at = SAY_TAKE(in->arena, sayso_link, say_intake_size(list), in->error);
    if (!at) return false;
    *chain = at;
    *count = say_intake_size(list);
    for (size_t i = 0; i < *count; i++)
        if (!one_link(in, say_intake_item(list, i), sentence, &at[i])) return false;
    return true;
}

/* ---- a claim ---- */

/* No phrase, no number; and no number without the name of the reading that it is from. */
static bool take_likelihood(say_intake *in, const say_intake_value *value, sayso_likelihood *l)
{
    *l = (sayso_likelihood){ .low = -1, .middle = -1, .high = -1 };
    if (!value || say_intake_is(value, INTAKE_NULL)) return true;
    if (say_intake_is(value, INTAKE_WORDS)) {
        l->phrase = say_base_keep(in->arena, value->words, in->error);
        if (l->phrase) say_intake_quote(in, "likelihood", say_base_str(l->phrase));
        return l->phrase != NULL;
    }
    if (!say_intake_is(value, INTAKE_OBJECT)) say_intake_refuse(in, "likelihood is neither an object nor a phrase");
    if (!say_intake_words(in, value, "phrase", &l->phrase) || !say_intake_words(in, value, "reading", &l->reading)) return false;
    say_intake_real(in, value, "low", 0, 100, &l->low);
    say_intake_real(in, value, "middle", 0, 100, &l->middle);
    say_intake_real(in, value, "high", 0, 100, &l->high);
    if (!l->phrase) say_intake_refuse(in, "likelihood has no phrase");
    else say_intake_quote(in, "likelihood", say_base_str(l->phrase));
    bool numbers = l->low >= 0 || l->middle >= 0 || l->high >= 0, whole = l->low >= 0 && l->high >= l->low;
    if (l->reading ? !whole : numbers) say_intake_refuse(in, "likelihood has numbers without a reading, or a reading without numbers");
    if (l->middle >= 0 && (l->middle < l->low || l->middle > l->high)) say_intake_refuse(in, "likelihood has its middle outside");
    return true;
}

static bool take_scores(say_intake *in, const say_intake_value *object, sayso_claim *c)
{
    if (!object || say_intake_is(object, INTAKE_NULL)) return true;
    if (!say_intake_is(object, INTAKE_OBJECT)) say_intake_refuse(in, "scores is no object");
    size_t count = say_intake_is(object, INTAKE_OBJECT) ? object->all.count : 0;
    sayso_score *at = SAY_TAKE(in->arena, sayso_score, count, in->error);
    if (!at) return false;
    c->scores = at;
    for (; c->score_count < count; c->score_count++) {
        sayso_score *s = &at[c->score_count];
        s->value = "";
        if (!(s->what = say_base_keep(in->arena, object->all.at[c->score_count].name, in->error))) return false;
        say_intake_real(in, object, s->what, -1e9, 1e9, &s->score);
    }
    return true;
}

static void take_passages(say_intake *in, const say_intake_value *value, sayso_claim *c)
{
    const struct { const char *key; sayso_passage *to; } passages[] = {
        { "trigger", &c->trigger }, { "mention", &c->mention }, { "incident_at", &c->incident_at }, { "hedge", &c->hedge },
        { "confidence_at", &c->confidence_at }, { "note", &c->note }, { "missing", &c->missing }, { "ended_by", &c->ended_by } };
    size_t count = sizeof passages / sizeof *passages;
    for (size_t i = 0; i < count; i++) say_intake_passage(in, say_intake_member(value, passages[i].key), passages[i].key, c->sentence, passages[i].to);
    for (size_t i = 0; i < count && c->sentence == SAYSO_NONE; i++) c->sentence = say_intake_sentence_at(in, *passages[i].to);
    if (c->sentence == SAYSO_NONE) say_intake_refuse(in, "names no sentence, and no words that show which");
}

/* One incident needs no number; a party may be named by party_name. */
static void take_what(say_intake *in, const say_intake_value *value, sayso_claim *c)
{
    unsigned role = SAYSO_ROLES, factuality = SAYSO_CT_PLUS, confidence = SAYSO_NO_CONFIDENCE;
    say_intake_named(in, value, "role", role_word, SAYSO_ROLES, &role);
    say_intake_named(in, value, "factuality", factuality_word, SAYSO_FACTUALITIES, &factuality);
    say_intake_named(in, value, "confidence", confidence_word, SAYSO_CONFIDENCES, &confidence);
    if (role == SAYSO_ROLES) say_intake_refuse(in, "has no role");
    c->role = (sayso_role)role;
    c->factuality = (sayso_factuality)factuality;
    c->confidence = (sayso_confidence)confidence;
    c->incident = in->incidents.count == 1 ? 0 : SAYSO_NONE;
    c->party = SAYSO_NONE;
    say_intake_incident(in, value, "incident", &c->incident);
    say_intake_party(in, value, say_intake_member(value, "party") ? "party" : "party_name", &c->party);
    if (c->incident == SAYSO_NONE) say_intake_refuse(in, "names no incident");
    if (c->party == SAYSO_NONE) say_intake_refuse(in, "names no party");
}

/* Ids of ours: "c-" and 8 to 12 hex digits. */
static bool is_claim_id(const char *id)
{
    size_t digits = strlen(id) >= 2 ? strspn(id + 2, "0123456789abcdef") : 0;
    return strncmp(id, "c-", 2) == 0 && digits >= 8 && digits <= 12 && id[2 + digits] == '\0';
}

static bool name_claim(say_intake *in, const char *given, sayso_claim *c)
{
    if (given && is_claim_id(given)) {
        snprintf(c->id, sizeof c->id, "%s", given);
        return true;
    }
    char hex[65];
    const char *holder = c->chain_count ? c->chain[0].name : "";
    const char *key = say_base_format(in->arena, in->error, "%s\n%s\n%s\n%s\n%zu %zu %zu %zu\n%s\n%s\n%s", in->hash, in->maker, sayso_role_name(c->role),
                                      sayso_factuality_name(c->factuality), c->sentence, c->trigger.from, c->mention.from, c->chain_count,
                                      in->incidents.at[c->incident].name, in->parties.at[c->party].name, holder);
    if (!key) return false;
    say_base_sha256(say_base_str(key), hex);
    snprintf(c->id, sizeof c->id, "c-%.12s", hex);
    return true;
}

static bool keep_claim(say_intake *in, const sayso_claim *c, const char *id, const char *later)
{
    sayso_claim *kept = SAY_PUSH(in->arena, &in->claims, in->error);
    say_intake_name *name = kept ? SAY_PUSH(in->arena, &in->names, in->error) : NULL;
    if (!name) return false;
    *kept = *c;
    *name = (say_intake_name){ id, later, in->number };
    return name_claim(in, id, kept) && (id || (name->id = kept->id)) ;
}

static bool one_claim_of(say_intake *in, const say_intake_value *value)
{
    sayso_claim c = { .held = "", .sentence = SAYSO_NONE, .superseded_by = SAYSO_NONE, .probability = 1 };
    const char *id = NULL, *later = NULL;
    if (!say_intake_is(value, INTAKE_OBJECT)) say_intake_refuse(in, "is no object");
    if (!say_intake_words(in, value, "id", &id) || !say_intake_words(in, value, "superseded_by", &later)) return false;
    in->called = id;
    take_what(in, value, &c);
    say_intake_sentence(in, value, &c.sentence);
    take_passages(in, value, &c);
    say_intake_flag(in, value, "own", &c.own);
    say_intake_flag(in, value, "possibly", &c.possibly);
    say_intake_real(in, value, "probability", 0, 1, &c.probability);
    if (!take_chain(in, value, c.sentence, &c.chain, &c.chain_count) || !take_likelihood(in, say_intake_member(value, "likelihood"), &c.likelihood)
        || !say_intake_day(in, value, "held", &c.held) || !take_scores(in, say_intake_member(value, "scores"), &c)) return false;
    return !say_intake_done(in) || keep_claim(in, &c, id, later);
}

/* ---- later views ---- */

static int by_claim_name(const void *a, const void *b)
{
    const say_intake_name *x = a, *y = b;
    int order = strcmp(x->id, y->id);
    return order ? order : (x->number > y->number) - (x->number < y->number);
}

static void refuse_later(say_intake *in, size_t claim, const char *why)
{
    in->claims.at[claim].superseded_by = SAYSO_NONE;
    in->claims.at[claim].possibly = false;
    say_intake_begin(in, "claim", in->names.at[claim].number, in->names.at[claim].id);
    say_intake_refuse(in, "superseded_by %s", why);
    say_intake_done(in);
}

/* The first claim of that id. */
static size_t claim_called(const say_intake_name *sorted, size_t count, const char *id)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(sorted[middle].id, id) < 0) low = middle + 1;
        else high = middle;
    }
    return low < count && strcmp(sorted[low].id, id) == 0 ? sorted[low].number : SAYSO_NONE;
}

static bool link_later(say_intake *in)
{
    size_t count = in->claims.count;
    say_intake_name *sorted = SAY_TAKE(in->arena, say_intake_name, count, in->error);
    size_t *next = SAY_TAKE(in->arena, size_t, count, in->error);
    bool *cut = SAY_TAKE(in->arena, bool, count, in->error);
    if (!sorted || !next || !cut) return false;
    for (size_t i = 0; i < count; i++) sorted[i] = (say_intake_name){ in->names.at[i].id, NULL, i };
    if (count) qsort(sorted, count, sizeof *sorted, by_claim_name);
    for (size_t i = 0; i < count; i++) {
        const char *later = in->names.at[i].later;
        next[i] = later ? claim_called(sorted, count, later) : SAYSO_NONE;
        if (later && next[i] == SAYSO_NONE) refuse_later(in, i, "is no claim of the report");
    }
    if (!say_intake_uncircle(in, next, cut, count)) return false;
    for (size_t i = 0; i < count; i++) {
        in->claims.at[i].superseded_by = next[i];
        if (cut[i]) refuse_later(in, i, "leads back to the claim itself");
    }
    return true;
}

bool say_intake_claims(say_intake *in, const say_intake_value *list)
{
    for (size_t n = 0; n < say_intake_size(list); n++) {
        say_intake_begin(in, "claim", n + 1, NULL);
        if (!one_claim_of(in, say_intake_item(list, n))) return false;
    }
    return link_later(in);
}

/* ---- statements ---- */

static bool one_statement_of(say_intake *in, const say_intake_value *value)
{
    sayso_statement s = { .incident = SAYSO_NONE, .sentence = SAYSO_NONE, .probability = 1 };
    unsigned kind = SAYSO_STATEMENT_KINDS;
    if (!say_intake_is(value, INTAKE_OBJECT)) say_intake_refuse(in, "is no object");
    say_intake_incident(in, value, "incident", &s.incident);
    say_intake_named(in, value, "kind", statement_word, SAYSO_STATEMENT_KINDS, &kind);
    if (kind == SAYSO_STATEMENT_KINDS) say_intake_refuse(in, "has no kind");
    s.kind = (sayso_statement_kind)kind;
    say_intake_sentence(in, value, &s.sentence);
    say_intake_passage(in, say_intake_member(value, "content"), "content", s.sentence, &s.content);
    if (s.sentence == SAYSO_NONE) s.sentence = say_intake_sentence_at(in, s.content);
    if (s.sentence == SAYSO_NONE) say_intake_refuse(in, "names no sentence, and no words that show which");
    say_intake_real(in, value, "probability", 0, 1, &s.probability);
    if (!take_chain(in, value, s.sentence, &s.chain, &s.chain_count)) return false;
    if (!say_intake_done(in)) return true;
    sayso_statement *kept = SAY_PUSH(in->arena, &in->statements, in->error);
    if (kept) *kept = s;
    return kept != NULL;
}

bool say_intake_statements(say_intake *in, const say_intake_value *list)
{
    for (size_t n = 0; n < say_intake_size(list); n++) {
        say_intake_begin(in, "statement", n + 1, NULL);
        if (!one_statement_of(in, say_intake_item(list, n))) return false;
    }
    return true;
}
