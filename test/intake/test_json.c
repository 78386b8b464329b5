/* JSON to a tree, beside jansson: both take and refuse the same, and what they take is the same. */
#include "support/fault.h"
#include "support/prove.h"

#include "intake/json.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_same(const say_intake_value *ours, json_t *theirs);

static bool same_members(const say_intake_value *ours, json_t *theirs)
{
    const char *name;
    json_t *value;
    json_object_foreach(theirs, name, value)
        if (!is_same(say_intake_member(ours, name), value)) return false;
    for (size_t i = 0; i < ours->all.count; i++)
        if (!json_object_get(theirs, ours->all.at[i].name.at)) return false;
    return true;
}

static bool same_items(const say_intake_value *ours, const json_t *theirs)
{
    for (size_t i = 0; i < json_array_size(theirs); i++)
        if (!is_same(say_intake_item(ours, i), json_array_get(theirs, i))) return false;
    return say_intake_size(ours) == json_array_size(theirs);
}

static bool is_same(const say_intake_value *ours, json_t *theirs)
{
    if (!ours) return false;
    switch (ours->kind) {
    case INTAKE_NULL:   return json_is_null(theirs);
    case INTAKE_FALSE:  return json_is_false(theirs);
    case INTAKE_TRUE:   return json_is_true(theirs);
    case INTAKE_WHOLE:  return json_is_integer(theirs) && json_integer_value(theirs) == ours->whole;
    case INTAKE_REAL:   return json_is_real(theirs) && json_real_value(theirs) == ours->real;
    case INTAKE_WORDS:  return json_is_string(theirs) && json_string_length(theirs) == ours->words.len && ours->words.at[ours->words.len] == '\0'
                            && memcmp(json_string_value(theirs), ours->words.at, ours->words.len) == 0;
    case INTAKE_LIST:   return json_is_array(theirs) && same_items(ours, theirs);
    case INTAKE_OBJECT: return json_is_object(theirs) && same_members(ours, theirs);
    }
    return false;
}

/* Whether it is taken. */
static bool both_say(say_str json)
{
    json_error_t bad;
    sayso_error why = { .code = SAYSO_OK };
    say_arena *arena = say_base_arena(NULL);
    const say_intake_value *ours = say_intake_json(json, arena, &why);
    json_t *theirs = json_loadb(json.at, json.len, JSON_ALLOW_NUL, &bad);
    if (!ours != !theirs) fail_msg("%.*s: we say %s, jansson %s", (int)json.len, json.at, ours ? "fine" : why.message, theirs ? "fine" : bad.text);
    if (ours && !is_same(ours, theirs)) fail_msg("%.*s: taken otherwise", (int)json.len, json.at);
    if (!ours && (why.code != SAYSO_BAD_TEXT || !*why.message || why.at > json.len)) fail_msg("%.*s: no clear error", (int)json.len, json.at);
    bool taken = ours != NULL;
    json_decref(theirs);
    say_base_arena_close(arena);
    return taken;
}

#define JSON(text) { text, sizeof text - 1 }

static const say_str good[] = {
    JSON("{}"), JSON(" [ ] "), JSON("[null,false,true]"), JSON("[0,-0,7,-12,9223372036854775807,-9223372036854775808]"), JSON("[0.5,1e3,-2E-3,1.25e+2,0e0,0.1,1e-400]"),
    JSON("[0.30000000000000004,123456789012345678901234567890.5,5e-324]"), JSON("{\"a\":{\"b\":[[],{}]},\"\":\"\"}"), JSON("\t{\n\"a\" :\r1 , \"a\": 2 }"),
    JSON("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]"), JSON("[\"\\u0041\\u00e9\\u20AC\\ud83d\\ude00\\u0000!\"]"), JSON("[\"plain \\n and é € 😀 after\"]"),
    JSON("[\"\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\x7f\"]"), };

static const say_str bad[] = {
    JSON(""), JSON(" "), JSON("7"), JSON("\"a\""), JSON("null"), JSON("["), JSON("[1"), JSON("[1,"), JSON("[1,]"), JSON("[,1]"), JSON("[1 2]"), JSON("[1]]"), JSON("[1}"), JSON("[] x"),
    JSON("{"), JSON("{\"a\"}"), JSON("{\"a\":}"), JSON("{\"a\":1,}"), JSON("{a:1}"), JSON("{\"a\" 1}"), JSON("{\"a\":1"), JSON("{1:1}"), JSON("[nul]"), JSON("[nulll]"), JSON("[True]"),
    JSON("[01]"), JSON("[-]"), JSON("[+1]"), JSON("[.5]"), JSON("[1.]"), JSON("[1.e1]"), JSON("[1e]"), JSON("[1e+]"), JSON("[-01]"), JSON("[0x10]"), JSON("[1e999]"), JSON("[NaN]"),
    JSON("[9223372036854775808]"), JSON("[-9223372036854775809]"), JSON("[\"a]"), JSON("[\"a\nb\"]"), JSON("[\"a\0b\"]"), JSON("[\"\\x\"]"), JSON("[\"\\"), JSON("[\"\\\0\"]"),
    JSON("[\"\\u12\"]"), JSON("[\"\\u12g4\"]"), JSON("[\"\\ud83d\"]"), JSON("[\"\\ud83dx\"]"), JSON("[\"\\ud83d\\u0041\"]"), JSON("[\"\\ude00\"]"), JSON("[\"\\ud83d\\ud83d\"]"),
    JSON("[\"\x80\"]"), JSON("[\"\xc0\x80\"]"), JSON("[\"\xc1\xbf\"]"), JSON("[\"\xc3\"]"), JSON("[\"\xc3("), JSON("[\"\xe0\x9f\xbf\"]"), JSON("[\"\xed\xa0\x80\"]"), JSON("[\"\xe2\x82\"]"),
    JSON("[\"\xf0\x8f\xbf\xbf\"]"), JSON("[\"\xf4\x90\x80\x80\"]"), JSON("[\"\xf5\x80\x80\x80\"]"), JSON("[\"\xf0\x9f\x98\"]"), JSON("[1]\0"), JSON("\0[1]"), JSON("[\0]"), };

