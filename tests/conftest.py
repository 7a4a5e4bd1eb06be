"""Fixtures for the tests of all rooms."""

import signal

from stores import (  # noqa: F401
    embedded_target,
    neo4j_lts,
    neo4j_newest,
    neo4j_target,
    store,
    store_kind,
    store_target,
)

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # as a shell starts what runs in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)
