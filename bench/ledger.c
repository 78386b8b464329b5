/* A large ledger, and how fast it answers.
 *
 *     build/bench-ledger make LEDGER CLAIMS SETTLINGS      makes one of invented reports, ten claims each; settled in so many turns
 *     build/bench-ledger make LEDGER CLAIMS 0              the views, too, are invented and not settled: a million claims in minutes
 *     build/bench-ledger ask LEDGER                        asks it as the command line does; milliseconds of CPU time
 *
 * `make` prints what a report took to enter and to settle, turn by turn.  Reports come a thousand to a transaction,
 * since what is measured is the ledger and not the disk.  bench/ledger.py asks the same of the tables without sayso.
 * Run it where data/ is.                                                                                            */
#include "gather/gather.h"
#include "ledger/ledger.h"
#include "sheets/sheets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { CLAIMS_EACH = 10, AT_ONCE = 1000, LARGEST = 100, OUTLETS = 200, PARTIES = 4000, PEOPLE = 30000, TEXT_ROOM = 8000 };

static const char now[] = "2031-05-25T10:00:00Z";
static sayso_error why;

static void must(sayso_code code)
{
    if (!code) return;
    fprintf(stderr, "%s: %s\n", why.where, why.message);
    exit(1);
}

static double seconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* ---- invented words: the same number gives the same word ---- */

static uint64_t mixed(uint64_t n)
{
    n = (n ^ n >> 30) * 0xbf58476d1ce4e5b9u;
    n = (n ^ n >> 27) * 0x94d049bb133111ebu;
    return n ^ n >> 31;
}

static const char *invented(uint64_t n, char word[24])
{
    static const char *const starts[] = { "B", "D", "F", "G", "H", "K", "L", "M", "N", "P", "R", "S", "T", "V", "Z", "Br", "Dr", "Kr", "St", "Tr" };
    static const char *const middles[] = { "ala", "ebo", "iru", "oda", "umi", "arki", "elva", "into", "ombe", "usta", "aren", "odri", "upa", "eshi", "ila", "ova" };
    static const char *const ends[] = { "rn", "vik", "mar", "don", "lsk", "th", "ssa", "brod", "gan", "tov", "ley", "nau", "zin", "kha", "ros", "bad" };
    uint64_t m = mixed(n * 2654435761u + 17);
    snprintf(word, 24, "%s%s%s%s", starts[m % 20], middles[m / 20 % 16], m / 320 % 3 ? "" : middles[m / 960 % 16] + 1, ends[m / 15360 % 16]);
    return word;
}

static const char *party_name(uint64_t n, char name[64])
{
    static const char *const ordinals[] = { "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth" };
    static const char *const kinds[] = { "Brigade", "Guards", "Battalion", "Front", "Regiment" };
    char place[24];
    snprintf(name, 64, "%s %s %s", ordinals[n % 8], invented(n / 40 + 500000, place), kinds[n / 8 % 5]);
    return name;
}

static const char *holder_name(uint64_t n, char name[64])
{
    static const char *const plain[] = { "Officials", "Police", "Witnesses", "The governor", "The defence ministry", "Investigators", "Neighbours", "Rescuers" };
    char first[24], last[24];
    if (n % 3 == 0) return plain[n / 3 % 8];
    snprintf(name, 64, "%s %s", invented(n % 400 + 900000, first), invented(n % PEOPLE + 700000, last));
    return name;
}

/* ---- a report ---- */

typedef struct {
    char  text[TEXT_ROOM], names[2 * CLAIMS_EACH][64], title[120], doc[32], publisher[64], date[16], place[24], event[80], hash[65];
    size_t size;
    sayso_passage   sentences[CLAIMS_EACH + 1];
    sayso_party     parties[2 * CLAIMS_EACH];
    sayso_link      links[CLAIMS_EACH];
    sayso_incident  incident;
    sayso_claim     claims[CLAIMS_EACH];
    sayso_records   records;
} made_report;

static sayso_passage put(made_report *r, const char *words)
{
    size_t from = r->size;
    r->size += (size_t)snprintf(r->text + r->size, TEXT_ROOM - r->size, "%s", words);
    return (sayso_passage){ from, r->size };
}

static const char *const did[] = { "shelled", "bombed", "raided", "burned" };
static const char *const deeds[] = { "shelling", "bombing", "raid", "fire" };

