/* Incidents: each event of the marks gets a name and a kind from the words round its mentions; scenes.c adds the rest.
 *
 *   name    the noun phrase of its best mention: a noun with the words before it up to its article, and a phrase
 *           with on, of, in, at or against after it ("drone attack on the Kremlin"); a verb gives its kind's name.
 *           The best has a proper name in it, then the noun that most mentions have ("attack", "the attack"), then the most words  */
#include "claims/inside.h"

#include <string.h>

enum { NAME_BEFORE = 5, NAME_AFTER = 7, HEADS = 60 };

/* ---- name ---- */

static bool ends_phrase(say_str word)
{
    static const char *const ends[] = { "the", "a", "an", "this", "that", "these", "those", "its", "their", "his", "her", "was", "were", "is", "are", "has",
        "have", "had", "may", "might", "could", "would", "will", "can", "who", "which", "and", "or", "but", "by", "to", "for", "from", "as", "after", "before",
        "when", "while", "where", "said", "says", "blamed", "of", "in", "on", "at", "against", "with", "over", "into", "it", "they", "he", "she", "not", "be",
        "been", "being", "if", "than", "then", "because", "since", "until", "during", "also", "behind", "responsible", "any", "no", "some", NULL };
    unsigned char c = word.len ? (unsigned char)word.at[0] : ',';
    bool sign = word.len <= 3 && !(c >= '0' && c <= '9') && !((c | 32) >= 'a' && (c | 32) <= 'z') && (c < 0x80 || (c == 0xe2 && (unsigned char)word.at[1] == 0x80));
    bool joint = word.len == 1 && (c == '-' || c == '\'');
    return (sign && !joint) || say_text_is_among(word, ends);
}

