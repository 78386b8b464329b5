/* model: linear maps.  At open every pair NAME.w, NAME.b becomes a say_linear whose
 * weights lie in panels of 16 output channels (inside.h), so that a kernel reads them
 * front to back, in order.                                                          */
#include "model/inside.h"

#include <stdlib.h>
#include <string.h>

/* 255 * 127 * WIDEST fits an int32: no sum of a linear map overflows. */
enum { WIDEST = 65536 };

static bool is_linear(const model_tensor *t)
{
    size_t n = strlen(t->name);
    return n > 2 && strcmp(t->name + n - 2, ".w") == 0 && t->dims == 2 &&
           (t->type == TENSOR_I8 || t->type == TENSOR_F32);
}

static void pack_bytes(int8_t *to, int32_t *fix, const model_tensor *w, size_t steps)
{
    const int8_t *from = (const int8_t *)w->at;
    for (size_t r = 0; r < w->rows; r++, from += w->cols) {
        int8_t *panel = to + (r / LANES * steps * LANES) + r % LANES * 4;
        int32_t sum = 0;
        size_t k = 0;
        for (; k + 4 <= w->cols; k += 4) {
            memcpy(panel + k * LANES, from + k, 4);
            sum += from[k] + from[k + 1] + from[k + 2] + from[k + 3];
        }
        for (; k < w->cols; k++) {
            panel[k / 4 * 4 * LANES + k % 4] = from[k];
            sum += from[k];
        }
        fix[r] = 128 * sum;
    }
}

static void pack_floats(float *to, const model_tensor *w)
{
    const float *from = (const float *)(const void *)w->at;
    for (size_t r = 0; r < w->rows; r++)
        for (size_t k = 0; k < w->cols; k++)
            to[(r / LANES * w->cols + k) * LANES + r % LANES] = from[r * w->cols + k];
}

/* A copy of the tensor NAME + suffix [n], zeros up to `room`; zeros where it may lack. */
static const float *by_channel(say_model *m, const char *name, const char *suffix, size_t n,
                               size_t room, bool may_lack, sayso_error *error)
{
    char *whole = say_base_format(m->arena, error, "%s%s", name, suffix);
    float *copy = whole ? SAY_TAKE(m->arena, float, room, error) : NULL;
    if (!copy) return NULL;
    if (may_lack && !say_model_tensor(m, whole)) return copy;
    const float *from = say_model_floats(m, whole, n, 1, error);
    if (!from) return NULL;
    memcpy(copy, from, n * sizeof *copy);
    return copy;
}

static sayso_code pack_int8(say_model *m, const model_tensor *w, say_linear *l, sayso_error *error)
{
    size_t out = l->panels * LANES, bytes;
    if (!say_base_times(out, l->steps, &bytes))
        return say_base_fail(error, SAYSO_BAD_WEIGHTS, w->name, 0, "too large");
    int8_t *packed = SAY_TAKE(m->arena, int8_t, bytes, error);
    int32_t *fix = packed ? SAY_TAKE(m->arena, int32_t, out, error) : NULL;
    if (!fix) return SAYSO_NO_MEMORY;
    l->scale = by_channel(m, l->name, ".w.scale", l->out, out, false, error);
    if (!l->scale) return error ? error->code : SAYSO_BAD_WEIGHTS;
    pack_bytes(packed, fix, w, l->steps);
    l->packed = packed;
    l->fix = fix;
    return SAYSO_OK;
}

static sayso_code pack_one(say_model *m, const model_tensor *w, say_linear *l, sayso_error *error)
{
    if (w->cols > WIDEST || w->rows > (size_t)WIDEST * 16)
        return say_base_fail(error, SAYSO_BAD_WEIGHTS, w->name, 0, "a linear map of %zu by %zu is too wide",
                             w->rows, w->cols);
    l->name = say_base_keep(m->arena, (say_str){ w->name, strlen(w->name) - 2 }, error);
    if (!l->name) return SAYSO_NO_MEMORY;
    l->in = w->cols;
    l->out = w->rows;
    l->panels = (w->rows + LANES - 1) / LANES;
    l->steps = (w->cols + LANES - 1) / LANES * LANES;
    l->bias = by_channel(m, l->name, ".b", l->out, l->panels * LANES, true, error);
    if (!l->bias) return error ? error->code : SAYSO_BAD_WEIGHTS;
    if (w->type == TENSOR_I8) return pack_int8(m, w, l, error);
    float *floats = SAY_TAKE(m->arena, float, l->panels * LANES * l->in, error);
    if (!floats) return SAYSO_NO_MEMORY;
    pack_floats(floats, w);
    l->floats = floats;
    return SAYSO_OK;
}

static int linear_by_name(const void *a, const void *b)
{
    return strcmp(((const say_linear *)a)->name, ((const say_linear *)b)->name);
}

sayso_code say_model_pack(say_model *m, sayso_error *error)
{
    size_t count = 0;
    for (size_t i = 0; i < m->tensor_count; i++) count += is_linear(&m->tensors[i]);
    m->linears = SAY_TAKE(m->arena, say_linear, count, error);
    if (!m->linears) return SAYSO_NO_MEMORY;
    for (size_t i = 0; i < m->tensor_count; i++) {
        const model_tensor *t = &m->tensors[i];
        if (!is_linear(t)) continue;
        sayso_code code = pack_one(m, t, &m->linears[m->linear_count], error);
        if (!code && t->type == TENSOR_I8) code = say_model_forget(m, t, error);
        if (code) return code;
        m->linear_count++;
    }
    if (count) qsort(m->linears, count, sizeof *m->linears, linear_by_name);
    return SAYSO_OK;
}

const say_linear *say_model_linear(const say_model *model, const char *name, size_t in,
                                   size_t out, sayso_error *error)
{
    say_linear key = { .name = name };
    const say_linear *l = model->linear_count
        ? bsearch(&key, model->linears, model->linear_count, sizeof key, linear_by_name) : NULL;
    if (!l) {
        say_base_fail(error, SAYSO_BAD_WEIGHTS, name, 0, "the weight file has no linear map of this name");
        return NULL;
    }
    if ((in && l->in != in) || (out && l->out != out)) {
        say_base_fail(error, SAYSO_BAD_WEIGHTS, name, 0, "maps %zu to %zu, wanted %zu to %zu",
                      l->in, l->out, in, out);
        return NULL;
    }
    return l;
}

size_t say_model_linear_in(const say_linear *linear) { return linear->in; }
size_t say_model_linear_out(const say_linear *linear) { return linear->out; }
