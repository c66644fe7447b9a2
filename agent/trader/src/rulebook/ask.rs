// SPDX-License-Identifier: Apache-2.0

//! `[ask]`: the price at which the agent sells.

use toml::Spanned;

use super::{decimal::Scale, limits::price, reader::Section};
use gridmerit_energy::{MAX_PRICE, PPM, Price};

/// Half-way between the feed-in tariff and the cap.
const DEFAULT_SHARE_PPM: u32 = 500_000;

/// How the agent prices its offers. All prices are in planck per Wh.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskRules {
	/// How a price is found.
	pub strategy: Strategy,
	/// It never sells for less.
	pub floor: Option<Price>,
	/// It never asks more.
	pub ceiling: Option<Price>,
}

/// How a price is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
	/// Between the feed-in tariff (0) and the cap (1), in parts per million.
	Band {
		/// Where between the two.
		share_ppm: u32,
	},
	/// Always the same.
	Fixed {
		/// The price, in planck per Wh.
		price: Price,
	},
	/// The last clearing price with a margin.
	Follow {
		/// What is added, in planck per Wh; negative to undercut.
		margin: i64,
		/// Where in the band while there is no clearing price yet, in parts per million.
		share_ppm: u32,
	},
}

/// The asks that the chain takes for an interval, and the prices they lie between; all in planck per
/// Wh. See `gridmerit_market::Limits`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskBounds {
	/// The feed-in tariff.
	pub fit: Price,
	/// The lowest ask that may trade.
	pub cheapest_ask: Price,
	/// The highest ask that may trade.
	pub dearest_ask: Price,
	/// The highest clearing price.
	pub cap: Price,
}

/// Why nothing is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoAsk {
	/// No ask may trade at all.
	#[error("the tariff leaves no room for an ask")]
	NoRoom,
	/// All that may trade is too cheap for the rulebook's floor.
	#[error(
		"the floor of {floor} planck per Wh is above the dearest ask, {dearest_ask}; lower `ask.floor_unit_per_kwh` to sell"
	)]
	FloorTooHigh {
		/// The rulebook's.
		floor: Price,
		/// The chain's.
		dearest_ask: Price,
	},
	/// All that may trade is dearer than the rulebook's ceiling.
	#[error(
		"the ceiling of {ceiling} planck per Wh is below the cheapest ask, {cheapest_ask}; raise `ask.ceiling_unit_per_kwh` to sell"
	)]
	CeilingTooLow {
		/// The rulebook's.
		ceiling: Price,
		/// The chain's.
		cheapest_ask: Price,
	},
	/// The fixed price is dearer than all that may trade.
	#[error(
		"the price of {price} planck per Wh is above the dearest ask, {dearest_ask}; lower `ask.price_unit_per_kwh` to sell"
	)]
	PriceTooHigh {
		/// The rulebook's.
		price: Price,
		/// The chain's.
		dearest_ask: Price,
	},
}

impl AskRules {
	/// A price at which an offer is valid on chain: what the strategy wants, moved into the chain's
	/// bounds and those of the rulebook. A fixed price is moved up only, as moving it down would sell
	/// for less than it says.
	pub fn price(&self, bounds: &AskBounds, last_price: Option<Price>) -> Result<Price, NoAsk> {
		let AskBounds { cheapest_ask, dearest_ask, .. } = *bounds;
		let floor = self.floor.unwrap_or(0);
		let ceiling = self.ceiling.unwrap_or(Price::MAX);
		if cheapest_ask > dearest_ask {
			return Err(NoAsk::NoRoom);
		}
		if floor > dearest_ask {
			return Err(NoAsk::FloorTooHigh { floor, dearest_ask });
		}
		if ceiling < cheapest_ask {
			return Err(NoAsk::CeilingTooLow { ceiling, cheapest_ask });
		}
		let wanted = match self.strategy {
			Strategy::Band { share_ppm } => bounds.within(share_ppm),
			Strategy::Fixed { price } if price > dearest_ask => {
				return Err(NoAsk::PriceTooHigh { price, dearest_ask });
			},
			Strategy::Fixed { price } => price,
			Strategy::Follow { margin, share_ppm } => match last_price {
				Some(last) => last.saturating_add_signed(margin),
				None => bounds.within(share_ppm),
			},
		};
		Ok(wanted.max(floor).min(ceiling).max(cheapest_ask).min(dearest_ask))
	}

