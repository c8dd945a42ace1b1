"""site_pages: the pages of 'knreport --site' in a browser. They are read on a small
and on a wide screen, in the dark, on paper, by keys alone and without scripts,
and axe-core, which knows what bars people with disabilities, finds nothing."""

import os
import re
import subprocess

from browser import Page

WIDTHS = 390, 1200, 2000
# The first page, a unit, and three reports.
PAGES = ("index.html", "don_vi.tam-quang.html", "ket_qua.html", "pheu.html",
         "theo_doi.html")
STATES = "ABCDEF"


def make(knreport, root, folder):
    subprocess.run([knreport, "-C", root, "--site", folder, "--lang", "vi",
                    "--today", "2021-06-30"], check=True, capture_output=True)
    return sorted(f for f in os.listdir(folder) if f.endswith(".html"))


def violations(page, axe):
    page.run(axe + ";0")
    return page.run("""axe.run(document, {resultTypes: ['violations']}).then(
        r => r.violations.map(v => v.id + ': ' + v.nodes[0].html))""")


def check_axe(ok, same, browser, folder, axe):
    for name in PAGES:
        for width in WIDTHS[:2]:
            page = Page(browser, os.path.join(folder, name), width=width)
            for scheme in "light", "dark":
                page.ask("Emulation.setEmulatedMedia", features=[
                    {"name": "prefers-color-scheme", "value": scheme}])
                same(violations(page, axe), [],
                     f"site, {name}, {width}, {scheme}: axe-core")
            page.close()
    page = Page(browser, os.path.join(folder, PAGES[0]))
    page.run("document.querySelector('svg').setAttribute("
             "'aria-labelledby', ''); document.querySelector('svg title')"
             ".remove(); document.documentElement.lang = ''")
    ok(len(violations(page, axe)) >= 2, "site, control: axe-core sees")
    page.close()


def check_looks(ok, same, browser, folder, pages, look):
    for name in pages:
        page = Page(browser, os.path.join(folder, name))
        same(page.trouble(), [], f"site, {name}: nothing is fetched")
        for width in WIDTHS:
            page.resize(width)
            same(page.run("document.documentElement.scrollWidth - "
                          "document.documentElement.clientWidth"), 0,
                 f"site, {name}: fits {width} pixels")
        for scheme in "light", "dark":
            page.ask("Emulation.setEmulatedMedia", features=[
                {"name": "prefers-color-scheme", "value": scheme}])
            seen = look(page)
            ok(seen["faintest"] >= 4.5 and seen["palest"] >= 3,
               f"site, {name}: contrast, {scheme}", seen["faintest"],
               seen["palest"])
        for chart in seen["charts"]:
            ok(chart["named"] and len(chart["desc"]) > 3 and chart["inside"],
               f"site, {name}: a chart has a name, and room", chart)
        page.close()


def check_states(ok, same, browser, folder):
    """Without colours a state is still told: by its letter and words, and no
    two edges of the key are alike."""
    page = Page(browser, os.path.join(folder, PAGES[0]))
    seen = page.run("""Array.from(document.querySelectorAll('.key > li'), e => {
        const s = getComputedStyle(e), c = s.borderLeftColor.match(/[\\d.]+/g)
            .map(Number);
        return [e.querySelector('b').textContent, s.borderLeftStyle,
            Math.round(0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2])];
        })""")
    same("".join(one[0] for one in seen), STATES, "site: a letter a state")
    for i, one in enumerate(seen):
        for two in seen[:i]:
            ok(one[1] != two[1] or abs(one[2] - two[2]) >= 40,
               f"site: {two[0]} and {one[0]} differ in grey", one, two)
    same(page.run("Array.from(document.querySelectorAll('.map > li')).every("
                  "e => e.querySelector('.state b'))"), True,
         "site: each unit has the letter of its state")
    page.close()


def focused(page):
    return page.run("""[document.activeElement.localName,
        document.activeElement.textContent,
        getComputedStyle(document.activeElement).outlineStyle]""")


def check_keys(ok, same, browser, folder):
    page = Page(browser, os.path.join(folder, PAGES[0]))
    page.key("Tab", 9)
    where = focused(page)
    same(where[0], "a", "site, keys: first a unit")
    ok(where[2] != "none", "site, keys: it shows where one is", where)
    page.browser.events = []
    page.ask("Input.dispatchKeyEvent", type="keyDown", key="Enter",
             windowsVirtualKeyCode=13, text="\r")
    page.browser.wait(page.session, "Page.loadEventFired")
    ok(where[1] in page.run("document.querySelector('h1').textContent"),
       "site, keys: Enter leads there", where)
    page.key("Tab", 9)
    same(focused(page)[0], "a", "site, keys: and a link leads back")
    page.close()


def check_search(ok, same, browser, folder):
    """The last table has every cell; words without marks find one."""
    page = Page(browser, os.path.join(folder, PAGES[0]))
    rows = "Array.from(document.querySelectorAll('table.data')).at(-1).rows"
    every = page.run(rows + ".length")
    page.click("Array.from(document.querySelectorAll('.filter input')).at(-1)")
    page.type("xuan loi tam quang")
    same(page.run(f"Array.from({rows}).slice(1).filter(r => !r.hidden).map("
                  "r => [r.cells[0].textContent, r.querySelector('a')"
                  ".getAttribute('href')])"),
         [["thôn Xuân Lợi", "don_vi.tam-quang.html"]],
         "site: a cell is found without marks, and leads to its commune")
    page.close()
    page = Page(browser, os.path.join(folder, PAGES[0]), script=False)
    same(page.run("document.querySelectorAll('input').length"), 0,
         "site, no script: no box that does nothing")
    same(page.run(f"Array.from({rows}).filter(r => r.checkVisibility())"
                  ".length"), every, "site, no script: the list is whole")
    page.close()


def check_paper(ok, browser, folder):
    path = os.path.join(folder, "site.pdf")
    for name, words in ((PAGES[0], ("Kết nạp", "xã Tam Quang", "chậm từ 10 %",
                                    "I-10 Thiếu người giúp đỡ")),
                        (PAGES[1], ("Đảng bộ xã Tam Quang", "Kết nạp"))):
        page = Page(browser, os.path.join(folder, name))
        page.pdf(path)
        page.close()
        text = " ".join(subprocess.run(
            ["pdftotext", "-layout", path, "-"], capture_output=True,
            check=True).stdout.decode().split())
        for word in words:
            ok(word in text, f"site, {name}: '{word}' is on paper")
    os.remove(path)


def check_links(same, folder, pages):
    for name in pages:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            links = re.findall(r'href="([^"]*)"', file.read())
        same([one for one in links if one not in pages], [],
             f"site, {name}: links lead to pages")


def check(ok, same, browser, look, root, knreport, axe, folder):
    with open(axe, encoding="utf-8") as file:
        axe = file.read()
    pages = make(knreport, root, folder)
    ok(len(pages) >= 18 + 13, "site: a page a unit and a report", pages)
    check_links(same, folder, pages)
    check_axe(ok, same, browser, folder, axe)
    check_looks(ok, same, browser, folder, PAGES, look)
    check_states(ok, same, browser, folder)
    check_keys(ok, same, browser, folder)
    check_search(ok, same, browser, folder)
    check_paper(ok, browser, folder)
