"""sarif: hold what kncheck -o sarif writes against SARIF's own schema, and
against what kncheck says of the same records in its own JSON.

The schema is that of OASIS as a package of npm carries it; the Makefile
fetches it into the build folder.
"""

import json
import os
import subprocess
import tempfile
import unicodedata
from urllib.parse import unquote

import jsonschema

PAGES = {
    "schema/repository.md": "---\nformat: 1\ndefault_type: nguoi\n"
                            "levels: {body-link: warning, ref: note}\n---\n",
    "schema/types/nguoi.md": "---\ntype: nguoi\nid: ma\nfields:\n"
                             "  ma: {type: id, required: true}\n"
                             "  ten: {type: name, private: true}\n"
                             "  ngay: {type: list, of: date}\n"
                             "  ban: {type: ref, to: nguoi}\n---\n",
    "schema/rules/co-ten.md": "---\nrule: co-ten\nversion: 1\ntype: nguoi\n"
                              "field: ngay\nmessage: {vi: \"\\\"thiếu\\\" "
                              "{id}\", en: \"no name: {id}\"}\n---\n"
                              "Có <b>tên</b>.\n\n```sql\n"
                              "SELECT id, ten IS NOT NULL AS ok FROM nguoi\n"
                              "```\n",
}
RECORDS = {
    "a.md": "---\nma: a\nngay: [\"😀\", x, \"é\", y]\nban: z\n---\n"
            "[a](b.md)\n",
    "100%: [a], {b}?#&+\\\"'.md": "---\nma: b\nngay: [8/3/1999]\n---\n",
    "đặng/a\nb\x1b\u202e.md": "---\nma: c\nlạ: 1\n---\n",
    "many.md": "---\nma: d\n" + "".join(f"k{i}: 1\n" for i in range(300)) +
               "---\n",
    "crlf.md": "---\r\nma: e\r\nngay: [x]\r\n---\r\n",
    "open.md": "---\nma: f\n",
    "bytes.md": b"---\nma: g\xff\n---\n",
}


def write(root, path, text):
    path = os.path.join(root, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(text if isinstance(text, bytes) else text.encode())


def ask(tool, repo, form, *words):
    done = subprocess.run([tool, "-C", repo, "-o", form, *words],
                          capture_output=True,
                          env={**os.environ, "KN_TODAY": "2021-06-30"})
    return done.stdout.decode(), done.returncode


def wrong(schema, log):
    """What the schema finds fault with."""
    return [f"{'/'.join(map(str, e.path))}: {e.message[:200]}"
            for e in jsonschema.Draft4Validator(schema).iter_errors(log)]


def columns(text, line, col):
    """The character, from 1, at a column of a screen."""
    at, n = 1, 0
    for n, c in enumerate(text.split("\n")[line - 1], 1):
        wide = unicodedata.east_asian_width(c) in "WF"
        if at >= col and not unicodedata.combining(c):
            return n
        at += 0 if unicodedata.combining(c) else 2 if wide else 1
    return n + 1


def places(repo, finding):
    """Where SARIF must say that a finding is."""
    path, line, col = finding["path"], finding["line"], finding["col"]
    if not line:
        return path, None, None
    with open(os.path.join(repo, path), encoding="utf-8",
              errors="surrogateescape", newline="\n") as f:
        return path, line, columns(f.read(), line, col)


def place(result):
    if "locations" not in result:
        return None, None, None
    at = result["locations"][0]["physicalLocation"]
    region = at.get("region", {})
    return (unquote(at["artifactLocation"]["uri"]), region.get("startLine"),
            region.get("startColumn"))


def check_log(ok, same, tool, schema, repo, name, *words):
    text, status = ask(tool, repo, "sarif", *words)
    rows = [json.loads(row)
            for row in ask(tool, repo, "json", *words)[0].splitlines()]
    log = json.loads(text)
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    done = run["invocations"][0]
    ok(not wrong(schema, log), f"{name}: is valid", *wrong(schema, log)[:3])
    same((done["exitCode"], done["executionSuccessful"]),
         (status, status != 2), f"{name}: the status")
    ok(all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"]),
       f"{name}: results lead to their rules")
    same(len({r["id"] for r in rules}), len(rules), f"{name}: one row a rule")
    got = {(r["ruleId"], r["level"], r["message"]["text"], place(r))
           for r in run["results"]}
    wanted = {(f["id"], f["level"], f["text"], places(repo, f)) for f in rows
              if not f["more"] and not f["id"].startswith("read")}
    same((sorted(got - wanted), sorted(wanted - got), len(run["results"])),
         ([], [], len(got)), f"{name}: the findings of -o json")
    same([n["properties"]["more"] for n in done["toolExecutionNotifications"]
          if "properties" in n], [f["more"] for f in rows if f["more"]],
         f"{name}: how many are left out")
    return log


def check(ok, same, root, tool, schema_path):
    with open(schema_path, encoding="utf-8") as f:
        schema = json.load(f)
    with tempfile.TemporaryDirectory() as repo:
        for path, text in PAGES.items():
            write(repo, path, text)
        os.makedirs(os.path.join(repo, "records"))
        check_log(ok, same, tool, schema, repo, "sarif, nothing")
        for path, text in RECORDS.items():
            write(repo, "records/nguoi/" + path, text)
        for lang in "vi", "en":
            log = check_log(ok, same, tool, schema, repo, f"sarif {lang}",
                            "--lang", lang)
        os.mkfifo(os.path.join(repo, "records/nguoi/pipe.md"))
        trouble = check_log(ok, same, tool, schema, repo, "sarif, trouble")
        ok([n for n in trouble["runs"][0]["invocations"][0]
            ["toolExecutionNotifications"] if n["level"] == "error"],
           "sarif, trouble: is told")
        write(repo, "schema/repository.md", "---\nformat: 99\n---\n")
        text, status = ask(tool, repo, "sarif")
        same((wrong(schema, json.loads(text)), status), ([], 2),
             "sarif, no schema: is valid")
    check_log(ok, same, tool, schema, root, "sarif of records/")
    for spoil in (lambda run: run["results"][0].pop("message"),
                  lambda run: run["results"][0].update(level="trouble"),
                  lambda run: run.update(columnKind="bytes"),
                  lambda run: run["tool"]["driver"].pop("name"),
                  lambda run: run["results"][0].update(line=1)):
        bad = json.loads(json.dumps(log))
        spoil(bad["runs"][0])
        ok(wrong(schema, bad), "control: a log with a mistake is refused")
