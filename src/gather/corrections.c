/* corrections: what analysts have decided, applied to what was read and noted beside it.
 *
 * A correction is in force unless an undo in force names it.  They are applied in the order in
 * which they were decided (by depth; of one depth by id); of several that decide the same (a field
 * of a claim, its standing) the last one wins, and the others are noted as overruled.  What a field
 * "was" is what was read. */
#include "gather/inside.h"

#include <stdlib.h>
#include <string.h>

/* ---- in force ---- */

static const char *or_empty(const char *words) { return words ? words : ""; }

static bool undone(const say_correction *all, size_t count, const char *id, size_t depth)
{
    for (size_t i = 0; i < count && depth < count; i++)
        if (all[i].act == SAYSO_UNDO && *id && strcmp(or_empty(all[i].target), id) == 0 && !undone(all, count, or_empty(all[i].id), depth + 1)) return true;
    return false;
}

static int by_decision(const void *a, const void *b)
{
    const say_correction *x = *(const say_correction *const *)a, *y = *(const say_correction *const *)b;
    return x->depth != y->depth ? (x->depth > y->depth) - (x->depth < y->depth) : strcmp(or_empty(x->id), or_empty(y->id));
}

bool say_gather_in_force(say_gathering *g, const say_correction *corrections, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (corrections[i].act == SAYSO_UNDO || undone(corrections, count, or_empty(corrections[i].id), 0)) continue;
        const say_correction **slot = SAY_PUSH(g->arena, &g->corrections, g->error);
        if (!slot) return false;
        *slot = &corrections[i];
    }
    if (g->corrections.count) qsort(g->corrections.at, g->corrections.count, sizeof *g->corrections.at, by_decision);
    size_t kept = 0;
    for (size_t i = 0; i < g->corrections.count; i++)
        if (!i || by_decision(&g->corrections.at[i - 1], &g->corrections.at[i]) != 0) g->corrections.at[kept++] = g->corrections.at[i];
    g->corrections.count = kept;
    return true;
}

/* ---- remarks ---- */

bool say_gather_remark(say_gathering *g, say_gather_claim *c, const char *line)
{
    const char **slot = line ? SAY_PUSH(g->arena, &c->remarks, g->error) : NULL;
    if (slot) *slot = line;
    return slot != NULL;
}

/* "rejected — A. Analyst, 2024-03-11: speaks of another bridge" */
static bool remark_of(say_gathering *g, say_gather_claim *c, const say_correction *k, const char *what, bool overruled)
{
    const char *by = or_empty(k->by), *at = or_empty(k->at), *reason = or_empty(k->reason);
    return say_gather_remark(g, c, say_base_format(g->arena, g->error, "%s — %s%s%.10s%s%s%s", what, *by ? by : "unnamed", *at ? ", " : "", at,
                                                   *reason ? ": " : "", reason, overruled ? " (overruled)" : ""));
}

static bool remark_change(say_gathering *g, say_gather_claim *c, const say_correction *k, const char *field, const char *is, const char *was, bool overruled)
{
    const char *what = say_base_format(g->arena, g->error, "%s: %s, was %s", field, is, was);
    return what && remark_of(g, c, k, what, overruled);
}

/* ---- fields ---- */

static const char *role_called(unsigned v)       { return sayso_role_name((sayso_role)v); }
static const char *factuality_called(unsigned v) { return sayso_factuality_name((sayso_factuality)v); }
static const char *confidence_called(unsigned v) { return v ? sayso_confidence_name((sayso_confidence)v) : "none"; }
static const char *own_called(unsigned v)        { return v ? "true" : "false"; }

/* A field that has one of a few values. */
static const struct { const char *field; unsigned count; const char *(*name)(unsigned); } choices[] = {
    { "role", SAYSO_ROLES, role_called }, { "factuality", SAYSO_FACTUALITIES, factuality_called },
    { "confidence", SAYSO_CONFIDENCES, confidence_called }, { "own", 2, own_called } };
enum { CHOICES = sizeof choices / sizeof *choices };

static size_t choice_of(const char *field)
{
    size_t i = 0;
    while (i < CHOICES && strcmp(choices[i].field, field) != 0) i++;
    return i;
}

static unsigned chosen(size_t choice, const char *value)
{
    unsigned v = 0;
    while (v < choices[choice].count && strcmp(choices[choice].name(v), value) != 0) v++;
    return v;
}

