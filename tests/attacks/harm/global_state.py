"""Changes global state of torch, numpy and Python for all that comes after it. (Its matrices are right.)"""

import gc
import locale
import random
import signal
import sys
import warnings

import numpy as np
import torch


def spoil() -> None:
    torch.set_default_dtype(torch.float16)
    torch.set_grad_enabled(False)
    torch.use_deterministic_algorithms(True)
    torch.set_printoptions(precision=1)
    torch.manual_seed(1)
    np.seterr(all="raise")
    np.random.seed(1)
    random.seed(1)
    np.set_printoptions(threshold=1)
    warnings.simplefilter("error")
    locale.setlocale(locale.LC_ALL, "C")
    sys.setrecursionlimit(120)
    sys.setswitchinterval(100)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    gc.disable()


spoil()


def design_matrix(x):
    spoil()
    return torch.stack([x, torch.ones_like(x)], dim=1)
