"""Checkpoints of GPT-2 and Llama, written, read and computed without Tributary, in double precision.

    checkpoint.py                 writes checkpoints.json beside this file: configurations, tensors' shapes and logits
    checkpoint.py write FOLDER    writes all checkpoints below a folder as Hugging Face's programs store them, and prints their logits
    checkpoint.py logits PATH...  prints the logits (of tokens, below) of checkpoints in that form, of such with an adapter of PEFT
                                  (FOLDER+FOLDER), and of GGUF files: these computed as llama.cpp does, where rotary positions turn
                                  neighbouring numbers

Written for PyTorch 1.12 and later. CheckpointReferenceTests.cs compares. Formats after their public descriptions: safetensors' README, ggml's gguf.md.
Weights come from the formula of reference.py by the names they have in the checkpoint.
"""
import json
import os
import struct
import sys

import numpy as np
import torch
import torch.nn.functional as F

from reference import below, numbers, value

VOCABULARY, POSITIONS = 61, 16

GPT2 = {"model_type": "gpt2", "n_layer": 2, "n_head": 3, "n_embd": 24, "n_positions": POSITIONS, "vocab_size": VOCABULARY,
        "layer_norm_epsilon": 1e-5, "activation_function": "gelu_new"}
LLAMA = {"model_type": "llama", "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2, "hidden_size": 32,
         "intermediate_size": 44, "max_position_embeddings": POSITIONS, "vocab_size": VOCABULARY, "rms_norm_eps": 1e-5,
         "rope_theta": 5000.0, "hidden_act": "silu", "tie_word_embeddings": False}

# What is special about each: members of the configuration, the element type, the number of files, and whether names have their prefix.
CASES = {
    "gpt2": (GPT2, "F32", 1, True),
    "gpt2-bare": ({**GPT2, "n_inner": 40, "tie_word_embeddings": False}, "F16", 1, False),
    "llama": (LLAMA, "F32", 1, True),
    "llama-sharded": (LLAMA, "BF16", 3, True),
    "llama-biased": ({**LLAMA, "attention_bias": True, "mlp_bias": True, "tie_word_embeddings": True, "num_key_value_heads": 4,
                      "rope_theta": None, "rope_parameters": {"rope_type": "default", "rope_theta": 300.0}}, "F16", 1, False),
}


def tokens():
    return torch.tensor(below("checkpoint tokens", POSITIONS, VOCABULARY))


# ---- the tensors that a checkpoint has, by their full names -------------------------------------------------------------------------

def shapes(config, prefix=True):
    return gpt2_shapes(config, prefix) if config["model_type"] == "gpt2" else llama_shapes(config, prefix)


def gpt2_shapes(config, prefix):
    c, p = config["n_embd"], "transformer." if prefix else ""
    hidden = config.get("n_inner") or 4 * c
    all = {p + "wte.weight": (config["vocab_size"], c), p + "wpe.weight": (config["n_positions"], c)}
    for i in range(config["n_layer"]):
        for name, shape in {"ln_1": (c,), "attn.c_attn": (c, 3 * c), "attn.c_proj": (c, c), "ln_2": (c,), "mlp.c_fc": (c, hidden),
                            "mlp.c_proj": (hidden, c)}.items():
            all[f"{p}h.{i}.{name}.weight"] = shape
            all[f"{p}h.{i}.{name}.bias"] = shape[-1:]
    all[p + "ln_f.weight"] = all[p + "ln_f.bias"] = (c,)
    if not config.get("tie_word_embeddings", True):
        all["lm_head.weight"] = (config["vocab_size"], c)
    return all


def llama_shapes(config, prefix):
    c, hidden, p = config["hidden_size"], config["intermediate_size"], "model." if prefix else ""
    kept = c // config["num_attention_heads"] * config["num_key_value_heads"]
    all = {p + "embed_tokens.weight": (config["vocab_size"], c)}
    for i in range(config["num_hidden_layers"]):
        l = f"{p}layers.{i}."
        all[l + "input_layernorm.weight"] = all[l + "post_attention_layernorm.weight"] = (c,)
        for name, shape in {"self_attn.q_proj": (c, c), "self_attn.k_proj": (kept, c), "self_attn.v_proj": (kept, c),
                            "self_attn.o_proj": (c, c), "mlp.gate_proj": (hidden, c), "mlp.up_proj": (hidden, c),
                            "mlp.down_proj": (c, hidden)}.items():
            all[f"{l}{name}.weight"] = shape
            if config.get("attention_bias"):
                all[f"{l}{name}.bias"] = shape[:1]
    all[p + "norm.weight"] = (c,)
    if not config.get("tie_word_embeddings", False):
        all["lm_head.weight"] = (config["vocab_size"], c)
    return all


