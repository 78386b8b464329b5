/* intake: JSON of the form in docs/schema.md -> records, each passage checked against the
 * report's text: the words must stand where the passage says, or, where it gives no bytes,
 * stand verbatim in the sentence it names, or in one place of the text.
 *
 * What does not is refused, with the nearest passage of the text told, and the rest is kept:
 * claims are refused one by one.  Records live in the arena and point into `text`.          */
#ifndef SAY_INTAKE_H
#define SAY_INTAKE_H

#include "base/base.h"

/* refused: the lines told, one for each claim, statement, party or incident left out, and for each link between
 * parties or claims that was cut. */
typedef struct { size_t claims, refused; } say_intake_count;

/* Sentences of a text as its reader split them. */
typedef struct { const sayso_passage *at; size_t count; } say_intake_sentences;

/* `json`: one object as docs/schema.md has it.  `sentences` are the text's own, taken where the JSON has none; where there
 * are none at all the text is one sentence.  Claims without an id of ours get one from their content.  The hash is the
 * JSON's "hash" or "report" where it has one (whether it is this text's is for the caller to say), else that of the text.
 * Where there are credits the report is the one source of its records, else they have none.  told may be empty.
 * SAYSO_BAD_TEXT where it is no such JSON, with the byte or the field. */
sayso_code say_intake_records(say_str json, say_str text, say_intake_sentences sentences, sayso_told told, say_arena *arena,
                              sayso_records *records, say_intake_count *count, sayso_error *error);

/* The first place in a range where words stand verbatim (any run of blanks for a run of blanks) and cut no word; empty where there is none. */
sayso_passage say_intake_place(say_str text, sayso_passage range, say_str words);
/* Words without the blanks around them. */
say_str       say_intake_bare(say_str words);

#endif
