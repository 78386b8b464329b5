/* What the files of this room share: the open file, its statements, the form of entries. */
#ifndef SAY_LEDGER_INSIDE_H
#define SAY_LEDGER_INSIDE_H

#include "ledger/ledger.h"

#include <jansson.h>
#include <sqlite3.h>
#include <stdarg.h>

/* Every statement that takes no filters; the texts are in statements.c.  ASK_: those that bear rows. */
typedef enum {
    LEDGER_BEGIN, LEDGER_COMMIT, LEDGER_ROLLBACK, LEDGER_SAVE, LEDGER_SAVED, LEDGER_UNSAVE, ADD_TEXT, ADD_CONTENT, ADD_SEGMENT, ADD_ENTRY, ADD_LABEL,
    ADD_FRAGMENT, ADD_MAKER, ADD_REPORT, ADD_NAME, ADD_READING, ADD_CLAIM, ADD_VOICE, ADD_GROUND, ADD_SAID, ADD_CORRECTION, SET_SHOWN, SET_CLAIM,
    SET_DAYS, SET_UNDONE, ASK_CONTENT, ASK_ANY_CONTENT, ASK_TEXT, ASK_TEXT_ID, ASK_OWN_SEGMENT, ASK_LAST_ENTRY, ASK_CHAIN, ASK_SEGMENT, ASK_SEGMENT_NAME, ASK_LABEL,
    ASK_MAKER, ASK_REPORT, ASK_NAMED, ASK_HASH_LIKE, ASK_HAS_READING, ASK_HAS_NAME, ASK_MADE, ASK_REPORT_OF, ASK_HAS_CLAIM, DROP_VOICES, ASK_LEAVING, ASK_ANY_CORRECTION,
    ASK_DECISIONS, ASK_CORRECTION, ASK_CORRECTIONS, ASK_DEPTHS, ASK_EARLIER, ASK_ALL_TEXTS, ASK_ALL_CONTENTS, ASK_ALL_SEGMENTS, ASK_ALL_ENTRIES,
    ASK_ENTRYLESS, ASK_ALL_REPORTS, ASK_KIND_CONTENTS, ASK_REPORT_CONTENTS, ASK_REPORT_ENTRIES, ASK_ROWLESS, ASK_UNSETTLED, ADD_EVENT, ADD_TERM,
    SET_SETTLED, ASK_HAS_STORY, ADD_STORY, ASK_STORIES, SET_NEWER, ASK_STORY, ASK_UNCALLED, ADD_CALLED, ASK_MERGED, SET_CALLED, ADD_MOVED, DROP_MOVED, DROP_SEEDS, DROP_GROWN,
    ADD_SEEDS, ADD_PINNED, ADD_GROWN, ADD_GROWTH, ADD_COMPANY, ASK_GROWTH, ASK_AFFECTED, ASK_RARE, SET_INCIDENT, SET_STALE, ASK_STALE, DROP_STALE, DROP_RECOUNT, ADD_RECOUNT,
    DROP_INCIDENT, ADD_INCIDENT, SET_CORRECTIONS_SETTLED, ASK_HIDDEN_MAKERS, ASK_HEIRS, DROP_FORMER, ADD_FORMER, ASK_FORMER, ADD_FORMER_OF, SET_FALLEN, ASK_BY_ID, ASK_INCIDENTS_SOUGHT, ASK_READINGS_OF, ASK_MAIN, ASK_EVENTS_OF,
    ASK_CLAIM_ROW, ASK_CLAIM_EVENT, ASK_PARTY_BY_ID, ASK_PARTY_NAME, ASK_OWN_NAME, DROP_SOUGHT, ADD_SOUGHT, ADD_SOUGHT_NAMES, ADD_SOUGHT_PARTY, ADD_ALIASES, ASK_FRAGMENT, ASK_SHORT_FRAGMENT,
    LEDGER_STATEMENTS
} ledger_statement;

struct say_ledger {
    sqlite3      *db;
    char          path[200];             /* for errors */
    char          now[32];
    bool          write, within;         /* within a transaction */
    bool          corrected;             /* there are corrections that new claims may be under */
    int64_t       slots;                 /* given to walks that are under way */
    int64_t       segment;               /* this file's own, 0 until it is known */
    sqlite3_stmt *made[LEDGER_STATEMENTS];
};

const char *say_ledger_statement(ledger_statement which);

/* ---- statements.c: running ----
 * Values by a letter each: t text ended by NUL (NULL: null), s say_str as text, b say_str as bytes, i int64_t, z size_t, r double. */
