// SPDX-License-Identifier: Apache-2.0

//! The white paper's experiment (section iv): 53 tenants each used between 1 and 3 kWh, four suppliers delivered 31, 30,
//! 15.1 and 14.9 kWh, 91 in all. Everybody checks that, and each supplier learns its own amount only.

#![cfg(feature = "range")]
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::Seeded;
use gridmerit_hidden::{
	Blinding, Call, Commitment, Context, EqualSums, EqualSumsProof, Error, Generators, InRange,
	MaskPublic, MaskSecret, Opening, Range, RangeProof, SumSide, sift, verify_batch,
};

const TENANTS: usize = 53;
/// Wh.
const SUPPLIES: [u64; 4] = [31_000, 30_000, 15_100, 14_900];
const TOTAL: u64 = 91_000;
/// Wh.
const LO: u64 = 1_000;
const HI: u64 = 3_000;
/// Planck per Wh that a tenant pays, and that each supplier gets.
const PRICE_IN: u64 = 120_000;
const PRICES_OUT: [u64; 4] = [110_000, 112_000, 100_000, 95_000];

/// What one party has, and nobody else.
struct Party {
	opening: Opening,
	masks: MaskSecret,
	side: SumSide,
}

/// What everybody sees of a party.
struct Shown {
	commitment: [u8; 32],
	/// Of a tenant; a supplier's meter has signed its commitment.
	proof: Option<Vec<u8>>,
	masks: [u8; 32],
	share: [u8; 32],
}

fn context(node: usize, call: Call) -> Context {
	Context { genesis: [0x91; 32], agreement: 1, cycle: 202_107, node: node as u32, call }
}

fn of_balance() -> Context {
	context(0, Call::Balance)
}

/// Usages between the bounds that add up to the total.
fn usages(rng: &mut Seeded) -> Vec<u64> {
	let mut usages = vec![LO; TENANTS];
	let mut left = TOTAL - LO * TENANTS as u64;
	while left > 0 {
		let usage = &mut usages[rng.below(TENANTS)];
		let more = (1 + rng.below(400) as u64).min(left).min(HI - *usage);
		*usage += more;
		left -= more;
	}
	usages
}

fn generators() -> Generators {
	let range = Range::within(LO, HI).unwrap();
	Generators::new(range.width(), range.values()).unwrap()
}

fn play(rng: &mut Seeded) -> (Vec<Party>, Vec<Shown>) {
	let (generators, range) = (generators(), Range::within(LO, HI).unwrap());
	let usages = usages(rng);
	assert_eq!(usages.iter().sum::<u64>(), SUPPLIES.iter().sum());
	let parties: Vec<_> = usages
		.into_iter()
		.map(|usage| (usage, SumSide::Left))
		.chain(SUPPLIES.map(|supply| (supply, SumSide::Right)))
		.map(|(amount, side)| Party {
			opening: Opening::random(amount, rng),
			masks: MaskSecret::random(rng),
			side,
		})
		.collect();
	let keys: Vec<MaskPublic> = parties.iter().map(|party| party.masks.public()).collect();
	let shown = parties
		.iter()
		.enumerate()
		.map(|(node, party)| {
			let commitment = party.opening.commitment();
			let proof = (party.side == SumSide::Left).then(|| {
				let context = context(node, Call::Usage);
				let statement = InRange { context, commitments: &[commitment], range };
				statement
					.prove(&generators, core::slice::from_ref(&party.opening), rng)
					.unwrap()
					.encode()
			});
			let others: Vec<_> = keys
				.iter()
				.enumerate()
				.filter(|(other, _)| *other != node)
				.map(|(_, key)| *key)
				.collect();
			let share = party
				.masks
				.share(&of_balance(), &others, &party.opening.blinding, party.side)
				.unwrap();
			Shown {
				commitment: commitment.encode(),
				proof,
				masks: keys[node].encode(),
				share: share.encode(),
			}
		})
		.collect();
	(parties, shown)
}

fn commitments(shown: &[Shown]) -> (Vec<Commitment>, Vec<Commitment>) {
	let all: Vec<_> =
		shown.iter().map(|shown| Commitment::decode(&shown.commitment).unwrap()).collect();
	(all[..TENANTS].to_vec(), all[TENANTS..].to_vec())
}

