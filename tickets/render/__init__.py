"""Words and looks: values and errors in, texts, embeds and buttons out. No I/O."""
