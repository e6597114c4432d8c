import subprocess
import sys

import pytest

from app.workflows.evaluation.tasks import EVALUATED_TASKS


@pytest.mark.parametrize("name", EVALUATED_TASKS)
def test_every_task_names_a_function(name: str) -> None:
    assert callable(EVALUATED_TASKS[name].evaluate())


def test_naming_the_tasks_needs_no_pytorch() -> None:
    code = "import sys, app.workflows.evaluation.tasks; print('torch' in sys.modules)"

    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ended.stdout == "False\n"
