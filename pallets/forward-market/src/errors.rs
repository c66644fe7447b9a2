// SPDX-License-Identifier: Apache-2.0

//! Why calls fail, as a section of the pallet, and what admission refuses in its words.

use frame_support::pallet_macros::pallet_section;
use gridmerit_energy::admission::Inadmissible;

use crate::Error;

#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// This account does not act for a TE node.
		NotRegistered,
		/// The operator has suspended this node.
		Suspended,
		/// This node's roles do not trade: a utility posts no orders.
		DoesNotTrade,
		/// The operator has paused posting. Orders may be cancelled.
		PostingPaused,
		/// The node owes money: only orders that make its position smaller are taken.
		InArrears,
		/// The order names a round that is not the one that takes orders. Look at what has traded, and
		/// post again.
		WrongRound,
		/// The round's gate has closed. Wait for the next round.
		GateClosed,
		/// No round has opened yet: the market has no rules.
		NoMarket,
		/// This interval is not open for orders in this round.
		IntervalNotOpen,
		/// The call names an interval twice.
		IntervalNamedTwice,
		/// The call names no interval.
		NothingNamed,
		/// There is no order of this node for this interval, and nothing locked to free.
		NoOrder,
		/// The quantity is below the market's minimum, and does not close the position.
		BelowMinimum,
		/// The quantity is above 2^40 Wh.
		TooLarge,
		/// With this order the node could come to buy more than it may use in an interval.
		AboveConsumptionLimit,
		/// With this order the node could come to sell more than it may generate in an interval.
		AboveGenerationLimit,
		/// The ask is not above the feed-in tariff: the utility pays as much.
		AskNotAboveFeedIn,
		/// The ask is not below alpha times the time-of-use price.
		AskNotBelowAlphaTou,
		/// Ask and service fee together are above the time-of-use price: the utility is cheaper.
		AskPlusFeeAboveTou,
		/// The lead must be at least 1 and the windows at least 1, and both together may not reach more
		/// than `MaxAhead` intervals ahead.
		BadWindows,
		/// The gate lead must be at least `MinGateLead` and less than an interval.
		BadGateLead,
		/// The minimum quantity must be from 1 to 2^40 Wh.
		BadMinimum,
		/// There is no such node, or it has not the role of a utility.
		NotAUtility,
		/// There is no such node to get the service fee.
		UnknownGridAccount,
		/// The bands of a daily tariff begin at minute 0 and ascend below 1440.
		BadBands,
		/// A price is above 2^48 planck per Wh.
		PriceBeyondBound,
		/// Alpha must be above 0 and at most 1,000,000 parts per million.
		BadAlpha,
		/// The service fee is above the time-of-use price.
		FeeAboveTou,
		/// Nothing trades in this interval: between the utility's feed-in tariff and the cap, the lower of
		/// alpha * tou and tou - fee, there is no price. Post for other intervals.
		NothingTrades,
		/// The shortfall price is below the time-of-use price.
		ShortfallBelowTou,
		/// The shortfall price is not above the cap on P2P prices.
		ShortfallWithinCap,
		/// The surplus price is above the feed-in tariff.
		SurplusAboveFeedIn,
		/// This interval has opened, so its tariff is fixed, or can open no more.
		IntervalFixed,
		/// There are too many intervals with a tariff of their own.
		TooManyTariffs,
		/// A number of the tariff is above the operator's ceiling, or, if rules are set: one of a tariff that is
		/// published is above the new ceiling. Publish lower ones first, or set a higher one.
		AboveCeiling,
		/// A number of the tariff differs from that of the interval before or after by more than the operator
		/// allows, or, if rules are set: one of the tariffs that are published does. Publish several tariffs, in
		/// smaller steps.
		ChangesTooMuch,
		/// The tariff of this interval was published, and opens before the operator's notice is over, so it
		/// stays. Change later ones; what is too dear can be corrected when it has begun (`correctTariff`).
		NoticeTooShort,
		/// The notice is longer than a week. The rules themselves could not be changed before it is over.
		NoticeTooLong,
		/// As many rules or daily tariffs as there may be wait for their interval. Wait until one of them holds, or
		/// replace the last.
		TooManyScheduled,
		/// A band is shorter than an interval: none might begin in it.
		BandTooShort,
		/// The offset from UTC is at most 14 hours, in minutes, and the changes of the clocks ascend.
		BadOffsets,
		/// The interval has not begun. Publish another tariff for it (`setIntervalTariffs`), or wait.
		NotBegun,
		/// The interval is settled for good.
		SettledForGood,
		/// The tariff of this interval was corrected, and it is not yet settled anew. Wait for
		/// `CorrectionSettled`.
		CorrectionPending,
		/// A correction may lower `tou` and `shortfall`, and raise `fit`, `surplus` and `curtailed`. It may not do
		/// the opposite, nor touch alpha and fee.
		NotInFavour,
		/// The correction changes nothing.
		NothingCorrected,
		/// The tariff of this interval was corrected before: only the operator does so again.
		CorrectedBefore,
		/// This is the last interval that has opened, and the next one is compared with its tariff. Wait until
		/// another has opened.
		LastOpened,
		/// The tariffs of too many intervals were corrected that are not settled anew. Wait for
		/// `CorrectionSettled`.
		TooManyCorrections,
		/// No settlement meter measures the node in this interval, so that what it buys would count as not used,
		/// and what it sells as not delivered. Call `meterAttestation.settleWith` first and post for intervals
		/// from then on; or say with `unmetered` that you know.
		NotMetered,
		/// There is no tariff for this interval.
		NoTariff,
		/// The books have no place for a node with an index of 2^20 or above.
		IndexTooHigh,
		/// The shortfall price is above ten times the time-of-use price: nobody could afford to offer.
		ShortfallTooHigh,
		/// The position would be beyond all bounds. No market gets there.
		BeyondBounds,
		/// In an interval that the call names the battery would charge or discharge with more power than it
		/// has.
		AbovePower,
		/// With these orders the node would come to promise, in some interval, more than its battery holds
		/// by then. Charge more before, or discharge less.
		BatteryEmpty,
		/// With these orders the node would come to take, in some interval, more than its battery has room
		/// for by then. Discharge more before, or charge less.
		BatteryFull,
		/// The storage node has something open in more intervals beside those named than `CoveredOthers`, and
		/// than the call names. Name some of them as well, with the order that is open there or, where
		/// there is none, with none; or wait until some are settled.
		TooManyOthers,
		/// The demand's limit is not above the feed-in tariff: no price is as low. Raise it, or leave it out to buy
		/// at any price up to the cap.
		LimitNotAboveFeedIn,
		/// The demand's limit is above the cap, the lower of alpha * tou and tou - fee: no price is as high. Lower
		/// it, or leave it out to buy at any price up to the cap.
		LimitAboveCap,
		/// So little trust allows to sell nothing, but for what was bought. Bond for the node, or more
		/// (`trustStaking.bond`), and prove that you deliver.
		NotTrusted,
		/// With this order the node could come to sell more, net, than its trust allows. Offer less, or bond more
		/// (`trustStaking.bond`); its trust grows with what it delivers.
		AboveTrust,
		/// The node hangs on a bus that the grid of the interval does not have. The operator knows on which it should.
		NoSuchBus,
		/// The curtailed price is above the feed-in tariff.
		CurtailedAboveFeedIn,
		/// The list names the same twice.
		ChosenTwice,
		/// The list names the node itself. It never buys from itself.
		ChoosesItself,
		/// The list names a node that there is not.
		NoSuchSeller,
		/// The node prefers nobody, so there is nothing to take back.
		NoChoices,
	}
}

