"""Networks and the functions that run, train and judge them."""
