"""office: hand what knexport and knreport make to the programs that they are
made for: workbooks to LibreOffice, documents to pandoc and to paper, tables to
DuckDB and Parquet, JSON Schema to ajv. What they see must be what the records
say.
"""

import csv
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TODAY = "2021-06-30"

# What kncheck says of the form of a value, and JSON Schema can say too.
FORM = {"value-form", "value-enum", "value-date", "value-number",
        "value-range", "value-pattern", "value-many", "value-list",
        "field-missing", "field-unknown"}


class Office:
    def __init__(self, ok, same, root, bin, modules, folder):
        self.ok, self.same = ok, same
        self.root, self.bin = root, bin
        self.modules, self.folder = modules, folder

    def path(self, name):
        return os.path.join(self.folder, name)

    def run(self, *words, repo=None, lang="en", **how):
        env = dict(os.environ, KN_TODAY=TODAY, KN_LANG=lang,
                   NODE_PATH=self.modules)
        name = os.path.join(self.bin, words[0])
        return subprocess.run(
            [name if os.path.exists(name) else words[0],
             *(["-C", repo or self.root] if words[0].startswith("kn") else []),
             *words[1:]],
            env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **how)

    def export(self, *words, **how):
        done = self.run("knexport", *words, **how)
        self.same(done.returncode, 0, f"knexport {' '.join(words[:2])} ends "
                  "well " + done.stderr.decode()[:200])
        return done.stdout.decode()

    def convert(self, to, path):
        """What LibreOffice makes of a file."""
        return self.run(
            "soffice", f"-env:UserInstallation=file://{self.path('profile')}",
            "--headless", "--convert-to", to, "--outdir", self.folder, path,
            timeout=300)


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.reader(f))


def as_shown(value):
    """A value of CSV for spreadsheets as a cell may show it: the apostrophe
    that keeps a formula away is gone, a day is written as the format says
    where the field is one, and a decimal has no nought at its end."""
    if re.match(r"'+[=+\-@\t\r\n]", value):
        value = value[1:]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value) and value >= "1900-03-01":
        return {value, "/".join(reversed(value.split("-")))}
    if re.fullmatch(r"-?\d+\.\d+", value):
        return {value.rstrip("0").rstrip(".")}
    return {value}


def shows(sheet, rows):
    """The rows of a table that a sheet does not show as they are."""
    if len(sheet) != len(rows):
        return [len(sheet)]
    return [seen for seen, row in zip(sheet, rows)
            if len(seen) != len(row) or
            any(s not in as_shown(v) for s, v in zip(seen, row))]


def workbook(office):
    """Every cell of every sheet, as LibreOffice shows it."""
    office.export("-o", "xlsx", "--private", "--to", office.path("all.xlsx"),
                  lang="vi")
    office.export("-o", "csv", "--spreadsheet", "--private", "--to",
                  office.path("csv"), lang="vi")
    office.convert("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,"
                   "false,false,false,-1", office.path("all.xlsx"))
    with open(office.path("csv/manifest.json")) as f:
        tables = json.load(f)["tables"]
    made = sorted(f for f in os.listdir(office.folder)
                  if f.startswith("all-") and f.endswith(".csv"))
    office.same(len(made), len(tables), "a sheet for each table")
    seen = {}
    for name in made:
        rows = rows_of(office.path(name))
        seen.setdefault(json.dumps(rows[0]), []).append(rows)
    cells = 0
    for table in tables:
        rows = rows_of(office.path(f"csv/{table['table']}.csv"))
        office.same(len(rows), table["rows"] + 1,
                    f"{table['table']}: a line a row")
        cells += sum(len(row) for row in rows)
        other = [shows(sheet, rows)
                 for sheet in seen.get(json.dumps(rows[0]), [])]
        office.ok([] in other,
                  f"{table['table']}: LibreOffice shows each cell as it is",
                  [o[:2] for o in other])
    office.ok(cells > 100000, "many cells were looked at", cells)


