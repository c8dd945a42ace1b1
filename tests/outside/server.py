"""server: load records into a PostgreSQL that is started and stopped here, and
see that it answers as the records do, that a load leaves the old tables or the
new ones, and that what cannot be answered is said.
"""

import glob
import os
import random
import re
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import time

from pg import Server

TODAY = "2021-06-30"
SECRET = "không-ai-được-thấy"


class Tools:
    def __init__(self, bin, repo):
        self.bin, self.repo = bin, repo

    def run(self, tool, *words, **env):
        done = subprocess.run(
            [os.path.join(self.bin, tool), "-C", self.repo, *words],
            env=dict(os.environ, KN_TODAY=TODAY, KN_LANG="en",
                     LC_ALL="C.UTF-8", TZ="UTC",
                     GIT_CONFIG_GLOBAL="/dev/null", **env),
            stdin=subprocess.DEVNULL, capture_output=True)
        return (done.stdout.decode(), done.stderr.decode(), done.returncode)

    def git(self, *words):
        done = subprocess.run(
            ["git", "-C", self.repo, "-c", "user.name=Lê Thị Mẫu", "-c",
             "user.email=mau@example.vn", *words], check=True,
            capture_output=True)
        return done.stdout.decode().strip()

    def load(self, url, *words):
        return self.run("knexport", "-o", "postgres", "--on", url,
                        "--private", "--bodies", *words)


def table_names(tools):
    lines = tools.run("knsql", "--tables")[0].split("\n")[1:]
    names = dict.fromkeys(line.split("\t")[0] for line in lines if line)
    return [n for n in names
            if n != "rule" and not n.startswith("history_")]


def check_same(same, tools, url, words, name):
    """The server's answer is that of the records, byte for byte."""
    there = tools.run(*words, "--on", url)
    same(there, tools.run(*words, "--at", "HEAD"), name)


def check_tables(ok, same, tools, url):
    names = table_names(tools)
    ok(len(names) > 50, "server: there are tables", names)
    for name in names:
        check_same(same, tools, url, ["knsql", f"SELECT * FROM {name}"],
                   f"server: {name}, masked")
    for words in (
            ["SELECT * FROM quan_chung", "--private"],
            ["SELECT id, ho_ten FROM quan_chung"],
            ["SELECT id, ho_ten, * FROM quan_chung"],
            ["SELECT DISTINCT * FROM quan_chung"],
            ["SELECT * FROM (SELECT * FROM quan_chung) AS q"],
            ["SELECT count(*) FROM quan_chung WHERE ngay_sinh < '1999'"],
            ["SELECT max(ho_ten) AS m, stage FROM quan_chung GROUP BY stage"],
            ["SELECT q.id, c.don_vi FROM quan_chung AS q JOIN "
             "quan_chung_chi_bo AS c USING (id)"],
            ["SELECT id, stage_since FROM quan_chung ORDER BY stage_since "
             "DESC, id LIMIT 9 OFFSET 3", "-o", "json"],
            ["SELECT id FROM quan_chung WHERE stage = 'x'"],
            ["SELECT id FROM main.quan_chung", "--counts"],
            ["SELECT 1.5 AS a, 'x' AS b, NULL AS c, 2 AS d, 1.0 AS e"],
            ["SELECT 'a''\"\\' AS a"],
            ["SELECT :x AS a"],
            ["SELECT nobody FROM quan_chung"],
            ["DELETE FROM quan_chung"],
            ["SELECT pg_sleep(1)"],
            ["SELECT pg_read_file('/etc/passwd')"]):
        check_same(same, tools, url, ["knsql", *words],
                   f"server: {' '.join(words)}")


