/* project: entries -> the rows that queries use.  Rows are a function of the set of entries: whatever came first, the same
 * rows come out (row numbers apart, which nothing shows).                                                                */
#include "ledger/inside.h"

#include <string.h>

static const char *const kind_names[ENTRY_KINDS] = { "report", "name", "reading", "correction" };

const char *say_ledger_kind(entry_kind kind) { return kind_names[kind]; }

/* What an entry must have, and of which type: s string, a array. */
static const struct { const char *types, *fields[8]; } entry_forms[ENTRY_KINDS] = {
    { "s",     { "report" } },
    { "ss",    { "report", "doc" } },
    { "ssaaaa", { "report", "maker", "sentences", "parties", "incidents", "claims" } },
    { "sss",   { "id", "act", "target" } },
};

static bool has_form_of(const json_t *entry, entry_kind kind)
{
    for (size_t i = 0; entry_forms[kind].types[i]; i++) {
        const json_t *field = json_object_get(entry, entry_forms[kind].fields[i]);
        if (entry_forms[kind].types[i] == 's' ? !json_is_string(field) : !json_is_array(field)) return false;
    }
    return true;
}

json_t *say_ledger_parse(say_str body, entry_kind *kind, sayso_error *error)
{
    json_error_t why, again;
    json_t *entry = json_loadb(body.at, body.len, JSON_REJECT_DUPLICATES, &why);
    /* jansson takes some lacks of memory for faults of the text; those do not come twice alike. */
    if (!entry) entry = json_loadb(body.at, body.len, JSON_REJECT_DUPLICATES, &again);
    if (!entry) {
        bool memory = json_error_code(&why) == json_error_out_of_memory || json_error_code(&again) == json_error_out_of_memory || why.position != again.position;
        if (memory) say_base_fail(error, SAYSO_NO_MEMORY, "entry", 0, "no memory for an entry");
        else say_base_fail(error, SAYSO_BAD_TEXT, "entry", (size_t)why.position, "no entry of a ledger: %.120s", why.text);
        return NULL;
    }
    const char *name = json_string_value(json_object_get(entry, "kind"));
    for (*kind = 0; *kind < ENTRY_KINDS; ++*kind)
        if (name && !strcmp(name, kind_names[*kind])) break;
    if (*kind < ENTRY_KINDS && has_form_of(entry, *kind)) return entry;
    say_base_fail(error, SAYSO_BAD_TEXT, "entry", 0, "no entry of a ledger: its kind or its fields are not known");
    json_decref(entry);
    return NULL;
}

const char *say_ledger_field(const json_t *object, const char *field)
{
    const char *value = json_string_value(json_object_get(object, field));
    return value ? value : "";
}

static sayso_code maker_number(say_ledger *l, const char *name, int64_t *number, sayso_error *error)
{
    sayso_code code = say_ledger_number(l, ASK_MAKER, number, error, "t", name);
    if (code || *number) return code;
    code = say_ledger_run(l, ADD_MAKER, error, "t", name);
    *number = sqlite3_last_insert_rowid(l->db);
    return code;
}

sayso_code say_ledger_label_number(say_ledger *l, const char *name, int64_t *number, sayso_error *error)
{
    sayso_code code = say_ledger_number(l, ASK_LABEL, number, error, "t", name);
    if (code || *number) return code;
    code = say_ledger_run(l, ADD_LABEL, error, "t", name);
    *number = sqlite3_last_insert_rowid(l->db);
    return code ? code : say_ledger_run(l, ADD_FRAGMENT, error, "it", *number, name);
}

/* ---- claims ---- */

typedef struct { int64_t id; const char *date; say_str text; } report_seen;

static const char *decided(const char *given, const char *field, const char *set, const char *value) { return strcmp(field, set) ? given : value; }

/* A split may be of both. */
static void decide_parties(ledger_row *row, const char *field, const char *value)
{
    bool both = !strcmp(field, "both");
    row->party = both ? value : decided(row->party, field, "party", value);
    row->holder = both && row->holder ? value : decided(row->holder, field, "holder", value);
}

