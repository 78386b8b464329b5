/* explain: which words and which scores made one claim.  The only place in the
 * terminal that shows the reader's own probability, and it says whose it is.       */
#include "sheets/claims.h"

#include <stdio.h>

static void explain_passage(say_sheet *sheet, const char *label, sayso_passage p)
{
    if (p.to <= p.from) return;
    say_page *page = sheet->page;
    size_t sentence = say_sheets_sentence(sheet->records, p);
    char place[96];
    if (sentence == SAYSO_NONE) snprintf(place, sizeof place, "%zu–%zu", p.from, p.to);
    else {
        size_t number;
        sayso_passage bytes = say_sheets_home(sheet->records, p);
        say_sheets_in_report(sheet->records, sentence, &number, &bytes);
        snprintf(place, sizeof place, "s%zu  %zu–%zu", number, bytes.from, bytes.to);
    }
    say_sheets_add_quoted(sheet, p);
    say_sheets_label(page, 2, label, place);
}

static void explain_heading(say_sheet *sheet, const sayso_claim *c)
{
    say_page *page = sheet->page;
    say_sheets_add(page, STYLE_TITLE, c->id);
    say_sheets_add(page, STYLE_TEXT, "\u00a0\u00a0");
    say_sheets_add_hypothesis(sheet, c->role, c->party);
    say_sheets_set(page, 0, 4, NULL);
    say_sheets_add(page, STYLE_FAINT, "incident: ");
    if (c->incident < sheet->records->incident_count)
        say_sheets_add(page, STYLE_TEXT, sheet->records->incidents[c->incident].name);
    say_sheets_set(page, 2, 4, NULL);
    say_sheets_add_sign(sheet, c);
    say_sheets_add_chain(sheet, c->chain, c->chain_count, c->sentence);
    say_sheets_set(page, 2, 4, NULL);
    say_sheets_add_view(sheet, c);
    say_sheets_add(page, STYLE_FAINT, " (");
    const char *code = sayso_factuality_name(c->factuality);
    say_sheets_add(page, STYLE_FAINT, code ? code : "?");
    say_sheets_add(page, STYLE_FAINT, ")");
    say_sheets_set(page, 4, 6, NULL);
}

static void explain_chain(say_sheet *sheet, const sayso_claim *c)
{
    char label[32];
    for (size_t i = 0; i < c->chain_count; i++) {
        const sayso_link *link = &c->chain[i];
        snprintf(label, sizeof label, "holder %zu", i + 1);
        explain_passage(sheet, label, link->source);
        snprintf(label, sizeof label, "cue %zu", i + 1);
        explain_passage(sheet, label, link->cue);
        for (size_t g = 0; g < link->ground_count; g++) {
            snprintf(label, sizeof label, "basis %zu", i + 1);
            explain_passage(sheet, label, link->grounds[g].at);
        }
    }
}

static void explain_words(say_sheet *sheet, const sayso_claim *c)
{
    const struct { const char *label; sayso_passage at; } parts[] = {
        { "trigger", c->trigger }, { "party", c->mention }, { "incident", c->incident_at }, { "hedge", c->hedge },
        { "confidence", c->confidence_at }, { "note", c->note }, { "lacking", c->missing }, { "ended by", c->ended_by } };
    say_sheets_heading(sheet->page, "WORDS", "sentence  bytes");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) explain_passage(sheet, parts[i].label, parts[i].at);
    explain_chain(sheet, c);
}

static void explain_scores(say_sheet *sheet, const sayso_claim *c)
{
    say_page *page = sheet->page;
    say_sheets_heading(page, "SCORES", NULL);
    for (size_t i = 0; i < c->score_count; i++) {
        char score[32];
        int thousandths = (int)(c->scores[i].score * 1000 + (c->scores[i].score < 0 ? -.5 : .5));
        int size = thousandths < 0 ? -thousandths : thousandths;
        snprintf(score, sizeof score, "%s%d.%03d", thousandths < 0 ? "-" : "", size / 1000, size % 1000);
        say_sheets_add(page, STYLE_TEXT, c->scores[i].value ? c->scores[i].value : "");
        say_sheets_label(page, 2, c->scores[i].what ? c->scores[i].what : "", score);
    }
    say_sheets_add(page, STYLE_TEXT, "The reader puts ");
    say_sheets_add_number(page, STYLE_STRONG, c->probability * 100, 0);
    say_sheets_add(page, STYLE_STRONG, "\u00a0%");
    say_sheets_add(page, STYLE_TEXT, " on having read this claim rightly. That says nothing of whether it is true.");
    say_sheets_set(page, 2, 2, NULL);
}

sayso_code sayso_claim_explain(const sayso_records *records, size_t claim, sayso_look look, sayso_sink sink,
                               sayso_error *error)
{
    say_page page;
    say_sheet sheet = { .records = records, .page = &page };
    if (claim >= records->claim_count)
        return say_base_fail(error, SAYSO_BAD_CALL, "claim", 0, "the report has no claim %zu", claim);
    say_arena *arena = say_base_arena(error);
    if (!arena) return SAYSO_NO_MEMORY;
    sayso_code code = SAYSO_NO_MEMORY;
    say_sheets_page(&page, look, sink, arena, error);
    if (say_sheets_ready(&sheet, arena, error)) {
        const sayso_claim *c = &records->claims[claim];
        say_sheets_cite_claim(&sheet, claim);
        say_sheets_number_passages(&sheet);
        explain_heading(&sheet, c);
        say_sheets_details(&sheet, claim, 4);
        if (c->standing != SAYSO_STANDS) {
            say_sheets_add(&page, STYLE_TEXT, sayso_standing_name(c->standing) ? sayso_standing_name(c->standing) : "?");
            say_sheets_label(&page, 4, "standing", NULL);
        }
        say_sheets_remarks(&sheet, c, 4);
        explain_words(&sheet, c);
        explain_scores(&sheet, c);
        say_sheets_heading(&page, "PASSAGES", NULL);
        say_sheets_print_passages(&sheet);
        code = say_sheets_finish(&page.out);
    }
    say_base_arena_close(arena);
    return code;
}
