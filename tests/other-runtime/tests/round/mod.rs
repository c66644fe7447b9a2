// SPDX-License-Identifier: Apache-2.0

//! A round on the chain, block by block, out of signed transactions.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::collections::BTreeMap;

use codec::Encode;
use frame_support::{
	assert_noop,
	traits::fungible::{Inspect, InspectHold},
};
use gridmerit_energy::{Interval, NodeIndex, Order, Roles, Tariff};
use gridmerit_pallet_support::IntervalClock;
use pallet_forward_market::{Band, MarketRules, Pauses, Profile, TariffBounds};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::{
	BuildStorage, DispatchError, DispatchResult,
	generic::SignedPayload,
	traits::{BadOrigin, Dispatchable},
};

use crate::{
	Balance,
	runtime::{
		AccountId, Balances, Clearing, Executive, ForwardMarket, Header, Runtime, RuntimeCall,
		RuntimeGenesisConfig, RuntimeOrigin, System, Transaction, TxExtension,
	},
	till,
};

/// Members by index.
const MEMBERS: [Sr25519Keyring; 5] = [Ferdie, Alice, Bob, Charlie, Eve];
/// The cooperative itself: it stands behind the market, as a utility does.
const COOPERATIVE: NodeIndex = 0;
pub const ALICE: NodeIndex = 1;
const BOB: NodeIndex = 2;
const CHARLIE: NodeIndex = 3;
/// Whose cables carry it: gets the service fee.
const GRID: NodeIndex = 4;

/// The first round.
const ROUND: Interval = 2_000_000;
const GATE_LEAD: u32 = 60_000;
/// What everybody has, the board too.
const WEALTH: Balance = Balance::MAX / 8;

/// The cap is 190.
const TARIFF: Tariff = Tariff {
	tou: 200,
	fit: 80,
	alpha_ppm: 950_000,
	fee: 5,
	shortfall: 300,
	surplus: 80,
	curtailed: 0,
};

pub fn account(node: NodeIndex) -> AccountId {
	MEMBERS[node as usize].to_account_id()
}

/// A chain whose cooperative has this tariff.
fn chain(tariff: Tariff) -> sp_io::TestExternalities {
	let bands = vec![Band { from_minute: 0, tariff }].try_into().unwrap();
	let roles = |node: NodeIndex| Roles {
		utility: node == COOPERATIVE,
		line_owner: node == GRID,
		prosumer: ![COOPERATIVE, GRID].contains(&node),
		..Default::default()
	};
	let members = (0..MEMBERS.len() as u32).map(|node| (account(node), roles(node))).collect();
	let everybody = MEMBERS.into_iter().chain([Dave]);
	let genesis = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: everybody.map(|key| (key.to_account_id(), WEALTH)).collect(),
			..Default::default()
		},
		members: crate::members::GenesisConfig { board: vec![Dave.to_account_id()], members },
		forward_market: pallet_forward_market::GenesisConfig {
			rules: Some(MarketRules {
				utility: COOPERATIVE,
				lead: 1,
				windows: 4,
				gate_lead: GATE_LEAD,
				minimum: 10,
				bounds: TariffBounds::NONE,
			}),
			tariff: Some(Profile {
				grid: Some(GRID),
				offset: 0,
				changes: Default::default(),
				bands,
			}),
			..Default::default()
		},
		..Default::default()
	};
	genesis.build_storage().unwrap().into()
}

fn signed(from: Sr25519Keyring, nonce: u32, call: RuntimeCall) -> Transaction {
	let extension: TxExtension = (
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckNonce::from(nonce),
		frame_system::CheckWeight::new(),
	);
	let payload = SignedPayload::new(call.clone(), extension.clone()).unwrap();
	let signature = payload.using_encoded(|payload| from.sign(payload)).into();
	Transaction::new_signed(call, from.to_account_id(), signature, extension)
}

/// The next block, at this time, with these transactions; what became of each. Then all `try_state` run.
fn block(now: u64, calls: Vec<(Sr25519Keyring, RuntimeCall)>) -> Vec<DispatchResult> {
	let number = System::block_number() + 1;
	let header = Header {
		parent_hash: System::parent_hash(),
		number,
		state_root: Default::default(),
		extrinsics_root: Default::default(),
		digest: Default::default(),
	};
	Executive::initialize_block(&header);
	let time = Transaction::new_bare(pallet_timestamp::Call::set { now }.into());
	Executive::apply_extrinsic(time).unwrap().unwrap();
	let mut nonces = BTreeMap::new();
	let applied = calls.into_iter().map(|(from, call)| {
		let account = from.to_account_id();
		let nonce = nonces.entry(from).or_insert_with(|| System::account_nonce(&account));
		let transaction = signed(from, *nonce, call);
		*nonce += 1;
		Executive::apply_extrinsic(transaction).unwrap()
	});
	let applied = applied.collect();
	assert_eq!(Executive::finalize_block().number, number);
	#[cfg(feature = "try-runtime")]
	{
		use frame_support::traits::{TryState, TryStateSelect};
		crate::runtime::AllPalletsWithSystem::try_state(number, TryStateSelect::All).unwrap();
	}
	applied
}