/* What the corrections in force make of the row. */
static sayso_code decide_row(say_ledger *l, ledger_row *row, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    row->standing = "stands";
    sqlite3_stmt *rows = say_ledger_ask(l, ASK_DECISIONS, error, "ti", row->id, row->reading);
    if (!rows) return error ? error->code : SAYSO_NO_MEMORY;
    while (!code && say_ledger_step(l, rows, &code, error)) {
        const char *act = say_ledger_column(rows, 0);
        if (strcmp(act, "set") && strcmp(act, "split_party")) {
            row->standing = strcmp(act, "reject") ? "retracted" : "rejected";
            continue;
        }
        const char *field = say_ledger_column(rows, 1), *value = say_ledger_kept(row->arena, rows, 2, error);
        if (!value) {
            sqlite3_reset(rows);
            return SAYSO_NO_MEMORY;
        }
        row->role = decided(row->role, field, "role", value);
        row->factuality = decided(row->factuality, field, "factuality", value);
        row->confidence = decided(row->confidence, field, "confidence", strcmp(value, "none") ? value : "");
        row->held = decided(row->held, field, "held", value);
        row->own = !strcmp(decided(row->own ? "true" : "false", field, "own", value), "true");
        if (*value) decide_parties(row, field, value);
    }
    return code;
}

static int64_t json_whole(const json_t *object, const char *field, int64_t missing)
{
    const json_t *value = json_object_get(object, field);
    return json_is_integer(value) ? (int64_t)json_integer_value(value) : missing;
}

static bool has_ground(const json_t *chain, const char *basis)
{
    size_t i, g;
    const json_t *link, *ground;
    json_array_foreach(chain, i, link)
        json_array_foreach(json_object_get(link, "basis"), g, ground)
            if (!strcmp(say_ledger_field(ground, "kind"), basis)) return true;
    return false;
}

static void list_grounds(const json_t *chain, char basis[160])
{
    basis[0] = '\0';
    for (int b = 0; b < SAYSO_BASES; b++) {
        if (!has_ground(chain, sayso_basis_name((sayso_basis)b))) continue;
        size_t n = strlen(basis);
        sqlite3_snprintf((int)(160 - n), basis + n, "%s%s", n ? "," : "", sayso_basis_name((sayso_basis)b));
    }
}

/* The row of a claim as its reading has it, then as corrections want it. */
static sayso_code row_of_claim(say_ledger *l, const json_t *reading, const json_t *claim, const char *date, ledger_row *row, sayso_error *error)
{
    const json_t *chain = json_object_get(claim, "chain"), *party = json_array_get(json_object_get(reading, "parties"), (size_t)json_whole(claim, "party", -1));
    const json_t *sentence = json_array_get(json_object_get(reading, "sentences"), (size_t)json_whole(claim, "sentence", 0) - 1);
    row->id = say_ledger_field(claim, "id");
    row->role = say_ledger_field(claim, "role");
    row->party = say_ledger_field(party, "name");
    row->holder = json_array_size(chain) ? say_ledger_field(json_array_get(chain, 0), "holder") : NULL;
    row->factuality = say_ledger_field(claim, "factuality");
    row->confidence = say_ledger_field(claim, "confidence");
    row->held = say_ledger_field(claim, "held");
    row->incident = json_whole(claim, "incident", 0);
    row->start = (int64_t)json_integer_value(json_array_get(sentence, 0));
    row->stop = (int64_t)json_integer_value(json_array_get(sentence, 1));
    row->own = json_is_true(json_object_get(claim, "own"));
    row->probability = json_number_value(json_object_get(claim, "probability"));
    list_grounds(chain, row->basis);
    if (!row->id[0] || !row->party[0] || !row->role[0] || row->start < 0 || row->stop < row->start)
        return say_base_fail(error, SAYSO_BAD_TEXT, "entry", 0, "a claim without its id, role, party or sentence: %.40s", row->id);
    sayso_code code = l->corrected ? decide_row(l, row, error) : SAYSO_OK;
    if (!l->corrected) row->standing = "stands";
    row->day = row->held[0] ? row->held : date;
    return code;
}

/* holder: 0 where it is the report itself. */
static sayso_code row_labels(say_ledger *l, const ledger_row *row, int64_t *party, int64_t *holder, sayso_error *error)
{
    *holder = 0;
    sayso_code code = say_ledger_label_number(l, row->party, party, error);
    return code || !row->holder ? code : say_ledger_label_number(l, row->holder, holder, error);
}

/* holder: the innermost, which an analyst may have set; 0: there is none. */
static sayso_code add_voices(say_ledger *l, const json_t *chain, int64_t holder, int64_t claim, sayso_error *error)
{
    size_t i, g;
    const json_t *link, *ground;
    if (holder && !json_array_size(chain)) return say_ledger_run(l, ADD_VOICE, error, "iziz", claim, (size_t)0, holder, (size_t)0);
    json_array_foreach(chain, i, link) {
        sayso_code code = i ? say_ledger_label_number(l, say_ledger_field(link, "holder"), &holder, error) : SAYSO_OK;
        if (!code) code = say_ledger_run(l, ADD_VOICE, error, "iziz", claim, i, holder, (size_t)json_is_true(json_object_get(link, "outlet")));
        if (code) return code;
        json_array_foreach(json_object_get(link, "basis"), g, ground)
            if ((code = say_ledger_run(l, ADD_GROUND, error, "ti", say_ledger_field(ground, "kind"), claim))) return code;
    }
    return SAYSO_OK;
}

