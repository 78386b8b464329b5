/* The rules of honesty, each a test.  Those about origins and assessments are proved in test/assess and test/sheets. */
#include "support/by_hand.h"
#include "support/prove.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int close_hand(void **state) { (void)state; hand_close(); return 0; }

static bool about(double a, double b) { return fabs(a - b) < 1e-9; }

static void assert_likelihood(const sayso_likelihood *l, const char *phrase, const char *reading, double low, double middle, double high)
{
    assert_string_equal(l->phrase, phrase);
    assert_string_equal(l->reading, reading);
    if (!about(l->low, low) || !about(l->middle, middle) || !about(l->high, high)) fail_msg("%s: %g-%g-%g", phrase, l->low, l->middle, l->high);
}

static void assert_no_number(const sayso_likelihood *l)
{
    assert_null(l->reading);
    assert_true(l->middle < 0);
}

/* ---- 1: the verbatim phrase first, and the reading with its number ---- */

static const char may_have[] = "Officials say the unit may have been behind it.";
static const char may_marks[] = "involved PS+ behind; party the unit; holder Officials; cue say; hedge may have been";

TEST(the_phrase_stands_verbatim_and_its_number_names_the_reading)
{
    const sayso_records *r = hand_read(may_have, may_marks);
    assert_likelihood(&r->claims[0].likelihood, "may have been", "press", 20, 40, 60);
    assert_string_equal(hand_words(r, r->claims[0].hedge), "may have been");
}

TEST(a_phrase_that_the_reading_lacks_is_shown_without_a_number)
{
    const sayso_records *r = hand_read_as("icd203", may_have, may_marks);
    assert_string_equal(r->claims[0].likelihood.phrase, "may have been");
    assert_no_number(&r->claims[0].likelihood);
}

TEST(the_number_of_a_belief_that_it_was_not_so_is_not_the_claims)
{
    const sayso_records *r = hand_read("Some officials believe that Kyiv was not aware of it.", "aware PR- aware; party Kyiv; holder Some officials; cue believe; hedge believe");
    assert_string_equal(r->claims[0].likelihood.phrase, "believe");
    assert_no_number(&r->claims[0].likelihood);
    r = hand_read("Officials say that Kyiv is unlikely to have approved it.", "authorised PR- approved; party Kyiv; holder Officials; cue say; hedge unlikely");
    assert_likelihood(&r->claims[0].likelihood, "unlikely", "press", 5, 20, 30);
}

/* ---- 2: confidence is no likelihood, open is no number, flat is no number ---- */

TEST(low_confidence_is_not_a_low_likelihood)
{
    const sayso_records *r = hand_read("Officials said with low confidence that Kyiv approved it.", "authorised PS+ approved; party Kyiv; holder Officials; cue said; low");
    assert_int_equal(r->claims[0].confidence, SAYSO_LOW);
    assert_null(r->claims[0].likelihood.phrase);
    assert_no_number(&r->claims[0].likelihood);
}

TEST(the_words_of_a_confidence_give_no_number_as_a_hedge_either)
{
    const sayso_records *r = hand_read("Officials said with low confidence that Kyiv approved it.",
                                       "authorised PS+ approved; party Kyiv; holder Officials; cue said; hedge with low confidence; low");
    assert_no_number(&r->claims[0].likelihood);
}

TEST(what_remains_unclear_is_open_and_not_even_odds)
{
    const sayso_records *r = hand_read("It remains unclear whether Zelensky knew.", "aware U knew; party Zelensky; hedge remains unclear");
    assert_int_equal(r->claims[0].factuality, SAYSO_UNCOMMITTED);
    assert_string_equal(r->claims[0].likelihood.phrase, "remains unclear");
    assert_no_number(&r->claims[0].likelihood);
}

TEST(a_flat_assertion_has_no_number)
{
    const sayso_records *r = hand_read("Lorne said Tolland did it.", "carried_out CT+ did; party Tolland; holder Lorne; cue said");
    assert_null(r->claims[0].likelihood.phrase);
    assert_no_number(&r->claims[0].likelihood);
}

/* ---- 3: stacked hedges widen ---- */

TEST(a_stack_of_hedges_is_the_hull_of_its_members)
{
    const sayso_records *r = hand_read("It is likely that the unit may have done it.", "carried_out PS+ done; party the unit; hedge likely that the unit may have");
    assert_likelihood(&r->claims[0].likelihood, "likely that the unit may have", "press", 20, -1, 85);
}

TEST(a_cue_that_hedges_joins_the_stack)
{
    const sayso_records *r = hand_read("Some officials believed that Kyiv may have been behind it.", "involved PS+ behind; party Kyiv; holder Some officials; cue believed; hedge may have been");
    assert_likelihood(&r->claims[0].likelihood, "may have been", "press", 20, -1, 95);
    r = hand_read("Some officials believed that Kyiv was behind it.", "involved PR+ behind; party Kyiv; holder Some officials; cue believed; hedge believed");
    assert_likelihood(&r->claims[0].likelihood, "believed", "press", 60, 75, 95);
}

