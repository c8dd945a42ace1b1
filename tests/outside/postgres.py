"""Have a server of PostgreSQL answer what the tools answer by themselves: the
functions of pages over many values, and every view. It is made here, belongs to
nobody else, and listens on a socket in a folder of its own."""

import csv
import glob
import io
import json
import os
import pwd
import shutil
import subprocess
import tempfile
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BIN = os.path.join(ROOT, os.environ.get("B", "build"), "bin")
TODAY = "2021-06-30"
NULL = "\\N"


class Server:
    """A server that lasts as long as its with-block."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="knpg")
        self.data = os.path.join(self.folder, "data")

    def run(self, program, *words):
        """A program of the server, which does not run as root."""
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin/" + program),
                       key=lambda path: int(path.split("/")[4]))
        words = [found[-1], *words]
        if os.getuid() == 0:
            words = ["setpriv", "--reuid", "nobody", "--regid", "nogroup",
                     "--clear-groups", *words]
        done = subprocess.run(words, cwd=self.folder, text=True,
                              stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        if done.returncode:
            raise RuntimeError(done.stdout)

    def __enter__(self):
        try:
            if os.getuid() == 0:
                os.chown(self.folder, pwd.getpwnam("nobody").pw_uid, -1)
            self.run("initdb", "-D", self.data, "-E", "UTF8", "--locale=C",
                     "-A", "trust", "-U", "office")
            with open(os.path.join(self.data, "postgresql.conf"), "a",
                      encoding="ascii") as out:
                out.write("listen_addresses = ''\nfsync = off\n"
                          "unix_socket_directories = '%s'\n" % self.folder)
            self.run("pg_ctl", "-D", self.data, "-w", "-l",
                     os.path.join(self.folder, "log"), "start")
        except BaseException:
            shutil.rmtree(self.folder)
            raise
        return self

    def __exit__(self, *why):
        try:
            self.run("pg_ctl", "-D", self.data, "-w", "-m", "immediate",
                     "stop")
        finally:
            shutil.rmtree(self.folder)

    def url(self, database="postgres"):
        return "postgresql://office@/%s?host=%s" % (database, self.folder)

    def psql(self, text, database="postgres"):
        """What psql says to some SQL."""
        done = subprocess.run(
            ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", self.url(database)],
            input=text, capture_output=True, text=True)
        if done.returncode or done.stderr:
            raise RuntimeError(done.stderr)
        return done.stdout

    def rows(self, statement, database="postgres"):
        """The rows of a statement, as lists of text."""
        said = self.psql(
            "SET search_path TO ketnap, pg_catalog;\nSET jit TO off;\n"
            "COPY (%s) TO STDOUT (FORMAT csv, NULL '%s', FORCE_QUOTE *)"
            % (statement, NULL), database)
        return list(csv.reader(io.StringIO(said)))


def tool(*words, repo=ROOT):
    env = dict(os.environ, KN_TODAY=TODAY, LC_ALL="C.UTF-8", TZ="UTC",
               KN_LANG="en")
    done = subprocess.run([os.path.join(BIN, words[0]), "-C", repo,
                           *words[1:]], env=env, capture_output=True,
                          text=True)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    return done.stdout


def embedded(statement, repo=ROOT):
    """The rows that the tools give for it, as the server's are written."""
    said = tool("knsql", "--private", "-o", "json", statement, repo=repo)
    rows = [json.loads(line, parse_float=str, parse_int=str)
            for line in said.splitlines()]
    return [[NULL if v is None else v for v in row.values()] for row in rows]


class Raw(str):
    """What is no text, as it is written in SQL."""


def quoted(v):
    if v is None:
        return "NULL"
    if isinstance(v, str) and not isinstance(v, Raw):
        return "'%s'" % v.replace("'", "''")
    return str(v)


# Values that functions are tried with.

