"""Training steps and matrix products, a block of them a request.

{"case": "cnn-b32", "layout": "nhwc", "steps": 5} is answered by {"milliseconds": 14.1}: for one step, over the block.
"""

import ctypes
import functools
import gc
import itertools

import torch
import torch.nn.functional as F

import models
import serving


def training_step(model, optimizer, x, y):
    def step():
        optimizer.zero_grad(set_to_none=True)
        scores = model(x)
        F.cross_entropy(scores.view(-1, scores.shape[-1]), y).backward()
        optimizer.step()

    return step


def classifier(model, x):
    return training_step(model, torch.optim.SGD(model.parameters(), lr=0.01), x, torch.randint(0, 10, (len(x),)))


def mlp(size, layout):
    return classifier(models.mlp(), torch.rand(int(size), 784))


def cnn(size, layout):
    memory = torch.channels_last if layout == "nhwc" else torch.contiguous_format
    model, x = models.ConvNet(), torch.rand(int(size), 1, 28, 28)
    return classifier(model.to(memory_format=memory), x.to(memory_format=memory))


def gpt(size, layout):
    batch, context = map(int, size.split("x"))
    model = models.Gpt(context=context)
    return training_step(
        model, torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.0),
        torch.randint(0, 65, (batch, context)), torch.randint(0, 65, (batch * context,)))


def matrix_product(size, transposes):
    """The quicker of torch.mm and, where OpenBLAS is found, a direct call of it."""
    m, n, k = map(int, size.split("x"))
    a = torch.randn(k, m).t() if transposes[0] == "t" else torch.randn(m, k)
    b = torch.randn(n, k).t() if transposes[1] == "t" else torch.randn(k, n)
    c = torch.empty(m, n)
    ways = [functools.partial(torch.mm, a, b, out=c)]
    library = serving.openblas() if not torch.backends.mkl.is_available() else None
    if library is not None:
        ways.append(cblas(library, m, n, k, a, b, c, transposes))
    for way in ways:
        way()
    calls = max(1, int(2e7 / (m * n * k)))
    return min(ways, key=lambda way: min(milliseconds(way, calls) for _ in range(5)))


def cblas(library, m, n, k, a, b, c, transposes):
    row_major, plain, transposed = 101, 111, 112
    pointer = ctypes.c_void_p
    keep = (a, b, c)  # the call holds addresses only
    call = functools.partial(
        library.cblas_sgemm, row_major,
        transposed if transposes[0] == "t" else plain, transposed if transposes[1] == "t" else plain,
        m, n, k, ctypes.c_float(1),
        pointer(a.data_ptr()), m if transposes[0] == "t" else k,
        pointer(b.data_ptr()), k if transposes[1] == "t" else n,
        ctypes.c_float(0), pointer(c.data_ptr()), n)
    call.keep = keep
    return call


@functools.lru_cache(maxsize=None)
def make(case, layout):
    kind, size, *rest = case.split("-")
    if kind == "sgemm":
        return matrix_product(size, rest[0])
    return {"mlp": mlp, "cnn": cnn, "gpt": gpt}[kind](size.lstrip("b"), layout)


def milliseconds(step, steps):
    def run():
        for _ in itertools.repeat(None, steps):
            step()

    return serving.timed(run)[1] / steps


def answer(request):
    step = make(request["case"], request.get("layout"))
    step()  # wakes threads and caches
    gc.collect()
    gc.disable()
    try:
        return {"milliseconds": milliseconds(step, request["steps"])}
    finally:
        gc.enable()


if __name__ == "__main__":
    torch.manual_seed(1)
    serving.serve(answer)
