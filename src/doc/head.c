/* doc: what stands at the head of a report.
 *
 * Five things can stand there, and all may be missing:
 *   a bare date      " date 2023-05-25 American officials told ..."
 *   bare lines       "url: https://example.org/story", "publisher: The Example"
 *   a title          a first line without a sentence's end, then a blank line; or the title that the item has
 *   a line of date   "Friday, June 28, 2019"
 *   a dateline       "KYIV, Ukraine, May 3 (Reuters) - ", "WASHINGTON — ", "(CNN) "
 * A dateline is read by a small hand-written grammar, in the first four lines:
 *   dateline := [place] ["," date] ["(" agency ")"] dash
 *             | [place] "(" known agency ")"                                          */
#include "doc/inside.h"

#include <string.h>

enum { DATELINE_LONGEST = 120, TITLE_LONGEST = 240, PLACE_TOKENS = 8 };

/* ---- lines ---- */

bool say_doc_is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_ascii_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static say_range trim_line(const say_doc *d, say_range r)
{
    while (r.from < r.to && say_doc_is_blank(d->text[r.from])) r.from++;
    while (r.to > r.from && say_doc_is_blank(d->text[r.to - 1])) r.to--;
    return r;
}

/* The next line at or after `from` that is not blank, trimmed; empty at the end. */
static say_range next_full_line(const say_doc *d, size_t from)
{
    while (from < d->size) {
        const char *end = memchr(d->text + from, '\n', d->size - from);
        size_t to = end ? (size_t)(end - d->text) : d->size;
        say_range line = trim_line(d, (say_range){ from, to });
        if (line.from < line.to) return line;
        from = to + 1;
    }
    return (say_range){ d->size, d->size };
}

static bool blank_line_follows(const say_doc *d, size_t at)
{
    int ends = 0;
    for (; at < d->size && say_doc_is_blank(d->text[at]); at++) ends += d->text[at] == '\n';
    return at == d->size || ends >= 2;
}

/* A heading ends in no full stop: "Spy office: agents shot columnist", "Who did it?". */
static bool is_heading(const say_doc *d, say_range line)
{
    size_t last = line.to;
    while (last > line.from && strchr("\"')]", d->text[last - 1])) last--;
    if (last - line.from >= 3 && memcmp(d->text + last - 3, "\xE2\x80\x9D", 3) == 0) last -= 3;
    return last > line.from && line.to - line.from <= TITLE_LONGEST
        && d->text[last - 1] != '.' && d->text[last - 1] != '!';
}

/* ---- dates ---- */

static const char *const month_stems[12] = {
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
};

int say_doc_month(say_str word)
{
    static const char *const rests[12] = {
        "uary", "ruary", "ch", "il", "", "e", "y", "ust", "tember", "ober", "ember", "ember",
    };
    if (word.len && word.at[word.len - 1] == '.') word.len--;
    for (int m = 0; m < 12; m++) {
        if (word.len < 3 || !say_base_same_fold((say_str){ word.at, 3 }, say_base_str(month_stems[m]))) continue;
        say_str rest = { word.at + 3, word.len - 3 };
        bool known = rest.len == 0 || say_base_same_fold(rest, say_base_str(rests[m]))
                  || (m == 8 && say_base_same_fold(rest, SAY_STR("t")));
        return known ? m + 1 : 0;
    }
    return 0;
}

/* The digits of a word as a number, -1 where it has anything else. */
static int dateline_number(say_str word)
{
    int n = 0;
    if (word.len == 0 || word.len > 4) return -1;
    for (size_t i = 0; i < word.len; i++) {
        if (word.at[i] < '0' || word.at[i] > '9') return -1;
        n = 10 * n + (word.at[i] - '0');
    }
    return n;
}

/* "1990", or "90" as agencies once wrote it. */
static int dateline_year(say_str word)
{
    int n = dateline_number(word);
    if (word.len == 2 && n >= 0) return n < 50 ? 2000 + n : 1900 + n;
    return word.len == 4 && n >= 1800 && n <= 2100 ? n : 0;
}

