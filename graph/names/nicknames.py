"""Short forms and variants of given names, by hand, from many cultures.

An entry holds the forms of one name; a form may stand in several entries (Chris). Two forms are variants where they
share an entry. Men's and women's names stand apart.
"""

from __future__ import annotations

from functools import lru_cache

_TABLE = """\
abdul abd abdel|abdullah abdallah abdoulaye abdulla|abraham abe abram avraham ibrahim|adalbert bert|age \
aage|agnieszka agnes|ahmad achmad achmed ahmed ahmet|alan al allan allen|albert al alberto albrecht bert|alejandro \
alex alexander|alexander alec alekos aleksandar aleksander aleksandr alessandro alex alexandr alexandre alexandros \
iskander oleksandr olexandr sander sandro sandy sascha sasha xander|alexandra aleksandra alessandra alex oleksandra \
sandra sandy sasha|alexei aleksei aleksej aleksey alexej alexey alexis alyosha oleksii oleksij oleksiy|alfred al \
alfredo fred fredy|ali aly|amanda mandy|amir ameer emir|anastasia anastasiia anastasiya nastia nastya|anastasios \
tasos tassos|anatoly anatoli anatolii anatolij anatoliy tolya|andrew anders andras andre andreas andrei andrej andres\
 andrey andrii andriy andrzej andy drew ondrej|angela angie|ann anna anne annie anya hannah nancy|anthony antoine \
anton antonin antonio antonius antony toine ton tony|antonia antonina toni tonia|antonina nina tonya|antonio antoni \
toni tono|aoife eva|apostolos tolis|aristotelis aris telis|arkady arkadi arkadii arkadiy|arnold arnaldo arnie|artem \
artiom artyom|arthur art artur arturo|asa aasa|athanasios nasos thanasis thanos|balakrishnan bala balakrishna|balazs \
blaise blasius|barbara barb barbie basia|bartholomew bart bartek bartlomiej bartosz|beatrice bea beatrix beatriz \
trixie|benjamin ben benji benny binyamin|bernard bernardo bernd bernhard bernie|bilal belal|bjorn bjoern|bogdan \
bohdan|boris borya|bradley brad bradford|bronislaw bronek|caoimhe keeva|caroline carol carolina carolyn carrie \
karoline lina|catherine cat catarina caterina catharina cathy ekaterina kasia katarina katarzyna kate katerina \
katharina katharine katherine kathleen kathrin kathryn kathy katie katrin katya kay kit yekaterina|chandra \
chander|charalampos babis charalambos haralambos haralampos haris|charles carl carlo carlos charley charlie chas \
chuck karel karl karol|chester chet|chiara clara klara|christian chris christiaan cristian kristian \
krystian|christina chris chrissy christa christine cristina khristina kirsten kristen kristin kristina krystyna \
tina|christopher chris christof christoffer christoph christophe christos cristobal kit kristof kristoffer krzysiek \
krzysztof stoffel topher|christos christ christo hristo khristo|clifford cliff|concepcion concha conchita|constantine\
 constantin constantinos costas konstantin konstantinos kostas kostya|cornelius cees corneel cornelis kees \
neil|cynthia cindy|daniel dan daniele daniil danil danny danylo|daria dariya darya dasha|david dave davide davit davy\
 dawid dovid|deborah deb debbie debra|dennis den denis denys|diana diane dianne|dmitry dima dimitar dimitri dimitrios\
 dimitris dimitry dmitrey dmitri dmitrii dmitrij dmitriy dmytro jim mitya|dolores lola|dominic domenico domingo \
dominik dominique nick|donald don donnie donny|dorde djordje george|dorothy dora dorothea dot dottie|douglas \
doug|edmund ed edmond edmundo ned|eduardo eddie edward lalo|edward ed eddie edoardo edouard eduard eduardo edvard ned\
 ted teddy|edwin ed eddie|efstathios stathis|elaine helen|eleanor eleanora ellie leonora nell nora|eleftherios \
lefteris|elena alena eleni ellen helen helena helene jelena lena lenka olena yelena|elizabeth alzbeta bess beth betsy\
 bettina betty ela elisabet elisabeth elisabetta eliza elizaveta elsbeth else elzbieta erzsebet ilse isabel libby \
lisa lise liz liza lizzie|emily em emilia emilie emmy|emmanouil emmanuel manolis manos|emmanuel emanuel emanuele \
immanuel manny manolis manolo manuel|enrique henry kike quique|eric eirik erich erick erik|ernest ernesto ernie \
ernst|esther ester hester|eugene eugen eugenio eugeniusz evgeni evgenii evgenij evgenios evgeniy evgeny gene ievgen \
jevgenij yevgeni yevgeniy yevgeny yevhen zhenya|eva eve ewa|evangelos vangelis|evgenia eugenia evgeniya yevgenia \
yevgeniya zhenya|fatima fatemah fatemeh fatimah fatma fatoumata|ferdinand ferdi fernando nando|ferenc feri|florence \
flo florrie|frances fanny fran francesca francine francisca frankie|francis ferenc fran francesco francisco \
franciszek francois frank frans frantisek franz|francisco chico cisco fran francesc frank kiko paco pancho \
xisco|frederick bedrich federico fred freddie freddy frederic frederico frederik fredrik friedrich fritz \
fryderyk|friedhelm fritz|gabriel gabe gabi gabriele gavriil|gabrielle gabby gabi gabriela|gennady gena gennadi \
gennadii gennadiy hennadii|geoffrey geoff godfrey jeff jeffery jeffrey|george georg georges georgi georgii georgios \
georgy gheorghe giorgio giorgos goran gyorgy heorhii jerzy jiri jordi jorge joris jurgen yiorgos yuri yury|gerald \
geraldo gerold gerry jerry|gerard geert gerardo gerd gerhard gerrit gerry gert jerry|gertrude gertrud trude \
trudy|giovanni gianni john nino vanni|giuseppe beppe joseph peppe pino pippo|gregory greg gregoire gregor gregorio \
gregorios grigori grigorii grigoris grigory grisha grzegorz hryhorii|guadalupe lupe|gudmundur gummi|guenter guenther \
gunnar gunter gunther|gustav gus gustaf gustave gustavo|gwendolyn gwen|gyorgy george gyuri|hakan haakan haakon \
hakon|hamid hameed|hans hannes johann johannes john|hansjorg hansjoerg|harold hal harald harry|hasan hacene \
hassan|henry enrico enrique hal hank harry hein heinrich heinz hendrik henk henri henrik henrique henryk jindrich \
rik|herbert bert herb heriberto|hubert bert hubertus huub|hussein hocine hosein hossain hossein husain husayn husein \
huseyin hussain|ian iain|ignacio ignacy ignatius ignazio nacho|igor ihor|ilya elias elijah ilia iliya illya|ioannis \
giannis ioannes jannis john yannis yiannis|irene irena irina irini iryna|isaac ike isak itzhak itzik izaak yitzchak \
yitzhak|isabel bella isabella isabelle izabela ysabel|ismail esmaeil esmail ismael|istvan pista|ivan ivo john \
vanya|jacob iacopo iakov jaap jacobo jacobus jacopo jake jakob jakov jakub kuba yaakov yakov|jacqueline jackie \
jacquie|jadwiga hedwig|jafar cafer djafar jaafar|jamal cemal djamal djamel gamal jamel|james diego hamish iago jaime \
jamie jem jim jimmy seamus|jan honza janek jean johan johannes john|janet jan jane janice janis jeanette|jean john \
johnny|jennifer jen jenna jenny|jeremiah jeremy jerry|jerome hieronymus jerry|jessica jess jessie|jesus chus \
chuy|joachim achim jo jochen|joan asia jane jo joann joanna joanne johanna|joaquin joachim quino ximo|johanna hanna \
hanne|john giovanni ian ioannis ivan jack jan janos jean joao johan johann johannes johnny jon juan sean|jonathan \
johnathan jon jonatan jonny nathan yonatan|jorgen joergen|jose josep joseph pepe pepito|joseph giuseppe iosif jef joe\
 joey jos jose josef josephus josif josip joze jozef jupp osip yosef yossef yossi yousef youssef yusuf|josephine fina\
 jo josie|joshua josh yehoshua|jozsef joseph joska|juan joan|judith judy jutta yehudit|julia giulia iulia iuliia \
julie julieta julija juliya yulia yuliya|julius giulio gyula jules julio|jurgen jorg|karim kareem kerim|karlheinz \
karlheins|katarzyna kasia|katja katarina katharina|kenneth ken kenny|khaled halid halit khalid|kimberly kim|kirill \
cyril kiril kyrylo|kjell kjeld|konstantina dina|krishna krishnan|ladislav laci ladislaus laszlo wladyslaw|lakshmi \
laxmi luxmi|lambert bert|lambros lampros|laszlo laci|lawrence larry lars laurence laurens laurent laurentius lawrie \
lorenz lorenzo lorne|leif lejf|leon lenny leo leonard leonardo leonhard leonid lev|leonid lenya leonidas|leopold leo \
poldi|leslie les|leticia lety|lewis lajos lew lluis lodewijk lou louie louis ludvig ludwig luigi luis luiz \
lutz|lieselotte lilo|lillian lilian liliane lily|linda lin lynda|louise lou louisa luisa luise|lubomir ljubomir \
lyubomir|lucas loukas luc luca luka lukas lukasz luke|lucy lucia lucie luzia|luiz luis|luz lucha|lyudmila liudmila \
ljudmila ludmila lyuda mila|magdalena lena madeleine magda magdalene|magnus mans|mahdi mahdy mehdi|mahmoud mahmood \
mahmud mahmut mehmud|malgorzata gosia margaret|manfred fred manni|margaret daisy gosia greta gretchen madge maggie \
malgorzata margareta margarete margarita marge margie margot margriet marguerite marketa meg megan peggy rita|maria \
maja mariam marie mariia marija mariya mary marya maryam masha miriam molly|mark marc marco marcos marcus marek marko\
 markus|martha marta marthe|martin maarten marcin marten martijn martino marty morten|masoud masood massoud \
masud|matthew matej mateo mateusz matevz mathew mathias mathieu matias mats matt matteo matthias matthieu matthijs \
matti mattia matvey matyas thijs|maxim maksim maksym max maxime|maximilian maksymilian massimiliano max|michael \
michail michal michel michele michiel mick mickey miguel mihael mihai mihail mihaly mikael mike mikhael mikhail \
mikkel mischa misha mitch mykhailo mykhaylo|michelle michele micki shelly|mihaela michaela|mikolaj nicholas \
nikolaj|milos milosh|mohammad mahomet mamadou md mehmet mhamed mohamad mohamed mohammed mohammod mohd muhamad \
muhammad muhammed muhammet|monica monika monique|montserrat montse|moses moises moishe moshe musa|mustafa mostafa \
moustafa mustapha|mykola nikolai nikolay|natalia natalie nataliia natalija nataliya natalja natalya natasha \
nathalie|nathaniel nat nate nathan|nenad neno|nicholas claus klaus kolya miklos mikolaj mykola niccolo nick nicky \
nico nicola nicolaas nicolas niels nikita niklas nikola nikolai nikolaos nikolas nikolaus nikolay nikos nils|nicole \
nicky nicoletta nikki|nikolett niki|norbert bert|octavio tavo|odysseas odysseus ulysses|oleg oleh|olga olha|oliver \
olivia olivier ollie|omar omer umar|osama oussama usama|osman othman uthman|padraig patrick|pal paal|pamela \
pam|panagiotis panayiotis panayotis panos takis|patricia pat patrizia patsy patty tricia trish|patrick paddy padraig \
pat patrice patricio patrik patryk|paul pablo pal paolo pauli paulo paulus pauly pavel pavlo pavlos pawel|per pelle \
peter|peter peder pedro peer per petar pete petr petri petro petros petrus petter pierre piet pieter pietro piotr \
pyotr|philip felipe filip filippo phil philipp philippe philippos phillip pip|pilar pili|prudence pru|rachel rachael \
rahel raquel|rafael raf rafa rafail rafal raffaele raphael|ragnhild ragna|rashid rachid rashed rasheed|raymond \
raimondo raimund ramon ray raymund|rebecca becca becky rivka|reza rida ridha riza|richard dick dickie ricardo \
riccardo rich rick rickard ricky ryszard|robert bert bob bobby rob robbie robertas roberto robin ruprecht|roderick \
rick rod|rodolfo rodolphe rudolf rudy|roger rog rogelio ruggero rutger|roland orlando rolando rolly|ronald ron ronnie\
 ronny|rosalia rosa|rosario charo|rose rosa rosemary rosie|rosemary romy rose rosie|rudolph rudi rudolf rudy|russell \
russ rusty|said saeed saeid saied sayed sayyid seyed seyyed syed|salah saleh salih|salvatore sal salvador toto \
turi|samantha sam|samuel sam sammy samuele samuil samy shmuel|sandor alexander|sanjay sanjai|santiago jago james \
santi|sarah sadie sally sara|sean shaun shawn|sebastian bas basti bastian seb sebastiaan sebastiano \
sebastien|sebastiao sebastian|sergey serge sergei sergeij sergej serghei sergii sergio sergiy serguei serhii serhij \
serhiy seryozha siarhei|sigmund siegmund zygmunt|sigurdur siggi|simon semen semyon shimon simao simeon simone \
szymon|siobhan joan|sofia sofie sofiya sofya sonia sonya sophia sophie zofia|soren soeren|spyridon spiros \
spyros|srinivas shrinivas sreenivas srinivasa|stanislav stan stanislao stanislaus stanislaw stas|stanley stan|stavros\
 stavro|stephanie stefania stefanie steffi steph|stephen esteban estevao etienne istvan staffan stefan stefano \
stefanos steffen stepan stephan stephane steve steven stevie stijn szczepan|subrahmanyam subrahmanian subramaniam \
subramanian subramanyam|sulaiman slimane soliman solomon sulayman suleiman suleyman|susan shoshana sue susana susanna\
 susanne susie suzan suzanne suzy zsuzsanna zuzana|svetlana lana sveta svetlanka svitlana|sydney sid sidney \
syd|tadeusz thaddeus|tamara tammy toma|tareq tarek tarik tariq|tatiana taciana tania tanya tatjana tatyana tetiana \
tetyana|terence terrence terry|theodore fedor feodor fiodor fyodor ted teddy teo teodor teodoro theo theodor \
theodoros|theodoros thodoris|theresa teresa tereza terezia terry tess tessa therese|thomas maas tamas thom tom toma \
tomas tomasz tommaso tommy tuomas|timothy tim timmy timo timofei timofey timoteo timotheus|tobias tobi toby|ulrich \
oldrich udo uli ulrik|ursula ulla ursel|usman osman|vadim vadym|valentin valentine valentino valentyn|valentina \
valentyna valya|valery valeri valerii valerij valerio valeriy|vasily basil basilio bazyli vasile vasileios vasili \
vasilii vasilij vasilis vasiliy vassilis vassily vasyl wassily|venkatesh venkat venkatesan|veronica roni vera \
veronika veronique|victor vic viktor vitor vittorio vitya wiktor|victoria tori vicki vicky viktoria viktoriia \
viktoriya wiktoria|vijay bijay|vincent cenek enzo vicente vince vincentas vincente vincenzo vinny|virginia ginger \
ginny virginie|vishnu bishnu|vitaly vitali vitalii vitalij vitaliy|vladimir uladzimir valdemar vlad vladimer volodya \
volodymyr vova waldemar wladimir wlodzimierz|vladislav vlad vladyslav wladyslaw|vyacheslav slava viacheslav vjaceslav\
 wiaczeslaw wjatscheslaw|waleed oualid walid|walter gualtiero valter wally walt walther wouter|wilhelmina mina minnie\
 willemijn wilma|william bil bill billy guglielmo guilherme guillaume guillermo gwilym liam vilem vilhelm wilhelm \
will willem willi willy wim|winston win|wojciech adalbert wojtek|xavier javi javier saverio xabier|yahya yahia \
yehia|yakov iakov jakov jakow yasha|yana iana jana|yaroslav iaroslav jaroslav jaroslaw|yehuda jehuda judah \
yehudah|yelena elena|younes jonah younis yunes yunis yunus|yuri georgy iouri iuri iurii jiri juri jurij jury youri \
yurii yurij yuriy yury|yusuf joseph yosef yousef youssef yousuf|zachary zach zachariah zacharias zachariasz zack \
zak|zainab zaynab zeinab zeynep|zbigniew zbyszek|zdenek sdenek zdenko|zeljko zelko|zoltan zoli"""


@lru_cache(maxsize=1)
def _entries() -> dict[str, frozenset[int]]:
    entries: dict[str, set[int]] = {}
    for number, entry in enumerate(_TABLE.split("|")):
        for word in entry.split():
            entries.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in entries.items()}


def nickname_entries(given: str) -> frozenset[int]:
    """The numbers of the entries of the table in which a folded given name stands; none where it is not known.

    >>> bool(nickname_entries("bob") & nickname_entries("robert"))
    True
    """
    return _entries().get(given, frozenset())


def are_variants(one: str, two: str) -> bool:
    """Whether two folded given names are forms of one name.

    >>> are_variants("bill", "william"), are_variants("christian", "christine")
    (True, False)
    """
    return not nickname_entries(one).isdisjoint(nickname_entries(two))