def check_tools(same, tools, url):
    for words in (
            ["knquery", "stage = 'nguon'", "-c", "id,stage_since", "-o",
             "table"],
            ["knquery", "-s", "ho_ten", "-c", "id,ho_ten", "--counts"],
            ["knquery", "-s", "-ngay_sinh,stage,chi_bo", "-n", "30"],
            ["knquery", "-k", "nguyen van", "-c", "id,ho_ten"],
            ["knquery", "chi_bo.ten LIKE '%thôn%'", "-o", "json"],
            ["knquery", "ngay_sinh > '1999'", "-0"],
            ["knsum", "-b", "stage", "--pivot", "gioi_tinh", "--total",
             "--percent", "-o", "table"],
            ["knsum", "-b", "chi_bo", "-a",
             "count(*),min(ngay_sinh),avg(length(id)) AS d"],
            ["knsum", "ngay_sinh > '1999'", "-b", "stage", "--counts"],
            ["knsum", "-b", "chi_bo.cap_tren", "-o", "md"],
            ["knreport", "ket_qua", "ky=2021-H1"],
            ["knreport", "ket_qua", "-o", "json", "--ids"],
            ["knreport", "vuong_mac", "-o", "html"],
            ["knreport", "theo_doi", "--private"],
            ["knreport", "don_vi", "don_vi=tam-hai", "-o", "json"],
            ["kncheck", "--counts"],
            ["kncheck", "--unjudged"],
            ["kncheck", "-o", "json"]):
        check_same(same, tools, url, words, f"server: {' '.join(words)}")


def check_refused(ok, tools, words, says, name):
    out, err, status = tools.run(*words)
    ok(status == 2 and not out and re.search(says, err), f"server: {name}",
       out, err, status)
    ok(SECRET not in err, f"server: {name}: no password", err)


def check_wrong(ok, server, tools, url):
    one = ["knsql", "SELECT 1 AS a", "--on", url]
    for words, says, name in (
            (one + ["--today", "2021-07-01"],
             "are as of 2021-06-30.*--today 2021-06-30", "another day"),
            (one + ["--at", "HEAD~1"], "are those of commit.*--at HEAD~1",
             "an older commit"),
            (one + ["--staged"], "--on and --staged", "what is staged"),
            (["knsql", "SELECT * FROM history_commit", "--on", url],
             "the history is asked here", "the history"),
            (["knsql", "SELECT id FROM quan_chung WHERE id GLOB 'a*'",
              "--on", url], "sql-subset", "what a server answers otherwise"),
            (one[:-1] + [url.replace("@", f":{SECRET}@")],
             "password.*pgpass", "a password"),
            (one[:-1] + [url + f"&%70assword={SECRET}"],
             "password.*pgpass", "a password by another way"),
            (one[:-1] + [f"host={server.folder} password={SECRET}"],
             "password.*pgpass", "a password without a URL"),
            (one[:-1] + [server.url("none")], "cannot be reached.*none",
             "no such database"),
            (one[:-1] + [server.url("trong")], "holds no records",
             "nothing loaded"),
            (one[:-1] + [server.url("icu")], "byte by byte.*createdb",
             "text in another order"),
            (["knexport", "-o", "postgres", "--on", server.url("la")],
             "that knexport did not make", "a schema of somebody else"),
            (one[:-1] + [server.url("office", "kin")], "asks for a password",
             "a password that is nowhere"),
            (one[:-1] + [server.url("office", "khach")],
             "lets you read no records", "somebody nobody named")):
        check_refused(ok, tools, words, says, name)
    ok(server.sql("la", "SELECT count(*) FROM ketnap.cua_toi") == "0\n",
       "server: what is not ours stays")
    server.stop()
    check_refused(ok, tools, one, "cannot be reached", "a server that is down")
    server.start()


def check_uncommitted(ok, same, tools, url):
    """What is in no commit is not in the answer, and that is said."""
    words = ["knsql", "SELECT count(*) AS n FROM quan_chung", "--on", url]
    out, err, status = tools.run(*words)
    ok(status == 0 and not err, "server: nothing is changed", err)
    paths = sorted(glob.glob(tools.repo + "/records/quan_chung/*/*.md"))[:2]
    os.unlink(paths[0])
    with open(paths[1], "a") as file:
        file.write("\nthêm\n")
    shutil.copy(paths[1], tools.repo + "/records/quan_chung/moi.md")
    with open(tools.repo + "/records/la.txt", "w") as file:
        file.write("no record\n")
    for lang, says in ("en", "note: .*: 3 changed files.*commit them"), \
            ("vi", "3 tệp đã sửa"):
        said = tools.run(*words, "--lang", lang)
        ok((said[0], said[2]) == (out, status) and re.search(says, said[1]),
           "server: what is not committed is said: " + lang, said)
    same(tools.run(*words, "--at", "HEAD"), (out, "", 0),
         "server: of a commit that is named nothing is said")
    tools.git("checkout", "-q", ".")
    tools.git("clean", "-qfd")


