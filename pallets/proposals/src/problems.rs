// SPDX-License-Identifier: Apache-2.0

//! Problems are posted, and dropped.

use codec::{Encode, MaxEncodedLen};
use frame_support::{
	ensure,
	pallet_prelude::{DispatchError, DispatchResult},
	traits::{Consideration, Footprint, Get},
};
use frame_system::{Pallet as System, pallet_prelude::BlockNumberFor};
use gridmerit_dispatch::{Body, Problem as Dispatching, Statement, Threshold, check};
use gridmerit_energy::Interval;
use gridmerit_pallet_support::{GridOperators, IntervalClock, NodeReferences, Wagers};
use sp_io::hashing::blake2_256;
use sp_runtime::traits::Saturating;

use crate::{
	Bodies, BodyOf, Claims, Config, Dispatches, Due, DueOf, Error, Event, NextProblem, Pallet,
	Problem, ProblemOf, Problems, Queue, Size, Stage, Standing, StatementOf, Statements, Terms,
};

impl<T: Config> Pallet<T> {
	/// What is stored of a problem, and stays until it is forgotten. What claims need they pay for by their wagers.
	pub(crate) fn footprint(statement: usize) -> Footprint {
		let rows = <(ProblemOf<T>, DueOf<T>)>::max_encoded_len();
		let bytes = statement.saturating_add(T::MaxBody::get() as usize);
		Footprint::from_parts(1, bytes.saturating_add(rows))
	}

	fn check_terms(terms: &Terms) -> Result<(), Error<T>> {
		let allowed = T::MinWindow::get()..=T::MaxWindow::get();
		let windows = [terms.claims, terms.bodies];
		ensure!(windows.iter().all(|blocks| allowed.contains(blocks)), Error::WindowLength);
		ensure!(terms.wager >= T::MinWager::get(), Error::WagerTooSmall);
		ensure!(terms.reward <= T::MaxReward::get(), Error::RewardTooHigh);
		ensure!(terms.threshold.ppm <= T::MaxGap::get(), Error::ThresholdTooWide);
		Ok(())
	}

	fn check_windows(first: Interval, windows: usize) -> Result<u16, Error<T>> {
		ensure!(windows > 0, Error::NoWindows);
		let now = T::Clock::now();
		ensure!(now < first, Error::IntervalBegun);
		let windows = u16::try_from(windows).map_err(|_| Error::TooMuchWork)?;
		let last = first.saturating_add(windows.into()).saturating_sub(1);
		ensure!(last <= now.saturating_add(T::MaxAhead::get()), Error::TooFarAhead);
		Ok(windows)
	}

	/// What is to stand.
	fn standing(problem: &Dispatching<'_>, body: Option<&Body>) -> Result<Standing, Error<T>> {
		let Some(body) = body else {
			return Ok(Standing::nothing(0));
		};
		let checked = check(problem, body).map_err(|_| Error::StandingRefused)?;
		Ok(Standing::of(None, &checked))
	}

