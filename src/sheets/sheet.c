/* sheet: the attribution sheet of one incident.
 *
 * Top: what happened.  Then the answers to "who is responsible?": one block for each
 * head party, what is part of it further in, each hypothesis with its claims, each
 * claim with its holder, the verbatim words first, and where it stands.  Then what
 * cuts across: denials, open questions, missing evidence, changes of position,
 * origins, other statements.  Then the passages, numbered in the order of the text.
 * Every claim stands in exactly one block.  Nothing here weighs or judges.          */
#include "sheets/claims.h"

#include <stdio.h>
#include <string.h>

typedef struct { say_sheet sheet; say_view view; size_t incident; } sheet_maker;

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
    if (i->date && *i->date) {
        say_sheets_add_date(page, STYLE_TEXT, i->date);
        say_sheets_label(page, 0, "when", NULL);
    }
    sheet_fact(page, "where", i->place);
    sheet_fact(page, "target", i->targets);
    sheet_fact(page, "means", i->means);
    sheet_fact(page, "toll", i->toll);
    report_line(page, maker->sheet.records);
}

/* ---- answers ---- */

static size_t outlets_of(const say_origins *origins) { return origins->outlet_count + (origins->report ? 1 : 0); }

/* "1–2 origins · 1 outlet" */
static void origins_tail(const say_origins *o, char *buffer, size_t size)
{
    char range[48];
    if (o->fewest == o->most) snprintf(range, sizeof range, "%zu", o->most);
    else snprintf(range, sizeof range, "%zu–%zu", o->fewest, o->most);
    size_t outlets = outlets_of(o);
    snprintf(buffer, size, "%s origin%s · %zu outlet%s", range, o->most == 1 ? "" : "s", outlets, outlets == 1 ? "" : "s");
}

static bool same_words(sayso_passage a, sayso_passage b) { return a.from == b.from && a.to == b.to; }

static bool same_phrase(const char *a, const char *b) { return a == b || (a && b && strcmp(a, b) == 0); }

/* "X, Y and their allies blamed Z": claims of one breath differ in their holder only, and share the lines below. */
static bool one_breath(const sayso_claim *a, const sayso_claim *b)
{
    if (a->chain_count != 1 || b->chain_count != 1 || a->chain->ground_count || b->chain->ground_count) return false;
    return a->sentence == b->sentence && a->factuality == b->factuality && a->confidence == b->confidence
        && a->superseded_by == b->superseded_by && a->possibly == b->possibly && a->own == b->own
        && a->chain->stance == b->chain->stance && same_words(a->chain->cue, b->chain->cue)
        && same_words(a->trigger, b->trigger) && same_words(a->hedge, b->hedge) && same_words(a->note, b->note)
        && same_words(a->missing, b->missing) && same_words(a->ended_by, b->ended_by)
        && same_phrase(a->likelihood.phrase, b->likelihood.phrase) && same_phrase(a->held, b->held);
}

static void print_holder(sheet_maker *maker, size_t claim)
{
    say_sheet *sheet = &maker->sheet;
    const sayso_claim *c = &sheet->records->claims[claim];
    char ref[32];
    say_sheets_add_sign(sheet, c);
    say_sheets_add_chain(sheet, c->chain, c->chain_count);
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
}

static void print_claims(sheet_maker *maker, const say_hypothesis *h)
{
    const sayso_claim *claims = maker->sheet.records->claims;
    for (size_t i = 0; i < h->claim_count; i++) {
        print_holder(maker, h->claims[i]);
        bool more = i + 1 < h->claim_count && one_breath(&claims[h->claims[i]], &claims[h->claims[i + 1]]);
        if (!more) print_substance(maker, h->claims[i]);
    }
}

static void implied_line(sheet_maker *maker, const say_hypothesis *h)
{
    const sayso_records *records = maker->sheet.records;
    say_page *page = maker->sheet.page;
    unsigned implied = say_assess_implied(h->role);
    bool held = false;
    for (size_t i = 0; i < h->claim_count && !held; i++)
        held = say_assess_side(records->claims[h->claims[i]].factuality) > 0;
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
    char tail[128];
    origins_tail(&h->origins, tail, sizeof tail);
    say_sheets_gap(maker->sheet.page);
    say_sheets_add_hypothesis(&maker->sheet, h->role, h->party);
    say_sheets_set(maker->sheet.page, 0, 2, tail);
    print_claims(maker, h);
    implied_line(maker, h);
}

/* A, B, … Z, A1, B1 … */
static const char *letter_of(size_t head, char *buffer, size_t size)
{
    if (head < 26) snprintf(buffer, size, "%c", (char)('A' + head));
    else snprintf(buffer, size, "%c%zu", (char)('A' + head % 26), head / 26);
    return buffer;
}

/* The hypotheses of a head and of all that is part of it stand together: where they begin and end. */
static void hypotheses_under(const say_view *view, size_t head, size_t *from, size_t *to)
{
    size_t last = head;
    while (last + 1 < view->place_count && view->places[last + 1].head == head) last++;
    *from = view->places[head].hypothesis;
    *to = view->places[last].hypothesis + view->places[last].hypothesis_count;
}

static bool heads_rival(const sheet_maker *maker, size_t head, size_t other)
{
    const say_view *v = &maker->view;
    size_t i, end, j, other_end;
    hypotheses_under(v, head, &i, &end);
    for (; i < end; i++)
        for (hypotheses_under(v, other, &j, &other_end); j < other_end; j++)
            if (say_assess_rivals(maker->sheet.records, &v->hypotheses[i], &v->hypotheses[j])) return true;
    return false;
}

static size_t ordinal_of_head(const say_view *view, size_t head)
{
    size_t ordinal = 0;
    for (size_t p = 0; p < head; p++) ordinal += view->places[p].depth == 0;
    return ordinal;
}

