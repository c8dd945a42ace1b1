"""kept: what is kept of records is torn in every way that a machine has, and
each answer must be the one that is given without it.

Runs are killed at a thousand moments, of five tools, with and without
something kept and after records changed; the disk that it is kept on is full;
100,000 records lie in one folder. (A million are what make bench has.)
"""

import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

KILLS = 1000
HANDS = 2           # repositories in which runs are killed side by side
TRIES = 4 * KILLS   # a run may end before it is killed
RECORDS = 40
MANY = 100_000
SIZES = "4k", "32k", "200k", "64m"
TOLD = "not as it was left"
RULE = b'"du-tuoi"'
NO_ROOM = "cannot be kept"

PAGES = {
    "schema/repository.md": "---\nformat: 1\ndefault_type: nguoi\n"
                            "zone: Asia/Ho_Chi_Minh\n---\n",
    "schema/types/nguoi.md": "---\ntype: nguoi\nid: ma\nfields:\n"
                             "  ma: {type: slug, required: true}\n"
                             "  ten: name\n  sinh: date\n"
                             "  vao: {type: date, event: true}\n---\n",
    "schema/rules/du-tuoi.md": "---\nrule: du-tuoi\nversion: 1\ntype: nguoi\n"
                               "message: {vi: \"{tuoi}\", en: \"{tuoi}\"}\n"
                               "---\nĐủ tuổi.\n\n```sql\nSELECT id, "
                               "age_months(sinh, today()) AS tuoi, "
                               "age_months(sinh, today()) > 216 AS ok "
                               "FROM nguoi\n```\n",
    "schema/reports/dem.md": "---\nreport: dem\ntitle: Đếm\n---\n\n"
                             "```sql table\nSELECT substr(sinh, 1, 4) AS nam,"
                             " count(*) AS n FROM nguoi GROUP BY 1 ORDER BY 1"
                             "\n```\n",
}
ASKED = (
    ("kncheck", "-o", "json"),
    ("knquery", "-o", "json", "-c", "id,ten,sinh", "true"),
    ("knreport", "dem"),
    ("knsql", "-o", "json",
     "SELECT id, op, field, old, new FROM history_change"),
    ("knaudit", "-o", "json"),
)


def record(i, year):
    return (f"---\nma: n{i}\nten: Nguyễn Văn Mẫu\nsinh: {year}-06-{i % 28 + 1:02}"
            f"\nvao: 2021-02-{i % 28 + 1:02}\n---\n")


