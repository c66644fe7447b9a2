// SPDX-License-Identifier: Apache-2.0

//! What the chain says after a block.

use std::collections::BTreeMap;

use gridmerit_energy::{
	BalanceSheet, Depth, FeedInRight, Interval, Invoice, MAX_RANGE, MeterIndex, NodeIndex,
	NodeMeter, NodeStatus, Order, PAGE_ROWS, PageIndex, Planck, Price, Quote, Reading, RoundResult,
	Statement, Tariff, Totals, Transaction, Wh, Window,
};
use scale_decode::DecodeAsType;
use subxt::{
	OnlineClientAtBlock, SubstrateConfig,
	dynamic::{self, At, Value},
	ext::{
		codec::{Decode, Encode},
		frame_decode::{
			runtime_apis::IntoEncodableValues,
			storage::{IntoDecodableValues, IntoEncodableValues as StorageKeys},
		},
		scale_value::scale::decode_as_type as decode_value,
	},
	storage::PrefixOf,
	utils::{AccountId32, H256},
};

use crate::{
	calls::{self, Call},
	error::ChainError,
	patience::Patience,
};

/// Why [`View::windows`] may be empty on a market that is open, for people.
pub(crate) const NO_WINDOW: &str = "no window is open: a round is being cleared, posting is paused, or a sealed chain waits for its next block";

/// Bytes of a view function's name.
const VIEW_ID: usize = 32;

/// The chain after a block.
#[derive(Clone)]
pub struct View {
	pub(crate) at: OnlineClientAtBlock<SubstrateConfig>,
	pub(crate) patience: Patience,
}

/// The current round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
pub struct CurrentRound {
	/// Its number t, which orders name.
	pub number: Interval,
	/// When its gate closes, in milliseconds since 1970.
	pub gate: u64,
	/// The first interval that is open in it.
	pub first: Interval,
	/// The last one.
	pub last: Interval,
	/// From which interval on it clears, once its gate has closed.
	pub closed_from: Option<Interval>,
}

/// A page of a book: slots and orders.
#[derive(DecodeAsType)]
struct Rows(Vec<(u8, Order)>);

/// What an interval is traded by, as far as it is asked for.
#[derive(DecodeAsType)]
struct Terms {
	tariff: Tariff,
}

/// How far the sweep for silent nodes is.
#[derive(DecodeAsType)]
struct Cursor {
	interval: Interval,
}

#[derive(DecodeAsType)]
struct Account {
	nonce: u64,
	data: AccountData,
}

#[derive(DecodeAsType)]
struct AccountData {
	free: u128,
}

impl View {
	/// Its height.
	pub fn number(&self) -> u64 {
		self.at.block_number()
	}

	/// Its hash.
	pub fn hash(&self) -> H256 {
		self.at.block_hash()
	}

	/// The version of the runtime.
	pub fn spec_version(&self) -> u32 {
		self.at.spec_version()
	}

	/// Whether it is a chain of this kind.
	pub(crate) fn has_market(&self) -> bool {
		self.at.metadata_ref().runtime_api_trait_by_name("MarketApi").is_some()
	}

	/// The runtime has changed since this client was built: `what` is not as it was.
	pub(crate) fn unknown(&self, what: &str, error: impl std::fmt::Display) -> ChainError {
		ChainError::Unknown {
			what: what.into(),
			version: self.spec_version(),
			reason: error.to_string(),
		}
	}

	/// The name of an error of the chain, and what its metadata says about it.
	pub(crate) fn explained(&self, error: &Value) -> (String, String) {
		let number = |value: Option<&Value>| {
			value.and_then(Value::as_u128).and_then(|number| u8::try_from(number).ok())
		};
		let module = error.at(0);
		let pallet = number(module.at("index"))
			.and_then(|pallet| self.at.metadata_ref().pallet_by_error_index(pallet));
		pallet
			.zip(number(module.at("error").at(0)))
			.and_then(|(pallet, error)| {
				let variant = pallet.error_variant_by_index(error)?;
				Some((variant.name.clone(), variant.docs.join(" ").trim().into()))
			})
			.unwrap_or_else(|| (error.to_string(), String::new()))
	}

	/// A pallet's error by its place in the list.
	pub(crate) fn error_of(&self, pallet: &str, place: u8) -> Option<String> {
		let pallet = self.at.metadata_ref().pallet_by_name(pallet)?;
		let variant = pallet.error_variant_by_index(place)?;
		Some(format!("{}: {}", variant.name, variant.docs.join(" ").trim()))
	}

