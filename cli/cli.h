/* The command line: a guest of the library that includes sayso.h only. */
#ifndef SAYSO_CLI_H
#define SAYSO_CLI_H

#include "sayso.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { EXIT_OK = 0, EXIT_NOTHING = 1, EXIT_USAGE = 2, EXIT_SOME = 3, EXIT_ALL = 4 };

typedef enum { TO_JSON, TO_WHO } form;

enum { EXTRACT = 1, WHO = 2, EXPLAIN = 4, HELP = 8 };                      /* a bit a command, for the table of options */

typedef struct {
    const char *reader, *reading, *weights, *data, *incident, *claim, *dir;
    double      least;                   /* < 0: the reader's own */
    size_t      threads;                 /* 0: as many as there are cores */
    int         columns;                 /* 0: as wide as the terminal */
    int         colour;                  /* -1 never, 0 on a terminal, 1 always */
    form        to;
    bool        json, exit_status, help, version;
    const char **arguments;              /* what is no option; room for all of argv */
    size_t      argument_count;
} orders;

typedef struct {
    const char *name, *arguments, *summary, *examples;
    unsigned    bit;                     /* in option.commands */
    int       (*run)(const orders *o);
} command;

extern const command commands[];         /* ended by a row without a name */

/* options.c: fills orders, or says on stderr what is wrong and returns EXIT_USAGE. */
int  orders_read(int argc, char **argv, const command **chosen, orders *o);
void help_print(FILE *to, const command *about);                           /* about NULL: the whole program */
int  usage_wrong(const command *about, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* place.c: the reader that the orders name, opened; NULL: said on stderr why not. */
sayso_reader *reader_find(const orders *o);

/* store.c: bytes in memory. */
typedef struct { char *at; size_t size, room; } store;
int        store_write(void *s, const char *bytes, size_t size);        /* of a sayso_sink */
sayso_sink store_sink(store *s);
bool       store_text(store *s, const char *ended_by_nul);
bool       store_shown(store *s, const char *ended_by_nul);               /* without control characters */
bool       store_quoted(store *s, const char *ended_by_nul);           /* as a JSON string */

/* reports.c: reads every file and prints what `tell` made of it, in the order of the arguments.
 * tell runs in any thread; it puts data into `out` and one line a trouble into `said`.            */
typedef struct {
    const char  *path;
    char        *doc;
    store        out, said;
    size_t       found;
    bool         twin;                   /* an earlier job has the same doc */
    bool         failed, done;
} job;

typedef void teller(const orders *o, const sayso_records *records, job *j, sayso_look look);
typedef void failed_teller(const orders *o, job *j, const char *why);

int  reports_run(const orders *o, teller *tell, failed_teller *tell_failed);
void job_says(job *j, const char *format, ...) __attribute__((format(printf, 2, 3)));
void job_fails(job *j, const sayso_error *error);
sayso_look look_now(const orders *o);

#endif
