/* Between the files of via. */
#ifndef SAY_VIA_INSIDE_H
#define SAY_VIA_INSIDE_H

#include "intake/intake.h"
#include "via/via.h"

#include <jansson.h>

/* ---- peer.c: the other end of the line ---- */

typedef struct say_via_peer say_via_peer;

/* at is malloc'd and ended by NUL; say_via_reply_free. */
typedef struct {
    long    status;
    char   *at;
    size_t  size, room;
    bool    over, starved;               /* larger than may be; no memory for it */
    bool    cut;                         /* the connection broke before its end */
    char    type[60];                    /* as the endpoint calls it: "text/html" */
} say_via_reply;

say_via_peer *say_via_peer_open(const say_via_options *o, say_arena *arena, sayso_error *error);
void          say_via_peer_close(say_via_peer *peer);
const char   *say_via_peer_host(const say_via_peer *peer);
/* An answer of 2xx, or one that is about the request itself (reply->status says); all else is an error, after the
 * retries that make sense.  *reply is to be freed either way. */
sayso_code    say_via_post(say_via_peer *peer, const char *request, say_via_reply *reply, sayso_error *error);
void          say_via_reply_free(say_via_reply *reply);
/* Fails with what the endpoint says of itself, made fit to print; an answer of 2xx that says nothing is none that can be used. */
sayso_code    say_via_complain(const say_via_peer *peer, const say_via_reply *reply, sayso_error *error);
/* What a server said went wrong: one line without control characters and without the key.  false: it is the body, which is
 * in no form that says what went wrong. */
bool          say_via_excerpt(const say_via_reply *reply, const char *key, char out[160]);

/* ---- ask.c: what is asked, and what is answered ---- */

enum { SAY_VIA_FORMS = 2 };

/* How it is asked: for a schema in which form, for how many tokens at most. */
typedef struct { size_t form; int tokens; } say_via_manner;

/* The body of a request for sentences [first, past), to be freed; NULL: no memory. */
char *say_via_request(const say_via_options *o, say_via_manner manner, say_str text, const sayso_passage *sentences, size_t first, size_t past);
/* The model's words in the body of an answer: also in one that broke off.  *saved is to be freed; false: no memory.
 * *saved is NULL where the body is no answer of this kind; *broke where it stops before its end. */
bool  say_via_words(const say_via_reply *reply, char **saved, size_t *size, bool *broke);
extern const char *const say_via_kinds[];                /* of incidents, ended by NULL */

/* ---- cut.c: claims from the model's words ---- */

enum { SAY_VIA_MOST = 200 };                             /* claims taken from one answer */

typedef struct { json_t *items; size_t broken; bool form; } say_via_cuts;        /* form: there was a list of claims, be it empty */
bool  say_via_cut(say_str words, say_via_cuts *cuts);     /* false: no memory; items is a new list else */

/* ---- place.c: a flat claim as docs/schema.md has it ---- */

typedef struct {
    const say_via_options *o;
    say_str              text;
    const sayso_passage *sentences;
    size_t               count;
    say_arena           *arena;
    sayso_error         *error;
    const char          *hash, *maker;
    json_t              *parties, *incidents, *claims;   /* of the claims that were kept */
    say_via_count        counted;
    size_t               number;                         /* of the claim in hand, as the model gave them */
} say_via;

/* Takes one claim of the answer on sentences [first, past): kept in v's lists, or refused and told. */
sayso_code say_via_take(say_via *v, const json_t *flat, size_t first, size_t past);
void       say_via_refuse(say_via *v, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The lists as records. */
sayso_code say_via_records(const say_via *v, json_t *parties, json_t *incidents, json_t *claims, sayso_told told, say_arena *arena,
                           sayso_records *records, say_intake_count *count);

#endif
