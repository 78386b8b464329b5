/* items: mail, a message (RFC 5322) or an mbox of them, one message in memory at a time.
 *
 * Messages and parts are told apart here and in mime.c, so that a message of a million parts takes no more memory than its
 * bytes and every body is known by its place; what stands in the fields and how bodies are encoded is left to GMime.
 * g_mime_init is not called: it seeds rand(), and its GPGME takes SIGPIPE from the program.  Without it GMime needs its table
 * of charsets and options of our own.  GLib ends the program where memory fails in its own hands, which at 4 kB a field
 * is little.                                                                                                              */
#include "items/mail.h"

#include <string.h>

/* ---- lines and fields ---- */

static bool is_mail_blank(char c) { return c == ' ' || c == '\t'; }

/* The line at `at`, without its end; *next is where the one after it begins. */
static say_str mail_line(say_str bytes, size_t at, size_t *next)
{
    const char *end = memchr(bytes.at + at, '\n', bytes.len - at);
    size_t to = end ? (size_t)(end - bytes.at) : bytes.len;
    *next = end ? to + 1 : to;
    if (to > at && bytes.at[to - 1] == '\r') to--;
    return (say_str){ bytes.at + at, to - at };
}

/* Length of the field's name that a line begins with, 0 where it is none. */
static size_t mail_name(say_str line)
{
    size_t n = 0;
    while (n < line.len && line.at[n] > ' ' && line.at[n] < 127 && line.at[n] != ':') n++;
    size_t colon = n;
    while (colon < line.len && is_mail_blank(line.at[colon])) colon++;
    return colon < line.len && line.at[colon] == ':' ? n : 0;
}

bool say_items_mail_field(say_str bytes, size_t *at, say_str *name, say_str *value)
{
    size_t next;
    if (*at >= bytes.len) return false;
    say_str line = mail_line(bytes, *at, &next);
    *name = (say_str){ line.at, mail_name(line) };
    if (line.len == 0) *at = next;
    if (name->len == 0) return false;
    while (next < bytes.len && is_mail_blank(bytes.at[next])) mail_line(bytes, next, &next);
    const char *from = (const char *)memchr(line.at, ':', line.len) + 1;
    *value = (say_str){ from, (size_t)(bytes.at + next - from) };
    *at = next;
    return true;
}

/* ---- is it mail ---- */

/* Fields that mail begins with; the sign is in the value of one that is no mere line of a text: "From: our correspondent". */
static const struct { const char *name, *sign; } mail_names[] = {
    { "from", "@" }, { "received", ";" }, { "return-path", "<" }, { "message-id", "<" }, { "mime-version", "1." },
    { "date", NULL }, { "subject", NULL }, { "to", NULL }, { "cc", NULL }, { "reply-to", NULL }, { "sender", NULL }, { "delivered-to", NULL },
    { "content-type", NULL }, { "content-transfer-encoding", NULL }, { "list-id", NULL }, { "list-unsubscribe", NULL }, { "dkim-signature", NULL },
    { "authentication-results", NULL }, { "x-mailer", NULL }, { "x-received", NULL }, { "arc-seal", NULL }, { "x-original-to", NULL },
};

static bool is_in_value(say_str value, const char *sign)
{
    size_t length = strlen(sign);
    for (size_t i = 0; i + length <= value.len; i++)
        if (memcmp(value.at + i, sign, length) == 0) return true;
    return false;
}

