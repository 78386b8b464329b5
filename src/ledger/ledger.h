/* ledger: one store interface, SQLite behind it.  It keeps entries, chained by hash, and tables made from them that
 * queries use (docs/ledger.md).  It knows the form of entries, not what claims mean.
 *
 * An entry is a line of canonical JSON, one of
 *   {"kind":"report","report":HASH,"title":…,"publisher":…,"date":…,"url":…,"bytes":N}
 *   {"kind":"name","report":HASH,"doc":…}                           the report was seen under this name
 *   {"kind":"reading","report":HASH,"maker":…,"credits":…,"sentences":…,"parties":…,"incidents":…,"claims":…,"statements":…}
 *   {"kind":"correction","id":"k-…","act":…,"target":…,"other":…,"field":…,"value":…,"by":…,"reason":…,"depth":N,"after":[…]}
 * and its hash is the SHA-256 of that line.  A ledger is a set of entries: what is there already is not entered again.
 * Clock and chain (segment, number, hash of all before) stand beside the entries, not in them.
 *
 * Owning:  strings that a function hands out live in the arena it was given; rows of a walk until the next row.
 * Failing: a transaction in which something failed is the caller's to roll back; what an append had done is undone at once. */
#ifndef SAY_LEDGER_H
#define SAY_LEDGER_H

#include "base/base.h"

typedef struct say_ledger say_ledger;

say_ledger *say_ledger_open(const char *path, bool write, const char *now, sayso_error *error);
void        say_ledger_close(say_ledger *ledger);                    /* NULL is fine */

sayso_code say_ledger_begin(say_ledger *ledger, sayso_error *error);     /* SAYSO_BUSY after a second */
sayso_code say_ledger_commit(say_ledger *ledger, sayso_error *error);
void       say_ledger_rollback(say_ledger *ledger);                  /* does nothing outside a transaction */

/* ---- entering: within a transaction ---- */
typedef struct { const char *hash, *title, *publisher, *date, *url; size_t bytes; } say_report_entry;

sayso_code say_ledger_keep_text(say_ledger *ledger, const char *hash, say_str text, sayso_error *error);
sayso_code say_ledger_append(say_ledger *ledger, say_str body, bool *added, sayso_error *error);      /* and into the tables made from it */
sayso_code say_ledger_append_report(say_ledger *ledger, const say_report_entry *report, bool *added, sayso_error *error);   /* its text first */
sayso_code say_ledger_append_name(say_ledger *ledger, const char *hash, const char *doc, bool *added, sayso_error *error);
sayso_code say_ledger_append_correction(say_ledger *ledger, const sayso_correction *correction, char id[16], sayso_error *error);
/* A transaction of its own, and all or nothing. */
sayso_code say_ledger_merge(say_ledger *ledger, const char *other, size_t *added, sayso_error *error);

/* Hashes, chains, the exact words of every passage, and the rows against those that the entries give. */
sayso_code say_ledger_verify(say_ledger *ledger, sayso_told told, sayso_verified *verified, sayso_error *error);

/* ---- what was entered ---- */
typedef struct {
    int64_t     id;
    const char *hash, *doc, *title, *publisher, *date, *url, *maker;  /* doc: the first by name */
    const char *body;  size_t body_size;                              /* of the reading */
    const char *text;  size_t text_size;
    const size_t *incidents;  size_t incident_count;                  /* where readings of an incident were asked for: its numbers in the reading */
    bool        shown;                                                /* and whether no greater maker of our own hides it */
} say_reading;
typedef SAY_LIST(say_reading) say_readings;

typedef struct { sayso_correction as; const char *id, *at; size_t depth; } say_decision;   /* at: when it was entered first */
typedef SAY_LIST(say_decision) say_decisions;

