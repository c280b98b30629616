from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0011_course_of_talks'),
        ('people', '0003_role_proposals'),
        ('tenancy', '0003_states_are_known'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='case',
            name='cases_due',
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='cases_due_at'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['accepted', 'alongside', 'closed', 'declined', 'erased', 'lapsed', 'offered', 'waiting', 'with_professional', 'withdrawn'])), name='cases_stage_is_known'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['done', 'moved', 'no_more', 'open', 'stopped'])), name='cases_follow_up_state_known'),
        ),
        migrations.AddConstraint(
            model_name='handoff',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'confirmed', 'declined', 'ended', 'given_back', 'outside', 'proposed', 'refused', 'silent', 'taken_back'])), name='cases_hand_off_state_known'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'nobody', 'over', 'proposed', 'refused', 'taken'])), name='cases_hand_over_state_known'),
        ),
        migrations.AddConstraint(
            model_name='handoverturn',
            constraint=models.CheckConstraint(condition=models.Q(('answer__in', ['none', 'passed', 'silent', 'stood_down', 'took'])), name='cases_turn_answer_known'),
        ),
    ]
