/* sources: which report a passage is from.  Records of one report are one source; of
 * several, the text is theirs one after the other, and bytes and sentences are counted
 * within each.  A report that was read twice (by the reader and by hand) may stand in the
 * text twice: its passages are then all shown in the first of the two.                  */
#ifndef SAY_SHEETS_SOURCES_H
#define SAY_SHEETS_SOURCES_H

#include "base/base.h"

bool          say_sheets_several(const sayso_records *records);
size_t        say_sheets_source_count(const sayso_records *records);               /* at least 1 */
sayso_source  say_sheets_source(const sayso_records *records, size_t source);
size_t        say_sheets_source_at(const sayso_records *records, size_t byte);
size_t        say_sheets_source_of(const sayso_records *records, size_t sentence);
size_t        say_sheets_first_reading(const sayso_records *records, size_t source); /* the first source with this text */
size_t        say_sheets_copied(const sayso_records *records, size_t source);      /* the source that it repeats, or SAYSO_NONE */
sayso_passage say_sheets_home(const sayso_records *records, sayso_passage passage); /* the same words in the first reading */
size_t        say_sheets_home_sentence(const sayso_records *records, size_t sentence);

/* How a report is called for short: by its publisher, else its title, else the caller's name for it. */
const char   *say_sheets_source_name(const sayso_source *source);

/* NULL where the reader itself read it; else what comes before the maker's name, which *name is set to. */
const char   *say_sheets_made(const char *maker, const char **name);

/* Since when a claim is held, as far as is known: else the day of its report; "" where neither has a date. */
const char   *say_sheets_held(const sayso_records *records, const sayso_claim *claim);

typedef struct { size_t reports, outlets, copies; } say_report_count;              /* a report that was read twice is one */
say_report_count say_sheets_reports(const sayso_records *records);

#endif
