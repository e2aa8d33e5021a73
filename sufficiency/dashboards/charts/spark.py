"""A line the size of a word, beside the number it leads to."""

from collections.abc import Sequence
from fractions import Fraction

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sufficiency.core.measure import Number

from .style import LINE, TARGET

WIDTH, HEIGHT, MARGIN = 120, 30, 4


def spark(values: Sequence[Number | None], aims: Sequence[Fraction | None]) -> SafeString:
    """Values and what they were held against, in the order of their days, evenly spaced; empty without two values.

    Hidden from those who do not see it: the cells beside it say the same.
    """
    known = [float(value) for value in [*values, *aims] if value is not None]
    if sum(value is not None for value in values) < 2:
        return SafeString("")
    low, high = min(known), max(known)
    across, up = (WIDTH - 2 * MARGIN) / (len(values) - 1), (HEIGHT - 2 * MARGIN) / ((high - low) or 1)

    def corners(series: Sequence[Number | None]) -> list[tuple[float, float]]:
        return [
            (round(MARGIN + across * place, 1), round(HEIGHT - MARGIN - up * (float(value) - low), 1))
            for place, value in enumerate(series)
            if value is not None
        ]

    line = corners(values)
    return format_html(
        '<svg class="app-spark" viewBox="0 0 {} {}" width="{}" height="{}" focusable="false" aria-hidden="true">{}'
        '<circle cx="{}" cy="{}" r="3" fill="{}"/></svg>',
        *(WIDTH, HEIGHT, WIDTH, HEIGHT),
        format_html_join(
            "",
            '<polyline points="{}" fill="none" stroke="{}" stroke-width="{}" stroke-dasharray="{}"/>',
            [
                (" ".join(f"{x},{y}" for x, y in drawn), *style)
                for drawn, style in ((corners(aims), (TARGET, 1.5, "4 3")), (line, (LINE, 2, "none")))
                if len(drawn) > 1
            ],
        ),
        *line[-1],
        LINE,
    )
