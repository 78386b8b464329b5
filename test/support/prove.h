/* prove: cmocka with what it wants included before it, and a shorter way to list tests. */
#ifndef PROVE_H
#define PROVE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* A test is a sentence: TEST(an_empty_file_is_no_report) { ... } and, in the table of
 * main, PROVE(an_empty_file_is_no_report).                                            */
#define TEST(sentence)  static void sentence(void **state __attribute__((unused)))
#define PROVE(sentence) cmocka_unit_test(sentence)

#endif
