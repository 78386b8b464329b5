/* Details that stand beside a claim's own words in its sentence.
 *
 *   ended        "initially", "had earlier said" near the cue or the trigger: the view has ended, for each of its holders,
 *                but not what they say now in the same sentence.  Another view of the same incident by the same holder
 *                supersedes it; by a holder that may be the same, it possibly does.
 *   confidence   where words state one ("with low confidence", "their level is “low”"), and never a likelihood
 *   missing      what the holder of an open or weak claim says is lacking, to the end of its clause
 *   held         a date between the holder and the cue: "Hersh in February revealed"
 *   note         words of the same holder elsewhere that grade what he says: "preliminary conclusions"             */
#include "claims/inside.h"

#include <string.h>

enum { CHANGE_NEAR = 8, MOST_PAIRS = 20000 };

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

/* "initially blamed Moscow | but now says": the words that end one view do not reach into the next clause. */
static bool turns(const say_making *m, sayso_passage a, say_range b)
{
    static const char *const turns_on[] = { "but", "now", "later", "then", "however", "although", "though", "while", "before", "since", "until", ";", ":", NULL };
    say_range x = say_text_words_in(m->text, (say_range){ a.from, a.to }), y = say_text_words_in(m->text, b);
    for (size_t w = x.to < y.to ? x.to : y.to; w < x.from || w < y.from; w++)
        if (say_text_is_among(say_text_word(m->text, w), turns_on)) return true;
    return false;
}

static bool ends(const say_making *m, sayso_passage words, say_range change)
{
    return words_between(m, words, change) <= CHANGE_NEAR && !turns(m, words, change);
}

static sayso_code mark_ended(say_making *m, sayso_claim *c)
{
    say_hits hits = { 0 };
    sayso_code code = find(m, SAY_CHANGES, c->sentence, &hits);
    sayso_passage cue = c->chain_count ? c->chain[0].cue : (sayso_passage){ 0, 0 };
    for (size_t i = 0; !code && i < hits.count; i++)
        if (ends(m, cue.to > cue.from ? cue : c->trigger, hits.at[i].at) || ends(m, c->trigger, hits.at[i].at)) c->ended_by = as_passage(hits.at[i].at);
    return code;
}

static bool is_ended(const sayso_claim *c) { return c->ended_by.to > c->ended_by.from; }

/* Answers to "who did it?": to know or to help is another question. */
static bool answers_who(sayso_role r) { return r != SAYSO_AWARE && r != SAYSO_SUPPORTED; }

/* A later view: of the same party and role with another sign, or that another did it. */
static bool is_other_view(const sayso_claim *later, const sayso_claim *ended)
{
    static const char sign[SAYSO_FACTUALITIES] = { '+', '+', '+', '-', '-', '-', '?' };
    if (later->party == ended->party && later->role == ended->role) return sign[later->factuality] != sign[ended->factuality];
    return sign[later->factuality] != '-' && (answers_who(later->role) || !answers_who(ended->role));
}

/* Whether another claim is a later view of the holder of an ended one: 2 certainly, 1 possibly, 0 not.
 * What only words can tell is looked at for so many pairs of a report. */
static int supersedes(const say_making *m, const sayso_claim *later, const sayso_claim *ended, size_t *pairs)
{
    if (later == ended || later->incident != ended->incident || is_ended(later)) return 0;
    if (!later->chain_count || !ended->chain_count || !is_other_view(later, ended)) return 0;
    const sayso_link *a = &later->chain[0], *b = &ended->chain[0];
    if (a->party != SAYSO_NONE && a->party == b->party) return 2;
    if (a->party == SAYSO_NONE || b->party == SAYSO_NONE || !*pairs) return 0;
    --*pairs;
    return say_norm_may_be_same(m->norm, say_base_str(a->name), say_base_str(b->name)) || say_claims_kin(m, a->party, b->party);
}

static void mark_superseded(say_making *m, size_t claim, size_t *pairs)
{
    sayso_claim *ended = &m->claims.at[claim];
    size_t from = claim > SAY_CLAIMS_COMPARED ? claim - SAY_CLAIMS_COMPARED : 0, to = claim + SAY_CLAIMS_COMPARED;
    int best = 0;
    for (size_t i = from; i < m->claims.count && i < to && best < 2; i++) {
        int s = supersedes(m, &m->claims.at[i], ended, pairs);
        if (s <= best) continue;
        best = s;
        ended->superseded_by = i;
        ended->possibly = s == 1;
    }
}

/* ---- words beside the claim ---- */

static bool is_concluded(say_str noun)
{
    static const char *const nouns[] = { "conclusion", "conclusions", "assessment", "assessments", "finding", "findings", "judgment", "judgement", "judgments", "judgements",
                                         "view", "views", "reading", "theory", "analysis", NULL };
    return say_text_is_among(noun, nouns);
}

static bool holds_any(const say_making *m, say_range words, bool (*is)(say_str))
{
    for (size_t w = words.from; w < words.to; w++) if (is(say_text_word(m->text, w))) return true;
    return false;
}

