/* marks: one report through the network, window by window.
 *
 *   window -> h [count, H]
 *     triggers   softmax over none and the roles on every own word; none is made a
 *                little shyer (`shyness`, chosen on held-out reports)
 *     groups     AT_ONCE triggers at a time: the layer `top` over the pieces round each,
 *                added to its input -> y, from which spans, kinds, names and the mention's vector
 *     attributions  source, cue and content spans, then two pointers from each cue
 *   after the last window: mentions are compared in pairs and gathered into events.
 *
 * Memory: one desk of buffers, used again by every window; what stays is in the arena. */
#include "marks/inside.h"

#include <string.h>

enum { AT_ONCE = 8, AROUND = SAY_BEFORE + SAY_AFTER, LONGEST = SAY_WINDOW + SAY_CONTEXT + 2,
       NO_ROLE = 0, ROLE_SCORES = SAYSO_ROLES + 1, ARGUMENT_SCORES = SAY_ARGUMENTS * SAY_TAGS,
       KIND_SCORES = SAYSO_FACTUALITIES + SAYSO_CONFIDENCES + SAYSO_BASES };

static const float APART = 1000; /* a veto: no event holds two targets that are named apart */

typedef struct { float z[SAY_POINT]; size_t window, piece; } sight;    /* a mention as the network sees it */

/* Everything that reading one report needs. */
typedef struct {
    const say_marker *marker;
    say_work         *work;
    const say_text   *text;
    say_arena        *arena;     /* what stays */
    say_arena        *desk;      /* what goes when the report is read */
    say_marks        *marks;
    SAY_LIST(sight)   sights;    /* one a mention */
    sayso_error      *error;
    size_t            H, windows_done;
    const say_window *window;
    float *h, *role_scores, *attribution_scores, *name_keys, *source_keys, *content_keys;    /* [LONGEST, .] */
    float *x, *y, *argument_scores, *pair;                                                   /* [AT_ONCE * AROUND, .] */
    float *tags, *point;                                                                     /* [LONGEST, .] */
    size_t *words, *sentences;                                                               /* [LONGEST] */
    bool   *only;
    bool    capitals;            /* the text is set in capitals */
    bool    named;               /* name_keys hold this window */
} reading;

/* A trigger and the pieces [lo, hi) round it; its rows of y begin at row. */
typedef struct { size_t piece, lo, hi, row, group; } place;

static bool lay_desk(reading *r)
{
    const struct { float **to; size_t rows, columns; } buffers[] = {
        { &r->h, LONGEST, r->H },                 { &r->role_scores, LONGEST, ROLE_SCORES },
        { &r->attribution_scores, LONGEST, SAY_ATTRIBUTION * SAY_TAGS },
        { &r->name_keys, LONGEST, SAY_POINT },    { &r->source_keys, LONGEST, SAY_POINT },
        { &r->content_keys, LONGEST, SAY_POINT }, { &r->x, AT_ONCE * AROUND, r->H },
        { &r->y, AT_ONCE * AROUND, r->H },
        { &r->argument_scores, AT_ONCE * AROUND, ARGUMENT_SCORES }, { &r->pair, 2, r->H },
        { &r->tags, LONGEST, ARGUMENT_SCORES },   { &r->point, LONGEST, 2 },
    };
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
        if (!(*buffers[i].to = SAY_TAKE(r->desk, float, buffers[i].rows * buffers[i].columns, r->error))) return false;
    r->words = SAY_TAKE(r->desk, size_t, LONGEST, r->error);
    r->sentences = r->words ? SAY_TAKE(r->desk, size_t, LONGEST, r->error) : NULL;
    r->only = r->sentences ? SAY_TAKE(r->desk, bool, LONGEST, r->error) : NULL;
    return r->only;
}

static sayso_code apply(reading *r, const say_linear *linear, const float *x, size_t n, float *y)
{
    return say_model_apply(r->marker->model, r->work, linear, x, n, y, r->error);
}

static void softmax(const reading *r, const float *scores, size_t n, float *out)
{
    memcpy(out, scores, n * sizeof *out);
    say_model_softmax(r->marker->model, out, n);
}

/* ---- triggers ---- */

/* The role of a piece and how sure; NO_ROLE where none wins. */
static size_t role_at(const reading *r, size_t piece, float *found, float *share)
{
    float p[ROLE_SCORES];
    softmax(r, r->role_scores + piece * ROLE_SCORES, ROLE_SCORES, p);
    size_t best = 1;
    for (size_t k = 2; k < ROLE_SCORES; k++) if (p[k] > p[best]) best = k;
    *found = 1 - p[NO_ROLE];
    *share = *found > 0 ? p[best] / *found : 0;
    return p[best] > p[NO_ROLE] * say_model_exp(-r->marker->shyness[0]) ? best : NO_ROLE;
}

