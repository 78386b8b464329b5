/* entering: what people and other readers say: imported readings, claims by hand, corrections. */
#include "front/inside.h"
#include "front/report.h"
#include "intake/intake.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

/* ---- corrections ---- */

static sayso_code wants_there(sayso_ledger *ledger, char kind, const char *id, sayso_error *error)
{
    static const char *const kinds[] = { "claim", "party", "incident", "correction" };
    char found[20];
    bool has = false;
    sayso_code code = SAYSO_OK;
    const char *letters = "cpik", *which = strchr(letters, kind);
    if (!id || id[0] != kind || id[1] != '-') return say_base_fail(error, SAYSO_BAD_CALL, id ? id : "", 0, "the id of a %s is wanted (%c-...)", kinds[which - letters], kind);
    if (kind == 'c') code = say_ledger_has_claim(ledger->store, id, &has, error);
    if (kind == 'p') code = say_ledger_has_party(ledger->store, id, &has, error);
    if (kind == 'k') code = say_ledger_has_correction(ledger->store, id, &has, error);
    if (kind == 'i') return say_ledger_find_incident(ledger->store, id, found, error);
    if (code || has) return code;
    return say_base_fail(error, SAYSO_NOT_FOUND, id, 0, "the ledger has no such %s", kinds[which - letters]);
}

/* Of what kind the target and the other must be; 0: none is wanted. */
static const struct { char target, other; } act_operands[SAYSO_ACTS] = {
    [SAYSO_REJECT] = { 'c', 0 },            [SAYSO_RETRACT] = { 'c', 0 },       [SAYSO_SET] = { 'c', 0 },
    [SAYSO_MERGE_PARTIES] = { 'p', 'p' },   [SAYSO_SPLIT_PARTY] = { 'p', 'c' },
    [SAYSO_MERGE_INCIDENTS] = { 'i', 'i' }, [SAYSO_SPLIT_INCIDENT] = { 'i', 'c' }, [SAYSO_UNDO] = { 'k', 0 },
};

static sayso_code judge_correction(sayso_ledger *ledger, const sayso_correction *c, sayso_error *error)
{
    if ((unsigned)c->act >= SAYSO_ACTS) return say_base_fail(error, SAYSO_BAD_CALL, "correction", 0, "no such act");
    if (!c->by || !*c->by || !c->reason || !*c->reason) return say_base_fail(error, SAYSO_BAD_CALL, "correction", 0, "a correction wants a name and a reason");
    sayso_code code = wants_there(ledger, act_operands[c->act].target, c->target, error);
    if (!code && act_operands[c->act].other) code = wants_there(ledger, act_operands[c->act].other, c->other, error);
    if (!code && c->act == SAYSO_SET) code = say_gather_settable(c->field, c->value, error);
    if (!code && act_operands[c->act].other == act_operands[c->act].target && !strcmp(c->target, c->other))
        return say_base_fail(error, SAYSO_REFUSED, c->target, 0, "it cannot be merged with itself");
    return code;
}

/* An incident's id stands for the event that it was made from.  Where the very event leaves, another must stand for what stays. */
static sayso_code who_stays(sayso_ledger *ledger, sayso_correction *c, char stays[20], sayso_error *error)
{
    char alias[20], incident[20], wanted[20];
    say_ids events = { NULL, 0, 0 };
    sayso_code code = say_ledger_event_of_claim(ledger->store, c->other, alias, incident, error);
    if (!code) code = say_ledger_find_incident(ledger->store, c->target, wanted, error);
    if (code) return code;
    if (strcmp(incident, wanted)) return say_base_fail(error, SAYSO_REFUSED, c->other, 0, "the claim is not about %s but %s", wanted, *incident ? incident : "nothing settled yet");
    say_arena *arena = say_base_arena(error);
    if (!arena) return SAYSO_NO_MEMORY;
    code = say_ledger_events_of(ledger->store, wanted, arena, &events, error);
    stays[0] = '\0';
    for (size_t i = 0; !code && i < events.count && !*stays; i++)
        if (strcmp(events.at[i], alias)) snprintf(stays, 20, "%s", events.at[i]);
    say_base_arena_close(arena);
    if (!code && !*stays) return say_base_fail(error, SAYSO_REFUSED, c->target, 0, "nothing would stay: the incident is one report's alone");
    c->target = stays;
    return code;
}

