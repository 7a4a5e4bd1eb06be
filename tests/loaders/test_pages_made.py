"""Pages made at random, with a fresh seed each run, give their records back."""

from __future__ import annotations

import os
from itertools import zip_longest
from random import Random, SystemRandom
from typing import Any

import msgspec
import pytest
from page_maker import CATEGORIES, MadePage, MadePaper, page, read_page

from coterie.graph.model.records import PaperRecord, PersonRecord
from coterie.graph.names.fold import fold, slug

PAGES, SIZE, YEAR = 40, 30, 2026


def expected(made: MadePaper, owner: str | None, year: int | None) -> dict[str, Any]:
    """What the record of a paper must say."""
    source_ids = [f"page:{slug(owner)}"] if owner else []
    mentions: list[dict[str, Any]] = [{"written": n, "position": i} for i, n in enumerate(made.names, 1)]
    own = next((m for m in mentions if owner and fold(m["written"]) == fold(owner)), None)
    if owner and own is None:
        own = {"written": owner}
        mentions.append(own)
    if own is not None:
        own["source_ids"] = source_ids
    known = made.year or year
    day = f"{made.month:02}-{made.day:02}"
    places = [{"name": place} for place in made.places]
    if made.organisation:
        places.append({"name": made.organisation[1], "id": made.organisation[0]})
    says: dict[str, Any] = {
        "title": made.title,
        "mentions": mentions,
        "affiliations": places,
        "topics": [CATEGORIES[made.category]] if made.category else [],
        "date": f"{known}-{day}" if made.month and known else None,
        "date_inferred": True if made.month and known and not made.year else None,
        "date_partial": f"--{day}" if made.month and not known else None,
        "authors_complete": False if made.more else None,
        "author_count": made.count,
        "has_code": True if made.code else None,
        "score": float(made.score) if made.score else None,
    }
    return {key: value for key, value in says.items() if value not in (None, [])}


def said(record: PaperRecord) -> dict[str, Any]:
    """What a record says, in the same form."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(record))
    for key in ("type", "source"):
        plain.pop(key)
    if record.topics:
        plain["topics"] = [topic.code for topic in record.topics]
    return plain


def compare(made: MadePage, year: int | None) -> tuple[int, list[str], list[str]]:
    """Joined lines, what is wrong in them, what was rejected of them; asserts that all else is exact."""
    got = read_page(made.text, year)
    if made.owner:
        person = got.pop(0)
        assert isinstance(person, PersonRecord)
        figures = {f: v for f, v in msgspec.to_builtins(person).items() if f.startswith("stated_")}
        assert (person.name, figures) == (made.owner, made.figures)
    wrong, rejected = [], []
    for paper, record in zip_longest(made.papers, got):
        want = expected(paper, made.owner, year)
        if isinstance(record, str):
            rejected.append(f"{record}: {paper.title} | {paper.names}")
        elif not isinstance(record, PaperRecord) or said(record) != want:
            wrong.append(f"{said(record) if isinstance(record, PaperRecord) else record}\n      expected {want}")
    if made.layout != "tight":
        assert not wrong + rejected, "\n".join((wrong + rejected)[:3])
    return len(made.papers), wrong, rejected


@pytest.mark.parametrize("year", [YEAR, None])
def test_made_pages_are_given_back(year: int | None, capsys: pytest.CaptureFixture[str]) -> None:
    """COTERIE_SEED repeats a run."""
    seed = int(os.environ.get("COTERIE_SEED", SystemRandom().randrange(10**6)))
    print(f"seed {seed}")
    rng = Random(seed)
    total, wrong, rejected = 0, [], []
    for layout in ("spaced", "headed", "tight", "tight", "daily"):
        for _ in range(PAGES):
            made = page(rng, layout, SIZE)
            count, bad, none = compare(made, year)
            if layout == "tight":
                total, wrong, rejected = total + count, wrong + bad, rejected + none
    share = f"{len(wrong) / total:.2%} wrong, {len(rejected) / total:.2%} rejected"
    with capsys.disabled():
        print(f"\n{total} titles run together with names: {share} (seed {seed})")
    assert len(wrong) < 0.01 * total, "\n".join(wrong[:20])
    assert len(rejected) < 0.02 * total, "\n".join(rejected[:20])
