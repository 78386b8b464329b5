/* Names: where the name of a mention stands in the text.
 *
 *   "who", "which" after a name               -> that name
 *   "he", "the group", "his"                  -> where the network says the name begins
 *   "Mr Zelensky", "Zelensky"                 -> the fullest form of the name in the text
 *   anything else                             -> itself
 *
 * What is looked up for every mention is gathered once: which sentences are headings, the longest span that begins
 * at each word, and the runs of capitals that may be full names, by their last word.                               */
#include "claims/inside.h"

#include <string.h>

enum { GIVEN_WITHIN = 20000, RUNS_A_BUCKET = 32 };     /* a full name is given early: words looked through */

typedef struct say_run { struct say_run *next; say_range at; } say_run;       /* bytes of capitals that may be a full name */

enum { RUN_BUCKETS = 1024 };

struct say_names {
    bool      *heading;              /* of a sentence: a capital says nothing there */
    say_range *longest;              /* of a word: the longest party, holder or outer that begins there, in words */
    say_run   *runs[RUN_BUCKETS];    /* by the folded hash of the last word */
};

static bool capital(const say_making *m, size_t word)
{
    return word < m->text->word_count && say_text_is_capital(say_text_word(m->text, word)) &&
           !m->names->heading[m->text->words[word].sentence];
}

static bool same_sentence(const say_making *m, size_t a, size_t b)
{
    return b < m->text->word_count && m->text->words[a].sentence == m->text->words[b].sentence;
}

static bool is_relative(say_str words)
{
    static const char *const list[] = { "who", "whom", "whose", "which", "that", NULL };
    return say_text_is_among(words, list);
}

/* ---- names in the text ---- */

/* The run of capitalised words that begins at `word`, with small words inside ("Ministry of the Interior"). */
static size_t name_end(const say_making *m, size_t word)
{
    static const char *const inside[] = { "of", "the", "de", "del", "la", "al", "bin", "ibn", "van", "von", "der", "el", "for", "and", "-", NULL };
    size_t end = word + 1;
    for (size_t i = end; i < word + 2 * SAY_CLAIMS_NAME_WORDS && same_sentence(m, word, i); i++) {
        say_str w = say_text_word(m->text, i);
        bool glued = m->text->words[i].at.from == m->text->words[i - 1].at.to;
        bool number = w.at[0] >= '0' && w.at[0] <= '9' && i == end;                     /* "Unit 9" */
        bool initials = glued && say_base_same(w, SAY_STR(".")) && i == end && m->text->words[i - 1].at.to - m->text->words[i - 1].at.from == 1;   /* "U.N." */
        if (capital(m, i) || number || initials) end = i + 1;
        else if (glued && (say_base_same(w, SAY_STR("-")) || say_base_same(w, SAY_STR(".")) || say_base_same(w, SAY_STR("'")) || say_base_same(w, SAY_STR("’")))) continue;
        else if (!say_text_is_among(w, inside) || say_text_same_fold(w, SAY_STR("and"))) break;
    }
    return end;
}

/* "American | officials", "Ethiopia | 's own human rights commission": the run of capitals goes on to a lower-case noun
 * for a party, if one stands in the same phrase. */
static size_t with_noun(const say_making *m, size_t from, size_t end)
{
    static const char *const breaks[] = { "the", "a", "an", "in", "on", "at", "to", "by", "for", "from", "with", "and", "or", "but", "that", "who", "which",
        "said", "says", "told", "was", "were", "is", "are", "has", "have", "had", "will", "would", "could", "may", "might", "not", "as", "after", "before", NULL };
    enum { FURTHER = 6 };
    size_t best = end;
    say_party_facts facts;
    say_norm_party(m->norm, say_claims_words(m->text, from, end), &facts);
    for (size_t i = end; i < end + FURTHER && same_sentence(m, from, i); i++) {
        say_str w = say_text_word(m->text, i);
        unsigned char c = (unsigned char)w.at[0];
        bool letter = (c | 32) >= 'a' && (c | 32) <= 'z', apostrophe = c == '\'' || say_base_same(w, SAY_STR("’"));
        if ((!letter && !apostrophe) || say_text_is_among(w, breaks) || (apostrophe && facts.kind == SAYSO_PERSON)) break;      /* not "Aldo Ferrin | 's cabinet" */
        if (letter && w.len > 2 && say_norm_heads_party(m->norm, w)) best = i + 1;
    }
    return best;
}

