/* The claims of five reports on one invented incident as a ledger would gather them, written by
 * hand: a copy, a report that was read twice, a change of mind, a claim that was rejected, one
 * that was corrected, one that its publisher has dropped.                                       */
#ifndef TEST_SUPPORT_GATHERED_H
#define TEST_SUPPORT_GATHERED_H

#include "sayso.h"

/* Lives until the program ends.  NULL where a passage is missing. */
const sayso_records *gathered_records(void);

enum { GATHERED_SOURCES = 6, GATHERED_CLAIMS = 11 };

#endif
