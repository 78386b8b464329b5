#include "support/fault.h"
#include "support/prove.h"

#include "norm/norm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static say_arena *arena;
static say_norm *norm;

static int open_tables(void **state)
{
    (void)state;
    sayso_error error = { 0 };
    arena = say_base_arena(&error);
    norm = say_norm_open("data", &error);
    if (!norm) fprintf(stderr, "%s: %s\n", error.where, error.message);
    return arena && norm ? 0 : -1;
}

static int close_tables(void **state)
{
    (void)state;
    say_norm_close(norm);
    say_base_arena_close(arena);
    return 0;
}

static say_text split(const char *words)
{
    say_doc *doc;
    say_text text;
    assert_int_equal(say_doc_open(say_base_str(words), "x", arena, &doc, NULL), SAYSO_OK);
    assert_int_equal(say_text_split(doc, arena, &text, NULL), SAYSO_OK);
    return text;
}

/* ---- certainty ---- */

static const char *likelihood(const char *reading, const char *words)
{
    sayso_likelihood l;
    assert_int_equal(say_norm_likelihood(norm, reading, say_base_str(words), arena, &l, NULL), SAYSO_OK);
    if (!l.reading) return "none";
    assert_string_equal(l.phrase, words);
    assert_string_equal(l.reading, reading);
    return say_base_format(arena, NULL, "%g %g %g", l.low, l.middle, l.high);
}

