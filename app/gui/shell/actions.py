"""Every action of the window: its name, text and default key. One table for menus and help."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """Something the user can do. `key` is Qt's portable text, and can be changed."""

    id: str
    text: str
    key: str
    group: str  # the menu it stands in
    held: bool = False  # repeats while the key is held down


ACTIONS = (
    Action("open", "Open video…", "Ctrl+O", "File"),
    Action("browse", "Open from S3…", "Ctrl+Shift+O", "File"),
    Action("start_page", "Start page", "Ctrl+W", "File"),
    Action("import", "Import labels…", "Ctrl+I", "File"),
    Action("export", "Export…", "Ctrl+E", "File"),
    Action("share", "Share a clip…", "Ctrl+Shift+E", "File"),
    Action("quit", "Quit", "Ctrl+Q", "File"),
    Action("undo", "Undo", "Ctrl+Z", "Edit"),
    Action("redo", "Redo", "Ctrl+Shift+Z", "Edit"),
    Action("author", "Name on labels…", "", "Edit"),
    Action("place", "S3 and sharing…", "Ctrl+,", "Edit"),
    Action("shortcuts", "Keyboard shortcuts…", "F1", "Edit"),
    Action("play", "Play or pause", "Space", "Playback"),
    Action("back", "Play backward, faster each time", "J", "Playback"),
    Action("pause", "Pause", "K", "Playback"),
    Action("forward", "Play forward, faster each time", "L", "Playback"),
    Action("previous", "Previous frame", "Left", "Playback", held=True),
    Action("next", "Next frame", "Right", "Playback", held=True),
    Action("previous_10", "Ten frames back", "Shift+Left", "Playback", held=True),
    Action("next_10", "Ten frames forward", "Shift+Right", "Playback", held=True),
    Action("home", "First frame", "Home", "Playback"),
    Action("end", "Last frame", "End", "Playback"),
    Action("mark_in", "Set in point", "I", "Playback"),
    Action("mark_out", "Set out point", "O", "Playback"),
    Action("clear_range", "Clear in and out points", "Shift+I", "Playback"),
    Action("loop", "Loop the range", "P", "Playback"),
    Action("keep_clip", "Save the range as a clip", "C", "Playback"),
    Action("track", "Track the ball", "T", "Ball"),
    Action("cancel_track", "Stop tracking", "Shift+T", "Ball"),
    Action("import_model", "Import a model…", "", "Ball"),
    Action("analyses", "Analyses of this video…", "Ctrl+R", "Ball"),
    Action("accept", "Accept and go to the next frame", "A", "Ball", held=True),
    Action("accept_range", "Accept the range", "Shift+A", "Ball"),
    Action("reject", "Reject the point", "X", "Ball"),
    Action("reject_range", "Reject the range", "Shift+X", "Ball"),
    Action("absent", "No ball", "0", "Ball"),
    Action("clear", "Visible", "1", "Ball"),
    Action("blurred", "Blurred", "2", "Ball"),
    Action("occluded", "Occluded", "3", "Ball"),
    Action("interpolate", "Fill the gap", "G", "Ball"),
    Action("remove", "Delete the label", "Del", "Ball"),
    Action("nudge_left", "Nudge left", "Alt+Left", "Ball", held=True),
    Action("nudge_right", "Nudge right", "Alt+Right", "Ball", held=True),
    Action("nudge_up", "Nudge up", "Alt+Up", "Ball", held=True),
    Action("nudge_down", "Nudge down", "Alt+Down", "Ball", held=True),
    Action("next_doubtful", "Next doubtful frame", "N", "Ball"),
    Action("next_different", "Next difference of two analyses", "D", "Ball"),
    Action("sync", "Sync now", "F5", "Team"),
    Action("conflicts", "Conflicts…", "Ctrl+K", "Team"),
    Action("history", "History of this frame…", "Ctrl+H", "Team"),
    Action("take", "Assign the range to me", "Ctrl+T", "Team"),
    Action("assignments", "Assignments…", "Ctrl+Shift+T", "Team"),
    Action("data_set", "Data set…", "Ctrl+Shift+P", "Team"),
    Action("publish", "Publish the data set", "Ctrl+P", "Team"),
    Action("send_range", "Send the range for labelling", "Ctrl+L", "Team"),
    Action("fit", "Fit the picture to the window", "F", "View"),
    Action("zoom_in", "Zoom in", "Ctrl+=", "View", held=True),
    Action("zoom_out", "Zoom out", "Ctrl+-", "View", held=True),
    Action("trail", "Show the trail", "R", "View"),
    Action("heat", "Show the heat map", "H", "View"),
    Action("candidates", "Show the candidates", "V", "View"),
    Action("compare", "Show the compared analysis", "Shift+D", "View"),
    Action("full_screen", "Full screen", "F11", "View"),
)
