/* html_text: the words of the reports on the web page: a claim's sentences with what each word did
 * marked, and the whole texts, each sentence with an anchor.                                       */
#include "sheets/html.h"

#include <stdio.h>
#include <string.h>

/* ---- marked sentences ---- */

typedef enum { KIND_PART, KIND_PARTY, KIND_VOICE, KIND_CUE, KIND_GRADE, KIND_BASIS, WORD_KINDS } word_kind;

static const struct { const char *name, *meaning; } word_kinds[WORD_KINDS] = {
    [KIND_PART] = { "part", "what was done" }, [KIND_PARTY] = { "party", "said to have done it" },
    [KIND_VOICE] = { "voice", "who says so" }, [KIND_CUE] = { "cue", "how it is attributed" },
    [KIND_GRADE] = { "grade", "how sure" }, [KIND_BASIS] = { "basis", "how they know" },
};

typedef struct { sayso_passage at; word_kind kind; } word_mark;
typedef SAY_LIST(word_mark) word_marks;

void say_sheets_html_legend(say_page *page)
{
    say_sheets_text(&page->out, "<p class=\"legend\">In the sentence of a claim: ");
    for (int k = 0; k < WORD_KINDS; k++) {
        say_sheets_text(&page->out, "<span><mark class=\"m-");
        say_sheets_text(&page->out, word_kinds[k].name);
        say_sheets_text(&page->out, "\">");
        say_sheets_text(&page->out, word_kinds[k].name);
        say_sheets_text(&page->out, "</mark> ");
        say_sheets_text(&page->out, word_kinds[k].meaning);
        say_sheets_text(&page->out, "</span> ");
    }
    say_sheets_text(&page->out, "</p>\n");
}

static void mark_word(say_sheet *sheet, word_marks *marks, sayso_passage at, word_kind kind)
{
    if (at.to <= at.from || sheet->page->out.code) return;
    word_mark *mark = SAY_PUSH(sheet->page->arena, marks, sheet->page->out.error);
    if (mark) *mark = (word_mark){ say_sheets_home(sheet->records, at), kind };
    else sheet->page->out.code = SAYSO_NO_MEMORY;
}

static void mark_claim(say_sheet *sheet, const sayso_claim *c, word_marks *marks)
{
    mark_word(sheet, marks, c->trigger, KIND_PART);
    mark_word(sheet, marks, c->mention, KIND_PARTY);
    mark_word(sheet, marks, c->hedge, KIND_GRADE);
    mark_word(sheet, marks, c->confidence_at, KIND_GRADE);
    mark_word(sheet, marks, c->note, KIND_GRADE);
    for (size_t i = 0; i < c->chain_count; i++) {
        mark_word(sheet, marks, c->chain[i].source, KIND_VOICE);
        mark_word(sheet, marks, c->chain[i].cue, KIND_CUE);
        for (size_t g = 0; g < c->chain[i].ground_count; g++) mark_word(sheet, marks, c->chain[i].grounds[g].at, KIND_BASIS);
    }
}

static void put_words(say_sheet *sheet, size_t from, size_t to)
{
    say_sheets_add_str(sheet->page, STYLE_TEXT, say_base_sub((say_str){ sheet->records->text, sheet->records->text_size }, (say_range){ from, to }));
    say_sheets_inline(sheet->page);
}

/* The kinds of the words at `at`, a bit for each, and where that changes next. */
static unsigned kinds_at(const word_marks *marks, size_t at, size_t *until)
{
    unsigned kinds = 0;
    for (size_t i = 0; i < marks->count; i++) {
        sayso_passage m = marks->at[i].at;
        if (m.from <= at && at < m.to) kinds |= 1u << marks->at[i].kind;
        if (m.from > at && m.from < *until) *until = m.from;
        if (m.to > at && m.to < *until) *until = m.to;
    }
    return kinds;
}

/* A text without full stops is one sentence for each of its claims: of a long one, the part round the first mark. */
enum { LONGEST_SENTENCE = 4000, ROUND_A_MARK = 1500 };

static size_t next_character(const sayso_records *records, size_t at)
{
    while (at < records->text_size && ((unsigned char)records->text[at] & 0xC0) == 0x80) at++;
    return at;
}