	pub(super) fn read(section: &mut Section<'_, '_>) -> Self {
		#[derive(Clone, Copy)]
		enum Name {
			Band,
			Fixed,
			Follow,
		}
		let names = [("band", Name::Band), ("fixed", Name::Fixed), ("follow", Name::Follow)];
		// What a misspelt strategy would have needed is not known.
		let misspelt = section.place("strategy").is_some();
		let name = section.word("strategy", &names).or((!misspelt).then_some(Name::Band));
		if let Some(Name::Fixed) = name {
			section.require("price_unit_per_kwh", "strategy `fixed` needs it");
			section.forbid("share", "does nothing with strategy `fixed`");
		} else if name.is_some() {
			section.forbid("price_unit_per_kwh", "does nothing without strategy `fixed`");
		}
		if let Some(Name::Band | Name::Fixed) = name {
			section.forbid("margin_unit_per_kwh", "does nothing without strategy `follow`");
		}
		let share = section.decimal("share", Scale::SHARE, 0..=PPM.into()).map(Spanned::into_inner);
		let share_ppm = share.and_then(|ppm| ppm.try_into().ok()).unwrap_or(DEFAULT_SHARE_PPM);
		let range = -i128::from(MAX_PRICE)..=MAX_PRICE.into();
		let margin = section.decimal("margin_unit_per_kwh", Scale::UNIT_PER_KWH, range);
		let margin = margin.and_then(|margin| margin.into_inner().try_into().ok()).unwrap_or(0);
		let fixed = price(section, "price_unit_per_kwh", 1);
		let floor = price(section, "floor_unit_per_kwh", 0);
		let ceiling = price(section, "ceiling_unit_per_kwh", 1);
		refuse_below(section, &ceiling, &floor, "ceiling_unit_per_kwh", "`floor_unit_per_kwh`");
		if let Some(Name::Fixed) = name {
			refuse_below(section, &fixed, &floor, "price_unit_per_kwh", "`floor_unit_per_kwh`");
			refuse_below(section, &ceiling, &fixed, "ceiling_unit_per_kwh", "`price_unit_per_kwh`");
		}
		let strategy = match (name, fixed) {
			(Some(Name::Fixed), Some(price)) => Strategy::Fixed { price: price.into_inner() },
			(Some(Name::Follow), _) => Strategy::Follow { margin, share_ppm },
			_ => Strategy::Band { share_ppm },
		};
		let (floor, ceiling) = (floor.map(Spanned::into_inner), ceiling.map(Spanned::into_inner));
		Self { strategy, floor, ceiling }
	}
}

impl AskBounds {
	/// The price at a share of the way from the feed-in tariff to the cap, rounded down.
	fn within(&self, share_ppm: u32) -> Price {
		let room = u128::from(self.cap.saturating_sub(self.fit));
		let part = room.saturating_mul(share_ppm.min(PPM).into()) / u128::from(PPM);
		self.fit.saturating_add(part.try_into().unwrap_or(Price::MAX))
	}
}

/// Refuses a price that lies below another one.
fn refuse_below(
	section: &mut Section<'_, '_>,
	higher: &Option<Spanned<Price>>,
	lower: &Option<Spanned<Price>>,
	key: &str,
	other: &str,
) {
	if let (Some(higher), Some(lower)) = (higher, lower)
		&& higher.get_ref() < lower.get_ref()
	{
		section.refuse(key, higher.span(), format!("must not be below {other}"));
	}
}
