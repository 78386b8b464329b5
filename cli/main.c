/* sayso, the command line: a table of commands; each reads reports and prints. */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- extract ---- */

static bool store_number(store *s, size_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%zu", number);
    return store_text(s, digits);
}

static sayso_code printed_as(form to, const sayso_records *records, sayso_sink sink, sayso_error *error)
{
    return to == TO_WHO ? sayso_records_who(records, sink, error) : sayso_records_json(records, sink, error);
}

/* Writes beside and renames, so that a file is there whole or not at all. */
static bool write_file(job *j, const char *folder, const char *ending, const store *bytes)
{
    char path[4096], beside[4096 + 8];
    int n = snprintf(path, sizeof path, "%s/%s%s", folder, j->doc, ending);
    if (n < 0 || (size_t)n >= sizeof path) {
        job_says(j, "%s: the path of its output is too long", j->path);
        return false;
    }
    snprintf(beside, sizeof beside, "%s.part", path);
    FILE *file = fopen(beside, "wb");
    bool fine = file && fwrite(bytes->at, 1, bytes->size, file) == bytes->size;
    if (file && fclose(file) != 0) fine = false;
    if (fine && rename(beside, path) == 0) return true;
    job_says(j, "%s: %s", path, strerror(errno));
    remove(beside);
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

static int run_extract(const orders *given)
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
    return reports_run(&o, tell_extract, tell_failed);
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
        job_says(j, "%s: no incident with “%s” in its name; there are: %.*s", j->path, o->incident, (int)names.size, names.at);
    else
        job_says(j, "%s: it says of no incident who is responsible", j->path);
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

static int run_who(const orders *o)
{
    if (o->argument_count == 0) return usage_wrong(&commands[0], "who needs a report: a file, or - for standard input");
    return reports_run(o, tell_who, NULL);
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
    if (records->claim_count == 0) job_says(j, "%s: it says of no incident who is responsible", j->path);
    j->found = records->claim_count;
}

static void tell_explain(const orders *o, const sayso_records *records, job *j, sayso_look look)
{
    if (!o->claim) {
        list_claims(records, j);
        return;
    }
    for (size_t i = 0; i < records->claim_count; i++) {
        if (strncmp(records->claims[i].id, o->claim, strlen(o->claim)) != 0) continue;
        sayso_error error = { .code = SAYSO_OK };
        if (j->found++) store_text(&j->out, "\n");
        if (sayso_claim_explain(records, i, look, store_sink(&j->out), &error)) job_fails(j, &error);
    }
    if (j->found) return;
    j->failed = true;
    job_says(j, "%s: no claim %s; `sayso explain %s` lists its claims", j->path, o->claim, j->path);
}

static int run_explain(const orders *given)
{
    orders o = *given;
    if (o.argument_count == 0 || o.argument_count > 2)
        return usage_wrong(&commands[1], "explain needs a report and, for one claim, its id");
    if (o.argument_count == 2) o.claim = o.arguments[--o.argument_count];
    return reports_run(&o, tell_explain, NULL);
}

/* ---- help, and the table ---- */

static int run_help(const orders *o)
{
    const command *about = NULL;
    for (const command *c = commands; o->argument_count && c->name; c++)
        if (strcmp(c->name, o->arguments[0]) == 0) about = c;
    if (o->argument_count && !about) return usage_wrong(NULL, "no command %s", o->arguments[0]);
    help_print(stdout, about);
    return EXIT_OK;
}

const command commands[] = {
    { "who", "FILE...", "Prints the attribution sheet of each incident",
      "  sayso who report.txt\n  sayso who -i kremlin *.txt | less\n  curl -s URL | sayso who -\n", WHO, run_who },
    { "explain", "FILE [CLAIM]", "Lists the claims; of one, its words and scores",
      "  sayso explain report.txt\n  sayso explain report.txt c-3f9a2b17\n", EXPLAIN, run_explain },
    { "extract", "[FILE...]", "Prints a line of JSON a report",
      "  sayso extract *.txt > claims.jsonl\n  sayso extract < report.txt\n  sayso extract --to who --dir OUT *.txt\n", EXTRACT,
      run_extract },
    { "help", "[COMMAND]", "Prints this, or more about a command", NULL, HELP, run_help },
    { NULL, NULL, NULL, NULL, 0, NULL },
};

int main(int argc, char **argv)
{
    orders o = { .reader = "base", .least = -1 };
    const command *chosen;
    if (argc < 2) {
        help_print(stderr, NULL);
        return EXIT_USAGE;
    }
    o.arguments = calloc((size_t)argc + 1, sizeof *o.arguments);
    if (!o.arguments) return EXIT_ALL;
    int status = orders_read(argc, argv, &chosen, &o);
    if (status == EXIT_OK) {
        if (o.version) printf("sayso %s\n", SAYSO_VERSION);
        else if (o.help) help_print(stdout, chosen);
        else if (chosen) status = chosen->run(&o);
        else status = usage_wrong(NULL, "which command?");
    }
    if (fflush(stdout) != 0 && status == EXIT_OK) {
        perror("sayso: cannot write");
        status = EXIT_ALL;
    }
    free(o.arguments);
    return status;
}
