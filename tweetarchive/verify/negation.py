"""What negates, denies or limits, in the languages of the tweets met so far.

The lists name a reason, and keep a mark of omission or a bracket from hiding what counts (reference/verification.md
§1). Too many words rather than too few: a word too much makes a person look, a word too few hides a falsehood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_AS_FOLDED = str.maketrans({"ي": "ی", "ك": "ک", "\u064b": None})


def _words(text: str) -> frozenset[str]:
    """Words as the classes fold them."""
    return frozenset(text.translate(_AS_FOLDED).split())


_BY_TONGUE = {
    "en": "not no never none nobody nothing nowhere neither nor without cannot ain't cant dont wont hardly barely "
    "scarcely rarely seldom unable impossible",
    "de": "kein keine keinen keinem keiner keines keinerlei nicht nie niemals nimmer nimmermehr niemand niemanden "
    "niemandem nichts nirgends nirgendwo weder ohne keineswegs keinesfalls keinerorts mitnichten kaum selten unmöglich",
    "fr": "ne pas jamais aucun aucune aucunement nullement personne rien guère nul nulle sans ni non rarement "
    "impossible",
    "es": "no nunca jamás nadie nada ni ningún ninguna ninguno tampoco sin apenas imposible",
    "pt": "não nunca jamais ninguém nada nem nenhum nenhuma tampouco sem mal dificilmente raramente impossível",
    "it": "non no mai nessuno nessun nessuna niente nulla né neanche nemmeno neppure senza mica affatto raramente "
    "impossibile",
    "ca": "ningú sense tampoc",
    "nl": "niet geen nooit niemand niets nergens noch zonder nimmer nauwelijks amper zelden geenszins onmogelijk",
    "sv": "inte icke ej ingen inget inga aldrig varken utan knappt omöjligt ingenting",
    "da": "ikke ingen intet aldrig hverken uden næppe ej",
    "no": "ikke ingen intet aldri verken uten neppe knapt",
    "fi": "ei emme ette eivät ilman eikä tuskin koskaan",
    "pl": "nie nigdy nikt nikogo nikomu nic niczego żaden żadna żadne żadnych bez ani brak ledwo bynajmniej",
    "cs": "ne není nejsou nebyl nebyla nebylo nebyli nikdy nikdo nic nikoho žádný žádná žádné žádných bez ani nelze "
    "sotva stěží nikoli nikoliv nemá nebude",
    "sr": "ne nije nisu nema nikad nikada niko nitko ništa bez ni niti nijedan nipošto не није нису нема никад нико",
    "hu": "nem ne sem soha senki semmi nincs nincsenek nélkül alig",
    "ro": "nu niciodată nimeni nimic fără nici niciun nicio abia",
    "ru": "не нет ни никогда никто никого никому ничего ничто нельзя без отнюдь едва вряд невозможно никак нигде "
    "никакой никаких никакого нету",
    "uk": "не ні ніколи ніхто нікого нічого ніяк немає нема без ані жоден жодна жодного жодних ледве навряд неможливо",
    "be": "не ні ніколі ніхто нічога няма без",
    "bg": "не няма никога никой нищо без нито едва",
    "el": "δεν δε μην μη όχι ποτέ ποτε κανείς κανένας κανένα καμία καμιά χωρίς δίχως ούτε μήτε τίποτα τίποτε ουδέποτε "
    "ουδείς ουδόλως καθόλου μόλις αδύνατον",
    "tr": "değil değildir yok yoktur hayır asla hiç hiçbir hiçbiri ne katiyen sakın olmadan olmaksızın imkansız "
    "imkânsız",
    "kmr": "na nabe nîne nînin ne tune tunene tu kes qet qat bê nikare nikarin hîç",
    "ckb": "نە نا نەک هیچ نییە نیە نییە نین بێ هەرگیز قەت ناکرێت ناتوانێت مەگەر",
    "ar": "لا لم لن ليس لیس ليست لیست ليسوا لست ما غير غیر بدون دون بلا ولا ولم ولن وليس أبدا أبداً ابدا كلا عدم "
    "مستحيل بالكاد نادرا نادراً يستحيل إطلاقا قط قطعا",
    "fa": "نه هرگز هیچ هیچکس هیچگاه هیچیک نیست نیستند نیستم نبود نبودند ندارد ندارند نشد نشده بدون بی نا مبادا "
    "بعید محال",
    "he": "לא אין אינו אינה אינם אינן איננו איננה איני אל בלי אף מעולם ללא בלתי טרם לעולם כלום שום מבלי בקושי אסור",
    "hi": "नहीं नही न ना मत बिना कभी कदापि हरगिज़ असंभव मुश्किल",
    "ur": "نہیں نہ مت بغیر کبھی ہرگز ناممکن",
    "bn": "না নয় নেই নি নাই কখনো কখনোই ছাড়া",
    "hy": "չէ ոչ չի չեն երբեք առանց ոչինչ չկա",
    "ka": "არ არა ვერ არავინ არაფერი არასოდეს გარეშე",
    "id": "tidak bukan jangan belum tanpa tak takkan mustahil",
    "vi": "không chưa chẳng đừng chớ",
    "tl": "hindi wala huwag",
    "sw": "hapana bila kamwe",
    "ko": "안 못 전혀 결코 절대 절대로 아니 아닌 아니다",
}
NEGATORS = frozenset().union(*map(_words, _BY_TONGUE.values()))
_OTHER_WORDS_IN = {
    language: _words(words)
    for language, words in {
        "en": "amper bez ei ej hindi mai mal mica na nada ne ni non nu pas sans sin tu tune",
        "de": "ei mai mal na ne ni noch non sin tu",
        "fr": "mai mal na no nu sin tu",
        "es": "mai mal ne noch tu",
        "pt": "na ne no tu",
        "it": "mal ne tu",
        "nl": "ei mal ne ni nu sin tu",
        "sv": "mal ni nu sin",
        "da": "mal ni nu sin",
        "no": "mal ni nu sin",
        "pl": "mai na no tak tu",
        "cs": "mai na no sem tak tu",
        "hr": "na no tu",
        "sr": "na no tu",
        "ro": "mai mal na ne tu",
        "tr": "kes na no tu",
        "ku": "mal no",
        "fi": "ne ni no",
        "hu": "mai na ni tu",
        "fa": "دون قط ما",
        "ur": "دون ما",
        "ar": "بی نا",
        "id": "mal na ne tu",
    }.items()
}
"""What stands in a list above and is another word in the language the tweet is stated to be in: pt `na`, fr `mai`."""

DENIALS = _words(
    """
    false untrue falsely fake hoax wrong incorrect denied denies deny denying refuse refused refuses refusing rejects
    rejected declined declines decline failed fails fail failing unlikely doubtful lacks lacked forbidden prohibited
    banned falsch falschmeldung unwahr weigert weigerte verweigert verboten unwahrscheinlich scheitert scheiterte faux
    fausse refuse refusé échoué interdit improbable falso falsa falsos prohibido niega negó rechaza rechazó
    improbable proibido nega negou recusou vietato negato rifiutato onjuist weigerde verboden onwaar falskt falsk
    förbjudet vägrade nægtet nektet fałsz fałszywe zakazany odmówił nepravda zakázáno odmítl yalan asılsız yasak
    yasaktır reddetti ложь неправда запрещено отказался отказалась отказались маловероятно неправильно брехня заборонено
    ψέμα ψευδές απαγορεύεται αρνήθηκε كذب كاذب ممنوع رفض رفضت نفى نفت يرفض دروغ ممنوع غیرممکن رد درۆ derew qedexe
    שקר אסור סירב סירבה झूठ मना इनकार جھوٹ منع انکار
    """
)
"""Words that turn the rest of their sentence round."""
_PHRASES = re.compile(
    r"\b(?:far from|anything but|by no means|in no way|nicht einmal|alles andere als|weit davon entfernt|loin d"
    r"|tout sauf|lejos de|longe de|tutt'altro|lontano da|verre van|allesbehalve|långt ifrån|едва ли|вряд ли|далеко не"
    r"|аж ніяк|daleko od|ani jednou|κάθε άλλο|هیچ\u200c?گاه|هیچ\u200c?کس|به ندرت|به هیچ|على الإطلاق|כלל וכלל|ne de)\b"
)
DOUBTS = _words(
    """
    lie rumour rumor rumours rumors allegedly claim claims claimed gelogen gerücht mentira bulo doubt stop stopped
    prevent prevented
    """
)
"""Words that turn it round as well where a quote leaves them out without a mark."""
CONDITIONS = _words(
    """
    if unless until provided whether assuming would could might may maybe perhaps suppose wenn falls sofern
    würde könnte si sauf pourrait siempre podría se qualora als tenzij eğer ger heke eger اگر إذا اذا إن لو
    ئەگەر אם если бы
    """
)
LIMITS = _words(
    """
    all every each always often usually generally sometimes occasionally most many few some several both half any
    only almost nearly partly mostly reportedly allegedly alle alles jeder jede jedes immer oft häufig manchmal meist
    meistens viele wenige einige manche mehrere beide nur fast beinahe nahezu teilweise angeblich tous toutes tout
    chaque toujours souvent parfois plupart beaucoup peu plusieurs quelques seulement presque todos todas cada
    siempre menudo veces
    muchos muchas pocos pocas algunos algunas varios solo sólo casi sempre às alguns algumas muitos poucos quase
    apenas tutti tutte ogni spesso talvolta molti pochi alcuni quasi soltanto altijd vaak soms veel weinig enkele bijna
    slechts alla alltid ofta ibland många få några nästan bara alle altid ofte nogle mange næsten zawsze często czasem
    wszyscy wszystkie wiele niektóre prawie tylko vždy často někdy všichni mnoho někteří téměř jen все всегда часто
    иногда многие мало некоторые почти только всі завжди часто іноді багато деякі майже лише όλοι όλες πάντα συχνά
    μερικοί πολλοί λίγοι σχεδόν μόνο her bütün tüm hep daima sık bazen bazı çoğu birkaç neredeyse sadece hemû her gelek
    hinek tim tenê هەموو هەمیشە هەندێک زۆر کەم تەنها كل جميع دائما دائماً غالبا أحيانا بعض معظم قليل فقط همه همیشه اغلب
    گاهی برخی بعضی کمی فقط כל תמיד לעתים רוב כמה רק सभी हमेशा अक्सर कुछ सिर्फ केवल তামাম সব সবসময়
    """
)
"""Quantities without a number, and how often: no bracket may stand for them."""

# whole signs of negation in scripts without spaces, and in Korean where it is a part of the word
_SIGNED_NEGATION = re.compile(
    r"不|没|沒|未(?!来|來)|无|無|非(?!常|洲)|勿|毋|莫|(?<![特区區分级級个個性类類识識])[别別](?![人的处處墅名])|禁|拒|否|难以|難以|很少|鲜有"
    r"|ません|ない|なく|なかっ|ませ|ぬ|ず|決して|まい(?=[。、」]|$)|ไม่|มิ|ไร้|ห้าม|อย่า|ปราศจาก|ยังไม|แทบ|ปฏิเสธ|บ่|ບໍ່|ຢ່າ"
    r"|មិន|គ្មាន|កុំ|ဘူး|မဟုတ်|없|못|아니|않|말라|결코|전혀|금지|거부"
    r"|(?<![가-힣])안(?![가-힣])|(?<![가-힣])안(?=나|되|된|됐|될|했|해|하|가|갔|간|온|왔|옵|먹|봤)"
)
AUXILIARIES = frozenset({"", *_words("有 是 能 会 會 可 要 曾 ได้ ใช่ มี เคย")})
"""What stands between a negation and the word it denies, without a space: 没|有, ไม่|ได้."""
COPULAS = _words("है हैं था थी थे ہے ہیں تھا تھی تھے")
"""What may stand behind a closing negation without adding to it."""
UNBREAKABLE = re.compile(
    r"(?:で|じゃ)は?(?:ない|なく|なかった|ありません)|ません|ない|なかった|なく|なけれ|ず(?=に|、|。)"
    r"|지 ?[않못][가-힣]*|수 ?없[가-힣]*"
)
"""Endings that negate the word they are part of: an excerpt may not end inside one, nor right before where they are
written on."""
_AFFIXED_NEGATION = (
    re.compile(r"(?:نە|نا|مە)\w{2,}"),  # Sorani
    re.compile(r"(?:نمی|نمي|ن\u200c|نا)\w*"),  # Persian
    re.compile(r"\w{2,}m[aeıiuü](?:z\w*|d[ıi]\w*|y[ae]\w*|mış\w*|miş\w*|yor\w*|s[ıi]n\w*)"),  # Turkish
    re.compile(r"(?:ne|na)\w{3,}|(?:ve|da|ra|hil)ne\w{3,}"),  # Kurmanji
    re.compile(r"\w+n't"),
)
_BY_LANGUAGE = {
    "ckb": _AFFIXED_NEGATION[0],
    "fa": _AFFIXED_NEGATION[1],
    "tr": _AFFIXED_NEGATION[2],
    "az": _AFFIXED_NEGATION[2],
    "ku": _AFFIXED_NEGATION[3],
    "kmr": _AFFIXED_NEGATION[3],
}
_NEGATED_ENGLISH = _AFFIXED_NEGATION[4]


LONGEST_WORD = 60  # code points; bounds the search for an affix


def _tongue(language: str | None) -> str:
    return (language or "").split("-")[0].lower()


def turns_round(word: str, language: str | None = None) -> bool:
    """Negates or denies: nothing that may be left out of a sentence or stand behind a bracket."""
    return word.casefold() in DENIALS or is_negator(word, language)


def is_negator(word: str, language: str | None = None) -> bool:
    """A word that negates, or holds the affix that does."""
    low = word.casefold()
    tongue = _tongue(language)
    if low in NEGATORS:
        return low not in _OTHER_WORDS_IN.get(tongue, ())
    if _NEGATED_ENGLISH.fullmatch(low):
        return True
    affix = _BY_LANGUAGE.get(tongue)
    return affix is not None and affix.fullmatch(low) is not None


def has_negation(text: str) -> bool:
    """For scripts that write no spaces and for Korean, and for phrases: a negation anywhere in the text."""
    if text.isascii():
        return " " in text and _PHRASES.search(text.casefold()) is not None
    return _SIGNED_NEGATION.search(text) is not None or _PHRASES.search(text.casefold()) is not None


def signs_in(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The negations written without spaces in a piece of a text."""
    return _SIGNED_NEGATION.finditer(text, max(0, start), end)


