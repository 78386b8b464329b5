/* model: the encoder, a transformer with the norm behind each half ("post-LN"):
 *
 *   x = norm(word + position [+ type])
 *   per layer:  q, k, v = split(qkv x)                            int8
 *               a = softmax(q k' / sqrt(d) [+ shift]) v           int16, by head
 *               x = norm(x + o a)                                 int8
 *               x = norm(x + f2 gelu(f1 x))                       int8
 *
 * Scheme "mpnet" adds to each score a shift that depends on head and on key - query
 * alone, one table for all layers; scheme "bert" adds a type to each word instead.
 *
 * Attention's two products are of shorts, twice as fast as floats and exact on every machine.  q, k and v are scaled by
 * piece, as some pieces have values tens of times those of others: q and k to +-L, d L^2 < 2^31; v to +-VALUES.  The
 * softmax's shares, each times the scale of its value, become as many steps as 16 bits and their sum allow: what adds up
 * to at most MOST = (2^31 - 1) / VALUES cannot exceed 2^31 - 1 when multiplied by values up to +-VALUES.
 *
 * Sequences go through in groups of about GROUP pieces, whole sequences, all layers
 * before the next group: memory stays flat however many there are, and the weights
 * (7 MB a layer) are read once a group.  As no row sees another sequence (lanes.h, 4),
 * the grouping does not show.  The wide inner rows exist for BLOCK pieces at a time.
 *
 * Sizes in practice: H 768, d 64, inner 3072, 11 layers; a workspace of 15 MB.     */
#include "model/inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { GROUP = 512, BLOCK_ROWS = 128, QUERIES = 24, EDGE = 64, VALUES = 2047, MOST = INT32_MAX / VALUES };

/* ---- workspace ---- */

struct say_work { unsigned char *slab; size_t bytes; };

say_work *say_model_work(sayso_error *error)
{
    say_work *work = calloc(1, sizeof *work);
    if (!work) say_base_fail(error, SAYSO_NO_MEMORY, "memory", 0, "no room for a workspace");
    return work;
}

void say_model_work_close(say_work *work)
{
    if (!work) return;
    free(work->slab);
    free(work);
}

/* At least `bytes` bytes, aligned to EDGE; what was there is gone. */
static unsigned char *work_slab(say_work *work, size_t bytes, sayso_error *error)
{
    if (work->bytes < bytes) {
        free(work->slab);
        work->bytes = 0;
        work->slab = malloc(bytes + EDGE);
        if (!work->slab) {
            say_base_fail(error, SAYSO_NO_MEMORY, "memory", 0, "no room for a workspace of %zu bytes", bytes);
            return NULL;
        }
        work->bytes = bytes;
    }
    uintptr_t p = (uintptr_t)work->slab;
    return work->slab + (((p + EDGE - 1) & ~(uintptr_t)(EDGE - 1)) - p);
}

/* Buffers of one call, n pieces in the group and sequences of at most `longest`. */
typedef struct {
    float *qkv;                         /* [n, 3H] */
    float *mix;                         /* [n, H]  attention's output, heads side by side */
    float *part;                        /* [n, H]  a half-layer's output */
    float *inner;                       /* [BLOCK_ROWS, inner] */
    uint8_t *q; float *scale;           /* a linear map's quantised input, by row */
    int16_t *rows;                      /* [keys, d]: a head's keys, values or queries as shorts */
    int16_t *keys;                      /* [panels of keys, d / 2, 16, 2]: its keys, turned */
    int16_t *values;                    /* [panels of d, keys / 2, 16, 2] */
    float *row_scale, *key_scale, *value_scale;     /* [keys] */
    float *scores;                      /* [QUERIES, keys]; keys are rounded up to a panel everywhere */
    int16_t *shares;                    /* [QUERIES, keys] */
} layer_buffers;

static size_t round_up(size_t n, size_t to) { return (n + to - 1) / to * to; }

