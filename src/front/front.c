/* front: the public names.  It opens every door and wires the river; it decides nothing. */
#include "claims/claims.h"
#include "doc/doc.h"
#include "front/report.h"
#include "marks/marks.h"
#include "model/model.h"
#include "norm/norm.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sayso_reader {
    say_model          *model;
    say_marker         *marker;
    say_norm           *norm;
    say_claims_options  options;
    char                reading[32], maker[80];
};

static sayso_code open_parts(sayso_reader *r, const sayso_options *o, sayso_error *error)
{
    if (!(r->model = say_model_open(o->weights, error)) || !(r->marker = say_marks_open(r->model, error)) || !(r->norm = say_norm_open(o->data, error)))
        return SAYSO_BAD_CALL;
    const float *calibration = say_model_floats(r->model, "calibration", 1, SAY_CLAIMS_FEATURES, error), *least = say_model_floats(r->model, "least", 1, 1, error);
    if (!calibration || !least) return SAYSO_BAD_WEIGHTS;
    const char *reading = o->reading ? o->reading : "press";
    if (strlen(reading) >= sizeof r->reading) return say_base_fail(error, SAYSO_BAD_CALL, "reading", 0, "no reading has so long a name");
    memcpy(r->reading, reading, strlen(reading) + 1);
    snprintf(r->maker, sizeof r->maker, "sayso %.60s %s", say_model_name(r->model), say_model_print(r->model));
    r->options = (say_claims_options){ r->norm, r->reading, o->least < 0 ? (double)least[0] : o->least, calibration };
    return say_norm_reading(r->norm, r->reading, error);
}

sayso_reader *sayso_reader_open(const sayso_options *options, sayso_error *error)
{
    sayso_reader *r = calloc(1, sizeof *r);
    if (!r) {
        say_base_fail(error, SAYSO_NO_MEMORY, "reader", 0, "no room for a reader");
        return NULL;
    }
    if (open_parts(r, options, error)) {
        sayso_reader_close(r);
        return NULL;
    }
    return r;
}

void sayso_reader_close(sayso_reader *reader)
{
    if (!reader) return;
    say_norm_close(reader->norm);
    say_marks_close(reader->marker);
    say_model_close(reader->model);
    free(reader);
}

const char *sayso_reader_maker(const sayso_reader *reader) { return reader->maker; }

const char *sayso_reader_about(const sayso_reader *reader) { return say_model_about(reader->model).at; }

/* ---- reports ---- */

sayso_records say_front_unread_records(const say_doc *doc)
{
    return (sayso_records){ .doc = doc->name, .title = doc->title, .publisher = doc->publisher, .date = doc->date, .hash = doc->hash, .text = doc->text,
                            .text_size = doc->size };
}

sayso_report *sayso_report_open(const sayso_item *item, sayso_error *error)
{
    sayso_report *report = calloc(1, sizeof *report);
    if (!report) say_base_fail(error, SAYSO_NO_MEMORY, item->doc ? item->doc : "", 0, "no room for a report");
    else if ((report->arena = say_base_arena(error)) && !say_doc_of(item, report->arena, &report->doc, error)) {
        report->records = say_front_unread_records(report->doc);
        return report;
    }
    sayso_report_close(report);
    return NULL;
}

sayso_code say_front_source(const char *maker, sayso_report *report, sayso_error *error)
{
    const say_doc *doc = report->doc;
    sayso_records *all = &report->records;
    sayso_source *source = SAY_TAKE(report->arena, sayso_source, 1, error);
    if (!source) return SAYSO_NO_MEMORY;
    *source = (sayso_source){ .doc = all->doc, .title = all->title, .publisher = all->publisher, .date = all->date, .hash = all->hash, .url = doc->url,
                              .maker = maker, .to = all->text_size, .sentence_count = all->sentence_count, .copy_of = SAYSO_NONE,
                              .credits = doc->credits, .credit_count = doc->credit_count };
    all->sources = source;
    all->source_count = 1;
    return SAYSO_OK;
}

static sayso_code read_with(const sayso_reader *r, say_work *work, sayso_report *report, sayso_error *error)
{
    say_text text;
    say_marks marks;
    sayso_code code = say_text_split(report->doc, report->arena, &text, error);
    if (!code) code = say_marks_read(r->marker, work, &text, report->arena, &marks, error);
    if (!code) code = say_claims_build(&r->options, report->doc, &text, &marks, report->arena, &report->records, error);
    return code ? code : say_front_source(r->maker, report, error);
}

sayso_code sayso_report_read(sayso_report *report, const sayso_reader *reader, sayso_error *error)
{
    say_work *work = say_model_work(error);
    sayso_code code = work ? read_with(reader, work, report, error) : SAYSO_NO_MEMORY;
    say_model_work_close(work);
    if (code) report->records = say_front_unread_records(report->doc);
    return code;
}

void sayso_report_close(sayso_report *report)
{
    if (!report) return;
    say_base_arena_close(report->arena);
    free(report);
}

const sayso_records *sayso_report_records(const sayso_report *report) { return &report->records; }

sayso_code say_front_unread(sayso_code code, sayso_error *error)
{
    if (code != SAYSO_NOT_ENGLISH) return code;
    if (error) error->code = SAYSO_OK;
    return SAYSO_OK;
}

sayso_code sayso_text_of(const sayso_item *item, sayso_sink sink, sayso_error *error)
{
    say_doc *d = NULL;
    say_arena *arena = say_base_arena(error);
    if (!arena) return SAYSO_NO_MEMORY;
    sayso_code code = say_front_unread(say_doc_of(item, arena, &d, error), error);
    int why = code || d->size == d->main ? 0 : sink.write(sink.to, d->text + d->main, d->size - d->main);
    if (why) code = say_base_fail(error, SAYSO_NO_FILE, d->name, 0, "its text cannot be written: %s", strerror(why));
    say_base_arena_close(arena);
    return code;
}
