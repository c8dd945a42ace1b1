"""grey: fills of a drawing as a photocopier has them: what lies beside each
other must differ. The figures are those of the Web Content Accessibility
Guidelines: relative luminance, and a contrast of 3."""

import math
import re
import xml.etree.ElementTree as ET

LEAST = 3
NEAR = 4        # units between neighbours; groups of bars are further apart


def luminance(color):
    digits = color.lstrip("#")
    if len(digits) == 3:
        digits = "".join(d + d for d in digits)
    parts = [int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4
               for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a, b):
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)


def inside(x, y, dx, dy, size):
    """How much of a line lies in the tile."""
    first, last = 0, 1
    for at, step in (x, dx), (y, dy):
        if step:
            ends = sorted((-at / step, (size - at) / step))
            first, last = max(first, ends[0]), min(last, ends[1])
        elif not 0 <= at <= size:
            return 0
    return max(0, last - first) * math.hypot(dx, dy)


def covered(path, size):
    """The length of the lines in a tile. Paths have only M, l, h and v."""
    x = y = length = 0
    for letter, numbers in re.findall(r"([A-Za-z])([-\d. ]*)", path):
        n = [float(one) for one in numbers.split()]
        if letter == "M":
            x, y = n
            continue
        dx, dy = {"l": n, "h": n + [0], "v": [0] + n}[letter]
        length += inside(x, y, dx, dy, size)
        x, y = x + dx, y + dy
    return length


def tone(pattern):
    """The luminance of a pattern from afar: the mean over its area."""
    ground, marks = pattern.find("rect"), pattern.find("path")
    size = float(pattern.get("width"))
    share = covered(marks.get("d"), size) * \
        float(marks.get("stroke-width")) / size ** 2
    return (1 - share) * luminance(ground.get("fill")) + \
        share * luminance(marks.get("stroke"))


def marks(svg):
    """What is filled, in order: top, bottom, and luminance."""
    tones = {p.get("id"): tone(p) for p in svg.iter("pattern")}
    for e in svg.iter():
        if e.tag == "path" and e.get("class") == "f":
            ys = [float(y) for y in re.findall(r" (-?[\d.]+)H", e.get("d"))]
            yield min(ys), max(ys), luminance(e.get("fill"))
        elif e.tag == "g" and e.find("rect") is not None:
            rect = e.find("rect")
            fill = rect.get("fill") or e.get("fill")
            top = float(rect.get("y"))
            yield top, top + float(rect.get("height")), \
                tones[fill[5:-1]] if fill.startswith("url") else \
                luminance(fill)


def neighbours(html):
    """The contrast of each two fills that lie beside each other."""
    found = []
    for text in re.findall(r"<svg.*?</svg>", html, re.S):
        all_marks = list(marks(ET.fromstring(text)))
        for one, two in zip(all_marks, all_marks[1:]):
            if one[0] == two[0] or 0 <= two[0] - one[1] <= NEAR:
                found.append(contrast(one[2], two[2]))
    return found


def faint(html):
    return [round(c, 2) for c in neighbours(html) if c < LEAST]
