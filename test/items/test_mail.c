#include "support/fault.h"
#include "support/prove.h"

#include "items/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

/* ---- messages, written piece by piece ---- */

typedef struct { char *at; size_t size, room; } mail;

static void put_bytes(mail *m, const char *bytes, size_t size)
{
    if (m->room - m->size < size + 1) m->at = realloc(m->at, m->room = 2 * (m->size + size + 64));
    memcpy(m->at + m->size, bytes, size);
    m->size += size;
    m->at[m->size] = '\0';
}

static void put(mail *m, const char *words) { put_bytes(m, words, strlen(words)); }

static void put_times(mail *m, size_t times, const char *words)
{
    for (size_t i = 0; i < times; i++) put(m, words);
}

/* ---- reading them ---- */

typedef struct {
    say_stream *stream;
    say_items *items;
    say_arena *arena;                    /* of the item that was read last */
    sayso_item *item;
    sayso_error error;
} post;

static post open_post(const char *bytes, size_t size)
{
    post p = { .error = { 0 } };
    p.stream = say_bytes_over((say_str){ bytes, size }, "post.eml", &p.error);
    p.items = say_items_open(p.stream, "post.eml", NULL, &p.error);
    assert_non_null(p.items);
    return p;
}

/* The same from a file, of which a view shows no more than is asked for. */
static post open_post_file(const mail *m)
{
    char path[] = "/tmp/sayso-mail-XXXXXX";
    post p = { .error = { 0 } };
    int file = mkstemp(path);
    assert_true(file >= 0 && write(file, m->at, m->size) == (ssize_t)m->size && close(file) == 0);
    p.stream = say_bytes_open(path, &p.error);
    assert_int_equal(unlink(path), 0);
    p.items = say_items_open(p.stream, "post.eml", NULL, &p.error);
    assert_non_null(p.items);
    return p;
}

static sayso_code next_post(post *p)
{
    say_base_arena_close(p->arena);
    p->arena = say_base_arena(&p->error);
    p->error = (sayso_error){ 0 };
    return say_items_next(p->items, p->arena, &p->item, &p->error);
}

static void close_post(post *p)
{
    say_base_arena_close(p->arena);
    say_items_close(p->items);
    say_bytes_close(p->stream);
}

static void expect_end(post *p)
{
    assert_int_equal(next_post(p), SAYSO_OK);
    assert_null(p->item);
    assert_int_equal(next_post(p), SAYSO_OK);
    assert_null(p->item);
}

static void expect_item(post *p, const char *text)
{
    sayso_code code = next_post(p);
    if (code) fail_msg("%s: %s", p->error.where, p->error.message);
    if (!p->item) fail_msg("there is no item");
    assert_string_equal(p->item->bytes, text);
    assert_int_equal(p->item->size, strlen(text));
}

static post read_post(const char *bytes, const char *text)
{
    post p = open_post(bytes, strlen(bytes));
    expect_item(&p, text);
    return p;
}

static void expect_text(const char *bytes, const char *text)
{
    post p = read_post(bytes, text);
    expect_end(&p);
    close_post(&p);
}

static void expect_error(const char *bytes, size_t size, sayso_code code, const char *message)
{
    post p = open_post(bytes, size);
    assert_int_equal(next_post(&p), code);
    assert_null(p.item);
    assert_string_equal(p.error.where, "post.eml");
    if (!strstr(p.error.message, message)) fail_msg("%s", p.error.message);
    expect_end(&p);
    close_post(&p);
}

#define HEAD "From: The Example <desk@example.org>\r\nSubject: Bridge\r\nMIME-Version: 1.0\r\n"
#define MULTI(kind) HEAD "Content-Type: multipart/" kind "; boundary=\"b 1\"\r\n\r\nignore this\r\n"
#define PART(type) "\r\n--b 1\r\nContent-Type: " type "\r\n\r\n"
#define END "\r\n--b 1--\r\nand this\r\n"
#define ENVELOPE "From desk@example.org Mon May 25 08:30:00 2026\n"

/* ---- what is mail ---- */

