/* correction_trailer: lines of a commit message that allow a change. */
#include "audit/correction_trailer.h"

#include <string.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/map.h"
#include "text/spelling.h"
#include "text/text.h"
#include "record/record_reader.h"

/* The words by which such a line begins, as git knows a trailer's. */
static const struct {
	const char *word, *plain;
	bool duplicate;
} words[] = {
	{ "Correction", "correction", false },
	{ "Dinh-chinh", "dinh-chinh", false },
	{ "Duplicate", "duplicate", true },
	{ "Trung-ho-so", "trung-ho-so", true },
};
enum { WORDS = sizeof words / sizeof *words };

/* What stands below is git's own. */
static const char scissors[] =
    "# ------------------------ >8 ------------------------";

/* Small letters without marks, and "-" for all that stands between words. */
static void
add_plain(struct buf *b, struct str v)
{
	size_t from = b->n;

	text_add_fold(b, v);
	for (size_t i = from; i < b->n; i++)
		if (strchr(" \t_", b->s[i]))
			b->s[i] = '-';
}

static bool
is_plainly(struct str v, const char *z)
{
	struct buf b = { 0 };
	bool is;

	add_plain(&b, v);
	is = str_is(buf_str(&b), z);
	buf_release(&b);
	return is;
}

/* What the tools write where a reason is to stand is none. */
static bool
is_no_reason(struct str v)
{
	return is_plainly(v, "why") || is_plainly(v, "reason") ||
	    is_plainly(v, "ly-do");
}

static void
read_rest(struct correction *c, struct str line)
{
	struct str id, field;

	line = str_trim(line);
	if (str_split(&line, ' ', &id))
		c->id = id;
	line = str_trim(line);
	if (str_split(&line, ':', &field))
		c->field = str_trim(field);
	c->reason = str_trim(line);
	if (is_no_reason(c->reason))
		c->reason = STR("");
}

/* False: the line is none. What of it is missing is empty. */
static bool
read_line(struct correction *c, struct str line)
{
	*c = (struct correction){ 0 };
	for (size_t i = 0; i < WORDS; i++) {
		struct str word = str_of(words[i].word);

		if (!str_starts(line, word) || line.n == word.n ||
		    line.s[word.n] != ':')
			continue;
		c->word = word;
		c->duplicate = words[i].duplicate;
		read_rest(c, str_from(line, word.n + 1));
		return true;
	}
	return false;
}

/* A line that means one and is none, as "Đính chính:". It counts for nothing.
 * *colon: does one follow the word? */
static bool
read_meant(struct correction *c, struct str line, bool *colon)
{
	enum { LONGEST = 40 };

	*c = (struct correction){ 0 };
	line = str_trim(line);
	for (size_t n = 1; n <= line.n && n < LONGEST; n++) {
		struct str rest = str_trim(str_from(line, n));

		if (n < line.n && !strchr(" :", line.s[n]))
			continue;
		for (size_t i = 0; i < WORDS; i++) {
			if (!is_plainly(str_first(line, n), words[i].plain))
				continue;
			*colon = rest.n && *rest.s == ':';
			c->word = str_of(words[i].word);
			c->duplicate = words[i].duplicate;
			read_rest(c, str_from(rest, *colon));
			return true;
		}
	}
	return false;
}

bool
correction_trailer_next(struct correction *c, struct str *rest)
{
	struct str line;

	while (str_split(rest, '\n', &line) && !str_starts(line, STR(scissors)))
		if (read_line(c, line))
			return true;
	return false;
}

static bool
find(struct correction *c, struct str message, bool duplicate, struct str id,
    struct str field)
{
	while (correction_trailer_next(c, &message))
		if (c->reason.n && c->duplicate == duplicate &&
		    str_eq(c->id, id) &&
		    (duplicate ? c->field.n && !str_eq(c->field, id) :
				 str_eq(c->field, field)))
			return true;
	return false;
}

bool
correction_trailer_find(struct correction *c, struct str message, struct str id,
    struct str field)
{
	return find(c, message, false, id, field);
}

