/* ask: finding things by id or fragment, and walking rows with filters.
 *
 * Names are few where claims are many, so a fragment is looked up among names (three letters at a time, by index), and the
 * names found stand in a small temporary table, a slot of it for each filter of a walk.  Filters are put together from the
 * table below; the most selective one that is asked for may use its index, the others (written +column) only refuse.       */
#include "ledger/inside.h"

#include <stdio.h>
#include <string.h>

static sayso_code no_rows(const sayso_error *error) { return error ? error->code : SAYSO_NO_MEMORY; }

/* ---- fragments ---- */

static bool is_letter_byte(char c) { return (c & 0x80) || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'); }

static size_t letters_of(say_str word)
{
    size_t n = 0;
    for (size_t i = 0; i < word.len; i++) n += (word.at[i] & 0xC0) != 0x80;
    return n;
}

/* The next word of a fragment; blanks part words. */
static bool next_fragment_word(say_str *rest, say_str *word)
{
    while (rest->len && (*rest->at == ' ' || *rest->at == '\t')) rest->at++, rest->len--;
    size_t n = 0;
    while (n < rest->len && rest->at[n] != ' ' && rest->at[n] != '\t') n++;
    *word = (say_str){ rest->at, n };
    *rest = (say_str){ rest->at + n, rest->len - n };
    return n > 0;
}

static void put_quoted(sqlite3_str *out, say_str word)
{
    sqlite3_str_appendall(out, sqlite3_str_length(out) ? " AND \"" : "\"");
    for (size_t i = 0; i < word.len; i++) sqlite3_str_append(out, word.at[i] == '"' ? "\"\"" : word.at + i, word.at[i] == '"' ? 2 : 1);
    sqlite3_str_appendall(out, "\"");
}

static bool is_indexed(say_str word) { return letters_of(word) >= 3; }

/* Is each word of fewer than three letters, which the index does not know, in the name? */
static bool has_short_words(say_str name, say_str fragment)
{
    for (say_str word; next_fragment_word(&fragment, &word);) {
        bool found = is_indexed(word);
        for (size_t i = 0; !found && i + word.len <= name.len; i++) found = say_base_same_fold((say_str){ name.at + i, word.len }, word);
        if (!found) return false;
    }
    return true;
}

/* Of the names that have the indexed words, or of all, those that have the short ones too. */
static sayso_code seek_short_names(say_ledger *l, int64_t slot, const char *phrase, const char *fragment, sayso_error *error)
{
    sqlite3_stmt *rows = phrase ? say_ledger_ask(l, ASK_FRAGMENT, error, "t", phrase) : say_ledger_ask(l, ASK_SHORT_FRAGMENT, error, "");
    if (!rows) return no_rows(error);
    sayso_code code = SAYSO_OK;
    while (!code && say_ledger_step(l, rows, &code, error))
        if (has_short_words(say_ledger_bytes(rows, 1), say_base_str(fragment))) code = say_ledger_run(l, ADD_SOUGHT, error, "ii", slot, (int64_t)sqlite3_column_int64(rows, 0));
    sqlite3_reset(rows);
    return code;
}

/* Names that have every word of the fragment into a slot. */
static sayso_code seek_names(say_ledger *l, int64_t slot, const char *fragment, sayso_error *error)
{
    bool any_short = false;
    say_str rest = say_base_str(fragment), word;
    sqlite3_str *match = sqlite3_str_new(l->db);
    while (next_fragment_word(&rest, &word))
        if (is_indexed(word)) put_quoted(match, word);
        else any_short = true;
    char *phrase = sqlite3_str_finish(match);
    sayso_code code = phrase && !any_short ? say_ledger_run(l, ADD_SOUGHT_NAMES, error, "it", slot, phrase) : seek_short_names(l, slot, phrase, fragment, error);
    sqlite3_free(phrase);
    return code;
}

static bool is_id(const char *text, char kind) { return text[0] == kind && text[1] == '-' && strlen(text) >= 6 && strspn(text + 2, "0123456789abcdef") == strlen(text + 2); }

/* Names of parties: an id's own, or those with the fragment and all other names of the same parties. */
static sayso_code seek_parties(say_ledger *l, int64_t slot, const char *party, sayso_error *error)
{
    if (is_id(party, 'p')) return say_ledger_run(l, ADD_SOUGHT_PARTY, error, "it", slot, party);
    sayso_code code = seek_names(l, slot, party, error);
    return code ? code : say_ledger_run(l, ADD_ALIASES, error, "i", slot);
}

/* ---- finding ---- */

static sayso_code incident_by_id(say_ledger *l, const char *id, char found[20], sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    found[0] = '\0';
    sqlite3_stmt *row = say_ledger_ask(l, ASK_BY_ID, error, "t", id);
    if (!row) return no_rows(error);
    if (say_ledger_step(l, row, &code, error)) snprintf(found, 20, "%s", say_ledger_column(row, 0));
    sqlite3_reset(row);
    return code;
}

enum { CANDIDATES = 3 };

/* "i-1 "name", i-2 "name" and 4 more", cut where the message has no more room. */
static sayso_code one_of_several(sqlite3_stmt *rows, const char *fragment, char id[20], size_t *count, char *list, size_t size)
{
    const char *its = say_ledger_column(rows, 0);
    if (++*count == 1) snprintf(id, 20, "%s", its);
    size_t n = strlen(list);
    (void)fragment;
    if (*count <= CANDIDATES) snprintf(list + n, size - n, "%s%s \"%.30s\"", n ? ", " : "", its, say_ledger_column(rows, 1));
    return SAYSO_OK;
}

sayso_code say_ledger_find_incident(say_ledger *l, const char *incident, char id[20], sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    size_t count = 0;
    char list[200] = "";
    int64_t slot = ++l->slots;
    if (is_id(incident, 'i')) {
        code = incident_by_id(l, incident, id, error);
        return code || id[0] ? code : say_base_fail(error, SAYSO_NOT_FOUND, incident, 0, "the ledger has no such incident");
    }
    code = seek_names(l, slot, incident, error);
    sqlite3_stmt *rows = code ? NULL : say_ledger_ask(l, ASK_INCIDENTS_SOUGHT, error, "i", slot);
    if (!rows) return code ? code : no_rows(error);
    while (!code && say_ledger_step(l, rows, &code, error)) code = one_of_several(rows, incident, id, &count, list, sizeof list);
    sqlite3_reset(rows);
    if (!code) code = say_ledger_run(l, DROP_SOUGHT, error, "i", slot);
    if (code || count == 1) return code;
    if (count == 0) return say_base_fail(error, SAYSO_NOT_FOUND, incident, 0, "no incident has this in its name");
    return say_base_fail(error, SAYSO_NOT_FOUND, incident, 0, "%zu incidents match: %s%s", count, list, count > CANDIDATES ? " ..." : "");
}

sayso_code say_ledger_event_of_claim(say_ledger *l, const char *claim, char alias[20], char incident[20], sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    alias[0] = incident[0] = '\0';
    sqlite3_stmt *row = say_ledger_ask(l, ASK_CLAIM_EVENT, error, "t", claim);
    if (!row) return no_rows(error);
    if (say_ledger_step(l, row, &code, error)) {
        snprintf(alias, 20, "%s", say_ledger_column(row, 0));
        snprintf(incident, 20, "%s", say_ledger_column(row, 1));
    }
    sqlite3_reset(row);
    return code;
}

sayso_code say_ledger_party_name(say_ledger *l, const char *party, bool own, say_arena *arena, const char **name, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *row = say_ledger_ask(l, own ? ASK_OWN_NAME : ASK_PARTY_NAME, error, "t", party);
    if (!row) return no_rows(error);
    if (!say_ledger_step(l, row, &code, error)) return code ? code : say_base_fail(error, SAYSO_NOT_FOUND, party, 0, "the ledger has no such party");
    *name = say_ledger_kept(arena, row, 0, error);
    sqlite3_reset(row);
    return *name ? SAYSO_OK : SAYSO_NO_MEMORY;
}

sayso_code say_ledger_part_in(say_ledger *l, const char *claim, const char *party, bool *about, bool *holds, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    *about = *holds = false;
    sqlite3_stmt *row = say_ledger_ask(l, ASK_LEAVING, error, "tt", claim, party);
    if (!row) return no_rows(error);
    if (!say_ledger_step(l, row, &code, error)) return code;
    *about = sqlite3_column_int64(row, 0) != 0;
    *holds = sqlite3_column_int64(row, 1) != 0;
    sqlite3_reset(row);
    return SAYSO_OK;
}

sayso_code say_ledger_text(say_ledger *l, const char *hash, say_arena *arena, say_str *text, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *row = say_ledger_ask(l, ASK_TEXT, error, "t", hash);
    if (!row) return no_rows(error);
    if (!say_ledger_step(l, row, &code, error)) return code ? code : say_base_fail(error, SAYSO_NOT_FOUND, hash, 0, "the ledger has no such report");
    say_str bytes = say_ledger_bytes(row, 0);
    *text = (say_str){ say_base_keep(arena, bytes, error), bytes.len };
    sqlite3_reset(row);
    return text->at ? SAYSO_OK : SAYSO_NO_MEMORY;
}

/* One hash that a statement gives; *count is 2 where it gives more. */
static sayso_code one_hash(say_ledger *l, ledger_statement which, const char *of, char hash[65], size_t *count, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *rows = say_ledger_ask(l, which, error, "t", of);
    if (!rows) return no_rows(error);
    for (*count = 0; say_ledger_step(l, rows, &code, error); ++*count) snprintf(hash, 65, "%s", say_ledger_column(rows, 0));
    return code;
}

static sayso_code report_by_hash(say_ledger *l, const char *hash, say_arena *arena, say_report_entry *r, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *row = say_ledger_ask(l, ASK_REPORT_OF, error, "t", hash);
    if (!row) return no_rows(error);
    if (!say_ledger_step(l, row, &code, error)) return code ? code : say_base_fail(error, SAYSO_NOT_FOUND, hash, 0, "the ledger has no such report");
    *r = (say_report_entry){ say_ledger_kept(arena, row, 0, error), say_ledger_kept(arena, row, 1, error), say_ledger_kept(arena, row, 2, error),
                             say_ledger_kept(arena, row, 3, error), say_ledger_kept(arena, row, 4, error), (size_t)sqlite3_column_int64(row, 5) };
    sqlite3_reset(row);
    return r->hash && r->title && r->publisher && r->date && r->url ? SAYSO_OK : SAYSO_NO_MEMORY;
}

sayso_code say_ledger_find_report(say_ledger *l, const char *doc_or_hash, say_arena *arena, say_report_entry *report, sayso_error *error)
{
    char hash[65];
    size_t count = 0;
    sayso_code code = one_hash(l, ASK_NAMED, doc_or_hash, hash, &count, error);
    bool digits = strlen(doc_or_hash) >= 8 && strspn(doc_or_hash, "0123456789abcdef") == strlen(doc_or_hash);
    if (!code && !count && digits) code = one_hash(l, ASK_HASH_LIKE, doc_or_hash, hash, &count, error);
    if (code) return code;
    if (count != 1) return say_base_fail(error, SAYSO_NOT_FOUND, doc_or_hash, 0, count ? "several reports have hashes that begin so" : "the ledger has no such report");
    return report_by_hash(l, hash, arena, report, error);
}

sayso_code say_ledger_entries(say_ledger *l, int (*walk)(void *to, say_str body), void *to, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *rows = NULL;
    if (sqlite3_prepare_v2(l->db, say_ledger_statement(ASK_ALL_CONTENTS), -1, &rows, NULL)) return say_ledger_failed(l, error);
    while (say_ledger_step(l, rows, &code, error))
        if (walk(to, say_ledger_bytes(rows, 2))) break;
    sqlite3_finalize(rows);
    return code;
}

/* ---- filters ---- */

typedef enum { FILTER_NAMES, FILTER_PARTIES, FILTER_INCIDENT, FILTER_WORDS, FILTER_VALUE } filter_kind;

/* %s: "+" where the filter may not choose the index.  :v the value, :s its slot. */
typedef struct { size_t field; filter_kind kind; const char *sql; } filter;

#define SOUGHT_NAMES "(SELECT label FROM sought WHERE slot=:s%d)"

static const filter claim_filters[] = {      /* the most selective first */
    { offsetof(sayso_query, claim), FILTER_VALUE, "%sc.claim BETWEEN :v%d AND :v%d||'g'" },      /* an id goes on with hexadecimal digits */
    { offsetof(sayso_query, incident), FILTER_INCIDENT,
      "%sc.id IN (SELECT k.id FROM event v CROSS JOIN claim k ON k.reading=v.reading AND k.incident=v.number WHERE v.incident=:v%d"
      " UNION SELECT k.id FROM sought s CROSS JOIN incident i ON i.label=s.label CROSS JOIN event v ON v.incident=i.id CROSS JOIN claim k"
      " ON k.reading=v.reading AND k.incident=v.number WHERE s.slot=:s%d)" },
    { offsetof(sayso_query, text), FILTER_WORDS, "%sc.id IN (SELECT rowid FROM said WHERE said MATCH :v%d)" },
    { offsetof(sayso_query, party), FILTER_PARTIES, "%sc.party IN " SOUGHT_NAMES },
    { offsetof(sayso_query, holder), FILTER_PARTIES,                /* any voice of the chain */
      "%sc.id IN (SELECT v.claim FROM sought s CROSS JOIN voice v ON v.holder=s.label WHERE s.slot=:s%d)" },
    { offsetof(sayso_query, outlet), FILTER_NAMES,
      "%sc.id IN (SELECT v.claim FROM sought s CROSS JOIN voice v ON v.holder=s.label AND v.outlet=1 WHERE s.slot=:s%d"
      " UNION SELECT k.id FROM sought s CROSS JOIN report p ON p.publisher=s.label CROSS JOIN reading g ON g.report=p.id CROSS JOIN claim k ON k.reading=g.id"
      " WHERE s.slot=:s%d)" },
    { offsetof(sayso_query, since), FILTER_VALUE, "%sc.day>=:v%d" },
    { offsetof(sayso_query, until), FILTER_VALUE, "%sc.day<=:v%d||'~'" },
    { offsetof(sayso_query, maker), FILTER_VALUE, "%sc.reading IN (SELECT g.id FROM maker w CROSS JOIN reading g ON g.maker=w.id WHERE instr(lower(w.name), lower(:v%d)))" },
    { offsetof(sayso_query, basis), FILTER_VALUE, "%sc.id IN (SELECT claim FROM ground WHERE basis=:v%d)" },
    { offsetof(sayso_query, factuality), FILTER_VALUE, "%sc.factuality=:v%d" },
    { offsetof(sayso_query, standing), FILTER_VALUE, "%s" LEDGER_STANDING("c.") "=:v%d" },
    { offsetof(sayso_query, role), FILTER_VALUE, "%sc.role=:v%d" },
};
enum { CLAIM_FILTERS = sizeof claim_filters / sizeof *claim_filters };

#define SHOWN_JOINS " FROM claim c CROSS JOIN reading d ON d.id=c.reading"

static const char *asked_for(const sayso_query *q, const filter *f)
{
    const char *value = q ? *(const char *const *)((const char *)q + f->field) : NULL;
    return value && *value ? value : NULL;
}

typedef enum { ALL_STANDINGS, ONLY_STANDING } claims_meant;      /* where no standing is asked for: what counts claims counts those that stand */

/* " WHERE d.shown AND …": each filter that is asked for, numbered by its place in the table. */
static void put_filters(sqlite3_str *sql, const sayso_query *q, claims_meant meant)
{
    bool first = true;
    sqlite3_str_appendall(sql, q && q->maker && *q->maker ? " WHERE 1" : " WHERE d.shown");
    if (meant == ONLY_STANDING && !(q && q->standing && *q->standing)) sqlite3_str_appendall(sql, " AND +c.standing='stands' AND +c.withdrawn=0");
    for (int i = 0; i < CLAIM_FILTERS; i++) {
        if (!asked_for(q, &claim_filters[i])) continue;
        sqlite3_str_appendall(sql, " AND ");
        sqlite3_str_appendf(sql, claim_filters[i].sql, first ? "" : "+", i, i);
        first = false;
    }
}

char *say_ledger_claims_sql(say_ledger *l, const sayso_query *query)
{
    sqlite3_str *sql = sqlite3_str_new(l->db);
    /* Only what gives the order: whole rows are heavy to sort. */
    sqlite3_str_appendall(sql, "SELECT c.id" SHOWN_JOINS " CROSS JOIN maker m ON m.id=d.maker");
    put_filters(sql, query, ALL_STANDINGS);
    sqlite3_str_appendall(sql, " ORDER BY c.day, c.claim, m.name, c.start");
    return sqlite3_str_finish(sql);
}

static bool asks_any(const sayso_query *q)
{
    for (int i = 0; i < CLAIM_FILTERS; i++) if (asked_for(q, &claim_filters[i])) return true;
    return false;
}

static bool asks_only(const sayso_query *q, filter_kind kind)
{
    for (int i = 0; i < CLAIM_FILTERS; i++) if (claim_filters[i].kind != kind && asked_for(q, &claim_filters[i])) return false;
    return asks_any(q);
}

/* An incident that has claims needs no look at them to be found by its id or its name. */
static void put_incident_sought(sqlite3_str *sql)
{
    for (int i = 0; i < CLAIM_FILTERS; i++)
        if (claim_filters[i].kind == FILTER_INCIDENT)
            sqlite3_str_appendf(sql, " AND i.id IN (SELECT :v%d UNION ALL SELECT j.id FROM sought s CROSS JOIN incident j ON j.label=s.label WHERE s.slot=:s%d)", i, i);
}

/* Incidents, all or those of which a claim passes the filters. */
char *say_ledger_incidents_sql(say_ledger *l, const sayso_query *query)
{
    sqlite3_str *sql = sqlite3_str_new(l->db);
    sqlite3_str_appendall(sql, "SELECT i.id, n.name, i.kind, i.date, i.place, i.claims, i.reports, i.outlets, i.answers, i.fewest, i.most FROM incident i");
    sqlite3_str_appendall(sql, " JOIN label n ON n.id=i.label WHERE i.claims>0");
    if (asks_only(query, FILTER_INCIDENT)) {
        put_incident_sought(sql);
    } else if (asks_any(query)) {
        sqlite3_str_appendall(sql, " AND i.id IN (SELECT e.incident" SHOWN_JOINS " CROSS JOIN event e ON e.reading=c.reading AND e.number=c.incident");
        put_filters(sql, query, ONLY_STANDING);
        sqlite3_str_appendall(sql, ")");
    }
    sqlite3_str_appendall(sql, " ORDER BY i.date, i.id");
    return sqlite3_str_finish(sql);
}

char *say_ledger_parties_sql(say_ledger *l, const sayso_query *query)
{
    sqlite3_str *sql = sqlite3_str_new(l->db);
    sqlite3_str_appendall(sql, "SELECT k.party, " LEDGER_PARTY_NAME("k", "p") ", " LEDGER_OF_PARTY("k", "q.kind", "k.kind")
                          ", " LEDGER_OF_PARTY("k", "q.part_of", "k.part_of") ", s.claims, k.own=k.party FROM (SELECT c.party AS label, count(*) AS claims" SHOWN_JOINS);
    put_filters(sql, query, ONLY_STANDING);
    /* A party is called by the name that most claims have for it, its own before that of one merged with it. */
    sqlite3_str_appendall(sql, asks_any(query) ? " GROUP BY +c.party" : " GROUP BY c.party");       /* the index is the filter's, if there is one */
    sqlite3_str_appendall(sql, ") s CROSS JOIN called k ON k.label=s.label CROSS JOIN label p ON p.id=s.label ORDER BY k.party, 6 DESC, 5 DESC, p.name");
    return sqlite3_str_finish(sql);
}

/* ---- walks ---- */

typedef struct { say_ledger *l; sqlite3_stmt *rows; int64_t first_slot; sayso_error *error; } walking;

static int place_named(sqlite3_stmt *made, char letter, int number)
{
    char name[16];
    snprintf(name, sizeof name, ":%c%d", letter, number);
    return sqlite3_bind_parameter_index(made, name);
}

static sayso_code bind_at(walking *w, int place, const char *value)
{
    return place && sqlite3_bind_text(w->rows, place, value, -1, SQLITE_TRANSIENT) ? say_ledger_failed(w->l, w->error) : SAYSO_OK;
}

/* The words as one phrase, of which the last may be a beginning. */
static sayso_code bind_phrase(walking *w, int place, const char *words)
{
    sqlite3_str *phrase = sqlite3_str_new(w->l->db);
    put_quoted(phrase, say_base_str(words));
    if (*words && is_letter_byte(words[strlen(words) - 1])) sqlite3_str_appendall(phrase, "*");
    char *made = sqlite3_str_finish(phrase);
    sayso_code code = made ? bind_at(w, place, made) : say_base_fail(w->error, SAYSO_NO_MEMORY, "query", 0, "no memory for a query");
    sqlite3_free(made);
    return code;
}

static sayso_code bind_filter(walking *w, const filter *f, int number, const char *value)
{
    char id[20];
    int64_t slot = w->first_slot + number;
    int at_slot = place_named(w->rows, 's', number), at_value = place_named(w->rows, 'v', number);
    if (at_slot) sqlite3_bind_int64(w->rows, at_slot, slot);
    switch (f->kind) {
    case FILTER_NAMES:   return seek_names(w->l, slot, value, w->error);
    case FILTER_PARTIES: return seek_parties(w->l, slot, value, w->error);
    case FILTER_WORDS:   return bind_phrase(w, at_value, value);
    case FILTER_VALUE:   return bind_at(w, at_value, value);
    case FILTER_INCIDENT:
        if (!is_id(value, 'i')) return seek_names(w->l, slot, value, w->error);
        sayso_code code = incident_by_id(w->l, value, id, w->error);
        return code ? code : bind_at(w, at_value, id);
    }
    return SAYSO_OK;
}

/* Prepares a walk's own statement, so that a walk may begin within another's. */
static sayso_code begin_walk(walking *w, char *sql, const sayso_query *q)
{
    if (!sql) return say_base_fail(w->error, SAYSO_NO_MEMORY, "query", 0, "no memory for a query");
    int failed = sqlite3_prepare_v2(w->l->db, sql, -1, &w->rows, NULL);
    sqlite3_free(sql);
    if (failed) return say_ledger_failed(w->l, w->error);
    w->first_slot = w->l->slots + 1;
    w->l->slots += CLAIM_FILTERS;
    sayso_code code = SAYSO_OK;
    for (int i = 0; !code && i < CLAIM_FILTERS; i++) {
        const char *value = asked_for(q, &claim_filters[i]);
        if (value) code = bind_filter(w, &claim_filters[i], i, value);
    }
    return code;
}

static sayso_code end_walk(walking *w, sayso_code code)
{
    sqlite3_finalize(w->rows);
    for (int i = 0; w->first_slot && i < CLAIM_FILTERS; i++) {
        sayso_code dropped = say_ledger_run(w->l, DROP_SOUGHT, code ? NULL : w->error, "i", w->first_slot + i);
        if (!code) code = dropped;
    }
    return code;
}

static size_t size_column(sqlite3_stmt *rows, int column) { return (size_t)sqlite3_column_int64(rows, column); }

/* The row of a claim by its number; other than 0 ends the walk. */
static int hand_claim_row(walking *w, sqlite3_stmt *whole, sayso_claim_walk *walk, void *to, sayso_code *code)
{
    const char *s[17];
    sqlite3_reset(whole);
    sqlite3_bind_int64(whole, 1, sqlite3_column_int64(w->rows, 0));
    if (!say_ledger_step(w->l, whole, code, w->error)) return *code != SAYSO_OK;
    for (int i = 0; i < 17; i++) s[i] = say_ledger_column(whole, i);
    return walk(to, &(sayso_claim_row){ s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8], s[9], s[10], s[11], s[12], s[13], s[14], s[15], s[16],
                                        sqlite3_column_double(whole, 17) });
}

