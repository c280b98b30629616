"""A few words by code: short, burned, told of without a word, and never for anybody but the two they are between."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from alongside.cases import messages, visits
from alongside.cases.errors import HeldBack, NobodyReads, NotTheirs, SentAlready, TooManyUnread
from alongside.cases.messages import HowToTell
from alongside.cases.models import Case, Hold, Message, Opening, Telling
from alongside.cases.rules.messages import UNREAD_AT_MOST
from alongside.journeys import delivering, forgetting
from alongside.journeys import writing_to_each_other as writing
from alongside.ledger import queries as ledger
from alongside.ledger.models import Entry
from alongside.notices.models import Notice
from alongside.vault.errors import NotSealed
from alongside.vocabulary.asking import Quiet
from tests import worlds
from tests.stories.story import Story

pytestmark = pytest.mark.django_db


class Talk:
    """The verbs of a talk, on top of a story: who writes and reads, and what comes of it."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.who = ""

    def begins(self, **answers: object) -> None:
        """Somebody asks, one colleague says yes, and the code is typed."""
        self.story.somebody_asks_for_help(urgency="now", **answers)
        (self.who,) = self.story.paged_since()
        self.story.accepts(self.who)
        self.story.they_come_back_with_their_code()

    def they_write(self, text: str, *, once: bytes = b"", sure: bool = False) -> None:
        draft = writing.Draft(text, once or visits.new_token(), sure)
        writing.they_write(**self.their, draft=draft)

    def we_write(self, text: str, *, who: str = "") -> None:
        writing.we_write(**self.ours(who), draft=writing.Draft(text, visits.new_token()), now=self.story.now)

    def they_read(self) -> list[str | None]:
        return [word.text for word in writing.they_read(**self.their)]

    def we_read(self, who: str = "") -> list[str | None]:
        return [word.text for word in writing.we_read(**self.ours(who), now=self.story.now)]

    def hours_pass(self, hours: float) -> None:
        """Time passes, and the engine burns what is due; the visit is begun anew."""
        self.story.now += timedelta(hours=hours)
        while writing.burn_next(now=self.story.now):
            pass
        self.story.they_come_back_with_their_code()

    @property
    def case(self) -> Case:
        assert self.story.case
        return Case.objects.get(pk=self.story.case.pk)

    @property
    def their(self) -> dict[str, object]:
        return {"organization": self.case.organization_id, "token": self.story.visit, "now": self.story.now}

    def ours(self, who: str) -> dict[str, UUID]:
        person = self.story.world.people[who or self.who].pk
        return {"organization": self.case.organization_id, "case": self.case.pk, "person": person}


@pytest.fixture
def talk() -> Talk:
    worlds.make_noise()
    return Talk(Story(worlds.make()))


def told(talk: Talk) -> int:
    """How many notices the colleague was sent since they said yes."""
    person = talk.story.world.people[talk.who]
    return Notice.objects.filter(person=person, case=talk.case.pk, rung=None).count()


def test_they_arrange_a_call(talk: Talk) -> None:
    talk.begins()
    talk.they_write("Could you call after 6?")
    assert talk.we_read() == ["Could you call after 6?"]
    talk.we_write("Yes, at 6:15.")
    assert talk.they_read() == ["Could you call after 6?", "Yes, at 6:15."]
    assert not ledger.verify(organization=talk.story.world.organization.pk)


def test_nobody_can_be_written_to_before_a_colleague_said_yes_or_after_the_end(talk: Talk) -> None:
    talk.story.somebody_asks_for_help(urgency="now")
    talk.story.they_come_back_with_their_code()
    with pytest.raises(NobodyReads):
        talk.they_write("Is somebody there?")
    (talk.who,) = talk.story.paged_since()
    talk.story.accepts(talk.who)
    talk.they_write("Thank you.")
    talk.story.they_say("withdraw")
    with pytest.raises(NobodyReads):
        talk.they_write("One more thing")
    with pytest.raises(NotTheirs):
        talk.we_read()


