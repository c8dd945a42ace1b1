#ifndef HISTORY_INSIDE_H
#define HISTORY_INSIDE_H

#include "base/arena.h"
#include "text/day.h"
#include "record/fields.h"
#include "history/history.h"
#include "base/map.h"
#include "git/source.h"
#include "history/workers.h"

/* What the files of history know of each other. */

/* A schema that was in force for a while. */
struct schema_version {
	struct schema own;
	struct source *source;       /* of own */
	const struct schema *schema; /* NULL: it cannot be read */
};

/* A record in one commit, or another state. */
struct version {
	struct record record;
	const struct schema_version *epoch;
	struct oid blob;
	struct str stage; /* s NULL: none, or not known */
	/* NULL: not found yet; without the body, and with it */
	const struct items *items[2];
};

/* A file that is not as it must be, in each tree. */
struct candidate {
	struct str path;
	struct oid *ids;
	const struct record_changes *told; /* NULL: it is to be read */
};

struct candidates {
	struct candidate *all;
	size_t n, cap;
};

struct history {
	struct revwalk *past;
	struct schema_version *fixed; /* NULL: none */
	struct arena arena;           /* as long as the history */
	struct schema_versions *schemas;
	bool own_schemas;           /* nobody else's */
	struct map by_commit;       /* struct schema_version, by commit */
	struct schema_version none; /* before the first schema */
	/* the commit whose own was asked for last, NULL, and its own */
	const struct revwalk_commit *own_of;
	const struct schema_version *own;
	struct carried {
		const char *from; /* NULL: none is */
		/* that of from, of which it is a view without authority */
		struct schema schema;
		struct schema_version epoch; /* schema NULL: not yet found */
		const struct revwalk_commit *commit; /* from */
		/* those that lead to it; found when they are asked for */
		struct map before;
	} carried;
	struct map good; /* struct good, by commit and path */
	struct shelf_of_versions {
		struct arena arena;
		struct map by; /* struct version */
		size_t bytes;
	} young, old;              /* records read lately */
	struct chain *chain;       /* NULL: none yet */
	const struct schema *zone; /* whose zone span is in */
	struct day_span span;

	/* The commit that is told. */
	struct arena now;
	int day;
	bool versions; /* are told, too */
	struct history_told told;
	struct history_change *changes;
	struct history_record *records;
	struct str *gaps;
	size_t cap_changes, cap_records, cap_gaps;
	struct findings *to;
	bool failed; /* and why was said */

	/* NULL: changes are told as they are; else they are packed, record by
	 * record. */
	history_pack *pack;
	bool pack_versions; /* with versions */
	struct buf packing;
	struct record_changes *packed;
	size_t n_packed, cap_packed;
};

/* schema_version.c: the schema that a commit's records are read with; NULL:
 * there was none yet. h->failed when that could not be found out. */
const struct schema_version *schema_version_of(struct history *,
    const struct revwalk_commit *);
/* The one in the commit's own tree, readable or not; NULL: there is none. */
const struct schema_version *schema_version_own(struct history *,
    const struct revwalk_commit *);
/* The one that is carried back to commits before it; NULL: none is. */
const struct schema_version *schema_version_carried(struct history *);
void schema_versions_release(struct history *);

/* version.c: the record at a path of a commit, blob being what stands
 * there. NULL: nothing that is a record. What does not read is the last version
 * before that does, or, where last is false, a gap: *gap is set then, and it is
 * noted. */
struct version *version_read(struct history *, const struct revwalk_commit *,
    struct str path, const struct oid *blob, bool last, bool *gap);

/* The same where nothing is done about what does not read: NULL. */
struct version *version_try(struct history *, const struct schema_version *,
    struct str path, const struct oid *blob);

/* The type whose file it is. NULL: it is no record. */
const struct type *version_type(struct history *, const struct schema_version *,
    struct str path);

/* The bytes of a file, added to b. False: it is too large, or h->failed. */
bool version_bytes(struct history *, struct str path, const struct oid *blob,
    struct buf *b);

/* Finds its stage as of a day. */
void version_find_stage(struct version *, int day, struct arena *);

/* The same bytes read with another schema. NULL: they are no record there. */
struct version *version_under(struct history *, struct version *,
    const struct schema_version *);

/* Finds its items, with those of the body if asked. */
const struct items *version_items(struct history *, struct version *,
    bool body);
