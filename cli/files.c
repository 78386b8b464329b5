/* files: straight from reports to stdout, no ledger: extract, who FILE, explain FILE. */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- extract ---- */

static sayso_code printed_as(form to, const sayso_records *records, sayso_sink sink, sayso_error *error)
{
    return to == TO_WHO ? sayso_records_who(records, sink, error) : sayso_records_json(records, sink, error);
}

bool write_whole(const char *path, const store *bytes)
{
    char beside[sizeof(place) + 8];
    int n = snprintf(beside, sizeof beside, "%s.part", path);
    if (n < 0 || (size_t)n >= sizeof beside) {
        errno = ENAMETOOLONG;
        return false;
    }
    FILE *file = fopen(beside, "wb");
    bool fine = file && (bytes->size == 0 || fwrite(bytes->at, 1, bytes->size, file) == bytes->size);
    if (file && fclose(file) != 0) fine = false;
    if (fine && rename(beside, path) == 0) return true;
    int why = errno;
    remove(beside);
    errno = why;
    return false;
}

static bool write_file(job *j, const char *folder, const char *ending, const store *bytes)
{
    place path;
    int n = snprintf(path.at, sizeof path.at, "%s/%s%s", folder, j->file, ending);
    if (n < 0 || (size_t)n >= sizeof path.at) job_says(j, "%s: the path of its output is too long", j->label);
    else if (write_whole(path.at, bytes)) return true;
    else job_says(j, "%s: %s", path.at, strerror(errno));
    return false;
}

static void tell_failed(const orders *o, job *j, const char *why)
{
    (void)o;
    store_text(&j->out, "{\"schema\":\"sayso-report/1\",\"doc\":");
    store_quoted(&j->out, j->doc);
    store_text(&j->out, ",\"error\":");
    store_quoted(&j->out, why);
    store_text(&j->out, "}\n");
}

static void tell_extract(const orders *o, const sayso_records *records, job *j, sayso_look look)
{
    (void)look;
    sayso_error error = { .code = SAYSO_OK };
    store data = { NULL, 0, 0 }, sentences = { NULL, 0, 0 };
    j->found = records->claim_count;
    bool fine = !printed_as(o->to, records, o->dir ? store_sink(&data) : store_sink(&j->out), &error)
        && (!o->dir || !sayso_records_sentences(records, store_sink(&sentences), &error));
    if (!fine) {
        j->out.size = 0;
        job_fails(j, &error);
        tell_failed(o, j, error.message);
    } else if (o->dir) {
        fine = write_file(j, o->dir, ".json", &data) && write_file(j, o->dir, ".sents.json", &sentences);
        j->failed = !fine;
        if (fine) {
            store_text(&j->out, "{\"doc\":");
            store_quoted(&j->out, j->doc);
            store_text(&j->out, ",\"claims\":");
            store_number(&j->out, records->claim_count);
            store_text(&j->out, "}\n");
        } else {
            tell_failed(o, j, "its output could not be written");
        }
    }
    free(data.at);
    free(sentences.at);
}

/* Clean texts need no reader.  On standard output each ends its line, for the next one. */
static void tell_text(const orders *o, job *j)
{
    sayso_error error = { .code = SAYSO_OK };
    store text = { NULL, 0, 0 };
    if (sayso_text_of(j->item, o->dir ? store_sink(&text) : store_sink(&j->out), &error)) job_fails(j, &error);
    else if (o->dir) j->failed = !write_file(j, o->dir, ".txt", &text);
    else if (j->out.size && j->out.at[j->out.size - 1] != '\n') store_text(&j->out, "\n");
    j->found = !j->failed;
    free(text.at);
}

int run_extract(const orders *given)
{
    orders o = *given;
    if (o.argument_count == 0) {
        if (isatty(STDIN_FILENO)) fputs("sayso: reading a report from the keyboard; end it with Ctrl-D\n", stderr);
        o.arguments[o.argument_count++] = "-";
    }
    if (o.dir && mkdir(o.dir, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "sayso: %s: %s\n", o.dir, strerror(errno));
        return EXIT_ALL;
    }
    tally all;
    if (o.to == TO_TEXT) return reports_run(&o, (hired){ NULL, NULL }, &(errand){ .tell_item = tell_text }, &all);
    return reports_tell(&o, tell_extract, tell_failed, &all);
}

