/* via: sentences out, claims in.  One request after another; what one answer gives is taken before the next is asked for.
 *
 * An endpoint may have less room than is asked of it.  Where it says so the answer gets half its tokens, once, and then the
 * sentences are asked for half as many bytes at a time; where an answer ends for want of tokens and came some way, the
 * next request begins with the sentence that it had come to.  What was learnt so holds for the rest of the report.         */
#include "via/inside.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    say_via        v;
    say_via_peer  *peer;
    say_via_manner manner;               /* what the endpoint has not complained of */
    bool           fixed;                /* the caller wants that form of schema */
    say_via_reply  objection;            /* what it had against the other form */
    size_t         most;                 /* bytes of sentences in one request */
    size_t         understood;           /* answers that were claims, or a list without any */
} via_reading;

/* Of an answer: a claim or two take the fewest.  One takes 80 to 130, and no text has a claim for every 100 bytes: what a
 * model says beyond SOME and a token a byte it says without end, and on a slow machine for longer than anybody waits. */
enum { FEWEST_TOKENS = 300, SOME_TOKENS = 500 };

const char *say_via_maker(const char *model, const char *prompt, say_arena *arena, sayso_error *error)
{
    char hex[65];
    say_base_sha256(say_base_str(prompt), hex);
    return say_base_format(arena, error, "via %s prompt-%.8s", model, hex);
}

/* ---- one request ---- */

static size_t bytes_asked(const say_via *v, size_t first, size_t past)
{
    size_t bytes = 0;
    for (size_t i = first; i < past; i++) bytes += v->sentences[i].to - v->sentences[i].from;
    return bytes;
}

static int tokens_of(const say_via_options *o) { return o->tokens > 0 ? o->tokens : SAY_VIA_TOKENS; }

/* Letter case aside: the words are in small letters. */
static bool complains_of(const say_via_reply *reply, const char *const words[])
{
    char said[160];
    say_via_excerpt(reply, NULL, said);
    for (char *c = said; *c; c++)
        if (*c >= 'A' && *c <= 'Z') *c = (char)(*c + 32);
    for (size_t i = 0; words[i]; i++)
        if (strstr(said, words[i])) return true;
    return false;
}

/* The endpoint finds the text too long for its model, or text and answer together. */
static bool is_too_long(const say_via_reply *reply)
{
    static const char *const words[] = { "context length", "context window", "context size", "maximum context", "too long", "too large", "too many tokens",
                                         "number of tokens", "max_new_tokens", "n_ctx", NULL };
    return reply->status == 413 || complains_of(reply, words);
}

static bool is_about_form(const say_via_reply *reply)
{
    static const char *const words[] = { "response_format", "response format", "schema", "grammar", NULL };
    return complains_of(reply, words);
}

/* The answer's tokens are halved once, while there are sentences to take away; for one alone as far as makes sense. */
static bool ask_for_fewer_tokens(via_reading *r, int asked, bool alone)
{
    bool lowered = r->manner.tokens < tokens_of(r->v.o);
    if (asked / 2 < FEWEST_TOKENS || (lowered && !alone)) return false;
    r->manner.tokens = asked / 2;
    return true;
}

static bool ask_in_other_form(via_reading *r, say_via_reply *reply)
{
    if (r->fixed || r->manner.form + 1 >= SAY_VIA_FORMS) return false;
    r->manner.form++;
    say_via_reply_free(&r->objection);
    r->objection = *reply;
    *reply = (say_via_reply){ .status = 0 };
    return true;
}

/* Asks until there is nothing left to change in the manner of asking.  reply->status says how it ended. */
static sayso_code ask_stretch(via_reading *r, size_t first, size_t past, say_via_reply *reply)
{
    bool again = true;
    size_t fair = SOME_TOKENS + bytes_asked(&r->v, first, past);
    sayso_code code = SAYSO_OK;
    while (!code && again) {
        say_via_manner manner = r->manner;
        if (fair < (size_t)manner.tokens) manner.tokens = (int)fair;
        char *request = say_via_request(r->v.o, manner, r->v.text, r->v.sentences, first, past);
        if (!request) return say_base_fail(r->v.error, SAYSO_NO_MEMORY, "request", 0, "no room for it");
        code = say_via_post(r->peer, request, reply, r->v.error);
        free(request);
        r->v.counted.requests++;
        again = !code && reply->status >= 400
             && (is_too_long(reply) ? ask_for_fewer_tokens(r, manner.tokens, past - first == 1) : ask_in_other_form(r, reply));
    }
    return code;
}

/* Of two complaints the second is the endpoint's last word, unless the first was not of the form at all. */
static sayso_code complain(const via_reading *r, const say_via_reply *reply)
{
    bool of_form = !r->objection.at || is_about_form(&r->objection);
    return say_via_complain(r->peer, of_form ? reply : &r->objection, r->v.error);
}

/* ---- its answer ---- */

static uintmax_t sentence_named(const json_t *item)
{
    json_int_t n = json_integer_value(json_object_get(item, "sentence"));
    return n > 0 ? (uintmax_t)n - 1 : UINTMAX_MAX;
}

