/* Heads: what the network says on top of its encoder, by name, and its pointers. */
#include "marks/inside.h"

#include <stdlib.h>

enum { TRIGGERS = SAYSO_ROLES + 1, KINDS = SAYSO_FACTUALITIES + SAYSO_CONFIDENCES + SAYSO_BASES };

static bool open_pointer(const say_model *model, say_arena *names, const char *name, say_pointer *p, sayso_error *error)
{
    size_t H = say_model_hidden(model);
    const char *q = say_base_format(names, error, "%s.q", name), *k = q ? say_base_format(names, error, "%s.k", name) : NULL;
    const char *none = k ? say_base_format(names, error, "%s.none", name) : NULL;
    const char *distance = none ? say_base_format(names, error, "%s.distance", name) : NULL;
    return distance && (p->q = say_model_linear(model, q, H, SAY_POINT, error)) && (p->k = say_model_linear(model, k, H, SAY_POINT, error)) &&
           (p->none = say_model_linear(model, none, H, 1, error)) && (p->distance = say_model_floats(model, distance, SAY_DISTANCES, 1, error));
}

static bool open_heads(say_marker *m, sayso_error *error)
{
    size_t H = say_model_hidden(m->model);
    const struct { const say_linear **to; const char *name; size_t in, out; } linears[] = {
        { &m->trigger, "trigger", H, TRIGGERS },      { &m->attribution, "marks", H, SAY_ATTRIBUTION * SAY_TAGS },
        { &m->argument, "argument", H, SAY_ARGUMENTS * SAY_TAGS },
        { &m->kind_in, "kind.in", 2 * H, SAY_KIND },  { &m->kind_out, "kind.out", SAY_KIND, KINDS },
        { &m->node, "node", 2 * H, SAY_POINT },
        { &m->pair_in, "pair.in", 2 * SAY_POINT + SAY_GAP, SAY_PAIR }, { &m->pair_out, "pair.out", SAY_PAIR, 1 },
    };
    const struct { const float **to; const char *name; size_t rows, columns; } tensors[] = {
        { &m->distance, "distance", SAY_DISTANCES, H }, { &m->role, "role", TRIGGERS, H }, { &m->here, "here", 1, H },
        { &m->gap, "gap", SAY_DISTANCES, SAY_GAP },     { &m->shyness, "shyness", 1, 3 },
    };
    for (size_t i = 0; i < sizeof linears / sizeof *linears; i++)
        if (!(*linears[i].to = say_model_linear(m->model, linears[i].name, linears[i].in, linears[i].out, error))) return false;
    for (size_t i = 0; i < sizeof tensors / sizeof *tensors; i++)
        if (!(*tensors[i].to = say_model_floats(m->model, tensors[i].name, tensors[i].rows, tensors[i].columns, error))) return false;
    say_arena *names = say_base_arena(error);
    bool fine = names && open_pointer(m->model, names, "name", &m->name, error) &&
                open_pointer(m->model, names, "source", &m->source, error) && open_pointer(m->model, names, "content", &m->content, error);
    say_base_arena_close(names);
    return fine;
}

say_marker *say_marks_open(const say_model *model, sayso_error *error)
{
    say_marker *m = calloc(1, sizeof *m);
    if (!m) {
        say_base_fail(error, SAYSO_NO_MEMORY, "reader", 0, "no room for its heads");
        return NULL;
    }
    m->model = model;
    if (!open_heads(m, error)) {
        free(m);
        return NULL;
    }
    return m;
}

void say_marks_close(say_marker *marker) { free(marker); }

/* Sixteen sums side by side, added up in order: the same bits however the compiler lays them. */
static float dot(const float *a, const float *b)
{
    float lanes[16] = { 0 }, sum = 0;
    for (size_t i = 0; i < SAY_POINT; i += 16)
        for (size_t l = 0; l < 16; l++) lanes[l] += a[i + l] * b[i + l];
    for (size_t l = 0; l < 16; l++) sum += lanes[l];
    return sum;
}

sayso_code say_marks_point(const say_marker *marker, say_work *work, const say_pointer *pointer, const float *q,
                           const float *keys, const say_window *window, const bool *only, size_t at, float *out,
                           sayso_error *error)
{
    static const float root = 0.08838834764831845f;     /* 1 / sqrt(SAY_POINT) */
    float query[SAY_POINT];
    sayso_code code = say_model_apply(marker->model, work, pointer->q, q, 1, query, error);
    if (!code) code = say_model_apply(marker->model, work, pointer->none, q, 1, out, error);
    if (code) return code;
    for (size_t i = 0; i < window->count; i++) {
        bool may = window->words[i] != SAYSO_NONE && (!only || only[i]);
        out[1 + i] = may ? dot(query, keys + i * SAY_POINT) * root + pointer->distance[say_marks_bucket((long)i - (long)at)] : -1e4f;
    }
    say_model_softmax(marker->model, out, 1 + window->count);
    return SAYSO_OK;
}
