/* Chains: who holds a claim, and through whom it reached the page.
 *
 * Each holder span of a group is an innermost holder with a chain of its own ("The US, Ukraine and their allies
 * blamed": three).  The outer voices follow, people before the outlets that they spoke through.
 *   H1  A confession without a holder is held by the party itself.
 *   H2  A charge or verdict without one is held by "authorities", of whom the text has no words.
 *   H3  No holder at all: the report's own voice, an empty chain (outer voices still stand in it).
 * Grounds go to the innermost holder, with one exception:
 *   H4  an intercept of people whose words reached the page through other people is how those others know: "they
 *       overheard Russian officials blaming Ukraine" says how the Americans know that the Russians do.  An outlet
 *       overhears nobody: "officials told the Times" of their own intercept.
 *   H5  A basis that its sentence names ("intercepted") needs less of the network's certainty than one that it does not.
 *   H6  Who spoke through an outlet before still does where the text refers back to him: "The officials also said". */
#include "claims/inside.h"

#include <string.h>

static const float BASIS_SAID = .3f, BASIS_NAMED = .05f;           /* chosen on held-out reports */

static bool same_party(const sayso_link *links, size_t count, size_t party, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (party != SAYSO_NONE ? links[i].party == party : !strcmp(links[i].name, name)) return true;
    return false;
}

static sayso_passage first_of(const say_making *m, const say_spans *spans)
{
    return spans->count ? say_claims_passage(m->text, spans->at[0].from, spans->at[0].to) : (sayso_passage){ 0, 0 };
}

/* Chains print a voice in the text's own words where it has no proper name: "some officials". */
static const char *voice_name(say_making *m, size_t party, const say_span *span)
{
    say_str words = say_claims_words(m->text, span->from, span->to);
    bool unnamed = m->parties.at[party].kind == SAYSO_UNNAMED && span->name == SAYSO_NONE;
    return unnamed ? say_base_keep(m->arena, words, m->error) : m->parties.at[party].name;
}

/* "told | the New York Times", "spoke to | Radio Holm": who is told passes the words on. */
static bool is_told(const say_making *m, const sayso_link *link)
{
    enum { NEAR_TOLD = 3 };
    size_t at = say_text_words_in(m->text, (say_range){ link->source.from, link->source.to }).from;
    for (size_t w = at; w > 0 && at - w < NEAR_TOLD && link->source.from < link->source.to; w--) {
        say_str word = say_text_word(m->text, w - 1);
        if (say_text_same_fold(word, SAY_STR("told")) || (w == at && say_text_same_fold(word, SAY_STR("to")))) return true;
    }
    return false;
}

/* Newspapers, agencies and broadcasters pass words on; people know things ("Mr Post", "press officers"). */
static bool is_outlet(const say_making *m, const sayso_link *link)
{
    sayso_party_kind kind = m->parties.at[link->party].kind;
    return is_told(m, link) || ((kind == SAYSO_ORGANISATION || kind == SAYSO_GROUP) && say_norm_value(m->norm, SAY_OUTLETS, say_base_str(link->name)));
}

bool say_claims_voice(say_making *m, const say_group *g, say_argument argument, const say_span *span, sayso_passage cue, sayso_link *link)
{
    size_t party = say_claims_party(m, g, argument, span);
    if (party == SAYSO_NONE) return false;
    *link = (sayso_link){ .party = party, .name = voice_name(m, party, span), .cue = cue,
                          .source = say_claims_passage(m->text, span->from, span->to) };
    link->stance = say_norm_stance(m->norm, say_base_sub(m->text->source, (say_range){ cue.from, cue.to }));
    link->outlet = link->name && is_outlet(m, link);
    return link->name;
}

/* H5: which bases a group has, a bit for each. */
static bool find_grounds(say_making *m, const say_group *g, unsigned *grounds)
{
    say_hits hits = { 0 };
    say_range at = m->text->sentences[m->text->words[g->trigger].sentence].at;
    if (say_norm_find(m->norm, SAY_GROUNDS, m->text, at, m->arena, &hits, m->error)) return false;
    *grounds = 0;
    for (size_t b = 0; b < SAYSO_BASES; b++) {
        bool named = false;
        for (size_t i = 0; i < hits.count && !named; i++) named = !strcmp(hits.at[i].value, sayso_basis_name((sayso_basis)b));
        if (g->basis[b] > (named ? BASIS_NAMED : BASIS_SAID)) *grounds |= 1u << b;
    }
    return true;
}

/* H1, H2. */
static bool wordless(say_making *m, const say_group *g, unsigned grounds, size_t party, sayso_link *link)
{
    if ((grounds >> SAYSO_CONFESSION & 1) && m->parties.at[party].kind != SAYSO_PARTY_UNKNOWN) {
        const say_spans *s = &g->spans[SAY_PARTY];
        *link = (sayso_link){ .party = party, .name = m->parties.at[party].name, .cue = first_of(m, &g->spans[SAY_CUE]),
                              .source = first_of(m, s) };
        return true;
    }
    *link = (sayso_link){ .party = SAYSO_NONE, .name = "authorities", .cue = first_of(m, &g->spans[SAY_CUE]) };
    return grounds >> SAYSO_COURT & 1;
}

/* ---- grounds ---- */