/* Bytes [from, to) of a name: without the possessive and quotes at its ends. */
static say_range trim_name(const say_making *m, say_range r)
{
    static const char *const ends[] = { "'s", "’s", "'", "’", ",", "”", "\"", ".", "“" };
    for (size_t again = 1; again;) {
        again = 0;
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
            size_t n = strlen(ends[i]), len = r.to - r.from;
            const char *at = m->text->source.at;
            bool initials = *ends[i] == '.' && len > 2 && at[r.to - 3] == '.';      /* "U.S." keeps its stop */
            if (len > n && !initials && !memcmp(at + r.to - n, ends[i], n)) { r.to -= n; again = 1; }
            else if (len > n && (*ends[i] == '"' || !strcmp(ends[i], "“")) && !memcmp(at + r.from, ends[i], n)) { r.from += n; again = 1; }
        }
    }
    return r;
}

/* "Sen. Mark Warner | , Virginia Democrat": behind a comma a name of two capitals or more is only described.  Not "Al Salam, Al Noor and Hope". */
static size_t before_description(const say_making *m, size_t from, size_t to)
{
    size_t comma = from, capitals = 0;
    for (; comma < to && !say_base_same(say_text_word(m->text, comma), SAY_STR(",")); comma++) {
        say_str word = say_text_word(m->text, comma);
        if (capital(m, comma)) capitals++;
        else if (!say_base_same(word, SAY_STR("."))) return to;
    }
    if (comma == to || capitals < 2) return to;
    for (size_t i = comma + 1; i + 1 < to; i++) if (say_base_same(say_text_word(m->text, i), SAY_STR(","))) return to;
    return comma;
}

static say_range bytes_of(const say_making *m, size_t from, size_t to)
{
    sayso_passage p = say_claims_passage(m->text, from, before_description(m, from, to));
    return trim_name(m, (say_range){ p.from, p.to });
}

/* "But | Trump": a small word whose capital only says that a sentence begins. */
static bool opens_sentence(const say_making *m, size_t word)
{
    static const char *const openers[] = { "but", "and", "the", "a", "an", "when", "while", "as", "in", "on", "at", "after", "before", "if", "for", "since", "although",
        "though", "however", "meanwhile", "according", "yet", "so", "then", "now", "both", "some", "many", "most", "neither", "only", "also", "even", "like",
        "other", "another", "several", "all", "any", "this", "that", "these", "those", "his", "her", "its", "their", "our", "two", "three", "one", "former", NULL };
    return m->text->sentences[m->text->words[word].sentence].first == word && say_text_is_among(say_text_word(m->text, word), openers);
}

/* "Mr Zelensky", "Zelensky" -> "Volodymyr Zelensky" where a longer run of capitals in the text ends so. */
static say_range fullest(const say_making *m, say_range name)
{
    if (m->capitals) return name;
    say_range words[SAY_CLAIMS_NAME_WORDS + 1], best = name;
    say_str   source = m->text->source;
    size_t    n = say_text_words(say_base_sub(source, name), words, SAY_CLAIMS_NAME_WORDS + 1);
    say_str   last = n && n <= 3 ? say_base_sub(say_base_sub(source, name), words[n - 1]) : (say_str){ 0 };
    if (!last.len || !say_text_is_capital(last) || last.len < 3) return name;
    for (const say_run *r = m->names->runs[say_text_hash_fold(last) % RUN_BUCKETS]; r; r = r->next) {
        say_str run = say_base_sub(source, r->at);
        bool longer = run.len > best.to - best.from && run.len > last.len && say_text_same_fold((say_str){ run.at + run.len - last.len, last.len }, last);
        if (longer && say_norm_same_party(m->norm, run, say_base_sub(source, name))) best = r->at;
    }
    return best;
}

#define SURE_NAME .95f

/* Tables put the two in different states: the reader must be sure of it, and where a table has the mention itself it is wrong: "the Kremlin" is
 * no other name of "Ukraine". */
