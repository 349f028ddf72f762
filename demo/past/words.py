"""What stands in the texts of the past, beside demo/words.py. Written for the demo; nobody's story."""

from casework.models.choices import Domain, NoteKind

STORIES = [
    "Le beau-père a lu ses messages. Dort depuis quatre nuits chez une collègue qui attend un bébé.",
    "La famille d’accueil a mis fin au placement à la majorité. Sac fait, pas de relais.",
    "Demande au nom d’une amie qui n’ose pas appeler ; rappeler l’amie au numéro donné.",
    "Vit avec trois colocataires qui se moquent. Un coup hier. Veut partir sans faire de bruit.",
    "Buitengezet door grootmoeder. Heeft werk in een magazijn, slaapt nu in het station.",
    "Arrivé·e de Liège ce matin, ne connaît personne à Bruxelles. Téléphone presque vide.",
    "La mère veut bien parler, le père non. Cherche une pause de quelques semaines.",
    "Le centre d’accueil l’a changé·e trois fois de chambre. Ne dort plus.",
    "Étudie, vivait au kot ; la famille a coupé l’argent après une photo. Loyer dû lundi.",
    "L’ex-partenaire garde les papiers et menace de tout raconter à la famille.",
    "Cherche surtout à parler. Dit que cela va, puis pleure. Rappel convenu jeudi.",
    "Refus à l’abri de nuit faute de lit. A passé la nuit dans un lavoir.",
    "Zus belt: hij mag nog tot zondag blijven, daarna gaat het slot eraf.",
    "Suit une formation de cuisine, veut la finir. Deux heures de train depuis qu’iel dort chez un oncle.",
    "Service d’aide à la jeunesse : dix-sept ans, renvoyé·e de la maison, en sécurité ce soir chez une tante.",
]

# Outcome: reasons as written, beside that of demo/words.py.
REASONS = {
    "accommodated": [
        "Une place convient, accord de la personne après visite.",
        "Situation urgente, réseau épuisé ; la place libre convient.",
        "Critères remplis, entretien clair, arrivée convenue avec l’équipe.",
    ],
    "waiting": [
        "Accord de l’équipe ; la prochaine place qui convient est pour iel.",
        "Attend chez un ami, tient encore.",
    ],
    "followed": [
        "Veut rester chez sa sœur ; rendez-vous toutes les deux semaines.",
        "Demande surtout un appui au CPAS.",
    ],
    "referred": ["Orienté·e vers une maison d’accueil de sa région, place confirmée.", "Besoin de soins d’abord."],
    "declined": ["Aucune place, et la demande ne pouvait attendre.", "Demande hors de notre mission."],
    "withdrawn": [
        "Est retourné·e chez une tante et s’y sent en sécurité.",
        "Ne souhaite plus de place pour l’instant.",
    ],
    "unreachable": ["Numéro éteint depuis deux semaines.", "Ne s’est pas présenté·e, deux messages sans réponse."],
}
MINOR_REASONS = {
    "referred": "Mineur·e : appel fait ensemble au service d’aide à la jeunesse, relais accepté.",
    "followed": "Mineur·e : pas d’hébergement possible ; entretiens et relais avec l’école.",
}
MINOR_DONE = [
    "Numéros d’urgence donnés, rappel convenu demain après l’école.",
    "Appel au service d’aide à la jeunesse fait ensemble, sur haut-parleur.",
    "Une adulte de confiance est prévenue, avec son accord ; dort chez elle.",
]
OFFERED = [
    "Deux maisons d’accueil appelées ensemble, une place pour la nuit trouvée.",
    "Numéros d’urgence donnés, rappel le lendemain.",
    "Inscription sur la liste d’un service partenaire.",
]
EXCEPTION = "Vingt-six ans depuis peu, suivi·e par nous avant ; accord de la direction."
ASSESSMENTS = [
    "Vu·e au bureau une heure. Demande claire, pas de danger immédiat.",
    "Entretien à deux voix. Peut dire ce qui l’aide : du calme, une clé, quelqu’un à qui parler le soir.",
    "Échange avec le service qui oriente, avec son accord. Papiers en règle, revenu à ouvrir.",
    "Fatigue forte, sommeil mauvais. Souhaite voir la psychologue.",
]
ORGANISATIONS = [
    "CPAS d’Ixelles", "CPAS de Molenbeek", "OCMW Gent", "AMO du Midi", "Maison de jeunes du Parvis",
    "Permanence juridique du Nord", "Accueil de jour de la Gare", "Haute école du Nord",
]  # fmt: skip

EXTENSION = ["Bail signé, clés dans quelques semaines.", "Examens en cours.", "Réponse de l’AIS attendue ce mois."]
EXTENSION_REFUSED = "Une solution existe dès la date prévue ; d’autres attendent."
BEYOND_CEILING = "Logement accordé, remise des clés repoussée par le propriétaire."
DEPARTURES = [
    "",
    "",
    "A remercié l’équipe, garde un contact.",
    "Reste suivi·e pour ses démarches.",
    "Parti·e sans prévenir.",
]
CLOSURES = ["Peinture", "Punaises de lit traitées", "Serrure à changer", "Dégât des eaux", "Sommier à remplacer"]

