/* reports: every file of the command line is a job.  Workers read and tell jobs in the
 * order of the arguments, but finish in any; the main thread looks each one up before it is
 * read, and enters and prints each as soon as all before it are.  So neither the bytes on
 * stdout nor what a ledger gets depend on the number of workers.  At most WINDOW jobs a
 * worker lie opened and unprinted, which bounds memory where one long report holds up the rest. */
#include "cli.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { WINDOW = 8, MOST_WORKERS = 256 };

typedef struct {
    const orders       *orders;
    hired               who;
    const errand       *errand;
    sayso_look          look;
    job                *jobs;
    size_t              all, count;      /* jobs; those of them that are to be done */
    size_t              opened, next, printed, window;   /* opened >= next: taken by a worker */
    size_t              failed, found, read;
    double              began, shown;    /* seconds of the clock; when progress was last shown */
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
    if (shop->errand->tell_failed) shop->errand->tell_failed(shop->orders, j, error->message);
}

/* The bytes of a job, or false where it has failed. */
static bool fetch_bytes(const workshop *shop, job *j)
{
    sayso_error error = { .code = SAYSO_OK };
    if (j->twin) snprintf(error.message, sizeof error.message, "another report of this run is named %s too", j->doc);
    else if (!sayso_bytes_read(j->path, &j->bytes, &j->size, &error)) {
        if (j->size) return true;
        snprintf(error.message, sizeof error.message, "empty: there is nothing to read");
    }
    fail_job(shop, j, &error);
    return false;
}

static void say_refused(void *to, const char *line) { job_says(to, "%s: %s", ((job *)to)->path, line); }

static void do_job(const workshop *shop, job *j)
{
    sayso_error error = { .code = SAYSO_OK };
    if (!j->bytes && !fetch_bytes(shop, j)) return;
    sayso_report *report = shop->who.via
        ? sayso_report_via(shop->who.via, j->doc, j->bytes, j->size, (sayso_told){ say_refused, j }, &j->refused, &error)
        : sayso_report_read(shop->who.reader, j->doc, j->bytes, j->size, &error);
    sayso_bytes_free(j->bytes);
    j->bytes = NULL;
    if (!report) fail_job(shop, j, &error);
    else if (shop->errand->tell) shop->errand->tell(shop->orders, sayso_report_records(report), j, shop->look);
    if (shop->errand->enter) j->report = report;
    else sayso_report_close(report);
}

/* "news/kremlin-drones.txt" is kremlin-drones. */
char *report_doc(const char *path)
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
        while (!shop->stop && shop->next < shop->count && shop->next >= shop->opened)
            pthread_cond_wait(&shop->moved, &shop->lock);
        if (shop->stop || shop->next >= shop->count) break;
        job *j = &shop->jobs[shop->next++];
        if (j->done) continue;
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

/* ---- progress ---- */