/* "rival of B, C"; a line long enough for a screen, not for a hundred heads. */
static void rivals_tail(const sheet_maker *maker, size_t head, char *buffer, size_t size)
{
    size_t used = 0, named = 0;
    char letter[32];
    buffer[0] = 0;
    for (size_t p = 0; p < maker->view.place_count; p++) {
        if (maker->view.places[p].depth || p == head || !heads_rival(maker, head, p)) continue;
        if (++named > 5) break;
        int n = snprintf(buffer + used, size - used, "%s%s", used ? ", " : "rival of ",
                         named > 4 ? "…" : letter_of(ordinal_of_head(&maker->view, p), letter, sizeof letter));
        used += n > 0 && (size_t)n < size - used ? (size_t)n : 0;
    }
}

static size_t rival_heads(const sheet_maker *maker)
{
    const say_view *v = &maker->view;
    size_t count = 0;
    for (size_t p = 0; p < v->place_count; p++) {
        bool rival = false;
        for (size_t q = 0; q < v->place_count && !rival && v->places[p].depth == 0; q++)
            rival = q != p && v->places[q].depth == 0 && heads_rival(maker, p, q);
        count += rival;
    }
    return count;
}

static void print_head(sheet_maker *maker, size_t head)
{
    say_page *page = maker->sheet.page;
    char letter[32], tail[128];
    rivals_tail(maker, head, tail, sizeof tail);
    page->rail = false;
    page->inset = 0;
    say_sheets_gap(page);
    say_sheets_add(page, STYLE_REF, letter_of(ordinal_of_head(&maker->view, head), letter, sizeof letter));
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
    size_t rivals = rival_heads(maker);
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
    say_sheets_add_chain(sheet, c->chain, c->chain_count);
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

static void print_missing(sheet_maker *maker)
{
    say_sheet *sheet = &maker->sheet;
    if (maker->view.missing_count == 0) return;
    say_sheets_heading(sheet->page, "MISSING EVIDENCE", NULL);
    for (size_t i = 0; i < maker->view.missing_count; i++) {
        const sayso_claim *c = &sheet->records->claims[maker->view.missing[i]];
        char ref[32];
        say_sheets_add_chain(sheet, c->chain, c->chain_count);
        say_sheets_add(sheet->page, STYLE_TEXT, ": ");
        say_sheets_add_quoted(sheet, c->missing);
        say_sheets_set(sheet->page, 2, 4, say_sheets_ref(sheet, say_sheets_sentence(sheet->records, c->missing), ref));
    }
}

static void print_change(sheet_maker *maker, const sayso_claim *c)
{
    say_sheet *sheet = &maker->sheet;
    say_page *page = sheet->page;
    char ref[32];
    say_sheets_add_chain(sheet, c->chain, c->chain_count);
    say_sheets_add(page, STYLE_TEXT, ": ");
    say_sheets_add_hypothesis(sheet, c->role, c->party);
    if (c->ended_by.to > c->ended_by.from) {
        say_sheets_add(page, STYLE_TEXT, ", ");
        say_sheets_add_quoted(sheet, c->ended_by);
    }
    say_sheets_set(page, 2, 4, say_sheets_ref(sheet, c->sentence, ref));
    if (c->superseded_by >= sheet->records->claim_count) {
        say_sheets_add(page, STYLE_FAINT, "→ the report gives no later view of this holder");
        say_sheets_set(page, 4, 6, NULL);
        return;
    }
    const sayso_claim *later = &sheet->records->claims[c->superseded_by];
    say_sheets_add(page, STYLE_TEXT, c->possibly ? "→ later, possibly the same holder, " : "→ later, ");
    say_sheets_add_chain(sheet, later->chain, later->chain_count);
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
    const sayso_records *records = maker->sheet.records;
    say_page *page = maker->sheet.page;
    const say_origins *o = &maker->view.origins;
    char tail[128];
    origins_tail(o, tail, sizeof tail);
    say_sheets_heading(page, "INDEPENDENT ORIGINS", tail);
    for (size_t i = 0; i < o->origin_count; i++) {
        const sayso_claim *c = &records->claims[o->origins[i]];
        size_t link = say_assess_origin(c);
        if (i) say_sheets_add(page, STYLE_FAINT, " · ");
        say_sheets_add(page, STYLE_TEXT, link == SAYSO_NONE ? "the report itself"
                                         : c->chain[link].party < records->party_count
                                             ? records->parties[c->chain[link].party].name : c->chain[link].name);
    }
    say_sheets_set(page, 2, 4, NULL);
    say_sheets_add(page, STYLE_FAINT, "through");
    for (size_t i = 0; i < o->outlet_count; i++) {
        say_sheets_add(page, STYLE_FAINT, i ? ", " : " ");
        say_sheets_add(page, STYLE_FAINT, records->parties[o->outlets[i]].name);
    }
    if (o->report) say_sheets_add(page, STYLE_FAINT, o->outlet_count ? ", this report" : " this report");
    if (o->fewest < o->most)
        say_sheets_add(page, STYLE_FAINT, "; fewest if unnamed voices of one kind are the same people");
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
        say_sheets_add_chain(sheet, s->chain, s->chain_count);
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
    char tail[64] = "";
    if (records->hash && *records->hash) snprintf(tail, sizeof tail, "text sha256 %.12s…", records->hash);
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
        maker.sheet.numbers = SAY_TAKE(arena, say_passage_number, records->sentence_count, error);
        code = maker.sheet.numbers ? SAYSO_OK : SAYSO_NO_MEMORY;
    }
    if (!code) {
        cite_all(&maker);
        print_sheet(&maker);
        code = say_sheets_finish(&page.out);
    }
    say_base_arena_close(arena);
    return code;
}
