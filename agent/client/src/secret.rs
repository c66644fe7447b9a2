// SPDX-License-Identifier: Apache-2.0

//! Why a text is no secret, without a word of it.

use bip39::Language;

/// How many words a phrase may have.
const LENGTHS: [usize; 5] = [12, 15, 18, 21, 24];

/// What is wrong with a text that is no secret.
pub(crate) fn fault(text: &str) -> String {
	let text = text.trim();
	let top = text.split('/').next().unwrap_or_default().trim();
	let quote = |c| ['"', '\'', '`'].contains(&c);
	if text.is_empty() {
		return "it is empty".into();
	}
	if text.starts_with('{') {
		return "it is JSON; only what stands behind `secretPhrase` is the secret".into();
	}
	if text.starts_with(quote) || text.ends_with(quote) {
		return "it stands in quotes; leave them out".into();
	}
	if text.lines().count() > 1 {
		return "it has more than one line; nothing but the secret may be there".into();
	}
	if top.starts_with("0x") {
		return "a seed has 64 hex digits behind 0x".into();
	}
	let words: Vec<_> = top.split_whitespace().collect();
	let unknown = words.iter().position(|word| Language::English.find_word(word).is_none());
	match (unknown, words.len()) {
		(Some(place), _) => {
			let place = place.saturating_add(1);
			format!("word {place} is in no phrase; they are English ones, in small letters")
		},
		(None, count) if !LENGTHS.contains(&count) => {
			format!("it has {count} words, and a phrase has 12, 15, 18, 21 or 24")
		},
		(None, _) => {
			"its words are known but do not go together: one is wrong, or in a wrong place".into()
		},
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_is_wrong_is_said_and_no_word_of_it() {
		let phrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
		let wrong_last = phrase.replace("walk", "wallk");
		let short = phrase.replace(" walk", "");
		let swapped = phrase.replace("bottom drive", "drive bottom");
		for (secret, said) in [
			("", "empty"),
			(" \n", "empty"),
			(&format!("{{\"secretPhrase\":\"{phrase}\"}}"), "JSON"),
			(&format!("\"{phrase}\""), "quotes"),
			(&format!("Secret phrase:\n{phrase}"), "more than one line"),
			(&format!("{wrong_last}//Home"), "word 12 "),
			(&short, "11 words"),
			(&swapped, "do not go together"),
			("0x1234", "64 hex digits"),
		] {
			let fault = fault(secret);
			assert!(fault.contains(said), "{fault}");
			assert!(!fault.contains("bottom") && !fault.contains("wallk"), "{fault}");
		}
	}
}
