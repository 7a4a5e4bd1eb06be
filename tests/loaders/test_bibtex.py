"""BibTeX and BibLaTeX: grammar, LaTeX, names, inheritance, and the papers."""

from __future__ import annotations

import io
import re
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import shared_data

from coterie.graph.model.errors import LoadError
from coterie.graph.model.records import Mention, PaperRecord, Rejected
from coterie.graph.names.fold import fold, unlatex
from coterie.loaders.base import BadItem, Source
from coterie.loaders.bibtex import inheriting, latex, loader, parser
from coterie.loaders.bibtex.making import date
from coterie.loaders.bibtex.people import names, parts


def read(data: bytes | str) -> list[PaperRecord | str]:
    """The papers in ``data``, and ``position: reason`` for what is rejected."""
    out: list[PaperRecord | str] = []
    stream = io.BytesIO(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
    for raw in loader.read(Source("made.bib", stream)):
        if isinstance(raw, Rejected):
            out.append(f"{raw.position}: {raw.reason}")
            continue
        try:
            out += [record for record in loader.transform(raw) if isinstance(record, PaperRecord)]
        except BadItem as error:
            out.append(f"{raw.position}: {error}")
    return out


def papers(data: bytes | str) -> list[PaperRecord]:
    return [paper for paper in read(data) if isinstance(paper, PaperRecord)]


def one(fields: str, type_: str = "article") -> PaperRecord:
    """The only paper of an entry with ``fields`` beside its title."""
    (paper,) = read(f"@{type_}{{key,\n  title = {{T}},\n  {fields}\n}}\n")
    assert isinstance(paper, PaperRecord)
    return paper


WHOLE = r"""
@article{doe:2019,
  author = {Doe, Jo and {\AA}ngstr{\"o}m, Ada and King, Jr., Martin and {ATLAS Collaboration} and others},
  title = {The {$\alpha$}-decay of {M{\"u}ller} \& Co.},
  subtitle = "A {\em survey}",
  journaltitle = {Journal of Made Things},
  date = {2019-05-28},
  doi = {https://doi.org/10.1000/A\_b},
  url = {https://example.org/a\_b},
  eprint = {1706.03762v2}, archiveprefix = {arXiv}, primaryclass = {cs.CL},
  keywords = {salt, water},
  langid = {ngerman},
  abstract = {Not read. @article{no,}},
}
"""


def test_every_field() -> None:
    (paper,) = papers(WHOLE)
    assert (paper.source, paper.record_id, paper.updated) == ("bibtex", "", None)
    assert paper.title == "The α-decay of Müller & Co.: A survey"
    assert paper.ids == {"doi": "10.1000/a_b", "arxiv": "1706.03762"}
    assert (paper.date, paper.kind, paper.venue) == ("2019-05-28", "article", "Journal of Made Things")
    assert (paper.language, paper.authors_complete, paper.citations) == ("de", False, None)
    assert paper.mentions == (
        Mention(written="Doe, Jo", position=1, given="Jo", family="Doe"),
        Mention(written="Ångström, Ada", position=2, given="Ada", family="Ångström"),
        Mention(written="King, Jr., Martin", position=3, given="Martin", family="King", suffix="Jr."),
        Mention(written="ATLAS Collaboration", position=4, collective=True),
    )
    assert [(t.scheme, t.code, t.primary) for t in paper.topics] == [
        ("arxiv", "cs.CL", True), ("keyword", "salt", False), ("keyword", "water", False),
    ]  # fmt: skip
    assert paper.urls == ("https://example.org/a_b",)


@pytest.mark.parametrize(
    "data",
    [
        WHOLE.strip().encode(),
        WHOLE.replace("\n", "\r\n").encode(),
        WHOLE.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + WHOLE.strip().encode(),
        WHOLE.encode("utf-16"),
        WHOLE.replace("@article{doe:2019,", "  @ARTICLE {doe:2019 ,").replace("title =", "Title=").encode(),
        WHOLE.replace("@article{doe:2019,", "@article{").encode(),
        ("% a comment with @article\nsome text\n" + WHOLE + "\n% the end\n").encode(),
        (WHOLE.replace("@article{", "@article(", 1).rstrip()[:-1] + ")").encode(),
        WHOLE.replace('"A {\\em survey}",', '"A " # "{\\em survey}",').encode(),
        WHOLE.replace("  doi =", "  % comment\n  note,\n  doi =").encode(),
        WHOLE.replace("{2019-05-28},", "{2019-05-28}").encode(),
        WHOLE.replace("Not read.", "{{{{deep}}}}").encode(),
        ("@comment{jabref-meta: x;}\n@preamble{ \"\\newcommand\" }\n" + WHOLE).encode(),
        ('@string{j = "Journal of " # made} @string(made = {Made})\n'
         '@string{j = "Journal of Made Things"}\n' + WHOLE.replace("{Journal of Made Things}", "J")).encode(),
    ],
)  # fmt: skip
def test_forms_that_say_the_same(data: bytes) -> None:
    assert read(data) == read(WHOLE)
    assert loader.sniff(data, "x") >= 0.7


def test_macros_stand_for_their_values() -> None:
    made = (
        '@string{a = {Ada}}\n@string{b = a # " Lovelace"}\n'
        '@misc{k, title = {T}, author = b # " and " # {Jo Doe}, month = feb, year = 1843}'
    )
    (paper,) = papers(made)
    assert [m.written for m in paper.mentions] == ["Ada Lovelace", "Jo Doe"]
    assert paper.date == "1843-02"
    assert one("journal = nowhere").venue == "nowhere"


DAMAGED = r"""@article{a, title = {First}, year = 2001}

@article{b,
  title = {Second {is closed at the end},
  year = 2002
}

@article{c, title = {Third}, author = {Doe, Jo}
@article{d, title = {Fourth}}, year = 2004}
@article{e, title = "Fifth}
@article{f, title = {{{Sixth}, year = 2006}
@article{f, title = , year = 2006}
@article{g, title = {Seventh}, {x}}
@article{h, author = {Doe, Jo}}
@string{x = {y}
@article{i, title = {Last}, year = 2009} @article{j, title = {Same line}}
"""


def test_damage_loses_its_own_entry() -> None:
    assert [item if isinstance(item, str) else item.title for item in read(DAMAGED)] == [
        "First",
        "3: the entry is not closed",
        "8: the entry is not closed",
        "9: a brace closes the entry before its end",
        "10: the quote that line 10 opens is not closed",
        "11: the brace that line 11 opens is not closed",
        "12: no value in line 12",
        "13: '{' in line 13 where a field is expected",
        "14: neither title nor identifier",
        "15: the entry is not closed",
        "Last",
        "Same line",
    ]


def test_positions_are_lines() -> None:
    items = loader.read(Source("x", io.BytesIO(DAMAGED.encode())))
    assert [item.position for item in items] == ["1", "3", "8", "9", "10", "11", "12", "13", "14", "15", "16", "16"]


def test_a_quote_inside_a_title_in_quotes() -> None:
    (paper,) = papers('@misc{a, title = "The "human" side of K\\"{u}hn", author = "Jo Doe"}')
    assert paper.title == 'The "human" side of Kühn'


CROSSREF = """
@inproceedings{child, crossref = {vol}, title = {A paper}, author = {Doe, Jo}}
@inproceedings{orphan, crossref = {nowhere}, title = {An orphan}, year = 1999}
@article{other, title = {Between}, year = 2000}
@proceedings{Vol, title = {Proc. of It}, editor = {Roe, R.}, year = 2001, month = mar, doi = {10.1000/vol}}
@inproceedings{late, crossref = {vol}, title = {Another}, year = 2002, booktitle = {Own}}
"""


def test_crossref_in_either_direction() -> None:
    found = {paper.title: paper for paper in papers(CROSSREF)}
    assert list(found) == ["Between", "Proc. of It", "A paper", "Another", "An orphan"]
    assert [(p.venue, p.date) for p in found.values()] == [
        (None, "2000"), (None, "2001-03"), ("Proc. of It", "2001-03"), ("Own", "2002-03"), (None, "1999"),
    ]  # fmt: skip
    assert found["A paper"].ids == {}
    assert [(m.written, m.role) for m in found["Proc. of It"].mentions] == [("Roe, R.", "editor")]
    assert [m.written for m in found["A paper"].mentions] == ["Doe, Jo"]


def test_xdata_gives_all_and_is_no_paper() -> None:
    made = (
        "@article{a, xdata = {x, y}, title = {T}}\n@xdata{x, author = {Doe, Jo}, year = 2001}\n@xdata{y, journal = {J}}"
    )
    (paper,) = papers(made)
    assert (paper.date, paper.venue, [m.written for m in paper.mentions]) == ("2001", "J", ["Doe, Jo"])


def test_an_entry_that_names_itself_and_a_ring() -> None:
    made = "".join(f"@book{{{key}, crossref = {{{of}}}, title = {{{key}}}}}\n" for key, of in ("aa", "bc", "cb"))
    assert sorted(paper.title for paper in papers(made)) == ["a", "b", "c"]


def test_waiting_and_kept_entries_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inheriting, "MAX_KEPT", 2000)
    many = "".join(f"@inproceedings{{k{i}, crossref = {{v{i}}}, title = {{Paper {i}}}}}\n" for i in range(50))
    many += "".join(f"@proceedings{{v{i}, title = {{Volume {i}}}}}\n" for i in range(50))
    found = papers(many)
    assert len(found) == 100
    assert 5 < sum(paper.venue is not None for paper in found) < 15


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (r"Fran{\c c}ois", "François"), (r"Fran\c{c}ois", "François"), (r"\v{S}\'i\v s", "Šíš"),
        (r'M{\"{u}}ller', "Müller"),
        (r"Erd{\H o}s", "Erdős"), (r"\L{}ukasz {\L}uk", "Łukasz Łuk"), (r"Mar{\'{\i}}a", "María"),
        (r"na\"\i ve", "naïve"),
        (r"Stra{\ss}e", "Straße"), (r"{\AA}rhus, \O{}rsted", "Århus, Ørsted"), (r"\r{A}", "Å"),
        (r"\~{n}\.z\=a\u g", "ñżāğ"),
        (r"50\% \& \$5 \#1 a\_b", "50% & $5 #1 a_b"), ("a -- b --- c", "a – b — c"), ("``a'' `b'", "“a” `b'"),
        (r"{THE} {Case}", "THE Case"), (r"{\em x} \emph{y} \textbf{z}", "x y z"), ("a~b", "a b"),
        (r"\{1, 2\}", "{1, 2}"),
        (r"$\alpha$-decay, H$_2$O", "α-decay, H_2O"), (r"$x^{2n} \leq \infty$", "x^2n ≤ ∞"), (r"\(n\times m\)", "n× m"),
        (r"\LaTeX{} and \TeX", "LaTeX and TeX"), (r"\noopsort{a}Title", "Title"), (r"\href{https://x.y}{Text}", "Text"),
        (r"O'Brien", "O'Brien"), ("Tom &amp; <i>Jerry</i>", "Tom & Jerry"), ("two\n   lines", "two lines"), ("", ""),
        (r"a\textasciitilde b\textbackslash{}c", r"a~b\c"), (r"$\sqrt{2}$", "√(2)"), (r"\unknowncommand{x}", "x"),
    ],
)  # fmt: skip
def test_latex(value: str, plain: str) -> None:
    assert latex.text(value) == plain


