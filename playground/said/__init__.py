"""What people, server, page and pictures say: a module for each language.

`LOCALE` is Discord's name of the language. `SAID` is for the living server, `TOLD` for the
pictures. `PAGE` has the page's own words, by what stands in its files.
"""
