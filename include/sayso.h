/* sayso: who says who did what, how they know, how sure they say they are, and
 * through whom it reached the page.  It never rules on what is true.
 *
 * Four rules hold throughout:
 *   owning    what is opened is closed by its own function; everything else is lent
 *             and lives as long as the thing it came from.
 *   failing   a function returns a pointer (NULL on error) or a sayso_code, and fills
 *             the caller's sayso_error.  The library never prints and never exits.
 *   threads   an open reader is read-only: any number of threads may read with it.
 *             Everything else belongs to one thread at a time.
 *   text      UTF-8.  A passage is a half-open range of bytes in its report's text.  */
#ifndef SAYSO_H
#define SAYSO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SAYSO_VERSION "0.1.0"

/* ---- errors ---------------------------------------------------------------- */

/* What went wrong.  0 is success. */
typedef enum {
    SAYSO_OK = 0,
    SAYSO_NO_MEMORY,     /* an allocation failed */
    SAYSO_NO_FILE,       /* a file could not be opened, read or written */
    SAYSO_TOO_LARGE,     /* an input is over a limit that the documentation names */
    SAYSO_BAD_TEXT,      /* an input is no text that can be read */
    SAYSO_BAD_WEIGHTS,   /* a weight file is damaged or of another kind */
    SAYSO_BAD_DATA,      /* a table in the data folder is damaged */
    SAYSO_BAD_CALL,      /* the caller's arguments make no sense */
    SAYSO_BAD_LEDGER,    /* a file is no ledger, is damaged, or was written by a newer sayso */
    SAYSO_BUSY,          /* another process is writing the ledger */
    SAYSO_NOT_FOUND,     /* no such incident, claim, party or report; the message names what is near */
    SAYSO_REFUSED,       /* words that do not stand in their report, a correction of what is not there */
    SAYSO_NO_ANSWER,     /* another reader's endpoint cannot be reached, or answers nothing that can be used */
    SAYSO_DAMAGED,       /* packed or framed data that breaks off or contradicts itself; what follows may still be whole */
    SAYSO_NOT_ENGLISH    /* a text in another language, which no reader here reads */
} sayso_code;

/* Lives in the caller's memory; nobody frees it. */
typedef struct {
    sayso_code code;
    size_t     at;               /* byte in the thing that failed, 0 if none */
    char       where[120];       /* the thing: a file, a tensor, a field */
    char       message[240];     /* one clear line, no newline */
} sayso_error;

/* ---- the records of one report ---------------------------------------------- */

/* Bytes [from, to) of the report's text; from == to where the text has no such words. */
typedef struct { size_t from, to; } sayso_passage;

typedef enum {           /* the part a claim says its party had */
    SAYSO_CARRIED_OUT, SAYSO_ORDERED, SAYSO_AUTHORISED, SAYSO_SUPPORTED,
    SAYSO_AWARE, SAYSO_STAGED, SAYSO_INVOLVED, SAYSO_CAUSE, SAYSO_ROLES
} sayso_role;

typedef enum {           /* FactBank's scale, as the innermost holder commits */
    SAYSO_CT_PLUS, SAYSO_PR_PLUS, SAYSO_PS_PLUS, SAYSO_PS_MINUS,
    SAYSO_PR_MINUS, SAYSO_CT_MINUS, SAYSO_UNCOMMITTED, SAYSO_FACTUALITIES
} sayso_factuality;

typedef enum { SAYSO_NO_CONFIDENCE, SAYSO_LOW, SAYSO_MODERATE, SAYSO_HIGH, SAYSO_CONFIDENCES } sayso_confidence;

typedef enum {           /* what a holder is said to rest on */
    SAYSO_INTERCEPT, SAYSO_WITNESS, SAYSO_DOCUMENT, SAYSO_IMAGERY, SAYSO_FORENSIC,
    SAYSO_CONFESSION, SAYSO_COURT, SAYSO_INTELLIGENCE, SAYSO_INFERENCE, SAYSO_BASES
} sayso_basis;