TEST(hedges_have_the_interval_of_their_phrase)
{
    static const struct { const char *reading, *words, *interval; } cases[] = {
        { "press", "may have been", "20 40 60" }, { "press", "may", "20 40 60" }, { "press", "MAY HAVE BEEN", "20 40 60" },
        { "press", "it is highly likely", "80 90 95" }, { "press", "likely", "60 75 85" }, { "press", "was likely carried out", "60 75 85" },
        { "press", "probably", "51 70 80" }, { "press", "almost certainly", "80 90 99" }, { "press", "could be", "15 40 60" },
        { "press", "in all likelihood", "80 90 95" }, { "press", "likelihood", "60 75 85" }, { "press", "believe", "60 75 95" },
        { "icd203", "likely", "55 -1 80" }, { "icd203", "highly likely", "80 -1 95" }, { "icd203", "very likely", "80 -1 95" },
        { "phia", "probably", "55 -1 75" }, { "phia", "highly likely", "80 -1 90" }, { "nato", "likely", "60 -1 90" },
        { "kent", "almost certainly not", "2 7 12" }, { "ipcc", "about as likely as not", "33 -1 66" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(likelihood(cases[i].reading, cases[i].words), cases[i].interval);
}

TEST(words_without_a_phrase_of_the_reading_have_no_number)
{
    static const char *const open_words[] = {
        "remains unclear", "unsure", "not known", "under investigation", "said", "blaming", "appears", "suspected", "cannot rule out", "on May 3", "low",
    };
    for (size_t i = 0; i < sizeof open_words / sizeof *open_words; i++) assert_string_equal(likelihood("press", open_words[i]), "none");
    assert_string_equal(likelihood("icd203", "may have been"), "none");
    sayso_likelihood l;
    assert_int_equal(say_norm_likelihood(norm, "press", SAY_STR(""), arena, &l, NULL), SAYSO_OK);
    assert_null(l.phrase);
    assert_null(l.reading);
}

TEST(stacked_hedges_widen_and_never_sharpen)
{
    assert_string_equal(likelihood("press", "possibly could"), "15 -1 60");
    assert_string_equal(likelihood("press", "believed may have been"), "20 -1 95");
    assert_string_equal(likelihood("press", "may or may have"), "20 40 60");
    assert_string_equal(likelihood("icd203", "may likely"), "none");        /* "may" could be anything there */
}

static const char *stacked(const char *words, const char *cue)
{
    sayso_likelihood l;
    assert_int_equal(say_norm_stack(norm, "press", say_base_str(words), say_base_str(cue), arena, &l, NULL), SAYSO_OK);
    assert_string_equal(l.phrase, words);
    return l.reading ? say_base_format(arena, NULL, "%g %g %g", l.low, l.middle, l.high) : "none";
}

TEST(a_cue_that_hedges_widens_and_one_without_a_number_takes_it_away)
{
    assert_string_equal(stacked("may have been", "believed"), "20 -1 95");
    assert_string_equal(stacked("likely", "believe"), "60 -1 95");
    assert_string_equal(stacked("may have been", "told"), "20 40 60");
    assert_string_equal(stacked("may have been", "suspect"), "none");       /* nobody measured "suspect" */
    assert_string_equal(stacked("may have been", "do not believe"), "none");
    assert_string_equal(stacked("blaming", "believed"), "none");            /* the claim's own words are no hedge */
}

TEST(some_words_leave_a_question_open)
{
    static const char *const open_words[] = { "remains unclear", "It is unclear whether", "unsure", "still under investigation", "cannot say" };
    static const char *const other_words[] = { "may have been", "believe", "low", "denied", "suspected", "did not know", "" };
    for (size_t i = 0; i < 5; i++) assert_true(say_norm_is_open(norm, say_base_str(open_words[i])));
    for (size_t i = 0; i < 7; i++) assert_false(say_norm_is_open(norm, say_base_str(other_words[i])));
}

TEST(a_negated_phrase_is_not_its_phrase)
{
    assert_string_equal(likelihood("press", "not likely"), "5 20 30");
    assert_string_equal(likelihood("press", "unlikely"), "5 20 30");
    assert_string_equal(likelihood("press", "probably not"), "6 25 40");
    assert_string_equal(likelihood("press", "may not have"), "none");
    assert_string_equal(likelihood("press", "not unlikely"), "none");
    assert_string_equal(likelihood("press", "couldn't"), "none");
    assert_string_equal(likelihood("press", "do not believe"), "none");
    assert_string_equal(likelihood("press", "not only likely"), "60 75 85");
}

TEST(an_unknown_reading_is_an_error_that_lists_the_known)
{
    sayso_error error = { 0 };
    sayso_likelihood l;
    assert_int_equal(say_norm_likelihood(norm, "tea", SAY_STR("may"), arena, &l, &error), SAYSO_BAD_CALL);
    assert_string_equal(error.message, "no reading \"tea\"; known: press, icd203, phia, nato, ipcc, kent");
    assert_int_equal(say_norm_reading(norm, NULL, &error), SAYSO_BAD_CALL);
    assert_int_equal(say_norm_reading(norm, "kent", &error), SAYSO_OK);
}

/* ---- cues ---- */

TEST(cues_take_a_stance)
{
    static const struct { const char *cue; sayso_stance stance; } cases[] = {
        { "said", SAYSO_NEUTRAL }, { "told", SAYSO_NEUTRAL }, { "according to", SAYSO_NEUTRAL }, { "blamed", SAYSO_NEUTRAL }, { "", SAYSO_NEUTRAL },
        { "revealed", SAYSO_ENDORSING }, { "reveals", SAYSO_ENDORSING }, { "pointed out", SAYSO_ENDORSING }, { "has confirmed", SAYSO_ENDORSING },
        { "admitting", SAYSO_ENDORSING }, { "claimed", SAYSO_DISTANCING }, { "claims", SAYSO_DISTANCING }, { "alleged", SAYSO_DISTANCING },
        { "purportedly", SAYSO_DISTANCING }, { "reportedly said", SAYSO_DISTANCING }, { "said without offering evidence", SAYSO_DISTANCING },
        { "claimed responsibility", SAYSO_NEUTRAL }, { "jumped", SAYSO_NEUTRAL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (say_norm_stance(norm, say_base_str(cases[i].cue)) != cases[i].stance) fail_msg("\"%s\"", cases[i].cue);
}

/* ---- parties ---- */

TEST(parties_have_a_kind_and_a_head)
{
    static const struct { const char *words; sayso_party_kind kind; const char *name, *head, *state, *at; } cases[] = {
        { "one of Ukraine\xE2\x80\x99s special military or intelligence units", SAYSO_UNIT, NULL, "Ukraine", "Ukraine", "Ukraine" },
        { "American officials", SAYSO_UNNAMED, NULL, "United States", "United States", "American" },
        { "some Ukrainian officials", SAYSO_UNNAMED, NULL, "Ukraine", "Ukraine", "Ukrainian" },
        { "US spy agencies", SAYSO_UNNAMED, NULL, "United States", "United States", "US" },
        { "the Biden administration", SAYSO_GOVERNMENT, "Biden administration", "United States", "United States", "" },
        { "Kyiv", SAYSO_GOVERNMENT, "Kyiv", "Ukraine", "Ukraine", "" },
        { "the Kremlin", SAYSO_GOVERNMENT, "Kremlin", "Russia", "Russia", "" },
        { "the US", SAYSO_STATE, "United States", NULL, "United States", "" },
        { "the U.S.", SAYSO_STATE, "United States", NULL, "United States", "" },
        { "Israeli", SAYSO_STATE, "Israel", NULL, "Israel", "" },
        { "the Ukrainians", SAYSO_UNNAMED, NULL, "Ukraine", "Ukraine", "" },
        { "the Ukrainian government", SAYSO_GOVERNMENT, "Ukrainian government", "Ukraine", "Ukraine", "" },
        { "FSB", SAYSO_ORGANISATION, "Federal Security Service", "Russia", "Russia", "" },
        { "FSB officers", SAYSO_UNNAMED, NULL, "Federal Security Service", "Russia", "FSB" },
        { "members of Hamas", SAYSO_UNNAMED, NULL, "Hamas", NULL, "Hamas" },
        { "Ukraine President Volodymyr Zelensky", SAYSO_PERSON, NULL, "Ukraine", "Ukraine", "Ukraine" },
        { "Seymour Hersh", SAYSO_PERSON, NULL, NULL, NULL, "" },
        { "Jordan Smith", SAYSO_PERSON, NULL, NULL, NULL, "" },
        { "officials in Washington", SAYSO_UNNAMED, NULL, "United States", "United States", "Washington" },
        { "police in Manila", SAYSO_ORGANISATION, NULL, "Philippines", "Philippines", "Manila" },
        { "the Syrian army's 4th division", SAYSO_UNIT, NULL, "Syrian military", "Syria", "Syrian army" },
        { "loose grouping of Ukrainian units", SAYSO_UNIT, NULL, "Ukraine", "Ukraine", "Ukrainian" },
        { "Radio Holm", SAYSO_ORGANISATION, NULL, NULL, NULL, "" }, { "Al Jazeera", SAYSO_ORGANISATION, "Al Jazeera", NULL, NULL, "" }, { "Le Monde", SAYSO_ORGANISATION, "Le Monde", NULL, NULL, "" },
        { "Channel Osk", SAYSO_ORGANISATION, NULL, NULL, NULL, "" }, { "Brigade Ash", SAYSO_UNIT, NULL, NULL, NULL, "" }, { "Police Chief Cathy Lanier", SAYSO_PERSON, NULL, NULL, NULL, "" },
        { "Dawn Lorne", SAYSO_PERSON, NULL, NULL, NULL, "" },
        { "a gas leak", SAYSO_THING, NULL, NULL, NULL, "" }, { "gunmen", SAYSO_UNNAMED, NULL, NULL, NULL, "" },
        { "a gunman", SAYSO_PERSON, NULL, NULL, NULL, "" }, { "unknown", SAYSO_PARTY_UNKNOWN, NULL, NULL, NULL, "" },
        { "", SAYSO_PARTY_UNKNOWN, NULL, NULL, NULL, "" }, { "they", SAYSO_PARTY_UNKNOWN, NULL, NULL, NULL, "" }, { "us", SAYSO_PARTY_UNKNOWN, NULL, NULL, NULL, "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        say_party_facts f;
        say_str words = say_base_str(cases[i].words);
        say_norm_party(norm, words, &f);
        if (f.kind != cases[i].kind) fail_msg("\"%s\" is of kind %d", cases[i].words, (int)f.kind);
        const char *const pairs[][2] = { { f.name, cases[i].name }, { f.head, cases[i].head }, { f.state, cases[i].state } };
        for (size_t k = 0; k < 3; k++)
            if ((pairs[k][0] != NULL) != (pairs[k][1] != NULL) || (pairs[k][0] && strcmp(pairs[k][0], pairs[k][1])))
                fail_msg("\"%s\": %s where %s is wanted", cases[i].words, pairs[k][0] ? pairs[k][0] : "nothing", pairs[k][1] ? pairs[k][1] : "nothing");
        assert_true(say_base_same(say_base_sub(words, f.head_at), say_base_str(cases[i].at)));
        assert_true((f.head != NULL) == (f.source != NULL));
    }
}

/* To belong to a state is more than to come from it, lean to it or fight for it. */
TEST(what_only_leans_to_a_state_does_not_belong_to_it)
{
    static const char *const names[] = {
        "pro-Russian hackers", "an Iran-backed militia", "individuals or groups supporting Ukraine", "a Syrian man", "Russian hackers", "gunmen in Syria",
        "Syrian rebels", "critics of Russia", "Iran-backed Hezbollah",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        say_party_facts f;
        say_norm_party(norm, say_base_str(names[i]), &f);
        if (f.head) fail_msg("\"%s\" belongs to %s", names[i], f.head);
    }
}

TEST(two_names_are_one_party_only_where_that_is_certain)
{
    static const struct { const char *a, *b; bool same, may; } cases[] = {
        { "US", "United States", true, true }, { "the US", "American officials", false, true }, { "US officials", "American officials", false, true },
        { "Zelensky", "Volodymyr Zelensky", true, true }, { "Secretary Clinton", "Secretary of State Hillary Clinton", true, true },
        { "Secretary Clinton", "Secretary of State", false, false }, { "President Moreau", "Minister of Defence Ada Moreau of Tarvonia", false, false },
        { "President Joe Biden", "Biden", true, true }, { "Mr. Hersh", "Seymour Hersh", true, true },
        { "IRGC", "Islamic Revolutionary Guard Corps", true, true }, { "FSB", "Federal Security Service", true, true },
        { "NLF", "National Labour Front", true, true }, { "NLF", "National Front", false, false },
        { "the Kremlin", "Kremlin's", true, true }, { "Kyiv", "the Ukrainian government", false, true }, { "Ukraine", "Kyiv", false, true },
        { "some officials", "American officials", false, true }, { "Russia", "Ukraine", false, false }, { "Russian officials", "American officials", false, false },
        { "Joe Biden", "Jill Biden", false, false }, { "a gunman", "another gunman", true, true }, { "", "Russia", false, false },
        { "us", "US", false, false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        say_str a = say_base_str(cases[i].a), b = say_base_str(cases[i].b);
        if (say_norm_same_party(norm, a, b) != cases[i].same || say_norm_same_party(norm, b, a) != cases[i].same)
            fail_msg("\"%s\" and \"%s\": same", cases[i].a, cases[i].b);
        say_party_facts of_a, of_b;
        say_norm_party(norm, a, &of_a);
        say_norm_party(norm, b, &of_b);
        if (say_norm_same_known(norm, a, &of_a, b, &of_b) != cases[i].same || say_norm_same_known(norm, a, NULL, b, &of_b) != cases[i].same)
            fail_msg("\"%s\" and \"%s\", known: same", cases[i].a, cases[i].b);
        if (say_norm_may_be_same(norm, a, b) != cases[i].may || say_norm_may_be_same(norm, b, a) != cases[i].may)
            fail_msg("\"%s\" and \"%s\": may be the same", cases[i].a, cases[i].b);
    }
}

TEST(pronouns_and_bare_descriptions_name_nobody)
{
    static const char *const bare[] = { "it", "They", "the group", "those officials", "who" };
    static const char *const named[] = { "US", "the Taliban", "some officials", "Hersh", "American officials" };
    for (size_t i = 0; i < 5; i++) {
        assert_true(say_norm_is_pronoun(say_base_str(bare[i])));
        assert_false(say_norm_is_pronoun(say_base_str(named[i])));
    }
    assert_string_equal(say_norm_state(norm, SAY_STR("Kyiv")), "Ukraine");
    assert_string_equal(say_norm_state(norm, SAY_STR("the Ukrainian")), "Ukraine");
    assert_null(say_norm_state(norm, SAY_STR("turkey")));
    assert_null(say_norm_state(norm, SAY_STR("Hamas")));
}

/* ---- time and place ---- */

/* The first time expression of some words; "" where there is none. */
static const char *first_date(const char *words, const char *report)
{
    say_text text = split(words);
    say_dates dates;
    assert_int_equal(say_norm_dates(&text, 0, report, arena, &dates, NULL), SAYSO_OK);
    return dates.count ? say_base_keep(arena, say_base_str(dates.at[0].value), NULL) : "";
}

TEST(time_expressions_have_a_day_a_month_or_a_year)
{
    /* 2023-05-25 was a Thursday */
    static const struct { const char *report, *words, *value; } cases[] = {
        { "", "May 3, 2023", "2023-05-03" }, { "", "3 May 2023", "2023-05-03" }, { "", "3rd of May, 2023", "2023-05-03" }, { "", "Sept. 11, 2001", "2001-09-11" },
        { "", "September 2022", "2022-09" }, { "", "in 2014", "2014" }, { "", "the 2018 poisoning", "2018" }, { "", "2023-05-25", "2023-05-25" },
        { "", "25/12/2019", "2019-12-25" }, { "", "12/25/2019", "2019-12-25" }, { "", "12/06/2019", "2019" }, { "", "11 JAN 1990", "1990-01-11" },
        { "2023-05-25", "on May 3", "2023-05-03" }, { "2023-05-25", "3 May", "2023-05-03" }, { "2023-05-25", "June 1", "2022-06-01" },
        { "2023-05-25", "in February", "2023-02" }, { "2023-05-25", "in December", "2022-12" }, { "2023-05-25", "last May", "2022-05" },
        { "2023-05-25", "on Friday", "2023-05-19" }, { "2023-05-25", "Thursday", "2023-05-25" }, { "2023-05-25", "last Thursday", "2023-05-18" },
        { "2023-05-25", "Monday night", "2023-05-22" }, { "2023-05-25", "yesterday", "2023-05-24" }, { "2023-05-25", "today", "2023-05-25" },
        { "2023-01-01", "yesterday", "2022-12-31" }, { "2024-03-01", "last night", "2024-02-29" }, { "2023-01-15", "last month", "2022-12" },
        { "2023-05-25", "earlier this month", "2023-05" }, { "2023-05-25", "last year", "2022" }, { "2023-05-25", "two days ago", "2023-05-23" },
        { "2023-05-25", "three months ago", "2023-02" }, { "2023-05-25", "a year ago", "2022" },
        { "2023-05-25", "last week", "" }, { "2023-05-25", "next Friday", "" }, { "2023-05-25", "may have been", "" }, { "2023-05-25", "march on", "" },
        { "", "on Friday", "" }, { "", "on May 3", "" }, { "", "yesterday", "" }, { "", "in February", "" }, { "bad", "yesterday", "" },
        { "2023-05-25", "killed 2014 people", "" }, { "2023-05-25", "February 30, 2020", "" }, { "2023-05-25", "February 30", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *out = first_date(say_base_format(arena, NULL, "It was %s.", cases[i].words), cases[i].report);
        if (strcmp(out, cases[i].value)) fail_msg("\"%s\" is \"%s\" where \"%s\" is wanted", cases[i].words, out, cases[i].value);
    }
}

TEST(dates_of_a_sentence_stand_where_their_words_do)
{
    say_text text = split("On Friday, police said the May 3, 2021 attack and a raid last month were linked.");
    say_dates dates;
    assert_int_equal(say_norm_dates(&text, 0, "2023-05-25", arena, &dates, NULL), SAYSO_OK);
    static const struct { const char *words, *value; bool relative; } wanted[] = {
        { "Friday", "2023-05-19", true }, { "May 3, 2021", "2021-05-03", false }, { "last month", "2023-04", true },
    };
    assert_int_equal(dates.count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_true(say_base_same(say_base_sub(text.source, dates.at[i].at), say_base_str(wanted[i].words)));
        assert_string_equal(dates.at[i].value, wanted[i].value);
        assert_int_equal(dates.at[i].relative, wanted[i].relative);
    }
    assert_int_equal(say_norm_dates(&text, 9, "2023-05-25", arena, &dates, NULL), SAYSO_OK);
    assert_int_equal(dates.count, 0);
}

TEST(a_text_was_written_on_the_day_that_it_carries_itself)
{
    /* 2018-04-08 was a Sunday, 2019-11-18 a Monday */
    static const struct { const char *words, *day; } cases[] = {
        { "Police searched a lot in Dunmore, Okla., on Monday, Nov. 18, 2019. The gunman fired on Monday.", "2019-11-18" },
        { "What a day. — A. Person (@person) April 8, 2018", "2018-04-08" },
        { "What a day. — A. Person (@person) April 8, 2018\n\nThe raid on Monday came after one on Saturday.", "2018-04-09" },
        { "August 21 2013 Activists speak of many dead.", "2013-08-21" },
        { "Children are treated after an attack on April 4 2017. Leaders condemned the raid of Tuesday.", "2017-04-04" },
        { "Mourners at the gate, Gildon, July 29, 2019. A march will be held on Saturday, Aug. 10, 2019.", "2019-07-29" },
        { "Children are treated after an attack on April 4 2017. Leaders condemned the raid of Friday.", "" },      /* a day of what is told */
        { "A clerk, in a file photo of Monday, Nov. 18, 2019.", "" },
        { "He spoke on Monday, Nov. 18, 2019. The town had been quiet until the flood in 2021.", "" },              /* told later */
        { "He spoke on Sunday, Dec. 29, 2019. The strike of Jan. 2 killed a general.", "" },
        { "They met on Friday.", "" }, { "", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        say_text text = split(cases[i].words);
        char day[11];
        assert_int_equal(say_norm_written(&text, arena, day, NULL), SAYSO_OK);
        if (strcmp(day, cases[i].day)) fail_msg("\"%s\" is of \"%s\" where \"%s\" is wanted", cases[i].words, day, cases[i].day);
    }
}

/* A twin that walks the calendar day by day: every weekday of two leap years, seen from a Sunday. */
TEST(weekdays_agree_with_a_walk_through_the_calendar)
{
    static const char *const names[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" };
    int year = 2023, month = 1, day = 2;                                 /* a Monday */
    char seen[7][11];
    for (int n = 0; n < 800; n++) {
        int lengths[] = { 31, year % 4 ? 28 : 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
        snprintf(seen[n % 7], sizeof seen[0], "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100, (unsigned)day % 100);
        for (int w = 0; w < 7 && n >= 6; w++) {
            assert_string_equal(first_date(names[w], seen[n % 7]), seen[w]);
        }
        if (++day > lengths[month - 1]) day = 1, month++;
        if (month > 12) month = 1, year++;
    }
}

TEST(places_are_capitals_behind_a_preposition)
{
    static const struct { const char *sentence, *places; } cases[] = {
        { "A bomb went off in the Syrian city of Idlib on Friday.", "Idlib" },
        { "Drones struck near Odesa, Ukraine, in February.", "Odesa, Ukraine" },
        { "Clashes at Port Sudan and in northern Mali went on.", "Port Sudan|Mali" },
        { "He joined in Hamas and left in May.", "" },
        { "He died in Syrian custody, in Lorne's view, and in favour of Katya Lorne.", "" },
        { "Gunmen in Kabul, Afghanistan, and in Benghazi, Rice said, fled.", "Kabul, Afghanistan|Benghazi" },
        { "A ship sank in the Gulf of Oman, and one in Baghdad of Omar Feld.", "Gulf of Oman|Baghdad" },
        { "The raid in the capital Kabul and the strike in the besieged Syrian town of Azaz", "Kabul|Azaz" },
        { "It struck at the U.S. and moved to Belmark.", "U.S.|Belmark?" },
        { "in", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        say_text text = split(cases[i].sentence);
        say_places places;
        const char *all = "";
        assert_int_equal(say_norm_places(norm, &text, 0, arena, &places, NULL), SAYSO_OK);
        for (size_t k = 0; k < places.count; k++) {
            say_str at = say_base_sub(text.source, places.at[k].at);
            all = say_base_format(arena, NULL, "%s%s%.*s%s", all, k ? "|" : "", (int)at.len, at.at, places.at[k].sure ? "" : "?");
        }
        assert_string_equal(all, cases[i].places);
    }
}

/* ---- words for the sheet ---- */

static const char *hits(say_phrase_table table, const char *sentence)
{
    say_text text = split(sentence);
    say_hits found;
    const char *all = "";
    assert_int_equal(say_norm_find(norm, table, &text, (say_range){ 0, text.source.len }, arena, &found, NULL), SAYSO_OK);
    for (size_t k = 0; k < found.count; k++) {
        say_str at = say_base_sub(text.source, found.at[k].at);
        all = say_base_format(arena, NULL, "%s%s%.*s=%s", all, k ? "|" : "", (int)at.len, at.at, found.at[k].value);
    }
    return all;
}

TEST(phrases_are_found_longest_first)
{
    assert_string_equal(hits(SAY_CHANGES, "The US initially blamed it. It had earlier said no."), "initially=ends|had earlier said=earlier");
    assert_string_equal(hits(SAY_CHANGES, "At first they blamed him"), "At first=ends");
    assert_string_equal(hits(SAY_MISSING, "unsure because of lack of specific evidence which"), "lack of specific evidence=missing");
    assert_string_equal(hits(SAY_MISSING, "There is no hard evidence. They have not provided it."), "no hard evidence=missing|have not provided=missing");
    assert_string_equal(hits(SAY_CONFIDENCE, "with moderate confidence; their level is \xE2\x80\x9Clow\xE2\x80\x9D"), "moderate confidence=moderate|low=low");
    assert_string_equal(hits(SAY_INCIDENTS, "the drone attack killed two"), "drone attack=attack|killed=killing");
    assert_string_equal(hits(SAY_INCIDENTS, ""), "");
    assert_string_equal(hits(SAY_MEANS, "The bombing with two car bombs; they bombed it"), "car bombs=means");
}

TEST(words_tell_confidence_statement_and_incident)
{
    sayso_statement_kind kind;
    assert_int_equal(say_norm_confidence(norm, SAY_STR("low")), SAYSO_LOW);
    assert_int_equal(say_norm_confidence(norm, SAY_STR("High confidence")), SAYSO_HIGH);
    assert_int_equal(say_norm_confidence(norm, SAY_STR("blue")), SAYSO_NO_CONFIDENCE);
    assert_true(say_norm_statement(norm, SAY_STR("is concerned because"), &kind) && kind == SAYSO_CONCERN);
    assert_true(say_norm_statement(norm, SAY_STR("stemmed from a sense"), &kind) && kind == SAYSO_MOTIVE);
    assert_true(say_norm_statement(norm, SAY_STR("will widen the war"), &kind) && kind == SAYSO_FORECAST);
    assert_true(say_norm_statement(norm, SAY_STR("without much supervision from"), &kind) && kind == SAYSO_COMMAND);
    assert_false(say_norm_statement(norm, SAY_STR("a cat"), &kind));
    static const char *const kinds[][2] = {
        { "attacks", "attack" }, { "assassination", "killing" }, { "blew up", "bombing" }, { "stabbed", "stabbing" }, { "kidnapped", "kidnapping" },
        { "poisoning", "poisoning" }, { "fires", "fire" }, { "shot down", "attack" }, { "shot", "shooting" }, { "set fire to", "arson" }, { "cat", "other" },
        { "died in custody", "arrest-related death" }, { "crashed", "crash" }, { "sabotaged", "sabotage" }, { "explosions", "explosion" }, { "robbed", "robbery" },
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        assert_string_equal(say_norm_incident_kind(norm, say_base_str(kinds[i][0])), kinds[i][1]);
}

TEST(words_that_leave_no_doubt_of_a_part_tell_the_role)
{
    static const struct { const char *words; sayso_role role; } cases[] = {
        { "gave the go-ahead", SAYSO_AUTHORISED }, { "had masterminded", SAYSO_ORDERED }, { "false-flag operation", SAYSO_STAGED },
        { "knew of", SAYSO_AWARE }, { "was behind", SAYSO_INVOLVED }, { "financed", SAYSO_SUPPORTED },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sayso_role role = SAYSO_CAUSE;
        assert_true(say_norm_role(norm, say_base_str(cases[i].words), &role));
        assert_int_equal(role, cases[i].role);
    }
    sayso_role role = SAYSO_CAUSE;
    assert_false(say_norm_role(norm, SAY_STR("blamed"), &role));
    assert_int_equal(role, SAYSO_CAUSE);
}

/* ---- tables ---- */

static void write_table(const char *folder, const char *file, const char *rows)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    fputs(rows, out);
    fclose(out);
}

/* forms.tsv and hedges.tsv are read first, so each fault shows alone. */
TEST(a_damaged_table_is_an_error_that_names_file_and_line)
{
    static const struct { const char *forms, *hedges, *where, *message; } cases[] = {
        { "# nothing\n", NULL, "forms.tsv", "line 2: the table has no columns" },
        { "lemma\tforms\n", NULL, "forms.tsv", "line 1: the columns should be: lemma forms source" },
        { "# x\nlemma\tforms\tsource\nsay\tsaid\n", NULL, "forms.tsv", "line 3: 2 fields where 3 are wanted" },
        { "lemma\tforms\tsource\r\nsay\tsaid\tx\r\n", "phrase\tvalue\tsource\n\na\tb\tc\td\n", "hedges.tsv", "line 3: 4 fields where 3 are wanted" },
    };
    char folder[] = "/tmp/sayso-tables-XXXXXX";
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sayso_error error = { 0 };
        write_table(folder, "forms.tsv", cases[i].forms);
        if (cases[i].hedges) write_table(folder, "hedges.tsv", cases[i].hedges);
        assert_null(say_norm_open(folder, &error));
        assert_int_equal(error.code, SAYSO_BAD_DATA);
        assert_string_equal(error.where, cases[i].where);
        assert_string_equal(error.message, cases[i].message);
    }
    char path[300];
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, i ? "hedges.tsv" : "forms.tsv");
        unlink(path);
    }
    rmdir(folder);
    sayso_error error = { 0 };
    assert_null(say_norm_open(folder, &error));
    assert_int_equal(error.code, SAYSO_NO_FILE);
}

/* Failing each of some ten thousand allocations would take long: every 97th, and the first hundred. */
TEST(opening_the_tables_may_fail_at_any_allocation)
{
    size_t failed = 0;
    for (size_t after = 0;; after += after < 100 ? 1 : 97) {
        sayso_error error = { 0 };
        fault_arm(FAULT_ALLOCATION, after);
        say_norm *tables = say_norm_open("data", &error);
        bool fault = fault_disarm(FAULT_ALLOCATION);
        assert_true(fault == (tables == NULL));
        if (fault) assert_int_equal(error.code, SAYSO_NO_MEMORY);
        say_norm_close(tables);
        if (!fault) break;
        failed++;
    }
    assert_true(failed > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(hedges_have_the_interval_of_their_phrase),
        PROVE(words_without_a_phrase_of_the_reading_have_no_number),
        PROVE(stacked_hedges_widen_and_never_sharpen),
        PROVE(a_negated_phrase_is_not_its_phrase),
        PROVE(an_unknown_reading_is_an_error_that_lists_the_known),
        PROVE(a_cue_that_hedges_widens_and_one_without_a_number_takes_it_away),
        PROVE(some_words_leave_a_question_open),
        PROVE(cues_take_a_stance),
        PROVE(parties_have_a_kind_and_a_head),
        PROVE(what_only_leans_to_a_state_does_not_belong_to_it),
        PROVE(two_names_are_one_party_only_where_that_is_certain),
        PROVE(pronouns_and_bare_descriptions_name_nobody),
        PROVE(time_expressions_have_a_day_a_month_or_a_year),
        PROVE(dates_of_a_sentence_stand_where_their_words_do),
        PROVE(a_text_was_written_on_the_day_that_it_carries_itself),
        PROVE(weekdays_agree_with_a_walk_through_the_calendar),
        PROVE(places_are_capitals_behind_a_preposition),
        PROVE(phrases_are_found_longest_first),
        PROVE(words_tell_confidence_statement_and_incident),
        PROVE(words_that_leave_no_doubt_of_a_part_tell_the_role),
        PROVE(a_damaged_table_is_an_error_that_names_file_and_line),
        PROVE(opening_the_tables_may_fail_at_any_allocation),
    };
    return cmocka_run_group_tests_name("norm", tests, open_tables, close_tables);
}
