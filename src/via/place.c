/* place: a claim as the model gives it -> parties, an incident and a claim as docs/schema.md has them -> intake.
 *
 * All that is decided here is which place is meant, where words stand in several: that in the claim's sentence; for
 * parties, holders and incidents, which reports name once and mean for long, else the nearest before it, else the next
 * after it.  Words that stand nowhere go to intake without a place, which refuses them and shows what comes nearest.
 *
 * The sentence is the one that the model names, if its trigger stands in it; else the one sentence of the request that
 * has trigger and party: models miscount.
 *
 * Each claim goes through intake alone, to learn whether it is kept, so that no party or incident of one that is not is
 * left in the records; then all that were kept go through it together.                                                   */
#include "via/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- where words stand ---- */

static bool is_nowhere(sayso_passage p) { return p.from >= p.to; }

/* In the sentence, else nearest before it, else next after it. */
static sayso_passage place_near(const say_via *v, size_t sentence, say_str words)
{
    sayso_passage p = { 0, 0 };
    for (size_t i = sentence + 1; i-- > 0 && is_nowhere(p);) p = say_intake_place(v->text, v->sentences[i], words);
    for (size_t i = sentence + 1; i < v->count && is_nowhere(p); i++) p = say_intake_place(v->text, v->sentences[i], words);
    return p;
}

/* ---- fields of the model's claim ---- */

/* Without blanks around; empty where there is no such string. */
static say_str bare_words(const json_t *value)
{
    return say_intake_bare((say_str){ json_string_value(value), json_is_string(value) ? json_string_length(value) : 0 });
}

static say_str words_given(const json_t *flat, const char *key) { return bare_words(json_object_get(flat, key)); }

static bool is_trigger_there(const say_via *v, const json_t *flat, size_t sentence)
{
    return !is_nowhere(say_intake_place(v->text, v->sentences[sentence], words_given(flat, "trigger")));
}

/* SAYSO_NONE where it names none that it was given and none shows. */
static size_t sentence_meant(const say_via *v, const json_t *flat, size_t first, size_t past)
{
    const json_t *number = json_object_get(flat, "sentence");
    json_int_t n = json_is_integer(number) ? json_integer_value(number) : 0;
    size_t named = n > 0 && (uintmax_t)n > first && (uintmax_t)n <= past ? (size_t)n - 1 : SAYSO_NONE, shown = SAYSO_NONE, found = 0;
    if (named != SAYSO_NONE && is_trigger_there(v, flat, named)) return named;
    for (size_t i = first; i < past; i++) {
        say_str party = words_given(flat, "party");
        if (!is_trigger_there(v, flat, i) || (party.len && is_nowhere(say_intake_place(v->text, v->sentences[i], party)))) continue;
        shown = i;
        found++;
    }
    return found == 1 ? shown : named;
}

/* ---- as docs/schema.md has it ---- */

static json_t *passage_form(const say_via *v, sayso_passage p, say_str words)
{
    if (!words.len) return json_null();
    if (is_nowhere(p)) return json_pack("{s:s%}", "words", words.at, words.len);
    return json_pack("{s:I,s:I,s:s%}", "from", (json_int_t)p.from, "to", (json_int_t)p.to, "words", v->text.at + p.from, p.to - p.from);
}

static json_t *near_form(const say_via *v, size_t sentence, say_str words) { return passage_form(v, place_near(v, sentence, words), words); }

static json_t *here_form(const say_via *v, size_t sentence, say_str words)
{
    return passage_form(v, say_intake_place(v->text, v->sentences[sentence], words), words);
}

static json_t *party_called(const json_t *parties, say_str name)
{
    for (size_t i = 0; i < json_array_size(parties); i++)
        if (say_base_same(words_given(json_array_get(parties, i), "name"), name)) return json_array_get(parties, i);
    return NULL;
}

static bool is_party_of(const json_t *parties, say_str name) { return party_called(parties, name) != NULL; }

static void list_party(const say_via *v, json_t *parties, say_str name, json_t *at, size_t depth);

/* "Tarvonian officials" belong to Tarvonia, the FSB to Russia: by the tables, and listed too. */
static void list_head(const say_via *v, json_t *parties, json_t *party, const say_party_facts *facts, size_t depth)
{
    enum { HEADS = 6 };
    say_str head = say_base_str(facts->head);
    if (!head.len || depth >= HEADS || say_norm_same_party(v->o->norm, head, words_given(party, "name"))) return;
    json_object_set_new(party, "part_of", json_stringn(head.at, head.len));
    json_object_set_new(party, "part_of_source", json_string(facts->source));
    if (!is_party_of(parties, head)) list_party(v, parties, head, json_null(), depth + 1);
}