typedef enum { SAYSO_NEUTRAL, SAYSO_ENDORSING, SAYSO_DISTANCING, SAYSO_STANCES } sayso_stance;   /* what a cue does to what it introduces */

typedef enum {
    SAYSO_PARTY_UNKNOWN, SAYSO_PERSON, SAYSO_UNIT, SAYSO_ORGANISATION, SAYSO_GOVERNMENT, SAYSO_STATE,
    SAYSO_GROUP, SAYSO_UNNAMED, SAYSO_THING, SAYSO_PARTY_KINDS   /* unnamed plural ("some officials"); a non-person cause */
} sayso_party_kind;

typedef enum {           /* kinds of attributed content that are no responsibility claim */
    SAYSO_MOTIVE, SAYSO_CONCERN, SAYSO_FORECAST, SAYSO_DESCRIPTION, SAYSO_COMMAND, SAYSO_STATEMENT_KINDS
} sayso_statement_kind;

#define SAYSO_NONE ((size_t)-1)          /* an index that points at nothing */

typedef struct {
    const char      *name;               /* the fullest proper name the text gives, else its words; "unknown" */
    sayso_party_kind kind;
    size_t           part_of;            /* index of the party it belongs to, or SAYSO_NONE */
    const char      *part_of_source;     /* why: "the text", or the source of the table's row; NULL if none */
    sayso_passage    at;                 /* where the name stands; empty for "unknown" and for heads known only from the table */
} sayso_party;

typedef struct { sayso_basis kind; sayso_passage at; } sayso_ground;

typedef struct {                         /* one voice of a chain */
    size_t        party;                 /* index into parties; SAYSO_NONE: a holder without words ("charged", by nobody named) */
    const char   *name;                  /* as the chain prints it ("some officials"); "authorities" or "unnamed" where wordless */
    sayso_passage source, cue;           /* the words for the voice, and the words that attribute */
    sayso_stance  stance;                /* of the cue */
    bool          outlet;                /* a newspaper, agency or broadcaster, or whoever was told: it passes on what others say */
    const sayso_ground *grounds;         /* how this voice knows */
    size_t        ground_count;
} sayso_link;

typedef struct {
    const char *phrase;                  /* verbatim, NULL where the text has none: then there is no number */
    const char *reading;                 /* name of the reading the interval is from, NULL where it has none */
    double      low, middle, high;       /* percent; middle < 0 where the reading gives none */
} sayso_likelihood;

typedef struct { const char *value; size_t reports; sayso_passage at; } sayso_other;    /* a day or a place, how many reports give it, the first one's words */

typedef struct {
    const char   *name, *kind;           /* kind: attack, killing, bombing ... (the WHO guide's list) */
    const char   *date;                  /* ISO day, month or year; "" where the text gives none */
    const char   *place;                 /* as the text has it; "" */
    const char   *targets, *means, *toll; /* the text's words; "" */
    sayso_passage at, date_at, place_at; /* first mention in the body, event noun or verb alone */
    size_t        sentence;
    const sayso_other *other_dates, *other_places;       /* of several reports: days and places that contradict those above; as first given */
    size_t        other_date_count, other_place_count;
} sayso_incident;

typedef enum {           /* what became of a claim after it was entered; only a ledger knows */
    SAYSO_STANDS, SAYSO_REJECTED, SAYSO_RETRACTED, SAYSO_WITHDRAWN, SAYSO_STANDINGS   /* by an analyst (misread; taken back); dropped by its publisher */
} sayso_standing;

typedef struct { const char *what, *value; double score; } sayso_score;    /* for explain: "role", "carried_out", .93 */

