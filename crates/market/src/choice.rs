// SPDX-License-Identifier: Apache-2.0

//! From whom a demand would rather buy, and what is known of sellers.

use alloc::vec::Vec;

use crate::units::NodeIndex;

/// Most choices of a demand.
pub const MAX_CHOICES: usize = 8;

/// From whom a demand would rather buy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
	/// From this node.
	Node(NodeIndex),
	/// From whoever hangs on this bus.
	Bus(u16),
	/// From whoever feeds in energy of this kind.
	Source(u8),
}

/// What is known of a seller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Label {
	/// The bus that it hangs on, if it is known.
	pub bus: Option<u16>,
	/// What kind of energy it feeds in, if it is known.
	pub source: Option<u8>,
}

impl Choice {
	/// Whether it is this seller.
	pub fn is(&self, seller: NodeIndex, label: &Label) -> bool {
		match *self {
			Self::Node(node) => node == seller,
			Self::Bus(bus) => label.bus == Some(bus),
			Self::Source(source) => label.source == Some(source),
		}
	}
}

/// From whom the demands of a book would rather buy.
///
/// It carries no money at one price who is paired with whom; so nobody gets less energy or pays more for what others
/// prefer.
#[derive(Clone, Copy, Debug)]
pub struct Preferences<'a> {
	choices: &'a [(NodeIndex, Vec<Choice>)],
	labels: &'a [(NodeIndex, Label)],
	turn: u32,
}

impl<'a> Preferences<'a> {
	/// Nobody prefers anything.
	pub const NONE: Self = Self { choices: &[], labels: &[], turn: 0 };

	/// `choices`: of buyers, each with what it prefers, the first first; `labels`: of sellers. Both in strictly ascending
	/// order of nodes; who is missing prefers nothing, and is known by its index alone. `turn` says in which order they
	/// choose ([`Self::turn_of`]), as that of [`Rules`](crate::Rules) says who gets the odd Wh.
	pub fn new(
		choices: &'a [(NodeIndex, Vec<Choice>)],
		labels: &'a [(NodeIndex, Label)],
		turn: u32,
	) -> Result<Self, PreferenceError> {
		ascending(choices)?;
		ascending(labels)?;
		match choices.iter().find(|(_, choices)| choices.len() > MAX_CHOICES) {
			Some((node, _)) => Err(PreferenceError::TooMany(*node)),
			None => Ok(Self { choices, labels, turn }),
		}
	}

	/// What a buyer prefers; nothing if it has no choices.
	pub fn of(&self, buyer: NodeIndex) -> &'a [Choice] {
		find(self.choices, buyer).map_or(&[][..], Vec::as_slice)
	}

	/// What is known of a seller.
	pub fn label(&self, seller: NodeIndex) -> Label {
		find(self.labels, seller).copied().unwrap_or_default()
	}

	/// When a buyer chooses: before those with a higher number, of which no two buyers have the same.
	///
	/// It is a mix of node and turn (SplitMix64, Steele, Lea and Flood 2014, without its state). So of any two buyers each
	/// comes first in about half of the intervals, of a certain hour too; who else chooses changes nothing of that, and
	/// nobody can change its own but by having another index.
	pub fn turn_of(&self, buyer: NodeIndex) -> u64 {
		let number = (u64::from(self.turn) << 32) | u64::from(buyer);
		let mix = |x: u64, shift: u32, factor: u64| (x ^ (x >> shift)).wrapping_mul(factor);
		let mixed = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
		let mixed = mix(mix(mixed, 30, 0xBF58_476D_1CE4_E5B9), 27, 0x94D0_49BB_1331_11EB);
		mixed ^ (mixed >> 31)
	}
}

fn find<V>(rows: &[(NodeIndex, V)], node: NodeIndex) -> Option<&V> {
	let place = rows.binary_search_by_key(&node, |(of, _)| *of).ok()?;
	rows.get(place).map(|(_, value)| value)
}

fn ascending<V>(rows: &[(NodeIndex, V)]) -> Result<(), PreferenceError> {
	match rows.iter().zip(rows.iter().skip(1)).find(|((a, _), (b, _))| a >= b) {
		Some((_, (node, _))) => Err(PreferenceError::NotAscending(*node)),
		None => Ok(()),
	}
}

/// Why preferences are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PreferenceError {
	/// A node follows itself or a higher one.
	#[error("node {0}: not in strictly ascending order")]
	NotAscending(NodeIndex),
	/// A node has more than [`MAX_CHOICES`].
	#[error("node {0}: more than 8 choices")]
	TooMany(NodeIndex),
}
