/* html: the sheet of one incident as one web page that needs nothing else: no script, no network.
 *
 * The order is that of the sheet in a terminal.  Each claim is a <details> that opens on its
 * sentence with the words marked; the whole texts stand below, and lead back.  A policy in the
 * head lets nothing run and nothing load, with the hash of the style as the one exception, so
 * that even a word that came through unescaped could do nothing.                             */
#include "sheets/html.h"
#include "sheets/answers.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    say_sheet sheet;
    say_view  view;
    size_t    incident;
    say_cited_claims set_aside, withdrawn;
    say_back_links back;
} html_maker;

static void raw(html_maker *m, const char *html) { say_sheets_text(&m->sheet.page->out, html); }
static void escaped(html_maker *m, const char *words) { say_sheets_html_escape(&m->sheet.page->out, words); }
static void raw_count(html_maker *m, size_t value) { say_sheets_count(&m->sheet.page->out, value); }
static const sayso_claim *claim_at(const html_maker *m, size_t claim) { return &m->sheet.records->claims[claim]; }

/* ---- the head of the file ---- */

/* A style is let in by its hash, which the policy wants in base 64. */
static void policy_hash(const char *style, char base64[45])
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char hex[65];
    unsigned char bytes[33] = { 0 };
    say_base_sha256(say_base_str(style), hex);
    for (size_t i = 0; i < 64; i++) {
        unsigned digit = (unsigned)(hex[i] <= '9' ? hex[i] - '0' : hex[i] - 'a' + 10);
        bytes[i / 2] = (unsigned char)((unsigned)bytes[i / 2] << 4 | digit);
    }
    for (size_t i = 0; i < 11; i++) {
        uint32_t three = (uint32_t)bytes[i * 3] << 16 | (uint32_t)bytes[i * 3 + 1] << 8 | bytes[i * 3 + 2];
        for (size_t j = 0; j < 4; j++) base64[i * 4 + j] = digits[three >> (18 - 6 * j) & 63];
    }
    base64[43] = '=';
    base64[44] = 0;
}

static void put_name(html_maker *m)
{
    const char *name = m->sheet.records->incidents[m->incident].name;
    if (!name || !*name) name = "unnamed incident";
    bool small = name[0] >= 'a' && name[0] <= 'z';
    char first[2] = { (char)(name[0] - 'a' + 'A'), 0 };
    if (small) raw(m, first);
    escaped(m, name + small);
}

static void put_file_head(html_maker *m, const char *style)
{
    char hash[45];
    policy_hash(style, hash);
    raw(m, "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" "
           "content=\"default-src 'none'; style-src 'sha256-");
    raw(m, hash);
    raw(m, "'; base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
           "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    put_name(m);
    raw(m, ": who is said to be responsible</title>\n<style>");
    raw(m, style);
    raw(m, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#answers\">To the answers</a>\n");
}

/* ---- the head of the sheet ---- */

static void incident_fact(html_maker *m, const char *label, const char *value)
{
    if (!value || !*value) return;
    say_sheets_add(m->sheet.page, STYLE_TEXT, value);
    say_sheets_label(m->sheet.page, 0, label, NULL);
}

static void put_report_list(html_maker *m)
{
    const sayso_records *records = m->sheet.records;
    say_report_count count = say_sheets_reports(records);
    char words[128];
    if (say_sheets_several(records)) {
        int n = snprintf(words, sizeof words, "%zu report%s", count.reports, count.reports == 1 ? "" : "s");
        if (count.outlets) n += snprintf(words + n, sizeof words - (size_t)n, " · %zu outlet%s", count.outlets, count.outlets == 1 ? "" : "s");
        if (count.copies) snprintf(words + n, sizeof words - (size_t)n, ", %zu cop%s", count.copies, count.copies == 1 ? "y" : "ies");
        incident_fact(m, "reports", words);
    }
    raw(m, "</dl>\n<ol class=\"reports\">\n");
    for (size_t i = 0; i < say_sheets_source_count(records); i++) {
        if (say_sheets_first_reading(records, i) != i) continue;
        sayso_source source = say_sheets_source(records, i);
        snprintf(words, sizeof words, "<li value=\"%zu\"><a href=\"#r%zu\">", m->sheet.reports[i], m->sheet.reports[i]);
        raw(m, words);
        say_sheets_add_report(m->sheet.page, &source);
        say_sheets_inline(m->sheet.page);
        raw(m, "</a>");
        size_t copied = say_sheets_copied(records, i);
        if (copied != SAYSO_NONE) {
            snprintf(words, sizeof words, " <span class=\"tail\">a copy of %zu</span>", m->sheet.reports[copied]);
            raw(m, words);
        }
        raw(m, "</li>\n");
    }
    raw(m, "</ol>\n");
}

static void put_contents(html_maker *m)
{
    const struct { const char *anchor, *words; size_t count; } parts[] = {
        { "answers", "Answers", 1 }, { "denied", "Denied or doubted", m->view.against_count }, { "open", "Open questions", m->view.open_count },
        { "missing", "Missing evidence", m->view.missing_count }, { "changes", "Changes of position", m->view.change_count },
        { "origins", "Origins", m->view.claim_count }, { "said", "Also said", m->view.statement_count },
        { "aside", "Set aside", m->set_aside.count }, { "withdrawn", "Withdrawn", m->withdrawn.count }, { "reports", "The reports", 1 } };
    raw(m, "<nav aria-label=\"On this page\"><ul>");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].count) continue;
        raw(m, "<li><a href=\"#");
        raw(m, parts[i].anchor);
        raw(m, "\">");
        raw(m, parts[i].words);
        raw(m, "</a></li>");
    }
    raw(m, "</ul></nav>\n");
}

