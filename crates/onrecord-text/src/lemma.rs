//! What is the dictionary form of a word?
//!
//! "said" VERB → "say"; "envoys" NOUN → "envoy"; "held" VERB → "hold"; "Geneva" PROPN → "geneva".
//!
//! A list of irregular forms first, then endings. An unknown pattern gives the lower-cased word, never an empty one.

use onrecord_model::Upos;

use crate::tables::irregular;

/// The lemma of a printed word with this part of speech (`X`: not known, the commonest reading is taken).
pub fn lemma(word: &str, upos: Upos) -> String {
    let lower = word.to_lowercase();
    let find = |class| irregular(&lower, class).map(str::to_owned);
    match upos {
        Upos::Verb => find('v').unwrap_or_else(|| verb(&lower)),
        Upos::Aux => auxiliary(&lower).map(str::to_owned).or_else(|| find('v')).unwrap_or(lower),
        Upos::Noun => find('n').unwrap_or_else(|| noun(&lower)),
        Upos::Adj | Upos::Adv => find('a').unwrap_or_else(|| adjective(&lower)),
        Upos::Det | Upos::Pron => find('d').unwrap_or(lower),
        Upos::Part => find('p').unwrap_or(lower),
        Upos::X => {
            if lower.ends_with("n't") || lower.ends_with("n’t") {
                return find('p').unwrap_or(lower);
            }
            find('v').or_else(|| find('n')).unwrap_or(lower)
        }
        _ => lower,
    }
}

fn auxiliary(lower: &str) -> Option<&'static str> {
    Some(match lower {
        "'s" | "’s" | "s" => "be",
        "'d" | "’d" => "would",
        "'ll" | "’ll" | "wo" => "will",
        "ca" => "can",
        "sha" => "shall",
        _ => return None,
    })
}

const VOWELS: [char; 5] = ['a', 'e', 'i', 'o', 'u'];

fn is_vowel(c: Option<char>) -> bool {
    c.is_some_and(|c| VOWELS.contains(&c))
}

fn has_vowel(stem: &str) -> bool {
    stem.chars().any(|c| VOWELS.contains(&c) || c == 'y')
}

fn verb(lower: &str) -> String {
    if let Some(stem) = lower.strip_suffix("ied").filter(|s| s.chars().count() > 1) {
        return format!("{stem}y");
    }
    if let Some(stem) =
        lower.strip_suffix("ing").or_else(|| lower.strip_suffix("in'")).filter(|s| s.len() > 1 && has_vowel(s))
    {
        return base(stem);
    }
    if let Some(stem) = lower.strip_suffix("ed").filter(|s| s.len() > 1 && has_vowel(s)) {
        return base(stem);
    }
    third_person(lower)
}

fn third_person(lower: &str) -> String {
    if let Some(stem) = lower.strip_suffix("ies").filter(|s| s.chars().count() > 1) {
        return format!("{stem}y");
    }
    if let Some(stem) = lower.strip_suffix("es") {
        if ["ss", "sh", "ch", "x", "zz", "o"].iter().any(|e| stem.ends_with(e)) && !stem.ends_with("ach") {
            return stem.to_owned();
        }
        if stem.ends_with("ach") && !stem.ends_with("cach") {
            return stem.to_owned();
        }
    }
    match lower.strip_suffix('s') {
        Some(stem) if stem.chars().count() > 1 && !stem.ends_with('s') => stem.to_owned(),
        _ => lower.to_owned(),
    }
}

