"""What can be wrong with a coded list."""


class VocabularyError(LookupError):
    """Anything this floor refuses."""


class UnknownList(VocabularyError):
    """No list has this name."""


class UnknownCode(VocabularyError):
    """The list has no such code or text."""
