/* base: traces, the maps from a text to the bytes that it was made of. */
#include "base/base.h"

static size_t passage_size(sayso_passage p) { return p.to - p.from; }

static bool one_to_one(const sayso_trace *t) { return passage_size(t->text) == passage_size(t->source); }

bool say_base_trace(say_arena *arena, say_traces *map, size_t size, say_range source, sayso_error *error)
{
    if (size == 0) return true;
    sayso_trace *last = map->count ? &map->at[map->count - 1] : NULL;
    size_t from = last ? last->text.to : 0;
    if (last && one_to_one(last) && size == source.to - source.from && last->source.to == source.from) {
        last->text.to += size;
        last->source.to = source.to;
        return true;
    }
    last = SAY_PUSH(arena, map, error);
    if (last) *last = (sayso_trace){ { from, from + size }, { source.from, source.to } };
    return last != NULL;
}

/* The stretch that a byte of the text lies in; the last one for bytes after it. */
static size_t stretch_of(const sayso_trace *map, size_t count, size_t byte)
{
    size_t low = 0, high = count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (map[middle].text.from <= byte) low = middle;
        else high = middle;
    }
    return low;
}

/* A byte of the text as one of the stretch, which it may lie before or after. */
static size_t within_stretch(const sayso_trace *t, size_t byte)
{
    if (byte <= t->text.from) return 0;
    return byte < t->text.to ? byte - t->text.from : passage_size(t->text);
}

/* Where those bytes of the range come from that are of this stretch. */
static say_range source_of(const sayso_trace *t, say_range range)
{
    size_t from = within_stretch(t, range.from), to = within_stretch(t, range.to);
    if (one_to_one(t)) return (say_range){ t->source.from + from, t->source.from + to };
    if (from < to) return (say_range){ t->source.from, t->source.to };
    size_t at = from ? t->source.to : t->source.from;
    return (say_range){ at, at };
}

/* A source need not be in the order of the text, a page's title for one: so all stretches of the range are asked. */
say_range say_base_traced(const sayso_trace *map, size_t count, say_range range)
{
    if (count == 0) return range;
    if (range.to < range.from) range.to = range.from;
    size_t i = stretch_of(map, count, range.from);
    say_range hull = source_of(&map[i], range);
    while (++i < count && map[i].text.from < range.to) {
        say_range more = source_of(&map[i], range);
        if (more.from < hull.from) hull.from = more.from;
        if (more.to > hull.to) hull.to = more.to;
    }
    return hull;
}

/* Text that comes from some bytes as a whole.  Were it just as long as they are it would read as one to one: then it is told in two. */
static bool trace_whole(say_arena *arena, say_traces *map, size_t size, say_range source, sayso_error *error)
{
    if (size < 2 || size != source.to - source.from) return say_base_trace(arena, map, size, source, error);
    return say_base_trace(arena, map, 1, source, error) && say_base_trace(arena, map, size - 1, source, error);
}

/* A stretch of the text that is bytes [from, to) of the middle, one to one. */
static bool trace_bytes(const sayso_trace *first, size_t count, sayso_passage middle, say_arena *arena, say_traces *map, sayso_error *error)
{
    for (size_t i = stretch_of(first, count, middle.from), at = middle.from; at < middle.to; i++) {
        size_t to = i + 1 < count && first[i + 1].text.from < middle.to ? first[i + 1].text.from : middle.to;
        say_range source = source_of(&first[i], (say_range){ at, to });
        bool whole = one_to_one(&first[i]) && to <= first[i].text.to;
        if (!(whole ? say_base_trace : trace_whole)(arena, map, to - at, source, error)) return false;
        at = to;
    }
    return true;
}

sayso_code say_base_trace_through(const sayso_trace *first, size_t first_count, const sayso_trace *then, size_t then_count,
                                  say_arena *arena, const sayso_trace **map, size_t *count, sayso_error *error)
{
    say_traces both = { 0 };
    *map = first_count ? first : then;
    *count = first_count ? first_count : then_count;
    if (first_count == 0 || then_count == 0) return SAYSO_OK;
    for (size_t i = 0; i < then_count; i++) {
        sayso_passage middle = then[i].source;
        bool fine = one_to_one(&then[i])
            ? trace_bytes(first, first_count, middle, arena, &both, error)
            : trace_whole(arena, &both, passage_size(then[i].text), say_base_traced(first, first_count, (say_range){ middle.from, middle.to }), error);
        if (!fine) return SAYSO_NO_MEMORY;
    }
    *map = both.at;
    *count = both.count;
    return SAYSO_OK;
}
