// SPDX-License-Identifier: Apache-2.0

//! The test vectors, the same in every run.

#![expect(
	clippy::indexing_slicing,
	reason = "of arrays made here; no vectors are better than wrong ones"
)]

use gridmerit_hidden::{
	Bits, Blinding, Call, Commitment, Context, EqualSums, Generators, InRange, MaskSecret, OneOf,
	Opening, Range, Registers, SumSide,
};
use gridmerit_statements::Reading;
use serde::Serialize;

use crate::{
	common::Seeded,
	format::{
		Balanced, Committed, Derived, File, InSet, Number, Ranged, Read, Registered, Shared,
		Summed, Where,
	},
};

pub type Failure = Box<dyn std::error::Error>;

const GENESIS: &str = "9dd604da47c92932226ccf6ae10a61d99666a5a6cfdc87cac025f5b6ce6e2b24";
/// The order of the group.
const ORDER: &str = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
/// The prime that points are modulo.
const PRIME: &str = "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f";
/// In the form of a point, and none: the largest even number below the prime.
const NO_POINT: &str = "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f";
const ZEROS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

fn unhex(text: &str) -> Vec<u8> {
	hex::decode(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn context(node: u32, call: Call) -> Context {
	let mut genesis = [0; 32];
	genesis.copy_from_slice(&unhex(GENESIS));
	Context { genesis, agreement: 7, cycle: 202_107, node, call }
}

fn file<T>(about: &[&str], vectors: Vec<T>) -> File<T> {
	File { layout: "v1".into(), about: about.iter().map(ToString::to_string).collect(), vectors }
}

/// No vector is written that says something else than the crate.
fn agreed(name: &str, verdict: &str, says: &str) -> Result<(), Failure> {
	if verdict == says { Ok(()) } else { Err(format!("{name}: {verdict}, not {says}").into()) }
}

/// The name and the text of each file.
pub fn files() -> Result<Vec<(&'static str, String)>, Failure> {
	fn text<T: Serialize>(file: &File<T>) -> Result<String, Failure> {
		Ok(file.to_json()?)
	}
	Ok(vec![
		("points.json", text(&points()?)?),
		("commitments.json", text(&commitments())?),
		("sums.json", text(&sums())?),
		("blindings.json", text(&blindings())?),
		("registers.json", text(&registers())?),
		("masks.json", text(&masks()?)?),
		("equal_sums.json", text(&balances()?)?),
		("sets.json", text(&sets()?)?),
		("ranges.json", text(&ranges()?)?),
	])
}

pub fn points() -> Result<File<Read>, Failure> {
	let (base, other) = (Commitment::public(1).encode(), Commitment::public(3).encode());
	let with = |bytes: [u8; 32], place: usize, bit: u8| {
		let mut bytes = bytes.to_vec();
		bytes[place] |= bit;
		bytes
	};
	let vectors = [
		("the base of amounts", "point", base.to_vec(), "Ok"),
		("the base of blindings", "point", blinding_base().encode().to_vec(), "Ok"),
		("the identity", "point", unhex(ZEROS), "Identity"),
		("the prime, which is zero", "point", unhex(PRIME), "PointNotCanonical"),
		("negative", "point", with(other, 0, 1), "PointNotCanonical"),
		("the highest bit set", "point", with(other, 31, 0x80), "PointNotCanonical"),
		("in the form of a point", "point", unhex(NO_POINT), "NotAPoint"),
		("a byte too few", "point", base[..31].to_vec(), "WrongLength"),
		("a byte too many", "point", [base.as_slice(), &[0]].concat(), "WrongLength"),
		("zero", "scalar", unhex(ZEROS), "Ok"),
		("the order less one", "scalar", unhex(&ORDER.replacen("ed", "ec", 1)), "Ok"),
		("the order, which is zero", "scalar", unhex(ORDER), "ScalarNotCanonical"),
		("all ones", "scalar", vec![0xff; 32], "ScalarNotCanonical"),
		("a byte too few", "scalar", vec![1; 31], "WrongLength"),
	];
	let vectors = vectors.map(|(name, kind, bytes, verdict)| Read {
		name: format!("{kind}: {name}"),
		kind: kind.into(),
		bytes: bytes.into(),
		verdict: verdict.into(),
	});
	for vector in &vectors {
		agreed(&vector.name, &vector.verdict(), &vector.verdict)?;
	}
	let about = [
		"Bytes that are read as a commitment (point) or a blinding (scalar).",
		"verdict: Ok, or the error.",
	];
	Ok(file(&about, vectors.into()))
}

/// H: nothing, with a blinding of one.
fn blinding_base() -> Commitment {
	let mut one = [0; 32];
	one[0] = 1;
	Commitment::new(0, &Blinding::decode(&one).unwrap_or_else(|error| panic!("{error}")))
}

pub fn commitments() -> File<Committed> {
	let rng = &mut Seeded::new(1);
	let amounts = [("nothing", 0), ("1 Wh", 1), ("1.7 kWh", 1_700), ("the most", u64::MAX)];
	let vectors = amounts.map(|(name, amount)| {
		let opening = Opening::random(amount, rng);
		Committed {
			name: name.into(),
			amount: amount.into(),
			blinding: opening.blinding.encode().into(),
			commitment: opening.commitment().encode().into(),
		}
	});
	file(&["commitment = amount * B + blinding * H."], vectors.into())
}

pub fn sums() -> File<Summed> {
	let rng = &mut Seeded::new(2);
	let made: Vec<_> =
		[1_200, 1_800, 3_000].map(|amount| Opening::random(amount, rng).commitment()).into();
	let cases: [(&str, &[Commitment], &[Commitment], u64); 5] = [
		("one", &made[..1], &[], 1),
		("two and less a third", &made[..2], &made[2..], 1),
		("a negative amount", &[], &made[..1], 1),
		("what it costs", &made[..1], &[], 120_000),
		("what is left of itself: the identity", &made[..1], &made[..1], 1),
	];
	let vectors = cases.map(|(name, plus, minus, times)| {
		let result = Commitment::sum(plus).minus(&Commitment::sum(minus)).times(times);
		let hex =
			|points: &[Commitment]| points.iter().map(|point| point.encode().into()).collect();
		Summed {
			name: name.into(),
			plus: hex(plus),
			minus: hex(minus),
			times: times.into(),
			result: result.encode().into(),
		}
	});
	file(&["result = times * (the sum of plus - the sum of minus)."], vectors.into())
}

pub fn blindings() -> File<Derived> {
	let cases: [(&str, [u8; 32], &[u8]); 3] = [
		("nothing", [0; 32], b""),
		("a few words", [7; 32], b"what it is for"),
		("longer than a block of the sponge", [9; 32], &[0x5a; 200]),
	];
	let vectors = cases.map(|(name, secret, what)| Derived {
		name: name.into(),
		secret: secret.into(),
		what: what.to_vec().into(),
		blinding: Blinding::derive(&secret, what).encode().into(),
	});
	file(&["The blinding that is derived from a secret, of what it is for."], vectors.into())
}

pub fn registers() -> File<Registered> {
	let genesis = context(0, Call::Usage).genesis;
	let cases: [(&str, &[u8], u64, u64, u64); 3] = [
		("ed25519", &[&[0], [0x60; 32].as_slice()].concat(), 42, 12_345_678, 9_876_543),
		(
			"the next, with nothing more",
			&[&[0], [0x60; 32].as_slice()].concat(),
			43,
			12_345_678,
			9_876_543,
		),
		("ECDSA, the most that fits", &[&[2], [3; 33].as_slice()].concat(), u64::MAX, u64::MAX, 0),
	];
	let vectors = cases.map(|(name, key, counter, import_register, export_register)| {
		let interval = 1_980_624;
		let reading =
			Reading { interval, counter, import_register, export_register, import: 0, export: 0 };
		let hidden = Registers::hide(&[7; 32], &genesis, key, &reading).reading;
		Registered {
			name: name.into(),
			secret: [7; 32].into(),
			genesis: genesis.into(),
			key: key.to_vec().into(),
			interval,
			counter: counter.into(),
			import_register: import_register.into(),
			export_register: export_register.into(),
			payload: hidden.payload(&genesis, key).to_vec().into(),
		}
	});
	file(&["What a meter signs about its registers; key: scheme and public key."], vectors.into())
}

pub fn masks() -> Result<File<Shared>, Failure> {
	let rng = &mut Seeded::new(3);
	let context = context(0, Call::Balance);
	let sides = [SumSide::Left, SumSide::Left, SumSide::Right];
	let secrets: Vec<_> = sides.iter().map(|_| MaskSecret::random(rng)).collect();
	let blindings: Vec<_> = sides.iter().map(|_| Blinding::random(rng)).collect();
	let publics: Vec<_> = secrets.iter().map(MaskSecret::public).collect();
	let shares = (0..sides.len())
		.map(|own| {
			let mut others = publics.clone();
			others.remove(own);
			secrets[own].share(&context, &others, &blindings[own], sides[own])
		})
		.collect::<Result<Vec<_>, _>>()?;
	let vector = Shared {
		name: "two on the left, one on the right".into(),
		context: context.into(),
		secrets: secrets.iter().map(|secret| secret.encode().into()).collect(),
		publics: publics.iter().map(|public| public.encode().into()).collect(),
		sides: sides.iter().map(|side| format!("{side:?}")).collect(),
		blindings: blindings.iter().map(|blinding| blinding.encode().into()).collect(),
		shares: shares.iter().map(|share| share.encode().into()).collect(),
		sum: Blinding::sum(&shares).encode().into(),
	};
	let about = [
		"What each party hands out of its blinding; sum: of the shares, which is that of the blindings.",
	];
	Ok(file(&about, vec![vector]))
}

/// A proof with one of its words replaced.
fn with(proof: &[u8], word: usize, value: &str) -> Vec<u8> {
	let mut proof = proof.to_vec();
	proof[32 * word..32 * word + 32].copy_from_slice(&unhex(value));
	proof
}

/// A proof with a bit of one of its words changed, low enough that a scalar stays one.
fn changed(proof: &[u8], word: usize) -> Vec<u8> {
	let mut proof = proof.to_vec();
	proof[32 * word] ^= 2;
	proof
}

pub fn balances() -> Result<File<Balanced>, Failure> {
	let rng = &mut Seeded::new(4);
	let context = context(0, Call::Balance);
	let amounts = [1_200, 1_800, 2_500, 500];
	let opened = amounts.map(|amount| Opening::random(amount, rng));
	let points = opened.each_ref().map(Opening::commitment);
	let rest = |left: &[Opening], right: &[Opening]| {
		let sum = |side: &[Opening]| Blinding::sum(side.iter().map(|opening| &opening.blinding));
		sum(left).minus(&sum(right))
	};
	let base = EqualSums { context, left: &points[..2], right: &points[2..], public: 0 };
	let lost = EqualSums { left: &points[2..3], right: &points[..1], public: 1_300, ..base };
	let total = EqualSums { left: &points, right: &[], public: 6_000, ..base };
	let proof = base.prove(&rest(&opened[..2], &opened[2..]), rng)?.encode();
	let loss = lost.prove(&rest(&opened[2..3], &opened[..1]), rng)?.encode();
	let sum = total.prove(&rest(&opened, &[]), rng)?.encode();
	let other = Context { cycle: 202_108, ..context };
	let elsewhere = Context { call: Call::Settle, ..context };
	let (less, turned) = (
		EqualSums { public: 5_999, ..total },
		EqualSums { left: base.right, right: base.left, ..base },
	);
	let cases = [
		("two on each side", base, proof.to_vec(), "Ok"),
		("with what lines lost", lost, loss.to_vec(), "Ok"),
		("a public sum", total, sum.to_vec(), "Ok"),
		("another public sum", less, sum.to_vec(), "BadProof"),
		("of another cycle", EqualSums { context: other, ..base }, proof.to_vec(), "BadProof"),
		(
			"shown to another call",
			EqualSums { context: elsewhere, ..base },
			proof.to_vec(),
			"BadProof",
		),
		("sides exchanged", turned, proof.to_vec(), "BadProof"),
		("the point changed", base, changed(&proof, 0), "BadProof"),
		("the point is none", base, with(&proof, 0, NO_POINT), "BadProof"),
		("the scalar changed", base, changed(&proof, 1), "BadProof"),
		("a point that is not canonical", base, with(&proof, 0, PRIME), "PointNotCanonical"),
		("the identity", base, with(&proof, 0, ZEROS), "Identity"),
		("a scalar that is not canonical", base, with(&proof, 1, ORDER), "ScalarNotCanonical"),
		("a byte too few", base, proof[..63].to_vec(), "WrongLength"),
		("a word too many", base, [proof.as_slice(), &[0; 32]].concat(), "WrongLength"),
		("no commitments", EqualSums { left: &[], right: &[], ..base }, proof.to_vec(), "NoTerms"),
	];
	let vectors = cases.map(|(name, balance, proof, verdict)| {
		let hex = |side: &[Commitment]| side.iter().map(|point| point.encode().into()).collect();
		Balanced {
			name: name.into(),
			context: balance.context.into(),
			left: hex(balance.left),
			right: hex(balance.right),
			public: balance.public.into(),
			proof: proof.into(),
			verdict: verdict.into(),
		}
	});
	for vector in &vectors {
		agreed(&vector.name, &vector.verdict(), &vector.verdict)?;
	}
	let about = [
		"The amounts on the left add up to those on the right and the public one.",
		"verdict: Ok, or the error.",
	];
	Ok(file(&about, vectors.into()))
}

pub fn sets() -> Result<File<InSet>, Failure> {
	let rng = &mut Seeded::new(5);
	let context = context(41, Call::Usage);
	let opening = Opening::random(2_000, rng);
	let set: &[u64] = &[1_000, 2_000, 3_000];
	let base = OneOf { context, commitment: opening.commitment(), set };
	let bytes = base.prove(&opening, rng)?.encode();
	let two = OneOf { set: &[0, 2_000], ..base };
	let short = two.prove(&opening, rng)?.encode();
	let other = Opening::random(2_000, rng).commitment();
	let next = Context { node: 42, ..context };
	let twice = OneOf { set: &[1_000, 1_000, 3_000], ..base };
	let cases = [
		("one of three", base, bytes.clone(), "Ok"),
		("one of two", two, short.clone(), "Ok"),
		("another commitment", OneOf { commitment: other, ..base }, bytes.clone(), "BadProof"),
		("another set", OneOf { set: &[1_000, 2_000, 3_001], ..base }, bytes.clone(), "BadProof"),
		("shown by another node", OneOf { context: next, ..base }, bytes.clone(), "BadProof"),
		("a challenge changed", base, changed(&bytes, 2), "BadProof"),
		("a response changed", base, changed(&bytes, 5), "BadProof"),
		("a scalar that is not canonical", base, with(&bytes, 3, ORDER), "ScalarNotCanonical"),
		("for two values", base, short, "WrongLength"),
		("half a value too many", base, [bytes.as_slice(), &[0; 32]].concat(), "WrongLength"),
		("a set of one", OneOf { set: &[2_000], ..base }, bytes.clone(), "SetTooSmall"),
		("a set that does not ascend", twice, bytes, "SetNotAscending"),
	];
	let vectors = cases.map(|(name, statement, proof, verdict)| InSet {
		name: name.into(),
		context: Where::from(statement.context),
		commitment: statement.commitment.encode().into(),
		set: statement.set.iter().map(|amount| Number::from(*amount)).collect(),
		proof: proof.into(),
		verdict: verdict.into(),
	});
	for vector in &vectors {
		agreed(&vector.name, &vector.verdict(), &vector.verdict)?;
	}
	let about = ["The amount of the commitment is one of the set.", "verdict: Ok, or the error."];
	Ok(file(&about, vectors.into()))
}

pub fn generators() -> Result<Generators, Failure> {
	Ok(Generators::new(Bits::SixtyFour, 4)?)
}

pub fn ranges() -> Result<File<Ranged>, Failure> {
	let rng = &mut Seeded::new(6);
	let generators = generators()?;
	let context = context(41, Call::Usage);
	let within = Range::within(1_000, 3_000)?;
	let opened: Vec<_> = [1_700, 3_000].map(|amount| Opening::random(amount, rng)).into();
	let points: Vec<_> = opened.iter().map(Opening::commitment).collect();
	let tenant = InRange { context, commitments: &points[..1], range: within };
	let both = InRange { commitments: &points, ..tenant };
	let narrow = InRange { range: Range::within(1_600, 1_800)?, ..tenant };
	let account = InRange { range: Range::bits(Bits::SixtyFour), ..tenant };
	let four = InRange { range: Range::bits(Bits::Sixteen), ..both };
	let bytes = tenant.prove(&generators, &opened[..1], rng)?.encode();
	let together = both.prove(&generators, &opened, rng)?.encode();
	let narrower = narrow.prove(&generators, &opened[..1], rng)?.encode();
	let left = account.prove(&generators, &opened[..1], rng)?.encode();
	let aggregated = four.prove(&generators, &opened, rng)?.encode();
	let moved = [points[0].plus(&Commitment::public(1))];
	let swapped = [points[1], points[0]];
	let next = Context { node: 42, ..context };
	let last = bytes.len() / 32 - 1;
	let cases = [
		("a tenant between 1 and 3 kWh", tenant, bytes.clone(), "Ok"),
		("two tenants in one proof", both, together.clone(), "Ok"),
		("between 1.6 and 1.8 kWh: 8 bits", narrow, narrower, "Ok"),
		("what stays is not negative: 64 bits", account, left, "Ok"),
		("two of 16 bits", four, aggregated, "Ok"),
		("shown by another node", InRange { context: next, ..tenant }, bytes.clone(), "BadProof"),
		("1 Wh more", InRange { commitments: &moved, ..tenant }, bytes.clone(), "BadProof"),
		(
			"in another order",
			InRange { commitments: &swapped, ..both },
			together.clone(),
			"BadProof",
		),
		(
			"within other bounds",
			InRange { range: Range::within(1_000, 2_999)?, ..tenant },
			bytes.clone(),
			"BadProof",
		),
		("of one in the place of two", both, bytes.clone(), "WrongLength"),
		("T1 changed", tenant, changed(&bytes, 2), "BadProof"),
		("T1 is none", tenant, with(&bytes, 2, NO_POINT), "BadProof"),
		("t changed", tenant, changed(&bytes, 4), "BadProof"),
		("the last scalar changed", tenant, changed(&bytes, last), "BadProof"),
		("A is not canonical", tenant, with(&bytes, 0, PRIME), "PointNotCanonical"),
		("an L is the identity", tenant, with(&bytes, 7, ZEROS), "Identity"),
		("t is not canonical", tenant, with(&bytes, 4, ORDER), "ScalarNotCanonical"),
		("a word too few", tenant, bytes[..bytes.len() - 32].to_vec(), "WrongLength"),
		("a halving too few", tenant, [&bytes[..224], &bytes[288..]].concat(), "WrongLength"),
		(
			"three commitments",
			InRange { commitments: &[points[0]; 3], ..tenant },
			bytes,
			"BadCount",
		),
	];
	let vectors = cases.map(|(name, statement, proof, verdict)| Ranged {
		name: name.into(),
		context: Where::from(statement.context),
		commitments: statement.commitments.iter().map(|point| point.encode().into()).collect(),
		lo: statement.range.lo().into(),
		hi: statement.range.hi().into(),
		bits: statement.range.width().number(),
		sides: statement.range.values(),
		proof: proof.into(),
		verdict: verdict.into(),
	});
	for vector in &vectors {
		agreed(&vector.name, &vector.verdict(&generators), &vector.verdict)?;
	}
	let about = [
		"The amounts of the commitments are within lo and hi. sides: 2, or 1 if lo is 0 and hi is 2^bits - 1.",
		"verdict: Ok, or the error.",
	];
	Ok(file(&about, vectors.into()))
}
