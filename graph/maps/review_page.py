"""The most doubtful decisions as one HTML page to share: readers answer on it and take their answers as a file.

It needs nothing but itself, and no request can leave it: the Content-Security-Policy allows only its own script and
style sheet, named by their hashes, so the same input gives the same bytes. Texts from sources are cleaned of control
and bidirectional characters, and escaped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coterie.graph.maps.page import TEMPLATE, policy, script_safe
from coterie.graph.maps.text import clean, writable

if TYPE_CHECKING:
    from coterie.graph.identity.describing import Side
    from coterie.graph.identity.reviewing import Doubt, Review

LEAST = 0.05
"""Log-odds below which a term is not shown."""
_VENUE = 70


def render(review: Review, *, title: str = "") -> str:
    """The page of ``review`` as HTML, headed ``title``."""
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(str(TEMPLATE)), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "separators": (",", ":"), "ensure_ascii": False}
    script = script_safe((TEMPLATE / "review.js").read_text("utf-8"))
    style = (TEMPLATE / "review.css").read_text("utf-8")
    made: str = environment.get_template("review.html.j2").render(
        title=clean(title) or "Who is who: the most doubtful decisions",
        csp=policy([script], [style]), script=Markup(script), style=Markup(style), found=f"{review.found:,}",
        doubts=[_shown(doubt) for doubt in review.doubts], cut=[clean(name) for name in review.cut],
        answers=[_answers(doubt) for doubt in review.doubts],
    )  # fmt: skip
    return made


def _answers(doubt: Doubt) -> dict[str, str]:
    """What each answer adds to the file of corrections."""
    from coterie.graph.identity.overridefile import dump
    from coterie.graph.identity.reviewing import DIFFERENT, SAME

    return {"id": doubt.id, **{answer: dump([doubt.answered(answer)]) for answer in (SAME, DIFFERENT)}}


def _shown(doubt: Doubt) -> dict[str, Any]:
    what = "person" if doubt.about == "mentions" else "paper"
    terms = sorted(((name, value) for name, value in doubt.terms if abs(value) >= LEAST), key=lambda t: -abs(t[1]))
    return {
        "id": doubt.id, "what": what, "now": f"one {what}" if doubt.decided == "same" else f"two {what}s",
        "wrong": f"{doubt.wrong:.0%}", "papers": _many(doubt.papers, "paper"), "links": _many(doubt.links, "link"),
        "sides": [_side(doubt, side) for side in (doubt.one, doubt.two)],
        "speaks": [f"{name} {_signed(value)}" for name, value in terms if value > 0],
        "against": [f"{name} {_signed(value)}" for name, value in terms if value < 0],
        "log_odds": _signed(doubt.log_odds),
    }  # fmt: skip


def _side(doubt: Doubt, side: Side) -> dict[str, Any]:
    people = doubt.about == "mentions"
    names = [clean(name) or "(a name of no letters)" for name in side.names]
    years = "" if side.years is None else "–".join(dict.fromkeys(map(str, side.years)))
    return {
        "names": names if people else [], "by": [] if people else names,
        "count": _many(side.paper_count, "paper" if people else "record"), "years": years,
        "places": [clean(place) for place in side.places],
        "ids": [clean(ident) for ident in side.ids],
        "coauthors": [(clean(other.name), other.papers, other.shared) for other in side.coauthors],
        "more_coauthors": max(0, side.coauthor_count - len(side.coauthors)) if people else 0,
        "papers": [
            (w.year or "", clean(w.title) or writable(clean(w.id)), _short(clean(w.venue))) for w in side.papers
        ],
        "more_papers": max(0, side.paper_count - len(side.papers)) if people else 0,
        "records": [] if people else [writable(clean(key)) for key in side.keys],
    }  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= _VENUE else text[: _VENUE - 1].rstrip() + "…"


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' * (count != 1)}"


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−")
