/* Who may do what, decided without a repository. */
#include "schema/authority.h"

#include "base/base64.h"
#include "base/buf.h"
#include "text/day.h"
#include "audit/signature.h"
#include "test.h"

static int
day(const char *z)
{
	int d;

	return day_parse(str_of(z), &d) ? d : DAY_NONE;
}

static struct str types[] = { { "nguoi", 5 } };
static struct str fields[] = { { "nhan_xet", 8 }, { "ten", 3 } };
static struct str stages[] = { { "nguon", 5 } };
static struct str tam_quang[] = { { "tam-quang", 9 } };
static struct role chi_uy = { .types = types,
	.n_types = 1,
	.fields = fields,
	.n_fields = 2,
	.stages = stages,
	.n_stages = 1 };
static struct role van_phong = { .types = types, .n_types = 1 };
static struct role accepting = { .kind = ACTION_ACCEPT };

static struct action
act(const char *field)
{
	static const struct str units[] = { { "xuan-trung", 10 },
		{ "tam-quang", 9 } };

	return (struct action){ .type = types[0],
		.field = str_of(field),
		.staged = true,
		.stage = stages[0],
		.units = units,
		.n_units = 2 };
}

/* One role that narrows everything; each act fails by one thing alone. */
static void
test_acts(void)
{
	struct grant g = { &chi_uy, tam_quang, 1, day("2021-01-01"),
		day("2021-06-30"), NULL };
	struct person p = { .grants = &g, .n_grants = 1 };
	const struct grant *near;
	struct action a = act("nhan_xet.ky");

	ok(authority_refuses(&p, &a, day("2021-01-01"), &near) == REFUSED_NOT &&
		near == &g,
	    "a field below, on the first day");
	ok(authority_refuses(&p, &a, day("2021-06-30"), &near) == REFUSED_NOT,
	    "the last day is in");
	ok(authority_refuses(&p, &a, day("2021-07-01"), &near) == REFUSED_DAY &&
		near == &g,
	    "the next day is not");
	ok(authority_refuses(&p, &a, day("2020-12-31"), &near) == REFUSED_DAY,
	    "nor is the day before");
	ok(authority_refuses(&p, &a, DAY_NONE, &near) == REFUSED_DAY,
	    "a commit without a day has no day in force");
	a = act("nhan_xet_cu");
	ok(authority_refuses(&p, &a, day("2021-02-01"), &near) == REFUSED_FIELD,
	    "a name that begins alike is another field");
	a = act("");
	ok(!authority_refuses(&p, &a, day("2021-02-01"), &near),
	    "the record by itself is no field");
	a.whole = true;
	ok(authority_refuses(&p, &a, day("2021-02-01"), &near) == REFUSED_FIELD,
	    "the whole of it is every field");
	a = act("ten");
	a.stage = STR("vao");
	ok(authority_refuses(&p, &a, day("2021-02-01"), &near) == REFUSED_STAGE,
	    "another stage");
	a.stage = STR("");
	ok(authority_refuses(&p, &a, day("2021-02-01"), &near) == REFUSED_STAGE,
	    "no stage where some are named");
	a.staged = false;
	ok(!authority_refuses(&p, &a, day("2021-02-01"), &near),
	    "a type without stages is in none");
	a = act("ten");
	a.n_units = 1;
	ok(authority_refuses(&p, &a, day("2021-02-01"), &near) == REFUSED_UNIT,
	    "a unit that is not below");
	a.n_units = 0;
	ok(authority_refuses(&p, &a, day("2021-02-01"), &near) == REFUSED_UNIT,
	    "no unit where some are named");
	a = act("ten");
	a.type = STR("lop");
	ok(authority_refuses(&p, &a, day("2021-02-01"), &near) == REFUSED_TYPE,
	    "another type");
	a.kind = ACTION_SCHEMA;
	ok(authority_refuses(&p, &a, day("2021-02-01"), &near) ==
		    REFUSED_ROLE &&
		!near,
	    "another kind of role");
}

