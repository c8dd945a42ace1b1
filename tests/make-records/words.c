/* In which words are people and their work told? */
#include "words.h"

#include <string.h>

#include "chance.h"

static const char *const families[] = {
	"Nguyễn",
	"Nguyễn",
	"Nguyễn",
	"Trần",
	"Trần",
	"Lê",
	"Phạm",
	"Huỳnh",
	"Phan",
	"Võ",
	"Đặng",
	"Bùi",
	"Đỗ",
	"Hồ",
	"Ngô",
	"Dương",
	"Đoàn",
	"Trương",
	"Lương",
	"Châu",
	"Mai",
	"Lý",
	"Tô",
	"Cao",
};
static const char *const cor_families[] = { "Hồ", "Đinh", "Trương" };
static const char *const middles[2][10] = {
	{ "Văn", "Văn", "Hữu", "Đức", "Minh", "Quang", "Thanh", "Ngọc", "Quốc",
	    "Công" },
	{ "Thị", "Thị", "Thị Bích", "Thị Thu", "Thị Kim", "Ngọc", "Thị Mỹ",
	    "Thị Hồng", "Thị Thanh", "Thị Minh" },
};
static const char *const givens[2][24] = {
	{ "An", "Bảo", "Cường", "Dũng", "Đạt", "Hải", "Hiếu", "Hòa", "Hùng",
	    "Khánh", "Kiên", "Long", "Nam", "Phong", "Phúc", "Quân", "Sơn",
	    "Tài", "Thắng", "Thịnh", "Toàn", "Trung", "Tuấn", "Vinh" },
	{ "Ánh", "Châu", "Diễm", "Diệu", "Dung", "Hà", "Hạnh", "Hiền", "Hoa",
	    "Hòa", "Hương", "Lan", "Liên", "Linh", "Mai", "Nga", "Ngọc",
	    "Nhung", "Phương", "Quyên", "Thảo", "Thủy", "Trang", "Yến" },
};

void
put_name(FILE *f, uint64_t *seed, bool woman, bool cor)
{
	const char *family =
	    cor ? PICK(seed, cor_families) : PICK(seed, families);
	const char *middle, *given;

	do {
		middle = PICK(seed, middles[woman]);
		given = PICK(seed, givens[woman]);
	} while (strstr(middle, given));
	fprintf(f, "ho_ten: %s %s %s\n", family, middle, given);
}

/* v village or neighbourhood, o office, s school, h health station, p police,
 * a army, f firm; c: only at the coast. */
