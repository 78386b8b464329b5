/* fault: makes the Nth allocation, or the Nth read(), of the code under test fail.
 * Every test program is linked with --wrap for the calls that fault.c lists.      */
#ifndef FAULT_H
#define FAULT_H

#include <stdbool.h>
#include <stddef.h>

typedef enum { FAULT_ALLOCATION, FAULT_READ, FAULT_KINDS } fault_kind;

/* From now on the call after `after` others of its kind fails, once. */
void fault_arm(fault_kind kind, size_t after);
/* Ends it; tells whether the call failed. */
bool fault_disarm(fault_kind kind);

/* Calls attempt(with) with its 1st call of this kind failing, then its 2nd, and so on
 * until nothing fails any more.  attempt must return false where a call failed and
 * true in the end; what it leaks the address sanitizer sees.  Returns how many calls
 * were made to fail.  fault_every wants all to be noticed; where the code may do
 * without a call (a fallback), fault_any lets it succeed too.                       */
size_t fault_some(fault_kind kind, bool (*attempt)(void *with), void *with);     /* fault_every for long work: after the first calls ever fewer */
size_t fault_every(fault_kind kind, bool (*attempt)(void *with), void *with);
size_t fault_any(fault_kind kind, bool (*attempt)(void *with), void *with);

#endif
