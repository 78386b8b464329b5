/* The tokenizer against Hugging Face's: test/model/pieces.tsv (make_vectors.py), or the
 * vectors that PIECES names for the weights that PIECES_WEIGHTS names.               */
#include "support/fault.h"
#include "support/prove.h"

#include "model/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static say_model *model;
static say_arena *arena;

static int open_all(void **state)
{
    (void)state;
    sayso_error e;
    const char *path = getenv("PIECES_WEIGHTS");
    model = say_model_open(path ? path : "weights/tiny.sayso", &e);
    arena = say_base_arena(&e);
    return model && arena ? 0 : -1;
}

static int close_all(void **state)
{
    (void)state;
    say_model_close(model);
    say_base_arena_close(arena);
    return 0;
}

static unsigned digit(char c) { return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10); }

/* Undoes \xHH and \\ in place; gives the length. */
static size_t unescape(char *s, size_t n)
{
    size_t to = 0;
    for (size_t i = 0; i < n; to++) {
        if (s[i] != '\\') s[to] = s[i++];
        else if (s[i + 1] == '\\') { s[to] = '\\'; i += 2; }
        else { s[to] = (char)(digit(s[i + 2]) << 4 | digit(s[i + 3])); i += 4; }
    }
    return to;
}

static void check_line(char *line, int number)
{
    sayso_error e;
    char *tab = strchr(line, '\t');
    assert_non_null(tab);
    /* A text of its own, so that the sanitizers see a read behind it. */
    size_t n = unescape(line, (size_t)(tab - line)), count = 0, i = 0;
    char *text = malloc(n ? n : 1);
    memcpy(text, line, n);
    say_piece *p = NULL;
    assert_int_equal(say_model_pieces(model, (say_str){ text, n }, arena, &p, &count, &e), SAYSO_OK);
    for (char *at = tab + 1; *at && *at != '\n'; i++) {
        long id = strtol(at, &at, 10), from = strtol(at + 1, &at, 10), to = strtol(at + 1, &at, 10);
        if (i >= count || p[i].id != id || p[i].from != (size_t)from || p[i].to != (size_t)to)
            fail_msg("line %d, piece %zu: %ld:%ld-%ld wanted", number, i, id, from, to);
        if (*at == ' ') at++;
    }
    if (i != count) fail_msg("line %d: %zu pieces, %zu wanted", number, count, i);
    free(text);
}

TEST(pieces_are_those_of_hugging_face)
{
    const char *path = getenv("PIECES");
    FILE *f = fopen(path ? path : "test/model/pieces.tsv", "r");
    assert_non_null(f);
    char *line = NULL;
    size_t room = 0;
    int number = 0;
    while (getline(&line, &room, f) > 0) check_line(line, ++number);
    assert_true(number > 200);
    free(line);
    fclose(f);
}

TEST(each_byte_of_a_broken_character_is_dropped_by_itself)
{
    sayso_error e;
    say_piece *p;
    size_t n;
    assert_int_equal(say_model_pieces(model, SAY_STR("a\xe2\x82 b"), arena, &p, &n, &e), SAYSO_OK);
    assert_int_equal(n, 2);
    assert_int_equal(p[0].to, 1);
    assert_int_equal(p[1].from, 4);
}

TEST(a_long_text_without_spaces_is_one_unknown_piece)
{
    sayso_error e;
    say_piece *p;
    size_t n, size = 1 << 20;
    char *text = malloc(size);
    memset(text, 'q', size);
    assert_int_equal(say_model_pieces(model, (say_str){ text, size }, arena, &p, &n, &e), SAYSO_OK);
    assert_int_equal(n, 1);
    assert_int_equal(p[0].id, say_model_special(model).unknown);
    assert_int_equal(p[0].to, size);
    free(text);
}

TEST(a_piece_spells_itself)
{
    sayso_error e;
    say_piece *p;
    size_t n;
    assert_int_equal(say_model_pieces(model, SAY_STR("The"), arena, &p, &n, &e), SAYSO_OK);
    assert_int_equal(n, 1);
    assert_true(say_base_same(say_model_spelling(model, p[0].id), SAY_STR("the")));
    assert_int_equal(say_model_spelling(model, -1).len, 0);
    assert_int_equal(say_model_spelling(model, 1 << 30).len, 0);
}

static bool cut_some(void *with)
{
    (void)with;
    static char text[40000];
    sayso_error e = { 0 };
    say_piece *p;
    size_t n;
    memset(text, '.', sizeof text);
    say_arena *own = say_base_arena(&e);
    bool fine = own && say_model_pieces(model, (say_str){ text, sizeof text }, own, &p, &n, &e) == SAYSO_OK;
    assert_int_equal(e.code, fine ? SAYSO_OK : SAYSO_NO_MEMORY);
    say_base_arena_close(own);
    return fine;
}

TEST(every_allocation_of_the_tokenizer_may_fail)
{
    assert_true(fault_every(FAULT_ALLOCATION, cut_some, NULL) > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(pieces_are_those_of_hugging_face),
        PROVE(each_byte_of_a_broken_character_is_dropped_by_itself),
        PROVE(a_long_text_without_spaces_is_one_unknown_piece),
        PROVE(a_piece_spells_itself),
        PROVE(every_allocation_of_the_tokenizer_may_fail),
    };
    return cmocka_run_group_tests_name("pieces", tests, open_all, close_all);
}
