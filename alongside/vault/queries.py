"""What `doctor` and readiness ask about keys.

Belongs here: reads over wrapped keys. Does not belong here: the keys themselves.
"""

from alongside.vault import keyring
from alongside.vault.models import WrappedKey


def unknown_generations() -> list[str]:
    """Return generations that wrap a live key but are not in the keyring; unless empty, this process is not ready."""
    known = {each.id for each in keyring.current().generations if each.kind == "wrap"}
    used = WrappedKey.objects.filter(holder_kind=WrappedKey.Holder.KEYRING).values_list("generation", flat=True)
    return sorted(set(used.distinct()) - known)
