#!/usr/bin/env python3
"""Trains boom_rb, the real/bogus network of the simulated sky, and writes it with manifest hash and golden examples.

    train-boom-rb.py WORK [--boom "dotnet .../boom.dll"] [--out Boom.Inference] [--report FILE]

WORK is a folder for the simulated nights; nights that are there already are taken as they are. Needs python3-numpy and python3-onnx. The same seeds on
the same processor give the same network; docs/models.md has its card.
"""
import argparse
import base64
import hashlib
import json
import os
import pathlib
import shlex
import subprocess

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np  # noqa: E402
import onnx  # noqa: E402
from onnx import TensorProto, helper, numpy_helper  # noqa: E402

SIDE = 31
TRAINING_SEEDS = range(10_001, 10_041)
HELD_OUT_SEEDS = range(20_001, 20_011)
ALERTS = 600
EPOCHS = 16
BATCH = 64
SEED = 20260101
EXAMPLES = 8
# A channel has norm 1 over 961 pixels.
PIXEL_SCALE = np.float32(31)
COLUMNS = ["fwhm", "elong", "nneg", "scorr"]
FLOAT = np.float32


# --- Data -----------------------------------------------------------------------------------------------------------------------

def make_night(boom, work, seed):
    """One simulated night through Boom: what the network would be given, and whether it is real."""
    data = work / str(seed)
    inputs = data / "inputs"
    if not (inputs / "boom_rb.alerts.csv").exists():
        subprocess.run(
            [*boom, "run", "--alerts", str(ALERTS), "--seed", str(seed), "--until-done", "--data", str(data), "--truth", str(data / "truth.jsonl")],
            check=True, stdout=subprocess.DEVNULL)
        subprocess.run([*boom, "models", "inputs", "boom_rb", "--data", str(data), "--out", str(inputs)], check=True, stdout=subprocess.DEVNULL)
    truth = {entry["objectId"]: entry["class"] for entry in map(json.loads, (data / "truth.jsonl").read_text().splitlines())}
    objects = [line.split(",")[1] for line in (inputs / "boom_rb.alerts.csv").read_text().splitlines()[1:]]
    stamps = np.fromfile(inputs / "boom_rb.triplet.f32", "<f4").reshape(-1, 3, SIDE, SIDE)
    measurements = np.fromfile(inputs / "boom_rb.measurements.f32", "<f4").reshape(-1, len(COLUMNS))
    return stamps, measurements, np.array([truth[name] != "Artefact" for name in objects], FLOAT)


def load(boom, work, seeds):
    nights = [make_night(boom, work, seed) for seed in seeds]
    return tuple(np.concatenate(part) for part in zip(*nights))


def auc(scores, labels):
    """Area under the ROC curve: the chance that a real one scores higher than a bogus one, ties half."""
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    for value in np.unique(scores[order][:-1][np.diff(scores[order]) == 0]):
        tied = scores == value
        ranks[tied] = ranks[tied].mean()
    real = labels > 0.5
    return float((ranks[real].sum() - real.sum() * (real.sum() + 1) / 2) / (real.sum() * (~real).sum()))


# --- Network: forward, and the gradients by hand -----------------------------------------------------------------------------------

def patches(images, size, step):
    """(N, C, H, W) to (N, OH, OW, C * size * size)."""
    view = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(2, 3))[:, :, ::step, ::step]
    return np.ascontiguousarray(view.transpose(0, 2, 3, 1, 4, 5)).reshape(view.shape[0], view.shape[2], view.shape[3], -1)


