"""shells: complete commands in the real bash, zsh and fish.

bash and zsh run on a terminal: a line is typed and TAB pressed, then "echo" is
put before it, and what it prints is the line as it was completed. fish can be
asked without one what it would offer.
"""

import os
import pty
import re
import select
import signal
import subprocess
import time

SHELLS = os.path.join(os.path.dirname(__file__), "..", "..", "tools", "shells")
SHELLS = os.path.abspath(SHELLS)
WAIT = 60   # seconds: only what is broken takes so long

START = {
    "bash": (["bash", "--norc", "--noprofile", "-i"],
             "PS1=; bind 'set enable-bracketed-paste off'; "
             "bind 'set bell-style none'; . {}/ketnap.bash"),
    "zsh": (["zsh", "-f", "-i"],
            "PS1=; unset zle_bracketed_paste; unsetopt beep; "
            "fpath=({} $fpath); autoload -Uz compinit; compinit -u -D"),
}

# What is typed, and what stands there after TAB.
LINES = [
    ("kncheck --exp", "kncheck --explain"),
    ("knquery -o pat", "knquery -o paths"),
    ("knquery -t quan_c", "knquery -t quan_chung"),
    ("knquery -c id,stage_s", "knquery -c id,stage_since"),
    ("knreport pheu", "knreport pheu"),
    ("knreport ket_q", "knreport ket_qua"),
    ("knreport don_vi don_vi=tam-thanh/an-k",
     "knreport don_vi don_vi=tam-thanh/an-khe"),
    ("kncheck --explain tuoi-k", "kncheck --explain tuoi-ket-nap"),
    ("kndue --by hel", "kndue --by helper"),
    ("kncheck records/to_ch", "kncheck records/to_chuc"),
]


class Shell:
    def __init__(self, name, env, root):
        argv, start = START[name]
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(root)
            os.execvpe(argv[0], argv, env)
        self.seen = ""
        self.n = 0
        self.type(start.format(SHELLS) + "\n")
        self.until(self.mark())

    def type(self, text):
        os.write(self.fd, text.encode())

    def mark(self):
        """Something is printed when all before was done."""
        self.n += 1
        self.type(f"echo mark-'{self.n}'\n")
        return f"mark-{self.n}\r?\n"

    def until(self, pattern):
        end = time.time() + WAIT
        while not re.search(pattern, self.seen):
            left = end - time.time()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                return None
            try:
                more = os.read(self.fd, 65536).decode(errors="replace")
            except OSError:
                return None
            self.seen += re.sub(r"\x1b(\[[0-9;?>=]*[a-zA-Z]|[()][A-Z0-9]|[=>]"
                                r"|\][^\x07\x1b]*(\x07|\x1b\\))", "", more)
        found = re.search(pattern, self.seen)
        self.seen = self.seen[found.end():]
        return found

    def complete(self, line):
        """The line after TAB: the shell has not answered before a second key,
        which changes nothing, is echoed."""
        self.type(line + "\t")
        time.sleep(0.2)
        self.type("\x01echo 'it is:' \n")
        found = self.until(r"(?m)^\r*it is: (.*?)\r?\n")
        return found.group(1).strip() if found else None

    def close(self):
        os.close(self.fd)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def ask_fish(env, root, line):
    """The line with what fish offers for its last word."""
    out = subprocess.run(
        ["fish", "--no-config", "-c",
         f"source {SHELLS}/ketnap.fish; complete -C $argv[1]", line],
        env=env, cwd=root, stdout=subprocess.PIPE, timeout=WAIT, check=False)
    words = [w.split("\t")[0] for w in out.stdout.decode().splitlines()]
    return " | ".join(line[:line.rindex(" ") + 1] + w for w in words)


def check(ok, binaries, root):
    env = {"PATH": binaries + ":/usr/local/bin:/usr/bin:/bin", "TERM": "vt100",
           "LC_ALL": "C.UTF-8", "KN_LANG": "en", "KN_TODAY": "2021-06-30",
           "HOME": "/nonexistent", "COLUMNS": "200"}
    tools = {n for n in os.listdir(binaries) if n.startswith("kn")}
    for name, file in ("bash", "ketnap.bash"), ("zsh", "_ketnap"), \
            ("fish", "ketnap.fish"):
        with open(os.path.join(SHELLS, file), encoding="utf-8") as text:
            words = set(re.findall(r"\bkn[a-z]+\b", text.read()))
        ok(words == tools, f"{file} completes each tool", words ^ tools)
        shell = None if name == "fish" else Shell(name, env, root)
        for line, want in LINES:
            got = shell.complete(line) if shell else ask_fish(env, root, line)
            ok(got and got.rstrip("/") == want, f"{name} completes {line!r}",
               got)
        if shell:
            shell.close()