/// The base form from a stem that lost -ed or -ing: doubled letters undone, a final e put back.
fn base(stem: &str) -> String {
    let chars: Vec<char> = stem.chars().collect();
    let n = chars.len();
    let last = chars.last().copied().unwrap_or(' ');
    let before = n.checked_sub(2).map(|i| chars[i]);
    let third = n.checked_sub(3).map(|i| chars[i]);
    if Some(last) == before && !VOWELS.contains(&last) {
        // stopp, plann, controll; but press, call, add, stuff, buzz
        let keep = match last {
            's' | 'f' | 'z' => true,
            'l' => !ends(
                stem,
                &[
                    "controll", "cancell", "travell", "signall", "compell", "expell", "propell", "repell", "labell",
                    "modell", "fuell", "shovell", "patroll", "excell", "quarrell", "rebell", "counsell", "dispell",
                    "marshall", "channell", "levell", "equall", "totall", "funnell",
                ],
            ),
            'd' => matches!(stem, "add" | "odd"),
            'r' => matches!(stem, "err" | "purr"),
            'g' => matches!(stem, "egg"),
            't' => matches!(stem, "butt"),
            _ => false,
        };
        return if keep { stem.to_owned() } else { chars[..n - 1].iter().collect() };
    }
    let e = || format!("{stem}e");
    if ends(stem, &["c", "v", "u", "z"]) && !ends(stem, &["ou", "tz", "waltz", "lz", "av", "rv"])
        || ends(stem, &["rv", "av", "ov", "iv", "lv"])
    {
        return e();
    }
    if last == 'g'
        && (ends(stem, &["dg", "rg", "lg", "eg", "ag", "ug", "ig"])
            || ends(stem, &["ang"]) && ends(stem, &["chang", "rang", "exchang", "arrang", "challeng"])
            || ends(stem, &["eng", "leng", "veng", "ung"])
                && ends(stem, &["challeng", "aveng", "reveng", "plung", "loung", "scaveng"]))
    {
        return e();
    }
    if last == 's' {
        // close, use, raise, cause, release, increase; but focus, canvas
        return if is_vowel(before) && !ends(stem, &["focus", "canvas", "bias", "gas"])
            || ends(stem, &["ns", "rs", "ps", "ls"])
        {
            e()
        } else {
            stem.to_owned()
        };
    }
    if last == 'l' && before.is_some_and(|c| "bcdfgkptz".contains(c)) {
        return e(); // enable, struggle, battle
    }
    if last == 'r' && matches!(before, Some('u' | 'i'))
        || ends(
            stem,
            &[
                "quir", "centr", "declar", "prepar", "compar", "shar", "spar", "scar", "dar", "car", "ignor", "explor",
                "restor", "stor", "scor", "ador", "deplor", "bor", "snar", "star", "blar", "squar", "flar", "glar",
            ],
        ) && !ends(stem, &["occur", "concur"])
    {
        return if ends(stem, &["our", "air", "eir"]) && !ends(stem, &["devour"])
            || ends(stem, &["occur", "concur", "incur", "stir", "blur", "repair", "despair"])
        {
            stem.to_owned()
        } else {
            e()
        };
    }
    if last == 't' {
        if ends(stem, &["at"]) && !ends(stem, &["eat", "oat", "format", "combat", "chat"]) {
            return e();
        }
        if ends(stem, &["ut"])
            && ends(stem, &["but", "lut", "cut", "mut", "put", "tut", "fut"])
            && !ends(stem, &["debut", "out"])
        {
            return if ends(
                stem,
                &[
                    "tribut",
                    "pollut",
                    "execut",
                    "commut",
                    "disput",
                    "comput",
                    "institut",
                    "substitut",
                    "constitut",
                    "refut",
                    "persecut",
                    "prosecut",
                    "dilut",
                    "salut",
                    "mut",
                    "attribut",
                ],
            ) {
                e()
            } else {
                stem.to_owned()
            };
        }
        if ends(stem, &["it"]) {
            return if ends(
                stem,
                &[
                    "unit", "cit", "invit", "ignit", "excit", "incit", "recit", "writ", "despit", "expedit", "reunit",
                    "spit",
                ],
            ) && !ends(stem, &["visit"])
                || stem == "bit"
            {
                e()
            } else {
                stem.to_owned()
            };
        }
        if ends(stem, &["ot"]) {
            return if ends(stem, &["vot", "not", "quot", "devot", "promot", "emot", "denot"]) && !ends(stem, &["knot"])
            {
                e()
            } else {
                stem.to_owned()
            };
        }
        if ends(stem, &["et"]) {
            return if ends(stem, &["complet", "delet", "compet", "depl"]) { e() } else { stem.to_owned() };
        }
        return if ends(stem, &["past", "tast", "hast", "wast"]) { e() } else { stem.to_owned() };
    }
    let magic = is_vowel(before) && !is_vowel(third) && third.is_some();
    match last {
        'd' if magic
            && ends(stem, &["ad", "id", "od", "ud", "ed"])
            && !ends(stem, &["read", "head", "load", "aid", "avoid", "void"]) =>
        {
            return e();
        }
        'k' if magic => return e(),
        'm' if magic
            && !ends(stem, &["claim", "dream", "seem", "aim", "atom"])
            && ends(stem, &["am", "im", "um", "om"])
            && !ends(stem, &["custom", "blossom", "program", "ransom", "victim"]) =>
        {
            return e();
        }
        'n' if magic => {
            if ends(stem, &["in"])
                && ends(
                    stem,
                    &[
                        "min", "bin", "clin", "fin", "lin", "pin", "sin", "vin", "magin", "min", "shin", "tin", "din",
                        "gin",
                    ],
                )
                && !ends(stem, &["begin", "train", "gain", "explain", "remain", "obtain", "maintain"])
            {
                return e();
            }
            if ends(stem, &["un", "hon", "pon", "ston", "don", "con", "lon", "ron", "ton"])
                && ends(stem, &["tun", "phon", "pon", "ston", "condon", "clon", "zon", "postpon", "aton"])
            {
                return e();
            }
            if ends(stem, &["en"]) && ends(stem, &["conven", "interven", "scen", "contraven", "reconven"]) {
                return e();
            }
        }
        'p' if magic
            && ends(stem, &["ap", "ip", "op", "yp", "up"])
            && !ends(stem, &["develop", "envelop", "gossip", "worship", "gallop", "equip"]) =>
        {
            return e();
        }
        'b' if magic && ends(stem, &["ib", "ob", "ub", "ab"]) => return e(),
        'l' if magic
            && ends(stem, &["al", "il", "ol", "ul", "yl"])
            && !ends(
                stem,
                &[
                    "signal", "total", "rival", "equal", "journal", "avail", "mail", "fail", "fuel", "boil", "patrol",
                    "control", "appeal", "reveal", "peril", "council", "steal", "deal", "heal", "seal",
                ],
            ) =>
        {
            return e();
        }
        'h' if ends(stem, &["breath", "bath", "cloth", "sooth", "loath"]) => return e(),
        'w' if stem == "ow" => return e(),
        _ => {}
    }
    stem.to_owned()
}

