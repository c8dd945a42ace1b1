/* sql_tree_equals: which column is said to equal which literal? */
#include "parse/sql_tree.h"

static bool
is_column(const struct sql_node *n)
{
	return n->kind == SQL_IS_COLUMN && !n->collated &&
	    n->t.kind != SQL_OPERATOR;
}

/* A literal, a number also behind its sign. */
static bool
is_literal(const struct sql_node *n, struct sql_token *literal)
{
	if (n->kind == SQL_IS_ARITHMETIC && sql_is_op(n->t, "-") && n->parts &&
	    !n->parts->next && n->parts->node->kind == SQL_IS_NUMBER)
		n = n->parts->node;
	*literal = n->t;
	return !n->collated &&
	    (n->kind == SQL_IS_NUMBER || n->kind == SQL_IS_TEXT);
}

/* Does it ask which comes first? */
static bool
is_of_order(struct sql_token t)
{
	return sql_is_op(t, "<") || sql_is_op(t, "<=") || sql_is_op(t, ">") ||
	    sql_is_op(t, ">=") || sql_is_word(t, "BETWEEN");
}

bool
sql_tree_equals(const struct sql_node *n, struct sql_part **part,
    struct sql_node **column, struct sql_token *literal)
{
	struct sql_node *first = n->parts ? n->parts->node : NULL, *other;

	if (n->kind != SQL_IS_COMPARED || is_of_order(n->t))
		return false;
	*part = *part ? (*part)->next : n->parts->next;
	if (!*part)
		return false;
	other = (*part)->node;
	*column = is_column(first) ? first : other;
	return is_column(*column) &&
	    is_literal(*column == first ? other : first, literal);
}
