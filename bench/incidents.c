/* Groups texts by what they are mainly about, without a reader: {"doc": group, …}, for ../shared/bench/incidents/score.py.
 *   bench/incidents [--copies N] TEXT...
 * --copies N makes N events of each text, with keys of their own, and tells how long meeting takes. */
#include "incidents/incidents.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static char bytes[1 << 22];

static sayso_code add_event(const char *path, long copy, say_arena *arena, say_event *event, sayso_error *error)
{
    FILE *file = fopen(path, "rb");
    if (!file) return say_base_fail(error, SAYSO_NO_FILE, path, 0, "cannot be read");
    size_t size = fread(bytes, 1, sizeof bytes - 1, file), *numbers, count;
    fclose(file);
    char *text = say_base_keep(arena, (say_str){ bytes, size }, error), hash[65];
    char *doc = say_base_format(arena, error, "%s %ld", path, copy);
    if (!text || !doc) return SAYSO_NO_MEMORY;
    say_base_sha256((say_str){ copy ? doc : text, copy ? strlen(doc) : size }, hash);
    sayso_records records = { .doc = doc, .title = "", .publisher = "", .date = "", .hash = hash, .text = text, .text_size = size };
    say_event *events;
    sayso_code code = say_incidents_events(NULL, &records, arena, &events, &numbers, &count, error);
    if (!code) *event = events[0];
    return code;
}

int main(int argc, char **argv)
{
    sayso_error error = { .message = "" };
    long copies = argc > 2 && strcmp(argv[1], "--copies") == 0 ? atol(argv[2]) : 1;
    int first = copies > 1 ? 3 : 1;
    size_t count = 0;
    say_arena *arena = say_base_arena(&error);
    say_event *events = calloc((size_t)argc * (size_t)copies, sizeof *events);
    size_t *groups = calloc((size_t)argc * (size_t)copies, sizeof *groups);
    sayso_code code = arena && events && groups ? SAYSO_OK : SAYSO_NO_MEMORY;
    for (int i = first; i < argc; i++)
        for (long c = 0; !code && c < copies; c++) code = add_event(argv[i], c, arena, &events[count++], &error);
    clock_t from = clock();
    if (!code) code = say_incidents_meet(events, count, NULL, 0, arena, groups, &error);
    if (code) fprintf(stderr, "%s: %s\n", error.where, error.message);
    fprintf(stderr, "%zu events met in %.2f s\n", count, (double)(clock() - from) / CLOCKS_PER_SEC);
    for (size_t i = 0; !code && i < count; i += (size_t)copies) {
        const char *path = argv[first + (int)(i / (size_t)copies)], *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
        printf("%s\"%.*s\": %zu", i ? ",\n " : "{", (int)strcspn(name, "."), name, groups[i]);
    }
    if (!code) printf("}\n");
    say_base_arena_close(arena);
    free(events);
    free(groups);
    return code != SAYSO_OK;
}
