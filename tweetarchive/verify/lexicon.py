"""Word lists. They name a reason or allow a small change; whatever stands in none of them is a change of meaning."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SWEAR_WORDS = _words(
    """
    fuck fucks fucked fucker fuckers fuckin fucking motherfucker motherfuckers motherfucking shit shits shitty
    shitting bullshit crap crappy bitch bitches bitching bastard bastards ass asses asshole assholes arse
    arsehole arseholes cunt cunts dick dicks dickhead piss pissed pissing cock cocks prick pricks twat twats
    wanker wankers bollocks damn damned goddamn hell slut sluts whore whores scheiße scheisse scheiss arschloch
    fotze wichser merde putain connard salope mierda puta puto joder cabrón cabron coño gilipollas cazzo stronzo
    merda caralho foda porra siktir amk orospu kurwa блядь сука хуй пизда
    """
)

# spelling mistakes whose correction is no other word (the closed list of verification.md §3 asks for a lexicon here):
# common ones of English, each with its right form
MISSPELT = dict(
    pair.split(":")
    for pair in _words(
        """
    goverment:government governement:government govermental:governmental recieve:receive recieved:received
    recieves:receives recieving:receiving seperate:separate seperated:separated seperately:separately
    definately:definitely definatly:definitely definitly:definitely occured:occurred occuring:occurring
    occurence:occurrence untill:until begining:beginning accomodate:accommodate accomodation:accommodation
    publically:publicly tommorow:tomorrow tommorrow:tomorrow tomorow:tomorrow neccessary:necessary
    necesary:necessary beleive:believe beleived:believed belive:believe enviroment:environment
    enviromental:environmental goverments:governments independant:independent existance:existence
    embarass:embarrass embarassing:embarrassing embarassed:embarrassed harrass:harass harrassment:harassment
    harrassed:harassed concious:conscious cemetary:cemetery commited:committed commitee:committee
    comittee:committee committe:committee anounce:announce anounced:announced anouncement:announcement
    dissapear:disappear dissapeared:disappeared dissapoint:disappoint dissapointed:disappointed
    dissapointing:disappointing dissappointed:disappointed wierd:weird freind:friend freinds:friends peice:piece
    releif:relief theif:thief thier:their acheive:achieve acheived:achieved arguement:argument refered:referred
    prefered:preferred transfered:transferred basicly:basically buisness:business busness:business
    catagory:category carribean:caribbean collegue:colleague collegues:colleagues completly:completely
    decison:decision desparate:desperate developement:development experiance:experience familar:familiar
    finaly:finally foriegn:foreign fourty:forty garantee:guarantee gaurd:guard grammer:grammar happend:happened
    hieght:height hospitel:hospital imediately:immediately immediatly:immediately incidently:incidentally
    infomation:information intrested:interested interupt:interrupt knowlege:knowledge liason:liaison
    libary:library lisence:license maintainance:maintenance manuever:maneuver millenium:millennium
    minumum:minimum mispell:misspell noticable:noticeable offical:official officals:officials
    oppurtunity:opportunity parliment:parliament parlament:parliament persue:pursue posession:possession
    posible:possible presance:presence presidant:president privelege:privilege probaly:probably
    propoganda:propaganda recomend:recommend reciept:receipt religous:religious remeber:remember
    resistence:resistance responsability:responsibility restaraunt:restaurant sieze:seize similiar:similar
    sincerly:sincerely speach:speech succesful:successful successfull:successful succesfully:successfully
    suprise:surprise suprised:surprised temperture:temperature tendancy:tendency threshhold:threshold
    tounge:tongue truely:truly unfortunatly:unfortunately vaccum:vacuum vehical:vehicle visable:visible
    wich:which writting:writing yeild:yield adress:address agressive:aggressive agression:aggression
    apparantly:apparently asassination:assassination assasination:assassination assasinated:assassinated
    campain:campaign ceasfire:ceasefire consistant:consistent critisism:criticism crticism:criticism
    evacuatd:evacuated explotion:explosion journalit:journalist milatary:military millitary:military
    ministery:ministry negociate:negotiate occassion:occasion peacefull:peaceful pressident:president
    seige:siege soliders:soldiers solider:soldier terorist:terrorist terrorits:terrorists womens:women's
    """
    )
)
# pairs that differ by a doubled or swapped letter and are words both: a change of meaning
BOTH_WORDS = frozenset(
    frozenset(pair.split(":"))
    for pair in _words(
        """
    martial:marital united:untied unites:unties casual:causal sacred:scared desert:dessert deserts:desserts
    canons:cannons planed:planned planing:planning barely:barley trails:trials angels:angles silver:sliver
    silvers:slivers singed:signed nuclear:unclear perfect:prefect reactive:creative parties:pirates
    marine:remain marines:remains reserve:reverse reserved:reversed reserves:reverses observe:obverse
    compiled:complied conversation:conservation discreet:discrete assesses:assess bellows:belows loosing:losing
    looses:loses scraped:scrapped striped:stripped griped:gripped palettes:palletes callous:callus
    ballets:ballots diffuse:defuse allies:alleis routed:rotued stabled:stalbed marred:mared robbers:robers
    commas:comas tappers:tapers dinners:diners winners:winers latter:later better:beter bitter:biter
    """
    )
)

CONTRACTED = {
    "n't": ("not",),
    "'re": ("are",),
    "'ll": ("will", "shall"),
    "'ve": ("have",),
    "'m": ("am",),
    "'s": ("is", "has"),
    "'d": ("would", "had"),
}
WHOLE_CONTRACTIONS = {
    "won't": ("will not",),
    "can't": ("can not", "cannot"),
    "cannot": ("can not", "can't"),
    "shan't": ("shall not",),
    "let's": ("let us",),
    "gonna": ("going to",),
    "wanna": ("want to",),
    "'tis": ("it is",),
}
AND = _words("and und et y e i و and û ve en og och и і ja & ו")

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty",
    "null _ zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "zéro _ deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    "cero _ dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince",
    "zero _ due tre quattro cinque sei sette otto nove dieci undici dodici",
    "zero _ dois três quatro cinco seis sete oito nove dez",
    "nul _ twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "sıfır bir iki üç dört beş altı yedi sekiz dokuz on",
    "sifir _ du sê çar pênc şeş heft heşt neh deh",
    "ноль один два три четыре пять шесть семь восемь девять десять",
)
NUMBER_WORDS: dict[str, int] = {
    word: value for line in _UNITS for value, word in enumerate(line.split()) if word != "_"
}
NUMBER_WORDS |= {
    word: 10 * tens
    for tens, word in enumerate(["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=3)
}
MAGNITUDES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 10**12,
    "bn": 1_000_000_000,
    "tausend": 1_000,
    "millionen": 1_000_000,
    "milliarden": 1_000_000_000,
    "mille": 1_000,
    "millions": 1_000_000,
    "milliards": 1_000_000_000,
    "mil": 1_000,
    "millones": 1_000_000,
    "bin": 1_000,
    "milyon": 1_000_000,
    "milyar": 1_000_000_000,
    "тысяч": 1_000,
    "миллионов": 1_000_000,
    "ألف": 1_000,
    "مليون": 1_000_000,
    "ملیون": 1_000_000,
    "میلیون": 1_000_000,
    "אלף": 1_000,
    "מיליון": 1_000_000,
    "万": 10_000,
    "萬": 10_000,
    "億": 100_000_000,
    "亿": 100_000_000,
    "만": 10_000,
}
MANY = frozenset(MAGNITUDES) | _words(
    """
    dozen mn tn hundert mio mrd milliarde cent cents million milliard cien cientos millón billones cem milhão milhões
    bilhão bilhões mila milione milioni miliardo miliardi honderd duizend miljoen miljard hundra hundre hundrede tusen
    tusind miljon miljoner millioner miljarder milliarder tuhat tuhatta miljoona miljoonaa miljardia tys mln mld tysiąc
    tysiące tysięcy milion miliony milionów miliard miliardy miliardów tisíc milionů ezer millió milliárd тыс млн млрд
    сто тысяча тысячи миллион миллиона миллиард миллиарда миллиардов тис тисяч тисячі мільйон мільйони мільйонів мільярд
    мільярди мільярдів εκατό χιλιάδες εκατομμύριο εκατομμύρια δισεκατομμύρια yüz trilyon sed hezar سەد هەزار ملیۆن ملیار
    مئة مائة آلاف ملایین ملیونا ملیارات صد هزار میلیارد אלפים מיליוני מיליארד सौ हज़ार हजार लाख करोड़ अरब سو ہزار لاکھ
    کروڑ ارب হাজার লাখ কোটি trăm nghìn ngàn triệu tỷ ratus ribu juta 천 백 억 조
    """
)
"""How many of what a number says, in more spellings: enough to see that a number is cut before it."""
NUMERALS = frozenset("〇零一二三四五六七八九十百千万萬亿億兆")
MANY_UNSPACED = ("ล้าน", "แสน", "หมื่น", "พัน")
PERCENT = _words("% percent pct prozent pourcent procent porcentaje yüzde")
PERCENT_WORDS = PERCENT - {"%"}
PERCENT_IN_TWO = frozenset({("per", "cent"), ("pour", "cent"), ("por", "ciento"), ("per", "cento"), ("por", "cento")})
ONE_MEANING = _words(
    "ok tv usa uk nato nasa fifa uefa opec isis isil cnn bbc nbc fbi cia nsa nhs gps dna ceo cctv lol omg"
)
"""Short words in capitals that are no other word without them: newsrooms write Nato and Nasa."""
UNITS = _words(
    "km m cm mm nm kg g mg t lb lbs oz mi ft in yd ml cl l ha mph kph kmh am pm h hr hrs min mins s sec gb mb kb tb kw "
    "mw gw kwh mwh hz khz mhz ghz k bn mn tn %"
)
"""Short names of units that are written with a space before them or without."""
UNIT_SIGNS = {'"': frozenset({"inch", "inches", "in"}), "'": frozenset({"foot", "feet", "ft"})}
POINT_GROUPS = frozenset({"de", "es", "it", "tr", "pt", "nl", "id", "da", "el", "ku"})
"""Languages that write 1.000 for a thousand; the others here write 1,000."""

MONTHS_AND_DAYS = _words(
    """
    january february march april may june july august september october november december jan feb mar apr jun
    jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday today tomorrow
    yesterday tonight morning januar februar märz mai juni juli oktober dezember montag dienstag mittwoch
    donnerstag freitag samstag sonntag heute morgen gestern janvier février mars avril juin juillet août
    septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche hier demain enero
    febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miércoles
    jueves viernes sábado domingo hoy mañana ayer ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim
    kasım aralık pazartesi salı çarşamba perşembe cuma cumartesi pazar bugün yarın dün
    """
)

HEDGES = _words(
    """
    almost nearly about around approximately roughly over under only just most many few some half partly mostly
    reportedly allegedly than least to often sometimes fast beinahe nahezu etwa rund ungefähr nur fast presque
    environ seulement casi cerca sólo solo aproximadamente quasi circa soltanto neredeyse yaklaşık sadece nêzîkî
    tenê почти около только
    """
)
"""Words that limit what follows: an excerpt that begins behind one and poses as a sentence says more."""
