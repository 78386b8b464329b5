/* peer: one HTTP conversation with an endpoint.
 *
 *   answered                    what is done
 *   2xx                         taken
 *   429, 5xx, a broken line     again, after a wait that doubles or that the endpoint asks for; a few times
 *   400, 404, 413, 415, 422,    given back: it may be the request's form or size that it does not like
 *   and 5xx that speak of the form
 *   3xx                         an error that names the other host: neither text nor key follows
 *   all else                    an error
 *
 * The key is in one header and in no message: what a server says is searched for it before it is shown.      */
#include "via/inside.h"

#include <stdlib.h>
#include <string.h>

void say_via_reply_free(say_via_reply *reply)
{
    free(reply->at);
    *reply = (say_via_reply){ .status = 0 };
}

/* ---- what a server says ---- */

/* {"error": {"message": …}} as OpenAI has it, {"error": …}, {"detail": …}, {"message": …}, {"detail": [{"msg": …}, …]} as
 * FastAPI has it; each alone or first in a list. */
static const char *said_wrong(const json_t *root)
{
    const json_t *body = json_is_array(root) ? json_array_get(root, 0) : root, *error = json_object_get(body, "error"), *detail = json_object_get(body, "detail");
    const json_t *at[] = { json_object_get(error, "message"), error, detail, json_object_get(body, "message"), json_object_get(json_array_get(detail, 0), "msg") };
    for (size_t i = 0; i < sizeof at / sizeof *at; i++)
        if (json_is_string(at[i])) return json_string_value(at[i]);
    return NULL;
}

static bool begins_key(const char *at, const char *key) { return key && *key && strncmp(at, key, strlen(key)) == 0; }

/* Bytes of one character as they may be shown: what is no UTF-8, or moves a terminal's cursor, may not. */
static size_t fit_to_print(const char *at, bool utf8)
{
    unsigned char c = (unsigned char)*at, next = c ? (unsigned char)at[1] : 0;
    if (c < 0x80) return c >= 0x20 && c != 0x7f;
    if (!utf8 || c < 0xC2 || (c == 0xC2 && next < 0xA0)) return 0;
    return c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
}

bool say_via_excerpt(const say_via_reply *reply, const char *key, char out[160])
{
    json_t *root = reply->at ? json_loadb(reply->at, reply->size, 0, NULL) : NULL;
    const char *said = said_wrong(root), *at = said ? said : reply->at ? reply->at : "";
    size_t n = 0, size;
    while (*at && n < 150) {
        if (begins_key(at, key)) {
            memcpy(out + n, "[key]", 5);
            n += 5;
            at += strlen(key);
        } else if ((size = fit_to_print(at, said != NULL))) {
            memcpy(out + n, at, size);
            n += size;
            at += size;
        } else {
            if (n && out[n - 1] != ' ') out[n++] = ' ';
            at++;
        }
    }
    out[n] = '\0';
    json_decref(root);
    return said != NULL;
}

#ifdef SAYSO_NO_NETWORK

/* ---- a build without libcurl ---- */

static sayso_code no_network(sayso_error *error)
{
    return say_base_fail(error, SAYSO_BAD_CALL, "via", 0, "this sayso was built without the network");
}

const char *say_via_host(const char *url, say_arena *arena, sayso_error *error)
{
    (void)url, (void)arena;
    no_network(error);
    return NULL;
}

say_via_peer *say_via_peer_open(const say_via_options *o, say_arena *arena, sayso_error *error)
{
    (void)o, (void)arena;
    no_network(error);
    return NULL;
}

void say_via_peer_close(say_via_peer *peer) { (void)peer; }

const char *say_via_peer_host(const say_via_peer *peer) { return peer ? "" : NULL; }

sayso_code say_via_post(say_via_peer *peer, const char *request, say_via_reply *reply, sayso_error *error)
{
    (void)peer, (void)request, (void)reply;
    return no_network(error);
}

sayso_code say_via_complain(const say_via_peer *peer, const say_via_reply *reply, sayso_error *error)
{
    (void)peer, (void)reply;
    return no_network(error);
}

#else

#include <curl/curl.h>
#include <time.h>

struct say_via_peer {
    CURL              *curl;
    struct curl_slist *headers;
    const char        *host, *key;
    int                timeout, retries, wait_ms;
    char               why[CURL_ERROR_SIZE];
};

/* ---- addresses ---- */