/* Whether the claim speaks of the party, is held by it or both; what it is called from now on. */
static sayso_code who_leaves(sayso_ledger *ledger, sayso_correction *c, say_arena *arena, sayso_error *error)
{
    static const char *const fields[2][2] = { { NULL, "holder" }, { "party", "both" } };
    bool party, holder;
    const char *name;
    sayso_code code = say_ledger_part_in(ledger->store, c->other, c->target, &party, &holder, error);
    if (!code) code = say_ledger_party_name(ledger->store, c->target, false, arena, &name, error);
    if (code) return code;
    if (!(c->field = fields[party][holder])) return say_base_fail(error, SAYSO_REFUSED, c->other, 0, "the claim is neither about %.100s nor held by it", name);
    if (!c->value || !*c->value) c->value = say_base_format(arena, error, "%s (another)", name);
    return c->value ? SAYSO_OK : SAYSO_NO_MEMORY;
}

/* A party may be meant by its id; what is kept is a name, which means the same beside other reports. */
static sayso_code who_is_meant(sayso_ledger *ledger, sayso_correction *c, say_arena *arena, sayso_error *error)
{
    bool party = !strcmp(c->field, "party") || !strcmp(c->field, "holder");
    return party && !strncmp(c->value, "p-", 2) ? say_ledger_party_name(ledger->store, c->value, false, arena, &c->value, error) : SAYSO_OK;
}

static sayso_code correct_with(sayso_ledger *ledger, const sayso_correction *correction, say_arena *arena, char id[16], sayso_error *error)
{
    char stays[20];
    sayso_correction c = *correction;
    sayso_code code = judge_correction(ledger, &c, error);
    if (!code && c.act == SAYSO_SPLIT_INCIDENT) code = who_stays(ledger, &c, stays, error);
    if (!code && c.act == SAYSO_MERGE_PARTIES) code = say_ledger_party_name(ledger->store, c.target, true, arena, &c.value, error);
    if (!code && c.act == SAYSO_SPLIT_PARTY) code = who_leaves(ledger, &c, arena, error);
    if (!code && c.act == SAYSO_SET) code = who_is_meant(ledger, &c, arena, error);
    return code ? code : say_ledger_append_correction(ledger->store, &c, id, error);
}

static sayso_code correct_within(sayso_ledger *ledger, const sayso_correction *correction, char id[16], sayso_error *error)
{
    say_arena *arena = say_base_arena(error);
    sayso_code code = arena ? correct_with(ledger, correction, arena, id, error) : SAYSO_NO_MEMORY;
    say_base_arena_close(arena);
    return code;
}

sayso_code sayso_ledger_correct(sayso_ledger *ledger, const sayso_correction *correction, char id[16], sayso_error *error)
{
    sayso_code code = say_ledger_begin(ledger->store, error);
    if (code) return code;
    code = correct_within(ledger, correction, id, error);
    if (!code) code = say_front_settle(ledger, error);
    return say_front_end(ledger, code, error);
}

/* ---- imported readings ---- */

typedef struct {
    sayso_ledger   *ledger;
    const char     *maker;               /* of lines that do not say */
    sayso_told      told;
    sayso_imported *counts;
    size_t          line;
    size_t          from, to;            /* the lines before it that are no JSON, to be told as one; 0: none */
    char            why[200];            /* what is wrong with the first of them */
    sayso_error    *error;
} importing;

__attribute__((format(printf, 2, 3))) static sayso_code refuse_line(importing *in, const char *format, ...)
{
    char why[300], line[340];
    va_list args;
    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    snprintf(line, sizeof line, "line %zu: %s", in->line, why);
    in->counts->refused++;
    if (in->told.tell) in->told.tell(in->told.to, line);
    return SAYSO_OK;
}

/* A file of another kind is one line to be told, not thousands. */
static void tell_broken(importing *in)
{
    char line[300];
    if (in->from == in->to) snprintf(line, sizeof line, "line %zu: no JSON object: %s", in->from, in->why);
    else snprintf(line, sizeof line, "lines %zu to %zu: no JSON objects: %s", in->from, in->to, in->why);
    if (in->from && in->told.tell) in->told.tell(in->told.to, line);
    in->from = in->to = 0;
}

/* A report that records are to be about. */
typedef struct { const char *doc, *title, *publisher, *date, *hash, *url; say_str text; say_intake_sentences sentences; } told_report;

static const char *json_words(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));
    return value ? value : "";
}

static const char *either_words(const char *a, const char *b) { return *a ? a : b; }