static void put_top(html_maker *m)
{
    const sayso_incident *i = &m->sheet.records->incidents[m->incident];
    raw(m, "<header>\n<p class=\"kind\">");
    escaped(m, i->kind ? i->kind : "");
    raw(m, "</p>\n<h1>");
    put_name(m);
    raw(m, "</h1>\n<dl>\n");
    say_sheets_when_where(&m->sheet, m->incident);
    incident_fact(m, "target", i->targets);
    incident_fact(m, "means", i->means);
    incident_fact(m, "toll", i->toll);
    put_report_list(m);
    put_contents(m);
    raw(m, "</header>\n<main>\n");
}

/* ---- claims ---- */

static const struct { const char *style, *sign, *words; } sides[] = {
    { "against", "−", "says not: " }, { "open", "?", "leaves it open: " }, { "for", "+", "says so: " } };

static void put_sign(html_maker *m, const sayso_claim *c)
{
    size_t side = (size_t)(say_assess_side(c->factuality) + 1);
    raw(m, "<span class=\"sign ");
    raw(m, sides[side].style);
    raw(m, "\" aria-hidden=\"true\">");
    raw(m, sides[side].sign);
    raw(m, "</span><span class=\"vh\">");
    raw(m, sides[side].words);
    raw(m, "</span>");
}

static void put_chain(html_maker *m, const sayso_link *chain, size_t count, size_t sentence)
{
    say_sheets_add_chain(&m->sheet, chain, count, sentence);
    say_sheets_inline(m->sheet.page);
}

static void put_hypothesis(html_maker *m, sayso_role role, size_t party)
{
    say_sheets_add_hypothesis(&m->sheet, role, party);
    say_sheets_inline(m->sheet.page);
}

/* What it opens on. */
static void put_opened(html_maker *m, size_t claim)
{
    const sayso_claim *c = claim_at(m, claim);
    raw(m, "</span></summary>\n<div class=\"opened\" id=\"c");
    raw_count(m, claim);
    raw(m, "\">\n");
    say_sheets_html_sentences(&m->sheet, claim);
    raw(m, "<dl>\n");
    if (c->standing != SAYSO_STANDS) incident_fact(m, "standing", sayso_standing_name(c->standing));
    if (m->sheet.records->parties[c->party].kind == SAYSO_PARTY_UNKNOWN && c->mention.to > c->mention.from) {
        say_sheets_add_quoted(&m->sheet, c->mention);
        say_sheets_label(m->sheet.page, 0, "asked", NULL);
    }
    say_sheets_details(&m->sheet, claim, 0);
    if (c->standing == SAYSO_STANDS) say_sheets_remarks(&m->sheet, c, 0);
    raw(m, "</dl>\n</div>\n</details>\n");
}

