/* bytes: any charset to UTF-8, with the map from the text to the bytes.  UTF-8, UTF-16 and windows-1252 are converted here, the others
 * by iconv: charsets of one byte a character through a table that it is asked for once, the rest character by character, so that it is
 * known which bytes each came from.                                                                                                   */
#include "bytes/inside.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <utf8proc.h>
#ifndef SAYSO_NO_GUESS
#include <uchardet/uchardet.h>
#endif

enum {
    EXACT_TRACES = 1 << 18,              /* beyond so many stretches the map is drawn in stretches of about JOINED bytes */
    JOINED = 64
};

typedef struct {
    say_arena *arena;
    sayso_error *error;
    char *to;
    size_t size, room, replaced;
    say_traces map;
} utf8_text;

/* ---- writing ---- */

static bool joins_last(const utf8_text *t, size_t size, say_range from)
{
    if (t->map.count < EXACT_TRACES) return false;
    const sayso_trace *last = &t->map.at[t->map.count - 1];
    size_t text = last->text.to - last->text.from, source = last->source.to - last->source.from, more = from.to - from.from;
    return text != source && source + more <= JOINED && text + size != source + more && last->source.to == from.from;
}

/* The next characters of the text, which come from these bytes. */
static bool write_utf8(utf8_text *t, const char *bytes, size_t size, say_range from)
{
    if (size > t->room - t->size) {
        say_base_fail(t->error, SAYSO_TOO_LARGE, "text", t->size, "the text outgrows its charset");
        return false;
    }
    memcpy(t->to + t->size, bytes, size);
    t->size += size;
    if (!joins_last(t, size, from)) return say_base_trace(t->arena, &t->map, size, from, t->error);
    sayso_trace *last = &t->map.at[t->map.count - 1];
    last->text.to += size;
    last->source.to = from.to;
    return true;
}

static bool write_bad(utf8_text *t, size_t from, size_t to)
{
    t->replaced++;
    return write_utf8(t, "\xEF\xBF\xBD", 3, (say_range){ from, to });
}

static bool write_point(utf8_text *t, int32_t point, size_t from, size_t to)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t size = point ? utf8proc_encode_char(point, bytes) : 0;
    return size > 0 ? write_utf8(t, (const char *)bytes, (size_t)size, (say_range){ from, to }) : write_bad(t, from, to);
}

/* Where the ASCII that begins at a byte ends; NUL is none. */
static size_t ascii_end(say_str bytes, size_t at)
{
    while (at < bytes.len && (signed char)bytes.at[at] > 0) at++;
    return at;
}

/* ---- UTF-8 ---- */

/* The size of the character at a byte, 0 where there is none. */
static size_t utf8_size(say_str bytes, size_t at)
{
    utf8proc_int32_t point;
    utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)bytes.at + at, (utf8proc_ssize_t)(bytes.len - at), &point);
    return size > 0 && point ? (size_t)size : 0;
}

static bool write_from_utf8(utf8_text *t, say_str bytes, size_t at)
{
    while (at < bytes.len) {
        size_t end = ascii_end(bytes, at), size;
        while (end < bytes.len && (size = utf8_size(bytes, end))) end = ascii_end(bytes, end + size);
        if (end > at && !write_utf8(t, bytes.at + at, end - at, (say_range){ at, end })) return false;
        if (end < bytes.len && !write_bad(t, end, end + 1)) return false;
        at = end + 1;
    }
    return true;
}

/* ---- UTF-16 ---- */

static uint32_t utf16_unit(say_str bytes, size_t at, bool big)
{
    unsigned char a = (unsigned char)bytes.at[at], b = (unsigned char)bytes.at[at + 1];
    return big ? (uint32_t)a << 8 | b : (uint32_t)b << 8 | a;
}

static bool write_from_utf16(utf8_text *t, say_str bytes, size_t at, bool big)
{
    while (bytes.len - at >= 2) {
        uint32_t unit = utf16_unit(bytes, at, big), low = bytes.len - at >= 4 ? utf16_unit(bytes, at + 2, big) : 0;
        size_t from = at;
        at += 2;
        if (unit >= 0xD800 && unit < 0xE000) {
            bool pair = unit < 0xDC00 && low >= 0xDC00 && low < 0xE000;
            at += pair ? 2 : 0;
            unit = pair ? 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00) : 0;
        }
        if (!write_point(t, (int32_t)unit, from, at)) return false;
    }
    return at == bytes.len || write_bad(t, at, bytes.len);
}

