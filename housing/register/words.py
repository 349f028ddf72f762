"""What the words of a register mean, in the languages such registers are kept in. Folded: no accents, no capitals."""

import re
import unicodedata
from functools import cache, lru_cache

from housing.models.choices import Destination, Programme
from intake.models.choices import Channel, Ethos, Reason, State, Urgency
from refuge.people.models import Person

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=10_000)
def fold(value) -> str:
    """ "Né(e) le" as "ne e le": one spelling for whatever case, accents and punctuation were typed."""
    plain = unicodedata.normalize("NFKD", str(value)).encode("ascii", "ignore").decode().lower()
    return _NOT_A_WORD.sub(" ", plain.replace("'", " ")).strip()


def meaning(words: dict, value):
    """What `value` means by the beginning of its words, the longest first; None for nothing or unknown words."""
    return words.get(_longest(tuple(words), fold(value))) if value is not None else None


@cache
def _longest(words: tuple, said: str) -> str | None:
    return max((word for word in words if said == word or said.startswith(f"{word} ")), key=len, default=None)


TOTALS = ("total", "totaux", "sous total", "subtotal", "totaal", "subtotaal", "moyenne", "somme", "gemiddelde")

# Referred because they were under 18: to a youth service, as DOMAIN.md names them.
YOUTH = re.compile(r"\b(saj|spj|ocj|sdj|jeugdhulp|aide a la jeunesse)\b")

OUTCOMES = {
    "accueil": State.ACCOMMODATED,
    "accueilli": State.ACCOMMODATED,
    "accueillie": State.ACCOMMODATED,
    "hebergement": State.ACCOMMODATED,
    "heberge": State.ACCOMMODATED,
    "hebergee": State.ACCOMMODATED,
    "opvang": State.ACCOMMODATED,
    "opgevangen": State.ACCOMMODATED,
    "liste d attente": State.WAITING,
    "liste attente": State.WAITING,
    "en attente": State.WAITING,
    "wachtlijst": State.WAITING,
    "suivi": State.FOLLOWED,
    "accompagnement": State.FOLLOWED,
    "begeleiding": State.FOLLOWED,
    "reorientation": State.REFERRED,
    "reoriente": State.REFERRED,
    "reorientee": State.REFERRED,
    "orientation": State.REFERRED,
    "doorverwijzing": State.REFERRED,
    "doorverwezen": State.REFERRED,
    "refus": State.DECLINED,
    "refuse": State.DECLINED,
    "refusee": State.DECLINED,
    "geweigerd": State.DECLINED,
    "weigering": State.DECLINED,
    "sans suite": State.WITHDRAWN,
    "sans nouvelles": State.UNREACHABLE,
    "injoignable": State.UNREACHABLE,
    "onbereikbaar": State.UNREACHABLE,
    "desistement": State.WITHDRAWN,
    "annule": State.WITHDRAWN,
    "ingetrokken": State.WITHDRAWN,
    "zonder gevolg": State.WITHDRAWN,
}

CHANNELS = {
    "telephone": Channel.PHONE,
    "tel": Channel.PHONE,
    "appel": Channel.PHONE,
    "telefoon": Channel.PHONE,
    "e mail": Channel.EMAIL,
    "email": Channel.EMAIL,
    "mail": Channel.EMAIL,
    "courriel": Channel.EMAIL,
    "permanence": Channel.WALK_IN,
    "sur place": Channel.WALK_IN,
    "ter plaatse": Channel.WALK_IN,
    "partenaire": Channel.PARTNER,
    "partner": Channel.PARTNER,
    "formulaire": Channel.ONLINE,
    "reseaux sociaux": Channel.ONLINE,
    "site": Channel.ONLINE,
    "website": Channel.ONLINE,
    "sociale media": Channel.ONLINE,
}

URGENCIES = {
    "ce soir": Urgency.TONIGHT,
    "vanavond": Urgency.TONIGHT,
    "48h": Urgency.TWO_DAYS,
    "48 h": Urgency.TWO_DAYS,
    "48u": Urgency.TWO_DAYS,
    "semaine": Urgency.WEEK,
    "cette semaine": Urgency.WEEK,
    "week": Urgency.WEEK,
    "prevention": Urgency.PREVENTION,
    "preventie": Urgency.PREVENTION,
}

# DOMAIN.md 1.2, as the call form asks it: a family home is housed, whatever happens in it.
LIVING = {
    "rue": Ethos.ROUGH,
    "straat": Ethos.ROUGH,
    "hebergement d urgence": Ethos.EMERGENCY,
    "noodopvang": Ethos.EMERGENCY,
    "maison d accueil": Ethos.HOMELESS_CENTRE,
    "onthaalhuis": Ethos.HOMELESS_CENTRE,
    "centre fedasil": Ethos.HOMELESS_CENTRE,
    "centre d accueil": Ethos.HOMELESS_CENTRE,
    "opvangcentrum": Ethos.HOMELESS_CENTRE,
    "hopital": Ethos.INSTITUTION,
    "ziekenhuis": Ethos.INSTITUTION,
    "prison": Ethos.INSTITUTION,
    "squat": Ethos.UNCONVENTIONAL,
    "kraakpand": Ethos.UNCONVENTIONAL,
    "voiture": Ethos.UNCONVENTIONAL,
    "chez des amies": Ethos.HOSTED,
    "chez des amis": Ethos.HOSTED,
    "amis": Ethos.HOSTED,
    "bij vrienden": Ethos.HOSTED,
    "logement propre menace": Ethos.EVICTION,
    "menace d expulsion": Ethos.EVICTION,
    "famille": Ethos.HOUSED,
    "familie": Ethos.HOUSED,
    "thuis": Ethos.HOUSED,
    "inconnu": Ethos.UNKNOWN,
    "onbekend": Ethos.UNKNOWN,
}

