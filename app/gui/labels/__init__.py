"""Labels of the open video as the window holds them: lists, counts, words."""
