// SPDX-License-Identifier: Apache-2.0

//! Secrets as text, as everywhere in Substrate: `phrase/soft//hard///password`. The phrase is of BIP-39 or a
//! seed in hex, and the development phrase if there is none. `Pair::from_string_with_seed` of `sp-core` is
//! the reference.

use bip39::{Language, Mnemonic};

use crate::{
	encoding::{parse_hex, sized},
	key::KeyError,
	values::payload_hash as blake2_256,
};

/// 32 bytes from which a key is made.
pub type Seed = [u8; 32];

/// Everybody knows the keys of this phrase.
const DEVELOPMENT: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

/// A step from a key to one below it.
pub enum Junction {
	/// The public key below follows from the public key above.
	Soft([u8; 32]),
	/// It follows from the secret alone.
	Hard([u8; 32]),
}

/// A secret, taken apart.
pub struct SecretUri<'a> {
	phrase: &'a str,
	password: &'a str,
	/// From the seed down to the key.
	pub path: Vec<Junction>,
}

impl<'a> SecretUri<'a> {
	/// Takes a text apart.
	pub fn parse(text: &'a str) -> Result<Self, KeyError> {
		let (text, password) = text.split_once("///").unwrap_or((text, ""));
		let (phrase, mut rest) = at_slash(text);
		if !phrase.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b' ') {
			return Err(KeyError::Format);
		}
		if password.contains('\n') {
			return Err(KeyError::Format);
		}
		let mut path = Vec::new();
		while let Some(after) = rest.strip_prefix('/') {
			let hard = after.strip_prefix('/');
			let (name, next) = at_slash(hard.unwrap_or(after));
			let code = chain_code(name)?;
			path.push(if hard.is_some() { Junction::Hard(code) } else { Junction::Soft(code) });
			rest = next;
		}
		let phrase = if phrase.is_empty() { DEVELOPMENT } else { phrase };
		Ok(Self { phrase, password, path })
	}

	/// The seed at the top of the path.
	pub fn seed(&self) -> Result<Seed, KeyError> {
		if self.phrase.starts_with("0x") {
			let seed = parse_hex(self.phrase).map_err(|_| KeyError::Seed)?;
			return sized(&seed).map_err(|_| KeyError::Seed);
		}
		// Its characters are ASCII, so it needs no normalising.
		let phrase = Mnemonic::parse_in_normalized(Language::English, self.phrase);
		let (entropy, length) = phrase.map_err(|_| KeyError::Phrase)?.to_entropy_array();
		let entropy = entropy.get(..length).ok_or(KeyError::Phrase)?;
		let seed = substrate_bip39::seed_from_entropy(entropy, self.password);
		let seed = seed.map_err(|_| KeyError::Phrase)?;
		seed.first_chunk().copied().ok_or(KeyError::Phrase)
	}

	/// The seed at the end of the path. Its steps must be hard: ed25519 and ECDSA have no others. `scheme` is the
	/// scheme's tag in SCALE.
	pub fn hard_seed(&self, scheme: &[u8], top: Seed) -> Result<Seed, KeyError> {
		self.path.iter().try_fold(top, |seed, junction| match junction {
			Junction::Soft(_) => Err(KeyError::Path),
			Junction::Hard(code) => {
				Ok(blake2_256(&[scheme, seed.as_slice(), code.as_slice()].concat()))
			},
		})
	}
}

/// Cuts a text before its first slash.
fn at_slash(text: &str) -> (&str, &str) {
	text.split_at(text.find('/').unwrap_or(text.len()))
}

/// Whether wallets derive different keys for a step with this name. Up to 2^64 - 1 all take digits for a number; beyond
/// that Substrate takes them for text, polkadot.js for a larger number. What a plus stands before is a number to
/// Substrate and text to polkadot.js.
fn is_ambiguous(name: &str) -> bool {
	let digits = name.strip_prefix('+').unwrap_or(name);
	let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
	is_number && (digits.len() < name.len() || digits.parse::<u64>().is_err())
}

/// Refuses a secret with a step in its path for which wallets derive different keys. Nothing else is looked at.
pub fn check_steps(secret: &str) -> Result<(), KeyError> {
	let path = secret.split_once("///").map_or(secret, |(path, _)| path);
	match path.trim_end().split('/').skip(1).any(is_ambiguous) {
		true => Err(KeyError::Step),
		false => Ok(()),
	}
}

/// A step's name in SCALE, a number as such; its hash if it is longer than 32 bytes.
fn chain_code(name: &str) -> Result<[u8; 32], KeyError> {
	if name.is_empty() {
		return Err(KeyError::Format);
	}
	if is_ambiguous(name) {
		return Err(KeyError::Step);
	}
	let encoded = match name.parse::<u64>() {
		Ok(number) => number.to_le_bytes().into(),
		Err(_) => [length_prefix(name.len())?.as_slice(), name.as_bytes()].concat(),
	};
	let mut code = [0; 32];
	if encoded.len() > code.len() {
		return Ok(blake2_256(&encoded));
	}
	for (place, byte) in code.iter_mut().zip(encoded) {
		*place = byte;
	}
	Ok(code)
}

/// A length as SCALE writes it in front of a text: in one, two or four bytes, how many in its lowest bits.
fn length_prefix(length: usize) -> Result<Vec<u8>, KeyError> {
	let short = u32::try_from(length).ok().filter(|length| length >> 30 == 0);
	// SCALE could write longer ones; no secret is a gigabyte long.
	let length = short.ok_or(KeyError::Format)?;
	let (mode, bytes) = match length {
		0..0x40 => (0, 1),
		0x40..0x4000 => (1, 2),
		_ => (2, 4),
	};
	Ok((length << 2 | mode).to_le_bytes().into_iter().take(bytes).collect())
}
