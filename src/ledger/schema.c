/* schema: the tables, and how a file of an older version becomes one of this (docs/ledger.md tells them at length).
 *
 *   entered    text, content, segment, entry: only ever added to, all else can be made from them
 *   made       label, maker, report, name, reading, claim, voice, ground, correction, said: what the entries say, as rows
 *   settled    event, term, called, story, incident, former, stale: views that front computes, replaced when something new touches them
 *
 * Row numbers depend on the order of entering, so nothing that a query shows is made from them.                            */
#include "ledger/inside.h"

#include <string.h>

/* For people with the sqlite3 shell. */
#define CLAIMS_VIEW \
    "CREATE VIEW claims AS SELECT c.claim AS id, i.id AS incident, n.name AS incident_name, c.role, p.name AS party, h.name AS holder, c.factuality," \
    " c.confidence, c.basis, c.held, c.day, o.name AS publisher, r.date AS date, r.hash AS report, m.name AS maker," \
    " " LEDGER_STANDING("c.") " AS standing, c.probability," \
    " CAST(substr(t.bytes, c.start+1, c.stop-c.start) AS TEXT) AS words" \
    " FROM claim c JOIN reading d ON d.id=c.reading JOIN report r ON r.id=d.report JOIN text t ON t.id=r.text JOIN maker m ON m.id=d.maker" \
    " JOIN label p ON p.id=c.party JOIN label o ON o.id=r.publisher LEFT JOIN label h ON h.id=c.holder" \
    " LEFT JOIN event e ON e.reading=c.reading AND e.number=c.incident LEFT JOIN incident i ON i.id=e.incident LEFT JOIN label n ON n.id=i.label" \
    " WHERE d.shown;"

