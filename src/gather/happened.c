/* happened: what happened, of all the incidents that reports give as one.
 *
 * The fullest record, and what it lacks from the others.  Where days or places contradict each other, that one stands at the
 * head with which most reports agree (2023-05 agrees with 2023-05-03), of equals that with which the earliest does; every
 * other is listed with how many reports give it, so that no reports meet across days or places unseen.                */
#include "gather/inside.h"
#include "incidents/incidents.h"

#include <string.h>

typedef struct {                         /* an incident as one reading has it */
    sayso_incident   incident;           /* its passages moved */
    const sayso_records *records;
    size_t           number, report;     /* in its reading; of readings of one report, the first part */
    say_place_terms  place;
    say_event        event;              /* what its report speaks of: where two places must be told apart */
} account;

typedef SAY_LIST(account) accounts;

typedef struct {                         /* days or places: whether an account gives one, whether two give the same, or contradict each other */
    bool (*gives)(const account *a);
    bool (*same)(const account *a, const account *b);
    bool (*contradict)(const account *a, const account *b);
} question;

typedef struct {                         /* what accounts answer, each answer once, in the order of the accounts */
    size_t *of;                          /* by account: its answer, or SAYSO_NONE */
    size_t *first;                       /* by answer: the first account that gives it */
    bool   *apart;                       /* by two answers: no account of one agrees with the other */
    size_t  count;
} answers;

/* ---- one record ---- */

static size_t fullness(const sayso_incident *i)
{
    const char *const fields[] = { i->date, i->place, i->targets, i->means, i->toll };
    size_t full = strcmp(i->kind, "other") != 0;
    for (size_t k = 0; k < sizeof fields / sizeof *fields; k++) full += *fields[k] != '\0';
    return full;
}

static void fill_words(const char **to, const char *from)
{
    if (!**to) *to = from;
}

static void fill_incident(sayso_incident *to, const sayso_incident *from)
{
    if (!*to->place) to->place_at = from->place_at;
    fill_words(&to->place, from->place);
    fill_words(&to->targets, from->targets);
    fill_words(&to->means, from->means);
    fill_words(&to->toll, from->toll);
    if (strcmp(to->kind, "other") == 0) to->kind = from->kind;
}

static sayso_incident moved_incident(const say_gather_part *part, size_t incident)
{
    sayso_incident i = part->records->incidents[incident];
    const char **const words[] = { &i.name, &i.date, &i.place, &i.targets, &i.means, &i.toll };
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) *words[k] = say_gather_said(*words[k]);
    if (!i.kind) i.kind = "other";
    i.at = say_gather_shifted(part, i.at);
    i.date_at = say_gather_shifted(part, i.date_at);
    i.place_at = say_gather_shifted(part, i.place_at);
    i.sentence += part->sentence;
    i.other_dates = i.other_places = NULL;
    i.other_date_count = i.other_place_count = 0;
    return i;
}

/* Of several versions of a report the newest alone. */
static bool list_accounts(say_gathering *g, accounts *all)
{
    bool any_newest = false;
    size_t report = 0;
    for (size_t i = 0; i < g->parts.count; i++) any_newest |= !g->parts.at[i].given->older_version;
    for (size_t i = 0; i < g->parts.count; i++) {
        const say_gather_part *part = &g->parts.at[i];
        if (!*part->hash || strcmp(part->hash, g->parts.at[report].hash) != 0) report = i;
        for (size_t k = 0; k < part->given->incident_count && !(any_newest && part->given->older_version); k++) {
            account *a = SAY_PUSH(g->arena, all, g->error);
            if (!a) return false;
            size_t number = part->given->incidents[k];
            *a = (account){ .incident = moved_incident(part, number), .records = part->records, .number = number, .report = report };
            if (!say_incidents_place(a->incident.place, g->arena, &a->place, g->error)) return false;
        }
    }
    return true;
}

/* ---- days and places ---- */

static bool gives_day(const account *a) { return *a->incident.date != '\0'; }
static bool same_day(const account *a, const account *b) { return strcmp(a->incident.date, b->incident.date) == 0; }
static bool other_day(const account *a, const account *b) { return say_incidents_other_days(a->incident.date, b->incident.date); }

static bool gives_place(const account *a) { return a->place.count != 0; }
static bool other_place(const account *a, const account *b) { return say_incidents_other_places(&a->event, &a->place, &b->event, &b->place); }

static bool same_place(const account *a, const account *b)
{
    return a->place.count == b->place.count && memcmp(a->place.word, b->place.word, a->place.count * sizeof *a->place.word) == 0;
}

static const question days = { gives_day, same_day, other_day }, places = { gives_place, same_place, other_place };

static bool number_answers(say_gathering *g, const accounts *all, const question *q, answers *out)
{
    out->of = SAY_TAKE(g->arena, size_t, all->count, g->error);
    out->first = SAY_TAKE(g->arena, size_t, all->count, g->error);
    if (!out->of || !out->first) return false;
    for (size_t i = 0; i < all->count; i++) {
        size_t known = 0;
        out->of[i] = SAYSO_NONE;
        if (!q->gives(&all->at[i])) continue;
        while (known < out->count && !q->same(&all->at[out->first[known]], &all->at[i])) known++;
        if (known == out->count) out->first[out->count++] = i;
        out->of[i] = known;
    }
    out->apart = say_base_take(g->arena, out->count + 1, out->count + 1, g->error);
    for (size_t x = 0; out->apart && x < out->count; x++)
        for (size_t y = 0; y < out->count; y++) out->apart[x * out->count + y] = x != y;
    return out->apart != NULL;
}

static bool are_apart(const answers *a, size_t x, size_t y) { return a->apart[x * a->count + y]; }

