/* model, inside: what the files of this room share.  No other room includes it. */
#ifndef SAY_MODEL_INSIDE_H
#define SAY_MODEL_INSIDE_H

#include "model/model.h"

enum { LANES = 16 };                    /* channels a panel, floats a virtual register */

typedef enum { TENSOR_F32, TENSOR_I32, TENSOR_I8, TENSOR_U8, TENSOR_U4 } tensor_type;

/* A tensor of the file.  [n] is held as rows = n, cols = 1. */
typedef struct {
    const char *name;                   /* ended by NUL, in the model's arena */
    tensor_type type;
    size_t dims, rows, cols, bytes;
    const unsigned char *at;            /* in the mapped file, aligned to 64 bytes */
} model_tensor;

/* Weights in panels of LANES output channels, zeros behind the last:
 *   int8:  packed [panels][steps/4][LANES][4]       steps = in rounded up to LANES
 *   f32:   floats [panels][in][LANES]
 * and by channel, each [panels * LANES]: scale and fix (int8 only) and bias.       */
struct say_linear {
    const char *name;                   /* without the ".w" */
    size_t in, out, panels, steps;
    const int8_t *packed;               /* NULL: f32 */
    const float *floats;
    const float *scale, *bias;
    const int32_t *fix;                 /* 128 * the sum of the channel's weights */
};

/* What a processor does in its own way.  Every one of them gives the bits of the
 * plain one (invariants in lanes.h).                                               */
typedef struct {
    const char *name;
    /* x[n,in] -> q[n,steps] bytes and scale[n]; VNNI holds value + 128. */
    void (*quantise)(const float *x, size_t n, size_t in, size_t steps, uint8_t *q, float *scale);
    /* y[n,out] from quantised rows; gelu: y = gelu(y). */
    void (*linear)(const say_linear *l, const uint8_t *q, const float *scale, size_t n,
                   float *y, bool gelu);
    /* c[n,cols] = a[n,k] b, b in panels [panels][k][LANES], + bias where given; a and c
     * have rows of lda and ldc floats. */
    void (*matmul)(const float *a, size_t lda, const float *b, size_t k, float *c, size_t ldc,
                   size_t cols, size_t n, const float *bias);
    /* x[n,width], rows `stride` floats apart, width a multiple of LANES -> q[n,width] of at most +-limit and scale[n]. */
    void (*narrow)(const float *x, size_t stride, size_t n, size_t width, float limit, int16_t *q, float *scale);
    /* c[n,cols] = row[n] [* column[cols]] times the exact sums of a[n,2k] b, b in panels [panels][k][LANES][2]; column,
     * which may be NULL, has room for whole panels. */
    void (*products)(const int16_t *a, size_t lda, const int16_t *b, size_t k, float *c, size_t ldc,
                     size_t cols, size_t n, const float *row, const float *column);
    /* row[n] = exp(t - max t) with t = row * scale + add (add may be NULL); returns the sum. */
    float (*soften)(float *row, size_t n, float scale, const float *add);
    /* p[n, rounded up to LANES] = row * weight (none negative) times what is returned: as many steps as leave each in
     * 16 bits and the sum of p at most `most`.  row is overwritten. */
    float (*share)(float *row, const float *weight, size_t n, float most, int16_t *p);
    /* x[n,width] = norm(x + add) * w + b; add may be NULL; width a multiple of LANES. */
    void (*norm)(float *x, const float *add, size_t n, size_t width, const float *w,
                 const float *b, float eps);
    void (*gelu)(float *x, size_t n);
} model_kernel;

extern const model_kernel say_model_plain;
#ifdef __x86_64__
extern const model_kernel say_model_avx2, say_model_vnni;
#endif
const model_kernel *say_model_choose(const char *wanted, sayso_error *error);

typedef struct {
    const say_linear *qkv, *o, *f1, *f2;
    const float *n1w, *n1b, *n2w, *n2b; /* [H] */
} model_layer;

typedef struct word_table word_table;   /* pieces.c: spelling -> id */

struct say_model {
    say_arena *arena;                   /* owns everything below but the file */
    const unsigned char *file;
    size_t file_bytes;
    bool mapped;
    int fd;                             /* while it opens */
    say_str about;
    const char *name;
    char print[9];
    const model_kernel *kernel;

    model_tensor *tensors; size_t tensor_count;           /* sorted by name */
    say_linear *linears; size_t linear_count;       /* sorted by name */

    size_t layers, hidden, heads, inner, positions, first_position, longest;
    float eps;
    bool relative, lowercase, has_top;
    say_special special;
    model_layer *layer;                       /* [layers] and, with has_top, one more */

    size_t vocabulary;                  /* V */
    word_table *words;
    const model_tensor *word, *word_scale;
    const int32_t *word_row;            /* [V] or NULL */
    const float *pos, *type, *norm_w, *norm_b;
    const float *shift;                 /* [heads, 2 longest - 1]: bias by key - query */
};

/* weights.c */
const model_tensor *say_model_tensor(const say_model *model, const char *name);
const model_tensor *say_model_expect(const say_model *model, const char *name, tensor_type type,
                               size_t rows, size_t cols, sayso_error *error);
sayso_code say_model_forget(const say_model *model, const model_tensor *t, sayso_error *error);
/* pieces.c: reads the tensor "vocab" and fills words and vocabulary. */
sayso_code say_model_learn_words(say_model *model, sayso_error *error);
/* wire.c: looks up and checks what the encoder needs. */
sayso_code say_model_wire(say_model *model, size_t buckets, size_t distance, sayso_error *error);
/* linear.c: packs every NAME.w. */
sayso_code say_model_pack(say_model *model, sayso_error *error);

#endif
