/* shim: SQLite's memory and files, made to fail.  SQLite's and jansson's allocations go through those that fault.h makes
 * fail; a ledger whose path is "file:PATH?vfs=shim" reads and writes through a layer that fails the Nth call of a kind. */
#ifndef TEST_SUPPORT_SHIM_H
#define TEST_SUPPORT_SHIM_H

#include <stdbool.h>
#include <stddef.h>

typedef enum { SHIM_READ, SHIM_WRITE, SHIM_SYNC, SHIM_FULL, SHIM_KINDS } shim_kind;   /* FULL: this write and all after it find no room */

/* Before anything else uses SQLite. */
void shim_install(void);
/* From now on the call after `after` others of its kind fails. */
void shim_arm(shim_kind kind, size_t after);
/* Ends it; tells whether one failed. */
bool shim_disarm(shim_kind kind);
/* Files opened from now on may only be read, as on a read-only file system. */
void shim_read_only(bool on);

#endif
