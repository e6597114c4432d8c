"""What an entry of the catalogue of formats is made of."""
