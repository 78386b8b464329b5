/* differ: whether two reports give one incident different days or places. */
#include "incidents/inside.h"

#include <string.h>

bool say_incidents_other_days(const char *a, const char *b)
{
    size_t x = strlen(a), y = strlen(b);
    return x && y && strncmp(a, b, x < y ? x : y) != 0;
}

static bool has_term(const say_event *e, uint64_t term)
{
    size_t low = 0, high = e->feature_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (e->features[middle].term == term) return true;
        if (e->features[middle].term < term) low = middle + 1;
        else high = middle;
    }
    return false;
}

bool say_incidents_place(const char *place, say_arena *scratch, say_place_terms *out, sayso_error *error)
{
    say_range at[2 * SAY_PLACE_WORDS];
    say_str words = say_base_str(place);
    size_t n = say_text_words(words, at, 2 * SAY_PLACE_WORDS);
    plain_word plain;
    out->count = 0;
    for (size_t i = 0; i < n && i < 2 * SAY_PLACE_WORDS && out->count < SAY_PLACE_WORDS; i++) {
        say_str word = say_base_sub(words, at[i]);
        if (!say_text_is_capital(word)) continue;
        if (!say_incidents_plain(word, scratch, &plain, error)) return false;
        if (plain.len > 1) out->word[out->count++] = say_incidents_term('w', (say_str){ plain.at, plain.len });
    }
    return true;
}

static bool speaks_of(const say_event *e, const say_place_terms *place)
{
    for (size_t i = 0; i < place->count; i++) if (has_term(e, place->word[i])) return true;
    return false;
}

bool say_incidents_other_places(const say_event *a, const say_place_terms *of_a, const say_event *b, const say_place_terms *of_b)
{
    if (!of_a->count || !of_b->count) return false;
    for (size_t i = 0; i < of_a->count; i++)
        for (size_t k = 0; k < of_b->count; k++) if (of_a->word[i] == of_b->word[k]) return false;
    return !speaks_of(a, of_b) && !speaks_of(b, of_a);
}