static sayso_code bad_url(sayso_error *error, const char *message) { return say_base_fail(error, SAYSO_BAD_CALL, "URL", 0, "%s", message); }

static bool ends_with(const char *words, const char *end)
{
    size_t n = strlen(words), m = strlen(end);
    return n >= m && strcmp(words + n - m, end) == 0;
}

/* "http://host" means its /v1, and all but a whole address wants /chat/completions at its end. */
static bool full_path(CURLU *u, say_arena *arena, sayso_error *error)
{
    char *path = NULL;
    if (curl_url_get(u, CURLUPART_PATH, &path, 0)) return !say_base_fail(error, SAYSO_NO_MEMORY, "URL", 0, "no room for it");
    bool whole = ends_with(path, "/chat/completions");
    size_t n = strlen(path);
    while (n && path[n - 1] == '/') path[--n] = '\0';
    const char *full = whole ? path : say_base_format(arena, error, "%s/chat/completions", n ? path : "/v1");
    bool fine = full && (!curl_url_set(u, CURLUPART_PATH, full, 0) || !say_base_fail(error, SAYSO_NO_MEMORY, "URL", 0, "no room for it"));
    curl_free(path);
    return fine;
}

static sayso_code check_url(CURLU *u, const char *url, sayso_error *error)
{
    char *scheme = NULL, *user = NULL, *password = NULL;
    sayso_code code = SAYSO_OK;
    if (!url || curl_url_set(u, CURLUPART_URL, url, 0) || curl_url_get(u, CURLUPART_SCHEME, &scheme, 0))
        code = bad_url(error, "is none that can be understood: http://HOST:PORT/v1 or https://HOST/v1");
    else if (strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0)
        code = bad_url(error, "must be of http or https");
    else if (!curl_url_get(u, CURLUPART_USER, &user, 0) || !curl_url_get(u, CURLUPART_PASSWORD, &password, 0))
        code = bad_url(error, "must have no name or password in it: the key belongs into the environment");
    curl_free(scheme);
    curl_free(user);
    curl_free(password);
    return code;
}

static const char *host_of(CURLU *u, say_arena *arena, sayso_error *error)
{
    char *host = NULL, *port = NULL;
    const char *kept = NULL;
    CURLUcode bad = curl_url_get(u, CURLUPART_HOST, &host, 0);
    curl_url_get(u, CURLUPART_PORT, &port, 0);
    if (bad) bad_url(error, "names no host");
    else kept = say_base_format(arena, error, "%s%s%s", host, port ? ":" : "", port ? port : "");
    curl_free(host);
    curl_free(port);
    return kept;
}

/* The whole address and its host; NULL on error. */
static const char *address_of(const char *url, const char **host, say_arena *arena, sayso_error *error)
{
    CURLU *u = curl_url();
    char *whole = NULL;
    const char *kept = NULL;
    if (!u) say_base_fail(error, SAYSO_NO_MEMORY, "URL", 0, "no room for it");
    else if (!check_url(u, url, error) && (*host = host_of(u, arena, error)) && full_path(u, arena, error)) {
        if (curl_url_get(u, CURLUPART_URL, &whole, 0)) say_base_fail(error, SAYSO_NO_MEMORY, "URL", 0, "no room for it");
        else kept = say_base_keep(arena, say_base_str(whole), error);
    }
    curl_free(whole);
    curl_url_cleanup(u);
    return kept;
}

const char *say_via_host(const char *url, say_arena *arena, sayso_error *error)
{
    const char *host = NULL;
    return address_of(url, &host, arena, error) ? host : NULL;
}

/* ---- opening ---- */

/* The bytes of an answer as they come; fewer taken than given ends the transfer. */
static size_t take_bytes(char *bytes, size_t one, size_t count, void *to)
{
    say_via_reply *reply = to;
    size_t more = one * count, whole = reply->size + more + 1;
    if (whole > SAY_VIA_LARGEST) {
        reply->over = true;
        return 0;
    }
    if (whole > reply->room) {
        size_t room = whole < 16384 ? 16384 : whole * 2;
        char *wider = realloc(reply->at, room);
        if (!wider) {
            reply->starved = true;
            return 0;
        }
        reply->at = wider;
        reply->room = room;
    }
    memcpy(reply->at + reply->size, bytes, more);
    reply->at[reply->size += more] = '\0';
    return more;
}