static say_group *new_group(reading *r, size_t word, size_t role, float found, float share)
{
    say_group *g = SAY_PUSH(r->arena, &r->marks->groups, r->error);
    if (g) *g = (say_group){ .trigger = word, .role = (sayso_role)(role - 1), .found = found, .role_share = share };
    return g;
}

/* ---- groups ---- */

/* Rows of the top layer's input: the encoder's output, how far each piece is from the trigger, and which piece it is. */
static void lay_around(reading *r, place *p, size_t role, size_t row)
{
    size_t H = r->H;
    p->lo = p->piece > SAY_BEFORE ? p->piece - SAY_BEFORE : 0;
    p->hi = p->piece + SAY_AFTER < r->window->count ? p->piece + SAY_AFTER : r->window->count;
    p->row = row;
    for (size_t i = p->lo; i < p->hi; i++) {
        float *x = r->y + (row + i - p->lo) * H;
        const float *h = r->h + i * H, *d = r->marker->distance + say_marks_bucket((long)i - (long)p->piece) * H;
        for (size_t k = 0; k < H; k++) x[k] = h[k] + d[k];
        if (i == p->piece)
            for (size_t k = 0; k < H; k++) x[k] += r->marker->here[k] + r->marker->role[role * H + k];
    }
}

/* Rows of y that begin words, gathered so that tags lie one after the other. */
static say_tags gather(reading *r, const place *p)
{
    size_t n = 0;
    for (size_t i = p->lo; i < p->hi; i++) {
        size_t word = r->window->words[i];
        if (word == SAYSO_NONE) continue;
        memcpy(r->tags + n * ARGUMENT_SCORES, r->argument_scores + (p->row + i - p->lo) * ARGUMENT_SCORES, ARGUMENT_SCORES * sizeof *r->tags);
        for (size_t a = 0; a < SAY_ARGUMENTS; a++) r->tags[n * ARGUMENT_SCORES + a * SAY_TAGS] -= r->marker->shyness[1];
        r->words[n] = word;
        r->sentences[n++] = r->text->words[word].sentence;
    }
    return (say_tags){ r->tags, ARGUMENT_SCORES, r->words, r->sentences, n, 0 };
}

static void widen_all(const reading *r, say_spans *spans)
{
    size_t n = 0;
    for (size_t i = 0; i < spans->count; i++)
        if (say_marks_widen(r->text, r->capitals, &spans->at[i])) spans->at[n++] = spans->at[i];
    spans->count = n;
}

/* W6: "The Grey Front | denied": a voice ends where its cue or the trigger begins. */
static void cut_voices(say_spans *spans, size_t word)
{
    for (size_t i = 0; i < spans->count; i++)
        if (spans->at[i].from < word && word < spans->at[i].to) spans->at[i].to = word;
}

/* Chosen on held-out reports. */
static const float onward[SAY_ARGUMENTS] = { [SAY_PARTY] = .5f, [SAY_HOLDER] = 2.5f, [SAY_OUTER] = 2.5f };

static sayso_code find_spans(reading *r, const place *p)
{
    say_group *g = &r->marks->groups.at[p->group];
    say_tags tags = gather(r, p);
    for (size_t a = 0; a < SAY_ARGUMENTS; a++) {
        tags.scores = r->tags + a * SAY_TAGS;
        tags.onward = onward[a];
        sayso_code code = say_marks_spans(tags, r->arena, &g->spans[a], r->error);
        if (!code && a == SAY_PARTY && !g->spans[a].count) code = say_marks_likeliest(tags, r->arena, &g->spans[a], r->error);
        if (code) return code;
        say_marks_choose(r->text, r->text->words[g->trigger].sentence, (say_argument)a, &g->spans[a]);
        for (size_t i = 0; i < g->spans[a].count; i++) say_marks_mend(r->text, &g->spans[a].at[i]);
        if (a == SAY_PARTY || a == SAY_HOLDER || a == SAY_OUTER) widen_all(r, &g->spans[a]);
    }
    for (size_t a = SAY_HOLDER; a <= SAY_OUTER; a++) {
        cut_voices(&g->spans[a], g->trigger);
        if (g->spans[SAY_CUE].count) cut_voices(&g->spans[a], g->spans[SAY_CUE].at[0].from);
    }
    return SAYSO_OK;
}

