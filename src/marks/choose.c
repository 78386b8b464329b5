/* Choosing: which of the spans that the tagging found are arguments of this trigger.
 *
 *   C1  Words of the trigger's own sentence come first; a hedge is only looked for there.
 *   C2  Elsewhere the likeliest span alone counts, and for a holder only before: who speaks later speaks of something else.
 *   C3  Several parties, holders or incidents stand together only where they are
 *       coordinated: "Iran, Syria and Hezbollah", "the killing of A, the shelling of B".
 *       All spans that are joined to the likeliest one, directly or through others, stay.
 *   C4  Of cues, hedges and outer holders' rivals the likeliest stays.
 *
 * Widening: parties and holders are whole noun phrases, and tags sometimes stop inside one.
 *   W1  A span does not end in a word that cannot end one: "the | gunman", "two | former officers".
 *   W2  A name is not cut: "Al | Qaeda in ...", "Francois | Molin", "U | .S.".  In a text in capitals
 *       or in a heading a capital says nothing.
 *   W4  A compound is not cut: "gave the go | -ahead", "military | -intelligence units".
 *   W3  Quotes and other signs at its ends are no part of it; a span of signs is none.
 *   W5  Nor is a word behind it that begins the next clause, nor anything from a verb of saying on.
 *   W6  nor, in a holder, anything from its own cue or trigger on (marks.c).                            */
#include "marks/inside.h"

#include <string.h>

typedef struct { bool here_only, before_only, many, single; size_t reach; } manner;

/* reach: words that may stand between two coordinated spans. */
static const manner manners[SAY_ARGUMENTS] = {
    [SAY_PARTY]    = { .many = true, .reach = 3 },
    [SAY_HOLDER]   = { .before_only = true, .many = true, .reach = 3 },
    [SAY_INCIDENT] = { .many = true, .reach = 14 },
    [SAY_CUE]      = { .single = true },
    [SAY_HEDGE]    = { .single = true, .here_only = true },
};

