/* reports: every file of the command line is a job.  Workers read and tell jobs in the
 * order of the arguments, but finish in any; the main thread prints each one as soon as
 * all before it are printed.  So the bytes on stdout do not depend on the number of
 * workers.  At most WINDOW jobs a worker lie finished and unprinted, which bounds memory
 * where one long report holds up the rest.                                              */
#include "cli.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { WINDOW = 8, MOST_WORKERS = 256 };

typedef struct {
    const orders       *orders;
    const sayso_reader *reader;
    teller             *tell;
    failed_teller      *tell_failed;
    sayso_look          look;
    job                *jobs;
    size_t              count, next, printed, window;
    bool                stop;
    pthread_mutex_t     lock;
    pthread_cond_t      moved;
} workshop;

/* ---- one job ---- */

void job_says(job *j, const char *format, ...)
{
    char line[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    store_text(&j->said, "sayso: ");
    store_shown(&j->said, line);
    store_text(&j->said, "\n");
}

/* The message names the file already where the library had it by its path. */
void job_fails(job *j, const sayso_error *error)
{
    j->failed = true;
    job_says(j, "%s: %s", j->path, error->message);
}

static void fail_job(const workshop *shop, job *j, const sayso_error *error)
{
    job_fails(j, error);
    if (shop->tell_failed) shop->tell_failed(shop->orders, j, error->message);
}

static void do_job(const workshop *shop, job *j)
{
    sayso_error error = { .code = SAYSO_OK };
    char *bytes = NULL;
    size_t size = 0;
    if (j->twin) {
        snprintf(error.message, sizeof error.message, "another report of this run is named %s too", j->doc);
        fail_job(shop, j, &error);
        return;
    }
    if (sayso_bytes_read(j->path, &bytes, &size, &error)) {
        fail_job(shop, j, &error);
        return;
    }
    sayso_report *report = NULL;
    if (size == 0) snprintf(error.message, sizeof error.message, "empty: there is nothing to read");
    else report = sayso_report_read(shop->reader, j->doc, bytes, size, &error);
    sayso_bytes_free(bytes);
    if (report) shop->tell(shop->orders, sayso_report_records(report), j, shop->look);
    else fail_job(shop, j, &error);
    sayso_report_close(report);
}

/* "news/kremlin-drones.txt" is kremlin-drones. */
static char *doc_of(const char *path)
{
    if (strcmp(path, "-") == 0) path = "stdin";
    const char *slash = strrchr(path, '/');
    const char *name = slash && slash[1] ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    size_t length = dot && dot > name ? (size_t)(dot - name) : strlen(name);
    char *doc = malloc(length + 1);
    if (!doc) return NULL;
    memcpy(doc, name, length);
    doc[length] = 0;
    return doc;
}

/* ---- workers ---- */

static void *work(void *argument)
{
    workshop *shop = argument;
    pthread_mutex_lock(&shop->lock);
    while (true) {
        while (!shop->stop && shop->next < shop->count && shop->next - shop->printed >= shop->window)
            pthread_cond_wait(&shop->moved, &shop->lock);
        if (shop->stop || shop->next >= shop->count) break;
        job *j = &shop->jobs[shop->next++];
        pthread_mutex_unlock(&shop->lock);
        do_job(shop, j);
        pthread_mutex_lock(&shop->lock);
        j->done = true;
        pthread_cond_broadcast(&shop->moved);
    }
    pthread_mutex_unlock(&shop->lock);
    return NULL;
}

static size_t worker_count(const orders *o)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t count = o->threads ? o->threads : cores > 0 ? (size_t)cores : 1;
    if (count > o->argument_count) count = o->argument_count;
    return count < MOST_WORKERS ? count : MOST_WORKERS;
}

/* ---- printing ---- */

static void show_progress(const workshop *shop, size_t at)
{
    if (shop->count < 2 || !isatty(STDERR_FILENO)) return;
    if (at == shop->count) fputs("\r\033[K", stderr);
    else fprintf(stderr, "\r\033[K%zu of %zu reports", at, shop->count);
    fflush(stderr);
}

static void clear_progress(const workshop *shop)
{
    if (shop->count >= 2 && isatty(STDERR_FILENO)) fputs("\r\033[K", stderr);
}

static bool print_job(const workshop *shop, job *j)
{
    bool fine = true;
    if (j->said.size) {
        clear_progress(shop);
        fwrite(j->said.at, 1, j->said.size, stderr);
    }
    if (j->out.size) {
        if (isatty(STDOUT_FILENO)) clear_progress(shop);
        fine = fwrite(j->out.at, 1, j->out.size, stdout) == j->out.size && fflush(stdout) == 0;
    }
    free(j->out.at);
    free(j->said.at);
    j->out = j->said = (store){ NULL, 0, 0 };
    return fine;
}

