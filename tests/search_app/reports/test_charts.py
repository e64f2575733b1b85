"""Charts: the same figures drawn, described and in a table."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from search_app.reports.charts import WIDTH, Bar, bar_chart, count_bars, stacked_chart
from search_app.reports.words import percent


def test_a_chart_says_its_figures_in_its_description_and_its_table() -> None:
    chart = bar_chart("k", "Titre", ("Nature", "Fiches"), count_bars({"Page": 3, "Vidéo": 12}))
    assert chart.rows == (("Vidéo", "12"), ("Page", "3"))
    drawing = ElementTree.fromstring(str(chart.svg))
    assert drawing.findtext("title") == "Titre"
    assert drawing.findtext("desc") == "Vidéo : 12 ; Page : 3"
    assert [float(bar.attrib["width"]) for bar in drawing.iterfind("rect[@class='fill']")] == [
        WIDTH,
        WIDTH / 4,
    ]


def test_what_is_hostile_in_a_label_is_escaped() -> None:
    chart = bar_chart("k", "<b>", ("a", "b"), [Bar("<script>&", 1.0, '"><i>')])
    drawing = ElementTree.fromstring(str(chart.svg))
    assert [text.text for text in drawing.iterfind("text")] == ["<script>&", '"><i>']
    assert drawing.find("script") is None


def test_a_chart_without_figures_says_why() -> None:
    chart = bar_chart("k", "Titre", ("a", "b"), (), empty="Non vérifié.")
    assert (chart.svg, chart.empty) == (None, "Non vérifié.")


def test_a_stack_has_a_column_for_each_part_that_is_used() -> None:
    lines = [("n° 1", {"new": 30}), ("n° 2", {"gone": 1, "new": 2})]
    chart = stacked_chart(
        "k", "T", "Moisson", {"new": "nouvelles", "error": "x", "gone": "disparues"}, lines
    )
    assert chart.head == ("Moisson", "nouvelles", "disparues")
    assert chart.rows == (("n° 1", "30", "0"), ("n° 2", "2", "1"))


@given(st.floats(0, 1))
def test_a_share_is_never_rounded_up_to_a_whole(share: float) -> None:
    assert (percent(share) == "100 %") == (share > 1 - 1e-12)
