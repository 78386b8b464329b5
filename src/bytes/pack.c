/* bytes: gzip and zstd undone, member after member and frame after frame, one kind after the other if need be.
 *
 * The layer below gives its bytes to the unpacker but keeps some of them: an unpacker that runs into a damage
 * has often gone on past the end of its member.  So what may have been swallowed is searched again for the next
 * member, which is one where its head is right and its first bytes unpack.                                    */
#include "bytes/inside.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

enum {
    UNPACKED_PIECE = 64 * 1024,
    LOOK_AGAIN = 160 * 1024,                  /* more than a block of zstd takes */
    GZIP_TRIAL = 2048, ZSTD_TRIAL = LOOK_AGAIN,       /* bytes from which a member must unpack to something */
    LARGEST_WINDOW = 27,                /* 128 MiB */
    BOMB_LEAST = 64 * 1024 * 1024, BOMB_TIMES = 256
};

typedef struct unpacking {
    say_layer layer;
    sayso_code (*step)(struct unpacking *u, sayso_error *error);
    size_t   ahead;                     /* bytes of the layer below that were used and are kept */
    uint64_t began, unpacked, before;   /* the byte below at which the member begins; bytes it all unpacked to, and those before the member */
    z_stream gzip;
    bool     gzip_open;
    ZSTD_DStream *zstd;
} unpacking;

static sayso_code between_members(unpacking *u, sayso_error *error);
static sayso_code search_member(unpacking *u, sayso_error *error);

/* ---- heads ---- */

static bool is_gzip(say_str head)
{
    return head.len >= 3 && memcmp(head.at, "\x1F\x8B\x08", 3) == 0 && (head.len == 3 || ((unsigned char)head.at[3] & 0xE0) == 0);
}

static bool is_zstd(say_str head) { return head.len >= 4 && memcmp(head.at, "\x28\xB5\x2F\xFD", 4) == 0; }

static bool is_skipped(say_str head) { return head.len >= 4 && ((unsigned char)head.at[0] & 0xF0) == 0x50 && memcmp(head.at + 1, "\x2A\x4D\x18", 3) == 0; }

bool say_bytes_packed(say_str head) { return is_gzip(head) || is_zstd(head) || is_skipped(head); }

/* ---- the layer below ---- */

static sayso_code no_memory(const unpacking *u, sayso_error *error)
{
    return say_base_fail(error, SAYSO_NO_MEMORY, u->layer.name, (size_t)u->layer.below->taken, "no room to unpack");
}

static void use_up(unpacking *u, size_t count)
{
    say_bytes_layer_take(u->layer.below, count);
    u->ahead = 0;
}

/* What comes after the bytes that were used.  A damage of the layer below is ours too: what follows it is searched.  It is told unless
 * this layer is searching already, for then it has told what came of it.                                                            */
static sayso_code look_ahead(unpacking *u, size_t want, say_str *view, sayso_error *error)
{
    say_layer *below = u->layer.below;
    sayso_error why = { 0 };
    do {
        why.code = say_bytes_layer_peek(below, u->ahead + want, view, &why);
        if (!why.code && view->len == u->ahead && below->damaged) {
            use_up(u, u->ahead);
            why.code = say_bytes_layer_peek(below, 1, view, &why);
        }
    } while (why.code == SAYSO_DAMAGED && u->step == search_member);
    if (why.code == SAYSO_DAMAGED) {
        u->layer.damaged = true;
        u->layer.damage = why;
        u->layer.sound = u->step == between_members ? u->unpacked : u->before;
        u->step = search_member;
    } else if (why.code && error) *error = why;
    if (u->ahead && view->len) *view = (say_str){ view->at + u->ahead, view->len - u->ahead };
    return why.code == SAYSO_DAMAGED ? SAYSO_OK : why.code;
}

/* ---- damage and bombs ---- */

static void damaged_at(unpacking *u, const char *what)
{
    say_base_fail(&u->layer.damage, SAYSO_DAMAGED, u->layer.name, (size_t)(u->layer.below->taken + u->ahead), "%s", what);
    u->layer.damaged = true;
    u->layer.sound = u->step == between_members ? u->unpacked : u->before;
    u->step = search_member;
}

/* Goes back to where another member may begin: anywhere after the first byte of this one, as far as it was kept. */
static sayso_code damaged_member(unpacking *u, const char *what)
{
    char line[100];
    say_layer *below = u->layer.below;
    snprintf(line, sizeof line, "what is packed from byte %llu on %s", (unsigned long long)u->began, what);
    damaged_at(u, line);
    use_up(u, below->taken > u->began ? 0 : (size_t)(u->began + 1 - below->taken));
    return SAYSO_OK;
}