def test_until_they_said_yes_to_the_name_nothing_opens(talk: Talk) -> None:
    talk.story.somebody_asks_for_help(urgency="now", tell_me_who_first=True)
    (talk.who,) = talk.story.paged_since()
    talk.story.accepts(talk.who)
    talk.story.they_come_back_with_their_code()
    for act in (lambda: talk.we_write("Hello"), talk.we_read, lambda: talk.they_write("Hello")):
        with pytest.raises(NobodyReads):
            act()
    talk.story.they_say("confirm_who", agreed=True, to=talk.story.standing.who.yes_to)
    talk.we_write("Hello")
    assert talk.they_read() == ["Hello"]


def test_a_message_burns_72_hours_after_it_was_read(talk: Talk) -> None:
    talk.begins()
    talk.they_write("After the night shift, please.")
    talk.hours_pass(24 * 5)
    talk.we_read()
    talk.hours_pass(71)
    assert talk.we_read() == ["After the night shift, please."]
    talk.hours_pass(1)
    assert talk.we_read() == []
    assert not Message.objects.exists()


def test_reading_it_again_never_makes_it_live_longer(talk: Talk) -> None:
    talk.begins()
    talk.we_write("I can call at noon.")
    talk.they_read()
    talk.hours_pass(70)
    talk.they_read()
    talk.hours_pass(2)
    assert talk.they_read() == []


def test_unread_it_burns_after_14_days_and_a_late_reading_saves_nothing(talk: Talk) -> None:
    talk.begins()
    talk.we_write("I can call at noon.")
    talk.hours_pass(24 * 13)
    talk.they_read()
    talk.hours_pass(24)
    assert not Message.objects.exists()


def test_what_should_be_gone_is_not_shown_even_when_the_engine_sleeps(talk: Talk) -> None:
    talk.begins()
    talk.we_write("I can call at noon.")
    talk.story.now += timedelta(days=14)
    talk.story.they_come_back_with_their_code()
    assert talk.they_read() == []
    assert Message.objects.exists()


def test_a_colleague_who_takes_over_never_sees_what_the_one_before_was_told(talk: Talk) -> None:
    talk.begins()
    first = talk.who
    talk.they_write("This was for you alone.")
    talk.we_read()
    talk.we_write("It stays with me.")
    talk.they_write("Nobody has read this yet.")
    talk.story.hands_back(first)
    (talk.who,) = talk.story.paged_since()
    talk.story.accepts(talk.who)
    assert talk.we_read() == ["Nobody has read this yet."]
    with pytest.raises(NotTheirs):
        talk.we_read(first)
    assert len(talk.they_read()) == 3


def test_the_colleague_is_told_once_until_they_look_and_the_notice_says_nothing(talk: Talk) -> None:
    talk.begins()
    before = told(talk)
    for words in ("One", "Two", "Three"):
        talk.they_write(words)
    assert told(talk) == before + 1
    assert Notice.objects.filter(case=talk.case.pk).latest("made_at").template == "page"
    talk.we_read()
    talk.they_write("Four")
    assert told(talk) == before + 2


def test_whoever_asked_is_told_nothing_unless_they_chose_it(talk: Talk) -> None:
    talk.begins()
    talk.we_write("I can call at noon.")
    assert _letters(talk) == []
    assert not Notice.objects.filter(about=talk.case.pk, state="due").exists()


def test_chosen_they_are_told_once_at_an_address_that_waits_nowhere_in_clear(talk: Talk) -> None:
    talk.begins()
    writing.choose_how_they_are_told(**talk.their, how=HowToTell(Quiet.NONE, "me@home.example"))
    talk.we_write("I can call at noon.")
    talk.we_write("Or at one.")
    letters = delivering.take(kind="email", origin="https://x.example", now=talk.story.now, up_to=50)
    (letter,) = [one for one in letters if one.about]
    assert letter.address == "me@home.example"
    assert letter.body.startswith("Touching base: you have a message.")
    assert f"https://x.example/o/{talk.story.world.slug}/back/" in letter.body
    row = Notice.objects.get(about=talk.case.pk)
    assert (row.person, row.channel, row.slot) == (None, None, {})


