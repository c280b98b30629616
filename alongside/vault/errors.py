"""What can be wrong with a key, a sealed value or a typed code.

No message ever holds a key, a code or a plain value.
"""


class VaultError(Exception):
    """Anything this floor refuses."""


class CannotOpen(VaultError):
    """A sealed value does not open here.

    Wrong key, wrong place, changed, cut short or of an unknown version. One error for all.
    """


class UnknownGeneration(CannotOpen):
    """A key was wrapped by a generation that the keyring does not list, even after reading it again."""


class Unregistered(VaultError):
    """This table and column are not in the registry of sealed columns."""


class TooLarge(VaultError):
    """The value is longer than its column's largest bucket."""


class SealedTooOften(VaultError):
    """One key has sealed as much as its random nonces safely allow."""


class NotSealed(VaultError):
    """A sealed column was about to be written in clear."""


class Mistyped(VaultError):
    """A return code holds a typing slip, perhaps in `group` (1 to 5, or None). It costs nothing and is no attempt."""

    def __init__(self, group: int | None) -> None:
        super().__init__(f"a character is mistyped, perhaps in group {group}" if group else "a character is mistyped")
        self.group = group


class ListOfErasuresLost(VaultError):
    """The list of erasures lacks what the database knows of it: put back its copy before anything is forgotten."""


class BadKeyring(VaultError):
    """The keyring stops the start; the subclass says why, the message how to mend it."""


class KeyringMissing(BadKeyring):
    """There is no keyring file although keys were wrapped by one."""


class NotAKeyring(BadKeyring):
    """The file is not a keyring of format 1."""


class KeyringOpenToOthers(BadKeyring):
    """The group or the world can read the file."""


class NoActiveGeneration(BadKeyring):
    """A kind of key has no active generation, or more than one."""


class DuplicateGeneration(BadKeyring):
    """Two generations carry the same id."""


class WrongLength(BadKeyring):
    """A key is not 32 bytes long."""


class SampleKey(BadKeyring):
    """A key is the one printed in the documentation, or one repeated byte."""


class WrapIsPepper(BadKeyring):
    """The same key serves two purposes."""