static void write_day(char date[11], int year, int month, int day)
{
    const int digits[8] = { year / 1000, year / 100 % 10, year / 10 % 10, year % 10, month / 10, month % 10, day / 10, day % 10 };
    for (int i = 0; i < 8; i++) date[i + (i > 3) + (i > 5)] = (char)('0' + digits[i]);
    date[4] = date[7] = '-';
    date[10] = '\0';
}

/* ---- datelines ---- */

typedef struct {
    const say_doc *doc;
    size_t at, end;
    say_range place, agency;
    int day, month, year;
    bool upper, dashed;
    int tokens;
} dateline_scan;

/* Length of the dash at the cursor, 0 where there is none: "-", "--", "–", "—". */
static size_t dash_at(const dateline_scan *l)
{
    const char *p = l->doc->text + l->at;
    size_t left = l->end - l->at;
    if (left >= 3 && (memcmp(p, "\xE2\x80\x94", 3) == 0 || memcmp(p, "\xE2\x80\x93", 3) == 0)) return 3;
    size_t n = 0;
    while (n < left && p[n] == '-') n++;
    return n <= 3 && n < left && p[n] == ' ' ? n : 0;
}

static void skip_dateline_blanks(dateline_scan *l)
{
    while (l->at < l->end && say_doc_is_blank(l->doc->text[l->at])) l->at++;
}

/* Bytes up to the next blank, comma, parenthesis or long dash. */
static say_str dateline_token(const dateline_scan *l)
{
    const char *p = l->doc->text + l->at;
    size_t n = 0, left = l->end - l->at;
    while (n < left && !say_doc_is_blank(p[n]) && p[n] != ',' && p[n] != '(' && p[n] != ')'
           && (left - n < 3 || (memcmp(p + n, "\xE2\x80\x94", 3) != 0 && memcmp(p + n, "\xE2\x80\x93", 3) != 0))) n++;
    return (say_str){ p, n };
}

/* Takes a day, month or year; false where the token is none. */
static bool take_dateline_date(dateline_scan *l, say_str token)
{
    int n = dateline_number(token);
    if (!l->month && say_doc_month(token)) l->month = say_doc_month(token);
    else if (!l->day && n >= 1 && n <= 31) l->day = n;
    else if (l->day && l->month && !l->year && dateline_year(token)) l->year = dateline_year(token);
    else return false;
    return true;
}

/* "(Reuters)" is the agency; "(USSR)" belongs to the place when more of the place or a date follows. */
static bool take_parenthesis(dateline_scan *l)
{
    size_t from = l->at + 1, to = from;
    while (to < l->end && l->doc->text[to] != ')') to++;
    if (to >= l->end || to - from < 2 || to - from > 48) return false;
    l->at = to + 1;
    if (l->at < l->end && l->doc->text[l->at] == ',') {
        l->place.to = l->at;
        return l->place.to > l->place.from && l->place.from < from;
    }
    l->agency = (say_range){ from, to };
    return true;
}

/* A word of a place: "SAN", "Ukraine", "St.", "de", "D.C.". */
static bool is_place_word(say_str token)
{
    static const char *const small[] = { "de", "da", "do", "del", "la", "al", "el", "of", "the", "upon", "and", "on" };
    unsigned char c = (unsigned char)token.at[0];
    if (is_ascii_upper((char)c) || c >= 0x80) return true;
    for (size_t i = 0; i < sizeof small / sizeof *small; i++)
        if (say_base_same(token, say_base_str(small[i]))) return true;
    return false;
}

static bool is_in_capitals(const char *text, say_range r)
{
    size_t letters = 0;
    for (size_t i = r.from; i < r.to; i++) {
        if (text[i] >= 'a' && text[i] <= 'z') return false;
        letters += is_ascii_upper(text[i]) || (unsigned char)text[i] >= 0x80;
    }
    return letters >= 3;
}

