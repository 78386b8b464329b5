/* xml: bytes of any charset into expat, and its words out again with where they stand. */
#ifndef SAY_ITEMS_XML_H
#define SAY_ITEMS_XML_H

#include "items/inside.h"

#include <expat.h>

/* What the bytes are, so that a parsed character is told its bytes. */
typedef enum { SAY_XML_UTF8, SAY_XML_UTF16, SAY_XML_SINGLE, SAY_XML_PAIRS } say_xml_width;

typedef struct {
    XML_Parser    parser;
    say_xml_width width;
    const char   *charset;               /* for expat, NULL: it sees it */
    int          *pairs;                 /* of a charset of one or two bytes a character: what each two say, 0 where not looked up */
    say_arena    *arena;
    bool          last;                  /* all bytes were given to expat */
    bool          closed;                /* set by a callback: the document has ended, whatever follows */
    uint64_t      from;                  /* where the document begins in its stream */
    size_t        given, given_lines;    /* bytes that expat has and that are not taken from the stream, ends of line in them */
    size_t        lines, lines_before;   /* ends of line in all that was taken; before the document that is being parsed */
    size_t        step;                  /* bytes to give next */
    sayso_code    failed;                /* within a callback, that stopped the parser */
    sayso_error  *error;
} say_xml;

/* A parser for what begins in the stream; `head` is the first of it.  The parser is the caller's to free. */
sayso_code say_items_xml(say_xml *xml, say_stream *stream, say_str head, say_arena *arena, sayso_error *error);

/* Parses on, until the document ends or a callback suspends the parser. */
sayso_code say_items_xml_on(say_xml *xml, say_stream *stream, const char *path, bool *suspended, sayso_error *error);

/* Takes what lies before the next tag of that name, which is not before byte `behind` of the document. */
sayso_code say_items_xml_seek(say_xml *xml, say_stream *stream, uint64_t behind, const char *name, bool *found, sayso_error *error);
/* A new document begins there, as if `head` stood before it, which is then the caller's to give to the parser, after the callbacks.
 * False without memory.                                                                                                          */
bool say_items_xml_anew(say_xml *xml, say_stream *stream, const char *head);

/* Words that a callback got for the current event, added to a text and its map. */
typedef struct { SAY_LIST(char) text; say_traces map; } say_xml_words;
bool say_items_xml_add(say_xml *xml, say_xml_words *to, say_str words, uint64_t origin, say_arena *arena);

/* The name of the first element, where the bytes begin as XML does. */
say_str say_items_xml_root(say_str head, char copy[SAY_ITEMS_HEAD]);

#endif