/* "May 3 | drone attack", "last month's | shooting": when it was is no part of the name. */
static bool tells_time(say_str word)
{
    static const char *const times[] = { "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "last", "this", "week", "month", "year", "yesterday", "today", "early", "earlier", "late", "night", "s", "-", "'", "’", ",", ".", NULL };
    return say_text_is_among(word, times) || (word.len && word.at[0] >= '0' && word.at[0] <= '9');
}

static size_t name_begin(const say_making *m, size_t word)
{
    size_t from = word, sentence = m->text->words[word].sentence;
    while (from && word - from < NAME_BEFORE && m->text->words[from - 1].sentence == sentence && !ends_phrase(say_text_word(m->text, from - 1))) from--;
    while (from < word && tells_time(say_text_word(m->text, from))) from++;
    return from;
}

/* "attack on the Kremlin | may have been": one phrase with on, of, in, at or against. */
static size_t phrase_end(const say_making *m, size_t end)
{
    static const char *const openers[] = { "on", "of", "in", "at", "against", "near", NULL }, *const articles[] = { "the", "a", "an", "its", "their", "his", "her", NULL };
    size_t sentence = m->text->words[end - 1].sentence, i = end;
    bool more = i + 1 < m->text->word_count && m->text->words[i + 1].sentence == sentence;
    if (!more || !say_text_is_among(say_text_word(m->text, i), openers)) return end;
    i++;
    if (say_text_is_among(say_text_word(m->text, i), articles)) i++;
    size_t from = i;
    while (i < m->text->word_count && m->text->words[i].sentence == sentence && i - end < NAME_AFTER && (!ends_phrase(say_text_word(m->text, i)) || say_claims_initial(m, i))) i++;
    return i > from ? i : end;
}

static bool ends_in_ed(say_str w) { return w.len > 2 && !memcmp(w.at + w.len - 2, "ed", 2); }

bool say_claims_is_past(say_str w)
{
    static const char *const irregular[] = { "shot", "hit", "ran", "blew", "struck", "sank", "took", "fell", "broke", "brought", "cut", "set", "led", "sent", "shut", "burnt",
                                             "stole", "drove", "fled", "threw", "left", "flew", "went", "slew", "made", "put", "gave", "lost", "did", NULL };
    return ends_in_ed(w) || say_text_is_among(w, irregular);
}

static bool stands_for_a_noun(say_str w)
{
    static const char *const pronouns[] = { "it", "this", "that", "these", "those", "them", "they", "so", "which", "what", "do", "done", "doing", NULL };
    return say_text_is_among(w, pronouns);
}

static bool is_noun(const say_making *m, size_t word)
{
    static const char *const before[] = { "the", "a", "an", "this", "that", "these", "those", "its", "their", "his", "her", "of", "for", "over", "drone",
                                          "deadly", "suicide", "air", "car", "terror", "bomb", "missile", "rocket", "cyber", NULL };
    say_str w = say_text_word(m->text, word);
    if (stands_for_a_noun(w) || !word || m->text->words[word - 1].sentence != m->text->words[word].sentence) return false;
    say_str first = say_text_word(m->text, word - 1);
    return !ends_in_ed(w) && (say_text_is_among(first, before) || (!say_claims_is_past(w) && !ends_phrase(first)));
}

/* The longest name that a mention gives; a verb gives none. */
static say_range name_of(const say_making *m, const say_mention *x)
{
    say_range w = say_claims_mention(m, x);
    bool noun = w.to - w.from == 1 ? is_noun(m, w.from) : !say_claims_is_past(say_text_word(m->text, w.from)) && !stands_for_a_noun(say_text_word(m->text, w.to - 1));
    return x->span == SAYSO_NONE || !noun ? (say_range){ 0, 0 } : (say_range){ name_begin(m, w.from), phrase_end(m, w.to) };
}

/* How many of an event's first mentions end in the same word as this one. */
static size_t same_heads(const say_making *m, size_t event, const say_mention *x)
{
    say_str head = say_text_word(m->text, say_claims_mention(m, x).to - 1);
    size_t n = 0;
    const say_mention *other = say_claims_mention_of(m, event, 0);
    for (size_t i = 0; other && i < HEADS; other = say_claims_mention_of(m, event, ++i))
        n += say_text_same_fold(head, say_text_word(m->text, say_claims_mention(m, other).to - 1));
    return n;
}

static bool has_proper_name(const say_making *m, say_range name)
{
    bool heading = name.to > name.from && say_text_is_heading(m->text, m->text->words[name.from].sentence);
    for (size_t i = name.from; !heading && i < name.to; i++)
        if (say_text_is_capital(say_text_word(m->text, i)) && m->text->sentences[m->text->words[i].sentence].first != i) return true;
    return false;
}

/* How well a name tells an event from others: compared field by field. */
typedef struct { size_t proper, heads, words; } telling;

static telling how_telling(const say_making *m, size_t event, const say_mention *x, say_range name)
{
    if (name.to == name.from) return (telling){ 0, 0, 0 };
    return (telling){ has_proper_name(m, name), same_heads(m, event, x), name.to - name.from };
}

static bool tells_more(telling a, telling b)
{
    if (a.proper != b.proper) return a.proper > b.proper;
    return a.heads != b.heads ? a.heads > b.heads : a.words > b.words;
}

/* ---- the report's day ---- */

/* The newest year that the text names: a dateline without a year ("KYIV, May 3") is of it. */
static sayso_code newest_year(say_making *m, char year[5])
{
    sayso_code code = SAYSO_OK;
    for (size_t s = 0; !code && s < m->text->sentence_count; s++) {
        say_dates dates = { 0 };
        code = say_norm_dates(m->text, s, "", m->arena, &dates, m->error);
        for (size_t i = 0; !code && i < dates.count; i++)
            if (strncmp(dates.at[i].value, year, 4) > 0) memcpy(year, dates.at[i].value, 4);
    }
    return code;
}

sayso_code say_claims_date(say_making *m)
{
    char year[5] = "", day[11] = "";
    m->date = m->doc->date;
    if (*m->date) return SAYSO_OK;
    sayso_code code = m->doc->day ? newest_year(m, year) : say_norm_written(m->text, m->arena, day, m->error);
    if (code || (!*year && !*day)) return code;
    m->date = *day ? say_base_keep(m->arena, say_base_str(day), m->error) : say_base_format(m->arena, m->error, "%s-%02d-%02d", year, m->doc->month, m->doc->day);
    return m->date ? SAYSO_OK : SAYSO_NO_MEMORY;
}

/* ---- an event ---- */

static bool describe(say_making *m, sayso_incident *inc, say_range name)
{
    say_str at = say_base_sub(m->text->source, (say_range){ inc->at.from, inc->at.to });
    say_str words = name.to > name.from ? say_claims_words(m->text, name.from, name.to) : at;
    inc->kind = say_norm_incident_kind(m->norm, words);
    if (!strcmp(inc->kind, "other")) inc->kind = say_norm_incident_kind(m->norm, at);
    bool named = name.to > name.from, other = !strcmp(inc->kind, "other");
    inc->name = named ? say_base_keep(m->arena, words, m->error)
              : !*inc->place ? say_base_keep(m->arena, other ? at : say_base_str(inc->kind), m->error)
              : say_base_format(m->arena, m->error, "%s in %s", other ? "incident" : inc->kind, inc->place);
    return inc->name;
}

static sayso_code one_incident(say_making *m, size_t event)
{
    sayso_incident *inc = SAY_PUSH(m->arena, &m->incidents, m->error);
    if (!inc) return SAYSO_NO_MEMORY;
    say_range name = { 0, 0 };
    telling best = { 0, 0, 0 };
    const say_mention *x = say_claims_mention_of(m, event, 0);
    for (size_t i = 0; x; x = say_claims_mention_of(m, event, ++i)) {
        say_range w = say_claims_mention(m, x), n = name_of(m, x);
        bool heading = m->text->words[w.from].sentence == 0 && *m->doc->title;
        if (i == 0 || (heading && inc->sentence == 0)) {
            inc->at = say_claims_passage(m->text, w.from, w.to);
            inc->sentence = m->text->words[w.from].sentence;
        }
        telling t = i < HEADS ? how_telling(m, event, x, n) : (telling){ 0, 0, 0 };
        if (!tells_more(t, best)) continue;
        name = n;
        best = t;
    }
    sayso_code code = say_claims_scene(m, event, inc);
    return code ? code : describe(m, inc, name) ? SAYSO_OK : SAYSO_NO_MEMORY;
}

sayso_code say_claims_incidents(say_making *m)
{
    sayso_code code = say_claims_scenes(m);
    for (size_t e = 0; !code && e < m->marks->event_count; e++) code = one_incident(m, e);
    return code;
}
