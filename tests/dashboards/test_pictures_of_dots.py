"""Charts as pictures of dots, for documents that hold no SVG: they know every shape that the painter writes."""

import io
import re
from pathlib import Path

from PIL import Image

from sufficiency.dashboards.charts import painting, raster
from sufficiency.dashboards.charts.chart import Chart, Table
from sufficiency.dashboards.charts.style import COLOURS, INK, bars, dots, figure, label, line, outline, ticks

BLUE, PURPLE, GREEN, BROWN = ((int(c[1:3], 16), int(c[3:5], 16), int(c[5:7], 16)) for c in COLOURS)
WHITE = (255, 255, 255)


def drawn() -> Image.Image:
    """All kinds of traces, shapes and words on 100 by 100 pixels, of which the frame has all."""
    pieces = figure(
        [
            outline([(0, 0), (20, 0), (20, 20), (0, 20)], COLOURS[1]),
            bars([30], [50], COLOURS[0], across=False, thickness=20),
            line([0, 100], [50, 50], COLOURS[2], dash="dash", width=4),
            dots([80], [20], COLOURS[3], size=12),
        ],
        height=100,
        margin=(0, 0, 0, 0),
        x={"range": [0, 100]},
        y={"range": [0, 100], **ticks([], [])},
        labels=[label(60, 80, "<b>Words</b>")],
        shapes=[
            {"type": "circle", "x0": 10, "x1": 30, "y0": 70, "y1": 90, "fillcolor": COLOURS[1], "line": {"color": INK}}
        ],
    )
    pieces["layout"]["margin"]["l"] = 0
    chart = Chart("chart-any", "Any", pieces, "It says something.", Table((), ()), width=100)
    return Image.open(io.BytesIO(raster.png_of(chart))).convert("RGB")


def test_every_shape_that_the_painter_writes_is_drawn() -> None:
    written = set(re.findall(r"'<(\w+) ", Path(painting.__file__).read_text()))
    assert written - {"svg", "g", "text"} == set(raster._SHAPES)


def test_picture_has_two_dots_for_each_pixel_and_each_thing_in_its_place() -> None:
    picture = drawn()
    assert picture.size == (200, 200)

    def at(x: int, y: int) -> tuple[int, ...]:
        """The colour at a value of both axes, upwards from the lower left."""
        found = picture.getpixel((2 * x, 199 - 2 * y))
        assert isinstance(found, tuple)
        return found

    assert (at(10, 10), at(50, 15), at(80, 20), at(20, 80)) == (PURPLE, BLUE, BROWN, PURPLE)
    assert at(95, 95) == WHITE
    along = [at(x, 50) for x in range(100)]
    assert GREEN in along
    assert WHITE in along  # between the dashes
    words = [at(x, y) for x in range(60, 99) for y in range(74, 86)]
    assert min(sum(each) for each in words) < 300


def test_picture_of_the_same_chart_is_the_same() -> None:
    assert drawn().tobytes() == drawn().tobytes()