/* The sentence to go on from after an answer that ended too early: that of its last claim, where the claims are in the order
 * of the sentences and it came a quarter of the way at least, so that a model which talks without end is soon left alone;
 * else `past`. */
static size_t goes_on_from(const json_t *items, size_t first, size_t past)
{
    uintmax_t at = first;
    for (size_t i = 0; i < json_array_size(items); i++) {
        uintmax_t named = sentence_named(json_array_get(items, i));
        if (named < at || named >= past) return past;
        at = named;
    }
    return at > first && (at - first) * 4 >= past - first ? (size_t)at : past;
}

/* Takes the claims on the sentences before *next, which is where the next request begins. */
static sayso_code take_words_of(via_reading *r, say_str words, bool broke, size_t first, size_t past, size_t *next)
{
    say_via *v = &r->v;
    say_via_cuts cuts;
    sayso_code code = SAYSO_OK;
    if (!say_via_cut(words, &cuts)) return say_base_fail(v->error, SAYSO_NO_MEMORY, "answer", 0, "no room for its claims");
    if (*next == past && broke) *next = goes_on_from(cuts.items, first, past);
    size_t whole = json_array_size(cuts.items);
    bool goes_on = *next < past;
    for (size_t i = 0; !code && i < whole; i++) {
        const json_t *item = json_array_get(cuts.items, i);
        if (!goes_on || sentence_named(item) < *next) code = say_via_take(v, item, first, past);
    }
    json_decref(cuts.items);
    if (whole || cuts.form) r->understood++;
    if (goes_on) {
        cuts.broken -= cuts.broken > 0;          /* the one that it ended in is asked for again */
        broke = false;
    }
    if (!code && (cuts.broken || broke || (!whole && !cuts.form))) {
        v->counted.refused += cuts.broken > 1 ? cuts.broken - 1 : 0;
        say_via_refuse(v, "sentences %zu to %zu: the answer %s; %zu whole claims were in it", first + 1, past,
                       broke ? "broke off" : cuts.broken ? "has broken claims" : "is no list of claims", whole);
    }
    return code;
}

static sayso_code take_reply(via_reading *r, const say_via_reply *reply, size_t first, size_t past, size_t *next)
{
    char *words;
    size_t size;
    bool broke;
    if (!say_via_words(reply, &words, &size, &broke)) return say_base_fail(r->v.error, SAYSO_NO_MEMORY, "answer", 0, "no room for it");
    if (!words) return complain(r, reply);
    sayso_code code = take_words_of(r, (say_str){ words, size }, broke || reply->cut, first, past, next);
    free(words);
    say_via_reply_free(&r->objection);
    return code;
}

/* ---- all of them ---- */

static size_t past_of_stretch(const via_reading *r, size_t first)
{
    size_t past = first, bytes = 0;
    do bytes += bytes_asked(&r->v, past, past + 1);
    while ((past == first || bytes <= r->most) && ++past < r->v.count);
    return past;
}

/* Too long, though there is little left to take away: half the sentences, and of one alone nothing, unless no other went through. */
static sayso_code yield_room(via_reading *r, const say_via_reply *reply, size_t first, size_t past, size_t *next)
{
    if (past - first > 1) {
        r->most = bytes_asked(&r->v, first, past) / 2;
        *next = first;
        return SAYSO_OK;
    }
    sayso_code code = complain(r, reply);
    if (!r->understood || code != SAYSO_NO_ANSWER) return code;
    say_via_refuse(&r->v, "sentence %zu: %.600s", past, r->v.error->message);
    return SAYSO_OK;
}

/* *next is where the next request begins: `first` again where this one was too long. */
static sayso_code read_stretch(via_reading *r, size_t first, size_t past, size_t *next)
{
    say_via_reply reply = { .status = 0 };
    sayso_code code = ask_stretch(r, first, past, &reply);
    *next = past;
    if (!code && reply.status < 400) code = take_reply(r, &reply, first, past, next);
    else if (!code) code = is_too_long(&reply) ? yield_room(r, &reply, first, past, next) : complain(r, &reply);
    say_via_reply_free(&reply);
    return code;
}

static sayso_code read_all_stretches(via_reading *r)
{
    say_via *v = &r->v;
    sayso_code code = SAYSO_OK;
    for (size_t first = 0, next; !code && first < v->count; first = next) code = read_stretch(r, first, past_of_stretch(r, first), &next);
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
    via_reading r = { .v = { .o = o, .text = text, .sentences = sentences, .count = count, .arena = arena, .error = error ? error : &own, .hash = hash },
                      .manner = { .tokens = tokens_of(o) }, .most = o->stretch ? o->stretch : SAY_VIA_STRETCH };
    say_via *v = &r.v;
    say_intake_count taken = { 0, 0 };
    *counted = (say_via_count){ 0, 0, 0 };
    sayso_code code = check_options(o, &r.manner.form, &r.fixed, v->error);
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
    say_via_reply_free(&r.objection);
    say_via_peer_close(r.peer);
    return code;
}
