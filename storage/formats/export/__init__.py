"""What every export of labels shares: request, options, data set."""