sayso_code say_ledger_has_reading(say_ledger *ledger, const char *hash, const char *maker, bool *has, sayso_error *error);
sayso_code say_ledger_has_name(say_ledger *ledger, const char *hash, const char *doc, bool *has, sayso_error *error);
sayso_code say_ledger_text(say_ledger *ledger, const char *hash, say_arena *arena, say_str *text, sayso_error *error);
/* By name (of several reports the latest), by hash or the beginning of one (8 digits at least).  SAYSO_NOT_FOUND. */
sayso_code say_ledger_find_report(say_ledger *ledger, const char *doc_or_hash, say_arena *arena, say_report_entry *report, sayso_error *error);
sayso_code say_ledger_corrections(say_ledger *ledger, say_arena *arena, say_decisions *out, sayso_error *error);   /* in force, in their order */
sayso_code say_ledger_has_correction(say_ledger *ledger, const char *id, bool *has, sayso_error *error);
const char *say_ledger_act(sayso_act act);
/* Every entry, by hash.  The walk's result other than 0 ends it. */
sayso_code say_ledger_entries(say_ledger *ledger, int (*walk)(void *to, say_str body), void *to, sayso_error *error);

/* ---- settling: views that are computed elsewhere; within a transaction ---- */
typedef struct {                         /* an incident as one reading has it, say_event of incidents */
    int64_t     id, round;               /* round 0: new, or touched by what is new */
    size_t      number;                  /* in its reading; SAYSO_NONE where it stands for the whole report */
    const char *key, *alias;             /* alias: the id of the incident if this event's key were the smallest */
    bool        main;
    const char *name, *kind, *place, *date, *report_date;
    say_str     features;                /* bytes that the caller packs and unpacks */
    const uint64_t *rare; size_t rare_count;
    const char *incident;                /* "" where it has none yet */
} say_stored;
typedef SAY_LIST(say_stored) say_storeds;

/* Readings after `after` (0 at first) whose events are not stored yet, at most `limit`. */
sayso_code say_ledger_unsettled(say_ledger *ledger, int64_t after, size_t limit, say_arena *arena, say_readings *out, sayso_error *error);
sayso_code say_ledger_store_events(say_ledger *ledger, int64_t reading, const say_stored *events, size_t count, sayso_error *error);

/* Versions of a report: what tells whether two are. */
typedef struct { const char *hash, *date, *url, *publisher, *title; bool corrected; say_str signature; } say_story;   /* title: normalised */
typedef SAY_LIST(say_story) say_stories;
sayso_code say_ledger_has_story(say_ledger *ledger, const char *hash, bool *has, sayso_error *error);
sayso_code say_ledger_add_story(say_ledger *ledger, const say_story *story, sayso_error *error);
sayso_code say_ledger_like_stories(say_ledger *ledger, const char *title, const char *url, say_arena *arena, say_stories *out, sayso_error *error);
sayso_code say_ledger_set_newer(say_ledger *ledger, const char *hash, const char *newer, sayso_error *error);
/* signature is empty and newer "" where there is none. */
typedef struct { say_str signature; const char *newer, *newer_date; } say_version;
sayso_code say_ledger_version(say_ledger *ledger, const char *hash, say_arena *arena, say_version *out, sayso_error *error);

/* Parties by the names that claims have for them. */
typedef struct { int64_t id; const char *name; } say_label;
typedef SAY_LIST(say_label) say_labels;
sayso_code say_ledger_uncalled(say_ledger *ledger, int64_t after, say_arena *arena, say_labels *out, sayso_error *error);
sayso_code say_ledger_call(say_ledger *ledger, int64_t label, const char *party, const char *kind, const char *part_of, sayso_error *error);
/* As the corrections in force want them: each merge, in their order, brings all that the other's party has become to the target's. */
sayso_code say_ledger_join_parties(say_ledger *ledger, sayso_error *error);