static sayso_code unpacked_more(unpacking *u, size_t used, size_t made, sayso_error *error)
{
    const unpacking *lowest = u;
    while (lowest->layer.below->below) lowest = (const unpacking *)lowest->layer.below;
    u->ahead += used;
    u->unpacked += made;
    u->layer.to += made;
    uint64_t packed = lowest->layer.below->taken + lowest->ahead;
    if (u->unpacked <= BOMB_LEAST || u->unpacked / BOMB_TIMES <= packed) return SAYSO_OK;
    return say_base_fail(error, SAYSO_TOO_LARGE, u->layer.name, (size_t)packed, "unpacks to more than %d times its size", BOMB_TIMES);
}

static void member_goes_on(unpacking *u)
{
    if (u->ahead <= 2 * LOOK_AGAIN) return;
    say_bytes_layer_take(u->layer.below, u->ahead - LOOK_AGAIN);
    u->ahead = LOOK_AGAIN;
}

static void member_ends(unpacking *u)
{
    use_up(u, u->ahead);
    u->step = between_members;
}

/* ---- gzip ---- */

static void *take_for_zlib(void *nothing, unsigned count, unsigned size)
{
    (void)nothing;
    return malloc((size_t)count * size);
}

static void free_for_zlib(void *nothing, void *piece)
{
    (void)nothing;
    free(piece);
}

static bool begin_gzip(unpacking *u)
{
    enum { GZIP_ONLY = 15 + 16 };
    if (u->gzip_open) return inflateReset(&u->gzip) == Z_OK;
    u->gzip = (z_stream){ .zalloc = take_for_zlib, .zfree = free_for_zlib };
    return u->gzip_open = inflateInit2(&u->gzip, GZIP_ONLY) == Z_OK;
}

/* One call of inflate; *in and *out are moved on. */
static int inflate_some(unpacking *u, say_str *in, char **out, size_t room)
{
    unsigned most_in = in->len < INT_MAX ? (unsigned)in->len : INT_MAX, most_out = room < INT_MAX ? (unsigned)room : INT_MAX;
    u->gzip.next_in = (z_const Bytef *)(uintptr_t)in->at;
    u->gzip.avail_in = most_in;
    u->gzip.next_out = (Bytef *)*out;
    u->gzip.avail_out = most_out;
    int result = inflate(&u->gzip, Z_NO_FLUSH);
    size_t used = most_in - u->gzip.avail_in;
    *in = (say_str){ in->at + used, in->len - used };
    *out += most_out - u->gzip.avail_out;
    return result;
}

static sayso_code step_gzip(unpacking *u, sayso_error *error)
{
    say_layer *layer = &u->layer;
    say_str in;
    sayso_code code = look_ahead(u, 1, &in, error);
    if (code || layer->damaged) return code;
    if (in.len == 0) return damaged_member(u, "breaks off");
    if ((code = say_bytes_layer_room(layer, UNPACKED_PIECE, error))) return code;
    size_t before = in.len;
    char *out = layer->at + layer->to;
    int result = inflate_some(u, &in, &out, layer->room - layer->to);
    size_t used = before - in.len, made = (size_t)(out - (layer->at + layer->to));
    if ((code = unpacked_more(u, used, made, error))) return code;
    if (result == Z_MEM_ERROR) return no_memory(u, error);
    if (result == Z_STREAM_END) member_ends(u);
    else if (result == Z_OK && used + made) member_goes_on(u);
    else return damaged_member(u, "is damaged");
    return SAYSO_OK;
}

/* One call will do: what is no member does not unpack to that many bytes.  More calls would let heads by the thousand unpack the same tail. */
static sayso_code gzip_unpacks(unpacking *u, say_str in, bool *does, sayso_error *error)
{
    char scratch[4096], *out = scratch;
    if (in.len > GZIP_TRIAL) in.len = GZIP_TRIAL;
    if (!begin_gzip(u)) return no_memory(u, error);
    int result = inflate_some(u, &in, &out, sizeof scratch);
    if (result == Z_MEM_ERROR) return no_memory(u, error);
    *does = (result == Z_OK || result == Z_STREAM_END) && out > scratch;
    return SAYSO_OK;
}

/* ---- zstd ---- */

static bool begin_zstd(unpacking *u)
{
    if (!u->zstd) u->zstd = ZSTD_createDStream();
    return u->zstd && !ZSTD_isError(ZSTD_DCtx_reset(u->zstd, ZSTD_reset_session_only))
        && !ZSTD_isError(ZSTD_DCtx_setParameter(u->zstd, ZSTD_d_windowLogMax, LARGEST_WINDOW));
}

static bool failed_for(size_t result, ZSTD_ErrorCode code) { return ZSTD_isError(result) && ZSTD_getErrorCode(result) == code; }