sayso_code say_ledger_walk_claims(say_ledger *l, const sayso_query *query, sayso_claim_walk *walk, void *to, sayso_error *error)
{
    walking w = { l, NULL, 0, error };
    sqlite3_stmt *whole = NULL;
    sayso_code code = begin_walk(&w, say_ledger_claims_sql(l, query), query);
    if (!code && sqlite3_prepare_v2(l->db, say_ledger_statement(ASK_CLAIM_ROW), -1, &whole, NULL)) code = say_ledger_failed(l, error);
    while (!code && say_ledger_step(l, w.rows, &code, error))
        if (hand_claim_row(&w, whole, walk, to, &code)) break;
    sqlite3_finalize(whole);
    return end_walk(&w, code);
}

sayso_code say_ledger_walk_incidents(say_ledger *l, const sayso_query *query, sayso_incident_walk *walk, void *to, sayso_error *error)
{
    walking w = { l, NULL, 0, error };
    sayso_code code = begin_walk(&w, say_ledger_incidents_sql(l, query), query);
    while (!code && say_ledger_step(l, w.rows, &code, error)) {
        sayso_incident_row row = { say_ledger_column(w.rows, 0), say_ledger_column(w.rows, 1), say_ledger_column(w.rows, 2), say_ledger_column(w.rows, 3),
                                   say_ledger_column(w.rows, 4), size_column(w.rows, 5), size_column(w.rows, 6), size_column(w.rows, 7),
                                   size_column(w.rows, 8), size_column(w.rows, 9), size_column(w.rows, 10) };
        if (walk(to, &row)) break;
    }
    return end_walk(&w, code);
}

