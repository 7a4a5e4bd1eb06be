"""A small valid text of each format, of an invented paper, whose parts tests may change."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    """``text`` has places for a title, a year, a month, a day and authors, each written like ``author``, with its
    number in place of ``{i}``, and joined by ``between``. ``dated``: the parts of a date that the format has;
    ``file``: a name that the format's files have."""

    file: str
    text: str
    author: str
    between: str = ""
    dated: str = "ymd"
    people: bool = True
    """Whether it gives papers with authors."""

    def made(self, title: str = "On coteries", year: str = "1843", month: str = "05", day: str = "17",
             authors: int = 2) -> str:  # fmt: skip
        """The text with its parts in place."""
        names = self.between.join(self.author.replace("{i}", str(i)) for i in range(1, authors + 1))
        parts = {"{title}": title, "{year}": year, "{month}": month, "{day}": day, "{authors}": names,
                 "{count}": str(authors)}  # fmt: skip
        text = self.text
        for place, part in parts.items():
            text = text.replace(place, part)
        return text

    @property
    def is_json(self) -> bool:
        return self.text.startswith("{")

    @property
    def is_xml(self) -> bool:
        return self.text.startswith("<")


def _table(columns: dict[str, str], separator: str = ",") -> str:
    quoted = [[f'"{cell}"' for cell in row] for row in (columns, columns.values())]
    return "".join(separator.join(row) + "\n" for row in quoted)


