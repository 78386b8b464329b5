/* points: what kind of character stands at a byte.  Only for this room. */
#ifndef SAY_TEXT_POINTS_H
#define SAY_TEXT_POINTS_H

#include "base/base.h"

typedef enum { POINT_SPACE, POINT_WORD, POINT_MARK } point_kind;

/* The code point at byte i < text.len and its length; a byte that is no UTF-8 is U+FFFD. */
int32_t    say_text_point(say_str text, size_t i, size_t *length);
/* As Python's \s, \w and the rest. */
point_kind say_text_kind(int32_t point);
bool       say_text_is_upper(int32_t point);
bool       say_text_is_lower(int32_t point);

#endif
