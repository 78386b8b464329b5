/* verify: is what the ledger holds still what was entered?
 *
 *   the file        SQLite's own check of pages, indexes and references
 *   texts, entries  their hashes; each entry in a chain, each chain whole from its beginning
 *   passages        each holds its exact words in its report's text
 *   rows            those that an empty ledger makes from the same entries, one report after the other
 *   indexes         each word that the words of a row have and no other, by sums over all of them                */
#include "ledger/inside.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    say_ledger     *l, *fresh;           /* fresh: where rows are made anew */
    sayso_told      told;
    sayso_verified *seen;
    sayso_error    *error;
} verifying;

__attribute__((format(printf, 2, 3))) static void tell_problem(verifying *v, const char *format, ...)
{
    char line[400];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    v->seen->problems++;
    if (v->told.tell) v->told.tell(v->told.to, line);
}

static sayso_code gone(const verifying *v) { return v->error ? v->error->code : SAYSO_NO_MEMORY; }

/* ---- the file ---- */

static sayso_code verify_file(verifying *v)
{
    static const char *const checks[] = { "PRAGMA integrity_check(20)", "PRAGMA foreign_key_check" };
    for (size_t i = 0; i < 2; i++) {
        sqlite3_stmt *rows = NULL;
        int got = sqlite3_prepare_v2(v->l->db, checks[i], -1, &rows, NULL);
        while (!got && (got = sqlite3_step(rows)) == SQLITE_ROW) {
            const char *says = say_ledger_column(rows, 0);
            got = SQLITE_OK;
            if (i == 0 && !strcmp(says, "ok")) continue;
            tell_problem(v, i ? "the file: a row of %.200s points at nothing" : "the file: %.300s", says);
        }
        sayso_code code = got == SQLITE_DONE ? SAYSO_OK : say_ledger_failed(v->l, v->error);
        sqlite3_finalize(rows);
        if (code) return code;
    }
    return SAYSO_OK;
}

/* ---- hashes and chains ---- */

static sayso_code verify_texts(verifying *v)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *rows = say_ledger_ask(v->l, ASK_ALL_TEXTS, v->error, "");
    if (!rows) return gone(v);
    while (say_ledger_step(v->l, rows, &code, v->error)) {
        char hash[65];
        say_base_sha256(say_ledger_bytes(rows, 1), hash);
        if (strcmp(hash, say_ledger_column(rows, 0))) tell_problem(v, "text %s: its bytes have another hash, %.12s...", say_ledger_column(rows, 0), hash);
    }
    return code;
}

static sayso_code verify_contents(verifying *v)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *rows = say_ledger_ask(v->l, ASK_ALL_CONTENTS, v->error, "");
    if (!rows) return gone(v);
    while (say_ledger_step(v->l, rows, &code, v->error)) {
        char hash[65];
        say_base_sha256(say_ledger_bytes(rows, 2), hash);
        v->seen->entries++;
        if (strcmp(hash, say_ledger_column(rows, 0)))
            tell_problem(v, "entry %s (%s): its line has another hash, %.12s...", say_ledger_column(rows, 0), say_ledger_column(rows, 1), hash);
    }
    if (!code && !(rows = say_ledger_ask(v->l, ASK_ENTRYLESS, v->error, ""))) return gone(v);
    while (!code && say_ledger_step(v->l, rows, &code, v->error)) tell_problem(v, "entry %s: stands in no chain", say_ledger_column(rows, 0));
    return code;
}

/* From the first entry that does not fit, the rest hangs in the air: one line says so. */
static sayso_code verify_segment(verifying *v, int64_t segment, const char *name, const char *after)
{
    char before[65], made[65];
    int64_t last = 0;
    sayso_code code = SAYSO_OK;
    snprintf(before, sizeof before, "%s", *after ? after : name);
    sqlite3_stmt *rows = say_ledger_ask(v->l, ASK_ALL_ENTRIES, v->error, "i", segment);
    if (!rows) return gone(v);
    for (bool first = true; !code && say_ledger_step(v->l, rows, &code, v->error); first = false) {
        int64_t number = sqlite3_column_int64(rows, 0);
        const char *chain = say_ledger_column(rows, 1);
        bool follows = first ? *after || number == 1 : number == last + 1;
        last = number;
        if (!say_ledger_chain(before, say_ledger_column(rows, 3), say_ledger_column(rows, 2), made, NULL) && !strcmp(made, chain) && follows) {
            memcpy(before, made, sizeof made);
            continue;
        }
        tell_problem(v, "segment %s, entry %lld: the chain is broken here%s", name, (long long)number, follows ? "" : ": an entry before it is missing");
        break;
    }
    sqlite3_reset(rows);
    return code;
}

