/* sheet: the attribution sheet of one incident.
 *
 * Top: what happened.  Then the answers to "who is responsible?": one block for each
 * head party, what is part of it further in, each hypothesis with its claims, each
 * claim with its holder, the verbatim words first, and where it stands.  Then what
 * cuts across: denials, open questions, missing evidence, changes of position,
 * origins, other statements.  Then what was set aside or withdrawn, and
 * the passages, numbered in the order of the text, of several reports one after the
 * other.  Every claim stands in exactly one block.  Nothing here weighs or judges.   */
#include "sheets/answers.h"
#include "sheets/claims.h"

#include <stdio.h>

typedef struct { say_sheet sheet; say_view view; size_t incident; say_cited_claims set_aside, withdrawn; } sheet_maker;

/* ---- the head of the sheet ---- */

static void sheet_fact(say_page *page, const char *label, const char *value)
{
    if (!value || !*value) return;
    say_sheets_add(page, STYLE_TEXT, value);
    say_sheets_label(page, 0, label, NULL);
}

static void add_part(say_page *page, const char *part, bool *any)
{
    if (!part || !*part) return;
    if (*any) say_sheets_add(page, STYLE_TEXT, ", ");
    say_sheets_add(page, STYLE_TEXT, part);
    *any = true;
}

static void report_line(say_page *page, const sayso_records *records)
{
    bool any = false;
    if (records->title && *records->title) {
        say_sheets_add(page, STYLE_TEXT, "“");
        say_sheets_add(page, STYLE_TEXT, records->title);
        say_sheets_add(page, STYLE_TEXT, "”");
        any = true;
    } else {
        add_part(page, records->doc, &any);
    }
    add_part(page, records->publisher, &any);
    if (records->date && *records->date) {
        if (any) say_sheets_add(page, STYLE_TEXT, ", ");
        say_sheets_add_date(page, STYLE_TEXT, records->date);
    }
    say_sheets_label(page, 0, "report", NULL);
}

static void add_counted(say_page *page, size_t count, const char *one, const char *many)
{
    say_sheets_add_count(page, STYLE_TEXT, count);
    say_sheets_add(page, STYLE_TEXT, "\u00a0");
    say_sheets_add(page, STYLE_TEXT, count == 1 ? one : many);
}

/* "5 reports · 4 outlets, 1 copy", and then each. */
static void report_lines(sheet_maker *maker)
{
    say_page *page = maker->sheet.page;
    const sayso_records *records = maker->sheet.records;
    say_report_count count = say_sheets_reports(records);
    add_counted(page, count.reports, "report", "reports");
    if (count.outlets) {
        say_sheets_add(page, STYLE_TEXT, " · ");
        add_counted(page, count.outlets, "outlet", "outlets");
    }
    if (count.copies) {
        say_sheets_add(page, STYLE_TEXT, ", ");
        add_counted(page, count.copies, "copy", "copies");
    }
    say_sheets_label(page, 0, "reports", NULL);
    for (size_t i = 0; i < records->source_count; i++) {
        if (say_sheets_first_reading(records, i) != i) continue;
        sayso_source source = say_sheets_source(records, i);
        size_t copied = say_sheets_copied(records, i);
        char tail[48] = "", number[24];
        if (copied != SAYSO_NONE) snprintf(tail, sizeof tail, "a copy of %zu", maker->sheet.reports[copied]);
        snprintf(number, sizeof number, "%10zu", maker->sheet.reports[i]);
        say_sheets_add_report(page, &source);
        say_sheets_label(page, 0, number, tail);
    }
}

static void sheet_top(sheet_maker *maker)
{
    say_page *page = maker->sheet.page;
    const sayso_incident *i = &maker->sheet.records->incidents[maker->incident];
    const char *name = i->name && *i->name ? i->name : "unnamed incident";
    bool small = name[0] >= 'a' && name[0] <= 'z';
    char first[2] = { (char)(name[0] - 'a' + 'A'), 0 };
    say_sheets_rule(page, "━");
    if (small) say_sheets_add(page, STYLE_TITLE, first);
    say_sheets_add(page, STYLE_TITLE, name + small);
    say_sheets_set(page, 0, 0, i->kind);
    say_sheets_rule(page, "━");
    say_sheets_when_where(&maker->sheet, maker->incident);
    sheet_fact(page, "target", i->targets);
    sheet_fact(page, "means", i->means);
    sheet_fact(page, "toll", i->toll);
    if (say_sheets_several(maker->sheet.records)) report_lines(maker);
    else report_line(page, maker->sheet.records);
}