TEST(heads_of_messages_and_envelopes_are_mail)
{
    static const char *const texts[] = {
        HEAD "\r\nText.", "Received: from a by b; Mon, 25 May 2026\nSubject: x\n\ny", "Return-Path: <a@example.org>\nDate: today\n\n",
        "\xEF\xBB\xBF" HEAD "\r\n", "MIME-Version: 1.0\nContent-Type: text/plain\n\nx", "Subject: x\n folded\nFrom: a@example.org",
        ENVELOPE "Subject: x\n\ny", "From - Mon, May 25 08:30 2026\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!say_items_mail.is(say_base_str(texts[i]))) fail_msg("no mail: %s", texts[i]);
}

TEST(plain_reports_are_no_mail)
{
    static const char *const texts[] = {
        "url: https://example.org/a\npublisher: The Example\n\nA bridge fell.", "Date: 25 May 2026\nFrom: our correspondent in Kyiv\n\nA bridge fell.",
        "Date: 25 May 2026\nSubject: Bridge\n\nA bridge fell.", "From: desk@example.org\n\nOne field alone.", "From the bridge on Monday at 08:30 in May 2026 we saw smoke.",
        "From: desk@example.org\nSubject: x\nand a line that is no field\nDate: y\n\nz", "From Monday to Friday\n", "", "From ", "date 2023-05-25 A bridge fell.",
        "Received: our letter\nTo: whom it may concern\n\nx", "KYIV, May 3 (Reuters) - A bridge fell.\nFrom: a@example.org\n", "\n\nFrom: a@example.org\nSubject: x\n\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (say_items_mail.is(say_base_str(texts[i]))) fail_msg("no mail: %s", texts[i]);
}

TEST(a_head_longer_than_what_is_looked_at_is_mail)
{
    mail m = { 0 };
    put(&m, "From: a@example.org\nSubject: x\n");
    while (m.size < SAY_ITEMS_HEAD + 100) put(&m, "X-Long: 0123456789\n");
    for (size_t cut = SAY_ITEMS_HEAD; cut < SAY_ITEMS_HEAD + 25; cut++) assert_true(say_items_mail.is((say_str){ m.at, cut }));
    free(m.at);
}

/* ---- one message ---- */

TEST(a_message_is_one_item_with_what_its_head_says)
{
    post p = read_post("From: =?utf-8?Q?The_Ex=C3=A4mple?= <desk@example.org>\r\nSubject: =?iso-8859-1?B?QnL8Y2tl?=\r\n fell\r\n"
                       "Date: Mon, 25 May 2026 08:30:00 +0200\r\nArchived-At: <https://example.org/7>\r\nContent-Language: de, en\r\n"
                       "List-Id: A list <list.example.org>\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nDie Br\xFC" "cke.\r\n", "Die Br\xFC" "cke.\r\n");
    assert_string_equal(p.item->doc, "post");
    assert_string_equal(p.item->title, "Br\xC3\xBC" "cke fell");
    assert_string_equal(p.item->publisher, "The Ex\xC3\xA4mple");
    assert_string_equal(p.item->byline, "");
    assert_string_equal(p.item->published, "2026-05-25T08:30:00+02:00");
    assert_string_equal(p.item->url, "https://example.org/7");
    assert_string_equal(p.item->language, "de");
    assert_string_equal(p.item->charset, "iso-8859-1");
    assert_int_equal(p.item->kind, SAYSO_TEXT);
    assert_null(p.item->map);
    expect_end(&p);
    close_post(&p);
}

TEST(what_a_head_does_not_say_is_empty)
{
    post p = read_post("Received: a; b\nFrom: ann@example.org\nDate: some day\n\nText.", "Text.");
    assert_string_equal(p.item->title, "");
    assert_string_equal(p.item->publisher, "");              /* an address is nobody's name */
    assert_string_equal(p.item->published, "some day");
    assert_string_equal(p.item->url, "");
    assert_string_equal(p.item->language, "");
    assert_string_equal(p.item->charset, "");
    close_post(&p);
    p = read_post("From: ann@example.org\nList-Id: \"The Daily\" <daily.example.org>\nArchived-At: <mailto:x@y>\n\nText.", "Text.");
    assert_string_equal(p.item->publisher, "The Daily");
    assert_string_equal(p.item->url, "");
    close_post(&p);
}

TEST(fields_in_odd_bytes_become_text)
{
    post p = read_post("From: \"Caf\xE9\" <a@example.org>\nSubject: =?nope?Q?=FF=FE?= =?utf-8?Q?=FF?= \x01 caf\xE9\nMIME-Version: 1.0\n\nx", "x");
    assert_string_equal(p.item->publisher, "Caf\xC3\xA9");
    assert_non_null(strstr(p.item->title, "caf\xC3\xA9"));
    for (const char *c = p.item->title; *c; c++) assert_true((unsigned char)*c >= ' ');
    close_post(&p);
}

/* ---- which part ---- */

TEST(of_alternatives_the_html_is_taken)
{
    static const char plain[] = PART("text/plain") "Stub.", html[] = PART("text/html; charset=utf-8") "<p>Whole.</p>", other[] = PART("text/calendar") "x";
    const char *const orders[][3] = { { plain, html, other }, { html, plain, other }, { other, plain, html } };
    for (size_t i = 0; i < 3; i++) {
        mail m = { 0 };
        put(&m, MULTI("alternative"));
        for (size_t k = 0; k < 3; k++) put(&m, orders[i][k]);
        put(&m, END);
        post p = read_post(m.at, "<p>Whole.</p>");
        assert_int_equal(p.item->kind, SAYSO_HTML);
        assert_string_equal(p.item->charset, "utf-8");
        assert_string_equal(p.item->title, "Bridge");
        assert_int_equal(p.item->at, strstr(m.at, "<p>") - m.at);
        close_post(&p);
        free(m.at);
    }
    expect_text(MULTI("alternative") PART("text/plain") "Plain." PART("text/html") "  \r\n" END, "Plain.");
    expect_text(MULTI("alternative") PART("text/plain") "Plain." PART("application/pdf") "x" END, "Plain.");
}

TEST(html_within_an_alternative_is_found)
{
    expect_text(MULTI("alternative") PART("text/plain") "Stub." PART("multipart/related; boundary=c")
                "--c\nContent-Type: text/html\n\n<p>Whole.</p>\n--c\nContent-Type: image/png\n\nx\n--c--" END, "<p>Whole.</p>");
}

TEST(else_the_first_text_that_is_no_attachment_is_taken)
{
    expect_text(MULTI("mixed") PART("image/png") "x" PART("text/plain\r\nContent-Disposition: attachment; filename=a.txt") "Attached."
                PART("text/plain") " \r\n" PART("text/plain") "First." PART("text/html") "<p>Second.</p>" END, "First.");
}

TEST(a_forwarded_message_is_read_where_the_outer_has_no_text)
{
    static const char inner[] = "From: Inner <i@example.org>\r\nSubject: Within\r\n\r\nInner text.";
    mail m = { 0 };
    put(&m, MULTI("mixed") PART("text/plain") " ");
    put(&m, PART("message/rfc822"));
    put(&m, inner);
    put(&m, END);
    post p = read_post(m.at, "Inner text.");
    assert_string_equal(p.item->title, "Within");
    assert_string_equal(p.item->publisher, "Inner");
    close_post(&p);
    free(m.at);
    expect_text(MULTI("mixed") PART("message/rfc822") "Subject: no\r\n\r\nInner." PART("text/plain") "Outer." END, "Outer.");
    expect_text(HEAD "Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\nInner.", "Inner.");
    expect_text(MULTI("digest") "\r\n--b 1\r\n\r\nSubject: One\r\n\r\nFirst of a digest." END, "First of a digest.");
}

TEST(a_page_saved_as_mhtml_is_read)
{
    post p = read_post("From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/a\r\nSubject: Bridge\r\nDate: Mon, 25 May 2026 08:30:00 -0000\r\n"
                       "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----b1----\"\r\n\r\n\r\n"
                       "------b1----\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p class=3D\"a\">Sm=\r\noke.</p>\r\n------b1------\r\n",
                       "<p class=\"a\">Smoke.</p>");
    assert_string_equal(p.item->url, "https://example.org/a");
    assert_string_equal(p.item->publisher, "");
    close_post(&p);
}

/* ---- what is broken ---- */

TEST(broken_boundaries_lose_no_text)
{
    expect_text(MULTI("mixed") PART("text/plain") "No end", "No end");
    expect_text(HEAD "Content-Type: multipart/mixed; boundary=other\r\n" PART("text/plain") "Guessed." END, "Guessed.");
    expect_text(HEAD "Content-Type: multipart/mixed\r\n" PART("text/plain") "Guessed." END, "Guessed.");
    expect_text(HEAD "Content-Type: multipart/mixed; boundary=x\r\n\r\nOnly text.", "Only text.");
    expect_text(MULTI("mixed") "--b 1\r\n--b 1--\r\n--b 1 \t\r\n\r\nAfter the end.\r\n--b 12\r\n--b 1x\r\n", "After the end.\r\n--b 12\r\n--b 1x\r\n");
    expect_text(MULTI("mixed") PART("multipart/mixed; boundary=c") "--c\r\n\r\nInner without an end." END, "Inner without an end.");
}

TEST(broken_heads_lose_no_text)
{
    expect_text("From: a@example.org\nSubject: x\nContent-Type: text\n\nText.", "Text.");
    expect_text("From: a@example.org\nSubject: x\nContent-Type: ;;=\"\n\nText.", "Text.");
    expect_text("From: a@example.org\nSubject: x\nContent-Transfer-Encoding: pigeon\nContent-Length: 99999\n\nText.", "Text.");
    expect_text(MULTI("mixed") "--b 1\r\nContent-Type: text/plain; charset=x-none\r\nno field here" END, "no field here");
}

TEST(broken_encodings_lose_little)
{
    expect_text(HEAD "Content-Transfer-Encoding: base64\n\nQSBi\ncmlk*Z2U=\n", "A bridge");
    expect_text(HEAD "Content-Transfer-Encoding: base64\n\nQSBicmlkZ2U", "A bridge");
    expect_text(HEAD "Content-Transfer-Encoding: base64\n\nQSBi\nQQ==QQ\ncmlk\nZ2U=\n", "A bAridge");
    expect_text(HEAD "Content-Transfer-Encoding: quoted-printable\n\nA =zz bridge=2", "A =zz bridge");
}

TEST(a_message_without_text_is_one_error)
{
    static const char image[] = HEAD "Content-Type: image/png\r\n\r\nx", blank[] = HEAD "\r\n\r\n", file[] = HEAD "Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n", head[] = HEAD;
    expect_error(image, strlen(image), SAYSO_BAD_TEXT, "without text");
    expect_error(blank, strlen(blank), SAYSO_BAD_TEXT, "without text");
    expect_error(head, strlen(head), SAYSO_BAD_TEXT, "without text");
    expect_error(file, strlen(file), SAYSO_BAD_TEXT, "without text");
}

TEST(ten_thousand_parts_are_one_error_unless_the_text_comes_early)
{
    mail m = { 0 };
    put(&m, MULTI("mixed"));
    size_t head = m.size;
    put_times(&m, 10000, PART("image/png") "x");
    put(&m, PART("text/plain") "Late." END);
    expect_error(m.at, m.size, SAYSO_TOO_LARGE, "more than 1000 parts");
    m.size = head;
    put(&m, PART("text/plain") "Early.");
    put_times(&m, 10000, PART("image/png") "x");
    expect_text(m.at, "Early.");
    free(m.at);
}

TEST(parts_within_parts_without_end_are_one_error)
{
    mail m = { 0 };
    put(&m, HEAD "Content-Type: multipart/mixed; boundary=x0\n\n");
    for (int i = 0; i < 100; i++) {
        char part[100];
        snprintf(part, sizeof part, "--x%d\nContent-Type: multipart/mixed; boundary=x%d\n\n", i, i + 1);
        put(&m, part);
    }
    put(&m, "--x100\n\nDeep.");
    expect_error(m.at, m.size, SAYSO_TOO_LARGE, "64 levels");
    m.size = 0;
    put(&m, HEAD);
    put_times(&m, 100, "Content-Type: message/rfc822\n\n");
    put(&m, "\nDeep.");
    expect_error(m.at, m.size, SAYSO_TOO_LARGE, "64 levels");
    free(m.at);
}

/* Each of these took long or much in some reader of mail. */
TEST(costly_messages_are_read_in_no_time)
{
    static const struct { const char *before, *again; } costly[] = {
        { HEAD "Content-Type: multipart/mixed; boundary=-\n\n", "---\n" }, { HEAD "Content-Type: multipart/mixed; boundary=x\n\n", "--y\n" },
        { HEAD "Content-Type: text/plain;", "a*0=b;" }, { HEAD "Cc:", "a:(((" }, { HEAD "Subject: ", "=?utf-8?Q?a" }, { HEAD, "X: y\n" }, { HEAD "\n", "\n" },
        { HEAD "Content-Transfer-Encoding: quoted-printable\n\n", "a=\n" }, { HEAD "Content-Transfer-Encoding: base64\n\n", "A\n" },
        { HEAD "Content-Transfer-Encoding: quoted-printable\n\n", "=" },
    };
    for (size_t i = 0; i < sizeof costly / sizeof *costly; i++) {
        mail m = { 0 };
        put(&m, costly[i].before);
        while (m.size < 2000000) put(&m, costly[i].again);
        post p = open_post(m.at, m.size);
        next_post(&p);
        expect_end(&p);
        close_post(&p);
        free(m.at);
    }
}

/* ---- an mbox ---- */

TEST(an_mbox_gives_its_messages_one_by_one)
{
    mail m = { 0 };
    put(&m, ENVELOPE HEAD "\nFirst.\n>From here on.\n>>From there.\nFrom now on.\n\n");
    put(&m, ENVELOPE HEAD "Content-Length: 7\n\nSecond.\n\n" ENVELOPE HEAD "Content-Type: image/png\n\nx\n\n" ENVELOPE HEAD "\r\nLast.\r\n\r\n");
    post p = open_post(m.at, m.size);
    expect_item(&p, "First.\nFrom here on.\n>From there.\nFrom now on.\n");
    assert_string_equal(p.item->doc, "post-000001");
    assert_int_equal(p.item->at, strstr(m.at, "First.") - m.at);
    expect_item(&p, "Second.\n");
    assert_string_equal(p.item->doc, "post-000002");
    assert_string_equal(p.item->title, "Bridge");
    assert_int_equal(next_post(&p), SAYSO_BAD_TEXT);
    assert_int_equal(p.error.at, strstr(strstr(m.at, "Second."), "From desk") - m.at);
    expect_item(&p, "Last.\r\n");
    assert_string_equal(p.item->doc, "post-000003");
    expect_end(&p);
    close_post(&p);
    free(m.at);
}

TEST(a_message_that_is_too_large_is_passed_over)
{
    mail m = { 0 };
    put(&m, ENVELOPE HEAD "\nFirst.\n\n" ENVELOPE HEAD "\n");
    put_times(&m, SAY_ITEMS_LARGEST / 20, "0123456789 0123456789 0123456789 0123456789 0123456789 01234\n");
    put(&m, "\n" ENVELOPE HEAD "\nLast.\n");
    post p = open_post_file(&m);
    expect_item(&p, "First.\n");
    assert_int_equal(next_post(&p), SAYSO_TOO_LARGE);
    assert_null(p.item);
    expect_item(&p, "Last.\n");
    expect_end(&p);
    close_post(&p);
    expect_error(strstr(m.at + 10, "From: The"), SAY_ITEMS_LARGEST + 100, SAYSO_TOO_LARGE, "more than 16777216 bytes");
    free(m.at);
}

/* How much of a long file a first look shows. */
static size_t first_view(void)
{
    say_str view;
    mail m = { 0 };
    put_times(&m, 100000, "0123456789");
    post p = open_post_file(&m);
    assert_int_equal(say_bytes_peek(p.stream, SAY_ITEMS_HEAD, &view, &p.error), SAYSO_OK);
    assert_true(view.len < m.size);
    free(m.at);
    close_post(&p);
    return view.len;
}

/* Envelopes at every distance from where a view of the stream ends. */
TEST(messages_are_told_apart_wherever_they_begin)
{
    size_t end = first_view();
    for (size_t from = end - 400; from < end + 100; from += 7) {
        mail m = { 0 };
        put(&m, ENVELOPE HEAD "\n");
        while (m.size < from) put(&m, "x");
        put(&m, "\n\n" ENVELOPE HEAD "\nLast.\n");
        post p = open_post_file(&m);
        assert_int_equal(next_post(&p), SAYSO_OK);
        expect_item(&p, "Last.\n");
        expect_end(&p);
        close_post(&p);
        free(m.at);
    }
}

static size_t put_packed(mail *m, const char *words)
{
    unsigned char out[4000];
    z_stream z = { 0 };
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (unsigned char *)words;
    z.avail_in = (unsigned)strlen(words);
    z.next_out = out;
    z.avail_out = sizeof out;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    put_bytes(m, (const char *)out, z.total_out);
    deflateEnd(&z);
    return z.total_out;
}

TEST(messages_after_a_damage_are_found)
{
    static const char *const after[] = { ENVELOPE HEAD "\nThird.\n\n", "Rest of some other.\n\n" ENVELOPE HEAD "\nThird.\n\n" };
    for (size_t i = 0; i < 2; i++) {
        mail m = { 0 };
        put_packed(&m, ENVELOPE HEAD "\nFirst.\n\n");
        size_t from = m.size, size = put_packed(&m, ENVELOPE HEAD "\nSecond, of which nothing is left that could be read.\n\n");
        memset(m.at + from + size / 2, 0, 8);
        put_packed(&m, after[i]);
        post p = open_post(m.at, m.size);
        assert_int_equal(next_post(&p), SAYSO_OK);
        assert_non_null(strstr(p.item->bytes, "First."));
        sayso_code code;
        while (!(code = next_post(&p)) && p.item && !strstr(p.item->bytes, "Third.")) { }        /* as much of the second as there is */
        assert_int_equal(code, SAYSO_DAMAGED);
        expect_item(&p, "Third.\n");
        expect_end(&p);
        close_post(&p);
        free(m.at);
    }
}

/* ---- where each byte comes from ---- */

static uint32_t dice_state;
static uint32_t dice(uint32_t sides)
{
    dice_state ^= dice_state << 13;
    dice_state ^= dice_state >> 17;
    dice_state ^= dice_state << 5;
    return dice_state % sides;
}

static void write_text(mail *m)
{
    static const char *const words[] = { "A bridge", "fell", "=", "\xC3\xBC", "\n", "\r\n", ">From ", "From x\n", "--", "\n\n", ".", "on Monday ", "\t", "caf\xE9 ", "a=3Db " };
    size_t count = 1 + dice(120);
    put(m, "T");
    for (size_t i = 0; i < count; i++) put(m, words[dice(sizeof words / sizeof *words)]);
    put(m, ".\n");
}

static void encode_base64(mail *m, say_str text, const char *end)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t line = 1 + dice(76), column = 0;
    for (size_t i = 0; i < text.len; i += 3) {
        unsigned char b[3] = { 0 };
        memcpy(b, text.at + i, text.len - i < 3 ? text.len - i : 3);
        char four[4] = { letters[b[0] >> 2], letters[(b[0] & 3) << 4 | b[1] >> 4], i + 1 < text.len ? letters[(b[1] & 15) << 2 | b[2] >> 6] : '=', i + 2 < text.len ? letters[b[2] & 63] : '=' };
        for (size_t k = 0; k < 4; k++) {
            if (column++ == line && four[k] != '=') put(m, end), column = 1;
            put_bytes(m, &four[k], 1);
        }
    }
    put(m, end);
}

static void encode_quoted(mail *m, say_str text, const char *end)
{
    size_t line = 10 + dice(66), column = 0;
    for (size_t i = 0; i < text.len; i++) {
        char escaped[4];
        unsigned char c = (unsigned char)text.at[i];
        bool plain = c == '\n' || (c >= ' ' && c < 127 && c != '=' && dice(20));
        snprintf(escaped, sizeof escaped, plain ? "%c" : "=%02X", c);
        if (column > line && c != '\n') put(m, "="), put(m, end), column = 0;
        put(m, escaped);
        column = c == '\n' ? 0 : column + strlen(escaped);
    }
}

static void quote_envelopes(mail *m, say_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (i == 0 || text.at[i - 1] == '\n') {
            size_t to = i;
            while (to < text.len && text.at[to] == '>') to++;
            if (text.len - to >= 5 && memcmp(text.at + to, "From ", 5) == 0) put(m, ">");
        }
        put_bytes(m, text.at + i, 1);
    }
}

