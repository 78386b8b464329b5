/* intake: the report, its parties and its incidents.
 *
 * A party or an incident that cannot be taken is left out, and the numbers of the others
 * are those of the JSON until say_intake_party and say_intake_incident have turned them
 * into indexes here.  Who belongs to himself by a detour belongs to nobody: the circle is
 * cut at one link.                                                                        */
#include "intake/inside.h"

#include <stdio.h>
#include <string.h>

/* ---- an item ---- */

void say_intake_begin(say_intake *in, const char *item, size_t number, const char *called)
{
    in->item = item;
    in->number = number;
    in->called = called;
    in->refused = false;
}

void say_intake_refuse(say_intake *in, const char *format, ...)
{
    if (in->refused) return;
    in->refused = true;
    va_list args;
    va_start(args, format);
    vsnprintf(in->why, sizeof in->why, format, args);
    va_end(args);
}

/* One line: blanks and control characters are spaces; a character cut at the end is left out. */
static void level_line(char *line)
{
    size_t len = strlen(line), start = len;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f) line[i] = ' ';
    while (start > 0 && ((unsigned char)line[start - 1] & 0xC0) == 0x80) start--;
    if (start == 0) return;
    unsigned char first = (unsigned char)line[start - 1];
    size_t wanted = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    if (wanted > 1 && len - start + 1 < wanted) line[start - 1] = '\0';
}

bool say_intake_done(say_intake *in)
{
    if (!in->refused) return true;
    char line[700], called[48] = "";
    if (in->called) snprintf(called, sizeof called, " (%.40s)", in->called);
    snprintf(line, sizeof line, "%s %zu%s: %s", in->item, in->number, called, in->why);
    level_line(line);
    if (in->told.tell) in->told.tell(in->told.to, line);
    in->count.refused++;
    return false;
}

/* ---- fields ---- */

bool say_intake_words(say_intake *in, const say_intake_value *object, const char *key, const char **out)
{
    const say_intake_value *value = say_intake_field(object, key);
    if (!value) return true;
    if (!say_intake_is(value, INTAKE_WORDS)) say_intake_refuse(in, "%s is no string", key);
    else if (memchr(value->words.at, '\0', value->words.len)) say_intake_refuse(in, "%s holds a NUL", key);
    else if (!(*out = say_base_keep(in->arena, value->words, in->error))) return false;
    return true;
}

static bool is_iso(const char *day)
{
    static const char shape[] = "dddd-dd-dd";
    size_t len = strlen(day);
    if (len != 4 && len != 7 && len != 10) return false;
    for (size_t i = 0; i < len; i++)
        if (shape[i] == 'd' ? day[i] < '0' || day[i] > '9' : day[i] != '-') return false;
    int month = len > 4 ? (day[5] - '0') * 10 + day[6] - '0' : 1, date = len > 7 ? (day[8] - '0') * 10 + day[9] - '0' : 1;
    return month >= 1 && month <= 12 && date >= 1 && date <= 31;
}

bool say_intake_day(say_intake *in, const say_intake_value *object, const char *key, const char **out)
{
    const char *day = "";
    if (!say_intake_words(in, object, key, &day)) return false;
    if (*day && !is_iso(day)) say_intake_refuse(in, "%s “%.40s” is no ISO day, month or year", key, day);
    else if (*day) *out = day;
    return true;
}

void say_intake_flag(say_intake *in, const say_intake_value *object, const char *key, bool *out)
{
    const say_intake_value *value = say_intake_field(object, key);
    if (!value) return;
    if (say_intake_is(value, INTAKE_FALSE) || say_intake_is(value, INTAKE_TRUE)) *out = value->kind == INTAKE_TRUE;
    else say_intake_refuse(in, "%s is neither true nor false", key);
}

void say_intake_real(say_intake *in, const say_intake_value *object, const char *key, double least, double most, double *out)
{
    const say_intake_value *value = say_intake_field(object, key);
    if (!value) return;
    double number = say_intake_is(value, INTAKE_REAL) ? value->real : (double)say_intake_whole(value, 0);
    if ((say_intake_is(value, INTAKE_REAL) || say_intake_is(value, INTAKE_WHOLE)) && number >= least && number <= most) *out = number;
    else say_intake_refuse(in, "%s is no number from %g to %g", key, least, most);
}

