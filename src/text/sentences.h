/* sentences: the end of the first sentence of a line.  Only for this room. */
#ifndef SAY_TEXT_SENTENCES_H
#define SAY_TEXT_SENTENCES_H

#include "base/base.h"

enum { SAY_TEXT_OPENERS = 128 };

/* Where the sentence that begins at rest.from ends, at most rest.to.  `unclosed` has
 * SAY_TEXT_OPENERS flags, all false at the beginning of a line, kept between calls.  */
size_t say_text_sentence_end(say_str text, say_range rest, bool *unclosed);

#endif
