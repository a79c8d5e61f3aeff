//! Reports put in one by one, in any order, kept and taken up again, stand where they stand when all are put in at once.

use std::collections::BTreeMap;

use onrecord_link::grouping::{Grouping, Placed};
use onrecord_link::similarity::{Features, Word};
use onrecord_model::ReportId;
use proptest::prelude::*;

/// A number that looks drawn by lot.
fn lot(seed: &mut u64, below: u64) -> u64 {
    *seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut x = *seed;
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (x ^ (x >> 31)) % below
}

/// Reports of some matters over some months: words of the matter, of the event, and some of so many common words; some have no day, some an address.
fn reports(n: usize, per_day: usize, common: u64, seed: u64) -> Vec<Features> {
    let seed = &mut { seed };
    (0..n)
        .map(|i| {
            let day = i / per_day;
            let (month, in_month) = (day / 28, day % 28);
            let matter = lot(seed, 4 + n as u64 / 40);
            let event = matter * 1000 + day as u64 / 5;
            let mut words: BTreeMap<String, (u16, bool)> = BTreeMap::new();
            for _ in 0..6 {
                words.insert(format!("event{event}x{}", lot(seed, 8)), (1 + lot(seed, 3) as u16, false));
                words.insert(format!("matter{matter}x{}", lot(seed, 8)), (1, lot(seed, 2) == 0));
                let any = lot(seed, common);
                words.insert(format!("any{}", lot(seed, any + 1)), (1, false));
            }
            let date = format!("{:04}-{:02}-{:02}", 2031 + month / 12, 1 + month % 12, 1 + in_month);
            Features {
                report: ReportId::from(format!("{:016x}", lot(seed, u64::MAX))),
                day: (lot(seed, 20) > 0).then_some(date),
                url: (lot(seed, 8) == 0).then(|| format!("https://corvane.example/{}", lot(seed, 1 + n as u64 / 10))),
                words: words.into_iter().map(|(stem, (count, named))| Word { stem, count, named }).collect(),
            }
        })
        .collect()
}

fn places(grouping: &Grouping) -> BTreeMap<ReportId, Placed> {
    grouping.placed().map(|p| (p.report.clone(), p)).collect()
}

fn at_once(reports: &[Features], look_back: usize) -> BTreeMap<ReportId, Placed> {
    let mut grouping = Grouping::looking_back(look_back);
    reports.iter().for_each(|f| grouping.insert(f));
    grouping.settle();
    places(&grouping)
}

#[test]
fn reports_of_one_matter_meet() {
    let places = at_once(&reports(200, 4, 60, 7), 64);
    let stories: std::collections::BTreeSet<_> = places.values().map(|p| &p.story).collect();
    let lines: std::collections::BTreeSet<_> = places.values().map(|p| &p.line).collect();
    // Nine matters, some forty events; the test below compares groups that are neither all alone nor all one.
    assert!((20..120).contains(&stories.len()) && (5..60).contains(&lines.len()), "{} {}", stories.len(), lines.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn one_by_one_in_any_order_is_all_at_once(
        order in Just((0..120usize).collect::<Vec<_>>()).prop_shuffle(),
        seed in 0..1000u64,
        look_back in prop_oneof![Just(16usize), Just(48), Just(4096)],
        kept in 0..120usize,
    ) {
        let reports = reports(120, 2, 60, seed);
        let wanted = at_once(&reports, look_back);
        let mut grouping = Grouping::looking_back(look_back);
        let first = grouping.stems().given();
        let mut told: BTreeMap<ReportId, Placed> = BTreeMap::new();
        let mut weighed: BTreeMap<ReportId, Vec<u8>> = BTreeMap::new();
        let mut stems: BTreeMap<String, u32> = BTreeMap::new();
        for (n, &i) in order.iter().enumerate() {
            if n == kept {
                // Kept, as the record keeps it, and taken up again.
                grouping = Grouping::looking_back(look_back);
                grouping.stems().hold(stems.len() as u32 + first);
                for &i in &order[..n] {
                    let r = &reports[i];
                    grouping.take_up(r.report.as_str(), r.day.as_deref(), r.url.as_deref(), &weighed[&r.report]);
                }
                for p in told.values() {
                    grouping.place(p.report.as_str(), p.story.as_str(), p.line.as_str(), p.alike, p.version);
                }
                prop_assert!(grouping.restored());
                // Of the words only those are taught that come again.
                for w in order[n..].iter().flat_map(|&i| &reports[i].words) {
                    if let Some(number) = stems.get(&w.stem) {
                        grouping.stems().teach(&w.stem, *number);
                    }
                }
            }
            grouping.insert(&reports[i]);
            if n % 3 != 1 || n + 1 == kept || n + 1 == order.len() {
                told.extend(grouping.settle().into_iter().map(|p| (p.report.clone(), p)));
                weighed.extend(grouping.reweighed());
                stems.extend(grouping.stems().fresh().map(|(w, n)| (w.to_owned(), n)));
                grouping.kept();
            }
        }
        prop_assert_eq!(&places(&grouping), &wanted);
        prop_assert_eq!(&told, &wanted, "what settling tells adds up to what there is");
    }
}

#[test]
fn work_grows_no_faster_than_n_log_n() {
    // Twice and four times the reports over twice and four times the days, one by one, day by day.
    let steps = |n: usize| {
        let mut grouping = Grouping::looking_back(128);
        for f in reports(n, 12, 8, 3).iter().filter(|f| f.day.is_some()) {
            grouping.insert(f);
            grouping.settle();
        }
        grouping.steps() as f64
    };
    let (one, two, four) = (steps(1500), steps(3000), steps(6000));
    let grows = |n: f64, m: f64| (m * m.ln()) / (n * n.ln());
    assert!(two / one <= grows(1500.0, 3000.0), "{one} {two}");
    assert!(four / two <= grows(3000.0, 6000.0), "{two} {four}");
}

#[test]
fn one_more_report_of_the_day_leaves_the_others_where_they_are() {
    let mut all = reports(3000, 12, 60, 5);
    all.iter_mut().for_each(|f| f.url = None);
    all.retain(|f| f.day.is_some());
    all.sort_by(|a, b| (&a.day, &a.report).cmp(&(&b.day, &b.report)));
    let mut grouping = Grouping::looking_back(256);
    let (last, before) = all.split_last().unwrap();
    before.iter().for_each(|f| grouping.insert(f));
    grouping.settle();
    let so_far = grouping.steps();
    grouping.insert(last);
    let changed = grouping.settle();
    assert_eq!(changed.len(), 1, "{changed:?}");
    assert!(grouping.steps() - so_far < so_far / 200, "{} of {so_far}", grouping.steps() - so_far);
}

#[test]
fn a_year_apart_only_near_copies_are_one_story() {
    let report = |id: &str, day: &str, other: &str| Features {
        report: ReportId::from(id.to_owned()),
        day: Some(day.to_owned()),
        url: None,
        words: (0..10)
            .map(|n| Word { stem: format!("{}{n}", if n < 3 { "matter" } else { other }), count: 1, named: false })
            .collect(),
    };
    let one_story = |day: &str, other: &str| {
        let places = at_once(&[report("1", "2031-03-02", "raid"), report("2", day, other)], 64);
        let stories: std::collections::BTreeSet<_> = places.values().map(|p| &p.story).collect();
        stories.len() == 1
    };
    assert!(one_story("2031-03-04", "talks"), "a third of the words, two days apart");
    assert!(!one_story("2034-03-04", "talks"), "the same words, years apart");
    assert!(one_story("2034-03-04", "raid"), "a copy with a wrong day");
}
