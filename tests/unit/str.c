/* The ground: views, bufs, arenas and maps, against plainer ways to the same
 * answers. */
#include "base/str.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/siphash.h"
#include "test.h"
#include "../draw.h"

static unsigned
draw(unsigned below)
{
	static uint64_t seed = 42;

	return (unsigned)draw_below(&seed, below);
}

static void
test_views(void)
{
	struct str none = { 0 }, v = STR("một hai");

	ok(str_of(NULL).n == 0 && str_of("ab").n == 2 && STR("a\0b").n == 3,
	    "how long views are");
	ok(str_eq(none, STR("")) && !str_eq(STR("a"), STR("b")) &&
		!str_eq(STR("a"), STR("a\0")) && str_is(STR("a"), "a") &&
		str_is(none, "") && !str_is(STR("a\0"), "a"),
	    "equal views");
	ok(str_cmp(none, STR("")) == 0 && str_cmp(STR("a"), STR("ab")) < 0 &&
		str_cmp(STR("b"), STR("ab")) > 0 &&
		str_cmp(none, STR("a")) < 0 &&
		str_cmp(STR("\xff"), STR("a")) > 0 &&
		str_cmp(STR("a\0b"), STR("a\0a")) > 0,
	    "compared as unsigned bytes, shorter first");
	ok(str_starts(v, STR("một")) && str_starts(v, none) &&
		str_starts(v, v) && !str_starts(STR("m"), STR("mộ")) &&
		str_ends(v, STR("hai")) && str_ends(v, none) &&
		str_ends(v, v) && !str_ends(STR("i"), STR("hai")) &&
		str_starts(none, none) && str_ends(none, none) &&
		!str_starts(none, v),
	    "starts and ends");
	ok(str_is(str_trim(STR(" \t a b\r\n")), "a b") &&
		str_trim(STR(" \n ")).n == 0 && str_trim(none).n == 0 &&
		str_is(str_trim(STR("\v a")), "\v a"),
	    "trimmed of blanks only");
	ok(str_is(str_from(v, v.n - 3), "hai") && str_from(v, v.n).n == 0 &&
		str_from(v, SIZE_MAX).n == 0 && str_from(none, 5).n == 0 &&
		str_is(str_from(v, 0), "một hai"),
	    "from somewhere on");
	ok(str_is(str_first(v, 1), "m") && str_first(v, 0).n == 0 &&
		str_is(str_first(v, SIZE_MAX), "một hai") &&
		str_first(none, 3).n == 0,
	    "so many at first");
	ok(str_find(v, 'i') == v.n - 1 && str_find(v, 'z') == v.n &&
		str_find(none, 'a') == 0 &&
		str_find_str(v, STR("ha")) == v.n - 3 &&
		str_find_str(v, STR("hb")) == v.n &&
		str_find_str(none, v) == 0 && str_find(STR("a\0b"), 'b') == 2 &&
		str_find_str(STR("ab"), STR("abc")) == 2,
	    "found, or the length");
}

/* Parts put together again give what was split. */
static void
test_split(void)
{
	static const char *const rows[] = { "", "a", ",", "a,b", ",a", "a,",
		"a,,b", ",,", "a,b,c,d" };
	struct str part = STR("untouched"), rest = { 0 };

	ok(!str_split(&rest, ',', &part) && str_is(part, "untouched"),
	    "nothing has no parts");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf again = { 0 };
		size_t n = 0, commas = 0;

		for (const char *p = rows[i]; *p; p++)
			commas += *p == ',';
		for (rest = str_of(rows[i]); str_split(&rest, ',', &part);
		     n++) {
			buf_addz(&again, n ? "," : "");
			buf_add(&again, part);
		}
		ok(n == commas + 1 && str_is(buf_str(&again), rows[i]),
		    "'%s' has %zu parts", rows[i], n);
		buf_release(&again);
	}
}