LATEX = st.lists(
    st.sampled_from(
        [r"\'e", r"{\'e}", r"\'{e}", r"\c{c}", r"{\o}", r"\ss{}", r"\&", "a", "B", " ", "~", "{Ab}", r"{\"U}", r"\v{z}",
         r"\emph{x}", r"\textit{Y}", r"\l{}", r"{\AE}", "-", "--", r"\_", r"\%", r"{\'\i}"]
    ), max_size=12
).map("".join)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(LATEX)
def test_the_tables_give_what_pylatexenc_gives(value: str) -> None:
    assert fold(latex.text(value)) == fold(unlatex(value))


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("Doe, Jo and Roe, R.", ["Doe, Jo", "Roe, R."]), ("Jo Doe\n  AND\n Ann Roe", ["Jo Doe", "Ann Roe"]),
        ("{Simon and Schuster} and Jo Doe", ["{Simon and Schuster}", "Jo Doe"]),
        ("Brand, A. and Anderson, Sandy", ["Brand, A.", "Anderson, Sandy"]),
        ("Jo Doe and and Ann Roe and", ["Jo Doe", "Ann Roe"]),
        ("{a and {b and c} and d} and e", ["{a and {b and c} and d}", "e"]),
        ("{a and b", ["{a and b"]), ("", []),
    ],
)  # fmt: skip
def test_names_are_parted_outside_braces(field: str, written: list[str]) -> None:
    assert names(field) == written


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Doe, Jo", ("Doe, Jo", "Jo", "Doe", None, False)),
        ("de la Cruz, José", ("de la Cruz, José", "José", "de la Cruz", None, False)),
        ("von Last, Jr, First", ("von Last, Jr, First", "First", "von Last", "Jr", False)),
        ("Last, First, III", ("Last, First, III", "First", "Last", "III", False)),
        ("Ludwig van Beethoven", ("Ludwig van Beethoven", None, None, None, False)),
        ("Simon {Peyton Jones}", ("Simon Peyton Jones", "Simon", "Peyton Jones", None, False)),
        (r"Paul {Erd{\H o}s}", ("Paul Erdős", "Paul", "Erdős", None, False)),
        (r"Ali {\"O}", ("Ali Ö", None, None, None, False)),
        ("Madonna", ("Madonna", None, None, None, False)),
        ("{World Health Organization}", ("World Health Organization", None, None, None, True)),
        ("{{ATLAS Collaboration}}", ("ATLAS Collaboration", None, None, None, True)),
        ("ATLAS Collaboration", ("ATLAS Collaboration", None, None, None, True)),
        ("{Google, Inc.}", ("Google, Inc.", None, None, None, True)),
        ("{Doe, Jo}", ("Doe, Jo", "Jo", "Doe", None, False)),
        ("{Jo} {Doe}", ("Jo Doe", "Jo", "Doe", None, False)),
        ("family=Doe, given=Jo, prefix=van der, suffix=Jr.", ("Jo van der Doe Jr.", "Jo", "van der Doe", "Jr.", False)),
        ("A, B, C, D", ("A, B, C, D", None, None, None, False)),
        ("毛泽东", ("毛泽东", None, None, None, False)),
    ],
)
def test_a_name(name: str, expected: tuple[object, ...]) -> None:
    assert parts(name) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (("2019-05-28",), "2019-05-28"), (("2019-05/2019-06",), "2019-05"), (("2001/2002",), "2001"),
        (("2019",), "2019"),
        (("2019-13",), "2019"), (("2019-05-32",), "2019-05"), (("2019~",), "2019"), (("", "2019"), "2019"),
        (("", "{2019}", "mar"), "2019-03"), (("", "2019", "3", "7"), "2019-03-07"),
        (("", "2019", "15~mar"), "2019-03-15"),
        (("", "2019", "jan # 15"), "2019-01-15"), (("", "2019", "March--April"), "2019-03"),
        (("", "2019", "{Oct.}"), "2019-10"),
        (("", "2019", "spring"), "2019"), (("", "in press"), None), (("", "(1999)"), "1999"), (("", "c. 1850"), "1850"),
        (("Mar 3", "2015"), "2015-03-03"), (("unknown", "2015"), "2015"), (("", ""), None), (("", "0"), None),
        (("", "99"), "0099"),
        (("", "2019-05-01"), "2019-05-01"), (("", "2019", "13"), "2019"), (("", "", "mar"), None),
    ],
)  # fmt: skip
def test_a_date(fields: tuple[str, ...], expected: str | None) -> None:
    assert date(*fields) == expected


