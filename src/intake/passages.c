/* passages: whether words stand in the text, and if not, what comes nearest.
 *
 * Words stand verbatim where their letters do; a run of blanks may be another run of
 * blanks there, since lines are broken by layout.  Of several places in a sentence the
 * first that does not cut a word is meant.
 *
 * The nearest passage is the window of the text, as many words wide as the words
 * refused, that has most of them, letter case aside; it is found in one walk over the text.   */
#include "intake/inside.h"

#include <string.h>

enum { NEAR_WIDEST = 64, MOST_SEARCHES = 200, SHOWN = 160 };

static bool is_layout(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static bool is_letter(char c)
{
    unsigned char u = (unsigned char)c;
    return u >= 0x80 || (u >= '0' && u <= '9') || ((u | 32) >= 'a' && (u | 32) <= 'z');
}

say_str say_intake_bare(say_str words)
{
    while (words.len && is_layout(words.at[0])) words = (say_str){ words.at + 1, words.len - 1 };
    while (words.len && is_layout(words.at[words.len - 1])) words.len--;
    return words;
}

/* ---- where words stand ---- */

/* The end of `words` at byte `from`, or 0 where they do not stand there. */
static size_t words_end_at(say_str text, size_t from, size_t to, say_str words)
{
    size_t at = from;
    for (size_t i = 0; i < words.len;) {
        if (at >= to) return 0;
        if (is_layout(words.at[i])) {
            if (!is_layout(text.at[at])) return 0;
            while (i < words.len && is_layout(words.at[i])) i++;
            while (at < to && is_layout(text.at[at])) at++;
        } else if (words.at[i++] != text.at[at++]) {
            return 0;
        }
    }
    return at;
}

static bool cuts_a_word(say_str text, size_t from, size_t to)
{
    return (from > 0 && is_letter(text.at[from - 1]) && is_letter(text.at[from]))
        || (to < text.len && is_letter(text.at[to - 1]) && is_letter(text.at[to]));
}

/* The first place in bytes [from, to), and how many there are, up to 2; those that cut no word where there are any. */
static size_t places_of(say_str text, size_t from, size_t to, say_str words, sayso_passage *first)
{
    size_t whole = 0, any = 0;
    for (size_t at = from; at < to && words.len; at++) {
        const char *next = memchr(text.at + at, words.at[0], to - at);
        if (!next) break;
        at = (size_t)(next - text.at);
        size_t end = words_end_at(text, at, to, words);
        if (!end) continue;
        bool cuts = cuts_a_word(text, at, end);
        if (!(cuts ? any + whole : whole)) *first = (sayso_passage){ at, end };
        any += cuts;
        whole += !cuts;
        if (whole > 1) break;
    }
    return whole ? whole : any < 2 ? any : 2;
}

sayso_passage say_intake_place(say_str text, sayso_passage range, say_str words)
{
    sayso_passage first = { 0, 0 };
    bool whole = places_of(text, range.from, range.to, words, &first) && !cuts_a_word(text, first.from, first.to);
    return whole ? first : (sayso_passage){ 0, 0 };
}

/* ---- what comes nearest ---- */

/* The next word from *at on; empty at the end.  Quotes and dashes (E2 80 xx) are no letters. */
static say_str word_from(say_str text, size_t *at)
{
    size_t i = *at;
    while (i < text.len) {
        bool mark = (unsigned char)text.at[i] == 0xE2 && i + 2 < text.len && (unsigned char)text.at[i + 1] == 0x80;
        if (!mark && is_letter(text.at[i])) break;
        i += mark ? 3 : 1;
    }
    size_t from = i;
    while (i < text.len && is_letter(text.at[i]) && !((unsigned char)text.at[i] == 0xE2 && i + 1 < text.len && (unsigned char)text.at[i + 1] == 0x80)) i++;
    *at = i;
    return (say_str){ text.at + from, i - from };
}

typedef struct {
    say_str words[NEAR_WIDEST];               /* distinct */
    size_t  wanted[NEAR_WIDEST], seen[NEAR_WIDEST];/* how often each, in the words and in the window */
    size_t  distinct, width;
    struct { size_t which, from, to; } window[NEAR_WIDEST];       /* the words of the window, in a ring */
    size_t  filled, common, most;
    sayso_passage nearest;
} nearness;

static size_t which_word(const nearness *n, say_str word)
{
    for (size_t i = 0; i < n->distinct; i++)
        if (say_base_same_fold(n->words[i], word)) return i;
    return SAYSO_NONE;
}

static void take_words(nearness *n, say_str words)
{
    size_t at = 0;
    for (say_str word; n->width < NEAR_WIDEST && (word = word_from(words, &at)).len; n->width++) {
        size_t i = which_word(n, word);
        if (i == SAYSO_NONE) n->words[i = n->distinct++] = word;
        n->wanted[i]++;
    }
}

/* The window's first and last common words bound what is shown. */
static void note_nearest(nearness *n)
{
    n->most = n->common;
    bool begun = false;
    for (size_t k = n->filled > n->width ? n->filled - n->width : 0; k < n->filled; k++) {
        if (n->window[k % n->width].which == SAYSO_NONE) continue;
        if (!begun) n->nearest.from = n->window[k % n->width].from;
        n->nearest.to = n->window[k % n->width].to;
        begun = true;
    }
}

static void slide(nearness *n, size_t which, size_t from, size_t to)
{
    size_t slot = n->filled % n->width, old = n->filled >= n->width ? n->window[slot].which : SAYSO_NONE;
    if (old != SAYSO_NONE && n->seen[old]-- <= n->wanted[old]) n->common--;
    n->window[slot].which = which;
    n->window[slot].from = from;
    n->window[slot].to = to;
    n->filled++;
    if (which == SAYSO_NONE) return;
    if (++n->seen[which] <= n->wanted[which]) n->common++;
    if (n->common > n->most) note_nearest(n);
}

static sayso_passage nearest_to(say_str text, say_str words)
{
    nearness n = { .width = 0 };
    take_words(&n, words);
    size_t at = 0;
    for (say_str word; n.width && (word = word_from(text, &at)).len;) slide(&n, which_word(&n, word), at - word.len, at);
    return n.nearest;
}

/* At most SHOWN bytes, and no half characters. */
static say_str shown(say_str words)
{
    size_t len = words.len < SHOWN ? words.len : SHOWN;
    while (len < words.len && len > 0 && ((unsigned char)words.at[len] & 0xC0) == 0x80) len--;
    return (say_str){ words.at, len };
}

static void refuse_words(say_intake *in, const char *key, say_str words, const char *complaint)
{
    if (in->refused) return;
    say_str w = shown(words);
    const char *more = w.len < words.len ? "…" : "";
    if (in->searches++ >= MOST_SEARCHES) {
        say_intake_refuse(in, "%s “%.*s%s” %s", key, (int)w.len, w.at, more, complaint);
        return;
    }
    sayso_passage near = nearest_to(in->text, words);
    say_str n = shown(say_base_sub(in->text, (say_range){ near.from, near.to }));
    if (!n.len) say_intake_refuse(in, "%s “%.*s%s” %s; no word of it is in the text", key, (int)w.len, w.at, more, complaint);
    else say_intake_refuse(in, "%s “%.*s%s” %s; nearest is “%.*s%s” at %zu–%zu", key, (int)w.len, w.at, more, complaint, (int)n.len, n.at,
                           n.len < near.to - near.from ? "…" : "", near.from, near.to);
}

/* ---- sentences ---- */

size_t say_intake_sentence_at(const say_intake *in, sayso_passage passage)
{
    size_t low = 0, high = in->sentences.count;
    if (passage.to <= passage.from) return SAYSO_NONE;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (in->sentences.at[middle].to <= passage.from) low = middle + 1;
        else high = middle;
    }
    return low < in->sentences.count && in->sentences.at[low].from <= passage.from ? low : SAYSO_NONE;
}