static void *carve_buffer(unsigned char **next, size_t bytes)
{
    void *p = *next;
    *next += round_up(bytes, EDGE);
    return p;
}

static bool lay_buffers(const say_model *m, say_work *work, size_t n, size_t longest, layer_buffers *b,
                    sayso_error *error)
{
    size_t h = m->hidden, d = h / m->heads, keys = round_up(longest, LANES), f = sizeof(float);
    size_t inner = round_up(m->inner, LANES), rows = n < BLOCK_ROWS ? n : BLOCK_ROWS;
    size_t q = n * h > rows * inner ? n * h : rows * inner;
    size_t shorts = 3 * keys * d + QUERIES * keys;
    size_t all = (n * 5 * h + rows * m->inner + n + 3 * keys + QUERIES * keys) * f + shorts * sizeof(int16_t) + q + 16 * EDGE;
    unsigned char *next = work_slab(work, all, error);
    if (!next) return false;
    b->qkv = carve_buffer(&next, n * 3 * h * f);
    b->mix = carve_buffer(&next, n * h * f);
    b->part = carve_buffer(&next, n * h * f);
    b->inner = carve_buffer(&next, rows * m->inner * f);
    b->q = carve_buffer(&next, q);
    b->scale = carve_buffer(&next, n * f);
    b->rows = carve_buffer(&next, keys * d * sizeof(int16_t));
    b->keys = carve_buffer(&next, keys * d * sizeof(int16_t));
    b->values = carve_buffer(&next, keys * d * sizeof(int16_t));
    b->row_scale = carve_buffer(&next, keys * f);
    b->key_scale = carve_buffer(&next, keys * f);
    b->value_scale = carve_buffer(&next, keys * f);
    b->scores = carve_buffer(&next, QUERIES * keys * f);
    b->shares = carve_buffer(&next, QUERIES * keys * sizeof(int16_t));
    return true;
}

/* ---- one layer ---- */

/* y = l(x) for n rows by way of b->q. */
static void map_rows(const say_model *m, const layer_buffers *b, const say_linear *l, const float *x,
                size_t n, float *y, bool gelu)
{
    m->kernel->quantise(x, n, l->in, l->steps, b->q, b->scale);
    m->kernel->linear(l, b->q, b->scale, n, y, gelu);
}

/* Copies rows [n, d] of shorts, turned, into panels of 16 of them, pairs side by side; zeros behind the last. */
static void turn_rows(const int16_t *rows, size_t n, size_t d, int16_t *panels)
{
    size_t whole = round_up(n, LANES);
    memset(panels, 0, whole * d * sizeof *panels);
    for (size_t j = 0; j < n; j++) {
        int16_t *to = panels + (j / LANES * LANES * d) + j % LANES * 2;
        for (size_t t = 0; t < d; t += 2) memcpy(to + t * LANES, rows + j * d + t, 2 * sizeof *to);
    }
}

/* Copies rows [n, d] of shorts into panels of 16 columns, two rows side by side; zeros behind an odd last one. */
static void weave_rows(const int16_t *rows, size_t n, size_t d, int16_t *panels)
{
    for (size_t t = 0; t < d; t += LANES)
        for (size_t j = 0; j < n; j += 2)
            for (size_t c = 0; c < LANES; c++) {
                *panels++ = rows[j * d + t + c];
                *panels++ = j + 1 < n ? rows[(j + 1) * d + t + c] : 0;
            }
}

