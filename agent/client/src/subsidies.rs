// SPDX-License-Identifier: Apache-2.0

//! Subsidies by verified production: the programmes of sponsors, and what a node got from them.

use gridmerit_energy::{Interval, NodeIndex, Planck, SourceKind, Wh};
use scale_decode::DecodeAsType;
use subxt::{dynamic::Value, utils::AccountId32};

use crate::{
	calls::{Call, call, option},
	error::ChainError,
	registry::kind,
	view::View,
};

/// What a programme pays for, and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
pub struct Rules {
	/// For energy of which source; none: of any that generates.
	pub source: Option<SourceKind>,
	/// In which hours of the day, in UTC: the lowest bit is the hour from midnight on.
	pub hours: u32,
	/// How much for a kWh, in planck.
	pub rate: Planck,
	/// The most for a node and day, in planck.
	pub per_day: Planck,
	/// The most in all, in planck.
	pub most: Planck,
	/// The first interval that is paid for.
	pub from: Interval,
	/// The first one that is not paid for any more.
	pub until: Interval,
}

/// A sponsor's programme.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
pub struct Programme {
	/// Its number.
	pub number: u32,
	/// Who pays.
	pub sponsor: AccountId32,
	/// For what.
	pub rules: Rules,
	/// What is in its pot, in planck.
	pub left: Planck,
	/// What it has paid, in planck.
	pub paid: Planck,
	/// Since which interval it is over; none if it is not.
	pub over: Option<Interval>,
}

/// What a node has got from a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
pub struct Received {
	/// The day for which it got something last, counted from 1970, in UTC.
	pub day: u32,
	/// What it got for that day, in planck.
	pub today: Planck,
	/// What it got in all, in planck.
	pub amount: Planck,
	/// For how much energy, in Wh.
	pub energy: Wh,
}

impl View {
	/// Whether this chain has subsidies at all.
	pub fn has_subsidies(&self) -> bool {
		self.at.metadata_ref().pallet_by_name("Subsidies").is_some()
	}

	/// All programmes that are not forgotten.
	pub async fn programmes(&self) -> Result<Vec<Programme>, ChainError> {
		self.viewed("Subsidies", "programmes", ()).await
	}

	/// What a node has got, by the number of the programme.
	pub async fn subsidies(&self, node: NodeIndex) -> Result<Vec<(u32, Received)>, ChainError> {
		self.viewed("Subsidies", "received", (node,)).await
	}
}

/// Founds a programme with so much of the sender's money.
pub fn found(rules: &Rules, amount: Planck) -> Call {
	let Rules { source, hours, rate, per_day, most, from, until } = *rules;
	let rules = Value::named_composite([
		("source", option(source.map(kind))),
		("hours", hours.into()),
		("rate", Value::u128(rate)),
		("per_day", Value::u128(per_day)),
		("most", Value::u128(most)),
		("from", from.into()),
		("until", until.into()),
	]);
	call("Subsidies", "found", vec![("rules", rules), ("amount", Value::u128(amount))])
}

/// Pays more into the pot of a programme of the sender's.
pub fn top_up(programme: u32, amount: Planck) -> Call {
	let fields = vec![("programme", programme.into()), ("amount", Value::u128(amount))];
	call("Subsidies", "top_up", fields)
}

/// Ends a programme for what has not begun.
pub fn end(programme: u32) -> Call {
	call("Subsidies", "end", vec![("programme", programme.into())])
}

/// Lets an account found programmes, or not any more: a call of the operator's.
pub fn set_sponsor(account: &AccountId32, allowed: bool) -> Call {
	let fields = vec![("account", Value::from_bytes(account.0)), ("allowed", allowed.into())];
	call("Subsidies", "set_sponsor", fields)
}
