/* settle: views that other rooms compute, kept beside the entries: events and their incidents, versions, names of parties. */
#include "ledger/inside.h"

#include <string.h>

enum { ROUNDS_MOST = 1000 };

static sayso_code unasked(const sayso_error *error) { return error ? error->code : SAYSO_NO_MEMORY; }

/* Strings of the row's columns from `first`; false where one does not fit in memory. */
static bool keep_columns(say_arena *arena, sqlite3_stmt *row, int first, const char **kept, size_t count, sayso_error *error)
{
    for (size_t i = 0; i < count; i++)
        if (!(kept[i] = say_ledger_kept(arena, row, first + (int)i, error))) return false;
    return true;
}

static bool keep_str(say_arena *arena, sqlite3_stmt *row, int column, say_str *kept, sayso_error *error)
{
    say_str bytes = say_ledger_bytes(row, column);
    *kept = (say_str){ say_base_keep(arena, bytes, error), bytes.len };
    return kept->at != NULL;
}

/* ---- readings ---- */

static bool keep_reading(say_arena *arena, sqlite3_stmt *row, say_reading *r, sayso_error *error)
{
    const char *kept[7];
    say_str body, text;
    if (!keep_columns(arena, row, 1, kept, 7, error) || !keep_str(arena, row, 8, &body, error) || !keep_str(arena, row, 9, &text, error)) return false;
    *r = (say_reading){ .id = sqlite3_column_int64(row, 0), .hash = kept[0], .doc = kept[1], .title = kept[2], .publisher = kept[3], .date = kept[4], .url = kept[5],
                        .maker = kept[6], .body = body.at, .body_size = body.len, .text = text.at, .text_size = text.len };
    return true;
}

sayso_code say_ledger_unsettled(say_ledger *l, int64_t after, size_t limit, say_arena *arena, say_readings *out, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *rows = say_ledger_ask(l, ASK_UNSETTLED, error, "iz", after, limit);
    if (!rows) return unasked(error);
    while (say_ledger_step(l, rows, &code, error)) {
        say_reading *r = SAY_PUSH(arena, out, error);
        if (r && keep_reading(arena, rows, r, error)) continue;
        sqlite3_reset(rows);
        return SAYSO_NO_MEMORY;
    }
    return code;
}

/* Rows of one reading stand together: one for each of its incidents. */
static bool add_incident_number(say_arena *arena, sqlite3_stmt *row, say_reading *r, sayso_error *error)
{
    size_t *wider = SAY_TAKE(arena, size_t, r->incident_count + 1, error);
    if (!wider) return false;
    if (r->incident_count) memcpy(wider, r->incidents, r->incident_count * sizeof *wider);
    wider[r->incident_count++] = (size_t)sqlite3_column_int64(row, 10);
    r->incidents = wider;
    return true;
}

sayso_code say_ledger_readings_of(say_ledger *l, const char *incident, bool hidden, say_arena *arena, say_readings *out, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *rows = say_ledger_ask(l, ASK_READINGS_OF, error, "tz", incident, (size_t)hidden);
    if (!rows) return unasked(error);
    while (say_ledger_step(l, rows, &code, error)) {
        say_reading *r = out->count ? &out->at[out->count - 1] : NULL;
        if (!r || r->id != sqlite3_column_int64(rows, 0)) {
            r = SAY_PUSH(arena, out, error);
            if (r && !keep_reading(arena, rows, r, error)) r = NULL;
        }
        if (r) r->shown = sqlite3_column_int64(rows, 11) != 0;
        if (r && add_incident_number(arena, rows, r, error)) continue;
        sqlite3_reset(rows);
        return SAYSO_NO_MEMORY;
    }
    return code;
}

/* ---- events ---- */

