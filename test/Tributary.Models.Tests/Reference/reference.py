"""Losses, logits and gradients of Tributary's networks, computed by PyTorch in double precision.

    reference.py            writes mlp.json, cnn.json and gpt.json beside this file
    reference.py mlp        writes one of them to the standard output

Written for PyTorch 1.12 and later. ReferenceTests.cs computes the same in C# and compares; where PyTorch is at hand it runs this script
again.

Parameters and data come from a formula that both sides share (value, below). All numbers are multiples of small powers of two, hence the
same in single precision. A gradient of a million numbers is stored as a sketch: its norm, its sum, some entries, and its products with
vectors of random signs. If e is the error of a gradient, the mean square of the errors of those products is an unbiased estimate of |e|^2
(Alon, Matias, Szegedy: The space complexity of approximating the frequency moments, STOC 1996), so every entry counts.
"""
import json
import os
import sys

import numpy as np
import torch
import torch.nn.functional as F

STEPS = 10
PRODUCTS = 16
LARGEST_WHOLE = 512  # tensors up to this size are stored entry by entry
SAMPLED_ENTRIES = 64  # of larger ones
SMALLEST_MARGIN = 1e-6


# ---- the shared formula -------------------------------------------------------------------------------------------------------------

def words(name, count):
    """A 32-bit word for each index: FNV-1a of the name plus the index, mixed by C. Wellons' lowbias32."""
    seed = 2166136261
    for byte in name.encode():
        seed = (seed ^ byte) * 16777619 % 2**32
    x = np.arange(count, dtype=np.uint32) + np.uint32(seed)
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x7FEB352D)
    x ^= x >> np.uint32(15)
    x *= np.uint32(0x846CA68B)
    x ^= x >> np.uint32(16)
    return x


def value(name, count):
    """Numbers in [-1, 1) on the grid of 2^-15."""
    return (words(name, count) >> np.uint32(16)).astype(np.float64) / 32768 - 1


def below(name, count, bound):
    """Integers from 0 to bound - 1."""
    return ((words(name, count) >> np.uint32(16)) % np.uint32(bound)).astype(np.int64)


def parameter(name, shape):
    """Gains near one, biases near zero, and matrices within the smallest power of two that is at least 1 / sqrt(inputs)."""
    v = value(name, int(np.prod(shape)))
    if len(shape) == 1:
        v = v / 4 + (1 if name.endswith("weight") else 0)
    else:
        scale = 1.0
        while (scale / 2) ** 2 * np.prod(shape[:-1]) >= 1:
            scale /= 2
        v = v * scale
    return torch.tensor(v.reshape(shape), dtype=torch.float64, requires_grad=True)


# ---- the networks, with Tributary's names and layouts -------------------------------------------------------------------------------

class Network:
    def __init__(self, shapes):
        self.p = {name: parameter(name, shape) for name, shape in shapes.items()}
        self.margin = float("inf")  # how far the first batch is from where a ReLU or a maximum changes over

    def linear(self, name, x):
        return F.linear(x, self.p[name + ".weight"].T, self.p[name + ".bias"])

    def relu(self, x):
        self.margin = min(self.margin, x.abs().min().item())
        return F.relu(x)

    def pool(self, x):
        """Largest of 2 x 2 windows, channels first; only maxima above zero count, because ReLU follows."""
        windows = x.unfold(2, 2, 2).unfold(3, 2, 2).flatten(4)
        largest = windows.topk(2).values
        gaps = (largest[..., 0] - largest[..., 1])[largest[..., 0] > 0]
        self.margin = min(self.margin, gaps.min().item())
        return F.max_pool2d(x, 2)


class Images(Network):
    def batch(self, number):
        """Images (B, 28, 28, 1) of bytes over 256, and classes."""
        count = 2 * self.size
        pixels = (words("pixels", count * 784) >> np.uint32(24)).astype(np.float64).reshape(count, 28, 28, 1) / 256
        chosen = slice(number * self.size, (number + 1) * self.size)
        return torch.tensor(pixels[chosen]), torch.tensor(below("labels", count, 10)[chosen])

    def optimizer(self):
        return torch.optim.SGD(self.p.values(), lr=self.rate, momentum=self.momentum)


class Mlp(Images):
    size, rate, momentum = 8, 0.0625, 0

    def __init__(self):
        widths = [784, 200, 200, 10]
        shapes = {}
        for i in (1, 2, 3):
            shapes[f"fc{i}.weight"] = (widths[i - 1], widths[i])
            shapes[f"fc{i}.bias"] = (widths[i],)
        super().__init__(shapes)

    def logits(self, x):
        x = self.relu(self.linear("fc1", x.flatten(1)))
        return self.linear("fc3", self.relu(self.linear("fc2", x)))


class Cnn(Images):
    size, rate, momentum = 4, 0.015625, 0.5

    def __init__(self):
        super().__init__({
            "conv1.weight": (5, 5, 1, 32), "conv1.bias": (32,), "conv2.weight": (5, 5, 32, 64), "conv2.bias": (64,),
            "fc1.weight": (3136, 512), "fc1.bias": (512,), "fc2.weight": (512, 10), "fc2.bias": (10,)})

    def logits(self, x):
        x = x.permute(0, 3, 1, 2)  # PyTorch has channels before pixels, and kernels as (out, in, rows, columns)
        for name in ("conv1", "conv2"):
            x = F.conv2d(x, self.p[name + ".weight"].permute(3, 2, 0, 1), self.p[name + ".bias"], padding=2)
            x = self.relu(self.pool(x))
        x = x.permute(0, 2, 3, 1).flatten(1)  # Tributary has channels innermost, also before a fully connected layer
        return self.linear("fc2", self.relu(self.linear("fc1", x)))


