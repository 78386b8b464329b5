/* make: a new ledger, in a file that is whole from the moment that its name is there.
 *
 * It is made in a file beside, PATH.unfinished, which then gets the name.  A run that is killed meanwhile leaves that file,
 * and the next one goes on with it.  Processes that make the same ledger at once wait for each other there, and whoever
 * comes second to the naming finds the first one's.                                                                      */
#include "bytes/bytes.h"
#include "ledger/inside.h"

#include <string.h>

static const char unfinished[] = ".unfinished";

static sayso_code no_ledger_room(const say_ledger *l, sayso_error *error) { return say_base_fail(error, SAYSO_NO_MEMORY, l->path, 0, "no room for a ledger"); }

/* Where the path is a URI, what it asks for comes after the name. */
static char *path_beside(const char *path)
{
    size_t n = strncmp(path, "file:", 5) ? strlen(path) : strcspn(path, "?#");
    return sqlite3_mprintf("%.*s%s%s", (int)n, path, unfinished, path + n);
}

static sayso_code build_beside(say_ledger *beside, const char *path, sayso_error *error)
{
    int64_t any = 0;
    sayso_code code = say_ledger_connect(beside, path, SQLITE_OPEN_CREATE, error);
    if (!code) code = say_ledger_schema(beside, error);
    if (!code) code = say_ledger_number(beside, ASK_ANY_CONTENT, &any, error, "");
    if (!code && any) code = say_base_fail(error, SAYSO_BAD_LEDGER, beside->path, 0, "cannot be made: a ledger with reports is in the way, called the same with %s at its end", unfinished);
    /* Here and not later, when processes would stand in each other's way.  Who stands in the way here does it, too. */
    if (!code && sqlite3_exec(beside->db, "PRAGMA journal_mode=WAL", NULL, NULL, NULL) && (sqlite3_errcode(beside->db) & 0xff) != SQLITE_BUSY)
        code = say_ledger_failed(beside, error);
    return code;
}

/* The whole path as SQLite knows it, without what was added. */
static char *final_name(const say_ledger *beside, char **name)
{
    const char *made = sqlite3_db_filename(beside->db, "main");
    *name = sqlite3_mprintf("%s", made ? made : "");
    return *name ? sqlite3_mprintf("%.*s", (int)(strlen(*name) - (made && *made ? sizeof unfinished - 1 : 0)), *name) : NULL;
}

sayso_code say_ledger_make(const say_ledger *l, const char *path, sayso_error *error)
{
    bool given;
    char *uri = path_beside(path), *from = NULL, *to = NULL;
    say_ledger beside = { .write = true };
    memcpy(beside.path, l->path, sizeof beside.path);
    sayso_code code = uri ? build_beside(&beside, uri, error) : no_ledger_room(l, error);
    if (!code && !(to = final_name(&beside, &from))) code = no_ledger_room(l, error);
    say_ledger_disconnect(&beside);
    if (!code) code = say_bytes_give_name(from, to, &given, error);
    sqlite3_free(uri);
    sqlite3_free(from);
    sqlite3_free(to);
    return code;
}

/* A run that was killed between the two names of the file leaves it both. */
sayso_code say_ledger_made(const say_ledger *l, sayso_error *error)
{
    const char *path = sqlite3_db_filename(l->db, "main");
    if (!path || !*path) return SAYSO_OK;
    char *twin = sqlite3_mprintf("%s%s", path, unfinished);
    if (!twin) return no_ledger_room(l, error);
    say_bytes_drop_twin(twin, path);
    sqlite3_free(twin);
    return SAYSO_OK;
}
