//! Readings made by hand for tests: every row is found in the text by its words, so that a test reads like a cutting.
#![allow(dead_code)]

use onrecord_model::*;
use onrecord_model::{Term, Withdrawal};

/// A reading under construction.
pub struct Cutting {
    pub reading: Reading,
}

/// A report of an outlet and day; the first line of the text is its title.
pub fn report(id: &str, outlet: &str, day: &str, text: &str) -> Cutting {
    let title = text.lines().next().unwrap_or("");
    let mut reading = Reading { schema_version: SCHEMA_VERSION, input: format!("{id}.txt"), ..Reading::default() };
    reading.report = Report {
        id: ReportId::from(id),
        outlet: (!outlet.is_empty()).then(|| outlet.to_owned()),
        published: (!day.is_empty()).then(|| day.to_owned()),
        dateline_date: (!day.is_empty()).then(|| day.to_owned()),
        title: Some(Span::new(0, title.chars().count() as u32)),
        text: text.to_owned(),
        sha256: format!("{id:0>64}"),
        language: Some("en".to_owned()),
        ..Report::default()
    };
    let mut at = 0u32;
    for line in text.split('\n') {
        let n = line.chars().count() as u32;
        if !line.trim().is_empty() {
            let span = Span::new(at, at + n);
            reading.report.blocks.push(Block { span, kind: if at == 0 { BlockKind::Title } else { BlockKind::Body } });
            sentences(line, at, &mut reading.sentences);
        }
        at += n + 1;
    }
    Cutting { reading }
}

/// A sentence ends after a full stop (and quotation mark) before a space, or with its line.
fn sentences(line: &str, at: u32, out: &mut Vec<Span>) {
    let chars: Vec<char> = line.chars().collect();
    let mut start = 0;
    for i in 0..chars.len() {
        let ends = matches!(chars[i], '.' | '”' | '"')
            && chars.get(i + 1) == Some(&' ')
            && (chars[i] == '.' || chars[i - 1] == '.');
        if ends || i + 1 == chars.len() {
            out.push(Span::new(at + start as u32, at + i as u32 + 1));
            start = i + 2;
        }
    }
}

/// Who says it: sourcing class with what stands for it.
#[derive(Clone, Copy)]
pub enum By {
    Named,
    Ministry,
    Official,
    Source,
    Bare,
    Nobody,
}

impl By {
    fn parts(self) -> (SourceType, SourcingClass) {
        match self {
            By::Named => (SourceType::NamedPerson, SourcingClass::S1),
            By::Ministry => (SourceType::NamedOffice, SourcingClass::S3),
            By::Official => (SourceType::UnnamedSpecific, SourcingClass::S4),
            By::Source => (SourceType::UnnamedAffiliated, SourcingClass::S5),
            By::Bare => (SourceType::UnnamedBare, SourcingClass::S6),
            By::Nobody => (SourceType::Unattributed, SourcingClass::S7),
        }
    }
}

impl Cutting {
    /// The span of the first occurrence of some words.
    pub fn at(&self, words: &str) -> Span {
        let byte = self.reading.report.text.find(words).unwrap_or_else(|| panic!("{words:?} is not in the text"));
        let start = self.reading.report.text[..byte].chars().count() as u32;
        Span::new(start, start + words.chars().count() as u32)
    }

    pub fn url(mut self, url: &str) -> Self {
        self.reading.report.url = Some(url.to_owned());
        self
    }

    pub fn names(mut self, names: &[(&str, MentionType)]) -> Self {
        for (name, kind) in names {
            let text = self.reading.report.text.clone();
            for (byte, _) in text.match_indices(name) {
                let start = text[..byte].chars().count() as u32;
                let n = self.reading.mentions.len() + 1;
                self.reading.mentions.push(Mention {
                    id: RowId::from(format!("m{n}")),
                    span: Span::new(start, start + name.chars().count() as u32),
                    kind: *kind,
                    form: MentionForm::Named,
                    canonical: (*name).to_owned(),
                    actor: None,
                    role: None,
                    affiliation: None,
                    rule: "by hand".into(),
                    certainty: Certainty::Certain,
                });
            }
        }
        self
    }

