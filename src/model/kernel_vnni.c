/* model, the kernel for AVX-512 with VNNI.
 *
 * vpdpbusd adds four products of an unsigned and a signed byte to an int32, exactly.
 * Activations are the unsigned ones, held as value + 128, so a channel's sum is too
 * large by 128 times the sum of its weights: `fix`, taken off at the end.
 *
 * The register tile is 6 rows x 4 panels of 16 channels: 24 sums, 4 weights, 1
 * broadcast of the 32 registers; 24 products for 10 loads, so a tile is bound by the
 * multiplier.  A strip of four panels (64 x in bytes: 48 kB for 768, 192 kB for 3072)
 * stays in the second-level cache while all rows of the block pass over it.          */
#include "model/inside.h"

#ifdef __x86_64__
#include <immintrin.h>
#include <math.h>

#define K(name) vnni_##name
#define FN __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2,fma")))
#define IN FN static inline __attribute__((always_inline))
#define V __m512
#define W __m512i
#define TILE 4
#include "model/lanes_names.h"

IN __mmask16 vnni_first(size_t n) { return (__mmask16)(n >= LANES ? 0xffff : (1u << n) - 1); }

IN V v_load(const float *p) { return _mm512_loadu_ps(p); }
IN void v_store(float *p, V a) { _mm512_storeu_ps(p, a); }
IN V v_head(const float *p, size_t n) { return _mm512_maskz_loadu_ps(vnni_first(n), p); }
IN void v_put(float *p, V a, size_t n) { _mm512_mask_storeu_ps(p, vnni_first(n), a); }
IN V v_keep(V a, size_t n, V b) { return _mm512_mask_blend_ps(vnni_first(n), b, a); }
IN V v_all(float x) { return _mm512_set1_ps(x); }
IN V v_add(V a, V b) { return _mm512_add_ps(a, b); }
IN V v_sub(V a, V b) { return _mm512_sub_ps(a, b); }
IN V v_mul(V a, V b) { return _mm512_mul_ps(a, b); }
IN V v_fma(V a, V b, V c) { return _mm512_fmadd_ps(a, b, c); }
IN V v_max(V a, V b) { return _mm512_max_ps(a, b); }
IN V v_min(V a, V b) { return _mm512_min_ps(a, b); }
IN V v_abs(V a) { return _mm512_abs_ps(a); }
IN V v_bar(V x, V lo, V a)
{
    return _mm512_mask_mov_ps(a, _mm512_cmp_ps_mask(x, lo, _CMP_LT_OQ), _mm512_setzero_ps());
}
IN V v_two(V t)
{
    return _mm512_castsi512_ps(_mm512_add_epi32(_mm512_slli_epi32(_mm512_castps_si512(t), 23),
                                                _mm512_set1_epi32(0x3f800000)));
}
IN float v_sum(V a)
{
    __m256 e = _mm256_add_ps(_mm512_castps512_ps256(a), _mm512_extractf32x8_ps(a, 1));
    __m128 q = _mm_add_ps(_mm256_castps256_ps128(e), _mm256_extractf128_ps(e, 1));
    q = _mm_add_ps(q, _mm_movehl_ps(q, q));
    return _mm_cvtss_f32(_mm_add_ss(q, _mm_movehdup_ps(q)));
}
IN float v_top(V a)
{
    __m256 e = _mm256_max_ps(_mm512_castps512_ps256(a), _mm512_extractf32x8_ps(a, 1));
    __m128 q = _mm_max_ps(_mm256_castps256_ps128(e), _mm256_extractf128_ps(e, 1));
    q = _mm_max_ps(q, _mm_movehl_ps(q, q));
    return _mm_cvtss_f32(_mm_max_ss(q, _mm_movehdup_ps(q)));
}
IN void v_bytes(uint8_t *q, V t)
{
    __m128i b = _mm512_cvtepi32_epi8(_mm512_castps_si512(t));
    _mm_storeu_si128((__m128i *)(void *)q, _mm_xor_si128(b, _mm_set1_epi8(-128)));
}

IN void v_shorts(int16_t *q, V t)
{
    _mm256_storeu_si256((__m256i *)(void *)q, _mm512_cvtepi32_epi16(_mm512_castps_si512(t)));
}
IN W w_none(void) { return _mm512_setzero_si512(); }
IN W w_load(const int16_t *p) { return _mm512_loadu_si512(p); }
/* Four bytes in every lane: activations, or a pair of shorts. */
IN __m512i vnni_four(const void *p)
{
    int32_t four;
    __builtin_memcpy(&four, p, sizeof four);
    return _mm512_set1_epi32(four);
}
IN W w_one(const int16_t *p) { return vnni_four(p); }
IN V w_float(W a) { return _mm512_cvtepi32_ps(a); }

/* sum + the four products of unsigned a and signed b, by lane.  As an instruction and not
 * the intrinsic: around that gcc 12 copies every sum to memory, at half the speed.  vpdpwssd likewise adds two products of signed shorts. */
