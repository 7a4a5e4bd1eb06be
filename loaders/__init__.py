"""Loaders: from sources to records, one module a format; ``registry`` chooses, ``opening`` opens."""
