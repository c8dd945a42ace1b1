"""editors: open a broken record in real editors and look at what they show.

Neovim by its own client, Emacs by eglot as knlsp(1) says, Vim by kncheck's compiler
file and the omnifunc, and
the protocol's library for clients (npm). The extension for Visual Studio Code
is packed by vsce, which judges its manifest, and looked at as it is packed.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as xml
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
EDITORS = os.path.join(ROOT, "tools", "editors")
FILE = "records/quan_chung/qc-tam-quang-2021-0001.md"
RECORD = """---
ma: qc-tam-quang-2021-0001
ngay_sinh: 8/3/1999
ho_ten: Trần Thị Ánh
hoc_van: thpt
---
"""
WAIT = 300  # seconds


def run(argv, env, cwd):
    try:
        done = subprocess.run(argv, env=env, cwd=cwd, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=WAIT, check=False)
    except subprocess.TimeoutExpired:
        return "", "took too long"
    return done.stdout.decode(), done.stderr.decode()


def write(repo, text):
    with open(os.path.join(repo, FILE), "w", encoding="utf-8") as file:
        file.write(text)


def make_repository(repo):
    shutil.copytree(os.path.join(ROOT, "schema"), os.path.join(repo, "schema"))
    shutil.copytree(os.path.join(ROOT, "records", "to_chuc"),
                    os.path.join(repo, "records", "to_chuc"))
    os.mkdir(os.path.join(repo, "records", "quan_chung"))


def check_neovim(ok, env, repo):
    write(repo, RECORD)
    plugin = os.path.join(EDITORS, "nvim")
    out, why = run(
        ["nvim", "--headless", "-u", "NONE", "-i", "NONE",
         "--cmd", "set rtp^=" + plugin, "--cmd", "runtime plugin/ketnap.lua",
         "--cmd", "filetype plugin on", FILE,
         "-c", "luafile " + os.path.join(HERE, "editor.lua")], env, repo)
    said = [json.loads(line) for line in out.splitlines()
            if line.startswith("[")]
    found = [v for what, v in said if what == "diagnostic"]
    ok([2, 11, "value-date"] in [v[:3] for v in found],
       "Neovim shows what is wrong, at its column", out, why)
    ok(any("**Full name**" in v for what, v in said if what == "hover"),
       "Neovim shows what stands under the cursor", out, why)
    items = [v for what, v in said if what == "item"]
    ok(["gioi_tinh", "gioi_tinh: "] in items, "Neovim completes", out, why)
    ok(["gone", True] in said, "Neovim shows that it was mended", out, why)


def check_vim(ok, env, repo, folder):
    write(repo, RECORD.replace("thpt", ""))
    out = os.path.join(folder, "vim.out")
    _, why = run(
        ["vim", "-u", "NONE", "-i", "NONE", "-es", "-N",
         "--cmd", "set rtp^=" + os.path.join(EDITORS, "vim"),
         "--cmd", "filetype plugin on", "--cmd", "runtime plugin/ketnap.vim",
         FILE, "-S", os.path.join(HERE, "editor.vim")],
        dict(env, OUT=out), repo)
    said = []
    if os.path.exists(out):
        with open(out, encoding="utf-8") as file:
            said = [json.loads(line) for line in file]
    found = [v for what, v in said if what == "found"]
    lines = [v for what, v in said if what == "line"]
    ok(any(v[:5] == [os.path.basename(FILE), 3, 1, 12, "e"] for v in found),
       "Vim jumps to what kncheck finds, by columns of the screen", said, why)
    ok(lines == ["hoc_van: tieu-hoc", "gioi_tinh: "], "Vim completes", said,
       why)


def check_emacs(ok, env, repo, folder):
    """By the very lines of the manual."""
    write(repo, RECORD)
    with open(os.path.join(ROOT, "tools", "knlsp.1"),
              encoding="utf-8") as file:
        lines = re.search(r"^\(with-eval-after-load.*?^\.Ed", file.read(),
                          re.M | re.S).group(0)[:-len(".Ed")]
    home = os.path.join(folder, "emacs")
    os.mkdir(home)
    init = os.path.join(home, "init.el")
    with open(init, "w", encoding="utf-8") as file:
        file.write(lines)
    out, why = run(["emacs", "--batch", "--no-init-file",
                    "--funcall", "package-initialize", "--load", init,
                    "--load", os.path.join(HERE, "editor.el"), FILE],
                   dict(env, HOME=home), repo)
    said = [json.loads(line) for line in out.splitlines()
            if line.startswith("[")]
    found = [v for what, v in said if what == "diagnostic"]
    ok(any(v[:2] == [3, 11] and "8/3/1999" in v[2] for v in found),
       "Emacs shows what is wrong, at its column", out, why)
    ok(any(what == "item" and v.startswith("gioi_tinh") for what, v in said),
       "Emacs completes", out, why)
    ok(["gone", True] in said, "Emacs shows that it was mended", out, why)


def check_client(ok, env, repo, binaries, modules):
    write(repo, RECORD)
    out, why = run(["node", os.path.join(HERE, "client.js"),
                    os.path.join(binaries, "knlsp"), repo, FILE],
                   dict(env, NODE_PATH=modules), repo)
    ok(out.startswith("["), "the library for clients speaks with knlsp", why)
    for good, name, got in json.loads(out or "[]"):
        ok(good, "the library for clients: " + name, got)


def check_extension(ok, env, repo, vsix, binaries):
    with open(os.path.join(EDITORS, "vscode", "package.json"),
              encoding="utf-8") as file:
        ours = json.load(file)
    with zipfile.ZipFile(vsix) as packed:
        names = set(packed.namelist())
        theirs = json.loads(packed.read("extension/package.json"))
        manifest = xml.fromstring(packed.read("extension.vsixmanifest"))
    ok(all(theirs.get(key) == ours[key] for key in ours),
       "the extension is packed as it is written", theirs)
    ok({"extension/extension.js", "extension/LICENSE.txt"} <= names and any(
        n.startswith("extension/node_modules/vscode-languageclient/lib/")
        for n in names), "the extension holds all that it needs",
       sorted(names)[:20])
    who = manifest.find(".//{*}Identity").attrib
    ok((who["Id"], who["Publisher"], who["Version"]) ==
       ("ketnap", ours["publisher"], ours["version"]),
       "the manifest says whose extension it is", who)
    with open(os.path.join(ROOT, "tools", "lib", "base", "install.h"),
              encoding="utf-8") as file:
        ok(f'"{ours["version"]}"' in file.read(),
           "the extension has the version of the tools", ours["version"])
    _, why = run(["node", "--check", os.path.join(EDITORS, "vscode",
                                                  "extension.js")], env, repo)
    ok(not why, "the extension is a program", why)
    write(repo, RECORD)
    out, _ = run([os.path.join(binaries, "kncheck"), FILE], env, repo)
    pattern = ours["contributes"]["problemMatchers"][0]["pattern"]["regexp"]
    match = [re.match(pattern, line) for line in out.splitlines()]
    ok(match and all(match) and any(
        (m[1], m[2], m[3], m[6]) == (FILE, "3", "12", "value-date")
        for m in match), "the problem matcher reads what kncheck says", out)


def check(ok, binaries, modules, vsix):
    env = {"PATH": binaries + ":" + os.environ["PATH"], "HOME": "/nonexistent",
           "LC_ALL": "C.UTF-8", "KN_LANG": "en", "KN_TODAY": "2021-06-30",
           "TERM": "dumb"}
    folder = tempfile.mkdtemp()
    repo = os.path.join(folder, "repo")
    try:
        make_repository(repo)
        check_neovim(ok, env, repo)
        check_vim(ok, env, repo, folder)
        check_emacs(ok, env, repo, folder)
        check_client(ok, env, repo, binaries, modules)
        check_extension(ok, env, repo, vsix, binaries)
    finally:
        shutil.rmtree(folder)