def test_the_address_they_asked_to_be_reached_at_is_used_if_they_gave_no_other(talk: Talk) -> None:
    talk.begins(way="email", phone="", email="known@home.example")
    writing.choose_how_they_are_told(**talk.their, how=HowToTell(Quiet.NONE))
    talk.we_write("I can call at noon.")
    letters = delivering.take(kind="email", origin="https://x.example", now=talk.story.now, up_to=50)
    assert [one.address for one in letters if one.about] == ["known@home.example"]


def test_nobody_is_told_in_the_hours_they_excluded(talk: Talk) -> None:
    talk.begins()
    writing.choose_how_they_are_told(**talk.their, how=HowToTell(Quiet.DAY, "me@home.example"))
    talk.we_write("I can call at noon.")  # Ten in the morning in New York.
    assert _letters(talk) == []
    talk.hours_pass(6.9)
    assert _letters(talk) == []
    talk.hours_pass(0.1)
    assert _letters(talk) == ["me@home.example"]


def test_what_was_read_before_the_notice_went_is_not_told(talk: Talk) -> None:
    talk.begins()
    writing.choose_how_they_are_told(**talk.their, how=HowToTell(Quiet.DAY, "me@home.example"))
    talk.we_write("I can call at noon.")
    talk.they_read()
    talk.hours_pass(8)
    assert _letters(talk) == []
    assert not Notice.objects.filter(about=talk.case.pk, state="due").exists()


def test_choosing_not_to_be_told_forgets_the_address(talk: Talk) -> None:
    talk.begins()
    writing.choose_how_they_are_told(**talk.their, how=HowToTell(Quiet.NONE, "me@home.example"))
    assert writing.how_they_are_told(**talk.their).ending == "me"
    writing.choose_how_they_are_told(**talk.their, how=None)
    talk.we_write("I can call at noon.")
    assert _letters(talk) == []


def _letters(talk: Talk) -> list[str]:
    taken = delivering.take(kind="email", origin="https://x.example", now=talk.story.now, up_to=50)
    return [one.address for one in taken if one.about]


def test_ones_own_code_is_never_sent_in_any_spelling(talk: Talk) -> None:
    talk.begins()
    code = talk.story.code
    spellings = (code, code.lower(), code.replace("-", " "), code.replace("-", ""), f"it is {code}.", code[:-1] + "0")
    for spelling in spellings:
        for sure in (False, True):
            with pytest.raises(HeldBack) as held:
                talk.they_write(f"My code, {spelling}", sure=sure)
            assert "code" in held.value.kinds
    assert not Message.objects.exists()


def test_what_looks_like_a_patient_is_held_back_and_sent_only_if_they_say_that_it_is_none(talk: Talk) -> None:
    talk.begins()
    with pytest.raises(HeldBack) as held:
        talk.they_write("It was MRN 4471902, born 3/4/1951.")
    assert set(held.value.kinds) == {"record_number", "date_of_birth"}
    assert not Message.objects.exists()
    talk.they_write("Ask for Mr Lee at the desk.", sure=True)
    assert talk.we_read() == ["Ask for Mr Lee at the desk."]


def test_a_second_tap_is_no_second_message(talk: Talk) -> None:
    talk.begins()
    once = visits.new_token()
    talk.they_write("Hello", once=once)
    with pytest.raises(SentAlready):
        talk.they_write("Hello", once=once)
    assert talk.we_read() == ["Hello"]


def test_nobody_fills_a_screen(talk: Talk) -> None:
    talk.begins()
    for number in range(UNREAD_AT_MOST):
        talk.they_write(f"Number {number}")
    with pytest.raises(TooManyUnread):
        talk.they_write("One too many")
    talk.we_read()
    talk.they_write("Room again")


