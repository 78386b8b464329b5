/* ask: the request, and the model's words in the answer.
 *
 * The form that claims are asked in is flat and small, so that small models can keep to it:
 *   {"claims": [{"sentence": 3, "incident": words, "kind": "attack", "role": "carried_out", "party": words or null,
 *     "holder": [words, …], "factuality": "PS+", "trigger": words, "cue": words or null, "hedge": words or null,
 *     "basis": [{"kind": "intercept", "words": words}], "confidence": null}]}
 * place.c makes of it what docs/schema.md has.                                                                    */
#include "via/inside.h"

#include <stdlib.h>
#include <string.h>

const char *const say_via_kinds[] = { "attack", "killing", "bombing", "shooting", "stabbing", "kidnapping", "sabotage", "fire", "explosion", "crash",
                                      "poisoning", "arrest-related death", "robbery", "arson", "other", NULL };

/* ---- the schema ---- */

static const char *nth_kind(unsigned i)             { return say_via_kinds[i]; }
static const char *nth_role(unsigned i)             { return i < SAYSO_ROLES ? sayso_role_name((sayso_role)i) : NULL; }
static const char *nth_factuality(unsigned i)       { return i < SAYSO_FACTUALITIES ? sayso_factuality_name((sayso_factuality)i) : NULL; }
static const char *nth_basis(unsigned i)            { return i < SAYSO_BASES ? sayso_basis_name((sayso_basis)i) : NULL; }
static const char *nth_level(unsigned i)            { return i + 1 < SAYSO_CONFIDENCES ? sayso_confidence_name((sayso_confidence)(i + 1)) : NULL; }

typedef enum { WANT_NUMBER, WANT_WORDS, WANT_NAMED, WANT_LIST, WANT_BASIS } wanted_type;

typedef struct { const char *key; wanted_type type; bool may_lack; const char *(*name)(unsigned); } wanted_field;

static const wanted_field basis_fields[] = { { "kind", WANT_NAMED, false, nth_basis }, { "words", WANT_WORDS, true, NULL }, { NULL, WANT_WORDS, false, NULL } };

static const wanted_field claim_fields[] = {
    { "sentence", WANT_NUMBER, false, NULL },   { "incident", WANT_WORDS, false, NULL },           { "kind", WANT_NAMED, false, nth_kind },
    { "role", WANT_NAMED, false, nth_role },     { "party", WANT_WORDS, true, NULL },               { "holder", WANT_LIST, false, NULL },
    { "factuality", WANT_NAMED, false, nth_factuality },                                           { "trigger", WANT_WORDS, false, NULL },
    { "cue", WANT_WORDS, true, NULL },          { "hedge", WANT_WORDS, true, NULL },               { "basis", WANT_BASIS, false, NULL },
    { "confidence", WANT_NAMED, true, nth_level }, { NULL, WANT_WORDS, false, NULL } };

/* {"type": "string"}, named ones with "enum".  What may lack is "anyOf" that and null: beside a list of types
 * llama.cpp's Python server overlooks an "enum". */
static json_t *string_schema(const wanted_field *f)
{
    json_t *s = json_pack("{s:s}", "type", "string");
    if (f->type == WANT_NAMED) {
        json_t *names = json_array();
        for (unsigned i = 0; f->name(i); i++) json_array_append_new(names, json_string(f->name(i)));
        json_object_set_new(s, "enum", names);
    }
    return f->may_lack ? json_pack("{s:[o,{s:s}]}", "anyOf", s, "type", "null") : s;
}

static json_t *object_schema(const wanted_field *fields);

static json_t *field_schema(const wanted_field *f)
{
    if (f->type == WANT_NUMBER) return json_pack("{s:s}", "type", "integer");
    if (f->type == WANT_LIST) return json_pack("{s:s,s:{s:s}}", "type", "array", "items", "type", "string");
    if (f->type == WANT_BASIS) return json_pack("{s:s,s:o}", "type", "array", "items", object_schema(basis_fields));
    return string_schema(f);
}

static json_t *object_schema(const wanted_field *fields)
{
    json_t *properties = json_object(), *required = json_array();
    for (const wanted_field *f = fields; f->key; f++) {
        json_object_set_new(properties, f->key, field_schema(f));
        json_array_append_new(required, json_string(f->key));
    }
    return json_pack("{s:s,s:o,s:o,s:b}", "type", "object", "properties", properties, "required", required, "additionalProperties", 0);
}

static json_t *schema_of_answer(void)
{
    return json_pack("{s:s,s:{s:{s:s,s:o}},s:[s],s:b}", "type", "object", "properties", "claims", "type", "array", "items", object_schema(claim_fields),
                     "required", "claims", "additionalProperties", 0);
}

/* ---- the request ---- */

static json_t *form_of(size_t form)
{
    if (form == 0) return json_pack("{s:s,s:{s:s,s:b,s:o}}", "type", "json_schema", "json_schema", "name", "claims", "strict", 1, "schema", schema_of_answer());
    return json_pack("{s:s,s:o}", "type", "json_object", "schema", schema_of_answer());
}

/* Sentences one a line, with their numbers from 1. */
static char *numbered(say_str text, const sayso_passage *sentences, size_t first, size_t past)
{
    size_t room = 1, n = 0;
    for (size_t i = first; i < past; i++) room += sentences[i].to - sentences[i].from + 24;
    char *out = malloc(room);
    for (size_t i = first; out && i < past; i++) {
        say_str s = say_base_sub(text, (say_range){ sentences[i].from, sentences[i].to });
        char digits[20];
        size_t d = sizeof digits;
        for (size_t number = i + 1; number; number /= 10) digits[--d] = (char)('0' + number % 10);
        memcpy(out + n, digits + d, sizeof digits - d);
        n += sizeof digits - d;
        memcpy(out + n, ": ", 2);
        if (s.len) memcpy(out + n + 2, s.at, s.len);
        n += 2 + s.len;
        out[n++] = '\n';
    }
    if (out) out[n] = '\0';
    return out;
}

