/* sarif: findings as a log that other programs read.
 *
 * Results are written as they come, the description of the tool and its rules
 * last: of an object's members the order is free. A result names its rule by
 * index: those of the tools by their row, then the repository's. */
#include "check/sarif.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/install.h"
#include "base/mem.h"
#include "text/print.h"
#include "schema/rule.h"
#include "git/source.h"
#include "text/text.h"

struct sarif {
	FILE *out;
	const char *tool;
	enum lang lang;
	struct source *source;
	const struct rules *rules;
	const struct found_levels *levels;
	size_t results;
	struct buf notes;      /* notifications, with commas */
	struct buf line;       /* what is written next */
	struct buf path, text; /* the file that places are in */
	int at_line;           /* a line of it, from 1, */
	size_t at;             /* and where it begins */
};

struct sarif *
sarif_new(FILE *out, const char *tool, enum lang lang)
{
	struct sarif *s = mem_alloc(sizeof *s);

	s->out = out;
	s->tool = tool;
	s->lang = lang;
	return s;
}

void
sarif_knows(struct sarif *s, const struct rules *rules,
    const struct found_levels *levels)
{
	s->rules = rules;
	s->levels = levels;
}

void
sarif_reads(struct sarif *s, struct source *source)
{
	if (s->source == source)
		return;
	s->source = source;
	buf_clear(&s->path);
}

/* Writing. */

static void
put(struct sarif *s, struct buf *b)
{
	fwrite(b->s, 1, b->n, s->out);
	buf_clear(b);
}

static void
add_text(struct buf *b, const char *name, const char *z)
{
	print_json_text(b, name, str_of(z));
}

static void
add_number(struct buf *b, const char *name, size_t n)
{
	print_json_cell(b, name,
	    &(struct cell){ .kind = CELL_INT, .i = (long long)n });
}

static void
open_object(struct buf *b, const char *name)
{
	print_json_name(b, name);
	buf_addc(b, '{');
}

static void
add_message(struct buf *b, const char *name, const char *z)
{
	open_object(b, name);
	add_text(b, "text", z);
	buf_addc(b, '}');
}

/* A path in a reference: all but what needs none is in percent. */
static void
add_path(struct buf *b, const char *path)
{
	for (const char *c = path; *c; c++)
		if ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
		    (*c >= '0' && *c <= '9') || strchr("-._~/", *c))
			buf_addc(b, *c);
		else
			buf_addf(b, "%%%02X", (unsigned char)*c);
}

/* Relative to the top of the repository. */
static void
add_uri(struct buf *b, struct source *source, const char *path)
{
	const char *folder =
	    source && path[0] != '/' ? source_folder(source) : "";

	print_json_name(b, "uri");
	buf_addc(b, '"');
	add_path(b, folder);
	if (*folder && *path)
		buf_addc(b, '/');
	add_path(b, path);
	buf_addc(b, '"');
}

/* Places. */

static struct str
line_at(struct sarif *s, const struct place *at)
{
	struct findings silent = { 0 };
	struct str rest;

	if (!str_is(buf_str(&s->path), at->path)) {
		buf_clear(&s->path);
		buf_addz(&s->path, at->path);
		buf_clear(&s->text);
		if (s->source)
			source_read(s->source, at->path, &s->text, &silent);
		s->at_line = 0;
	}
	if (!s->at_line || at->line < s->at_line) {
		s->at_line = 1;
		s->at = 0;
	}
	rest = str_from(buf_str(&s->text), s->at);
	while (s->at_line < at->line && rest.n) {
		size_t n = str_find(rest, '\n') + 1;

		rest = str_from(rest, n);
		s->at_line++;
	}
	s->at = s->text.n - rest.n;
	return str_first(rest, str_find(rest, '\n'));
}

/* Ours is the column on a screen, theirs counts characters. What does not show
 * takes no column; it is what a finding is about where it can be. */
static size_t
character_at(struct sarif *s, const struct place *at)
{
	struct str v = text_cut(line_at(s, at), (size_t)at->col - 1);
	size_t n = 0, hidden = 0, next;

	if (text_width(v) != (size_t)at->col - 1)
		return (size_t)at->col; /* it is not the text it was */
	for (size_t i = 0; i < v.n; i = next) {
		int32_t c = text_at(v, i, &next);
		bool shows = c != '\r' && (c < 0 || !text_forbidden(c));

		hidden = shows ? 0 : hidden + 1;
		n++;
	}
	return 1 + n - hidden;
}

static void
add_place(struct sarif *s, struct buf *b, const struct place *at)
{
	if (!at->path)
		return;
	print_json_name(b, "locations");
	buf_addz(b, "[{\"physicalLocation\":{\"artifactLocation\":{");
	add_uri(b, s->source, at->path);
	buf_addc(b, '}');
	if (at->line) {
		open_object(b, "region");
		add_number(b, "startLine", (size_t)at->line);
		add_number(b, "startColumn", character_at(s, at));
		buf_addc(b, '}');
	}
	buf_addz(b, "}}]");
}