static void
test_several(void)
{
	struct grant g[] = {
		{ &van_phong, NULL, 0, DAY_NONE, day("2020-12-31"), NULL },
		{ &accepting, tam_quang, 1, DAY_NONE, DAY_NONE, NULL },
		{ &chi_uy, tam_quang, 1, DAY_NONE, DAY_NONE, NULL },
	};
	struct person p = { .grants = g, .n_grants = 3 };
	const struct grant *near;
	struct action a = act("khac");

	ok(authority_refuses(&p, &a, day("2021-02-01"), &near) == REFUSED_DAY &&
		near == &g[0],
	    "the nearest role is named");
	ok(!authority_refuses(&p, &a, day("2020-02-01"), &near),
	    "one that fits is enough");
	a.kind = ACTION_ACCEPT;
	ok(!authority_refuses(&p, &a, DAY_NONE, &near) && near == &g[1],
	    "without days it is in force always");
	p.n_grants = 0;
	ok(authority_refuses(&p, &a, DAY_NONE, &near) == REFUSED_ROLE,
	    "no role at all");
}

static void
test_people(void)
{
	struct str keys[] = { { "k1", 2 } };
	struct person p = { .email = { "an@x", 4 }, .keys = keys, .n_keys = 1 };
	struct authority a = { .people = &p, .n_people = 1 };
	static const struct {
		const char *email, *key;
		enum proof proof;
		bool only;
		enum refusal why;
	} rows[] = {
		{ "an@x", "", PROOF_NONE, false, REFUSED_NOT },
		{ "an@x", "", PROOF_NONE, true, REFUSED_UNSIGNED },
		{ "binh@x", "", PROOF_NONE, true, REFUSED_PERSON },
		{ "AN@x", "", PROOF_NONE, false, REFUSED_PERSON },
		{ "an@x", "k1", PROOF_GOOD, true, REFUSED_NOT },
		{ "an@x", "k2", PROOF_GOOD, false, REFUSED_KEY },
		{ "binh@x", "k1", PROOF_GOOD, false, REFUSED_AUTHOR },
		{ "an@x", "k1", PROOF_BAD, false, REFUSED_BAD },
		{ "an@x", "", PROOF_OTHER, false, REFUSED_OTHER },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct operation d = { .email = str_of(rows[i].email),
			.key = str_of(rows[i].key),
			.proof = rows[i].proof };
		enum refusal why;

		a.signed_only = rows[i].only;
		ok(!authority_person(&a, &d, &why) == (why != REFUSED_NOT) &&
			why == rows[i].why,
		    "person %zu", i);
	}
}

static void
test_keys(void)
{
	static const char good[] = "ssh-ed25519 "
				   "AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKC"
				   "wwNDg8QERITFBUWFxgZGhscHR4f";
	static const char *const bad[] = {
		"",
		"ssh-ed25519",
		"ssh-ed25519 AAAA",
		"ssh-dss AAAAB3Nz",
		"ssh-ed25519 !!!!",
		("ssh-rsa "
		 "AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxg"
		 "ZGhscHR4f"),
	};
	struct buf b = { 0 }, c = { 0 };

	ok(authority_key(str_of(good), &b) && b.n == 51, "a public key");
	base64_add(&c, buf_str(&b));
	ok(str_ends(str_of(good), buf_str(&c)), "and back");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		buf_clear(&b);
		ok(!authority_key(str_of(bad[i]), &b), "no key %zu", i);
	}
	buf_release(&b);
	buf_release(&c);
}

static void
test_signatures(void)
{
	static const char *const bad[] = {
		"",
		"-----BEGIN PGP SIGNATURE-----\n",
		"-----BEGIN SSH SIGNATURE-----",
		"-----BEGIN SSH SIGNATURE-----\nAAAA\n",
		"-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n",
		"-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAf////8=\n",
	};
	struct buf key = { 0 };

	ok(signature_key(STR("-----BEGIN SSH SIGNATURE-----\n"
			     "U1NIU0lHAAAAAQAAAAVhYmNkZQ==\n-----END SSH "
			     "SIGNATURE-----\n"),
	       &key) &&
		str_is(buf_str(&key), "abcde"),
	    "the key of a signature");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!signature_key(str_of(bad[i]), &key), "no signature %zu", i);
	buf_release(&key);
}

int
main(void)
{
	test_acts();
	test_several();
	test_people();
	test_keys();
	test_signatures();
	return done();
}