    /// A statement: source words ("" for none), cue, content, who.
    pub fn says(mut self, id: &str, source: &str, cue: &str, content: &str, by: By) -> Self {
        let (source_type, class) = by.parts();
        let source_span = (!source.is_empty()).then(|| self.at(source));
        let content = self.at(content);
        let cue = (!cue.is_empty()).then(|| self.at(cue));
        let evidence = Evidence::from_spans(source_span.into_iter().chain(cue).chain([content])).unwrap();
        let anonymous = matches!(Openness::from(class), Openness::Anonymous);
        let mut chain = Vec::new();
        if source_span.is_some() {
            chain.push(ChainLink {
                span: source_span,
                actor: Some(source.to_owned()),
                kind: source_type,
                anonymous,
                role: LinkRole::Said,
            });
        }
        chain.push(ChainLink {
            span: None,
            actor: self.reading.report.outlet.clone(),
            kind: SourceType::Media,
            anonymous: false,
            role: LinkRole::Published,
        });
        self.reading.attributions.push(Attribution {
            id: RowId::from(id),
            source: source_span,
            cue,
            content: vec![content],
            source_type,
            relay: Vec::new(),
            act: Act::Say,
            hedge: None,
            nested_in: None,
            resolved: None,
            kind: AttributionKind::Speech,
            quoted: Quoted::Indirect,
            mismatched_quotes: false,
            sourcing: Sourcing { class, hops: 0, marks: Vec::new(), chain },
            root: None,
            when: None,
            evidence,
            rule: "by hand".into(),
            certainty: Certainty::Certain,
        });
        self
    }

    /// Changes the last statement.
    pub fn with(mut self, change: impl FnOnce(&mut Attribution)) -> Self {
        change(self.reading.attributions.last_mut().expect("a statement first"));
        self
    }

    /// The last statement was made when the words say, a time of this TIMEX3 value.
    pub fn when(mut self, words: &str, value: &str) -> Self {
        let span = self.at(words);
        self.reading.timexes.push(Timex {
            id: RowId::from(format!("x{}", self.reading.timexes.len() + 1)),
            span,
            kind: TimexType::Date,
            value: value.to_owned(),
            anchor: None,
            assumption: None,
            modifier: None,
            rule: "by hand".into(),
            certainty: Certainty::Certain,
        });
        self.with(|a| a.when = Some(span))
    }

    pub fn act(self, act: Act) -> Self {
        self.with(|a| a.act = act)
    }

    pub fn root(self, root: &str) -> Self {
        self.with(|a| a.root = Some(RootId::from(root)))
    }

    pub fn mark(self, mark: SourcingMark) -> Self {
        self.with(|a| a.sourcing.marks.push(mark))
    }

    /// The last statement reached the publisher through an outlet named in the text.
    pub fn told(self, outlet: &str) -> Self {
        let span = self.at(outlet);
        let name = outlet.to_owned();
        self.with(|a| {
            a.relay.push(Relay { outlet: span, role: RelayRole::ToldTo });
            let link = ChainLink {
                span: Some(span),
                actor: Some(name),
                kind: SourceType::Media,
                anonymous: false,
                role: LinkRole::ToldTo,
            };
            let at = a.sourcing.chain.len() - 1;
            a.sourcing.chain.insert(at, link);
        })
    }

    pub fn figure(
        mut self,
        id: &str,
        words: &str,
        measure: Measure,
        range: (Option<f64>, Option<f64>),
        bound: Bound,
    ) -> Self {
        let span = self.at(words);
        self.reading.figures.push(Figure {
            id: RowId::from(id),
            span,
            low: range.0,
            high: range.1,
            bound,
            measure,
            of: None,
            unit: None,
            currency: None,
            place: None,
            as_of: None,
            subset_of: None,
            attribution: None,
            evidence: Evidence::new(span),
            rule: "by hand".into(),
            certainty: Certainty::Certain,
        });
        self
    }

    pub fn exact(self, id: &str, words: &str, measure: Measure, n: f64) -> Self {
        self.figure(id, words, measure, (Some(n), Some(n)), Bound::Exact)
    }

    /// Changes the last figure.
    pub fn counted(mut self, change: impl FnOnce(&mut Figure)) -> Self {
        change(self.reading.figures.last_mut().expect("a figure first"));
        self
    }

