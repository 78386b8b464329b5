/* store: bytes in memory, and what is written into them: text that a terminal may be shown,
 * JSON, columns.                                                                            */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int store_write(void *to, const char *bytes, size_t size)
{
    if (size == 0) return 0;
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

bool store_number(store *s, size_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%zu", number);
    return store_text(s, digits);
}

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

/* ---- columns: a character a column, or nearly ---- */

size_t columns_of(const char *text)
{
    size_t columns = 0;
    for (; *text; text++) columns += ((unsigned char)*text & 0xC0) != 0x80;
    return columns;
}

static bool store_spaces(store *s, size_t count)
{
    bool fine = true;
    while (count-- && fine) fine = store_text(s, " ");
    return fine;
}

bool store_padded(store *s, const char *text, size_t columns)
{
    size_t used = columns_of(text);
    return store_shown(s, text) && store_spaces(s, used < columns ? columns - used : 0);
}

bool store_wrapped(store *s, const char *text, size_t from, size_t columns)
{
    size_t used = from;
    bool fine = true;
    for (bool first = true; *text && fine; first = false) {
        char word[512];
        size_t length = strcspn(text, " ");
        snprintf(word, sizeof word, "%.*s", (int)length, text);
        bool turn = columns && !first && used + 1 + columns_of(word) > columns;
        if (turn) fine = store_text(s, "\n") && store_spaces(s, from);
        else if (!first) fine = store_text(s, " ");
        used = (turn ? from : used + !first) + columns_of(word);
        fine = fine && store_shown(s, word);
        text += length + strspn(text + length, " ");
    }
    return fine && store_text(s, "\n");
}

/* ---- rows of JSON ---- */

static bool store_value(store *s, const column *c, const void *row)
{
    const char *at = (const char *)row + c->at;
    char share[32];
    switch (c->kind) {
    case COLUMN_COUNT: return store_number(s, *(const size_t *)(const void *)at);
    case COLUMN_SHARE:
        snprintf(share, sizeof share, "%.4g", *(const double *)(const void *)at);
        return store_text(s, share);
    default: break;
    }
    const char *text = *(const char *const *)(const void *)at;
    return text && *text ? store_quoted(s, text) : store_text(s, "null");
}

bool store_row(store *s, const char *schema, const column *columns, size_t count, const void *row)
{
    bool fine = store_text(s, "{\"schema\":") && store_quoted(s, schema);
    for (size_t i = 0; i < count && fine; i++)
        fine = store_text(s, ",") && store_quoted(s, columns[i].name) && store_text(s, ":") && store_value(s, &columns[i], row);
    return fine && store_text(s, "}\n");
}

int store_flush(store *s, int status)
{
    bool fine = (!s->size || fwrite(s->at, 1, s->size, stdout) == s->size) && fflush(stdout) == 0;
    int why = errno;
    free(s->at);
    *s = (store){ NULL, 0, 0 };
    if (fine) return status;
    fprintf(stderr, "sayso: cannot write: %s\n", strerror(why));
    return EXIT_ALL;
}