/* Rows of one party stand together, its chief name first. */
typedef struct { char id[20], *name, *kind, *part_of; size_t claims; bool open; } party_sum;

static sayso_code sum_party(party_sum *sum, sqlite3_stmt *rows, say_arena *arena, sayso_error *error)
{
    *sum = (party_sum){ .claims = 0, .open = true };
    snprintf(sum->id, sizeof sum->id, "%s", say_ledger_column(rows, 0));
    sum->name = say_base_keep(arena, say_ledger_bytes(rows, 1), error);
    sum->kind = say_base_keep(arena, say_ledger_bytes(rows, 2), error);
    sum->part_of = say_base_keep(arena, say_ledger_bytes(rows, 3), error);
    return sum->name && sum->kind && sum->part_of ? SAYSO_OK : SAYSO_NO_MEMORY;
}

static int hand_party(const party_sum *sum, sayso_party_walk *walk, void *to)
{
    return sum->open ? walk(to, &(sayso_party_row){ sum->id, sum->name, sum->kind, sum->part_of, sum->claims }) : 0;
}

sayso_code say_ledger_walk_parties(say_ledger *l, const sayso_query *query, sayso_party_walk *walk, void *to, sayso_error *error)
{
    walking w = { l, NULL, 0, error };
    party_sum sum = { .open = false };
    bool ended = false;
    say_arena *arena = say_base_arena(error);
    if (!arena) return SAYSO_NO_MEMORY;
    sayso_code code = begin_walk(&w, say_ledger_parties_sql(l, query), query);
    while (!code && !ended && say_ledger_step(l, w.rows, &code, error)) {
        if (!sum.open || strcmp(sum.id, say_ledger_column(w.rows, 0))) {
            ended = hand_party(&sum, walk, to) != 0;
            code = ended ? SAYSO_OK : sum_party(&sum, w.rows, arena, error);
        }
        sum.claims += size_column(w.rows, 4);
    }
    if (!code && !ended) hand_party(&sum, walk, to);
    code = end_walk(&w, code);
    say_base_arena_close(arena);
    return code;
}

sayso_code say_ledger_walk_mains(say_ledger *l, int (*walk)(void *to, const char *doc, const char *incident), void *to, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *rows = NULL;
    if (sqlite3_prepare_v2(l->db, say_ledger_statement(ASK_MAIN), -1, &rows, NULL)) return say_ledger_failed(l, error);
    while (say_ledger_step(l, rows, &code, error))
        if (walk(to, say_ledger_column(rows, 0), say_ledger_column(rows, 1))) break;
    sqlite3_finalize(rows);
    return code;
}
