// SPDX-License-Identifier: Apache-2.0

//! Opens what is encrypted with the household's key (general-glo-ciphering, security suites 0 and 1: AES-128 in GCM).
//!
//! Suite 1 adds signatures and the agreement on keys, which a push has no part in: Austrian meters name it.

use std::{fmt, str::FromStr};

use aes_gcm::{
	AesGcm, KeyInit,
	aead::{AeadInPlace, generic_array::GenericArray},
	aes::{
		Aes128,
		cipher::consts::{U12, U16},
	},
};
use ctr::{
	Ctr32BE,
	cipher::{KeyIvInit, StreamCipher},
};

use crate::fault::Fault;

/// A key of 16 bytes, `32 hex digits`; never shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Key([u8; 16]);

impl FromStr for Key {
	type Err = &'static str;

	fn from_str(text: &str) -> Result<Self, Self::Err> {
		let bytes = hex::decode(text.trim()).map_err(|_| "is no key: 32 hex digits")?;
		bytes.try_into().map(Self).map_err(|_| "is no key: 32 hex digits")
	}
}

impl fmt::Debug for Key {
	fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
		to.write_str("Key")
	}
}

/// The keys that a grid operator gives to a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keys {
	/// Of what is encrypted (GUEK).
	pub encryption: Key,
	/// Of what is authenticated (GAK), where the meter does that.
	pub authentication: Option<Key>,
}

/// What the control byte says: the security suite, and what was done.
const SUITE: u8 = 0x0f;
const AUTHENTICATED: u8 = 0x10;
const ENCRYPTED: u8 = 0x20;
const COMPRESSED: u8 = 0x80;

const TITLE: usize = 8;
const TAG: usize = 12;

/// The head: tag, title with its length; then the content's length, on one to three bytes. The length of all, if
/// enough is there to know.
pub fn length(unit: &[u8]) -> Result<Option<usize>, Fault> {
	let Some(rest) = unit.get(TITLE + 2..) else { return Ok(None) };
	Ok(match rest {
		[] => None,
		[length @ 0..=0x7f, ..] => Some(TITLE + 3 + usize::from(*length)),
		[0x81, length, ..] => Some(TITLE + 4 + usize::from(*length)),
		[0x82, high, low, ..] => Some(TITLE + 5 + usize::from(u16::from_be_bytes([*high, *low]))),
		[0x81 | 0x82, ..] => None,
		_ => return Err(Fault::Format("a ciphered unit of an unknown length".into())),
	})
}

/// What is inside.
pub fn open(unit: &[u8], keys: Option<&Keys>) -> Result<Vec<u8>, Fault> {
	let bad = || Fault::Format("a ciphered unit is cut off".into());
	let all = length(unit)?.filter(|all| *all <= unit.len()).ok_or_else(bad)?;
	let title = unit.get(2..2 + TITLE).ok_or_else(bad)?;
	let head = match unit.get(2 + TITLE) {
		Some(0x81) => TITLE + 4,
		Some(0x82) => TITLE + 5,
		_ => TITLE + 3,
	};
	let content = unit.get(head..all).ok_or_else(bad)?;
	let (&control, rest) = content.split_first().ok_or_else(bad)?;
	let (counter, text) = rest.split_at_checked(4).ok_or_else(bad)?;
	let keys = keys.ok_or(Fault::Key(
		"the telegram is encrypted: ask the grid operator for the key and give it with --key-file",
	))?;
	if control & ENCRYPTED == 0 || control & SUITE > 1 || control & COMPRESSED != 0 {
		return Err(Fault::Format(format!(
			"a ciphered unit with the security control {control:02X}"
		)));
	}
	let nonce = [title, counter].concat();
	if control & AUTHENTICATED == 0 {
		let mut plain = text.to_vec();
		// The first block of GCM's counter is the tag's.
		let block = [nonce.as_slice(), &2_u32.to_be_bytes()].concat();
		let mut stream =
			Ctr32BE::<Aes128>::new_from_slices(&keys.encryption.0, &block).map_err(|_| bad())?;
		stream.try_apply_keystream(&mut plain).map_err(|_| bad())?;
		return Ok(plain);
	}
	let authentication = keys.authentication.ok_or(Fault::Key(
		"the telegram is authenticated: the file of --key-file needs the authentication key on its second line",
	))?;
	let (text, tag) =
		text.len().checked_sub(TAG).and_then(|at| text.split_at_checked(at)).ok_or_else(bad)?;
	let mut plain = text.to_vec();
	let also = [&[control], authentication.0.as_slice()].concat();
	AesGcm::<Aes128, U12, U12>::new(GenericArray::<u8, U16>::from_slice(&keys.encryption.0))
		.decrypt_in_place_detached(
			GenericArray::from_slice(&nonce),
			&also,
			&mut plain,
			GenericArray::from_slice(tag),
		)
		.map_err(|_| {
			Fault::Key("the telegram does not open: a key is wrong, or it was changed on the way")
		})?;
	Ok(plain)
}
