/* Ledgers of short invented reports, entered as the lines of JSON that the ledger keeps. */
#include "support/fault.h"
#include "support/prove.h"
#include "support/shim.h"

#include "ledger/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[40];
static char paths[8][80];

/* A path in the test's folder: no file, and none of what SQLite keeps beside one. */
static const char *fresh_path(size_t i)
{
    char beside[100];
    static const char *const ends[] = { "", "-wal", "-shm", "-journal", ".unfinished", ".unfinished-journal", ".unfinished-wal", ".unfinished-shm" };
    snprintf(paths[i], sizeof paths[i], "%s/%zu.ledger", folder, i);
    for (size_t e = 0; e < sizeof ends / sizeof *ends; e++) {
        snprintf(beside, sizeof beside, "%s%s", paths[i], ends[e]);
        unlink(beside);
    }
    return paths[i];
}

static const char *shimmed(const char *path)
{
    static char uri[120];
    snprintf(uri, sizeof uri, "file:%s?vfs=shim", path);
    return uri;
}

static say_ledger *opened(const char *path, bool write)
{
    sayso_error e = { SAYSO_OK, 0, "", "" };
    say_ledger *l = say_ledger_open(path, write, "2026-05-25T10:00:00Z", &e);
    if (!l) fail_msg("%s: %s", e.where, e.message);
    return l;
}

static sayso_error refusal;

static sayso_code open_refused(const char *path, bool write)
{
    refusal = (sayso_error){ SAYSO_OK, 0, "", "" };
    assert_null(say_ledger_open(path, write, "2026-05-25T10:00:00Z", &refusal));
    return refusal.code;
}

/* ---- reports ---- */

typedef struct { char text[300], hash[65], body[1800]; } story_made;

/* Report n: officials say that party n fired on a town. */
static story_made story_numbered(int n, const char *maker)
{
    story_made s;
    int size = snprintf(s.text, sizeof s.text, "Officials said unit %d fired on Tolland. \"It was them,\" one of them said, %d times.", n, n);
    say_base_sha256((say_str){ s.text, (size_t)size }, s.hash);
    int at = (int)(strstr(s.text, "unit") - s.text), end = (int)(strstr(s.text, " fired") - s.text), first = (int)(strstr(s.text, "Tolland.") - s.text) + 8;
    snprintf(s.body, sizeof s.body,
        "{\"kind\":\"reading\",\"report\":\"%s\",\"maker\":\"%s\",\"sentences\":[[0,%d],[%d,%d]],\"parties\":[{\"name\":\"Unit %d\",\"kind\":\"unit\"},"
        "{\"name\":\"Officials\",\"kind\":\"unnamed\"}],\"incidents\":[{\"name\":\"shelling of Tolland\",\"kind\":\"attack\"}],\"claims\":[{\"id\":\"c-%012x\","
        "\"incident\":0,\"role\":\"carried_out\",\"party\":0,\"chain\":[{\"holder\":\"Officials\",\"party\":1,\"source\":{\"from\":0,\"to\":9,\"words\":\"Officials\"},"
        "\"outlet\":false,\"basis\":[{\"kind\":\"witness\",\"at\":null}]},{\"holder\":\"Tolland Courier\",\"party\":null,\"outlet\":true,\"basis\":[]}],"
        "\"factuality\":\"CT+\",\"confidence\":null,\"held\":null,\"own\":false,\"sentence\":1,\"mention\":{\"from\":%d,\"to\":%d,\"words\":\"unit %d\"},"
        "\"probability\":0.75}],\"statements\":[]}", s.hash, maker, first, first + 1, size, n, n + 1, at, end, n);
    return s;
}

static sayso_code enter_story(say_ledger *l, int n, const char *maker, bool *added, sayso_error *e)
{
    story_made s = story_numbered(n, maker);
    char doc[20], date[20];
    bool also;
    snprintf(doc, sizeof doc, "story-%d", n);
    snprintf(date, sizeof date, "2026-05-%02d", n % 28 + 1);
    const say_report_entry report = { s.hash, "A title", "The Example", date, "", strlen(s.text) };
    sayso_code code = say_ledger_begin(l, e);
    if (code) return code;
    code = say_ledger_keep_text(l, s.hash, say_base_str(s.text), e);
    if (!code) code = say_ledger_append_report(l, &report, &also, e);
    if (!code) code = say_ledger_append_name(l, s.hash, doc, &also, e);
    if (!code) code = say_ledger_append(l, say_base_str(s.body), added, e);
    if (!code) return say_ledger_commit(l, e);
    say_ledger_rollback(l);
    return code;
}

static bool enter(say_ledger *l, int n)
{
    sayso_error e = { SAYSO_OK, 0, "", "" };
    bool added = false;
    if (enter_story(l, n, "sayso tiny 1", &added, &e)) fail_msg("%s: %s", e.where, e.message);
    return added;
}