def message(kind, body):
    return kind + struct.pack("!I", len(body) + 4) + body


def greet(listening):
    """What a server of another version says first, and no more."""
    to, _ = listening.accept()
    with to:
        while struct.unpack("!II", to.recv(4096)[:8])[1] == 80877103:
            to.sendall(b"N")    # no TLS
        to.sendall(message(b"R", struct.pack("!I", 0)) +
                   message(b"S", b"server_version\x0014.9\0") +
                   message(b"Z", b"I"))
        while to.recv(4096):
            pass


def check_version(ok, tools):
    """A server that is too old is not asked."""
    with tempfile.TemporaryDirectory() as folder, \
            socket.socket(socket.AF_UNIX) as listening:
        listening.bind(folder + "/.s.PGSQL.5432")
        listening.listen()
        listening.settimeout(60)
        thread = threading.Thread(target=greet, args=(listening,))
        thread.start()
        check_refused(ok, tools, ["knsql", "SELECT 1 AS a", "--on",
                                  f"postgresql://an@/office?host={folder}"],
                      "is PostgreSQL 14; it takes 15 or newer", "too old")
        thread.join()


def check_password(ok, tools, server):
    """libpq's own file has it, and nothing else ever says it."""
    home = tempfile.mkdtemp()
    path = os.path.join(home, "pgpass")
    with open(path, "w") as file:
        file.write(f"*:*:*:kin:{SECRET}\n")
    os.chmod(path, 0o600)
    url = server.url("office", "kin")
    answer = tools.run("knsql", "SELECT 1 AS a", "--on", url, PGPASSFILE=path)
    ok(answer == ("a\n1\n", "", 0), "server: a password of ~/.pgpass", answer)
    shutil.rmtree(home)


def change(tools, number):
    """A commit that changes, adds, moves and deletes records."""
    folder = os.path.join(tools.repo, "records", "quan_chung")
    paths = sorted(glob.glob(folder + "/**/*.md", recursive=True))
    draw = random.Random(number)
    for path in draw.sample(paths, 6):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(re.sub("(?m)^ho_ten: .*$",
                              f"ho_ten: Nguyễn Văn Thử {number}", text))
    os.remove(paths[number])
    os.rename(paths[number + 20], paths[number + 20] + f"-{number}.md")
    with open(os.path.join(folder, f"hong-{number}.md"), "w") as file:
        file.write("---\nma: [\n")
    tools.git("add", "-A")
    tools.git("commit", "-qm", f"change {number}")


def check_again(ok, same, server, tools, url):
    """A load of what changed leaves what a load of all leaves."""
    for number in range(3):
        change(tools, number)
        out, err, status = tools.load(url)
        found = re.search(r"files: (\d+), changed: (\d+), gone: (\d+)", out)
        # In the first one a record is gone that others name: a key is, too.
        ok(status == 0 and found and number * int(found[2]) < 100 and
           found[3] == "2" * (number > 0) + "0" * (not number), f"server: change {number}: little is written",
           out, err)
        server.sql("trong", "DROP SCHEMA IF EXISTS ketnap CASCADE")
        tools.load(server.url("trong"))
        there, whole = server.dump("office"), server.dump("trong")
        same(sorted(there), sorted(whole), f"server: change {number}: tables")
        for table in whole:
            same(there.get(table), whole[table],
                 f"server: change {number}: {table[:60]}")
    server.sql("trong", "DROP SCHEMA ketnap CASCADE")
    # A record whose id is there twice can be loaded, too, and mended.
    path = os.path.join(tools.repo, "records", "quan_chung", "hai-lan.md")
    some = sorted(glob.glob(os.path.join(
        tools.repo, "records", "quan_chung", "*", "*.md")))[40]
    shutil.copy(some, path)
    for said in "an id is there twice", "it is mended":
        tools.git("add", "-A")
        tools.git("commit", "-qm", said)
        out, err, status = tools.load(url)
        same((status, err), (0, tools.run(
            "knexport", "-o", "csv", "quan_chung", "--at", "HEAD")[1]),
            f"server: {said}")
        check_same(same, tools, url,
                   ["knsql", "SELECT id, path FROM quan_chung"],
                   f"server: {said}: answer")
        if os.path.exists(path):
            os.remove(path)