	/// What the chain says about a pallet's error with this name.
	pub fn error_docs(&self, pallet: &str, name: &str) -> String {
		let pallet = self.at.metadata_ref().pallet_by_name(pallet);
		let variants = pallet.and_then(|pallet| pallet.error_variants());
		let found = variants.and_then(|all| all.iter().find(|variant| variant.name == name));
		found.map(|variant| variant.docs.join(" ").trim().into()).unwrap_or_default()
	}

	pub(crate) async fn market<Args: IntoEncodableValues, Answer: DecodeAsType>(
		&self,
		method: &'static str,
		args: Args,
	) -> Result<Answer, ChainError> {
		let call = dynamic::runtime_api_call::<Args, Answer>("MarketApi", method, args);
		self.patience
			.wait(async {
				self.at.runtime_apis().call(call).await.map_err(|error| match error {
					subxt::error::RuntimeApiError::CannotCallApi(reason) => {
						ChainError::node(reason)
					},
					other => self.unknown(&format!("MarketApi.{method}"), other),
				})
			})
			.await
	}

	/// What a pallet's view function says. subxt 0.50.3 would send the arguments bare and take the answer for bare,
	/// but the runtime API has them as bytes in bytes, and the answer may be an error.
	pub(crate) async fn viewed<Args: IntoEncodableValues, Answer: DecodeAsType>(
		&self,
		pallet: &'static str,
		function: &'static str,
		args: Args,
	) -> Result<Answer, ChainError> {
		let unknown =
			|error: &dyn std::fmt::Display| self.unknown(&format!("{pallet}.{function}"), error);
		let views = self.at.view_functions();
		let call = dynamic::view_function_call::<Args, Answer>(pallet, function, args);
		let bare = views.encode_args(&call).map_err(|error| unknown(&error))?;
		let answer = self
			.patience
			.wait(async {
				views.call_raw(Some(&asked(&bare))).await.map_err(|error| match error {
					subxt::error::ViewFunctionError::CannotCallApi(reason) => {
						ChainError::node(reason)
					},
					other => unknown(&other),
				})
			})
			.await?;
		let answer = answered(&answer).ok_or_else(|| unknown(&"the runtime refuses to answer"))?;
		let metadata = self.at.metadata_ref();
		let output = metadata
			.pallet_by_name(pallet)
			.and_then(|pallet| pallet.view_function_by_name(function))
			.ok_or_else(|| unknown(&"it is not there"))?
			.output_ty();
		Answer::decode_as_type(&mut &*answer, output, metadata.types())
			.map_err(|error| unknown(&error))
	}

	/// All rows of a map, in no order.
	pub(crate) async fn listed<Key: DecodeAsType, Found: DecodeAsType>(
		&self,
		pallet: &'static str,
		entry: &'static str,
	) -> Result<Vec<(Key, Found)>, ChainError>
	where
		(Key,): StorageKeys + IntoDecodableValues,
	{
		let rows: Vec<((Key,), Found)> = self.listed_under(pallet, entry, ()).await?;
		Ok(rows.into_iter().map(|((key,), found)| (key, found)).collect())
	}

	/// All rows of a map whose keys begin so, in no order.
	async fn listed_under<Keys, Found: DecodeAsType, Beginning: PrefixOf<Keys>>(
		&self,
		pallet: &'static str,
		entry: &'static str,
		beginning: Beginning,
	) -> Result<Vec<(Keys, Found)>, ChainError>
	where
		Keys: StorageKeys + IntoDecodableValues,
	{
		use subxt::error::StorageError::{CannotIterateValues, StreamFailure};
		let failed = |error| match error {
			CannotIterateValues(reason) | StreamFailure(reason) => ChainError::node(reason),
			other => self.unknown(&format!("{pallet}.{entry}"), other),
		};
		let address = dynamic::storage::<Keys, Found>(pallet, entry);
		let rows = self
			.patience
			.wait(async { self.at.storage().iter(address, beginning).await.map_err(failed) });
		let mut rows = rows.await?;
		let mut found = Vec::new();
		while let Some(row) = self.patience.wait(async { Ok(rows.next().await) }).await? {
			let row = row.map_err(failed)?;
			let unknown =
				|error: &dyn std::fmt::Display| self.unknown(&format!("{pallet}.{entry}"), error);
			let keys = row.key().and_then(|key| key.decode()).map_err(|error| unknown(&error))?;
			found.push((keys, row.value().decode().map_err(|error| unknown(&error))?));
		}
		Ok(found)
	}

