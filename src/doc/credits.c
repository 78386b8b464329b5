/* doc: on whose account a report says that it stands.
 *
 *   agency          "KYIV (Reuters) -", "By Ann Lee, Associated Press", "… he said. — AFP", "© 2023 The Associated Press"
 *   contributed     "The Associated Press contributed to this report", "(Reporting by Ann Lee; editing by …)", "With files from …"
 *   first reported  "… in a letter first reported by Axios", "The Guardian, which first reported the visit"
 *   byline          "By Ann Lee and Bo Ray"
 *
 * "Reuters reported that" within a sentence is an attribution and no credit.  A credit wants a formula of the trade and, behind
 * or before it, names that look like a person's, an agency's or an outlet's; what looks like none of them is passed over.      */
#include "doc/inside.h"

#include <string.h>

enum { CREDIT_LONGEST = 300, BYLINE_LINES = 6, BYLINE_LONGEST = 140, TAIL_LINES = 4, COPYRIGHT_LONGEST = 90, CREDITS_MOST = 200, ALL_BYLINE_LONGEST = 1000 };

typedef enum { FORMULA_AFTER, FORMULA_WIRE_AFTER, FORMULA_BEFORE, FORMULA_END_BEFORE, FORMULA_FIRST_AFTER, FORMULA_THIS_AFTER, FORMULA_FIRST_BEFORE, FORMULA_COPYRIGHT, FORMULA_TRUST } formula;

/* Where the names stand.  AFTER and BEFORE are of who contributed, WIRE_AFTER of agencies alone; END_BEFORE only where the sentence
 * ends with it, THIS_AFTER only where "this story" goes before.                                                                     */
static const struct { const char *words; formula what; } formulas[] = {
    { "contributed to this report", FORMULA_BEFORE }, { "contributed to this story", FORMULA_BEFORE }, { "contributed to this article", FORMULA_BEFORE }, { "contributed to this post", FORMULA_BEFORE },
    { "contributed reporting", FORMULA_BEFORE }, { "contributed additional reporting", FORMULA_BEFORE }, { "contributed", FORMULA_END_BEFORE }, { "provided additional reporting", FORMULA_BEFORE },
    { "reporting by", FORMULA_AFTER }, { "writing by", FORMULA_AFTER }, { "additional reporting by", FORMULA_AFTER }, { "additional reporting from", FORMULA_AFTER }, { "with reporting by", FORMULA_AFTER }, { "with reporting from", FORMULA_AFTER },
    { "with additional reporting by", FORMULA_AFTER }, { "with additional reporting from", FORMULA_AFTER }, { "with files from", FORMULA_AFTER }, { "files from", FORMULA_AFTER }, { "with reports from", FORMULA_AFTER },
    { "with inputs from", FORMULA_AFTER }, { "with input from", FORMULA_AFTER }, { "with contributions from", FORMULA_AFTER }, { "material from", FORMULA_WIRE_AFTER }, { "information from", FORMULA_WIRE_AFTER },
    { "first reported by", FORMULA_FIRST_AFTER }, { "originally reported by", FORMULA_FIRST_AFTER },
    { "first published by", FORMULA_THIS_AFTER }, { "first published in", FORMULA_THIS_AFTER }, { "first published on", FORMULA_THIS_AFTER }, { "originally published by", FORMULA_THIS_AFTER },
    { "originally published in", FORMULA_THIS_AFTER }, { "originally published on", FORMULA_THIS_AFTER }, { "originally appeared in", FORMULA_THIS_AFTER }, { "originally appeared on", FORMULA_THIS_AFTER }, { "originally appeared at", FORMULA_THIS_AFTER },
    { "first appeared in", FORMULA_THIS_AFTER }, { "first appeared on", FORMULA_THIS_AFTER },
    { "first reported", FORMULA_FIRST_BEFORE }, { "was first to report", FORMULA_FIRST_BEFORE }, { "was the first to report", FORMULA_FIRST_BEFORE }, { "first broke the story", FORMULA_FIRST_BEFORE }, { "broke the story", FORMULA_FIRST_BEFORE },
    { "copyright", FORMULA_COPYRIGHT }, { "\xC2\xA9", FORMULA_COPYRIGHT }, { "thomson reuters trust principles", FORMULA_TRUST },
};

