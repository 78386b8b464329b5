/* model, the kernel for AVX2 with FMA: a V is two registers of 8 floats.
 *
 * vpmaddubsw multiplies unsigned by signed bytes and adds pairs in 16 bits, where they
 * may saturate.  We give it |w| and the activation with w's sign: |w| <= 128 and
 * |activation| <= 127, so a pair is at most 2 * 128 * 127 = 32,512 < 32,768 and exact.
 * vpmaddwd by ones then adds the pairs to int32.  Widening to 16 bits first takes as
 * many instructions and twice the loads.                                             */
#include "model/inside.h"

#ifdef __x86_64__
#include <immintrin.h>
#include <math.h>

#define K(name) avx2_##name
#define FN __attribute__((target("avx2,fma")))
#define IN FN static inline __attribute__((always_inline))
#define V avx2_v
#define W avx2_w
#define TILE 1
#include "model/lanes_names.h"

typedef struct { __m256 lo, hi; } avx2_v;
typedef struct { __m256i lo, hi; } avx2_w;

/* Eight ones from [16 - n] on: the first n lanes. */
static const int32_t avx2_ones[32] = { -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 };

IN __m256i avx2_first(size_t n, size_t from)
{
    size_t at = n >= LANES ? 0 : LANES - n;
    return _mm256_loadu_si256((const __m256i *)(const void *)(avx2_ones + at + from));
}

IN V v_load(const float *p) { return (V){ _mm256_loadu_ps(p), _mm256_loadu_ps(p + 8) }; }
IN void v_store(float *p, V a) { _mm256_storeu_ps(p, a.lo); _mm256_storeu_ps(p + 8, a.hi); }
IN V v_head(const float *p, size_t n)
{
    if (n >= LANES) return v_load(p);
    V v = { _mm256_maskload_ps(p, avx2_first(n, 0)), _mm256_setzero_ps() };
    if (n > 8) v.hi = _mm256_maskload_ps(p + 8, avx2_first(n, 8));
    return v;
}
IN void v_put(float *p, V a, size_t n)
{
    if (n >= LANES) { v_store(p, a); return; }
    _mm256_maskstore_ps(p, avx2_first(n, 0), a.lo);
    if (n > 8) _mm256_maskstore_ps(p + 8, avx2_first(n, 8), a.hi);
}
IN V v_keep(V a, size_t n, V b)
{
    return (V){ _mm256_blendv_ps(b.lo, a.lo, _mm256_castsi256_ps(avx2_first(n, 0))),
                _mm256_blendv_ps(b.hi, a.hi, _mm256_castsi256_ps(avx2_first(n, 8))) };
}
IN V v_all(float x) { return (V){ _mm256_set1_ps(x), _mm256_set1_ps(x) }; }
IN V v_add(V a, V b) { return (V){ _mm256_add_ps(a.lo, b.lo), _mm256_add_ps(a.hi, b.hi) }; }
IN V v_sub(V a, V b) { return (V){ _mm256_sub_ps(a.lo, b.lo), _mm256_sub_ps(a.hi, b.hi) }; }
IN V v_mul(V a, V b) { return (V){ _mm256_mul_ps(a.lo, b.lo), _mm256_mul_ps(a.hi, b.hi) }; }
IN V v_fma(V a, V b, V c)
{
    return (V){ _mm256_fmadd_ps(a.lo, b.lo, c.lo), _mm256_fmadd_ps(a.hi, b.hi, c.hi) };
}
IN V v_max(V a, V b) { return (V){ _mm256_max_ps(a.lo, b.lo), _mm256_max_ps(a.hi, b.hi) }; }
IN V v_min(V a, V b) { return (V){ _mm256_min_ps(a.lo, b.lo), _mm256_min_ps(a.hi, b.hi) }; }
IN V v_abs(V a)
{
    __m256 sign = _mm256_set1_ps(-0.0f);
    return (V){ _mm256_andnot_ps(sign, a.lo), _mm256_andnot_ps(sign, a.hi) };
}
IN V v_bar(V x, V lo, V a)
{
    return (V){ _mm256_andnot_ps(_mm256_cmp_ps(x.lo, lo.lo, _CMP_LT_OQ), a.lo),
                _mm256_andnot_ps(_mm256_cmp_ps(x.hi, lo.hi, _CMP_LT_OQ), a.hi) };
}
IN __m256 avx2_two8(__m256 t)
{
    return _mm256_castsi256_ps(_mm256_add_epi32(_mm256_slli_epi32(_mm256_castps_si256(t), 23),
                                                _mm256_set1_epi32(0x3f800000)));
}
IN V v_two(V t) { return (V){ avx2_two8(t.lo), avx2_two8(t.hi) }; }
IN float v_sum(V a)
{
    __m256 e = _mm256_add_ps(a.lo, a.hi);
    __m128 q = _mm_add_ps(_mm256_castps256_ps128(e), _mm256_extractf128_ps(e, 1));
    q = _mm_add_ps(q, _mm_movehl_ps(q, q));
    return _mm_cvtss_f32(_mm_add_ss(q, _mm_movehdup_ps(q)));
}
IN float v_top(V a)
{
    __m256 e = _mm256_max_ps(a.lo, a.hi);
    __m128 q = _mm_max_ps(_mm256_castps256_ps128(e), _mm256_extractf128_ps(e, 1));
    q = _mm_max_ps(q, _mm_movehl_ps(q, q));
    return _mm_cvtss_f32(_mm_max_ss(q, _mm_movehdup_ps(q)));
}
IN void v_bytes(uint8_t *q, V t)
{
    __m256i low = _mm256_set1_epi32(0xff);
    __m256i a = _mm256_and_si256(_mm256_castps_si256(t.lo), low);
    __m256i b = _mm256_and_si256(_mm256_castps_si256(t.hi), low);
    __m256i words = _mm256_permute4x64_epi64(_mm256_packus_epi32(a, b), 0xd8);
    __m128i bytes = _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1));
    _mm_storeu_si128((__m128i *)(void *)q, bytes);
}