static sayso_code verify_segments(verifying *v)
{
    sayso_code code = SAYSO_OK;
    int64_t found = 0;
    sqlite3_stmt *rows = say_ledger_ask(v->l, ASK_ALL_SEGMENTS, v->error, "");
    if (!rows) return gone(v);
    while (!code && say_ledger_step(v->l, rows, &code, v->error)) {
        const char *after = say_ledger_column(rows, 2);
        if (*after) code = say_ledger_number(v->l, ASK_CHAIN, &found, v->error, "t", after);
        if (!code && *after && !found) tell_problem(v, "segment %s: the entry that it follows is missing", say_ledger_column(rows, 1));
        if (!code) code = verify_segment(v, sqlite3_column_int64(rows, 0), say_ledger_column(rows, 1), after);
    }
    sqlite3_reset(rows);
    return code;
}

/* ---- passages ---- */

enum { PASSAGE_DEPTH = 12 };

static void verify_passage(verifying *v, const json_t *at, const char *words, say_str text, const char *report)
{
    json_int_t from = json_integer_value(json_object_get(at, "from")), to = json_integer_value(json_object_get(at, "to"));
    v->seen->passages++;
    bool stands = from >= 0 && to > from && (size_t)to <= text.len
                  && say_base_same(say_base_sub(text, (say_range){ (size_t)from, (size_t)to }), say_base_str(words));
    if (!stands) tell_problem(v, "report %.12s..., bytes %lld to %lld: the words \"%.100s\" do not stand there", report, (long long)from, (long long)to, words);
}

static void verify_passages(verifying *v, const json_t *value, say_str text, const char *report, size_t depth)
{
    const char *key, *words = json_string_value(json_object_get(value, "words"));
    json_t *part;
    size_t i;
    if (depth > PASSAGE_DEPTH) return;
    if (words && json_object_get(value, "from")) verify_passage(v, value, words, text, report);
    json_object_foreach((json_t *)value, key, part) verify_passages(v, part, text, report, depth + 1);
    json_array_foreach(value, i, part) verify_passages(v, part, text, report, depth + 1);
}

/* ---- rows ---- */

static const char *const row_queries[][2] = {
    { "reading", "SELECT b.hash, m.name, d.shown FROM report r JOIN reading d ON d.report=r.id JOIN maker m ON m.id=d.maker"
                 " JOIN content b ON b.id=d.content WHERE r.hash=?1 ORDER BY b.hash" },
    { "claim", "SELECT c.claim, b.hash, c.incident, c.role, p.name AS party, h.name AS holder, c.factuality, c.confidence, c.basis, c.held, c.day, c.own,"
               " c.probability, c.start, c.stop, c.standing FROM report r JOIN reading d ON d.report=r.id JOIN content b ON b.id=d.content"
               " JOIN claim c ON c.reading=d.id JOIN label p ON p.id=c.party LEFT JOIN label h ON h.id=c.holder WHERE r.hash=?1 ORDER BY b.hash, c.claim" },
    { "voice", "SELECT c.claim, v.place, h.name AS holder, v.outlet FROM report r JOIN reading d ON d.report=r.id JOIN content b ON b.id=d.content"
               " JOIN claim c ON c.reading=d.id JOIN voice v ON v.claim=c.id JOIN label h ON h.id=v.holder WHERE r.hash=?1 ORDER BY b.hash, c.claim, v.place" },
    { "ground", "SELECT c.claim, g.basis FROM report r JOIN reading d ON d.report=r.id JOIN content b ON b.id=d.content"
                " JOIN claim c ON c.reading=d.id JOIN ground g ON g.claim=c.id WHERE r.hash=?1 ORDER BY b.hash, c.claim, g.basis" },
    { "report", "SELECT r.title, o.name AS publisher, r.date, r.url, r.entry FROM report r JOIN label o ON o.id=r.publisher WHERE r.hash=?1" },
    { "name", "SELECT n.doc FROM report r JOIN name n ON n.report=r.id WHERE r.hash=?1 ORDER BY n.doc" },
    { "correction", "SELECT c.id, b.hash, c.act, c.target, c.other, c.field, c.value, c.by, c.reason, c.depth, c.undone"
                    " FROM correction c JOIN content b ON b.id=c.content WHERE ?1='' ORDER BY c.id" },
};

