/* model: finds what the encoder needs among the tensors, checks every shape, and
 * computes the shift of scores by distance.                                         */
#include "model/inside.h"

#include <string.h>

/* The distance at which bucket b of `half` begins, b >= exact:  the smallest n with
 *   exact + floor(log(n / exact) / log(distance / exact) * (half - exact)) >= b,
 * that is n^(half - exact) >= distance^(b - exact) * exact^(half - b), in integers:
 * no logarithm, so the same on every machine.  half - exact <= 8 and n < 2^15, so each
 * side has at most 120 bits.                                                        */
__extension__ typedef unsigned __int128 wide_int;

static wide_int wide_power(size_t base, size_t times)
{
    wide_int p = 1;
    while (times--) p *= base;
    return p;
}

static size_t shift_bucket(size_t n, size_t half, size_t exact, size_t distance)
{
    if (n < exact) return n;
    size_t b = exact;
    while (b + 1 < half && wide_power(n, half - exact) >= wide_power(distance, b + 1 - exact) * wide_power(exact, half - b - 1)) b++;
    return b;
}

/* shift[head][key - query + longest - 1], from enc.rel [buckets, heads]. */
static sayso_code lay_shift(say_model *m, size_t buckets, size_t distance, sayso_error *error)
{
    size_t half = buckets / 2, exact = half / 2, longest = m->longest, wide_row = 2 * longest - 1;
    if (buckets < 4 || buckets > 32 || buckets % 4 || distance <= exact || distance >= 32768 || longest >= 32768)
        return say_base_fail(error, SAYSO_BAD_WEIGHTS, "relative_buckets", 0,
                             "%zu buckets to distance %zu cannot be used", buckets, distance);
    const float *rel = say_model_floats(m, "enc.rel", buckets, m->heads, error);
    if (!rel) return SAYSO_BAD_WEIGHTS;
    float *shift = SAY_TAKE(m->arena, float, wide_row * m->heads, error);
    if (!shift) return SAYSO_NO_MEMORY;
    for (size_t n = 0; n < longest; n++) {
        size_t b = shift_bucket(n, half, exact, distance);
        for (size_t head = 0; head < m->heads; head++) {
            float *row = shift + head * wide_row + longest - 1;
            row[-(ptrdiff_t)n] = rel[b * m->heads + head];              /* key behind query */
            if (n) row[n] = rel[(b + half) * m->heads + head];          /* key ahead */
        }
    }
    m->shift = shift;
    return SAYSO_OK;
}

static const say_linear *layer_linear(const say_model *m, const char *prefix, const char *name,
                                size_t in, size_t out, sayso_error *error)
{
    sayso_error ignored;
    char whole[64];
    size_t p = strlen(prefix), n = strlen(name);
    memcpy(whole, prefix, p);
    memcpy(whole + p, name, n + 1);
    const say_linear *l = say_model_linear(m, whole, in, out, error ? error : &ignored);
    if (l && !l->packed) {
        say_base_fail(error, SAYSO_BAD_WEIGHTS, l->name, 0, "a layer's weights are int8");
        return NULL;
    }
    return l;
}

static const float *layer_vector(const say_model *m, const char *prefix, const char *name, sayso_error *error)
{
    char whole[64];
    size_t p = strlen(prefix), n = strlen(name);
    memcpy(whole, prefix, p);
    memcpy(whole + p, name, n + 1);
    return say_model_floats(m, whole, m->hidden, 1, error);
}

static bool wire_layer(const say_model *m, const char *prefix, model_layer *l, sayso_error *error)
{
    size_t h = m->hidden;
    return (l->qkv = layer_linear(m, prefix, "qkv", h, 3 * h, error)) != NULL &&
           (l->o = layer_linear(m, prefix, "o", h, h, error)) != NULL &&
           (l->f1 = layer_linear(m, prefix, "f1", h, m->inner, error)) != NULL &&
           (l->f2 = layer_linear(m, prefix, "f2", m->inner, h, error)) != NULL &&
           (l->n1w = layer_vector(m, prefix, "n1.w", error)) != NULL &&
           (l->n1b = layer_vector(m, prefix, "n1.b", error)) != NULL &&
           (l->n2w = layer_vector(m, prefix, "n2.w", error)) != NULL &&
           (l->n2b = layer_vector(m, prefix, "n2.b", error)) != NULL;
}

