"""Options of the test suite."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--examples N`` tries every law on N examples; ``--regen`` rewrites tables that are not in canonical form."""
    parser.addoption("--examples", type=int, default=1000, help="examples per law (default 1000)")
    parser.addoption("--regen", action="store_true", help="rewrite tables in canonical form instead of failing")


def pytest_configure(config: pytest.Config) -> None:
    """One Hypothesis profile for all laws: reproducible up to 1,000 examples, random beyond."""
    examples = config.getoption("--examples")
    settings.register_profile(
        "laws",
        max_examples=examples,
        deadline=None,  # the machine that runs them is shared
        derandomize=examples <= 1000,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        print_blob=True,
    )
    settings.load_profile("laws")