/* Rules. */

/* Adds which one a finding is of, where it is one. */
static void
add_index(const struct sarif *s, struct buf *b, const char *name,
    const struct finding *f)
{
	const struct finding_row *row =
	    f->row ? f->row : finding_named(str_of(f->id));
	const struct rule *r =
	    row || !s->rules ? NULL : rules_find(s->rules, str_of(f->id));

	if (row || r)
		add_number(b, name,
		    row ? (size_t)(row - finding_row(0)) :
			  FINDS + (size_t)(r - s->rules->all));
}

static void
add_rule(struct buf *b, const char *id, const char *what, const char *help,
    enum level level)
{
	buf_addc(b, '{');
	add_text(b, "id", id);
	add_message(b, "shortDescription", what);
	add_message(b, "help", help);
	open_object(b, "defaultConfiguration");
	if (level == LEVEL_OFF)
		buf_addz(b, "\"enabled\":false");
	else
		add_text(b, "level", level_name(level));
	buf_addz(b, "}}");
}

static void
put_rules(struct sarif *s)
{
	struct buf *b = &s->line;

	for (size_t i = 0; i < FINDS; i++) {
		const struct finding_row *row = finding_row((enum find)i);

		buf_addz(b, i ? ",\n" : "\n");
		add_rule(b, row->id, _(row->why), _(row->why),
		    found_level(s->levels, row));
		put(s, b);
	}
	for (size_t i = 0; s->rules && i < s->rules->n; i++) {
		const struct rule *r = &s->rules->all[i];
		const char *what = lang_label(&r->message, s->lang);

		buf_addz(b, ",\n");
		add_rule(b, r->id.s, what ? what : r->id.s,
		    *r->why  ? r->why :
			what ? what :
			       r->id.s,
		    r->off || r->check_none ? LEVEL_OFF : r->level);
		put(s, b);
	}
}

/* Findings. */

static void
begin(struct sarif *s)
{
	fputs("{\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/"
	      "errata01/os/schemas/sarif-schema-2.1.0.json\",\n"
	      "\"version\":\"2.1.0\",\n"
	      "\"runs\":[{\"columnKind\":\"unicodeCodePoints\",\n"
	      "\"results\":[",
	    s->out);
}

static void
add_note(struct sarif *s, const struct finding *f)
{
	struct buf *b = &s->notes;

	buf_addz(b, b->n ? ",\n{" : "\n{");
	add_text(b, "level", level_name(f->more ? NOTE : f->level));
	add_message(b, "message", f->text);
	if (f->id) {
		open_object(b, "associatedRule");
		add_text(b, "id", f->id);
		add_index(s, b, "index", f);
		buf_addc(b, '}');
	}
	add_place(s, b, &f->at);
	if (f->more) {
		open_object(b, "properties");
		add_number(b, "more", f->more);
		buf_addc(b, '}');
	}
	buf_addc(b, '}');
}

static void
put_result(struct sarif *s, const struct finding *f)
{
	struct buf *b = &s->line;

	if (!s->results++)
		begin(s);
	buf_addz(b, s->results > 1 ? ",\n{" : "\n{");
	if (f->id) {
		add_text(b, "ruleId", f->id);
		add_index(s, b, "ruleIndex", f);
	}
	add_text(b, "level", level_name(f->level));
	add_message(b, "message", f->text);
	add_place(s, b, &f->at);
	buf_addc(b, '}');
	put(s, b);
}

void
sarif_say(const struct finding *f, void *to)
{
	struct sarif *s = to;

	if (f->level == TROUBLE || f->more)
		add_note(s, f);
	else
		put_result(s, f);
}

void
sarif_end(struct sarif *s, int status)
{
	struct buf *b = &s->line;

	if (!s->results)
		begin(s);
	buf_addf(b,
	    "],\n\"invocations\":[{\"executionSuccessful\":%s,"
	    "\"exitCode\":%d,\"toolExecutionNotifications\":[",
	    status == 2 ? "false" : "true", status);
	buf_add(b, buf_str(&s->notes));
	buf_addz(b, "]}],\n\"tool\":{\"driver\":{");
	add_text(b, "name", s->tool);
	buf_addf(b, ",\"version\":\"%s\",\"language\":\"%s\",\"rules\":[",
	    KN_VERSION, lang_name(s->lang));
	put(s, b);
	put_rules(s);
	fputs("]}}}]}\n", s->out);
	buf_release(&s->path);
	buf_release(&s->text);
	buf_release(&s->notes);
	buf_release(&s->line);
	free(s);
}
