/* Who asked what about the data on them? */
#include "year.h"

#include <stdio.h>

#include "chance.h"
#include "output.h"
#include "plans.h"

static const char *const asked[] = {
	"kieu: xem\nngay: 2026-02-03\ntra_loi: 2026-02-04\nxong: 2026-02-10\n"
	"ket_qua: da-lam\n---\n\nĐọc và in phần ghi về người yêu cầu, giao tận "
	"tay.\n",
	"kieu: sua\nngay: 2026-04-13\ntra_loi: 2026-04-14\nxong: 2026-04-20\n"
	"ket_qua: da-lam\n---\n\nĐối chiếu giấy tờ gốc, sửa hồ sơ theo giấy "
	"tờ.\n",
	"kieu: han-che\nngay: 2026-06-01\nben_thu_ba: co\n"
	"tra_loi: 2026-06-02\ngia_han: 2026-06-15\nxong: 2026-06-29\n"
	"ket_qua: mot-phan\nly_do: Phần phải lưu theo quy định về hồ sơ đảng "
	"viên vẫn được dùng\n---\n\nKhông đưa vào danh sách gửi các "
	"đoàn thể nữa.\n",
	("kieu: xem\nngay: 2026-09-28\ntra_loi: 2026-09-29\n---\n\nĐang chuẩn "
	 "bị bản in.\n"),
};

void
requests_write(const struct district *d, const char *dir)
{
	size_t n = 0;

	for (size_t i = 0; i < d->n_people && n < COUNT(asked); i++) {
		char id[32];
		struct page p;
		FILE *f;

		if (!d->people[i].plan->vote)
			continue;
		snprintf(id, sizeof id, "yc-2026-%02zu", ++n);
		f = page_open(&p);
		fprintf(f, "---\nma: %s\nquan_chung: %s\n%s", id,
		    d->people[i].id, asked[n - 1]);
		page_save(&p, dir, "yeu_cau", id, true);
	}
}
