/* The arena of a group of tests: cmocka_run_group_tests_name(…, open_arena, close_arena). */
#ifndef TEST_SUPPORT_ARENA_H
#define TEST_SUPPORT_ARENA_H

#include "base/base.h"

static say_arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = say_base_arena(NULL);
    return arena ? 0 : -1;
}

static int close_arena(void **state)
{
    (void)state;
    say_base_arena_close(arena);
    return 0;
}

#endif
