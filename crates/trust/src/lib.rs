// SPDX-License-Identifier: Apache-2.0

//! Trust of the nodes of a local electricity market: how it is earned, lost and put to work. Pure functions on
//! integers, `no_std`, no FRAME.
//!
//! 1. What a node did is gathered as [`Conduct`]: sums that can be joined in any order, from each interval that is
//!    settled for good and from each proven [`Offence`].
//! 2. Once a session, [`Reputation::fold`] moves the node's index by it: slowly up by money that was at risk and
//!    came out well, quickly down by breaches, and back to the base by days in which nothing was at risk.
//! 3. [`Weighing::effective`] is what counts: index times bond. [`tier_of`] and [`Discount`] put it to work in
//!    the market, [`draw`] in committees, [`slash`], [`Pool`] and [`Accrual`] share its losses and rewards.
//! 4. [`plan_seats`] elects who builds blocks.
//! 5. [`Work`] makes an identity cost something.
//!
//! `docs/trust.md` has the formulas, why they are so, and what a year of them looks like; `docs/seats.md` has the
//! election.
//!
//! Money is in planck. What is a part of something is a [`Part`], in billionths.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod conduct;
mod draw;
mod effect;
mod params;
mod part;
mod reads;
mod reputation;
mod seats;
mod stake;
mod work;

pub use conduct::{Conduct, Offence, Offences};
pub use draw::{DrawError, MAX_CANDIDATES, MAX_WEIGHT, draw};
pub use effect::{
	Discount, Lock, Tier, TierError, Weighing, WeighingError, tier_of, tiers_in_order,
};
pub use params::{MAX_MONEY, Params, ParamsError, Steps};
pub use part::{Part, mul_div};
pub use reads::{
	Bar, BuilderRecord, BuilderView, CandidateView, Folded, SeatView, SessionIndex, TrustStanding,
	Unbonding,
};
pub use reputation::{Changes, Day, Reputation};
pub use seats::{
	Candidacy, Candidate, SeatLack, SeatPlan, SeatReason, SeatRules, SeatRulesError, SeatsError,
	most_faulty, plan_seats, quorum,
};
pub use stake::{Accrual, MAX_BOND, Pool, Pooled, StakeError, slash, split_reward};
pub use work::{MAX_ID, Search, Work};
