"""What can be wrong with a coded list."""


class VocabularyError(LookupError):
    """Anything this floor refuses."""


class UnknownList(VocabularyError):  # noqa: N818  # Named for the fact, read aloud.
    """No list has this name."""


class UnknownCode(VocabularyError):  # noqa: N818  # As above.
    """The list has no such code or text."""
