/* json_schema: the form of types, in a file each. */
#include "export/inside.h"

#include "base/lang.h"
#include "schema/json_schema.h"

static bool
put(const struct export_options *o, struct output *out, const struct type *t,
    bool written)
{
	struct arena a = { 0 };
	struct buf b = { 0 };
	FILE *f =
	    output_open(out, arena_f(&a, "%.*s.json", STRF(t->name.name)));
	bool ok = f;

	json_schema_add(&b, o->schema, t,
	    written ? JSON_SCHEMA_WRITTEN : JSON_SCHEMA_EXPORTED,
	    o->answer->lang);
	buf_addc(&b, '\n');
	if (f) {
		fwrite(b.s, 1, b.n, f);
		ok = output_close(out, f);
	}
	buf_release(&b);
	arena_release(&a);
	return ok;
}

bool
export_json_schema(const struct export_options *o, bool written)
{
	const struct schema *s = o->schema;
	struct output *out;
	bool ok;

	if (!o->type && !o->to)
		return found_trouble(o->answer->to,
		    _("these are several types; name one with -t, or with "
		      "--to the folder that gets a file for each"));
	out = output_begin(!o->type ? OUTPUT_FOLDER :
		o->to               ? OUTPUT_FILE :
				      OUTPUT_STDOUT,
	    o->to, false, o->answer->to);
	ok = out;
	for (size_t i = 0; ok && i < s->n_types; i++)
		if (!o->type || o->type == &s->types[i])
			ok = put(o, out, &s->types[i], written);
	ok = ok && output_show(out);
	output_end(out);
	return ok;
}
