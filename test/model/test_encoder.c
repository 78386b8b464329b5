/* The encoder against numpy's vectors (tiny.txt, by make_tiny.py), and against itself:
 * by every kernel, batching and number of threads.                                   */
#include "support/fault.h"
#include "support/prove.h"

#include "model/model.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { H = 64, MOST = 70, EVERY = 9 };              /* tiny.txt holds every ninth row */

static say_model *tiny(void)
{
    sayso_error e;
    say_model *m = say_model_open("weights/tiny.sayso", &e);
    if (!m) fail_msg("%s: %s", e.where, e.message);
    return m;
}

/* The tiny model with another number of layers, by way of a file of its own. */
static say_model *with_layers(char layers)
{
    char path[] = "/tmp/sayso-test-XXXXXX";
    static char bytes[1 << 20];
    sayso_error e;
    FILE *f = fopen("weights/tiny.sayso", "rb");
    size_t n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    char *at = strstr(bytes + 16, "\"layers\": 2");
    assert_non_null(at);
    at[10] = layers;
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
    close(fd);
    say_model *m = say_model_open(path, &e);
    unlink(path);
    if (!m) fail_msg("%s: %s", e.where, e.message);
    return m;
}

/* Compares rows 0, 9, 18 ... of x[n, width] with the next lines of f. */
static void compare(FILE *f, const char *what, const float *x, size_t n, size_t width)
{
    double sum = 0, most = 0;
    size_t count = 0;
    for (size_t r = 0; r < n; r += EVERY)
        for (size_t c = 0; c < width; c++, count++) {
            float wanted;
            assert_int_equal(fscanf(f, "%f", &wanted), 1);
            double off = fabs((double)wanted - x[r * width + c]);
            sum += off;
            if (off > most) most = off;
        }
    /* A product at the edge of two int8 values may fall to either side: rare and small. */
    if (sum / (double)count > 0.02 || most > 0.1) fail_msg("%s: off by %.5f, at most %.5f", what, sum / (double)count, most);
}

TEST(every_layer_gives_what_numpy_gives)
{
    say_model *m[3] = { with_layers('0'), with_layers('1'), tiny() };
    sayso_error e;
    say_work *work = say_model_work(&e);
    const say_linear *bytes = say_model_linear(m[2], "check.bytes", H, 5, &e);
    const say_linear *floats = say_model_linear(m[2], "check.floats", H, 19, &e);
    FILE *f = fopen("test/model/tiny.txt", "r");
    int32_t ids[MOST];
    float x[MOST * H], y[MOST * 19];
    size_t n;
    int sequences = 0;
    for (; fscanf(f, "%zu", &n) == 1; sequences++) {
        assert_true(n <= MOST);
        for (size_t i = 0; i < n; i++) assert_int_equal(fscanf(f, "%d", &ids[i]), 1);
        for (size_t k = 0; k < 3; k++) {
            assert_int_equal(say_model_encode(m[k], work, ids, &n, 1, x, &e), SAYSO_OK);
            compare(f, k == 0 ? "words" : k == 1 ? "layer 0" : "layer 1", x, n, H);
        }
        assert_int_equal(say_model_top(m[2], work, x, &n, 1, &e), SAYSO_OK);
        compare(f, "top", x, n, H);
        assert_int_equal(say_model_apply(m[2], work, bytes, x, n, y, &e), SAYSO_OK);
        compare(f, "int8 head", y, n, 5);
        assert_int_equal(say_model_apply(m[2], work, floats, x, n, y, &e), SAYSO_OK);
        compare(f, "f32 head", y, n, 19);
    }
    assert_int_equal(sequences, 2);
    fclose(f);
    say_model_work_close(work);
    for (size_t k = 0; k < 3; k++) say_model_close(m[k]);
}

/* ---- sequences of all lengths: 0 .. 127 and some at the limit ---- */

enum { COUNT = 40 };

typedef struct { size_t lengths[COUNT], total; int32_t *ids; } batch;

