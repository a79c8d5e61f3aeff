use super::read;
use expect_test::{Expect, expect};

/// Reads with the day of the report Thursday 2031-07-10.
fn check(text: &str, expected: Expect) {
    check_on(text, Some("2031-07-10"), expected);
}

fn check_on(text: &str, day: Option<&str>, expected: Expect) {
    let chars: Vec<char> = text.chars().collect();
    let lines: Vec<String> = read(text, day)
        .iter()
        .map(|t| {
            let words: String = chars[t.span.start as usize..t.span.end as usize].iter().collect();
            let modifier = t.modifier.as_ref().map(|m| format!(" {m}")).unwrap_or_default();
            format!("{words} {:?} {}{modifier}", t.kind, if t.value.is_empty() { "-" } else { &t.value })
        })
        .collect();
    expected.assert_eq(&lines.join("; "));
}

#[test]
fn weekdays_are_past_unless_the_words_look_ahead() {
    check(
        "The envoys met on Monday and will meet again Friday.",
        expect!["Monday Date 2031-07-07; Friday Date 2031-07-11"],
    );
    check(
        "Last Thursday the lull held; next Thursday it ends.",
        expect!["Last Thursday Date 2031-07-03; next Thursday Date 2031-07-17"],
    );
    check("The group is to leave Saturday.", expect!["Saturday Date 2031-07-12"]);
}

#[test]
fn partial_dates_stay_partial() {
    check("They return to the August 2024 lines.", expect!["August 2024 Date 2024-08"]);
    check("Talks will resume in early August.", expect!["early August Date 2031-08 START"]);
    check(
        "Since Oct. 7, on Oct. 7, 2023 and in 2029",
        expect!["Oct. 7 Date 2030-10-07; Oct. 7, 2023 Date 2023-10-07; 2029 Date 2029"],
    );
    check("the late 2010s, the 19th century", expect!["the late 2010s Date 201 END; the 19th century Date 18"]);
}

#[test]
fn lengths_sets_and_vague_spans() {
    check(
        "After 72 hours of a three-year war, nearly two months and four and a half years",
        expect![
            "72 hours Duration PT72H; three-year Duration P3Y; nearly two months Duration P2M APPROX; four and a half years Duration P4Y6M"
        ],
    );
    check(
        "In recent weeks they met every week, daily since the past two days.",
        expect!["recent weeks Duration PXW; every week Set P1W; daily Set P1D; the past two days Duration P2D"],
    );
    check("The 44-year-old was held for 20 cents a day.", expect![""]);
    check(
        "six weeks ago, a decade ago, several years ago",
        expect!["six weeks ago Date 2031-W22; a decade ago Date 2021; several years ago Date PAST_REF"],
    );
}

#[test]
fn days_told_of_and_times_of_day() {
    check(
        "On July 3 the raid began; the following day it ended, at 10:30 p.m.",
        expect!["July 3 Date 2031-07-03; the following day Date 2031-07-04; 10:30 p.m. Time 2031-07-10T22:30"],
    );
    check(
        "at noon Saturday, early on; last night; this morning; 1430 GMT",
        expect![
            "noon Saturday Time 2031-07-05T12:00; last night Time 2031-07-09TNI; this morning Time 2031-07-10TMO; 1430 GMT Time 2031-07-10T14:30"
        ],
    );
    check(
        "now, recently, soon, in the future",
        expect!["now Date PRESENT_REF; recently Date PAST_REF; soon Date FUTURE_REF; the future Date FUTURE_REF"],
    );
}

#[test]
fn quarters_seasons_weekends_and_holidays() {
    check(
        "the third quarter of 2029, last summer, the weekend, last Christmas",
        expect![
            "the third quarter of 2029 Date 2029-Q3; last summer Date 2030-SU; the weekend Date 2031-W27-WE; last Christmas Date 2030-12-25"
        ],
    );
}

#[test]
fn absurd_dates_keep_an_empty_value_or_are_none() {
    check("on February 30 and on 30 February 2030", expect!["February 30 Date -; 30 February 2030 Date -"]);
    check("2031-13-40, year 99999, 45 March, 25:99", expect![""]);
    check("999999999999999999999 years ago", expect![[r#"999999999999999999999 years ago Date PAST_REF"#]]);
    check(&"9".repeat(1000), expect![""]);
}

#[test]
fn without_a_day_relative_times_stay_open() {
    check_on(
        "on Friday, Oct. 7 and yesterday",
        None,
        expect!["Friday, Oct. 7 Date XXXX-10-07; yesterday Date PAST_REF"],
    );
    check_on("on Friday", Some("not a day"), expect!["Friday Date XXXX-WXX-5"]);
}

#[test]
fn the_assumption_is_said() {
    let rows = read("He left on Oct. 7.", Some("2031-01-10"));
    assert_eq!(rows[0].value, "2030-10-07");
    assert_eq!(rows[0].assumption.as_deref(), Some("year before the report"));
    assert_eq!(rows[0].anchor.as_deref(), Some("document 2031-01-10"));
}

#[test]
fn ten_thousand_times_are_read_in_linear_time() {
    for words in ["Friday ", "the past ", "two years ago ", "early late ", "every 3 ", "about ", "May 4, ", "the the "]
    {
        let text = words.repeat(10_000);
        let start = std::time::Instant::now();
        read(&text, Some("2031-07-10"));
        assert!(start.elapsed().as_secs() < 5, "{words:?} took {:?}", start.elapsed());
    }
}

#[test]
fn deadlines_plans_and_quarters_compared() {
    check(
        "The envoys planned to leave on Friday. They gave the council until Tuesday.",
        expect!["Friday Date 2031-07-11; Tuesday Date 2031-07-15"],
    );
    check("Talks could resume as early as Monday.", expect!["Monday Date 2031-07-14"]);
    check(
        "Profit rose in the third quarter from $3 million a year earlier.",
        expect!["the third quarter Date 2031-Q3; a year earlier Date 2030-Q3"],
    );
    check("A year ago the truce broke.", expect!["A year ago Date 2030"]);
}

#[test]
fn weeks_of_a_day_second_days_and_lengths_by_name() {
    check(
        "A hearing the week of March 6, the day before last Tuesday.",
        expect!["the week of March 6 Date 2031-W10; the day before last Tuesday Date 2031-07-07"],
    );
    check(
        "The summit on April 24 and 25; on April 24 and 25 people came; the March meeting, the March on Corvane.",
        expect!["April 24 Date 2031-04-24; 25 Date 2031-04-25; April 24 Date 2031-04-24; March Date 2031-03"],
    );
    check(
        "A decades-long dispute and a day-long meeting in the years that followed.",
        expect!["decades-long Duration PXE; day-long Duration P1D; years Duration PXY"],
    );
    check(
        "In the year ended March 31 and the past two quarters, the last half of 2029.",
        expect![
            "the year Duration P1Y; March 31 Date 2031-03-31; the past two quarters Duration P2Q; the last half of 2029 Date 2029-H2"
        ],
    );
    check(
        "It struck at 10:35 a.m. (0735 GMT) Friday. Until Thursday they had not answered.",
        expect![
            "10:35 a.m. Time 2031-07-04T10:35; 0735 GMT Time 2031-07-10T07:35; Friday Date 2031-07-04; Thursday Date 2031-07-10"
        ],
    );
    check(
        "He was cited by police in December. They planned a rally on Saturday.",
        expect!["December Date 2030-12; Saturday Date 2031-07-12"],
    );
    check(
        "The party daily Granite prints these days what it did not print daily.",
        expect!["these days Date PRESENT_REF; daily Set P1D"],
    );
}
