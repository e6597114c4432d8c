"""Pictures of a video as networks need them."""
