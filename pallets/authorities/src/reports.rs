// SPDX-License-Identifier: Apache-2.0

//! Meters that authorities report as compromised.

use frame_support::{
	dispatch::DispatchResultWithPostInfo,
	pallet_prelude::*,
	traits::{Consideration, Footprint},
};
use gridmerit_energy::{Interval, MeterIndex};
use gridmerit_pallet_support::{IntervalClock, MeterRevocation, TeNodes, Words};

use crate::{
	Authorities, Config, Error, Event, Pallet, Recent, Report, ReportCount, ReportOf, Reports,
	WeightInfo,
};

impl<T: Config> Pallet<T> {
	/// What a report occupies that its authority pays for.
	pub(crate) fn report_footprint() -> Footprint {
		Footprint::from_mel::<(T::AccountId, ReportOf<T>)>()
	}

	/// What a report costs that strikes out so many readings; none if it is a warning.
	pub(crate) fn report_weight(struck_out: Option<u32>) -> Weight {
		let revoke = struck_out.map(T::Meters::revoke_weight).unwrap_or_default();
		T::WeightInfo::report_meter().saturating_add(revoke)
	}

	/// Counts a meter that is revoked now; none if there were as many lately as there may be.
	fn count_another(recent: Recent, now: Interval) -> Option<Recent> {
		let over = recent.since.saturating_add(T::ReportPeriod::get()) <= now;
		let Recent { since, count } = if over { Recent { since: now, count: 0 } } else { recent };
		(count < T::MaxReports::get()).then_some(Recent { since, count: count.saturating_add(1) })
	}

	pub(crate) fn do_report_meter(
		account: T::AccountId,
		meter: MeterIndex,
		since: Interval,
		reason: Words,
	) -> DispatchResultWithPostInfo {
		let mut authority = Authorities::<T>::get(&account).ok_or(Error::<T>::UnknownAuthority)?;
		ensure!(T::Meters::exists(meter), Error::<T>::UnknownMeter);
		ensure!(since <= T::Clock::now(), Error::<T>::NotBegun);
		// Who is trusted with the grid or with certificates is not with meters.
		let effective = authority.trusted && authority.kind.revokes_meters();
		if effective {
			let recent = Self::count_another(authority.recent, T::Clock::now());
			authority.recent = recent.ok_or(Error::<T>::TooManyReports)?;
		}
		let report = match Reports::<T>::get(meter, &account) {
			// A warning by an authority that has become trusted.
			Some(report) if effective && !report.effective => {
				Report { since, reason: reason.clone(), effective, ..report }
			},
			Some(_) => return Err(Error::<T>::AlreadyReported.into()),
			None => {
				let deposit = T::ReportDeposit::new(&account, Self::report_footprint())?;
				ReportCount::<T>::mutate(&account, |count| *count = count.saturating_add(1));
				Report { since, reason: reason.clone(), challenge: None, deposit, effective }
			},
		};
		Reports::<T>::insert(meter, &account, report);
		if effective {
			Authorities::<T>::insert(&account, authority);
		}
		Self::deposit_event(Event::MeterReported {
			meter,
			authority: account.clone(),
			since,
			reason,
			effective,
		});
		let struck_out =
			effective.then(|| T::Meters::revoke(meter, &account, since)).transpose()?;
		Ok(Some(Self::report_weight(struck_out)).into())
	}

	pub(crate) fn do_challenge_report(
		account: T::AccountId,
		meter: MeterIndex,
		authority: T::AccountId,
		statement: Words,
	) -> DispatchResult {
		let node = T::Nodes::by_account(&account).ok_or(Error::<T>::NotRegistered)?.index;
		ensure!(T::Meters::exists(meter), Error::<T>::UnknownMeter);
		ensure!(T::Meters::node_of(meter) == Some(node), Error::<T>::NotYourMeter);
		Reports::<T>::try_mutate(meter, &authority, |report| {
			let report = report.as_mut().ok_or(Error::<T>::UnknownReport)?;
			report.challenge = Some(statement.clone());
			Ok::<_, Error<T>>(())
		})?;
		Self::deposit_event(Event::ReportChallenged { meter, authority, statement });
		Ok(())
	}

	pub(crate) fn do_lift_report(
		account: Option<T::AccountId>,
		meter: MeterIndex,
		authority: T::AccountId,
	) -> DispatchResult {
		let allowed = account.is_none_or(|account| account == authority);
		ensure!(allowed, Error::<T>::NotYourReport);
		let report = Reports::<T>::take(meter, &authority).ok_or(Error::<T>::UnknownReport)?;
		report.deposit.drop(&authority)?;
		ReportCount::<T>::mutate_exists(&authority, |count| {
			*count = count.and_then(|count| count.checked_sub(1)).filter(|count| *count > 0);
		});
		Self::deposit_event(Event::ReportLifted { meter, authority: authority.clone() });
		if report.effective {
			T::Meters::restore(meter, &authority);
		}
		Ok(())
	}
}
