/* lanes: the half of a kernel that computes in floats, and in pairs of shorts for attention, written once and included by each kernel_*.c,
 * which first defines the primitives below for its processor.
 *
 * A V holds 16 floats: one register with AVX-512, two with AVX2, an array in plain C.
 * That the three give the same bits rests on these invariants:
 *
 *  1. Lanes never mix, save in v_sum, which adds 16 lanes as a tree: lane i with i+8,
 *     then +4, +2, +1.  So a sum over n floats is: lane j takes j, j+16, ... in that
 *     order, then the tree.
 *  2. A product that is added is an explicit fused multiply-add in every kernel, and
 *     the compiler may make none of its own (-ffp-contract=off).
 *  3. Each cell of a matmul is one chain of fused multiply-adds along k, from 0, in
 *     order, then the bias.  How rows and panels are tiled does not enter.
 *     A cell of shorts is an exact sum in 32 bits: its order does not enter (bounds in encoder.c).
 *  4. No value that depends on another row of the batch enters a row.
 *  5. Rounding to integers is adding 1.5 * 2^23: half to even.
 *
 * Primitives: K(name) gives names their prefix; FN the attributes of a function, IN
 * those of an inlined one; V; v_load v_store v_head (the first n, zeros behind)
 * v_put (stores the first n) v_keep(v, n, w) (v in the first n lanes, else w) v_all
 * v_add v_sub v_mul v_fma(a, b, c) = a*b + c, v_max v_min (b where a is no
 * number) v_abs v_bar(x, lo, v) (0 where x < lo, else v)
 * v_two(t) (2^k for t = k + ROUND) v_sum v_top (largest lane)
 * v_bytes (low byte of each lane's bits, as this kernel holds activations)
 * and v_shorts (low two bytes of each).
 * A W holds 16 sums of 32 bits that wrap: w_none w_load (16 pairs of shorts) w_one (one pair in
 * every lane) w_dot (sum + both products of each pair) w_float.
 * TILE, 1 or 4: the panels that a product of matrices works on at once, by 6 rows.   */

#define ROUND 12582912.0f

IN V K(exp)(V x)
{
    V lo = v_all(-87.3f);
    V y = v_min(v_max(x, lo), v_all(88.3f));
    V t = v_fma(y, v_all(1.44269504f), v_all(ROUND));
    V k = v_sub(t, v_all(ROUND));
    V r = v_fma(k, v_all(-0.693359375f), y);
    r = v_fma(k, v_all(2.12194440e-4f), r);
    V p = v_all(1.9875691500e-4f);
    p = v_fma(p, r, v_all(1.3981999507e-3f));
    p = v_fma(p, r, v_all(8.3334519073e-3f));
    p = v_fma(p, r, v_all(4.1665795894e-2f));
    p = v_fma(p, r, v_all(1.6666665459e-1f));
    p = v_fma(p, r, v_all(5.0000001201e-1f));
    p = v_fma(p, v_mul(r, r), r);
    p = v_add(p, v_all(1.0f));
    return v_bar(x, lo, v_mul(p, v_two(t)));
}

/* gelu(x) = x F(x), F the normal distribution.  With a = |x| and E = F(-a) = exp P(a),
 * P a polynomial fitted on [0, 6]:  gelu = x E below zero, x - x E above, that is
 * max(x, 0) - a E.  Largest error 4e-8, a hundredth of what erf in floats loses.   */
IN V K(gelu_of)(V x)
{
    V a = v_abs(x);
    V z = v_min(a, v_all(6.0f));
    V p = v_all(-8.137422469189914e-07f);
    p = v_fma(p, z, v_all(1.2898348359158263e-05f));
    p = v_fma(p, z, v_all(-5.666841025231406e-05f));
    p = v_fma(p, z, v_all(-0.00028364683385007083f));
    p = v_fma(p, z, v_all(0.0051705120131373405f));
    p = v_fma(p, z, v_all(-0.03661053255200386f));
    p = v_fma(p, z, v_all(-0.3182033598423004f));
    p = v_fma(p, z, v_all(-0.7979040741920471f));
    p = v_fma(p, z, v_all(-0.6931459903717041f));
    V e = K(exp)(p);
    return v_sub(v_max(x, v_all(0.0f)), v_mul(a, e));
}

FN static void K(gelu)(float *x, size_t n)
{
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) v_store(x + i, K(gelu_of)(v_load(x + i)));
    if (i < n) v_put(x + i, K(gelu_of)(v_head(x + i, n - i)), n - i);
}

/* The largest |x[i]|. */
IN float K(largest)(const float *x, size_t n)
{
    V top = v_all(0.0f);
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) top = v_max(v_abs(v_load(x + i)), top);
    if (i < n) top = v_max(v_abs(v_head(x + i, n - i)), top);
    return v_top(top);
}

/* What brings `most` to `limit`, and what brings it back; less than 1e-30 would make it infinite. */
IN float K(times)(float most, float limit, float *scale)
{
    bool some = most > 1e-30f;
    *scale = some ? most / limit : 0.0f;
    return some ? limit / most : 0.0f;
}

