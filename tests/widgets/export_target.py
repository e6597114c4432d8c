"""Writing the target of an export into the wizard, as a person types it."""

from pathlib import Path

from widgets.export.export_wizard import ExportWizard


def write_to(wizard: ExportWizard, path: Path) -> None:
    """Have the wizard write to `path`."""
    wizard.form.destination.set_folder(str(path.parent))
    wizard.form.destination.set_name(path.name)
    wizard.ask_for_plan()
