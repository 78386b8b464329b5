/* Any bytes are a report or one clear error.  Reads them with the tiny weights, prints
 * what comes out in every form, and wants each passage to lie within the text.
 * Runs in the root of the tree (or with SAYSO_WEIGHTS and SAYSO_DATA).              */
#include "sayso.h"
#include "want.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static sayso_reader *open_reader(void)
{
    const char *weights = getenv("SAYSO_WEIGHTS"), *data = getenv("SAYSO_DATA");
    sayso_options options = { weights ? weights : "weights/tiny.sayso", data ? data : "data", NULL, 0 };
    sayso_error error = { 0 };
    sayso_reader *reader = sayso_reader_open(&options, &error);
    if (!reader) {
        fprintf(stderr, "fuzz: %s: %s\n", error.where, error.message);
        exit(1);
    }
    return reader;
}

static int swallow(void *to, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) *(size_t *)to += (unsigned char)bytes[i];
    return 0;
}

static void want_within(sayso_passage passage, size_t text_size)
{
    want(passage.from <= passage.to && passage.to <= text_size);
}

static void check_records(const sayso_records *records)
{
    size_t size = records->text_size;
    want(records->text[size] == '\0');
    for (size_t i = 0; i < records->sentence_count; i++) {
        want_within(records->sentences[i], size);
        want(i == 0 || records->sentences[i - 1].to <= records->sentences[i].from);
    }
    for (size_t i = 0; i < records->claim_count; i++) {
        const sayso_claim *claim = &records->claims[i];
        want(claim->incident < records->incident_count && claim->party < records->party_count);
        want(claim->probability >= 0 && claim->probability <= 1);
        want_within(claim->trigger, size);
        want_within(claim->mention, size);
        want_within(claim->hedge, size);
    }
}

static void print_records(const sayso_records *records)
{
    size_t sum = 0;
    sayso_sink sink = { swallow, &sum };
    sayso_look look = { 0, true };
    for (size_t i = 0; i < records->incident_count; i++) {
        want(sayso_sheet_print(records, i, look, sink, NULL) == SAYSO_OK);
        want(sayso_sheet_json(records, i, sink, NULL) == SAYSO_OK);
    }
    for (size_t i = 0; i < records->claim_count; i++)
        want(sayso_claim_explain(records, i, look, sink, NULL) == SAYSO_OK);
    want(sayso_records_json(records, sink, NULL) == SAYSO_OK);
    want(sayso_records_who(records, sink, NULL) == SAYSO_OK);
    want(sayso_records_sentences(records, sink, NULL) == SAYSO_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static sayso_reader *reader;
    if (!reader) reader = open_reader();
    sayso_error error = { 0 };
    sayso_report *report = sayso_report_open(&(sayso_item){ .doc = "fuzz", .bytes = (const char *)bytes, .size = size }, &error);
    if (report && !sayso_report_read(report, reader, &error)) {
        check_records(sayso_report_records(report));
        print_records(sayso_report_records(report));
    } else {
        want(error.code != SAYSO_OK && error.message[0] != '\0');
    }
    sayso_report_close(report);
    return 0;
}
