"""Offers end by themselves: what was said holds, an offer lapses, a round nobody opened is remembered."""

from datetime import datetime

from alongside.journeys import keeping_watch, letting_offers_go


def let_offers_go(now: datetime) -> bool:
    """Do one thing that is due of carried offers; say whether to look again at once."""
    return (keeping_watch.an_offer_is_due(now=now) and letting_offers_go.lapse_next(now=now)) or (
        letting_offers_go.settle_next(now=now) or letting_offers_go.look_next(now=now)
    )
