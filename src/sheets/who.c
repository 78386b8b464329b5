/* who: the records in the form of the WHO benchmark's files: one JSON object a report,
 * with the words of each part located in the report's sentences.
 *
 * A word entry names its place by words: "attack" is the first whole-word "attack" of
 * the claim's sentence, "attack#2" the second occurrence of those letters, "@4:attack"
 * stands in sentence 4.  The reader of such a file looks occurrences up like this:
 *   all   = every place where the letters stand
 *   whole = those that do not cut a letter or digit off a word
 *   #n    = all[n] if that one is whole, else whole[n]; without #n, whole[1]
 * and n has one digit.  So an entry is tried by the same rules, and where none of
 * "words", "words#1" … "words#9" leads to the passage, the words are widened by what stands
 * beside them until one does.                                                            */
#include "sheets/json.h"

#include <stdio.h>
#include <string.h>

#include <utf8proc.h>

/* ---- where words stand ---- */

static bool letter_or_digit(uint32_t c)
{
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO) || (k >= UTF8PROC_CATEGORY_ND && k <= UTF8PROC_CATEGORY_NO);
}

static bool joins_at(say_str text, size_t at)
{
    if (at == 0 || at >= text.len) return false;
    size_t before = at - 1;
    while (before > 0 && ((unsigned char)text.at[before] & 0xC0) == 0x80) before--;
    return letter_or_digit(say_sheets_next(text, &before)) && letter_or_digit(say_sheets_next(text, &at));
}

static bool whole_at(say_str text, size_t at, size_t size) { return !joins_at(text, at) && !joins_at(text, at + size); }

/* What must stand behind the words for a reader to find [at, at + size) of the sentence: 0 nothing, 2–9 that
 * number, -1 nothing would do.  Words that themselves look like an address find no place either.             */
static int nth_place_of(say_str sentence, size_t at, size_t size)
{
    if (size == 0 || !whole_at(sentence, at, size)) return -1;
    const char *words = sentence.at + at;
    bool address = words[0] == '@' || (size > 2 && words[size - 2] == '#' && words[size - 1] >= '0' && words[size - 1] <= '9');
    if (address) return -1;
    int all = 0, whole = 0, whole_in_all[10] = { 0 };
    for (size_t i = 0; i <= at; i++) {
        if (memcmp(sentence.at + i, words, size) != 0) continue;
        bool is_whole = whole_at(sentence, i, size);
        all++;
        whole += is_whole;
        if (all < 10) whole_in_all[all] = is_whole;
    }
    if (whole == 1) return 0;
    if (all < 10) return all;
    return whole < 10 && !whole_in_all[whole] ? whole : -1;
}

/* One more word to the left, or else to the right. */
static bool widen_entry(say_str sentence, size_t *at, size_t *size)
{
    size_t from = *at, to = *at + *size;
    if (from > 0) {
        do from--; while (from > 0 && !(sentence.at[from - 1] == ' ' && sentence.at[from] != ' '));
    } else if (to < sentence.len) {
        do to++; while (to < sentence.len && sentence.at[to] != ' ');
    } else {
        return false;
    }
    *at = from;
    *size = to - from;
    return true;
}

/* Longer sentences are no sentences, and nobody needs more words round a word. */
enum { WHO_LONGEST = 16 * 1024, WHO_WIDENINGS = 64 };

typedef struct { say_json json; const sayso_records *records; say_arena *arena; sayso_error *error; } who_writer;

static say_str who_sentence(const sayso_records *records, size_t sentence)
{
    sayso_passage s = records->sentences[sentence];
    return say_base_sub((say_str){ records->text, records->text_size }, (say_range){ s.from, s.to });
}

static size_t sentence_around(const sayso_records *records, sayso_passage p)
{
    size_t low = 0, high = records->sentence_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (records->sentences[middle].to <= p.from) low = middle + 1;
        else high = middle;
    }
    bool inside = p.to > p.from && low < records->sentence_count && records->sentences[low].from <= p.from;
    return inside ? low : SAYSO_NONE;
}