static void correct(say_ledger *l, sayso_act act, const char *target, const char *field, const char *value, char id[16])
{
    sayso_error e = { SAYSO_OK, 0, "", "" };
    assert_int_equal(say_ledger_begin(l, &e), SAYSO_OK);
    if (say_ledger_append_correction(l, &(sayso_correction){ act, target, NULL, field, value, "A. Lee", "misread" }, id, &e)) fail_msg("%s: %s", e.where, e.message);
    assert_int_equal(say_ledger_commit(l, &e), SAYSO_OK);
}

/* ---- what a ledger holds ---- */

typedef struct { char *at; size_t size; } held;

static int hold_line(void *to, say_str body)
{
    held *h = to;
    h->at = realloc(h->at, h->size + body.len + 2);
    memcpy(h->at + h->size, body.at, body.len);
    h->size += body.len;
    h->at[h->size++] = '\n';
    h->at[h->size] = '\0';
    return 0;
}

static char *canonical(say_ledger *l)
{
    held h = { calloc(1, 1), 0 };
    assert_int_equal(say_ledger_entries(l, hold_line, &h, NULL), SAYSO_OK);
    return h.at;
}

static void assert_same_content(say_ledger *a, say_ledger *b)
{
    char *x = canonical(a), *y = canonical(b);
    assert_string_equal(x, y);
    free(x);
    free(y);
}

/* The first column of the first row. */
static const char *value_of(say_ledger *l, const char *sql)
{
    static char out[4][300];
    static size_t turn;
    char *to = out[turn++ % 4];
    sqlite3_stmt *row = NULL;
    if (sqlite3_prepare_v2(l->db, sql, -1, &row, NULL)) fail_msg("%s: %s", sql, sqlite3_errmsg(l->db));
    snprintf(to, 300, "%s", sqlite3_step(row) == SQLITE_ROW ? say_ledger_column(row, 0) : "(none)");
    sqlite3_finalize(row);
    return to;
}

static void change(say_ledger *l, const char *sql)
{
    if (sqlite3_exec(l->db, sql, NULL, NULL, NULL)) fail_msg("%s: %s", sql, sqlite3_errmsg(l->db));
}

typedef struct { char lines[6000]; } told_lines;

static void keep_told(void *to, const char *line)
{
    told_lines *t = to;
    size_t n = strlen(t->lines);
    snprintf(t->lines + n, sizeof t->lines - n, "%s\n", line);
}

static told_lines verified_lines;
static sayso_verified seen;

static size_t problems_of(say_ledger *l)
{
    sayso_error e = { SAYSO_OK, 0, "", "" };
    verified_lines.lines[0] = '\0';
    if (say_ledger_verify(l, (sayso_told){ keep_told, &verified_lines }, &seen, &e)) fail_msg("%s: %s", e.where, e.message);
    return seen.problems;
}

static void assert_sound(say_ledger *l)
{
    if (problems_of(l)) fail_msg("%s", verified_lines.lines);
}

/* ---- entering ---- */

TEST(what_is_entered_is_there_after_closing)
{
    const char *path = fresh_path(0);
    say_ledger *l = opened(path, true);
    assert_true(enter(l, 1));
    say_ledger_close(l);
    l = opened(path, false);
    bool has;
    story_made s = story_numbered(1, "sayso tiny 1");
    assert_int_equal(say_ledger_has_reading(l, s.hash, "sayso tiny 1", &has, NULL), SAYSO_OK);
    assert_true(has);
    assert_int_equal(say_ledger_has_reading(l, s.hash, "sayso other", &has, NULL), SAYSO_OK);
    assert_false(has);
    assert_string_equal(value_of(l, "SELECT words FROM claims"), "Officials said unit 1 fired on Tolland.");
    change(l, "PRAGMA trusted_schema=1");          /* as the sqlite3 shell has it */
    assert_string_equal(value_of(l, "SELECT words FROM passage WHERE part LIKE '%mention'"), "unit 1");
    say_ledger_close(l);
}

TEST(the_same_again_changes_nothing)
{
    say_ledger *l = opened(fresh_path(0), true);
    enter(l, 1);
    char *before = canonical(l);
    const char *entries = value_of(l, "SELECT count(*) FROM entry"), *chain = value_of(l, "SELECT chain FROM entry ORDER BY number DESC");
    assert_false(enter(l, 1));
    char *after = canonical(l);
    assert_string_equal(before, after);
    assert_string_equal(value_of(l, "SELECT count(*) FROM entry"), entries);
    assert_string_equal(value_of(l, "SELECT chain FROM entry ORDER BY number DESC"), chain);
    free(before);
    free(after);
    say_ledger_close(l);
}

TEST(entries_in_any_order_are_the_same_content)
{
    static const int orders[][5] = { { 1, 2, 3, 4, 5 }, { 5, 4, 3, 2, 1 }, { 3, 1, 5, 2, 4 } };
    say_ledger *l[3];
    for (size_t i = 0; i < 3; i++) {
        l[i] = opened(fresh_path(i), true);
        for (size_t j = 0; j < 5; j++) enter(l[i], orders[i][j]);
        assert_sound(l[i]);
        assert_int_equal(seen.reports, 5);
    }
    assert_same_content(l[0], l[1]);
    assert_same_content(l[0], l[2]);
    for (size_t i = 0; i < 3; i++) say_ledger_close(l[i]);
}

