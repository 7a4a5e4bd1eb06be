"""The papers of PubMed XML: articles, chapters, books."""

from __future__ import annotations

from coterie.graph.model.records import PaperRecord, TopicRef
from coterie.graph.names.fold import fold
from coterie.graph.names.identifiers import normalise, paper_ids
from coterie.graph.names.languages import language_code
from coterie.loaders.base import BadItem
from coterie.loaders.making import iso_date, plain, written_date
from coterie.loaders.pubmed.authors import article_authors, book_authors
from coterie.loaders.pubmed.terms import clean_title, earliest, kind_of
from coterie.loaders.reading.xmls import Element, content

_TEX = frozenset({"annotation", "tex-math"})
_NOTICES = {"RetractionOf": "retraction", "ErratumFor": "erratum"}
"""Kind of a notice by what it says of another paper."""


def article(item: Element) -> PaperRecord:
    """The record of a PubmedArticle or MedlineCitation. Raises :class:`BadItem` for an empty one."""
    citation = item if item.tag == "MedlineCitation" else item.find("MedlineCitation")
    if citation is None:
        raise BadItem("neither title nor id: no MedlineCitation")
    found = citation.find("Article")
    place = citation if found is None else found
    pmid = _pmid(citation)
    ids = {"pmid": pmid or "", "doi": _doi(place, item.find("PubmedData/ArticleIdList"))}
    mentions, complete = article_authors(place)
    journal = place.find("Journal")
    issue = None if journal is None else journal.find("JournalIssue/PubDate")
    return PaperRecord(
        source="pubmed",
        record_id=pmid or "",
        updated=_updated(citation),
        title=_title(place) or _title(citation),
        ids=paper_ids(ids),
        date=earliest(_date(issue), *(_date(date) for date in place.iterfind("ArticleDate"))),
        kind=_kind(place, citation),
        venue=_venue(journal, citation),
        language=_language(place),
        mentions=mentions,
        authors_complete=complete,
        topics=_topics(citation),
        urls=(f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/",) if pmid else (),
    )


def book(item: Element) -> PaperRecord:
    """The record of a PubmedBookArticle: a chapter where it has a title of its own, else the book. Raises
    :class:`BadItem` for an empty one."""
    document = item.find("BookDocument")
    if document is None:
        raise BadItem("neither title nor id: no BookDocument")
    volume = document.find("Book")
    chapter = _title(document)
    volume = document if volume is None else volume
    pmid = _pmid(document)
    booktitle = clean_title(_text(volume.find("BookTitle")))
    mentions, complete = book_authors(document, volume, bool(chapter))
    collection = plain(content(volume.find("CollectionTitle"))) or None
    identifiers = document.find("ArticleIdList")
    return PaperRecord(
        source="pubmed",
        record_id=pmid or "",
        updated=_date(document.find("DateRevised")),
        title=chapter or booktitle,
        ids=paper_ids({"pmid": pmid or "", "doi": _doi(document if chapter else volume, identifiers)}),
        date=_date(volume.find("PubDate")) or _date(document.find("ContributionDate")),
        kind=("chapter" if chapter else "book") if chapter or booktitle else None,
        venue=(booktitle or None) if chapter else collection,
        language=_language(document),
        mentions=mentions,
        authors_complete=complete,
        topics=_topics(document),
        urls=(f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/",) if pmid else (),
    )


def _pmid(citation: Element) -> str | None:
    """The PMID, of several versions the newest."""
    found = citation.findall("PMID")
    if len(found) > 1:
        found.sort(key=lambda one: (one.get("Version") or "").zfill(6))
    return normalise("pmid", content(found[-1])) if found else None


def _doi(article: Element, identifiers: Element | None) -> str:
    """The DOI that is valid: of the article, else of the list of ids."""
    for place in article.iterfind("ELocationID"):
        if place.get("EIdType") == "doi" and place.get("ValidYN") != "N" and (doi := _is_doi(content(place))):
            return doi
    for one in () if identifiers is None else identifiers.iterfind("ArticleId"):
        if one.get("IdType") == "doi" and (doi := _is_doi(content(one))):
            return doi
    return ""


def _is_doi(text: str) -> str:
    return text if paper_ids({"doi": text}) else ""


def _updated(citation: Element) -> str | None:
    for tag in ("DateRevised", "DateCompleted", "DateCreated"):
        if date := _date(citation.find(tag)):
            return date
    return None


def _date(element: Element | None) -> str | None:
    """The date in Year, Month and Day, or in a MedlineDate (``1998 Dec-1999 Jan``: its beginning)."""
    if element is None:
        return None
    parts = {part.tag: part.text for part in element}
    if written := parts.get("MedlineDate"):
        return written_date(written)
    return iso_date(parts.get("Year"), parts.get("Month"), parts.get("Day"))


def _title(element: Element) -> str:
    """The title in English, else the one in the language of the paper."""
    title = clean_title(_text(element.find("ArticleTitle")))
    return title or clean_title(_text(element.find("VernacularTitle")))


def _text(element: Element | None) -> str:
    """The text of a title, without the TeX that stands beside MathML."""
    if element is None or not len(element):
        return content(element)
    parts: list[str] = []
    _collect(element, parts)
    return "".join(parts)


def _collect(element: Element, parts: list[str], depth: int = 0) -> None:
    parts.append(element.text or "")
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag.rpartition("}")[2].rpartition(":")[2] not in _TEX and depth < 100:
            _collect(child, parts, depth + 1)
        parts.append(child.tail or "")


def _kind(article: Element, citation: Element) -> str | None:
    kind = kind_of(content(one) for one in article.iterfind("PublicationTypeList/PublicationType"))
    if kind in (None, "article", "other"):
        for one in citation.iterfind("CommentsCorrectionsList/CommentsCorrections"):
            if notice := _NOTICES.get(one.get("RefType") or ""):
                return notice
    return kind


def _venue(journal: Element | None, citation: Element) -> str | None:
    places = [] if journal is None else [journal.find("Title"), journal.find("ISOAbbreviation")]
    for place in (*places, citation.find("MedlineJournalInfo/MedlineTA")):
        if name := plain(content(place)):
            return name
    return None


def _language(article: Element) -> str | None:
    return language_code(content(article.find("Language")))


def _topics(citation: Element) -> tuple[TopicRef, ...]:
    """Headings of MeSH, then keywords."""
    topics: dict[tuple[str, str], TopicRef] = {}
    for heading in citation.iterfind("MeshHeadingList/MeshHeading"):
        descriptor = heading.find("DescriptorName")
        if descriptor is not None and (name := content(descriptor)):
            primary = any(part.get("MajorTopicYN") == "Y" for part in heading)
            _add(topics, "mesh", descriptor.get("UI") or fold(name) or name, name, primary)
    for keyword in citation.iterfind("KeywordList/Keyword"):
        if name := plain(_text(keyword)).rstrip(".").strip():
            _add(topics, "keyword", fold(name) or name, name, keyword.get("MajorTopicYN") == "Y")
    return tuple(topics.values())


def _add(topics: dict[tuple[str, str], TopicRef], scheme: str, code: str, name: str, primary: bool) -> None:
    before = topics.get((scheme, code))
    if before is None or (primary and not before.primary):
        topics[scheme, code] = TopicRef(scheme=scheme, code=code, name=name, primary=primary)