DAYS = [None, "", "x", "0000-01-01", "0001-01-01", "0004-02-29", "0100-02-29",
        "1899-12-31", "1900-02-29", "1970-01-01", "1999-12-31", "2000-02-29",
        "2004-02-29", "2019-02-28", "2019-02-29", "2020-01-22", "2020-01-31",
        "2020-02-28", "2020-02-29", "2020-03-31", "2020-12-31", "2021-02-10",
        "2021-02-12", "2021-04-21", "2021-04-30", "2021-05-01", "2021-05-04",
        "2021-06-30", "2021-07-31", "2021-09-02", "2021-11-31", "2021-12-31",
        "2022-01-01", "2022-04-11", "2023-01-20", "2023-01-27", "2024-02-29",
        "2025-02-28", "2026-11-30", "2100-02-28", "2100-03-01", "9999-12-31",
        "2021-6-30", "2021-06-30 ", "2021-06-31", "2021-13-01", "2021-00-10",
        "30/06/2021", "2021-06", "2021", "0000", "2021-00", "2021-13", "21"]
NUMBERS = [None, -25000, -13, -12, -1, 0, 1, 2, 3, 5, 11, 12, 13, 24, 45, 90,
           216, 250, 400, 12000, 95000]
PERIODS = [None, "", "0000", "0001", "2021", "9999", "2021-01", "2021-12",
           "2021-13", "2021-00", "2021-Q0", "2021-Q1", "2021-Q2", "2021-Q3",
           "2021-Q4", "2021-Q5", "2021-H0", "2021-H1", "2021-H2", "2021-H3",
           "2020-2025", "2021-2021", "2025-2020", "2021-q2", "Q2/2021",
           "quý 2 năm 2021", "2021-06-30", "2021-6", " 2021", "2021 ",
           "9998-9999"] + ["2021-%dT" % n for n in range(14)] + ["2021-09T"]
ALPHABET = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
LETTERS = [unicodedata.normalize("NFC", v + t) for v in ALPHABET
           for t in TONES]
TEXTS = [
    None, "", " ", "  x  y ", "a", "A", "Z", "đ", "Đ", "0", "10", "9", "a1",
    "Nguyễn Văn An", "NGUYỄN VĂN AN", "nguyễn văn ân", "Nguyễn Văn Ân",
    "Nguyễn Thị Ánh", "Lê Ánh", "Lê Anh", "Ánh", "Trần Đức Hòa",
    "Trần Đức Hoà", "hòa", "hoà", "HÒA", "HOÀ", "hóa học", "thuở", "thủơ",
    "quý", "qúy", "Quỳnh Như", "Đặng Thị Út", "Dang Thi Ut", "Ơn", "Ôn", "On",
    "xã Tam Hiệp", "Tam Hiệp – Núi Thành", "Tam Hiệp, Núi Thành", "“trích”",
    "chi bộ 1/2021", "50%", "a_b", "a\\b", "it's", "line\nend", "tab\there",
    "A & B", "(x) [y] {z}", "Ñandú", "naïve café", "Straße", "STRASSE",
    "ΣΊΣΥΦΟΣ", "Сергей", "ǅ", "İstanbul", "ı", "ﬁ", "①②", "x²", "½", "中文",
    "東京 2021", "한국", "Ð", "ð", "Ɖ", "ǆ", "Ǖ", "ậ́", "n̈", "\u00a0x",
    "x\u2003y", "e\u200dz", "🎉", "\u0301", "ä", "Ä", "á à ả ã ạ", "áà",
    "Hoàà", "nghiêng", "Nghiêng ngả", "ư", "Ư", "ươ", "ƯƠNG", "≠", "ǖ x",
    "Huỳnh  Tấn   Phát", "An Nguyễn", "𝐀𝐁", "Ⅷ", "ⅷ", "µ", "ſ", "K", "Å",
] + LETTERS + [v.upper() for v in LETTERS]
WORDS = ["", "an", "nguyen an", "nguyen, an", "van an", "tam", "nui thanh",
         "hiep nui", "ngu v a", "2021", "1/2021", "bo 1", "x", "chi,hoc",
         ".", "a.b", "tam hiep, nui", "đức", "Đức hòa", "duc  hoa"]