static sayso_code store_event(say_ledger *l, int64_t reading, const say_stored *e, sayso_error *error)
{
    const char *types = e->number == SAYSO_NONE ? "inttztttttb" : "izttztttttb";
    sayso_code code = e->number == SAYSO_NONE
        ? say_ledger_run(l, ADD_EVENT, error, types, reading, e->key, e->alias, (size_t)e->main, e->name, e->kind, e->date, e->place, e->report_date, e->features)
        : say_ledger_run(l, ADD_EVENT, error, types, reading, e->number, e->key, e->alias, (size_t)e->main, e->name, e->kind, e->date, e->place, e->report_date, e->features);
    int64_t id = sqlite3_last_insert_rowid(l->db);
    for (size_t i = 0; !code && i < e->rare_count; i++) code = say_ledger_run(l, ADD_TERM, error, "ii", (int64_t)e->rare[i], id);
    return code;
}

sayso_code say_ledger_store_events(say_ledger *l, int64_t reading, const say_stored *events, size_t count, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    for (size_t i = 0; !code && i < count; i++) code = store_event(l, reading, &events[i], error);
    return code ? code : say_ledger_run(l, SET_SETTLED, error, "i", reading);
}

static sayso_code keep_rare(say_ledger *l, say_stored *e, say_arena *arena, sayso_error *error)
{
    SAY_LIST(uint64_t) terms = { NULL, 0, 0 };
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *rows = say_ledger_ask(l, ASK_RARE, error, "i", e->id);
    if (!rows) return unasked(error);
    while (say_ledger_step(l, rows, &code, error)) {
        uint64_t *term = SAY_PUSH(arena, &terms, error);
        if (term) *term = (uint64_t)sqlite3_column_int64(rows, 0);
        else {
            sqlite3_reset(rows);
            return SAYSO_NO_MEMORY;
        }
    }
    e->rare = terms.at;
    e->rare_count = terms.count;
    return code;
}

static bool keep_event(say_arena *arena, sqlite3_stmt *row, say_stored *e, sayso_error *error)
{
    const char *key, *kept[5], *met[2];
    say_str features;
    if (!keep_columns(arena, row, 1, &key, 1, error) || !keep_columns(arena, row, 3, kept, 5, error) || !keep_str(arena, row, 8, &features, error)
        || !keep_columns(arena, row, 9, met, 2, error)) return false;
    *e = (say_stored){ .id = sqlite3_column_int64(row, 0), .round = sqlite3_column_int64(row, 11), .key = key, .alias = met[1], .main = sqlite3_column_int64(row, 2) != 0,
                       .name = kept[0], .kind = kept[1], .place = kept[2], .date = kept[3], .report_date = kept[4], .features = features, .incident = met[0] };
    return true;
}

static sayso_code grow_seeds(say_ledger *l, sayso_error *error)
{
    int64_t grown = 1;
    sayso_code code = SAYSO_OK;
    for (int64_t round = 0; !code && grown && round < ROUNDS_MOST; round++) {
        code = say_ledger_run(l, ADD_GROWN, error, "i", round);
        if (!code) code = say_ledger_run(l, ADD_GROWTH, error, "i", round);
        if (!code) code = say_ledger_run(l, ADD_COMPANY, error, "i", round);
        if (!code) code = say_ledger_number(l, ASK_GROWTH, &grown, error, "i", round + 1);
    }
    return code;
}

/* Pinned events are all of them in it or none: a pin may join what shares no term. */
static sayso_code plant_seeds(say_ledger *l, const char *const *pinned, size_t count, sayso_error *error)
{
    int64_t any;
    sayso_code code = say_ledger_run(l, DROP_SEEDS, error, "");
    if (!code) code = say_ledger_run(l, DROP_GROWN, error, "");
    if (!code) code = say_ledger_run(l, ADD_SEEDS, error, "");
    if (!code) code = say_ledger_number(l, ASK_GROWTH, &any, error, "i", (int64_t)0);
    for (size_t i = 0; !code && any && i < count; i++) code = say_ledger_run(l, ADD_PINNED, error, "t", pinned[i]);
    return code ? code : grow_seeds(l, error);
}

