// SPDX-License-Identifier: Apache-2.0

//! Who is paired with whom where consumers prefer sellers, on the real runtime: nobody gets less energy, or pays more, by
//! what anybody prefers.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use gridmerit_energy::{Choice, Interval, NodeIndex, Position, RoundResult, SourceKind, Wh};
use gridmerit_pallet_support::Positions;
use gridmerit_runtime::{Clearing, ForwardMarket, Runtime, RuntimeCall, RuntimeEvent, System};
use pallet_clearing::{Event, Results};
use pallet_forward_market::{Call, Choosing, CurrentRound, Error, Orders};
use pallet_grid::GenesisLine;
use sp_keyring::Sr25519Keyring::{self, Bob, Charlie, Dave, Eve};
use sp_runtime::DispatchError;
use support::{
	FIRST_SLOT, begin, build_block, config,
	market::{buys, gate_slot, node, post, round, sells, send},
	on_chain, signed, try_state,
};

const PRICE: u64 = 100_000;

fn prefer(choices: &[Choice]) -> RuntimeCall {
	Call::<Runtime>::prefer { choices: choices.to_vec().try_into().unwrap() }.into()
}

/// Why a call of an account is refused that a block takes.
fn refused(slot: u64, account: Sr25519Keyring, call: RuntimeCall) -> Option<DispatchError> {
	let nonce = System::account_nonce(account.to_account_id());
	match build_block(slot, vec![signed(account, nonce, call)])[..] {
		[Ok(result)] => result.err(),
		_ => panic!("the block did not take it"),
	}
}

/// What a round came to.
#[derive(Debug, PartialEq)]
struct Cleared {
	/// What everybody has traded, for how much.
	positions: Vec<Position>,
	/// Price and energy.
	result: RoundResult,
	/// What is left of the orders.
	left: usize,
}

/// Seller, buyer, energy, and by which choice.
type Pair = (NodeIndex, NodeIndex, Wh, u8);

/// Bob and Eve buy of Charlie, who has sun, and Dave, who has wind, after each has said what it prefers; what it comes to,
/// and who is paired with whom.
fn play(preferred: &[(Sr25519Keyring, &[Choice])]) -> (Cleared, Vec<Pair>) {
	build_block(FIRST_SLOT, vec![]);
	let choices = preferred.iter().map(|(account, choices)| (*account, prefer(choices)));
	send(FIRST_SLOT + 1, choices.collect());
	try_state();
	let number = round();
	let interval: Interval = CurrentRound::<Runtime>::get().unwrap().last;
	let order = |order| post(number, &[(interval, order)]);
	let orders = vec![
		(Bob, order(buys(3_000))),
		(Eve, order(buys(2_000))),
		(Charlie, order(sells(2_500, PRICE))),
		(Dave, order(sells(2_500, PRICE))),
	];
	send(FIRST_SLOT + 2, orders);
	let mut slot = FIRST_SLOT + 2;
	while round() == number {
		slot = gate_slot().max(slot + 1);
		build_block(slot, vec![]);
		try_state();
	}
	let positions =
		[Bob, Charlie, Dave, Eve].map(|account| ForwardMarket::position(interval, node(account)));
	let result = Results::<Runtime>::get(interval, number).unwrap();
	let transactions = Clearing::transactions(interval, number, 0);
	let reasons = Clearing::reasons(interval, number, 0);
	assert_eq!((transactions.len(), reasons.len()), (result.transactions as usize, reasons.len()));
	let made = reasons.iter().filter(|reason| **reason > 0).count() as u32;
	let event = Event::PairedByChoice { interval, round: number, transactions: made };
	let events = System::events();
	let said = events.iter().any(|row| row.event == RuntimeEvent::Clearing(event.clone()));
	assert_eq!(said, made > 0);
	let pairs = transactions
		.iter()
		.zip(reasons)
		.map(|(row, reason)| (row.seller, row.buyer, row.energy, reason));
	let cleared = Cleared {
		positions: positions.to_vec(),
		result: RoundResult { transactions: 0, ..result },
		left: Orders::<Runtime>::iter_prefix(interval).count(),
	};
	(cleared, pairs.collect())
}

