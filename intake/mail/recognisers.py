"""Plain patterns in French, Dutch and English. Each gives the passages it found; none decides."""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils import timezone

from intake.mail.proposals import Found
from intake.models.choices import Urgency
from refuge.people.age import parse_age

NAME = r"(?-i:(?P<value>[A-ZÀ-ÖØ-Þ][\w’'-]{1,30}))"
# The chosen name first, then a name as it was merely told.
CHOSEN = [
    rf"(?:se fait appeler|prénom (?:d['’]usage|choisi|utilisé)(?: est)?|préfère (?:le prénom|être appelée?)|"
    rf"prénom utilisé)\s*:?\s*{NAME}",
    rf"(?:roepnaam|gekozen naam)(?: is)?\s*:?\s*{NAME}|(?:noemt zich|wil graag)\s+{NAME.replace('value', 'value2')}",
    rf"(?:goes by|chosen name(?: is)?|uses the name|calls (?:himself|herself|themself|themselves))\s*:?\s*{NAME}",
]
TOLD = [
    rf"(?:s['’]appelle|jeune (?:du nom de|nommée?|prénommée?)|prénommée?|prénom)\s*:?\s*{NAME}",
    rf"(?:heet|genaamd|voornaam(?: is)?|jongere met de naam)\s*:?\s*{NAME}",
    rf"(?:is called|is named|named|first name(?: is)?|whose name is)\s*:?\s*{NAME}",
]
PRONOUNS = [
    r"(?:pronoms?|voornaamwoorden|pronouns?)\s*(?:utilisés?|sont|zijn|are)?\s*:?\s*"
    r"(?P<value>(?:iel|elle|il|ul|hij|zij|ze|die|hen|they|she|he)(?:\s?/\s?\w{2,5})?)\b",
    r"\((?P<value>iel|elle|il|hij|zij|die/hen|they|they/them|she/her|he/him)\)",
]
AGES = [
    r"(?<!depuis )(?<!il y a )(?<!pendant )\b(?P<value>\d{2})\s?ans\b(?! d['’]?ancienneté)",
    r"(?<!sinds )(?<!al )\b(?P<value>\d{2})[\s-]?(?:jaar|jarige?)\b",
    r"\b(?P<value>\d{2})[\s-](?:years?[\s-]old|year-old|yo)\b|\baged (?P<value2>\d{2})\b",
    r"\b(?:née?|né·e|né\(e\)|geboren|born)\s+(?:le|en|op|in|on)?\s*"
    r"(?P<value>\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|(?:19|20)\d\d)\b",
]
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
# Words beside a number that make it the young person's.
THEIRS = re.compile(
    r"\b(?:son|sa|leur) (?:numéro|gsm|téléphone|adresse|mail)|joignable|"
    r"(?:le|la|l['’])\s?(?:jeune|contacter|appeler|joindre)|(?:zijn|haar|hun|diens) (?:nummer|gsm|telefoon|mail)|"
    r"bereikbaar|(?:his|her|their) (?:number|phone|mobile|e-?mail)|reach (?:him|her|them)",
    re.IGNORECASE,
)
SIGNATURE = re.compile(
    r"^\s*(?:--|cordialement|bien à vous|bien cordialement|salutations|met vriendelijke groet|"
    r"vriendelijke groeten|groeten|kind regards|best regards|regards|sincerely)\b.*$|^-- ?$",
    re.IGNORECASE | re.MULTILINE,
)
ORGANISATION = re.compile(
    r"\b(?:(?:CPAS|OCMW|CAW|SAJ|OCJ|SPJ|CLB|AMO|PMS|Fedasil|Caritas|Planning familial|"
    r"Maison d['’]accueil|Service (?:social|d['’]aide)|Centre d['’]accueil|Centre de santé|Hôpital|Ziekenhuis|"
    r"Athénée|École|Lycée|Haute École)"
    r"(?:[ ](?:de|du|des|la|le|les|l['’]|van|voor|het|en|et|d['’])?[ ]?[A-ZÀ-Ý][\w’'-]+){0,4}"
    r"|[A-ZÀ-Ý][\w’'-]+(?:[ ][A-ZÀ-Ý][\w’'-]+){0,3}[ ](?:asbl|vzw))"
)
URGENCIES = {
    Urgency.TONIGHT: r"ce soir|cette nuit|à la rue|dort dehors|dans la rue|mis·?e? à la porte (?:ce|aujourd['’]hui)|"
    r"vanavond|vannacht|op straat|slaapt buiten|tonight|on the streets?|sleeping rough|nowhere to (?:sleep|go)",
    Urgency.TWO_DAYS: r"d['’]ici demain|dès demain|très urgent|au plus vite|en urgence|urgente?s?\b|48 ?h|dringend|"
    r"zo snel mogelijk|tegen morgen|as soon as possible|urgent(?:ly)?|by tomorrow",
    Urgency.WEEK: r"cette semaine|d['’]ici (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)|"
    r"fin de (?:la )?semaine|deze week|tegen het (?:einde van de week|weekend)|this week|by the end of the week",
}
SPEAKS = re.compile(
    r"(?:parle|parlant|langues?\s*:|spreekt|talen?\s*:|speaks?|languages?\s*:)\s+"
    r"((?:[\w’'àâéèêëîïôûüç-]+(?:\s*,\s*|\s+et\s+|\s+en\s+|\s+and\s+|\s+)?){1,10})",
    re.IGNORECASE,
)
LANGUAGES = {
    "fr": r"français|frans|french", "nl": r"néerlandais|nederlands|dutch", "en": r"anglais|engels|english",
    "ar": r"arabe|arabisch|arabic", "es": r"espagnol|spaans|spanish", "pt": r"portugais|portugees|portuguese",
    "tr": r"turc|turks|turkish", "fa": r"farsi|persan|dari|perzisch|persian", "ro": r"roumain|roemeens|romanian",
    "ru": r"russe|russisch|russian", "uk": r"ukrainien|oekraïens|ukrainian", "pl": r"polonais|pools|polish",
    "de": r"allemand|duits|german", "it": r"italien|italiaans|italian", "sq": r"albanais|albanees|albanian",
    "sw": r"swahili", "ln": r"lingala", "wo": r"wolof", "ff": r"peul|fula|pulaar", "so": r"somali",
    "ti": r"tigrinya", "ps": r"pachto|pashto", "ber": r"berbère|tamazight|berbers|berber",
}  # fmt: skip
LONGEST = 20_000


