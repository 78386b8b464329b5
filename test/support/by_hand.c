/* by_hand: a small language for marks. */
#include "support/by_hand.h"
#include "support/prove.h"

#include "claims/claims.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static say_arena *hand_arena;
static say_norm  *hand_norm;
static sayso_records hand_records;

typedef struct { say_text text; say_marks marks; bool mentioned; } hand_work;

static const char *const argument_names[SAY_ARGUMENTS] = { "party", "holder", "outer", "incident", "cue", "hedge", "trigger", "words" };

static char *trimmed(char *s)
{
    while (*s == ' ') s++;
    for (size_t n = strlen(s); n && s[n - 1] == ' ';) s[--n] = '\0';
    return s;
}

/* The words that these are in the text. */
static say_range found(const hand_work *h, char *words)
{
    char *mark = strrchr(words, '@');
    size_t nth = mark ? (size_t)atoi(mark + 1) : 1;
    if (mark) *mark = '\0';
    const char *at = h->text.source.at;
    for (at = strstr(at, words); at && --nth;) at = strstr(at + 1, words);
    if (!at) fail_msg("\"%s\" is not in the text", words);
    size_t from = at ? (size_t)(at - h->text.source.at) : 0;
    return say_text_words_in(&h->text, (say_range){ from, from + strlen(words) });
}

static say_group *last_group(const hand_work *h) { return &h->marks.groups.at[h->marks.groups.count - 1]; }

static void mention(hand_work *h, size_t span, size_t event)
{
    sayso_error e;
    say_mention *m = SAY_PUSH(hand_arena, &h->marks.mentions, &e);
    *m = (say_mention){ h->marks.groups.count - 1, span, event };
    if (event >= h->marks.event_count) h->marks.event_count = event + 1;
    h->mentioned = true;
}

static void add_span(hand_work *h, size_t argument, char *words)
{
    sayso_error e;
    char *unsure = strstr(words, "?->"), *name = strstr(words, "->"), *event = argument == SAY_INCIDENT ? strchr(words, '=') : NULL;
    if (unsure) *unsure = ' ';
    if (name) { *name = '\0'; name = trimmed(name + 2); }
    if (event) *event++ = '\0';
    say_range w = found(h, trimmed(words));
    say_spans *spans = &last_group(h)->spans[argument];
    say_span *s = SAY_PUSH(hand_arena, spans, &e);
    *s = (say_span){ w.from, w.to, 6, name ? found(h, name).from : SAYSO_NONE, unsure ? .5f : 1 };
    if (argument == SAY_INCIDENT) mention(h, spans->count - 1, event ? (size_t)atoi(event) : 0);
}

static size_t named(const char *name, const char *const *names, size_t count)
{
    size_t i = 0;
    while (i < count && (!names[i] || strcmp(names[i], name))) i++;
    return i;
}

static void field(hand_work *h, char *f)
{
    say_group *g = last_group(h);
    bool faint = *f == '?';
    for (int b = 0; b < SAYSO_BASES; b++) if (!strcmp(f + faint, sayso_basis_name((sayso_basis)b))) { g->basis[b] = faint ? .2f : 1; return; }
    for (int c = 1; c < SAYSO_CONFIDENCES; c++)
        if (!strcmp(f, sayso_confidence_name((sayso_confidence)c))) { g->confidence[0] = 0; g->confidence[c] = 1; return; }
    char *rest = strchr(f, ' ');
    if (rest) *rest++ = '\0';
    if (!strcmp(f, "event") && rest) { mention(h, SAYSO_NONE, (size_t)atoi(rest)); return; }
    size_t argument = named(f, argument_names, SAY_ARGUMENTS);
    if (argument == SAY_ARGUMENTS || !rest) fail_msg("\"%s\" is no field of a group", f);
    add_span(h, argument, rest);
}

static void group_line(hand_work *h, char *line)
{
    char role[30], factuality[10], trigger[60];
    int n = 0;
    sayso_error e;
    if (sscanf(line, "%29s %9s %59[^;]%n", role, factuality, trigger, &n) != 3) fail_msg("\"%s\" is no group", line);
    say_group *g = SAY_PUSH(hand_arena, &h->marks.groups, &e);
    *g = (say_group){ .trigger = found(h, trimmed(trigger)).from, .found = 1, .role_share = 1 };
    while (g->role < SAYSO_ROLES && strcmp(role, sayso_role_name(g->role))) g->role++;
    size_t f = 0;
    while (f < SAYSO_FACTUALITIES && strcmp(factuality, sayso_factuality_name((sayso_factuality)f))) f++;
    if (g->role == SAYSO_ROLES || f == SAYSO_FACTUALITIES) fail_msg("\"%s %s\" is no role and factuality", role, factuality);
    g->factuality[f] = g->confidence[0] = 1;
    h->mentioned = false;
    for (char *next = line + n, *one; (one = next);) {
        next = strchr(one, ';');
        if (next) *next++ = '\0';
        if (*(one = trimmed(one))) field(h, one);
    }
    if (!h->mentioned) mention(h, SAYSO_NONE, 0);
}

