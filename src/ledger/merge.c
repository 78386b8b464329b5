/* merge: what another ledger has and this one lacks.
 *
 * Texts and contents are a union.  Chains come along so that they can still be verified: an entry whose chain value this
 * file has already is passed over, with all that it stands for; one that follows the last entry of a segment goes to its
 * end; one that follows an earlier entry begins a segment of its own, named after where it left and with what.            */
#include "ledger/inside.h"

#include <stdio.h>
#include <string.h>

typedef struct { int64_t id; const char *name, *after; bool done; } other_segment;
typedef SAY_LIST(other_segment) other_segments;

typedef struct { say_ledger *to, *from; sayso_error *error; size_t added; } merging;

static sayso_code damaged(const merging *m, const char *what, const char *where)
{
    return say_base_fail(m->error, SAYSO_BAD_LEDGER, m->from->path, 0, "the ledger is damaged: %s of %.70s; `verify` tells more", what, where);
}

static sayso_code lost(const merging *m) { return m->error ? m->error->code : SAYSO_NO_MEMORY; }

static sayso_code merge_texts(merging *m)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *rows = say_ledger_ask(m->from, ASK_ALL_TEXTS, m->error, "");
    if (!rows) return lost(m);
    while (!code && say_ledger_step(m->from, rows, &code, m->error)) {
        int64_t known;
        const char *hash = say_ledger_column(rows, 0);
        code = say_ledger_number(m->to, ASK_TEXT_ID, &known, m->error, "t", hash);
        if (!code && !known) code = say_ledger_keep_text(m->to, hash, say_ledger_bytes(rows, 1), m->error);
        if (code == SAYSO_BAD_TEXT) code = damaged(m, "the text", hash);
    }
    sqlite3_reset(rows);
    return code;
}

static sayso_code merge_kind(merging *m, entry_kind kind)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *rows = say_ledger_ask(m->from, ASK_KIND_CONTENTS, m->error, "t", say_ledger_kind(kind));
    if (!rows) return lost(m);
    while (!code && say_ledger_step(m->from, rows, &code, m->error)) {
        char hash[65];
        int64_t content;
        bool added;
        say_str body = say_ledger_bytes(rows, 1);
        say_base_sha256(body, hash);
        if (strcmp(hash, say_ledger_column(rows, 0))) code = damaged(m, "the entry", say_ledger_column(rows, 0));
        else code = say_ledger_content(m->to, body, hash, &content, &added, m->error);
        if (!code) m->added += added;
    }
    sqlite3_reset(rows);
    return code;
}

/* ---- chains ---- */

typedef struct { int64_t segment, number, last; } chain_place;             /* segment 0: nowhere */

static sayso_code place_of(const merging *m, const char *chain, chain_place *place)
{
    sayso_code code = SAYSO_OK;
    *place = (chain_place){ 0, 0, 0 };
    sqlite3_stmt *row = say_ledger_ask(m->to, ASK_CHAIN, m->error, "t", chain);
    if (!row) return lost(m);
    if (say_ledger_step(m->to, row, &code, m->error))
        *place = (chain_place){ sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1), sqlite3_column_int64(row, 2) };
    sqlite3_reset(row);
    return code;
}

static sayso_code new_segment(const merging *m, const other_segment *s, const char *before, const char *chain, chain_place *at)
{
    char name[20];
    int64_t taken = 0;
    bool root = !at->segment;
    snprintf(name, sizeof name, "%s", s->name);
    sayso_code code = root ? say_ledger_number(m->to, ASK_SEGMENT, &taken, m->error, "t", name) : SAYSO_OK;
    if (taken) return damaged(m, "the first entry", s->name);              /* one name, two beginnings */
    if (!root) say_ledger_segment_name(s->name, chain, name);
    if (!code) code = root ? say_ledger_run(m->to, ADD_SEGMENT, m->error, "tnz", name, (size_t)0)
                           : say_ledger_run(m->to, ADD_SEGMENT, m->error, "ttz", name, before, (size_t)0);
    at->segment = sqlite3_last_insert_rowid(m->to->db);
    return code;
}

