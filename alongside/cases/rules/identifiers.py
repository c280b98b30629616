"""What a message should not hold: a return code, or what may point at a patient. Looked for before anything is sent.

Belongs here: patterns on plain text, in English and French. Does not belong here: what follows from them
(`journeys/writing_to_each_other.py`), any word for a reader. It is a kind question before sending, not a guard: what it
misses and what it takes wrongly is measured in docs/identifiers.md.

A message is for arranging contact. So numbers to call, hours, places and a colleague's own name pass; a number that
stands for a patient, a date of birth and a patient's full name do not. Neither feelings nor danger are looked for:
nobody must believe that somebody, or something, reads at once (hazard H22).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from enum import StrEnum

from alongside.cases.rules.given_names import GIVEN_NAMES


class Kind(StrEnum):
    """What was met. A code is never sent; the others are, if whoever writes says that they are no patient's."""

    CODE = "code"
    RECORD_NUMBER = "record_number"
    DATE_OF_BIRTH = "date_of_birth"
    FULL_NAME = "full_name"


IsCode = Callable[[str], bool]
_CODE_LENGTH = 20
_ANY = re.IGNORECASE


def found_in(text: str, *, year: int, is_code: IsCode) -> list[Kind]:
    """Return what a text seems to hold, each kind once.

    `year` is this year; `is_code` says whether twenty letters are a return code.
    """
    plain = _plain(text)
    without_telephones = _TO_CALL.sub(" ", plain)
    found = {
        Kind.CODE: any(map(is_code, _codes(plain))),
        Kind.RECORD_NUMBER: bool(_LABELED.search(plain)) or _has_record_number(without_telephones),
        Kind.DATE_OF_BIRTH: _has_date_of_birth(without_telephones, year),
        Kind.FULL_NAME: _has_full_name(plain),
    }
    return [kind for kind, there in found.items() if there]


