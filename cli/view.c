/* view: what a ledger has gathered on one incident: who, sheet, matrix, diff, assess; and explain. */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef sayso_code shower(const orders *o, const sayso_records *records, size_t incident, sayso_look look, sayso_sink sink, sayso_error *error);

static sayso_code show_sheet(const orders *o, const sayso_records *records, size_t incident, sayso_look look, sayso_sink sink, sayso_error *error)
{
    return o->html ? sayso_sheet_html(records, incident, sink, error)
        : o->json ? sayso_sheet_json(records, incident, sink, error) : sayso_sheet_print(records, incident, look, sink, error);
}

static sayso_code show_matrix(const orders *o, const sayso_records *records, size_t incident, sayso_look look, sayso_sink sink, sayso_error *error)
{
    return o->json ? sayso_matrix_json(records, incident, sink, error) : sayso_matrix_print(records, incident, look, sink, error);
}

static sayso_code show_changes(const orders *o, const sayso_records *records, size_t incident, sayso_look look, sayso_sink sink, sayso_error *error)
{
    const char *since = o->since ? o->since : "";
    return o->json ? sayso_changes_json(records, incident, since, sink, error) : sayso_changes_print(records, incident, since, look, sink, error);
}

static sayso_code show_assessment(const orders *o, const sayso_records *records, size_t incident, sayso_look look, sayso_sink sink, sayso_error *error)
{
    return o->json ? sayso_assessment_json(records, incident, sink, error) : sayso_assessment_print(records, incident, look, sink, error);
}

/* ---- one incident ---- */

/* The words of an incident need no quotes: `sayso who kremlin drone`. */
static bool incident_words(const orders *o, store *words)
{
    bool fine = true;
    for (size_t i = 0; i < o->argument_count && fine; i++) fine = (!i || store_text(words, " ")) && store_text(words, o->arguments[i]);
    if (o->argument_count == 0 && o->incident) fine = store_text(words, o->incident);
    return fine && store_write(words, "", 1) == 0;
}

/* A file is written whole or not at all; what goes to stdout too, unless it takes no more. */
static int put_out(const orders *o, store *out)
{
    if (!o->out || strcmp(o->out, "-") == 0) return store_flush(out, EXIT_OK);
    bool fine = write_whole(o->out, out);
    if (!fine) fprintf(stderr, "sayso: %s: %s\n", o->out, strerror(errno));
    free(out->at);
    return fine ? EXIT_OK : EXIT_ALL;
}

static int gather_and_show(const orders *o, sayso_ledger *ledger, const char *words, shower *show)
{
    sayso_error error = { .code = SAYSO_OK };
    store out = { NULL, 0, 0 };
    size_t incident = 0;
    sayso_gathered *gathered = sayso_ledger_gather(ledger, words, o->maker, &error);
    if (!gathered) {
        if (error.code == SAYSO_NOT_FOUND && say_incidents(ledger, words)) return EXIT_ALL;
        say_error(&error);
        if (error.code == SAYSO_NOT_FOUND) fputs("sayso: `sayso incidents` lists what there is\n", stderr);
        return EXIT_ALL;
    }
    const sayso_records *records = sayso_gathered_records(gathered, &incident);
    sayso_code code = show(o, records, incident, look_now(o), store_sink(&out), &error);
    sayso_gathered_close(gathered);
    if (!code) return put_out(o, &out);
    free(out.at);
    return say_error(&error);
}

static int view_run(const orders *o, unsigned about, const char *name, shower *show)
{
    store words = { NULL, 0, 0 };
    if (o->argument_count == 0 && !o->incident) return usage_wrong(about, "%s needs an incident: its id, or some words of its name", name);
    sayso_ledger *ledger = ledger_open(o, SAYSO_READ_ONLY);
    int status = EXIT_ALL;
    if (ledger && incident_words(o, &words)) status = gather_and_show(o, ledger, words.at, show);
    sayso_ledger_close(ledger);
    free(words.at);
    return status;
}

int run_sheet(const orders *o) { return view_run(o, SHEET, "sheet", show_sheet); }
int run_matrix(const orders *o) { return view_run(o, MATRIX, "matrix", show_matrix); }
int run_diff(const orders *o) { return view_run(o, DIFF, "diff", show_changes); }
int run_assess(const orders *o) { return view_run(o, ASSESS, "assess", show_assessment); }

static bool is_report(const char *argument) { return strcmp(argument, "-") == 0 || access(argument, F_OK) == 0; }

static bool any_report(const orders *o)
{
    for (size_t i = 0; i < o->argument_count; i++)
        if (is_report(o->arguments[i])) return true;
    return o->files;
}

/* Something like a file's name that names none: say so, lest the ledger be searched for it. */
static const char *lost_file(const orders *o)
{
    static const char *const endings[] = { ".txt", ".html", ".htm", ".gz", ".zst", ".warc", ".jsonl", ".json", ".xml", ".rss", ".atom", ".eml", ".mbox" };
    for (size_t i = 0; i < o->argument_count; i++) {
        const char *dot = strrchr(o->arguments[i], '.');
        bool lost = strchr(o->arguments[i], '/') != NULL;
        for (size_t k = 0; dot && k < sizeof endings / sizeof *endings && !lost; k++) lost = strcmp(dot, endings[k]) == 0;
        if (lost) return o->arguments[i];
    }
    return NULL;
}

