"""A template station for programs that are about to be killed."""

from tests.services.conftest import template

__all__ = ["template"]
