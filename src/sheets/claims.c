#include "sheets/claims.h"
#include "sheets/answers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool say_sheets_ready(say_sheet *sheet, say_arena *arena, sayso_error *error)
{
    const sayso_records *records = sheet->records;
    size_t sources = say_sheets_source_count(records), reports = 0;
    sheet->numbers = SAY_TAKE(arena, say_passage_number, records->sentence_count, error);
    sheet->reports = SAY_TAKE(arena, size_t, sources, error);
    if (!sheet->numbers || !sheet->reports) return false;
    for (size_t i = 0; i < sources; i++) {
        size_t first = say_sheets_first_reading(records, i);
        sheet->reports[i] = first == i ? ++reports : sheet->reports[first];
    }
    return true;
}

/* ---- passages ---- */

static bool has_words(sayso_passage p) { return p.to > p.from; }

static say_str words_at(const sayso_records *records, sayso_passage p)
{
    return say_base_sub((say_str){ records->text, records->text_size }, (say_range){ p.from, p.to });
}

size_t say_sheets_sentence(const sayso_records *records, sayso_passage passage)
{
    size_t low = 0, high = records->sentence_count;
    passage = say_sheets_home(records, passage);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (records->sentences[middle].to <= passage.from) low = middle + 1;
        else high = middle;
    }
    bool inside = low < records->sentence_count && records->sentences[low].from <= passage.from;
    return inside && has_words(passage) ? low : SAYSO_NONE;
}

void say_sheets_in_report(const sayso_records *records, size_t sentence, size_t *number, sayso_passage *bytes)
{
    sayso_source source = say_sheets_source(records, say_sheets_source_of(records, sentence));
    *number = sentence + 1 - (sentence >= source.sentence ? source.sentence : 0);
    if (bytes) *bytes = (sayso_passage){ bytes->from - source.from, bytes->to - source.from };
}

const char *say_sheets_ref(const say_sheet *sheet, size_t sentence, char *buffer)
{
    buffer[0] = 0;
    sentence = say_sheets_home_sentence(sheet->records, sentence);
    if (sentence < sheet->records->sentence_count && sheet->numbers[sentence].cited)
        snprintf(buffer, 32, "[%zu]", sheet->numbers[sentence].number);
    return buffer;
}

static void mark_words(say_sheet *sheet, sayso_passage passage)
{
    if (!has_words(passage) || sheet->page->out.code) return;
    sayso_passage *slot = SAY_PUSH(sheet->page->arena, &sheet->marks, sheet->page->out.error);
    if (slot) *slot = say_sheets_home(sheet->records, passage);
    else sheet->page->out.code = SAYSO_NO_MEMORY;
}

static void cite_sentence(say_sheet *sheet, sayso_passage passage)
{
    size_t sentence = say_sheets_sentence(sheet->records, passage);
    if (sentence != SAYSO_NONE) sheet->numbers[sentence].cited = true;
}

/* Marks the words and cites the sentence that they stand in. */
static void cite_words(say_sheet *sheet, sayso_passage passage)
{
    cite_sentence(sheet, passage);
    mark_words(sheet, passage);
}

static void cite_chain(say_sheet *sheet, const sayso_link *chain, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        mark_words(sheet, chain[i].source);
        mark_words(sheet, chain[i].cue);
        for (size_t g = 0; g < chain[i].ground_count; g++) cite_words(sheet, chain[i].grounds[g].at);
    }
}

void say_sheets_cite_claim(say_sheet *sheet, size_t claim)
{
    const sayso_claim *c = &sheet->records->claims[claim];
    sheet->numbers[say_sheets_home_sentence(sheet->records, c->sentence)].cited = true;
    const sayso_passage cited[] = { c->trigger, c->hedge, c->confidence_at, c->note, c->ended_by };
    for (size_t i = 0; i < sizeof cited / sizeof *cited; i++) cite_words(sheet, cited[i]);
    mark_words(sheet, c->mention);
    mark_words(sheet, c->incident_at);
    cite_sentence(sheet, c->missing);          /* half a sentence: it is quoted, and a mark would drown the others */
    cite_chain(sheet, c->chain, c->chain_count);
}