static int digit_of(char c)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(letters, c) : NULL;
    return at ? (int)(at - letters) : -1;
}

/* The text of a stretch decoded by itself is the text that the map says comes from it. */
static void expect_stretch(char encoding, say_str source, say_str text)
{
    char out[400];
    size_t n = 0, digits = 0;
    uint32_t bits = 0;
    assert_true(source.len < sizeof out);
    for (size_t i = 0; i < source.len; i++) {
        const char *s = source.at + i;
        if (encoding == 'b') {
            if (digit_of(*s) < 0) continue;
            bits = bits << 6 | (uint32_t)digit_of(*s);
            if (++digits % 4 != 1) out[n++] = (char)(bits >> (6 - 2 * ((digits - 1) % 4)));
        } else if (*s == '=' && (s[1] == '\n' || s[1] == '\r')) {
            i += s[1] == '\r' ? 2 : 1;
        } else if (*s == '=') {
            const char hex[3] = { s[1], s[2], '\0' };
            out[n++] = (char)strtol(hex, NULL, 16);
            i += 2;
        } else {
            out[n++] = *s;
        }
    }
    assert_int_equal(n, text.len);
    assert_memory_equal(out, text.at, n);
}

static void expect_map(const mail *m, const sayso_item *item, char encoding)
{
    size_t to = 0, source_to = 0;
    const char *file = m->at + item->at;
    if (!item->map) assert_memory_equal(file, item->bytes, item->size);
    for (size_t i = 0; i < item->map_count; i++) {
        const sayso_trace *t = &item->map[i];
        assert_int_equal(t->text.from, to);
        assert_true(t->text.to > t->text.from && t->source.from >= source_to && t->source.to <= m->size - item->at);
        size_t size = t->text.to - t->text.from;
        if (size == t->source.to - t->source.from) assert_memory_equal(file + t->source.from, item->bytes + t->text.from, size);
        else expect_stretch(encoding, (say_str){ file + t->source.from, t->source.to - t->source.from }, (say_str){ item->bytes + t->text.from, size });
        to = t->text.to;
        source_to = t->source.to;
    }
    if (item->map) assert_int_equal(to, item->size);
}

