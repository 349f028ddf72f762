"""Assessments, risk flags, minors and asylum; why a request is declined."""

import django.db.models.deletion
import django.db.models.lookups
import django.utils.timezone
import intake.models.request
import pgtrigger.compiler
import pgtrigger.migrations
import refuge.encryption
import uuid
from django.conf import settings
from django.db import migrations, models


# A refusal from before the question was asked says so. Its triggers are off here, and history keeps no such change.
BEFORE_IT_WAS_ASKED = "UPDATE intake_decision SET refusal_reason = 'unrecorded' WHERE outcome = 'declined'"


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0006_contact'),
        ('people', '0002_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('domains', refuge.encryption.EncryptedJSONField(blank=True, null=True, verbose_name='needs by domain')),
                ('perpetrators', refuge.encryption.EncryptedJSONField(blank=True, null=True, verbose_name='who did it')),
                ('complaint', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='complaint to the police')),
                ('reported', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='reported to Unia or the Institute for equality')),
                ('assessed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AssessmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('domains', refuge.encryption.EncryptedJSONField(blank=True, null=True, verbose_name='needs by domain')),
                ('perpetrators', refuge.encryption.EncryptedJSONField(blank=True, null=True, verbose_name='who did it')),
                ('complaint', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='complaint to the police')),
                ('reported', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='reported to Unia or the Institute for equality')),
                ('assessed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='AsylumFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('centre', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='reception centre')),
                ('referred_by', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='worker there')),
                ('incidents', refuge.encryption.EncryptedJSONField(blank=True, null=True, verbose_name='what made living together impossible')),
                ('account', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='in a few words')),
                ('sp_number', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='SP number')),
                ('sp_index', refuge.encryption.BlindIndexField(max_length=32, null=True, source='sp_number')),
                ('badge_number', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='badge number')),
                ('badge_index', refuge.encryption.BlindIndexField(max_length=32, null=True, source='badge_number')),
                ('agreed_with', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='agreed with (region or dispatching)')),
                ('agreed_on', models.DateField(blank=True, null=True, verbose_name='agreed on')),
                ('agreement_ends_on', models.DateField(blank=True, null=True, verbose_name='agreement ends on')),
            ],
        ),
        migrations.CreateModel(
            name='AsylumFileEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('centre', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='reception centre')),
                ('referred_by', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='worker there')),
                ('incidents', refuge.encryption.EncryptedJSONField(blank=True, null=True, verbose_name='what made living together impossible')),
                ('account', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='in a few words')),
                ('sp_number', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='SP number')),
                ('sp_index', refuge.encryption.BlindIndexField(max_length=32, null=True, source='sp_number')),
                ('badge_number', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='badge number')),
                ('badge_index', refuge.encryption.BlindIndexField(max_length=32, null=True, source='badge_number')),
                ('agreed_with', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='agreed with (region or dispatching)')),
                ('agreed_on', models.DateField(blank=True, null=True, verbose_name='agreed on')),
                ('agreement_ends_on', models.DateField(blank=True, null=True, verbose_name='agreement ends on')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DangerAssessment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('answers', refuge.encryption.EncryptedJSONField(blank=True, null=True, verbose_name='answers')),
                ('level', models.CharField(choices=[('none', 'No danger seen'), ('worrying', 'Worrying'), ('acute', 'Acute danger'), ('unclear', 'Cannot be judged yet')], max_length=8, verbose_name='level of danger')),
                ('done', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='what was done')),
                ('assessed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
        ),
        migrations.CreateModel(
            name='DangerAssessmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('answers', refuge.encryption.EncryptedJSONField(blank=True, null=True, verbose_name='answers')),
                ('level', models.CharField(choices=[('none', 'No danger seen'), ('worrying', 'Worrying'), ('acute', 'Acute danger'), ('unclear', 'Cannot be judged yet')], max_length=8, verbose_name='level of danger')),
                ('done', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='what was done')),
                ('assessed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='MinorFollowUp',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('next_on', models.DateField(verbose_name='next contact')),
                ('note', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='what is agreed')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MinorFollowUpEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('next_on', models.DateField(verbose_name='next contact')),
                ('note', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='what is agreed')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='RiskFlag',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('suicide', 'Suicide'), ('self_harm', 'Self-harm'), ('family', 'Violence from family'), ('honour', 'Honour-related threat'), ('trafficking', 'Trafficking or exploitation'), ('sexual', 'Sexual exploitation'), ('substance', 'Substance use'), ('medical', 'Medical'), ('runaway', 'Running away'), ('conflict', 'Conflict with residents')], max_length=12, verbose_name='risk')),
                ('level', models.CharField(choices=[('none', 'None seen'), ('watch', 'To watch'), ('acute', 'Acute')], max_length=5, verbose_name='level')),
                ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='since')),
                ('review_on', models.DateField(verbose_name='look again by')),
                ('note', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='what was seen, what to do')),
                ('set_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='closed')),
                ('closing_note', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='why it is closed')),
            ],
        ),
        migrations.CreateModel(
            name='RiskFlagEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('kind', models.CharField(choices=[('suicide', 'Suicide'), ('self_harm', 'Self-harm'), ('family', 'Violence from family'), ('honour', 'Honour-related threat'), ('trafficking', 'Trafficking or exploitation'), ('sexual', 'Sexual exploitation'), ('substance', 'Substance use'), ('medical', 'Medical'), ('runaway', 'Running away'), ('conflict', 'Conflict with residents')], max_length=12, verbose_name='risk')),
                ('level', models.CharField(choices=[('none', 'None seen'), ('watch', 'To watch'), ('acute', 'Acute')], max_length=5, verbose_name='level')),
                ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='since')),
                ('review_on', models.DateField(verbose_name='look again by')),
                ('note', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='what was seen, what to do')),
                ('set_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='closed')),
                ('closing_note', refuge.encryption.EncryptedTextField(blank=True, null=True, verbose_name='why it is closed')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='request',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='request',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='request',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='decision',
            name='refusal_reason',
            field=models.CharField(blank=True, choices=[('no_place', 'No space free'), ('out_of_age', 'Outside the usual ages'), ('minor', 'Under 18'), ('outside_remit', 'Outside our remit'), ('too_heavy', 'Needs more support than the team can give'), ('safety', 'Safety of this person or of the others'), ('other_solution', 'Another solution was found'), ('withdrew', 'Withdrew the request'), ('lost_contact', 'Contact lost'), ('unrecorded', 'Not recorded')], default='', max_length=16, verbose_name='why not here'),
        ),
        migrations.AddField(
            model_name='decisionevent',
            name='refusal_reason',
            field=models.CharField(blank=True, choices=[('no_place', 'No space free'), ('out_of_age', 'Outside the usual ages'), ('minor', 'Under 18'), ('outside_remit', 'Outside our remit'), ('too_heavy', 'Needs more support than the team can give'), ('safety', 'Safety of this person or of the others'), ('other_solution', 'Another solution was found'), ('withdrew', 'Withdrew the request'), ('lost_contact', 'Contact lost'), ('unrecorded', 'Not recorded')], default='', max_length=16, verbose_name='why not here'),
        ),
        migrations.AddField(
            model_name='request',
            name='main_reason',
            field=models.CharField(blank=True, choices=[('rejection', 'Family rejection after coming out'), ('outing', 'Outed by somebody else'), ('put_out', 'Put out of the home'), ('fear', 'Fear of a rupture'), ('psychological', 'Psychological violence'), ('physical', 'Physical violence'), ('sexual', 'Sexual violence'), ('control', 'Control, confinement, papers or phone taken away'), ('forced_marriage', 'Forced marriage or forced return, or the threat of it'), ('honour', 'Honour-related threats'), ('conversion', 'Conversion practices'), ('religious', 'Religious pressure'), ('partner', 'Violence by a partner'), ('trafficking', 'Trafficking, sexual or labour exploitation'), ('reception_centre', 'LGBTQI+-phobia in a reception centre'), ('other_shelter', 'LGBTQI+-phobia in another shelter'), ('school', 'LGBTQI+-phobia at school or in a student room'), ('work', 'LGBTQI+-phobia at work'), ('neighbours', 'LGBTQI+-phobia by a landlord or neighbours'), ('country', 'Persecution in the country of origin'), ('transition', 'Rejection because of a transition'), ('youth_care', 'End of youth care'), ('economic', 'Money or eviction, unrelated to identity'), ('other', 'Other reason'), ('unsaid', 'Prefers not to say')], default='', max_length=20, verbose_name='main reason'),
        ),
        migrations.AddField(
            model_name='request',
            name='place_of_stay',
            field=models.CharField(blank=True, choices=[('', 'Not asked'), ('brussels', 'Brussels'), ('flanders', 'Flanders'), ('wallonia', 'Wallonia'), ('abroad', 'Abroad')], default='', max_length=8, verbose_name='lived last in'),
        ),
        migrations.AddField(
            model_name='requestevent',
            name='main_reason',
            field=models.CharField(blank=True, choices=[('rejection', 'Family rejection after coming out'), ('outing', 'Outed by somebody else'), ('put_out', 'Put out of the home'), ('fear', 'Fear of a rupture'), ('psychological', 'Psychological violence'), ('physical', 'Physical violence'), ('sexual', 'Sexual violence'), ('control', 'Control, confinement, papers or phone taken away'), ('forced_marriage', 'Forced marriage or forced return, or the threat of it'), ('honour', 'Honour-related threats'), ('conversion', 'Conversion practices'), ('religious', 'Religious pressure'), ('partner', 'Violence by a partner'), ('trafficking', 'Trafficking, sexual or labour exploitation'), ('reception_centre', 'LGBTQI+-phobia in a reception centre'), ('other_shelter', 'LGBTQI+-phobia in another shelter'), ('school', 'LGBTQI+-phobia at school or in a student room'), ('work', 'LGBTQI+-phobia at work'), ('neighbours', 'LGBTQI+-phobia by a landlord or neighbours'), ('country', 'Persecution in the country of origin'), ('transition', 'Rejection because of a transition'), ('youth_care', 'End of youth care'), ('economic', 'Money or eviction, unrelated to identity'), ('other', 'Other reason'), ('unsaid', 'Prefers not to say')], default='', max_length=20, verbose_name='main reason'),
        ),
        migrations.AddField(
            model_name='requestevent',
            name='place_of_stay',
            field=models.CharField(blank=True, choices=[('', 'Not asked'), ('brussels', 'Brussels'), ('flanders', 'Flanders'), ('wallonia', 'Wallonia'), ('abroad', 'Abroad')], default='', max_length=8, verbose_name='lived last in'),
        ),
        migrations.RunSQL(BEFORE_IT_WAS_ASKED, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "intake_decisionevent" ("decided_at", "decided_by_id", "exception", "id", "offered_instead", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "refusal_reason", "request_id", "revoked_at", "revoked_by_id", "space_was_free") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."exception", NEW."id", NEW."offered_instead", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."refusal_reason", NEW."request_id", NEW."revoked_at", NEW."revoked_by_id", NEW."space_was_free"); RETURN NULL;', hash='57358b7ad1dd03262f13666eabb12a1845e16937', operation='INSERT', pgid='pgtrigger_insert_insert_bcbb8', table='intake_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "intake_decisionevent" ("decided_at", "decided_by_id", "exception", "id", "offered_instead", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "refusal_reason", "request_id", "revoked_at", "revoked_by_id", "space_was_free") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."exception", NEW."id", NEW."offered_instead", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."refusal_reason", NEW."request_id", NEW."revoked_at", NEW."revoked_by_id", NEW."space_was_free"); RETURN NULL;', hash='9d6eec6dc474b5676ed70ea9047b248c1e776ade', operation='UPDATE', pgid='pgtrigger_update_update_30597', table='intake_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "intake_decisionevent" ("decided_at", "decided_by_id", "exception", "id", "offered_instead", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "refusal_reason", "request_id", "revoked_at", "revoked_by_id", "space_was_free") VALUES (OLD."decided_at", OLD."decided_by_id", OLD."exception", OLD."id", OLD."offered_instead", OLD."outcome", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."refusal_reason", OLD."request_id", OLD."revoked_at", OLD."revoked_by_id", OLD."space_was_free"); RETURN NULL;', hash='16ea22a0861dd58a69c2b13ff670d331cb12d1de', operation='DELETE', pgid='pgtrigger_delete_delete_6349e', table='intake_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='request',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "intake_requestevent" ("assessment", "call", "call_back", "call_back_uses", "caller", "caller_organisation", "channel", "decision_id", "ethos", "id", "in_danger", "is_injured", "logged_at", "main_reason", "minor_with_them", "needs", "opened_file", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_of_stay", "reasons", "received_at", "received_by_id", "reference", "speaks_freely", "state", "story", "urgency", "worker_id") VALUES (NEW."assessment", NEW."call", NEW."call_back", NEW."call_back_uses", NEW."caller", NEW."caller_organisation", NEW."channel", NEW."decision_id", NEW."ethos", NEW."id", NEW."in_danger", NEW."is_injured", NEW."logged_at", NEW."main_reason", NEW."minor_with_them", NEW."needs", NEW."opened_file", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_of_stay", NEW."reasons", NEW."received_at", NEW."received_by_id", NEW."reference", NEW."speaks_freely", NEW."state", NEW."story", NEW."urgency", NEW."worker_id"); RETURN NULL;', hash='428de8ba8266ff8e0add53b5dff9ccc742afa565', operation='INSERT', pgid='pgtrigger_insert_insert_80c4e', table='intake_request', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='request',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "intake_requestevent" ("assessment", "call", "call_back", "call_back_uses", "caller", "caller_organisation", "channel", "decision_id", "ethos", "id", "in_danger", "is_injured", "logged_at", "main_reason", "minor_with_them", "needs", "opened_file", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_of_stay", "reasons", "received_at", "received_by_id", "reference", "speaks_freely", "state", "story", "urgency", "worker_id") VALUES (NEW."assessment", NEW."call", NEW."call_back", NEW."call_back_uses", NEW."caller", NEW."caller_organisation", NEW."channel", NEW."decision_id", NEW."ethos", NEW."id", NEW."in_danger", NEW."is_injured", NEW."logged_at", NEW."main_reason", NEW."minor_with_them", NEW."needs", NEW."opened_file", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_of_stay", NEW."reasons", NEW."received_at", NEW."received_by_id", NEW."reference", NEW."speaks_freely", NEW."state", NEW."story", NEW."urgency", NEW."worker_id"); RETURN NULL;', hash='2c29920a0e017248765e7f6b630de3ccc7c6a158', operation='UPDATE', pgid='pgtrigger_update_update_f29c4', table='intake_request', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='request',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "intake_requestevent" ("assessment", "call", "call_back", "call_back_uses", "caller", "caller_organisation", "channel", "decision_id", "ethos", "id", "in_danger", "is_injured", "logged_at", "main_reason", "minor_with_them", "needs", "opened_file", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_of_stay", "reasons", "received_at", "received_by_id", "reference", "speaks_freely", "state", "story", "urgency", "worker_id") VALUES (OLD."assessment", OLD."call", OLD."call_back", OLD."call_back_uses", OLD."caller", OLD."caller_organisation", OLD."channel", OLD."decision_id", OLD."ethos", OLD."id", OLD."in_danger", OLD."is_injured", OLD."logged_at", OLD."main_reason", OLD."minor_with_them", OLD."needs", OLD."opened_file", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_of_stay", OLD."reasons", OLD."received_at", OLD."received_by_id", OLD."reference", OLD."speaks_freely", OLD."state", OLD."story", OLD."urgency", OLD."worker_id"); RETURN NULL;', hash='796b73cdd63f3effd01feffeeeb9997dcaa43823', operation='DELETE', pgid='pgtrigger_delete_delete_59ed2', table='intake_request', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'declined'), _negated=True), models.Q(('refusal_reason', ''), _negated=True), _connector='OR'), name='intake_refusal_says_why', violation_error_message='Say why the request is declined.'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('main_reason', ''), django.db.models.lookups.IsNull(intake.models.request.Position('reasons', 'main_reason'), False), _connector='OR'), name='intake_main_reason_among_reasons', violation_error_message='The main reason is one of the reasons chosen.'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='assessed_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assessment',
            name='request',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='intake.request'),
        ),
        migrations.AddField(
            model_name='assessmentevent',
            name='assessed_by',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assessmentevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='assessmentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='intake.assessment'),
        ),
        migrations.AddField(
            model_name='assessmentevent',
            name='request',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='intake.request'),
        ),
        migrations.AddField(
            model_name='asylumfile',
            name='person',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='asylum_file', to='people.person'),
        ),
        migrations.AddField(
            model_name='asylumfileevent',
            name='person',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='asylumfileevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='asylumfileevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='intake.asylumfile'),
        ),
        migrations.AddField(
            model_name='dangerassessment',
            name='assessed_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='dangerassessment',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='danger_assessments', to='intake.request'),
        ),
        migrations.AddField(
            model_name='dangerassessmentevent',
            name='assessed_by',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='dangerassessmentevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='dangerassessmentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='intake.dangerassessment'),
        ),
        migrations.AddField(
            model_name='dangerassessmentevent',
            name='request',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='intake.request'),
        ),
        migrations.AddField(
            model_name='minorfollowup',
            name='person',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='minor_follow_up', to='people.person'),
        ),
        migrations.AddField(
            model_name='minorfollowup',
            name='worker',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who keeps in touch'),
        ),
        migrations.AddField(
            model_name='minorfollowupevent',
            name='person',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='minorfollowupevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='minorfollowupevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='intake.minorfollowup'),
        ),
        migrations.AddField(
            model_name='minorfollowupevent',
            name='worker',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who keeps in touch'),
        ),
        migrations.AddField(
            model_name='riskflag',
            name='closed_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='riskflag',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='risk_flags', to='people.person'),
        ),
        migrations.AddField(
            model_name='riskflag',
            name='set_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='riskflagevent',
            name='closed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='riskflagevent',
            name='person',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='riskflagevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='riskflagevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='intake.riskflag'),
        ),
        migrations.AddField(
            model_name='riskflagevent',
            name='set_by',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "intake_assessmentevent" ("assessed_at", "assessed_by_id", "complaint", "domains", "id", "perpetrators", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported", "request_id") VALUES (NEW."assessed_at", NEW."assessed_by_id", NEW."complaint", NEW."domains", NEW."id", NEW."perpetrators", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reported", NEW."request_id"); RETURN NULL;', hash='1995e55ff16aabd8b9a8bd7859c81136a8da95d4', operation='INSERT', pgid='pgtrigger_insert_insert_3435a', table='intake_assessment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "intake_assessmentevent" ("assessed_at", "assessed_by_id", "complaint", "domains", "id", "perpetrators", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported", "request_id") VALUES (NEW."assessed_at", NEW."assessed_by_id", NEW."complaint", NEW."domains", NEW."id", NEW."perpetrators", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reported", NEW."request_id"); RETURN NULL;', hash='4476e1d7c954fe7d4d347c1faabce74db86a861f', operation='UPDATE', pgid='pgtrigger_update_update_dda0c', table='intake_assessment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "intake_assessmentevent" ("assessed_at", "assessed_by_id", "complaint", "domains", "id", "perpetrators", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported", "request_id") VALUES (OLD."assessed_at", OLD."assessed_by_id", OLD."complaint", OLD."domains", OLD."id", OLD."perpetrators", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reported", OLD."request_id"); RETURN NULL;', hash='24dfc5f70ed31ac4f5aece9d05dd60e27184385d', operation='DELETE', pgid='pgtrigger_delete_delete_fae4d', table='intake_assessment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessmentevent',
            trigger=pgtrigger.compiler.Trigger(name='keeper_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF current_user <> 'refuge_keeper' THEN\n            RAISE EXCEPTION 'table % only grows', TG_TABLE_NAME\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';\n        END IF;\n        RETURN NULL;\n    ", hash='c154fd763e1bfe95dabb371fcba97b9993c4bff0', level='STATEMENT', operation='UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_keeper_only_05ccf', table='intake_assessmentevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='asylumfile',
            index=models.Index(fields=['sp_index'], name='intake_sp_number'),
        ),
        migrations.AddIndex(
            model_name='asylumfile',
            index=models.Index(fields=['badge_index'], name='intake_badge_number'),
        ),
        migrations.AddIndex(
            model_name='asylumfile',
            index=models.Index(condition=models.Q(('agreement_ends_on__isnull', False)), fields=['agreement_ends_on'], name='intake_agreement_ends'),
        ),
        migrations.AddConstraint(
            model_name='asylumfile',
            constraint=models.CheckConstraint(condition=models.Q(('agreement_ends_on__isnull', True), models.Q(('agreed_on__isnull', False), ('agreement_ends_on__gte', models.F('agreed_on'))), _connector='OR'), name='intake_agreement_ends_after_it_began', violation_error_message='An agreement has a day on which it was made, and ends after it.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='asylumfile',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "intake_asylumfileevent" ("account", "agreed_on", "agreed_with", "agreement_ends_on", "badge_index", "badge_number", "centre", "id", "incidents", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referred_by", "sp_index", "sp_number") VALUES (NEW."account", NEW."agreed_on", NEW."agreed_with", NEW."agreement_ends_on", NEW."badge_index", NEW."badge_number", NEW."centre", NEW."id", NEW."incidents", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."referred_by", NEW."sp_index", NEW."sp_number"); RETURN NULL;', hash='74197c1072b07426424a726efc7206d82239f2d0', operation='INSERT', pgid='pgtrigger_insert_insert_9eb39', table='intake_asylumfile', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='asylumfile',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "intake_asylumfileevent" ("account", "agreed_on", "agreed_with", "agreement_ends_on", "badge_index", "badge_number", "centre", "id", "incidents", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referred_by", "sp_index", "sp_number") VALUES (NEW."account", NEW."agreed_on", NEW."agreed_with", NEW."agreement_ends_on", NEW."badge_index", NEW."badge_number", NEW."centre", NEW."id", NEW."incidents", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."referred_by", NEW."sp_index", NEW."sp_number"); RETURN NULL;', hash='c9e23ec788e8be6b9e325474469bd3e21e000b8d', operation='UPDATE', pgid='pgtrigger_update_update_d5cdd', table='intake_asylumfile', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='asylumfile',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "intake_asylumfileevent" ("account", "agreed_on", "agreed_with", "agreement_ends_on", "badge_index", "badge_number", "centre", "id", "incidents", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referred_by", "sp_index", "sp_number") VALUES (OLD."account", OLD."agreed_on", OLD."agreed_with", OLD."agreement_ends_on", OLD."badge_index", OLD."badge_number", OLD."centre", OLD."id", OLD."incidents", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."referred_by", OLD."sp_index", OLD."sp_number"); RETURN NULL;', hash='5d5ba38c7bd4c94a387631aba579c18d0a600237', operation='DELETE', pgid='pgtrigger_delete_delete_c59f6', table='intake_asylumfile', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='asylumfileevent',
            trigger=pgtrigger.compiler.Trigger(name='keeper_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF current_user <> 'refuge_keeper' THEN\n            RAISE EXCEPTION 'table % only grows', TG_TABLE_NAME\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';\n        END IF;\n        RETURN NULL;\n    ", hash='a217e6c82e99de1be0b032cae95d50edbfb6db2b', level='STATEMENT', operation='UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_keeper_only_5f9b4', table='intake_asylumfileevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='dangerassessment',
            constraint=models.CheckConstraint(condition=models.Q(('done__isnull', False)), name='intake_danger_says_what_was_done', violation_error_message='Write what was done.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dangerassessment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "intake_dangerassessmentevent" ("answers", "assessed_at", "assessed_by_id", "done", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id") VALUES (NEW."answers", NEW."assessed_at", NEW."assessed_by_id", NEW."done", NEW."id", NEW."level", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."request_id"); RETURN NULL;', hash='cb60a59cc701799d9befbbabda45706a55a165ac', operation='INSERT', pgid='pgtrigger_insert_insert_88d3a', table='intake_dangerassessment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dangerassessment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "intake_dangerassessmentevent" ("answers", "assessed_at", "assessed_by_id", "done", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id") VALUES (NEW."answers", NEW."assessed_at", NEW."assessed_by_id", NEW."done", NEW."id", NEW."level", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."request_id"); RETURN NULL;', hash='1ec75c40ba5a1afc4659ed86dbba1bd9b7f5715f', operation='UPDATE', pgid='pgtrigger_update_update_7d68b', table='intake_dangerassessment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dangerassessment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "intake_dangerassessmentevent" ("answers", "assessed_at", "assessed_by_id", "done", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id") VALUES (OLD."answers", OLD."assessed_at", OLD."assessed_by_id", OLD."done", OLD."id", OLD."level", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."request_id"); RETURN NULL;', hash='19e02ae1bc9c9bebc94db873b38bdccdf784d344', operation='DELETE', pgid='pgtrigger_delete_delete_8a2f4', table='intake_dangerassessment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dangerassessmentevent',
            trigger=pgtrigger.compiler.Trigger(name='keeper_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF current_user <> 'refuge_keeper' THEN\n            RAISE EXCEPTION 'table % only grows', TG_TABLE_NAME\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';\n        END IF;\n        RETURN NULL;\n    ", hash='ce3fe3b901fda6b5f80628fbe649fbc6f7921f13', level='STATEMENT', operation='UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_keeper_only_2fb29', table='intake_dangerassessmentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='minorfollowup',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "intake_minorfollowupevent" ("id", "next_on", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "worker_id") VALUES (NEW."id", NEW."next_on", NEW."note", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."worker_id"); RETURN NULL;', hash='6a9639ed798b86aee2eb8f02578cb6432e811a47', operation='INSERT', pgid='pgtrigger_insert_insert_c2b03', table='intake_minorfollowup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='minorfollowup',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "intake_minorfollowupevent" ("id", "next_on", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "worker_id") VALUES (NEW."id", NEW."next_on", NEW."note", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."worker_id"); RETURN NULL;', hash='a9022f9cd3f8030c26a60562191d4b8336c21225', operation='UPDATE', pgid='pgtrigger_update_update_5f3ff', table='intake_minorfollowup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='minorfollowup',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "intake_minorfollowupevent" ("id", "next_on", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "worker_id") VALUES (OLD."id", OLD."next_on", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."worker_id"); RETURN NULL;', hash='09413ce987a3a848018bba58354ebc69a5bd77ae', operation='DELETE', pgid='pgtrigger_delete_delete_e445a', table='intake_minorfollowup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='minorfollowupevent',
            trigger=pgtrigger.compiler.Trigger(name='keeper_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF current_user <> 'refuge_keeper' THEN\n            RAISE EXCEPTION 'table % only grows', TG_TABLE_NAME\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';\n        END IF;\n        RETURN NULL;\n    ", hash='581ee653fc8cd1311ffae72f6d306052029e067e', level='STATEMENT', operation='UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_keeper_only_9e76a', table='intake_minorfollowupevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='riskflag',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['review_on'], name='intake_flag_review'),
        ),
        migrations.AddConstraint(
            model_name='riskflag',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('person', 'kind'), name='intake_one_flag_of_a_kind', violation_error_message='There is a flag for this risk already: review it.'),
        ),
        migrations.AddConstraint(
            model_name='riskflag',
            constraint=models.CheckConstraint(condition=models.Q(('review_on__gte', models.F('since'))), name='intake_flag_reviewed_later', violation_error_message='The day to look again lies after the day it began.'),
        ),
        migrations.AddConstraint(
            model_name='riskflag',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('closing_note__isnull', False)), _connector='OR'), name='intake_flag_closed_with_a_note', violation_error_message='Write why the flag is closed.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='riskflag',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "intake_riskflagevent" ("closed_at", "closed_by_id", "closing_note", "id", "kind", "level", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_on", "set_at", "set_by_id", "since") VALUES (NEW."closed_at", NEW."closed_by_id", NEW."closing_note", NEW."id", NEW."kind", NEW."level", NEW."note", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."review_on", NEW."set_at", NEW."set_by_id", NEW."since"); RETURN NULL;', hash='ff633aa555d482055a5e3e66f7b06733d54c06f7', operation='INSERT', pgid='pgtrigger_insert_insert_405b7', table='intake_riskflag', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='riskflag',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "intake_riskflagevent" ("closed_at", "closed_by_id", "closing_note", "id", "kind", "level", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_on", "set_at", "set_by_id", "since") VALUES (NEW."closed_at", NEW."closed_by_id", NEW."closing_note", NEW."id", NEW."kind", NEW."level", NEW."note", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."review_on", NEW."set_at", NEW."set_by_id", NEW."since"); RETURN NULL;', hash='2d3137f117968bcd143970fd0175bb859cc4084d', operation='UPDATE', pgid='pgtrigger_update_update_9651c', table='intake_riskflag', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='riskflag',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "intake_riskflagevent" ("closed_at", "closed_by_id", "closing_note", "id", "kind", "level", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_on", "set_at", "set_by_id", "since") VALUES (OLD."closed_at", OLD."closed_by_id", OLD."closing_note", OLD."id", OLD."kind", OLD."level", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."review_on", OLD."set_at", OLD."set_by_id", OLD."since"); RETURN NULL;', hash='1fbd57a1aefb43d7bffea889d47898afbe2bbc2b', operation='DELETE', pgid='pgtrigger_delete_delete_11e30', table='intake_riskflag', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='riskflagevent',
            trigger=pgtrigger.compiler.Trigger(name='keeper_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF current_user <> 'refuge_keeper' THEN\n            RAISE EXCEPTION 'table % only grows', TG_TABLE_NAME\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';\n        END IF;\n        RETURN NULL;\n    ", hash='b0473986acf24a2aff815bf6d40e7f8be4dcd195', level='STATEMENT', operation='UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_keeper_only_96159', table='intake_riskflagevent', when='BEFORE')),
        ),
    ]