static sayso_passage part_of_sentence(const sayso_records *records, sayso_passage s, const word_marks *marks)
{
    if (s.to - s.from <= LONGEST_SENTENCE) return s;
    size_t first = s.from, end = s.to;
    for (size_t i = 0; i < marks->count; i++)
        if (marks->at[i].at.from >= s.from && marks->at[i].at.from < s.to && (first == s.from || marks->at[i].at.from < first))
            first = marks->at[i].at.from;
    if (first - s.from > ROUND_A_MARK) s.from = next_character(records, first - ROUND_A_MARK);
    if (end - s.from > LONGEST_SENTENCE) s.to = next_character(records, s.from + LONGEST_SENTENCE);
    return s;
}

/* One passage may be of two kinds, and passages may overlap: then marks stand one in the other. */
static void put_marked_sentence(say_sheet *sheet, sayso_passage whole, const word_marks *marks)
{
    say_out *out = &sheet->page->out;
    sayso_passage s = part_of_sentence(sheet->records, whole, marks);
    say_sheets_text(out, s.from > whole.from ? "<p>… " : "<p>");
    for (size_t at = s.from, until; at < s.to && !out->code; at = until) {
        until = s.to;
        unsigned kinds = kinds_at(marks, at, &until);
        for (int k = 0; k < WORD_KINDS; k++) {
            if (!(kinds >> k & 1u)) continue;
            say_sheets_text(out, "<mark class=\"m-");
            say_sheets_text(out, word_kinds[k].name);
            say_sheets_text(out, "\">");
        }
        put_words(sheet, at, until);
        for (int k = WORD_KINDS; k-- > 0;) {
            if (!(kinds >> k & 1u)) continue;
            say_sheets_text(out, "<span class=\"vh\"> (");
            say_sheets_text(out, word_kinds[k].name);
            say_sheets_text(out, ")</span></mark>");
        }
    }
    say_sheets_text(out, s.to < whole.to ? " …</p>" : "</p>");
}

static void link_to_sentence(say_sheet *sheet, size_t sentence)
{
    const sayso_records *records = sheet->records;
    say_out *out = &sheet->page->out;
    size_t number, report = sheet->reports[say_sheets_source_of(records, sentence)];
    sayso_passage bytes = records->sentences[sentence];
    char words[160];
    say_sheets_in_report(records, sentence, &number, &bytes);
    snprintf(words, sizeof words, "<a href=\"#s%zu-%zu\">sentence %zu</a>", report, number, number);
    say_sheets_text(out, words);
    if (say_sheets_several(records)) snprintf(words, sizeof words, " of <a href=\"#r%zu\">report %zu</a>", report, report);
    else words[0] = 0;
    say_sheets_text(out, words);
    snprintf(words, sizeof words, ", bytes %zu–%zu", bytes.from, bytes.to);
    say_sheets_text(out, words);
}

enum { SENTENCES_SHOWN = 6 };

/* The claim's own sentence first, then those of its other words, each once. */
static size_t sentences_of(say_sheet *sheet, const sayso_claim *c, const word_marks *marks, size_t shown[SENTENCES_SHOWN])
{
    size_t count = 0;
    shown[count++] = say_sheets_home_sentence(sheet->records, c->sentence);
    for (size_t i = 0; i < marks->count && count < SENTENCES_SHOWN; i++) {
        size_t s = say_sheets_sentence(sheet->records, marks->at[i].at);
        bool fresh = s != SAYSO_NONE;
        for (size_t j = 0; j < count && fresh; j++) fresh = shown[j] != s;
        if (fresh) shown[count++] = s;
    }
    return count;
}

void say_sheets_html_sentences(say_sheet *sheet, size_t claim)
{
    const sayso_claim *c = &sheet->records->claims[claim];
    say_out *out = &sheet->page->out;
    word_marks marks = { 0 };
    size_t shown[SENTENCES_SHOWN];
    mark_claim(sheet, c, &marks);
    size_t count = sentences_of(sheet, c, &marks, shown);
    say_sheets_text(out, "<blockquote>");
    for (size_t i = 0; i < count; i++) put_marked_sentence(sheet, sheet->records->sentences[shown[i]], &marks);
    say_sheets_text(out, "</blockquote>\n<p class=\"from\">");
    for (size_t i = 0; i < count; i++) {
        if (i) say_sheets_text(out, "; ");
        link_to_sentence(sheet, shown[i]);
    }
    say_sheets_text(out, " · <span>claim ");
    say_sheets_html_escape(out, c->id);
    say_sheets_text(out, "</span></p>\n");
}

/* ---- whole texts ---- */