# Only what the list of reasons has a word for; whatever else is written stays in the register's own words.
REASONS = {
    "rejet familial": Reason.REJECTION,
    "afwijzing door familie": Reason.REJECTION,
    "outing": Reason.OUTING,
    "mariage force": Reason.FORCED_MARRIAGE,
    "gedwongen huwelijk": Reason.FORCED_MARRIAGE,
    "menaces quartier": Reason.NEIGHBOURS,
    "cohabitation centre d accueil": Reason.RECEPTION_CENTRE,
    "exclusion du domicile": Reason.PUT_OUT,
    "mise a la porte": Reason.PUT_OUT,
    "violence physique": Reason.PHYSICAL,
    "violence psychologique": Reason.PSYCHOLOGICAL,
    "pratiques de conversion": Reason.CONVERSION,
}

# DOMAIN.md 2, by the names of its own list.
DESTINATIONS = {
    "ais": Destination.AIS,
    "svk": Destination.AIS,
    "logement prive": Destination.OWN_RENT,
    "location privee": Destination.OWN_RENT,
    "prive huur": Destination.OWN_RENT,
    "logement social": Destination.SOCIAL_HOUSING,
    "sociale woning": Destination.SOCIAL_HOUSING,
    "colocation": Destination.FLATSHARE,
    "kot": Destination.STUDENT_ROOM,
    "post hebergement": Destination.POST_SHELTER_HERE,
    "post opvang": Destination.POST_SHELTER_HERE,
    "logement de transit": Destination.TRANSIT,
    "logement accompagne": Destination.SUPPORTED,
    "begeleid wonen": Destination.SUPPORTED,
    "retour famille": Destination.FAMILY,
    "retour en famille": Destination.FAMILY,
    "terug bij familie": Destination.FAMILY,
    "chez des amies": Destination.FRIENDS_TEMPORARY,
    "chez des amis": Destination.FRIENDS_TEMPORARY,
    "bij vrienden": Destination.FRIENDS_TEMPORARY,
    "autre maison d accueil": Destination.RECEPTION_HOME,
    "maison d accueil": Destination.RECEPTION_HOME,
    "ander onthaalhuis": Destination.RECEPTION_HOME,
    "hebergement d urgence": Destination.EMERGENCY,
    "samusocial": Destination.EMERGENCY,
    "noodopvang": Destination.EMERGENCY,
    "centre fedasil": Destination.ASYLUM_CENTRE,
    "fedasil": Destination.ASYLUM_CENTRE,
    "opvangcentrum": Destination.ASYLUM_CENTRE,
    "hopital": Destination.HOSPITAL,
    "ziekenhuis": Destination.HOSPITAL,
    "prison": Destination.PRISON,
    "squat": Destination.NON_CONVENTIONAL,
    "rue": Destination.STREET,
    "straat": Destination.STREET,
    "etranger": Destination.ABROAD,
    "buitenland": Destination.ABROAD,
    "deces": Destination.DECEASED,
    "inconnu": Destination.UNKNOWN,
    "onbekend": Destination.UNKNOWN,
}

PROGRAMMES = {
    "urgence": Programme.EMERGENCY,
    "hebergement d urgence": Programme.EMERGENCY,
    "noodopvang": Programme.EMERGENCY,
    "emergency": Programme.EMERGENCY,
    "post": Programme.POST,
    "post hebergement": Programme.POST,
    "posthebergement": Programme.POST,
    "post opvang": Programme.POST,
    "postopvang": Programme.POST,
}

RESIDENCES = {
    "belge": Person.Residence.BELGIAN_EU,
    "ue": Person.Residence.BELGIAN_EU,
    "belg": Person.Residence.BELGIAN_EU,
    "eu": Person.Residence.BELGIAN_EU,
    "refugie": Person.Residence.PROTECTION,
    "refugiee": Person.Residence.PROTECTION,
    "protection": Person.Residence.PROTECTION,
    "erkend vluchteling": Person.Residence.PROTECTION,
    "demandeur": Person.Residence.APPLICANT,
    "demandeuse": Person.Residence.APPLICANT,
    "verzoeker": Person.Residence.APPLICANT,
    "sejour limite": Person.Residence.PERMIT,
    "sejour": Person.Residence.PERMIT,
    "sans papiers": Person.Residence.NONE,
    "sans titre": Person.Residence.NONE,
    "zonder wettig verblijf": Person.Residence.NONE,
}

LANGUAGES = {
    "fr": "fr", "francais": "fr", "frans": "fr",
    "nl": "nl", "neerlandais": "nl", "nederlands": "nl",
    "en": "en", "anglais": "en", "engels": "en",
    "ar": "ar", "arabe": "ar", "arabisch": "ar",
    "tr": "tr", "turc": "tr", "turks": "tr",
    "es": "es", "espagnol": "es", "spaans": "es",
    "dari": "fa", "farsi": "fa", "persan": "fa",
    "pular": "ff", "peul": "ff",
    "soussou": "oth",
    "pachto": "ps", "pashto": "ps",
    "lingala": "ln", "somali": "so", "tigrinya": "ti", "wolof": "wo",
    "russe": "ru", "ukrainien": "uk", "roumain": "ro", "albanais": "sq", "swahili": "sw",
    "portugais": "pt", "italien": "it", "polonais": "pl", "allemand": "de",
}  # fmt: skip
