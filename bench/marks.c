/* marks: what stands between the network and the assembly, as lines of text, so that each can be looked at without the other.
 *
 *   build/bench-marks read WEIGHTS TEXT... > MARKS           the network's marks, kept: a change after it is then scored in seconds
 *   build/bench-marks build DATA WEIGHTS LEAST OUT < MARKS   the rooms after it; OUT gets what extract writes: <doc>.json, .sents.json (WHO), .report.jsonl
 *   build/bench-marks meet DATA WEIGHTS LEAST < MARKS        and which reports are mainly about one incident, as export --to clusters prints it
 *
 * train/score.py --marks does both; train/oracle.py writes gold marks in the same lines.  Words are named by bytes of the text:
 *
 *   D path doc
 *   G trigger role found role-share, then 7 factualities, 4 confidences, 9 bases        a group; its spans and mentions follow
 *   S argument from to score name name-score       name -1: it names itself
 *   M from event                                   from -1: the trigger alone
 *   A source-from -to score cue-from -to score content-from -to score                   from -1: it has none
 *   E                                                                                                                          */
#include "bytes/bytes.h"
#include "claims/claims.h"
#include "incidents/incidents.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    say_arena *arena;
    say_doc   *doc;
    say_text   text;
    say_marks  marks;
} report;

static sayso_error e;

static void fail(const char *what)
{
    fprintf(stderr, "bench-marks: %s: %s\n", what, e.message);
    exit(1);
}

static void open_report(report *r, const char *path, const char *doc)
{
    char *bytes;
    size_t size;
    *r = (report){ .arena = say_base_arena(&e) };
    if (!r->arena || say_bytes_read(path, SAYSO_MAX_TEXT, &bytes, &size, &e) ||
        say_doc_open((say_str){ bytes, size }, say_base_keep(r->arena, say_base_str(doc), &e), r->arena, &r->doc, &e) || say_text_split(r->doc, r->arena, &r->text, &e))
        fail(path);
    free(bytes);
}

/* ---- read ---- */

static long start_of(const report *r, size_t word) { return word == SAYSO_NONE ? -1 : (long)r->text.words[word].at.from; }

static void print_range(const report *r, const say_span *s)
{
    bool none = s->from == s->to;
    printf(" %ld %ld %.9g", none ? -1 : start_of(r, s->from), none ? -1 : (long)r->text.words[s->to - 1].at.to, (double)s->score);
}

static void print_shares(const float *at, size_t count)
{
    for (size_t i = 0; i < count; i++) printf(" %.9g", (double)at[i]);
}

static void print_group(const report *r, const say_group *g)
{
    printf("G %ld %d %.9g %.9g", start_of(r, g->trigger), (int)g->role, (double)g->found, (double)g->role_share);
    print_shares(g->factuality, SAYSO_FACTUALITIES);
    print_shares(g->confidence, SAYSO_CONFIDENCES);
    print_shares(g->basis, SAYSO_BASES);
    putchar('\n');
    for (int a = 0; a < SAY_ARGUMENTS; a++)
        for (size_t i = 0; i < g->spans[a].count; i++) {
            const say_span *s = &g->spans[a].at[i];
            printf("S %d", a);
            print_range(r, s);
            printf(" %ld %.9g\n", start_of(r, s->name), (double)s->name_score);
        }
}

static void print_report(const report *r)
{
    const say_marks *m = &r->marks;
    for (size_t g = 0, n = 0; g < m->groups.count; g++) {
        print_group(r, &m->groups.at[g]);
        for (; n < m->mentions.count && m->mentions.at[n].group == g; n++) {
            size_t span = m->mentions.at[n].span;
            printf("M %ld %zu\n", span == SAYSO_NONE ? -1 : start_of(r, m->groups.at[g].spans[SAY_INCIDENT].at[span].from), m->mentions.at[n].event);
        }
    }
    for (size_t i = 0; i < m->attributions.count; i++) {
        const say_attribution *a = &m->attributions.at[i];
        putchar('A');
        print_range(r, &a->source);
        print_range(r, &a->cue);
        print_range(r, &a->content);
        putchar('\n');
    }
    puts("E");
}

