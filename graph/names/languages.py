"""Languages as bibliographic sources write them, to ISO 639-1.

The languages that have a two-letter code and that bibliographic databases name; codes are those of ISO 639-1, 639-2/T
and 639-2/B.
"""

from __future__ import annotations

from functools import lru_cache

_TABLE = """\
af afr Afrikaans|sq sqi/alb Albanian|am amh Amharic|ar ara Arabic|hy hye/arm Armenian|az aze Azerbaijani/Azeri|\
eu eus/baq Basque|be bel Belarusian/Byelorussian|bn ben Bengali/Bangla|bs bos Bosnian|br bre Breton|bg bul Bulgarian|\
my mya/bur Burmese|ca cat Catalan/Catalan Valencian|zh zho/chi Chinese/Mandarin/Cantonese/Chinese Simplified/\
Chinese Traditional|co cos Corsican|hr hrv/scr Croatian|cs ces/cze Czech|da dan Danish|nl nld/dut Dutch/Flemish|\
en eng English/British/American/USenglish/UKenglish|eo epo Esperanto|et est Estonian|fo fao Faroese|fi fin Finnish|\
fr fra/fre French/Français|gl glg Galician/Gallegan|ka kat/geo Georgian|de deu/ger German/Ngerman/Deutsch/Naustrian|\
el ell/gre Greek/Greek Modern/Modern Greek|gu guj Gujarati|ht hat Haitian|ha hau Hausa|he heb Hebrew|hi hin Hindi|\
hu hun Hungarian/Magyar|is isl/ice Icelandic|id ind Indonesian|ga gle Irish/Gaelic/Irish Gaelic|it ita Italian/\
Italiano|ja jpn Japanese|kn kan Kannada|kk kaz Kazakh|km khm Khmer|rw kin Kinyarwanda|ky kir Kirghiz/Kyrgyz|\
ko kor Korean|ku kur Kurdish|lo lao Lao|la lat Latin|lv lav Latvian|lt lit Lithuanian|lb ltz Luxembourgish|\
mk mkd/mac Macedonian|mg mlg Malagasy|ms msa/may Malay|ml mal Malayalam|mt mlt Maltese|mi mri/mao Maori|mr mar Marathi|\
mn mon Mongolian|ne nep Nepali|no nor Norwegian/Norsk|nb nob Norwegian Bokmål|nn nno Norwegian Nynorsk/Nynorsk|\
oc oci Occitan|fa fas/per Persian/Farsi|pl pol Polish|pt por Portuguese/Português/Brazilian/Brazilian Portuguese|\
pa pan Punjabi|qu que Quechua|ro ron/rum Romanian/Moldavian/Moldovan|rm roh Romansh|ru rus Russian|sm smo Samoan|\
sa san Sanskrit|gd gla Scottish Gaelic/Scots Gaelic|sr srp/scc Serbian|sh hbs Serbo Croatian/Serbocroatian|\
si sin Sinhala/Sinhalese|sk slk/slo Slovak|sl slv Slovenian/Slovene|so som Somali|es spa Spanish/Castilian/Español/\
Spanish Castilian|sw swa Swahili|sv swe Swedish|tl tgl Tagalog/Filipino|tg tgk Tajik|ta tam Tamil|te tel Telugu|\
th tha Thai|bo bod/tib Tibetan|ti tir Tigrinya|tr tur Turkish|tk tuk Turkmen|uk ukr Ukrainian|ur urd Urdu|uz uzb Uzbek|\
vi vie Vietnamese|cy cym/wel Welsh|xh xho Xhosa|yi yid Yiddish|yo yor Yoruba|zu zul Zulu"""


@lru_cache(maxsize=4096)
def language_code(text: str | None) -> str | None:
    """The ISO 639-1 code of a language named in English or by a code, also with a region; None where it has none, or
    where several are named.

    >>> language_code("English"), language_code("ger"), language_code("pt-BR"), language_code("English; French")
    ('en', 'de', 'pt', None)
    """
    if not text or len(text) > 60:
        return None
    key = _key(text)
    known = _codes()
    if found := known.get(key):
        return found
    first, _, region = key.partition(" ")
    return known.get(first) if len(first) < 4 and 1 < len(region) < 5 else None


def _key(text: str) -> str:
    return " ".join("".join(c if c.isalpha() or c == ";" else " " for c in text.casefold()).split())


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Two-letter code by every code and name."""
    out: dict[str, str] = {}
    for row in _TABLE.split("|"):
        two, three, names = row.split(" ", 2)
        out |= {_key(word): two for word in (two, *three.split("/"), *names.split("/"))}
    return out