class Net:
    def __init__(self, rng, mean, deviation):
        def weights(rows, columns):
            return (rng.standard_normal((rows, columns)) * np.sqrt(2 / rows)).astype(FLOAT)
        self.mean, self.deviation = mean, deviation
        self.w = {
            "conv1": weights(3 * 25, 8), "conv2": weights(8 * 9, 16), "stamp": weights(16 * 6 * 6, 24), "number": weights(len(COLUMNS), 8),
            "mixed": weights(32, 16), "last": weights(16, 1),
        }
        self.b = {name: np.zeros(value.shape[1], FLOAT) for name, value in self.w.items()}

    def forward(self, stamps, numbers):
        c = {}
        c["p1"] = patches(stamps * PIXEL_SCALE, 5, 2)
        c["a1"] = np.maximum(c["p1"] @ self.w["conv1"] + self.b["conv1"], 0)
        c["p2"] = patches(c["a1"].transpose(0, 3, 1, 2), 3, 2)
        c["a2"] = np.maximum(c["p2"] @ self.w["conv2"] + self.b["conv2"], 0)
        c["flat"] = c["a2"].transpose(0, 3, 1, 2).reshape(len(stamps), -1)
        c["s"] = np.maximum(c["flat"] @ self.w["stamp"] + self.b["stamp"], 0)
        c["x"] = np.clip((numbers - self.mean) / self.deviation, -4, 4).astype(FLOAT)
        c["n"] = np.maximum(c["x"] @ self.w["number"] + self.b["number"], 0)
        c["both"] = np.concatenate([c["s"], c["n"]], axis=1)
        c["m"] = np.maximum(c["both"] @ self.w["mixed"] + self.b["mixed"], 0)
        logit = c["m"] @ self.w["last"] + self.b["last"]
        return 1 / (1 + np.exp(-logit[:, 0])), c

    def gradients(self, c, error):
        """Of the mean cross entropy; error is score minus label, over the number of alerts."""
        g = {}

        def dense(name, inputs, outputs):
            g[name] = (inputs.reshape(-1, inputs.shape[-1]).T @ outputs.reshape(-1, outputs.shape[-1]), outputs.reshape(-1, outputs.shape[-1]).sum(0))
            return outputs @ self.w[name].T
        d = dense("last", c["m"], error[:, None]) * (c["m"] > 0)
        d = dense("mixed", c["both"], d)
        dense("number", c["x"], d[:, 24:] * (c["n"] > 0))
        d = dense("stamp", c["flat"], d[:, :24] * (c["s"] > 0))
        d = d.reshape(len(error), 16, 6, 6).transpose(0, 2, 3, 1) * (c["a2"] > 0)
        d = dense("conv2", c["p2"], d).reshape(len(error), 6, 6, 8, 3, 3)
        back = np.zeros_like(c["a1"])
        for row in range(3):
            for column in range(3):
                back[:, row:row + 11:2, column:column + 11:2] += d[:, :, :, :, row, column]
        dense("conv1", c["p1"], back * (c["a1"] > 0))
        return g


def symmetries(rng, stamps):
    """The sky has no up: one of eight turns and mirrors for each alert."""
    turned = np.empty_like(stamps)
    which = rng.integers(0, 8, len(stamps))
    for turn in range(8):
        chosen = np.rot90(stamps[which == turn], turn % 4, axes=(2, 3))
        turned[which == turn] = chosen[..., ::-1] if turn >= 4 else chosen
    return turned


def train(rng, stamps, numbers, labels):
    net = Net(rng, numbers.mean(0).astype(FLOAT), numbers.std(0).astype(FLOAT))
    moments = {name: [np.zeros_like(net.w[name]), np.zeros_like(net.w[name]), np.zeros_like(net.b[name]), np.zeros_like(net.b[name])] for name in net.w}
    # Artefacts are few: both kinds weigh the same.
    weight = np.where(labels > 0.5, 0.5 / labels.mean(), 0.5 / (1 - labels.mean())).astype(FLOAT)
    step = 0
    for epoch in range(EPOCHS):
        order = rng.permutation(len(labels))
        for start in range(0, len(order) - BATCH + 1, BATCH):
            batch = order[start:start + BATCH]
            numbers_in = numbers[batch].copy()
            # A third of the alerts teach without their numbers: what the stamps show counts for itself.
            numbers_in[rng.random(BATCH) < 1 / 3] = net.mean
            score, cache = net.forward(symmetries(rng, stamps[batch]), numbers_in)
            gradients = net.gradients(cache, ((score - labels[batch]) * weight[batch] / BATCH).astype(FLOAT))
            step += 1
            rate = 1.5e-3 * (1 - epoch / EPOCHS)
            for name, (of_weights, of_bias) in gradients.items():
                m = moments[name]
                of_weights = of_weights + 1e-4 * net.w[name]
                for value, gradient, first, second in ((net.w[name], of_weights, m[0], m[1]), (net.b[name], of_bias, m[2], m[3])):
                    first += 0.1 * (gradient - first)
                    second += 0.001 * (gradient * gradient - second)
                    value -= (rate * (first / (1 - 0.9 ** step)) / (np.sqrt(second / (1 - 0.999 ** step)) + 1e-8)).astype(FLOAT)
    return net


def score_all(net, stamps, numbers):
    return np.concatenate([net.forward(stamps[i:i + 500], numbers[i:i + 500])[0] for i in range(0, len(stamps), 500)])


# --- Files ------------------------------------------------------------------------------------------------------------------------

