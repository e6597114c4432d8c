"""Networks that find the ball: the modules, and the functions that run them."""