@pytest.mark.parametrize(
    ("type_", "fields", "kind"),
    [
        ("article", "", "article"), ("InProceedings", "", "proceedings"), ("conference", "", "proceedings"),
        ("proceedings", "", "book"), ("incollection", "", "chapter"), ("inbook", "", "chapter"), ("book", "", "book"),
        ("phdthesis", "", "thesis"), ("techreport", "", "report"), ("dataset", "", "dataset"),
        ("software", "", "software"),
        ("unpublished", "", "preprint"), ("misc", "", "other"), ("nonsense", "", "other"),
        ("misc", "eprint = {1706.03762}, archiveprefix = {arXiv}", "preprint"),
        ("article", "journal = {arXiv preprint arXiv:1706.03762}", "preprint"),
        ("article", "journal = {CoRR}, volume = {abs/1706.03762}", "preprint"),
        ("article", "journal = {Nature}, eprint = {1706.03762}", "article"),
        ("article", "journal = {bioRxiv}", "preprint"),
        ("article", "document_type = {Review}", "review"),
        ("article", "document_type = {Conference Paper}", "proceedings"),
    ],
)  # fmt: skip
def test_a_kind(type_: str, fields: str, kind: str) -> None:
    assert one(fields, type_).kind == kind


@pytest.mark.parametrize(
    ("type_", "fields", "venue"),
    [
        ("article", "journal = {J}, fjournal = {Journal}", "Journal"),
        ("article", r"journal = {\apj}", "The Astrophysical Journal"),
        ("article", "shortjournal = {J.}", "J."), ("inproceedings", "booktitle = {Proc.}, series = {LNCS}", "Proc."),
        ("incollection", "booktitle = {Book}", "Book"), ("book", "series = {LNCS}", "LNCS"),
        ("phdthesis", "series = {X}", None),
        ("article", "journal = {arXiv preprint arXiv:1706.03762}", "arXiv"), ("misc", "howpublished = {Web}", None),
    ],
)  # fmt: skip
def test_a_venue(type_: str, fields: str, venue: str | None) -> None:
    assert one(fields, type_).venue == venue