/* Of a claim that was dropped, what became of it and why stand in sight. */
static void put_standing(html_maker *m, const sayso_claim *c)
{
    const char *standing = sayso_standing_name(c->standing);
    raw(m, " <span class=\"tail\">");
    raw(m, standing ? standing : "dropped");
    raw(m, "</span>");
    for (size_t i = 0; i < c->remark_count; i++) {
        raw(m, "<span class=\"view\">");
        escaped(m, c->remarks[i] ? c->remarks[i] : "");
        raw(m, "</span>");
    }
}

static void put_claim(html_maker *m, size_t claim, bool dropped)
{
    const sayso_claim *c = claim_at(m, claim);
    raw(m, "<details class=\"claim\"><summary>");
    put_sign(m, c);
    raw(m, "<span class=\"say\">");
    if (dropped) {
        put_hypothesis(m, c->role, c->party);
        raw(m, "<br>");
    }
    put_chain(m, c->chain, c->chain_count, c->sentence);
    if (say_sheets_several(m->sheet.records)) {
        raw(m, " <span class=\"tail day\">");
        say_sheets_add_day(&m->sheet, c);
        say_sheets_inline(m->sheet.page);
        raw(m, "</span>");
    }
    raw(m, " <span class=\"view\">");
    say_sheets_add_view(&m->sheet, c);
    say_sheets_inline(m->sheet.page);
    raw(m, "</span>");
    if (dropped) put_standing(m, c);
    else if (say_sheets_given_up(c)) raw(m, " <span class=\"tail\">no longer held</span>");
    else if (c->remark_count) raw(m, " <span class=\"tail\">corrected</span>");
    put_opened(m, claim);
}

static void put_again(html_maker *m, size_t first, size_t later)
{
    raw(m, "<details class=\"claim\"><summary>");
    put_sign(m, claim_at(m, later));
    raw(m, "<span class=\"say\"><span class=\"faint\">again: </span>");
    say_sheets_add_again(&m->sheet, first, later);
    say_sheets_inline(m->sheet.page);
    put_opened(m, later);
}

static void put_claims(html_maker *m, say_cited_claims list)
{
    for (size_t i = 0; i < list.count; i++) {
        size_t first = list.at[i];
        put_claim(m, first, false);
        for (; i + 1 < list.count && say_sheets_says_again(m->sheet.records, first, list.at[i + 1]); i++) put_again(m, first, list.at[i + 1]);
    }
}

/* ---- answers ---- */

static void put_implied(html_maker *m, const say_hypothesis *h, say_cited_claims list)
{
    unsigned implied = say_assess_implied(h->role);
    bool held = false, any = false;
    for (size_t i = 0; i < list.count && !held; i++) held = say_assess_side(claim_at(m, list.at[i])->factuality) > 0;
    if (!implied || !held) return;
    raw(m, "<p class=\"tail\">");
    for (int r = 0; r < SAYSO_ROLES; r++) {
        if (!(implied >> r & 1u)) continue;
        raw(m, any ? ", " : "");
        raw(m, sayso_role_name((sayso_role)r));
        any = true;
    }
    raw(m, ": implied by ");
    raw(m, sayso_role_name(h->role));
    raw(m, ", no claim of its own</p>\n");
}

static void put_answer(html_maker *m, const say_hypothesis *h, size_t depth)
{
    say_page *page = m->sheet.page;
    say_cited_claims list = say_sheets_claims_of(m->sheet.records, h, page->arena, page->out.error);
    char words[160];
    if (!list.at) {
        page->out.code = SAYSO_NO_MEMORY;
        return;
    }
    snprintf(words, sizeof words, "<div class=\"under d%zu\">\n<h4>", depth < 3 ? depth : 3);
    raw(m, words);
    put_hypothesis(m, h->role, h->party);
    say_sheets_origins_words(m->sheet.records, &h->origins, words, sizeof words);
    raw(m, " <span class=\"tail\">");
    raw(m, words);
    raw(m, "</span></h4>\n");
    put_claims(m, list);
    put_implied(m, h, list);
    raw(m, "</div>\n");
}

