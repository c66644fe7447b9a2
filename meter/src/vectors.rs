// SPDX-License-Identifier: Apache-2.0

//! Test vectors: statements with what is signed and the signature, and signatures that must not verify.
//! `meter/vectors.json` holds them; `meter/check_vectors.py` and `tests/client/meter.test.js` check them
//! with other libraries.

use gridmerit_energy::{Reading, Serial};
use serde::{Deserialize, Serialize};
use sp_core::{H256, Pair, ecdsa, ed25519, sr25519};
use sp_io::hashing::{blake2_256, sha2_256};
use sp_runtime::{MultiSignature, MultiSigner};

use crate::{
	encoding::{self, Hex},
	key::{KeyError, Keypair, Scheme},
	statement::{Statement, verify},
};

/// All vectors, with the keys that they use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vectors {
	/// The version of the layout.
	layout: String,
	/// What the fields are.
	about: Vec<String>,
	/// The keys; everybody knows their secrets.
	keys: Vec<Key>,
	/// The vectors.
	pub vectors: Vec<Vector>,
}

impl Vectors {
	/// As JSON, a line for each key and vector.
	pub fn to_json(&self) -> Result<String, serde_json::Error> {
		fn lines<T: Serialize>(rows: &[T]) -> Result<String, serde_json::Error> {
			let rows: Result<Vec<_>, _> = rows.iter().map(serde_json::to_string).collect();
			Ok(format!("[\n  {}\n ]", rows?.join(",\n  ")))
		}
		let layout = serde_json::to_string(&self.layout)?;
		let (about, keys) = (lines(&self.about)?, lines(&self.keys)?);
		let vectors = lines(&self.vectors)?;
		Ok(format!(
			"{{\n \"layout\": {layout},\n \"about\": {about},\n \"keys\": {keys},\n \"vectors\": {vectors}\n}}"
		))
	}
}

/// A key for tests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
	suri: String,
	seed: Hex,
	#[serde(with = "encoding::signer")]
	signer: MultiSigner,
}

/// A signature of a statement, right or wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vector {
	/// What is special about it.
	pub name: String,
	/// What is said to have been signed.
	#[serde(flatten)]
	pub statement: Statement,
	/// Who is said to have signed.
	#[serde(with = "encoding::signer")]
	pub signer: MultiSigner,
	payload: Hex,
	message: Hex,
	/// The signature.
	#[serde(with = "encoding::signature")]
	pub signature: MultiSignature,
	/// Whether it must verify.
	pub valid: bool,
}

impl Vector {
	/// Whether payload and message are those of the statement, and the signature is what it should be.
	pub fn check(&self) -> Result<(), String> {
		let payload = self.statement.payload();
		if payload != self.payload.0 {
			return Err(format!("{}: the payload is another one", self.name));
		}
		if message(&self.signer, &payload) != self.message.0 {
			return Err(format!("{}: the message is another one", self.name));
		}
		match (verify(&self.signer, &payload, &self.signature), self.valid) {
			(Ok(()), true) | (Err(_), false) => Ok(()),
			(Ok(()), false) => Err(format!("{}: verifies", self.name)),
			(Err(mismatch), true) => Err(format!("{}: {mismatch}", self.name)),
		}
	}
}

/// What a key of this scheme signs: the payload, or its hash.
fn message(signer: &MultiSigner, payload: &[u8]) -> Vec<u8> {
	match signer {
		MultiSigner::Ecdsa(_) => blake2_256(payload).into(),
		_ => payload.into(),
	}
}

