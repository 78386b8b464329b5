/* Which texts are taken for another language than English: bench/language TEXT...
 * Of each file and of each line of 130 bytes and more in it what is not English is printed; then how many there were.
 * Run over English texts it must print none, over others all.                                                         */
#include "doc/doc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { size_t all, foreign; } told_apart;

static void tell_apart(const char *path, const char *bytes, size_t size, told_apart *count)
{
    sayso_error error = { 0 };
    say_doc *doc;
    const sayso_item item = { .doc = path, .bytes = bytes, .size = size, .kind = SAYSO_TEXT, .charset = "utf-8" };
    say_arena *arena = say_base_arena(&error);
    bool foreign = arena && say_doc_of(&item, arena, &doc, &error) == SAYSO_NOT_ENGLISH;
    count->all++;
    count->foreign += foreign;
    if (foreign) printf("%s: %s: %.*s\n", path, error.message, (int)(size < 100 ? size : 100), bytes);
    say_base_arena_close(arena);
}

int main(int count, char **args)
{
    enum { LEAST = 130, MOST = 1 << 22 };
    static char bytes[MOST];
    told_apart files = { 0 }, lines = { 0 };
    for (int i = 1; i < count; i++) {
        FILE *file = fopen(args[i], "rb");
        if (!file) {
            fprintf(stderr, "%s: cannot be read\n", args[i]);
            return 1;
        }
        size_t size = fread(bytes, 1, sizeof bytes, file);
        fclose(file);
        tell_apart(args[i], bytes, size, &files);
        for (size_t from = 0, to; from < size; from = to + 1) {
            const char *end = memchr(bytes + from, '\n', size - from);
            to = end ? (size_t)(end - bytes) : size;
            if (to - from >= LEAST) tell_apart(args[i], bytes + from, to - from, &lines);
        }
    }
    printf("%zu of %zu files and %zu of %zu lines are not English\n", files.foreign, files.all, lines.foreign, lines.all);
    return 0;
}