static void put_claim(made_report *r, size_t i, uint64_t incident, uint64_t seed)
{
    static const char *const tails[] = { " at dawn", " before the market opened", " from across the river", " with two trucks", " and then withdrew", "" };
    sayso_claim *c = &r->claims[i];
    sayso_link *l = &r->links[i];
    sayso_party *party = &r->parties[2 * i], *holder = &r->parties[2 * i + 1];
    uint64_t m = mixed(seed * CLAIMS_EACH + i);
    char other[24];
    size_t from = r->size;
    party->name = party_name((incident * 3 + m % 3) % PARTIES, r->names[2 * i]);
    party->kind = SAYSO_UNIT;
    holder->name = holder_name(mixed(m) % (3 * PEOPLE), r->names[2 * i + 1]);
    holder->kind = SAYSO_PERSON;
    party->part_of = holder->part_of = SAYSO_NONE;
    holder->at = l->source = put(r, holder->name);
    put(r, " ");
    l->cue = put(r, "said");
    put(r, " the ");
    party->at = c->mention = put(r, party->name);
    put(r, m % 5 ? " " : " had not ");
    c->trigger = put(r, did[incident % 4]);
    put(r, " ");
    put(r, r->place);
    put(r, tails[m / 7 % 6]);
    if (m % 4 == 0) put(r, ", near "), put(r, invented(m / 64 % 200000, other));
    put(r, ". ");
    l->party = 2 * i + 1;
    l->name = holder->name;
    *c = (sayso_claim){ .role = m % 11 ? SAYSO_CARRIED_OUT : SAYSO_ORDERED, .party = 2 * i, .chain = l, .chain_count = 1, .factuality = m % 5 ? SAYSO_CT_PLUS : SAYSO_CT_MINUS,
                        .sentence = i + 1, .trigger = c->trigger, .mention = c->mention, .held = "", .superseded_by = SAYSO_NONE, .probability = .9 };
    r->sentences[i + 1] = (sayso_passage){ from, r->size - 1 };
    snprintf(c->id, sizeof c->id, "c-%012llx", (unsigned long long)(mixed(seed * CLAIMS_EACH + i + 1) >> 16));
}

static const sayso_records *make_report(made_report *r, uint64_t number, uint64_t incident)
{
    static const sayso_ground grounds[] = { { SAYSO_WITNESS, { 0, 0 } }, { SAYSO_INTERCEPT, { 0, 0 } } };
    char outlet[24];
    unsigned day = (unsigned)(mixed(incident) % 3650);
    memset(r, 0, sizeof *r);
    invented(incident + 20000000, r->place);
    snprintf(r->date, sizeof r->date, "%04u-%02u-%02u", 2021 + day / 365, day % 365 / 31 + 1, day % 365 % 31 % 28 + 1);
    snprintf(r->publisher, sizeof r->publisher, "The %s Courier", invented(number % OUTLETS + 300000, outlet));
    snprintf(r->event, sizeof r->event, "%s of %s", deeds[incident % 4], r->place);
    snprintf(r->title, sizeof r->title, "Many questions after the %s (%llu)", r->event, (unsigned long long)number);
    snprintf(r->doc, sizeof r->doc, "report-%llu", (unsigned long long)number);
    put(r, r->title);
    put(r, "\n\n");
    put(r, "Nobody agrees on the ");
    r->incident.at = put(r, r->event);
    put(r, ". ");
    r->sentences[0] = (sayso_passage){ r->incident.at.from, r->size - 1 };
    for (size_t i = 0; i < CLAIMS_EACH; i++) put_claim(r, i, incident, number);
    for (size_t i = 0; i < CLAIMS_EACH; i += 4) r->links[i].grounds = &grounds[number % 2], r->links[i].ground_count = 1;
    r->incident = (sayso_incident){ .name = r->event, .kind = "attack", .date = r->date, .place = r->place, .targets = "", .means = "", .toll = "", .at = r->incident.at };
    say_base_sha256((say_str){ r->text, r->size }, r->hash);
    r->records = (sayso_records){ .doc = r->doc, .title = r->title, .publisher = r->publisher, .date = r->date, .hash = r->hash, .text = r->text, .text_size = r->size,
        .sentences = r->sentences, .sentence_count = CLAIMS_EACH + 1, .parties = r->parties, .party_count = 2 * CLAIMS_EACH, .incidents = &r->incident, .incident_count = 1,
        .claims = r->claims, .claim_count = CLAIMS_EACH };
    return &r->records;
}