/// Posts an order for the first window of the round.
fn post(order: Order) -> RuntimeCall {
	let orders = vec![(ROUND + 1, Some(order))].try_into().unwrap();
	// There are no meters on this chain.
	pallet_forward_market::Call::post { round: ROUND, orders, unmetered: true }.into()
}

fn pay(interval: Interval) -> RuntimeCall {
	till::Call::pay { interval }.into()
}

fn pause(posting: bool) -> RuntimeCall {
	let paused = Pauses { posting, clearing: false };
	pallet_forward_market::Call::set_pauses { paused }.into()
}

const NEEDS: Order = Order::Demand { quantity: 3_000, limit: None };

fn held(node: NodeIndex) -> Balance {
	Balances::balance_on_hold(&till::HoldReason::Orders.into(), &account(node))
}

/// What a member has earned or, negative, paid since genesis.
fn earned(node: NodeIndex) -> i128 {
	let has = Balances::total_balance(&account(node));
	// Within a few planck of each other.
	if has >= WEALTH { (has - WEALTH) as i128 } else { -((WEALTH - has) as i128) }
}

/// Opens a round of a dear market, has an order posted in it that can cost some 2^88 planck, and shows what
/// became of it.
pub fn post_a_dear_order(then: impl FnOnce(DispatchResult)) {
	let dear = Tariff { tou: 1 << 48, shortfall: 1 << 48, ..TARIFF };
	chain(dear).execute_with(|| {
		let start = ForwardMarket::start(ROUND);
		block(start + 6_000, vec![]);
		let order = Order::Demand { quantity: gridmerit_energy::MAX_ORDER, limit: None };
		then(block(start + 12_000, vec![(Alice, post(order))])[0]);
	});
}

#[test]
fn a_round_is_traded_and_paid() {
	chain(TARIFF).execute_with(|| {
		let (interval, [now, next, later]) =
			(ROUND + 1, [0, 1, 2].map(|after| ForwardMarket::start(ROUND + after)));
		block(now + 6_000, vec![]);
		let issued = Balances::total_issuance();
		let offer = |capacity, ask| post(Order::Offer { capacity, ask });
		let calls =
			vec![(Alice, post(NEEDS)), (Bob, offer(2_000, 120)), (Charlie, offer(4_000, 150))];
		assert_eq!(block(now + 12_000, calls), [Ok(()); 3]);
		// At the cap and with the fee; what not to deliver costs, less what is earned.
		assert_eq!(held(ALICE), 3_000 * (190 + 5));
		assert_eq!(held(BOB), 2_000 * (300 - 120));
		assert_eq!(held(CHARLIE), 4_000 * (300 - 150));

		block(next - u64::from(GATE_LEAD), vec![]);
		let result = pallet_clearing::Results::<Runtime>::get(interval, ROUND).unwrap();
		assert_eq!((result.price, result.traded, result.transactions), (Some(150), 3_000, 2));
		let transactions = Clearing::transactions(interval, ROUND, 0);
		let traded: Vec<_> = transactions.iter().map(|t| (t.seller, t.buyer, t.energy)).collect();
		assert_eq!(traded, [(BOB, ALICE, 2_000), (CHARLIE, ALICE, 1_000)]);
		let round = pallet_forward_market::CurrentRound::<Runtime>::get().unwrap();
		assert_eq!(round.number, ROUND + 1, "the next round takes orders");

		let not_over = till::Error::<Runtime>::NotOver.into();
		assert_eq!(block(next + 6_000, vec![(Eve, pay(interval))]), [Err(not_over)]);
		let paid = block(later + 6_000, vec![(Eve, pay(interval)), (Eve, pay(interval))]);
		assert_eq!(paid, [Ok(()), Err(till::Error::<Runtime>::IsPaid.into())]);
		assert_eq!(earned(ALICE), -3_000 * (150 + 5));
		assert_eq!([BOB, CHARLIE].map(earned), [2_000 * 150, 1_000 * 150]);
		assert_eq!([GRID, COOPERATIVE].map(earned), [3_000 * 5, 0]);
		assert_eq!([ALICE, BOB, CHARLIE].map(held), [0; 3]);
		assert_eq!(Balances::total_issuance(), issued);
	});
}

#[test]
fn the_board_is_the_operator_and_nobody_else() {
	chain(TARIFF).execute_with(|| {
		let now = ForwardMarket::start(ROUND);
		block(now + 6_000, vec![]);
		let calls = vec![(Alice, pause(true)), (Dave, pause(true)), (Alice, post(NEEDS))];
		let paused = pallet_forward_market::Error::<Runtime>::PostingPaused;
		assert_eq!(
			block(now + 12_000, calls),
			[Err(DispatchError::BadOrigin), Ok(()), Err(paused.into())]
		);
		assert_noop!(pause(false).dispatch(RuntimeOrigin::root()), BadOrigin);
		let calls = vec![(Dave, pause(false)), (Alice, post(NEEDS))];
		assert_eq!(block(now + 18_000, calls), [Ok(()); 2]);
	});
}
