// SPDX-License-Identifier: Apache-2.0

//! The clearing of a round, step by step.

use alloc::{
	boxed::Box,
	vec::{IntoIter, Vec},
};
use frame_support::{
	BoundedVec, defensive,
	traits::Defensive,
	weights::{Weight, WeightMeter},
};
use gridmerit_market::{
	Book, Clearing as Cleared, Demand, Filling, Leg, Offer, PriceSearch, Step, StepError, Sweep,
};
use gridmerit_primitives::{
	Books, ClosedRound, Interval, Order, PAGE_ROWS, Page, PageIndex, PageSet, Rules, Wh,
};

use crate::{
	CURVE_STEPS, Clearing, Config, Curve, Curves, Event, ForgottenTo, Pallet, PositionPages,
	Progress, Results, RoundResult, Side, Stage, Trade, Trades, Transactions, weights::WeightInfo,
};

/// What does not outlive a block: read once from the book, or found again from the progress.
struct Run {
	/// The pages on which there are orders.
	pages: PageSet,
	sellers: Option<Legs>,
	buyers: Option<Legs>,
}

/// What is left of a page for the sweep, and the fills after it. No page: there was none left.
struct Legs {
	page: Option<PageIndex>,
	left: IntoIter<Leg>,
	after: Filling,
}

/// The orders of a page as the market crate takes them.
pub(crate) struct Rows {
	demands: Vec<Demand>,
	offers: Vec<Offer>,
}

impl Rows {
	pub fn new(orders: &Page<Order>, page: PageIndex) -> Self {
		let (mut demands, mut offers) = (Vec::new(), Vec::new());
		for (node, order) in orders.rows(page) {
			match *order {
				Order::Demand { quantity } => demands.push(Demand { node, quantity }),
				Order::Offer { capacity, ask } => offers.push(Offer { node, capacity, ask }),
			}
		}
		Self { demands, offers }
	}

	pub fn book(&self) -> Result<Book<'_>, Failed> {
		Book::new(&self.demands, &self.offers).map_err(|_| Failed)
	}

	fn len(&self) -> u32 {
		(self.demands.len() as u32).saturating_add(self.offers.len() as u32)
	}
}

/// The book of an interval is not sound.
#[derive(Debug)]
pub(crate) struct Failed;

impl From<StepError> for Failed {
	fn from(_: StepError) -> Self {
		Self
	}
}

impl<T: Config> Pallet<T> {
	/// What a step may cost at most.
	pub(crate) fn largest_step() -> Weight {
		let rows = PAGE_ROWS;
		T::WeightInfo::turn()
			.max(T::WeightInfo::count(rows))
			.max(T::WeightInfo::load(rows))
			.max(T::WeightInfo::assign(rows))
			.max(T::WeightInfo::fill(rows))
			.max(T::Books::open_next_weight())
			.saturating_add(T::WeightInfo::poll())
	}

