"""What the documentation says of the ACL Anthology's format."""

from __future__ import annotations

from coterie.loaders.base import About

ABOUT = About(
    source="acl",
    specification="data/xml/schema.rnc and data/yaml of https://github.com/acl-org/acl-anthology",
    fields={
        "collection/@id, volume/@id, paper/@id": "record_id, ids.acl (P19-1001, 2020.acl-main.1), urls",
        "paper/title": "title (markup taken off, LaTeX of tex-math as written)",
        "paper/author": "mentions",
        "author/first, last": "written, given, family",
        "author/@id, else name_variants.yaml": "source_ids (acl:…)",
        "author/affiliation": "affiliations of the mention",
        "author/orcid": "orcid",
        "paper/editor": "mentions with role editor, after the authors",
        "paper/doi": "ids.doi",
        "paper/language": "language (ISO 639-1)",
        "paper/pwccode, attachment type=software": "has_code",
        "paper/revision, erratum, retracted, removed @date": "updated (the latest)",
        "paper/retracted, removed": "kind retraction",
        "volume/@type": "kind: article (journal) or proceedings",
        "paper/@type backmatter": "kind other",
        "meta/year, month": "date",
        "meta/booktitle": "venue; title of the front matter",
        "meta/journal-title, paper/journal, venues/*.yaml of type journal": "venue of journal papers",
        "frontmatter": "a record of kind front-matter",
        "meta/editor": "mentions of the front matter with role editor",
        "frontmatter/doi, else meta/doi": "ids.doi of the front matter",
        "name_variants.yaml canonical, variant(s)": "person: name, names",
        "name_variants.yaml id": "person: record_id, source_ids (acl:…)",
        "name_variants.yaml orcid": "person: orcid",
    },
    cannot=(
        "Left out: abstracts, pages, awards, videos, notes, events, the days of conferences, an author's name in "
        "another script (variant), publisher and place, special interest groups; and of name_variants.yaml the "
        "comments and who is merely similar.",
        "Topics, citations, corresponding authors and collectives are not marked; a collective is told by its words.",
        "people.yaml, the list of persons of later versions of the Anthology, is not read.",
    ),
    notes=(
        "An XML file finds name_variants.yaml and venues/ in ../yaml, in a folder as in an archive. A name that the "
        "list gives to one person has that person's id; a name that it gives to several, or does not hold, has none "
        "unless the XML states one. A person without an id in the list has the slug of the canonical name, as the "
        "addresses of the Anthology's pages do.",
        "Front matter is a record of its own, with the volume's title and editors, and without authors; so is a volume "
        "that has editors but no front matter, under the id of the volume.",
        "The Anthology of 2025-05-19: 104,188 papers (717 of them without authors: indexes, calls, membership lists) "
        "with 367,593 authors and 12 editors; 2,866 front matters, 579 of them without editors, and 121 volumes with "
        "editors alone, together with 9,529 editors; 3,475 persons with 3,439 variants.",
        "A retracted or removed paper has the kind retraction, so that analyses leave it out unless asked.",
        "A month such as “August 26-30” gives the month alone.",
    ),
)