/* The first column in which two rows differ, or -1.  A number for which there is no memory as text differs, too. */
static int differing(sqlite3_stmt *a, sqlite3_stmt *b)
{
    for (int i = 0; i < sqlite3_column_count(a); i++)
        if (!say_base_same(say_ledger_bytes(a, i), say_ledger_bytes(b, i))) return i;
    return -1;
}

static bool compare_steps(verifying *v, const char *table, const char *report, sqlite3_stmt *kept, sqlite3_stmt *made, sayso_code *code)
{
    int a = sqlite3_step(kept), b = sqlite3_step(made);
    if (a != SQLITE_ROW && a != SQLITE_DONE) *code = say_ledger_failed(v->l, v->error);
    else if (b != SQLITE_ROW && b != SQLITE_DONE) *code = say_ledger_failed(v->fresh, v->error);
    if (*code) return false;
    if (a != SQLITE_ROW || b != SQLITE_ROW) {
        if (a == SQLITE_ROW) tell_problem(v, "report %.12s...: a row of %s (%.60s) that no entry gives", report, table, say_ledger_column(kept, 0));
        if (b == SQLITE_ROW) tell_problem(v, "report %.12s...: a row of %s (%.60s) is missing", report, table, say_ledger_column(made, 0));
        return false;
    }
    int column = differing(kept, made);
    if (column >= 0 && sqlite3_errcode(v->l->db) == SQLITE_NOMEM) *code = say_ledger_failed(v->l, v->error);
    else if (column >= 0 && sqlite3_errcode(v->fresh->db) == SQLITE_NOMEM) *code = say_ledger_failed(v->fresh, v->error);
    if (*code) return false;
    if (column >= 0)
        tell_problem(v, "report %.12s..., %s %.60s: %s is \"%.60s\" where the entry gives \"%.60s\"", report, table, say_ledger_column(kept, 0),
                     sqlite3_column_name(kept, column), say_ledger_column(kept, column), say_ledger_column(made, column));
    return column < 0;
}

static sayso_code compare_rows(verifying *v, size_t query, const char *report)
{
    sqlite3_stmt *kept = NULL, *made = NULL;
    sayso_code code = SAYSO_OK;
    if (sqlite3_prepare_v2(v->l->db, row_queries[query][1], -1, &kept, NULL)) code = say_ledger_failed(v->l, v->error);
    else if (sqlite3_prepare_v2(v->fresh->db, row_queries[query][1], -1, &made, NULL)) code = say_ledger_failed(v->fresh, v->error);
    if (!code) {
        sqlite3_bind_text(kept, 1, report, -1, SQLITE_TRANSIENT);
        sqlite3_bind_text(made, 1, report, -1, SQLITE_TRANSIENT);
        while (compare_steps(v, row_queries[query][0], report, kept, made, &code)) { }
    }
    sqlite3_finalize(kept);
    sqlite3_finalize(made);
    return code;
}

/* An entry that is damaged was told of when its hash was looked at. */
static sayso_code enter_fresh(verifying *v, say_str body, const char *hash)
{
    int64_t content;
    bool added;
    sayso_error why;
    sayso_code code = say_ledger_content(v->fresh, body, hash, &content, &added, &why);
    if (code == SAYSO_NO_MEMORY || code == SAYSO_NO_FILE) return say_base_fail(v->error, code, why.where, why.at, "%s", why.message);
    if (code) tell_problem(v, "entry %s: %s", hash, why.message);
    return SAYSO_OK;
}