/* "FILE - In this photo", "EXCLUSIVE - " open no place. */
static bool is_wire_label(say_str word)
{
    static const char *const labels[] = {
        "FILE", "EXCLUSIVE", "UPDATE", "BREAKING", "LIVE", "OPINION", "ANALYSIS", "WATCH", "VIDEO", "PHOTOS", "PHOTO",
        "CORRECTION", "EDITORIAL", "NOTE", "SPECIAL", "ALERT", "WARNING", "COMMENTARY", "UPDATED", "NEWS",
    };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (say_base_same(word, say_base_str(labels[i]))) return true;
    return false;
}

/* Reads to the dash, or to a known agency; false where a token fits no dateline. */
static bool read_dateline(dateline_scan *l)
{
    while (l->at < l->end && l->tokens <= PLACE_TOKENS + 6) {
        skip_dateline_blanks(l);
        size_t dash = dash_at(l);
        if (dash) {
            l->at += dash;
            return l->dashed = true;
        }
        if (l->agency.to > l->agency.from) return true;
        if (l->at < l->end && l->doc->text[l->at] == '(') {
            if (!take_parenthesis(l)) return false;
        } else {
            say_str token = dateline_token(l);
            if (token.len == 0) return false;
            size_t from = l->at;
            l->at += token.len;
            if (!take_dateline_date(l, token)) {
                if (l->month || l->day || l->tokens >= PLACE_TOKENS || !is_place_word(token)) return false;
                if (l->tokens == 0) {
                    if (is_wire_label(token)) return false;
                    l->place.from = from;
                }
                l->place.to = l->at;
            }
        }
        if (l->at < l->end && l->doc->text[l->at] == ',') l->at++;
        l->tokens++;
    }
    return false;
}

/* The place must be in capitals, unless an agency vouches for it: in a text that is
 * all capitals only a date or an agency makes a dateline.                            */
static bool is_dateline(const dateline_scan *l, say_range line)
{
    const say_doc *d = l->doc;
    say_str agency = say_base_sub((say_str){ d->text, d->size }, l->agency);
    bool credited = agency.len > 0, dated = l->day && l->month, placed = l->place.to > l->place.from;
    if (!placed && !credited) return false;
    if (!placed || !l->dashed) return say_doc_opens(agency);
    if (!credited && !dated && is_heading(d, line)) return false;          /* "MOSQUE BOMBING - what we know" */
    if (credited && (l->upper || say_doc_agency(agency))) return true;
    size_t first = l->place.from;
    while (first < l->place.to && d->text[first] != ',' && d->text[first] != '/') first++;
    bool capitals = is_in_capitals(d->text, (say_range){ l->place.from, first });
    return dated || (capitals && !l->upper) || (credited && capitals);
}

static bool find_dateline(say_doc *d, say_range line)
{
    size_t end = line.to - line.from > DATELINE_LONGEST ? line.from + DATELINE_LONGEST : line.to;
    dateline_scan l = { .doc = d, .at = line.from, .end = end };
    l.upper = is_in_capitals(d->text, line);
    if (!read_dateline(&l) || !is_dateline(&l, line)) return false;
    d->head = (say_range){ line.from, l.at };
    d->place_at = trim_line(d, l.place);
    d->agency_at = l.agency;
    d->month = l.month && l.day ? l.month : 0;
    d->day = d->month ? l.day : 0;
    if (d->month && l.year && !d->date[0]) {
        d->date_at = (say_range){ l.place.to, l.agency.from ? l.agency.from - 1 : l.at };
        write_day(d->date, l.year, l.month, l.day);
    }
    d->body.from = trim_line(d, (say_range){ l.at, line.to }).from;
    return true;
}

