"""The HTML report: everything in one page, nothing unescaped, and it works in a browser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.cli.conftest import WRONG, Command

pytest.importorskip("jinja2")


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.marks: list[tuple[str, str, str]] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self._open: tuple[str, str] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        values = dict(attrs)
        self.links += [value for name in ("src", "href") if (value := values.get(name))]
        if tag in ("del", "ins", "mark"):
            self._open = (tag, values.get("title") or "")

    def handle_data(self, data: str) -> None:
        if self._open:
            self.marks.append((self._open[0], data, self._open[1]))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("del", "ins", "mark"):
            self._open = None


def test_the_page(command: Command) -> None:
    Path("a.txt").write_text(f'{WRONG}\n<script>alert(1)</script> زریعے & "x"\n')
    result = command("report", "a.txt", "-o", "r.html", "--title", "<خبر>")
    assert (result.code, result.err) == (0, "wrote r.html\n")
    text = Path("r.html").read_text()
    page = Page(text)
    assert '<html lang="ur" dir="rtl">' in text
    assert "Noto Nastaliq Urdu" in text
    assert "<title>&lt;خبر&gt;</title>" in text
    assert "alert(1)" in text
    assert "<script>alert" not in text
    assert page.links == []
    assert not re.search(r"https?://", text)
    assert ("del", "زریعے") in [mark[:2] for mark in page.marks]
    titles = {mark[1]: mark[2] for mark in page.marks if mark[0] == "ins"}
    assert titles["ذریعے"].startswith("زریعے becomes ذریعے\nwords/homophones: ")
    assert "U+0643 ARABIC LETTER KAF becomes U+06A9 ARABIC LETTER KEHEH" in titles["کے"]
    assert "svg" in page.tags
    assert '<b id="edits">5</b>' in text


def test_to_standard_output_and_of_nothing(command: Command) -> None:
    assert b"Nothing would change." in command("report", stdin="متن").out
    result = command("report", "missing.txt")
    assert result.code == 2
    assert result.out.startswith(b"<!DOCTYPE html>")


def test_many_lines_are_counted_but_not_all_shown(command: Command) -> None:
    text = command("report", "--max-lines", "3", stdin="زریعے\n" * 10).text
    assert text.count('<article class="entry"') == 3
    assert '<b id="edits">10</b>' in text
    assert "7 more lines" in text


def test_data_formats(command: Command) -> None:
    text = command("report", "--input-format", "jsonl", "--field", "t", stdin='{"t": "زریعے"}').text
    assert "&lt;stdin&gt;:1 t" in text


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PROBE = """
<script>
addEventListener("load", () => {
  const shown = () => [...document.querySelectorAll(".entry")].filter(one => !one.hidden && one.offsetHeight > 0).length;
  const found = { all: shown(), dir: getComputedStyle(document.body).direction, font: getComputedStyle(document.body).fontFamily };
  const select = document.getElementById("rule");
  select.value = "words/dots"; select.dispatchEvent(new Event("change"));
  found.filtered = shown(); found.count = document.getElementById("shown").textContent;
  found.faded = getComputedStyle(document.querySelector(".entry:not([hidden]) del:not(.hit)")).opacity;
  document.getElementById("reset").click();
  found.reset = shown();
  document.querySelector('svg .row[data-class="characters"]').dispatchEvent(new MouseEvent("click"));
  found.byclass = shown(); found.selected = select.value;
  document.querySelector('svg .row[data-class="characters"]').dispatchEvent(new MouseEvent("click"));
  found.again = shown();
  const bars = [...document.querySelectorAll('svg[data-chart="rule"] rect.bar')].map(bar => bar.getBBox().width);
  found.bars = bars.length; found.sorted = bars.every((width, k) => !k || width <= bars[k - 1]);
  const pair = document.querySelector(".pair").children;
  found.before_is_right = pair[0].getBoundingClientRect().left > pair[1].getBoundingClientRect().left;
  found.wide = document.documentElement.scrollWidth > innerWidth;
  const out = document.createElement("pre"); out.id = "probe"; out.textContent = JSON.stringify(found); document.body.append(out);
});
</script>
"""


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_in_a_browser(command: Command, tmp_path: Path) -> None:
    assert CHROMIUM
    Path("a.txt").write_text(f"{WRONG}\nنطر\nزریعے\nكتاب\n")
    assert command("report", "a.txt", "-o", "r.html").code == 0
    page = Path("r.html").read_text().replace("</body>", f"{PROBE}</body>")
    Path("probe.html").write_text(page)
    flags = (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
        "--disable-component-update --disable-sync --window-size=1200,900 --virtual-time-budget=3000 --dump-dom"
    )
    made = subprocess.run(
        [CHROMIUM, *flags.split(), f"--user-data-dir={tmp_path / 'profile'}", f"file://{tmp_path / 'probe.html'}"],
        capture_output=True,
        timeout=120,
        check=True,
    )
    probe = re.search(r'<pre id="probe">(.*?)</pre>', made.stdout.decode())
    assert probe, made.stderr.decode()[-2000:]
    found = json.loads(probe[1].replace("&quot;", '"').replace("&amp;", "&"))
    font = found.pop("font")
    assert font.startswith('"Noto Nastaliq Urdu"')
    assert found == {
        "all": 4,
        "dir": "rtl",
        "filtered": 2,
        "count": "2",
        "faded": "0.35",
        "reset": 4,
        "byclass": 2,
        "selected": "characters/",
        "again": 4,
        "bars": 4,
        "sorted": True,
        "before_is_right": True,
        "wide": False,
    }
