/* rows: claims of a ledger, one a line, as JSON or CSV with the same columns. */
#include "sheets/json.h"
#include "sheets/sheets.h"

#include <stdio.h>
#include <string.h>

static const struct { const char *name; size_t at; } row_columns[] = {
    { "id", offsetof(sayso_claim_row, id) },                 { "incident", offsetof(sayso_claim_row, incident) },
    { "incident_name", offsetof(sayso_claim_row, incident_name) }, { "role", offsetof(sayso_claim_row, role) },
    { "party", offsetof(sayso_claim_row, party) },           { "party_name", offsetof(sayso_claim_row, party_name) },
    { "holder", offsetof(sayso_claim_row, holder) },         { "factuality", offsetof(sayso_claim_row, factuality) },
    { "confidence", offsetof(sayso_claim_row, confidence) }, { "basis", offsetof(sayso_claim_row, basis) },
    { "held", offsetof(sayso_claim_row, held) },             { "doc", offsetof(sayso_claim_row, doc) },
    { "publisher", offsetof(sayso_claim_row, publisher) },   { "date", offsetof(sayso_claim_row, date) },
    { "maker", offsetof(sayso_claim_row, maker) },           { "words", offsetof(sayso_claim_row, words) },
    { "standing", offsetof(sayso_claim_row, standing) },
};
enum { CLAIM_COLUMNS = sizeof row_columns / sizeof *row_columns };

static const char *row_value(const sayso_claim_row *row, size_t column)
{
    const char *value = *(const char *const *)((const char *)row + row_columns[column].at);
    return value ? value : "";
}

sayso_code say_sheets_row_json(const sayso_claim_row *row, sayso_sink sink, sayso_error *error)
{
    say_json json = { .comma = false };
    say_sheets_start(&json.out, sink, error);
    say_sheets_open(&json, NULL, '{');
    for (size_t i = 0; i < CLAIM_COLUMNS; i++) say_sheets_some(&json, row_columns[i].name, row_value(row, i));
    say_sheets_real(&json, "probability", row->probability, 4);
    say_sheets_close(&json, '}');
    say_sheets_text(&json.out, "\n");
    return say_sheets_finish(&json.out);
}

/* Quoted where it must be: a comma, a quote, an end of line; quotes are doubled. */
static void csv_field(say_out *out, const char *value)
{
    bool quoted = strpbrk(value, ",\"\r\n") != NULL;
    if (quoted) say_sheets_text(out, "\"");
    for (const char *c = value; *c; c++) say_sheets_put(out, *c == '"' ? "\"\"" : c, *c == '"' ? 2 : 1);
    if (quoted) say_sheets_text(out, "\"");
    say_sheets_text(out, ",");
}

sayso_code say_sheets_row_csv(const sayso_claim_row *row, sayso_sink sink, sayso_error *error)
{
    say_out out;
    say_sheets_start(&out, sink, error);
    for (size_t i = 0; i < CLAIM_COLUMNS; i++) csv_field(&out, row ? row_value(row, i) : row_columns[i].name);
    if (row) say_sheets_number(&out, row->probability, 4);
    else say_sheets_text(&out, "probability");
    say_sheets_text(&out, "\r\n");
    return say_sheets_finish(&out);
}

sayso_code say_sheets_quoted(const char *text, sayso_sink sink, sayso_error *error)
{
    say_json json = { .comma = false };
    say_sheets_start(&json.out, sink, error);
    say_sheets_word(&json, NULL, text);
    return say_sheets_finish(&json.out);
}
