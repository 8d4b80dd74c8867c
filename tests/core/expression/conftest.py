"""The shipped space, for tests of what it has learned."""

import pytest

torch = pytest.importorskip("torch")


@pytest.fixture(scope="session")
def space(root):
    from expclip.core.expression.space import WEIGHTS_FILE, load_space

    models = root / "core" / "models"
    if not (models / WEIGHTS_FILE).exists():
        pytest.skip("the shipped models are not in this checkout: run 'expclip train expression'")
    return load_space(models)
