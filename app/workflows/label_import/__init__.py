"""Import labels of other programs into the library."""
