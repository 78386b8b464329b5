/* Statements: what a source is said to say that is no responsibility claim.
 *
 * An attribution (source, cue, content) whose content holds the trigger of a claim is that claim's own; the others
 * become statements with the kind that their words say (motive, concern, forecast, command, else description).  A
 * statement belongs to the incident that its content mentions, else to the last one mentioned before it.           */
#include "claims/inside.h"

enum { FEWEST_WORDS = 4, LOOK_BACK = 3 };

static bool inside(const say_span *content, size_t word) { return content->from <= word && word < content->to; }

static bool holds_claim(const say_making *m, const say_span *content)
{
    for (size_t i = 0; i < m->claim_groups.count; i++)
        if (inside(content, m->marks->groups.at[m->claim_groups.at[i]].trigger)) return true;
    return false;
}

/* The claims' incident that the content mentions, else the last one mentioned in the sentences before. */
static size_t incident_of(const say_making *m, const say_span *content)
{
    size_t best = SAYSO_NONE, sentence = m->text->words[content->from].sentence;
    for (size_t i = 0; i < m->claims.count; i++) {
        const sayso_claim *c = &m->claims.at[i];
        size_t word = say_text_words_in(m->text, (say_range){ c->incident_at.from, c->incident_at.to }).from;
        if (inside(content, word)) return c->incident;
        if (c->sentence <= sentence && c->sentence + LOOK_BACK >= sentence) best = c->incident;
    }
    return best;
}

static bool source_link(say_making *m, const say_attribution *a, sayso_link *link)
{
    sayso_passage source = say_claims_passage(m->text, a->source.from, a->source.to), cue = say_claims_passage(m->text, a->cue.from, a->cue.to);
    say_group none = { 0 };
    say_span span = a->source;
    span.name = SAYSO_NONE;
    size_t party = say_claims_party(m, &none, SAY_HOLDER, &span);
    if (party == SAYSO_NONE) return false;
    *link = (sayso_link){ .party = party, .name = m->parties.at[party].name, .source = source, .cue = cue };
    link->stance = say_norm_stance(m->norm, say_base_sub(m->text->source, (say_range){ cue.from, cue.to }));
    return true;
}

/* The source, then the sources of attributions whose content holds this one's cue. */
static sayso_code voices(say_making *m, const say_attribution *a, sayso_statement *s)
{
    say_link_list chain = { 0 };
    for (size_t i = 0; i <= m->marks->attributions.count; i++) {
        const say_attribution *b = i ? &m->marks->attributions.at[i - 1] : a;
        bool outer = i && b != a && inside(&b->content, a->cue.from);
        if ((i && !outer) || b->source.from == b->source.to) continue;
        sayso_link *link = SAY_PUSH(m->arena, &chain, m->error);
        if (!link || !source_link(m, b, link)) return SAYSO_NO_MEMORY;
    }
    s->chain = chain.at;
    s->chain_count = chain.count;
    return SAYSO_OK;
}

static sayso_code one_statement(say_making *m, const say_attribution *a)
{
    bool short_one = a->content.to < a->content.from + FEWEST_WORDS || a->source.from == a->source.to;
    if (short_one || holds_claim(m, &a->content)) return SAYSO_OK;
    sayso_statement s = { .incident = incident_of(m, &a->content), .content = say_claims_passage(m->text, a->content.from, a->content.to),
                          .sentence = m->text->words[a->cue.from].sentence, .probability = (double)a->content.name_score };
    if (s.incident == SAYSO_NONE) return SAYSO_OK;
    say_range whole = { a->cue.from < a->content.from ? a->cue.from : a->content.from, a->content.to > a->cue.to ? a->content.to : a->cue.to };
    s.kind = SAYSO_DESCRIPTION;
    say_norm_statement(m->norm, say_claims_words(m->text, whole.from, whole.to), &s.kind);
    sayso_code code = voices(m, a, &s);
    sayso_statement *to = code ? NULL : SAY_PUSH(m->arena, &m->statements, m->error);
    if (to) *to = s;
    return to ? SAYSO_OK : SAYSO_NO_MEMORY;
}

sayso_code say_claims_statements(say_making *m)
{
    sayso_code code = SAYSO_OK;
    for (size_t i = 0; !code && i < m->marks->attributions.count; i++) code = one_statement(m, &m->marks->attributions.at[i]);
    return code;
}
