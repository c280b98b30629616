"""How allauth behaves in this house: no open sign-up, mail through the outbox, no lock-out."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth publishes no types.
    """People come in by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account by themselves."""
        return False


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # As above.
    """Passkeys and one-time codes."""
