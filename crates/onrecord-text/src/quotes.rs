//! Which words stand between quotation marks?
//!
//! "“We will sign,” she said. “Not today." → two quotations; the second opens curly and closes straight and is marked mismatched.
//!
//! Straight, curly, low, angle and doubled marks; single marks told from apostrophes; paragraphs that each open a quotation which
//! only the last one closes (`continues`). A quotation never reaches over the end of its block.

use onrecord_model::{Quote, Span};

use crate::chars::{Chars, is_space, is_word};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Straight,
    Curly,
    Angle,
}

/// What a mark can be where it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Open,
    Close,
    /// Nothing around it tells.
    Either,
}

struct Mark {
    start: usize,
    end: usize,
    single: bool,
    family: Family,
    side: Side,
}

struct Open {
    mark: (usize, usize),
    single: bool,
    family: Family,
    /// Place in the list of quotations.
    slot: usize,
}

/// The quotations of the blocks, in text order of their first code point.
pub(crate) fn quotes(text: &Chars, blocks: &[Span]) -> Vec<Quote> {
    let mut out: Vec<Quote> = Vec::new();
    let mut running: Option<usize> = None;
    let mut plain: Vec<Span> = Vec::new();
    for &block in blocks {
        if running.is_some() && plain.len() < LONGEST_RUN && !block.is_empty() && unmarked(text, block) {
            plain.push(block);
            continue;
        }
        // "“We came.¶We waited.¶We leave,” she said.": the mark that closes says that what stands between is quoted too
        if closes_first(text, block) {
            for span in plain.iter().map(|b| text.trim(*b)).filter(|s| !s.is_empty()) {
                let continues = running.map(|r| r as u32);
                out.push(Quote { inner: span, outer: span, closed: false, mismatched: false, continues });
                running = Some(out.len() - 1);
            }
        } else if !plain.is_empty() {
            running = None;
        }
        plain.clear();
        running = block_quotes(text, block, running, &mut out);
    }
    out
}

/// Most paragraphs without marks that one quotation may run over.
const LONGEST_RUN: usize = 8;

/// Whether a block has no double mark.
fn unmarked(text: &Chars, block: Span) -> bool {
    marks(text, block).iter().all(|m| m.single)
}

/// Whether the first double mark of a block closes.
fn closes_first(text: &Chars, block: Span) -> bool {
    marks(text, block).iter().find(|m| !m.single).is_some_and(|m| m.side == Side::Close)
}

/// Quotations of one block. `running`: the double quotation that the block before left open; returns the same for the next block.
fn block_quotes(text: &Chars, block: Span, running: Option<usize>, out: &mut Vec<Quote>) -> Option<usize> {
    let marks = marks(text, block);
    let mut stack: Vec<Open> = Vec::new();
    let mut continues = running;
    for (n, mark) in marks.iter().enumerate() {
        if mark.single {
            single(text, block, &marks, n, &mut stack, out);
            continue;
        }
        let open_at = stack.iter().rposition(|o| !o.single);
        let closing = match (mark.side, open_at) {
            (Side::Close, _) => true,
            (Side::Open, None) => false,
            // an opening mark inside an open quotation: it opens a new one and the old one was never closed
            (Side::Open, Some(_)) => false,
            (Side::Either, at) => at.is_some(),
        };
        if !closing {
            if let Some(at) = open_at {
                end_unclosed(text, &mut stack, at, mark.start, out);
            }
            out.push(Quote {
                inner: Span::new(mark.end as u32, mark.end as u32),
                outer: Span::new(mark.start as u32, mark.end as u32),
                closed: false,
                mismatched: false,
                continues: continues.take().map(|c| c as u32),
            });
            stack.push(Open { mark: (mark.start, mark.end), single: false, family: mark.family, slot: out.len() - 1 });
        } else if let Some(at) = open_at {
            let open = close(&mut stack, at, out);
            let q = &mut out[open.slot];
            q.inner = Span::new(open.mark.1 as u32, mark.start as u32);
            q.outer = Span::new(open.mark.0 as u32, mark.end as u32);
            q.closed = true;
            q.mismatched = open.family != mark.family;
        } else if let Some(before) = continues.take() {
            // the quotation ran on without a new opening mark
            let inner = text.trim(Span::new(block.start, mark.start as u32));
            out.push(Quote {
                inner: Span::new(inner.start, mark.start as u32),
                outer: Span::new(inner.start, mark.end as u32),
                closed: true,
                mismatched: false,
                continues: Some(before as u32),
            });
        }
    }
    // what is still open ends with the block
    let mut left = None;
    while let Some(at) = stack.len().checked_sub(1) {
        if stack[at].single {
            stack.pop();
            continue;
        }
        let slot = stack[at].slot;
        end_unclosed(text, &mut stack, at, block.end as usize, out);
        left = Some(slot);
    }
    out.retain(|q| !q.outer.is_empty());
    left.filter(|&slot| slot < out.len())
}