/* Words that are part of no person's name. */
static const char *const trade_words[] = {
    "correspondent", "correspondents", "reporter", "reporters", "writer", "writers", "journalist", "journalists", "editor", "editors", "producer", "producers", "analyst", "columnist", "contributor", "intern", "fellow",
    "photographer", "staff", "team", "bureau", "desk", "chief", "senior", "national", "political", "diplomatic", "news", "press", "agency", "agencies", "service", "services", "wire", "times", "post", "media", "network",
    "tv", "television", "radio", "magazine", "group", "associated", "freelance", "investigative", "foreign", "security", "defence", "defense", "special", "the", "this", "updated", "published", "monday", "tuesday", "wednesday",
    "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december",
    "insider", "jazeera", "cnn", "bbc", "cbs", "nbc", "abc", "fox", "axios", "politico", "today",
};

/* A name with one of these is an outlet's. */
static const char *const outlet_words[] = {
    "news", "times", "post", "journal", "guardian", "press", "tribune", "herald", "agency", "radio", "tv", "television", "magazine", "daily", "weekly", "axios", "politico", "cnn", "bbc", "reuters", "bloomberg", "nbc", "abc",
    "cbs", "fox", "msnbc", "cnbc", "cbc", "npr", "pbs", "propublica", "haaretz", "spiegel", "monde", "figaro", "globe", "mail", "telegraph", "observer", "independent", "standard", "chronicle", "star", "inquirer", "sentinel",
    "gazette", "register", "dispatch", "courier", "examiner", "jazeera", "ynet", "yahoo", "vox", "slate", "wired", "atlantic", "intercept", "beast", "caller", "republic", "reporter", "tmz", "newsweek", "economist",
    "bellingcat", "meduza", "today", "insider", "pravda", "nation", "hill", "huffpost", "newsroom", "broadcasting", "afp", "ap",
};

typedef struct {
    say_doc *doc;
    say_str text;
    SAY_LIST(sayso_credit) found;
    say_arena *arena;
    sayso_error *error;
    bool failed;
} credit_scan;

/* ---- words ---- */

static bool is_credit_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80; }

static bool is_credit_capital(say_str word) { return word.len && ((word.at[0] >= 'A' && word.at[0] <= 'Z') || (unsigned char)word.at[0] >= 0xC3); }

/* Marks that stand round a name, long dashes and bullets among them. */
static size_t mark_before(say_str s)
{
    if (s.len >= 3 && (unsigned char)s.at[0] == 0xE2 && (unsigned char)s.at[1] == 0x80) return 3;
    return s.len && (say_doc_is_blank(s.at[0]) || strchr("-*.,;:|()[]\"/_", s.at[0])) ? 1 : 0;
}

static say_str trim_marks(say_str s)
{
    for (size_t n; (n = mark_before(s)) > 0; s.at += n, s.len -= n) { }
    while (s.len && (say_doc_is_blank(s.at[s.len - 1]) || strchr("-*,;:|()[]\"/_", s.at[s.len - 1]))) s.len--;
    while (s.len >= 3 && (unsigned char)s.at[s.len - 3] == 0xE2 && (unsigned char)s.at[s.len - 2] == 0x80) s.len -= 3;
    if (s.len > 2 && s.at[s.len - 1] == '.' && is_credit_letter(s.at[s.len - 2]) && is_credit_letter(s.at[s.len - 3])) s.len--;    /* not that of "J." */
    return s;
}

static say_str next_word(say_str *rest)
{
    while (rest->len && say_doc_is_blank(rest->at[0])) rest->at++, rest->len--;
    size_t n = 0;
    while (n < rest->len && !say_doc_is_blank(rest->at[n])) n++;
    say_str word = { rest->at, n };
    *rest = (say_str){ rest->at + n, rest->len - n };
    return word;
}

static bool is_credit_word(say_str word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (say_base_same_fold(word, say_base_str(words[i]))) return true;
    return false;
}

static bool is_trade_word(say_str word) { return is_credit_word(trim_marks(word), trade_words, sizeof trade_words / sizeof *trade_words); }