static void list_party(const say_via *v, json_t *parties, say_str name, json_t *at, size_t depth)
{
    say_party_facts facts = { .kind = SAYSO_PARTY_UNKNOWN };
    bool unknown = say_base_same(name, SAY_STR("unknown"));
    if (v->o->norm && !unknown) say_norm_party(v->o->norm, name, &facts);
    json_t *party = json_pack("{s:s%,s:s,s:o}", "name", name.at, name.len, "kind", sayso_party_kind_name(facts.kind), "at", at);
    list_head(v, parties, party, &facts, depth);
    json_array_append_new(parties, party);
}

/* Lists a party of the claim in hand, once; its name is its words.  Returns it as a claim names it. */
static json_t *party_form(const say_via *v, json_t *parties, size_t sentence, say_str words)
{
    say_str name = words.len ? words : SAY_STR("unknown");
    if (!is_party_of(parties, name)) list_party(v, parties, name, near_form(v, sentence, words), 0);
    return json_stringn(name.at, name.len);
}

static bool is_outlet_name(const say_via *v, say_str name)
{
    say_party_facts facts;
    if (!v->o->norm) return false;
    say_norm_party(v->o->norm, name, &facts);
    return (facts.kind == SAYSO_ORGANISATION || facts.kind == SAYSO_GROUP) && say_norm_value(v->o->norm, SAY_OUTLETS, name);
}

static json_t *basis_form(const say_via *v, const json_t *flat, size_t sentence)
{
    json_t *list = json_array();
    const json_t *given = json_object_get(flat, "basis");
    for (size_t i = 0; i < json_array_size(given); i++) {
        const json_t *one = json_array_get(given, i);
        say_str kind = words_given(one, "kind"), words = words_given(one, "words");
        if (kind.len) json_array_append_new(list, json_pack("{s:s%,s:o}", "kind", kind.at, kind.len, "at", here_form(v, sentence, words)));
    }
    return list;
}

static json_t *voice_form(const say_via *v, json_t *parties, size_t sentence, say_str holder, say_str cue, json_t *basis)
{
    sayso_stance stance = cue.len && v->o->norm ? say_norm_stance(v->o->norm, cue) : SAYSO_NEUTRAL;
    json_t *voice = json_pack("{s:s%,s:o,s:o,s:o,s:s,s:b,s:o}", "holder", holder.len ? holder.at : "unnamed", holder.len ? holder.len : 7, "party",
                              holder.len ? party_form(v, parties, sentence, holder) : json_null(), "source", near_form(v, sentence, holder), "cue",
                              here_form(v, sentence, cue), "stance", sayso_stance_name(stance), "outlet", is_outlet_name(v, holder), "basis", basis);
    return voice;
}

/* Innermost first; the cue and the basis are the innermost holder's.  "Charged", by nobody named: a voice without words. */
static json_t *chain_form(const say_via *v, const json_t *flat, json_t *parties, size_t sentence)
{
    json_t *chain = json_array();
    const json_t *given = json_object_get(flat, "holder");
    say_str cue = words_given(flat, "cue"), none = { NULL, 0 };
    size_t count = json_is_array(given) ? json_array_size(given) : 1;
    for (size_t i = 0; i < count; i++) {
        say_str holder = bare_words(json_is_array(given) ? json_array_get(given, i) : given);
        bool first = json_array_size(chain) == 0;
        if (holder.len) json_array_append_new(chain, voice_form(v, parties, sentence, holder, first ? cue : none, first ? basis_form(v, flat, sentence) : json_array()));
    }
    if (!json_array_size(chain) && cue.len) json_array_append_new(chain, voice_form(v, parties, sentence, none, cue, basis_form(v, flat, sentence)));
    return chain;
}

/* "I believe he did not": the interval of "believe" is that of the denial; and what is left open has none. */
static bool has_number(say_str factuality, const sayso_likelihood *l)
{
    bool against = factuality.len && factuality.at[factuality.len - 1] == '-';
    return l->reading && !say_base_same(factuality, SAY_STR("U")) && !(against && l->high > 50);
}

