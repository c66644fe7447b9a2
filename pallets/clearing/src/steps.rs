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
pub(crate) struct Run {
	/// The pages on which there are orders.
	pages: PageSet,
	sellers: Option<Legs>,
	buyers: Option<Legs>,
}

impl Run {
	pub fn new(pages: PageSet) -> Self {
		Self { pages, sellers: None, buyers: None }
	}
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
		let rows = orders.len() as usize;
		let (mut demands, mut offers) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
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
	/// The least that a block must have for the clearing to advance, whatever comes next.
	pub(crate) fn largest_step() -> Weight {
		let rows = PAGE_ROWS;
		T::WeightInfo::turn()
			.max(T::WeightInfo::count(rows))
			.max(Self::assign_weight())
			.max(T::WeightInfo::fill(rows))
			.max(T::WeightInfo::prune())
			.max(T::Books::open_next_weight())
			.saturating_add(T::WeightInfo::poll())
	}

	/// The most that a step of the assignment can cost: in a new block both sides are loaded again, and the
	/// step still has to get on, or it would do the same in every block.
	fn assign_weight() -> Weight {
		let load = T::WeightInfo::load(PAGE_ROWS);
		load.saturating_mul(2).saturating_add(load.max(T::WeightInfo::assign()))
	}

	/// Clears what there is to clear, as far as the weight goes.
	pub(crate) fn clear(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::poll()).is_err() {
			return;
		}
		// None while the operator has stopped it, too.
		let Some(round) = T::Books::closed_round() else { return };
		let mut run = Run::new(T::Books::pages());
		let mut progress = match Clearing::<T>::get() {
			Some(progress) if progress.round.number == round.number => progress,
			// Its positions may be half written: rather stand still than write them twice.
			None if Clearing::<T>::exists() => {
				defensive!("a clearing under way was not migrated");
				return;
			},
			_ => Self::begin(round, &run.pages),
		};
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

	pub(crate) fn begin(round: ClosedRound, pages: &PageSet) -> Progress {
		if !ForgottenTo::<T>::exists() {
			ForgottenTo::<T>::put(round.number);
		}
		// Without orders there is nothing to do but to open the next round.
		let end = round.last.saturating_add(1).max(round.first);
		let interval = if pages.is_empty() { end } else { round.first };
		Progress { round, interval, kept: PageSet::default(), stage: Stage::Begin }
	}

	/// The most that the next step can cost.
	pub(crate) fn worst(progress: &Progress) -> Weight {
		let rows = PAGE_ROWS;
		match progress.stage {
			Stage::Begin if progress.interval > progress.round.last => T::Books::open_next_weight(),
			Stage::Begin => T::WeightInfo::turn(),
			Stage::Price { .. } => T::WeightInfo::count(rows).max(T::WeightInfo::turn()),
			Stage::Assign { .. } => Self::assign_weight(),
			Stage::Fill { .. } => {
				T::WeightInfo::fill(rows).max(T::WeightInfo::count(0)).max(T::WeightInfo::turn())
			},
			Stage::TakeBack { .. } => T::WeightInfo::prune(),
		}
	}