static int read_all(const char *weights, char **paths, int count)
{
    say_model *model = say_model_open(weights, &e);
    say_marker *marker = model ? say_marks_open(model, &e) : NULL;
    say_work *work = say_model_work(&e);
    if (!marker || !work) fail(weights);
    for (int i = 0; i < count; i++) {
        const char *name = strrchr(paths[i], '/');
        char doc[256];
        snprintf(doc, sizeof doc, "%s", name ? name + 1 : paths[i]);
        if (strrchr(doc, '.')) *strrchr(doc, '.') = 0;
        report r;
        open_report(&r, paths[i], doc);
        if (say_marks_read(marker, work, &r.text, r.arena, &r.marks, &e)) fail(paths[i]);
        printf("D %s %s\n", paths[i], doc);
        print_report(&r);
        say_base_arena_close(r.arena);
    }
    say_model_work_close(work);
    say_marks_close(marker);
    say_model_close(model);
    return 0;
}

/* ---- build ---- */

static double number(char **line)
{
    char *end;
    double v = strtod(*line, &end);
    if (end == *line) fail("a line lacks a number");
    *line = end;
    return v;
}

static size_t word_at(const report *r, long byte) { return byte < 0 ? SAYSO_NONE : say_text_words_in(&r->text, (say_range){ (size_t)byte, (size_t)byte + 1 }).from; }

static say_span range_of(const report *r, char **line)
{
    long from = (long)number(line), to = (long)number(line);
    say_range w = from < 0 ? (say_range){ 0, 0 } : say_text_words_in(&r->text, (say_range){ (size_t)from, (size_t)to });
    return (say_span){ w.from, w.to, (float)number(line), SAYSO_NONE, 1 };
}

static void shares(char **line, float *at, size_t count)
{
    for (size_t i = 0; i < count; i++) at[i] = (float)number(line);
}

static void group_line(report *r, char *line)
{
    say_group *g = SAY_PUSH(r->arena, &r->marks.groups, &e);
    if (!g) fail("group");
    size_t trigger = word_at(r, (long)number(&line));
    sayso_role role = (sayso_role)number(&line);
    float found = (float)number(&line);
    *g = (say_group){ .trigger = trigger, .role = role, .found = found, .role_share = (float)number(&line) };
    shares(&line, g->factuality, SAYSO_FACTUALITIES);
    shares(&line, g->confidence, SAYSO_CONFIDENCES);
    shares(&line, g->basis, SAYSO_BASES);
}

static void span_line(report *r, char *line)
{
    int argument = (int)number(&line);
    say_span s = range_of(r, &line);
    if (s.from == s.to) return;
    s.name = word_at(r, (long)number(&line));
    s.name_score = (float)number(&line);
    say_span *to = SAY_PUSH(r->arena, &r->marks.groups.at[r->marks.groups.count - 1].spans[argument], &e);
    if (!to) fail("span");
    *to = s;
}

static void mention_line(report *r, char *line)
{
    size_t word = word_at(r, (long)number(&line)), event = (size_t)number(&line);
    say_mention *m = SAY_PUSH(r->arena, &r->marks.mentions, &e);
    if (!m) fail("mention");
    *m = (say_mention){ r->marks.groups.count - 1, SAYSO_NONE, event };
    const say_spans *s = &r->marks.groups.at[m->group].spans[SAY_INCIDENT];
    for (size_t i = 0; word != SAYSO_NONE && i < s->count; i++) if (s->at[i].from == word) m->span = i;
    if (event >= r->marks.event_count) r->marks.event_count = event + 1;
}

static void attribution_line(report *r, char *line)
{
    say_attribution *a = SAY_PUSH(r->arena, &r->marks.attributions, &e);
    if (!a) fail("attribution");
    say_span source = range_of(r, &line), cue = range_of(r, &line);
    *a = (say_attribution){ source, cue, range_of(r, &line) };
}

/* What becomes of each report. */
typedef struct {
    const say_norm *norm;
    const char *out;                     /* folder, or NULL: the events are collected */
    say_arena  *arena;
    SAY_LIST(say_event)    events;
    SAY_LIST(const char *) docs;
} building;

static int to_file(void *to, const char *bytes, size_t size) { return fwrite(bytes, 1, size, to) == size ? 0 : 5; }