	/// Clears what there is to clear, as far as the weight goes.
	pub(crate) fn clear(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::poll()).is_err() {
			return;
		}
		// None while the operator has stopped it, too.
		let Some(round) = T::Books::closed_round() else { return };
		let mut progress = Clearing::<T>::get().unwrap_or_else(|| Self::begin(round));
		let mut run = Run { pages: T::Books::pages(), sellers: None, buyers: None };
		if run.pages.is_empty() {
			progress.interval = round.last.saturating_add(1);
		}
		while meter.can_consume(Self::worst(&progress)) {
			let (used, open) = Self::step(&mut progress, &mut run);
			meter.consume(used);
			if open {
				Clearing::<T>::kill();
				return;
			}
		}
		Clearing::<T>::put(progress);
	}

	fn begin(round: ClosedRound) -> Progress {
		if !ForgottenTo::<T>::exists() {
			ForgottenTo::<T>::put(round.number);
		}
		let (interval, kept) = (round.first, PageSet::default());
		Progress { round, interval, kept, stage: Stage::Begin }
	}

	/// The most that the next step can cost.
	fn worst(progress: &Progress) -> Weight {
		let rows = PAGE_ROWS;
		match progress.stage {
			Stage::Begin if progress.interval > progress.round.last => T::Books::open_next_weight(),
			Stage::Begin => T::WeightInfo::turn(),
			Stage::Price { .. } => T::WeightInfo::count(rows).max(T::WeightInfo::turn()),
			Stage::Assign { .. } => T::WeightInfo::load(rows)
				.max(T::WeightInfo::assign(rows))
				.max(T::WeightInfo::turn()),
			Stage::Fill { .. } => T::WeightInfo::fill(rows).max(T::WeightInfo::turn()),
		}
	}

	/// Takes one step: what it cost, and whether the next round is open.
	fn step(progress: &mut Progress, run: &mut Run) -> (Weight, bool) {
		let Progress { round, interval, .. } = *progress;
		if interval > round.last {
			let open = T::Books::open_next(&progress.kept);
			if open {
				Self::deposit_event(Event::RoundCleared { round: round.number });
			}
			return (T::Books::open_next_weight(), open);
		}
		let stage = core::mem::replace(&mut progress.stage, Stage::Begin);
		let (next, used) = match Self::advance(stage, progress, run) {
			Ok(next) => next,
			Err(Failed) => {
				defensive!("the book of an interval is not sound");
				Self::deposit_event(Event::ClearingFailed { interval, round: round.number });
				(run.sellers, run.buyers) = (None, None);
				let mut page = run.pages.from(0);
				while let Some(kept) = page {
					progress.kept.insert(kept);
					page = run.pages.from(kept.saturating_add(1));
				}
				(None, T::WeightInfo::turn())
			},
		};
		match next {
			Some(next) => progress.stage = next,
			None => progress.interval = interval.saturating_add(1),
		}
		(used, false)
	}

	/// Takes a step in an interval: the stage after it, none if the interval is done, and what it cost.
	fn advance(
		stage: Stage,
		progress: &mut Progress,
		run: &mut Run,
	) -> Result<(Option<Stage>, Weight), Failed> {
		let Progress { round, interval, .. } = *progress;
		match stage {
			Stage::Begin => {
				let done = Results::<T>::contains_key(interval, round.number);
				let rules = T::Books::rules(interval).filter(|_| !done);
				let stage = rules.map(|rules| Stage::Price {
					rules,
					search: Box::new(PriceSearch::new(&rules)),
					page: 0,
				});
				Ok((stage, T::WeightInfo::turn()))
			},
			Stage::Price { rules, mut search, page } => match run.pages.from(page) {
				Some(page) => {
					let rows = Rows::new(&T::Books::page(interval, page), page);
					search.page(rows.book()?)?;
					let page = page.saturating_add(1);
					Ok((
						Some(Stage::Price { rules, search, page }),
						T::WeightInfo::count(rows.len()),
					))
				},
				None => {
					let stage = match search.end_pass()? {
						None => Some(Stage::Price { rules, search, page: 0 }),
						Some(cleared) if cleared.demand == 0 && cleared.supply == 0 => None,
						Some(cleared) if cleared.traded() == 0 => {
							Some(Self::fill_stage(rules, cleared, 0)?)
						},
						Some(cleared) => Some(Self::assign_stage(rules, cleared)?),
					};
					Ok((stage, T::WeightInfo::turn()))
				},
			},
			Stage::Assign { rules, clearing, sellers, buyers, sweep, pages, trades } => {
				let key = (interval, round.number);
				let mut state = Assignment { sellers, buyers, sweep, pages, trades };
				let (done, used) = state.step::<T>(key, run)?;
				let Assignment { sellers, buyers, sweep, pages, trades } = state;
				let stage = if done {
					let written = pages.saturating_mul(PAGE_ROWS);
					Self::fill_stage(rules, clearing, written.saturating_add(trades.len() as u32))?
				} else {
					Stage::Assign { rules, clearing, sellers, buyers, sweep, pages, trades }
				};
				Ok((Some(stage), used))
			},
			Stage::Fill { rules, clearing, transactions, mut filling, mut curve, page } => {
				let Some(page) = run.pages.from(page) else {
					// Every page was filled for the assignment before: they hold what was cleared.
					let _ = filling.finish().defensive();
					Self::record((interval, round.number), &clearing, transactions, curve);
					return Ok((None, T::WeightInfo::turn()));
				};
				let orders = T::Books::page(interval, page);
				let count = orders.len();
				let left = Self::fill(
					interval,
					page,
					orders,
					&rules,
					&clearing,
					&mut filling,
					&mut curve,
				)?;
				if T::Books::put_back(interval, page, left) {
					progress.kept.insert(page);
				}
				let page = page.saturating_add(1);
				Ok((
					Some(Stage::Fill { rules, clearing, transactions, filling, curve, page }),
					T::WeightInfo::fill(count),
				))
			},
		}
	}

	fn assign_stage(rules: Rules, clearing: Cleared) -> Result<Stage, Failed> {
		let filling = Filling::new(&clearing, &rules).map_err(|_| Failed)?;
		let side = Side { filling, page: 0 };
		Ok(Stage::Assign {
			rules,
			clearing,
			sellers: side.clone(),
			buyers: side,
			sweep: Sweep::new(&clearing),
			pages: 0,
			trades: Trades::default(),
		})
	}

	fn fill_stage(rules: Rules, clearing: Cleared, transactions: u32) -> Result<Stage, Failed> {
		let filling = Filling::new(&clearing, &rules).map_err(|_| Failed)?;
		let (from, to) = (rules.limits.cheapest_ask(), rules.limits.dearest_ask());
		let mut supply = BoundedVec::new();
		supply.bounded_resize(CURVE_STEPS as usize, 0);
		let curve = Curve { from, to, supply };
		Ok(Stage::Fill { rules, clearing, transactions, filling, curve, page: 0 })
	}

	/// Writes the positions of a page; what is left of its orders.
	fn fill(
		interval: Interval,
		page: PageIndex,
		orders: Page<Order>,
		rules: &Rules,
		clearing: &Cleared,
		filling: &mut Filling,
		curve: &mut Curve,
	) -> Result<Page<Order>, Failed> {
		let rows = Rows::new(&orders, page);
		let (mut bought, mut sold) = (Vec::new(), Vec::new());
		filling.page(rows.book()?, &mut bought, &mut sold)?;
		curve.add(&rows.offers);
		if bought.iter().chain(&sold).all(|energy| *energy == 0) {
			return Ok(orders);
		}
		let price = clearing.price.unwrap_or(0);
		let fee = rules.limits.fee();
		let (mut bought, mut sold) = (bought.into_iter(), sold.into_iter());
		let mut positions = PositionPages::<T>::get(interval, page);
		let left = orders.update(page, |node, order| {
			let before = positions.get(node).copied().unwrap_or_default();
			let (energy, after, left) = match order {
				Order::Demand { quantity } => {
					let energy = bought.next().unwrap_or(0);
					let left = quantity.saturating_sub(energy);
					let left = (left > 0).then_some(Order::Demand { quantity: left });
					(energy, before.buy(energy, price, fee), left)
				},
				Order::Offer { capacity, ask } => {
					let energy = sold.next().unwrap_or(0);
					let left = capacity.saturating_sub(energy);
					let left = (left > 0).then_some(Order::Offer { capacity: left, ask });
					(energy, before.sell(energy, price), left)
				},
			};
			// Bounds on orders, prices and rounds keep every position within its integers.
			if energy > 0
				&& let Some(after) = after.defensive()
			{
				positions.set(node, after);
			}
			left
		});
		PositionPages::<T>::insert(interval, page, positions);
		Ok(left)
	}

	fn record(
		(interval, round): (Interval, Interval),
		clearing: &Cleared,
		transactions: u32,
		curve: Curve,
	) {
		let result = RoundResult::new(clearing, transactions);
		Results::<T>::insert(interval, round, result);
		Curves::<T>::insert(interval, round, curve);
		let RoundResult { status, price, traded, utility_import, utility_export, .. } = result;
		Self::deposit_event(Event::IntervalCleared {
			interval,
			round,
			status,
			price,
			traded,
			utility_import,
			utility_export,
			transactions,
		});
	}

	/// Forgets one entry, or goes on to the next interval; whether there may be more to do.
	pub(crate) fn prune() -> bool {
		let Some(interval) = ForgottenTo::<T>::get() else { return false };
		if interval >= T::Books::remembered_from() {
			return false;
		}
		if let Some(round) = Results::<T>::iter_key_prefix(interval).next() {
			Results::<T>::remove(interval, round);
			Curves::<T>::remove(interval, round);
		} else if let Some(page) = PositionPages::<T>::iter_key_prefix(interval).next() {
			PositionPages::<T>::remove(interval, page);
		} else if let Some((round, page)) = Transactions::<T>::iter_key_prefix((interval,)).next() {
			Transactions::<T>::remove((interval, round, page));
		} else {
			ForgottenTo::<T>::put(interval.saturating_add(1));
		}
		true
	}
}