static sayso_code add_claim_row(say_ledger *l, const json_t *reading, const json_t *claim, int64_t number, const report_seen *report, say_arena *arena,
                                sayso_error *error)
{
    ledger_row row = { .arena = arena, .reading = number };
    int64_t party, holder;
    sayso_code code = row_of_claim(l, reading, claim, report->date, &row, error);
    if (!code) code = row_labels(l, &row, &party, &holder, error);
    if (!code) code = say_ledger_run(l, ADD_CLAIM, error, "tiitiitttttzriit", row.id, number, row.incident, row.role, party, holder,
                                     row.factuality, row.confidence, row.basis, row.held, row.day, (size_t)row.own, row.probability, row.start, row.stop, row.standing);
    if (!code && sqlite3_changes(l->db)) {
        int64_t id = sqlite3_last_insert_rowid(l->db);
        code = add_voices(l, json_object_get(claim, "chain"), holder, id, error);
        if (!code) code = say_ledger_run(l, ADD_SAID, error, "is", id, say_base_sub(report->text, (say_range){ (size_t)row.start, (size_t)row.stop }));
    }
    return code;
}

/* ---- the kinds of entries ---- */

static sayso_code project_report(say_ledger *l, const json_t *entry, const char *hash, sayso_error *error)
{
    int64_t text, publisher, report;
    const char *of = say_ledger_field(entry, "report"), *date = say_ledger_field(entry, "date");
    sayso_code code = say_ledger_number(l, ASK_TEXT_ID, &text, error, "t", of);
    if (!code && !text) return say_base_fail(error, SAYSO_BAD_TEXT, of, 0, "a report whose text is not in the ledger");
    if (!code) code = say_ledger_label_number(l, say_ledger_field(entry, "publisher"), &publisher, error);
    if (!code) code = say_ledger_run(l, ADD_REPORT, error, "titittt", of, text, say_ledger_field(entry, "title"), publisher, date, say_ledger_field(entry, "url"), hash);
    if (code || !sqlite3_changes(l->db)) return code;
    code = say_ledger_number(l, ASK_REPORT, &report, error, "t", of);
    return code ? code : say_ledger_run(l, SET_DAYS, error, "it", report, date);
}

static sayso_code project_name(say_ledger *l, const json_t *entry, sayso_error *error)
{
    int64_t report;
    sayso_code code = say_ledger_number(l, ASK_REPORT, &report, error, "t", say_ledger_field(entry, "report"));
    if (!code && !report) return say_base_fail(error, SAYSO_BAD_TEXT, say_ledger_field(entry, "report"), 0, "a name for a report that is not in the ledger");
    return code ? code : say_ledger_run(l, ADD_NAME, error, "ti", say_ledger_field(entry, "doc"), report);
}

static sayso_code ask_report(say_ledger *l, const char *hash, say_arena *arena, report_seen *report, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *row = say_ledger_ask(l, ASK_REPORT, error, "t", hash);
    if (!row) return error ? error->code : SAYSO_NO_MEMORY;
    if (!say_ledger_step(l, row, &code, error))
        return code ? code : say_base_fail(error, SAYSO_BAD_TEXT, hash, 0, "a reading of a report that is not in the ledger");
    report->id = sqlite3_column_int64(row, 0);
    say_str text = say_ledger_bytes(row, 2);
    report->date = say_ledger_kept(arena, row, 1, error);
    report->text = (say_str){ say_base_keep(arena, text, error), text.len };
    sqlite3_reset(row);
    return report->date && report->text.at ? SAYSO_OK : SAYSO_NO_MEMORY;
}