static bool read_event(say_gathering *g, account *a)
{
    return a->event.feature_count || !say_incidents_event(a->records, a->number, g->arena, &a->event, g->error);
}

/* Brings together the answers that do not contradict each other; texts: by what the reports of one speak of besides. */
static bool compare_answers(say_gathering *g, accounts *all, const question *q, answers *a, bool texts)
{
    for (size_t i = 0; i < all->count; i++) {
        size_t x = a->of[i];
        if (x == SAYSO_NONE || (!texts && a->first[x] != i)) continue;
        for (size_t y = 0; y < a->count; y++) {
            if (!are_apart(a, x, y)) continue;
            if (texts && !read_event(g, &all->at[i])) return false;
            if (!q->contradict(&all->at[i], &all->at[a->first[y]])) a->apart[x * a->count + y] = a->apart[y * a->count + x] = false;
        }
    }
    return true;
}

static bool any_apart(const answers *a)
{
    for (size_t i = 0; i < a->count * a->count; i++) if (a->apart[i]) return true;
    return false;
}

typedef struct { size_t reports, earliest; } support;

/* Reports that give an answer, or one that does not contradict it; accounts of one report stand together. */
static support support_of(const accounts *all, const answers *a, size_t answer, bool given)
{
    support s = { 0, SAYSO_NONE };
    size_t last = SAYSO_NONE;
    for (size_t i = 0; i < all->count; i++) {
        if (a->of[i] == SAYSO_NONE || all->at[i].report == last || (given ? a->of[i] != answer : are_apart(a, a->of[i], answer))) continue;
        last = all->at[i].report;
        if (!s.reports++) s.earliest = i;
    }
    return s;
}

/* "2023-05", where another report says "2023-05-03". */
static bool is_coarse(const accounts *all, const answers *a, size_t answer)
{
    const char *day = all->at[a->first[answer]].incident.date;
    for (size_t i = 0; i < a->count; i++) {
        const char *other = all->at[a->first[i]].incident.date;
        if (strlen(other) > strlen(day) && strncmp(day, other, strlen(day)) == 0) return true;
    }
    return false;
}

static size_t answer_of_most(const accounts *all, const answers *a, bool finest)
{
    size_t best = SAYSO_NONE;
    support most = { 0, 0 };
    for (size_t i = 0; i < a->count; i++) {
        if (finest && is_coarse(all, a, i)) continue;
        support s = support_of(all, a, i, false);
        if (best != SAYSO_NONE && (s.reports < most.reports || (s.reports == most.reports && s.earliest >= most.earliest))) continue;
        best = i;
        most = s;
    }
    return best;
}

/* It contradicts the one at the head, or another that does not: Aleppo and Idlib, below a report that names both. */
static bool is_other(const answers *a, size_t answer, size_t head)
{
    for (size_t i = 0; i < a->count; i++)
        if (answer != head && are_apart(a, answer, i) && !are_apart(a, i, head)) return true;
    return false;
}

static bool list_others(say_gathering *g, const accounts *all, const answers *a, size_t head, bool dates, const sayso_other **out, size_t *count)
{
    SAY_LIST(sayso_other) others = { 0 };
    for (size_t i = 0; i < a->count; i++) {
        if (!is_other(a, i, head)) continue;
        sayso_other *o = SAY_PUSH(g->arena, &others, g->error);
        if (!o) return false;
        const sayso_incident *first = &all->at[a->first[i]].incident;
        *o = (sayso_other){ dates ? first->date : first->place, support_of(all, a, i, true).reports, dates ? first->date_at : first->place_at };
    }
    *out = others.at;
    *count = others.count;
    return true;
}

static bool set_day(say_gathering *g, accounts *all, sayso_incident *one)
{
    answers a = { 0 };
    if (!number_answers(g, all, &days, &a) || !compare_answers(g, all, &days, &a, false)) return false;
    if (!a.count) return true;
    size_t head = answer_of_most(all, &a, true);
    one->date = all->at[a.first[head]].incident.date;
    one->date_at = all->at[a.first[head]].incident.date_at;
    return list_others(g, all, &a, head, true, &one->other_dates, &one->other_date_count);
}

/* Most places share a word, and then no text need be read for what it speaks of. */
static bool set_place(say_gathering *g, accounts *all, sayso_incident *one)
{
    answers a = { 0 };
    if (!number_answers(g, all, &places, &a) || !compare_answers(g, all, &places, &a, false)) return false;
    if (any_apart(&a) && !compare_answers(g, all, &places, &a, true)) return false;
    if (!any_apart(&a)) return true;
    size_t head = answer_of_most(all, &a, false);
    one->place = all->at[a.first[head]].incident.place;
    one->place_at = all->at[a.first[head]].incident.place_at;
    return list_others(g, all, &a, head, false, &one->other_places, &one->other_place_count);
}

/* Named as the first that has a name of several words: "attack" alone is what every second incident is called. */
sayso_incident *say_gather_happened(say_gathering *g)
{
    accounts all = { 0 };
    sayso_incident *one = SAY_TAKE(g->arena, sayso_incident, 1, g->error);
    if (!one || !list_accounts(g, &all)) return NULL;
    size_t best = 0, named = 0;
    for (size_t i = 1; i < all.count; i++)
        if (fullness(&all.at[i].incident) > fullness(&all.at[best].incident)) best = i;
    while (named < all.count && !strchr(all.at[named].incident.name, ' ')) named++;
    *one = all.at[best].incident;
    for (size_t i = 0; i < all.count; i++) fill_incident(one, &all.at[i].incident);
    one->name = all.at[named < all.count ? named : best].incident.name;
    return set_day(g, &all, one) && set_place(g, &all, one) ? one : NULL;
}
