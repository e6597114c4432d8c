"""Export labels, clips and data sets."""