def check_killed(ok, server, tools, url):
    """Whatever ends a load, there are the old tables or the new ones."""
    draw = random.Random(7)
    tools.load(url)
    states = {tools.git("rev-parse", "HEAD"): server.dump("office")}
    seen = set()
    for number in range(3, 15):
        change(tools, number)
        began = time.monotonic()
        if number % 2:      # all anew
            server.sql("office", "UPDATE ketnap.export SET value = 'x' "
                                 "WHERE key = 'lang'")
            for state in states.values():
                for table in state:
                    if table.startswith("COPY ketnap.export "):
                        state[table] = sorted(
                            re.sub("^lang\t.*", "lang\tx", line)
                            for line in state[table])
        load = subprocess.Popen(
            [os.path.join(tools.bin, "knexport"), "-C", tools.repo, "-o",
             "postgres", "--on", url, "--private", "--bodies"],
            env=dict(os.environ, KN_TODAY=TODAY, KN_LANG="en"),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(draw.random() * (1.5 if number % 2 else 0.3))
        load.kill()
        ended = load.wait() == 0
        while server.sql("office", "SELECT count(*) FROM pg_stat_activity "
                         "WHERE application_name = 'ketnap'") != "0\n" and \
                time.monotonic() < began + 60:
            time.sleep(0.05)
        is_at = server.sql("office", "SELECT value FROM ketnap.export "
                           "WHERE key = 'commit'").strip()
        now = server.dump("office")
        if is_at in states:
            seen.add("old")
            ok(now == states[is_at] and not ended,
               f"server: killed {number}: the old tables",
               [t for t in now if now[t] != states[is_at].get(t)])
        else:
            seen.add("new")
            ok(is_at == tools.git("rev-parse", "HEAD"),
               f"server: killed {number}: the new tables", is_at)
        out, err, status = tools.load(url)
        ok(status == 0, f"server: killed {number}: loaded then", out, err)
        states = {tools.git("rev-parse", "HEAD"): server.dump("office")}
    ok("old" in seen, "server: a load was killed before its end", seen)


def check_access(ok, same, server, tools):
    """Who reads what is what schema/authority.md says."""
    base = "trong"
    server.sql(base, "DROP SCHEMA IF EXISTS ketnap CASCADE")
    page = os.path.join(tools.repo, "schema", "authority.md")
    types = ", ".join(sorted(
        name[:-3] for name in os.listdir(os.path.join(
            tools.repo, "schema", "types")) if name.endswith(".md")))
    with open(page, "w", encoding="utf-8") as file:
        file.write(f"---\nroles:\n  van-phong: {{types: [{types}]}}\n" + """\
  chi-uy: {types: [quan_chung]}
unit: {type: to_chuc, above: cap_tren, in: {quan_chung: "chi_bo[].don_vi", dang_vien: "chi_bo[].don_vi"}}
people:
  - {name: Lê Thị Mẫu, email: mau@example.vn, roles: [{role: van-phong}, {role: schema}]}
  - {name: Trần Thị Xã, email: xa@example.vn, roles: [{role: chi-uy, units: [tam-hai]}]}
  - {name: Võ Văn Cũ, email: cu@example.vn, roles: [{role: van-phong, until: 2021-01-01}]}
---
""")
    tools.git("add", "-A")
    tools.git("commit", "-qm", "say who may do what")
    out, err, status = tools.load(server.url(base))
    ok(status == 0, "access: loaded", out, err)
    for name in "mau", "xa", "cu", "la":
        server.sql(base, f"CREATE ROLE dn_{name} LOGIN")
        if name != "la":
            server.sql(base, f'GRANT "ketnap_{name}@example.vn" TO dn_{name}')
    same(server.sql(base, "SELECT count(*) FROM pg_roles WHERE rolname LIKE "
                    "'ketnap_%' AND rolcanlogin"), "0\n",
         "access: groups cannot log in")

    def ask(name, sql, *words):
        return tools.run("knsql", sql, "--on",
                         server.url(base, "dn_" + name), *words)

    count = "SELECT count(*) AS n FROM quan_chung"
    here = tools.run("knsql", count, "--at", "HEAD")
    same(ask("mau", count), here, "access: a role everywhere")
    of_unit = tools.run(
        "knsql", "WITH l AS (SELECT id, don_vi, row_number() OVER (PARTITION "
        "BY id ORDER BY tu DESC, n DESC) AS k FROM quan_chung_chi_bo) SELECT "
        "count(*) AS n FROM l WHERE k = 1 AND (don_vi = 'tam-hai' OR don_vi "
        "LIKE 'tam-hai/%')", "--at", "HEAD")[0]
    ok(of_unit != here[0] and int(of_unit.split()[1]) > 0,
       "access: a unit is a part", of_unit)
    out, err, status = ask("xa", count)
    same((out, status), (of_unit, 0), "access: one unit")
    ok("records of your units alone" in err, "access: and it is said", err)
    same(ask("xa", "SELECT count(*) AS n FROM dang_vien")[0], "n\n0\n",
         "access: another type")
    same(ask("cu", count)[0], "n\n0\n", "access: who left reads nothing")
    out, err, status = ask("la", count)
    ok(status == 2 and not out and "lets you read no records" in err,
       "access: whom the page does not name", out, err)
    try:
        server.sql(base, "SELECT id FROM ketnap.quan_chung", "dn_la")
        ok(False, "access: nor by psql")
    except RuntimeError as trouble:
        ok("permission denied" in str(trouble), "access: nor by psql", trouble)
    private = "SELECT id, ho_ten FROM quan_chung"
    out, err, status = ask("mau", private)
    ok(status == 2 and not out and "may not be read by you" in err,
       "access: what is private", out[:200], err)
    star = "SELECT * FROM quan_chung"
    same(ask("mau", star), tools.run("knsql", star, "--at", "HEAD"),
         "access: a star masks it")
    server.sql(base, "GRANT ketnap_private TO dn_mau")
    same(ask("mau", private), tools.run("knsql", private, "--at", "HEAD"),
         "access: to a member of ketnap_private")
    out = ask("xa", "SELECT id FROM nguon_mo")
    ok(out[2] != 2 and all(line.startswith("id") or "tam-hai" in line
       for line in out[0].split()), "access: a view of one unit", out)
    # A person who moves is another unit's with the next load.
    path = sorted(glob.glob(os.path.join(
        tools.repo, "records", "quan_chung", "tam-hai", "*.md")))[3]
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(re.sub("don_vi: tam-hai/", "don_vi: tam-hoa/", text))
    tools.git("commit", "-qam", "move")
    tools.load(server.url(base))
    id = os.path.basename(path)[:-3]
    same(ask("xa", f"SELECT id FROM quan_chung WHERE id = '{id}'")[0], "id\n",
         "access: moved away")


def check(ok, same, root, bin):
    server = Server()
    folder = tempfile.mkdtemp()
    try:
        server.sql("postgres", "CREATE DATABASE office")
        server.sql("postgres", "CREATE DATABASE trong")
        server.sql("postgres", "CREATE DATABASE la")
        server.sql("postgres", "CREATE DATABASE icu TEMPLATE template0 "
                               "LOCALE_PROVIDER icu ICU_LOCALE 'vi'")
        server.sql("postgres", f"CREATE ROLE kin LOGIN PASSWORD '{SECRET}'")
        server.sql("postgres", "CREATE ROLE khach LOGIN")
        server.sql("la", "CREATE SCHEMA ketnap; "
                         "CREATE TABLE ketnap.cua_toi (a int)")
        tools = Tools(bin, os.path.join(folder, "repo"))
        subprocess.run(["git", "clone", "-q", root, tools.repo], check=True)
        tools.git("commit", "-q", "--allow-empty", "-m", "begin")
        url = server.url("office")
        out, err, status = tools.load(url)
        ok(status == 0, "server: all is loaded", out, err)
        check_tables(ok, same, tools, url)
        check_tools(same, tools, url)
        server.sql("office", "GRANT USAGE ON SCHEMA ketnap TO kin; "
                             "GRANT SELECT ON ketnap.export TO kin")
        check_wrong(ok, server, tools, url)
        check_password(ok, tools, server)
        check_version(ok, tools)
        check_uncommitted(ok, same, tools, url)
        check_again(ok, same, server, tools, url)
        check_access(ok, same, server, tools)
        check_killed(ok, server, tools, url)
    except (RuntimeError, subprocess.CalledProcessError) as trouble:
        ok(False, "server: stopped: " + str(trouble))
    finally:
        server.end()
        shutil.rmtree(folder)