def document(office):
    """A report as a document, and on paper."""
    done = office.run("knreport", "bc_6thang", "-o", "docx", lang="vi")
    office.same(done.returncode, 0, "a document is made")
    with open(office.path("r.docx"), "wb") as f:
        f.write(done.stdout)
    office.convert("pdf", office.path("r.docx"))
    text = office.run("pdftotext", "-layout", office.path("r.pdf"),
                      "-").stdout.decode()
    about = office.run("pdfinfo", office.path("r.pdf")).stdout.decode()
    fonts = office.run("pdffonts", office.path("r.pdf")).stdout.decode()
    office.ok(re.search(r"Page size: +595\.\d* x 841\.\d* pts", about),
              "a document is on A4", about)
    office.ok("LiberationSerif" in fonts or "TimesNewRoman" in fonts,
              "and in Times New Roman, or what has its measures", fonts)
    plain = re.sub(r"\s+", " ", text)
    for words in ["ĐẢNG CỘNG SẢN VIỆT NAM", "BAN TỔ CHỨC", "BÁO CÁO",
                  "Núi Thành, ngày 30 tháng 6 năm 2021", "Nơi nhận:",
                  "TRƯỞNG BAN", "Tổng cộng"]:
        office.ok(words in plain, f"a document has '{words}'")
    data = json.loads(office.run("knreport", "bc_6thang", "-o", "json",
                                 lang="vi").stdout)
    labels = {c["label"] for b in data["blocks"] if b["kind"] == "table" and
              b["rows"] for c in b["columns"]}
    squeezed = re.sub(r"\s+", "", text)
    words = {w for label in labels for w in label.split()}
    missing = [w for w in words if w not in squeezed]
    office.same(missing, [], "every word of a heading is whole in it")
    office.same(office.run("knreport", "bc_6thang", "-o", "docx",
                           lang="vi").stdout[:4], b"PK\3\4",
                "a document is a ZIP file")


JUDGE = """
const { readFileSync } = require("fs");
const Ajv = require(process.argv[1] + "/ajv");
const ajv = new Ajv({ strict: true, strictTypes: false, allErrors: true,
	formats: { date: true } });
const judge = ajv.compile(JSON.parse(readFileSync(process.argv[2])));
for (const line of readFileSync(process.argv[3], "utf8").split("\\n"))
	if (line) {
		const record = JSON.parse(line);
		const good = judge(record);
		console.log(JSON.stringify([record["@path"], good ? "" :
		    judge.errors.map(e => e.instancePath + " " + e.keyword)
		    .join("; ")]));
	}
"""


def verdicts(office, repo):
    """What ajv says of each record, by its path."""
    forms, rows = office.path("forms"), office.path("records")
    for folder in forms, rows:
        shutil.rmtree(folder, ignore_errors=True)
    office.export("-o", "jsonschema", "--to", forms, repo=repo)
    office.export("-o", "ndjson", "--private", "--bodies", "--to", rows,
                  repo=repo)
    said = {}
    for name in sorted(os.listdir(forms)):
        if not name.endswith(".json"):
            continue
        done = office.run("node", "-e", JUDGE, office.modules,
                          os.path.join(forms, name),
                          os.path.join(rows, name[:-5] + ".ndjson"))
        office.same(done.returncode, 0, f"ajv takes the schema {name} "
                    + done.stderr.decode()[:300])
        for line in done.stdout.decode().splitlines():
            path, why = json.loads(line)
            said[path] = why
    return said


def wrong_forms(office, repo):
    """The same of kncheck: which records have a value of the wrong form."""
    done = office.run("kncheck", "-o", "json", repo=repo)
    found = {}
    for line in done.stdout.decode().splitlines():
        one = json.loads(line)
        if one.get("id") in FORM and one.get("path", "").startswith("records/"):
            found.setdefault(one["path"], set()).add(one["id"])
    return found


def spoil(text, by):
    """One line of front matter, made wrong in some way, or perhaps not."""
    head, fence, body = text[4:].partition("\n---\n")
    lines = head.split("\n")
    at = [i for i, line in enumerate(lines)
          if re.match(r"[a-z_]+: [^ {\[|>'\"]", line)]
    if not at:
        return text
    i = by.choice(at)
    key, _, value = lines[i].partition(": ")
    lines[i] = by.choice([
        f"{key}: ", f"{key}x: {value}", f"{key}: [{value}]",
        f"{key}: {{a: {value}}}", f"{key}: \"{value} \\n x\"",
        f"{key}: -1", f"{key}: 2021-02-29", f"{key}: 31/12/2020",
        f"{key}: 99999999999", f"{key}: 1,5", f"{key}: Có", f"{key}: x y",
        f"{key}: {value.upper()}", f"{key}: {value}", f"{key}: 2021",
        f"{key}: 2021-13", f"{key}: 12-QĐ/HU 2021-02-30", f"{key}: A/b",
    ])
    return "---\n" + "\n".join(lines) + fence + body


