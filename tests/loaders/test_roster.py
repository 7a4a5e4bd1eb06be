"""Rosters: people, what they belong to, and since when."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coterie
from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import AffiliationRecord, PersonAffiliation, PersonRecord, Rejected
from coterie.loaders.base import Source
from coterie.loaders.registry import loaders, open_inputs
from coterie.loaders.roster import loader

LIST = """Nachname;Vorname;E-Mail;ORCID;Fakultät;Lehrstuhl;Von;Bis;Stelle
Lovelace;Ada;ada@example.org;0000-0002-1825-0097;Physik;Optik;1.10.2019;;Professorin
Lovelace;Ada;ada@example.org;;Physik;Laser;01.04.2015;30.9.2019;Postdoc
Babbage;Charles;;0000-0002-1825-0098;Mathematik;;2010;;
;;x@example.org;;Mathematik;;;;
"""


def read(data: str, mapping: dict[str, Any] | None = None) -> list[Any]:
    """Records, and position and reason of what was rejected."""
    out: list[Any] = []
    for raw in loader.read(Source("t.csv", io.BytesIO(data.encode()), None, None, mapping)):
        if isinstance(raw, Rejected):
            out.append((raw.position, raw.reason))
        else:
            out += loader.transform(raw)
    return out


def people(data: str, mapping: dict[str, Any] | None = None) -> list[PersonRecord]:
    return [record for record in read(data, mapping) if isinstance(record, PersonRecord)]


def posts(person: PersonRecord) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(post.affiliation.name, post.since, post.until, post.role) for post in person.affiliations]


def test_one_person_on_several_rows() -> None:
    ada, charles = people(LIST)
    assert (ada.name, ada.names, ada.orcid) == ("Ada Lovelace", ("Ada Lovelace",), "0000-0002-1825-0097")
    assert posts(ada) == [
        ("Optik", "2019-10-01", None, "Professorin"),
        ("Laser", "2015-04-01", "2019-09-30", "Postdoc"),
    ]
    assert (charles.name, charles.orcid) == ("Charles Babbage", None), "the check digit is wrong"
    assert posts(charles) == [("Mathematik", "2010", None, None)]
    assert (ada.source, ada.record_id, ada.position) == ("roster", "", None)
    assert "example.org" not in repr(read(LIST))


def test_groups_and_what_they_are_part_of() -> None:
    units = [record for record in read(LIST) if isinstance(record, AffiliationRecord)]
    assert [(unit.name, unit.id, unit.part_of) for unit in units] == [
        ("Physik", None, ()),
        ("Optik", "roster:physik/optik", ("Physik",)),
        ("Laser", "roster:physik/laser", ("Physik",)),
        ("Mathematik", None, ()),
    ]
    text = "Name,Institution,ROR,Country,City,Department,Group\nAda,U: N,03yrm5c26,Germany,Bonn,Physics,Optics\n"
    whole, department, group = [record for record in read(text) if isinstance(record, AffiliationRecord)]
    assert (whole.name, whole.ror, whole.country, whole.city) == ("U: N", "03yrm5c26", "DE", "Bonn")
    assert (department.id, department.part_of) == ("roster:u-n/physics", ("03yrm5c26",))
    assert (group.id, group.part_of) == ("roster:u-n/physics/optics", ("roster:u-n/physics",))
    first, second = read("Name,Institution,Department\nAda,U: N,Physics\n")[:2]
    assert second.part_of == ("u-n",), "a name with a colon would be taken for an id"
    assert first.name == "U: N"


def test_who_is_who() -> None:
    head = "Name,ORCID,Scopus ID,Group\n"
    wei, other, third = people(
        head + "Wei Wang,0000-0002-1825-0097,,A\nWei Wang,0000-0001-5109-3700,,B\nWei Wang,,,C\n"
    )
    assert [posts(one)[0][0] for one in (wei, other, third)] == ["A", "B", "C"], "it cannot be known which of the two"
    [ada] = people(head + 'Ada Lovelace,,7,A\n"Lovelace, Ada",,,B\nAda King,,7,A\n')
    assert ada.names == ("Ada Lovelace", "Lovelace, Ada", "Ada King")
    assert ada.source_ids == ("scopus:7",)
    assert [post[0] for post in posts(ada)] == ["A", "B"]


HEADERS = [
    ("en", "First name,Last name,Department,Position,Start date,End date"),
    ("en", "Given names,Surname,School,Role,From,To"),
    ("de", "Vorname,Nachname,Abteilung,Funktion,Seit,Bis"), ("fr", "Prénom,Nom,Département,Fonction,Depuis,Fin"),
    ("es", "Nombre,Apellidos,Departamento,Cargo,Desde,Hasta"), ("pt", "Nome,Sobrenome,Departamento,Cargo,Início,Fim"),
    ("it", "Nome,Cognome,Dipartimento,Qualifica,Dal,Al"), ("nl", "Voornaam,Achternaam,Afdeling,Functie,Vanaf,Tot"),
    ("ru", "Имя,Фамилия,Кафедра,Должность,С,По"), ("zh", "名,姓,学院,职称,入职日期,离职日期"),
    ("ja", "名,姓,学部,職名,着任日,退任日"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "names"), HEADERS)
def test_headers_in_many_languages_are_guessed(language: str, names: str) -> None:
    text = f"{names}\nAda,Lovelace,Mathematics,Professor,2019-10-01,2020\n"
    assert loader.sniff(text.encode(), "x") == 0.4
    [ada] = people(text)
    assert ada.name == "Ada Lovelace"
    assert posts(ada) == [("Mathematics", "2019-10-01", "2020", "Professor")]


@pytest.mark.parametrize("names", ["Nom", "Nombre", "Full Name", "姓名", "氏名", "이름", "ФИО"])
def test_a_name_in_one_column(names: str) -> None:
    text = f"{names},ORCID,Role\nAda Lovelace,,Professor\n"
    assert loader.sniff(text.encode(), "x") == 0.4
    assert [person.name for person in people(text)] == ["Ada Lovelace"]


def test_what_is_no_roster() -> None:
    tables = loaders()
    for head in (
        "Name,Price\nx,1\n",
        "Title,Authors,Year,Institution\nx,y,1,z\n",
        "Name,Year,Journal,Department\n",
        "",
        "x",
    ):
        assert loader.sniff(head.encode(), "x.csv") == 0
    assert tables["table"].sniff(LIST.encode(), "x.csv") == 0
    with pytest.raises(LoadError, match="no column is known as names of people"):
        read("a,b\n1,2\n")
    with pytest.raises(LoadError, match="not for this loader"):
        read(LIST, {"title": "Nachname"})


def test_a_mapping() -> None:
    mapping = {
        "rows": "people", "source": "office", "id": "Nr", "name": "Wer", "names": "Auch", "orcid": "O", "group": "Wo",
        "since": "Ab", "date_order": "mdy", "ids": [{"column": "S", "prefix": "scopus:"}], "role": {"value": "member"},
        "updated": "Stand",
    }  # fmt: skip
    text = (
        "Nr;Wer;Auch;O;Wo;Ab;S;Stand\n"
        "1;Ada King;Ada Lovelace | A. A. L.;0000-0002-1825-0097;Here;10/1/2019;77;2021-01-01\n"
        "2;Bo;;;;;;\n1;Ada King;;;There;;;2022-01-01\n;Cy;;;;;;\n"
    )
    ada, bo, cy = people(text, mapping)
    assert (ada.source, ada.record_id, ada.updated, ada.source_ids) == ("office", "1", "2022-01-01", ("scopus:77",))
    assert ada.names == ("Ada King", "Ada Lovelace", "A. A. L.")
    assert posts(ada) == [("Here", "2019-10-01", None, "member"), ("There", None, None, "member")]
    assert (bo.record_id, bo.affiliations) == ("2", ())
    assert cy.record_id == ""
    without = {key: value for key, value in mapping.items() if key != "id"}
    assert people(text, without)[0].record_id == "0000-0002-1825-0097"


def test_every_row_is_of_a_person_or_rejected() -> None:
    rejected = [item for item in read(LIST) if isinstance(item, tuple)]
    assert rejected == [("5", "no name")]
    rows = [row for row in csv.DictReader(io.StringIO(LIST), delimiter=";") if row["Nachname"]]
    assert sum(len(person.affiliations) for person in people(LIST)) == len(rows)


def test_joined_departments_and_workbooks(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in [["Name", "Unit", "From"], ["Ada Lovelace", "u1", 2019], ["C. Babbage", "u2", None]]:
        book.active.append(row)
    book.save(tmp_path / "people.xlsx")
    (tmp_path / "units.csv").write_text("unit,called,within\nu1,Optics,Physics\n")
    mapping = {"rows": "people", "file": "people.xlsx", "name": "Name", "group": "called", "department": "within",
               "since": "From", "join": [{"file": "units.csv", "by": {"Unit": "unit"}}]}  # fmt: skip
    [document] = open_inputs([tmp_path], mapping=mapping)
    assert document.loader == "roster"
    physics, optics, ada, charles = list(document)
    assert isinstance(physics, AffiliationRecord)
    assert isinstance(optics, AffiliationRecord)
    assert (physics.name, optics.name, optics.part_of) == ("Physics", "Optics", ("Physics",))
    assert isinstance(ada, PersonRecord)
    assert posts(ada) == [("Optics", "2019", None, None)]
    assert isinstance(charles, PersonRecord)
    assert charles.affiliations == ()


@pytest.mark.slow
def test_a_roster_in_a_graph(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(LIST, encoding="utf-8")
    with coterie.open(tmp_path / "graph") as graph:
        report = graph.load(path)
        assert (report.of("person"), report.of("affiliation"), len(report.rejected)) == (2, 4, 1)
        text = "MATCH (a:Author)-[w:AFFILIATED_WITH]->(g:Affiliation) RETURN a.name, g.name, w.`from`, w.`to`, w.role"
        rows = {tuple(row) for row in graph.query(text).rows}
        assert ("Ada Lovelace", "Optik", "2019-10-01", None, "Professorin") in rows
        wider = graph.query("MATCH (a:Affiliation)-[:PART_OF]->(b:Affiliation) RETURN a.name, b.name").rows
        assert sorted(map(tuple, wider)) == [("Laser", "Physik"), ("Optik", "Physik")]


CELLS = st.text(st.characters(codec="utf-8"), max_size=10) | st.sampled_from(["Ada", "0000-0002-1825-0097", "1.2.2020"])


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.lists(st.lists(CELLS, min_size=9, max_size=9), max_size=5))
def test_anything_gives_people_or_reasons(junk: bytes, rows: list[list[str]]) -> None:
    out = io.StringIO()
    columns = ["name", "orcid", "institution", "department", "group", "from", "to", "role", "ror"]
    csv.writer(out).writerows([columns, *rows])
    for data in (junk, out.getvalue().encode() + junk):
        assert 0 <= loader.sniff(data, "x.csv") <= 0.4
        try:
            found = list(loader.read(Source("x", io.BytesIO(data))))
        except LoadError:
            continue
        for raw in found:
            if not isinstance(raw, Rejected):
                [record] = loader.transform(raw)
                assert isinstance(record, PersonRecord | AffiliationRecord)
                assert record.name.strip()


def test_the_post_is_a_whole() -> None:
    [ada] = people("Name,Group,From\nAda,A,2020\nAda,A,2020\n")
    assert len(ada.affiliations) == 1
    assert isinstance(ada.affiliations[0], PersonAffiliation)
