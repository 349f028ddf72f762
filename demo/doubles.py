"""Files opened twice for one person: one pair still to be noticed, one merged a while ago."""

from demo.intake import phone_of
from refuge.people import operations
from refuge.people.models import OutsideContact, Person


def build_doubles(people, staff) -> list[Person]:
    """The second files. Océane's has the same number; Kofi's was found out and merged into his own."""
    by = staff["educator"]
    twin = operations.open_file(
        chosen_name="Oceane", pronouns="elle", phone=phone_of("Océane"), uses=["may_text"], by=by
    )
    kofi = next(person for person in people if person.chosen_name == "Kofi")
    second = operations.open_file(chosen_name="Koffi", phone=phone_of("Kofi"), by=by)
    operations.set_outside_contact(person=second, kind=OutsideContact.Kind.SCHOOL, knows_refuge="no", by=by)
    operations.set_team_alert(person=second, kind="other", text="Préfère l’anglais au téléphone", by=by)
    operations.merge_people(
        kept=kofi,
        absorbed=second,
        reason="Même numéro ; l’école confirme que c’est lui.",
        by=staff["coordinator"],
    )
    return [twin, second]