/* ---- making ---- */

static say_ledger *opened(const char *path)
{
    say_ledger *l = say_ledger_open(path, true, now, &why);
    if (!l) must(why.code);
    return l;
}

/* Reports on one incident come apart, as they do. */
static uint64_t incident_of(uint64_t number, uint64_t incidents) { return number < LARGEST ? 0 : mixed(number) % incidents; }

typedef struct { char at[64 * 1024]; size_t size; } line_made;

static int pour(void *to, const char *bytes, size_t size)
{
    line_made *line = to;
    if (size > sizeof line->at - line->size) return 1;
    memcpy(line->at + line->size, bytes, size);
    line->size += size;
    return 0;
}

/* As front enters what a reader read. */
static void enter_report(say_ledger *l, const sayso_records *r)
{
    static line_made line;
    bool added;
    const say_report_entry report = { r->hash, r->title, r->publisher, r->date, "", r->text_size };
    line.size = 0;
    must(say_ledger_keep_text(l, r->hash, (say_str){ r->text, r->text_size }, &why));
    must(say_ledger_append_report(l, &report, &added, &why));
    must(say_ledger_append_name(l, r->hash, r->doc, &added, &why));
    must(say_sheets_reading(r, "sayso bench 1", (sayso_sink){ pour, &line }, &why));
    must(say_ledger_append(l, (say_str){ line.at, line.size }, &added, &why));
}

static void enter_reports(say_ledger *l, uint64_t from, uint64_t to, uint64_t incidents)
{
    static made_report r;
    for (uint64_t i = from; i < to;) {
        must(say_ledger_begin(l, &why));
        for (uint64_t end = i + AT_ONCE; i < to && i < end; i++) enter_report(l, make_report(&r, i, incident_of(i, incidents)));
        must(say_ledger_commit(l, &why));
    }
}

/* The views that settling would make: each report's incident is known. */
typedef struct { uint64_t first; size_t reports; } made_incident;

static void invent_events(say_ledger *l, uint64_t from, uint64_t incidents, made_incident *made)
{
    say_readings readings = { NULL, 0, 0 };
    say_arena *arena = say_base_arena(&why);
    must(arena ? say_ledger_unsettled(l, 0, AT_ONCE, arena, &readings, &why) : SAYSO_NO_MEMORY);
    for (size_t i = 0; i < readings.count; i++) {
        uint64_t incident = incident_of(from + i, incidents);
        char key[20], id[20];
        say_stored e = { .key = key, .alias = id, .main = true, .name = "", .kind = "attack", .place = "", .date = "", .report_date = readings.at[i].date,
                         .features = SAY_STR(""), .incident = "" };
        snprintf(key, sizeof key, "e-%016llx", (unsigned long long)(from + i));
        snprintf(id, sizeof id, "i-%012llx", (unsigned long long)(mixed(incident) >> 16));
        must(say_ledger_store_events(l, readings.at[i].id, &e, 1, &why));
        e.id = (int64_t)(from + i) + 1;                                        /* one event a report, in their order */
        must(say_ledger_set_incident(l, &e, id, &why));
        if (!made[incident].reports++) made[incident].first = from + i;
    }
    say_base_arena_close(arena);
}

static void invent_incidents(say_ledger *l, uint64_t incidents, const made_incident *made)
{
    static made_report r;
    for (uint64_t i = 0; i < incidents; i++) {
        char id[20];
        if (!made[i].reports) continue;
        make_report(&r, made[i].first, i);
        snprintf(id, sizeof id, "i-%012llx", (unsigned long long)(mixed(i) >> 16));
        must(say_ledger_replace_incident(l, id, &(sayso_incident_row){ id, r.event, "attack", r.date, r.place, made[i].reports * CLAIMS_EACH, made[i].reports,
                                         made[i].reports, 3, 3, 9 }, &why));
    }
}

