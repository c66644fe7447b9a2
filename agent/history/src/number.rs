// SPDX-License-Identifier: Apache-2.0

//! Numbers as people and programs write them, exactly.

use crate::mapping::{Decimal, say};

/// What an integer of this module is divided by: numbers have 12 decimals.
pub(crate) const ONE: i128 = 1_000_000_000_000;

/// Decimals that are kept; of more, as binary fractions have them, the last is rounded.
const PLACES: usize = 12;

/// The most digits before the decimals: more would be no house's, and leave the range of what is added up.
const MAX_DIGITS: usize = 13;

/// A number with 12 decimals; none if the cell is blank. The error says what is wrong and what to write.
pub(crate) fn number(cell: &str, decimal: Decimal) -> Result<Option<i128>, String> {
	let text = cell.trim();
	if text.is_empty() {
		return Ok(None);
	}
	let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
		Some(rest) => (true, rest),
		None => (false, text.strip_prefix('+').unwrap_or(text)),
	};
	let (point, mark) = decimal.marks();
	let (whole, fraction) = match digits.split_once(point) {
		Some((whole, fraction)) => (whole, Some(fraction)),
		None => (digits, None),
	};
	let whole = ungrouped(whole, mark).ok_or_else(|| reason(text, decimal))?;
	let fraction = fraction.unwrap_or("0");
	let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
	if !is_number(&whole) || !is_number(fraction) {
		return Err(reason(text, decimal));
	}
	if whole.trim_start_matches('0').len() > MAX_DIGITS {
		return Err("is far too large".into());
	}
	let kept: String = fraction.chars().take(PLACES).collect();
	let up = fraction.as_bytes().get(PLACES).is_some_and(|digit| *digit >= b'5');
	let scaled: i128 =
		format!("{whole}{kept:0<PLACES$}").parse().map_err(|_| "is far too large".to_string())?;
	let scaled = scaled + i128::from(up);
	Ok(Some(if negative { -scaled } else { scaled }))
}

/// Digits without what groups them by thousands; none if the groups are no thousands.
fn ungrouped(whole: &str, mark: char) -> Option<String> {
	let groups = |c: char| c == mark || is_group_mark(c);
	let Some(used) = whole.chars().find(|c| groups(*c)) else { return Some(whole.into()) };
	let mut parts = whole.split(used);
	let first = parts.next().unwrap_or_default();
	let rest: Vec<&str> = parts.collect();
	let right = (1..=3).contains(&first.len()) && rest.iter().all(|part| part.len() == 3);
	right.then(|| format!("{first}{}", rest.concat()))
}

/// Marks between thousands that are never before decimals.
fn is_group_mark(c: char) -> bool {
	matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '\u{2019}')
}

/// Why a text is no number, and what to write.
fn reason(text: &str, decimal: Decimal) -> String {
	let lower = text.to_ascii_lowercase();
	let bare = lower.trim_start_matches(['-', '+']);
	if matches!(
		bare,
		"nan"
			| "inf" | "infinity"
			| "null" | "none"
			| "n/a" | "na"
			| "-" | "unavailable"
			| "unknown"
	) {
		return "is no number; leave the cell blank where nothing was measured".into();
	}
	let (mantissa, exponent) = bare.split_once('e').unwrap_or((bare, "x"));
	let numeric = |part: &str| {
		!part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b".,+-".contains(&b))
	};
	if numeric(mantissa) && numeric(exponent) {
		return "has an exponent; write all its digits".into();
	}
	let (point, mark) = decimal.marks();
	if bare.contains([point, mark])
		&& bare.bytes().all(|b| b.is_ascii_digit() || b".,".contains(&b))
	{
		return format!(
			"is no number with `{point}` before decimals; write {} if that is what stands there",
			say("decimal", &mark.to_string())
		);
	}
	"is no number; write digits alone".into()
}

/// What stands before decimals in some cells.
pub(crate) enum Marks {
	/// This.
	Known(Decimal),
	/// No cell has a mark.
	None,
	/// Every mark may stand before decimals or between thousands, as in this cell.
	Ambiguous(usize),
	/// One cell says this, another that.
	Contradiction(usize),
}

/// Looks at all cells for what stands before decimals.
pub(crate) fn marks<'c>(cells: impl Iterator<Item = &'c str>) -> Marks {
	let (mut known, mut ambiguous) = (None, None);
	for (index, cell) in cells.enumerate() {
		let said = match said(cell.trim().trim_start_matches(['-', '+', '\u{2212}'])) {
			Some(Ok(decimal)) => decimal,
			Some(Err(())) => {
				ambiguous = ambiguous.or(Some(index));
				continue;
			},
			None => continue,
		};
		match known {
			Some(known) if known != said => return Marks::Contradiction(index),
			_ => known = Some(said),
		}
	}
	match (known, ambiguous) {
		(Some(decimal), _) => Marks::Known(decimal),
		(None, Some(index)) => Marks::Ambiguous(index),
		(None, None) => Marks::None,
	}
}

/// What a cell says of decimals; an error if it can be read both ways, none if it says nothing.
fn said(cell: &str) -> Option<Result<Decimal, ()>> {
	if !cell.bytes().next()?.is_ascii_digit() {
		return None;
	}
	let (points, commas) = (cell.matches('.').count(), cell.matches(',').count());
	let last = cell.rfind(['.', ','])?;
	let of = |mark: u8| if mark == b',' { Decimal::Comma } else { Decimal::Point };
	let other = |mark: u8| if mark == b',' { Decimal::Point } else { Decimal::Comma };
	let mark = *cell.as_bytes().get(last)?;
	Some(match (points, commas) {
		(0, 1) | (1, 0) => {
			let (whole, fraction) = (cell.get(..last)?, cell.get(last + 1..)?);
			let thousands = fraction.len() == 3 && whole.len() <= 3 && !whole.starts_with('0');
			if thousands { Err(()) } else { Ok(of(mark)) }
		},
		// Thousands in groups, without decimals.
		(0, _) | (_, 0) => Ok(other(mark)),
		_ => Ok(of(mark)),
	})
}
