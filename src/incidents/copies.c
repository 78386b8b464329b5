/* copies: whose story a report repeats.
 *
 * Signatures are MinHash: of all runs of SHINGLE words each of SAY_SIGNATURE mixings keeps the least number; the share of places
 * at which two signatures agree is about the share of runs that the texts have in common, of all that either has (Jaccard, J).
 *
 * A copy is a text more than half of which stands in an earlier one.  Papers cut a dispatch from below, so that of a long one a short
 * copy is left and J is small; how much of the copy is shared follows from J and the sizes: runs in common are J / (1 + J) of the sum
 * of both.  One way only: who prints a dispatch within a longer story of his own has told the rest himself.  Below FEWEST_SAME equal
 * places the estimate is worth nothing, and what is a tenth of the dispatch is not told from a quotation.
 *
 * Editions that may be copies are found by bands: two numbers of a signature at one place of it, looked up in a table of those of all
 * originals so far.  Texts with 39 of 64 places alike or more agree in one of the 32 bands whatever the places are; with a third
 * alike, which is half of each of two equally long texts, one pair in forty is missed.  A band that many originals have is
 * of words that many print, an agency's note: of those the latest CROWD are looked at, so that the time grows as the number of reports
 * does (bench/copies.py).                                                                                                        */
#include "incidents/inside.h"

#include <stdlib.h>
#include <string.h>

#define MOSTLY .5

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

/* ---- bands ---- */

enum { BAND = 2, BANDS = SAY_SIGNATURE / BAND, FEWEST_SAME = 10, CROWD = 32 };

typedef struct { uint32_t next, tag; } band_place;     /* next: the place before it in its slot, from 1; 0: none.  tag: more of the band's hash */

/* Originals by number; each has BANDS places. */
typedef struct {
    const say_edition **originals;
    band_place *places;
    uint32_t *slots;                     /* the last place of each, from 1 */
    size_t   *seen;                      /* by original: the edition that was last compared with it, from 1 */
    size_t    count, mask;
} copy_search;

static uint64_t band_of(const uint32_t *signature, size_t band)
{
    return stir(((uint64_t)signature[BAND * band] << 32 | signature[BAND * band + 1]) ^ stir(band + 1));
}

static void list_original(copy_search *c, const say_edition *edition)
{
    for (size_t b = 0; b < BANDS; b++) {
        uint64_t band = band_of(edition->signature, b);
        uint32_t *slot = &c->slots[band & c->mask];
        size_t place = c->count * BANDS + b;
        c->places[place] = (band_place){ *slot, (uint32_t)(band >> 32) };
        *slot = (uint32_t)place + 1;
    }
    c->originals[c->count++] = edition;
}

/* How much of `of` stands in `in`, from 0 to about 1. */
static double share_within(const say_edition *of, const say_edition *in)
{
    double j = say_incidents_likeness(of->signature, in->signature);
    if (j < (double)FEWEST_SAME / SAY_SIGNATURE || !of->size) return 0;
    return j / (1 + j) * ((double)of->size + (double)in->size) / (double)of->size;
}

/* Versions of one report are no copies of each other: a publisher copies nobody by printing his own words again. */
static bool copies_edition(const say_edition *copy, const say_edition *of)
{
    return (!*copy->publisher || strcmp(copy->publisher, of->publisher) != 0) && share_within(copy, of) >= MOSTLY;
}

/* ---- order ---- */

typedef struct { const say_edition *edition; size_t given; } dated_edition;

/* Of one day the longest first: who has all of it is not the one who cut it. */
static int by_day_and_size(const void *a, const void *b)
{
    const say_edition *x = ((const dated_edition *)a)->edition, *y = ((const dated_edition *)b)->edition;
    int order = strcmp(x->date, y->date);
    if (!order) order = (x->size < y->size) - (x->size > y->size);
    if (!order) order = strcmp(x->hash, y->hash);
    if (order) return order;
    size_t i = ((const dated_edition *)a)->given, k = ((const dated_edition *)b)->given;
    return (i > k) - (i < k);
}

/* The first original of which it is a copy, or SAYSO_NONE. */
static size_t first_copied(copy_search *c, const say_edition *edition, size_t number)
{
    size_t first = SAYSO_NONE;
    for (size_t b = 0; b < BANDS; b++) {
        uint64_t band = band_of(edition->signature, b);
        uint32_t place = c->slots[band & c->mask];
        for (size_t steps = 0; place && steps < CROWD; steps++, place = c->places[place - 1].next) {
            size_t original = (place - 1) / BANDS;
            if (c->places[place - 1].tag != (uint32_t)(band >> 32) || c->seen[original] == number || (first != SAYSO_NONE && original > first)) continue;
            c->seen[original] = number;
            if (copies_edition(edition, c->originals[original])) first = original;
        }
    }
    return first;
}

static sayso_code open_search(copy_search *c, size_t count, say_arena *scratch, sayso_error *error)
{
    size_t slots = 1;
    if (count > UINT32_MAX / BANDS) return say_base_fail(error, SAYSO_TOO_LARGE, "copies", 0, "%zu reports are too many to tell copies among", count);
    while (slots < count * BANDS) slots *= 2;
    c->mask = slots - 1;
    c->originals = SAY_TAKE(scratch, const say_edition *, count + 1, error);
    c->places = SAY_TAKE(scratch, band_place, count * BANDS + 1, error);
    c->slots = SAY_TAKE(scratch, uint32_t, slots, error);
    c->seen = SAY_TAKE(scratch, size_t, count + 1, error);
    return c->originals && c->places && c->slots && c->seen ? SAYSO_OK : SAYSO_NO_MEMORY;
}

static sayso_code search_copies(const say_edition *editions, size_t count, say_arena *scratch, size_t *copy_of, sayso_error *error)
{
    copy_search c = { .count = 0 };
    dated_edition *dated = SAY_TAKE(scratch, dated_edition, count + 1, error);
    sayso_code code = dated ? open_search(&c, count, scratch, error) : SAYSO_NO_MEMORY;
    if (code) return code;
    for (size_t i = 0; i < count; i++) dated[i] = (dated_edition){ &editions[i], i };
    qsort(dated, count, sizeof *dated, by_day_and_size);
    for (size_t i = 0; i < count; i++) {
        const say_edition *e = dated[i].edition, *before = i ? dated[i - 1].edition : NULL;
        size_t *copied = &copy_of[dated[i].given];
        *copied = SAYSO_NONE;
        if (before && *e->hash && !strcmp(before->hash, e->hash)) *copied = copy_of[dated[i - 1].given];
        else if (e->signature) {
            size_t original = first_copied(&c, e, i + 1);
            if (original == SAYSO_NONE) list_original(&c, e);
            else *copied = (size_t)(c.originals[original] - editions);
        }
    }
    return SAYSO_OK;
}

sayso_code say_incidents_copies(const say_edition *editions, size_t count, size_t *copy_of, sayso_error *error)
{
    say_arena *scratch = say_base_arena(error);
    if (!scratch) return SAYSO_NO_MEMORY;
    sayso_code code = search_copies(editions, count, scratch, copy_of, error);
    say_base_arena_close(scratch);
    return code;
}