/* ---- answers ---- */

static void print_holder(sheet_maker *maker, size_t claim)
{
    say_sheet *sheet = &maker->sheet;
    const sayso_claim *c = &sheet->records->claims[claim];
    char ref[32];
    say_sheets_add_sign(sheet, c);
    say_sheets_add_chain(sheet, c->chain, c->chain_count, c->sentence);
    say_sheets_set(sheet->page, 2, 4, say_sheets_ref(sheet, c->sentence, ref));
}

static void print_substance(sheet_maker *maker, size_t claim)
{
    say_sheet *sheet = &maker->sheet;
    const sayso_claim *c = &sheet->records->claims[claim];
    say_sheets_add_view(sheet, c);
    say_sheets_set(sheet->page, 4, 6, NULL);
    if (sheet->records->parties[c->party].kind == SAYSO_PARTY_UNKNOWN && c->mention.to > c->mention.from) {
        say_sheets_add_quoted(sheet, c->mention);
        say_sheets_label(sheet->page, 4, "asked", NULL);
    }
    say_sheets_details(sheet, claim, 4);
    say_sheets_remarks(sheet, c, 4);
}

static void print_again(sheet_maker *maker, size_t first, size_t later)
{
    char ref[32];
    say_sheets_add_again(&maker->sheet, first, later);
    say_sheets_label(maker->sheet.page, 4, "again", say_sheets_ref(&maker->sheet, maker->sheet.records->claims[later].sentence, ref));
}

/* Claims of one breath share the lines below the last; the same view in another report is a line below the first. */
static void print_claims(sheet_maker *maker, say_cited_claims list)
{
    const sayso_records *records = maker->sheet.records;
    for (size_t i = 0; i < list.count; i++) {
        size_t first = list.at[i];
        print_holder(maker, first);
        if (i + 1 < list.count && say_sheets_one_breath(&records->claims[first], &records->claims[list.at[i + 1]])) continue;
        print_substance(maker, first);
        for (; i + 1 < list.count && say_sheets_says_again(records, first, list.at[i + 1]); i++) print_again(maker, first, list.at[i + 1]);
    }
}

static void implied_line(sheet_maker *maker, const say_hypothesis *h, say_cited_claims list)
{
    const sayso_records *records = maker->sheet.records;
    say_page *page = maker->sheet.page;
    unsigned implied = say_assess_implied(h->role);
    bool held = false;
    for (size_t i = 0; i < list.count && !held; i++) held = say_assess_side(records->claims[list.at[i]].factuality) > 0;
    if (!implied || !held) return;
    say_sheets_add(page, STYLE_FAINT, "⊢ ");
    bool any = false;
    for (int r = 0; r < SAYSO_ROLES; r++) {
        if (!(implied >> r & 1u)) continue;
        if (any) say_sheets_add(page, STYLE_FAINT, ", ");
        say_sheets_add(page, STYLE_FAINT, sayso_role_name((sayso_role)r));
        any = true;
    }
    say_sheets_add(page, STYLE_FAINT, ": implied by ");
    say_sheets_add(page, STYLE_FAINT, sayso_role_name(h->role));
    say_sheets_add(page, STYLE_FAINT, ", no claim of its own");
    say_sheets_set(page, 2, 4, NULL);
}

static void print_hypothesis(sheet_maker *maker, const say_hypothesis *h)
{
    say_page *page = maker->sheet.page;
    char tail[128];
    say_cited_claims list = say_sheets_claims_of(maker->sheet.records, h, page->arena, page->out.error);
    if (!list.at) {
        page->out.code = SAYSO_NO_MEMORY;
        return;
    }
    say_sheets_origins_words(maker->sheet.records, &h->origins, tail, sizeof tail);
    say_sheets_gap(page);
    say_sheets_add_hypothesis(&maker->sheet, h->role, h->party);
    say_sheets_set(page, 0, 2, tail);
    print_claims(maker, list);
    implied_line(maker, h, list);
}

