/* bodies: the lines of canonical JSON that report, name and correction are entered as.  (That of a reading is written where
 * all JSON of records is.)  What is not UTF-8 in a file's name or a person's words becomes U+FFFD.                          */
#include "ledger/inside.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

static json_t *repaired_string(const char *value)
{
    size_t n = strlen(value), made = 0;
    char *fine = malloc(3 * n + 1);
    if (!fine) return NULL;
    for (size_t i = 0; i < n;) {
        utf8proc_int32_t point;
        utf8proc_ssize_t step = utf8proc_iterate((const utf8proc_uint8_t *)value + i, (utf8proc_ssize_t)(n - i), &point);
        const char *from = step > 0 ? value + i : "\xEF\xBF\xBD";
        size_t size = step > 0 ? (size_t)step : 3;
        memcpy(fine + made, from, size);
        made += size;
        i += step > 0 ? size : 1;
    }
    json_t *string = json_stringn(fine, made);
    free(fine);
    return string;
}

typedef struct { const char *key, *value; } body_field;                    /* value NULL or "": null */

static bool set_fields(json_t *object, const body_field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        json_t *value = fields[i].value && *fields[i].value ? repaired_string(fields[i].value) : json_null();
        if (json_object_set_new(object, fields[i].key, value)) return false;
    }
    return true;
}

static sayso_code no_body(sayso_error *error) { return say_base_fail(error, SAYSO_NO_MEMORY, "entry", 0, "no memory for an entry"); }

static sayso_code append_json(say_ledger *l, const json_t *object, bool *added, sayso_error *error)
{
    char *body = object ? json_dumps(object, JSON_COMPACT) : NULL;
    if (!body) return no_body(error);
    sayso_code code = say_ledger_append(l, say_base_str(body), added, error);
    free(body);
    return code;
}

sayso_code say_ledger_append_report(say_ledger *l, const say_report_entry *r, bool *added, sayso_error *error)
{
    const body_field fields[] = { { "kind", "report" }, { "report", r->hash }, { "title", r->title }, { "publisher", r->publisher }, { "date", r->date }, { "url", r->url } };
    json_t *object = json_object();
    bool fine = object && set_fields(object, fields, sizeof fields / sizeof *fields) && !json_object_set_new(object, "bytes", json_integer((json_int_t)r->bytes));
    sayso_code code = append_json(l, fine ? object : NULL, added, error);
    json_decref(object);
    return code;
}

sayso_code say_ledger_append_name(say_ledger *l, const char *hash, const char *doc, bool *added, sayso_error *error)
{
    const body_field fields[] = { { "kind", "name" }, { "report", hash }, { "doc", doc } };
    json_t *object = json_object();
    bool fine = object && set_fields(object, fields, sizeof fields / sizeof *fields);
    sayso_code code = append_json(l, fine ? object : NULL, added, error);
    json_decref(object);
    return code;
}

/* ---- corrections ---- */

/* Those that the new one comes after: all of the same things. */
static json_t *earlier_ones(say_ledger *l, const sayso_correction *c, json_int_t *depth, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    json_t *after = json_array();
    sqlite3_stmt *rows = after ? say_ledger_ask(l, ASK_EARLIER, error, "tt", c->target, c->other && *c->other ? c->other : c->target) : NULL;
    if (!after) no_body(error);
    *depth = 0;
    bool fine = rows != NULL;
    while (fine && say_ledger_step(l, rows, &code, error)) {
        if (sqlite3_column_int64(rows, 1) >= *depth) *depth = sqlite3_column_int64(rows, 1) + 1;
        fine = !json_array_append_new(after, json_string(say_ledger_column(rows, 0)));
        if (!fine) no_body(error);
    }
    if (rows) sqlite3_reset(rows);
    if (fine && !code) return after;
    json_decref(after);
    return NULL;
}

/* The id is made from all else that the correction says. */
static bool identify_correction(json_t *object, char id[16])
{
    char hash[65];
    char *body = json_dumps(object, JSON_COMPACT);
    if (!body) return false;
    say_base_sha256(say_base_str(body), hash);
    free(body);
    sqlite3_snprintf(16, id, "k-%.12s", hash);
    return !json_object_set_new(object, "id", json_string(id));
}

sayso_code say_ledger_append_correction(say_ledger *l, const sayso_correction *c, char id[16], sayso_error *error)
{
    const body_field fields[] = { { "kind", "correction" }, { "id", NULL }, { "act", say_ledger_act(c->act) }, { "target", c->target }, { "other", c->other },
                                  { "field", c->field }, { "value", c->value }, { "by", c->by }, { "reason", c->reason } };
    json_int_t depth;
    bool added;
    json_t *after = earlier_ones(l, c, &depth, error), *object = after ? json_object() : NULL;
    if (!after) return error ? error->code : SAYSO_NO_MEMORY;
    bool fine = object && set_fields(object, fields, sizeof fields / sizeof *fields) && !json_object_set_new(object, "depth", json_integer(depth))
                && !json_object_set(object, "after", after) && identify_correction(object, id);
    sayso_code code = append_json(l, fine ? object : NULL, &added, error);
    json_decref(after);
    json_decref(object);
    return code;
}
