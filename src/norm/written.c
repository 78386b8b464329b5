/* written: the day on which a text was written, where neither a dateline nor its wrapping says.
 *
 * News carries whole dates that are its own and not those of what it tells: under a photograph ("Duncan, Okla., on
 * Monday, Nov. 18, 2019"), behind a post ("(@name) February 16, 2018"), before the first sentence ("April 11 2017
 * The general staff warns").  The newest of these counts; without one, the newest whole date near the beginning
 * whose weekday the text also names alone ("April 4 2017" and "on Tuesday").  A weekday alone that is one of the two
 * behind that day moves the day there: "on Monday" beside the stamp of a Sunday is the next day, not six days before.  A day is not given where the text tells of a later year, or of a day soon after.       */
#include "norm/inside.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SENTENCES = 3, SOON = 300 };

typedef struct {
    const say_text *text;
    bool     alone[7];                   /* weekdays that stand without a date */
    long     stamp, newest;              /* days; LONG_PAST where there is none */
    int      year;                       /* the newest that the text names */
} written_scan;

enum { LONG_PAST = -1000000 };

static bool sentence_has(const say_text *text, const say_sentence *s, const char *words)
{
    for (size_t w = s->first; w < s->first + s->count; w++)
        if (say_norm_word_among(say_text_word(text, w), words) >= 0) return true;
    return false;
}

/* The word before a range of words, commas left out; -1 at a sentence's beginning. */
static long stamp_before(const say_text *text, const say_sentence *s, size_t from)
{
    while (from > s->first && say_base_same(say_text_word(text, from - 1), SAY_STR(","))) from--;
    return from > s->first ? (long)from - 1 : -1;
}

static bool begins_small(say_str word) { return word.len && word.at[0] >= 'a' && word.at[0] <= 'z'; }

static bool stamp_ends(const say_text *text, const say_sentence *s, size_t to)
{
    while (to < s->first + s->count && say_norm_word_among(say_text_word(text, to), ". ) \" ”") >= 0) to++;
    return to == s->first + s->count;
}

/* Whether a whole date is the text's own: behind a weekday, before everything else, or at the end without a preposition. */
static bool is_stamp(const say_text *text, size_t sentence, say_range words)
{
    const say_sentence *s = &text->sentences[sentence];
    long before = stamp_before(text, s, words.from);
    if (before < 0) return sentence < FIRST_SENTENCES;
    say_str word = say_text_word(text, (size_t)before);
    return say_norm_weekday_word(word) >= 0 || (stamp_ends(text, s, words.to) && !begins_small(word));
}

static void note_date(written_scan *w, size_t sentence, const say_date *date)
{
    norm_day day = { 0, 0, 0 };
    if (strlen(date->value) == 10) day = say_norm_read_day(date->value);
    int year = (int)strtol(date->value, NULL, 10);
    if (year > w->year) w->year = year;
    if (!day.year) return;
    long number = say_norm_day_number(day);
    if (number > w->newest && sentence <= FIRST_SENTENCES) w->newest = number;
    if (number > w->stamp && is_stamp(w->text, sentence, say_text_words_in(w->text, date->at))) w->stamp = number;
}

/* Weekdays that no date follows. */
static void note_weekdays(written_scan *w, const say_sentence *s, const say_dates *dates)
{
    for (size_t i = s->first; i < s->first + s->count; i++) {
        int weekday = say_text_is_capital(say_text_word(w->text, i)) ? say_norm_weekday_word(say_text_word(w->text, i)) : -1;
        bool dated = false;
        for (size_t k = 0; weekday >= 0 && k < dates->count; k++) {
            size_t from = say_text_words_in(w->text, dates->at[k].at).from;
            dated = dated || (from > i && from - i <= 2);
        }
        if (weekday >= 0 && !dated) w->alone[weekday] = true;
    }
}

/* A day without a year that, taken as past, lies nearly a year back is one of the weeks to come: then the text is later. */
static sayso_code tells_of_later(const written_scan *w, const char *day, say_arena *arena, bool *later, sayso_error *error)
{
    sayso_code code = SAYSO_OK;
    long number = say_norm_day_number(say_norm_read_day(day));
    for (size_t s = 0; !code && s < w->text->sentence_count; s++) {
        say_dates dates = { 0 };
        code = say_norm_dates(w->text, s, day, arena, &dates, error);
        for (size_t i = 0; !code && i < dates.count; i++)
            if (dates.at[i].relative && strlen(dates.at[i].value) == 10 && number - say_norm_day_number(say_norm_read_day(dates.at[i].value)) > SOON)
                *later = *later || !sentence_has(w->text, &w->text->sentences[s], "will would planned scheduled until by");
    }
    return code;
}

sayso_code say_norm_written(const say_text *text, say_arena *arena, char day[11], sayso_error *error)
{
    written_scan w = { .text = text, .stamp = LONG_PAST, .newest = LONG_PAST };
    sayso_code code = SAYSO_OK;
    *day = '\0';
    for (size_t s = 0; !code && s < text->sentence_count; s++) {
        say_dates dates = { 0 };
        code = say_norm_dates(text, s, "", arena, &dates, error);
        note_weekdays(&w, &text->sentences[s], &dates);
        if (sentence_has(text, &text->sentences[s], "will would planned scheduled file")) continue;
        for (size_t i = 0; !code && i < dates.count; i++) note_date(&w, s, &dates.at[i]);
    }
    if (code) return code;
    bool told = w.newest != LONG_PAST && w.alone[say_norm_weekday(say_norm_day_from_number(w.newest))];
    long number = w.stamp != LONG_PAST ? w.stamp : told ? w.newest : LONG_PAST;
    if (number == LONG_PAST || say_norm_day_from_number(number).year < w.year) return SAYSO_OK;
    int weekday = say_norm_weekday(say_norm_day_from_number(number));
    for (int after = 2; after; after--)
        if (w.alone[(weekday + after) % 7]) {
            number += after;
            break;
        }
    bool later = false;
    say_norm_write_day(day, say_norm_day_from_number(number));
    code = tells_of_later(&w, day, arena, &later, error);
    if (later) *day = '\0';
    return code;
}
