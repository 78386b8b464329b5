/* copies: MinHash.  Of all runs of SHINGLE words each of SAY_SIGNATURE mixings keeps the least number; the share
 * of places at which two signatures agree is about the share of runs that the texts have in common.           */
#include "incidents/inside.h"

#include <string.h>

enum { SHINGLE = 4 };

static uint64_t stir(uint64_t x)
{
    x ^= x >> 33;
    x *= 0xff51afd7ed558ccdULL;
    x ^= x >> 33;
    x *= 0xc4ceb9fe1a85ec53ULL;
    return x ^ x >> 33;
}

static void take_shingle(uint64_t shingle, uint32_t signature[SAY_SIGNATURE])
{
    for (size_t i = 0; i < SAY_SIGNATURE; i++) {
        uint32_t value = (uint32_t)stir(shingle + (i + 1) * 0x9e3779b97f4a7c15ULL);
        if (value < signature[i]) signature[i] = value;
    }
}

/* ASCII letters, digits, and whatever is no ASCII but for the bytes of curly quotes: those that a copy straightens. */
static bool in_word(char c)
{
    static const char quotes[] = "\xe2\x80\x98\x99\x9c\x9d";
    if (c & 0x80) return !memchr(quotes, c, sizeof quotes - 1);
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

void say_incidents_signature(say_str text, uint32_t signature[SAY_SIGNATURE])
{
    uint64_t last[SHINGLE] = { 0 };
    size_t words = 0;
    for (size_t i = 0; i < SAY_SIGNATURE; i++) signature[i] = UINT32_MAX;
    for (size_t i = 0; i < text.len;) {
        uint64_t word = 1469598103934665603ULL;
        size_t from = i;
        for (; i < text.len && in_word(text.at[i]); i++) {
            unsigned char c = (unsigned char)text.at[i];
            word = (word ^ (c >= 'A' && c <= 'Z' ? c | 0x20U : c)) * 1099511628211ULL;
        }
        if (i == from) { i++; continue; }
        for (size_t k = SHINGLE - 1; k; k--) last[k] = last[k - 1];
        last[0] = word;
        if (++words < SHINGLE) continue;
        uint64_t shingle = 0;
        for (size_t k = SHINGLE; k--;) shingle = stir(shingle ^ last[k]);
        take_shingle(shingle, signature);
    }
    if (words && words < SHINGLE) take_shingle(stir(last[0] ^ stir(last[1] ^ stir(last[2]))), signature);
}

double say_incidents_likeness(const uint32_t a[SAY_SIGNATURE], const uint32_t b[SAY_SIGNATURE])
{
    size_t same = 0, empty = 0;
    for (size_t i = 0; i < SAY_SIGNATURE; i++) {
        same += a[i] == b[i];
        empty += a[i] == UINT32_MAX && b[i] == UINT32_MAX;
    }
    return empty == SAY_SIGNATURE ? 0 : (double)same / SAY_SIGNATURE;
}