SAMPLES: dict[str, Sample] = {
    "acl": Sample(
        "1843.cot.xml",
        "<?xml version='1.0' encoding='UTF-8'?>\n<collection id=\"2020.cot\"><volume id=\"1\" type=\"proceedings\">\n"
        "<meta><booktitle>First Coterie</booktitle><month>{month}</month><year>{year}</year><venue>cot</venue></meta>\n"
        '<paper id="1"><title>{title}</title>{authors}<doi>10.1000/cot</doi></paper>\n</volume></collection>\n',
        "<author><first>Ada {i}</first><last>Lovelace{i}</last></author>",
        dated="y",
    ),
    "arxiv": Sample(
        "arxiv.json",
        '{"id":"0704.0001","submitter":"A","authors":"Ada Lovelace","title":"{title}","categories":"cs.CL",'
        '"doi":"10.1000/cot","abstract":"No.","versions":[{"version":"v1","created":"Mon, {day} May {year} 10:00:00'
        ' GMT"}],"update_date":"{year}-{month}-{day}","authors_parsed":[{authors}]}\n',
        '["Lovelace{i}","Ada",""]',
        ",",
    ),
    "arxiv-atom": Sample(
        "feed.xml",
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n<title>arXiv Query</title>'
        "\n<entry><id>http://arxiv.org/abs/0704.0001v1</id><updated>{year}-{month}-{day}T10:00:00Z</updated>"
        "<published>{year}-{month}-{day}T10:00:00Z</published><title>{title}</title>{authors}"
        '<arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.CL"/></entry>\n</feed>\n',
        "<author><name>Ada Lovelace{i}</name></author>",
    ),
    "arxiv-oai": Sample(
        "oai.xml",
        '<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>\n'
        "<record><header><identifier>oai:arXiv.org:0704.0001</identifier><datestamp>2020-01-01</datestamp></header>"
        '<metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>0704.0001</id><created>{year}-{month}-{day}</created>'
        "<authors>{authors}</authors><title>{title}</title><categories>cs.CL</categories></arXiv></metadata></record>\n"
        "</ListRecords></OAI-PMH>\n",
        "<author><keyname>Lovelace{i}</keyname><forenames>Ada</forenames></author>",
    ),
    "arxiv-tsv": Sample(
        "arxiv.tsv",
        "arxiv_id\tcreated\tupdated\tprimary_cat\tcategories\tauthor_text\tnum_authors\ttitle\tdoi\n"
        "0704.0001\t{year}-{month}-{day}\t2020-01-01\tcs.CL\tcs.CL\t{authors}\t{count}\t{title}\t10.1000/cot\n",
        "Ada Lovelace{i}",
        ", ",
    ),
    "bibtex": Sample(
        "refs.bib",
        '@string{cot = "Coteries"}\n@article{lovelace, title = {{title}}, author = {{authors}}, journal = cot,\n'
        '  date = "{year}-{month}-{day}", doi = {10.1000/cot}}\n',
        "Lovelace{i}, Ada",
        " and ",
    ),
    "crossref": Sample(
        "works.json",
        '{"status":"ok","message-type":"work","message":{"DOI":"10.1000/cot","title":["{title}"],"type":'
        '"journal-article","author":[{authors}],"issued":{"date-parts":[[{year},5,{day}]]},'
        '"is-referenced-by-count":3,"container-title":["Annals"]}}\n',
        '{"given":"Ada","family":"Lovelace{i}","sequence":"first"}',
        ",",
    ),
    "crossref-xml": Sample(
        "unixref.xml",
        '<?xml version="1.0" encoding="UTF-8"?>\n<doi_records><doi_record timestamp="2020-01-01 10:00:00"><crossref>'
        "<journal><journal_metadata><full_title>Annals</full_title></journal_metadata>\n<journal_article><titles><title>"
        "{title}</title></titles><contributors>{authors}</contributors>\n<publication_date><month>{month}</month><day>"
        "{day}</day><year>{year}</year></publication_date><doi_data><doi>10.1000/cot</doi></doi_data>"
        "</journal_article></journal></crossref></doi_record></doi_records>\n",
        '<person_name contributor_role="author"><given_name>Ada</given_name><surname>Lovelace{i}</surname>'
        "</person_name>",
    ),
    "csl": Sample(
        "items.json",
        '{"id":"x","type":"article-journal","title":"{title}","author":[{authors}],"DOI":"10.1000/cot",'
        '"issued":{"date-parts":[["{year}","{month}","{day}"]]},"container-title":"Annals"}\n',
        '{"given":"Ada","family":"Lovelace{i}"}',
        ",",
    ),
    "datacite": Sample(
        "dois.json",
        '{"data":{"id":"10.1000/cot","type":"dois","attributes":{"doi":"10.1000/cot","titles":[{"title":"{title}"}],'
        '"creators":[{authors}],"dates":[{"date":"{year}-{month}-{day}","dateType":"Issued"}],'
        '"types":{"resourceTypeGeneral":"Text"},"schemaVersion":"http://datacite.org/schema/kernel-4"}}}\n',
        '{"name":"Lovelace{i}, Ada","nameType":"Personal","givenName":"Ada","familyName":"Lovelace{i}"}',
        ",",
    ),
    "dblp": Sample(
        "dblp.xml",
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE dblp SYSTEM "dblp.dtd">\n<dblp>\n'
        '<article mdate="2020-01-01" key="journals/cot/Lovelace43">{authors}<title>{title}.</title><year>{year}</year>'
        "<month>{month}</month><journal>Annals</journal><ee>https://doi.org/10.1000/cot</ee></article>\n</dblp>\n",
        "<author>Ada Lovelace{i}</author>",
        dated="y",
    ),
    "dimensions": Sample(
        "dimensions.csv",
        _table({"Rank": "500", "Publication ID": "pub.1000000001", "DOI": "10.1000/cot", "Title": "{title}",
                "Source title": "Annals", "Publication date": "{year}-{month}-{day}", "PubYear": "{year}",
                "Publication Type": "Article", "Authors": "{authors}", "Authors Affiliations": "", "Times cited": "3",
                "Dimensions URL": "https://app.dimensions.ai/details/publication/pub.1000000001"}),
        "Lovelace{i}, Ada",
        "; ",
    ),
    "endnote": Sample(
        "library.xml",
        '<?xml version="1.0" encoding="UTF-8"?>\n<xml><records><record><source-app name="EndNote">EndNote</source-app>'
        '<ref-type name="Journal Article">17</ref-type><contributors><authors>{authors}</authors></contributors>'
        "<titles><title>{title}</title><secondary-title>Annals</secondary-title></titles><dates><year>{year}</year>"
        "<pub-dates><date>{year}-{month}-{day}</date></pub-dates></dates></record></records></xml>\n",
        "<author>Lovelace{i}, Ada</author>",
    ),
    "ieee": Sample(
        "ieee.csv",
        _table({"Document Title": "{title}", "Authors": "{authors}", "Author Affiliations": "",
                "Publication Title": "Annals", "Date Added To Xplore": "{day} May {year}", "Publication Year": "{year}",
                "ISSN": "", "DOI": "10.1000/cot", "PDF Link": "", "Author Keywords": "", "IEEE Terms": "",
                "Article Citation Count": "3", "Document Identifier": "IEEE Journals"}),
        "A. Lovelace{i}",
        "; ",
        dated="y",
    ),
    "inspire": Sample(
        "literature.json",
        '{"hits":{"hits":[{"id":"1","metadata":{"control_number":1,"titles":[{"title":"{title}"}],'
        '"authors":[{authors}],"dois":[{"value":"10.1000/cot"}],"document_type":["article"],'
        '"preprint_date":"{year}-{month}-{day}"}}],"total":1}}\n',
        '{"full_name":"Lovelace{i}, Ada"}',
        ",",
    ),
    "lens": Sample(
        "lens.csv",
        _table({"Lens ID": "000-000-000-000-001", "Title": "{title}", "Date Published": "{year}-{month}-{day}",
                "Publication Year": "{year}", "Publication Type": "journal article", "Source Title": "Annals",
                "Author/s": "{authors}", "Abstract": "", "Volume": "", "External URL": "", "DOI": "10.1000/cot",
                "PMID": "", "Cited by Patent Count": "", "Citing Works Count": "3", "Is Open Access": ""}),
        "Ada Lovelace{i}",
        "; ",
    ),
    "medline": Sample(
        "pubmed.nbib",
        "PMID- 12345\nOWN - NLM\nDP  - {year} May {day}\nTI  - {title}\n{authors}\nPT  - Journal Article\n"
        "TA  - Ann Cot\nJT  - Annals\nLID - 10.1000/cot [doi]\n\n",
        "FAU - Lovelace{i}, Ada\nAU  - Lovelace{i} A",
        "\n",
    ),
    "openalex": Sample(
        "works.jsonl",
        '{"id":"https://openalex.org/W1","doi":"https://doi.org/10.1000/cot","title":"{title}","type":"article",'
        '"publication_date":"{year}-{month}-{day}","publication_year":{year},"cited_by_count":3,'
        '"authorships":[{authors}]}\n',
        '{"author_position":"middle","author":{"id":"https://openalex.org/A{i}","display_name":"Ada Lovelace{i}"},'
        '"raw_author_name":"Ada Lovelace{i}","institutions":[]}',
        ",",
    ),
    "orcid": Sample(
        "work.json",
        '{"put-code":1,"title":{"title":{"value":"{title}"}},"type":"journal-article","publication-date":{"year":'
        '{"value":"{year}"},"month":{"value":"{month}"},"day":{"value":"{day}"}},"external-ids":{"external-id":['
        '{"external-id-type":"doi","external-id-value":"10.1000/cot","external-id-relationship":"self"}]},'
        '"contributors":{"contributor":[{authors}]},"path":"/0000-0002-1825-0097/work/1"}\n',
        '{"credit-name":{"value":"Ada Lovelace{i}"},"contributor-attributes":{"contributor-role":"author"}}',
        ",",
    ),
    "pages": Sample("page.txt", "CLMay {day}, {year}Code\n{title}\n\n{authors} et al. · oslo\n\n", "Ada Lovelace{i}",
                    ", "),
    "pubmed": Sample(
        "pubmed.xml",
        '<?xml version="1.0" encoding="UTF-8"?>\n<PubmedArticleSet>\n<PubmedArticle><MedlineCitation><PMID>12345</PMID>'
        "<Article><Journal><JournalIssue><PubDate><Year>{year}</Year><Month>{month}</Month><Day>{day}</Day></PubDate>"
        "</JournalIssue><Title>Annals</Title></Journal><ArticleTitle>{title}</ArticleTitle>"
        '<AuthorList CompleteYN="Y">{authors}</AuthorList></Article></MedlineCitation></PubmedArticle>\n'
        "</PubmedArticleSet>\n",
        "<Author><LastName>Lovelace{i}</LastName><ForeName>Ada</ForeName><Initials>A</Initials></Author>",
    ),
    "records": Sample(
        "records.jsonl",
        '{"type":"paper","source":"mine","title":"{title}","date":"{year}-{month}-{day}","mentions":[{authors}]}\n',
        '{"written":"Ada Lovelace{i}","position":{i}}',
        ",",
        dated="",
    ),
    "ris": Sample(
        "refs.ris",
        "TY  - JOUR\nTI  - {title}\n{authors}\nPY  - {year}/{month}/{day}\nJO  - Annals\nDO  - 10.1000/cot\nER  - \n",
        "AU  - Lovelace{i}, Ada",
        "\n",
    ),
    "ror": Sample(
        "ror.json",
        '{"id":"https://ror.org/027bh9e22","name":"{title}","types":["Education"],"status":"active","established":{year},'
        '"aliases":[{authors}],"country":{"country_code":"NL","country_name":"Netherlands"}}\n',
        '"Coterie {i}"',
        ",",
        dated="",
        people=False,
    ),
    "roster": Sample(
        "people.csv",
        "name,orcid,department,from,to\n{authors}",
        "Ada Lovelace{i},,Engines,{year}-{month}-{day},\n",
        dated="",
        people=False,
    ),
    "scopus": Sample(
        "scopus.csv",
        _table({"Authors": "{authors}", "Author(s) ID": "", "Title": "{title}", "Year": "{year}",
                "Source title": "Annals", "Cited by": "3", "DOI": "10.1000/cot", "Link": "", "Affiliations": "",
                "Authors with affiliations": "", "Document Type": "Article", "Source": "Scopus",
                "EID": "2-s2.0-1"}),
        "Lovelace{i} A.",
        "; ",
        dated="y",
    ),
    "semantic-scholar": Sample(
        "papers.jsonl",
        '{"paperId":"0123456789abcdef0123456789abcdef01234567","externalIds":{"DOI":"10.1000/cot"},"title":"{title}",'
        '"year":{year},"publicationDate":"{year}-{month}-{day}","citationCount":3,"authors":[{authors}]}\n',
        '{"authorId":"{i}","name":"Ada Lovelace{i}"}',
        ",",
    ),
    "springer": Sample(
        "SearchResults.csv",
        _table({"Item Title": "{title}", "Publication Title": "Annals", "Book Series Title": "", "Journal Volume": "1",
                "Journal Issue": "", "Item DOI": "10.1007/cot", "Authors": "{authors}", "Publication Year": "{year}",
                "URL": "http://link.springer.com/article/10.1007/cot", "Content Type": "Article"}),
        "Ada Lovelace",
        "",
        dated="y",
    ),
    "table": Sample("papers.csv", 'title,authors,date,doi\n{title},"{authors}",{year}-{month}-{day},10.1000/cot\n',
                    "Ada Lovelace{i}", "; "),
    "wos": Sample(
        "savedrecs.txt",
        "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU {authors}\nTI {title}\nSO ANNALS\nPD MAY {day}\n"
        "PY {year}\nDI 10.1000/cot\nUT WOS:000000000000001\nER\n\nEF\n",
        "Lovelace{i}, A",
        "\n   ",
    ),
}  # fmt: skip
