/* correct, add: what analysts decide.  Both become entries of the ledger; nothing is edited. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* ---- correct ---- */

/* What an argument of an act is; names of parties and incidents may be fragments. */
typedef enum { NOTHING, A_CLAIM, A_PARTY, AN_INCIDENT, A_CORRECTION, A_WORD } operand;

typedef struct { const char *name; sayso_act act; operand operands[3]; const char *usage; } act;

static const act acts[] = {
    { "reject",          SAYSO_REJECT,          { A_CLAIM, NOTHING, NOTHING },          "CLAIM" },
    { "retract",         SAYSO_RETRACT,         { A_CLAIM, NOTHING, NOTHING },          "CLAIM" },
    { "set",             SAYSO_SET,             { A_CLAIM, A_WORD, A_WORD },            "CLAIM FIELD VALUE" },
    { "merge-parties",   SAYSO_MERGE_PARTIES,   { A_PARTY, A_PARTY, NOTHING },          "PARTY OTHER" },
    { "split-party",     SAYSO_SPLIT_PARTY,     { A_PARTY, A_CLAIM, NOTHING },          "PARTY CLAIM" },
    { "merge-incidents", SAYSO_MERGE_INCIDENTS, { AN_INCIDENT, AN_INCIDENT, NOTHING },  "INCIDENT OTHER" },
    { "split-incident",  SAYSO_SPLIT_INCIDENT,  { AN_INCIDENT, A_CLAIM, NOTHING },      "INCIDENT CLAIM" },
    { "undo",            SAYSO_UNDO,            { A_CORRECTION, NOTHING, NOTHING },     "CORRECTION" },
};
enum { ACT_COUNT = sizeof acts / sizeof *acts };

static const char *act_name(size_t i) { return acts[i].name; }

static const act *find_act(const char *name)
{
    for (size_t i = 0; i < ACT_COUNT; i++)
        if (strcmp(acts[i].name, name) == 0) return &acts[i];
    const char *near = nearest_name(name, act_name, ACT_COUNT);
    if (near) usage_wrong(CORRECT, "correct cannot %s; did you mean %s?", name, near);
    else usage_wrong(CORRECT, "correct cannot %s", name);
    return NULL;
}

static size_t operand_count(const act *a)
{
    size_t count = 0;
    while (count < 3 && a->operands[count] != NOTHING) count++;
    return count;
}

static bool resolve(sayso_ledger *ledger, operand kind, const char *words, char id[24])
{
    found_claim claim;
    if (kind == A_PARTY) return find_party(ledger, words, id);
    if (kind == AN_INCIDENT) return find_incident(ledger, words, id);
    snprintf(id, 24, "%s", words);
    if (kind != A_CLAIM) return true;
    if (!find_claim(ledger, words, &claim)) return false;
    memcpy(id, claim.id, sizeof claim.id);
    return true;
}

static int say_entry(const orders *o, const char *schema, const char *id, int status)
{
    static const column columns[] = { { "id", COLUMN_TEXT, 0 } };
    store out = { NULL, 0, 0 };
    if (o->json) store_row(&out, schema, columns, 1, &id);
    else {
        store_text(&out, id);
        store_text(&out, "\n");
    }
    return store_flush(&out, status);
}

static int enter_correction(const orders *o, const act *a, sayso_ledger *ledger)
{
    char ids[2][24] = { "", "" }, id[16] = "";
    const char *const *words = o->arguments + 1;
    sayso_error error = { .code = SAYSO_OK };
    bool set = a->act == SAYSO_SET;
    bool fine = resolve(ledger, a->operands[0], words[0], ids[0])
        && (set || a->operands[1] == NOTHING || resolve(ledger, a->operands[1], words[1], ids[1]));
    sayso_correction correction = { a->act, ids[0], *ids[1] ? ids[1] : NULL, set ? words[1] : NULL, set ? words[2] : NULL, o->by, o->reason };
    if (fine && sayso_ledger_correct(ledger, &correction, id, &error)) {
        say_error(&error);
        fine = false;
    }
    if (!fine) {
        sayso_ledger_close(ledger);
        return EXIT_ALL;
    }
    int status = say_entry(o, "sayso-correction/1", id, ledger_settled(ledger, EXIT_OK));
    if (status == EXIT_OK && a->act != SAYSO_UNDO)
        fprintf(stderr, "sayso: entered; `sayso correct undo %s --by NAME --reason TEXT` takes it back\n", id);
    return status;
}

