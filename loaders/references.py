"""What the files of reference managers share: names by the comma, languages, identifiers inside addresses, keywords."""

from __future__ import annotations

import re
from functools import lru_cache

from coterie.graph.model.records import TopicRef
from coterie.graph.names.fold import slug
from coterie.graph.names.parsing import known_suffix

_NAMES = """\
ar ara arabic|bg bul bulgarian|bs bos bosnian|ca cat catalan|cs cze ces czech|da dan danish|de ger deu german ngerman \
deutsch austrian naustrian|el gre ell greek|en eng english american british usenglish ukenglish canadian|es spa \
spanish español castellano|et est estonian|eu baq eus basque|fa per fas persian farsi|fi fin finnish|fr fre fra french \
français canadien|gl glg galician|he heb hebrew|hi hin hindi|hr hrv croatian|hu hun hungarian magyar|id ind indonesian|\
is ice isl icelandic|it ita italian italiano|ja jpn japanese 日本語|ko kor korean|la lat latin|lt lit lithuanian|\
lv lav latvian|mk mac mkd macedonian|ms may msa malay|nb nob bokmal|nl dut nld dutch|nn nno nynorsk|no nor norwegian \
norsk|pl pol polish|pt por portuguese português brazilian brazil|ro rum ron romanian|ru rus russian русский|\
sk slo slk slovak|sl slv slovenian slovene|sq alb sqi albanian|sr srp serbian|sv swe swedish svenska|th tha thai|\
tr tur turkish|uk ukr ukrainian|vi vie vietnamese|zh chi zho chinese 中文"""
_LANGUAGES = {name: group.split()[0] for group in _NAMES.split("|") for name in group.split()}
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_DOI = re.compile(r"(?:doi\.org/|[?&/=:]doi[/=:])(10\.\d{4,9}/[^\s?#]+)|^\s*(10\.\d{4,9}/\S+)\s*$", re.IGNORECASE)
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


@lru_cache(maxsize=65536)
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


@lru_cache(maxsize=4096)
def language(text: str) -> str | None:
    """ISO 639-1 of a language that is named in English or in itself, or by a code; of several the first; None where it
    is not known.

    >>> language("English"), language("pt-BR"), language("ger"), language("French, English")
    ('en', 'pt', 'de', 'fr')
    """
    first = re.split(r"[;,/|]| and ", text.strip().lower(), maxsplit=1)[0].strip()
    return _LANGUAGES.get(first) or _LANGUAGES.get(re.split(r"[-_ (]", first, maxsplit=1)[0])


def url_ids(url: str) -> dict[str, str]:
    """The identifiers that stand in the address of a page, by scheme, not yet normalised.

    >>> url_ids("https://arxiv.org/abs/1706.03762v5"), url_ids("https://example.org/10.1000/a")
    ({'arxiv': '1706.03762v5'}, {})
    """
    if found := _DOI.search(url):
        return {"doi": found[1] or found[2]}
    return {scheme: found[1] for scheme, pattern in _PAGES if (found := pattern.search(url)) and found[1]}


@lru_cache(maxsize=65536)
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
