/* correction_trailer: lines of a commit message that allow a change. */
#include "audit/correction_trailer.h"

#include "base/arena.h"
#include "base/lang.h"
#include "base/map.h"
#include "text/spelling.h"
#include "record/record_reader.h"

static const char word[] = "Correction";

/* False: the line is none. What of it is missing is empty. */
static bool
read_line(struct correction *c, struct str line)
{
	struct str id, field;

	*c = (struct correction){ 0 };
	if (!str_starts(line, STR(word)) || line.n <= sizeof word - 1 ||
	    line.s[sizeof word - 1] != ':')
		return false;
	line = str_trim(str_from(line, sizeof word));
	if (str_split(&line, ' ', &id))
		c->id = id;
	line = str_trim(line);
	if (str_split(&line, ':', &field))
		c->field = str_trim(field);
	c->reason = str_trim(line);
	return true;
}

bool
correction_trailer_find(struct correction *c, struct str message, struct str id,
    struct str field)
{
	struct str line;

	while (str_split(&message, '\n', &line))
		if (read_line(c, line) && c->reason.n && str_eq(c->id, id) &&
		    str_eq(c->field, field))
			return true;
	return false;
}

/* Records by id: the first type that has one. */
struct ids {
	struct arena arena;
	struct map types;
};

static void
gather(struct ids *ids, const struct schema *schema, struct source *source)
{
	for (size_t i = 0; i < schema->n_types; i++) {
		const struct type *type = &schema->types[i];
		struct globs which = { type->files, type->except, type->n_files,
			type->n_except };
		struct findings silent = { 0 };
		struct record_reader *reader;
		struct read_record *r;
		struct entry *list;
		size_t n;

		source_files(source, &which, &ids->arena, &list, &n, &silent);
		reader = record_reader_new(source, type, 0, false, list, n);
		while ((r = record_reader_next(reader)))
			if (r->parsed && r->record.id.n)
				*map_put(&ids->types,
				    arena_keep(&ids->arena, r->record.id)) =
				    (void *)type;
		record_reader_free(reader);
	}
}

static struct str
nearest_id(const struct ids *ids, struct str id)
{
	struct str best = { 0 };

	for (size_t i = 0; i < ids->types.n; i++) {
		struct str one = ids->types.pairs[i].key;

		if (str_nearer(id, one, best))
			best = one;
	}
	return best;
}

/* "nhan_xet.ky" or "nhan_xet[].ky", "body", and what no one declared where that
 * is not an error. Else what was perhaps meant is in meant, up
 * to the part that is wrong; or nothing. */
static bool
has_field(const struct type *type, struct str dotted, struct buf *meant)
{
	const struct fields *in = &type->fields;
	struct str rest = dotted, part, near;

	while (str_split(&rest, '.', &part)) {
		struct str name = part;
		int i;

		if (str_ends(name, STR("[]")))
			name.n -= 2;
		i = spellings_find(&in->by, name);
		if (i == NAME_NONE) {
			near = name_near(in->all, in->n, sizeof *in->all, name);
			if (!near.n &&
			    (type->unknown < ERROR || str_is(dotted, "body")))
				return true;
			buf_add(meant,
			    str_first(dotted,
				near.n ? (size_t)(part.s - dotted.s) : 0));
			buf_add(meant, near);
			return false;
		}
		in = &in->all[i].fields;
	}
	return true;
}

static bool
check_field(const struct correction *c, const struct type *type,
    struct place at, struct findings *to)
{
	struct buf meant = { 0 };
	bool ok = has_field(type, c->field, &meant) ||
	    found_near(to, FIND_CORRECTION_FIELD, at, buf_str(&meant),
		_("there is no field '%.*s' in '%.*s'"), STRF(c->field),
		STRF(type->name.name));

	buf_release(&meant);
	return ok;
}

static bool
check_one(const struct correction *c, const struct ids *ids, struct place at,
    struct findings *to)
{
	const struct type *type = map_get(&ids->types, c->id);

	if (!c->id.n || !c->field.n || !c->reason.n)
		return found(to, FIND_CORRECTION_FORM, at,
		    _("write: Correction: ID FIELD: why it was wrong"));
	return type ?
	    check_field(c, type, at, to) :
	    found_near(to, FIND_CORRECTION_RECORD, at, nearest_id(ids, c->id),
		_("there is no record '%.*s'"), STRF(c->id));
}

bool
correction_trailer_check(struct str message, const char *path,
    const struct correction_in *in, size_t n_in, struct findings *to)
{
	static const char scissors[] =
	    "# ------------------------ >8 ------------------------";
	struct ids ids = { 0 };
	struct correction c;
	struct str line;
	bool gathered = false, good = true;

	for (int n = 1; str_split(&message, '\n', &line); n++) {
		if (str_starts(line, STR(scissors)))
			break;
		if (!read_line(&c, line))
			continue;
		for (size_t i = 0; !gathered && i < n_in; i++)
			gather(&ids, in[i].schema, in[i].source);
		gathered = true;
		good = check_one(&c, &ids, (struct place){ path, n, 1 }, to) &&
		    good;
	}
	map_release(&ids.types);
	arena_release(&ids.arena);
	return good;
}
