// SPDX-License-Identifier: Apache-2.0

//! Commitments, balances, sets and masks.

mod common;

use common::{Seeded, context, other_contexts};
use gridmerit_hidden::{
	Blinding, CONTEXT_LEN, Call, Commitment, Context, EqualSums, EqualSumsProof, Error, MAX_SET,
	MAX_TERMS, MaskPublic, MaskSecret, OneOf, OneOfProof, Opening, Registers, SumSide,
};
use gridmerit_statements::Reading;
use proptest::prelude::*;

fn openings(amounts: &[u64], rng: &mut Seeded) -> (Vec<Opening>, Vec<Commitment>) {
	let openings: Vec<_> = amounts.iter().map(|amount| Opening::random(*amount, rng)).collect();
	let commitments = openings.iter().map(Opening::commitment).collect();
	(openings, commitments)
}

fn blinding_of(openings: &[Opening]) -> Blinding {
	Blinding::sum(openings.iter().map(|opening| &opening.blinding))
}

mod commitments {
	use super::*;

	proptest! {
		#[test]
		fn they_add_up_as_amounts_do(one: u32, two: u32, factor: u32, seed: u64) {
			let rng = &mut Seeded::new(seed);
			let [one, two] = [one, two].map(|amount| Opening::random(amount.into(), rng));
			let (first, second) = (one.commitment(), two.commitment());
			prop_assert_eq!(first.plus(&second).check(&one.plus(&two).unwrap()), Ok(()));
			prop_assert_eq!(first.times(factor.into()).check(&one.times(factor.into()).unwrap()), Ok(()));
			prop_assert_eq!(first.plus(&second).minus(&second), first);
			match one.minus(&two) {
				Ok(difference) => prop_assert_eq!(first.minus(&second).check(&difference), Ok(())),
				Err(error) => {
					prop_assert_eq!(error, Error::Overflow);
					prop_assert!(one.amount < two.amount);
				},
			}
			prop_assert_eq!(Commitment::decode(&first.encode()), Ok(first));
		}
	}

	#[test]
	fn another_amount_or_blinding_opens_none() {
		let rng = &mut Seeded::new(1);
		let opening = Opening::random(1_700, rng);
		let commitment = opening.commitment();
		assert_eq!(commitment.check(&opening), Ok(()));
		for wrong in [
			Opening { amount: 1_701, blinding: opening.blinding.clone() },
			Opening { amount: 1_700, blinding: Blinding::random(rng) },
		] {
			assert_eq!(commitment.check(&wrong), Err(Error::WrongOpening));
		}
	}

	#[test]
	fn sums_beyond_64_bits_have_no_opening() {
		let rng = &mut Seeded::new(2);
		let most = Opening::random(u64::MAX, rng);
		let one = Opening::random(1, rng);
		assert_eq!(most.plus(&one), Err(Error::Overflow));
		assert_eq!(one.minus(&most), Err(Error::Overflow));
		assert_eq!(most.times(2), Err(Error::Overflow));
		// The points add up all the same, and do not wrap around.
		let sum = most.commitment().plus(&one.commitment());
		let wrapped = Opening { amount: 0, blinding: most.blinding.plus(&one.blinding) };
		assert_eq!(sum.check(&wrapped), Err(Error::WrongOpening));
	}

	#[test]
	fn a_point_has_one_encoding() {
		let not_below_the_prime = |low: u8| {
			let mut bytes = [0xff; 32];
			bytes[0] = low;
			bytes[31] = 0x7f;
			bytes
		};
		let odd = {
			let mut bytes = Commitment::public(3).encode();
			bytes[0] |= 1;
			bytes
		};
		let high_bit = {
			let mut bytes = Commitment::public(3).encode();
			bytes[31] |= 0x80;
			bytes
		};
		for bytes in
			[not_below_the_prime(0xee), not_below_the_prime(0xfe), [0xff; 32], odd, high_bit]
		{
			assert_eq!(Commitment::decode(&bytes), Err(Error::PointNotCanonical), "{bytes:?}");
			assert_eq!(MaskPublic::decode(&bytes), Err(Error::PointNotCanonical));
		}
		// The largest even number below the prime is in the form of a point, and is none.
		assert_eq!(Commitment::decode(&not_below_the_prime(0xec)), Err(Error::NotAPoint));
		assert_eq!(Commitment::decode(&[0; 31]), Err(Error::WrongLength));
		assert_eq!(Commitment::decode(&[0; 33]), Err(Error::WrongLength));
	}

