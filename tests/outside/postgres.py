"""Have a server of PostgreSQL answer what the tools answer by themselves: the
functions of pages over many values, and every view. It is made here, belongs to
nobody else, and listens on a socket in a folder of its own."""

import glob
import json
import os
import re
import shutil
import subprocess
import tempfile
import unicodedata
from concurrent.futures import ThreadPoolExecutor

from pg import NULL, Server

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BIN = os.path.join(ROOT, os.environ.get("B", "build"), "bin")
TODAY = "2021-06-30"


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
         if not b or not set(b) & set("%_")]
    yield "CAST(a LIKE '%\\%' AS INTEGER), CAST(a LIKE b AS INTEGER), " \
        "CAST(a LIKE '%' || b || 'b' AS INTEGER), " \
        "CAST(a LIKE b ESCAPE '\\' AS INTEGER), " \
        "CAST(a NOT LIKE 'a\\_b' ESCAPE '\\' AS INTEGER)", \
        [(a, b) for a in ("a\\b", "a_b", "a\\%b", "A\\\\B", "a%b", "ab", None)
         for b in ("a\\b", "a\\_b", "a\\%b", "a\\\\b", "a_b", "a%", None)]
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
    yield "printf('%5s|%-5s|%.2s|%8.3s|%c', a, a, a, a, a), " \
        "printf('%3c|%s', a, NULL), printf('x%%y'), printf('%d|%i', a, a)", \
        [(t,) for t in nfc]
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
        differ = server.sql("functions", "SELECT a FROM (VALUES %s) AS v(a, b) WHERE "
                             "ketnap.%s(a) <> ketnap.%s(b)" % (", ".join(
                                 "(%s, %s)" % (quoted(v), quoted(
                                     unicodedata.normalize("NFD", v)))
                                 for v in TEXTS[1:]
                                 if unicodedata.is_normalized("NFC", v)),
                                               name, name))
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
    server.sql("postgres", "CREATE DATABASE %s" % database)
    loaded = os.path.join(server.folder, database + ".sql")
    tool("knexport", "-o", "postgres", "--private", "--to", loaded, repo=repo)
    server.file(database, loaded)
    os.unlink(loaded)
    for name, what in zip(views, called):
        here = sorted(embedded("SELECT * FROM " + name, repo))
        try:
            there = sorted(server.rows(database, "SELECT * FROM " + name))
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


def reports(repo):
    """Each report, and what it may be given."""
    for line in said(repo, "knreport", "--list")[1].splitlines()[2:]:
        name, rest = line.split(" ", 1)
        yield name, rest.strip().split("  ")[-1].split()


def questions(ok, repo):
    """All reports for a district, a commune and the whole; all rules."""
    all_reports = list(reports(repo))
    ok(len(all_reports) > 30, "there are reports", all_reports)
    for name, parameters in all_reports:
        given = GIVEN.get(name, [])
        if name in HISTORY:
            continue
        for unit in UNITS if "don_vi" in parameters else UNITS[:1]:
            yield ["knreport", name, "-o", "json", "--ids", "--private",
                   *given,
                   *(["don_vi=" + unit] if "don_vi" in parameters else [])]
        yield ["knreport", name, *given]
    yield ["kncheck", "--accepted"]
    yield ["kncheck", "--unjudged"]
    yield ["knsum", "-b", "stage", "--pivot", "gioi_tinh", "--total"]


def embed(ok, repo):
    """What the tools say by themselves."""
    words = list(questions(ok, repo))
    with ThreadPoolExecutor(2) as pool:
        here = list(pool.map(lambda w: said(repo, *w, "--at", "HEAD"), words))
    for w, answer in zip(words, here):
        ok(answer[0] in (0, 1) and answer[1], "there is an answer to "
           + " ".join(w), answer)
    return list(zip(words, here))


def alike(ok, repo, url, answers, who):
    """What a server says is the same, byte for byte."""
    with ThreadPoolExecutor(2) as pool:
        there = list(pool.map(lambda a: said(repo, *a[0], "--on", url),
                              answers))
    for (words, a), b in zip(answers, there):
        differ = [pair for pair in zip(a[1].splitlines(), b[1].splitlines())
                  if pair[0] != pair[1]]
        ok(a == b, "%s: %s" % (who, " ".join(words)), a[0], b[0], b[2],
           *differ[:3])


def load(server, ok, repo, base):
    status, out, err = said(repo, "knexport", "-o", "postgres", "--private",
                            "--bodies", "--on", server.url(base))
    ok(status == 0, "%s is loaded" % base, out, err)


def try_reports(server, ok, repo, answers):
    server.sql("postgres", "CREATE DATABASE reports")
    load(server, ok, repo, "reports")
    alike(ok, repo, server.url("reports"), answers, "one server")
    for name in HISTORY:
        ok(said(repo, "knreport", name, "--on", server.url("reports"))[0] == 2,
           name + " is asked where the history is")


# The rules as views, for who has psql alone.