def test_who_opened_them_is_noted_once_an_hour_and_nobody_reads_whether_the_other_has(talk: Talk) -> None:
    talk.begins()
    talk.we_write("I can call at noon.")
    before = writing.our_talk(**talk.ours(""), now=talk.story.now), talk.we_read()
    talk.they_read()
    talk.they_read()
    assert (writing.our_talk(**talk.ours(""), now=talk.story.now), talk.we_read()) == before
    noted = Opening.objects.filter(case=talk.case, what="messages").values_list("role", flat=True)
    assert sorted(noted) == ["caregiver", "supporter"]
    one = writing.we_read(**talk.ours(""), now=talk.story.now)[0]
    assert one.gone_at == one.at + timedelta(days=14), "the hour at which one's own burns would tell that it was read"


def test_each_act_is_written_in_the_ledger_without_a_word(talk: Talk) -> None:
    talk.begins()
    talk.they_write("After the night shift, please.")
    talk.we_read()
    talk.hours_pass(24 * 15)
    verbs = list(Entry.objects.of(talk.story.world.organization).order_by("seq").values_list("verb", flat=True))
    assert [verb for verb in verbs if verb.startswith("message.")] == ["message.sent", "message.read", "message.burned"]


def test_a_row_that_was_moved_cut_or_replayed_opens_nothing_and_the_others_still_do(talk: Talk) -> None:
    talk.begins()
    for words in ("First", "Second", "Third"):
        talk.they_write(words)
    first, second, third = Message.objects.order_by("sent_at", "id")
    Message.objects.filter(pk=first.pk).update(text=bytes(second.text))
    Message.objects.filter(pk=third.pk).update(text=bytes(third.text)[:-1] + b"\0")
    with pytest.raises(NotSealed), transaction.atomic():
        Message.objects.filter(pk=third.pk).update(text=bytes(third.text)[:-1])
    assert [word for word in talk.we_read() if word] == ["Second"]


def test_a_hold_keeps_what_stood_there_on_its_day_shown_to_nobody_and_what_came_later_burns(talk: Talk) -> None:
    talk.begins()
    talk.we_write("I can call at noon.")
    talk.they_read()
    world = talk.story.world
    held = Hold.objects.create(
        case=talk.case, organization=world.organization, reason="court_order", asked_by=world.coordinator,
        asked_at=talk.story.now, agreed_by=world.deputy, agreed_at=talk.story.now,
    )  # fmt: skip
    talk.story.now += timedelta(minutes=10)
    talk.we_write("Or at one.")
    talk.they_read()
    talk.hours_pass(24 * 15)
    assert [talk.they_read(), talk.we_read()] == [[], []]
    assert Message.objects.count() == 1
    Hold.objects.filter(pk=held.pk).update(
        lift_asked_by=world.coordinator, ended_by=world.deputy, ended_at=talk.story.now
    )
    talk.hours_pass(1)
    assert not Message.objects.exists()


def test_erasing_leaves_no_message_and_no_choice_behind(talk: Talk) -> None:
    talk.begins()
    writing.choose_how_they_are_told(**talk.their, how=HowToTell(Quiet.NONE, "me@home.example"))
    talk.we_write("I can call at noon.")
    talk.story.they_say("withdraw")
    talk.story.now += timedelta(days=13, hours=23)
    Message.objects.update(burns_at=talk.story.now + timedelta(days=30))
    talk.story.now += timedelta(hours=2)
    while forgetting.erase_next(now=talk.story.now):
        pass
    assert not Message.objects.exists()
    assert not Telling.objects.exists()
    assert not Notice.objects.filter(about=talk.case.pk).exists()


def test_the_list_of_ones_people_counts_new_ones_in_one_query(talk: Talk, django_assert_num_queries: object) -> None:
    talk.begins()
    talk.they_write("One")
    talk.they_write("Two")
    own = {"organization": talk.case.organization_id, "person": talk.story.world.people[talk.who].pk}
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = messages.new_for(**own, now=talk.story.now)
    assert found == {talk.case.pk: 2}