/* Words without bytes, in the sentence or at one place of the text. */
static void place_words(say_intake *in, const char *key, say_str given, size_t sentence, sayso_passage *out)
{
    say_str words = say_intake_bare(given);
    sayso_passage place = { 0, 0 };
    if (!words.len) return;
    size_t count = 0;
    if (sentence < in->sentences.count) count = places_of(in->text, in->sentences.at[sentence].from, in->sentences.at[sentence].to, words, &place) ? 1 : 0;
    if (!count) count = places_of(in->text, 0, in->text.len, words, &place);
    if (count == 1) *out = place;
    else if (count) say_intake_refuse(in, "%s “%.*s” stands at several places of the text and not in its sentence", key, (int)shown(words).len, words.at);
    else refuse_words(in, key, words, "does not stand in the text");
}

void say_intake_sentence(say_intake *in, const say_intake_value *object, size_t *sentence)
{
    const say_intake_value *value = say_intake_member(object, "sentence");
    if (!value || say_intake_is(value, INTAKE_NULL)) return;
    if (say_intake_is(value, INTAKE_WORDS)) {
        sayso_passage at = { 0, 0 };
        place_words(in, "sentence", value->words, SAYSO_NONE, &at);
        *sentence = say_intake_sentence_at(in, at);
        return;
    }
    int64_t number = say_intake_whole(value, 0);
    if (number < 1 || (uintmax_t)number > in->sentences.count) say_intake_refuse(in, "sentence is none of the report's %zu", in->sentences.count);
    else *sentence = (size_t)number - 1;
}

