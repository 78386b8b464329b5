/* Any bytes are items, one after the other, or errors, and then the end: of crawls, JSON lines, feeds, mail, texts, packed or not.
 * Each item's map is whole, in order, and lies behind where the item begins.                                                    */
#include "items/items.h"
#include "want.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void check_map(const sayso_item *item)
{
    size_t end = 0;
    for (size_t i = 0; i < item->map_count; i++) {
        const sayso_trace *t = &item->map[i];
        want(t->text.from == end && t->text.to >= end && t->source.from <= t->source.to);
        end = t->text.to;
    }
    want(item->map_count == 0 || end == item->size);
}

static void check_item(const sayso_item *item)
{
    const char *const strings[] = { item->doc, item->path, item->bytes, item->charset, item->url, item->title, item->byline, item->publisher, item->published, item->modified, item->language };
    size_t sum = 0;
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        want(strings[i] != NULL);
        sum += strlen(strings[i]);
    }
    for (size_t i = 0; i < item->size; i++) sum += (unsigned char)item->bytes[i];
    want(item->doc[0] && sum != SIZE_MAX && item->size <= SAY_ITEMS_LARGEST);
    check_map(item);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    enum { MOST_STEPS = 100000 };            /* more than an input of this size can have */
    say_stream *stream = say_bytes_over((say_str){ (const char *)bytes, size }, "fuzz", NULL);
    say_items *items = say_items_open(stream, "fuzz.warc.gz", NULL, NULL);
    bool more = true;
    for (size_t steps = 0; more; steps++) {
        sayso_error error = { .code = SAYSO_OK };
        sayso_item *item = NULL;
        say_arena *arena = say_base_arena(NULL);
        sayso_code code = say_items_next(items, arena, &item, &error);
        want(steps < MOST_STEPS && code == error.code && (!code || (error.message[0] && !item)));
        if (item) check_item(item);
        more = code || item;
        say_base_arena_close(arena);
    }
    say_items_close(items);
    say_bytes_close(stream);
    return 0;
}
