/* From marks to records: chains, parties, claims and their details, each rule with a sentence that shows it. */
#include "support/by_hand.h"
#include "support/prove.h"

#include <stdio.h>
#include <string.h>

static int close_hand(void **state) { (void)state; hand_close(); return 0; }

#define AT(records, passage) hand_words((records), (passage))

static size_t party_named(const sayso_records *r, const char *name)
{
    for (size_t i = 0; i < r->party_count; i++) if (!strcmp(r->parties[i].name, name)) return i;
    return SAYSO_NONE;
}

static const char *head_of(const sayso_records *r, const char *name)
{
    size_t i = party_named(r, name);
    if (i == SAYSO_NONE) fail_msg("no party %s", name);
    return r->parties[i].part_of == SAYSO_NONE ? "" : r->parties[r->parties[i].part_of].name;
}

/* ---- chains ---- */

TEST(a_confession_without_a_holder_is_held_by_the_party)
{
    const sayso_records *r = hand_read("Strake confessed to the fires.", "carried_out CT+ confessed; party Strake; cue confessed; confession");
    assert_string_equal(hand_claims(r), "carried_out Strake CT+ < Strake own");
    assert_string_equal(AT(r, r->claims[0].chain[0].source), "Strake");
    assert_string_equal(AT(r, r->claims[0].chain[0].cue), "confessed");
    assert_int_equal(r->party_count, 1);               /* nobody unknown comes with it */
}

TEST(a_charge_that_nobody_brings_is_held_by_authorities)
{
    const sayso_records *r = hand_read("Strake was charged over the fires.", "carried_out CT+ charged; party Strake; cue charged; court");
    assert_string_equal(hand_claims(r), "carried_out Strake CT+ < authorities");
    const sayso_link *link = &r->claims[0].chain[0];
    assert_true(link->party == SAYSO_NONE && link->source.from == link->source.to);
    assert_int_equal(link->ground_count, 1);
    assert_int_equal(link->grounds[0].kind, SAYSO_COURT);
}

TEST(a_court_confession_of_nobody_known_is_no_confession_of_the_unknown)
{
    const sayso_records *r = hand_read("It is unclear who confessed to the fires.", "carried_out U confessed; party who; confession");
    assert_string_equal(hand_claims(r), "carried_out unknown U");
}

TEST(a_claim_without_a_holder_is_the_reports_own_voice)
{
    const sayso_records *r = hand_read("The navy sank the ferry.", "carried_out CT+ sank; party The navy");
    assert_string_equal(hand_claims(r), "carried_out The navy CT+");
    assert_int_equal(r->claims[0].chain_count, 0);
    assert_false(r->claims[0].own);
}

static const char overheard[] = "American officials told the New York Times that they had overheard Russian officials blaming Ukraine for the attack.";

TEST(an_intercept_is_how_the_second_voice_knows)
{
    const sayso_records *r = hand_read(overheard, "involved CT+ blaming; party Ukraine; holder Russian officials; outer American officials;"
                                                  "outer New York Times; cue blaming; words overheard; intercept");
    assert_string_equal(hand_claims(r), "involved Ukraine CT+ < Russian officials < American officials < New York Times");
    const sayso_link *chain = r->claims[0].chain;
    assert_int_equal(chain[0].ground_count, 0);
    assert_int_equal(chain[1].ground_count, 1);
    assert_int_equal(chain[1].grounds[0].kind, SAYSO_INTERCEPT);
    assert_string_equal(AT(r, chain[1].grounds[0].at), "overheard");
    assert_int_equal(chain[2].ground_count, 0);
}

TEST(an_intercept_behind_an_outlet_stays_with_the_holder)
{
    const sayso_records *r = hand_read("American officials told the New York Times that intercepts point to Ukraine.",
                                       "involved PR+ point; party Ukraine; holder American officials; outer New York Times; cue told; words intercepts; intercept");
    assert_int_equal(r->claims[0].chain[0].ground_count, 1);
    assert_int_equal(r->claims[0].chain[1].ground_count, 0);
}

TEST(a_faint_basis_is_one_where_the_sentence_names_it)
{
    const sayso_records *r = hand_read("Officials who intercepted calls blamed Ardania. Officials who knew blamed Belmark.",
                                       "involved CT+ blamed; party Ardania; holder Officials; cue blamed; ?intercept; ?imagery\n"
                                       "involved CT+ blamed@2; party Belmark; holder Officials@2; cue blamed@2; ?intercept");
    assert_int_equal(r->claim_count, 2);
    assert_int_equal(r->claims[0].chain[0].ground_count, 1);
    assert_int_equal(r->claims[0].chain[0].grounds[0].kind, SAYSO_INTERCEPT);
    assert_int_equal(r->claims[1].chain[0].ground_count, 0);
}

TEST(words_of_a_basis_that_touch_are_one_phrase)
{
    const sayso_records *r = hand_read("An intercepted call shows that Ardania did it, Lorne said.",
                                       "carried_out CT+ did; party Ardania; holder Lorne; cue said; words An; words intercepted call; intercept");
    assert_string_equal(AT(r, r->claims[0].chain[0].grounds[0].at), "An intercepted call");
}

TEST(people_stand_before_the_outlets_they_spoke_through)
{
    const sayso_records *r = hand_read("The New York Times, citing American officials, said Moscow believes that Kyiv did it.",
                                       "carried_out PR+ did; party Kyiv; holder Moscow; outer New York Times; outer American officials; cue believes");
    assert_string_equal(hand_claims(r), "carried_out Kyiv PR+ < Moscow < American officials < New York Times");
    assert_false(r->claims[0].chain[1].outlet);
    assert_true(r->claims[0].chain[2].outlet);
}