static sayso_code verify_words(verifying *v, say_str body, say_str text, const char *report)
{
    entry_kind kind;
    sayso_error why;
    json_t *entry = say_ledger_parse(body, &kind, &why);
    if (!entry) return why.code == SAYSO_NO_MEMORY ? say_base_fail(v->error, why.code, why.where, 0, "%s", why.message) : SAYSO_OK;
    verify_passages(v, entry, text, report, 0);
    json_decref(entry);
    return SAYSO_OK;
}

static sayso_code enter_rows(verifying *v, ledger_statement which, const char *of, say_str text, const char *report)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *rows = say_ledger_ask(v->l, which, v->error, "t", of);
    if (!rows) return gone(v);
    while (!code && say_ledger_step(v->l, rows, &code, v->error)) {
        say_str body = say_ledger_bytes(rows, 1);
        code = enter_fresh(v, body, say_ledger_column(rows, 0));
        if (report && !code) code = verify_words(v, body, text, report);
    }
    sqlite3_reset(rows);
    return code;
}

/* Which rows inherit what was decided about older versions is a view, as the ledger has it. */
static sayso_code enter_former(verifying *v, const char *report)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *rows = say_ledger_ask(v->l, ASK_FORMER, v->error, "t", report);
    if (!rows) return gone(v);
    while (!code && say_ledger_step(v->l, rows, &code, v->error)) {
        const char *claim = say_ledger_column(rows, 1);
        code = say_ledger_run(v->fresh, ADD_FORMER_OF, v->error, "ttt", say_ledger_column(rows, 0), claim, say_ledger_column(rows, 2));
        if (!code) code = say_ledger_decide(v->fresh, claim, v->error);
    }
    sqlite3_reset(rows);
    return code;
}

/* In the fresh ledger, until the caller takes it back. */
static sayso_code verify_report(verifying *v, const char *hash, say_str text)
{
    v->seen->reports++;
    sayso_code code = say_ledger_run(v->fresh, ADD_TEXT, v->error, "tb", hash, text);
    if (!code) code = enter_rows(v, ASK_REPORT_ENTRIES, hash, text, NULL);
    if (!code) code = enter_rows(v, ASK_REPORT_CONTENTS, hash, text, hash);
    if (!code) code = enter_former(v, hash);
    for (size_t q = 0; !code && q < 6; q++) code = compare_rows(v, q, hash);
    return code;
}

static sayso_code verify_reports(verifying *v)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *rows = say_ledger_ask(v->l, ASK_ALL_REPORTS, v->error, "");
    if (!rows) return gone(v);
    while (!code && say_ledger_step(v->l, rows, &code, v->error)) {
        code = say_ledger_begin(v->fresh, v->error);
        if (!code) code = verify_report(v, say_ledger_column(rows, 0), say_ledger_bytes(rows, 1));
        say_ledger_rollback(v->fresh);
    }
    sqlite3_reset(rows);
    return code;
}

/* Entries of which nothing at all came into the tables. */
static sayso_code verify_rowless(verifying *v)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *rows = say_ledger_ask(v->l, ASK_ROWLESS, v->error, "");
    if (!rows) return gone(v);
    while (say_ledger_step(v->l, rows, &code, v->error)) tell_problem(v, "entry %s (%s): its row is missing", say_ledger_column(rows, 0), say_ledger_column(rows, 1));
    return code;
}

static sayso_code verify_rows(verifying *v)
{
    sayso_code code = say_ledger_begin(v->fresh, v->error);
    if (!code) code = enter_rows(v, ASK_KIND_CONTENTS, "correction", SAY_STR(""), NULL);
    if (!code) code = say_ledger_commit(v->fresh, v->error);
    say_ledger_rollback(v->fresh);
    if (!code) code = compare_rows(v, 6, "");
    if (!code) code = verify_reports(v);
    return code ? code : verify_rowless(v);
}

/* ---- indexes of words ---- */

typedef struct { int64_t id; uint64_t kept, made; } indexed_row;           /* sums over its words, in the index and anew */

