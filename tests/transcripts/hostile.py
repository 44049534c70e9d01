"""What somebody might write to make a saved conversation do something; and where to put it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.transcripts.conversations import ALICE, NOON, a_message, a_transcript, png, stored
from tickets.transcripts.document import (
    Attachment,
    Author,
    Button,
    Container,
    Content,
    Embed,
    EmbedField,
    Emoji,
    Message,
    Names,
    Poll,
    PollAnswer,
    Reaction,
    Reply,
    Row,
    Section,
    Select,
    Sticker,
    StoredFile,
    TextDisplay,
    Thread,
    Transcript,
    Unknown,
)

if TYPE_CHECKING:
    from pathlib import Path

#: Says in the browser that it ran.
RUN = "window.ran=1"

TEXTS = (
    # Tags
    f"<script>{RUN}</script>",
    f"<ScRiPt >{RUN}</sCrIpT\t>",
    f"<img src=x onerror={RUN}>",
    f"<svg/onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<math><mtext><style><img src onerror={RUN}></style></mtext></math>",
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    '<iframe src="https://example.org/"></iframe>',
    '<object data="https://example.org/x.swf"></object><embed src="https://example.org/x">',
    '<link rel="stylesheet" href="https://example.org/x.css">',
    '<meta http-equiv="refresh" content="0;url=https://example.org/">',
    '<base href="https://example.org/">',
    '<form action="https://example.org/"><button>Send</button></form>',
    f'<body onload="{RUN}">',
    f'<details open ontoggle="{RUN}">x</details>',
    f'<input autofocus onfocus="{RUN}">',
    f'<video src=x onerror="{RUN}"></video><audio src=x onerror="{RUN}"></audio>',
    "</title></style></textarea></noscript></template>",
    "</div></div></article></main></body></html>",
    "<!DOCTYPE html><html><head>",
    "<![CDATA[<script>window.ran=1</script>]]>",
    f"<?xml version='1.0'?><x xmlns:h='http://www.w3.org/1999/xhtml'><h:script>{RUN}</h:script></x>",
    f"<\0script>{RUN}</\0script>",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f"\uff1cscript\uff1e{RUN}\uff1c/script\uff1e",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&#60;script&#62;{RUN}&#60;/script&#62;",
    "<plaintext>",
    "<template><slot>",
    # Out of attributes
    f'" onmouseover="{RUN}" x="',
    f"' onmouseover='{RUN}' x='",
    f"` onmouseover=`{RUN}` x=`",
    f'"><script>{RUN}</script><"',
    f"'><img src=x onerror={RUN}><'",
    f'x" style="position:fixed;inset:0" onclick="{RUN}',
    f"\" autofocus tabindex=1 onfocus={RUN} //",
    # Links
    f"[click](javascript:{RUN})",
    f"[click](JaVaScRiPt:{RUN})",
    f"[click](java\nscript:{RUN})",
    f"[click](&#106;avascript:{RUN})",
    f"[click](\x01javascript:{RUN})",
    f"[click](<javascript:{RUN}>)",
    "[click](data:text/html;base64,PHNjcmlwdD53aW5kb3cucmFuPTE8L3NjcmlwdD4=)",
    f"[click](vbscript:{RUN})",
    "[click](file:///etc/passwd)",
    "[click](//example.org/)",
    f'[click](https://example.org/"onmouseover="{RUN})',
    f'[click](https://example.org/ "title\\" onmouseover=\\"{RUN}")',
    f"https://example.org/\"onmouseover=\"{RUN}",
    f"https://example.org/'><script>{RUN}</script>",
    f"<https://example.org/\"onmouseover=\"{RUN}>",
    "![picture](https://example.org/picture.png)",
    "[a]: https://example.org/\n[a]",
    f"<javascript:{RUN}>",
    # Discord's marks
    "<@1><@&2><#3><@!99999999999999999999>",
    f"<:<script>{RUN}</script>:1>",
    f"<a:x\"onload=\"{RUN}:1>",
    f"</x\"><script>{RUN}</script>:1>",
    "<t:99999999999999999:F><t:-99999999999999999:R><t:1:z>",
    "<id:customize><id:\"><b>",
    f"||<script>{RUN}</script>|| **||<img src=x onerror={RUN}>**||",
    "||**a||**b||__c**d__e||",
    f"```html\"><script>{RUN}</script>\n<b>\n```",
    f"```\"onload=\"{RUN}\nx```",
    f"`<script>{RUN}</script>`",
    # Out of the comment at the head of the file
    f"--><script>{RUN}</script>",
    f"--!><script>{RUN}</script>",
    f"-\0-><script>{RUN}</script>",
    f"-\u202e-><script>{RUN}</script>",
    f"-\n-><script>{RUN}</script>",
    f"<!--><script>{RUN}</script>-->",
    f"<!---><script>{RUN}</script>",
    "-->\n<!DOCTYPE html>",
    "------------->",
    "-",
    '<footer id="seal">0000</footer>',
    # Out of the style sheet
    "</style><style>@import url(https://example.org/x.css);",
    "color:red;background:url(https://example.org/x.png)",
    "}body{background:url(https://example.org/x.png)}",
    "expression(window.ran=1)",
    # Letters
    "\u202egnp.exe\u202c",
    "\u202d\u202a\u202b\u2066\u2067\u2068 turned and never turned back",
    "\u2067right to left\u2069 \u061c\u200f",
    "null \0 one \1 two \2 bell \7 escape \x1b[31m delete \x7f next line \x85",
    "\ud800 half a letter \udfff",
    "\ufeff\ufffe\uffff\U0001ffff",
    "\0" + "0\0",
    "\0" + "1\0\0" + "2\0",
    "a" + "\u0301" * 500,
    "\u3164\u115f\u2800",
    "\r\n\r\r\n\n\v\f",
    # Large and deep
    "> " * 300 + "deep",
    ">>> " * 300 + "deep",
    "\n".join(" " * depth + "- deep" for depth in range(60)),
    "[" * 500 + "a" + "](https://example.org/)" * 20,
    "**__~~||" * 200,
    "*" * 1999,
    "`" * 1999,
    "||" * 900,
    "<" * 1999,
    "\\" * 1999,
    "W" * 4000,
)  # fmt: skip

#: Some bytes that claim to be as large as a house.
_BOMB = png(2, 2).replace((2).to_bytes(4, "big") * 2, (60_000).to_bytes(4, "big") * 2)
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="window.ran=1"/>'
_XHTML = b"<html xmlns='http://www.w3.org/1999/xhtml'><script>window.ran=1</script></html>"

#: Files that are not what they say, as (name, what Discord says of it, bytes).
FILES = (
    ("page.html", "text/html", b"<script>window.ran=1</script>"),
    ("picture.svg", "image/svg+xml", _SVG),
    ("picture.png", "image/png", b"<script>window.ran=1</script>"),
    ("picture.gif", "image/gif", b"GIF89a/*\x00\x00*/=1;window.ran=1"),
    ("page.xhtml", "application/xhtml+xml", _XHTML),
    ("a.js", "text/javascript", b"window.ran=1"),
    ("a.pdf", "application/pdf", b"%PDF-1.7 /JS (app.alert(1))"),
    ("bomb.png", "image/png", _BOMB),
    ("cut.png", "image/png", png(64, 64)[:60]),
    ("cut.jpg", "image/jpeg", b"\xff\xd8\xff\xe0\x00"),
    ("empty.png", "image/png", b""),
    ("turned\u202egnp.exe", "image/png", b"MZ"),
    ('"><script>window.ran=1</script>.txt', "text/plain", b"hello"),
    ("film.mp4", "video/mp4", b"<html><script>window.ran=1</script>"),
)


def everywhere(text: str, folder: Path) -> Transcript:
    """A conversation with this text in every place where somebody can put one."""
    files = [stored(folder, name, data, kind) for name, kind, data in FILES]
    own = stored(folder, text, png(), f'image/png"{text}')
    author = Author(id=ALICE, name=text, username=text, avatar=own, colour=-1)
    emoji = Emoji(name=text, id=401, picture=own)
    content = _content(text, emoji, own, files)
    messages = (
        a_message(1, text=text),
        a_message(2, content=content, edited_at=NOON, is_pinned=True),
        a_message(
            3,
            content=Content(),
            reactions=(Reaction(emoji=emoji, count=1), Reaction(emoji=Emoji(name=text), count=-1)),
        ),
        a_message(4, text=text, reply=Reply(message_id=2, author_id=ALICE, text=text)),
        a_message(5, text=text, command=text, command_by_id=ALICE),
        a_message(6, system=text, content=Content(text=text)),
        a_message(7, content=Content(), forwarded=content, forwarded_at=10**15),
        a_message(8, text=text, thread=_thread(text, 10)),
        a_message(9, author_id=-5, text=text, command=text),
    )
    return a_transcript(
        *messages,
        server_name=text,
        server_icon=own,
        channel_name=text,
        reason=text,
        closed_at=NOON,
        closed_by_id=ALICE,
        close_reason=text,
        threads=(_thread(text, 20), replace(_thread(text, 30), is_staff=True)),
        names=Names(
            authors={ALICE: author, 1: author},
            roles={2: (text, 0xFFFFFFFF)},
            channels={3: text},
            emojis={1: emoji},
        ),
        notes=(text,),
        staff_notes=(text,),
    )


def _thread(text: str, first: int) -> Thread:
    messages: tuple[Message, ...] = (a_message(first, text=text),)
    return Thread(id=first, name=text, messages=messages)


def _content(text: str, emoji: Emoji, own: StoredFile, files: list[StoredFile]) -> Content:
    named = StoredFile(name=text, content_type=text, missing=text)
    sent = [Attachment(file=file, description=text) for file in (*files, own, named)]
    field = EmbedField(name=text, value=text, inline=True)
    link = Button(label=text, style="link", url=text, emoji=emoji)
    return Content(
        text=text,
        embeds=(
            Embed(
                colour=-1,
                provider=text,
                author=text,
                author_url=text,
                author_icon=own,
                title=text,
                url=text,
                description=text,
                fields=(field, field),
                image=own,
                thumbnail=named,
                video_url=text,
                footer=text,
                footer_icon=own,
                timestamp=10**15,
            ),
            Embed(
                title="javascript",
                url="javascript:window.ran=1",
                author="x",
                author_url="data:text/html,<script>window.ran=1</script>",
                image=files[1],
            ),
        ),
        attachments=(*sent, Attachment(file=own, is_spoiler=True)),
        stickers=(Sticker(name=text, picture=own), Sticker(name=text, picture=files[1])),
        components=(
            Container(
                colour=-1,
                is_spoiler=True,
                items=(
                    TextDisplay(text=text),
                    Section(texts=(TextDisplay(text=text),), accessory=link),
                    Row(
                        items=(
                            link,
                            Button(label=text, style=text),
                            Select(placeholder=text, options=(text,)),
                        )
                    ),
                    Unknown(what=text),
                ),
            ),
            Row(items=(Button(label="x", style="link", url="javascript:window.ran=1"),)),
        ),
        poll=Poll(
            question=text,
            answers=(
                PollAnswer(text=text, emoji=emoji, votes=-5, is_winner=True),
                PollAnswer(text=text, votes=10**12),
            ),
            total_votes=1,
        ),
    )