/// Pairs sellers with buyers.
struct Assignment {
	sellers: Side,
	buyers: Side,
	sweep: Sweep,
	pages: PageIndex,
	trades: Trades,
}

impl Assignment {
	/// Loads a page of either side, or makes transactions until a page of them is full or a side has run
	/// dry. Whether all is assigned, and what it cost.
	fn step<T: Config>(
		&mut self,
		key: (Interval, Interval),
		run: &mut Run,
	) -> Result<(bool, Weight), Failed> {
		let Some(sellers) = &mut run.sellers else {
			let last = self.sweep.seller();
			let (legs, count) =
				self.sellers.load::<T>(key.0, &run.pages, last, |book, _, sold| {
					book.sellers(sold).collect()
				})?;
			run.sellers = Some(legs);
			return Ok((false, T::WeightInfo::load(count)));
		};
		let Some(buyers) = &mut run.buyers else {
			let last = self.sweep.buyer();
			let (legs, count) =
				self.buyers.load::<T>(key.0, &run.pages, last, |book, bought, _| {
					book.buyers(bought).collect()
				})?;
			run.buyers = Some(legs);
			return Ok((false, T::WeightInfo::load(count)));
		};
		let mut made = 0_u32;
		while !self.trades.is_full() {
			match self.sweep.step(&mut sellers.left, &mut buyers.left)? {
				Step::Transaction(transaction) => {
					let gridmerit_market::Transaction { seller, buyer, energy, .. } = transaction;
					// There is room: the page is not full.
					let _ = self.trades.try_push(Trade { seller, buyer, energy });
					made = made.saturating_add(1);
				},
				Step::Sellers if sellers.page.is_none() => {
					// The sellers' fills have seen the whole book.
					sellers.after.clone().finish()?;
					self.sweep.finish()?;
					if !self.trades.is_empty() {
						Transactions::<T>::insert((key.0, key.1, self.pages), &self.trades);
					}
					(run.sellers, run.buyers) = (None, None);
					return Ok((true, T::WeightInfo::assign(made)));
				},
				Step::Sellers => {
					self.sellers.next(run.sellers.take());
					return Ok((false, T::WeightInfo::assign(made)));
				},
				// More is sold than bought.
				Step::Buyers if buyers.page.is_none() => return Err(Failed),
				Step::Buyers => {
					self.buyers.next(run.buyers.take());
					return Ok((false, T::WeightInfo::assign(made)));
				},
			}
		}
		Transactions::<T>::insert((key.0, key.1, self.pages), &self.trades);
		self.pages = self.pages.saturating_add(1);
		self.trades = Trades::default();
		Ok((false, T::WeightInfo::assign(made)))
	}
}