static double seconds_now(void)
{
    struct timespec now;
    return clock_gettime(CLOCK_MONOTONIC, &now) ? 0 : (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void clear_progress(const workshop *shop)
{
    if (shop->all >= 2 && isatty(STDERR_FILENO)) fputs("\r\033[K", stderr);
}

/* Only what had to be read tells how long the rest will take. */
static void show_time_left(const workshop *shop, size_t at, double spent)
{
    enum { SURE = 3 };
    if (spent < SURE || shop->read == 0) return;
    double left = spent / (double)shop->read * (double)(shop->count - at);
    if (left < 60) fprintf(stderr, " · %.0f s left", left);
    else if (left < 3600) fprintf(stderr, " · %.0f min left", left / 60);
    else fprintf(stderr, " · %.0f h %.0f min left", left / 3600 - .5, (left - 3600 * (double)(long)(left / 3600)) / 60);
}

static void show_progress(workshop *shop, size_t at)
{
    enum { A_SECOND = 10 };
    if (shop->all < 2 || !isatty(STDERR_FILENO)) return;
    double now = seconds_now();
    if (at && now - shop->shown < 1. / A_SECOND) return;
    shop->shown = now;
    fprintf(stderr, "\r\033[K%zu of %zu reports · %zu claims", at, shop->count, shop->found);
    show_time_left(shop, at, now - shop->began);
    fflush(stderr);
}

/* ---- printing ---- */

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

/* Opens jobs up to the window; one that is known, or cannot be read, is done with that. */
static void open_jobs(workshop *shop)
{
    size_t until = shop->printed + shop->window;
    if (until > shop->count) until = shop->count;
    while (shop->opened < until) {
        job *j = &shop->jobs[shop->opened];
        if (shop->errand->look_up && fetch_bytes(shop, j)) shop->errand->look_up(shop->errand->to, j);
        j->done = j->known || j->failed;
        pthread_mutex_lock(&shop->lock);
        shop->opened++;
        pthread_cond_broadcast(&shop->moved);
        pthread_mutex_unlock(&shop->lock);
    }
}

static void wait_for(workshop *shop, job *j, bool alone)
{
    if (alone && !j->done) do_job(shop, j);
    if (alone) return;
    pthread_mutex_lock(&shop->lock);
    while (!j->done) pthread_cond_wait(&shop->moved, &shop->lock);
    pthread_mutex_unlock(&shop->lock);
}

/* Nothing more is taken; what workers have in hand is finished. */
static void cut_short(workshop *shop, size_t at)
{
    pthread_mutex_lock(&shop->lock);
    shop->count = shop->next > at ? shop->next : at;
    pthread_cond_broadcast(&shop->moved);
    pthread_mutex_unlock(&shop->lock);
}

/* false where stdout takes no more. */
static bool finish_job(workshop *shop, job *j)
{
    const errand *e = shop->errand;
    if (e->enter && !j->failed) e->enter(e->to, j);
    sayso_report_close(j->report);
    sayso_bytes_free(j->bytes);
    j->report = NULL;
    j->bytes = NULL;
    shop->failed += j->failed;
    shop->found += j->found;
    shop->read += !j->known && !j->failed;
    bool fine = print_job(shop, j);
    pthread_mutex_lock(&shop->lock);
    shop->printed++;
    shop->stop = !fine;
    pthread_cond_broadcast(&shop->moved);
    pthread_mutex_unlock(&shop->lock);
    return fine;
}

static bool finish_all(workshop *shop, bool alone)
{
    const errand *e = shop->errand;
    for (size_t i = 0;; i++) {
        if (e->enough && shop->count == shop->all && e->enough(e->to)) cut_short(shop, i);
        if (i >= shop->count) break;
        show_progress(shop, i);
        open_jobs(shop);
        wait_for(shop, &shop->jobs[i], alone);
        if (!finish_job(shop, &shop->jobs[i])) return false;
    }
    clear_progress(shop);
    return true;
}

static int run_workshop(workshop *shop)
{
    pthread_t workers[MOST_WORKERS];
    size_t wanted = worker_count(shop->orders), hands = 0;
    shop->window = wanted * WINDOW;
    shop->began = seconds_now();
    while (hands < wanted && pthread_create(&workers[hands], NULL, work, shop) == 0) hands++;
    bool fine = finish_all(shop, hands == 0);
    for (size_t i = 0; i < hands; i++) pthread_join(workers[i], NULL);
    if (!fine) {
        perror("sayso: cannot write");
        return EXIT_ALL;
    }
    size_t without = shop->failed + (shop->all - shop->count);
    if (without) return without == shop->all ? EXIT_ALL : EXIT_SOME;
    return shop->orders->exit_status && shop->found == 0 ? EXIT_NOTHING : EXIT_OK;
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
    job **sorted = malloc((shop->all ? shop->all : 1) * sizeof *sorted);
    if (!sorted) return false;
    for (size_t i = 0; i < shop->all; i++) sorted[i] = &shop->jobs[i];
    qsort(sorted, shop->all, sizeof *sorted, by_doc);
    for (size_t i = 1; i < shop->all; i++)
        sorted[i]->twin = strcmp(sorted[i - 1]->doc, sorted[i]->doc) == 0;
    free(sorted);
    return true;
}

static bool prepare_jobs(workshop *shop)
{
    shop->jobs = calloc(shop->all ? shop->all : 1, sizeof *shop->jobs);
    if (!shop->jobs) return false;
    for (size_t i = 0; i < shop->all; i++) {
        shop->jobs[i].path = shop->orders->arguments[i];
        shop->jobs[i].doc = report_doc(shop->jobs[i].path);
        if (!shop->jobs[i].doc) return false;
    }
    return shop->orders->dir ? refuse_twins(shop) : true;
}

static void drop_jobs(workshop *shop)
{
    for (size_t i = 0; i < shop->all && shop->jobs; i++) {
        sayso_report_close(shop->jobs[i].report);
        sayso_bytes_free(shop->jobs[i].bytes);
        free(shop->jobs[i].doc);
        free(shop->jobs[i].out.at);
        free(shop->jobs[i].said.at);
    }
    free(shop->jobs);
}

int reports_run(const orders *o, hired who, const errand *e)
{
    workshop shop = { .orders = o, .who = who, .errand = e, .look = look_now(o), .all = o->argument_count,
                      .count = o->argument_count };
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
    return status;
}

int reports_tell(const orders *o, teller *tell, failed_teller *tell_failed)
{
    sayso_reader *reader = reader_find(o);
    if (!reader) return EXIT_ALL;
    int status = reports_run(o, (hired){ .reader = reader }, &(errand){ .tell = tell, .tell_failed = tell_failed });
    sayso_reader_close(reader);
    return status;
}
