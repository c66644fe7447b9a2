// SPDX-License-Identifier: Apache-2.0

//! Who says that meters are compromised, and what that does.

use frame_support::{
	dispatch::DispatchResultWithPostInfo,
	pallet_prelude::*,
	traits::{Consideration, Footprint},
};
use gridmerit_energy::{Interval, MeterIndex, Reading};
use gridmerit_pallet_support::{IntervalTerms, Settlement, ViolationKind, ViolationSink};

use crate::{
	Authorities, Authority, AuthorityKind, AuthorityOf, Bars, BarsOf, Config, Error, Event, Mark,
	MarkOf, Marks, Meters, MetersOfNode, Name, Pallet, Series, WeightInfo, Words,
};

impl<T: Config> Pallet<T> {
	/// What an authority occupies that it pays for.
	pub(crate) fn authority_footprint() -> Footprint {
		Footprint::from_mel::<(T::AccountId, AuthorityOf<T>)>()
	}

	/// What a mark occupies that its authority pays for.
	pub(crate) fn mark_footprint() -> Footprint {
		Footprint::from_mel::<(T::AccountId, MarkOf<T>)>()
	}

	/// What a proof of tampering costs that strikes out so many readings.
	pub(crate) fn report_tampering_weight(revoked: u32) -> Weight {
		T::WeightInfo::report_tampering(revoked)
			.saturating_add(T::WeightInfo::reopen().saturating_mul(revoked.into()))
	}

	/// What a mark costs that strikes out so many readings.
	pub(crate) fn mark_weight(revoked: u32) -> Weight {
		T::WeightInfo::mark_compromised(revoked)
			.saturating_add(T::WeightInfo::reopen().saturating_mul(revoked.into()))
	}

	pub(crate) fn do_publish_authority(
		account: T::AccountId,
		kind: AuthorityKind,
		name: Name,
	) -> DispatchResult {
		ensure!(!Authorities::<T>::contains_key(&account), Error::<T>::AlreadyPublished);
		let deposit = T::Deposit::new(&account, Self::authority_footprint())?;
		let row = Authority { kind, name: name.clone(), trusted: false, deposit, marks: 0 };
		Authorities::<T>::insert(&account, row);
		Self::deposit_event(Event::AuthorityPublished { authority: account, kind, name });
		Ok(())
	}

	pub(crate) fn do_withdraw_authority(account: T::AccountId) -> DispatchResult {
		let row = Authorities::<T>::get(&account).ok_or(Error::<T>::UnknownAuthority)?;
		ensure!(row.marks == 0, Error::<T>::HasMarks);
		row.deposit.drop(&account)?;
		Authorities::<T>::remove(&account);
		Self::deposit_event(Event::AuthorityWithdrawn { authority: account });
		Ok(())
	}

	pub(crate) fn do_trust_authority(authority: T::AccountId, trusted: bool) -> DispatchResult {
		Authorities::<T>::try_mutate(&authority, |row| {
			row.as_mut().ok_or(Error::<T>::UnknownAuthority)?.trusted = trusted;
			Ok::<_, Error<T>>(())
		})?;
		Self::deposit_event(Event::AuthorityTrusted { authority, trusted });
		Ok(())
	}

	pub(crate) fn do_mark_compromised(
		account: T::AccountId,
		meter: MeterIndex,
		since: Interval,
		reason: Words,
	) -> DispatchResultWithPostInfo {
		let mut row = Authorities::<T>::get(&account).ok_or(Error::<T>::UnknownAuthority)?;
		ensure!(Meters::<T>::contains_key(meter), Error::<T>::UnknownMeter);
		ensure!(since <= T::Terms::now(), Error::<T>::NotBegun);
		let effective = row.trusted;
		let who = Some(account.clone());
		let mark = match Marks::<T>::get(meter, &who) {
			// A warning by an authority that has become trusted.
			Some(mark) if effective && !mark.effective => {
				Mark { since, reason: reason.clone(), effective, ..mark }
			},
			Some(_) => return Err(Error::<T>::AlreadyMarked.into()),
			None => {
				row.marks = row.marks.saturating_add(1);
				let deposit = Some(T::Deposit::new(&account, Self::mark_footprint())?);
				Mark { since, reason: reason.clone(), challenge: None, deposit, effective }
			},
		};
		Authorities::<T>::insert(&account, row);
		Marks::<T>::insert(meter, &who, mark);
		Self::deposit_event(Event::MeterMarked {
			meter,
			authority: account,
			since,
			reason,
			effective,
		});
		let mut revoked = 0;
		if effective {
			revoked = Self::bar(meter, who, since, ViolationKind::CompromisedMeter)?;
		}
		Ok(Some(Self::mark_weight(revoked)).into())
	}

