/* parties: the names that reports use -> parties.
 *
 * Each way to write a name is looked at once.  From the fullest name to the shortest, a name
 * joins the party whose fullest name it certainly is another form of ("Zelensky", "Volodymyr
 * Zelensky").  Where two would do ("Smith" beside Ada Smith and Ben Smith) and neither is
 * written alike, it stays by itself.  States, their governments and their capitals are other
 * parties to norm, and nest; unnamed people are the same only where their words are.
 *
 * Two names are compared only if they share a last word, a table's name, or initials: of 300
 * names some hundred pairs are left, and a sheet is gathered in milliseconds.                */
#include "gather/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the words of a name ---- */

static bool in_a_name(char c)
{
    unsigned char u = (unsigned char)c;
    return u >= 0x80 || (u >= '0' && u <= '9') || ((u | 32) >= 'a' && (u | 32) <= 'z');
}

/* Past "’" (E2 80 99) and "'" a possessive s is no word; quotes and dashes (E2 80 xx) divide words. */
static say_str name_word(say_str name, size_t *at)
{
    size_t i = *at;
    for (;;) {
        bool mark = i + 2 < name.len && memcmp(name.at + i, "\xE2\x80", 2) == 0;
        bool possessive = i && (mark ? name.at[i + 2] == '\x99' : i < name.len && name.at[i] == '\'');
        if (mark) i += 3;
        else if (i < name.len && !in_a_name(name.at[i])) i++;
        else break;
        if (possessive && i < name.len && name.at[i] == 's' && (i + 1 == name.len || !in_a_name(name.at[i + 1]))) i++;
    }
    size_t from = i;
    while (i < name.len && in_a_name(name.at[i]) && !(i + 1 < name.len && memcmp(name.at + i, "\xE2\x80", 2) == 0)) i++;
    *at = i;
    return (say_str){ name.at + from, i - from };
}

static uint64_t folded_hash(uint64_t h, say_str word)
{
    for (size_t i = 0; i < word.len; i++) {
        unsigned char c = (unsigned char)word.at[i];
        h = (h ^ (c >= 'A' && c <= 'Z' ? c + 32u : c)) * 0x100000001b3u;
    }
    return h * 0x100000001b3u;
}

static bool all_capitals(say_str word)
{
    size_t upper = 0;
    for (size_t i = 0; i < word.len; i++) {
        bool digit = word.at[i] >= '0' && word.at[i] <= '9', capital = word.at[i] >= 'A' && word.at[i] <= 'Z';
        if (!digit && !capital) return false;
        upper += capital;
    }
    return upper >= 2;
}

static void note_words(say_gather_name *n)
{
    enum { SEED = 14695981 };
    say_str name = say_base_str(n->words), last = { "", 0 }, word;
    uint64_t initials = SEED;
    size_t capitals = 0, at = 0;
    for (; (word = name_word(name, &at)).len; n->word_count++) {
        last = word;
        if (word.at[0] < 'A' || word.at[0] > 'Z') continue;
        initials = folded_hash(initials, (say_str){ word.at, 1 });
        capitals++;
    }
    n->last = folded_hash(SEED, last);
    if (n->word_count == 1 && all_capitals(last)) {
        n->letters = SEED;
        for (size_t i = 0; i < last.len; i++) n->letters = folded_hash(n->letters, (say_str){ last.at + i, 1 });
    } else if (capitals > 1) {
        n->letters = initials;
    }
}

/* Without "the", "some" ..., letter case aside: "Some officials" is written like "officials".  `plain` holds a byte more than the name. */
static void plain_words(const char *name, char *plain)
{
    static const char skipped[] = " the a an some several many any ";
    say_str word, rest = say_base_str(name);
    size_t at = 0, len = 0;
    while ((word = name_word(rest, &at)).len) {
        size_t from = len;
        if (len) plain[len++] = ' ';
        for (size_t i = 0; i < word.len; i++) plain[len++] = (char)(word.at[i] >= 'A' && word.at[i] <= 'Z' ? word.at[i] + 32 : word.at[i]);
        char spaced[12] = "";
        if (from == 0 && len < 9) snprintf(spaced, sizeof spaced, " %.*s ", (int)len, plain);
        if (*spaced && strstr(skipped, spaced) && at < rest.len) len = 0;
    }
    plain[len] = '\0';
}

