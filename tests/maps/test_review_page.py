"""The page of a review: inert, self-contained, the same bytes, and of use in a real browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from map_data import HOSTILE

from coterie.graph.identity.describing import CoAuthor, Side, Work
from coterie.graph.identity.overridefile import parse_overrides
from coterie.graph.identity.reviewing import Doubt, Review
from coterie.graph.maps.review_page import render

NAMES = (*HOSTILE, '"><img src=x onerror=alert(9)>', "</textarea></title><svg onload=alert(10)>", "Wei Wang\u2066 gnaW")


def side(number: int, name: str, works: int = 3, records: bool = False) -> Side:
    said = {f"src:p{number}{i}" + ("" if records else "#1"): name for i in range(works)}
    papers = tuple(Work(f"doi:10.1/{number}{i}", f"On {name}", 2020 - i, name) for i in range(works))
    others = (CoAuthor(name, 3, True), CoAuthor("Bo An", 1, False))
    return Side(said, f"author-{number}", (name, "W. Wang"), papers, works, (2018, 2020), (name,), others, 40,
                (f"orcid:{name}",))  # fmt: skip


def doubt(number: int, name: str, decided: str = "same", about: str = "mentions") -> Doubt:
    records = about == "papers"
    sides = (side(2 * number, name, records=records), side(2 * number + 1, name, 1, records=records))
    return Doubt(about, decided, *sides, 0.5 - number / 10, 3, 8, (("names", 2.0), ("no shared co-author", -1.5)))


def hostile() -> Review:
    doubts = [doubt(i, name, ("same", "different")[i % 2]) for i, name in enumerate(NAMES)]
    return Review((*doubts, doubt(50, NAMES[0], "different", "papers")), 99, cut=(NAMES[0], "wang y"))


def test_the_same_bytes_and_nothing_that_could_run() -> None:
    html = render(hostile(), title=NAMES[1])
    assert html == render(hostile(), title=NAMES[1])
    html.encode()
    found = re.findall(r"<script([^>]*)>(.*?)</script", html, re.S)
    assert [attributes for attributes, _ in found] == [' type="application/json" id="data"', ""]
    assert html.count("</script") == 2
    assert not re.search(r"<(img|svg|b>)", html)
    assert not re.search(r"[\u202a-\u202e\u2066-\u2069\x00\x1b]", html)
    assert not re.search(r"\b(style|on\w+)=", re.sub(r"<script.*", "", html.split("</style>")[1], flags=re.S).replace(
        "onerror=alert", "").replace("onload=alert", "").replace("onmouseover=", ""))  # fmt: skip
    assert not re.search(r"(src|href)=[\"']?(http|//)", html)
    code, style = found[1][1], html.split("<style>")[1].split("</style>")[0]
    policy = html.split('http-equiv="Content-Security-Policy" content="')[1].split('"')[0].replace("&#39;", "'")
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (code, style)]
    assert policy.startswith(f"default-src 'none'; script-src 'sha256-{hashes[0]}'; style-src 'sha256-{hashes[1]}'; ")


def test_the_answers_on_the_page_are_corrections() -> None:
    review = hostile()
    html = render(review)
    given = json.loads(html.split('id="data">')[1].split("</script")[0])
    assert [each["id"] for each in given] == [d.id for d in review.doubts]
    for each, asked in zip(given, review.doubts, strict=True):
        for answer in ("same", "different"):
            if "\ud800" in asked.one.names[0]:  # no file can hold it
                continue
            [read] = parse_overrides(each[answer], "x.yaml")
            assert read.content == asked.answered(answer).content


def test_what_it_says() -> None:
    html = render(Review((doubt(1, "Wei Wang"), doubt(2, "On Graphs", "different", "papers")), 7))
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html.split("<main>")[1].split("</main>")[0]))
    for said in ("1 Are these one person?", "Now one person, which is wrong with 40%", "3 papers and 8 links",
                 "Wei Wang · W. Wang", "3 papers, 2018–2020", "With Wei Wang (3), Bo An (1) and 38 more",
                 "For it: names +2.0.", "Against it: no shared co-author −1.5.", "2 Are these one paper?",
                 "Now two papers", "By On Graphs, W. Wang", "src:p40"):  # fmt: skip
        assert said in text
    assert "Nothing is doubtful." in render(Review((), 0))
    assert "<footer>" not in render(Review((), 0))


@pytest.fixture
def show(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens a review without a network and, at the end, demands that nothing went wrong on it."""
    wrong: list[str] = []
    contexts: list[Any] = []

    def open_page(review: Review, **options: Any) -> Any:
        file = tmp_path / "review.html"
        file.write_bytes(render(review, title=NAMES[2]).encode())
        context = chromium.new_context(offline=True, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: wrong.append(r.url) if r.url.startswith(("http", "ws")) else None)
        page.on("dialog", lambda box: (wrong.append(box.message), box.dismiss()))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda m: wrong.append(m.text))
        page.goto(file.as_uri())
        page.wait_for_selector("body[data-ready]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.mark.browser
def test_answering_by_keys_and_mouse_and_saving(show: Callable[..., Any], tmp_path: Path) -> None:
    review = hostile()
    page = show(review)
    assert page.inner_text("h1") == NAMES[2]
    assert page.is_disabled("#save")
    for key in "sdxkjd":
        page.keyboard.press(key)
    page.locator("article").nth(5).get_by_label("Same").check()
    page.fill("#note", 'sd: Ørsted "says" 😀 \\ #1')
    assert page.inner_text("#count") == f"4 of {len(review.doubts)} answered"
    with page.expect_download() as waited:
        page.click("#save")
    waited.value.save_as(tmp_path / "ours.yaml")
    text = (tmp_path / "ours.yaml").read_text("utf-8")
    assert text == page.input_value("#yaml")
    read = parse_overrides(text, "ours.yaml")
    wanted = [review.doubts[i].answered(answer) for i, answer in ((0, "same"), (1, "different"), (3, "different"),
                                                                 (5, "same"))]  # fmt: skip
    assert [o.content for o in read] == [o.content for o in wanted]
    assert {o.note for o in read} == {'sd: Ørsted "says" 😀 \\ #1'}
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert page.input_value("#yaml") == text


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_wide_and_narrow(show: Callable[..., Any], scheme: str) -> None:
    page = show(hostile(), color_scheme=scheme, viewport={"width": 390, "height": 800})
    colour = "() => getComputedStyle(document.body).backgroundColor"
    bright = sum(map(int, re.findall(r"\d+", page.evaluate(colour))[:3])) > 380
    assert bright == (scheme == "light")
    page.click("#theme")
    assert (sum(map(int, re.findall(r"\d+", page.evaluate(colour))[:3])) > 380) != bright
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    boxes = [page.locator("article section").nth(i).bounding_box() for i in (0, 1)]
    assert boxes[0]["x"] == boxes[1]["x"]
