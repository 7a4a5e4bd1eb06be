"""Macros of journals that the Astrophysics Data System writes in BibTeX (AASTeX's ``\\apj`` and others)."""

from __future__ import annotations

_TABLE = """\
aap Astronomy and Astrophysics|aapr Astronomy and Astrophysics Reviews|aaps Astronomy and Astrophysics Supplement|\
aj The Astronomical Journal|actaa Acta Astronomica|afz Astrofizika|ao Applied Optics|\
apjl The Astrophysical Journal Letters|\
apj The Astrophysical Journal|apjs The Astrophysical Journal Supplement Series|apss Astrophysics and Space Science|\
araa Annual Review of Astronomy and Astrophysics|azh Astronomicheskii Zhurnal|\
baas Bulletin of the American Astronomical Society|icarus Icarus|\
jcap Journal of Cosmology and Astroparticle Physics|jgr Journal of Geophysical Research|\
jrasc Journal of the Royal Astronomical Society of Canada|mnras Monthly Notices of the Royal Astronomical Society|\
memras Memoirs of the Royal Astronomical Society|memsai Memorie della Società Astronomica Italiana|nat Nature|\
na New Astronomy|nar New Astronomy Reviews|nphysa Nuclear Physics A|\
pasa Publications of the Astronomical Society of Australia|pasj Publications of the Astronomical Society of Japan|\
pasp Publications of the Astronomical Society of the Pacific|physrep Physics Reports|physscr Physica Scripta|\
planss Planetary and Space Science|pra Physical Review A|prb Physical Review B|prc Physical Review C|\
prd Physical Review D|pre Physical Review E|prl Physical Review Letters|procspie Proceedings of the SPIE|\
qjras Quarterly Journal of the Royal Astronomical Society|rmxaa Revista Mexicana de Astronomía y Astrofísica|\
skytel Sky and Telescope|solphys Solar Physics|sovast Soviet Astronomy|ssr Space Science Reviews|\
zap Zeitschrift für Astrophysik"""

ABBREVIATED = {macro: name for line in _TABLE.split("|") for macro, _, name in [line.partition(" ")]}
"""Name of a journal by the macro."""