TEST(who_spoke_through_an_outlet_still_does_where_the_text_refers_back)
{
    const sayso_records *r = hand_read("Envoys told the New York Times that Ardania did it. The envoys doubt that Belmark knew. Envoys of Corland saw it done by Tolland.",
                                       "carried_out CT+ did; party Ardania; holder Envoys; outer the New York Times; cue told\n"
                                       "aware PR- knew; party Belmark; holder The envoys->Envoys; cue doubt\n"
                                       "carried_out CT+ done; party Tolland; holder Envoys of Corland; cue saw");
    assert_string_equal(hand_claims(r), "carried_out Ardania CT+ < Envoys < the New York Times\naware Belmark PR- < Envoys < the New York Times\n"
                                        "carried_out Tolland CT+ < Envoys of Corland");
}

TEST(a_holder_who_is_also_an_outer_voice_stands_once)
{
    const sayso_records *r = hand_read("Ms Calder said the League did it. Calder repeated it.",
                                       "carried_out CT+ did; party the League; holder Ms Calder; outer Calder@2; cue said");
    assert_string_equal(hand_claims(r), "carried_out the League CT+ < Ms Calder");
}

TEST(each_coordinated_holder_has_a_chain_of_its_own)
{
    const sayso_records *r = hand_read("Ardania, Belmark and Corland blamed the rebels.",
                                       "involved CT+ blamed; party the rebels; holder Ardania; holder Belmark; holder Corland; cue blamed");
    assert_string_equal(hand_claims(r), "involved the rebels CT+ < Ardania\ninvolved the rebels CT+ < Belmark\ninvolved the rebels CT+ < Corland");
}

TEST(each_cue_has_its_stance)
{
    const sayso_records *r = hand_read("Lorne said, Pello claimed and Hersh revealed that the army did it.",
                                       "carried_out CT+ did; party the army; holder Lorne; cue said\n"
                                       "carried_out CT+ did; party the army; holder Pello; cue claimed\n"
                                       "carried_out CT+ did; party the army; holder Hersh; cue revealed");
    assert_int_equal(r->claims[0].chain[0].stance, SAYSO_NEUTRAL);
    assert_int_equal(r->claims[1].chain[0].stance, SAYSO_DISTANCING);
    assert_int_equal(r->claims[2].chain[0].stance, SAYSO_ENDORSING);
}

TEST(unnamed_people_are_called_what_the_text_calls_them)
{
    const sayso_records *r = hand_read("Some officials believe that Zelensky knew.", "aware PR+ knew; party Zelensky; holder Some officials; cue believe");
    assert_string_equal(hand_claims(r), "aware Zelensky PR+ < Some officials");
    assert_int_equal(r->parties[r->claims[0].chain[0].party].kind, SAYSO_UNNAMED);
}

/* ---- parties ---- */

TEST(an_open_question_is_about_unknown)
{
    const sayso_records *r = hand_read("The mission said it was unclear who was responsible.", "involved U responsible; party who; holder The mission; cue said");
    assert_string_equal(hand_claims(r), "involved unknown U < The mission");
    const sayso_party *p = &r->parties[r->claims[0].party];
    assert_true(p->kind == SAYSO_PARTY_UNKNOWN && p->at.from == p->at.to);
    assert_string_equal(AT(r, r->claims[0].mention), "who");
}

TEST(nobody_is_unknown_whatever_is_said_of_it)
{
    const sayso_records *r = hand_read("Nobody has claimed the attack.", "carried_out CT+ claimed; party Nobody");
    assert_string_equal(hand_claims(r), "carried_out unknown CT+");
}

TEST(two_open_questions_share_one_unknown)
{
    const sayso_records *r = hand_read("It is unclear who paid. It is unclear who knew.", "supported U paid; party who\naware U knew; party who@2");
    assert_string_equal(hand_claims(r), "supported unknown U\naware unknown U");
    assert_int_equal(r->party_count, 1);
}

TEST(a_relative_who_is_the_name_before_it)
{
    const sayso_records *r = hand_read("Police seek Ivo Stanne, a man. Ivo Stanne who fired the shots fled.", "carried_out CT+ fired; party who");
    assert_string_equal(hand_claims(r), "carried_out Ivo Stanne CT+");
}

TEST(an_adjective_is_its_state)
{
    const sayso_records *r = hand_read("An Israeli air strike hit the depot.", "carried_out CT+ hit; party Israeli");
    assert_string_equal(hand_claims(r), "carried_out Israel CT+");
    assert_string_equal(AT(r, r->claims[0].mention), "Israeli");
}

TEST(a_surname_is_its_fullest_name)
{
    const sayso_records *r = hand_read("Katya Lorne spoke. Ms Lorne accused Tolland.", "carried_out CT+ accused; party Tolland; holder Ms Lorne; cue accused");
    assert_string_equal(hand_claims(r), "carried_out Tolland CT+ < Katya Lorne");
    assert_string_equal(AT(r, r->parties[r->claims[0].chain[0].party].at), "Katya Lorne");
    assert_string_equal(AT(r, r->claims[0].chain[0].source), "Ms Lorne");
}

TEST(a_word_that_only_opens_its_sentence_is_no_part_of_a_name)
{
    const sayso_records *r = hand_read("Other Sarn Brigade men fled. The Sarn Brigade shelled the port.", "carried_out CT+ shelled; party The Sarn Brigade");
    assert_string_equal(hand_claims(r), "carried_out The Sarn Brigade CT+");
}

TEST(what_describes_a_name_behind_a_comma_is_not_the_name)
{
    const sayso_records *r = hand_read("Katya Lorne, head of the port, accused Tolland.", "carried_out CT+ accused; party Tolland; holder Katya Lorne, head of the port; cue accused");
    assert_string_equal(hand_claims(r), "carried_out Tolland CT+ < Katya Lorne");
    assert_string_equal(AT(r, r->claims[0].chain[0].source), "Katya Lorne, head of the port");
    r = hand_read("Katya Lorne, head of the port, accused Tolland.", "carried_out CT+ accused; party Tolland; holder Katya Lorne, head of the port,; cue accused");
    assert_string_equal(hand_claims(r), "carried_out Tolland CT+ < Katya Lorne");
    r = hand_read("The Red Front, the Blue Front and the White Front fled.", "carried_out CT+ fled; party The Red Front, the Blue Front and the White Front");
    assert_string_equal(hand_claims(r), "carried_out The Red Front, the Blue Front and the White Front CT+");
}