	/// Takes one step: what it cost, and whether the next round is open.
	pub(crate) fn step(progress: &mut Progress, run: &mut Run) -> (Weight, bool) {
		let Progress { round, interval, .. } = *progress;
		if interval > round.last {
			let (open, used) = T::Books::open_next(&progress.kept);
			if open {
				Self::deposit_event(Event::RoundCleared { round: round.number });
			}
			return (used, open);
		}
		let worst = Self::worst(progress);
		let stage = core::mem::replace(&mut progress.stage, Stage::Begin);
		let written = if let Stage::Assign { pages, .. } = &stage { *pages } else { 0 };
		let (next, used) = match Self::advance(stage, progress, run) {
			Ok(next) => next,
			Err(Failed) => {
				Self::deposit_event(Event::ClearingFailed { interval, round: round.number });
				(run.sellers, run.buyers) = (None, None);
				// All its orders stay.
				progress.kept = run.pages.clone();
				(Some(Stage::TakeBack { pages: written }), worst)
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
				// Never twice, even if the progress was lost: what is left of its orders waits.
				let done = Results::<T>::contains_key(interval, round.number);
				if done {
					progress.kept = run.pages.clone();
				}
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
				let round = round.number;
				let Some(page) = run.pages.from(page) else {
					if filling.finish().is_err() {
						Self::deposit_event(Event::ClearingFailed { interval, round });
					}
					Self::record((interval, round), &clearing, transactions, curve);
					return Ok((None, T::WeightInfo::turn()));
				};
				let orders = T::Books::page(interval, page);
				let count = orders.len();
				if count > 0 {
					let left = Self::fill(
						interval,
						page,
						orders,
						&rules,
						&clearing,
						&mut filling,
						&mut curve,
					);
					if T::Books::put_back(interval, page, left) {
						progress.kept.insert(page);
					}
				}
				let page = page.saturating_add(1);
				let next = Stage::Fill { rules, clearing, transactions, filling, curve, page };
				let used =
					if count > 0 { T::WeightInfo::fill(count) } else { T::WeightInfo::count(0) };
				Ok((Some(next), used))
			},
			Stage::TakeBack { pages } => {
				let next = pages.checked_sub(1).map(|pages| {
					Transactions::<T>::remove((interval, round.number, pages));
					Stage::TakeBack { pages }
				});
				Ok((next, T::WeightInfo::prune()))
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

	pub(crate) fn fill_stage(
		rules: Rules,
		clearing: Cleared,
		transactions: u32,
	) -> Result<Stage, Failed> {
		let filling = Filling::new(&clearing, &rules).map_err(|_| Failed)?;
		let (from, to) = (rules.limits.cheapest_ask(), rules.limits.dearest_ask());
		let mut supply = BoundedVec::new();
		supply.bounded_resize(CURVE_STEPS as usize, 0);
		let curve = Curve { from, to, supply };
		Ok(Stage::Fill { rules, clearing, transactions, filling, curve, page: 0 })
	}

	/// Writes the positions of a page; what is left of its orders. A page that cannot be filled any more
	/// stays as it is: what was assigned to others stands, as it is partly written.
	fn fill(
		interval: Interval,
		page: PageIndex,
		orders: Page<Order>,
		rules: &Rules,
		clearing: &Cleared,
		filling: &mut Filling,
		curve: &mut Curve,
	) -> Page<Order> {
		let rows = Rows::new(&orders, page);
		let (mut bought, mut sold) = (Vec::new(), Vec::new());
		let filled = rows
			.book()
			.and_then(|book| filling.page(book, &mut bought, &mut sold).map_err(Failed::from));
		if filled.is_err() {
			return orders;
		}
		curve.add(&rows.offers);
		if bought.iter().chain(&sold).all(|energy| *energy == 0) {
			return orders;
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
		left
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

	/// Forgets what is not to be remembered, as far as the weight goes.
	pub(crate) fn prune(meter: &mut WeightMeter) {
		while meter.try_consume(T::WeightInfo::prune()).is_ok() {
			let Some(interval) = ForgottenTo::<T>::get() else { return };
			if interval >= T::Books::remembered_from() {
				return;
			}
			let mut entries = Self::drain(interval);
			while entries.next().is_some() {
				if meter.try_consume(T::WeightInfo::prune()).is_err() {
					return;
				}
			}
			ForgottenTo::<T>::put(interval.saturating_add(1));
		}
	}

	/// Removes the entries of an interval, one each time it is asked. One iterator for all: to begin anew
	/// for each entry would be to walk past all those that this block has removed.
	pub(crate) fn drain(interval: Interval) -> impl Iterator<Item = ()> {
		let transactions = Transactions::<T>::iter_key_prefix((interval,)).drain().map(|_| ());
		let positions = PositionPages::<T>::iter_key_prefix(interval).drain().map(|_| ());
		let curves = Curves::<T>::iter_key_prefix(interval).drain().map(|_| ());
		let results = Results::<T>::iter_key_prefix(interval).drain().map(|_| ());
		transactions.chain(positions).chain(curves).chain(results)
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
	/// Makes transactions until a page of them is full, which is written, or a side has run dry, whose
	/// next page is loaded. Whether all is assigned, and what it cost.
	fn step<T: Config>(
		&mut self,
		key: (Interval, Interval),
		run: &mut Run,
	) -> Result<(bool, Weight), Failed> {
		let mut used = Weight::zero();
		let mut sellers = match run.sellers.take() {
			Some(legs) => legs,
			None => self.load_sellers::<T>(key.0, &run.pages, &mut used)?,
		};
		let mut buyers = match run.buyers.take() {
			Some(legs) => legs,
			None => self.load_buyers::<T>(key.0, &run.pages, &mut used)?,
		};
		let mut done = false;
		while !done && !self.trades.is_full() {
			match self.sweep.step(&mut sellers.left, &mut buyers.left)? {
				Step::Transaction(transaction) => {
					let gridmerit_market::Transaction { seller, buyer, energy, .. } = transaction;
					// There is room: the page is not full.
					let _ = self.trades.try_push(Trade { seller, buyer, energy });
				},
				Step::Sellers if let Some(page) = sellers.page => {
					self.sellers.pass(page, sellers.after);
					run.sellers = Some(self.load_sellers::<T>(key.0, &run.pages, &mut used)?);
					run.buyers = Some(buyers);
					return Ok((false, used));
				},
				// When all is sold, too: both have to see the whole book before anything is written of it.
				Step::Sellers | Step::Buyers if let Some(page) = buyers.page => {
					self.buyers.pass(page, buyers.after);
					run.buyers = Some(self.load_buyers::<T>(key.0, &run.pages, &mut used)?);
					run.sellers = Some(sellers);
					return Ok((false, used));
				},
				_ => done = true,
			}
		}
		if done {
			sellers.after.clone().finish()?;
			buyers.after.clone().finish()?;
			self.sweep.finish()?;
		}
		if !self.trades.is_empty() {
			Transactions::<T>::insert((key.0, key.1, self.pages), &self.trades);
		}
		used.saturating_accrue(T::WeightInfo::assign());
		if !done {
			self.pages = self.pages.saturating_add(1);
			self.trades = Trades::default();
			(run.sellers, run.buyers) = (Some(sellers), Some(buyers));
		}
		Ok((done, used))
	}

	fn load_sellers<T: Config>(
		&self,
		interval: Interval,
		pages: &PageSet,
		used: &mut Weight,
	) -> Result<Legs, Failed> {
		let last = self.sweep.seller();
		self.sellers
			.load::<T>(interval, pages, last, used, |book, _, sold| book.sellers(sold).collect())
	}

	fn load_buyers<T: Config>(
		&self,
		interval: Interval,
		pages: &PageSet,
		used: &mut Weight,
	) -> Result<Legs, Failed> {
		let last = self.sweep.buyer();
		self.buyers
			.load::<T>(interval, pages, last, used, |book, bought, _| book.buyers(bought).collect())
	}
}

impl Side {
	/// Fills the page at hand, without what the sweep has taken of it.
	fn load<T: Config>(
		&self,
		interval: Interval,
		pages: &PageSet,
		last: Option<Leg>,
		used: &mut Weight,
		legs: impl FnOnce(Book<'_>, &[Wh], &[Wh]) -> Vec<Leg>,
	) -> Result<Legs, Failed> {
		let mut after = self.filling.clone();
		let page = pages.from(self.page);
		let Some(at) = page else {
			used.saturating_accrue(T::WeightInfo::load(0));
			return Ok(Legs { page, left: Vec::new().into_iter(), after });
		};
		let rows = Rows::new(&T::Books::page(interval, at), at);
		used.saturating_accrue(T::WeightInfo::load(rows.len()));
		let (mut bought, mut sold) = (Vec::new(), Vec::new());
		let book = rows.book()?;
		after.page(book, &mut bought, &mut sold)?;
		let mut left = legs(book, &bought, &sold);
		left.retain(|leg| last.is_none_or(|last| last.node < leg.node));
		Ok(Legs { page, left: left.into_iter(), after })
	}

	/// Goes on behind a page that is used up.
	fn pass(&mut self, page: PageIndex, after: Filling) {
		*self = Side { filling: after, page: page.saturating_add(1) };
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
