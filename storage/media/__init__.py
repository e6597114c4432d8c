"""Video files: the frame table, exact reading, cutting."""
