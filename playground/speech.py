"""What people, server and page of the demo say, in English and in French."""

from __future__ import annotations

import io
from typing import Any

from babel.messages.pofile import read_po
from french import CATALOGUE

#: The languages of ``make demo SPEAK=…``, with Discord's names for them.
LOCALES = {"en": "en-US", "fr": "fr-FR"}

SAID: dict[str, dict[str, Any]] = {
    "en": {
        "help": "get-help",
        "button": "Get help",
        "reasons": ("A question", "A bug", "Something else"),
        "welcome": "Welcome! If you need help, open a ticket in {channel}.",
        "saved": "ticket-transcripts",
        "charged": "I was charged twice",
        "looking": "Hello carol, I'll look at it right away.",
        "sent back": "The second payment has been sent back.",
        "thanks": "Thank you, that was quick!",
        "paid back": "Paid back",
        "voice": "I can't see the voice channels",
        "which": "Hello carol, which ones do you miss?",
        "event": "May I share our event here?",
        "member": "member",
        "moderator": "answers tickets",
        "administrator": "sets everything up",
        "owner": "owns the server",
        "alice's idea": "Press “Get help” in #get-help, or type /ticket anywhere. Your ticket "
        "then shows up in the list.",
        "bob's idea": "Open a ticket of your own. What belongs to alice isn't there for you.",
        "moderator's idea": "Answer in a member's ticket. Close, reopen or delete it with its "
        "buttons. In #staff-tickets a request waits.",
        "administrator's idea": "Type !ticketset in #staff for all settings, or !ticketset check: "
        "something is left to be done.",
        "owner's idea": "You see everything, and may do everything.",
    },
    "fr": {
        "help": "aide",
        "button": "Besoin d'aide",
        "reasons": ("Une question", "Un bogue", "Autre chose"),
        "welcome": "Bienvenue ! Si vous avez besoin d'aide, ouvrez un ticket dans {channel}.",
        "saved": "sauvegardes-tickets",
        "charged": "J'ai été débitée deux fois",
        "looking": "Bonjour carol, je regarde tout de suite.",
        "sent back": "Le deuxième paiement a été remboursé.",
        "thanks": "Merci, c'était rapide !",
        "paid back": "Remboursé",
        "voice": "Je ne vois plus les salons vocaux",
        "which": "Bonjour carol, lesquels vous manquent ?",
        "event": "Puis-je annoncer notre événement ici ?",
        "member": "membre",
        "moderator": "répond aux tickets",
        "administrator": "règle tout",
        "owner": "possède le serveur",
        "alice's idea": "Cliquez sur « Besoin d'aide » dans #aide, ou tapez /ticket n'importe où. "
        "Votre ticket apparaît alors dans la liste.",
        "bob's idea": "Ouvrez votre propre ticket. Ce qui est à alice n'existe pas pour vous.",
        "moderator's idea": "Répondez dans le ticket d'un membre. Fermez-le, rouvrez-le ou "
        "supprimez-le avec ses boutons. Une demande attend dans #staff-tickets.",
        "administrator's idea": "Tapez !ticketset dans #staff pour tous les réglages, ou "
        "!ticketset check : il reste quelque chose à faire.",
        "owner's idea": "Vous voyez tout, et pouvez tout faire.",
    },
}

#: The page's own words: what stands in its files, and the same in French.
PAGE = {
    '<html lang="en">': '<html lang="fr">',
    "on a simulated Discord": "sur un Discord simulé",
    "Who am I?": "Qui suis-je ?",
    '"Who am I"': '"Qui suis-je"',
    "What do I see?": "Que vois-je ?",
    '"What do I see"': '"Que vois-je"',
    "This page needs JavaScript.": "Cette page a besoin de JavaScript.",
    "Direct messages": "Messages privés",
    "This channel was deleted.": "Ce salon a été supprimé.",
    "${person().name} can’t see this channel.": "${person().name} ne voit pas ce salon.",
    "Go to #get-help": "Aller dans #aide",
    "The channel, as SimCord shows it": "Le salon, tel que SimCord le montre",
    "This can’t be shown: ": "Ceci ne peut pas être montré : ",
    "Try again": "Réessayer",
    "The demo doesn’t answer. Has it ended? Start it again with “make demo”.": (
        "La démonstration ne répond pas. Est-elle finie ? Relancez-la avec « make demo SPEAK=fr »."
    ),
    'count.title = "new"': 'count.title = "nouveau"',
}


class Words:
    """The cog's own words in a language, as the catalogue has them."""

    def __init__(self, language: str) -> None:
        self._known: dict[str, str] = {}
        if language == "fr":
            read = read_po(io.BytesIO(CATALOGUE.read_bytes()))
            self._known = {str(one.id): str(one.string) for one in read if one.id}

    def __call__(self, english: str) -> str:
        """The text in the language."""
        return self._known.get(english, english)


def page_in(language: str, text: str) -> str:
    """A file of the page in a language."""
    if language == "fr":
        for english, french in PAGE.items():
            text = text.replace(english, french)
    return text