static bool add_header(say_via_peer *p, const char *line)
{
    struct curl_slist *longer = line ? curl_slist_append(p->headers, line) : NULL;
    if (longer) p->headers = longer;
    return longer != NULL;
}

static CURLcode only_http(CURL *c)
{
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    return curl_easy_setopt(c, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

static bool set_line(say_via_peer *p, const char *url)
{
    CURL *c = p->curl;
    long connect = p->timeout < 15 ? p->timeout : 15;
    return !curl_easy_setopt(c, CURLOPT_URL, url) && !only_http(c) && !curl_easy_setopt(c, CURLOPT_HTTPHEADER, p->headers)
        && !curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L) && !curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L)
        && !curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, connect) && !curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)p->timeout)
        && !curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_bytes) && !curl_easy_setopt(c, CURLOPT_ERRORBUFFER, p->why)
        && !curl_easy_setopt(c, CURLOPT_USERAGENT, "sayso/" SAYSO_VERSION);
}

static bool is_one_line(const char *key)
{
    while (*key && (unsigned char)*key >= 0x20 && *key != 0x7f) key++;
    return *key == '\0';
}

/* "Expect:" spares the wait for a "100 Continue" that many servers never send. */
static bool greet(say_via_peer *p, say_arena *arena, sayso_error *error)
{
    bool keyed = p->key && *p->key;
    const char *authorization = keyed ? say_base_format(arena, error, "Authorization: Bearer %s", p->key) : NULL;
    return add_header(p, "Content-Type: application/json") && add_header(p, "Accept: application/json") && add_header(p, "Expect:")
        && (!keyed || add_header(p, authorization));
}

say_via_peer *say_via_peer_open(const say_via_options *o, say_arena *arena, sayso_error *error)
{
    say_via_peer *p = SAY_TAKE(arena, say_via_peer, 1, error);
    if (!p) return NULL;
    p->key = o->key;
    p->timeout = o->timeout_s > 0 ? o->timeout_s : SAY_VIA_TIMEOUT;
    p->retries = o->retries < 0 ? 0 : o->retries ? o->retries : SAY_VIA_RETRIES;
    p->wait_ms = o->wait_ms > 0 ? o->wait_ms : 1000;
    const char *url = address_of(o->url, &p->host, arena, error);
    if (!url) return NULL;
    if (p->key && !is_one_line(p->key)) {
        say_base_fail(error, SAYSO_BAD_CALL, "key", 0, "has a control character in it");
        return NULL;
    }
    p->curl = curl_easy_init();
    if (p->curl && greet(p, arena, error) && set_line(p, url)) return p;
    say_base_fail(error, SAYSO_NO_MEMORY, p->host, 0, "no room for a connection");
    say_via_peer_close(p);
    return NULL;
}

void say_via_peer_close(say_via_peer *p)
{
    if (!p) return;
    curl_easy_cleanup(p->curl);
    curl_slist_free_all(p->headers);
}

const char *say_via_peer_host(const say_via_peer *peer) { return peer->host; }

/* ---- asking ---- */

static void wait_for(long ms)
{
    struct timespec left = { ms / 1000, ms % 1000 * 1000000 };
    while (nanosleep(&left, &left)) {}
}

static CURLcode post_once(say_via_peer *p, const char *request, say_via_reply *reply)
{
    say_via_reply_free(reply);
    p->why[0] = '\0';
    CURLcode c = curl_easy_setopt(p->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(request));
    if (!c) c = curl_easy_setopt(p->curl, CURLOPT_POSTFIELDS, request);
    if (!c) c = curl_easy_setopt(p->curl, CURLOPT_WRITEDATA, reply);
    if (!c) c = curl_easy_perform(p->curl);
    const char *type = NULL;
    curl_easy_getinfo(p->curl, CURLINFO_RESPONSE_CODE, &reply->status);
    curl_easy_getinfo(p->curl, CURLINFO_CONTENT_TYPE, &type);
    for (size_t n = 0; type && n + 1 < sizeof reply->type && (unsigned char)type[n] > 0x20 && (unsigned char)type[n] < 0x7f; n++) reply->type[n] = type[n];
    return c;
}

static bool is_broken_line(CURLcode c)
{
    return c == CURLE_PARTIAL_FILE || c == CURLE_RECV_ERROR || c == CURLE_SEND_ERROR || c == CURLE_GOT_NOTHING || c == CURLE_HTTP2
        || c == CURLE_HTTP2_STREAM;
}

