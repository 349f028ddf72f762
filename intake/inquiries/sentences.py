"""What everybody hears who asks after somebody, word for word, whether or not there is a file. Read aloud in the
asker's language, so it stands here in all three and not in the catalogues."""

SENTENCES = (
    (
        "fr",
        "Français",
        "Nous ne confirmons ni ne démentons jamais qu’une personne nous est connue. Cette réponse est la même pour "
        "tout le monde et pour chaque nom. Vous pouvez adresser votre demande par écrit à la direction, avec sa "
        "base légale.",
    ),
    (
        "nl",
        "Nederlands",
        "Wij bevestigen noch ontkennen ooit dat iemand bij ons bekend is. Dit antwoord is hetzelfde voor iedereen en "
        "voor elke naam. U kunt uw vraag schriftelijk aan de directie richten, met de wettelijke grond.",
    ),
    (
        "en",
        "English",
        "We never confirm or deny that a person is known to us. This answer is the same for everybody and for every "
        "name. You may send your request in writing to the management, with its legal ground.",
    ),
)
