"""French."""

from __future__ import annotations

from typing import Any

LOCALE = "fr-FR"

SAID: dict[str, Any] = {
    "help": "aide",
    "button": "Besoin d'aide",
    "report": "Signaler quelqu'un",
    "support": "Support",
    "reports": "Signalements",
    "report team": "Équipe des signalements",
    "reasons": ("Une question", "Un bogue", "Autre chose"),
    "about": "De quoi s'agit-il ?",
    "choices": ("Un paiement", "Mon compte", "Autre chose"),
    "zone": "Europe/Paris",
    "welcome": "Bienvenue ! Si vous avez besoin d'aide, ouvrez un ticket dans {channel}.",
    "saved": "sauvegardes-tickets",
    "board": "tableau-tickets",
    "report log": "journal-signalements",
    "greeting": "accueil",
    "greets": "Bonjour {user}, comment pouvons-nous vous aider ?",
    "charged": "J'ai été débitée deux fois",
    "looking": "Bonjour carol, je regarde tout de suite.",
    "sent back": "Le deuxième paiement a été remboursé.",
    "thanks": "Merci, c'était rapide !",
    "paid back": "Remboursé",
    "kind": "Rapide et sympathique !",
    "role": "Mon rôle a disparu",
    "given": "Vous l'avez de nouveau. Tout est comme avant ?",
    "insults": "Quelqu'un insulte les gens dans le salon vocal",
    "noted": "Merci, erin. Nous lui parlerons aujourd'hui.",
    "voice": "Je ne vois plus les salons vocaux",
    "event": "Puis-je annoncer notre événement ici ?",
    "member": "membre",
    "moderator": "répond aux tickets",
    "judge": "répond aux signalements",
    "administrator": "règle tout",
    "owner": "possède le serveur",
    "web page": "Page web",
    "in the browser": "Dans le navigateur",
    "web page's label": "La page même du cog. "
    "Le tableau de bord web de Red l'entoure de son propre cadre, que la démonstration n'a pas.",
    "alice's idea": "Cliquez sur « Besoin d'aide » dans #aide, ou tapez /ticket n'importe où. "
    "Votre ticket apparaît alors dans la liste. « Signaler quelqu'un » va à une autre équipe.",
    "bob's idea": "Dans #bob, on vous demande s'il faut fermer : cliquez sur « Fermer », puis "
    "donnez des étoiles dans @Red. Ce qui est à alice n'existe pas pour vous.",
    "moderator's idea": "Prenez en charge le ticket de dave et répondez. #tableau-tickets montre "
    "ce qui reste à faire, #staff-tickets a une demande. Essayez /ticketmod stats dans #staff.",
    "judge's idea": "Seuls les signalements sont à vous : celui d'erin attend sa réponse. Vous ne "
    "voyez les tickets d'aucune autre équipe, même avec /ticketmod find.",
    "administrator's idea": "Tapez !ticketset dans #staff pour tous les réglages, ou "
    "!ticketset check : il reste quelque chose à faire. « Page web » a aussi les réglages.",
    "owner's idea": "Vous voyez tout, et pouvez tout faire.",
}

#: What people write and name in the pictures of the documentation.
TOLD: dict[str, Any] = {
    "server": "Le Serveur",
    "help": "aide",
    "staff": "staff",
    "reception": "staff-tickets",
    "button": "Besoin d'aide",
    "problem": "Je ne vois plus les salons vocaux.",
    "hello": "Bonjour ! J'ai changé d'équipe, et depuis ils ont disparu.",
    "answer": "Bonjour alice, je regarde vos rôles tout de suite.",
    "between": "Son équipe n'a pas encore de rôle vocal. Je l'ajoute.",
    "done": "C'est fait, ils devraient être revenus. Vous les voyez ?",
    "thanks": "Oui, merci !",
    "solved": "Résolu",
    "request": "Puis-je annoncer notre événement ici ?",
    "saved": "sauvegardes",
    "types": (("🎧", "Support"), ("🚨", "Signalements"), ("📝", "Candidatures")),
    "judges": "Équipe des signalements",
    "questions": (
        ("Quel est votre nom dans le jeu ?", "short", ""),
        ("De quoi s'agit-il ?", "one", "Un achat\nMon compte\nAutre chose"),
        ("Qui d'autre était là ?", "members", ""),
    ),
    "reasons": ("Une question", "Un bogue", "Autre chose"),
    "contact": "contact",
    "board": "tableau-tickets",
    "charged": "J'ai été débité deux fois.",
    "looks": "Je regarde votre paiement.",
}

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
    "Another page shows the server now.": "Une autre page montre maintenant le serveur.",
    "Show it here": "Le montrer ici",
    'count.title = "new"': 'count.title = "nouveau"',
}
