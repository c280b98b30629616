"""The pictures of an installed page, drawn from the mark: `python -m tests.icons` writes them anew.

Belongs here: their sizes, their ground, the room around the mark. Does not belong here: what the manifest says of them.
"""

from pathlib import Path

import typst

IMAGES = Path(__file__).resolve().parent.parent / "alongside" / "web" / "static" / "img"
PAPER = "#fdf9f0"
DRAWN = {"icon-192": (192, 66), "icon-512": (512, 66), "icon-maskable-512": (512, 50)}
"""Name → pixels of a side, and how much of it (percent) the mark takes; a mask may cut all but the middle."""


def drawn(name: str) -> bytes:
    """Return one picture as PNG."""
    size, share = DRAWN[name]
    source = f"""
      #set page(width: {size}pt, height: {size}pt, margin: 0pt, fill: rgb("{PAPER}"))
      #align(center + horizon, image("mark.svg", height: {share}%))
    """
    compiler = typst.Compiler(input=source.encode(), root=IMAGES, ignore_system_fonts=True)
    picture = compiler.compile(format="png", ppi=72)
    assert isinstance(picture, bytes)
    return picture


if __name__ == "__main__":
    for each in DRAWN:
        (IMAGES / f"{each}.png").write_bytes(drawn(each))