/* The text's own sentences, where reading it gives the same text again. */
static sayso_code split_sentences(const char *name, say_str bytes, say_arena *arena, told_report *r, const say_doc **doc, sayso_error *error)
{
    say_doc *read;
    say_text text;
    sayso_code code = say_front_unread(say_doc_open(bytes, name, arena, &read, error), error);
    if (!code) code = say_text_split(read, arena, &text, error);
    if (code) return code;
    sayso_passage *at = SAY_TAKE(arena, sayso_passage, text.sentence_count, error);
    if (!at) return SAYSO_NO_MEMORY;
    for (size_t i = 0; i < text.sentence_count; i++) at[i] = (sayso_passage){ text.sentences[i].at.from, text.sentences[i].at.to };
    r->sentences = (say_intake_sentences){ at, text.sentence_count };
    *doc = read;
    return SAYSO_OK;
}

static sayso_code known_report(sayso_ledger *ledger, const char *doc_or_hash, say_arena *arena, told_report *r, sayso_error *error)
{
    say_report_entry known;
    const say_doc *doc;
    sayso_code code = say_ledger_find_report(ledger->store, doc_or_hash, arena, &known, error);
    if (!code) code = say_ledger_text(ledger->store, known.hash, arena, &r->text, error);
    if (!code) code = split_sentences("", r->text, arena, r, &doc, error);
    if (code) return code;
    if (strcmp(doc->hash, known.hash)) r->sentences = (say_intake_sentences){ NULL, 0 };
    *r = (told_report){ "", known.title, known.publisher, known.date, known.hash, known.url, r->text, r->sentences };
    return SAYSO_OK;
}

static sayso_code brought_report(const json_t *line, say_arena *arena, told_report *r, sayso_error *error)
{
    const say_doc *doc;
    const json_t *text = json_object_get(line, "text");
    const char *name = say_base_keep(arena, say_base_str(json_words(line, "doc")), error);
    if (!name) return SAYSO_NO_MEMORY;
    sayso_code code = split_sentences(name, (say_str){ json_string_value(text), json_string_length(text) }, arena, r, &doc, error);
    if (code) return code;
    *r = (told_report){ name, either_words(json_words(line, "title"), doc->title), either_words(json_words(line, "publisher"), doc->publisher),
                        either_words(json_words(line, "date"), doc->date), doc->hash, either_words(json_words(line, "url"), doc->url), { doc->text, doc->size }, r->sentences };
    return SAYSO_OK;
}

static sayso_code report_of_line(importing *in, const json_t *line, say_arena *arena, told_report *r, bool *found)
{
    *found = true;
    if (json_is_string(json_object_get(line, "text"))) return brought_report(line, arena, r, in->error);
    sayso_error why = { SAYSO_OK, 0, "", "" };
    const char *name = either_words(json_words(line, "hash"), json_words(line, "doc"));
    sayso_code code = known_report(in->ledger, name, arena, r, &why);
    *found = code != SAYSO_NOT_FOUND;
    if (code && *found) return say_base_fail(in->error, code, why.where, why.at, "%s", why.message);
    return SAYSO_OK;
}

static void fill_report(const told_report *r, sayso_records *records)
{
    records->doc = r->doc;
    records->title = r->title;
    records->publisher = r->publisher;
    records->date = r->date;
    records->hash = r->hash;
}

static sayso_code import_report(importing *in, const json_t *line, say_str bytes, say_arena *arena)
{
    told_report r = { .text = SAY_STR("") };
    sayso_records records;
    say_intake_count count;
    bool found, added;
    const char *maker = either_words(json_words(line, "maker"), in->maker ? in->maker : "");
    if (!*maker) return refuse_line(in, "nobody says who read it: it has no \"maker\"");
    sayso_code code = report_of_line(in, line, arena, &r, &found);
    if (code) return code;
    if (!found) return refuse_line(in, "the ledger has no report %.80s, and the line brings no \"text\"", either_words(json_words(line, "hash"), json_words(line, "doc")));
    sayso_error why = { SAYSO_OK, 0, "", "" };
    code = say_intake_records(bytes, r.text, r.sentences, in->told, arena, &records, &count, &why);
    if (code == SAYSO_BAD_TEXT) return refuse_line(in, "%s", why.message);
    if (code) return say_base_fail(in->error, code, why.where, why.at, "%s", why.message);
    fill_report(&r, &records);
    in->counts->reports++;
    in->counts->claims += count.claims;
    in->counts->refused += count.refused;
    return say_front_enter(in->ledger, &records, r.url, maker, &added, in->error);
}

