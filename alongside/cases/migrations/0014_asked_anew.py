from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0013_peer_kept_away'),
    ]

    operations = [
        migrations.AlterField(
            model_name='opening',
            name='what',
            field=models.CharField(choices=[('asked', 'Asked'), ('paged', 'Paged'), ('contact', 'Contact'), ('visit', 'Visit'), ('contact_changed', 'Contact Changed'), ('call_taken', 'Call Taken'), ('helped_choose', 'Helped Choose'), ('offered', 'Offered'), ('handed_over', 'Handed Over'), ('messages', 'Messages'), ('new_code', 'New Code'), ('code_by_phone', 'Code By Phone'), ('handed_on', 'Handed On'), ('danger_taken', 'Danger Taken'), ('glass', 'Glass'), ('asked_anew', 'Asked Anew')], max_length=16),
        ),
    ]