sayso_code say_ledger_affected(say_ledger *l, const char *const *pinned, size_t pinned_count, say_arena *arena, say_storeds *out, sayso_error *error)
{
    sayso_code code = plant_seeds(l, pinned, pinned_count, error);
    sqlite3_stmt *rows = code ? NULL : say_ledger_ask(l, ASK_AFFECTED, error, "");
    if (!rows) return code ? code : unasked(error);
    while (say_ledger_step(l, rows, &code, error)) {
        say_stored *e = SAY_PUSH(arena, out, error);
        if (e && keep_event(arena, rows, e, error)) continue;
        sqlite3_reset(rows);
        return SAYSO_NO_MEMORY;
    }
    for (size_t i = 0; !code && i < out->count; i++) code = keep_rare(l, &out->at[i], arena, error);
    return code;
}

sayso_code say_ledger_set_incident(say_ledger *l, const say_stored *e, const char *incident, sayso_error *error)
{
    if (!strcmp(e->incident, incident)) return SAYSO_OK;
    sayso_code code = say_ledger_run(l, SET_INCIDENT, error, "it", e->id, incident);
    if (!code && *e->incident) code = say_ledger_stale(l, e->incident, error);
    return code ? code : say_ledger_stale(l, incident, error);
}

sayso_code say_ledger_stale(say_ledger *l, const char *incident, sayso_error *error) { return say_ledger_run(l, SET_STALE, error, "t", incident); }

static sayso_code list_ids(say_ledger *l, sqlite3_stmt *rows, say_arena *arena, say_ids *out, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    if (!rows) return unasked(error);
    while (say_ledger_step(l, rows, &code, error)) {
        const char **id = SAY_PUSH(arena, out, error);
        if (id && (*id = say_ledger_kept(arena, rows, 0, error))) continue;
        sqlite3_reset(rows);
        return SAYSO_NO_MEMORY;
    }
    return code;
}

sayso_code say_ledger_stale_incidents(say_ledger *l, say_arena *arena, say_ids *out, sayso_error *error)
{
    return list_ids(l, say_ledger_ask(l, ASK_STALE, error, ""), arena, out, error);
}

sayso_code say_ledger_events_of(say_ledger *l, const char *incident, say_arena *arena, say_ids *aliases, sayso_error *error)
{
    return list_ids(l, say_ledger_ask(l, ASK_EVENTS_OF, error, "t", incident), arena, aliases, error);
}

sayso_code say_ledger_replace_incident(say_ledger *l, const char *id, const sayso_incident_row *row, sayso_error *error)
{
    sayso_code code = say_ledger_run(l, DROP_INCIDENT, error, "t", id);
    if (code || !row) return code;
    int64_t label;
    code = say_ledger_label_number(l, row->name, &label, error);
    return code ? code : say_ledger_run(l, ADD_INCIDENT, error, "titttzzzzzz", id, label, row->kind, row->date, row->place, row->claims, row->reports, row->outlets,
                                        row->answers, row->fewest, row->most);
}

sayso_code say_ledger_settled(say_ledger *l, sayso_error *error)
{
    static const ledger_statement ends[] = { SET_CORRECTIONS_SETTLED, DROP_STALE, DROP_RECOUNT, DROP_MOVED, DROP_SEEDS, DROP_GROWN };
    sayso_code code = SAYSO_OK;
    for (size_t i = 0; !code && i < sizeof ends / sizeof *ends; i++) code = say_ledger_run(l, ends[i], error, "");
    return code;
}

/* ---- what fell ---- */

sayso_code say_ledger_hidden_makers(say_ledger *l, const char *incident, say_arena *arena, say_ids *makers, sayso_error *error)
{
    return list_ids(l, say_ledger_ask(l, ASK_HIDDEN_MAKERS, error, "t", incident), arena, makers, error);
}

/* Claims of which the row inherits from now on are listed as heirs. */
static sayso_code set_fallen_claim(say_ledger *l, const say_fallen *f, say_arena *arena, say_ids *heirs, sayso_error *error)
{
    sayso_code code = say_ledger_run(l, SET_FALLEN, error, "itz", f->reading, f->claim, (size_t)f->fell);
    for (size_t i = 0; !code && i < f->former_count; i++) {
        code = say_ledger_run(l, ADD_FORMER, error, "itt", f->reading, f->claim, f->former[i]);
        if (code || !sqlite3_changes(l->db)) continue;
        const char **heir = SAY_PUSH(arena, heirs, error);
        if (!heir) return SAYSO_NO_MEMORY;
        *heir = f->claim;
    }
    return code;
}