def weight(name, shape):
    """Gains near one, biases near zero, matrices within a power of two near 1 / sqrt(24)."""
    v = value(name, int(np.prod(shape)))
    v = v / 4 + (1 if name.endswith("weight") else 0) if len(shape) == 1 else v / 4
    return v.reshape(shape)


# ---- safetensors --------------------------------------------------------------------------------------------------------------------

TYPES = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}


def write_file(path, tensors, type):
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, values in tensors.items():
        t = torch.tensor(values).to(TYPES[type])
        raw = (t.view(torch.int16) if t.element_size() == 2 else t).numpy().tobytes()
        header[name] = {"dtype": type, "shape": list(values.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def read_file(path):
    raw = open(path, "rb").read()
    length, = struct.unpack_from("<Q", raw)
    header, data = json.loads(raw[8:8 + length]), raw[8 + length:]
    header.pop("__metadata__", None)
    result = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        t = torch.frombuffer(bytearray(data[begin:end]), dtype=TYPES[entry["dtype"]])
        result[name] = t.reshape(entry["shape"]).double()
    return result


def write(name, folder):
    config, type, count, prefix = CASES[name]
    os.makedirs(folder, exist_ok=True)
    json.dump(config, open(os.path.join(folder, "config.json"), "w"))
    tensors = {n: weight(n, s) for n, s in shapes(config, prefix).items()}
    if name == "gpt2":  # what older programs store beside the weights
        tensors["transformer.h.0.attn.bias"] = np.tril(np.ones((1, 1, POSITIONS, POSITIONS)))
        tensors["transformer.h.1.attn.masked_bias"] = np.array(-1e4)
    if name == "llama-biased":
        tensors["layers.0.self_attn.rotary_emb.inv_freq"] = np.ones(4)
    if count == 1:
        return write_file(os.path.join(folder, "model.safetensors"), tensors, type)
    names, files = list(tensors), [f"model-{i + 1:05}-of-{count:05}.safetensors" for i in range(count)]
    for i, file in enumerate(files):
        write_file(os.path.join(folder, file), {n: tensors[n] for n in names[i::count]}, type)
    index = {"metadata": {"total_size": 0}, "weight_map": {n: files[i % count] for i, n in enumerate(names)}}
    json.dump(index, open(os.path.join(folder, "model.safetensors.index.json"), "w"))


def read(folder):
    config = json.load(open(os.path.join(folder, "config.json")))
    files = sorted(f for f in os.listdir(folder) if f.endswith(".safetensors"))
    tensors = {}
    for file in files:
        tensors.update(read_file(os.path.join(folder, file)))
    return config, {name.removeprefix("transformer.").removeprefix("model."): t for name, t in tensors.items()}


# ---- the networks -------------------------------------------------------------------------------------------------------------------

def attend(q, k, v):
    """(heads, T, D) each; every query sees its own position and those before."""
    scores = q @ k.transpose(1, 2) / q.shape[-1] ** 0.5
    mask = torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1)
    return torch.softmax(scores.masked_fill(mask, float("-inf")), -1) @ v


def heads(x, count):
    return x.reshape(x.shape[0], count, -1).transpose(0, 1)


def joined(x):
    return x.transpose(0, 1).reshape(x.shape[1], -1)


def gpt2(config, p):
    def linear(name, x):
        return x @ p[name + ".weight"] + p[name + ".bias"]

    def norm(name, x):
        return F.layer_norm(x, x.shape[-1:], p[name + ".weight"], p[name + ".bias"], config["layer_norm_epsilon"])

    ids = tokens()
    x = p["wte.weight"][ids] + p["wpe.weight"][:len(ids)]
    for i in range(config["n_layer"]):
        q, k, v = (heads(part, config["n_head"]) for part in linear(f"h.{i}.attn.c_attn", norm(f"h.{i}.ln_1", x)).chunk(3, -1))
        x = x + linear(f"h.{i}.attn.c_proj", joined(attend(q, k, v)))
        h = linear(f"h.{i}.mlp.c_fc", norm(f"h.{i}.ln_2", x))
        x = x + linear(f"h.{i}.mlp.c_proj", 0.5 * h * (1 + torch.tanh((2 / np.pi) ** 0.5 * (h + 0.044715 * h ** 3))))
    return norm("ln_f", x) @ p.get("lm_head.weight", p["wte.weight"]).T


def rotate(x, theta, neighbours):
    """(heads, T, D): pairs are half a head apart, or neighbours."""
    d = x.shape[-1]
    angles = torch.outer(torch.arange(x.shape[1], dtype=torch.float64), theta ** (-torch.arange(0, d, 2, dtype=torch.float64) / d))
    cos, sin = angles.cos(), angles.sin()
    a, b = (x[..., 0::2], x[..., 1::2]) if neighbours else (x[..., :d // 2], x[..., d // 2:])
    u, v = a * cos - b * sin, b * cos + a * sin
    return torch.stack((u, v), -1).flatten(-2) if neighbours else torch.cat((u, v), -1)


def llama(config, p, neighbours=False):
    def linear(name, x):
        y = x @ p[name + ".weight"].T
        return y + p[name + ".bias"] if name + ".bias" in p else y

    def norm(name, x):
        return x / torch.sqrt((x * x).mean(-1, keepdim=True) + config["rms_norm_eps"]) * p[name + ".weight"]

    count, kept = config["num_attention_heads"], config["num_key_value_heads"]
    theta = config.get("rope_theta") or config["rope_parameters"]["rope_theta"]
    x = p["embed_tokens.weight"][tokens()]
    for i in range(config["num_hidden_layers"]):
        l = f"layers.{i}."
        y = norm(l + "input_layernorm", x)
        q = rotate(heads(linear(l + "self_attn.q_proj", y), count), theta, neighbours)
        k = rotate(heads(linear(l + "self_attn.k_proj", y), kept), theta, neighbours)
        v = heads(linear(l + "self_attn.v_proj", y), kept)
        k, v = (t.repeat_interleave(count // kept, 0) for t in (k, v))
        x = x + linear(l + "self_attn.o_proj", joined(attend(q, k, v)))
        y = norm(l + "post_attention_layernorm", x)
        x = x + linear(l + "mlp.down_proj", F.silu(linear(l + "mlp.gate_proj", y)) * linear(l + "mlp.up_proj", y))
    return norm("norm", x) @ p.get("lm_head.weight", p["embed_tokens.weight"]).T


def adapted(path):
    folder, adapter = path.split("+")
    config, p = read(folder)
    lora = json.load(open(os.path.join(adapter, "adapter_config.json")))
    tensors = read_file(os.path.join(adapter, "adapter_model.safetensors"))
    for name, a in tensors.items():
        if name.endswith(".lora_A.weight"):
            matrix = name.removesuffix(".lora_A.weight").removeprefix("base_model.model.")
            assert matrix.rsplit(".", 1)[1] in lora["target_modules"] and a.shape[0] == lora["r"]
            product = tensors[name.replace("lora_A", "lora_B")] @ a * lora["lora_alpha"] / lora["r"]
            own = matrix.removeprefix("transformer.").removeprefix("model.") + ".weight"
            p[own] = p[own] + (product.T if lora["fan_in_fan_out"] else product)
    return logits(config, p)


def computed(path):
    if path.endswith(".gguf"):
        return gguf(path)
    return adapted(path) if "+" in path else logits(*read(path))


def logits(config, p):
    if config.get("tie_word_embeddings", config["model_type"] == "gpt2"):
        p = {name: t for name, t in p.items() if name != "lm_head.weight"}
    return gpt2(config, p) if config["model_type"] == "gpt2" else llama(config, p)


# ---- GGUF ---------------------------------------------------------------------------------------------------------------------------

def read_gguf(path):
    raw, at = open(path, "rb").read(), 0

    def take(format):
        nonlocal at
        found, = struct.unpack_from("<" + format, raw, at)
        at += struct.calcsize("<" + format)
        return found

    def text():
        nonlocal at
        length = take("Q")
        at += length
        return raw[at - length:at].decode()

    def any(type):
        if type == 8:
            return text()
        if type == 9:
            inner, count = take("I"), take("Q")
            return [any(inner) for _ in range(count)]
        return take({4: "I", 5: "i", 6: "f", 7: "?", 10: "Q"}[type])

    assert take("I") == 0x46554747 and take("I") == 3
    count, values = take("Q"), take("Q")
    metadata = {}
    for _ in range(values):
        name = text()
        metadata[name] = any(take("I"))
    infos = []
    for _ in range(count):
        name = text()
        extents = [take("Q") for _ in range(take("I"))]
        infos.append((name, extents[::-1], take("I"), take("Q")))
    start = -(-at // 32) * 32
    tensors = {}
    for name, shape, type, offset in infos:
        n, here = int(np.prod(shape)), start + offset
        assert offset % 32 == 0
        if type == 8:
            blocks = np.frombuffer(raw, np.dtype([("d", "<f2"), ("q", "i1", 32)]), n // 32, here)
            v = blocks["d"].astype(np.float64)[:, None] * blocks["q"]
        elif type == 30:
            v = (np.frombuffer(raw, "<u2", n, here).astype(np.uint32) << 16).view(np.float32)
        else:
            v = np.frombuffer(raw, {0: "<f4", 1: "<f2"}[type], n, here)
        tensors[name] = torch.tensor(v.astype(np.float64).reshape(shape))
    return metadata, tensors


def gguf(path):
    m, t = read_gguf(path)
    kind = m["general.architecture"]
    names = {"token_embd": "wte" if kind == "gpt2" else "embed_tokens", "position_embd": "wpe", "output": "lm_head",
             "output_norm": "ln_f" if kind == "gpt2" else "norm"}
    block = {"gpt2": {"attn_norm": "ln_1", "attn_qkv": "attn.c_attn", "attn_output": "attn.c_proj", "ffn_norm": "ln_2",
                      "ffn_up": "mlp.c_fc", "ffn_down": "mlp.c_proj"},
             "llama": {"attn_norm": "input_layernorm", "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj",
                       "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj", "ffn_norm": "post_attention_layernorm",
                       "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj"}}[kind]
    p = {}
    for name, tensor in t.items():
        *path, end = name.split(".")
        whole = names[path[0]] if len(path) == 1 else f"{'h' if kind == 'gpt2' else 'layers'}.{path[1]}.{block[path[2]]}"
        conv1d = kind == "gpt2" and len(path) == 3 and tensor.dim() == 2
        p[f"{whole}.{end}"] = tensor.T if conv1d else tensor
    if kind == "gpt2":
        return gpt2({"n_layer": m["gpt2.block_count"], "n_head": m["gpt2.attention.head_count"],
                        "layer_norm_epsilon": m["gpt2.attention.layer_norm_epsilon"]}, p)
    config = {"num_hidden_layers": m["llama.block_count"], "num_attention_heads": m["llama.attention.head_count"],
              "num_key_value_heads": m["llama.attention.head_count_kv"], "rope_theta": m["llama.rope.freq_base"],
              "rms_norm_eps": m["llama.attention.layer_norm_rms_epsilon"]}
    return llama(config, p, neighbours=True)


def main():
    if sys.argv[1:2] == ["write"]:
        for name in CASES:
            write(name, os.path.join(sys.argv[2], name))
        print(json.dumps({name: numbers(logits(*read(os.path.join(sys.argv[2], name)))) for name in CASES}))
    elif sys.argv[1:2] == ["logits"]:
        print(json.dumps({path: numbers(computed(path)) for path in sys.argv[2:]}))
    else:
        runs = {}
        for name in ("gpt2", "llama", "llama-biased"):
            config, _, _, prefix = CASES[name]
            all = shapes(config, prefix)
            p = {n.removeprefix("transformer.").removeprefix("model."): torch.tensor(weight(n, s)) for n, s in all.items()}
            runs[name] = {"config": config, "shapes": {n: list(s) for n, s in all.items()}, "logits": numbers(logits(config, p))}
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "checkpoints.json"), "w") as file:
            file.write(json.dumps(runs).replace('"logits"', '\n"logits"').replace('"shapes"', '\n"shapes"') + "\n")


if __name__ == "__main__":
    main()
