"""Of the versions of one record, what it says now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from coterie.graph.model.records import PaperRecord, Record, canonical

_encode = msgspec.json.Encoder(order="deterministic").encode


def effective(versions: Sequence[Record]) -> Record:
    """The record that several versions of it make together.

    The newest ``updated`` wins, any before none. Among versions equally new, field by field (and id by id), a present
    value beats an absent one, then the larger one wins: numbers and text as such, all else by its canonical JSON.
    Never the order of ``versions``. Raises ValueError where there is none.
    """
    newest = max(_instant(version.updated) for version in versions)
    rivals = sorted((v for v in versions if _instant(v.updated) == newest), key=canonical)
    best = rivals[-1]
    if len(rivals) == 1 or canonical(rivals[0]) == canonical(best):
        return best
    fields = {
        name: _largest([getattr(rival, name) for rival in rivals])
        for name in best.__struct_fields__
        if name not in ("source", "record_id", "position")
    }
    if isinstance(best, PaperRecord):
        papers = [rival for rival in rivals if isinstance(rival, PaperRecord)]
        fields["ids"] = {
            s: _largest([p.ids.get(s) for p in papers]) for s in sorted({s for p in papers for s in p.ids})
        }
        fields["date_inferred"] = all(p.date_inferred for p in papers if p.date == fields["date"])
    return msgspec.structs.replace(best, **fields)


def _largest(values: Sequence[Any]) -> Any:
    return max(values, key=lambda value: (value not in (None, "", (), {}), _rank(value)))


def _rank(value: Any) -> tuple[float, bytes]:
    if isinstance(value, str):
        return 0.0, value.encode("utf-8", "surrogatepass")
    return (float(value) if isinstance(value, int | float) else 0.0), _encode(value)


def _instant(updated: str | None) -> str:
    """A form that compares by time: UTC for what names a time zone; what is no ISO date or time as it is."""
    if not updated:
        return ""
    try:
        time = datetime.fromisoformat(updated)
    except ValueError:
        return updated
    return (time.astimezone(UTC) if time.tzinfo else time).strftime("%Y-%m-%dT%H:%M:%S.%f")
