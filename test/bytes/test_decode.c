#include "support/fault.h"
#include "support/prove.h"

#include "bytes/bytes.h"

#include <iconv.h>
#include <string.h>

static say_arena *decoding;

static int open_decoding(void **state) { (void)state; return (decoding = say_base_arena(NULL)) ? 0 : -1; }
static int close_decoding(void **state) { (void)state; say_base_arena_close(decoding); return 0; }

static say_decoded decoded(say_str bytes, const char *declared)
{
    say_decoded got;
    sayso_error error = { 0 };
    assert_int_equal(say_bytes_decode(bytes, declared, "a report", decoding, &got, &error), SAYSO_OK);
    assert_int_equal(got.text.at[got.text.len], '\0');
    for (size_t i = 1; i < got.map_count; i++) assert_int_equal(got.map[i].text.from, got.map[i - 1].text.to);
    if (got.map_count) assert_int_equal(got.map[got.map_count - 1].text.to, got.text.len);
    return got;
}

static say_decoded expect(say_str bytes, const char *declared, const char *charset, const char *text, size_t replaced)
{
    say_decoded got = decoded(bytes, declared);
    assert_string_equal(got.charset, charset);
    assert_string_equal(got.text.at, text);
    assert_int_equal(got.replaced, replaced);
    return got;
}

static void expect_source(const say_decoded *got, size_t from, size_t to, size_t source_from, size_t source_to)
{
    say_range source = say_base_traced(got->map, got->map_count, (say_range){ from, to });
    assert_int_equal(source.from, source_from);
    assert_int_equal(source.to, source_to);
}

/* ---- UTF-8 ---- */

TEST(utf8_is_itself_whatever_is_declared)
{
    static const char *const labels[] = { NULL, "", "utf-8", "windows-1252", "shift_jis", "no such thing" };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        say_decoded got = expect(SAY_STR("Zoë said “no” in Łódź 🚀"), labels[i], "utf-8", "Zoë said “no” in Łódź 🚀", 0);
        assert_int_equal(got.map_count, 0);
    }
    expect(SAY_STR(""), "koi8-r", "utf-8", "", 0);
    expect((say_str){ NULL, 0 }, NULL, "utf-8", "", 0);
}

TEST(a_mark_says_what_it_is_and_is_dropped)
{
    say_decoded got = expect(SAY_STR("\xEF\xBB\xBFKyiv"), "windows-1251", "utf-8", "Kyiv", 0);
    assert_int_equal(got.map_count, 1);
    expect_source(&got, 1, 3, 4, 6);
    got = expect(SAY_STR("\xFF\xFEK\0y\0\x10\x04"), "utf-8", "utf-16le", "KyА", 0);
    expect_source(&got, 1, 4, 4, 8);
    got = expect(SAY_STR("\xFE\xFF\0K\xD8\x3D\xDE\x80"), "utf-8", "utf-16be", "K🚀", 0);
    expect_source(&got, 1, 5, 4, 8);
    expect(SAY_STR("\xFF\xFE"), "", "utf-16le", "", 0);
}