void say_gather_party_id(const say_norm *norm, const char *name, char id[20])
{
    say_party_facts facts;
    char hex[65], plain[256] = "";
    say_norm_party(norm, say_base_str(name), &facts);
    const char *canonical = facts.name ? facts.name : name;
    if (strlen(canonical) + 1 < sizeof plain) plain_words(canonical, plain);
    say_base_sha256(say_base_str(*plain ? plain : canonical), hex);
    snprintf(id, 20, "p-%.12s", hex);
}

/* ---- names in use ---- */

static void use_party(bool *used, const sayso_records *r, size_t party)
{
    for (; party < r->party_count && !used[party]; party = r->parties[party].part_of) used[party] = true;
}

static void use_chain(bool *used, const sayso_records *r, const sayso_link *chain, size_t count)
{
    for (size_t i = 0; i < count; i++) use_party(used, r, chain[i].party);
}

static bool *parties_in_use(say_gathering *g, const say_gather_part *part)
{
    const sayso_records *r = part->records;
    bool *used = SAY_TAKE(g->arena, bool, r->party_count, g->error);
    if (!used) return NULL;
    for (size_t i = 0; i < r->claim_count; i++) {
        if (!say_gather_concerns(part, r->claims[i].incident)) continue;
        use_party(used, r, r->claims[i].party);
        use_chain(used, r, r->claims[i].chain, r->claims[i].chain_count);
    }
    for (size_t i = 0; i < r->statement_count; i++)
        if (say_gather_concerns(part, r->statements[i].incident)) use_chain(used, r, r->statements[i].chain, r->statements[i].chain_count);
    return used;
}

static say_gather_name name_of_words(const say_norm *norm, const char *words)
{
    say_gather_name n = { .words = words, .party = SAYSO_NONE };
    say_norm_party(norm, say_base_str(words), &n.facts);
    note_words(&n);
    return n;
}

static say_gather_name *new_name(say_gathering *g, const char *words)
{
    say_gather_name *n = SAY_PUSH(g->arena, &g->names, g->error);
    if (!n) return NULL;
    *n = name_of_words(g->norm, words);
    n->fullest = g->names.count - 1;
    if (g->corrections.count) say_gather_party_id(g->norm, words, n->id);        /* only corrections speak of ids */
    return n;
}

typedef struct { size_t *slots, room; } name_slots;      /* open addressing; index + 1 */

static size_t enter_name(say_gathering *g, name_slots *s, const char *words)
{
    size_t slot = (size_t)say_base_hash(say_base_str(words)) & (s->room - 1);
    for (; s->slots[slot]; slot = (slot + 1) & (s->room - 1))
        if (strcmp(g->names.at[s->slots[slot] - 1].words, words) == 0) return s->slots[slot] - 1;
    return new_name(g, words) ? (s->slots[slot] = g->names.count) - 1 : SAYSO_NONE;
}

static bool enter_names(say_gathering *g)
{
    size_t most = 0;
    name_slots s = { .room = 16 };
    for (size_t i = 0; i < g->parts.count; i++) most += g->parts.at[i].records->party_count;
    while (s.room < 2 * most) s.room *= 2;
    if (!(s.slots = SAY_TAKE(g->arena, size_t, s.room, g->error))) return false;
    for (size_t i = 0; i < g->parts.count; i++) {
        say_gather_part *part = &g->parts.at[i];
        bool *used = parties_in_use(g, part);
        part->names = used ? SAY_TAKE(g->arena, size_t, part->records->party_count, g->error) : NULL;
        if (!part->names) return false;
        for (size_t p = 0; p < part->records->party_count; p++) {
            part->names[p] = used[p] ? enter_name(g, &s, part->records->parties[p].name) : SAYSO_NONE;
            if (used[p] && part->names[p] == SAYSO_NONE) return false;
        }
    }
    return true;
}

/* ---- names to parties ---- */

typedef struct { const say_gather_name *name; size_t at; } ranked_name;

static int by_fullness(const void *a, const void *b)
{
    const say_gather_name *x = ((const ranked_name *)a)->name, *y = ((const ranked_name *)b)->name;
    size_t x_len = strlen(x->words), y_len = strlen(y->words);
    if (x->word_count != y->word_count) return x->word_count > y->word_count ? -1 : 1;
    if (x_len != y_len) return x_len > y_len ? -1 : 1;
    return strcmp(x->words, y->words);
}

