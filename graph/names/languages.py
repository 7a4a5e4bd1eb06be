"""Languages as bibliographic sources write them, to ISO 639-1.

Codes and English names are those of ISO 639 (184 languages with a code of two letters), with the bibliographic codes of
639-2 that libraries use (``ger``, ``fre``) and the two that MARC has given up (``scr``, ``scc``).
"""

from __future__ import annotations

from functools import lru_cache

from coterie.graph.names.fold import fold

_TABLE = """\
aa aar Afar|ab abk Abkhazian|ae ave Avestan|af afr Afrikaans|ak aka Akan|am amh Amharic|an arg Aragonese|\
ar ara Arabic|as asm Assamese|av ava Avaric|ay aym Aymara|az aze Azerbaijani|ba bak Bashkir|be bel Belarusian|\
bg bul Bulgarian|bi bis Bislama|bm bam Bambara|bn ben Bengali|bo bod/tib Tibetan|br bre Breton|bs bos Bosnian|\
ca cat Catalan|ce che Chechen|ch cha Chamorro|co cos Corsican|cr cre Cree|cs ces/cze Czech|cu chu Church Slavic|\
cv chv Chuvash|cy cym/wel Welsh|da dan Danish|de deu/ger German|dv div Divehi|dz dzo Dzongkha|ee ewe Ewe|\
el ell/gre Greek|en eng English|eo epo Esperanto|es spa Spanish/Castilian|et est Estonian|eu eus/baq Basque|\
fa fas/per Persian|ff ful Fulah|fi fin Finnish|fj fij Fijian|fo fao Faroese|fr fra/fre French|fy fry Western Frisian|\
ga gle Irish|gd gla Scottish Gaelic|gl glg Galician|gn grn Guarani|gu guj Gujarati|gv glv Manx|ha hau Hausa|\
he heb Hebrew|hi hin Hindi|ho hmo Hiri Motu|hr hrv Croatian|ht hat Haitian/Haitian Creole|hu hun Hungarian|\
hy hye/arm Armenian|hz her Herero|ia ina Interlingua|id ind Indonesian|ie ile Interlingue|ig ibo Igbo|\
ii iii Sichuan Yi|ik ipk Inupiaq|io ido Ido|is isl/ice Icelandic|it ita Italian|iu iku Inuktitut|ja jpn Japanese|\
jv jav Javanese|ka kat/geo Georgian|kg kon Kongo|ki kik Kikuyu|kj kua Kuanyama|kk kaz Kazakh|kl kal Kalaallisut|\
km khm Khmer|kn kan Kannada|ko kor Korean|kr kau Kanuri|ks kas Kashmiri|ku kur Kurdish|kv kom Komi|kw cor Cornish|\
ky kir Kirghiz/Kyrgyz|la lat Latin|lb ltz Luxembourgish|lg lug Ganda|li lim Limburgish|ln lin Lingala|lo lao Lao|\
lt lit Lithuanian|lu lub Luba-Katanga|lv lav Latvian|mg mlg Malagasy|mh mah Marshallese|mi mri/mao Maori|\
mk mkd/mac Macedonian|ml mal Malayalam|mn mon Mongolian|mr mar Marathi|ms msa/may Malay|mt mlt Maltese|\
my mya/bur Burmese|na nau Nauru|nb nob Norwegian Bokmål|nd nde North Ndebele|ne nep Nepali|ng ndo Ndonga|\
nl nld/dut Dutch/Flemish|nn nno Norwegian Nynorsk|no nor Norwegian|nr nbl South Ndebele|nv nav Navajo|ny nya Chichewa|\
oc oci Occitan|oj oji Ojibwa|om orm Oromo|or ori Oriya|os oss Ossetian|pa pan Panjabi/Punjabi|pi pli Pali|\
pl pol Polish|ps pus Pushto/Pashto|pt por Portuguese|qu que Quechua|rm roh Romansh|rn run Rundi|ro ron/rum Romanian|\
ru rus Russian|rw kin Kinyarwanda|sa san Sanskrit|sc srd Sardinian|sd snd Sindhi|se sme Northern Sami|sg sag Sango|\
sh hbs Serbo-Croatian|si sin Sinhala|sk slk/slo Slovak|sl slv Slovenian|sm smo Samoan|sn sna Shona|so som Somali|\
sq sqi/alb Albanian|sr srp Serbian|ss ssw Swati|st sot Southern Sotho|su sun Sundanese|sv swe Swedish|sw swa Swahili|\
ta tam Tamil|te tel Telugu|tg tgk Tajik|th tha Thai|ti tir Tigrinya|tk tuk Turkmen|tl tgl Tagalog|tn tsn Tswana|\
to ton Tonga|tr tur Turkish|ts tso Tsonga|tt tat Tatar|tw twi Twi|ty tah Tahitian|ug uig Uighur/Uyghur|\
uk ukr Ukrainian|ur urd Urdu|uz uzb Uzbek|ve ven Venda|vi vie Vietnamese|vo vol Volapük|wa wln Walloon|wo wol Wolof|\
xh xho Xhosa|yi yid Yiddish|yo yor Yoruba|za zha Zhuang|zh zho/chi Chinese|zu zul Zulu"""
"""Code of two letters, code or codes of three, names."""


@lru_cache(maxsize=4096)
def language_code(text: str | None) -> str | None:
    """ISO 639-1 from a code of two or three letters, also with a region (``pt-BR``), or the name in English; None for
    what is none, for several at once (``mul``) and for languages without a code of two letters.

    >>> language_code("ger"), language_code("en_US"), language_code("Chinese"), language_code("und")
    ('de', 'en', 'zh', None)
    """
    if not text or len(text) > 40:
        return None
    known = _known()
    folded = fold(text)
    return known.get(folded) or known.get(folded.partition(" ")[0] if "-" in text or "_" in text else "")


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    out = {"scr": "hr", "scc": "sr", "cmn": "zh", "yue": "zh"}
    for row in _TABLE.split("|"):
        two, three, names = row.split(" ", 2)
        out |= dict.fromkeys([two, *three.split("/"), *(fold(name) for name in names.split("/"))], two)
    return out
