/* What the files of this room share. */
#ifndef SAY_MARKS_INSIDE_H
#define SAY_MARKS_INSIDE_H

#include "marks/marks.h"

/* Shapes that training and reading must agree on (train/labels.py). */
enum {
    SAY_WINDOW = 500,            /* pieces a window holds, its two special pieces not counted */
    SAY_CONTEXT = 100,           /* of which so many may repeat the sentences before it */
    SAY_SHORT_HEAD = 40,         /* a first sentence so short is the context of every window */
    SAY_SENTENCE = 400,          /* pieces of one sentence that are read */
    SAY_BEFORE = 112, SAY_AFTER = 80,   /* pieces around a trigger that the top layer sees */
    SAY_DISTANCES = 25,
    SAY_POINT = 128,             /* width of pointers and of mentions of an incident */
    SAY_GAP = 8, SAY_PAIR = 64, SAY_KIND = 128,
    SAY_ATTRIBUTION = 3,         /* source, cue, content */
    SAY_TAGS = 3                 /* O, B, I */
};

/* Signed distance in pieces -> 0..24, 12 is none. */
size_t say_marks_bucket(long distance);

/* ---- windows.c ---- */

/* One window: pieces with <s> first and </s> last. */
typedef struct {
    int32_t *ids;                /* [count] */
    size_t  *words;              /* [count] word that begins at this piece, or SAYSO_NONE */
    bool    *own;                /* [count] it begins a word of the window's own sentences, not of its context */
    size_t   count;
} say_window;

typedef SAY_LIST(say_window) say_windows;

sayso_code say_marks_windows(const say_model *model, const say_text *text, say_arena *arena,
                             say_windows *windows, sayso_error *error);

/* ---- decode.c: pure functions over scores ---- */

/* Word positions that carry tags: scores lie at stride floats from each other. */
typedef struct {
    const float  *scores;        /* [count] triples O, B, I */
    size_t        stride;        /* floats from one triple to the next */
    const size_t *words;         /* [count] the word of each position */
    const size_t *sentences;     /* [count] its sentence; NULL: spans may cross sentences */
    size_t        count;
    float         onward;        /* a span goes on behind its end as long as I is no more than this below O; 0: it ends where the tagging says */
} say_tags;

/* The best tagging in which I follows only B or I of the same sentence, as spans in order.  SAYSO_NO_MEMORY. */
sayso_code say_marks_spans(say_tags tags, say_arena *arena, say_spans *spans, sayso_error *error);

/* The likeliest single span where the best tagging has none: begins at the highest B - O. */
sayso_code say_marks_likeliest(say_tags tags, say_arena *arena, say_spans *spans, sayso_error *error);

/* ---- choose.c ---- */

/* Of the spans found for one argument of a trigger in `sentence`, leaves those that stand together. */
void say_marks_choose(const say_text *text, size_t sentence, say_argument argument, say_spans *spans);

/* Ends a span behind the compound that it ends in. */
void say_marks_mend(const say_text *text, say_span *span);
/* Widens a party's or holder's span to the whole of its phrase; false where it holds no word.  capitals: the text is
 * set in them. */
bool say_marks_widen(const say_text *text, bool capitals, say_span *span);

/* ---- heads.c: the network's heads over one window ---- */

typedef struct {
    const say_linear *q, *k, *none;
    const float      *distance;  /* [SAY_DISTANCES] */
} say_pointer;

struct say_marker {
    const say_model  *model;
    const say_linear *trigger, *attribution, *argument, *kind_in, *kind_out, *node, *pair_in, *pair_out;
    const float      *distance, *role, *here, *gap;     /* [25, H], [9, H], [1, H], [25, SAY_GAP] */
    const float      *shyness;                          /* [1, 3] taken from the scores of "no trigger", of O of an argument, of "another incident" */
    say_pointer       name, source, content;
};

/* score(q, k) of every piece and of pointing nowhere, as probabilities.
 *   q [1, H]; keys [count, SAY_POINT] from say_marks_keys; at: the piece of q; out [1 + count], nowhere first.
 * Pieces that begin no word, and those that `only` (may be NULL) leaves out, get 0.                            */
sayso_code say_marks_point(const say_marker *marker, say_work *work, const say_pointer *pointer, const float *q,
                           const float *keys, const say_window *window, const bool *only, size_t at, float *out,
                           sayso_error *error);

/* ---- events.c ---- */

/* Whether the words behind two mentions, which end before these words, name different targets. */
bool say_marks_apart(const say_text *text, size_t end_a, size_t end_b);

/* Gives each mention its event.  `same` answers with the log-odds that mentions i > j mean one incident. */
typedef float say_same(const void *scores, size_t i, size_t j);
sayso_code say_marks_events(say_marks *marks, say_same *same, const void *scores, say_arena *arena, sayso_error *error);

#endif