static bool is_level(say_str word)
{
    static const char *const words[] = { "level", "levels", "degree", NULL };
    return say_text_is_among(word, words);
}

static bool is_confidence(say_str word)
{
    static const char *const words[] = { "confidence", "confident", NULL };
    return say_text_is_among(word, words);
}

/* "low confidence", and "their level of that … is | “low”" where the noun is not said; not "high-ranking", "a low wall". */
static bool states_confidence(const say_making *m, say_range hit, size_t sentence)
{
    static const char *const before[] = { "is", "was", "as", "at", "remains", "remained", "only", "still", "“", "\"", "‘", NULL };
    static const char *const behind[] = { "”", "\"", "’", ".", ",", ";", "and", "that", "because", NULL };
    say_range in = say_text_words_in(m->text, hit), s = say_text_words_in(m->text, sentence_bytes(m, sentence));
    if (holds_any(m, in, is_confidence)) return true;
    bool set_off = in.from > s.from && say_text_is_among(say_text_word(m->text, in.from - 1), before) &&
                   (in.to == s.to || say_text_is_among(say_text_word(m->text, in.to), behind));
    say_range left = { s.from, in.from };
    return set_off && (holds_any(m, left, is_level) || holds_any(m, left, is_confidence));
}

static void take_confidence(const say_making *m, sayso_claim *c, const say_hits *hits, size_t sentence)
{
    size_t nearest = SAYSO_NONE;
    for (size_t i = 0; i < hits->count; i++) {
        bool named = c->confidence != SAYSO_NO_CONFIDENCE && !strcmp(hits->at[i].value, sayso_confidence_name(c->confidence));
        bool stated = states_confidence(m, hits->at[i].at, sentence);
        size_t far = words_between(m, c->trigger, hits->at[i].at);
        if ((!stated && !named) || far >= nearest) continue;
        nearest = far;
        if (stated) c->confidence = say_norm_confidence(m->norm, say_base_sub(m->text->source, hits->at[i].at));
        c->confidence_at = as_passage(hits->at[i].at);
    }
    c->factuality = say_claims_graded(c->factuality, c->confidence);
}

