"""A conversation as a file: complete, below the limit, sealed, and inert whatever is in it."""

from __future__ import annotations

import base64
import hashlib
import random
from typing import TYPE_CHECKING

import pytest

from tests.transcripts.conversations import (
    LIMIT,
    MODERATOR,
    NOON,
    a_message,
    a_transcript,
    everything,
    png,
    stored,
)
from tests.transcripts.hostile import FILES, TEXTS, everywhere
from tests.transcripts.pages import Page
from tickets.transcripts.document import Attachment, Content, StoredFile, Thread
from tickets.transcripts.writing.file import Written, write_html

if TYPE_CHECKING:
    from pathlib import Path

    from tickets.transcripts.document import Message, Transcript


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files of the conversation are."""
    made = tmp_path / "files"
    made.mkdir()
    return made


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where the page is written."""
    return tmp_path / "page.html"


def read(written: Written) -> Page:
    """The page, after everything was checked that holds for each."""
    data = written.path.read_bytes()
    assert len(data) == written.size
    above = data[: data.index(b'\n<footer id="seal"') + 1]
    assert hashlib.sha256(above).hexdigest() == written.sha256
    page = Page(data.decode())
    assert written.sha256 in page.words
    left = {path.name for path in written.path.parent.iterdir() if path.is_file()}
    assert not [name for name in left if name.endswith((".messages", ".text"))]
    return page


def page_of(transcript: Transcript, target: Path, limit: int = LIMIT) -> Page:
    """The page of a transcript."""
    written = write_html(transcript, target, limit=limit)
    assert written.size < limit
    return read(written)


def with_files(*files: StoredFile) -> Message:
    """A message with attachments."""
    sent = tuple(Attachment(file=file, description=f"<{file.name}>") for file in files)
    return a_message(5, content=Content(attachments=sent))


# ----------------------------------------------------------------------- what is in it


def test_everything_is_there(folder: Path, target: Path, language: str) -> None:
    """Texts, names, embeds, polls, components, files, threads: all of it can be read."""
    page = page_of(everything(folder), target)
    for words in (
        "Parcels & more", "#7", "My parcel never arrived", "Found with the neighbours", "Alice",
        "Max Moderator", "Zoë", "@Moderators", "#rules", "/ticket", "DE-12<34>", "door code 4711",
        "Your ticket", "Be kind.", "Ticket #7", "Close ticket", "Choose a subject", "Letter",
        "Where shall we look?", "Neighbours", "75\u00a0%", "letter.pdf", "lost.zip",
        "Discord no longer has it.", "It was with the neighbours.", "Something newer than",
        "Parcels are left with neighbours.", "Right side: found it!", "One picture could not be",
        "UTC",
    ):  # fmt: skip
        assert words in page.words, words
    assert set(page.downloads) == {"letter.pdf", "page.html"}
    assert "https://example.org/track?n=1&m=2" in page.links


def test_the_staff_thread_stays_with_the_staff(folder: Path, target: Path) -> None:
    """What the opener receives has nothing of the staff's thread; the staff's own copy has."""
    transcript = everything(folder)
    write_html(transcript, target, limit=LIMIT)
    assert "A secret of the staff" not in target.read_text(encoding="utf-8")
    read(write_html(transcript, target, limit=LIMIT, with_staff_thread=True))
    assert "A secret of the staff" in target.read_text(encoding="utf-8")


def test_answers_lead_to_what_they_answer(folder: Path, target: Path) -> None:
    """The link of an answer is the id of a message in the page."""
    page = page_of(everything(folder), target)
    assert [link for link in page.links if link.startswith("#")] == ["#m2"]
    assert "m2" in page.ids


