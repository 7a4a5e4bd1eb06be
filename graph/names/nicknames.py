"""Short forms and variants of given names, by hand, from many cultures.

An entry holds the forms of one name; a form may stand in several entries (Chris). Two forms are variants where they
share an entry. Men's and women's names stand apart.
"""

from __future__ import annotations

from functools import lru_cache

_TABLE = """\
abdul abd abdel|abdullah abdallah abdoulaye abdulla|abraham abe abram avraham ibrahim|adalbert bert|age \
aage|agnieszka agnes|ahmad achmad achmed ahmed ahmet|alan al allan allen|albert alberto albrecht bert|alejandro alex \
alexander|alexander alec alekos aleksandar aleksander aleksandr alessandro alex alexandr alexandre alexandros \
oleksandr olexandr sandro sandy sascha sasha xander|alexandra aleksandra alessandra alex oleksandra sandra sandy \
sasha|alexei aleksei aleksej aleksey alexej alexey alexis alyosha oleksii oleksij oleksiy|alfred alfredo fred \
fredy|ali aly|amanda mandy|amir ameer emir|anastasia anastasiia anastasiya nastia nastya|anastasios tasos \
tassos|anatoly anatoli anatolii anatolij anatoliy tolya|andrew andras andrei andrej andrey andrii andriy andrzej andy\
 drew ondrej|angela angie|ann anna anne annie anya|anthony anton antonin antonio antonius antony tony|antonia \
antonina toni tonia|antonina nina tonya|antonio antoni toni tono|apostolos tolis|aristotelis aris telis|arkady arkadi\
 arkadii arkadiy|arnold arnie|artem artiom artyom|arthur art artur arturo|asa aasa|athanasios nasos thanasis \
thanos|balakrishnan bala balakrishna|balazs blaise blasius|barbara barb barbie basia|bartholomew bart bartek \
bartlomiej bartosz|beatrice bea beatrix beatriz trixie|benjamin ben benji benny binyamin|bernard bernd bernhard \
bernie|bilal belal|bjorn bjoern|bogdan bohdan|boris borya|bradley brad bradford|bronislaw bronek|caoimhe \
keeva|caroline carol carolina carolyn carrie karoline lina|catherine cat catarina caterina catharina cathy ekaterina \
kasia katarina katarzyna kate katerina katharina katharine katherine kathleen kathrin kathryn kathy katie katrin \
katya kay kit yekaterina|chandra chander|charalampos babis charalambos haralambos haralampos haris|charles carl \
charlie chas chuck karl|chester chet|chiara clara klara|christian chris christiaan cristian kristian \
krystian|christina chris chrissy christa christine cristina khristina kristen kristin kristina krystyna \
tina|christopher chris christof christoffer christoph christophe christos cristobal kit kristof kristoffer krzysiek \
krzysztof stoffel topher|christos christo hristo khristo|clifford cliff|concepcion concha conchita|constantine \
constantin constantinos costas konstantin konstantinos kostas kostya|cornelius cees corneel cornelis kees|cynthia \
cindy|daniel dan daniil danil danny danylo|daria dariya darya dasha|david dave davide davit davy dawid dovid|deborah \
deb debbie debra|dennis den denis denys|diana diane dianne|dmitry dima dimitar dimitri dimitrios dimitris dimitry \
dmitrey dmitri dmitrii dmitrij dmitriy dmytro mitya|dolores lola|dominic dominik nick|donald don donnie donny|dorde \
djordje|dorothy dora dorothea dot dottie|douglas doug|edmund ed edmond ned|eduardo eddie edward lalo|edward ed eddie \
edouard eduard edvard ned ted teddy|edwin ed eddie|efstathios stathis|elaine helen|eleanor eleanora ellie leonora \
nell nora|eleftherios lefteris|elena alena eleni ellen helen helena helene jelena lena lenka olena yelena|elizabeth \
alzbeta bess beth betsy bettina betty elisabet elisabeth elisabetta eliza elizaveta elsbeth elzbieta erzsebet isabel \
libby lisa liz liza lizzie|emily em emilia emilie emmy|emmanouil emmanuel manolis manos|emmanuel emanuel emanuele \
immanuel manny manolis manolo manuel|enrique henry kike quique|eric eirik erich erick erik|ernest ernesto ernie \
ernst|esther ester hester|eugene eugen eugenio eugeniusz evgeni evgenii evgenij evgenios evgeniy evgeny gene ievgen \
jevgenij yevgeni yevgeniy yevgeny yevhen zhenya|eva eve ewa|evangelos vangelis|evgenia eugenia evgeniya yevgenia \
yevgeniya zhenya|fatima fatemah fatemeh fatimah fatma fatoumata|ferdinand ferdi fernando nando|ferenc feri|florence \
flo florrie|frances fanny fran francine francisca frankie|francis fran francesco francisco franciszek francois frank \
frans frantisek franz|francisco chico cisco fran francesc frank kiko paco pancho xisco|frederick bedrich fred freddie\
 freddy frederic frederico frederik fredrik friedrich fritz fryderyk|friedhelm fritz|gabriel gabe gabi gabriele \
gavriil|gabrielle gabby gabi gabriela|gennady gena gennadi gennadii gennadiy hennadii|geoffrey geoff godfrey jeff \
jeffery jeffrey|george georg georgi georgii georgios georgy gheorghe giorgi giorgos heorhii yiorgos|georges jo|gerald\
 gerold gerry jerry|gerard gerd gerhard gerrit gerry jerry|gertrude gertrud trude trudy|giovanni gianni nino \
vanni|giuseppe beppe peppe pino pippo|gregory greg gregor gregorios grigori grigorii grigoris grigory grisha grzegorz\
 hryhorii|guadalupe lupe|gudmundur gummi|guenter guenther gunnar gunter gunther|gustav gus gustaf gustave \
gustavo|gwendolyn gwen|gyorgy gyuri|hakan haakan haakon hakon|hamid hameed|hans johann johannes|hansjorg \
hansjoerg|harold harry|hasan hacene hassan|henry enrique hal hank harry hein heinrich heinz henk henri rik|herbert \
bert herb heriberto|hubert bert hubertus huub|hussein hocine hosein hossain hossein husain husayn husein huseyin \
hussain|ian iain|ignacio ignacy ignatius ignazio nacho|igor ihor|ilya elias elijah ilia iliya illya|ioannis giannis \
ioannes jannis john yannis yiannis|ioannis giannis john yannis|irene irena irina irini iryna|isaac ike isak itzhak \
itzik izaak yitzchak yitzhak|isabel bella isabella isabelle izabela ysabel|ismail esmaeil esmail ismael|istvan \
pista|ivan ivo john vanya|jacob iakov jaap jacobo jacobus jake jakob jakov jakub kuba yaakov yakov|jacqueline jackie \
jacquie|jadwiga hedwig|jafar cafer djafar jaafar|jamal cemal djamal djamel gamal jamel|james jamie jim jimmy|jan hans\
 johan johannes|jan honza janek johan johannes|janet jan jane janice janis jeanette|jennifer jen jenna jenny|jeremiah\
 jeremy jerry|jerome hieronymus jerry|jessica jess jessie|jesus chus chuy|joachim achim jo jochen|joan jo joann \
joanna joanne|joaquin joachim quino ximo|johan hans jan johann johannes|johanna hanna hanne|john ioannis jack johnny \
jon|jonathan johnathan jon jonatan jonny nathan yonatan|jorge coque|jorgen joergen|jose josep pepe pepito|josef \
joseph josip jozef|joseph iosif jef joe joey josephus josif osip yosef yossef yossi yousef youssef yusuf|josephine \
fina jo josie|joshua josh yehoshua|jozsef joska|juan juanito|judith judy jutta yehudit|julia giulia iulia iuliia \
julie julieta julija juliya yulia yuliya|jurgen jorg|karim kareem kerim|karlheinz karlheins|katarzyna kasia|katja \
katarina katharina|kenneth ken kenny|khaled halid halit khalid|kimberly kim|kirill cyril kiril kyrylo|kjell \
kjeld|konstantina dina|krishna krishnan|ladislav ladislaus laszlo wladyslaw|lakshmi laxmi luxmi|lambert bert|lambros \
lampros|laszlo laci|lawrence larry laurence laurens laurent laurentius lawrie lorenz lorenzo lorne|leif lejf|leon \
lenny leo leonard leonardo leonhard leonid lev|leonid lenya leonidas|leopold leo poldi|leslie les|leticia lety|lewis \
lew lou louie louis luis|lieselotte lilo|lillian lilian liliane lily|linda lin lynda|louis lluis luis luiz|louise \
lou|lubomir ljubomir lyubomir|lucas loukas luc luca luka lukas lukasz luke|lucy lucia lucie luzia|luis lucho|luiz \
luis|luz lucha|lyudmila liudmila ljudmila ludmila lyuda mila|magdalena lena madeleine magda magdalene|magnus \
mans|mahdi mahdy mehdi|mahmoud mahmood mahmud mahmut mehmud|malgorzata gosia margaret|manfred fred manni|margaret \
gosia greta gretchen madge maggie malgorzata margareta margarete margarita marge margie margot margriet marguerite \
marketa meg megan peggy|maria maja mariam marie mariia marija mariya mary marya maryam masha|mark marc marco marcus \
marek marko markus|martha marta marthe|martin maarten marten martijn marty|masoud masood massoud masud|matthew \
mateusz matevz mathew mathias mathieu matias mats matt matthias matthieu matthijs mattia matvey matyas thijs|maxim \
maksim maksym max maxime|maximilian maksymilian massimiliano max|michael michail michal mick mickey mihai mihail \
mikael mike mikhael mikhail mischa misha mitch mykhailo mykhaylo|michelle micki shelly|miguel miguelito|mihaela \
michaela|mikolaj nicholas nikolaj|milos milosh|mohammad mahomet mamadou md mehmet mhamed mohamad mohamed mohammed \
mohammod mohd muhamad muhammad muhammed muhammet|monica monika monique|montserrat montse|moses moises moishe moshe \
musa|mustafa mostafa moustafa mustapha|mykola nikolai nikolay|natalia natalie nataliia natalija nataliya natalja \
natalya natasha nathalie|nathaniel nat nate nathan|nenad neno|nicholas claus klaus kolya miklos mikolaj mykola nick \
nicky nicola nicolaas nicolas nikita niklas nikola nikolai nikolaos nikolas nikolaus nikolay nikos|nicole nicky \
nicoletta nikki|nikolett niki|norbert bert|octavio tavo|odysseas odysseus ulysses|oleg oleh|olga olha|oliver olivier \
ollie|omar omer umar|osama oussama usama|osman othman uthman|padraig patrick|pal paal|pamela pam|panagiotis \
panayiotis panayotis panos takis|patricia pat patrizia patsy patty tricia trish|patrick paddy padraig pat patrice \
patricio patrik patryk|paul pal pauli paulus pauly pavel pavlo pavlos pawel|pedro perico|per peder peer|per pelle \
peter|peter petar pete petr petri petro petros petrus petter pieter piotr pyotr|philip filip phil philipp philippe \
philippos phillip pip|pierre pierrot|piet pieter|pietro piero|pilar pili|prudence pru|rachel rachael rahel \
raquel|rafael raf rafa rafail rafal raffaele raphael|ragnhild ragna|rashid rachid rashed rasheed|raymond raimund ray \
raymund|rebecca becca becky rivka|reza rida ridha riza|richard dick dickie rich rick rickard ricky|robert bert bob \
bobby rob robbie robertas|roderick rick rod|rodolfo rodolphe rudolf rudy|roger rog rogelio ruggero rutger|roland \
rolly|ronald ron ronnie ronny|rosalia rosa|rosario charo|rose rosa rosemary rosie|rosemary romy rose rosie|rudolph \
rudi rudolf rudy|russell russ rusty|said saeed saeid saied sayed sayyid seyed seyyed syed|salah saleh salih|salvatore\
 sal salvador toto turi|samantha sam|samuel sam sammy samuele samuil samy shmuel|sanjay sanjai|santiago jago \
santi|sarah sadie sally sara|sean shaun shawn|sebastian bas basti bastian seb sebastiaan sebastiano \
sebastien|sebastiao sebastian|sergey serge sergei sergeij sergej serghei sergii sergio sergiy serguei serhii serhij \
serhiy seryozha siarhei|sigmund siegmund zygmunt|sigurdur siggi|simon semen semyon shimon simao simeon szymon|sofia \
sofie sofiya sofya sonia sonya sophia sophie zofia|soren soeren|spyridon spiros spyros|srinivas shrinivas sreenivas \
srinivasa|stanislav stan stanislaus stanislaw stas|stanley stan|stavros stavro|stefano stefan|stephanie stefania \
stefanie steffi steph|stephen stefan stefanos stepan stephan steve steven stevie szczepan|subrahmanyam subrahmanian \
subramaniam subramanian subramanyam|sulaiman slimane soliman solomon sulayman suleiman suleyman|susan shoshana sue \
susana susanna susanne susie suzan suzanne suzy zsuzsanna zuzana|svetlana lana sveta svetlanka svitlana|sydney sid \
sidney syd|tadeusz thaddeus|tamara tammy toma|tareq tarek tarik tariq|tatiana taciana tania tanya tatjana tatyana \
tetiana tetyana|terence terrence terry|theodore fedor feodor fiodor fyodor ted teddy teo teodor teodoro theo theodor \
theodoros|theodoros thodoris|theresa teresa tereza terezia terry tess tessa therese|thomas maas tamas thom tom tomas \
tomasz tommaso tommy tuomas|timothy tim timmy timo timofei timofey timoteo timotheus|tobias tobi toby|ulrich oldrich \
udo uli ulrik|ursula ulla ursel|usman osman|vadim vadym|valentin valentine valentino valentyn|valentina valentyna \
valya|valery valeri valerii valerij valerio valeriy|vasily basil basilio bazyli vasile vasileios vasili vasilii \
vasilij vasilis vasiliy vassilis vassily vasyl wassily|venkatesh venkat venkatesan|veronica roni vera veronika \
veronique|victor vic viktor vitor vittorio vitya wiktor|victoria tori vicki vicky viktoria viktoriia viktoriya \
wiktoria|vijay bijay|vincent cenek enzo vince vinny|virginia ginger ginny virginie|vishnu bishnu|vitaly vitali \
vitalii vitalij vitaliy|vladimir uladzimir valdemar vlad vladimer volodya volodymyr vova waldemar wladimir \
wlodzimierz|vladislav vlad vladyslav wladyslaw|vyacheslav slava viacheslav vjaceslav wiaczeslaw wjatscheslaw|waleed \
oualid walid|walter valter wally walt walther|wilhelmina mina minnie willemijn wilma|william bil bill billy vilem \
vilhelm wilhelm will willem willi willy|wim wilhelm willem|winston win|wojciech adalbert wojtek|wolfgang wolf \
wolfi|xavier javi javier saverio xabier|yahya yahia yehia|yakov iakov jakov jakow yasha|yana iana jana|yaroslav \
iaroslav jaroslav jaroslaw|yehuda jehuda judah yehudah|yelena elena|younes jonah younis yunes yunis yunus|yuri georgy\
 iouri iuri iurii jiri juri jurij jury youri yurii yurij yuriy yury|yusuf joseph yosef yousef youssef yousuf|zachary \
zach zachariah zacharias zachariasz zack zak|zainab zaynab zeinab zeynep|zbigniew zbyszek|zdenek sdenek zdenko|zeljko\
 zelko|zoltan zoli"""


