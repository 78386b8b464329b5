/* by_hand: records of a short text from marks that a test writes instead of the network.
 *
 * A line of marks is one group: role, factuality and trigger word, then arguments after
 * semicolons.  Words are found in the text, "@2" after them their second time.
 *
 *   carried_out CT+ shelled; party Tolland; holder She -> Lorne; incident convoy = 0; hedge may have; low; intercept
 *
 * "-> name" is where the proper name begins ("?->": even odds), "= 0" the number of the incident's event (0
 * unless given; a group without an incident means event 0 by its trigger).  A line that
 * begins with "says" is an attribution: says Lorne | warned | that it would fire.       */
#ifndef TEST_SUPPORT_BY_HAND_H
#define TEST_SUPPORT_BY_HAND_H

#include "sayso.h"

/* Fails the running test where something is wrong.  Lives until the next call, or hand_close. */
const sayso_records *hand_read(const char *text, const char *marks);
/* The same with another certainty reading, or another threshold and weights of a claim's probability. */
const sayso_records *hand_read_as(const char *reading, const char *text, const char *marks);
const sayso_records *hand_read_least(double least, const float *calibration, const char *text, const char *marks);
void hand_close(void);

/* The claims, one a line: "carried_out Tolland CT+ < Katya Lorne < Open Sky", " own" at the end of a party's own. */
const char *hand_claims(const sayso_records *records);
/* The words of a passage; "" where it is empty.  Good for four calls. */
const char *hand_words(const sayso_records *records, sayso_passage passage);

#endif
