"""due: hold the calendars of kndue against a parser that others wrote, and mail
lists through a mail server on this machine that the test starts and stops.

Names and steps are such as nobody should be called, so that something would
break where they were more than text.
"""

import asyncio
import email
import email.policy
import json
import os
import subprocess
import tempfile
import threading
from datetime import date, timedelta

import icalendar

TODAY = "2021-06-30"
STEP = "\\\\nATTACH:http://x.example/; a, b\\\\, \\\\; <script>x</script> 😀 "
NAMES = {
    "an": "Nguyễn\\\\nBEGIN:VALARM An",
    "binh": "Trần \\\"Bình\\\"; ATTENDEE:mailto:x@example.vn",
    "chi": "Đặng <b>Chi</b>, " + "rất dài " * 30,
    "dung": "Lê Dung",
}
PAGES = {
    "schema/repository.md": "---\nformat: 1\ndefault_type: nguoi\n"
                            "zone: Asia/Ho_Chi_Minh\nwhose: cua\n---\n",
    "schema/authority.md": "---\nmembers: nguoi\npeople:\n"
                           "  - {name: Dung, email: dung@example.vn, "
                           "member: dung}\n"
                           "  - {name: Chi, email: chi@example.vn, "
                           "member: chi}\n---\n",
    "schema/types/nguoi.md": "---\ntype: nguoi\nid: ma\nfields:\n"
                             "  ma: {type: id, required: true}\n"
                             "  ten: {type: line, private: true}\n"
                             "  giup: {type: ref, to: nguoi}\n"
                             "  viec: {type: list, key: han, fields: {han: "
                             "{type: date, plan: true}, gi: line}}\n---\n",
    "schema/views/cua.md": "---\nview: cua\n---\n\n```sql\n"
                           "SELECT 'nguoi' AS type, ma AS id, ten AS name, "
                           "giup AS helper FROM nguoi\n```\n",
    "schema/rules/viec.md": "---\nrule: viec\nversion: 1\ntype: nguoi\n"
                            "level: warning\nfield: \"viec[].han\"\n"
                            "label: {vi: Làm việc, en: Do it}\n"
                            "message: {vi: \"hạn {due}\", en: \"by {due}\"}\n"
                            "---\n.\n\n```sql\nSELECT id, 'viec' AS list, n, "
                            "han AS due, 0 AS ok, gi AS next\n"
                            "FROM nguoi_viec\n```\n",
}
WORK = {"an": "dung", "binh": "chi", "chi": "an"}


def write(root, path, text):
    path = os.path.join(root, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def make(root):
    for path, text in PAGES.items():
        write(root, path, text)
    for who, name in NAMES.items():
        text = f'---\nma: {who}\nten: "{name}"\n'
        if who in WORK:
            text += (f"giup: {WORK[who]}\nviec:\n"
                     f'  - {{han: 2021-06-20, gi: "{STEP}"}}\n'
                     f'  - {{han: 2021-07-06, gi: "{STEP * 20}"}}\n')
        write(root, f"records/nguoi/{who}.md", text + "---\n")


def ask(tool, root, *words, lang="vi"):
    return subprocess.run([tool, "-C", root, *words], capture_output=True,
                          env={**os.environ, "KN_TODAY": TODAY,
                               "KN_LANG": lang}).stdout


# Calendars.

PROPERTIES = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION",
              "CATEGORIES", "CLASS", "TRANSP"}


def check_calendar(ok, same, tool, root, name, *words):
    raw = ask(tool, root, "-o", "ics", *words)
    rows = [json.loads(line) for line in
            ask(tool, root, "-o", "json", *words).splitlines()]
    ok(all(len(line) <= 75 for line in raw.split(b"\r\n")) and
       raw.endswith(b"\r\n") and b"\n" not in raw.replace(b"\r\n", b""),
       f"{name}: lines of 75 bytes at most that end in CR LF")
    calendar = icalendar.Calendar.from_ical(raw)
    same(calendar.name, "VCALENDAR", f"{name}: a calendar")
    same((calendar["VERSION"], calendar["METHOD"]), ("2.0", "PUBLISH"),
         f"{name}: its version and method")
    same([e.name for e in calendar.subcomponents], ["VEVENT"] * len(rows),
         f"{name}: an event a step")
    ok(rows, f"{name}: there are some")
    seen = set()
    for event, row in zip(calendar.subcomponents, rows):
        check_event(ok, same, event, row, name, "--private" in words)
        seen.add(str(event["UID"]))
    same(len(seen), len(rows), f"{name}: each has its own identifier")
    same(calendar.errors + [e for c in calendar.walk() for e in c.errors], [],
         f"{name}: no complaint")


def no_backslash(text):
    """Version 4 of the parser takes a backslash before an n for the end of a
    line, and drops one before others, however they are escaped."""
    return text.replace("\\n", "\n").replace("\\", "")


