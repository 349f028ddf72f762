"""Who stands in a space, and until when, is read from an index that is in order."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('housing', '0011_figures_of_a_year'),
        ('intake', '0005_figures_of_a_year'),
        ('people', '0003_figures_of_a_year'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='occupancy',
            index=models.Index(condition=models.Q(('status__in', ('offered', 'promised', 'arrived'))), fields=['space'], include=('starts_on', 'agreed_until', 'status'), name='housing_space_agreed'),
        ),
    ]
