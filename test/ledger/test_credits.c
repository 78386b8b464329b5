/* What reports credit, on its way through a ledger: entered, verified, exported, counted. */
#include "support/prove.h"

#include "sayso.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[80];
static sayso_error why;

static void fine(sayso_code code) { if (code) fail_msg("%s: %s (%d)", why.where, why.message, code); }

/* One claim in the report's own voice; `agency` NULL: no credit. */
static void print_line(char *line, size_t size, const char *publisher, const char *agency, const char *text)
{
    char credits[200] = "";
    if (agency) snprintf(credits, sizeof credits, "\"credits\": [{\"kind\": \"agency\", \"name\": \"%s\", \"at\": \"(%s)\"}], ", agency, agency);
    snprintf(line, size, "{\"doc\": \"%s\", \"publisher\": \"%s\", \"date\": \"2026-06-10\", \"maker\": \"hand\", %s\"text\": \"%s\", \"parties\": [{\"name\": \"rebels\", \"kind\": \"group\"}],"
             " \"incidents\": [{\"name\": \"fire at the Marrow granary\", \"kind\": \"fire\", \"date\": \"2026-06-09\", \"place\": \"Marrow\"}],"
             " \"claims\": [{\"role\": \"carried_out\", \"party\": \"rebels\", \"trigger\": \"set on fire\"}]}\n", publisher, publisher, credits, text);
}

static void import(sayso_ledger *l, const char *publisher, const char *agency, const char *text)
{
    char line[2000];
    sayso_imported counts;
    print_line(line, sizeof line, publisher, agency, text);
    fine(sayso_ledger_import(l, line, strlen(line), NULL, (sayso_told){ NULL, NULL }, &counts, &why));
    assert_int_equal(counts.claims, 1);
    assert_int_equal(counts.refused, 0);
}

typedef struct { size_t incidents, reports, outlets, fewest, most; } counted;

static int count_row(void *to, const sayso_incident_row *row)
{
    counted *c = to;
    *c = (counted){ c->incidents + 1, row->reports, row->outlets, row->fewest, row->most };
    return 0;
}

static counted counts_of(sayso_ledger *l)
{
    counted c = { 0 };
    fine(sayso_ledger_settle(l, &why));
    fine(sayso_ledger_incidents(l, &(sayso_query){ .incident = NULL }, count_row, &c, &why));
    assert_int_equal(c.incidents, 1);
    return c;
}

typedef struct { char at[20000]; size_t size; } export_box;
static export_box canonical;

static int keep_bytes(void *to, const char *bytes, size_t size)
{
    export_box *box = to;
    if (box->size + size >= sizeof box->at) return 1;
    memcpy(box->at + box->size, bytes, size);
    box->at[box->size += size] = '\0';
    return 0;
}

static sayso_ledger *open_ledger(void)
{
    sayso_ledger *l = sayso_ledger_open(path, SAYSO_WRITE, "data", "2026-06-11T10:00:00Z", &why);
    if (!l) fail_msg("%s: %s", why.where, why.message);
    return l;
}

TEST(a_credited_wire_adds_an_outlet_and_no_origin)
{
    sayso_ledger *l = open_ledger();
    import(l, "Open Sky", "Reuters", "MARROW (Reuters) - The granary at Marrow was set on fire by rebels on Tuesday night, and the harvest burned.");
    counted one = counts_of(l);
    assert_int_equal(one.most, 1);
    import(l, "Daily Hill", "Reuters", "Rebels have set on fire the granary of Marrow; all of the harvest burned on Tuesday night. (Reuters)");
    counted two = counts_of(l);
    assert_int_equal(two.outlets, 2);
    assert_int_equal(two.fewest, 1);
    assert_int_equal(two.most, 1);
    import(l, "Lowland Post", NULL, "In Marrow the granary with the harvest was set on fire on Tuesday night, and it was rebels who did it.");
    counted three = counts_of(l);
    assert_int_equal(three.outlets, 3);
    assert_int_equal(three.fewest, 1);
    assert_int_equal(three.most, 2);
    sayso_verified seen;
    fine(sayso_ledger_verify(l, (sayso_told){ NULL, NULL }, &seen, &why));
    assert_int_equal(seen.problems, 0);
    fine(sayso_ledger_export(l, SAYSO_CANONICAL, NULL, (sayso_sink){ keep_bytes, &canonical }, &why));
    assert_non_null(strstr(canonical.at, "\"maker\":\"hand\",\"credits\":[{\"kind\":\"agency\",\"name\":\"Reuters\",\"at\":{\"from\":7,\"to\":16,\"words\":\"(Reuters)\"}}],\"sentences\""));
    assert_non_null(strstr(canonical.at, "\"maker\":\"hand\",\"sentences\""));
    sayso_ledger_close(l);
}

int main(void)
{
    char folder[] = "/tmp/sayso-credits-XXXXXX";
    if (!mkdtemp(folder)) return 1;
    snprintf(path, sizeof path, "%s/ledger", folder);
    const struct CMUnitTest tests[] = { PROVE(a_credited_wire_adds_an_outlet_and_no_origin) };
    int failed = cmocka_run_group_tests_name("credits", tests, NULL, NULL);
    char beside[100];
    static const char *const ends[] = { "", "-wal", "-shm" };
    for (size_t i = 0; i < 3; i++) {
        snprintf(beside, sizeof beside, "%s%s", path, ends[i]);
        unlink(beside);
    }
    rmdir(folder);
    return failed;
}
