/* via: the public names of reading by way of another reader's endpoint: report, sentences, answers, records; no weights. */
#include "bytes/bytes.h"
#include "front/report.h"
#include "norm/norm.h"
#include "text/text.h"
#include "via/via.h"

#include <stdio.h>
#include <stdlib.h>

struct sayso_via {
    say_arena      *arena;               /* of the strings */
    say_norm       *norm;
    say_via_options options;
    const char     *maker, *host;
};

enum { PROMPT_MOST = 64 * 1024 };

static const char *prompt_in(const char *folder, say_arena *arena, sayso_error *error)
{
    const char *path = say_base_format(arena, error, "%s/via.txt", folder);
    char *bytes = NULL, *kept = NULL;
    size_t size;
    if (path && !say_bytes_read(path, PROMPT_MOST, &bytes, &size, error)) kept = say_base_keep(arena, (say_str){ bytes, size }, error);
    free(bytes);
    return kept;
}

static const char *own_copy(say_arena *arena, const char *words, sayso_error *error) { return say_base_keep(arena, say_base_str(words), error); }

static bool open_via(sayso_via *via, const sayso_via_options *o, sayso_error *error)
{
    say_via_options *to = &via->options;
    if (!o->model || !*o->model) {
        say_base_fail(error, SAYSO_BAD_CALL, "model", 0, "no model is named");
        return false;
    }
    *to = (say_via_options){ .timeout_s = o->timeout_s, .retries = o->retries };
    if (!(via->arena = say_base_arena(error)) || !(via->host = say_via_host(o->url, via->arena, error))) return false;
    if (!(via->norm = say_norm_open(o->data, error)) || !(to->prompt = prompt_in(o->data, via->arena, error))) return false;
    if (!(to->url = own_copy(via->arena, o->url, error)) || !(to->model = own_copy(via->arena, o->model, error))) return false;
    if (!(to->reading = own_copy(via->arena, o->reading ? o->reading : "press", error)) || say_norm_reading(via->norm, to->reading, error)) return false;
    if (o->key && *o->key && !(to->key = own_copy(via->arena, o->key, error))) return false;
    to->norm = via->norm;
    return (via->maker = say_via_maker(to->model, to->prompt, via->arena, error)) != NULL;
}

sayso_via *sayso_via_open(const sayso_via_options *options, sayso_error *error)
{
    sayso_via *via = calloc(1, sizeof *via);
    if (!via) say_base_fail(error, SAYSO_NO_MEMORY, "via", 0, "no room for it");
    if (!via || open_via(via, options, error)) return via;
    sayso_via_close(via);
    return NULL;
}

void sayso_via_close(sayso_via *via)
{
    if (!via) return;
    say_norm_close(via->norm);
    say_base_arena_close(via->arena);
    free(via);
}

const char *sayso_via_maker(const sayso_via *via) { return via->maker; }
const char *sayso_via_host(const sayso_via *via)  { return via->host; }

/* ---- reading ---- */

static sayso_passage *passages_of(const say_text *text, say_arena *arena, sayso_error *error)
{
    sayso_passage *at = SAY_TAKE(arena, sayso_passage, text->sentence_count, error);
    for (size_t i = 0; at && i < text->sentence_count; i++) at[i] = (sayso_passage){ text->sentences[i].at.from, text->sentences[i].at.to };
    return at;
}

static void name_report(const say_doc *doc, sayso_records *r)
{
    r->doc = doc->name;
    r->title = doc->title;
    r->publisher = doc->publisher;
    r->date = doc->date;
    r->hash = doc->hash;
    r->text = doc->text;
    r->text_size = doc->size;
}

static sayso_code read_by_way(const sayso_via *via, sayso_told told, say_via_count *counted, sayso_report *report, sayso_error *error)
{
    const say_doc *doc = report->doc;
    say_text text;
    say_via_options options = via->options;
    options.told = told;
    sayso_code code = say_text_split(doc, report->arena, &text, error);
    const sayso_passage *sentences = code ? NULL : passages_of(&text, report->arena, error);
    if (!code && !sentences) code = SAYSO_NO_MEMORY;
    if (!code) code = say_via_read(&options, text.source, doc->hash, sentences, text.sentence_count, report->arena, &report->records, counted, error);
    if (code) return code;
    name_report(doc, &report->records);
    return say_front_source(via->maker, report, error);
}

sayso_code sayso_report_via(sayso_report *report, const sayso_via *via, sayso_told told, size_t *refused, sayso_error *error)
{
    say_via_count counted = { 0, 0, 0 };
    sayso_code code = read_by_way(via, told, &counted, report, error);
    if (refused) *refused = counted.refused;
    if (code) report->records = say_front_unread_records(report->doc);
    return code;
}
