"""Text in blocks says what text in lines says."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coterie.graph.model.errors import LoadError
from coterie.loaders.reading import lines
from coterie.loaders.reading.lines import text_blocks, text_lines

TEXTS = st.lists(st.sampled_from(["a", "é", "\n", "\r\n", "\r", "\0", "\ufeff", "日本", " "]), max_size=30).map("".join)
TEXTS = TEXTS.filter(lambda text: "\r\r" not in text.replace("\0", ""))  # which is one end of a line, or two
DATA = st.one_of(
    st.binary(max_size=60).filter(lambda data: b"\r\r" not in data.replace(b"\0", b"")),
    st.tuples(TEXTS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"])).map(
        lambda pair: pair[0].encode(pair[1])
    ),
    TEXTS.map(lambda text: text.encode("cp1252", "replace")),
)


@settings(max_examples=300, deadline=None)
@given(DATA, st.sampled_from([1, 2, 7, 1 << 20]))
def test_blocks_and_lines_agree(data: bytes, chunk: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_CHUNK", chunk)
        blocks = "".join(text_blocks(io.BytesIO(data)))
        joined = "\n".join(line for _, line in text_lines(io.BytesIO(data)))
        assert blocks.rstrip("\n") == joined.rstrip("\n")


def test_a_line_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MAX_LINE", 1 << 20)
    with pytest.raises(LoadError, match="line longer than 1 MB"):
        list(text_blocks(io.BytesIO(b"x" * (3 << 20)), "x"))