	#[test]
	fn the_identity_is_a_sum_and_nobodys_commitment() {
		let identity = Commitment::public(0);
		assert!(identity.is_identity() && Commitment::sum([]).is_identity());
		assert_eq!(Commitment::decode(&identity.encode()), Err(Error::Identity));
		assert_eq!(Commitment::decode_sum(&identity.encode()), Ok(identity));
		assert_eq!(Commitment::decode_sum(&[1; 32]), Err(Error::PointNotCanonical));
		assert!(MaskPublic::decode(&identity.encode()).is_err());
	}

	#[test]
	fn a_scalar_has_one_encoding() {
		// The order of the group, and the largest below it.
		let mut order = [0; 32];
		hex::decode_to_slice(
			"edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010",
			&mut order,
		)
		.unwrap();
		assert_eq!(Blinding::decode(&order), Err(Error::ScalarNotCanonical));
		assert_eq!(MaskSecret::decode(&order).err(), Some(Error::ScalarNotCanonical));
		order[0] -= 1;
		assert_eq!(Blinding::decode(&order).unwrap().encode(), order);
		assert_eq!(Blinding::decode(&order[..31]), Err(Error::WrongLength));
	}

	#[test]
	fn derived_blindings_differ_by_secret_and_by_what_they_are_for() {
		let blinding = |secret: u8, what: &[u8]| Blinding::derive(&[secret; 32], what).encode();
		assert_eq!(blinding(1, b"a"), blinding(1, b"a"));
		assert_ne!(blinding(1, b"a"), blinding(2, b"a"));
		assert_ne!(blinding(1, b"a"), blinding(1, b"b"));
	}

	#[test]
	fn secrets_are_not_printed() {
		let opening = Opening { amount: 1_234_567, blinding: Blinding::derive(&[1; 32], b"") };
		let printed = format!(
			"{opening:?} {:?} {:?}",
			opening.blinding,
			MaskSecret::random(&mut Seeded::new(1))
		);
		assert_eq!(printed, "Opening(..) Blinding(..) MaskSecret(..)");
	}
}

#[test]
fn a_context_is_bytes_and_back() {
	let context = context(Call::Withdraw);
	let bytes = context.encode();
	assert_eq!(bytes.len(), CONTEXT_LEN);
	assert_eq!(Context::decode(&bytes), Ok(context));
	assert_eq!(Context::decode(&bytes[1..]), Err(Error::WrongLength));
	assert_eq!(Context::decode(&[bytes.as_slice(), &[0]].concat()), Err(Error::WrongLength));
	let mut unknown = bytes;
	unknown[CONTEXT_LEN - 1] = 6;
	assert_eq!(Context::decode(&unknown), Err(Error::UnknownCall));
}

