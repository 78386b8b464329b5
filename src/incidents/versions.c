/* versions: which reports are versions of one report, what its publisher has made of it since.
 *
 * Two reports under one URL are.  Without a URL in common, two with one title and publisher are where one of them says that
 * it was changed (data/corrections.tsv) and their texts are mostly the same words: a paper that reports on a trial every
 * day under one title has many reports, not many versions.  Versions of a version are versions of the report.
 *
 * Only reports that stand side by side when put in order, by URL and then by publisher and title, are compared.          */
#include "incidents/inside.h"

#include <stdlib.h>
#include <string.h>

/* ---- notes and titles ---- */

/* The words of a text; it has no sentences here. */
static bool words_of_text(say_str bytes, say_arena *arena, say_text *out, sayso_error *error)
{
    size_t count = say_text_words(bytes, NULL, 0);
    say_range *at = SAY_TAKE(arena, say_range, count + 1, error);
    say_word *words = at ? SAY_TAKE(arena, say_word, count + 1, error) : NULL;
    if (!words) return false;
    say_text_words(bytes, at, count);
    for (size_t i = 0; i < count; i++) words[i].at = at[i];
    *out = (say_text){ .words = words, .word_count = count, .source = bytes };
    return true;
}

sayso_code say_incidents_corrected(const say_norm *norm, say_str bytes, bool *corrected, sayso_error *error)
{
    say_text text;
    say_hits notes;
    say_arena *arena = say_base_arena(error);
    if (!arena) return SAYSO_NO_MEMORY;
    sayso_code code = words_of_text(bytes, arena, &text, error) ? SAYSO_OK : SAYSO_NO_MEMORY;
    if (!code) code = say_norm_find(norm, SAY_CORRECTIONS, &text, (say_range){ 0, bytes.len }, arena, &notes, error);
    *corrected = !code && notes.count > 0;
    say_base_arena_close(arena);
    return code;
}

char *say_incidents_title(const char *title, say_arena *arena, sayso_error *error)
{
    char *plain = say_text_lower(arena, say_base_str(title), error);
    size_t n = 0;
    for (size_t i = 0; plain && plain[i]; i++) {
        bool letter = (plain[i] & 0x80) || (plain[i] >= 'a' && plain[i] <= 'z') || (plain[i] >= '0' && plain[i] <= '9');
        if (letter) plain[n++] = plain[i];
        else if (n && plain[n - 1] != ' ') plain[n++] = ' ';
    }
    if (plain) plain[n && plain[n - 1] == ' ' ? n - 1 : n] = '\0';
    return plain;
}

/* ---- which are one ---- */

typedef struct { const say_edition *edition; size_t given; } listed_edition;

typedef struct {
    const say_edition *editions;
    listed_edition    *listed;
    size_t            *report;           /* the report of an edition: one of its editions, that points at itself */
    size_t             count;
} version_list;

static size_t report_of_edition(const version_list *v, size_t i)
{
    while (v->report[i] != i) i = v->report[i] = v->report[v->report[i]];
    return i;
}

static int by_url(const void *a, const void *b)
{
    return strcmp(((const listed_edition *)a)->edition->url, ((const listed_edition *)b)->edition->url);
}

static int by_publisher_and_title(const void *a, const void *b)
{
    const say_edition *x = ((const listed_edition *)a)->edition, *y = ((const listed_edition *)b)->edition;
    int order = strcmp(x->publisher, y->publisher);
    return order ? order : strcmp(x->title, y->title);
}

static bool share_url(const say_edition *a, const say_edition *b)
{
    (void)b;
    return *a->url != '\0';
}

static bool were_changed(const say_edition *a, const say_edition *b)
{
    return *a->title && (a->corrected || b->corrected) && a->signature && b->signature
        && say_incidents_likeness(a->signature, b->signature) >= SAY_COPY;
}

/* Of each run of editions that the order takes for equal, those that `same` takes for one report. */
static void join_runs(version_list *v, int (*order)(const void *, const void *), bool (*same)(const say_edition *, const say_edition *))
{
    qsort(v->listed, v->count, sizeof *v->listed, order);
    for (size_t from = 0, to; from < v->count; from = to) {
        for (to = from + 1; to < v->count && order(&v->listed[from], &v->listed[to]) == 0; to++)
            for (size_t i = from; i < to; i++) {
                const listed_edition *a = &v->listed[i], *b = &v->listed[to];
                size_t x = report_of_edition(v, a->given), y = report_of_edition(v, b->given);
                if (x != y && same(a->edition, b->edition)) v->report[y] = x;
            }
    }
}

static bool later_edition(const say_edition *a, const say_edition *b)
{
    int order = strcmp(a->date, b->date);
    return order > 0 || (order == 0 && strcmp(a->hash, b->hash) > 0);
}

sayso_code say_incidents_versions(const say_edition *editions, size_t count, say_arena *arena, size_t *newest, sayso_error *error)
{
    version_list v = { editions, SAY_TAKE(arena, listed_edition, count + 1, error), SAY_TAKE(arena, size_t, count + 1, error), count };
    size_t *latest = SAY_TAKE(arena, size_t, count + 1, error);
    if (!v.listed || !v.report || !latest) return SAYSO_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        v.listed[i] = (listed_edition){ &editions[i], i };
        v.report[i] = latest[i] = i;
    }
    join_runs(&v, by_url, share_url);
    join_runs(&v, by_publisher_and_title, were_changed);
    for (size_t i = 0; i < count; i++) {
        size_t report = report_of_edition(&v, i);
        if (later_edition(&editions[i], &editions[latest[report]])) latest[report] = i;
    }
    for (size_t i = 0; i < count; i++) newest[i] = latest[report_of_edition(&v, i)];
    return SAYSO_OK;
}