TEST(an_entry_stays_as_it_was_after_all_that_follows)
{
    say_ledger *l = opened(fresh_path(0), true);
    char id[16];
    enter(l, 1);
    char first[300];
    snprintf(first, sizeof first, "%s", value_of(l, "SELECT group_concat(number||chain||at) FROM entry"));
    enter(l, 2);
    correct(l, SAYSO_REJECT, "c-000000000002", NULL, NULL, id);
    assert_string_equal(first, value_of(l, "SELECT group_concat(number||chain||at) FROM entry WHERE number<=3"));
    say_ledger_close(l);
}

TEST(of_our_own_readings_that_of_the_greatest_maker_is_shown)
{
    sayso_error e;
    bool added;
    for (size_t order = 0; order < 2; order++) {
        say_ledger *l = opened(fresh_path(order), true);
        assert_int_equal(enter_story(l, 1, order ? "sayso b" : "sayso a", &added, &e), SAYSO_OK);
        assert_int_equal(enter_story(l, 1, order ? "sayso a" : "sayso b", &added, &e), SAYSO_OK);
        assert_int_equal(enter_story(l, 1, "by hand: A. Lee", &added, &e), SAYSO_OK);
        assert_string_equal(value_of(l, "SELECT group_concat(maker) FROM (SELECT maker FROM claims ORDER BY maker)"), "by hand: A. Lee,sayso b");
        assert_sound(l);
        say_ledger_close(l);
    }
}

TEST(what_is_no_entry_is_refused_and_leaves_nothing)
{
    static const char *const bodies[] = {
        "", "{}", "[]", "nonsense", "{\"kind\":\"reading\"}", "{\"kind\":\"song\",\"report\":\"x\"}", "{\"kind\":\"name\",\"report\":\"none\",\"doc\":\"x\"}",
        "{\"kind\":\"report\",\"report\":\"none\"}", "{\"kind\":\"correction\",\"id\":\"k-1\",\"act\":\"burn\",\"target\":\"c-1\"}",
    };
    say_ledger *l = opened(fresh_path(0), true);
    sayso_error e;
    bool added;
    assert_int_equal(say_ledger_begin(l, &e), SAYSO_OK);
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        assert_int_equal(say_ledger_append(l, say_base_str(bodies[i]), &added, &e), SAYSO_BAD_TEXT);
        assert_false(added);
        assert_true(*e.message != '\0');
    }
    assert_int_equal(say_ledger_commit(l, &e), SAYSO_OK);
    assert_string_equal(value_of(l, "SELECT count(*) FROM content"), "0");
    assert_int_equal(say_ledger_append(l, SAY_STR("{}"), &added, &e), SAYSO_BAD_CALL);
    say_ledger_close(l);
}

TEST(a_text_with_another_hash_is_refused)
{
    say_ledger *l = opened(fresh_path(0), true);
    sayso_error e;
    assert_int_equal(say_ledger_begin(l, &e), SAYSO_OK);
    assert_int_equal(say_ledger_keep_text(l, "00", SAY_STR("text"), &e), SAYSO_BAD_TEXT);
    say_ledger_rollback(l);
    say_ledger_close(l);
}

/* ---- corrections ---- */

TEST(a_correction_is_a_view_and_can_be_undone_and_redone)
{
    say_ledger *l = opened(fresh_path(0), true);
    char reject[16], undo[16], again[16];
    enter(l, 1);
    correct(l, SAYSO_REJECT, "c-000000000002", NULL, NULL, reject);
    assert_string_equal(value_of(l, "SELECT standing FROM claims"), "rejected");
    correct(l, SAYSO_UNDO, reject, NULL, NULL, undo);
    assert_string_equal(value_of(l, "SELECT standing FROM claims"), "stands");
    correct(l, SAYSO_UNDO, undo, NULL, NULL, again);
    assert_string_equal(value_of(l, "SELECT standing FROM claims"), "rejected");
    assert_sound(l);
    say_ledger_close(l);
}

TEST(the_later_of_two_decisions_holds_whatever_came_first_into_the_ledger)
{
    char id[16];
    say_ledger *l = opened(fresh_path(0), true);
    enter(l, 1);
    correct(l, SAYSO_SET, "c-000000000002", "role", "ordered", id);
    correct(l, SAYSO_SET, "c-000000000002", "role", "aware", id);
    correct(l, SAYSO_SET, "c-000000000002", "party", "Unit 9", id);
    assert_string_equal(value_of(l, "SELECT role||party FROM claims"), "awareUnit 9");
    say_ledger *other = opened(fresh_path(1), true);
    size_t added;
    assert_int_equal(say_ledger_merge(other, paths[0], &added, NULL), SAYSO_OK);
    assert_int_equal(added, 6);
    assert_string_equal(value_of(other, "SELECT role||party FROM claims"), "awareUnit 9");
    assert_sound(other);
    say_ledger_close(other);
    say_ledger_close(l);
}

/* ---- merging ---- */