static bool may_be_compared(const say_gather_name *a, const say_gather_name *b)
{
    bool table = a->facts.name && b->facts.name && strcmp(a->facts.name, b->facts.name) == 0;
    return table || a->last == b->last || (a->letters && a->letters == b->letters);
}

static bool same_names(const say_gathering *g, const say_gather_name *a, const say_gather_name *b)
{
    return say_norm_same_known(g->norm, say_base_str(a->words), &a->facts, say_base_str(b->words), &b->facts);
}

static bool written_alike(say_gathering *g, const char *a, const char *b, bool *alike)
{
    char *x = SAY_TAKE(g->arena, char, strlen(a) + 2, g->error), *y = SAY_TAKE(g->arena, char, strlen(b) + 2, g->error);
    if (!x || !y) return false;
    plain_words(a, x);
    plain_words(b, y);
    *alike = strcmp(x, y) == 0;
    return true;
}

/* The index of the party's fullest name among those ranked before `rank`, or SAYSO_NONE for one of its own. */
static bool find_fullest(say_gathering *g, const ranked_name *ranked, size_t rank, size_t *found)
{
    const say_gather_name *n = ranked[rank].name;
    size_t several = 0;
    *found = SAYSO_NONE;
    for (size_t i = 0; i < rank; i++) {
        const say_gather_name *m = ranked[i].name;
        if (m->fullest != ranked[i].at || !may_be_compared(n, m) || !same_names(g, n, m)) continue;
        bool alike;
        if (!written_alike(g, n->words, m->words, &alike)) return false;
        if (alike) {
            *found = m->fullest;
            return true;
        }
        *found = several++ ? SAYSO_NONE : m->fullest;
    }
    return true;
}

static bool join_names(say_gathering *g)
{
    ranked_name *ranked = SAY_TAKE(g->arena, ranked_name, g->names.count, g->error);
    if (!ranked) return false;
    for (size_t i = 0; i < g->names.count; i++) ranked[i] = (ranked_name){ &g->names.at[i], i };
    if (g->names.count) qsort(ranked, g->names.count, sizeof *ranked, by_fullness);
    for (size_t rank = 0; rank < g->names.count; rank++) {
        size_t found;
        if (!find_fullest(g, ranked, rank, &found)) return false;
        if (found != SAYSO_NONE) g->names.at[ranked[rank].at].fullest = found;
    }
    return true;
}

static size_t fullest_of(const say_gathering *g, size_t name)
{
    while (g->names.at[name].fullest != name) name = g->names.at[name].fullest;
    return name;
}

static size_t name_with_id(const say_gathering *g, const char *id)
{
    size_t i = 0;
    while (i < g->names.count && strcmp(g->names.at[i].id, id) != 0) i++;
    return i < g->names.count ? i : SAYSO_NONE;
}

/* A party of which corrections speak and no report here. */
static size_t name_with_id_or_new(say_gathering *g, const char *id, const char *called)
{
    size_t there = name_with_id(g, id);
    if (there != SAYSO_NONE) return there;
    say_gather_name *n = new_name(g, called ? called : "");
    if (!n) return SAYSO_NONE;
    snprintf(n->id, sizeof n->id, "%s", id);
    return g->names.count - 1;
}

/* Parties that an analyst has joined, one decision after the other: what was joined before comes along, also by way of a party that
 * no report here names.  Each name has an id, so that what was joined before is found by its old id. */
static bool merge_parties(say_gathering *g)
{
    size_t named = g->names.count;
    for (size_t k = 0; k < g->corrections.count; k++) {
        const say_correction *c = g->corrections.at[k];
        if (c->act != SAYSO_MERGE_PARTIES || !c->target || !c->other) continue;
        size_t to = name_with_id_or_new(g, c->target, c->value), from = name_with_id_or_new(g, c->other, NULL);
        if (to == SAYSO_NONE || from == SAYSO_NONE) return false;
        to = fullest_of(g, to);
        from = fullest_of(g, from);
        if (to == from) continue;
        for (size_t i = 0; i < named; i++) {
            if (fullest_of(g, i) != from) continue;
            const say_correction **slot = SAY_PUSH(g->arena, &g->names.at[i].moved, g->error);
            if (!slot) return false;
            *slot = c;
        }
        g->names.at[from].fullest = to;
    }
    return true;
}