impl Side {
	/// Fills the page at hand, without what the sweep has taken of it, and counts its orders.
	fn load<T: Config>(
		&mut self,
		interval: Interval,
		pages: &PageSet,
		last: Option<Leg>,
		legs: impl FnOnce(Book<'_>, &[Wh], &[Wh]) -> Vec<Leg>,
	) -> Result<(Legs, u32), Failed> {
		let mut after = self.filling.clone();
		let page = pages.from(self.page);
		let Some(at) = page else {
			return Ok((Legs { page, left: Vec::new().into_iter(), after }, 0));
		};
		let rows = Rows::new(&T::Books::page(interval, at), at);
		let (mut bought, mut sold) = (Vec::new(), Vec::new());
		let book = rows.book()?;
		after.page(book, &mut bought, &mut sold)?;
		let mut left = legs(book, &bought, &sold);
		left.retain(|leg| last.is_none_or(|last| last.node < leg.node));
		Ok((Legs { page, left: left.into_iter(), after }, rows.len()))
	}

	/// Goes on behind a page that is used up.
	fn next(&mut self, legs: Option<Legs>) {
		if let Some(Legs { page: Some(page), after, .. }) = legs {
			*self = Side { filling: after, page: page.saturating_add(1) };
		}
	}
}

impl Curve {
	fn add(&mut self, offers: &[Offer]) {
		let span = self.to.saturating_sub(self.from).saturating_add(1);
		for offer in offers {
			let step = offer
				.ask
				.saturating_sub(self.from)
				.saturating_mul(CURVE_STEPS.into())
				.checked_div(span)
				.unwrap_or(0);
			if let Some(energy) = self.supply.get_mut(step as usize) {
				*energy = energy.saturating_add(offer.capacity);
			}
		}
	}
}