TEST(a_pronoun_is_who_the_network_points_to)
{
    const sayso_records *r = hand_read("Katya Lorne spoke. She accused Tolland.", "carried_out CT+ accused; party Tolland; holder She -> Katya Lorne; cue accused");
    assert_string_equal(hand_claims(r), "carried_out Tolland CT+ < Katya Lorne");
}

TEST(blame_for_staging_a_thing_says_that_it_was_staged)
{
    const sayso_records *r = hand_read("Ostrel blamed Tolland for staging a false-flag raid.", "involved CT+ blamed; party Tolland; holder Ostrel; cue blamed");
    assert_string_equal(hand_claims(r), "staged Tolland CT+ < Ostrel");
    r = hand_read("Ostrel blamed Tolland for the raid.", "involved CT+ blamed; party Tolland; holder Ostrel; cue blamed");
    assert_string_equal(hand_claims(r), "involved Tolland CT+ < Ostrel");
}

TEST(a_name_of_another_state_is_believed_only_where_the_network_is_sure_and_no_table_has_the_mention)
{
    const char *text = "Ukraine was hit. Some blamed the Kremlin, some Russian officers.";
    assert_string_equal(hand_claims(hand_read(text, "involved CT+ blamed; party the Kremlin -> Ukraine; holder Some")), "involved the Kremlin CT+ < Some");
    assert_string_equal(hand_claims(hand_read(text, "involved CT+ blamed; party Russian officers ?-> Ukraine; holder Some")), "involved Russian officers CT+ < Some");
    assert_string_equal(hand_claims(hand_read(text, "involved CT+ blamed; party Russian officers -> Ukraine; holder Some")), "involved Ukraine CT+ < Some");
}

TEST(two_names_of_one_person_are_one_party)
{
    const sayso_records *r = hand_read("Omar Feld denied it. Mr Feld accused the army.",
                                       "carried_out CT- denied; party Omar Feld; holder Omar Feld\ncarried_out CT+ accused; party the army; holder Mr Feld");
    assert_int_equal(r->claims[0].party, r->claims[1].chain[0].party);
}

TEST(coordinated_parties_are_claims_of_their_own)
{
    const sayso_records *r = hand_read("Zelensky or his top officials may have known.", "aware PS+ known; party Zelensky; party his top officials; hedge may have");
    assert_int_equal(r->claim_count, 2);
    assert_true(r->claims[0].party != r->claims[1].party);
}

TEST(a_unit_nests_in_the_state_that_its_words_name)
{
    const sayso_records *r = hand_read("Ukraine's special units fired.", "carried_out CT+ fired; party Ukraine's special units");
    assert_string_equal(head_of(r, r->parties[r->claims[0].party].name), "Ukraine");
    assert_string_equal(r->parties[r->claims[0].party].part_of_source, "the text");
    assert_string_equal(AT(r, r->parties[party_named(r, "Ukraine")].at), "Ukraine");
}

TEST(a_head_that_only_a_table_knows_has_no_words)
{
    const sayso_records *r = hand_read("Kyiv ordered it.", "ordered CT+ ordered; party Kyiv");
    const sayso_party *kyiv = &r->parties[r->claims[0].party];
    assert_string_equal(head_of(r, kyiv->name), "Ukraine");
    const sayso_party *head = &r->parties[kyiv->part_of];
    assert_int_equal(head->at.from, head->at.to);
    assert_non_null(kyiv->part_of_source);
}

TEST(a_state_that_no_table_has_is_the_head_of_who_bears_its_name)
{
    const sayso_records *r = hand_read("Tarvonia fired first. The Tarvonian government denied it.",
                                       "carried_out CT+ fired; party Tarvonia\nordered CT- denied; party The Tarvonian government; holder The Tarvonian government");
    assert_string_equal(head_of(r, r->parties[r->claims[1].party].name), "Tarvonia");
    assert_string_equal(head_of(r, "Tarvonia"), "");
}

TEST(a_person_is_no_head_because_others_bear_his_name)
{
    const sayso_records *r = hand_read("Lorne denied it. Lorne's lawyers blamed the army.",
                                       "carried_out CT- denied; party Lorne; holder Lorne\ncarried_out CT+ blamed; party the army; holder Lorne's lawyers");
    assert_string_equal(head_of(r, "Lorne's lawyers"), "");
    assert_int_equal(r->parties[party_named(r, "Lorne")].kind, SAYSO_PERSON);
}

TEST(a_party_that_gets_a_fuller_name_gets_its_kind_and_head)
{
    const sayso_records *r = hand_read("Lorne denied it. Lorne Brigade of Ukraine fired.", "carried_out CT- denied; party Lorne; holder Lorne\ncarried_out CT+ fired; party Lorne Brigade");
    assert_true(r->party_count >= 2);
    r = hand_read("The unit fired. President Joe Biden's unit denied it.", "carried_out CT+ fired; party The unit -> Joe Biden; holder The unit");
    assert_int_equal(r->parties[r->claims[0].party].kind, SAYSO_PERSON);
}

TEST(an_outlet_by_its_name_alone_passes_words_on)
{
    const sayso_records *r = hand_read("Radio Holm reported that Lorne blamed the army.", "involved CT+ blamed; party the army; holder Lorne; outer Radio Holm; cue blamed");
    assert_true(r->claims[0].chain[1].outlet);
    assert_int_equal(r->parties[r->claims[0].chain[1].party].kind, SAYSO_ORGANISATION);
}

/* ---- claims ---- */

TEST(a_claim_said_twice_is_one_with_the_longer_chain)
{
    const sayso_records *r = hand_read("Lorne blamed Tolland. Lorne, the Observer said, blamed Tolland.",
                                       "involved CT+ blamed; party Tolland; holder Lorne; cue blamed\n"
                                       "involved CT+ blamed@2; party Tolland@2; holder Lorne@2; outer Observer; cue blamed@2");
    assert_int_equal(r->claim_count, 1);
    assert_int_equal(r->claims[0].chain_count, 2);
}

