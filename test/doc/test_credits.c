#include "support/arena.h"
#include "support/prove.h"

#include "doc/doc.h"

#include <string.h>

/* "agency Reuters <Reuters>; byline Ann Lee <By Ann Lee>". */
static const char *credits_of(sayso_item item)
{
    static const char *const kinds[SAYSO_CREDITS] = { "agency", "contributed", "first", "byline" };
    say_doc *doc;
    const char *all = "";
    item.size = strlen(item.bytes);
    assert_int_equal(say_doc_of(&item, arena, &doc, NULL), SAYSO_OK);
    for (size_t i = 0; i < doc->credit_count; i++) {
        sayso_credit c = doc->credits[i];
        assert_true(c.words.from <= c.words.to && c.words.to <= doc->size);
        all = say_base_format(arena, NULL, "%s%s%s %s <%.*s>", all, *all ? "; " : "", kinds[c.kind], c.name, (int)(c.words.to - c.words.from), doc->text + c.words.from);
    }
    return all;
}

typedef struct { const char *text, *credits; } credit_case;

static void assert_credits(const credit_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *got = credits_of((sayso_item){ .bytes = cases[i].text, .kind = SAYSO_TEXT });
        if (strcmp(got, cases[i].credits)) fail_msg("%s\n  is  %s\n  not %s", cases[i].text, got, cases[i].credits);
    }
}

#define CASES(cases) assert_credits(cases, sizeof cases / sizeof *cases)

TEST(an_agency_is_credited_in_the_dateline_the_byline_at_the_end_and_by_copyright)
{
    static const credit_case cases[] = {
        { "KYIV, May 3 (Reuters) - Two drones were seen.", "agency Reuters <Reuters>" },
        { "KYIV (AP) \xE2\x80\x94 Two drones were seen.", "agency Associated Press <AP>" },
        { "LIMA, 11 JAN 90 (EFE) -- [TEXT] TWO TRUCKS WERE BURNED.", "agency EFE <EFE>" },
        { "(CNN) Two drones were seen.", "agency CNN <CNN>" },
        { "A bridge falls\n\nBy Ann Lee, Associated Press\n\nTwo drones were seen.", "agency Associated Press <By Ann Lee, Associated Press>; byline Ann Lee <By Ann Lee, Associated Press>" },
        { "A bridge falls\n\nBy Reuters\n\nTwo drones were seen.", "agency Reuters <By Reuters>" },
        { "A bridge falls\n\nAgence France-Presse\n\nTwo drones were seen.", "agency Agence France-Presse <Agence France-Presse>" },
        { "Two drones were seen.\n\nNobody was hurt, he said. \xE2\x80\x94 AFP", "agency Agence France-Presse <AFP>" },
        { "Two drones were seen. Nobody was hurt. (Reuters)", "agency Reuters <Reuters>" },
        { "Two drones were seen.\n- Reuters", "agency Reuters <Reuters>" },
        { "Two drones were seen.\nSource: AP", "agency Associated Press <AP>" },
        { "Two drones were seen.\n\xC2\xA9 2023 The Associated Press. All rights reserved.", "agency Associated Press <\xC2\xA9 2023 The Associated Press>" },
        { "Two drones were seen.\nCopyright 2023 Reuters", "agency Reuters <Copyright 2023 Reuters>" },
        { "Two drones were seen.\nOur Standards: The Thomson Reuters Trust Principles.", "agency Reuters <Thomson Reuters Trust Principles>" },
        { "KYIV (Reuters) - Two drones were seen.\n(Reuters)", "agency Reuters <Reuters>" },                 /* once */
    };
    CASES(cases);
}

TEST(those_who_contributed_are_credited)
{
    static const credit_case cases[] = {
        { "Two drones were seen.\n\nAP contributed to this report.", "contributed Associated Press <AP contributed to this report>" },
        { "Two drones were seen. The Associated Press contributed to this story.", "contributed Associated Press <The Associated Press contributed to this story>" },
        { "Two drones.\n\nAnn Lee in Kyiv, Jean H. Ray and the Tolland Post contributed reporting.", "contributed Ann Lee <Ann Lee in Kyiv, Jean H. Ray and the Tolland Post contributed reporting>; "
          "contributed Jean H. Ray <Ann Lee in Kyiv, Jean H. Ray and the Tolland Post contributed reporting>; contributed Tolland Post <Ann Lee in Kyiv, Jean H. Ray and the Tolland Post contributed reporting>" },
        { "Two drones.\n\nAssociated Press writer Ann Lee contributed to this report.", "contributed Associated Press <Associated Press writer Ann Lee contributed to this report>; contributed Ann Lee <Associated Press writer Ann Lee contributed to this report>" },
        { "Two drones.\n\nCNN's Ann Lee contributed to this report.", "contributed CNN <CNN's Ann Lee contributed to this report>; contributed Ann Lee <CNN's Ann Lee contributed to this report>" },
        { "Two drones.\n\nBo Ray also contributed to this report.", "contributed Bo Ray <Bo Ray also contributed to this report>" },
        { "Two drones.\n\nAnn Lee reported from Kyiv. Bo Ray in Oslo contributed.", "contributed Bo Ray <Bo Ray in Oslo contributed>" },
        { "Two drones.\n\n(Reporting by Ann Lee in Kyiv and Bo Ray; editing by Cy Dee)", "contributed Ann Lee <Reporting by Ann Lee in Kyiv and Bo Ray>; contributed Bo Ray <Reporting by Ann Lee in Kyiv and Bo Ray>" },
        { "Two drones.\n\nReporting by Ann Lee, with reporting by Bo Ray, editing by Cy Dee", "contributed Ann Lee <Reporting by Ann Lee, with reporting by Bo Ray, editing by Cy Dee>; "
          "contributed Bo Ray <Reporting by Ann Lee, with reporting by Bo Ray, editing by Cy Dee>" },
        { "Two drones.\n\nWith files from CBC News", "contributed CBC News <With files from CBC News>" },
        { "Two drones.\n\n\xE2\x80\x94 with files from The Canadian Press", "contributed Canadian Press <with files from The Canadian Press>" },
        { "Two drones.\n\nAdditional reporting by Ann Lee.", "contributed Ann Lee <Additional reporting by Ann Lee>" },
        { "Two drones.\n\nInformation from The Associated Press was used in this report.", "contributed Associated Press <Information from The Associated Press>" },
    };
    CASES(cases);
}