/* h of a piece beside y of its row. */
static const float *beside(reading *r, const place *p, size_t piece)
{
    memcpy(r->pair, r->h + piece * r->H, r->H * sizeof *r->pair);
    memcpy(r->pair + r->H, r->y + (p->row + piece - p->lo) * r->H, r->H * sizeof *r->pair);
    return r->pair;
}

static sayso_code find_kinds(reading *r, const place *p)
{
    say_group *g = &r->marks->groups.at[p->group];
    float inner[SAY_KIND], scores[KIND_SCORES];
    sayso_code code = apply(r, r->marker->kind_in, beside(r, p, p->piece), 1, inner);
    say_model_gelu(r->marker->model, inner, SAY_KIND);
    if (!code) code = apply(r, r->marker->kind_out, inner, 1, scores);
    if (code) return code;
    const float *s = scores;
    softmax(r, s, SAYSO_FACTUALITIES, g->factuality);
    softmax(r, s += SAYSO_FACTUALITIES, SAYSO_CONFIDENCES, g->confidence);
    s += SAYSO_CONFIDENCES;
    for (size_t b = 0; b < SAYSO_BASES; b++) g->basis[b] = say_model_sigmoid(s[b]);
    return SAYSO_OK;
}

/* The piece of the window at which a word begins; the trigger's where it stands outside [lo, hi). */
static size_t piece_of(const reading *r, const place *p, size_t word)
{
    for (size_t i = p->lo; i < p->hi; i++) if (r->window->words[i] == word) return i;
    return p->piece;
}

/* Where the proper name of a mention begins.  The same name may stand in several places, each with a part of the
 * probability; all of them speak for it. */
static sayso_code find_name(reading *r, const place *p, say_span *span)
{
    size_t piece = piece_of(r, p, span->from), best = 0;
    const float *q = r->y + (p->row + piece - p->lo) * r->H;
    sayso_code code = say_marks_point(r->marker, r->work, &r->marker->name, q, r->name_keys, r->window, NULL, piece, r->point, r->error);
    if (code) return code;
    for (size_t i = 0; i < r->window->count; i++) if (!best || r->point[1 + i] > r->point[best]) best = 1 + i;
    size_t word = r->window->words[best - 1];
    float sum = 0;
    if (word != SAYSO_NONE) {
        say_str name = say_text_word(r->text, word);
        for (size_t i = 0; i < r->window->count; i++) {
            size_t w = r->window->words[i];
            if (w != SAYSO_NONE && say_base_same_fold(name, say_text_word(r->text, w))) sum += r->point[1 + i];
        }
    }
    bool itself = r->point[0] >= sum || word == SAYSO_NONE || (word >= span->from && word < span->to);
    span->name = itself ? SAYSO_NONE : word;
    span->name_score = itself ? r->point[0] : sum;
    return SAYSO_OK;
}

static sayso_code find_names(reading *r, const place *p)
{
    static const say_argument named[] = { SAY_PARTY, SAY_HOLDER, SAY_OUTER };
    say_group *g = &r->marks->groups.at[p->group];
    sayso_code code = SAYSO_OK;
    if (!r->named) code = apply(r, r->marker->name.k, r->h, r->window->count, r->name_keys);
    r->named = true;
    for (size_t a = 0; a < sizeof named / sizeof *named; a++)
        for (size_t i = 0; !code && i < g->spans[named[a]].count; i++) code = find_name(r, p, &g->spans[named[a]].at[i]);
    return code;
}

static sayso_code see(reading *r, const place *p, size_t span)
{
    const say_group *g = &r->marks->groups.at[p->group];
    say_mention *m = SAY_PUSH(r->arena, &r->marks->mentions, r->error);
    sight *s = m ? SAY_PUSH(r->desk, &r->sights, r->error) : NULL;
    if (!s) return SAYSO_NO_MEMORY;
    *m = (say_mention){ p->group, span, 0 };
    s->window = r->windows_done;
    s->piece = span == SAYSO_NONE ? p->piece : piece_of(r, p, g->spans[SAY_INCIDENT].at[span].from);
    sayso_code code = apply(r, r->marker->node, beside(r, p, s->piece), 1, s->z);
    say_model_gelu(r->marker->model, s->z, SAY_POINT);
    return code;
}

static sayso_code find_mentions(reading *r, const place *p)
{
    size_t n = r->marks->groups.at[p->group].spans[SAY_INCIDENT].count;
    if (!n) return see(r, p, SAYSO_NONE);
    sayso_code code = SAYSO_OK;
    for (size_t i = 0; !code && i < n; i++) code = see(r, p, i);
    return code;
}