def test_one_author_is_named_once_in_a_row(target: Path) -> None:
    """Messages of one author stand together; another author, a pause or a new day ends that."""
    together = [a_message(number) for number in (1, 2, 3)]
    other = a_message(4, author_id=MODERATOR)
    later = a_message(5, author_id=MODERATOR, at=NOON + 500)
    tomorrow = a_message(6, author_id=MODERATOR, at=NOON + 86_400)
    page = page_of(a_transcript(*together, other, later, tomorrow), target)
    assert page.tags.count("h3") == 4
    assert page.tags.count("h2") == 2


def test_a_message_is_never_an_empty_bubble(target: Path) -> None:
    """A message without content says so."""
    page = page_of(a_transcript(a_message(text=" \n")), target)
    assert "This message has no content." in page.words


def test_an_empty_ticket_has_a_page(target: Path) -> None:
    """Without messages there is still the ticket."""
    assert "My parcel never arrived" in page_of(a_transcript(), target).words


# ----------------------------------------------------------------------- files


def written_text(transcript: Transcript, target: Path) -> str:
    write_html(transcript, target, limit=50_000_000)
    return target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("count", "kind"), [(2, "mosaic"), (3, "mosaic three"), (5, "mosaic many")]
)
def test_pictures_of_one_message_stand_together(
    folder: Path, target: Path, count: int, kind: str
) -> None:
    """Side by side, whatever else was sent between them; each fills the window when pressed, by
    mouse or keyboard, without a script."""
    pictures = [
        stored(folder, f"{n}.png", png(1600, 900, colour=n), "image/png") for n in range(count)
    ]
    paper = stored(folder, "paper.pdf", b"%PDF", "application/pdf")
    sent = with_files(pictures[0], paper, *pictures[1:])
    text = written_text(a_transcript(sent), target)

    together = text.partition(f'<div class="{kind}">')[2].partition("paper.pdf")[0]
    assert (
        together.count('<label class="zoom"><input type="checkbox" aria-label="Enlarge">') == count
    )
    assert "<script" not in text


def test_one_picture_stands_alone(folder: Path, target: Path) -> None:
    """It keeps its shape, and fills the window as well."""
    picture = stored(folder, "one.png", png(1600, 900), "image/png")
    text = written_text(a_transcript(with_files(picture)), target)
    assert 'class="mosaic' not in text
    assert 'class="zoom"' in text


def test_a_picture_is_stored_once(folder: Path, target: Path) -> None:
    """Avatars, and pictures that are shown again, take their space once."""
    picture = stored(folder, "again.png", png(64, 64, noise=1), "image/png")
    once = write_html(a_transcript(with_files(picture)), target, limit=LIMIT).size
    messages = [a_message(n, content=with_files(picture).content) for n in range(100)]
    page = page_of(a_transcript(*messages), target)
    assert page.style.count("data:image") == 1
    assert page.pictures == []
    assert target.stat().st_size < once + 100 * 1_000


def test_what_has_no_space_follows(folder: Path, target: Path) -> None:
    """Text comes first, then the smallest pictures, then files; the others follow, and where
    they belong stands what follows."""
    pictures = [stored(folder, f"{n}.png", png(100, 100, noise=n), "image/png") for n in (1, 2, 3)]
    small = stored(folder, "small.png", png(10, 10, noise=4), "image/png")
    paper = stored(folder, "paper.bin", b"x" * 50_000)
    written = write_html(a_transcript(with_files(*pictures, paper, small)), target, limit=120_000)
    assert written.size < 120_000
    page = read(written)
    names = [file.name for file in written.separate]
    assert "small.png" not in names
    assert "paper.bin" in names
    assert len(page.pictures) + len(names) == 5
    assert len(page.pictures) >= 2
    for name in names:
        assert name in page.words
    assert written.left_out == ()


def test_what_is_too_large_by_itself_is_left_out(folder: Path, target: Path) -> None:
    """Its name, size and a note stand where it was."""
    huge = stored(folder, "huge.bin", b"x" * 200_000)
    written = write_html(a_transcript(with_files(huge)), target, limit=100_000)
    assert written.left_out == (huge,)
    assert written.separate == ()
    words = read(written).words
    assert "huge.bin" in words
    assert "200\u00a0kB" in words
    assert "Left out" in words