static void name_parties(say_ledger *l)
{
    say_norm *norm = say_norm_open("data", &why);
    if (!norm) must(why.code);
    for (int64_t after = 0, more = 1; more;) {
        say_labels labels = { NULL, 0, 0 };
        say_arena *arena = say_base_arena(&why);
        must(arena ? say_ledger_uncalled(l, after, arena, &labels, &why) : SAYSO_NO_MEMORY);
        for (size_t i = 0; i < labels.count; i++) {
            char id[20];
            say_gather_party_id(norm, labels.at[i].name, id);
            must(say_ledger_call(l, after = labels.at[i].id, id, "unit", "", &why));
        }
        more = labels.count > 0;
        say_base_arena_close(arena);
    }
    say_norm_close(norm);
}

static void make_invented(say_ledger *l, uint64_t reports, uint64_t incidents)
{
    made_incident *made = calloc(incidents, sizeof *made);
    double start = seconds(CLOCK_PROCESS_CPUTIME_ID), last = start;
    if (!made) must(say_base_fail(&why, SAYSO_NO_MEMORY, "incidents", 0, "no memory"));
    for (uint64_t i = 0; i < reports; i += AT_ONCE) {
        uint64_t to = i + AT_ONCE < reports ? i + AT_ONCE : reports;
        enter_reports(l, i, to, incidents);
        must(say_ledger_begin(l, &why));
        invent_events(l, i, incidents, made);
        must(say_ledger_commit(l, &why));
        if (to % (10 * AT_ONCE) && to < reports) continue;
        double time = seconds(CLOCK_PROCESS_CPUTIME_ID);
        printf("%8llu reports: %.3f ms each of the last ones\n", (unsigned long long)to, 1e3 * (time - last) / (double)(to % (10 * AT_ONCE) ? to % (10 * AT_ONCE) : 10 * AT_ONCE));
        last = time;
        fflush(stdout);
    }
    must(say_ledger_begin(l, &why));
    name_parties(l);
    invent_incidents(l, incidents, made);
    must(say_ledger_settled(l, &why));
    must(say_ledger_commit(l, &why));
    printf("%.1f s in all\n", seconds(CLOCK_PROCESS_CPUTIME_ID) - start);
    free(made);
}

static void settle(const char *path)
{
    sayso_ledger *l = sayso_ledger_open(path, SAYSO_WRITE, "data", now, &why);
    if (!l) must(why.code);
    must(sayso_ledger_settle(l, &why));
    sayso_ledger_close(l);
}

static void make_settled(say_ledger *l, const char *path, uint64_t reports, uint64_t incidents, uint64_t turns)
{
    for (uint64_t t = 0; t < turns; t++) {
        uint64_t from = reports * t / turns, to = reports * (t + 1) / turns;
        double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
        enter_reports(l, from, to, incidents);
        double entered = seconds(CLOCK_PROCESS_CPUTIME_ID);
        settle(path);
        double settled = seconds(CLOCK_PROCESS_CPUTIME_ID);
        printf("%8llu reports: %.3f ms to enter each, %.3f ms to settle each\n", (unsigned long long)to, 1e3 * (entered - start) / (double)(to - from),
               1e3 * (settled - entered) / (double)(to - from));
        fflush(stdout);
    }
}

static int make_ledger(const char *path, uint64_t claims, uint64_t turns)
{
    struct rusage used;
    say_ledger *l = opened(path);
    uint64_t reports = claims / CLAIMS_EACH, incidents = reports / 5 + 1;
    if (turns) make_settled(l, path, reports, incidents, turns);
    else make_invented(l, reports, incidents);
    say_ledger_close(l);
    getrusage(RUSAGE_SELF, &used);
    printf("at most %ld MiB of memory\n", used.ru_maxrss / 1024);
    return 0;
}

/* ---- asking ---- */

enum { SAMPLES = 15, SHOWN_ROWS = 50, TIMES = 5 };

typedef struct { char ids[SAMPLES][24], names[SAMPLES][80]; size_t count, rows, largest; } sampled;

static int sample_incident(void *to, const sayso_incident_row *row)
{
    sampled *s = to;
    bool large = row->reports >= s->largest;
    if (large) s->largest = row->reports;
    size_t at = large ? 0 : 1 + mixed(s->rows) % (SAMPLES - 1);
    snprintf(s->ids[at], sizeof s->ids[at], "%s", row->id);
    snprintf(s->names[at], sizeof s->names[at], "%s", row->name);
    s->rows++;
    return 0;
}

static int swallow(void *to, const char *bytes, size_t size)
{
    (void)bytes;
    *(size_t *)to += size;
    return 0;
}

