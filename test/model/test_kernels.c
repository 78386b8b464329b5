/* The kernels against plain C, bit for bit, and the functions of one number against libm. */
#include "support/prove.h"

#include "model/inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static uint32_t seed = 1;

static uint32_t any(void)
{
    seed = seed * 1664525u + 1013904223u;
    return seed >> 8;
}

static float number(float by) { return ((float)any() / 8388608.0f - 1.0f) * by; }

static float *numbers(size_t n, float by)
{
    float *x = malloc((n ? n : 1) * sizeof *x);
    for (size_t i = 0; i < n; i++) x[i] = number(by);
    return x;
}

/* The kernels that this processor runs, plain C first. */
static size_t kernels(const model_kernel **to)
{
    static const char *const names[] = { "plain", "avx2", "vnni" };
    size_t n = 0;
    sayso_error e;
    for (size_t i = 0; i < 3; i++) {
        to[n] = say_model_choose(names[i], &e);
        if (to[n]) n++;
        else assert_int_equal(e.code, SAYSO_BAD_CALL);
    }
    return n;
}

static void same(const char *what, const model_kernel *k, const void *a, const void *b, size_t bytes)
{
    if (bytes && memcmp(a, b, bytes) != 0) fail_msg("%s: %s is not plain C's", what, k->name);
}

static say_linear a_linear(size_t in, size_t out)
{
    say_linear l = { .in = in, .out = out, .panels = (out + 15) / 16, .steps = (in + 15) / 16 * 16 };
    size_t wide = l.panels * LANES;
    int8_t *packed = calloc(wide * l.steps, 1);
    int32_t *fix = calloc(wide, sizeof *fix);
    for (size_t r = 0; r < out; r++)
        for (size_t k = 0; k < in; k++) {
            /* Often the extremes, -128 too, where 16 bits would overflow. */
            int w = any() % 3 ? (int)(any() % 256) - 128 : any() % 2 ? 127 : -128;
            packed[(r / LANES * l.steps + k / 4 * 4) * LANES + r % LANES * 4 + k % 4] = (int8_t)w;
            fix[r] += 128 * w;
        }
    l.packed = packed;
    l.fix = fix;
    l.scale = numbers(wide, 0.01f);
    l.bias = numbers(wide, 1);
    return l;
}

static void drop_linear(say_linear *l)
{
    free((void *)(uintptr_t)l->packed);
    free((void *)(uintptr_t)l->fix);
    free((void *)(uintptr_t)l->scale);
    free((void *)(uintptr_t)l->bias);
}

static void near(double is, double wanted, double off)
{
    if (!(fabs(is - wanted) <= off)) fail_msg("%.9g, wanted %.9g", is, wanted);
}

/* One int8 map by each kernel. */
static void try_linear(size_t in, size_t out, size_t n, bool gelu)
{
    const model_kernel *k[3];
    size_t count = kernels(k);
    say_linear l = a_linear(in, out);
    float *x = numbers(n * in, 3), *y = calloc(n * out + 1, sizeof *y), *z = calloc(n * out + 1, sizeof *z);
    float *scale = calloc(n + 1, sizeof *scale);
    uint8_t *q = calloc(n * l.steps + 1, 1);
    if (n) x[any() % (n * in)] = 0;
    if (n > 1) memset(x, 0, in * sizeof *x);            /* a row of zeros */
    for (size_t i = 0; i < count; i++) {
        float *to = i ? z : y;
        k[i]->quantise(x, n, in, l.steps, q, scale);
        k[i]->linear(&l, q, scale, n, to, gelu);
        same("linear", k[i], y, to, (n * out + 1) * sizeof *y);
    }
    drop_linear(&l);
    free(x); free(y); free(z); free(scale); free(q);
}

TEST(an_int8_map_has_the_same_bits_by_every_kernel)
{
    static const size_t sizes[] = { 1, 3, 15, 16, 17, 31, 64, 65, 100, 127 };
    for (size_t i = 0; i < 10; i++)
        for (size_t o = 0; o < 10; o++) try_linear(sizes[i], sizes[o], any() % 15, (i + o) % 2 == 0);
    try_linear(768, 80, 7, false);
    try_linear(3072, 64, 6, true);
}