static sayso_code import_line(importing *in, say_str bytes)
{
    json_error_t why;
    json_t *line = json_loadb(bytes.at, bytes.len, 0, &why);
    if (!line && json_error_code(&why) == json_error_out_of_memory) return say_base_fail(in->error, SAYSO_NO_MEMORY, "import", 0, "no memory for a line");
    if (!json_is_object(line)) {
        if (!in->from) {
            in->from = in->line;
            snprintf(in->why, sizeof in->why, "%.120s", line ? "another value" : why.text);
        }
        in->to = in->line;
        in->counts->refused++;
        json_decref(line);
        return SAYSO_OK;
    }
    tell_broken(in);
    say_arena *arena = say_base_arena(in->error);
    sayso_code code = arena ? import_report(in, line, bytes, arena) : SAYSO_NO_MEMORY;
    say_base_arena_close(arena);
    json_decref(line);
    return code;
}

static bool is_blank_line(say_str line)
{
    for (size_t i = 0; i < line.len; i++)
        if (line.at[i] != ' ' && line.at[i] != '\t' && line.at[i] != '\r') return false;
    return true;
}

static sayso_code import_lines(importing *in, say_str lines)
{
    sayso_code code = SAYSO_OK;
    for (size_t from = 0, to; !code && from < lines.len; from = to + 1) {
        const char *end = memchr(lines.at + from, '\n', lines.len - from);
        to = end ? (size_t)(end - lines.at) : lines.len;
        say_str line = { lines.at + from, to - from };
        in->line++;
        if (!is_blank_line(line)) code = import_line(in, line);
    }
    tell_broken(in);
    return code;
}

sayso_code sayso_ledger_import(sayso_ledger *ledger, const char *lines, size_t size, const char *maker, sayso_told told, sayso_imported *imported, sayso_error *error)
{
    importing in = { .ledger = ledger, .maker = maker, .told = told, .counts = imported, .error = error };
    *imported = (sayso_imported){ 0, 0, 0 };
    sayso_code code = say_ledger_begin(ledger->store, error);
    if (code) return code;
    return say_front_end(ledger, import_lines(&in, (say_str){ lines, size }), error);
}

/* ---- a claim by hand ---- */

/* Words as a passage that intake places; nothing where there are none. */
static bool set_words(json_t *object, const char *key, const char *words)
{
    return !words || !*words || !json_object_set_new(object, key, json_string(words));
}

static bool set_words_at(json_t *object, const char *key, const char *words)
{
    return !words || !*words || !json_object_set_new(object, key, json_pack("{s:s}", "words", words));
}

/* The first holder has the cue. */
static json_t *hand_chain(const sayso_hand *h)
{
    json_t *chain = json_array();
    for (size_t i = 0; chain && i < h->holder_count; i++) {
        json_t *link = json_object();
        bool fine = link && set_words(link, "holder", h->holders[i]) && set_words_at(link, "source", h->holders[i]) && (i || set_words_at(link, "cue", h->cue));
        if (json_array_append_new(chain, link) || !fine) {
            json_decref(chain);
            return NULL;
        }
    }
    return chain;
}

static sayso_passage party_words(const sayso_hand *h, say_str text) { return say_intake_place(text, (sayso_passage){ 0, text.len }, say_base_str(h->party)); }

/* A party that stands nowhere is said to be mentioned, so that it is refused as other words are. */
static bool set_lost_party(json_t *claim, const sayso_hand *h, say_str text)
{
    return !strcmp(h->party, "unknown") || party_words(h, text).to || set_words_at(claim, "mention", h->party);
}

static json_t *hand_claim(const sayso_hand *h, say_str text)
{
    json_t *claim = json_object();
    const char *confidence = sayso_confidence_name(h->confidence);
    bool fine = claim && set_words(claim, "role", sayso_role_name(h->role)) && set_words(claim, "factuality", sayso_factuality_name(h->factuality))
                && set_words(claim, "confidence", confidence) && set_words(claim, "party_name", h->party) && set_words(claim, "sentence", h->sentence)
                && set_words_at(claim, "trigger", h->trigger) && set_words_at(claim, "hedge", h->hedge) && set_words_at(claim, "incident_at", h->incident_words) && set_lost_party(claim, h, text)
                && !json_object_set_new(claim, "incident", json_integer(0)) && !json_object_set_new(claim, "chain", hand_chain(h));
    if (fine) return claim;
    json_decref(claim);
    return NULL;
}

