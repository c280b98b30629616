"""The return code: read generously, recognized without being kept, useless to whoever steals the database."""

import random
import threading
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from alongside.vault import codes, keyring
from alongside.vault.codes import ALPHABET, Code, Verifier
from alongside.vault.errors import Mistyped, UnknownGeneration
from alongside.vault.keyring import OPEN_ONLY, Keyring

LETTERS = st.text(ALPHABET, min_size=18, max_size=18)
CODES = LETTERS.map(lambda letters: Code(letters[:4], letters[4:]))
GAPS = st.sampled_from(["", " ", "-", " - ", "\u2013", "\u00a0", "\u2011", "\t", "\n", "\u200b"])
TWINS = {"0": "0oO", "1": "1iIlL"}


@given(code=CODES, data=st.data())
def test_code_round_trip(code: Code, data: st.DataObject) -> None:
    """Any generous spelling parses: case, spaces, hyphens, O for 0, I and L for 1, full-width letters."""
    typed = "".join(_spelled(letter, data) for letter in code.text.replace("-", ""))
    assert codes.parse(data.draw(GAPS) + typed + data.draw(GAPS)) == code


def _spelled(letter: str, data: st.DataObject) -> str:
    alike = TWINS.get(letter, letter.lower() + letter)
    return data.draw(st.sampled_from(alike + chr(ord(letter) + 0xFEE0))) + data.draw(GAPS)


def _caught(code: str) -> bool:
    try:
        codes.parse(code)
    except Mistyped:
        return True
    return False


def _random_code(chance: random.Random) -> str:
    letters = "".join(chance.choice(ALPHABET) for _ in range(18))
    return letters + codes.check(letters)


def _substituted(code: str) -> list[str]:
    return [code[:at] + other + code[at + 1 :] for at in range(20) for other in ALPHABET if other != code[at]]


def _transposed(code: str) -> list[str]:
    swapped = [code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(19)]
    return [each for each in swapped if each != code]


@pytest.mark.parametrize(("slips", "sample"), [(_substituted, 400), (_transposed, 20_000)])
def test_a_slip_is_caught(slips: Any, sample: int) -> None:
    """Any single substitution or transposition of neighbors is caught at least 999 times in 1,000.

    Two check characters miss one slip in 1,024; over five million transpositions 99.907 % were caught. The sample is
    fixed, since so small a margin would let a fresh one fail now and then.
    """
    chance = random.Random(2)  # noqa: S311  # A fixed sample, not a secret.
    tried = [slip for _ in range(sample) for slip in slips(_random_code(chance))]
    assert sum(map(_caught, tried)) >= 0.999 * len(tried)


@pytest.mark.parametrize(
    ("typed", "group"),
    [
        ("", 1),
        ("7QH", 1),
        ("7QH4-K2U9-X0ZT-3VWA-6R00", 2),
        ("7QH4-K2M9-X0Z-3VWA-6R00", 3),
        ("7QH4-K2M9-X0ZT-3VWA6", 5),
        ("7QH4-K2M9-X0ZT-3VWA-6R-00-0", 5),
        ("7QH4-K2M9-X0ZT-3V\0A-6R00", 4),
        ("7QH4-K2M9-X0ZT-3VWA-6Ré0", 5),
        ("\u202e7QH4", 1),
        ("A" * 4000, 5),
    ],
)
def test_a_slip_names_its_group(typed: str, group: int) -> None:
    with pytest.raises(Mistyped) as slip:
        codes.parse(typed)
    assert slip.value.group == group
    assert typed[:4] not in str(slip.value) or not typed


@given(code=CODES, place=st.integers(0, 19), other=st.sampled_from(ALPHABET))
def test_a_group_is_blamed_only_when_no_other_could_be(code: Code, place: int, other: str) -> None:
    """Of a single slip the right group is named, or none: never an innocent one."""
    good = code.text.replace("-", "")
    wrong = good[:place] + other + good[place + 1 :]
    if _caught(wrong):
        assert codes.slipped_group(wrong) in {place // 4 + 1, None}


def test_a_slip_mostly_has_one_group_and_costs_no_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "hash_secret_raw", pytest.fail)
    chance = random.Random(3)  # noqa: S311  # A fixed sample, not a secret.
    named = 0
    for _ in range(200):
        good = _random_code(chance)
        wrong = chance.choice(_substituted(good))
        named += _caught(wrong) and codes.slipped_group(wrong) is not None
    assert named > 80


def test_codes_differ_and_hide() -> None:
    many = {codes.make().text for _ in range(500)}
    assert len(many) == 500
    code = codes.make()
    kept = codes.derive(code)
    shown = f"{code!r} {code} {kept!r} {kept}"
    assert not any(group in shown for group in code.text.split("-"))
    assert kept.verifier.hex() not in shown


def test_the_right_code_enters_and_a_wrong_one_does_not() -> None:
    code, other = codes.make(), codes.make()
    kept = codes.derive(code)
    assert codes.matches(code, kept)
    assert not codes.matches(other, kept)
    assert not codes.matches(Code(code.lookup, other.secret), kept)


