/* frames: the base protocol, messages cut out of bytes. */
#include "lsp/frames.h"

static const char length_name[] = "Content-Length";

void
frames_take(struct frames *f, struct str bytes)
{
	if (f->at) {
		struct buf rest = { 0 };

		buf_add(&rest, str_from(buf_str(&f->in), f->at));
		buf_release(&f->in);
		f->in = rest;
		f->at = 0;
	}
	buf_add(&f->in, bytes);
}

static struct str
left(const struct frames *f)
{
	return str_from(buf_str(&f->in), f->at);
}

static void
pass(struct frames *f, size_t n)
{
	f->at += n;
}

/* Digits alone; more than can be a length stay more than that. */
static bool
read_length(struct str v, size_t *n)
{
	*n = 0;
	for (size_t i = 0; i < v.n; i++) {
		if (!str_is_digit(v.s[i]))
			return false;
		if (*n <= (size_t)1 << 40)
			*n = *n * 10 + (size_t)(v.s[i] - '0');
	}
	return v.n > 0;
}

enum header { HEADER_MORE, HEADER_GOOD, HEADER_BAD };

/* Reads the lines up to an empty one; *size is all that they take, and of what
 * is no header all that is passed over. */
static enum header
read_header(struct str in, size_t *size, size_t *length)
{
	struct str rest = str_first(in, FRAME_HEADER), line;
	size_t most = rest.n;
	bool told = false, bad = false;

	while (str_find(rest, '\n') < rest.n) {
		size_t colon;

		str_split(&rest, '\n', &line);
		line = str_trim(line);
		*size = most - rest.n;
		if (!line.n)
			return told && !bad ? HEADER_GOOD : HEADER_BAD;
		colon = str_find(line, ':');
		bad |= colon == line.n;
		if (str_is_word(str_trim(str_first(line, colon)),
			length_name)) {
			bad |= told ||
			    !read_length(str_trim(str_from(line, colon + 1)),
				length);
			told = true;
		}
	}
	*size = most;
	return most < FRAME_HEADER ? HEADER_MORE : HEADER_BAD;
}

/* To what may be a header; what may be the start of one stays. */
static bool
find_again(struct frames *f)
{
	struct str in = left(f);
	size_t keep = sizeof length_name - 2;
	size_t at = str_find_str(in, str_of(length_name));

	f->lost = at == in.n;
	pass(f, !f->lost ? at : in.n > keep ? in.n - keep : 0);
	return !f->lost;
}

enum frame
frames_next(struct frames *f, struct str *message)
{
	struct str in;
	size_t size = 0, length = 0;

	if (f->skip) {
		size_t n = left(f).n;

		n = n < f->skip ? n : f->skip;
		f->skip -= n;
		pass(f, n);
	}
	if (f->skip || (f->lost && !find_again(f)))
		return FRAME_MORE;
	in = left(f);
	switch (read_header(in, &size, &length)) {
	case HEADER_MORE:
		return FRAME_MORE;
	case HEADER_BAD:
		f->lost = true;
		pass(f, size);
		return FRAME_BAD;
	default:
		break;
	}
	if (length > FRAME_MOST) {
		f->skip = length;
		pass(f, size);
		return FRAME_LARGE;
	}
	if (in.n - size < length)
		return FRAME_MORE;
	*message = str_first(str_from(in, size), length);
	pass(f, size + length);
	return FRAME_GIVEN;
}

bool
frames_is_empty(const struct frames *f)
{
	return !left(f).n && !f->skip;
}

void
frames_release(struct frames *f)
{
	buf_release(&f->in);
	*f = (struct frames){ 0 };
}

void
frames_add(struct buf *b, struct str message)
{
	buf_addf(b, "%s: %zu\r\n\r\n", length_name, message.n);
	buf_add(b, message);
}