typedef struct {
    char             id[16];             /* short, made from content: c-3f9a2b17c04d */
    size_t           incident;           /* index into incidents */
    sayso_role       role;
    size_t           party;              /* index into parties */
    const sayso_link *chain;             /* innermost holder first; empty: the report's own voice */
    size_t           chain_count;
    sayso_factuality factuality;
    sayso_likelihood likelihood;
    sayso_confidence confidence;
    size_t           sentence;           /* index into sentences */
    sayso_passage    trigger, mention, incident_at, hedge, confidence_at;
    sayso_passage    note;               /* words of the holder that grade the claim elsewhere ("preliminary conclusions") */
    sayso_passage    missing;            /* what the holder says is lacking */
    sayso_passage    ended_by;           /* "initially": the words that end this view */
    const char      *held;               /* ISO date since when the holder holds it, "" */
    size_t           superseded_by;      /* claim index or SAYSO_NONE */
    bool             possibly;           /* superseded only if two holders are the same */
    bool             own;                /* the party's own statement about itself */
    double           probability;        /* the reader's calibrated probability that it read this rightly */
    const sayso_score *scores;
    size_t           score_count;
    sayso_standing   standing;
    const char *const *remarks;          /* a line for each correction of it, and for a withdrawal: who, what, why, when */
    size_t           remark_count;
} sayso_claim;

typedef struct {
    size_t           incident;           /* index or SAYSO_NONE */
    sayso_statement_kind kind;
    const sayso_link *chain;
    size_t           chain_count;
    sayso_passage    content;
    size_t           sentence;
    double           probability;
} sayso_statement;

/* On whose account a report says that it stands: "(Reuters)", "AP contributed", "first reported by Axios". */
typedef enum { SAYSO_CREDIT_AGENCY, SAYSO_CREDIT_CONTRIBUTED, SAYSO_CREDIT_FIRST_REPORTED, SAYSO_CREDIT_BYLINE, SAYSO_CREDITS } sayso_credit_kind;
typedef struct { sayso_credit_kind kind; const char *name; sayso_passage words; } sayso_credit;

/* A report that records come from.  Strings are "" where unknown. */
typedef struct {
    const char *doc, *title, *publisher, *date, *hash, *url;
    const char *maker;                   /* who or what read it: "sayso base 3f9a2b17", "by hand: A. Analyst" */
    size_t      from, to;                /* its text, bytes in records->text */
    size_t      sentence, sentence_count;/* its sentences in records->sentences */
    size_t      copy_of;                 /* the source whose story it repeats: an outlet more, no origin more; SAYSO_NONE */
    const sayso_credit *credits; size_t credit_count;
} sayso_source;

/* All that one report says, or all that a ledger has gathered on one incident: then the text is that of its
 * sources one after the other, and doc to hash are those of the first.  Owned by its sayso_report or sayso_gathered. */
typedef struct {
    const char *doc;                     /* the caller's name for it: a file name without folder and ending */
    const char *title, *publisher, *date;   /* "" where unknown; date ISO */
    const char *hash;                    /* SHA-256 of the text, hex */
    const char *text;  size_t text_size; /* as read, ended by NUL */
    const sayso_passage   *sentences;  size_t sentence_count;
    const sayso_party     *parties;    size_t party_count;
    const sayso_incident  *incidents;  size_t incident_count;
    const sayso_claim     *claims;     size_t claim_count;
    const sayso_statement *statements; size_t statement_count;
    const sayso_source    *sources;    size_t source_count;     /* in the order of the text */
} sayso_records;

/* Names of the values above as the WHO guide and the schema spell them ("carried_out", "CT+"). */
const char *sayso_role_name(sayso_role role);
const char *sayso_factuality_name(sayso_factuality factuality);
const char *sayso_confidence_name(sayso_confidence confidence);      /* NULL for none */
const char *sayso_basis_name(sayso_basis basis);
const char *sayso_stance_name(sayso_stance stance);
const char *sayso_party_kind_name(sayso_party_kind kind);
const char *sayso_statement_kind_name(sayso_statement_kind kind);
const char *sayso_standing_name(sayso_standing standing);
const char *sayso_credit_name(sayso_credit_kind kind);               /* "agency", "contributed", "first_reported", "byline" */