enum { GOOD = sizeof good / sizeof *good, BAD = sizeof bad / sizeof *bad };

TEST(what_is_json_is_taken_as_it_is)
{
    for (size_t i = 0; i < GOOD; i++)
        if (!both_say(good[i])) fail_msg("%.*s is refused", (int)good[i].len, good[i].at);
}

TEST(what_is_no_json_is_refused)
{
    for (size_t i = 0; i < BAD; i++)
        if (both_say(bad[i])) fail_msg("%.*s is taken", (int)bad[i].len, bad[i].at);
}

/* Cut anywhere, and with any byte anywhere; but for NUL, which jansson takes for a blank after a number. */
TEST(json_with_a_byte_changed_is_taken_or_refused_as_by_jansson)
{
    char changed[200];
    for (size_t i = 0; i < GOOD; i++)
        for (size_t at = 0; at < good[i].len; at++) {
            both_say((say_str){ good[i].at, at });
            memcpy(changed, good[i].at, good[i].len);
            for (int byte = 1; byte < 256; byte++) {
                changed[at] = (char)byte;
                both_say((say_str){ changed, good[i].len });
            }
        }
}

TEST(an_error_has_its_byte)
{
    sayso_error why;
    say_arena *arena = say_base_arena(NULL);
    assert_null(say_intake_json(SAY_STR("[1, \"a\\u0041\", x]"), arena, &why));
    assert_int_equal(why.at, 15);
    assert_string_equal(why.message, "no value");
    assert_null(say_intake_json(SAY_STR("[1, 2"), arena, &why));
    assert_int_equal(why.at, 5);
    assert_string_equal(why.message, "a comma or a closing bracket is wanted: it ends too early");
    say_base_arena_close(arena);
}

TEST(brackets_within_each_other_are_taken_to_a_depth)
{
    enum { MOST = 1000 };
    char json[2 * MOST + 2];
    say_arena *arena = say_base_arena(NULL);
    sayso_error why;
    for (size_t depth = MOST; depth <= MOST + 1; depth++) {
        memset(json, '[', depth);
        memset(json + depth, ']', depth);
        assert_int_equal(say_intake_json((say_str){ json, 2 * depth }, arena, &why) != NULL, depth == MOST);
    }
    say_base_arena_close(arena);
}

/* ---- asking ---- */

TEST(whatever_is_asked_of_nothing_is_nothing)
{
    assert_false(say_intake_is(NULL, INTAKE_NULL));
    assert_null(say_intake_member(NULL, "a"));
    assert_null(say_intake_field(NULL, "a"));
    assert_int_equal(say_intake_size(NULL), 0);
    assert_null(say_intake_item(NULL, 0));
    assert_int_equal(say_intake_whole(NULL, -1), -1);
}

TEST(a_field_that_is_null_is_a_member_and_no_field)
{
    say_arena *arena = say_base_arena(NULL);
    const say_intake_value *root = say_intake_json(SAY_STR("{\"a\":null,\"b\":[5],\"c\":1,\"c\":2}"), arena, NULL);
    assert_non_null(root);
    assert_true(say_intake_is(say_intake_member(root, "a"), INTAKE_NULL));
    assert_null(say_intake_field(root, "a"));
    assert_null(say_intake_member(root, "d"));
    assert_int_equal(say_intake_whole(say_intake_item(say_intake_field(root, "b"), 0), -1), 5);
    assert_null(say_intake_item(say_intake_field(root, "b"), 1));
    assert_null(say_intake_item(root, 0));
    assert_int_equal(say_intake_whole(say_intake_field(root, "c"), -1), 2);
    say_base_arena_close(arena);
}

static bool read_once(void *with)
{
    const say_str *json = with;
    sayso_error why = { .code = SAYSO_OK };
    say_arena *arena = say_base_arena(&why);
    bool fine = arena && say_intake_json(*json, arena, &why);
    say_base_arena_close(arena);
    if (!fine) assert_int_equal(why.code, SAYSO_NO_MEMORY);
    return fine;
}

TEST(every_allocation_of_a_tree_may_fail)
{
    enum { MANY = 5000 };
    char *json = malloc(2 * MANY + 2);
    assert_non_null(json);
    for (size_t i = 0; i < MANY; i++) memcpy(json + 2 * i, i ? ",7" : "[7", 2);
    json[2 * MANY] = ']';
    say_str list = { json, 2 * MANY + 1 };
    assert_true(fault_every(FAULT_ALLOCATION, read_once, &list) > 1);
    free(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(what_is_json_is_taken_as_it_is), PROVE(what_is_no_json_is_refused), PROVE(json_with_a_byte_changed_is_taken_or_refused_as_by_jansson),
        PROVE(an_error_has_its_byte), PROVE(brackets_within_each_other_are_taken_to_a_depth), PROVE(whatever_is_asked_of_nothing_is_nothing),
        PROVE(a_field_that_is_null_is_a_member_and_no_field), PROVE(every_allocation_of_a_tree_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
