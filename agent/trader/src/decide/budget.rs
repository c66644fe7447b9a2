// SPDX-License-Identifier: Apache-2.0

//! What the rulebook's limits leave room for, order by order.

use gridmerit_energy::{
	Battery, Order, Planck, Position, Price, Wh, Window,
	admission::{ChargeWalk, Inadmissible},
	payment,
};

use super::situation::{Situation, storage_unit};
use crate::rulebook::Rulebook;

/// What of the rulebook's limits is left, as wishes use it up.
pub(super) struct Budget {
	spend: Option<Planck>,
	/// What orders may tie up beyond what positions do.
	lock: Planck,
	/// What sets that.
	lock_set_by: &'static str,
	/// A storage node's battery, and what it holds: the chain takes no order that it cannot carry out.
	store: Option<(Battery, Wh)>,
	interval_ms: u32,
}

impl Budget {
	pub(super) fn new(rulebook: &Rulebook, at: &Situation<'_>, decided: &[&Window]) -> Self {
		let (mut spent, mut locked) = (at.spent_today, at.node.locked);
		for open in &at.node.open {
			let of = |window: &&Window| window.interval == open.interval;
			if let Some(window) = decided.iter().copied().find(of) {
				// What its order ties up is tied up anew by the one that replaces it; and so is what trust has waived,
				// which it need not do again.
				let stays = open.position.exposure(&window.tariff);
				locked = locked.saturating_sub(open.locked).saturating_add(stays);
			} else if let Some(window) = at.windows.iter().find(of)
				&& let Some(Order::Demand { quantity, limit }) = open.order
			{
				// Its order stays, and may still buy.
				spent = spent.saturating_add(payment(quantity, dearest(window, limit)));
			}
		}
		let battery = rulebook.battery.as_ref().filter(|_| at.node.roles.only_stores());
		let limits = &rulebook.limits;
		let money = at.node.credit.saturating_add(at.funds);
		let (most, lock_set_by) = match limits.max_locked {
			Some(most) if most < money => (most, "limits.max_locked_unit"),
			_ => (money, "there is no more money to tie up"),
		};
		Self {
			spend: limits.max_spend_per_day.map(|most| most.saturating_sub(spent)),
			lock: most.saturating_sub(locked),
			lock_set_by,
			store: battery
				.map(|battery| storage_unit(battery, at.charge))
				.map(|s| (s.battery, s.charge)),
			interval_ms: at.interval_ms,
		}
	}

	/// The most of a quantity that there is room for, and what leaves no room for more.
	pub(super) fn afford(&self, quantity: Wh, uses: &Uses<'_>) -> (Wh, Option<&'static str>) {
		let spend = |quantity| self.spend.is_none_or(|left| uses.spend(quantity) <= left);
		let lock = |quantity| uses.lock(quantity) <= self.lock;
		let store = |quantity| {
			self.store.is_none_or(|store| uses.charge(store, self.interval_ms, quantity).is_ok())
		};
		[
			(most(quantity, spend), "limits.max_spend_unit_per_day"),
			(most(quantity, lock), self.lock_set_by),
			(most(quantity, store), "the battery holds too little or too much"),
		]
		.into_iter()
		.fold((quantity, None), |(least, reason), (most, name)| match most < least {
			true => (most, Some(name)),
			false => (least, reason),
		})
	}

	pub(super) fn take(&mut self, quantity: Wh, uses: &Uses<'_>) {
		self.spend = self.spend.map(|left| left.saturating_sub(uses.spend(quantity)));
		self.lock = self.lock.saturating_sub(uses.lock(quantity));
		self.store = self.store.map(|(battery, before)| {
			// What was afforded is possible.
			let after = uses.charge((battery, before), self.interval_ms, quantity);
			(battery, after.unwrap_or(before))
		});
	}
}

/// What an order in a window uses up, at its worst.
pub(super) struct Uses<'a> {
	/// The window.
	pub window: &'a Window,
	/// What was traded in it.
	pub position: Position,
	/// Which way, and at which price.
	pub terms: Terms,
}

/// An order but for its quantity.
#[derive(Clone, Copy)]
pub(super) enum Terms {
	/// A demand, with its limit if it has one.
	Buy(Option<Price>),
	/// An offer, with its ask.
	Sell(Price),
}

impl Uses<'_> {
	pub(super) fn order(&self, quantity: Wh) -> Order {
		match self.terms {
			Terms::Buy(limit) => Order::Demand { quantity, limit },
			Terms::Sell(ask) => Order::Offer { capacity: quantity, ask },
		}
	}

	fn spend(&self, quantity: Wh) -> Planck {
		match self.terms {
			Terms::Buy(limit) => payment(quantity, dearest(self.window, limit)),
			Terms::Sell(_) => 0,
		}
	}

	/// Tied up beyond what the position ties up; as much as can be where the chain would not say.
	fn lock(&self, quantity: Wh) -> Planck {
		let Window { tariff, .. } = self.window;
		let limits = tariff.limits().ok();
		let order = Some(self.order(quantity));
		let lock = limits.and_then(|limits| self.position.lock(order, tariff, &limits));
		lock.unwrap_or(Planck::MAX).saturating_sub(self.position.exposure(tariff))
	}

	/// What a battery holds if all of the order fills, as the chain carries its charge on from so much.
	fn charge(
		&self,
		(battery, charge): (Battery, Wh),
		interval_ms: u32,
		quantity: Wh,
	) -> Result<Wh, Inadmissible> {
		let mut walk = ChargeWalk::new(battery, charge, interval_ms);
		let order = Some(self.order(quantity));
		walk.step(self.position.promised(None), self.position.promised(order))?;
		Ok(walk.charge())
	}
}

/// What a Wh of a demand costs at most.
fn dearest(window: &Window, limit: Option<Price>) -> Price {
	limit.unwrap_or(window.cap).min(window.cap).saturating_add(window.tariff.fee)
}

/// The most of a quantity that fits; 0 does, and all below one that does.
fn most(quantity: Wh, fits: impl Fn(Wh) -> bool) -> Wh {
	let (mut fitting, mut beyond) = (0, quantity.saturating_add(1));
	while beyond - fitting > 1 {
		let middle = fitting.midpoint(beyond);
		if fits(middle) {
			fitting = middle;
		} else {
			beyond = middle;
		}
	}
	fitting
}
