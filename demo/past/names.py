"""Made-up people: first and family names from where Brussels comes from. Nobody here exists.

None of the names of demo/words.py, whose bearers everybody who tries the demo gets to know.
"""

from dataclasses import dataclass

from demo.past.chance import Weighted


@dataclass(frozen=True)
class Origin:
    """Names that go together, the languages spoken with them, and papers, likeliest first."""

    languages: tuple
    il: str
    elle: str
    families: str
    papers: tuple = ("be_eu",)


HERE, ELSEWHERE = ("be_eu",), ("applicant", "protection", "none", "permit")
MIXED = ("be_eu", "be_eu", "permit", "applicant", "none")
NEITHER = "Camille Alex Sasha Noé Ange Dominique Morgan Eden Andrea Yael Lois Maxence Billie Ariel Swann Sol Rowan"

ORIGINS = {
    Origin(
        ("fr",),
        "Antoine Baptiste Cyril Damien Étienne Florian Guillaume Hugo Jérémy Kevin Loïc Nicolas Olivier Romain "
        "Simon Thibault Valentin Xavier Martin Arthur Corentin Gilles",
        "Alice Bérénice Clara Delphine Eva Florence Gwenaëlle Héloïse Juliette Laura Margaux Noémie Pauline Sarah "
        "Tiphaine Valérie Justine Manon Elsa Charlotte",
        "Lambert Dubois Renard Simon Leroy Marchal Gillet Delvaux Henrotte Collard Dumont Thiry Noël Bastin Lejeune "
        "Warnier Pirotte Jadot",
        HERE,
    ): 24,
    Origin(
        ("nl", "fr"),
        "Bram Daan Jef Joren Kobe Lander Matthijs Pieter Ruben Siebe Stijn Thijs Warre Wannes Brecht Arne",
        "Amber Eline Febe Hanne Jolien Kaat Lotte Marthe Nele Silke Tine Veerle Lien Emma",
        "Peeters Janssens Maes Jacobs Willems Claes Goossens Wouters De Smet Vermeulen Dierckx Hermans Van Damme "
        "Cools Aerts",
        HERE,
    ): 14,
    Origin(
        ("fr", "ar"),
        "Adam Anis Bachir Driss Hicham Ilias Jamal Karim Mehdi Nabil Omar Reda Samir Tarek Walid Yanis Zakaria Younes",
        "Amina Chaima Dounia Fatima Ghita Hajar Ikram Khadija Leïla Meriem Naïma Oumaïma Salma Siham Wafa Zineb Houda",
        "Benali Haddad El Idrissi Bouzid Amrani Cherkaoui Belkacem Ziani Mansouri Bensaïd Tahiri Lahlou Ouali "
        "Rahmouni Saidi",
        MIXED,
    ): 19,
    Origin(
        ("fr", "ln"),
        "Chris Dieumerci Exaucé Fiston Gloire Héritier Junior Merveil Patrick Trésor Glody Yannick Cédric",
        "Bénédicte Clarisse Divine Espérance Grâce Joëlle Mireille Naomie Plamedi Ruth Sifa Rachel Olga",
        "Ilunga Mbuyi Kabongo Mukendi Lukaku Tshibangu Mwamba Kalala Nzuzi Matondo Ngoma Kasongo",
        MIXED,
    ): 11,
    Origin(
        ("fr", "ff"),
        "Abdoulaye Alpha Boubacar Cheikh Djibril Ibrahima Lamine Mamadou Moussa Ousmane Thierno Souleymane Amadou",
        "Aminata Binta Coumba Djenabou Fanta Kadiatou Mariama Oumou Ramata Saran Awa Fatou",
        "Diallo Barry Bah Sow Camara Condé Traoré Ndiaye Keïta Sylla Touré Diop",
        ELSEWHERE,
    ): 10,
    Origin(
        ("ar", "en"),
        "Bashar Fadi Ghaith Hadi Jad Majd Nizar Rami Wael Ziad Anas Laith Majed",
        "Dima Hala Judi Lama Maya Rasha Sidra Yara Zeina Rima Nermin",
        "Al Khatib Darwish Hamdan Kassem Najjar Saleh Shami Zidan Ayoubi Halabi Masri",
        ELSEWHERE,
    ): 7,
    Origin(
        ("tr", "fr"),
        "Baran Can Deniz Emre Kerem Mert Onur Serkan Tolga Yusuf Umut",
        "Aylin Büşra Ceren Derya Ece Gizem Melis Selin Yasemin Zeynep",
        "Yılmaz Kaya Demir Şahin Çelik Aydın Öztürk Arslan Doğan Kılıç",
        HERE,
    ): 5,
    Origin(
        ("fa", "en"),
        "Arash Behnam Cyrus Farhad Kian Navid Omid Reza Sina Haroon",
        "Darya Fereshteh Laleh Mahsa Nasrin Parisa Roya Shirin Tara",
        "Ahmadi Hosseini Karimi Moradi Noori Rahimi Sharifi Yousefi Zamani",
        ELSEWHERE,
    ): 4,
    Origin(
        ("es", "fr"),
        "Alejandro Camilo Esteban Iván Joaquín Luciano Mateo Rafael Santiago Thiago João Tomás",
        "Camila Daniela Gabriela Isabela Luciana Marisol Paloma Valentina Ximena Beatriz",
        "García Rodrigues Silva Morales Pereira Castro Rojas Ferreira Vargas Quispe Moreno",
        ("permit", "be_eu", "none", "applicant"),
    ): 6,
    Origin(
        ("ro", "en"),
        "Bogdan Dragan Florin Ionuț Kamil Luka Mihai Oleksandr Piotr Stefan Vlad",
        "Anca Bianca Daryna Elena Ioana Kinga Magda Oksana Raluca Simona",
        "Popescu Ionescu Kowalski Nowak Marković Shevchenko Dimitrov Stan Petrov Horvat",
        ("be_eu", "protection", "be_eu", "permit"),
    ): 6,
    Origin(
        ("ti", "en"),
        "Abel Biniam Dawit Filmon Kidane Natnael Samuel Yonas Abdirahman",
        "Bethlehem Hiwot Liya Meron Rahel Senait Winta Selam",
        "Tesfaye Kidane Haile Gebremariam Mebrahtu Tekle Abdi Warsame",
        ELSEWHERE,
    ): 4,
}  # fmt: skip
FROM = Weighted(ORIGINS)
SAID = Weighted({"il": 42, "elle": 36, "iel": 14, "": 8})  # pronouns; empty: not asked


def made_up(chance) -> dict:
    """Names, pronouns, languages and papers of somebody; the legal name only where it was told."""
    origin, pronouns = FROM.draw(chance), SAID.draw(chance)
    group = {"il": origin.il, "elle": origin.elle}.get(pronouns) or chance.choice([NEITHER, origin.il, origin.elle])
    told = chance.happens(0.45)
    legal = chance.choice(group.split() if chance.happens(0.7) else (origin.il + " " + origin.elle).split())
    return {
        "chosen_name": chance.choice(group.split()),
        "pronouns": pronouns,
        "legal_name": f"{legal} {_family(origin, chance)}" if told else "",
        "languages": list(origin.languages[: chance.choice([1, 2, 2])]),
        "residence": chance.choice(["", *origin.papers]),
    }


def _family(origin, chance) -> str:
    """`De Smet` and `El Idrissi` are one name: the particle goes with what follows."""
    words = origin.families.split()
    at = chance.randrange(len(words))
    if words[at] in PARTICLES:
        return f"{words[at]} {words[at + 1]}"
    return f"{words[at - 1]} {words[at]}" if at and words[at - 1] in PARTICLES else words[at]


PARTICLES = {"De", "Van", "El", "Al"}