static sayso_code enter_reading_rows(say_ledger *l, const json_t *entry, int64_t content, const report_seen *report, say_arena *arena, sayso_error *error)
{
    int64_t maker, corrected, number;
    size_t i;
    const json_t *claim;
    sayso_code code = maker_number(l, say_ledger_field(entry, "maker"), &maker, error);
    if (!code) code = say_ledger_run(l, ADD_READING, error, "iii", report->id, maker, content);
    if (code) return code;
    number = sqlite3_last_insert_rowid(l->db);
    code = say_ledger_run(l, SET_SHOWN, error, "i", report->id);
    if (!code) code = say_ledger_number(l, ASK_ANY_CORRECTION, &corrected, error, "");
    if (code) return code;
    l->corrected = corrected != 0;
    json_array_foreach(json_object_get(entry, "claims"), i, claim)
        if ((code = add_claim_row(l, entry, claim, number, report, arena, error))) return code;
    return SAYSO_OK;
}

static sayso_code project_reading(say_ledger *l, const json_t *entry, int64_t content, sayso_error *error)
{
    report_seen report = { 0, "", { "", 0 } };
    say_arena *arena = say_base_arena(error);
    if (!arena) return SAYSO_NO_MEMORY;
    sayso_code code = ask_report(l, say_ledger_field(entry, "report"), arena, &report, error);
    if (!code) code = enter_reading_rows(l, entry, content, &report, arena, error);
    say_base_arena_close(arena);
    return code;
}

sayso_code say_ledger_project(say_ledger *l, entry_kind kind, const json_t *entry, int64_t content, const char *hash, sayso_error *error)
{
    switch (kind) {
    case ENTRY_REPORT:     return project_report(l, entry, hash, error);
    case ENTRY_NAME:       return project_name(l, entry, error);
    case ENTRY_READING:    return project_reading(l, entry, content, error);
    case ENTRY_CORRECTION: return say_ledger_project_correction(l, entry, content, error);
    case ENTRY_KINDS:      break;
    }
    return say_base_fail(error, SAYSO_BAD_TEXT, "entry", 0, "no entry of a ledger");
}

/* ---- a claim again, after a correction ---- */

typedef struct { int64_t reading, row; const char *date; say_str body; } reading_seen;      /* row: of the claim in it */
typedef SAY_LIST(reading_seen) readings_seen;

static sayso_code readings_with(say_ledger *l, const char *claim, say_arena *arena, readings_seen *out, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *rows = say_ledger_ask(l, ASK_MADE, error, "t", claim);
    if (!rows) return error ? error->code : SAYSO_NO_MEMORY;
    while (say_ledger_step(l, rows, &code, error)) {
        reading_seen *r = SAY_PUSH(arena, out, error);
        say_str body = say_ledger_bytes(rows, 1);
        if (r) *r = (reading_seen){ sqlite3_column_int64(rows, 0), sqlite3_column_int64(rows, 4), say_ledger_kept(arena, rows, 2, error), { say_base_keep(arena, body, error), body.len } };
        if (r && r->date && r->body.at) continue;
        sqlite3_reset(rows);
        return SAYSO_NO_MEMORY;
    }
    return code;
}

static sayso_code set_claim_row(say_ledger *l, const reading_seen *seen, const json_t *reading, const char *claim, say_arena *arena, sayso_error *error)
{
    size_t i;
    const json_t *one;
    json_array_foreach(json_object_get(reading, "claims"), i, one) {
        if (strcmp(say_ledger_field(one, "id"), claim)) continue;
        ledger_row row = { .arena = arena, .reading = seen->reading };
        int64_t party, holder;
        sayso_code code = row_of_claim(l, reading, one, seen->date, &row, error);
        if (!code) code = row_labels(l, &row, &party, &holder, error);
        if (!code) code = say_ledger_run(l, DROP_VOICES, error, "i", seen->row);
        if (!code) code = add_voices(l, json_object_get(one, "chain"), holder, seen->row, error);
        return code ? code : say_ledger_run(l, SET_CLAIM, error, "titiittttzt", claim, seen->reading, row.role, party, holder, row.factuality, row.confidence, row.held,
                                            row.day, (size_t)row.own, row.standing);
    }
    return SAYSO_OK;
}

sayso_code say_ledger_decide(say_ledger *l, const char *claim, sayso_error *error)
{
    readings_seen seen = { NULL, 0, 0 };
    say_arena *arena = say_base_arena(error);
    if (!arena) return SAYSO_NO_MEMORY;
    l->corrected = true;
    sayso_code code = readings_with(l, claim, arena, &seen, error);
    for (size_t i = 0; !code && i < seen.count; i++) {
        entry_kind kind;
        json_t *reading = say_ledger_parse(seen.at[i].body, &kind, error);
        code = reading ? set_claim_row(l, &seen.at[i], reading, claim, arena, error) : error ? error->code : SAYSO_NO_MEMORY;
        json_decref(reading);
    }
    say_base_arena_close(arena);
    return code;
}
