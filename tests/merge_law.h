#ifndef MERGE_LAW_H
#define MERGE_LAW_H

/* What holds of every merge of a record: nothing that one side wrote vanishes
 * unseen. Judged from the texts and the items, not by how it is merged. */

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "record/entry_key.h"
#include "record/fields.h"
#include "base/map.h"
#include "record/record.h"
#include "base/str.h"

static struct str
law_line(struct str line)
{
	if (str_starts(line, STR("\xef\xbb\xbf")))
		line = str_from(line, 3);
	return str_trim(
	    str_ends(line, STR("\r")) ? str_first(line, line.n - 1) : line);
}

/* How often each line is in a text, without blanks at both ends. */
static void
law_lines(struct map *lines, struct str text)
{
	struct str line;

	while (str_split(&text, '\n', &line)) {
		void **slot = map_put(lines, law_line(line));

		*slot = (void *)((uintptr_t)*slot + 1);
	}
}

/* Is a line as often in both sides as it was in what they come from? */
static bool
law_kept(const struct map *base, const struct map *side,
    const struct map *other, struct str line)
{
	return map_get(base, line) == map_get(side, line) &&
	    map_get(base, line) == map_get(other, line);
}

/* The comment in a line of front matter; empty: none that is certain. */
static struct str
law_comment(struct str line)
{
	for (size_t i = 0; i < line.n; i++) {
		if (line.s[i] == '"' || line.s[i] == '\'')
			return STR("");
		if (line.s[i] == '#' && (i == 0 || line.s[i - 1] == ' '))
			return str_from(line, i);
	}
	return STR("");
}

/* Where the body begins; text.n: nowhere. */
static size_t
law_body(struct str text)
{
	size_t at = str_find_str(text, STR("\n---"));

	return at < text.n ? at + 4 : text.n;
}

/* NULL, or what line of a side is not in the result although it must be: one
 * that both sides have, a new comment, a new line of the body. */
static const char *
law_vanished(struct str base, struct str side, struct str other,
    struct str result)
{
	struct map in_base = { 0 }, in_side = { 0 }, in_other = { 0 };
	struct map in_result = { 0 };
	size_t body = law_body(side);
	struct str line, rest = side;
	const char *wrong = NULL;

	law_lines(&in_base, base);
	law_lines(&in_side, side);
	law_lines(&in_other, other);
	law_lines(&in_result, result);
	while (!wrong && str_split(&rest, '\n', &line)) {
		bool in_body = (size_t)(line.s - side.s) > body;
		struct str comment;

		line = law_line(line);
		comment = law_comment(line);
		if (!line.n || map_get(&in_result, line))
			continue;
		if (law_kept(&in_base, &in_side, &in_other, line))
			wrong = "a line that both sides kept is gone";
		else if (map_get(&in_base, line))
			continue;
		else if (in_body)
			wrong =
			    "a line that one side wrote in the body is gone";
		else if (comment.n && str_find_str(base, comment) == base.n &&
		    str_find_str(result, comment) == result.n)
			wrong = "a comment that one side wrote is gone";
	}
	map_release(&in_base);
	map_release(&in_side);
	map_release(&in_other);
	map_release(&in_result);
	return wrong;
}

/* How often each comment that is certain is in the front matter of a text. */
static void
law_comments(struct map *comments, struct str text)
{
	struct str rest = str_first(text, law_body(text)), line;

	while (str_split(&rest, '\n', &line)) {
		struct str comment = law_comment(law_line(line));
		void **slot;

		if (!comment.n)
			continue;
		slot = map_put(comments, comment);
		*slot = (void *)((uintptr_t)*slot + 1);
	}
}

/* NULL, or what is wrong where side took a comment away, or put one in, that is
 * as often in the other as it was: the result must do as side did. */
static const char *
law_commented(struct str base, struct str side, struct str other,
    struct str result)
{
	struct map in_base = { 0 }, in_side = { 0 }, in_other = { 0 };
	struct map in_result = { 0 };
	const char *wrong = NULL;

	law_comments(&in_base, base);
	law_comments(&in_side, side);
	law_comments(&in_other, other);
	law_comments(&in_result, result);
	for (size_t i = 0; i < in_base.n && !wrong; i++) {
		struct str comment = in_base.pairs[i].key;
		void *was = in_base.pairs[i].value;

		if (map_get(&in_side, comment) < was &&
		    map_get(&in_other, comment) == was &&
		    map_get(&in_result, comment) >= was)
			wrong = "a comment that one side took away is there";
	}
	for (size_t i = 0; i < in_side.n && !wrong; i++) {
		struct str comment = in_side.pairs[i].key;
		void *was = map_get(&in_base, comment);

		if (in_side.pairs[i].value > was &&
		    map_get(&in_other, comment) == was &&
		    map_get(&in_result, comment) <= was)
			wrong = "a comment that one side put in is not there";
	}
	map_release(&in_base);
	map_release(&in_side);
	map_release(&in_other);
	map_release(&in_result);
	return wrong;
}

static bool
law_items(struct items *items, const struct type *type, struct str text,
    struct arena *a)
{
	struct record *r = ARENA_NEW(a, struct record);
	struct findings silent = { 0 };

	*items = (struct items){ 0 };
	if (!record_read(r, type, "x.md", text, a, &silent))
		return false;
	*items = fields_items(r, false, a);
	return true;
}

