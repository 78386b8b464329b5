/* Events: which mentions of a report mean the same incident.
 *
 * The network gives the log-odds of each pair.  Mentions are taken in order; each joins
 * the event whose members it agrees with best on average, if that average is above 0,
 * and opens an event of its own otherwise.  Only the NEAREST mentions before it are
 * asked, so a hostile text with thousands of mentions stays linear; a press report has
 * four to ten.
 *
 * Words may speak against the network: "the attack on the *Kremlin*" and "the attack on the
 * *Nord Stream* pipelines" name two targets, and are hardly one incident.  And who is said to have staged
 * something ("blamed the Kremlin for a false-flag operation") is said so of what others are blamed for: an
 * incident that was only staged is that of the mention before it (91 of 100 in the annotated reports).  */
#include "marks/inside.h"

enum { NEAREST = 200, TARGET_WITHIN = 6, TARGET_WORDS = 4 };

static bool opens_target(say_str word)
{
    static const char *const list[] = { "on", "of", "against", NULL };
    return say_text_is_among(word, list);
}

/* The capitalised words of the target named behind a mention that ends before word `end`. */
static size_t target_of(const say_text *text, size_t end, size_t words[TARGET_WORDS])
{
    size_t n = 0;
    if (end == 0 || end >= text->word_count || !opens_target(say_text_word(text, end))) return 0;
    size_t sentence = text->words[end - 1].sentence;
    if (say_text_is_heading(text, sentence)) return 0;
    for (size_t i = end + 1; i < text->word_count && i <= end + TARGET_WITHIN && n < TARGET_WORDS; i++) {
        if (text->words[i].sentence != sentence) break;
        bool capital = say_text_is_capital(say_text_word(text, i));
        if (capital) words[n++] = i;
        else if (n) break;
    }
    return n;
}

bool say_marks_apart(const say_text *text, size_t end_a, size_t end_b)
{
    size_t a[TARGET_WORDS], b[TARGET_WORDS], n = target_of(text, end_a, a), m = target_of(text, end_b, b);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < m; k++) if (say_text_same_fold(say_text_word(text, a[i]), say_text_word(text, b[k]))) return false;
    return n && m;
}

static size_t best_event(const say_marks *marks, size_t i, say_same *same, const void *scores, double *sum, size_t *votes)
{
    size_t from = i > NEAREST ? i - NEAREST : 0, best = SAYSO_NONE;
    for (size_t j = from; j < i; j++) sum[marks->mentions.at[j].event] = 0, votes[marks->mentions.at[j].event] = 0;
    for (size_t j = from; j < i; j++) {
        sum[marks->mentions.at[j].event] += (double)same(scores, i, j);
        votes[marks->mentions.at[j].event]++;
    }
    double highest = 0;
    for (size_t j = from; j < i; j++) {
        size_t e = marks->mentions.at[j].event;
        double mean = sum[e] / (double)votes[e];
        if (mean > highest) { highest = mean; best = e; }
    }
    return best;
}

enum { STAGED = 1, OTHERWISE = 2 };

/* What is said of an event: that it was staged ("blamed" for staging it is no more), or how somebody took part in it otherwise. */
static void note_roles(const say_marks *marks, unsigned char *said)
{
    for (size_t i = 0; i < marks->mentions.count; i++) {
        sayso_role role = marks->groups.at[marks->mentions.at[i].group].role;
        said[marks->mentions.at[i].event] |= role == SAYSO_STAGED ? STAGED : role == SAYSO_INVOLVED ? 0 : OTHERWISE;
    }
}

/* to[e]: the event that e is. */
static void join_staged(const say_marks *marks, const unsigned char *said, size_t *to)
{
    size_t other = SAYSO_NONE;
    for (size_t i = 0; i < marks->mentions.count && other == SAYSO_NONE; i++) if (said[marks->mentions.at[i].event] != STAGED) other = marks->mentions.at[i].event;
    for (size_t i = 0; i < marks->mentions.count && other != SAYSO_NONE; i++) {
        size_t e = marks->mentions.at[i].event;
        if (said[e] != STAGED) other = e;
        else if (to[e] == SAYSO_NONE) to[e] = other;
    }
}

/* Numbers are given anew, in the order of first mentions. */
static void number_again(say_marks *marks, const size_t *to, size_t *number)
{
    size_t count = 0;
    for (size_t i = 0; i < marks->mentions.count; i++) {
        size_t e = marks->mentions.at[i].event, is = to[e] == SAYSO_NONE ? e : to[e];
        if (number[is] == SAYSO_NONE) number[is] = count++;
        marks->mentions.at[i].event = number[is];
    }
    marks->event_count = count;
}

static sayso_code settle_staged(say_marks *marks, say_arena *arena, sayso_error *error)
{
    size_t n = marks->event_count, *to = SAY_TAKE(arena, size_t, n, error), *number = SAY_TAKE(arena, size_t, n, error);
    unsigned char *said = SAY_TAKE(arena, unsigned char, n, error);
    if (!to || !number || !said) return SAYSO_NO_MEMORY;
    for (size_t e = 0; e < n; e++) to[e] = number[e] = SAYSO_NONE;
    note_roles(marks, said);
    join_staged(marks, said, to);
    number_again(marks, to, number);
    return SAYSO_OK;
}

sayso_code say_marks_events(say_marks *marks, say_same *same, const void *scores, say_arena *arena, sayso_error *error)
{
    size_t n = marks->mentions.count;
    double *sum = SAY_TAKE(arena, double, n, error);
    size_t *votes = sum ? SAY_TAKE(arena, size_t, n, error) : NULL;
    if (!votes) return SAYSO_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        size_t e = best_event(marks, i, same, scores, sum, votes);
        marks->mentions.at[i].event = e == SAYSO_NONE ? marks->event_count++ : e;
    }
    return settle_staged(marks, arena, error);
}