/* A head's keys, values and queries as shorts; qkv is at the head's queries. */
static void narrow_head(const say_model *m, const layer_buffers *b, const float *qkv, size_t n)
{
    size_t h = m->hidden, d = h / m->heads, keys = round_up(n, LANES);
    float limit = floorf(sqrtf((float)INT32_MAX / (float)d)) - 1.0f;
    if (limit > INT16_MAX) limit = INT16_MAX;
    m->kernel->narrow(qkv + h, 3 * h, n, d, limit, b->rows, b->key_scale);
    turn_rows(b->rows, n, d, b->keys);
    for (size_t j = n; j < keys; j++) b->key_scale[j] = 0.0f;
    m->kernel->narrow(qkv + 2 * h, 3 * h, n, d, VALUES, b->rows, b->value_scale);
    weave_rows(b->rows, n, d, b->values);
    m->kernel->narrow(qkv, 3 * h, n, d, limit, b->rows, b->row_scale);
}

/* mix[i] = sum over j of softmax_j(q_i k_j / sqrt d + shift[j - i]) v_j, one sequence. */
static void attend_all(const say_model *m, const layer_buffers *b, const float *qkv, size_t n, float *mix)
{
    size_t h = m->hidden, d = h / m->heads, keys = round_up(n, LANES);
    float root = 1.0f / sqrtf((float)d);
    for (size_t head = 0; head < m->heads; head++) {
        const float *shift = m->shift ? m->shift + head * (2 * m->longest - 1) + m->longest - 1 : NULL;
        narrow_head(m, b, qkv + head * d, n);
        for (size_t i = 0; i < n; i += QUERIES) {
            size_t rows = n - i < QUERIES ? n - i : QUERIES;
            float by[QUERIES];
            m->kernel->products(b->rows + i * d, d, b->keys, d / 2, b->scores, keys, n, rows, b->row_scale + i, b->key_scale);
            for (size_t r = 0; r < rows; r++) {
                float *row = b->scores + r * keys, sum = m->kernel->soften(row, n, root, shift ? shift - (i + r) : NULL);
                by[r] = 1.0f / (sum * m->kernel->share(row, b->value_scale, n, MOST, b->shares + r * keys));
            }
            m->kernel->products(b->shares, keys, b->values, (n + 1) / 2, mix + i * h + head * d, h, d, rows, by, NULL);
        }
    }
}

/* x: [sum of lengths, H], in place. */
static void run_layer(const say_model *m, const model_layer *l, const layer_buffers *b, float *x,
                      const size_t *lengths, size_t count)
{
    size_t n = 0, h = m->hidden;
    for (size_t i = 0; i < count; i++) n += lengths[i];
    map_rows(m, b, l->qkv, x, n, b->qkv, false);
    for (size_t i = 0, at = 0; i < count; at += lengths[i++])
        attend_all(m, b, b->qkv + at * 3 * h, lengths[i], b->mix + at * h);
    map_rows(m, b, l->o, b->mix, n, b->part, false);
    m->kernel->norm(x, b->part, n, h, l->n1w, l->n1b, m->eps);
    for (size_t at = 0; at < n; at += BLOCK_ROWS) {
        size_t rows = n - at < BLOCK_ROWS ? n - at : BLOCK_ROWS;
        map_rows(m, b, l->f1, x + at * h, rows, b->inner, true);
        map_rows(m, b, l->f2, b->inner, rows, b->part + at * h, false);
    }
    m->kernel->norm(x, b->part, n, h, l->n2w, l->n2b, m->eps);
}

/* ---- words ---- */

/* out[c] = value * its group's scale + position [+ type]; group c / (H / groups). */
static void embed_one(const say_model *m, int32_t id, size_t place, float *out)
{
    size_t h = m->hidden, groups = m->word_scale->cols, group = h / groups;
    size_t row = (size_t)(m->word_row ? m->word_row[id] : id);
    const float *scale = (const float *)(const void *)m->word_scale->at + row * groups;
    const float *pos = m->pos + (m->first_position + place) * h;
    const unsigned char *u4 = m->word->at + row * h / 2;
    const int8_t *i8 = (const int8_t *)m->word->at + row * h;
    bool small = m->word->type == TENSOR_U4;
    for (size_t c = 0; c < h; c++) {
        int v = small ? (c & 1 ? u4[c / 2] >> 4 : u4[c / 2] & 15) - 8 : i8[c];
        out[c] = (float)v * scale[c / group] + pos[c];
        if (m->type) out[c] += m->type[c];
    }
}

