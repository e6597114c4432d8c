"""Use cases as functions over plain requests, without Qt."""