@pytest.mark.parametrize(
    ("fields", "ids"),
    [
        ("doi = {10.1000/A}", {"doi": "10.1000/a"}), ("doi = {DOI: 10.1000/a}", {"doi": "10.1000/a"}),
        ("doi = {none}", {}),
        ("url = {https://doi.org/10.1000/a}", {"doi": "10.1000/a"}),
        ("ee = {http://dx.doi.org/10.1000/a}", {"doi": "10.1000/a"}),
        ("doi = {10.48550/ARXIV.1706.03762}", {"arxiv": "1706.03762"}),
        ("eprint = {hep-th/9901001}", {"arxiv": "hep-th/9901001"}),
        ("eprint = {1706.03762}, eprinttype = {arxiv}", {"arxiv": "1706.03762"}),
        ("eprint = {x}, eprinttype = {hal}", {}),
        ("eprint = {123}, eprinttype = {pubmed}", {"pmid": "123"}), ("arxivid = {1706.03762}", {"arxiv": "1706.03762"}),
        ("note = {arXiv:1706.03762 [cs.CL]}", {"arxiv": "1706.03762"}),
        ("volume = {abs/1706.03762}", {"arxiv": "1706.03762"}),
        ("journal = {ArXiv e-prints: 1706.03762}", {"arxiv": "1706.03762"}),
        (r"howpublished = {\url{https://arxiv.org/abs/1706.03762}}", {"arxiv": "1706.03762"}),
        ("pmid = {123}", {"pmid": "123"}), ("pubmed_id = {123}", {"pmid": "123"}), ("pmid = {12 SO x}", {}),
        ("unique-id = {WOS:000200148800007}", {"wos": "000200148800007"}),
        ("biburl = {https://dblp.org/rec/conf/x/Doe19.bib}", {"dblp": "conf/x/Doe19"}),
        ("url = {https://aclanthology.org/P19-1001/}", {"acl": "P19-1001"}),
        (r"url = {https://www.scopus.com/record.uri?eid=2-s2.0-85&doi=10.1000\%2fa}", {"scopus": "2-s2.0-85"}),
    ],
)  # fmt: skip
def test_identifiers(fields: str, ids: dict[str, str]) -> None:
    assert one(fields).ids == ids


