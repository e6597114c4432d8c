"""Train a model from labelled footage."""