/* ---- reports as they come -------------------------------------------------------- */

/* Bytes [text) of what was made come from bytes [source) of what it was made of: at the same distances where both are as long, else
 * (an entity, an escape, a line of base64) as a whole.  A map is a row of them in the order of the text, without gaps.             */
typedef struct { sayso_passage text, source; } sayso_trace;

typedef enum { SAYSO_ANY, SAYSO_TEXT, SAYSO_HTML } sayso_item_kind;     /* SAYSO_ANY: seen from the bytes */

/* One report as it came: a file, a record of a crawl, an item of a feed, a message.  What its wrapping says of it stands beside the bytes
 * and holds where the bytes say nothing themselves.  Strings may be NULL or "" where it says nothing; an item may be filled by hand. */
typedef struct {
    const char *doc;                     /* its name: "kremlin-drones", "crawl-000017" */
    const char *path;                    /* the file that it came in, for messages */
    const char *bytes;  size_t size;     /* a text or a page, in its own charset; packing and transfer encodings are undone */
    sayso_item_kind kind;
    const char *charset;                 /* as its wrapping declares it: "iso-8859-1" */
    const char *url, *title, *byline, *publisher, *published, *modified, *language;    /* dates as they are written there */
    uint64_t at;                         /* where it begins in the unpacked bytes of its file */
    const sayso_trace *map;  size_t map_count;   /* bytes of `bytes` → bytes of its file from `at` on; none: one to one */
} sayso_item;

/* Names of a file of JSON lines for what an item has; NULL: the usual ones (docs/formats.md). */
typedef struct { const char *doc, *text, *title, *byline, *publisher, *date, *url, *language; } sayso_fields;

/* The items of a file, of all files below a folder, or of standard input ("-"), one after the other and in memory that does not grow
 * with their number.  What a file is, its bytes say: gzip or zstd around anything; WARC, JSON lines, RSS, Atom, mail, a page, a text. */
typedef struct sayso_items sayso_items;
sayso_items *sayso_items_open(const char *path, const sayso_fields *fields, sayso_error *error);
/* The next item, to be closed by the caller; *item is NULL at the end.  An error is that of one item or file, said once: what is whole
 * after it comes with the next calls.                                                                                              */
sayso_code   sayso_items_next(sayso_items *items, sayso_item **item, sayso_error *error);
void         sayso_item_close(sayso_item *item);
void         sayso_items_close(sayso_items *items);
/* What a file that is one report calls it: "news/kremlin-drones.txt" is kremlin-drones, "crawl.warc.gz" is crawl. */
void         sayso_items_name(const char *path, char name[256]);

/* ---- reading ------------------------------------------------------------------ */

typedef struct sayso_reader sayso_reader;
typedef struct sayso_report sayso_report;

typedef struct {
    const char *weights;                 /* a weight file */
    const char *data;                    /* the folder of tables (data/) */
    const char *reading;                 /* certainty reading: "press" if NULL */
    double      least;                   /* leave out claims below this probability; < 0: the reader's own threshold */
} sayso_options;

sayso_reader *sayso_reader_open(const sayso_options *options, sayso_error *error);
void          sayso_reader_close(sayso_reader *reader);
const char   *sayso_reader_about(const sayso_reader *reader);        /* JSON: name, recipe, scores, kernel */

/* One report: its item taken apart, with text, hash and what is printed beside it, and no claims yet.
 * Texts over SAYSO_MAX_TEXT bytes are refused; a page may be four times as large. */
#define SAYSO_MAX_TEXT ((size_t)4 * 1024 * 1024)
sayso_report *sayso_report_open(const sayso_item *item, sayso_error *error);
/* Fills its records with what this reader reads; where it fails they have no claims. */
sayso_code    sayso_report_read(sayso_report *report, const sayso_reader *reader, sayso_error *error);
void          sayso_report_close(sayso_report *report);
const sayso_records *sayso_report_records(const sayso_report *report);

