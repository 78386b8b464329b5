/* Details that stand beside a claim's own words in its sentence.
 *
 *   ended        "initially", "had earlier said" near the cue or the trigger: the view has ended.  Another view of the
 *                same incident by the same holder supersedes it; by a holder that may be the same, it possibly does.
 *   confidence   the word for the level that the network found ("low"), and never a likelihood
 *   missing      what the holder of an open or weak claim says is lacking, to the end of its clause
 *   held         a date between the holder and the cue: "Hersh in February revealed"
 *   note         words of the same holder elsewhere that grade what he says: "preliminary conclusions"             */
#include "claims/inside.h"

#include <string.h>

enum { NEAR = 8, HELD_NEAR = 6 };

static say_range sentence_bytes(const say_making *m, size_t sentence) { return m->text->sentences[sentence].at; }

static size_t words_between(const say_making *m, sayso_passage a, say_range b)
{
    if (a.from == a.to) return SAYSO_NONE;
    say_range x = say_text_words_in(m->text, (say_range){ a.from, a.to }), y = say_text_words_in(m->text, b);
    return x.to <= y.from ? y.from - x.to : y.to <= x.from ? x.from - y.to : 0;
}

static sayso_code find(say_making *m, say_phrase_table table, size_t sentence, say_hits *hits)
{
    return say_norm_find(m->norm, table, m->text, sentence_bytes(m, sentence), m->arena, hits, m->error);
}

static sayso_passage as_passage(say_range r) { return (sayso_passage){ r.from, r.to }; }

/* ---- ended views ---- */

static sayso_code mark_ended(say_making *m, sayso_claim *c)
{
    say_hits hits = { 0 };
    sayso_code code = find(m, SAY_CHANGES, c->sentence, &hits);
    sayso_passage cue = c->chain_count ? c->chain[0].cue : (sayso_passage){ 0, 0 };
    for (size_t i = 0; !code && i < hits.count; i++)
        if (words_between(m, cue, hits.at[i].at) <= NEAR || words_between(m, c->trigger, hits.at[i].at) <= NEAR) c->ended_by = as_passage(hits.at[i].at);
    return code;
}

/* Whether another claim is a later view of the holder of an ended one: 2 certainly, 1 possibly, 0 not. */
static int supersedes(const say_making *m, const sayso_claim *later, const sayso_claim *ended)
{
    if (later == ended || later->incident != ended->incident || later->ended_by.to > later->ended_by.from) return 0;
    if (!later->chain_count || !ended->chain_count || (later->party == ended->party && later->role == ended->role)) return 0;
    const sayso_link *a = &later->chain[0], *b = &ended->chain[0];
    if (a->party != SAYSO_NONE && a->party == b->party) return 2;
    return say_norm_may_be_same(m->norm, say_base_str(a->name), say_base_str(b->name)) || say_claims_kin(m, a->party, b->party);
}

static void mark_superseded(say_making *m, sayso_claim *ended)
{
    int best = 0;
    for (size_t i = 0; i < m->claims.count; i++) {
        int s = supersedes(m, &m->claims.at[i], ended);
        if (s <= best) continue;
        best = s;
        ended->superseded_by = i;
        ended->possibly = s == 1;
    }
}

/* ---- words beside the claim ---- */

static sayso_code mark_confidence(say_making *m, sayso_claim *c)
{
    if (c->confidence == SAYSO_NO_CONFIDENCE) return SAYSO_OK;
    say_hits hits = { 0 };
    sayso_code code = find(m, SAY_CONFIDENCE, c->sentence, &hits);
    for (size_t i = 0; !code && i < hits.count; i++)
        if (!strcmp(hits.at[i].value, sayso_confidence_name(c->confidence))) c->confidence_at = as_passage(hits.at[i].at);
    return code;
}

/* "lack of specific evidence which identifies which officials were involved": to the end of the sentence, or a semicolon. */
static sayso_passage to_clause_end(const say_making *m, say_range hit, size_t sentence)
{
    say_range words = say_text_words_in(m->text, sentence_bytes(m, sentence)), in = say_text_words_in(m->text, hit);
    size_t last = in.to;
    while (last < words.to && !strchr(";.!?", say_text_word(m->text, last).at[0])) last++;
    return say_claims_passage(m->text, in.from, last);
}