static void write_message(mail *m, say_str text, char encoding, bool mbox)
{
    static const char *const ends[] = { "\n", "\r\n" };
    const char *end = ends[dice(2)];
    bool multi = dice(2);
    if (mbox) put(m, ENVELOPE);
    put(m, HEAD);
    if (multi) put(m, "Content-Type: multipart/mixed; boundary=zzz\n\nprologue\n--zzz\n");
    put(m, "Content-Type: text/plain; charset=utf-8\n");
    put(m, encoding == 'b' ? "Content-Transfer-Encoding: BASE64\n\n" : encoding == 'q' ? "Content-Transfer-Encoding: quoted-printable\r\n\r\n" : "\n");
    mail body = { 0 };
    if (encoding == 'b') encode_base64(&body, text, end);
    else if (encoding == 'q') encode_quoted(&body, text, end);
    else put_bytes(&body, text.at, text.len);
    if (mbox) quote_envelopes(m, (say_str){ body.at, body.size });
    else put_bytes(m, body.at, body.size);
    free(body.at);
    if (multi) put(m, "\n--zzz--\n");
    if (mbox) put(m, "\n");
}

TEST(every_byte_of_a_text_is_found_again_where_it_came_from)
{
    for (uint32_t seed = 1; seed <= 1500; seed++) {
        mail m = { 0 }, texts[3] = { { 0 } };
        char encodings[3];
        dice_state = seed * 2654435761u;
        bool mbox = dice(2);
        size_t count = mbox ? 3 : 1;
        for (size_t i = 0; i < count; i++) {
            encodings[i] = "bq8"[dice(3)];
            write_text(&texts[i]);
            write_message(&m, (say_str){ texts[i].at, texts[i].size }, encodings[i], mbox);
        }
        post p = open_post(m.at, m.size);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(next_post(&p), SAYSO_OK);
            assert_non_null(p.item);
            assert_int_equal(p.item->size, texts[i].size);
            assert_memory_equal(p.item->bytes, texts[i].at, texts[i].size);
            expect_map(&m, p.item, encodings[i]);
            free(texts[i].at);
        }
        expect_end(&p);
        close_post(&p);
        free(m.at);
    }
}

