// SPDX-License-Identifier: Apache-2.0

//! Between trust and what it decides: committees, for what is no arithmetic.

use frame_support::{pallet_prelude::DispatchResult, weights::Weight};

/// Tells a question from all others: a hash of what is to be decided.
pub type Subject = [u8; 32];

/// What a committee says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
	/// Nothing yet: it is still to be drawn, or votes.
	Pending,
	/// Yes. Whoever asked carries it out, once.
	Approved,
	/// No, or not in time, or it was taken back.
	Refused,
}

/// Committees drawn at random by trust. An account has one question at a time.
pub trait Committees<AccountId> {
	/// Whether there is enough trust to draw one today. If not, others decide.
	fn can_convene() -> bool;
	/// Asks a committee. Who may be drawn is fixed now, and drawn by what nobody can know now.
	fn ask(asker: &AccountId, subject: Subject) -> DispatchResult;
	/// What an account asks, or has asked so short a time ago that it asks nothing else.
	fn asked(asker: &AccountId) -> Option<Subject>;
	/// What it says; none if the account does not ask that, or that is long over.
	fn verdict(asker: &AccountId, subject: &Subject) -> Option<Verdict>;
	/// What it approved is carried out, or what it is asked can never be: the account can ask something else at once.
	fn forget(asker: &AccountId);
	/// The question is taken back, if there is one.
	fn withdraw(asker: &AccountId);
	/// The most that any one of these may cost.
	fn weight() -> Weight;
}

/// There are none: others decide.
impl<AccountId> Committees<AccountId> for () {
	fn can_convene() -> bool {
		false
	}

	fn ask(_: &AccountId, _: Subject) -> DispatchResult {
		Ok(())
	}

	fn asked(_: &AccountId) -> Option<Subject> {
		None
	}

	fn verdict(_: &AccountId, _: &Subject) -> Option<Verdict> {
		None
	}

	fn forget(_: &AccountId) {}

	fn withdraw(_: &AccountId) {}

	fn weight() -> Weight {
		Weight::zero()
	}
}
