/* origins: through how many independent mouths a claim came into the press.
 *
 * The origin of a claim is the voice that brings the knowledge into the press, not
 * the innermost one: where American officials overheard Russian officials and told
 * a newspaper, the origin is the American officials.  So from the outer end of the
 * chain the outlets are taken off, and the voice that is then outermost is the
 * origin.  A chain of outlets only has its innermost outlet as the origin; a claim
 * in the report's own voice has the report.
 *
 * Named voices differ when their parties differ.  Unnamed ones ("American
 * officials", "some officials") may be the same people if they share a head word
 * and a kind and do not belong to different heads: "Russian officials" are not
 * "American officials", "some officials" may be either.  Hence an interval:
 *   most   = the number of distinct descriptors
 *   fewest = named ones + for each (head word, kind): the number of different heads
 *            that its descriptors belong to, or 1 where none belongs to any.        */
#include "assess/inside.h"

#include <string.h>

static bool letter_of_word(char c)
{
    unsigned char u = (unsigned char)c;
    return u >= 0x80 || (u >= '0' && u <= '9') || ((u | 32) >= 'a' && (u | 32) <= 'z') || u == '/';
}

/* The next word of a name from *from on; empty at the end. */
static say_str next_word_of(say_str name, size_t *from)
{
    size_t i = *from;
    while (i < name.len && !letter_of_word(name.at[i])) i++;
    size_t start = i;
    while (i < name.len && letter_of_word(name.at[i])) i++;
    *from = i;
    return (say_str){ name.at + start, i - start };
}

static say_str last_word_of(say_str name)
{
    say_str last = { name.at, 0 };
    size_t from = 0;
    for (say_str word; (word = next_word_of(name, &from)).len > 0;) last = word;
    return last;
}

static const sayso_party *party_of(const sayso_records *records, const sayso_link *link)
{
    return link->party < records->party_count ? &records->parties[link->party] : NULL;
}

size_t say_assess_origin(const sayso_claim *claim)
{
    if (claim->chain_count == 0) return SAYSO_NONE;
    size_t link = claim->chain_count - 1;
    while (link > 0 && claim->chain[link].outlet) link--;
    return link;
}

/* One distinct origin. */
typedef struct {
    size_t  claim;
    size_t  party;              /* SAYSO_NONE: wordless, or the report itself */
    bool    unnamed;
    say_str name, head_word;
    size_t  belongs;            /* its topmost party, or SAYSO_NONE */
} origin_voice;

static size_t topmost(const sayso_records *records, size_t party)
{
    size_t top = SAYSO_NONE;
    for (size_t steps = 0; party < records->party_count && steps < records->party_count; steps++) {
        size_t above = records->parties[party].part_of;
        if (above < records->party_count) top = above;
        party = above;
    }
    return top;
}

static origin_voice voice_of(const sayso_records *records, size_t claim)
{
    const sayso_claim *c = &records->claims[claim];
    size_t at = say_assess_origin(c);
    if (at == SAYSO_NONE) return (origin_voice){ claim, SAYSO_NONE, false, { "", 0 }, { "", 0 }, SAYSO_NONE };
    const sayso_link *link = &c->chain[at];
    const sayso_party *party = party_of(records, link);
    say_str name = say_base_str(party ? party->name : link->name);
    bool unnamed = !party || party->kind == SAYSO_UNNAMED;
    return (origin_voice){ claim, party ? link->party : SAYSO_NONE, unnamed, name, last_word_of(name),
                           party ? topmost(records, link->party) : SAYSO_NONE };
}

static bool same_voice(const origin_voice *a, const origin_voice *b)
{
    if (a->party != SAYSO_NONE || b->party != SAYSO_NONE) return a->party == b->party;
    return say_base_same_fold(a->name, b->name);
}

static bool alike(const origin_voice *a, const origin_voice *b)
{
    return a->unnamed && b->unnamed && say_base_same_fold(a->head_word, b->head_word);
}

/* Counts the people behind the descriptors that are like voices[i]; 0 unless it is the first of its like. */
static size_t fewest_like(const origin_voice *voices, size_t count, size_t i)
{
    size_t heads = 0;
    for (size_t j = 0; j < count; j++) {
        if (!alike(&voices[i], &voices[j])) continue;
        if (j < i) return 0;
        bool fresh = voices[j].belongs != SAYSO_NONE;
        for (size_t k = 0; k < j && fresh; k++)
            fresh = !(alike(&voices[j], &voices[k]) && voices[k].belongs == voices[j].belongs);
        heads += fresh;
    }
    return heads ? heads : 1;
}

static sayso_code add_outlets(const sayso_records *records, size_t claim, say_arena *arena, say_assess_list *outlets,
                              bool *report, sayso_error *error)
{
    const sayso_claim *c = &records->claims[claim];
    bool any = false;
    for (size_t i = 0; i < c->chain_count; i++) {
        const sayso_link *link = &c->chain[i];
        if (link->party == SAYSO_NONE || !link->outlet) continue;
        any = true;
        bool known = false;
        for (size_t j = 0; j < outlets->count && !known; j++) known = outlets->at[j] == link->party;
        if (!known && say_assess_push(arena, outlets, link->party, error)) return SAYSO_NO_MEMORY;
    }
    if (!any) *report = true;
    return SAYSO_OK;
}

sayso_code say_assess_origins(const sayso_records *records, const size_t *claims, size_t count, say_arena *arena,
                              say_origins *out, sayso_error *error)
{
    origin_voice *voices = SAY_TAKE(arena, origin_voice, count, error);
    if (!voices) return SAYSO_NO_MEMORY;
    say_assess_list origins = { 0 }, outlets = { 0 };
    *out = (say_origins){ 0 };
    for (size_t i = 0; i < count; i++) {
        origin_voice voice = voice_of(records, claims[i]);
        bool known = false;
        for (size_t j = 0; j < out->most && !known; j++) known = same_voice(&voice, &voices[j]);
        if (!known) {
            voices[out->most++] = voice;
            if (say_assess_push(arena, &origins, claims[i], error)) return SAYSO_NO_MEMORY;
        }
        if (add_outlets(records, claims[i], arena, &outlets, &out->report, error)) return SAYSO_NO_MEMORY;
    }
    for (size_t i = 0; i < out->most; i++)
        out->fewest += voices[i].unnamed ? fewest_like(voices, out->most, i) : 1;
    out->origins = origins.at;
    out->origin_count = origins.count;
    out->outlets = outlets.at;
    out->outlet_count = outlets.count;
    return SAYSO_OK;
}
