"""Finding people by a name, however it is spelled: accents, case, small slips, a former name."""

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Max, Q, TextField, Value
from django.db.models.functions import Length

from refuge.access import allows
from refuge.people.models import PersonName
from refuge.people.models.name import Fold, Sound

# A sound of one letter is shared by Lou, Léa and Lio: it says nothing.
SHORTEST_SOUND = 2


def kinds_for(user) -> list[str]:
    """A legal name finds a file only for those who may read legal names."""
    kinds = [PersonName.Kind.CHOSEN]
    return [*kinds, PersonName.Kind.LEGAL] if allows(user, "people.view_identity") else kinds


def named_like(user, text: str, limit: int) -> dict:
    """{person id: score} of the visible people with a name like `text`, best first. One query, answered by the
    trigram index and the index of sounds."""
    wanted = Value(text, output_field=TextField())
    names = (
        PersonName.objects.visible_to(user)
        .alias(sound_length=Length(Sound(wanted)))
        .filter(
            Q(folded__trigram_word_similar=Fold(wanted)) | Q(sound=Sound(wanted), sound_length__gte=SHORTEST_SOUND),
            kind__in=kinds_for(user),
        )
    )
    closeness = TrigramWordSimilarity(Fold(wanted), "folded") + TrigramSimilarity("folded", Fold(wanted))
    scores = names.values("person").annotate(score=Max(closeness)).order_by("-score", "person")
    return dict(scores.values_list("person", "score")[:limit])