/* The fewest edits, by trying them; for short words only. */
static size_t
edits(struct str a, struct str b)
{
	size_t best, n;

	if (!a.n || !b.n)
		return a.n + b.n;
	best = edits(str_from(a, 1), str_from(b, 1)) + (a.s[0] != b.s[0]);
	if ((n = edits(str_from(a, 1), b) + 1) < best)
		best = n;
	if ((n = edits(a, str_from(b, 1)) + 1) < best)
		best = n;
	if (a.n > 1 && b.n > 1 && a.s[0] == b.s[1] && a.s[1] == b.s[0] &&
	    (n = edits(str_from(a, 2), str_from(b, 2)) + 1) < best)
		best = n;
	return best;
}

static void
test_distance(void)
{
	size_t wrong = 0;
	char a[6], b[6], far[300];

	for (int i = 0; i < 2000; i++) {
		struct str va = { a, draw(7) }, vb = { b, draw(7) };

		for (size_t k = 0; k < sizeof a; k++) {
			a[k] = (char)('a' + draw(3));
			b[k] = (char)('a' + draw(3));
		}
		wrong += str_distance(va, vb) != edits(va, vb) ||
		    str_distance(va, vb) != str_distance(vb, va);
	}
	ok(wrong == 0, "distance is the fewest edits");
	memset(far, 'x', sizeof far);
	ok(!str_near((struct str){ far, sizeof far }, STR("x")) &&
		str_distance(STR(""), STR("")) == 0,
	    "distance of long and of empty");
	ok(str_near(STR("ngay_sihn"), STR("ngay_sinh")) &&
		str_near(STR("ho_tne"), STR("ho_ten")) &&
		!str_near(STR("ma"), STR("xe")) &&
		!str_near(STR("tuoi"), STR("ngay_sinh")) &&
		!str_near(STR(""), STR("a")) && !str_near(STR("a"), STR("b")),
	    "near is what a slip of the hand makes");
	ok(!str_near(STR("on"), STR("no")) && !str_near(STR("la"), STR("ma")) &&
		!str_near(STR("301"), STR("101")) &&
		!str_near(STR("ko"), STR("co")) &&
		str_near(STR("nuu"), STR("nu")) &&
		str_near(STR("too"), STR("to")),
	    "of a short word only one with a letter typed twice is near");
	ok(!str_near(STR("inactive"), STR("active")) &&
		!str_near(STR("unpaid"), STR("paid")) &&
		!str_near(STR("male"), STR("female")) &&
		!str_near(STR("import"), STR("export")) &&
		!str_near(STR("input"), STR("output")) &&
		!str_near(STR("chua_dat"), STR("dat")) &&
		!str_near(STR("bat_hop_le"), STR("hop_le")) &&
		str_near(STR("inactve"), STR("inactive")),
	    "a word and its opposite are not");
}

static void
test_buf(void)
{
	struct buf b = { 0 };
	char *taken;
	size_t wrong = 0;

	ok(str_is(buf_str(&b), "") && strcmp(buf_z(&b), "") == 0,
	    "an empty buf has empty views");
	buf_add(&b, (struct str){ 0 });
	buf_addz(&b, "a");
	buf_addc(&b, '\0');
	buf_addf(&b, "%s-%05d", "xyz", 42);
	ok(str_eq(buf_str(&b), STR("a\0xyz-00042")) && b.s[b.n] == '\0',
	    "what is added is there, with a NUL behind");
	buf_clear(&b);
	ok(b.n == 0 && b.cap && strcmp(buf_z(&b), "") == 0,
	    "cleared is empty, memory kept");
	for (int i = 0; i < 100000; i++) {
		buf_addc(&b, (char)('a' + i % 26));
		wrong += b.s[b.n] != '\0' || b.n >= b.cap;
	}
	for (int i = 0; i < 100000; i++)
		wrong += b.s[i] != 'a' + i % 26;
	ok(wrong == 0, "a byte at a time, always ended");
	taken = buf_take(&b);
	ok(strlen(taken) == 100000 && !b.s && !b.n && !b.cap,
	    "taken leaves it empty");
	free(taken);
	taken = buf_take(&b);
	ok(strcmp(taken, "") == 0, "even nothing can be taken");
	free(taken);
	buf_room(&b, 1000);
	taken = b.s;
	for (int i = 0; i < 1000; i++)
		buf_addc(&b, 'x');
	ok(b.s == taken, "where there is room nothing moves");
	buf_release(&b);
	buf_release(&b);
	ok(!b.s && !b.n, "released is empty, and can be again");
}

