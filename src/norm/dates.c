/* dates: time expressions of English news, each to the ISO day, month or year that the
 * words make certain.  A tradition of the trade does the rest: a bare "Friday" is the
 * last one up to the day of the report, "May 3" the last one up to it.  Nothing is given
 * for a stretch ("last week"), for the future ("next Friday"), or for words that need a
 * report date where there is none.                                                      */
#include "norm/inside.h"
#include "doc/doc.h"

#include <string.h>

typedef struct {
    const norm_words *view;
    norm_day report;                                               /* year 0: none */
} time_scan;

typedef struct { norm_day day; bool relative; } time_value;

/* ---- words ---- */

static say_str time_word(const time_scan *t, size_t i)
{
    return say_norm_word_at(t->view, i);
}

static bool time_word_is(const time_scan *t, size_t i, const char *word)
{
    return i < t->view->count && say_text_same_fold(time_word(t, i), say_base_str(word));
}

/* The number that a word is, at most four digits; -1 for others. "3rd" is 3 where `ordinal`. */
static int number_word(say_str word, bool ordinal)
{
    int n = 0;
    size_t i = 0;
    while (i < word.len && i < 5 && word.at[i] >= '0' && word.at[i] <= '9') n = n * 10 + (word.at[i++] - '0');
    if (i == 0 || i > 4) return -1;
    say_str rest = { word.at + i, word.len - i };
    return rest.len == 0 || (ordinal && say_norm_word_among(rest, "st nd rd th") >= 0) ? n : -1;
}

static int day_word(say_str word)
{
    int n = number_word(word, true);
    return n >= 1 && n <= 31 ? n : 0;
}

/* A year: four digits from 1800 to 2100. */
static int year_word(say_str word)
{
    int n = word.len == 4 ? number_word(word, false) : 0;
    return n >= 1800 && n <= 2100 ? n : 0;
}

/* A month with a capital; "may" and "march" are words of their own. */
static int month_word(const time_scan *t, size_t i)
{
    say_str word = time_word(t, i);
    return say_text_is_capital(word) ? say_doc_month(word) : 0;
}

/* ---- the year that is meant ---- */

/* "May 3", "in February": the last one up to the report. */
static bool give_year(const time_scan *t, norm_day *d)
{
    if (!t->report.year) return false;
    bool later = t->report.day && (d->month > t->report.month || (d->month == t->report.month && d->day > t->report.day));
    d->year = t->report.year - later;
    return !d->day || say_norm_is_real_day(d->year, d->month, d->day);
}

/* Behind a month or day: [","] year.  Sets the year; how many words that takes. */
static size_t year_behind(const time_scan *t, size_t i, int *year)
{
    size_t at = i + time_word_is(t, i, ",");
    *year = year_word(time_word(t, at));
    return *year ? at + 1 - i : 0;
}

static size_t finish_date(const time_scan *t, size_t from, size_t at, norm_day day, time_value *value)
{
    at += year_behind(t, at, &day.year);
    value->relative = !day.year;
    if (!day.year && !give_year(t, &day)) return 0;
    value->day = day;
    return at - from;
}

/* ---- expressions: each returns how many words it takes, 0 for none ---- */

/* "2023-05-25" */
static size_t iso_at(const time_scan *t, size_t i, time_value *value)
{
    int year = year_word(time_word(t, i)), month = number_word(time_word(t, i + 2), false), day = number_word(time_word(t, i + 4), false);
    if (!year || !time_word_is(t, i + 1, "-") || !time_word_is(t, i + 3, "-") || !say_norm_is_real_day(year, month, day)) return 0;
    value->day = (norm_day){ year, month, day };
    return 5;
}

