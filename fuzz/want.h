/* want: what a fuzz target holds to be true of every input. */
#ifndef FUZZ_WANT_H
#define FUZZ_WANT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void want(bool holds)
{
    if (!holds) abort();
}

#endif