static void merged(say_ledger *l, const char *other, size_t wanted)
{
    sayso_error e = { SAYSO_OK, 0, "", "" };
    size_t added;
    if (say_ledger_merge(l, other, &added, &e)) fail_msg("%s: %s", e.where, e.message);
    assert_int_equal(added, wanted);
    assert_sound(l);
}

static void write_file(const char *path, const char *bytes, size_t size)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    fclose(f);
}

static char whole_file[1 << 20];

static size_t read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    size_t size = fread(whole_file, 1, sizeof whole_file, f);
    assert_true(size > 0 && size < sizeof whole_file);
    fclose(f);
    return size;
}

static void copy_file(const char *from, const char *to) { write_file(to, whole_file, read_file(from)); }

TEST(ledgers_merged_in_any_order_are_the_same)
{
    const char *a = fresh_path(0), *b = fresh_path(1), *c = fresh_path(2);
    say_ledger *l = opened(a, true);
    enter(l, 1);
    enter(l, 2);
    say_ledger_close(l);
    l = opened(b, true);
    enter(l, 2);
    enter(l, 3);
    say_ledger_close(l);
    l = opened(c, true);
    enter(l, 4);
    say_ledger_close(l);
    say_ledger *x = opened(fresh_path(3), true), *y = opened(fresh_path(4), true), *z = opened(fresh_path(5), true);
    for (int i = 1; i <= 4; i++) enter(z, i);
    merged(x, a, 6);
    merged(x, b, 3);
    merged(x, c, 3);
    merged(y, c, 3);
    merged(y, b, 6);
    merged(y, a, 3);
    assert_same_content(x, y);
    assert_same_content(x, z);
    merged(x, a, 0);
    merged(x, paths[4], 0);
    merged(z, paths[3], 0);
    say_ledger_close(x);
    say_ledger_close(y);
    say_ledger_close(z);
}

TEST(copies_that_went_different_ways_meet_again_and_both_tails_are_kept)
{
    const char *a = fresh_path(0), *b = fresh_path(1);
    say_ledger *l = opened(a, true);
    enter(l, 1);
    say_ledger_close(l);
    copy_file(a, b);
    say_ledger *x = opened(a, true), *y = opened(b, true);
    enter(x, 2);
    enter(y, 3);
    merged(x, b, 3);
    assert_string_equal(value_of(x, "SELECT count(*) FROM segment"), "2");
    merged(y, a, 3);
    assert_same_content(x, y);
    enter(x, 4);
    merged(x, b, 0);
    assert_string_equal(value_of(x, "SELECT count(*) FROM segment"), "2");
    merged(y, a, 3);
    assert_same_content(x, y);
    say_ledger_close(x);
    say_ledger_close(y);
}

TEST(a_copy_that_only_went_on_is_followed)
{
    const char *a = fresh_path(0), *b = fresh_path(1);
    say_ledger *l = opened(a, true);
    enter(l, 1);
    say_ledger_close(l);
    copy_file(a, b);
    say_ledger *y = opened(b, true), *x = opened(a, true);
    enter(y, 2);
    merged(x, b, 3);
    enter(x, 3);
    assert_string_equal(value_of(x, "SELECT count(*) FROM segment"), "1");
    assert_sound(x);
    say_ledger_close(x);
    say_ledger_close(y);
}

TEST(a_damaged_ledger_is_not_merged)
{
    const char *a = fresh_path(0);
    sayso_error e;
    size_t added;
    say_ledger *l = opened(a, true), *x = opened(fresh_path(1), true);
    enter(l, 1);
    change(l, "UPDATE entry SET at='2020-01-01T00:00:00Z' WHERE number=2");
    assert_int_equal(say_ledger_merge(x, a, &added, &e), SAYSO_BAD_LEDGER);
    assert_string_equal(value_of(x, "SELECT count(*) FROM content"), "0");
    say_ledger_close(x);
    say_ledger_close(l);
}

/* ---- verifying ---- */