/* Low halves of lanes, in the order of the lanes. */
IN void v_shorts(int16_t *q, V t)
{
    __m256i low = _mm256_set1_epi32(0xffff);
    __m256i a = _mm256_and_si256(_mm256_castps_si256(t.lo), low), b = _mm256_and_si256(_mm256_castps_si256(t.hi), low);
    _mm256_storeu_si256((__m256i *)(void *)q, _mm256_permute4x64_epi64(_mm256_packus_epi32(a, b), 0xd8));
}
IN W w_none(void) { return (W){ _mm256_setzero_si256(), _mm256_setzero_si256() }; }
IN W w_load(const int16_t *p)
{
    return (W){ _mm256_loadu_si256((const __m256i *)(const void *)p), _mm256_loadu_si256((const __m256i *)(const void *)(p + LANES)) };
}
/* Four bytes in every lane: activations, or a pair of shorts. */
IN __m256i avx2_four(const void *p)
{
    int32_t four;
    __builtin_memcpy(&four, p, sizeof four);
    return _mm256_set1_epi32(four);
}
IN W w_one(const int16_t *p) { return (W){ avx2_four(p), avx2_four(p) }; }
IN W w_dot(W sum, W a, W b)
{
    return (W){ _mm256_add_epi32(sum.lo, _mm256_madd_epi16(a.lo, b.lo)), _mm256_add_epi32(sum.hi, _mm256_madd_epi16(a.hi, b.hi)) };
}
IN V w_float(W a) { return (V){ _mm256_cvtepi32_ps(a.lo), _mm256_cvtepi32_ps(a.hi) }; }

#include "model/lanes.h"

/* y = sum * (row's scale * channel's scale) + bias for one row of panel p. */
IN void avx2_finish(const say_linear *l, size_t p, __m256i lo, __m256i hi, float scale, float *y,
                    bool gelu)
{
    size_t at = p * LANES;
    V s = { _mm256_cvtepi32_ps(lo), _mm256_cvtepi32_ps(hi) };
    s = v_fma(s, v_mul(v_all(scale), v_load(l->scale + at)), v_load(l->bias + at));
    v_put(y + at, gelu ? avx2_gelu_of(s) : s, l->out - at);
}

/* Rows times panel p: 2 sums a row, 2 weights and their sizes. */
#define START(r) __m256i a##r = zero, b##r = zero;
#define STEP(r) \
    four = avx2_four(q + r * steps + k); \
    a##r = _mm256_add_epi32(a##r, _mm256_madd_epi16(_mm256_maddubs_epi16(sa, _mm256_sign_epi8(four, wa)), ones)); \
    b##r = _mm256_add_epi32(b##r, _mm256_madd_epi16(_mm256_maddubs_epi16(sb, _mm256_sign_epi8(four, wb)), ones));
#define FINISH(r) avx2_finish(l, p, a##r, b##r, scale[r], y + r * l->out, gelu);
#define AVX2_TILE(name, ROWS_OF) \
FN static void name(const say_linear *l, size_t p, const uint8_t *q, const float *scale, \
                    float *y, bool gelu) \
{ \
    const size_t steps = l->steps; \
    const int8_t *w = l->packed + p * steps * LANES; \
    const __m256i ones = _mm256_set1_epi16(1), zero = _mm256_setzero_si256(); \
    ROWS_OF(START) \
    for (size_t k = 0; k < steps; k += 4, w += 4 * LANES) { \
        __m256i wa = _mm256_loadu_si256((const __m256i *)(const void *)w), sa = _mm256_abs_epi8(wa); \
        __m256i wb = _mm256_loadu_si256((const __m256i *)(const void *)(w + 32)), sb = _mm256_abs_epi8(wb); \
        __m256i four; \
        ROWS_OF(STEP) \
    } \
    ROWS_OF(FINISH) \
}
#define FOUR(X) X(0) X(1) X(2) X(3)
#define SINGLE(X) X(0)
AVX2_TILE(avx2_tile_4, FOUR)
AVX2_TILE(avx2_tile_1, SINGLE)
#undef START
#undef STEP
#undef FINISH
#undef FOUR
#undef SINGLE
#undef AVX2_TILE

FN static void avx2_linear(const say_linear *l, const uint8_t *q, const float *scale, size_t n,
                           float *y, bool gelu)
{
    size_t s = l->steps, o = l->out;
    for (size_t p = 0; p < l->panels; p++) {
        size_t r = 0;
        for (; r + 4 <= n; r += 4) avx2_tile_4(l, p, q + r * s, scale + r, y + r * o, gelu);
        for (; r < n; r++) avx2_tile_1(l, p, q + r * s, scale + r, y + r * o, gelu);
    }
}

const model_kernel say_model_avx2 = {
    "avx2", avx2_quantise, avx2_linear, avx2_matmul, avx2_narrow, avx2_products_all, avx2_soften, avx2_share, avx2_norm, avx2_gelu
};

#include "model/lanes_end.h"
#endif
