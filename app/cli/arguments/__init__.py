"""Arguments of the command line, one file a family."""
