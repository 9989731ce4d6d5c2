"""The movements by which customers are listed."""

from typing import Literal, get_args

Movement = Literal["new", "returned", "expansion", "contraction", "churned", "joined_and_left", "active"]
MOVEMENTS: tuple[Movement, ...] = get_args(Movement)
