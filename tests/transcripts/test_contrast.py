"""Everything in a transcript can be read: each text on each ground, on light pages and dark."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tickets.transcripts.writing import colours

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SHEET = Path(colours.__file__).with_name("style.css").read_text(encoding="utf-8")
#: What the Web Content Accessibility Guidelines ask of text.
ENOUGH = 4.5
#: Grounds whose text has its colour from another rule: that one only.
TEXT_OF: Mapping[str, str] = {
    **dict.fromkeys((".a0", ".a1", ".a2", ".a3", ".a4", ".a5"), "#ffffff"),
    **dict.fromkeys((".primary", ".premium", ".success", ".danger"), "#ffffff"),
}
#: Texts that never stand on a ground, and why.
NEVER: Mapping[tuple[str, str], str] = {
    ("--dim", "--bar"): "answers of polls are plain text",
    ("--link", "--bar"): "answers of polls are plain text",
    ("--sign", "--bar"): "only in front of what Discord said, on the page",
    ("--sign", "--hidden"): "only in front of what Discord said, on the page",
}
Colours = dict[str, str]


@dataclass(frozen=True)
class Rule:
    """One rule of the sheet, with its colours; None for what it doesn't say."""

    selector: str
    text: str | None
    ground: str | None
    opacity: float = 1


def without_comments(sheet: str) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)


def variables(sheet: str) -> tuple[Colours, Colours]:
    """What each variable is, on light pages and on dark ones."""
    found = re.findall(r":root\s*\{([^}]*)\}", without_comments(sheet))
    light, dark = (dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6})\b", one)) for one in found)
    return light, {**light, **dark}


def named(value: str | None) -> str | None:
    """The variable, or the colour in six digits; None for what is no colour of its own."""
    if value is None:
        return None
    first = value.split()[0]
    if found := re.fullmatch(r"var\((--[\w-]+)\)", first):
        return found[1]
    if re.fullmatch(r"#[0-9a-f]{3}", first):
        return "#" + "".join(2 * digit for digit in first[1:])
    return first if first.startswith("#") else None


def rules(sheet: str) -> Iterator[Rule]:
    """All rules, those for some media as well."""
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", without_comments(sheet)):
        said = dict(re.findall(r"(?:^|;)\s*([\w-]+):\s*([^;]+)", body))
        ground = said.get("background-color", said.get("background"))
        yield Rule(
            " ".join(selector.split()),
            named(said.get("color")),
            named(ground),
            float(said.get("opacity", 1)),
        )


def pairs(sheet: str) -> Iterator[tuple[str, str, str]]:
    """Every text and every ground that it may stand on, and where that is said.

    What a rule says of both belongs together. Any other text may be on any other ground.
    """
    every = list(rules(sheet))
    # The body's own are inherited by everything.
    alone = [rule for rule in every if rule.selector == "body" or not (rule.text and rule.ground)]
    texts = {rule.text: rule.selector for rule in alone if rule.text}
    grounds = {rule.ground: rule.selector for rule in alone if rule.ground}
    for rule in every:
        if rule.text and rule.ground:
            yield rule.text, rule.ground, rule.selector
        for one in rule.selector.split(","):
            if rule.ground and one.strip() in TEXT_OF:
                yield TEXT_OF[one.strip()], rule.ground, rule.selector
                grounds.pop(rule.ground, None)
    for text, said in texts.items():
        for ground, under in grounds.items():
            if (text, ground) not in NEVER:
                yield text, ground, f"{said} on {under}"


def contrast(one: str, other: str) -> float:
    """By the guidelines' own formula, from 1 to 21."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        ]
        return sum(
            share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
        )

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def hard_to_read(sheet: str) -> Iterator[str]:
    """Pairs with too little contrast, by their names and where they are."""
    for theme, known in zip(("light", "dark"), variables(sheet), strict=True):
        for text, ground, where in pairs(sheet):
            found = contrast(known.get(text, text), known.get(ground, ground))
            if found < ENOUGH:
                yield f"{theme}: {text} on {ground} has {found:.2f} : 1 ({where})"
    for rule in rules(sheet):
        if 0 < rule.opacity < 1:
            yield f"{rule.selector} makes text paler than its colour says"


def test_the_sheet_is_read() -> None:
    """Variables of both kinds of pages, and the texts and grounds of rules of every kind."""
    light, dark = variables(SHEET)
    assert light.keys() == dark.keys()
    assert light["--page"] == "#ffffff" != dark["--page"]
    found = {(text, ground) for text, ground, _where in pairs(SHEET)}
    assert {
        ("--text", "--page"),
        ("--dim", "--hover"),
        ("--text", "--box"),
        ("--text", "--bar"),
        ("--link", "--hidden"),
        ("--at", "--at-page"),
        ("#ffffff", "--green"),
        ("#ffffff", "#5865f2"),
    } <= found
    used = {text for text, _ground in found} | {ground for _text, ground in found}
    assert {one for pair in NEVER for one in pair} <= used


def test_everything_can_be_read() -> None:
    """4.5 : 1 at least."""
    found = "\n".join(dict.fromkeys(hard_to_read(SHEET)))
    assert not found, found


def test_people_s_colours_can_be_read() -> None:
    """A name in the colour of a role, wherever names are."""
    light, dark = variables(SHEET)
    for known, background in ((light, colours._LIGHT), (dark, colours._DARK)):
        assert known["--at-page"] == colours.css(background)
        for colour in range(0, 0x1000000, 0x010F0D):
            shown = colours.css(colours.readable(colour, background))
            for ground in ("--page", "--side", "--box", "--hover", "--at-page"):
                assert contrast(shown, known[ground]) >= ENOUGH, (shown, ground)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("--dim: #5c5e66", "--dim: #8a8d96", "light: --dim on --page has"),
        ("--box: #2b2d31", "--box: #6b6d71", "dark: --text on --box has"),
        ("--at: #4450c9", "--at: #9aa0e9", "light: --at on --at-page has"),
        (
            ".a0 { background-color: #5865f2",
            ".a0 { background-color: #98a5f2",
            "#ffffff on #98a5f2",
        ),
        (".note {", ".pale { color: #aaaaaa; }\n.note {", "light: #aaaaaa on --page has"),
        (".note {", ".field { background: #777777; }\n.note {", "light: --text on #777777 has"),
        (".note {", ".pale { opacity: .7; }\n.note {", ".pale makes text paler"),
    ],
)
def test_a_pale_colour_is_named(before: str, after: str, said: str) -> None:
    """A colour that fails is told with its ground, its theme and its rule."""
    assert before in SHEET
    assert said in "\n".join(hard_to_read(SHEET.replace(before, after, 1)))
