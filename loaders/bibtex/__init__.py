"""BibTeX and BibLaTeX: a parser of its own, in constant memory, and the papers of its entries.

Specification: O. Patashnik, "BibTeXing" (1988) and the program's own documentation (btxdoc); P. Lehman, P. Kime and
others, "The biblatex Package" (its data model and the extended form of names). Dialects told apart: DBLP, the ACL
Anthology, arXiv, the Astrophysics Data System, Zotero, JabRef, Mendeley, Google Scholar, Scopus, Web of Science,
Crossref.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from coterie.graph.model.records import Record, Rejected
from coterie.loaders.base import About, RawItem, Source
from coterie.loaders.bibtex.inheriting import inherited
from coterie.loaders.bibtex.making import paper
from coterie.loaders.bibtex.parser import entries
from coterie.loaders.reading.lines import wide_encoding

_TYPES = (
    "article|book|mvbook|inbook|booklet|collection|incollection|inproceedings|conference|proceedings|manual|misc|online|"
    "electronic|phdthesis|mastersthesis|thesis|techreport|report|unpublished|dataset|software|patent|periodical|"
    "reference|inreference|suppbook|standard|review|www|xdata"
)
_KNOWN = re.compile(rf"^\s*@\s*(?:{_TYPES})\s*[{{(]", re.IGNORECASE | re.MULTILINE)
_OTHER = re.compile(r"^\s*@\s*\w+\s*[{(][^,{}=\n]*,\s*[\w-]+\s*=\s*[{\"\w]", re.MULTILINE)
_ASIDE = re.compile(r"^\s*@\s*(?:string|preamble|comment)\s*[{(]", re.IGNORECASE | re.MULTILINE)


class BibtexLoader:
    """Entries of BibTeX and BibLaTeX."""

    name = "bibtex"
    title = "BibTeX and BibLaTeX"
    about = About(
        source="bibtex",
        specification="BibTeXing (O. Patashnik, 1988); The biblatex Package (P. Lehman, P. Kime and others)",
        fields={
            "title, subtitle": "title",
            "author": "mentions",
            "editor (of a book, a collection, proceedings, a periodical)": "mentions with the role of editor",
            "and others": "authors_complete: false",
            "doi; url, ee, link, bdsk-url-1, howpublished where they hold one": "ids.doi",
            "eprint (arXiv's); arXiv:… in journal, note or howpublished; CoRR's volume": "ids.arxiv",
            "pmid, pubmed_id, eprint (PubMed's); unique-id; the key DBLP:…, biburl; url": "ids.pmid, ids.wos, ids.dblp",
            "date, or year, month and day": "date",
            "the entry's type; document_type (Scopus)": "kind",
            "fjournal, journaltitle, journal, shortjournal; booktitle, maintitle of a part; series of a whole": "venue",
            "language, langid, hyphenation": "language",
            "keywords, author_keywords": "topics of the scheme keyword",
            "primaryclass, eprintclass": "topics of the scheme arxiv, primary",
            "affiliations, affiliation (not Web of Science's)": "affiliations of the paper",
            "orcid-numbers (Web of Science)": "mentions.orcid, where the name is the same",
            "times-cited, note (cited by)": "citations",
            "url, ee, link, bdsk-url-1, howpublished": "urls (the first)",
        },
        cannot=(
            "whose an affiliation is, whether a list of authors is complete, when an entry was changed",
            "an entry's key is its file's own, not the world's, and is left out, but for DBLP's",
            "left out: the editors of the book or proceedings that hold a paper, translators, abstracts, files, notes",
        ),
        notes=(
            "an entry that is damaged is rejected with its line; reading goes on at the next line that begins with @",
            "a macro that the file does not define stands for itself; those of months are known; AASTeX's names of "
            "journals (\\apj) are written in full",
            "crossref and xdata are followed in either direction, up to 16 MB of waiting entries and of parents kept; "
            "the parent's title becomes booktitle (of a periodical: journal); ids, people and keywords stay its own",
            "an entry that waits for its parent comes after it, else entries keep their order",
            "a name wholly in braces is a collective, unless it is of the form Last, First; braces around the last "
            "words of a name set the family name apart",
            "a comma sets apart family and given names (Last, First; Last, Jr., First; and Last, First, Jr.)",
            "LaTeX becomes text: accents and signs by tables, unknown commands by pylatexenc; of mathematics the signs",
            "the kind is preprint where a paper has an arXiv id and no venue but arXiv, CoRR or another such server; "
            "@unpublished counts as preprint, @proceedings as book",
            "@comment, @preamble, @set and @control are no records",
        ),
    )  # fmt: skip

    def sniff(self, head: bytes, path: str) -> float:
        """Sure of a line that begins an entry of a known type; less of another type, a macro or a comment."""
        text = head.decode(wide_encoding(head) or "utf-8", "replace").replace("\ufeff", "").replace("\r", "\n")
        if text.lstrip()[:1] in ("{", "[", "<"):
            return 0.0
        if _KNOWN.search(text):
            return 0.95
        if _OTHER.search(text) or _ASIDE.search(text):
            return 0.7
        return 0.3 if path.lower().endswith((".bib", ".bibtex")) and text.lstrip().startswith("%") else 0.0

    def read(self, source: Source) -> Iterator[RawItem | Rejected]:
        """The entries, macros and inherited fields put in; position is the line of the ``@``."""
        for entry in inherited(entries(source.stream, source.name)):
            if isinstance(entry, Rejected):
                yield entry
            else:
                yield RawItem(str(entry.line), entry, f"@{entry.type}{{{entry.key},")

    def transform(self, raw: RawItem) -> list[Record]:
        """The paper of one entry. Raises :class:`BadItem` for one with neither title nor identifier."""
        return [paper(raw.data)]


loader = BibtexLoader()