void say_intake_named(say_intake *in, const say_intake_value *object, const char *key, const char *(*name)(unsigned), unsigned count, unsigned *out)
{
    const say_intake_value *value = say_intake_field(object, key);
    if (!value) return;
    const char *given = say_intake_is(value, INTAKE_WORDS) ? value->words.at : "";
    for (unsigned i = 0; i < count; i++) {
        if (!name(i) || strcmp(name(i), given) != 0) continue;
        *out = i;
        return;
    }
    say_intake_refuse(in, "%s “%.40s” is none that docs/schema.md lists", key, given);
}

size_t say_intake_party_called(const say_intake *in, const char *name)
{
    for (size_t i = 0; i < in->parties.count; i++)
        if (strcmp(in->parties.at[i].name, name) == 0) return i;
    return SAYSO_NONE;
}

static size_t incident_called(const say_intake *in, const char *name)
{
    for (size_t i = 0; i < in->incidents.count; i++)
        if (strcmp(in->incidents.at[i].name, name) == 0) return i;
    return SAYSO_NONE;
}

static size_t index_of_number(say_intake *in, const say_intake_value *value, const say_intake_numbers *numbers, const char *key)
{
    int64_t number = say_intake_whole(value, -1);
    if (number < 0 || (uintmax_t)number >= numbers->count) say_intake_refuse(in, "%s is no number of one that the report lists", key);
    else if (numbers->at[number] == SAYSO_NONE) say_intake_refuse(in, "%s is one that was left out", key);
    else return numbers->at[number];
    return SAYSO_NONE;
}

static void listed(say_intake *in, const say_intake_value *object, const char *key, const say_intake_numbers *numbers,
                   size_t (*called)(const say_intake *, const char *), size_t *out)
{
    const say_intake_value *value = say_intake_field(object, key);
    if (!value) return;
    if (!say_intake_is(value, INTAKE_WORDS)) {
        *out = index_of_number(in, value, numbers, key);
        return;
    }
    *out = called(in, value->words.at);
    if (*out == SAYSO_NONE) say_intake_refuse(in, "%s “%.60s” is not listed", key, value->words.at);
}

void say_intake_party(say_intake *in, const say_intake_value *object, const char *key, size_t *out)
{
    listed(in, object, key, &in->party_at, say_intake_party_called, out);
}

void say_intake_incident(say_intake *in, const say_intake_value *object, const char *key, size_t *out)
{
    listed(in, object, key, &in->incident_at, incident_called, out);
}

/* ---- circles ---- */

bool say_intake_uncircle(say_intake *in, size_t *next, bool *cut, size_t count)
{
    size_t *walk = SAY_TAKE(in->arena, size_t, count, in->error);    /* the walk that came by here, from 1 */
    if (!walk) return false;
    for (size_t i = 0; i < count; i++)
        for (size_t at = i; at != SAYSO_NONE && !walk[at]; at = next[at]) {
            walk[at] = i + 1;
            if (next[at] == SAYSO_NONE || walk[next[at]] != i + 1) continue;
            next[at] = SAYSO_NONE;
            cut[at] = true;
            break;
        }
    return true;
}

/* ---- credits ---- */

static const char *credit_word(unsigned kind) { return sayso_credit_name((sayso_credit_kind)kind); }

static bool one_credit(say_intake *in, const say_intake_value *value)
{
    sayso_credit c = { .name = "" };
    unsigned kind = SAYSO_CREDITS;
    if (!say_intake_is(value, INTAKE_OBJECT)) say_intake_refuse(in, "is no object");
    if (!say_intake_words(in, value, "name", &c.name)) return false;
    say_intake_named(in, value, "kind", credit_word, SAYSO_CREDITS, &kind);
    if (kind == SAYSO_CREDITS) say_intake_refuse(in, "has no kind");
    if (!*c.name) say_intake_refuse(in, "has no name");
    say_intake_passage(in, say_intake_field(value, "at"), "at", SAYSO_NONE, &c.words);
    if (!say_intake_done(in)) return true;
    c.kind = (sayso_credit_kind)kind;
    sayso_credit *kept = SAY_PUSH(in->arena, &in->credits, in->error);
    if (kept) *kept = c;
    return kept != NULL;
}

