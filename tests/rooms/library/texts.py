"""Small files of each kind, for the tests of this folder."""

__all__ = ["DECK", "HEAD", "PROMPTS", "PROTOCOL", "SCRIPT", "spanish"]

HEAD = """\
id = "{id}"
version = 1
language = "en"
reading_level = 6
withdrawn = false
"""

PROMPTS = (
    HEAD.format(id="general")
    + """\
[occasions]
thank = "Thank"
[[prompts]]
id = "general.thank_you"
step = "thank"
audience = "holder"
text = "Thank you, {holder}."
[[prompts]]
id = "general.silence"
step = "thank"
audience = "all"
text = "There is no hurry."
"""
)

DECK = (
    HEAD.format(id="trust")
    + """\
title = "Trust"
about = "What it is made of."
minutes = 40
[[topics]]
title = "Small things"
hint = "Watching and waiting is allowed."
[[topics.questions]]
id = "trust.one"
text = "What makes you trust a little more?"
follow_up = "Who did so?"
[[topics.questions]]
id = "trust.two"
text = "Which promises can you keep?"
"""
)

PROTOCOL = (
    HEAD.format(id="speaker_listener")
    + """\
title = "Speaker and listener"
summary = "One says a little, the other says it back; then they swap."
good_for = "Two people who want to understand each other about one topic."
[roles]
speaker = "Speaker"
listener = "Listener"
[options.minutes]
label = "Minutes in all"
[options.order]
label = "Order"
choices = { seat = "By seat", random = "Random" }
[steps.paraphrase]
title = "Say it back"
now = "{listener} says back what {speaker} said."
speaker = "Listen for whether it lands."
facilitator = "Stay close."
[actions.not_quite]
label = "Not quite"
does = "You say it once more, and it is said back again."
[[prompts]]
id = "speaker_listener.one_point"
step = "paraphrase"
audience = "speaker"
text = "One point, one or two sentences, starting with I."
"""
)

SCRIPT = (
    HEAD.format(id="breath")
    + """\
title = "Slow breath"
[[lines]]
text = "Breathe in."
seconds = 4
[[lines]]
text = "Breathe out slowly."
seconds = 6
"""
)


def spanish(text: str) -> str:
    """The same file declared as Spanish; its words stay as they are."""
    return text.replace('language = "en"', 'language = "es"')
