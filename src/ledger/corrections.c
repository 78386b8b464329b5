/* corrections: entries that decide about earlier ones.  Each names the corrections that stood when it was made ("after") and
 * stands one deeper than they; so the order of decisions is theirs and not that of entering, in every ledger that has them.
 * A correction is undone by a deeper one that is not undone itself.                                                          */
#include "ledger/inside.h"

#include <stdio.h>
#include <string.h>

static const char *const act_names[SAYSO_ACTS] = {
    "reject", "retract", "set", "merge_parties", "split_party", "merge_incidents", "split_incident", "undo",
};

const char *say_ledger_act(sayso_act act) { return (unsigned)act < SAYSO_ACTS ? act_names[act] : NULL; }

static sayso_act act_named(const char *name)
{
    unsigned act = 0;
    while (act < SAYSO_ACTS && strcmp(act_names[act], name)) act++;
    return (sayso_act)act;
}

/* ---- into the tables ---- */

static sayso_code undo_again(say_ledger *l, sayso_error *error)
{
    int64_t depths[64];
    sayso_code code = SAYSO_OK;
    for (int64_t below = INT64_MAX; !code;) {                   /* deepest first, some at a time */
        size_t n = 0;
        sqlite3_stmt *rows = say_ledger_ask(l, ASK_DEPTHS, error, "i", below);
        if (!rows) return error ? error->code : SAYSO_NO_MEMORY;
        while (n < 64 && say_ledger_step(l, rows, &code, error)) depths[n++] = sqlite3_column_int64(rows, 0);
        sqlite3_reset(rows);
        for (size_t i = 0; !code && i < n; i++) code = say_ledger_run(l, SET_UNDONE, error, "i", depths[i]);
        if (n < 64) break;
        below = depths[n - 1];
    }
    return code;
}

/* The claim that a correction is about, at the end of a chain of undoing; "" where it is about none. */
static sayso_code claim_under(say_ledger *l, const char *act, const char *target, const char *other, char claim[20], sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    bool undo = !strcmp(act, "undo");
    snprintf(claim, 20, "%s", strcmp(act, "split_party") ? target : other);
    for (size_t steps = 0; !code && undo && steps < 10000; steps++) {
        sqlite3_stmt *row = say_ledger_ask(l, ASK_CORRECTION, error, "t", claim);
        if (!row) return error ? error->code : SAYSO_NO_MEMORY;
        if (!say_ledger_step(l, row, &code, error)) break;
        undo = !strcmp(say_ledger_column(row, 0), "undo");
        snprintf(claim, 20, "%s", say_ledger_column(row, strcmp(say_ledger_column(row, 0), "split_party") ? 1 : 2));
        sqlite3_reset(row);
    }
    if (strncmp(claim, "c-", 2)) claim[0] = '\0';
    return code;
}

sayso_code say_ledger_project_correction(say_ledger *l, const json_t *entry, int64_t content, sayso_error *error)
{
    char claim[20];
    const char *id = say_ledger_field(entry, "id"), *act = say_ledger_field(entry, "act"), *target = say_ledger_field(entry, "target");
    int64_t label, depth = (int64_t)json_integer_value(json_object_get(entry, "depth"));
    if (act_named(act) == SAYSO_ACTS) return say_base_fail(error, SAYSO_BAD_TEXT, id, 0, "a correction of no known kind: %.40s", act);
    sayso_code code = say_ledger_run(l, ADD_CORRECTION, error, "tittttttti", id, content, act, target, say_ledger_field(entry, "other"), say_ledger_field(entry, "field"),
                                     say_ledger_field(entry, "value"), say_ledger_field(entry, "by"), say_ledger_field(entry, "reason"), depth);
    const char *called = strcmp(act, "merge_parties") ? "" : say_ledger_field(entry, "value");
    if (!code && *called) code = say_ledger_label_number(l, called, &label, error);
    if (!code) code = undo_again(l, error);
    if (!code) code = claim_under(l, act, target, say_ledger_field(entry, "other"), claim, error);
    return code || !claim[0] ? code : say_ledger_decide(l, claim, error);
}

/* ---- those in force ---- */

sayso_code say_ledger_corrections(say_ledger *l, say_arena *arena, say_decisions *out, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *rows = say_ledger_ask(l, ASK_CORRECTIONS, error, "");
    if (!rows) return error ? error->code : SAYSO_NO_MEMORY;
    while (say_ledger_step(l, rows, &code, error)) {
        say_decision *d = SAY_PUSH(arena, out, error);
        const char *kept[9];
        bool fine = d != NULL;
        for (int i = 0; fine && i < 9; i++) fine = (kept[i] = say_ledger_kept(arena, rows, i, error)) != NULL;
        if (!fine) {
            sqlite3_reset(rows);
            return SAYSO_NO_MEMORY;
        }
        *d = (say_decision){ { act_named(kept[1]), kept[2], kept[3], kept[4], kept[5], kept[6], kept[7] }, kept[0], kept[8], (size_t)sqlite3_column_int64(rows, 9) };
    }
    return code;
}

sayso_code say_ledger_has_correction(say_ledger *l, const char *id, bool *has, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    sqlite3_stmt *row = say_ledger_ask(l, ASK_CORRECTION, error, "t", id);
    if (!row) return error ? error->code : SAYSO_NO_MEMORY;
    *has = say_ledger_step(l, row, &code, error);
    sqlite3_reset(row);
    return code;
}
