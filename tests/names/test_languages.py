"""Names and codes of languages."""

from __future__ import annotations

import pytest

from coterie.graph.names import languages
from coterie.graph.names.languages import language_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("English", "en"), ("ENGLISH ", "en"), ("en", "en"), ("eng", "en"), ("en-US", "en"), ("en_GB", "en"),
        ("zh-Hans", "zh"), ("Serbo-Croatian", "sh"), ("Norwegian Bokmål", "nb"), ("Greek, Modern", "el"),
        ("fre", "fr"), ("fra", "fr"), ("Chinese (Simplified)", "zh"), ("ngerman", "de"),
        ("", None), (None, None), ("und", None), ("mul", None), ("Unspecified", None), ("English; German", None),
        ("en; fr", None), ("English, German", None), ("x" * 100, None), ("42", None),
    ],
)  # fmt: skip
def test_language_code(text: str | None, code: str | None) -> None:
    assert language_code(text) == code


def test_the_table_names_each_thing_once() -> None:
    rows = [row.split(" ", 2) for row in languages._TABLE.split("|")]
    words = [languages._key(w) for two, three, names in rows for w in (two, *three.split("/"), *names.split("/"))]
    assert {word for word in words if words.count(word) > 1} == {"lao"}  # code and name of one language
    assert all(len(two) == 2 and all(len(code) == 3 for code in three.split("/")) for two, three, _ in rows)
