/* Statements: what a source is said to say that is no responsibility claim.
 *
 * An attribution (source, cue, content) whose content holds the trigger of a claim is that claim's own; the others
 * become statements with the kind that their words say (motive, concern, forecast, command, else description).  A
 * statement belongs to the incident that its content mentions, else to the last one mentioned before it.           */
#include "claims/inside.h"

enum { FEWEST_WORDS = 4, LOOK_BACK = 3, BESIDE = 50 };        /* BESIDE: attributions looked at for an outer source */

static bool inside(const say_span *content, size_t word) { return content->from <= word && word < content->to; }

/* Where claims stand, for texts with thousands of both. */
typedef struct {
    bool   *trigger;             /* of a word: a claim's trigger */
    size_t *incident;            /* of a word: 1 + the incident that a claim mentions there */
    size_t *last;                /* of a sentence: 1 + the incident of its last claim */
} said_where;

static bool find_claims(const say_making *m, said_where *w)
{
    w->trigger = SAY_TAKE(m->arena, bool, m->text->word_count, m->error);
    w->incident = SAY_TAKE(m->arena, size_t, m->text->word_count, m->error);
    w->last = SAY_TAKE(m->arena, size_t, m->text->sentence_count, m->error);
    if (!w->trigger || !w->incident || !w->last) return false;
    for (size_t i = 0; i < m->claims.count; i++) {
        const sayso_claim *c = &m->claims.at[i];
        say_range at = say_text_words_in(m->text, (say_range){ c->incident_at.from, c->incident_at.to });
        w->trigger[m->marks->groups.at[m->claim_groups.at[i]].trigger] = true;
        if (at.to > at.from && !w->incident[at.from]) w->incident[at.from] = c->incident + 1;
        w->last[c->sentence] = c->incident + 1;
    }
    return true;
}

static bool holds_claim(const said_where *w, const say_span *content)
{
    for (size_t i = content->from; i < content->to; i++) if (w->trigger[i]) return true;
    return false;
}

/* The claims' incident that the content mentions, else the last one mentioned in the sentences before. */
static size_t incident_of(const say_making *m, const said_where *w, const say_span *content)
{
    size_t sentence = m->text->words[content->from].sentence;
    for (size_t i = content->from; i < content->to; i++) if (w->incident[i]) return w->incident[i] - 1;
    for (size_t back = 0; back <= LOOK_BACK && back <= sentence; back++)
        if (w->last[sentence - back]) return w->last[sentence - back] - 1;
    return SAYSO_NONE;
}

static bool source_link(say_making *m, const say_attribution *a, sayso_link *link)
{
    static const say_group none;
    say_span source = a->source;
    source.name = SAYSO_NONE;
    return say_claims_voice(m, &none, SAY_HOLDER, &source, say_claims_passage(m->text, a->cue.from, a->cue.to), link);
}

/* The source, then the sources of attributions whose content holds this one's cue. */
static sayso_code voices(say_making *m, const say_attribution *a, sayso_statement *s)
{
    say_link_list chain = { 0 };
    size_t own = (size_t)(a - m->marks->attributions.at), count = m->marks->attributions.count;
    size_t from = own > BESIDE ? own - BESIDE : 0, to = own + BESIDE < count ? own + BESIDE : count;
    for (size_t i = from; i <= to; i++) {
        const say_attribution *b = i > from ? &m->marks->attributions.at[i - 1] : a;       /* its own source first */
        bool outer = b != a && inside(&b->content, a->cue.from);
        if ((i > from && !outer) || b->source.from == b->source.to) continue;
        sayso_link *link = SAY_PUSH(m->arena, &chain, m->error);
        if (!link || !source_link(m, b, link)) return SAYSO_NO_MEMORY;
    }
    s->chain = chain.at;
    s->chain_count = chain.count;
    return SAYSO_OK;
}

static sayso_code one_statement(say_making *m, const said_where *w, const say_attribution *a)
{
    bool short_one = a->content.to < a->content.from + FEWEST_WORDS || a->source.from == a->source.to;
    if (short_one || holds_claim(w, &a->content)) return SAYSO_OK;
    sayso_statement s = { .incident = incident_of(m, w, &a->content), .content = say_claims_passage(m->text, a->content.from, a->content.to),
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
    said_where w;
    sayso_code code = find_claims(m, &w) ? SAYSO_OK : SAYSO_NO_MEMORY;
    for (size_t i = 0; !code && i < m->marks->attributions.count; i++) code = one_statement(m, &w, &m->marks->attributions.at[i]);
    return code;
}
