"""What the files of reference managers share: names by the comma, languages, identifiers inside addresses, keywords."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from coterie.graph.model.records import TopicRef
from coterie.graph.names.fold import slug
from coterie.graph.names.languages import language_code
from coterie.graph.names.parsing import known_suffix

_BABEL = {
    "american": "en", "british": "en", "usenglish": "en", "ukenglish": "en", "australian": "en", "ngerman": "de",
    "austrian": "de", "naustrian": "de", "swissgerman": "de", "nswissgerman": "de", "deutsch": "de", "français": "fr",
    "francais": "fr", "canadien": "fr", "acadian": "fr", "español": "es", "castellano": "es", "italiano": "it",
    "português": "pt", "portuges": "pt", "brazilian": "pt", "brazil": "pt", "norsk": "no", "nynorsk": "nn",
    "bokmal": "nb", "svenska": "sv", "русский": "ru", "日本語": "ja", "中文": "zh", "magyar": "hu", "slovene": "sl",
    "farsi": "fa", "bahasai": "id",
}  # fmt: skip
"""Languages as babel, polyglossia and their own speakers name them."""
LONG = 1000
"""Characters of text of which no more is remembered."""
_AND = re.compile(r"[;,/|&(]| and ")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_DOI = re.compile(r"(?:doi\.org/|[?&/=:]doi[/=:])(10\.\d{4,9}/[^\s?#]+)|^\s*(10\.\d{4,9}/\S+)\s*$", re.IGNORECASE)
_KNOWN = re.compile("doi|10[.]|arxiv|ncbi|scopus|webof|wos:|aclan|nber|dblp|openalex|semanticsch", re.IGNORECASE)
_PAGES = (
    ("arxiv", re.compile(r"arxiv\.org/(?:abs|pdf|html)/([\w.-]+(?:/\d{7})?(?:v\d+)?)", re.IGNORECASE)),
    ("pmid", re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed/)(\d+)", re.IGNORECASE)),
    ("scopus", re.compile(r"scopus\.com/.*\beid=(2-s2\.0-\d+)", re.IGNORECASE)),
    ("wos", re.compile(r"(?:ISI>://|webofscience\.com/\S*?)(WOS:\w{15})", re.IGNORECASE)),
    ("acl", re.compile(r"aclanthology\.(?:org|info)/([A-Z]\d\d-\d{4}|\d{4}\.[\w-]+\.[\w-]+?)(?:\.pdf|/)?$")),
    ("nber", re.compile(r"nber\.org/papers/([wth]\d+)", re.IGNORECASE)),
    ("dblp", re.compile(r"dblp\.(?:org|uni-trier\.de|dagstuhl\.de)/rec/(?:html/)?([\w./-]+?)(?:\.html|\.bib)?$")),
    ("openalex", re.compile(r"openalex\.org/(?:works/)?(W\d+)", re.IGNORECASE)),
    ("s2", re.compile(r"semanticscholar\.org/(?:paper/(?:[^/]*/)?([0-9a-f]{40})|CorpusID:\d+)\b", re.IGNORECASE)),
)  # fmt: skip


T = TypeVar("T")


def remembered(size: int) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """As ``lru_cache`` for functions of a text, but texts longer than ``LONG`` are not kept, so that what is kept stays
    small whatever a file holds."""

    def decorate(function: Callable[[str], T]) -> Callable[[str], T]:
        cached = lru_cache(maxsize=size)(function)

        @wraps(function)
        def call(text: str) -> T:
            return cached(text) if len(text) <= LONG else function(text)

        return call

    return decorate


@remembered(65536)
def split_name(written: str) -> tuple[str | None, str | None, str | None]:
    """Given name, family name and suffix of a name that has them apart by commas; None for each that it has not.

    ``Last, First``, ``Last, Jr., First`` and ``Last, First, Jr.`` are split; anything else, more commas too, is not.

    >>> split_name("King, Jr., Martin"), split_name("Ada Lovelace")
    (('Martin', 'King', 'Jr.'), (None, None, None))
    """
    if "," not in written:
        return None, None, None
    parts = [part.strip() for part in written.split(",")]
    parts = [part for part in parts if part]
    if len(parts) == 2:
        if known_suffix(parts[1]) in _SUFFIXES:
            return None, parts[0], parts[1]
        return parts[1], parts[0], None
    if len(parts) == 3:
        if known_suffix(parts[1]) in _SUFFIXES:
            return parts[2], parts[0], parts[1]
        if known_suffix(parts[2]) in _SUFFIXES:
            return parts[1], parts[0], parts[2]
    return None, None, None


@remembered(4096)
def language(text: str) -> str | None:
    """ISO 639-1 of a language that is named in English or in itself, or by a code; of several the first; None where it
    is not known.

    >>> language("English"), language("pt-BR"), language("ger"), language("French, English")
    ('en', 'pt', 'de', 'fr')
    """
    first = _AND.split(text.strip().lower(), maxsplit=1)[0].strip()
    return _BABEL.get(first) or language_code(first)


def url_ids(url: str) -> dict[str, str]:
    """The identifiers that stand in the address of a page, by scheme, not yet normalised.

    >>> url_ids("https://arxiv.org/abs/1706.03762v5"), url_ids("https://example.org/10.1000/a")
    ({'arxiv': '1706.03762v5'}, {})
    """
    if not _KNOWN.search(url):
        return {}
    if found := _DOI.search(url):
        return {"doi": found[1] or found[2]}
    return {scheme: found[1] for scheme, pattern in _PAGES if (found := pattern.search(url)) and found[1]}


@remembered(65536)
def keyword(name: str) -> TopicRef:
    """A keyword as a topic of the scheme ``keyword``; its code is the folded name."""
    return TopicRef(scheme="keyword", code=slug(name), name=name)


def keywords(names: list[str]) -> tuple[TopicRef, ...]:
    """Keywords as topics, each once, in order."""
    topics: dict[str, TopicRef] = {}
    for name in names:
        if name:
            topic = keyword(name)
            topics.setdefault(topic.code, topic)
    return tuple(topics.values())