static bool is_other_name(const say_making *m, const say_span *span, say_str mention, say_str name)
{
    say_party_facts a, b;
    say_norm_party(m->norm, mention, &a);
    say_norm_party(m->norm, name, &b);
    return !a.state || !b.state || strcmp(a.state, b.state) == 0 || (span->name_score >= SURE_NAME && !a.name);
}

/* Where the name of a mention stands. */
say_range say_claims_name(const say_making *m, const say_span *span)
{
    say_str words = say_claims_words(m->text, span->from, span->to);
    if (span->name != SAYSO_NONE) {
        say_range w = m->names->longest[span->name];
        if (w.from == w.to) w = (say_range){ span->name, with_noun(m, span->name, name_end(m, span->name)) };
        say_range name = fullest(m, bytes_of(m, w.from, w.to));
        if (is_other_name(m, span, words, say_base_sub(m->text->source, name))) return name;
        return fullest(m, bytes_of(m, span->from, span->to));
    }
    if (is_relative(words) && span->from && capital(m, span->from - 1)) {
        size_t from = span->from - 1;
        while (from && same_sentence(m, from - 1, from) && capital(m, from - 1)) from--;
        return fullest(m, bytes_of(m, from, span->from));
    }
    return fullest(m, bytes_of(m, span->from, span->to));
}

/* ---- gathered once ---- */

static void lengthen(const say_names *names, size_t word, const say_span *s)
{
    say_range *longest = &names->longest[word];
    if (s->to - s->from > longest->to - longest->from) *longest = (say_range){ s->from, s->to };
}

/* A span begins at its first word, and just behind an article. */
static void note_spans(const say_making *m)
{
    static const say_argument named[] = { SAY_PARTY, SAY_HOLDER, SAY_OUTER };
    for (size_t g = 0; g < m->marks->groups.count; g++)
        for (size_t a = 0; a < sizeof named / sizeof *named; a++) {
            const say_spans *s = &m->marks->groups.at[g].spans[named[a]];
            for (size_t i = 0; i < s->count; i++) {
                lengthen(m->names, s->at[i].from, &s->at[i]);
                if (s->at[i].to > s->at[i].from + 1 && !capital(m, s->at[i].from)) lengthen(m->names, s->at[i].from + 1, &s->at[i]);
            }
        }
}

/* Each wording once, at its first place; at the end of its bucket. */
static bool add_run(say_making *m, say_range at, say_str last)
{
    say_run **end = &m->names->runs[say_text_hash_fold(last) % RUN_BUCKETS];
    size_t before = 0;
    for (; *end; end = &(*end)->next, before++)
        if (before == RUNS_A_BUCKET || say_base_same(say_base_sub(m->text->source, (*end)->at), say_base_sub(m->text->source, at))) return true;
    *end = SAY_TAKE(m->arena, say_run, 1, m->error);
    if (*end) (*end)->at = at;
    return *end;
}

/* Runs of two to four capitals, not begun by a word that only opens its sentence. */
static bool note_runs(say_making *m)
{
    for (size_t i = 0; i < m->text->word_count && i < GIVEN_WITHIN; i++) {
        if (!capital(m, i) || opens_sentence(m, i) || (i && capital(m, i - 1) && same_sentence(m, i - 1, i) && !opens_sentence(m, i - 1))) continue;
        size_t end = name_end(m, i);
        if (end - i >= 2 && end - i <= 4 && !add_run(m, bytes_of(m, i, end), say_text_word(m->text, end - 1))) return false;
    }
    return true;
}

sayso_code say_claims_names(say_making *m)
{
    m->names = SAY_TAKE(m->arena, say_names, 1, m->error);
    if (!m->names) return SAYSO_NO_MEMORY;
    m->names->heading = SAY_TAKE(m->arena, bool, m->text->sentence_count, m->error);
    m->names->longest = SAY_TAKE(m->arena, say_range, m->text->word_count, m->error);
    if (!m->names->heading || !m->names->longest) return SAYSO_NO_MEMORY;
    for (size_t s = 0; s < m->text->sentence_count; s++) m->names->heading[s] = say_text_is_heading(m->text, s);
    note_spans(m);
    return note_runs(m) ? SAYSO_OK : SAYSO_NO_MEMORY;
}
