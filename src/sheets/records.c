/* records: all that one report says, as one line of JSON (docs/schema.md). */
#include "sheets/json.h"
#include "sheets/sources.h"

#include <stdio.h>

#define RECORDS_SCHEMA "sayso-report/1"

void say_sheets_passage(say_json *json, const char *key, const sayso_records *records, sayso_passage passage)
{
    if (passage.to <= passage.from) {
        say_sheets_null(json, key);
        return;
    }
    say_str text = { records->text, records->text_size };
    size_t source = say_sheets_source_at(records, passage.from), start = say_sheets_source(records, source).from;
    say_sheets_open(json, key, '{');
    if (say_sheets_several(records)) say_sheets_size(json, "source", source);
    say_sheets_size(json, "from", passage.from - start);
    say_sheets_size(json, "to", passage.to - start);
    say_sheets_string(json, "words", say_base_sub(text, (say_range){ passage.from, passage.to }));
    say_sheets_close(json, '}');
}

void say_sheets_chain(say_json *json, const sayso_records *records, const sayso_link *chain, size_t count)
{
    say_sheets_open(json, "chain", '[');
    for (size_t i = 0; i < count; i++) {
        const sayso_link *link = &chain[i];
        say_sheets_open(json, NULL, '{');
        say_sheets_word(json, "holder", link->name);
        say_sheets_index(json, "party", link->party);
        say_sheets_passage(json, "source", records, link->source);
        say_sheets_passage(json, "cue", records, link->cue);
        say_sheets_word(json, "stance", sayso_stance_name(link->stance));
        say_sheets_flag(json, "outlet", link->outlet);
        say_sheets_open(json, "basis", '[');
        for (size_t g = 0; g < link->ground_count; g++) {
            say_sheets_open(json, NULL, '{');
            say_sheets_word(json, "kind", sayso_basis_name(link->grounds[g].kind));
            say_sheets_passage(json, "at", records, link->grounds[g].at);
            say_sheets_close(json, '}');
        }
        say_sheets_close(json, ']');
        say_sheets_close(json, '}');
    }
    say_sheets_close(json, ']');
}

/* Sentences are counted in their report, from 1. */
static void json_sentence(say_json *json, const sayso_records *records, size_t sentence)
{
    sayso_source source = say_sheets_source(records, say_sheets_source_of(records, sentence));
    say_sheets_size(json, "sentence", sentence + 1 - (sentence >= source.sentence ? source.sentence : 0));
}

/* Only where there are some. */
static void json_credits(say_json *json, const sayso_records *records, size_t source)
{
    sayso_source s = say_sheets_source(records, source);
    if (!s.credit_count) return;
    say_sheets_open(json, "credits", '[');
    for (size_t i = 0; i < s.credit_count; i++) {
        say_sheets_open(json, NULL, '{');
        say_sheets_word(json, "kind", sayso_credit_name(s.credits[i].kind));
        say_sheets_word(json, "name", s.credits[i].name);
        say_sheets_passage(json, "at", records, s.credits[i].words);
        say_sheets_close(json, '}');
    }
    say_sheets_close(json, ']');
}

void say_sheets_sources(say_json *json, const sayso_records *records)
{
    if (!say_sheets_several(records)) return;
    say_sheets_open(json, "sources", '[');
    for (size_t i = 0; i < records->source_count; i++) {
        sayso_source s = say_sheets_source(records, i);
        size_t copied = say_sheets_copied(records, i);
        say_sheets_open(json, NULL, '{');
        say_sheets_word(json, "doc", s.doc);
        say_sheets_some(json, "title", s.title);
        say_sheets_some(json, "publisher", s.publisher);
        say_sheets_some(json, "date", s.date);
        say_sheets_some(json, "hash", s.hash);
        say_sheets_size(json, "bytes", s.to - s.from);
        say_sheets_some(json, "url", s.url);
        say_sheets_some(json, "maker", s.maker);
        say_sheets_index(json, "copy_of", copied);
        json_credits(json, records, i);
        say_sheets_close(json, '}');
    }
    say_sheets_close(json, ']');
}

void say_sheets_report(say_json *json, const sayso_records *records)
{
    sayso_source first = say_sheets_source(records, 0);
    say_sheets_word(json, "doc", records->doc);
    say_sheets_some(json, "title", records->title);
    say_sheets_some(json, "publisher", records->publisher);
    say_sheets_some(json, "date", records->date);
    say_sheets_some(json, "hash", records->hash);
    say_sheets_size(json, "bytes", first.to - first.from);
    if (!say_sheets_several(records)) json_credits(json, records, 0);
}

