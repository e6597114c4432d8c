"""Labelled clips: groups that must not be parted, confounders, what nets are given of them."""
