"""The Selection as options: which papers and people count, and how; and what a network says of the choice."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coterie.cli.completion import names
from coterie.cli.options import Callback, apply, gather, no_cache_option

if TYPE_CHECKING:
    from coterie.api import Graph
    from coterie.graph.network import CollaborationNetwork
    from coterie.graph.snapshot.selection import Selection

_LISTS = ("kind", "topic", "affiliation", "country", "venue", "author")
_FIELDS = ("years", *_LISTS, "radius", "people", "papers", "min_papers", "min_joint", "cap", "counting")
NODES = ("authors", "affiliations", "countries", "topics")
METHODS = ("association", "salton", "jaccard", "inclusion", "equivalence")


@dataclass(frozen=True)
class Chosen:
    """The options of a selection as given: fields of the Selection, nodes, names to take it from and keep it as, and
    how links are normalised."""

    fields: dict[str, Any]
    nodes: str = "authors"
    select: str | None = None
    save: str | None = None
    normalise: str | None = None

    def selection(self, graph: Graph) -> Selection:
        """The selection; a saved one is taken and changed by the options given beside it."""
        from coterie.graph.assembly import selections
        from coterie.graph.snapshot.selection import Selection

        try:
            if self.select is None:
                return Selection(**self.fields)
            return replace(selections.selection(graph.store(), self.select), **self.fields)
        except ValueError as error:
            raise click.UsageError(str(error)) from None

    def network(self, graph: Graph) -> CollaborationNetwork:
        """The network of the selection, which is then kept where that was asked for."""
        selection = self.selection(graph)
        network = graph.network(selection, self.nodes, normalise=self.normalise)
        self.keep(graph, selection)
        return network

    def keep(self, graph: Graph, selection: Selection) -> None:
        """Save ``selection`` by the name that was given, if one was."""
        from coterie.graph.assembly import selections

        if self.save is not None:
            selections.save(graph.store(), self.save, selection)


def selection_options(function: Callback) -> Callback:
    """The Selection, and what the nodes are; named ``chosen``."""
    gathered = gather(function, "chosen", (*_FIELDS, "nodes", "normalise", "select", "save_select"), _chosen)
    positive = click.IntRange(min=1)
    return apply(gathered, [
        click.option("--years", metavar="A:B", help="Years of papers, both ends included; A: or :B leaves one open."),
        click.option("--kind", multiple=True, help="Kind of paper (article, preprint, …). Retractions and errata are "
                                                   "left out unless asked for."),
        click.option("--topic", multiple=True, metavar="NAME", shell_complete=names("topic"),
                     help="Topic. Repeated options are alternatives."),
        click.option("--affiliation", multiple=True, metavar="NAME", shell_complete=names("affiliation"),
                     help="Affiliation of the paper."),
        click.option("--country", multiple=True, metavar="XX", help="Country of an affiliation of the paper."),
        click.option("--venue", multiple=True, metavar="NAME", help="Journal, conference or series."),
        click.option("--author", multiple=True, metavar="NAME", shell_complete=names("author"),
                     help="A person, with those within --radius of them."),
        click.option("--radius", type=click.IntRange(min=0), help="Steps from --author. [default: 1]"),
        click.option("--people", metavar="FILE", help="Only these people: a name or id a line."),
        click.option("--papers", metavar="FILE", help="Only these papers: an id or title a line."),
        click.option("--min-papers", type=positive, help="Papers that a person must have. [default: 1]"),
        click.option("--min-joint", type=positive, help="Joint papers that a link must have. [default: 1]"),
        click.option("--cap", type=positive, help="Papers with more authors make no links. [default: the graph's]"),
        click.option("--counting", type=click.Choice(["full", "newman", "pair-share"]),
                     help="Weight of a link: joint papers; sum of 1/(n-1); sum of 2/(n(n-1)). [default: full]"),
        click.option("--nodes", type=click.Choice(NODES), default="authors", help="What is linked. [default: authors]"),
        click.option("--normalise", type=click.Choice(METHODS),
                     help="Weight of a link by the totals of its two ends. [default: not normalised]"),
        click.option("--select", metavar="NAME", help="Begin with a saved selection."),
        click.option("--save-select", metavar="NAME", help="Keep this selection in the graph as NAME."),
        no_cache_option,
    ])  # fmt: skip


def _chosen(nodes: str, normalise: str | None, select: str | None, save_select: str | None, **given: Any) -> Chosen:
    renamed = {name: name + "s" for name in _LISTS} | {"country": "countries"}
    given |= {"years": years_of(given["years"]), **{name: lines_of(given[name]) for name in ("people", "papers")}}
    fields = {renamed.get(name, name): value for name, value in given.items() if value not in (None, ())}
    return Chosen(fields, nodes, select, save_select, normalise)


def years_of(text: str | None) -> tuple[int | None, int | None] | None:
    """``A:B``, ``A:``, ``:B`` or ``A`` as a pair; None where nothing is asked."""
    if not text:
        return None
    first, colon, last = text.partition(":")
    try:
        low, high = (int(part) if part.strip() else None for part in (first, last if colon else first))
    except ValueError:
        raise click.BadParameter(f"{text!r} is not A:B, A:, :B or a year", param_hint="--years") from None
    if (low is None and high is None) or (low is not None and high is not None and low > high):
        raise click.BadParameter(f"{text!r} holds no year", param_hint="--years")
    return low, high


def lines_of(file: str | None) -> tuple[str, ...]:
    """The lines of a file (``-``: standard input) without blank ones."""
    if file is None:
        return ()
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise click.BadParameter(f"{file} is not text in UTF-8") from None
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    if not lines:
        raise click.BadParameter(f"{file} holds no line")
    return lines


def notes_of(network: CollaborationNetwork) -> list[str]:
    """What a reader of any figure of ``network`` must know: selection, counting, cap, incomplete lists, identity, and
    how links are normalised."""
    from coterie.graph.network.normalising import describe

    normalised = describe(network)
    return [*notes_of_choices(network.choices), *([normalised] if normalised else [])]


def notes_of_choices(choices: Mapping[str, Any]) -> list[str]:
    """The same from what made a network, but for how links are normalised."""
    from coterie.graph.network.network import LACKING

    nodes = choices.get("nodes", "authors")
    papers, nobody, lacking = (choices.get(k, 0) for k in ("papers", "papers_without_people", "papers_incomplete"))
    over, pairs = choices.get("papers_over_cap", 0), choices.get("pairs_over_cap", 0)
    left_out = f" ({over:,} left out, with {pairs:,} pairs)" if over else ""
    without = f"{papers:,} papers, of which {nobody:,} {LACKING[nodes]}"
    of_people = nodes == "authors" or {"authors", "people"} & set(choices.get("selection", ()))
    apart = f"; people are told apart by: {choices.get('identity')}" if of_people else ""
    return [
        f"selection: {choices.get('description', 'all papers')}",
        f"{without} and {lacking:,} have incomplete lists of authors: links may be missing" if lacking else without,
        f"papers of more than {choices.get('cap'):,} authors make no links{left_out}{apart}",
    ]
