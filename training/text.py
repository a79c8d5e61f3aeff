"""Words, wordpieces and casing ids: what the Rust side must compute in exactly the same way (see FORMAT.md).

tokenise     text -> words with code-point offsets, cut as the UD English treebanks cut them
StandIns     words -> the words as shown: a state's name in one word as that of a stand-in, the same whatever the state is called
WordPieces   word -> at most 8 wordpiece ids (BERT uncased normalisation), [UNK] when nothing is left
casing       word -> 0 no upper-case letter, 1 Title, 2 ALL CAPS, 3 miXed
"""
import functools
import os
import re
import unicodedata

MAX_PIECES = 8

ABBREVIATIONS = (
    r"Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Col|Lt|Maj|Capt|Sgt|Adm|Brig|St|Jr|Sr|Prof|Rev|Hon|vs|etc|Inc|Corp|Ltd|"
    r"Co|Bros|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Ph\.D|a\.m|p\.m|e\.g|i\.e|al"
)
TOKEN = re.compile(
    r"https?://\S+|www\.\S+"                              # links
    r"|[\w.+-]+@[\w-]+\.[\w.]+|[@#]\w+"                   # mail, handles, tags
    r"|(?:[^\W\d_]\.){2,}"                                # U.S.
    r"|\b(?:" + ABBREVIATIONS + r")\."                    # Mr.
    r"|\b[A-Z]\.(?=\s[A-Z])"                              # initials
    r"|n['’]t\b|['’](?:s|re|ve|d|ll|m)\b"                 # clitics
    r"|[^\W\d_]+?(?=n['’]t\b)"                            # do + n't
    r"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?\b|\d+(?:[.,:]\d+)*"
    r"|[^\W\d_]+"
    r"|\.{2,}|-{2,}"
    r"|[^\w\s]|\w",
    re.I,
)


def tokenise(text, offset=0):
    """[(word, start, end)] in code points; `offset` is added to both ends."""
    return [(m.group(), m.start() + offset, m.end() + offset) for m in TOKEN.finditer(text)]


def paragraphs(text):
    """(offset, paragraph) for every line that is not blank."""
    for m in re.finditer(r"[^\n]+", text):
        if m.group().strip():
            yield m.start(), m.group()


def casing(word):
    letters = [c for c in word if c.isalpha()]
    if not any(c.isupper() for c in letters):
        return 0
    if len(letters) == 1:
        return 1
    if all(c.isupper() for c in letters):
        return 2
    if letters[0].isupper() and not any(c.isupper() for c in letters[1:]):
        return 1
    return 3


class StandIns:
    """What a text says does not hang on which states it is about: the first state of a paragraph is shown as the first stand-in of
    states.tsv, the second as the second, with its people and its capital. Names of several words stay as they are."""

    PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "crates", "onrecord-encoder", "models", "states.tsv")

    def __init__(self, path=PATH):
        self.shown, self.pairs, self.states = [], set(), {}
        with open(path, encoding="utf-8") as f:
            for line in f:
                row = line.rstrip("\n").split("\t")
                if row[0] == "=":
                    self.shown.append(row[1:])
                elif row[0] == "+":
                    self.pairs.add((row[1], row[2]))
                elif not line.startswith("#"):
                    self.states[row[0]] = (row[1], int(row[2]))

    def __call__(self, words, paragraph):
        out, seen = list(words), []
        for i, word in enumerate(words):
            if i and paragraph[i] != paragraph[i - 1]:
                seen = []
            state, form = self.states.get(word, (None, 0))
            if state is None or tuple(words[i:i + 2]) in self.pairs or tuple(words[max(i - 1, 0):i + 1]) in self.pairs:
                continue
            if state not in seen:
                seen.append(state)
            k = seen.index(state)
            if k < len(self.shown):
                out[i] = self.shown[k][form]
        return out


def _is_punctuation(c):
    o = ord(c)
    return 33 <= o <= 47 or 58 <= o <= 64 or 91 <= o <= 96 or 123 <= o <= 126 or unicodedata.category(c).startswith("P")


def _is_cjk(o):
    return (0x4E00 <= o <= 0x9FFF or 0x3400 <= o <= 0x4DBF or 0x20000 <= o <= 0x2A6DF or 0x2A700 <= o <= 0x2B73F
            or 0x2B740 <= o <= 0x2B81F or 0x2B920 <= o <= 0x2CEAF or 0xF900 <= o <= 0xFAFF or 0x2F800 <= o <= 0x2FA1F)


class WordPieces:
    """BERT uncased wordpieces of one word, from vocab.txt alone."""

    def __init__(self, vocabulary):
        self.ids = {w: i for i, w in enumerate(vocabulary)}
        self.pad, self.unk = self.ids["[PAD]"], self.ids["[UNK]"]
        self.cls, self.sep = self.ids["[CLS]"], self.ids["[SEP]"]
        self.cached = functools.lru_cache(maxsize=1 << 18)(self._pieces)

    @classmethod
    def load(cls, path):
        with open(path, encoding="utf-8") as f:
            return cls([line.rstrip("\n") for line in f])

    def __call__(self, word):
        return list(self.cached(word))

    def _pieces(self, word):
        # clean: drop controls, NUL and U+FFFD; whitespace inside a word separates
        kept = []
        for c in word:
            o = ord(c)
            if o == 0 or o == 0xFFFD or (unicodedata.category(c).startswith("C") and c not in "\t\n\r"):
                continue
            kept.append(" " if c.isspace() else f" {c} " if _is_cjk(o) else c)
        # strip accents after canonical decomposition, then lower-case
        plain = "".join(c for c in unicodedata.normalize("NFD", "".join(kept)) if unicodedata.category(c) != "Mn").lower()
        out = []
        for chunk in "".join(f" {c} " if _is_punctuation(c) else c for c in plain).split():
            out += self._longest_match(chunk)
        return tuple(out[:MAX_PIECES]) or (self.unk,)

    def _longest_match(self, chunk):
        if len(chunk) > 100:
            return [self.unk]
        start, out = 0, []
        while start < len(chunk):
            for end in range(len(chunk), start, -1):
                piece = ("##" if start else "") + chunk[start:end]
                if piece in self.ids:
                    out.append(self.ids[piece])
                    start = end
                    break
            else:
                return [self.unk]
        return out