/* "Ann Lee", "Jean H. Lee", "Ludwig van Tolland"; not "Washington Bureau", not "Reuters". */
static bool is_person(say_str name)
{
    static const char *const particles[] = { "de", "da", "del", "di", "van", "von", "der", "bin", "al", "el", "la", "le", "ben", "ter", "y" };
    enum { MOST_WORDS = 5 };
    size_t words = 0;
    bool capital = false;
    for (say_str word; (word = next_word(&name)).len; words++) {
        bool particle = words && is_credit_word(word, particles, sizeof particles / sizeof *particles);
        capital = is_credit_capital(word);
        if ((!capital && !particle) || is_trade_word(word)) return false;
        for (size_t i = 0; i < word.len; i++)
            if (!is_credit_letter(word.at[i]) && !strchr(".'-", word.at[i])) return false;
    }
    return words >= 2 && words <= MOST_WORDS && capital;
}

/* "BuzzFeed", "KrebsOnSecurity". */
static bool is_camel(say_str word)
{
    for (size_t i = 2; i < word.len; i++)
        if (word.at[i] >= 'A' && word.at[i] <= 'Z' && word.at[i - 1] >= 'a' && word.at[i - 1] <= 'z') return memcmp(word.at, "Mc", 2) != 0 && memcmp(word.at, "Ma", 2) != 0;
    return false;
}

/* All its words are capitals, and one of them is an outlet's. */
static bool is_news_name(say_str name)
{
    bool outlet = false;
    if (say_doc_agency(name)) return true;
    for (say_str word; (word = trim_marks(next_word(&name))).len; ) {
        if (say_base_same(word, SAY_STR("of")) || say_base_same(word, SAY_STR("the"))) continue;
        if (!is_credit_capital(word) && !is_camel(word)) return false;
        outlet |= is_camel(word) || is_credit_word(word, outlet_words, sizeof outlet_words / sizeof *outlet_words);
    }
    return outlet;
}

/* ---- what was found ---- */

static say_range range_in(const credit_scan *s, say_str words)
{
    bool inside = words.at >= s->text.at && words.at + words.len <= s->text.at + s->text.len;
    size_t from = inside ? (size_t)(words.at - s->text.at) : 0;
    return (say_range){ from, inside ? from + words.len : from };
}

static say_str without_the(say_str name)
{
    return name.len > 4 && say_base_same_fold((say_str){ name.at, 4 }, SAY_STR("the ")) ? (say_str){ name.at + 4, name.len - 4 } : name;
}

/* The same name twice is one credit: that with words in the text. */
static void add_credit(credit_scan *s, sayso_credit_kind kind, say_str name, say_range words)
{
    const char *agency = say_doc_agency(name);
    name = agency ? say_base_str(agency) : without_the(name);
    for (size_t i = 0; i < s->found.count; i++) {
        sayso_credit *c = &s->found.at[i];
        if (c->kind != kind || !say_base_same_fold(name, say_base_str(c->name))) continue;
        if (c->words.from == c->words.to) c->words = (sayso_passage){ words.from, words.to };
        return;
    }
    if (name.len == 0 || s->found.count == CREDITS_MOST) return;
    sayso_credit *c = SAY_PUSH(s->arena, &s->found, s->error);
    if (c) *c = (sayso_credit){ kind, say_base_keep(s->arena, name, s->error), { words.from, words.to } };
    if (!c || !c->name) s->failed = true;
}

/* ---- names in a row ---- */

/* The next of "Ann Lee, Bo Ray and Cy Dee".  *comma: it stands after a comma. */
static say_str next_name(say_str *rest, bool *comma)
{
    static const char *const ands[] = { " and ", " & ", " AND " };
    *comma = rest->len && rest->at[0] == ',';
    if (rest->len && strchr(",;|\n", rest->at[0])) rest->at++, rest->len--;
    for (size_t n = 0; n <= rest->len; n++) {
        size_t skip = 0;
        for (size_t k = 0; k < 3 && !skip; k++)
            if (rest->len - n > strlen(ands[k]) && memcmp(rest->at + n, ands[k], strlen(ands[k])) == 0) skip = strlen(ands[k]);
        if (n < rest->len && !skip && !strchr(",;|\n", rest->at[n])) continue;
        say_str name = { rest->at, n };
        *rest = (say_str){ rest->at + n + skip, rest->len - n - skip };
        if (n >= 4 && say_base_same_fold((say_str){ name.at, 4 }, SAY_STR("and "))) name = (say_str){ name.at + 4, n - 4 };      /* ", and Bo Ray" */
        if (name.len >= 5 && say_base_same_fold((say_str){ name.at, 5 }, SAY_STR(" and "))) name = (say_str){ name.at + 5, name.len - 5 };
        return name;
    }
    return (say_str){ "", 0 };
}