/* Finds of the items of two versions, with their bodies, only those that may
 * differ. */
void version_items_apart(struct history *, struct version *, struct version *);
/* These are they. */
void version_set_items(struct history *, struct version *, struct items);
/* Between two commits: what was read long ago goes. */
void versions_make_room(struct history *);
void versions_release(struct history *);

/* pairing.c: the versions of a record on several sides. */
struct pair {
	struct str key;               /* type and id, or path */
	struct version **at;          /* by side; NULL: not there */
	struct pair *twin;            /* another file with that id */
	bool hidden;                  /* it cannot be read now */
	const struct candidate *told; /* NULL: it is not told yet */
};

/* Of the arena, with a number of sides, else all-zero. */
struct pairing {
	struct arena *arena;
	size_t sides;
	struct pair **all; /* in the order in which they came up */
	size_t n, cap;
	struct map by_key;
};

/* Puts a version with others of its record: of several files with one id, those
 * of one path go together, which come one after the other. */
struct pair *pairing_add(struct pairing *, size_t side, struct version *);
/* The versions that one file has on two sides, which are of one record. */
struct pair *pairing_in_place(struct pairing *, struct version *now,
    struct version *before);
/* One of which all is told. */
void pairing_add_told(struct pairing *, const struct candidate *);
struct str pairing_key(struct arena *, const struct record *);
void pairing_release(struct pairing *);

/* history.c. */

/* As history_tell, without versions, but packed; known: its files that are not
 * as they must be, some of them told. */
const struct history_told *history_tell_rest(struct history *,
    const struct revwalk_commit *, int day, const struct candidates *known,
    struct findings *);

/* The files that a commit with up to one parent, which is read with the same
 * schema or has none, does not have as that one, by their ids in both; *gap:
 * its schema cannot be read. False: it is no such commit, or that cannot be
 * told. */
bool history_candidates(struct history *, const struct revwalk_commit *,
    struct arena *, struct candidates *, bool *gap);
/* What became of the record in one that both have, or that is new, packed.
 * False: it must be told with others of the commit. */
bool history_in_place(struct history *, const struct revwalk_commit *, int day,
    const struct candidate *, struct arena *, struct record_changes *);

/* group.c: commits that are told together, path by path. */
struct group_commit {
	const struct revwalk_commit *commit; /* NULL: it is not there */
	int day;
	struct arena arena; /* of the candidates */
	struct candidates candidates;
	size_t weight; /* how much there is to be told of them */
	bool apart;    /* it has none that can be told path by path */
	bool gap;      /* its schema cannot be read */
	bool created;  /* what is new in it is no record that was moved */
	bool whole;    /* all of it is told by its candidates */
};

/* Finds its candidates. */
void group_look(struct history *, const struct oid *, int day,
    struct group_commit *);

/* The candidates of some commits, all-zero at first. */
struct group {
	struct group_step *steps;
	size_t *paths; /* where in steps each one begins */
	size_t n, n_steps;
};
void group_plan(struct group *, struct group_commit *const *, size_t n);
/* Tells what became of the file at one of the n paths; what was told is in the
 * arena. */
void group_tell(struct history *, const struct group *, size_t path,
    struct arena *);
/* Once all is told: may what is told of it stand? */
void group_judge(struct group_commit *);
void group_release(struct group *);
void group_commit_release(struct group_commit *);

/* One item of a record that changed. */
struct history_change history_item_change(const struct item *before,
    const struct item *after, bool row);

/* expected.c: what a record should be after a merge. */
struct expected {
	bool there, torn; /* torn: taken away here, changed there */
	struct str path;
	struct items items;
	struct map conflicts; /* struct merged, by key of an item in items */
	/* the same of what a side changed, by key of an item that is there or
	 * not */
	struct map changed;
};

/* All versions are of one record; at NULL: not there. */
struct expected expected_of(struct history *, struct version *, bool body);
struct expected expected_merge(struct history *, const struct expected *base,
    const struct expected *ours, const struct expected *theirs);
void expected_release(struct expected *);

/* The record in the commits that a merge is based on. */
struct expected_bases {
	const struct revwalk_commit **commits;
	struct version **at; /* NULL: not there */
	size_t n;
};
/* Merges what another commit has (NULL: it does not) into e. */
void expected_add(struct history *, struct expected *, struct version *,
    const struct expected_bases *, bool body);

#endif