	pub(crate) fn do_post(
		asker: T::AccountId,
		first: Interval,
		statement: Statement,
		body: Option<Body>,
		terms: Terms,
	) -> DispatchResult {
		ensure!(T::Grid::is_grid_operator(&asker), Error::<T>::NotAGridOperator);
		Self::check_terms(&terms)?;
		let windows = Self::check_windows(first, statement.grids.len())?;
		let bytes = StatementOf::<T>::try_from(statement.encode())
			.map_err(|_| Error::<T>::StatementTooLong)?;
		let dispatch = body.as_ref().map(|body| BodyOf::<T>::try_from(body.encode()));
		let dispatch = dispatch.transpose().map_err(|_| Error::<T>::BodyTooLong)?;
		let work = u32::try_from(statement.work()).ok().filter(|work| *work <= T::MaxWork::get());
		let size = Size { bytes: bytes.len() as u32, work: work.ok_or(Error::<T>::TooMuchWork)? };
		let grids = statement.networks().map_err(|_| Error::<T>::NotATree)?;
		let stated = statement.problem(&grids).map_err(|_| Error::<T>::NotSound)?;
		let mut standing = Self::standing(&stated, body.as_ref())?;
		let most = statement.most_welfare();
		let widest = Threshold { ppm: T::MaxGap::get(), least: 0 }.most(most);
		ensure!(terms.threshold.least <= widest, Error::<T>::ThresholdTooWide);
		if body.is_none() {
			standing.bound = most;
		}

		let number = NextProblem::<T>::get();
		let now = System::<T>::block_number();
		let claims_until = now.saturating_add(terms.claims.into());
		let bodies_until = claims_until.saturating_add(terms.bodies.into());
		let mut queue = Queue::<T>::get();
		let own = queue.iter().filter(|due| due.asker == asker).count();
		ensure!((own as u32) < T::MaxOfAsker::get(), Error::<T>::TooManyOfYours);
		let due = Due { problem: number, asker: asker.clone(), size, at: bodies_until };
		queue.try_push(due).map_err(|_| Error::<T>::TooManyProblems)?;
		let deposit = T::Deposit::new(&asker, Self::footprint(bytes.len()))?;

		let hash = blake2_256(&bytes);
		let base = standing.welfare;
		let stage = Stage::Open;
		let problem = Problem {
			asker: asker.clone(),
			deposit,
			first,
			windows,
			statement: hash,
			size,
			most,
			terms,
			claims_until,
			bodies_until,
			base,
			standing,
			stage,
		};
		NextProblem::<T>::put(number.saturating_add(1));
		Queue::<T>::put(queue);
		Problems::<T>::insert(number, problem);
		Statements::<T>::insert(number, bytes);
		if let Some(dispatch) = dispatch {
			Dispatches::<T>::insert(number, dispatch);
		}
		Self::deposit_event(Event::Posted {
			problem: number,
			asker,
			first,
			windows,
			statement: hash,
			claims_until,
			bodies_until,
			standing,
		});
		Ok(())
	}

	/// Drops a problem for who has posted it, or the operator, who is no account. How many claims there were.
	pub(crate) fn do_drop(by: Option<T::AccountId>, number: u32) -> Result<u32, DispatchError> {
		let problem = Problems::<T>::get(number).ok_or(Error::<T>::NoProblem)?;
		let open = matches!(problem.stage, Stage::Open);
		let claims = Claims::<T>::get(number);
		if let Some(account) = by {
			ensure!(account == problem.asker, Error::<T>::NotYours);
			let now = System::<T>::block_number();
			ensure!(open && now < problem.claims_until, Error::<T>::TooLate);
			ensure!(claims.is_empty(), Error::<T>::HasClaims);
		}
		ensure!(open, Error::<T>::TooLate);
		let wager = problem.terms.wager;
		for claim in &claims {
			T::Ledger::give_back(claim.node, wager)?;
			T::Nodes::release(claim.node);
			Bodies::<T>::remove(number, claim.node);
		}
		Claims::<T>::remove(number);
		Self::remove(number)?;
		Self::deposit_event(Event::Dropped { problem: number });
		Ok(claims.len() as u32)
	}

	/// Removes a problem without claims, and gives its deposit back.
	pub(crate) fn remove(number: u32) -> DispatchResult {
		Queue::<T>::mutate(|queue| queue.retain(|due| due.problem != number));
		Statements::<T>::remove(number);
		Dispatches::<T>::remove(number);
		match Problems::<T>::take(number) {
			Some(problem) => problem.deposit.drop(&problem.asker),
			None => Ok(()),
		}
	}

	/// From this block on something is to be done about a problem.
	pub(crate) fn set_due(number: u32, at: BlockNumberFor<T>) {
		Queue::<T>::mutate(|queue| {
			if let Some(due) = queue.iter_mut().find(|due| due.problem == number) {
				due.at = at;
			}
		});
	}
}
