"""The parts of :mod:`..collect`: Discord's messages become the neutral document's values."""
