//! The words the page uses for the values of the tables: the values themselves, spelled out.

use onrecord_model::{
    Act, Bound, ChannelForm, ChannelStatus, ConditionKind, Factuality, LinkRole, Measure, PloverType, RelationKind,
    SourcingClass, SourcingMark, TermAction, TermStatus, UnknownKind, WithdrawalKind,
};

macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident($ty:ident) { $($variant:ident => $label:literal),+ $(,)? })+) => {
        $($(#[$doc])* pub fn $name(value: $ty) -> &'static str {
            match value { $($ty::$variant => $label),+ }
        })+
    };
}

labels! {
    /// How two rows stand to each other.
    relation(RelationKind) {
        Repeats => "repeats", Corroborates => "corroborates", Contradicts => "contradicts", Supersedes => "supersedes",
        DifferentScope => "different scope", DifferentBasis => "different basis", RangeOverlaps => "range overlaps",
        Conflicts => "conflicts", Tension => "tension", Complements => "complements", Withdraws => "withdraws",
        Confirms => "confirms", Denies => "denies",
    }
    /// What the source does.
    act(Act) {
        Say => "say", Confirm => "confirm", Deny => "deny", Report => "report", Announce => "announce", Warn => "warn",
        Threaten => "threaten", Demand => "demand", Offer => "offer", Promise => "promise", Accuse => "accuse",
        Believe => "believe", Withhold => "withhold", Retract => "retract", Other => "other",
    }
    /// What a link did.
    role(LinkRole) {
        Said => "said", ToldTo => "told to", CitedBy => "cited by", ReportedBy => "reported by",
        SpeakingTo => "speaking to", Confirmed => "confirmed", Denied => "denied", Retracted => "retracted",
        Published => "published",
    }
    /// Sourcing class.
    class(SourcingClass) { S1 => "S1", S2 => "S2", S3 => "S3", S4 => "S4", S5 => "S5", S6 => "S6", S7 => "S7" }
    /// What a class means.
    class_meaning(SourcingClass) {
        S1 => "named, on record, to this publisher", S2 => "named, relayed by another outlet",
        S3 => "official body, document or state medium", S4 => "unnamed, rank or role and affiliation given",
        S5 => "unnamed, affiliation only", S6 => "unnamed, bare",
        S7 => "unsourced: passive, hearsay, or the publisher's own voice",
    }
    /// A mark.
    mark(SourcingMark) { D => "denied", R => "retracted or removed", C => "conditional", W => "details withheld" }
    /// Form of a contact.
    form(ChannelForm) {
        Direct => "direct", Indirect => "indirect", Mediated => "mediated", Call => "call", Meeting => "meeting",
        Message => "message", Visit => "visit", Unspecified => "unspecified",
    }
    /// Where a contact stands.
    channel_status(ChannelStatus) {
        Ongoing => "ongoing", Held => "held", Planned => "planned", Proposed => "proposed", Sought => "sought",
        Stalled => "stalled", BrokenOff => "broken off", Denied => "denied", Refused => "refused", Ended => "ended",
        Resumed => "resumed",
    }
    /// What a term obliges to.
    action(TermAction) {
        Release => "release", Withdraw => "withdraw", CeaseFire => "cease fire", OpenCrossing => "open crossing",
        DeliverAid => "deliver aid", LiftSanctions => "lift sanctions", Disarm => "disarm", HandOver => "hand over",
        Recognise => "recognise", Pay => "pay", Inspect => "inspect", HaltProgramme => "halt programme",
        HoldElections => "hold elections", PullBack => "pull back", Monitor => "monitor", Talk => "talk", Other => "other",
    }
    /// Where a term stands.
    term_status(TermStatus) {
        Proposed => "proposed", Demanded => "demanded", Offered => "offered", Agreed => "agreed",
        BeingImplemented => "being implemented", Implemented => "implemented", Rejected => "rejected",
        Violated => "violated", Suspended => "suspended", Discussed => "discussed", Expired => "expired",
    }
    /// Kind of condition.
    condition(ConditionKind) {
        Precondition => "precondition", Exchange => "exchange", Threat => "threat", Promise => "promise",
        Deadline => "deadline", Expectation => "expectation",
    }
    /// What is counted.
    measure(Measure) {
        Killed => "killed", Wounded => "wounded", Held => "held", Released => "released", ToRelease => "to release",
        Missing => "missing", Displaced => "displaced", Captured => "captured", Detained => "detained", Alive => "alive",
        DeadHeld => "dead, held", Troops => "troops", Prisoners => "prisoners", Rockets => "rockets", Strikes => "strikes",
        Money => "money", Duration => "duration", PlanPoints => "plan points", Other => "other",
    }
    /// How words bound a number.
    bound(Bound) {
        Exact => "exact", About => "about", AtLeast => "at least", AtMost => "at most", Range => "range", Vague => "vague",
    }
    /// PLOVER type.
    plover(PloverType) {
        Agree => "AGREE", Consult => "CONSULT", Support => "SUPPORT", Cooperate => "COOPERATE", Aid => "AID",
        Retreat => "RETREAT", Request => "REQUEST", Accuse => "ACCUSE", Reject => "REJECT", Threaten => "THREATEN",
        Protest => "PROTEST", Sanction => "SANCTION", Mobilize => "MOBILIZE", Coerce => "COERCE", Assault => "ASSAULT",
        Concede => "CONCEDE",
    }
    /// How a text puts an event.
    factuality(Factuality) {
        Asserted => "asserted", Reported => "reported", Planned => "planned", Hypothetical => "hypothetical",
        Negated => "negated",
    }
    /// Kind of withdrawal.
    withdrawal(WithdrawalKind) {
        Denial => "denial", Retraction => "retraction", Deletion => "deletion", Correction => "correction",
        WalkBack => "walk-back", Contradiction => "contradiction",
    }
    /// What the page does not know.
    unknown(UnknownKind) {
        Withheld => "Details withheld", SingleAnonymousOrigin => "One unnamed origin only", NoOrigin => "No origin given",
        UnsourcedFigure => "Figures without a source", UnnamedEnd => "Contacts with an unnamed end",
        TermWithoutParty => "Terms without a party", UnresolvedTime => "Times not resolved",
        UndatedReport => "Reports without a date", UnnamedOutlet => "Reports without a named publisher",
        NotRead => "Reports kept, not read",
    }
}

