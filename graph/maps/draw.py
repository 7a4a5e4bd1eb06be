"""Drawing a map: from a network and its snapshot, or from :class:`~coterie.graph.maps.data.MapData` at once."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coterie.graph.maps.choose import choose
from coterie.graph.maps.data import MapData, Metric
from coterie.graph.maps.notes import SHORT
from coterie.graph.maps.page import render
from coterie.graph.maps.scene import scene
from coterie.graph.maps.text import clean, plural
from coterie.graph.model.errors import MapError

if TYPE_CHECKING:
    from coterie.graph.network import CollaborationNetwork
    from coterie.graph.snapshot import Snapshot

TITLE = "Collaboration map"


def draw(
    network: CollaborationNetwork,
    snapshot: Snapshot | None,
    *,
    title: str | None = None,
    seed: int = 1,
    colour: str = "community",
    size: str = "papers",
    metrics: Sequence[Metric] = (),
) -> str:
    """The map of ``network`` as one self-contained HTML page.

    ``colour`` is ``community``, ``year``, ``topic``, ``affiliation`` or a metric; ``size`` is a metric: ``papers``,
    ``coauthors``, ``strength``, ``citations``, ``pagerank``, ``betweenness``, ``core``, or one of ``metrics`` (values
    aligned with the network's nodes). The communities are those of ``coterie analyze communities`` at ``seed``. The
    same network, snapshot and seed give the same bytes on every machine. Nodes without a counterpart in ``snapshot``
    are drawn with what the network says of them.

    Raises:
        MapError: ``colour`` or ``size`` is nothing this map has.
    """
    data = choose(network, snapshot, metrics, seed=seed)
    return draw_data(data, title=title or _title(network), seed=seed, colour=colour, size=size)


def _title(network: CollaborationNetwork) -> str:
    """What is drawn: the selection, where there is one."""
    if not network.choices.get("selection"):
        return TITLE
    parts = str(network.choices.get("description", "")).split("; ")
    told = [part for part in parts if not part.startswith(("all papers", "without ")) and "counting:" not in part]
    return f"{TITLE}: {'; '.join(told)}" if told else TITLE


def write_map(
    path: str | os.PathLike[str], network: CollaborationNetwork, snapshot: Snapshot | None, **options: Any
) -> Path:
    """Writes :func:`draw` to ``path``, whole or not at all, and returns the path.

    Raises:
        MapError: as :func:`draw`, or the file cannot be written.
    """
    return write_page(path, draw(network, snapshot, **options))


def write_page(path: str | os.PathLike[str], html: str) -> Path:
    """Writes a page as UTF-8, by a temporary file beside it and a rename."""
    target = Path(path)
    name = ""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".coterie-", suffix=".html")
        with os.fdopen(handle, "wb") as out:
            out.write(html.encode())
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, target)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        raise MapError(f"cannot write {target}: {error.strerror}", hint="choose another file with --output") from error
    return target


def draw_data(
    data: MapData, *, title: str | None = None, seed: int = 1, colour: str = "community", size: str = "papers"
) -> str:
    """The page of ``data``; see :func:`draw`."""
    data = data.cleaned()
    keys = [metric.key for metric in data.metrics]
    _known("colour", colour, ["community", "year", "topic", "affiliation", *keys])
    _known("size", size, keys)
    made = scene(data, seed=seed)
    return render(made, title=clean(title or "") or TITLE, settings=_settings(data, colour, size, seed))


def _known(option: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise MapError(f"no {option} {value!r} on this map", hint=f"choose one of: {', '.join(known)}")


def _settings(data: MapData, colour: str, size: str, seed: int) -> dict[str, Any]:
    noun = data.noun
    counted = f"{_many(len(data.people), noun)}, {_many(len(data.links), 'link')}, {_many(len(data.works), 'paper')}"
    layout = (
        f"Communities by the Leiden method (modularity, weighted), seed {seed}. People are placed by their distance in "
        "the network inside each community, communities by the strength of their links; the distance between "
        "communities is only indicative."
    )
    notes = [*data.notes, ("Layout", layout)]
    short = [text for name, text in data.notes if name in SHORT]
    return {
        "colour": colour, "size": size, "seed": seed, "noun": noun, "place": data.place, "subtitle": counted,
        "notes": notes,
        "about": " · ".join(["How this map was made", *short]), "everyone": f"All {plural(noun)}",
        "empty": f"There is no {noun} to draw.\nThe selection is empty: widen it, or load papers first.",
    }  # fmt: skip


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun if count == 1 else plural(noun)}"


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
