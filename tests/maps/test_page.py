"""The page as text: the same bytes, nothing that could run, hashes that match."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from map_data import HOSTILE, assemble, hostile, made

from coterie.graph.maps.data import MapData
from coterie.graph.maps.draw import draw_data, write_page
from coterie.graph.maps.page import SCRIPTS, TEMPLATE, script_safe
from coterie.graph.maps.text import clean, search_key, web_address
from coterie.graph.model.errors import MapError

SCRIPT = re.compile(r"<script([^>]*)>(.*?)</script", re.S)


def parts(html: str) -> tuple[list[str], dict[str, Any]]:
    """The scripts of a page, and its data by id."""
    found = SCRIPT.findall(html)
    code = [text for attributes, text in found if not attributes]
    data = {
        re.search(r'id="d-(\w+)"', attributes).group(1): json.loads(text)  # type: ignore[union-attr]
        for attributes, text in found
        if "application/json" in attributes
    }
    return code, data


def test_policy_names_exactly_the_scripts_and_the_style() -> None:
    html = draw_data(hostile())
    code, _ = parts(html)
    style = re.search(r"<style>(.*?)</style>", html, re.S)
    assert style is not None
    assert len(code) == 2
    policy = html.split('http-equiv="Content-Security-Policy" content="')[1].split('"')[0].replace("&#39;", "'")

    def hashed(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    assert policy == (
        f"default-src 'none'; script-src {hashed(code[0])} {hashed(code[1])}; style-src {hashed(style.group(1))}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def test_scripts_and_data_cannot_end_their_element() -> None:
    html = draw_data(hostile(), title=HOSTILE[1])
    assert len(SCRIPT.findall(html)) == html.count("</script") == 6
    assert "<img" not in html
    assert html.count("<h1>") == 1
    assert script_safe("a</script><!--b") == "a<\\/script><\\!--b"


def test_data_comes_back_whole() -> None:
    data = hostile().cleaned()
    _, found = parts(draw_data(hostile()))
    assert [n["name"] for n in found["nodes"]] == [p.name for p in data.people]
    assert [(e["from"], e["to"], tuple(e["p"])) for e in found["edges"]] == [(x.a, x.b, x.papers) for x in data.links]
    assert all(url is None or url.startswith("https://example.org/ok") for url in found["meta"]["works"]["url"])


def test_page_asks_nothing_of_the_network_and_sets_no_markup() -> None:
    for name in SCRIPTS:
        source = (TEMPLATE / name).read_text("utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\(|fetch\(|XMLHttp|import\(", source
        )
    html = draw_data(assemble([], [], [], []))
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", html)


def test_same_input_same_bytes() -> None:
    script = (
        "import hashlib; from map_data import made; from coterie.graph.maps.draw import draw_data; "
        "print(hashlib.sha256(draw_data(made(1520, seed=4), title='T').encode()).hexdigest())"
    )
    path = os.pathsep.join([str(Path(__file__).parent.parent), *sys.path])
    environments = (
        {"PYTHONHASHSEED": "1", "OMP_NUM_THREADS": "1", "LC_ALL": "C", "TZ": "UTC"},
        {"PYTHONHASHSEED": "77", "OMP_NUM_THREADS": "2", "TZ": "Asia/Tokyo"},
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script], env=os.environ | environment | {"PYTHONPATH": path}, text=True,
            stdout=subprocess.PIPE,
        )
        for environment in environments
    ]  # fmt: skip
    digests = {process.communicate()[0].strip() for process in running}
    assert digests == {hashlib.sha256(draw_data(made(1520, seed=4), title="T").encode()).hexdigest()}


def test_seed_and_options() -> None:
    data = made(60, seed=4)
    assert draw_data(data, seed=1) != draw_data(data, seed=2)
    assert parts(draw_data(data, colour="year", size="coauthors"))[1]["meta"]["colour"] == "year"
    with pytest.raises(MapError, match="no size 'weight'"):
        draw_data(data, size="weight")
    with pytest.raises(MapError, match="no colour"):
        draw_data(data, colour="<b>")


def test_writing(tmp_path: Path) -> None:
    html = draw_data(assemble([], [], [], []), title="Żółć 李明")
    file = write_page(tmp_path / "map.html", html)
    assert file.read_bytes().decode() == html
    assert [p.name for p in tmp_path.iterdir()] == ["map.html"]
    with pytest.raises(MapError, match="cannot write"):
        write_page(tmp_path / "absent" / "map.html", html)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://doi.org/10.1/x", "https://doi.org/10.1/x"), ("HTTP://a.org", "HTTP://a.org"),
        ("https://a.org/%20<b>\"'", "https://a.org/%20%3Cb%3E%22'"), ("https://a.org/ü", "https://a.org/%C3%BC"),
        (None, None), ("", None), ("https://", None), ("https://[x", None), ("//evil.org", None),
        ("javascript:alert(1)", None), (" java\nscript:alert(1)", None), ("data:text/html,x", None),
        ("https://u@evil.org", None), ("file:///etc/passwd", None),
    ],
)  # fmt: skip
def test_web_addresses(url: str | None, expected: str | None) -> None:
    assert web_address(url) == expected


def test_texts() -> None:
    assert clean(" a\u202eb\u2066c\u200d\n\td\x00 \ud800e ") == "abc\u200d d e"
    assert clean("\u200c") == "\u200c"
    assert search_key(["Plain Name"]) is None
    assert search_key(["Łukasz Żółć", "Ł. Żółć"]) == "lukasz zolc | l zolc"


def test_nobody_is_a_page_too() -> None:
    _, found = parts(draw_data(MapData([], [], [], metrics=assemble([], [], [], []).metrics)))
    assert found["nodes"] == []
    assert len(found["meta"]["views"]) == 1