/* "Ann Lee in Kyiv", "Hansen of the Arizona Republic": the place goes. */
static say_str without_place(say_str name)
{
    static const char *const places[] = { " in ", " of ", " at ", " from ", " for ", " with ", " also", " (" };
    for (size_t n = 0; n < name.len; n++)
        for (size_t k = 0; k < sizeof places / sizeof *places; k++)
            if (name.len - n >= strlen(places[k]) && memcmp(name.at + n, places[k], strlen(places[k])) == 0) return (say_str){ name.at, n };
    return name;
}

/* Bytes of "'s" or of an apostrophe at the end of a word. */
static size_t possessive(say_str word)
{
    static const char *const ends[] = { "\xE2\x80\x99s", "'s", "\xE2\x80\x99", "'" };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if (word.len > n && memcmp(word.at + word.len - n, ends[i], n) == 0) return n;
    }
    return 0;
}

/* "staff writer Ann Lee" is "Ann Lee". */
static say_str without_trade(say_str name)
{
    say_str rest = name;
    for (say_str word; (word = next_word(&rest)).len; )
        if (is_trade_word(word) && is_person(trim_marks(rest))) return trim_marks(rest);
    return name;
}

/* The outlet of "CNN's Ann Lee", "Fox News' Bo Ray" or "Associated Press writer Cy Dee", "" where there is none; *name loses it. */
static say_str take_outlet(say_str *name)
{
    say_str rest = *name, outlet = { name->at, 0 };
    for (say_str word; (word = next_word(&rest)).len; ) {
        size_t n = possessive(word);
        say_str before = { name->at, (size_t)(word.at - name->at) + word.len - n }, after = rest, next = next_word(&after);
        bool writer = say_doc_agency(before) && is_trade_word(next) && !possessive(next);
        if (n == 0 && !writer) continue;
        outlet = before;
        *name = trim_marks(rest);
        break;
    }
    *name = without_trade(*name);
    return outlet;
}

static void add_contributor(credit_scan *s, say_str part, say_range words)
{
    say_str whole = trim_marks(part), name = say_doc_agency(whole) ? whole : without_the(trim_marks(without_place(whole)));
    say_str outlet = take_outlet(&name);
    if (outlet.len && is_news_name(outlet)) add_credit(s, SAYSO_CREDIT_CONTRIBUTED, outlet, words);
    if (is_person(name) || (is_credit_capital(name) && is_news_name(name))) add_credit(s, SAYSO_CREDIT_CONTRIBUTED, name, words);
}

/* "…, with reporting by Bo Ray, editing by Cy Dee": editors end the row. */
static void add_contributors(credit_scan *s, say_str names, say_range words)
{
    bool comma;
    names = trim_marks(names);
    while (names.len) {
        say_str name = trim_marks(next_name(&names, &comma)), rest = name;
        for (say_str word, last = { "", 0 }; (word = next_word(&rest)).len; last = word) {
            if (!say_base_same(word, SAY_STR("by"))) continue;
            if (!say_base_same(last, SAY_STR("reporting"))) return;
            name = rest;
        }
        add_contributor(s, name, words);
    }
}

/* ---- formulas ---- */