static batch a_batch(const say_model *m)
{
    batch b = { .total = 0 };
    for (size_t i = 0; i < COUNT; i++) {
        b.lengths[i] = i == 7 ? 0 : i == 0 ? say_model_longest(m) : i % 5 == 0 ? 128 - i : 1 + i * 7 % 60;
        b.total += b.lengths[i];
    }
    b.ids = malloc(b.total * sizeof *b.ids);
    for (size_t i = 0; i < b.total; i++) b.ids[i] = (int32_t)(i * 2654435761u % 2000);
    return b;
}

static float *encode(const say_model *m, const batch *b)
{
    sayso_error e;
    say_work *work = say_model_work(&e);
    float *out = malloc(b->total * H * sizeof *out);
    assert_int_equal(say_model_encode(m, work, b->ids, b->lengths, COUNT, out, &e), SAYSO_OK);
    assert_int_equal(say_model_top(m, work, out, b->lengths, COUNT, &e), SAYSO_OK);
    say_model_work_close(work);
    return out;
}

TEST(every_kernel_gives_the_same_bits)
{
    static const char *const names[] = { "plain", "avx2", "vnni" };
    float *first = NULL;
    for (size_t i = 0; i < 3; i++) {
        sayso_error e;
        setenv("SAYSO_KERNEL", names[i], 1);
        say_model *m = say_model_open("weights/tiny.sayso", &e);
        unsetenv("SAYSO_KERNEL");
        if (!m) {
            assert_int_equal(e.code, SAYSO_BAD_CALL);
            print_message("this processor does not run %s\n", names[i]);
            continue;
        }
        assert_string_equal(say_model_kernel(m), names[i]);
        batch b = a_batch(m);
        float *out = encode(m, &b);
        if (!first) first = out;
        else {
            assert_memory_equal(first, out, b.total * H * sizeof *out);
            free(out);
        }
        free(b.ids);
        say_model_close(m);
    }
    free(first);
}

TEST(every_batching_gives_the_same_bits)
{
    say_model *m = tiny();
    batch b = a_batch(m);
    float *all = encode(m, &b), *one = malloc(b.total * H * sizeof *one);
    sayso_error e;
    say_work *work = say_model_work(&e);
    size_t at = 0;
    for (size_t i = 0; i < COUNT;) {
        size_t some = i % 3 + 1 < COUNT - i ? i % 3 + 1 : COUNT - i, n = 0;
        for (size_t k = 0; k < some; k++) n += b.lengths[i + k];
        assert_int_equal(say_model_encode(m, work, b.ids + at, b.lengths + i, some, one + at * H, &e), SAYSO_OK);
        assert_int_equal(say_model_top(m, work, one + at * H, b.lengths + i, some, &e), SAYSO_OK);
        at += n;
        i += some;
    }
    assert_memory_equal(all, one, b.total * H * sizeof *one);
    say_model_work_close(work);
    free(all); free(one); free(b.ids);
    say_model_close(m);
}

typedef struct { const say_model *m; const batch *b; float *out; } thread_job;

static void *encode_in_thread(void *p)
{
    thread_job *j = p;
    j->out = encode(j->m, j->b);
    return NULL;
}

TEST(threads_share_a_model_and_get_the_same_bits)
{
    say_model *m = tiny();
    batch b = a_batch(m);
    pthread_t thread[4];
    thread_job job[4];
    for (size_t i = 0; i < 4; i++) {
        job[i] = (thread_job){ m, &b, NULL };
        assert_int_equal(pthread_create(&thread[i], NULL, encode_in_thread, &job[i]), 0);
    }
    for (size_t i = 0; i < 4; i++) pthread_join(thread[i], NULL);
    for (size_t i = 1; i < 4; i++) assert_memory_equal(job[0].out, job[i].out, b.total * H * sizeof(float));
    for (size_t i = 0; i < 4; i++) free(job[i].out);
    free(b.ids);
    say_model_close(m);
}

/* ---- calls that make no sense ---- */

