/* statements: the SQL of this room, prepared when first wanted and kept; and the one place where SQLite's codes become errors. */
#include "ledger/inside.h"

#include <string.h>

static const char *const statement_texts[LEDGER_STATEMENTS] = {
    [LEDGER_BEGIN] = "BEGIN IMMEDIATE", [LEDGER_COMMIT] = "COMMIT", [LEDGER_ROLLBACK] = "ROLLBACK",
    [LEDGER_SAVE] = "SAVEPOINT entering", [LEDGER_SAVED] = "RELEASE entering", [LEDGER_UNSAVE] = "ROLLBACK TO entering",

    /* ---- entering ---- */
    [ADD_TEXT] = "INSERT OR IGNORE INTO text(hash, bytes) VALUES(?1, ?2)",
    [ADD_CONTENT] = "INSERT INTO content(hash, kind, report, body) VALUES(?1, ?2, ?3, ?4)",
    [ADD_SEGMENT] = "INSERT INTO segment(name, after, own) VALUES(?1, ?2, ?3)",
    [ADD_ENTRY] = "INSERT INTO entry(segment, number, content, chain, at) VALUES(?1, ?2, ?3, ?4, ?5)",
    [ADD_LABEL] = "INSERT INTO label(name) VALUES(?1)",
    [ADD_FRAGMENT] = "INSERT INTO fragment(rowid, name) VALUES(?1, ?2)",
    [ADD_MAKER] = "INSERT INTO maker(name) VALUES(?1)",
    [ADD_REPORT] = "INSERT INTO report(hash, text, title, publisher, date, url, entry) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"
                   " ON CONFLICT(hash) DO UPDATE SET title=excluded.title, publisher=excluded.publisher, date=excluded.date, url=excluded.url,"
                   " entry=excluded.entry WHERE excluded.entry<entry",
    [ADD_NAME] = "INSERT OR IGNORE INTO name(doc, report) VALUES(?1, ?2)",
    [ADD_READING] = "INSERT INTO reading(report, maker, content, shown) VALUES(?1, ?2, ?3, 1)",
    [ADD_CLAIM] = "INSERT OR IGNORE INTO claim(claim, reading, incident, role, party, holder, factuality, confidence, basis, held, day, own, probability,"
                  " start, stop, standing) VALUES(?1, ?2, ?3, ?4, ?5, nullif(?6, 0), ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    [ADD_VOICE] = "INSERT INTO voice(claim, place, holder, outlet) VALUES(?1, ?2, ?3, ?4)",
    [ADD_GROUND] = "INSERT OR IGNORE INTO ground(basis, claim) VALUES(?1, ?2)",
    [ADD_SAID] = "INSERT INTO said(rowid, words) VALUES(?1, ?2)",
    [ADD_CORRECTION] = "INSERT INTO correction(id, content, act, target, other, field, value, by, reason, depth)"
                       " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",

    /* Of our own readers' readings of a report one is shown, that of the greatest maker; of others all. */
    [SET_SHOWN] = "UPDATE reading SET shown = (NOT EXISTS (SELECT 1 FROM maker m WHERE m.id=reading.maker AND m.name GLOB 'sayso *')) OR id IS ("
                  "SELECT d.id FROM reading d JOIN maker m ON m.id=d.maker JOIN content b ON b.id=d.content"
                  " WHERE d.report=?1 AND m.name GLOB 'sayso *' ORDER BY m.name DESC, b.hash DESC LIMIT 1) WHERE report=?1",
    [SET_CLAIM] = "UPDATE claim SET role=?3, party=?4, holder=nullif(?5, 0), factuality=?6, confidence=?7, held=?8, day=?9, own=?10,"
                  " standing=?11 WHERE claim=?1 AND reading=?2",
    [DROP_VOICES] = "DELETE FROM voice WHERE claim=?1",
    [SET_DAYS] = "UPDATE claim SET day=CASE WHEN held<>'' THEN held ELSE ?2 END WHERE reading IN (SELECT id FROM reading WHERE report=?1)",
    /* Later corrections first: one that is undone itself undoes nothing. */
    [SET_UNDONE] = "UPDATE correction SET undone=EXISTS (SELECT 1 FROM correction u WHERE u.target=correction.id AND u.act='undo' AND u.undone=0"
                   " AND u.depth>correction.depth), settled=settled AND undone=EXISTS (SELECT 1 FROM correction u WHERE u.target=correction.id"
                   " AND u.act='undo' AND u.undone=0 AND u.depth>correction.depth) WHERE depth=?1",

    /* ---- what was entered ---- */
    [ASK_CONTENT] = "SELECT id FROM content WHERE hash=?1",
    [ASK_ANY_CONTENT] = "SELECT EXISTS (SELECT 1 FROM content)",
    [ASK_TEXT] = "SELECT bytes FROM text WHERE hash=?1",
    [ASK_TEXT_ID] = "SELECT id FROM text WHERE hash=?1",
    [ASK_OWN_SEGMENT] = "SELECT id FROM segment WHERE own=1",
    [ASK_LAST_ENTRY] = "SELECT number, chain FROM entry WHERE segment=?1 ORDER BY number DESC LIMIT 1",
    [ASK_CHAIN] = "SELECT e.segment, e.number, (SELECT max(number) FROM entry l WHERE l.segment=e.segment) FROM entry e WHERE e.chain=?1",
    [ASK_SEGMENT] = "SELECT id FROM segment WHERE name=?1",
    [ASK_SEGMENT_NAME] = "SELECT name FROM segment WHERE id=?1",
    [ASK_LABEL] = "SELECT id FROM label WHERE name=?1",
    [ASK_MAKER] = "SELECT id FROM maker WHERE name=?1",
    [ASK_REPORT] = "SELECT r.id, r.date, t.bytes FROM report r JOIN text t ON t.id=r.text WHERE r.hash=?1",
    [ASK_NAMED] = "SELECT r.hash FROM name n JOIN report r ON r.id=n.report WHERE n.doc=?1 ORDER BY r.date DESC, r.hash DESC LIMIT 1",
    [ASK_HASH_LIKE] = "SELECT hash FROM report WHERE hash>=?1 AND hash<?1||'g' LIMIT 2",
    [ASK_HAS_READING] = "SELECT 1 FROM report r JOIN reading d ON d.report=r.id JOIN maker m ON m.id=d.maker WHERE r.hash=?1 AND m.name=?2",
    [ASK_HAS_NAME] = "SELECT 1 FROM report r JOIN name n ON n.report=r.id WHERE r.hash=?1 AND n.doc=?2",
    [ASK_MADE] = "SELECT d.id, b.body, r.date, d.report, c.id FROM claim c JOIN reading d ON d.id=c.reading JOIN content b ON b.id=d.content"
                 " JOIN report r ON r.id=d.report WHERE c.claim=?1",
    [ASK_REPORT_OF] = "SELECT r.hash, r.title, o.name, r.date, r.url, length(t.bytes) FROM report r JOIN label o ON o.id=r.publisher"
                      " JOIN text t ON t.id=r.text WHERE r.hash=?1",
    [ASK_HAS_CLAIM] = "SELECT 1 FROM claim WHERE claim=?1 LIMIT 1",
    [ASK_ANY_CORRECTION] = "SELECT 1 FROM correction LIMIT 1",
    /* Of the claim, and of those of older versions that its row says again. */
    [ASK_DECISIONS] = "WITH about(claim) AS (SELECT ?1 UNION SELECT f.earlier FROM claim c JOIN former f ON f.claim=c.id WHERE c.claim=?1 AND c.reading=?2)"
                      " SELECT k.act, k.field, k.value, k.depth, k.id FROM about a CROSS JOIN correction k ON k.target=a.claim"
                      " WHERE k.undone=0 AND k.act IN ('reject', 'retract', 'set')"
                      " UNION ALL SELECT k.act, k.field, k.value, k.depth, k.id FROM about a CROSS JOIN correction k ON k.other=a.claim"
                      " WHERE k.undone=0 AND k.act='split_party' ORDER BY 4, 5",
    [ASK_CORRECTION] = "SELECT act, target, other FROM correction WHERE id=?1",
    [ASK_CORRECTIONS] = "SELECT c.id, c.act, c.target, c.other, c.field, c.value, c.by, c.reason, (SELECT min(e.at) FROM entry e WHERE e.content=c.content),"
                        " c.depth"
                        " FROM correction c WHERE c.undone=0 AND c.act<>'undo' ORDER BY c.depth, c.id",
    [ASK_DEPTHS] = "SELECT DISTINCT depth FROM correction WHERE depth<?1 ORDER BY depth DESC",
    [ASK_EARLIER] = "SELECT id, depth FROM correction WHERE target IN (?1, ?2) OR other IN (?1, ?2) OR id=?1 ORDER BY id",

    /* ---- verifying, merging and exporting ---- */
    [ASK_ALL_TEXTS] = "SELECT hash, bytes FROM text ORDER BY hash",
    [ASK_ALL_CONTENTS] = "SELECT hash, kind, body FROM content ORDER BY hash",
    [ASK_ALL_SEGMENTS] = "SELECT id, name, coalesce(after, '') FROM segment ORDER BY name",
    [ASK_ALL_ENTRIES] = "SELECT e.number, e.chain, e.at, b.hash FROM entry e LEFT JOIN content b ON b.id=e.content WHERE e.segment=?1 ORDER BY e.number",
    [ASK_ENTRYLESS] = "SELECT hash FROM content b WHERE NOT EXISTS (SELECT 1 FROM entry e WHERE e.content=b.id) ORDER BY hash",
    [ASK_ALL_REPORTS] = "SELECT r.hash, t.bytes FROM report r JOIN text t ON t.id=r.text ORDER BY r.hash",
    [ASK_KIND_CONTENTS] = "SELECT hash, body, id FROM content WHERE kind=?1 ORDER BY hash",
    [ASK_REPORT_CONTENTS] = "SELECT b.hash, b.body FROM reading d JOIN content b ON b.id=d.content JOIN report r ON r.id=d.report WHERE r.hash=?1 ORDER BY b.hash",

    [ASK_REPORT_ENTRIES] = "SELECT hash, body FROM content WHERE report=?1 AND kind IN ('report', 'name') ORDER BY kind DESC, hash",
    [ASK_ROWLESS] = "SELECT hash, kind FROM content b WHERE (kind='reading' AND NOT EXISTS (SELECT 1 FROM reading d WHERE d.content=b.id))"
                    " OR (kind IN ('report', 'name') AND NOT EXISTS (SELECT 1 FROM report r WHERE r.hash=b.report)) ORDER BY hash",

    /* ---- settling ---- */
    [ASK_UNSETTLED] = "SELECT d.id, r.hash, (SELECT min(doc) FROM name n WHERE n.report=r.id), r.title, o.name, r.date, r.url, m.name, b.body, t.bytes"
                      " FROM reading d JOIN report r ON r.id=d.report JOIN label o ON o.id=r.publisher JOIN maker m ON m.id=d.maker"
                      " JOIN content b ON b.id=d.content JOIN text t ON t.id=r.text WHERE d.settled=0 AND d.id>?1 ORDER BY d.id LIMIT ?2",
    [ADD_EVENT] = "INSERT INTO event(reading, number, key, alias, main, name, kind, date, place, report_date, features)"
                  " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    [ADD_TERM] = "INSERT OR IGNORE INTO term(term, event) VALUES(?1, ?2)",
    [SET_SETTLED] = "UPDATE reading SET settled=1 WHERE id=?1",
    [ASK_HAS_STORY] = "SELECT 1 FROM story s JOIN report r ON r.id=s.report WHERE r.hash=?1",
    [ADD_STORY] = "INSERT INTO story(report, title, corrected, signature) SELECT id, ?2, ?3, ?4 FROM report WHERE hash=?1",
    [ASK_STORIES] = "SELECT r.hash, r.date, r.url, o.name, s.title, s.corrected, s.signature FROM story s JOIN report r ON r.id=s.report"
                    " JOIN label o ON o.id=r.publisher WHERE r.id IN (SELECT report FROM story WHERE title=?1 AND title<>'' UNION"
                    " SELECT id FROM report WHERE url=?2 AND url<>'') ORDER BY r.hash",
    [SET_NEWER] = "UPDATE story SET newer=(SELECT id FROM report WHERE hash=?2) WHERE report=(SELECT id FROM report WHERE hash=?1)"
                  " AND newer IS NOT (SELECT id FROM report WHERE hash=?2)",
    [ASK_STORY] = "SELECT s.signature, coalesce(n.hash, ''), coalesce(n.date, '') FROM report r JOIN story s ON s.report=r.id"
                  " LEFT JOIN report n ON n.id=s.newer WHERE r.hash=?1",
    [ASK_UNCALLED] = "SELECT l.id, l.name FROM label l WHERE NOT EXISTS (SELECT 1 FROM called k WHERE k.label=l.id) AND l.id>?1"
                     " AND (EXISTS (SELECT 1 FROM claim c WHERE c.party=l.id) OR EXISTS (SELECT 1 FROM voice v WHERE v.holder=l.id)"
                     " OR l.name IN (SELECT value FROM correction WHERE act='merge_parties')) ORDER BY l.id LIMIT 1000",
    [ADD_CALLED] = "INSERT INTO called(label, party, own, kind, part_of)"
                   " VALUES(?1, coalesce((SELECT party FROM called WHERE own=?2 LIMIT 1), ?2), ?2, ?3, ?4)",
    [ASK_MERGED] = "SELECT DISTINCT own FROM called WHERE party<>own ORDER BY own",
    [SET_CALLED] = "UPDATE called SET party=?2 WHERE own=?1 AND party<>?2",
    [ADD_MOVED] = "INSERT OR IGNORE INTO moved(own) VALUES(?1)",
    [DROP_MOVED] = "DELETE FROM moved",

    [DROP_SEEDS] = "DELETE FROM seed",
    [DROP_GROWN] = "DELETE FROM grown",
    /* What is new, or touched by a correction, a party that went to another, or a newer reading or version. */
    [ADD_SEEDS] =
        "INSERT OR IGNORE INTO seed(event, round)"
        " WITH RECURSIVE touched(id) AS (SELECT id FROM correction WHERE settled=0"
        "  UNION SELECT x.target FROM touched y CROSS JOIN correction x ON x.id=y.id WHERE x.act='undo'),"
        " target(id) AS (SELECT x.target FROM touched y CROSS JOIN correction x ON x.id=y.id UNION SELECT x.other FROM touched y CROSS JOIN correction x ON x.id=y.id)"
        " SELECT e.id, 0 FROM event e WHERE e.incident IS NULL"
        " UNION SELECT e.id, 0 FROM target y CROSS JOIN event e ON e.alias=y.id"
        " UNION SELECT e.id, 0 FROM target y CROSS JOIN claim c ON c.claim=y.id CROSS JOIN event e ON e.reading=c.reading AND e.number=c.incident"
        " UNION SELECT e.id, 0 FROM moved y CROSS JOIN called q ON q.own=y.own CROSS JOIN claim c ON c.party=q.label CROSS JOIN event e ON e.reading=c.reading AND e.number=c.incident"
        " UNION SELECT e.id, 0 FROM moved y CROSS JOIN called q ON q.own=y.own CROSS JOIN voice v ON v.holder=q.label CROSS JOIN claim c ON c.id=v.claim"
        "  CROSS JOIN event e ON e.reading=c.reading AND e.number=c.incident"
        " UNION SELECT f.id, 0 FROM event e CROSS JOIN reading d ON d.id=e.reading CROSS JOIN reading o ON o.report=d.report CROSS JOIN event f ON f.reading=o.id"
        "  WHERE e.incident IS NULL"
        " UNION SELECT e.id, 0 FROM recount y CROSS JOIN report p ON p.hash=y.report CROSS JOIN reading d ON d.report=p.id CROSS JOIN event e ON e.reading=d.id",
    [ADD_PINNED] = "INSERT OR IGNORE INTO seed(event, round) SELECT id, 0 FROM event WHERE alias=?1",
    /* Events that share a rare term with one of the last round, or stand in its incident.  A term's events are walked once. */
    [ADD_GROWN] = "INSERT OR IGNORE INTO grown(term, round) SELECT m.term, ?1 FROM seed s CROSS JOIN term m ON m.event=s.event WHERE s.round=?1",
    [ADD_GROWTH] = "INSERT OR IGNORE INTO seed(event, round) SELECT u.event, ?1+1 FROM grown y CROSS JOIN term u ON u.term=y.term WHERE y.round=?1",
    [ADD_COMPANY] =
        "INSERT OR IGNORE INTO seed(event, round)"
        " SELECT f.id, ?1+1 FROM (SELECT DISTINCT e.incident FROM seed s CROSS JOIN event e ON e.id=s.event WHERE s.round=?1) y"
        " CROSS JOIN event f ON f.incident=y.incident",
    [ASK_GROWTH] = "SELECT count(*) FROM seed WHERE round=?1",
    [ASK_AFFECTED] = "SELECT e.id, e.key, e.main, e.name, e.kind, e.place, e.date, e.report_date, e.features, coalesce(e.incident, ''), e.alias, s.round"
                     " FROM seed s CROSS JOIN event e ON e.id=s.event ORDER BY e.key, e.id",
    [ASK_RARE] = "SELECT term FROM term WHERE event=?1 ORDER BY term",
    [SET_INCIDENT] = "UPDATE event SET incident=?2 WHERE id=?1",
    [SET_STALE] = "INSERT OR IGNORE INTO stale(incident) VALUES(?1)",
    /* Incidents of the same readings one after the other: by the first reading of any incident that one of their readings has. */
    [ASK_STALE] =
        "WITH touched(reading) AS MATERIALIZED (SELECT DISTINCT e.reading FROM stale s CROSS JOIN event e ON e.incident=s.incident),"
        " told(incident) AS MATERIALIZED (SELECT DISTINCT e.incident FROM touched y CROSS JOIN event e ON e.reading=y.reading),"
        " first(incident, reading) AS MATERIALIZED (SELECT e.incident, min(e.reading) FROM told y CROSS JOIN event e ON e.incident=y.incident GROUP BY e.incident),"
        " near(reading, first) AS MATERIALIZED (SELECT y.reading, min(z.reading) FROM touched y CROSS JOIN event e ON e.reading=y.reading"
        "  CROSS JOIN first z ON z.incident=e.incident GROUP BY y.reading)"
        " SELECT s.incident FROM stale s LEFT JOIN event e ON e.incident=s.incident LEFT JOIN near y ON y.reading=e.reading"
        " GROUP BY s.incident ORDER BY min(y.first), min(e.reading), s.incident",
    [DROP_STALE] = "DELETE FROM stale",
    [DROP_RECOUNT] = "DELETE FROM recount",
    [ADD_RECOUNT] = "INSERT OR IGNORE INTO recount(report) VALUES(?1)",
    [DROP_INCIDENT] = "DELETE FROM incident WHERE id=?1",
    [ADD_INCIDENT] = "INSERT INTO incident(id, label, kind, date, place, claims, reports, outlets, answers, fewest, most)"
                     " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    [SET_CORRECTIONS_SETTLED] = "UPDATE correction SET settled=1 WHERE settled=0",
    [ASK_HIDDEN_MAKERS] = "SELECT DISTINCT m.name FROM event e CROSS JOIN reading d ON d.id=e.reading CROSS JOIN maker m ON m.id=d.maker"
                          " WHERE e.incident=?1 AND e.number IS NOT NULL AND NOT d.shown ORDER BY m.name",
    [ASK_HEIRS] = "SELECT DISTINCT k.claim FROM event v CROSS JOIN claim k ON k.reading=v.reading AND k.incident=v.number CROSS JOIN former f ON f.claim=k.id"
                  " WHERE v.incident=?1 ORDER BY k.claim",
    [DROP_FORMER] = "DELETE FROM former WHERE claim IN (SELECT k.id FROM event v CROSS JOIN claim k ON k.reading=v.reading AND k.incident=v.number WHERE v.incident=?1)",
    /* Where something was decided about the earlier one. */
    [ADD_FORMER] = "INSERT OR IGNORE INTO former(claim, earlier) SELECT id, ?3 FROM claim WHERE claim=?2 AND reading=?1 AND"
                   " (EXISTS (SELECT 1 FROM correction WHERE target=?3 AND undone=0) OR EXISTS (SELECT 1 FROM correction WHERE other=?3 AND undone=0))",
    [ASK_FORMER] = "SELECT b.hash, c.claim, f.earlier FROM report r JOIN reading d ON d.report=r.id JOIN content b ON b.id=d.content JOIN claim c ON c.reading=d.id"
                   " JOIN former f ON f.claim=c.id WHERE r.hash=?1 ORDER BY c.claim",
    [ADD_FORMER_OF] = "INSERT OR IGNORE INTO former(claim, earlier) SELECT c.id, ?3 FROM content b JOIN reading d ON d.content=b.id JOIN claim c ON c.reading=d.id"
                      " WHERE b.hash=?1 AND c.claim=?2",
    [SET_FALLEN] = "UPDATE claim SET withdrawn=?3 WHERE claim=?2 AND reading=?1 AND withdrawn<>?3",

    /* ---- asking ---- */
    [ASK_BY_ID] = "SELECT incident FROM event WHERE alias=?1 AND incident IS NOT NULL LIMIT 1",
    [ASK_INCIDENTS_SOUGHT] = "SELECT i.id, n.name, i.date, i.place FROM sought s CROSS JOIN incident i ON i.label=s.label JOIN label n ON n.id=i.label"
                             " WHERE s.slot=?1 AND i.claims>0 ORDER BY i.date DESC, i.id",
    [ASK_READINGS_OF] =
        "SELECT d.id, r.hash, (SELECT min(doc) FROM name n WHERE n.report=r.id), r.title, o.name, r.date, r.url, m.name, b.body, t.bytes, e.number, d.shown"
        " FROM event e CROSS JOIN reading d ON d.id=e.reading JOIN report r ON r.id=d.report JOIN label o ON o.id=r.publisher JOIN maker m ON m.id=d.maker"
        " JOIN content b ON b.id=d.content JOIN text t ON t.id=r.text WHERE e.incident=?1 AND e.number IS NOT NULL AND (d.shown OR ?2)"
        " ORDER BY r.date, r.hash, m.name, b.hash, e.number",
    [ASK_MAIN] = "SELECT n.doc, (SELECT e.incident FROM reading d JOIN maker m ON m.id=d.maker JOIN content b ON b.id=d.content JOIN event e ON e.reading=d.id"
                 " WHERE d.report=n.report AND e.main ORDER BY d.shown AND m.name GLOB 'sayso *' DESC, m.name DESC, b.hash DESC LIMIT 1)"
                 " FROM name n JOIN report r ON r.id=n.report ORDER BY n.doc, r.date, r.hash",
    [ASK_EVENTS_OF] = "SELECT e.alias, e.key FROM event e WHERE e.incident=?1 ORDER BY e.key",
    [ASK_CLAIM_ROW] =
        "SELECT c.claim, coalesce(e.incident, ''), coalesce(n.name, ''), c.role, coalesce(k.party, ''), " LEDGER_PARTY_NAME("k", "p") ","
        " coalesce(" LEDGER_PARTY_NAME("j", "h") ", ''), c.factuality, c.confidence,"
        " c.basis, c.held, coalesce((SELECT min(doc) FROM name WHERE report=r.id), ''), o.name, r.date, m.name,"
        " CAST(substr(t.bytes, c.start+1, c.stop-c.start) AS TEXT),"
        " " LEDGER_STANDING("c.") ", c.probability"
        " FROM claim c CROSS JOIN reading d ON d.id=c.reading CROSS JOIN report r ON r.id=d.report CROSS JOIN label p ON p.id=c.party"
        " CROSS JOIN text t ON t.id=r.text CROSS JOIN label o ON o.id=r.publisher CROSS JOIN maker m ON m.id=d.maker LEFT JOIN label h ON h.id=c.holder"
        " LEFT JOIN called k ON k.label=c.party LEFT JOIN called j ON j.label=c.holder LEFT JOIN event e ON e.reading=c.reading AND e.number=c.incident LEFT JOIN incident i ON i.id=e.incident"
        " LEFT JOIN label n ON n.id=i.label WHERE c.id=?1",
    [ASK_CLAIM_EVENT] = "SELECT e.alias, e.incident FROM claim c JOIN event e ON e.reading=c.reading AND e.number=c.incident WHERE c.claim=?1 ORDER BY e.key LIMIT 1",
    /* Of a party that was merged, a name of that which it was merged with. */
    [ASK_OWN_NAME] = "SELECT n.name FROM called q JOIN label n ON n.id=q.label WHERE q.own=?1 ORDER BY n.name LIMIT 1",
    [ASK_PARTY_NAME] = "SELECT " LEDGER_PARTY_NAME("k", "p") " FROM called k JOIN label p ON p.id=k.label WHERE k.own=?1 ORDER BY p.name LIMIT 1",
    /* Whether a claim is about a party, and whether that one holds it himself. */
    [ASK_LEAVING] = "SELECT max(k.party=w.party), max(j.party IS w.party) FROM (SELECT party FROM called WHERE own=?2 LIMIT 1) w CROSS JOIN claim c"
                    " JOIN called k ON k.label=c.party LEFT JOIN called j ON j.label=c.holder WHERE c.claim=?1",
    [ASK_PARTY_BY_ID] = "SELECT 1 FROM called WHERE own=?1 LIMIT 1",

    [DROP_SOUGHT] = "DELETE FROM sought WHERE slot=?1",
    [ADD_SOUGHT] = "INSERT OR IGNORE INTO sought(slot, label) VALUES(?1, ?2)",
    [ADD_SOUGHT_NAMES] = "INSERT OR IGNORE INTO sought(slot, label) SELECT ?1, rowid FROM fragment WHERE fragment MATCH ?2",
    [ADD_SOUGHT_PARTY] = "INSERT OR IGNORE INTO sought(slot, label) SELECT ?1, label FROM called WHERE party IN (SELECT party FROM called WHERE own=?2)",
    [ADD_ALIASES] = "INSERT OR IGNORE INTO sought(slot, label) SELECT s.slot, o.label FROM sought s CROSS JOIN called k ON k.label=s.label"
                    " JOIN called o ON o.party=k.party WHERE s.slot=?1",
    [ASK_FRAGMENT] = "SELECT rowid, name FROM fragment WHERE fragment MATCH ?1",
    [ASK_SHORT_FRAGMENT] = "SELECT id, name FROM label",
};

