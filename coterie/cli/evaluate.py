"""``identity evaluate``: how well authors are resolved, by a gold set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output
from coterie.graph.model.settings import IDENTITY_KEYS

if TYPE_CHECKING:
    from coterie.evaluation import Evaluation

_SHOWN = {
    "subset": "subset", "mentions": "mentions", "gold": "gold", "found": "found", "pairwise_precision": "pair P",
    "pairwise_recall": "pair R", "pairwise_f1": "pair F1", "bcubed_precision": "B³ P", "bcubed_recall": "B³ R",
    "bcubed_f1": "B³ F1", "lumped": "lumped", "split": "split", "block": "block", "name": "name",
    "wrong_pairs": "wrong pairs",
}  # fmt: skip


@command()
@click.argument("gold", metavar="GOLD")
@click.option("--ignore-ids", is_flag=True, help="Hide ORCIDs, ids of sources, variant lists and homonym numbers.")
@click.option("--gold-ids", metavar="SCHEME", help="Ids that are the gold of papers: acl, orcid, dblp, openalex, …")
@click.option("--identity", type=click.Choice(IDENTITY_KEYS), help="How authors are resolved. [default: as in a new "
              "graph]")  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), help="Draw the order of the papers at random, to see that "
              "nothing depends on it.")  # fmt: skip
@click.option("--worst", type=click.IntRange(min=0), default=10, show_default=True, help="Blocks to show.")
@output_options
def evaluate(session: Session, gold: str, ignore_ids: bool, gold_ids: str | None, identity: str | None,
             seed: int | None, worst: int, out: Output) -> None:  # fmt: skip
    """How well authors are resolved, by a gold set: pairwise and B-cubed precision, recall and F1.

    GOLD is a file, folder or archive: labelled mentions (CSV, TSV, JSON Lines), a set of S2AND or INSPIRE, or papers
    whose authors carry ids (--gold-ids), such as the data of the ACL Anthology. A table of labels without papers is
    laid over the graph of --store. Nothing is written.
    """
    from coterie.evaluation import evaluate as measure

    found = measure(gold, key=identity, ignore_ids=ignore_ids, gold_ids=gold_ids, seed=seed, worst=worst,
                    graph=session.graph)  # fmt: skip
    if out.format == "json":
        out.emit_one(_whole(found), _notes(found))
    elif out.format == "table":
        _show(found, out)
    else:
        out.emit_items(found.rows(), (), _notes(found))


def _whole(found: Evaluation) -> dict[str, object]:
    return {
        "gold": found.gold, "format": found.format, "identity": found.key, "ids_hidden": found.ids_hidden,
        "weights": found.weights, "seed": found.seed, "cpu_seconds": round(found.seconds, 3),
        "unmatched": found.unmatched, "scores": found.rows(), "worst": found.block_rows(), "notes": list(found.notes),
    }  # fmt: skip


def _show(found: Evaluation, out: Output) -> None:
    from coterie.cli.table import render

    scores = found.rows()
    columns = list(scores[0])
    rows = [[_rounded(row[name]) for name in columns] for row in scores]
    above = render([_SHOWN[name] for name in columns], rows, out.width())
    blocks = [[_rounded(value) for value in row.values()] for row in found.block_rows()]
    if not blocks:
        out.emit_text("".join([above, *(f"{note}\n" for note in _notes(found))]))
        return
    names = [_SHOWN[name] for name in found.block_rows()[0]]
    out.emit(names, blocks, _notes(found), "the worst blocks, by wrong pairs", [above, "\n"])


def _rounded(value: object) -> object:
    return f"{value:.3f}" if isinstance(value, float) else value


def _notes(found: Evaluation) -> list[str]:
    hidden = (
        "ids and variant lists hidden" if found.ids_hidden else "ids shown to the resolver (--ignore-ids hides them)"
    )
    order = "" if found.seed is None else f", order drawn with seed {found.seed}"
    weights = {"fitted": ", weights fitted to these papers", "shipped": ", shipped weights"}.get(found.weights, "")
    said = [f"{found.gold} ({found.format}); identity {found.key}{weights}, {hidden}{order}; "
            f"{found.seconds:.1f} CPU seconds"]  # fmt: skip
    if found.unmatched:
        said.append(f"{found.unmatched:,} labels fit no mention and were left out")
    return [*said, *found.notes]