/* Whether a sentence ends with the full stop at a byte: "Jean H. Lee" and "Gen. Lee" do not end there. */
static bool ends_credit(const credit_scan *s, size_t at)
{
    size_t letters = 0;
    if (!strchr(".!?", s->text.at[at])) return false;
    bool run_on = at && at + 1 < s->text.len && s->text.at[at - 1] >= 'a' && s->text.at[at - 1] <= 'z' && s->text.at[at + 1] >= 'A' && s->text.at[at + 1] <= 'Z';     /* "said.The" */
    if (at + 1 < s->text.len && !run_on && !say_doc_is_blank(s->text.at[at + 1]) && !strchr(")\"]", s->text.at[at + 1])) return false;
    while (letters < at && letters < 4 && is_credit_letter(s->text.at[at - 1 - letters])) letters++;
    say_str word = { s->text.at + at - letters, letters };
    static const char *const short_words[] = { "Mr", "Mrs", "Ms", "Dr", "Gen", "Sen", "Rep", "Gov", "Jr", "Sr", "St", "Col", "Lt" };
    return s->text.at[at] != '.' || (letters > 1 && !is_credit_word(word, short_words, sizeof short_words / sizeof *short_words));
}

/* The sentence, line or parenthesis round a formula. */
static say_range sentence_round(const credit_scan *s, say_range at)
{
    say_range r = at;
    while (r.from > 0 && at.from - r.from < CREDIT_LONGEST && !strchr("\n([", s->text.at[r.from - 1]) && !ends_credit(s, r.from - 1)) r.from--;
    while (r.to < s->text.len && r.to - at.to < CREDIT_LONGEST && !strchr("\n)];", s->text.at[r.to]) && !ends_credit(s, r.to)) r.to++;
    return r;
}

/* Whether the words open a sentence, line or parenthesis: "Reporting by", "— with files from"; not "according to reporting by". */
static bool opens_credit(const credit_scan *s, size_t at)
{
    size_t from = at;
    while (from > 0 && s->text.at[from - 1] != '\n' && mark_before((say_str){ s->text.at + from - 1, 1 }) && s->text.at[from - 1] != ',') from--;
    while (from >= 3 && (unsigned char)s->text.at[from - 3] == 0xE2 && (unsigned char)s->text.at[from - 2] == 0x80) {
        from -= 3;
        while (from > 0 && s->text.at[from - 1] == ' ') from--;
    }
    if (from == 0 || s->text.at[from - 1] == '\n') return true;
    return memchr(s->text.at + from, '(', at - from) || memchr(s->text.at + from, ';', at - from) || (memchr(s->text.at + from, '.', at - from) && is_credit_capital((say_str){ s->text.at + at, 1 }));
}

/* A day or month, which ends a name: "the Washington Post Friday". */
static bool is_day_word(say_str word)
{
    static const char *const days[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };
    return say_doc_month(trim_marks(word)) || is_credit_word(trim_marks(word), days, sizeof days / sizeof *days);
}

/* The capitals that begin at or after a blank: "the Daily Caller" of "the Daily Caller said". */
static say_str capitals_after(say_str s)
{
    say_str rest = s, run = { s.at, 0 };
    for (say_str word; (word = next_word(&rest)).len; ) {
        bool joins = say_base_same(word, SAY_STR("of")) || (run.len == 0 && say_base_same_fold(word, SAY_STR("the")));
        if (!joins && (!is_credit_capital(word) || is_day_word(word))) break;
        if (run.len == 0) run.at = word.at;
        if (!joins) run.len = (size_t)(word.at - run.at) + word.len;
        if (possessive(word)) run.len -= possessive(word);
        if (possessive(word) || !is_credit_letter(word.at[word.len - 1])) break;
    }
    return trim_marks(run);
}

/* The capitals that end right before a byte, or before ", which" there. */
static say_str capitals_before(const credit_scan *s, size_t from, size_t at)
{
    static const char *const openings[] = { "After", "As", "When", "Since", "But", "And", "While", "Although", "Earlier" };
    say_range run = { at, at };
    bool which = false;
    for (size_t to = at; ; ) {
        while (to > from && say_doc_is_blank(s->text.at[to - 1])) to--;
        size_t start = to;
        while (start > from && !say_doc_is_blank(s->text.at[start - 1])) start--;
        say_str word = { s->text.at + start, to - start };
        bool relative = run.from == run.to && !which && say_base_same(word, SAY_STR("which"));
        bool joins = run.from < run.to && say_base_same(word, SAY_STR("of")), clean = word.len && (is_credit_letter(word.at[word.len - 1]) || (which && run.from == run.to && word.at[word.len - 1] == ','));
        if (start == to || !clean || (!relative && !joins && !is_credit_capital(word))) break;
        if (relative) which = true;
        else if (is_credit_word(word, openings, sizeof openings / sizeof *openings)) break;
        else if (!joins) run = (say_range){ start, run.from == run.to ? to : run.to };
        to = start;
    }
    return trim_marks(say_base_sub(s->text, run));
}

