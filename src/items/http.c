/* items: the answer of a web server: its fields, its chunks, its packing.
 *
 * Crawlers keep what a server sent, or what they made of it under the server's fields.  So a body that is declared to be
 * chunked or packed and does not look so is taken as it is, and gzip and zstd are known by their first bytes.           */
#include "items/http.h"

#include <stdlib.h>
#include <string.h>
#include <brotli/decode.h>
#include <zlib.h>

/* ---- fields ---- */

static bool is_gap(char c) { return c == ' ' || c == '\t'; }

static say_str trim_gaps(say_str s)
{
    while (s.len && is_gap(s.at[0])) s.at++, s.len--;
    while (s.len && (is_gap(s.at[s.len - 1]) || s.at[s.len - 1] == '\r')) s.len--;
    return s;
}

/* The line at *at without its end. */
static bool take_line(say_str block, size_t *at, say_str *line)
{
    const char *from = block.at + *at, *end = *at < block.len ? memchr(from, '\n', block.len - *at) : NULL;
    if (!end) return false;
    *at += (size_t)(end - from) + 1;
    *line = (say_str){ from, (size_t)(end - from) };
    if (line->len && line->at[line->len - 1] == '\r') line->len--;
    return true;
}

say_field_found say_items_field(say_str block, size_t *at, say_str *name, say_str *value)
{
    say_str line;
    if (!take_line(block, at, &line)) return SAY_FIELD_CUT;
    if (line.len == 0) return SAY_FIELDS_END;
    *name = (say_str){ line.at, 0 };
    *value = trim_gaps(line);
    if (is_gap(line.at[0])) return SAY_FIELD;
    const char *colon = memchr(line.at, ':', line.len);
    if (!colon || colon == line.at) return SAY_FIELD_BROKEN;
    *name = trim_gaps((say_str){ line.at, (size_t)(colon - line.at) });
    *value = trim_gaps((say_str){ colon + 1, line.len - (size_t)(colon - line.at) - 1 });
    return SAY_FIELD;
}

/* What stands before the next `mark`, and *rest behind it. */
static say_str part_before(say_str *rest, char mark)
{
    const char *end = rest->len ? memchr(rest->at, mark, rest->len) : NULL;
    say_str part = { rest->at, end ? (size_t)(end - rest->at) : rest->len };
    *rest = end ? (say_str){ end + 1, rest->len - part.len - 1 } : (say_str){ rest->at + rest->len, 0 };
    return trim_gaps(part);
}

void say_items_media(say_str value, say_str *type, say_str *charset)
{
    *type = part_before(&value, ';');
    *charset = (say_str){ value.at, 0 };
    while (value.len) {
        say_str words = part_before(&value, ';'), name = part_before(&words, '=');
        if (!say_base_same_fold(name, SAY_STR("charset"))) continue;
        *charset = trim_gaps(words);
        if (charset->len >= 2 && strchr("\"'", charset->at[0]) && charset->at[charset->len - 1] == charset->at[0]) *charset = (say_str){ charset->at + 1, charset->len - 2 };
    }
}

/* ---- the head ---- */

/* "HTTP/1.1 200 OK" */
static int status_of(say_str line)
{
    const char *gap = memchr(line.at, ' ', line.len);
    size_t at = gap ? (size_t)(gap - line.at) + 1 : line.len;
    int status = 0;
    if (line.len - at < 3) return 0;
    for (size_t i = at; i < at + 3; i++) {
        if (line.at[i] < '0' || line.at[i] > '9') return 0;
        status = 10 * status + (line.at[i] - '0');
    }
    return status;
}

static size_t body_length(say_str digits)
{
    size_t n = 0;
    if (digits.len == 0 || digits.len > 12) return SAYSO_NONE;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9') return SAYSO_NONE;
        n = 10 * n + (size_t)(digits.at[i] - '0');
    }
    return n;
}

static void note_field(say_http *http, say_str name, say_str value)
{
    if (say_base_same_fold(name, SAY_STR("content-type"))) say_items_media(value, &http->type, &http->charset);
    else if (say_base_same_fold(name, SAY_STR("content-language"))) http->language = value;
    else if (say_base_same_fold(name, SAY_STR("content-encoding"))) http->coding = value;
    else if (say_base_same_fold(name, SAY_STR("content-length"))) http->length = body_length(value);
    else if (say_base_same_fold(name, SAY_STR("transfer-encoding"))) http->chunked = say_base_same_fold(value, SAY_STR("chunked"));
}