IN __m512i vnni_dot(__m512i sum, __m512i a, __m512i b)
{
    __asm__("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b));
    return sum;
}
IN W w_dot(W sum, W a, W b)
{
    __asm__("vpdpwssd %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b));
    return sum;
}

#include "model/lanes.h"

/* y = sum * (row's scale * channel's scale) + bias for one row of panel p. */
IN void vnni_finish(const say_linear *l, size_t p, __m512i sum, float scale, float *y, bool gelu)
{
    size_t at = p * LANES;
    V s = _mm512_cvtepi32_ps(_mm512_sub_epi32(sum, _mm512_loadu_si512(l->fix + at)));
    s = v_fma(s, v_mul(v_all(scale), v_load(l->scale + at)), v_load(l->bias + at));
    v_put(y + at, gelu ? vnni_gelu_of(s) : s, l->out - at);
}

/* The tiles are spelled out by macros, a name for each register: compilers keep an array
 * of sums in memory, at a third of the speed.  q: the first row; w: the first panel.  */
#define SIX(X) X(0) X(1) X(2) X(3) X(4) X(5)

#define START(r) __m512i a##r = zero, b##r = zero, c##r = zero, d##r = zero;
#define STEP(r) \
    four = vnni_four(q + r * steps + k); \
    a##r = vnni_dot(a##r, four, wa); \
    b##r = vnni_dot(b##r, four, wb); \
    c##r = vnni_dot(c##r, four, wc); \
    d##r = vnni_dot(d##r, four, wd);
#define FINISH(r) \
    vnni_finish(l, p, a##r, scale[r], y + r * l->out, gelu); \
    vnni_finish(l, p + 1, b##r, scale[r], y + r * l->out, gelu); \
    vnni_finish(l, p + 2, c##r, scale[r], y + r * l->out, gelu); \
    vnni_finish(l, p + 3, d##r, scale[r], y + r * l->out, gelu);
#define WIDE_TILE(name, ROWS_OF) \
FN static void name(const say_linear *l, size_t p, const uint8_t *q, const float *scale, \
                    float *y, bool gelu) \
{ \
    const size_t steps = l->steps, panel = steps * LANES; \
    const int8_t *w = l->packed + p * panel; \
    const __m512i zero = _mm512_setzero_si512(); \
    ROWS_OF(START) \
    for (size_t k = 0; k < steps; k += 4, w += 4 * LANES) { \
        __m512i four, wa = _mm512_loadu_si512(w), wb = _mm512_loadu_si512(w + panel); \
        __m512i wc = _mm512_loadu_si512(w + 2 * panel), wd = _mm512_loadu_si512(w + 3 * panel); \
        ROWS_OF(STEP) \
    } \
    ROWS_OF(FINISH) \
}
#define SINGLE(X) X(0)
WIDE_TILE(vnni_tile_6x4, SIX)
WIDE_TILE(vnni_tile_1x4, SINGLE)
#undef START
#undef STEP
#undef FINISH

/* Panels behind the last four. */
#define START(r) __m512i a##r = zero;
#define STEP(r) a##r = vnni_dot(a##r, vnni_four(q + r * steps + k), wa);
#define FINISH(r) vnni_finish(l, p, a##r, scale[r], y + r * l->out, gelu);
#define SLIM_TILE(name, ROWS_OF) \
FN static void name(const say_linear *l, size_t p, const uint8_t *q, const float *scale, \
                    float *y, bool gelu) \
{ \
    const size_t steps = l->steps; \
    const int8_t *w = l->packed + p * steps * LANES; \
    const __m512i zero = _mm512_setzero_si512(); \
    ROWS_OF(START) \
    for (size_t k = 0; k < steps; k += 4, w += 4 * LANES) { \
        __m512i wa = _mm512_loadu_si512(w); \
        ROWS_OF(STEP) \
    } \
    ROWS_OF(FINISH) \
}
SLIM_TILE(vnni_tile_6x1, SIX)
SLIM_TILE(vnni_tile_1x1, SINGLE)
#undef START
#undef STEP
#undef FINISH
#undef WIDE_TILE
#undef SLIM_TILE
#undef SIX
#undef SINGLE

FN static void vnni_linear(const say_linear *l, const uint8_t *q, const float *scale, size_t n,
                           float *y, bool gelu)
{
    size_t p = 0, s = l->steps, o = l->out;
    for (; p + TILE <= l->panels; p += TILE) {
        size_t r = 0;
        for (; r + 6 <= n; r += 6) vnni_tile_6x4(l, p, q + r * s, scale + r, y + r * o, gelu);
        for (; r < n; r++) vnni_tile_1x4(l, p, q + r * s, scale + r, y + r * o, gelu);
    }
    for (; p < l->panels; p++) {
        size_t r = 0;
        for (; r + 6 <= n; r += 6) vnni_tile_6x1(l, p, q + r * s, scale + r, y + r * o, gelu);
        for (; r < n; r++) vnni_tile_1x1(l, p, q + r * s, scale + r, y + r * o, gelu);
    }
}

const model_kernel say_model_vnni = {
    "vnni", vnni_quantise, vnni_linear, vnni_matmul, vnni_narrow, vnni_products_all, vnni_soften, vnni_share, vnni_norm, vnni_gelu
};

#include "model/lanes_end.h"
#endif
