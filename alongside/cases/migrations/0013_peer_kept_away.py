from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0012_stages_are_known_and_due_is_found'),
    ]

    operations = [
        migrations.AddField(
            model_name='handoff',
            name='peer_kept_away',
            field=models.BooleanField(default=False),
        ),
    ]
