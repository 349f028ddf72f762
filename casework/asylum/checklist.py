"""Preparing the interview at the CGRS: a checklist in three languages, in the words of the house (DOMAIN.md 3.3).

What stands on the page of the template (EditedChecklist) goes before these. Nothing here asks for the story itself.
"""

from dataclasses import dataclass

from casework.models import EditedChecklist

LANGUAGES = ("fr", "nl", "en")
WORDS = {
    "fr": [
        "Expliquer le déroulement : qui sera là, combien de temps, les pauses, le droit de dire « je ne sais pas ».",
        "Demander à temps, motifs à l’appui, un homme ou une femme comme officier de protection et comme interprète.",
        "Vérifier que la langue et le dialecte de l’interprète conviennent.",
        "Vérifier que l’interprète est une personne sûre : pas de crainte de sa communauté. Sinon, le dire aussitôt.",
        "Fixer avec l’avocat·e un entretien de préparation, et sa présence le jour même.",
        "Demander si une personne de confiance vient aussi, et l’annoncer.",
        "Demander une attestation médicale ou psychologique, si elle peut aider.",
        "Demander des lettres aux associations qui connaissent la personne.",
        "Rassembler les documents (identité, trajet, menaces, messages) et en faire des copies. Jamais d’images "
        "intimes : elles ne sont pas acceptées.",
        "Regarder ensemble les réseaux sociaux : ce qui est public, ce qui est prudent.",
        "Reparler de ce qui a été dit à l’OE et de ce qui ne l’a pas été : parler tard est fréquent et s’explique.",
        "Préparer la journée : le trajet, qui accompagne, le repas, un endroit calme ensuite.",
        "Demander la copie des notes de l’entretien, et fixer le jour où on les relira ensemble.",
    ],
    "nl": [
        "Uitleggen hoe het gesprek verloopt: wie erbij is, hoelang, pauzes, het recht om “ik weet het niet” te zeggen.",
        "Op tijd en met redenen vragen om een man of een vrouw als protection officer en als tolk.",
        "Nagaan of de taal en het dialect van de tolk kloppen.",
        "Nagaan of de tolk veilig is: geen vrees voor diens gemeenschap. Zo niet, dat meteen zeggen.",
        "Met de advocaat een voorbereidend gesprek afspreken, en dat die er op de dag zelf bij is.",
        "Vragen of er een vertrouwenspersoon meegaat, en die aankondigen.",
        "Een medisch of psychologisch attest vragen, als dat kan helpen.",
        "Brieven vragen aan verenigingen die de jongere kennen.",
        "Documenten verzamelen (identiteit, reis, bedreigingen, berichten) en er kopieën van maken. Nooit intieme "
        "beelden: die worden niet aanvaard.",
        "Samen de sociale media bekijken: wat openbaar is, wat voorzichtig is.",
        "Terugkomen op wat bij DVZ gezegd is en wat niet: laat vertellen komt vaak voor en kan uitgelegd worden.",
        "De dag voorbereiden: de weg, wie meegaat, eten, daarna een rustige plek.",
        "De kopie van de notities van het onderhoud vragen, en afspreken wanneer we ze samen nalezen.",
    ],
    "en": [
        "Explain how it goes: who is there, how long, the breaks, the right to say “I do not know”.",
        "Ask in good time, with the reasons, for a man or a woman as protection officer and as interpreter.",
        "Check that the interpreter’s language and dialect fit.",
        "Check that the interpreter is safe: no fear of their community. If there is, say so at once.",
        "Agree with the lawyer on a talk to prepare, and that they come along on the day.",
        "Ask whether a trusted person comes along, and announce them.",
        "Ask for a medical or psychological attestation, where it can help.",
        "Ask associations that know the young person for letters.",
        "Gather papers (identity, journey, threats, messages) and make copies. Never intimate pictures: these are not "
        "accepted.",
        "Look at social media together: what is public, what is careful.",
        "Come back to what was said at the Immigration Office and what was not: telling late is common, and can be "
        "explained.",
        "Prepare the day: the way there, who comes along, food, a calm place afterwards.",
        "Ask for the copy of the notes of the interview, and agree on the day to read them together.",
    ],
}


@dataclass(frozen=True)
class Checklist:
    language: str
    items: list
    is_edited: bool = False


def checklists() -> list[Checklist]:
    """In every language. One query."""
    edited = {row.language: row.items for row in EditedChecklist.objects.all()}
    return [Checklist(language, edited.get(language, WORDS[language]), language in edited) for language in LANGUAGES]


def checklist_in(language: str) -> Checklist:
    """In one language; KeyError for one that there is not."""
    row = EditedChecklist.objects.filter(language=language).first()
    return Checklist(language, row.items, is_edited=True) if row else Checklist(language, WORDS[language])
