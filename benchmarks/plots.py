"""Bar and line charts as plain SVG: no library, readable diffs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import log10

_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
    'font-family="sans-serif" font-size="13">\n<rect width="100%" height="100%" fill="#fff"/>\n'
)


def bars(title: str, unit: str, values: Mapping[str, float], own: Sequence[str]) -> str:
    """Return horizontal bars, the longest first; those named in ``own`` are set off by colour."""
    rows = sorted(values.items(), key=lambda row: -row[1])
    top = max(values.values())
    lines = [_HEAD.format(width=760, height=52 + 24 * len(rows))]
    lines.append(f'<text x="12" y="24" font-size="15" font-weight="bold">{escape(title)}</text>\n')
    for k, (name, value) in enumerate(rows):
        y = 40 + 24 * k
        colour = "#1b7837" if name in own else "#9aa4ad"
        lines.append(f'<text x="210" y="{y + 14}" text-anchor="end">{escape(name)}</text>\n')
        lines.append(
            f'<rect x="218" y="{y + 2}" width="{max(1, round(430 * value / top))}" height="17" fill="{colour}"/>\n'
        )
        lines.append(f'<text x="{224 + round(430 * value / top)}" y="{y + 15}">{value:.3g} {escape(unit)}</text>\n')
    return "".join([*lines, "</svg>\n"])


def curves(title: str, across: str, up: str, series: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Return curves over a logarithmic axis."""
    points = [point for curve in series.values() for point in curve]
    low, high = log10(min(x for x, _ in points)), log10(max(x for x, _ in points))
    top = max(y for _, y in points) * 1.1
    lines = [_HEAD.format(width=760, height=400)]
    lines.append(f'<text x="12" y="24" font-size="15" font-weight="bold">{escape(title)}</text>\n')

    def place(x: float, y: float) -> tuple[float, float]:
        return 70 + 560 * (log10(x) - low) / ((high - low) or 1), 340 - 280 * y / top

    for k in range(5):
        x, y = 70, 340 - 70 * k
        lines.append(
            f'<line x1="{x}" y1="{y}" x2="630" y2="{y}" stroke="#ddd"/>'
            f'<text x="62" y="{y + 4}" text-anchor="end">{top * k / 4:.3g}</text>\n'
        )
    for decade in range(round(low), round(high) + 1):
        x, _ = place(10**decade, 0)
        lines.append(f'<text x="{x:.0f}" y="360" text-anchor="middle">1e{decade}</text>\n')
    lines.append(
        f'<text x="350" y="385" text-anchor="middle">{escape(across)}</text><text x="12" y="48">{escape(up)}</text>\n'
    )
    colours = ("#1b7837", "#2166ac", "#9aa4ad", "#d6604d", "#762a83")
    for (name, curve), colour in zip(series.items(), colours, strict=False):
        path = " ".join(f"{x:.0f},{y:.0f}" for x, y in (place(*point) for point in curve))
        x, y = place(*curve[-1])
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>\n')
        lines.append(f'<text x="{x + 6:.0f}" y="{y + 4:.0f}" fill="{colour}">{escape(name)}</text>\n')
    return "".join([*lines, "</svg>\n"])