	pub(crate) async fn stored<Key: StorageKeys + IntoDecodableValues, Found: DecodeAsType>(
		&self,
		pallet: &'static str,
		entry: &'static str,
		key: Key,
	) -> Result<Option<Found>, ChainError> {
		let unknown =
			|error: &dyn std::fmt::Display| self.unknown(&format!("{pallet}.{entry}"), error);
		let address = dynamic::storage::<Key, Found>(pallet, entry);
		let found = self
			.patience
			.wait(async {
				self.at.storage().try_fetch(address, key).await.map_err(|error| match error {
					subxt::error::StorageError::CannotFetchValue(reason) => {
						ChainError::node(reason)
					},
					other => unknown(&other),
				})
			})
			.await?;
		found.map(|value| value.decode()).transpose().map_err(|error| unknown(&error))
	}

	/// The hash of the block before it.
	pub async fn parent(&self) -> Result<H256, ChainError> {
		let header =
			self.patience.wait(async { self.at.block_header().await.map_err(ChainError::node) });
		Ok(header.await?.parent_hash)
	}

	/// A call's bytes, as wallets and multisigs take them.
	pub fn call_data(&self, call: &Call) -> Result<Vec<u8>, ChainError> {
		let name = format!("{}.{}", call.pallet_name(), call.call_name());
		self.at.tx().call_data(call).map_err(|error| self.unknown(&name, error))
	}

	/// An argument of a call, from the bytes in which the chain takes it. Fails if they are none of the type that the
	/// runtime has there.
	pub(crate) fn argument(
		&self,
		pallet: &str,
		call: &str,
		field: &str,
		mut bytes: &[u8],
	) -> Result<Value<()>, ChainError> {
		let unknown = |error: &dyn std::fmt::Display| {
			self.unknown(&format!("{field} of {pallet}.{call}"), error)
		};
		let metadata = self.at.metadata_ref();
		let variant = metadata.pallet_by_name(pallet);
		let variant = variant.and_then(|pallet| pallet.call_variant_by_name(call));
		let field = variant
			.and_then(|call| call.fields.iter().find(|one| one.name.as_deref() == Some(field)))
			.ok_or_else(|| unknown(&"it is not there"))?;
		let value = decode_value(&mut bytes, field.ty.id, metadata.types());
		let value = value.map_err(|error| unknown(&error))?;
		if !bytes.is_empty() {
			return Err(unknown(&"it is shorter there"));
		}
		Ok(value.remove_context())
	}

	/// The time of the block, in milliseconds since 1970.
	pub async fn now(&self) -> Result<u64, ChainError> {
		Ok(self.stored("Timestamp", "Now", ()).await?.unwrap_or_default())
	}

	/// The length of an interval, in milliseconds.
	pub async fn interval_length(&self) -> Result<u32, ChainError> {
		let length = self.stored("ForwardMarket", "IntervalLength", ()).await?;
		length.ok_or_else(|| self.unknown("ForwardMarket.IntervalLength", "it is not there"))
	}

	/// The current round; none before the market begins.
	pub async fn round(&self) -> Result<Option<CurrentRound>, ChainError> {
		self.stored("ForwardMarket", "CurrentRound", ()).await
	}

	/// The orders on a page of an interval's book.
	pub async fn orders(
		&self,
		interval: Interval,
		page: PageIndex,
	) -> Result<Vec<(NodeIndex, Order)>, ChainError> {
		let rows: Option<Rows> = self.stored("ForwardMarket", "Orders", (interval, page)).await?;
		let first = page.saturating_mul(PAGE_ROWS);
		let rows = rows.map(|rows| rows.0).unwrap_or_default().into_iter();
		Ok(rows.map(|(slot, order)| (first.saturating_add(slot.into()), order)).collect())
	}

	/// What an interval came to for everybody.
	pub async fn balance_sheet(
		&self,
		interval: Interval,
	) -> Result<Option<BalanceSheet>, ChainError> {
		let mut sheet: Option<BalanceSheet> =
			self.market("balance_sheet", (interval, 0_u32)).await?;
		let mut behind = 0;
		while let Some(page) = further(sheet.as_ref().and_then(|sheet| sheet.next_page), behind) {
			let next: Option<BalanceSheet> = self.market("balance_sheet", (interval, page)).await?;
			sheet = sheet.zip(next).map(|(sheet, next)| sheet.joined(next));
			behind = page;
		}
		Ok(sheet)
	}

