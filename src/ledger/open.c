/* open: the file, and transactions. */
#include "ledger/inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { WAIT_MILLISECONDS = 1000 };

/* What every connection wants; temporary tables serve a walk or a settling. */
static const char connection_script[] =
    "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000;"
    "CREATE TEMP TABLE sought(slot INTEGER, label INTEGER, PRIMARY KEY(slot, label)) WITHOUT ROWID;"
    "CREATE TEMP TABLE seed(event INTEGER PRIMARY KEY, round INTEGER);"
    "CREATE TEMP TABLE grown(term INTEGER PRIMARY KEY, round INTEGER);"
    "CREATE TEMP TABLE moved(own TEXT PRIMARY KEY) WITHOUT ROWID;"
    "CREATE TEMP TABLE recount(report TEXT PRIMARY KEY) WITHOUT ROWID;";

sayso_code say_ledger_connect(say_ledger *l, const char *path, int create, sayso_error *error)
{
    /* Readers too may have to play back what a killed writer left; where the file is protected, SQLite opens it for reading only.  That a
     * reader enters nothing, say_ledger_begin sees to. */
    int failed = sqlite3_open_v2(path, &l->db, SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | create, NULL);
    if (failed) return say_ledger_failed(l, error);
    sqlite3_extended_result_codes(l->db, 1);
    sqlite3_busy_timeout(l->db, WAIT_MILLISECONDS);
    return SAYSO_OK;
}

void say_ledger_disconnect(say_ledger *l)
{
    for (size_t i = 0; i < LEDGER_STATEMENTS; i++) sqlite3_finalize(l->made[i]);
    memset(l->made, 0, sizeof l->made);
    sqlite3_close_v2(l->db);
    l->db = NULL;
}

/* A file that is not there is made first.  Where that fails another process may have made it. */
static sayso_code connect_or_make(say_ledger *l, const char *path, sayso_error *error)
{
    sayso_code code = say_ledger_connect(l, path, 0, NULL);
    if (!code) return code;
    if (!l->write || !l->db || (sqlite3_errcode(l->db) & 0xff) != SQLITE_CANTOPEN || sqlite3_system_errno(l->db) != ENOENT) return say_ledger_failed(l, error);
    say_ledger_disconnect(l);
    code = say_ledger_make(l, path, error);
    sayso_code now = say_ledger_connect(l, path, 0, code ? NULL : error);
    return now && code ? code : now;
}

static sayso_code open_ledger(say_ledger *l, const char *path, sayso_error *error)
{
    sayso_code code = connect_or_make(l, path, error);
    if (code) return code;
    if (l->write && sqlite3_db_readonly(l->db, "main") == 1)
        return say_base_fail(error, SAYSO_NO_FILE, l->path, 0, "the ledger may only be read");
    code = say_ledger_schema(l, error);
    if (!code && l->write) code = say_ledger_made(l, error);
    if (!code && l->write) code = say_ledger_script(l, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;", error);
    return code ? code : say_ledger_script(l, connection_script, error);
}

say_ledger *say_ledger_open(const char *path, bool write, const char *now, sayso_error *error)
{
    say_ledger *l = calloc(1, sizeof *l);
    if (!l) {
        say_base_fail(error, SAYSO_NO_MEMORY, path, 0, "no room for a ledger");
        return NULL;
    }
    l->write = write;
    sqlite3_snprintf(sizeof l->path, l->path, "%s", path);
    sqlite3_snprintf(sizeof l->now, l->now, "%s", now ? now : "");
    if (write && (!now || strlen(now) >= sizeof l->now)) {
        say_base_fail(error, SAYSO_BAD_CALL, "now", 0, "writing a ledger wants the time, as 2026-05-25T10:00:00Z");
    } else if (!open_ledger(l, path, error)) {
        return l;
    }
    say_ledger_close(l);
    return NULL;
}

void say_ledger_close(say_ledger *l)
{
    if (!l) return;
    if (l->within) say_ledger_rollback(l);
    say_ledger_disconnect(l);
    free(l);
}

sayso_code say_ledger_begin(say_ledger *l, sayso_error *error)
{
    if (!l->write) return say_base_fail(error, SAYSO_BAD_CALL, l->path, 0, "the ledger was opened for reading");
    if (l->within) return say_base_fail(error, SAYSO_BAD_CALL, l->path, 0, "a transaction within another");
    sayso_code code = say_ledger_run(l, LEDGER_BEGIN, error, "");
    l->within = !code;
    return code;
}

sayso_code say_ledger_commit(say_ledger *l, sayso_error *error)
{
    sayso_code code = say_ledger_run(l, LEDGER_COMMIT, error, "");
    if (code) say_ledger_rollback(l);
    l->within = false;
    return code;
}

void say_ledger_rollback(say_ledger *l)
{
    if (!l->within) return;
    l->within = false;
    l->segment = 0;
    if (!sqlite3_get_autocommit(l->db)) say_ledger_run(l, LEDGER_ROLLBACK, NULL, "");
}