static void
test_arena(void)
{
	enum { PIECES = 3000, LARGEST = 40000 };
	static unsigned char *piece[PIECES];
	static size_t size[PIECES];
	struct arena a = { 0 };
	size_t dirty = 0, skew = 0, changed = 0;
	struct str kept;

	for (size_t i = 0; i < PIECES; i++) {
		size[i] = draw(50) ? draw(200) : draw(LARGEST);
		piece[i] = arena_new(&a, size[i]);
		skew += (uintptr_t)piece[i] % alignof(max_align_t) != 0;
		for (size_t k = 0; k < size[i]; k++)
			dirty += piece[i][k] != 0;
		memset(piece[i], (int)(i % 255) + 1, size[i]);
	}
	for (size_t i = 0; i < PIECES; i++)
		for (size_t k = 0; k < size[i]; k++)
			changed += piece[i][k] != i % 255 + 1;
	ok(dirty == 0, "memory of an arena is zero");
	ok(skew == 0, "and aligned for anything");
	ok(changed == 0, "and no two pieces overlap");
	arena_reset(&a);
	for (size_t i = 0; i < PIECES; i++) {
		unsigned char *p = arena_new(&a, 64);

		for (size_t k = 0; k < 64; k++)
			dirty += p[k] != 0;
		memset(p, 0xff, 64);
	}
	ok(dirty == 0, "so it is after a reset");
	kept = arena_keep(&a, STR("a\0b"));
	ok(str_eq(kept, STR("a\0b")) && kept.s[kept.n] == '\0' &&
		strcmp(arena_z(&a, (struct str){ 0 }), "") == 0 &&
		strcmp(arena_f(&a, "%d-%s", 7, "x"), "7-x") == 0 &&
		arena_new(&a, 0) != NULL && ARENA_ARRAY(&a, int, 0) != NULL,
	    "text is kept with a NUL behind");
	arena_release(&a);
	arena_release(&a);
	arena_reset(&a);
	ok(!a.blocks, "released is empty, and can be again");
}

/* Against a list that is searched from the front. */
static void
test_map(void)
{
	enum { KEYS = 2000, LENGTH = 8 };
	static char key[KEYS][LENGTH];
	static size_t length[KEYS];
	static void *value[KEYS];
	struct map m = { 0 };
	size_t n = 0, wrong = 0;

	ok(!map_get(&m, STR("a")) && !map_get(&m, STR("")),
	    "an empty map has nothing");
	for (size_t i = 0; i < 3 * KEYS && n < KEYS; i++) {
		struct str k = { key[n], draw(LENGTH) };
		size_t at = 0;
		void **place;

		for (size_t j = 0; j < k.n; j++)
			key[n][j] = (char)draw(3);
		while (
		    at < n && !str_eq((struct str){ key[at], length[at] }, k))
			at++;
		wrong += map_get(&m, k) != (at < n ? value[at] : NULL);
		place = map_put(&m, k);
		wrong += *place != (at < n ? value[at] : NULL);
		*place = value[at] = &key[i % KEYS];
		if (at == n)
			length[n++] = k.n;
	}
	for (size_t i = 0; i < n; i++)
		wrong +=
		    map_get(&m, (struct str){ key[i], length[i] }) != value[i];
	ok(wrong == 0 && n > 1000 && m.n == n,
	    "a map holds what a list of %zu does", n);
	ok(map_get(&m, STR("")) && !map_get(&m, STR("no such key")),
	    "the empty key is a key");
	map_release(&m);
	map_release(&m);
	ok(!m.n && !map_get(&m, STR("")),
	    "released is empty, and can be again");
}