	/// What an account has outside the market, in planck.
	pub async fn free(&self, account: &AccountId32) -> Result<u128, ChainError> {
		let found: Option<Account> = self.stored("System", "Account", (account.0,)).await?;
		Ok(found.map(|account| account.data.free).unwrap_or_default())
	}

	/// What of that orders may draw: the existential deposit and a reserve for fees stay, and the fee of the
	/// posting itself, which is taken first. A tenth of the reserve is more than any posting is asked for.
	pub async fn funds(&self, account: &AccountId32) -> Result<u128, ChainError> {
		let reserve = self.constant("Ledger", "FeeReserve")?;
		let stays = reserve
			.saturating_add(reserve / 10)
			.saturating_add(self.constant("Balances", "ExistentialDeposit")?);
		Ok(self.free(account).await?.saturating_sub(stays))
	}

	/// A number that the runtime has fixed.
	pub(crate) fn constant(
		&self,
		pallet: &'static str,
		name: &'static str,
	) -> Result<u128, ChainError> {
		let constant = dynamic::constant::<u128>(pallet, name);
		let found = self.at.constants().entry(constant);
		found.map_err(|error| self.unknown(&format!("{pallet}.{name}"), error))
	}

	/// How many transactions of an account are in blocks.
	pub async fn nonce(&self, account: &AccountId32) -> Result<u64, ChainError> {
		let found: Option<Account> = self.stored("System", "Account", (account.0,)).await?;
		Ok(found.map(|account| account.nonce).unwrap_or_default())
	}

	/// How an interval cleared in a round; none if there was nothing to clear.
	pub async fn result(
		&self,
		interval: Interval,
		round: Interval,
	) -> Result<Option<RoundResult>, ChainError> {
		self.stored("Clearing", "Results", (interval, round)).await
	}

	/// How an interval cleared in each of its rounds, in their order; rounds with nothing to clear are not there.
	pub async fn results(
		&self,
		interval: Interval,
	) -> Result<Vec<(Interval, RoundResult)>, ChainError> {
		let rows: Vec<((Interval, Interval), RoundResult)> =
			self.listed_under("Clearing", "Results", (interval,)).await?;
		let mut results: Vec<_> =
			rows.into_iter().map(|((_, round), result)| (round, result)).collect();
		results.sort_unstable_by_key(|(round, _)| *round);
		Ok(results)
	}

	/// The settlements of all intervals before this one are forgotten; 0 before anything is.
	pub async fn forgotten_until(&self) -> Result<Interval, ChainError> {
		Ok(self.stored("Settlement", "PrunedUntil", ()).await?.unwrap_or_default())
	}

	/// Of the intervals before this one nobody's reading is waited for any more.
	pub async fn silent_until(&self) -> Result<Interval, ChainError> {
		let cursor: Option<Cursor> = self.stored("Settlement", "ProvisionalUntil", ()).await?;
		Ok(cursor.map_or(0, |cursor| cursor.interval))
	}

	/// All intervals before this one are closed: settled for good.
	pub async fn closed_until(&self) -> Result<Interval, ChainError> {
		Ok(self.stored("ForwardMarket", "ClosedUntil", ()).await?.unwrap_or_default())
	}

	/// The open windows; if there are none, [`Self::no_window`] says why.
	pub async fn windows(&self) -> Result<Vec<Window>, ChainError> {
		self.market("windows", ()).await
	}

	/// The node of an account.
	pub async fn node(&self, account: &AccountId32) -> Result<Option<NodeStatus>, ChainError> {
		self.market("node", (account.0,)).await
	}

	/// The utility's prices of an interval that has opened, as long as the chain remembers them.
	pub async fn tariff(&self, interval: Interval) -> Result<Option<Tariff>, ChainError> {
		let terms: Option<Terms> =
			self.stored("ForwardMarket", "IntervalTerms", (interval,)).await?;
		Ok(terms.map(|terms| terms.tariff))
	}

