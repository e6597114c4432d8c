"""The ball's path as a net sees it: resampled in time, with labels, gaps and noise."""
