"""Which languages may stand in an address. Belongs here: the converter. Does not belong here: choosing one."""

from django.conf import settings


class LanguageConverter:
    """One of the languages the house speaks."""

    regex = "|".join(code for code, _ in settings.LANGUAGES)

    def to_python(self, value: str) -> str:
        """Return the code as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Return the code as it stands."""
        return value