    pub fn contact(
        mut self,
        id: &str,
        words: &str,
        ends: &[&str],
        status: ChannelStatus,
        attribution: Option<&str>,
    ) -> Self {
        let span = self.at(words);
        self.reading.channels.push(Channel {
            id: RowId::from(id),
            ends: ends.iter().map(|e| (*e).to_owned()).collect(),
            mediators: Vec::new(),
            via: Vec::new(),
            also_present: Vec::new(),
            form: ChannelForm::Unspecified,
            topic: None,
            status,
            evidence: Evidence::new(span),
            attribution: attribution.map(RowId::from),
            rule: "by hand".into(),
            certainty: Certainty::Certain,
        });
        self
    }

    pub fn term(
        mut self,
        id: &str,
        words: &str,
        party: &[&str],
        action: TermAction,
        object: &str,
        status: TermStatus,
    ) -> Self {
        let span = self.at(words);
        self.reading.terms.push(Term {
            id: RowId::from(id),
            deal: Some("nine-point plan".to_owned()),
            party: party.iter().map(|e| (*e).to_owned()).collect(),
            action,
            object: Some(object.to_owned()),
            quantity: None,
            phase: None,
            deadline: None,
            status,
            by: Vec::new(),
            depends_on: Vec::new(),
            evidence: Evidence::new(span),
            attribution: None,
            rule: "by hand".into(),
            certainty: Certainty::Certain,
        });
        self
    }

    pub fn condition(
        mut self,
        id: &str,
        kind: ConditionKind,
        marker: &str,
        antecedent: &str,
        consequent: &str,
        holder: Option<&str>,
    ) -> Self {
        let (m, a, c) = (self.at(marker), self.at(antecedent), self.at(consequent));
        self.reading.conditions.push(Condition {
            id: RowId::from(id),
            kind,
            marker: Some(m),
            antecedent: Some(a),
            consequent: Some(c),
            holder: holder.map(str::to_owned),
            evidence: Evidence::from_spans([m, a, c]).unwrap(),
            attribution: None,
            rule: "by hand".into(),
            certainty: Certainty::Certain,
        });
        self
    }

    pub fn withdrawal(
        mut self,
        id: &str,
        kind: WithdrawalKind,
        words: &str,
        account: Option<&str>,
        target: Option<&str>,
    ) -> Self {
        let span = self.at(words);
        self.reading.withdrawals.push(Withdrawal {
            id: RowId::from(id),
            kind,
            by: None,
            account: account.map(str::to_owned),
            of: None,
            target_attribution: target.map(RowId::from),
            evidence: Evidence::new(span),
            attribution: None,
            rule: "by hand".into(),
            certainty: Certainty::Certain,
        });
        self
    }

    pub fn event(
        mut self,
        id: &str,
        words: &str,
        event: PloverType,
        actor: &[&str],
        recipient: &[&str],
        date: Option<&str>,
    ) -> Self {
        let span = self.at(words);
        self.reading.events.push(Event {
            id: RowId::from(id),
            event,
            mode: None,
            context: Vec::new(),
            actor: actor.iter().map(|e| (*e).to_owned()).collect(),
            recipient: recipient.iter().map(|e| (*e).to_owned()).collect(),
            date: date.map(str::to_owned),
            location: None,
            evidence: Evidence::new(span),
            factuality: Factuality::Asserted,
            attribution: None,
            rule: "by hand".into(),
            certainty: Certainty::Certain,
        });
        self
    }

    pub fn gap(mut self, id: &str, words: &str, what: &str) -> Self {
        let span = self.at(words);
        self.reading.gaps.push(Gap {
            id: RowId::from(id),
            span,
            what: what.to_owned(),
            by: None,
            attribution: None,
            rule: "by hand".into(),
            certainty: Certainty::Certain,
        });
        self
    }

    pub fn loaded(mut self, id: &str, words: &str) -> Self {
        let span = self.at(words);
        self.reading.evaluative.push(Evaluative {
            id: RowId::from(id),
            span,
            kind: "loaded_term".to_owned(),
            rule: "by hand".into(),
            certainty: Certainty::Certain,
        });
        self
    }
}

use MentionType::{ArmedGroup, Organisation, State};

/// The parties of the tests' talks, all invented. Names of one kind are of one length, so that two can be exchanged in a text.
pub const NAMES: [(&str, MentionType); 6] = [
    ("Veskara", State),
    ("Dralune", State),
    ("Talmeria", State),
    ("Reef Brigade", ArmedGroup),
    ("Sand Brigade", ArmedGroup),
    ("Open Harbour", Organisation),
];