REALS = ["0.5", "1.5", "2.5", "-0.5", "-2.5", "0.15", "1.005", "2.675",
         "67.14", "1234567.891", "0.1", "1e15", "1e-3", "100.0", "3.0",
         "0.0", "33.333333333333336", "99.995", "1.45"]


def cases():
    """An expression over columns a, b, c, and the rows that it is asked of."""
    days = [(d,) for d in DAYS]
    two = [(a, b) for a in DAYS for b in DAYS]
    later = [(d, n) for d in DAYS for n in NUMBERS]
    texts = [(t,) for t in TEXTS]
    for name in "age_months", "months_between", "days_between", "workdays":
        yield name + "(a, b)", two
    for name in "month_add", "workday_add":
        yield name + "(a, CAST(b AS INTEGER))", later
    for months in 0, 216, 420, -1:
        yield "age_reached(a, %d, b)" % months, two
    for kind in "MQHYT":
        yield "period_of(a, '%s')" % kind, days
    for name in "period_start", "period_end":
        yield name + "(a)", [(p,) for p in PERIODS + DAYS]
    for name in "fold", "lower", "upper", "tone_key":
        yield name + "(a)", texts
    for name in "text_key", "name_key":
        yield "row_number() OVER (ORDER BY %s(a), a, i), a" % name, texts
    yield "has_words(a, b)", [(t, w) for t in TEXTS for w in WORDS]
    nfc = [t and unicodedata.normalize("NFC", t) for t in TEXTS[:90]]
    yield "CAST(a LIKE '%' || b || '%' AS INTEGER), instr(a, b)", \
        [(a, b) for a in nfc for b in nfc
         if not b or not set(b) & set("%_\\")]
    yield "CAST(a LIKE b AS INTEGER), CAST(a NOT LIKE b AS INTEGER)", \
        [(a, b) for a in nfc for b in
         ("nguyễn%", "NGUYỄN%", "%ánh", "_", "h_a", "%đ%", "", "ß", "%σ")]
    yield "substr(a, CAST(b AS INTEGER)), substr(a, CAST(b AS INTEGER), 2), " \
        "substr(a, CAST(b AS INTEGER), -2)", \
        [(a, b) for a in nfc for b in range(-7, 8)]
    yield "length(a), trim(a), ltrim(a), rtrim(a), trim(a, 'aA '), " \
        "replace(a, 'a', 'bc')", [(t,) for t in nfc]
    yield "CAST(a AS INTEGER), CAST(CAST(a AS REAL) AS TEXT)", \
        [(v,) for v in (None, "", "x", "12", "-7", "+3", " 5", "12x", "1.9",
                        "-1.9", ".5", "1e3", "99999999999999999999")]
    for n in 0, 1, 2, 3:
        yield "CAST(round(a, %d) AS TEXT)" % n, \
            [(Raw(v),) for v in REALS if v not in ("0.15", "1.005", "2.675",
                                                   "1.45", "99.995")]
    yield "CAST(round(a) AS TEXT), CAST(a AS INTEGER), CAST(a / 0.0 AS TEXT)", \
        [(Raw(v),) for v in REALS]
    yield "printf('%d|%5d|%05d|%,d|%+d|%-6d|', a, a, a, a, a, a), " \
        "printf('%s %02d%%', a, 7), a / 7, a % 7, a / 0", \
        [(n,) for n in (-1234567, -8, -1, 0, 1, 7, 8, 999, 1000, 1234567890)]
    yield "printf('%.2f|%8.1f|%f', a, a, a)", \
        [(Raw(v),) for v in REALS if v not in ("0.15", "1.005", "2.675",
                                               "99.995", "1.45")]
    yield "ifnull(a, 'x'), coalesce(a, 'y'), nullif(a, 'a'), " \
        "iif(a = 'a', 1, 0), max(a, 'b'), min(a, 'b')", [(t,) for t in nfc]
    yield "group_concat(a), group_concat(a, '; '), group_concat(a, ',', b), " \
        "ids(a), count(a), max(a), min(a), count(DISTINCT a)", \
        [(t, t and t[::-1]) for t in TEXTS[:60]]
    yield "ids(a), group_concat(a), max(a)", [(None,)]
    yield "sum(a), CAST(total(a) AS TEXT), CAST(avg(a) AS TEXT), " \
        "group_concat(CAST(a AS TEXT))", [(n,) for n in NUMBERS]
    yield "CAST(sum(a) AS TEXT), CAST(avg(a) AS TEXT), " \
        "CAST(total(a) AS TEXT)", [(Raw(v),) for v in REALS * 3]


