/* sheets: records to a sink.  The public functions of sayso.h under "printing"
 * are made here; no other room calls anything of this one.                        */
#ifndef SAY_SHEETS_H
#define SAY_SHEETS_H

#include "base/base.h"

#endif