/* ---- printing ----------------------------------------------------------------- */

/* Where output goes.  write returns 0, or an errno. */
typedef struct { int (*write)(void *to, const char *bytes, size_t size); void *to; } sayso_sink;

typedef struct { int columns; bool colour; } sayso_look;             /* columns 0: 80 */

/* The clean text of a report, which is what it is read by: of a page of HTML the article's paragraphs, without its title and
 * all around it; of a text the text.  No reader is needed.                                                                 */
sayso_code sayso_text_of(const sayso_item *item, sayso_sink sink, sayso_error *error);

sayso_code sayso_sheet_print(const sayso_records *records, size_t incident, sayso_look look, sayso_sink sink, sayso_error *error);
sayso_code sayso_sheet_json(const sayso_records *records, size_t incident, sayso_sink sink, sayso_error *error);
sayso_code sayso_records_json(const sayso_records *records, sayso_sink sink, sayso_error *error);   /* one line, docs/schema.md */
sayso_code sayso_records_who(const sayso_records *records, sayso_sink sink, sayso_error *error);    /* the WHO form, docs/schema.md */
sayso_code sayso_records_sentences(const sayso_records *records, sayso_sink sink, sayso_error *error);
sayso_code sayso_sheet_html(const sayso_records *records, size_t incident, sayso_sink sink, sayso_error *error);   /* one self-contained page */
sayso_code sayso_matrix_print(const sayso_records *records, size_t incident, sayso_look look, sayso_sink sink, sayso_error *error);
sayso_code sayso_matrix_json(const sayso_records *records, size_t incident, sayso_sink sink, sayso_error *error);
/* Claims held, ended, superseded, withdrawn or corrected since an ISO date, oldest first. */
sayso_code sayso_changes_print(const sayso_records *records, size_t incident, const char *since, sayso_look look, sayso_sink sink, sayso_error *error);
sayso_code sayso_changes_json(const sayso_records *records, size_t incident, const char *since, sayso_sink sink, sayso_error *error);
/* An assessment with its assumptions: never printed unless asked for. */
sayso_code sayso_assessment_print(const sayso_records *records, size_t incident, sayso_look look, sayso_sink sink, sayso_error *error);
sayso_code sayso_assessment_json(const sayso_records *records, size_t incident, sayso_sink sink, sayso_error *error);
sayso_code sayso_claim_explain(const sayso_records *records, size_t claim, sayso_look look, sayso_sink sink, sayso_error *error);

/* ---- the ledger ------------------------------------------------------------------
 * Claims of many reports in one SQLite file (docs/ledger.md), only ever added to.  What is entered is chained by
 * hash; incidents, positions and what corrections change are views of it.  One process writes at a time, any number
 * read.  The library asks no clock: `now` is the caller's, ISO 8601 with seconds ("2026-05-25T10:00:00Z").          */

typedef struct sayso_ledger sayso_ledger;
typedef enum { SAYSO_READ_ONLY, SAYSO_WRITE } sayso_ledger_mode;     /* writing makes the file where there is none */

sayso_ledger *sayso_ledger_open(const char *path, sayso_ledger_mode mode, const char *data, const char *now, sayso_error *error);
void          sayso_ledger_close(sayso_ledger *ledger);

const char *sayso_reader_maker(const sayso_reader *reader);          /* "sayso base 3f9a2b17": name, and hash of its weights */