static sayso_code step_zstd(unpacking *u, sayso_error *error)
{
    say_layer *layer = &u->layer;
    say_str view;
    sayso_code code = look_ahead(u, 1, &view, error);
    if (code || layer->damaged) return code;
    if (view.len == 0) return damaged_member(u, "breaks off");
    if ((code = say_bytes_layer_room(layer, UNPACKED_PIECE, error))) return code;
    ZSTD_inBuffer in = { view.at, view.len, 0 };
    ZSTD_outBuffer out = { layer->at + layer->to, layer->room - layer->to, 0 };
    size_t result = ZSTD_decompressStream(u->zstd, &out, &in);
    if ((code = unpacked_more(u, in.pos, out.pos, error))) return code;
    if (failed_for(result, ZSTD_error_memory_allocation)) return no_memory(u, error);
    if (failed_for(result, ZSTD_error_frameParameter_windowTooLarge)) return damaged_member(u, "needs a window of more than 128 MiB");
    if (ZSTD_isError(result)) return damaged_member(u, "is damaged");
    if (result == 0) member_ends(u);
    else member_goes_on(u);
    return SAYSO_OK;
}

static sayso_code zstd_unpacks(unpacking *u, say_str view, bool *does, sayso_error *error)
{
    char scratch[4096];
    ZSTD_inBuffer in = { view.at, view.len < ZSTD_TRIAL ? view.len : ZSTD_TRIAL, 0 };
    ZSTD_outBuffer out = { scratch, sizeof scratch, 0 };
    if (!begin_zstd(u)) return no_memory(u, error);
    size_t result = 1;
    while (result && !ZSTD_isError(result) && out.pos == 0 && in.pos < in.size) result = ZSTD_decompressStream(u->zstd, &out, &in);
    if (failed_for(result, ZSTD_error_memory_allocation)) return no_memory(u, error);
    *does = out.pos > 0;
    return SAYSO_OK;
}

/* ---- from member to member ---- */

static sayso_code between_members(unpacking *u, sayso_error *error)
{
    say_str view;
    sayso_code code = look_ahead(u, SAY_BYTES_MAGIC, &view, error);
    if (code || u->layer.damaged) return code;
    size_t zeros = 0;
    while (zeros < view.len && view.at[zeros] == 0) zeros++;
    u->began = u->layer.below->taken;
    u->before = u->unpacked;
    if (view.len == 0) u->layer.ended = true;
    else if (zeros) use_up(u, zeros);
    else if (is_gzip(view)) {
        if (!begin_gzip(u)) return no_memory(u, error);
        u->step = step_gzip;
    } else if (say_bytes_packed(view)) {
        if (!begin_zstd(u)) return no_memory(u, error);
        u->step = step_zstd;
    } else damaged_at(u, "here begins nothing that is packed");
    return SAYSO_OK;
}

/* The next byte from `at` on that a member may begin with; the end where there is none. */
static size_t next_head(say_str view, size_t at)
{
    for (; at < view.len; at++) {
        say_str rest = { view.at + at, view.len - at };
        if ((*rest.at == 0x1F || *rest.at == 0x28) && (rest.len < SAY_BYTES_MAGIC || is_gzip(rest) || is_zstd(rest))) break;
    }
    return at;
}

static sayso_code search_member(unpacking *u, sayso_error *error)
{
    say_str view;
    bool unpacks = false;
    sayso_code code = look_ahead(u, ZSTD_TRIAL, &view, error);
    if (code || u->layer.damaged) return code;
    if (is_gzip(view)) code = gzip_unpacks(u, view, &unpacks, error);
    else if (is_zstd(view)) code = zstd_unpacks(u, view, &unpacks, error);
    if (code) return code;
    if (unpacks) u->step = between_members;
    else if (view.len) use_up(u, next_head(view, 1));
    else u->layer.ended = true;
    return SAYSO_OK;
}

/* ---- the layer ---- */

static sayso_code fill_unpacked(say_layer *layer, sayso_error *error)
{
    unpacking *u = (unpacking *)layer;
    return u->step(u, error);
}

static void close_unpacker(say_layer *layer)
{
    unpacking *u = (unpacking *)layer;
    if (u->gzip_open) inflateEnd(&u->gzip);
    ZSTD_freeDStream(u->zstd);
    free(layer->at);
    free(u);
}

say_layer *say_bytes_unpack(say_layer *below, sayso_error *error)
{
    unpacking *u = calloc(1, sizeof *u);
    if (!u) {
        say_base_fail(error, SAYSO_NO_MEMORY, below->name, 0, "no room to unpack");
        return NULL;
    }
    u->layer = (say_layer){ .below = below, .name = below->name, .fill = fill_unpacked, .close = close_unpacker };
    u->step = between_members;
    return &u->layer;
}
