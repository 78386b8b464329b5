/* The items of files, a line each: bench/items FILE...
 * Prints "doc <tab> url <tab> size <tab> hash" (SHA-256 of the bytes as they came), errors to standard error as "file <tab> byte <tab> what",
 * and at the end of standard error how many of both, seconds, and the most memory that was held.  bench/warc.py compares.              */
#include "items/items.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

typedef struct { uint64_t items, errors, bytes; } item_counts;

/* Of this program alone: what getrusage says begins with the memory of whoever started it. */
static long most_memory(void)
{
    char line[200];
    long most = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof line, file)) sscanf(line, "VmHWM: %ld", &most);
    if (file) fclose(file);
    return most;
}

static bool print_next(say_items *items, item_counts *counts)
{
    sayso_error error = { 0 };
    sayso_item *item = NULL;
    say_arena *arena = say_base_arena(&error);
    sayso_code code = arena ? say_items_next(items, arena, &item, &error) : SAYSO_NO_MEMORY;
    if (code) {
        fprintf(stderr, "%s\t%zu\t%s\n", error.where, error.at, error.message);
        counts->errors++;
    } else if (item) {
        char hex[65];
        say_base_sha256((say_str){ item->bytes, item->size }, hex);
        printf("%s\t%s\t%zu\t%s\n", item->doc, item->url, item->size, hex);
        counts->items++;
        counts->bytes += item->size;
    }
    say_base_arena_close(arena);
    return code != SAYSO_NO_MEMORY && (code || item);
}

static bool print_file(const char *path, item_counts *counts)
{
    sayso_error error = { 0 };
    say_stream *stream = say_bytes_open(path, &error);
    say_items *items = stream ? say_items_open(stream, path, NULL, &error) : NULL;
    if (!items) fprintf(stderr, "%s: %s\n", error.where, error.message);
    while (items && print_next(items, counts)) {}
    say_items_close(items);
    say_bytes_close(stream);
    return items != NULL;
}

int main(int count, char **args)
{
    item_counts counts = { 0 };
    bool fine = count > 1;
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    if (!fine) fprintf(stderr, "usage: bench/items FILE...\n");
    for (int i = 1; i < count; i++) fine = print_file(args[i], &counts) && fine;
    clock_gettime(CLOCK_MONOTONIC, &to);
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    fprintf(stderr, "%" PRIu64 " items of %" PRIu64 " bytes, %" PRIu64 " errors, %.2f s, %.2f s of the processor, at most %ld kB\n", counts.items, counts.bytes, counts.errors,
            (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) * 1e-9,
            (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) + (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) * 1e-6, most_memory());
    return fine ? 0 : 1;
}