static bool add_hand_party(sayso_ledger *ledger, json_t *parties, const char *name)
{
    say_party_facts facts = { .kind = SAYSO_PARTY_UNKNOWN };
    say_norm_party(ledger->norm, say_base_str(name), &facts);
    return !json_array_append_new(parties, json_pack("{s:s,s:s}", "name", name, "kind", sayso_party_kind_name(facts.kind)));
}

/* What an incident of the ledger is called, for reports that do not have it themselves. */
typedef struct { char id[20]; const char *name, *kind, *date, *place; say_arena *arena; sayso_error *error; } wanted_incident;

static int note_wanted(void *to, const sayso_incident_row *row)
{
    wanted_incident *w = to;
    w->name = say_base_keep(w->arena, say_base_str(row->name), w->error);
    w->kind = say_base_keep(w->arena, say_base_str(row->kind), w->error);
    w->date = say_base_keep(w->arena, say_base_str(row->date), w->error);
    w->place = say_base_keep(w->arena, say_base_str(row->place), w->error);
    return 1;
}

static sayso_code look_up_wanted(sayso_ledger *ledger, const sayso_hand *h, wanted_incident *w)
{
    w->id[0] = '\0';
    w->name = h->incident_words ? h->incident_words : h->trigger;
    w->kind = say_norm_incident_kind(ledger->norm, say_base_str(w->name));
    w->date = w->place = "";
    if (!h->incident || !*h->incident) return SAYSO_OK;
    sayso_code code = say_ledger_find_incident(ledger->store, h->incident, w->id, w->error);
    if (!code) code = say_ledger_walk_incidents(ledger->store, &(sayso_query){ .incident = w->id }, note_wanted, w, w->error);
    return code ? code : w->name && w->kind && w->date && w->place ? SAYSO_OK : SAYSO_NO_MEMORY;
}

static json_t *hand_reading(sayso_ledger *ledger, const sayso_hand *h, const wanted_incident *w, const told_report *r)
{
    json_t *reading = json_object(), *parties = json_array(), *claim = hand_claim(h, r->text), *incident = json_object();
    bool fine = reading && parties && claim && incident && add_hand_party(ledger, parties, h->party);
    for (size_t i = 0; fine && i < h->holder_count; i++) fine = !strcmp(h->holders[i], h->party) || add_hand_party(ledger, parties, h->holders[i]);
    fine = fine && set_words(incident, "name", w->name) && set_words(incident, "kind", w->kind) && set_words(incident, "date", w->date)
           && set_words(incident, "place", w->place) && set_words(reading, "hash", r->hash)
           && !json_object_set(reading, "parties", parties) && !json_object_set_new(reading, "incidents", json_pack("[O]", incident))
           && !json_object_set_new(reading, "claims", json_pack("[O]", claim)) && !json_object_set_new(reading, "statements", json_array());
    json_decref(parties);
    json_decref(claim);
    json_decref(incident);
    if (fine) return reading;
    json_decref(reading);
    return NULL;
}

/* Where the report itself has the incident, the claim is of that one, passages and all. */
static sayso_code own_incident(sayso_ledger *ledger, const wanted_incident *w, const char *hash, say_arena *arena, sayso_records *records, sayso_error *error)
{
    say_readings readings = { NULL, 0, 0 };
    sayso_code code = *w->id ? say_ledger_readings_of(ledger->store, w->id, false, arena, &readings, error) : SAYSO_OK;
    for (size_t i = 0; !code && i < readings.count; i++) {
        sayso_records theirs;
        if (strcmp(readings.at[i].hash, hash)) continue;
        code = say_front_records(&readings.at[i], arena, &theirs, error);
        if (!code && readings.at[i].incidents[0] < theirs.incident_count) records->incidents = &theirs.incidents[readings.at[i].incidents[0]];
        break;
    }
    return code;
}

