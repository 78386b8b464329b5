/* parties: names of parties to their kind, the body or state they belong to, and
 * whether two names are one party.
 *
 * A name is read as a noun phrase: determiners and possessives fall away, the head noun
 * is the last word before "of", "who", "in" ... ("some officials in Kyiv": officials), or
 * what follows "one of", "members of".  A table that has the whole name decides; else the
 * head noun does (nouns.tsv); else capitals do.  The belonging comes from the first state
 * or body named inside ("Ukraine's special units"), but not from "pro-Russian" or
 * "Iran-backed".                                                                          */
#include "norm/inside.h"

#include <string.h>

/* ---- loading ---- */

static bool add_party_row(say_norm *norm, party_row row, say_str phrase, sayso_error *error)
{
    party_row *kept = SAY_PUSH(norm->arena, &norm->parties, error);
    if (!kept) return false;
    *kept = row;
    return say_norm_add_phrase(norm->arena, norm->names, NULL, phrase, row.name, norm->parties.count - 1, error);
}

static bool add_each(say_norm *norm, party_row row, say_str list, bool own_names, sayso_error *error)
{
    for (say_str item; say_norm_item(&list, &item);) {
        if (own_names && !(row.name = say_base_keep(norm->arena, item, error))) return false;
        if (!add_party_row(norm, row, item, error)) return false;
    }
    return true;
}

/* A state brings its name, its government, its capital (which stands for the government), its adjective and its people. */
static bool add_state(say_norm *norm, const table_row *fields, sayso_error *error)
{
    const char *name = say_base_keep(norm->arena, fields->field[0], error);
    const char *source = name ? say_base_keep(norm->arena, fields->field[6], error) : NULL;
    if (!source) return false;
    party_row state = { name, SAYSO_STATE, NULL, SAYSO_PARTY_UNKNOWN, name, source, NAME_WHOLE };
    party_row government = { name, SAYSO_GOVERNMENT, name, SAYSO_STATE, name, source, NAME_WHOLE };
    party_row adjective = state, people = state;
    adjective.form = NAME_ADJECTIVE;
    people.form = NAME_PEOPLE;
    if (!add_party_row(norm, state, fields->field[0], error) || !add_each(norm, state, fields->field[1], false, error)
        || !add_each(norm, adjective, fields->field[2], false, error) || !add_each(norm, people, fields->field[3], false, error)
        || !add_each(norm, government, fields->field[4], true, error) || !add_each(norm, government, fields->field[5], true, error))
        return false;
    say_str list = fields->field[2], item;
    for (bool first = true; say_norm_item(&list, &item); first = false) {
        const char *phrase = say_base_format(norm->arena, error, "%.*s government", (int)item.len, item.at);
        if (!phrase) return false;
        if (first) government.name = phrase;
        if (!add_party_row(norm, government, say_base_str(phrase), error)) return false;
    }
    const char *phrase = say_base_format(norm->arena, error, "government of %s", name);
    return phrase && add_party_row(norm, government, say_base_str(phrase), error);
}

static const char *const kind_words[SAYSO_PARTY_KINDS] = {
    "unknown", "person", "unit", "organisation", "government", "state", "group", "unnamed", "thing",
};

static bool kind_of_word(say_str word, sayso_party_kind *kind)
{
    for (size_t i = 0; i < SAYSO_PARTY_KINDS; i++) {
        if (!say_base_same(word, say_base_str(kind_words[i]))) continue;
        *kind = (sayso_party_kind)i;
        return true;
    }
    return false;
}

static const party_row *row_named(const say_norm *norm, const char *name)
{
    for (size_t i = 0; name && i < norm->parties.count; i++)
        if (norm->parties.at[i].form == NAME_WHOLE && strcmp(norm->parties.at[i].name, name) == 0) return &norm->parties.at[i];
    return NULL;
}

