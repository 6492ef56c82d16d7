"""A protocol is its rules and its texts: no screen, and no other part of the service, knows one by name."""

import ast
import re
from pathlib import Path

from rooms.rules.protocols.catalog import CATALOG
from tests.architecture.files import ROOT, client_files, python_files

SHARED_WORDS = {
    "counts_from": "a field of every turn in facilitators' views, too",
    "own_share": "what the preference for one's own share of the talk is called",
}
"""Names of a protocol that also are something else, which screens may name, and what."""
MODES = {"fishbowl": "a floor mode, which any protocol may set"}
"""Protocols with the name of something else."""


def names() -> set[str]:
    """Everything that has a name in the rules of some protocol."""
    found: set[str] = set()
    for rules in CATALOG.values():
        acts = rules.all_acts()
        facts = (rules.public_facts, rules.staff_facts, rules.own_facts)
        values = [name for act in acts.values() for name in act.takes]
        found |= {rules.id, *rules.steps, *acts, *rules.asks, *rules.deeds, *rules.endings, *values}
        found |= {name for told in facts for name in told}
    return found


def code_of(file: Path) -> str:
    """The file without its comments."""
    text = re.sub(r"/\*.*?\*/", "", (ROOT / file).read_text(), flags=re.DOTALL)
    return re.sub(r"(?m)(?<!:)//.*$", "", text)


def room_files() -> list[Path]:
    """Return the client's files that are loaded in rooms; the programme's pages know no protocol, and use such words."""
    return [file for file in client_files() if file.parts[:3] != ("app", "web", "clinic")]


def named_in(code: str) -> set[str]:
    """The names of protocols, steps, actions, facts and asks that a piece of the client mentions.

    Of two words or more, such a name means nothing else. A single word, such as "next" or "open", may; it is one where
    it is looked up among facts, actions and steps, or compared with one of them. A protocol is never named at all.
    """
    known = names()
    words = {word for word in re.findall(r"\w+", code) if "_" in word and word in known}
    looked_up = re.findall(r"(?:facts|acts|actions|steps|takes)\??(?:\.includes\(\"|\[\"|\.)(\w+)", code)
    compared = re.findall(r"(?:step|protocol|action|act|code)\)? [!=]== \"(\w+)\"", code)
    protocols = [word for word in re.findall(r"[\"'`](\w+)[\"'`]", code) if word in CATALOG]
    keys = [word for word in re.findall(r"(?m)^\s*(\w+): \(", code) if word in CATALOG]
    found = words | {word for word in (*looked_up, *compared) if word in known} | {*protocols, *keys}
    return found - SHARED_WORDS.keys() - MODES.keys()


def test_a_name_in_the_client_is_found() -> None:
    assert named_in('const PAUSE = "time_out";') == {"time_out"}
    assert named_in('run.step === "review" && acts.includes("finish") && facts.half') == {
        "review",
        "finish",
        "half",
    }
    assert named_in("imago: (facts) => 1,\n") == named_in('x["imago"]') == {"imago"}
    assert named_in('tab === "open" ? next.open : "next"') == set()


def test_no_screen_knows_a_protocol_a_step_an_action_or_a_fact() -> None:
    found = {str(file): named for file in room_files() if (named := named_in(code_of(file)))}
    assert found == {}


def test_every_exception_is_one() -> None:
    assert SHARED_WORDS.keys() <= names()
    assert MODES.keys() <= CATALOG.keys()
    code = " ".join(code_of(file) for file in room_files())
    assert all(re.search(rf"\b{word}\b", code) for word in (*SHARED_WORDS, *MODES))


def test_no_other_part_of_the_service_knows_one_either() -> None:
    """But one protocol may offer another, and the demo's agenda has some."""
    found = {}
    for file in python_files("rooms", "signaling", "app"):
        if file.parts[:3] == ("rooms", "rules", "protocols") and len(file.parts) == 5:
            continue
        if file.parts[:3] == ("app", "cli", "demo"):
            continue
        nodes = ast.walk(ast.parse((ROOT / file).read_text()))
        text = {str(node.value) for node in nodes if isinstance(node, ast.Constant)}
        named = text & CATALOG.keys() - MODES.keys()
        if named:
            found[str(file)] = named
    assert found == {}
