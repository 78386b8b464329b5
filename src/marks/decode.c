/* Decoding: tag scores -> spans.
 *
 * Each position (the first piece of a word) has three scores, O, B and I.  A span is B
 * followed by any number of I.  The best tagging is found by Viterbi's algorithm over
 * three states, with two rules:
 *   D1  I follows B or I, never O, and never at the first position;
 *   D2  I does not follow a word of another sentence (where sentences are given).
 *   D3  Tags often stop inside a long phrase ("the law | firm representing her"): behind its end a span goes on over
 *       words whose I is nearly as likely as O; not if that would bring it to the next span, which is coordinated with it.
 * Scores are logits: a constant at one position does not change which tagging is best,
 * so none is normalised.  Ties go to O, then B: the shorter reading.                  */
#include "marks/inside.h"

enum { TAG_O, TAG_B, TAG_I };

static const float FORBIDDEN = -1e9f, NEARLY = 1.5f;

typedef struct { unsigned char to_open, to_inside; } step;     /* best state before O or B; before I */

static const float *scores_at(const say_tags *t, size_t i) { return t->scores + i * t->stride; }

static bool joined(const say_tags *t, size_t i) { return i && (!t->sentences || t->sentences[i] == t->sentences[i - 1]); }

static bool span_goes_on(const say_tags *t, size_t i, float below)
{
    return i < t->count && joined(t, i) && scores_at(t, i)[TAG_I] > scores_at(t, i)[TAG_O] - below;
}

static unsigned char best_of(const float s[SAY_TAGS])
{
    unsigned char best = TAG_O;
    for (unsigned char k = TAG_B; k < SAY_TAGS; k++) if (s[k] > s[best]) best = k;
    return best;
}

/* Forward pass: steps[i] says how the best path came to position i; returns the last state. */
static unsigned char forward(const say_tags *t, step *steps)
{
    float s[SAY_TAGS] = { 0, FORBIDDEN, FORBIDDEN };
    for (size_t i = 0; i < t->count; i++) {
        const float *x = scores_at(t, i);
        unsigned char open = best_of(s), inside = s[TAG_I] > s[TAG_B] ? TAG_I : TAG_B;
        float before = s[open], within = joined(t, i) ? s[inside] : FORBIDDEN;          /* D1, D2 */
        steps[i] = (step){ open, inside };
        s[TAG_O] = before + x[TAG_O];
        s[TAG_B] = before + x[TAG_B];
        s[TAG_I] = within + x[TAG_I];
    }
    return best_of(s);
}

static bool push_span(const say_tags *t, size_t from, size_t to, say_arena *arena, say_spans *spans, sayso_error *error)
{
    say_span *s = SAY_PUSH(arena, spans, error);
    if (!s) return false;
    const float *x = scores_at(t, from);
    *s = (say_span){ t->words[from], t->words[to - 1] + 1, x[TAG_B] - x[TAG_O], SAYSO_NONE, 1 };
    return true;
}

/* D3; steps hold the tags by now. */
static size_t on_from(const say_tags *t, const step *steps, size_t end)
{
    size_t i = end;
    while (t->onward > 0 && i < t->count && steps[i].to_open == TAG_O && span_goes_on(t, i, t->onward)) i++;
    return i < t->count && steps[i].to_open == TAG_B && joined(t, i) ? end : i;
}

sayso_code say_marks_spans(say_tags tags, say_arena *arena, say_spans *spans, sayso_error *error)
{
    if (!tags.count) return SAYSO_OK;
    step *steps = SAY_TAKE(arena, step, tags.count, error);
    if (!steps) return SAYSO_NO_MEMORY;
    unsigned char state = forward(&tags, steps);
    for (size_t i = tags.count; i-- > 0;) {
        unsigned char before = state == TAG_I ? steps[i].to_inside : steps[i].to_open;
        steps[i].to_open = state;                       /* from here on: the tag of i */
        state = before;
    }
    for (size_t i = 0; i < tags.count;) {
        size_t from = i++;
        if (steps[from].to_open != TAG_B) continue;
        while (i < tags.count && steps[i].to_open == TAG_I) i++;
        i = on_from(&tags, steps, i);
        if (!push_span(&tags, from, i, arena, spans, error)) return SAYSO_NO_MEMORY;
    }
    return SAYSO_OK;
}

sayso_code say_marks_likeliest(say_tags tags, say_arena *arena, say_spans *spans, sayso_error *error)
{
    if (!tags.count) return SAYSO_OK;
    size_t best = 0;
    for (size_t i = 1; i < tags.count; i++) {
        const float *x = scores_at(&tags, i), *y = scores_at(&tags, best);
        if (x[TAG_B] - x[TAG_O] > y[TAG_B] - y[TAG_O]) best = i;
    }
    size_t to = best + 1;
    while (span_goes_on(&tags, to, NEARLY)) to++;
    return push_span(&tags, best, to, arena, spans, error) ? SAYSO_OK : SAYSO_NO_MEMORY;
}
