# xlsx_reader: the cells of a workbook, a line each, for knimport, which starts
# this with limits of time, memory and output. Nothing in the workbook is run.
import datetime
import re
import sys
import zipfile

ROWS, COLUMNS, SHEETS, UNPACKED = (int(n) for n in sys.argv[2:6])


def say(*cells):
    text = "\t".join(str(c).replace("\\", "\\\\").replace("\t", "\\t")
                     .replace("\n", "\\n").replace("\r", "") for c in cells)
    sys.stdout.write(text + "\n")


def end(why, *more):
    say("E", why, *more)
    sys.stdout.flush()
    sys.exit(0)


sys.stdout.reconfigure(encoding="utf-8", errors="replace")
try:
    import openpyxl
except ImportError:
    end("missing")


def merges(book, sheet):
    """The merged cells: they stand behind the rows of a sheet."""
    kept = b""
    with book._archive.open(sheet._worksheet_path) as xml:
        while True:
            chunk = xml.read(1 << 16)
            if not chunk:
                return
            kept += chunk
            for m in re.finditer(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]+)"', kept):
                yield m.group(1).decode()
            cut = kept.rfind(b"<")
            kept = kept[cut:] if cut >= 0 else b""


def shown(value, kind):
    if isinstance(value, bool):
        return "b", "1" if value else "0"
    if isinstance(value, datetime.datetime):
        day = value.date().isoformat()
        whole = (value.hour, value.minute, value.second) == (0, 0, 0)
        return "d", day if whole else f"{day}T{value.time():%H:%M}"
    if isinstance(value, datetime.date):
        return "d", value.isoformat()
    if isinstance(value, (datetime.time, datetime.timedelta)):
        return "s", str(value)
    if isinstance(value, (int, float)):
        if float(value).is_integer() and abs(value) < 1e15:
            return "n", str(int(value))
        return "n", repr(float(value))
    if kind == "e":
        return "e", str(value)
    return "s", str(value)


def read(path):
    with zipfile.ZipFile(path) as z:
        names = z.namelist()
        if sum(i.file_size for i in z.infolist()) > UNPACKED:
            end("large")
        if "mimetype" in names and b"opendocument" in z.read("mimetype")[:99]:
            end("ods")
        if "xl/workbook.bin" in names:
            end("xlsb")
        if "[Content_Types].xml" not in names:
            end("other")
        if any(n.lower().endswith("vbaproject.bin") for n in names):
            say("V")
    values = openpyxl.load_workbook(path, read_only=True, data_only=True)
    formulas = openpyxl.load_workbook(path, read_only=True)
    if len(values.sheetnames) > SHEETS:
        end("sheets")
    for name in values.sheetnames:
        sheet, written = values[name], formulas[name]
        if not hasattr(sheet, "iter_rows"):
            continue  # a chart
        say("S", name, getattr(sheet, "sheet_state", "visible"))
        sheet.reset_dimensions()
        written.reset_dimensions()
        for m in merges(values, sheet):
            say("M", m)
        full = 0
        for one, two in zip(sheet.iter_rows(), written.iter_rows()):
            some = False
            for cell, source in zip(one, two):
                value = cell.value
                formula = source.data_type == "f"
                if value is None and not formula:
                    continue
                if cell.column > COLUMNS:
                    end("columns", name)
                some = True
                kind, text = ("s", "")
                if value is not None:
                    kind, text = shown(value, cell.data_type)
                say("C", cell.row, cell.column, kind,
                    "f" if formula else "", text)
            full += some
            if full > ROWS:
                end("rows", name, ROWS)


try:
    read(sys.argv[1])
    say("Z")
except MemoryError:
    end("memory")
except SystemExit:
    raise
except BrokenPipeError:
    sys.exit(0)
except Exception as e:
    end("broken", type(e).__name__ + ": " + str(e)[:200])
