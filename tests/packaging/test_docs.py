"""The documentation: true, whole in both languages, and without dead ends."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest
from redbot.cogs.downloader.downloader import Downloader
from redbot.core.core_commands import Core

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
LANGUAGES = ("en", "fr")
TABLES = {"members", "moderators", "admins", "settings", "checks", "owner"}
PAGES = sorted(
    page for page in (*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / ".github").rglob("*.md"))
)
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"\[p\]([a-z]+(?: [a-z]+)*)")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def script() -> Any:
    spec = importlib.util.spec_from_file_location("docs_script", ROOT / "scripts/docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", text))


def anchors_of(page: Path) -> set[str]:
    """The anchors that GitHub gives a page's headings."""
    titles = re.findall(
        r"^#+ (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE
    )
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def known_commands() -> set[str]:
    """Every command of the cog's and of the parts of Red that the documentation names."""
    from tickets.cog import Tickets

    cogs: tuple[Any, ...] = (Tickets, Downloader, Core)
    found = [command for cog in cogs for command in cog.__cog_commands__]
    return {"help", *(str(one.qualified_name) for one in found)}


def test_tables_are_up_to_date() -> None:
    """No command, setting or check was changed without its row: else run make docs."""
    for page, text in script().expected().items():
        assert page.read_text(encoding="utf-8") == text, f"{name_of(page)}: run make docs"


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_documented(language: str) -> None:
    """Every table stands somewhere, and so every command, setting and check of the doctor's."""
    from tickets.cog import FEATURES, Tickets
    from tickets.core.settings import Declared

    text = "\n".join(page.read_text(encoding="utf-8") for page in (DOCS / language).glob("*.md"))
    assert sorted(re.findall(r"<!-- (\w+): begin -->", text)) == sorted(TABLES)
    for command in Tickets.__cog_commands__:
        assert re.search(rf"\| `{command.qualified_name}[` ]", text), command.qualified_name
    for setting in Declared(FEATURES.each("settings")).in_order:
        assert f"`ticketset {setting.command}`" in text, setting.command


def test_both_languages_say_the_same() -> None:
    """Each page has its twin, with as many chapters, pictures and commands to type."""

    def counted(page: Path) -> tuple[int, ...]:
        text = page.read_text(encoding="utf-8")
        return tuple(
            len(re.findall(one, text, re.MULTILINE)) for one in (r"^## ", r"^!\[", r"^\| ")
        )

    english, french = (
        {page.name: counted(page) for page in (DOCS / one).glob("*.md")} for one in LANGUAGES
    )
    assert english == french
    assert counted(ROOT / "README.md") == counted(ROOT / "README.fr.md")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link and picture of a page is there, chapters of pages included."""
    for _, _, target in LINK.findall(without_code(page.read_text(encoding="utf-8"))):
        if target.startswith(("https://", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        if anchor and there.suffix == ".md":
            assert anchor in anchors_of(there), target


def test_pictures_are_small_and_described() -> None:
    """Who can't see a picture reads what it shows; all of them together load fast."""
    shown = set()
    for page in PAGES:
        for mark, words, target in LINK.findall(page.read_text(encoding="utf-8")):
            if mark and not target.startswith("https://"):
                assert len(words) > 20, target
                shown.add((page.parent / target).resolve())
    there = {file for file in (DOCS / "pictures").rglob("*") if file.is_file()}
    assert shown == there
    # Types, claims, the board, stars, numbers and the web page came, and two languages.
    assert sum(file.stat().st_size for file in there) < 2_500_000


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_exist(page: Path) -> None:
    """What a page tells people to type exists: in their bot, in the Makefile, on their disk."""
    text = page.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    known = known_commands()
    for words in COMMAND.findall(text):
        parts = words.split()
        assert any(" ".join(parts[:count]) in known for count in range(1, len(parts) + 1)), words
        below = [one for one in known if one.startswith(f"{parts[0]} ")]
        if below and len(parts) > 1:
            assert " ".join(parts[:2]) in known, words
    for fence in FENCE.findall(text):
        for line in fence.splitlines():
            if line.startswith("make "):
                assert line.split()[1] in targets, line
    for target in re.findall(r"`make ([a-z-]+)", text):
        assert target in targets, target


@pytest.mark.parametrize("page", [one for one in PAGES if one.parent in (ROOT, DOCS)], ids=name_of)
def test_named_code_exists(page: Path) -> None:
    """A file of code that a page names is there, under the end of its path at least."""
    folders = ("playground", "scripts", "tests", "tickets")
    files = [str(file.relative_to(ROOT)) for one in folders for file in (ROOT / one).rglob("*.py")]
    for words in re.findall(r"`([^`\n]+)`", page.read_text(encoding="utf-8")):
        for name in re.findall(r"[\w/]+\.py\b", words):
            assert any(f"/{file}".endswith(f"/{name}") for file in files), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_ways_through_the_menu_exist(language: str) -> None:
    """What pages name below *More…* is there, in the words of their language."""
    from tickets.cog import FEATURES
    from tickets.core.settings import Declared

    tables = script().Tables(language)
    titles = {str(tables._(one.title)) for one in FEATURES.each("menu_pages")}
    titles |= {
        str(tables._(one.title))
        for one in Declared(FEATURES.each("settings")).pages
        if not one.edit
    }
    way = re.compile(rf"\*\*{re.escape(tables._('More…'))}\*\* → \*\*([^*]+)\*\*")
    found = {
        name
        for page in (DOCS / language).glob("*.md")
        for name in way.findall(page.read_text(encoding="utf-8"))
    }
    script().Tables("en")
    assert found
    assert found <= titles, found - titles


def test_what_meets_reds_rules_is_there() -> None:
    """Every test and file that the list of Red's rules names exists."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rules = text.partition("## Red's rules for cogs")[2].partition("\n## ")[0]
    tests = "\n".join(one.read_text(encoding="utf-8") for one in (ROOT / "tests").rglob("*.py"))
    for name in re.findall(r"`([^`]+)`", rules):
        if name.startswith("test_"):
            assert f"def {name}(" in tests, name
        elif "/" in name:
            assert (ROOT / name).exists(), name
