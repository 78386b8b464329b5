/* Any bytes are a stream and a text.  Takes the stream in two ways, which must give the same bytes and errors, and decodes
 * it with a label that stands before it; each stretch of the map must lie within the bytes, and the text must be UTF-8.
 * An input: a byte for the sizes of peeks, a label, the end of a line, the bytes.                                       */
#include "bytes/bytes.h"
#include "want.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_OUT = 4 << 20 };             /* bytes that are taken of one input */

typedef struct { uint64_t hash, size; size_t errors; } taken;

static void take_bytes(taken *t, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) t->hash = (t->hash ^ (unsigned char)bytes[i]) * 0x100000001b3u;
    t->size += size;
}

static taken take_all(say_str bytes, size_t peek, size_t take)
{
    taken all = { 0xcbf29ce484222325u, 0, 0 };
    say_stream *stream = say_bytes_over(bytes, "fuzz", NULL);
    want(stream != NULL);
    while (all.size < MOST_OUT) {
        say_str view;
        sayso_error error = { 0 };
        sayso_code code = say_bytes_peek(stream, peek, &view, &error);
        want(code == error.code && (!code || (view.len == 0 && error.message[0])));
        if (code) {
            want(++all.errors <= 2 * bytes.len + 2);
            continue;
        }
        if (view.len == 0) break;
        size_t n = take && take < view.len ? take : view.len;
        if (n > MOST_OUT - all.size) n = (size_t)(MOST_OUT - all.size);
        take_bytes(&all, view.at, n);
        say_bytes_take(stream, n);
        want(say_bytes_at(stream) == all.size);
    }
    say_bytes_close(stream);
    return all;
}

static void decode(say_str bytes, const char *label)
{
    say_arena *arena = say_base_arena(NULL);
    say_decoded first, again;
    want(say_bytes_decode(bytes, label, "fuzz", arena, &first, NULL) == SAYSO_OK);
    want(first.text.at[first.text.len] == '\0' && strlen(first.text.at) == first.text.len);
    size_t text = 0;
    for (size_t i = 0; i < first.map_count; i++) {
        const sayso_trace *t = &first.map[i];
        want(t->text.from == text && t->text.to > text && t->source.from <= t->source.to && t->source.to <= bytes.len);
        text = t->text.to;
    }
    want(first.map_count ? text == first.text.len : first.text.len == 0 || say_base_same(first.text, bytes));
    want(say_bytes_decode(first.text, "utf-8", "fuzz", arena, &again, NULL) == SAYSO_OK);
    want(strcmp(again.charset, "utf-8") != 0 || again.replaced == 0);       /* another one where the text begins with a mark of its own */
    say_base_arena_close(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char label[32] = "";
    const uint8_t *line = size ? memchr(bytes, '\n', size < sizeof label ? size : sizeof label) : NULL;
    if (!line) return 0;
    memcpy(label, bytes + 1, line == bytes ? 0 : (size_t)(line - bytes - 1));
    say_str rest = { (const char *)line + 1, size - (size_t)(line - bytes) - 1 };
    taken one = take_all(rest, 1, 0), other = take_all(rest, (size_t)bytes[0] * bytes[0] * 7, (size_t)bytes[0] % 97);
    want(one.size == MOST_OUT || (one.size == other.size && one.errors == other.errors));
    want(one.size != other.size || one.hash == other.hash);
    decode(rest, label);
    return 0;
}
