/* items, mail: what the messages of a stream (mail.c) and the parts of a message (mime.c) share. */
#ifndef SAY_ITEMS_MAIL_H
#define SAY_ITEMS_MAIL_H

#include "items/inside.h"

enum { SAY_MAIL_PARTS = 1000, SAY_MAIL_LEVELS = 64 };                /* what is looked at of one message */

typedef enum {
    SAY_MAIL_TYPE, SAY_MAIL_ENCODING, SAY_MAIL_DISPOSITION, SAY_MAIL_LANGUAGE,
    SAY_MAIL_SUBJECT, SAY_MAIL_FROM, SAY_MAIL_DATE, SAY_MAIL_LIST, SAY_MAIL_ARCHIVED, SAY_MAIL_SAVED, SAY_MAIL_FIELDS
} say_mail_field;

/* The head of a message or part: fields as they stand there, folded; empty where it has no such field. */
typedef struct { say_str fields[SAY_MAIL_FIELDS]; } say_mail_head;

/* The text of a message: a part's body, still encoded. */
typedef struct {
    say_range body;                      /* of the message's bytes; empty: it has no text */
    bool html;
    const char *charset;
    const say_mail_head *head, *message; /* the part's, and that of the message that it is the text of: an inner one where the outer has none */
} say_mail_text;

/* mail.c: the field at *at with the lines folded onto it; false at the head's end, with *at where the body begins. */
bool say_items_mail_field(say_str bytes, size_t *at, say_str *name, say_str *value);
/* mail.c: a field's words, in one line of at most SAY_MAIL_VALUE bytes, ended by NUL. */
enum { SAY_MAIL_VALUE = 4096 };
char *say_items_mail_value(say_str field, say_arena *arena, sayso_error *error);

/* mime.c: finds the text of a message.  SAYSO_TOO_LARGE over SAY_MAIL_PARTS and SAY_MAIL_LEVELS; `path` and `at` name it.  What it finds is in the arena. */
sayso_code say_items_mail_text(say_str message, const char *path, size_t at, say_arena *arena, say_mail_text *text, sayso_error *error);
/* mime.c: undoes its transfer encoding (and ">From " where it stood in an mbox): fills bytes, size and map of the item, the map relative to text->body.from. */
sayso_code say_items_mail_decode(say_str message, const say_mail_text *text, bool mbox, say_arena *arena, sayso_item *item, sayso_error *error);

#endif
