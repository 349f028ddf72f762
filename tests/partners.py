"""Partners for tests, entered and referred to through operations."""

from django.core.files.uploadedfile import SimpleUploadedFile

from refuge.partners import operations
from tests.factories import make_user

SAID = {"knows_orientation": "no", "knows_gender": "no", "knows_refuge": "yes", "name_to_use": "Nora"}


def make_organisation(name="CPAS de Bruxelles", type="cpas", *, by=None, **facts):
    return operations.add_organisation(name=name, type=type, by=by or make_user("coordinator"), **facts)


def make_referral(person, organisation=None, *, by=None, **facts):
    """Prepared, with the three answers and consent, unless told otherwise."""
    by = by or make_user("coordinator")
    facts = {"need": "income", "purpose": "An appointment for income support.", "answers": SAID} | facts
    facts = {"consent_how": "spoken"} | facts
    organisation = organisation or make_organisation(by=by)
    return operations.prepare_referral(person=person, organisation=organisation, by=by, **facts)


def make_sent(person, organisation=None, *, by=None, sent_on=None, **facts):
    by = by or make_user("coordinator")
    facts |= {"prepared_on": sent_on} if sent_on else {}
    referral = make_referral(person, organisation, by=by, **facts)
    return operations.send_referral(referral=referral, sent_on=sent_on, by=by)


def csv_file(text: str, name="partners.csv"):
    return SimpleUploadedFile(name, text.encode())