def test_the_key_of_dblp_is_an_identifier() -> None:
    (paper,) = papers("@article{DBLP:journals/x/Doe19, title = {T}}")
    assert paper.ids == {"dblp": "journals/x/Doe19"}


def test_what_databases_add() -> None:
    paper = one("note = {cited By 12}, affiliation = {Here, Town; There, City}, author_keywords = {salt; water}")
    assert (paper.citations, [a.name for a in paper.affiliations]) == (12, ["Here, Town", "There, City"])
    assert [topic.name for topic in paper.topics] == ["salt", "water"]
    paper = one(
        "author = {Doe, Jo and Roe, Ann}, times-cited = {7}, affiliation = {Doe, J (Corresponding Author), Here.},"
        "unique-id = {WOS:000200148800007}, orcid-numbers = {Doe, Jo/0000-0002-1825-0097\nRoe, Ann/0000-0000-0000-0000}"
    )
    assert (paper.citations, paper.affiliations) == (7, ())
    assert [m.orcid for m in paper.mentions] == ["0000-0002-1825-0097", None]


def test_editors_belong_to_the_whole_and_not_to_its_parts() -> None:
    book = one("author = {Roe, R.}, editor = {Doe, Jo and others}", "book")
    assert [(m.written, m.role, m.position) for m in book.mentions] == [
        ("Roe, R.", "author", 1),
        ("Doe, Jo", "editor", 2),
    ]
    assert book.authors_complete is False
    assert [m.written for m in one("author = {Roe, R.}, editor = {Doe, Jo}", "incollection").mentions] == ["Roe, R."]


