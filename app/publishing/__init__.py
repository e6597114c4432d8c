"""Ground Truth data sets in the loop: published from reviewed labels, spans sent to labellers."""
