"""How well the guards tell Arabic and other languages from Urdu, on a corpus that marks them.

    python benchmarks/guards.py PATH/text [LANGUAGE=FILE ...] [--half tuned|held-out] [--skip N] [--show]

PATH/text is the folder of XML files of the Makhzan corpus (github.com/zeerakahmed/makhzan), which puts what is not Urdu
into <annotation>. Documents are dealt into two halves by a fixed seed: the word tables were counted and the
thresholds tuned on the one; figures are reported on the other. Its Urdu lines are also read as if they came from an
Arabic keyboard. Further files (one sentence a line) are read as text in another language, in which no letter may
change (with ``--join 5`` five of them as one paragraph); with ``Urdu=FILE`` as Urdu, of which hardly anything may be
guarded from either keyboard.
"""

from __future__ import annotations

import argparse
import html
import random
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from urdu_norm import MINIMAL, STANDARD, Normalizer, guards
from urdu_norm.profile import GUARDS
from urdu_norm.segment import WORD

TAG = re.compile(r"<(/?)([a-z-]+)([^>]*)>")
LANGUAGE = re.compile(r'"([^"]*)"')
SEED = 1
SAMPLE = 1500
URDU_LINES = 25_000

KEYBOARDS = {"ي ك ه": str.maketrans("یکہ", "يكه"), "ي ك ه, also for ھ": str.maketrans("یکہھ", "يكهه")}

standard, minimal = Normalizer(STANDARD), Normalizer(MINIMAL)


class Line(NamedTuple):
    text: str
    spans: list[tuple[int, int, str]]


def half(folder: Path, which: str) -> list[Path]:
    files = sorted(folder.glob("*.xml"), key=lambda path: path.name)
    random.Random(SEED).shuffle(files)
    return files[::2] if which == "tuned" else files[1::2]


def lines(file: Path) -> Iterator[Line]:
    raw = unicodedata.normalize("NFC", file.read_text(encoding="utf-8"))
    body = raw[raw.find("<body>") + 6 : raw.find("</body>")]
    for line in body.split("\n"):
        line = line.strip()
        text, spans, position = "", [], 0
        opened: tuple[int, str] | None = None
        for tag in TAG.finditer(line):
            text += html.unescape(line[position : tag.start()])
            position = tag.end()
            if tag[2] == "annotation":
                if tag[1] and opened:
                    spans.append((opened[0], len(text), opened[1]))
                    opened = None
                elif not tag[1]:
                    language = LANGUAGE.search(tag[3])
                    opened = len(text), language[1] if language else ""
        text += html.unescape(line[position:])
        if opened:
            spans.append((opened[0], len(text), opened[1]))
        if text.strip():
            yield Line(text, spans)


def changed_alone(span: str) -> bool:
    return standard(span).split() != minimal(span).split()


def changed_inside(line: str, start: int, end: int) -> bool:
    """Whether the span becomes another text where it stands than what MINIMAL makes of it there."""
    made = []
    for normalizer in (standard, minimal):
        explanation = normalizer.explain(line)
        low, high = explanation.to_target(start, end)
        made.append(explanation.text[low:high].split())
    return made[0] != made[1]


def guarded(line: str) -> list[guards.Span]:
    """The guarded stretches of words in a line."""
    if not any(guards.raises(chunk, GUARDS) for chunk in line.split(" ")):
        return []
    return [span for span in guards.find(line, GUARDS) if span.mode != "opaque"]


