// SPDX-License-Identifier: Apache-2.0

//! What a block's events say of the market.

use gridmerit_energy::{Interval, Invoice, NodeIndex, Planck, Price, Wh};
use gridmerit_market::Status;
use scale_decode::DecodeAsType;
use subxt::{SubstrateConfig, events::Event};

use crate::{error::ChainError, transact::events, view::View};

/// Something that has happened on the market.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarketEvent {
	/// A round takes orders.
	RoundOpened {
		/// Its number.
		round: Interval,
		/// When its gate closes, in milliseconds since 1970.
		gate: u64,
		/// The first interval that is open in it.
		first: Interval,
		/// The last one.
		last: Interval,
	},
	/// A round takes no more orders.
	GateClosed {
		/// Its number.
		round: Interval,
		/// The first interval that clears.
		first: Interval,
		/// The last one.
		last: Interval,
	},
	/// An interval has cleared in a round.
	IntervalCleared {
		/// The interval.
		interval: Interval,
		/// The round.
		round: Interval,
		/// How.
		status: Status,
		/// At what price, in planck per Wh; none if nothing traded.
		price: Option<Price>,
		/// What traded, in Wh.
		traded: Wh,
		/// In how many transactions.
		transactions: u32,
	},
	/// An interval has cleared on a grid in a round; [`Self::IntervalCleared`] has a price only if all zones that trade
	/// have the same.
	ZonesCleared {
		/// The interval.
		interval: Interval,
		/// The round.
		round: Interval,
		/// How many zones full lines have made of the grid.
		zones: u32,
		/// What buyers pay beyond what sellers get, in planck.
		rent: Planck,
	},
	/// All of a round has cleared.
	RoundCleared {
		/// Its number.
		round: Interval,
	},
	/// A node's interval was settled.
	IntervalSettled {
		/// The node.
		node: NodeIndex,
		/// The interval.
		interval: Interval,
		/// Energy and money.
		invoice: Invoice,
		/// Whether it was settled before.
		corrects: bool,
	},
	/// An interval is settled for good.
	IntervalClosed {
		/// The interval.
		interval: Interval,
	},
}

#[derive(DecodeAsType)]
struct Opened {
	round: Interval,
	gate: u64,
	first: Interval,
	last: Interval,
}

#[derive(DecodeAsType)]
struct Closed {
	round: Interval,
	first: Interval,
	last: Interval,
}

#[derive(DecodeAsType)]
struct Cleared {
	interval: Interval,
	round: Interval,
	status: Status,
	price: Option<Price>,
	traded: Wh,
	transactions: u32,
}

#[derive(DecodeAsType)]
struct Zones {
	interval: Interval,
	round: Interval,
	zones: u32,
	rent: Planck,
}

#[derive(DecodeAsType)]
struct Round {
	round: Interval,
}

#[derive(DecodeAsType)]
struct SettledOne {
	node: NodeIndex,
	interval: Interval,
	invoice: Invoice,
	corrects: bool,
}

#[derive(DecodeAsType)]
struct ClosedOne {
	interval: Interval,
}

impl View {
	/// What has happened on the market in this block, in order.
	pub async fn market_events(&self) -> Result<Vec<MarketEvent>, ChainError> {
		let events = events(self).await?;
		let mut found = Vec::new();
		for event in events.iter() {
			let event = event.map_err(|error| self.unknown("an event", error))?;
			found.extend(self.market_event(&event)?);
		}
		Ok(found)
	}

	fn market_event(
		&self,
		event: &Event<'_, SubstrateConfig>,
	) -> Result<Option<MarketEvent>, ChainError> {
		let named = (event.pallet_name(), event.event_name());
		Ok(Some(match named {
			("ForwardMarket", "RoundOpened") => {
				let Opened { round, gate, first, last } = self.fields(event)?;
				MarketEvent::RoundOpened { round, gate, first, last }
			},
			("ForwardMarket", "GateClosed") => {
				let Closed { round, first, last } = self.fields(event)?;
				MarketEvent::GateClosed { round, first, last }
			},
			("Clearing", "IntervalCleared") => {
				let Cleared { interval, round, status, price, traded, transactions } =
					self.fields(event)?;
				MarketEvent::IntervalCleared {
					interval,
					round,
					status,
					price,
					traded,
					transactions,
				}
			},
			("Clearing", "ZonesCleared") => {
				let Zones { interval, round, zones, rent } = self.fields(event)?;
				MarketEvent::ZonesCleared { interval, round, zones, rent }
			},
			("Clearing", "RoundCleared") => {
				let Round { round } = self.fields(event)?;
				MarketEvent::RoundCleared { round }
			},
			("Settlement", "IntervalSettled") => {
				let SettledOne { node, interval, invoice, corrects } = self.fields(event)?;
				MarketEvent::IntervalSettled { node, interval, invoice, corrects }
			},
			("Settlement", "IntervalClosed") => {
				let ClosedOne { interval } = self.fields(event)?;
				MarketEvent::IntervalClosed { interval }
			},
			_ => return Ok(None),
		}))
	}

	pub(crate) fn fields<Fields: scale_decode::DecodeAsFields>(
		&self,
		event: &Event<'_, SubstrateConfig>,
	) -> Result<Fields, ChainError> {
		let fields = event.decode_fields_unchecked_as();
		fields.map_err(|error| self.unknown(event.event_name(), error))
	}
}
