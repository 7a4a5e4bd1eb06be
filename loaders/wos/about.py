"""What the documentation says of the Web of Science."""

from __future__ import annotations

from coterie.loaders.base import About

ABOUT = About(
    source="wos",
    specification="Web of Science Core Collection Field Tags, images.webofknowledge.com/images/help/WOS/"
    "hs_wos_fieldtags.html; the columns of the Excel export by their full names",
    fields={
        "UT": "record_id, ids.wos (pmid where it is MEDLINE's)",
        "TI": "title",
        "AU, AF": "mentions: the full name (AF) is written, the abbreviated one (AU) serves to join",
        "CA, GP": "mentions, collective",
        "BA, BF": "mentions, where AU and AF are absent",
        "BE, ED": "mentions with role editor, of books and of volumes without authors",
        "C1": "mentions/affiliations by the names in brackets, else affiliations of the paper; country from its end",
        "RP": "mentions/corresponding",
        "RI": "mentions/source_ids (wos:…)",
        "OI": "mentions/orcid",
        "DI, D2": "ids.doi (D2 for books)",
        "PM": "ids.pmid",
        "PY, PD, EA": "date",
        "DT": "kind",
        "SO": "venue",
        "LA": "language",
        "WC": "topics (scheme wc)",
        "SC": "topics (scheme wos-area; wc in files without WC)",
        "DE": "topics (scheme keyword)",
        "ID": "topics (scheme keywords-plus)",
        "TC": "citations (Z9 where absent)",
    },
    cannot=(
        "Whose the addresses are in records before 2008, where C1 has no names in brackets.",
        "The preferred names of organisations (C3) are given to the record as a whole and left out.",
        "Keywords of Inspec's records, which have several vocabularies under one tag, are left out.",
        "Abstracts, funding and cited references are left out.",
        "The Excel export itself (.xls): save it as CSV.",
    ),
    notes=(
        "The date is the earlier of publication (PY, PD) and early access (EA), as precise as stated.",
        "Names in C1, RP, RI and OI are joined as written, else by family name and initial where that is one author's.",
        "An author without an address of C1 who is named in RP is given the one address of C1 at that organisation.",
        "A record that breaks off after its title and authors is kept, one that breaks off before is rejected.",
        "Tab-delimited files and those with full names of columns are read after their documentation: unverified.",
    ),
)
