#ifndef EXPORT_PG_JOIN_H
#define EXPORT_PG_JOIN_H

#include "base/buf.h"

struct exporting;

/* Tables of a centre that also have the rows of other servers, where its
 * database says so (tools/office/join-server.sql). Adds the procedures; what
 * joins the tables, once they and their keys are there; and what is known of
 * the other servers, once table export is there. */
void pg_join_add(struct buf *);
void pg_join_add_tables(struct buf *, const struct exporting *);
void pg_join_add_facts(struct buf *);
/* Adds ANALYZE of what is on this server. */
void pg_join_add_analyze(struct buf *);

#endif