TEST(who_reported_it_first_is_credited)
{
    static const credit_case cases[] = {
        { "The letter, first reported by Axios, names two men.", "first Axios <first reported by Axios>" },
        { "The raid was first reported by The Tolland Times and CNN on Friday.", "first Tolland Times <first reported by The Tolland Times>; first CNN <first reported by The Tolland Times and CNN>" },
        { "As first reported by Open Desk, two men left.", "first Open Desk <first reported by Open Desk>" },
        { "The Guardian, which first reported the visit, named two men.", "first Guardian <The Guardian, which first reported>" },
        { "It came after Fox News first reported the visit.", "first Fox News <Fox News first reported>" },
        { "The Tolland Journal was the first to report the visit.", "first Tolland Journal <The Tolland Journal was the first to report>" },
        { "Two men left.\n\nThis article was originally published by The Conversation.", "first Conversation <originally published by The Conversation>" },
    };
    CASES(cases);
}

TEST(names_in_a_byline_are_credited)
{
    static const credit_case cases[] = {
        { "A bridge falls\n\nBy Ann Lee and Bo Ray\n\nTwo drones were seen.", "byline Ann Lee <By Ann Lee and Bo Ray>; byline Bo Ray <By Ann Lee and Bo Ray>" },
        { "A bridge falls\n\nBy ANN LEE, New York\n\nTwo drones were seen.", "byline ANN LEE <By ANN LEE, New York>" },
        { "By Ann Lee, BBC News, Tolland\n\nTwo drones were seen.", "byline Ann Lee <By Ann Lee, BBC News, Tolland>" },
        { "By Ann Lee, Ludwig van Tolland and Jean H. Ray, Reuters\n\nTwo drones were seen.",
          "agency Reuters <By Ann Lee, Ludwig van Tolland and Jean H. Ray, Reuters>; byline Ann Lee <By Ann Lee, Ludwig van Tolland and Jean H. Ray, Reuters>; "
          "byline Ludwig van Tolland <By Ann Lee, Ludwig van Tolland and Jean H. Ray, Reuters>; byline Jean H. Ray <By Ann Lee, Ludwig van Tolland and Jean H. Ray, Reuters>" },
    };
    CASES(cases);
    assert_string_equal(credits_of((sayso_item){ .bytes = "Two drones were seen.", .byline = "By Ann Lee, Bo Ray" }), "byline Ann Lee <>; byline Bo Ray <>");
    assert_string_equal(credits_of((sayso_item){ .bytes = "By Ann Lee\n\nTwo drones were seen.", .byline = "Ann Lee" }), "byline Ann Lee <By Ann Lee>");
    assert_string_equal(credits_of((sayso_item){ .bytes = "<html><meta name=author content='Ann Lee, Reuters'><p>Two drones were seen, of nine or ten that flew, it was said.</p>" }), "agency Reuters <>; byline Ann Lee <>");
}

TEST(what_a_sentence_says_of_an_outlet_is_no_credit)
{
    static const credit_case cases[] = {
        { "Reuters reported that two drones were seen.", "" },
        { "Two drones were seen, according to reporting by The Tolland Times.", "" },
        { "Police told the Associated Press that two drones were seen. The AP could not verify it.", "" },
        { "Ten years of drought contributed to this crisis, and Ann Lee contributed to the party.", "" },
        { "The first reported case was in Tolland. China first reported it in May.", "" },
        { "The illness was first reported by doctors. It was first reported in Tolland.", "" },
        { "The book was first published by Tolland House. By Friday morning, Ann Lee had left.", "" },
        { "By Friday, the bridge was down.\n\nBy the numbers\n\nBy Staff", "" },
        { "KYIV (Thursday) - Two drones were seen.", "" },
        { "Image copyright AFP\n\nTwo drones were seen.", "" },
        { "Two men held The Guardian up, and the reporting by many was poor.", "" },
        { "He lives in Tolland (AP reporters met him there). Nobody was hurt.", "" },
    };
    CASES(cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVE(an_agency_is_credited_in_the_dateline_the_byline_at_the_end_and_by_copyright),
        PROVE(those_who_contributed_are_credited),
        PROVE(who_reported_it_first_is_credited),
        PROVE(names_in_a_byline_are_credited),
        PROVE(what_a_sentence_says_of_an_outlet_is_no_credit),
    };
    return cmocka_run_group_tests_name("credits", tests, open_arena, close_arena);
}