static unsigned value_of(const sayso_claim *c, size_t choice)
{
    const unsigned values[CHOICES] = { c->role, c->factuality, c->confidence, c->own };
    return values[choice];
}

static void set_value(sayso_claim *c, size_t choice, unsigned value)
{
    if (choice == 0) c->role = (sayso_role)value;
    else if (choice == 1) c->factuality = (sayso_factuality)value;
    else if (choice == 2) c->confidence = (sayso_confidence)value;
    else c->own = value != 0;
}

static bool is_day(const char *value)
{
    static const char shape[] = "0000-00-00";
    size_t len = strlen(value);
    if (len != 0 && len != 4 && len != 7 && len != 10) return false;
    for (size_t i = 0; i < len; i++)
        if (shape[i] == '-' ? value[i] != '-' : value[i] < '0' || value[i] > '9') return false;
    return true;
}

sayso_code say_gather_settable(const char *field, const char *value, sayso_error *error)
{
    field = or_empty(field);
    value = or_empty(value);
    size_t choice = choice_of(field);
    if (choice < CHOICES) {
        if (chosen(choice, value) < choices[choice].count) return SAYSO_OK;
        char names[160] = "";
        for (unsigned v = 0; v < choices[choice].count; v++) {
            strncat(names, v ? " " : "", sizeof names - strlen(names) - 1);
            strncat(names, choices[choice].name(v), sizeof names - strlen(names) - 1);
        }
        return say_base_fail(error, SAYSO_REFUSED, field, 0, "“%.40s” is none of: %s", value, names);
    }
    if (strcmp(field, "held") == 0) return is_day(value) ? SAYSO_OK : say_base_fail(error, SAYSO_REFUSED, field, 0, "“%.40s” is no ISO day, month or year", value);
    if (strcmp(field, "party") != 0 && strcmp(field, "holder") != 0)
        return say_base_fail(error, SAYSO_REFUSED, field, 0, "can be set: role, factuality, confidence, held, own, party, holder");
    return *value ? SAYSO_OK : say_base_fail(error, SAYSO_REFUSED, field, 0, "needs a name");
}

/* ---- a claim ---- */

static size_t party_meant(say_gathering *g, const char *value)
{
    size_t party = say_gather_party_with_id(g, value);
    return party == SAYSO_NONE ? say_gather_party_named(g, value) : party;
}

/* Another innermost holder, whose words nobody has pointed at. */
static bool set_holder(say_gathering *g, sayso_claim *c, size_t party)
{
    size_t count = c->chain_count ? c->chain_count : 1;
    sayso_link *chain = SAY_TAKE(g->arena, sayso_link, count, g->error);
    if (!chain) return false;
    if (c->chain_count) memcpy(chain, c->chain, c->chain_count * sizeof *chain);
    chain[0].party = party;
    chain[0].name = g->parties.at[party].name;
    c->chain = chain;
    c->chain_count = count;
    return true;
}

static bool set_party(say_gathering *g, say_gather_claim *c, const say_correction *k, bool holder, const sayso_claim *read, bool overruled)
{
    size_t party = party_meant(g, k->value);
    if (party == SAYSO_NONE) return false;
    const char *was = !holder ? g->parties.at[read->party].name : read->chain_count ? read->chain[0].name : "the report";
    if (!overruled && holder && !set_holder(g, &c->claim, party)) return false;
    if (!overruled && !holder) c->claim.party = party;
    return remark_change(g, c, k, k->field, g->parties.at[party].name, was, overruled);
}

static bool set_field(say_gathering *g, say_gather_claim *c, const say_correction *k, const sayso_claim *read, bool overruled)
{
    if (say_gather_settable(k->field, k->value, NULL)) return true;                    /* of a newer sayso, perhaps */
    size_t choice = choice_of(k->field);
    if (choice < CHOICES) {
        if (!overruled) set_value(&c->claim, choice, chosen(choice, k->value));
        return remark_change(g, c, k, k->field, k->value, choices[choice].name(value_of(read, choice)), overruled);
    }
    if (strcmp(k->field, "held") != 0) return set_party(g, c, k, strcmp(k->field, "holder") == 0, read, overruled);
    if (!overruled) c->claim.held = or_empty(k->value);
    return remark_change(g, c, k, k->field, *or_empty(k->value) ? k->value : "unknown", *or_empty(read->held) ? read->held : "unknown", overruled);
}