bool say_items_http(say_str block, say_http *http)
{
    size_t at = 0;
    say_str line, name, value, nothing = { block.at, 0 };
    *http = (say_http){ .type = nothing, .charset = nothing, .language = nothing, .coding = nothing, .body = block.len, .length = SAYSO_NONE };
    if (block.len < 5 || memcmp(block.at, "HTTP/", 5) != 0 || !take_line(block, &at, &line)) return false;
    http->status = status_of(line);
    for (;;)
        switch (say_items_field(block, &at, &name, &value)) {
        case SAY_FIELD: note_field(http, name, value); break;
        case SAY_FIELD_BROKEN: break;
        case SAY_FIELDS_END: http->body = at; return true;
        case SAY_FIELD_CUT: return true;
        }
}

/* ---- chunks ---- */

bool say_items_begins(say_str bytes, say_str with)
{
    return bytes.len >= with.len && say_base_same_fold((say_str){ bytes.at, with.len }, with);
}

/* gzip or zstd */
static bool is_packed(say_str bytes) { return say_items_begins(bytes, SAY_STR("\x1F\x8B")) || say_items_begins(bytes, SAY_STR("\x28\xB5\x2F\xFD")); }

typedef enum { CHUNK, CHUNK_LAST, CHUNK_CUT, CHUNK_NONE } chunk_found;

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The size that stands at *at, which moves behind its line: "1a;name=value". */
static bool chunk_size(say_str block, size_t *at, size_t *size)
{
    say_str line;
    size_t i = 0, behind = *at;
    if (!take_line(block, &behind, &line)) return false;
    for (*size = 0; i < line.len && hex_digit(line.at[i]) >= 0; i++) {
        if (*size > SIZE_MAX / 32) return false;
        *size = 16 * *size + (size_t)hex_digit(line.at[i]);
    }
    line = trim_gaps((say_str){ line.at + i, line.len - i });
    if (i == 0 || (line.len && line.at[0] != ';')) return false;
    *at = behind;
    return true;
}

/* The chunk at *at, which moves behind it; behind the last one and its trailing fields, too. */
static chunk_found next_chunk(say_str block, size_t *at, say_range *data)
{
    size_t size;
    say_str line;
    *data = (say_range){ *at, *at };
    if (!chunk_size(block, at, &size)) return CHUNK_NONE;
    if (size == 0) {
        while (take_line(block, at, &line) && line.len) {}
        return CHUNK_LAST;
    }
    *data = (say_range){ *at, *at };
    bool whole = size <= block.len - *at;
    data->to = *at = whole ? *at + size : block.len;
    if (!whole) return CHUNK_CUT;
    if (*at < block.len && block.at[*at] == '\r') ++*at;
    if (*at < block.len && block.at[*at] == '\n') ++*at;
    return CHUNK;
}

static bool begins_chunked(say_str block, const say_http *http)
{
    size_t at = http->body, size;
    return http->chunked && chunk_size(block, &at, &size);
}

size_t say_items_http_end(say_str block, const say_http *http)
{
    size_t at = http->body;
    say_range data;
    bool says = !http->chunked && http->length < block.len - at;
    if (says && http->coding.len && !is_packed((say_str){ block.at + at, block.len - at })) says = false;     /* the length is of what was packed */
    if (!begins_chunked(block, http)) return says ? at + http->length : block.len;
    for (;;) {
        if (at == block.len) return at;
        chunk_found found = next_chunk(block, &at, &data);
        if (found != CHUNK) return found == CHUNK_LAST ? at : block.len;
    }
}

/* How many chunks there are, or the damage of the first that is none. */
static sayso_code count_chunks(say_str block, const say_http *http, bool cut, const char *path, uint64_t from, size_t *count, sayso_error *error)
{
    say_range data;
    for (size_t at = http->body, start = at; at < block.len; start = at) {
        chunk_found found = next_chunk(block, &at, &data);
        if (found == CHUNK_LAST) break;
        if (found != CHUNK && !cut)
            return say_base_fail(error, SAYSO_DAMAGED, path, (size_t)(from + start), found == CHUNK_CUT ? "a chunk of the page breaks off" : "a chunk of the page has no size");
        if (found == CHUNK_NONE || data.from == data.to) break;
        ++*count;
    }
    return SAYSO_OK;
}

/* More pieces than this are drawn together: a map must not outgrow its page. */
enum { PIECES_MOST = 100000 };

static sayso_code join_chunks(say_str block, const say_http *http, size_t count, say_arena *arena, say_payload *payload, sayso_error *error)
{
    bool apart = count <= PIECES_MOST;
    size_t n = 0;
    sayso_trace *map = SAY_TAKE(arena, sayso_trace, apart ? count : 1, error);
    char *bytes = map ? SAY_TAKE(arena, char, block.len - http->body + 1, error) : NULL;
    if (!bytes) return SAYSO_NO_MEMORY;
    say_range data;
    for (size_t at = http->body, i = 0; i < count; i++) {
        next_chunk(block, &at, &data);
        size_t size = data.to - data.from;
        memcpy(bytes + n, block.at + data.from, size);
        sayso_trace piece = { { n, n + size }, { data.from - http->body, data.to - http->body } };
        if (apart) map[i] = piece;
        else map[0] = (sayso_trace){ { 0, n + size }, { 0, data.to - http->body } };
        n += size;
    }
    *payload = (say_payload){ { bytes, n }, map, count == 0 ? 0 : apart ? count : 1 };
    return SAYSO_OK;
}

