/* Any bytes below a head of mail, or after a "From " line, are messages or one clear error each.  Wants of each item
 * that its map runs through its text without a gap, lies in the file, and is true where it is one to one.          */
#include "items/items.h"
#include "want.h"

#include <stdlib.h>
#include <string.h>

static void check_words(const char *words)
{
    want(words != NULL);
    for (; *words; words++) want((unsigned char)*words >= ' ');
}

static void check_item(const sayso_item *item, const char *file, size_t size)
{
    size_t to = 0;
    want(item->at <= size && item->bytes[item->size] == '\0');
    for (size_t i = 0; i < item->map_count; i++) {
        sayso_passage text = item->map[i].text, source = item->map[i].source;
        want(text.from == to && text.to > text.from && source.from < source.to && source.to <= size - item->at);
        want(text.to - text.from <= source.to - source.from);
        if (text.to - text.from == source.to - source.from) want(memcmp(item->bytes + text.from, file + item->at + source.from, text.to - text.from) == 0);
        to = text.to;
    }
    if (item->map_count) want(to == item->size);
    else want(item->size <= size - item->at && memcmp(item->bytes, file + item->at, item->size) == 0);
    check_words(item->title);
    check_words(item->publisher);
    check_words(item->published);
    check_words(item->language);
    check_words(item->url);
}

static bool next_item(say_items *items, const char *file, size_t size)
{
    sayso_error error = { 0 };
    sayso_item *item;
    say_arena *arena = say_base_arena(&error);
    sayso_code code = say_items_next(items, arena, &item, &error);
    if (code) want(!item && error.code == code && error.message[0] != '\0');
    if (item) check_item(item, file, size);
    bool more = code || item;
    say_base_arena_close(arena);
    return more;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char head[] = "From: a@example.org\nMIME-Version: 1.0\n";
    bool mbox = size >= 5 && memcmp(bytes, "From ", 5) == 0;
    size_t before = mbox ? 0 : sizeof head - 1, calls = 0;
    char *file = malloc(before + size + 1);
    want(file != NULL);
    memcpy(file, head, before);
    if (size) memcpy(file + before, bytes, size);
    sayso_error error = { 0 };
    say_stream *stream = say_bytes_over((say_str){ file, before + size }, "fuzz.eml", &error);
    say_items *items = stream ? say_items_open(stream, "fuzz.eml", NULL, &error) : NULL;
    want(items != NULL);
    while (next_item(items, file, before + size)) want(calls++ <= size);
    say_items_close(items);
    say_bytes_close(stream);
    free(file);
    return 0;
}