/* rows: number, name and words; kept and anew: the index in the ledger and one in the fresh one that has some rows at a time. */
static const struct { const char *name, *numbers, *rows, *kept, *kept_terms, *anew, *anew_terms, *add, *clear; } word_indexes[] = {
    { "said", "SELECT id FROM claim ORDER BY id",
      "SELECT c.id, c.claim, CAST(substr(t.bytes, c.start+1, c.stop-c.start) AS TEXT) FROM claim c JOIN reading d ON d.id=c.reading"
      " JOIN report r ON r.id=d.report JOIN text t ON t.id=r.text ORDER BY c.id",
      "DROP TABLE IF EXISTS temp.said_terms; CREATE VIRTUAL TABLE temp.said_terms USING fts5vocab(main, said, instance);",
      "SELECT term, doc, offset FROM temp.said_terms",
      "CREATE VIRTUAL TABLE temp.said_anew USING fts5(words, content='', columnsize=0);"
      "CREATE VIRTUAL TABLE temp.said_anew_terms USING fts5vocab(temp, said_anew, instance);",
      "SELECT term, doc, offset FROM temp.said_anew_terms",
      "INSERT INTO temp.said_anew(rowid, words) VALUES(?1, ?2)", "INSERT INTO temp.said_anew(said_anew) VALUES('delete-all')" },
    { "fragment", "SELECT id FROM label ORDER BY id",
      "SELECT id, name, name FROM label ORDER BY id",
      "DROP TABLE IF EXISTS temp.fragment_terms; CREATE VIRTUAL TABLE temp.fragment_terms USING fts5vocab(main, fragment, instance);",
      "SELECT term, doc, offset FROM temp.fragment_terms",
      "CREATE VIRTUAL TABLE temp.fragment_anew USING fts5(name, content='', columnsize=0, tokenize='trigram');"
      "CREATE VIRTUAL TABLE temp.fragment_anew_terms USING fts5vocab(temp, fragment_anew, instance);",
      "SELECT term, doc, offset FROM temp.fragment_anew_terms",
      "INSERT INTO temp.fragment_anew(rowid, name) VALUES(?1, ?2)", "INSERT INTO temp.fragment_anew(fragment_anew) VALUES('delete-all')" },
};

enum { ROWS_AT_ONCE = 2000 };

typedef struct {
    verifying *v;
    size_t     index;
    SAY_LIST(indexed_row) rows;
    size_t     strange, differing;       /* words of no row; rows whose words differ */
    char       first[80];
} verifying_index;

static indexed_row *row_indexed(const verifying_index *x, int64_t id)
{
    size_t low = 0, high = x->rows.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (x->rows.at[middle].id < id) low = middle + 1;
        else high = middle;
    }
    return low < x->rows.count && x->rows.at[low].id == id ? &x->rows.at[low] : NULL;
}

static sqlite3_stmt *prepared(verifying *v, say_ledger *l, const char *sql, sayso_code *code)
{
    sqlite3_stmt *made = NULL;
    if (sqlite3_prepare_v2(l->db, sql, -1, &made, NULL)) *code = say_ledger_failed(l, v->error);
    return made;
}

/* Adds each word at its place to the sums of its row. */
static sayso_code sum_terms(verifying_index *x, say_ledger *l, const char *sql, bool kept)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *terms = prepared(x->v, l, sql, &code);
    while (!code && say_ledger_step(l, terms, &code, x->v->error)) {
        indexed_row *row = row_indexed(x, sqlite3_column_int64(terms, 1));
        uint64_t word = (say_base_hash(say_ledger_bytes(terms, 0)) ^ (uint64_t)sqlite3_column_int64(terms, 2)) * 0x9E3779B97F4A7C15u;
        if (!row) x->strange++;
        else if (kept) row->kept += word ^ word >> 29;
        else row->made += word ^ word >> 29;
    }
    sqlite3_finalize(terms);
    return code;
}

static sayso_code list_rows(verifying_index *x, say_arena *arena)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *rows = prepared(x->v, x->v->l, word_indexes[x->index].numbers, &code);
    while (!code && say_ledger_step(x->v->l, rows, &code, x->v->error)) {
        indexed_row *row = SAY_PUSH(arena, &x->rows, x->v->error);
        if (row) row->id = sqlite3_column_int64(rows, 0);
        else code = SAYSO_NO_MEMORY;
    }
    sqlite3_finalize(rows);
    return code;
}