int run_who(const orders *o)
{
    if (o->argument_count == 0 && !o->incident)
        return usage_wrong(WHO, "who needs an incident of the ledger, or a report: a file, a folder, or - for standard input");
    if (any_report(o) || lost_file(o)) return who_from_files(o);
    return view_run(o, WHO, "who", show_sheet);
}

/* ---- explain ---- */

static size_t claim_with_id(const sayso_records *records, const char *id)
{
    for (size_t i = 0; i < records->claim_count; i++)
        if (strcmp(records->claims[i].id, id) == 0) return i;
    return SAYSO_NONE;
}

static bool store_scores(store *s, const sayso_claim *c)
{
    bool fine = store_text(s, ",\"scores\":[");
    for (size_t i = 0; i < c->score_count && fine; i++) {
        char score[32];
        snprintf(score, sizeof score, "%.4g", c->scores[i].score);
        fine = store_text(s, i ? ",{\"what\":" : "{\"what\":") && store_quoted(s, c->scores[i].what ? c->scores[i].what : "")
            && store_text(s, ",\"value\":") && (c->scores[i].value ? store_quoted(s, c->scores[i].value) : store_text(s, "null"))
            && store_text(s, ",\"score\":") && store_text(s, score) && store_text(s, "}");
    }
    return fine && store_text(s, "]}\n");
}

static bool store_words(store *s, const sayso_records *records, size_t sentence)
{
    store words = { NULL, 0, 0 };
    sayso_passage p = sentence < records->sentence_count ? records->sentences[sentence] : (sayso_passage){ 0, 0 };
    bool fine = store_write(&words, records->text + p.from, p.to - p.from) == 0 && store_write(&words, "", 1) == 0 && store_quoted(s, words.at);
    free(words.at);
    return fine;
}

bool store_explained(store *s, const sayso_records *records, size_t claim)
{
    const sayso_claim *c = &records->claims[claim];
    const char *holder = c->chain_count && c->chain[0].name ? c->chain[0].name : "";
    const char *const names[] = { "schema", "id", "incident", "role", "party", "holder", "factuality" };
    const char *const values[] = { "sayso-explained/1", c->id, c->incident == SAYSO_NONE ? "" : records->incidents[c->incident].name,
                                   sayso_role_name(c->role), records->parties[c->party].name, holder, sayso_factuality_name(c->factuality) };
    char probability[32];
    bool fine = true;
    for (size_t i = 0; i < sizeof names / sizeof *names && fine; i++)
        fine = store_text(s, i ? "," : "{") && store_quoted(s, names[i]) && store_text(s, ":")
            && (*values[i] ? store_quoted(s, values[i]) : store_text(s, "null"));
    snprintf(probability, sizeof probability, "%.4g", c->probability);
    return fine && store_text(s, ",\"probability\":") && store_text(s, probability) && store_text(s, ",\"words\":")
        && store_words(s, records, c->sentence) && store_scores(s, c);
}

static sayso_code explain_claim(const orders *o, const sayso_records *records, const char *id, store *out, sayso_error *error)
{
    size_t claim = claim_with_id(records, id);
    if (claim == SAYSO_NONE) {
        snprintf(error->message, sizeof error->message, "claim %s is not shown: its report has a newer version or reading", id);
        return error->code = SAYSO_NOT_FOUND;
    }
    if (o->json) return store_explained(out, records, claim) ? SAYSO_OK : (error->code = SAYSO_NO_MEMORY);
    return sayso_claim_explain(records, claim, look_now(o), store_sink(out), error);
}

static int explain_from_ledger(const orders *o, const char *beginning)
{
    found_claim found;
    sayso_error error = { .code = SAYSO_OK };
    store out = { NULL, 0, 0 };
    size_t incident;
    int status = EXIT_ALL;
    sayso_ledger *ledger = ledger_open(o, SAYSO_READ_ONLY);
    if (!ledger) return EXIT_ALL;
    if (find_claim(ledger, beginning, &found)) {
        sayso_gathered *gathered = sayso_ledger_gather(ledger, found.incident, o->maker, &error);
        if (gathered) explain_claim(o, sayso_gathered_records(gathered, &incident), found.id, &out, &error);
        status = error.code ? say_error(&error) : EXIT_OK;
        sayso_gathered_close(gathered);
    }
    sayso_ledger_close(ledger);
    return store_flush(&out, status);
}

int run_explain(const orders *given)
{
    orders o = *given;
    if (o.argument_count == 1 && strncmp(o.arguments[0], "c-", 2) == 0 && !is_report(o.arguments[0]))
        return explain_from_ledger(&o, o.arguments[0]);
    if (o.argument_count == 0 || o.argument_count > 2)
        return usage_wrong(EXPLAIN, "explain needs a claim of the ledger, or a report and, for one claim of it, its id");
    if (o.argument_count == 2) o.claim = o.arguments[--o.argument_count];
    return explain_from_file(&o);
}