impl<T> From<Inadmissible> for Error<T> {
	fn from(reason: Inadmissible) -> Self {
		match reason {
			Inadmissible::DoesNotTrade => Self::DoesNotTrade,
			Inadmissible::NothingTrades => Self::NothingTrades,
			Inadmissible::Suspended => Self::Suspended,
			Inadmissible::BelowMinimum => Self::BelowMinimum,
			Inadmissible::TooLarge => Self::TooLarge,
			Inadmissible::InArrears => Self::InArrears,
			Inadmissible::AboveConsumptionLimit => Self::AboveConsumptionLimit,
			Inadmissible::AboveGenerationLimit => Self::AboveGenerationLimit,
			Inadmissible::NotTrusted => Self::NotTrusted,
			Inadmissible::AboveTrust => Self::AboveTrust,
			Inadmissible::AskNotAboveFeedIn => Self::AskNotAboveFeedIn,
			Inadmissible::AskPlusFeeAboveTou => Self::AskPlusFeeAboveTou,
			Inadmissible::AskNotBelowAlphaTou => Self::AskNotBelowAlphaTou,
			Inadmissible::LimitNotAboveFeedIn => Self::LimitNotAboveFeedIn,
			Inadmissible::LimitAboveCap => Self::LimitAboveCap,
			Inadmissible::BeyondBounds => Self::BeyondBounds,
			Inadmissible::AbovePower => Self::AbovePower,
			Inadmissible::BatteryEmpty => Self::BatteryEmpty,
			Inadmissible::BatteryFull => Self::BatteryFull,
		}
	}
}
