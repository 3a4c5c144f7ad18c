"""nanoGPT's preset for a CPU on tiny Shakespeare, from the first step to the loss on the whole validation part.

{"seed": 1, "steps": 2000, "decaySteps": 2000, "validate": true} is answered by
{"loss": 1.88, "seconds": 80.1}; the seconds are those of training.
"""

import functools
import math

import torch
import torch.nn.functional as F

import data
import models
import serving

BATCH, CONTEXT = 12, 64
RATE, LEAST_RATE, WARM_UP = 1e-3, 1e-4, 100


@functools.lru_cache(maxsize=None)
def text():
    return data.shakespeare()


def rate(step, steps):
    if step < WARM_UP:
        return RATE * (step + 1) / (WARM_UP + 1)
    if step >= steps:
        return LEAST_RATE
    return LEAST_RATE + 0.5 * (1 + math.cos(math.pi * (step - WARM_UP) / (steps - WARM_UP))) * (RATE - LEAST_RATE)


def train(seed, steps, decay_steps):
    torch.manual_seed(seed)
    tokens, _, vocabulary = text()
    model = models.Gpt(vocabulary, context=CONTEXT)
    matrices = [p for p in model.parameters() if p.dim() >= 2]
    others = [p for p in model.parameters() if p.dim() < 2]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}], lr=RATE, betas=(0.9, 0.99))
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = rate(step, decay_steps)
        starts = torch.randint(len(tokens) - CONTEXT, (BATCH,)).tolist()
        x = torch.stack([tokens[start : start + CONTEXT] for start in starts])
        y = torch.stack([tokens[start + 1 : start + 1 + CONTEXT] for start in starts])
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(model(x).view(-1, vocabulary), y.view(-1)).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    return model


@torch.no_grad()
def validate(model):
    """The mean loss of every prediction of the validation part, in windows side by side."""
    _, tokens, vocabulary = text()
    total = 0.0
    starts = range(0, len(tokens) - 1, CONTEXT)
    whole = [start for start in starts if start + CONTEXT < len(tokens)]
    for at in range(0, len(whole), 40):
        rows = whole[at : at + 40]
        x = torch.stack([tokens[start : start + CONTEXT] for start in rows])
        y = torch.stack([tokens[start + 1 : start + 1 + CONTEXT] for start in rows])
        total += F.cross_entropy(model(x).view(-1, vocabulary), y.view(-1), reduction="sum").item()
    if len(whole) < len(starts):
        rest = tokens[starts[-1] :]
        total += F.cross_entropy(model(rest[None, :-1])[0], rest[1:], reduction="sum").item()
    return total / (len(tokens) - 1)


def answer(request):
    text()  # not part of the seconds
    model, wall, _ = serving.timed(lambda: train(request["seed"], request["steps"], request["decaySteps"]))
    loss = validate(model) if request["validate"] else None
    return {"loss": loss, "seconds": wall / 1e3, "milliseconds": wall / request["steps"]}


if __name__ == "__main__":
    serving.serve(answer)
