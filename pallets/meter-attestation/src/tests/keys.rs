// SPDX-License-Identifier: Apache-2.0

//! Schemes.

use super::*;
use codec::Encode;
use sp_runtime::{MultiSignature, MultiSigner, traits::Verify};

#[test]
fn a_key_verifies_signatures_of_its_scheme_only() {
	for (number, other) in [(0, 1), (1, 2), (2, 0)] {
		let secret = Secret::new(number);
		let signature = secret.sign(b"message");
		assert!(signature.verify(&b"message"[..], &secret.key()));
		assert!(!signature.verify(&b"another"[..], &secret.key()));
		assert!(!signature.verify(&b"message"[..], &Secret::new(number + 3).key()));
		assert!(!signature.verify(&b"message"[..], &Secret::new(other).key()));
	}
}

#[test]
fn a_key_is_not_one_of_another_scheme() {
	// The same 32 bytes; to a `MultiSigner` both are one account.
	let Secret::Sr25519(pair) = Secret::new(1) else { panic!("1 is Schnorrkel") };
	let signature = Secret::new(1).sign(b"message");
	let public = sp_core::Pair::public(&*pair);
	let other = MeterKey::Ed25519(sp_core::ed25519::Public::from_raw(public.0));
	assert!(!signature.verify(&b"message"[..], &other));
}

#[test]
fn they_are_encoded_as_elsewhere_in_substrate() {
	for number in 0..3 {
		let (key, signature) = (Secret::new(number).key(), Secret::new(number).sign(b"message"));
		let (signer, multi) = match (key, signature.clone()) {
			(MeterKey::Ed25519(key), MeterSignature::Ed25519(signature)) => {
				(MultiSigner::from(key), MultiSignature::from(signature))
			},
			(MeterKey::Sr25519(key), MeterSignature::Sr25519(signature)) => {
				(key.into(), signature.into())
			},
			(MeterKey::Ecdsa(key), MeterSignature::Ecdsa(signature)) => {
				(key.into(), signature.into())
			},
			_ => panic!("two schemes"),
		};
		assert_eq!(key.encode(), signer.encode());
		assert_eq!(signature.encode(), multi.encode());
		assert_eq!(key.encode()[0], number);
	}
}
