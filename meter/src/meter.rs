// SPDX-License-Identifier: Apache-2.0

//! A meter that remembers.

use gridmerit_statements::{Interval, MeterIndex, NodeIndex, Reading, Wh};
use serde::{Deserialize, Serialize};

use crate::{
	encoding,
	key::Keypair,
	signed::{Consent, Refused, SignedReading, check_energy, check_reading, consent, sign_reading},
	signer::{MultiSigner, signer_text},
	values::H256,
	verify::Mismatch,
};

/// What a meter remembers. Its last reading is in it with the signature, so that nobody turns it back by
/// hand; an older copy of the whole is not noticed here, but by the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct State {
	/// The hash of the chain's first block.
	pub genesis: H256,
	/// The meter's key.
	pub key: MultiSigner,
	/// All energy ever drawn from the grid, in Wh.
	#[serde(with = "encoding::number")]
	pub import_register: Wh,
	/// All energy ever fed in, in Wh.
	#[serde(with = "encoding::number")]
	pub export_register: Wh,
	/// The meter's index on the chain.
	#[serde(deserialize_with = "encoding::number::deserialize")]
	pub meter: MeterIndex,
	/// Its last reading.
	pub last: Option<SignedReading>,
}

/// Why a meter does not do what it is told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MeterError {
	/// The interval is not later than that of the last reading.
	#[error("interval: {interval} is not after {last}, that of the meter's last reading")]
	Interval {
		/// The interval asked for.
		interval: Interval,
		/// The last one.
		last: Interval,
	},
	/// A reading cannot say that.
	#[error(transparent)]
	Impossible(#[from] Refused),
	/// A register or the counter would pass 2^64.
	#[error("{0}: it would go beyond 2^64")]
	Overflow(&'static str),
	/// The state is of another meter.
	#[error("the state is that of the meter {0}")]
	OtherKey(String),
	/// The state is that of a meter on another chain.
	#[error("the state is for the chain with genesis {0}")]
	OtherGenesis(H256),
	/// The state has another index than its last reading.
	#[error("the state is that of meter {0}")]
	OtherMeter(MeterIndex),
	/// The last reading in the state is not signed by the meter.
	#[error("the state's last reading was changed: {0}")]
	Changed(Mismatch),
	/// The state goes back.
	#[error("the state goes back: {0}")]
	Back(&'static str),
}

impl State {
	/// Checks that it belongs to a key and hangs together.
	fn check(&self, key: &MultiSigner) -> Result<(), MeterError> {
		if self.key != *key {
			return Err(MeterError::OtherKey(signer_text(&self.key)));
		}
		let Some(last) = &self.last else { return Ok(()) };
		last.verify(self.genesis, key).map_err(|refused| match refused {
			Refused::Signature(mismatch) => MeterError::Changed(mismatch),
			other => other.into(),
		})?;
		if last.meter != self.meter {
			return Err(MeterError::OtherMeter(last.meter));
		}
		if self.import_register < last.reading.import_register {
			return Err(MeterError::Back("importRegister is below that of the last reading"));
		}
		if self.export_register < last.reading.export_register {
			return Err(MeterError::Back("exportRegister is below that of the last reading"));
		}
		Ok(())
	}

	/// Whether the meter may have come here from an earlier state.
	pub fn follows(&self, earlier: &Self) -> Result<(), MeterError> {
		if self.key != earlier.key {
			return Err(MeterError::OtherKey(signer_text(&self.key)));
		}
		if self.genesis != earlier.genesis {
			return Err(MeterError::OtherGenesis(self.genesis));
		}
		if self.meter != earlier.meter {
			return Err(MeterError::OtherMeter(self.meter));
		}
		if self.import_register < earlier.import_register {
			return Err(MeterError::Back("importRegister was higher"));
		}
		if self.export_register < earlier.export_register {
			return Err(MeterError::Back("exportRegister was higher"));
		}
		match (&self.last, &earlier.last) {
			(_, None) => Ok(()),
			(None, Some(_)) => Err(MeterError::Back("it had readings")),
			(Some(now), Some(before)) if now.reading == before.reading => Ok(()),
			(Some(now), Some(before)) if now.reading.interval <= before.reading.interval => {
				Err(MeterError::Back("the last reading was of a later interval"))
			},
			(Some(now), Some(before)) if now.reading.counter <= before.reading.counter => {
				Err(MeterError::Back("the counter was higher"))
			},
			_ => Ok(()),
		}
	}
}

/// A meter: its key, and what it remembers.
#[derive(Clone, Debug)]
pub struct Meter {
	keypair: Keypair,
	state: State,
}

impl Meter {
	/// A new meter that has not counted anything; its first reading has counter 1.
	pub fn new(keypair: Keypair, genesis: H256, meter: MeterIndex) -> Self {
		let state = State {
			genesis,
			key: keypair.signer(),
			import_register: 0,
			export_register: 0,
			meter,
			last: None,
		};
		Self { keypair, state }
	}

	/// A meter whose last reading was this one: that counted elsewhere, or has a new key.
	pub fn after(
		keypair: Keypair,
		genesis: H256,
		meter: MeterIndex,
		reading: Reading,
	) -> Result<Self, MeterError> {
		check_reading(&reading)?;
		let last = sign_reading(&keypair, genesis, meter, reading);
		let state = State {
			genesis,
			key: keypair.signer(),
			import_register: reading.import_register,
			export_register: reading.export_register,
			meter,
			last: Some(last),
		};
		Ok(Self { keypair, state })
	}

	/// A meter that goes on where it stopped.
	pub fn resume(keypair: Keypair, state: State) -> Result<Self, MeterError> {
		state.check(&keypair.signer())?;
		Ok(Self { keypair, state })
	}

	/// Takes over a later state; refuses one that goes back.
	pub fn restore(&mut self, state: State) -> Result<(), MeterError> {
		state.check(&self.state.key)?;
		state.follows(&self.state)?;
		self.state = state;
		Ok(())
	}

	/// Its public key.
	pub fn key(&self) -> &MultiSigner {
		&self.state.key
	}

	/// What it remembers.
	pub fn state(&self) -> &State {
		&self.state
	}

	/// Energy flows, in Wh, that no reading states by interval: the registers alone show it.
	pub fn flow(&mut self, import: Wh, export: Wh) -> Result<(), MeterError> {
		(self.state.import_register, self.state.export_register) =
			self.registers_after(import, export)?;
		Ok(())
	}

	/// The last reading, if it states just this: whoever asks again gets it again, and no other is signed.
	pub fn signed_already(
		&self,
		interval: Interval,
		import: Wh,
		export: Wh,
	) -> Option<&SignedReading> {
		let stated = (interval, import, export);
		self.state.last.as_ref().filter(|last| {
			(last.reading.interval, last.reading.import, last.reading.export) == stated
		})
	}

	/// The reading of a later interval in which so much was drawn and fed in, in Wh. Changes nothing if it
	/// fails.
	pub fn read(
		&mut self,
		interval: Interval,
		import: Wh,
		export: Wh,
	) -> Result<SignedReading, MeterError> {
		let last = self.state.last.as_ref().map(|last| last.reading);
		if let Some(last) = last.filter(|last| interval <= last.interval) {
			return Err(MeterError::Interval { interval, last: last.interval });
		}
		check_energy(import, export)?;
		let counter = last.map_or(0, |last| last.counter);
		let counter = counter.checked_add(1).ok_or(MeterError::Overflow("counter"))?;
		let (import_register, export_register) = self.registers_after(import, export)?;
		let reading =
			Reading { interval, counter, import_register, export_register, import, export };

		let signed = sign_reading(&self.keypair, self.state.genesis, self.state.meter, reading);
		self.state.import_register = import_register;
		self.state.export_register = export_register;
		self.state.last = Some(signed.clone());
		Ok(signed)
	}

	/// Its consent to being bound to a node, after it has been bound so often.
	pub fn consent(&self, node: NodeIndex, bindings: u32) -> Consent {
		consent(&self.keypair, self.state.genesis, node, bindings)
	}

	fn registers_after(&self, import: Wh, export: Wh) -> Result<(Wh, Wh), MeterError> {
		let add = |register: Wh, energy, field| {
			register.checked_add(energy).ok_or(MeterError::Overflow(field))
		};
		Ok((
			add(self.state.import_register, import, "importRegister")?,
			add(self.state.export_register, export, "exportRegister")?,
		))
	}
}
