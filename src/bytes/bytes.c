/* bytes: streams. */
#include "bytes/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 64 * 1024, MOST_PACKINGS = 2 };

typedef struct {
    say_layer layer;
    int  file;                          /* -1: bytes in memory */
    bool opened;                        /* here, and closed here */
    bool sized;                         /* a regular file of this size, when it was opened */
    uint64_t size;
} bottom_layer;

struct say_stream {
    bottom_layer bottom;
    say_layer *top;
    int  packings;
    bool settled;                       /* it is known how it is packed */
    bool failed;
    char name[];
};

/* ---- layers ---- */

sayso_code say_bytes_layer_room(say_layer *layer, size_t least, sayso_error *error)
{
    size_t ready = layer->to - layer->from;
    if (layer->room - layer->to >= least) return SAYSO_OK;
    if (ready <= layer->from && layer->room - ready >= least) {
        memmove(layer->at, layer->at + layer->from, ready);
        layer->from = 0;
        layer->to = ready;
        return SAYSO_OK;
    }
    size_t room = layer->room ? layer->room * 2 : 2 * least;
    char *wider = room > SIZE_MAX / 4 ? NULL : realloc(layer->at, room);
    if (!wider) return say_base_fail(error, SAYSO_NO_MEMORY, layer->name, layer->taken, "no room for %zu bytes", room);
    layer->at = wider;
    layer->room = room;
    return SAYSO_OK;
}

sayso_code say_bytes_layer_peek(say_layer *layer, size_t want, say_str *view, sayso_error *error)
{
    *view = (say_str){ NULL, 0 };
    while (layer->to - layer->from < want && !layer->ended && !layer->damaged) {
        sayso_code code = layer->fill(layer, error);
        if (!code) continue;
        layer->ended = true;
        layer->from = layer->to;
        return code;
    }
    if (layer->from == layer->to && layer->damaged) {
        layer->damaged = false;
        if (error) *error = layer->damage;
        return SAYSO_DAMAGED;
    }
    if (layer->to > layer->from) *view = (say_str){ layer->at + layer->from, layer->to - layer->from };
    return SAYSO_OK;
}

void say_bytes_layer_take(say_layer *layer, size_t count)
{
    size_t ready = layer->to - layer->from;
    if (count > ready) count = ready;
    layer->from += count;
    layer->taken += count;
    if (layer->room && layer->from == layer->to) layer->from = layer->to = 0;
}

/* ---- the bottom ---- */

static sayso_code file_failed(const char *name, uint64_t at, sayso_error *error)
{
    return say_base_fail(error, SAYSO_NO_FILE, name, (size_t)at, "%s", strerror(errno));
}

static sayso_code read_piece(say_layer *layer, sayso_error *error)
{
    bottom_layer *bottom = (bottom_layer *)layer;
    sayso_code code = say_bytes_layer_room(layer, PIECE, error);
    if (code) return code;
    ssize_t got;
    do got = read(bottom->file, layer->at + layer->to, layer->room - layer->to);
    while (got < 0 && errno == EINTR);
    if (got < 0) return file_failed(layer->name, layer->taken + (layer->to - layer->from), error);
    layer->ended = got == 0;
    layer->to += (size_t)got;
    return SAYSO_OK;
}

static void close_bottom(say_layer *layer)
{
    bottom_layer *bottom = (bottom_layer *)layer;
    if (bottom->opened) close(bottom->file);
    if (layer->room) free(layer->at);
}

static say_stream *new_stream(const char *name, sayso_error *error)
{
    size_t length = strlen(name);
    say_stream *stream = calloc(1, sizeof *stream + length + 1);
    if (!stream) {
        say_base_fail(error, SAYSO_NO_MEMORY, name, 0, "no room for a stream");
        return NULL;
    }
    memcpy(stream->name, name, length);
    stream->top = &stream->bottom.layer;
    stream->bottom = (bottom_layer){ .layer = { .name = stream->name, .fill = read_piece, .close = close_bottom }, .file = -1 };
    return stream;
}

say_stream *say_bytes_over(say_str bytes, const char *name, sayso_error *error)
{
    say_stream *stream = new_stream(name, error);
    if (!stream) return NULL;
    stream->top->at = (char *)bytes.at;               /* with no room of its own it is never written to */
    stream->top->to = bytes.len;
    stream->top->ended = true;
    return stream;
}

say_stream *say_bytes_open(const char *path, sayso_error *error)
{
    bool standard = strcmp(path, "-") == 0;
    say_stream *stream = new_stream(standard ? "standard input" : path, error);
    if (!stream) return NULL;
    bottom_layer *bottom = &stream->bottom;
    struct stat about;
    bottom->file = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    bottom->opened = !standard && bottom->file >= 0;
    if (bottom->file < 0 || fstat(bottom->file, &about)) {
        file_failed(stream->name, 0, error);
        say_bytes_close(stream);
        return NULL;
    }
    bottom->sized = S_ISREG(about.st_mode) && about.st_size > 0;
    bottom->size = bottom->sized ? (uint64_t)about.st_size : 0;
    return stream;
}