TEST(another_factuality_role_or_incident_is_another_claim)
{
    const sayso_records *r = hand_read("Lorne blamed Tolland for the raid and perhaps the fire and doubted it ordered it.",
                                       "involved CT+ blamed; party Tolland; holder Lorne; incident raid = 0\n"
                                       "involved PS+ blamed; party Tolland; holder Lorne; incident fire = 1\n"
                                       "ordered PR- ordered; party Tolland; holder Lorne; incident raid = 0");
    assert_int_equal(r->claim_count, 3);
    assert_int_equal(r->incident_count, 2);
}

TEST(one_trigger_with_two_incidents_is_two_claims)
{
    const sayso_records *r = hand_read("Officials believe the rebels were behind the killing of Lorne and the raid on Sarrow.",
                                       "involved PR+ behind; party the rebels; holder Officials; incident killing = 0; incident raid = 1; cue believe");
    assert_int_equal(r->claim_count, 2);
    assert_string_equal(AT(r, r->claims[0].incident_at), "killing");
    assert_string_equal(AT(r, r->claims[1].incident_at), "raid");
    assert_true(strcmp(r->claims[0].id, r->claims[1].id) != 0);
}

TEST(claims_below_the_threshold_are_left_out)
{
    static const float even[8] = { 0 };
    assert_int_equal(hand_read_least(.5, even, "The navy sank it.", "carried_out CT+ sank; party The navy")->claim_count, 1);
    assert_int_equal(hand_read_least(.51, even, "The navy sank it.", "carried_out CT+ sank; party The navy")->claim_count, 0);
}

TEST(a_claim_tells_its_scores)
{
    const sayso_records *r = hand_read("The navy sank it.", "carried_out CT+ sank; party The navy");
    assert_int_equal(r->claims[0].score_count, 7);
    assert_string_equal(r->claims[0].scores[1].what, "role");
    assert_string_equal(r->claims[0].scores[1].value, "carried_out");
    assert_string_equal(r->claims[0].scores[2].value, "CT+");
}

/* ---- details ---- */

TEST(a_view_held_initially_is_superseded_by_a_later_one_of_the_same_holder)
{
    const sayso_records *r = hand_read("Calder initially blamed the League. Calder now says a gas leak caused it.",
                                       "involved CT+ blamed; party the League; holder Calder; cue blamed\ncause CT+ caused; party a gas leak; holder Calder@2; cue says");
    assert_string_equal(AT(r, r->claims[0].ended_by), "initially");
    assert_int_equal(r->claims[0].superseded_by, 1);
    assert_false(r->claims[0].possibly);
    assert_int_equal(r->claims[1].superseded_by, SAYSO_NONE);
    assert_true(r->claims[1].ended_by.from == r->claims[1].ended_by.to);
}

TEST(a_view_of_a_holder_who_may_be_the_same_possibly_supersedes_it)
{
    const sayso_records *r = hand_read("The US initially blamed Moscow. American officials say the rebels did it.",
                                       "involved CT+ blamed; party Moscow; holder The US; cue blamed\ncarried_out CT+ did; party the rebels; holder American officials; cue say");
    assert_int_equal(r->claims[0].superseded_by, 1);
    assert_true(r->claims[0].possibly);
}

TEST(kin_by_a_state_that_no_table_has_may_be_the_same)
{
    const sayso_records *r = hand_read("Lissenia initially blamed Moscow. Lissenian analysts say the rebels did it.",
                                       "involved CT+ blamed; party Moscow; holder Lissenia; cue blamed\ncarried_out CT+ did; party the rebels; holder Lissenian analysts; cue say");
    assert_int_equal(r->claims[0].superseded_by, 1);
    assert_true(r->claims[0].possibly);
}

TEST(initially_ends_the_view_of_each_of_its_holders)
{
    const sayso_records *r = hand_read("The US, Vantia and their allies blamed Moscow initially for the raid. American officials say the rebels did it.",
                                       "involved CT+ blamed; party Moscow; holder The US; holder Vantia; holder their allies; cue blamed\n"
                                       "carried_out CT+ did; party the rebels; holder American officials; cue say");
    for (size_t i = 0; i < 3; i++) assert_string_equal(AT(r, r->claims[i].ended_by), "initially");
    assert_true(r->claims[0].superseded_by == 3 && r->claims[0].possibly);
    assert_int_equal(r->claims[1].superseded_by, SAYSO_NONE);
    assert_string_equal(AT(r, r->claims[3].ended_by), "");
}

TEST(initially_does_not_end_what_they_say_now_in_the_same_sentence)
{
    const sayso_records *r = hand_read("Calder initially blamed the League but now says a gas leak caused it.",
                                       "involved CT+ blamed; party the League; holder Calder; cue blamed\ncause CT+ caused; party a gas leak; holder Calder; cue says");
    assert_string_equal(AT(r, r->claims[0].ended_by), "initially");
    assert_string_equal(AT(r, r->claims[1].ended_by), "");
    assert_int_equal(r->claims[0].superseded_by, 1);
}

TEST(a_denial_of_another_or_who_knew_of_it_is_no_later_view)
{
    const sayso_records *r = hand_read("Calder initially blamed the League. Calder says Tolland did not do it and that Feld knew. Calder now clears the League.",
                                       "carried_out CT+ blamed; party the League; holder Calder; cue blamed\n"
                                       "carried_out CT- do; party Tolland; holder Calder@2; cue says\n"
                                       "aware CT+ knew; party Feld; holder Calder@2; cue says\n"
                                       "carried_out CT- clears; party the League@2; holder Calder@3; cue clears");
    assert_int_equal(r->claims[0].superseded_by, 3);
}

