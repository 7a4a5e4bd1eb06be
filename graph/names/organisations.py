"""Words of organisations' names: abbreviations and foreign forms, and which word says what kind of organisation it is.

The abbreviations are those of Web of Science, IEEE and INSPIRE, the foreign forms those of the languages that papers
are signed in. All is folded text (:func:`~coterie.graph.names.fold.fold_name`).
"""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of ``text``."""
    return frozenset(text.split())


def meanings(text: str) -> dict[str, str]:
    """For each word after a colon what stands before it."""
    pairs = (line.partition(":")[::2] for line in text.split("\n"))
    return {form: canonical for canonical, forms in pairs for form in forms.split()}


FORMS = meanings("""\
university: univ unv universty unversity univeristy univesity universiti universite universita universitaet \
universitat universidad universidade universiteit universitet universitetet universiteti universitas uniwersytet \
univerzita univerzitet univerza universitesi universitate universitatea universitario universitaria egyetem \
yliopisto ulikool
institute: inst institut instituto istituto instytut institutet institutt institutes institutul ustav enstitusu
department: dept dep dpt depts departments departamento dipartimento departement departament dipto depto katedra
faculty: fac facolta facultad faculdade faculte fakultaet fakultat faculteit fakulta faculties
school: sch schools escuela escola scuola schule
college: coll colleges
academy: acad akademie akademia academia accademia academie academies akademiya
hospital: hosp hospitals hopital ospedale krankenhaus
center: ctr cntr centre centers centres zentrum centro centrum cent
laboratory: lab labs laboratories laboratorium laboratoire laboratorio
national: nat natl nacional nazionale nationale
international: int intl internacional internazionale
polytechnic: polytech politecnico politecnica politecnic politec politechnika polytechnical polytech
technical: technische technischen tecnica tekniska
technology: technol tecnologia technologies
science: sci sciences scienze ciencias wissenschaften nauk
research: res ricerca ricerche recherche recherches investigacion pesquisa
engineering: engn engr engrg engg ingenieria ingegneria engenharia
computer: comput
electrical: elect electr elec
physics: phys fisica physik physique
mathematics: math maths matematica mathematik mathematiques matematicas
chemistry: chem chim quimica chimica chemie chimie
biology: biol biologie biologia
medicine: medicina medizin
agricultural: agr agric
federal: fed
autonomous: autonoma
catholic: catholique cattolica catolica
free: freie
informatics: informatik informatica informatique
theoretical: theor theoret
society: gesellschaft
division: div
and: und et
for: fur fuer""")
"""The word that each form stands for."""

OF = words("""\
of de des du di del della dell dei degli do da dos das d van von der zu""")
"""What stands for "of" after a word that says what kind of organisation it is."""

PLACES = meanings("""\
vienna: wien
munich: munchen muenchen
cologne: koln koeln
rome: roma
milan: milano
turin: torino
padua: padova
florence: firenze
naples: napoli
genoa: genova
lisbon: lisboa
seville: sevilla
zurich: zuerich
geneva: geneve genf
prague: praha praze
warsaw: warszawa
copenhagen: kobenhavn koebenhavn
gothenburg: goteborg goeteborg goteborgs
lund: lunds
stockholm: stockholms
brussels: bruxelles brussel
antwerp: antwerpen
ghent: gent
nuremberg: nurnberg nuernberg
dusseldorf: duesseldorf
tubingen: tuebingen
gottingen: goettingen
wurzburg: wuerzburg
munster: muenster
zaragoza: saragossa
california: calif
catalonia: catalunya cataluna
andalusia: andalucia""")
"""English names of places in the names of universities."""


ADJECTIVES = words("""\
technical free catholic federal medical polytechnic autonomous national state open complutense agricultural humboldt \
technological pontifical""")
"""What a language may put before or after "university"."""

KNOWN = words("""\
google microsoft ibm amazon apple facebook nvidia intel samsung tencent alibaba baidu huawei bytedance salesforce \
adobe bloomberg linkedin yahoo twitter uber netflix spotify ebay deepmind openai meta sony nokia ericsson siemens \
bosch sap oracle xerox cisco qualcomm xiaomi jd meituan didi naver kakao ntt nec hitachi toshiba fujitsu yandex cern \
fermilab slac desy nasa nist nih noaa usgs esa eso jaxa inria cnrs infn csic csiro riken cea inra inserm cnr fiocruz \
mit eth ethz epfl kaist caltech postech dfki ucla ucsd ucsf ucsb umbc usc ustc hkust cuhk lmu""")
"""Names of one word that are an organisation by themselves."""

STREETS = words("""\
street str road rd avenue ave av via rue calle strasse box bag drive lane building district room floor \
province highway boulevard blvd plaza platz place square prospekt prospect ul route p""")
"""Words of addresses."""

GENERIC = words("""\
a of and for in the university institute department faculty school college academy hospital center laboratory \
national international state federal regional central polytechnic technical technological technology science \
engineering research computer computing computation computational electrical electronic electronics mechanical civil \
chemical physics mathematics mathematical chemistry biology biological medicine medical agricultural agriculture \
information informatics applied advanced theoretical nuclear high energy particle materials material life earth \
space environmental environment ecology geology geography geophysics astronomy astrophysics statistics economics \
economy management business education social political law arts humanities language languages linguistics philosophy \
psychology history public health general first second third affiliated graduate studies study program division unit \
group section key system software network communication intelligence artificial ai data cognitive neuroscience brain \
cancer heart children childrens women surgery pediatrics pathology radiology neurology oncology cardiology \
obstetrics gynecology dermatology urology anesthesiology otolaryngology clinical \
pharmacy dentistry nursing veterinary molecular cell genetics biochemistry microbiology biotechnology bioinformatics \
biomedical biophysics physiology anatomy pharmacology plant animal food water optics photonics solid semiconductor \
metals polymer industrial production manufacturing design architecture aerospace aeronautics transportation traffic \
power automation control robotics security multimedia speech natural basic theory analysis modern pure discrete \
foundation policy normal open free people peoples city municipal provincial catholic christian islamic government \
memorial veterans affairs autonomous services service organization society library museum observatory""")
"""Words that many organisations have in their names: what has no other needs its place to be told from others."""