/* ---- the list ---- */

/* The table's name, else the fullest; of one that nobody can name that of one that came to it. */
static const char *canonical_name(const say_gathering *g, size_t fullest)
{
    const say_gather_name *n = &g->names.at[fullest];
    for (size_t i = 0; !*n->words && i < g->names.count; i++)
        if (fullest_of(g, i) == fullest) n = &g->names.at[i];
    return n->facts.name ? n->facts.name : n->words;
}

static sayso_party_kind most_common(const size_t kinds[SAYSO_PARTY_KINDS])
{
    size_t best = SAYSO_PARTY_UNKNOWN;
    for (size_t k = 1; k < SAYSO_PARTY_KINDS; k++)
        if (best == SAYSO_PARTY_UNKNOWN ? kinds[k] > 0 : kinds[k] > kinds[best]) best = k;
    return (sayso_party_kind)best;
}

static bool has_votes(const size_t kinds[SAYSO_PARTY_KINDS])
{
    size_t k = 0;
    while (k < SAYSO_PARTY_KINDS && !kinds[k]) k++;
    return k < SAYSO_PARTY_KINDS;
}

/* In the order in which the parts name them.  What was merged with a party does not say of what kind that is. */
static bool list_parties(say_gathering *g)
{
    size_t *listed = SAY_TAKE(g->arena, size_t, g->names.count, g->error);      /* by fullest name: index + 1 */
    size_t (*kinds)[SAYSO_PARTY_KINDS] = say_base_take(g->arena, g->names.count, sizeof *kinds, g->error);
    if (!listed || !kinds) return false;
    for (size_t i = 0; i < g->parts.count; i++) {
        const say_gather_part *part = &g->parts.at[i];
        for (size_t p = 0; p < part->records->party_count; p++) {
            if (part->names[p] == SAYSO_NONE) continue;
            const sayso_party *there = &part->records->parties[p];
            const say_gather_name *name = &g->names.at[part->names[p]];
            size_t fullest = fullest_of(g, part->names[p]);
            sayso_party *here = listed[fullest] ? &g->parties.at[listed[fullest] - 1] : SAY_PUSH(g->arena, &g->parties, g->error);
            if (!here) return false;
            if (!listed[fullest]) *here = (sayso_party){ .name = canonical_name(g, fullest), .part_of = SAYSO_NONE };
            listed[fullest] = (size_t)(here - g->parties.at) + 1;
            if (here->at.to <= here->at.from) here->at = say_gather_shifted(part, there->at);
            kinds[fullest][there->kind < SAYSO_PARTY_KINDS ? there->kind : 0] += !name->moved.count;
            here->kind = has_votes(kinds[fullest]) ? most_common(kinds[fullest]) : g->names.at[fullest].facts.kind;
        }
    }
    for (size_t i = 0; i < g->names.count; i++) g->names.at[i].party = listed[fullest_of(g, i)] - 1;      /* SAYSO_NONE of 0 */
    return true;
}

/* ---- nesting ---- */

size_t say_gather_top(const say_gathering *g, size_t party)
{
    while (g->parties.at[party].part_of != SAYSO_NONE) party = g->parties.at[party].part_of;
    return party;
}

static bool may_stand_under(const say_gathering *g, size_t party, size_t head)
{
    for (; head != SAYSO_NONE; head = g->parties.at[head].part_of)
        if (head == party) return false;
    return true;
}

/* What norm's tables and the name itself say, for who has no head in any report. */
static bool nest_by_name(say_gathering *g, size_t party)
{
    say_party_facts facts;
    const char *name = g->parties.at[party].name;
    say_norm_party(g->norm, say_base_str(name), &facts);
    if (!facts.head || say_norm_same_party(g->norm, say_base_str(facts.head), say_base_str(name))) return true;
    size_t head = say_gather_party_named(g, facts.head);
    if (head == SAYSO_NONE) return false;
    if (!may_stand_under(g, party, head)) return true;
    g->parties.at[party].part_of = head;
    g->parties.at[party].part_of_source = facts.source;
    return true;
}

