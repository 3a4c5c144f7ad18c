"""Answers requests: a line of JSON in, a line of JSON out. The first line out says what is being measured."""

import ctypes
import json
import re
import sys
import time

import torch


def serve(answer):
    """Calls answer(request) for every line of standard input; says first which PyTorch this is."""
    say(describe())
    for line in sys.stdin:
        try:
            say(answer(json.loads(line)))
        except Exception as e:  # the other side prints it as a sentence
            say({"error": f"{type(e).__name__}: {e}"})


def say(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def timed(run):
    """The result of run() and its wall and processor milliseconds."""
    wall, processor = time.perf_counter(), time.process_time()
    result = run()
    return result, 1e3 * (time.perf_counter() - wall), 1e3 * (time.process_time() - processor)


def describe():
    torch.mm(torch.ones(2, 2), torch.ones(2, 2))  # loads what is loaded late
    config = torch.__config__.show()
    onednn = re.search(r"MKL-DNN v([\d.]+)", config)
    vectors = re.search(r"CPU capability usage: (\S+)", config)
    blas, kernels, quotable = find_blas()
    onednn = f"oneDNN {onednn.group(1)}" if onednn and torch.backends.mkldnn.is_available() else "no oneDNN"
    return {
        "name": f"PyTorch {torch.__version__} ({onednn}, {blas})",
        "vectors": vectors.group(1) if vectors else None,
        "blasKernels": kernels,
        "warning": None if quotable else f"This PyTorch computes matrix products with {blas}; figures against it say nothing.",
    }


def find_blas():
    """The library behind matrix products, its kernels, and whether figures against it are worth quoting."""
    if torch.backends.mkl.is_available():
        return "MKL", None, True
    library = openblas()
    if library is not None:
        library.openblas_get_config.restype = library.openblas_get_corename.restype = ctypes.c_char_p
        return " ".join(library.openblas_get_config().decode().split()[:2]), library.openblas_get_corename().decode(), True
    return "the reference BLAS" if mapped() else "a BLAS without a name", None, False


def openblas():
    """OpenBLAS where PyTorch uses it, else None."""
    for path in mapped():
        library = ctypes.CDLL(path)
        if hasattr(library, "openblas_get_config"):
            return library
    return None


def mapped():
    """The BLAS libraries of this process: where there is a libblas, PyTorch is linked to that, whatever others have loaded beside it."""
    try:
        with open("/proc/self/maps", encoding="utf-8") as maps:
            paths = sorted({line.split()[-1] for line in maps if re.search(r"/lib(open|mkl|)blas[\w.+-]*\.so", line)})
    except OSError:  # no Linux
        return []
    return [path for path in paths if "/libblas." in path] or paths