static size_t mark_size(say_str bytes)
{
    return bytes.len >= 3 && memcmp(bytes.at, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

/* Two fields of mail, one of them with its sign, in a head that has nothing but fields. */
static bool is_message(say_str head)
{
    size_t at = mark_size(head), known = 0, sure = 0;
    say_str name, value;
    while (say_items_mail_field(head, &at, &name, &value))
        for (size_t i = 0; i < sizeof mail_names / sizeof *mail_names; i++) {
            if (!say_base_same_fold(name, say_base_str(mail_names[i].name))) continue;
            known++;
            sure += mail_names[i].sign && is_in_value(value, mail_names[i].sign);
        }
    if (known < 2 || !sure) return false;
    bool blank_line = head.at[at - 1] == '\n' && (head.at[at - 2] == '\n' || head.at[at - 2] == '\r');
    bool cut = head.len >= SAY_ITEMS_HEAD && !memchr(head.at + at, '\n', head.len - at);
    return blank_line || cut || at >= head.len;
}

static bool is_any_of(say_str word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (say_base_same(word, say_base_str(words[i]))) return true;
    return false;
}

/* "From ann@example.org Mon May 25 08:30:00 2026": a weekday, a month, a time and a year are what a sentence that begins
 * with From has not.  A line that is cut, with `whole` false, is none yet.                                            */
enum { ENVELOPE_LONGEST = 256 };
static bool is_envelope(say_str bytes, bool whole)
{
    static const char *const weekdays[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon,", "Tue,", "Wed,", "Thu,", "Fri,", "Sat,", "Sun," };
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    if (bytes.len < 5 || memcmp(bytes.at, "From ", 5) != 0) return false;
    size_t next;
    say_str line = mail_line((say_str){ bytes.at, bytes.len < ENVELOPE_LONGEST ? bytes.len : ENVELOPE_LONGEST }, 0, &next);
    if (bytes.at[next - 1] != '\n' && !(whole && next == bytes.len)) return false;
    bool weekday = false, month = false, time = false, year = false;
    for (size_t from = 5, to; from < line.len; from = to + 1) {
        for (to = from; to < line.len && !is_mail_blank(line.at[to]); to++) { }
        say_str word = { line.at + from, to - from };
        weekday = weekday || is_any_of(word, weekdays, sizeof weekdays / sizeof *weekdays);
        month = month || is_any_of(word, months, sizeof months / sizeof *months);
        time = time || (word.len >= 4 && memchr(word.at, ':', word.len) && word.at[0] >= '0' && word.at[0] <= '9');
        year = year || (word.len == 4 && (memcmp(word.at, "19", 2) == 0 || memcmp(word.at, "20", 2) == 0));
    }
    return weekday && month && time && year;
}

static bool is_mail(say_str head)
{
    return is_envelope(head, true) || is_message(head);
}

#ifdef SAYSO_NO_MAIL

/* ---- a build without GMime ---- */

static sayso_code next_mail(say_items *items, say_arena *arena, sayso_item **item, sayso_error *error)
{
    (void)arena;
    (void)item;
    items->ended = true;
    return say_base_fail(error, SAYSO_BAD_CALL, items->path, 0, "this is mail, and this sayso was built without mail");
}

const say_format say_items_mail = { "mail", is_mail, NULL, next_mail, NULL };

#else

#include <gmime/gmime.h>

/* ---- what the fields say ---- */

char *say_items_mail_value(say_str field, say_arena *arena, sayso_error *error)
{
    if (field.len > SAY_MAIL_VALUE) field.len = SAY_MAIL_VALUE;
    char *value = say_base_keep(arena, field, error);
    if (!value) return NULL;
    size_t n = 0;
    for (size_t i = 0; i < field.len; i++) {
        bool blank = (unsigned char)field.at[i] <= ' ';
        if (!blank) value[n++] = field.at[i];
        else if (n && value[n - 1] != ' ') value[n++] = ' ';
    }
    while (n && value[n - 1] == ' ') n--;
    value[n] = '\0';
    return value;
}

/* GMime's words, which are the caller's to g_free(), in one line of UTF-8. */
static const char *keep_mail_words(char *words, say_arena *arena, sayso_error *error)
{
    char *valid = g_utf8_make_valid(words ? words : "", -1);
    const char *kept = say_items_mail_value(say_base_str(valid), arena, error);
    g_free(valid);
    g_free(words);
    return kept;
}

/* A name is taken, an address is not: it is somebody's own. */
static char *name_of_sender(GMimeParserOptions *options, const char *from)
{
    InternetAddressList *list = internet_address_list_parse(options, from);
    InternetAddress *first = list && internet_address_list_length(list) > 0 ? internet_address_list_get_address(list, 0) : NULL;
    const char *name = first && INTERNET_ADDRESS_IS_MAILBOX(first) ? internet_address_get_name(first) : NULL;
    char *copy = name && name[0] && !strchr(name, '@') ? g_strdup(name) : NULL;
    if (list) g_object_unref(list);
    return copy;
}

/* "The Daily Example <daily.example.org>": the phrase. */
static char *name_of_list(GMimeParserOptions *options, char *list)
{
    char *address = strchr(list, '<');
    if (!address || address == list) return NULL;
    *address = '\0';
    if (list[0] == '"') g_mime_utils_unquote_string(list);
    return g_mime_utils_header_decode_phrase(options, list);
}

static const char *keep_publisher(GMimeParserOptions *options, const say_mail_head *head, say_arena *arena, sayso_error *error)
{
    const char *from = say_items_mail_value(head->fields[SAY_MAIL_FROM], arena, error);
    char *list = from ? say_items_mail_value(head->fields[SAY_MAIL_LIST], arena, error) : NULL;
    if (!list) return NULL;
    char *name = name_of_sender(options, from);
    return keep_mail_words(name ? name : name_of_list(options, list), arena, error);
}

/* ISO 8601 with its offset; as it is written where it is no date that GMime knows. */
static const char *keep_date(say_str field, say_arena *arena, sayso_error *error)
{
    enum { DATE_LONGEST = 100 };
    if (field.len > DATE_LONGEST) field.len = DATE_LONGEST;
    const char *written = say_items_mail_value(field, arena, error);
    GDateTime *date = written && written[0] ? g_mime_utils_header_decode_date(written) : NULL;
    if (!date) return written;
    int offset = (int)(g_date_time_get_utc_offset(date) / G_TIME_SPAN_MINUTE), away = offset < 0 ? -offset : offset;
    const char *iso = say_base_format(arena, error, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", g_date_time_get_year(date), g_date_time_get_month(date),
                                      g_date_time_get_day_of_month(date), g_date_time_get_hour(date), g_date_time_get_minute(date),
                                      g_date_time_get_second(date), offset < 0 ? '-' : '+', away / 60, away % 60);
    g_date_time_unref(date);
    return iso;
}

/* "<https://example.org/archive/7>"; "" where it is no address of the web. */
static const char *keep_address(say_str field, say_arena *arena, sayso_error *error)
{
    char *value = say_items_mail_value(field, arena, error);
    if (!value) return NULL;
    if (value[0] == '<') value++;
    value[strcspn(value, "> ")] = '\0';
    return g_ascii_strncasecmp(value, "http://", 7) == 0 || g_ascii_strncasecmp(value, "https://", 8) == 0 ? value : "";
}

static const char *keep_first_tag(say_str field, say_arena *arena, sayso_error *error)
{
    char *value = say_items_mail_value(field, arena, error);
    if (value) value[strcspn(value, ",; ")] = '\0';
    return value;
}

static sayso_code fill_mail(const say_mail_text *text, sayso_item *item, say_arena *arena, sayso_error *error)
{
    static const char *const charsets[] = { "utf-8", "windows-1252", NULL };       /* of fields that are in none */
    const say_str *fields = text->message->fields;
    bool archived = fields[SAY_MAIL_ARCHIVED].len != 0, own = text->head->fields[SAY_MAIL_LANGUAGE].len != 0;
    item->charset = text->charset;
    item->kind = text->html ? SAYSO_HTML : SAYSO_TEXT;
    char *subject = say_items_mail_value(fields[SAY_MAIL_SUBJECT], arena, error);
    if (!subject) return SAYSO_NO_MEMORY;
    GMimeParserOptions *options = g_mime_parser_options_new();
    g_mime_parser_options_set_fallback_charsets(options, (const char **)charsets);
    item->title = keep_mail_words(g_mime_utils_header_decode_text(options, subject), arena, error);
    item->publisher = keep_publisher(options, text->message, arena, error);
    g_mime_parser_options_free(options);
    item->published = keep_date(fields[SAY_MAIL_DATE], arena, error);
    item->url = keep_address(fields[archived ? SAY_MAIL_ARCHIVED : SAY_MAIL_SAVED], arena, error);
    item->language = keep_first_tag((own ? text->head : text->message)->fields[SAY_MAIL_LANGUAGE], arena, error);
    return item->title && item->publisher && item->published && item->url && item->language ? SAYSO_OK : SAYSO_NO_MEMORY;
}

/* ---- one message ---- */

static sayso_code read_message(say_items *items, say_str message, bool mbox, say_arena *arena, sayso_item **item, sayso_error *error)
{
    uint64_t at = say_bytes_at(items->stream);
    say_arena *scratch = say_base_arena(error);
    if (!scratch) return SAYSO_NO_MEMORY;
    g_mime_charset_map_init();
    say_mail_text text;
    sayso_code code = say_items_mail_text(message, items->path, (size_t)at, scratch, &text, error);
    if (!code && text.body.from == text.body.to) code = say_base_fail(error, SAYSO_BAD_TEXT, items->path, (size_t)at, "a message without text");
    sayso_item *made = code ? NULL : say_items_new(items, mbox, arena, error);
    if (!code && !made) code = SAYSO_NO_MEMORY;
    if (!code) code = say_items_mail_decode(message, &text, mbox, arena, made, error);
    if (!code) {
        text.charset = say_base_keep(arena, say_base_str(text.charset), error);
        code = text.charset ? fill_mail(&text, made, arena, error) : SAYSO_NO_MEMORY;
    }
    say_base_arena_close(scratch);
    if (code) return code;
    made->at = at + text.body.from;
    *item = made;
    return SAYSO_OK;
}

/* ---- a stream of messages ---- */

enum { MAIL_LOOK = 64 * 1024 };                  /* bytes that are looked at first */

typedef struct {
    bool mbox;
    bool lost;                                   /* within a message that is not read: the next "From " line is looked for */
    bool afresh;                                 /* after a damage, where that line may stand at once */
    bool read, done;                             /* of a single message */
} mail_state;

static sayso_code begin_mail(say_items *items, sayso_error *error)
{
    say_str head;
    mail_state *state = SAY_TAKE(items->arena, mail_state, 1, error);
    if (!state) return SAYSO_NO_MEMORY;
    sayso_code code = say_bytes_peek(items->stream, SAY_ITEMS_HEAD, &head, error);
    if (code) return code;
    state->mbox = is_envelope(head, head.len < SAY_ITEMS_HEAD);
    items->state = state;
    return SAYSO_OK;
}

/* Where the first line after `from` begins that is an envelope; bytes.len where none does. */
static size_t find_envelope(say_str bytes, size_t from, bool whole)
{
    while (from < bytes.len) {
        const char *end = memchr(bytes.at + from, '\n', bytes.len - from);
        if (!end) break;
        from = (size_t)(end - bytes.at) + 1;
        if (is_envelope((say_str){ bytes.at + from, bytes.len - from }, whole)) return from;
    }
    return bytes.len;
}

/* Takes bytes up to the next envelope, or all there are before the end or a damage. */
static sayso_code find_next_message(say_items *items, sayso_error *error)
{
    mail_state *state = items->state;
    while (state->lost) {
        say_str view;
        sayso_code code = say_bytes_peek(items->stream, MAIL_LOOK, &view, error);
        if (code) return code;
        bool whole = view.len < MAIL_LOOK;
        size_t next = state->afresh && is_envelope(view, whole) ? 0 : find_envelope(view, 0, whole);
        state->lost = next == view.len && !whole;
        state->afresh = false;
        say_bytes_take(items->stream, state->lost ? view.len - ENVELOPE_LONGEST - 1 : next);
    }
    return SAYSO_OK;
}

/* Shows the next message, which is not taken yet; empty at the end. */
static sayso_code show_message(say_items *items, say_str *message, sayso_error *error)
{
    mail_state *state = items->state;
    for (size_t want = MAIL_LOOK, seen = 0;;) {
        sayso_code code = say_bytes_peek(items->stream, want, message, error);
        if (code) return code;
        bool whole = message->len < want;
        size_t end = state->mbox ? find_envelope(*message, seen, whole) : message->len;
        if (end > SAY_ITEMS_LARGEST) {
            uint64_t at = say_bytes_at(items->stream);
            say_bytes_take(items->stream, 1);
            state->lost = true;
            return say_base_fail(error, SAYSO_TOO_LARGE, items->path, (size_t)at, "a message of more than %d bytes", SAY_ITEMS_LARGEST);
        }
        if (whole || end < message->len) {
            message->len = end;
            return SAYSO_OK;
        }
        seen = message->len > ENVELOPE_LONGEST ? message->len - ENVELOPE_LONGEST - 1 : 0;
        want = message->len < SAY_ITEMS_LARGEST / 2 ? 2 * message->len : SAY_ITEMS_LARGEST + 1;
    }
}

static size_t blank_line_at_end(say_str bytes)
{
    const char *end = bytes.at + bytes.len;
    if (bytes.len >= 2 && memcmp(end - 2, "\n\n", 2) == 0) return 1;
    return bytes.len >= 3 && memcmp(end - 3, "\n\r\n", 3) == 0 ? 2 : 0;
}

/* A single message ends its stream; whether that is damaged after it is asked once more. */
static sayso_code end_single(say_items *items, sayso_error *error)
{
    say_str view;
    mail_state *state = items->state;
    if (state->done || state->lost) return SAYSO_OK;
    state->done = true;
    return say_bytes_peek(items->stream, 1, &view, error);
}

static sayso_code next_mail(say_items *items, say_arena *arena, sayso_item **item, sayso_error *error)
{
    say_str message;
    mail_state *state = items->state;
    if (!state->mbox && state->read) return end_single(items, error);
    state->read = true;
    sayso_code code = find_next_message(items, error);
    if (!code) code = show_message(items, &message, error);
    if (code == SAYSO_DAMAGED) state->lost = state->afresh = true;
    if (code || message.len == 0) return code;
    size_t size = message.len;
    if (state->mbox) message.len -= blank_line_at_end(message);
    code = read_message(items, message, state->mbox, arena, item, error);
    say_bytes_take(items->stream, size);
    return code;
}

const say_format say_items_mail = { "mail", is_mail, begin_mail, next_mail, NULL };

#endif
