/* Windows: the report's words as sequences of pieces that the network can read.
 *
 * A window is a run of whole sentences, SAY_WINDOW pieces at most, before which the
 * headline and the sentences just before it are repeated (SAY_CONTEXT pieces at most),
 * so that "he" at the top of a window still has somebody to be.  Triggers are looked
 * for in the window's own sentences only: each sentence is own in exactly one window.
 *
 * Sentences are cut into pieces one by one.  A word stands on its first piece; a word
 * without a piece of its own (a zero-width sign) carries no mark.                     */
#include "marks/inside.h"

typedef struct { int32_t id; size_t word; } tile;

typedef struct {
    tile   *tiles;               /* of all sentences, in order */
    size_t *starts;              /* [sentences + 1] */
} tiling;

size_t say_marks_bucket(long distance)
{
    static const struct { long below; size_t bucket; } steps[] = { { 12, 8 }, { 20, 9 }, { 40, 10 }, { 80, 11 } };
    long a = distance < 0 ? -distance : distance;
    size_t bucket = a < 8 ? (size_t)a : 12;
    for (size_t i = 0; a >= 8 && i < sizeof steps / sizeof *steps; i++)
        if (a < steps[i].below) { bucket = steps[i].bucket; break; }
    return distance < 0 ? 12 - bucket : 12 + bucket;
}

/* Pieces of one sentence, each with the word that it begins. */
static size_t tile_sentence(const say_piece *pieces, size_t count, size_t from, const say_text *text,
                            const say_sentence *sentence, tile *out)
{
    size_t word = sentence->first, end = sentence->first + sentence->count;
    if (count > SAY_SENTENCE) count = SAY_SENTENCE;
    for (size_t i = 0; i < count; i++) {
        size_t at = from + pieces[i].from;
        out[i] = (tile){ pieces[i].id, SAYSO_NONE };
        while (word < end && text->words[word].at.to <= at) word++;
        if (word < end && text->words[word].at.from <= at) out[i].word = word++;
    }
    return count;
}

static sayso_code tile_text(const say_model *model, const say_text *text, say_arena *arena, tiling *out, sayso_error *error)
{
    SAY_LIST(tile) tiles = { 0 };
    out->starts = SAY_TAKE(arena, size_t, text->sentence_count + 1, error);
    if (!out->starts) return SAYSO_NO_MEMORY;
    for (size_t s = 0; s < text->sentence_count; s++) {
        const say_sentence *sentence = &text->sentences[s];
        say_piece *pieces;
        size_t count;
        sayso_code code = say_model_pieces(model, say_text_sentence(text, s), arena, &pieces, &count, error);
        if (code) return code;
        tile row[SAY_SENTENCE];
        count = tile_sentence(pieces, count, sentence->at.from, text, sentence, row);
        for (size_t i = 0; i < count; i++) {
            tile *t = SAY_PUSH(arena, &tiles, error);
            if (!t) return SAYSO_NO_MEMORY;
            *t = row[i];
        }
        out->starts[s + 1] = tiles.count;
    }
    out->tiles = tiles.at;
    return SAYSO_OK;
}

static size_t tiles_of(const tiling *t, size_t sentence) { return t->starts[sentence + 1] - t->starts[sentence]; }

/* Which sentences before sentence i are repeated: the headline if it is short, and [*back, i). */
static bool context_before(const tiling *t, size_t i, size_t *back)
{
    size_t room = SAY_CONTEXT;
    bool head = i > 0 && tiles_of(t, 0) <= SAY_SHORT_HEAD;
    if (head) room -= tiles_of(t, 0);
    *back = i;
    while (*back > (head ? 1u : 0u) && tiles_of(t, *back - 1) <= room) room -= tiles_of(t, --*back);
    return head;
}

static void lay(say_window *w, const tiling *t, size_t sentence, bool own)
{
    for (size_t i = t->starts[sentence]; i < t->starts[sentence + 1]; i++, w->count++) {
        w->ids[w->count] = t->tiles[i].id;
        w->words[w->count] = t->tiles[i].word;
        w->own[w->count] = own && t->tiles[i].word != SAYSO_NONE;
    }
}

static bool window_room(say_window *w, size_t pieces, say_arena *arena, sayso_error *error)
{
    w->ids = SAY_TAKE(arena, int32_t, pieces, error);
    w->words = w->ids ? SAY_TAKE(arena, size_t, pieces, error) : NULL;
    w->own = w->words ? SAY_TAKE(arena, bool, pieces, error) : NULL;
    return w->own;
}

static void special(say_window *w, int32_t id)
{
    w->ids[w->count] = id;
    w->words[w->count++] = SAYSO_NONE;
}

sayso_code say_marks_windows(const say_model *model, const say_text *text, say_arena *arena,
                             say_windows *windows, sayso_error *error)
{
    tiling t;
    sayso_code code = tile_text(model, text, arena, &t, error);
    say_special ends = say_model_special(model);
    for (size_t i = 0, next; !code && i < text->sentence_count; i = next) {
        size_t back;
        bool head = context_before(&t, i, &back);
        size_t used = (head ? tiles_of(&t, 0) : 0) + t.starts[i] - t.starts[back];
        for (next = i; next < text->sentence_count && (next == i || used + tiles_of(&t, next) <= SAY_WINDOW); next++)
            used += tiles_of(&t, next);
        say_window *w = SAY_PUSH(arena, windows, error);
        if (!w || !window_room(w, used + 2, arena, error)) return SAYSO_NO_MEMORY;
        special(w, ends.start);
        if (head) lay(w, &t, 0, false);
        for (size_t s = back; s < i; s++) lay(w, &t, s, false);
        for (size_t s = i; s < next; s++) lay(w, &t, s, true);
        special(w, ends.end);
    }
    return code;
}
