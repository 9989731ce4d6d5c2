"""What a process that computes once and ends does better than one that stays: it cleans up nothing on the way."""

import atexit
import ctypes
import gc
import os
import sys

_SWITCH = 0.0002  # seconds that who computes outside the interpreter waits for who is inside, at most
_TRIM_THRESHOLD, _MMAP_MAX, _ARENA_MAX = -1, -4, -8  # of mallopt(3)


def be_short_lived() -> None:
    """Keep freed memory, look for no garbage, no plugins and no threads for algebra. To be called before imports."""
    sys.setswitchinterval(_SWITCH)
    gc.disable()
    atexit.register(gc.freeze)  # nor at the end: what is there then goes with the process
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # else it looks through every package installed
    _keep_freed_memory()


def _keep_freed_memory() -> None:
    """Glibc gives large blocks back to the system, which has to clear every page that it hands out again."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if os.name == "posix" else None
    if mallopt:
        for parameter, value in ((_TRIM_THRESHOLD, -1), (_MMAP_MAX, 0), (_ARENA_MAX, 1)):
            mallopt(parameter, value)
        os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # what arrow frees numpy can use, and the reverse