const struct job jobs[] = {
	{ "Nông dân", "nong-lam-ngu", "tai-nha", NULL, "thcs", NULL, "v", 0, 19,
	    58 },
	{ "Nông dân, trồng rau sạch", "nong-lam-ngu", "tai-nha", NULL, "thpt",
	    "trung-cap", "v", 0, 22, 50 },
	{ "Chăn nuôi", "nong-lam-ngu", "tai-nha", NULL, "thcs", NULL, "v", 0,
	    21, 55 },
	{ "Trồng rừng", "nong-lam-ngu", "tai-nha", NULL, "thcs", NULL, "v", 'm',
	    20, 52 },
	{ "Ngư dân", "nong-lam-ngu", "tren-bien", NULL, "thcs", NULL, "vc", 'm',
	    19, 50 },
	{ "Nuôi trồng thủy sản", "nong-lam-ngu", "tai-nha", NULL, "thpt", NULL,
	    "vc", 0, 21, 50 },
	{ "Buôn bán nhỏ", "khac", "tai-nha", NULL, "thpt", NULL, "v", 'w', 20,
	    54 },
	{ "Thợ may tại nhà", "khac", "tai-nha", NULL, "thpt", NULL, "v", 'w',
	    20, 48 },
	{ "Thợ sửa xe máy", "khac", "tai-nha", NULL, "thpt", "so-cap", "v", 'm',
	    20, 46 },
	{ "Chủ hộ kinh doanh", "khac", "tai-nha", NULL, "thpt", NULL, "v", 0,
	    24, 52 },
	{ "Lái xe", "khac", "tai-nha", NULL, "thpt", "so-cap", "v", 'm', 23,
	    50 },
	{ "Cán bộ không chuyên trách thôn", "khong-chuyen-trach-thon",
	    "tai-nha", NULL, "thpt", NULL, "v", 0, 22, 52 },
	{ "Phó bí thư chi đoàn thôn", "khong-chuyen-trach-thon", "tai-nha",
	    NULL, "thpt", "cao-dang", "v", 0, 20, 29 },
	{ "Chi hội trưởng phụ nữ thôn", "khong-chuyen-trach-thon", "tai-nha",
	    NULL, "thpt", NULL, "v", 'w', 28, 52 },
	{ "Dân quân thường trực", "luc-luong-vu-trang", "luc-luong-vu-trang",
	    "Ban Chỉ huy Quân sự xã", "thpt", NULL, "va", 'm', 19, 26 },
	{ "Công nhân may", "dn-truc-tiep", "doanh-nghiep",
	    "Công ty TNHH May Hoa Biển", "thpt", "so-cap", "v", 'w', 19, 40 },
	{ "Công nhân lắp ráp", "dn-truc-tiep", "doanh-nghiep",
	    "Công ty TNHH Điện tử Sao Cát", "thpt", "trung-cap", "v", 0, 19,
	    38 },
	{ "Giáo viên mầm non", "vien-chuc", "truong-hoc", "Trường Mẫu giáo",
	    "thpt", "cao-dang", "v", 'w', 23, 40 },
	{ "Giáo viên nhóm trẻ tư thục", "ngoai-cong-lap", "truong-hoc",
	    "Nhóm trẻ Hoa Mai", "thpt", "trung-cap", "v", 'w', 22, 40 },
	{ "Sinh viên", "sinh-vien", "tai-nha", NULL, "thpt", NULL, "v", 0, 19,
	    22 },
	{ "Giáo viên", "vien-chuc", "truong-hoc", "Trường THCS", "thpt",
	    "dai-hoc", "s", 0, 24, 44 },
	{ "Nhân viên thư viện trường", "vien-chuc", "truong-hoc", "Trường THCS",
	    "thpt", "cao-dang", "s", 'w', 23, 40 },
	{ "Điều dưỡng", "vien-chuc", "co-quan", "Trạm Y tế", "thpt", "cao-dang",
	    "h", 0, 23, 40 },
	{ "Y sĩ", "vien-chuc", "co-quan", "Trạm Y tế", "thpt", "trung-cap", "h",
	    0, 24, 42 },
	{ "Công chức văn phòng - thống kê", "can-bo-xa", "co-quan",
	    "Ủy ban nhân dân xã", "thpt", "dai-hoc", "o", 0, 24, 38 },
	{ "Công chức địa chính", "can-bo-xa", "co-quan", "Ủy ban nhân dân xã",
	    "thpt", "dai-hoc", "o", 0, 25, 40 },
	{ "Cán bộ văn thư", "can-bo-xa", "co-quan", "Ủy ban nhân dân xã",
	    "thpt", "cao-dang", "o", 'w', 23, 38 },
	{ "Công an viên thường trực", "luc-luong-vu-trang",
	    "luc-luong-vu-trang", "Công an xã", "thpt", "trung-cap", "p", 'm',
	    20, 34 },
	{ "Công nhân kỹ thuật", "dn-truc-tiep", "doanh-nghiep", "", "thpt",
	    "trung-cap", "f", 0, 20, 40 },
	{ "Kế toán", "dn-gian-tiep", "doanh-nghiep", "", "thpt", "dai-hoc", "f",
	    'w', 24, 42 },
	{ "Tổ trưởng sản xuất", "dn-quan-ly", "doanh-nghiep", "", "thpt",
	    "cao-dang", "f", 0, 26, 45 },
};
const size_t n_jobs = COUNT(jobs);

static const char *const tasks[] = {
	"Vận động thanh niên khám sơ tuyển nghĩa vụ quân sự",
	"Trực chốt phòng, chống dịch của thôn",
	"Vận động các hộ góp công làm đường bê tông nông thôn",
	"Hướng dẫn các hộ dùng dịch vụ công trực tuyến",
	"Tổ chức ngày chủ nhật xanh, dọn vệ sinh đường làng",
	"Giúp hai hộ cận nghèo làm hồ sơ vay vốn chính sách",
	"Cập nhật danh sách người đi làm xa của thôn",
	"Tuyên truyền bầu cử đại biểu Hội đồng nhân dân ở thôn",
	"Ra mắt câu lạc bộ thể thao thanh niên của thôn",
	"Vận động hộ chăn nuôi tiêm phòng cho gia súc",
	"Phụ đạo cho học sinh yếu trong dịp hè",
	"Rà soát, lập danh sách hội viên nòng cốt",
	"Tham gia tổ tự quản an ninh trật tự",
	"Vận động ngư dân lắp thiết bị giám sát hành trình",
};

const char *
draw_task(uint64_t *seed)
{
	/* The last one is for the coast only. */
	return tasks[between(seed, 0, (int)COUNT(tasks) - 2)];
}