/* The first report that says to whom somebody belongs is followed. */
static bool nest_parties(say_gathering *g)
{
    for (size_t i = 0; i < g->parts.count; i++) {
        const say_gather_part *part = &g->parts.at[i];
        for (size_t p = 0; p < part->records->party_count; p++) {
            const sayso_party *there = &part->records->parties[p];
            if (part->names[p] == SAYSO_NONE || there->part_of >= part->records->party_count) continue;
            size_t party = say_gather_party_of(g, part, p), head = say_gather_party_of(g, part, there->part_of);
            if (g->parties.at[party].part_of != SAYSO_NONE || !may_stand_under(g, party, head)) continue;
            g->parties.at[party].part_of = head;
            g->parties.at[party].part_of_source = there->part_of_source;
        }
    }
    for (size_t p = 0; p < g->parties.count; p++)
        if (g->parties.at[p].part_of == SAYSO_NONE && g->parties.at[p].kind != SAYSO_PARTY_UNKNOWN && !nest_by_name(g, p)) return false;
    return true;
}

/* ---- the door ---- */

bool say_gather_parties(say_gathering *g)
{
    return enter_names(g) && join_names(g) && merge_parties(g) && list_parties(g) && nest_parties(g);
}

size_t say_gather_party_of(const say_gathering *g, const say_gather_part *part, size_t party)
{
    return party < part->records->party_count && part->names[party] != SAYSO_NONE ? g->names.at[part->names[party]].party : SAYSO_NONE;
}

bool say_gather_has_moved(const say_gathering *g, const say_gather_part *part, size_t party)
{
    return say_gather_party_of(g, part, party) != SAYSO_NONE && g->names.at[part->names[party]].moved.count;
}

/* A party that no report has, or one that left another. */
static size_t new_party(say_gathering *g, sayso_party party)
{
    sayso_party *p = SAY_PUSH(g->arena, &g->parties, g->error);
    if (!p) return SAYSO_NONE;
    *p = party;
    return g->parties.count - 1;
}

static size_t new_party_named(say_gathering *g, sayso_party party)
{
    size_t at = new_party(g, party);
    say_gather_name *n = at == SAYSO_NONE ? NULL : new_name(g, party.name);
    return n ? n->party = at : SAYSO_NONE;
}

size_t say_gather_party_with_id(say_gathering *g, const char *id)
{
    size_t name = id && *id ? name_with_id(g, id) : SAYSO_NONE;
    if (name == SAYSO_NONE || g->names.at[name].party != SAYSO_NONE) return name == SAYSO_NONE ? name : g->names.at[name].party;
    size_t fullest = fullest_of(g, name);
    const char *called = canonical_name(g, fullest);
    size_t party = *called ? new_party(g, (sayso_party){ .name = called, .kind = g->names.at[fullest].facts.kind, .part_of = SAYSO_NONE }) : SAYSO_NONE;
    for (size_t i = 0; i < g->names.count; i++)
        if (fullest_of(g, i) == fullest) g->names.at[i].party = party;
    return party;
}

size_t say_gather_party_named(say_gathering *g, const char *name)
{
    const say_gather_name n = name_of_words(g->norm, name);
    char id[20] = "";
    for (size_t i = 0; i < g->names.count; i++)
        if (g->names.at[i].party != SAYSO_NONE && strcmp(g->names.at[i].words, name) == 0) return g->names.at[i].party;
    if (g->corrections.count) say_gather_party_id(g->norm, name, id);
    size_t there = say_gather_party_with_id(g, id);
    if (there != SAYSO_NONE) return there;
    for (size_t i = 0; i < g->names.count; i++)
        if (g->names.at[i].party != SAYSO_NONE && may_be_compared(&n, &g->names.at[i]) && same_names(g, &g->names.at[i], &n))
            return g->names.at[i].party;
    return new_party_named(g, (sayso_party){ .name = name, .kind = n.facts.kind, .part_of = SAYSO_NONE });
}

/* Claims that leave a party under names of one id are about one party. */
size_t say_gather_party_apart(say_gathering *g, size_t from, const char *name)
{
    char id[20];
    say_gather_party_id(g->norm, name, id);
    size_t there = say_gather_party_with_id(g, id);
    if (there != SAYSO_NONE) return there;
    sayso_party party = g->parties.at[from];
    party.name = name;
    return new_party_named(g, party);
}
