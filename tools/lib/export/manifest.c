/* manifest: what an export was made from, and the sums of its files. */
#include "export/inside.h"

#include <string.h>

#include "base/install.h"
#include "base/sha256.h"
#include "git/source.h"
#include "server/loaded.h"
#include "text/day.h"
#include "text/print.h"

struct manifest_fact *
manifest_facts(struct exporting *e, size_t *n)
{
	const char *commit = source_commit_id(e->o->source);
	char day[DAY_TEXT];
	const struct manifest_fact facts[] = {
		{ "ketnap", KN_VERSION },
		{ "commit", commit ? commit : "none" },
		{ "from",
		    commit                        ? "commit" :
			source_root(e->o->source) ? "work tree" :
						    "index" },
		{ "schema", e->o->schema->id },
		{ "today",
		    arena_z(&e->arena, str_of(day_text(e->o->today, day))) },
		{ "lang", lang_name(e->o->answer->lang) },
		{ "private", e->o->private ? "yes" : "no" },
		{ "pseudonyms", e->o->pseudonyms ? "yes" : "no" },
		{ "bodies", e->o->bodies ? "yes" : "no" },
		{ "form", LOADED_FORM },
	};
	struct manifest_fact *kept = arena_new(&e->arena, sizeof facts);

	/* What tools must know that ask a database. */
	*n = sizeof facts / sizeof *facts - (e->format->database ? 0 : 2);
	memcpy(kept, facts, sizeof facts);
	return kept;
}

static void
add_table(struct buf *b, const struct export_table *x)
{
	print_json_name(b, NULL);
	buf_addz(b, "\n{");
	print_json_text(b, "table", str_of(x->name));
	print_json_text(b, "label", str_of(x->label));
	print_json_name(b, "rows");
	buf_addf(b, "%llu", x->rows);
	print_json_name(b, "masked");
	buf_addz(b, "[");
	for (size_t i = 0; i < x->n; i++)
		if (x->columns[i].masked)
			print_json_text(b, NULL, str_of(x->columns[i].name));
	buf_addz(b, "]}");
}

static bool
put(struct exporting *e, const char *name, struct buf *b)
{
	FILE *f = output_open(e->output, name);
	bool ok = f;

	if (f) {
		fwrite(b->s, 1, b->n, f);
		ok = output_close(e->output, f);
	}
	buf_release(b);
	return ok;
}

static bool
add_files(struct exporting *e, struct buf *b, struct buf *sums)
{
	char hex[SHA256_HEX];
	long long bytes;

	for (size_t i = 0; i < output_files(e->output); i++) {
		const char *name = output_file(e->output, i);

		if (!output_sum(e->output, i, hex, &bytes))
			return false;
		buf_addf(sums, "%s  %s\n", hex, name);
		print_json_name(b, NULL);
		buf_addz(b, "\n{");
		print_json_text(b, "file", str_of(name));
		print_json_name(b, "bytes");
		buf_addf(b, "%lld", bytes);
		print_json_text(b, "sha256", str_of(hex));
		buf_addz(b, "}");
	}
	return true;
}

bool
manifest_write(struct exporting *e)
{
	struct buf b = { 0 }, sums = { 0 };
	size_t n;
	const struct manifest_fact *facts = manifest_facts(e, &n);
	bool ok;

	buf_addz(&b, "{");
	for (size_t i = 0; i < n; i++)
		print_json_text(&b, facts[i].key, str_of(facts[i].value));
	print_json_name(&b, "tables");
	buf_addz(&b, "[");
	for (size_t i = 0; i < e->n; i++)
		add_table(&b, &e->tables[i]);
	buf_addz(&b, "]");
	print_json_name(&b, "files");
	buf_addz(&b, "[");
	ok = add_files(e, &b, &sums);
	buf_addz(&b, "]}\n");
	ok = ok && put(e, "manifest.json", &b) && put(e, "SHA256SUMS", &sums);
	buf_release(&b);
	buf_release(&sums);
	return ok;
}