fn ends(stem: &str, with: &[&str]) -> bool {
    with.iter().any(|w| stem.ends_with(w))
}

fn noun(lower: &str) -> String {
    let stem = |n: usize| lower[..lower.len() - n].to_owned();
    if lower.len() < 4 || !lower.ends_with('s') || ["ss", "us", "is", "'s", "’s"].iter().any(|e| lower.ends_with(e)) {
        return match lower.strip_suffix('s') {
            Some(s) if s.len() == 2 && s.is_ascii() && !VOWELS.contains(&(s.as_bytes()[1] as char)) && s != "ga" => {
                s.to_owned()
            }
            _ => lower.to_owned(),
        };
    }
    if lower.ends_with("ies") && lower.len() > 4 {
        return format!("{}y", stem(3));
    }
    if ["sses", "shes", "ches", "xes", "zzes"].iter().any(|e| lower.ends_with(e)) {
        return stem(2);
    }
    if lower.ends_with("ves") && ends(lower, &["elves", "wolves", "halves", "calves", "thieves", "knives", "wives"]) {
        return format!("{}f", stem(3));
    }
    if lower.ends_with("men's") {
        return lower.to_owned();
    }
    stem(1)
}

fn adjective(lower: &str) -> String {
    let regular = |suffix: &str| -> Option<String> {
        let stem = lower.strip_suffix(suffix)?;
        let short = [
            "old", "new", "high", "low", "small", "few", "near", "long", "short", "strong", "weak", "young", "great",
            "hard", "soon", "fast", "slow", "clear", "deep", "broad", "tough", "rich", "poor", "cheap", "close",
            "large", "wide", "late", "safe", "big", "hot", "early", "easy", "heavy", "deadly", "likely", "bloody",
            "happy", "busy", "full", "quick", "warm", "cold", "clean", "light", "dark", "bright", "tall", "calm",
            "firm", "harsh", "narrow", "simple", "fierce", "grave", "brave", "nice", "fine", "rare", "sharp", "loud",
            "mild", "steep", "swift", "tight", "wealthy", "costly", "friendly", "lengthy", "mighty", "sad", "thin",
            "fit", "wet",
        ];
        let candidates =
            [stem.to_owned(), format!("{stem}e"), stem.strip_suffix('i').map_or(String::new(), |s| format!("{s}y")), {
                let mut c = stem.chars();
                let last = c.next_back();
                if last.is_some() && c.clone().next_back() == last { c.as_str().to_owned() } else { String::new() }
            }];
        candidates.into_iter().find(|c| short.contains(&c.as_str()))
    };
    regular("er").or_else(|| regular("est")).unwrap_or_else(|| lower.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_and_irregular_forms() {
        let verbs = "said:say told:tell announced:announce denied:deny agreed:agree stopped:stop releasing:release \
                     withdrew:withdraw pressed:press calling:call urged:urge warned:warn lifting:lift demanding:demand \
                     mediated:mediate mediating:mediate refused:refuse offers:offer insists:insist reaches:reach \
                     confirmed:confirm rejected:reject seized:seize visited:visit struck:strike committed:commit \
                     controlled:control goes:go carries:carry believed:believe exchanged:exchange negotiating:negotiate \
                     quoted:quote voted:vote continuing:continue accusing:accuse alleging:allege ruled:rule declined:decline";
        for pair in verbs.split_whitespace() {
            let (form, want) = pair.split_once(':').unwrap();
            assert_eq!(lemma(form, Upos::Verb), want, "{form}");
        }
        let nouns = "envoys:envoy talks:talk countries:country crises:crisis women:woman hostages:hostage buses:bus press:press \
                     ceasefires:ceasefire sources:source forces:force bodies:body clashes:clash boxes:box people:person";
        for pair in nouns.split_whitespace() {
            let (form, want) = pair.split_once(':').unwrap();
            assert_eq!(lemma(form, Upos::Noun), want, "{form}");
        }
        assert_eq!(lemma("worst", Upos::Adj), "bad");
        assert_eq!(lemma("larger", Upos::Adj), "large");
        assert_eq!(lemma("n’t", Upos::Part), "not");
        assert_eq!(lemma("’s", Upos::Aux), "be");
        assert_eq!(lemma("Said", Upos::X), "say");
        assert_eq!(lemma("Vell", Upos::Propn), "vell");
    }
}
