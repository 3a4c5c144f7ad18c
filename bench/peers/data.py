"""The data sets of the data folder that TRIBUTARY_DATA names, as tensors."""

import gzip
import os

import numpy
import torch


def open_file(*names):
    path = os.path.join(os.environ["TRIBUTARY_DATA"], *names)
    return open(path, "rb") if os.path.exists(path) else gzip.open(path + ".gz")


def mnist():
    """Training images (N, 784) in [0, 1], and their labels."""
    with open_file("mnist", "train-images-idx3-ubyte") as images, open_file("mnist", "train-labels-idx1-ubyte") as labels:
        x = torch.from_numpy(numpy.frombuffer(images.read(), numpy.uint8, offset=16).reshape(-1, 784).copy())
        y = torch.from_numpy(numpy.frombuffer(labels.read(), numpy.uint8, offset=8).copy())
    return x.float() / 255, y.long()


def shakespeare():
    """Characters as numbers, cut 90 to 10, and how many different ones there are."""
    with open_file("tiny-shakespeare", "input.txt") as file:
        text = file.read().decode()
    characters = {character: i for i, character in enumerate(sorted(set(text)))}
    tokens = torch.tensor([characters[character] for character in text])
    cut = int(len(tokens) * 0.9)
    return tokens[:cut], tokens[cut:], len(characters)
