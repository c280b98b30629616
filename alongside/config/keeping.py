"""Keeping the proof and the keys: `alongside ledger verify`, `alongside vault rotate`.

Belongs here: asking each organization in turn, saying what was found. Does not belong here: the chain, the keyring.
"""

import sys

from alongside import clock
from alongside.config.house import House
from alongside.journeys import keeping_keys
from alongside.ledger import queries as ledger
from alongside.tenancy import queries as tenancy
from alongside.vault import operations as vault
from alongside.vault import queries as sealed


def verify_ledgers(house: House) -> int:  # noqa: ARG001  # Every command is given the settings.
    """Check every organization's chain; print each fault; 1 when there is any."""
    faults = 0
    for organization in tenancy.houses():
        found = ledger.verify(organization=organization.id)
        faults += len(found)
        sys.stdout.write(f"{organization.slug}: {'whole' if not found else f'{len(found)} faults'}\n")
        for fault in found:
            sys.stdout.write(f"  {fault}\n")
    return int(bool(faults))


def rotate_keys(house: House) -> int:  # noqa: ARG001  # As above.
    """Make a new wrapping key, wrap every case key by it, and destroy old ones that no backup needs any more.

    Safe to kill at any moment and to run again.
    """
    fresh = vault.rotate_keyring(now=clock.now())
    wrapped = 0
    while some := keeping_keys.wrap_some(now=clock.now()):
        wrapped += some
    gone = vault.destroy_old_generations(now=clock.now())
    sys.stdout.write(f"Wrapping by {fresh}. Case keys wrapped anew: {wrapped}. Old keys destroyed: {len(gone)}.\n")
    unknown = sealed.unknown_generations()
    if unknown:
        sys.stdout.write(f"Keys that no listed generation opens: {', '.join(unknown)}. Put back the keyring's copy.\n")
    return int(bool(unknown))
