"""The commands of ``analyze``, one a module: figures of the network, from the snapshot alone."""