static const char *const schema_one[] = {
    "CREATE TABLE text(id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, bytes BLOB NOT NULL) STRICT;",
    "CREATE TABLE content(id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, report TEXT NOT NULL, body TEXT NOT NULL) STRICT;",
    "CREATE INDEX content_report ON content(report, kind);",
    "CREATE TABLE segment(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, after TEXT, own INTEGER NOT NULL) STRICT;",
    "CREATE TABLE entry(segment INTEGER NOT NULL REFERENCES segment(id), number INTEGER NOT NULL, content INTEGER NOT NULL REFERENCES content(id),"
    " chain TEXT NOT NULL UNIQUE, at TEXT NOT NULL, PRIMARY KEY(segment, number)) STRICT, WITHOUT ROWID;",
    "CREATE INDEX entry_content ON entry(content);",

    "CREATE TABLE label(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;",
    "CREATE VIRTUAL TABLE fragment USING fts5(name, content='label', content_rowid='id', tokenize='trigram', detail='full');",
    "CREATE TABLE maker(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;",
    "CREATE TABLE report(id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, text INTEGER NOT NULL REFERENCES text(id), title TEXT NOT NULL,"
    " publisher INTEGER NOT NULL REFERENCES label(id), date TEXT NOT NULL, url TEXT NOT NULL, entry TEXT NOT NULL) STRICT;",
    "CREATE INDEX report_publisher ON report(publisher);",
    "CREATE INDEX report_url ON report(url) WHERE url<>'';",
    "CREATE TABLE name(doc TEXT NOT NULL, report INTEGER NOT NULL REFERENCES report(id), PRIMARY KEY(doc, report)) STRICT, WITHOUT ROWID;",
    "CREATE INDEX name_report ON name(report, doc);",
    "CREATE TABLE reading(id INTEGER PRIMARY KEY, report INTEGER NOT NULL REFERENCES report(id), maker INTEGER NOT NULL REFERENCES maker(id),"
    " content INTEGER NOT NULL UNIQUE REFERENCES content(id), shown INTEGER NOT NULL, settled INTEGER NOT NULL DEFAULT 0) STRICT;",
    "CREATE INDEX reading_report ON reading(report, maker);",
    "CREATE INDEX reading_maker ON reading(maker);",
    "CREATE INDEX reading_unsettled ON reading(id) WHERE settled=0;",
    "CREATE TABLE claim(id INTEGER PRIMARY KEY, claim TEXT NOT NULL, reading INTEGER NOT NULL REFERENCES reading(id), incident INTEGER NOT NULL,"
    " role TEXT NOT NULL, party INTEGER NOT NULL REFERENCES label(id), holder INTEGER REFERENCES label(id), factuality TEXT NOT NULL,"
    " confidence TEXT NOT NULL, basis TEXT NOT NULL, held TEXT NOT NULL, day TEXT NOT NULL, own INTEGER NOT NULL, probability REAL NOT NULL,"
    " start INTEGER NOT NULL, stop INTEGER NOT NULL, standing TEXT NOT NULL DEFAULT 'stands', withdrawn INTEGER NOT NULL DEFAULT 0,"
    " UNIQUE(claim, reading)) STRICT;",
    "CREATE INDEX claim_reading ON claim(reading, incident);",
    "CREATE INDEX claim_day ON claim(day, claim);",
    "CREATE INDEX claim_party ON claim(party, day, claim);",
    "CREATE INDEX claim_holder ON claim(holder, day, claim);",
    "CREATE INDEX claim_role ON claim(role, day, claim);",
    "CREATE INDEX claim_factuality ON claim(factuality, day, claim);",
    "CREATE INDEX claim_standing ON claim(" LEDGER_STANDING("") ", day, claim);",
    "CREATE TABLE voice(claim INTEGER NOT NULL REFERENCES claim(id), place INTEGER NOT NULL, holder INTEGER NOT NULL REFERENCES label(id),"
    " outlet INTEGER NOT NULL, PRIMARY KEY(claim, place)) STRICT, WITHOUT ROWID;",
    "CREATE INDEX voice_outlet ON voice(holder, claim) WHERE outlet=1;",
    "CREATE TABLE ground(basis TEXT NOT NULL, claim INTEGER NOT NULL REFERENCES claim(id), PRIMARY KEY(basis, claim)) STRICT, WITHOUT ROWID;",
    "CREATE INDEX ground_claim ON ground(claim);",
    "CREATE VIRTUAL TABLE said USING fts5(words, content='', columnsize=0);",
    "CREATE TABLE correction(id TEXT PRIMARY KEY, content INTEGER NOT NULL UNIQUE REFERENCES content(id), act TEXT NOT NULL, target TEXT NOT NULL,"
    " other TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, by TEXT NOT NULL, reason TEXT NOT NULL, depth INTEGER NOT NULL,"
    " undone INTEGER NOT NULL DEFAULT 0, settled INTEGER NOT NULL DEFAULT 0) STRICT;",
    "CREATE INDEX correction_target ON correction(target);",
    "CREATE INDEX correction_other ON correction(other);",
    "CREATE INDEX correction_unsettled ON correction(settled) WHERE settled=0;",

    "CREATE TABLE incident(id TEXT PRIMARY KEY, label INTEGER NOT NULL REFERENCES label(id), kind TEXT NOT NULL, date TEXT NOT NULL, place TEXT NOT NULL,"
    " claims INTEGER NOT NULL, reports INTEGER NOT NULL, outlets INTEGER NOT NULL, answers INTEGER NOT NULL, fewest INTEGER NOT NULL,"
    " most INTEGER NOT NULL) STRICT, WITHOUT ROWID;",
    "CREATE INDEX incident_date ON incident(date, id);",
    "CREATE INDEX incident_label ON incident(label);",
    "CREATE TABLE event(id INTEGER PRIMARY KEY, reading INTEGER NOT NULL REFERENCES reading(id), number INTEGER, key TEXT NOT NULL, alias TEXT NOT NULL,"
    " main INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, date TEXT NOT NULL, place TEXT NOT NULL, report_date TEXT NOT NULL,"
    " features BLOB NOT NULL, incident TEXT) STRICT;",
    "CREATE INDEX event_reading ON event(reading, number);",
    "CREATE INDEX event_incident ON event(incident);",
    "CREATE INDEX event_alias ON event(alias);",
    "CREATE TABLE term(term INTEGER NOT NULL, event INTEGER NOT NULL REFERENCES event(id), PRIMARY KEY(term, event)) STRICT, WITHOUT ROWID;",
    "CREATE INDEX term_event ON term(event);",
    "CREATE TABLE called(label INTEGER PRIMARY KEY REFERENCES label(id), party TEXT NOT NULL, own TEXT NOT NULL, kind TEXT NOT NULL, part_of TEXT NOT NULL) STRICT;",
    "CREATE INDEX called_party ON called(party);",
    "CREATE INDEX called_own ON called(own);",
    "CREATE TABLE story(report INTEGER PRIMARY KEY REFERENCES report(id), title TEXT NOT NULL, corrected INTEGER NOT NULL, signature BLOB NOT NULL,"
    " newer INTEGER REFERENCES report(id)) STRICT;",
    "CREATE INDEX story_title ON story(title) WHERE title<>'';",
    "CREATE INDEX story_newer ON story(newer) WHERE newer IS NOT NULL;",
    "CREATE TABLE stale(incident TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;",

    /* For people with the sqlite3 shell. */
    "CREATE VIEW passage AS SELECT r.id AS report, m.name AS maker, j.fullkey AS part, json_extract(j.value, '$.from') AS start,"
    " json_extract(j.value, '$.to') AS stop, json_extract(j.value, '$.words') AS words"
    " FROM reading d JOIN report r ON r.id=d.report JOIN maker m ON m.id=d.maker JOIN content b ON b.id=d.content, json_tree(b.body) j"
    " WHERE j.type='object' AND json_extract(j.value, '$.words') IS NOT NULL;",
    "CREATE VIEW statement AS SELECT r.id AS report, m.name AS maker, json_extract(j.value, '$.kind') AS kind,"
    " json_extract(j.value, '$.chain[0].holder') AS holder, json_extract(j.value, '$.content.words') AS words"
    " FROM reading d JOIN report r ON r.id=d.report JOIN maker m ON m.id=d.maker JOIN content b ON b.id=d.content, json_each(b.body, '$.statements') j;",
    CLAIMS_VIEW,
    NULL
};

