"""``make demo``: the story of a ticket, then a living server to try it in a browser.

``make demo ONCE=1`` only tells the story, ``make demo PORT=…`` takes another port (and the
one after it, for SimCord's preview). With ``make demo SPEAK=fr`` the server speaks French; the
story is told in English only, and left out then.
"""

from __future__ import annotations

import argparse
import asyncio
import sys

from ports import PORT, BadPort, expect_free, port_of


def main() -> int:
    """Does what the arguments say; returns the exit code."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="only tell the story")
    parser.add_argument("--at-once", action="store_true", help="leave the story out")
    parser.add_argument("--port", default=str(PORT))
    parser.add_argument(
        "--speak", choices=("en", "fr", "de", "es"), default="en", help="the server's language"
    )
    options = parser.parse_args()
    try:
        port = port_of(options.port)
        if not options.once:
            expect_free(port, port + 1)
        # Red comes with it, which takes a second: whoever has to choose another port knows first.
        import show  # noqa: PLC0415 - imports Red

        if not options.at_once and (options.once or options.speak == "en"):
            asyncio.run(show.tell())
        if not options.once:
            asyncio.run(show.until_stopped(port, options.speak))
    except BadPort as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nThe demo was stopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
