/* ledger: the public names of the ledger, but for those that enter what people and other readers say (entering.c). */
#include "front/inside.h"
#include "sheets/sheets.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

sayso_ledger *sayso_ledger_open(const char *path, sayso_ledger_mode mode, const char *data, const char *now, sayso_error *error)
{
    sayso_ledger *ledger = calloc(1, sizeof *ledger);
    if (!ledger) {
        say_base_fail(error, SAYSO_NO_MEMORY, path, 0, "no room for a ledger");
        return NULL;
    }
    if ((ledger->norm = say_norm_open(data, error)) && (ledger->store = say_ledger_open(path, mode == SAYSO_WRITE, now, error))) return ledger;
    sayso_ledger_close(ledger);
    return NULL;
}

void sayso_ledger_close(sayso_ledger *ledger)
{
    if (!ledger) return;
    say_ledger_close(ledger->store);
    say_norm_close(ledger->norm);
    free(ledger);
}

/* ---- entering ---- */

int say_front_pour(void *pail, const char *bytes, size_t size)
{
    say_pail *p = pail;
    size_t wanted;
    if (!say_base_plus(p->count, size, &wanted)) return ENOMEM;
    if (wanted > p->room) {
        size_t room = wanted < SIZE_MAX / 2 ? 2 * wanted : wanted;
        char *wider = realloc(p->at, room);
        if (!wider) return ENOMEM;
        p->at = wider;
        p->room = room;
    }
    if (size) memcpy(p->at + p->count, bytes, size);
    p->count = wanted;
    return 0;
}

static sayso_code enter_reading(sayso_ledger *ledger, const sayso_records *records, const char *maker, bool *added, sayso_error *error)
{
    say_pail line = { NULL, 0, 0 };
    sayso_code code = say_sheets_reading(records, maker, (sayso_sink){ say_front_pour, &line }, error);
    if (!code) code = say_ledger_append(ledger->store, (say_str){ line.at, line.count }, added, error);
    free(line.at);
    return code;
}

sayso_code say_front_enter(sayso_ledger *ledger, const sayso_records *r, const char *url, const char *maker, bool *added, sayso_error *error)
{
    bool also;
    const say_report_entry report = { r->hash, r->title, r->publisher, r->date, url, r->text_size };
    sayso_code code = say_ledger_keep_text(ledger->store, r->hash, (say_str){ r->text, r->text_size }, error);
    if (!code) code = say_ledger_append_report(ledger->store, &report, &also, error);
    if (!code && r->doc && *r->doc) code = say_ledger_append_name(ledger->store, r->hash, r->doc, &also, error);
    return code ? code : enter_reading(ledger, r, maker, added, error);
}

sayso_code say_front_end(sayso_ledger *ledger, sayso_code code, sayso_error *error)
{
    if (!code) return say_ledger_commit(ledger->store, error);
    say_ledger_rollback(ledger->store);
    return code;
}

sayso_code sayso_ledger_add(sayso_ledger *ledger, const sayso_records *records, const char *maker, bool *added, sayso_error *error)
{
    *added = false;
    if (!maker || !*maker) return say_base_fail(error, SAYSO_BAD_CALL, "maker", 0, "a report wants to know who read it");
    sayso_code code = say_ledger_begin(ledger->store, error);
    if (code) return code;
    code = say_front_enter(ledger, records, records->source_count ? records->sources[0].url : "", maker, added, error);
    code = say_front_end(ledger, code, error);
    if (code) *added = false;
    return code;
}

sayso_code sayso_ledger_has(sayso_ledger *ledger, const sayso_records *report, const char *maker, bool *has, sayso_error *error)
{
    return say_ledger_has_reading(ledger->store, report->hash, maker, has, error);
}

sayso_code sayso_ledger_name(sayso_ledger *ledger, const sayso_records *report, sayso_error *error)
{
    bool added, has = !report->doc || !*report->doc;
    sayso_code code = has ? SAYSO_OK : say_ledger_has_name(ledger->store, report->hash, report->doc, &has, error);
    if (code || has) return code;
    code = say_ledger_begin(ledger->store, error);
    return code ? code : say_front_end(ledger, say_ledger_append_name(ledger->store, report->hash, report->doc, &added, error), error);
}

sayso_code sayso_ledger_settle(sayso_ledger *ledger, sayso_error *error)
{
    sayso_code code = say_ledger_begin(ledger->store, error);
    return code ? code : say_front_end(ledger, say_front_settle(ledger, error), error);
}

sayso_code sayso_ledger_merge(sayso_ledger *ledger, const char *other, size_t *added, sayso_error *error)
{
    return say_ledger_merge(ledger->store, other, added, error);
}

