"""Finding people by a name, however it is spelled: accents, case, small slips, a former name."""

from itertools import islice

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Case, F, Min, Q, TextField, Value, When
from django.db.models.functions import Greatest, Length
from django.db.models.lookups import Exact, GreaterThanOrEqual

from refuge.access import allows
from refuge.people.models import Person, PersonName
from refuge.people.models.name import Fold, Joined, Once, Sound
from refuge.questions import SOME_PEOPLE, SOME_REFERENCE, as_some_people, ask

# A sound of one letter is shared by Lou, Léa and Lio: it says nothing.
SHORTEST_SOUND = 2
FEW = 20  # as many as a search shows
# That are looked at: whoever has several names like it takes several of them.
SPELLINGS = 2 * FEW


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
    scores = {}
    for score, bearers in like:
        for person in bearers:
            scores.setdefault(person, score)  # the best comes first
    return _of_merged_files(dict(islice(scores.items(), limit)))


def _like_some_text(user, limit: int):
    """(score, the first who bear it) of each spelling. A common name has thousands of bearers: it is scored once."""
    wanted = Value(SOME_REFERENCE, output_field=TextField())
    fold, join, sound = Once(Fold(wanted)), Once(Joined(wanted)), Once(_telling_sound(wanted))
    # Each is what an index answers, and no more: PostgreSQL would compare every name twice.
    alike = Q(folded__trigram_word_similar=fold) | Q(joined__trigram_word_similar=join) | Q(sound=sound)
    names = PersonName.objects.visible_to(user).filter(alike, kind__in=kinds_for(user))
    spelling = names.values("folded").alias(spaced=Min("folded"), whole=Min("joined"))
    bearers = ArrayAgg("person", distinct=True, order_by="person")
    scored = spelling.annotate(score=_closeness(fold, join), bearers=bearers).order_by("-score", "folded")
    return scored.values_list("score", F(f"bearers__0_{limit}"))[:SPELLINGS]


def _telling_sound(wanted):
    """None, which is like nothing, for a sound that says nothing."""
    sound = Sound(wanted)
    return Case(When(GreaterThanOrEqual(Length(sound), SHORTEST_SOUND), then=sound))


def _closeness(fold, join):
    """Of a spelling, as aggregates: PostgreSQL reckons them after those who bear it are put together."""
    spaced = TrigramWordSimilarity(fold, "spaced") + TrigramSimilarity("spaced", fold)
    joined = TrigramWordSimilarity(join, "whole") + TrigramSimilarity("whole", join)
    # A name without a space, compared with another one: both ways give the same, and each takes its time.
    is_unspaced = Q(Exact(fold, join), whole=F("spaced"))
    return Case(When(is_unspaced, then=spaced), default=Greatest(spaced, joined))


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
