"""English."""

from __future__ import annotations

from typing import Any

LOCALE = "en-US"

SAID: dict[str, Any] = {
    "help": "get-help",
    "button": "Get help",
    "report": "Report someone",
    "support": "Support",
    "reports": "Reports",
    "report team": "Report team",
    "reasons": ("A question", "A bug", "Something else"),
    "about": "What is it about?",
    "choices": ("A payment", "My account", "Something else"),
    "zone": "Europe/London",
    "welcome": "Welcome! If you need help, open a ticket in {channel}.",
    "saved": "ticket-transcripts",
    "board": "ticket-board",
    "report log": "report-log",
    "greeting": "greeting",
    "greets": "Hello {user}, how can we help?",
    "charged": "I was charged twice",
    "looking": "Hello carol, I'll look at it right away.",
    "sent back": "The second payment has been sent back.",
    "thanks": "Thank you, that was quick!",
    "paid back": "Paid back",
    "kind": "Quick and friendly!",
    "role": "My role is gone",
    "given": "You have it again. Is everything as it was?",
    "insults": "Someone insults people in the voice channel",
    "noted": "Thank you, erin. We'll talk to them today.",
    "voice": "I can't see the voice channels",
    "event": "May I share our event here?",
    "member": "member",
    "moderator": "answers tickets",
    "judge": "answers reports",
    "administrator": "sets everything up",
    "owner": "owns the server",
    "web page": "Web page",
    "in the browser": "In the browser",
    "web page's label": "The cog’s own page. "
    "Red’s web dashboard puts a frame of its own around it, which the demo doesn’t have.",
    "alice's idea": "Press “Get help” in #get-help, or type /ticket anywhere. Your ticket then "
    "shows up in the list. “Report someone” reaches another team.",
    "bob's idea": "In #bob you are asked whether to close: press “Close”, then give stars in "
    "@Red. What belongs to alice isn't there for you.",
    "moderator's idea": "Claim dave's ticket and answer it. #ticket-board shows what is to be "
    "done, #staff-tickets has a request. Try /ticketmod stats in #staff.",
    "judge's idea": "Only reports are yours: erin's waits for her answer. You see no other "
    "team's tickets, not even with /ticketmod find.",
    "administrator's idea": "Type !ticketset in #staff for all settings, or !ticketset check: "
    "something is left to be done. “Web page” has the settings, too.",
    "owner's idea": "You see everything, and may do everything.",
}

#: What people write and name in the pictures of the documentation.
TOLD: dict[str, Any] = {
    "server": "The Server",
    "help": "get-help",
    "staff": "staff",
    "reception": "staff-tickets",
    "button": "Get help",
    "problem": "I can't see the voice channels any more.",
    "hello": "Hello! I was moved to another team, and since then they are gone.",
    "answer": "Hello alice, I'm looking at your roles right now.",
    "between": "Her team has no voice role yet. I'll add it.",
    "done": "Done, they should be back. Can you see them?",
    "thanks": "Yes, thank you!",
    "solved": "Solved",
    "request": "May I share our guild's event here?",
    "saved": "transcripts",
    "types": (("🎧", "Support"), ("🚨", "Reports"), ("📝", "Applications")),
    "judges": "Report team",
    "questions": (
        ("What is your name in the game?", "short", ""),
        ("What is it about?", "one", "A purchase\nMy account\nSomething else"),
        ("Who else was there?", "members", ""),
    ),
    "reasons": ("A question", "A bug", "Something else"),
    "contact": "contact",
    "board": "ticket-board",
    "charged": "I was charged twice.",
    "looks": "I'm looking at your payment.",
}

PAGE: dict[str, str] = {}
