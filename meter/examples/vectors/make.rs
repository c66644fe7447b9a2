// SPDX-License-Identifier: Apache-2.0

//! The test vectors: claims with what is signed and the signature, and signatures that must not verify.

use gridmerit_meter::{
	Claim, H256, KeyError, Keypair, MultiSignature, MultiSigner, Reading, Scheme, Serial,
	parse_hex, payload_hash, to_hex,
};
use k256::ecdsa;
use sha2::{Digest, Sha256};

use crate::format::{Key, Vector, Vectors};

/// What a key of this scheme signs: the payload, or its hash.
fn message(signer: &MultiSigner, payload: &[u8]) -> Vec<u8> {
	match signer {
		MultiSigner::Ecdsa(_) => payload_hash(payload).into(),
		_ => payload.into(),
	}
}

const ABOUT: [&str; 8] = [
	"`gridmerit-meter vectors` prints them; docs/meter.md explains the layout. sr25519 is randomised: who \
	 signs again gets other signatures.",
	"keys: secrets for tests only. seed is the 32-byte secret key of ed25519 and ecdsa, the mini secret of \
	 sr25519.",
	"kind, genesis, key, reading, node, bindings, from, serial: the statement. key is the meter's. Numbers \
	 of 64 bits are strings.",
	"signer: the public key to verify with, the meter's or, of a certificate, the manufacturer's.",
	"payload: the statement's bytes.",
	"message: what the signing function takes; the payload, or for an ECDSA signer its BLAKE2b-256 hash.",
	"signature: 64 bytes, for ECDSA r, s and the recovery id. Its scheme must be the signer's.",
	"valid: false if the signature must not verify.",
];

/// Makes all vectors; only the signatures of sr25519 differ from time to time.
pub fn vectors() -> Result<Vectors, KeyError> {
	let mut keys = Vec::new();
	let mut vectors = Vec::new();
	for (scheme, seeds) in Scheme::ALL.into_iter().zip(SEEDS) {
		for (suri, seed) in [METER, MANUFACTURER, OTHER].into_iter().zip(seeds) {
			let signer = Keypair::from_suri(scheme, suri)?.signer();
			keys.push(Key { suri: suri.into(), seed: seed.into(), signer });
		}
		readings(scheme, &mut vectors)?;
		consents(scheme, &mut vectors)?;
		certificates(scheme, &mut vectors)?;
	}
	confusions(&mut vectors)?;
	Ok(Vectors { layout: "v1".into(), about: ABOUT.map(String::from).into(), keys, vectors })
}

const METER: &str = "//Meter//1";
const MANUFACTURER: &str = "//Manufacturer";
const OTHER: &str = "//Other";

/// The seeds of these three, by scheme, for libraries that know no paths.
const SEEDS: [[&str; 3]; 3] = [
	[
		"0x7ce0b43c54dc1838713f82300cc1f2340b963a22ae9351998ca14e9cfd61abf8",
		"0x17466a0e7603f49de7c028dc9333b891d3ccbeca903488bd54499ac59b517b40",
		"0x112fd424682d4283f8e8bd6dbcda15c3302685774a4ceaff0312c20cc875bb06",
	],
	[
		"0xf2c08f19da04c43e06762fea6d8f71a2862d80161351790bd531842bb665bbdb",
		"0xfc334166e39145e99c024b4191a7aa153b59c47b14c942af9b66ff48d3285d8c",
		"0x754813114384d656553c3be5585fd161424aaa355b256371395906aac6c391b2",
	],
	[
		"0x7b58b040ae70163f60b887971a6b221cf82d5a530757cf4156f6dd605cad0301",
		"0xe8e616a27bab06bb722c112bc828c90be6d4943b5469379a5b84aea08c0e4968",
		"0x345166c27415d3c09f4c74cf48768c3c46cafba920690a655ad89b84a2321e39",
	],
];