static void put_rivals(html_maker *m, size_t head)
{
    char letter[32];
    size_t named = 0;
    for (size_t p = 0; p < m->view.place_count && named < 20; p++) {
        if (m->view.places[p].depth || p == head || !say_sheets_heads_rival(m->sheet.records, &m->view, head, p)) continue;
        say_sheets_letter(&m->view, p, letter);
        raw(m, named++ ? ", <a href=\"#h" : " <span class=\"tail\">rival of <a href=\"#h");
        raw(m, letter);
        raw(m, "\">");
        raw(m, letter);
        raw(m, "</a>");
    }
    if (named) raw(m, "</span>");
}

static void put_head(html_maker *m, size_t head)
{
    char letter[32];
    const sayso_party *party = &m->sheet.records->parties[m->view.places[head].party];
    say_sheets_letter(&m->view, head, letter);
    raw(m, "<h3 id=\"h");
    raw(m, letter);
    raw(m, "\"><span class=\"letter\">");
    raw(m, letter);
    raw(m, "</span>");
    escaped(m, party->kind == SAYSO_PARTY_UNKNOWN ? "somebody unknown" : party->name);
    put_rivals(m, head);
    raw(m, "</h3>\n");
}

static void put_answers(html_maker *m)
{
    const say_view *view = &m->view;
    char words[96];
    size_t rivals = say_sheets_rival_heads(m->sheet.records, view);
    int n = snprintf(words, sizeof words, "%zu claim%s", view->claim_count, view->claim_count == 1 ? "" : "s");
    if (rivals > 1) snprintf(words + n, sizeof words - (size_t)n, " · %zu rival answers", rivals);
    raw(m, "<section id=\"answers\" tabindex=\"-1\">\n<h2>Who is said to be responsible <span class=\"tail\">");
    raw(m, words);
    raw(m, "</span></h2>\n<p class=\"legend signs\"><span><b class=\"sign for\">+</b> says so</span> <span><b class=\"sign against\">−</b> says not</span> "
           "<span><b class=\"sign open\">?</b> leaves it open</span> <span class=\"words\">“words of the report”</span></p>\n");
    say_sheets_html_legend(m->sheet.page);
    for (size_t p = 0; p < view->place_count && !m->sheet.page->out.code; p++) {
        const say_place *place = &view->places[p];
        if (place->depth == 0) put_head(m, p);
        for (size_t i = 0; i < place->hypothesis_count; i++) put_answer(m, &view->hypotheses[place->hypothesis + i], place->depth);
    }
    raw(m, "</section>\n");
}

/* ---- what cuts across ---- */

static void put_heading(html_maker *m, const char *anchor, const char *words, const char *tail)
{
    raw(m, "<section id=\"");
    raw(m, anchor);
    raw(m, "\">\n<h2>");
    raw(m, words);
    if (tail) {
        raw(m, " <span class=\"tail\">");
        raw(m, tail);
        raw(m, "</span>");
    }
    raw(m, "</h2>\n");
}

static void link_to_claim(html_maker *m, size_t claim)
{
    const sayso_claim *c = claim_at(m, claim);
    raw(m, "<a href=\"#c");
    raw_count(m, claim);
    raw(m, "\">");
    put_hypothesis(m, c->role, c->party);
    raw(m, "</a>");
}

static void put_list(html_maker *m, const char *anchor, const char *heading, const size_t *claims, size_t count)
{
    if (count == 0) return;
    put_heading(m, anchor, heading, NULL);
    raw(m, "<ul class=\"list\">\n");
    for (size_t i = 0; i < count; i++) {
        const sayso_claim *c = claim_at(m, claims[i]);
        raw(m, "<li>");
        put_sign(m, c);
        link_to_claim(m, claims[i]);
        raw(m, "<br>");
        put_chain(m, c->chain, c->chain_count, c->sentence);
        say_sheets_add(m->sheet.page, STYLE_TEXT, ": ");
        say_sheets_add_view(&m->sheet, c);
        say_sheets_inline(m->sheet.page);
        raw(m, "</li>\n");
    }
    raw(m, "</ul>\n</section>\n");
}