TEST(a_view_of_somebody_else_or_of_another_incident_supersedes_nothing)
{
    const sayso_records *r = hand_read("Calder initially blamed the League. Pello says a gas leak caused it. Calder says the army set the fire.",
                                       "involved CT+ blamed; party the League; holder Calder; cue blamed\n"
                                       "cause CT+ caused; party a gas leak; holder Pello; cue says\n"
                                       "carried_out CT+ set; party the army; holder Calder@2; cue says@2; incident fire = 1");
    assert_string_equal(AT(r, r->claims[0].ended_by), "initially");
    assert_int_equal(r->claims[0].superseded_by, SAYSO_NONE);
}

TEST(a_far_initially_ends_nothing)
{
    const sayso_records *r = hand_read("Initially the mayor of the old town on the river with the three bridges said Calder blamed the League.",
                                       "involved CT+ blamed; party the League; holder Calder; cue blamed");
    assert_string_equal(AT(r, r->claims[0].ended_by), "");
}

TEST(a_stated_confidence_keeps_its_word)
{
    const sayso_records *r = hand_read("Analysts said with low confidence that the army approved it.", "authorised PS+ approved; party the army; holder Analysts; cue said; low");
    assert_int_equal(r->claims[0].confidence, SAYSO_LOW);
    assert_non_null(strstr(AT(r, r->claims[0].confidence_at), "low"));
}

TEST(low_confidence_that_somebody_did_it_is_no_denial)
{
    const sayso_records *r = hand_read("Officials have low confidence that Tolland ordered it.", "ordered PR- ordered; party Tolland; holder Officials; low");
    assert_string_equal(hand_claims(r), "ordered Tolland PS+ < Officials");
    r = hand_read("Officials believe that their confidence that Tolland ordered it is “low”.", "ordered PR- ordered; party Tolland; holder Officials; cue believe");
    assert_string_equal(hand_claims(r), "ordered Tolland PS+ < Officials");
    r = hand_read("Officials have high confidence that Tolland ordered nothing.", "ordered PR- ordered; party Tolland; holder Officials; high");
    assert_string_equal(hand_claims(r), "ordered Tolland PR- < Officials");
}

