"""Collaboration maps: one HTML file that shows who wrote with whom, and needs nothing else."""

from coterie.graph.maps.draw import draw, draw_data, write_map

__all__ = ["draw", "draw_data", "write_map"]