/// Whoever collects the shares proves the balance, and knows none of the amounts.
fn collect(shown: &[Shown], rng: &mut Seeded) -> Result<EqualSumsProof, Error> {
	let (used, supplied) = commitments(shown);
	let shares: Vec<_> =
		shown.iter().map(|shown| Blinding::decode(&shown.share).unwrap()).collect();
	EqualSums { context: of_balance(), left: &used, right: &supplied, public: 0 }
		.prove(&Blinding::sum(&shares), rng)
}

fn bounds<'a>(
	used: &'a [Commitment],
	proofs: &'a [RangeProof],
) -> Vec<(InRange<'a>, &'a RangeProof)> {
	let range = Range::within(LO, HI).unwrap();
	used.chunks(1)
		.zip(proofs)
		.enumerate()
		.map(|(node, (commitments, proof))| {
			(InRange { context: context(node, Call::Usage), commitments, range }, proof)
		})
		.collect()
}

fn proofs(shown: &[Shown]) -> Vec<RangeProof> {
	let bytes = shown.iter().filter_map(|shown| shown.proof.as_ref());
	bytes.map(|bytes| RangeProof::decode(bytes).unwrap()).collect()
}

#[test]
fn everybody_checks_the_month() {
	let rng = &mut Seeded::new(91);
	let (parties, shown) = play(rng);
	let (used, supplied) = commitments(&shown);
	let proofs = proofs(&shown);
	assert_eq!(verify_batch(&generators(), &bounds(&used, &proofs)), Ok(()));
	let balance = EqualSums { context: of_balance(), left: &used, right: &supplied, public: 0 };
	assert_eq!(balance.verify(&collect(&shown, rng).unwrap()), Ok(()));
	// Who knows the total in the other way proves that it is 91 kWh, and tells nothing else.
	let suppliers = parties[TENANTS..].iter().map(|party| &party.opening.blinding);
	let total = EqualSums { left: &supplied, right: &[], public: TOTAL, ..balance };
	let proof = total.prove(&Blinding::sum(suppliers), rng).unwrap();
	assert_eq!(total.verify(&proof), Ok(()));
}

#[test]
fn a_wh_too_much_or_a_tenant_beyond_its_bounds_is_noticed() {
	let rng = &mut Seeded::new(92);
	let (parties, mut shown) = play(rng);
	// A tenant commits to one Wh less than it used.
	let less = Opening {
		amount: parties[7].opening.amount - 1,
		blinding: parties[7].opening.blinding.clone(),
	};
	let honest = shown[7].commitment;
	shown[7].commitment = less.commitment().encode();
	assert_eq!(collect(&shown, rng), Err(Error::Untrue));
	shown[7].commitment = honest;

	// One shows another's commitment and proof as its own.
	let taken = (shown[3].commitment, shown[3].proof.clone());
	(shown[4].commitment, shown[4].proof) = taken;
	let (used, _) = commitments(&shown);
	let proofs = proofs(&shown);
	let verdicts = sift(&generators(), &bounds(&used, &proofs));
	for (node, verdict) in verdicts.into_iter().enumerate() {
		let expected = if node == 4 { Err(Error::BadProof) } else { Ok(()) };
		assert_eq!(verdict, expected, "{node}");
	}
	// Nobody proves 3,001 Wh.
	let greedy = Opening::random(HI + 1, rng);
	let statement = InRange {
		context: context(0, Call::Usage),
		commitments: &[greedy.commitment()],
		range: Range::within(LO, HI).unwrap(),
	};
	assert_eq!(statement.prove(&generators(), &[greedy], rng), Err(Error::Untrue));
}

/// Which amount up to `most` a commitment opens to with a blinding, if any: what somebody who has it finds out.
fn guess(commitment: &Commitment, blinding: &Blinding, step: u64, most: u64) -> Option<u64> {
	let (mut rest, mut amount) = (*commitment, 0);
	let zero = Commitment::new(0, blinding);
	while amount <= most {
		if rest == zero {
			return Some(amount);
		}
		(rest, amount) = (rest.minus(&Commitment::public(step)), amount + step);
	}
	None
}

