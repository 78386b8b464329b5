/* sentences: where one sentence ends and the next begins.
 *
 * A line is never joined to the next.  Within a line the end of a sentence is a stop
 * (. ! ? …) followed by white space that none of these explains away:
 *   1. it stands within quotation marks or brackets that close in the same line
 *      ("He left. He is gone," she said): such a quotation is one with its sentence;
 *   2. the full stop belongs to an abbreviation: a title (Gen. Ostos), a month before
 *      its day (Jan. 3), an initial (John F. Kennedy), an acronym (U.S. troops), a
 *      company (Acme Inc. said);
 *   3. the dots are an ellipsis and no capital follows (well ... maybe);
 *   4. a small letter follows "!" or an ellipsis.
 * After a quotation that ends in a stop, a capital begins a new sentence.
 *
 * Everything is one pass over the line: a bracket that does not close is remembered as
 * such, so that a line of 4 MB costs no more a byte than a short one.                  */
#include "text/sentences.h"
#include "text/points.h"

#include <string.h>

/* ---- abbreviations ----
 * TITLE: a name follows, so it never ends a sentence.  NUMBER: binds a following digit.
 * OTHER: ends a sentence only where a capital follows ("Acme Inc. The ...").            */

typedef enum { ABBREVIATION_NONE, ABBREVIATION_TITLE, ABBREVIATION_NUMBER, ABBREVIATION_OTHER } abbreviation_kind;

static const char title_words[] =
    " adm attys brig capt cmdr col cpl det dr gen gov ing lt maj mr mrs ms mt messrs mssrs prof ph rep reps rev sen sens"
    " sgt st supt v vs fig hon pres amb insp cdr comdr pvt pfc sec mme mlle msgr fr dep ";
static const char number_words[] = " art ext no nos p pp ";
static const char other_words[] =
    " adj adv al ala alta apr arc ariz ark assn asst aug ave bart bld bldg blvd bros btw cal calif cl co colo con conn corp"
    " cres ct dak dec del dept dist drs ens esp esq etc exp expy feb fed fla ft fwy ga hosp hr hway hwy ia id"
    " ida ill inc ind is jan jr jul jun kan kans ken ky la ltd man mar mass may md me med mex mfg mich min minn miss mm mo"
    " mont mtn neb nebr nev nov nr oct ok okla ont op ord ore pa pd penn penna pl plz que rd rs ref res rt sask sep sept sfc"
    " sr surg tce tenn tex univ ut va ver viz vt wash wis wisc wy wyo yuk approx dep est ";