def test_what_is_kept_fits_its_row() -> None:
    kept = codes.derive(codes.make())
    assert (len(kept.salt), len(kept.verifier)) == (16, 32)
    assert max(len(kept.parameters), len(kept.pepper)) <= 40
    assert kept.parameters == "argon2id:64:1"


def test_the_same_code_is_never_kept_alike() -> None:
    code = codes.make()
    one, other = codes.derive(code), codes.derive(code)
    assert one.salt != other.salt
    assert one.verifier != other.verifier


def test_unknown_and_wrong_are_twins(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown lookup costs the same work as a wrong secret: one hash of the same size, the same answer."""
    kept, work = codes.derive(codes.make()), []
    real = codes.hash_secret_raw

    def counted(secret: bytes, salt: bytes, **cost: Any) -> bytes:
        work.append((len(secret), len(salt), cost))
        return real(secret, salt, **cost)

    monkeypatch.setattr(codes, "hash_secret_raw", counted)
    answers = [codes.matches(codes.make(), kept), codes.matches(codes.make(), None)]
    assert answers == [False, False]
    assert len(work) == 2
    assert work[0] == work[1]


def test_even_the_code_of_the_dummy_never_enters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes.hmac, "compare_digest", lambda _one, _other: True)
    assert codes.matches(codes.make(), None) is False


def test_dump_is_useless(settings: Settings, tmp_path: Path) -> None:
    """With salt, parameters and verifier but another pepper, even the right code tests nothing."""
    code = codes.make()
    kept = codes.derive(code)
    thief = tmp_path / "keys" / "keyring.json"
    keyring.create(thief, made=keyring.date(2026, 3, 4))
    settings.KEYRING_FILE = thief
    assert not codes.matches(code, kept)
    with pytest.raises(UnknownGeneration):
        codes.matches(code, replace(kept, pepper="p-0"))


def test_the_holders_key_is_not_the_verifier() -> None:
    code = codes.make()
    kept = codes.derive(code)
    key = codes.code_key(code, kept)
    assert key == codes.code_key(code, kept)
    assert key.reveal() != kept.verifier
    assert key != codes.code_key(codes.make(), kept)


def test_an_old_pepper_still_enters_and_asks_to_be_hashed_anew(settings: Settings, tmp_path: Path) -> None:
    settings.KEYRING_FILE = path = tmp_path / "keyring.json"
    keyring.create(path, made=keyring.date(2026, 3, 4))
    code = codes.make()
    kept = codes.derive(code)
    assert not codes.outdated(kept)
    ring = keyring.load(path)
    old = [replace(each, use=OPEN_ONLY) if each.kind == "pepper" else each for each in ring.generations]
    keyring.write(path, Keyring((*old, keyring.new("pepper", "p-2", keyring.date(2026, 4, 1)))))
    assert codes.matches(code, kept)
    assert codes.outdated(kept)
    assert codes.derive(code).pepper == "p-2"


def test_old_parameters_still_enter(settings: Settings) -> None:
    code = codes.make()
    kept = codes.derive(code)
    settings.ARGON2_MEMORY_KIB, settings.ARGON2_PASSES = 128, 2
    assert codes.matches(code, kept)
    assert codes.derive(code).parameters == "argon2id:128:2"


def test_a_row_of_the_database_is_a_verifier() -> None:
    """Rows come back as memory views on one of the databases."""
    code = codes.make()
    kept = asdict(codes.derive(code))
    views = {name: memoryview(value) if isinstance(value, bytes) else value for name, value in kept.items()}
    assert codes.matches(code, Verifier(**views))


def test_at_most_four_hashes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    inside, most, guard = [0], [0], threading.Lock()

    def slow(*_: object, **__: object) -> bytes:
        with guard:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        time.sleep(0.02)
        with guard:
            inside[0] -= 1
        return bytes(32)

    monkeypatch.setattr(codes, "hash_secret_raw", slow)
    threads = [threading.Thread(target=codes.matches, args=(codes.make(), None)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [4]


def test_one_hash_is_measured() -> None:
    assert 0 < codes.seconds_of_one_hash() < 5


def test_the_last_two_groups_may_be_typed_back_in_any_spelling() -> None:
    text = codes.make().text
    ending = text[-9:]
    assert codes.same_ending(text, ending)
    assert codes.same_ending(text, ending.lower().replace("-", " "))
    assert codes.same_ending(text, text)
    assert not codes.same_ending(text, ending[:-1])
    assert not codes.same_ending(text, "")


@given(code=CODES, data=st.data())
def test_the_ending_is_typed_back_as_generously(code: Code, data: st.DataObject) -> None:
    ending = "".join(_spelled(letter, data) for letter in code.text.replace("-", "")[-8:])
    assert codes.same_ending(code.text, ending)
    assert codes.same_ending(code.text, code.text.lower())
    assert not codes.same_ending(code.text, code.text[-4:])
    assert not codes.same_ending(code.text, "")