/* Enters one report, wholly or not at all.  *added is false where it was there already. */
sayso_code sayso_ledger_add(sayso_ledger *ledger, const sayso_records *records, const char *maker, bool *added, sayso_error *error);
/* Whether this maker has read the text of this report: then there is no need to read it again. */
sayso_code sayso_ledger_has(sayso_ledger *ledger, const sayso_records *report, const char *maker, bool *has, sayso_error *error);
/* Notes the name under which the text of a report, which the ledger has, has come. */
sayso_code sayso_ledger_name(sayso_ledger *ledger, const sayso_records *report, sayso_error *error);
/* Brings the incidents up to date with what was entered; called after adding, importing, merging. */
sayso_code sayso_ledger_settle(sayso_ledger *ledger, sayso_error *error);
/* Enters what another ledger has and this one lacks; *added counts the entries. */
sayso_code sayso_ledger_merge(sayso_ledger *ledger, const char *other, size_t *added, sayso_error *error);

/* What goes wrong one by one is told, and counted by the caller: a refused claim, a broken link of the chain. */
typedef struct { void (*tell)(void *to, const char *line); void *to; } sayso_told;

typedef struct { size_t entries, reports, passages, problems; } sayso_verified;
sayso_code sayso_ledger_verify(sayso_ledger *ledger, sayso_told told, sayso_verified *verified, sayso_error *error);

/* Reports in the form of docs/schema.md, one a line, with "maker" and, for reports that the ledger lacks, "text".
 * Each passage must stand verbatim in its report; claims of which one does not are refused and told.              */
typedef struct { size_t reports, claims, refused; } sayso_imported;
sayso_code sayso_ledger_import(sayso_ledger *ledger, const char *lines, size_t size, const char *maker, sayso_told told, sayso_imported *imported,
                               sayso_error *error);

/* ---- a language model reads instead ----
 * Through an endpoint that speaks as OpenAI's does: llama.cpp's server, Ollama, vLLM, a hosted one.  The text goes to that host,
 * the only case in which anything leaves this machine.  Each passage of an answer must stand verbatim in the report; claims of
 * which one does not are refused, told and counted.  An open sayso_via is read-only, as a reader is: threads may share it.      */
typedef struct sayso_via sayso_via;

typedef struct {
    const char *url;                     /* "http://127.0.0.1:8080/v1"; http or https, without a password in it */
    const char *model;                   /* as the endpoint calls it */
    const char *key;                     /* NULL or "": none; from the environment.  Sent in the header Authorization, shown nowhere */
    const char *data;                    /* the folder of tables; the prompt is its via.txt */
    const char *reading;                 /* certainty reading: "press" if NULL */
    int         timeout_s;               /* of one request; 0: 300 */
    int         retries;                 /* on 429, 5xx and broken lines; 0: 3, < 0: none */
} sayso_via_options;

sayso_via  *sayso_via_open(const sayso_via_options *options, sayso_error *error);     /* talks to nobody yet */
void        sayso_via_close(sayso_via *via);
const char *sayso_via_maker(const sayso_via *via);                   /* "via smollm2 prompt-3f9a2b17" */
const char *sayso_via_host(const sayso_via *via);                    /* where the text goes: "127.0.0.1:8080" */

/* As sayso_report_read.  *refused counts the claims that were told as refused; it may be NULL.  SAYSO_NO_ANSWER where the
 * endpoint gives none that can be used.                                                                                  */
sayso_code sayso_report_via(sayso_report *report, const sayso_via *via, sayso_told told, size_t *refused, sayso_error *error);

typedef enum {
    SAYSO_REJECT, SAYSO_RETRACT, SAYSO_SET,                  /* a claim: misread; taken back; a field gets a value */
    SAYSO_MERGE_PARTIES, SAYSO_SPLIT_PARTY, SAYSO_MERGE_INCIDENTS, SAYSO_SPLIT_INCIDENT,
    SAYSO_UNDO, SAYSO_ACTS                                   /* an earlier correction, by its id */
} sayso_act;

/* target: id of a claim, party, incident or correction.  other: the party or incident to merge with; for splits the claim that
 * leaves.  field and value: of SAYSO_SET ("role", "carried_out").  NULL where the act needs none.                             */