/// Takes the open quotation at `at` and whatever single ones were opened inside it and never closed.
fn close(stack: &mut Vec<Open>, at: usize, out: &mut [Quote]) -> Open {
    for inner in stack.drain(at + 1..) {
        out[inner.slot].outer = Span::new(0, 0);
    }
    stack.remove(at)
}

fn end_unclosed(text: &Chars, stack: &mut Vec<Open>, at: usize, end: usize, out: &mut [Quote]) {
    let open = close(stack, at, out);
    let inner = text.trim(Span::new(open.mark.1 as u32, end as u32));
    let q = &mut out[open.slot];
    q.inner = Span::new(open.mark.1 as u32, inner.end.max(open.mark.1 as u32));
    q.outer = Span::new(open.mark.0 as u32, q.inner.end);
}

/// A single mark: opens only where it can be closed again, so that an apostrophe never opens.
fn single(text: &Chars, block: Span, marks: &[Mark], n: usize, stack: &mut Vec<Open>, out: &mut Vec<Quote>) {
    let mark = &marks[n];
    let open_at = stack.iter().rposition(|o| o.single);
    if let Some(at) = open_at
        && mark.side != Side::Open
        && at + 1 == stack.len()
        && !possessive(text, marks, n)
    {
        let open = close(stack, at, out);
        let q = &mut out[open.slot];
        q.inner = Span::new(open.mark.1 as u32, mark.start as u32);
        q.outer = Span::new(open.mark.0 as u32, mark.end as u32);
        q.closed = true;
        q.mismatched = open.family != mark.family;
        return;
    }
    if mark.side == Side::Open && open_at.is_none() {
        let closable = marks[n + 1..]
            .iter()
            .take_while(|m| m.start < block.end as usize)
            .any(|m| m.single && m.side == Side::Close);
        if closable {
            out.push(Quote {
                inner: Span::new(mark.end as u32, mark.end as u32),
                outer: Span::new(0, 0),
                closed: false,
                mismatched: false,
                continues: None,
            });
            stack.push(Open { mark: (mark.start, mark.end), single: true, family: mark.family, slot: out.len() - 1 });
        }
    }
}

/// "the envoys’ demands’": after an s, with another closing mark to come before the next opening one.
fn possessive(text: &Chars, marks: &[Mark], n: usize) -> bool {
    let mark = &marks[n];
    text.before(mark.start) == 's'
        && text.at(mark.end) == ' '
        && text.at(mark.end + 1).is_lowercase()
        && marks[n + 1..].iter().take_while(|m| m.single).take(1).any(|m| m.side == Side::Close)
}

/// All marks of a block that can be quotation marks, apostrophes inside words left out.
fn marks(text: &Chars, block: Span) -> Vec<Mark> {
    let mut out = Vec::new();
    let (start, end) = (block.start as usize, (block.end as usize).min(text.len()));
    let inside = |i: usize| if i >= start && i < end { text.at(i) } else { ' ' };
    let mut i = start;
    while i < end {
        let c = text.at(i);
        let mut to = i + 1;
        let (mut single, mut family) = (false, Family::Straight);
        let mut fixed = None;
        match c {
            '"' | '\u{ff02}' => {}
            '“' | '\u{201f}' => {
                family = Family::Curly;
                fixed = Some(Side::Open);
            }
            '”' => {
                family = Family::Curly;
                fixed = Some(Side::Close);
            }
            '„' => {
                family = Family::Curly;
                fixed = Some(Side::Open);
            }
            '«' | '»' => family = Family::Angle,
            '\'' | '`' if inside(i + 1) == c => to = i + 2,
            '‘' | '‚' => {
                single = true;
                family = Family::Curly;
                fixed = Some(Side::Open);
            }
            '’' => {
                single = true;
                family = Family::Curly;
                fixed = Some(Side::Close);
            }
            '\'' => single = true,
            _ => {
                i += 1;
                continue;
            }
        }
        let (before, after) = (if i == start { ' ' } else { text.before(i) }, inside(to));
        let side = side(text, before, after, to, single, fixed);
        if let Some(side) = side {
            out.push(Mark { start: i, end: to, single, family, side });
        }
        i = to;
    }
    out
}