static bool take_credits(say_intake *in, const say_intake_value *list)
{
    for (size_t n = 0; n < say_intake_size(list); n++) {
        say_intake_begin(in, "credit", n + 1, NULL);
        if (!one_credit(in, say_intake_item(list, n))) return false;
    }
    return true;
}

/* ---- parties ---- */

static const char *kind_word(unsigned kind) { return sayso_party_kind_name((sayso_party_kind)kind); }

/* Without a kind, "unknown" is the unknown one and everybody else a body of people. */
static bool one_party(say_intake *in, const say_intake_value *value)
{
    sayso_party p = { .part_of = SAYSO_NONE };
    if (!say_intake_is(value, INTAKE_OBJECT)) say_intake_refuse(in, "is no object");
    if (!say_intake_words(in, value, "name", &p.name) || !say_intake_words(in, value, "part_of_source", &p.part_of_source)) return false;
    if (!p.name || !*p.name) say_intake_refuse(in, "has no name");
    unsigned kind = p.name && strcmp(p.name, "unknown") == 0 ? SAYSO_PARTY_UNKNOWN : SAYSO_ORGANISATION;
    say_intake_named(in, value, "kind", kind_word, SAYSO_PARTY_KINDS, &kind);
    p.kind = (sayso_party_kind)kind;
    say_intake_passage(in, say_intake_field(value, "at"), "at", SAYSO_NONE, &p.at);
    size_t *slot = &in->party_at.at[in->party_at.count++];
    *slot = SAYSO_NONE;
    if (!say_intake_done(in)) return true;
    sayso_party *kept = SAY_PUSH(in->arena, &in->parties, in->error);
    if (!kept) return false;
    *slot = in->parties.count - 1;
    *kept = p;
    return true;
}

static void one_head(say_intake *in, const say_intake_value *value, size_t number, size_t *head)
{
    say_intake_begin(in, "party", number + 1, NULL);
    const say_intake_value *part_of = say_intake_field(value, "part_of");
    int64_t at = say_intake_whole(part_of, -1);
    bool left_out = at >= 0 && (uintmax_t)at < in->party_at.count && in->party_at.at[at] == SAYSO_NONE;
    if (!left_out) say_intake_party(in, value, "part_of", head);
    say_intake_done(in);
}

static bool set_heads(say_intake *in, const say_intake_value *list)
{
    size_t *heads = SAY_TAKE(in->arena, size_t, in->parties.count, in->error);
    bool *cut = SAY_TAKE(in->arena, bool, in->parties.count, in->error);
    if (!heads || !cut) return false;
    for (size_t n = 0; n < in->party_at.count; n++) {
        if (in->party_at.at[n] == SAYSO_NONE) continue;
        heads[in->party_at.at[n]] = SAYSO_NONE;
        one_head(in, say_intake_item(list, n), n, &heads[in->party_at.at[n]]);
    }
    if (!say_intake_uncircle(in, heads, cut, in->parties.count)) return false;
    for (size_t n = 0; n < in->party_at.count; n++) {
        size_t i = in->party_at.at[n];
        if (i == SAYSO_NONE) continue;
        in->parties.at[i].part_of = heads[i];
        if (heads[i] == SAYSO_NONE && say_intake_field(say_intake_item(list, n), "part_of")) in->parties.at[i].part_of_source = NULL;
        if (!cut[i]) continue;
        say_intake_begin(in, "party", n + 1, NULL);
        say_intake_refuse(in, "part_of makes it part of itself");
        say_intake_done(in);
    }
    return true;
}

static bool take_parties(say_intake *in, const say_intake_value *list)
{
    in->party_at.at = SAY_TAKE(in->arena, size_t, say_intake_size(list), in->error);
    if (!in->party_at.at) return false;
    for (size_t n = 0; n < say_intake_size(list); n++) {
        say_intake_begin(in, "party", n + 1, NULL);
        if (!one_party(in, say_intake_item(list, n))) return false;
    }
    return set_heads(in, list);
}

/* ---- incidents ---- */