static void add_first(credit_scan *s, say_range at, bool vouched)
{
    say_range round = sentence_round(s, at);
    for (say_str rest = say_base_sub(s->text, (say_range){ at.to, round.to }); rest.len; ) {
        say_str name = capitals_after(rest);
        if (name.len == 0 || !(vouched || is_news_name(name))) break;
        size_t to = (size_t)(name.at - s->text.at) + name.len;
        add_credit(s, SAYSO_CREDIT_FIRST_REPORTED, name, (say_range){ at.from, to });
        rest = say_base_sub(s->text, (say_range){ to, round.to });
        if (rest.len < 5 || memcmp(rest.at, " and ", 5) != 0) break;
        rest = (say_str){ rest.at + 5, rest.len - 5 };
        vouched = false;
    }
}

/* "This story was originally published by", "As first reported by": then any name will do. */
static bool is_vouched(const credit_scan *s, say_range at, bool own)
{
    static const char *const own_words[] = { "this story", "this article", "this report", "this piece", "the article", "the story", "following column", "following commentary", "this column" };
    say_range round = sentence_round(s, at);
    for (size_t i = round.from; i < at.from; i++)
        for (size_t k = 0; own && k < sizeof own_words / sizeof *own_words; k++) {
            size_t n = strlen(own_words[k]);
            if (i + n < at.from && say_base_same_fold((say_str){ s->text.at + i, n }, say_base_str(own_words[k]))) return true;
        }
    bool as = at.from >= 3 && say_base_same_fold((say_str){ s->text.at + at.from - 3, 3 }, SAY_STR("as "));
    return !own && as && (at.from == 3 || !is_credit_letter(s->text.at[at.from - 4]));
}

/* A year, and no picture: "Image copyright AFP". */
static bool is_copyright_of_text(const credit_scan *s, say_range at, say_range line)
{
    static const char *const pictures[] = { "image", "photo", "photograph", "picture", "pictures", "images", "photos", "media", "caption", "video", "file" };
    size_t from = at.from, digits = 0;
    while (from > 0 && s->text.at[from - 1] == ' ') from--;
    size_t start = from;
    while (start > 0 && is_credit_letter(s->text.at[start - 1])) start--;
    for (size_t i = line.from; i < line.to && digits < 4; i++) digits = s->text.at[i] >= '0' && s->text.at[i] <= '9' ? digits + 1 : 0;
    return digits == 4 && !is_credit_word(say_base_sub(s->text, (say_range){ start, from }), pictures, sizeof pictures / sizeof *pictures);
}

static void add_copyright(credit_scan *s, say_range at)
{
    enum { MOST_WORDS = 4 };
    say_range line = { at.to, at.to };
    while (line.to < s->text.len && line.to - at.to < COPYRIGHT_LONGEST && s->text.at[line.to] != '\n') line.to++;
    if (!is_copyright_of_text(s, at, line)) return;
    for (say_str rest = say_base_sub(s->text, line), word; (word = next_word(&rest)).len; ) {
        say_str after = rest, last = word;
        for (int i = 0; i < MOST_WORDS && last.len; i++, last = next_word(&after)) {
            say_str name = trim_marks((say_str){ word.at, (size_t)(last.at - word.at) + last.len });
            if (!is_credit_capital(name) || !say_doc_wire(name)) continue;
            add_credit(s, SAYSO_CREDIT_AGENCY, name, (say_range){ at.from, (size_t)(name.at - s->text.at) + name.len });
            return;
        }
    }
}

/* "Information from The Associated Press was used in this report." */
static void add_wire(credit_scan *s, say_range at)
{
    say_str name = capitals_after(say_base_sub(s->text, (say_range){ at.to, sentence_round(s, at).to }));
    if (say_doc_wire(name)) add_credit(s, SAYSO_CREDIT_CONTRIBUTED, name, (say_range){ at.from, (size_t)(name.at - s->text.at) + name.len });
}