/// A genesis hash like any other.
fn genesis() -> H256 {
	payload_hash(b"gridmerit").into()
}

/// The rows of one signer.
struct Rows<'a> {
	vectors: &'a mut Vec<Vector>,
	keypair: Keypair,
	kind: &'static str,
}

impl Rows<'_> {
	fn right(&mut self, what: &str, claim: Claim) -> MultiSignature {
		let signature = self.keypair.sign(&claim.payload());
		let signer = self.keypair.signer();
		self.push(what, claim, signer, signature.clone(), true);
		signature
	}

	fn wrong(&mut self, what: &str, claim: Claim, signature: MultiSignature) {
		let signer = self.keypair.signer();
		self.push(what, claim, signer, signature, false);
	}

	fn push(
		&mut self,
		what: &str,
		claim: Claim,
		signer: MultiSigner,
		signature: MultiSignature,
		valid: bool,
	) {
		let payload = claim.payload();
		self.vectors.push(Vector {
			name: format!("{} {}: {what}", self.keypair.scheme(), self.kind),
			message: to_hex(&message(&signer, &payload)),
			payload: to_hex(&payload),
			claim,
			signer,
			signature,
			valid,
		});
	}

	/// Signatures of the wrong bytes, and of the right ones with a bit flipped.
	fn mistakes(&mut self, claim: &Claim, signature: &MultiSignature) {
		let payload = claim.payload();
		for at in [0, 40, 63] {
			let altered = altered(signature.clone(), at, 1);
			self.wrong(&format!("byte {at} of the signature altered"), claim.clone(), altered);
		}
		let wrapped = [b"<Bytes>", &*payload, b"</Bytes>"].concat();
		let wrapped = self.keypair.sign(&wrapped);
		self.wrong("payload wrapped as wallets do", claim.clone(), wrapped);
		if self.keypair.scheme() == Scheme::Ecdsa {
			if let Some(signature) = sign_sha256(&self.keypair, &payload) {
				self.wrong("SHA-256 signed", claim.clone(), signature);
			}
			let recovery = altered(signature.clone(), 64, 1);
			self.wrong("recovery id altered", claim.clone(), recovery);
		} else {
			let hashed = self.keypair.sign(&payload_hash(&payload));
			self.wrong("the payload's hash signed", claim.clone(), hashed);
		}
	}
}

/// What a library makes of a payload that hashes with SHA-256 unless told otherwise.
fn sign_sha256(keypair: &Keypair, payload: &[u8]) -> Option<MultiSignature> {
	let is_of = |seed: &&str| {
		Keypair::from_suri(Scheme::Ecdsa, seed).is_ok_and(|key| key.signer() == keypair.signer())
	};
	let seed = SEEDS.into_iter().flatten().find(is_of)?;
	let key = ecdsa::SigningKey::from_slice(&parse_hex(seed).ok()?).ok()?;
	let (signature, id) = key.sign_prehash_recoverable(&Sha256::digest(payload)).ok()?;
	let bytes = [signature.to_bytes().as_slice(), &[id.to_byte()]].concat();
	bytes.try_into().ok().map(MultiSignature::Ecdsa)
}

/// A signature with bits of one byte flipped.
fn altered(mut signature: MultiSignature, at: usize, bits: u8) -> MultiSignature {
	let bytes: &mut [u8] = match &mut signature {
		MultiSignature::Ed25519(bytes) | MultiSignature::Sr25519(bytes) => bytes,
		MultiSignature::Ecdsa(bytes) => bytes,
	};
	if let Some(byte) = bytes.get_mut(at) {
		*byte ^= bits;
	}
	signature
}

