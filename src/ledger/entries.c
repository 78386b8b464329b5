/* entries: content by its hash, and the chains that say in which order it came.
 *
 *   chain of an entry = SHA-256 of "CHAIN-BEFORE HASH AT"; before the first of a segment stands the segment's name.
 *
 * A file appends to one segment, its own, named after its first entry and the time.  Files that were copied and then went
 * different ways have the beginning of a segment in common; a chain value stands for all before it, so that what one
 * has and the other lacks is found by chain values alone (merge.c).                                                    */
#include "ledger/inside.h"

#include <stdio.h>
#include <string.h>

sayso_code say_ledger_chain(const char *before, const char *hash, const char *at, char chain[65], sayso_error *error)
{
    char whole[65 + 65 + 40];
    int n = snprintf(whole, sizeof whole, "%s %s %s", before, hash, at);
    if (n < 0 || (size_t)n >= sizeof whole) return say_base_fail(error, SAYSO_BAD_LEDGER, "chain", 0, "an entry with too long a time or hash");
    say_base_sha256((say_str){ whole, (size_t)n }, chain);
    return SAYSO_OK;
}

void say_ledger_segment_name(const char *from, const char *and_from, char name[20])
{
    char whole[140], hash[65];
    snprintf(whole, sizeof whole, "%.69s %.69s", from, and_from);
    say_base_sha256(say_base_str(whole), hash);
    snprintf(name, 20, "s-%.12s", hash);
}

sayso_code say_ledger_keep_text(say_ledger *l, const char *hash, say_str text, sayso_error *error)
{
    char made[65];
    say_base_sha256(text, made);
    if (strcmp(made, hash)) return say_base_fail(error, SAYSO_BAD_TEXT, hash, 0, "the text has another hash, %.12s...", made);
    return say_ledger_run(l, ADD_TEXT, error, "tb", hash, text);
}

/* The segment of this file, made with its first entry. */
static sayso_code own_segment(say_ledger *l, const char *hash, sayso_error *error)
{
    char name[20];
    if (l->segment) return SAYSO_OK;
    sayso_code code = say_ledger_number(l, ASK_OWN_SEGMENT, &l->segment, error, "");
    if (code || l->segment) return code;
    say_ledger_segment_name(l->now, hash, name);
    int64_t taken;
    code = say_ledger_number(l, ASK_SEGMENT, &taken, error, "t", name);
    if (!code && taken) say_ledger_segment_name(name, hash, name);         /* merged from a file begun with the same entry at the same time */
    if (!code) code = say_ledger_run(l, ADD_SEGMENT, error, "tnz", name, (size_t)1);
    if (!code) l->segment = sqlite3_last_insert_rowid(l->db);
    return code;
}

static sayso_code chain_own(say_ledger *l, int64_t content, const char *hash, sayso_error *error)
{
    char before[65], chain[65];
    int64_t number = 0;
    sayso_code code = own_segment(l, hash, error);
    if (code) return code;
    sqlite3_stmt *last = say_ledger_ask(l, ASK_LAST_ENTRY, error, "i", l->segment);
    if (!last) return error ? error->code : SAYSO_NO_MEMORY;
    if (say_ledger_step(l, last, &code, error)) {
        number = sqlite3_column_int64(last, 0);
        snprintf(before, sizeof before, "%s", say_ledger_column(last, 1));
        sqlite3_reset(last);
    } else if (!code) {
        code = say_ledger_segment(l, l->segment, before, error);
    }
    if (!code) code = say_ledger_chain(before, hash, l->now, chain, error);
    return code ? code : say_ledger_run(l, ADD_ENTRY, error, "iiitt", l->segment, number + 1, content, chain, l->now);
}

sayso_code say_ledger_segment(say_ledger *l, int64_t segment, char name[65], sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *row = say_ledger_ask(l, ASK_SEGMENT_NAME, error, "i", segment);
    if (!row) return error ? error->code : SAYSO_NO_MEMORY;
    name[0] = '\0';
    if (say_ledger_step(l, row, &code, error)) snprintf(name, 65, "%s", say_ledger_column(row, 0));
    sqlite3_reset(row);
    return code;
}

/* The content and the rows made from it, where it is not there yet. */
sayso_code say_ledger_content(say_ledger *l, say_str body, const char *hash, int64_t *content, bool *added, sayso_error *error)
{
    entry_kind kind;
    *added = false;
    sayso_code code = say_ledger_number(l, ASK_CONTENT, content, error, "t", hash);
    if (code || *content) return code;
    json_t *entry = say_ledger_parse(body, &kind, error);
    if (!entry) return error ? error->code : SAYSO_BAD_TEXT;
    code = say_ledger_run(l, ADD_CONTENT, error, "ttts", hash, say_ledger_kind(kind), say_ledger_field(entry, "report"), body);
    if (!code) {
        *content = sqlite3_last_insert_rowid(l->db);
        code = say_ledger_project(l, kind, entry, *content, hash, error);
    }
    json_decref(entry);
    *added = !code;
    return code;
}

static sayso_code append_within(say_ledger *l, say_str body, bool *added, sayso_error *error)
{
    char hash[65];
    int64_t content;
    say_base_sha256(body, hash);
    sayso_code code = say_ledger_content(l, body, hash, &content, added, error);
    return code || !*added ? code : chain_own(l, content, hash, error);
}

/* Within the caller's transaction: wholly, or not at all. */
sayso_code say_ledger_append(say_ledger *l, say_str body, bool *added, sayso_error *error)
{
    *added = false;
    if (!l->within) return say_base_fail(error, SAYSO_BAD_CALL, l->path, 0, "an entry wants a transaction");
    sqlite3_int64 segment = l->segment;
    sayso_code code = say_ledger_run(l, LEDGER_SAVE, error, "");
    if (code) return code;
    code = append_within(l, body, added, error);
    if (code) {
        *added = false;
        l->segment = segment;
        if (!sqlite3_get_autocommit(l->db)) say_ledger_run(l, LEDGER_UNSAVE, NULL, "");
    }
    sayso_code released = sqlite3_get_autocommit(l->db) ? SAYSO_OK : say_ledger_run(l, LEDGER_SAVED, code ? NULL : error, "");
    return code ? code : released;
}