typedef struct { size_t rows, most; char id[24]; } walked;
static int walk_claim(void *to, const sayso_claim_row *row) { walked *w = to; snprintf(w->id, sizeof w->id, "%s", row->id); return ++w->rows >= w->most; }
static int walk_incident(void *to, const sayso_incident_row *row) { walked *w = to; (void)row; return ++w->rows >= w->most; }
static int walk_party(void *to, const sayso_party_row *row) { walked *w = to; (void)row; return ++w->rows >= w->most; }

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void told(const char *what, double *times, size_t count, size_t rows)
{
    qsort(times, count, sizeof *times, by_size);
    printf("%-44s %9.2f ms, at worst %9.2f   %zu rows\n", what, 1e3 * times[count / 2], 1e3 * times[count - 1], rows);
}

static const sayso_look look = { 80, false };
static sayso_code print_who(const sayso_records *r, size_t i, sayso_sink sink)    { return sayso_sheet_print(r, i, look, sink, &why); }
static sayso_code print_matrix(const sayso_records *r, size_t i, sayso_sink sink) { return sayso_matrix_print(r, i, look, sink, &why); }
static sayso_code print_html(const sayso_records *r, size_t i, sayso_sink sink)   { return sayso_sheet_html(r, i, sink, &why); }
static sayso_code print_json(const sayso_records *r, size_t i, sayso_sink sink)   { return sayso_sheet_json(r, i, sink, &why); }

typedef sayso_code printing(const sayso_records *, size_t, sayso_sink);

static double ask_who(sayso_ledger *l, const char *incident, printing *print, size_t *claims)
{
    size_t index, bytes = 0;
    double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
    sayso_gathered *g = sayso_ledger_gather(l, incident, NULL, &why);
    if (!g) must(why.code);
    const sayso_records *r = sayso_gathered_records(g, &index);
    must(print(r, index, (sayso_sink){ swallow, &bytes }));
    *claims = r->claim_count;
    sayso_gathered_close(g);
    return seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
}

static void ask_largest(sayso_ledger *l, const char *incident)
{
    static const struct { const char *what; printing *print; } asked[] = { { "who INCIDENT, the largest", print_who }, { "who INCIDENT --json, the largest", print_json },
        { "sheet INCIDENT --html, the largest", print_html }, { "matrix INCIDENT, the largest", print_matrix } };
    double times[TIMES];
    size_t claims = 0;
    for (size_t a = 0; a < sizeof asked / sizeof *asked; a++) {
        for (size_t n = 0; n < TIMES; n++) times[n] = ask_who(l, incident, asked[a].print, &claims);
        told(asked[a].what, times, TIMES, claims);
    }
}

/* A word that many names have is an answer, too: which they are, as the command line lists them. */
static void ask_common_word(sayso_ledger *l, const char *word)
{
    double times[TIMES];
    walked w = { .rows = 0 };
    for (size_t n = 0; n < TIMES; n++) {
        double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
        sayso_gathered_close(sayso_ledger_gather(l, word, NULL, &why));
        w = (walked){ .most = SIZE_MAX };
        must(sayso_ledger_incidents(l, &(sayso_query){ .incident = word }, walk_incident, &w, &why));
        times[n] = seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
    }
    told("who WORD, which many names have", times, TIMES, w.rows);
}

static void ask_whos(sayso_ledger *l, sampled *s)
{
    double times[SAMPLES];
    size_t claims = 0, n = 0;
    for (size_t i = 1; i < SAMPLES; i++) if (s->ids[i][0]) times[n++] = ask_who(l, s->ids[i], print_who, &claims);
    told("who INCIDENT, by id", times, n, claims);
    n = 0;
    for (size_t i = 1; i < SAMPLES; i++) if (s->ids[i][0]) {
        double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
        sayso_gathered *g = sayso_ledger_gather(l, s->names[i], NULL, &why);
        if (!g && why.code != SAYSO_NOT_FOUND) must(why.code);
        sayso_gathered_close(g);
        times[n++] = seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
    }
    told("the same found by its name", times, n, claims);
    ask_common_word(l, deeds[0]);
    ask_largest(l, s->ids[0]);
}

typedef enum { ASK_CLAIMS, ASK_INCIDENTS, ASK_PARTIES } asked_of;

