#ifndef SERVER_LIBPQ_H
#define SERVER_LIBPQ_H

#include <postgresql/libpq-fe.h>

/* libpq as far as it is used here, loaded when a server is asked for
 * (base/library.h): with all that it needs it takes long to load. */
#define LIBPQ_CALLS(X)                                                         \
	X(PQclear)                                                             \
	X(PQconnectdbParams)                                                   \
	X(PQconnectionNeedsPassword)                                           \
	X(PQconninfoFree)                                                      \
	X(PQconninfoParse)                                                     \
	X(PQerrorMessage)                                                      \
	X(PQexec)                                                              \
	X(PQexecParams)                                                        \
	X(PQfinish)                                                            \
	X(PQfreemem)                                                           \
	X(PQftype)                                                             \
	X(PQgetisnull)                                                         \
	X(PQgetlength)                                                         \
	X(PQgetResult)                                                         \
	X(PQgetvalue)                                                          \
	X(PQnfields)                                                           \
	X(PQntuples)                                                           \
	X(PQputCopyData)                                                       \
	X(PQputCopyEnd)                                                        \
	X(PQresultErrorField)                                                  \
	X(PQresultStatus)                                                      \
	X(PQserverVersion)                                                     \
	X(PQsetNoticeReceiver)                                                 \
	X(PQstatus)                                                            \
	X(PQunescapeBytea)

struct libpq {
#define LIBPQ_POINTER(name) __typeof__(name) *name;
	LIBPQ_CALLS(LIBPQ_POINTER)
#undef LIBPQ_POINTER
};

const struct libpq *libpq(void);

#endif