/* "12/06/2019" may be June or December: only its year is certain; "25/12/2019" is a day. */
static size_t slashed_at(const time_scan *t, size_t i, time_value *value)
{
    int a = number_word(time_word(t, i), false), b = number_word(time_word(t, i + 2), false), year = year_word(time_word(t, i + 4));
    if (!year || !time_word_is(t, i + 1, "/") || !time_word_is(t, i + 3, "/")) return 0;
    bool day_first = say_norm_is_real_day(year, b, a), month_first = say_norm_is_real_day(year, a, b);
    if (!day_first && !month_first) return 0;
    value->day = (norm_day){ year, 0, 0 };
    if (day_first && (!month_first || a == b)) value->day = (norm_day){ year, b, a };
    else if (month_first && !day_first) value->day = (norm_day){ year, a, b };
    return 5;
}

/* "May 3, 2023", "Sept. 11", "September 2022", "in February", "last May". */
static size_t month_at(const time_scan *t, size_t i, time_value *value)
{
    bool last = time_word_is(t, i, "last");
    size_t at = i + last;
    int month = month_word(t, at);
    if (!month) return 0;
    at++;
    at += time_word_is(t, at, ".") && time_word(t, at - 1).len <= 4;
    int day = day_word(time_word(t, at)), year;
    bool percent = day && time_word_is(t, at + 1, "%");
    if (day && !percent && say_norm_is_real_day(0, month, day)) return finish_date(t, i, at + 1, (norm_day){ 0, month, day }, value);
    size_t more = year_behind(t, at, &year);
    if (more) {
        value->day = (norm_day){ year, month, 0 };
        return at + more - i;
    }
    int cue = i ? say_norm_word_among(time_word(t, i - 1), "in since of early late mid - during until by") : -1;
    if (!last && cue < 0) return 0;
    norm_day d = { 0, month, 0 };
    if (!give_year(t, &d)) return 0;
    if (last && d.month == t->report.month) d.year--;
    value->day = d;
    value->relative = true;
    return at - i;
}

/* "3 May", "3rd of May 2023", "11 Jan 1990". */
static size_t day_month_at(const time_scan *t, size_t i, time_value *value)
{
    int day = day_word(time_word(t, i));
    size_t at = i + 1 + time_word_is(t, i + 1, "of");
    int month = day ? month_word(t, at) : 0;
    if (!month || !say_norm_is_real_day(0, month, day)) return 0;
    at++;
    at += time_word_is(t, at, ".") && year_word(time_word(t, at + 1)) && time_word(t, at - 1).len <= 4;
    return finish_date(t, i, at, (norm_day){ 0, month, day }, value);
}

/* "on Friday", "Monday night": the last one up to the report; "last Friday" not its own day. */
static size_t weekday_at(const time_scan *t, size_t i, time_value *value)
{
    bool last = time_word_is(t, i, "last");
    say_str word = time_word(t, i + last);
    if (!t->report.day || !say_text_is_capital(word)) return 0;
    int weekday = say_norm_weekday_word(word);
    bool coming = i && say_norm_word_among(time_word(t, i - 1), "next coming every by until") >= 0;
    bool plural = time_word_is(t, i + last + 1, "s");
    if (weekday < 0 || coming || plural) return 0;
    int back = (say_norm_weekday(t->report) - weekday + 7) % 7;
    if (last && back == 0) back = 7;
    value->day = say_norm_day_from_number(say_norm_day_number(t->report) - back);
    value->relative = true;
    return 1 + (size_t)last;
}

/* "yesterday", "last night", "earlier this month", "last year". */
static const struct { const char *first, *second; int unit, back; } near_words[] = {   /* unit: 0 day, 1 month, 2 year */
    { "yesterday", NULL, 0, 1 }, { "today", NULL, 0, 0 }, { "tonight", NULL, 0, 0 },
    { "last", "night", 0, 1 }, { "this", "morning", 0, 0 }, { "this", "afternoon", 0, 0 }, { "this", "evening", 0, 0 },
    { "this", "month", 1, 0 }, { "last", "month", 1, 1 }, { "this", "year", 2, 0 }, { "last", "year", 2, 1 },
};

static norm_day months_back(norm_day d, int back)
{
    int month = d.year * 12 + d.month - 1 - back;
    return (norm_day){ month / 12, month % 12 + 1, 0 };
}

