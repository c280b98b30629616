"""Django's `migrate`, after which the ledger's triggers are made anew.

Belongs here: that one step. Does not belong here: the triggers (`ledger.triggers`).
"""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from alongside.ledger import triggers


class Command(Migrate):
    """Migrate, then make the ledger append-only again."""

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  # As Django declares it.
        """Run Django's own command, then install the triggers on the same database."""
        super().handle(*args, **options)
        if not options["plan"]:
            triggers.install(using=options["database"])