/* Prints in order; false where stdout takes no more. */
static bool print_all(workshop *shop, bool alone, size_t *failed, size_t *found)
{
    for (size_t i = 0; i < shop->count; i++) {
        job *j = &shop->jobs[i];
        show_progress(shop, i);
        if (alone) {
            do_job(shop, j);
        } else {
            pthread_mutex_lock(&shop->lock);
            while (!j->done) pthread_cond_wait(&shop->moved, &shop->lock);
            pthread_mutex_unlock(&shop->lock);
        }
        *failed += j->failed;
        *found += j->found;
        bool fine = print_job(shop, j);
        pthread_mutex_lock(&shop->lock);
        shop->printed++;
        shop->stop = !fine;
        pthread_cond_broadcast(&shop->moved);
        pthread_mutex_unlock(&shop->lock);
        if (!fine) return false;
    }
    show_progress(shop, shop->count);
    return true;
}

static int run_workshop(workshop *shop)
{
    pthread_t workers[MOST_WORKERS];
    size_t wanted = worker_count(shop->orders), hired = 0, failed = 0, found = 0;
    shop->window = wanted * WINDOW;
    while (hired < wanted && pthread_create(&workers[hired], NULL, work, shop) == 0) hired++;
    bool fine = print_all(shop, hired == 0, &failed, &found);
    for (size_t i = 0; i < hired; i++) pthread_join(workers[i], NULL);
    if (!fine) {
        perror("sayso: cannot write");
        return EXIT_ALL;
    }
    if (failed) return failed == shop->count ? EXIT_ALL : EXIT_SOME;
    return shop->orders->exit_status && found == 0 ? EXIT_NOTHING : EXIT_OK;
}

sayso_look look_now(const orders *o)
{
    bool terminal = isatty(STDOUT_FILENO);
    const char *no_colour = getenv("NO_COLOR"), *kind = getenv("TERM");
    bool colour = terminal && !(no_colour && *no_colour) && !(kind && strcmp(kind, "dumb") == 0);
    int columns = o->columns;
    struct winsize window;
    if (!columns && terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0)
        columns = window.ws_col < 100 ? window.ws_col : 100;
    return (sayso_look){ columns, o->colour > 0 || (o->colour == 0 && colour) };
}

static int by_doc(const void *a, const void *b)
{
    const job *x = *(job *const *)a, *y = *(job *const *)b;
    int order = strcmp(x->doc, y->doc);
    return order ? order : (x > y) - (x < y);
}

/* Two reports of one name would write one file: the later of them fails. */
static bool refuse_twins(workshop *shop)
{
    job **sorted = malloc((shop->count ? shop->count : 1) * sizeof *sorted);
    if (!sorted) return false;
    for (size_t i = 0; i < shop->count; i++) sorted[i] = &shop->jobs[i];
    qsort(sorted, shop->count, sizeof *sorted, by_doc);
    for (size_t i = 1; i < shop->count; i++)
        sorted[i]->twin = strcmp(sorted[i - 1]->doc, sorted[i]->doc) == 0;
    free(sorted);
    return true;
}

static bool prepare_jobs(workshop *shop)
{
    shop->jobs = calloc(shop->count ? shop->count : 1, sizeof *shop->jobs);
    if (!shop->jobs) return false;
    for (size_t i = 0; i < shop->count; i++) {
        shop->jobs[i].path = shop->orders->arguments[i];
        shop->jobs[i].doc = doc_of(shop->jobs[i].path);
        if (!shop->jobs[i].doc) return false;
    }
    return shop->orders->dir ? refuse_twins(shop) : true;
}

static void drop_jobs(workshop *shop)
{
    for (size_t i = 0; i < shop->count && shop->jobs; i++) {
        free(shop->jobs[i].doc);
        free(shop->jobs[i].out.at);
        free(shop->jobs[i].said.at);
    }
    free(shop->jobs);
}

int reports_run(const orders *o, teller *tell, failed_teller *tell_failed)
{
    workshop shop = { .orders = o, .tell = tell, .tell_failed = tell_failed, .look = look_now(o),
                      .count = o->argument_count };
    sayso_reader *reader = reader_find(o);
    if (!reader) return EXIT_ALL;
    shop.reader = reader;
    int status = EXIT_ALL;
    if (prepare_jobs(&shop) && pthread_mutex_init(&shop.lock, NULL) == 0) {
        pthread_cond_init(&shop.moved, NULL);
        status = run_workshop(&shop);
        pthread_cond_destroy(&shop.moved);
        pthread_mutex_destroy(&shop.lock);
    } else {
        fputs("sayso: out of memory\n", stderr);
    }
    drop_jobs(&shop);
    sayso_reader_close(reader);
    return status;
}
