/* features: what a text says, as terms with weights.
 *
 * A term is a word, two capitalised words in a row, a number, a number with the word behind it
 * ("23 pirates", "two women"), a year, a day, a month or a weekday.  How often a term stands in the
 * text does not count: what tells one fire from another is said once.  Its weight is a whole number
 * of quarters of the logarithm of how seldom it stands in reports; the sum of squares is exact, and
 * so are the weights of unit length on every machine.                                            */
#include "incidents/inside.h"

#include <stdlib.h>
#include <string.h>

enum { SHORT_NUMBER = 14, LONG_NUMBER = 20, QUANTITY = 10, YEAR = 12, DAY = 24, MONTH = 10, WEEKDAY = 8, NAME_PAIR = 4,
       TELLING = 3,                          /* the least level of a word that counts */
       NAME_LEVEL = 16,                      /* from here on a capital counts where a sentence begins, too */
       RARE_LEVEL = 16, RARE_MOST = 40 };

typedef struct { uint64_t term; unsigned level; size_t order; } found_term;

/* A word of the text with what surrounds it. */
typedef struct {
    plain_word word, whole;              /* singular, and as it stands (in lower case) */
    bool capital, opens;                 /* opens a sentence, or what is said in quotes */
    bool digits;
    unsigned level;
    bool usual_name;                     /* in this text it has a capital more often than not */
} seen_word;

typedef struct { SAY_LIST(found_term) found; say_arena *arena; sayso_error *error; } term_list;

double say_incidents_root(double x)
{
    if (!(x > 0)) return 0;
    double r = x > 1 ? x : 1;
    for (;;) {
        double next = .5 * (r + x / r);
        if (!(next < r)) return r;
        r = next;
    }
}

uint64_t say_incidents_term(char kind, say_str word)
{
    char both[2 * TERM_ROOM + 4];
    size_t len = word.len < sizeof both - 2 ? word.len : sizeof both - 2;
    both[0] = kind;
    both[1] = ':';
    memcpy(both + 2, word.at, len);
    return say_base_hash((say_str){ both, len + 2 });
}

/* "ships" and "ship" are one word; "ies" and "ss" as English has them. */
static void make_singular(plain_word *w)
{
    bool s = w->len > 3 && w->at[w->len - 1] == 's' && w->at[w->len - 2] != 's';
    if (s && w->len > 4 && memcmp(w->at + w->len - 3, "ies", 3) == 0) {
        w->at[w->len - 3] = 'y';
        w->len -= 2;
    } else if (s) w->len--;
    w->at[w->len] = '\0';
}

/* Of no length where it is too long to be one; false: no memory. */
static bool lower_word(say_str word, say_arena *scratch, plain_word *out, sayso_error *error)
{
    bool ascii = true;
    for (size_t i = 0; i < word.len; i++) ascii = ascii && !((unsigned char)word.at[i] & 0x80);
    *out = (plain_word){ .len = 0 };
    if (word.len + 1 > TERM_ROOM) return true;
    if (ascii) {
        for (size_t i = 0; i < word.len; i++) out->at[i] = word.at[i] >= 'A' && word.at[i] <= 'Z' ? (char)(word.at[i] | 0x20) : word.at[i];
        out->len = word.len;
        return true;
    }
    char *lower = say_text_lower(scratch, word, error);
    size_t len = lower ? strlen(lower) : 0;
    if (!lower || len + 1 > TERM_ROOM) return lower != NULL;
    memcpy(out->at, lower, len);
    out->len = len;
    return true;
}

bool say_incidents_plain(say_str word, say_arena *scratch, plain_word *out, sayso_error *error)
{
    if (!lower_word(word, scratch, out, error)) return false;
    make_singular(out);
    return true;
}

static say_str word_str(const plain_word *w) { return (say_str){ w->at, w->len }; }

static bool all_digits(const plain_word *w)
{
    for (size_t i = 0; i < w->len; i++) if (w->at[i] < '0' || w->at[i] > '9') return false;
    return w->len > 0;
}

/* ---- calendar and numbers ---- */

static size_t place_in_list(const seen_word *w, const char *const *list)
{
    for (size_t i = 0; w && list[i]; i++) if (strcmp(w->whole.at, list[i]) == 0) return i + 1;
    return 0;
}

static size_t month_of(const seen_word *w)
{
    static const char *const months[] = { "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
                                          "november", "december", "sept", NULL };
    static const char *const brief[] = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", NULL };
    size_t month = place_in_list(w, months);
    return month == 13 ? 9 : month ? month : place_in_list(w, brief);
}

