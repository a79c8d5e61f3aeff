//! Which language a text is in: by script, then by `whatlang`, then by what the page declares.

/// ISO 639-1 code where there is one (else 639-3); `None` when the text is too short or mixed to tell.
///
/// `declared` is what the page says of itself: it settles short and doubtful texts and never overrules a sure one.
pub(crate) fn language(text: &str, declared: Option<&str>) -> Option<String> {
    let sample: String = text.chars().take(3000).collect();
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let latin = sample.chars().filter(|c| c.is_ascii_alphabetic()).count();
    if let Some(code) = by_script(&sample, letters) {
        return Some(code.to_owned());
    }
    let english = sample
        .split_whitespace()
        .filter(|w| matches!(*w, "the" | "of" | "and" | "to" | "in" | "said" | "that"))
        .count();
    let info = whatlang::detect(&sample)?;
    let doubtful = letters < 20
        || (!info.is_reliable() && latin * 10 >= letters * 9 && (letters < 400 || info.lang() == whatlang::Lang::Eng));
    if doubtful {
        // Short Latin-script texts are told apart badly: the page's word, else English when its commonest words stand in them.
        return match declared {
            Some(d) if d != "en" && english < 3 => Some(d.to_owned()),
            _ => (latin > 0 && (english >= 1 || declared == Some("en"))).then(|| "en".to_owned()),
        };
    }
    Some(code(info.lang()).to_owned())
}

/// A script that only one of the usual languages is written in.
fn by_script(sample: &str, letters: usize) -> Option<&'static str> {
    let share = |from: char, to: char| sample.chars().filter(|c| (from..=to).contains(c)).count() * 2 > letters.max(1);
    let kana = sample.chars().filter(|c| ('\u{3040}'..='\u{30ff}').contains(c)).count();
    if letters < 4 {
        return None;
    }
    if kana * 10 > letters {
        return Some("ja");
    }
    [
        ('\u{590}', '\u{5ff}', "he"),
        ('\u{ac00}', '\u{d7a3}', "ko"),
        ('\u{370}', '\u{3ff}', "el"),
        ('\u{530}', '\u{58f}', "hy"),
        ('\u{10a0}', '\u{10ff}', "ka"),
        ('\u{e00}', '\u{e7f}', "th"),
        ('\u{4e00}', '\u{9fff}', "zh"),
    ]
    .into_iter()
    .find(|(from, to, _)| share(*from, *to))
    .map(|(.., code)| code)
}

fn code(lang: whatlang::Lang) -> &'static str {
    use whatlang::Lang;
    match lang {
        Lang::Eng => "en",
        Lang::Ara => "ar",
        Lang::Heb => "he",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Spa => "es",
        Lang::Tur => "tr",
        Lang::Pes => "fa",
        Lang::Cmn => "zh",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Nld => "nl",
        Lang::Pol => "pl",
        Lang::Urd => "ur",
        Lang::Hin => "hi",
        Lang::Ind => "id",
        Lang::Swe => "sv",
        Lang::Ell => "el",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, declared: Option<&str>, want: Option<&str>) {
        assert_eq!(language(text, declared).as_deref(), want, "{text}");
    }

    #[test]
    fn the_text_decides_and_the_page_settles_doubt() {
        check(
            "The crew of the ship said that talks in the port would go on until the end of the week.",
            Some("de"),
            Some("en"),
        );
        check("השיחות בנמל יימשכו עד סוף השבוע", None, Some("he"));
        check("협상은 항구에서 주말까지 계속된다", Some("en"), Some("ko"));
        check("Переговоры в порту продолжатся до конца недели, сообщил представитель посредников.", None, Some("ru"));
        check("Talks resume", Some("en"), Some("en"));
        check("Gespräche gehen weiter", Some("de"), Some("de"));
        check(
            "Die Gespräche im Hafen werden bis zum Ende der Woche weitergehen, sagte der Vermittler am Montag vor Journalisten.",
            None,
            Some("de"),
        );
        check("12 34", None, None);
    }
}