GOALS = [
    (Domain.ADMINISTRATIVE, "Avoir une adresse de référence", ["Rendez-vous au CPAS", "Rassembler les papiers"]),
    (Domain.ADMINISTRATIVE, "Changer de prénom à la commune", ["Prendre rendez-vous à la commune"]),
    (Domain.HOUSING, "Trouver un logement", ["Compléter le dossier AIS", "Visiter une colocation"]),
    (Domain.HOUSING, "Savoir tenir un logement", ["Faire un budget du mois", "Lire un bail ensemble"]),
    (Domain.TRAINING, "Reprendre les cours", ["Appeler l’école, après accord sur ce qui peut être dit"]),
    (Domain.TRAINING, "Apprendre le néerlandais", ["Inscription au cours du soir"]),
    (Domain.WORK, "Trouver un travail d’étudiant", ["Relire le CV ensemble", "Préparer un entretien"]),
    (Domain.MENTAL, "Dormir mieux", ["Prendre rendez-vous avec la psychologue"]),
    (Domain.SOCIAL_LIFE, "Retrouver des gens", ["Aller à la soirée jeux du jeudi"]),
    (Domain.PHYSICAL, "Avoir un médecin", ["Inscrire à la maison médicale"]),
    (Domain.LEGAL, "Comprendre ses droits", ["Permanence juridique mardi", "Préparer l’audition"]),
    (Domain.SOCIAL, "Avoir un revenu", ["Demander le revenu d’intégration", "Ouvrir un compte"]),
]
NOTES = [
    (Domain.SOCIAL, NoteKind.TALK, "Point de la semaine. Le budget tient, reste la facture du téléphone."),
    (Domain.SOCIAL, NoteKind.ACCOMPANIED, "Rendez-vous au CPAS à deux. Dossier complet, réponse sous trente jours."),
    (Domain.ADMINISTRATIVE, NoteKind.ACCOMPANIED, "Commune : carte d’identité demandée, à retirer dans deux semaines."),
    (Domain.ADMINISTRATIVE, NoteKind.WRITTEN, "Lettre à la mutuelle relue ensemble et envoyée sous en-tête neutre."),
    (Domain.HOUSING, NoteKind.TALK, "Trois annonces choisies. Visite préparée, sait ce qu’il faut demander."),
    (Domain.HOUSING, NoteKind.ACCOMPANIED, "Visite d’un studio. Trop humide, dit non. Bonne décision."),
    (Domain.MENTAL, NoteKind.TALK, "A parlé longtemps ce soir. Accepte de voir la psychologue."),
    (Domain.PHYSICAL, NoteKind.CALL, "Maison médicale appelée avec son accord : inscription mercredi."),
    (Domain.TRAINING, NoteKind.CALL, "L’école confirme : retour possible lundi. Rien dit du Refuge."),
    (Domain.TRAINING, NoteKind.TALK, "A réussi son test d’entrée. Gâteau dans la cuisine."),
    (Domain.WORK, NoteKind.TALK, "Essai de deux jours dans un café. Fier·ère, fatigué·e."),
    (Domain.WORK, NoteKind.WRITTEN, "CV refait, envoyé à quatre adresses."),
    (Domain.LEGAL, NoteKind.MEETING, "Avocate vue avec l’interprète. Audition préparée pour le mois prochain."),
    (Domain.SOCIAL_LIFE, NoteKind.TALK, "Est venu·e à la soirée jeux, a ri. Revient jeudi."),
    (Domain.SOCIAL_LIFE, NoteKind.OBSERVED, "Mange seul·e depuis dimanche. À suivre ce soir."),
    (Domain.SOCIAL, NoteKind.TALK, "Désaccord sur le tour de vaisselle réglé entre eux, calmement."),
    (Domain.MENTAL, NoteKind.OBSERVED, "Nuit agitée, lumière jusqu’à quatre heures. Thé à la cuisine, sans forcer."),
    (Domain.PHYSICAL, NoteKind.ACCOMPANIED, "Dentiste : deux soins faits, un rendez-vous encore."),
]
CALLS = [
    (Domain.SOCIAL, NoteKind.CALL, "Rappel comme convenu. Va mieux, sait où appeler."),
    (Domain.SOCIAL, NoteKind.TALK, "Reçu·e au bureau. Étapes écrites ensemble sur une feuille sans logo."),
    (Domain.MENTAL, NoteKind.CALL, "Écoute d’une demi-heure. Reprend contact quand iel veut."),
    (Domain.HOUSING, NoteKind.CALL, "Trois services appelés ensemble, un rendez-vous obtenu."),
    (Domain.LEGAL, NoteKind.WRITTEN, "Adresse de la permanence juridique envoyée par SMS, sans nom."),
]
CLOSING = [
    "Objectifs atteints pour l’essentiel.",
    "Suite avec un service de son quartier.",
    "S’est éloigné·e peu à peu.",
]