mod balances {
	use super::*;

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(64))]

		/// What is used is supplied and lost: any split of it balances, and one Wh more or less anywhere does not.
		#[test]
		fn equal_sums_balance_and_others_do_not(
			used in prop::collection::vec(0..1_u64 << 40, 1..20),
			losses in 0..1_u64 << 20,
			supplies in 0..5_usize,
			seed: u64,
		) {
			let rng = &mut Seeded::new(seed);
			let mut left = vec![losses + used.iter().sum::<u64>()];
			// Split the supply.
			for _ in 0..supplies {
				let last = left.pop().unwrap();
				left.extend([last / 3, last - last / 3]);
			}
			let (supply, supplied) = openings(&left, rng);
			let (usage, using) = openings(&used, rng);
			let rest = blinding_of(&supply).minus(&blinding_of(&usage));
			let balance = EqualSums { context: context(Call::Balance), left: &supplied, right: &using, public: losses };
			let proof = balance.prove(&rest, rng).unwrap();
			prop_assert_eq!(balance.verify(&proof), Ok(()));
			prop_assert_eq!(EqualSumsProof::decode(&proof.encode()), Ok(proof));

			let off = EqualSums { public: losses + 1, ..balance };
			prop_assert_eq!(off.prove(&rest, rng), Err(Error::Untrue));
			prop_assert_eq!(off.verify(&proof), Err(Error::BadProof));
			let mut more = using.clone();
			more[0] = more[0].plus(&Commitment::public(1));
			prop_assert_eq!(EqualSums { right: &more, ..balance }.verify(&proof), Err(Error::BadProof));
			prop_assert_eq!(balance.prove(&Blinding::random(rng), rng), Err(Error::Untrue));
		}
	}

	#[test]
	fn a_proof_counts_in_its_context_only() {
		let rng = &mut Seeded::new(1);
		let (opened, commitments) = openings(&[5, 5], rng);
		let (left, right) = commitments.split_at(1);
		let balance = EqualSums { context: context(Call::Balance), left, right, public: 0 };
		let rest = opened[0].blinding.minus(&opened[1].blinding);
		let proof = balance.prove(&rest, rng).unwrap();
		for context in other_contexts(balance.context) {
			assert_eq!(EqualSums { context, ..balance }.verify(&proof), Err(Error::BadProof));
		}
		// Nor with the same difference cut in another way.
		let both = [left[0].plus(&right[0])];
		let twice = [right[0].plus(&right[0])];
		assert_eq!(
			EqualSums { left: &both, right: &twice, ..balance }.verify(&proof),
			Err(Error::BadProof)
		);
		assert_eq!(
			EqualSums { left: right, right: left, ..balance }.verify(&proof),
			Err(Error::BadProof)
		);
	}

	#[test]
	fn a_sum_of_one_side_is_a_public_amount() {
		let rng = &mut Seeded::new(1);
		let (opened, commitments) = openings(&[31_000, 30_000, 15_100, 14_900], rng);
		let balance = EqualSums {
			context: context(Call::Balance),
			left: &commitments,
			right: &[],
			public: 91_000,
		};
		let proof = balance.prove(&blinding_of(&opened), rng).unwrap();
		assert_eq!(balance.verify(&proof), Ok(()));
		assert_eq!(EqualSums { public: 90_999, ..balance }.verify(&proof), Err(Error::BadProof));
	}

	#[test]
	fn boundary_of_terms() {
		let rng = &mut Seeded::new(1);
		let (opened, commitments) = openings(&[1; MAX_TERMS], rng);
		let context = context(Call::Balance);
		let balance =
			EqualSums { context, left: &commitments, right: &[], public: MAX_TERMS as u64 };
		let proof = balance.prove(&blinding_of(&opened), rng).unwrap();
		assert_eq!(balance.verify(&proof), Ok(()));
		let more = EqualSums { right: &commitments[..1], ..balance };
		assert_eq!(more.verify(&proof), Err(Error::TooManyTerms));
		assert_eq!(more.prove(&blinding_of(&opened), rng), Err(Error::TooManyTerms));
		assert_eq!(EqualSums { left: &[], ..balance }.verify(&proof), Err(Error::NoTerms));
	}

	#[test]
	fn each_part_of_a_proof_counts() {
		let rng = &mut Seeded::new(1);
		let (opened, commitments) = openings(&[7], rng);
		let balance = EqualSums {
			context: context(Call::Balance),
			left: &commitments,
			right: &[],
			public: 7,
		};
		let bytes = balance.prove(&opened[0].blinding, rng).unwrap().encode();
		for place in 0..bytes.len() {
			let mut wrong = bytes;
			wrong[place] ^= 4;
			let verdict = EqualSumsProof::decode(&wrong).and_then(|proof| balance.verify(&proof));
			assert!(verdict.is_err(), "{place}");
		}
		let mut identity = bytes;
		identity[..32].fill(0);
		assert_eq!(EqualSumsProof::decode(&identity), Err(Error::Identity));
		assert_eq!(EqualSumsProof::decode(&bytes[..63]), Err(Error::WrongLength));
		assert_eq!(EqualSumsProof::decode(&[0; 96]), Err(Error::WrongLength));
	}
}

