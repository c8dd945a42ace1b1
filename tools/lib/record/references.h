#ifndef RECORD_REFERENCES_H
#define RECORD_REFERENCES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "text/found.h"
#include "base/map.h"
#include "record/record.h"
#include "record/ties.h"
#include "schema/schema.h"

struct source;

/* What records owe each other: ids that are one person's only, unique values,
 * references that lead somewhere. */

/* A record with an id; records that share it are chained. */
struct reference {
	const char *path;
	struct str id;
	uint32_t off; /* of the id in the file */
	struct reference *next;
};

struct wanted;

enum { REFERENCES_RECENT = 64 };

struct references {
	const struct schema *schema;
	struct source *source; /* to find lines, when asked */
	struct arena arena;
	struct references_of {
		struct map ids;    /* folded id → struct reference */
		struct map wanted; /* id not seen yet → struct wanted */
		struct map unread; /* ids of files that do not parse */
		/* last parts of ids that such files have by their name */
		struct map names;
		/* once a name stood for an id: folded name → struct called */
		struct map called;
		bool called_read;
		bool lost; /* is there one whose id nobody knows? */
		/* which type a field of it refers to, by its number */
		const struct type **refers;
		/* found of late, by a letter or two: units and members are
		 * named again and again */
		const struct reference *recent[REFERENCES_RECENT];
		struct wanted *recent_wanted[REFERENCES_RECENT];
	} * types;         /* by type */
	struct map unique; /* "type.field=value" → path */
	struct map same;   /* what tells a person → path */
	struct map links;  /* of refs that may lead in no circle */
	size_t searched;   /* how often something near was sought */
	struct buf key;    /* of what is noted, for the moment */
};

void references_start(struct references *, const struct schema *,
    struct source *);

/* Takes note of a record; path must outlive refer. Says what is unique and
 * stands twice. */
void references_record(struct references *, const struct ties *,
    const char *path, struct findings *);

/* Takes note of a file that did not parse, so that those who refer to it are
 * not blamed: by its id (empty: that is not known), else by its name. */
void references_unread(struct references *, const struct type *, struct str id,
    const char *path);
/* Some files of a type could not even be listed. */
void references_missed(struct references *, const struct type *);

/* After the last record: says which ids stand twice, and which references lead
 * nowhere. */
void references_end(struct references *, struct findings *);
/* The same of an id that no record holds but a page, at a place of it. */
void references_page(struct references *, const struct type *, struct str id,
    struct place, struct findings *);
const struct reference *references_find(const struct references *,
    const struct type *, struct str id);
void references_release(struct references *);

#endif
