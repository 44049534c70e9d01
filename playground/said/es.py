"""Spanish."""

from __future__ import annotations

from typing import Any

LOCALE = "es-ES"

SAID: dict[str, Any] = {
    "help": "ayuda",
    "button": "Pedir ayuda",
    "report": "Denunciar a alguien",
    "support": "Soporte",
    "reports": "Denuncias",
    "report team": "Equipo de denuncias",
    "reasons": ("Una pregunta", "Un fallo", "Otra cosa"),
    "about": "¿De qué se trata?",
    "choices": ("Un pago", "Mi cuenta", "Otra cosa"),
    "zone": "Europe/Madrid",
    "welcome": "¡Hola! Si necesitas ayuda, abre un ticket en {channel}.",
    "saved": "transcripciones-tickets",
    "board": "tablero-tickets",
    "report log": "registro-denuncias",
    "greeting": "saludo",
    "greets": "Hola, {user}: ¿en qué podemos ayudarte?",
    "charged": "Me han cobrado dos veces",
    "looking": "Hola, carol: lo miro ahora mismo.",
    "sent back": "Te hemos devuelto el segundo pago.",
    "thanks": "Gracias, ¡qué rapidez!",
    "paid back": "Dinero devuelto",
    "kind": "¡Rápido y amable!",
    "role": "Mi rol ha desaparecido",
    "given": "Ya lo tienes otra vez. ¿Está todo como antes?",
    "insults": "Alguien insulta a la gente en el canal de voz",
    "noted": "Gracias, erin. Hablaremos hoy con esa persona.",
    "voice": "No veo los canales de voz",
    "event": "¿Puedo anunciar aquí nuestro evento?",
    "member": "miembro",
    "moderator": "responde a los tickets",
    "judge": "responde a las denuncias",
    "administrator": "lo configura todo",
    "owner": "es dueño del servidor",
    "web page": "Página web",
    "in the browser": "En el navegador",
    "web page's label": "La propia página del cog. "
    "El panel web de Red le pone un marco suyo, que la demostración no tiene.",
    "alice's idea": "Pulsa «Pedir ayuda» en #ayuda, o escribe /ticket donde quieras. Tu ticket "
    "aparece entonces en la lista. «Denunciar a alguien» llega a otro equipo.",
    "bob's idea": "En #bob te preguntan si se puede cerrar: pulsa «Cerrar» y después da "
    "estrellas en @Red. Lo que es de alice no existe para ti.",
    "moderator's idea": "Asume el ticket de dave y responde. #tablero-tickets muestra lo que "
    "queda por hacer, en #staff-tickets espera una solicitud. Prueba /ticketmod stats en #staff.",
    "judge's idea": "Solo las denuncias son tuyas: la de erin espera su respuesta. No ves los "
    "tickets de ningún otro equipo, ni con /ticketmod find.",
    "administrator's idea": "Escribe !ticketset en #staff para todos los ajustes, o "
    "!ticketset check: queda algo por hacer. «Página web» también tiene los ajustes.",
    "owner's idea": "Lo ves todo y puedes hacerlo todo.",
}

#: What people write and name in the pictures of the documentation.
TOLD: dict[str, Any] = {
    "server": "El servidor",
    "help": "ayuda",
    "staff": "staff",
    "reception": "staff-tickets",
    "button": "Pedir ayuda",
    "problem": "Ya no veo los canales de voz.",
    "hello": "¡Hola! Me han cambiado de equipo y desde entonces no aparecen.",
    "answer": "Hola, alice: estoy mirando tus roles ahora mismo.",
    "between": "Su equipo aún no tiene rol de voz. Lo añado.",
    "done": "Listo, ya deberían aparecer. ¿Los ves?",
    "thanks": "Sí, ¡gracias!",
    "solved": "Resuelto",
    "saved": "transcripciones",
    "reasons": ("Una pregunta", "Un fallo", "Otra cosa"),
}

PAGE = {
    '<html lang="en">': '<html lang="es">',
    "on a simulated Discord": "en un Discord simulado",
    "Who am I?": "¿Quién soy?",
    '"Who am I"': '"Quién soy"',
    "What do I see?": "¿Qué veo?",
    '"What do I see"': '"Qué veo"',
    "This page needs JavaScript.": "Esta página necesita JavaScript.",
    "Direct messages": "Mensajes directos",
    "This channel was deleted.": "Este canal se ha eliminado.",
    "${person().name} can’t see this channel.": "${person().name} no ve este canal.",
    "Go to #get-help": "Ir a #ayuda",
    "The channel, as SimCord shows it": "El canal, tal como lo muestra SimCord",
    "This can’t be shown: ": "Esto no se puede mostrar: ",
    "Try again": "Intentarlo de nuevo",
    "The demo doesn’t answer. Has it ended? Start it again with “make demo”.": (
        "La demostración no responde. ¿Ha terminado? Iníciala otra vez con «make demo SPEAK=es»."
    ),
    "Another page shows the server now.": "Otra página muestra ahora el servidor.",
    "Show it here": "Mostrarlo aquí",
    'count.title = "new"': 'count.title = "nuevo"',
}