/// The two letters of a class mark.
pub fn mark_letter(mark: SourcingMark) -> &'static str {
    match mark {
        SourcingMark::D => "D",
        SourcingMark::R => "R",
        SourcingMark::C => "C",
        SourcingMark::W => "W",
    }
}

/// A number of things as printed: no fraction where there is none, groups of three set apart by commas.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return value.to_string();
    }
    let whole = value.trunc();
    let fraction = value - whole;
    let digits = format!("{:.0}", whole.abs());
    let mut out = String::new();
    if value < 0.0 {
        out.push('−');
    }
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    if fraction.abs() > 1e-9 {
        let text = format!("{:.3}", fraction.abs());
        out.push_str(text.trim_start_matches('0').trim_end_matches('0'));
    }
    out
}

/// The bounds of a figure: "12", "200–999", "≥ 5", "≤ 9", "?" where both are open.
pub fn bounds(low: Option<f64>, high: Option<f64>) -> String {
    match (low, high) {
        (Some(l), Some(h)) if l == h => number(l),
        (Some(l), Some(h)) => format!("{}–{}", number(l), number(h)),
        (Some(l), None) => format!("≥ {}", number(l)),
        (None, Some(h)) => format!("≤ {}", number(h)),
        (None, None) => "?".to_owned(),
    }
}

/// The words an edit is about, before and after (": at least 31 → at least 29"); empty where it is about the whole sentence.
pub fn about(e: &onrecord_model::EditLine) -> String {
    match (&e.old_words, &e.new_words) {
        (None, None) => String::new(),
        (None, Some(new)) => format!(": now {}", new.value),
        (Some(old), None) => format!(": {} → (gone)", old.value),
        (Some(old), Some(new)) => format!(": {} → {}", old.value, new.value),
    }
}
