"""The square code, read by another program than the one that drew it: from paper, and from a poor photograph of it."""

import random

import pytest
import zxingcpp
from PIL import Image, ImageEnhance, ImageFilter

from alongside.printing.composing import compose
from alongside.printing.rules import Facts, Sheet, paper_of
from tests.printing.sheets import ENGLISH, FRENCH, named, seen

WITH_A_CODE = (Sheet.POSTER, Sheet.BADGE_CARDS, Sheet.WALLET_CARDS, Sheet.LEAFLET, Sheet.MANAGERS)
LONG = "https://peer-support.a-rather-long-name.health-network.example/o/northfield-regional-health-system/"


def read(picture: Image.Image) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)}


def photographed(picture: Image.Image, *, width: int) -> Image.Image:
    """Return the paper as a telephone sees it: smaller, askew, blurred, dim, pale and grainy."""
    chance = random.Random(7)  # noqa: S311  # The same poor photograph each time.
    small = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.BILINEAR)
    askew = small.rotate(6, expand=True, fillcolor=(120, 115, 105), resample=Image.Resampling.BILINEAR)
    dim = ImageEnhance.Contrast(
        ImageEnhance.Brightness(askew.filter(ImageFilter.GaussianBlur(0.9))).enhance(0.55)
    ).enhance(0.7)
    grain = Image.frombytes("L", dim.size, chance.randbytes(dim.width * dim.height)).convert("RGB")
    return Image.blend(dim, grain, 0.12)


@pytest.mark.parametrize("facts", [ENGLISH, FRENCH], ids=named)
@pytest.mark.parametrize("sheet", WITH_A_CODE)
def test_a_printed_code_opens_the_front_door(sheet: Sheet, facts: Facts) -> None:
    paper = paper_of("US" if facts is ENGLISH else "FR")
    assert read(seen(compose(sheet, facts, paper=paper))) == {facts.address}


@pytest.mark.parametrize("sheet", WITH_A_CODE)
def test_a_poor_photograph_still_reads(sheet: Sheet) -> None:
    """A whole page 1,500 points wide is what a telephone of ten years ago sees of a poster; of a card it sees more."""
    width = 2400 if sheet in {Sheet.BADGE_CARDS, Sheet.WALLET_CARDS} else 1500
    picture = photographed(seen(compose(sheet, FRENCH, paper=paper_of("FR"))), width=width)
    assert read(picture) == {FRENCH.address}


@pytest.mark.parametrize("sheet", WITH_A_CODE)
def test_a_long_address_reads_too(sheet: Sheet) -> None:
    facts = ENGLISH.__class__(**{**ENGLISH.__dict__, "address": LONG, "typed": LONG.removeprefix("https://")})
    assert read(seen(compose(sheet, facts, paper=paper_of("US")))) == {LONG}
