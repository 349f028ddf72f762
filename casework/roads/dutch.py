"""The usual roads, in Dutch."""

ROADS = {
    "address": (
        "Een referentieadres hebben",
        [
            ("Samen nagaan waar je echt slaapt: het OCMW van die gemeente krijgt de aanvraag", 3),
            ("Een afspraak maken bij het OCMW en verzamelen wat toont dat je geen adres hebt", 7),
            ("Het referentieadres aanvragen bij het OCMW en het ontvangstbewijs bewaren", 14),
            ("Nagaan of de gemeente je op dat adres heeft ingeschreven", 45),
            ("Het verplichte bezoek aan het OCMW noteren, minstens om de drie maanden", 90),
        ],
    ),
    "income": (
        "Een inkomen hebben",
        [
            ("Nagaan waar je recht op hebt: leefloon, werkloosheid, studietoelage, kinderbijslag", 3),
            ("De papieren verzamelen: identiteit, inkomsten, woonsituatie", 7),
            ("Het leefloon aanvragen bij het OCMW en het ontvangstbewijs bewaren", 10),
            ("Vragen om je ouders niet te laten bijdragen, en de breuk uitleggen", 10),
            ("Een bankrekening openen op je eigen naam", 14),
            ("De beslissing nagaan: die moet er binnen 30 dagen zijn; zo nodig een beroep voorbereiden", 40),
            ("Het integratieproject (GPMI) voorbereiden met het OCMW", 60),
        ],
    ),
    "health": (
        "In orde zijn met gezondheidszorg",
        [
            ("Bekijken wat er is: ziekenfonds, medische kaart, dringende medische hulp", 3),
            ("Aansluiten bij een ziekenfonds (of de HZIV), of hulp vragen aan het OCMW", 10),
            ("De verhoogde tegemoetkoming (VT) aanvragen", 21),
            ("Een arts of wijkgezondheidscentrum kiezen waar je je goed voelt", 21),
            ("De arts vragen je globaal medisch dossier bij te houden", 35),
        ],
    ),
    "school": (
        "Weer naar school of een opleiding volgen",
        [
            ("Praten over wat je wilt leren en over wat je al gedaan hebt", 7),
            ("Diploma’s en attesten terugvinden; zo nodig gelijkwaardigheid aanvragen", 14),
            ("Met jou afspreken wat de school mag weten, en welke naam ze gebruikt", 14),
            ("Je inschrijven op school of in de opleiding", 21),
            ("Een studietoelage aanvragen en de kinderbijslag nagaan", 30),
            ("Na de eerste weken bekijken hoe het gaat", 60),
        ],
    ),
    "work": (
        "Werk vinden",
        [
            ("Je inschrijven als werkzoekende bij Actiris", 7),
            ("Het begin van de beroepsinschakelingstijd noteren, als die er is", 7),
            ("Een cv en een brief schrijven met de naam die je kiest", 14),
            ("Bekijken welke opleidingen kunnen (VDAB, Bruxelles Formation)", 21),
            ("Op eerste vacatures antwoorden en een gesprek voorbereiden", 30),
            ("Bekijken hoe het zoeken gaat", 45),
        ],
    ),
    "housing": (
        "Een eigen woning vinden",
        [
            ("Samen berekenen welke huur je kunt betalen", 7),
            ("Je inschrijven bij een SVK en voor een sociale woning", 14),
            ("Het kandidatuurdossier voorbereiden: inkomsten, identiteit, brief", 14),
            ("Hulp vragen voor de huurwaarborg", 30),
            ("Woningen bezoeken, met iemand erbij als je dat wilt", 30),
            ("Het huurcontract samen lezen voor je tekent", 60),
            ("De installatiepremie en de huurtoelage aanvragen", 75),
            ("Je adres veranderen bij de gemeente", 80),
        ],
    ),
    "gender": (
        "De geslachtsregistratie of de voornaam laten aanpassen",
        [
            ("Praten over wat je wilt: voornaam, geslachtsregistratie of allebei, op jouw tempo", 7),
            ("Bekijken wat het verandert: papieren, bank, school, en de veiligheid tegenover naasten", 14),
            ("Een afspraak maken bij de gemeente voor de aangifte", 21),
            ("De aangifte doen bij de gemeente", 35),
            ("Een tweede keer naar de gemeente gaan om te bevestigen", 130),
            ("Een nieuwe identiteitskaart vragen en verwittigen wie jij kiest", 150),
        ],
    ),
}