static void put_missing(html_maker *m)
{
    if (m->view.missing_count == 0) return;
    put_heading(m, "missing", "Missing evidence", NULL);
    raw(m, "<ul class=\"list\">\n");
    for (size_t i = 0; i < m->view.missing_count; i++) {
        const sayso_claim *c = claim_at(m, m->view.missing[i]);
        char ref[32];
        raw(m, "<li>");
        put_chain(m, c->chain, c->chain_count, c->sentence);
        say_sheets_add(m->sheet.page, STYLE_TEXT, ": ");
        say_sheets_add_quoted(&m->sheet, c->missing);
        say_sheets_inline(m->sheet.page);
        say_sheets_html_ref(m->sheet.page, say_sheets_ref(&m->sheet, say_sheets_sentence(m->sheet.records, c->missing), ref));
        raw(m, "</li>\n");
    }
    raw(m, "</ul>\n</section>\n");
}

static void put_day(html_maker *m, const sayso_claim *c)
{
    const char *held = say_sheets_held(m->sheet.records, c);
    if (!say_sheets_several(m->sheet.records) || !*held) return;
    say_sheets_add_date(m->sheet.page, STYLE_TEXT, held);
    say_sheets_add(m->sheet.page, STYLE_TEXT, ", ");
    say_sheets_inline(m->sheet.page);
}

static void put_changes(html_maker *m)
{
    if (m->view.change_count == 0) return;
    put_heading(m, "changes", "Changes of position", NULL);
    raw(m, "<ul class=\"list\">\n");
    for (size_t i = 0; i < m->view.change_count; i++) {
        const sayso_claim *c = claim_at(m, m->view.changes[i]);
        raw(m, "<li>");
        put_day(m, c);
        put_chain(m, c->chain, c->chain_count, c->sentence);
        raw(m, ": ");
        link_to_claim(m, m->view.changes[i]);
        if (c->ended_by.to > c->ended_by.from) {
            say_sheets_add(m->sheet.page, STYLE_TEXT, ", ");
            say_sheets_add_quoted(&m->sheet, c->ended_by);
            say_sheets_inline(m->sheet.page);
        }
        raw(m, "<br>→ ");
        if (c->superseded_by < m->sheet.records->claim_count) {
            const sayso_claim *later = claim_at(m, c->superseded_by);
            put_day(m, later);
            raw(m, c->possibly ? "possibly the same holder, " : "");
            put_chain(m, later->chain, later->chain_count, later->sentence);
            raw(m, ": ");
            link_to_claim(m, c->superseded_by);
        } else {
            raw(m, "<span class=\"faint\">no later view of this holder</span>");
        }
        raw(m, "</li>\n");
    }
    raw(m, "</ul>\n</section>\n");
}

static void put_origins(html_maker *m)
{
    say_page *page = m->sheet.page;
    const say_origins *o = &m->view.origins;
    char tail[128];
    if (m->view.claim_count == 0) return;
    say_sheets_origins_words(m->sheet.records, o, tail, sizeof tail);
    put_heading(m, "origins", "Independent origins", tail);
    raw(m, "<p>");
    for (size_t i = 0; i < o->origin_count; i++) {
        if (i) say_sheets_add(page, STYLE_FAINT, " · ");
        say_sheets_add_origin(&m->sheet, o->origins[i]);
    }
    say_sheets_inline(page);
    raw(m, "</p>\n<p class=\"faint\">");
    say_sheets_add_outlets(&m->sheet, o);
    say_sheets_inline(page);
    raw(m, "</p>\n</section>\n");
}

static void put_statements(html_maker *m)
{
    if (m->view.statement_count == 0) return;
    put_heading(m, "said", "Also said", NULL);
    raw(m, "<dl>\n");
    for (size_t i = 0; i < m->view.statement_count; i++) {
        const sayso_statement *s = &m->sheet.records->statements[m->view.statements[i]];
        char ref[32];
        say_sheets_add_chain(&m->sheet, s->chain, s->chain_count, s->sentence);
        say_sheets_add(m->sheet.page, STYLE_TEXT, ": ");
        say_sheets_add_quoted(&m->sheet, s->content);
        say_sheets_label(m->sheet.page, 0, sayso_statement_kind_name(s->kind), say_sheets_ref(&m->sheet, s->sentence, ref));
    }
    raw(m, "</dl>\n</section>\n");
}

