"""Training data of the ball task: footage, sampling, augmentation."""