/* ---- who ---- */

static char small_letter(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static bool has_fragment(const char *text, const char *fragment)
{
    size_t length = strlen(fragment);
    for (; strlen(text) >= length; text++) {
        size_t i = 0;
        while (i < length && small_letter(text[i]) == small_letter(fragment[i])) i++;
        if (i == length) return true;
        if (!*text) break;
    }
    return false;
}

static size_t claims_about(const sayso_records *records, size_t incident)
{
    size_t count = 0;
    for (size_t i = 0; i < records->claim_count; i++) count += records->claims[i].incident == incident;
    return count;
}

static void say_nothing_found(const orders *o, const sayso_records *records, job *j)
{
    store names = { NULL, 0, 0 };
    for (size_t i = 0; i < records->incident_count && names.size < 400; i++) {
        if (claims_about(records, i) == 0) continue;
        if (names.size) store_text(&names, "; ");
        store_text(&names, records->incidents[i].name);
    }
    if (names.size && o->incident)
        job_says(j, "%s: no incident with “%s” in its name; there are: %.*s", j->label, o->incident, (int)names.size, names.at);
    else
        job_says(j, "%s: it says of no incident who is responsible", j->label);
    free(names.at);
}

static void tell_who(const orders *o, const sayso_records *records, job *j, sayso_look look)
{
    for (size_t i = 0; i < records->incident_count; i++) {
        size_t claims = claims_about(records, i);
        if (claims == 0 || (o->incident && !has_fragment(records->incidents[i].name, o->incident))) continue;
        sayso_error error = { .code = SAYSO_OK };
        sayso_code code = o->json ? sayso_sheet_json(records, i, store_sink(&j->out), &error)
                                  : sayso_sheet_print(records, i, look, store_sink(&j->out), &error);
        if (!code && !o->json && !store_text(&j->out, "\n")) code = SAYSO_NO_MEMORY;
        if (code) {
            job_fails(j, &error);
            return;
        }
        j->found += claims;
    }
    if (j->found == 0) say_nothing_found(o, records, j);
}

int who_from_files(const orders *o)
{
    tally all;
    return reports_tell(o, tell_who, NULL, &all);
}

/* ---- explain ---- */

static void list_claims(const sayso_records *records, job *j)
{
    for (size_t i = 0; i < records->claim_count; i++) {
        const sayso_claim *c = &records->claims[i];
        char columns[64];
        snprintf(columns, sizeof columns, "%s  %-3s  %-11s  ", c->id, sayso_factuality_name(c->factuality), sayso_role_name(c->role));
        store_text(&j->out, columns);
        store_shown(&j->out, records->parties[c->party].name);
        store_text(&j->out, " — ");
        store_shown(&j->out, c->chain_count && c->chain[0].name ? c->chain[0].name : "the report itself");
        store_text(&j->out, "\n");
    }
    if (records->claim_count == 0) job_says(j, "%s: it says of no incident who is responsible", j->label);
    j->found = records->claim_count;
}

static void tell_explain(const orders *o, const sayso_records *records, job *j, sayso_look look)
{
    if (!o->claim && !o->json) {
        list_claims(records, j);
        return;
    }
    for (size_t i = 0; i < records->claim_count; i++) {
        if (o->claim && strncmp(records->claims[i].id, o->claim, strlen(o->claim)) != 0) continue;
        sayso_error error = { .code = SAYSO_OK };
        if (o->json) {
            if (!store_explained(&j->out, records, i)) job_fails(j, &(sayso_error){ .message = "out of memory" });
            j->found++;
            continue;
        }
        if (j->found++) store_text(&j->out, "\n");
        if (sayso_claim_explain(records, i, look, store_sink(&j->out), &error)) job_fails(j, &error);
    }
}

/* One report of a file that has many has the claim. */
int explain_from_file(const orders *o)
{
    tally all = { .jobs = 0 };
    int status = reports_tell(o, tell_explain, NULL, &all);
    if (!o->claim || all.found || all.jobs == all.failed) return status;
    fprintf(stderr, "sayso: %s: no claim %s; `sayso explain %s` lists its claims\n", o->arguments[0], o->claim, o->arguments[0]);
    return EXIT_ALL;
}