TEST(only_lines_with_escapes_are_mapped_as_a_whole)
{
    post p = read_post(HEAD "Content-Transfer-Encoding: quoted-printable\n\nA bri=\nd=67e\n fell.\n=3D=\n\n", "A bridge\n fell.\n=\n");
    static const sayso_trace wanted[] = { { { 0, 5 }, { 0, 5 } }, { { 5, 9 }, { 7, 13 } }, { { 9, 16 }, { 13, 20 } }, { { 16, 17 }, { 20, 25 } }, { { 17, 18 }, { 25, 26 } } };
    assert_int_equal(p.item->map_count, 5);
    assert_memory_equal(p.item->map, wanted, sizeof wanted);
    close_post(&p);
}

TEST(a_map_of_a_great_many_stretches_grows_coarser)
{
    mail m = { 0 };
    put(&m, HEAD "Content-Transfer-Encoding: quoted-printable\n\n");
    put_times(&m, 400000, "a=\n=3D=\n");
    post p = open_post(m.at, m.size);
    assert_int_equal(next_post(&p), SAYSO_OK);
    assert_int_equal(p.item->size, 800000);
    assert_true(p.item->map_count <= 262144);
    const sayso_trace *last = &p.item->map[p.item->map_count - 1];
    assert_int_equal(last->text.to, 800000);
    assert_true(last->source.to - last->source.from > last->text.to - last->text.from);
    close_post(&p);
    free(m.at);
}

