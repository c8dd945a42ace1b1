/* The reader of the protocol on any bytes: in whatever pieces they come, it
 * cuts the same messages out of them, and what it writes it reads again, also
 * behind bytes that are no message. */
#include <stdint.h>
#include <string.h>

#include "hold.h"
#include "lsp/frames.h"

enum { MOST = 1 << 14 };

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* All that is cut out of some bytes, given in pieces of a size: each answer a
 * line, messages behind theirs. */
static void
cut(struct str bytes, size_t piece, struct frames *f, struct buf *all)
{
	while (bytes.n) {
		struct str message = { 0 };
		enum frame is;

		frames_take(f, str_first(bytes, piece));
		bytes = str_from(bytes, piece);
		while ((is = frames_next(f, &message)) != FRAME_MORE) {
			buf_addf(all, "%d\n", is);
			if (is == FRAME_GIVEN)
				buf_add(all, message);
		}
	}
}

static struct str
cut_alone(struct str bytes, size_t piece, struct buf *all)
{
	struct frames f = { 0 };

	cut(bytes, piece, &f, all);
	frames_release(&f);
	return buf_str(all);
}

/* What is written behind whatever came before is read once that has ended. */
static void
check_written(struct str message)
{
	struct frames f = { 0 };
	struct buf framed = { 0 }, all = { 0 };
	struct str back = { 0 };

	frames_add(&framed, message);
	frames_take(&f, buf_str(&framed));
	hold(frames_next(&f, &back) == FRAME_GIVEN && str_eq(back, message),
	    "what was written is not read again");
	hold(frames_is_empty(&f), "something is left of it");
	frames_release(&f);
	buf_clear(&framed);
	buf_addz(&framed, "no header\r\n\r\n");
	frames_add(&framed, message);
	frames_take(&f, buf_str(&framed));
	hold(frames_next(&f, &back) == FRAME_BAD, "no header is one");
	hold(frames_next(&f, &back) == FRAME_GIVEN && str_eq(back, message),
	    "what follows a bad header is lost");
	frames_release(&f);
	buf_release(&framed);
	buf_release(&all);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str bytes = { (const char *)data, n };
	struct buf whole = { 0 }, pieces = { 0 }, odd = { 0 };

	if (n > MOST)
		return 0;
	if (!bytes.s)
		bytes.s = "";
	hold(str_eq(cut_alone(bytes, n, &whole), cut_alone(bytes, 1, &pieces)),
	    "byte by byte it is another message");
	hold(str_eq(cut_alone(bytes, 7, &odd), buf_str(&whole)),
	    "in other pieces it is another message");
	check_written(bytes);
	buf_release(&whole);
	buf_release(&pieces);
	buf_release(&odd);
	return 0;
}