/* In the claim's sentence, or in the next where that speaks of the conclusion: "It gave the finding low confidence." */
static sayso_code mark_confidence(say_making *m, sayso_claim *c, const bool *claimed)
{
    say_hits hits = { 0 };
    sayso_code code = find(m, SAY_CONFIDENCE, c->sentence, &hits);
    if (!code) take_confidence(m, c, &hits, c->sentence);
    size_t next = c->sentence + 1;
    if (code || c->confidence_at.to || !c->chain_count || next >= m->text->sentence_count || claimed[next]) return code;
    if (!holds_any(m, say_text_words_in(m->text, sentence_bytes(m, next)), is_concluded)) return SAYSO_OK;
    code = find(m, SAY_CONFIDENCE, next, &hits);
    if (!code) take_confidence(m, c, &hits, next);
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

/* The fewest words of a sentence, outside of a passage, that leave it open: "unsure". */
static sayso_passage open_words(const say_making *m, size_t sentence, sayso_passage outside)
{
    enum { MOST_WORDS = 3 };
    say_range words = say_text_words_in(m->text, sentence_bytes(m, sentence));
    for (size_t n = 1; n <= MOST_WORDS; n++)
        for (size_t i = words.from; i + n <= words.to; i++) {
            sayso_passage at = say_claims_passage(m->text, i, i + n);
            bool apart = at.to <= outside.from || at.from >= outside.to;
            if (apart && say_norm_is_open(m->norm, say_claims_words(m->text, i, i + n))) return at;
        }
    return (sayso_passage){ 0, 0 };
}

/* "unsure because of lack of specific evidence": what is lacking is not what leaves it open, where other words do. */
static sayso_code mark_missing(say_making *m, sayso_claim *c)
{
    bool weak = c->factuality == SAYSO_UNCOMMITTED || c->factuality == SAYSO_PR_MINUS || c->factuality == SAYSO_PS_MINUS || c->factuality == SAYSO_PS_PLUS;
    say_hits hits = { 0 };
    sayso_code code = weak ? find(m, SAY_MISSING, c->sentence, &hits) : SAYSO_OK;
    if (code || !hits.count) return code;
    c->missing = to_clause_end(m, hits.at[0].at, c->sentence);
    bool taken = c->hedge.to > c->hedge.from && c->hedge.from >= c->missing.from && c->hedge.to <= c->missing.to;
    sayso_passage open = taken ? open_words(m, c->sentence, c->missing) : (sayso_passage){ 0, 0 };
    if (open.to) c->hedge = open;
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
    return say_text_is_among(adjective, adjectives) && is_concluded(noun);
}

/* Who speaks of which incident in a sentence that grades. */
typedef struct { size_t party, incident; sayso_passage note; } graded_view;

typedef SAY_LIST(graded_view) graded_views;

static sayso_code find_notes(const say_making *m, sayso_passage **notes)
{
    *notes = SAY_TAKE(m->arena, sayso_passage, m->text->sentence_count, m->error);
    if (!*notes) return SAYSO_NO_MEMORY;
    for (size_t w = 0; w + 1 < m->text->word_count; w++)
        if (m->text->words[w].sentence == m->text->words[w + 1].sentence && grades(say_text_word(m->text, w), say_text_word(m->text, w + 1)))
            (*notes)[m->text->words[w].sentence] = say_claims_passage(m->text, w, w + 2);
    return SAYSO_OK;
}

static void note_claim(sayso_claim *c, const graded_views *views)
{
    size_t from = views->count > SAY_CLAIMS_COMPARED ? views->count - SAY_CLAIMS_COMPARED : 0;
    for (size_t i = from; i < views->count; i++)
        if (views->at[i].party == c->chain[0].party && views->at[i].incident == c->incident) c->note = views->at[i].note;
}

/* "came to the preliminary conclusions based on what they intercepted": what a graded view rests on, its holder's claim does. */
static sayso_code ground_note(say_making *m, sayso_claim *c)
{
    static const char *const rests[] = { "based", "rest", "rests", "rested", "drawn", "draw", "draws", "drew", "rely", "relies", "relied", NULL };
    size_t sentence = say_text_sentence_at(m->text, c->note.from);
    say_range words = say_text_words_in(m->text, sentence_bytes(m, sentence));
    bool rest = false;
    say_hits hits = { 0 };
    for (size_t w = words.from; w < words.to; w++) rest = rest || say_text_is_among(say_text_word(m->text, w), rests);
    if (!rest || sentence == c->sentence || c->chain[0].ground_count) return SAYSO_OK;
    sayso_code code = find(m, SAY_GROUNDS, sentence, &hits);
    if (code || !hits.count) return code;
    size_t basis = 0;
    while (basis < SAYSO_BASES && strcmp(hits.at[0].value, sayso_basis_name((sayso_basis)basis))) basis++;
    if (basis == SAYSO_BASES) return SAYSO_OK;
    sayso_ground *ground = SAY_TAKE(m->arena, sayso_ground, 1, m->error);
    sayso_link *chain = ground ? SAY_TAKE(m->arena, sayso_link, c->chain_count, m->error) : NULL;
    if (!chain) return SAYSO_NO_MEMORY;
    *ground = (sayso_ground){ (sayso_basis)basis, as_passage(hits.at[0].at) };
    memcpy(chain, c->chain, c->chain_count * sizeof *chain);
    chain[0].grounds = ground;
    chain[0].ground_count = 1;
    c->chain = chain;
    return SAYSO_OK;
}

/* Open claims of a holder are graded in their own sentence, or where he speaks of the same incident again. */
static sayso_code mark_notes(say_making *m)
{
    sayso_passage *notes;
    graded_views views = { 0 };
    sayso_code code = find_notes(m, &notes);
    for (size_t i = 0; !code && i < m->claims.count; i++) {
        const sayso_claim *c = &m->claims.at[i];
        for (size_t k = 0; notes[c->sentence].to && k < c->chain_count && c->chain[k].party != SAYSO_NONE; k++) {
            graded_view *v = SAY_PUSH(m->arena, &views, m->error);
            if (!v) return SAYSO_NO_MEMORY;
            *v = (graded_view){ c->chain[k].party, c->incident, notes[c->sentence] };
        }
    }
    for (size_t i = 0; !code && i < m->claims.count; i++) {
        sayso_claim *c = &m->claims.at[i];
        bool open = c->factuality == SAYSO_PS_PLUS || c->factuality == SAYSO_PR_PLUS;
        if (!open || !c->chain_count || c->chain[0].party == SAYSO_NONE) continue;
        if (notes[c->sentence].to) c->note = notes[c->sentence];
        else note_claim(c, &views);
        if (c->note.to) code = ground_note(m, c);
    }
    return code;
}

static bool *claimed_sentences(const say_making *m)
{
    bool *claimed = SAY_TAKE(m->arena, bool, m->text->sentence_count, m->error);
    for (size_t i = 0; claimed && i < m->claims.count; i++) claimed[m->claims.at[i].sentence] = true;
    return claimed;
}

sayso_code say_claims_details(say_making *m)
{
    size_t pairs = MOST_PAIRS;
    const bool *claimed = claimed_sentences(m);
    sayso_code code = claimed ? SAYSO_OK : SAYSO_NO_MEMORY;
    for (size_t i = 0; !code && i < m->claims.count; i++) {
        sayso_claim *c = &m->claims.at[i];
        code = mark_ended(m, c);
        if (!code) code = mark_confidence(m, c, claimed);
        if (!code) code = mark_missing(m, c);
        if (!code) code = mark_held(m, c);
    }
    for (size_t i = 0; !code && i < m->claims.count; i++)
        if (is_ended(&m->claims.at[i])) mark_superseded(m, i, &pairs);
    return code ? code : mark_notes(m);
}
