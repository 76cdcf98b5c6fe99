"""Function words: the short, frequent words of a language that say which it is, whatever the topic.

Headings and product texts are full of international words, whose letters say little; `the`, `your` and `will`
between them say a lot. Listed are articles, pronouns, prepositions, conjunctions and auxiliaries, without
those that are everyday words of another meaning in a neighbour. A language without a profile is listed where its
letters are taken for those of another, as Gaelic is for English.
"""

from collections.abc import Iterable
from functools import lru_cache

from calque.language.texts import letters

__all__ = ["count_function_words", "function_words"]

_WORDS = {
    "af": "die en het vir nie met sy hulle jy ons ek dit wat hierdie daar maar ook aan deur kan sal word was of"
    " by na uit se om te as",
    "bg": "и на да се не за от са че по със този тази това които като как или ще може има при до след ако вие"
    " ние те той тя вашия",
    "ca": "els les dels del amb per una uns unes que és són com més aquest aquesta aquests seva seu nosaltres"
    " vostè quan perquè també ho hi als pel pels sense fins molt",
    "cs": "je se na že jsou jako pro ale které který která by jsem být jste nebo tak když jeho také až už"
    " není při podle ve ze od aby vám vás vaše jaký jaká jaké kde proč kdy tento tato toto do",
    "cy": "yn yr ac mae ar gan wedi ei eu oedd bod hwn hon ond neu hefyd wrth gyda eich chi ni fel am dros",
    "da": "og ikke det af er til på som den de har vi kan jeg der blev efter eller også fra være hvis hvad"
    " hvor din dit dine når skal vil ved at hvilke hvilken hvorfor dette denne disse",
    "de": "der die das und ist nicht ein eine einen einem einer den dem des mit für auf von zu sich auch es"
    " im wird werden sind sie ich wir ihr ihre ihren sein oder aber wie als bei nach aus über durch"
    " wenn dass kann können haben zum zur vom noch nur mehr diese dieser dieses um welche welcher"
    " welches warum wer wo was dies jede jeder jedes",
    "en": "the and of to is that it for you with this are be was your have not from or which will can has their"
    " they we our what how when would there if about by been were he she his her its them these those than"
    " more into does do did how why where who should could may an at as on in but other others each every both only"
    " because before after while until within without between through during himself itself themselves then",
    "es": "el la los las de del que y en un una unos unas es son por con para no se su sus lo al como más"
    " pero este esta estos estas está están tu tus nuestro nuestra ser puede cuando muy también ha hay"
    " sobre entre desde hasta sin qué cómo cuál cuáles dónde donde quién porque esto",
    "et": "ja on ei et see kui ka oma mis või nii kes aga seda nad olid oli mida tema teie meie ning pärast"
    " enne kuidas saab",
    "fi": "ja on ei että se kun ovat oli mutta myös tai sen hän kuin joka jotka niin mitä voi ole tämä tämän"
    " sinun teidän meidän jos miten vain kanssa",
    "fr": "le la les des du de et est une un dans pour que qui pas ne sur avec au aux ce cette ces il elle"
    " nous vous ils elles sont par plus ou mais comme votre vos notre nos leur leurs être avez avons"
    " ont fait peut se sa ses en si tout tous sans entre où quand aussi cet chaque comment pourquoi"
    " quel quelle quels quelles on",
    "ga": "agus ag ar ní níl tá bhí sa san seo sin atá iad bhfuil leis gur mar chun faoi nuair raibh aon bheith ó",
    "gd": "agus tha cha chan bha bidh aig airson dhan gu nan seo sin leis nach air bheil mar gun robh dha ann"
    " eil thu agad ort ris bhith",
    "hr": "je se na da su za od kao koji koja koje ali ili nije biti što sam kako može iz po sve kada samo vaš"
    " vaše mi oni uz prema te",
    "hu": "az és nem hogy is egy ez azt csak meg van volt már ha mint vagy de ezt lehet minden után még kell"
    " ön önnek hogyan között",
    "id": "yang dan di ini itu dengan untuk tidak dari dalam akan pada juga ke karena oleh atau ada mereka"
    " kami kita anda saya sudah bisa dapat lebih telah sebagai adalah bagaimana apa mana",
    "it": "il lo gli le di che e un una uno per con non si sono del della dei delle degli nel nella da al"
    " alla ai come più anche ma questo questa questi queste è ha hanno essere suo sua vostro tuo tua"
    " quando dove senza dal dalla sul sulla quale quali cosa perché chi ogni quello quella",
    "kab": "ur ar ara ad deg seg ɣef d s i n wala ney neɣ ma am akken",
    "la": "et est sunt quod quae qui ex cum quam esse ut eius sed etiam autem vel ac atque ab quo erat fuit",
    "lt": "ir yra kad tai su iš į kaip ar bet jo jos buvo per nuo už taip po arba jūsų mes jie apie kurie kuris",
    "lv": "un ir ka ar no uz par kas bet vai tas tiek pēc arī kā lai viņš jūs mēs jūsu bija pie vairāk",
    "mk": "и на да се не за од е се со во што како или ќе може има при до по ако вие ние тие тој таа вашиот"
    " овој оваа ова кои",
    "nl": "de het een en van is dat niet met voor op te zijn aan er ook door ik je jij uw u wij ze zij naar"
    " bij uit om deze dit wat als maar hebben heeft wordt worden kunt kan nog of onze hoe wanneer over"
    " geen meer welke wie waar waarom zich hun",
    "no": "og ikke det av er til på som den de har vi kan jeg der ble etter eller også fra være hvis hva hvor"
    " din ditt dine når skal vil ved at hvilke hvilken hvorfor dette denne disse",
    "pl": "i w na się nie z do że jest to jak o po co tak ale są za od czy dla przez tym oraz lub może które"
    " który która być jego ich jej ten ta te przy twój twoje jaki jaka jakie gdzie dlaczego kiedy we ze",
    "pt": "o os as do da dos das de em um uma uns umas que e é são para com não por se no na nos nas ao aos à"
    " às como mais mas seu sua seus suas este esta isso você vocês nosso nossa ser pode quando muito"
    " também tem foi ou pelo pela sem até entre qual quais onde quem porque esse essa isto cada",
    "ro": "și în de la cu nu este un o pe care din mai să se sunt pentru fi dar sau ce al ai ale lor acest"
    " această aceste dumneavoastră prin când cum dacă după fără unde",
    "ru": "и в не на что с как по это к от для но из за у о же так или бы вы мы он она они его её их если при"
    " до может есть был быть ваш ваша вашего когда где чтобы также какой какая какие почему кто этот"
    " эта эти",
    "sk": "je sa na že sú ako pre ale ktoré ktorý ktorá by som byť ste alebo tak keď jeho tiež až už nie pri"
    " podľa vo zo od aby vám vás vaše aký aká aké kde prečo kedy tento táto toto do",
    "sl": "je in na da se so za ki ne pa kot tudi ali bi iz pri še lahko bo po kako vam vaš vaše mi ste smo med",
    "so": "waa oo iyo in ka ku ay uu ah la soo waxaa ayaa si aan loo kale markii waxay isku u",
    "sq": "dhe në të një për nga është me që se nuk si më ka janë por ose do jo ju ne tuaj këtë kjo ky pas",
    "sv": "och inte det av är till på som den de har vi kan jag där blev efter eller också från vara om vad"
    " hur din ditt dina när ska ett en att för med sig vid vilka vilken varför detta denna dessa",
    "sw": "na ya wa kwa ni katika la za kuwa hii hiyo huo si au lakini pia kama yake wake hadi baada vya cha",
    "tl": "ang ng sa na mga ay at ito hindi para siya kung may ka ko mo namin natin nila kanilang kanyang isang"
    " ngunit dahil",
    "tr": "ve bir bu için ile de da ne çok daha gibi olarak olan var en değil ya kadar sonra veya ancak her"
    " ama biz siz nasıl eğer mı mi hangi neden kim",
    "uk": "і в не на що з як по це до від для але із за у та же так або б ви ми він вона вони його її їх якщо"
    " при може є був бути ваш ваша вашого коли де щоб також який яка які чому хто цей ця ці",
    "vi": "và của là có không được cho trong một những các với này đó để khi đã người từ như bạn chúng tôi"
    " cũng sẽ hay hoặc về nhiều nếu ra vào nào gì",
}


@lru_cache(maxsize=64)
def function_words(language: str) -> frozenset[str]:
    """Return a language's function words in the form of `letters`; empty where none are listed."""
    return frozenset(letters(_WORDS.get(language, "")))


def count_function_words(words: Iterable[str]) -> dict[str, int]:
    """Return how many of the words, in the form of `letters`, are function words of each language."""
    counts: dict[str, int] = {}
    index = _languages_by_word()
    for word in words:
        for language in index.get(word, ()):
            counts[language] = counts.get(language, 0) + 1
    return counts


@lru_cache(maxsize=1)
def _languages_by_word() -> dict[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for language in _WORDS:
        for word in sorted(function_words(language)):
            index[word] = (*index.get(word, ()), language)
    return index