typedef struct { sayso_act act; const char *target, *other, *field, *value, *by, *reason; } sayso_correction;
sayso_code sayso_ledger_correct(sayso_ledger *ledger, const sayso_correction *correction, char id[16], sayso_error *error);

/* A claim entered by hand on a report that the ledger has (doc or hash): words as they stand in its text. */
typedef struct {
    const char *report, *sentence;       /* the words of the sentence, or some of them that stand only there */
    const char *incident;                /* id or fragment of a name; NULL: a new incident called `incident_words` */
    const char *incident_words, *party, *trigger, *cue, *hedge;
    const char *const *holders; size_t holder_count;
    sayso_role role; sayso_factuality factuality; sayso_confidence confidence;
    const char *by;
} sayso_hand;
sayso_code sayso_ledger_enter(sayso_ledger *ledger, const sayso_hand *hand, char id[16], sayso_error *error);

/* What to list; NULL or "" asks for everything.  Fragments match without case. */
typedef struct {
    const char *incident, *party, *holder, *outlet, *text, *maker;     /* ids or fragments; holder: any voice of the chain */
    const char *role, *factuality, *basis, *since, *until;             /* names; ISO dates */
    const char *standing;                                              /* as of a sayso_claim_row; of claims any, counted are those that stand */
    const char *claim;                                                 /* an id, or the beginning of one */
} sayso_query;

typedef struct {
    const char *id, *name, *kind, *date, *place;
    size_t claims, reports, outlets, answers, fewest, most;            /* answers: rival hypotheses; origins: fewest, most */
} sayso_incident_row;

typedef struct {
    const char *id, *incident, *incident_name, *role, *party, *party_name, *holder, *factuality, *confidence, *basis, *held, *doc, *publisher, *date,
               *maker, *words, *standing;                              /* basis: kinds with commas; words: the sentence; standing: a name of */
                                                                       /* one, or "repeated" where the report or a newer version says it again */
    double probability;
} sayso_claim_row;

typedef struct { const char *id, *name, *kind, *part_of; size_t claims; } sayso_party_row;

/* Called for each row, in the order that the manual gives; a result other than 0 ends the walk. */
typedef int sayso_incident_walk(void *to, const sayso_incident_row *row);
typedef int sayso_claim_walk(void *to, const sayso_claim_row *row);
typedef int sayso_party_walk(void *to, const sayso_party_row *row);
sayso_code sayso_ledger_incidents(sayso_ledger *ledger, const sayso_query *query, sayso_incident_walk *walk, void *to, sayso_error *error);
sayso_code sayso_ledger_claims(sayso_ledger *ledger, const sayso_query *query, sayso_claim_walk *walk, void *to, sayso_error *error);
sayso_code sayso_ledger_parties(sayso_ledger *ledger, const sayso_query *query, sayso_party_walk *walk, void *to, sayso_error *error);

/* All on one incident, as records for the printing functions.  `incident`: an id (also one that a merge retired) or a fragment
 * of a name; SAYSO_NOT_FOUND names the candidates where none or several match.  maker: NULL, or only that maker's claims.     */
typedef struct sayso_gathered sayso_gathered;
sayso_gathered      *sayso_ledger_gather(sayso_ledger *ledger, const char *incident, const char *maker, sayso_error *error);
const sayso_records *sayso_gathered_records(const sayso_gathered *gathered, size_t *incident);
const char          *sayso_gathered_id(const sayso_gathered *gathered);
void                 sayso_gathered_close(sayso_gathered *gathered);

typedef enum { SAYSO_CANONICAL, SAYSO_JSONL, SAYSO_CSV, SAYSO_CLUSTERS, SAYSO_EXPORTS } sayso_export;
sayso_code sayso_ledger_export(sayso_ledger *ledger, sayso_export form, const sayso_query *query, sayso_sink sink, sayso_error *error);

#endif
