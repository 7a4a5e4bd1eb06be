"""The graph model, declared once: every node, relationship and property with its type, unit and meaning.

The constraints of the stores, the columns of the snapshot, the rows of the write paths and ``docs/model.md``
are all generated from this declaration.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MODEL_VERSION = 1

Kind = Literal["str", "int", "float", "bool", "str[]", "int[]", "bytes"]
Where = Literal["both", "store", "snapshot"]


@dataclass(frozen=True)
class Property:
    """One property. ``where`` says whether the store, the snapshot or both hold it; ``hashed`` is false for what
    must never enter a content hash or a promised byte-equal output (former ids, times, positions, lease)."""

    name: str
    kind: Kind
    doc: str
    unit: str = ""
    where: Where = "both"
    hashed: bool = True


@dataclass(frozen=True)
class Node:
    """A label, its key property, and its properties (the key is the first of them)."""

    label: str
    doc: str
    properties: tuple[Property, ...]

    @property
    def key(self) -> str:
        return self.properties[0].name


@dataclass(frozen=True)
class Relationship:
    """A relationship type between two labels. ``key`` is the property that, with both ends, makes it unique."""

    type: str
    start: str
    end: str
    doc: str
    properties: tuple[Property, ...] = ()
    key: str | None = None

    @property
    def name(self) -> str:
        """Unique name of the declaration: the type, or ``TYPE:Start`` where one type joins several labels."""
        return (
            f"{self.type}:{self.start}"
            if self.type in _SHARED
            else (f"{self.type}:{self.end}" if self.type == "DESCRIBES" else self.type)
        )


_SHARED = {"PART_OF"}
_P = Property

ID_SCHEMES: dict[str, str] = {
    "doi": "doi", "arxiv": "arxiv_id", "pmid": "pmid", "openalex": "openalex_id", "s2": "s2_id", "dblp": "dblp_key",
    "acl": "acl_id", "inspire": "inspire_id", "wos": "wos_id", "scopus": "scopus_id", "nber": "nber_id",
}  # fmt: skip
"""Schemes of paper identifiers, in the fixed order that chooses a paper's id, and the property that holds each."""

PAPER_KINDS = (
    "article", "preprint", "proceedings", "book", "chapter", "thesis", "report", "dataset", "software", "review",
    "editorial", "letter", "erratum", "retraction", "front-matter", "other",
)  # fmt: skip

AUTHOR = Node("Author", "A person (or collective) who wrote papers, as identity resolved the mentions.", (
    _P("id", "str", "slug of the name as written at the smallest mention + 12 hex of that mention key's sha256"),
    _P("name", "str", "the fullest name as written"),
    _P("names", "str[]", "all names as written, distinct, sorted"),
    _P("orcid", "str", "ORCID, 0000-0000-0000-0000"),
    _P("source_ids", "str[]", "ids given by sources: openalex:A…, dblp:…, acl:…, page:…"),
    _P("former_ids", "str[]", "superseded ids that still find this node", hashed=False),
    _P("paper_count", "int", "papers with an authorship of this author", "papers"),
    _P("first_year", "int", "first year of a paper", "year"),
    _P("last_year", "int", "last year of a paper", "year"),
    _P("kind", "str", "person or collective"),
    _P("stated_h_index", "int", "h-index as a source states it"),
    _P("stated_papers", "int", "number of papers as a source states it", "papers"),
    _P("stated_citations", "int", "number of citations as a source states it", "citations"),
    _P("stated_novelty", "float", "novelty as a source states it", "percent"),
    _P("stated_ai_score", "float", "AI score as a source states it"),
    _P("stated_source", "str", "the source that states these figures"),
    _P("stated_on", "str", "when the source stated them", "ISO date"),
))  # fmt: skip

PAPER = Node("Paper", "A paper: what the merged records of one work say.", (
    _P("id", "str", "smallest key by the fixed order of schemes: doi:…, arxiv:…, …, else source:record_id"),
    _P("former_ids", "str[]", "superseded ids that still find this node", hashed=False),
    _P("title", "str", "title"),
    _P("date", "str", "date as precise as known: YYYY, YYYY-MM or YYYY-MM-DD", "ISO date"),
    _P("date_inferred", "bool", "true where the year was not in the source but given with --year"),
    _P("year", "int", "year of the date", "year"),
    _P("kind", "str", "one of: " + ", ".join(PAPER_KINDS)),
    _P("venue", "str", "journal, conference or series"),
    _P("language", "str", "ISO 639 code"),
    *(_P(prop, "str", f"identifier in the scheme {scheme}") for scheme, prop in ID_SCHEMES.items()),
    _P("url", "str", "where the paper is found"),
    _P("citations", "int", "citations as the source states them", "citations"),
    _P("has_code", "bool", "true if any source says that code is published"),
    _P("score", "float", "score as the source states it"),
    _P("author_count", "int", "number of authors as stated, or as listed where the list is complete", "authors"),
    _P("authors_complete", "bool", "false where the list of names ends early (et al.) or is missing"),
    _P("team", "int", "n of the weights: the larger of author_count and the listed authors that are neither editor nor "
       "collective", "authors", where="snapshot"),
))  # fmt: skip

