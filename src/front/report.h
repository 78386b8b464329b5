/* What an open report is, for the files of this room that make one. */
#ifndef SAY_FRONT_REPORT_H
#define SAY_FRONT_REPORT_H

#include "base/base.h"
#include "doc/doc.h"

struct sayso_report {
    say_arena    *arena;
    say_doc      *doc;
    sayso_records records;
};

/* What a report's records have before it is read. */
sayso_records say_front_unread_records(const say_doc *doc);

/* The one source of a report's records: itself. */
sayso_code say_front_source(const char *maker, sayso_report *report, sayso_error *error);

/* A text in another language is fine where nobody reads it. */
sayso_code say_front_unread(sayso_code code, sayso_error *error);

#endif