/* ---- one byte a character ---- */

typedef struct { char bytes[7]; unsigned char size; } byte_spelling;       /* size 0: no character */

/* Windows-1252 from 0x80 to 0x9F; 0 where it has no character. */
static const uint16_t western_signs[32] = {
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
};

static void spell_western(byte_spelling high[128])
{
    for (int32_t i = 0; i < 128; i++) {
        int32_t point = i < 32 ? western_signs[i] : 0x80 + i;
        high[i].size = point ? (unsigned char)utf8proc_encode_char(point, (utf8proc_uint8_t *)high[i].bytes) : 0;
    }
}

/* Each byte by itself: some converters hold a letter back to see whether a mark follows. */
static void spell_by_iconv(iconv_t with, byte_spelling high[128])
{
    for (size_t i = 0; i < 128; i++) {
        char byte = (char)(0x80 + i), *in = &byte, *out = high[i].bytes;
        size_t in_left = 1, out_left = sizeof high[i].bytes;
        bool fine = iconv(with, &in, &in_left, &out, &out_left) != (size_t)-1 && iconv(with, NULL, NULL, &out, &out_left) != (size_t)-1;
        high[i].size = fine ? (unsigned char)(sizeof high[i].bytes - out_left) : 0;
        iconv(with, NULL, NULL, NULL, NULL);
    }
}

static bool write_byte_each(utf8_text *t, say_str bytes, const byte_spelling high[128])
{
    for (size_t at = 0; at < bytes.len; at++) {
        size_t end = ascii_end(bytes, at);
        if (end > at && !write_utf8(t, bytes.at + at, end - at, (say_range){ at, end })) return false;
        if ((at = end) == bytes.len) break;
        unsigned char c = (unsigned char)bytes.at[at];
        const byte_spelling *as = c ? &high[c - 0x80] : NULL;
        if (!(as && as->size ? write_utf8(t, as->bytes, as->size, (say_range){ at, at + 1 }) : write_bad(t, at, at + 1))) return false;
    }
    return true;
}

/* ---- characters of several bytes ---- */

/* Gives the converter one byte more until a character comes out.  Returns the bytes it took; they are bad where *size is 0 and *bad is set. */
static size_t convert_one(iconv_t with, say_str bytes, char out[64], size_t *size, bool *bad)
{
    enum { LONGEST = 16 };
    size_t most = bytes.len < LONGEST ? bytes.len : LONGEST, used = 0, room = 64;
    *bad = false;
    for (size_t given = 1; given <= most && room == 64 && !*bad; given++) {
        char *in = (char *)(uintptr_t)(bytes.at + used);
        size_t left = given - used;
        size_t result = iconv(with, &in, &left, &out, &room);
        used = given - left;
        *bad = result == (size_t)-1 && errno != EINVAL;
    }
    if (room == 64 && !*bad && most == bytes.len) iconv(with, NULL, NULL, &out, &room);        /* the end: what was held back */
    *size = 64 - room;
    *bad = *size == 0 && (*bad || used == 0 || (most == bytes.len && used < most));
    return *bad ? used + 1 : used;
}

static bool write_bytes_each(utf8_text *t, say_str bytes, iconv_t with, bool shifting)
{
    for (size_t at = 0; at < bytes.len; ) {
        size_t end = shifting ? at : ascii_end(bytes, at), size = 0;
        if (end > at && !write_utf8(t, bytes.at + at, end - at, (say_range){ at, end })) return false;
        if ((at = end) == bytes.len) break;
        char out[64];
        bool bad = bytes.at[at] == '\0';
        size_t used = bad ? 1 : convert_one(with, (say_str){ bytes.at + at, bytes.len - at }, out, &size, &bad);
        if (!(bad || memchr(out, '\0', size) ? write_bad(t, at, at + used) : write_utf8(t, out, size, (say_range){ at, at + used }))) return false;
        at += used;
    }
    return true;
}

/* ---- which charset ---- */

