"""LaTeX in the values of BibTeX as plain text: accents, symbols and usual commands by tables, the rest by pylatexenc.

The tables give what :func:`coterie.graph.names.fold.unlatex` gives, some fifty times faster.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from coterie.graph.names.fold import unlatex
from coterie.loaders.making import plain
from coterie.loaders.references import remembered

_MARKED = re.compile(r"[\\{}~$]|--|``|''")
_LETTER = r"(?:\\[ij](?![A-Za-z])\s*|[^\W\d_])"
_TOKEN = re.compile(
    rf"""\\([`'"^~=.])\s*(?:\{{\s*({_LETTER})\s*\}}|\{{\{{\s*({_LETTER})\s*\}}\}}|({_LETTER}))  # \'e \'{{e}} \'\i
    |\\([uvHcdbkr])(?:\s*\{{\s*({_LETTER})\s*\}}|\s+({_LETTER}))                               # \c{{c}} \v s
    |\\([A-Za-z]+)\*?(\s+|\{{\}})?                                                             # \alpha
    |\\(\S|\s)                                                                                 # \&
    |(---?|``|''|[~${{}}])""",
    re.VERBOSE,
)
_COMBINING = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331",
}  # fmt: skip
_WORDS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å",
    "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
    "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“",
    "textquotedblright": "”", "textquotesingle": "'", "textregistered": "®", "texttrademark": "™", "copyright": "©",
    "textdegree": "°", "dots": "…", "ldots": "…", "textbackslash": "\ue00a", "textasciitilde": "\ue00b",
    "textunderscore": "_", "textasciicircum": "^", "textless": "<", "textgreater": ">", "textbar": "|",
    "textdollar": "\ue00c", "LaTeX": "LaTeX", "TeX": "TeX",
}  # fmt: skip
"""Letters and signs; a blank after one is part of the command."""
_SIGNS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ",
    "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ",
    "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "infty": "∞", "times": "×", "pm": "±", "mp": "∓", "sim": "∼", "to": "→",
    "rightarrow": "→", "leftarrow": "←", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "approx": "≈",
    "ell": "ℓ", "partial": "∂", "nabla": "∇", "cdot": "·", "otimes": "⊗", "oplus": "⊕", "subset": "⊂", "in": "∈",
    "supset": "⊃", "cup": "∪", "cap": "∩", "ast": "∗", "star": "⋆", "aleph": "ℵ", "hbar": "ℏ", "langle": "⟨",
    "rangle": "⟩", "mid": "∣", "perp": "⟂", "equiv": "≡", "propto": "∝", "simeq": "≃", "cong": "≅", "circ": "∘",
    "prime": "′", "ll": "≪", "gg": "≫", "lesssim": "≲", "gtrsim": "≳", "odot": "⊙", "dagger": "†", "forall": "∀",
}  # fmt: skip
"""Signs of mathematics; a blank after one stays."""
_KEEPING = """\
emph textit textbf textrm textsc texttt textsf textsl text textnormal textup mathrm mathit mathsf mathbf mathbb \
mathcal mathfrak mathscr bold boldsymbol pmb Bbb cal Cal frak mbox hbox bf it em sc rm tt sf sl itshape bfseries \
scshape upshape rmfamily normalfont uppercase ensuremath protect relax displaystyle textstyle boldmath url path \
nolinkurl enquote mkbibquote mkbibemph hat widehat tilde widetilde bar overline underline vec dot ddot left right big \
Big bigl bigr operatorname noopsort href bibinfo natexlab textcolor"""
_CONTENT = frozenset(_KEEPING.split())
"""Commands that are taken off, with their arguments kept."""
_ESCAPED = {
    "{": "\ue00d",
    "}": "\ue00e",
    "$": "\ue00c",
    "~": "\ue00b",
    "\\": " ",
    "-": "",
    "/": "",
    "!": "",
    "(": "",
    ")": "",
}
_DASHES = {"--": "–", "---": "—", "``": "“", "''": "”", "~": " "}
_BACK = str.maketrans({"\ue00a": "\\", "\ue00b": "~", "\ue00c": "$", "\ue00d": "{", "\ue00e": "}"})
_FIRST = re.compile(r"\\(?:noopsort|natexlab|href|bibinfo|textcolor)\s*\{(?:[^{}]|\{[^{}]*\})*\}")
"""Commands whose first argument is no text."""


class _UnknownError(Exception):
    """A command that the tables have not."""


def text(value: str) -> str:
    r"""A value in one line without LaTeX, case braces and markup; mathematics is kept as far as text can.

    >>> text(r"{THE} $\alpha$-decay of Fran{\c{c}}ois M{\"u}ller \& H$_2$O -- a  {\em survey}")
    'THE α-decay of François Müller & H_2O – a survey'
    """
    return plain(_resolved(value) if _MARKED.search(value) else value)


@remembered(16384)
def _resolved(value: str) -> str:
    if "\\" in value:
        value = _FIRST.sub("", value)
    elif "$" not in value:
        if "{" in value or "}" in value:
            value = value.replace("{", "").replace("}", "")
        return _TOKEN.sub(_mark, value) if "--" in value or "~" in value or "``" in value or "''" in value else value
    try:
        return _TOKEN.sub(_token, value).translate(_BACK)
    except _UnknownError:
        return unlatex(value)


def _mark(found: re.Match[str]) -> str:
    return _DASHES[found[0]]


def _token(found: re.Match[str]) -> str:
    accent, braced, twice, bare, letters, letter, spaced, command, space, escaped, mark = found.groups()
    if accent:
        return _accented(accent, braced or twice or bare)
    if letters:
        return _accented(letters, letter or spaced)
    if command:
        return _command(command, space)
    if escaped:
        return _escaped(escaped)
    return _DASHES.get(mark, "")


def _command(name: str, space: str | None) -> str:
    if name in _CONTENT:
        return ""
    if name in _WORDS:
        return _WORDS[name]
    if name in _SIGNS:
        return _SIGNS[name] + " " if space and space.isspace() else _SIGNS[name]
    raise _UnknownError(name)


def _escaped(sign: str) -> str:
    if sign in "&%_#.'\"":
        return sign
    if sign in _ESCAPED:
        return _ESCAPED[sign]
    if sign.isspace() or sign in ",;:":
        return " "
    raise _UnknownError(sign)


@lru_cache(maxsize=4096)
def _accented(accent: str, letter: str) -> str:
    return unicodedata.normalize("NFC", letter.rstrip()[-1] + _COMBINING[accent])