void say_sheets_cite_statement(say_sheet *sheet, size_t statement)
{
    const sayso_statement *s = &sheet->records->statements[statement];
    if (s->sentence < sheet->records->sentence_count)
        sheet->numbers[say_sheets_home_sentence(sheet->records, s->sentence)].cited = true;
    cite_sentence(sheet, s->content);
    cite_chain(sheet, s->chain, s->chain_count);
}

void say_sheets_cite_others(say_sheet *sheet, size_t incident)
{
    const sayso_incident *i = &sheet->records->incidents[incident];
    for (size_t k = 0; k < i->other_date_count; k++) cite_words(sheet, i->other_dates[k].at);
    for (size_t k = 0; k < i->other_place_count; k++) cite_words(sheet, i->other_places[k].at);
}

static int by_start(const void *a, const void *b)
{
    const sayso_passage *x = a, *y = b;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

void say_sheets_number_passages(say_sheet *sheet)
{
    size_t number = 0;
    for (size_t i = 0; i < sheet->records->sentence_count; i++)
        if (sheet->numbers[i].cited) sheet->numbers[i].number = ++number;
    if (sheet->marks.count) qsort(sheet->marks.at, sheet->marks.count, sizeof *sheet->marks.at, by_start);
}

/* Only blanks lie between two marks: they read better as one. */
static bool only_blanks(const sayso_records *records, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (!strchr(" \t\n\r", records->text[i])) return false;
    return true;
}

static void add_marked(say_sheet *sheet, sayso_passage words)
{
    bool plain = !sheet->page->colour;
    if (plain) say_sheets_add(sheet->page, STYLE_TEXT, "‹");
    say_sheets_add_str(sheet->page, STYLE_MARK, words_at(sheet->records, words));
    if (plain) say_sheets_add(sheet->page, STYLE_TEXT, "›");
}

/* Adds sentence `s`, with the marks from *mark on that begin in it. */
static void add_sentence(say_sheet *sheet, sayso_passage s, size_t *mark)
{
    const sayso_records *records = sheet->records;
    size_t at = s.from, count = sheet->marks.count;
    while (*mark < count && sheet->marks.at[*mark].from < s.from) ++*mark;
    while (*mark < count && sheet->marks.at[*mark].from < s.to) {
        sayso_passage m = sheet->marks.at[(*mark)++];
        for (; *mark < count; ++*mark) {
            sayso_passage next = sheet->marks.at[*mark];
            if (next.from >= s.to || (next.from > m.to && !only_blanks(records, m.to, next.from))) break;
            if (next.to > m.to) m.to = next.to;
        }
        if (m.to > s.to) m.to = s.to;
        say_sheets_add_str(sheet->page, STYLE_TEXT, words_at(records, (sayso_passage){ at, m.from }));
        add_marked(sheet, m);
        at = m.to;
    }
    say_sheets_add_str(sheet->page, STYLE_TEXT, words_at(records, (sayso_passage){ at, s.to }));
}

/* Over each report's passages, its name. */
static void print_report(say_sheet *sheet, size_t index)
{
    sayso_source source = say_sheets_source(sheet->records, index);
    char tail[64] = "";
    if (*source.hash) snprintf(tail, sizeof tail, "sha256 %.12s…", source.hash);
    say_sheets_gap(sheet->page);
    say_sheets_add(sheet->page, STYLE_REF, "report ");
    say_sheets_add_count(sheet->page, STYLE_REF, sheet->reports[index]);
    say_sheets_add(sheet->page, STYLE_TEXT, "\u00a0\u00a0");
    say_sheets_add_report(sheet->page, &source);
    say_sheets_set(sheet->page, 0, 2, tail);
}

static void print_passage(say_sheet *sheet, size_t sentence, size_t *mark)
{
    say_page *page = sheet->page;
    sayso_passage s = sheet->records->sentences[sentence], bytes = s;
    size_t number;
    char ref[32];
    say_sheets_in_report(sheet->records, sentence, &number, &bytes);
    say_sheets_gap(page);
    say_sheets_add(page, STYLE_REF, say_sheets_ref(sheet, sentence, ref));
    say_sheets_add(page, STYLE_FAINT, " sentence ");
    say_sheets_add_count(page, STYLE_FAINT, number);
    say_sheets_add(page, STYLE_FAINT, " · bytes ");
    say_sheets_add_count(page, STYLE_FAINT, bytes.from);
    say_sheets_add(page, STYLE_FAINT, "–");
    say_sheets_add_count(page, STYLE_FAINT, bytes.to);
    say_sheets_set(page, 2, 4, NULL);
    add_sentence(sheet, s, mark);
    say_sheets_set(page, 4, 4, NULL);
}

void say_sheets_print_passages(say_sheet *sheet)
{
    size_t mark = 0, report = SAYSO_NONE;
    for (size_t i = 0; i < sheet->records->sentence_count && !sheet->page->out.code; i++) {
        if (!sheet->numbers[i].cited) continue;
        size_t source = say_sheets_source_of(sheet->records, i);
        if (say_sheets_several(sheet->records) && source != report) print_report(sheet, source);
        report = source;
        print_passage(sheet, i, &mark);
    }
}

/* ---- words of a claim ---- */

static const char *const role_words[SAYSO_ROLES] = {
    [SAYSO_CARRIED_OUT] = "carried out", [SAYSO_ORDERED] = "ordered", [SAYSO_AUTHORISED] = "authorised",
    [SAYSO_SUPPORTED] = "supported", [SAYSO_AWARE] = "aware", [SAYSO_STAGED] = "staged",
    [SAYSO_INVOLVED] = "involved", [SAYSO_CAUSE] = "cause" };

static const char *const held_words[SAYSO_FACTUALITIES] = {
    [SAYSO_CT_PLUS] = "held certain", [SAYSO_PR_PLUS] = "held probable", [SAYSO_PS_PLUS] = "held possible",
    [SAYSO_PS_MINUS] = "held possibly not so", [SAYSO_PR_MINUS] = "held probably not so",
    [SAYSO_CT_MINUS] = "held not so", [SAYSO_UNCOMMITTED] = "left open" };

void say_sheets_add_hypothesis(say_sheet *sheet, sayso_role role, size_t party)
{
    const char *words = (unsigned)role < SAYSO_ROLES ? role_words[role] : "?";
    say_sheets_add(sheet->page, STYLE_ROLE, words);
    say_sheets_add(sheet->page, STYLE_TEXT, " · ");
    say_sheets_add_name(sheet->page, STYLE_STRONG, sheet->records->parties[party].name);
}

static void add_in_quotes(say_page *page, say_str words)
{
    say_sheets_add(page, STYLE_WORDS, "“");
    say_sheets_add_str(page, STYLE_WORDS, words);
    say_sheets_add(page, STYLE_WORDS, "”");
}

void say_sheets_add_quoted(say_sheet *sheet, sayso_passage passage)
{
    add_in_quotes(sheet->page, words_at(sheet->records, passage));
}

static bool knows_from(const sayso_link *link, sayso_basis kind)
{
    for (size_t g = 0; g < link->ground_count; g++)
        if (link->grounds[g].kind == kind) return true;
    return false;
}

/* Between a voice and the next: "X, overheard by Y", "Y, told Z", "Y, via Z". */
static const char *joint(const sayso_records *records, const sayso_link *inner, const sayso_link *outer)
{
    if (knows_from(outer, SAYSO_INTERCEPT)) return ", overheard by ";
    say_str cue = words_at(records, inner->cue);
    return cue.len == 4 && memcmp(cue.at, "told", 4) == 0 ? ", told " : ", via ";
}

/* "the report itself"; of several, which. */
static void add_report_itself(say_sheet *sheet, size_t sentence)
{
    sayso_source source = say_sheets_source(sheet->records, say_sheets_source_of(sheet->records, sentence));
    if (say_sheets_several(sheet->records)) {
        say_sheets_add_name(sheet->page, STYLE_STRONG, say_sheets_source_name(&source));
        say_sheets_add(sheet->page, STYLE_STRONG, " itself");
    } else {
        say_sheets_add(sheet->page, STYLE_STRONG, "the report itself");
    }
    say_sheets_add(sheet->page, STYLE_TEXT, ", naming nobody");
}

void say_sheets_add_chain(say_sheet *sheet, const sayso_link *chain, size_t count, size_t sentence)
{
    say_page *page = sheet->page;
    if (count == 0) add_report_itself(sheet, sentence);
    for (size_t i = 0; i < count; i++) {
        if (i) say_sheets_add(page, STYLE_TEXT, joint(sheet->records, &chain[i - 1], &chain[i]));
        say_sheets_add_name(page, i ? STYLE_TEXT : STYLE_STRONG, chain[i].name ? chain[i].name : "unnamed");
    }
}

static void add_reading(say_page *page, const sayso_likelihood *likelihood)
{
    if (!likelihood->phrase || !likelihood->reading) return;
    say_sheets_add(page, STYLE_TEXT, "; ");
    say_sheets_add(page, STYLE_TEXT, likelihood->reading);
    say_sheets_add(page, STYLE_TEXT, " reading ");
    say_sheets_add_number(page, STYLE_TEXT, likelihood->low, 1);
    say_sheets_add(page, STYLE_TEXT, "–");
    say_sheets_add_number(page, STYLE_TEXT, likelihood->high, 1);
    say_sheets_add(page, STYLE_TEXT, "\u00a0%");
    if (likelihood->middle < 0) return;
    say_sheets_add(page, STYLE_TEXT, ", median\u00a0");
    say_sheets_add_number(page, STYLE_TEXT, likelihood->middle, 1);
}

/* A stated confidence is no grade of the claim: "their confidence is low" says nothing of how likely it is. */
static bool graded_by_confidence(const sayso_claim *c)
{
    return !c->likelihood.phrase && has_words(c->confidence_at) && c->hedge.from >= c->confidence_at.from
        && c->hedge.to <= c->confidence_at.to;
}

/* The words that grade the claim, else those that attribute it, else those that make it one. */
static say_str telling_words(const sayso_records *records, const sayso_claim *c)
{
    if (c->likelihood.phrase) return say_base_str(c->likelihood.phrase);
    if (graded_by_confidence(c)) return (say_str){ "", 0 };
    if (has_words(c->hedge)) return words_at(records, c->hedge);
    if (c->chain_count && has_words(c->chain[0].cue)) return words_at(records, c->chain[0].cue);
    return words_at(records, c->trigger);
}

static const say_style side_styles[] = { STYLE_AGAINST, STYLE_OPEN, STYLE_FOR };
static const char *const side_signs[] = { "−", "?", "+" };

static size_t side_of(const sayso_claim *c) { return (size_t)(say_assess_side(c->factuality) + 1); }

void say_sheets_add_view(say_sheet *sheet, const sayso_claim *c)
{
    say_page *page = sheet->page;
    say_str words = telling_words(sheet->records, c);
    if (words.len) {
        add_in_quotes(page, words);
        say_sheets_add(page, STYLE_TEXT, " — ");
    }
    const char *held = (unsigned)c->factuality < SAYSO_FACTUALITIES ? held_words[c->factuality] : "?";
    say_sheets_add(page, side_styles[side_of(c)], held);
    if (graded_by_confidence(c)) say_sheets_add(page, STYLE_TEXT, ", graded by its confidence alone");
    add_reading(page, &c->likelihood);
}

void say_sheets_add_sign(say_sheet *sheet, const sayso_claim *c)
{
    say_sheets_add(sheet->page, side_styles[side_of(c)], side_signs[side_of(c)]);
    say_sheets_add(sheet->page, STYLE_TEXT, "\u00a0");
}

static const char *const months[] = { "January", "February", "March", "April", "May", "June", "July", "August",
                                      "September", "October", "November", "December" };

/* "2023-05-03" is 3 May 2023; what has another shape stays as it is. */
void say_sheets_add_date(say_page *page, say_style style, const char *iso)
{
    int year = 0, month = 0, day = 0;
    size_t length = strlen(iso);
    int got = length == 10 || length == 7 ? sscanf(iso, "%4d-%2d-%2d", &year, &month, &day) : 0;
    if (got < 2 || month < 1 || month > 12) {
        say_sheets_add(page, style, iso);
        return;
    }
    if (got == 3) {
        say_sheets_add_count(page, style, (size_t)day);
        say_sheets_add(page, style, "\u00a0");
    }
    say_sheets_add(page, style, months[month - 1]);
    say_sheets_add(page, style, "\u00a0");
    say_sheets_add_count(page, style, (size_t)year);
}

void say_sheets_add_report(say_page *page, const sayso_source *source)
{
    bool any = *source->publisher;
    if (any) say_sheets_add(page, STYLE_STRONG, source->publisher);
    if (*source->title) {
        say_sheets_add(page, STYLE_TEXT, any ? ", “" : "“");
        say_sheets_add(page, STYLE_TEXT, source->title);
        say_sheets_add(page, STYLE_TEXT, "”");
    } else if (!any) {
        say_sheets_add(page, STYLE_STRONG, say_sheets_source_name(source));
    }
    if (!*source->date) return;
    say_sheets_add(page, STYLE_TEXT, ", ");
    say_sheets_add_date(page, STYLE_TEXT, source->date);
}

/* ---- labelled lines ---- */

/* "4 May 2023 in 1 report of 3" */
static void other_lines(say_sheet *sheet, const sayso_other *others, size_t count, void (*add)(say_page *, say_style, const char *))
{
    say_page *page = sheet->page;
    size_t reports = say_sheets_reports(sheet->records).reports;
    char ref[32];
    for (size_t i = 0; i < count; i++) {
        add(page, STYLE_TEXT, others[i].value);
        say_sheets_add(page, STYLE_TEXT, " in ");
        say_sheets_add_count(page, STYLE_TEXT, others[i].reports);
        say_sheets_add(page, STYLE_TEXT, others[i].reports == 1 ? " report of " : " reports of ");
        say_sheets_add_count(page, STYLE_TEXT, reports);
        say_sheets_label(page, 0, "also given", say_sheets_ref(sheet, say_sheets_sentence(sheet->records, others[i].at), ref));
    }
}

void say_sheets_when_where(say_sheet *sheet, size_t incident)
{
    const sayso_incident *i = &sheet->records->incidents[incident];
    if (i->date && *i->date) {
        say_sheets_add_date(sheet->page, STYLE_TEXT, i->date);
        say_sheets_label(sheet->page, 0, "when", NULL);
    }
    other_lines(sheet, i->other_dates, i->other_date_count, say_sheets_add_date);
    if (i->place && *i->place) {
        say_sheets_add(sheet->page, STYLE_TEXT, i->place);
        say_sheets_label(sheet->page, 0, "where", NULL);
    }
    other_lines(sheet, i->other_places, i->other_place_count, say_sheets_add);
}

static void set_passage_line(say_sheet *sheet, size_t indent, const char *label, sayso_passage passage)
{
    char ref[32];
    if (!has_words(passage)) return;
    say_sheets_add_quoted(sheet, passage);
    say_sheets_label(sheet->page, indent, label, say_sheets_ref(sheet, say_sheets_sentence(sheet->records, passage), ref));
}

static void basis_lines(say_sheet *sheet, const sayso_claim *c, size_t indent)
{
    char ref[32];
    for (size_t i = 0; i < c->chain_count; i++)
        for (size_t g = 0; g < c->chain[i].ground_count; g++) {
            const sayso_ground *ground = &c->chain[i].grounds[g];
            if (i > 0) {
                say_sheets_add(sheet->page, STYLE_TEXT, "of ");
                say_sheets_add_name(sheet->page, STYLE_TEXT, c->chain[i].name ? c->chain[i].name : "the next voice");
                say_sheets_add(sheet->page, STYLE_TEXT, ": ");
            }
            say_sheets_add(sheet->page, STYLE_TEXT, sayso_basis_name(ground->kind));
            if (has_words(ground->at)) {
                say_sheets_add(sheet->page, STYLE_TEXT, " ");
                say_sheets_add_quoted(sheet, ground->at);
            }
            say_sheets_label(sheet->page, indent, "basis",
                             say_sheets_ref(sheet, say_sheets_sentence(sheet->records, ground->at), ref));
        }
}

/* "their level of that … is “low”": the word that the text leaves out is shown as left out. */
static bool says_confidence(const sayso_records *records, const sayso_claim *c)
{
    say_str sentence = words_at(records, records->sentences[c->sentence]);
    for (size_t i = 0; i + 8 <= sentence.len; i++)
        if (say_base_same_fold((say_str){ sentence.at + i, 8 }, SAY_STR("confiden"))) return true;
    return false;
}

static void confidence_line(say_sheet *sheet, const sayso_claim *c, size_t indent)
{
    const char *name = sayso_confidence_name(c->confidence);
    char ref[32];
    if (!name) return;
    say_sheets_add(sheet->page, STYLE_TEXT, name);
    if (has_words(c->confidence_at)) {
        say_sheets_add(sheet->page, STYLE_TEXT, ", ");
        say_sheets_add_quoted(sheet, c->confidence_at);
    }
    if (!says_confidence(sheet->records, c))
        say_sheets_add(sheet->page, STYLE_FAINT, " (the text leaves out the word “confidence”)");
    size_t at = has_words(c->confidence_at) ? say_sheets_sentence(sheet->records, c->confidence_at) : c->sentence;
    say_sheets_label(sheet->page, indent, "confidence", say_sheets_ref(sheet, at, ref));
}

static void stance_lines(say_sheet *sheet, const sayso_claim *c, size_t indent)
{
    for (size_t i = 0; i < c->chain_count; i++) {
        if (c->chain[i].stance == SAYSO_NEUTRAL) continue;
        if (has_words(c->chain[i].cue)) {
            say_sheets_add_quoted(sheet, c->chain[i].cue);
            say_sheets_add(sheet->page, STYLE_TEXT, ", ");
        }
        bool endorsing = c->chain[i].stance == SAYSO_ENDORSING;
        say_sheets_add(sheet->page, STYLE_TEXT, endorsing ? "a cue that endorses what it introduces"
                                                          : "a cue that keeps its distance");
        say_sheets_label(sheet->page, indent, "cue", NULL);
    }
}

static void change_lines(say_sheet *sheet, const sayso_claim *c, size_t indent)
{
    char ref[32];
    set_passage_line(sheet, indent, "ended by", c->ended_by);
    if (c->superseded_by >= sheet->records->claim_count) return;
    const sayso_claim *later = &sheet->records->claims[c->superseded_by];
    if (c->possibly) say_sheets_add(sheet->page, STYLE_TEXT, "possibly, by ");
    else say_sheets_add(sheet->page, STYLE_TEXT, "by ");
    say_sheets_add_chain(sheet, later->chain, later->chain_count ? 1 : 0, later->sentence);
    const char *held = say_sheets_held(sheet->records, later);
    if (say_sheets_several(sheet->records) && *held) {
        say_sheets_add(sheet->page, STYLE_TEXT, ", ");
        say_sheets_add_date(sheet->page, STYLE_TEXT, held);
    }
    say_sheets_add(sheet->page, STYLE_TEXT, ": ");
    say_sheets_add_hypothesis(sheet, later->role, later->party);
    say_sheets_label(sheet->page, indent, "superseded", say_sheets_ref(sheet, later->sentence, ref));
}

/* ---- where it is from ---- */

static sayso_source claim_report(const say_sheet *sheet, const sayso_claim *c)
{
    return say_sheets_source(sheet->records, say_sheets_source_of(sheet->records, c->sentence));
}

void say_sheets_add_day(say_sheet *sheet, const sayso_claim *c)
{
    sayso_source source = claim_report(sheet, c);
    if (*source.date) {
        say_sheets_add_date(sheet->page, STYLE_TEXT, source.date);
        say_sheets_add(sheet->page, STYLE_TEXT, ", ");
    }
    say_sheets_add_name(sheet->page, STYLE_TEXT, say_sheets_source_name(&source));
}

static void add_copied(say_sheet *sheet, const sayso_claim *c)
{
    size_t copied = say_sheets_copied(sheet->records, say_sheets_source_of(sheet->records, c->sentence));
    if (copied == SAYSO_NONE) return;
    say_sheets_add(sheet->page, STYLE_FAINT, "; a copy of report\u00a0");
    say_sheets_add_count(sheet->page, STYLE_FAINT, sheet->reports[copied]);
}

/* Of several reports, which and when; and since when the holder holds it, where that is another day. */
static void time_lines(say_sheet *sheet, const sayso_claim *c, size_t indent)
{
    sayso_source source = claim_report(sheet, c);
    bool several = say_sheets_several(sheet->records), other_day = !several || !c->held || strcmp(c->held, source.date) != 0;
    if (c->held && *c->held && other_day) {
        say_sheets_add_date(sheet->page, STYLE_TEXT, c->held);
        say_sheets_label(sheet->page, indent, "since", NULL);
    }
    if (!several) return;
    say_sheets_add_day(sheet, c);
    add_copied(sheet, c);
    say_sheets_label(sheet->page, indent, "reported", NULL);
}

static void maker_line(say_sheet *sheet, const sayso_claim *c, size_t indent)
{
    sayso_source source = claim_report(sheet, c);
    const char *name = "", *how = say_sheets_made(source.maker, &name);
    if (!how) return;
    say_sheets_add(sheet->page, STYLE_TEXT, how);
    say_sheets_add_name(sheet->page, STYLE_TEXT, name);
    say_sheets_label(sheet->page, indent, "maker", NULL);
}

void say_sheets_remarks(say_sheet *sheet, const sayso_claim *c, size_t indent)
{
    for (size_t i = 0; i < c->remark_count; i++) {
        say_sheets_add(sheet->page, STYLE_TEXT, c->remarks[i] ? c->remarks[i] : "");
        say_sheets_label(sheet->page, indent, "remark", NULL);
    }
}

void say_sheets_add_again(say_sheet *sheet, size_t first, size_t later)
{
    const sayso_claim *a = &sheet->records->claims[first], *b = &sheet->records->claims[later];
    bool graded = b->likelihood.phrase || has_words(b->hedge);
    say_str words = graded ? telling_words(sheet->records, b) : (say_str){ "", 0 };
    say_sheets_add_day(sheet, b);
    if (b->chain_count > 1 && !(a->chain_count > 1 && a->chain[1].party == b->chain[1].party)) {
        say_sheets_add(sheet->page, STYLE_TEXT, joint(sheet->records, &b->chain[0], &b->chain[1]));
        say_sheets_add_name(sheet->page, STYLE_TEXT, b->chain[1].name ? b->chain[1].name : "unnamed");
    }
    if (words.len && !say_base_same(words, telling_words(sheet->records, a))) {
        say_sheets_add(sheet->page, STYLE_TEXT, ", ");
        add_in_quotes(sheet->page, words);
        add_reading(sheet->page, &b->likelihood);
    }
    add_copied(sheet, b);
    const char *name = "", *how = say_sheets_made(claim_report(sheet, b).maker, &name);
    if (how) {
        say_sheets_add(sheet->page, STYLE_FAINT, "; ");
        say_sheets_add(sheet->page, STYLE_FAINT, how);
        say_sheets_add_name(sheet->page, STYLE_FAINT, name);
    }
}

/* The voice that brings a claim into the press. */
void say_sheets_add_origin(say_sheet *sheet, size_t claim)
{
    const char *name = say_sheets_origin_name(sheet->records, claim);
    say_sheets_add(sheet->page, STYLE_TEXT, name ? name : "the report itself");
}

/* "Coast Courier (from Reuters)" */
static bool add_agency(say_sheet *sheet, size_t source)
{
    const char *agency = say_assess_agency(sheet->records, source);
    sayso_source s = say_sheets_source(sheet->records, source);
    if (!agency || say_base_same_fold(say_base_str(agency), say_base_str(s.publisher))) return false;
    say_sheets_add(sheet->page, STYLE_FAINT, " (from ");
    say_sheets_add(sheet->page, STYLE_FAINT, agency);
    say_sheets_add(sheet->page, STYLE_FAINT, ")");
    return true;
}

void say_sheets_add_outlets(say_sheet *sheet, const say_origins *o)
{
    bool wired = false;
    say_page *page = sheet->page;
    say_sheets_add(page, STYLE_FAINT, "through");
    for (size_t i = 0; i < o->outlet_count; i++) {
        say_sheets_add(page, STYLE_FAINT, i ? ", " : " ");
        say_sheets_add(page, STYLE_FAINT, sheet->records->parties[o->outlets[i]].name);
    }
    if (o->report && !say_sheets_several(sheet->records)) {
        say_sheets_add(page, STYLE_FAINT, o->outlet_count ? ", this report" : " this report");
        wired = add_agency(sheet, 0);
    }
    for (size_t i = 0; i < o->report_count && say_sheets_several(sheet->records); i++) {
        sayso_source source = say_sheets_source(sheet->records, o->reports[i]);
        say_sheets_add(page, STYLE_FAINT, i || o->outlet_count ? ", " : " ");
        say_sheets_add(page, STYLE_FAINT, say_sheets_source_name(&source));
        wired |= add_agency(sheet, o->reports[i]);
    }
    if (o->fewest < o->most)
        say_sheets_add(page, STYLE_FAINT, wired ? "; fewest if unnamed voices of one kind, or of one agency’s reports, are the same people"
                                                : "; fewest if unnamed voices of one kind are the same people");
}

void say_sheets_where_from(say_sheet *sheet, size_t claim, size_t indent)
{
    const sayso_claim *c = &sheet->records->claims[claim];
    time_lines(sheet, c, indent);
    maker_line(sheet, c, indent);
}

void say_sheets_details(say_sheet *sheet, size_t claim, size_t indent)
{
    const sayso_claim *c = &sheet->records->claims[claim];
    confidence_line(sheet, c, indent);
    basis_lines(sheet, c, indent);
    time_lines(sheet, c, indent);
    stance_lines(sheet, c, indent);
    if (c->own) {
        say_sheets_add(sheet->page, STYLE_TEXT, "the party’s own statement about itself");
        say_sheets_label(sheet->page, indent, "own", NULL);
    }
    set_passage_line(sheet, indent, "note", c->note);
    set_passage_line(sheet, indent, "lacking", c->missing);
    change_lines(sheet, c, indent);
    maker_line(sheet, c, indent);
}