def _plain(text: str) -> str:
    """Return the text with one kind of space, hyphen and apostrophe, and nothing that nobody sees."""
    seen = "".join(one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf")
    one_hyphen = re.sub(r"[\u2010-\u2015\u2212]", "-", seen.replace("\u2019", "'"))
    return re.sub(r"[^\S\n]+", " ", one_hyphen)


_TO_CALL = re.compile(
    r"(?<![\w/])(?:\+\d[\d .()-]{7,17}\d|0\d(?:[ .-]?\d{2}){4}|07\d{3} \d{6}|"
    r"\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}|\d{3}-\d{4})(?![\w/-])"
)
"""A number to call, as it is written with its pauses in North America, France and abroad."""


# --- a return code ----------------------------------------------------------------------------------------------------

_CODE_PIECES = re.compile(r"[0-9a-z]+", _ANY)
_AMBIGUOUS = str.maketrans("OIL", "011")


def _codes(plain: str) -> Iterator[str]:
    """Yield every twenty letters that are one word, or words of a code written in groups, one after another."""
    pieces = [piece.group().upper().translate(_AMBIGUOUS) for piece in _CODE_PIECES.finditer(plain)]
    for start in range(len(pieces)):
        letters = ""
        for piece in pieces[start:]:
            letters += piece
            if len(letters) >= _CODE_LENGTH:
                break
        if len(letters) == _CODE_LENGTH:
            yield letters


# --- a record number --------------------------------------------------------------------------------------------------

_RECORD_WORD = (
    r"\b(?:mrn|emr|ehr|csn|fin|hn|nhs|ssn|mbi|ipp|nir|nip|iep|nda|ins|"
    r"(?:medical|patient|hospital|health|chart|visit|encounter|accession|admission|account|acct|run|incident|specimen|"
    r"medicare|medicaid|insurance|policy|record|file|case|unit)[ -]?(?:record )?(?:number|no\b|num\b|nr\b|id\b|#)|"
    r"chart|record|encounter|accession|patient|pt|"
    r"dossier|patiente?|s[ée]jour|[ée]tiquette|pr[ée]l[èe]vement|s[ée]cu(?:rit[ée] sociale)?|"
    r"hospitalisation|intervention|num[ée]ro (?:d[e'] ?)?(?:dossier|patiente?|s[ée]jour|s[ée]cu(?:rit[ée] sociale)?|"
    r"passage|venue|intervention)|(?:wristband|label|bracelet)(?: was| said| [ée]tait| disait)?)"
)
_NEARBY = r"[ :.#=n°ºo-]{0,6}(?:(?:number|no|num|nr|is|was|est|[ée]tait|num[ée]ro|n|le|du)\b[ :.#°º]{0,3}){0,2}"
_LABELED = re.compile(
    rf"{_RECORD_WORD}{_NEARBY}(?:[a-z]{{0,4}}[ -]?\d(?:[ -]?\d){{3,14}}|"
    r"(?=(?:[a-z-]*\d){4})[a-z\d]{3,}-[a-z\d-]{3,})",
    _ANY,
)
_HASHED = re.compile(r"#\s?\d{5,12}\b")
_SOCIAL_US = re.compile(r"\b\d{3}[- ]\d{2}[- ]\d{4}\b")
_SOCIAL_FR = re.compile(r"\b[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[ab]) ?\d{3} ?\d{3}(?: ?\d{2})?\b", _ANY)
_LETTERED = re.compile(r"\b[A-Z]{1,4}-?\d{6,12}\b")
_BARE = re.compile(r"(?<![\d+(./:-])\b\d{6,14}\b(?![./:-]?\d)")
_CALL_WORD = re.compile(
    r"(?:\b(?:call(?:ed|ing)?|phone|text(?:ed)?|tel|telephone|cell|mobile|number|line|reach(?:ed)?|ring|dial|pager|"
    r"beeper|page|ext|extension|fax|desk|whatsapp|sms|at|on|"
    r"appel\w*|joindre|joignable|t[ée]l\w*|portable|num[ée]ro|ligne|poste|bip|dect|texto|fixe|au)\b\W*)"
    r"(?:(?!about|regarding|concerning|for|pour|concernant)\w+\W+){0,3}$",
    _ANY,
)
_AS_A_PHONE = frozenset({10, 11})


def _has_record_number(plain: str) -> bool:
    if any(pattern.search(plain) for pattern in (_HASHED, _SOCIAL_US, _SOCIAL_FR, _LETTERED)):
        return True
    return any(not _is_to_call(plain, number) for number in _BARE.finditer(plain))


def _is_to_call(plain: str, number: re.Match[str]) -> bool:
    """Say whether bare digits are a number to call: as long as one, or after a word that says so."""
    digits = number.group()
    if len(digits) == 10 and (digits[0] == "0" or digits[0] in "23456789"):  # noqa: PLR2004  # A number here or there.
        return True
    return len(digits) <= max(_AS_A_PHONE) and bool(_CALL_WORD.search(plain[: number.start()]))


# --- a date of birth --------------------------------------------------------------------------------------------------

_MONTHS = (
    r"(?:jan(?:uary|vier|v)?|feb(?:ruary)?|f[ée]v(?:rier)?|mar(?:ch|s)?|apr(?:il)?|avr(?:il)?|may|mai|june?|juin|"
    r"jul(?:y)?|juil(?:let)?|aug(?:ust)?|ao[ûu]t|sept?(?:ember|embre)?|oct(?:ober|obre)?|nov(?:ember|embre)?|"
    r"dec(?:ember)?|d[ée]c(?:embre)?)\.?"
)
_DATE = (
    rf"(?:\d{{1,2}}[/. -]\d{{1,2}}[/. -](?P<tail>\d{{4}}|\d{{2}})|"
    rf"(?P<head>(?:18|19|20)\d{{2}})[/. -]\d{{1,2}}[/. -]\d{{1,2}}|"
    rf"\d{{1,2}}(?:st|nd|rd|th|er)?(?: of)? {_MONTHS},? (?P<after>(?:18|19|20)\d{{2}})|"
    rf"{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?,? (?P<american>(?:18|19|20)\d{{2}}))"
)
_WHOLE_DATE = re.compile(rf"(?<![\d/.-]){_DATE}(?![\d/-])", _ANY)
_BORN = re.compile(
    r"\b(?:(?:would have )?turned \d{1,3} on|aurait eu \d{1,3} ans le|d\.?o\.?b\.?|date of birth|birth ?date|birthday|"
    r"born|ddn|date de naissance|n[ée]e?s? (?:le|en)|naissance|anniversaire)\b.{0,24}?"
    r"(?:\d{1,2}[/. -]\d{1,2}|\d{1,2}(?:st|nd|rd|th|er)? (?:of )?[a-zéû]{3,9}|"
    r"[a-z]{3,9} \d{1,2}(?:st|nd|rd|th)?\b|\b(?:18|19|20)\d{2}\b)",
    _ANY | re.DOTALL,
)


def _has_date_of_birth(plain: str, year: int) -> bool:
    if _BORN.search(plain):
        return True
    return any(_long_ago(date, year) for date in _WHOLE_DATE.finditer(plain))


def _long_ago(date: re.Match[str], year: int) -> bool:
    """Say whether a whole date lies before last year: contact is never arranged for one."""
    written = next(part for part in date.groupdict().values() if part)
    if len(written) == 4:  # noqa: PLR2004  # A whole year.
        return int(written) < year - 1
    return not year % 100 - 1 <= int(written) <= year % 100 + 1


# --- a patient's full name --------------------------------------------------------------------------------------------

_NAME = r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:[-'][A-ZÀ-ÖØ-Þ]?[a-zß-öø-ÿ]+)*"
_INITIAL = r"[A-ZÀ-ÖØ-Þ]\.?"
_CAPITALS = r"[A-ZÀ-ÖØ-Þ]{2,}(?:[-'][A-ZÀ-ÖØ-Þ]{2,})*"
_PARTICLE = r"(?:de|du|des|la|le|van|von|der|den|da|dos|di|del|al|el|ben|bin|O'|Mc|Mac|D')"
_PATIENT = (
    r"(?:[Pp]atient(?:e|'s)?|PATIENT|[Pp]t|[Mm]other|[Mm]om|[Ff]ather|[Ww]ife|[Hh]usband|[Dd]aughter|[Ss]on|[Bb]aby|"
    r"[Ff]amily of|[Rr]esident|[Cc]lient|[Ll]ady|[Gg]entleman|"
    r"[Mm][èe]re|[Pp][èe]re|[Ff]ille|[Ff]ils|[Bb][ée]b[ée]|[Ff]amille|[Rr][ée]sidente?|[Éé]pouse?|[Dd]ame)"
)
_ONE_NAME = re.compile(
    rf"\b(?:[Bb]aby|[Ii]nfant|[Bb][ée]b[ée]|[Ff]amille|[Ff]amily) {_NAME}|"
    rf"\b(?:[Tt]he|[Ll]a|[Ll]es|[Ll]e) {_NAME} (?:baby|family|twins?|boy|girl|infant|child)\b"
)
"""Also a family name alone, beside a child or a family."""
_AFTER_PATIENT = re.compile(
    rf"\b{_PATIENT}(?: (?:was|is|named|called|name is|of|was called|s'appelle|s'appelait|est|[ée]tait|nomm[ée]e?|de))?"
    rf"[ :,]{{1,2}}(?:{_NAME}|{_CAPITALS}) (?:{_PARTICLE} ){{0,2}}(?:{_NAME}|{_CAPITALS})"
)
_TITLED = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Mme|Mlle|Monsieur|Madame|Mademoiselle|M)\b\.? (?:{_INITIAL} )?(?:{_PARTICLE} ){{0,2}}"
    rf"(?:{_NAME}|{_CAPITALS})"
)
_BEFORE = r"(?:(?<=\b[dDlL]')|(?<![\w']))"
_TWO = re.compile(
    rf"{_BEFORE}(?P<first>{_NAME})(?: {_INITIAL})? (?:{_PARTICLE} ){{0,2}}(?P<last>{_NAME}|{_CAPITALS})(?!\w)"
)
_CAPITALS_FIRST = re.compile(rf"{_BEFORE}(?P<last>{_CAPITALS}),? (?P<first>{_NAME})(?!\w)")
_COMMA = re.compile(
    rf"{_BEFORE}(?!(?:Best|Thanks|Regards|Yours|Love|Merci|Cordialement)\b)(?P<last>{_NAME}), (?P<first>{_NAME})(?!\w)"
)
_INTRODUCED = re.compile(
    r"(?:\b(?:i am|i'm|it is|it's|this is|name is|my name's|ask for|asking for|call me|with|from|see|contact|tell|"
    r"reach|love|thanks|thank you|regards|best|yours|hi|hello|hey|dear|signed|chaplain|nurse|dr|doctor|professor|"
    r"colleague|peer|coordinator|supporter|psychologist|"
    r"je suis|c'est|ici|m'appelle|mon nom est|demandez|demander|appelez|avec|voir|bonjour|bonsoir|salut|merci|"
    r"ch[eè]re?|docteure?|pr|professeure?|coll[èe]gue|infirmi[èe]re?|aum[ôo]nier|psychologue|cadre|coordination|"
    r"cordialement|à vous|amicalement)"
    r"[ :,.]{1,2})$",
    _ANY,
)


def _has_full_name(plain: str) -> bool:
    if any(pattern.search(plain) for pattern in (_AFTER_PATIENT, _ONE_NAME, _TITLED)):
        return True
    return any(
        _is_a_persons(match) and not _introduces_a_colleague(plain, match)
        for pattern in (_TWO, _CAPITALS_FIRST, _COMMA)
        for match in pattern.finditer(plain)
    )


def _is_a_persons(name: re.Match[str]) -> bool:
    first = name["first"].casefold()
    if first.endswith("'s"):
        return False  # A place, or something of somebody's.
    return any(part in GIVEN_NAMES for part in (first, *re.split("[-']", first)))


def _introduces_a_colleague(plain: str, name: re.Match[str]) -> bool:
    """Say whether a name is the writer's own or a colleague's: after "I am", "ask for", a greeting, or a signature."""
    before, after = plain[: name.start()], plain[name.end() :]
    signed = before.rstrip(" ").endswith("\n") and not after.strip(" .\n")
    return signed or bool(_INTRODUCED.search(before))
