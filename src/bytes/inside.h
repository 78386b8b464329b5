/* bytes, within: a stream is a pile of layers, the file at the bottom, above it what undoes a packing.
 *
 * bytes.c     the pile, and its bottom: a file, standard input, memory
 * pack.c      gzip and zstd
 * walk.c      the files below a folder
 * decode.c    charset to UTF-8
 * labels.c    what charsets are called
 * new.c       a file that is whole from its first moment                                                                 */
#ifndef SAY_BYTES_INSIDE_H
#define SAY_BYTES_INSIDE_H

#include "bytes/bytes.h"

/* Bytes [from, to) lie ready.  fill makes more of them ready, or finds the end or a damage, or fails for good; it may also do none of it
 * and be called again.  A damage is told when all before it was taken.                                                               */
typedef struct say_layer {
    struct say_layer *below;             /* NULL: the bottom */
    const char *name;
    char    *at;
    size_t   from, to, room;             /* room 0: the bytes are not the layer's own */
    uint64_t taken;                      /* bytes that were there before `from` */
    bool     ended, damaged;
    uint64_t sound;                      /* bytes that are not from the last thing that was damaged */
    sayso_error damage;
    sayso_code (*fill)(struct say_layer *layer, sayso_error *error);
    void       (*close)(struct say_layer *layer);
} say_layer;

/* bytes.c: as say_bytes_peek and say_bytes_take. */
sayso_code say_bytes_layer_peek(say_layer *layer, size_t want, say_str *view, sayso_error *error);
void       say_bytes_layer_take(say_layer *layer, size_t count);
/* Room for this many bytes after those that lie ready. */
sayso_code say_bytes_layer_room(say_layer *layer, size_t least, sayso_error *error);

/* pack.c: whether packed bytes begin so, and the layer that unpacks them. */
enum { SAY_BYTES_MAGIC = 4 };
bool       say_bytes_packed(say_str head);
say_layer *say_bytes_unpack(say_layer *below, sayso_error *error);

/* labels.c: a charset as it is called and as it is converted. */
typedef enum { SAY_UTF8, SAY_UTF16LE, SAY_UTF16BE, SAY_WESTERN, SAY_BYTE_EACH, SAY_BYTES_EACH, SAY_SHIFTING } say_spelling;

typedef struct {
    const char  *name;                   /* "windows-1252" */
    say_spelling spelling;
    const char  *iconv;                  /* its name there; NULL: converted here */
} say_charset;

const say_charset *say_bytes_charset(say_str label);     /* NULL where there is none of that name */

#endif
