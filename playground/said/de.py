"""German."""

from __future__ import annotations

from typing import Any

LOCALE = "de-DE"

SAID: dict[str, Any] = {
    "help": "hilfe",
    "button": "Hilfe holen",
    "report": "Jemanden melden",
    "support": "Support",
    "reports": "Meldungen",
    "report team": "Melde-Team",
    "reasons": ("Eine Frage", "Ein Fehler", "Etwas anderes"),
    "about": "Worum geht es?",
    "choices": ("Eine Zahlung", "Mein Konto", "Etwas anderes"),
    "zone": "Europe/Berlin",
    "welcome": "Willkommen! Wenn du Hilfe brauchst, öffne ein Ticket in {channel}.",
    "saved": "ticket-transkripte",
    "board": "ticket-übersicht",
    "report log": "melde-protokoll",
    "greeting": "begrüßung",
    "greets": "Hallo {user}, wie können wir helfen?",
    "charged": "Bei mir wurde doppelt abgebucht",
    "looking": "Hallo carol, ich sehe sofort nach.",
    "sent back": "Die zweite Zahlung ist zurücküberwiesen.",
    "thanks": "Danke, das ging schnell!",
    "paid back": "Zurückgezahlt",
    "kind": "Schnell und freundlich!",
    "role": "Meine Rolle ist weg",
    "given": "Du hast sie wieder. Ist alles wie vorher?",
    "insults": "Jemand beleidigt Leute im Sprachkanal",
    "noted": "Danke, erin. Wir reden heute mit der Person.",
    "voice": "Ich sehe die Sprachkanäle nicht mehr",
    "event": "Darf ich hier unser Event ankündigen?",
    "member": "Mitglied",
    "moderator": "beantwortet Tickets",
    "judge": "beantwortet Meldungen",
    "administrator": "richtet alles ein",
    "owner": "besitzt den Server",
    "web page": "Webseite",
    "in the browser": "Im Browser",
    "web page's label": "Die Seite des Cogs selbst. "
    "Reds Web-Dashboard gibt ihr einen eigenen Rahmen, den die Demo nicht hat.",
    "alice's idea": "Drücke „Hilfe holen“ in #hilfe, oder tippe irgendwo /ticket. Dein Ticket "
    "steht dann in der Liste. „Jemanden melden“ geht an ein anderes Team.",
    "bob's idea": "In #bob wirst du gefragt, ob dein Ticket geschlossen werden kann: drücke "
    "„Schließen“, dann gib Sterne in @Red. Was alice gehört, gibt es für dich nicht.",
    "moderator's idea": "Übernimm das Ticket von dave und antworte. #ticket-übersicht zeigt, was "
    "zu tun ist, in #staff-tickets wartet eine Anfrage. Probiere /ticketmod stats in #staff.",
    "judge's idea": "Nur Meldungen gehören dir: die von erin wartet auf ihre Antwort. Tickets "
    "anderer Teams siehst du nicht, auch nicht mit /ticketmod find.",
    "administrator's idea": "Tippe !ticketset in #staff für alle Einstellungen, oder "
    "!ticketset check: Etwas ist noch zu tun. „Webseite“ hat die Einstellungen auch.",
    "owner's idea": "Du siehst alles und darfst alles.",
}

#: What people write and name in the pictures of the documentation.
TOLD: dict[str, Any] = {
    "server": "Der Server",
    "help": "hilfe",
    "staff": "staff",
    "reception": "staff-tickets",
    "button": "Hilfe holen",
    "problem": "Ich sehe die Sprachkanäle nicht mehr.",
    "hello": "Hallo! Ich bin in ein anderes Team gewechselt, seitdem sind sie weg.",
    "answer": "Hallo alice, ich sehe mir gerade deine Rollen an.",
    "between": "Ihr Team hat noch keine Rolle für Sprachkanäle. Ich trage sie ein.",
    "done": "Erledigt, sie sollten wieder da sein. Siehst du sie?",
    "thanks": "Ja, danke!",
    "solved": "Gelöst",
    "saved": "transkripte",
    "reasons": ("Eine Frage", "Ein Fehler", "Etwas anderes"),
}

PAGE = {
    '<html lang="en">': '<html lang="de">',
    "on a simulated Discord": "auf einem simulierten Discord",
    "Who am I?": "Wer bin ich?",
    '"Who am I"': '"Wer bin ich"',
    "What do I see?": "Was sehe ich?",
    '"What do I see"': '"Was sehe ich"',
    "This page needs JavaScript.": "Diese Seite braucht JavaScript.",
    "Direct messages": "Direktnachrichten",
    "This channel was deleted.": "Dieser Kanal wurde gelöscht.",
    "${person().name} can’t see this channel.": "${person().name} sieht diesen Kanal nicht.",
    "Go to #get-help": "Zu #hilfe",
    "The channel, as SimCord shows it": "Der Kanal, wie SimCord ihn zeigt",
    "This can’t be shown: ": "Das kann nicht gezeigt werden: ",
    "Try again": "Noch einmal versuchen",
    "The demo doesn’t answer. Has it ended? Start it again with “make demo”.": (
        "Die Demo antwortet nicht. Ist sie beendet? Starte sie neu mit „make demo SPEAK=de“."
    ),
    "Another page shows the server now.": "Eine andere Seite zeigt jetzt den Server.",
    "Show it here": "Hier zeigen",
    'count.title = "new"': 'count.title = "neu"',
}
