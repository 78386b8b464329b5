/* Windows and whole readings with the tiny weights, over the examples and texts made to be awkward. */
#include "support/prove.h"

#include "bytes/bytes.h"
#include "marks/inside.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static say_model  *model;
static say_marker *marker;
static say_work   *work;

static int open_reader(void **state)
{
    sayso_error e;
    (void)state;
    model = say_model_open("weights/tiny.sayso", &e);
    marker = model ? say_marks_open(model, &e) : NULL;
    work = say_model_work(&e);
    return marker && work ? 0 : -1;
}

static int close_reader(void **state)
{
    (void)state;
    say_model_work_close(work);
    say_marks_close(marker);
    say_model_close(model);
    return 0;
}

TEST(distances_fall_into_the_buckets_of_training)
{
    static const struct { long distance; size_t bucket; } table[] = {        /* bucket() of train/labels.py */
        { 0, 12 }, { 1, 13 }, { -1, 11 }, { 2, 14 }, { -2, 10 }, { 3, 15 }, { 4, 16 }, { 5, 17 }, { 6, 18 }, { 7, 19 }, { -7, 5 },
        { 8, 20 }, { 11, 20 }, { -11, 4 }, { 12, 21 }, { -12, 3 }, { 19, 21 }, { 20, 22 }, { 39, 22 }, { 40, 23 }, { -40, 1 },
        { 79, 23 }, { 80, 24 }, { -80, 0 }, { 600, 24 }, { -600, 0 },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_int_equal(say_marks_bucket(table[i].distance), table[i].bucket);
}

/* ---- what holds of every text ---- */

typedef struct { say_arena *arena; say_doc *doc; say_text text; say_windows windows; say_marks marks; } opened;

static opened open_text(const char *bytes, size_t size)
{
    sayso_error e;
    opened o = { .arena = say_base_arena(&e) };
    assert_int_equal(say_doc_open((say_str){ bytes, size }, "a text", o.arena, &o.doc, &e), SAYSO_OK);
    assert_int_equal(say_text_split(o.doc, o.arena, &o.text, &e), SAYSO_OK);
    assert_int_equal(say_marks_windows(model, &o.text, o.arena, &o.windows, &e), SAYSO_OK);
    return o;
}

static size_t pieces_of(const opened *o, size_t sentence)
{
    say_piece *pieces;
    size_t count;
    sayso_error e;
    assert_int_equal(say_model_pieces(model, say_text_sentence(&o->text, sentence), o->arena, &pieces, &count, &e), SAYSO_OK);
    return count < SAY_SENTENCE ? count : SAY_SENTENCE;
}

/* Own words of all windows in order are all words that begin a piece; nothing is own twice. */
static void assert_each_word_is_own_once(const opened *o)
{
    size_t next = 0;
    for (size_t k = 0; k < o->windows.count; k++) {
        const say_window *w = &o->windows.at[k];
        size_t first = SAYSO_NONE, last = SAYSO_NONE;
        for (size_t i = 0; i < w->count; i++) {
            if (!w->own[i]) continue;
            assert_true(w->words[i] != SAYSO_NONE && w->words[i] >= next);
            last = o->text.words[w->words[i]].sentence;
            if (first == SAYSO_NONE) first = last;
            next = w->words[i] + 1;
        }
        for (size_t i = 0; first != SAYSO_NONE && i < w->count; i++)            /* whole sentences */
            if (w->words[i] != SAYSO_NONE && !w->own[i]) assert_true(o->text.words[w->words[i]].sentence < first);
    }
}

/* Special pieces at both ends, the length, the context's share, the headline. */
static void assert_shape(const opened *o)
{
    say_special ends = say_model_special(model);
    size_t head = o->text.sentence_count ? pieces_of(o, 0) : 0;
    for (size_t k = 0; k < o->windows.count; k++) {
        const say_window *w = &o->windows.at[k];
        assert_true(w->count >= 2 && w->count <= SAY_WINDOW + 2 && w->count <= say_model_longest(model));
        assert_int_equal(w->ids[0], ends.start);
        assert_int_equal(w->ids[w->count - 1], ends.end);
        assert_true(w->words[0] == SAYSO_NONE && w->words[w->count - 1] == SAYSO_NONE);
        size_t context = 0;
        while (context < w->count && !w->own[context]) context++;
        if (context < w->count) assert_true(context <= 1 + SAY_CONTEXT + 1);
        if (k && head <= SAY_SHORT_HEAD)
            for (size_t i = 0; i < head; i++) assert_int_equal(w->ids[1 + i], o->windows.at[0].ids[1 + i]);
    }
}

static void assert_marks(opened *o)
{
    sayso_error e;
    assert_int_equal(say_marks_read(marker, work, &o->text, o->arena, &o->marks, &e), SAYSO_OK);
    const say_marks *m = &o->marks;
    for (size_t g = 0; g < m->groups.count; g++) {
        const say_group *group = &m->groups.at[g];
        assert_true(group->trigger < o->text.word_count && (!g || group->trigger > m->groups.at[g - 1].trigger));
        assert_true(group->role < SAYSO_ROLES && group->found >= 0 && group->found <= 1);
        for (size_t i = 0; i < group->spans[SAY_PARTY].count; i++)              /* a span of signs alone is no party */
            assert_null(strchr("\"()[],;:!?", *say_text_word(&o->text, group->spans[SAY_PARTY].at[i].from).at));
        for (size_t a = 0; a < SAY_ARGUMENTS; a++)
            for (size_t i = 0; i < group->spans[a].count; i++) {
                say_span s = group->spans[a].at[i];
                assert_true(s.from < s.to && s.to <= o->text.word_count);
                assert_int_equal(o->text.words[s.from].sentence, o->text.words[s.to - 1].sentence);
                assert_true(s.name == SAYSO_NONE || s.name < o->text.word_count);
            }
    }
    for (size_t i = 0; i < m->mentions.count; i++) {
        assert_true(m->mentions.at[i].event < m->event_count && m->mentions.at[i].group < m->groups.count);
        assert_true(!i || m->mentions.at[i].group >= m->mentions.at[i - 1].group);
    }
    for (size_t i = 0; i < m->attributions.count; i++) {
        const say_span parts[] = { m->attributions.at[i].source, m->attributions.at[i].cue, m->attributions.at[i].content };
        assert_true(parts[1].from < parts[1].to);
        for (size_t k = 0; k < 3; k++) assert_true(parts[k].from <= parts[k].to && parts[k].to <= o->text.word_count && parts[k].to - parts[k].from <= SAY_WINDOW);
    }
}

static void check_text(const char *bytes, size_t size)
{
    opened o = open_text(bytes, size);
    assert_each_word_is_own_once(&o);
    assert_shape(&o);
    assert_marks(&o);
    say_base_arena_close(o.arena);
}

TEST(every_example_is_read_in_windows_that_hold)
{
    DIR *folder = opendir("examples");
    assert_non_null(folder);
    size_t read = 0;
    for (struct dirent *d; (d = readdir(folder));) {
        char path[300], *bytes;
        size_t size, n = strlen(d->d_name);
        sayso_error e;
        if (n < 4 || strcmp(d->d_name + n - 4, ".txt")) continue;
        snprintf(path, sizeof path, "examples/%s", d->d_name);
        assert_int_equal(say_bytes_read(path, SAYSO_MAX_TEXT, &bytes, &size, &e), SAYSO_OK);
        check_text(bytes, size);
        free(bytes);
        read++;
    }
    closedir(folder);
    assert_true(read >= 10);
}

/* Sentences of a length that is drawn anew for each. */
static char *drawn_text(uint32_t seed, size_t sentences, uint32_t longest, size_t *size)
{
    static const char *const words[] = { "police", "said", "the", "army", "attack", "on", "Monday", "was", "by", "rebels,", "who", "denied", "it", "Lorne", "\xE2\x80\x8B", "bomb-maker's" };
    char *out = malloc(sentences * (longest + 1) * 14 + 40);
    size_t n = (size_t)sprintf(out, "Two die in blast\n\n");
    for (size_t s = 0; s < sentences; s++) {
        seed = seed * 1664525u + 1013904223u;
        for (uint32_t k = 0, many = 1 + (seed >> 8) % longest; k < many; k++) {
            seed = seed * 1664525u + 1013904223u;
            n += (size_t)sprintf(out + n, "%s%s", k ? " " : "The ", words[(seed >> 8) % 16]);
        }
        n += (size_t)sprintf(out + n, ".\n");
    }
    *size = n;
    return out;
}

TEST(sentences_of_any_length_fit_into_windows)
{
    static const uint32_t longest[] = { 4, 30, 120, 390 };
    for (uint32_t k = 0; k < 4; k++) {
        size_t size;
        char *bytes = drawn_text(k + 1, 1500 / longest[k] + 4, longest[k], &size);
        check_text(bytes, size);
        free(bytes);
    }
}

TEST(the_short_headline_stands_before_every_later_window)
{
    size_t size;
    char *bytes = drawn_text(9, 60, 30, &size);
    opened o = open_text(bytes, size);
    assert_true(o.windows.count > 1);
    const say_window *second = &o.windows.at[1];
    assert_int_equal(second->words[1], 0);
    assert_false(second->own[1]);
    assert_true(o.windows.at[0].own[1]);
    say_base_arena_close(o.arena);
    free(bytes);
}

TEST(a_text_without_words_has_no_windows_and_no_marks)
{
    static const char *const texts[] = { "", " \n\t \n", "\xE2\x80\x8B" };
    for (size_t i = 0; i < 3; i++) check_text(texts[i], strlen(texts[i]));
    opened o = open_text("", 0);
    assert_int_equal(o.windows.count, 0);
    say_base_arena_close(o.arena);
}

static void write_file(char *path, const char *bytes, size_t n)
{
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
    close(fd);
}

TEST(a_model_without_heads_is_refused_by_name)
{
    static char bytes[1 << 20];
    static const char *const heads[] = { "\"trigger.w\"", "\"kind.in.w\"", "\"pair.out.w\"", "\"source.none.w\"", "\"distance\"", "\"shyness\"", "\"name.distance\"" };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        char path[] = "/tmp/sayso-test-XXXXXX";
        FILE *f = fopen("weights/tiny.sayso", "rb");
        size_t n = fread(bytes, 1, sizeof bytes, f);
        fclose(f);
        char *at = strstr(bytes + 16, heads[i]);
        assert_non_null(at);
        at[1] = 'X';
        write_file(path, bytes, n);
        sayso_error e;
        say_model *lame = say_model_open(path, &e);
        remove(path);
        if (!lame) { assert_int_equal(e.code, SAYSO_BAD_WEIGHTS); continue; }      /* its scale or bias is nobody's now */
        memset(&e, 0, sizeof e);
        assert_null(say_marks_open(lame, &e));
        assert_int_equal(e.code, SAYSO_BAD_WEIGHTS);
        assert_true(e.message[0]);
        say_model_close(lame);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(distances_fall_into_the_buckets_of_training),
        PROVE(every_example_is_read_in_windows_that_hold),
        PROVE(sentences_of_any_length_fit_into_windows),
        PROVE(the_short_headline_stands_before_every_later_window),
        PROVE(a_text_without_words_has_no_windows_and_no_marks),
        PROVE(a_model_without_heads_is_refused_by_name),
    };
    return cmocka_run_group_tests_name("windows", tests, open_reader, close_reader);
}
