"""Of the versions of one record, what it says now."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from coterie.graph.model.records import Record, canonical


def effective(versions: Sequence[Record]) -> Record:
    """The record that several versions of it make together.

    The newest ``updated`` wins. Among versions of the same (or no) ``updated``, field by field, a present value beats
    an absent one, then the value whose canonical JSON is larger. Never the order of ``versions``.
    Raises ValueError where there is none.
    """
    newest = max(version.updated or "" for version in versions)
    rivals = sorted((v for v in versions if (v.updated or "") == newest), key=canonical)
    best = rivals[-1]
    if len({canonical(rival) for rival in rivals}) == 1:
        return best
    encode = msgspec.json.Encoder(order="deterministic").encode
    fields = {}
    for name in best.__struct_fields__:
        if name not in ("source", "record_id", "updated", "position"):
            values = [getattr(rival, name) for rival in rivals]
            fields[name] = max(values, key=lambda value: (value not in (None, (), {}), encode(value)))
    return msgspec.structs.replace(best, **fields)
