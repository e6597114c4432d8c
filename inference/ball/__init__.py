"""Finding the ball: candidates in pictures, a path through them."""
