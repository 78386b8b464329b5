/* Whose story a report repeats, without a reader.
 *   build/bench-copies < REPORTS         a report is a line "DATE PUBLISHER BYTES" and that many bytes of text; prints for each, a line,
 *                                        the number of the one that it copies, or -; on standard error what it took.  bench/copies.py asks so
 *   build/bench-copies --many N TEXT...  makes N reports out of runs of words of the texts, every third a copy, and tells the time and
 *                                        memory that signing and searching take; prints "N signing-seconds searching-seconds megabytes copies-found" */
#include "incidents/incidents.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WORDS = 420, RUN = 12, NOTES = 40, NOTE = 30, TEXT_ROOM = 1 << 16 };

typedef struct { say_edition *editions; uint32_t (*signatures)[SAY_SIGNATURE]; size_t count, room; double signing; say_arena *arena; } stand;

static double seconds_of_cpu(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool add_report(stand *s, const char *date, const char *publisher, say_str text)
{
    if (s->count == s->room) {
        size_t room = s->room ? 2 * s->room : 1024;
        void *editions = realloc(s->editions, room * sizeof *s->editions);
        if (editions) s->editions = editions;
        void *signatures = editions ? realloc(s->signatures, room * sizeof *s->signatures) : NULL;
        if (!signatures) return false;
        s->signatures = signatures;
        s->room = room;
    }
    double from = seconds_of_cpu();
    say_incidents_signature(text, s->signatures[s->count]);
    s->signing += seconds_of_cpu() - from;
    char *day = say_base_keep(s->arena, say_base_str(date), NULL), *name = say_base_keep(s->arena, say_base_str(publisher), NULL);
    s->editions[s->count++] = (say_edition){ .hash = "", .date = day, .url = "", .publisher = name, .title = "", .size = text.len };
    return day && name;
}

static size_t *search(stand *s, double *took)
{
    size_t *copy_of = calloc(s->count + 1, sizeof *copy_of);
    sayso_error error = { .message = "" };
    for (size_t i = 0; i < s->count; i++) s->editions[i].signature = s->signatures[i];
    double from = seconds_of_cpu();
    if (copy_of && say_incidents_copies(s->editions, s->count, copy_of, &error)) {
        fprintf(stderr, "%s\n", error.message);
        free(copy_of);
        return NULL;
    }
    *took = seconds_of_cpu() - from;
    return copy_of;
}

/* ---- reports that are given ---- */

static char bytes[1 << 22];

static int tell_copies(stand *s)
{
    char date[32], publisher[64];
    size_t size;
    while (scanf("%31s %63s %zu", date, publisher, &size) == 3) {
        if (getchar() != '\n' || size > sizeof bytes || fread(bytes, 1, size, stdin) != size || !add_report(s, date, publisher, (say_str){ bytes, size })) return 1;
    }
    double took;
    size_t *copy_of = search(s, &took);
    for (size_t i = 0; copy_of && i < s->count; i++) {
        if (copy_of[i] == SAYSO_NONE) printf("-\n");
        else printf("%zu\n", copy_of[i]);
    }
    fprintf(stderr, "%zu reports signed in %.3f s, searched in %.3f s\n", s->count, s->signing, took);
    free(copy_of);
    return !copy_of;
}

/* ---- reports that are made ---- */

static uint64_t seed = 88172645463325252ULL;

static size_t any_of(size_t count)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (size_t)(seed >> 20) % count;
}

typedef struct { say_str *at; size_t count; } word_pool;