/* " date 2023-05-25 American officials ...": the date alone, before the first sentence. */
static bool find_bare_date(say_doc *d)
{
    size_t at = trim_line(d, (say_range){ d->start, d->size }).from, from;
    if (d->size - at < 15 || !say_base_same_fold((say_str){ d->text + at, 4 }, SAY_STR("date"))) return false;
    for (at += 4; at < d->size && (say_doc_is_blank(d->text[at]) || d->text[at] == ':'); at++) { }
    from = at;
    static const char shape[] = "dddd-dd-dd";
    for (size_t i = 0; i < 10; i++, at++)
        if (at >= d->size || (shape[i] == 'd' ? !(d->text[at] >= '0' && d->text[at] <= '9') : d->text[at] != '-')) return false;
    if (at < d->size && !say_doc_is_blank(d->text[at])) return false;
    int month = 10 * (d->text[from + 5] - '0') + d->text[from + 6] - '0';
    int day = 10 * (d->text[from + 8] - '0') + d->text[from + 9] - '0';
    if (month < 1 || month > 12 || day < 1 || day > 31) return false;
    memcpy(d->date, d->text + from, 10);
    d->date_at = (say_range){ from, at };
    d->start = d->body.from = at;
    return true;
}

/* "url: https://example.org/story" and "publisher: The Example": a line each, as a tool that saves texts may write above them. */
static bool find_bare_line(say_doc *d, const char *key, say_range *value)
{
    say_range line = next_full_line(d, d->start);
    size_t length = strlen(key);
    if (value->to || line.to - line.from <= length || !say_base_same_fold((say_str){ d->text + line.from, length }, say_base_str(key))) return false;
    *value = trim_line(d, (say_range){ line.from + length, line.to });
    d->start = d->body.from = line.to;
    return true;
}

static void find_bare_head(say_doc *d)
{
    while (find_bare_line(d, "url:", &d->url_at) || find_bare_line(d, "publisher:", &d->publisher_at) || (!d->date_at.to && find_bare_date(d))) { }
}

/* A word of a line that only tells when: "Published:", "Friday", "11:41am", "GMT". */
static bool is_when_word(say_str token)
{
    static const char *const words[] = {
        "published", "updated", "posted", "on", "at", "date", "last", "am", "pm", "a.m.", "p.m.", "gmt", "utc", "bst", "est", "edt", "et", "pt",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
    };
    size_t digits = 0;
    while (digits < token.len && ((token.at[digits] >= '0' && token.at[digits] <= '9') || token.at[digits] == ':')) digits++;
    if (digits && memchr(token.at, ':', digits)) {                      /* "11:41am" */
        token = (say_str){ token.at + digits, token.len - digits };
        if (token.len == 0) return true;
    }
    if (token.len && token.at[token.len - 1] == ':') token.len--;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (say_base_same_fold(token, say_base_str(words[i]))) return true;
    return token.len == 1 && strchr("-|/", token.at[0]);
}

/* A line that is a date and nothing else: "Friday, June 28, 2019", "Published: 28 June 2019 11:41 GMT". */
static bool find_date_line(say_doc *d, say_range line)
{
    dateline_scan l = { .doc = d, .at = line.from, .end = line.to };
    while (l.at < l.end) {
        skip_dateline_blanks(&l);
        say_str token = dateline_token(&l);
        l.at += token.len ? token.len : 1;
        if (token.len == 0) {
            if (d->text[l.at - 1] != ',') return false;
        } else if (!take_dateline_date(&l, token) && !is_when_word(token)) {
            return false;
        }
    }
    if (!l.month || !l.day || !l.year) return false;
    if (!d->date[0]) {
        d->date_at = line;
        write_day(d->date, l.year, l.month, l.day);
    }
    return true;
}