static void put_dropped(html_maker *m, const char *anchor, const char *heading, say_cited_claims list)
{
    if (list.count == 0) return;
    put_heading(m, anchor, heading, NULL);
    for (size_t i = 0; i < list.count; i++) put_claim(m, list.at[i], true);
    raw(m, "</section>\n");
}

/* ---- all of it ---- */

static void put_page(html_maker *m, const char *style)
{
    put_file_head(m, style);
    put_top(m);
    put_answers(m);
    put_list(m, "denied", "Denied or doubted", m->view.against, m->view.against_count);
    put_list(m, "open", "Open questions", m->view.open, m->view.open_count);
    put_missing(m);
    put_changes(m);
    put_origins(m);
    put_statements(m);
    put_dropped(m, "aside", "Set aside by analysts", m->set_aside);
    put_dropped(m, "withdrawn", "Withdrawn by the publisher", m->withdrawn);
    put_heading(m, "reports", say_sheets_several(m->sheet.records) ? "The reports" : "The report", NULL);
    say_sheets_html_texts(&m->sheet, &m->back);
    raw(m, "</section>\n</main>\n<footer>This page shows who says so, in their words. It does not say what is true.</footer>\n</body>\n</html>\n");
}

/* A sentence leads back to the claims that it makes, in their order. */
static void link_back(html_maker *m, const size_t *claims, size_t count)
{
    for (size_t i = count; i-- > 0;) {
        size_t sentence = say_sheets_home_sentence(m->sheet.records, claim_at(m, claims[i])->sentence);
        say_sheets_cite_claim(&m->sheet, claims[i]);
        m->back.next[claims[i]] = m->back.first[sentence];
        m->back.first[sentence] = claims[i];
    }
}

static sayso_code prepare_page(html_maker *m, say_arena *arena, sayso_error *error)
{
    const sayso_records *records = m->sheet.records;
    bool ready = say_sheets_ready(&m->sheet, arena, error);
    m->back.first = SAY_TAKE(arena, size_t, records->sentence_count, error);
    m->back.next = SAY_TAKE(arena, size_t, records->claim_count, error);
    m->set_aside = say_sheets_dropped(records, &m->view, say_sheets_set_aside, arena, error);
    m->withdrawn = say_sheets_dropped(records, &m->view, say_sheets_withdrawn, arena, error);
    if (!ready || !m->back.first || !m->back.next || !m->set_aside.at || !m->withdrawn.at) return SAYSO_NO_MEMORY;
    for (size_t i = 0; i < records->sentence_count; i++) m->back.first[i] = SAYSO_NONE;
    link_back(m, m->view.dropped, m->view.dropped_count);
    link_back(m, m->view.claims, m->view.claim_count);
    for (size_t i = 0; i < m->view.statement_count; i++) say_sheets_cite_statement(&m->sheet, m->view.statements[i]);
    say_sheets_cite_others(&m->sheet, m->incident);
    say_sheets_number_passages(&m->sheet);
    return SAYSO_OK;
}

sayso_code sayso_sheet_html(const sayso_records *records, size_t incident, sayso_sink sink, sayso_error *error)
{
    say_page page;
    html_maker maker = { .sheet = { .records = records, .page = &page }, .incident = incident };
    say_arena *arena = say_base_arena(error);
    if (!arena) return SAYSO_NO_MEMORY;
    sayso_code code = say_assess_incident(records, incident, arena, &maker.view, error);
    if (!code) {
        say_sheets_page(&page, (sayso_look){ 0, false }, sink, arena, error);
        page.html = true;
        code = prepare_page(&maker, arena, error);
    }
    char *style = code ? NULL : say_sheets_html_style(arena, error);
    if (!code && !style) code = SAYSO_NO_MEMORY;
    if (!code) {
        put_page(&maker, style);
        code = say_sheets_finish(&page.out);
    }
    say_base_arena_close(arena);
    return code;
}