def try_rules(server, ok, repo):
    """Table verdict says of each rule what kncheck counts, and of whom."""
    counted = {}
    for line in said(repo, "kncheck", "--counts", "--at", "HEAD")[1].splitlines():
        words = line.split()
        if len(words) == 7 and words[1].isdigit():
            counted[words[0]] = words[1:5]
    ok(len(counted) > 100, "rules are counted", counted)
    rows = server.rows("reports", "SELECT rule, count(*), count(*) FILTER "
                       "(WHERE ok = 1), count(*) FILTER (WHERE ok = 0), "
                       "count(*) FILTER (WHERE ok IS NULL) FROM verdict "
                       "GROUP BY rule")
    there = {row[0]: row[1:] for row in rows}
    for rule, how_many in counted.items():
        ok(there.get(rule, ["0"] * 4) == how_many,
           "table verdict counts %s alike" % rule, how_many, there.get(rule))
    here = set()
    for line in said(repo, "kncheck", "--accepted", "-o", "json", "--at",
                     "HEAD")[1].splitlines():
        one = json.loads(line)
        here.add((one["id"], os.path.basename(one["path"])[:-3]))
    fails = server.rows("reports", "SELECT rule, id FROM verdict WHERE ok = 0")
    ok(len(fails) > 100, "table verdict has who fails", fails)
    strange = [f for f in fails if (f[0], f[1].split("/")[-1]) not in here]
    ok(not strange, "table verdict names whom kncheck names", strange)
    ok(server.rows("reports", "SELECT count(DISTINCT rule) > 20, count(*) > "
                   "1000 FROM rule") == [["t", "t"]],
       "table rule has rows of many rules")


# Three servers: the persons of two units on their own, all else at the centre.

JOIN = os.path.join(ROOT, "tools/office/join-server.sql")
PERSONS = "records/quan_chung/"


def git(repo, *words):
    return subprocess.run(
        ["git", "-C", repo, "-c", "user.name=Lê Thị Mẫu", "-c",
         "user.email=mau@example.vn", *words], check=True,
        capture_output=True, text=True).stdout


def part(repo, folder, name, keeps):
    """A clone with those files only of which keeps is true."""
    clone = os.path.join(folder, name)
    subprocess.run(["git", "clone", "-q", repo, clone], check=True)
    gone = [path for path in git(clone, "ls-files", "-z", "records").split("\0")
            if path and not keeps(path)]
    for at in range(0, len(gone), 500):
        git(clone, "rm", "-q", *gone[at:at + 500])
    git(clone, "commit", "-qm", "keep a part")
    return clone


def join(ok, repo, folder, servers):
    parts = {"centre": lambda path: not path.startswith(PERSONS),
             "nam": lambda path: path.startswith(PERSONS)
             and path.split("/")[2] < "tam-k",
             "bac": lambda path: path.startswith(PERSONS)
             and path.split("/")[2] >= "tam-k"}
    clones = {name: part(repo, folder, name, keeps)
              for name, keeps in parts.items()}
    centre = servers["centre"]
    for server in servers.values():
        server.sql("postgres", "CREATE DATABASE joined")
    for name in "nam", "bac":
        servers[name].file("joined", JOIN, name=name)
        load(servers[name], ok, clones[name], "joined")
        centre.file("joined", JOIN, unit=name, type="quan_chung",
                    host=servers[name].folder, dbname="joined", user="office")
    load(centre, ok, clones["centre"], "joined")
    return clones


def plan(server, statement):
    return server.sql(
        "joined", "SET search_path TO ketnap, pg_catalog;\n"
        "SET enable_partitionwise_aggregate TO on;\n"
        "EXPLAIN (VERBOSE, COSTS OFF) " + statement)


def check_plans(centre, ok):
    """What is asked of the units' servers, and not fetched from them."""
    for statement, remote in (
            ("SELECT id FROM quan_chung WHERE stage = 'nguon' AND ngay_sinh "
             "> '1999'", r"Remote SQL: SELECT id.* WHERE \(\(ngay_sinh > "
             r"'1999'.*\(\(stage = 'nguon'"),
            ("SELECT kn_server, count(*) FROM quan_chung WHERE stage = 'nguon'"
             " GROUP BY kn_server", r"Remote SQL: SELECT kn_server, count\(\*\)"
             r".*stage = 'nguon'.* GROUP BY 1"),
            ("SELECT stage, CAST(sum(n) AS bigint) FROM (SELECT kn_server, "
             "stage, count(*) AS n FROM quan_chung GROUP BY kn_server, stage) "
             "AS q GROUP BY stage",
             r"Remote SQL: SELECT .*count\(\*\).* GROUP BY 1, 2")):
        said = plan(centre, statement)
        ok(len(re.findall(remote, said)) == 2, "joined: plan: " + statement,
           said)


