"""The machine room of ProximCité: how a message comes in, is understood, is handled and is answered."""

import os

# The libraries under numpy read these when it is first imported. One message is too small to be shared between threads:
# they would only wait for each other, and take the processor from the database's thread and the event loop.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
