/* model: a neural network from a weight file.  It knows pieces, numbers and
 * matrices, not news: the tokenizer, the encoder and the linear heads.
 *
 * Owning:   a say_model owns all that it lends (strings, tensors, linears) until
 *           say_model_close.  A say_work is scratch memory.
 * Threads:  a model is read-only after open and shared by threads; a say_work and
 *           an arena belong to one thread at a time.
 * Failing:  NULL or a sayso_code, with the caller's sayso_error filled.
 * Same:     every function gives the same bits with each kernel, however the
 *           sequences are batched, and on every machine with IEEE 754 floats.
 *
 * Shapes are written [rows, columns], rows first; H is say_model_hidden.         */
#ifndef SAY_MODEL_H
#define SAY_MODEL_H

#include "base/base.h"

typedef struct say_model  say_model;
typedef struct say_work   say_work;
typedef struct say_linear say_linear;

/* Opens a weight file (weights.c says how it is laid out).  The kernel is the
 * fastest that the processor runs, or the one that SAYSO_KERNEL names: plain, avx2
 * or vnni (another value, or one that this processor lacks: SAYSO_BAD_CALL).
 * SAYSO_NO_FILE, SAYSO_BAD_WEIGHTS, SAYSO_NO_MEMORY.                              */
say_model *say_model_open(const char *path, sayso_error *error);
void       say_model_close(say_model *model);               /* NULL is fine */

say_str     say_model_about(const say_model *model);        /* the JSON head */
const char *say_model_name(const say_model *model);         /* "base" */
const char *say_model_print(const say_model *model);        /* eight hex digits made from the head and a sample of the numbers */
const char *say_model_kernel(const say_model *model);       /* "plain", "avx2", "vnni" */
size_t      say_model_hidden(const say_model *model);       /* H */
size_t      say_model_longest(const say_model *model);      /* pieces a sequence may have */
bool        say_model_has_top(const say_model *model);

/* The special pieces that the caller lays round a sequence. */
typedef struct { int32_t start, end, pad, unknown; } say_special;
say_special say_model_special(const say_model *model);

/* A word piece: its id and its bytes [from, to) in the text.  Bytes between two
 * pieces that belong to neither are spaces or characters that the tokenizer drops. */
typedef struct { int32_t id; size_t from, to; } say_piece;

/* Cuts `text` into pieces, in order, without special ones; *pieces lives in the
 * arena.  Any bytes are text: one that is no UTF-8 counts as U+FFFD.
 * SAYSO_NO_MEMORY.                                                                */
sayso_code say_model_pieces(const say_model *model, say_str text, say_arena *arena,
                            say_piece **pieces, size_t *count, sayso_error *error);
/* The spelling of a piece, "##" and all; empty for an id that is none. */
say_str    say_model_spelling(const say_model *model, int32_t id);

say_work *say_model_work(sayso_error *error);
void      say_model_work_close(say_work *work);             /* NULL is fine */

/* Encodes `count` sequences that lie end to end: lengths[i] ids each, special
 * pieces included.  out: [sum of lengths, H].  An id that is no piece and a sequence
 * over say_model_longest: SAYSO_BAD_CALL; SAYSO_NO_MEMORY.                        */
sayso_code say_model_encode(const say_model *model, say_work *work, const int32_t *ids,
                            const size_t *lengths, size_t count, float *out,
                            sayso_error *error);
/* The layer "top" over sequences in place.  x: [sum of lengths, H].  A model without
 * one: SAYSO_BAD_CALL; otherwise as say_model_encode.                             */
sayso_code say_model_top(const say_model *model, say_work *work, float *x,
                         const size_t *lengths, size_t count, sayso_error *error);

/* The linear map of the tensors NAME.w [out, in] and NAME.b [out] (none: zeros).
 * NULL and SAYSO_BAD_WEIGHTS where the file lacks it or it has another shape; 0 for
 * `in` or `out` takes any.                                                         */
const say_linear *say_model_linear(const say_model *model, const char *name, size_t in,
                                   size_t out, sayso_error *error);
size_t say_model_linear_in(const say_linear *linear);
size_t say_model_linear_out(const say_linear *linear);
/* y[n, out] = x[n, in] W^T + b.  SAYSO_NO_MEMORY. */
sayso_code say_model_apply(const say_model *model, say_work *work, const say_linear *linear,
                           const float *x, size_t n, float *y, sayso_error *error);

/* The f32 tensor NAME [rows, cols] as it lies in the file; 0 takes any.  One of one
 * dimension [n] counts as [n, 1] and as [1, n].  NULL and SAYSO_BAD_WEIGHTS.       */
const float *say_model_floats(const say_model *model, const char *name, size_t rows,
                              size_t cols, sayso_error *error);

/* Functions with the same bits everywhere, for every room. */
float say_model_exp(float x);           /* 0 below -87.3; at most exp(88.3) */
float say_model_log(float x);           /* natural; x > 0 and normal, else -87.4 */
float say_model_tanh(float x);
float say_model_sigmoid(float x);
void  say_model_gelu(const say_model *model, float *x, size_t n);       /* in place */
void  say_model_softmax(const say_model *model, float *x, size_t n);    /* in place */
/* x[n, H'] = layer norm of x by rows of `width` floats (width a multiple of 16). */
void  say_model_norm(const say_model *model, float *x, size_t n, size_t width,
                     const float *w, const float *b, float eps);

#endif