def to_onnx(net):
    constants = {
        "pixel_scale": np.array(PIXEL_SCALE), "mean": net.mean, "deviation": net.deviation, "least": np.array(-4, FLOAT), "most": np.array(4, FLOAT),
        "conv1_w": net.w["conv1"].T.reshape(8, 3, 5, 5), "conv2_w": net.w["conv2"].T.reshape(16, 8, 3, 3), "conv1_b": net.b["conv1"], "conv2_b": net.b["conv2"],
    }
    for name in ("stamp", "number", "mixed", "last"):
        constants[f"{name}_w"], constants[f"{name}_b"] = net.w[name], net.b[name]
    nodes = [
        helper.make_node("Mul", ["triplet", "pixel_scale"], ["pixels"]),
        helper.make_node("Conv", ["pixels", "conv1_w", "conv1_b"], ["c1"], strides=[2, 2]),
        helper.make_node("Relu", ["c1"], ["a1"]),
        helper.make_node("Conv", ["a1", "conv2_w", "conv2_b"], ["c2"], strides=[2, 2]),
        helper.make_node("Relu", ["c2"], ["a2"]),
        helper.make_node("Flatten", ["a2"], ["flat"]),
        helper.make_node("Gemm", ["flat", "stamp_w", "stamp_b"], ["s0"]),
        helper.make_node("Relu", ["s0"], ["s"]),
        helper.make_node("Sub", ["measurements", "mean"], ["x0"]),
        helper.make_node("Div", ["x0", "deviation"], ["x1"]),
        helper.make_node("Clip", ["x1", "least", "most"], ["x"]),
        helper.make_node("Gemm", ["x", "number_w", "number_b"], ["n0"]),
        helper.make_node("Relu", ["n0"], ["n"]),
        helper.make_node("Concat", ["s", "n"], ["both"], axis=1),
        helper.make_node("Gemm", ["both", "mixed_w", "mixed_b"], ["m0"]),
        helper.make_node("Relu", ["m0"], ["m"]),
        helper.make_node("Gemm", ["m", "last_w", "last_b"], ["logit"]),
        helper.make_node("Sigmoid", ["logit"], ["score"]),
    ]
    graph = helper.make_graph(
        nodes, "boom_rb",
        [helper.make_tensor_value_info("triplet", TensorProto.FLOAT, ["N", 3, SIDE, SIDE]),
         helper.make_tensor_value_info("measurements", TensorProto.FLOAT, ["N", len(COLUMNS)])],
        [helper.make_tensor_value_info("score", TensorProto.FLOAT, ["N", 1])],
        [numpy_helper.from_array(np.ascontiguousarray(value, FLOAT), name) for name, value in constants.items()])
    model = helper.make_model(graph, producer_name="boom", opset_imports=[helper.make_opsetid("", 13)], ir_version=7)
    onnx.checker.check_model(model)
    return model.SerializeToString()


def examples_of(net, stamps, numbers, labels):
    def text(values):
        return base64.b64encode(np.ascontiguousarray(values, "<f4").tobytes()).decode()
    chosen = [*np.flatnonzero(labels > 0.5)[:EXAMPLES // 2], *np.flatnonzero(labels < 0.5)[:EXAMPLES // 2]]
    scores = net.forward(stamps[chosen], numbers[chosen])[0]
    return [{"inputs": {"triplet": text(stamps[i]), "measurements": text(numbers[i])}, "score": float(score)} for i, score in zip(chosen, scores)]


def report_of(net, stamps, numbers, labels):
    scores = score_all(net, stamps, numbers)
    lines = [f"held-out alerts {len(labels)}, of these artefacts {int((labels < 0.5).sum())}", f"AUC of the network {auc(scores, labels):.5f}"]
    lines.append(f"AUC of the stamps alone (numbers at their means) {auc(score_all(net, stamps, np.broadcast_to(net.mean, numbers.shape)), labels):.5f}")
    for i, name in enumerate(COLUMNS):
        alone = auc(numbers[:, i].astype(float), labels)
        lines.append(f"AUC of candidate.{name} alone {max(alone, 1 - alone):.5f}")
    for threshold in (0.1, 0.3, 0.5, 0.7, 0.9):
        real = labels > 0.5
        lines.append(f"score >= {threshold}: of the real {100 * (scores[real] >= threshold).mean():.2f} %, of the artefacts {100 * (scores[~real] >= threshold).mean():.2f} %")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = pathlib.Path(__file__).resolve().parents[2]
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--boom", default=f"dotnet {root / 'Boom.Cli/bin/Release/net10.0/boom.dll'}")
    parser.add_argument("--out", type=pathlib.Path, default=root / "Boom.Inference")
    parser.add_argument("--report", type=pathlib.Path)
    options = parser.parse_args()
    boom = shlex.split(options.boom)
    options.work.mkdir(parents=True, exist_ok=True)
    net = train(np.random.default_rng(SEED), *load(boom, options.work, TRAINING_SEEDS))
    held_out = load(boom, options.work, HELD_OUT_SEEDS)
    report = report_of(net, *held_out)
    print("\n".join(report))
    network = to_onnx(net)
    networks = options.out / "Networks"
    networks.mkdir(exist_ok=True)
    (networks / "boom_rb.onnx").write_bytes(network)
    (networks / "boom_rb.examples.json").write_text(json.dumps({"examples": examples_of(net, *held_out)}) + "\n")
    manifest = options.out / "Manifests" / "boom_rb.json"
    text = manifest.read_text()
    before = json.dumps(json.loads(text)["hashes"])
    after = json.dumps([{"sha256": hashlib.sha256(network).hexdigest(), "origin": "eng/models/train-boom-rb.py"}])
    lines = [f'  "hashes": {after},' if line.startswith('  "hashes":') else line for line in text.splitlines()]
    manifest.write_text("\n".join(lines) + "\n")
    print(f"{len(network)} bytes; hashes were {before}, are {after}")
    if options.report:
        options.report.write_text("\n".join(report) + "\n")


if __name__ == "__main__":
    main()