TEST(each_kind_of_damage_is_found_and_told)
{
    static const struct { const char *damage, *told; } kinds[] = {
        { "UPDATE content SET body=replace(body, '0.75', '0.95') WHERE kind='reading'", "its line has another hash" },
        { "UPDATE text SET bytes=CAST(replace(CAST(bytes AS TEXT), 'unit', 'Unit') AS BLOB)", "its bytes have another hash" },
        { "UPDATE text SET bytes=CAST(replace(CAST(bytes AS TEXT), 'unit', 'Unit') AS BLOB)", "the words \"unit 1\" do not stand there" },
        { "UPDATE entry SET at='2020-01-01T00:00:00Z' WHERE number=2", "entry 2: the chain is broken here" },
        { "DELETE FROM entry WHERE number=2", "an entry before it is missing" },
        { "DELETE FROM entry WHERE number=2", "stands in no chain" },
        { "UPDATE claim SET role='ordered'", "role is \"ordered\" where the entry gives \"carried_out\"" },
        { "UPDATE claim SET standing='rejected'", "standing is \"rejected\"" },
        { "UPDATE report SET date='2020-01-01'", "date is \"2020-01-01\"" },
        { "UPDATE voice SET outlet=1 WHERE place=0", "outlet is \"1\"" },
        { "DELETE FROM ground", "a row of ground" },
        { "DELETE FROM name", "a row of name (story-1) is missing" },
        { "PRAGMA foreign_keys=0; DELETE FROM claim", "a row of claim (c-000000000002) is missing" },
        { "PRAGMA foreign_keys=0; DELETE FROM reading", "its row is missing" },
        { "UPDATE reading SET shown=0", "shown is \"0\"" },
        { "INSERT INTO said(said) VALUES('delete-all')", "index said: it has not the words of 1 of 1 rows, the first c-000000000002" },
        { "INSERT INTO said(rowid, words) VALUES(77, 'never said')", "index said: it has 2 words of rows that are not there" },
        { "INSERT INTO said(said, rowid, words) VALUES('delete', (SELECT id FROM claim), 'Officials said unit 1 fired on Tolland.');"
          "INSERT INTO said(rowid, words) SELECT id, 'Officials said unit 1 on Tolland fired.' FROM claim", "index said: it has not the words of 1" },
        { "INSERT INTO fragment(fragment, rowid, name) SELECT 'delete', id, name FROM label WHERE name='Unit 1'", "index fragment: it has not the words of 1 of 4 rows, the first Unit 1" },
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        say_ledger *l = opened(fresh_path(0), true);
        enter(l, 1);
        assert_sound(l);
        assert_int_equal(seen.entries, 3);
        assert_int_equal(seen.passages, 2);
        change(l, kinds[i].damage);
        say_ledger_close(l);
        l = opened(paths[0], false);
        assert_true(problems_of(l) > 0);
        if (!strstr(verified_lines.lines, kinds[i].told)) fail_msg("%s\nwas told as\n%s", kinds[i].damage, verified_lines.lines);
        say_ledger_close(l);
    }
}

/* Bytes all over the file in turn are other ones. */
TEST(flipped_bytes_of_the_file_never_crash)
{
    const char *a = fresh_path(0), *b = fresh_path(1);
    say_ledger *l = opened(a, true);
    enter(l, 1);
    say_ledger_close(l);
    size_t size = read_file(a);
    for (size_t at = 0; at < size; at += size / 150 + 1) {
        whole_file[at] ^= 0x55;
        write_file(fresh_path(1), whole_file, size);
        whole_file[at] ^= 0x55;
        sayso_error e;
        sayso_verified v;
        l = say_ledger_open(b, false, NULL, &e);
        if (l) say_ledger_verify(l, (sayso_told){ NULL, NULL }, &v, &e);
        say_ledger_close(l);
    }
}

/* ---- files that are no ledger, or cannot be had ---- */

TEST(a_missing_file_is_made_for_writing_and_missed_for_reading)
{
    assert_int_equal(open_refused(fresh_path(0), false), SAYSO_NO_FILE);
    assert_non_null(strstr(refusal.message, "cannot be opened"));
    assert_int_equal(open_refused("build/no/such/folder/x.ledger", true), SAYSO_NO_FILE);
    say_ledger_close(opened(paths[0], true));
    say_ledger_close(opened(paths[0], false));
}