/// Six reports of the talks: an official, a reprint, a confirmation that is removed, figures that do not agree, a plan in two
/// versions, a correction of one address.
pub fn talks() -> Vec<Reading> {
    let wire = report(
        "0001",
        "Corvane",
        "2031-03-06",
        "Talmeria in talks over crew\n\
         Talmeria is holding talks with the Reef Brigade about the captured crew, a senior Talmerian official told Corvane on Thursday. \
         The official gave no further details. Talmeria Vision confirmed the talks about the captured crew. Its post was deleted an hour later. \
         It was learned that envoys of Talmeria met the Sand Brigade in Imbrel. \
         Dozens of people died in the raid. The ministry said 57 sailors of Veskara were killed. Of 31 held sailors, 26 are believed alive.",
    )
    .says("a1", "a senior Talmerian official", "told", "Talmeria is holding talks with the Reef Brigade about the captured crew", By::Official)
    .told("Corvane")
    .root("r1")
    .mark(SourcingMark::W)
    .says("a2", "Talmeria Vision", "confirmed", "the talks about the captured crew", By::Ministry)
    .act(Act::Confirm)
    .mark(SourcingMark::R)
    .says("a3", "", "It was learned", "that envoys of Talmeria met the Sand Brigade in Imbrel", By::Nobody)
    .says("a4", "The ministry", "said", "57 sailors of Veskara were killed", By::Ministry)
    .says("a5", "", "are believed", "26 are believed alive", By::Nobody)
    .gap("g1", "gave no further details", "details")
    .withdrawal("w1", WithdrawalKind::Deletion, "Its post was deleted an hour later", Some("Talmeria Vision"), Some("a2"))
    .contact("c1", "Talmeria is holding talks with the Reef Brigade", &["Talmeria", "Reef Brigade"], ChannelStatus::Ongoing, Some("a1"))
    .contact("c2", "confirmed the talks", &["Talmeria", "Reef Brigade"], ChannelStatus::Ongoing, Some("a2"))
    .contact("c3", "envoys of Talmeria met the Sand Brigade", &["Talmeria", "Sand Brigade"], ChannelStatus::Held, Some("a3"))
    .figure("f1", "Dozens", Measure::Killed, (Some(24.0), Some(49.0)), Bound::Vague)
    .counted(|f| f.of = Some("people".to_owned()))
    .exact("f2", "57", Measure::Killed, 57.0)
    .counted(|f| {
        f.of = Some("sailors of Veskara".to_owned());
        f.attribution = Some(RowId::from("a4"));
        f.as_of = Some("2031-03-06".to_owned());
    })
    .exact("f3", "31", Measure::Held, 31.0)
    .counted(|f| f.of = Some("held sailors".to_owned()))
    .exact("f4", "26", Measure::Alive, 26.0)
    .counted(|f| {
        f.of = Some("sailors".to_owned());
        f.subset_of = Some(RowId::from("f3"));
        f.attribution = Some(RowId::from("a5"));
    })
    .event("e1", "died in the raid", PloverType::Assault, &["Reef Brigade"], &["Veskara"], Some("2031-03-02"));
    let reprint = report(
        "0002",
        "Keltane Standard",
        "2031-03-07",
        "Talks over crew held by brigade\n\
         Talmeria is holding talks with the Reef Brigade about the captured crew, a senior Talmerian official told Corvane. \
         Rescuers of Open Harbour counted 63 dead sailors of Veskara by Thursday.",
    )
    .says("a1", "a senior Talmerian official", "told", "Talmeria is holding talks with the Reef Brigade about the captured crew", By::Official)
    .told("Corvane")
    .says("a2", "Rescuers of Open Harbour", "counted", "63 dead sailors of Veskara", By::Source)
    .exact("f1", "63", Measure::Killed, 63.0)
    .counted(|f| {
        f.of = Some("sailors of Veskara".to_owned());
        f.attribution = Some(RowId::from("a2"));
        f.as_of = Some("2031-03-06".to_owned());
    });
    let denial = report(
        "0003",
        "Dorrach Daily",
        "2031-03-07",
        "Brigade denies talks\n\
         The Reef Brigade denied that Talmeria is holding talks with it about the captured crew. \
         Foreign Minister Oruna Telvasse said Talmeria and the Reef Brigade hold talks about the captured crew every day.",
    )
    .says("a1", "The Reef Brigade", "denied", "that Talmeria is holding talks with it about the captured crew", By::Named)
    .act(Act::Deny)
    .says("a2", "Foreign Minister Oruna Telvasse", "said", "Talmeria and the Reef Brigade hold talks about the captured crew every day", By::Named)
    .contact("c1", "denied that Talmeria is holding talks", &["Reef Brigade", "Talmeria"], ChannelStatus::Denied, Some("a1"));
    let plan = report(
        "0004",
        "Corvane",
        "2031-03-09",
        "Plan in two phases\n\
         Under the plan of Talmeria the Reef Brigade would release the 31 sailors if Veskara frees 240 prisoners. \
         Veskara would lift the blockade only after the release of the sailors, Prime Minister Daven Hollisk said. \
         No ship moves until the blockade is lifted, said Captain Brisk of the Reef Brigade.",
    )
    .says(
        "a1",
        "Prime Minister Daven Hollisk",
        "said",
        "Veskara would lift the blockade only after the release of the sailors",
        By::Named,
    )
    .says("a2", "Captain Brisk of the Reef Brigade", "said", "No ship moves until the blockade is lifted", By::Named)
    .term(
        "t1",
        "the Reef Brigade would release the 31 sailors",
        &["Reef Brigade"],
        TermAction::Release,
        "31 sailors",
        TermStatus::Proposed,
    )
    .term("t2", "Veskara frees 240 prisoners", &["Veskara"], TermAction::Release, "240 prisoners", TermStatus::Proposed)
    .term(
        "t3",
        "Veskara would lift the blockade",
        &["Veskara"],
        TermAction::OpenCrossing,
        "blockade",
        TermStatus::Proposed,
    )
    .condition(
        "k1",
        ConditionKind::Exchange,
        "if",
        "Veskara frees 240 prisoners",
        "the Reef Brigade would release the 31 sailors",
        Some("Talmeria"),
    )
    .condition(
        "k2",
        ConditionKind::Precondition,
        "only after",
        "the release of the sailors",
        "Veskara would lift the blockade",
        Some("Veskara"),
    )
    .condition(
        "k3",
        ConditionKind::Precondition,
        "until",
        "the blockade is lifted",
        "No ship moves",
        Some("Reef Brigade"),
    );
    let agreed = report(
        "0005",
        "Merroway Post",
        "2031-03-10",
        "Veskara agrees to free prisoners\n\
         Veskara has agreed to release 240 prisoners, people familiar with the plan said. The heroic negotiators worked all night.",
    )
    .url("https://merroway.example/exchange")
    .says("a1", "people familiar with the plan", "said", "Veskara has agreed to release 240 prisoners", By::Bare)
    .term("t1", "Veskara has agreed to release 240 prisoners", &["Veskara"], TermAction::Release, "240 prisoners", TermStatus::Agreed)
    .loaded("v1", "heroic negotiators");
    let corrected = report(
        "0006",
        "Merroway Post",
        "2031-03-11",
        "Veskara considers freeing prisoners\n\
         Veskara is considering the release of 240 prisoners, people familiar with the plan said. \
         Talmeria, Veskara and the Reef Brigade meet again on Friday.",
    )
    .url("https://merroway.example/exchange")
    .says(
        "a1",
        "people familiar with the plan",
        "said",
        "Veskara is considering the release of 240 prisoners",
        By::Bare,
    )
    .term(
        "t1",
        "Veskara is considering the release of 240 prisoners",
        &["Veskara"],
        TermAction::Release,
        "240 prisoners",
        TermStatus::Discussed,
    );
    let fishing = report(
        "0007",
        "Imbrel Times",
        "2033-06-01",
        "Fishing quota cut\nDralune cut the quota of the Open Harbour cannery, the fisheries office of Dralune said.",
    )
    .says(
        "a1",
        "the fisheries office of Dralune",
        "said",
        "Dralune cut the quota of the Open Harbour cannery",
        By::Ministry,
    );
    [wire, reprint, denial, plan, agreed, corrected, fishing].into_iter().map(|c| c.names(&NAMES).reading).collect()
}
