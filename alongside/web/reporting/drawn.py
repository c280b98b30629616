"""The words and lines of a leadership page, from protected figures only.

Belongs here: sentences, the picture of the months on call, what the program asks. Does not belong here: a number that
is not on the stored page. What is withheld has one wording and no geometry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from alongside.reports.page import Month
from alongside.reports.queries import ReportRow
from alongside.reports.rules import Figure, Shown
from alongside.vocabulary import labels

WHOLE = 100


@dataclass(frozen=True)
class Figured:
    """One of the four figures: what it is, the figure, and what stands beneath."""

    name: str
    figure: str
    beneath: str


@dataclass(frozen=True)
class Bar:
    """A month on call: its short name, both lines as lengths of a hundred, and the same in words."""

    name: str
    first: int
    second: int
    one_on_call: str
    two_on_call: str


@dataclass(frozen=True)
class Drawn:
    """A page in words."""

    when: str
    headline: str
    figures: tuple[Figured, ...]
    bars: tuple[Bar, ...]
    spoken: str
    asks: tuple[tuple[str, str], ...]


def screen(row: ReportRow, *, before: int | None) -> Drawn:
    """Return everything a screen says. `before` is the released count of the year before."""
    return Drawn(
        when=when(row),
        headline=_headline(row),
        figures=_figures(row, before),
        bars=tuple(_bar(month) for month in row.page.months),
        spoken=_spoken(row),
        asks=tuple(_asks(row)),
    )


def sheet(row: ReportRow, *, before: int | None, name: str) -> dict[str, Any]:
    """Return the same words as data for the typesetter."""
    said = screen(row, before=before)
    eyebrow = _("Peer support at %(name)s, %(when)s") % {"name": name, "when": said.when}
    return {
        "title": eyebrow,
        "mark": "Alongside",
        "organization": name,
        "warning": "",
        "eyebrow": eyebrow,
        "headline": said.headline,
        "figures": [[one.name, one.figure, one.beneath] for one in said.figures],
        "on_call": _("On call, month by month"),
        "bars": [[bar.name, bar.first, bar.second, bar.one_on_call] for bar in said.bars],
        "spoken": said.spoken,
        "legend": _("Upper line: at least one supporter on call. Lower line: two."),
        "asks_of_you": _("What the program asks of you"),
        "asks": [list(ask) for ask in said.asks],
        "foot": foot(),
        "proof": _("Proof in the ledger: %(digest)s") % {"digest": row.digest[:32]},
    }


def when(row: ReportRow) -> str:
    """Return the time a page counts, in words."""
    period = row.period
    if not period.quarter:
        return _("year %(year)s") % {"year": period.year}
    return _("quarter %(quarter)s of %(year)s") % {"quarter": period.quarter, "year": period.year}


def foot() -> str:
    """Return what stands beneath every page."""
    return _(
        "No units, professions or events are on this page, and none can be asked for. Counts are released once and "
        "never changed. Time is given in bands. Whoever comes back is counted again."
    )


def withheld() -> str:
    """Return the one wording of whatever is withheld, whyever."""
    return _("withheld")


def _headline(row: ReportRow) -> str:
    supported, half = row.page.supported, row.page.half_within
    if not isinstance(supported, Shown):
        return _("Somebody was on call in %(share)s of hours.") % {"share": _percent(row.page.first)}
    people = int(supported.value)
    first = ngettext("Colleagues were supported %(n)s time.", "Colleagues were supported %(n)s times.", people) % {
        "n": _grouped(people)
    }
    if not isinstance(half, Shown):
        return first
    return first + " " + _("For half of them it took %(band)s.") % {"band": _band(half).lower()}


def _figures(row: ReportRow, before: int | None) -> tuple[Figured, ...]:
    page = row.page
    return (
        Figured(_("Times a colleague was supported"), _number(page.supported), _beneath_count(row, before)),
        Figured(_("Time to a person"), _band(page.half_within), _beneath_time(page.nine_in_ten_within)),
        Figured(
            _("Hours with someone on call"),
            _percent(page.first),
            _("Two people in %(share)s of hours.") % {"share": _percent(page.second)},
        ),
        Figured(_("Trained supporters"), str(page.trained), _("with a valid designation on the last day")),
    )


def _beneath_count(row: ReportRow, before: int | None) -> str:
    if not isinstance(row.page.supported, Shown):
        return _("Too few to show without pointing at someone. That is on purpose.")
    parts = []
    if before is not None:
        parts.append(_("A year earlier: %(n)s.") % {"n": _grouped(before)})
    if row.page.staff:
        parts.append(_("Staff: %(n)s.") % {"n": _grouped(row.page.staff)})
    return " ".join(parts)


def _beneath_time(nine: Figure) -> str:
    if isinstance(nine, Shown):
        return _("for half of them. Nine in ten: %(band)s.") % {"band": _band(nine).lower()}
    return _("for half of them, from asking to speaking")


def _number(figure: Figure) -> str:
    return _grouped(int(figure.value)) if isinstance(figure, Shown) else withheld()


def _grouped(number: int) -> str:
    return number_format(number, force_grouping=True)


def _band(figure: Figure) -> str:
    if not isinstance(figure, Shown):
        return withheld()
    return labels.label("encounter.time_to_contact_bands", str(figure.value))


def _percent(share: int) -> str:
    return pgettext("a share", "%(share)s%%") % {"share": share}


def _bar(month: Month) -> Bar:
    return Bar(_short(month.number), month.first, month.second, _percent(month.first), _percent(month.second))


def _short(month: int) -> str:
    # French shortens June and July alike with "M".
    return date_format(date(2000, month, 1), "N" if (get_language() or "").startswith("fr") else "M")


def _spoken(row: ReportRow) -> str:
    told = _("%(month)s: one on call in %(first)s, two in %(second)s of hours.")
    return " ".join(
        told % {"month": _short(month.number), "first": _percent(month.first), "second": _percent(month.second)}
        for month in row.page.months
    )


def _asks(row: ReportRow) -> list[tuple[str, str]]:
    page, asks = row.page, []
    if page.first < WHOLE:
        asks.append(
            (
                _("More supporters for the hours without anyone."),
                _("In %(share)s of hours nobody was on call.") % {"share": _percent(WHOLE - page.first)},
            )
        )
    elif page.second < WHOLE:
        asks.append(
            (
                _("A second supporter for every hour."),
                _("In %(share)s of hours one person stood alone.") % {"share": _percent(WHOLE - page.second)},
            )
        )
    asks.append((_("Protected hours for training."), _("Supporters learn and rest in working time.")))
    asks.append(
        (
            _("Say it aloud, in your own words."),
            _("People ask when leaders say that asking is welcome."),
        )
    )
    return asks
