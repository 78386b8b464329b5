/* The records of examples/kremlin-drones.txt as docs/schema.md and the sheet
 * should show them, written by hand; every passage is found in the file.       */
#ifndef TEST_SUPPORT_RECORDS_H
#define TEST_SUPPORT_RECORDS_H

#include "sayso.h"

/* Lives until the program ends.  NULL where the file or a passage is missing. */
const sayso_records *reference_records(void);

enum { REFERENCE_CLAIMS = 18, REFERENCE_STATEMENTS = 5, REFERENCE_INCIDENTS = 6 };

#endif