def test_twenty_thousand_authors() -> None:
    assert len(one("author = {" + " and ".join(f"Doe, Jo{i}" for i in range(20_000)) + "}").mentions) == 20_000


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "MAX_ENTRY", 2000)
    monkeypatch.setattr(parser, "MAX_MACROS", 3000)
    long = "@misc{a, title = {A}}\n@misc{b, title = {B}, note = {" + "x\n" * 1_500_000 + "}}\n@misc{c, title = {C}}"
    assert [item if isinstance(item, str) else item.title for item in read(long)] == [
        "A", "2: the entry is longer than 0 MB", "C",
    ]  # fmt: skip
    bomb = (
        "@string{a = {"
        + "x" * 900
        + "}}\n@string{b = a # a}\n@string{c = {"
        + "y" * 900
        + "}}\n@misc{d, title = b # a}"
    )
    assert read(bomb) == ["3: the macros are longer than 0 MB together", "4: a value is longer than 0 MB"]


@pytest.mark.parametrize(
    "text",
    ["{" * 200_000, "@a{" * 50_000, "@a{k, t = {" + "{" * 200_000, '@a{k, t = "' + '"x' * 100_000,
     "@a{k, " + "t " * 100_000,
     "@a{k, title = {" + "\\'" * 100_000 + "}}", "@a{k, title={T}, author = {" + "{ and " * 50_000 + "}}",
     "@a{" + " " * 200_000,
     "@misc{k, title = {T}, note = {arxiv" + ": " * 100_000 + "}}", "@a{k, title = {" + "$" * 200_000 + "}}",
     "@misc{k, title = {T}, month = {" + " " * 100_000 + "}, year = {" + "1" * 100_000 + "}}", "\n@" * 100_000],
)  # fmt: skip
def test_hostile_text_takes_no_time(text: str) -> None:
    assert len(read(text)) <= 1


