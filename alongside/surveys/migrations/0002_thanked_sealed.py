"""Whom a word of thanks reaches is sealed by its ticket.

Rows in clear cannot be sealed afterwards, since the text of a ticket that was given is kept nowhere: words of thanks
given with those reach nobody; their answers still count.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def let_go(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401, ARG001  # As Django calls it.
    """Delete what stood in clear, and the tickets nobody was given yet with it: new ones are made at once."""
    apps.get_model("surveys", "Thanked").objects.all().delete()
    apps.get_model("surveys", "Ticket").objects.all().delete()


class Migration(migrations.Migration):
    """Put sealed bytes in the supporter's place."""

    dependencies = [("surveys", "0001_answers")]

    operations = [
        migrations.RunPython(let_go, migrations.RunPython.noop),
        migrations.RemoveField(model_name="thanked", name="supporter"),
        migrations.AddField(
            model_name="thanked", name="sealed", field=models.BinaryField(default=b""), preserve_default=False
        ),
    ]
