"""A referral goes by a contact of its own file, whichever of the two rows changes. Asked at the end of a transaction:
a merge moves both tables."""

from django.db import migrations

RULE = """
ALTER TABLE people_outsidecontact ADD CONSTRAINT people_outside_and_its_file UNIQUE (id, person_id);
ALTER TABLE partners_referral ADD CONSTRAINT partners_outside_of_the_file
    FOREIGN KEY (outside_id, person_id) REFERENCES people_outsidecontact (id, person_id)
    DEFERRABLE INITIALLY DEFERRED;
"""
BACK = """
ALTER TABLE partners_referral DROP CONSTRAINT partners_outside_of_the_file;
ALTER TABLE people_outsidecontact DROP CONSTRAINT people_outside_and_its_file;
"""


class Migration(migrations.Migration):
    dependencies = [("partners", "0002_initial")]
    operations = [migrations.RunSQL(RULE, BACK)]
