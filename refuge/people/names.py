"""Finding people by a name, however it is spelled: accents, case, small slips, a former name."""

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Case, F, Max, Q, TextField, Value, When
from django.db.models.functions import Greatest, Length
from django.db.models.lookups import Exact

from refuge.access import allows
from refuge.people.models import Person, PersonName
from refuge.people.models.name import Fold, Joined, Once, Sound
from refuge.questions import SOME_PEOPLE, SOME_REFERENCE, as_some_people, ask

# A sound of one letter is shared by Lou, Léa and Lio: it says nothing.
SHORTEST_SOUND = 2
FEW = 20  # as many as a search shows


def kinds_for(user) -> list[str]:
    """A legal name finds a file only for those who may read legal names."""
    kinds = [PersonName.Kind.CHOSEN]
    return [*kinds, PersonName.Kind.LEGAL] if allows(user, "people.view_identity") else kinds


def names_of(user, ids) -> dict:
    """{id: chosen name} of those among `ids`, no more than a page of a list holds, whom `user` may know. One query."""
    if not ids:
        return {}
    most = 1 if len(ids) == 1 else len(SOME_PEOPLE)
    return dict(ask("people.names", user, lambda: _names_of_some(user, most), most, stand_ins=as_some_people(ids)))


def _names_of_some(user, most):
    return Person.objects.visible_to(user).filter(pk__in=SOME_PEOPLE[:most]).values_list("pk", "chosen_name")


def named_like(user, text: str, limit: int) -> dict:
    """{person id: score} of the visible people with a name like `text`, best first: a query answered by the
    trigram indexes and the index of sounds, and one for names of files that went into another one."""
    like = ask("people.like", user, lambda: _like_some_text(user, limit), limit, stand_ins={SOME_REFERENCE: text})
    return _of_merged_files(dict(like))


def _like_some_text(user, limit: int):
    wanted = Value(SOME_REFERENCE, output_field=TextField())
    fold, join, sound = (Once(each(wanted)) for each in (Fold, Joined, Sound))
    names = (
        PersonName.objects.visible_to(user)
        .alias(sound_length=Length(sound))
        .filter(
            Q(folded__trigram_word_similar=fold)
            | Q(joined__trigram_word_similar=join)
            | Q(sound=sound, sound_length__gte=SHORTEST_SOUND),
            kind__in=kinds_for(user),
        )
    )
    spaced = TrigramWordSimilarity(fold, "folded") + TrigramSimilarity("folded", fold)
    joined = TrigramWordSimilarity(join, "joined") + TrigramSimilarity("joined", join)
    # A name without a space, compared with another one: both ways give the same, and each takes its time.
    is_unspaced = Q(Exact(fold, join), joined=F("folded"))
    closeness = Case(When(is_unspaced, then=spaced), default=Greatest(spaced, joined))
    scores = names.values("person").annotate(score=Max(closeness)).order_by("-score", "person")
    return scores.values_list("person", "score")[:limit]


def _of_merged_files(scores: dict) -> dict:
    """The scores, those of a file that went into another one given to that one. One query."""
    if not scores:
        return {}
    most = FEW if len(scores) <= FEW else len(SOME_PEOPLE)
    leads_to = dict(ask("people.merged", None, lambda: _merged_of(most), most, stand_ins=as_some_people([*scores])))
    found = {}
    for pk, score in scores.items():
        file = leads_to.get(pk, pk)
        found[file] = max(score, found.get(file, score))
    return found


def _merged_of(most):
    return Person.objects.filter(pk__in=SOME_PEOPLE[:most], merged_into__isnull=False).values_list("pk", "merged_into")
