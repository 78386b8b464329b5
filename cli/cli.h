/* The command line: a guest of the library that includes sayso.h only. */
#ifndef SAYSO_CLI_H
#define SAYSO_CLI_H

#include "sayso.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { EXIT_OK = 0, EXIT_NOTHING = 1, EXIT_USAGE = 2, EXIT_SOME = 3, EXIT_ALL = 4, EXIT_UNSOUND = 5 };

typedef enum { TO_NOTHING, TO_JSON, TO_WHO, TO_TEXT, TO_CANONICAL, TO_CSV, TO_CLUSTERS } form;

enum {                                   /* a bit a command, for the table of options */
    EXTRACT = 1 << 0, WHO = 1 << 1, EXPLAIN = 1 << 2, HELP = 1 << 3, READ = 1 << 4, MERGE = 1 << 5, VERIFY = 1 << 6,
    EXPORT = 1 << 7, IMPORT = 1 << 8, INCIDENTS = 1 << 9, CLAIMS = 1 << 10, PARTIES = 1 << 11, SHEET = 1 << 12,
    MATRIX = 1 << 13, DIFF = 1 << 14, ASSESS = 1 << 15, CORRECT = 1 << 16, ADD = 1 << 17
};

enum { MOST_HOLDERS = 16, MOST_FIELDS = 8 };

