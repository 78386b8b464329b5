/* doc: writes clean text and the map from it to the page.
 *
 * A run of text comes twice: as gumbo decoded it and as it was spelled.  Both are walked side by side:
 * equal characters are one step; "&eacute;" is one character on the left and eight bytes on the right;
 * tags that the tree builder ignored stand on the right alone.  Where the two cannot be matched, the rest
 * of the run is mapped as a whole.                                                                       */
#include "doc/inside.h"

#include <string.h>
#include <utf8proc.h>

/* Where a byte of the lean copy stood in the page.  `at` is in the copy; its end gives the end of the last stretch. */
static size_t page_byte(const say_html_page *page, size_t at)
{
    size_t low = 0, high = page->stretches.count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (page->stretches.at[middle].lean <= at) low = middle;
        else high = middle;
    }
    if (high == 0) return 0;
    const say_stretch *s = &page->stretches.at[low];
    return s->page + (at - s->lean < s->size ? at - s->lean : s->size);
}

static bool add_bytes(say_clean *c, say_str bytes, say_range page)
{
    if (bytes.len == 0) return true;
    while (c->text.room - c->text.count < bytes.len) {               /* grows as a list does, then gives the room back */
        size_t before = c->text.count;
        c->text.count = c->text.room;
        if (!say_base_grow(c->arena, (void **)&c->text.at, &c->text.count, &c->text.room, 1, c->error)) return false;
        c->text.count = before;
    }
    memcpy(c->text.at + c->text.count, bytes.at, bytes.len);
    c->text.count += bytes.len;
    c->after = page.to;
    return say_base_trace(c->arena, &c->map, bytes.len, page, c->error);
}

void say_doc_gap(say_clean *c, int lines)
{
    if (lines > c->gap || c->gap == 0) c->gap = lines;
}

/* Writes what is due between two words: a blank, or ends of line. */
static bool close_gap(say_clean *c, size_t next)
{
    static const char *const gaps[] = { "", "\n", "\n\n" };
    int gap = c->gap;
    c->gap = 0;
    if (gap == 0 || c->text.count == 0) return true;
    const char *bytes = gap < 0 ? " " : gaps[gap];
    size_t after = c->after;
    return add_bytes(c, (say_str){ bytes, strlen(bytes) }, (say_range){ after < next ? after : next, next });
}

static bool is_word_byte(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* Bytes of a character reference as it may be spelled, "&amp;", "&#160;", "&nbsp"; 0 for a mere "&". */
static size_t reference_size(say_str s)
{
    size_t n = 1;
    if (n < s.len && s.at[n] == '#') n++;
    size_t name = n;
    while (n < s.len && n < 40 && is_word_byte(s.at[n])) n++;
    if (n == name) return 0;
    return n < s.len && s.at[n] == ';' ? n + 1 : n;
}

static size_t character_size(say_str s)
{
    utf8proc_int32_t point;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s.at, (utf8proc_ssize_t)s.len, &point);
    return n > 0 ? (size_t)n : 1;
}

/* How many bytes the two sides go on alike, until the spelling needs reading; -1 where they part. */
static int go_on_alike(say_str text, say_str spelling)
{
    enum { ENOUGH = 24 };
    for (int i = 0; i < ENOUGH; i++) {
        size_t at = (size_t)i;
        if (at == spelling.len) return at == text.len ? i : -1;
        if (spelling.at[at] == '&' || spelling.at[at] == '<' || spelling.at[at] == '\r') return i;
        if (at == text.len || text.at[at] != spelling.at[at]) return -1;
    }
    return ENOUGH;
}

/* One step at an "&": takes a character of the text or two, and gives how many bytes of the spelling they stand for: "&notit;" is "¬it;".
 * There is no table of names here; what follows on both sides tells where the name ends.                                                */
static size_t step_reference(say_str text, say_str spelling, size_t *taken)
{
    size_t one = character_size(text), size = reference_size(spelling), best = 0;
    size_t two = text.len > one ? one + character_size((say_str){ text.at + one, text.len - one }) : one;
    int most = -1;
    for (size_t n = size ? size : 1; n > 0; n--) {
        if (n == 1 && text.at[0] != '&') break;                      /* a mere "&" */
        for (size_t t = one; t <= two; t += two > one ? two - one : 1) {
            int alike = go_on_alike((say_str){ text.at + t, text.len - t }, (say_str){ spelling.at + n, spelling.len - n });
            if (alike <= most || (n == 1 && t > one)) continue;
            most = alike;
            best = n;
            *taken = t;
        }
    }
    return best;
}

