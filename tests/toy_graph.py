"""A small graph made by hand, for the tests of selecting, projecting and measuring."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from coterie.graph.assembly.derive import derive
from coterie.graph.assembly.merged import MergedPaper
from coterie.graph.model.records import (
    AffiliationRecord,
    AffiliationRef,
    Mention,
    PaperRecord,
    PersonRecord,
    TopicRecord,
    TopicRef,
)
from coterie.graph.model.settings import Settings
from coterie.graph.network import CollaborationNetwork
from coterie.graph.snapshot import Snapshot

ANA, BOB, CEM, DEE, EVA, FAY = "Ana Ñuñez", "Bob O'Neil", "Cem Şahin", "Dee Li", "Eva Ångström", "Fay Wu"
LAB = AffiliationRef(name="Vision Lab", id="x:lab")
UNI = AffiliationRef(name="Universität Köln", ror="00rcxh774", country="DE")
CO = AffiliationRef(name="Acme Research", id="x:acme", country="US")


def paper(ident: str, authors: Sequence[str | Mention], date: str | None = None, **fields: Any) -> MergedPaper:
    """A paper of one record; its id is ``doi:…`` where it has a DOI, else ``t:ident``."""
    mentions = [m if isinstance(m, Mention) else Mention(written=m, position=i) for i, m in enumerate(authors, 1)]
    record = PaperRecord(source="t", record_id=ident, date=date, **{"title": f"Paper {ident}", **fields})
    key = f"t:{ident}"
    name = f"doi:{record.ids['doi']}" if "doi" in record.ids else key
    return MergedPaper(name, (key,), record, tuple((f"{key}#{i}", m) for i, m in enumerate(mentions, 1)))


def topic(code: str, scheme: str = "arxiv", name: str | None = None) -> TopicRef:
    return TopicRef(scheme=scheme, code=code, name=name)


TOY = [
    paper("p1", [ANA, BOB], "2019", authors_complete=True, kind="article", venue="ACL", title="Deep Nets: A Survey",
          ids={"doi": "10.1000/one", "arxiv": "2001.00001"}, affiliations=(UNI,),
          topics=(topic("cs.CL", name="Computation and Language"),)),
    paper("p2", [ANA, BOB, CEM], "2020-05-01", kind="article", venue="Proceedings of ACL", affiliations=(LAB,),
          topics=(topic("cs.LG", name="Machine Learning"),), title="Deeper Nets"),
    paper("p3", [BOB, CEM, DEE], "2021", kind="preprint", venue="arXiv", affiliations=(CO, UNI),
          topics=(topic("cs.CL"), topic("cs.LG"))),
    paper("p4", [DEE, EVA], "2022", kind="article", authors_complete=False, author_count=5, affiliations=(CO,)),
    paper("p5", [FAY], "2022", kind="article", authors_complete=True),
    paper("p6", [ANA, Mention(written="Big Collaboration", position=2, collective=True),
                 Mention(written=EVA, position=3, role="editor"), CEM], None, authors_complete=True),
    paper("p7", [ANA, CEM], "2023", kind="retraction"),
    paper("p8", [f"Crowd Member{chr(97 + i)}" for i in range(5)] + [FAY], "2023", kind="article"),
    paper("p9", [], "2024", kind="dataset", author_count=3),
]  # fmt: skip
PERSONS = [
    PersonRecord(source="page", record_id="ana", name=ANA, orcid="0000-0002-1825-0097", source_ids=("dblp:a/AnaN",)),
    PersonRecord(source="page", record_id="zoe", name="Zoë Nopaper"),
]
PLACES = [AffiliationRecord(source="x", record_id="lab", id="x:lab", name="Vision Lab", part_of=("ror:00rcxh774",)),
          AffiliationRecord(source="x", record_id="uni", name="Universität Köln", country="DE",
                            ror="00rcxh774")]  # fmt: skip
TOPICS = [TopicRecord(source="arxiv", scheme="arxiv", code="cs", name="Computer Science"),
          TopicRecord(source="arxiv", scheme="arxiv", code="cs.CL", name="Computation and Language",
                      part_of=("cs",))]  # fmt: skip


def snapshot(papers: Iterable[MergedPaper] = TOY, cap: int = 5, **records: Any) -> Snapshot:
    """The papers derived, as a snapshot in memory."""
    settings = Settings(cap=cap, identity="names")
    return Snapshot(derive(list(papers), settings=settings, **records), settings=settings, generation=7)


def toy(cap: int = 5) -> Snapshot:
    """:data:`TOY` with its persons, organisations and topics."""
    return snapshot(TOY, cap, persons=PERSONS, affiliations=PLACES, topics=TOPICS)


def named(network: CollaborationNetwork) -> dict[tuple[str, str], int]:
    """Joint papers by names, the smaller first."""
    left, right, at = network.links()
    pairs = zip(left.tolist(), right.tolist(), network.papers[at].tolist(), strict=True)
    return {tuple(sorted((network.names[a], network.names[b]))): n for a, b, n in pairs}  # type: ignore[misc]
