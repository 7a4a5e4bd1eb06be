"""The page in a real browser: nothing leaves it, nothing breaks it, and it does what it says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from map_data import HOSTILE, assemble, hostile, made

from coterie.graph.maps.data import MapData
from coterie.graph.maps.draw import draw_data

pytestmark = pytest.mark.browser
DESK = {"width": 1280, "height": 800}


@dataclass
class Seen:
    """A page, and what it did that it should not."""

    page: Any
    wrong: list[str] = field(default_factory=list)

    def run(self, script: str, value: Any = None) -> Any:
        return self.page.evaluate(script, value)

    def body(self, name: str) -> str | None:
        """A data attribute of the body."""
        found: str | None = self.run("name => document.body.dataset[name] ?? null", name)
        return found

    def type(self, text: str) -> None:
        self.page.fill("#q", "")
        self.page.type("#q", text)
        self.page.keyboard.press("Enter")

    def click_map(self, at: dict[str, float]) -> None:
        """A click where nothing but the map is; long enough after the last not to be a double click."""
        self.page.wait_for_timeout(310)
        self.page.mouse.click(at["x"], at["y"])
        self.page.wait_for_timeout(50)


@pytest.fixture
def show(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., Seen]]:
    """Opens a map and, at the end, demands that nothing went wrong on it."""
    opened: list[tuple[Any, Seen]] = []

    def open_page(data: MapData, anchor: str = "", **context: Any) -> Seen:
        options: dict[str, Any] = {"viewport": DESK, "reduced_motion": "reduce"} | context
        made_context = chromium.new_context(**options)
        seen = Seen(made_context.new_page())
        opened.append((made_context, seen))
        file = tmp_path / f"map{len(opened)}.html"
        file.write_bytes(page(data))

        def route(handler: Any) -> None:
            if handler.request.url.split("#")[0] == file.as_uri():
                handler.continue_()
            else:
                seen.wrong.append(f"request {handler.request.url}")
                handler.abort()

        def dialog(box: Any) -> None:
            seen.wrong.append(f"dialog {box.message}")
            box.dismiss()

        made_context.route("**/*", route)
        seen.page.on("dialog", dialog)
        seen.page.on("pageerror", lambda error: seen.wrong.append(f"error {error}"))
        seen.page.on("console", lambda m: seen.wrong.append(f"{m.type} {m.text}") if m.type != "log" else None)
        seen.page.goto(file.as_uri() + anchor)
        seen.page.wait_for_selector("body[data-ready]")
        return seen

    yield open_page
    for made_context, _ in opened:
        made_context.close()
    assert [seen.wrong for _, seen in opened if seen.wrong] == []


_PAGES: dict[int, tuple[MapData, bytes]] = {}


def page(data: MapData) -> bytes:
    """The page of some data, drawn once."""
    if id(data) not in _PAGES:
        _PAGES[id(data)] = data, draw_data(data, title="Map <b>of</b> tests").encode()
    return _PAGES[id(data)][1]


@cache
def large() -> MapData:
    """Two thousand authors: the map opens with a disc for each community."""
    return made(2000, seed=5)


@cache
def middle() -> MapData:
    """Three hundred authors: all at once."""
    return made(300, seed=2)


@cache
def small() -> MapData:
    """Five people; the pair of the first two has three papers, one shared with the third."""
    names = ["Łucja Żółć-García", "José Nguyễn", "李明", "Ingrid Ek", "Solo Writer"]
    papers = [[0, 1], [0, 1, 2], [0, 1], [2, 3], [4]]
    return assemble(papers, [2018, 2020, 2022, 2021, 2019], names, [0, 0, 0, 0, 1])


@pytest.mark.parametrize(
    ("typed", "key"),
    [("lucja zolc garcia", "p-00000"), ("ŻÓŁĆ", "p-00000"), ("nguyen, jose", "p-00001"), ("liming", "p-00002"),
     ("ingrid", "p-00003")],
)  # fmt: skip
def test_typing_a_name_without_accents_selects_that_person(show: Callable[..., Seen], typed: str, key: str) -> None:
    seen = show(small())
    seen.type(typed)
    assert seen.body("selected") == key
    assert f"person={key}" in seen.run("location.hash")
    assert seen.page.inner_text("#detail h2") == {p.id: p.name for p in small().people}[key]


def test_every_person_of_a_large_map_is_found_by_name(show: Callable[..., Seen]) -> None:
    seen = show(large())
    for number in (7, 700, 1999):
        key = f"p-{number:05d}"
        rank = seen.run(
            "key => coterie.find(coterie.people.find(p => p.key === key).name, 99).map(i => coterie.people[i].key)", key
        )
        assert key in rank
        seen.run("key => coterie.select(key)", key)
        assert seen.body("selected") == key
        assert seen.run(
            "key => { const p = coterie.point(key); return p.x > 0 && p.x < 950 && p.y > 50 && p.y < 720 }", key
        )
        assert int(seen.body("marks") or 0) <= 1500


def test_a_click_on_a_link_shows_exactly_its_papers(show: Callable[..., Seen]) -> None:
    data = small()
    seen = show(data)
    for link in data.links:
        a, b = data.people[link.a].id, data.people[link.b].id
        ends = [seen.run("key => coterie.point(key)", key) for key in (a, b)]
        near, far = ends
        seen.click_map({"x": near["x"] * 0.42 + far["x"] * 0.58, "y": near["y"] * 0.42 + far["y"] * 0.58})
        assert json.loads(seen.body("link") or "[]") == [a, b]
        assert seen.body("linkPapers") == str(len(link.papers))
        expected = {data.works[w].id for w in link.papers}
        assert set(json.loads(seen.page.get_attribute("#link-papers", "data-papers"))) == expected
        assert (
            set(seen.run("[...document.querySelectorAll('#link-papers > li')].map(li => li.dataset.paper)")) == expected
        )
        seen.page.keyboard.press("Escape")
        assert seen.body("link") is None


def test_clicks_on_people_and_on_nothing(show: Callable[..., Seen]) -> None:
    seen = show(small())
    seen.click_map(seen.run("coterie.point('p-00004')"))
    assert seen.body("selected") == "p-00004"
    seen.click_map({"x": 12.0, "y": 110.0})
    assert seen.body("selected") is None


def test_hostile_texts_stay_text(show: Callable[..., Seen]) -> None:
    data = hostile()
    seen = show(data)
    structure = "['script', 'img, iframe, object, [onload]'].map(s => document.querySelectorAll(s).length)"
    assert seen.run(structure) == [6, 0]
    assert seen.page.title() == "Map <b>of</b> tests"
    for mode in ("topic", "affiliation", "community"):
        seen.page.select_option("#c-colour", mode)
    for number in range(len(HOSTILE)):
        seen.run("key => coterie.select(key)", seen.run(f"coterie.people[{number}].key"))
        assert seen.page.inner_text("#detail h2").strip() == seen.run(f"coterie.people[{number}].name").strip()
    seen.page.fill("#q", "script")
    seen.run("coterie.link(coterie.people[0].key, coterie.people[1].key)")
    seen.page.mouse.move(**seen.run("coterie.point(coterie.people[2].key)"))
    seen.page.click("#b-table")
    links = seen.run(
        "[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href')).filter(h => h !== '#panel')"
    )
    assert all(link.startswith("https://example.org/ok?a=%22%3E%3Cscript%3E") for link in links)
    drawing = seen.run("coterie.svg()")
    assert "<script" not in drawing
    assert "<img" not in drawing
    assert (
        seen.run("new DOMParser().parseFromString(coterie.svg(), 'image/svg+xml').querySelector('parsererror')") is None
    )
    assert seen.run(structure) == [6, 0]
    shown = seen.page.inner_text("body")
    assert not any(c in shown for c in "\u202e\u202c\u2066\u2069\x1b")
    assert "{{ 7*7 }}" in seen.run("coterie.people.map(p => p.name).join('|')")


def test_opening_communities_never_draws_too_much(show: Callable[..., Seen]) -> None:
    seen = show(large())
    views = seen.run("coterie.views.length")
    assert views > 5
    for number in (0, *range(1, views, 4), views - 1):
        seen.run("n => coterie.open(n)", number)
        assert 0 < seen.run("coterie.marks()") <= 1500
        assert seen.body("marks") == str(seen.run("coterie.marks()"))
    seen.run("coterie.open(0)")
    child = seen.run("coterie.views[0].children[0]")
    seen.click_map(seen.run("n => coterie.point('g' + n)", child))
    assert seen.body("view") == str(child)
    assert seen.page.locator("#crumb li").count() == 2
    seen.page.click("#crumb button >> nth=0")
    assert seen.body("view") == "0"


def test_a_link_between_communities_shows_the_papers_that_join_them(show: Callable[..., Seen]) -> None:
    data = large()
    seen = show(data)
    line = seen.run("coterie.lines().sort((a, b) => b.joint - a.joint)[0]")
    ends = [seen.run("id => coterie.point(id)", line[side]) for side in ("from", "to")]
    seen.run("n => { const l = coterie.lines().find(l => l.from === n.from && l.to === n.to); coterie.line(l) }", line)
    papers = {data.works[w].id for e in line["edges"] for w in data.links[e].papers}
    assert set(json.loads(seen.page.get_attribute("#link-papers", "data-papers"))) == papers
    assert seen.body("linkPapers") == str(len(papers)) == str(line["joint"])
    assert len(ends) == 2


def test_filters_count_only_what_they_leave(show: Callable[..., Seen]) -> None:
    seen = show(small(), "#from=2020&to=2021")
    assert seen.body("marks") == "4"
    assert seen.page.inner_text("#t-label") == "2020–2021"
    seen.run("coterie.link('p-00000', 'p-00001')")
    assert seen.body("linkPapers") == "1"
    seen.page.click("#detail >> text=All years")
    assert seen.body("linkPapers") == "3"
    seen.page.keyboard.press("Escape")
    seen.run("const j = document.getElementById('c-joint'); j.value = 2; j.dispatchEvent(new Event('input'))")
    seen.page.wait_for_selector("body[data-marks='2']")
    assert seen.body("links") == "1"
    assert "joint=2" in seen.run("location.hash")


def test_path_between_two_people(show: Callable[..., Seen]) -> None:
    seen = show(small())
    seen.type("lucja")
    seen.page.click("#path-to")
    seen.page.type("#path-q", "ek")
    seen.page.keyboard.press("Enter")
    assert json.loads(seen.body("path") or "[]") == ["p-00000", "p-00002", "p-00003"]
    assert seen.page.locator(".path .name").count() == 3
    assert "path=p-00000&path=p-00003" in seen.run("location.hash")


def test_the_address_restores_what_was_shown(show: Callable[..., Seen]) -> None:
    data = middle()
    strongest = max(data.links, key=lambda link: (len(link.papers), -link.a))
    a, b = data.people[strongest.a].id, data.people[strongest.b].id
    seen = show(data, f"#link={a}&link={b}&colour=year&size=coauthors&theme=dark")
    assert json.loads(seen.body("link") or "[]") == [a, b]
    assert seen.run("[coterie.state.colour, coterie.state.size]") == ["year", "coauthors"]
    assert seen.body("theme") == "dark"
    seen.run(f"location.hash = '#person={b}&circle={b}'")
    seen.page.wait_for_selector("body[data-view='ego']")
    assert seen.body("selected") == b
    assert seen.body("marks") == str(1 + sum(strongest.b in (link.a, link.b) for link in data.links))
    seen.run("location.hash = '#view=99999&joint=-4&from=x&person=nobody&colour=<b>'")
    seen.page.wait_for_selector("body[data-view='0']")
    assert seen.body("selected") is None


def test_dark_and_light(show: Callable[..., Seen]) -> None:
    seen = show(small(), color_scheme="dark")
    assert seen.body("theme") == "dark"
    dark = seen.run("getComputedStyle(document.body).backgroundColor")
    seen.page.click("#b-theme")
    assert seen.body("theme") == "light"
    assert seen.run("getComputedStyle(document.body).backgroundColor") != dark


def test_table_view_and_keyboard(show: Callable[..., Seen]) -> None:
    data = small()
    seen = show(data)
    seen.page.click("#b-table")
    assert seen.page.locator("#table tbody tr").count() == len(data.people)
    seen.page.click("#table .tabs button >> nth=1")
    assert seen.page.locator("#table tbody tr").count() == len(data.links)
    seen.page.click("#table tbody tr:first-child button")
    assert json.loads(seen.body("link") or "[]") == ["p-00000", "p-00001"]
    seen.page.keyboard.press("Escape")
    seen.page.focus("#map")
    for key in ("ArrowRight", "ArrowDown", "Enter"):
        seen.page.keyboard.press(key)
    assert seen.body("selected") is not None
    seen.page.keyboard.press("Escape")
    assert seen.body("selected") is None
    seen.page.keyboard.press("/")
    assert seen.run("document.activeElement.id") == "q"


def test_pictures(show: Callable[..., Seen]) -> None:
    seen = show(middle())
    width = seen.run("coterie.png().then(b => createImageBitmap(b)).then(i => i.width)")
    assert width == 3200
    with seen.page.expect_download() as download:
        seen.page.click("#b-svg")
    assert download.value.suggested_filename == "map-b-of-b-tests.svg"


def test_no_one_and_one(show: Callable[..., Seen]) -> None:
    nobody = assemble([], [], [], [])
    seen = show(nobody)
    assert "no author to draw" in seen.page.inner_text("#empty")
    seen = show(assemble([[0]], [2020], ["Only One"], [0]))
    assert seen.body("marks") == "1"
    seen.type("only")
    assert seen.body("selected") == "p-00000"


def test_on_a_phone(show: Callable[..., Seen]) -> None:
    seen = show(middle(), viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    assert seen.run("document.getElementById('map').clientHeight") >= 480
    assert seen.run("document.documentElement.scrollWidth") <= 390
    seen.type("a")
    assert seen.body("selected") is not None
    assert seen.page.locator("#detail").bounding_box()["height"] <= 844 * 0.47
