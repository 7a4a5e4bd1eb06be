"""Countries as bibliographic sources write them, to ISO 3166-1 alpha-2.

Codes and names are those of ISO 3166-1 (2024: 249 codes); the variants are those of Web of Science, PubMed, Scopus,
Crossref and older literature. States that are gone and have no single successor (USSR, Yugoslavia, Czechoslovakia), and
Kosovo, have no code there.
"""

from __future__ import annotations

import re
from functools import lru_cache

from coterie.graph.names.fold import fold_name

_TABLE = """\
AD AND Andorra|AE ARE United Arab Emirates/UAE/U Arab Emirates/Utd Arab Emir/Emirates|AF AFG Afghanistan|\
AG ATG Antigua and Barbuda/Antigua/Antigua Barbu|AI AIA Anguilla|AL ALB Albania|AM ARM Armenia|AO AGO Angola|\
AQ ATA Antarctica|AR ARG Argentina/Argentine Republic|AS ASM American Samoa|AT AUT Austria/Österreich|\
AU AUS Australia/Commonwealth of Australia|AW ABW Aruba|AX ALA Åland Islands/Aland|AZ AZE Azerbaijan|\
BA BIH Bosnia and Herzegovina/Bosnia/Bosnia Herceg/Bosnia Hercegovina/Bosnia Herzegowina|BB BRB Barbados|\
BD BGD Bangladesh|BE BEL Belgium/Belgique/België/Belgien|BF BFA Burkina Faso|BG BGR Bulgaria|BH BHR Bahrain|\
BI BDI Burundi|BJ BEN Benin|BL BLM Saint Barthélemy/St Barthélemy|BM BMU Bermuda|BN BRN Brunei Darussalam/Brunei|\
BO BOL Bolivia/Bolivia, Plurinational State of/Plurinational State of Bolivia|BQ BES Bonaire, Sint Eustatius and Saba/\
Bonaire/Caribbean Netherlands|BR BRA Brazil/Brasil|BS BHS Bahamas|BT BTN Bhutan|BV BVT Bouvet Island|BW BWA Botswana|\
BY BLR Belarus/Byelarus/Byelorussia|BZ BLZ Belize|CA CAN Canada|CC CCK Cocos (Keeling) Islands/Cocos Islands|\
CD COD Congo, The Democratic Republic of the/Democratic Republic of the Congo/Dem Rep Congo/DR Congo/DRC/\
Congo Kinshasa/Zaire|CF CAF Central African Republic/Cent Afr Republ|CG COG Congo/Republic of the Congo/Rep Congo/\
Congo Brazzaville|CH CHE Switzerland/Schweiz/Suisse/Svizzera/Swiss Confederation|CI CIV Côte d'Ivoire/Cote Ivoire/\
Ivory Coast|CK COK Cook Islands|CL CHL Chile|CM CMR Cameroon/Cameroun|\
CN CHN China/Peoples R China/PR China/Peoples Republic of China/PRC/China PR/China PRC/Mainland China/\
China Peoples Republic of/China Mainland|CO COL Colombia|CR CRI Costa Rica|CU CUB Cuba|CV CPV Cabo Verde/Cape Verde|\
CW CUW Curaçao|CX CXR Christmas Island|CY CYP Cyprus|CZ CZE Czechia/Czech Republic/Česká republika/Ceska republika|\
DE DEU Germany/Deutschland/Federal Republic of Germany/Fed Rep Ger/FRG/West Germany/East Germany/Ger Dem Rep/\
German Democratic Republic/BRD|DJ DJI Djibouti|DK DNK Denmark/Danmark|DM DMA Dominica|\
DO DOM Dominican Republic/Dominican Rep|DZ DZA Algeria/Algérie|EC ECU Ecuador|EE EST Estonia|EG EGY Egypt/\
Arab Republic of Egypt|EH ESH Western Sahara|ER ERI Eritrea|ES ESP Spain/España|ET ETH Ethiopia|\
FI FIN Finland/Suomi|FJ FJI Fiji|FK FLK Falkland Islands (Malvinas)/Falkland Islands/Falkland Island|\
FM FSM Micronesia, Federated States of/Federated States of Micronesia/Micronesia|FO FRO Faroe Islands/Faeroe Islands|\
FR FRA France/French Republic|GA GAB Gabon|GB GBR United Kingdom/UK/England/Scotland/Wales/North Ireland/\
Northern Ireland/Great Britain/Britain/United Kingdom of Great Britain and Northern Ireland/U Kingdom|GD GRD Grenada|\
GE GEO Georgia/Republic of Georgia/Rep of Georgia/Rep Georgia|GF GUF French Guiana|GG GGY Guernsey|GH GHA Ghana|\
GI GIB Gibraltar|GL GRL Greenland|GM GMB Gambia|GN GIN Guinea/Republic of Guinea|GP GLP Guadeloupe|\
GQ GNQ Equatorial Guinea/Equat Guinea|GR GRC Greece/Hellas/Hellenic Republic|\
GS SGS South Georgia and the South Sandwich Islands|GT GTM Guatemala|GU GUM Guam|GW GNB Guinea-Bissau|GY GUY Guyana|\
HK HKG Hong Kong/Hong Kong SAR/Hong Kong SAR China/Hongkong/Hong Kong China|\
HM HMD Heard Island and McDonald Islands|HN HND Honduras|HR HRV Croatia/Hrvatska|HT HTI Haiti|HU HUN Hungary|\
ID IDN Indonesia|IE IRL Ireland/Republic of Ireland/Eire|IL ISR Israel|IM IMN Isle of Man|IN IND India|\
IO IOT British Indian Ocean Territory|IQ IRQ Iraq|IR IRN Iran/Islamic Republic of Iran/Iran, Islamic Republic of/\
IR Iran/IRI|IS ISL Iceland|IT ITA Italy/Italia|JE JEY Jersey|JM JAM Jamaica|JO JOR Jordan|JP JPN Japan|KE KEN Kenya|\
KG KGZ Kyrgyzstan/Kyrgyz Republic/Kirghizia|KH KHM Cambodia/Kampuchea|KI KIR Kiribati|KM COM Comoros|\
KN KNA Saint Kitts and Nevis/St Kitts Nevis/St Kitts Nevi|KP PRK Korea, Democratic People's Republic of/North Korea/\
Democratic Peoples Republic of Korea/DPR Korea/DPRK|KR KOR Korea, Republic of/South Korea/Republic of Korea/Korea/\
Rep of Korea/Rep Korea/Korea South/ROK/S Korea|KW KWT Kuwait|KY CYM Cayman Islands|KZ KAZ Kazakhstan|\
LA LAO Lao People's Democratic Republic/Laos/Lao PDR/Lao|LB LBN Lebanon|LC LCA Saint Lucia/St Lucia|\
LI LIE Liechtenstein|LK LKA Sri Lanka/Ceylon|LR LBR Liberia|LS LSO Lesotho|LT LTU Lithuania|LU LUX Luxembourg|\
LV LVA Latvia|LY LBY Libya/Libyan Arab Jamahiriya|MA MAR Morocco/Maroc|MC MCO Monaco|MD MDA Moldova/\
Moldova, Republic of/Republic of Moldova|ME MNE Montenegro|MF MAF Saint Martin (French part)/St Martin/Saint Martin|\
MG MDG Madagascar|MH MHL Marshall Islands|MK MKD North Macedonia/Macedonia/Republic of North Macedonia/\
Republic of Macedonia/Macedonia, the former Yugoslav Republic of/Former Yugoslav Republic of Macedonia/FYROM|\
ML MLI Mali|MM MMR Myanmar/Burma/Union of Myanmar|MN MNG Mongolia/Mongol Peo Rep|MO MAC Macao/Macau/Macau SAR/\
Macao SAR/Macau China/Macao China|MP MNP Northern Mariana Islands|MQ MTQ Martinique|MR MRT Mauritania|\
MS MSR Montserrat|MT MLT Malta|MU MUS Mauritius|MV MDV Maldives|MW MWI Malawi|MX MEX Mexico/México|MY MYS Malaysia|\
MZ MOZ Mozambique/Moçambique|NA NAM Namibia|NC NCL New Caledonia|NE NER Niger|NF NFK Norfolk Island|NG NGA Nigeria|\
NI NIC Nicaragua|NL NLD Netherlands/The Netherlands/Holland/Nederland/Kingdom of the Netherlands|NO NOR Norway/Norge|\
NP NPL Nepal|NR NRU Nauru|NU NIU Niue|NZ NZL New Zealand/Aotearoa New Zealand/Aotearoa|OM OMN Oman/Sultanate of Oman|\
PA PAN Panama|PE PER Peru|PF PYF French Polynesia/Fr Polynesia|PG PNG Papua New Guinea/Papua N Guinea|\
PH PHL Philippines/Republic of the Philippines|PK PAK Pakistan|PL POL Poland/Polska|PM SPM Saint Pierre and Miquelon/\
St Pierre Miquelon|PN PCN Pitcairn/Pitcairn Islands|PR PRI Puerto Rico|PS PSE Palestine, State of/Palestine/\
State of Palestine/Palestinian Territory, Occupied/Palestinian Territory/Palestinian Territories/\
Occupied Palestinian Territory/West Bank and Gaza|PT PRT Portugal|PW PLW Palau|PY PRY Paraguay|QA QAT Qatar|\
RE REU Réunion/La Réunion/Reunion Island|RO ROU Romania/Rumania/Roumania|RS SRB Serbia/Republic of Serbia/Srbija|\
RU RUS Russian Federation/Russia/Rossiya|RW RWA Rwanda|SA SAU Saudi Arabia/Kingdom of Saudi Arabia/KSA|\
SB SLB Solomon Islands|SC SYC Seychelles|SD SDN Sudan|SE SWE Sweden/Sverige|SG SGP Singapore/Republic of Singapore|\
SH SHN Saint Helena, Ascension and Tristan da Cunha/Saint Helena/St Helena|SI SVN Slovenia|\
SJ SJM Svalbard and Jan Mayen/Svalbard|SK SVK Slovakia/Slovak Republic|SL SLE Sierra Leone|SM SMR San Marino|\
SN SEN Senegal|SO SOM Somalia|SR SUR Suriname/Surinam|SS SSD South Sudan|ST STP Sao Tome and Principe/Sao Tome Prin|\
SV SLV El Salvador|SX SXM Sint Maarten (Dutch part)/Sint Maarten|SY SYR Syrian Arab Republic/Syria|\
SZ SWZ Eswatini/Swaziland|TC TCA Turks and Caicos Islands/Turks Caicos|TD TCD Chad/Tchad|\
TF ATF French Southern Territories|TG TGO Togo|TH THA Thailand|TJ TJK Tajikistan|TK TKL Tokelau|\
TL TLS Timor-Leste/East Timor|TM TKM Turkmenistan|TN TUN Tunisia/Tunisie|TO TON Tonga|TR TUR Türkiye/Turkey/\
Republic of Turkey|TT TTO Trinidad and Tobago/Trinid Tobago/Trinidad/Trinidad Tobago W Ind|TV TUV Tuvalu|\
TW TWN Taiwan, Province of China/Taiwan/Taiwan ROC/Republic of China/ROC/Taiwan R O China|TZ TZA \
Tanzania, United Republic of/Tanzania/United Republic of Tanzania|UA UKR Ukraine|UG UGA Uganda|\
UM UMI United States Minor Outlying Islands|US USA United States of America/United States/US/USA/America/\
U S of America/Estados Unidos/EEUU|UY URY Uruguay|UZ UZB Uzbekistan|VA VAT Holy See (Vatican City State)/Vatican/\
Vatican City/Holy See/Vatican City State|VC VCT Saint Vincent and the Grenadines/St Vincent Grenadines/St Vincent|\
VE VEN Venezuela/Venezuela, Bolivarian Republic of/Bolivarian Republic of Venezuela|\
VG VGB Virgin Islands, British/British Virgin Islands/Brit Virgin Isl|VI VIR Virgin Islands, U.S./US Virgin Islands/\
United States Virgin Islands|VN VNM Viet Nam/Vietnam/Socialist Republic of Vietnam/SR Vietnam|VU VUT Vanuatu|\
WF WLF Wallis and Futuna|WS WSM Samoa/Western Samoa|YE YEM Yemen/Republic of Yemen/Yemen Arab Rep|YT MYT Mayotte|\
ZA ZAF South Africa/Republic of South Africa/RSA/S Africa|ZM ZMB Zambia|ZW ZWE Zimbabwe/Rhodesia"""
"""Alpha-2 and alpha-3 code, the English name, then its variants."""

