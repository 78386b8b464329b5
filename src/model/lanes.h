/* lanes: the float half of a kernel, written once and included by each kernel_*.c,
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
 *  4. No value that depends on another row of the batch enters a row.
 *  5. Rounding to integers is adding 1.5 * 2^23: half to even.
 *
 * Primitives: K(name) gives names their prefix; FN the attributes of a function, IN
 * those of an inlined one; V; v_load v_store v_head (the first n, zeros behind)
 * v_put (stores the first n) v_keep(v, n, w) (v in the first n lanes, else w) v_all
 * v_add v_sub v_mul v_fma(a, b, c) = a*b + c, v_max v_min (b where a is no
 * number) v_abs v_bar(x, lo, v) (0 where x < lo, else v)
 * v_two(t) (2^k for t = k + ROUND) v_sum v_top (largest lane)
 * and v_bytes (low byte of each lane's bits, as this kernel holds activations).
 * TILE, 1 or 4: the panels that matmul works on at once, by 6 rows.                  */

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

/* q = round(x * 127 / max|x|), scale = max|x| / 127, by row. */
FN static void K(quantise)(const float *x, size_t n, size_t in, size_t steps, uint8_t *q,
                           float *scale)
{
    size_t whole = in / LANES * LANES;
    for (size_t r = 0; r < n; r++, x += in, q += steps) {
        V top = v_all(0.0f);
        for (size_t i = 0; i < whole; i += LANES) top = v_max(v_abs(v_load(x + i)), top);
        if (whole < in) top = v_max(v_abs(v_head(x + whole, in - whole)), top);
        float most = v_top(top);
        bool some = most > 1e-30f;      /* less would make 127 / most infinite */
        V times = v_all(some ? 127.0f / most : 0.0f), round = v_all(ROUND);
        scale[r] = some ? most / 127.0f : 0.0f;
        for (size_t i = 0; i < whole; i += LANES)
            v_bytes(q + i, v_fma(v_load(x + i), times, round));
        if (whole < in) v_bytes(q + whole, v_fma(v_head(x + whole, in - whole), times, round));
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

/* Tiles of a matmul (3), spelled out by macros, a name for each register, since compilers
 * keep an array of sums in memory.  left: columns from here on.                       */
#define SIX(X) X(0) X(1) X(2) X(3) X(4) X(5)
#define ONE(X) X(0)
#define PUT(sum, r, p) \
    v_put(c + r * ldc + p * LANES, bias ? v_add(sum, v_load(bias + p * LANES)) : sum, left - p * LANES);

#if TILE == 4
#define START(r) V w##r = zero, x##r = zero, y##r = zero, z##r = zero;
#define STEP(r) \
    one = v_all(a[r * lda + t]); \
    w##r = v_fma(one, bw, w##r); \
    x##r = v_fma(one, bx, x##r); \
    y##r = v_fma(one, by, y##r); \
    z##r = v_fma(one, bz, z##r);
#define FINISH(r) PUT(w##r, r, 0) PUT(x##r, r, 1) PUT(y##r, r, 2) PUT(z##r, r, 3)
#define WIDE_CELLS(name, ROWS_OF) \
FN static void K(name)(const float *a, size_t lda, const float *b, size_t k, float *c, \
                       size_t ldc, size_t left, const float *bias) \
{ \
    const size_t panel = k * LANES; \
    const V zero = v_all(0.0f); \
    ROWS_OF(START) \
    for (size_t t = 0; t < k; t++, b += LANES) { \
        V one, bw = v_load(b), bx = v_load(b + panel), by = v_load(b + 2 * panel), bz = v_load(b + 3 * panel); \
        ROWS_OF(STEP) \
    } \
    ROWS_OF(FINISH) \
}
WIDE_CELLS(cells_6x4, SIX)
WIDE_CELLS(cells_1x4, ONE)
#undef START
#undef STEP
#undef FINISH
#undef WIDE_CELLS
#endif

#define START(r) V w##r = zero;
#define STEP(r) w##r = v_fma(v_all(a[r * lda + t]), bw, w##r);
#define FINISH(r) PUT(w##r, r, 0)
#define SLIM_CELLS(name, ROWS_OF) \
FN static void K(name)(const float *a, size_t lda, const float *b, size_t k, float *c, \
                       size_t ldc, size_t left, const float *bias) \
{ \
    const V zero = v_all(0.0f); \
    ROWS_OF(START) \
    for (size_t t = 0; t < k; t++, b += LANES) { \
        V bw = v_load(b); \
        ROWS_OF(STEP) \
    } \
    ROWS_OF(FINISH) \
}
SLIM_CELLS(cells_6x1, SIX)
SLIM_CELLS(cells_1x1, ONE)
#undef START
#undef STEP
#undef FINISH
#undef SLIM_CELLS
#undef PUT
#undef SIX
#undef ONE

FN static void K(matmul)(const float *a, size_t lda, const float *b, size_t k, float *c,
                         size_t ldc, size_t cols, size_t n, const float *bias)
{
    size_t p = 0, panels = (cols + LANES - 1) / LANES;
#if TILE == 4
    for (; p + 4 <= panels; p += 4) {
        const float *bp = b + p * k * LANES, *add = bias ? bias + p * LANES : NULL;
        float *cp = c + p * LANES;
        size_t r = 0, left = cols - p * LANES;
        for (; r + 6 <= n; r += 6) K(cells_6x4)(a + r * lda, lda, bp, k, cp + r * ldc, ldc, left, add);
        for (; r < n; r++) K(cells_1x4)(a + r * lda, lda, bp, k, cp + r * ldc, ldc, left, add);
    }
#endif
    for (; p < panels; p++) {
        const float *bp = b + p * k * LANES, *add = bias ? bias + p * LANES : NULL;
        float *cp = c + p * LANES;
        size_t r = 0, left = cols - p * LANES;
        for (; r + 6 <= n; r += 6) K(cells_6x1)(a + r * lda, lda, bp, k, cp + r * ldc, ldc, left, add);
        for (; r < n; r++) K(cells_1x1)(a + r * lda, lda, bp, k, cp + r * ldc, ldc, left, add);
    }
}

#undef ROUND