TEST(a_byte_that_is_no_utf8_is_replaced_and_counted)
{
    say_decoded got = expect(SAY_STR("Zoë Łódź “a\xE2\x80” €"), "utf-8", "utf-8", "Zoë Łódź “a\uFFFD\uFFFD” €", 2);
    assert_int_equal(got.map_count, 4);
    expect_source(&got, 16, 17, 16, 17);
    expect_source(&got, 17, 20, 17, 18);
    expect_source(&got, 20, 23, 18, 19);
    expect_source(&got, 23, 26, 19, 22);
    expect(SAY_STR("a\x80"), "utf-8", "utf-8", "a\uFFFD", 1);
    expect(SAY_STR("\xED\xA0\x80\xC0\x80"), "utf-8", "utf-8", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD", 5);
}

TEST(a_nul_is_replaced_and_counted_in_every_charset)
{
    say_decoded got = expect(SAY_STR("no\0NUL"), NULL, "utf-8", "no\uFFFDNUL", 1);
    expect_source(&got, 2, 5, 2, 3);
    expect_source(&got, 5, 8, 3, 6);
    expect(SAY_STR("caf\xE9\0"), "latin1", "windows-1252", "café\uFFFD", 1);
    expect(SAY_STR("caf\xE9\0"), "iso-8859-2", "iso-8859-2", "café\uFFFD", 1);
    expect(SAY_STR("\x93\xFA\0\x96{"), "shift_jis", "shift_jis", "日\uFFFD本", 1);
    expect(SAY_STR("a\0\0\0b\0"), "utf-16le", "utf-16le", "a\uFFFDb", 1);
}

TEST(a_text_with_a_bad_byte_among_many_good_ones_is_still_utf8)
{
    expect(SAY_STR("Zoë, Łódź, “a” and \xE2"), "windows-1251", "utf-8", "Zoë, Łódź, “a” and \uFFFD", 1);
}

/* ---- labels and order ---- */

TEST(labels_are_read_as_browsers_read_them)
{
    static const struct { const char *label, *charset; } cases[] = {
        { "iso-8859-1", "windows-1252" }, { "LATIN1", "windows-1252" }, { " \"US-ASCII\"; ", "windows-1252" }, { "'cp1251'", "windows-1251" },
        { "iso-8859-9", "windows-1254" }, { "l2", "iso-8859-2" }, { "x-sjis", "shift_jis" }, { "ks_c_5601-1987", "euc-kr" }, { "GB2312", "gbk" },
        { "macintosh", "macintosh" }, { "tis-620", "windows-874" }, { "big5-hkscs", "big5" }, { "iso-8859-8-i", "iso-8859-8" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(decoded(SAY_STR("\xC1\xC1 \xFE"), cases[i].label).charset, cases[i].charset);
}

TEST(windows_1252_has_signs_where_latin_1_has_controls)
{
    say_decoded got = expect(SAY_STR("\x93no\x94 \x80 \xE9 \x81"), "iso-8859-1", "windows-1252", "“no” € é \uFFFD", 1);
    expect_source(&got, 0, 3, 0, 1);
    expect_source(&got, 3, 5, 1, 3);
    expect_source(&got, 5, 8, 3, 4);
}

TEST(what_is_not_declared_is_guessed_or_western)
{
    expect(SAY_STR("The caf\xE9 owner said the attack was carried out by the group\x92s fighters."), NULL, "windows-1252",
           "The café owner said the attack was carried out by the group’s fighters.", 0);
    expect(SAY_STR("M\xFCller said \x93nein\x94 on Monday"), "no-such-charset", "windows-1252", "Müller said “nein” on Monday", 0);
    expect(SAY_STR("The troops, Br\xFCnn\x92s mayor said, had shelled two villages and a hospital near the border before dawn on Monday."), "", "windows-1252",
           "The troops, Brünn’s mayor said, had shelled two villages and a hospital near the border before dawn on Monday.", 0);
#ifndef SAYSO_NO_GUESS
    static const char russian[] = "\xCC\xE8\xED\xE8\xF1\xF2\xF0 \xEE\xE1\xEE\xF0\xEE\xED\xFB \xE7\xE0\xFF\xE2\xE8\xEB, \xF7\xF2\xEE \xF3\xE4\xE0\xF0 \xED\xE0\xED\xE5\xF1\xB8\xED";
    assert_string_equal(decoded(SAY_STR(russian), NULL).charset, "windows-1251");
    assert_string_equal(decoded(SAY_STR(russian), "unknown-8bit").charset, "windows-1251");
#endif
}

TEST(a_wrong_declaration_holds_where_it_can_and_every_bad_byte_is_counted)
{
    say_decoded got = decoded(SAY_STR("The caf\xE9 said \x93no\x94, \xFF"), "utf-8");
    assert_string_equal(got.charset, "utf-8");
    assert_int_equal(got.replaced, 4);
    got = decoded(SAY_STR("caf\xE9 \xE9"), "gb18030");                           /* "\xE9 " is no character, nor is a lone last byte */
    assert_string_equal(got.charset, "gb18030");
    assert_string_equal(got.text.at, "caf\uFFFD \uFFFD");
    assert_int_equal(got.replaced, 2);
    expect(SAY_STR("plain words"), "utf-16", "utf-8", "plain words", 0);
}

TEST(utf16_needs_no_mark_where_it_is_declared_or_shows)
{
    expect(SAY_STR("W\0h\0o\0 \0s\0a\0y\0s\0"), NULL, "utf-16le", "Who says", 0);
    expect(SAY_STR("\0W\0h\0o\0 \0s\0a\0y\0s"), "windows-1252", "utf-16be", "Who says", 0);
    expect(SAY_STR("\x1A\x04\x38\x04 \0"), "utf-16le", "utf-16le", "Ки ", 0);
    expect(SAY_STR("a\0\0\xD8" "b\0\0\xDC" "c\0d"), "utf-16le", "utf-16le", "a\uFFFDb\uFFFDc\uFFFD", 3);
}

TEST(japanese_of_seven_bits_is_read_with_its_shifts)
{
    say_decoded got = expect(SAY_STR("NHK \x1B$BF|K\\\x1B(B said"), "iso-2022-jp", "iso-2022-jp", "NHK 日本 said", 0);
    expect_source(&got, 4, 7, 4, 9);
    expect_source(&got, 7, 10, 9, 11);
    expect_source(&got, 11, 15, 15, 19);
    expect(SAY_STR("NHK said"), "iso-2022-jp", "utf-8", "NHK said", 0);
    expect(SAY_STR("Zoë \x1B"), "iso-2022-jp", "utf-8", "Zoë \x1B", 0);
    assert_string_equal(decoded(SAY_STR("NHK \xE9"), "iso-2022-jp").charset, "iso-2022-jp");
}

TEST(vietnamese_letters_are_not_held_back_for_marks)
{
    say_decoded got = expect(SAY_STR("e\xEC t\xE2\xD2"), "windows-1258", "windows-1258", "e\u0301 tâ\u0309", 0);
    expect_source(&got, 0, 1, 0, 1);
    expect_source(&got, 1, 3, 1, 2);
}

/* ---- every range ---- */

typedef struct { size_t text, source; } boundary;

static const struct { const char *label, *iconv, *text; } spelled_texts[] = {
    { "utf-16le", "UTF-16LE", "Kyiv, Київ: «Так» 🚀 – said" },
    { "utf-16be", "UTF-16BE", "Kyiv, Київ: «Так» 🚀 – said" },
    { "gb18030", "GB18030", "国防部 said: 袭击 ß 🚀 é – “no”" },
    { "gbk", "GBK", "国防部 said: 袭击 no" },
    { "big5", "BIG5", "國防部 said: 襲擊 no" },
    { "windows-1251", "CP1251", "Министр «обороны» said № – ё" },
    { "koi8-r", "KOI8-R", "Министр обороны said ё" },
    { "koi8-u", "KOI8-U", "Міністр said їжак" },
    { "ibm866", "IBM866", "Министр said ё" },
    { "x-mac-cyrillic", "MAC-UK", "Міністр said ї" },
    { "shift_jis", "SHIFT_JIS", "防衛省 said ｱｲｳ 発表ソ表 no" },
    { "euc-jp", "EUC-JP", "防衛省 said ｱｲｳ 発表 no" },
    { "euc-kr", "EUC-KR", "국방부 said 공격 no" },
    { "iso-8859-2", "ISO-8859-2", "Minister Łukasz powiedział: źle" },
    { "iso-8859-5", "ISO-8859-5", "Министр said" },
    { "iso-8859-6", "ISO-8859-6", "قال الوزير said" },
    { "iso-8859-7", "ISO-8859-7", "Ο υπουργός said" },
    { "windows-1255", "CP1255", "שר הביטחון said" },
    { "windows-1256", "CP1256", "قال الوزير said پ" },
    { "windows-1252", "CP1252", "“Zoë” – José, €20" },
    { "macintosh", "MACINTOSH", "“Zoë” – José" },
};

/* Spells a text character by character and notes where each ends on both sides. */
static say_str spelled(const char *text, const char *charset, boundary *ends, size_t *count)
{
    char *bytes = say_base_take(decoding, 4 * strlen(text) + 8, 1, NULL), *out = bytes;
    size_t room = 4 * strlen(text) + 8;
    iconv_t with = iconv_open(charset, "UTF-8");
    assert_true(with != (iconv_t)-1);
    ends[0] = (boundary){ 0, 0 };
    *count = 1;
    for (size_t at = 0, size; text[at]; at += size) {
        for (size = 1; ((unsigned char)text[at + size] & 0xC0) == 0x80; ) size++;
        char *in = (char *)(uintptr_t)(text + at);
        size_t left = size;
        assert_true(iconv(with, &in, &left, &out, &room) != (size_t)-1);
        ends[(*count)++] = (boundary){ at + size, (size_t)(out - bytes) };
    }
    iconv_close(with);
    return (say_str){ bytes, (size_t)(out - bytes) };
}

TEST(every_range_of_a_decoded_text_is_found_again_in_its_bytes)
{
    for (size_t i = 0; i < sizeof spelled_texts / sizeof *spelled_texts; i++) {
        boundary ends[100];
        size_t count;
        say_str bytes = spelled(spelled_texts[i].text, spelled_texts[i].iconv, ends, &count);
        say_decoded got = expect(bytes, spelled_texts[i].label, spelled_texts[i].label, spelled_texts[i].text, 0);
        for (size_t from = 0; from < count; from++)
            for (size_t to = from + 1; to < count; to++)
                expect_source(&got, ends[from].text, ends[to].text, ends[from].source, ends[to].source);
    }
}

/* Any bytes: what is traced, decoded by itself, is what stands in the text; the text is UTF-8. */
TEST(random_bytes_are_text_in_every_charset)
{
    uint32_t seed = 5;
    for (size_t round = 0; round < 600; round++) {
        char bytes[60];
        size_t size = 1 + round % sizeof bytes;
        for (size_t i = 0; i < size; i++) bytes[i] = (char)((seed = seed * 1664525u + 1013904223u) >> (i % 3 ? 22 : 24));
        const char *label = spelled_texts[round % (sizeof spelled_texts / sizeof *spelled_texts)].label;
        say_decoded got = decoded((say_str){ bytes, size }, label), again = decoded(got.text, NULL);
        assert_string_equal(again.charset, "utf-8");
        assert_int_equal(again.replaced, 0);
        size_t before = 0, bad = 0;
        for (size_t i = 0; i < got.map_count; i++) {
            assert_true(got.map[i].source.from >= before && got.map[i].source.from < got.map[i].source.to && got.map[i].source.to <= size);
            before = got.map[i].source.to;
        }
        for (size_t i = 0; i + 3 <= got.text.len; i++) bad += memcmp(got.text.at + i, "\uFFFD", 3) == 0;
        assert_true(got.replaced <= bad);
    }
}

TEST(a_long_text_of_other_letters_has_a_map_that_is_bounded)
{
    enum { SIZE = 3000000 };
    char *bytes = say_base_take(decoding, SIZE, 1, NULL);
    for (size_t i = 0; i < SIZE; i++) bytes[i] = (char)(i % 7 == 6 ? ' ' : 0xC0 + i % 30);
    say_decoded got = decoded((say_str){ bytes, SIZE }, "koi8-r");
    assert_int_equal(got.text.len, 2 * SIZE - SIZE / 7);
    assert_true(got.map_count < (1 << 18) + SIZE / 20);
    expect_source(&got, 0, 2, 0, 1);
    expect_source(&got, 0, got.text.len, 0, SIZE);
    for (size_t from = 0, text = 0; from < SIZE; text += from % 7 == 6 ? 1 : 2, from++) {
        if (from % 1009) continue;
        say_range source = say_base_traced(got.map, got.map_count, (say_range){ text, text + 1 });
        assert_true(source.from <= from && source.to > from && source.to - source.from <= 64);
    }
}

static bool decode_some(void *label)
{
    sayso_error error = { 0 };
    say_decoded got;
    say_arena *arena = say_base_arena(&error);
    char bytes[3000];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i % 3 ? 0xA1 + i % 80 : 'a');
    sayso_code code = arena ? say_bytes_decode((say_str){ bytes, sizeof bytes }, label, "a report", arena, &got, &error) : error.code;
    assert_int_equal(code, error.code);
    say_base_arena_close(arena);
    return code == SAYSO_OK;
}

TEST(every_allocation_of_a_decoding_may_fail)
{
    static char labels[][20] = { "utf-8", "windows-1252", "koi8-r", "gb18030" };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) assert_true(fault_every(FAULT_ALLOCATION, decode_some, labels[i]) >= 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(utf8_is_itself_whatever_is_declared),
        PROVE(a_mark_says_what_it_is_and_is_dropped),
        PROVE(a_byte_that_is_no_utf8_is_replaced_and_counted),
        PROVE(a_nul_is_replaced_and_counted_in_every_charset),
        PROVE(a_text_with_a_bad_byte_among_many_good_ones_is_still_utf8),
        PROVE(labels_are_read_as_browsers_read_them),
        PROVE(windows_1252_has_signs_where_latin_1_has_controls),
        PROVE(what_is_not_declared_is_guessed_or_western),
        PROVE(a_wrong_declaration_holds_where_it_can_and_every_bad_byte_is_counted),
        PROVE(utf16_needs_no_mark_where_it_is_declared_or_shows),
        PROVE(japanese_of_seven_bits_is_read_with_its_shifts),
        PROVE(vietnamese_letters_are_not_held_back_for_marks),
        PROVE(every_range_of_a_decoded_text_is_found_again_in_its_bytes),
        PROVE(random_bytes_are_text_in_every_charset),
        PROVE(a_long_text_of_other_letters_has_a_map_that_is_bounded),
        PROVE(every_allocation_of_a_decoding_may_fail),
    };
    return cmocka_run_group_tests_name("charsets", tests, open_decoding, close_decoding);
}
