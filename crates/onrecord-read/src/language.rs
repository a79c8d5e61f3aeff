//! Which language a text is in, by `whatlang` and a script check.

/// ISO 639-1 code where there is one (else 639-3); `None` when the text is too short or mixed to tell.
pub(crate) fn language(text: &str) -> Option<String> {
    let sample: String = text.chars().take(6000).collect();
    let info = whatlang::detect(&sample)?;
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let latin = sample.chars().filter(|c| c.is_ascii_alphabetic()).count();
    if letters < 20
        || (!info.is_reliable() && latin * 10 >= letters * 9 && (letters < 400 || info.lang() == whatlang::Lang::Eng))
    {
        // Short Latin-script texts are told apart badly: taken as English only when its commonest words stand in them.
        let common = sample
            .split_whitespace()
            .filter(|w| matches!(*w, "the" | "of" | "and" | "to" | "in" | "said" | "that"))
            .count();
        return (latin > 0 && common >= 1).then(|| "en".to_owned());
    }
    Some(match info.lang() {
        whatlang::Lang::Eng => "en".to_owned(),
        whatlang::Lang::Ara => "ar".to_owned(),
        whatlang::Lang::Heb => "he".to_owned(),
        whatlang::Lang::Rus => "ru".to_owned(),
        whatlang::Lang::Ukr => "uk".to_owned(),
        whatlang::Lang::Fra => "fr".to_owned(),
        whatlang::Lang::Deu => "de".to_owned(),
        whatlang::Lang::Spa => "es".to_owned(),
        whatlang::Lang::Tur => "tr".to_owned(),
        whatlang::Lang::Pes => "fa".to_owned(),
        whatlang::Lang::Cmn => "zh".to_owned(),
        other => other.code().to_owned(),
    })
}