mod sets {
	use super::*;

	#[test]
	fn each_amount_of_a_set_is_proven_and_no_other() {
		let rng = &mut Seeded::new(1);
		let set: Vec<u64> = (1..=3).map(|kwh| 1_000 * kwh).collect();
		for amount in [1_000, 2_000, 3_000] {
			let opening = Opening::random(amount, rng);
			let statement = OneOf {
				context: context(Call::Usage),
				commitment: opening.commitment(),
				set: &set,
			};
			let proof = statement.prove(&opening, rng).unwrap();
			assert_eq!(statement.verify(&proof), Ok(()));
			assert_eq!(proof.encode().len(), 192);
			assert_eq!(OneOfProof::decode(&proof.encode()), Ok(proof.clone()));
			for context in other_contexts(statement.context) {
				assert_eq!(OneOf { context, ..statement }.verify(&proof), Err(Error::BadProof));
			}
			let other = OneOf { set: &[1_000, 2_000, 3_001], ..statement };
			assert_eq!(other.verify(&proof), Err(Error::BadProof));
			let next = OneOf { commitment: Opening::random(amount, rng).commitment(), ..statement };
			assert_eq!(next.verify(&proof), Err(Error::BadProof));
			assert_eq!(next.prove(&opening, rng), Err(Error::WrongOpening));
			assert_eq!(
				OneOf { set: &set[..2], ..statement }.verify(&proof),
				Err(Error::WrongLength)
			);
		}
		let opening = Opening::random(1_500, rng);
		let commitment = opening.commitment();
		let statement = OneOf { context: context(Call::Usage), commitment, set: &set };
		assert_eq!(statement.prove(&opening, rng), Err(Error::Untrue));
	}

	#[test]
	fn each_part_of_a_proof_counts() {
		let rng = &mut Seeded::new(2);
		let opening = Opening::random(2, rng);
		let commitment = opening.commitment();
		let statement = OneOf { context: context(Call::Usage), commitment, set: &[1, 2] };
		let bytes = statement.prove(&opening, rng).unwrap().encode();
		for place in 0..bytes.len() {
			let mut wrong = bytes.clone();
			wrong[place] ^= 2;
			let verdict = OneOfProof::decode(&wrong).and_then(|proof| statement.verify(&proof));
			assert!(verdict.is_err(), "{place}");
		}
	}

	#[test]
	fn boundary_of_sets() {
		let rng = &mut Seeded::new(3);
		let opening = Opening::random(31, rng);
		let commitment = opening.commitment();
		let set: Vec<u64> = (0..=MAX_SET as u64).collect();
		let of = |set| OneOf { context: context(Call::Usage), commitment, set };
		let proof = of(&set[..MAX_SET]).prove(&opening, rng).unwrap();
		assert_eq!(of(&set[..MAX_SET]).verify(&proof), Ok(()));
		for (set, error) in [
			(set.as_slice(), Error::SetTooLarge),
			(&[31], Error::SetTooSmall),
			(&[], Error::SetTooSmall),
			(&[31, 31], Error::SetNotAscending),
			(&[31, 30], Error::SetNotAscending),
		] {
			assert_eq!(of(set).prove(&opening, rng), Err(error));
			assert_eq!(of(set).verify(&proof), Err(error));
		}
		let bytes = proof.encode();
		assert_eq!(OneOfProof::decode(&bytes[..64]), Err(Error::SetTooSmall));
		assert_eq!(OneOfProof::decode(&bytes[..96]), Err(Error::WrongLength));
		assert_eq!(OneOfProof::decode(&[0; 64 * (MAX_SET + 1)]), Err(Error::SetTooLarge));
	}
}

mod masks {
	use super::*;

