"""Writes models/states.tsv: names of states in one word, from the lexicon, and the stand-ins that the encoder is shown for them.

    python3 training/states.py

The encoder is trained with the list: after a change of it the weights are to be learnt, or at least exported, again.
"""
import glob
import os
import re

import text

ACTORS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "crates", "onrecord-lexicon", "data", "actors", "*states.tsv")
# shown for the first, the second, … state of a paragraph: states whose name, people and capital are old wordpieces, nearly all of them one
SHOWN = """
America American Americans Washington
Iran Iranian Iranians Tehran
Russia Russian Russians Moscow
Egypt Egyptian Egyptians Cairo
Turkey Turkish Turks Ankara
Germany German Germans Berlin
India Indian Indians Delhi
Italy Italian Italians Rome
Poland Polish Poles Warsaw
Canada Canadian Canadians Ottawa
Austria Austrian Austrians Vienna
Greece Greek Greeks Athens
Hungary Hungarian Hungarians Budapest
Spain Spanish Spaniards Madrid
Denmark Danish Danes Copenhagen
Serbia Serbian Serbs Belgrade
Croatia Croatian Croats Zagreb
Armenia Armenian Armenians Yerevan
Albania Albanian Albanians Tirana
Australia Australian Australians Canberra
Israel Israeli Israelis Jerusalem
"""
# names of persons, and of other places or things, as often as of states, their people or their capitals
OTHER = set("Jordan Georgia Georgian Georgians Chad Guinea Georgetown Santiago Victoria Kingston Dominica Male Lima Jamestown Stanley Valletta Monaco "
            "Nassau Hamilton Douglas Holy Sucre Dane Pole Roseau Basseterre Castries".split())
ONE_WORD = re.compile(r"[^\W\d_]{2,}")
NAME, PEOPLE, PEOPLES, CAPITAL = range(4)


def rows():
    """(state, form, name) of every name of the lexicon, articles off."""
    for path in sorted(glob.glob(ACTORS)):
        with open(path, encoding="utf-8") as f:
            for line in f:
                if line.startswith("#"):
                    continue
                c = line.rstrip("\n").split("\t")
                people = c[0].startswith("people:")
                state = "state:palestine" if c[0] == "people:palestinians" else c[0]
                peoples = lambda x: PEOPLES if x.endswith("s") and not x.endswith("ss") else PEOPLE
                for form, names in ((NAME, [c[2], *c[3].split("|")]), (PEOPLE, c[4].split("|")), (CAPITAL, c[5].split("|"))):
                    for x in filter(None, names):
                        x = x.removeprefix("the ")
                        yield state, peoples(x) if people or form == PEOPLE else form, x


def main():
    found, pairs = {}, set()
    for state, form, name in rows():
        if ONE_WORD.fullmatch(name):
            found.setdefault(name, set()).add((state, form))
        elif len(name.split()) == 2:
            pairs.add(tuple(name.split()))
    known = {x: next(iter(v)) for x, v in found.items() if len(v) == 1 and x not in OTHER and not x.isupper()}    # abbreviations stay
    with open(text.StandIns.PATH, "w", encoding="utf-8") as f:
        f.write("# Names of states in one word, and the stand-ins that the encoder is shown for them: written by training/states.py, explained in training/FORMAT.md.\n")
        for line in SHOWN.split("\n")[1:-1]:
            f.write("\t".join(["=", *line.split()]) + "\n")
        for pair in sorted(p for p in pairs if any(w in known for w in p)):
            f.write("\t".join(["+", *pair]) + "\n")
        for name, (state, form) in sorted(known.items()):
            f.write(f"{name}\t{state}\t{form}\n")


if __name__ == "__main__":
    main()