static const struct {
	const char *at; /* the kind of workplace, NULL: any */
	const char *text;
} about[] = {
	{ NULL,
	    "Sinh ra và lớn lên tại địa phương, gia đình chấp hành tốt chính "
	    "sách, pháp luật." },
	{ NULL, "Đã lập gia đình, có một con nhỏ, nhà ở ổn định trong thôn." },
	{ NULL, "Đang nuôi mẹ già, kinh tế gia đình thuộc diện trung bình." },
	{ NULL, "Nhiều năm tham gia phong trào văn nghệ, thể thao của thôn." },
	{ NULL, "Là hội viên tích cực, nhiều năm liền được biểu dương." },
	{ NULL,
	    "Gia đình có truyền thống cách mạng, anh trai đang công tác xa." },
	{ NULL, "Sống cùng cha mẹ, chưa lập gia đình." },
	{ NULL, "Vợ chồng đều có việc làm, kinh tế gia đình khá." },
	{ NULL, "Tham gia lực lượng dân quân của thôn ba năm." },
	{ NULL, "Được bà con tín nhiệm bầu vào ban tự quản của xóm." },
	{ "tai-nha", "Gia đình thuần nông, bản thân là lao động chính." },
	{ "tai-nha", "Làm hai sào ruộng và nuôi thêm bò, thu nhập ổn định." },
	{ "tai-nha",
	    "Học xong trung học phổ thông, đi làm công ty ba năm rồi về quê." },
	{ "tai-nha",
	    "Vay vốn chính sách mở rộng chuồng trại, trả nợ đúng hạn." },
	{ "tai-nha", "Có cửa hàng nhỏ ở đầu thôn, là nơi bà con hay lui tới." },
	{ "tren-bien",
	    "Đi biển theo tàu của gia đình, mỗi chuyến hơn mười ngày." },
	{ "tren-bien", "Là thành viên tổ đoàn kết khai thác thủy sản." },
	{ "doanh-nghiep", "Làm việc ở khu kinh tế mở Chu Lai, theo ca." },
	{ "doanh-nghiep",
	    "Được công ty khen thưởng về sáng kiến hợp lý hóa sản xuất." },
	{ "doanh-nghiep", "Ở trọ gần công ty, cuối tuần về nhà." },
	{ "truong-hoc", "Giáo viên dạy giỏi cấp trường hai năm liền." },
	{ "truong-hoc", "Phụ trách công tác Đội, gần gũi với học sinh." },
	{ "co-quan", "Được đánh giá hoàn thành tốt nhiệm vụ hai năm liền." },
	{ "co-quan", "Về nhận công tác tại xã sau khi tốt nghiệp." },
	{ "luc-luong-vu-trang",
	    "Trực sẵn sàng chiến đấu theo lịch, chấp hành nghiêm kỷ luật." },
	{ "luc-luong-vu-trang", "Đạt loại giỏi trong hội thao của lực lượng." },
};

static const char *const remarks[] = {
	"Chấp hành tốt chủ trương của Đảng, pháp luật của Nhà nước.",
	"Nhiệt tình với phong trào của thôn, được bà con tin cậy.",
	"Hoàn thành việc được giao đúng hẹn, có báo cáo lại với chi bộ.",
	"Cần mạnh dạn hơn khi phát biểu trong các cuộc họp dân.",
	"Động cơ phấn đấu rõ ràng, chịu khó học hỏi.",
	"Sống chan hòa, đoàn kết với xóm giềng.",
	"Giữ gìn vệ sinh môi trường và vận động gia đình cùng làm.",
	"Tham gia đầy đủ các đợt trực phòng, chống dịch.",
	"Chi ủy thống nhất tiếp tục theo dõi và giao thêm việc thử thách.",
	"Gia đình đồng tình, tạo điều kiện để phấn đấu vào Đảng.",
	"Đề nghị đảng viên giúp đỡ gặp gỡ, trao đổi hằng tháng.",
	"Tác phong chững chạc, nói đi đôi với làm.",
	"Có tinh thần tự phê bình, biết lắng nghe góp ý.",
	"Tích cực tham gia sinh hoạt đoàn thể nơi cư trú.",
	"Việc giao trong quý làm chậm so với hẹn, đã nhắc.",
	"Tham gia hiến máu tình nguyện hai lần trong năm.",
	"Cần sắp xếp thời gian để dự sinh hoạt đều hơn.",
};

static const char *const from_afar[] = {
	"Đi làm xa, mỗi năm về nhà vài lần nên việc theo dõi còn khó.",
	"Làm việc ở xa, chi bộ liên lạc qua điện thoại và qua gia đình.",
};

void
put_body(FILE *f, const size_t *size, uint64_t *seed, const struct job *job,
    bool away, size_t bytes)
{
	const char *chosen[2] = { NULL, NULL };
	int next = between(seed, 0, (int)COUNT(remarks) - 1);

	while (!chosen[1]) {
		int i = between(seed, 0, (int)COUNT(about) - 1);

		if (about[i].at && strcmp(about[i].at, job->at) != 0)
			continue;
		if (!chosen[0])
			chosen[0] = about[i].text;
		else if (chosen[0] != about[i].text)
			chosen[1] = about[i].text;
	}
	fprintf(f, "---\n\n## Hoàn cảnh\n\n%s\n%s\n", chosen[0], chosen[1]);
	if (away)
		fprintf(f, "%s\n", PICK(seed, from_afar));
	fputs("\n## Nhận xét\n\n", f);
	for (int i = 1;; i++) {
		fprintf(f, "%s\n", remarks[next]);
		next = (next + 5) % (int)COUNT(remarks);
		fflush(f);
		if (i >= 2 && *size + 40 >= bytes)
			return;
		if (i % 5 == 0)
			fputc('\n', f);
	}
}