/* One entry of the other's, which this ledger's chains lack.  at: of the entry before it. */
static sayso_code merge_entry(const merging *m, const other_segment *s, const char *before, const char *chain, const char *when, const char *hash, chain_place *at)
{
    int64_t content;
    sayso_code code = at->segment && at->number == at->last ? SAYSO_OK : new_segment(m, s, before, chain, at);
    if (!code) code = say_ledger_number(m->to, ASK_CONTENT, &content, m->error, "t", hash);
    at->last = ++at->number;
    return code ? code : say_ledger_run(m->to, ADD_ENTRY, m->error, "iiitt", at->segment, at->number, content, chain, when);
}

static sayso_code merge_row(const merging *m, const other_segment *s, sqlite3_stmt *row, char before[65], chain_place *at)
{
    char made[65];
    chain_place here;
    const char *chain = say_ledger_column(row, 1), *when = say_ledger_column(row, 2), *hash = say_ledger_column(row, 3);
    sayso_code code = say_ledger_chain(before, hash, when, made, m->error);
    if (!code && strcmp(made, chain)) code = damaged(m, "the chain", s->name);
    if (!code) code = place_of(m, chain, &here);
    if (!code && here.segment) *at = here;
    else if (!code) code = merge_entry(m, s, before, chain, when, hash, at);
    memcpy(before, made, sizeof made);
    return code;
}

static sayso_code merge_segment(const merging *m, other_segment *s, const chain_place *from)
{
    char before[65];
    chain_place at = *from;
    sayso_code code = SAYSO_OK;
    snprintf(before, sizeof before, "%s", *s->after ? s->after : s->name);
    sqlite3_stmt *rows = say_ledger_ask(m->from, ASK_ALL_ENTRIES, m->error, "i", s->id);
    if (!rows) return lost(m);
    while (!code && say_ledger_step(m->from, rows, &code, m->error)) code = merge_row(m, s, rows, before, &at);
    sqlite3_reset(rows);
    s->done = true;
    return code;
}

static sayso_code list_segments(const merging *m, say_arena *arena, other_segments *list)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *rows = say_ledger_ask(m->from, ASK_ALL_SEGMENTS, m->error, "");
    if (!rows) return lost(m);
    while (say_ledger_step(m->from, rows, &code, m->error)) {
        other_segment *s = SAY_PUSH(arena, list, m->error);
        if (s) *s = (other_segment){ sqlite3_column_int64(rows, 0), say_ledger_kept(arena, rows, 1, m->error), say_ledger_kept(arena, rows, 2, m->error), false };
        if (s && s->name && s->after) continue;
        sqlite3_reset(rows);
        return SAYSO_NO_MEMORY;
    }
    return code;
}

/* A segment that left another comes after it. */
static sayso_code merge_chains(const merging *m, say_arena *arena)
{
    other_segments list = { NULL, 0, 0 };
    sayso_code code = list_segments(m, arena, &list);
    for (size_t left = list.count, before = left + 1; !code && left && left < before;) {
        before = left;
        for (size_t i = 0; !code && i < list.count; i++) {
            chain_place from = { 0, 0, 0 };
            if (list.at[i].done) continue;
            if (*list.at[i].after) code = place_of(m, list.at[i].after, &from);
            if (code || (*list.at[i].after && !from.segment)) continue;
            code = merge_segment(m, &list.at[i], &from);
            left--;
        }
    }
    for (size_t i = 0; !code && i < list.count; i++)
        if (!list.at[i].done) code = damaged(m, "the beginning", list.at[i].name);
    return code;
}

static sayso_code merge_all(merging *m)
{
    say_arena *arena = say_base_arena(m->error);
    sayso_code code = arena ? merge_texts(m) : SAYSO_NO_MEMORY;
    for (entry_kind kind = 0; !code && kind < ENTRY_KINDS; kind++) code = merge_kind(m, kind);
    if (!code) code = merge_chains(m, arena);
    say_base_arena_close(arena);
    return code;
}

sayso_code say_ledger_merge(say_ledger *l, const char *other, size_t *added, sayso_error *error)
{
    *added = 0;
    merging m = { l, say_ledger_open(other, false, NULL, error), error, 0 };
    if (!m.from) return lost(&m);
    sayso_code code = say_ledger_begin(l, error);
    if (!code) code = say_ledger_script(m.from, "BEGIN", error);             /* one view of it throughout */
    if (!code) code = merge_all(&m);
    if (!code) code = say_ledger_commit(l, error);
    else say_ledger_rollback(l);
    if (!code) *added = m.added;
    say_ledger_close(m.from);
    return code;
}