static void read_formula(credit_scan *s, formula what, say_range at)
{
    say_range round = sentence_round(s, at);
    say_str names = trim_marks(say_base_sub(s->text, (say_range){ round.from, at.from }));
    switch (what) {
    case FORMULA_BEFORE: add_contributors(s, names, (say_range){ range_in(s, names).from, at.to }); break;
    case FORMULA_END_BEFORE:
        if (at.to < s->text.len && ends_credit(s, at.to)) read_formula(s, FORMULA_BEFORE, at);
        break;
    case FORMULA_AFTER:
        if (opens_credit(s, at.from)) add_contributors(s, say_base_sub(s->text, (say_range){ at.to, round.to }), (say_range){ at.from, round.to });
        break;
    case FORMULA_WIRE_AFTER:
        if (opens_credit(s, at.from)) add_wire(s, at);
        break;
    case FORMULA_FIRST_AFTER: add_first(s, at, is_vouched(s, at, false)); break;
    case FORMULA_THIS_AFTER:
        if (is_vouched(s, at, true)) add_first(s, at, true);
        break;
    case FORMULA_FIRST_BEFORE: {
        say_str name = capitals_before(s, round.from, at.from);
        if (name.len && is_news_name(name)) add_credit(s, SAYSO_CREDIT_FIRST_REPORTED, name, (say_range){ range_in(s, name).from, at.to });
        break;
    }
    case FORMULA_COPYRIGHT: add_copyright(s, at); break;
    case FORMULA_TRUST: add_credit(s, SAYSO_CREDIT_AGENCY, SAY_STR("Reuters"), at); break;
    }
}

/* Formulas begin where a word does; the longest there is read. */
static void read_formulas(credit_scan *s)
{
    for (size_t i = 0; i < s->text.len; i++) {
        size_t longest = 0, row = 0;
        if (i && is_credit_letter(s->text.at[i]) && is_credit_letter(s->text.at[i - 1]) && (unsigned char)s->text.at[i] < 0x80) continue;
        for (size_t k = 0; k < sizeof formulas / sizeof *formulas; k++) {
            if ((s->text.at[i] | 32) != (formulas[k].words[0] | 32)) continue;
            size_t n = strlen(formulas[k].words);
            bool here = n > longest && n <= s->text.len - i && say_base_same_fold((say_str){ s->text.at + i, n }, say_base_str(formulas[k].words));
            if (here && (i + n == s->text.len || (unsigned char)formulas[k].words[0] >= 0x80 || !is_credit_letter(s->text.at[i + n]))) longest = n, row = k;
        }
        if (!longest) continue;
        read_formula(s, formulas[row].what, (say_range){ i, i + longest });
        i += longest - 1;
    }
}

/* ---- byline and ends ---- */

static say_range line_from(const credit_scan *s, size_t from)
{
    while (from < s->text.len && say_doc_is_blank(s->text.at[from])) from++;
    const char *end = from < s->text.len ? memchr(s->text.at + from, '\n', s->text.len - from) : NULL;
    say_range line = { from, end ? (size_t)(end - s->text.at) : s->text.len };
    while (line.to > line.from && say_doc_is_blank(s->text.at[line.to - 1])) line.to--;
    return line;
}

/* The names of a byline.  After a comma a person only where more follow with "and": "Ann Lee, New York" is one, or where all are names. */
static size_t read_byline(credit_scan *s, say_str names, bool listed, say_range words)
{
    size_t count = 0;
    bool comma;
    while (names.len) {
        bool more = listed;
        for (size_t i = 0; i + 5 < names.len; i++) more |= memcmp(names.at + i, " and ", 5) == 0;
        say_str name = trim_marks(without_place(next_name(&names, &comma))), whole = name;
        say_str outlet = say_doc_wire(name) ? name : take_outlet(&name);
        if (outlet.len && say_doc_wire(outlet)) add_credit(s, SAYSO_CREDIT_AGENCY, outlet, words);
        else if (is_person(name = outlet.len ? name : whole) && (!comma || more || count == 0)) add_credit(s, SAYSO_CREDIT_BYLINE, name, words);
        else if (count == 0) return 0;
        else continue;
        count++;
    }
    return count;
}