/* The party's words: in the claim's sentence its mention, and those that name it first. */
static sayso_code note_party(const sayso_hand *h, say_arena *arena, sayso_records *records, sayso_error *error)
{
    const sayso_claim *read = &records->claims[0];
    say_str text = { records->text, records->text_size };
    sayso_claim *claim = SAY_TAKE(arena, sayso_claim, 1, error);
    sayso_party *parties = SAY_TAKE(arena, sayso_party, records->party_count, error);
    if (!claim || !parties) return SAYSO_NO_MEMORY;
    if (!strcmp(h->party, "unknown")) return SAYSO_OK;
    memcpy(parties, records->parties, records->party_count * sizeof *parties);
    parties[read->party].at = party_words(h, text);
    *claim = *read;
    claim->mention = say_intake_place(text, records->sentences[read->sentence], say_base_str(h->party));
    records->claims = claim;
    records->parties = parties;
    return SAYSO_OK;
}

typedef struct { char why[240]; } first_refusal;

static void keep_refusal(void *to, const char *line)
{
    first_refusal *r = to;
    if (!*r->why) snprintf(r->why, sizeof r->why, "%s", line);
}

static sayso_code place_hand(sayso_ledger *ledger, const sayso_hand *h, const wanted_incident *w, const told_report *r, say_arena *arena, sayso_records *records, sayso_error *error)
{
    say_intake_count count;
    first_refusal refusal = { "" };
    json_t *reading = hand_reading(ledger, h, w, r);
    char *line = reading ? json_dumps(reading, JSON_COMPACT) : NULL;
    json_decref(reading);
    if (!line) return say_base_fail(error, SAYSO_BAD_TEXT, "claim", 0, "its words are no UTF-8, or there is no memory for them");
    sayso_code code = say_intake_records(say_base_str(line), r->text, r->sentences, (sayso_told){ keep_refusal, &refusal }, arena, records, &count, error);
    free(line);
    if (code) return code;
    if (*refusal.why || records->claim_count != 1) return say_base_fail(error, SAYSO_REFUSED, h->report, 0, "%s", *refusal.why ? refusal.why : "the words make no claim");
    fill_report(r, records);
    if ((code = note_party(h, arena, records, error))) return code;
    return own_incident(ledger, w, r->hash, arena, records, error);
}

/* The claim's event may not have met the incident that its maker wanted: then a correction says so. */
static sayso_code lead_to(sayso_ledger *ledger, const wanted_incident *w, const char *claim, const char *by, sayso_error *error)
{
    char alias[20], incident[20], now[20], id[16];
    sayso_code code = say_front_settle(ledger, error);
    if (code || !*w->id) return code;
    code = say_ledger_event_of_claim(ledger->store, claim, alias, incident, error);
    if (!code) code = say_ledger_find_incident(ledger->store, w->id, now, error);
    if (code || !strcmp(incident, now)) return code;
    const sayso_correction c = { SAYSO_MERGE_INCIDENTS, w->id, alias, NULL, NULL, by, "entered by hand for this incident" };
    code = say_ledger_append_correction(ledger->store, &c, id, error);
    return code ? code : say_front_settle(ledger, error);
}

static sayso_code enter_within(sayso_ledger *ledger, const sayso_hand *h, say_arena *arena, char id[16], sayso_error *error)
{
    told_report r = { .text = SAY_STR("") };
    wanted_incident w = { .arena = arena, .error = error };
    sayso_records records;
    bool added;
    const char *maker = say_base_format(arena, error, "by hand: %s", h->by);
    sayso_code code = maker ? known_report(ledger, h->report, arena, &r, error) : SAYSO_NO_MEMORY;
    if (!code) code = look_up_wanted(ledger, h, &w);
    if (!code) code = place_hand(ledger, h, &w, &r, arena, &records, error);
    if (!code) code = say_front_enter(ledger, &records, r.url, maker, &added, error);
    if (code) return code;
    snprintf(id, 16, "%s", records.claims[0].id);
    return lead_to(ledger, &w, id, h->by, error);
}

sayso_code sayso_ledger_enter(sayso_ledger *ledger, const sayso_hand *hand, char id[16], sayso_error *error)
{
    if (!hand->by || !*hand->by || !hand->report || !hand->party || !*hand->party || !hand->trigger || !*hand->trigger)
        return say_base_fail(error, SAYSO_BAD_CALL, "claim", 0, "a claim wants a report, a party, the words of its trigger, and a name");
    say_arena *arena = say_base_arena(error);
    if (!arena) return SAYSO_NO_MEMORY;
    sayso_code code = say_ledger_begin(ledger->store, error);
    if (!code) code = say_front_end(ledger, enter_within(ledger, hand, arena, id, error), error);
    say_base_arena_close(arena);
    return code;
}