/* The entry for a passage seen from sentence `home`; NULL where it stands nowhere. */
static const char *who_entry(who_writer *w, size_t home, sayso_passage p)
{
    size_t s = sentence_around(w->records, p);
    if (s == SAYSO_NONE) return NULL;
    say_str sentence = who_sentence(w->records, s);
    size_t at = p.from - w->records->sentences[s].from, size = p.to - p.from;
    if (size > sentence.len - at) size = sentence.len - at;
    if (sentence.len > WHO_LONGEST) return NULL;
    int number = nth_place_of(sentence, at, size);
    for (int i = 0; number < 0; i++) {
        if (i == WHO_WIDENINGS || !widen_entry(sentence, &at, &size)) return NULL;
        number = nth_place_of(sentence, at, size);
    }
    char before[32] = "", after[16] = "";
    if (s != home) snprintf(before, sizeof before, "@%zu:", s + 1);
    if (number) snprintf(after, sizeof after, "#%d", number);
    char *entry = say_base_format(w->arena, w->error, "%s%.*s%s", before, (int)size, sentence.at + at, after);
    if (!entry) w->json.out.code = SAYSO_NO_MEMORY;
    return entry;
}

/* ---- the file ---- */

static bool is_written(const sayso_records *records, size_t incident)
{
    for (size_t i = 0; i < records->claim_count; i++)
        if (records->claims[i].incident == incident) return true;
    return false;
}

static void incident_id(char id[32], size_t number) { snprintf(id, 32, "i%zu", number); }

static void who_incident(who_writer *w, size_t incident, size_t number)
{
    const sayso_incident *i = &w->records->incidents[incident];
    say_json *json = &w->json;
    char id[32];
    incident_id(id, number);
    size_t s = sentence_around(w->records, i->at);
    say_sheets_open(json, NULL, '{');
    say_sheets_word(json, "id", id);
    say_sheets_word(json, "name", i->name);
    say_sheets_word(json, "kind", i->kind);
    say_sheets_some(json, "date", i->date);
    say_sheets_some(json, "place", i->place);
    say_sheets_size(json, "s", (s == SAYSO_NONE ? i->sentence : s) + 1);
    say_sheets_word(json, "words", s == SAYSO_NONE ? NULL : who_entry(w, s, i->at));
    say_sheets_close(json, '}');
}

/* Each kind of basis once, in the order of the chain. */
static size_t who_basis(const sayso_claim *c, const sayso_ground *chosen[SAYSO_BASES])
{
    size_t count = 0;
    bool seen[SAYSO_BASES] = { false };
    for (size_t i = 0; i < c->chain_count; i++)
        for (size_t g = 0; g < c->chain[i].ground_count; g++) {
            const sayso_ground *ground = &c->chain[i].grounds[g];
            if ((unsigned)ground->kind >= SAYSO_BASES || seen[ground->kind]) continue;
            seen[ground->kind] = true;
            chosen[count++] = ground;
        }
    return count;
}

static void who_words(who_writer *w, const sayso_claim *c, const sayso_ground *const *basis, size_t basis_count)
{
    say_json *json = &w->json;
    const char *trigger = who_entry(w, c->sentence, c->trigger);
    sayso_passage sentence = w->records->sentences[c->sentence];
    say_sheets_open(json, "words", '{');
    say_sheets_word(json, "trigger", trigger ? trigger : who_entry(w, c->sentence, sentence));
    say_sheets_word(json, "party", who_entry(w, c->sentence, c->mention));
    say_sheets_open(json, "holder", '[');
    for (size_t i = 0; i < c->chain_count; i++) say_sheets_word(json, NULL, who_entry(w, c->sentence, c->chain[i].source));
    say_sheets_close(json, ']');
    say_sheets_word(json, "cue", c->chain_count ? who_entry(w, c->sentence, c->chain[0].cue) : NULL);
    say_sheets_word(json, "incident", who_entry(w, c->sentence, c->incident_at));
    say_sheets_word(json, "hedge", who_entry(w, c->sentence, c->hedge));
    say_sheets_open(json, "basis", '[');
    for (size_t i = 0; i < basis_count; i++) say_sheets_word(json, NULL, who_entry(w, c->sentence, basis[i]->at));
    say_sheets_close(json, ']');
    say_sheets_close(json, '}');
}

