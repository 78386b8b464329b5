/* sheets: records to a sink.  The public functions of sayso.h under "printing"
 * are made here; other rooms need no more than what follows.                      */
#ifndef SAY_SHEETS_H
#define SAY_SHEETS_H

#include "assess/assess.h"
#include "base/base.h"

/* What a ledger enters of a report that `maker` read: one line of JSON without its end, docs/schema.md with "kind", "report"
 * and "maker" before.                                                                                                       */
sayso_code say_sheets_reading(const sayso_records *records, const char *maker, sayso_sink sink, sayso_error *error);

/* Rows of a walk through claims, a line each; row NULL: the line of column names (CSV only, RFC 4180). */
sayso_code say_sheets_row_json(const sayso_claim_row *row, sayso_sink sink, sayso_error *error);
sayso_code say_sheets_row_csv(const sayso_claim_row *row, sayso_sink sink, sayso_error *error);
/* One string as JSON writes it. */
sayso_code say_sheets_quoted(const char *text, sayso_sink sink, sayso_error *error);
/* How many heads of a view have a rival: what a sheet calls its rival answers. */
size_t say_sheets_rival_heads(const sayso_records *records, const say_view *view);

#endif