AFFILIATION = Node("Affiliation", "An organisation that a paper or person names, or that one of these is part of; "
                   "other organisations of a loaded dump of ROR stay records.", (
    _P("id", "str", "ror:…, a source's id, or the key of the name, by which its written forms meet, with hyphens"),
    _P("name", "str", "name: of its own record, else the most used form"),
    _P("names", "str[]", "all names as written, distinct, sorted"),
    _P("ror", "str", "ROR id"),
    _P("country", "str", "country", "ISO 3166-1 alpha-2"),
    _P("city", "str", "city"),
    _P("kind", "str", "education, company, …"),
    _P("uses", "str[]", "how it is referred to and how often: JSON [name, id, ror, country, city, times]",
       where="snapshot"),
))  # fmt: skip

TOPIC = Node("Topic", "A subject in a scheme.", (
    _P("id", "str", "scheme:code; of keywords the folded word"),
    _P("name", "str", "name: of arXiv's taxonomy, of its own record, else the most used"),
    _P("scheme", "str", "scheme"),
    _P("uses", "str[]", "how it is named and how often: JSON [name, by its own record?, times]", where="snapshot"),
))  # fmt: skip

RECORD = Node("Record", "One version of one source record: the evidence, from which all else is made.", (
    _P("id", "str", "source:record_id@version, version = 12 hex of the sha256 of the canonical record"),
    _P("source", "str", "the issuing service or scheme"),
    _P("record_id", "str", "the source's own id, or 16 hex of the sha256 of the record less its position"),
    _P("updated", "str", "when the source last changed it", "ISO date or time"),
    _P("type", "str", "paper, person, affiliation or topic"),
    _P("payload", "bytes", "canonical JSON of the typed record, zlib above 1 kB", where="store"),
    _P("keys", "int[]", "what ties the record to others, digested: of a paper the keys under which it is a candidate "
       "to merge, of a person those of identity, of an affiliation its ids and its names' keys, of a topic its ids",
       where="snapshot"),
))  # fmt: skip

LOAD = Node("Load", "One loaded input.", (
    _P("id", "str", "12 hex of the sha256 of file hash, loader and options"),
    _P("file", "str", "file name"),
    _P("sha256", "str", "sha256 of the file"),
    _P("loader", "str", "loader"),
    _P("options", "str", "options that change what is read (year)"),
    _P("when", "str", "when it was loaded", "UTC", hashed=False),
    _P("records", "int", "records read", "records"),
    _P("rejected", "int", "records rejected", "records"),
))  # fmt: skip

OVERRIDE = Node("Override", "A person's correction of who is who.", (
    _P("id", "str", "12 hex of the sha256 of what it says and of the file's name"),
    _P("kind", "str", "same, different, pin or orcid"),
    _P("about", "str", "mentions or papers"),
    _P("keys", "str[]", "mention keys (source:record_id#index) or record keys (source:record_id); of a pin the last is "
       "of the person to whom the others belong"),
    _P("written", "str[]", "the name as written, or the title, at each key; empty where unsaid"),
    _P("value", "str", "the ORCID; of different how many of the first keys are one person, if that is said"),
    _P("file", "str", "name of the file it came from; absent where a command made it", hashed=False),
    _P("line", "int", "line in that file; of one made by a command its number", hashed=False),
    _P("note", "str", "why, in a person's words", hashed=False),
))  # fmt: skip

SELECTION = Node("Selection", "A saved selection.", (
    _P("name", "str", "name"),
    _P("selection", "str", "the selection as JSON"),
))  # fmt: skip

