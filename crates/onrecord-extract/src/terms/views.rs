//! What do the engine's views of the words say of a candidate?
//!
//! In: "pull its guns back behind the river", action pull_back, and the engine's numbers of the words. Out: a score that is added to
//! that of the features (`term_view_weights`). A small network over the view of the candidate's word, the mean view of its
//! words and the action, and the mean of the view's own score of the action (a view ends with one number an action); its weights
//! are the list `term_view`, learnt by `training/deals.py` together with the view. No view, no score.

use std::sync::OnceLock;

use onrecord_lexicon::list;
use onrecord_model::{Span, TermAction};

use super::slug;
use crate::Context;

/// The network: an embedding of every action, hidden units with their weights, what they weigh.
struct Judge {
    actions: Vec<(String, Vec<f32>)>,
    units: Vec<Unit>,
    bias: f32,
    /// Weight of the mean score of the action over the candidate's words.
    mean: f32,
}

struct Unit {
    bias: f32,
    out: f32,
    weights: Vec<f32>,
}

fn judge() -> Option<&'static Judge> {
    static JUDGE: OnceLock<Option<Judge>> = OnceLock::new();
    JUDGE.get_or_init(read).as_ref()
}

/// The list's lines: `action:NAME` with the embedding, `unit:N` with bias, weight in the sum and weights, `bias`, `mean`.
fn read() -> Option<Judge> {
    let lines = list("term_view");
    let numbers = |key: &str| -> Option<Vec<f32>> { lines.get(key)?.iter().map(|x| x.parse().ok()).collect() };
    let units = (0..)
        .map_while(|n| numbers(&format!("unit:{n}")))
        .map(|x| Some(Unit { bias: *x.first()?, out: *x.get(1)?, weights: x.get(2..)?.to_vec() }))
        .collect::<Option<Vec<Unit>>>()?;
    let actions = ACTIONS
        .iter()
        .map(slug)
        .map(|name| numbers(&format!("action:{name}")).map(|x| (name, x)))
        .collect::<Option<_>>()?;
    let one = |key: &str| numbers(key)?.first().copied();
    Some(Judge { actions, units, bias: one("bias")?, mean: one("mean")? })
}

/// Every action, in the order of its score in a view.
const ACTIONS: [TermAction; 17] = [
    TermAction::Release,
    TermAction::Withdraw,
    TermAction::CeaseFire,
    TermAction::OpenCrossing,
    TermAction::DeliverAid,
    TermAction::LiftSanctions,
    TermAction::Disarm,
    TermAction::HandOver,
    TermAction::Recognise,
    TermAction::Pay,
    TermAction::Inspect,
    TermAction::HaltProgramme,
    TermAction::HoldElections,
    TermAction::PullBack,
    TermAction::Monitor,
    TermAction::Talk,
    TermAction::Other,
];

/// The score of a candidate by its views; `None` where the engine did not read its word, or the list does not fit the views.
pub(super) fn score(
    cx: &Context,
    trigger: usize,
    action: TermAction,
    evidence: impl Iterator<Item = Span>,
) -> Option<f32> {
    let own = cx.analysis.view(trigger);
    if own.is_empty() {
        return None;
    }
    let judge = judge()?;
    let mut mean = vec![0f32; own.len()];
    let mut count = 0f32;
    for view in evidence.flat_map(|s| cx.analysis.tokens_in(s)).map(|i| cx.analysis.view(i)) {
        if view.len() == own.len() {
            mean.iter_mut().zip(view).for_each(|(m, x)| *m += x);
            count += 1.0;
        }
    }
    if count == 0.0 {
        mean.copy_from_slice(own);
        count = 1.0;
    }
    mean.iter_mut().for_each(|m| *m /= count);
    let name = slug(action);
    let (place, (_, embedding)) = judge.actions.iter().enumerate().find(|(_, (n, _))| *n == name)?;
    let width = own.len().checked_sub(judge.actions.len())?;
    let x: Vec<f32> = own[..width].iter().chain(&mean[..width]).chain(embedding).copied().collect();
    let mut sum = judge.bias + judge.mean * mean[width + place];
    for unit in &judge.units {
        if unit.weights.len() != x.len() {
            return None;
        }
        let heat: f32 = unit.bias + unit.weights.iter().zip(&x).map(|(w, x)| w * x).sum::<f32>();
        sum += unit.out * heat.max(0.0);
    }
    Some(sum)
}