def from_keyboards(texts: list[str], show: bool) -> None:
    """Print how many lines are guarded only because they come from an Arabic keyboard."""
    clean = [text for text in texts if not guarded(text)]
    for title, letters in KEYBOARDS.items():
        count = dict.fromkeys(("arabic", "language"), 0)
        lines = 0
        for text in clean:
            typed = text.translate(letters)
            found = guarded(typed)
            lines += bool(found)
            for span in found:
                count[span.name] = count.get(span.name, 0) + 1
            if show and found:
                print("  ", [(span.name, typed[span.start : span.end]) for span in found], "|", text[:80])
        print(
            f"  in {title}: {lines} more of {len(texts)} lines get one ({lines / max(len(texts), 1):.2%}); stretches: {count}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("samples", nargs="*", help="LANGUAGE=FILE")
    parser.add_argument("--half", choices=("tuned", "held-out"), default="held-out")
    parser.add_argument("--skip", type=int, default=0, help="leave out the first spans of the shuffled list")
    parser.add_argument(
        "--join", type=int, default=1, help="read so many lines of a file as one: paragraphs of sentences"
    )
    parser.add_argument("--show", action="store_true", help="print what went wrong")
    options = parser.parse_intermixed_args()  # samples may follow the options
    every = [line for file in half(options.folder, options.half) for line in lines(file)]

    spans = [(line, *span) for line in every for span in line.spans if span[2] in ("ar", "fa")]
    for language in ("ar", "fa"):
        sample = [span for span in spans if span[3] == language and WORD.search(span[0].text[span[1] : span[2]])]
        random.Random(SEED).shuffle(sample)
        sample = sample[options.skip : options.skip + SAMPLE]
        wrong_alone = [line.text[start:end] for line, start, end, _ in sample if changed_alone(line.text[start:end])]
        wrong_inside = [
            (line.text, start, end) for line, start, end, _ in sample if changed_inside(line.text, start, end)
        ]
        for title, wrong in (("alone", len(wrong_alone)), ("in its line", len(wrong_inside))):
            print(f"{language} spans {title}: {wrong} of {len(sample)} changed ({wrong / max(len(sample), 1):.2%})")
        if options.show:
            for text in wrong_alone:
                print("  alone:", text, "->", standard(text))
            for text, start, end in wrong_inside:
                print("  in line:", text[max(0, start - 20) : start], "[", text[start:end], "]", text[end : end + 10])

    urdu = [line.text for line in every if not line.spans and len(WORD.findall(line.text)) > 2]
    random.Random(SEED).shuffle(urdu)
    urdu = urdu[options.skip : options.skip + URDU_LINES]
    looked = kept = words = 0
    for text in urdu:
        if any(guards.raises(chunk, GUARDS) for chunk in text.split(" ")):
            looked += 1
            found = guarded(text)
            kept += bool(found)
            words += sum(len(WORD.findall(text[span.start : span.end])) for span in found)
            if options.show and found:
                for span in found:
                    before, inside, after = text[: span.start], text[span.start : span.end], text[span.end :]
                    print(f"  {span.name} ({span.mode}):", before[-25:], "[", inside, "]", after[:15])
    foreign = sum(guards.is_foreign(match.group(), GUARDS) for text in urdu for match in WORD.finditer(text))
    print(
        f"Urdu lines: {len(urdu)}; looked at {looked} ({looked / len(urdu):.2%}); with a guarded stretch {kept}"
        f" ({kept / len(urdu):.3%}), {words} words in them; words kept as foreign {foreign}"
    )

    from_keyboards(urdu, options.show)

    for sample in options.samples:
        language, _, name = sample.partition("=")
        texts = [
            unicodedata.normalize("NFC", text)
            for text in Path(name).read_text(encoding="utf-8").split("\n")
            if text.strip()
        ]
        texts = [" ".join(texts[k : k + options.join]) for k in range(0, len(texts), options.join)]
        if language == "Urdu":
            print(f"{name}: {sum(bool(guarded(text)) for text in texts)} of {len(texts)} lines with a guarded stretch")
            from_keyboards(texts, options.show)
            continue
        wrong_lines = [text for text in texts if WORD.findall(standard(text)) != WORD.findall(minimal(text))]
        words = sum(len(WORD.findall(text)) for text in texts)
        edits = sum(
            bool(WORD.search(text[edit.start : edit.end] + edit.new))
            for text in wrong_lines
            for edit in standard.explain(text).edits
        )
        print(f"{language}: {len(wrong_lines)} of {len(texts)} lines changed; {edits} edits in {words} words")
        if options.show:
            for text in wrong_lines[:40]:
                old, new = WORD.findall(minimal(text)), WORD.findall(standard(text))
                print("  ", text, "|", [(a, b) for a, b in zip(old, new, strict=False) if a != b][:6])


if __name__ == "__main__":
    main()
