#include "sheets/out.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <utf8proc.h>

void say_sheets_start(say_out *out, sayso_sink sink, sayso_error *error)
{
    out->sink = sink;
    out->error = error;
    out->code = SAYSO_OK;
    out->used = 0;
}

static void flush_held(say_out *out)
{
    if (out->code || out->used == 0) return;
    int errnum = out->sink.write(out->sink.to, out->held, out->used);
    out->used = 0;
    if (errnum) out->code = say_base_fail(out->error, SAYSO_NO_FILE, "output", 0, "cannot write: %s", strerror(errnum));
}

void say_sheets_put(say_out *out, const char *bytes, size_t size)
{
    while (size > 0 && !out->code) {
        size_t room = sizeof out->held - out->used, part = size < room ? size : room;
        memcpy(out->held + out->used, bytes, part);
        out->used += part;
        bytes += part;
        size -= part;
        if (out->used == sizeof out->held) flush_held(out);
    }
}

void say_sheets_text(say_out *out, const char *ended_by_nul)
{
    say_sheets_put(out, ended_by_nul, strlen(ended_by_nul));
}

sayso_code say_sheets_finish(say_out *out)
{
    flush_held(out);
    return out->code;
}

void say_sheets_count(say_out *out, size_t value)
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%zu", value);
    say_sheets_put(out, digits, (size_t)n);
}

void say_sheets_number(say_out *out, double value, int digits)
{
    if (!isfinite(value)) value = 0;
    double scale = 1;
    for (int i = 0; i < digits; i++) scale *= 10;
    bool below = value < 0;
    if (below) value = -value;
    if (value > 1e9) value = 1e9;
    if (below && value * scale + .5 >= 1) say_sheets_text(out, "-");       /* no "-0" */
    unsigned long long whole = (unsigned long long)(value * scale + .5), unit = (unsigned long long)scale;
    say_sheets_count(out, (size_t)(whole / unit));
    unsigned long long rest = whole % unit;
    char tail[24] = ".";
    int length = 1;
    for (; rest > 0; rest %= unit) {
        unit /= 10;
        tail[length++] = (char)('0' + rest / unit);
    }
    if (length > 1) say_sheets_put(out, tail, (size_t)length);
}

uint32_t say_sheets_next(say_str text, size_t *at)
{
    if ((unsigned char)text.at[*at] < 0x80) return (unsigned char)text.at[(*at)++];
    utf8proc_int32_t character = 0xFFFD;
    size_t left = text.len - *at;
    utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text.at + *at,
                                             left < 4 ? (utf8proc_ssize_t)left : 4, &character);
    *at += size > 0 ? (size_t)size : 1;
    return size > 0 ? (uint32_t)character : 0xFFFD;
}

size_t say_sheets_utf8(uint32_t character, char bytes[4])
{
    bytes[0] = (char)character;
    if (character < 0x80) return 1;
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)character, (utf8proc_uint8_t *)bytes);
}