def recognise(text: str, sender: str = "") -> list[Found]:
    """Every passage, the likeliest of each field first. The sender's own ways to be reached are marked as such."""
    text = text[:LONGEST]
    signature = SIGNATURE.search(text)
    body_end = signature.start() if signature else len(text)
    found = [
        *_patterns("chosen_name", CHOSEN + TOLD, text[:body_end]),
        *_patterns("pronouns", PRONOUNS, text[:body_end]),
        *_ages(text[:body_end]),
        *_ways_to_reach(text, body_end),
        *_sender(sender),
        *_organisations(text, body_end),
        *_urgency(text[:body_end]),
        *_languages(text[:body_end]),
    ]
    return _each_once(found)


def _patterns(field, patterns, text):
    for pattern in patterns:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            name = next(name for name, value in match.groupdict().items() if value)
            yield Found(field, match[name].strip(), *match.span())


def _ages(text):
    """Only what the call form would take, so that "15 mois" or "85 ans" is not proposed."""
    for found in _patterns("age", AGES, text):
        try:
            parse_age(found.value, timezone.localdate())
        except ValidationError:
            continue
        yield found


def _ways_to_reach(text, body_end):
    """The young person's first: in a sentence that says so. What stands in the signature is the sender's."""
    found = [*_numbers(text, body_end), *_addresses(text, body_end)]
    return sorted(found, key=lambda each: not each.theirs)


def _numbers(text, body_end):
    for match in phonenumbers.PhoneNumberMatcher(text, "BE"):
        number = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        yield Found("call_back", number, match.start, match.end, _is_theirs(text, match.start, body_end))


def _addresses(text, body_end):
    for match in EMAIL.finditer(text):
        yield Found("call_back", match[0].lower(), *match.span(), _is_theirs(text, match.start(), body_end))


def _is_theirs(text, start, body_end) -> bool:
    line = text[max(text.rfind("\n", 0, start), start - 120, 0) : start]
    return start < body_end and bool(THEIRS.search(line))


def _sender(sender):
    """The address of who wrote: it stands in no passage of the text."""
    match = EMAIL.search(sender)
    return [Found("call_back", match[0].lower(), 0, 0, theirs=False)] if match else []


def _organisations(text, body_end):
    """What the signature names first: it is who writes."""
    matches = list(ORGANISATION.finditer(text))
    for match in sorted(matches, key=lambda each: each.start() < body_end):
        yield Found("caller_organisation", match[0].strip()[:120], *match.span(), theirs=False)


def _urgency(text):
    for urgency, pattern in URGENCIES.items():
        for match in re.finditer(rf"\b(?:{pattern})", text, re.IGNORECASE):
            yield Found("urgency", urgency.value, *match.span())


def _languages(text):
    for match in SPEAKS.finditer(text):
        codes = [code for code, words in LANGUAGES.items() if re.search(rf"\b(?:{words})\b", match[1], re.IGNORECASE)]
        if codes:
            yield Found("languages", ",".join(codes), *match.span())


def _each_once(found):
    """The first passage of each value."""
    seen, kept = set(), []
    for each in found:
        key = (each.field, each.value.lower())
        if key not in seen:
            seen.add(key)
            kept.append(each)
    return kept
