/* claims: marks and values -> the records of one report.
 *
 *   groups  -> parties (named, nested)  -> chains (holder, then each voice it came through)
 *           -> incidents (named, dated, placed) -> claims (one for each incident, party and holder)
 *           -> changes (a view that ended, what replaced it) ; attributions -> statements
 *
 * Owning: records point into the arena, the text and the norm tables, and live as long as all three. */
#ifndef SAY_CLAIMS_H
#define SAY_CLAIMS_H

#include "base/base.h"
#include "doc/doc.h"
#include "marks/marks.h"
#include "norm/norm.h"
#include "text/text.h"

typedef struct {
    const say_norm *norm;
    const char     *reading;         /* of certainty phrases */
    double          least;           /* claims below this probability are left out */
    const float    *calibration;     /* [SAY_CLAIMS_FEATURES] log-linear weights of a claim's probability */
} say_claims_options;

/* What the probability of a claim is made from: 1 and the log-odds that the reader had for its parts. */
enum { SAY_CLAIMS_FEATURES = 8 };

/* Fills *records.  SAYSO_NO_MEMORY. */
sayso_code say_claims_build(const say_claims_options *options, const say_doc *doc, const say_text *text,
                            const say_marks *marks, say_arena *arena, sayso_records *records, sayso_error *error);

#endif