static sayso_code add_body(say_norm *norm, const table_row *fields, sayso_error *error)
{
    static const char file[] = "parties.tsv";
    party_row row = { .form = NAME_WHOLE };
    if (!kind_of_word(fields->field[2], &row.kind)) return say_norm_bad_row(file, fields->line, "no kind of party", fields->field[2], error);
    row.name = say_base_keep(norm->arena, fields->field[0], error);
    row.source = row.name ? say_base_keep(norm->arena, fields->field[4], error) : NULL;
    const char *part_of = row.source ? say_base_keep(norm->arena, fields->field[3], error) : NULL;
    if (!part_of) return SAYSO_NO_MEMORY;
    if (*part_of) {
        const party_row *whole = row_named(norm, part_of);
        if (!whole) return say_norm_bad_row(file, fields->line, "part of a party that no earlier row names", fields->field[3], error);
        row.part_of = part_of;
        row.part_of_kind = whole->kind;
        row.state = whole->state;
    }
    if (!add_party_row(norm, row, fields->field[0], error) || !add_each(norm, row, fields->field[1], false, error)) return SAYSO_NO_MEMORY;
    return SAYSO_OK;
}

sayso_code say_norm_load_parties(say_norm *norm, const char *folder, sayso_error *error)
{
    table_rows states = { 0 }, bodies = { 0 }, nouns = { 0 };
    norm->names = SAY_TAKE(norm->arena, norm_phrases, 1, error);
    norm->nouns = SAY_TAKE(norm->arena, norm_phrases, 1, error);
    if (!norm->names || !norm->nouns) return SAYSO_NO_MEMORY;
    sayso_code code = say_norm_table(norm->arena, folder, "states.tsv", "state aliases adjectives people capitals governments source", &states, error);
    for (size_t i = 0; !code && i < states.count; i++)
        if (!add_state(norm, &states.at[i], error)) code = SAYSO_NO_MEMORY;
    if (!code) code = say_norm_table(norm->arena, folder, "parties.tsv", "party aliases kind part_of source", &bodies, error);
    for (size_t i = 0; !code && i < bodies.count; i++) code = add_body(norm, &bodies.at[i], error);
    if (!code) code = say_norm_table(norm->arena, folder, "nouns.tsv", "noun kind serves", &nouns, error);
    for (size_t i = 0; !code && i < nouns.count; i++) {
        sayso_party_kind kind;
        if (!kind_of_word(nouns.at[i].field[1], &kind))
            return say_norm_bad_row("nouns.tsv", nouns.at[i].line, "no kind of party", nouns.at[i].field[1], error);
        say_str list = nouns.at[i].field[0], noun, serves = nouns.at[i].field[2];
        if (serves.len && !say_base_same(serves, SAY_STR("state")))
            return say_norm_bad_row("nouns.tsv", nouns.at[i].line, "serves nobody known", serves, error);
        while (say_norm_item(&list, &noun))
            if (!say_norm_add_phrase(norm->arena, norm->nouns, NULL, noun, serves.len ? "state" : NULL, kind, error)) return SAYSO_NO_MEMORY;
    }
    return code;
}

/* ---- the noun phrase ---- */

typedef struct {
    norm_words view;
    size_t from, to;                     /* its words without determiners and possessive end */
    size_t core;                         /* behind "one of", "members of" */
    size_t head, after;                  /* the head noun, and what stands behind it */
} noun_phrase;

