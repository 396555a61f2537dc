#!/usr/bin/env python3
"""Turns a folder of published scores into golden examples for `boom models verify`.

    make-examples.py FOLDER OUT

FOLDER has alerts.json, with an entry per alert (acaiFeatures, btsbotMetadata, published: score by network), and triplets.f32, with a stamp triplet of
63 x 63 x 3 float32, little-endian, per alert. OUT gets NAME.examples.json for each network whose manifest is part of Boom.
"""
import base64
import json
import pathlib
import sys

TRIPLET_BYTES = 63 * 63 * 3 * 4


def columns_of(alert, key):
    return alert["btsbotMetadata" if key == "btsbot" else "acaiFeatures"]


def examples_of(manifest, alerts, triplets):
    for index, alert in enumerate(alerts):
        stamps = triplets[index * TRIPLET_BYTES:(index + 1) * TRIPLET_BYTES]
        inputs = {
            tensor: base64.b64encode(stamps).decode() if "stamps" in source else columns_of(alert, manifest["key"])
            for tensor, source in manifest["inputs"].items()
        }
        yield {"inputs": inputs, "score": float(alert["published"][manifest["key"]])}


def main(folder, out):
    folder, out = pathlib.Path(folder), pathlib.Path(out)
    alerts = json.loads((folder / "alerts.json").read_text())["alerts"]
    triplets = (folder / "triplets.f32").read_bytes()
    if len(triplets) != len(alerts) * TRIPLET_BYTES:
        sys.exit(f"{folder}: {len(alerts)} alerts and {len(triplets)} bytes of triplets do not fit.")
    manifests = pathlib.Path(__file__).resolve().parents[2] / "Boom.Inference" / "Manifests"
    for path in sorted(manifests.glob("*.json")):
        manifest = json.loads(path.read_text())
        if manifest["key"] in alerts[0]["published"]:
            examples = list(examples_of(manifest, alerts, triplets))
            (out / f"{manifest['key']}.examples.json").write_text(json.dumps({"examples": examples}))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