int run_correct(const orders *o)
{
    if (o->argument_count == 0)
        return usage_wrong(CORRECT, "correct what? reject, retract, set, merge-parties, split-party, merge-incidents, split-incident or undo");
    const act *a = find_act(o->arguments[0]);
    if (!a) return EXIT_USAGE;
    if (o->argument_count - 1 != operand_count(a)) return usage_wrong(CORRECT, "correct %s needs %s", a->name, a->usage);
    if (!o->by || !o->reason) return usage_wrong(CORRECT, "a correction needs %s", o->by ? "--reason TEXT" : "--by NAME, who makes it");
    sayso_ledger *ledger = ledger_open(o, SAYSO_WRITE);
    return ledger ? enter_correction(o, a, ledger) : EXIT_ALL;
}

/* ---- add ---- */

typedef const char *value_namer(int value);

static const char *name_of_role(int i) { return sayso_role_name((sayso_role)i); }
static const char *name_of_factuality(int i) { return sayso_factuality_name((sayso_factuality)i); }
static const char *name_of_confidence(int i) { return sayso_confidence_name((sayso_confidence)i); }

/* `otherwise` where no name is given; the options took only names that there are. */
static int value_named(const char *name, value_namer *names, int count, int otherwise)
{
    for (int i = 0; name && i < count; i++) {
        const char *other = names(i);
        if (other && strcmp(other, name) == 0) return i;
    }
    return otherwise;
}

static const char *missing_of(const orders *o)
{
    const struct { const char *value, *name; } needed[] = {
        { o->report, "--report DOC" }, { o->sentence, "--sentence WORDS" }, { o->party, "--party NAME" },
        { o->role, "--role ROLE" }, { o->trigger, "--trigger WORDS" }, { o->by, "--by NAME, who enters it" } };
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!needed[i].value) return needed[i].name;
    return o->incident || o->event ? NULL : "--incident INCIDENT, or --event WORDS for a new one";
}

int run_add(const orders *o)
{
    const char *missing = missing_of(o);
    if (missing) return usage_wrong(ADD, "a claim needs %s", missing);
    if (o->argument_count) return usage_wrong(ADD, "add takes no “%s”: its words belong to options", o->arguments[0]);
    sayso_hand hand = { .report = o->report, .sentence = o->sentence, .incident = o->incident, .incident_words = o->event, .party = o->party,
                        .trigger = o->trigger, .cue = o->cue, .hedge = o->hedge, .holders = o->holders, .holder_count = o->holder_count, .by = o->by };
    hand.role = (sayso_role)value_named(o->role, name_of_role, SAYSO_ROLES, 0);
    hand.factuality = (sayso_factuality)value_named(o->factuality, name_of_factuality, SAYSO_FACTUALITIES, SAYSO_CT_PLUS);
    hand.confidence = (sayso_confidence)value_named(o->confidence, name_of_confidence, SAYSO_CONFIDENCES, SAYSO_NO_CONFIDENCE);
    sayso_error error = { .code = SAYSO_OK };
    char id[16] = "";
    sayso_ledger *ledger = ledger_open(o, SAYSO_WRITE);
    if (!ledger) return EXIT_ALL;
    if (sayso_ledger_enter(ledger, &hand, id, &error)) {
        if (error.code != SAYSO_NOT_FOUND || !o->incident || !say_incidents(ledger, o->incident)) say_error(&error);
        sayso_ledger_close(ledger);
        return EXIT_ALL;
    }
    return say_entry(o, "sayso-added/1", id, ledger_settled(ledger, EXIT_OK));
}
