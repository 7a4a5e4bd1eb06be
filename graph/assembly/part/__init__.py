"""The touched part of a graph: found, derived anew, and put in place of what it was.

What changes when records come or go is only what is connected with them: the papers that their merge keys reach, the
people that the names and ids on those papers reach, the pairs of those people. This part is derived by the same
functions as the whole; the difference of the old and the new part is what a store is sent, and the snapshot is the
old one with the part replaced. It is equal to what deriving everything gives.
"""

from coterie.graph.assembly.part.delta import Delta, Inapplicable
from coterie.graph.assembly.part.remaking import Part, remade
from coterie.graph.assembly.part.splicing import spliced

__all__ = ["Delta", "Inapplicable", "Part", "remade", "spliced"]
