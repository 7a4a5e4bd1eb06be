"""Text that comes from sources, made fit to be shown, searched and linked."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

from coterie.graph.names.fold import fold

_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """``text`` without control characters, bidirectional controls and lone surrogates, its spaces squeezed.

    Joiners inside words (ZWJ, ZWNJ) stay: Persian and Indic names need them.
    """
    if text.isprintable():
        return _SPACES.sub(" ", text).strip()
    kept = "".join(" " if _breaks(c) else c for c in text if not _hidden(c))
    return _SPACES.sub(" ", kept).strip()


def plural(noun: str) -> str:
    """``noun`` in the plural (author, affiliation, country, topic, link, paper)."""
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def writable(key: str) -> str:
    """An id as it is, but for lone surrogates, which no file can hold."""
    return key.encode("utf-8", "replace").decode()


def _breaks(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Zl", "Zp")


def _hidden(char: str) -> bool:
    if char in "\u200c\u200d":
        return False
    return unicodedata.category(char) in ("Cf", "Cs", "Co", "Cn")


def search_key(names: list[str]) -> str | None:
    """What a person may type for these names, folded; None where the page can fold them itself (plain ASCII)."""
    if len(names) == 1 and names[0].isascii():
        return None
    return " | ".join(dict.fromkeys(key for key in map(fold, names) if key)) or None


def web_address(url: str | None) -> str | None:
    """``url`` if it is an http or https address with a host, percent-encoded where needed; else None."""
    if not url:
        return None
    url = clean(url)
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or any(c in parts.netloc for c in '@\\"<> '):
        return None
    return quote(url, safe=":/?#[]@!$&()*+,;=%~._-'")
