"""From scores to tags, trees and attributions: the reference for what onrecord-encoder and onrecord-extract do in Rust."""
import numpy as np

from linker import candidates, facts


def viterbi(emissions, start, trans):
    """Best tag sequence of one paragraph (ties: the lowest tag). start and trans include the legality penalties."""
    n = len(emissions)
    score, back = emissions[0] + start, np.zeros(emissions.shape, int)
    for t in range(1, n):
        table = score[:, None] + trans
        back[t] = table.argmax(0)
        score = table.max(0) + emissions[t]
    tags = [int(score.argmax())]
    for t in range(n - 1, 0, -1):
        tags.append(int(back[t][tags[-1]]))
    return tags[::-1]


def runs(tags, begin=0):
    """(kind, first, end) of BIO tags; kind 0 is the first span type."""
    out = []
    for i, t in enumerate(tags):
        if t % 2 == 1 or (t and (not out or out[-1][2] != begin + i or out[-1][0] != (t - 1) // 2)):
            out.append([(t - 1) // 2, begin + i, begin + i + 1])
        elif t:
            out[-1][2] = begin + i + 1
    return [tuple(x) for x in out]


def paragraph_ranges(doc):
    edges = [0, *(np.nonzero(np.diff(doc.paragraph))[0] + 1).tolist(), len(doc)]
    return list(zip(edges, edges[1:]))


def tag(doc, emissions, start, trans, bias=0.0):
    """Viterbi paragraph by paragraph; `bias` is taken off the score of O."""
    out = np.zeros(len(doc), int)
    e = emissions.copy()
    e[:, 0] -= bias
    for a, b in paragraph_ranges(doc):
        out[a:b] = viterbi(e[a:b], start, trans)
    return out


def has_word(doc, a, b):
    return any(c.isalnum() for w in doc.words[a:b] for c in w)


def role_spans(doc, tags):
    """(sources, cues, contents): word ranges in order. Spans without a letter or digit are dropped; contents of one paragraph
    with nothing but at most two punctuation words between them are one."""
    found = ([], [], [])
    for a, b in paragraph_ranges(doc):
        for kind, s, e in runs(tags[a:b], a):
            if not has_word(doc, s, e):
                continue
            last = found[2][-1] if found[2] else None
            if kind == 2 and last and last[1] > a and s - last[1] <= 2 and not has_word(doc, last[1], s) and not any(tags[last[1]:s]):
                found[2][-1] = (last[0], e)
            else:
                found[kind].append((s, e))
    return found


def link(doc, spans, scorer):
    """Attributions {source, cue, content, scores}: every content takes its best cue, every cue its best source; a cue without
    content is dropped. scorer(link, x, ys, facts) -> [score of NONE, score of each y]."""
    sources, cues, contents = spans
    groups, loose = {}, []
    for c in contents:
        ys = candidates(doc, c, cues)
        s = scorer("content_cue", c, ys, [facts(doc, c, y, contents, cues) for y in ys])
        k = int(np.argmax(s))
        if k:
            groups.setdefault(ys[k - 1], []).append((c, margin(s)))
        else:
            loose.append((c, margin(s)))
    out = []
    for q in cues:
        if q not in groups:
            continue
        ys = candidates(doc, q, sources)
        s = scorer("cue_source", q, ys, [facts(doc, q, y, cues, sources) for y in ys])
        k = int(np.argmax(s))
        out.append({"source": ys[k - 1] if k else None, "cue": q, "content": [c for c, _ in groups[q]],
                    "margins": {"cue": min(m for _, m in groups[q]), "source": margin(s)}})
    return out, loose


def margin(scores):
    """Log-probability of the best of several scores."""
    s = np.asarray(scores, float)
    return float(s.max() - np.logaddexp.reduce(s))


# ---------------------------------------------------------------------------------------------------- trees
def arborescence(scores):
    """Maximum spanning arborescence (Chu-Liu/Edmonds). scores[dependent, head], node 0 is the root. -> head of each node."""
    n = len(scores)
    s = scores.copy()
    s[np.arange(n), np.arange(n)] = -1e9
    head = s.argmax(1)
    head[0] = 0
    state, cycle = np.zeros(n, int), None
    for i in range(1, n):
        path, j = [], i
        while j and not state[j]:
            state[j] = i
            path.append(j)
            j = head[j]
        if j and state[j] == i and j in path:
            cycle = path[path.index(j):]
            break
    if cycle is None:
        return head
    rest = [i for i in range(n) if i not in set(cycle)]
    c = len(rest)
    small = np.full((c + 1, c + 1), -1e9)
    weight = s[cycle, head[cycle]].sum()
    enter, leave = {}, {}
    for a, i in enumerate(rest):
        small[a, :c] = s[i, rest]
        into = s[i, cycle]
        leave[a] = cycle[into.argmax()]
        small[a, c] = into.max()
        swap = s[cycle, i] - s[cycle, head[cycle]] + weight
        enter[a] = cycle[swap.argmax()]
        small[c, a] = swap.max()
    sub = arborescence(small)
    out = np.zeros(n, int)
    for a, i in enumerate(rest):
        out[i] = leave[a] if sub[a] == c else rest[sub[a]]
    for i in cycle:
        out[i] = head[i]
    out[enter[sub[c]]] = rest[sub[c]]
    out[0] = 0
    return out


def tree(scores):
    """Heads of one sentence from log-probabilities n x (n+1), column 0 = root; exactly one word hangs on the root."""
    n = len(scores)
    full = np.full((n + 1, n + 1), -1e9)
    full[1:] = scores
    head = arborescence(full)
    roots = [i for i in range(1, n + 1) if head[i] == 0]
    if len(roots) > 1:
        best = None
        for r in roots:
            g = full.copy()
            g[1:, 0] = -1e9
            g[r, 0] = full[r, 0]
            h = arborescence(g)
            v = sum(full[i, h[i]] for i in range(1, n + 1))
            if best is None or v > best[0]:
                best = (v, h)
        head = best[1]
    return head[1:]
