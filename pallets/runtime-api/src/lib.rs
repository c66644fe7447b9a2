// SPDX-License-Identifier: Apache-2.0

//! What a client may ask the market: the declaration of the runtime API. The answers are types of
//! `gridmerit-energy`, so that a client needs nothing of the chain's own code.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use gridmerit_carbon::IntervalStatement;
use gridmerit_energy::{
	BalanceSheet, Depth, FeedInRight, Interval, Invoice, MeterIndex, NodeIndex, NodeMeter,
	NodeStatus, Order, PageIndex, Quote, Reading, SourceKind, Statement, Totals, Transaction, Wh,
	Window, ZonedResult,
};
use gridmerit_origin::{Certificate, Consumed, Issued, Month, Plant, Stock, Sums};

sp_api::decl_runtime_apis! {
	/// The market, for wallets, dashboards and agents.
	pub trait MarketApi<AccountId>
	where
		AccountId: codec::Codec,
	{
		/// The windows that are open for orders, none while a round is being cleared.
		fn windows() -> Vec<Window>;

		/// Everything about the node that an account acts for.
		fn node(account: AccountId) -> Option<NodeStatus>;

		/// What would be traded of an order, on top of all open ones, and at what price, if the gate closed now. On a
		/// grid of one that hangs on `bus`, at the price of its zone; without one the bus does not matter.
		/// None for an order that no node could post (0 or more than 2^40 Wh, an ask or a limit out of bounds), if
		/// there is no such bus, if the interval is not open or is just being cleared, and if there are orders on more
		/// than 64 pages of 128 nodes (ask for the depth then) or more than 2,048 buses.
		fn quote(interval: Interval, order: Order, bus: u16) -> Option<Quote>;

		/// What is open in an interval's book, by price; nothing if the interval is not open. Of the nodes on 64
		/// pages of 128 from `first_page` on; the answer says with which to go on. With a bus, of those that hang on it
		/// and have posted where there is a grid.
		fn depth(interval: Interval, first_page: PageIndex, bus: Option<u16>) -> Depth;

		/// In which zones an interval cleared in a round, at which prices; of each bus its zone, and what its line carries
		/// of what it may. None without a grid, and if it has not cleared in that round.
		fn zones(interval: Interval, round: Interval) -> Option<ZonedResult>;

		/// The first 32 sellers, by index, without any of whom there would have been scarcity in an interval that
		/// cleared in a round; `clearing.results` says how many there were.
		fn pivotal(interval: Interval, round: Interval) -> Vec<NodeIndex>;

		/// A page of up to 128 transactions of an interval in a round.
		fn transactions(
			interval: Interval,
			round: Interval,
			page: PageIndex,
		) -> Vec<Transaction<AccountId>>;

		/// A node's transactions, for the intervals from `first` to `last`; and the interval to go on with, if
		/// these are not all.
		fn transactions_of(
			node: NodeIndex,
			first: Interval,
			last: Interval,
		) -> (Vec<Transaction<AccountId>>, Option<Interval>);

		/// The meters of a node, its settlement meter first.
		fn meters(node: NodeIndex) -> Vec<NodeMeter>;

		/// A meter's accepted readings that can still be disputed, and the one before them.
		fn readings(meter: MeterIndex) -> Vec<Reading>;

		/// What a node may feed in beyond its positions, for the intervals from `first` to `last` in which a line of the
		/// grid above it is full when trading is over; of more than 1,000 only the first 1,000. What it feeds in beyond
		/// that earns the curtailed price.
		fn rights(node: NodeIndex, first: Interval, last: Interval) -> Vec<(Interval, FeedInRight)>;

		/// How a node's intervals from `first` to `last` are settled; of more than 1,000 only the first
		/// 1,000.
		fn invoices(node: NodeIndex, first: Interval, last: Interval) -> Vec<(Interval, Invoice)>;

		/// What a node's intervals from `first` to `last` came to, with and without the market; of more than
		/// 1,000 only the first 1,000.
		fn statement(node: NodeIndex, first: Interval, last: Interval) -> Statement;

		/// Sums over all intervals of a node that were ever settled.
		fn totals(node: NodeIndex) -> Totals;

		/// What an interval came to for nodes, utility and grid; none if it is not known. Of the nodes on 64 pages
		/// of 128 from `first_page` on; the answer says with which to go on. Sums of the parts are sums of all.
		fn balance_sheet(interval: Interval, first_page: PageIndex) -> Option<BalanceSheet>;
	}

	/// Certificates of the origin of energy, for wallets, registries and auditors.
	pub trait CertificatesApi<AccountId>
	where
		AccountId: codec::Codec,
	{
		/// What a node has registered that it generates with, and what of it is certified.
		fn plant(node: NodeIndex) -> Option<Plant<AccountId>>;

		/// The plants of nodes from `first` on, of up to 64 pages of 128; and the node to go on with, if these are not
		/// all.
		fn plants(first: NodeIndex) -> (Vec<(NodeIndex, Plant<AccountId>)>, Option<NodeIndex>);

		/// The certificates of an interval from lot `first` on, of up to four pages of 128; and the lot to go on with, if
		/// these are not all.
		fn certificates(interval: Interval, first: u32) -> (Vec<Certificate>, Option<u32>);

		/// What a node holds, has cancelled, or has used up for its battery, of the intervals from `first` to `last`; and the
		/// interval to go on with, if these are not all.
		fn certificates_of(
			node: NodeIndex,
			first: Interval,
			last: Interval,
		) -> (Vec<Certificate>, Option<Interval>);

		/// What a plant was issued for an interval; none before that is settled for good, and when it has expired.
		fn issued(interval: Interval, plant: NodeIndex) -> Option<Issued>;

		/// What a plant would be issued for an interval as that is settled now, in Wh; none if nothing, and when the market has
		/// forgotten the interval.
		fn expected(interval: Interval, plant: NodeIndex) -> Option<Wh>;

		/// What was issued for an interval and what became of it, by source, until it has expired.
		fn sums(interval: Interval) -> Vec<(SourceKind, Sums)>;

		/// The same of all intervals since the beginning.
		fn totals() -> Vec<(SourceKind, Sums)>;

		/// What a node drew in a calendar month (UTC, counted from January 1970), as far as that is settled for good; and for
		/// how much of it certificates are cancelled.
		fn consumed(node: NodeIndex, month: Month) -> Consumed;

		/// What a node drew in an interval, and for how much of it certificates of the same interval are cancelled; none if
		/// it was not metered, and when the market has forgotten the interval.
		fn matched(interval: Interval, node: NodeIndex) -> Option<Consumed>;

		/// What a node's battery holds, and of which sources that is certified.
		fn stock(node: NodeIndex) -> Option<Stock>;

		/// The first interval whose certificates are not issued yet; none until any is.
		fn issued_until() -> Option<Interval>;
	}

	/// What was emitted for what nodes have drawn, for wallets and reports. Only a chain with `pallet-carbon` answers.
	pub trait CarbonApi {
		/// What was emitted for what a node has drawn, in the intervals from `first` to `last`: location-based and
		/// market-based, and how that stands to the node's bound; and the interval to go on with, if these are not all.
		/// Intervals are left out that are not settled for good, that the market has forgotten, or in which the node was not
		/// metered. A node that only stores energy has none: what it is charged with counts in what it gives back.
		fn emissions(
			node: NodeIndex,
			first: Interval,
			last: Interval,
		) -> (Vec<IntervalStatement>, Option<Interval>);
	}
}
