// SPDX-License-Identifier: Apache-2.0

//! What it does for the pallets above.

use gridmerit_pallet_support::{CertificateAuthorities, CertificateRole, IntensityPublishers};

use crate::{Authorities, Config, Pallet};

impl<T: Config> CertificateAuthorities<T::AccountId> for Pallet<T> {
	fn role(account: &T::AccountId) -> Option<CertificateRole> {
		Authorities::<T>::get(account).filter(|row| row.trusted)?.kind.certificate_role()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn trust(account: &T::AccountId, role: CertificateRole) {
		use crate::AuthorityKind::{Auditor, Issuer};
		let kind = match role {
			CertificateRole::Issuer => Issuer,
			CertificateRole::Auditor => Auditor,
		};
		Self::trust_for_benchmark(account, kind);
	}
}

impl<T: Config> IntensityPublishers<T::AccountId> for Pallet<T> {
	fn publishes(account: &T::AccountId) -> bool {
		let row = Authorities::<T>::get(account);
		row.is_some_and(|row| row.trusted && row.kind.publishes_intensities())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn trust_publisher(account: &T::AccountId) {
		Self::trust_for_benchmark(account, crate::AuthorityKind::Publisher);
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl<T: Config> Pallet<T> {
	fn trust_for_benchmark(account: &T::AccountId, kind: crate::AuthorityKind) {
		let published = Self::do_publish(account.clone(), kind, Default::default());
		assert!(published.is_ok(), "an account that can pay: {published:?}");
		let trusted = Self::do_trust(account.clone(), true);
		assert!(trusted.is_ok(), "it is published: {trusted:?}");
	}
}
