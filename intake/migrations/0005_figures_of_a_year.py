"""Figures of a period find what they count by its day, and read it from the index alone."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0004_decided_in_a_period'),
        ('people', '0002_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='decision',
            name='intake_decided',
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['decided_at'], include=('request', 'outcome', 'refusal_reason', 'revoked_at', 'id'), name='intake_decided'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['received_at'], include=('channel', 'caller', 'person', 'needs', 'answered_at', 'state'), name='intake_received'),
        ),
    ]
