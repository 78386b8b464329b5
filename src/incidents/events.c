/* events: the incidents of one report, each with the words that tell it from others.
 *
 * The main event is what the whole text is about, so its features are those of the whole text.  The
 * others have those of their own sentences: a report on the Kremlin drones that also speaks of Nord
 * Stream has a second event that can meet the main event of a report on Nord Stream.
 *
 * A key is e-, ten digits of the report and six of the place in it where the incident is first
 * mentioned: events of one report are known by it, and two readings of a report give one key to an
 * incident that they find at the same words.  A second incident of one reading at the same words is
 * told apart by its number among them.                                                           */
#include "incidents/inside.h"

#include <stdio.h>
#include <string.h>

/* How many incidents before this one are first mentioned at the same words. */
static size_t at_same_words(const sayso_records *r, size_t incident)
{
    size_t n = 0;
    for (size_t i = 0; i < incident; i++) n += r->incidents[i].at.from == r->incidents[incident].at.from && r->incidents[i].at.to == r->incidents[incident].at.to;
    return n;
}

static void make_key(const sayso_records *r, size_t incident, char key[20])
{
    char place[64];
    const char *hash = r->hash && *r->hash ? r->hash : r->doc ? r->doc : "";
    if (incident == SAYSO_NONE) snprintf(place, sizeof place, "whole");
    else {
        const sayso_incident *at = &r->incidents[incident];
        bool found = at->at.to > at->at.from;
        size_t before = found ? at_same_words(r, incident) : 0;
        snprintf(place, sizeof place, "%zu %zu %.20s", found ? at->at.from : 0, found ? at->at.to : incident, found ? "" : "unplaced");
        if (before) snprintf(place + strlen(place), sizeof place - strlen(place), "again %zu", before);
    }
    snprintf(key, 20, "e-%010llx%06llx", (unsigned long long)(say_base_hash(say_base_str(hash)) & 0xffffffffffULL),
             (unsigned long long)(say_base_hash(say_base_str(place)) & 0xffffffULL));
}

static size_t claims_of(const sayso_records *r, size_t incident)
{
    size_t n = 0;
    for (size_t i = 0; i < r->claim_count; i++) n += r->claims[i].incident == incident;
    return n;
}

/* Where it is first spoken of, in sentences. */
static size_t first_sentence(const sayso_records *r, size_t incident)
{
    size_t first = r->incidents[incident].at.to > r->incidents[incident].at.from ? r->incidents[incident].sentence : SAYSO_NONE;
    for (size_t i = 0; i < r->claim_count; i++)
        if (r->claims[i].incident == incident && r->claims[i].sentence < first) first = r->claims[i].sentence;
    return first;
}

/* What most claims are about; of equals what is spoken of first.  A report says in its first sentences what it is about. */
static size_t main_incident(const sayso_records *r)
{
    enum { OPENING = 3, BONUS = 3 };
    size_t best = SAYSO_NONE, most = 0, earliest = 0;
    for (size_t i = 0; i < r->incident_count; i++) {
        size_t claims = claims_of(r, i), first = first_sentence(r, i), score = claims + (first < OPENING ? BONUS : 0);
        if (!claims || (best != SAYSO_NONE && (score < most || (score == most && first >= earliest)))) continue;
        best = i;
        most = score;
        earliest = first;
    }
    return best;
}

static say_str sentence_of(const sayso_records *r, size_t i)
{
    say_range at = { r->sentences[i].from, r->sentences[i].to };
    return say_base_sub((say_str){ r->text, r->text_size }, at);
}

/* The sentences in which an incident and its claims stand, each once, and its own words. */
static say_str *event_sentences(const sayso_records *r, size_t incident, say_arena *arena, size_t *count, sayso_error *error)
{
    const sayso_incident *own = &r->incidents[incident];
    say_str *pieces = SAY_TAKE(arena, say_str, r->sentence_count + 2, error);
    bool *used = SAY_TAKE(arena, bool, r->sentence_count + 1, error);
    if (!pieces || !used) return NULL;
    if (own->sentence < r->sentence_count && own->at.to > own->at.from) used[own->sentence] = true;
    for (size_t i = 0; i < r->claim_count; i++)
        if (r->claims[i].incident == incident && r->claims[i].sentence < r->sentence_count) used[r->claims[i].sentence] = true;
    *count = 0;
    for (size_t i = 0; i < r->sentence_count; i++) if (used[i]) pieces[(*count)++] = sentence_of(r, i);
    pieces[(*count)++] = say_base_str(own->name ? own->name : "");
    pieces[(*count)++] = say_base_str(own->place ? own->place : "");
    return pieces;
}

static void copy_date(char to[11], const char *date)
{
    to[0] = '\0';
    if (date) strncat(to, date, 10);
}

static sayso_code fill_event(const sayso_records *r, size_t incident, bool main, say_arena *arena, say_event *event, sayso_error *error)
{
    static const sayso_incident nameless = { .name = "", .kind = "", .place = "", .date = "" };
    const sayso_incident *from = incident == SAYSO_NONE ? &nameless : &r->incidents[incident];
    const char *title = r->title ? r->title : "";
    say_str whole[2] = { { title, strlen(title) }, { r->text, r->text_size } };
    size_t count = 2;
    const say_str *pieces = main ? whole : event_sentences(r, incident, arena, &count, error);
    if (!pieces) return SAYSO_NO_MEMORY;
    make_key(r, incident, event->key);
    event->main = main;
    event->name = from->name ? from->name : "";
    event->kind = from->kind ? from->kind : "";
    event->place = from->place ? from->place : "";
    copy_date(event->date, from->date);
    copy_date(event->report_date, r->date);
    return say_incidents_features(pieces, count, arena, event, error);
}

sayso_code say_incidents_events(const say_norm *norm, const sayso_records *records, say_arena *arena, say_event **events, size_t **numbers,
                                size_t *count, sayso_error *error)
{
    (void)norm;
    size_t main = main_incident(records);
    *count = 0;
    *events = SAY_TAKE(arena, say_event, records->incident_count + 1, error);
    *numbers = SAY_TAKE(arena, size_t, records->incident_count + 1, error);
    if (!*events || !*numbers) return SAYSO_NO_MEMORY;
    for (size_t i = 0; i < records->incident_count; i++) if (claims_of(records, i)) (*numbers)[(*count)++] = i;
    if (!*count) (*numbers)[(*count)++] = SAYSO_NONE;
    sayso_code code = SAYSO_OK;
    for (size_t i = 0; !code && i < *count; i++)
        code = fill_event(records, (*numbers)[i], (*numbers)[i] == main, arena, &(*events)[i], error);
    return code;
}

sayso_code say_incidents_event(const sayso_records *records, size_t incident, say_arena *arena, say_event *event, sayso_error *error)
{
    return fill_event(records, incident, incident == main_incident(records), arena, event, error);
}

void say_incidents_id(const char *smallest_key, char id[20])
{
    snprintf(id, 20, "i-%012llx", (unsigned long long)(say_base_hash(say_base_str(smallest_key)) & 0xffffffffffffULL));
}