/* The groups of up to AT_ONCE triggers, whose roles are in the marks already. */
static sayso_code read_groups(reading *r, place *places, size_t count)
{
    size_t lengths[AT_ONCE] = { 0 }, rows = 0;
    for (size_t i = 0; i < count; i++) {
        lay_around(r, &places[i], (size_t)r->marks->groups.at[places[i].group].role + 1, rows);
        rows += lengths[i] = places[i].hi - places[i].lo;
    }
    memcpy(r->x, r->y, rows * r->H * sizeof *r->x);
    sayso_code code = say_model_top(r->marker->model, r->work, r->y, lengths, count, r->error);
    for (size_t i = 0; i < rows * r->H; i++) r->y[i] += r->x[i];
    if (!code) code = apply(r, r->marker->argument, r->y, rows, r->argument_scores);
    for (size_t i = 0; !code && i < count; i++) {
        code = find_spans(r, &places[i]);
        if (!code) code = find_kinds(r, &places[i]);
        if (!code) code = find_names(r, &places[i]);
        if (!code) code = find_mentions(r, &places[i]);
    }
    return code;
}

/* A trigger of two words ("gave | the go-ahead") is marked on its first; a second mark on the very next word is the same. */
static sayso_code read_triggers(reading *r)
{
    place places[AT_ONCE];
    size_t waiting = 0, last_word = SAYSO_NONE, last_role = NO_ROLE;
    sayso_code code = apply(r, r->marker->trigger, r->h, r->window->count, r->role_scores);
    for (size_t i = 0; !code && i < r->window->count; i++) {
        float found, share;
        size_t role = r->window->own[i] ? role_at(r, i, &found, &share) : NO_ROLE, word = r->window->words[i];
        if (role == NO_ROLE) continue;
        bool again = last_word != SAYSO_NONE && word == last_word + 1 && role == last_role;
        last_word = word;
        last_role = role;
        if (again) continue;
        if (!new_group(r, word, role, found, share)) return SAYSO_NO_MEMORY;
        places[waiting++] = (place){ .piece = i, .group = r->marks->groups.count - 1 };
        if (waiting == AT_ONCE) { code = read_groups(r, places, waiting); waiting = 0; }
    }
    return code || !waiting ? code : read_groups(r, places, waiting);
}

/* ---- attributions ---- */

enum { SOURCE, CUE, CONTENT };

/* A span may cross sentences, but not from the repeated headline into a later sentence that does not follow it. */
static sayso_code attribution_spans(reading *r, say_spans spans[SAY_ATTRIBUTION])
{
    size_t n = 0, width = SAY_ATTRIBUTION * SAY_TAGS, stretch = 0, last = 0;
    for (size_t i = 0; i < r->window->count; i++) {
        size_t word = r->window->words[i];
        if (word == SAYSO_NONE) continue;
        size_t sentence = r->text->words[word].sentence;
        if (sentence > last + 1) stretch++;
        last = sentence;
        memcpy(r->tags + n * width, r->attribution_scores + i * width, width * sizeof *r->tags);
        r->words[n] = word;
        r->sentences[n++] = stretch;
    }
    sayso_code code = SAYSO_OK;
    for (size_t k = 0; !code && k < SAY_ATTRIBUTION; k++)
        code = say_marks_spans((say_tags){ r->tags + k * SAY_TAGS, width, r->words, r->sentences, n, 0 }, r->arena, &spans[k], r->error);
    return code;
}

/* The span that the cue at `piece` points to, empty where it points nowhere. */
static sayso_code linked(reading *r, const say_pointer *pointer, const float *keys, const say_spans *spans, size_t piece, say_span *out)
{
    const say_window *w = r->window;
    memset(r->only, 0, w->count * sizeof *r->only);
    for (size_t i = 0, s = 0; i < w->count && s < spans->count; i++)
        if (w->words[i] == spans->at[s].from) { r->only[i] = true; s++; }
    sayso_code code = say_marks_point(r->marker, r->work, pointer, r->h + piece * r->H, keys, w, r->only, piece, r->point, r->error);
    if (code) return code;
    size_t best = 0;
    for (size_t i = 1; i <= w->count; i++) if (r->point[i] > r->point[best]) best = i;
    *out = (say_span){ .name = SAYSO_NONE };
    for (size_t s = 0; best && s < spans->count; s++)
        if (spans->at[s].from == w->words[best - 1]) *out = spans->at[s];
    out->name_score = r->point[best];
    return SAYSO_OK;
}