TEST(a_sequence_that_is_too_long_and_an_id_that_is_none_are_refused)
{
    say_model *m = tiny();
    sayso_error e;
    say_work *work = say_model_work(&e);
    size_t n = say_model_longest(m) + 1, one = 1;
    int32_t *ids = calloc(n, sizeof *ids), none = 1 << 20;
    float *out = malloc(n * H * sizeof *out);
    assert_int_equal(say_model_longest(m), 512);
    assert_int_equal(say_model_encode(m, work, ids, &n, 1, out, &e), SAYSO_BAD_CALL);
    assert_int_equal(say_model_top(m, work, out, &n, 1, &e), SAYSO_BAD_CALL);
    assert_int_equal(say_model_encode(m, work, &none, &one, 1, out, &e), SAYSO_BAD_CALL);
    none = -1;
    assert_int_equal(say_model_encode(m, work, &none, &one, 1, out, &e), SAYSO_BAD_CALL);
    assert_int_equal(say_model_encode(m, work, ids, &n, 0, out, &e), SAYSO_OK);
    free(ids); free(out);
    say_model_work_close(work);
    say_model_close(m);
}

TEST(a_tensor_that_is_not_there_or_has_another_shape_is_refused)
{
    say_model *m = tiny();
    sayso_error e;
    assert_null(say_model_linear(m, "nothing", 0, 0, &e));
    assert_int_equal(e.code, SAYSO_BAD_WEIGHTS);
    assert_null(say_model_linear(m, "check.bytes", H, 6, &e));
    assert_null(say_model_linear(m, "check.bytes", H + 1, 0, &e));
    const say_linear *l = say_model_linear(m, "check.bytes", 0, 0, NULL);
    assert_int_equal(say_model_linear_in(l), H);
    assert_int_equal(say_model_linear_out(l), 5);
    assert_null(say_model_floats(m, "check.bytes.w", 0, 0, &e));
    assert_null(say_model_floats(m, "check.floats.w", 19, 3, &e));
    assert_non_null(say_model_floats(m, "check.floats.w", 19, H, &e));
    assert_non_null(say_model_floats(m, "check.floats.b", 19, 1, &e));
    assert_non_null(say_model_floats(m, "check.floats.b", 1, 19, &e));
    say_model_close(m);
}

TEST(softmax_sums_to_one_and_norm_has_mean_zero)
{
    say_model *m = tiny();
    float x[H], w[H], b[H], sum = 0, mean = 0;
    for (int i = 0; i < H; i++) { x[i] = (float)(i * 37 % 11); w[i] = 1; b[i] = 0; }
    say_model_norm(m, x, 1, H, w, b, 1e-5f);
    for (int i = 0; i < H; i++) mean += x[i];
    assert_true(fabsf(mean) < 1e-4f);
    say_model_softmax(m, x, 37);
    for (int i = 0; i < 37; i++) sum += x[i];
    assert_true(fabsf(sum - 1) < 1e-5f);
    say_model_softmax(m, x, 0);
    say_model_gelu(m, x, 37);
    say_model_close(m);
}

static bool encode_some(void *with)
{
    sayso_error e = { 0 };
    const say_model *m = with;
    size_t lengths[] = { 5, 100 };
    int32_t ids[105] = { 0 };
    static float x[105 * H], y[105 * 5];
    say_work *work = say_model_work(&e);
    bool fine = work && say_model_apply(m, work, say_model_linear(m, "check.bytes", 0, 0, NULL), x, 9, y, &e) == SAYSO_OK &&
                say_model_encode(m, work, ids, lengths, 2, x, &e) == SAYSO_OK;
    assert_int_equal(e.code, fine ? SAYSO_OK : SAYSO_NO_MEMORY);
    say_model_work_close(work);
    return fine;
}

TEST(every_allocation_of_the_encoder_may_fail)
{
    say_model *m = tiny();
    assert_true(fault_every(FAULT_ALLOCATION, encode_some, m) >= 3);
    say_model_close(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(every_layer_gives_what_numpy_gives),
        PROVE(every_kernel_gives_the_same_bits),
        PROVE(every_batching_gives_the_same_bits),
        PROVE(threads_share_a_model_and_get_the_same_bits),
        PROVE(a_sequence_that_is_too_long_and_an_id_that_is_none_are_refused),
        PROVE(a_tensor_that_is_not_there_or_has_another_shape_is_refused),
        PROVE(softmax_sums_to_one_and_norm_has_mean_zero),
        PROVE(every_allocation_of_the_encoder_may_fail),
    };
    return cmocka_run_group_tests_name("encoder", tests, NULL, NULL);
}
