"""The usual roads, in French."""

ROADS = {
    "address": (
        "Avoir une adresse de référence",
        [
            ("Voir ensemble où tu dors vraiment : c’est le CPAS de cette commune qui reçoit la demande", 3),
            ("Prendre rendez-vous au CPAS et rassembler ce qui montre que tu n’as pas d’adresse", 7),
            ("Demander l’adresse de référence au CPAS et garder l’accusé de réception", 14),
            ("Vérifier que la commune t’a bien inscrit·e à cette adresse", 45),
            ("Noter le passage obligatoire au CPAS, au moins tous les trois mois", 90),
        ],
    ),
    "income": (
        "Avoir un revenu",
        [
            (
                "Faire le point : à quoi as-tu droit (revenu d’intégration, chômage, bourse, allocations familiales) ?",
                3,
            ),
            ("Rassembler les papiers : identité, revenus, situation de logement", 7),
            ("Demander le revenu d’intégration au CPAS et garder l’accusé de réception", 10),
            ("Demander que tes parents ne soient pas mis à contribution, en expliquant la rupture", 10),
            ("Ouvrir un compte bancaire à ton nom", 14),
            ("Vérifier la décision : elle doit venir dans les 30 jours ; au besoin, préparer un recours", 40),
            ("Préparer le projet d’intégration (PIIS) avec le CPAS", 60),
        ],
    ),
    "health": (
        "Être en ordre de soins de santé",
        [
            ("Regarder ce qui existe : mutuelle, carte médicale, aide médicale urgente", 3),
            ("S’inscrire à une mutuelle (ou à la CAAMI), ou demander l’aide du CPAS", 10),
            ("Demander l’intervention majorée (BIM)", 21),
            ("Choisir un médecin ou une maison médicale où tu te sens à l’aise", 21),
            ("Demander au médecin de tenir ton dossier médical global", 35),
        ],
    ),
    "school": (
        "Reprendre l’école ou une formation",
        [
            ("Parler de ce que tu as envie d’apprendre, et de ce que tu as déjà fait", 7),
            ("Retrouver les diplômes et attestations ; demander l’équivalence si besoin", 14),
            ("Convenir avec toi de ce que l’école peut savoir, et du prénom à utiliser", 14),
            ("S’inscrire à l’école ou à la formation", 21),
            ("Demander une bourse d’études et vérifier les allocations familiales", 30),
            ("Faire le point après les premières semaines", 60),
        ],
    ),
    "work": (
        "Trouver un travail",
        [
            ("S’inscrire comme demandeur·euse d’emploi chez Actiris", 7),
            ("Noter le début du stage d’insertion, s’il y en a un", 7),
            ("Écrire un CV et une lettre avec le prénom que tu choisis", 14),
            ("Voir les formations possibles (Bruxelles Formation, VDAB)", 21),
            ("Répondre à de premières offres et préparer un entretien", 30),
            ("Faire le point sur la recherche", 45),
        ],
    ),
    "housing": (
        "Trouver un logement à soi",
        [
            ("Calculer ensemble le loyer que tu peux payer", 7),
            ("S’inscrire auprès d’une AIS et pour un logement social", 14),
            ("Préparer le dossier de candidature : revenus, identité, lettre", 14),
            ("Demander de l’aide pour la garantie locative", 30),
            ("Visiter des logements, avec quelqu’un si tu veux", 30),
            ("Lire le bail ensemble avant de signer", 60),
            ("Demander la prime d’installation et l’allocation loyer", 75),
            ("Changer d’adresse à la commune", 80),
        ],
    ),
    "gender": (
        "Faire corriger l’enregistrement du sexe ou le prénom",
        [
            ("Parler de ce que tu souhaites : prénom, enregistrement du sexe, ou les deux, et à ton rythme", 7),
            ("Voir ce que cela change : papiers, banque, école, et la sécurité vis-à-vis des proches", 14),
            ("Prendre rendez-vous à la commune pour la déclaration", 21),
            ("Faire la déclaration à la commune", 35),
            ("Se présenter une seconde fois à la commune pour confirmer", 130),
            ("Demander une nouvelle carte d’identité et prévenir ceux que tu choisis", 150),
        ],
    ),
}
