"""The network in figures, as in Newman's table (Proc. Natl. Acad. Sci. 98:404, 2001), with every choice stated."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from coterie.graph.measures.distances import distances
from coterie.graph.measures.mixing import assortativity
from coterie.graph.network import kernels
from coterie.graph.network.network import CollaborationNetwork


@dataclass(frozen=True)
class Summary:
    """Figures of a network; None where a figure is undefined or not known.

    ``papers``: selected papers. ``people``: nodes. ``links``: pairs with a joint paper within the cap.
    ``papers_per_person``: mean. ``authors_per_paper``: mean n of papers that state or list their authors (n: the
    larger of the stated number and the names). ``collaborators_per_person``: mean degree. ``single_author_share``: of
    the papers with known n. ``incomplete_lists``: papers whose list of authors ends early or is missing;
    ``pairs_incomplete``: pairs made from such lists, paper by paper.
    ``papers_over_cap``, ``pairs_over_cap``: papers of larger teams, and the pairs (paper by paper) that they would
    make. ``density``: links by pairs of people. ``clustering``: transitivity, three times the triangles by the triples.
    ``clustering_local``: mean of the local clustering, 0 for people with fewer than two partners. ``components``:
    groups without a link between them, ``without_links``: those of one person. ``giant``, ``second``: people in the
    largest and second largest. ``mean_distance``: steps between two people of the giant component, with the bounds of
    a 95 % interval where it is estimated; ``longest_distance``: its diameter, or the longest seen where ``distances``
    says so. ``assortativity``: correlation of the numbers of collaborators at the two ends of a link.
    """

    papers: int | None
    people: int
    links: int
    first_year: int | None
    last_year: int | None
    papers_per_person: float | None
    authors_per_paper: float | None
    collaborators_per_person: float | None
    single_author_share: float | None
    incomplete_lists: int | None
    pairs_incomplete: int | None
    papers_over_cap: int | None
    pairs_over_cap: int | None
    density: float | None
    clustering: float
    clustering_local: float | None
    assortativity: float | None
    components: int
    without_links: int
    giant: int
    giant_share: float | None
    second: int
    mean_distance: float | None
    mean_distance_low: float | None
    mean_distance_high: float | None
    longest_distance: int | None
    distances: str
    selection: str
    counting: str
    cap: int | None
    nodes: str
    identity: str | None

    def as_dict(self) -> dict[str, Any]:
        """All figures and choices, flat."""
        return asdict(self)

    def rows(self) -> list[dict[str, Any]]:
        """One flat row."""
        return [self.as_dict()]


def summarise(network: CollaborationNetwork, *, exact: bool | None = None, seed: int = 1) -> Summary:
    """The figures of ``network``; ``exact`` and ``seed`` are for :func:`distances`."""
    size, links, chosen = network.size, network.link_count, network.choices
    parts = np.bincount(kernels.components(network.indptr, network.indices))
    triangles = kernels.triangles(network.indptr, network.indices)
    steps = distances(network, exact=exact, seed=seed)
    papers = network.attributes.get("papers")
    known = chosen.get("papers_with_team", 0)
    return Summary(
        papers=chosen.get("papers"),
        people=size,
        links=links,
        first_year=chosen.get("first_year"),
        last_year=chosen.get("last_year"),
        papers_per_person=_ratio(int(papers.sum()), size) if papers is not None else None,
        authors_per_paper=_ratio(chosen.get("team_total", 0), known),
        collaborators_per_person=_ratio(2 * links, size),
        single_author_share=_ratio(chosen.get("papers_single", 0), known),
        incomplete_lists=chosen.get("papers_incomplete"),
        pairs_incomplete=chosen.get("pairs_incomplete"),
        papers_over_cap=chosen.get("papers_over_cap"),
        pairs_over_cap=chosen.get("pairs_over_cap"),
        density=_ratio(2 * links, size * (size - 1)),
        clustering=kernels.transitivity(network.indptr, network.indices, triangles),
        clustering_local=float(kernels.local_clustering(network.indptr, network.indices, triangles).mean())
        if size
        else None,
        assortativity=assortativity(network),
        components=len(parts),
        without_links=int((network.degree == 0).sum()),
        giant=int(parts[0]) if len(parts) else 0,
        giant_share=_ratio(int(parts[0]), size) if len(parts) else None,
        second=int(parts[1]) if len(parts) > 1 else 0,
        mean_distance=steps.mean,
        mean_distance_low=steps.low,
        mean_distance_high=steps.high,
        longest_distance=steps.longest,
        distances=steps.describe(),
        selection=str(chosen.get("description", chosen.get("source", ""))),
        counting=network.counting,
        cap=chosen.get("cap"),
        nodes=network.nodes,
        identity=chosen.get("identity"),
    )


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None
