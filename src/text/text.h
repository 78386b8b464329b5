/* text: sentences and words of a report.
 *
 * A sentence is a range without white space at its ends, inside one line; only the
 * bare date before the first one, and white space, belong to none.  A sentence over
 * SAY_TEXT_LONGEST bytes is cut at a space, or else between two code points.
 * Words are the matches of Python's \w+|[^\w\s] in a sentence, nothing else.       */
#ifndef SAY_TEXT_H
#define SAY_TEXT_H

#include "base/base.h"
#include "doc/doc.h"

#define SAY_TEXT_LONGEST ((size_t)2000)

typedef struct {
    say_range at;
    size_t    first, count;              /* its words */
    bool      opens_paragraph;           /* the first one after a blank line, or of the text */
} say_sentence;

typedef struct { say_range at; size_t sentence; } say_word;

typedef struct {
    say_sentence *sentences;  size_t sentence_count;
    say_word     *words;      size_t word_count;
    say_str       source;                /* the report's text */
} say_text;

sayso_code say_text_split(const say_doc *doc, say_arena *arena, say_text *out, sayso_error *error);

/* Words of any UTF-8 stretch: fills at most `room` ranges, returns how many there are. */
size_t say_text_words(say_str stretch, say_range *at, size_t room);

say_str say_text_word(const say_text *text, size_t word);
say_str say_text_sentence(const say_text *text, size_t sentence);
/* The words that overlap a range of bytes: [first, past). */
say_range say_text_words_in(const say_text *text, say_range bytes);
/* "Israel Strikes Syria After Attack": most longer words have a capital, which then says nothing about names. */
bool say_text_is_heading(const say_text *text, size_t sentence);
/* The sentence that holds a byte, or SAYSO_NONE. */
size_t say_text_sentence_at(const say_text *text, size_t byte);

/* Lower-case copy, ended by NUL (simple case mapping, code point by code point; curly apostrophes become straight). */
char *say_text_lower(say_arena *arena, say_str stretch, sayso_error *error);
/* Equal when both are lowered so. */
bool say_text_same_fold(say_str a, say_str b);
uint64_t say_text_hash_fold(say_str word);
/* Equal, when lowered, to one of a list that NULL ends. */
bool say_text_is_among(say_str word, const char *const *list);
/* The first letter is upper-case. */
bool say_text_is_capital(say_str word);
/* Share of the letters that are upper-case, 0 where there are none: over .6 for a text in capitals. */
double say_text_upper_share(say_str stretch);

#endif