const char *say_ledger_statement(ledger_statement which) { return statement_texts[which]; }

/* ---- errors ---- */

static const struct { int code; sayso_code as; const char *says; } ledger_errors[] = {
    { SQLITE_NOMEM,    SAYSO_NO_MEMORY,  "no memory for the ledger" },
    { SQLITE_BUSY,     SAYSO_BUSY,       "another process is writing the ledger" },
    { SQLITE_LOCKED,   SAYSO_BUSY,       "another process is writing the ledger" },
    { SQLITE_NOTADB,   SAYSO_BAD_LEDGER, "this is no ledger" },
    { SQLITE_CORRUPT,  SAYSO_BAD_LEDGER, "the ledger is damaged or cut short" },
    { SQLITE_FORMAT,   SAYSO_BAD_LEDGER, "the ledger is damaged" },
    { SQLITE_READONLY, SAYSO_NO_FILE,    "the ledger may only be read" },
    { SQLITE_PERM,     SAYSO_NO_FILE,    "the ledger may not be opened" },
    { SQLITE_FULL,     SAYSO_NO_FILE,    "the disk is full; what was entered before is kept" },
    { SQLITE_CANTOPEN, SAYSO_NO_FILE,    "cannot be opened" },
    { SQLITE_IOERR,    SAYSO_NO_FILE,    "cannot be read or written" },
    { SQLITE_TOOBIG,   SAYSO_TOO_LARGE,  "an entry is too large for the ledger" },
    { SQLITE_MISUSE,   SAYSO_BAD_CALL,   "the ledger is not open" },
};