static void says_line(hand_work *h, char *line)
{
    sayso_error e;
    say_attribution *a = SAY_PUSH(hand_arena, &h->marks.attributions, &e);
    say_span *parts[] = { &a->source, &a->cue, &a->content };
    for (size_t i = 0; i < 3; i++) {
        char *end = line ? strchr(line, '|') : NULL;
        if (end) *end++ = '\0';
        char *words = line ? trimmed(line) : NULL;
        *parts[i] = (say_span){ .name = SAYSO_NONE, .name_score = 1 };
        if (words && *words) { say_range w = found(h, words); parts[i]->from = w.from; parts[i]->to = w.to; }
        line = end;
    }
}

void hand_close(void)
{
    say_base_arena_close(hand_arena);
    say_norm_close(hand_norm);
    hand_arena = NULL;
    hand_norm = NULL;
}

static const sayso_records *read_all_lines(const say_claims_options *given, const char *text, const char *marks)
{
    sayso_error e = { .code = SAYSO_OK };
    hand_work h = { .mentioned = false };
    say_doc *doc;
    say_base_arena_close(hand_arena);
    hand_arena = say_base_arena(&e);
    if (!hand_norm) hand_norm = say_norm_open("data", &e);
    if (!hand_norm) fail_msg("%s: %s", e.where, e.message);
    assert_int_equal(say_doc_open(say_base_str(text), "by-hand", hand_arena, &doc, &e), SAYSO_OK);
    assert_int_equal(say_text_split(doc, hand_arena, &h.text, &e), SAYSO_OK);
    char *lines = say_base_keep(hand_arena, say_base_str(marks), &e);
    for (char *next = lines, *line; (line = next);) {
        next = strchr(line, '\n');
        if (next) *next++ = '\0';
        line = trimmed(line);
        if (!strncmp(line, "says ", 5)) says_line(&h, line + 5);
        else if (*line) group_line(&h, line);
    }
    say_claims_options options = *given;
    options.norm = hand_norm;
    assert_int_equal(say_claims_build(&options, doc, &h.text, &h.marks, hand_arena, &hand_records, &e), SAYSO_OK);
    return &hand_records;
}

static const float sure[SAY_CLAIMS_FEATURES] = { 9 };

const sayso_records *hand_read(const char *text, const char *marks) { return hand_read_as("press", text, marks); }

const sayso_records *hand_read_as(const char *reading, const char *text, const char *marks)
{
    return read_all_lines(&(say_claims_options){ NULL, reading, 0, sure }, text, marks);
}

const sayso_records *hand_read_least(double least, const float *calibration, const char *text, const char *marks)
{
    return read_all_lines(&(say_claims_options){ NULL, "press", least, calibration ? calibration : sure }, text, marks);
}

const char *hand_claims(const sayso_records *records)
{
    static char out[4000];
    size_t n = 0;
    out[0] = '\0';
    for (size_t i = 0; i < records->claim_count; i++) {
        const sayso_claim *c = &records->claims[i];
        n += (size_t)snprintf(out + n, sizeof out - n, "%s%s %s %s", i ? "\n" : "", sayso_role_name(c->role), records->parties[c->party].name,
                              sayso_factuality_name(c->factuality));
        for (size_t k = 0; k < c->chain_count; k++) n += (size_t)snprintf(out + n, sizeof out - n, " < %s", c->chain[k].name);
        if (c->own) n += (size_t)snprintf(out + n, sizeof out - n, " own");
    }
    return out;
}

const char *hand_words(const sayso_records *records, sayso_passage passage)
{
    static char out[4][1000];
    static size_t turn;
    char *to = out[turn++ % 4];
    size_t n = passage.to > passage.from ? passage.to - passage.from : 0;
    assert_true(passage.to <= records->text_size && n < sizeof out[0]);
    if (n) memcpy(to, records->text + passage.from, n);
    to[n] = '\0';
    return to;
}