static bool word_is_one(const norm_words *view, size_t i, const char *list)      /* list: " the a an " */
{
    char spaced[24];
    say_str word = say_norm_word_at(view, i);
    if (word.len == 0 || word.len > 20) return false;
    spaced[0] = ' ';
    for (size_t k = 0; k < word.len; k++) {
        char c = word.at[k];
        spaced[k + 1] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    spaced[word.len + 1] = ' ';
    spaced[word.len + 2] = '\0';
    return strstr(list, spaced) != NULL;
}

static bool is_apostrophe(say_str word)
{
    return say_text_same_fold(word, SAY_STR("'"));
}

static const char determiners[] = " the a an some several many any all both other another this that these those his her its their our my"
                                  " at least ";
static const char quantifiers[] = " one two three four five some several many most members member part parts elements element number any both"
                                  " all none group groups grouping band pair couple dozens hundreds majority handful ";
static const char clause_words[] = " of who whom that which in from with at for to near on by inside within under outside behind into whose"
                                   " loyal linked working accused suspected believed known supporting opposed against , ( ; : -- – — ";

static void trim_noun_phrase(noun_phrase *n)
{
    while (n->from < n->to) {
        say_str word = say_norm_word_at(&n->view, n->from);
        bool quote = strchr("\"'`(", word.at[0]) || is_apostrophe(word) || say_base_same(word, SAY_STR("\xE2\x80\x9C"));
        if (!quote && !word_is_one(&n->view, n->from, determiners)) break;
        n->from++;
    }
    while (n->to > n->from) {
        say_str word = say_norm_word_at(&n->view, n->to - 1);
        if (!strchr(".,;:\"')", word.at[0]) && !is_apostrophe(word) && !say_base_same(word, SAY_STR("\xE2\x80\x9D"))) break;
        if (word.at[0] == '.' && n->to >= 2 && say_norm_word_at(&n->view, n->to - 2).len == 1) break;       /* "the U.S." */
        n->to--;
    }
    if (n->to >= n->from + 3 && is_apostrophe(say_norm_word_at(&n->view, n->to - 2)) && word_is_one(&n->view, n->to - 1, " s ")) n->to -= 2;
}

static bool noun_kind(const say_norm *norm, const noun_phrase *n, size_t i, sayso_party_kind *kind, bool *serves)
{
    size_t count;
    const norm_phrase *p = i < n->to ? say_norm_phrase_at(norm->nouns, &n->view, i, &count) : NULL;
    if (p) *kind = (sayso_party_kind)p->row;
    *serves = p && p->value;
    return p != NULL;
}

/* "gunmen wearing masks", "groups supporting Ukraine", "units based there": a participle behind a noun ends the phrase. */
static bool is_participle(const say_norm *norm, const noun_phrase *n, size_t i)
{
    say_str word = say_norm_word_at(&n->view, i);
    sayso_party_kind kind;
    bool serves;
    if (word.len < 5 || say_text_is_capital(word) || !noun_kind(norm, n, i - 1, &kind, &serves)) return false;
    return say_base_same((say_str){ word.at + word.len - 3, 3 }, SAY_STR("ing")) || say_base_same((say_str){ word.at + word.len - 2, 2 }, SAY_STR("ed"));
}

static void read_noun_phrase(const say_norm *norm, say_str name, noun_phrase *n)
{
    say_norm_view(name, &n->view);
    n->from = 0;
    n->to = n->view.count;
    trim_noun_phrase(n);
    size_t i = n->from;
    /* "one of Ukraine's special military units" is units; "a loose group of gunmen" is gunmen */
    for (size_t k = i; k + 2 < n->to && k < i + 4; k++)
        if (word_is_one(&n->view, k, quantifiers) && word_is_one(&n->view, k + 1, " of ")) k = i = k + 2;
    while (i + 1 < n->to && word_is_one(&n->view, i, determiners)) i++;
    n->core = i;
    size_t end = i + 1;
    while (end < n->to && !word_is_one(&n->view, end, clause_words) && !is_participle(norm, n, end)) end++;
    n->head = end ? end - 1 : 0;
    n->after = end;
}

static const norm_phrase *party_name_at(const say_norm *norm, const noun_phrase *n, size_t i, size_t *count)
{
    norm_words inside;                   /* its own words are many, and not asked for */
    inside.source = n->view.source;
    inside.words = n->view.words;
    inside.count = n->to;
    return say_norm_phrase_at(norm->names, &inside, i, count);
}

/* "pro-Russian", "Iran-backed", "US-based" belong to nobody by that. */
static bool is_leaning(const noun_phrase *n, size_t i, size_t count)
{
    bool before = i >= n->from + 2 && word_is_one(&n->view, i - 1, " - ") && word_is_one(&n->view, i - 2, " pro anti non ex ");
    bool after = i + count + 1 < n->to && word_is_one(&n->view, i + count, " - ")
              && !say_text_is_capital(say_norm_word_at(&n->view, i + count + 1));
    return before || after;
}

/* The words of a person's name: the capitals at the end that are no noun and no state. */
static size_t name_core(const say_norm *norm, const noun_phrase *n)
{
    size_t from = n->head + 1;
    sayso_party_kind kind;
    bool serves;
    while (from > n->from) {
        say_str word = say_norm_word_at(&n->view, from - 1);
        bool joint = (word_is_one(&n->view, from - 1, " - . al bin ibn van von de da la el ") || is_apostrophe(word)) && from - 1 > n->from && from <= n->head;
        if (!joint && !say_text_is_capital(word)) break;
        if (!joint && noun_kind(norm, n, from - 1, &kind, &serves)) break;
        from--;
    }
    while (from <= n->head && !say_text_is_capital(say_norm_word_at(&n->view, from)) && !word_is_one(&n->view, from, " al bin ibn van von de da ")) from++;
    size_t count;
    const norm_phrase *state = from < n->head ? party_name_at(norm, n, from, &count) : NULL;
    if (state && norm->parties.at[state->row].form == NAME_ADJECTIVE && from + count <= n->head) from += count;
    return from;
}

static bool is_acronym(say_str word)
{
    if (word.len < 2 || word.len > 7) return false;
    size_t upper = 0;
    for (size_t i = 0; i < word.len; i++) {
        bool is_upper = word.at[i] >= 'A' && word.at[i] <= 'Z';
        if (!is_upper && !(word.at[i] >= '0' && word.at[i] <= '9')) return false;
        upper += is_upper;
    }
    return upper >= 2;
}

/* "Radio Holm", "Channel 12", "Task Force Ash": a name that opens with the noun of a body, and no person's noun behind
 * it ("Police Chief Lanier"); "Al Jazeera", "Le Monde": one that ends in the name of an outlet. */
static bool named_body(const say_norm *norm, const noun_phrase *n, sayso_party_kind *kind)
{
    sayso_party_kind first, other;
    bool serves;
    size_t count;
    *kind = SAYSO_ORGANISATION;
    for (size_t i = n->core; i <= n->head; i++) {
        const norm_phrase *p = say_norm_phrase_at(norm->sheet[SAY_OUTLETS], &n->view, i, &count);
        if (p && i + count == n->head + 1 && say_text_is_capital(say_base_str(p->text))) return true;
    }
    if (n->head == n->core || !say_text_is_capital(say_norm_word_at(&n->view, n->core)) || !noun_kind(norm, n, n->core, &first, &serves)) return false;
    for (size_t i = n->core + 1; i <= n->head; i++) if (noun_kind(norm, n, i, &other, &serves) && other == SAYSO_PERSON) return false;
    *kind = first;
    return first == SAYSO_ORGANISATION || first == SAYSO_GROUP || first == SAYSO_UNIT;
}

/* The kind by the head noun, and by capitals where no table knows it. */
static sayso_party_kind kind_by_words(const say_norm *norm, const noun_phrase *n)
{
    sayso_party_kind kind;
    bool serves;
    say_str head = say_norm_word_at(&n->view, n->head);
    if (noun_kind(norm, n, n->head, &kind, &serves)) return kind;
    if (is_acronym(head)) return SAYSO_ORGANISATION;
    if (named_body(norm, n, &kind)) return kind;
    if (say_text_is_capital(head)) return SAYSO_PERSON;
    static const char *const doers[] = { "man", "er", "or", "ist", "ian" };            /* "a neighbour", "the arsonist" */
    for (size_t i = 0; i < sizeof doers / sizeof *doers; i++) {
        size_t len = strlen(doers[i]);
        if (head.len > len + 2 && say_base_same((say_str){ head.at + head.len - len, len }, say_base_str(doers[i]))) return SAYSO_PERSON;
    }
    return SAYSO_UNNAMED;
}

static void facts_from_row(const party_row *row, say_party_facts *out)
{
    out->state = row->state;
    if (row->form == NAME_PEOPLE) {
        out->kind = SAYSO_UNNAMED;
        out->head = row->state;
        out->head_kind = SAYSO_STATE;
        out->source = row->source;
        return;
    }
    out->kind = row->kind;
    out->name = row->name;
    out->head = row->part_of;
    out->head_kind = row->part_of_kind;
    out->source = row->part_of ? row->source : NULL;
}

/* Some noun from word `from` to the head says that its bearer serves whom it names ("Iranian Foreign Minister Zarif"). */
static bool serves_by_noun(const say_norm *norm, const noun_phrase *n, size_t from)
{
    sayso_party_kind kind;
    bool serves;
    for (size_t i = from; i <= n->head; i++)
        if (noun_kind(norm, n, i, &kind, &serves) && serves) return true;
    return false;
}

/* Behind the head noun only "of" binds, and "in" and "from" for those who serve: "officials in
 * Washington", "a member of Hamas"; not "gunmen in Syria", "critics of Russia", "groups supporting Ukraine". */
static bool binds_behind(const say_norm *norm, const noun_phrase *n, size_t i)
{
    static const char leaning[] = " critics critic supporters supporter opponents opponent enemies enemy friends allies ally victims victim"
                                  " sympathisers sympathizers followers ";
    size_t before = i - 1;
    while (before > n->head && (word_is_one(&n->view, before, determiners)
                                || !word_is_one(&n->view, before, clause_words))) before--;
    if (before != n->after) return false;
    if (word_is_one(&n->view, before, " of ")) return !word_is_one(&n->view, n->head, leaning);
    return word_is_one(&n->view, before, " in from at within inside ") && serves_by_noun(norm, n, n->core);
}

/* The first state or body named inside, up to word `to`, is the head; for those who do not serve it, only their origin. */
static void find_head_inside(const say_norm *norm, const noun_phrase *n, size_t to, say_party_facts *out)
{
    for (size_t i = n->from, count; i < to; i += count ? count : 1) {
        const norm_phrase *p = party_name_at(norm, n, i, &count);
        if (!p || i + count > to || is_leaning(n, i, count)) continue;
        size_t behind = i + count;
        behind += is_apostrophe(say_norm_word_at(&n->view, behind)) ? 2 : 0;
        const party_row *row = &norm->parties.at[p->row];
        bool people = out->kind == SAYSO_PERSON || out->kind == SAYSO_UNNAMED || out->kind == SAYSO_GROUP, serves = serves_by_noun(norm, n, behind);
        /* "Jordan Smith", "Paris Hilton": a state before a bare name is part of the name */
        if (out->kind == SAYSO_PERSON && !serves && row->form == NAME_WHOLE && say_text_is_capital(say_norm_word_at(&n->view, behind))) continue;
        if (i > n->head && !binds_behind(norm, n, i)) continue;
        out->state = row->state;
        bool state_only = row->kind == SAYSO_STATE || row->kind == SAYSO_GOVERNMENT;
        if (i < n->head && people && state_only && !serves) return;                /* "a Syrian man", "Russian hackers" */
        bool capital = row->kind == SAYSO_GOVERNMENT && row->part_of;
        out->head = capital ? row->part_of : row->name;                    /* "officials in Washington" are of the United States */
        out->head_kind = capital ? row->part_of_kind : row->kind;
        out->head_at = (say_range){ n->view.words[i].at.from, n->view.words[i + count - 1].at.to };
        out->source = "the text";
        return;
    }
}

/* "members of Hamas" are not Hamas, but of it. */
static void member_facts(const party_row *row, bool one, say_range at, say_party_facts *out)
{
    facts_from_row(row, out);
    *out = (say_party_facts){ .kind = one ? SAYSO_PERSON : SAYSO_UNNAMED, .head = row->name, .head_kind = row->kind,
                              .state = row->state, .head_at = at, .source = "the text" };
}

void say_norm_party(const say_norm *norm, say_str name, say_party_facts *out)
{
    noun_phrase n;
    *out = (say_party_facts){ .kind = SAYSO_PARTY_UNKNOWN };
    read_noun_phrase(norm, name, &n);
    if (n.from >= n.to || (n.view.count == 1 && say_norm_is_pronoun(name))) return;
    if (n.from + 1 == n.to && word_is_one(&n.view, n.from, " unknown unidentified nobody whoever someone somebody anyone ")) return;
    size_t count;
    const norm_phrase *whole = party_name_at(norm, &n, n.from, &count);
    if (whole && n.from + count == n.to) {
        facts_from_row(&norm->parties.at[whole->row], out);
        return;
    }
    /* "Lebanon's Hezbollah", "the Lebanese group Hezbollah": a known body at the end of the phrase */
    for (size_t i = n.core; i <= n.head; i++) {
        const norm_phrase *p = party_name_at(norm, &n, i, &count);
        if (!p || i + count != n.head + 1 || n.head + 1 != n.to) continue;
        const party_row *row = &norm->parties.at[p->row];
        if (row->form != NAME_WHOLE) continue;
        if (i == n.core && n.core > n.from) {
            bool one = word_is_one(&n.view, n.from, " one member element ");
            member_facts(row, one, (say_range){ n.view.words[i].at.from, n.view.words[n.to - 1].at.to }, out);
            return;
        }
        if (row->kind == SAYSO_STATE || row->kind == SAYSO_GOVERNMENT) continue;
        facts_from_row(row, out);
        if (!out->head) find_head_inside(norm, &n, i, out);
        return;
    }
    out->kind = kind_by_words(norm, &n);
    find_head_inside(norm, &n, n.to, out);
}

/* ---- sameness ---- */

static bool same_name_words(const norm_words *a, size_t a_from, size_t a_to, const norm_words *b, size_t b_from, size_t b_to)
{
    if (a_to - a_from != b_to - b_from) return false;
    for (size_t i = 0; i < a_to - a_from; i++)
        if (!say_text_same_fold(say_norm_word_at(a, a_from + i), say_norm_word_at(b, b_from + i))) return false;
    return true;
}

/* "IRGC" and "Islamic Revolutionary Guard Corps": the capitals' initials. */
static bool is_acronym_of(const noun_phrase *a, const noun_phrase *b)
{
    say_str letters = say_norm_word_at(&a->view, a->from);
    if (a->to != a->from + 1 || !is_acronym(letters) || b->to < b->from + 2) return false;
    size_t k = 0;
    for (size_t i = b->from; i < b->to; i++) {
        say_str word = say_norm_word_at(&b->view, i);
        if (!say_text_is_capital(word)) continue;
        if (k >= letters.len || word.at[0] != letters.at[k++]) return false;
    }
    return k == letters.len;
}

/* "Secretary of State Hillary Clinton": a title with "of" before a name, which is all capitals from there. */
static bool named_behind_title(const noun_phrase *n)
{
    if (n->to < n->after + 3 || !word_is_one(&n->view, n->after, " of for ")) return false;
    for (size_t i = n->after + 1; i < n->to; i++)
        if (!say_text_is_capital(say_norm_word_at(&n->view, i)) && !word_is_one(&n->view, i, " of the and for ")) return false;
    return true;
}

/* "Zelensky", "President Zelensky" and "Volodymyr Zelensky". */
static bool same_person(const say_norm *norm, const noun_phrase *a, const noun_phrase *b)
{
    bool titled_a = named_behind_title(a), titled_b = named_behind_title(b);
    if ((a->head + 1 != a->to && !titled_a) || (b->head + 1 != b->to && !titled_b)) return false;
    size_t to_a = titled_a ? a->to : a->head + 1, to_b = titled_b ? b->to : b->head + 1;
    size_t from_a = titled_a ? to_a - 2 : name_core(norm, a), from_b = titled_b ? to_b - 2 : name_core(norm, b);
    if (from_a >= to_a || from_b >= to_b) return false;
    if (same_name_words(&a->view, from_a, to_a, &b->view, from_b, to_b)) return true;
    bool surname = to_a - from_a == 1 || to_b - from_b == 1;
    return surname && same_name_words(&a->view, to_a - 1, to_a, &b->view, to_b - 1, to_b);
}

static bool is_pronoun(const norm_words *view)
{
    static const char pronouns[] = " it he she they we i you him her them his its their us me who whom which that this these those himself"
                                   " herself itself themselves ";
    if (view->count == 1) return word_is_one(view, 0, pronouns) && !say_base_same(say_norm_word_at(view, 0), SAY_STR("US"));
    return view->count == 2 && word_is_one(view, 0, " the this that these those both ") && !say_text_is_capital(say_norm_word_at(view, 1));
}

static const say_party_facts *facts_of(const say_norm *norm, say_str name, const say_party_facts *known, say_party_facts *made)
{
    if (known) return known;
    say_norm_party(norm, name, made);
    return made;
}

bool say_norm_same_known(const say_norm *norm, say_str a, const say_party_facts *known_a, say_str b, const say_party_facts *known_b)
{
    noun_phrase left, right;
    say_party_facts made_a, made_b;
    read_noun_phrase(norm, a, &left);
    read_noun_phrase(norm, b, &right);
    if (left.from >= left.to || right.from >= right.to || is_pronoun(&left.view) != is_pronoun(&right.view)) return false;   /* "us", "US" */
    if (same_name_words(&left.view, left.from, left.to, &right.view, right.from, right.to)) return true;
    const say_party_facts *of_a = facts_of(norm, a, known_a, &made_a), *of_b = facts_of(norm, b, known_b, &made_b);
    if (of_a->name && of_b->name) return of_a->kind == of_b->kind && strcmp(of_a->name, of_b->name) == 0;
    if (is_acronym_of(&left, &right) || is_acronym_of(&right, &left)) return true;
    return of_a->kind == SAYSO_PERSON && of_b->kind == SAYSO_PERSON && same_person(norm, &left, &right);
}

bool say_norm_same_party(const say_norm *norm, say_str a, say_str b) { return say_norm_same_known(norm, a, NULL, b, NULL); }

/* A state, its government and its unnamed officials may be the same voice. */
static bool speaks_for_state(const say_party_facts *f)
{
    return f->kind == SAYSO_STATE || f->kind == SAYSO_GOVERNMENT || f->kind == SAYSO_UNNAMED;
}

bool say_norm_may_be_same(const say_norm *norm, say_str a, say_str b)
{
    if (say_norm_same_party(norm, a, b)) return true;
    noun_phrase left, right;
    say_party_facts of_a, of_b;
    read_noun_phrase(norm, a, &left);
    read_noun_phrase(norm, b, &right);
    say_norm_party(norm, a, &of_a);
    say_norm_party(norm, b, &of_b);
    bool one_state = of_a.state && of_b.state && strcmp(of_a.state, of_b.state) == 0;
    if (one_state && speaks_for_state(&of_a) && speaks_for_state(&of_b)) return true;
    /* "some officials" may be among "American officials" */
    bool open = of_a.kind == SAYSO_UNNAMED && of_b.kind == SAYSO_UNNAMED && (!of_a.state || !of_b.state || one_state);
    return open && say_text_same_fold(say_norm_word_at(&left.view, left.head), say_norm_word_at(&right.view, right.head));
}

bool say_norm_is_pronoun(say_str name)
{
    norm_words view;
    say_norm_view(name, &view);
    return is_pronoun(&view);
}

/* The row whose name is all of the words, NULL where no table has it. */
static const party_row *whole_row(const say_norm *norm, say_str words)
{
    noun_phrase n;
    size_t count;
    read_noun_phrase(norm, words, &n);
    const norm_phrase *p = n.from < n.to ? party_name_at(norm, &n, n.from, &count) : NULL;
    return p && n.from + count == n.to ? &norm->parties.at[p->row] : NULL;
}

const char *say_norm_state(const say_norm *norm, say_str words)
{
    const party_row *row = whole_row(norm, words);
    return row ? row->state : NULL;
}

const char *say_norm_adjective(const say_norm *norm, say_str words)
{
    const party_row *row = whole_row(norm, words);
    return row && row->form == NAME_ADJECTIVE ? row->state : NULL;
}

bool say_norm_heads_party(const say_norm *norm, say_str word)
{
    noun_phrase n;
    sayso_party_kind kind;
    bool serves;
    read_noun_phrase(norm, word, &n);
    return n.from + 1 == n.to && noun_kind(norm, &n, n.head, &kind, &serves);
}