/* ---- failing ---- */

static bool read_all(void *with)
{
    sayso_error error = { 0 };
    sayso_item *item = NULL;
    say_stream *stream = say_bytes_over(say_base_str(with), "post.eml", &error);
    say_items *items = stream ? say_items_open(stream, "post.eml", NULL, &error) : NULL;
    sayso_code code = items ? SAYSO_OK : SAYSO_NO_MEMORY;
    do {
        say_arena *arena = code ? NULL : say_base_arena(&error);
        code = arena ? say_items_next(items, arena, &item, &error) : SAYSO_NO_MEMORY;
        bool given = item != NULL;
        say_base_arena_close(arena);
        if (!given) break;
    } while (!code);
    say_items_close(items);
    say_bytes_close(stream);
    if (code) assert_int_equal(error.code, SAYSO_NO_MEMORY);
    return code == SAYSO_OK;
}

TEST(every_allocation_may_fail)
{
    static char letter[] = ENVELOPE MULTI("alternative") PART("text/plain") "Stub." PART("text/html\r\nContent-Transfer-Encoding: quoted-printable") "<p>=3D\n" END
                           "\n" ENVELOPE "List-Id: A <b>\n" HEAD "Content-Transfer-Encoding: base64\n\nQSBi\ncmlkZ2U=\n";
    assert_true(fault_every(FAULT_ALLOCATION, read_all, letter) > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(heads_of_messages_and_envelopes_are_mail),
        PROVE(plain_reports_are_no_mail),
        PROVE(a_head_longer_than_what_is_looked_at_is_mail),
        PROVE(a_message_is_one_item_with_what_its_head_says),
        PROVE(what_a_head_does_not_say_is_empty),
        PROVE(fields_in_odd_bytes_become_text),
        PROVE(of_alternatives_the_html_is_taken),
        PROVE(html_within_an_alternative_is_found),
        PROVE(else_the_first_text_that_is_no_attachment_is_taken),
        PROVE(a_forwarded_message_is_read_where_the_outer_has_no_text),
        PROVE(a_page_saved_as_mhtml_is_read),
        PROVE(broken_boundaries_lose_no_text),
        PROVE(broken_heads_lose_no_text),
        PROVE(broken_encodings_lose_little),
        PROVE(a_message_without_text_is_one_error),
        PROVE(ten_thousand_parts_are_one_error_unless_the_text_comes_early),
        PROVE(parts_within_parts_without_end_are_one_error),
        PROVE(costly_messages_are_read_in_no_time),
        PROVE(an_mbox_gives_its_messages_one_by_one),
        PROVE(a_message_that_is_too_large_is_passed_over),
        PROVE(messages_are_told_apart_wherever_they_begin),
        PROVE(messages_after_a_damage_are_found),
        PROVE(every_byte_of_a_text_is_found_again_where_it_came_from),
        PROVE(only_lines_with_escapes_are_mapped_as_a_whole),
        PROVE(a_map_of_a_great_many_stretches_grows_coarser),
        PROVE(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