/* Holders in all of a chain, and as they were set; what newer versions take over.  Where analysts decided, all is counted again. */
static const char *const schema_two[] = {
    "CREATE TABLE former(claim INTEGER NOT NULL REFERENCES claim(id), earlier TEXT NOT NULL, PRIMARY KEY(claim, earlier)) STRICT, WITHOUT ROWID;",
    "DROP INDEX voice_outlet;",
    "CREATE INDEX voice_holder ON voice(holder, claim, outlet);",
    "CREATE INDEX called_merged ON called(own) WHERE party<>own;",
    "DROP INDEX claim_standing;",
    "CREATE INDEX claim_standing ON claim(" LEDGER_STANDING("") ", day, claim);",
    "DROP VIEW claims;",
    CLAIMS_VIEW,
    "INSERT INTO voice(claim, place, holder, outlet) SELECT id, 0, holder, 0 FROM claim WHERE holder IS NOT NULL"
    " ON CONFLICT(claim, place) DO UPDATE SET holder=excluded.holder WHERE holder<>excluded.holder;",
    "INSERT OR IGNORE INTO stale(incident) SELECT id FROM incident WHERE EXISTS (SELECT 1 FROM correction);",
    NULL
};

/* Step n makes a file of version n + 1 from one of version n. */
static const char *const *const schema_steps[LEDGER_VERSION] = { schema_one, schema_two };

static sayso_code ask_pragma(say_ledger *l, const char *pragma, int64_t *value, sayso_error *error)
{
    sqlite3_stmt *made = NULL;
    *value = 0;
    if (sqlite3_prepare_v2(l->db, pragma, -1, &made, NULL) || sqlite3_step(made) != SQLITE_ROW) {
        sayso_code code = say_ledger_failed(l, error);
        sqlite3_finalize(made);
        return code;
    }
    *value = sqlite3_column_int64(made, 0);
    sqlite3_finalize(made);
    return SAYSO_OK;
}

typedef struct { int64_t application, version, tables; } schema_seen;

static sayso_code look_at_schema(say_ledger *l, schema_seen *seen, sayso_error *error)
{
    sayso_code code = ask_pragma(l, "PRAGMA application_id", &seen->application, error);
    if (!code) code = ask_pragma(l, "PRAGMA user_version", &seen->version, error);
    if (!code) code = ask_pragma(l, "SELECT count(*) FROM sqlite_master", &seen->tables, error);
    return code;
}

static sayso_code judge_schema(const say_ledger *l, const schema_seen *seen, sayso_error *error)
{
    if (seen->application != LEDGER_APPLICATION && (seen->tables || seen->application))
        return say_base_fail(error, SAYSO_BAD_LEDGER, l->path, 0, "this is the database of another program, no ledger");
    if (seen->version > LEDGER_VERSION)
        return say_base_fail(error, SAYSO_BAD_LEDGER, l->path, 0, "written by a newer sayso (its version %d; this one knows up to %d)", (int)seen->version, LEDGER_VERSION);
    if (seen->version < LEDGER_VERSION && !l->write)
        return say_base_fail(error, SAYSO_BAD_LEDGER, l->path, 0, seen->tables ? "written by an older sayso; open it once for writing to bring it up to date" : "an empty file, no ledger");
    return SAYSO_OK;
}

static sayso_code take_steps(say_ledger *l, int64_t version, sayso_error *error)
{
    char mark[80];
    sayso_code code = SAYSO_OK;
    for (; version < LEDGER_VERSION; version++)
        for (const char *const *one = schema_steps[version]; !code && *one; one++) code = say_ledger_script(l, *one, error);
    sqlite3_snprintf(sizeof mark, mark, "PRAGMA application_id=%d; PRAGMA user_version=%d;", LEDGER_APPLICATION, LEDGER_VERSION);
    return code ? code : say_ledger_script(l, mark, error);
}

sayso_code say_ledger_schema(say_ledger *l, sayso_error *error)
{
    schema_seen seen;
    sayso_code code = look_at_schema(l, &seen, error);
    if (!code) code = judge_schema(l, &seen, error);
    if (code || seen.version == LEDGER_VERSION) return code;
    code = say_ledger_script(l, "BEGIN IMMEDIATE", error);
    if (!code) code = look_at_schema(l, &seen, error);              /* another process may have been quicker */
    if (!code) code = judge_schema(l, &seen, error);
    if (!code && seen.version < LEDGER_VERSION) code = take_steps(l, seen.version, error);
    if (!code) code = say_ledger_script(l, "COMMIT", error);
    if (code) sqlite3_exec(l->db, "ROLLBACK", NULL, NULL, NULL);
    return code;
}
