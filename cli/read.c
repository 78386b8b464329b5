/* read: reports into the ledger.  Workers look up what is there and read the rest, the main
 * thread enters, in the order of the arguments and each report wholly or not at all, so that
 * a run that was broken off anywhere is finished by running it again.                        */
#include "cli.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    const orders *orders;
    sayso_ledger *ledger;
    const char   *maker;
    size_t        entered, known, claims, refused;
    bool          broken;                /* the ledger takes no more */
    pthread_mutex_t lock;                /* of the ledger and of `broken` */
} desk;

/* ---- being asked to stop ---- */

static volatile sig_atomic_t asked_to_stop;

/* A second signal ends it at once: nothing half entered is kept then either. */
static void take_signal(int number)
{
    static const char words[] = "\nsayso: ending after the reports in hand; once more to end at once\n";
    int before = errno;
    (void)number;
    asked_to_stop = 1;
    if (isatty(STDERR_FILENO) && write(STDERR_FILENO, words, sizeof words - 1) < 0) asked_to_stop = 2;
    errno = before;
}

static void heed_signals(void)
{
    struct sigaction action = { .sa_handler = take_signal, .sa_flags = (int)SA_RESETHAND | SA_RESTART }, before;
    sigemptyset(&action.sa_mask);
    static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) sigaction(numbers[i], &action, NULL);
}

static bool has_enough(void *to)
{
    desk *d = to;
    pthread_mutex_lock(&d->lock);
    bool broken = d->broken;
    pthread_mutex_unlock(&d->lock);
    return asked_to_stop || broken;
}

/* ---- a report ---- */

/* What is wrong with the ledger itself will be wrong with it for the next report too. */
static void ledger_fails(desk *d, job *j, const sayso_error *error)
{
    j->failed = true;
    d->broken = error->code == SAYSO_NO_FILE || error->code == SAYSO_BUSY || error->code == SAYSO_BAD_LEDGER;
    if (d->broken) job_says(j, "%s: %s", error->where, error->message);
    else job_fails(j, error);
}

static void say_entered(const desk *d, job *j, const char *hash, bool added)
{
    if (!d->orders->json) return;
    store_text(&j->out, "{\"schema\":\"sayso-read/1\",\"doc\":");
    store_quoted(&j->out, j->doc);
    store_text(&j->out, ",\"hash\":");
    if (hash) store_quoted(&j->out, hash);
    else store_text(&j->out, "null");
    store_text(&j->out, ",\"claims\":");
    if (hash) store_number(&j->out, j->found);
    else store_text(&j->out, "null");
    store_text(&j->out, added ? ",\"added\":true}\n" : ",\"added\":false}\n");
}

static void tell_unread(const orders *o, job *j, const char *why)
{
    if (!o->json) return;
    store_text(&j->out, "{\"schema\":\"sayso-read/1\",\"doc\":");
    store_quoted(&j->out, j->doc);
    store_text(&j->out, ",\"error\":");
    store_quoted(&j->out, why);
    store_text(&j->out, "}\n");
}

static void look_up(void *to, job *j)
{
    desk *d = to;
    sayso_error error = { .code = SAYSO_OK };
    pthread_mutex_lock(&d->lock);
    if (!d->broken && sayso_ledger_has(d->ledger, sayso_report_records(j->report), d->maker, &j->known, &error)) {
        ledger_fails(d, j, &error);
        tell_unread(d->orders, j, error.message);
    }
    pthread_mutex_unlock(&d->lock);
}

static void enter_read(desk *d, job *j)
{
    const sayso_records *records = sayso_report_records(j->report);
    sayso_error error = { .code = SAYSO_OK };
    bool added = false;
    d->refused += j->refused;
    if (j->known ? sayso_ledger_name(d->ledger, records, &error) : sayso_ledger_add(d->ledger, records, d->maker, &added, &error)) {
        ledger_fails(d, j, &error);
        return;
    }
    j->found = added ? records->claim_count : 0;
    d->entered += added;
    d->known += !added;
    d->claims += j->found;
    say_entered(d, j, added ? records->hash : NULL, added);      /* whether it was known before or only after it was read is chance */
}

static void enter(void *to, job *j)
{
    desk *d = to;
    pthread_mutex_lock(&d->lock);
    j->failed = d->broken;
    if (!d->broken) enter_read(d, j);
    pthread_mutex_unlock(&d->lock);
}

/* ---- all of them ---- */

static void say_kept(const desk *d, const tally *all)
{
    place file;
    size_t without = all->left + all->jobs - d->entered - d->known;
    fprintf(stderr, "sayso: %s%zu report%s entered with %zu claim%s", asked_to_stop ? "stopped: " : "", d->entered, d->entered == 1 ? "" : "s",
            d->claims, d->claims == 1 ? "" : "s");
    if (d->refused) fprintf(stderr, ", %zu refused", d->refused);
    if (d->known) fprintf(stderr, ", %zu there already", d->known);
    if (all->more) fputs(", the rest not entered", stderr);
    else if (without) fprintf(stderr, ", %zu not entered", without);
    if (ledger_find(d->orders, &file)) fprintf(stderr, "; ledger %s", file.at);
    fputs(asked_to_stop ? "\nsayso: the same command again goes on from there\n" : "\n", stderr);
}

static int read_all(const orders *o, hired who, sayso_ledger *ledger)
{
    desk d = { .orders = o, .ledger = ledger, .maker = who.via ? sayso_via_maker(who.via) : sayso_reader_maker(who.reader) };
    errand e = { .tell_failed = tell_unread, .look_up = look_up, .enter = enter, .enough = has_enough, .to = &d };
    tally all;
    pthread_mutex_init(&d.lock, NULL);
    int status = reports_run(o, who, &e, &all);
    pthread_mutex_destroy(&d.lock);
    if (d.broken) sayso_ledger_close(ledger);
    else status = ledger_settled(ledger, status);
    say_kept(&d, &all);
    return status;
}

int run_read(const orders *o)
{
    if (o->argument_count == 0) return usage_wrong(READ, "read needs reports: files, folders, or - for standard input");
    if (!o->via != !o->model) return usage_wrong(READ, o->via ? "--via needs --model NAME" : "--model needs --via URL");
    if (o->via_timeout && !o->via) return usage_wrong(READ, "--via-timeout needs --via URL");
    heed_signals();
    hired who = { .reader = o->via ? NULL : reader_find(o), .via = o->via ? via_find(o) : NULL };
    if (!who.reader && !who.via) return EXIT_ALL;
    sayso_ledger *ledger = ledger_open(o, SAYSO_WRITE);
    int status = ledger ? read_all(o, who, ledger) : EXIT_ALL;
    sayso_reader_close(who.reader);
    sayso_via_close(who.via);
    return status;
}
