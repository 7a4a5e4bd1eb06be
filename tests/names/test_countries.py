"""Countries, as sources write them."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coterie.graph.names.countries import _rows, country_code, country_of_affiliation

VARIANTS = {
    "US": "US|us|USA|U.S.A.|U. S. A.|United States|the United States of America|U.S.",
    "GB": "GB|UK|U.K.|GBR|England|SCOTLAND|Wales|North Ireland|Northern Ireland|United Kingdom.|Great Britain",
    "CN": "CN|CHN|China|Peoples R China|P.R. China|P. R. China|PR China|People's Republic of China|People’s Republic "
    "of China|PRC|China (PRC)",
    "KR": "South Korea|Korea|Republic of Korea|Korea, Republic of|KOR|R.O.K.",
    "KP": "North Korea|Korea, Democratic People's Republic of|DPRK",
    "TR": "Turkey|Türkiye|TUR|TURKIYE",
    "CZ": "Czechia|Czech Republic|Česká republika",
    "VN": "Viet Nam|Vietnam",
    "RU": "Russia|Russian Federation|RUS",
    "CI": "Côte d'Ivoire|Cote d’Ivoire|Ivory Coast",
    "TW": "Taiwan|Taiwan, R.O.C.|Taiwan (ROC)|Republic of China",
    "BA": "Bosnia & Herceg|Bosnia and Herzegovina",
    "TT": "Trinidad & Tobago|Trinid & Tobago",
    "NL": "The Netherlands|Netherlands|Holland",
    "IR": "Iran|Iran, Islamic Republic of|I.R. Iran|Islamic Republic of Iran",
    "CD": "Democratic Republic of the Congo|DR Congo|Zaire",
    "HK": "Hong Kong|Hong Kong SAR, China",
    "MK": "Macedonia|North Macedonia",
    "GE": "Georgia|Republic of Georgia",
    "DE": "Germany|DEU|Deutschland|Fed Rep Ger",
    "ST": "São Tomé and Príncipe",
    "GR": "Greece|EL",
}


@pytest.mark.parametrize(("code", "names"), VARIANTS.items())
def test_variants(code: str, names: str) -> None:
    assert {name: country_code(name) for name in names.split("|")} == dict.fromkeys(names.split("|"), code)


@pytest.mark.parametrize(
    "text", [None, "", " ", "Atlantis", "ZZ", "XXX", "USSR", "Yugoslavia", "1", "x" * 500, "Europe"]
)
def test_no_country(text: str | None) -> None:
    assert country_code(text) is None


def test_all_codes() -> None:
    rows = _rows()
    assert len(rows) == len({two for two, _, _ in rows}) == len({three for _, three, _ in rows}) == 249
    for two, three, names in rows:
        assert re.fullmatch("[A-Z]{2}", two)
        assert re.fullmatch("[A-Z]{3}", three)
        for text in (two, three, two.lower(), *names):
            assert country_code(text) == two, text


def test_codes_and_names_are_those_of_the_time_zone_database() -> None:
    path = Path("/usr/share/zoneinfo/iso3166.tab")
    if not path.exists():
        pytest.skip("no time zone database here")
    listed = dict(line.split("\t") for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
    assert set(listed) == {two for two, _, _ in _rows()}
    other = {code: name for code, name in listed.items() if country_code(name) != code}
    # names of its own making: "Britain (UK)", "Samoa (western)", "St Maarten (Dutch)", …
    assert len(other) <= 16, other


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Department of Physics, MIT, Cambridge, MA 02139 USA.", "US"),
        ("MIT, Cambridge, MA 02139", "US"),
        ("Harvard Medical School, Boston, Massachusetts.", "US"),
        ("Stanford University, Stanford, CA", "US"),
        ("University of Toronto, Toronto, ON, CA", "CA"),
        ("McGill University, Montreal, Quebec", "CA"),
        ("University of New South Wales, Sydney, NSW 2052, Australia", "AU"),
        ("University of New South Wales, Sydney, New South Wales", "AU"),
        ("Seismological Laboratory, University of New Mexico", None),
        ("University of Jordan", None),
        ("Bank of Japan", None),
        ("University of Jordan, Amman, Jordan", "JO"),
        ("CNRS, 75005 Paris, France. ada@cnrs.fr", "FR"),
        ("CNRS, F-75005 Paris France", "FR"),
        ("University of Tokyo, Tokyo, Japan 113-8655", "JP"),
        ("University of Tokyo, Tokyo, Japan, 113-8655", "JP"),
        ("National University of Singapore, Singapore 119077", "SG"),
        ("ETH Zürich, Zürich, Switzerland; Electronic address: a@ethz.ch", "CH"),
        ("ETH Zürich, Zürich, Switzerland. Electronic address: a@ethz.ch.", "CH"),
        ("A Institute, Berlin, Germany; B Institute, Munich, Germany", "DE"),
        ("A Institute, Berlin, Germany; B Institute, Paris, France", None),
        ("Univ Leeds, Leeds LS2 9JT, W Yorkshire, England", "GB"),
        ("Emory University, Atlanta, Georgia", "US"),
        ("Tbilisi State University, Tbilisi, Georgia", "GE"),
        ("Some Hospital, Georgia", None),
        ("Tel Aviv University, Tel Aviv, IL", None),
        ("University of Illinois, Urbana, IL 61801", "US"),
        ("Peking Univ, Beijing 100871, Peoples R China", "CN"),
        ("The Hebrew University, Jerusalem, Israel (a@b.il).", "IL"),
        ("Johns Hopkins University, Baltimore, MD 21218-2625, U.S.A.", "US"),
        ("Karolinska Institutet", None),
        ("CNR, Roma, ITA", "IT"),
        ("", None),
        (None, None),
        (",,;;..", None),
    ],
)
def test_country_that_ends_an_affiliation(text: str | None, code: str | None) -> None:
    assert country_of_affiliation(text) == code


@given(st.text(max_size=60))
def test_any_text_gives_a_code_or_none(text: str) -> None:
    for found in (country_code(text), country_of_affiliation(text)):
        assert found is None or country_code(found) == found


@pytest.mark.parametrize("text", ["x" * 2000, "." * 2000, "a@" * 900, ", " * 900, "1" * 1999, "x" * 100_000])
def test_long_texts_take_no_time(text: str) -> None:
    started = time.perf_counter()
    assert country_of_affiliation(text) is None
    assert country_code(text) is None
    assert time.perf_counter() - started < 0.5