/* "*believed* that it *may have been*": the cue hedges too, unless it is among the words of the hedge. */
static json_t *likelihood_form(const say_via *v, const json_t *flat, size_t sentence)
{
    sayso_passage at = say_intake_place(v->text, v->sentences[sentence], words_given(flat, "hedge")), of = say_intake_place(v->text, v->sentences[sentence], words_given(flat, "cue"));
    say_str hedge = say_base_sub(v->text, (say_range){ at.from, at.to }), cue = say_base_sub(v->text, (say_range){ of.from, of.to });
    sayso_likelihood l = { .phrase = NULL };
    if (of.to > at.from && at.to > of.from) cue.len = 0;
    if (!v->o->norm) return hedge.len ? json_stringn(hedge.at, hedge.len) : json_null();
    if (say_norm_stack(v->o->norm, v->o->reading ? v->o->reading : "press", hedge, cue, v->arena, &l, v->error)) return NULL;
    if (!l.phrase || !has_number(words_given(flat, "factuality"), &l)) return l.phrase ? json_string(l.phrase) : json_null();
    return json_pack("{s:s,s:s,s:f,s:o,s:f}", "phrase", l.phrase, "reading", l.reading, "low", l.low, "middle",
                     l.middle >= 0 ? json_real(l.middle) : json_null(), "high", l.high);
}

static const char *kind_of_incident(say_str kind)
{
    size_t i = 0;
    while (say_via_kinds[i + 1] && !say_base_same_fold(kind, say_base_str(say_via_kinds[i]))) i++;
    return say_via_kinds[i];                     /* the last: other */
}

/* The incident that was kept before and has these words, letter case aside; else a new one. */
static json_t *incident_form(const say_via *v, const json_t *flat, size_t sentence)
{
    say_str words = words_given(flat, "incident");
    for (size_t i = 0; i < json_array_size(v->incidents); i++) {
        json_t *kept = json_array_get(v->incidents, i);
        if (say_base_same_fold(words_given(kept, "name"), words)) return json_incref(kept);
    }
    return json_pack("{s:s%,s:s,s:I,s:o}", "name", words.at, words.len, "kind", kind_of_incident(words_given(flat, "kind")), "sentence",
                     (json_int_t)(sentence + 1), "at", near_form(v, sentence, words));
}

static json_t *given_form(const json_t *flat, const char *key)
{
    json_t *value = json_object_get(flat, key);
    return json_is_null(value) || !value || (json_is_string(value) && !bare_words(value).len) ? json_null() : json_incref(value);
}

static json_t *claim_form(const say_via *v, const json_t *flat, json_t *parties, const json_t *incident, size_t sentence)
{
    say_str party = words_given(flat, "party"), name = words_given(incident, "name"), words = words_given(flat, "incident");
    if (say_base_same_fold(party, SAY_STR("unknown")) && is_nowhere(say_intake_place(v->text, v->sentences[sentence], party))) party.len = 0;
    json_t *listed = party_form(v, parties, sentence, party), *chain = chain_form(v, flat, parties, sentence);
    bool own = party.len && say_base_same(words_given(json_array_get(chain, 0), "holder"), party);
    return json_pack("{s:s%,s:o,s:o,s:o,s:o,s:o,s:o,s:I,s:b,s:o,s:o,s:o,s:o}", "incident", name.at, name.len, "party", listed, "chain", chain,
                     "role", given_form(flat, "role"), "factuality", given_form(flat, "factuality"), "confidence", given_form(flat, "confidence"),
                     "likelihood", likelihood_form(v, flat, sentence), "sentence", (json_int_t)(sentence + 1), "own", own,
                     "trigger", here_form(v, sentence, words_given(flat, "trigger")), "mention", near_form(v, sentence, party),
                     "incident_at", near_form(v, sentence, words), "hedge", here_form(v, sentence, words_given(flat, "hedge")));
}

/* ---- through intake ---- */

void say_via_refuse(say_via *v, const char *format, ...)
{
    char line[700];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    v->counted.refused++;
    if (v->o->told.tell) v->o->told.tell(v->o->told.to, line);
}

sayso_code say_via_records(const say_via *v, json_t *parties, json_t *incidents, json_t *claims, sayso_told told, say_arena *arena,
                           sayso_records *records, say_intake_count *count)
{
    json_t *root = json_pack("{s:s?,s:s,s:O,s:O,s:O}", "hash", v->hash, "maker", v->maker, "parties", parties, "incidents", incidents, "claims", claims);
    char *json = root ? json_dumps(root, JSON_COMPACT) : NULL;
    say_intake_sentences sentences = { v->sentences, v->count };
    sayso_code code = json ? say_intake_records(say_base_str(json), v->text, sentences, told, arena, records, count, v->error)
                           : say_base_fail(v->error, SAYSO_NO_MEMORY, "claims", 0, "no room for them");
    free(json);
    json_decref(root);
    return code;
}