/// The first supplier tries all that it has against each commitment: its own opening, all that is shown, and what
/// follows from both. It finds its own amount. With a blinding it would find the rest, so the search is one that works.
#[test]
fn a_supplier_finds_its_own_amount_only() {
	let rng = &mut Seeded::new(93);
	let (parties, shown) = play(rng);
	let (used, supplied) = commitments(&shown);
	let own = &parties[TENANTS].opening;
	let shares: Vec<_> =
		shown.iter().map(|shown| Blinding::decode(&shown.share).unwrap()).collect();
	let rest = Blinding::sum(&shares);
	for (place, commitment) in used.iter().chain(&supplied).enumerate() {
		let step = if place < TENANTS { 1 } else { 100 };
		let most = if place < TENANTS { HI } else { 31_000 };
		if place % 9 != 0 && place < TENANTS {
			// Seven tenants and all suppliers are enough, and each takes thousands of points.
			continue;
		}
		let known = [
			own.blinding.clone(),
			shares[place].clone(),
			shares[place].negated(),
			rest.clone(),
			rest.minus(&own.blinding),
			rest.plus(&own.blinding),
			rest.minus(&shares[place]),
		];
		let found: Vec<_> =
			known.iter().filter_map(|blinding| guess(commitment, blinding, step, most)).collect();
		let expected = if place == TENANTS { vec![own.amount] } else { vec![] };
		assert_eq!(found, expected, "{place}");
		let with_blinding = guess(commitment, &parties[place].opening.blinding, step, most);
		assert_eq!(with_blinding, Some(parties[place].opening.amount));
	}
	// Keys and shares are points and scalars like any others: none is shown twice.
	let mut all: Vec<_> =
		shown.iter().flat_map(|shown| [shown.masks, shown.share, shown.commitment]).collect();
	all.sort_unstable();
	all.dedup();
	assert_eq!(all.len(), 3 * shown.len());
}

/// Prices are public, so what each pays or gets is a multiple of its commitment, and what is left for the utility is a
/// public amount: no hidden money appears or is lost.
#[test]
fn hidden_accounts_add_up_to_public_money() {
	let rng = &mut Seeded::new(94);
	let (parties, shown) = play(rng);
	let (used, supplied) = commitments(&shown);
	let deposit = HI * PRICE_IN;
	let tenants: Vec<_> = used
		.iter()
		.map(|usage| Commitment::public(deposit).minus(&usage.times(PRICE_IN)))
		.collect();
	let suppliers: Vec<_> =
		supplied.iter().zip(PRICES_OUT).map(|(supply, price)| supply.times(price)).collect();
	let paid_out: u64 = SUPPLIES.iter().zip(PRICES_OUT).map(|(supply, price)| supply * price).sum();
	let net = deposit * TENANTS as u64 - TOTAL * PRICE_IN;

	// Each opens its own account, and takes out what it has.
	for (party, account) in parties.iter().zip(&tenants) {
		let paid = party.opening.times(PRICE_IN).unwrap();
		let left = Opening { amount: deposit - paid.amount, blinding: paid.blinding.negated() };
		assert_eq!(account.check(&left), Ok(()));
	}
	for ((party, account), price) in parties[TENANTS..].iter().zip(&suppliers).zip(PRICES_OUT) {
		assert_eq!(account.check(&party.opening.times(price).unwrap()), Ok(()));
	}

	// What the utility gets is the rest: of the sums, by the same proofs.
	let blindings = |parties: &[Party], price: u64| {
		Blinding::sum(parties.iter().map(|party| &party.opening.blinding)).times(price)
	};
	let rest = blindings(&parties[..TENANTS], PRICE_IN).negated();
	let tenants_have = EqualSums { context: of_balance(), left: &tenants, right: &[], public: net };
	assert_eq!(tenants_have.verify(&tenants_have.prove(&rest, rng).unwrap()), Ok(()));
	let rest = SUPPLIES.iter().zip(PRICES_OUT).enumerate().fold(
		Blinding::sum([]),
		|sum, (place, (_, price))| {
			sum.plus(&parties[TENANTS + place].opening.blinding.times(price))
		},
	);
	let suppliers_have = EqualSums { left: &suppliers, public: paid_out, ..tenants_have };
	assert_eq!(suppliers_have.verify(&suppliers_have.prove(&rest, rng).unwrap()), Ok(()));
	assert!(TOTAL * PRICE_IN > paid_out);
}