/* The sentence; of what is too long to be one, the words that make the claim. */
static say_str who_quote(const sayso_records *records, const sayso_claim *c)
{
    say_str sentence = who_sentence(records, c->sentence);
    if (sentence.len <= WHO_LONGEST) return sentence;
    return say_base_sub((say_str){ records->text, records->text_size }, (say_range){ c->trigger.from, c->trigger.to });
}

static void who_claim(who_writer *w, const sayso_claim *c, size_t number)
{
    say_json *json = &w->json;
    const sayso_ground *basis[SAYSO_BASES];
    size_t basis_count = who_basis(c, basis);
    char id[32];
    incident_id(id, number);
    say_sheets_open(json, NULL, '{');
    say_sheets_word(json, "incident", id);
    say_sheets_word(json, "role", sayso_role_name(c->role));
    say_sheets_word(json, "party", w->records->parties[c->party].name);
    say_sheets_open(json, "holder", '[');
    for (size_t i = 0; i < c->chain_count; i++) say_sheets_word(json, NULL, c->chain[i].name ? c->chain[i].name : "unnamed");
    say_sheets_close(json, ']');
    say_sheets_word(json, "factuality", sayso_factuality_name(c->factuality));
    say_sheets_word(json, "confidence", sayso_confidence_name(c->confidence));
    say_sheets_open(json, "basis", '[');
    for (size_t i = 0; i < basis_count; i++) say_sheets_word(json, NULL, sayso_basis_name(basis[i]->kind));
    say_sheets_close(json, ']');
    say_sheets_string(json, "quote", who_quote(w->records, c));
    say_sheets_size(json, "s", c->sentence + 1);
    who_words(w, c, basis, basis_count);
    say_sheets_close(json, '}');
}

/* Incidents about which nothing is claimed are left out; numbers[i] is the number of incident i. */
static sayso_code who_file(who_writer *w)
{
    const sayso_records *records = w->records;
    size_t *numbers = SAY_TAKE(w->arena, size_t, records->incident_count, w->error), number = 0;
    if (!numbers) return SAYSO_NO_MEMORY;
    say_sheets_open(&w->json, NULL, '{');
    say_sheets_word(&w->json, "doc", records->doc);
    say_sheets_open(&w->json, "incidents", '[');
    for (size_t i = 0; i < records->incident_count; i++) {
        if (!is_written(records, i)) continue;
        numbers[i] = ++number;
        who_incident(w, i, number);
    }
    say_sheets_close(&w->json, ']');
    say_sheets_open(&w->json, "claims", '[');
    for (size_t i = 0; i < records->claim_count; i++)
        if (records->claims[i].incident < records->incident_count)
            who_claim(w, &records->claims[i], numbers[records->claims[i].incident]);
    say_sheets_close(&w->json, ']');
    say_sheets_close(&w->json, '}');
    say_sheets_text(&w->json.out, "\n");
    return say_sheets_finish(&w->json.out);
}

sayso_code sayso_records_who(const sayso_records *records, sayso_sink sink, sayso_error *error)
{
    who_writer w = { .json = { .comma = false }, .records = records, .error = error };
    w.arena = say_base_arena(error);
    if (!w.arena) return SAYSO_NO_MEMORY;
    say_sheets_start(&w.json.out, sink, error);
    sayso_code code = who_file(&w);
    say_base_arena_close(w.arena);
    return code;
}