const ABOUT: [&str; 8] = [
	"Made by `gridmerit-meter vectors`; docs/meter.md explains the layout. sr25519 is randomised: its \
	 signatures differ each time.",
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
	for scheme in Scheme::ALL {
		for suri in [METER, MANUFACTURER, OTHER] {
			let signer = Keypair::from_suri(scheme, suri)?.signer();
			keys.push(Key { suri: suri.into(), seed: Hex(seed(scheme, suri)?), signer });
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

/// The secret of a key of the development phrase.
fn seed(scheme: Scheme, suri: &str) -> Result<Vec<u8>, KeyError> {
	let seed = match scheme {
		Scheme::Ed25519 => ed25519::Pair::from_string_with_seed(suri, None).map(|(_, seed)| seed),
		Scheme::Sr25519 => sr25519::Pair::from_string_with_seed(suri, None).map(|(_, seed)| seed),
		Scheme::Ecdsa => ecdsa::Pair::from_string_with_seed(suri, None).map(|(_, seed)| seed),
	};
	seed.ok().flatten().map(Into::into).ok_or(KeyError::Path)
}

/// A genesis hash like any other.
fn genesis() -> H256 {
	blake2_256(b"gridmerit").into()
}

/// The rows of one signer.
struct Rows<'a> {
	vectors: &'a mut Vec<Vector>,
	keypair: Keypair,
	kind: &'static str,
}

impl Rows<'_> {
	fn right(&mut self, what: &str, statement: Statement) -> MultiSignature {
		let signature = self.keypair.sign(&statement.payload());
		let signer = self.keypair.signer();
		self.push(what, statement, signer, signature.clone(), true);
		signature
	}

	fn wrong(&mut self, what: &str, statement: Statement, signature: MultiSignature) {
		let signer = self.keypair.signer();
		self.push(what, statement, signer, signature, false);
	}

	fn push(
		&mut self,
		what: &str,
		statement: Statement,
		signer: MultiSigner,
		signature: MultiSignature,
		valid: bool,
	) {
		let payload = statement.payload();
		self.vectors.push(Vector {
			name: format!("{} {}: {what}", self.keypair.scheme(), self.kind),
			message: Hex(message(&signer, &payload)),
			payload: Hex(payload),
			statement,
			signer,
			signature,
			valid,
		});
	}

	/// Signatures of the wrong bytes, and of the right ones with a bit flipped.
	fn mistakes(&mut self, statement: &Statement, signature: &MultiSignature) {
		let payload = statement.payload();
		for at in [0, 40, 63] {
			let altered = altered(signature.clone(), at, 1);
			self.wrong(&format!("byte {at} of the signature altered"), statement.clone(), altered);
		}
		let wrapped = [b"<Bytes>", payload.as_slice(), b"</Bytes>"].concat();
		let wrapped = self.keypair.sign(&wrapped);
		self.wrong("payload wrapped as wallets do", statement.clone(), wrapped);
		match &self.keypair {
			Keypair::Ecdsa(pair) => {
				let sha = pair.sign_prehashed(&sha2_256(&payload)).into();
				self.wrong("SHA-256 signed", statement.clone(), sha);
				let recovery = altered(signature.clone(), 64, 1);
				self.wrong("recovery id altered", statement.clone(), recovery);
			},
			keypair => {
				let hashed = keypair.sign(&blake2_256(&payload));
				self.wrong("the payload's hash signed", statement.clone(), hashed);
			},
		}
	}
}

/// A signature with bits of one byte flipped.
fn altered(mut signature: MultiSignature, at: usize, bits: u8) -> MultiSignature {
	let bytes: &mut [u8] = match &mut signature {
		MultiSignature::Ed25519(bytes) => &mut bytes.0,
		MultiSignature::Sr25519(bytes) => &mut bytes.0,
		MultiSignature::Ecdsa(bytes) => &mut bytes.0,
		MultiSignature::Eth(bytes) => &mut bytes.0,
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
	let of = |genesis, reading| Statement::Reading { genesis, key: key.clone(), reading };
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
	let statement = of(genesis(), usual);
	let signature = rows.right("as they mostly are", statement.clone());
	rows.right("zeros", of(H256::zero(), reading(0, [0; 5])));
	rows.right("the most that fits", of(H256::repeat_byte(0xff), reading(u32::MAX, [u64::MAX; 5])));
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
	rows.wrong("other genesis", of(H256::zero(), usual), signature.clone());
	let key = other.signer();
	let others = Statement::Reading { genesis: genesis(), key: key.clone(), reading: usual };
	rows.wrong("other key in the payload", others.clone(), signature.clone());
	rows.push("other key", others, key, signature.clone(), false);
	let consent = Statement::Consent {
		genesis: genesis(),
		key: rows.keypair.signer(),
		node: usual.interval,
		bindings: 42,
	};
	let consent = rows.keypair.sign(&consent.payload());
	rows.wrong("signature of a consent", statement.clone(), consent);
	rows.mistakes(&statement, &signature);
	Ok(())
}

fn consents(scheme: Scheme, vectors: &mut Vec<Vector>) -> Result<(), KeyError> {
	let keypair = Keypair::from_suri(scheme, METER)?;
	let (key, other) = (keypair.signer(), Keypair::from_suri(scheme, OTHER)?);
	let mut rows = Rows { vectors, keypair, kind: "consent" };
	let of =
		|genesis, node, bindings| Statement::Consent { genesis, key: key.clone(), node, bindings };

	let statement = of(genesis(), 7, 1);
	let signature = rows.right("as they mostly are", statement.clone());
	rows.right("zeros", of(H256::zero(), 0, 0));
	rows.right("the most that fits", of(H256::repeat_byte(0xff), u32::MAX, u32::MAX));
	rows.right("every byte another one", of(genesis(), 0x0102_0304, 0x1112_1314));

	rows.wrong("node altered", of(genesis(), 8, 1), signature.clone());
	rows.wrong("bindings altered", of(genesis(), 7, 2), signature.clone());
	rows.wrong("node and bindings exchanged", of(genesis(), 1, 7), signature.clone());
	rows.wrong("other genesis", of(H256::zero(), 7, 1), signature.clone());
	let key = other.signer();
	let others = Statement::Consent { genesis: genesis(), key: key.clone(), node: 7, bindings: 1 };
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
	let reading = reading.payload(genesis(), &rows.keypair.signer());
	let reading = rows.keypair.sign(&reading);
	rows.wrong("signature of a reading", statement.clone(), reading);
	rows.mistakes(&statement, &signature);
	Ok(())
}

fn certificates(scheme: Scheme, vectors: &mut Vec<Vector>) -> Result<(), KeyError> {
	let keypair = Keypair::from_suri(scheme, MANUFACTURER)?;
	let meter = Keypair::from_suri(scheme, METER)?.signer();
	let other = Keypair::from_suri(scheme, OTHER)?.signer();
	let mut rows = Rows { vectors, keypair, kind: "certificate" };
	let of = |key: &MultiSigner, from, serial: &[u8]| Statement::Certificate {
		key: key.clone(),
		from,
		serial: Serial::truncate_from(serial.into()),
	};

	let serial = b"GM-2026-000001";
	let statement = of(&meter, 1_980_000, serial);
	let signature = rows.right("as they mostly are", statement.clone());
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
	rows.push("other manufacturer", statement.clone(), other, signature.clone(), false);
	rows.push("the meter's key", statement.clone(), meter.clone(), signature.clone(), false);
	let consent =
		Statement::Consent { genesis: genesis(), key: meter, node: 1_980_000, bindings: 0 };
	let consent = rows.keypair.sign(&consent.payload());
	rows.wrong("signature of a consent", statement.clone(), consent);
	rows.mistakes(&statement, &signature);
	Ok(())
}

/// The 32 bytes of a key taken for one of the other scheme. An account is the same for both, so who checks
/// a signature against an account alone lets these pass.
fn confusions(vectors: &mut Vec<Vector>) -> Result<(), KeyError> {
	for scheme in [Scheme::Ed25519, Scheme::Sr25519] {
		let keypair = Keypair::from_suri(scheme, METER)?;
		let key = match keypair.signer() {
			MultiSigner::Ed25519(key) => sr25519::Public::from_raw(key.0).into(),
			MultiSigner::Sr25519(key) => ed25519::Public::from_raw(key.0).into(),
			other => other,
		};
		let statement =
			Statement::Consent { genesis: genesis(), key: key.clone(), node: 7, bindings: 1 };
		let signature = keypair.sign(&statement.payload());
		let mut rows = Rows { vectors, keypair, kind: "consent" };
		rows.push("its key taken for one of another scheme", statement, key, signature, false);
	}
	Ok(())
}
