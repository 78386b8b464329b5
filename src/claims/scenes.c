/* Scenes: when and where an incident was, whom it hit, with what, and its toll, in the text's words.
 *
 * What stands round a mention belongs to the mention that is nearest in its sentence, so that "the blast in Sarrow and
 * the raid on Belm" are not mixed up.  Of what an incident's mentions give, the best is taken:
 *   own       joined to the mention: "the May 3 attack in Sarrow", "the Sarrow bombing"; first mention first
 *   beside    in the sentence of the first mention, then of the later ones
 *   named     the day that the incident's own noun has anywhere: "the shootings on November 5, 2009"
 *   next      a day in the sentence after the mention, or the one before: "The bomb went off on May 3."
 * so that one mention that was joined to the wrong incident says nothing where an earlier one does.
 * The day of "officials said on Friday" is when they said it, that of "police arrested him on Friday" no incident's;
 * a year right before the noun, "the 2010 mass shooting", rules out days of other years.                            */
#include "claims/inside.h"

#include <stdlib.h>
#include <string.h>

enum { OWN_BEFORE = 3, OWN_BEHIND = 9, ADJECTIVES = 2, OUT_OF_SIGHT = 1000 };

typedef enum { OWN, BESIDE_FIRST, BESIDE_LATER, NEXT, NOWHERE } closeness;

typedef struct { size_t word, event; } scene_spot;                 /* a mention's first word */

typedef struct { bool read; say_dates dates; say_places places; } scene_sentence;

struct say_scenes {
    SAY_LIST(scene_spot) spots;          /* in the order of the text */
    scene_sentence *sentences;
    size_t         *first;               /* of an event: its first mention in `mentions`; one more entry ends the last */
    size_t         *mentions;            /* of all events, each event's in the order of the marks */
    SAY_LIST(uint64_t) known;            /* sorted hashes of names that stand behind "in" somewhere in the text */
};

static const char *const clause_breaks[] = { "said", "says", "told", "that", "who", "which", "because", "after", "before", "when", "while", "but", "and", "was", "were", "is",
    "are", "has", "have", "had", "may", "might", "could", "would", "will", "by", ";", ":", "if", "as", "since", "until", "though", "although", NULL };

say_range say_claims_mention(const say_making *m, const say_mention *x)
{
    const say_group *g = &m->marks->groups.at[x->group];
    if (x->span == SAYSO_NONE) return (say_range){ g->trigger, g->trigger + 1 };
    const say_span *s = &g->spans[SAY_INCIDENT].at[x->span];
    return (say_range){ s->from, s->to };
}

const say_mention *say_claims_mention_of(const say_making *m, size_t event, size_t i)
{
    const say_scenes *s = m->scenes;
    return s->first[event] + i < s->first[event + 1] ? &m->marks->mentions.at[s->mentions[s->first[event] + i]] : NULL;
}

/* ---- gathered once ---- */

static int spots_in_order(const void *a, const void *b)
{
    const scene_spot *x = a, *y = b;
    return x->word != y->word ? (x->word > y->word) - (x->word < y->word) : (x->event > y->event) - (x->event < y->event);
}