sayso_code say_ledger_failed(const say_ledger *l, sayso_error *error)
{
    int code = l->db ? sqlite3_errcode(l->db) & 0xff : SQLITE_NOMEM;
    int why = l->db ? sqlite3_system_errno(l->db) : 0;
    if (code == SQLITE_IOERR && l->db && sqlite3_extended_errcode(l->db) == SQLITE_IOERR_NOMEM) code = SQLITE_NOMEM;
    for (size_t i = 0; i < sizeof ledger_errors / sizeof *ledger_errors; i++) {
        if (ledger_errors[i].code != code) continue;
        bool tells = why && (code == SQLITE_CANTOPEN || code == SQLITE_IOERR);
        return say_base_fail(error, ledger_errors[i].as, l->path, 0, "%s%s%s", ledger_errors[i].says, tells ? ": " : "", tells ? strerror(why) : "");
    }
    return say_base_fail(error, SAYSO_BAD_LEDGER, l->path, 0, "the ledger is damaged: %.160s", sqlite3_errmsg(l->db));
}

/* ---- running ---- */

static int bind_one(sqlite3_stmt *made, int place, char type, va_list *values)
{
    if (type == 't') return sqlite3_bind_text(made, place, va_arg(*values, const char *), -1, SQLITE_TRANSIENT);
    if (type == 'i') return sqlite3_bind_int64(made, place, va_arg(*values, int64_t));
    if (type == 'z') return sqlite3_bind_int64(made, place, (sqlite3_int64)va_arg(*values, size_t));
    if (type == 'r') return sqlite3_bind_double(made, place, va_arg(*values, double));
    if (type == 'n') return sqlite3_bind_null(made, place);
    say_str s = va_arg(*values, say_str);
    if (!s.at) s = SAY_STR("");
    return type == 's' ? sqlite3_bind_text64(made, place, s.at, s.len, SQLITE_TRANSIENT, SQLITE_UTF8)
                       : sqlite3_bind_blob64(made, place, s.at, s.len, SQLITE_TRANSIENT);
}

