/* ledger: the ledger that the orders name; merge, verify, import, export. */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

/* ---- saying ---- */

static void say_shown(const char *where, const char *message)
{
    store line = { NULL, 0, 0 };
    store_text(&line, "sayso: ");
    if (where && *where) {
        store_shown(&line, where);
        store_text(&line, ": ");
    }
    store_shown(&line, message);
    store_text(&line, "\n");
    fwrite(line.at, 1, line.size, stderr);
    free(line.at);
}

int say_error(const sayso_error *error)
{
    say_shown(error->where, error->message);
    return EXIT_ALL;
}

void say_line(void *ignored, const char *line)
{
    (void)ignored;
    say_shown(NULL, line);
}

/* ---- opening ---- */

/* $SAYSO_NOW stands in for the clock, so that a run can be repeated to the byte. */
static const char *time_now(char into[32])
{
    const char *given = getenv("SAYSO_NOW");
    time_t now = time(NULL);
    struct tm parts;
    if (given && *given) return given;
    if (!gmtime_r(&now, &parts) || !strftime(into, 32, "%Y-%m-%dT%H:%M:%SZ", &parts)) return "1970-01-01T00:00:00Z";
    return into;
}

/* The folders above a file that are not there yet. */
static bool make_folders(const char *path)
{
    place folder;
    snprintf(folder.at, sizeof folder.at, "%s", path);
    for (char *slash = strchr(folder.at + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        if (mkdir(folder.at, 0777) != 0 && errno != EEXIST) {
            fprintf(stderr, "sayso: %s: %s\n", folder.at, strerror(errno));
            return false;
        }
        *slash = '/';
    }
    return true;
}

static bool is_absent(const char *path)
{
    struct stat s;
    return stat(path, &s) != 0 && errno == ENOENT;
}

sayso_ledger *ledger_open(const orders *o, sayso_ledger_mode mode)
{
    place file, data;
    char clock[32];
    sayso_error error = { .code = SAYSO_OK };
    if (!ledger_find(o, &file) || !data_find(o, &data)) return NULL;
    if (mode == SAYSO_READ_ONLY && is_absent(file.at)) {
        fprintf(stderr, "sayso: no ledger at %s; `sayso read FILE...` makes one, --ledger FILE names another\n", file.at);
        return NULL;
    }
    if (mode == SAYSO_WRITE && !o->ledger && !make_folders(file.at)) return NULL;
    sayso_ledger *ledger = sayso_ledger_open(file.at, mode, data.at, time_now(clock), &error);
    if (!ledger) say_error(&error);
    return ledger;
}

int ledger_settled(sayso_ledger *ledger, int status)
{
    sayso_error error = { .code = SAYSO_OK };
    if (sayso_ledger_settle(ledger, &error)) status = say_error(&error);
    sayso_ledger_close(ledger);
    return status;
}

/* ---- merge ---- */

typedef struct { const char *ledger; size_t added; } merged;

static const column merged_columns[] = { { "ledger", COLUMN_TEXT, offsetof(merged, ledger) }, { "added", COLUMN_COUNT, offsetof(merged, added) } };

int run_merge(const orders *o)
{
    if (o->argument_count == 0) return usage_wrong(MERGE, "merge needs the ledgers to take from");
    sayso_ledger *ledger = ledger_open(o, SAYSO_WRITE);
    if (!ledger) return EXIT_ALL;
    size_t failed = 0, added = 0;
    store out = { NULL, 0, 0 };
    for (size_t i = 0; i < o->argument_count; i++) {
        sayso_error error = { .code = SAYSO_OK };
        merged one = { o->arguments[i], 0 };
        if (is_absent(one.ledger)) {
            fprintf(stderr, "sayso: %s: %s\n", one.ledger, strerror(ENOENT));
            failed++;
        } else if (sayso_ledger_merge(ledger, one.ledger, &one.added, &error)) {
            say_error(&error);
            failed++;
        } else if (o->json) {
            store_row(&out, "sayso-merged/1", merged_columns, 2, &one);
        }
        added += one.added;
    }
    int status = ledger_settled(ledger, failed == o->argument_count ? EXIT_ALL : failed ? EXIT_SOME : EXIT_OK);
    if (status != EXIT_ALL) fprintf(stderr, "sayso: %zu new entr%s\n", added, added == 1 ? "y" : "ies");
    return store_flush(&out, status);
}

/* ---- verify ---- */

static const column verified_columns[] = {
    { "entries", COLUMN_COUNT, offsetof(sayso_verified, entries) }, { "reports", COLUMN_COUNT, offsetof(sayso_verified, reports) },
    { "passages", COLUMN_COUNT, offsetof(sayso_verified, passages) }, { "problems", COLUMN_COUNT, offsetof(sayso_verified, problems) } };

static void store_count(store *s, size_t count, const char *one, const char *many)
{
    store_number(s, count);
    store_text(s, count == 1 ? one : many);
}

static void print_verified(store *out, const sayso_verified *v)
{
    if (v->problems == 0) store_text(out, "whole: ");
    else store_count(out, v->problems, " problem in ", " problems in ");
    store_count(out, v->entries, " entry, ", " entries, ");
    store_count(out, v->reports, " report, ", " reports, ");
    store_count(out, v->passages, " passage\n", " passages\n");
}

/* A file that cannot be opened as a ledger because of what is in it has not passed either. */
int run_verify(const orders *o)
{
    place file, data;
    char clock[32];
    sayso_error error = { .code = SAYSO_OK };
    sayso_verified verified = { 0, 0, 0, 0 };
    store out = { NULL, 0, 0 };
    if (o->argument_count) return usage_wrong(VERIFY, "verify takes the ledger as --ledger FILE");
    if (!ledger_find(o, &file) || !data_find(o, &data)) return EXIT_ALL;
    sayso_ledger *ledger = sayso_ledger_open(file.at, SAYSO_READ_ONLY, data.at, time_now(clock), &error);
    if (ledger) sayso_ledger_verify(ledger, (sayso_told){ say_line, NULL }, &verified, &error);
    sayso_ledger_close(ledger);
    if (error.code) {
        say_error(&error);
        return error.code == SAYSO_BAD_LEDGER ? EXIT_UNSOUND : EXIT_ALL;
    }
    if (o->json) store_row(&out, "sayso-verified/1", verified_columns, 4, &verified);
    else print_verified(&out, &verified);
    return store_flush(&out, verified.problems ? EXIT_UNSOUND : EXIT_OK);
}

/* ---- import ---- */

static const column imported_columns[] = {
    { "reports", COLUMN_COUNT, offsetof(sayso_imported, reports) }, { "claims", COLUMN_COUNT, offsetof(sayso_imported, claims) },
    { "refused", COLUMN_COUNT, offsetof(sayso_imported, refused) } };

/* Whole lines, some megabytes at a time, so that a file of any size can be imported; false at the end. */
static bool next_lines(FILE *file, store *lines)
{
    enum { ENOUGH = 8 * 1024 * 1024 };
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    bool fine = true;
    lines->size = 0;
    while (fine && lines->size < ENOUGH && (length = getline(&line, &room, file)) > 0)
        fine = store_write(lines, line, (size_t)length) == 0;
    free(line);
    return lines->size != 0;
}

static bool import_file(sayso_ledger *ledger, const orders *o, const char *path, sayso_imported *all)
{
    sayso_error error = { .code = SAYSO_OK };
    store lines = { NULL, 0, 0 };
    bool standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdin : fopen(path, "rb");
    bool fine = file != NULL;
    while (fine && next_lines(file, &lines)) {
        sayso_imported some = { 0, 0, 0 };
        fine = !sayso_ledger_import(ledger, lines.at, lines.size, o->maker, (sayso_told){ say_line, NULL }, &some, &error);
        all->reports += some.reports;
        all->claims += some.claims;
        all->refused += some.refused;
    }
    if (error.code) say_error(&error);
    else if (!file || ferror(file)) fprintf(stderr, "sayso: %s: %s\n", path, strerror(errno));
    fine = fine && !ferror(file);
    if (file && !standard) fclose(file);
    free(lines.at);
    return fine;
}

int run_import(const orders *o)
{
    if (o->argument_count == 0) return usage_wrong(IMPORT, "import needs a file of claims, or - for standard input");
    sayso_ledger *ledger = ledger_open(o, SAYSO_WRITE);
    if (!ledger) return EXIT_ALL;
    sayso_imported all = { 0, 0, 0 };
    size_t failed = 0;
    for (size_t i = 0; i < o->argument_count; i++) failed += !import_file(ledger, o, o->arguments[i], &all);
    int status = failed || all.refused ? EXIT_SOME : EXIT_OK;
    if (status && all.reports + all.claims == 0) status = EXIT_ALL;
    status = ledger_settled(ledger, status);
    fprintf(stderr, "sayso: %zu claim%s of %zu report%s entered, %zu refused\n", all.claims, all.claims == 1 ? "" : "s", all.reports,
            all.reports == 1 ? "" : "s", all.refused);
    store out = { NULL, 0, 0 };
    if (o->json) store_row(&out, "sayso-imported/1", imported_columns, 3, &all);
    return store_flush(&out, status);
}

/* ---- export ---- */

static int write_out(void *to, const char *bytes, size_t size)
{
    return fwrite(bytes, 1, size, to) == size ? 0 : errno ? errno : EIO;
}

int run_export(const orders *o)
{
    static const struct { form to; sayso_export form; } forms[] = {
        { TO_CANONICAL, SAYSO_CANONICAL }, { TO_JSON, SAYSO_JSONL }, { TO_CSV, SAYSO_CSV }, { TO_CLUSTERS, SAYSO_CLUSTERS } };
    size_t i = 0;
    while (i < sizeof forms / sizeof *forms && forms[i].to != o->to) i++;
    if (i == sizeof forms / sizeof *forms) return usage_wrong(EXPORT, "export needs --canonical, or --to jsonl, csv or clusters");
    if (o->argument_count) return usage_wrong(EXPORT, "export writes to standard output and takes no “%s”", o->arguments[0]);
    sayso_ledger *ledger = ledger_open(o, SAYSO_READ_ONLY);
    if (!ledger) return EXIT_ALL;
    sayso_error error = { .code = SAYSO_OK };
    sayso_query query = query_of(o);
    int status = EXIT_OK;
    if (sayso_ledger_export(ledger, forms[i].form, &query, (sayso_sink){ write_out, stdout }, &error)) status = say_error(&error);
    sayso_ledger_close(ledger);
    return status;
}