/* All events that may meet with one that is new or touched: those that share rare terms or an incident with them, and so on. */
sayso_code say_ledger_affected(say_ledger *ledger, const char *const *pinned, size_t pinned_count, say_arena *arena, say_storeds *out, sayso_error *error);
sayso_code say_ledger_set_incident(say_ledger *ledger, const say_stored *event, const char *incident, sayso_error *error);
/* Incidents whose row is to be made anew, or dropped: those that events joined or left.  Those of one reading come together. */
typedef SAY_LIST(const char *) say_ids;
sayso_code say_ledger_stale(say_ledger *ledger, const char *incident, sayso_error *error);
sayso_code say_ledger_stale_incidents(say_ledger *ledger, say_arena *arena, say_ids *out, sayso_error *error);
sayso_code say_ledger_replace_incident(say_ledger *ledger, const char *id, const sayso_incident_row *row, sayso_error *error);   /* row NULL: it is no more */
/* What the sheet has made of a claim: repeated claims are not on it, withdrawn ones fell with a newer version.  former: claims of
 * older versions that it says again: what was decided about these holds for its row, too. */
typedef enum { SAY_FELL_NOT, SAY_FELL_WITHDRAWN, SAY_FELL_REPEATED } say_fell;
typedef struct { int64_t reading; const char *claim; say_fell fell; const char *const *former; size_t former_count; } say_fallen;
typedef SAY_LIST(say_fallen) say_fallens;
sayso_code say_ledger_set_fallen(say_ledger *ledger, const char *incident, const say_fallens *all, sayso_error *error);
/* Makers of readings of it that are not shown, by name. */
sayso_code say_ledger_hidden_makers(say_ledger *ledger, const char *incident, say_arena *arena, say_ids *makers, sayso_error *error);
/* Nothing is stale or unsettled any more. */
sayso_code say_ledger_settled(say_ledger *ledger, sayso_error *error);

/* ---- asking ---- */
/* An id, also a retired one, or a fragment of a name that one incident has.  SAYSO_NOT_FOUND names candidates. */
sayso_code say_ledger_find_incident(say_ledger *ledger, const char *id_or_fragment, char id[20], sayso_error *error);
/* Readings that have it, each once, in an order made from content.  hidden: also those of our own readers that a greater maker hides. */
sayso_code say_ledger_readings_of(say_ledger *ledger, const char *incident, bool hidden, say_arena *arena, say_readings *out, sayso_error *error);
sayso_code say_ledger_events_of(say_ledger *ledger, const char *incident, say_arena *arena, say_ids *aliases, sayso_error *error);   /* by key */
sayso_code say_ledger_event_of_claim(say_ledger *ledger, const char *claim, char alias[20], char incident[20], sayso_error *error);  /* "" where there is none */
sayso_code say_ledger_has_claim(say_ledger *ledger, const char *claim, bool *has, sayso_error *error);
sayso_code say_ledger_has_party(say_ledger *ledger, const char *party, bool *has, sayso_error *error);
/* Is the claim about the party, and does that one hold it himself? */
sayso_code say_ledger_part_in(say_ledger *ledger, const char *claim, const char *party, bool *about, bool *holds, sayso_error *error);
/* SAYSO_NOT_FOUND.  own: also where it was merged with another. */
sayso_code say_ledger_party_name(say_ledger *ledger, const char *party, bool own, say_arena *arena, const char **name, sayso_error *error);

sayso_code say_ledger_walk_incidents(say_ledger *ledger, const sayso_query *query, sayso_incident_walk *walk, void *to, sayso_error *error);
sayso_code say_ledger_walk_claims(say_ledger *ledger, const sayso_query *query, sayso_claim_walk *walk, void *to, sayso_error *error);
sayso_code say_ledger_walk_parties(say_ledger *ledger, const sayso_query *query, sayso_party_walk *walk, void *to, sayso_error *error);
/* Each name of a report with the incident that it is mainly about, "" where none is known; by name. */
sayso_code say_ledger_walk_mains(say_ledger *ledger, int (*walk)(void *to, const char *doc, const char *incident), void *to, sayso_error *error);

#endif
