"""Names of columns in the languages that the guess knows, by the key of a mapping that they stand for.

English, German, French, Spanish, Portuguese, Italian, Dutch, Russian, Chinese, Japanese, Korean. Compared by
:func:`plain_header`; the first name of a list that stands in a header wins.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[\W_]+")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")

PAPER_HEADERS: dict[str, str] = {
    "title": "title|article title|paper title|document title|publication title|titel|titre|titulo|titolo|название|"
             "заглавие|заголовок|标题|题名|題名|タイトル|論文名|題目|제목|논문명|name of paper|titre de l article|"
             "titulo del articulo|"
             "titulo do artigo|titel der publikation|dc title",
    "date": "publication date|date|published|date published|pub date|cover date|publikationsdatum|datum|"
            "veroffentlicht|"
            "erscheinungsdatum|date de publication|fecha|fecha de publicacion|data|data de publicacao|"
            "data di pubblicazione|publicatiedatum|дата|дата публикации|出版日期|发表日期|日期|出版日|発行日|日付|"
            "발행일|dc date|"
            "issued",
    "year": "year|publication year|pub year|pubyear|jahr|erscheinungsjahr|publikationsjahr|annee|"
            "annee de publication|"
            "ano|ano de publicacion|ano de publicacao|anno|anno di pubblicazione|jaar|год|год издания|年|年份|"
            "出版年|発行年|"
            "연도|발행연도",
    "month": "month|monat|mois|mes|mese|maand|месяц|月|月份|월",
    "day": "day|tag|jour|dia|giorno|dag",
    "kind": "type|document type|publication type|item type|kind|dokumenttyp|publikationstyp|art|type de document|"
            "tipo|"
            "tipo de documento|tipo di documento|documenttype|тип|тип документа|文献类型|类型|種別|文献種別|유형|"
            "dc type",
    "venue": "journal|venue|source|source title|journal title|journal name|publication|zeitschrift|quelle|"
             "erschienen in|revue|journal ou revue|revista|rivista|tijdschrift|журнал|источник|期刊|来源|刊名|"
             "期刊名称|雑誌|雑誌名|"
             "掲載誌|誌名|저널|학술지|conference|booktitle|book title|container title|series",
    "language": "language|sprache|langue|idioma|lingua|taal|язык|语言|语种|言語|언어|dc language",
    "citations": "citations|times cited|cited by|citation count|zitationen|zitiert|citations recues|citas|citacoes|"
                 "citazioni|citaties|цитирования|число цитирований|被引次数|被引频次|引用数|被引用数|피인용수|"
                 "피인용횟수",
    "author_count": "author count|number of authors|no of authors|anzahl autoren|nombre d auteurs|numero de autores|"
                    "numero autori",
    "url": "url|link|web address|permalink|webseite|lien|enlace|ligacao|collegamento|ссылка|链接|リンク|링크|handle",
}  # fmt: skip

ID_HEADERS: dict[str, str] = {
    "doi": "doi|digital object identifier|dc identifier doi", "arxiv": "arxiv|arxiv id", "pmid": "pmid|pubmed id|"
           "pubmed",
    "openalex": "openalex|openalex id", "s2": "s2 id|semantic scholar id|corpus id", "dblp": "dblp key|dblp",
    "acl": "acl id|anthology id", "inspire": "inspire id|inspire", "wos": "wos id|ut", "scopus": "scopus id|eid",
    "nber": "nber|nber id",
}  # fmt: skip

KEY_HEADERS = "paper id|paper|article id|publication id|pub id|work id|record id|publikations id|id publicacion"
"""Columns that number the papers of a table."""

AUTHOR_HEADERS = (
    "authors|author|author names|author s|all authors|full author names|author full names|creator|creators|"
    "autoren|autor|autor innen|autorinnen|autorinnen und autoren|verfasser|verfasserinnen|verfasser innen|auteurs|"
    "auteur|auteur s|autores|autora|autoras|autor es|autori|autore|autrice|авторы|автор|作者|全部作者|著者|著者名|"
    "執筆者|저자|저자명|"
    "dc creator|dc contributor author|author name|name of author|contributors"
)
"""Columns with names of authors in full."""

AUTHOR_PARTS: dict[str, str] = {
    "orcid": "orcid|orcids|author orcid|author orcids|orcid id|orcid ids|author s orcid",
    "affiliation": "affiliations|affiliation|author affiliations|author affiliation|authors affiliations|institution|"
                   "institutions|institutionen|zugehorigkeit|zugehorigkeiten|afiliacion|afiliaciones|filiacion|"
                   "afiliacao|"
                   "afiliacoes|affiliazione|affiliazioni|affiliatie|affiliaties|аффилиация|организация|机构|"
                   "作者单位|单位|所属|"
                   "所属機関|소속|소속기관",
    "country": "country|countries|author country|land|pays|pais|paese|страна|国家|国|국가",
    "order": "author position|position|author order|author number|order|author seq|reihenfolge|autorposition|"
             "posizione|порядок|顺序|著者順",
    "corresponding": "corresponding|is corresponding",
}  # fmt: skip

EDITOR_HEADERS = (
    "editors|editor|herausgeber|herausgeberin|herausgeberinnen|editeurs|editeur scientifique|editores|curatori|"
    "redacteuren|редакторы|编辑|主编|編者|편집자"
)
KEYWORD_HEADERS = (
    "keywords|author keywords|keyword|subjects|subject|topics|tags|schlagworter|schlagworte|schlusselworter|"
    "stichworte|"
    "mots cles|mots clefs|palabras clave|palavras chave|parole chiave|trefwoorden|ключевые слова|关键词|キーワード|"
    "키워드|"
    "dc subject"
)

PEOPLE_HEADERS: dict[str, str] = {
    "name": "name|full name|display name|person|researcher|employee|member|vor und nachname|vollstandiger name|"
            "mitarbeiter|mitarbeiterin|nom complet|nom et prenom|nom prenom|nombre completo|nombre y apellidos|"
            "nome completo|nome e cognome|volledige naam|naam|фио|ф и о|имя и фамилия|姓名|名前|氏名|이름|성명|"
            "apellidos y nombre|cognome e nome|name vorname",
    "given": "given name|given names|first name|first names|firstname|forename|forenames|given|vorname|vornamen|"
             "prenom|"
             "prenoms|nombre|nombres|nome|voornaam|имя|名",
    "family": "family name|last name|lastname|surname|family|nachname|familienname|zuname|nom|nom de famille|"
              "apellido|"
              "apellidos|sobrenome|apelido|cognome|achternaam|фамилия|姓",
    "orcid": "orcid|orcid id|orcid ids",
    "institution": "institution|university|organisation|organization|employer|universitat|hochschule|"
                   "institution name|"
                   "einrichtung|universite|etablissement|institucion|universidad|universidade|instituicao|universita|"
                   "ente|universiteit|instelling|организация|университет|机构|大学|所属機関|기관|대학",
    "department": "department|dept|faculty|school|division|institute|parent unit|abteilung|fakultat|institut|"
                  "fachbereich|departement|faculte|ufr|departamento|facultad|faculdade|dipartimento|facolta|afdeling|"
                  "faculteit|кафедра|факультет|отдел|系|学院|部门|学部|学科|研究科|部署|학과|부서|학부",
    "group": "group|research group|team|lab|laboratory|unit|chair|affiliation|arbeitsgruppe|gruppe|lehrstuhl|"
             "forschungsgruppe|equipe|laboratoire|unite|groupe|grupo|grupo de investigacion|laboratorio|equipo|"
             "grupo de pesquisa|gruppo|gruppo di ricerca|groep|onderzoeksgroep|группа|лаборатория|课题组|实验室|研究室|"
             "グループ|연구실",
    "since": "from|since|start|start date|begin|joined|hired|hire date|von|seit|beginn|eintritt|eintrittsdatum|"
             "startdatum|depuis|debut|date de debut|date d entree|desde|inicio|fecha de inicio|data de inicio|da|dal|"
             "inizio|data inizio|vanaf|sinds|с|начало|дата начала|开始日期|入职日期|开始|開始日|着任日|시작일|입사일",
    "until": "to|until|till|end|end date|left|bis|ende|austritt|austrittsdatum|enddatum|jusqu a|jusqu au|fin|"
             "date de fin|date de sortie|hasta|fecha de fin|ate|fim|data de fim|termino|al|fine|data fine|tot|по|"
             "окончание|дата окончания|结束日期|离职日期|结束|終了日|退任日|종료일|퇴사일",
    "role": "role|position|job title|title|rank|function|funktion|stelle|rolle|position titel|fonction|poste|statut|"
            "cargo|puesto|categoria|funcao|ruolo|qualifica|functie|rol|должность|职位|职称|職名|職位|役職|직위|직급",
    "ror": "ror|ror id",
    "country": "country|land|pays|pais|paese|страна|国家|国|국가",
    "city": "city|stadt|ort|ville|ciudad|cidade|citta|stad|plaats|город|城市|都市|도시",
}  # fmt: skip

PERSON_IDS: dict[str, str] = {
    "openalex": "openalex id|openalex author id|openalex", "scopus": "scopus id|scopus author id|author id scopus",
    "dblp": "dblp|dblp pid", "s2": "semantic scholar id", "wos": "researcherid|researcher id|wos id",
}  # fmt: skip

MAILS = (
    "email|e mail|mail|email address|correo|correo electronico|courriel|e mail adresse|posta elettronica|邮箱|"
    "メール|이메일"
)


@lru_cache(maxsize=4096)
def plain_header(text: str) -> str:
    """A header to be compared: lower case without accents, words apart.

    >>> plain_header("Année de publication"), plain_header("publicationYear"), plain_header("author_s.")
    ('annee de publication', 'publication year', 'author s')
    """
    apart = unicodedata.normalize("NFKD", _CAMEL.sub(" ", text[:200])).replace("ß", "ss")
    bare = "".join(c for c in apart if not unicodedata.combining(c) or (not c.isascii() and ord(c) > 0x3000))
    return _WORD.sub(" ", unicodedata.normalize("NFC", bare).casefold()).strip()


@lru_cache(maxsize=256)
def spellings(names: str) -> tuple[str, ...]:
    """The names of a list above, as :func:`plain_header` gives them."""
    return tuple(dict.fromkeys(plain_header(name) for name in names.split("|")))


def column_for(names: str, columns: dict[str, str]) -> str | None:
    """The column, of those given by their plain headers, that has the first of ``names`` which stands there."""
    return next((columns[name] for name in spellings(names) if name in columns), None)
