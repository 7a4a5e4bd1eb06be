"""ORCID: public records of people (version 3.0 and 2.x) as JSON or XML: persons, affiliations, and their works."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace

from coterie.graph.model.records import Record, Rejected
from coterie.loaders.base import About, BadItem, RawItem, Source
from coterie.loaders.orcid.documents import Nothing, Work, json_parts, xml_parts
from coterie.loaders.orcid.people import person_record
from coterie.loaders.orcid.works import paper_record
from coterie.loaders.reading.xmls import root

_HEAD = 1 << 16
_NAMES = re.compile(rb'"given-names"\s*:|"orcid-identifier"\s*:|"orcid-id"\s*:')
_PATH = re.compile(rb'"path"\s*:\s*"/?(?:[\dX-]{19})/')
_WORK = re.compile(rb'"(?:contributor-orcid|contributor-attributes|external-id-relationship|work-summary)"\s*:')
_PLACE = re.compile(rb'"(?:disambiguated-organization|affiliation-group)"\s*:')
_ROOT_PATH = re.compile(r"""\bpath=["']([^"']*)""")
_ROOTS = frozenset({
    "record", "person", "personal-details", "activities-summary", "works", "work", "bulk", "employments", "employment",
    "educations", "education", "qualifications", "qualification", "invited-positions", "invited-position",
})  # fmt: skip


class OrcidLoader:
    """People and works of ORCID."""

    name = "orcid"
    title = "ORCID records, JSON or XML: whole, person, works, activities, affiliations, expanded search"
    about = About(
        source="orcid",
        specification="https://github.com/ORCID/orcid-model (record_3.0) and https://info.orcid.org/documentation",
        fields={
            "orcid-identifier, path": "person: record_id, orcid",
            "name (credit-name, else given-names family-name)": "person: name, names",
            "other-names": "person: names",
            "external-identifiers (Scopus Author ID, ResearcherID)": "person: source_ids",
            "employments, invited-positions, educations, qualifications": "person: affiliations",
            "organization (name, address, disambiguated-organization)": "affiliation: name, city, country, ror or id",
            "start-date, end-date, role-title": "affiliation: since, until, role",
            "work: put-code": "record_id",
            "work: title, journal-title, type, publication-date": "title, venue, kind, date",
            "work: url, language-code": "urls, language",
            "work: external-ids (doi, arxiv, pmid, eid, wosuid; of the work itself)": "ids",
            "work: contributors": "mentions, with orcid; editors of books",
            "last-modified-date": "updated",
        },
        cannot=(
            "who else wrote a paper: summaries of works name nobody, so the person is a mention without position",
            "whether a list of contributors is complete; one of 50 is taken as cut",
            "fundings, peer reviews, memberships, services, distinctions, research resources, keywords and subtitles "
            "are left out",
            "contributors that are assignees, support staff, chairs or translators",
            "works alone do not say the person's name unless the person is the source of one of them: then they have "
            "no mention of the person",
        ),
        notes=(
            "Works that ORCID groups by a shared id are one paper; the preferred account wins, the others fill gaps.",
            "Contributors are listed once for each role: the same name and ORCID in another role is the same person.",
            "The person's ORCID is put on the contributor who has it, else on the only one whose name may be theirs.",
            "An education or qualification without a role's title has that word as its role.",
        ),
    )  # fmt: skip

    def sniff(self, head: bytes, path: str) -> float:
        """Sure by ORCID's namespaces in XML, by its names of fields in JSON."""
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        if start == b"<" or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            name, attributes = root(head)
            return 0.95 if name in _ROOTS and "www.orcid.org/ns/" in attributes else 0.0
        if start not in (b"{", b"[") or b'"response-code"' in head:
            return 0.0
        if b'"orcid-id"' in head and b'"family-names"' in head:
            return 0.95
        if _NAMES.search(head) and (b'"family-name"' in head or b'"activities-summary"' in head):
            return 0.95
        if _PATH.search(head) or (_WORK.search(head) and b'"title"' in head):
            return 0.9
        return 0.8 if _PLACE.search(head) and b'"organization"' in head else 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The person and the works of each document."""
        head = source.stream.read(_HEAD)
        stream = io.BufferedReader(_Again(head, source))
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        source = replace(source, stream=stream)
        if start in (b"{", b"["):
            return json_parts(source)
        path = _ROOT_PATH.search(root(head)[1])
        return xml_parts(source, path[1] if path else "")

    def transform(self, raw: RawItem) -> list[Record]:
        """One person or one paper. Raises ``BadItem``."""
        part = raw.data
        if isinstance(part, Nothing):
            raise BadItem(part.reason)
        if isinstance(part, Work):
            return [paper_record(part.owner, part.accounts, part.group)]
        return [person_record(*part)]


class _Again(io.RawIOBase):
    """The stream of ``source`` with ``head``, which was read from it, put back."""

    def __init__(self, head: bytes, source: Source) -> None:
        self._head, self._inner = head, source.stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._head[: len(buffer)] or self._inner.read(len(buffer))
        self._head = self._head[len(data) :]
        buffer[: len(data)] = data
        return len(data)


loader = OrcidLoader()