static void write_report(const building *b, const sayso_records *records)
{
    static const struct { const char *ending; sayso_code (*print)(const sayso_records *, sayso_sink, sayso_error *); } forms[] = {
        { "json", sayso_records_who }, { "sents.json", sayso_records_sentences }, { "report.jsonl", sayso_records_json },
    };
    char path[4096];
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        snprintf(path, sizeof path, "%s/%s.%s", b->out, records->doc, forms[i].ending);
        FILE *f = fopen(path, "w");
        if (!f || forms[i].print(records, (sayso_sink){ to_file, f }, &e)) fail(path);
        fclose(f);
    }
}

static void collect_events(building *b, const sayso_records *records)
{
    say_event *events;
    size_t *numbers, count;
    if (say_incidents_events(b->norm, records, b->arena, &events, &numbers, &count, &e)) fail(records->doc);
    for (size_t i = 0; i < count; i++) {
        say_event *event = SAY_PUSH(b->arena, &b->events, &e);
        const char **doc = SAY_PUSH(b->arena, &b->docs, &e);
        if (!event || !doc) fail(records->doc);
        *event = events[i];
        *doc = say_base_keep(b->arena, say_base_str(records->doc), &e);
    }
}

static void print_groups(building *b)
{
    size_t *groups = SAY_TAKE(b->arena, size_t, b->events.count + 1, &e);
    if (!groups || say_incidents_meet(b->events.at, b->events.count, NULL, 0, b->arena, groups, &e)) fail("meet");
    const char *before = "{";
    for (size_t i = 0; i < b->events.count; i++) {
        if (!b->events.at[i].main) continue;
        printf("%s\"%s\": %zu", before, b->docs.at[i], groups[i]);
        before = ",\n ";
    }
    puts("}");
}

static int build_all(const char *data, const char *weights, const char *least, const char *out)
{
    static const struct { char kind; void (*take)(report *, char *); } lines[] = {
        { 'G', group_line }, { 'S', span_line }, { 'M', mention_line }, { 'A', attribution_line },
    };
    say_model *model = say_model_open(weights, &e);
    say_norm *norm = say_norm_open(data, &e);
    building b = { .norm = norm, .out = out, .arena = say_base_arena(&e) };
    const float *calibration = model ? say_model_floats(model, "calibration", 1, SAY_CLAIMS_FEATURES, &e) : NULL;
    const float *usual = model ? say_model_floats(model, "least", 1, 1, &e) : NULL;
    if (!norm || !calibration || !usual || !b.arena) fail(weights);
    say_claims_options options = { norm, "press", strcmp(least, "-") ? atof(least) : (double)*usual, calibration };
    report r = { 0 };
    for (char line[8192]; fgets(line, sizeof line, stdin);) {
        char path[4000], doc[2000];
        sayso_records records;
        if (sscanf(line, "D %3999s %1999s", path, doc) == 2) open_report(&r, path, doc);
        for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) if (*line == lines[i].kind) lines[i].take(&r, line + 1);
        if (*line != 'E') continue;
        if (say_claims_build(&options, r.doc, &r.text, &r.marks, r.arena, &records, &e)) fail(r.doc->name);
        if (out) write_report(&b, &records);
        else collect_events(&b, &records);
        if (out) say_base_arena_close(r.arena);          /* events point into it: they keep it to the end */
    }
    if (!out) print_groups(&b);
    say_base_arena_close(b.arena);
    say_norm_close(norm);
    say_model_close(model);
    return 0;
}

int main(int count, char **words)
{
    if (count > 3 && !strcmp(words[1], "read")) return read_all(words[2], words + 3, count - 3);
    if (count == 6 && !strcmp(words[1], "build")) return build_all(words[2], words[3], words[4], words[5]);
    if (count == 5 && !strcmp(words[1], "meet")) return build_all(words[2], words[3], words[4], NULL);
    fputs("usage: bench-marks read WEIGHTS TEXT... > MARKS\n       bench-marks build DATA WEIGHTS LEAST|- OUT < MARKS\n       bench-marks meet DATA WEIGHTS LEAST|- < MARKS\n", stderr);
    return 2;
}
