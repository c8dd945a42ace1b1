"""first_record: the clerk's first record, typed in Neovim.

tests/spec/first-record.md tells the story by commands. Here the same clerk
begins a record by name and cell, adds a helper by name, types on in Neovim with
the configuration that is shipped, sees two slips while typing and mends them,
saves, commits, pushes, and corrects a day with its reason; the server's hooks
take what is right and nothing else.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
STORY = os.path.join(ROOT, "tests", "spec", "first-record.md")
PLUGIN = os.path.join(ROOT, "tools", "editors", "nvim")
ID = "qc-xa-mau-2026-0001"
FILE = f"records/quan_chung/{ID}.md"
WAIT = 300  # seconds


def environment(binaries, home):
    who = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER")
           for what, value in (("NAME", "Lê Thị Mẫu"),
                               ("EMAIL", "mau@example.vn"),
                           ("DATE", "2026-11-30T08:00:00+07:00"))}
    return dict(who, PATH=binaries + ":" + os.environ["PATH"], HOME=home,
                LC_ALL="C.UTF-8", KN_LANG="vi", KN_TODAY="2026-11-30",
                TERM="dumb", GIT_CONFIG_NOSYSTEM="1",
                GIT_CONFIG_COUNT="1", GIT_CONFIG_KEY_0="init.defaultBranch",
                GIT_CONFIG_VALUE_0="main")


def run(words, env, cwd):
    done = subprocess.run(words, env=env, cwd=cwd, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=WAIT, check=False)
    return done.returncode, done.stdout.decode()


def make_office(env, folder):
    """The server and the clerk's clone, as the story begins with them."""
    with open(STORY, encoding="utf-8") as file:
        setup = re.search(r"^```file setup\n(.*?)^```", file.read(),
                          re.M | re.S).group(1)
    with open(os.path.join(folder, "setup"), "w", encoding="utf-8") as file:
        file.write(setup)
    return run(["sh", "setup"], env, folder)


def type_in_neovim(ok, env, clerk):
    _, out = run(["nvim", "--headless", "-n", "-u", "NONE", "-i", "NONE",
                  "--cmd", "set rtp^=" + PLUGIN,
                  "--cmd", "runtime plugin/ketnap.lua",
                  "--cmd", "filetype plugin on", FILE, "-c",
                  "luafile " + os.path.join(HERE, "first_record.lua")],
                 env, clerk)
    said = [json.loads(line) for line in out.splitlines()
            if line.startswith("[")]

    def of(what):
        return [value for name, value in said if name == what]

    ok(["Học vấn", "Học vấn: "] in of("item"),
       "a key is completed by its label", out)
    found = of("found") + [None, None]
    ok(found[0] and found[0][:4] == [5, 13, 32, "value-enum"] and
       "Trung học phổ thông" in found[0][4],
       "a word with a slip shows where it stands, as it is typed", out)
    ok(found[1] and found[1][:4] == [8, 24, 34, "value-date"],
       "so does a day that there is not", out)
    ok(of("seen") == [True, True] and of("gone") == [True, True] and
       of("again") == [True], "what is mended is gone", out)
    ok(len(of("offered")) == 2 and "Trung học phổ thông" in of("offered")[0]
       and "2026-11-20" in of("offered")[1], "both are mended by offer", out)
    lines = (of("lines") + [[]])[0]
    ok(lines[5:10] == ["Học vấn: Trung học phổ thông", "Đoàn viên: có",
                       "Đưa vào nguồn:", "  Ngày họp chi bộ: 2026-11-20",
                       "  Biên bản: 02-BB/CB"],
       "the record says what was meant", out)
    words = " ".join(found[0][4:] + found[1][4:] if found[1] else [])
    ok("hoc_van" not in words and "vao_nguon" not in words,
       "no message names a code", words)


def tell(ok, env, folder):
    clerk = os.path.join(folder, "clerk")
    server = os.path.join(folder, "server.git")

    def step(name, *words, status=0):
        got, out = run(words, env, clerk)
        return out if ok(got == status, name, words, out) else out

    status, out = make_office(env, folder)
    ok(status == 0, "the office is set up", out)
    step("a record is begun", "knnew", "quan_chung", "Họ và tên=Trần Thị Lúa",
         "Ngày sinh=12/4/2001", "Giới tính=nữ",
         "Chi bộ theo dõi.Đơn vị=thôn mẫu",
         "Chi bộ theo dõi.Từ ngày=5/11/2026",
         "Giới thiệu nguồn.Ngày=20/10/2026")
    step("a helper is added by name", "knadd", ID, "Phân công giúp đỡ",
         "Đảng viên=đỗ thị mười", "Từ ngày=10/11/2026")
    type_in_neovim(ok, env, clerk)
    out = step("nothing is wrong with it", "kncheck", FILE)
    ok(" error: " not in out, "no error is left", out)
    step("it is added", "git", "add", "-A")
    step("it is committed", "git", "commit", "-qm", "Lập hồ sơ")
    step("the server takes it", "git", "push", "-q")
    out = step("a day of the past is not changed without a reason", "knset",
               "--commit", ID, "Giới thiệu nguồn.Ngày=21/10/2026", status=2)
    step("with a reason it is", "knset", "--correct",
         "chép nhầm ngày trong giấy giới thiệu", ID,
         "Giới thiệu nguồn.Ngày=21/10/2026")
    step("the server takes the correction", "git", "push", "-q")
    _, log = run(["git", "-C", server, "log", "-2", "--format=%B", "main"],
                 env, folder)
    ok(f"Dinh-chinh: {ID} gioi_thieu.ngay: chép nhầm ngày" in log and
       "Lập hồ sơ" in log, "both are there, with the reason", log)


def check(ok, binaries):
    folder = tempfile.mkdtemp()
    try:
        tell(lambda good, name, *why: ok(good, "first record: " + name, *why),
             environment(os.path.abspath(binaries), folder), folder)
    finally:
        shutil.rmtree(folder)