static size_t weekday_number(const seen_word *w)
{
    static const char *const days[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", NULL };
    return place_in_list(w, days);
}

/* "3", "23", "3rd": a day of the month, or 0. */
static size_t day_term(const seen_word *w)
{
    static const char *const ends[] = { "", "st", "nd", "rd", "th", NULL };
    size_t n = 0, value = 0;
    while (w && n < w->whole.len && n < 3 && w->whole.at[n] >= '0' && w->whole.at[n] <= '9') value = value * 10 + (size_t)(w->whole.at[n++] - '0');
    for (size_t i = 0; n && n < 3 && ends[i]; i++)
        if (strcmp(w->whole.at + n, ends[i]) == 0) return value <= 31 ? value : 0;
    return 0;
}

/* Digits as they stand, "two" to "twelve" as digits; NULL for the rest. */
static const char *number_of(const seen_word *w)
{
    static const char *const words[] = { "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", NULL };
    static const char *const digits[] = { "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12" };
    size_t i = place_in_list(w, words);
    return w->digits ? w->whole.at : i ? digits[i - 1] : NULL;
}

/* ---- terms ---- */

static bool add_found(term_list *list, char kind, say_str a, say_str b, unsigned level)
{
    char both[2 * TERM_ROOM];
    size_t len = a.len;
    memcpy(both, a.at, a.len);
    if (b.len) {
        both[len++] = ' ';
        memcpy(both + len, b.at, b.len);
        len += b.len;
    }
    found_term *f = SAY_PUSH(list->arena, &list->found, list->error);
    if (f) *f = (found_term){ say_incidents_term(kind, (say_str){ both, len }), level, list->found.count - 1 };
    return f != NULL;
}

static bool add_number(term_list *list, char kind, size_t a, size_t b, unsigned level)
{
    char text[2][4] = { { (char)('0' + a / 10), (char)('0' + a % 10) }, { (char)('0' + b / 10), (char)('0' + b % 10) } };
    return add_found(list, kind, (say_str){ text[0], 2 }, (say_str){ text[1], b ? 2 : 0 }, level);
}

static bool add_quantity(term_list *list, const seen_word *w, const seen_word *next, const char *number)
{
    bool letters = next && !next->digits && !(next->whole.at[0] >= '0' && next->whole.at[0] <= '9') && next->word.len > 1;
    if (w->digits && !add_found(list, '#', say_base_str(number), SAY_STR(""), w->whole.len < 3 ? SHORT_NUMBER : LONG_NUMBER)) return false;
    return !letters || add_found(list, 'q', say_base_str(number), word_str(&next->word), next->level / 2 + QUANTITY);
}

static bool is_year(const char *number)
{
    return strlen(number) == 4 && strcmp(number, "1900") >= 0 && strcmp(number, "2029") <= 0;
}

/* Dates and numbers; *done where the word says nothing besides. */
static bool add_calendar(term_list *list, const seen_word *before, const seen_word *w, const seen_word *next, bool *done)
{
    size_t month = w->capital ? month_of(w) : 0, weekday = weekday_number(w), day = day_term(next) ? day_term(next) : day_term(before);
    const char *number = number_of(w);
    *done = month || weekday || w->digits;
    if (month) return add_number(list, 'm', month, 0, MONTH) && (!day || add_number(list, 'd', month, day, DAY));
    if (weekday) return add_number(list, 'k', weekday, 0, WEEKDAY);
    if (!number) return true;
    if (w->digits && is_year(number)) return add_found(list, 'y', say_base_str(number), SAY_STR(""), YEAR);
    if (w->digits && (month_of(before) || month_of(next))) return true;
    return add_quantity(list, w, next, number);
}

static bool is_name(const seen_word *w)
{
    return w->capital && w->usual_name;
}

static bool add_word(term_list *list, const seen_word *before, const seen_word *w, const seen_word *next, bool *named)
{
    bool done, was = *named;
    *named = false;
    if (!add_calendar(list, before, w, next, &done)) return false;
    if (done || w->word.len < 2) return true;
    if (w->level >= TELLING && !add_found(list, 'w', word_str(&w->word), SAY_STR(""), w->level)) return false;
    *named = is_name(w);
    return !*named || !was || add_found(list, 'b', word_str(&before->word), word_str(&w->word), (before->level + w->level) / 2 + NAME_PAIR);
}

/* ---- words ---- */

typedef SAY_LIST(seen_word) seen_words;

/* One sign, be it "." or "€": a word has more, or is a letter or digit. */
static bool is_mark(say_str word)
{
    unsigned char c = (unsigned char)word.at[0];
    size_t points = 0;
    for (size_t i = 0; i < word.len; i++) points += ((unsigned char)word.at[i] & 0xC0) != 0x80;
    return points == 1 && c != '_' && !(c >= '0' && c <= '9') && !((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool see_words(say_str piece, say_arena *scratch, seen_words *words, sayso_error *error)
{
    static const char *const openers[] = { ".", "!", "?", ":", "\"", "“", NULL };
    size_t count = say_text_words(piece, NULL, 0);
    say_range *at = SAY_TAKE(scratch, say_range, count + 1, error);
    if (!at) return false;
    say_text_words(piece, at, count);
    bool opens = true;
    for (size_t i = 0; i < count; i++) {
        say_str word = say_base_sub(piece, at[i]);
        if (say_text_is_among(word, openers)) opens = true;
        if (is_mark(word)) continue;
        seen_word w = { .capital = say_text_is_capital(word), .opens = opens };
        opens = false;
        if (!lower_word(word, scratch, &w.whole, error)) return false;
        if (!w.whole.len) continue;
        w.word = w.whole;
        make_singular(&w.word);
        w.digits = all_digits(&w.whole);
        w.level = say_incidents_level(word_str(&w.word));
        seen_word *kept = SAY_PUSH(scratch, words, error);
        if (!kept) return false;
        *kept = w;
    }
    return true;
}

static int by_word(const void *a, const void *b)
{
    const seen_word *x = *(const seen_word *const *)a, *y = *(const seen_word *const *)b;
    int order = strcmp(x->word.at, y->word.at);
    return order ? order : (x > y) - (x < y);
}

/* "Harvest" is a name where it mostly has a capital inside sentences; where it only opens them, if it is a rare word. */
static bool mark_names(seen_words *words, say_arena *scratch, sayso_error *error)
{
    seen_word **sorted = SAY_TAKE(scratch, seen_word *, words->count + 1, error);
    if (!sorted) return false;
    for (size_t i = 0; i < words->count; i++) sorted[i] = &words->at[i];
    qsort(sorted, words->count, sizeof *sorted, by_word);
    for (size_t i = 0, end; i < words->count; i = end) {
        size_t capitals = 0, lower = 0;
        for (end = i; end < words->count && strcmp(sorted[end]->word.at, sorted[i]->word.at) == 0; end++) {
            lower += !sorted[end]->capital;
            capitals += sorted[end]->capital && !sorted[end]->opens;
        }
        for (size_t k = i; k < end; k++)
            sorted[k]->usual_name = capitals > lower || (!lower && sorted[k]->opens && sorted[k]->level >= NAME_LEVEL);
    }
    return true;
}

/* ---- an event's features ---- */

static int by_term_then_order(const void *a, const void *b)
{
    const found_term *x = a, *y = b;
    if (x->term != y->term) return x->term < y->term ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static int by_order(const void *a, const void *b)
{
    const found_term *x = a, *y = b;
    return (x->order > y->order) - (x->order < y->order);
}

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Each term once, with the place of its first mention. */
static void keep_first(term_list *list)
{
    size_t n = 0;
    if (list->found.count) qsort(list->found.at, list->found.count, sizeof *list->found.at, by_term_then_order);
    for (size_t i = 0; i < list->found.count; i++)
        if (!n || list->found.at[i].term != list->found.at[n - 1].term) list->found.at[n++] = list->found.at[i];
    list->found.count = n;
}

/* The first RARE_MOST rare terms: reports say early what they are about. */
static bool keep_rare_terms(term_list *list, say_arena *arena, say_event *event, sayso_error *error)
{
    uint64_t *rare = SAY_TAKE(arena, uint64_t, RARE_MOST, error);
    if (!rare) return false;
    size_t n = 0;
    if (list->found.count) qsort(list->found.at, list->found.count, sizeof *list->found.at, by_order);
    for (size_t i = 0; i < list->found.count && n < RARE_MOST; i++)
        if (list->found.at[i].level >= RARE_LEVEL) rare[n++] = list->found.at[i].term;
    qsort(rare, n, sizeof *rare, by_number);
    event->rare = rare;
    event->rare_count = n;
    return true;
}

static bool weigh(term_list *list, say_arena *arena, say_event *event, sayso_error *error)
{
    say_feature *features = SAY_TAKE(arena, say_feature, list->found.count + 1, error);
    double squares = 0;
    if (!features) return false;
    for (size_t i = 0; i < list->found.count; i++) squares += (double)list->found.at[i].level * (double)list->found.at[i].level;
    double length = say_incidents_root(squares);
    for (size_t i = 0; i < list->found.count; i++)
        features[i] = (say_feature){ list->found.at[i].term, (float)((double)list->found.at[i].level / length) };
    event->features = features;
    event->feature_count = list->found.count;
    return keep_rare_terms(list, arena, event, error);
}

sayso_code say_incidents_features(const say_str *pieces, size_t count, say_arena *arena, say_event *event, sayso_error *error)
{
    say_arena *scratch = say_base_arena(error);
    if (!scratch) return SAYSO_NO_MEMORY;
    term_list list = { .arena = scratch, .error = error };
    seen_words words = { NULL, 0, 0 };
    bool fine = true, named = false;
    for (size_t i = 0; fine && i < count; i++) fine = see_words(pieces[i], scratch, &words, error);
    fine = fine && mark_names(&words, scratch, error);
    for (size_t i = 0; fine && i < words.count; i++)
        fine = add_word(&list, i ? &words.at[i - 1] : NULL, &words.at[i], i + 1 < words.count ? &words.at[i + 1] : NULL, &named);
    if (fine) keep_first(&list);
    fine = fine && weigh(&list, arena, event, error);
    say_base_arena_close(scratch);
    return fine ? SAYSO_OK : SAYSO_NO_MEMORY;
}
