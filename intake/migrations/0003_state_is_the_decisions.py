"""Rule 11, whole: a decided request points at a decision of its own, and its state is that decision's outcome."""

from django.db import migrations

ADD = """
ALTER TABLE intake_request ADD CONSTRAINT intake_state_is_the_decisions
FOREIGN KEY (decision_id, id, state) REFERENCES intake_decision (id, request_id, outcome);
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_initial")]
    operations = [
        migrations.RunSQL(ADD, "ALTER TABLE intake_request DROP CONSTRAINT intake_state_is_the_decisions")
    ]