static bool one_incident_of(say_intake *in, const say_intake_value *value)
{
    sayso_incident i = { .kind = "other", .date = "", .place = "", .targets = "", .means = "", .toll = "" };
    const struct { const char *key; const char **to; } words[] = {
        { "name", &i.name }, { "kind", &i.kind }, { "place", &i.place }, { "targets", &i.targets }, { "means", &i.means }, { "toll", &i.toll } };
    if (!say_intake_is(value, INTAKE_OBJECT)) say_intake_refuse(in, "is no object");
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (!say_intake_words(in, value, words[k].key, words[k].to)) return false;
    if (!say_intake_day(in, value, "date", &i.date)) return false;
    size_t sentence = SAYSO_NONE;
    say_intake_sentence(in, value, &sentence);
    const struct { const char *key; sayso_passage *to; } passages[] = { { "at", &i.at }, { "date_at", &i.date_at }, { "place_at", &i.place_at } };
    for (size_t k = 0; k < 3; k++) say_intake_passage(in, say_intake_field(value, passages[k].key), passages[k].key, sentence, passages[k].to);
    if (sentence == SAYSO_NONE) sentence = say_intake_sentence_at(in, i.at);
    i.sentence = sentence == SAYSO_NONE ? 0 : sentence;
    if (!i.name && !in->refused && !(i.name = say_base_keep(in->arena, say_base_sub(in->text, (say_range){ i.at.from, i.at.to }), in->error))) return false;
    if (!i.name || !*i.name) say_intake_refuse(in, "has no name");
    size_t *slot = &in->incident_at.at[in->incident_at.count++];
    *slot = SAYSO_NONE;
    if (!say_intake_done(in)) return true;
    sayso_incident *kept = SAY_PUSH(in->arena, &in->incidents, in->error);
    if (!kept) return false;
    *slot = in->incidents.count - 1;
    *kept = i;
    return true;
}

static bool take_incidents(say_intake *in, const say_intake_value *list)
{
    in->incident_at.at = SAY_TAKE(in->arena, size_t, say_intake_size(list), in->error);
    if (!in->incident_at.at) return false;
    for (size_t n = 0; n < say_intake_size(list); n++) {
        say_intake_begin(in, "incident", n + 1, NULL);
        if (!one_incident_of(in, say_intake_item(list, n))) return false;
    }
    return true;
}

/* ---- the report ---- */

static bool no_such_form(say_intake *in, const char *field, const char *message)
{
    say_base_fail(in->error, SAYSO_BAD_TEXT, field, 0, "%s", message);
    return false;
}

static bool one_sentence(say_intake *in, const say_intake_value *pair, size_t after, sayso_passage *out)
{
    int64_t a = say_intake_whole(say_intake_item(pair, 0), -1), b = say_intake_whole(say_intake_item(pair, 1), -1);
    bool fine = say_intake_size(pair) == 2 && a >= 0 && b >= a && (uintmax_t)b <= in->text.len && (uintmax_t)a >= after;
    if (!fine) return no_such_form(in, "sentences", "a sentence is no pair of bytes of the text, or begins before the one before it ends");
    *out = (sayso_passage){ (size_t)a, (size_t)b };
    return true;
}

static bool take_sentences(say_intake *in, const say_intake_value *list, say_intake_sentences own)
{
    in->sentences = own;
    if (list && !say_intake_is(list, INTAKE_LIST)) return no_such_form(in, "sentences", "is no list");
    size_t count = list ? say_intake_size(list) : own.count ? 0 : 1;
    if (!list && own.count) return true;
    sayso_passage *at = SAY_TAKE(in->arena, sayso_passage, count, in->error);
    if (!at) return false;
    if (!list) at[0] = (sayso_passage){ 0, in->text.len };
    for (size_t i = 0; list && i < count; i++)
        if (!one_sentence(in, say_intake_item(list, i), i ? at[i - 1].to : 0, &at[i])) return false;
    in->sentences = (say_intake_sentences){ at, count };
    return true;
}

static bool take_hash(say_intake *in, const say_intake_value *root, const char **hash)
{
    const say_intake_value *given = say_intake_field(root, "hash") ? say_intake_field(root, "hash") : say_intake_field(root, "report");
    char hex[65];
    if (!given) say_base_sha256(in->text, hex);
    else if (!say_intake_is(given, INTAKE_WORDS) || given->words.len != 64 || strspn(given->words.at, "0123456789abcdef") != 64)
        return no_such_form(in, "hash", "is no SHA-256 in lower-case hex");
    return (*hash = say_base_keep(in->arena, given ? given->words : say_base_str(hex), in->error)) != NULL;
}