static sayso_code unchunked(say_str block, const say_http *http, bool cut, const char *path, uint64_t at, say_arena *arena, say_payload *payload, sayso_error *error)
{
    size_t count = 0;
    *payload = (say_payload){ .bytes = { block.at + http->body, block.len - http->body } };
    if (!begins_chunked(block, http)) return SAYSO_OK;
    sayso_code code = count_chunks(block, http, cut, path, at, &count, error);
    return code ? code : join_chunks(block, http, count, arena, payload, error);
}

/* ---- packing ---- */

/* Whether the bytes are a page as it is, whatever is declared. */
static bool begins_as_page(say_str bytes)
{
    if (say_items_begins(bytes, SAY_STR("\xEF\xBB\xBF"))) bytes.at += 3, bytes.len -= 3;
    while (bytes.len && strchr(" \t\r\n", bytes.at[0]) && bytes.at[0]) bytes.at++, bytes.len--;
    return say_items_begins(bytes, SAY_STR("<!")) || say_items_begins(bytes, SAY_STR("<?")) || say_items_begins(bytes, SAY_STR("<h"));
}

static sayso_code packed_wrong(const char *path, uint64_t at, sayso_code code, sayso_error *error)
{
    if (code == SAYSO_TOO_LARGE) return say_base_fail(error, code, path, (size_t)at, "unpacks to more than the limit of %d bytes", SAY_ITEMS_LARGEST);
    if (code == SAYSO_DAMAGED) return say_base_fail(error, code, path, (size_t)at, "the packed body of the page is damaged");
    return code;
}

/* "deflate" is zlib's form, or what is within it. */
static bool is_zlib(say_str bytes)
{
    return bytes.len >= 2 && (bytes.at[0] & 15) == 8 && ((unsigned char)bytes.at[0] * 256 + (unsigned char)bytes.at[1]) % 31 == 0;
}

typedef struct { char *at; size_t size, room; } unpacked_body;

static sayso_code widen_body(unpacked_body *b)
{
    if (b->size < b->room) return SAYSO_OK;
    if (b->room > SAY_ITEMS_LARGEST) return SAYSO_TOO_LARGE;
    size_t room = b->room ? b->room * 2 : (size_t)64 * 1024;
    char *wider = realloc(b->at, room);
    if (!wider) return SAYSO_NO_MEMORY;
    b->at = wider;
    b->room = room;
    return SAYSO_OK;
}

static sayso_code inflate_into(say_str packed, unpacked_body *b)
{
    z_stream z = { .next_in = (Bytef *)(uintptr_t)packed.at, .avail_in = (uInt)packed.len };
    if (inflateInit2(&z, is_zlib(packed) ? MAX_WBITS : -MAX_WBITS) != Z_OK) return SAYSO_NO_MEMORY;
    sayso_code code = SAYSO_OK;
    int state = Z_OK;
    while (state == Z_OK && !(code = widen_body(b))) {
        z.next_out = (Bytef *)b->at + b->size;
        z.avail_out = (uInt)(b->room - b->size);
        state = inflate(&z, Z_NO_FLUSH);
        b->size = b->room - z.avail_out;
    }
    inflateEnd(&z);
    return code || state == Z_STREAM_END ? code : state == Z_MEM_ERROR ? SAYSO_NO_MEMORY : SAYSO_DAMAGED;
}

static void *brotli_takes(void *none, size_t size)
{
    (void)none;
    return malloc(size);
}

static void brotli_gives(void *none, void *at)
{
    (void)none;
    free(at);
}

static sayso_code brotli_into(say_str packed, unpacked_body *b)
{
    BrotliDecoderState *brotli = BrotliDecoderCreateInstance(brotli_takes, brotli_gives, NULL);
    if (!brotli) return SAYSO_NO_MEMORY;
    const uint8_t *from = (const uint8_t *)packed.at;
    BrotliDecoderResult state = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
    sayso_code code = SAYSO_OK;
    while (state == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && !(code = widen_body(b))) {
        uint8_t *to = (uint8_t *)b->at + b->size;
        size_t left = b->room - b->size;
        state = BrotliDecoderDecompressStream(brotli, &packed.len, &from, &left, &to, NULL);
        b->size = b->room - left;
    }
    BrotliDecoderErrorCode why = BrotliDecoderGetErrorCode(brotli);
    BrotliDecoderDestroyInstance(brotli);
    if (code || state == BROTLI_DECODER_RESULT_SUCCESS) return code;
    return why <= BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES && why >= BROTLI_DECODER_ERROR_ALLOC_BLOCK_TYPE_TREES ? SAYSO_NO_MEMORY : SAYSO_DAMAGED;
}