/* Only where there are some. */
static void json_others(say_json *json, const char *key, const char *what, const sayso_records *records, const sayso_other *others, size_t count)
{
    if (!count) return;
    say_sheets_open(json, key, '[');
    for (size_t i = 0; i < count; i++) {
        say_sheets_open(json, NULL, '{');
        say_sheets_word(json, what, others[i].value);
        say_sheets_size(json, "reports", others[i].reports);
        say_sheets_passage(json, "at", records, others[i].at);
        say_sheets_close(json, '}');
    }
    say_sheets_close(json, ']');
}

void say_sheets_incident(say_json *json, const char *key, const sayso_records *records, size_t incident)
{
    const sayso_incident *i = &records->incidents[incident];
    say_sheets_open(json, key, '{');
    say_sheets_word(json, "name", i->name);
    say_sheets_word(json, "kind", i->kind);
    say_sheets_some(json, "date", i->date);
    say_sheets_some(json, "place", i->place);
    say_sheets_some(json, "targets", i->targets);
    say_sheets_some(json, "means", i->means);
    say_sheets_some(json, "toll", i->toll);
    json_sentence(json, records, i->sentence);
    say_sheets_passage(json, "at", records, i->at);
    say_sheets_passage(json, "date_at", records, i->date_at);
    say_sheets_passage(json, "place_at", records, i->place_at);
    json_others(json, "other_dates", "date", records, i->other_dates, i->other_date_count);
    json_others(json, "other_places", "place", records, i->other_places, i->other_place_count);
    say_sheets_close(json, '}');
}

static void json_party(say_json *json, const sayso_records *records, size_t party)
{
    const sayso_party *p = &records->parties[party];
    say_sheets_open(json, NULL, '{');
    say_sheets_word(json, "name", p->name);
    say_sheets_word(json, "kind", sayso_party_kind_name(p->kind));
    say_sheets_index(json, "part_of", p->part_of);
    say_sheets_word(json, "part_of_source", p->part_of_source);
    say_sheets_passage(json, "at", records, p->at);
    say_sheets_close(json, '}');
}

void say_sheets_parties(say_json *json, const sayso_records *records)
{
    say_sheets_open(json, "parties", '[');
    for (size_t i = 0; i < records->party_count; i++) json_party(json, records, i);
    say_sheets_close(json, ']');
}

static void json_likelihood(say_json *json, const sayso_likelihood *likelihood)
{
    if (!likelihood->phrase) {
        say_sheets_null(json, "likelihood");
        return;
    }
    say_sheets_open(json, "likelihood", '{');
    say_sheets_word(json, "phrase", likelihood->phrase);
    say_sheets_word(json, "reading", likelihood->reading);
    if (likelihood->reading) {
        say_sheets_real(json, "low", likelihood->low, 2);
        if (likelihood->middle >= 0) say_sheets_real(json, "middle", likelihood->middle, 2);
        else say_sheets_null(json, "middle");
        say_sheets_real(json, "high", likelihood->high, 2);
    }
    say_sheets_close(json, '}');
}

static void json_passages_of(say_json *json, const sayso_records *records, const sayso_claim *c)
{
    const struct { const char *key; sayso_passage at; } parts[] = {
        { "trigger", c->trigger }, { "mention", c->mention }, { "incident_at", c->incident_at }, { "hedge", c->hedge },
        { "confidence_at", c->confidence_at }, { "note", c->note }, { "missing", c->missing }, { "ended_by", c->ended_by } };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        say_sheets_passage(json, parts[i].key, records, parts[i].at);
}

/* What only a ledger knows, and only where it knows it. */
static void json_ledger_fields(say_json *json, const sayso_records *records, const sayso_claim *c)
{
    if (say_sheets_several(records)) say_sheets_size(json, "source", say_sheets_source_of(records, c->sentence));
    if (say_sheets_several(records) || c->standing != SAYSO_STANDS) say_sheets_word(json, "standing", sayso_standing_name(c->standing));
    if (!say_sheets_several(records) && c->remark_count == 0) return;
    say_sheets_open(json, "remarks", '[');
    for (size_t i = 0; i < c->remark_count; i++) say_sheets_word(json, NULL, c->remarks[i]);
    say_sheets_close(json, ']');
}