/* The first thing that intake says of the claim in hand, which it thinks to be number 1. */
typedef struct { char why[700]; } first_word;

static void note_first_word(void *to, const char *line)
{
    first_word *w = to;
    const char *rest = strncmp(line, "claim 1: ", 9) == 0 ? line + 9 : line;
    if (!*w->why) snprintf(w->why, sizeof w->why, "%s", rest);
}

static bool is_kept_before(const say_via *v, const char *id)
{
    for (size_t i = 0; i < json_array_size(v->claims); i++)
        if (strcmp(json_string_value(json_object_get(json_array_get(v->claims, i), "id")), id) == 0) return true;
    return false;
}

/* *kept: intake has nothing against it, and it is new; it gets its id.  What intake says otherwise is told. */
static sayso_code try_claim(say_via *v, json_t *parties, json_t *incident, json_t *claim, bool *kept)
{
    sayso_error *error = v->error;
    say_arena *arena = say_base_arena(error);
    json_t *incidents = json_pack("[O]", incident), *claims = json_pack("[O]", claim);
    sayso_records records;
    say_intake_count count;
    first_word word = { "" };
    sayso_code code = SAYSO_NO_MEMORY;
    if (arena && incidents && claims) code = say_via_records(v, parties, incidents, claims, (sayso_told){ note_first_word, &word }, arena, &records, &count);
    if (code == SAYSO_BAD_TEXT) snprintf(word.why, sizeof word.why, "%.100s: %.240s", error->where, error->message);
    bool fine = !code && count.claims == 1;
    *kept = fine && !is_kept_before(v, records.claims[0].id);
    if (*kept && json_object_set_new(claim, "id", json_string(records.claims[0].id)))
        code = say_base_fail(error, SAYSO_NO_MEMORY, "claim", 0, "no room for it");
    if (!fine && (!code || code == SAYSO_BAD_TEXT)) say_via_refuse(v, "claim %zu: %.600s", v->number, word.why);
    json_decref(incidents);
    json_decref(claims);
    say_base_arena_close(arena);
    return code == SAYSO_BAD_TEXT ? SAYSO_OK : code;
}

static void keep(say_via *v, json_t *parties, json_t *incident, json_t *claim)
{
    bool known = false;
    for (size_t i = 0; i < json_array_size(parties); i++) {
        json_t *party = json_array_get(parties, i), *known_as = party_called(v->parties, words_given(party, "name"));
        if (!known_as) json_array_append(v->parties, party);
        else if (json_is_null(json_object_get(known_as, "at"))) json_object_set(known_as, "at", json_object_get(party, "at"));
    }
    for (size_t i = 0; i < json_array_size(v->incidents); i++) known |= json_array_get(v->incidents, i) == incident;
    if (!known) json_array_append(v->incidents, incident);
    json_array_append(v->claims, claim);
}

/* The key that every claim must have and this one lacks, or NULL. */
static const char *key_missing(const json_t *flat)
{
    static const char *const keys[] = { "incident", "role", "trigger", "factuality" };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (!words_given(flat, keys[i]).len) return keys[i];
    return json_object_get(flat, "party") ? NULL : "party";
}

sayso_code say_via_take(say_via *v, const json_t *flat, size_t first, size_t past)
{
    v->number++;
    const char *missing = key_missing(flat);
    size_t sentence = missing ? SAYSO_NONE : sentence_meant(v, flat, first, past);
    if (missing) say_via_refuse(v, "claim %zu: has no %s", v->number, missing);
    else if (sentence == SAYSO_NONE) say_via_refuse(v, "claim %zu: names no sentence that it was given, and its words show none", v->number);
    if (sentence == SAYSO_NONE) return SAYSO_OK;
    json_t *parties = json_array(), *incident = incident_form(v, flat, sentence), *claim = claim_form(v, flat, parties, incident, sentence);
    bool kept = false;
    sayso_code code = SAYSO_OK;
    if (!parties || !incident || !claim) code = say_base_fail(v->error, SAYSO_NO_MEMORY, "claim", 0, "no room for it");
    else code = try_claim(v, parties, incident, claim, &kept);
    if (!code && kept) keep(v, parties, incident, claim);
    json_decref(parties);
    json_decref(incident);
    json_decref(claim);
    return code;
}