sayso_code    say_ledger_failed(const say_ledger *ledger, sayso_error *error);
sqlite3_stmt *say_ledger_ask(say_ledger *ledger, ledger_statement which, sayso_error *error, const char *types, ...);
bool          say_ledger_step(say_ledger *ledger, sqlite3_stmt *rows, sayso_code *code, sayso_error *error);   /* false: the end, or *code; either resets */
sayso_code    say_ledger_run(say_ledger *ledger, ledger_statement which, sayso_error *error, const char *types, ...);
/* The first column of the first row; 0 where there is none. */
sayso_code    say_ledger_number(say_ledger *ledger, ledger_statement which, int64_t *number, sayso_error *error, const char *types, ...);
sayso_code    say_ledger_script(say_ledger *ledger, const char *script, sayso_error *error);
const char   *say_ledger_column(sqlite3_stmt *rows, int column);             /* "" for null */
say_str       say_ledger_bytes(sqlite3_stmt *rows, int column);
const char   *say_ledger_kept(say_arena *arena, sqlite3_stmt *rows, int column, sayso_error *error);
sayso_code    say_ledger_bind(say_ledger *ledger, sqlite3_stmt *made, sayso_error *error, const char *types, va_list values);

/* ---- open.c: a file without more; create: 0 or SQLITE_OPEN_CREATE ---- */
sayso_code say_ledger_connect(say_ledger *ledger, const char *path, int create, sayso_error *error);
void       say_ledger_disconnect(say_ledger *ledger);

/* ---- make.c ---- */
sayso_code say_ledger_make(const say_ledger *ledger, const char *path, sayso_error *error);    /* a file of that name, or there was one */
sayso_code say_ledger_made(const say_ledger *ledger, sayso_error *error);                      /* an open one: what making it may have left goes */

/* A claim's standing as lists show it: what an analyst decided and settling has found (0 stands, 1 withdrawn, 2 repeated); what is
 * repeated is not on the sheet at all, and hands on what was decided about it. */
#define LEDGER_STANDING(c) "CASE WHEN " c "withdrawn=2 THEN 'repeated' WHEN " c "standing<>'stands' THEN " c "standing" \
                           " WHEN " c "withdrawn=1 THEN 'withdrawn' ELSE 'stands' END"

/* Of a party that others were merged with, by its id: a column of the name (label n, called q) that the first of those merges gives it. */
#define LEDGER_CHIEF(own, column) "(SELECT " column " FROM correction w CROSS JOIN called q ON q.own=w.target CROSS JOIN label n ON n.id=q.label" \
                                  " WHERE w.target=" own " AND w.act='merge_parties' AND w.undone=0 ORDER BY w.depth, w.id, n.name<>w.value, n.name LIMIT 1)"
/* Of a party by its row of `called`: what is its own, or the same of the party that it was merged with. */
#define LEDGER_OF_PARTY(called, column, own) "CASE WHEN " called ".party<>" called ".own THEN coalesce(" LEDGER_CHIEF(called ".party", column) ", " own ")" \
                                             " ELSE " own " END"
#define LEDGER_PARTY_NAME(called, label) LEDGER_OF_PARTY(called, "n.name", label ".name")

/* ---- schema.c ---- */
enum { LEDGER_APPLICATION = 0x7361796f, LEDGER_VERSION = 2 };                /* "sayo" */
sayso_code say_ledger_schema(say_ledger *ledger, sayso_error *error);        /* makes it, checks it or brings it up to date */

/* ---- entries.c ---- */
sayso_code say_ledger_chain(const char *before, const char *hash, const char *at, char chain[65], sayso_error *error);
void       say_ledger_segment_name(const char *from, const char *and_from, char name[20]);
sayso_code say_ledger_segment(say_ledger *ledger, int64_t segment, char name[65], sayso_error *error);
sayso_code say_ledger_content(say_ledger *ledger, say_str body, const char *hash, int64_t *content, bool *added, sayso_error *error);

/* ---- project.c: entries -> the tables that queries use ---- */
typedef enum { ENTRY_REPORT, ENTRY_NAME, ENTRY_READING, ENTRY_CORRECTION, ENTRY_KINDS } entry_kind;

typedef struct {                         /* of the table claim */
    const char *id, *role, *party, *holder, *factuality, *confidence, *held, *day, *standing;
    char        basis[160];
    int64_t     reading, incident, start, stop;
    bool        own;
    double      probability;
    say_arena  *arena;
} ledger_row;

json_t     *say_ledger_parse(say_str body, entry_kind *kind, sayso_error *error);     /* NULL, SAYSO_BAD_TEXT where it is no entry */
const char *say_ledger_kind(entry_kind kind);
const char *say_ledger_field(const json_t *object, const char *field);                /* "" where it is no string */
/* The number of a name, entered where it is new. */
sayso_code  say_ledger_label_number(say_ledger *ledger, const char *name, int64_t *number, sayso_error *error);
sayso_code  say_ledger_project(say_ledger *ledger, entry_kind kind, const json_t *entry, int64_t content, const char *hash, sayso_error *error);
sayso_code  say_ledger_decide(say_ledger *ledger, const char *claim, sayso_error *error);   /* sets its rows as the corrections in force want them */

/* ---- ask.c: what a walk asks, to be freed with sqlite3_free; NULL: no memory ---- */
char *say_ledger_claims_sql(say_ledger *ledger, const sayso_query *query);
char *say_ledger_incidents_sql(say_ledger *ledger, const sayso_query *query);
char *say_ledger_parties_sql(say_ledger *ledger, const sayso_query *query);

/* ---- corrections.c ---- */
sayso_code say_ledger_project_correction(say_ledger *ledger, const json_t *entry, int64_t content, sayso_error *error);

#endif
