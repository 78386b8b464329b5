/* jobs: the arguments of the command line as jobs: one for each report that comes out of a file, a folder or
 * standard input, and a failed one for each that does not come.  They are pulled one at a time, so that an
 * archive of any number of reports takes no more room than a few.                                             */
#include "cli.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- saying ---- */

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

void job_fails(job *j, const sayso_error *error)
{
    j->failed = true;
    job_says(j, "%s: %s", j->label, error->message);
}

void job_close(job *j)
{
    sayso_report_close(j->report);
    sayso_item_close(j->item);
    free(j->out.at);
    free(j->said.at);
    *j = (job){ .item = NULL };
}

/* ---- names ---- */

/* A file that is one report gives it its own name, and then that of the file is enough. */
static void label_job(job *j, size_t at)
{
    const char *slash = strrchr(j->path, '/'), *name = slash ? slash + 1 : j->path;
    size_t length = strlen(j->doc);
    bool own = !j->item || strcmp(j->doc, "stdin") == 0 || (strncmp(name, j->doc, length) == 0 && (name[length] == '.' || !name[length]));
    if (!j->item && at) snprintf(j->label, sizeof j->label, "%s: byte %zu", j->path, at);
    else if (own) snprintf(j->label, sizeof j->label, "%s", j->path);
    else snprintf(j->label, sizeof j->label, "%s: %s", j->path, j->doc);
}

/* A report may call itself anything; a file of a folder may not leave it, or hide. */
static void name_file(job *j)
{
    snprintf(j->file, sizeof j->file, "%s", j->doc);
    for (char *c = j->file; *c; c++)
        if (*c == '/' || (unsigned char)*c < 0x20 || *c == 0x7F || (c == j->file && *c == '.')) *c = '_';
}

static size_t slot_of(const supply *s, const char *name)
{
    uint64_t hash = 14695981039346656037u;
    for (const char *c = name; *c; c++) hash = (hash ^ (unsigned char)*c) * 1099511628211u;
    size_t slot = (size_t)hash & (s->name_room - 1);
    while (s->names[slot] && strcmp(s->names[slot], name) != 0) slot = (slot + 1) & (s->name_room - 1);
    return slot;
}

static bool widen_names(supply *s)
{
    supply wider = { .name_room = s->name_room ? 2 * s->name_room : 256 };
    if (2 * s->name_count < s->name_room) return true;
    wider.names = calloc(wider.name_room, sizeof *wider.names);
    if (!wider.names) return false;
    for (size_t i = 0; i < s->name_room; i++)
        if (s->names[i]) wider.names[slot_of(&wider, s->names[i])] = s->names[i];
    free(s->names);
    s->names = wider.names;
    s->name_room = wider.name_room;
    return true;
}

/* Two reports of one name would write one file: the later of them fails. */
static void refuse_twin(supply *s, job *j, sayso_error *error)
{
    name_file(j);
    size_t slot = widen_names(s) ? slot_of(s, j->file) : 0;
    char *name = s->names && !s->names[slot] ? malloc(strlen(j->file) + 1) : NULL;
    if (name) {
        s->names[slot] = strcpy(name, j->file);
        s->name_count++;
        return;
    }
    error->code = SAYSO_REFUSED;
    if (s->names && s->names[slot]) snprintf(error->message, sizeof error->message, "another report of this run is named %.150s too", j->doc);
    else snprintf(error->message, sizeof error->message, "out of memory");
}

/* ---- the stream ---- */

static bool is_file(const char *path)
{
    struct stat s;
    return strcmp(path, "-") == 0 || stat(path, &s) != 0 || S_ISREG(s.st_mode);
}

void supply_open(supply *s, const orders *o)
{
    *s = (supply){ .orders = o, .single = true };
    for (size_t i = 0; i < o->argument_count && s->single; i++) s->single = is_file(o->arguments[i]);
}

static void leave_argument(supply *s)
{
    sayso_items_close(s->items);
    s->items = NULL;
    s->jobs = 0;
    s->argument++;
}

/* Either the job's item or an error; neither at the end of the argument. */
static void pull_item(supply *s, job *j, sayso_error *error)
{
    const char *path = s->orders->arguments[s->argument];
    if (!s->items && !(s->items = sayso_items_open(path, &s->orders->fields, error))) {
        leave_argument(s);
        j->path = path;
    } else if (sayso_items_next(s->items, &j->item, error)) {
        bool below = *error->where && strncmp(error->where, path, sizeof error->where - 1) != 0;
        if (below) memcpy(j->lost_path, error->where, sizeof j->lost_path);
        j->path = below ? j->lost_path : path;
    } else if (!j->item) {
        leave_argument(s);
    }
}

static void check_item(supply *s, job *j, sayso_error *error)
{
    j->doc = j->item->doc;
    j->path = j->item->path;
    if (j->item->size == 0) {
        error->code = SAYSO_BAD_TEXT;
        snprintf(error->message, sizeof error->message, "empty: there is nothing to read");
    } else if (s->orders->dir) {
        refuse_twin(s, j, error);
    }
}

bool supply_next(supply *s, job *j, sayso_error *error)
{
    *j = (job){ .item = NULL };
    *error = (sayso_error){ .code = SAYSO_OK };
    while (!j->item && !error->code && s->argument < s->orders->argument_count) pull_item(s, j, error);
    if (!j->item && !error->code) return false;
    if (s->items && s->jobs++) s->single = false;
    if (j->item) {
        check_item(s, j, error);
    } else {
        sayso_items_name(j->path, j->lost_doc);
        j->doc = j->lost_doc;
    }
    label_job(j, error->at);
    return true;
}

void supply_close(supply *s)
{
    sayso_items_close(s->items);
    for (size_t i = 0; i < s->name_room; i++) free(s->names[i]);
    free(s->names);
}