static sayso_code mark_missing(say_making *m, sayso_claim *c)
{
    bool weak = c->factuality == SAYSO_UNCOMMITTED || c->factuality == SAYSO_PR_MINUS || c->factuality == SAYSO_PS_MINUS || c->factuality == SAYSO_PS_PLUS;
    say_hits hits = { 0 };
    sayso_code code = weak ? find(m, SAY_MISSING, c->sentence, &hits) : SAYSO_OK;
    if (!code && hits.count) c->missing = to_clause_end(m, hits.at[0].at, c->sentence);
    return code;
}

static sayso_code mark_held(say_making *m, sayso_claim *c)
{
    say_dates dates = { 0 };
    if (!c->chain_count || c->chain[0].cue.from == c->chain[0].cue.to) return SAYSO_OK;
    sayso_code code = say_norm_dates(m->text, c->sentence, m->date, m->arena, &dates, m->error);
    for (size_t i = 0; !code && i < dates.count; i++) {
        say_range d = dates.at[i].at;
        bool between = d.from >= c->chain[0].source.to && d.to <= c->chain[0].cue.from && c->chain[0].cue.from - c->chain[0].source.to < 60;
        if (!between) continue;
        c->held = say_base_keep(m->arena, say_base_str(dates.at[i].value), m->error);
        if (!c->held) return SAYSO_NO_MEMORY;
    }
    return code;
}

/* ---- notes ---- */

/* "preliminary conclusions": a grading adjective and the noun for what was concluded. */
static bool grades(say_str adjective, say_str noun)
{
    static const char *const adjectives[] = { "preliminary", "initial", "tentative", "early", "provisional", "interim", "draft", NULL };
    static const char *const nouns[] = { "conclusion", "conclusions", "assessment", "assessments", "finding", "findings", "judgment", "judgement", "judgments", "judgements",
                                        "view", "views", "reading", "theory", "analysis", NULL };
    bool a = false, n = false;
    for (const char *const *w = adjectives; *w; w++) a |= say_text_same_fold(adjective, say_base_str(*w));
    for (const char *const *w = nouns; *w; w++) n |= say_text_same_fold(noun, say_base_str(*w));
    return a && n;
}

static bool speaks_in(const say_making *m, size_t party, size_t sentence)
{
    for (size_t i = 0; i < m->claims.count; i++) {
        const sayso_claim *c = &m->claims.at[i];
        for (size_t k = 0; c->sentence == sentence && k < c->chain_count; k++) if (c->chain[k].party == party) return true;
    }
    return false;
}

static void note_at(say_making *m, size_t word)
{
    size_t sentence = m->text->words[word].sentence;
    for (size_t i = 0; i < m->claims.count; i++) {
        sayso_claim *c = &m->claims.at[i];
        bool his = c->chain_count && c->chain[0].party != SAYSO_NONE && (c->sentence == sentence || speaks_in(m, c->chain[0].party, sentence));
        bool open = c->factuality == SAYSO_PS_PLUS || c->factuality == SAYSO_PR_PLUS;
        if (his && open) c->note = say_claims_passage(m->text, word, word + 2);
    }
}

sayso_code say_claims_details(say_making *m)
{
    sayso_code code = SAYSO_OK;
    for (size_t i = 0; !code && i < m->claims.count; i++) {
        sayso_claim *c = &m->claims.at[i];
        code = mark_ended(m, c);
        if (!code) code = mark_confidence(m, c);
        if (!code) code = mark_missing(m, c);
        if (!code) code = mark_held(m, c);
    }
    for (size_t i = 0; i < m->claims.count; i++)
        if (m->claims.at[i].ended_by.to > m->claims.at[i].ended_by.from) mark_superseded(m, &m->claims.at[i]);
    for (size_t w = 0; w + 1 < m->text->word_count; w++)
        if (grades(say_text_word(m->text, w), say_text_word(m->text, w + 1))) note_at(m, w);
    return code;
}
