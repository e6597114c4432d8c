"""Where labelled pictures come from: the library, folders, Ground Truth, the simulator."""