/* Ten digits are seconds since 1970, thirteen are thousandths of them; but "2026052510" is a day and an hour. */
static bool take_epoch(say_str words, char day[11])
{
    int64_t n = 0;
    size_t digits = 0;
    for (; digits < words.len && words.at[digits] >= '0' && words.at[digits] <= '9' && digits < 14; digits++) n = 10 * n + (words.at[digits] - '0');
    if (digits < words.len && words.at[digits] != '.') return false;
    if (digits == 13) n /= 1000;
    if ((digits != 10 && digits != 13) || n >= 2000000000) return false;
    int64_t days = n / 86400 + 719468, era = days / 146097, of_era = days % 146097;      /* days and years begin on 1 March of year 0 */
    int64_t years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365, of_year = of_era - (365 * years + years / 4 - years / 100);
    int month = (int)((5 * of_year + 2) / 153), of_month = (int)(of_year - (153 * month + 2) / 5 + 1);
    month += month < 10 ? 3 : -9;
    write_day(day, (int)(years + era * 400) + (month <= 2), month, of_month);
    return true;
}

bool say_doc_day(say_str words, char day[11])
{
    memset(day, 0, 11);
    while (words.len && say_doc_is_blank(words.at[0])) words.at++, words.len--;
    if (take_epoch(words, day)) return true;
    say_doc d = { .text = words.at, .size = words.len };
    int year = dateline_number((say_str){ words.at, words.len < 4 ? 0 : 4 });
    if (year >= 1800 && year <= 2100 && words.len >= 8) {                /* 2019-11-19, 2019/11/19, 20191119 */
        size_t bar = words.at[4] == '-' || words.at[4] == '/';
        int month = dateline_number((say_str){ words.at + 4 + bar, 2 }), of = words.len >= 8 + 2 * bar ? dateline_number((say_str){ words.at + 6 + 2 * bar, 2 }) : 0;
        if (month >= 1 && month <= 12 && of >= 1 && of <= 31) write_day(day, year, month, of);
    } else {                                                             /* Tue, 19 Nov 2019 08:00 */
        dateline_scan l = { .doc = &d, .end = words.len < DATELINE_LONGEST ? words.len : DATELINE_LONGEST };
        while (l.at < l.end && !(l.day && l.month && l.year)) {
            skip_dateline_blanks(&l);
            say_str token = dateline_token(&l);
            l.at += token.len ? token.len : 1;
            take_dateline_date(&l, token);
        }
        if (l.day && l.month && l.year) write_day(day, l.year, l.month, l.day);
    }
    return day[0] != '\0';
}

/* "Column struck near Tolland | The Example" begins with the title of "Column struck near Tolland". */
static bool is_same_title(say_str title, say_str line)
{
    enum { LEAST_LETTERS = 4 };
    char wanted[SAY_DOC_LETTERS], letters[SAY_DOC_LETTERS];
    size_t size = say_doc_letters(line, letters, 0);
    const size_t lengths[] = { title.len, say_doc_title_length(title) };
    for (size_t i = 0; i < 2 && size >= LEAST_LETTERS; i++)
        if (say_doc_letters((say_str){ title.at, lengths[i] }, wanted, 0) == size && memcmp(wanted, letters, size) == 0) return true;
    return false;
}

/* Where the item has a title, only the same words are one. */
static bool is_title(const say_doc *d, say_range line, say_str title)
{
    if (d->title_at.to || d->body.from != line.from) return false;
    if (title.len) return is_same_title(title, say_base_sub((say_str){ d->text, d->size }, line));
    return line.to < d->size && blank_line_follows(d, line.to) && is_heading(d, line);
}

void say_doc_head(say_doc *d, say_str title)
{
    enum { HEAD_LINES = 4 };
    if (!d->html) find_bare_head(d);
    say_range line = next_full_line(d, d->html ? d->main : d->start);
    d->body.from = line.from;
    for (int i = 0; i < HEAD_LINES && line.from < line.to; i++, line = next_full_line(d, line.to)) {
        if (find_dateline(d, line)) return;
        bool date = find_date_line(d, line), named = !date && is_title(d, line, title);
        if (named) d->title_at = line;
        if (named || (date && d->body.from == line.from)) d->body.from = next_full_line(d, line.to).from;
    }
}