static sayso_code wire_layers(say_model *m, sayso_error *error)
{
    m->has_top = say_model_tensor(m, "top.qkv.w") != NULL;
    m->layer = SAY_TAKE(m->arena, model_layer, m->layers + 1, error);
    if (!m->layer) return SAYSO_NO_MEMORY;
    for (size_t i = 0; i < m->layers; i++) {
        char *prefix = say_base_format(m->arena, error, "enc.layer.%zu.", i);
        if (!prefix) return SAYSO_NO_MEMORY;
        if (!wire_layer(m, prefix, &m->layer[i], error)) return SAYSO_BAD_WEIGHTS;
    }
    if (m->has_top && !wire_layer(m, "top.", &m->layer[m->layers], error)) return SAYSO_BAD_WEIGHTS;
    return SAYSO_OK;
}

/* Every row that an id can lead to exists; -1 becomes the row of the unknown piece. */
static sayso_code wire_rows(say_model *m, sayso_error *error)
{
    size_t rows = m->word->rows;
    if (!say_model_tensor(m, "enc.word.row")) {
        if (rows == m->vocabulary) return SAYSO_OK;
        return say_base_fail(error, SAYSO_BAD_WEIGHTS, "enc.word", 0, "%zu rows for %zu pieces",
                             rows, m->vocabulary);
    }
    const model_tensor *t = say_model_expect(m, "enc.word.row", TENSOR_I32, m->vocabulary, 1, error);
    if (!t) return SAYSO_BAD_WEIGHTS;
    int32_t *row = SAY_TAKE(m->arena, int32_t, m->vocabulary, error);
    if (!row) return SAYSO_NO_MEMORY;
    memcpy(row, t->at, m->vocabulary * sizeof *row);
    int32_t unknown = row[m->special.unknown];
    for (size_t i = 0; i < m->vocabulary; i++) {
        if (row[i] == -1) row[i] = unknown;
        if (row[i] < 0 || (size_t)row[i] >= rows)
            return say_base_fail(error, SAYSO_BAD_WEIGHTS, "enc.word.row", i, "no row %ld", (long)row[i]);
    }
    m->word_row = row;
    return SAYSO_OK;
}

static sayso_code wire_words(say_model *m, sayso_error *error)
{
    size_t h = m->hidden;
    m->word = say_model_tensor(m, "enc.word");
    if (!m->word || (m->word->type != TENSOR_U4 && m->word->type != TENSOR_I8) || m->word->cols != h)
        return say_base_fail(error, SAYSO_BAD_WEIGHTS, "enc.word", 0, "no u4 or i8 tensor of %zu columns", h);
    m->word_scale = say_model_expect(m, "enc.word.scale", TENSOR_F32, m->word->rows, 0, error);
    if (!m->word_scale) return SAYSO_BAD_WEIGHTS;
    if (h % m->word_scale->cols)
        return say_base_fail(error, SAYSO_BAD_WEIGHTS, "enc.word.scale", 0, "%zu groups do not divide %zu",
                             m->word_scale->cols, h);
    if (!(m->pos = say_model_floats(m, "enc.pos", m->positions, h, error)) ||
        !(m->norm_w = say_model_floats(m, "enc.norm.w", h, 1, error)) ||
        !(m->norm_b = say_model_floats(m, "enc.norm.b", h, 1, error)) ||
        (!m->relative && !(m->type = say_model_floats(m, "enc.type", h, 1, error))))
        return SAYSO_BAD_WEIGHTS;
    const int32_t ids[] = { m->special.start, m->special.end, m->special.pad, m->special.unknown };
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (ids[i] < 0 || (size_t)ids[i] >= m->vocabulary)
            return say_base_fail(error, SAYSO_BAD_WEIGHTS, "encoder", 0, "the special piece %ld is none of %zu",
                                 (long)ids[i], m->vocabulary);
    return wire_rows(m, error);
}

sayso_code say_model_wire(say_model *m, size_t buckets, size_t distance, sayso_error *error)
{
    sayso_code code = wire_words(m, error);
    if (!code) code = wire_layers(m, error);
    if (!code && m->relative) code = lay_shift(m, buckets, distance, error);
    return code;
}