void say_intake_passage(say_intake *in, const say_intake_value *value, const char *key, size_t sentence, sayso_passage *out)
{
    if (!value || say_intake_is(value, INTAKE_NULL)) return;
    const say_intake_value *words = say_intake_is(value, INTAKE_OBJECT) ? say_intake_member(value, "words") : value;
    if (!say_intake_is(words, INTAKE_WORDS)) {
        say_intake_refuse(in, "%s is no passage: words, or bytes and words", key);
        return;
    }
    say_str w = words->words;
    const say_intake_value *from = say_intake_member(value, "from"), *to = say_intake_member(value, "to");
    if (!from && !to) {
        place_words(in, key, w, sentence, out);
        return;
    }
    int64_t a = say_intake_whole(from, -1), b = say_intake_whole(to, -1);
    if (a < 0 || b < a || (uintmax_t)b > in->text.len) {
        say_intake_refuse(in, "%s has bytes that the text has not", key);
        return;
    }
    if (say_base_same(say_base_sub(in->text, (say_range){ (size_t)a, (size_t)b }), w)) *out = (sayso_passage){ (size_t)a, (size_t)b };
    else refuse_words(in, key, w, "does not stand at these bytes");
}

/* "believed … may have been": the words on both sides of the gap. */
void say_intake_quote(say_intake *in, const char *key, say_str words)
{
    static const char gap[] = "…";
    sayso_passage place;
    if (places_of(in->text, 0, in->text.len, say_intake_bare(words), &place)) return;
    for (say_str rest = words; rest.len;) {
        size_t end = 0;
        while (end < rest.len && !(rest.len - end >= sizeof gap - 1 && memcmp(rest.at + end, gap, sizeof gap - 1) == 0)) end++;
        say_str part = say_intake_bare((say_str){ rest.at, end });
        if (part.len && !places_of(in->text, 0, in->text.len, part, &place)) {
            refuse_words(in, key, part, "does not stand in the text");
            return;
        }
        size_t past = end < rest.len ? end + sizeof gap - 1 : end;
        rest = (say_str){ rest.at + past, rest.len - past };
    }
}