def test_a_picture_without_space_follows(folder: Path, target: Path) -> None:
    """Without space for a picture its name stands there, and the picture follows."""
    picture = stored(folder, "large.png", png(200, 200, noise=2), "image/png")
    written = write_html(a_transcript(with_files(picture)), target, limit=140_000)
    page = read(written)
    assert written.separate == (picture,)
    assert page.pictures == []
    assert "follows" in page.words
    too_large = write_html(a_transcript(with_files(picture)), target, limit=100_000)
    assert too_large.left_out == (picture,)
    assert read(too_large).pictures == []
    with_space = write_html(a_transcript(with_files(picture)), target, limit=LIMIT)
    assert with_space.separate == ()
    assert len(read(with_space).pictures) == 1
    assert "follows" not in read(with_space).words


@pytest.mark.parametrize("name", [name for name, _type, _data in FILES])
def test_only_real_pictures_are_opened(name: str, folder: Path, target: Path) -> None:
    """Pages, drawings that can hold scripts, bombs and liars are handed out, never opened."""
    data, kind = next((data, kind) for one, kind, data in FILES if one == name)
    page = page_of(a_transcript(with_files(stored(folder, name, data, kind))), target)
    if name == "cut.png":
        assert len(page.pictures) == 1
    else:
        assert len(page.downloads) == 1
        assert page.pictures == []


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (png(), "image/png"),
        (b"GIF89a\x02\x00\x02\x00\x00\x00\x00;", "image/gif"),
        (
            b"\xff\xd8\xff\xe0\x00\x04ab\xff\xff\xc2\x00\x0b\x08\x00\x20\x00\x30\x01\x01\x11\x00",
            "image/jpeg",
        ),
        (b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x1f\0\0\x0f\0\0", "image/webp"),
        (b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x1f\xc0\x03\x00", "image/webp"),
        (b"\0\0\0\x1cftypavif\0\0\0\0ispe\0\0\0\0\0\0\0\x20\0\0\0\x10", "image/avif"),
        (b"\0\0\0\x1cftypisom", "video/mp4"),
        (b"OggS\0", "audio/ogg"),
        (b"ID3\x04", "audio/mpeg"),
    ],
)
def test_what_browsers_can_show_is_shown(
    data: bytes, mime: str, folder: Path, target: Path
) -> None:
    """Pictures, films and sounds of the usual kinds stand in the page itself."""
    page_of(a_transcript(with_files(stored(folder, "a", data))), target)
    assert f'src="data:{mime};base64,' in target.read_text(encoding="utf-8")


def test_a_file_that_vanished_is_named(folder: Path, target: Path) -> None:
    """A file that can't be read any more leaves its name, and the page is written."""
    gone = stored(folder, "gone.png", png(), "image/png")
    assert gone.path is not None
    gone.path.unlink()
    assert "gone.png" in page_of(a_transcript(with_files(gone)), target).words


# ----------------------------------------------------------------------- length


def test_a_very_long_conversation_comes_in_parts(target: Path) -> None:
    """What can't be below the limit is split between messages; nothing is missing or double."""
    thread = Thread(
        id=9, name="long", messages=tuple(a_message(n, text="y" * 300) for n in range(5000, 5450))
    )
    messages = [a_message(n, text=f"number {n}. " + "x" * 1500) for n in range(100, 400)]
    written = write_html(a_transcript(*messages, threads=(thread,)), target, limit=200_000)
    pages = [read(written)]
    for part in written.separate:
        assert part.content_type == "text/html"
        assert part.path is not None
        assert part.size == part.path.stat().st_size < 200_000
        pages.append(Page(part.path.read_text(encoding="utf-8")))
    assert written.size < 200_000
    ids = [id_ for page in pages for id_ in page.ids if id_ != "seal"]
    assert ids == [f"m{n}" for n in (*range(100, 400), *range(5000, 5450))]
    assert f"part 2 of {len(pages)}" in pages[1].words


