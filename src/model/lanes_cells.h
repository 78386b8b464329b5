/* lanes, the cells: c[n,cols] = a[n,k] b, in tiles of 6 rows by TILE panels; lanes.h, which includes this once for each kind
 * of number, says what an ITEM is, how many EACH lane takes in a step, and how a SUM of NONE is made by LOAD, ONE, DOT
 * and OUT; all of that is forgotten at the end.  b: [panels][k][LANES][EACH]; rows of a have lda items, of c ldc floats;
 * row[n] and column[cols, rounded up to LANES] are for OUT.  Spelled out by macros, a name for each register, since
 * compilers keep an array of sums in memory.  left: columns from here on.                                             */
#define SIX(X) X(0) X(1) X(2) X(3) X(4) X(5)
#define SINGLE(X) X(0)
#define PUT(sum, r, p) v_put(c + r * ldc + p * LANES, OUT(sum, r, p), left - p * LANES);

#if TILE == 4
#define START(r) SUM w##r = NONE, x##r = NONE, y##r = NONE, z##r = NONE;
#define STEP(r) \
    one = ONE(a + r * lda + t * EACH); \
    w##r = DOT(w##r, one, bw); \
    x##r = DOT(x##r, one, bx); \
    y##r = DOT(y##r, one, by); \
    z##r = DOT(z##r, one, bz);
#define FINISH(r) PUT(w##r, r, 0) PUT(x##r, r, 1) PUT(y##r, r, 2) PUT(z##r, r, 3)
#define WIDE_CELLS(name, ROWS_OF) \
FN static void CELLS(name)(const ITEM *a, size_t lda, const ITEM *b, size_t k, float *c, size_t ldc, size_t left, \
                           const float *row, const float *column) \
{ \
    const size_t panel = k * LANES * EACH; \
    ROWS_OF(START) \
    for (size_t t = 0; t < k; t++, b += LANES * EACH) { \
        SUM one, bw = LOAD(b), bx = LOAD(b + panel), by = LOAD(b + 2 * panel), bz = LOAD(b + 3 * panel); \
        ROWS_OF(STEP) \
    } \
    (void)row; \
    ROWS_OF(FINISH) \
}
WIDE_CELLS(_6x4, SIX)
WIDE_CELLS(_1x4, SINGLE)
#undef START
#undef STEP
#undef FINISH
#undef WIDE_CELLS
#endif

#define START(r) SUM w##r = NONE;
#define STEP(r) w##r = DOT(w##r, ONE(a + r * lda + t * EACH), bw);
#define FINISH(r) PUT(w##r, r, 0)
#define SLIM_CELLS(name, ROWS_OF) \
FN static void CELLS(name)(const ITEM *a, size_t lda, const ITEM *b, size_t k, float *c, size_t ldc, size_t left, \
                           const float *row, const float *column) \
{ \
    ROWS_OF(START) \
    for (size_t t = 0; t < k; t++, b += LANES * EACH) { \
        SUM bw = LOAD(b); \
        ROWS_OF(STEP) \
    } \
    (void)row; \
    ROWS_OF(FINISH) \
}
SLIM_CELLS(_6x1, SIX)
SLIM_CELLS(_1x1, SINGLE)
#undef START
#undef STEP
#undef FINISH
#undef SLIM_CELLS

FN static void CELLS(_all)(const ITEM *a, size_t lda, const ITEM *b, size_t k, float *c, size_t ldc, size_t cols, size_t n,
                           const float *row, const float *column)
{
    size_t p = 0, panels = (cols + LANES - 1) / LANES;
#if TILE == 4
    for (; p + 4 <= panels; p += 4) {
        const ITEM *bp = b + p * k * LANES * EACH;
        const float *add = column ? column + p * LANES : NULL;
        float *cp = c + p * LANES;
        size_t r = 0, left = cols - p * LANES;
        for (; r + 6 <= n; r += 6) CELLS(_6x4)(a + r * lda, lda, bp, k, cp + r * ldc, ldc, left, row ? row + r : NULL, add);
        for (; r < n; r++) CELLS(_1x4)(a + r * lda, lda, bp, k, cp + r * ldc, ldc, left, row ? row + r : NULL, add);
    }
#endif
    for (; p < panels; p++) {
        const ITEM *bp = b + p * k * LANES * EACH;
        const float *add = column ? column + p * LANES : NULL;
        float *cp = c + p * LANES;
        size_t r = 0, left = cols - p * LANES;
        for (; r + 6 <= n; r += 6) CELLS(_6x1)(a + r * lda, lda, bp, k, cp + r * ldc, ldc, left, row ? row + r : NULL, add);
        for (; r < n; r++) CELLS(_1x1)(a + r * lda, lda, bp, k, cp + r * ldc, ldc, left, row ? row + r : NULL, add);
    }
}

#undef PUT
#undef SIX
#undef SINGLE
#undef CELLS
#undef ITEM
#undef EACH
#undef SUM
#undef NONE
#undef LOAD
#undef ONE
#undef DOT
#undef OUT
