/* Parties: from a mention to somebody with a name.
 *
 *   "who", "no group" in an open question     -> unknown
 *   "Israeli" (air strike)                    -> Israel
 *   anything else                             -> where its name stands (names.c)
 *
 * Two mentions are one party where norm is certain that they are (case, article, title, alias, surname).
 * A party nests in the state or body that its own words name ("Ukraine's special units"), or that a table of
 * sources gives.  That head becomes a party too, with no mention of its own if the text has none.             */
#include "claims/inside.h"

#include <string.h>

enum { STEM = 4 };       /* STEM: letters that a name and its adjective must share */

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

/* ---- names ---- */

static bool holds_word(say_str name, say_str word)
{
    say_range words[2 * SAY_CLAIMS_NAME_WORDS];
    size_t n = say_text_words(name, words, 2 * SAY_CLAIMS_NAME_WORDS);
    for (size_t i = 0; i < n && i < 2 * SAY_CLAIMS_NAME_WORDS; i++) if (say_text_same_fold(say_base_sub(name, words[i]), word)) return true;
    return false;
}

/* A proper name is better than a description, and "Volodymyr Zelensky" than "Zelensky"; "CIA" stays what the text calls it. */
static bool better_name(const say_making *m, say_str fresh, say_str old)
{
    if (m->capitals || !say_text_is_capital(fresh)) return false;
    return !say_text_is_capital(old) || (fresh.len > old.len && holds_word(fresh, old));
}

/* ---- what can be the same is compared, the rest is not ----
 * Two names of one party share a word, or one is the other's initials, or a table has both: a bit for each word
 * spares nearly all comparisons in a text with thousands of parties.                                            */

static uint64_t bit_of(say_str word) { return (uint64_t)1 << (say_text_hash_fold(word) >> 3 & 63); }

static bool is_short(say_str word) { return word.len >= 2 && word.len <= 7 && say_text_upper_share(word) >= 1; }

static say_sketch sketch_of(const say_making *m, say_str name)
{
    say_range words[2 * SAY_CLAIMS_NAME_WORDS];
    say_party_facts facts;
    say_sketch s = { 0 };
    size_t n = say_text_words(name, words, 2 * SAY_CLAIMS_NAME_WORDS);
    for (size_t i = 0; i < n && i < 2 * SAY_CLAIMS_NAME_WORDS; i++) {
        say_str w = say_base_sub(name, words[i]);
        s.words |= bit_of(w);
        if (w.len >= STEM && say_text_is_capital(w)) s.stems |= bit_of((say_str){ w.at, STEM });
        s.initials |= is_short(w);
    }
    say_norm_party(m->norm, name, &facts);
    s.known = facts.name;
    s.whole = n > 2 * SAY_CLAIMS_NAME_WORDS;
    return s;
}

static bool comparable(const say_sketch *a, const say_sketch *b)
{
    return (a->words & b->words) || (a->known && b->known) || a->initials || b->initials || a->whole || b->whole;
}

/* ---- the list ---- */

static bool characterise(say_making *m, size_t party, say_str name);

/* A party gets a better name, and what that says of it. */
static bool rename_party(say_making *m, size_t party, say_str name, say_range at)
{
    sayso_party *p = &m->parties.at[party];
    p->name = say_base_keep(m->arena, name, m->error);
    p->at = (sayso_passage){ at.from, at.to };
    return p->name && characterise(m, party, name);
}

static size_t find_party(say_making *m, say_str name, say_range at)
{
    enum { MOST_ALIKE = 100 };                                              /* parties with a word in common that are looked at in full */
    say_sketch sketch = sketch_of(m, name);
    size_t alike = 0;
    for (size_t i = m->parties.count > SAY_CLAIMS_COMPARED ? m->parties.count - SAY_CLAIMS_COMPARED : 0; i < m->parties.count && alike < MOST_ALIKE; i++) {
        sayso_party *p = &m->parties.at[i];
        say_str old = say_base_str(p->name);
        if (!comparable(&sketch, &m->sketches.at[i]) || (p->kind == SAYSO_PARTY_UNKNOWN && say_base_same(old, SAY_STR("unknown")))) continue;
        alike++;
        if (!say_norm_same_party(m->norm, old, name)) continue;
        bool only_head = p->at.from == p->at.to && at.to > at.from;         /* so far only a table named it */
        bool fine = (!only_head && !better_name(m, name, old)) || rename_party(m, i, name, at);
        return fine ? i : SAYSO_NONE;
    }
    return m->parties.count;
}

static size_t enter_party(say_making *m, say_str name, say_range at);

