// SPDX-License-Identifier: Apache-2.0

//! Why a day was not played to its end.

use gridmerit_client::{self as client, ChainError};
use gridmerit_energy::Interval;
use gridmerit_meter::MeterError;

use super::CLEARING_BLOCKS;
use crate::{genesis::GenesisError, scenario::Bus};

/// Why a day was not played to its end.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
	/// The chain did not do something.
	#[error(transparent)]
	Chain(#[from] ChainError),
	/// A key cannot be derived.
	#[error(transparent)]
	Key(#[from] GenesisError),
	/// A meter does not sign.
	#[error("the meter of bus {bus}: {reason}")]
	Meter {
		/// Whose.
		bus: Bus,
		/// Why.
		reason: MeterError,
	},
	/// The chain is not that of the scenario.
	#[error("this chain is not that of the scenario: {0}")]
	OtherChain(String),
	/// Nobody's expectations are known.
	#[error("this scenario has no forecasts: play it with --mode perfect")]
	NoForecasts,
	/// The books did not clear.
	#[error("round {0} is not cleared after {CLEARING_BLOCKS} blocks")]
	Stuck(Interval),
	/// The chain refused readings of a batch.
	#[error("the chain does not count {0}")]
	Refused(String),
	/// A reading did not count.
	#[error("interval {interval} of bus {bus} is not settled by its meter's reading")]
	Unsettled {
		/// Whose.
		bus: Bus,
		/// Which.
		interval: Interval,
	},
	/// Money came out of nowhere or went there.
	#[error("the balance sheet of interval {0} does not add up to zero")]
	Unbalanced(Interval),
}

impl From<client::KeyError> for PlayError {
	fn from(error: client::KeyError) -> Self {
		Self::Key(error.into())
	}
}

impl From<gridmerit_meter::KeyError> for PlayError {
	fn from(error: gridmerit_meter::KeyError) -> Self {
		Self::Key(error.into())
	}
}
