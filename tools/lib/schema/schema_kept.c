/* schema_kept: a schema that was read, kept in git's folder.
 *
 * What is kept is what was read of certain bytes, and which bytes that were is
 * told by their sum: pages that look as they did when they were read (by size,
 * times and inode, as git judges its index) need not be read for it. */
#include "schema/schema_kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/image.h"
#include "base/install.h"
#include "base/mem.h"
#include "base/pack.h"
#include "git/cachefile.h"
#include "git/oid.h"
#include "git/source.h"
#include "schema/rule.h"
#include "schema/schema_image.h"
#include "schema/view.h"
#include "text/kept.h"
#include "text/say.h"

/* What is kept, and how: another number, and it is made anew. */
static const char format[] = "ketnap schema 4 " KN_VERSION;

/* A page as it lies there. */
struct kept_page {
	const char *path;
	struct file_stat stat; /* all-zero: it may change without a trace */
	char id[ENTRY_ID];     /* of its bytes */
};

struct keeping {
	struct source *source;
	const char *folder;
	struct arena arena;
	struct cachefile *file;
	struct kept_page *pages;
	size_t n;
	struct buf bytes; /* of the file */
	/* in those */
	struct str sum;
	size_t image;          /* where it begins; 0: there is none */
	bool as_noted;         /* the pages look as they did */
	struct source *memory; /* that holds them, once they were read */
};

/* Which pages there are. */

/* They are read whether they are listed or not. */
static const char *const fixed[] = { "repository.md", "regulations.md",
	"authority.md" };

static bool
is_listed(const struct keeping *k, const char *path)
{
	for (size_t i = 0; i < k->n; i++)
		if (strcmp(k->pages[i].path, path) == 0)
			return true;
	return false;
}

/* Some of what is found when files are listed is told once for all that is
 * listed, and at no place; the rest is found again when they are listed
 * again. */
static void
pass_on(const struct kept *said, bool listed, struct findings *to)
{
	for (size_t i = 0; i < said->n; i++)
		if (listed || !said->all[i].at.path)
			found_pass(to, &said->all[i]);
}

static bool
list_pages(struct keeping *k, struct entry **list, struct findings *to)
{
	const struct schema at = { .source = k->source, .folder = k->folder };
	struct kept said = { 0 };
	struct findings into = { .say = kept_say,
		.to = &said,
		.levels = to->levels };
	bool ok = schema_pages(&at, "**/*.md", &k->arena, list, &k->n, &into);

	pass_on(&said, ok, to);
	kept_release(&said);
	return ok;
}

/* False: some are no plain files, or git leaves them out. */
static bool
find_pages(struct keeping *k, struct findings *to)
{
	struct entry *list;
	bool ok = list_pages(k, &list, to);

	k->pages = ARENA_ARRAY(&k->arena, struct kept_page, k->n);
	for (size_t i = 0; i < k->n; i++) {
		k->pages[i].path = list[i].path;
		ok = ok &&
		    source_stat(k->source, list[i].path, &k->pages[i].stat);
	}
	for (size_t i = 0; ok && i < sizeof fixed / sizeof *fixed; i++) {
		const char *path =
		    arena_f(&k->arena, "%s/%s", k->folder, fixed[i]);

		ok = is_listed(k, path) == source_has(k->source, path);
	}
	return ok;
}

/* What is kept. */

static void
pack_bytes(struct buf *b, const void *from, size_t n)
{
	pack_str(b, (struct str){ from, n });
}

static bool
take_bytes(struct unpack *p, void *to, size_t n)
{
	struct str v = pack_take_str(p);
	bool ok = p->ok && v.n == n && v.s;

	if (ok)
		memcpy(to, v.s, n);
	return ok;
}

/* Are the pages that were noted those that there are? */
static bool
take_pages(struct keeping *k, struct unpack *p)
{
	size_t n = pack_take_count(p);

	k->as_noted = n == k->n;
	for (size_t i = 0; i < n; i++) {
		struct kept_page was = { 0 };
		struct str path = pack_take_str(p);
		bool ok = take_bytes(p, &was.stat, sizeof was.stat) &&
		    take_bytes(p, was.id, sizeof was.id);

		if (!ok)
			return false;
		k->as_noted = k->as_noted && str_is(path, k->pages[i].path) &&
		    file_stat_eq(&was.stat, &k->pages[i].stat);
		if (k->as_noted)
			memcpy(k->pages[i].id, was.id, sizeof was.id);
	}
	return true;
}

static bool
open_kept(struct keeping *k)
{
	const char *git = source_git_folder(k->source);
	struct findings tell = { .say = say_text, .to = stderr };
	const char *name = cachefile_name(&k->arena, "schema",
	    str_of(source_folder(k->source)));
	struct unpack p;

	k->file = git ? cachefile_open(git, name, NULL) : NULL;
	if (!k->file || !cachefile_get(k->file, &k->bytes, &tell))
		return k->file;
	p = pack_from(buf_str(&k->bytes));
	if (!str_is(pack_take_str(&p), format) ||
	    !str_is(pack_take_str(&p), install_build) || !take_pages(k, &p))
		return true;
	k->sum = pack_take_str(&p);
	k->image = image_aligned(k->bytes.n - p.rest.n);
	if (!p.ok || k->sum.n != SHA256_BYTES || k->image > k->bytes.n) {
		k->as_noted = false;
		k->image = 0;
	}
	return true;
}

/* The pages themselves. */