def test_the_plain_text_gives_way(target: Path) -> None:
    """A long conversation's preview is cut, says so, and the page has everything."""
    messages = [a_message(n, text=f"number {n}. " + "x" * 200) for n in range(1000)]
    page = page_of(a_transcript(*messages), target, limit=900_000)
    assert "number 0." in page.comments[0]
    assert "number 999." not in page.comments[0]
    assert "The rest is in the page itself." in page.comments[0]
    assert "number 999." in page.words


@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_lost_whatever_the_limit(seed: int, folder: Path, target: Path) -> None:
    """Every page is below the limit; every message is in one of them; every file is inside,
    follows, or was left out because it is too large by itself."""
    drawn = random.Random(seed)  # noqa: S311
    files = [
        stored(folder, f"{n}.png", png(drawn.randint(2, 90), 60, noise=n + 1), "image/png")
        if drawn.random() < 0.7
        else stored(folder, f"{n}.bin", drawn.randbytes(drawn.randint(1, 60_000)))
        for n in range(drawn.randint(1, 30))
    ]
    messages = []
    for n in range(drawn.randint(len(files), 200)):
        sent = tuple(Attachment(file=one) for one in files[n : n + drawn.randint(1, 3)])
        said = "x " * drawn.randint(0, 700)
        messages.append(a_message(n, content=Content(text=said, attachments=sent)))
    limit = drawn.randint(60_000, 900_000)
    written = write_html(a_transcript(*messages), target, limit=limit)
    parts = [one.path for one in written.separate if one.content_type == "text/html" and one.path]
    texts = [path.read_text(encoding="utf-8") for path in (target, *parts)]
    assert max(len(text.encode()) for text in texts) < limit
    ids = [id_ for text in texts for id_ in Page(text).ids if id_ != "seal"]
    assert ids == [f"m{message.id}" for message in messages]
    for file in files:
        assert file.path is not None
        inside = base64.b64encode(file.path.read_bytes()).decode()
        is_inside = any(inside in text for text in texts)
        assert is_inside or file in (*written.separate, *written.left_out), file.name


# ----------------------------------------------------------------------- plain text


def test_discords_preview_shows_the_conversation(folder: Path, target: Path) -> None:
    """The file begins with what was said, and how to see more."""
    page_of(everything(folder), target)
    lines = target.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "\ufeff<!--"
    assert lines[1:5] == [
        "Sent:    November 15, 2023 at 12:00\u202fPM",
        "Saved:   November 16, 2023 at 1:00\u202fPM",
        "Server:  Parcels & more",
        "Channel: ticket-7",
    ]
    at = lines.index("[Max Moderator]: November 15, 2023 at 12:10\u202fPM")
    assert lines[at + 1] == (
        "  @Alice thanks, I'll ask @Moderators. https://example.org/track?n=1&m=2"
    )
    end = lines.index("-->")
    assert lines[end - 1] == "💡 Tip: download this file and open it in your browser"
    assert lines[end + 1] == "<!DOCTYPE html>"


# ----------------------------------------------------------------------- hostility


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_texts_are_inert(text: str, folder: Path, target: Path) -> None:
    """Wherever it stands, nothing runs, nothing is fetched, and the page keeps its shape."""
    written = write_html(everywhere(text, folder), target, limit=LIMIT, with_staff_thread=True)
    shape = read(written)
    assert shape.tags[:2] == ["html", "head"]
    assert shape.tags.count("main") == shape.tags.count("footer") == 1
    assert shape.tags.count("style") == 1


def test_the_corpus_is_large() -> None:
    """There are more ways to be hostile than one thinks of at first."""
    assert len(set(TEXTS)) == len(TEXTS) >= 60