/* The words of a basis: its own span, if any; spans that touch are one ("An | intercepted call"). */
static sayso_passage basis_words(const say_making *m, const say_group *g, unsigned grounds, size_t kind)
{
    const say_spans *s = &g->spans[SAY_BASIS];
    size_t kinds = 0, before = 0;
    for (size_t b = 0; b < SAYSO_BASES; b++)
        if (grounds >> b & 1) { kinds++; before += b < kind; }
    if (!s->count) return (sayso_passage){ 0, 0 };
    size_t first = kinds > 1 && before < s->count ? before : 0, last = first;
    while (first && s->at[first - 1].to == s->at[first].from) first--;
    while (last + 1 < s->count && s->at[last + 1].from == s->at[last].to) last++;
    return say_claims_passage(m->text, s->at[first].from, s->at[last].to);
}

static bool ground_chain(say_making *m, const say_group *g, unsigned found, say_chain *chain)
{
    typedef SAY_LIST(sayso_ground) grounds;
    grounds own = { 0 }, next = { 0 };
    for (size_t b = 0; b < SAYSO_BASES; b++) {
        if (!(found >> b & 1)) continue;
        sayso_ground ground = { (sayso_basis)b, basis_words(m, g, found, b) };
        bool outer = b == SAYSO_INTERCEPT && chain->count > 1 && !chain->at[1].outlet;      /* H4 */
        sayso_ground *to = outer ? SAY_PUSH(m->arena, &next, m->error) : SAY_PUSH(m->arena, &own, m->error);
        if (!to) return false;
        *to = ground;
    }
    if (chain->count) { chain->at[0].grounds = own.at; chain->at[0].ground_count = own.count; }
    if (chain->count > 1) { chain->at[1].grounds = next.at; chain->at[1].ground_count = next.count; }
    return true;
}

/* ---- a group's chains ---- */

static bool add_outer(say_making *m, const say_group *g, say_link_list *outer)
{
    const say_spans *s = &g->spans[SAY_OUTER];
    for (size_t i = 0; i < s->count; i++) {
        sayso_link link, *to;
        if (!say_claims_voice(m, g, SAY_OUTER, &s->at[i], (sayso_passage){ 0, 0 }, &link)) return false;
        if (same_party(outer->at, outer->count, link.party, link.name)) continue;
        if (!(to = SAY_PUSH(m->arena, outer, m->error))) return false;
        for (; to > outer->at && !link.outlet && to[-1].outlet; to--) *to = to[-1];
        *to = link;
    }
    return true;
}

static bool refers_back(const say_making *m, const sayso_link *link)
{
    static const char *const starts[] = { "the", "these", "those", "he", "she", "they", "it", NULL };
    size_t first = say_text_words_in(m->text, (say_range){ link->source.from, link->source.to }).from;
    return link->source.to > link->source.from && say_text_is_among(say_text_word(m->text, first), starts);
}

/* H6: the outlet of the latest claim of this holder, or NULL. */
static const sayso_link *outlet_before(const say_making *m, const sayso_link *holder)
{
    size_t least = m->claims.count > SAY_CLAIMS_COMPARED ? m->claims.count - SAY_CLAIMS_COMPARED : 0;
    if (holder->party == SAYSO_NONE || holder->outlet || !refers_back(m, holder)) return NULL;
    for (size_t i = m->claims.count; i-- > least;) {
        const sayso_claim *c = &m->claims.at[i];
        if (c->chain_count && c->chain[0].party == holder->party) return c->chain_count == 2 && c->chain[1].outlet ? &c->chain[1] : NULL;
    }
    return NULL;
}

/* One holder, or none, and then the outer voices that are not the holder again. */
static bool join(say_making *m, const say_group *g, unsigned grounds, const sayso_link *holder, const say_link_list *outer, size_t party, say_chain *chain)
{
    chain->at = SAY_TAKE(m->arena, sayso_link, outer->count + 2, m->error);
    if (!chain->at) return false;
    if (holder) chain->at[chain->count++] = *holder;
    for (size_t i = 0; i < outer->count; i++)
        if (!same_party(chain->at, chain->count, outer->at[i].party, outer->at[i].name)) chain->at[chain->count++] = outer->at[i];
    chain->own = holder && holder->party == party;
    const sayso_link *outlet = holder && chain->count == 1 && !chain->own ? outlet_before(m, holder) : NULL;
    if (outlet) {
        chain->at[chain->count] = *outlet;
        chain->at[chain->count++].ground_count = 0;
    }
    return ground_chain(m, g, grounds, chain);
}

sayso_code say_claims_chains(say_making *m, const say_group *g, size_t party, say_chain **chains, size_t *count)
{
    const say_spans *holders = &g->spans[SAY_HOLDER];
    say_link_list outer = { 0 };
    sayso_link link;
    unsigned grounds;
    *count = 0;
    *chains = SAY_TAKE(m->arena, say_chain, holders->count + 1, m->error);
    if (!*chains || !add_outer(m, g, &outer) || !find_grounds(m, g, &grounds)) return SAYSO_NO_MEMORY;
    for (size_t i = 0; i < holders->count; i++) {
        if (!say_claims_voice(m, g, SAY_HOLDER, &holders->at[i], first_of(m, &g->spans[SAY_CUE]), &link)) return SAYSO_NO_MEMORY;
        bool again = false;
        for (size_t k = 0; k < *count; k++) again |= (*chains)[k].count && (*chains)[k].at[0].party == link.party;
        if (!again && !join(m, g, grounds, &link, &outer, party, &(*chains)[(*count)++])) return SAYSO_NO_MEMORY;
    }
    if (*count) return SAYSO_OK;
    bool held = wordless(m, g, grounds, party, &link);
    return join(m, g, grounds, held ? &link : NULL, &outer, party, &(*chains)[(*count)++]) ? SAYSO_OK : SAYSO_NO_MEMORY;
}
