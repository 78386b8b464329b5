/* A report in one call, for tests that want no more of it than its records. */
#ifndef TEST_OPENED_H
#define TEST_OPENED_H

#include "sayso.h"

static inline sayso_report *or_closed(sayso_report *report, sayso_code code)
{
    if (!code) return report;
    sayso_report_close(report);
    return NULL;
}

static inline sayso_report *opened_and_read(const sayso_reader *reader, const sayso_item *item, sayso_error *error)
{
    sayso_report *report = sayso_report_open(item, error);
    return report ? or_closed(report, sayso_report_read(report, reader, error)) : NULL;
}

static inline sayso_report *opened_and_read_via(const sayso_via *via, const sayso_item *item, sayso_told told, size_t *refused, sayso_error *error)
{
    sayso_report *report = sayso_report_open(item, error);
    return report ? or_closed(report, sayso_report_via(report, via, told, refused, error)) : NULL;
}

#endif