static bool read_pool(word_pool *pool, char **texts, int count, say_arena *arena)
{
    SAY_LIST(say_str) words = { NULL, 0, 0 };
    for (int i = 0; i < count; i++) {
        FILE *file = fopen(texts[i], "rb");
        size_t size = file ? fread(bytes, 1, sizeof bytes, file) : 0;
        if (file) fclose(file);
        char *text = say_base_keep(arena, (say_str){ bytes, size }, NULL);
        for (size_t from = 0, to; text && from < size; from = to + 1) {
            for (to = from; to < size && (unsigned char)text[to] > ' '; to++) ;
            if (to == from) continue;
            say_str *word = SAY_PUSH(arena, &words, NULL);
            if (!word) return false;
            *word = (say_str){ text + from, to - from };
        }
    }
    *pool = (word_pool){ words.at, words.count };
    return words.count > (size_t)NOTES * NOTE;
}

static size_t put_words(const word_pool *pool, size_t from, size_t count, char *text, size_t size)
{
    for (size_t i = from; i < from + count && size + pool->at[i].len + 2 < TEXT_ROOM; i++) {
        memcpy(text + size, pool->at[i].at, pool->at[i].len);
        size += pool->at[i].len;
        text[size++] = ' ';
    }
    return size;
}

/* Runs of words, and one of NOTES agencies' notes at the end. */
static size_t make_report(const word_pool *pool, char *text, size_t *runs)
{
    size_t size = 0;
    for (size_t w = 0; w < WORDS; w += RUN) size = put_words(pool, runs[w / RUN] = any_of(pool->count - RUN), RUN, text, size);
    return put_words(pool, NOTE * any_of(NOTES), NOTE, text, size);
}

/* The runs of another report without some of its last, and with a few of its own. */
static size_t make_copy(const word_pool *pool, char *text, const size_t *runs)
{
    size_t size = 0, kept = WORDS / RUN - any_of(WORDS / RUN / 2);
    for (size_t r = 0; r < kept; r++) size = put_words(pool, runs[r], RUN, text, size);
    for (size_t r = 0; r < kept / 8; r++) size = put_words(pool, any_of(pool->count - RUN), RUN, text, size);
    return put_words(pool, NOTE * any_of(NOTES), NOTE, text, size);
}

enum { RUNS = WORDS / RUN + 1 };

/* Of this program, in megabytes: getrusage would count what it was started from. */
static double most_memory(void)
{
    char line[128];
    double kilobytes = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof line, file))
        if (!strncmp(line, "VmHWM:", 6)) kilobytes = strtod(line + 6, NULL);
    if (file) fclose(file);
    return kilobytes / 1024;
}

static int tell_many(stand *s, size_t many, char **texts, int count)
{
    static char text[TEXT_ROOM];
    word_pool pool;
    size_t (*runs)[RUNS] = calloc(many, sizeof *runs), made = 0, found = 0;
    if (!runs || !read_pool(&pool, texts, count, s->arena)) return 1;
    for (size_t i = 0; i < many; i++) {
        char date[24], publisher[24];
        bool copy = i % 3 == 2;
        size_t size = copy ? make_copy(&pool, text, runs[any_of(made)]) : make_report(&pool, text, runs[made]);
        made += !copy;
        snprintf(date, sizeof date, "%zu", 1000000 + i);
        snprintf(publisher, sizeof publisher, "%zu", i);
        if (!add_report(s, date, publisher, (say_str){ text, size })) return 1;
    }
    free(runs);
    double took;
    size_t *copy_of = search(s, &took);
    for (size_t i = 0; copy_of && i < many; i++) found += copy_of[i] != SAYSO_NONE;
    printf("%zu %.3f %.3f %.1f %zu\n", many, s->signing, took, most_memory(), found);
    free(copy_of);
    return !copy_of;
}

int main(int argc, char **argv)
{
    stand s = { .arena = say_base_arena(NULL) };
    bool many = argc > 3 && strcmp(argv[1], "--many") == 0;
    int code = !s.arena ? 1 : many ? tell_many(&s, (size_t)strtoul(argv[2], NULL, 10), argv + 3, argc - 3) : tell_copies(&s);
    free(s.editions);
    free(s.signatures);
    say_base_arena_close(s.arena);
    return code;
}