static void put_sentence(say_sheet *sheet, const say_back_links *back, size_t sentence, size_t report)
{
    const sayso_records *records = sheet->records;
    say_out *out = &sheet->page->out;
    size_t number;
    char words[128];
    bool cited = sheet->numbers[sentence].cited;
    say_sheets_in_report(records, sentence, &number, NULL);
    snprintf(words, sizeof words, "<span id=\"s%zu-%zu\"%s>", sheet->reports[report], number, cited ? " class=\"cited\"" : "");
    say_sheets_text(out, words);
    put_words(sheet, records->sentences[sentence].from, records->sentences[sentence].to);
    say_sheets_text(out, "</span>");
    if (!cited) return;
    snprintf(words, sizeof words, "<sup class=\"n\" id=\"p%zu\">[%zu]</sup>", sheet->numbers[sentence].number, sheet->numbers[sentence].number);
    say_sheets_text(out, words);
    for (size_t c = back->first[sentence]; c != SAYSO_NONE; c = back->next[c]) {
        snprintf(words, sizeof words, "<a class=\"back\" href=\"#c%zu\"><span class=\"vh\">back to the claim</span>↑</a>", c);
        say_sheets_text(out, words);
    }
}

static bool ends_line(const sayso_records *records, size_t from, size_t to)
{
    return to > from && memchr(records->text + from, '\n', to - from) != NULL;
}

static void put_text(say_sheet *sheet, const say_back_links *back, size_t report)
{
    const sayso_records *records = sheet->records;
    sayso_source source = say_sheets_source(records, report);
    say_out *out = &sheet->page->out;
    size_t at = source.from;
    say_sheets_text(out, "<div class=\"text\">\n<p>");
    for (size_t i = source.sentence; i < source.sentence + source.sentence_count && i < records->sentence_count && !out->code; i++) {
        sayso_passage s = records->sentences[i];
        if (s.from > at) put_words(sheet, at, s.from);
        if (ends_line(records, at, s.from) && at > source.from) say_sheets_text(out, "</p>\n<p>");
        put_sentence(sheet, back, i, report);
        at = s.to;
    }
    put_words(sheet, at, source.to);
    say_sheets_text(out, "</p>\n</div>\n");
}

static void text_fact(say_page *page, const char *label, const char *value)
{
    if (!*value) return;
    say_sheets_add(page, STYLE_TEXT, value);
    say_sheets_label(page, 0, label, NULL);
}

/* Only the web's own addresses become links; "javascript:" stays words. */
static void address(say_page *page, const char *url)
{
    if (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0) {
        text_fact(page, "address", url);
        return;
    }
    say_sheets_text(&page->out, "<div><dt>address</dt><dd><a rel=\"noopener noreferrer\" href=\"");
    say_sheets_html_escape(&page->out, url);
    say_sheets_text(&page->out, "\">");
    say_sheets_html_escape(&page->out, url);
    say_sheets_text(&page->out, "</a></dd></div>\n");
}

static void put_report(say_sheet *sheet, const say_back_links *back, size_t report)
{
    say_page *page = sheet->page;
    sayso_source source = say_sheets_source(sheet->records, report);
    size_t copied = say_sheets_copied(sheet->records, report);
    const char *name = "", *how = say_sheets_made(source.maker, &name);
    char words[128];
    snprintf(words, sizeof words, "<article id=\"r%zu\">\n<h3>%zu. ", sheet->reports[report], sheet->reports[report]);
    say_sheets_text(&page->out, words);
    say_sheets_add_report(page, &source);
    say_sheets_inline(page);
    say_sheets_text(&page->out, "</h3>\n<dl>\n");
    if (copied != SAYSO_NONE) {
        snprintf(words, sizeof words, "<div><dt>copy of</dt><dd><a href=\"#r%zu\">report %zu</a></dd></div>\n", sheet->reports[copied], sheet->reports[copied]);
        say_sheets_text(&page->out, words);
    }
    text_fact(page, "name", source.doc);
    if (*source.url) address(page, source.url);
    if (how) {
        say_sheets_add(page, STYLE_TEXT, how);
        text_fact(page, "maker", name);
    }
    if (*source.hash) {
        say_sheets_text(&page->out, "<div><dt>sha256</dt><dd class=\"hash\">");
        say_sheets_html_escape(&page->out, source.hash);
        say_sheets_text(&page->out, "</dd></div>\n");
    }
    say_sheets_text(&page->out, "</dl>\n");
    put_text(sheet, back, report);
    say_sheets_text(&page->out, "</article>\n");
}

void say_sheets_html_texts(say_sheet *sheet, const say_back_links *back)
{
    for (size_t i = 0; i < say_sheets_source_count(sheet->records) && !sheet->page->out.code; i++)
        if (say_sheets_first_reading(sheet->records, i) == i) put_report(sheet, back, i);
}
