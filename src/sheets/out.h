/* out: bytes on their way to a sink.  The first error sticks, and what is put after
 * it goes nowhere, so that callers ask once, at the end.                           */
#ifndef SAY_SHEETS_OUT_H
#define SAY_SHEETS_OUT_H

#include "base/base.h"

typedef struct {
    sayso_sink   sink;
    sayso_error *error;
    sayso_code   code;
    size_t       used;
    char         held[4096];
} say_out;

void       say_sheets_start(say_out *out, sayso_sink sink, sayso_error *error);
void       say_sheets_put(say_out *out, const char *bytes, size_t size);
void       say_sheets_text(say_out *out, const char *ended_by_nul);
sayso_code say_sheets_finish(say_out *out);

/* Decimal digits, whatever the locale: `value` with at most `digits` after the point, no trailing zeros. */
void       say_sheets_number(say_out *out, double value, int digits);
void       say_sheets_count(say_out *out, size_t value);

/* The next character of UTF-8 text at *at, which moves on; each invalid byte is one U+FFFD. */
uint32_t   say_sheets_next(say_str text, size_t *at);
size_t     say_sheets_utf8(uint32_t character, char bytes[4]);

#endif