_OTHERS = """\
aaron abigail adam adele adina adrian adriana aidan aiko akihiko akihiro akiko akira alana alice alicia alina alison \
amelia amin amina amit amita amrit anand ananda anders andre andrea andres anil anita anja ankit ankita antje ariel \
arjun arman armen armin arnaud arno aron arun aruna ashish ashok asif atsushi audrey august aurora axel ayse ayumi \
balaji baptiste bruna bruno camilla camille carla carlo carlos carmen cecilia cesar chandan chiaki chidi chika claire\
 clare claudia claudio colin corey corinna dagmar daichi daisuke dalia damian damien dana danica daniele danielle \
dario darren deepak deepika derek diego dieter dilip dinesh divya dolly dominique dorian doris duncan dusan dylan \
eiichi eiji eiko eliana elif elisa elke ella elsa emi emine emma emre enrica enrico erica erika erin erwin esteban \
etienne etsuko evan ewan fabian fabio fabiola faisal farah fatih felicia felipe felix fernanda filipa fiona flavia \
flavio florian fumiko fumio ganesh gaston gaurav gavin georgia gina gino giorgia giorgio gita gopal grace graham \
guido guillaume guillermo guy hadi haim hana harish harsh haruka haruki hector heidi heike henrik hideki hideo hilary\
 hilda hiroki hiroko hiroshi hiroto hitoshi holger horst hugo imran ines inga ingo ingrid isao ivana ivanka ivona \
jaime janusz jasmin jason javed jayesh jean jens jesse joana jolanta joris jorn josefa josefina juana julian juliana \
june junichi junji justin justina justine kamal kamala karen karin karina karla kazue kazuhiko kazuhiro kazuki kazuko\
 kazuo kazuya keiichi keiji keiko keith kelvin kenichi kenji kenta kerstin kevin kiran koichi koji kunal kurt kyle \
kyoko laila lara larissa lars laura lauren lea leila leonie leonor liam liana lidia lilia livia lorena lorna lothar \
luana luciana luciano luigi luisa luna lynn mahesh makoto malik manish manoj manuela mara marcela marcella marcello \
marcelo marcia marcin marian mariana mariano marina marino mario marion marisa marit marius marlene martina masaaki \
masahiko masahiro masaki masako masami masanori masao masashi masato masaya matej mathilde maura maurice mauro meera \
megumi mehran michel michela michele michiko mihoko miki milan milena milica minoru mira mirko mitsuko mitsuo miyuki \
mohan morgan morten mukesh myriam nadia nadine naoki naoko naomi naoto narendra naresh neha neil nelly nelson nia \
nikhil nirmala nisha nitin noa noah noam nobuko nobuo noriko norio norman octavia olaf orsolya oskar otto pablo paola\
 paolo paula pauliina pauline paulo petra pooja prakash pramod prasad prashant praveen priya priyanka rahul raj raja \
rajan rajeev rajesh raju rakesh ralf ralph ramesh ramon rana rashmi ravi regina reiko reinhard renata renato rene \
rhian rhys ricardo rina risa ritu roberta robin rohan rohit roman romana ronan rosana ross roxana ruben rui rupert \
ruth ryan ryo ryoko ryosuke ryota sachiko sachin sakura salim salma sameer samir samira sandeep sander sanjeev satomi\
 satoru satoshi saurabh seiichi seiji selma serena shauna sheila shigeki shigeko shigeo shinichi shinji shinya sho \
shota shreya sigrid silvia silvio simona simone siobhan sonja stella stephane stuart sudesh sudhir sumit sunil sunita\
 suresh sushil susumu suzuki sven sylvain sylvia sylvie tadashi takahiko takahiro takako takao takashi takayuki takeo\
 takeru takeshi takuma takumi takuya tamar tara taro tatsuo tatsuya terje tetsuo tetsuya thea theodora thierry thilo \
thora tiago tilda tilman tomoko tomomi tomoya torsten toru toshiko toshio tsutomu uday uma umesh ute uwe vahagn vahan\
 vanessa verena vicente vikas vikram vinay vincenza vinod viola violet vishal vivek viviana volker wanda warren \
wataru wendy werner yael yair yan yannick yasmin yasuhiro yasuko yasuo yasushi yoko yoshihide yoshihiko yoshihiro \
yoshiko yoshinori yoshio yoshiyuki yuichi yuichiro yuji yuka yukari yuki yukiko yukio yuko yumi yumiko yusuke yuta \
yutaka yuya yvette yvonne zahra zoe zora"""
"""Names that are common enough that another one letter off is another name, not a slip."""


@lru_cache(maxsize=1)
def _entries() -> dict[str, frozenset[int]]:
    entries: dict[str, set[int]] = {}
    for number, entry in enumerate(_TABLE.split("|")):
        for word in entry.split():
            entries.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in entries.items()}


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(_entries()) | frozenset(_OTHERS.split())


def is_known(given: str) -> bool:
    """Whether a folded given name is a common one.

    >>> is_known("takashi"), is_known("takahsi")
    (True, False)
    """
    return given in _known()


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
