/* xml: bytes of any charset into expat, and its words out again with where they stand.
 *
 * Feeds are often a little broken: a byte that is no UTF-8, a control character, an &nbsp; that nothing declares.  expat would stop at
 * each.  So such bytes are given to it as DEL, one for one that no offset moves, and come out as U+FFFD; and it is made to believe that
 * there are declarations elsewhere, which it does not read, so that it lets unknown entities pass.                                   */
#include "items/xml.h"

#include <stdlib.h>
#include <string.h>

enum { XML_CHUNK = 64 * 1024, XML_DEL = 0x7F, XML_UNKNOWN = 0xFFFD, XML_PAIRS = 1 << 16 };

/* ---- the head ---- */

static bool is_xml_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

static bool is_wide(say_str head)
{
    if (head.len < 2) return false;
    const char *at = head.at;
    return memcmp(at, "\xFF\xFE", 2) == 0 || memcmp(at, "\xFE\xFF", 2) == 0 || !at[0] || !at[1];
}

/* The head without byte order mark, and of UTF-16 one byte a character. */
static say_str plain_head(say_str head, char copy[SAY_ITEMS_HEAD])
{
    bool wide = is_wide(head);
    size_t at = head.len >= 3 && memcmp(head.at, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0, size = 0;
    if (wide && (head.at[0] & 0x80)) at = 2;
    for (; at < head.len && size < SAY_ITEMS_HEAD; at++)
        if (!wide || head.at[at]) copy[size++] = head.at[at];
    return (say_str){ copy, size };
}

static bool xml_begins(say_str text, size_t at, const char *words)
{
    size_t n = strlen(words);
    return at <= text.len && n <= text.len - at && memcmp(text.at + at, words, n) == 0;
}

/* Just behind the words; the text's end where it has none. */
static size_t behind_words(say_str text, size_t at, const char *words)
{
    while (at < text.len && !xml_begins(text, at, words)) at++;
    return at < text.len ? at + strlen(words) : text.len;
}

/* Behind <!DOCTYPE rss [ … ]>. */
static size_t behind_doctype(say_str text, size_t at)
{
    for (bool inner = false; at < text.len; at++) {
        if (text.at[at] == '[' || text.at[at] == ']') inner = text.at[at] == '[';
        else if (text.at[at] == '>' && !inner) return at + 1;
    }
    return at;
}

say_str say_items_xml_root(say_str head, char copy[SAY_ITEMS_HEAD])
{
    say_str text = plain_head(head, copy);
    for (size_t at = 0; at < text.len;) {
        if (is_xml_blank(text.at[at])) at++;
        else if (xml_begins(text, at, "<?")) at = behind_words(text, at, "?>");
        else if (xml_begins(text, at, "<!--")) at = behind_words(text, at + 4, "-->");
        else if (xml_begins(text, at, "<!")) at = behind_doctype(text, at);
        else {
            size_t from = at + 1, to = from;
            while (to < text.len && !is_xml_blank(text.at[to]) && text.at[to] != '>' && text.at[to] != '/') to++;
            return text.at[at] == '<' && to < text.len ? (say_str){ text.at + from, to - from } : (say_str){ "", 0 };
        }
    }
    return (say_str){ "", 0 };
}

/* ---- charsets ---- */

static const char *const read_as_1252[] = { "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "us-ascii", "ascii", "cp1252", "windows-1252" };
static const char *const read_as_utf8[] = { "", "utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "ucs-2", "unicode" };      /* wide ones were seen before */
static const char *const paired_charsets[] = { "gb", "x-gb", "big5", "euc-", "x-euc-", "shift", "sjis", "x-sjis",
                                                "ks_c", "ksc", "windows-31j", "windows-949", "cp932", "cp936", "cp949", "cp950" };

/* encoding="…" of the declaration. */
static say_str declared_charset(say_str text)
{
    size_t end = xml_begins(text, 0, "<?xml") ? behind_words(text, 0, "?>") : 0;
    text.len = end;
    size_t at = behind_words(text, 0, "encoding");
    while (at < end && text.at[at] != '"' && text.at[at] != '\'') at++;
    size_t from = at < end ? at + 1 : end, to = from;
    while (to < end && text.at[to] != text.at[at]) to++;
    return (say_str){ text.at + from, to - from };
}

static bool is_label_of(say_str label, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (say_base_same_fold(label, say_base_str(list[i]))) return true;
    return false;
}

static bool choose_xml_charset(say_xml *xml, say_str head, sayso_error *error)
{
    enum { LONGEST_LABEL = 40 };
    char copy[SAY_ITEMS_HEAD];
    xml->width = is_wide(head) ? SAY_XML_UTF16 : SAY_XML_UTF8;
    xml->charset = is_wide(head) ? NULL : "utf-8";
    say_str label = declared_charset(plain_head(head, copy));
    bool marked = head.len >= 3 && memcmp(head.at, "\xEF\xBB\xBF", 3) == 0;
    if (is_wide(head) || marked || label.len > LONGEST_LABEL || is_label_of(label, read_as_utf8, sizeof read_as_utf8 / sizeof *read_as_utf8)) return true;
    if (is_label_of(label, read_as_1252, sizeof read_as_1252 / sizeof *read_as_1252)) label = SAY_STR("windows-1252");
    xml->width = SAY_XML_SINGLE;
    xml->charset = say_base_keep(xml->arena, label, error);
    return xml->charset;
}

static int first_character(say_str text)
{
    static const unsigned char bits[] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
    unsigned char lead = text.len ? (unsigned char)text.at[0] : 0;
    size_t n = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (n != text.len) return XML_UNKNOWN;
    int c = lead & bits[n];
    for (size_t i = 1; i < n; i++) c = c << 6 | (text.at[i] & 0x3F);
    return c > 0xFFFF || c == 0xFFFE || c == 0xFFFF ? XML_UNKNOWN : c;          /* expat knows of no others in a charset of its users */
}

/* One character of one or two bytes; < 0 without memory. */
static int decoded_character(say_xml *xml, say_str bytes)
{
    say_decoded decoded;
    say_arena *arena = say_base_arena(xml->error);
    xml->failed = arena ? say_bytes_decode(bytes, xml->charset, "feed", arena, &decoded, xml->error) : SAYSO_NO_MEMORY;
    int c = xml->failed ? -1 : first_character(decoded.text);
    say_base_arena_close(arena);
    return c;
}

static int pair_character(void *data, const char *bytes)
{
    say_xml *xml = data;
    int *known = &xml->pairs[(unsigned char)bytes[0] << 8 | (unsigned char)bytes[1]];
    if (*known == 0 && !xml->failed) *known = decoded_character(xml, (say_str){ bytes, 2 });
    return *known > 0 ? *known : XML_UNKNOWN;
}

static bool has_pairs(const char *charset)
{
    for (size_t i = 0; i < sizeof paired_charsets / sizeof *paired_charsets; i++) {
        size_t n = strlen(paired_charsets[i]);
        if (strlen(charset) >= n && say_base_same_fold((say_str){ charset, n }, (say_str){ paired_charsets[i], n })) return true;
    }
    return false;
}

static int unknown_charset(void *data, const XML_Char *name, XML_Encoding *info)
{
    say_xml *xml = data;
    bool pairs = has_pairs(name);
    if (pairs) xml->width = SAY_XML_PAIRS;
    if (pairs && !xml->pairs) xml->pairs = SAY_TAKE(xml->arena, int, XML_PAIRS, xml->error);
    if (pairs && !xml->pairs) xml->failed = SAYSO_NO_MEMORY;
    for (int b = 0; b < 256 && !xml->failed; b++) {
        char byte = (char)b;
        int c = b < 0x80 ? b : decoded_character(xml, (say_str){ &byte, 1 });
        info->map[b] = c == XML_UNKNOWN && pairs ? -2 : c;
    }
    info->data = xml;
    info->convert = pairs ? pair_character : NULL;
    info->release = NULL;
    return xml->failed ? XML_STATUS_ERROR : XML_STATUS_OK;
}

/* ---- bytes in ---- */

/* How many bytes the character has that begins there; 0: it is none in XML; more than are left: it may go on. */
static size_t xml_character(const unsigned char *at, size_t left)
{
    static const struct { unsigned char from, to, second_from, second_to; size_t size; } rows[] = {
        { 0x20, 0x7F, 0, 0, 1 }, { 0xC2, 0xDF, 0x80, 0xBF, 2 }, { 0xE0, 0xE0, 0xA0, 0xBF, 3 }, { 0xE1, 0xEC, 0x80, 0xBF, 3 }, { 0xED, 0xED, 0x80, 0x9F, 3 },
        { 0xEE, 0xEF, 0x80, 0xBF, 3 }, { 0xF0, 0xF0, 0x90, 0xBF, 4 }, { 0xF1, 0xF3, 0x80, 0xBF, 4 }, { 0xF4, 0xF4, 0x80, 0x8F, 4 },
    };
    if (at[0] < 0x20) return is_xml_blank((char)at[0]);
    size_t i = 0, count = sizeof rows / sizeof *rows;
    while (i < count && (at[0] < rows[i].from || at[0] > rows[i].to)) i++;
    if (i == count) return 0;
    for (size_t k = 1; k < rows[i].size && k < left; k++)
        if (k == 1 ? at[1] < rows[i].second_from || at[1] > rows[i].second_to : (at[k] & 0xC0) != 0x80) return 0;
    if (rows[i].size == 3 && left >= 3 && at[0] == 0xEF && at[1] == 0xBF && at[2] >= 0xBE) return 0;
    return rows[i].size;
}

/* Copies, with a DEL for each byte that XML does not allow.  Returns how many bytes: not the last, where they may go on. */
static size_t copy_clean(const say_xml *xml, say_str from, bool all, char *to)
{
    const unsigned char *at = (const unsigned char *)from.at;
    memcpy(to, from.at, from.len);
    for (size_t i = 0, n; i < from.len && xml->width != SAY_XML_UTF16; i += n) {
        n = 1;
        if (at[i] >= 0x20 && at[i] < 0x80) continue;
        size_t size = xml->width == SAY_XML_UTF8 || at[i] < 0x20 ? xml_character(at + i, from.len - i) : 1;
        if (size > from.len - i && !all) return i;
        if (size == 0 || size > from.len - i) to[i] = XML_DEL;
        else n = size;
    }
    return from.len;
}

static size_t lines_in(say_str bytes)
{
    size_t count = 0;
    for (const char *end; bytes.len && (end = memchr(bytes.at, '\n', bytes.len)); count++) bytes = (say_str){ end + 1, bytes.len - (size_t)(end + 1 - bytes.at) };
    return count;
}

static void take_lines(say_xml *xml, say_stream *stream, size_t size, size_t lines)
{
    say_bytes_take(stream, size);
    xml->lines += lines;
}

/* What is given to expat is taken from the stream when expat wants more: if it is broken there may be something whole in it. */
static sayso_code xml_feed(say_xml *xml, say_stream *stream, const char *path, enum XML_Status *status, sayso_error *error)
{
    take_lines(xml, stream, xml->given, xml->given_lines);
    xml->given = xml->given_lines = 0;
    uint64_t fed = say_bytes_at(stream) - xml->from;
    XML_Index done = XML_GetCurrentByteIndex(xml->parser);
    size_t waiting = done < 0 ? 0 : (size_t)(fed - (uint64_t)done), want = waiting > xml->step ? waiting : xml->step;
    if (xml->step < XML_CHUNK) xml->step *= 2;
    if (waiting > SAY_ITEMS_LARGEST) return say_base_fail(error, SAYSO_TOO_LARGE, path, (size_t)(xml->from + (uint64_t)done), "a tag or comment over 16 MiB");
    say_str view;
    sayso_code code = say_bytes_peek(stream, want, &view, error);
    if (code) return code;
    bool all = view.len < want;
    if (view.len > want) view.len = want;
    xml->last = view.len == 0;
    char *buffer = XML_GetBuffer(xml->parser, (int)(view.len ? view.len : 1));
    if (!buffer) return say_base_fail(error, SAYSO_NO_MEMORY, path, (size_t)fed, "no room for %zu bytes", view.len);
    xml->given = view.len ? copy_clean(xml, view, all, buffer) : 0;
    xml->given_lines = lines_in((say_str){ view.at, xml->given });
    *status = XML_ParseBuffer(xml->parser, (int)xml->given, xml->last);
    return SAYSO_OK;
}

static sayso_code xml_broken(const say_xml *xml, const char *path, sayso_error *error)
{
    enum XML_Error why = XML_GetErrorCode(xml->parser);
    XML_Index done = XML_GetCurrentByteIndex(xml->parser);
    size_t at = (size_t)xml->from + (done < 0 ? 0 : (size_t)done);
    if (xml->failed) return xml->failed;
    if (why == XML_ERROR_NO_MEMORY) return say_base_fail(error, SAYSO_NO_MEMORY, path, at, "no room to parse");
    return say_base_fail(error, SAYSO_DAMAGED, path, at, "line %zu: %s", xml->lines_before + (size_t)XML_GetCurrentLineNumber(xml->parser),
                         xml->last ? "the feed breaks off" : XML_ErrorString(why));
}

sayso_code say_items_xml_on(say_xml *xml, say_stream *stream, const char *path, bool *suspended, sayso_error *error)
{
    xml->error = error;
    for (*suspended = false;;) {
        XML_ParsingStatus now;
        enum XML_Status status = XML_STATUS_OK;
        XML_GetParsingStatus(xml->parser, &now);
        sayso_code code = SAYSO_OK;
        if (now.parsing == XML_SUSPENDED) status = XML_ResumeParser(xml->parser);
        else code = xml_feed(xml, stream, path, &status, error);
        if (code) return code;
        if (xml->closed && !xml->failed) return SAYSO_OK;
        if (status == XML_STATUS_ERROR || xml->failed) return xml_broken(xml, path, error);
        *suspended = status == XML_STATUS_SUSPENDED;
        if (*suspended || xml->last) return SAYSO_OK;
    }
}

static void xml_begins_anew(say_xml *xml)
{
    XML_SetUnknownEncodingHandler(xml->parser, unknown_charset, xml);
    XML_UseForeignDTD(xml->parser, XML_TRUE);
}

sayso_code say_items_xml(say_xml *xml, say_stream *stream, say_str head, say_arena *arena, sayso_error *error)
{
    static const XML_Memory_Handling_Suite memory = { malloc, realloc, free };
    *xml = (say_xml){ .arena = arena, .error = error, .from = say_bytes_at(stream), .step = XML_CHUNK };
    if (!choose_xml_charset(xml, head, error)) return SAYSO_NO_MEMORY;
    xml->parser = XML_ParserCreate_MM(xml->charset, &memory, NULL);
    if (!xml->parser) return say_base_fail(error, SAYSO_NO_MEMORY, "memory", 0, "no room for a parser");
    xml_begins_anew(xml);
    return SAYSO_OK;
}

/* ---- a new document within the stream ---- */

/* Where a tag with this name begins; the bytes' end where none does. */
static size_t find_tag(say_str bytes, const char *name)
{
    size_t n = strlen(name);
    for (size_t at = 0; at + n + 1 < bytes.len; at++) {
        const char *open = memchr(bytes.at + at, '<', bytes.len - n - 1 - at);
        if (!open) break;
        at = (size_t)(open - bytes.at);
        char after = open[n + 1];
        if (memcmp(open + 1, name, n) == 0 && (is_xml_blank(after) || after == '>' || after == '/')) return at;
    }
    return bytes.len;
}

sayso_code say_items_xml_seek(say_xml *xml, say_stream *stream, uint64_t behind, const char *name, bool *found, sayso_error *error)
{
    uint64_t here = say_bytes_at(stream) - xml->from;
    size_t from = behind <= here ? 0 : behind - here < xml->given ? (size_t)(behind - here) : xml->given;
    xml->given = xml->given_lines = 0;
    for (*found = false;;) {
        say_str view;
        sayso_code code = say_bytes_peek(stream, XML_CHUNK, &view, error);
        if (code || view.len == 0) return code;
        if (from > view.len) from = view.len;
        size_t at = from + find_tag((say_str){ view.at + from, view.len - from }, name), keep = strlen(name) + 1;
        *found = at < view.len;
        if (!*found && view.len >= XML_CHUNK) at -= keep;            /* the tag may lie across the end */
        take_lines(xml, stream, at, lines_in((say_str){ view.at, at }));
        if (*found) return SAYSO_OK;
        from = 0;
    }
}

bool say_items_xml_anew(say_xml *xml, say_stream *stream, const char *head)
{
    XML_ParserReset(xml->parser, NULL);
    if (XML_SetEncoding(xml->parser, xml->charset) != XML_STATUS_OK) return false;
    xml_begins_anew(xml);
    xml->closed = xml->last = false;
    xml->lines_before = xml->lines;
    xml->step = XML_CHUNK / 64;
    xml->from = say_bytes_at(stream) - strlen(head);
    return true;
}

/* ---- words out ---- */

static bool add_xml_bytes(say_xml_words *to, say_str bytes, say_arena *arena, sayso_error *error)
{
    if (bytes.len > to->text.room - to->text.count) {
        size_t room = 2 * to->text.room + bytes.len + 64;
        char *wider = SAY_TAKE(arena, char, room, error);
        if (!wider) return false;
        if (to->text.count) memcpy(wider, to->text.at, to->text.count);
        to->text.at = wider;
        to->text.room = room;
    }
    memcpy(to->text.at + to->text.count, bytes.at, bytes.len);
    to->text.count += bytes.len;
    return true;
}

static size_t words_size(char lead)
{
    unsigned char c = (unsigned char)lead;
    return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* Bytes of its charset for a character that has so many in UTF-8.  Where some have others (Shift_JIS) the words are traced as a whole. */
static size_t source_width(const say_xml *xml, size_t size)
{
    static const size_t widths[][5] = {
        [SAY_XML_UTF8] = { 0, 1, 2, 3, 4 }, [SAY_XML_UTF16] = { 0, 2, 2, 2, 4 }, [SAY_XML_SINGLE] = { 0, 1, 1, 1, 1 }, [SAY_XML_PAIRS] = { 0, 1, 2, 2, 2 },
    };
    return widths[xml->width][size];
}

static bool is_spelled_out(const say_xml *xml, say_str words, size_t count)
{
    size_t sum = 0;
    if (xml->width == SAY_XML_UTF8) return words.len == count;
    for (size_t i = 0; i < words.len; i += words_size(words.at[i])) sum += source_width(xml, words_size(words.at[i]));
    return sum == count;
}

/* A character, or all up to one that stands for a byte that was none. */
static say_str next_words(const say_xml *xml, say_str words)
{
    if (xml->width == SAY_XML_UTF8 && words.at[0] != XML_DEL) {
        const char *del = memchr(words.at, XML_DEL, words.len);
        return (say_str){ words.at, del ? (size_t)(del - words.at) : words.len };
    }
    size_t size = words_size(words.at[0]);
    return (say_str){ words.at, size < words.len ? size : words.len };
}

bool say_items_xml_add(say_xml *xml, say_xml_words *to, say_str words, uint64_t origin, say_arena *arena)
{
    size_t at = (size_t)((uint64_t)XML_GetCurrentByteIndex(xml->parser) - origin), count = (size_t)XML_GetCurrentByteCount(xml->parser);
    bool fine = true;
    if (!is_spelled_out(xml, words, count))
        fine = add_xml_bytes(to, words, arena, xml->error) && say_base_trace(arena, &to->map, words.len, (say_range){ at, at + count }, xml->error);
    else while (fine && words.len) {
        say_str next = next_words(xml, words);
        size_t width = xml->width == SAY_XML_UTF8 ? next.len : source_width(xml, next.len);
        words = (say_str){ words.at + next.len, words.len - next.len };
        if (next.at[0] == XML_DEL && xml->width != SAY_XML_UTF16) next = SAY_STR("\xEF\xBF\xBD");
        fine = add_xml_bytes(to, next, arena, xml->error) && say_base_trace(arena, &to->map, next.len, (say_range){ at, at + width }, xml->error);
        at += width;
    }
    if (!fine) xml->failed = SAYSO_NO_MEMORY;
    return fine;
}