/* ---- the pile ---- */

void say_bytes_close(say_stream *stream)
{
    if (!stream) return;
    for (say_layer *layer = stream->top, *below; layer; layer = below) {
        below = layer->below;
        layer->close(layer);
    }
    free(stream);
}

const char *say_bytes_name(const say_stream *stream) { return stream->name; }

uint64_t say_bytes_at(const say_stream *stream) { return stream->top->taken; }

/* Looks at the first bytes, then at the first that they unpack to. */
static sayso_code settle(say_stream *stream, sayso_error *error)
{
    while (!stream->settled) {
        say_str head;
        sayso_code code = say_bytes_layer_peek(stream->top, SAY_BYTES_MAGIC, &head, error);
        if (code) return code;
        stream->settled = stream->packings == MOST_PACKINGS || !say_bytes_packed(head);
        if (stream->settled) break;
        say_layer *layer = say_bytes_unpack(stream->top, error);
        if (!layer) return SAYSO_NO_MEMORY;
        stream->top = layer;
        stream->packings++;
    }
    return SAYSO_OK;
}

sayso_code say_bytes_peek(say_stream *stream, size_t want, say_str *view, sayso_error *error)
{
    *view = (say_str){ NULL, 0 };
    if (stream->failed) return SAYSO_OK;
    sayso_code code = settle(stream, error);
    if (!code) code = say_bytes_layer_peek(stream->top, want ? want : 1, view, error);
    stream->failed = code && code != SAYSO_DAMAGED;
    return code;
}

void say_bytes_take(say_stream *stream, size_t count) { say_bytes_layer_take(stream->top, count); }

uint64_t say_bytes_sound(const say_stream *stream) { return stream->top->sound; }

/* ---- all that is left ---- */

typedef struct { char *at; size_t count, room, limit; } intake;     /* at[room + 1] */

static sayso_code over_limit(const say_stream *stream, size_t limit, sayso_error *error)
{
    return say_base_fail(error, SAYSO_TOO_LARGE, stream->name, limit, "larger than the limit of %zu bytes", limit);
}

static sayso_code make_room(const say_stream *stream, intake *in, size_t room, sayso_error *error)
{
    char *wider = realloc(in->at, room + 1);
    if (!wider) return say_base_fail(error, SAYSO_NO_MEMORY, stream->name, in->count, "no room for %zu bytes", room);
    in->at = wider;
    in->room = room;
    return SAYSO_OK;
}

/* A file that tells its size is refused before it is read, or has its room at once. */
static sayso_code first_room(const say_stream *stream, intake *in, sayso_error *error)
{
    const bottom_layer *bottom = &stream->bottom;
    uint64_t left = 0;
    if (bottom->sized && stream->packings == 0 && bottom->size > bottom->layer.taken) left = bottom->size - bottom->layer.taken;
    if (left > in->limit) return over_limit(stream, in->limit, error);
    return make_room(stream, in, (size_t)left, error);
}

static sayso_code take_in(say_stream *stream, intake *in, sayso_error *error)
{
    for (;;) {
        say_str view;
        sayso_code code = say_bytes_peek(stream, 1, &view, error);
        if (!code && !in->at) code = first_room(stream, in, error);
        if (code) return code;
        if (view.len == 0) return SAYSO_OK;
        if (view.len > in->limit - in->count) return over_limit(stream, in->limit, error);
        if (view.len > in->room - in->count) {
            size_t room = in->room < in->limit / 2 ? in->room * 2 : in->limit;
            code = make_room(stream, in, room > in->count + view.len ? room : in->count + view.len, error);
        }
        if (code) return code;
        memcpy(in->at + in->count, view.at, view.len);
        in->count += view.len;
        say_bytes_take(stream, view.len);
    }
}

sayso_code say_bytes_rest(say_stream *stream, size_t limit, char **bytes, size_t *size, sayso_error *error)
{
    intake in = { .limit = limit < SIZE_MAX / 4 ? limit : SIZE_MAX / 4 };
    sayso_code code = take_in(stream, &in, error);
    if (code) free(in.at);
    else in.at[in.count] = '\0';
    *bytes = code ? NULL : in.at;
    *size = code ? 0 : in.count;
    return code;
}

sayso_code say_bytes_read(const char *path, size_t limit, char **bytes, size_t *size, sayso_error *error)
{
    *bytes = NULL;
    *size = 0;
    sayso_error why;
    say_stream *stream = say_bytes_open(path, &why);
    if (!stream) {
        if (error) *error = why;
        return why.code;
    }
    sayso_code code = say_bytes_rest(stream, limit, bytes, size, error);
    say_bytes_close(stream);
    return code;
}
