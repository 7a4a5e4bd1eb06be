"""The choices behind a map, said in words for its foot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coterie.graph.network import CollaborationNetwork

SHORT = ("Counting", "Teams", "Author lists", "Left out")
"""The notes that stand in the one line that is always seen."""


def notes(
    network: CollaborationNetwork, people: int, links: int, most: int, of_papers: bool = False
) -> list[tuple[str, str]]:
    """(label, sentence) pairs: selection, counting, cap, incomplete lists, who was left out. ``of_papers``: the
    affiliations shown are those of the papers."""
    from coterie.graph.network.normalising import describe
    from coterie.graph.snapshot.selection import COUNTINGS

    choices = network.choices
    made = []
    if choices.get("description"):
        made.append(("Selection", str(choices["description"])))
    counting = choices.get("counting", "full")
    made.append(("Counting", f"{counting} counting: {COUNTINGS.get(counting, counting)}"))
    if said := describe(network):
        made.append(("Links", said))
    made += [*_teams(choices), *_lists(choices), *_papers(choices)]
    if choices.get("identity") and network.nodes == "authors":
        made.append(("People", f"told apart by: {choices['identity']}"))
    if of_papers:
        made.append(("Affiliations", "those of the papers: the sources do not say whose they are"))
    if people < network.size:
        made.append(
            (
                "Left out",
                f"{network.size - people:,} of {network.size:,} {network.nodes} and {network.link_count - links:,} of "
                f"{network.link_count:,} links: a map holds at most {most:,}, those with most papers",
            )
        )
    return made


def _teams(choices: dict[str, Any]) -> list[tuple[str, str]]:
    if choices.get("cap") is None:
        return []
    over, pairs = choices.get("papers_over_cap", 0), choices.get("pairs_over_cap", 0)
    left_out = f" ({over:,} left out, with {pairs:,} pairs)" if over else ""
    return [("Teams", f"papers of more than {choices['cap']:,} authors make no links{left_out}")]


def _lists(choices: dict[str, Any]) -> list[tuple[str, str]]:
    incomplete, papers = choices.get("papers_incomplete", 0), choices.get("papers", 0)
    if not incomplete:
        return []
    return [("Author lists", f"{incomplete:,} of {papers:,} author lists are incomplete")]


def _papers(choices: dict[str, Any]) -> list[tuple[str, str]]:
    from coterie.graph.network.network import LACKING

    papers, nobody = choices.get("papers"), choices.get("papers_without_people", 0)
    if papers is None:
        return []
    unnamed = f"; {nobody:,} {LACKING[choices.get('nodes', 'authors')]} and are not on the map" if nobody else ""
    return [("Papers", f"{papers:,} selected{unnamed}")]