/* Some rows into an index that has only them; more: whether others are left. */
static sayso_code index_anew(verifying_index *x, sqlite3_stmt *rows, sqlite3_stmt *add, bool *more)
{
    sayso_code code = say_ledger_script(x->v->fresh, word_indexes[x->index].clear, x->v->error);
    for (size_t i = 0; !code && i < ROWS_AT_ONCE && (*more = say_ledger_step(x->v->l, rows, &code, x->v->error)); i++) {
        say_str words = say_ledger_bytes(rows, 2);
        sqlite3_reset(add);
        if (sqlite3_bind_int64(add, 1, sqlite3_column_int64(rows, 0)) || sqlite3_bind_text64(add, 2, words.at, words.len, SQLITE_TRANSIENT, SQLITE_UTF8)
            || sqlite3_step(add) != SQLITE_DONE) code = say_ledger_failed(x->v->fresh, x->v->error);
    }
    sqlite3_reset(add);
    return code ? code : sum_terms(x, x->v->fresh, word_indexes[x->index].anew_terms, false);
}

static sayso_code index_all_anew(verifying_index *x)
{
    sayso_code code = say_ledger_script(x->v->fresh, word_indexes[x->index].anew, x->v->error);
    sqlite3_stmt *rows = code ? NULL : prepared(x->v, x->v->l, word_indexes[x->index].rows, &code);
    sqlite3_stmt *add = code ? NULL : prepared(x->v, x->v->fresh, word_indexes[x->index].add, &code);
    for (bool more = true; !code && more;) code = index_anew(x, rows, add, &more);
    sqlite3_finalize(rows);
    sqlite3_finalize(add);
    return code;
}

static sayso_code name_differing(verifying_index *x)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *rows = prepared(x->v, x->v->l, word_indexes[x->index].rows, &code);
    while (!code && !x->first[0] && say_ledger_step(x->v->l, rows, &code, x->v->error)) {
        const indexed_row *row = row_indexed(x, sqlite3_column_int64(rows, 0));
        if (row && row->kept != row->made) snprintf(x->first, sizeof x->first, "%s", say_ledger_column(rows, 1));
    }
    sqlite3_finalize(rows);
    return code;
}

static sayso_code verify_index(verifying *v, size_t index, say_arena *arena)
{
    verifying_index x = { .v = v, .index = index };
    sayso_code code = list_rows(&x, arena);
    if (!code) code = say_ledger_script(v->l, word_indexes[index].kept, v->error);
    if (!code) code = sum_terms(&x, v->l, word_indexes[index].kept_terms, true);
    if (!code) code = index_all_anew(&x);
    for (size_t i = 0; i < x.rows.count; i++) x.differing += x.rows.at[i].kept != x.rows.at[i].made;
    if (!code && x.differing) code = name_differing(&x);
    if (code) return code;
    if (x.strange) tell_problem(v, "index %s: it has %zu words of rows that are not there", word_indexes[index].name, x.strange);
    if (x.differing) tell_problem(v, "index %s: it has not the words of %zu of %zu rows, the first %s", word_indexes[index].name, x.differing, x.rows.count, x.first);
    return SAYSO_OK;
}

static sayso_code verify_indexes(verifying *v)
{
    sayso_code code = SAYSO_OK;
    for (size_t i = 0; !code && i < sizeof word_indexes / sizeof *word_indexes; i++) {
        say_arena *arena = say_base_arena(v->error);
        code = arena ? verify_index(v, i, arena) : SAYSO_NO_MEMORY;
        say_base_arena_close(arena);
    }
    return code;
}

sayso_code say_ledger_verify(say_ledger *l, sayso_told told, sayso_verified *verified, sayso_error *error)
{
    static sayso_code (*const steps[])(verifying *) = { verify_file, verify_texts, verify_contents, verify_segments, verify_rows, verify_indexes };
    *verified = (sayso_verified){ 0, 0, 0, 0 };
    verifying v = { l, say_ledger_open("", true, "", error), told, verified, error };
    if (!v.fresh) return gone(&v);
    sayso_code code = SAYSO_OK;
    for (size_t i = 0; i < sizeof steps / sizeof *steps && code != SAYSO_NO_MEMORY && code != SAYSO_NO_FILE; i++) {
        code = steps[i](&v);
        if (code == SAYSO_BAD_LEDGER && error) tell_problem(&v, "%s", error->message);
    }
    say_ledger_close(v.fresh);
    return code == SAYSO_BAD_LEDGER ? SAYSO_OK : code;
}
