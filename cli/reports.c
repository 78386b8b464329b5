/* reports: every report that comes from the arguments is a job.  The main thread pulls jobs into
 * a ring, and enters and prints each as soon as all before it are; workers take jobs in the same
 * order, look each one up before they read it, and finish in any.  So neither the bytes on stdout
 * nor what a ledger gets depend on the number of workers.  WINDOW jobs a worker lie in the ring at
 * most, and not many of MOST_BYTES of their items, which bounds memory however many reports there
 * are and where one long report holds up the rest.                                                */
#include "cli.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { WINDOW = 8, MOST_WORKERS = 256, MOST_BYTES = 64 * 1024 * 1024 };

typedef struct {
    const orders       *orders;
    hired               who;
    const errand       *errand;
    sayso_look          look;
    supply              supply;
    job                *jobs;            /* a ring of `window` */
    size_t              opened, next, printed, window;   /* counted from the first; opened >= next: taken by a worker, next >= printed */
    size_t              held;            /* bytes of the items in the ring */
    size_t              wanted, hands;   /* workers */
    pthread_t           workers[MOST_WORKERS];
    tally               tally;
    size_t              read;            /* jobs that had to be read */
    double              began, shown;    /* seconds of the clock; when progress was last shown */
    bool                ended;           /* no more jobs come */
    bool                stop;
    pthread_mutex_t     lock;
    pthread_cond_t      moved;
} workshop;

static job *job_at(const workshop *shop, size_t number) { return &shop->jobs[number % shop->window]; }

/* ---- one job ---- */

static void fail_job(const workshop *shop, job *j, const sayso_error *error)
{
    job_fails(j, error);
    if (shop->errand->tell_failed) shop->errand->tell_failed(shop->orders, j, error->message);
}

static void say_refused(void *to, const char *line) { job_says(to, "%s: %s", ((job *)to)->label, line); }

/* Opened, looked up, read and told. */
static sayso_code read_job(const workshop *shop, job *j, sayso_error *error)
{
    const errand *e = shop->errand;
    if (!(j->report = sayso_report_open(j->item, error))) return error->code;
    if (e->look_up) e->look_up(e->to, j);
    if (j->known || j->failed) return SAYSO_OK;
    sayso_code code = shop->who.via ? sayso_report_via(j->report, shop->who.via, (sayso_told){ say_refused, j }, &j->refused, error)
                                    : sayso_report_read(j->report, shop->who.reader, error);
    if (!code && e->tell) e->tell(shop->orders, sayso_report_records(j->report), j, shop->look);
    return code;
}

static void do_job(const workshop *shop, job *j)
{
    const errand *e = shop->errand;
    sayso_error error = { .code = SAYSO_OK };
    if (!shop->who.reader && !shop->who.via) {
        e->tell_item(shop->orders, j);
        return;
    }
    if (read_job(shop, j, &error)) fail_job(shop, j, &error);
    if (!e->enter) {
        sayso_report_close(j->report);
        j->report = NULL;
    }
}

/* ---- workers ---- */