def forms(office):
    """ajv and kncheck say the same of the form of each record: of those of the
    district, and of the same made wrong."""
    repo = office.path("repo")
    shutil.copytree(os.path.join(office.root, "schema"),
                    os.path.join(repo, "schema"))
    shutil.copytree(os.path.join(office.root, "records"),
                    os.path.join(repo, "records"))
    by = random.Random(15)
    spoilt = 0
    for folder, _, names in sorted(os.walk(os.path.join(repo, "records"))):
        for name in sorted(names):
            path = os.path.join(folder, name)
            if not name.endswith(".md") or by.random() > 0.5:
                continue
            with open(path, encoding="utf-8") as f:
                text = f.read()
            if text.startswith("---\n"):
                spoilt += 1
                with open(path, "w", encoding="utf-8") as f:
                    f.write(spoil(text, by))
    said, found = verdicts(office, repo), wrong_forms(office, repo)
    office.ok(len(said) > 2000, "ajv saw the district's records", len(said))
    office.ok(len(found) > 300, "many records are wrong in form", len(found),
              spoilt)
    kinds = set().union(*found.values())
    office.ok(len(kinds) > 7, "in many ways", kinds)
    lenient = sorted(p for p in found if p in said and not said[p])
    strict = sorted(p for p in said if said[p] and p not in found)
    office.same([(p, sorted(found[p])) for p in lenient], [],
                "ajv finds whatever kncheck finds wrong in form")
    office.same([(p, said[p]) for p in strict], [],
                "and nothing else")


ROWS = """
const { DuckDBInstance } = require("@duckdb/node-api");
const [parquet, ...tables] = process.argv.slice(1);
(async () => {
	const db = await (await DuckDBInstance.create(":memory:")).connect();
	for (const table of tables) {
		const from = `'${parquet}/${table}.parquet'`;
		const types = (await db.runAndReadAll(
		    `DESCRIBE SELECT * FROM ${from}`)).getRows();
		const columns = types.map(t => `CAST("${t[0]}" AS VARCHAR)`);
		const rows = (await db.runAndReadAll(
		    `SELECT ${columns.join(", ")} FROM ${from}`)).getRows();
		console.log(JSON.stringify([table, types.map(t => t[1]), rows]));
	}
})().catch(e => { console.error(e.message); process.exit(1); });
"""


def plain(value, kind):
    """A value of SQLite as DuckDB's text has it."""
    if value is None:
        return None
    if kind == "BOOLEAN":
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


def parquet(office):
    """Each value of each table went through DuckDB into Parquet and back."""
    script = os.path.join(os.path.dirname(office.bin), "share", "ketnap",
                          "office", "to-parquet.mjs")
    office.export("-o", "duckdb", "--private", "--bodies", "--to",
                  office.path("duck"))
    office.export("-o", "sqlite", "--private", "--bodies", "--to",
                  office.path("all.db"))
    done = office.run("node", script, office.path("duck"),
                      office.path("parquet"),
                      cwd=os.path.dirname(office.modules))
    office.same(done.returncode, 0, "Parquet is written "
                + done.stderr.decode()[:300])
    with open(office.path("duck/manifest.json")) as f:
        tables = [t["table"] for t in json.load(f)["tables"]]
    done = office.run("node", "-e", ROWS, office.path("parquet"), *tables,
                      cwd=os.path.dirname(office.modules))
    office.same(done.returncode, 0, "and read again "
                + done.stderr.decode()[:300])
    db = sqlite3.connect(office.path("all.db"))
    kinds, count = set(), 0
    for line in done.stdout.decode().splitlines():
        table, types, rows = json.loads(line)
        want = [[plain(v, k) for v, k in zip(row, types)]
                for row in db.execute(f'SELECT * FROM "{table}"')]
        kinds |= set(types)
        count += len(rows)
        office.ok(sorted(rows, key=str) == sorted(want, key=str),
                  f"{table}: Parquet has the same values",
                  [r for r in rows if r not in want][:2])
    office.ok({"DATE", "BOOLEAN", "BIGINT", "VARCHAR"} <= kinds,
              "days are days, flags booleans", kinds)
    office.ok(count > 20000, "of many rows", count)
    done = office.run("node", script, office.path("duck"),
                      office.path("other"), cwd=office.folder)
    office.ok("npm install @duckdb/node-api" in done.stderr.decode() or
              done.returncode == 0,
              "where the package is missing it is named")


def check(ok, same, root, bin, modules):
    folder = tempfile.mkdtemp()
    office = Office(ok, same, root, bin, modules, folder)
    try:
        workbook(office)
        document(office)
        forms(office)
        parquet(office)
    finally:
        shutil.rmtree(folder)