typedef sayso_code into_body(say_str packed, unpacked_body *b);

static sayso_code unpack_with(into_body *into, say_str packed, const char *path, char **bytes, size_t *size, sayso_error *error)
{
    unpacked_body b = { NULL, 0, 0 };
    sayso_code code = into(packed, &b);
    if (!code && b.size > SAY_ITEMS_LARGEST) code = SAYSO_TOO_LARGE;
    *bytes = b.at;
    *size = b.size;
    return code == SAYSO_NO_MEMORY ? say_base_fail(error, code, path, 0, "no room to unpack %zu bytes", packed.len) : code;
}

static sayso_code inflated(say_str packed, const char *path, char **bytes, size_t *size, sayso_error *error)
{
    return unpack_with(inflate_into, packed, path, bytes, size, error);
}

static sayso_code unbrotlied(say_str packed, const char *path, char **bytes, size_t *size, sayso_error *error)
{
    return unpack_with(brotli_into, packed, path, bytes, size, error);
}

static sayso_code unpacked(say_str packed, const char *path, char **bytes, size_t *size, sayso_error *error)
{
    *bytes = NULL;
    say_stream *stream = say_bytes_over(packed, path, error);
    if (!stream) return SAYSO_NO_MEMORY;
    sayso_code code = say_bytes_rest(stream, SAY_ITEMS_LARGEST, bytes, size, error);
    say_bytes_close(stream);
    return code;
}

typedef sayso_code unpacker(say_str packed, const char *path, char **bytes, size_t *size, sayso_error *error);

/* How the bytes are packed; *unknown is a packing that nothing here undoes. */
static unpacker *packing_of(say_str bytes, say_str coding, say_str *unknown)
{
    static const struct { const char *name; unpacker *undo; } codings[] = {
        { "", NULL }, { "identity", NULL }, { "none", NULL }, { "utf-8", NULL }, { "gzip", NULL }, { "x-gzip", NULL }, { "zstd", NULL }, { "deflate", inflated },
        { "br", unbrotlied },
    };
    *unknown = (say_str){ NULL, 0 };
    if (is_packed(bytes)) return unpacked;
    if (bytes.len == 0 || begins_as_page(bytes)) return NULL;
    say_str last = coding;
    while (coding.len) last = part_before(&coding, ',');
    for (size_t i = 0; i < sizeof codings / sizeof *codings; i++)
        if (say_base_same_fold(last, say_base_str(codings[i].name))) return codings[i].undo;
    *unknown = last;
    return NULL;
}

static sayso_code keep_payload(say_payload *payload, say_str bytes, say_arena *arena, sayso_error *error)
{
    payload->bytes = (say_str){ say_base_keep(arena, bytes, error), bytes.len };
    return payload->bytes.at ? SAYSO_OK : SAYSO_NO_MEMORY;
}

/* Packed bytes have no places of their own: all that comes of them comes of the whole. */
static sayso_code map_as_whole(say_payload *payload, size_t body, say_arena *arena, sayso_error *error)
{
    size_t from = payload->map_count ? payload->map[0].source.from : 0, to = payload->map_count ? payload->map[payload->map_count - 1].source.to : body;
    sayso_trace *map = SAY_TAKE(arena, sayso_trace, 1, error);
    if (!map) return SAYSO_NO_MEMORY;
    *map = (sayso_trace){ { 0, payload->bytes.len }, { from, to } };
    payload->map = map;
    payload->map_count = payload->bytes.len ? 1 : 0;
    return SAYSO_OK;
}

sayso_code say_items_http_body(say_str block, const say_http *http, bool cut, const char *path, uint64_t at, say_arena *arena, say_payload *payload, sayso_error *error)
{
    sayso_code code = unchunked(block, http, cut, path, at, arena, payload, error);
    if (code) return code;
    say_str unknown;
    unpacker *undo = packing_of(payload->bytes, http->coding, &unknown);
    if (unknown.len)
        return say_base_fail(error, SAYSO_BAD_TEXT, path, (size_t)at, "packed as %.*s, which is not supported", unknown.len < 40 ? (int)unknown.len : 40, unknown.at);
    if (!undo) return payload->map_count ? SAYSO_OK : keep_payload(payload, payload->bytes, arena, error);
    char *bytes;
    size_t size = 0;
    code = undo(payload->bytes, path, &bytes, &size, error);
    if (!code) code = keep_payload(payload, (say_str){ bytes, size }, arena, error);
    free(bytes);
    return code ? packed_wrong(path, at + http->body, code, error) : map_as_whole(payload, block.len - http->body, arena, error);
}
