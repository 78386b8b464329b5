/* via: sentences out, claims in.  One request after another; what one answer gives is taken before the next is asked for. */
#include "via/inside.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    say_via       v;
    say_via_peer *peer;
    size_t        form;                  /* of the schema: what the endpoint has not complained of */
    bool          fixed;                 /* the caller wants that one */
    size_t        understood;            /* answers that were claims, or a list without any */
} via_reading;

const char *say_via_maker(const char *model, const char *prompt, say_arena *arena, sayso_error *error)
{
    char hex[65];
    say_base_sha256(say_base_str(prompt), hex);
    return say_base_format(arena, error, "via %s prompt-%.8s", model, hex);
}

/* ---- one request ---- */

/* Says so where the endpoint finds the text too long for its model. */
static bool is_too_long(const say_via_reply *reply)
{
    static const char *const words[] = { "context length", "context window", "context size", "maximum context", "too long", "too many tokens", "n_ctx" };
    char said[160];
    say_via_excerpt(reply, NULL, said);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(said, words[i])) return true;
    return false;
}

/* Asks in the one form, and where that is complained of in the other.  reply->status says how it ended. */
static sayso_code ask_stretch(via_reading *r, size_t first, size_t past, say_via_reply *reply)
{
    for (;;) {
        char *request = say_via_request(r->v.o, r->v.text, r->v.sentences, first, past, r->form);
        if (!request) return say_base_fail(r->v.error, SAYSO_NO_MEMORY, "request", 0, "no room for it");
        sayso_code code = say_via_post(r->peer, request, reply, r->v.error);
        free(request);
        r->v.counted.requests++;
        bool other = !code && reply->status >= 400 && !r->fixed && r->form + 1 < SAY_VIA_FORMS && !is_too_long(reply);
        if (!other) return code;
        r->form++;
    }
}

static sayso_code take_words_of(via_reading *r, say_str words, bool broke, size_t first, size_t past)
{
    say_via *v = &r->v;
    say_via_cuts cuts;
    sayso_code code = SAYSO_OK;
    if (!say_via_cut(words, &cuts)) return say_base_fail(v->error, SAYSO_NO_MEMORY, "answer", 0, "no room for its claims");
    size_t whole = json_array_size(cuts.items);
    for (size_t i = 0; !code && i < whole; i++) code = say_via_take(v, json_array_get(cuts.items, i), first, past);
    json_decref(cuts.items);
    if (whole || cuts.form) r->understood++;
    if (!code && (cuts.broken || broke || (!whole && !cuts.form))) {
        v->counted.refused += cuts.broken > 1 ? cuts.broken - 1 : 0;
        say_via_refuse(v, "sentences %zu to %zu: the answer %s; %zu whole claims were in it", first + 1, past,
                       broke ? "broke off" : cuts.broken ? "has broken claims" : "is no list of claims", whole);
    }
    return code;
}

static sayso_code take_reply(via_reading *r, const say_via_reply *reply, size_t first, size_t past)
{
    char *words;
    size_t size;
    bool broke;
    if (!say_via_words(reply, &words, &size, &broke)) return say_base_fail(r->v.error, SAYSO_NO_MEMORY, "answer", 0, "no room for it");
    sayso_code code = SAYSO_OK;
    if (words) code = take_words_of(r, (say_str){ words, size }, broke || reply->cut, first, past);
    else code = say_via_complain(r->peer, reply, r->v.error);
    free(words);
    return code;
}

/* Where the model has no room for so many sentences, half of them are asked for at a time. */
static sayso_code read_stretch(via_reading *r, size_t first, size_t past)
{
    say_via_reply reply = { .status = 0 };
    sayso_code code = ask_stretch(r, first, past, &reply);
    bool fine = !code && reply.status < 400, halve = !code && !fine && past - first > 1 && is_too_long(&reply);
    if (fine) code = take_reply(r, &reply, first, past);
    else if (!code && !halve) code = say_via_complain(r->peer, &reply, r->v.error);
    say_via_reply_free(&reply);
    if (!halve) return code;
    size_t middle = first + (past - first) / 2;
    code = read_stretch(r, first, middle);
    return code ? code : read_stretch(r, middle, past);
}

/* ---- all of them ---- */

static size_t past_of_stretch(const say_via *v, size_t first)
{
    size_t most = v->o->stretch ? v->o->stretch : SAY_VIA_STRETCH, past = first, bytes = 0;
    while (past < v->count && (past == first || bytes + v->sentences[past].to - v->sentences[past].from <= most)) {
        bytes += v->sentences[past].to - v->sentences[past].from;
        past++;
    }
    return past;
}

static sayso_code read_all_stretches(via_reading *r)
{
    say_via *v = &r->v;
    sayso_code code = SAYSO_OK;
    for (size_t first = 0, past; !code && first < v->count; first = past) code = read_stretch(r, first, past = past_of_stretch(v, first));
    if (!code && v->count && !r->understood)
        code = say_base_fail(v->error, SAYSO_NO_ANSWER, say_via_peer_host(r->peer), 0, "the model answered with no list of claims");
    return code;
}

static sayso_code check_options(const say_via_options *o, size_t *form, bool *fixed, sayso_error *error)
{
    static const char *const forms[SAY_VIA_FORMS] = { "json_schema", "json_object" };
    if (!o->model || !*o->model) return say_base_fail(error, SAYSO_BAD_CALL, "model", 0, "no model is named");
    if (!o->prompt || !*o->prompt) return say_base_fail(error, SAYSO_BAD_CALL, "prompt", 0, "is empty");
    *fixed = o->schema_form != NULL;
    for (*form = 0; *fixed && *form < SAY_VIA_FORMS && strcmp(o->schema_form, forms[*form]) != 0;) ++*form;
    return *form < SAY_VIA_FORMS ? SAYSO_OK : say_base_fail(error, SAYSO_BAD_CALL, "schema form", 0, "is json_schema or json_object");
}

sayso_code say_via_read(const say_via_options *o, say_str text, const char *hash, const sayso_passage *sentences, size_t count,
                        say_arena *arena, sayso_records *records, say_via_count *counted, sayso_error *error)
{
    sayso_error own;
    via_reading r = { .v = { .o = o, .text = text, .sentences = sentences, .count = count, .arena = arena, .error = error ? error : &own, .hash = hash } };
    say_via *v = &r.v;
    say_intake_count taken = { 0, 0 };
    *counted = (say_via_count){ 0, 0, 0 };
    sayso_code code = check_options(o, &r.form, &r.fixed, v->error);
    if (code) return code;
    if (!(v->maker = say_via_maker(o->model, o->prompt, arena, v->error)) || !(r.peer = say_via_peer_open(o, arena, v->error))) return v->error->code;
    v->parties = json_array();
    v->incidents = json_array();
    v->claims = json_array();
    code = v->parties && v->incidents && v->claims ? read_all_stretches(&r) : say_base_fail(v->error, SAYSO_NO_MEMORY, "claims", 0, "no room for them");
    if (!code) code = say_via_records(v, v->parties, v->incidents, v->claims, o->told, arena, records, &taken);
    v->counted.claims = taken.claims;
    v->counted.refused += taken.refused;
    *counted = v->counted;
    json_decref(v->parties);
    json_decref(v->incidents);
    json_decref(v->claims);
    say_via_peer_close(r.peer);
    return code;
}