static void embed_all(const say_model *m, const int32_t *ids, const size_t *lengths, size_t count,
                  float *out)
{
    size_t n = 0;
    for (size_t i = 0; i < count; n += lengths[i++])
        for (size_t j = 0; j < lengths[i]; j++)
            embed_one(m, ids[n + j], j, out + (n + j) * m->hidden);
    m->kernel->norm(out, NULL, n, m->hidden, m->norm_w, m->norm_b, m->eps);
}

/* ---- the door ---- */

/* Runs layers [from, to) over all sequences, group by group; ids: NULL, or embed them. */
static sayso_code run_layers(const say_model *m, say_work *work, const int32_t *ids, float *x,
                      const size_t *lengths, size_t count, size_t from, size_t to,
                      sayso_error *error)
{
    for (size_t i = 0; i < count; i++)
        if (lengths[i] > m->longest)
            return say_base_fail(error, SAYSO_BAD_CALL, "sequence", i, "%zu pieces; at most %zu fit",
                                 lengths[i], m->longest);
    for (size_t i = 0, next; i < count; i = next) {
        size_t n = lengths[i], longest = n;
        for (next = i + 1; next < count && n + lengths[next] <= GROUP; next++) {
            n += lengths[next];
            if (lengths[next] > longest) longest = lengths[next];
        }
        if (n == 0) continue;
        layer_buffers b;
        if (!lay_buffers(m, work, n, longest, &b, error)) return SAYSO_NO_MEMORY;
        if (ids) {
            embed_all(m, ids, lengths + i, next - i, x);
            ids += n;
        }
        for (size_t k = from; k < to; k++) run_layer(m, &m->layer[k], &b, x, lengths + i, next - i);
        x += n * m->hidden;
    }
    return SAYSO_OK;
}

sayso_code say_model_encode(const say_model *model, say_work *work, const int32_t *ids,
                            const size_t *lengths, size_t count, float *out, sayso_error *error)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) n += lengths[i];
    for (size_t i = 0; i < n; i++)
        if (ids[i] < 0 || (size_t)ids[i] >= model->vocabulary)
            return say_base_fail(error, SAYSO_BAD_CALL, "piece", i, "%ld is no piece", (long)ids[i]);
    return run_layers(model, work, ids, out, lengths, count, 0, model->layers, error);
}

sayso_code say_model_top(const say_model *model, say_work *work, float *x,
                         const size_t *lengths, size_t count, sayso_error *error)
{
    if (!model->has_top)
        return say_base_fail(error, SAYSO_BAD_CALL, "top", 0, "this weight file has no layer \"top\"");
    return run_layers(model, work, NULL, x, lengths, count, model->layers, model->layers + 1, error);
}

sayso_code say_model_apply(const say_model *model, say_work *work, const say_linear *l,
                           const float *x, size_t n, float *y, sayso_error *error)
{
    const model_kernel *k = model->kernel;
    if (l->floats) {
        k->matmul(x, l->in, l->floats, l->in, y, l->out, l->out, n, l->bias);
        return SAYSO_OK;
    }
    size_t most = n < GROUP ? n : GROUP;
    unsigned char *next = work_slab(work, most * (l->steps + sizeof(float)) + 2 * EDGE, error);
    if (!next) return SAYSO_NO_MEMORY;
    uint8_t *q = carve_buffer(&next, most * l->steps);
    float *scale = carve_buffer(&next, most * sizeof *scale);
    for (size_t at = 0; at < n; at += GROUP) {
        size_t rows = n - at < GROUP ? n - at : GROUP;
        k->quantise(x + at * l->in, rows, l->in, l->steps, q, scale);
        k->linear(l, q, scale, rows, y + at * l->out, false);
    }
    return SAYSO_OK;
}