static bool joins(say_str word)
{
    static const char *const joints[] = { ",", ";", "/", "and", "or", "nor", "&", NULL };
    return say_text_is_among(word, joints);
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

static void keep_here(const say_text *text, size_t sentence, manner m, say_spans *spans)
{
    size_t here = 0, fit = 0;
    for (size_t i = 0; i < spans->count; i++) here += text->words[spans->at[i].from].sentence == sentence;
    for (size_t i = 0; i < spans->count; i++) {
        size_t in = text->words[spans->at[i].from].sentence;
        if (here ? in == sentence : !m.here_only && !(m.before_only && in > sentence)) spans->at[fit++] = spans->at[i];
    }
    spans->count = fit;
    if (!here) keep_one(spans);                         /* C2 */
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
    keep_here(text, sentence, m, spans);                /* C1 */
    if (m.single) keep_one(spans);                      /* C4 */
    else if (m.many && spans->count > 1) keep_together(text, m.reach, spans);
}

/* ---- widening ---- */

enum { WIDEN_BY = 6 };

static bool cannot_end(say_str word)
{
    static const char *const list[] = { "the", "a", "an", "this", "that", "these", "those", "its", "their", "his", "her", "our", "my", "some", "several", "two", "three",
        "four", "five", "six", "seven", "eight", "nine", "ten", "one", "another", "other", "both", "all", "many", "most", "more", "no", "any", "unidentified", "alleged",
        "suspected", "former", "then", "new", "of", "and", "or", "s", "'", "’", "-", "at", "least", "about", "senior", "top", "unnamed", "armed", "masked", "u", "for", "in",
        "on", "with", "from", "by", "to", "near", "familiar", "rear", "supporting", "backing", "called", "named", "including", "against", "behind", NULL };
    return say_text_is_among(word, list) || (word.len && word.at[0] >= '0' && word.at[0] <= '9');
}

static bool is_sign(say_str word)
{
    unsigned char c = (unsigned char)*word.at;
    return c < 0x80 ? !((c | 32) >= 'a' && (c | 32) <= 'z') && !(c >= '0' && c <= '9') : c == 0xe2 && (unsigned char)word.at[1] == 0x80;
}

static bool is_stop(say_str word) { return word.len && strchr(".,;:!?\"()[]", word.at[0]); }

static bool in_sentence(const say_text *text, size_t word, size_t sentence)
{
    return word < text->word_count && text->words[word].sentence == sentence;
}

static bool is_glued(const say_text *text, size_t i) { return text->words[i].at.from == text->words[i - 1].at.to; }

/* "Gen|.| Michel", "U|.|S|.|": a stop that belongs to the name. */
static bool stop_in_name(const say_text *text, size_t i, size_t sentence)
{
    static const char *const titles[] = { "gen", "adm", "lt", "col", "maj", "capt", "sgt", "mr", "mrs", "ms", "dr", "sen", "rep", "gov", "prof", "rev", "st", "det", "insp", NULL };
    say_str before = say_text_word(text, i - 1);
    bool next = in_sentence(text, i + 1, sentence) && say_text_is_capital(say_text_word(text, i + 1));
    bool initial = before.len == 1 && say_text_is_capital(before);
    bool closes = initial && i >= 2 && is_glued(text, i - 1) && *say_text_word(text, i - 2).at == '.';
    return is_glued(text, i) && (closes || (next && (initial || say_text_is_among(before, titles))));
}

/* Word i carries on the name that ends just before it: a capital, or a sign inside the name ("al|-|Assad"). */
static bool carries_on(const say_text *text, size_t i, size_t sentence)
{
    if (!in_sentence(text, i, sentence)) return false;
    say_str word = say_text_word(text, i);
    if (say_text_is_capital(word)) return true;
    if (*word.at == '.') return stop_in_name(text, i, sentence);
    bool followed = in_sentence(text, i + 1, sentence) && is_glued(text, i + 1);
    return *word.at == '-' && is_glued(text, i) && followed && say_text_is_capital(say_text_word(text, i + 1));
}

/* "On Monday | Gen. Michel said": a capital of the calendar. */
static bool is_calendar(say_str word)
{
    static const char *const list[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june",
        "july", "august", "september", "october", "november", "december", NULL };
    return say_text_is_among(word, list);
}

static void widen_name(const say_text *text, size_t sentence, say_span *span)
{
    size_t to = span->to;
    while (span->to - to < 2 * WIDEN_BY && carries_on(text, span->to, sentence)) span->to++;
    if (!say_text_is_capital(say_text_word(text, span->from))) return;
    for (size_t n = 0; n < WIDEN_BY && span->from && in_sentence(text, span->from - 1, sentence); n++) {
        say_str before = say_text_word(text, span->from - 1);
        bool opens = text->sentences[sentence].first == span->from - 1;
        if (!say_text_is_capital(before) || opens || cannot_end(before) || is_calendar(before)) break;
        span->from--;
    }
}

/* W4: for spans of every kind. */
void say_marks_mend(const say_text *text, say_span *span)
{
    size_t sentence = text->words[span->from].sentence;
    while (in_sentence(text, span->to + 1, sentence) && *say_text_word(text, span->to).at == '-' && is_glued(text, span->to) && is_glued(text, span->to + 1)
           && !is_sign(say_text_word(text, span->to + 1))) span->to += 2;
}

/* "some officials | who": what begins the next clause. */
static bool is_beyond(say_str word)
{
    static const char *const list[] = { "who", "whom", "whose", "which", "that", "have", "has", "had", "was", "were", "is", "are", "be", "been", NULL };
    return say_text_is_among(word, list);
}

/* "American officials | told the agency": where the saying begins, who says it ends. */
static void end_before_saying(const say_text *text, say_span *span)
{
    static const char *const list[] = { "said", "says", "told", "tells", NULL };
    for (size_t w = span->from + 1; w < span->to; w++) if (say_text_is_among(say_text_word(text, w), list)) span->to = w;
}

bool say_marks_widen(const say_text *text, bool capitals, say_span *span)
{
    size_t sentence = text->words[span->from].sentence;
    while (span->from < span->to && is_sign(say_text_word(text, span->from))) span->from++;            /* W3 */
    while (span->to > span->from && is_sign(say_text_word(text, span->to - 1)) && *say_text_word(text, span->to - 1).at != '.') span->to--;
    if (span->from == span->to) return false;
    end_before_saying(text, span);
    while (span->to > span->from + 1 && is_beyond(say_text_word(text, span->to - 1))) span->to--;       /* W5 */
    for (size_t n = 0; n < WIDEN_BY; n++) {                /* W1 */
        bool more = in_sentence(text, span->to, sentence) && !is_stop(say_text_word(text, span->to));
        if (!more || !cannot_end(say_text_word(text, span->to - 1))) break;
        span->to++;
    }
    bool name = say_text_is_capital(say_text_word(text, span->to - 1));
    if (name && !capitals && !say_text_is_heading(text, sentence)) widen_name(text, sentence, span);            /* W2 */
    return true;
}
