"""The keys that a mapping file may have, each with the kind of its value."""

from __future__ import annotations

from collections.abc import Mapping

Kind = str | tuple[str, ...]
"""The allowed values, or what checks a value: cell (a column or constant), cells, text, texts, file, truth,
delimiter, ids, by, joins, or the name of a group."""

PAPERS, AUTHORSHIPS, PEOPLE = "papers", "authorships", "people"
ROWS = (PAPERS, AUTHORSHIPS, PEOPLE)
"""What a row of the main file is."""

ORDERS = ("dmy", "mdy", "ymd")
"""Orders of day, month and year in dates of numbers."""

_INPUT: Mapping[str, Kind] = {
    "rows": ROWS, "file": "file", "sheet": "text", "delimiter": "delimiter", "absent": "texts",
    "join": "joins", "source": "text", "key": "cell", "id": "cell", "updated": "cell", "date_order": ORDERS,
}  # fmt: skip

PAPER: Mapping[str, Kind] = {
    **_INPUT, "sorted": "truth", "title": "cell", "date": "cell", "year": "cell", "month": "cell", "day": "cell",
    "kind": "cell", "venue": "cell", "language": "cell", "ids": "ids", "citations": "cell", "author_count": "cell",
    "url": "cell", "authors": "authors", "editors": "authors", "affiliations": "affiliations", "topics": "topics",
}  # fmt: skip
"""Keys of a table of papers or authorships."""

_PLACE: Mapping[str, Kind] = {"ror": "cell", "country": "cell", "city": "cell"}

ROSTER: Mapping[str, Kind] = {
    **_INPUT, "name": "cell", "given": "cell", "family": "cell", "names": "cells", "orcid": "cell",
    "ids": "cells", "institution": "cell", "department": "cell", "group": "cell", **_PLACE, "since": "cell",
    "until": "cell", "role": "cell",
}  # fmt: skip
"""Keys of a table of people."""

_JOINED: Mapping[str, Kind] = {
    "file": "file", "by": "by", "sheet": "text", "delimiter": "delimiter", "join": "joins",
    "separator": "texts",
}  # fmt: skip

GROUPS: Mapping[str, Mapping[str, Kind]] = {
    "authors": {
        **_JOINED, "order": "cell", "complete": "truth", "name": "cells", "given": "cell", "family": "cell",
        "suffix": "cell", "orcid": "cell", "ids": "cells", "affiliation": "cell", "affiliation_id": "cell", **_PLACE,
        "corresponding": "cell", "role": "cell",
    },
    "affiliations": {**_JOINED, "name": "cell", "id": "cell", **_PLACE},
    "topics": {**_JOINED, "scheme": "text", "code": "cell", "name": "cell", "primary": "cell"},
}  # fmt: skip
"""Keys of the parts of a paper of which there may be several."""
