/* Characters, words and case.  \w is str.isalnum() or "_": the letters and numbers of
 * Unicode, but no combining marks.                                                    */
#include "text/points.h"
#include "text/text.h"

#include <string.h>
#include <utf8proc.h>

int32_t say_text_point(say_str text, size_t i, size_t *length)
{
    unsigned char first = (unsigned char)text.at[i];
    if (first < 0x80) {
        *length = 1;
        return first;
    }
    utf8proc_int32_t point;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text.at + i,
                                          (utf8proc_ssize_t)(text.len - i), &point);
    *length = n > 0 ? (size_t)n : 1;
    return n > 0 ? point : 0xFFFD;
}

static bool is_space_point(int32_t c)
{
    return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680
        || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

point_kind say_text_kind(int32_t c)
{
    if (c < 0x80) {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_') return POINT_WORD;
        return is_space_point(c) ? POINT_SPACE : POINT_MARK;
    }
    if (is_space_point(c)) return POINT_SPACE;
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT: case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: case UTF8PROC_CATEGORY_ND: case UTF8PROC_CATEGORY_NL: case UTF8PROC_CATEGORY_NO:
        return POINT_WORD;
    default:
        return POINT_MARK;
    }
}

bool say_text_is_upper(int32_t c)
{
    if (c < 0x80) return c >= 'A' && c <= 'Z';
    utf8proc_category_t category = utf8proc_category(c);
    return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
}

bool say_text_is_lower(int32_t c)
{
    if (c < 0x80) return c >= 'a' && c <= 'z';
    return utf8proc_category(c) == UTF8PROC_CATEGORY_LL;
}

size_t say_text_words(say_str stretch, say_range *at, size_t room)
{
    size_t count = 0, length;
    for (size_t i = 0; i < stretch.len; i += length) {
        point_kind kind = say_text_kind(say_text_point(stretch, i, &length));
        if (kind == POINT_SPACE) continue;
        if (kind == POINT_WORD) {
            size_t more;
            while (i + length < stretch.len && say_text_kind(say_text_point(stretch, i + length, &more)) == POINT_WORD)
                length += more;
        }
        if (count < room) at[count] = (say_range){ i, i + length };
        count++;
    }
    return count;
}

/* ---- case ---- */

static int32_t lower_point(int32_t c)
{
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (c == 0x2018 || c == 0x2019 || c == 0x02BC) return '\'';
    return utf8proc_tolower(c);
}

char *say_text_lower(say_arena *arena, say_str stretch, sayso_error *error)
{
    size_t n = 0, length;
    /* "Ⱥ" (2 bytes) becomes "ⱥ" (3 bytes), and a stray byte a U+FFFD: three for one is enough. */
    char *lower = say_base_take(arena, stretch.len * 3 + 1, 1, error);
    if (!lower) return NULL;
    for (size_t i = 0; i < stretch.len; i += length) {
        int32_t point = lower_point(say_text_point(stretch, i, &length));
        n += (size_t)utf8proc_encode_char(point, (utf8proc_uint8_t *)lower + n);
    }
    lower[n] = '\0';
    return lower;
}

bool say_text_same_fold(say_str a, say_str b)
{
    size_t i = 0, j = 0, length_a, length_b;
    for (; i < a.len && j < b.len; i += length_a, j += length_b)
        if (lower_point(say_text_point(a, i, &length_a)) != lower_point(say_text_point(b, j, &length_b))) return false;
    return i >= a.len && j >= b.len;
}

/* FNV-1a over the lowered code points. */
uint64_t say_text_hash_fold(say_str word)
{
    uint64_t hash = 0xcbf29ce484222325u;
    size_t length;
    for (size_t i = 0; i < word.len; i += length) {
        hash ^= (uint32_t)lower_point(say_text_point(word, i, &length));
        hash *= 0x100000001b3u;
    }
    return hash;
}

bool say_text_is_capital(say_str word)
{
    size_t length;
    for (size_t i = 0; i < word.len; i += length) {
        int32_t point = say_text_point(word, i, &length);
        if (say_text_kind(point) == POINT_WORD) return say_text_is_upper(point);
    }
    return false;
}

double say_text_upper_share(say_str stretch)
{
    size_t upper = 0, letters = 0, length;
    for (size_t i = 0; i < stretch.len; i += length) {
        int32_t point = say_text_point(stretch, i, &length);
        bool is_upper = say_text_is_upper(point);
        upper += is_upper;
        letters += is_upper || say_text_is_lower(point);
    }
    return letters ? (double)upper / (double)letters : 0;
}
