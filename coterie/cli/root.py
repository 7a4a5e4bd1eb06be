"""``coterie`` itself: the table of its commands."""

from __future__ import annotations

import click

from coterie.cli.group import LazyGroup, RootGroup
from coterie.cli.options import group_options

_HOME = "coterie.cli."
COMMANDS = {
    "demo": (_HOME + "demo:demo", "Load the seeds, look at them, draw a map: the whole way in one command."),
    "load": (_HOME + "load:load", "Load files of papers into the graph."),
    "sources": (_HOME + "load:sources", "List what has been loaded."),
    "unload": (_HOME + "load:unload", "Take one load back, as if it had never been."),
    "query": (_HOME + "query:query", "Run Cypher, or a named query."),
    "queries": (_HOME + "query:queries", "List the named queries, or show one."),
    "analyze": (_HOME + "root:analyze", "Measure the collaboration network."),
    "author": (_HOME + "profile:author", "Show a person."),
    "paper": (_HOME + "profile:paper", "Show a paper and the records it is made of."),
    "affiliation": (_HOME + "profile:affiliation", "Show an organisation."),
    "topic": (_HOME + "profile:topic", "Show a topic."),
    "map": (_HOME + "map:draw_map", "Draw the network as one interactive page."),
    "identity": (_HOME + "root:identity", "Decide who is who, and how well."),
    "store": (_HOME + "root:store", "Look after the store."),
    "loaders": (_HOME + "tools:loaders", "List the formats that can be loaded."),
    "doctor": (_HOME + "tools:doctor", "Say what is installed, reachable and missing."),
}
_ANALYSIS = _HOME + "analysis."
ANALYSES = {
    "summary": (_ANALYSIS + "summary:summary", "The network in figures."),
    "centrality": (_ANALYSIS + "centrality:centrality", "Who stands where: degree, PageRank, betweenness, core."),
    "communities": (_ANALYSIS + "communities:communities", "Groups that work together (Leiden)."),
    "links": (_ANALYSIS + "links:links", "Who with whom, how strongly, since when; normalised if asked."),
    "path": (_ANALYSIS + "path:path", "How one person is connected with another, or with everybody."),
    "cohesion": (_ANALYSIS + "cohesion:cohesion", "What holds it together: bridges, cores, cliques, the rich club."),
    "brokers": (_ANALYSIS + "brokers:brokers", "Who connects groups, and what falls apart without them."),
    "sensitivity": (_ANALYSIS + "sensitivity:sensitivity", "How much depends on who is taken to be who."),
}
IDENTITY = {
    "resolve": (_HOME + "identity:resolve", "Decide anew who is who in the whole graph."),
    "explain": (_HOME + "explain:explain", "Why an author is one person, or two are two; why records are one paper."),
    "review": (_HOME + "review:review", "Go through the most doubtful decisions, and answer them."),
    "merge": (_HOME + "correct:merge", "Say that authors are one person, or papers one paper."),
    "split": (_HOME + "correct:split", "Say that papers of an author are somebody else's."),
    "pin": (_HOME + "correct:pin", "Say that one mention belongs to an author."),
    "undo": (_HOME + "correct:undo", "Take a correction back, as if it had never been made."),
    "apply": (_HOME + "correct:apply_files", "Obey the corrections in a file."),
    "overrides": (_HOME + "correct:overrides", "List the corrections, or write them to a file."),
    "evaluate": (_HOME + "evaluate:evaluate", "How well authors are resolved, by a gold set."),
}
STORE = {
    "info": (_HOME + "store:info", "What the store holds and says of itself."),
    "check": (_HOME + "store:check", "Compare the graph with what its records say."),
    "repair": (_HOME + "store:repair", "Make everything derived again from the records."),
    "serve": (_HOME + "store:serve", "Keep an embedded graph open for other programs over Bolt."),
}


@click.group(cls=RootGroup, table=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="coterie", prog_name="coterie", message="%(prog)s %(version)s")
@group_options
def cli() -> None:
    """A co-authorship knowledge graph: load papers, ask in Cypher, analyse, draw."""


@click.group(cls=LazyGroup, table=ANALYSES)
def analyze() -> None:
    """Measure the collaboration network of the selected papers."""


@click.group(cls=LazyGroup, table=IDENTITY)
def identity() -> None:
    """Decide who is who, and how well."""


@click.group(cls=LazyGroup, table=STORE)
def store() -> None:
    """Look after the store."""