TEST(a_float_map_has_the_same_bits_by_every_kernel)
{
    const model_kernel *k[3];
    size_t count = kernels(k);
    for (int round = 0; round < 100; round++) {
        size_t n = any() % 15, depth = any() % 80, cols = 1 + any() % 150, panels = (cols + 15) / 16, ldc = cols + any() % 3;
        float *a = numbers(n * depth, 1), *b = numbers(panels * 16 * depth, 1), *bias = numbers(panels * 16, 1);
        float *c = calloc(n * ldc + 1, sizeof *c), *d = calloc(n * ldc + 1, sizeof *d);
        for (size_t i = 0; i < count; i++) {
            k[i]->matmul(a, depth, b, depth, i ? d : c, ldc, cols, n, round % 2 ? bias : NULL);
            same("matmul", k[i], c, i ? d : c, (n * ldc + 1) * sizeof *c);
        }
        free(a); free(b); free(bias); free(c); free(d);
    }
}

TEST(products_of_shorts_have_the_same_bits_by_every_kernel_and_are_exact)
{
    const model_kernel *k[3];
    size_t count = kernels(k);
    for (int round = 0; round < 100; round++) {
        size_t n = 1 + any() % 14, pairs = 1 + any() % 45, cols = 1 + any() % 90, panels = (cols + 15) / 16, lda = 2 * pairs + any() % 3;
        int16_t *a = calloc(n * lda, sizeof *a), *b = calloc(panels * pairs * 32, sizeof *b);
        float *c = calloc(n * cols, sizeof *c), *d = calloc(n * cols, sizeof *d), *column = numbers(panels * 16, 1), *row = numbers(n, 1);
        for (size_t i = 0; i < n * lda; i++) a[i] = (int16_t)(any() % 8000 - 4000);
        for (size_t i = 0; i < panels * pairs * 32; i++) b[i] = (int16_t)(any() % 8000 - 4000);
        for (size_t i = 0; i < count; i++) {
            k[i]->products(a, lda, b, pairs, i ? d : c, cols, cols, n, row, round % 2 ? column : NULL);
            same("products", k[i], c, i ? d : c, n * cols * sizeof *c);
        }
        for (size_t r = 0; r < n; r++)
            for (size_t j = 0; j < cols; j++) {
                int32_t sum = 0;
                for (size_t t = 0; t < 2 * pairs; t++) sum += a[r * lda + t] * b[(j / 16 * pairs + t / 2) * 32 + j % 16 * 2 + t % 2];
                assert_true(c[r * cols + j] == (float)sum * (round % 2 ? row[r] * column[j] : row[r]));
            }
        free(a); free(b); free(c); free(d); free(column); free(row);
    }
}

TEST(rows_and_shares_of_shorts_have_the_same_bits_by_every_kernel_and_keep_their_bounds)
{
    const model_kernel *k[3];
    size_t count = kernels(k);
    for (size_t n = 1; n < 200; n++) {
        size_t width = (n + 15) / 16 * 16;
        float *x = numbers(2 * width, n % 7 == 0 ? 300.0f : 8.0f), *weight = numbers(width, 3), *row = malloc(n * sizeof *row), scale[2], again[2];
        int16_t *first = calloc(2 * width, sizeof *first), *to = calloc(2 * width, sizeof *to);
        for (size_t i = 0; i < count; i++) {
            k[i]->narrow(x, width, 2, width, 5791, i ? to : first, i ? again : scale);
            same("narrow", k[i], first, i ? to : first, 2 * width * sizeof *first);
            same("narrow's scale", k[i], scale, i ? again : scale, sizeof scale);
        }
        for (size_t j = 0; j < 2 * width; j++) {
            assert_in_range(abs(first[j]), 0, 5791);
            near((float)first[j] * scale[j / width], x[j], 0.51 * (double)scale[j / width]);
        }
        float times = 0, most = n % 2 ? 1e6f : 1e4f;
        (void)say_model_plain.soften(x, n, n % 3 ? 1.0f : 1e-4f, NULL);
        for (size_t j = 0; j < width; j++) weight[j] = n == 100 ? 0.0f : fabsf(weight[j]);          /* all weights may be 0 */
        for (size_t i = 0; i < count; i++) {
            memcpy(row, x, n * sizeof *row);
            float t = k[i]->share(row, weight, n, most, i ? to : first);
            if (i == 0) times = t;
            same("share's factor", k[i], &times, &t, sizeof t);
            same("share", k[i], first, i ? to : first, width * sizeof *first);
        }
        long sum = 0;
        for (size_t j = 0; j < width; j++) {
            assert_in_range(first[j], 0, 32767);
            sum += first[j];
            near(first[j], j < n ? (double)x[j] * (double)weight[j] * (double)times : 0, 0.52);
        }
        assert_true((float)sum <= most && times > 0);
        free(x); free(weight); free(row); free(first); free(to);
    }
}