static const struct item *
law_item(const struct items *in, const struct item *i)
{
	for (size_t k = 0; k < in->n; k++)
		if (str_eq(in->all[k].key, i->key))
			return &in->all[k];
	return NULL;
}

static bool
law_same(const struct item *a, const struct item *b)
{
	return a && b ? str_eq(a->value, b->value) : a == b;
}

/* Is an item of the key of an entry? */
static bool
law_is_key(const struct item *i)
{
	const struct field *list = i->field && i->row ? i->field->up : NULL;

	return list && list->kind == KIND_LIST && entry_key_has(list, i->field);
}

static bool
law_has_row(const struct items *in, const struct item_row *row)
{
	for (size_t i = 0; i < in->n; i++)
		for (const struct item_row *r = in->all[i].row; r; r = r->up)
			if (str_eq(r->key, row->key))
				return true;
	return false;
}

static bool
law_holds_rows(const struct items *in, const struct item_row *row)
{
	for (size_t i = 0; i < in->n; i++)
		for (const struct item_row *r = in->all[i].row; r; r = r->up)
			if (r->up == row)
				return true;
	return false;
}

/* Do two entries without lists in them say the same, but for their keys? */
static bool
law_same_rows(const struct items *a, const struct item_row *x,
    const struct items *b, const struct item_row *y)
{
	size_t of_x = 0, of_y = 0, same = 0;

	if (law_holds_rows(a, x) || law_holds_rows(b, y))
		return false;
	for (size_t i = 0; i < a->n; i++)
		of_x += a->all[i].row == x && !law_is_key(&a->all[i]);
	for (size_t i = 0; i < b->n; i++)
		of_y += b->all[i].row == y && !law_is_key(&b->all[i]);
	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0;
		     a->all[i].row == x && !law_is_key(&a->all[i]) && k < b->n;
		     k++)
			if (b->all[k].row == y && !law_is_key(&b->all[k]) &&
			    str_eq(a->all[i].path, b->all[k].path) &&
			    law_same(&a->all[i], &b->all[k])) {
				same++;
				break;
			}
	return of_x == of_y && same == of_x;
}

/* NULL, or that an entry which both sides took away is there, under a key that
 * only one of them gave it. */
static const char *
law_renamed(const struct items in[4])
{
	for (size_t i = 0; i < in[3].n; i++) {
		const struct item *new = &in[3].all[i];

		if (!law_is_key(new) || law_has_row(&in[0], new->row) ||
		    law_has_row(&in[1], new->row) ==
			law_has_row(&in[2], new->row))
			continue;
		for (size_t k = 0; k < in[0].n; k++) {
			const struct item *gone = &in[0].all[k];

			if (law_is_key(gone) && gone->field == new->field &&
			    gone->row->up == NULL &&new->row->up == NULL &&
			    !law_has_row(&in[1], gone->row) &&
			    !law_has_row(&in[2], gone->row) &&
			    law_same_rows(&in[0], gone->row, &in[3], new->row))
				return "an entry that both sides took away is "
				       "there under another key";
		}
	}
	return NULL;
}

/* NULL, or how a clean merge differs from one of the sides where that changed
 * something. */
static const char *
law_clean(const struct type *type, struct str base, struct str ours,
    struct str theirs, struct str result)
{
	const struct str text[] = { base, ours, theirs, result };
	struct items in[4];
	struct arena a = { 0 };
	const char *wrong = NULL;
	bool read = true;

	for (int i = 0; i < 4; i++)
		read =
		    law_items(&in[i], type, text[i], &a) || (i == 0 && !base.n);
	if (!read)
		wrong = "what cannot be read was merged";
	for (int side = 1; side < 3 && !wrong; side++) {
		for (size_t i = 0; i < in[side].n && !wrong; i++) {
			const struct item *item = &in[side].all[i];

			if (!law_same(law_item(&in[0], item), item) &&
			    !law_same(law_item(&in[3], item), item))
				wrong = "a value that one side wrote is lost";
		}
		for (size_t i = 0; i < in[0].n && !wrong; i++)
			if (!law_item(&in[side], &in[0].all[i]) &&
			    law_item(&in[3], &in[0].all[i]))
				wrong = "a value that one side took away is "
					"there";
	}
	for (size_t i = 0; i < in[3].n && !wrong; i++)
		if (!law_same(law_item(&in[1], &in[3].all[i]), &in[3].all[i]) &&
		    !law_same(law_item(&in[2], &in[3].all[i]), &in[3].all[i]))
			wrong = "a value that no side wrote is there";
	if (!wrong)
		wrong = law_renamed(in);
	arena_release(&a);
	return wrong;
}

/* NULL when the law holds of this merge, else how it is broken. */
static const char *
law_merge(const struct type *type, struct str base, struct str ours,
    struct str theirs, struct str result, bool clean)
{
	const char *wrong = law_vanished(base, ours, theirs, result);

	if (!wrong)
		wrong = law_vanished(base, theirs, ours, result);
	if (!wrong && clean)
		wrong = law_commented(base, ours, theirs, result);
	if (!wrong && clean)
		wrong = law_commented(base, theirs, ours, result);
	if (!wrong && clean)
		wrong = law_clean(type, base, ours, theirs, result);
	return wrong;
}

#endif