static const char *after_first_line(const char *prompt)
{
    const char *end = strchr(prompt, '\n');
    return end ? end + 1 : prompt;
}

char *say_via_request(const say_via_options *o, say_via_manner manner, say_str text, const sayso_passage *sentences, size_t first, size_t past)
{
    char *lines = numbered(text, sentences, first, past);
    if (!lines) return NULL;
    json_t *root = json_pack("{s:s,s:i,s:i,s:b,s:[{s:s,s:s},{s:s,s:s}],s:o}", "model", o->model, "temperature", 0, "max_tokens", manner.tokens,
                             "stream", 0, "messages", "role", "system", "content", after_first_line(o->prompt), "role", "user", "content", lines,
                             "response_format", form_of(manner.form));
    char *request = root ? json_dumps(root, JSON_COMPACT) : NULL;
    json_decref(root);
    free(lines);
    return request;
}

/* ---- the answer ---- */

/* The words in {"choices": [{"message": {"content": …}}]}: a string, or parts of which one has it as "text" (another may have
 * what it thought); null, where it only thought or will not answer, is no words.  NULL: the body is no answer. */
static const char *content_of(const json_t *root, size_t *size, bool *broke)
{
    const json_t *choice = json_array_get(json_object_get(root, "choices"), 0), *message = json_object_get(choice, "message");
    const json_t *content = json_object_get(message, "content"), *text = content;
    const char *finish = json_string_value(json_object_get(choice, "finish_reason"));
    *broke = finish && strcmp(finish, "length") == 0;
    for (size_t i = 0; i < json_array_size(content) && !json_is_string(text); i++) text = json_object_get(json_array_get(content, i), "text");
    *size = json_string_length(text);
    return json_is_string(text) ? json_string_value(text) : json_is_object(message) ? "" : NULL;
}

static uint32_t four_digits(const char *at, const char *end)
{
    uint32_t c = 0;
    if (end - at < 4) return UINT32_MAX;
    for (size_t i = 0; i < 4; i++) {
        static const char digits[] = "0123456789abcdef";
        const char *d = strchr(digits, at[i] >= 'A' && at[i] <= 'F' ? at[i] + 32 : at[i]);
        if (!d || !*d) return UINT32_MAX;
        c = c << 4 | (uint32_t)(d - digits);
    }
    return c;
}

static size_t put_code_point(uint32_t c, char *out)
{
    if (c < 0x80) { out[0] = (char)c; return 1; }
    if (c < 0x800) { out[0] = (char)(0xC0 | c >> 6); out[1] = (char)(0x80 | (c & 63)); return 2; }
    if (c < 0x10000) { out[0] = (char)(0xE0 | c >> 12); out[1] = (char)(0x80 | (c >> 6 & 63)); out[2] = (char)(0x80 | (c & 63)); return 3; }
    out[0] = (char)(0xF0 | c >> 18); out[1] = (char)(0x80 | (c >> 12 & 63)); out[2] = (char)(0x80 | (c >> 6 & 63)); out[3] = (char)(0x80 | (c & 63));
    return 4;
}

/* One escape after its backslash; returns the bytes read. */
static size_t unescape(const char *at, const char *end, char *out, size_t *n)
{
    static const char plain[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
    const char *p = *at ? strchr(plain, *at) : NULL;
    if (p) { out[(*n)++] = means[p - plain]; return 1; }
    uint32_t c = *at == 'u' ? four_digits(at + 1, end) : UINT32_MAX;
    if (c == UINT32_MAX) return 1;
    uint32_t low = c >= 0xD800 && c < 0xDC00 && end - at >= 11 && at[5] == '\\' && at[6] == 'u' ? four_digits(at + 7, end) : UINT32_MAX;
    bool pair = low != UINT32_MAX && low >= 0xDC00 && low < 0xE000;
    if (pair) c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    else if (c == 0 || (c >= 0xD800 && c < 0xE000)) c = 0xFFFD;
    *n += put_code_point(c, out + *n);
    return pair ? 11 : 5;
}

/* Of a body that is no whole JSON: the string after the last "content":, as far as it goes. */
static bool content_of_torn(const say_via_reply *reply, char **saved, size_t *size)
{
    const char *at = reply->at, *end = reply->at + reply->size, *start = NULL;
    for (const char *next = at; (next = strstr(next, "\"content\"")); next += 9) {
        const char *s = next + 9;
        while (*s == ' ' || *s == ':') s++;
        if (*s == '"') start = s + 1;
    }
    if (!start) return true;
    if (!(*saved = malloc((size_t)(end - start) + 1))) return false;
    size_t n = 0;
    for (at = start; at < end && *at != '"';)
        if (*at == '\\' && at + 1 < end) at += 1 + unescape(at + 1, end, *saved, &n);
        else (*saved)[n++] = *at++;
    (*saved)[n] = '\0';
    *size = n;
    return true;
}

bool say_via_words(const say_via_reply *reply, char **saved, size_t *size, bool *broke)
{
    *saved = NULL;
    *size = 0;
    *broke = true;
    if (!reply->at) return true;
    json_error_t bad;
    json_t *root = json_loadb(reply->at, reply->size, JSON_ALLOW_NUL, &bad);
    if (!root) return json_error_code(&bad) != json_error_out_of_memory && content_of_torn(reply, saved, size);
    const char *content = content_of(root, size, broke);
    if (content && (*saved = malloc(*size + 1))) memcpy(*saved, content, *size + 1);
    json_decref(root);
    return !content || *saved;
}
