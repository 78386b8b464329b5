/* Any bytes after an object are lines of JSON, and others after the head of a feed are a feed (with "<?xml" at their front they are one of
 * any charset): items, or one clear error each.  Wants of each item that its map runs through its text without a gap, lies in the file,
 * and is true where it is one to one.                                                                                                 */
#include "items/items.h"
#include "want.h"

#include <stdlib.h>
#include <string.h>

static void check_words(const char *words)
{
    want(words != NULL);
    for (; *words; words++) want((unsigned char)*words >= ' ');
}

/* XML has every end of line be a line feed. */
static bool same_bytes(const char *text, const char *source, size_t size, bool lines)
{
    for (size_t i = 0; i < size; i++)
        if (text[i] != source[i] && !(!lines && text[i] == '\n' && source[i] == '\r')) return false;
    return true;
}

/* `plain`: the file is in UTF-8, so that what is as long is the same. */
static void check_item(const sayso_item *item, say_str file, bool plain, bool lines)
{
    size_t to = 0, source = 0;
    want(item->size && item->at <= file.len && item->bytes[item->size] == '\0');
    for (size_t i = 0; i < item->map_count; i++) {
        const sayso_trace *t = &item->map[i];
        size_t long_in_text = t->text.to - t->text.from, long_in_file = t->source.to - t->source.from;
        want(t->text.from == to && t->text.to > to && t->source.from >= source && t->source.from < t->source.to && t->source.to <= file.len - item->at);
        if (plain && long_in_text == long_in_file) want(same_bytes(item->bytes + to, file.at + item->at + t->source.from, long_in_text, lines));
        to = t->text.to;
        source = t->source.to;
    }
    if (item->map_count) want(to == item->size);
    const char *const words[] = { item->doc, item->title, item->byline, item->publisher, item->published, item->modified, item->language, item->url };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) check_words(words[i]);
}

static bool next_item(say_items *items, say_str file, bool plain, bool lines)
{
    sayso_error error = { 0 };
    sayso_item *item;
    say_arena *arena = say_base_arena(&error);
    sayso_code code = say_items_next(items, arena, &item, &error);
    if (code) want(!item && error.code == code && error.message[0] != '\0' && error.at <= file.len);
    if (item) check_item(item, file, plain, lines);
    bool more = code || item;
    say_base_arena_close(arena);
    return more;
}

static bool begins(const uint8_t *bytes, size_t size, const char *with)
{
    return size >= strlen(with) && memcmp(bytes, with, strlen(with)) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    bool lines = begins(bytes, size, "{") || begins(bytes, size, "["), declared = begins(bytes, size, "<?xml");
    const char *head = lines ? "{}\n" : declared ? "" : "<rss><channel>";
    size_t before = strlen(head), calls = 0;
    char *room = malloc(before + size + 1);
    want(room != NULL);
    memcpy(room, head, before + 1);
    if (size) memcpy(room + before, bytes, size);
    say_str file = { room, before + size };
    sayso_error error = { 0 };
    say_stream *stream = say_bytes_over(file, "fuzz", &error);
    say_items *items = stream ? say_items_open(stream, "fuzz", NULL, &error) : NULL;
    want(items != NULL);
    while (next_item(items, file, !declared, lines)) want(calls++ <= size + 1);
    say_items_close(items);
    say_bytes_close(stream);
    free(room);
    return 0;
}