/// Which side a mark is; `None` for an apostrophe or a sign of inches.
fn side(text: &Chars, before: char, after: char, next: usize, single: bool, fixed: Option<Side>) -> Option<Side> {
    let space_before =
        is_space(before) || matches!(before, '(' | '[' | '—' | '–' | '-' | '/' | '“' | '"' | '‘' | '«' | '\'');
    let space_after = is_space(after)
        || matches!(
            after,
            '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '—' | '–' | '-' | '…' | '”' | '"' | '\'' | '’'
        );
    if single {
        if is_word(before) && is_word(after) {
            return None; // don't, O'Hara
        }
        let elided = is_space(before) && {
            let word: String = (next..next + 5).map(|k| text.at(k)).take_while(|c| c.is_alphanumeric()).collect();
            let lower = word.to_lowercase();
            matches!(lower.as_str(), "em" | "til" | "tis" | "twas" | "cause" | "bout" | "n")
                || word.chars().take(2).filter(char::is_ascii_digit).count() == 2 && !matches!(word.as_str(), "2000")
        };
        if elided && fixed != Some(Side::Open) {
            return None;
        }
        return match fixed {
            // ‘ set for an apostrophe, ’ set for an opening mark
            Some(Side::Open) if is_word(before) && !is_word(after) => Some(Side::Close),
            Some(Side::Close) if is_space(before) && is_word(after) => Some(Side::Open),
            Some(s) => Some(s),
            None if space_before && !space_after && !is_space(after) => Some(Side::Open),
            None if !is_space(before) && !is_word(after) => Some(Side::Close),
            None => None,
        };
    }
    if before.is_ascii_digit() && fixed.is_none() && !is_space(after) && after.is_alphanumeric() {
        return None; // 10"x12"
    }
    match fixed {
        // “ printed where only a closing mark can stand, and the other way round
        Some(Side::Open) if !is_space(before) && !space_before && space_after => Some(Side::Close),
        Some(Side::Close) if is_space(before) && is_word(after) => Some(Side::Open),
        Some(s) => Some(s),
        None => Some(match (space_before, space_after) {
            (true, false) => Side::Open,
            (false, true) => Side::Close,
            _ => Side::Either,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(text: &str, want: Expect) {
        let chars = Chars::new(text);
        let mut blocks = Vec::new();
        let mut at = 0;
        for line in text.split('\n') {
            let n = line.chars().count() as u32;
            blocks.push(Span::new(at, at + n));
            at += n + 1;
        }
        let mut got = String::new();
        for q in quotes(&chars, &blocks) {
            got.push_str(&format!(
                "[{}]{}{}{}\n",
                chars.string(q.inner),
                if q.closed { "" } else { " open" },
                if q.mismatched { " mismatched" } else { "" },
                q.continues.map_or(String::new(), |c| format!(" continues {c}")),
            ));
        }
        want.assert_eq(&got);
    }

    #[test]
    fn straight_curly_and_mixed_marks() {
        check(
            "“We will sign,” Orlo said. \"Not now.\" The “Vell plan\" is «open».",
            expect![[r#"
                [We will sign,]
                [Not now.]
                [Vell plan] mismatched
                [open]
            "#]],
        );
        check(
            "``It is over,'' the envoy said.",
            expect![[r#"
            [It is over,]
        "#]],
        );
        check(
            "“It is over,“ the envoy said, “for us.“",
            expect![[r#"
            [It is over,]
            [for us.]
        "#]],
        );
    }

    #[test]
    fn apostrophes_open_nothing() {
        check("The envoys' demands weren't new; it's the '90s, don't tell 'em.", expect![""]);
        check(
            "He called it ‘the envoys’ gambit’ and didn’t smile.",
            expect![[r#"
            [the envoys’ gambit]
        "#]],
        );
        check("Leaders’ talks, ministers’ visits and guards’ pay", expect![""]);
        check(
            "She said it was 'a first step' at the 'Vell' table, the ministers' way.",
            expect![[r#"
            [a first step]
            [Vell]
        "#]],
        );
    }

    #[test]
    fn nested_and_run_on() {
        check(
            "“He told me ‘never again’ and left,” Orlo said.",
            expect![[r#"
            [He told me ‘never again’ and left,]
            [never again]
        "#]],
        );
        check(
            "“We came in good faith.\n“We leave with nothing,” she said.\nNo more “talks”.",
            expect![[r#"
            [We came in good faith.] open
            [We leave with nothing,] continues 0
            [talks]
        "#]],
        );
        check(
            "\"We came in good faith.\nWe leave with nothing,\" she said.",
            expect![[r#"
            [We came in good faith.] open
            [We leave with nothing,] continues 0
        "#]],
        );
    }

    #[test]
    fn a_quotation_over_paragraphs_without_marks() {
        check(
            "She said: “We came in good faith.\nWe waited a week.\nNobody came.\nWe leave,” she said. “It is over.”",
            expect![[r#"
                [We came in good faith.] open
                [We waited a week.] open continues 0
                [Nobody came.] open continues 1
                [We leave,] continues 2
                [It is over.]
            "#]],
        );
        // a mark that is never closed
        check(
            "She said: “We came in good faith.\nThe road was open.\nThe “Vell plan” failed.",
            expect![[r#"
                [We came in good faith.] open
                [Vell plan]
            "#]],
        );
    }

    #[test]
    fn stray_marks() {
        check("”", expect![""]);
        check(
            "\"\"\"\"",
            expect![[r#"
            []
            []
        "#]],
        );
        check("A 5'10\" man and a 10\" gun", expect![""]);
        check("", expect![""]);
    }
}
