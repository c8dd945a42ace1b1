/* file: of which kind is it? */
#include "import/file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/lang.h"
#include "import/delimited.h"
#include "import/xlsx.h"

enum { FILE_MOST = 64 << 20 };

static bool
wrong(struct findings *to, const char *path, const char *text)
{
	return found(to, FIND_IMPORT_FILE, place_file(path), "%s", text);
}

static bool
has_wide(struct str bytes, const char *word)
{
	struct buf wide = { 0 };
	bool has;

	for (; *word; word++) {
		buf_addc(&wide, *word);
		buf_addc(&wide, '\0');
	}
	has = str_find_str(bytes, buf_str(&wide)) < bytes.n;
	buf_release(&wide);
	return has;
}

/* Microsoft's older container: a workbook of before 2007, or one behind a
 * password. */
static bool
say_compound(struct str bytes, const char *path, struct findings *to)
{
	if (has_wide(bytes, "EncryptedPackage"))
		return wrong(to, path,
		    _("the workbook is closed by a password; open it, take "
		      "the password away and save a copy, which you delete "
		      "afterwards"));
	return wrong(to, path,
	    _("this is a workbook of before 2007 (XLS); open it and save it "
	      "as XLSX"));
}

static bool
begins_as_page(struct str bytes)
{
	struct str s = str_trim(str_first(bytes, 512));

	str_take(&s, STR("\xef\xbb\xbf"));
	return str_is_word(str_first(s, 5), "<html") ||
	    str_is_word(str_first(s, 6), "<table") ||
	    str_is_word(str_first(s, 9), "<!doctype") ||
	    str_is_word(str_first(s, 5), "<?xml");
}

static bool
read_bytes(struct buf *b, const char *path, struct findings *to)
{
	struct stat st;

	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return wrong(to, path,
		    S_ISDIR(st.st_mode) ?
			_("this is a folder; name the workbook in it") :
			_("this is no file"));
	if (!buf_read_file(b, path, FILE_MOST))
		return found(to, FIND_IMPORT_FILE, place_file(path),
		    _("it cannot be read: %s"), strerror(errno));
	if (b->n > FILE_MOST)
		return wrong(to, path,
		    _("the file is larger than any register of people; "
		      "divide it"));
	return b->n || wrong(to, path, _("the file is empty"));
}

bool
file_read(struct workbook *w, const char *path, const enum old_code *code,
    struct findings *to)
{
	struct buf b = { 0 };
	bool ok = read_bytes(&b, path, to);
	struct str bytes = buf_str(&b);

	w->name = arena_z(&w->arena, str_base(str_of(path)));
	if (!ok)
		;
	else if (str_starts(bytes, STR("PK\3\4")))
		ok = xlsx_read(w, path, to);
	else if (str_starts(bytes, STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")))
		ok = say_compound(bytes, path, to);
	else if (str_starts(bytes, STR("%PDF")))
		ok = wrong(to, path,
		    _("this is a PDF; ask for the workbook it was printed "
		      "from"));
	else if (begins_as_page(bytes))
		ok = wrong(to, path,
		    _("this is a web page that only calls itself a workbook; "
		      "open it and save it as XLSX"));
	else
		ok = delimited_read(w, bytes, path, code, to);
	buf_release(&b);
	return ok;
}