def try_forms(server, ok):
    """A statement and a record come in one normal form; who asks the server by
    himself may type another."""
    for name in "fold", "lower", "upper", "tone_key", "name_key":
        differ = server.psql("SELECT a FROM (VALUES %s) AS v(a, b) WHERE "
                             "ketnap.%s(a) <> ketnap.%s(b)" % (", ".join(
                                 "(%s, %s)" % (quoted(v), quoted(
                                     unicodedata.normalize("NFD", v)))
                                 for v in TEXTS[1:]
                                 if unicodedata.is_normalized("NFC", v)),
                                               name, name), "functions")
        ok(not differ, name + " knows both normal forms", differ)


# A view for each case, in a repository that has nothing else.

def parts(expressions):
    """The expressions between commas that are in no brackets or quotes."""
    depth, quoted_, one = 0, False, ""
    for c in expressions:
        quoted_ ^= c == "'"
        depth += 0 if quoted_ else (c == "(") - (c == ")")
        if c == "," and not depth and not quoted_:
            yield one
            one = ""
        else:
            one += c
    yield one


AGGREGATES = "group_concat(", "ids(", "sum("


def view(expressions, rows):
    counted = not any(name in expressions for name in AGGREGATES)
    names = "abc"[:len(rows[0])]
    shown = ["%s AS x%d" % (e.strip(), i)
             for i, e in enumerate(parts(expressions))]
    return "WITH v(i, %s) AS (VALUES %s)\nSELECT %s%s\nFROM v" % (
        ", ".join(names),
        ",\n".join("(%d, %s)" % (i, ", ".join(map(quoted, row)))
                   for i, row in enumerate(rows)),
        "i, " if counted else "", ", ".join(shown))


