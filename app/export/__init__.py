"""Export from the window: the table of formats, what each would cost, and doing it."""