def put(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


class Repository:
    def __init__(self, tools, records=RECORDS):
        self.tools, self.folder = tools, tempfile.mkdtemp()
        self.env = dict(os.environ, KN_TODAY="2021-06-30", KN_LANG="en",
                        TZ="UTC", GIT_CONFIG_GLOBAL="/dev/null",
                        GIT_AUTHOR_NAME="Lê Thị Mẫu",
                        GIT_AUTHOR_EMAIL="mau@example.vn",
                        GIT_COMMITTER_NAME="Lê Thị Mẫu",
                        GIT_COMMITTER_EMAIL="mau@example.vn")
        self.git("init", "-q", "-b", "main")
        for name, text in PAGES.items():
            put(self.folder, name, text)
        for i in range(records):
            put(self.folder, f"records/nguoi/n{i}.md", record(i, 2000))

    def git(self, *words):
        subprocess.run(["git", "-C", self.folder, *words], check=True,
                       env=self.env, stdout=subprocess.DEVNULL)

    def commit(self, what):
        self.git("add", "-A")
        self.git("commit", "-qm", what)

    def forget(self):
        shutil.rmtree(os.path.join(self.folder, ".git", "ketnap"),
                      ignore_errors=True)

    def start(self, asked, *more):
        return subprocess.Popen(
            [os.path.join(self.tools, asked[0]), "-C", self.folder,
             *more, *asked[1:]], env=self.env, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)

    def ask(self, asked, *more):
        """What it says, and what on the side but of what is kept."""
        run = self.start(asked, *more)
        out, err = run.communicate()
        err = [line for line in err.decode().splitlines() if TOLD not in line]
        return out, err, run.returncode

    def close(self):
        shutil.rmtree(self.folder)


def kill(repository, asked, after):
    """True: it still ran."""
    run = repository.start(asked)
    time.sleep(after)
    run.send_signal(signal.SIGKILL)
    run.communicate()
    return run.returncode == -signal.SIGKILL


def length(repository, asked):
    repository.forget()
    began = time.monotonic()
    repository.ask(asked)
    return time.monotonic() - began


def killed(tools, hand):
    """How many runs were killed, and what was answered wrongly after them."""
    repository = Repository(tools)
    repository.commit("one")
    put(repository.folder, "records/nguoi/n1.md", record(1, 2001))
    repository.commit("two")
    draw = random.Random(hand)
    takes = {asked: length(repository, asked) for asked in ASKED}
    right, wrong, kills = {}, [], 0
    for i in range(TRIES // HANDS):
        if kills == KILLS // HANDS:
            break
        asked, year = ASKED[i % len(ASKED)], 1999 + i // len(ASKED) % 9
        if i % 3 == 0:
            repository.forget()
        put(repository.folder, "records/nguoi/n2.md", record(2, year))
        kills += kill(repository, asked, draw.uniform(0, takes[asked]))
        if (asked, year) not in right:
            right[asked, year] = repository.ask(asked, "--no-cache")
        if repository.ask(asked) != right[asked, year]:
            wrong.append(f"{asked[0]}, hand {hand}, try {i}")
    repository.close()
    return kills, wrong


def check_kills(ok, same, tools):
    with ThreadPoolExecutor(HANDS) as pool:
        done = list(pool.map(lambda hand: killed(tools, hand), range(HANDS)))
    same(sum(kills for kills, _ in done), KILLS, "runs were killed")
    wrong = [one for _, some in done for one in some]
    ok(not wrong, "after a run that was killed the answer is right", *wrong)


def on_small_disk(repository, asked, size):
    """The folder of what is kept is a disk of its own."""
    kept = os.path.join(repository.folder, ".git", "ketnap")
    os.makedirs(kept, mode=0o700, exist_ok=True)
    as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
    run = subprocess.run(
        ["unshare", "--mount", *as_root, "sh", "-c",
         f'mount -t tmpfs -o mode=0700,size={size} none "$1" && shift &&'
         ' exec "$@"', "-", kept, os.path.join(repository.tools, asked[0]),
         "-C", repository.folder, *asked[1:]],
        env=repository.env, capture_output=True, check=False)
    err = run.stderr.decode().splitlines()
    return ((run.stdout, [line for line in err if NO_ROOM not in line],
             run.returncode), sum(NO_ROOM in line for line in err))


def check_full(ok, same, tools):
    repository = Repository(tools, 2000)
    repository.commit("one")
    for asked in ASKED:
        right, told = repository.ask(asked, "--no-cache"), {}
        for size in SIZES:
            got, told[size] = on_small_disk(repository, asked, size)
            same(got, right, f"{asked[0]}, a disk of {size} for what is kept")
        ok(told[SIZES[0]] in (1, 2) and not told[SIZES[-1]],
           f"{asked[0]} says in a line a file that there is no room", told)
    repository.close()


def check_many(same, tools):
    repository = Repository(tools, MANY)
    asked = ASKED[0]
    put(repository.folder, "records/nguoi/n7.md", record(7, 2010))
    right = repository.ask(asked, "--no-cache")
    same(right[0].count(RULE), 1, f"{MANY:,} records in a folder: one is wrong")
    for again in "first", "again":
        same(repository.ask(asked), right, f"{MANY:,} records: {again}")
    put(repository.folder, "records/nguoi/n8.md", record(8, 2010))
    same(repository.ask(asked)[0].count(RULE), 2,
         f"{MANY:,} records: two are wrong")
    put(repository.folder, "records/nguoi/n8.md", record(8, 2000))
    same(repository.ask(asked), right, f"{MANY:,} records: one again")
    repository.close()


def check(ok, same, tools):
    check_kills(ok, same, tools)
    check_full(ok, same, tools)
    check_many(same, tools)