def write(repo, name, text):
    path = os.path.join(repo, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def try_functions(server, ok):
    with tempfile.TemporaryDirectory() as repo:
        write(repo, "schema/repository.md",
              "---\nformat: 1\ndefault_type: t\nzone: UTC\n---\n")
        write(repo, "schema/types/t.md",
              "---\ntype: t\nfields:\n  a: line\n---\n")
        write(repo, "records/t/x.md", "---\na: x\n---\n")
        shutil.copytree(os.path.join(ROOT, "schema/calendar"),
                        os.path.join(repo, "schema/calendar"))
        all_cases = list(cases())
        for n, case in enumerate(all_cases):
            write(repo, "schema/views/f%d.md" % n,
                  "---\nview: f%d\n---\n\n```sql\n%s\n```\n"
                  % (n, view(*case)))
        try_views(server, ok, "functions", repo,
                  ["f%d" % n for n in range(len(all_cases))],
                  [e for e, rows in all_cases])


def try_views(server, ok, database, repo, views, called):
    """Rows are compared without their order, which a view has not."""
    server.psql("CREATE DATABASE %s" % database)
    loaded = os.path.join(server.folder, database + ".sql")
    tool("knexport", "-o", "postgres", "--private", "--to", loaded, repo=repo)
    done = subprocess.run(["psql", "-XqAt", server.url(database), "-f",
                           loaded], capture_output=True, text=True)
    os.unlink(loaded)
    ok(done.returncode == 0 and not done.stderr, database + " is loaded",
       done.stderr)
    for name, what in zip(views, called):
        here = sorted(embedded("SELECT * FROM " + name, repo))
        try:
            there = sorted(server.rows("SELECT * FROM " + name, database))
        except RuntimeError as e:
            ok(False, "the server answers " + what, e)
            continue
        ok(here == there, "the server answers " + what + " alike",
           "%d rows, and %d" % (len(here), len(there)),
           "here:  %r" % [v for v in here if v not in there][:8],
           "there: %r" % [v for v in there if v not in here][:8])


def try_shipped(server, ok):
    views = sorted(glob.glob(os.path.join(ROOT, "schema/views/*.md")))
    names = [os.path.basename(v)[:-3] for v in views]
    try_views(server, ok, "shipped", ROOT, names, ["view " + n for n in names])


# Reports and rules, of a clone, by the tools themselves.

# What a report needs that has no default; and units, one of each kind.
GIVEN = {"phieu_tham_dinh": ["ma=qc-tam-hai-2019-0001"],
         "ho_so_rieng": ["ma=qc-tam-hai-2019-0001"]}
UNITS = "nui-thanh", "tam-hai"
HISTORY = {"ghi_so"}


def said(repo, *words):
    env = dict(os.environ, KN_TODAY=TODAY, LC_ALL="C.UTF-8", TZ="UTC",
               KN_LANG="vi", GIT_CONFIG_GLOBAL="/dev/null")
    done = subprocess.run([os.path.join(BIN, words[0]), "-C", repo,
                           *words[1:]], env=env, capture_output=True,
                          text=True)
    return done.returncode, done.stdout, done.stderr


def alike(ok, repo, url, *words):
    here = said(repo, *words, "--at", "HEAD")
    there = said(repo, *words, "--on", url)
    differ = [pair for pair in zip(here[1].splitlines(),
                                   there[1].splitlines())
              if pair[0] != pair[1]]
    ok(here == there and here[0] in (0, 1),
       "the server gives %s alike" % " ".join(words),
       here[0], there[0], there[2], *differ[:3])


def reports(repo):
    """Each report, and what it may be given."""
    for line in said(repo, "knreport", "--list")[1].splitlines()[2:]:
        name, rest = line.split(" ", 1)
        yield name, rest.strip().split("  ")[-1].split()


def try_reports(server, ok, repo):
    server.psql("CREATE DATABASE reports")
    url = server.url("reports")
    status, out, err = said(repo, "knexport", "-o", "postgres", "--private",
                            "--bodies", "--on", url)
    ok(status == 0, "a server is loaded", out, err)
    all_reports = list(reports(repo))
    ok(len(all_reports) > 30, "there are reports", all_reports)
    for name, parameters in all_reports:
        words = ["knreport", name, "-o", "json", "--ids", "--private",
                 *GIVEN.get(name, [])]
        if name in HISTORY:
            ok(said(repo, *words, "--on", url)[0] == 2,
               name + " is asked where the history is")
            continue
        for unit in UNITS if "don_vi" in parameters else UNITS[:1]:
            alike(ok, repo, url, *words,
                  *(["don_vi=" + unit] if "don_vi" in parameters else []))
        alike(ok, repo, url, "knreport", name, *GIVEN.get(name, []))
    alike(ok, repo, url, "kncheck", "--accepted")


# Three servers: the persons of two units on their own, all else at the centre.

def git(repo, *words):
    subprocess.run(["git", "-C", repo, "-c", "user.name=Lê Thị Mẫu", "-c",
                    "user.email=mau@example.vn", *words], check=True,
                   stdout=subprocess.DEVNULL)


def part(repo, folder, name, keeps):
    """A clone with those files only of which keeps is true."""
    clone = os.path.join(folder, name)
    subprocess.run(["git", "clone", "-q", repo, clone], check=True)
    gone = [path for path in subprocess.run(
        ["git", "-C", clone, "ls-files", "-z", "records"], check=True,
        capture_output=True, text=True).stdout.split("\0")
        if path and not keeps(path)]
    for at in range(0, len(gone), 500):
        git(clone, "rm", "-q", *gone[at:at + 500])
    git(clone, "commit", "-qm", "keep a part")
    return clone


def try_join(centre, ok, repo, folder, units):
    persons = "records/quan_chung/"
    parts = {"centre": lambda path: not path.startswith(persons),
             "nam": lambda path: path.startswith(persons)
             and path.split("/")[2] < "tam-k",
             "bac": lambda path: path.startswith(persons)
             and path.split("/")[2] >= "tam-k"}
    clones = {name: part(repo, folder, name, keeps)
              for name, keeps in parts.items()}
    for name, server in zip(clones, [centre, *units]):
        server.psql("CREATE DATABASE joined")
        status, out, err = said(clones[name], "knexport", "-o", "postgres",
                                "--private", "--bodies", "--on",
                                server.url("joined"))
        ok(status == 0, name + " is loaded", out, err)
    for name, server in zip(("nam", "bac"), units):
        done = subprocess.run(
            ["psql", "-Xq", "-v", "unit=" + name, "-v", "type=quan_chung",
             "-v", "host=" + server.folder, "-v", "dbname=joined", "-v",
             "user=office", "-f",
             os.path.join(ROOT, "tools/office/join-server.sql"),
             centre.url("joined")], capture_output=True, text=True)
        ok(done.returncode == 0 and not done.stderr, name + " is joined",
           done.stderr)
    plan = centre.psql(
        "SET search_path TO ketnap, pg_catalog; EXPLAIN (VERBOSE) SELECT "
        "count(*) FROM quan_chung WHERE stage = 'nguon'", "joined")
    ok(plan.count("Remote SQL") == 2
       and plan.count("WHERE ((stage = 'nguon'") == 2,
       "what is asked for is asked of the units", plan)
    for statement in ("SELECT stage, count(*) FROM quan_chung GROUP BY stage",
                      "SELECT * FROM ket_nap", "SELECT * FROM viec_cua"):
        ok(sorted(centre.rows(statement, "joined"))
           == sorted(embedded(statement, repo)), "joined: " + statement)
    url = centre.url("joined")
    for name, unit in (("ket_qua", "nui-thanh"), ("ket_qua", "tam-hai"),
                       ("pheu", "nui-thanh"), ("nguon", "tam-hai"),
                       ("theo_doi", "nui-thanh"), ("btctw_2", "nui-thanh"),
                       ("giao_ban", "tam-hai")):
        words = ["knreport", name, "-o", "json", "--private",
                 "don_vi=" + unit]
        here = said(repo, *words)
        there = said(clones["centre"], *words, "--on", url)
        ok(here[0] == there[0] == 0 and
           [json.loads(here[1])[k] for k in ("values", "blocks")] ==
           [json.loads(there[1])[k] for k in ("values", "blocks")],
           "joined: %s of %s" % (name, unit), there[2],
           here[1][:200], there[1][:200])


def check(ok):
    with Server() as server, tempfile.TemporaryDirectory() as folder:
        repo = os.path.join(folder, "repo")
        subprocess.run(["git", "clone", "-q", ROOT, repo], check=True)
        try_functions(server, ok)
        try_forms(server, ok)
        try_shipped(server, ok)
        try_reports(server, ok, repo)
        with Server() as nam, Server() as bac:
            try_join(server, ok, repo, folder, [nam, bac])