#[test]
fn the_same_is_traded_with_other_partners() {
	let nodes = || [Bob, Charlie, Dave, Eve].map(node);
	let mut plain = None;
	on_chain("development", || {
		let [bob, charlie, dave, eve] = nodes();
		let (cleared, pairs) = play(&[]);
		assert_eq!(cleared.result.traded, 5_000);
		let swept = [(charlie, bob, 2_500, 0), (dave, bob, 500, 0), (dave, eve, 2_000, 0)];
		assert_eq!(pairs, swept);
		plain = Some(cleared);
	});
	let same = |cleared: Cleared| assert_eq!(Some(&cleared), plain.as_ref());
	on_chain("development", || {
		let [bob, charlie, dave, eve] = nodes();
		let wind = [Choice::Source(SourceKind::Wind)];
		let (cleared, pairs) = play(&[(Bob, &wind)]);
		same(cleared);
		assert_eq!(
			pairs,
			[(dave, bob, 2_500, 1), (charlie, bob, 500, 0), (charlie, eve, 2_000, 0)]
		);
	});
	// By bus, where the preset has Dave, and by name.
	on_chain("development", || {
		let [bob, charlie, dave, eve] = nodes();
		let by_bus = [Choice::Bus(22)];
		let by_name = [Choice::Node(bob), Choice::Node(charlie)];
		let (cleared, pairs) = play(&[(Bob, &by_bus), (Eve, &by_name)]);
		same(cleared);
		let mut pairs = pairs;
		pairs.sort();
		let mut expected =
			vec![(dave, bob, 2_500, 1), (charlie, eve, 2_000, 2), (charlie, bob, 500, 0)];
		expected.sort();
		assert_eq!(pairs, expected);
	});
}

/// Behind a full line a choice is met among those who are there, too.
#[test]
fn the_same_is_traded_on_a_grid() {
	let mut config = config("development");
	let line =
		|rating| GenesisLine { owner: Charlie.to_account_id(), parent: 0, rating, limits: None };
	// So wide that nothing fills it: one zone, two buses.
	config.grid.lines = vec![line(1_000_000)];
	for (account, data) in &mut config.te_registry.nodes {
		data.bus = u16::from(*account == Dave.to_account_id());
	}
	let (mut plain, mut chosen) = (None, None);
	begin(&config).execute_with(|| plain = Some(play(&[])));
	begin(&config).execute_with(|| {
		let (dave, bob) = (node(Dave), node(Bob));
		let (cleared, pairs) = play(&[(Bob, &[Choice::Bus(1)])]);
		assert_eq!(pairs[0], (dave, bob, 2_500, 1));
		chosen = Some((cleared, pairs));
	});
	let ((plain, swept), (cleared, pairs)) = (plain.unwrap(), chosen.unwrap());
	assert_eq!(cleared, plain);
	assert_ne!(pairs, swept);
	assert!(swept.iter().all(|pair| pair.3 == 0));
}

#[test]
fn what_is_none_is_refused_and_a_list_is_taken_back() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let refused = |slot, account, choices: &[Choice]| refused(slot, account, prefer(choices));
		let error = |error: Error<Runtime>| Some(DispatchError::from(error));
		let solar = Choice::Source(SourceKind::Solar);
		assert_eq!(refused(FIRST_SLOT + 1, Bob, &[]), error(Error::NoChoices));
		assert_eq!(refused(FIRST_SLOT + 2, Bob, &[solar, solar]), error(Error::ChosenTwice));
		let own = Choice::Node(node(Bob));
		assert_eq!(refused(FIRST_SLOT + 3, Bob, &[own]), error(Error::ChoosesItself));
		let far = Choice::Node(9_999);
		assert_eq!(refused(FIRST_SLOT + 4, Bob, &[far]), error(Error::NoSuchSeller));
		// Ferdie is the utility, and does not trade.
		let utility = Sr25519Keyring::Ferdie;
		assert_eq!(refused(FIRST_SLOT + 5, utility, &[solar]), error(Error::DoesNotTrade));
		assert!(!Choosing::<Runtime>::exists());
		send(FIRST_SLOT + 6, vec![(Bob, prefer(&[solar]))]);
		assert_eq!(ForwardMarket::choices_of(node(Bob)), [solar]);
		try_state();
		send(FIRST_SLOT + 7, vec![(Bob, prefer(&[]))]);
		assert!(!Choosing::<Runtime>::exists());
		try_state();
	});
}