sayso_code say_ledger_bind(say_ledger *l, sqlite3_stmt *made, sayso_error *error, const char *types, va_list values)
{
    va_list rest;
    int failed = 0;
    va_copy(rest, values);
    for (int i = 0; types[i] && !failed; i++) failed = bind_one(made, i + 1, types[i], &rest);
    va_end(rest);
    return failed ? say_ledger_failed(l, error) : SAYSO_OK;
}

static sqlite3_stmt *made_statement(say_ledger *l, ledger_statement which, sayso_error *error)
{
    if (!l->made[which] && sqlite3_prepare_v3(l->db, statement_texts[which], -1, SQLITE_PREPARE_PERSISTENT, &l->made[which], NULL)) say_ledger_failed(l, error);
    return l->made[which];
}

static sqlite3_stmt *bound_statement(say_ledger *l, ledger_statement which, sayso_error *error, const char *types, va_list values)
{
    sqlite3_stmt *made = made_statement(l, which, error);
    if (!made) return NULL;
    sqlite3_reset(made);
    return say_ledger_bind(l, made, error, types, values) ? NULL : made;
}

sqlite3_stmt *say_ledger_ask(say_ledger *l, ledger_statement which, sayso_error *error, const char *types, ...)
{
    va_list values;
    va_start(values, types);
    sqlite3_stmt *made = bound_statement(l, which, error, types, values);
    va_end(values);
    return made;
}

