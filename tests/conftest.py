"""Fixtures for the tests of all rooms."""

from stores import (  # noqa: F401
    embedded_target,
    neo4j_lts,
    neo4j_newest,
    neo4j_target,
    store,
    store_kind,
    store_target,
)