static bool in_abbreviations(const char *list, say_str word)
{
    char spaced[16];
    if (word.len == 0 || word.len > 12) return false;
    spaced[0] = ' ';
    for (size_t i = 0; i < word.len; i++) {
        char c = word.at[i];
        spaced[i + 1] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    spaced[word.len + 1] = ' ';
    spaced[word.len + 2] = '\0';
    return strstr(list, spaced) != NULL;
}

static abbreviation_kind abbreviation(say_str word)
{
    if (in_abbreviations(title_words, word)) return ABBREVIATION_TITLE;
    if (in_abbreviations(number_words, word)) return ABBREVIATION_NUMBER;
    if (in_abbreviations(other_words, word)) return ABBREVIATION_OTHER;
    return ABBREVIATION_NONE;
}

/* Words that begin a sentence after "U.S.": "... in the U.S. The army ...". */
static const char opener_words[] =
    " a being did for he how however i in it millions more she that the there they we what when where who why but and"
    " his her its their this these those on at after as if while our my an so then both not no ";

/* ---- one line ---- */

enum { CLOSERS_MOST = 4 };

typedef struct {
    say_str text;
    size_t from, to;             /* the line */
    bool unclosed[128];          /* an opener of this kind (its low 7 bits) closes nowhere further on */
} line_scan;

static int32_t point_at(const line_scan *l, size_t i)
{
    size_t length;
    return i < l->to ? say_text_point(l->text, i, &length) : 0;
}

static size_t point_size(const line_scan *l, size_t i)
{
    size_t length = 0;
    if (i < l->to) say_text_point(l->text, i, &length);
    return length;
}

static int32_t point_before(const line_scan *l, size_t i)
{
    if (i <= l->from) return 0;
    size_t j = i - 1;
    while (j > l->from && ((unsigned char)l->text.at[j] & 0xC0) == 0x80) j--;
    return point_at(l, j);
}

static bool is_space_at(const line_scan *l, size_t i)
{
    return i >= l->to || say_text_kind(point_at(l, i)) == POINT_SPACE;
}

static size_t skip_space(const line_scan *l, size_t i)
{
    while (i < l->to && is_space_at(l, i)) i += point_size(l, i);
    return i;
}

static bool is_stop_point(int32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0x061F || c == 0x0964;
}

static bool is_closing_point(int32_t c)
{
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x2019 || c == 0x201D || c == 0xBB;
}

/* What closes an opener; 0 for other characters. */
static int32_t closer_of(int32_t c)
{
    switch (c) {
    case '"':    return '"';
    case '(':    return ')';
    case '[':    return ']';
    case 0x201C: return 0x201D;
    case 0x2018: return 0x2019;
    case 0xAB:   return 0xBB;
    default:     return 0;
    }
}

/* The byte where the quotation or bracket that opens at i closes, or i if nowhere. */
static size_t find_closer(line_scan *l, size_t i)
{
    int32_t open = point_at(l, i), close = closer_of(open);
    if (!close || l->unclosed[open & 127]) return i;
    bool single = close == 0x2019;
    if (single && i > l->from && !is_space_at(l, i - 1)) return i;
    size_t length;
    for (size_t j = i + point_size(l, i); j < l->to; j += length) {
        int32_t c = say_text_point(l->text, j, &length);
        if (c == close) {
            bool apostrophe = single && say_text_kind(point_at(l, j + length)) == POINT_WORD && j + length < l->to;
            if (!apostrophe) return j;
        }
        if ((close == ')' || close == ']') && c == open) return i;     /* nested: the inner one protects */
    }
    l->unclosed[open & 127] = true;
    return i;
}

/* The letters and digits right before byte i. */
static say_str word_before(const line_scan *l, size_t i)
{
    size_t j = i;
    while (j > l->from && i - j < 40) {
        size_t k = j - 1;
        while (k > l->from && ((unsigned char)l->text.at[k] & 0xC0) == 0x80) k--;
        if (say_text_kind(point_at(l, k)) != POINT_WORD) break;
        j = k;
    }
    return (say_str){ l->text.at + j, i - j };
}

static say_str word_after(const line_scan *l, size_t i)
{
    size_t j = i;
    while (j < l->to && j - i < 40 && say_text_kind(point_at(l, j)) == POINT_WORD) j += point_size(l, j);
    return (say_str){ l->text.at + i, j - i };
}

/* "U.S.", "a.m.", "J.K.": single letters with dots between; dot is the last of them. */
static bool ends_acronym(const line_scan *l, size_t dot)
{
    say_str last = word_before(l, dot);
    size_t from = (size_t)(last.at - l->text.at);
    return last.len == 1 && from >= l->from + 2 && l->text.at[from - 1] == '.'
        && word_before(l, from - 1).len == 1;
}

/* Rule 2.  `next` is the first byte after the white space behind the full stop. */
static bool is_abbreviated(const line_scan *l, size_t dot, size_t next)
{
    say_str word = word_before(l, dot);
    int32_t c = point_at(l, next);
    bool digit = c >= '0' && c <= '9', upper = say_text_is_upper(c);
    if (ends_acronym(l, dot)) {
        int32_t last = point_at(l, dot - 1);
        if (last == 'm' || last == 'M')                            /* "at 9 a.m. Police said" */
            return !upper;
        return !in_abbreviations(opener_words, word_after(l, next)) || !upper;
    }
    if (word.len == 1 && say_text_is_upper(point_at(l, dot - 1)))  /* "John F. Kennedy" */
        return true;
    switch (abbreviation(word)) {
    case ABBREVIATION_TITLE:  return true;                         /* "Gen. Ramiro Ostos" */
    case ABBREVIATION_NUMBER: return digit || c == '(';            /* "No. 3" */
    case ABBREVIATION_OTHER:  return !upper && (!closer_of(c) || c == '(');/* "Jan. 3", "Acme Inc. said" */
    default:                  return false;
    }
}

/* Whether a run of stops [from, to) ends its sentence; `end` is behind its closing quotes. */
static bool ends_sentence(const line_scan *l, size_t from, size_t to, size_t end)
{
    if (!is_space_at(l, end)) return false;
    size_t next = skip_space(l, end);
    if (next >= l->to) return true;
    int32_t c = point_at(l, next), stop = point_at(l, from);
    bool lower = say_text_is_lower(c);
    bool ellipsis = stop == 0x2026 || (stop == '.' && to - from >= 3);
    if (ellipsis) return say_text_is_upper(c);
    if (stop == '!') return !lower;
    if (stop == '.' && to - from == 1 && is_abbreviated(l, from, next)) return false;
    return true;
}

/* Two sentences that lost the space between them: he said."This is ..., "under way".However, ... */
static bool space_is_missing(const line_scan *l, size_t from, size_t to)
{
    int32_t c = point_at(l, to), before = point_before(l, from);
    if (to - from != 1 || say_text_kind(before) == POINT_SPACE) return false;
    bool quoted = before == '"' || before == 0x201D;
    if (quoted && say_text_is_upper(c)) return true;
    return !quoted && (c == '"' || c == 0x201C) && say_text_is_upper(point_at(l, to + point_size(l, to)));
}

/* Behind the closing marks at i; a run of more than CLOSERS_MOST is no run of closing marks. */
static size_t skip_closers(const line_scan *l, size_t i)
{
    for (int n = 0; n < CLOSERS_MOST && i < l->to && is_closing_point(point_at(l, i)); n++) i += point_size(l, i);
    return i;
}

/* A quotation that ends in a stop, before a capital: “It was us.” He left. */
static bool quotation_ends(const line_scan *l, size_t close)
{
    int32_t before = point_before(l, close);
    size_t after = skip_closers(l, close + point_size(l, close));
    if (!is_stop_point(before) || !is_space_at(l, after)) return false;
    size_t next = skip_space(l, after);
    int32_t c = point_at(l, next);
    return next >= l->to || say_text_is_upper(c);
}

size_t say_text_sentence_end(say_str text, say_range rest, bool *unclosed)
{
    line_scan l = { .text = text, .from = rest.from, .to = rest.to };
    memcpy(l.unclosed, unclosed, sizeof l.unclosed);
    size_t found = rest.to;
    for (size_t i = rest.from; i < rest.to;) {
        int32_t c = point_at(&l, i);
        size_t size = point_size(&l, i);
        size_t close = closer_of(c) ? find_closer(&l, i) : i;
        if (close > i) {
            size_t behind = close + point_size(&l, close);
            if (quotation_ends(&l, close)) {
                found = skip_closers(&l, behind);
                break;
            }
            i = behind;
        } else if (is_stop_point(c)) {
            size_t to = i;
            while (to < l.to && is_stop_point(point_at(&l, to))) to += point_size(&l, to);
            if (space_is_missing(&l, i, to)) {
                found = to;
                break;
            }
            size_t end = skip_closers(&l, to);
            if (ends_sentence(&l, i, to, end)) {
                found = end;
                break;
            }
            i = to;
        } else {
            i += size;
        }
    }
    memcpy(unclosed, l.unclosed, sizeof l.unclosed);
    return found;
}
