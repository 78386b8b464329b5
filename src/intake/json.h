/* JSON as intake reads it: a tree of values in an arena.  RFC 8259, strictly: no comma too many, no byte that is no UTF-8, no
 * number that 64 bits do not hold, nothing after the value, which is a list or an object.  Of fields of one name the last counts. */
#ifndef SAY_INTAKE_JSON_H
#define SAY_INTAKE_JSON_H

#include "base/base.h"

typedef enum { INTAKE_NULL, INTAKE_FALSE, INTAKE_TRUE, INTAKE_WHOLE, INTAKE_REAL, INTAKE_WORDS, INTAKE_LIST, INTAKE_OBJECT } say_intake_kind;

typedef struct say_intake_value say_intake_value;
struct say_intake_value {
    say_intake_kind kind;
    say_str name;                        /* of a field */
    union {
        int64_t whole;
        double  real;
        say_str words;                   /* escapes undone, ended by NUL */
        struct { const say_intake_value *at; size_t count; } all;    /* of a list or an object */
    };
};

/* NULL with the error filled: SAYSO_BAD_TEXT and the byte, or SAYSO_NO_MEMORY. */
const say_intake_value *say_intake_json(say_str json, say_arena *arena, sayso_error *error);

/* Any of these may be asked about NULL, and about a value of another kind. */
bool   say_intake_is(const say_intake_value *value, say_intake_kind kind);
const say_intake_value *say_intake_member(const say_intake_value *object, const char *name);         /* NULL where it has none, */
const say_intake_value *say_intake_field(const say_intake_value *object, const char *name);          /* and where it is null */
size_t say_intake_size(const say_intake_value *list);
const say_intake_value *say_intake_item(const say_intake_value *list, size_t number);
int64_t say_intake_whole(const say_intake_value *value, int64_t otherwise);

#endif