static bool decides_standing(sayso_act act) { return act == SAYSO_REJECT || act == SAYSO_RETRACT; }

/* A later one of the same claim that decides the same. */
static bool is_overruled(const say_gathering *g, size_t at)
{
    const say_correction *k = g->corrections.at[at];
    for (size_t i = at + 1; i < g->corrections.count; i++) {
        const say_correction *l = g->corrections.at[i];
        bool same = decides_standing(k->act) ? decides_standing(l->act) : l->act == k->act && strcmp(or_empty(l->field), or_empty(k->field)) == 0;
        if (same && strcmp(or_empty(l->target), or_empty(k->target)) == 0) return true;
    }
    return false;
}

static bool settle_claim(say_gathering *g, say_gather_claim *c, const say_correction *k, const sayso_claim *read, bool overruled)
{
    if (k->act == SAYSO_SET) return set_field(g, c, k, read, overruled);
    if (!overruled) c->claim.standing = k->act == SAYSO_REJECT ? SAYSO_REJECTED : SAYSO_RETRACTED;
    return remark_of(g, c, k, k->act == SAYSO_REJECT ? "rejected" : "retracted", overruled);
}

/* ---- parties ---- */

static bool remark_moves(say_gathering *g, say_gather_claim *c, const say_gather_name *name, const char *field, size_t party)
{
    for (size_t i = 0; i < name->moved.count; i++)
        if (!remark_change(g, c, name->moved.at[i], field, g->parties.at[party].name, name->words, false)) return false;
    return true;
}

/* Whom the claim speaks of, and whoever holds it, may have been joined with somebody. */
static bool note_merges(say_gathering *g, say_gather_claim *c)
{
    const say_gather_part *part = &g->parts.at[c->part];
    const sayso_claim *there = &part->records->claims[c->number];
    if (!remark_moves(g, c, &g->names.at[part->names[there->party]], "party", c->claim.party)) return false;
    size_t holder = there->chain_count ? there->chain[0].party : SAYSO_NONE;
    return holder == SAYSO_NONE || remark_moves(g, c, &g->names.at[part->names[holder]], "holder", c->claim.chain[0].party);
}

static bool split_off(const say_correction *k, const char *field) { return strcmp(k->field, field) == 0 || strcmp(k->field, "both") == 0; }

/* The claim `other` leaves the party: as the one it speaks of, or as its holder. */
static bool split_party(say_gathering *g, say_gather_claim *c, const say_correction *k)
{
    size_t party = c->claim.party, holder = c->claim.chain_count ? c->claim.chain[0].party : SAYSO_NONE;
    if (split_off(k, "party")) {
        c->claim.party = say_gather_party_apart(g, party, k->value);
        if (c->claim.party == SAYSO_NONE || !remark_change(g, c, k, "party", k->value, g->parties.at[party].name, false)) return false;
    }
    if (split_off(k, "holder") && holder != SAYSO_NONE) {
        size_t to = say_gather_party_apart(g, holder, k->value);
        if (to == SAYSO_NONE || !remark_change(g, c, k, "holder", k->value, g->parties.at[holder].name, false) || !set_holder(g, &c->claim, to)) return false;
    }
    return true;
}

static bool is_called(const say_gather_claim *c, const sayso_claim *read, const char *id)
{
    bool called = strcmp(or_empty(id), read->id) == 0;
    for (size_t i = 0; i < c->former.count && !called; i++) called = strcmp(or_empty(id), c->former.at[i]) == 0;
    return called;
}

static bool correct_claim(say_gathering *g, say_gather_claim *c)
{
    const sayso_claim read = c->claim;
    if (g->corrections.count && !note_merges(g, c)) return false;
    for (size_t i = 0; i < g->corrections.count; i++) {
        const say_correction *k = g->corrections.at[i];
        bool settles = decides_standing(k->act) || k->act == SAYSO_SET, splits = k->act == SAYSO_SPLIT_PARTY && k->field && k->value && *k->value;
        if (settles && is_called(c, &read, k->target) && !settle_claim(g, c, k, &read, is_overruled(g, i))) return false;
        if (splits && is_called(c, &read, k->other) && !split_party(g, c, k)) return false;
    }
    return true;
}

bool say_gather_correct(say_gathering *g)
{
    for (size_t i = 0; i < g->claims.count; i++)
        if (!correct_claim(g, &g->claims.at[i])) return false;
    return true;
}
