"""Slowing a guesser without ever locking anybody out: after many tries from one network, twenty seconds of patience.

Belongs here: asking `limits` and saying how long. Does not belong here: what is guessed.
"""

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from alongside import clock
from alongside.limits import operations as limits
from alongside.limits import tickets
from alongside.limits.rules import Kind
from alongside.web.forms import KindForm
from alongside.web.networks import address_of
from alongside.web.place import PlacedRequest

KIND: Kind = "sign_in"


def must_wait(request: PlacedRequest, form: KindForm) -> bool:
    """Count a try and say whether it must wait first; the form then holds a ticket and says how long.

    Waiting always leads through: once the ticket is ready, the same form is taken, once.
    """
    house, now = request.place.organization.id, clock.now()
    ticket = tickets.use(request.POST.get("ticket", ""), organization=house, kind=KIND, now=now)
    if ticket.state == "ready":
        return False
    if not limits.count(organization=house, kind=KIND, address=address_of(request), now=now) and ticket.state != "wait":
        return False
    if ticket.state == "invalid":
        _give_ticket(form, tickets.issue(organization=house, kind=KIND, now=now))
    seconds = ticket.seconds or 20
    message = _("Many tries come from your network just now. Please wait %(seconds)s seconds, then send this again.")
    form.add_error(None, message % {"seconds": seconds})
    return True


def _give_ticket(form: KindForm, ticket: str) -> None:
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["ticket"] = ticket
    form.data = data
