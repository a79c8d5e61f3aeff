"""The shipped files back to weights that training can go on from (`train.py --init`), so that a machine without the last
checkpoint need not begin anew. int8 matrices come back with their rounding (half a step of 1/127 of a column's range).

    python3 restore.py ../crates/onrecord-encoder/models --out work/shipped.pt
"""
import argparse
import os

import torch

from model import Model


def head_name(name):
    """Name in heads.safetensors of a parameter of the model; None when it is the encoder's."""
    parts = name.split(".")
    if name in ("arc", "rel") or name.startswith(("arc_", "rel_")):
        return "parse." + name
    if parts[0] in ("token", "span"):
        return name
    if parts[0] == "crf":
        return f"crf.{parts[1]}." + {"start": "start", "trans": "transition"}[parts[2]]
    if parts[0] == "linker":
        return ".".join(["link", parts[2], parts[1], *parts[3:]])
    return None


def restore(models, base):
    from safetensors.torch import load_file
    net = Model()
    net.encoder.load_minilm(load_file(os.path.join(base, "model.safetensors")))     # word embeddings are frozen: unrounded ones
    e, heads = (load_file(os.path.join(models, f"{n}.safetensors")) for n in ("encoder", "heads"))
    with torch.no_grad():
        for name, p in net.named_parameters():
            if name in ("encoder.word.weight", "encoder.position.weight"):
                continue
            key = head_name(name)
            if key is None:
                key = name.removeprefix("encoder.").replace("casing.weight", "casing")
                matrix = key.removesuffix(".weight")
                if matrix + ".bytes" in e:
                    q = e[matrix + ".bytes"]                                          # outputs / 16, inputs / 4, 16, 4
                    q = q.permute(0, 2, 1, 3).reshape(p.shape).float()
                    p.copy_(q * e[matrix + ".scale"][:, None])
                else:
                    p.copy_(e[key].view_as(p))
                continue
            value = heads[key]
            if name.startswith("crf"):
                value = torch.where(value < -5000, torch.zeros_like(value), value)   # the legality penalty is added anew
            if name.startswith("token.ledger"):
                value = value - heads[name.replace("ledger", "attribution")]
            p.copy_(value.view_as(p))
    return net


def main():
    from train import base_folder
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("models")
    p.add_argument("--base", help="folder of all-MiniLM-L6-v2; default: the installed PyPI package")
    p.add_argument("--out", required=True)
    o = p.parse_args()
    net = restore(o.models, base_folder(o.base))
    os.makedirs(os.path.dirname(os.path.abspath(o.out)), exist_ok=True)
    torch.save(net.state_dict(), o.out)


if __name__ == "__main__":
    main()
