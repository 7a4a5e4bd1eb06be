"""Languages, as sources write them."""

from __future__ import annotations

import pytest

from coterie.graph.names.languages import _known, language_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("en", "en"), ("EN", "en"), ("eng", "en"), ("ENG", "en"), ("English", "en"), ("en-US", "en"), ("en_GB", "en"),
        ("ger", "de"), ("deu", "de"), ("German", "de"), ("fre", "fr"), ("fra", "fr"), ("chi", "zh"), ("zho", "zh"),
        ("zh-Hans-CN", "zh"), ("pt-BR", "pt"), ("dut", "nl"), ("scr", "hr"), ("Norwegian Bokmål", "nb"),
        (" spa ", "es"),
        ("mul", None), ("und", None), ("", None), (None, None), ("-", None), ("Klingon", None), ("x" * 99, None),
        ("en de", None),
    ],
)  # fmt: skip
def test_language(text: str | None, code: str | None) -> None:
    assert language_code(text) == code


def test_every_code_is_known() -> None:
    codes = set(_known().values())
    assert len(codes) == 184
    assert all(language_code(code) == code and len(code) == 2 for code in codes)
