"""Identifiers of papers, people and organisations in one form each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

_ESCAPED = re.compile(r"%(?:2[0-9A-F]|3[A-F]|[57][B-D])", re.IGNORECASE)
"""Signs that addresses escape in a DOI; all are ASCII."""
_DOI = re.compile(
    r"(?:doi(?:\s*:\s*|\s+)|(?:https?://)?(?:dx\.|www\.)?doi\.org/)?(10\.\d{4,9}/\S+)(?:\s*\[doi\])?", re.IGNORECASE
)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
_ARXIV_PREFIX = re.compile(r"(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv\s*:\s*", re.IGNORECASE)
_ARXIV = re.compile(r"(\d{4}\.\d{4,5}|[a-z][a-z-]+(?:\.[a-z-]{2,})?/\d{7})(?:v\d+)?(?:\.pdf)?")
_ORCID = re.compile(
    r"(?:(?:https?://)?(?:www\.)?orcid\.org/|orcid\s*:\s*)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])", re.IGNORECASE
)
_ROR = re.compile(r"(?:(?:https?://)?(?:www\.)?ror\.org/|ror\s*:\s*)?(0[a-hj-km-np-tv-z0-9]{6}\d{2})", re.IGNORECASE)
_URL = re.compile(r"https?://[^/]+/(?:[\w-]+/)*?(?=[^/]+/?$)", re.IGNORECASE)


def normalise(scheme: str, value: str) -> str | None:
    """``value`` in the one form of its scheme, without prefix, resolver or version; None where it is not of it.

    An arXiv DOI is no DOI of its own: see :func:`paper_ids`. Schemes not known here keep the value, trimmed.

    >>> normalise("doi", "https://doi.org/10.1000/ABC.")
    '10.1000/abc'
    >>> normalise("arxiv", "arXiv:math.GT/0309136v2")
    'math/0309136'
    """
    known = _SCHEMES.get(scheme)
    text = value.strip()
    return (known(text) if known else text) or None


def paper_ids(ids: Mapping[str, str]) -> dict[str, str]:
    """The identifiers of a paper, each normalised, those that are not of their scheme left out.

    A DOI that arXiv issues (``10.48550/arxiv.…``) is the arXiv id that it names.
    """
    out: dict[str, str] = {}
    for scheme, value in sorted(ids.items()):
        if scheme == "doi":
            doi = _doi_text(value.strip())
            found = _ARXIV_DOI.fullmatch(doi) if doi else None
            if found:
                arxiv = normalise("arxiv", found[1])
                if arxiv and not normalise("arxiv", ids.get("arxiv", "")):
                    out["arxiv"] = arxiv
            elif doi:
                out[scheme] = doi
            continue
        plain = normalise(scheme, value)
        if plain:
            out[scheme] = plain
    return out


def _doi_text(text: str) -> str | None:
    found = _DOI.fullmatch(unquote(text) if _ESCAPED.search(text) else text)
    return found[1].rstrip(".,;").lower() if found else None


def _doi(text: str) -> str | None:
    doi = _doi_text(text)
    return None if doi is None or _ARXIV_DOI.fullmatch(doi) else doi


def _arxiv(text: str) -> str | None:
    text = _ARXIV_PREFIX.sub("", text).strip().lower()
    found = _ARXIV.fullmatch(_ARXIV_DOI.sub(r"\1", text))
    if not found:
        return None
    archive, slash, number = found[1].partition("/")
    return f"{archive.partition('.')[0]}/{number}" if slash else archive


def _orcid(text: str) -> str | None:
    found = _ORCID.fullmatch(text)
    if not found:
        return None
    digits = "".join(found.groups()).upper()
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if digits[-1] != ("X" if check == 10 else str(check)):
        return None
    return "-".join(digits[i : i + 4] for i in range(0, 16, 4))


def _ror(text: str) -> str | None:
    found = _ROR.fullmatch(text)
    return found[1].lower() if found else None


def _digits(*prefixes: str) -> Callable[[str], str | None]:
    pattern = re.compile(rf"(?:(?:{'|'.join(prefixes)})\s*:?\s*)?0*(\d+)", re.IGNORECASE)

    def read(text: str) -> str | None:
        found = pattern.fullmatch(_URL.sub("", text).rstrip("/"))
        return found[1] if found else None

    return read


def _openalex(text: str) -> str | None:
    found = re.fullmatch(r"[A-Z]\d+", _URL.sub("", text).upper())
    return found[0] if found else None


def _nber(text: str) -> str | None:
    found = re.fullmatch(r"(?:nber:?)?\s*([wth]?)0*(\d+)", _URL.sub("", text), re.IGNORECASE)
    return f"{found[1].lower() or 'w'}{found[2]}" if found else None


def _without(*prefixes: str) -> Callable[[str], str]:
    pattern = re.compile(rf"^(?:{'|'.join(prefixes)})\s*", re.IGNORECASE)
    return lambda text: pattern.sub("", text).strip().rstrip("/")


_SCHEMES: dict[str, Callable[[str], str | None]] = {
    "doi": _doi,
    "arxiv": _arxiv,
    "orcid": _orcid,
    "ror": _ror,
    "pmid": _digits("pmid", "medline"),
    "inspire": _digits("inspire", "recid"),
    "openalex": _openalex,
    "nber": _nber,
    "s2": _without(r"https?://(?:www\.)?semanticscholar\.org/paper/(?:[^/]*/)?", "s2:", "corpusid:"),
    "dblp": _without(r"https?://dblp\.(?:org|uni-trier\.de)/rec/", "dblp:"),
    "acl": _without(r"https?://(?:www\.)?aclanthology\.org/", "acl:"),
    "wos": _without("wos:", "isi:", "ut:"),
    "scopus": _without("scopus:", "eid:"),
}
