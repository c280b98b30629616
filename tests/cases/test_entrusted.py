"""What a person entrusts survives sealing whole, whatever they typed."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from alongside.cases.entrusted import ContactWish, MatchingFacts
from alongside.vocabulary.asking import Way, Wish

words = st.text(max_size=80)


contacts = st.builds(ContactWish, st.sampled_from(Way), words, words, words, st.booleans(), st.lists(words).map(tuple))


@given(contact=contacts)
def test_a_contact_comes_back_as_it_was(contact: ContactWish) -> None:
    assert ContactWish.from_bytes(contact.to_bytes()) == contact


@given(
    group=st.none() | st.uuids(), avoid=st.frozensets(st.uuids(), max_size=40), wishes=st.lists(st.sampled_from(Wish))
)
def test_matching_facts_come_back_as_they_were(group: UUID | None, avoid: frozenset[UUID], wishes: list[Wish]) -> None:
    facts = MatchingFacts("nurse", group, None, tuple(wish.value for wish in wishes), "fr", "email", "other", avoid)
    assert MatchingFacts.from_bytes(facts.to_bytes()) == facts


def test_only_the_ending_of_a_number_is_ever_shown_again() -> None:
    assert ContactWish(Way.PHONE_CALL, phone="+12025550177").ending == "77"
    assert ContactWish(Way.EMAIL, email="someone@example.org").ending == "ne"
    assert ContactWish(Way.BY_CODE).ending == ""
