/* Between the files of assess. */
#ifndef SAY_ASSESS_INSIDE_H
#define SAY_ASSESS_INSIDE_H

#include "assess/assess.h"

typedef SAY_LIST(size_t) say_assess_list;

sayso_code say_assess_push(say_arena *arena, say_assess_list *list, size_t value, sayso_error *error);

/* Origins of the claims named by the indices. */
sayso_code say_assess_origins(const sayso_records *records, const size_t *claims, size_t count, say_arena *arena,
                              say_origins *out, sayso_error *error);

#endif