TEST(a_file_of_another_kind_or_program_is_refused_and_left_alone)
{
    static char text[5000];
    memset(text, 'x', sizeof text);
    write_file(fresh_path(0), text, sizeof text);
    assert_int_equal(open_refused(paths[0], true), SAYSO_BAD_LEDGER);
    assert_int_equal(open_refused(paths[0], false), SAYSO_BAD_LEDGER);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(fresh_path(1), &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE bookmark(url)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(open_refused(paths[1], true), SAYSO_BAD_LEDGER);
    assert_non_null(strstr(refusal.message, "another program"));
    write_file(fresh_path(2), "", 0);
    assert_int_equal(open_refused(paths[2], false), SAYSO_BAD_LEDGER);
    assert_int_equal(open_refused(folder, true), SAYSO_NO_FILE);
}

TEST(a_newer_ledger_is_refused)
{
    say_ledger *l = opened(fresh_path(0), true);
    change(l, "PRAGMA user_version=99");
    say_ledger_close(l);
    assert_int_equal(open_refused(paths[0], true), SAYSO_BAD_LEDGER);
    assert_non_null(strstr(refusal.message, "newer sayso"));
    assert_int_equal(open_refused(paths[0], false), SAYSO_BAD_LEDGER);
}

TEST(a_truncated_ledger_is_refused)
{
    say_ledger *l = opened(fresh_path(0), true);
    for (int i = 0; i < 20; i++) enter(l, i);
    say_ledger_close(l);
    struct stat about;
    assert_int_equal(stat(paths[0], &about), 0);
    for (off_t size = about.st_size - 4096; size > 0; size -= about.st_size / 7) {
        assert_int_equal(truncate(paths[0], size), 0);
        assert_int_equal(open_refused(paths[0], false), SAYSO_BAD_LEDGER);
        assert_int_equal(open_refused(paths[0], true), SAYSO_BAD_LEDGER);
    }
}

TEST(another_writer_is_waited_for_a_while_and_readers_never)
{
    sayso_error e;
    say_ledger *a = opened(fresh_path(0), true), *b = opened(paths[0], true), *r = opened(paths[0], false);
    enter(a, 1);
    assert_int_equal(say_ledger_begin(a, &e), SAYSO_OK);
    assert_int_equal(say_ledger_begin(b, &e), SAYSO_BUSY);
    assert_string_equal(value_of(r, "SELECT count(*) FROM claims"), "1");
    say_ledger_rollback(a);
    enter(b, 2);
    assert_string_equal(value_of(r, "SELECT count(*) FROM claims"), "2");
    assert_int_equal(say_ledger_begin(r, &e), SAYSO_BAD_CALL);
    say_ledger_close(a);
    say_ledger_close(b);
    say_ledger_close(r);
}

TEST(a_read_only_file_can_be_read_and_not_written)
{
    say_ledger *l = opened(fresh_path(0), true);
    enter(l, 1);
    say_ledger_close(l);
    shim_read_only(true);
    sayso_code code = open_refused(shimmed(paths[0]), true);
    shim_read_only(false);
    assert_int_equal(code, SAYSO_NO_FILE);
    assert_non_null(strstr(refusal.message, "may only be read"));
    l = opened(paths[0], false);
    assert_string_equal(value_of(l, "SELECT count(*) FROM claims"), "1");
    say_ledger_close(l);
}

/* In a process of its own, which ends within. */
static void apart(void (*work)(const char *), const char *path)
{
    int status;
    pid_t child = fork();
    if (child == 0) work(path);
    assert_true(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* Dies within a transaction of which pages are in the file already: SQLite's journal, left beside it, must be played back. */
static void die_while_writing(const char *path)
{
    sqlite3 *db;
    if (sqlite3_open(path, &db) || sqlite3_exec(db, "PRAGMA journal_mode=DELETE; PRAGMA cache_size=1; BEGIN IMMEDIATE;"
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<400) INSERT INTO text(hash, bytes) SELECT 'h'||i, zeroblob(2000) FROM n;", NULL, NULL, NULL))
        _exit(1);
    _exit(0);
}

TEST(what_a_killed_writer_left_beside_the_file_is_played_back_by_whoever_reads_first)
{
    char journal[100];
    say_ledger *l = opened(fresh_path(0), true);
    enter(l, 1);
    say_ledger_close(l);
    apart(die_while_writing, paths[0]);
    snprintf(journal, sizeof journal, "%s-journal", paths[0]);
    assert_int_equal(access(journal, F_OK), 0);
    l = opened(paths[0], false);
    assert_sound(l);
    assert_int_equal(seen.reports, 1);
    say_ledger_close(l);
}

/* ---- making one ---- */

static const char *beside(const char *path, const char *end)
{
    static char out[2][100];
    static size_t turn;
    snprintf(out[++turn % 2], sizeof out[0], "%s%s", path, end);
    return out[turn % 2];
}

static void assert_made_whole(const char *path)
{
    say_ledger_close(opened(path, true));
    say_ledger *l = opened(path, false);
    assert_sound(l);
    say_ledger_close(l);
    assert_int_not_equal(access(beside(path, ".unfinished"), F_OK), 0);
    assert_int_not_equal(access(beside(path, ".unfinished-journal"), F_OK), 0);
}

TEST(a_new_ledger_is_whole_from_the_moment_that_its_name_is_there)
{
    static const shim_kind kinds[] = { SHIM_READ, SHIM_WRITE, SHIM_SYNC, SHIM_FULL };
    for (size_t k = 0; k < 4; k++) {
        size_t failed = 0;
        for (size_t after = 0;; after++) {
            sayso_error e = { SAYSO_OK, 0, "", "" };
            const char *path = fresh_path(0);
            shim_arm(kinds[k], after);
            say_ledger *l = say_ledger_open(shimmed(path), true, "2026-05-25T10:00:00Z", &e);
            bool fired = shim_disarm(kinds[k]);
            if (!l && (!fired || e.code != SAYSO_NO_FILE)) fail_msg("%s: %s (%d)", e.where, e.message, e.code);
            failed += !l;
            say_ledger_close(l);
            if (!access(path, F_OK)) assert_sound(l = opened(path, false)), say_ledger_close(l);
            assert_made_whole(path);
            if (!fired) break;
        }
        assert_true(failed > 2);
    }
}

static void leave_nothing_written(const char *path) { write_file(beside(path, ".unfinished"), "", 0); _exit(0); }

static void leave_a_journal(const char *path)
{
    sqlite3 *db;
    if (sqlite3_open(beside(path, ".unfinished"), &db) || sqlite3_exec(db, "PRAGMA cache_size=1; BEGIN IMMEDIATE; CREATE TABLE text(hash, bytes);"
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<400) INSERT INTO text(hash, bytes) SELECT 'h'||i, zeroblob(2000) FROM n;", NULL, NULL, NULL)
        || access(beside(path, ".unfinished-journal"), F_OK)) _exit(1);
    _exit(0);
}

static void leave_it_whole(const char *path) { say_ledger_close(opened(path, true)); _exit(rename(path, beside(path, ".unfinished"))); }
static void leave_two_names(const char *path) { say_ledger_close(opened(path, true)); _exit(link(path, beside(path, ".unfinished"))); }

TEST(what_a_killed_run_left_of_a_new_ledger_is_finished_by_the_next)
{
    static void (*const left[])(const char *) = { leave_nothing_written, leave_a_journal, leave_it_whole, leave_two_names };
    for (size_t i = 0; i < 4; i++) {
        const char *path = fresh_path(0);
        apart(left[i], path);
        assert_int_equal(access(beside(path, ".unfinished"), F_OK), 0);
        if (i < 3) assert_int_equal(open_refused(path, false), SAYSO_NO_FILE);
        assert_made_whole(path);
    }
}

TEST(a_ledger_that_is_called_as_an_unfinished_one_is_left_alone)
{
    say_ledger *l = opened(fresh_path(0), true);
    enter(l, 1);
    say_ledger_close(l);
    assert_int_equal(rename(paths[0], beside(paths[0], ".unfinished")), 0);
    assert_int_equal(open_refused(paths[0], true), SAYSO_BAD_LEDGER);
    assert_non_null(strstr(refusal.message, "in the way"));
    l = opened(beside(paths[0], ".unfinished"), false);
    assert_sound(l);
    assert_int_equal(seen.reports, 1);
    say_ledger_close(l);
}

TEST(of_many_that_make_a_ledger_at_once_all_get_the_same)
{
    enum { MAKERS = 5 };
    for (size_t turn = 0; turn < 3; turn++) {
        const char *path = fresh_path(0);
        pid_t children[MAKERS];
        int status;
        for (int i = 0; i < MAKERS; i++) {
            if ((children[i] = fork())) continue;
            sayso_error e;
            bool added = false;
            say_ledger *l;
            do l = say_ledger_open(path, true, "2026-05-25T10:00:00Z", &e);
            while (!l && e.code == SAYSO_BUSY);
            while (l && enter_story(l, i, "sayso tiny 1", &added, &e) == SAYSO_BUSY) { }
            if (!added) fprintf(stderr, "%s: %s (%d)\n", e.where, e.message, e.code);
            _exit(!added);
        }
        for (int i = 0; i < MAKERS; i++) assert_true(waitpid(children[i], &status, 0) == children[i] && WIFEXITED(status) && WEXITSTATUS(status) == 0);
        say_ledger *l = opened(path, false);
        assert_sound(l);
        assert_int_equal(seen.reports, MAKERS);
        say_ledger_close(l);
        assert_int_not_equal(access(beside(path, ".unfinished"), F_OK), 0);
    }
}

/* ---- what fails ---- */

/* After a failure the ledger holds story 1 wholly, story 2 wholly or not at all, and takes it then. */
static void assert_nothing_lost(const char *path)
{
    say_ledger *l = opened(path, true);
    assert_sound(l);
    assert_true(seen.reports == 1 || seen.reports == 2);
    assert_int_equal(seen.entries, 3 * seen.reports);
    assert_int_equal(enter(l, 2), seen.reports == 1);
    say_ledger_close(l);
}

static void one_story(void)
{
    char path[80];
    snprintf(path, sizeof path, "%s/one.ledger", folder);
    if (access(path, R_OK)) {
        say_ledger *l = opened(path, true);
        enter(l, 1);
        say_ledger_close(l);
    }
    copy_file(path, fresh_path(0));
}

static bool enter_second(const char *path, sayso_error *e)
{
    bool added = false;
    say_ledger *l = say_ledger_open(path, true, "2026-05-26T10:00:00Z", e);
    bool fine = l && !enter_story(l, 2, "sayso tiny 1", &added, e);
    say_ledger_close(l);
    return fine;
}

TEST(failing_reads_writes_and_syncs_lose_nothing)
{
    static const shim_kind kinds[] = { SHIM_READ, SHIM_WRITE, SHIM_SYNC, SHIM_FULL };
    for (size_t k = 0; k < 4; k++) {
        size_t failed = 0;
        for (size_t after = 0;; after += 1 + after / 40) {
            one_story();
            sayso_error e = { SAYSO_OK, 0, "", "" };
            shim_arm(kinds[k], after);
            bool fine = enter_second(shimmed(paths[0]), &e);
            bool fired = shim_disarm(kinds[k]);
            if (!fine && !fired) fail_msg("%s: %s", e.where, e.message);
            if (!fine) assert_true(e.code == SAYSO_NO_FILE && *e.message);
            failed += !fine;
            assert_nothing_lost(paths[0]);
            if (!fired) break;
        }
        assert_true(failed > 0);
    }
}

/* The Nth allocation of a long work: each of the first ones, then ever fewer. */
static size_t allocations_fail(bool (*attempt)(void))
{
    size_t failed = 0;
    for (size_t after = 0;; after += 1 + after / 40) {
        fault_arm(FAULT_ALLOCATION, after);
        bool fine = attempt(), fired = fault_disarm(FAULT_ALLOCATION);
        if (!fine && !fired) fail_msg("failed although no allocation did");
        failed += !fine;
        if (!fired) return failed;
    }
}

static bool told_of_memory(bool fine, const sayso_error *e)
{
    if (!fine && e->code != SAYSO_NO_MEMORY) fail_msg("%s: %s (%d)", e->where, e->message, e->code);
    return fine;
}

static bool opens_and_enters(void)
{
    sayso_error e = { SAYSO_OK, 0, "", "" };
    return told_of_memory(enter_second(paths[0], &e), &e);
}

TEST(failing_allocations_while_entering_lose_nothing)
{
    one_story();
    assert_true(allocations_fail(opens_and_enters) > 20);
    assert_nothing_lost(paths[0]);
}

static bool makes_one(void)
{
    sayso_error e = { SAYSO_OK, 0, "", "" };
    say_ledger *l = say_ledger_open(fresh_path(0), true, "2026-05-25T10:00:00Z", &e);
    say_ledger_close(l);
    return told_of_memory(l != NULL, &e);
}

TEST(failing_allocations_while_making_a_ledger_leave_one_that_can_be_opened)
{
    assert_true(allocations_fail(makes_one) > 20);
    say_ledger_close(opened(paths[0], true));
}

static bool verifies(void)
{
    sayso_error e = { SAYSO_OK, 0, "", "" };
    sayso_verified v = { 0, 0, 0, 0 };
    say_ledger *l = say_ledger_open(paths[0], false, NULL, &e);
    bool fine = l && !say_ledger_verify(l, (sayso_told){ NULL, NULL }, &v, &e);
    say_ledger_close(l);
    assert_int_equal(v.problems, 0);
    return told_of_memory(fine, &e);
}

TEST(failing_allocations_while_verifying_are_no_damage)
{
    one_story();
    assert_true(allocations_fail(verifies) > 20);
}

static bool merges(void)
{
    sayso_error e = { SAYSO_OK, 0, "", "" };
    size_t added;
    say_ledger *l = say_ledger_open(fresh_path(1), true, "2026-05-26T10:00:00Z", &e);
    bool fine = l && !say_ledger_merge(l, paths[0], &added, &e);
    say_ledger_close(l);
    return told_of_memory(fine, &e);
}

TEST(failing_allocations_while_merging_leave_all_or_nothing)
{
    one_story();
    assert_true(allocations_fail(merges) > 20);
    say_ledger *a = opened(paths[0], false), *b = opened(paths[1], false);
    assert_same_content(a, b);
    say_ledger_close(a);
    say_ledger_close(b);
}

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "%s/test-ledger-XXXXXX", access("/dev/shm", W_OK) ? "build" : "/dev/shm");    /* where fsync costs nothing */
    shim_install();
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char path[80];
    for (size_t i = 0; i < 8; i++) fresh_path(i);
    snprintf(path, sizeof path, "%s/one.ledger", folder);
    unlink(path);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(what_is_entered_is_there_after_closing),
        PROVE(the_same_again_changes_nothing),
        PROVE(entries_in_any_order_are_the_same_content),
        PROVE(an_entry_stays_as_it_was_after_all_that_follows),
        PROVE(of_our_own_readings_that_of_the_greatest_maker_is_shown),
        PROVE(what_is_no_entry_is_refused_and_leaves_nothing),
        PROVE(a_text_with_another_hash_is_refused),
        PROVE(a_correction_is_a_view_and_can_be_undone_and_redone),
        PROVE(the_later_of_two_decisions_holds_whatever_came_first_into_the_ledger),
        PROVE(ledgers_merged_in_any_order_are_the_same),
        PROVE(copies_that_went_different_ways_meet_again_and_both_tails_are_kept),
        PROVE(a_copy_that_only_went_on_is_followed),
        PROVE(a_damaged_ledger_is_not_merged),
        PROVE(each_kind_of_damage_is_found_and_told),
        PROVE(flipped_bytes_of_the_file_never_crash),
        PROVE(a_missing_file_is_made_for_writing_and_missed_for_reading),
        PROVE(a_file_of_another_kind_or_program_is_refused_and_left_alone),
        PROVE(a_newer_ledger_is_refused),
        PROVE(a_truncated_ledger_is_refused),
        PROVE(another_writer_is_waited_for_a_while_and_readers_never),
        PROVE(a_read_only_file_can_be_read_and_not_written),
        PROVE(what_a_killed_writer_left_beside_the_file_is_played_back_by_whoever_reads_first),
        PROVE(a_new_ledger_is_whole_from_the_moment_that_its_name_is_there),
        PROVE(what_a_killed_run_left_of_a_new_ledger_is_finished_by_the_next),
        PROVE(a_ledger_that_is_called_as_an_unfinished_one_is_left_alone),
        PROVE(of_many_that_make_a_ledger_at_once_all_get_the_same),
        PROVE(failing_reads_writes_and_syncs_lose_nothing),
        PROVE(failing_allocations_while_entering_lose_nothing),
        PROVE(failing_allocations_while_making_a_ledger_leave_one_that_can_be_opened),
        PROVE(failing_allocations_while_verifying_are_no_damage),
        PROVE(failing_allocations_while_merging_leave_all_or_nothing),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
