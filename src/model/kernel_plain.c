/* model, the kernel in plain C: what the others must equal bit for bit, and what runs
 * where the processor is none of theirs.  A V is an array of 16 floats and fmaf is a
 * call where the processor has no fused multiply-add: right everywhere, slow there.  */
#include "model/inside.h"

#include <math.h>
#include <string.h>

#define K(name) plain_##name
#define FN
#define IN static inline
#define V plain_v
#define W plain_w
#define TILE 1

typedef struct { float at[LANES]; } plain_v;
typedef struct { int16_t pair[2 * LANES]; uint32_t at[LANES]; } plain_w;     /* operands are pairs, sums are at */

#include "model/lanes_names.h"

#define EVERY(formula) plain_v out; for (int i = 0; i < LANES; i++) out.at[i] = (formula); return out

static inline uint32_t plain_bits(float x) { uint32_t b; memcpy(&b, &x, sizeof b); return b; }
static inline float plain_float(uint32_t b) { float x; memcpy(&x, &b, sizeof x); return x; }

static inline V v_load(const float *p) { EVERY(p[i]); }
static inline void v_store(float *p, V a) { memcpy(p, a.at, sizeof a.at); }
static inline V v_head(const float *p, size_t n) { EVERY((size_t)i < n ? p[i] : 0.0f); }
static inline void v_put(float *p, V a, size_t n) { for (size_t i = 0; i < n && i < LANES; i++) p[i] = a.at[i]; }
static inline V v_keep(V a, size_t n, V b) { EVERY((size_t)i < n ? a.at[i] : b.at[i]); }
static inline V v_all(float x) { EVERY(x); }
static inline V v_add(V a, V b) { EVERY(a.at[i] + b.at[i]); }
static inline V v_sub(V a, V b) { EVERY(a.at[i] - b.at[i]); }
static inline V v_mul(V a, V b) { EVERY(a.at[i] * b.at[i]); }
static inline V v_fma(V a, V b, V c) { EVERY(fmaf(a.at[i], b.at[i], c.at[i])); }
static inline V v_max(V a, V b) { EVERY(a.at[i] > b.at[i] ? a.at[i] : b.at[i]); }
static inline V v_min(V a, V b) { EVERY(a.at[i] < b.at[i] ? a.at[i] : b.at[i]); }
static inline V v_abs(V a) { EVERY(plain_float(plain_bits(a.at[i]) & 0x7fffffffu)); }
static inline V v_bar(V x, V lo, V a) { EVERY(x.at[i] < lo.at[i] ? 0.0f : a.at[i]); }
static inline V v_two(V t) { EVERY(plain_float((plain_bits(t.at[i]) << 23) + 0x3f800000u)); }
static inline float v_sum(V a)
{
    for (int half = LANES / 2; half; half /= 2)
        for (int i = 0; i < half; i++) a.at[i] += a.at[i + half];
    return a.at[0];
}
static inline float v_top(V a)
{
    for (int half = LANES / 2; half; half /= 2)
        for (int i = 0; i < half; i++) a.at[i] = a.at[i] > a.at[i + half] ? a.at[i] : a.at[i + half];
    return a.at[0];
}
static inline void v_bytes(uint8_t *q, V t)
{
    for (int i = 0; i < LANES; i++) q[i] = (uint8_t)(plain_bits(t.at[i]) & 0xff);
}

static inline void v_shorts(int16_t *q, V t)
{
    for (int i = 0; i < LANES; i++) q[i] = (int16_t)(plain_bits(t.at[i]) & 0xffff);
}
static inline W w_none(void) { W w; memset(&w, 0, sizeof w); return w; }
static inline W w_load(const int16_t *p) { W w = w_none(); memcpy(w.pair, p, sizeof w.pair); return w; }
static inline W w_one(const int16_t *p)
{
    W w = w_none();
    for (int i = 0; i < 2 * LANES; i++) w.pair[i] = p[i & 1];
    return w;
}
static inline W w_dot(W sum, W a, W b)
{
    for (int i = 0; i < LANES; i++)
        sum.at[i] += (uint32_t)(a.pair[2 * i] * b.pair[2 * i]) + (uint32_t)(a.pair[2 * i + 1] * b.pair[2 * i + 1]);
    return sum;
}
static inline V w_float(W a) { EVERY((float)(int32_t)a.at[i]); }

#include "model/lanes.h"

/* One row times one panel: 16 channels. */
static void plain_panel(const int8_t *w, const int8_t *q, size_t steps, int32_t *sum)
{
    memset(sum, 0, LANES * sizeof *sum);
    for (size_t k = 0; k < steps; k += 4, w += 4 * LANES, q += 4)
        for (int c = 0; c < LANES; c++)
            sum[c] += q[0] * w[4 * c] + q[1] * w[4 * c + 1] + q[2] * w[4 * c + 2] + q[3] * w[4 * c + 3];
}

static void plain_linear(const say_linear *l, const uint8_t *q, const float *scale, size_t n,
                         float *y, bool gelu)
{
    for (size_t p = 0; p < l->panels; p++) {
        const int8_t *w = l->packed + p * l->steps * LANES;
        size_t left = l->out - p * LANES;
        for (size_t r = 0; r < n; r++) {
            int32_t sum[LANES];
            plain_panel(w, (const int8_t *)q + r * l->steps, l->steps, sum);
            V s;
            for (int i = 0; i < LANES; i++) s.at[i] = (float)sum[i];
            V by = v_mul(v_all(scale[r]), v_load(l->scale + p * LANES));
            s = v_fma(s, by, v_load(l->bias + p * LANES));
            if (gelu) s = plain_gelu_of(s);
            v_put(y + r * l->out + p * LANES, s, left);
        }
    }
}

const model_kernel say_model_plain = {
    "plain", plain_quantise, plain_linear, plain_matmul, plain_narrow, plain_products_all, plain_soften, plain_share, plain_norm, plain_gelu
};

#undef EVERY
#include "model/lanes_end.h"