_STATES = """\
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|\
DC District of Columbia|FL Florida|GA |HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|\
LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|\
NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|\
OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|\
UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming"""
"""The United States' postal abbreviations and names; Georgia is decided by its cities."""

_PROVINCES = {
    "CA": "Alberta|British Columbia|Manitoba|New Brunswick|Newfoundland|Nova Scotia|Ontario|Quebec|Saskatchewan|ON|QC|"
    "BC|AB|MB|SK|NS|NB|NL",
    "AU": "New South Wales|Queensland|South Australia|Western Australia|Tasmania|NSW|QLD|VIC|TAS|ACT",
}
_AMBIGUOUS = {"AR", "CO", "DE", "ID", "IL", "IN"}
"""Postal abbreviations of states that are as often meant as the country's code (Tel Aviv, IL)."""

_US_GEORGIA = re.compile(r"\b(?:atlanta|athens|augusta|savannah|macon|decatur|statesboro|emory|morehouse|marietta)\b")
_GEORGIA = re.compile(r"\b(?:tbilisi|kutaisi|batumi|telavi|javakhishvili|ilia state)\b")
_MAX = 2000
"""Characters of the longest affiliation that is looked at; what is longer is a list of many."""
_MAIL = re.compile(r"\S{0,99}@\S*|\b(?:electronic address|e-?mail(?: address)?)\b\s*:?", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


def country_code(text: str | None) -> str | None:
    """ISO 3166-1 alpha-2 from a code of two or three letters or an English name in its usual variants, else None.

    The parts of the United Kingdom are GB; ``Korea`` alone is KR, ``Congo`` alone CG, ``Georgia`` the country.

    >>> country_code("Peoples R China"), country_code("GBR"), country_code("Türkiye"), country_code("Atlantis")
    ('CN', 'GB', 'TR', None)
    """
    return _country(text) if text and len(text) < 200 else None


@lru_cache(maxsize=16384)
def _country(text: str) -> str | None:
    text = text.strip(" \t\r\n.,;:()[]")
    if len(text) <= 3 and text.isascii() and (code := _codes().get(text.upper())):
        return code
    return _names().get(_key(text))


def country_of_affiliation(text: str | None) -> str | None:
    """The country that ends an affiliation as written, else None.

    Taken from the last part between commas: a country, also after or before a postal code (``MA 02139 USA``,
    ``Japan 113-8655``), a state of the United States (``Boston, MA``), a province of Canada or a state of Australia.
    Mail addresses and full stops at the end do not count. Several affiliations in one text, joined by semicolons,
    give a country only where they agree.

    >>> country_of_affiliation("CNRS, 75005 Paris, France. a@b.fr"), country_of_affiliation("MIT, Cambridge, MA 02139")
    ('FR', 'US')
    """
    return _country_of_affiliation(text) if text and len(text) <= _MAX else None


@lru_cache(maxsize=16384)
def _country_of_affiliation(text: str) -> str | None:
    found = {code for piece in _MAIL.sub(" ", text).split(";") if (code := _ending(piece))}
    return found.pop() if len(found) == 1 else None


def _ending(text: str) -> str | None:
    parts = [part.strip(" .:()[]") for part in text.split(",")]
    parts = [part for part in parts if part]
    if not parts:
        return None
    last = parts[-1]
    if len(parts) > 1 and not _without_digits(last):  # a postal code alone
        parts.pop()
        last = parts[-1]
    code = _part(last, parts[:-1])
    if code == "GE" and not _GEORGIA.search(fold_name(text)):
        return "US" if _US_GEORGIA.search(fold_name(text)) else None
    if code or ". " not in last:
        return code
    return _part(last.rpartition(". ")[2].strip(), parts[:-1])


def _part(last: str, before: list[str]) -> str | None:
    """The country that the last part of an affiliation names."""
    bare = _without_digits(last)
    coded = bare != last
    if bare.isupper() and len(bare) == 2 and (before or coded):
        return _letters(bare, before, coded)
    if name := _names().get(_key(bare)) or _places().get(_key(bare)):
        return name
    if bare.isupper() and len(bare) == 3 and before:
        return _codes().get(bare)
    words = _key(bare).split()
    if coded or (words and words[-1] == "usa"):  # MA 02139 USA, 75005 Paris France
        for start in range(1, len(words)):
            tail = " ".join(words[start:])
            if code := _names().get(tail) or _places().get(tail):
                return code
        abbreviation = bare.rpartition(" ")[2]
        return "US" if abbreviation in _abbreviations() else None
    return None


def _without_digits(text: str) -> str:
    """The words without a digit: the text without its postal code."""
    return " ".join(word for word in text.split() if not _DIGIT.search(word)).strip(" .-")


def _letters(text: str, before: list[str], coded: bool) -> str | None:
    """The country of two capital letters that end an affiliation."""
    if before and text in _codes() and _places().get(_key(before[-1])) == _codes()[text]:
        return _codes()[text]  # Toronto, ON, CA
    if text in _abbreviations():
        return None if text in _AMBIGUOUS and not coded else "US"
    if code := _places().get(text.lower()):
        return code
    return _codes().get(text)


def _key(text: str) -> str:
    """Folded, without articles and "and", single letters joined: ``U. S. A.`` is ``usa``."""
    out = ""
    before = 0
    for word in fold_name(text).split():
        if word in ("and", "the"):
            continue
        out += word if before == len(word) == 1 else " " + word
        before = len(word)
    return out.strip()


@lru_cache(maxsize=1)
def _rows() -> list[tuple[str, str, list[str]]]:
    rows = []
    for row in _TABLE.split("|"):
        two, three, names = row.split(" ", 2)
        rows.append((two, three, names.split("/")))
    return rows


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    return {code: two for two, three, _ in _rows() for code in (two, three)} | {"UK": "GB", "EL": "GR"}


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {_key(name): two for two, _, names in _rows() for name in names}


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    return frozenset(row[:2] for row in _STATES.split("|"))


@lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    """Country of states and provinces that end an affiliation without it, by folded name."""
    places = {_key(row[3:]): "US" for row in _STATES.split("|") if row[3:]}
    places |= {"washington dc": "US", "puerto rico usa": "US"}
    return places | {_key(name): code for code, names in _PROVINCES.items() for name in names.split("|")}
