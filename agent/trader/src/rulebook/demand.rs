// SPDX-License-Identifier: Apache-2.0

//! `[demand]`: up to which price the agent buys.

use toml::Spanned;

use super::{ask::AskBounds, decimal::Scale, limits::price, reader::Section};
use gridmerit_energy::{MAX_PRICE, PPM, Price};

/// Up to which price the agent buys. All prices are in planck per Wh, without the service fee.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DemandRules {
	/// At any, up to the cap.
	#[default]
	Any,
	/// Always the same limit.
	Fixed {
		/// The limit, in planck per Wh.
		price: Price,
	},
	/// A part of the time-of-use price.
	Share {
		/// What part, in parts per million.
		share_ppm: u32,
	},
	/// The price that is expected, with a margin.
	Follow {
		/// What is added, in planck per Wh; negative to wait for a better price.
		margin: i64,
	},
}

/// Why nothing is bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
	"the limit of {limit} planck per Wh is not above the feed-in tariff, {fit}, and nobody sells for less; raise it in `[demand]` to buy"
)]
pub struct LimitTooLow {
	/// The rulebook's.
	pub limit: Price,
	/// The utility's.
	pub fit: Price,
}

impl DemandRules {
	/// The limit for an interval with such bounds, time-of-use price and expected price; none: any price. One at
	/// the cap or above it is none, as no price is higher. Whether any price is as low, [`DemandRules::check`] says.
	pub fn limit(&self, bounds: &AskBounds, tou: Price, expected: Price) -> Option<Price> {
		let limit = match *self {
			Self::Any => return None,
			Self::Fixed { price } => price,
			Self::Share { share_ppm } => {
				let part = u128::from(tou).saturating_mul(share_ppm.into()) / u128::from(PPM);
				part.try_into().unwrap_or(Price::MAX)
			},
			Self::Follow { margin } => expected.saturating_add_signed(margin),
		};
		(limit < bounds.cap).then_some(limit)
	}

	/// Refuses a limit that no price is as low as. It is not moved: that would buy dearer than the rulebook says.
	pub fn check(limit: Option<Price>, bounds: &AskBounds) -> Result<(), LimitTooLow> {
		match limit {
			Some(limit) if limit < bounds.cheapest_ask => {
				Err(LimitTooLow { limit, fit: bounds.fit })
			},
			_ => Ok(()),
		}
	}

	pub(super) fn read(section: &mut Section<'_, '_>) -> Self {
		#[derive(Clone, Copy, PartialEq)]
		enum Name {
			Any,
			Fixed,
			Share,
			Follow,
		}
		let names = [
			("any", Name::Any),
			("fixed", Name::Fixed),
			("share", Name::Share),
			("follow", Name::Follow),
		];
		// What a misspelt strategy would have needed is not known.
		let misspelt = section.place("strategy").is_some();
		let name = section.word("strategy", &names).or((!misspelt).then_some(Name::Any));
		if let Some(name) = name {
			for (key, needs, required) in [
				("price_unit_per_kwh", Name::Fixed, true),
				("share", Name::Share, true),
				("margin_unit_per_kwh", Name::Follow, false),
			] {
				let word =
					names.iter().find(|(_, own)| *own == needs).map_or("", |(word, _)| *word);
				if name != needs {
					section.forbid(key, &format!("does nothing without strategy `{word}`"));
				} else if required {
					section.require(key, &format!("strategy `{word}` needs it"));
				}
			}
		}
		let fixed = price(section, "price_unit_per_kwh", 1).map(Spanned::into_inner);
		let share = section.decimal("share", Scale::SHARE, 1..=PPM.into()).map(Spanned::into_inner);
		let share = share.and_then(|ppm| u32::try_from(ppm).ok());
		let range = -i128::from(MAX_PRICE)..=MAX_PRICE.into();
		let margin = section.decimal("margin_unit_per_kwh", Scale::UNIT_PER_KWH, range);
		let margin = margin.and_then(|margin| margin.into_inner().try_into().ok()).unwrap_or(0);
		// A strategy without its price is refused; what stands for it then does not matter.
		match (name, fixed, share) {
			(Some(Name::Fixed), Some(price), _) => Self::Fixed { price },
			(Some(Name::Share), _, Some(share_ppm)) => Self::Share { share_ppm },
			(Some(Name::Follow), ..) => Self::Follow { margin },
			_ => Self::Any,
		}
	}
}