	/// What would trade of an order, on top of all that are open, if the gate closed now; none if the interval is
	/// not open, or the order is none that the chain takes. On a grid, of an order that hangs on `bus`.
	pub async fn quote(
		&self,
		interval: Interval,
		order: Order,
		bus: u16,
	) -> Result<Option<Quote>, ChainError> {
		self.market("quote", (interval, calls::order(order), bus)).await
	}

	/// An interval's book by price; on a grid also what of it hangs on one bus.
	pub async fn depth(&self, interval: Interval, bus: Option<u16>) -> Result<Depth, ChainError> {
		let mut depth: Depth = self.market("depth", (interval, 0_u32, bus)).await?;
		let mut behind = 0;
		while let Some(page) = further(depth.next_page, behind) {
			let next: Depth = self.market("depth", (interval, page, bus)).await?;
			depth = joined(depth, next);
			behind = page;
		}
		Ok(depth)
	}

	/// The sellers that were pivotal when an interval cleared in a round, the first 32 of them: without the offer of
	/// one of them there would have been scarcity. How many there were the round's result says.
	pub async fn pivotal(
		&self,
		interval: Interval,
		round: Interval,
	) -> Result<Vec<NodeIndex>, ChainError> {
		self.market("pivotal", (interval, round)).await
	}

	/// A page of an interval's transactions in a round.
	pub async fn transactions(
		&self,
		interval: Interval,
		round: Interval,
		page: PageIndex,
	) -> Result<Vec<Transaction<AccountId32>>, ChainError> {
		self.market("transactions", (interval, round, page)).await
	}

	/// A node's transactions for the intervals from `first` to `last`, in as many reads as that takes.
	pub async fn transactions_of(
		&self,
		node: NodeIndex,
		first: Interval,
		last: Interval,
	) -> Result<Vec<Transaction<AccountId32>>, ChainError> {
		let (mut all, mut from) = (Vec::new(), first);
		while from <= last {
			let (some, next): (Vec<Transaction<AccountId32>>, Option<Interval>) =
				self.market("transactions_of", (node, from, last)).await?;
			all.extend(some);
			// It goes on behind where it began, or not at all.
			match next.filter(|next| *next > from) {
				Some(next) => from = next,
				None => break,
			}
		}
		Ok(all)
	}

	/// Sums over all intervals of a node that were ever settled.
	pub async fn totals(&self, node: NodeIndex) -> Result<Totals, ChainError> {
		self.market("totals", (node,)).await
	}

	/// A node's meters.
	pub async fn meters(&self, node: NodeIndex) -> Result<Vec<NodeMeter>, ChainError> {
		self.market("meters", (node,)).await
	}

	/// The readings of a meter that count and can still be disputed.
	pub async fn readings(&self, meter: MeterIndex) -> Result<Vec<Reading>, ChainError> {
		self.market("readings", (meter,)).await
	}

	/// What a node may feed in beyond its positions, for the intervals from `first` to `last` in which a line above it is
	/// full, in as many reads as that takes.
	pub async fn rights(
		&self,
		node: NodeIndex,
		first: Interval,
		last: Interval,
	) -> Result<Vec<(Interval, FeedInRight)>, ChainError> {
		let mut all = Vec::new();
		for (first, last) in parts(first, last) {
			let some: Vec<(Interval, FeedInRight)> =
				self.market("rights", (node, first, last)).await?;
			all.extend(some);
		}
		Ok(all)
	}

	/// How a node's intervals from `first` to `last` are settled, in as many reads as that takes.
	pub async fn invoices(
		&self,
		node: NodeIndex,
		first: Interval,
		last: Interval,
	) -> Result<Vec<(Interval, Invoice)>, ChainError> {
		let mut all = Vec::new();
		for (first, last) in parts(first, last) {
			let some: Vec<(Interval, Invoice)> =
				self.market("invoices", (node, first, last)).await?;
			all.extend(some);
		}
		Ok(all)
	}

	/// What a node's intervals came to, the first 1,000 at most.
	pub async fn statement(
		&self,
		node: NodeIndex,
		first: Interval,
		last: Interval,
	) -> Result<Statement, ChainError> {
		self.market("statement", (node, first, last)).await
	}

	/// What a node has paid to neighbours in settled intervals from `first` to `last`, fees included, in planck.
	pub async fn purchases(
		&self,
		node: NodeIndex,
		first: Interval,
		last: Interval,
	) -> Result<Planck, ChainError> {
		let mut sum: Planck = 0;
		for (first, last) in parts(first, last) {
			let part = self.statement(node, first, last).await?;
			sum = sum.saturating_add(part.totals.purchases);
		}
		Ok(sum)
	}
}

