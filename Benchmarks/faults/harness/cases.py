"""All faults, in the order of the table."""

from . import machine, others, peers, processes  # noqa: F401  each adds its own
from .case import CASES  # noqa: F401
