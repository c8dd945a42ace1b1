/* authz_merge: what one side of a merge says of the other. */
#include "audit/authz_inside.h"

#include "base/lang.h"

enum { ID_SHOWN = 12 };

/* What the page of one side says of what the other did. */
struct paging {
	const struct sides *sides;
	const struct authority *page;
};

static void
say_brought(struct authz *w, const struct revwalk_commit *merge,
    const struct revwalk_commit *c, enum find find, struct findings *out)
{
	const struct reason *r = &w->reasons[0];
	char hex[ENTRY_ID];

	*map_put(&w->said, oid_str(&c->id)) = w;
	oid_hex(&merge->id, hex);
	if (find == FIND_AUDIT_OVER)
		found(out, find, oid_place(&c->id, r->path, &w->now),
		    _("merge %.*s joins it when it was too late for that: %s"),
		    ID_SHOWN, hex, authz_text(w, r));
	else
		found(out, find, oid_place(&c->id, r->path, &w->now),
		    _("merge %.*s joins it to a side that had changed who may "
		      "do what, and does not allow it: %s"),
		    ID_SHOWN, hex, authz_text(w, r));
}

/* The day of the merge is what the last day of a role is compared with. */
static void
say_undated(struct authz *w, const struct revwalk_commit *merge,
    const struct revwalk_commit *c, struct findings *out)
{
	char hex[ENTRY_ID];

	if (c == merge)
		return;
	*map_put(&w->said, oid_str(&c->id)) = w;
	oid_hex(&merge->id, hex);
	found(out, FIND_AUDIT_UNKNOWN, oid_place(&c->id, STR(""), &w->now),
	    _("merge %.*s joins it, whose day cannot be told, and so whether "
	      "it was too late for that"),
	    ID_SHOWN, hex);
}

static bool
judge_brought(const struct revwalk_commit *c, const struct authority *own,
    const struct operation *d, void *to)
{
	const struct paging *p = to;
	const struct revwalk_commit *merge = p->sides->merge;
	struct authz *w = p->sides->w;
	struct findings *out = p->sides->out;
	int merged;

	(void)own;
	authz_find_reasons(w, d, p->page, DAY_NONE);
	if (w->n_reasons) {
		say_brought(w, merge, c, FIND_AUDIT_CONCURRENT, out);
		return true;
	}
	if (!history_day(w->history, merge, &merged, out))
		return false;
	if (merged == DAY_NONE) {
		say_undated(w, merge, c, out);
		return true;
	}
	authz_find_reasons(w, d, p->page, merged);
	if (w->n_reasons)
		say_brought(w, merge, c, FIND_AUDIT_OVER, out);
	return true;
}

static struct str
text_of(const struct authority *a)
{
	return a ? a->text : STR("");
}

/* Only a side that changed who may do what has something to say of the other,
 * and, where it is not the first one, of the merge: else whoever was given a
 * role on one side would be unknown on every branch that parted before. */
static bool
judge_pages(const struct sides *s)
{
	const struct authority *a, *b, *was = NULL;
	bool ok = authz_authority(s->w, s->one, &a, s->out) &&
	    authz_authority(s->w, s->two, &b, s->out) &&
	    (!s->base || authz_authority(s->w, s->base, &was, s->out));
	struct paging p = { s, NULL };

	if (ok && a && !str_eq(text_of(a), text_of(was))) {
		p.page = a;
		ok = authz_ask_each(s, s->two, s->one, judge_brought, &p);
	}
	if (ok && b && !str_eq(text_of(b), text_of(was))) {
		p.page = b;
		ok = authz_ask_each(s, s->one, s->two, judge_brought, &p) &&
		    authz_ask(s, s->merge, judge_brought, &p);
	}
	return ok;
}

bool
authz_merge(struct authz *w, const struct revwalk_commit *c,
    const struct revwalk_known *judged, struct findings *out)
{
	return authz_sides(w, c, judge_pages, judged, out);
}