static bool take_report(say_intake *in, const say_intake_value *root, sayso_records *r)
{
    const say_intake_value *schema = say_intake_field(root, "schema"), *bytes = say_intake_field(root, "bytes");
    if (!say_intake_is(root, INTAKE_OBJECT)) return no_such_form(in, "report", "is no JSON object");
    if (schema && (!say_intake_is(schema, INTAKE_WORDS) || strcmp(schema->words.at, "sayso-report/1") != 0))
        return no_such_form(in, "schema", "is not sayso-report/1");
    if (say_intake_field(root, "error")) return no_such_form(in, "error", "this line says that a report could not be read");
    if (bytes && (uintmax_t)say_intake_whole(bytes, -1) != in->text.len)
        return no_such_form(in, "bytes", "is not the size of the report's text");
    *r = (sayso_records){ .doc = "", .title = "", .publisher = "", .date = "", .text = in->text.at, .text_size = in->text.len };
    const struct { const char *key; const char **to; } words[] = {
        { "doc", &r->doc }, { "title", &r->title }, { "publisher", &r->publisher }, { "maker", &in->maker } };
    say_intake_begin(in, "report", 1, NULL);
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (!say_intake_words(in, root, words[k].key, words[k].to)) return false;
    if (!say_intake_day(in, root, "date", &r->date)) return false;
    if (in->refused) return no_such_form(in, "report", in->why);
    return take_hash(in, root, &r->hash);
}

static bool take_lists(say_intake *in, const say_intake_value *root)
{
    static const struct { const char *key; bool (*take)(say_intake *, const say_intake_value *); } lists[] = {
        { "credits", take_credits }, { "parties", take_parties }, { "incidents", take_incidents }, { "claims", say_intake_claims }, { "statements", say_intake_statements } };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const say_intake_value *list = say_intake_field(root, lists[i].key);
        if (list && !say_intake_is(list, INTAKE_LIST)) return no_such_form(in, lists[i].key, "is no list");
        if (!lists[i].take(in, list)) return false;
    }
    return true;
}

/* The report as the one source of its records, where there is more to say of it than they do. */
static bool take_source(say_intake *in, sayso_records *r)
{
    sayso_source *s = SAY_TAKE(in->arena, sayso_source, 1, in->error);
    if (!s) return false;
    *s = (sayso_source){ .doc = r->doc, .title = r->title, .publisher = r->publisher, .date = r->date, .hash = r->hash, .url = "", .maker = in->maker,
                         .to = in->text.len, .sentence_count = in->sentences.count, .copy_of = SAYSO_NONE,
                         .credits = in->credits.at, .credit_count = in->credits.count };
    r->sources = s;
    r->source_count = 1;
    return true;
}

static bool take_root(say_intake *in, const say_intake_value *root, say_intake_sentences own, sayso_records *r)
{
    if (!take_report(in, root, r)) return false;
    in->hash = r->hash;
    if (!take_sentences(in, say_intake_field(root, "sentences"), own) || !take_lists(in, root)) return false;
    r->sentences = in->sentences.at;
    r->sentence_count = in->sentences.count;
    r->parties = in->parties.at;
    r->party_count = in->parties.count;
    r->incidents = in->incidents.at;
    r->incident_count = in->incidents.count;
    r->claims = in->claims.at;
    r->claim_count = in->claims.count;
    r->statements = in->statements.at;
    r->statement_count = in->statements.count;
    in->count.claims = in->claims.count;
    return !in->credits.count || take_source(in, r);
}

sayso_code say_intake_records(say_str json, say_str text, say_intake_sentences sentences, sayso_told told, say_arena *arena,
                              sayso_records *records, say_intake_count *count, sayso_error *error)
{
    sayso_error own;
    if (!error) error = &own;
    *error = (sayso_error){ .code = SAYSO_OK };
    *count = (say_intake_count){ 0, 0 };
    say_arena *scratch = say_base_arena(error);
    const say_intake_value *root = scratch ? say_intake_json(json, scratch, error) : NULL;
    say_intake *in = root ? SAY_TAKE(arena, say_intake, 1, error) : NULL;
    if (in) *in = (say_intake){ .text = text, .told = told, .arena = arena, .error = error, .maker = "" };
    if (in && take_root(in, root, sentences, records)) *count = in->count;
    say_base_arena_close(scratch);
    return error->code;
}
