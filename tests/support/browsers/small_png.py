"""Makes pictures of screens small: PNG with a palette, which pages with few colours lose nothing by."""

from fractions import Fraction
from io import BytesIO

import av
from av.filter import Graph
from av.video.frame import VideoFrame

__all__ = ["shrink"]

_COLOURS = 160


def shrink(png: bytes) -> bytes:
    """Return the picture with a palette of its own."""
    with av.open(BytesIO(png), "r") as source:
        frame = next(source.decode(video=0)).reformat(format="rgba")
    frame.pts = 0
    graph = Graph()
    given = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1)
    )
    split = graph.add("split")
    palette = graph.add("palettegen", f"max_colors={_COLOURS}:reserve_transparent=0")
    use, drawn = graph.add("paletteuse", "dither=none"), graph.add("buffersink")
    given.link_to(split)
    split.link_to(use, 0, 0)
    split.link_to(palette, 1, 0)
    palette.link_to(use, 0, 1)
    use.link_to(drawn)
    graph.configure()
    graph.push(frame)
    graph.push(None)
    found = graph.pull()
    assert isinstance(found, VideoFrame), "it draws"
    encoder = av.CodecContext.create("png", "w")
    encoder.width, encoder.height, encoder.pix_fmt = found.width, found.height, "pal8"
    encoder.time_base = Fraction(1)
    encoder.options = {"compression_level": "9", "pred": "none"}
    return b"".join(bytes(packet) for packet in (*encoder.encode(found), *encoder.encode(None)))