TEST(a_stack_with_a_member_that_nobody_measured_has_no_number)
{
    const sayso_records *r = hand_read("It is unclear whether the unit may have done it.", "carried_out U done; party the unit; hedge unclear whether the unit may have");
    assert_no_number(&r->claims[0].likelihood);
}

/* ---- 4: omission is not denial ---- */

TEST(a_report_says_nothing_about_a_party_that_it_does_not_mention)
{
    const sayso_records *r = hand_read("Hesperia blamed Tolland. Kyiv denied it.",
                                       "involved CT+ blamed; party Tolland; holder Hesperia; cue blamed\ninvolved CT- denied; party Kyiv; holder Kyiv; cue denied");
    assert_int_equal(r->claim_count, 2);
    for (size_t i = 0; i < r->claim_count; i++) {
        const sayso_party *p = &r->parties[r->claims[i].party];
        assert_true(p->at.to > p->at.from);
        assert_string_equal(hand_words(r, p->at), p->name);
    }
    for (size_t i = 0; i < r->party_count; i++) {      /* whom no word names is the head of somebody named, and has no claim */
        if (r->parties[i].at.to > r->parties[i].at.from) continue;
        bool head = false;
        for (size_t k = 0; k < r->party_count; k++) head |= r->parties[k].part_of == i;
        assert_true(head);
        for (size_t k = 0; k < r->claim_count; k++) assert_true(r->claims[k].party != i);
    }
}

/* ---- 5: a party about itself ---- */

TEST(a_partys_own_statement_is_a_claim_marked_as_its_own)
{
    const sayso_records *r = hand_read("Osterland said it did not ram the ferry. Vantia said Osterland did.",
                                       "carried_out CT- ram; party Osterland; holder Osterland; cue said\ncarried_out CT+ did@2; party Osterland@2; holder Vantia; cue said@2");
    assert_string_equal(hand_claims(r), "carried_out Osterland CT- < Osterland own\ncarried_out Osterland CT+ < Vantia");
}

TEST(a_unit_that_speaks_of_its_state_does_not_speak_of_itself)
{
    const sayso_records *r = hand_read("Ukraine's special units said Ukraine did it.", "carried_out CT+ did; party Ukraine@2; holder Ukraine's special units; cue said");
    assert_false(r->claims[0].own);
}

/* ---- 8: the same bytes in, the same bytes out ---- */

typedef struct { char bytes[40000]; size_t size; } memory;

static int to_memory(void *to, const char *bytes, size_t size)
{
    memory *m = to;
    assert_true(m->size + size < sizeof m->bytes);
    memcpy(m->bytes + m->size, bytes, size);
    m->size += size;
    return 0;
}

TEST(the_same_marks_twice_give_the_same_bytes)
{
    static memory first, second;
    sayso_error e;
    first.size = second.size = 0;
    assert_int_equal(sayso_records_json(hand_read(may_have, may_marks), (sayso_sink){ to_memory, &first }, &e), SAYSO_OK);
    hand_close();
    assert_int_equal(sayso_records_json(hand_read(may_have, may_marks), (sayso_sink){ to_memory, &second }, &e), SAYSO_OK);
    assert_true(first.size > 0 && first.size == second.size);
    assert_memory_equal(first.bytes, second.bytes, first.size);
}

TEST(an_id_is_made_from_content_and_changes_with_it)
{
    char id[16];
    snprintf(id, sizeof id, "%s", hand_read(may_have, may_marks)->claims[0].id);
    assert_string_equal(hand_read(may_have, may_marks)->claims[0].id, id);
    assert_true(strcmp(hand_read("Officials say the unit may have been behind it .", may_marks)->claims[0].id, id) != 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(the_phrase_stands_verbatim_and_its_number_names_the_reading),
        PROVE(a_phrase_that_the_reading_lacks_is_shown_without_a_number),
        PROVE(the_number_of_a_belief_that_it_was_not_so_is_not_the_claims),
        PROVE(low_confidence_is_not_a_low_likelihood),
        PROVE(the_words_of_a_confidence_give_no_number_as_a_hedge_either),
        PROVE(what_remains_unclear_is_open_and_not_even_odds),
        PROVE(a_flat_assertion_has_no_number),
        PROVE(a_stack_of_hedges_is_the_hull_of_its_members),
        PROVE(a_cue_that_hedges_joins_the_stack),
        PROVE(a_stack_with_a_member_that_nobody_measured_has_no_number),
        PROVE(a_report_says_nothing_about_a_party_that_it_does_not_mention),
        PROVE(a_partys_own_statement_is_a_claim_marked_as_its_own),
        PROVE(a_unit_that_speaks_of_its_state_does_not_speak_of_itself),
        PROVE(the_same_marks_twice_give_the_same_bytes),
        PROVE(an_id_is_made_from_content_and_changes_with_it),
    };
    return cmocka_run_group_tests_name("honesty", tests, NULL, close_hand);
}