void say_sheets_claim(say_json *json, const char *key, const sayso_records *records, size_t claim)
{
    const sayso_claim *c = &records->claims[claim];
    say_sheets_open(json, key, '{');
    say_sheets_word(json, "id", c->id);
    say_sheets_size(json, "incident", c->incident);
    say_sheets_word(json, "role", sayso_role_name(c->role));
    say_sheets_size(json, "party", c->party);
    say_sheets_word(json, "party_name", records->parties[c->party].name);
    say_sheets_chain(json, records, c->chain, c->chain_count);
    say_sheets_word(json, "factuality", sayso_factuality_name(c->factuality));
    json_likelihood(json, &c->likelihood);
    say_sheets_word(json, "confidence", sayso_confidence_name(c->confidence));
    say_sheets_some(json, "held", c->held);
    say_sheets_flag(json, "own", c->own);
    bool later = c->superseded_by < records->claim_count;
    say_sheets_word(json, "superseded_by", later ? records->claims[c->superseded_by].id : NULL);
    say_sheets_flag(json, "possibly", c->possibly);
    json_sentence(json, records, c->sentence);
    json_passages_of(json, records, c);
    say_sheets_real(json, "probability", c->probability, 4);
    say_sheets_open(json, "scores", '{');
    for (size_t i = 0; i < c->score_count; i++) say_sheets_real(json, c->scores[i].what, c->scores[i].score, 4);
    say_sheets_close(json, '}');
    json_ledger_fields(json, records, c);
    say_sheets_close(json, '}');
}

void say_sheets_statement(say_json *json, const char *key, const sayso_records *records, size_t statement)
{
    const sayso_statement *s = &records->statements[statement];
    say_sheets_open(json, key, '{');
    say_sheets_index(json, "incident", s->incident);
    say_sheets_word(json, "kind", sayso_statement_kind_name(s->kind));
    say_sheets_chain(json, records, s->chain, s->chain_count);
    json_sentence(json, records, s->sentence);
    say_sheets_passage(json, "content", records, s->content);
    say_sheets_real(json, "probability", s->probability, 4);
    say_sheets_close(json, '}');
}

static void json_sentences(say_json *json, const sayso_records *records)
{
    say_sheets_open(json, "sentences", '[');
    for (size_t i = 0; i < records->sentence_count; i++) {
        say_sheets_open(json, NULL, '[');
        say_sheets_size(json, NULL, records->sentences[i].from);
        say_sheets_size(json, NULL, records->sentences[i].to);
        say_sheets_close(json, ']');
    }
    say_sheets_close(json, ']');
}

static void json_lists(say_json *json, const sayso_records *records)
{
    json_sentences(json, records);
    say_sheets_parties(json, records);
    say_sheets_open(json, "incidents", '[');
    for (size_t i = 0; i < records->incident_count; i++) say_sheets_incident(json, NULL, records, i);
    say_sheets_close(json, ']');
    say_sheets_open(json, "claims", '[');
    for (size_t i = 0; i < records->claim_count; i++) say_sheets_claim(json, NULL, records, i);
    say_sheets_close(json, ']');
    say_sheets_open(json, "statements", '[');
    for (size_t i = 0; i < records->statement_count; i++) say_sheets_statement(json, NULL, records, i);
    say_sheets_close(json, ']');
}

sayso_code sayso_records_json(const sayso_records *records, sayso_sink sink, sayso_error *error)
{
    say_json json = { .comma = false };
    say_sheets_start(&json.out, sink, error);
    say_sheets_open(&json, NULL, '{');
    say_sheets_word(&json, "schema", RECORDS_SCHEMA);
    say_sheets_report(&json, records);
    json_lists(&json, records);
    say_sheets_close(&json, '}');
    say_sheets_text(&json.out, "\n");
    return say_sheets_finish(&json.out);
}

sayso_code say_sheets_reading(const sayso_records *records, const char *maker, sayso_sink sink, sayso_error *error)
{
    say_json json = { .comma = false };
    say_sheets_start(&json.out, sink, error);
    say_sheets_open(&json, NULL, '{');
    say_sheets_word(&json, "kind", "reading");
    say_sheets_word(&json, "report", records->hash);
    say_sheets_word(&json, "maker", maker);
    json_credits(&json, records, 0);
    json_lists(&json, records);
    say_sheets_close(&json, '}');
    return say_sheets_finish(&json.out);
}

sayso_code sayso_records_sentences(const sayso_records *records, sayso_sink sink, sayso_error *error)
{
    say_json json = { .comma = false };
    say_str text = { records->text, records->text_size };
    say_sheets_start(&json.out, sink, error);
    say_sheets_open(&json, NULL, '[');
    for (size_t i = 0; i < records->sentence_count; i++) {
        sayso_passage s = records->sentences[i];
        say_sheets_string(&json, NULL, say_base_sub(text, (say_range){ s.from, s.to }));
    }
    say_sheets_close(&json, ']');
    say_sheets_text(&json.out, "\n");
    return say_sheets_finish(&json.out);
}
