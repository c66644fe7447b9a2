// SPDX-License-Identifier: Apache-2.0

//! What SML is put together of.

use crate::fault::Fault;

/// How deep elements may be within each other: an entry of a list of values is at 5.
const DEEPEST: u8 = 12;

/// A value, or a list of elements.
#[derive(Debug)]
pub enum Element<'a> {
	/// Octets; none where an optional element is left out.
	Octets(&'a [u8]),
	/// A whole number, with or without a sign.
	Number(i128),
	/// Elements.
	List(Vec<Element<'a>>),
	/// A truth value, or the end of a message.
	Other,
}

impl<'a> Element<'a> {
	/// Its elements, if it is a list.
	pub fn list(&self) -> Option<&[Element<'a>]> {
		match self {
			Self::List(elements) => Some(elements),
			_ => None,
		}
	}
}

/// The elements that follow each other in these bytes, up to what fills them up.
pub fn elements(mut bytes: &[u8]) -> Result<Vec<Element<'_>>, Fault> {
	let mut found = Vec::new();
	while bytes.iter().any(|byte| *byte != 0) {
		found.push(element(&mut bytes, DEEPEST)?);
	}
	Ok(found)
}

fn cut() -> Fault {
	Fault::Format("no SML: an element is cut off".into())
}

fn byte(bytes: &mut &[u8]) -> Result<u8, Fault> {
	let (byte, rest) = bytes.split_first().ok_or_else(cut)?;
	*bytes = rest;
	Ok(*byte)
}

fn element<'a>(bytes: &mut &'a [u8], deep: u8) -> Result<Element<'a>, Fault> {
	let first = byte(bytes)?;
	if first == 0 {
		return Ok(Element::Other);
	}
	// Four bits of the length in each byte, as long as its first bit says that more follow.
	let mut length = usize::from(first & 0x0f);
	let mut head = 1_usize;
	let mut more = first;
	while more & 0x80 != 0 {
		if head == 4 {
			return Err(Fault::Format("no SML: an element of an unknown length".into()));
		}
		more = byte(bytes)?;
		length = length << 4 | usize::from(more & 0x0f);
		head = head.saturating_add(1);
	}
	if first & 0x70 == 0x70 {
		let deep = deep.checked_sub(1).ok_or_else(cut)?;
		// Each element takes at least a byte, so a count cannot be beyond what is there.
		return (0..length)
			.map(|_| element(bytes, deep))
			.collect::<Result<_, _>>()
			.map(Element::List);
	}
	// It counts the bytes that say how long it is.
	let content = length.checked_sub(head).ok_or_else(cut)?;
	let (content, rest) = bytes.split_at_checked(content).ok_or_else(cut)?;
	*bytes = rest;
	Ok(match first & 0x70 {
		0x00 => Element::Octets(content),
		kind @ (0x50 | 0x60) if (1..=8).contains(&content.len()) => {
			Element::Number(number(content, kind == 0x50))
		},
		_ => Element::Other,
	})
}

/// Highest byte first; meters leave out leading bytes.
fn number(bytes: &[u8], signed: bool) -> i128 {
	let negative = signed && bytes.first().is_some_and(|byte| byte & 0x80 != 0);
	let begin = if negative { -1 } else { 0 };
	bytes.iter().fold(begin, |number, byte| number << 8 | i128::from(*byte))
}
