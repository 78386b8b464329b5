/* words: which of some names a mistyped word was meant to be. */
#include "cli.h"

#include <string.h>

enum { LONGEST_WORD = 31, MOST_NAMES = 128 };

static size_t least_of(size_t a, size_t b) { return a < b ? a : b; }

/* Letters to change, add, drop or swap with their neighbour to make a of b. */
static size_t steps_between(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b), rows[LONGEST_WORD + 1][LONGEST_WORD + 1];
    if (n > LONGEST_WORD || m > LONGEST_WORD) return LONGEST_WORD;
    for (size_t i = 0; i <= n; i++)
        for (size_t j = 0; j <= m; j++) {
            if (i == 0 || j == 0) {
                rows[i][j] = i + j;
                continue;
            }
            size_t best = rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            best = least_of(best, least_of(rows[i - 1][j], rows[i][j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) best = least_of(best, rows[i - 2][j - 2] + 1);
            rows[i][j] = best;
        }
    return rows[n][m];
}

/* A step for every four letters, and one; the beginning of a name is a step away from it. */
const char *nearest_of(const char *word, const char *const *names, size_t count)
{
    const char *best = NULL;
    size_t fewest = LONGEST_WORD, length = strlen(word);
    for (size_t i = 0; i < count; i++) {
        size_t steps = steps_between(word, names[i]);
        if (length >= 2 && strncmp(word, names[i], length) == 0) steps = least_of(steps, 1);
        if (steps > 1 + length / 4 || steps >= fewest) continue;
        best = names[i];
        fewest = steps;
    }
    return best;
}

const char *nearest_name(const char *word, namer *name, size_t count)
{
    const char *names[MOST_NAMES];
    if (count > MOST_NAMES) count = MOST_NAMES;
    for (size_t i = 0; i < count; i++) names[i] = name(i);
    return nearest_of(word, names, count);
}