fn readings(scheme: Scheme, vectors: &mut Vec<Vector>) -> Result<(), KeyError> {
	let keypair = Keypair::from_suri(scheme, METER)?;
	let (key, other) = (keypair.signer(), Keypair::from_suri(scheme, OTHER)?);
	let mut rows = Rows { vectors, keypair, kind: "reading" };
	let of = |genesis, reading| Claim::Reading { genesis, key: key.clone(), reading };
	let reading =
		|interval, [counter, import_register, export_register, import, export]: [u64; 5]| Reading {
			interval,
			counter,
			import_register,
			export_register,
			import,
			export,
		};

	let usual = reading(1_980_624, [42, 12_345_678, 9_876_543, 250, 1_200]);
	let claim = of(genesis(), usual);
	let signature = rows.right("as they mostly are", claim.clone());
	rows.right("zeros", of(H256([0; 32]), reading(0, [0; 5])));
	rows.right("the most that fits", of(H256([0xff; 32]), reading(u32::MAX, [u64::MAX; 5])));
	let most = 1 << 40;
	let most = reading(u32::MAX, [u64::MAX, u64::MAX, u64::MAX, most, most]);
	rows.right("the most that a chain takes", of(genesis(), most));
	let ascending = [
		0x0102_0304_0506_0708,
		0x1112_1314_1516_1718,
		0x2122_2324_2526_2728,
		0x3132_3334_3536_3738,
		0x4142_4344_4546_4748,
	];
	rows.right("every byte another one", of(genesis(), reading(0xf1f2_f3f4, ascending)));

	for (field, altered) in [
		("interval", Reading { interval: usual.interval + 1, ..usual }),
		("counter", Reading { counter: usual.counter + 1, ..usual }),
		("importRegister", Reading { import_register: usual.import_register + 1, ..usual }),
		("exportRegister", Reading { export_register: usual.export_register + 1, ..usual }),
		("import", Reading { import: usual.import + 1, ..usual }),
		("export", Reading { export: usual.export + 1, ..usual }),
		("registers exchanged", reading(1_980_624, [42, 9_876_543, 12_345_678, 250, 1_200])),
	] {
		rows.wrong(&format!("{field} altered"), of(genesis(), altered), signature.clone());
	}
	rows.wrong("other genesis", of(H256([0; 32]), usual), signature.clone());
	let key = other.signer();
	let others = Claim::Reading { genesis: genesis(), key: key.clone(), reading: usual };
	rows.wrong("other key in the payload", others.clone(), signature.clone());
	rows.push("other key", others, key, signature.clone(), false);
	let consent = Claim::Consent {
		genesis: genesis(),
		key: rows.keypair.signer(),
		node: usual.interval,
		bindings: 42,
	};
	let consent = rows.keypair.sign(&consent.payload());
	rows.wrong("signature of a consent", claim.clone(), consent);
	rows.mistakes(&claim, &signature);
	Ok(())
}

fn consents(scheme: Scheme, vectors: &mut Vec<Vector>) -> Result<(), KeyError> {
	let keypair = Keypair::from_suri(scheme, METER)?;
	let (key, other) = (keypair.signer(), Keypair::from_suri(scheme, OTHER)?);
	let mut rows = Rows { vectors, keypair, kind: "consent" };
	let of = |genesis, node, bindings| Claim::Consent { genesis, key: key.clone(), node, bindings };

	let claim = of(genesis(), 7, 1);
	let signature = rows.right("as they mostly are", claim.clone());
	rows.right("zeros", of(H256([0; 32]), 0, 0));
	rows.right("the most that fits", of(H256([0xff; 32]), u32::MAX, u32::MAX));
	rows.right("every byte another one", of(genesis(), 0x0102_0304, 0x1112_1314));

	rows.wrong("node altered", of(genesis(), 8, 1), signature.clone());
	rows.wrong("bindings altered", of(genesis(), 7, 2), signature.clone());
	rows.wrong("node and bindings exchanged", of(genesis(), 1, 7), signature.clone());
	rows.wrong("other genesis", of(H256([0; 32]), 7, 1), signature.clone());
	let key = other.signer();
	let others = Claim::Consent { genesis: genesis(), key: key.clone(), node: 7, bindings: 1 };
	rows.wrong("other key in the payload", others.clone(), signature.clone());
	rows.push("other key", others, key, signature.clone(), false);
	let reading = Reading {
		interval: 7,
		counter: 1,
		import_register: 0,
		export_register: 0,
		import: 0,
		export: 0,
	};
	let reading = Claim::Reading { genesis: genesis(), key: rows.keypair.signer(), reading };
	let reading = rows.keypair.sign(&reading.payload());
	rows.wrong("signature of a reading", claim.clone(), reading);
	rows.mistakes(&claim, &signature);
	Ok(())
}

