/* model: which kernel runs, and the functions of one number. */
#include "model/inside.h"

#include <math.h>
#include <string.h>

static bool runs_avx2(void)
{
#ifdef __x86_64__
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
    return false;
#endif
}

static bool runs_vnni(void)
{
#ifdef __x86_64__
    return runs_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vnni");
#else
    return false;
#endif
}

static const model_kernel *fast_kernel(bool vnni)
{
#ifdef __x86_64__
    return vnni ? &say_model_vnni : &say_model_avx2;
#else
    (void)vnni;
    return &say_model_plain;
#endif
}

const model_kernel *say_model_choose(const char *wanted, sayso_error *error)
{
    bool vnni = runs_vnni(), avx2 = runs_avx2();
    if (!wanted || !*wanted) return vnni || avx2 ? fast_kernel(vnni) : &say_model_plain;
    if (strcmp(wanted, "plain") == 0) return &say_model_plain;
    if (strcmp(wanted, "avx2") == 0 && avx2) return fast_kernel(false);
    if (strcmp(wanted, "vnni") == 0 && vnni) return fast_kernel(true);
    bool known = strcmp(wanted, "avx2") == 0 || strcmp(wanted, "vnni") == 0;
    say_base_fail(error, SAYSO_BAD_CALL, "SAYSO_KERNEL", 0,
                  known ? "this processor does not run the kernel %.40s"
                        : "no kernel is called %.40s: plain, avx2 or vnni", wanted);
    return NULL;
}

static uint32_t bits_of(float x) { uint32_t b; memcpy(&b, &x, sizeof b); return b; }
static float float_of(uint32_t b) { float x; memcpy(&x, &b, sizeof x); return x; }

/* The exponential of lanes.h, for one number: the same bits. */
float say_model_exp(float x)
{
    const float round = 12582912.0f;
    if (x < -87.3f) return 0.0f;
    float y = x > -87.3f ? x : -87.3f;
    y = y < 88.3f ? y : 88.3f;
    float t = fmaf(y, 1.44269504f, round), k = t - round;
    float r = fmaf(k, 2.12194440e-4f, fmaf(k, -0.693359375f, y));
    float p = 1.9875691500e-4f;
    p = fmaf(p, r, 1.3981999507e-3f);
    p = fmaf(p, r, 8.3334519073e-3f);
    p = fmaf(p, r, 4.1665795894e-2f);
    p = fmaf(p, r, 1.6666665459e-1f);
    p = fmaf(p, r, 5.0000001201e-1f);
    p = fmaf(p, r * r, r) + 1.0f;
    return p * float_of((bits_of(t) << 23) + 0x3f800000u);
}

/* x = 2^k m with m in [sqrt 1/2, sqrt 2); log x = k log 2 + log m, the latter by the
 * polynomial of Cephes' logf. */
float say_model_log(float x)
{
    if (!(x >= 1.17549435e-38f)) return -87.4f;
    uint32_t b = bits_of(x);
    float k = (float)((int32_t)(b >> 23) - 126);
    float m = float_of((b & 0x007fffffu) | 0x3f000000u);    /* in [1/2, 1) */
    if (m < 0.707106781f) { k -= 1.0f; m = m + m; }
    m -= 1.0f;
    float z = m * m, p = 7.0376836292e-2f;
    p = fmaf(p, m, -1.1514610310e-1f);
    p = fmaf(p, m, 1.1676998740e-1f);
    p = fmaf(p, m, -1.2420140846e-1f);
    p = fmaf(p, m, 1.4249322787e-1f);
    p = fmaf(p, m, -1.6668057665e-1f);
    p = fmaf(p, m, 2.0000714765e-1f);
    p = fmaf(p, m, -2.4999993993e-1f);
    p = fmaf(p, m, 3.3333331174e-1f);
    float y = fmaf(k, -2.12194440e-4f, p * m * z);
    return fmaf(k, 0.693359375f, fmaf(-0.5f, z, y) + m);
}

/* Near zero Cephes' polynomial, else 1 - 2 / (exp 2x + 1). */
float say_model_tanh(float x)
{
    float a = fabsf(x);
    if (a < 0.625f) {
        float z = x * x, p = -5.70498872745e-3f;
        p = fmaf(p, z, 2.06390887954e-2f);
        p = fmaf(p, z, -5.37397155531e-2f);
        p = fmaf(p, z, 1.33314422036e-1f);
        p = fmaf(p, z, -3.33332819422e-1f);
        return fmaf(p * z, x, x);
    }
    float y = 1.0f - 2.0f / (say_model_exp(a + a) + 1.0f);
    return x < 0 ? -y : y;
}

float say_model_sigmoid(float x)
{
    float e = say_model_exp(x < 0 ? x : -x);        /* at most 1 */
    return x < 0 ? e / (1.0f + e) : 1.0f / (1.0f + e);
}

void say_model_gelu(const say_model *model, float *x, size_t n)
{
    model->kernel->gelu(x, n);
}

void say_model_softmax(const say_model *model, float *x, size_t n)
{
    if (n == 0) return;
    float by = 1.0f / model->kernel->soften(x, n, 1.0f, NULL);
    for (size_t i = 0; i < n; i++) x[i] *= by;
}

void say_model_norm(const say_model *model, float *x, size_t n, size_t width,
                    const float *w, const float *b, float eps)
{
    model->kernel->norm(x, NULL, n, width, w, b, eps);
}
