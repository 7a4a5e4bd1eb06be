"""Universities and other institutions whose names need to be known: those of several campuses or in several countries,
and those that go by several names.

All is folded text in the words of :mod:`coterie.graph.names.organisations`.
"""

from __future__ import annotations

from coterie.graph.names.organisations import words


def _phrases(text: str) -> frozenset[tuple[str, ...]]:
    """The phrases of ``text``, one a line."""
    return frozenset(tuple(line.split()) for line in text.split("\n"))


def _systems(text: str) -> dict[tuple[str, ...], frozenset[str]]:
    """The phrases before the colons, with what stands after each."""
    pairs = (line.partition(":")[::2] for line in text.split("\n"))
    return {tuple(name.split()): frozenset(places.split("/")) for name, places in pairs}


def _others(text: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """For each name after an equals sign the name before it."""
    pairs = (line.partition(" = ")[::2] for line in text.split("\n"))
    return {tuple(form.split()): tuple(name.split()) for name, forms in pairs for form in forms.split(" | ")}


PLACED = words("""\
aberdeen adelaide alabama alaska alberta alicante amsterdam antwerp arizona arkansas athens auckland augsburg \
baghdad bahrain barcelona bari basel bath bayreuth belgrade bergen bern bielefeld birmingham bologna bonn bordeaux \
bradford bremen bridgeport brighton bristol bucharest calcutta calgary cambridge catania chicago chile cincinnati \
cologne colorado connecticut copenhagen crete cyprus dayton debrecen delaware delhi denver dortmund dundee durham \
duisburg edinburgh erlangen essex exeter ferrara florence florida freiburg geneva genoa georgia ghent glasgow \
gothenburg gottingen granada graz groningen guelph haifa hamburg hannover hawaii heidelberg helsinki hertfordshire \
hohenheim houston hull hyderabad iceland idaho illinois innsbruck iowa jena jordan jyvaskyla kansas kent kentucky \
khartoum kiel konstanz kuwait lausanne leeds leicester leipzig liege limerick linz lisbon liverpool ljubljana london \
louisville lucknow lund luxembourg macau macedonia madras mainz malaga malaya malta mannheim manitoba marburg \
maryland massachusetts melbourne messina michigan milan minnesota mississippi missouri montana montreal mumbai \
munich munster murcia mysore nairobi naples nebraska nevada nottingham oklahoma oldenburg oregon oslo osnabruck oulu \
oviedo oxford paderborn padua parma passau patras pavia pennsylvania perugia pisa pittsburgh plymouth porto \
portsmouth potsdam pune qatar queensland regensburg regina rome rostock saarland salamanca salerno salford salzburg \
saskatchewan seville sharjah sheffield siegen siena southampton stavanger strasbourg stirling stuttgart surrey \
sussex sydney szeged tampere tartu tehran tennessee texas tokyo toronto toulouse trento trieste tromso tsukuba \
tubingen turin turku twente ulm utah valencia vaasa vermont vienna virginia warsaw warwick waterloo winnipeg \
wisconsin wollongong wuppertal wurzburg wyoming zagreb zaragoza zurich hong-kong new-mexico south-carolina \
south-florida cape-town british-columbia rhode-island new-hampshire sao-paulo""")
"""Places X (words joined by hyphens) whose "X University" is always meant as the "University of X": none where both
are universities (Washington, York, Miami, Newcastle, Ottawa, Victoria, Rochester, Lincoln, Manchester, …)."""

SYSTEMS = _systems("""\
university of california:
university of illinois:
university of texas:
university of north carolina:
university of massachusetts:
university of maryland:
university of wisconsin:
university of missouri:
university of nebraska:
university of tennessee:
university of alabama:
university of arkansas:
university of hawaii:
university of houston:houston
university of minnesota:minneapolis/twin cities/st paul/saint paul
university of michigan:ann arbor
university of colorado:
university of washington:seattle
washington university:saint louis/st louis
university of south carolina:columbia
university of south florida:tampa
university of pittsburgh:pittsburgh
university of toronto:toronto
university of british columbia:vancouver
university of nevada:
university of alaska:
university of puerto rico:
university of london:london
university of wales:
university of west indies:
university of rome:rome
university of paris:paris
university of milan:milan
university of naples:naples
university of lyon:lyon
university of houston system:
university of technology:
national university of ireland:
state university of new york:
city university of new york:new york
texas a m university:college station
purdue university:west lafayette
indiana university:
rutgers university:new brunswick/piscataway
louisiana state university:baton rouge
southern illinois university:
california state university:
california polytechnic state university:
new york university:new york/brooklyn
arizona state university:tempe
pennsylvania state university:university park/state college
indian institute of technology:
indian institute of information technology:
international institute of information technology:
national institute of technology:
indian institute of science education and research:
indian institute of management:
national institute of information technology:
harbin institute of technology:harbin
tsinghua university:beijing
chinese university of hong kong:hong kong/shatin
china university of geoscience:
china university of geosciences:
china university of petroleum:
china university of mining and technology:
north china electric power university:
university of science and technology:
monash university:clayton/melbourne
university of nottingham:nottingham
university of new south wales:sydney
national university of colombia:
swiss federal institute of technology:
technical university:
polytechnic university:
tecnologico de monterrey:monterrey
max planck institute:
islamic azad university:
infn:
csic:
cnr:
riken:
carnegie mellon university:pittsburgh
georgia institute of technology:atlanta
northeastern university:boston
university of newcastle:
trinity college:
ecole normale superieure:paris
saint petersburg state university:""")
"""Names that several campuses or universities share, and after the colon places that add nothing to the name."""

CAMPUSES = _phrases("college park\ncollege station\nstate college\nuniversity park")
"""Places that do not look like one."""

UMBRELLAS = _phrases("""\
city university of new york
national university of ireland
state university of new york
university of london
university of wales""")
"""Universities of universities: what else is named is meant."""

HOMONYMS = _phrases("""\
american university
asia university
autonomous university
catholic university
central university
china medical university
city university
concordia university
islamic university
lincoln university
loyola university
national institute of technology
national research university
national technical university
national university
newcastle university
north west university
northeastern university
northern university
northwest university
open university
queens university
saint john s university
saint johns university
saint josephs university
saint marys university
saint thomas university
soochow university
southeast university
southern university
southwest university
trinity college
union university
university of birmingham
university of cordoba
university of georgia
university of guadalajara
university of la laguna
university of los andes
university of newcastle
university of new england
university of santiago
university of the andes
victoria university
york university""")
"""Names that are borne in several countries: the country, where it is known, stays part of the key."""

SAME = _others("""\
massachusetts institute of technology = mit | m i t
california institute of technology = caltech
georgia institute of technology = georgia tech | gatech
korea advanced institute of science and technology = kaist
swiss federal institute of technology in lausanne = epfl | ecole polytechnique federale de lausanne | swiss federal \
institute of technology lausanne | epf lausanne
eth zurich = eth | ethz | swiss federal institute of technology zurich | swiss federal institute of technology in \
zurich | eidgenossische technical hochschule zurich
university of california los angeles = ucla
university of california san diego = ucsd
university of california santa barbara = ucsb
university of california san francisco = ucsf
university of california santa cruz = ucsc
university of california irvine = uci
university of california berkeley = uc berkeley
university of california davis = uc davis
university of illinois urbana champaign = uiuc | university of illinois urbana | university of illinois champaign
university of illinois chicago = uic
university of massachusetts amherst = umass amherst | umass
university of texas austin = ut austin
university of texas dallas = ut dallas | utdallas
university of maryland college park = umd
university of maryland baltimore county = umbc
university of north carolina chapel hill = unc chapel hill
university of wisconsin madison = uw madison
university of michigan = umich
university of pennsylvania = upenn
university of southern california = usc
university of science and technology of china = ustc | university of science and technology china | china university \
of science and technology
hong kong university of science and technology = hkust
chinese university of hong kong = cuhk
national university of singapore = nus
university college london = ucl
queen mary university of london = university of london queen mary | queen mary
royal holloway university of london = university of london royal holloway | royal holloway
birkbeck university of london = university of london birkbeck | birkbeck
goldsmiths university of london = university of london goldsmiths | goldsmiths
king s college london = kings college london | king s college | kings college | university of london kings college
kth royal institute of technology = kth | royal institute of technology
technion israel institute of technology = technion
norwegian university of science and technology = ntnu
nanyang technological university = nanyang technology university
indian institute of science = indian institute of science bangalore
london school of economics and political science = london school of economics | lse
city university of new york = cuny
state university of new york = suny
new york university = nyu
pennsylvania state university = penn state university | penn state | psu
virginia tech = virginia polytechnic institute and state university | virginia technology | virginia polytechnic \
institute
rensselaer polytechnic institute = rpi
university of munich = ludwig maximilians university munich | ludwig maximilian university of munich | lmu munich | \
ludwig maximilians university of munich | lmu | ludwig maximilians university
technical university of munich = tu munich | tum | technical university munich
university of heidelberg = ruprecht karls university heidelberg | ruprecht karls university of heidelberg
university of freiburg = albert ludwigs university freiburg | albert ludwigs university of freiburg
university of gottingen = georg august university gottingen | georg august university of gottingen
university of tubingen = eberhard karls university tubingen | eberhard karls university of tubingen
university of bari = university of bari aldo moro
sofia university = sofia university saint kliment ohridski | sofia university saint kl ohridski
sapienza university of rome = university of rome la sapienza | university of rome sapienza | la sapienza university \
of rome | sapienza | university la sapienza | la sapienza | sapienza university
university of rome tor vergata = tor vergata university of rome | tor vergata university
polytechnic university of milan = polytechnic of milan
polytechnic university of turin = polytechnic of turin
polytechnic university of bari = polytechnic of bari
polytechnic university of catalonia = technical university of catalonia
humboldt university of berlin = humboldt university berlin
stony brook university = suny stony brook | state university of new york stony brook | stony brook university suny
university of buffalo = suny buffalo | state university of new york buffalo | university of buffalo suny
charles university = univerzita karlova | university karlova | charles university prague | charles university in \
prague
university of warsaw = university warszawski
jagiellonian university = university jagiellonski
mohamed bin zayed university of artificial intelligence = mbzuai
ibm = international business machines | international business machines corporation
ibm research = ibm research laboratory
european organization for nuclear research = cern
french national center for scientific research = cnrs | center national of la research scientifique
fermilab = fermi national accelerator laboratory | fnal
slac national accelerator laboratory = slac | stanford linear accelerator center
lawrence berkeley national laboratory = lbl | lbnl
lawrence livermore national laboratory = llnl
brookhaven national laboratory = bnl | brookhaven
argonne national laboratory = anl
los alamos national laboratory = lanl
oak ridge national laboratory = ornl
pacific northwest national laboratory = pnnl
deutsches elektronen synchrotron = desy
national institute of standards and technology = nist
allen institute for artificial intelligence = ai2 | allen institute for ai
german research center for artificial intelligence = dfki | german research center for ai""")
"""The whole name, by others that mean nothing else."""
