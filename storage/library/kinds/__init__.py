"""The kinds of labels: one file each says all that is particular to it."""