/* "rival of B, C"; a line long enough for a screen, not for a hundred heads. */
static void rivals_tail(const sheet_maker *maker, size_t head, char *buffer, size_t size)
{
    size_t used = 0, named = 0;
    char letter[32];
    buffer[0] = 0;
    for (size_t p = 0; p < maker->view.place_count; p++) {
        if (maker->view.places[p].depth || p == head || !say_sheets_heads_rival(maker->sheet.records, &maker->view, head, p)) continue;
        if (++named > 5) break;
        int n = snprintf(buffer + used, size - used, "%s%s", used ? ", " : "rival of ",
                         named > 4 ? "…" : say_sheets_letter(&maker->view, p, letter));
        used += n > 0 && (size_t)n < size - used ? (size_t)n : 0;
    }
}

static void print_head(sheet_maker *maker, size_t head)
{
    say_page *page = maker->sheet.page;
    char letter[32], tail[128];
    rivals_tail(maker, head, tail, sizeof tail);
    page->rail = false;
    page->inset = 0;
    say_sheets_gap(page);
    say_sheets_add(page, STYLE_REF, say_sheets_letter(&maker->view, head, letter));
    say_sheets_add(page, STYLE_TEXT, "\u00a0\u00a0");
    const sayso_party *party = &maker->sheet.records->parties[maker->view.places[head].party];
    say_sheets_add(page, STYLE_TITLE, party->kind == SAYSO_PARTY_UNKNOWN ? "somebody unknown" : party->name);
    say_sheets_set(page, 0, 3, tail);
}

static void print_answers(sheet_maker *maker)
{
    say_page *page = maker->sheet.page;
    const say_view *view = &maker->view;
    char tail[96];
    int n = snprintf(tail, sizeof tail, "%zu claim%s", view->claim_count, view->claim_count == 1 ? "" : "s");
    size_t rivals = say_sheets_rival_heads(maker->sheet.records, view);
    if (rivals > 1) snprintf(tail + n, sizeof tail - (size_t)n, " · %zu rival answers", rivals);
    say_sheets_heading(page, "WHO IS SAID TO BE RESPONSIBLE", tail);
    say_sheets_add(page, STYLE_FAINT, "+\u00a0says so\u00a0\u00a0 −\u00a0says not\u00a0\u00a0 ?\u00a0leaves it open\u00a0\u00a0 “words of the report”\u00a0\u00a0 [passage]");
    say_sheets_set(page, 0, 0, NULL);
    for (size_t p = 0; p < view->place_count && !page->out.code; p++) {
        const say_place *place = &view->places[p];
        if (place->depth == 0) print_head(maker, p);
        page->rail = true;
        page->inset = place->depth * 2 < 12 ? place->depth * 2 : 12;
        for (size_t i = 0; i < place->hypothesis_count; i++)
            print_hypothesis(maker, &view->hypotheses[place->hypothesis + i]);
        if (place->hypothesis_count == 0 && place->depth > 0) {
            say_sheets_gap(page);
            say_sheets_add(page, STYLE_STRONG, maker->sheet.records->parties[place->party].name);
            say_sheets_set(page, 0, 2, NULL);
        }
    }
    page->rail = false;
    page->inset = 0;
}

/* ---- what cuts across ---- */

/* One claim in two lines: what it is about, then who and in which words. */
static void print_across(sheet_maker *maker, size_t claim)
{
    say_sheet *sheet = &maker->sheet;
    const sayso_claim *c = &sheet->records->claims[claim];
    char ref[32];
    say_sheets_add_sign(sheet, c);
    say_sheets_add_hypothesis(sheet, c->role, c->party);
    say_sheets_set(sheet->page, 2, 4, say_sheets_ref(sheet, c->sentence, ref));
    say_sheets_add_chain(sheet, c->chain, c->chain_count, c->sentence);
    say_sheets_add(sheet->page, STYLE_TEXT, ": ");
    say_sheets_add_view(sheet, c);
    say_sheets_set(sheet->page, 4, 6, NULL);
}