static int by_hash(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static uint64_t hash_name(const say_making *m, say_range at) { return say_base_hash(say_base_sub(m->text->source, at)); }

static sayso_code read_sentence(const say_making *m, size_t sentence)
{
    scene_sentence *s = &m->scenes->sentences[sentence];
    if (s->read) return SAYSO_OK;
    s->read = true;
    sayso_code code = say_norm_dates(m->text, sentence, m->date, m->arena, &s->dates, m->error);
    return code ? code : say_norm_places(m->norm, m->text, sentence, m->arena, &s->places, m->error);
}

/* "El Paso, Texas" and "El Paso". */
static bool know_place(const say_making *m, say_range at)
{
    say_str words = say_base_sub(m->text->source, at);
    const char *comma = memchr(words.at, ',', words.len);
    uint64_t *whole = SAY_PUSH(m->arena, &m->scenes->known, m->error), *part = comma && whole ? SAY_PUSH(m->arena, &m->scenes->known, m->error) : whole;
    if (!whole || !part) return false;
    m->scenes->known.at[m->scenes->known.count - 1] = hash_name(m, comma ? (say_range){ at.from, at.from + (size_t)(comma - words.at) } : at);
    if (comma) m->scenes->known.at[m->scenes->known.count - 2] = hash_name(m, at);
    return true;
}

static sayso_code know_places(const say_making *m)
{
    sayso_code code = SAYSO_OK;
    for (size_t s = 0; !code && s < m->text->sentence_count; s++) {
        code = read_sentence(m, s);
        const say_places *p = &m->scenes->sentences[s].places;
        for (size_t i = 0; !code && i < p->count; i++)
            if (p->at[i].sure && !know_place(m, p->at[i].at)) return SAYSO_NO_MEMORY;
    }
    if (m->scenes->known.count) qsort(m->scenes->known.at, m->scenes->known.count, sizeof *m->scenes->known.at, by_hash);
    return code;
}

static bool is_known_place(const say_making *m, say_range at)
{
    uint64_t hash = hash_name(m, at);
    return m->scenes->known.count && bsearch(&hash, m->scenes->known.at, m->scenes->known.count, sizeof hash, by_hash);
}

/* Each event's mentions together, and all of them by their words. */
static sayso_code sort_mentions(const say_making *m)
{
    say_scenes *s = m->scenes;
    for (size_t i = 0; i < m->marks->mentions.count; i++) {
        const say_mention *x = &m->marks->mentions.at[i];
        scene_spot *spot = SAY_PUSH(m->arena, &s->spots, m->error);
        if (!spot) return SAYSO_NO_MEMORY;
        *spot = (scene_spot){ say_claims_mention(m, x).from, x->event };
        s->first[x->event + 1]++;
    }
    for (size_t e = 0; e < m->marks->event_count; e++) s->first[e + 1] += s->first[e];
    size_t *next = SAY_TAKE(m->arena, size_t, m->marks->event_count + 1, m->error);
    if (!next) return SAYSO_NO_MEMORY;
    memcpy(next, s->first, (m->marks->event_count + 1) * sizeof *next);
    for (size_t i = 0; i < m->marks->mentions.count; i++) s->mentions[next[m->marks->mentions.at[i].event]++] = i;
    if (s->spots.count) qsort(s->spots.at, s->spots.count, sizeof *s->spots.at, spots_in_order);
    return SAYSO_OK;
}

sayso_code say_claims_scenes(say_making *m)
{
    m->scenes = SAY_TAKE(m->arena, say_scenes, 1, m->error);
    if (!m->scenes) return SAYSO_NO_MEMORY;
    m->scenes->sentences = SAY_TAKE(m->arena, scene_sentence, m->text->sentence_count, m->error);
    m->scenes->first = SAY_TAKE(m->arena, size_t, m->marks->event_count + 1, m->error);
    m->scenes->mentions = SAY_TAKE(m->arena, size_t, m->marks->mentions.count, m->error);
    if (!m->scenes->sentences || !m->scenes->first || !m->scenes->mentions) return SAYSO_NO_MEMORY;
    sayso_code code = m->marks->event_count ? know_places(m) : SAYSO_OK;
    return code ? code : sort_mentions(m);
}

/* ---- whose is it? ---- */

static size_t words_apart(say_range a, say_range b)
{
    return a.to <= b.from ? b.from - a.to : b.to <= a.from ? a.from - b.to : 0;
}

/* The first of the mentions from a word on. */
static size_t spot_from(const say_scenes *s, size_t word)
{
    size_t low = 0, high = s->spots.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->spots.at[middle].word < word) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* Whether no mention of another event is nearer. */
static bool is_mine(const say_making *m, say_range words, size_t event)
{
    const say_sentence *s = &m->text->sentences[m->text->words[words.from].sentence];
    size_t mine = OUT_OF_SIGHT, others = OUT_OF_SIGHT;
    for (size_t i = spot_from(m->scenes, s->first); i < m->scenes->spots.count && m->scenes->spots.at[i].word < s->first + s->count; i++) {
        const scene_spot *spot = &m->scenes->spots.at[i];
        size_t far = words_apart(words, (say_range){ spot->word, spot->word + 1 }), *best = spot->event == event ? &mine : &others;
        if (far < *best) *best = far;
    }
    return mine <= others;
}

/* "the May 3 attack in Sarrow": nothing between that begins another clause, and no other event. */
static bool is_joined(const say_making *m, say_range words, say_range mention, size_t event)
{
    bool behind = words.from >= mention.to;
    size_t from = behind ? mention.to : words.to, to = behind ? words.from : mention.from;
    if (from > to || to - from > (size_t)(behind ? OWN_BEHIND : OWN_BEFORE)) return from > to;
    for (size_t w = from; w < to; w++) {
        say_str word = say_text_word(m->text, w);
        if (say_text_is_among(word, clause_breaks) || (!behind && say_base_same(word, SAY_STR(",")))) return false;
    }
    for (size_t i = spot_from(m->scenes, from); i < m->scenes->spots.count && m->scenes->spots.at[i].word < to; i++)
        if (m->scenes->spots.at[i].event != event) return false;
    return true;
}

static closeness how_close(const say_making *m, say_range words, say_range mention, size_t event, bool first)
{
    if (is_joined(m, words, mention, event)) return OWN;
    return !is_mine(m, words, event) ? NOWHERE : first ? BESIDE_FIRST : BESIDE_LATER;
}

/* ---- when ---- */

typedef struct { closeness close; size_t far; say_range at; const char *value, *year; } scene_pick;     /* year: the only one that a date may be of, or NULL */

static bool is_closer(const scene_pick *best, closeness close, size_t far)
{
    return close < best->close || (close == best->close && close < NOWHERE && far < best->far);
}

/* "said on Friday", "Friday told", "in a statement late on Monday": the day belongs to the saying. */
static bool is_of_saying(const say_making *m, say_range date, size_t sentence)
{
    static const char *const between[] = { "on", "in", "late", "early", "the", ",", "last", "earlier", NULL };
    static const char *const sayings[] = { "statement", "reporters", "interview", "conference", "speech", "tweet", "briefing", "post", "report", "article", NULL };
    const say_sentence *s = &m->text->sentences[sentence];
    size_t before = date.from;
    while (before > s->first && say_text_is_among(say_text_word(m->text, before - 1), between)) before--;
    say_str left = before > s->first ? say_text_word(m->text, before - 1) : (say_str){ "", 0 };
    say_str right = date.to < s->first + s->count ? say_text_word(m->text, date.to) : (say_str){ "", 0 };
    return say_norm_value(m->norm, SAY_CUES, left) || say_norm_value(m->norm, SAY_CUES, right) || say_text_is_among(left, sayings);
}

static bool has_mention(const say_making *m, size_t word)
{
    size_t i = spot_from(m->scenes, word);
    return i < m->scenes->spots.count && m->scenes->spots.at[i].word == word;
}

static bool is_other_act(const say_making *m, size_t word) { return say_claims_is_past(say_text_word(m->text, word)) && !has_mention(m, word); }

/* "Police on Monday identified", "arrested Tuesday": the day belongs to an act that is no incident. */
static bool is_of_other_act(const say_making *m, say_range date, size_t sentence)
{
    static const char *const parts[] = { "morning", "afternoon", "evening", "night", "early", "late", "on", "last", ",", NULL };
    const say_sentence *s = &m->text->sentences[sentence];
    size_t before = date.from, after = date.to;
    while (before > s->first && say_text_is_among(say_text_word(m->text, before - 1), parts)) before--;
    while (after < s->first + s->count && say_text_is_among(say_text_word(m->text, after), parts)) after++;
    bool told = before > s->first && is_other_act(m, before - 1);
    return told || (after == date.to && after < s->first + s->count && is_other_act(m, after));
}

/* A day or month is worth more than a year; the day of the dateline is the report's. */
static sayso_code pick_date(const say_making *m, size_t sentence, say_range mention, size_t event, bool first, bool beside, scene_pick *best)
{
    enum { A_YEAR_ALONE = 16 };
    sayso_code code = read_sentence(m, sentence);
    const say_dates *dates = &m->scenes->sentences[sentence].dates;
    for (size_t i = 0; !code && i < dates->count; i++) {
        const say_date *d = &dates->at[i];
        say_range words = say_text_words_in(m->text, d->at);
        if (d->at.from < m->doc->head.to || is_of_saying(m, words, sentence) || (d->relative && is_of_other_act(m, words, sentence))) continue;
        closeness close = beside ? NEXT : how_close(m, words, mention, event, first);
        size_t far = words_apart(words, mention) + (strlen(d->value) < 7 ? A_YEAR_ALONE : 0);
        if (strlen(d->value) < 7 && close > BESIDE_FIRST) continue;                  /* a year further off may be anything's */
        if (best->year && strncmp(best->year, d->value, 4)) continue;
        if (is_closer(best, close, far)) *best = (scene_pick){ close, far, d->at, d->value, best->year };
    }
    return code;
}

/* "the 2010 mass shooting": its year, which no other date near it can be of. */
static sayso_code pick_year(const say_making *m, say_range mention, scene_pick *best)
{
    size_t sentence = m->text->words[mention.from].sentence;
    sayso_code code = read_sentence(m, sentence);
    const say_dates *dates = &m->scenes->sentences[sentence].dates;
    for (size_t i = 0; !code && i < dates->count; i++) {
        size_t to = say_text_words_in(m->text, dates->at[i].at).to;
        bool own = to <= mention.from && mention.from - to <= ADJECTIVES && strlen(dates->at[i].value) == 4 && !dates->at[i].relative;
        for (size_t w = to; own && w < mention.from; w++) own = !say_text_is_among(say_text_word(m->text, w), clause_breaks) && say_text_word(m->text, w).len > 2;
        if (own) best->year = dates->at[i].value;
    }
    return code;
}

static bool is_head_of_another(const say_making *m, size_t event, say_str head)
{
    for (size_t i = 0; i < m->scenes->spots.count; i++)
        if (m->scenes->spots.at[i].event != event && say_text_same_fold(head, say_text_word(m->text, m->scenes->spots.at[i].word))) return true;
    return false;
}

/* "the shootings on November 5, 2009", wherever it stands, dates the incident that is called "shootings" elsewhere, where no other is. */
static sayso_code pick_named(const say_making *m, say_range mention, size_t event, scene_pick *best)
{
    say_str head = say_text_word(m->text, mention.to - 1);
    sayso_code code = SAYSO_OK;
    if (is_head_of_another(m, event, head)) return code;
    for (size_t s = 0; !code && s < m->text->sentence_count && best->close == NOWHERE; s++) {
        code = read_sentence(m, s);
        const say_dates *dates = &m->scenes->sentences[s].dates;
        for (size_t i = 0; !code && i < dates->count && best->close == NOWHERE; i++) {
            size_t date = say_text_words_in(m->text, dates->at[i].at).from, first = m->text->sentences[s].first;
            if (dates->at[i].relative || (best->year && strncmp(best->year, dates->at[i].value, 4))) continue;
            for (size_t w = date > first + OWN_BEFORE ? date - OWN_BEFORE : first; w < date; w++)
                if (say_text_same_fold(head, say_text_word(m->text, w))) *best = (scene_pick){ NEXT, 0, dates->at[i].at, dates->at[i].value, best->year };
        }
    }
    return code;
}

/* What the mention's own sentence has not, the next one may have, or else the one before. */
static sayso_code pick_beside(const say_making *m, say_range mention, size_t event, scene_pick *best)
{
    size_t sentence = m->text->words[mention.from].sentence;
    sayso_code code = SAYSO_OK;
    if (best->close == NOWHERE && sentence + 1 < m->text->sentence_count) code = pick_date(m, sentence + 1, mention, event, true, true, best);
    if (!code && best->close == NOWHERE && sentence) code = pick_date(m, sentence - 1, mention, event, true, true, best);
    return code;
}

/* ---- where ---- */

static sayso_code pick_place(const say_making *m, size_t sentence, say_range mention, size_t event, bool first, scene_pick *best)
{
    sayso_code code = read_sentence(m, sentence);
    const say_places *places = &m->scenes->sentences[sentence].places;
    for (size_t i = 0; !code && i < places->count; i++) {
        const say_place_at *p = &places->at[i];
        say_range words = say_text_words_in(m->text, p->at), whole = { say_text_words_in(m->text, p->before).from, words.to };
        if (!p->sure && !is_known_place(m, p->at)) continue;
        closeness close = how_close(m, whole, mention, event, first);
        size_t far = words_apart(words, mention);
        if (is_closer(best, close, far)) *best = (scene_pick){ .close = close, .far = far, .at = p->at };
    }
    return code;
}

/* "the Sarrow bombing": a name before the event that stands behind "in" elsewhere, or a capital; a state there is the doer. */
static void pick_modifier(const say_making *m, say_range mention, scene_pick *best)
{
    size_t sentence = m->text->words[mention.from].sentence, end = mention.from, first = m->text->sentences[sentence].first;
    while (end > first && mention.from - end < OWN_BEFORE && !say_text_is_capital(say_text_word(m->text, end - 1)) &&
           !say_text_is_among(say_text_word(m->text, end - 1), clause_breaks)) end--;
    size_t from = end;
    while (from > first && end - from < SAY_CLAIMS_NAME_WORDS && say_text_is_capital(say_text_word(m->text, from - 1))) from--;
    for (size_t to = end; to > from; to--) {
        sayso_passage p = say_claims_passage(m->text, from, to);
        say_party_facts facts;
        say_norm_party(m->norm, say_claims_words(m->text, from, to), &facts);
        bool place = (is_known_place(m, (say_range){ p.from, p.to }) && facts.kind != SAYSO_STATE) || (facts.name && facts.kind == SAYSO_GOVERNMENT && facts.head);
        if (place && is_closer(best, OWN, mention.from - to)) *best = (scene_pick){ .close = OWN, .far = mention.from - to, .at = { p.from, p.to } };
    }
}

/* ---- whom ---- */

/* "Friday", "October 7": names a time. */
static bool is_of_calendar(say_str w)
{
    static const char *const days[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "early", "late", NULL };
    return say_text_is_among(w, days) || (say_text_is_capital(w) && say_doc_month(w));
}

bool say_claims_initial(const say_making *m, size_t word)
{
    const say_word *w = &m->text->words[word];
    return word && say_base_same(say_text_word(m->text, word), SAY_STR(".")) && w[-1].at.to == w->at.from && w[-1].at.to - w[-1].at.from == 1 &&
           say_text_is_capital(say_text_word(m->text, word - 1));
}

/* A sign that is not inside a word or "U.S.". */
static bool is_bare_sign(const say_making *m, size_t word)
{
    static const char *const joints[] = { "-", "'", "’", NULL };
    say_str w = say_text_word(m->text, word);
    unsigned char c = (unsigned char)w.at[0];
    bool letter = (c | 32) >= 'a' && (c | 32) <= 'z', figure = c >= '0' && c <= '9', foreign = c >= 0xc3 && c != 0xe2;
    return !letter && !figure && !foreign && !say_text_is_among(w, joints) && !say_claims_initial(m, word);
}

/* Past the noun phrase that begins at a word: "the Nord Stream pipelines | was", "the mayor | in Sarrow". */
static size_t phrase_to(const say_making *m, size_t from)
{
    static const char *const ends[] = { "in", "on", "at", "near", "with", "for", "from", "to", "during", "over", "into", "outside", "inside", "against", "using", "where", "or",
        "amid", "not", "did", "does", "do", "last", "earlier", "later", "this", "also", "off", "about", "around", "through", "under", "between", "among", "it", "he", "they",
        "shot", "struck", "hit", "blew", "killing", "wounding", "injuring", "leaving", "left", "sparking", "prompting", "causing", NULL };
    enum { LONGEST = 9 };
    const say_sentence *s = &m->text->sentences[m->text->words[from].sentence];
    size_t to = from;
    for (; to < s->first + s->count && to - from < LONGEST; to++) {
        say_str w = say_text_word(m->text, to);
        bool acts = to > from && w.at[0] >= 'a' && w.len > 3 && (!memcmp(w.at + w.len - 2, "ed", 2) || say_norm_value(m->norm, SAY_CUES, w));
        if (is_bare_sign(m, to) || acts || is_of_calendar(w) || say_text_is_among(w, clause_breaks) || say_text_is_among(w, ends)) break;
    }
    static const char *const open_ends[] = { "-", "'", "’", NULL };
    while (to > from && say_text_is_among(say_text_word(m->text, to - 1), open_ends)) to--;
    return to;
}

/* "attack on | the Kremlin", "killing of | Lorne", "killed | the mayor". */
static size_t target_from(const say_making *m, const say_mention *x, say_range mention)
{
    static const char *const aims[] = { "on", "against", "targeting", NULL };
    static const char *const undergo[] = { "killing", "killings", "murder", "murders", "assassination", "kidnapping", "abduction", "shooting", "stabbing", "poisoning", "bombing",
        "bombardment", "shelling", "beheading", "execution", "downing", "hijacking", "hacking", "torture", "rape", "burning", "sinking", "beating", "massacre", "slaughter",
        "theft", "capture", "death", "deaths", "disappearance", "destruction", "down", "slaying", "hack", "breach", "storming", "ambush", NULL };
    static const char *const starts[] = { "the", "a", "an", "his", "her", "its", "their", NULL }, *const passive[] = { "was", "were", "been", "being", "be", "is", "are", NULL };
    const say_sentence *s = &m->text->sentences[m->text->words[mention.from].sentence];
    if (mention.to + 1 >= s->first + s->count) return 0;
    say_str last = say_text_word(m->text, mention.to - 1), next = say_text_word(m->text, mention.to);
    const char *kind = say_norm_incident_kind(m->norm, last);
    bool aimed = say_text_is_among(next, aims) && strcmp(kind, "other") && strcmp(kind, "crash") && strcmp(kind, "fire") && strcmp(kind, "arson");
    bool noun_aim = aimed || (say_text_same_fold(next, SAY_STR("of")) && say_text_is_among(last, undergo));
    if (noun_aim) return mention.to + 1;
    bool past = last.len > 3 && !memcmp(last.at + last.len - 2, "ed", 2), object = say_text_is_among(next, starts) || say_text_is_capital(next);
    bool done_to = mention.from > s->first && say_text_is_among(say_text_word(m->text, mention.from - 1), passive);
    return x->span == SAYSO_NONE && past && object && !done_to && say_norm_value(m->norm, SAY_INCIDENTS, last) ? mention.to : 0;
}

static say_range scene_target(const say_making *m, const say_mention *x, say_range mention)
{
    size_t from = target_from(m, x, mention), to = from ? phrase_to(m, from) : 0;
    if (to <= from) return (say_range){ 0, 0 };
    const say_dates *dates = &m->scenes->sentences[m->text->words[mention.from].sentence].dates;
    for (size_t i = 0; i < dates->count; i++)
        if (!words_apart(say_text_words_in(m->text, dates->at[i].at), (say_range){ from, to })) return (say_range){ 0, 0 };       /* "on Friday" */
    bool bare = to - from == 1 && say_norm_is_pronoun(say_claims_words(m->text, from, to));
    return bare ? (say_range){ 0, 0 } : (say_range){ from, to };
}

/* "on the Kremlin", "on the Nord Stream pipelines": what was hit is where it was, if it stands somewhere. */
static bool is_somewhere(const say_making *m, say_range words)
{
    static const char *const stands[] = { "pipeline", "pipelines", "embassy", "consulate", "mosque", "church", "base", "airport", "hotel", "school", "hospital", "market", "depot",
        "station", "bridge", "plant", "building", "compound", "headquarters", "mission", "town", "city", "village", "restaurant", "refinery", "dam", "synagogue", "prison", "camp",
        "palace", "museum", "university", "theatre", "theater", "warehouse", "mall", "store", "port", "checkpoint", "capitol", "parliament", NULL };
    say_party_facts facts;
    bool capital = false;
    for (size_t w = words.from; w < words.to; w++) capital |= say_text_is_capital(say_text_word(m->text, w));
    say_norm_party(m->norm, say_claims_words(m->text, words.from, words.to), &facts);
    bool known = facts.name && (facts.kind == SAYSO_STATE || facts.kind == SAYSO_GOVERNMENT);
    return capital && (known || say_text_is_among(say_text_word(m->text, words.to - 1), stands));
}

/* ---- with what, and its toll ---- */

static bool is_number(say_str w)
{
    static const char *const numbers[] = { "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
        "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "dozens", "hundreds", "scores", "thousands", "several", NULL };
    bool figure = w.len && w.at[0] >= '0' && w.at[0] <= '9';
    return (figure && w.len != 4) || (figure && w.at[0] > '2') || say_text_is_among(w, numbers) || say_text_same_fold(w, SAY_STR("one"));      /* not a year */
}

/* "two | drones", not "two | drone attacks". */
static bool counts(const say_making *m, size_t number, say_range words)
{
    say_str n = say_text_word(m->text, number), last = say_text_word(m->text, words.to - 1);
    return is_number(n) && (last.at[last.len - 1] == 's') == !say_text_same_fold(n, SAY_STR("one"));
}

/* "a *drone* attack", "attacked *with two drones*". */
static sayso_code means_of(const say_making *m, say_range mention, size_t event, say_range *means)
{
    static const char *const with[] = { "with", "using", "by", "from", "involving", NULL };
    size_t sentence = m->text->words[mention.from].sentence;
    const say_sentence *s = &m->text->sentences[sentence];
    say_hits hits = { 0 };
    sayso_code code = say_norm_find(m->norm, SAY_MEANS, m->text, s->at, m->arena, &hits, m->error);
    for (size_t i = 0; !code && i < hits.count && !means->to; i++) {
        say_range words = say_text_words_in(m->text, hits.at[i].at), counted = words;
        if (counted.from > s->first && counts(m, counted.from - 1, words)) counted.from--;
        bool before = words.to <= mention.from && mention.from - words.to < OWN_BEFORE, inside = words.from >= mention.from && words.to <= mention.to;
        bool named = counted.from > mention.to && say_text_is_among(say_text_word(m->text, counted.from - 1), with);
        say_range joined = { counted.from - named, counted.to };
        if (inside || ((before || named) && (named ? words_apart(joined, mention) <= OWN_BEHIND && is_mine(m, words, event) : is_joined(m, words, mention, event)))) *means = counted;
    }
    return code;
}

/* "a drone attack … | Two drones were flown": how many is said beside. */
static sayso_code count_means(const say_making *m, say_range *means)
{
    enum { STEM_LETTERS = 4 };
    size_t sentence = means->to ? m->text->words[means->from].sentence : 0;
    say_str own = means->to ? say_text_word(m->text, means->to - 1) : (say_str){ "", 0 };
    sayso_code code = SAYSO_OK;
    if (own.len < STEM_LETTERS || is_number(say_text_word(m->text, means->from))) return code;
    for (size_t k = sentence; !code && k <= sentence + 1 && k < m->text->sentence_count; k++) {
        say_hits hits = { 0 };
        code = say_norm_find(m->norm, SAY_MEANS, m->text, m->text->sentences[k].at, m->arena, &hits, m->error);
        for (size_t i = 0; !code && i < hits.count; i++) {
            say_range words = say_text_words_in(m->text, hits.at[i].at);
            say_str last = say_text_word(m->text, words.to - 1);
            bool same = last.len >= STEM_LETTERS && say_text_same_fold((say_str){ last.at, STEM_LETTERS }, (say_str){ own.at, STEM_LETTERS });
            if (!same || words.from == m->text->sentences[k].first || !counts(m, words.from - 1, words)) continue;
            *means = (say_range){ words.from - 1, words.to };
            return code;
        }
    }
    return code;
}

static bool harms(say_str w)
{
    static const char *const verbs[] = { "killed", "killing", "wounded", "wounding", "injured", "injuring", "dead", NULL };
    return say_text_is_among(w, verbs);
}

/* Behind a verb of harm: "at least | 12 | people"; 0 where no number follows. */
static size_t harmed_to(const say_making *m, size_t from, size_t end)
{
    static const char *const about[] = { "at", "least", "more", "than", "some", "about", "nearly", "almost", "an", "estimated", "as", "many", "up", "to", "all", "another", "over", NULL };
    size_t i = from;
    while (i < end && i < from + 4 && say_text_is_among(say_text_word(m->text, i), about)) i++;
    if (i >= end || !is_number(say_text_word(m->text, i))) return 0;
    size_t to = i + 1;
    while (to < end && (say_base_same(say_text_word(m->text, to), SAY_STR(",")) || say_base_same(say_text_word(m->text, to), SAY_STR("."))) && to + 1 < end &&
           is_number(say_text_word(m->text, to + 1)) && m->text->words[to].at.from == m->text->words[to - 1].at.to) to += 2;                          /* "1,200" */
    static const char *const times[] = { "days", "months", "years", "hours", "weeks", "minutes", "times", "day", "month", "year", "hour", "week", NULL };
    size_t phrase = to < end ? phrase_to(m, to) : to;
    if (to < end && say_text_is_among(say_text_word(m->text, to), times)) return 0;
    return phrase > to && phrase <= to + 4 ? phrase : to;
}

/* "killing 12 people and wounding 30", "12 people were killed", "five dead". */
static say_range toll_at(const say_making *m, size_t word, size_t first, size_t end)
{
    static const char *const was[] = { "was", "were", "been", "are", "is", NULL };
    size_t to = harmed_to(m, word + 1, end), from = word;
    if (to) {
        bool more = to + 1 < end && say_text_same_fold(say_text_word(m->text, to), SAY_STR("and")) && harms(say_text_word(m->text, to + 1));
        size_t further = more ? harmed_to(m, to + 2, end) : 0;
        return (say_range){ word, further ? further : to };
    }
    while (from > first && word - from < 5 && !is_number(say_text_word(m->text, from))) from--;
    if (from == word || !is_number(say_text_word(m->text, from))) return (say_range){ 0, 0 };
    size_t number = from;
    while (from >= first + 2 && is_number(say_text_word(m->text, from - 2)) && m->text->words[from - 2].at.to + 1 == m->text->words[from].at.from &&
           m->text->words[from - 1].at.to == m->text->words[from].at.from) from -= 2;                    /* "1,200" */
    bool passive = say_text_is_among(say_text_word(m->text, word - 1), was) || say_text_same_fold(say_text_word(m->text, word), SAY_STR("dead"));
    for (size_t w = number; w < word; w++)
        if (say_base_same(say_text_word(m->text, w), SAY_STR(",")) || say_norm_value(m->norm, SAY_CUES, say_text_word(m->text, w))) passive = false;
    return passive ? (say_range){ from, word + 1 } : (say_range){ 0, 0 };
}

static void toll_of(const say_making *m, say_range mention, size_t event, say_range *toll)
{
    const say_sentence *s = &m->text->sentences[m->text->words[mention.from].sentence];
    for (size_t w = s->first; w < s->first + s->count && !toll->to; w++) {
        if (!harms(say_text_word(m->text, w))) continue;
        say_range t = toll_at(m, w, s->first, s->first + s->count);
        if (t.to && is_mine(m, t, event)) *toll = t;
    }
}

/* ---- all of it ---- */

typedef struct { scene_pick date, place; say_range target, means, toll; } scene;

static sayso_code look_at(const say_making *m, const say_mention *x, bool first, scene *s)
{
    say_range mention = say_claims_mention(m, x), target;
    size_t sentence = m->text->words[mention.from].sentence;
    sayso_code code = pick_date(m, sentence, mention, x->event, first, false, &s->date);
    if (!code && s->place.close != OWN) code = pick_place(m, sentence, mention, x->event, first, &s->place);
    if (code) return code;
    target = scene_target(m, x, mention);
    if (s->place.close != OWN) pick_modifier(m, mention, &s->place);
    if (target.to && s->place.close != OWN && is_somewhere(m, target)) {
        sayso_passage p = say_claims_passage(m->text, target.from, target.to);
        s->place = (scene_pick){ .close = OWN, .far = 1, .at = { p.from, p.to } };
    }
    if (!s->target.to) s->target = target;
    if (!s->toll.to) toll_of(m, mention, x->event, &s->toll);
    return s->means.to ? SAYSO_OK : means_of(m, mention, x->event, &s->means);
}

static const char *kept_words(const say_making *m, say_range words) { return say_base_keep(m->arena, say_claims_words(m->text, words.from, words.to), m->error); }

sayso_code say_claims_scene(say_making *m, size_t event, sayso_incident *inc)
{
    scene s = { .date.close = NOWHERE, .place.close = NOWHERE };
    const say_mention *x;
    sayso_code code = SAYSO_OK;
    for (size_t i = 0; !code && (x = say_claims_mention_of(m, event, i)); i++) code = pick_year(m, say_claims_mention(m, x), &s.date);
    for (size_t i = 0; !code && (x = say_claims_mention_of(m, event, i)); i++) code = look_at(m, x, i == 0, &s);
    for (size_t i = 0; !code && s.date.close == NOWHERE && (x = say_claims_mention_of(m, event, i)); i++) code = pick_named(m, say_claims_mention(m, x), event, &s.date);
    for (size_t i = 0; !code && s.date.close == NOWHERE && (x = say_claims_mention_of(m, event, i)); i++)
        code = pick_beside(m, say_claims_mention(m, x), event, &s.date);
    if (!code) code = count_means(m, &s.means);
    if (code) return code;
    inc->date = say_base_keep(m->arena, say_base_str(s.date.value ? s.date.value : ""), m->error);
    inc->date_at = (sayso_passage){ s.date.at.from, s.date.at.to };
    inc->place = say_base_keep(m->arena, say_base_sub(m->text->source, s.place.at), m->error);
    inc->place_at = (sayso_passage){ s.place.at.from, s.place.at.to };
    inc->targets = kept_words(m, s.target);
    inc->means = kept_words(m, s.means);
    inc->toll = kept_words(m, s.toll);
    return inc->date && inc->place && inc->targets && inc->means && inc->toll ? SAYSO_OK : SAYSO_NO_MEMORY;
}
