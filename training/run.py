"""One command from the corpora to the shipped weights:

    python3 training/run.py --data ../shared/data --score ../shared/score --talks ../shared/gold/talks

train (resumes where it stopped) -> calibrate on held-out training documents -> export -> score the shipped int8 files on the
development sets -> crates/onrecord-encoder/{models/, MODEL_CARD.md}. `--from calibrate|export|score|card` skips what is done.
"""
import argparse
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
STAGES = ("train", "calibrate", "export", "score", "card")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True)
    p.add_argument("--score", required=True, help="folder of the referee scripts")
    p.add_argument("--talks", help="folder of the talks development set (scored, never trained on)")
    p.add_argument("--work", default=os.path.join(HERE, "work", "main"))
    p.add_argument("--crate", default=os.path.join(HERE, "..", "crates", "onrecord-encoder"))
    p.add_argument("--steps", type=int, default=3000)
    p.add_argument("--teacher", help="folder of all-mpnet-base-v2: teachers, silver text and student by distil.py (a GPU) in place of train.py")
    p.add_argument("--init", help="weights to go on from (restore.py makes them from the shipped files)")
    p.add_argument("--rate", type=float, help="learning rate of the encoder; default: that of train.py or distil.py")
    p.add_argument("--hold", type=float, default=0.45)
    p.add_argument("--seed", type=int, default=7)
    p.add_argument("--without-gum-nc", action="store_true", help="leave out the genres of GUM that are non-commercial or unclear")
    p.add_argument("--without-polnear", action="store_true", help="leave out PolNeAR (no licence stated)")
    p.add_argument("--from", dest="start", choices=STAGES, default="train")
    o = p.parse_args()
    sys.path.insert(0, HERE)
    for k in ("data", "score", "talks", "work", "crate", "teacher", "init"):
        if getattr(o, k):
            setattr(o, k, os.path.abspath(getattr(o, k)))
    os.makedirs(o.work, exist_ok=True)
    models, weights = os.path.join(o.crate, "models"), os.path.join(o.work, "average.pt")
    calibration, scores = os.path.join(o.work, "calibration.json"), os.path.join(o.work, "scores.json")
    todo = STAGES[STAGES.index(o.start):]
    if "train" in todo:
        switches = [f"--{k}" for k in ("without-gum-nc", "without-polnear") if getattr(o, k.replace("-", "_"))]
        switches += [f"--rate={o.rate}"] if o.rate else []
        if o.teacher:
            switches += [f"--teacher={o.teacher}", *([f"--talks={o.talks}"] if o.talks else [])]
        elif o.init:
            switches += [f"--init={o.init}"]
        subprocess.run([sys.executable, os.path.join(HERE, "distil.py" if o.teacher else "train.py"), "--data", o.data, "--out", o.work,
                        "--steps", str(o.steps), "--hold", str(o.hold), "--seed", str(o.seed), *switches], check=True)
    import torch

    import calibrate
    import card
    import evaluate
    import export
    from train import base_folder
    torch.set_num_threads(1)
    vocabulary = os.path.join(base_folder(), "vocab.txt")
    if "calibrate" in todo and not o.without_polnear:
        calibrate.calibrate(evaluate.Reader(weights, vocabulary), o.data, o.score, 14, calibration)
    thresholds = json.load(open(calibration)) if os.path.exists(calibration) else None
    if "export" in todo:
        export.export(weights, models, vocabulary, thresholds=thresholds)
    if "score" in todo:
        result = {}
        for name, int8 in (("fp32", False), ("int8", True)):
            result[name] = evaluate.everything(evaluate.Reader(weights, vocabulary, int8), o.data, o.score, o.talks, thresholds)
            print(name, json.dumps(result[name], indent=1), flush=True)
        with open(scores, "w") as f:
            json.dump(result, f, indent=1)
    if "card" in todo:
        card.write(os.path.join(o.crate, "MODEL_CARD.md"), o.data, o.work, models)


if __name__ == "__main__":
    main()