static bool may_pass(long status) { return status == 429 || (status >= 500 && status != 501 && status <= 599); }

static sayso_code line_failed(const say_via_peer *p, CURLcode c, const say_via_reply *reply, sayso_error *error)
{
    if (reply->starved || c == CURLE_OUT_OF_MEMORY) return say_base_fail(error, SAYSO_NO_MEMORY, p->host, 0, "no room for its answer");
    if (reply->over) return say_base_fail(error, SAYSO_TOO_LARGE, p->host, SAY_VIA_LARGEST, "its answer is larger than %zu bytes", SAY_VIA_LARGEST);
    if (c == CURLE_OPERATION_TIMEDOUT) return say_base_fail(error, SAYSO_NO_ANSWER, p->host, 0, "no answer within %d s", p->timeout);
    return say_base_fail(error, SAYSO_NO_ANSWER, p->host, 0, "%.200s", p->why[0] ? p->why : curl_easy_strerror(c));
}

static sayso_code redirected(const say_via_peer *p, long status, say_arena *arena, sayso_error *error)
{
    const char *to = NULL, *other = NULL;
    sayso_error ignored;
    curl_easy_getinfo(p->curl, CURLINFO_REDIRECT_URL, &to);
    if (to) other = say_via_host(to, arena, &ignored);
    return say_base_fail(error, SAYSO_NO_ANSWER, p->host, 0, "sends on to %.100s (%ld), which is not followed; name that address where it is meant",
                         other ? other : "another address", status);
}

sayso_code say_via_complain(const say_via_peer *p, const say_via_reply *reply, sayso_error *error)
{
    if (reply->status >= 300 && reply->status < 400) {
        say_arena *arena = say_base_arena(error);
        sayso_code code = arena ? redirected(p, reply->status, arena, error) : SAYSO_NO_MEMORY;
        say_base_arena_close(arena);
        return code;
    }
    char said[160];
    bool told = say_via_excerpt(reply, p->key, said);
    if (reply->status < 300 && !told)
        return say_base_fail(error, SAYSO_NO_ANSWER, p->host, 0, "its answer is no chat completion%s%s", *reply->type ? " but " : "", reply->type);
    bool keyless = reply->status == 401 || reply->status == 403;
    return say_base_fail(error, SAYSO_NO_ANSWER, p->host, 0, "answered %ld%s%s%s", reply->status, keyless ? " (is the key right?)" : "", *said ? ": " : "", said);
}

/* Milliseconds before the next attempt; < 0: longer than anybody waits. */
static long wait_before(const say_via_peer *p, int attempt)
{
    curl_off_t asked = 0;
    long ms = p->wait_ms;
    curl_easy_getinfo(p->curl, CURLINFO_RETRY_AFTER, &asked);
    if (asked > SAY_VIA_LONGEST_WAIT) return -1;
    if (asked > 0) return (long)asked * 1000;
    for (int i = 0; i < attempt && ms < SAY_VIA_LONGEST_WAIT * 1000L; i++) ms *= 2;
    return ms < SAY_VIA_LONGEST_WAIT * 1000L ? ms : SAY_VIA_LONGEST_WAIT * 1000L;
}

/* llama.cpp's Python server answers 500 to a form of schema that it does not know. */
static bool is_about_the_request(const say_via_reply *reply)
{
    static const long statuses[] = { 400, 404, 413, 415, 422 };
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        if (reply->status == statuses[i]) return true;
    return reply->status >= 500 && reply->at && (strstr(reply->at, "response_format") || strstr(reply->at, "json_schema"));
}

sayso_code say_via_post(say_via_peer *p, const char *request, say_via_reply *reply, sayso_error *error)
{
    for (int attempt = 0;; attempt++) {
        CURLcode c = post_once(p, request, reply);
        bool broken = is_broken_line(c), asked = !c && is_about_the_request(reply), again = broken || (!c && !asked && may_pass(reply->status));
        long ms = again && attempt < p->retries ? wait_before(p, attempt) : -1;
        if (ms >= 0) {
            wait_for(ms);
            continue;
        }
        reply->cut = broken && reply->status == 200 && reply->size;
        if (c && !reply->cut) return line_failed(p, c, reply, error);
        bool fine = asked || (reply->status >= 200 && reply->status < 300);
        return fine ? SAYSO_OK : say_via_complain(p, reply, error);
    }
}

#endif