bool
correction_trailer_duplicate(struct correction *c, struct str message,
    struct str id)
{
	return find(c, message, true, id, STR(""));
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

		if (name_id_nearer(id, one, best))
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
no_record(struct str id, const struct ids *ids, struct place at,
    struct findings *to)
{
	return found_near(to, FIND_CORRECTION_RECORD, at, nearest_id(ids, id),
	    _("there is no record '%.*s'"), STRF(id));
}

static bool
check_duplicate(const struct correction *c, const struct ids *ids,
    struct place at, struct findings *to)
{
	if (str_eq(c->id, c->field))
		return found(to, FIND_CORRECTION_RECORD, at,
		    _("'%.*s' stands there twice: the record that goes comes "
		      "first, then the one that stays"),
		    STRF(c->id));
	if (map_get(&ids->types, c->id))
		return found(to, FIND_CORRECTION_RECORD, at,
		    _("record '%.*s' is still there: 'git rm' its file, and "
		      "commit again"),
		    STRF(c->id));
	return map_get(&ids->types, c->field) ||
	    no_record(c->field, ids, at, to);
}

/* How a line must begin to count. */
static const char *
form(const struct correction *c, struct arena *a)
{
	return arena_f(a,
	    c->duplicate ? _("%.*s: ID ID-THAT-STAYS: why they are one") :
			   _("%.*s: ID FIELD: why it was wrong"),
	    STRF(c->word));
}

static bool
is_whole(const struct correction *c)
{
	return c->id.n && c->field.n && c->reason.n;
}

static bool
check_one(const struct correction *c, const struct ids *ids, struct place at,
    struct arena *a, struct findings *to)
{
	const struct type *type = map_get(&ids->types, c->id);

	if (!is_whole(c))
		return found(to, FIND_CORRECTION_FORM, at, _("write: %s"),
		    form(c, a));
	if (c->duplicate)
		return check_duplicate(c, ids, at, to);
	return type ? check_field(c, type, at, to) :
		      no_record(c->id, ids, at, to);
}

/* One that names a record was meant; anything else may be prose. */
static bool
check_meant(const struct correction *c, const struct ids *ids, bool colon,
    struct place at, struct arena *a, struct findings *to)
{
	if (is_whole(c) &&
	    (map_get(&ids->types, c->id) ||
		(c->duplicate && map_get(&ids->types, c->field))))
		return found(to, FIND_CORRECTION_FORM, at,
		    _("this line counts for nothing; write: %.*s: %.*s %.*s: "
		      "%.*s"),
		    STRF(c->word), STRF(c->id), STRF(c->field),
		    STRF(c->reason));
	if (colon)
		found_as(to, finding_row(FIND_CORRECTION_FORM)->id, WARNING, at,
		    _("if this line is to allow a change, it counts for "
		      "nothing; write: %s"),
		    form(c, a));
	return true;
}

bool
correction_trailer_may_be(struct str message)
{
	struct correction c;
	struct str line;
	bool colon;

	while (str_split(&message, '\n', &line))
		if (read_line(&c, line) || read_meant(&c, line, &colon))
			return true;
	return false;
}

bool
correction_trailer_check(struct str message, const char *path,
    const struct correction_in *in, size_t n_in, struct findings *to)
{
	struct ids ids = { 0 };
	struct correction c;
	struct str line;
	bool good = true, colon;

	for (size_t i = 0; i < n_in; i++)
		gather(&ids, in[i].schema, in[i].source);
	for (int n = 1; str_split(&message, '\n', &line); n++) {
		struct place at = { path, n, 1 };

		if (str_starts(line, STR(scissors)))
			break;
		if (read_line(&c, line))
			good = check_one(&c, &ids, at, &ids.arena, to) && good;
		else if (read_meant(&c, line, &colon))
			good =
			    check_meant(&c, &ids, colon, at, &ids.arena, to) &&
			    good;
	}
	map_release(&ids.types);
	arena_release(&ids.arena);
	return good;
}
