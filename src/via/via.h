/* via: lets a language model read instead of our reader, through an endpoint that speaks as OpenAI's does
 * (llama.cpp's server, Ollama, vLLM, a hosted one).
 *
 * The sentences go out numbered, as many whole ones in a request as fit; what comes back is cut into claims, however
 * badly the JSON is broken, and each claim goes through intake like that of any other stranger: its words stand verbatim
 * in the text, or it is refused and counted.  So the model may be poor, and may lie; it cannot put words into a report.
 *
 * The only room that talks to the network, through libcurl: http and https, no redirects, bounded times, bounded answers.
 * Calls with the same options may run in several threads at once (libcurl prepares itself in the first call; since 7.84
 * it does so safely where curl_version says "threadsafe"; where it does not, make the first call alone).                */
#ifndef SAY_VIA_H
#define SAY_VIA_H

#include "base/base.h"
#include "norm/norm.h"

typedef struct {
    const char *url;                     /* "http://127.0.0.1:8080/v1", or whole: ".../chat/completions" */
    const char *model;
    const char *prompt;                  /* text of data/via.txt; its first line is its version and stays here */
    const char *key;                     /* NULL: none.  Goes into the header Authorization and nowhere else */
    const char *schema_form;             /* how the endpoint is asked for a schema: "json_schema", "json_object" as llama.cpp's
                                          * Python server wants, NULL: the first, and the other where that is complained of */
    int         timeout_s, retries;      /* of one request; 0: SAY_VIA_TIMEOUT, SAY_VIA_RETRIES; retries < 0: none */
    int         wait_ms;                 /* before the first retry, doubled each time; 0: a second */
    size_t      stretch;                 /* bytes of sentences in one request; 0: SAY_VIA_STRETCH */
    int         tokens;                  /* of one answer at most, fewer for a short text: small models talk without end; 0: SAY_VIA_TOKENS */
    const say_norm *norm;                /* what words are worth: kinds of parties, stances, intervals; NULL: left open */
    const char *reading;                 /* certainty reading of the intervals */
    sayso_told  told;                    /* of what is refused, a line each; may be empty */
} say_via_options;

enum { SAY_VIA_TIMEOUT = 300, SAY_VIA_RETRIES = 3, SAY_VIA_STRETCH = 4000, SAY_VIA_TOKENS = 3000, SAY_VIA_LONGEST_WAIT = 60 /* s */ };
#define SAY_VIA_LARGEST ((size_t)4 * 1024 * 1024)        /* bytes of an answer */

typedef struct { size_t requests, claims, refused; } say_via_count;

/* *records lives in the arena and points into `text`, whose sentences these are; what the text says of itself (title,
 * date ...) is the caller's to fill in.  hash is that of the text.  SAYSO_NO_ANSWER where the endpoint gives none that
 * can be used; the error names its host, and no key and no words of the URL.                                           */
sayso_code say_via_read(const say_via_options *options, say_str text, const char *hash, const sayso_passage *sentences, size_t count,
                        say_arena *arena, sayso_records *records, say_via_count *counted, sayso_error *error);

/* Who made the claims: "via MODEL prompt-3f9a2b17", the beginning of the prompt's SHA-256; NULL on error. */
const char *say_via_maker(const char *model, const char *prompt, say_arena *arena, sayso_error *error);
/* Where the text goes: "127.0.0.1:8080"; NULL on error: no URL of http or https, or one with a password in it. */
const char *say_via_host(const char *url, say_arena *arena, sayso_error *error);

#endif
