// SPDX-License-Identifier: Apache-2.0

//! Why a body is refused.

use gridmerit_grid::Bus;

#[cfg(feature = "scale")]
use crate::scale::*;
use crate::units::Window;

/// Why a body is refused. Nothing in it is taken on trust, so whatever is wrong is the proposer's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(
	feature = "scale",
	derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)
)]
pub enum Refusal {
	/// A list of the body does not ascend strictly, or has an entry that is 0.
	#[error("a list of the body does not ascend, or has an entry that says nothing")]
	Untidy,
	/// The body has not as many prices as the problem has windows.
	#[error("the body does not have one price for each window")]
	Prices,
	/// A multiplier for a line that does not exist.
	#[error("window {0} has no line {1}")]
	Line(Window, u32),
	/// A multiplier for a voltage that has no limit.
	#[error("window {0} has no limit of voltage {1}")]
	Voltage(Window, u32),
	/// A multiplier, or what trades at a price, in a window that does not exist.
	#[error("there is no window {0}")]
	Window(Window),
	/// At the price of this bus less is offered, or wanted, than is said to trade.
	#[error("window {0}, bus {1}: less stands at the price than is said to trade")]
	AtPrice(Window, Bus),
	/// A block that does not exist.
	#[error("there is no block {0}")]
	Block(u32),
	/// A block would trade at prices at which it does not want to.
	#[error("block {0} would lose at these prices")]
	BlockLoses(u32),
	/// A store that does not exist, or a plan of it that has not an entry for each window, or values stored energy below 0.
	#[error("the plan of store {0} is none")]
	Plan(u32),
	/// A store would give or take more than it can, or more than it holds or has room for.
	#[error("window {1}: store {0} cannot do what its plan says")]
	StoreLimit(u32, Window),
	/// What a store takes costs more than it gets for what it gives.
	#[error("store {0} would lose at these prices")]
	StoreLoses(u32),
	/// In this window as much is not bought as is sold.
	#[error("window {0}: bought is not what is sold")]
	Balance(Window),
	/// A line would carry more than it may.
	#[error("window {0}: line {1} would carry more than it may")]
	LineFull(Window, u32),
	/// A voltage would leave its band.
	#[error("window {0}: voltage {1} would leave its band")]
	VoltageOff(Window, u32),
	/// Sellers and stores would get more than buyers pay.
	#[error("sellers would get more than buyers pay")]
	Rent,
	/// Multipliers so large that prices, or what limits are worth, fit into no integer.
	#[error("the multipliers are too large")]
	Overflow,
}