static norm_day units_back(norm_day report, int unit, int back)
{
    if (unit == 0) return say_norm_day_from_number(say_norm_day_number(report) - back);
    if (unit == 1) return months_back(report, back);
    return (norm_day){ report.year - back, 0, 0 };
}

/* Days and months can only be counted back from a day, years from a year too. */
static bool counts_from(norm_day report, int unit) { return unit == 2 ? report.year : report.day; }

static size_t near_at(const time_scan *t, size_t i, time_value *value)
{
    for (size_t k = 0; k < sizeof near_words / sizeof *near_words; k++) {
        const char *second = near_words[k].second;
        if (!time_word_is(t, i, near_words[k].first) || (second && !time_word_is(t, i + 1, second))) continue;
        if (!counts_from(t->report, near_words[k].unit)) return 0;
        value->day = units_back(t->report, near_words[k].unit, near_words[k].back);
        value->relative = true;
        return second ? 2 : 1;
    }
    return 0;
}

/* "two days ago", "a month ago", "three years earlier" is not meant: only "ago" counts from the report. */
static size_t ago_at(const time_scan *t, size_t i, time_value *value)
{
    static const char numbers[] = "a one two three four five six seven eight nine ten eleven twelve";
    int n = say_norm_word_among(time_word(t, i), numbers), unit = say_norm_word_among(time_word(t, i + 1), "day days month months year years");
    if (n < 0) n = number_word(time_word(t, i), false);
    else if (n == 0) n = 1;
    if (n < 1 || n > 500 || unit < 0 || !counts_from(t->report, unit / 2) || !time_word_is(t, i + 2, "ago")) return 0;
    value->day = units_back(t->report, unit / 2, n);
    value->relative = true;
    return 3;
}

/* "in 2014", "the 2018 poisoning", "(2016)". */
static size_t year_at(const time_scan *t, size_t i, time_value *value)
{
    int year = year_word(time_word(t, i));
    if (!year || !i || say_norm_word_among(time_word(t, i - 1), "in since of during from by early late mid until the a ( between to and summer"
                                  " spring autumn fall winter s after before a - year") < 0) return 0;
    bool amount = say_norm_word_among(time_word(t, i + 1), "people troops soldiers dead , . km miles") >= 0
               && number_word(time_word(t, i + 2), false) >= 0;
    if (amount || time_word_is(t, i + 1, "people")) return 0;
    value->day = (norm_day){ year, 0, 0 };
    return 1;
}

static size_t time_at(const time_scan *t, size_t i, time_value *value)
{
    static size_t (*const kinds[])(const time_scan *, size_t, time_value *) = {
        iso_at, slashed_at, month_at, day_month_at, weekday_at, near_at, ago_at, year_at,
    };
    size_t best = 0;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        time_value one = { { 0, 0, 0 }, false };
        size_t count = kinds[k](t, i, &one);
        if (count <= best) continue;
        best = count;
        *value = one;
    }
    return best;
}

sayso_code say_norm_dates(const say_text *text, size_t sentence, const char *report_date,
                          say_arena *arena, say_dates *out, sayso_error *error)
{
    *out = (say_dates){ 0 };
    if (sentence >= text->sentence_count) return SAYSO_OK;
    const say_sentence *s = &text->sentences[sentence];
    norm_words view = { .source = text->source, .words = text->words + s->first, .count = s->count };
    time_scan t = { &view, say_norm_read_day(report_date) };
    time_value value;
    for (size_t i = 0, count; i < view.count; i += count ? count : 1) {
        count = time_at(&t, i, &value);
        if (!count) continue;
        say_date *date = SAY_PUSH(arena, out, error);
        if (!date) return SAYSO_NO_MEMORY;
        date->at = (say_range){ view.words[i].at.from, view.words[i + count - 1].at.to };
        date->relative = value.relative;
        say_norm_write_day(date->value, value.day);
    }
    return SAYSO_OK;
}
