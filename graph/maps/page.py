"""The page: pyvis renders our own template into one HTML file that needs nothing else.

No request can leave it: the Content-Security-Policy allows only the two scripts and the style sheet inside, named by
their hashes, so the same input gives the same bytes. Texts from sources travel as JSON and reach the page only as
``textContent``.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from coterie.graph.maps.scene import Scene

TEMPLATE = Path(__file__).parent / "template"
SCRIPTS = (
    "base.js", "state.js", "colour.js", "stage.js", "paint.js", "panel.js", "find.js", "table.js", "export.js",
    "start.js",
)  # fmt: skip
"""The parts of the page's script, in the order in which they are joined."""

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"shape": "dot", "borderWidth": 1, "borderWidthSelected": 1, "chosen": False, "font": {"size": 0}},
    "edges": {
        "smooth": False, "chosen": False, "selectionWidth": 0, "hoverWidth": 0, "arrows": {"to": {"enabled": False}},
    },
    "interaction": {
        "hover": True, "hoverConnectedEdges": False, "selectConnectedEdges": False, "dragNodes": False,
        "multiselect": False, "zoomSpeed": 0.6, "keyboard": {"enabled": False}, "tooltipDelay": 0,
    },
}  # fmt: skip


def render(scene: Scene, *, title: str, settings: dict[str, Any]) -> str:
    """The page of ``scene`` as HTML. ``settings`` go to the page as they are (colour, size, notes, words)."""
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup
    from pyvis.network import Network

    vis, app, style = _visjs(), _app(), (TEMPLATE / "style.css").read_text("utf-8")
    net = Network(cdn_resources="in_line", heading=title, height="100%", width="100%")
    net.set_template_dir(str(TEMPLATE), "map.html.j2")
    net.templateEnv = Environment(loader=FileSystemLoader(str(TEMPLATE)), autoescape=True)
    net.templateEnv.policies["json.dumps_kwargs"] = {
        "sort_keys": True, "separators": (",", ":"), "ensure_ascii": False,
    }  # fmt: skip
    net.nodes, net.edges = scene.nodes, scene.edges
    net.templateEnv.globals["page"] = {
        "vis": Markup(vis), "app": Markup(app), "style": Markup(style), "options": OPTIONS,
        "meta": scene.meta | settings, "csp": policy([vis, app], [style]),
    }  # fmt: skip
    html: str = net.generate_html()
    return html


def policy(scripts: list[str], styles: list[str]) -> str:
    """The Content-Security-Policy that allows exactly these scripts and style sheets."""
    return (
        f"default-src 'none'; script-src {' '.join(map(_hash, scripts))}; style-src {' '.join(map(_hash, styles))}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def script_safe(source: str) -> str:
    """Script text that cannot end its element or open a comment."""
    return source.replace("</script", "<\\/script").replace("<!--", "<\\!--").replace("\r\n", "\n")


@cache
def _visjs() -> str:
    import pyvis

    name = "templates/lib/vis-9.1.2/vis-network.min.js"
    return script_safe((Path(pyvis.__file__).parent / name).read_text("utf-8"))


def _app() -> str:
    parts = "\n".join((TEMPLATE / name).read_text("utf-8") for name in SCRIPTS)
    return script_safe(f'"use strict";\n(() => {{\n{parts}}})();\n')


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