/* As the map's hash once was: for keys that would all have led to one slot. */
static uint64_t
old_hash(struct str key)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < key.n; i++)
		h = (h ^ (unsigned char)key.s[i]) * 0x100000001b3u;
	return h ^ h >> 32;
}

/* Hostile keys are as quick to find as any: counted, not timed. */
static void
test_hostile_map(void)
{
	enum { KEYS = 3000, BITS = 12, LENGTH = 12 };
	static char key[KEYS][LENGTH];
	struct map m = { 0 };
	bool in_order = true;
	size_t n = 0;

	for (unsigned i = 0; n < KEYS; i++) {
		snprintf(key[n], LENGTH, "qc-%u", i);
		n += old_hash(str_of(key[n])) % (1 << BITS) == 7;
	}
	for (size_t i = 0; i < KEYS; i++)
		*map_put(&m, str_of(key[i])) = key[i];
	for (size_t i = 0; i < KEYS; i++)
		in_order &= m.pairs[i].value == key[i] &&
		    str_is(m.pairs[i].key, key[i]);
	ok(m.n == KEYS && in_order, "a map keeps the order of its keys");
	ok(map_work(&m) < (size_t)4 * KEYS,
	    "%d keys of one old hash are found after %zu looks", KEYS,
	    map_work(&m));
	map_release(&m);
}

/* The vectors that Rust's hash has of the texts that its authors chose. */
static void
test_siphash(void)
{
	static const uint64_t want[16] = {
		0xabac0158050fc4dc,
		0xc9f49bf37d57ca93,
		0x82cb9b024dc7d44d,
		0x8bf80ab8e7ddf7fb,
		0xcf75576088d38328,
		0xdef9d52f49533b67,
		0xc50d2b50c59f22a7,
		0xd3927d989bb11140,
		0x369095118d299a8e,
		0x25a48eb36c063de4,
		0x79de85ee92ff097f,
		0x70c118c1f94dc352,
		0x78a384b157b4d9a2,
		0x306f760c1229ffa7,
		0x605aa111c0f95d34,
		0xd320d86d2a519956,
	};
	const struct sipkey key = { 0x0706050403020100, 0x0f0e0d0c0b0a0908 };
	const struct sipkey none = { 0 };
	char text[16];
	int wrong = 0;

	for (size_t n = 0; n < sizeof text; n++) {
		text[n] = (char)n;
		wrong += siphash(key, (struct str){ text, n }) != want[n];
	}
	ok(!wrong, "SipHash-1-3 of the published texts (%d are not)", wrong);
	/* Python's hash of bytes with PYTHONHASHSEED=0 is SipHash-1-3. */
	ok(siphash(none, STR("a")) == 0x407448d2b89b1813 &&
		siphash(none, STR("qc-0001")) == 0x84bc7e3198753a4f &&
		siphash(none, STR("abcdefgh")) == 0x3f7b849c0b8e35ea &&
		siphash(none, STR("the quick brown fox")) == 0x5a17575ad3449cba,
	    "SipHash-1-3 as Python has it");
}

static void
test_mem(void)
{
	int *array = NULL;
	size_t n = 0, cap = 0, wrong = 0;
	char *p = mem_alloc(0);

	ok(p && *p == 0, "no bytes are one byte");
	free(p);
	for (int i = 0; i < 1000; i++) {
		int *last = MEM_PUSH(array, n, cap);

		wrong += *last != 0;
		*last = i;
	}
	for (int i = 0; i < 1000; i++)
		wrong += array[i] != i;
	ok(wrong == 0 && n == 1000 && cap >= n,
	    "an array grows by zeroed ones");
	free(array);
}

int
main(void)
{
	test_views();
	test_split();
	test_distance();
	test_buf();
	test_arena();
	test_map();
	test_hostile_map();
	test_siphash();
	test_mem();
	return done();
}
