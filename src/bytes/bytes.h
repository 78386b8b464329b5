/* bytes: the one room that reads the world's files.  It knows paths, bytes, how they are packed and how characters
 * are spelled in them, not what they say.                                                                        */
#ifndef SAY_BYTES_H
#define SAY_BYTES_H

#include "base/base.h"

/* ---- a stream: a file, standard input or bytes in memory, read from the front ----
 * gzip and zstd are undone on the way, by content and not by name, also one within the other.  Memory is bounded by the
 * window and what the caller asks to see.  A stream that unpacks to more than 64 MiB and over 256 times what it was
 * packed in is a bomb: SAYSO_TOO_LARGE, once, and then it ends.                                                      */
typedef struct say_stream say_stream;

say_stream *say_bytes_open(const char *path, sayso_error *error);                  /* "-": standard input.  SAYSO_NO_FILE, SAYSO_NO_MEMORY */
say_stream *say_bytes_over(say_str bytes, const char *name, sayso_error *error);   /* bytes stay the caller's */
void        say_bytes_close(say_stream *stream);                                   /* NULL is fine */
const char *say_bytes_name(const say_stream *stream);                              /* the path, "standard input" */
uint64_t    say_bytes_at(const say_stream *stream);                                /* unpacked bytes taken so far */

/* Shows the next unpacked bytes without taking them: at least `want`, or all there are before the end or a damage; more
 * where they lie ready.  The view holds until the next peek.  An empty view is the end.
 * SAYSO_NO_FILE, SAYSO_NO_MEMORY, SAYSO_TOO_LARGE end the stream.  SAYSO_DAMAGED: packed data is damaged and everything
 * before was taken; it is said once, and the next peek goes on with the first gzip member or zstd frame after the damage
 * that can be unpacked (the end where there is none).  A frame that needs a window of over 128 MiB is damaged.  Zeros
 * between and after members are padding.                                                                             */
sayso_code  say_bytes_peek(say_stream *stream, size_t want, say_str *view, sayso_error *error);
void        say_bytes_take(say_stream *stream, size_t count);                      /* at most what the last peek showed */
uint64_t    say_bytes_sound(const say_stream *stream);                             /* after SAYSO_DAMAGED: so many bytes are not from what is damaged, those after them are */

/* All that is left: *bytes is the caller's to free(), ended by a NUL that *size does not count; NULL on an error.
 * SAYSO_TOO_LARGE where there are more than `limit`, of which little more than that is read.                       */
sayso_code  say_bytes_rest(say_stream *stream, size_t limit, char **bytes, size_t *size, sayso_error *error);
sayso_code  say_bytes_read(const char *path, size_t limit, char **bytes, size_t *size, sayso_error *error);    /* open, rest, close */

/* ---- files below a folder ----
 * A walk over one path: the file itself, "-", or every regular file below a folder, in byte order of their paths,
 * without hidden ones (".git"), without following links to folders; links to nowhere are left out.                */
typedef struct say_walk say_walk;
say_walk   *say_bytes_walk(const char *path, sayso_error *error);                  /* SAYSO_NO_FILE where there is nothing of that name */
sayso_code  say_bytes_step(say_walk *walk, const char **path, sayso_error *error); /* lent until the next step; NULL at the end; an error is one folder's */
void        say_bytes_walked(say_walk *walk);

/* ---- characters ----
 * Text of any charset as UTF-8.  The charset is, in this order, that of a byte order mark; UTF-16 where every other byte
 * is NUL; UTF-8 where all bytes are, but for at most one in five beyond ASCII; `declared` ("" or NULL: nothing is), as
 * the WHATWG reads labels (iso-8859-1 is windows-1252), where this system converts it; what uchardet makes of it, where
 * there is enough of it; windows-1252.  Bytes that are none in it become U+FFFD and are counted; NUL too.  The mark is
 * dropped.  The map is exact to the character for its first 262144 stretches, then to about 64 bytes.                  */
typedef struct {
    say_str      text;                   /* ended by NUL, in the arena */
    const char  *charset;                /* "utf-8", lower case */
    size_t       replaced;
    const sayso_trace *map;  size_t map_count;     /* text → bytes; none where they are the same bytes one to one */
} say_decoded;
sayso_code  say_bytes_decode(say_str bytes, const char *declared, const char *name, say_arena *arena, say_decoded *decoded, sayso_error *error);

/* ---- a file that is whole from its first moment ----
 * Gives the file `from`, made beside and closed, the name `to` in one step; the old name goes.  *given is false where there
 * is a file of that name already, which is left alone.                                                                      */
sayso_code  say_bytes_give_name(const char *from, const char *to, bool *given, sayso_error *error);
/* The second name of a file whose naming was cut short between the two goes, too. */
void        say_bytes_drop_twin(const char *twin, const char *path);

#endif
