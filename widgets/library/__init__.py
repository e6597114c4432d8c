"""Videos of the library: list, cards, drop area."""
