"""Teaching ball nets: where samples come from, what is asked of the net, and the loop."""
