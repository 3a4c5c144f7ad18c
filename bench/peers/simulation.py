"""A round of FedAvg on MNIST: 10 of 100 clients with equal parts, each one epoch of SGD, then their average.

{"case": "mlp-b10", "clients": 10} is answered by {"milliseconds": 150.1, "processorMilliseconds": 149.8, "loss": 0.31}.
Clients train one after another; with TRIBUTARY_PEER_WORKERS=2 two processes share them, as in a simulator that starts a worker a core.
"""

import copy
import functools
import os

import torch
import torch.multiprocessing
import torch.nn.functional as F

import data
import models
import serving

CLIENTS, RATE = 100, 0.1
WORKERS = int(os.environ.get("TRIBUTARY_PEER_WORKERS", "1"))


class Simulation:
    def __init__(self, case):
        kind, size = case.split("-b")
        self.batch = int(size)
        self.model = models.mlp() if kind == "mlp" else models.ConvNet().to(memory_format=torch.channels_last)
        self.x, self.y = data.mnist()
        if kind == "cnn":
            self.x = self.x.view(-1, 1, 28, 28)
        self.parts = torch.randperm(len(self.x)).chunk(CLIENTS)
        if WORKERS > 1:
            self.x.share_memory_(), self.y.share_memory_(), self.model.share_memory()
            self.sums = [[torch.zeros_like(p).share_memory_() for p in self.model.parameters()] for _ in range(WORKERS)]
            context = torch.multiprocessing.get_context("fork")
            self.pipes = [context.Pipe() for _ in range(WORKERS)]
            for worker in range(WORKERS):
                context.Process(target=self.work, args=(worker,), daemon=True).start()

    def round(self, clients):
        cohort = torch.randperm(CLIENTS)[:clients].tolist()
        if WORKERS == 1:
            sums = [torch.zeros_like(p) for p in self.model.parameters()]
            loss = self.train(cohort, sums)
        else:
            for worker, (pipe, _) in enumerate(self.pipes):
                pipe.send(cohort[worker::WORKERS])
            loss = sum(pipe.recv() for pipe, _ in self.pipes)
            sums = [sum(parts) for parts in zip(*self.sums)]
        with torch.no_grad():
            examples = sum(len(self.parts[client]) for client in cohort)
            for p, total in zip(self.model.parameters(), sums):
                p.copy_(total / examples)
        return loss / clients

    def work(self, worker):
        while True:
            clients = self.pipes[worker][1].recv()
            for total in self.sums[worker]:
                total.zero_()
            self.pipes[worker][1].send(self.train(clients, self.sums[worker]))

    def train(self, clients, sums):
        """Trains each client from the global model, adds its parameters times its examples to sums; returns the sum of last losses."""
        local, losses = copy.deepcopy(self.model), 0.0
        for client in clients:
            local.load_state_dict(self.model.state_dict())
            optimizer = torch.optim.SGD(local.parameters(), lr=RATE)
            part = self.parts[client]
            for rows in part[torch.randperm(len(part))].split(self.batch):
                optimizer.zero_grad(set_to_none=True)
                loss = F.cross_entropy(local(self.x[rows]), self.y[rows])
                loss.backward()
                optimizer.step()
            losses += loss.item()
            with torch.no_grad():
                for p, total in zip(local.parameters(), sums):
                    total.add_(p, alpha=len(part))
        return losses


@functools.lru_cache(maxsize=None)
def make(case):
    return Simulation(case)


def answer(request):
    make(request["case"])  # reading the data is no part of a round
    loss, wall, processor = serving.timed(lambda: make(request["case"]).round(request["clients"]))
    # The processor time of other processes is not this one's to read.
    return {"milliseconds": wall, "processorMilliseconds": processor if WORKERS == 1 else None, "loss": loss}


if __name__ == "__main__":
    torch.manual_seed(1)
    serving.serve(answer)