typedef struct {
    const char *reader, *reading, *weights, *data, *dir, *out, *ledger, *claim;
    const char *incident, *party, *role, *factuality, *confidence, *basis, *standing, *since, *until, *outlet, *text, *maker;
    const char *report, *sentence, *event, *trigger, *cue, *hedge, *by, *reason, *via, *model;
    const char *holders[MOST_HOLDERS];
    size_t      holder_count;
    const char *field_lists[MOST_FIELDS];    /* "text=body,title=headline" */
    size_t      field_list_count;
    char       *field_words;             /* what `fields` points into */
    sayso_fields fields;
    int         via_timeout;             /* seconds; 0: the library's own */
    double      least;                   /* < 0: the reader's own */
    size_t      threads;                 /* 0: as many as there are cores */
    int         columns;                 /* 0: as wide as the terminal */
    int         colour;                  /* -1 never, 0 on a terminal, 1 always */
    form        to;
    bool        json, html, files, exit_status, help, version;
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
int  usage_wrong(unsigned about, const char *format, ...) __attribute__((format(printf, 2, 3)));      /* about: a command's bit, or 0 */

/* fields.c: what the lists of --fields name, into o->fields; or said on stderr what is wrong, and EXIT_USAGE. */
int  fields_read(orders *o, unsigned about);

/* words.c: the name among `count` of them that a mistyped word comes nearest to, or NULL. */
typedef const char *namer(size_t i);
const char *nearest_of(const char *word, const char *const *names, size_t count);
const char *nearest_name(const char *word, namer *name, size_t count);

/* place.c: what the orders name, found; where it is not there, said on stderr and NULL or false. */
typedef struct { char at[4096]; } place;
sayso_reader *reader_find(const orders *o);
sayso_via    *via_find(const orders *o);
bool          data_find(const orders *o, place *found);
bool          ledger_find(const orders *o, place *found);

/* store.c: bytes in memory. */
typedef struct { char *at; size_t size, room; } store;
int        store_write(void *s, const char *bytes, size_t size);        /* of a sayso_sink */
sayso_sink store_sink(store *s);
bool       store_text(store *s, const char *ended_by_nul);
bool       store_number(store *s, size_t number);
bool       store_shown(store *s, const char *ended_by_nul);               /* without control characters */
bool       store_quoted(store *s, const char *ended_by_nul);           /* as a JSON string */
size_t     columns_of(const char *text);                               /* a column a character */
bool       store_padded(store *s, const char *text, size_t columns);
bool       store_wrapped(store *s, const char *text, size_t from, size_t columns);  /* the first line begins at column `from`; columns 0: one line */

/* A row of a listing as JSON: which members of it, under which names. */
typedef enum { COLUMN_TEXT, COLUMN_COUNT, COLUMN_SHARE } column_kind;
typedef struct { const char *name; column_kind kind; size_t at; } column;
bool       store_row(store *s, const char *schema, const column *columns, size_t count, const void *row);
int        store_flush(store *s, int status);                          /* to stdout, and freed; status, or EXIT_ALL where it takes no more */

/* reports.c: every report that comes from the arguments is a job.  An errand is what is done with each. */
typedef struct {
    sayso_item   *item;                  /* NULL where it did not come: a file that is not there, a damaged record */
    const char   *doc, *path;            /* its name; the file that it came in.  The item's, where there is one */
    char          label[800];            /* how messages call it: "crawl.warc.gz: crawl-000017" */
    char          lost_doc[256], lost_path[120];
    char          file[256];             /* with --dir: its name as a file's, without an ending */
    size_t        found, refused;        /* claims; those of a language model that its report has no words for */
    sayso_report *report;
    store         out, said;
    bool          failed, known, done;
} job;

/* tell runs in any thread; it puts data into `out` and one line a trouble into `said`. */
typedef void teller(const orders *o, const sayso_records *records, job *j, sayso_look look);
typedef void failed_teller(const orders *o, job *j, const char *why);

/* Each of the rest may be NULL.  What is given `to` runs in the main thread in the order of the reports, but for look_up. */
typedef struct {
    teller        *tell;
    failed_teller *tell_failed;
    void         (*tell_item)(const orders *o, job *j);    /* instead of reading it, where nobody is hired; in any thread */
    void         (*look_up)(void *to, job *j);   /* in any thread, when its report is open: sets `known` where it need not be read, or fails it */
    void         (*enter)(void *to, job *j);     /* after it */
    bool         (*enough)(void *to);            /* true: only what is in hand is finished */
    void          *to;
} errand;

typedef struct { sayso_reader *reader; sayso_via *via; } hired;       /* who reads: one of the two, or nobody */

typedef struct {
    size_t jobs, failed, found, left;    /* left: not begun, as far as that is known */
    bool   more;                         /* it was stopped before all had come */
} tally;

int  reports_run(const orders *o, hired who, const errand *e, tally *t);
int  reports_tell(const orders *o, teller *tell, failed_teller *tell_failed, tally *t);      /* with the reader that the orders name */

/* jobs.c: the arguments as jobs, one after the other. */
typedef struct {
    const orders *orders;
    sayso_items  *items;                 /* of the argument in hand */
    size_t        argument, jobs;        /* jobs that this argument has given */
    bool          single;                /* as far as is known each argument is one report */
    char        **names;                 /* with --dir: hashed, the names of files that are taken */
    size_t        name_count, name_room;
} supply;

void supply_open(supply *s, const orders *o);
bool supply_next(supply *s, job *j, sayso_error *error);                 /* false at the end; an error is that of this job */
void supply_close(supply *s);
void job_close(job *j);
void job_says(job *j, const char *format, ...) __attribute__((format(printf, 2, 3)));
void job_fails(job *j, const sayso_error *error);
sayso_look look_now(const orders *o);

/* ledger.c: the ledger that the orders name, opened; NULL: said on stderr why not. */
sayso_ledger *ledger_open(const orders *o, sayso_ledger_mode mode);
int           ledger_settled(sayso_ledger *ledger, int status);        /* settles and closes it */
int           say_error(const sayso_error *error);                     /* EXIT_ALL */
void          say_line(void *ignored, const char *line);               /* of a sayso_told: "sayso: line" on stderr */

/* find.c: ids for fragments of names.  Where none or several match, that is said on stderr with those that are near. */
bool   find_incident(sayso_ledger *ledger, const char *words, char id[24]);
bool   find_party(sayso_ledger *ledger, const char *words, char id[24]);
typedef struct { char id[24], incident[24]; size_t count; } found_claim;
bool   find_claim(sayso_ledger *ledger, const char *beginning, found_claim *found);
bool   say_incidents(sayso_ledger *ledger, const char *words);        /* false: none matches */

/* The commands, by file: files.c, read.c, ledger.c, list.c, view.c, correct.c. */
int run_extract(const orders *o);
int run_read(const orders *o);
int run_merge(const orders *o);
int run_verify(const orders *o);
int run_import(const orders *o);
int run_export(const orders *o);
int run_incidents(const orders *o);
int run_claims(const orders *o);
int run_parties(const orders *o);
int run_who(const orders *o);
int run_sheet(const orders *o);
int run_matrix(const orders *o);
int run_diff(const orders *o);
int run_assess(const orders *o);
int run_explain(const orders *o);
int run_correct(const orders *o);
int run_add(const orders *o);

int who_from_files(const orders *o);
int explain_from_file(const orders *o);
sayso_query query_of(const orders *o);                                 /* list.c: the filters of the orders */
bool        write_whole(const char *path, const store *bytes);         /* files.c: beside, then renamed; errno where it fails */
bool        store_explained(store *s, const sayso_records *records, size_t claim);   /* view.c: the claim and its scores as JSON */

#endif
