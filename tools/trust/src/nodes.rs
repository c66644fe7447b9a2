// SPDX-License-Identifier: Apache-2.0

//! The nodes of the year and how they behave.

use gridmerit_energy::{Basis, Invoice, Metered, Planck, Position, Tariff, Wh};
use gridmerit_trust::{Conduct, Offence, Part};

use crate::sun::Weather;

/// Planck of a UNIT.
pub const UNIT: Planck = 1_000_000_000;

/// Prices of the year, with a shortfall price of 1.5 times TOU.
pub const TARIFF: Tariff = Tariff {
	tou: 200_000,
	fit: 80_000,
	alpha_ppm: 950_000,
	fee: 5_000,
	shortfall: 300_000,
	surplus: 80_000,
	curtailed: 0,
};

/// At which price the year trades.
const PRICE: u64 = 120_000;

/// How a node behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
	/// Sells what it expects to have; forecasts err by 3 % at most; one reading of 2,000 is lost.
	Honest,
	/// Forecasts err by 15 %, three readings of a hundred are lost.
	Sloppy,
	/// Honest until it is trusted, then delivers three fifths of what it sells.
	Cheating,
	/// Honest, but for a meter that signs two readings of one interval.
	Tampering,
	/// Sells to its own second node the energy that this one feeds back to it, then sells to others what it has not.
	Colluding,
	/// Honest, then away.
	Idle,
	/// Comes late, with ten times the bond that counts.
	Newcomer,
}

impl Kind {
	/// All, in the order of the tables.
	pub const ALL: [Self; 7] = [
		Self::Honest,
		Self::Sloppy,
		Self::Cheating,
		Self::Tampering,
		Self::Colluding,
		Self::Idle,
		Self::Newcomer,
	];

	/// Its name.
	pub fn name(self) -> &'static str {
		match self {
			Self::Honest => "honest",
			Self::Sloppy => "sloppy",
			Self::Cheating => "cheating",
			Self::Tampering => "tampering",
			Self::Colluding => "colluding",
			Self::Idle => "idle",
			Self::Newcomer => "rich newcomer",
		}
	}

	/// What it bonds, in planck.
	pub fn bond(self) -> Planck {
		match self {
			Self::Newcomer => 10_000 * UNIT,
			Self::Colluding => 1_000 * UNIT,
			_ => 500 * UNIT,
		}
	}

	/// The day on which it comes.
	pub fn comes(self) -> u32 {
		if self == Self::Newcomer { 330 } else { 0 }
	}

	/// The day on which its behaviour changes, and how.
	pub fn turns(self) -> Option<(u32, &'static str)> {
		match self {
			Self::Honest | Self::Sloppy => None,
			Self::Cheating => Some((200, "delivers 3/5")),
			Self::Tampering => Some((220, "meter contradicts itself")),
			Self::Colluding => Some((300, "sells what it has not")),
			Self::Idle => Some((150, "stops")),
			Self::Newcomer => Some((self.comes(), "comes")),
		}
	}

	fn has_turned(self, day: u32) -> bool {
		self.turns().is_some_and(|(turn, _)| day >= turn)
	}

	/// What happens to it in an interval.
	pub fn act(
		self,
		(day, interval): (u32, u32),
		weather: &Weather,
		random: &mut fastrand::Rng,
	) -> Option<Deed> {
		let turned = self.has_turned(day);
		let first = self.turns().is_some_and(|(turn, _)| day == turn);
		if day < self.comes() || (self == Self::Idle && turned) {
			return None;
		}
		let delivers = weather.surplus(day, interval);
		Some(match self {
			Self::Colluding => collude(interval, turned, first)?,
			Self::Cheating if turned => Deed::sold(delivers * 5 / 3, delivers),
			Self::Sloppy => {
				let sold = delivers * random.u64(850..=1_150) / 1_000;
				if random.u64(0..100) < 3 { Deed::silent(sold) } else { Deed::sold(sold, delivers) }
			},
			Self::Tampering if first && interval == 48 => Deed {
				proven: Some(Offence::Contradiction),
				// Half of the bond.
				slashed: Part::thousandths(500),
				..Deed::default()
			},
			_ => {
				let sold = delivers * random.u64(970..=1_030) / 1_000;
				if random.u64(0..2_000) == 0 {
					Deed::silent(sold)
				} else {
					Deed::sold(sold, delivers)
				}
			},
		})
	}
}

/// A circle: ten intervals a day of a kWh each, to its own second node, whose meter draws it and hands it back. On
/// its last day it sells 20 kWh in each of eight intervals to others and delivers nothing; then it trades no more.
fn collude(interval: u32, turned: bool, last: bool) -> Option<Deed> {
	if turned {
		return (last && (40..48).contains(&interval)).then(|| Deed::sold(20_000, 0));
	}
	(43..53)
		.contains(&interval)
		.then(|| Deed { fee: 1_000 * UNIT / 200_000, ..Deed::sold(1_000, 1_000) })
}

/// What a node did in an interval.
#[derive(Clone, Copy, Debug, Default)]
pub struct Deed {
	/// Sold and delivered, in Wh; none if it had nothing to sell.
	traded: Option<(Wh, Wh)>,
	/// Whether its meter was silent.
	silent: bool,
	/// What is proven besides.
	pub proven: Option<Offence>,
	/// What of its bond is slashed for it.
	pub slashed: Part,
	/// The fee that its own second node pays, in planck.
	pub fee: Planck,
}

impl Deed {
	fn sold(sold: Wh, delivered: Wh) -> Self {
		Self { traded: (sold > 0).then_some((sold, delivered)), ..Self::default() }
	}

	fn silent(sold: Wh) -> Self {
		Self { traded: Some((sold, 0)), silent: true, ..Self::default() }
	}

	/// As trust sees it.
	pub fn conduct(&self, params: &gridmerit_trust::Params) -> Conduct {
		let proven = self.proven.map(|offence| Conduct::offence(offence, Part::ONE));
		let traded = self.invoice().map(|invoice| Conduct::of(&invoice, params));
		proven.unwrap_or_default().join(traded.unwrap_or_default())
	}

	fn invoice(&self) -> Option<Invoice> {
		let (sold, delivered) = self.traded?;
		let position = Position::default().sell(sold, PRICE)?;
		let basis = if self.silent { Basis::Silence } else { Basis::Reading };
		let metered = Metered { import: 0, export: delivered };
		Some(Invoice::new(basis, metered, false, position, TARIFF))
	}
}
