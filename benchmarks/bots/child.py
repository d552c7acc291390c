"""What every measured bot does beside its work: tells how much processor time it has used, whenever it is asked."""

import sys
from threading import Thread
from time import process_time


def tell_processor_time() -> None:
    """Answer every line on standard input with the seconds that all threads of this process have worked."""
    Thread(target=_tell, daemon=True).start()


def _tell() -> None:
    for _ in sys.stdin:
        print(process_time(), flush=True)
