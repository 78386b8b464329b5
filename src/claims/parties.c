/* Parties: from a mention to somebody with a name.
 *
 *   "who", "no group" in an open question     -> unknown
 *   "who", "which" after a name               -> that name
 *   "he", "the group", "his"                  -> where the network says the name begins
 *   "Israeli" (air strike)                    -> Israel
 *   "Mr Zelensky", "Zelensky"                 -> the fullest form of the name in the text
 *   anything else                             -> itself
 *
 * Two mentions are one party where norm is certain that they are (case, article, title, alias, surname).
 * A party nests in the state or body that its own words name ("Ukraine's special units"), or that a table of
 * sources gives.  That head becomes a party too, with no mention of its own if the text has none.             */
#include "claims/inside.h"

#include <string.h>

enum { LONGEST_NAME = 6, GIVEN_WITHIN = 20000 };         /* a full name is given early: words looked through */

static bool capital(const say_making *m, size_t word)
{
    return word < m->text->word_count && say_text_is_capital(say_text_word(m->text, word)) &&
           !say_text_is_heading(m->text, m->text->words[word].sentence);
}

static bool same_sentence(const say_making *m, size_t a, size_t b)
{
    return b < m->text->word_count && m->text->words[a].sentence == m->text->words[b].sentence;
}

/* ---- nobody ---- */

static bool opens_with(say_str words, const char *start)
{
    size_t n = strlen(start);
    return words.len >= n && say_text_same_fold((say_str){ words.at, n }, say_base_str(start)) && (words.len == n || words.at[n] == ' ');
}

/* "Nobody", "neither": nobody is named whatever the factuality. */
static bool names_nobody(say_str words)
{
    static const char *const starts[] = { "no one", "nobody", "no-one", "noone", "none", "neither", NULL };
    for (const char *const *s = starts; *s; s++) if (opens_with(words, *s)) return true;
    return false;
}

