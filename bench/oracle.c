/* oracle: gold marks through the rooms after them, so that what the assembly of claims loses is seen apart from what
 * the network loses.  train/oracle.py writes the marks and scores what comes out.
 *
 *   build/bench-oracle DATA OUT < marks      writes OUT/<doc>.json and .sents.json in the WHO form, .report.jsonl as extract prints it
 *
 * Lines, bytes of the report's text throughout:
 *   D path doc | G trigger-from role factuality confidence basis-bits | S argument from to name-from (-1: itself)
 *   M from event (from -1: the trigger alone) | E                                                                  */
#include "bytes/bytes.h"
#include "claims/claims.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    say_arena *arena;
    say_norm  *norm;
    say_doc   *doc;
    say_text   text;
    say_marks  marks;
    const char *out;
} oracle;

static int to_file(void *to, const char *bytes, size_t size) { return fwrite(bytes, 1, size, to) == size ? 0 : 5; }

static size_t word_at(const oracle *o, size_t byte) { return say_text_words_in(&o->text, (say_range){ byte, byte + 1 }).from; }

static bool open_report(oracle *o, const char *path, const char *doc)
{
    char *bytes;
    size_t size;
    sayso_error e;
    o->arena = say_base_arena(&e);
    o->marks = (say_marks){ 0 };
    return o->arena && !say_bytes_read(path, SAYSO_MAX_TEXT, &bytes, &size, &e) &&
           !say_doc_open((say_str){ bytes, size }, say_base_keep(o->arena, say_base_str(doc), &e), o->arena, &o->doc, &e) &&
           !say_text_split(o->doc, o->arena, &o->text, &e);
}

static void group_line(oracle *o, const char *line)
{
    unsigned long trigger;
    int role, factuality, confidence;
    unsigned basis;
    sayso_error e;
    if (sscanf(line, "G %lu %d %d %d %u", &trigger, &role, &factuality, &confidence, &basis) != 5) exit(2);
    say_group *g = SAY_PUSH(o->arena, &o->marks.groups, &e);
    *g = (say_group){ .trigger = word_at(o, trigger), .role = (sayso_role)role, .found = 1, .role_share = 1 };
    g->factuality[factuality] = g->confidence[confidence] = 1;
    for (size_t b = 0; b < SAYSO_BASES; b++) g->basis[b] = (float)(basis >> b & 1);
}

static void span_line(oracle *o, const char *line)
{
    int argument;
    unsigned long from, to;
    long name;
    sayso_error e;
    if (sscanf(line, "S %d %lu %lu %ld", &argument, &from, &to, &name) != 4) exit(2);
    say_group *g = &o->marks.groups.at[o->marks.groups.count - 1];
    say_range w = say_text_words_in(&o->text, (say_range){ from, to });
    if (w.from == w.to) return;
    say_span *s = SAY_PUSH(o->arena, &g->spans[argument], &e);
    *s = (say_span){ w.from, w.to, 6, name < 0 ? SAYSO_NONE : word_at(o, (size_t)name), 1 };
}

static void mention_line(oracle *o, const char *line)
{
    long from;
    unsigned long event;
    sayso_error e;
    if (sscanf(line, "M %ld %lu", &from, &event) != 2) exit(2);
    say_mention *m = SAY_PUSH(o->arena, &o->marks.mentions, &e);
    *m = (say_mention){ o->marks.groups.count - 1, SAYSO_NONE, event };
    const say_spans *s = &o->marks.groups.at[m->group].spans[SAY_INCIDENT];
    for (size_t i = 0; from >= 0 && i < s->count; i++) if (s->at[i].from == word_at(o, (size_t)from)) m->span = i;
    if (event >= o->marks.event_count) o->marks.event_count = event + 1;
}

static void write_report(oracle *o)
{
    static const float sure[SAY_CLAIMS_FEATURES] = { 9 };
    say_claims_options options = { o->norm, "press", 0, sure };
    sayso_records records;
    sayso_error e;
    char path[4096];
    if (say_claims_build(&options, o->doc, &o->text, &o->marks, o->arena, &records, &e)) exit(1);
    const struct { const char *ending; sayso_code (*print)(const sayso_records *, sayso_sink, sayso_error *); } forms[] = {
        { "json", sayso_records_who }, { "sents.json", sayso_records_sentences }, { "report.jsonl", sayso_records_json },
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        snprintf(path, sizeof path, "%s/%s.%s", o->out, o->doc->name, forms[i].ending);
        FILE *f = fopen(path, "w");
        if (!f || forms[i].print(&records, (sayso_sink){ to_file, f }, &e)) exit(1);
        fclose(f);
    }
    say_base_arena_close(o->arena);
}

int main(int count, char **words)
{
    sayso_error e;
    oracle o = { .out = count == 3 ? words[2] : "" };
    if (count != 3 || !(o.norm = say_norm_open(words[1], &e))) return 2;
    for (char line[8192]; fgets(line, sizeof line, stdin);) {
        char path[4000], doc[2000];
        if (*line == 'D' && (sscanf(line, "D %3999s %1999s", path, doc) != 2 || !open_report(&o, path, doc))) return 1;
        if (*line == 'G') group_line(&o, line);
        if (*line == 'S') span_line(&o, line);
        if (*line == 'M') mention_line(&o, line);
        if (*line == 'E') write_report(&o);
    }
    return 0;
}