static sayso_code read_attributions(reading *r)
{
    say_spans spans[SAY_ATTRIBUTION] = { 0 };
    const say_window *w = r->window;
    sayso_code code = apply(r, r->marker->attribution, r->h, w->count, r->attribution_scores);
    if (!code) code = attribution_spans(r, spans);
    if (!code) code = apply(r, r->marker->source.k, r->h, w->count, r->source_keys);
    if (!code) code = apply(r, r->marker->content.k, r->h, w->count, r->content_keys);
    for (size_t c = 0, i = 0; !code && c < spans[CUE].count; c++) {
        while (w->words[i] != spans[CUE].at[c].from) i++;
        if (!w->own[i]) continue;
        say_attribution *a = SAY_PUSH(r->arena, &r->marks->attributions, r->error);
        if (!a) return SAYSO_NO_MEMORY;
        a->cue = spans[CUE].at[c];
        code = linked(r, &r->marker->source, r->source_keys, &spans[SOURCE], i, &a->source);
        if (a->source.to > a->source.from && !say_marks_widen(r->text, r->capitals, &a->source)) a->source.to = a->source.from;
        if (!code) code = linked(r, &r->marker->content, r->content_keys, &spans[CONTENT], i, &a->content);
    }
    return code;
}

/* ---- events ---- */

static size_t mention_end(const reading *r, size_t mention)
{
    const say_mention *m = &r->marks->mentions.at[mention];
    const say_group *g = &r->marks->groups.at[m->group];
    return m->span == SAYSO_NONE ? g->trigger + 1 : g->spans[SAY_INCIDENT].at[m->span].to;
}

/* Log-odds that two mentions are one incident: a small network over |a - b|, a * b and the gap between them. */
static float same_incident(const void *scores, size_t i, size_t j)
{
    const reading *r = scores;
    const sight *a = &r->sights.at[i], *b = &r->sights.at[j];
    float x[2 * SAY_POINT + SAY_GAP], inner[SAY_PAIR], out = 0;
    for (size_t k = 0; k < SAY_POINT; k++) {
        float d = a->z[k] - b->z[k];
        x[k] = d < 0 ? -d : d;
        x[SAY_POINT + k] = a->z[k] * b->z[k];
    }
    size_t bucket = a->window == b->window ? say_marks_bucket((long)a->piece - (long)b->piece) : SAY_DISTANCES - 1;
    memcpy(x + 2 * SAY_POINT, r->marker->gap + bucket * SAY_GAP, SAY_GAP * sizeof *x);
    if (say_model_apply(r->marker->model, r->work, r->marker->pair_in, x, 1, inner, r->error)) return 0;
    say_model_gelu(r->marker->model, inner, SAY_PAIR);
    if (say_model_apply(r->marker->model, r->work, r->marker->pair_out, inner, 1, &out, r->error)) return 0;
    bool apart = say_marks_apart(r->text, mention_end(r, i), mention_end(r, j));
    return out + r->marker->shyness[2] - (apart ? APART : 0);
}

/* ---- a report ---- */

static sayso_code read_window(reading *r)
{
    r->named = false;
    sayso_code code = say_model_encode(r->marker->model, r->work, r->window->ids, &r->window->count, 1, r->h, r->error);
    if (!code) code = read_triggers(r);
    if (!code) code = read_attributions(r);
    r->windows_done++;
    return code;
}

static sayso_code read_all(reading *r)
{
    say_windows windows = { 0 };
    sayso_code code = lay_desk(r) ? say_marks_windows(r->marker->model, r->text, r->desk, &windows, r->error) : SAYSO_NO_MEMORY;
    for (size_t i = 0; !code && i < windows.count; i++) {
        r->window = &windows.at[i];
        code = read_window(r);
    }
    return code ? code : say_marks_events(r->marks, same_incident, r, r->desk, r->error);
}

sayso_code say_marks_read(const say_marker *marker, say_work *work, const say_text *text, say_arena *arena,
                          say_marks *marks, sayso_error *error)
{
    *marks = (say_marks){ 0 };
    say_arena *desk = say_base_arena(error);
    if (!desk) return SAYSO_NO_MEMORY;
    reading r = { .marker = marker, .work = work, .text = text, .arena = arena, .desk = desk,
                  .marks = marks, .error = error, .H = say_model_hidden(marker->model) };
    r.capitals = say_text_upper_share(text->source) > .6;
    sayso_code code = read_all(&r);
    say_base_arena_close(desk);
    return code;
}