sayso_code sayso_ledger_verify(sayso_ledger *ledger, sayso_told told, sayso_verified *verified, sayso_error *error)
{
    return say_ledger_verify(ledger->store, told, verified, error);
}

/* ---- asking ---- */

sayso_code sayso_ledger_incidents(sayso_ledger *ledger, const sayso_query *query, sayso_incident_walk *walk, void *to, sayso_error *error)
{
    return say_ledger_walk_incidents(ledger->store, query, walk, to, error);
}

sayso_code sayso_ledger_claims(sayso_ledger *ledger, const sayso_query *query, sayso_claim_walk *walk, void *to, sayso_error *error)
{
    return say_ledger_walk_claims(ledger->store, query, walk, to, error);
}

sayso_code sayso_ledger_parties(sayso_ledger *ledger, const sayso_query *query, sayso_party_walk *walk, void *to, sayso_error *error)
{
    return say_ledger_walk_parties(ledger->store, query, walk, to, error);
}

/* ---- exporting ---- */

typedef struct { sayso_sink sink; sayso_error *error; sayso_code code; const char *last; say_arena *arena; } exporting;

static sayso_code put_bytes(exporting *x, const char *bytes, size_t size)
{
    int why = x->code ? 0 : x->sink.write(x->sink.to, bytes, size);
    if (why) x->code = say_base_fail(x->error, SAYSO_NO_FILE, "output", 0, "cannot write: %s", strerror(why));
    return x->code;
}

static int export_entry(void *to, say_str body)
{
    return put_bytes(to, body.at, body.len) || put_bytes(to, "\n", 1);
}

static int export_json(void *to, const sayso_claim_row *row)
{
    exporting *x = to;
    return (x->code = say_sheets_row_json(row, x->sink, x->error)) != SAYSO_OK;
}

static int export_csv(void *to, const sayso_claim_row *row)
{
    exporting *x = to;
    return (x->code = say_sheets_row_csv(row, x->sink, x->error)) != SAYSO_OK;
}

/* The first of several reports of one name stands for it. */
static int export_cluster(void *to, const char *doc, const char *incident)
{
    exporting *x = to;
    if (x->last && !strcmp(x->last, doc)) return 0;
    put_bytes(x, x->last ? ",\n" : "{", x->last ? 2 : 1);
    if (!(x->last = say_base_keep(x->arena, say_base_str(doc), x->error))) return (x->code = SAYSO_NO_MEMORY) != 0;
    if (!x->code) x->code = say_sheets_quoted(doc, x->sink, x->error);
    put_bytes(x, ": ", 2);
    if (!x->code) x->code = say_sheets_quoted(incident, x->sink, x->error);
    return x->code != SAYSO_OK;
}

static sayso_code export_canonical(sayso_ledger *ledger, const sayso_query *query, exporting *x)
{
    (void)query;
    return say_ledger_entries(ledger->store, export_entry, x, x->error);
}

static sayso_code export_jsonl(sayso_ledger *ledger, const sayso_query *query, exporting *x)
{
    return say_ledger_walk_claims(ledger->store, query, export_json, x, x->error);
}

static sayso_code export_rows(sayso_ledger *ledger, const sayso_query *query, exporting *x)
{
    x->code = say_sheets_row_csv(NULL, x->sink, x->error);
    return x->code ? x->code : say_ledger_walk_claims(ledger->store, query, export_csv, x, x->error);
}

static sayso_code export_clusters(sayso_ledger *ledger, const sayso_query *query, exporting *x)
{
    (void)query;
    sayso_code code = say_ledger_walk_mains(ledger->store, export_cluster, x, x->error);
    if (code) return code;
    return x->last ? put_bytes(x, "}\n", 2) : put_bytes(x, "{}\n", 3);
}

sayso_code sayso_ledger_export(sayso_ledger *ledger, sayso_export form, const sayso_query *query, sayso_sink sink, sayso_error *error)
{
    static sayso_code (*const forms[SAYSO_EXPORTS])(sayso_ledger *, const sayso_query *, exporting *) =
        { export_canonical, export_jsonl, export_rows, export_clusters };
    if ((unsigned)form >= SAYSO_EXPORTS) return say_base_fail(error, SAYSO_BAD_CALL, "export", 0, "no such form");
    exporting x = { sink, error, SAYSO_OK, NULL, say_base_arena(error) };
    if (!x.arena) return SAYSO_NO_MEMORY;
    sayso_code code = forms[form](ledger, query, &x);
    say_base_arena_close(x.arena);
    return code ? code : x.code;
}
