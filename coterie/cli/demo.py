"""``demo``: the whole way in one command."""

from __future__ import annotations

from pathlib import Path

import click

from coterie.cli import table
from coterie.cli.options import Session, command
from coterie.cli.output import Output

_NEXT = """
Try next:
  coterie author "yuhui xu"
  coterie query coauthors --param person="li lyna zhang"
  coterie query 'MATCH (p:Paper)-[:ABOUT]->(t:Topic) RETURN t.name, count(*) AS papers ORDER BY papers DESC'
  coterie analyze centrality --limit 10
  coterie load YOUR-FILES
"""
