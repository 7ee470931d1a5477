"""Takes nearly all the time that loading may take, and then crashes in every call, so that it is loaded again."""

import os
import time

time.sleep(14)


def is_symmetric(*args, **kwargs):
    os._exit(1)


trace = symmetry_groups = hidden_gradients = break_symmetry = is_symmetric