fn certificates(scheme: Scheme, vectors: &mut Vec<Vector>) -> Result<(), KeyError> {
	let keypair = Keypair::from_suri(scheme, MANUFACTURER)?;
	let meter = Keypair::from_suri(scheme, METER)?.signer();
	let other = Keypair::from_suri(scheme, OTHER)?.signer();
	let mut rows = Rows { vectors, keypair, kind: "certificate" };
	let of = |key: &MultiSigner, from, serial: &[u8]| Claim::Certificate {
		key: key.clone(),
		from,
		serial: Serial::try_from(serial.to_vec()).unwrap_or_default(),
	};

	let serial = b"GM-2026-000001";
	let claim = of(&meter, 1_980_000, serial);
	let signature = rows.right("as they mostly are", claim.clone());
	rows.right("zero, without a serial", of(&meter, 0, b""));
	rows.right("the most that fits", of(&meter, u32::MAX, &[0xff; 32]));
	rows.right("a serial that looks like hex", of(&meter, 0x0102_0304, b"0x00"));
	rows.right("a serial with zeros", of(&meter, 1, &[0, 1, 0]));
	for of_scheme in Scheme::ALL.into_iter().filter(|of_scheme| *of_scheme != scheme) {
		let key = Keypair::from_suri(of_scheme, METER)?.signer();
		rows.right(&format!("of an {of_scheme} meter"), of(&key, 1_980_000, serial));
	}

	rows.wrong("from altered", of(&meter, 1_980_001, serial), signature.clone());
	rows.wrong("serial altered", of(&meter, 1_980_000, b"GM-2026-000002"), signature.clone());
	rows.wrong("serial cut", of(&meter, 1_980_000, b"GM-2026-00000"), signature.clone());
	rows.wrong("serial padded", of(&meter, 1_980_000, b"GM-2026-000001\0"), signature.clone());
	rows.wrong("other key in the payload", of(&other, 1_980_000, serial), signature.clone());
	rows.push("other manufacturer", claim.clone(), other, signature.clone(), false);
	rows.push("the meter's key", claim.clone(), meter.clone(), signature.clone(), false);
	let consent = Claim::Consent { genesis: genesis(), key: meter, node: 1_980_000, bindings: 0 };
	let consent = rows.keypair.sign(&consent.payload());
	rows.wrong("signature of a consent", claim.clone(), consent);
	rows.mistakes(&claim, &signature);
	Ok(())
}

/// The 32 bytes of a key taken for one of the other scheme. An account is the same for both, so who checks
/// a signature against an account alone lets these pass.
fn confusions(vectors: &mut Vec<Vector>) -> Result<(), KeyError> {
	for scheme in [Scheme::Ed25519, Scheme::Sr25519] {
		let keypair = Keypair::from_suri(scheme, METER)?;
		let key = match keypair.signer() {
			MultiSigner::Ed25519(key) => MultiSigner::Sr25519(key),
			MultiSigner::Sr25519(key) => MultiSigner::Ed25519(key),
			other => other,
		};
		let claim = Claim::Consent { genesis: genesis(), key: key.clone(), node: 7, bindings: 1 };
		let signature = keypair.sign(&claim.payload());
		let mut rows = Rows { vectors, keypair, kind: "consent" };
		rows.push("its key taken for one of another scheme", claim, key, signature, false);
	}
	Ok(())
}
