/* json: a small writer.  Commas take care of themselves; strings come out as valid
 * UTF-8 with ", \ and control characters escaped; numbers do not know the locale.  */
#ifndef SAY_SHEETS_JSON_H
#define SAY_SHEETS_JSON_H

#include "sheets/out.h"

typedef struct { say_out out; bool comma; } say_json;

void say_sheets_open(say_json *json, const char *key, char bracket);      /* key NULL: an element of a list */
void say_sheets_close(say_json *json, char bracket);
void say_sheets_string(say_json *json, const char *key, say_str value);
void say_sheets_word(say_json *json, const char *key, const char *value); /* NULL: null */
void say_sheets_some(say_json *json, const char *key, const char *value); /* NULL or "": null */
void say_sheets_size(say_json *json, const char *key, size_t value);
void say_sheets_index(say_json *json, const char *key, size_t value);     /* SAYSO_NONE: null */
void say_sheets_real(say_json *json, const char *key, double value, int digits);
void say_sheets_flag(say_json *json, const char *key, bool value);
void say_sheets_null(say_json *json, const char *key);

/* The parts of a record, shared by the JSON of a report and of a sheet. */
void say_sheets_passage(say_json *json, const char *key, const sayso_records *records, sayso_passage passage);
void say_sheets_chain(say_json *json, const sayso_records *records, const sayso_link *chain, size_t count);
void say_sheets_report(say_json *json, const sayso_records *records);
void say_sheets_sources(say_json *json, const sayso_records *records);      /* of several reports; of one, nothing */
void say_sheets_parties(say_json *json, const sayso_records *records);
void say_sheets_incident(say_json *json, const char *key, const sayso_records *records, size_t incident);
void say_sheets_claim(say_json *json, const char *key, const sayso_records *records, size_t claim);
void say_sheets_statement(say_json *json, const char *key, const sayso_records *records, size_t statement);

#endif