static void print_list(sheet_maker *maker, const char *heading, const size_t *claims, size_t count)
{
    if (count == 0) return;
    say_sheets_heading(maker->sheet.page, heading, NULL);
    for (size_t i = 0; i < count; i++) print_across(maker, claims[i]);
}

static void print_dropped(sheet_maker *maker, const char *heading, say_cited_claims list)
{
    say_sheet *sheet = &maker->sheet;
    if (list.count == 0) return;
    say_sheets_heading(sheet->page, heading, NULL);
    for (size_t i = 0; i < list.count; i++) {
        const sayso_claim *c = &sheet->records->claims[list.at[i]];
        print_across(maker, list.at[i]);
        say_sheets_add(sheet->page, STYLE_TEXT, sayso_standing_name(c->standing));
        say_sheets_label(sheet->page, 4, "standing", NULL);
        say_sheets_where_from(sheet, list.at[i], 4);
        say_sheets_remarks(sheet, c, 4);
    }
}

static void print_missing(sheet_maker *maker)
{
    say_sheet *sheet = &maker->sheet;
    if (maker->view.missing_count == 0) return;
    say_sheets_heading(sheet->page, "MISSING EVIDENCE", NULL);
    for (size_t i = 0; i < maker->view.missing_count; i++) {
        const sayso_claim *c = &sheet->records->claims[maker->view.missing[i]];
        char ref[32];
        say_sheets_add_chain(sheet, c->chain, c->chain_count, c->sentence);
        say_sheets_add(sheet->page, STYLE_TEXT, ": ");
        say_sheets_add_quoted(sheet, c->missing);
        say_sheets_set(sheet->page, 2, 4, say_sheets_ref(sheet, say_sheets_sentence(sheet->records, c->missing), ref));
    }
}

/* Over several reports, the day. */
static bool add_held(say_sheet *sheet, const sayso_claim *c)
{
    const char *held = say_sheets_held(sheet->records, c);
    if (!say_sheets_several(sheet->records) || !*held) return false;
    say_sheets_add_date(sheet->page, STYLE_TEXT, held);
    return true;
}

static void print_change(sheet_maker *maker, const sayso_claim *c)
{
    say_sheet *sheet = &maker->sheet;
    say_page *page = sheet->page;
    char ref[32];
    if (add_held(sheet, c)) say_sheets_add(page, STYLE_TEXT, ", ");
    say_sheets_add_chain(sheet, c->chain, c->chain_count, c->sentence);
    say_sheets_add(page, STYLE_TEXT, ": ");
    say_sheets_add_hypothesis(sheet, c->role, c->party);
    if (c->ended_by.to > c->ended_by.from) {
        say_sheets_add(page, STYLE_TEXT, ", ");
        say_sheets_add_quoted(sheet, c->ended_by);
    }
    say_sheets_set(page, 2, 4, say_sheets_ref(sheet, c->sentence, ref));
    if (c->superseded_by >= sheet->records->claim_count) {
        bool several = say_sheets_several(sheet->records);
        say_sheets_add(page, STYLE_FAINT, several ? "→ no later view of this holder in these reports"
                                                  : "→ the report gives no later view of this holder");
        say_sheets_set(page, 4, 6, NULL);
        return;
    }
    const sayso_claim *later = &sheet->records->claims[c->superseded_by];
    say_sheets_add(page, STYLE_TEXT, "→ ");
    if (!add_held(sheet, later)) say_sheets_add(page, STYLE_TEXT, "later");
    say_sheets_add(page, STYLE_TEXT, c->possibly ? ", possibly the same holder, " : ", ");
    say_sheets_add_chain(sheet, later->chain, later->chain_count, later->sentence);
    say_sheets_add(page, STYLE_TEXT, ": ");
    say_sheets_add_hypothesis(sheet, later->role, later->party);
    say_sheets_set(page, 4, 6, say_sheets_ref(sheet, later->sentence, ref));
}

static void print_changes(sheet_maker *maker)
{
    if (maker->view.change_count == 0) return;
    say_sheets_heading(maker->sheet.page, "CHANGES OF POSITION", NULL);
    for (size_t i = 0; i < maker->view.change_count; i++)
        print_change(maker, &maker->sheet.records->claims[maker->view.changes[i]]);
}