/// A range in parts of which the chain answers each as a whole: of more intervals it would leave out the last ones.
fn parts(first: Interval, last: Interval) -> impl Iterator<Item = (Interval, Interval)> {
	let mut from = Some(first);
	std::iter::from_fn(move || {
		let first = from.filter(|from| *from <= last)?;
		let end = last.min(first.saturating_add(MAX_RANGE - 1));
		from = end.checked_add(1);
		Some((first, end))
	})
}

/// The page to go on with: one behind that which was read, or none, whatever the node says.
fn further(next: Option<PageIndex>, read: PageIndex) -> Option<PageIndex> {
	next.filter(|next| *next > read)
}

/// What the runtime is asked: which view function, and its arguments as bytes.
fn asked(bare: &[u8]) -> Vec<u8> {
	let (id, args) = bare.split_at_checked(VIEW_ID).unwrap_or((bare, &[]));
	[id, &args.encode()].concat()
}

/// What a view function has answered; none if it was not answered.
fn answered(answer: &[u8]) -> Option<Vec<u8>> {
	let (kind, mut bytes) = answer.split_first()?;
	if *kind == 0 { Vec::decode(&mut bytes).ok() } else { None }
}

/// Two parts of a book, in the order of pages.
fn joined(one: Depth, next: Depth) -> Depth {
	let steps = |one: Vec<(Price, Wh)>, next: Vec<(Price, Wh)>| {
		let mut steps: BTreeMap<Price, Wh> = BTreeMap::new();
		for (price, energy) in one.into_iter().chain(next) {
			let step = steps.entry(price).or_default();
			*step = step.saturating_add(energy);
		}
		steps
	};
	Depth {
		demand: one.demand.saturating_add(next.demand),
		limited: steps(one.limited, next.limited).into_iter().rev().collect(),
		supply: steps(one.supply, next.supply).into_iter().collect(),
		next_page: next.next_page,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn view_functions_take_and_give_bytes_in_bytes() {
		let bare = [[7; 32].as_slice(), &[1, 2, 3]].concat();
		assert_eq!(asked(&bare), [[7; 32].as_slice(), &[12, 1, 2, 3]].concat());
		assert_eq!(asked(&[7; 32]), [[7; 32].as_slice(), &[0]].concat());
		assert_eq!(answered(&[0, 8, 5, 6]), Some(vec![5, 6]));
		// An error, or nothing that could be one.
		for wrong in [[1, 2].as_slice(), &[], &[0, 8, 5]] {
			assert_eq!(answered(wrong), None);
		}
	}

	#[test]
	fn a_range_is_asked_in_parts_that_are_answered_whole() {
		let all = |first, last| parts(first, last).collect::<Vec<_>>();
		assert_eq!(all(7, 7), [(7, 7)]);
		assert_eq!(all(0, MAX_RANGE - 1), [(0, MAX_RANGE - 1)]);
		assert_eq!(all(5, MAX_RANGE + 5), [(5, MAX_RANGE + 4), (MAX_RANGE + 5, MAX_RANGE + 5)]);
		let end = Interval::MAX;
		assert_eq!(all(end - MAX_RANGE, end), [(end - MAX_RANGE, end - 1), (end, end)]);
		assert_eq!(all(8, 7), []);
	}

	#[test]
	fn pages_only_go_on() {
		assert_eq!(further(Some(64), 0), Some(64));
		assert_eq!(
			(further(Some(64), 64), further(Some(0), 64), further(None, 0)),
			(None, None, None)
		);
	}

	#[test]
	fn pages_of_a_book_are_joined_by_price() {
		let one = Depth {
			demand: 5,
			limited: vec![(9, 1), (7, 2)],
			supply: vec![(3, 4), (8, 5)],
			next_page: Some(64),
		};
		let next = Depth {
			demand: 6,
			limited: vec![(8, 3), (7, 1)],
			supply: vec![(3, 1), (4, 2)],
			next_page: None,
		};
		let whole = Depth {
			demand: 11,
			limited: vec![(9, 1), (8, 3), (7, 3)],
			supply: vec![(3, 5), (4, 2), (8, 5)],
			next_page: None,
		};
		assert_eq!(joined(one, next), whole);
	}
}