/* Its kind, and the head that it nests in. */
static bool characterise(say_making *m, size_t party, say_str name)
{
    say_party_facts facts;
    say_norm_party(m->norm, name, &facts);
    m->parties.at[party].kind = facts.kind;
    m->sketches.at[party] = sketch_of(m, name);
    if (!facts.head || say_norm_same_party(m->norm, say_base_str(facts.head), name)) return true;
    sayso_passage at = m->parties.at[party].at;
    say_range head_at = { 0, 0 };
    bool named = say_base_same(say_base_sub(name, facts.head_at), say_base_str(facts.head));      /* "Ukraine's", not "Ukrainian" */
    if (named && at.to > at.from) head_at = (say_range){ at.from + facts.head_at.from, at.from + facts.head_at.to };
    size_t head = enter_party(m, say_base_str(facts.head), head_at);
    if (head == SAYSO_NONE) return false;
    if (head == party) return true;
    m->parties.at[party].part_of = head;
    m->parties.at[party].part_of_source = facts.source;
    return true;
}

static size_t add_party(say_making *m, sayso_party party)
{
    say_sketch *sketch = SAY_PUSH(m->arena, &m->sketches, m->error);
    sayso_party *p = sketch ? SAY_PUSH(m->arena, &m->parties, m->error) : NULL;
    if (!p) return SAYSO_NONE;
    *p = party;
    return m->parties.count - 1;
}

static size_t enter_party(say_making *m, say_str name, say_range at)
{
    size_t i = find_party(m, name, at);
    if (i == SAYSO_NONE || i < m->parties.count) return i;
    const char *kept = say_base_keep(m->arena, name, m->error);
    if (!kept || add_party(m, (sayso_party){ .name = kept, .part_of = SAYSO_NONE, .at = { at.from, at.to } }) == SAYSO_NONE) return SAYSO_NONE;
    return characterise(m, i, name) ? i : SAYSO_NONE;
}

size_t say_claims_unknown(say_making *m)
{
    if (!m->unknown) {
        if (add_party(m, (sayso_party){ .name = "unknown", .kind = SAYSO_PARTY_UNKNOWN, .part_of = SAYSO_NONE }) == SAYSO_NONE) return SAYSO_NONE;
        m->unknown = m->parties.count;
    }
    return m->unknown - 1;
}

size_t say_claims_party(say_making *m, const say_group *group, say_argument argument, const say_span *span)
{
    say_str words = say_claims_words(m->text, span->from, span->to);
    bool open = say_claims_factuality(m, group) == SAYSO_UNCOMMITTED;
    if (argument == SAY_PARTY && (names_nobody(words) || (open && asks_who(words)))) return say_claims_unknown(m);
    say_range at = say_claims_name(m, span);
    say_str name = say_base_sub(m->text->source, at);
    const char *state = say_norm_adjective(m->norm, name);               /* "Israeli", not "Israelis" */
    return enter_party(m, state ? say_base_str(state) : name, at);
}

/* ---- heads that only the text names ---- */

static size_t shared_letters(say_str a, say_str b)
{
    size_t n = 0;
    while (n < a.len && n < b.len && (a.at[n] | 32) == (b.at[n] | 32)) n++;
    return n;
}

/* "Tarvonia" in "the Tarvonian government" and in "Tarvonia's rocket troops". */
static bool names_head(say_str name, say_str head)
{
    say_range words[2 * SAY_CLAIMS_NAME_WORDS];
    size_t n = say_text_words(name, words, 2 * SAY_CLAIMS_NAME_WORDS);
    for (size_t i = 0; i < n && i < 2 * SAY_CLAIMS_NAME_WORDS; i++) {
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
    say_range words[2 * SAY_CLAIMS_NAME_WORDS];
    for (size_t i = party > SAY_CLAIMS_COMPARED ? party - SAY_CLAIMS_COMPARED : 0; i < m->parties.count && i < party + SAY_CLAIMS_COMPARED; i++) {
        say_str name = say_base_str(m->parties.at[i].name);
        bool other = i != party && m->parties.at[i].part_of == SAYSO_NONE && (m->sketches.at[i].stems & m->sketches.at[party].stems);
        size_t n = other ? say_text_words(name, words, 2 * SAY_CLAIMS_NAME_WORDS) : 0;
        for (size_t k = 0; k < n && k < 2 * SAY_CLAIMS_NAME_WORDS; k++)
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
            if (p->part_of != SAYSO_NONE || !(m->sketches.at[i].stems & m->sketches.at[h].stems)) continue;
            bool longer = strlen(p->name) > strlen(head->name) && !may_be_head(p);
            if (h == i || !longer || !may_be_head(head) || head->kind == SAYSO_PERSON) continue;
            if (p->kind == SAYSO_PERSON || head->part_of == i || !names_head(say_base_str(p->name), say_base_str(head->name))) continue;
            p->part_of = h;
            p->part_of_source = "the text";
        }
}
