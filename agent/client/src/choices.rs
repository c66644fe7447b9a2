// SPDX-License-Identifier: Apache-2.0

//! From whom a node would rather buy: as people write it, and as the chain takes it.

use std::{fmt, str::FromStr};

use gridmerit_energy::{Choice, NodeIndex, SourceKind};
use subxt::dynamic::Value;

use crate::{
	calls::{Call, call, list},
	error::ChainError,
	registry::kind,
	view::View,
};

/// Where a node's energy comes from, in words.
pub const SOURCES: [(&str, SourceKind); 9] = [
	("none", SourceKind::None),
	("solar", SourceKind::Solar),
	("wind", SourceKind::Wind),
	("hydro", SourceKind::Hydro),
	("geothermal", SourceKind::Geothermal),
	("biodiesel", SourceKind::Biodiesel),
	("storage", SourceKind::Storage),
	("utility", SourceKind::Utility),
	("other", SourceKind::Other),
];

/// From whom somebody would rather buy, as it is written: `node:8`, `bus:22`, `bus:own`, `source:wind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preferred {
	/// As the chain has it.
	This(Choice),
	/// From whoever hangs on the buyer's own bus.
	OwnBus,
}

impl Preferred {
	/// What the chain takes it for, of a node on this bus.
	pub fn on(self, bus: u16) -> Choice {
		match self {
			Self::This(choice) => choice,
			Self::OwnBus => Choice::Bus(bus),
		}
	}
}

/// What is said of anything else.
const FORMS: &str = "write node:8, bus:22, bus:own or source:wind";

impl FromStr for Preferred {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		let (form, value) = text
			.split_once(':')
			.ok_or_else(|| format!("`{}` is nobody to buy from; {FORMS}", text.escape_debug()))?;
		let number = || format!("`{}` is no number; {FORMS}", value.escape_debug());
		match (form, value) {
			("node", value) => {
				value.parse().map(|node| Self::This(Choice::Node(node))).map_err(|_| number())
			},
			("bus", "own") => Ok(Self::OwnBus),
			("bus", value) => {
				value.parse().map(|bus| Self::This(Choice::Bus(bus))).map_err(|_| number())
			},
			("source", value) => {
				let known = SOURCES.iter().find(|(name, _)| *name == value);
				known.map(|(_, source)| Self::This(Choice::Source(*source))).ok_or_else(|| {
					let names: Vec<_> = SOURCES.iter().map(|(name, _)| *name).collect();
					format!(
						"`{}` is no source; known are {}",
						value.escape_debug(),
						names.join(", ")
					)
				})
			},
			(form, _) => {
				Err(format!("`{}` is no way to name sellers; {FORMS}", form.escape_debug()))
			},
		}
	}
}

impl fmt::Display for Preferred {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::OwnBus => f.write_str("bus:own"),
			Self::This(choice) => f.write_str(&written(choice)),
		}
	}
}

/// A choice as people write it.
pub fn written(choice: &Choice) -> String {
	match choice {
		Choice::Node(node) => format!("node:{node}"),
		Choice::Bus(bus) => format!("bus:{bus}"),
		Choice::Source(source) => {
			let name = SOURCES.iter().find(|(_, kind)| kind == source).map_or("", |(name, _)| name);
			format!("source:{name}")
		},
	}
}

/// Several of them; that there are none, in words.
pub fn written_all(choices: &[Choice]) -> String {
	match choices {
		[] => "nobody".into(),
		choices => choices.iter().map(written).collect::<Vec<_>>().join(", "),
	}
}

/// Says from whom the sender's node would rather buy, the first first; nothing takes it back.
pub fn prefer(choices: &[Choice]) -> Call {
	let choice = |choice: &Choice| match *choice {
		Choice::Node(node) => Value::unnamed_variant("Node", [node.into()]),
		Choice::Bus(bus) => Value::unnamed_variant("Bus", [bus.into()]),
		Choice::Source(source) => Value::unnamed_variant("Source", [kind(source)]),
	};
	call("ForwardMarket", "prefer", vec![("choices", list(choices.iter().map(choice)))])
}

impl View {
	/// From whom a node would rather buy, the first first.
	pub async fn choices(&self, node: NodeIndex) -> Result<Vec<Choice>, ChainError> {
		self.viewed("ForwardMarket", "choices_of", (node,)).await
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_is_written_is_read() {
		for (name, source) in SOURCES {
			let choice = Preferred::This(Choice::Source(source));
			assert_eq!(format!("source:{name}").parse(), Ok(choice));
		}
		for text in ["node:8", "node:4294967295", "bus:0", "bus:65535", "bus:own", "source:wind"] {
			assert_eq!(text.parse::<Preferred>().unwrap().to_string(), text);
		}
		assert_eq!("bus:own".parse::<Preferred>().unwrap().on(7), Choice::Bus(7));
		assert_eq!("bus:3".parse::<Preferred>().unwrap().on(7), Choice::Bus(3));
		let all = [Choice::Node(8), Choice::Source(SourceKind::Wind)];
		assert_eq!(written_all(&all), "node:8, source:wind");
		assert_eq!(written_all(&[]), "nobody");
	}

	#[test]
	fn what_is_nobody_is_told_why() {
		for (text, reason) in [
			("", "`` is nobody to buy from"),
			("8", "`8` is nobody to buy from"),
			("node:", "`` is no number"),
			("node:-1", "`-1` is no number"),
			("node:4294967296", "is no number"),
			("bus:65536", "`65536` is no number"),
			("bus:Own", "`Own` is no number"),
			("source:sun", "`sun` is no source; known are none, solar, wind"),
			("source:Wind", "`Wind` is no source"),
			("seller:8", "`seller` is no way to name sellers"),
			("a\n:8", "`a\\n` is no way"),
		] {
			let error = text.parse::<Preferred>().unwrap_err();
			assert!(error.contains(reason), "{error}");
		}
	}
}
