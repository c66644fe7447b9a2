// SPDX-License-Identifier: Apache-2.0

//! Which telegrams are believed: of this device, with registers that go on.

use gridmerit_telegram::{Basis, Direction, Fault, Telegram, Total};

use crate::keeper::{Millis, Totals};

/// Which directions a meter counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Directions {
	/// Both.
	Both,
	/// One; the other register stays at 0.
	Only(Direction),
}

impl Directions {
	fn has(self, direction: Direction) -> bool {
		self == Self::Both || self == Self::Only(direction)
	}
}

/// Which meter it is, and by which registers it is counted; kept from telegram to telegram.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
	/// The device, if its telegrams say so.
	pub device: Option<String>,
	/// The registers of what was drawn.
	pub import: Option<Basis>,
	/// The registers of what was fed in.
	pub export: Option<Basis>,
}

/// Why a telegram is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
	/// It cannot be read.
	#[error(transparent)]
	Fault(#[from] Fault),
	/// It has no energy registers.
	#[error("it has no register of energy (1.8.x, 2.8.x)")]
	NoRegisters,
	/// One direction is not in it.
	#[error(
		"it has no register of what was {}; if the meter counts one direction only, say --only {}",
		if *.0 == Direction::Import { "drawn (1.8.x)" } else { "fed in (2.8.x)" },
		if *.0 == Direction::Import { "export" } else { "import" },
	)]
	OneDirection(Direction),
	/// It is of another device.
	#[error("it is of the device {found}, and the state is of {known}")]
	OtherDevice {
		/// Whose it is.
		found: String,
		/// Whose it should be.
		known: String,
	},
	/// It was read before others that were used.
	#[error("it was read {0} s before one that was used already, and its registers are lower")]
	Old(i64),
	/// A register ran back.
	#[error("the {what} register ran back, from {from} Wh to {to} Wh")]
	Back {
		/// import or export.
		what: &'static str,
		/// What it showed before.
		from: u64,
		/// What it shows.
		to: u64,
	},
	/// A register went up faster than the connection can carry.
	#[error("the {what} register went up by {by} Wh in {seconds} s, more than --max-kw allows")]
	TooFast {
		/// import or export.
		what: &'static str,
		/// By how much.
		by: u64,
		/// In which time.
		seconds: i64,
	},
}

impl Doubt {
	/// What there is to do if it stays so; none if it may pass by itself.
	fn stop(&self) -> Option<&'static str> {
		match self {
			Self::OtherDevice { .. } => Some(
				"a replaced meter gets a key of its own: have its maker certify one, register it (rotateKey for the same \
				 serial), and begin anew with --new in an empty folder",
			),
			Self::Back { .. } => Some(
				"registers of a meter never run back: it was reset, replaced, or has come to its last digit. Its counter \
				 begins anew under a new key: have its maker certify one, rotateKey, and begin anew with --new in an \
				 empty folder",
			),
			Self::TooFast { .. } => Some(
				"if the connection really carries so much, give a larger --max-kw; otherwise see what the telegrams hold",
			),
			_ => None,
		}
	}
}

/// A doubt that has come so often in a row that it is the truth.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{doubt}, in {STRIKES} telegrams in a row; nothing was signed from them: {remedy}")]
pub struct Stop {
	/// What is wrong.
	pub doubt: Doubt,
	/// What there is to do.
	pub remedy: &'static str,
}

/// One telegram may be damaged where its format has no checksum; so many in a row are not.
const STRIKES: u8 = 3;

/// Some registers count whole kWh: so much energy at once is never doubted.
const SLACK: u64 = 1_000;

/// Believes telegrams, or not.
#[derive(Clone, Debug)]
pub struct Guard {
	identity: Identity,
	directions: Directions,
	/// In W.
	most: u64,
	last: Option<(Millis, Totals)>,
	strikes: u8,
}

impl Guard {
	/// One that knows what is known, with what the meter showed last. `most` is the largest power in W.
	pub fn new(
		identity: Identity,
		directions: Directions,
		most: u64,
		last: Option<(Millis, Totals)>,
	) -> Self {
		Self { identity, directions, most, last, strikes: 0 }
	}

	/// What is known by now.
	pub fn identity(&self) -> &Identity {
		&self.identity
	}

	/// What a telegram shows, if it is believed.
	pub fn check(
		&mut self,
		telegram: &Telegram,
		at: Millis,
	) -> Result<Result<Totals, Doubt>, Stop> {
		let doubt = match self.believe(telegram, at) {
			Ok((identity, totals)) => {
				self.identity = identity;
				self.last = Some((at, totals));
				self.strikes = 0;
				return Ok(Ok(totals));
			},
			Err(doubt) => doubt,
		};
		let Some(remedy) = doubt.stop() else { return Ok(Err(doubt)) };
		self.strikes = self.strikes.saturating_add(1);
		if self.strikes >= STRIKES { Err(Stop { doubt, remedy }) } else { Ok(Err(doubt)) }
	}

	fn believe(&self, telegram: &Telegram, at: Millis) -> Result<(Identity, Totals), Doubt> {
		let Identity { device: known, import, export } = &self.identity;
		if let (Some(found), Some(known)) = (&telegram.device, known)
			&& found != known
		{
			return Err(Doubt::OtherDevice { found: found.clone(), known: known.clone() });
		}
		if telegram.registers.is_empty() {
			return Err(Doubt::NoRegisters);
		}
		let import = self.total(telegram, import.as_ref(), Direction::Import)?;
		let export = self.total(telegram, export.as_ref(), Direction::Export)?;
		let wh = |total: &Option<Total>| total.as_ref().map_or(0, |total| total.energy.whole_wh());
		let totals = Totals { import: wh(&import), export: wh(&export) };
		if let Some((then, before)) = self.last {
			let seconds = at.saturating_sub(then).saturating_div(1_000);
			self.goes_on("import", before.import, totals.import, seconds)?;
			self.goes_on("export", before.export, totals.export, seconds)?;
		}
		let identity = Identity {
			device: telegram.device.clone().or_else(|| known.clone()),
			import: import.map(|total| total.basis),
			export: export.map(|total| total.basis),
		};
		Ok((identity, totals))
	}

	fn total(
		&self,
		telegram: &Telegram,
		basis: Option<&Basis>,
		direction: Direction,
	) -> Result<Option<Total>, Doubt> {
		if !self.directions.has(direction) {
			return Ok(None);
		}
		let total = match basis {
			Some(basis) => Some(Total::by(basis, &telegram.registers, direction)?),
			None => Total::find(&telegram.registers, direction)?,
		};
		total.map(Some).ok_or(Doubt::OneDirection(direction))
	}

	fn goes_on(&self, what: &'static str, from: u64, to: u64, seconds: i64) -> Result<(), Doubt> {
		let passed = u64::try_from(seconds);
		let by = match (to.checked_sub(from), passed) {
			(Some(by), _) => by,
			(None, Ok(_)) => return Err(Doubt::Back { what, from, to }),
			(None, Err(_)) => return Err(Doubt::Old(seconds.saturating_neg())),
		};
		// A clock that was set back says nothing of how long it took.
		let Ok(passed) = passed else { return Ok(()) };
		let most = self.most.saturating_mul(passed) / 3_600;
		if by > most.saturating_add(SLACK) {
			return Err(Doubt::TooFast { what, by, seconds });
		}
		Ok(())
	}
}
