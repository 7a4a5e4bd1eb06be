"""arXiv's XML: the Atom feed of the API, and OAI-PMH."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from support import shared_data

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import PaperRecord, Rejected
from coterie.graph.names.fold import fold_name
from coterie.loaders.arxiv import atom, oai
from coterie.loaders.base import Loader, Source

NAMESPACES = 'xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"'
OAI = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>{}</ListRecords></OAI-PMH>'
ID = "<id>http://arxiv.org/abs/2401.00001v1</id>"
HEADER = "<header{}><identifier>oai:arXiv.org:{}</identifier><datestamp>2024-03-04</datestamp></header>"


def read(by: Loader, data: bytes | str) -> list[PaperRecord | str]:
    out: list[PaperRecord | str] = []
    for raw in by.read(Source("made", io.BytesIO(data if isinstance(data, bytes) else data.encode()))):
        if isinstance(raw, Rejected):
            out.append(f"{raw.position}: {raw.reason}")
            continue
        try:
            out += [record for record in by.transform(raw) if isinstance(record, PaperRecord)]
        except ValueError as error:
            out.append(f"{raw.position}: {error}")
    return out


def entry(inside: str) -> PaperRecord | str:
    (paper,) = read(atom.loader, f"<feed {NAMESPACES}><entry>{inside}</entry></feed>")
    return paper


def record(metadata: str, status: str = "", ident: str = "2401.00001") -> list[PaperRecord | str]:
    whole = f"<record>{HEADER.format(status, ident)}{metadata}</record>"
    return read(oai.loader, OAI.format(whole))


def paper(metadata: str) -> PaperRecord:
    (found,) = record(f"<metadata>{metadata}</metadata>")
    assert isinstance(found, PaperRecord)
    return found


def test_an_entry_with_affiliations_and_a_journal() -> None:
    found = entry(
        "<id>http://arxiv.org/abs/math.GT/0309136v2</id><title>T</title>"
        "<arxiv:journal_ref>J. Cot. 1:2</arxiv:journal_ref>"
        "<author><name>Ada Lovelace</name><arxiv:affiliation>Analytical Society</arxiv:affiliation></author>"
        "<author><name>The X Collaboration</name></author><author><name>:</name></author><author><name/></author>"
    )
    assert isinstance(found, PaperRecord)
    assert (found.record_id, found.venue, found.date, found.topics) == ("math/0309136", "J. Cot.", None, ())
    assert [(m.written, m.collective, [a.name for a in m.affiliations]) for m in found.mentions] == [
        ("Ada Lovelace", False, ["Analytical Society"]),
        ("The X Collaboration", True, []),
    ]
    assert (found.authors_complete, found.author_count) == (True, None)


def test_an_error_of_the_api_is_rejected_with_its_text() -> None:
    error = (
        "<id>http://arxiv.org/api/errors#incorrect_id</id><title>Error</title><summary>incorrect id format</summary>"
    )
    assert entry(error) == "1: an error of arXiv's API: incorrect id format"
    assert entry("<summary/>") == "1: neither title nor arXiv id"


def test_text_encoded_twice_is_decoded() -> None:
    found = entry("<title>On π</title><author><name>José Raúl</name></author>".encode().decode("latin-1") + ID)
    assert isinstance(found, PaperRecord)
    assert (found.title, found.mentions[0].written) == ("On π", "José Raúl")
    found = entry("<title>Ÿ: José Ã</title>" + ID)
    assert isinstance(found, PaperRecord)
    assert found.title == "Ÿ: José Ã"


def test_deleted_records_are_none() -> None:
    assert record("", status=' status="deleted"') == []


def test_records_without_metadata_of_arxiv_are_rejected() -> None:
    for metadata in ("", "<metadata/>", "<metadata><mods/></metadata>"):
        assert record(metadata) == ["1: no metadata in a format of arXiv's"]
    nothing = "<record><metadata><arXiv><title/></arXiv></metadata></record>"
    assert read(oai.loader, nothing) == ["1: neither title nor arXiv id"]


def test_names_of_all_kinds_in_the_format_arxiv() -> None:
    found = paper(
        "<arXiv><id>2401.00001</id><title>T</title><authors><author><keyname>Lovelace</keyname><forenames>Ada</forenames>"
        "<suffix>Jr.</suffix><affiliation>1</affiliation><affiliation>CERN, Geneva</affiliation></author>"
        "<author><keyname>Scott for the X</keyname></author><author><keyname>Arvind</keyname></author><author/>"
        "<author><keyname>Collaborations</keyname><forenames>Hyper-K</forenames></author></authors></arXiv>"
    )
    assert [(m.written, m.given, m.family, m.suffix, m.collective) for m in found.mentions] == [
        ("Ada Lovelace Jr.", "Ada", "Lovelace", "Jr.", False),
        ("Scott for the X", None, None, None, False),
        ("Arvind", None, None, None, False),
        ("Hyper-K Collaborations", None, None, None, True),
    ]
    assert [a.name for a in found.mentions[0].affiliations] == ["CERN, Geneva"]
    assert found.updated == "2024-03-04"


def test_creators_of_dublin_core() -> None:
    found = paper(
        "<dc><title>T</title><creator>de la Cruz, Jr., María</creator><creator>The X Collaboration</creator>"
        "<creator>Arvind</creator><subject>Nuclear Experiment</subject><subject>68T50; I.2.7</subject>"
        "<identifier>J. Cot. 12 (2024)</identifier></dc>"
    )
    assert [(m.written, m.given, m.family, m.suffix, m.collective) for m in found.mentions] == [
        ("María de la Cruz Jr.", "María", "de la Cruz", "Jr.", False),
        ("The X Collaboration", None, None, None, True),
        ("Arvind", None, None, None, False),
    ]
    assert ([t.code for t in found.topics], found.venue) == (["nucl-ex"], "J. Cot.")
    assert found.ids == {"arxiv": "2401.00001"}


def test_hostile_documents() -> None:
    for by in (atom.loader, oai.loader):
        for bad in ("", "nonsense", '<!DOCTYPE x [<!ENTITY a "b">]><record/>'):
            with pytest.raises(LoadError):
                read(by, bad)
    cut = read(oai.loader, "<OAI-PMH><record><metadata><arXiv><id>2401.00001</id></arXiv></metadata></record><record>")
    assert isinstance(cut[0], PaperRecord)
    assert "not well-formed" in str(cut[1])


def test_sniff() -> None:
    feed = f"<?xml version='1.0'?><feed {NAMESPACES}>".encode()
    response = OAI.format("<record>" + HEADER.format("", "2401.00001")).encode()
    assert atom.loader.sniff(feed, "x") > 0.9
    assert oai.loader.sniff(response, "x") > 0.9
    assert oai.loader.sniff(feed, "x") == atom.loader.sniff(response, "x") == 0
    for other in (
        b"",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><title>News</title>",
        b"<records><record/></records>",
    ):
        assert atom.loader.sniff(other, "arxiv.xml") == oai.loader.sniff(other, "arxiv.xml") == 0


def test_real_feeds() -> None:
    files = sorted(shared_data("data", "fixtures", "api_bodies").glob("arxiv_atom_*.xml"))
    total = names = 0
    for path in files:
        data = path.read_bytes()
        papers = read(atom.loader, data)
        assert not [item for item in papers if isinstance(item, str)]
        assert len(papers) == data.count(b"<entry>")
        found = [item for item in papers if isinstance(item, PaperRecord)]
        assert sum(len(item.mentions) for item in found) == data.count(b"<author>")
        for item in found:
            primary = [topic.code for topic in item.topics if topic.primary]
            assert len(primary) == 1
            assert b'primary_category term="%s"' % primary[0].encode() in data
        total, names = total + len(found), names + data.count(b"<author>")
    assert (len(files), total, names) == (19, 221, 846)


def oai_files() -> dict[str, bytes]:
    folders = (("adsingestparser", "arxiv*.xml"), ("hepcrawl", "*arxiv*.xml"))
    return {
        path.name: path.read_bytes()
        for folder, pattern in folders
        for path in sorted(shared_data("data", "fixtures", folder).glob(pattern))
    }


def test_real_records() -> None:
    counts = {}
    for name, data in oai_files().items():
        papers = read(oai.loader, data)
        found = [item for item in papers if isinstance(item, PaperRecord)]
        assert len(papers) == len(found) == len(re.findall(rb"<record[ >]", data))
        colons = data.count(b"<keyname>:</keyname>")  # after a collaboration's name: nobody
        assert sum(len(item.mentions) for item in found) + colons == len(re.findall(rb"<author>|<dc:creator>", data))
        assert [item.record_id for item in found] == [
            ident.decode() for ident in re.findall(rb"<identifier>oai:arXiv.org:([^<]+)<", data)
        ]
        counts[name] = len(found)
    assert sum(counts.values()) == 37
    assert len(counts) == 20


def expected(name: str) -> list[dict[str, Any]]:
    found = json.loads(shared_data("data", "fixtures", "hepcrawl", name).read_text(encoding="utf-8"))
    return [item for part in found for item in part.get("results_data", [part])]


@pytest.mark.parametrize("name", [
    "arxiv_expected.json", "arxiv_expected_single.json", "sample_arxiv_record10_parsed.json",
])  # fmt: skip
def test_beside_what_hepcrawl_makes_of_the_same_records(name: str) -> None:
    """The same titles, dates, DOIs, authors and categories. hepcrawl's own choices: it sorts authors and categories
    of some records; it writes initials without spaces; it calls a thesis what a comment calls so, all else article."""
    files = oai_files()
    ours = {
        item.record_id: item
        for file in ("arxiv-physics-hep-ex.xml", "arxiv-physics-hep-th.xml", "arxiv-single.xml",
                     "sample_arxiv_record10.xml")
        for item in read(oai.loader, files[file]) if isinstance(item, PaperRecord)
    }  # fmt: skip
    theirs = expected(name)
    assert theirs
    for made in theirs:
        item = ours[made["arxiv_eprints"][0]["value"]]
        assert item.title == made["titles"][0]["title"]
        assert item.date == made["preprint_date"]
        assert item.ids.get("doi") == next((one["value"].lower() for one in made.get("dois", ())), None)
        assert sorted(topic.code for topic in item.topics) == sorted(made["arxiv_eprints"][0]["categories"])
        names = sorted(fold_name(f"{m.family} {m.given}") for m in item.mentions)
        assert names == sorted(fold_name(author["full_name"]) for author in made["authors"])
        reference = made.get("publication_info", [{}])[0].get("pubinfo_freetext", "")
        assert reference.startswith(item.venue or "")
        assert item.kind == "preprint"