typedef struct { size_t characters, bad, nuls, first; } utf8_look;      /* characters of several bytes; the first byte that is no ASCII */

static utf8_look look_for_utf8(say_str bytes)
{
    utf8_look look = { .first = bytes.len };
    for (size_t at = ascii_end(bytes, 0), size; at < bytes.len; at = ascii_end(bytes, at + (size ? size : 1))) {
        size = utf8_size(bytes, at);
        look.characters += size > 1;
        if (bytes.at[at] == '\0') look.nuls++;
        else look.bad += size == 0;
        if (bytes.at[at] != '\0' && at < look.first) look.first = at;
    }
    return look;
}

/* A text may have been cut in a character, or have a bad byte or two; in other charsets hardly any byte happens to be UTF-8. */
static bool is_utf8_text(say_str bytes, const utf8_look *look, const say_charset *declared)
{
    if (declared && look->nuls && (declared->spelling == SAY_UTF16LE || declared->spelling == SAY_UTF16BE)) return false;
    if (declared && declared->spelling == SAY_SHIFTING && look->first == bytes.len && memchr(bytes.at, '\x1B', bytes.len)) return false;
    return look->bad * 4 <= look->characters;
}

/* Text of few other than Latin letters in UTF-16 without a mark: nearly every other byte is NUL. */
static const char *utf16_without_mark(say_str bytes)
{
    enum { ENOUGH_PAIRS = 500 };
    size_t pairs = bytes.len / 2 < ENOUGH_PAIRS ? bytes.len / 2 : ENOUGH_PAIRS, even = 0, odd = 0;
    for (size_t i = 0; i < pairs; i++) {
        even += bytes.at[2 * i] == '\0';
        odd += bytes.at[2 * i + 1] == '\0';
    }
    if (pairs < 2) return NULL;
    if (odd * 4 >= pairs * 3 && even * 20 <= pairs) return "utf-16le";
    return even * 4 >= pairs * 3 && odd * 20 <= pairs ? "utf-16be" : NULL;
}

#ifdef SAYSO_NO_GUESS
static const say_charset *guess_charset(say_str bytes, size_t first)
{
    (void)bytes;
    (void)first;
    return NULL;
}
#else
/* A few accents among English words tell a guesser too little: it hears Polish or Maltese.  Other scripts have their bytes side by side. */
static bool enough_to_guess(say_str sample)
{
    enum { OTHER_LETTERS = 20 };         /* one byte in so many */
    size_t others = 0, beside = 0;
    bool before = false;
    for (size_t i = 0; i < sample.len; i++) {
        bool other = (signed char)sample.at[i] < 0;
        others += other;
        beside += other && before;
        before = other;
    }
    return beside * 2 > others || others * OTHER_LETTERS > sample.len;
}

static const say_charset *guess_charset(say_str bytes, size_t first)
{
    enum { SAMPLE = 64 * 1024, BEFORE = 200 };
    const say_charset *found = NULL;
    size_t from = first > BEFORE ? first - BEFORE : 0;
    say_str sample = say_base_sub(bytes, (say_range){ from, from + SAMPLE });
    uchardet_t guess = enough_to_guess(sample) ? uchardet_new() : NULL;
    if (!guess) return NULL;
    if (uchardet_handle_data(guess, sample.at, sample.len) == 0) {
        uchardet_data_end(guess);
        found = say_bytes_charset(say_base_str(uchardet_get_charset(guess)));
    }
    uchardet_delete(guess);
    return found && found->spelling >= SAY_WESTERN ? found : NULL;       /* Unicode was seen to without it */
}
#endif

static const struct { char bytes[4]; size_t size; const char *charset; } byte_order_marks[] = {
    { "\xEF\xBB\xBF", 3, "utf-8" }, { "\xFF\xFE", 2, "utf-16le" }, { "\xFE\xFF", 2, "utf-16be" },
};

static const say_charset *marked_charset(say_str bytes, size_t *mark)
{
    for (size_t i = 0; i < sizeof byte_order_marks / sizeof *byte_order_marks; i++) {
        *mark = byte_order_marks[i].size;
        if (bytes.len >= *mark && memcmp(bytes.at, byte_order_marks[i].bytes, *mark) == 0) return say_bytes_charset(say_base_str(byte_order_marks[i].charset));
    }
    *mark = 0;
    return NULL;
}