def test_memory_does_not_grow_with_the_file() -> None:
    def peak(entries: int) -> int:
        data = io.BytesIO(WHOLE.encode() * entries)
        tracemalloc.start()
        assert sum(1 for raw in loader.read(Source("x", data))) == entries
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    assert peak(12_000) < peak(6_000) + 500_000


@pytest.mark.parametrize(
    "head",
    [b"", b"TY  - JOUR\n", b'{"title": "@article{a, title = {x}}"}', b"<xml>\n@article{a,\n title={x}}",
     b"title,authors\n",
     b"%0 Journal Article\n%T @x\n", b"me@example.org\n", b"PMID- 1\n"],
)  # fmt: skip
def test_other_formats_are_not_claimed(head: bytes) -> None:
    assert loader.sniff(head, "x.txt") == 0


REJECTED: dict[str, str] = {
    "jabref/MedlinePlainImporterTestMultiAbstract.bib:1": "neither title nor identifier",  # a journal and an editor
}


def test_every_entry_of_the_fixtures_is_read_or_rejected() -> None:
    base = shared_data("data", "fixtures")
    rejected: dict[str, str] = {}
    total = 0
    paths = sorted(base.rglob("*.bib"))
    for path in paths:
        name, data = path.relative_to(base).as_posix(), path.read_bytes()
        marks = re.findall(rb"^\s*@(?!comment|string|preamble)\w+\s*[{(]", data, re.MULTILINE | re.IGNORECASE)
        assert loader.sniff(data, name) >= (0.95 if marks else 0.3)
        found = read(data)
        assert len(found) == len(marks), name
        total += len(found)
        rejected |= {
            f"{name}:{line}": why for item in found if isinstance(item, str) for line, _, why in [item.partition(": ")]
        }
    assert rejected == REJECTED
    assert (len(paths), total) == (58, 66)


WORDS = st.text(st.sampled_from("abcdefgåñ日αXYZ"), min_size=1, max_size=8).filter(lambda word: word.lower() != "and")
NAMES = st.tuples(WORDS, WORDS)
ENTRIES = st.lists(
    st.tuples(st.lists(WORDS, min_size=1, max_size=5), st.lists(NAMES, max_size=5), st.integers(1000, 2100)), max_size=5
)


@settings(max_examples=200, deadline=None)
@given(ENTRIES, st.sampled_from(["{}", '""']), st.booleans(), st.sampled_from(["\n", "\r\n", " "]))
def test_what_is_written_is_read(
    made: list[tuple[list[str], list[tuple[str, str]], int]], marks: str, cased: bool, newline: str
) -> None:
    left, right = marks
    text = ""
    for i, (title, people, year) in enumerate(made):
        words = " ".join(f"{{{word}}}" if cased else word for word in title)
        author = f"{newline} and ".join(f"{family}, {given}" for family, given in people)
        fields = (
            f"title = {left}{words}{right}",
            f"author={left}{author}{right}",
            f"year = {year}",
            "note = jan # {x}",
        )
        text += f"@Article{{key{i},{newline}" + f",{newline}  ".join(fields) + f"{newline}}}\n"
    found = papers(text)
    assert [(p.title, p.date) for p in found] == [(" ".join(title), str(year)) for title, _, year in made]
    assert [[(m.family, m.given) for m in p.mentions] for p in found] == [people for _, people, _ in made]


PIECES = st.sampled_from(
    ["@article{", "@string{", "@comment{", "key,", "title = ", "author = ", "crossref = ", "{", "}", '"', "#",
     ",", "=", "%",
     "Doe, Jo", " and ", "others", "\\'", "\\", "$", "\n", "\n@misc{k", "2019", "a", " ", "(", ")", "é", "\ufeff"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=300) | st.lists(PIECES, max_size=40).map(lambda pieces: "".join(pieces).encode()))
def test_anything_gives_papers_or_reasons(data: bytes) -> None:
    assert 0 <= loader.sniff(data, "x.bib") <= 1
    try:
        found = read(data)
    except LoadError:
        return
    assert all(isinstance(item, str) or item.title or item.ids for item in found)
    assert len(found) <= data.count(b"@")
