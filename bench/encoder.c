/* bench/encoder: pieces a second of the encoder.
 *
 *   encoder WEIGHTS TEXTS [threads [batch [seconds]]]
 *
 * TEXTS: one text a line.  Each is cut into pieces, held to 510, laid between the
 * special ones.  `batch` texts go to one say_model_encode; threads share the model and
 * take batches in turn.  Prints one line of JSON.  With seconds 0 it encodes each text
 * once and writes the hidden states [pieces, H] to standard output instead.
 * bench/encoder.py runs it beside ONNX Runtime on the same texts.                    */
#define _POSIX_C_SOURCE 200809L
#include "model/model.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_TEXTS = 65536, MOST_THREADS = 64 };

typedef struct {
    const say_model *model;
    int32_t *ids;
    size_t *from, *lengths, count, batch;   /* text i: ids [from[i], from[i] + lengths[i]) */
    double until;
    size_t done;                            /* pieces */
    size_t start, step;                     /* first batch, batches between two */
    bool failed;
} job;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int give_up(const sayso_error *e)
{
    fprintf(stderr, "encoder: %s: %s\n", e->where, e->message);
    return 1;
}

static void *work_on(void *p)
{
    job *j = p;
    sayso_error e;
    size_t h = say_model_hidden(j->model), batches = (j->count + j->batch - 1) / j->batch;
    float *out = malloc(j->batch * say_model_longest(j->model) * h * sizeof *out);
    say_work *work = say_model_work(&e);
    j->failed = !out || !work;
    for (size_t b = j->start; !j->failed; b = (b + j->step) % batches) {
        size_t i = b * j->batch, n = j->count - i < j->batch ? j->count - i : j->batch, pieces = 0;
        for (size_t k = 0; k < n; k++) pieces += j->lengths[i + k];
        j->failed = say_model_encode(j->model, work, j->ids + j->from[i], j->lengths + i, n, out, &e) != SAYSO_OK;
        j->done += pieces;
        if (j->until == 0) {
            fwrite(out, sizeof *out, pieces * h, stdout);
            if (b + 1 == batches) break;
        } else if (now() > j->until) break;
    }
    say_model_work_close(work);
    free(out);
    return NULL;
}

static bool read_texts(const char *path, job *j, say_arena *arena, sayso_error *e)
{
    char *line = NULL;
    size_t room = 0, held = 0, space = 1024;
    FILE *f = fopen(path, "r");
    say_special special = say_model_special(j->model);
    if (!f) return say_base_fail(e, SAYSO_NO_FILE, path, 0, "cannot be opened") == SAYSO_OK;
    j->ids = malloc(space * sizeof *j->ids);
    for (ssize_t n; j->count < MOST_TEXTS && (n = getline(&line, &room, f)) > 0;) {
        say_piece *p;
        size_t count;
        if (say_model_pieces(j->model, (say_str){ line, (size_t)n }, arena, &p, &count, e)) return false;
        if (count > say_model_longest(j->model) - 2) count = say_model_longest(j->model) - 2;
        while (space < held + count + 2) j->ids = realloc(j->ids, (space *= 2) * sizeof *j->ids);
        j->from[j->count] = held;
        j->lengths[j->count++] = count + 2;
        j->ids[held++] = special.start;
        for (size_t i = 0; i < count; i++) j->ids[held++] = p[i].id;
        j->ids[held++] = special.end;
    }
    free(line);
    fclose(f);
    return j->count > 0;
}

/* The most memory that this process held, in kB; getrusage would count the parent's. */
static long peak(void)
{
    char line[256];
    long kb = 0;
    FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "VmHWM:", 6) == 0) kb = strtol(line + 6, NULL, 10);
    if (f) fclose(f);
    return kb;
}

static void report(const job *jobs, size_t threads, double took, double opened)
{
    size_t done = 0;
    for (size_t i = 0; i < threads; i++) done += jobs[i].done;
    printf("{\"kernel\":\"%s\",\"threads\":%zu,\"batch\":%zu,\"pieces\":%zu,\"seconds\":%.3f,"
           "\"pieces_per_second\":%.0f,\"open_ms\":%.0f,\"peak_kb\":%ld}\n",
           say_model_kernel(jobs->model), threads, jobs->batch, done, took, (double)done / took,
           opened * 1e3, peak());
}

int main(int argc, char **argv)
{
    sayso_error e = { 0 };
    static job jobs[MOST_THREADS];
    pthread_t thread[MOST_THREADS];
    if (argc < 3) return fprintf(stderr, "encoder WEIGHTS TEXTS [threads [batch [seconds]]]\n"), 2;
    size_t threads = argc > 3 ? (size_t)atoi(argv[3]) : 1, batch = argc > 4 ? (size_t)atoi(argv[4]) : 8;
    double seconds = argc > 5 ? atof(argv[5]) : 5, before = now();
    if (threads < 1 || threads > MOST_THREADS || batch < 1) return 2;
    job all = { .batch = batch, .step = threads };
    all.model = say_model_open(argv[1], &e);
    if (!all.model) return give_up(&e);
    double opened = now() - before;
    say_arena *arena = say_base_arena(&e);
    all.from = calloc(MOST_TEXTS, sizeof *all.from);
    all.lengths = calloc(MOST_TEXTS, sizeof *all.lengths);
    if (!arena || !all.from || !all.lengths || !read_texts(argv[2], &all, arena, &e)) return give_up(&e);
    size_t batches = (all.count + batch - 1) / batch;
    before = now();
    all.until = seconds > 0 ? before + seconds : 0;
    for (size_t i = 0; i < threads; i++) {
        jobs[i] = all;
        jobs[i].start = i % batches;
        if (i) pthread_create(&thread[i], NULL, work_on, &jobs[i]);
    }
    work_on(&jobs[0]);
    for (size_t i = 1; i < threads; i++) pthread_join(thread[i], NULL);
    if (seconds > 0) report(jobs, threads, now() - before, opened);
    free(all.ids);
    free(all.from);
    free(all.lengths);
    say_base_arena_close(arena);
    say_model_close((say_model *)(uintptr_t)all.model);
    return 0;
}