def check_event(ok, same, event, row, name, private):
    name = f"{name} {row['rule']} {row['id']} {row['due']}"
    day = date.fromisoformat(row["due"])
    same(set(event.keys()), PROPERTIES, f"{name}: nothing but what belongs")
    same((event.decoded("DTSTART"), event.decoded("DTEND")),
         (day, day + timedelta(1)), f"{name}: its day")
    same(event.decoded("DTSTAMP").isoformat(), TODAY + "T00:00:00+00:00",
         f"{name}: its stamp")
    same(str(event["UID"]), row["uid"], f"{name}: its identifier")
    called = row["name"] if private and row["name"] else row["id"]
    same(no_backslash(str(event["SUMMARY"])),
         no_backslash(f"{row['next']} — {called}"),
         f"{name}: its title is text")
    ok(row["text"] in str(event["DESCRIPTION"]), f"{name}: its text")
    alarms = [a.name for a in event.subcomponents]
    same(alarms, ["VALARM"] * 2 if row["due"] >= TODAY else [],
         f"{name}: its alarms")
    for alarm in event.subcomponents:
        same((set(alarm.keys()), str(alarm["ACTION"])),
             ({"ACTION", "DESCRIPTION", "TRIGGER"}, "DISPLAY"),
             f"{name}: an alarm shows, and does no more")


# Mail.

class Server(threading.Thread):
    """As much of a mail server as a message needs, on a port of its own."""

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        self.letters = []
        self.start()
        self.ready.wait()

    def run(self):
        asyncio.set_event_loop(self.loop)
        server = self.loop.run_until_complete(
            asyncio.start_server(self.talk, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self.ready.set()
        self.loop.run_forever()
        server.close()
        self.loop.run_until_complete(server.wait_closed())
        self.loop.close()

    def stop(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.join()

    async def talk(self, reader, writer):
        def say(line):
            writer.write(line.encode() + b"\r\n")

        say("220 loopback")
        to = []
        while line := (await reader.readline()).decode().strip():
            verb = line.split(":")[0].split(" ")[0].upper()
            if verb == "RCPT":
                to.append(line[line.index("<") + 1:line.index(">")])
            if verb == "DATA":
                say("354 go on")
                text = await reader.readuntil(b"\r\n.\r\n")
                self.letters.append((to, text[:-5].replace(b"\r\n..",
                                                           b"\r\n.")))
                to = []
            say("221 bye" if verb == "QUIT" else "250 ok")
            if verb == "QUIT":
                break
        await writer.drain()
        writer.close()


def send(root, script, port, *words):
    return subprocess.run(
        [script, root, *words], capture_output=True, text=True,
        env={**os.environ, "KN_TODAY": TODAY, "KN_LANG": "vi",
             "KN_MAIL_FROM": "to-chuc@example.vn",
             "KN_SENDMAIL": f"msmtp --file=/dev/null --host=127.0.0.1 "
                            f"--port={port} --tls=off --auth=off "
                            f"--from=to-chuc@example.vn -t"})


def check_mail(ok, same, root, script):
    server = Server()
    try:
        done = send(root, script, server.port)
    finally:
        server.stop()
    same((done.stdout, done.stderr, done.returncode),
         ("an: 2 việc, không có địa chỉ\n", "", 0),
         "mail: who has no address is told")
    same(sorted(to for to, _ in server.letters),
         [["chi@example.vn"], ["dung@example.vn"]],
         "mail: a letter for each who has one")
    for to, raw in server.letters:
        letter = email.message_from_bytes(raw, policy=email.policy.default)
        text = letter.get_content()
        ok(all(line.isascii() for line in raw.splitlines()),
           f"mail: {to} is sent as letters that all servers pass on")
        same(letter["Subject"],
             "Việc đến hạn đến hết 14/07/2021, tính đến 30/06/2021",
             f"mail: {to} has a title")
        same((letter["To"], letter["From"], letter.get_content_type()),
             (to[0], "to-chuc@example.vn", "text/plain"), f"mail: {to}")
        own = {v: k for k, v in WORK.items()}[to[0].split("@")[0]]
        same([line.split(") ")[1].split(":")[0]
              for line in text.splitlines() if line.startswith("- ")],
             [own] * 2, f"mail: {to} has their own list")
        ok(not any(word in text for word in
                   ("Nguyễn", "Trần", "Đặng", "Lê Dung")),
           f"mail: {to} reads no name")
    done = send(root, script, server.port)
    ok(done.returncode == 2 and "không gửi được" in done.stdout,
       "mail: a server that is gone is told", done.stdout, done.stderr)


def check(ok, same, root, tool, script):
    with tempfile.TemporaryDirectory() as folder:
        make(folder)
        check_calendar(ok, same, tool, folder, "calendar")
        check_calendar(ok, same, tool, folder, "calendar with names",
                       "--private")
        check_calendar(ok, same, tool, root, "calendar of records/",
                       "--private")
        masked = ask(tool, folder, "-o", "ics")
        flat = masked.replace(b"\r\n ", b"").decode()
        ok(not any(word in flat for word in
                   ("Nguyễn", "Trần", "Đặng", "Lê Dung")),
           "calendar: no name without --private")
        check_mail(ok, same, folder, script)