/* All are read at once into memory, so that what is kept is of these bytes. */
static bool
read_pages(struct keeping *k)
{
	struct findings silent = { 0 };
	struct buf b = { 0 };
	bool ok = true;

	k->memory = source_memory();
	for (size_t i = 0; ok && i < k->n; i++) {
		struct kept_page *page = &k->pages[i];

		buf_clear(&b);
		ok = source_stat(k->source, page->path, &page->stat) &&
		    source_read(k->source, page->path, &b, &silent);
		source_memory_add(k->memory, str_of(page->path), buf_str(&b));
		oid_of_file(buf_str(&b), page->id);
	}
	buf_release(&b);
	return ok;
}

/* Forgets how those look that were just written: they may be written again,
 * unseen. Are there none? */
static bool
forget_racy(struct keeping *k, const struct file_stat *now)
{
	bool none = true;

	for (size_t i = 0; i < k->n; i++)
		if (file_stat_racy(&k->pages[i].stat, now)) {
			k->pages[i].stat = (struct file_stat){ 0 };
			none = false;
		}
	return none;
}

static void
put(struct keeping *k, struct str sum, struct str image)
{
	struct buf b = { 0 };

	pack_str(&b, str_of(format));
	pack_str(&b, str_of(install_build));
	pack_number(&b, (int64_t)k->n);
	for (size_t i = 0; i < k->n; i++) {
		pack_str(&b, str_of(k->pages[i].path));
		pack_bytes(&b, &k->pages[i].stat, sizeof k->pages[i].stat);
		pack_bytes(&b, k->pages[i].id, sizeof k->pages[i].id);
	}
	pack_str(&b, sum);
	image_align(&b);
	buf_add(&b, image);
	cachefile_put(k->file, &b);
	buf_release(&b);
}

static bool
said_nothing(const struct findings *f)
{
	for (size_t i = 0; i < LEVELS; i++)
		if (f->count[i])
			return false;
	return true;
}

/* Rules and views, if there is nothing to be said of them. */
static void
read_more(struct schema *s)
{
	struct rules *rules = ARENA_NEW(&s->arena, struct rules);
	struct views *views = ARENA_NEW(&s->arena, struct views);
	struct findings said = { .levels = &s->levels };

	if (rules_read(rules, s, &said) && said_nothing(&said))
		s->rules = rules;
	said = (struct findings){ .levels = &s->levels };
	if (view_read_all(views, s, &s->arena, &said) && said_nothing(&said))
		s->views = views;
}

static void
add_pages(struct schema *s, const struct keeping *k)
{
	s->pages = ARENA_ARRAY(&s->arena, struct schema_page, k->n);
	s->n_pages = k->n;
	for (size_t i = 0; i < k->n; i++) {
		struct schema_page *to = &s->pages[i];

		to->path = arena_z(&s->arena, str_of(k->pages[i].path));
		memcpy(to->id, k->pages[i].id, sizeof to->id);
	}
}

/* Reads what lies in memory, and keeps it if nothing is found. */
static bool
read_anew(struct keeping *k, struct schema *s)
{
	struct findings said = { .levels = &s->levels };
	struct buf image = { 0 };

	if (!schema_read(s, k->memory, k->folder, &said) ||
	    !said_nothing(&said)) {
		schema_release(s);
		return false;
	}
	read_more(s);
	add_pages(s, k);
	schema_sum(s);
	if (schema_image_pack(&image, s))
		put(k, (struct str){ (const char *)s->sum, SHA256_BYTES },
		    buf_str(&image));
	buf_release(&image);
	return true;
}

/* Once: it is laid out where it lies. */
static bool
take(struct keeping *k, struct schema *s)
{
	size_t from = k->image, n = k->bytes.n;
	char *kept;

	k->image = 0;
	if (!from || from > n)
		return false;
	kept = buf_take(&k->bytes);
	if (schema_image_lay(s, kept + from, n - from)) {
		s->kept = kept;
		return true;
	}
	schema_release(s);
	free(kept);
	return false;
}

/* Are these the bytes that were read then? */
static bool
is_same_sum(const struct keeping *k)
{
	struct schema s = { .source = k->memory, .folder = k->folder };

	if (k->sum.n != SHA256_BYTES)
		return false;
	schema_sum(&s);
	return memcmp(k->sum.s, s.sum, SHA256_BYTES) == 0;
}

/* The pages do not look as they did, or nothing was kept. */
static bool
take_read(struct keeping *k, struct schema *s)
{
	struct file_stat now;
	bool stamped = cachefile_now(k->file, &now), settled, same;

	if (!read_pages(k))
		return false;
	settled = stamped && forget_racy(k, &now);
	same = k->image && is_same_sum(k);
	if (same && settled)
		put(k, k->sum, str_from(buf_str(&k->bytes), k->image));
	if (same && take(k, s))
		return true;
	return stamped && read_anew(k, s);
}

static void
note_pages(struct keeping *k)
{
	for (size_t i = 0; i < k->n; i++)
		source_note_same(k->source, k->pages[i].path, k->pages[i].id);
}

static bool
recall(struct keeping *k, struct schema *s, struct findings *to)
{
	if (!source_root(k->source) || !find_pages(k, to) || !open_kept(k))
		return false;
	if (!k->as_noted || !take(k, s))
		return take_read(k, s);
	note_pages(k);
	return true;
}

bool
schema_kept_read(struct schema *s, struct source *source, const char *folder,
    struct findings *to)
{
	struct keeping k = { .source = source, .folder = folder };
	bool ok = recall(&k, s, to);

	if (ok)
		s->source = source;
	else
		ok = schema_read(s, source, folder, to);
	cachefile_close(k.file);
	source_close(k.memory);
	buf_release(&k.bytes);
	arena_release(&k.arena);
	return ok;
}