class Gpt(Network):
    size, width, heads, layers, context, vocabulary = 2, 128, 4, 4, 64, 65

    def __init__(self):
        c = self.width
        shapes = {"wte.weight": (self.vocabulary, c), "wpe.weight": (self.context, c)}
        for i in range(self.layers):
            for name, shape in {"ln_1": (c,), "attn.c_attn": (c, 3 * c), "attn.c_proj": (c, c), "ln_2": (c,),
                                "mlp.c_fc": (c, 4 * c), "mlp.c_proj": (4 * c, c)}.items():
                shapes[f"h.{i}.{name}.weight"] = shape
                shapes[f"h.{i}.{name}.bias"] = shape[-1:]
        shapes["ln_f.weight"] = shapes["ln_f.bias"] = (c,)
        super().__init__(shapes)

    def batch(self, number):
        """Windows side by side of one text."""
        length = self.size * self.context
        text = torch.tensor(below("tokens", 2 * length + 1, self.vocabulary))
        first = number * length
        return (text[first:first + length].reshape(self.size, -1), text[first + 1:first + length + 1].reshape(self.size, -1))

    def optimizer(self):
        return torch.optim.AdamW(self.p.values(), lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.1)

    def norm(self, name, x):
        return F.layer_norm(x, (self.width,), self.p[name + ".weight"], self.p[name + ".bias"], eps=1e-5)

    def attention(self, name, x):
        mask = torch.ones(self.context, self.context, dtype=torch.bool).triu(1)
        x = x.transpose(0, 1)
        y, _ = F.multi_head_attention_forward(
            x, x, x, self.width, self.heads, self.p[name + ".c_attn.weight"].T, self.p[name + ".c_attn.bias"], None, None, False, 0.0,
            self.p[name + ".c_proj.weight"].T, self.p[name + ".c_proj.bias"], need_weights=False, attn_mask=mask)
        return y.transpose(0, 1)

    def logits(self, tokens):
        x = F.embedding(tokens, self.p["wte.weight"]) + self.p["wpe.weight"]
        for i in range(self.layers):
            x = x + self.attention(f"h.{i}.attn", self.norm(f"h.{i}.ln_1", x))
            hidden = F.gelu(self.linear(f"h.{i}.mlp.c_fc", self.norm(f"h.{i}.ln_2", x)), approximate="tanh")
            x = x + self.linear(f"h.{i}.mlp.c_proj", hidden)
        return self.norm("ln_f", x) @ self.p["wte.weight"].T


# ---- what is stored -----------------------------------------------------------------------------------------------------------------

def numbers(array):
    return [float(f"{x:.12g}") for x in np.asarray(array, dtype=np.float64).ravel()]


def sketch(gradient):
    g = gradient.detach().numpy().ravel()
    entries = np.arange(len(g)) if len(g) <= LARGEST_WHOLE else words("entries", SAMPLED_ENTRIES) % np.uint32(len(g))
    signs = (np.where(words(f"sign {k}", len(g)) >> np.uint32(31), -1.0, 1.0) for k in range(PRODUCTS))
    return {
        "shape": list(gradient.shape), "norm": numbers([np.sqrt(np.sum(g * g))])[0], "sum": numbers([np.sum(g)])[0],
        "entries": numbers(g[entries.astype(np.int64)]), "products": numbers([np.sum(g * s) for s in signs])}


def describe(kind):
    network = kind()

    def objective(number):
        inputs, targets = network.batch(number)
        logits = network.logits(inputs)
        return logits, F.cross_entropy(logits.flatten(0, -2), targets.flatten())

    logits, loss = objective(0)
    loss.backward()
    # Nearer than this, rounding to single precision may change which side of a ReLU or which pixel of a window the gradient goes to.
    if network.margin < SMALLEST_MARGIN:
        sys.exit(f"The first batch comes within {network.margin} of a kink: choose other names in Images.batch.")
    result = {"loss": numbers([loss.item()])[0], "logits": numbers(logits.detach()),
              "gradients": {name: sketch(p.grad) for name, p in network.p.items()}}

    optimizer, losses = network.optimizer(), []
    for step in range(STEPS + 1):  # the last loss is what ten steps have led to
        optimizer.zero_grad()
        _, loss = objective(step % 2)
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    result["losses"] = numbers(losses)
    return lines(result)


def lines(result):
    """JSON with a line for each thing stored, so that a difference can be read."""
    parts = [f'"{key}": {json.dumps(part)}' for key, part in result.items() if key != "gradients"]
    gradients = [f'"{name}": {json.dumps(part)}' for name, part in result["gradients"].items()]
    return "{\n" + ",\n".join([*parts, '"gradients": {\n' + ",\n".join(gradients) + "\n}"]) + "\n}\n"


def main():
    torch.set_num_threads(1)
    kinds = {"mlp": Mlp, "cnn": Cnn, "gpt": Gpt}
    if len(sys.argv) > 1:
        sys.stdout.write(describe(kinds[sys.argv[1]]))
        return
    for name, kind in kinds.items():
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name + ".json"), "w") as file:
            file.write(describe(kind))


if __name__ == "__main__":
    main()