	pub(crate) fn do_report_tampering(
		meter: MeterIndex,
		first: (Reading, T::Signature),
		second: (Reading, T::Signature),
	) -> DispatchResultWithPostInfo {
		let row = Meters::<T>::get(meter).ok_or(Error::<T>::UnknownMeter)?;
		let since = first.0.interval;
		let contradict = second.0.interval == since && first.0 != second.0;
		ensure!(contradict, Error::<T>::NoContradiction);
		let known = Marks::<T>::get(meter, None::<T::AccountId>);
		let new = known.as_ref().is_none_or(|mark| since < mark.since);
		ensure!(new, Error::<T>::TamperingKnown);
		let key = row.key_for(since).ok_or(Error::<T>::BadSignature)?;
		// Who gets hold of a key that was replaced long ago cannot bar the meter with it.
		let fresh = row.key.from <= since || T::Settlement::settled_before() <= since;
		ensure!(fresh, Error::<T>::PastWindow);
		for (reading, signature) in [&first, &second] {
			let payload = reading.payload(&Self::genesis().0, &key.encode());
			ensure!(Self::verified(key, &payload, signature), Error::<T>::BadSignature);
		}
		let challenge = known.and_then(|mark| mark.challenge);
		let reason = Words::default();
		let mark = Mark { since, reason, challenge, deposit: None, effective: true };
		Marks::<T>::insert(meter, None::<T::AccountId>, mark);
		Self::deposit_event(Event::TamperingProven { meter, first: first.0, second: second.0 });
		let revoked = Self::bar(meter, None, since, ViolationKind::Tampering)?;
		Ok(Some(Self::report_tampering_weight(revoked)).into())
	}

	/// Bars a meter since an interval, strikes its readings out from then on and opens again what they have
	/// settled; how many they are.
	fn bar(
		meter: MeterIndex,
		who: Option<T::AccountId>,
		since: Interval,
		kind: ViolationKind,
	) -> Result<u32, DispatchError> {
		let mut bars = Bars::<T>::get(meter);
		bars.retain(|(other, _)| *other != who);
		bars.try_push((who, since)).map_err(|_| Error::<T>::TooManyMarks)?;

		let mut series = Series::<T>::get(meter);
		let first = since.max(T::Settlement::settled_before());
		let kept = series.partition_point(|reading| reading.interval < first);
		let revoked = series.get(kept..).unwrap_or_default();
		let count = revoked.len() as u32;
		if let Some(binding) = Meters::<T>::get(meter).and_then(|row| row.binding) {
			let meters = MetersOfNode::<T>::get(binding.node);
			for reading in revoked {
				if meters.settles(reading.interval) == Some(meter) {
					T::Settlement::reopen(reading.interval, binding.node);
				}
			}
			// Who contradicted itself in another's house does so no more in this node's.
			if kind == ViolationKind::CompromisedMeter || binding.from <= since {
				T::Violations::report(binding.node, kind);
			}
		}
		if count > 0 {
			series.truncate(kept);
			if series.is_empty() {
				Series::<T>::remove(meter);
			} else {
				Series::<T>::insert(meter, series);
			}
		}
		Self::put_bars(meter, bars, count);
		Ok(count)
	}

	/// Stores by whom a meter is barred, and what follows for its readings.
	fn put_bars(meter: MeterIndex, bars: BarsOf<T>, revoked: u32) {
		let from = bars.iter().map(|(_, since)| *since).min();
		if bars.is_empty() {
			Bars::<T>::remove(meter);
		} else {
			Bars::<T>::insert(meter, bars);
		}
		Meters::<T>::mutate(meter, |row| {
			if let Some(row) = row
				&& (row.barred_from != from || revoked > 0)
			{
				row.barred_from = from;
				Self::deposit_event(Event::BarChanged { meter, from, revoked });
			}
		});
	}

	pub(crate) fn do_challenge_mark(
		account: T::AccountId,
		meter: MeterIndex,
		authority: Option<T::AccountId>,
		statement: Words,
	) -> DispatchResult {
		Self::meter_at(meter, Self::node_of(&account)?)?;
		Marks::<T>::try_mutate(meter, &authority, |mark| {
			let mark = mark.as_mut().ok_or(Error::<T>::UnknownMark)?;
			mark.challenge = Some(statement.clone());
			Ok::<_, Error<T>>(())
		})?;
		Self::deposit_event(Event::MarkChallenged { meter, authority, statement });
		Ok(())
	}

	pub(crate) fn do_lift_mark(
		account: Option<T::AccountId>,
		meter: MeterIndex,
		authority: Option<T::AccountId>,
	) -> DispatchResult {
		let allowed = account.is_none() || account == authority;
		ensure!(allowed, Error::<T>::NotYourMark);
		let mark = Marks::<T>::get(meter, &authority).ok_or(Error::<T>::UnknownMark)?;
		if let Some((account, deposit)) = authority.as_ref().zip(mark.deposit) {
			deposit.drop(account)?;
			Authorities::<T>::mutate(account, |row| {
				if let Some(row) = row {
					row.marks = row.marks.saturating_sub(1);
				}
			});
		}
		Marks::<T>::remove(meter, &authority);
		Self::deposit_event(Event::MarkLifted { meter, authority: authority.clone() });
		if mark.effective {
			let mut bars = Bars::<T>::get(meter);
			bars.retain(|(other, _)| *other != authority);
			Self::put_bars(meter, bars, 0);
		}
		Ok(())
	}
}
