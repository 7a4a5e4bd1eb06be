"""Makes ``five_documents.jsonl`` from the raw documents: ``python -m coterie.seeds.make FOLDER``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from coterie.graph.model.records import PersonRecord, Rejected, canonical
from coterie.loaders.registry import open_inputs
from coterie.seeds import YEAR, path


def lines(folder: Path) -> Iterator[bytes]:
    """Canonical JSON of each record of the documents in ``folder``, in order, without position and computed id.
    Raises ``ValueError`` for a rejected item: the five documents have none."""
    for document in open_inputs(sorted(folder.glob("*.txt")), loader="pages", year=YEAR):
        for record in document:
            if isinstance(record, Rejected):
                raise ValueError(f"{record.position}: {record.reason}")
            own = record.record_id if isinstance(record, PersonRecord) else ""
            yield canonical(msgspec.structs.replace(record, record_id=own))


def main() -> None:
    """Writes the file of records."""
    path().write_bytes(b"".join(line + b"\n" for line in lines(Path(sys.argv[1]))))


if __name__ == "__main__":
    main()
