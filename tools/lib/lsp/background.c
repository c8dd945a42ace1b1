/* background: what takes longer than a keystroke, done by a fork. */
#include "lsp/background.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "catalog/catalog.h"
#include "git/source.h"
#include "base/write.h"
#include "query/answer.h"
#include "report/compose.h"
#include "schema/report.h"

long long
background_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* In the process that forked off. */

/* Findings on their way: six texts each, every one with its NUL. The last thing
 * said has no path and this id. */
static const char end_id[] = "end";

struct sending {
	struct buf out;
	struct map open; /* paths that somebody wants to hear of */
};

static void
put(struct buf *b, const char *z)
{
	buf_addz(b, z ? z : "");
	buf_addc(b, '\0');
}

static void
send_one(const struct finding *f, void *to)
{
	struct sending *s = to;
	struct buf *b = &s->out;

	if (f->at.path && !map_get(&s->open, str_of(f->at.path)))
		return;
	put(b, f->at.path);
	buf_addf(b, "%d", f->at.line);
	buf_addc(b, '\0');
	buf_addf(b, "%d", f->at.col);
	buf_addc(b, '\0');
	put(b, level_name(f->level));
	put(b, f->id);
	put(b, f->text);
}

/* Neighbours: whom a record refers to, and whom they do. */
enum { NEAR_MOST = 200, NEAR_FAR = 4 };

static void
add_near(const struct roster_record *one, int far, struct map *to)
{
	for (size_t i = 0; one && i < one->n_refs; i++) {
		const struct roster_record *next = one->refs[i].to->record;

		if (!next || to->n >= NEAR_MOST ||
		    map_get(to, str_of(next->path)))
			continue;
		*map_put(to, str_of(next->path)) = to;
		if (far)
			add_near(next, far - 1, to);
	}
}

static void
ask_near(struct workspace *w, struct document *d, struct findings *to)
{
	struct map only = { 0 };

	*map_put(&only, str_of(d->rel)) = &only;
	add_near(roster_at(&w->roster, d->rel), NEAR_FAR, &only);
	source_only(w->source, &only);
	w->only_path = d->rel;
	w->check.n_paths = 1;
	w->check.alone = true;
	w->said = *to;
	check_end(w->begun);
}

static void
ask_all(struct workspace *w, struct findings *to)
{
	source_again(w->source);
	w->check.paths = NULL;
	w->check.n_paths = 0;
	w->said = *to;
	check_end(w->begun);
}

/* Pages that cannot be run are found here, and not on the day they are
 * needed. */
static bool
check_reports(struct schema *schema, struct source *source, int today,
    enum lang lang, struct findings *to)
{
	struct catalog_options o = { .today = today,
		.lang = lang,
		.no_cache = true };
	struct reports reports;
	bool ok = reports_read(&reports, schema, to);
	struct catalog *c = ok ? catalog_new(schema, source, &o, to) : NULL;

	ok = c && compose_check(&(struct answer){ c, lang, to }, &reports);
	catalog_free(c);
	return ok;
}

static void
ask_anew(struct workspace *w, struct document *const *docs, size_t n,
    struct findings *to)
{
	struct source *source = source_worktree(w->root, to);
	struct schema schema = { 0 };
	struct rules rules = { 0 };
	struct check check = { .dir = w->root,
		.schema = &schema,
		.source = source,
		.rules = &rules,
		.lang = w->lang,
		.private = true,
		.no_cache = true };
	struct findings own = *to;
	bool ok;

	if (source)
		source_keep(source);
	for (size_t i = 0; source && i < n; i++)
		if (docs[i]->in == w)
			source_cover(source, docs[i]->rel, &docs[i]->text);
	own.levels = &schema.levels;
	ok = source && schema_read(&schema, source, "schema", &own);
	ok = ok && rules_read(&rules, &schema, &own);
	ok = ok && schema_today(&schema, w->today_text, &check.today, &own);
	if (!ok || !check_reports(&schema, source, check.today, w->lang, &own))
		return;
	for (size_t i = 0; i < schema.n_types; i++)
		schema.types[i].open = true;
	check_run(&check, &own);
}

static _Noreturn void
answer(enum background_kind kind, struct workspace *w, struct document *d,
    struct document *const *docs, size_t n, int fd)
{
	struct sending sending = { 0 };
	struct findings to = { .say = send_one, .to = &sending };
	struct finding end = { .id = end_id, .text = "" };

	for (size_t i = 0; i < n; i++)
		if (docs[i]->in == w && (!d || d == docs[i]))
			*map_put(&sending.open, str_of(docs[i]->rel)) = w;
	if (kind == BACKGROUND_NEAR)
		ask_near(w, d, &to);
	else if (kind == BACKGROUND_ALL)
		ask_all(w, &to);
	else
		ask_anew(w, docs, n, &to);
	send_one(&end, &sending);
	_exit(write_all(fd, buf_str(&sending.out)) ? 0 : 1);
}

/* In the one that stays. */

struct background *
background_start(enum background_kind kind, struct workspace *w,
    struct document *d, struct document *const *docs, size_t n)
{
	struct background *b;
	int ends[2], pid;

	if (kind != BACKGROUND_ANEW && !workspace_begin(w))
		return NULL;
	if (pipe(ends) < 0)
		return NULL;
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		answer(kind, w, d, docs, n, ends[1]);
	}
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return NULL;
	}
	b = mem_alloc(sizeof *b);
	*b = (struct background){ .kind = kind,
		.of = w,
		.doc = d,
		.fd = ends[0],
		.pid = pid,
		.began = background_now() };
	return b;
}

bool
background_read(struct background *b)
{
	enum { PIECE = 1 << 16 };
	ssize_t n;

	buf_room(&b->in, PIECE);
	do
		n = read(b->fd, b->in.s + b->in.n, PIECE);
	while (n < 0 && errno == EINTR);
	if (n <= 0)
		return false;
	buf_cut(&b->in, b->in.n + (size_t)n);
	return true;
}

static bool
take(struct str *rest, const char **z)
{
	struct str part;

	*z = rest->s;
	return rest->s && str_find(*rest, '\0') < rest->n &&
	    str_split(rest, '\0', &part);
}

static bool
take_number(struct str *rest, int *n)
{
	const char *z;

	if (!take(rest, &z))
		return false;
	*n = atoi(z);
	return true;
}

bool
background_answer(const struct background *b,
    void (*say)(const struct finding *, void *), void *to)
{
	struct str rest = buf_str(&b->in);
	struct finding f = { 0 };
	const char *level;

	while (take(&rest, &f.at.path) && take_number(&rest, &f.at.line) &&
	    take_number(&rest, &f.at.col) && take(&rest, &level) &&
	    take(&rest, &f.id) && take(&rest, &f.text)) {
		if (!*f.at.path && strcmp(f.id, end_id) == 0)
			return true;
		if (!level_named(str_of(level), &f.level))
			f.level = TROUBLE;
		say(&f, to);
	}
	return false;
}

void
background_free(struct background *b)
{
	if (!b)
		return;
	kill(b->pid, SIGKILL);
	while (waitpid(b->pid, NULL, 0) < 0 && errno == EINTR)
		;
	close(b->fd);
	buf_release(&b->in);
	free(b);
}