bool say_ledger_step(say_ledger *l, sqlite3_stmt *rows, sayso_code *code, sayso_error *error)
{
    int got = sqlite3_step(rows);
    if (got == SQLITE_ROW) return true;
    *code = got == SQLITE_DONE ? SAYSO_OK : say_ledger_failed(l, error);
    sqlite3_reset(rows);
    return false;
}

sayso_code say_ledger_number(say_ledger *l, ledger_statement which, int64_t *number, sayso_error *error, const char *types, ...)
{
    va_list values;
    va_start(values, types);
    sqlite3_stmt *made = bound_statement(l, which, error, types, values);
    va_end(values);
    *number = 0;
    if (!made) return error ? error->code : SAYSO_NO_MEMORY;
    sayso_code code = SAYSO_OK;
    if (say_ledger_step(l, made, &code, error)) *number = sqlite3_column_int64(made, 0);
    sqlite3_reset(made);
    return code;
}

sayso_code say_ledger_run(say_ledger *l, ledger_statement which, sayso_error *error, const char *types, ...)
{
    va_list values;
    va_start(values, types);
    sqlite3_stmt *made = bound_statement(l, which, error, types, values);
    va_end(values);
    if (!made) return error ? error->code : SAYSO_NO_MEMORY;
    sayso_code code = SAYSO_OK;
    while (say_ledger_step(l, made, &code, error)) { }
    return code;
}

sayso_code say_ledger_script(say_ledger *l, const char *script, sayso_error *error)
{
    return sqlite3_exec(l->db, script, NULL, NULL, NULL) ? say_ledger_failed(l, error) : SAYSO_OK;
}

/* ---- rows ---- */

const char *say_ledger_column(sqlite3_stmt *rows, int column)
{
    const unsigned char *text = sqlite3_column_text(rows, column);
    return text ? (const char *)text : "";
}

say_str say_ledger_bytes(sqlite3_stmt *rows, int column)
{
    const char *at = sqlite3_column_blob(rows, column);
    return (say_str){ at ? at : "", at ? (size_t)sqlite3_column_bytes(rows, column) : 0 };
}

const char *say_ledger_kept(say_arena *arena, sqlite3_stmt *rows, int column, sayso_error *error)
{
    return say_base_keep(arena, say_ledger_bytes(rows, column), error);
}