	#[test]
	fn shares_add_up_to_the_sum_and_look_like_nothing() {
		let rng = &mut Seeded::new(1);
		let context = context(Call::Balance);
		let secrets: Vec<_> = (0..7).map(|_| MaskSecret::random(rng)).collect();
		let blindings: Vec<_> = (0..7).map(|_| Blinding::random(rng)).collect();
		let side = |place| if place < 5 { SumSide::Left } else { SumSide::Right };
		let shares_in = |context: &Context| -> Vec<Blinding> {
			(0..7)
				.map(|own| {
					let others: Vec<_> = (0..7)
						.filter(|other| *other != own)
						.map(|other| MaskPublic::decode(&secrets[other].public().encode()).unwrap())
						.collect();
					secrets[own].share(context, &others, &blindings[own], side(own)).unwrap()
				})
				.collect()
		};
		let shares = shares_in(&context);
		let expected = Blinding::sum(&blindings[..5]).minus(&Blinding::sum(&blindings[5..]));
		assert_eq!(Blinding::sum(&shares), expected);
		assert!(shares.iter().all(|share| !blindings.contains(share)));
		// Another cycle, other masks.
		let next = shares_in(&Context { cycle: 13, ..context });
		assert_eq!(Blinding::sum(&next), expected);
		assert!(next.iter().all(|share| !shares.contains(share)));
		assert_ne!(Blinding::sum(&shares[1..]), expected.minus(&blindings[0]));
	}

	#[test]
	fn a_party_comes_once() {
		let rng = &mut Seeded::new(2);
		let (own, other) = (MaskSecret::random(rng), MaskSecret::random(rng).public());
		let share = |others: &[MaskPublic]| {
			own.share(
				&context(Call::Balance),
				others,
				&Blinding::derive(&[1; 32], b""),
				SumSide::Left,
			)
		};
		assert_eq!(share(&[]), Err(Error::Alone));
		assert_eq!(share(&[other, other]), Err(Error::SameParty));
		assert_eq!(share(&[other, own.public()]), Err(Error::SameParty));
		assert_eq!(share(&[other; MAX_TERMS]), Err(Error::TooManyTerms));
		assert_eq!(MaskSecret::decode(&own.encode()).unwrap().public(), own.public());
	}
}

mod registers {
	use super::*;

	const KEY: [u8; 33] = [1; 33];

	fn reading(counter: u64, import_register: u64) -> Reading {
		let interval = 1_980_624 + counter as u32;
		Reading { interval, counter, import_register, export_register: 0, import: 0, export: 0 }
	}

	/// What was used in a period is the difference of two signed registers, and a third party needs no proof of it.
	#[test]
	fn a_period_is_the_difference_of_two_signed_registers() {
		let keypair = schnorrkel::Keypair::generate();
		let (secret, genesis) = ([7; 32], [9; 32]);
		let signed = [reading(4, 90_700), reading(9, 92_400)].map(|reading| {
			let registers = Registers::hide(&secret, &genesis, &KEY, &reading);
			let payload = registers.reading.payload(&genesis, &KEY);
			(registers, keypair.sign_simple(b"substrate", &payload))
		});
		// What everybody does.
		let [from, to] = signed.each_ref().map(|(registers, signature)| {
			let payload = registers.reading.payload(&genesis, &KEY);
			keypair.public.verify_simple(b"substrate", &payload, signature).unwrap();
			Commitment::decode(&registers.reading.import_register).unwrap()
		});
		// What the owner does.
		let [(begun, _), (ended, _)] = &signed;
		let used = ended.import.minus(&begun.import).unwrap();
		assert_eq!((used.amount, to.minus(&from).check(&used)), (1_700, Ok(())));
	}

	#[test]
	fn no_two_registers_have_one_blinding() {
		let hide = |secret: u8, genesis: u8, key: u8, counter| {
			Registers::hide(&[secret; 32], &[genesis; 32], &[key; 33], &reading(counter, 0))
		};
		let all = [
			hide(1, 1, 1, 1),
			hide(2, 1, 1, 1),
			hide(1, 2, 1, 1),
			hide(1, 1, 2, 1),
			hide(1, 1, 1, 2),
		];
		let mut blindings: Vec<_> = all
			.iter()
			.flat_map(|registers| [&registers.import, &registers.export])
			.map(|opening| opening.blinding.encode())
			.collect();
		blindings.sort_unstable();
		blindings.dedup();
		assert_eq!(blindings.len(), 10);
		assert_eq!(hide(1, 1, 1, 1), all[0]);
	}
}