static void print_origins(sheet_maker *maker)
{
    say_page *page = maker->sheet.page;
    const say_origins *o = &maker->view.origins;
    char tail[128];
    say_sheets_origins_words(maker->sheet.records, o, tail, sizeof tail);
    say_sheets_heading(page, "INDEPENDENT ORIGINS", tail);
    for (size_t i = 0; i < o->origin_count; i++) {
        if (i) say_sheets_add(page, STYLE_FAINT, " · ");
        say_sheets_add_origin(&maker->sheet, o->origins[i]);
    }
    say_sheets_set(page, 2, 4, NULL);
    say_sheets_add_outlets(&maker->sheet, o);
    say_sheets_set(page, 2, 4, NULL);
}

static void print_statements(sheet_maker *maker)
{
    say_sheet *sheet = &maker->sheet;
    if (maker->view.statement_count == 0) return;
    say_sheets_heading(sheet->page, "ALSO SAID", NULL);
    for (size_t i = 0; i < maker->view.statement_count; i++) {
        const sayso_statement *s = &sheet->records->statements[maker->view.statements[i]];
        char ref[32];
        say_sheets_add_chain(sheet, s->chain, s->chain_count, s->sentence);
        say_sheets_add(sheet->page, STYLE_TEXT, ": ");
        say_sheets_add_quoted(sheet, s->content);
        say_sheets_label(sheet->page, 2, sayso_statement_kind_name(s->kind), say_sheets_ref(sheet, s->sentence, ref));
    }
}

/* ---- all of it ---- */

static void cite_all(sheet_maker *maker)
{
    const say_view *view = &maker->view;
    for (size_t i = 0; i < view->claim_count; i++) say_sheets_cite_claim(&maker->sheet, view->claims[i]);
    for (size_t i = 0; i < view->statement_count; i++) say_sheets_cite_statement(&maker->sheet, view->statements[i]);
    for (size_t i = 0; i < view->dropped_count; i++) say_sheets_cite_claim(&maker->sheet, view->dropped[i]);
    say_sheets_cite_others(&maker->sheet, maker->incident);
    say_sheets_number_passages(&maker->sheet);
}

static void print_sheet(sheet_maker *maker)
{
    const sayso_records *records = maker->sheet.records;
    say_page *page = maker->sheet.page;
    sheet_top(maker);
    print_answers(maker);
    print_list(maker, "DENIED OR DOUBTED", maker->view.against, maker->view.against_count);
    print_list(maker, "OPEN QUESTIONS", maker->view.open, maker->view.open_count);
    print_missing(maker);
    print_changes(maker);
    if (maker->view.claim_count) print_origins(maker);
    print_statements(maker);
    print_dropped(maker, "SET ASIDE BY ANALYSTS", maker->set_aside);
    print_dropped(maker, "WITHDRAWN BY THE PUBLISHER", maker->withdrawn);
    char tail[64] = "";
    if (!say_sheets_several(records) && records->hash && *records->hash) snprintf(tail, sizeof tail, "text sha256 %.12s…", records->hash);
    say_sheets_heading(page, "PASSAGES", tail);
    say_sheets_print_passages(&maker->sheet);
}

sayso_code sayso_sheet_print(const sayso_records *records, size_t incident, sayso_look look, sayso_sink sink,
                             sayso_error *error)
{
    say_page page;
    sheet_maker maker = { .sheet = { .records = records, .page = &page }, .incident = incident };
    say_arena *arena = say_base_arena(error);
    if (!arena) return SAYSO_NO_MEMORY;
    sayso_code code = say_assess_incident(records, incident, arena, &maker.view, error);
    if (!code) {
        say_sheets_page(&page, look, sink, arena, error);
        bool ready = say_sheets_ready(&maker.sheet, arena, error);
        maker.set_aside = say_sheets_dropped(records, &maker.view, say_sheets_set_aside, arena, error);
        maker.withdrawn = say_sheets_dropped(records, &maker.view, say_sheets_withdrawn, arena, error);
        code = ready && maker.set_aside.at && maker.withdrawn.at ? SAYSO_OK : SAYSO_NO_MEMORY;
    }
    if (!code) {
        cite_all(&maker);
        print_sheet(&maker);
        code = say_sheets_finish(&page.out);
    }
    say_base_arena_close(arena);
    return code;
}