TEST(a_confidence_is_read_from_words_where_the_network_saw_none)
{
    static const struct { const char *text; sayso_confidence level; const char *at; } cases[] = {
        { "Officials said with low confidence that Kyiv approved it.", SAYSO_LOW, "low confidence" },
        { "Officials assess with moderate confidence that Kyiv approved it.", SAYSO_MODERATE, "moderate confidence" },
        { "Officials said their level of that Kyiv approved it is “low”.", SAYSO_LOW, "low" },
        { "High-ranking officials said Kyiv approved it at a low wall.", SAYSO_NO_CONFIDENCE, "" },
        { "Officials said Kyiv approved it. They had low confidence in the assessment.", SAYSO_LOW, "low confidence" },
        { "Officials said Kyiv approved it. They had high confidence in their team.", SAYSO_NO_CONFIDENCE, "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const sayso_records *r = hand_read(cases[i].text, "authorised PR+ approved; party Kyiv; holder fficials");
        if (r->claims[0].confidence != cases[i].level) fail_msg("\"%s\"", cases[i].text);
        assert_string_equal(AT(r, r->claims[0].confidence_at), cases[i].at);
    }
}

TEST(each_of_two_confidences_goes_to_its_claim)
{
    const sayso_records *r = hand_read("Officials assess with high confidence that Tolland fired and with low confidence that Kyiv approved it.",
                                       "carried_out CT+ fired; party Tolland; holder Officials; cue assess\nauthorised CT+ approved; party Kyiv; holder Officials; cue assess");
    assert_int_equal(r->claims[0].confidence, SAYSO_HIGH);
    assert_int_equal(r->claims[1].confidence, SAYSO_LOW);
}

TEST(missing_evidence_runs_to_the_end_of_its_clause)
{
    const sayso_records *r = hand_read("Agencies are unsure who did it, citing a lack of evidence which names the unit; talks go on.",
                                       "involved U did; party who; holder Agencies; cue unsure");
    assert_string_equal(AT(r, r->claims[0].missing), "lack of evidence which names the unit");
    r = hand_read("Officials are unsure who was behind it for lack of evidence.", "involved U behind; party who; holder Officials; hedge lack of evidence");
    assert_string_equal(AT(r, r->claims[0].hedge), "unsure");
}

TEST(a_claim_that_is_sure_misses_nothing)
{
    const sayso_records *r = hand_read("Lorne said there is no evidence and that Tolland did it.", "carried_out CT+ did; party Tolland; holder Lorne; cue said");
    assert_string_equal(AT(r, r->claims[0].missing), "");
}

TEST(preliminary_conclusions_are_a_note_on_open_claims_of_their_holder)
{
    const sayso_records *r = hand_read("Officials say the unit may have done it. Officials called these preliminary conclusions and blame the army.",
                                       "carried_out PS+ done; party the unit; holder Officials; cue say; hedge may have\n"
                                       "carried_out CT+ blame; party the army; holder Officials@2; cue blame");
    assert_string_equal(AT(r, r->claims[0].note), "preliminary conclusions");
    assert_string_equal(AT(r, r->claims[1].note), "");
}

TEST(a_claim_rests_on_what_its_holders_preliminary_conclusions_are_based_on)
{
    static const char marks[] = "carried_out PS+ done; party the unit; holder Officials; cue say; hedge may have\n"
                                "carried_out CT+ blame; party the army; holder Officials@2; cue blame";
    const sayso_records *r = hand_read("Officials say the unit may have done it. Officials based these preliminary conclusions on intercepted calls and blame the army.", marks);
    assert_int_equal(r->claims[0].chain[0].ground_count, 1);
    assert_int_equal(r->claims[0].chain[0].grounds[0].kind, SAYSO_INTERCEPT);
    r = hand_read("Officials say the unit may have done it. Officials called these preliminary conclusions of intercepted calls and blame the army.", marks);
    assert_int_equal(r->claims[0].chain[0].ground_count, 0);
}

TEST(a_grade_is_no_note_on_another_incident)
{
    const sayso_records *r = hand_read("Officials say the unit may have done the raid. Officials called these preliminary conclusions and blame the army for it. Officials believe the unit set the fire.",
                                       "carried_out PS+ done; party the unit; holder Officials; cue say; incident raid\n"
                                       "carried_out CT+ blame; party the army; holder Officials@2; cue blame\n"
                                       "carried_out PR+ set; party the unit@2; holder Officials@3; cue believe; incident fire = 1");
    assert_string_equal(AT(r, r->claims[0].note), "preliminary conclusions");
    assert_string_equal(AT(r, r->claims[2].note), "");
}

TEST(an_incident_has_the_day_that_its_noun_has_elsewhere)
{
    const sayso_records *r = hand_read("Rebels were behind the shootings. The town is small. Few speak of it. A video of the shootings on November 5, 2009 was shown.",
                                     "involved CT+ behind; party Rebels; incident shootings");
    assert_string_equal(r->incidents[0].date, "2009-11-05");
    r = hand_read("date 2023-05-25 Rebels were behind the 2010 attack, a court said, and on May 3 it sat again.", "involved CT+ behind; party Rebels; incident attack");
    assert_string_equal(r->incidents[0].date, "2010");
}

TEST(a_date_between_holder_and_cue_is_when_it_was_held)
{
    const sayso_records *r = hand_read("date 2023-05-25 Hersh in February revealed that the army sank it.", "carried_out CT+ sank; party the army; holder Hersh; cue revealed");
    assert_string_equal(r->claims[0].held, "2023-02");
    r = hand_read("date 2023-05-25 Hersh revealed that the army sank it in February.", "carried_out CT+ sank; party the army; holder Hersh; cue revealed");
    assert_string_equal(r->claims[0].held, "");
}

/* ---- incidents ---- */

TEST(an_incident_has_the_name_day_and_place_of_its_words)
{
    const sayso_records *r = hand_read("date 2023-05-25 Rebels were behind the May 3 drone attack on the depot in Sarrow.", "involved CT+ behind; party Rebels; incident drone attack");
    const sayso_incident *i = &r->incidents[0];
    assert_string_equal(i->name, "drone attack on the depot");
    assert_string_equal(i->kind, "attack");
    assert_string_equal(i->date, "2023-05-03");
    assert_string_equal(i->place, "Sarrow");
    assert_string_equal(AT(r, i->at), "drone attack");
    assert_string_equal(AT(r, i->date_at), "May 3");
    assert_string_equal(AT(r, i->place_at), "Sarrow");
    assert_int_equal(i->sentence, 0);
}

TEST(an_incident_is_named_by_the_noun_that_most_of_its_mentions_have)
{
    const sayso_records *r = hand_read("Rebels were behind the attack on the depot. Marrow may carry out small-scale operations of the old kind. Lorne ordered the attack.",
                                       "involved CT+ behind; party Rebels; incident attack\n"
                                       "carried_out PS+ carry; party Marrow; incident small-scale operations\n"
                                       "ordered CT+ ordered; party Lorne; incident attack@2");
    assert_int_equal(r->incident_count, 1);
    assert_string_equal(r->incidents[0].name, "attack on the depot");
}

TEST(a_name_with_a_proper_name_in_it_tells_more_and_a_verb_or_pronoun_is_none)
{
    const sayso_records *r = hand_read("Rebels were behind the killings. Lorne ordered the massacre at Kepau Lagoon. He denied the killings. Marrow Volunteers shot them. Ostrel approved it.",
                                       "involved CT+ behind; party Rebels; incident killings\n"
                                       "ordered CT+ ordered; party Lorne; incident massacre\n"
                                       "carried_out CT- denied; party He; incident killings@2\n"
                                       "carried_out CT+ shot; party Marrow Volunteers; incident shot\n"
                                       "authorised CT+ approved; party Ostrel; incident it");
    assert_string_equal(r->incidents[0].name, "massacre at Kepau Lagoon");
}

TEST(an_incident_that_only_a_verb_tells_has_its_kinds_name)
{
    const sayso_records *r = hand_read("Gunmen killed the mayor in Sarrow.", "carried_out CT+ killed; party Gunmen");
    assert_string_equal(r->incidents[0].kind, "killing");
    assert_string_equal(r->incidents[0].name, "killing in Sarrow");
    assert_string_equal(AT(r, r->claims[0].incident_at), "killed");
}

TEST(the_day_of_the_next_sentence_stands_in)
{
    const sayso_records *r = hand_read("Rebels were behind the blast. It went off on May 3, 2023.", "involved CT+ behind; party Rebels; incident blast");
    assert_string_equal(r->incidents[0].date, "2023-05-03");
}

TEST(an_incident_without_day_and_place_has_none)
{
    const sayso_records *r = hand_read("Rebels were behind the blast.", "involved CT+ behind; party Rebels; incident blast");
    assert_string_equal(r->incidents[0].date, "");
    assert_string_equal(r->incidents[0].place, "");
}

TEST(each_incident_has_its_own_place)
{
    const sayso_records *r = hand_read("Officials blame the rebels for the attack on the Kremlin and the raid on Sarrow in Belmark.",
                                       "involved CT+ blame; party the rebels; holder Officials; incident attack = 0; incident raid = 1");
    assert_string_equal(r->incidents[0].place, "Kremlin");
    assert_string_equal(r->incidents[1].place, "Belmark");
}

TEST(a_place_of_a_later_mention_does_not_displace_that_of_the_first)
{
    const sayso_records *r = hand_read("Rebels were behind the attack in Sarrow. Lorne blamed the army for the attack in Belmark.",
                                       "involved CT+ behind; party Rebels; incident attack = 0\ninvolved CT+ blamed; party the army; holder Lorne; incident attack@2 = 0");
    assert_string_equal(r->incidents[0].place, "Sarrow");
    r = hand_read("Rebels were behind the attack. Lorne blamed the army for the attack in Belmark.",
                  "involved CT+ behind; party Rebels; incident attack = 0\ninvolved CT+ blamed; party the army; holder Lorne; incident attack@2 = 0");
    assert_string_equal(r->incidents[0].place, "Belmark");
}

TEST(a_name_before_the_event_is_its_place_where_the_text_is_in_it)
{
    const sayso_records *r = hand_read("Rebels were behind the Sarrow bombing. Nobody was hurt in Sarrow.", "involved CT+ behind; party Rebels; incident bombing");
    assert_string_equal(r->incidents[0].place, "Sarrow");
    r = hand_read("Rebels were behind the Lorne bombing.", "involved CT+ behind; party Rebels; incident bombing");
    assert_string_equal(r->incidents[0].place, "");
    r = hand_read("Tolland denied the Israel bombing in Sarrow.", "involved CT- denied; party Tolland; holder Tolland; incident bombing");
    assert_string_equal(r->incidents[0].place, "Sarrow");
}

TEST(the_day_on_which_it_was_said_is_not_the_incidents)
{
    const sayso_records *r = hand_read("date 2023-05-25 Officials said on Friday that the rebels were behind the blast.", "involved CT+ behind; party the rebels; holder Officials; incident blast");
    assert_string_equal(r->incidents[0].date, "");
    r = hand_read("date 2023-05-25 Officials said on Friday that the rebels were behind the blast on Monday.", "involved CT+ behind; party the rebels; holder Officials; incident blast");
    assert_string_equal(r->incidents[0].date, "2023-05-22");
    r = hand_read("date 2023-05-25 Police on Monday arrested the clerk who set the fire.", "carried_out CT+ set; party the clerk; incident fire");
    assert_string_equal(r->incidents[0].date, "");
}

TEST(a_day_needs_a_year_that_its_report_gives)
{
    const sayso_records *r = hand_read("Rebels were behind the May 3 blast. They formed in 2016.", "involved CT+ behind; party Rebels; incident blast");
    assert_string_equal(r->incidents[0].date, "");
}

TEST(whom_with_what_and_how_many_are_the_texts_words)
{
    static const struct { const char *text, *marks, *targets, *means, *toll; } cases[] = {
        { "Rebels were behind the drone attack on the Kremlin. Two drones were flown.", "involved CT+ behind; party Rebels; incident attack", "the Kremlin", "Two drones", "" },
        { "Rebels attacked the convoy with three car bombs, killing 12 people and wounding 30 others.", "carried_out CT+ attacked; party Rebels", "the convoy", "three car bombs", "killing 12 people and wounding 30 others" },
        { "Tolland ordered the killing of Katya Lorne in Sarrow.", "ordered CT+ ordered; party Tolland; incident killing", "Katya Lorne", "", "" },
        { "At least 1,200 people were killed in the attack of the rebels.", "carried_out CT+ attack; party the rebels; incident attack", "", "", "1,200 people were killed" },
        { "The convoy was attacked on Friday by Rebels.", "carried_out CT+ attacked; party Rebels", "", "", "" },
        { "Rebels were behind the 2016 attack on a U.S. base.", "involved CT+ behind; party Rebels; incident attack", "a U.S. base", "", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const sayso_incident *n = &hand_read(cases[i].text, cases[i].marks)->incidents[0];
        assert_string_equal(n->targets, cases[i].targets);
        assert_string_equal(n->means, cases[i].means);
        assert_string_equal(n->toll, cases[i].toll);
    }
}

TEST(what_was_done_to_another_incident_is_not_taken)
{
    const sayso_records *r = hand_read("Rebels were behind the raid and the knife attack that killed two guards.", "involved CT+ behind; party Rebels; incident raid = 0; incident attack = 1");
    assert_string_equal(r->incidents[0].means, "");
    assert_string_equal(r->incidents[0].toll, "");
    assert_string_equal(r->incidents[1].toll, "killed two guards");
}

/* ---- statements ---- */

TEST(what_is_said_besides_claims_is_a_statement_of_its_source)
{
    const sayso_records *r = hand_read("Lorne blamed Tolland for the raid. Pello warned that the raid could widen the war.",
                                       "involved CT+ blamed; party Tolland; holder Lorne; incident raid\nsays Pello | warned | that the raid could widen the war");
    assert_int_equal(r->statement_count, 1);
    const sayso_statement *s = &r->statements[0];
    assert_string_equal(AT(r, s->content), "that the raid could widen the war");
    assert_string_equal(s->chain[0].name, "Pello");
    assert_int_equal(s->incident, 0);
    assert_int_equal(s->sentence, 1);
    assert_int_equal(s->kind, SAYSO_FORECAST);
}

TEST(the_voices_of_a_statement_are_read_like_those_of_a_claim)
{
    const sayso_records *r = hand_read("Lorne blamed Tolland for the raid. Radio Holm reported that some officials fear that the raid could widen the war.",
                                       "involved CT+ blamed; party Tolland; holder Lorne; incident raid\n"
                                       "says some officials | fear | that the raid could widen the war\nsays Radio Holm | reported | some officials fear that the raid could widen the war");
    assert_int_equal(r->statement_count, 2);
    assert_int_equal(r->statements[0].chain_count, 2);
    assert_string_equal(r->statements[0].chain[0].name, "some officials");
    assert_false(r->statements[0].chain[0].outlet);
    assert_true(r->statements[0].chain[1].outlet);
}

TEST(a_claims_own_attribution_a_sourceless_and_a_far_one_are_no_statements)
{
    const sayso_records *r = hand_read("Lorne said Tolland did the raid at night. It rained. It was cold. It was late. It was dark. Pello said that he would go home.",
                                       "carried_out CT+ did; party Tolland; holder Lorne; incident raid\n"
                                       "says Lorne | said | Tolland did the raid at night\nsays | said@2 | that he would go home\nsays Pello | said@2 | that he would go home");
    assert_int_equal(r->statement_count, 0);
}

/* ---- nothing ---- */

TEST(a_text_without_marks_has_sentences_and_no_claims)
{
    const sayso_records *r = hand_read("It rained. Nobody came.", "");
    assert_int_equal(r->sentence_count, 2);
    assert_true(!r->claim_count && !r->party_count && !r->incident_count && !r->statement_count);
    assert_int_equal(strlen(r->hash), 64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(a_confession_without_a_holder_is_held_by_the_party),
        PROVE(a_charge_that_nobody_brings_is_held_by_authorities),
        PROVE(a_court_confession_of_nobody_known_is_no_confession_of_the_unknown),
        PROVE(a_claim_without_a_holder_is_the_reports_own_voice),
        PROVE(an_intercept_is_how_the_second_voice_knows),
        PROVE(an_intercept_behind_an_outlet_stays_with_the_holder),
        PROVE(a_faint_basis_is_one_where_the_sentence_names_it),
        PROVE(words_of_a_basis_that_touch_are_one_phrase),
        PROVE(people_stand_before_the_outlets_they_spoke_through),
        PROVE(who_spoke_through_an_outlet_still_does_where_the_text_refers_back),
        PROVE(a_holder_who_is_also_an_outer_voice_stands_once),
        PROVE(each_coordinated_holder_has_a_chain_of_its_own),
        PROVE(each_cue_has_its_stance),
        PROVE(unnamed_people_are_called_what_the_text_calls_them),
        PROVE(an_open_question_is_about_unknown),
        PROVE(nobody_is_unknown_whatever_is_said_of_it),
        PROVE(two_open_questions_share_one_unknown),
        PROVE(a_relative_who_is_the_name_before_it),
        PROVE(an_adjective_is_its_state),
        PROVE(a_surname_is_its_fullest_name),
        PROVE(a_word_that_only_opens_its_sentence_is_no_part_of_a_name),
        PROVE(what_describes_a_name_behind_a_comma_is_not_the_name),
        PROVE(a_pronoun_is_who_the_network_points_to),
        PROVE(blame_for_staging_a_thing_says_that_it_was_staged),
        PROVE(a_name_of_another_state_is_believed_only_where_the_network_is_sure_and_no_table_has_the_mention),
        PROVE(two_names_of_one_person_are_one_party),
        PROVE(coordinated_parties_are_claims_of_their_own),
        PROVE(a_unit_nests_in_the_state_that_its_words_name),
        PROVE(a_head_that_only_a_table_knows_has_no_words),
        PROVE(a_state_that_no_table_has_is_the_head_of_who_bears_its_name),
        PROVE(a_person_is_no_head_because_others_bear_his_name),
        PROVE(a_claim_said_twice_is_one_with_the_longer_chain),
        PROVE(another_factuality_role_or_incident_is_another_claim),
        PROVE(one_trigger_with_two_incidents_is_two_claims),
        PROVE(claims_below_the_threshold_are_left_out),
        PROVE(a_claim_tells_its_scores),
        PROVE(a_view_held_initially_is_superseded_by_a_later_one_of_the_same_holder),
        PROVE(a_view_of_a_holder_who_may_be_the_same_possibly_supersedes_it),
        PROVE(kin_by_a_state_that_no_table_has_may_be_the_same),
        PROVE(a_view_of_somebody_else_or_of_another_incident_supersedes_nothing),
        PROVE(a_far_initially_ends_nothing),
        PROVE(a_stated_confidence_keeps_its_word),
        PROVE(missing_evidence_runs_to_the_end_of_its_clause),
        PROVE(a_claim_that_is_sure_misses_nothing),
        PROVE(preliminary_conclusions_are_a_note_on_open_claims_of_their_holder),
        PROVE(a_claim_rests_on_what_its_holders_preliminary_conclusions_are_based_on),
        PROVE(an_incident_has_the_day_that_its_noun_has_elsewhere),
        PROVE(a_date_between_holder_and_cue_is_when_it_was_held),
        PROVE(an_incident_has_the_name_day_and_place_of_its_words),
        PROVE(an_incident_is_named_by_the_noun_that_most_of_its_mentions_have),
        PROVE(a_name_with_a_proper_name_in_it_tells_more_and_a_verb_or_pronoun_is_none),
        PROVE(an_incident_that_only_a_verb_tells_has_its_kinds_name),
        PROVE(the_day_of_the_next_sentence_stands_in),
        PROVE(an_incident_without_day_and_place_has_none),
        PROVE(a_party_that_gets_a_fuller_name_gets_its_kind_and_head),
        PROVE(an_outlet_by_its_name_alone_passes_words_on),
        PROVE(initially_ends_the_view_of_each_of_its_holders),
        PROVE(initially_does_not_end_what_they_say_now_in_the_same_sentence),
        PROVE(a_denial_of_another_or_who_knew_of_it_is_no_later_view),
        PROVE(low_confidence_that_somebody_did_it_is_no_denial),
        PROVE(a_confidence_is_read_from_words_where_the_network_saw_none),
        PROVE(each_of_two_confidences_goes_to_its_claim),
        PROVE(a_grade_is_no_note_on_another_incident),
        PROVE(each_incident_has_its_own_place),
        PROVE(a_place_of_a_later_mention_does_not_displace_that_of_the_first),
        PROVE(a_name_before_the_event_is_its_place_where_the_text_is_in_it),
        PROVE(the_day_on_which_it_was_said_is_not_the_incidents),
        PROVE(a_day_needs_a_year_that_its_report_gives),
        PROVE(whom_with_what_and_how_many_are_the_texts_words),
        PROVE(what_was_done_to_another_incident_is_not_taken),
        PROVE(what_is_said_besides_claims_is_a_statement_of_its_source),
        PROVE(the_voices_of_a_statement_are_read_like_those_of_a_claim),
        PROVE(a_claims_own_attribution_a_sourceless_and_a_far_one_are_no_statements),
        PROVE(a_text_without_marks_has_sentences_and_no_claims),
    };
    return cmocka_run_group_tests_name("claims", tests, NULL, close_hand);
}
