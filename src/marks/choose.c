/* Choosing: which of the spans that the tagging found are arguments of this trigger.
 *
 *   C1  Words of the trigger's own sentence come first; a hedge is only looked for there.
 *   C2  Elsewhere the likeliest span alone counts.
 *   C3  Several parties, holders or incidents stand together only where they are
 *       coordinated: "Iran, Syria and Hezbollah", "the killing of A, the shelling of B".
 *       All spans that are joined to the likeliest one, directly or through others, stay.
 *   C4  Of cues, hedges and outer holders' rivals the likeliest stays.                  */
#include "marks/inside.h"

typedef struct { bool here_only, many, single; size_t reach; } manner;

/* reach: words that may stand between two coordinated spans. */
static const manner manners[SAY_ARGUMENTS] = {
    [SAY_PARTY]    = { .many = true, .reach = 3 },
    [SAY_HOLDER]   = { .many = true, .reach = 3 },
    [SAY_INCIDENT] = { .many = true, .reach = 14 },
    [SAY_CUE]      = { .single = true },
    [SAY_HEDGE]    = { .single = true, .here_only = true },
};

static bool joins(say_str word)
{
    static const char *const joints[] = { ",", ";", "/", "and", "or", "nor", "&" };
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
        if (say_base_same_fold(word, say_base_str(joints[i]))) return true;
    return false;
}

static bool coordinated(const say_text *text, say_span a, say_span b, size_t reach)
{
    say_span left = a.from < b.from ? a : b, right = a.from < b.from ? b : a;
    if (right.from < left.to || right.from - left.to > reach) return false;
    for (size_t w = left.to; w < right.from; w++) if (joins(say_text_word(text, w))) return true;
    return false;
}

static size_t likeliest(const say_spans *spans)
{
    size_t best = 0;
    for (size_t i = 1; i < spans->count; i++) if (spans->at[i].score > spans->at[best].score) best = i;
    return best;
}

static void keep_one(say_spans *spans)
{
    if (spans->count < 2) return;
    spans->at[0] = spans->at[likeliest(spans)];
    spans->count = 1;
}

static void keep_here(const say_text *text, size_t sentence, bool here_only, say_spans *spans)
{
    size_t n = 0;
    for (size_t i = 0; i < spans->count; i++)
        if (text->words[spans->at[i].from].sentence == sentence) {
            say_span s = spans->at[i];
            spans->at[i] = spans->at[n];
            spans->at[n++] = s;
        }
    if (n || here_only) spans->count = n;               /* C1 */
    else keep_one(spans);                               /* C2 */
}

/* C3: spans are in order, and a joint stands between neighbours, so the run round the likeliest one is what stays. */
static void keep_together(const say_text *text, size_t reach, say_spans *spans)
{
    size_t from = likeliest(spans), to = from + 1;
    while (from > 0 && coordinated(text, spans->at[from - 1], spans->at[from], reach)) from--;
    while (to < spans->count && coordinated(text, spans->at[to - 1], spans->at[to], reach)) to++;
    for (size_t i = from; i < to; i++) spans->at[i - from] = spans->at[i];
    spans->count = to - from;
}

void say_marks_choose(const say_text *text, size_t sentence, say_argument argument, say_spans *spans)
{
    manner m = manners[argument];
    if (!spans->count) return;
    keep_here(text, sentence, m.here_only, spans);
    if (m.single) keep_one(spans);                      /* C4 */
    else if (m.many && spans->count > 1) keep_together(text, m.reach, spans);
}