/* A converter where the charset needs one; false where this system has none. */
static bool can_convert(const say_charset *charset, iconv_t *with)
{
    if (charset && charset->iconv) *with = iconv_open("UTF-8", charset->iconv);
    return charset && (!charset->iconv || *with != (iconv_t)-1);
}

static const say_charset *choose_charset(say_str bytes, const char *label, size_t *mark, utf8_look *look, iconv_t *with)
{
    const say_charset *declared = say_bytes_charset(say_base_str(label)), *marked = marked_charset(bytes, mark);
    *look = look_for_utf8(bytes);
    if (marked) return marked;
    const char *utf16 = look->nuls ? utf16_without_mark(bytes) : NULL;
    if (utf16) return say_bytes_charset(say_base_str(utf16));
    if (is_utf8_text(bytes, look, declared)) return say_bytes_charset(SAY_STR("utf-8"));
    if (can_convert(declared, with)) return declared;
    const say_charset *guess = guess_charset(bytes, look->first);
    return can_convert(guess, with) ? guess : say_bytes_charset(SAY_STR("windows-1252"));
}

/* ---- all together ---- */

/* The most that the text may take: a bad byte becomes three; of one byte in ISO-2022-JP, and of two in UTF-16, may come as many. */
static size_t most_room(say_str bytes, const say_charset *charset)
{
    size_t room = bytes.len + 8;
    if (charset->spelling == SAY_SHIFTING) return room + 2 * bytes.len;
    if (charset->spelling == SAY_UTF16LE || charset->spelling == SAY_UTF16BE) return room + bytes.len / 2;
    for (size_t at = ascii_end(bytes, 0); at < bytes.len; at = ascii_end(bytes, at + 1)) room += 2;
    return room;
}

static bool write_text(utf8_text *t, say_str bytes, size_t mark, const say_charset *charset, iconv_t with)
{
    byte_spelling high[128];
    switch (charset->spelling) {
    case SAY_UTF8: return write_from_utf8(t, bytes, mark);
    case SAY_UTF16LE: case SAY_UTF16BE: return write_from_utf16(t, bytes, mark, charset->spelling == SAY_UTF16BE);
    case SAY_BYTES_EACH: case SAY_SHIFTING: return write_bytes_each(t, bytes, with, charset->spelling == SAY_SHIFTING);
    case SAY_WESTERN: spell_western(high); break;
    case SAY_BYTE_EACH: spell_by_iconv(with, high); break;
    }
    return write_byte_each(t, bytes, high);
}

sayso_code say_bytes_decode(say_str bytes, const char *declared, const char *name, say_arena *arena, say_decoded *decoded, sayso_error *error)
{
    iconv_t with = (iconv_t)-1;
    utf8_look look;
    size_t mark, longest;
    sayso_error why = { .code = SAYSO_NO_MEMORY };
    *decoded = (say_decoded){ .charset = "utf-8" };
    if (!bytes.at) bytes = SAY_STR("");
    if (!say_base_times(bytes.len, 4, &longest))
        return say_base_fail(error, SAYSO_TOO_LARGE, name, 0, "%zu bytes are no text", bytes.len);
    const say_charset *charset = choose_charset(bytes, declared, &mark, &look, &with);
    bool same = charset->spelling == SAY_UTF8 && !mark && !look.bad && !look.nuls;
    utf8_text text = { .arena = arena, .error = &why, .room = same ? bytes.len : most_room(bytes, charset) };
    text.to = SAY_TAKE(arena, char, text.room + 1, &why);
    bool fine = text.to != NULL;
    if (fine && same && bytes.len) memcpy(text.to, bytes.at, text.size = bytes.len);
    else if (fine && !same) fine = write_text(&text, bytes, mark, charset, with);
    if (with != (iconv_t)-1) iconv_close(with);
    if (!fine) {
        if (error) *error = why;
        return why.code;
    }
    text.to[text.size] = '\0';
    *decoded = (say_decoded){ { text.to, text.size }, charset->name, text.replaced, text.map.at, text.map.count };
    return SAYSO_OK;
}