/* Heirs, and those that were, are decided anew. */
sayso_code say_ledger_set_fallen(say_ledger *l, const char *incident, const say_fallens *all, sayso_error *error)
{
    say_ids heirs = { NULL, 0, 0 };
    say_arena *arena = say_base_arena(error);
    if (!arena) return SAYSO_NO_MEMORY;
    sayso_code code = list_ids(l, say_ledger_ask(l, ASK_HEIRS, error, "t", incident), arena, &heirs, error);
    if (!code && heirs.count) code = say_ledger_run(l, DROP_FORMER, error, "t", incident);
    for (size_t i = 0; !code && i < all->count; i++) code = set_fallen_claim(l, &all->at[i], arena, &heirs, error);
    for (size_t i = 0; !code && i < heirs.count; i++) code = say_ledger_decide(l, heirs.at[i], error);
    say_base_arena_close(arena);
    return code;
}

/* ---- versions ---- */

static sayso_code has_row(say_ledger *l, ledger_statement which, const char *a, const char *b, bool *has, sayso_error *error)
{
    int64_t found;
    sayso_code code = say_ledger_number(l, which, &found, error, b ? "tt" : "t", a, b);
    *has = found != 0;
    return code;
}

sayso_code say_ledger_has_story(say_ledger *l, const char *hash, bool *has, sayso_error *error) { return has_row(l, ASK_HAS_STORY, hash, NULL, has, error); }

sayso_code say_ledger_add_story(say_ledger *l, const say_story *s, sayso_error *error)
{
    return say_ledger_run(l, ADD_STORY, error, "ttzb", s->hash, s->title, (size_t)s->corrected, s->signature);
}

sayso_code say_ledger_like_stories(say_ledger *l, const char *title, const char *url, say_arena *arena, say_stories *out, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *rows = say_ledger_ask(l, ASK_STORIES, error, "tt", title, url);
    if (!rows) return unasked(error);
    while (say_ledger_step(l, rows, &code, error)) {
        say_story *s = SAY_PUSH(arena, out, error);
        const char *kept[5];
        if (s && keep_columns(arena, rows, 0, kept, 5, error) && keep_str(arena, rows, 6, &s->signature, error)) {
            *s = (say_story){ kept[0], kept[1], kept[2], kept[3], kept[4], sqlite3_column_int64(rows, 5) != 0, s->signature };
            continue;
        }
        sqlite3_reset(rows);
        return SAYSO_NO_MEMORY;
    }
    return code;
}

sayso_code say_ledger_set_newer(say_ledger *l, const char *hash, const char *newer, sayso_error *error)
{
    sayso_code code = say_ledger_run(l, SET_NEWER, error, "tt", hash, newer);
    if (code || !sqlite3_changes(l->db)) return code;
    return say_ledger_run(l, ADD_RECOUNT, error, "t", hash);
}

sayso_code say_ledger_version(say_ledger *l, const char *hash, say_arena *arena, say_version *out, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    *out = (say_version){ SAY_STR(""), "", "" };
    sqlite3_stmt *row = say_ledger_ask(l, ASK_STORY, error, "t", hash);
    if (!row) return unasked(error);
    if (!say_ledger_step(l, row, &code, error)) return code;
    const char *kept[2];
    bool fine = keep_str(arena, row, 0, &out->signature, error) && keep_columns(arena, row, 1, kept, 2, error);
    sqlite3_reset(row);
    if (!fine) return SAYSO_NO_MEMORY;
    out->newer = kept[0];
    out->newer_date = kept[1];
    return SAYSO_OK;
}

/* ---- parties ---- */