TEST(softmax_norm_and_gelu_have_the_same_bits_by_every_kernel)
{
    const model_kernel *k[3];
    size_t count = kernels(k);
    for (size_t n = 1; n < 200; n++) {
        float by = n % 7 == 0 ? 300.0f : 8.0f, sum = 0;
        float *x = numbers(n, by), *add = numbers(n, by), *y = malloc(n * sizeof *y), *first = malloc(n * sizeof *y);
        for (size_t i = 0; i < count; i++) {
            float *to = i ? y : first;
            memcpy(to, x, n * sizeof *x);
            float s = k[i]->soften(to, n, 0.125f, n % 2 ? add : NULL);
            if (i == 0) sum = s;
            same("soften's sum", k[i], &sum, &s, sizeof s);
            same("soften", k[i], first, to, n * sizeof *x);
        }
        for (size_t i = 0; i < count; i++) {
            float *to = i ? y : first;
            memcpy(to, x, n * sizeof *x);
            k[i]->gelu(to, n);
            same("gelu", k[i], first, to, n * sizeof *x);
        }
        free(x); free(add); free(y); free(first);
    }
    for (size_t width = 16; width < 400; width += 16) {
        float *x = numbers(3 * width, 5), *add = numbers(3 * width, 5), *w = numbers(width, 2), *b = numbers(width, 2);
        float *y = malloc(3 * width * sizeof *y), *first = malloc(3 * width * sizeof *y);
        for (size_t i = 0; i < count; i++) {
            float *to = i ? y : first;
            memcpy(to, x, 3 * width * sizeof *x);
            k[i]->norm(to, width % 32 ? add : NULL, 3, width, w, b, 1e-5f);
            same("norm", k[i], first, to, 3 * width * sizeof *x);
        }
        free(x); free(add); free(w); free(b); free(y); free(first);
    }
}

TEST(the_functions_of_one_number_are_those_of_libm)
{
    for (int i = -4000; i <= 4000; i++) {
        float x = (float)i * 0.01f, y = x;
        near(say_model_exp(x), exp(x), 3e-7 * exp(x));
        near(say_model_tanh(x), tanh(x), 2e-7);
        near(say_model_sigmoid(x), 1 / (1 + exp(-x)), 2e-7);
        if (i > 0) near(say_model_log(x), log(x), 1e-7 + 2e-7 * fabs(log(x)));
        say_model_plain.gelu(&y, 1);
        near(y, x * 0.5 * erfc(-x / sqrt(2)), 1e-7 + 2e-7 * fabs((double)x));
    }
    assert_true(say_model_exp(-1000) == 0 && say_model_exp(1000) < 3e38f);
    assert_true(say_model_log(0) < -87 && say_model_log(-1) < -87);
}

TEST(the_exponential_of_one_number_is_that_of_the_kernels)
{
    for (int i = 0; i < 2000; i++) {
        float row[2] = { 0, -fabsf(number(90)) }, alone = say_model_exp(row[1]);
        (void)say_model_plain.soften(row, 2, 1.0f, NULL);
        assert_memory_equal(&alone, &row[1], sizeof alone);
    }
}

TEST(a_kernel_that_does_not_exist_is_refused)
{
    sayso_error e;
    assert_null(say_model_choose("neon", &e));
    assert_int_equal(e.code, SAYSO_BAD_CALL);
    assert_string_equal(e.where, "SAYSO_KERNEL");
    assert_non_null(say_model_choose(NULL, &e));
    assert_non_null(say_model_choose("", &e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(an_int8_map_has_the_same_bits_by_every_kernel),
        PROVE(a_float_map_has_the_same_bits_by_every_kernel),
        PROVE(products_of_shorts_have_the_same_bits_by_every_kernel_and_are_exact),
        PROVE(rows_and_shares_of_shorts_have_the_same_bits_by_every_kernel_and_keep_their_bounds),
        PROVE(softmax_norm_and_gelu_have_the_same_bits_by_every_kernel),
        PROVE(the_functions_of_one_number_are_those_of_libm),
        PROVE(the_exponential_of_one_number_is_that_of_the_kernels),
        PROVE(a_kernel_that_does_not_exist_is_refused),
    };
    return cmocka_run_group_tests_name("kernels", tests, NULL, NULL);
}
