from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

FOLDER = Path(__file__).parents[2] / "migrations"


def test_the_history_is_one_line_that_only_goes_forward() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    scripts = list(ScriptDirectory.from_config(config).walk_revisions())
    assert [script.revision for script in reversed(scripts)] == [
        f"{n:04d}" for n in range(1, len(scripts) + 1)
    ]
    assert not any(hasattr(script.module, "downgrade") for script in scripts)
    assert all(Path(script.path).name.startswith(script.revision) for script in scripts)
