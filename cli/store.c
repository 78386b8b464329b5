#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int store_write(void *to, const char *bytes, size_t size)
{
    store *s = to;
    if (size > s->room - s->size) {
        size_t room = s->room ? s->room : 1024;
        while (room - s->size < size) {
            if (room > SIZE_MAX / 2) return ENOMEM;
            room *= 2;
        }
        char *more = realloc(s->at, room);
        if (!more) return ENOMEM;
        s->at = more;
        s->room = room;
    }
    memcpy(s->at + s->size, bytes, size);
    s->size += size;
    return 0;
}

sayso_sink store_sink(store *s) { return (sayso_sink){ store_write, s }; }

bool store_text(store *s, const char *ended_by_nul) { return store_write(s, ended_by_nul, strlen(ended_by_nul)) == 0; }

/* Size of the UTF-8 character at c, 0 where the bytes are none. */
static size_t utf8_size(const unsigned char *c)
{
    static const struct { unsigned char first, last, second_low, second_high; size_t size; } shapes[] = {
        { 0x00, 0x7F, 0x00, 0xFF, 1 }, { 0xC2, 0xDF, 0x80, 0xBF, 2 }, { 0xE0, 0xE0, 0xA0, 0xBF, 3 },
        { 0xE1, 0xEC, 0x80, 0xBF, 3 }, { 0xED, 0xED, 0x80, 0x9F, 3 }, { 0xEE, 0xEF, 0x80, 0xBF, 3 },
        { 0xF0, 0xF0, 0x90, 0xBF, 4 }, { 0xF1, 0xF3, 0x80, 0xBF, 4 }, { 0xF4, 0xF4, 0x80, 0x8F, 4 } };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        if (c[0] < shapes[i].first || c[0] > shapes[i].last) continue;
        if (shapes[i].size > 1 && (c[1] < shapes[i].second_low || c[1] > shapes[i].second_high)) return 0;
        for (size_t k = 2; k < shapes[i].size; k++)
            if ((c[k] & 0xC0) != 0x80) return 0;
        return shapes[i].size;
    }
    return 0;
}

/* What a report or a file name holds must not steer the terminal. */
bool store_shown(store *s, const char *ended_by_nul)
{
    bool fine = true;
    for (const char *c = ended_by_nul; *c && fine;) {
        size_t size = utf8_size((const unsigned char *)c);
        bool control = (unsigned char)*c < 0x20 || *c == 0x7F
            || (size == 2 && (unsigned char)c[0] == 0xC2 && (unsigned char)c[1] < 0xA0);
        fine = size && !control ? store_write(s, c, size) == 0 : store_text(s, "\xEF\xBF\xBD");
        c += size ? size : 1;
    }
    return fine;
}

/* File names may hold any byte; what is no UTF-8 is written as U+FFFD. */
bool store_quoted(store *s, const char *ended_by_nul)
{
    bool fine = store_text(s, "\"");
    for (const char *c = ended_by_nul; *c && fine;) {
        size_t size = utf8_size((const unsigned char *)c);
        char escaped[8] = "\\ufffd";
        if (size == 1 && (*c == '"' || *c == '\\')) snprintf(escaped, sizeof escaped, "\\%c", *c);
        else if (size == 1 && ((unsigned char)*c < 0x20 || *c == 0x7F))
            snprintf(escaped, sizeof escaped, "\\u%04x", (unsigned)(unsigned char)*c);
        else if (size) snprintf(escaped, sizeof escaped, "%.*s", (int)size, c);
        fine = store_text(s, escaped);
        c += size ? size : 1;
    }
    return fine && store_text(s, "\"");
}