static void *work(void *argument)
{
    workshop *shop = argument;
    pthread_mutex_lock(&shop->lock);
    while (true) {
        while (!shop->stop && !shop->ended && shop->next >= shop->opened) pthread_cond_wait(&shop->moved, &shop->lock);
        if (shop->stop || shop->next >= shop->opened) break;
        job *j = job_at(shop, shop->next++);
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

/* An endpoint has cores of its own, and may have room for one report at a time. */
static size_t worker_count(const orders *o)
{
    long cores = o->via ? 1 : sysconf(_SC_NPROCESSORS_ONLN);
    size_t count = o->threads ? o->threads : cores > 0 ? (size_t)cores : 1;
    return count < MOST_WORKERS ? count : MOST_WORKERS;
}

/* ---- progress ---- */

static double seconds_now(void)
{
    struct timespec now;
    return clock_gettime(CLOCK_MONOTONIC, &now) ? 0 : (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static bool lonely(const workshop *shop) { return shop->supply.single && shop->orders->argument_count < 2; }

static void clear_progress(const workshop *shop)
{
    if (!lonely(shop) && isatty(STDERR_FILENO)) fputs("\r\033[K", stderr);
}

/* Only what had to be read tells how long the rest will take. */
static void show_time_left(const workshop *shop, double spent)
{
    enum { SURE = 3 };
    if (spent < SURE || shop->read == 0) return;
    double left = spent / (double)shop->read * (double)(shop->orders->argument_count - shop->printed);
    if (left < 60) fprintf(stderr, " · %.0f s left", left);
    else if (left < 3600) fprintf(stderr, " · %.0f min left", left / 60);
    else fprintf(stderr, " · %.0f h %.0f min left", left / 3600 - .5, (left - 3600 * (double)(long)(left / 3600)) / 60);
}

/* What a file is called must not steer the terminal. */
static void show_file(const job *j)
{
    store name = { NULL, 0, 0 };
    const char *slash = strrchr(j->path, '/');
    store_text(&name, " · ");
    store_shown(&name, slash && slash[1] ? slash + 1 : j->path);
    fwrite(name.at, 1, name.size, stderr);
    free(name.at);
}

/* How many there will be is known only as long as each argument is one report. */
static void show_progress(workshop *shop)
{
    enum { A_SECOND = 10 };
    if (lonely(shop) || !isatty(STDERR_FILENO)) return;
    double now = seconds_now();
    if (shop->printed && now - shop->shown < 1. / A_SECOND) return;
    shop->shown = now;
    fprintf(stderr, "\r\033[K%zu", shop->printed);
    if (shop->supply.single) fprintf(stderr, " of %zu", shop->orders->argument_count);
    fprintf(stderr, " reports · %zu claims", shop->tally.found);
    if (shop->supply.single) show_time_left(shop, now - shop->began);
    else show_file(job_at(shop, shop->printed));
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
    return fine;
}

/* ---- opening ---- */

static void open_job(workshop *shop)
{
    job *j = job_at(shop, shop->opened);
    sayso_error error;
    bool more = supply_next(&shop->supply, j, &error);
    if (error.code) fail_job(shop, j, &error);
    shop->held += more && j->item ? j->item->size : 0;
    j->done = more && j->failed;
    bool idle = more && !j->done && shop->hands < shop->wanted;
    pthread_mutex_lock(&shop->lock);
    shop->opened += more;
    shop->ended = !more;
    pthread_cond_broadcast(&shop->moved);
    pthread_mutex_unlock(&shop->lock);
    if (idle && pthread_create(&shop->workers[shop->hands], NULL, work, shop) == 0) shop->hands++;
}

static bool has_room(const workshop *shop)
{
    return shop->opened == shop->printed || (shop->opened - shop->printed < shop->window && shop->held < MOST_BYTES);
}

/* Nothing more is taken; what workers have in hand is finished. */
static void cut_short(workshop *shop)
{
    pthread_mutex_lock(&shop->lock);
    size_t last = shop->next > shop->printed ? shop->next : shop->printed;
    size_t dropped = shop->opened - last;
    shop->tally.more = !shop->ended;
    shop->opened = last;
    shop->ended = true;
    pthread_cond_broadcast(&shop->moved);
    pthread_mutex_unlock(&shop->lock);
    for (size_t i = 0; i < dropped; i++) job_close(job_at(shop, last + i));
    shop->tally.left = shop->supply.single ? shop->orders->argument_count - last : dropped;
    if (shop->supply.single) shop->tally.more = false;
}

/* ---- finishing ---- */

static bool is_done(workshop *shop, const job *j)
{
    pthread_mutex_lock(&shop->lock);
    bool done = j->done;
    pthread_mutex_unlock(&shop->lock);
    return done;
}

static void wait_for(workshop *shop, job *j)
{
    if (shop->hands == 0) {
        if (!j->done) do_job(shop, j);
        return;
    }
    pthread_mutex_lock(&shop->lock);
    while (!j->done) pthread_cond_wait(&shop->moved, &shop->lock);
    pthread_mutex_unlock(&shop->lock);
}

/* false where stdout takes no more. */
static bool finish_job(workshop *shop, job *j)
{
    const errand *e = shop->errand;
    if (e->enter && !j->failed) e->enter(e->to, j);
    shop->tally.jobs++;
    shop->tally.failed += j->failed;
    shop->tally.found += j->found;
    shop->read += !j->known && !j->failed;
    shop->held -= j->item ? j->item->size : 0;
    bool fine = print_job(shop, j);
    pthread_mutex_lock(&shop->lock);
    if (shop->next <= shop->printed) shop->next = shop->printed + 1;  /* it was done when it was opened: no worker looks at it any more */
    pthread_mutex_unlock(&shop->lock);
    job_close(j);
    pthread_mutex_lock(&shop->lock);
    shop->printed++;
    shop->stop = !fine;
    pthread_cond_broadcast(&shop->moved);
    pthread_mutex_unlock(&shop->lock);
    return fine;
}

/* What is done is printed before more is opened: the next report may be long in coming. */
static bool finish_all(workshop *shop)
{
    const errand *e = shop->errand;
    bool cut = false;
    while (!shop->ended || shop->printed < shop->opened) {
        job *front = job_at(shop, shop->printed);
        bool any = shop->printed < shop->opened;
        if (!cut && e->enough && e->enough(e->to)) {
            cut = true;
            cut_short(shop);
        } else if (!shop->ended && has_room(shop) && !(any && is_done(shop, front))) {
            open_job(shop);
        } else {
            show_progress(shop);
            wait_for(shop, front);
            if (!finish_job(shop, front)) return false;
        }
    }
    clear_progress(shop);
    return true;
}

static int run_workshop(workshop *shop)
{
    shop->began = seconds_now();
    bool fine = finish_all(shop);
    int why = errno;
    for (size_t i = 0; i < shop->hands; i++) pthread_join(shop->workers[i], NULL);
    const tally *t = &shop->tally;
    if (!fine) {
        fprintf(stderr, "sayso: cannot write: %s\n", strerror(why));
        return EXIT_ALL;
    }
    if (t->failed || t->left || t->more) return t->failed == t->jobs ? EXIT_ALL : EXIT_SOME;
    return shop->orders->exit_status && t->found == 0 ? EXIT_NOTHING : EXIT_OK;
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

int reports_run(const orders *o, hired who, const errand *e, tally *t)
{
    workshop shop = { .orders = o, .who = who, .errand = e, .look = look_now(o), .wanted = worker_count(o) };
    int status = EXIT_ALL;
    shop.window = shop.wanted * WINDOW;
    shop.jobs = calloc(shop.window, sizeof *shop.jobs);
    supply_open(&shop.supply, o);
    if (shop.jobs && pthread_mutex_init(&shop.lock, NULL) == 0) {
        pthread_cond_init(&shop.moved, NULL);
        status = run_workshop(&shop);
        pthread_cond_destroy(&shop.moved);
        pthread_mutex_destroy(&shop.lock);
    } else {
        fputs("sayso: out of memory\n", stderr);
    }
    for (size_t i = 0; i < shop.window && shop.jobs; i++) job_close(&shop.jobs[i]);
    free(shop.jobs);
    supply_close(&shop.supply);
    *t = shop.tally;
    return status;
}

int reports_tell(const orders *o, teller *tell, failed_teller *tell_failed, tally *t)
{
    sayso_reader *reader = reader_find(o);
    if (!reader) return EXIT_ALL;
    int status = reports_run(o, (hired){ .reader = reader }, &(errand){ .tell = tell, .tell_failed = tell_failed }, t);
    sayso_reader_close(reader);
    return status;
}
