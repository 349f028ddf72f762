"""The product's settings, with the floor beside it. Nothing of it is in the product's own address map."""

from refuge.settings import *  # noqa: F403
from refuge.settings import INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks"]
MIDDLEWARE = ["benchmarks.floor.beside_the_product", *MIDDLEWARE]