/* q = round(x * 127 / max|x|), scale = max|x| / 127, by row. */
FN static void K(quantise)(const float *x, size_t n, size_t in, size_t steps, uint8_t *q,
                           float *scale)
{
    size_t whole = in / LANES * LANES;
    for (size_t r = 0; r < n; r++, x += in, q += steps) {
        V times = v_all(K(times)(K(largest)(x, in), 127.0f, scale + r)), round = v_all(ROUND);
        for (size_t i = 0; i < whole; i += LANES)
            v_bytes(q + i, v_fma(v_load(x + i), times, round));
        if (whole < in) v_bytes(q + whole, v_fma(v_head(x + whole, in - whole), times, round));
    }
}

FN static void K(narrow)(const float *x, size_t stride, size_t n, size_t width, float limit, int16_t *q, float *scale)
{
    for (size_t r = 0; r < n; r++, x += stride, q += width) {
        V times = v_all(K(times)(K(largest)(x, width), limit, scale + r));
        for (size_t i = 0; i < width; i += LANES) v_shorts(q + i, v_fma(v_load(x + i), times, v_all(ROUND)));
    }
}

FN static float K(soften)(float *row, size_t n, float scale, const float *add)
{
    V low = v_all(-3.0e38f), s = v_all(scale), top = low, sum = v_all(0.0f);
    for (size_t i = 0; i < n; i += LANES) {
        size_t here = n - i < LANES ? n - i : LANES;
        V t = v_mul(v_head(row + i, here), s);
        if (add) t = v_add(t, v_head(add + i, here));
        t = v_keep(t, here, low);
        v_put(row + i, t, here);
        top = v_max(t, top);
    }
    V most = v_all(v_top(top));
    for (size_t i = 0; i < n; i += LANES) {
        size_t here = n - i < LANES ? n - i : LANES;
        V e = v_keep(K(exp)(v_sub(v_head(row + i, here), most)), here, v_all(0.0f));
        v_put(row + i, e, here);
        sum = v_add(sum, e);
    }
    return v_sum(sum);
}

/* Rounding adds n / 2 at most to the sum of p, and the sum's own error far less than the other half. */
FN static float K(share)(float *row, const float *weight, size_t n, float most, int16_t *p)
{
    V top = v_all(0.0f), sum = v_all(0.0f), round = v_all(ROUND);
    for (size_t i = 0; i < n; i += LANES) {
        size_t here = n - i < LANES ? n - i : LANES;
        V w = v_mul(v_head(row + i, here), v_head(weight + i, here));
        v_put(row + i, w, here);
        top = v_max(w, top);
        sum = v_add(sum, w);
    }
    float highest = v_top(top), by_highest = 32767.0f / highest, by_sum = (most - (float)n) / v_sum(sum);
    bool some = highest > 1e-30f;                                   /* else there is nothing to share: all of p is 0 */
    float times = by_highest < by_sum ? by_highest : by_sum;
    for (size_t i = 0; i < n; i += LANES)
        v_shorts(p + i, v_fma(v_head(row + i, n - i < LANES ? n - i : LANES), v_all(some ? times : 0.0f), round));
    return some ? times : 1.0f;
}

/* (x - mean) / sqrt(variance + eps) * w + b */
FN static void K(norm)(float *x, const float *add, size_t n, size_t width, const float *w,
                       const float *b, float eps)
{
    for (size_t r = 0; r < n; r++, x += width) {
        V sum = v_all(0.0f), square = v_all(0.0f);
        for (size_t i = 0; i < width; i += LANES) {
            V v = v_load(x + i);
            if (add) v = v_add(v, v_load(add + r * width + i));
            v_store(x + i, v);
            sum = v_add(sum, v);
        }
        V mean = v_all(v_sum(sum) / (float)width);
        for (size_t i = 0; i < width; i += LANES) {
            V d = v_sub(v_load(x + i), mean);
            v_store(x + i, d);
            square = v_fma(d, d, square);
        }
        V by = v_all(1.0f / sqrtf(v_sum(square) / (float)width + eps));
        for (size_t i = 0; i < width; i += LANES)
            v_store(x + i, v_fma(v_mul(v_load(x + i), by), v_load(w + i), v_load(b + i)));
    }
}

/* The two products of matrices, floats and pairs of shorts, from one text. */
#define CELLS(name) K(matmul##name)
#define ITEM float
#define EACH 1
#define SUM V
#define NONE v_all(0.0f)
#define LOAD v_load
#define ONE(p) v_all(*(p))
#define DOT(sum, one, b) v_fma(one, b, sum)
#define OUT(sum, r, p) (column ? v_add(sum, v_load(column + (p) * LANES)) : sum)
#include "model/lanes_cells.h"

#define CELLS(name) K(products##name)
#define ITEM int16_t
#define EACH 2
#define SUM W
#define NONE w_none()
#define LOAD w_load
#define ONE(p) w_one(p)
#define DOT(sum, one, b) w_dot(sum, one, b)
#define OUT(sum, r, p) v_mul(w_float(sum), column ? v_mul(v_all(row[r]), v_load(column + (p) * LANES)) : v_all(row[r]))
#include "model/lanes_cells.h"

FN static void K(matmul)(const float *a, size_t lda, const float *b, size_t k, float *c,
                         size_t ldc, size_t cols, size_t n, const float *bias)
{
    K(matmul_all)(a, lda, b, k, c, ldc, cols, n, NULL, bias);
}

#undef ROUND
