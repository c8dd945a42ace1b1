/* build: which build of which program is this? */
#include "base/build.h"

#include <link.h>
#include <string.h>

#include "base/install.h"

struct reading {
	struct buf *to;
	bool first, known; /* known: the program itself has one */
};

static size_t
padded(size_t n)
{
	return (n + 3) & ~(size_t)3;
}

/* A note is its two lengths and its kind, then name and bytes, each padded. */
static bool
find_id(struct str notes, struct str *id)
{
	ElfW(Nhdr) h;

	while (notes.n >= sizeof h) {
		size_t name, bytes;
		struct str body;

		memcpy(&h, notes.s, sizeof h);
		body = str_from(notes, sizeof h);
		name = padded(h.n_namesz);
		bytes = padded(h.n_descsz);
		if (name > body.n || bytes > body.n - name)
			return false;
		*id = str_first(str_from(body, name), h.n_descsz);
		if (h.n_type == NT_GNU_BUILD_ID &&
		    str_starts(body, (struct str){ "GNU", sizeof "GNU" }))
			return true;
		notes = str_from(body, name + bytes);
	}
	return false;
}

static int
add_object(struct dl_phdr_info *o, size_t size, void *to)
{
	struct reading *r = to;
	bool found = false;

	(void)size;
	for (int i = 0; i < o->dlpi_phnum && !found; i++) {
		const ElfW(Phdr) *p = &o->dlpi_phdr[i];
		const char *at = (const char *)o->dlpi_addr + p->p_vaddr;
		struct str id;

		if (p->p_type != PT_NOTE ||
		    !find_id((struct str){ at, p->p_memsz }, &id))
			continue;
		found = true;
		for (size_t k = 0; k < id.n; k++)
			buf_addf(r->to, "%02x", (unsigned char)id.s[k]);
		buf_addc(r->to, '\n');
	}
	r->known = r->first ? found : r->known;
	r->first = false;
	return 0;
}

bool
build_id(struct buf *b)
{
	struct reading r = { .to = b, .first = true };

	buf_addz(b, KN_VERSION "\n");
	dl_iterate_phdr(add_object, &r);
	return r.known;
}
