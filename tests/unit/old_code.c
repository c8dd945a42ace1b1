/* Text in the codes from before Unicode is read, and told apart. */
#include "text/old_code.h"

#include <iconv.h>
#include <string.h>

#include "base/buf.h"
#include "text/text.h"
#include "test.h"

static const char text[] = "Họ và tên: Nguyễn Thị Ánh Tuyết, Đỗ Văn Kỷ; quê "
			   "quán: xã Tam Mỹ Đông, huyện Núi Thành. "
			   "Phạm Hữu Nghĩa, Trương Quỳnh Như, ở thôn Phú Quý";

/* What each font typed, as its own bytes. */
static const char tcvn3[] =
    "Hä vµ tªn: NguyÔn ThÞ ¸nh TuyÕt, §ç V¨n Kû; quª qu¸n: x· Tam Mü §«ng";
static const char tcvn3_as[] = "Họ và tên: Nguyễn Thị ánh Tuyết, Đỗ Văn Kỷ; "
			       "quê quán: xã Tam Mỹ Đông";
static const char vni[] = "Hoï vaø teân: Nguyeãn Thò AÙnh Tuyeát, Ñoã Vaên "
			  "Kyû; queâ quaùn: xaõ Tam Myõ Ñoâng, ÔÛ Löông, Öu";
static const char vni_as[] = "Họ và tên: Nguyễn Thị Ánh Tuyết, Đỗ Văn Kỷ; quê "
			     "quán: xã Tam Mỹ Đông, Ở Lương, Ưu";

static void
typed(const char *as_typed, enum old_code code, const char *meant)
{
	struct buf b = { 0 }, bytes = { 0 }, back = { 0 };
	enum old_code seems = OLD_CODES;
	size_t next;

	old_code_add_typed(&b, str_of(as_typed), code);
	ok(str_is(buf_str(&b), meant), "%s: '%s'", old_code_name(code),
	    buf_z(&b));
	for (size_t i = 0; as_typed[i]; i = next)
		buf_addc(&bytes, (char)text_at(str_of(as_typed), i, &next));
	old_code_add(&back, buf_str(&bytes), code);
	ok(str_is(buf_str(&back), meant), "%s, as bytes: '%s'",
	    old_code_name(code), buf_z(&back));
	ok(old_code_seems(buf_str(&bytes), &seems) && seems == code,
	    "%s is told by its bytes", old_code_name(code));
	buf_release(&b);
	buf_release(&bytes);
	buf_release(&back);
}

/* The C library knows these two. */
static void
by_iconv(const char *name, enum old_code code, const char *meant)
{
	static char out[4096];
	char *from = (char *)meant, *to = out;
	size_t left = strlen(meant), room = sizeof out;
	iconv_t cd = iconv_open(name, "UTF-8");
	enum old_code seems = OLD_CODES;
	struct buf b = { 0 };
	struct str bytes;

	ok(cd != (iconv_t)-1 && iconv(cd, &from, &left, &to, &room) == 0 &&
		iconv(cd, NULL, NULL, &to, &room) == 0,
	    "iconv writes %s", name);
	iconv_close(cd);
	bytes = (struct str){ out, sizeof out - room };
	old_code_add(&b, bytes, code);
	ok(str_is(buf_str(&b), meant), "%s: '%s'", name, buf_z(&b));
	ok(old_code_seems(bytes, &seems) && seems == code,
	    "%s is told by its bytes", name);
	buf_release(&b);
}

int
main(void)
{
	enum old_code seems;

	typed(tcvn3, OLD_TCVN3, tcvn3_as);
	typed(vni, OLD_VNI, vni_as);
	by_iconv("VISCII", OLD_VISCII, text);
	by_iconv("CP1258", OLD_CP1258, text);
	ok(!old_code_seems(STR("plain, 1, 2\n"), &seems), "ASCII seems none");
	ok(!old_code_seems(STR("\xff\xd8\xff\xe0\x00\x10JFIF\x80\x90\xa0"),
	       &seems),
	    "a picture seems none");
	ok(old_code_named(STR("TCVN3"), &seems) && seems == OLD_TCVN3,
	    "a code is chosen by its name");
	ok(!old_code_named(STR("utf-16"), &seems), "another is not");
	return done();
}