def try_join(ok, repo, folder, servers, answers):
    clones = join(ok, repo, folder, servers)
    centre = servers["centre"]
    for statement in ("SELECT stage, count(*) FROM quan_chung GROUP BY stage",
                      "SELECT * FROM ket_nap", "SELECT * FROM viec_cua"):
        ok(sorted(centre.rows("joined", statement))
           == sorted(embedded(statement, repo)), "joined: " + statement)
    check_plans(centre, ok)
    check_counts(centre, servers["nam"], ok, clones)
    # The three parts are the records of this commit, which is none of theirs.
    was = centre.sql("joined", "SELECT value FROM ketnap.export "
                     "WHERE key = 'commit'")
    set_fact(centre, "commit", git(repo, "rev-parse", "HEAD").strip())
    alike(ok, repo, centre.url("joined"), [
        a for a in answers if "json" in a[0] or a[0][0] != "knreport"],
        "three servers")
    set_fact(centre, "commit", was.strip())
    check_loads(ok, clones, servers)


def check_counts(centre, unit, ok, clones):
    """What the tools count is counted by the units' servers."""
    unit.sql("postgres", "ALTER DATABASE joined SET log_statement TO 'all'")
    for words in (["knsum", "-b", "stage", "-o", "csv"],
                  ["knsum", "ngay_sinh > '1999'", "-b", "gioi_tinh", "-o",
                   "csv"],
                  ["knsql", "SELECT stage, count(*), count(dan_toc), min(gioi_tinh) "
                   "FROM quan_chung AS q WHERE q.gioi_tinh = 'nu' AND "
                   "(ngay_sinh > '1995' OR ngay_sinh < '1990') GROUP BY "
                   "stage ORDER BY count(*) DESC, stage"],
                  ["knsql", "SELECT count(*) FROM quan_chung"]):
        before = os.path.getsize(unit.folder + "/log")
        here = said(clones["nam"], *words)[1], said(clones["bac"], *words)[1]
        there = said(clones["centre"], *words, "--on", centre.url("joined"))
        with open(unit.folder + "/log", encoding="utf-8") as log:
            log.seek(before)
            asked = re.findall("DECLARE c[0-9]+ CURSOR FOR\\s+(.*)", log.read())
        ok(there[0] == 0 and sum(numbers(there[1])) ==
           sum(numbers(here[0])) + sum(numbers(here[1])),
           "joined: counted: " + " ".join(words), there, here)
        asked = [one for one in asked if "quan_chung" in one]
        ok(asked and all("GROUP BY" in one or "IS NULL" in one
                         for one in asked)
           and any("count(*)" in one for one in asked),
           "joined: counted there: " + " ".join(words), asked)
    unit.sql("postgres", "ALTER DATABASE joined RESET log_statement")


def numbers(table):
    """The second column, or the only one."""
    return [int(re.split("[\t,]", line)[:2][-1])
            for line in table.splitlines()[1:]]


def set_fact(server, key, value):
    server.sql("joined", "UPDATE ketnap.export SET value = '%s' WHERE key = "
               "'%s'" % (value, key))


def check_loads(ok, clones, servers):
    """Loads of units and of the centre leave it joined; what does not fit is
    said."""
    centre = servers["centre"]
    url = centre.url("joined")
    count = ["knsql", "SELECT count(*) AS n FROM quan_chung"]
    all_there = said(clones["centre"], *count, "--on", url)
    gone = sorted(glob.glob(clones["nam"] + "/" + PERSONS + "tam-a*/*.md"))[0]
    os.unlink(gone)
    git(clones["nam"], "commit", "-qam", "one leaves")
    status, out, err = said(clones["nam"], "knexport", "-o", "postgres",
                            "--private", "--bodies", "--on",
                            servers["nam"].url("joined"))
    ok(status == 0 and re.search("đổi: 0, mất: 1", out),
       "joined: a unit loads what changed", out, err)
    now = said(clones["centre"], *count, "--on", url)
    ok(int(now[1].split()[1]) == int(all_there[1].split()[1]) - 1,
       "joined: the centre sees it", now, all_there)
    git(clones["centre"], "commit", "-qm", "another", "--allow-empty")
    load(centre, ok, clones["centre"], "joined")
    ok(said(clones["centre"], *count, "--on", url) == now,
       "joined: the centre loads, and is joined still")
    set_fact(servers["bac"], "schema", "another")
    status, out, err = said(clones["centre"], *count, "--on", url)
    ok(status == 2 and not out and "'bac'" in err and "schema" in err,
       "joined: a unit of another schema", out, err)
    servers["bac"].stop()
    status, out, err = said(clones["centre"], *count, "--on", url)
    ok(status == 2 and not out and "bac" in err,
       "joined: a unit's server is down", out, err)
    servers["bac"].start()


def check(ok):
    with Server() as server, tempfile.TemporaryDirectory() as folder:
        repo = os.path.join(folder, "repo")
        subprocess.run(["git", "clone", "-q", ROOT, repo], check=True)
        try_functions(server, ok)
        try_forms(server, ok)
        try_shipped(server, ok)
        answers = embed(ok, repo)
        try_reports(server, ok, repo, answers)
        try_rules(server, ok, repo)
        with Server() as nam, Server() as bac:
            try_join(ok, repo, folder,
                     {"centre": server, "nam": nam, "bac": bac}, answers)