/* "It is unclear who", "those responsible", "no group has claimed": a question, not a name. */
static bool asks_who(say_str words)
{
    static const char *const starts[] = { "who", "whom", "whose", "what", "which", "how", "anyone", "anybody", "someone", "somebody", "unknown",
                                          "those responsible", "the perpetrators", "the perpetrator", "the culprits", "the culprit", "the cause",
                                          "the person responsible", "the people responsible", "any group", "whoever", "no", NULL };
    for (const char *const *s = starts; *s; s++) if (opens_with(words, *s)) return true;
    return false;
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
    for (size_t i = end; i < word + 2 * LONGEST_NAME && same_sentence(m, word, i); i++) {
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

/* A span of some argument that begins at a word, or just before it with an article: the longest. */
static bool span_from(const say_making *m, size_t word, size_t *from, size_t *to)
{
    static const say_argument named[] = { SAY_PARTY, SAY_HOLDER, SAY_OUTER };
    size_t best = 0;
    for (size_t g = 0; g < m->marks->groups.count; g++)
        for (size_t a = 0; a < sizeof named / sizeof *named; a++) {
            const say_spans *s = &m->marks->groups.at[g].spans[named[a]];
            for (size_t i = 0; i < s->count; i++) {
                bool here = s->at[i].from == word || (s->at[i].from + 1 == word && s->at[i].to > word && !capital(m, word - 1));
                if (here && s->at[i].to - s->at[i].from > best) { best = s->at[i].to - s->at[i].from; *from = s->at[i].from; *to = s->at[i].to; }
            }
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

static say_range bytes_of(const say_making *m, size_t from, size_t to)
{
    sayso_passage p = say_claims_passage(m->text, from, to);
    return trim_name(m, (say_range){ p.from, p.to });
}

/* "But | Trump": a small word whose capital only says that a sentence begins. */
static bool opens_sentence(const say_making *m, size_t word)
{
    static const char *const openers[] = { "but", "and", "the", "a", "an", "when", "while", "as", "in", "on", "at", "after", "before", "if", "for", "since", "although",
        "though", "however", "meanwhile", "according", "yet", "so", "then", "now", "both", "some", "many", "most", "neither", "only", "also", "even", "like", NULL };
    return m->text->sentences[m->text->words[word].sentence].first == word && say_text_is_among(say_text_word(m->text, word), openers);
}

/* "Mr Zelensky", "Zelensky" -> "Volodymyr Zelensky" where a longer run of capitals in the text ends so. */
static say_range fullest(const say_making *m, say_range name)
{
    if (m->capitals) return name;
    say_range words[LONGEST_NAME + 1], best = name;
    say_str   source = m->text->source;
    size_t    n = say_text_words(say_base_sub(source, name), words, LONGEST_NAME + 1);
    say_str   last = n && n <= 3 ? say_base_sub(say_base_sub(source, name), words[n - 1]) : (say_str){ 0 };
    if (!last.len || !say_text_is_capital(last) || last.len < 3) return name;
    for (size_t i = 0; i < m->text->word_count && i < GIVEN_WITHIN; i++) {
        if (!capital(m, i) || opens_sentence(m, i) || (i && capital(m, i - 1) && same_sentence(m, i - 1, i) && !opens_sentence(m, i - 1))) continue;
        size_t end = name_end(m, i);
        say_range run = bytes_of(m, i, end);
        bool longer = end - i >= 2 && end - i <= 4 && run.to - run.from > best.to - best.from;
        if (longer && say_text_same_fold(say_text_word(m->text, end - 1), last) &&
            say_norm_same_party(m->norm, say_base_sub(source, run), say_base_sub(source, name))) best = run;
    }
    return best;
}

/* Where the name of a mention stands. */
static say_range resolve(const say_making *m, const say_span *span)
{
    say_str words = say_claims_words(m->text, span->from, span->to);
    if (span->name != SAYSO_NONE) {
        size_t from = span->name, to;
        if (!span_from(m, span->name, &from, &to)) to = with_noun(m, from, name_end(m, span->name));
        return fullest(m, bytes_of(m, from, to));
    }
    if (is_relative(words) && span->from && capital(m, span->from - 1)) {
        size_t from = span->from - 1;
        while (from && same_sentence(m, from - 1, from) && capital(m, from - 1)) from--;
        return fullest(m, bytes_of(m, from, span->from));
    }
    return fullest(m, bytes_of(m, span->from, span->to));
}

/* ---- the list ---- */

static bool holds_word(say_str name, say_str word)
{
    say_range words[2 * LONGEST_NAME];
    size_t n = say_text_words(name, words, 2 * LONGEST_NAME);
    for (size_t i = 0; i < n && i < 2 * LONGEST_NAME; i++) if (say_text_same_fold(say_base_sub(name, words[i]), word)) return true;
    return false;
}

/* A proper name is better than a description, and "Volodymyr Zelensky" than "Zelensky"; "CIA" stays what the text calls it. */
static bool better_name(const say_making *m, say_str fresh, say_str old)
{
    if (m->capitals || !say_text_is_capital(fresh)) return false;
    return !say_text_is_capital(old) || (fresh.len > old.len && holds_word(fresh, old));
}

static size_t find_party(say_making *m, say_str name, say_range at)
{
    for (size_t i = m->parties.count > SAY_CLAIMS_COMPARED ? m->parties.count - SAY_CLAIMS_COMPARED : 0; i < m->parties.count; i++) {
        sayso_party *p = &m->parties.at[i];
        say_str old = say_base_str(p->name);
        if (p->kind == SAYSO_PARTY_UNKNOWN && say_base_same(old, SAY_STR("unknown"))) continue;
        if (!say_norm_same_party(m->norm, old, name)) continue;
        bool only_head = p->at.from == p->at.to && at.to > at.from;         /* so far only a table named it */
        if (only_head || better_name(m, name, old)) {
            p->name = say_base_keep(m->arena, name, m->error);
            p->at = (sayso_passage){ at.from, at.to };
        }
        return p->name ? i : SAYSO_NONE;
    }
    return m->parties.count;
}

static size_t enter_party(say_making *m, say_str name, say_range at);

/* Nests a new party in its head. */
static bool nest(say_making *m, size_t party, say_str name)
{
    say_party_facts facts;
    say_norm_party(m->norm, name, &facts);
    m->parties.at[party].kind = facts.kind;
    if (!facts.head || say_norm_same_party(m->norm, say_base_str(facts.head), name)) return true;
    sayso_passage at = m->parties.at[party].at;
    say_range head_at = { 0, 0 };
    bool named = say_base_same(say_base_sub(name, facts.head_at), say_base_str(facts.head));      /* "Ukraine's", not "Ukrainian" */
    if (named && at.to > at.from) head_at = (say_range){ at.from + facts.head_at.from, at.from + facts.head_at.to };
    size_t head = enter_party(m, say_base_str(facts.head), head_at);
    if (head == SAYSO_NONE) return false;
    m->parties.at[party].part_of = head;
    m->parties.at[party].part_of_source = facts.source;
    return true;
}

static size_t enter_party(say_making *m, say_str name, say_range at)
{
    size_t i = find_party(m, name, at);
    if (i == SAYSO_NONE || i < m->parties.count) return i;
    sayso_party *p = SAY_PUSH(m->arena, &m->parties, m->error);
    if (!p) return SAYSO_NONE;
    *p = (sayso_party){ .part_of = SAYSO_NONE, .at = { at.from, at.to } };
    p->name = say_base_keep(m->arena, name, m->error);
    return p->name && nest(m, i, name) ? i : SAYSO_NONE;
}

size_t say_claims_unknown(say_making *m)
{
    for (size_t i = 0; i < m->parties.count; i++)
        if (m->parties.at[i].kind == SAYSO_PARTY_UNKNOWN && !strcmp(m->parties.at[i].name, "unknown")) return i;
    sayso_party *p = SAY_PUSH(m->arena, &m->parties, m->error);
    if (!p) return SAYSO_NONE;
    *p = (sayso_party){ .name = "unknown", .kind = SAYSO_PARTY_UNKNOWN, .part_of = SAYSO_NONE };
    return m->parties.count - 1;
}

static sayso_factuality likeliest_factuality(const say_group *g)
{
    size_t best = 0;
    for (size_t i = 1; i < SAYSO_FACTUALITIES; i++) if (g->factuality[i] > g->factuality[best]) best = i;
    return (sayso_factuality)best;
}

size_t say_claims_party(say_making *m, const say_group *group, say_argument argument, const say_span *span)
{
    say_str words = say_claims_words(m->text, span->from, span->to);
    bool open = likeliest_factuality(group) == SAYSO_UNCOMMITTED;
    if (argument == SAY_PARTY && (names_nobody(words) || (open && asks_who(words)))) return say_claims_unknown(m);
    say_range at = resolve(m, span);
    say_str name = say_base_sub(m->text->source, at);
    const char *state = say_norm_adjective(m->norm, name);               /* "Israeli", not "Israelis" */
    return enter_party(m, state ? say_base_str(state) : name, at);
}

/* ---- heads that only the text names ---- */

enum { STEM = 4 };               /* letters that a name and its adjective must share */

static size_t shared_letters(say_str a, say_str b)
{
    size_t n = 0;
    while (n < a.len && n < b.len && (a.at[n] | 32) == (b.at[n] | 32)) n++;
    return n;
}

/* "Tarvonia" in "the Tarvonian government" and in "Tarvonia's rocket troops". */
static bool names_head(say_str name, say_str head)
{
    say_range words[2 * LONGEST_NAME];
    size_t n = say_text_words(name, words, 2 * LONGEST_NAME);
    for (size_t i = 0; i < n && i < 2 * LONGEST_NAME; i++) {
        say_str w = say_base_sub(name, words[i]);
        size_t common = shared_letters(w, head);
        if (say_text_is_capital(w) && common >= STEM && common + 2 >= head.len) return true;
    }
    return false;
}

/* One capitalised word of some length, which may be the name of a state. */
static bool may_be_head(const sayso_party *p)
{
    say_str name = say_base_str(p->name);
    return name.len >= STEM && say_text_is_capital(name) && !memchr(name.at, ' ', name.len);
}

bool say_claims_kin(const say_making *m, size_t a, size_t b)
{
    if (a == SAYSO_NONE || b == SAYSO_NONE) return false;
    const sayso_party *x = &m->parties.at[a], *y = &m->parties.at[b];
    return (may_be_head(x) && names_head(say_base_str(y->name), say_base_str(x->name))) ||
           (may_be_head(y) && names_head(say_base_str(x->name), say_base_str(y->name)));
}

static bool is_adjective_of(say_str word, say_str name)
{
    static const char *const endings[] = { "n", "an", "ian", "i", "se", "ese", "er", "ish", "ic", NULL };
    size_t n = shared_letters(word, name);
    return say_text_is_capital(word) && n >= STEM && n + 2 >= name.len && n < word.len && say_text_is_among((say_str){ word.at + n, word.len - n }, endings);
}

/* "Tarvonia" where the report has "Tarvonian generals" too: a name with an adjective of its own is a state, not a person. */
static bool has_adjective(const say_making *m, size_t party)
{
    say_range words[2 * LONGEST_NAME];
    for (size_t i = party > SAY_CLAIMS_COMPARED ? party - SAY_CLAIMS_COMPARED : 0; i < m->parties.count && i < party + SAY_CLAIMS_COMPARED; i++) {
        say_str name = say_base_str(m->parties.at[i].name);
        size_t n = i == party || m->parties.at[i].part_of != SAYSO_NONE ? 0 : say_text_words(name, words, 2 * LONGEST_NAME);
        for (size_t k = 0; k < n && k < 2 * LONGEST_NAME; k++)
            if (is_adjective_of(say_base_sub(name, words[k]), say_base_str(m->parties.at[party].name))) return true;
    }
    return false;
}

void say_claims_nest(say_making *m)
{
    for (size_t i = 0; i < m->parties.count; i++)
        if (m->parties.at[i].kind == SAYSO_PERSON && may_be_head(&m->parties.at[i]) && has_adjective(m, i)) m->parties.at[i].kind = SAYSO_STATE;
    for (size_t i = 0; i < m->parties.count; i++)
        for (size_t h = i > SAY_CLAIMS_COMPARED ? i - SAY_CLAIMS_COMPARED : 0; h < m->parties.count && h < i + SAY_CLAIMS_COMPARED; h++) {
            sayso_party *p = &m->parties.at[i], *head = &m->parties.at[h];
            bool longer = strlen(p->name) > strlen(head->name) && !may_be_head(p);
            if (p->part_of != SAYSO_NONE || h == i || !longer || !may_be_head(head) || head->kind == SAYSO_PERSON) continue;
            if (p->kind == SAYSO_PERSON || head->part_of == i || !names_head(say_base_str(p->name), say_base_str(head->name))) continue;
            p->part_of = h;
            p->part_of_source = "the text";
        }
}
