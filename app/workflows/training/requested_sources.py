"""What the sources of a training are called where they are no files."""

LIBRARY = "library"  # all that people have labelled there
SIMULATOR = "simulator"
PROCEDURAL = "procedural"