def differs_by_negation(one: str, other: str) -> bool:
    """Whether a negating affix is all that tells two words apart (verdi, vermedi; legal, illegal).

    Names the reason only; both are changes of meaning in any case.
    """
    if max(len(one), len(other)) > LONGEST_WORD:
        return False
    short, long = sorted((one.casefold(), other.casefold()), key=len)
    size = len(long) - len(short)
    if not 0 < size <= 4 or not short:
        return False
    return any(
        long[at : at + size] in _AFFIXES and long[:at] + long[at + size :] == short for at in range(len(short) + 1)
    )


_AFFIXES = _words(
    "ma me mı mi mu mü ne na نە نا ن نمی می نەد un in im il ir dis non de a n't не ни 不 没 未 ไม่ 안 못 לא אין"
)
LONGEST_PREFIX = 5  # letters: un-, im-, dis-, miss-, anti-, غير
_ENDINGS = (("ful", "less"), ("voll", "los"), ("lı", "sız"), ("li", "siz"), ("lu", "suz"), ("lü", "süz"))


def may_negate(one: str, other: str) -> bool:
    """Whether one word may be the other with a negating prefix or ending: possible and impossible, hopeful and
    hopeless. For brackets, whose words need not be alike at all."""
    short, long = sorted((one.casefold(), other.casefold()), key=len)
    if long.endswith(short) and 0 < len(long) - len(short) <= LONGEST_PREFIX and len(short) > 2:
        return True
    for has, lacks in _ENDINGS:
        for a, b in ((short, long), (long, short)):
            if a.endswith(has) and b.endswith(lacks) and a.removesuffix(has) == b.removesuffix(lacks):
                return True
    return differs_by_negation(one, other)
