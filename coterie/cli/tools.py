"""``loaders`` and ``doctor``: what is there, and what is missing."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
from difflib import get_close_matches
from importlib.metadata import PackageNotFoundError, requires, version
from typing import TYPE_CHECKING

import click

from coterie.cli.options import Session, command, output_options
from coterie.cli.output import Output
from coterie.graph.model.errors import NotFound

if TYPE_CHECKING:
    from coterie.loaders.base import About, Loader

Finding = tuple[str, str, str]


@command()
@click.argument("name", required=False)
@output_options
def loaders(session: Session, out: Output, name: str | None) -> None:
    """List the formats that can be loaded, or what becomes of each field of one of them: NAME.

    A format that is not verified was built from its documentation: no real file was at hand.
    """
    from coterie.loaders.registry import loaders as known

    found = known()
    if name is None:
        out.emit(("name", "format", "verified"), [(one.name, one.title, _verified(one)) for one in found.values()])
        return
    if name not in found:
        raise NotFound("loader", name, nearest=get_close_matches(name, found, 3, 0.4))
    about: About | None = getattr(found[name], "about", None)
    notes = [] if about is None else [f"specification: {about.specification}", *about.cannot, *about.notes]
    if about is not None and not about.verified:
        notes.insert(0, "Not verified: no real file of the format was at hand.")
    out.emit(("field", "property"), [] if about is None else list(about.fields.items()), notes, found[name].title)


def _verified(loader: Loader) -> bool | None:
    """None where a loader does not say."""
    about: About | None = getattr(loader, "about", None)
    return None if about is None else about.verified


@command()
@output_options
def doctor(session: Session, out: Output) -> None:
    """Say what is installed, what is reachable, and what is missing and how to get it."""
    found = [_python(), *_packages(), _java(), _store(session)]
    out.emit(("what", "found", "advice"), found)


def _python() -> Finding:
    text = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    return "Python", text, "" if sys.version_info >= (3, 11) else "Coterie needs Python 3.11 or newer"


def _packages() -> list[Finding]:
    """Coterie and each package it requires; those of extras are named as optional where absent."""
    try:
        wanted = requires("coterie") or []
    except PackageNotFoundError:
        return [("coterie", "not installed", "python -m pip install coterie")]
    found = [_package("coterie", "")]
    for line in sorted(wanted):
        name = re.match(r"[\w.-]+", line)
        extra = re.search(r"extra == ['\"](\w+)['\"]", line)
        if name and (extra is None or extra[1] != "test"):
            found.append(_package(name[0], extra[1] if extra else ""))
    return found


def _package(name: str, extra: str) -> Finding:
    try:
        return name, version(name), ""
    except PackageNotFoundError:
        if extra:
            return name, "not installed (optional)", f"python -m pip install 'coterie[{extra}]'"
        return name, "missing", f"python -m pip install {name}"


def _java() -> Finding:
    """Java is needed only to run a Neo4j server of one's own, as the tests do."""
    if not (java := shutil.which("java")):
        return "Java", "none (optional)", "only the tests against Neo4j need it"
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError) as error:
        return "Java", f"does not run: {error}", "only the tests against Neo4j need it"
    return "Java", (said.stderr or said.stdout).strip().splitlines()[0], ""


def _store(session: Session) -> Finding:
    from coterie.graph.model.errors import CoterieError

    try:
        with session.graph() as graph:
            info = graph.store().info()
    except CoterieError as error:
        return f"store {session.target}", str(error), error.hint
    counts = info.get("nodes") or {}
    return f"store {session.target}", f"{info['product']}: {counts.get('Paper', 0):,} papers", ""
