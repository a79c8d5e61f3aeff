//! Weights that are not what they should be are refused with words that say what and why.

use expect_test::expect;
use onrecord_encoder::Encoder;

const DESCRIPTION: &[u8] = include_bytes!("../models/model.json");
const LAYERS: &[u8] = include_bytes!("../models/encoder.safetensors");
const HEADS: &[u8] = include_bytes!("../models/heads.safetensors");
const VOCABULARY: &[u8] = include_bytes!("../models/vocab.txt");
const STATES: &[u8] = include_bytes!("../models/states.tsv");

/// The message, hashes replaced by their file's name.
fn message(description: &[u8], layers: Vec<u8>, heads: &[u8], vocabulary: &[u8], states: &[u8]) -> String {
    let error = Encoder::from_bytes(description, layers, heads, vocabulary, states).err().expect("refused").to_string();
    error
        .split(' ')
        .map(|w| if w.trim_end_matches([',', ';']).len() == 64 { "#" } else { w })
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn one_bit_is_enough() {
    let mut layers = LAYERS.to_vec();
    let middle = layers.len() / 2;
    layers[middle] ^= 1;
    expect!["model file encoder.safetensors is damaged: its SHA-256 is # model.json asks for # install the program again or rebuild it from a clean checkout"]
        .assert_eq(&message(DESCRIPTION, layers, HEADS, VOCABULARY, STATES));
    let mut heads = HEADS.to_vec();
    heads.pop();
    expect!["model file heads.safetensors is damaged: its SHA-256 is # model.json asks for # install the program again or rebuild it from a clean checkout"]
        .assert_eq(&message(DESCRIPTION, LAYERS.to_vec(), &heads, VOCABULARY, STATES));
    expect!["model file vocab.txt is damaged: its SHA-256 is # model.json asks for # install the program again or rebuild it from a clean checkout"]
        .assert_eq(&message(DESCRIPTION, LAYERS.to_vec(), HEADS, b"[UNK]\n", STATES));
    expect!["model file states.tsv is damaged: its SHA-256 is # model.json asks for # install the program again or rebuild it from a clean checkout"]
        .assert_eq(&message(DESCRIPTION, LAYERS.to_vec(), HEADS, VOCABULARY, b""));
}

#[test]
fn another_format_is_named() {
    let later = String::from_utf8(DESCRIPTION.to_vec()).expect("UTF-8").replacen("\"format\": 3", "\"format\": 7", 1);
    expect!["model file model.json cannot be read: format 7, this program reads format 3; install the program again or rebuild it from a clean checkout"]
        .assert_eq(&message(later.as_bytes(), LAYERS.to_vec(), HEADS, VOCABULARY, STATES));
    assert!(message(b"", Vec::new(), b"", b"", STATES).starts_with("model file model.json cannot be read: EOF"));
}

#[test]
fn right_hash_of_wrong_bytes() {
    // a description whose hash goes with the bytes, but the bytes are no model
    let text = String::from_utf8(DESCRIPTION.to_vec()).expect("UTF-8");
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let replaced = text.replace(value["sha256"]["encoder.safetensors"].as_str().expect("a hash"), empty);
    let got = message(replaced.as_bytes(), Vec::new(), HEADS, VOCABULARY, STATES);
    assert!(got.starts_with("model file encoder.safetensors cannot be read"), "{got}");
    let replaced = text.replace(value["sha256"]["heads.safetensors"].as_str().expect("a hash"), empty);
    let got = message(replaced.as_bytes(), LAYERS.to_vec(), b"", VOCABULARY, STATES);
    assert!(got.starts_with("model file heads.safetensors cannot be read: shorter than its header"), "{got}");
}