sayso_code say_ledger_uncalled(say_ledger *l, int64_t after, say_arena *arena, say_labels *out, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *rows = say_ledger_ask(l, ASK_UNCALLED, error, "i", after);
    if (!rows) return unasked(error);
    while (say_ledger_step(l, rows, &code, error)) {
        say_label *label = SAY_PUSH(arena, out, error);
        if (label) *label = (say_label){ sqlite3_column_int64(rows, 0), say_ledger_kept(arena, rows, 1, error) };
        if (label && label->name) continue;
        sqlite3_reset(rows);
        return SAYSO_NO_MEMORY;
    }
    return code;
}

sayso_code say_ledger_call(say_ledger *l, int64_t label, const char *party, const char *kind, const char *part_of, sayso_error *error)
{
    return say_ledger_run(l, ADD_CALLED, error, "ittt", label, party, kind, part_of);
}

/* Parties of which merges speak, or spoke: each goes to another, or to itself. */
typedef struct { const char *id; size_t to; } joined_party;
typedef SAY_LIST(joined_party) joined_parties;

static size_t joined_end(const joined_parties *all, size_t at)
{
    while (all->at[at].to != at) at = all->at[at].to;
    return at;
}

static size_t joined_at(joined_parties *all, const char *id, say_arena *arena, sayso_error *error)
{
    for (size_t i = 0; i < all->count; i++)
        if (!strcmp(all->at[i].id, id)) return i;
    joined_party *one = SAY_PUSH(arena, all, error);
    if (!one) return SAYSO_NONE;
    *one = (joined_party){ id, all->count - 1 };
    return all->count - 1;
}

static sayso_code list_joined(say_ledger *l, say_arena *arena, joined_parties *all, sayso_error *error)
{
    say_decisions decided = { NULL, 0, 0 };
    say_ids merged = { NULL, 0, 0 };
    sayso_code code = say_ledger_corrections(l, arena, &decided, error);
    if (!code) code = list_ids(l, say_ledger_ask(l, ASK_MERGED, error, ""), arena, &merged, error);
    for (size_t i = 0; !code && i < decided.count; i++) {
        const sayso_correction *c = &decided.at[i].as;
        if (c->act != SAYSO_MERGE_PARTIES) continue;
        size_t to = joined_at(all, c->target, arena, error), from = joined_at(all, c->other, arena, error);
        if (to == SAYSO_NONE || from == SAYSO_NONE) return SAYSO_NO_MEMORY;
        all->at[joined_end(all, from)].to = joined_end(all, to);
    }
    for (size_t i = 0; !code && i < merged.count; i++)
        if (joined_at(all, merged.at[i], arena, error) == SAYSO_NONE) return SAYSO_NO_MEMORY;
    return code;
}

sayso_code say_ledger_join_parties(say_ledger *l, sayso_error *error)
{
    joined_parties all = { NULL, 0, 0 };
    say_arena *arena = say_base_arena(error);
    if (!arena) return SAYSO_NO_MEMORY;
    sayso_code code = list_joined(l, arena, &all, error);
    for (size_t i = 0; !code && i < all.count; i++) {
        code = say_ledger_run(l, SET_CALLED, error, "tt", all.at[i].id, all.at[joined_end(&all, i)].id);
        if (!code && sqlite3_changes(l->db)) code = say_ledger_run(l, ADD_MOVED, error, "t", all.at[i].id);
    }
    say_base_arena_close(arena);
    return code;
}

/* ---- is it there? ---- */

sayso_code say_ledger_has_reading(say_ledger *l, const char *hash, const char *maker, bool *has, sayso_error *error) { return has_row(l, ASK_HAS_READING, hash, maker, has, error); }
sayso_code say_ledger_has_name(say_ledger *l, const char *hash, const char *doc, bool *has, sayso_error *error) { return has_row(l, ASK_HAS_NAME, hash, doc, has, error); }
sayso_code say_ledger_has_claim(say_ledger *l, const char *claim, bool *has, sayso_error *error) { return has_row(l, ASK_HAS_CLAIM, claim, NULL, has, error); }
sayso_code say_ledger_has_party(say_ledger *l, const char *party, bool *has, sayso_error *error) { return has_row(l, ASK_PARTY_BY_ID, party, NULL, has, error); }