static void ask_rows(sayso_ledger *l, const char *what, asked_of of, sayso_query q, size_t most)
{
    double times[TIMES];
    walked w = { .rows = 0 };
    for (size_t i = 0; i < TIMES; i++) {
        double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
        w = (walked){ .most = most };
        if (of == ASK_CLAIMS) must(sayso_ledger_claims(l, &q, walk_claim, &w, &why));
        if (of == ASK_INCIDENTS) must(sayso_ledger_incidents(l, &q, walk_incident, &w, &why));
        if (of == ASK_PARTIES) must(sayso_ledger_parties(l, &q, walk_party, &w, &why));
        times[i] = seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
    }
    told(what, times, TIMES, w.rows);
}

static int ask_ledger(const char *path)
{
    static sampled s;
    char party[64], person[64], outlet[24];
    double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
    sayso_ledger *l = sayso_ledger_open(path, SAYSO_READ_ONLY, "data", NULL, &why);
    if (!l) must(why.code);
    double open = seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
    told("open", &open, 1, 0);
    must(sayso_ledger_incidents(l, NULL, sample_incident, &s, &why));
    walked first = { .most = 1000 };
    must(sayso_ledger_claims(l, &(sayso_query){ .incident = s.ids[1] }, walk_claim, &first, &why));
    party_name(17, party);
    holder_name(4, person);
    invented(300007, outlet);
    ask_whos(l, &s);
    const struct { const char *what; asked_of of; sayso_query query; size_t most; } asked[] = {
        { "incidents, all", ASK_INCIDENTS, { .claim = NULL }, SIZE_MAX },
        { "incidents, the first 50", ASK_INCIDENTS, { .claim = NULL }, SHOWN_ROWS },
        { "incidents --party", ASK_INCIDENTS, { .party = party }, SIZE_MAX },
        { "incidents --since --until, a week", ASK_INCIDENTS, { .since = "2027-03-01", .until = "2027-03-07" }, SIZE_MAX },
        { "claims, the first 50", ASK_CLAIMS, { .claim = NULL }, SHOWN_ROWS },
        { "claims CLAIM", ASK_CLAIMS, { .claim = first.id }, SIZE_MAX },
        { "claims --incident", ASK_CLAIMS, { .incident = s.ids[1] }, SIZE_MAX },
        { "claims --party", ASK_CLAIMS, { .party = party }, SIZE_MAX },
        { "claims --holder", ASK_CLAIMS, { .holder = person }, SIZE_MAX },
        { "claims --outlet, the first 50", ASK_CLAIMS, { .outlet = outlet }, SHOWN_ROWS },
        { "claims --text", ASK_CLAIMS, { .text = strstr(s.names[1], " of ") + 4 }, SIZE_MAX },
        { "claims --role, the first 50", ASK_CLAIMS, { .role = "ordered" }, SHOWN_ROWS },
        { "claims --factuality, the first 50", ASK_CLAIMS, { .factuality = "CT-" }, SHOWN_ROWS },
        { "claims --basis, the first 50", ASK_CLAIMS, { .basis = "intercept" }, SHOWN_ROWS },
        { "claims --maker, the first 50", ASK_CLAIMS, { .maker = "bench" }, SHOWN_ROWS },
        { "claims --since --until, a week", ASK_CLAIMS, { .since = "2027-03-01", .until = "2027-03-07" }, SIZE_MAX },
        { "claims --party --role --since", ASK_CLAIMS, { .party = party, .role = "ordered", .since = "2025" }, SIZE_MAX },
        { "parties --party", ASK_PARTIES, { .party = party }, SIZE_MAX },
        { "parties, all", ASK_PARTIES, { .claim = NULL }, SIZE_MAX },
    };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) ask_rows(l, asked[i].what, asked[i].of, asked[i].query, asked[i].most);
    sayso_ledger_close(l);
    return 0;
}

int main(int count, char **args)
{
    if (count == 5 && !strcmp(args[1], "make")) return make_ledger(args[2], strtoull(args[3], NULL, 10), strtoull(args[4], NULL, 10));
    if (count == 3 && !strcmp(args[1], "ask")) return ask_ledger(args[2]);
    fprintf(stderr, "usage: bench-ledger make LEDGER CLAIMS SETTLINGS | ask LEDGER\n");
    return 2;
}