/* A line "By …" near the top, or an agency's name alone there. */
static void find_byline(credit_scan *s)
{
    say_doc *d = s->doc;
    say_range line = line_from(s, d->html ? d->main : d->start);
    for (int i = 0; i < BYLINE_LINES && line.from < line.to; i++, line = line_from(s, line.to)) {
        say_str words = say_base_sub(s->text, line);
        if (say_doc_wire(trim_marks(words))) add_credit(s, SAYSO_CREDIT_AGENCY, trim_marks(words), range_in(s, trim_marks(words)));
        bool by = words.len > 5 && words.len < BYLINE_LONGEST && say_base_same_fold((say_str){ words.at, 3 }, SAY_STR("by "));
        if (!by || d->byline_at.to || ends_credit(s, line.to - 1)) continue;
        say_range names = { line_from(s, line.from + 3).from, line.to };
        if (read_byline(s, say_base_sub(s->text, names), false, line)) d->byline_at = names;
    }
}

/* Whether what comes before on the line is nothing, a sentence that has ended, or "Source". */
static bool is_set_off(const credit_scan *s, size_t from, size_t at)
{
    static const char *const labels[] = { "source", "sources", "via", "credit" };
    if (is_credit_word(trim_marks(say_base_sub(s->text, (say_range){ from, at })), labels, sizeof labels / sizeof *labels)) return true;
    for (;;) {
        if (at >= from + 3 && (memcmp(s->text.at + at - 3, "\xE2\x80\x93", 3) == 0 || memcmp(s->text.at + at - 3, "\xE2\x80\x94", 3) == 0)) at -= 3;
        else if (at > from && strchr(" \t-([/|", s->text.at[at - 1])) at--;
        else break;
    }
    return at == from || strchr(".!?\")", s->text.at[at - 1]) || (unsigned char)s->text.at[at - 1] >= 0x80;
}

/* "… he said. — AFP", "(Reuters)", "Source: AP", in the last lines. */
static void find_tail(credit_scan *s)
{
    enum { NAME_LONGEST = 40 };
    for (size_t to = s->text.len, i = 0; i < TAIL_LINES && to > 0; i++) {
        while (to > 0 && say_doc_is_blank(s->text.at[to - 1])) to--;
        size_t from = to;
        while (from > 0 && s->text.at[from - 1] != '\n') from--;
        for (size_t at = to; at > from && to - at < NAME_LONGEST; at--) {
            say_str name = trim_marks(say_base_sub(s->text, (say_range){ at - 1, to }));
            bool begins = at - 1 == from || strchr("-([:/", s->text.at[at - 1]) || (unsigned char)s->text.at[at - 1] >= 0x80;
            if (!begins || !say_doc_wire(name)) continue;
            if (is_set_off(s, from, at - 1)) add_credit(s, SAYSO_CREDIT_AGENCY, name, range_in(s, name));
            break;
        }
        to = from;
    }
}

static void sort_credits(credit_scan *s)
{
    for (size_t i = 1; i < s->found.count; i++) {
        sayso_credit c = s->found.at[i];
        size_t k = i;
        for (; k > 0 && (s->found.at[k - 1].kind > c.kind || (s->found.at[k - 1].kind == c.kind && s->found.at[k - 1].words.from > c.words.from)); k--) s->found.at[k] = s->found.at[k - 1];
        s->found.at[k] = c;
    }
}

sayso_code say_doc_credit(say_doc *doc, say_str byline, say_arena *arena, sayso_error *error)
{
    credit_scan s = { .doc = doc, .text = { doc->text, doc->size }, .arena = arena, .error = error };
    say_str agency = say_base_sub(s.text, doc->agency_at);
    say_str rest = agency, first = next_word(&rest);
    if (say_doc_agency(agency) || (agency.len && !is_trade_word(agency) && !is_day_word(first))) add_credit(&s, SAYSO_CREDIT_AGENCY, agency, doc->agency_at);
    find_byline(&s);
    read_formulas(&s);
    find_tail(&s);
    if (byline.len <= ALL_BYLINE_LONGEST) read_byline(&s, byline, true, (say_range){ 0, 0 });
    if (s.failed) return SAYSO_NO_MEMORY;
    sort_credits(&s);
    doc->credits = s.found.at;
    doc->credit_count = s.found.count;
    return SAYSO_OK;
}