/* How many letters, digits and common marks stand on both sides. */
static size_t plain_run(say_str text, say_str spelling)
{
    size_t n = 0, most = text.len < spelling.len ? text.len : spelling.len;
    while (n < most && text.at[n] == spelling.at[n] && text.at[n] > ' ' && text.at[n] != '&' && text.at[n] != '<') n++;
    return n;
}

/* Bytes of the spelling that the next *taken bytes of the text stand for; *skip of it before them are no text.  0 where they cannot be matched. */
static size_t step_words(say_str text, say_str spelling, size_t *taken, size_t *skip)
{
    *skip = 0;
    while (spelling.len && spelling.at[0] == '<' && text.at[0] != '<') {
        const char *end = memchr(spelling.at, '>', spelling.len);
        size_t n = end ? (size_t)(end - spelling.at) + 1 : spelling.len;
        *skip += n;
        spelling = (say_str){ spelling.at + n, spelling.len - n };
    }
    if (spelling.len == 0) return 0;
    *taken = 1;
    if (spelling.at[0] == '&') return step_reference(text, spelling, taken);
    if (spelling.at[0] == '\r' && text.at[0] == '\n') return spelling.len > 1 && spelling.at[1] == '\n' ? 2 : 1;
    size_t run = plain_run(text, spelling);
    if (run) return *taken = run;
    if (text.at[0] != spelling.at[0]) return 0;
    size_t n = character_size(text);
    *taken = n <= spelling.len && memcmp(text.at, spelling.at, n) == 0 ? n : 0;
    return *taken;
}

/* White space and what is not seen: no-break space, soft hyphen, zero-width space, byte order mark.  *blank: it parts words. */
static bool is_unseen(say_str text, bool *blank)
{
    unsigned char c = (unsigned char)text.at[0];
    *blank = c == ' ' || (c >= '\t' && c <= '\r') || c < ' ';
    if (*blank) return true;
    if (text.len >= 2 && c == 0xC2) {
        *blank = (unsigned char)text.at[1] == 0xA0;
        return *blank || (unsigned char)text.at[1] == 0xAD;
    }
    return text.len >= 3 && (memcmp(text.at, "\xE2\x80\x8B", 3) == 0 || memcmp(text.at, "\xEF\xBB\xBF", 3) == 0);
}

static bool write_piece(say_clean *c, say_str text, say_range page)
{
    bool blank;
    if (is_unseen(text, &blank)) {
        if (blank && c->gap == 0) c->gap = -1;
        return true;
    }
    if (!close_gap(c, page.from)) return false;
    return add_bytes(c, text, page);
}

bool say_doc_write(say_clean *c, say_words w, size_t most)
{
    if (w.text.len == 0) return true;
    const char *end = w.text.at + (most < w.text.len ? most : w.text.len);
    const char *lean = c->page->lean.at;
    if (!w.spelling.at) w.spelling = (say_str){ lean, 0 };
    while (w.text.at < end) {
        size_t taken = 0, skip, size = step_words(w.text, w.spelling, &taken, &skip);
        if (taken == size && taken > (size_t)(end - w.text.at)) {         /* cut at the end of a character */
            taken = (size_t)(end - w.text.at);
            while (taken && ((unsigned char)w.text.at[taken] & 0xC0) == 0x80) taken--;
            size = taken;
            if (taken == 0) return true;
        }
        if (size == 0) taken = w.text.len, size = w.spelling.len, skip = 0;
        w.spelling = (say_str){ w.spelling.at + skip, w.spelling.len - skip };
        size_t from = (size_t)(w.spelling.at - lean);
        say_range page = { page_byte(c->page, from), 0 };
        page.to = size ? page_byte(c->page, from + size - 1) + 1 : page.from;
        if (!write_piece(c, (say_str){ w.text.at, taken }, page)) return false;
        w.text = (say_str){ w.text.at + taken, w.text.len - taken };
        w.spelling = (say_str){ w.spelling.at + size, w.spelling.len - size };
    }
    return true;
}

size_t say_doc_letters(say_str text, char *to, size_t size)
{
    for (size_t i = 0; i < text.len && size < SAY_DOC_LETTERS; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == 0xE2 && i + 2 < text.len && (unsigned char)text.at[i + 1] == 0x80) i += 2;              /* quotation marks, dashes */
        else if (c == 0xC2 && i + 1 < text.len && (unsigned char)text.at[i + 1] == 0xA0) i++;
        else if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c >= 0x80) to[size++] = (char)c;
        else if (c >= 'A' && c <= 'Z') to[size++] = (char)(c + 32);
    }
    return size;
}
