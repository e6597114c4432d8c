"""Labels and predictions travel through a bucket; nothing there is ever overwritten."""
