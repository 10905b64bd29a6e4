"""An open station for tests of the store."""

from tests.services.conftest import bench, template

__all__ = ["bench", "template"]