META = Node("Meta", "What the store says of itself: the node coterie; and weights, which is large and seldom read.", (
    _P("id", "str", "coterie or weights"),
    _P("model", "int", "model version"),
    _P("generation", "int", "raised by each change of truth or of what is derived", hashed=False),
    _P("derived", "int", "generation at which the graph was last made what its records say", hashed=False),
    _P("store_id", "str", "random id of this store", hashed=False),
    _P("cap", "int", "team cap: larger papers make no pairs", "authors"),
    _P("identity", "str", "identity key in use"),
    _P("weights", "str", "identity weights and name statistics, JSON (of the node weights; absent: none were fitted)"),
    _P("lease", "str", "writer's token", hashed=False),
    _P("lease_until", "int", "end of the lease, server's clock", "ms since 1970", hashed=False),
    _P("unfinished", "str", "id of the load that has not finished", hashed=False),
    _P("saved", "str", "measures saved as properties, JSON by label.property: measure, choices, generation",
       hashed=False),
))  # fmt: skip

AUTHORED = Relationship("AUTHORED", "Author", "Paper", "One mention: a name on a paper.", (
    _P("mention", "str", "unique key: smallest source:record_id#index of the merged records (index from 1)"),
    _P("position", "int", "position from 1; absent where unknown"),
    _P("written", "str", "name as on the paper"),
    _P("corresponding", "bool", "corresponding author"),
    _P("role", "str", "author or editor"),
    _P("affiliation_ids", "str[]", "affiliations written at this mention"),
    _P("given", "str", "given names, where the source has them apart", where="snapshot"),
    _P("family", "str", "family name, where the source has it apart", where="snapshot"),
    _P("suffix", "str", "Jr., III", where="snapshot"),
    _P("orcid", "str", "ORCID at this mention", where="snapshot"),
    _P("source_ids", "str[]", "source ids at this mention", where="snapshot"),
    _P("collective", "bool", "a collaboration, not a person", where="snapshot"),
    _P("accounts", "str[]", "where several records tell of it: JSON [mention key, name as written] of each",
       where="snapshot"),
    _P("keys", "int[]", "what ties the mention to others in identity (names and ids), digested", where="snapshot"),
), key="mention")  # fmt: skip

AFFILIATED_WITH = Relationship("AFFILIATED_WITH", "Author", "Affiliation", "Where an author works or worked.", (
    _P("source", "str", "papers, or the roster that says so"),
    _P("papers", "int", "papers of the author that carry it", "papers"),
    _P("first_year", "int", "first year", "year"),
    _P("last_year", "int", "last year", "year"),
    _P("from", "str", "from, as the roster says", "ISO date"),
    _P("to", "str", "to, as the roster says", "ISO date"),
    _P("role", "str", "role, as the roster says"),
), key="source")  # fmt: skip

FROM = Relationship("FROM", "Paper", "Affiliation", "The paper's own affiliations and those at its mentions.")
ABOUT = Relationship("ABOUT", "Paper", "Topic", "Subject of the paper.", (
    _P("primary", "bool", "the paper's first subject"),
))  # fmt: skip
TOPIC_PART_OF = Relationship("PART_OF", "Topic", "Topic", "Broader topic.")
AFFILIATION_PART_OF = Relationship("PART_OF", "Affiliation", "Affiliation", "Larger organisation.")
COAUTHORED = Relationship("COAUTHORED", "Author", "Author", "Joint papers; once a pair, smaller id first.", (
    _P("papers", "int", "joint papers", "papers"),
    _P("newman", "float", "sum over joint papers of 1/(n-1) (Newman 2001; fractional counting)"),
    _P("pair_share", "float", "sum over joint papers of 2/(n(n-1)): each paper counts one in all"),
    _P("first_year", "int", "first joint year", "year"),
    _P("last_year", "int", "last joint year", "year"),
))  # fmt: skip
DESCRIBES_PAPER = Relationship("DESCRIBES", "Record", "Paper", "The record is evidence of this paper.")
DESCRIBES_AUTHOR = Relationship("DESCRIBES", "Record", "Author", "The record is evidence of this author.")
LOADED_BY = Relationship("LOADED_BY", "Record", "Load", "The load that brought the record.")

NODES = (AUTHOR, PAPER, AFFILIATION, TOPIC, RECORD, LOAD, OVERRIDE, SELECTION, META)
RELATIONSHIPS = (
    AUTHORED, AFFILIATED_WITH, FROM, ABOUT, TOPIC_PART_OF, AFFILIATION_PART_OF, COAUTHORED, DESCRIBES_PAPER,
    DESCRIBES_AUTHOR, LOADED_BY,
)  # fmt: skip
NODE = {node.label: node for node in NODES}
RELATIONSHIP = {rel.name: rel for rel in RELATIONSHIPS}
DEFAULT_CAP = 100
