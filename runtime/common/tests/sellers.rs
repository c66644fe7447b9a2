// SPDX-License-Identifier: Apache-2.0

//! What trust lets a node sell, and what of its locks it waives, on the real runtime: bonds, orders, money.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use frame_support::{assert_noop, assert_ok, traits::fungible::Inspect};
use gridmerit_energy::{Interval, Planck, Wh};
use gridmerit_pallet_support::Ledger as _;
use gridmerit_runtime::{
	Balances, ForwardMarket, Ledger, Runtime, TrustStaking, market::node_status, units::UNIT,
};
use gridmerit_trust::{Discount, Part, Tier};
use sp_keyring::Sr25519Keyring::{Bob, Charlie, Ferdie};
use support::{
	FIRST_SLOT, build_block,
	market::{buys, gate_slot, node, origin, round, sells, try_post},
	on_chain,
	settling::{check_sheet, invoice, pass, pass_blocks},
};

type MarketError = pallet_forward_market::Error<Runtime>;

/// A market in which newcomers are trusted by half, who sell 5 kWh from half of that on, and of whose locks as much is
/// waived as they are trusted.
fn on_trusting_chain(test: impl FnOnce(Interval)) {
	on_chain("development", || {
		pallet_trust_staking::Rules::<Runtime>::mutate(|rules| {
			rules.params.base = Part::thousandths(500);
			let tier = Tier { from: Part::thousandths(250), most: 5_000 };
			rules.tiers = vec![tier].try_into().unwrap();
			rules.discount = Discount { most: Part::ONE, cover: Part::thousandths(1) };
		});
		build_block(FIRST_SLOT, vec![]);
		test(round() + 1);
	});
}

fn bond(amount: Planck) {
	assert_ok!(TrustStaking::bond(origin(Charlie), amount));
}

fn most_sold() -> Option<Wh> {
	node_status(&Charlie.to_account_id()).unwrap().most_sold
}

#[test]
fn who_bonds_may_sell() {
	on_trusting_chain(|interval| {
		let offer = |capacity| try_post(Charlie, round(), &[(interval, sells(capacity, 100_000))]);
		assert_eq!(most_sold(), Some(0));
		assert_noop!(offer(1_000), MarketError::NotTrusted);
		bond(500 * UNIT - 1);
		assert_noop!(offer(1_000), MarketError::NotTrusted);
		// Half of a full bond, and half of the trust that there can be.
		bond(1);
		assert_eq!(most_sold(), Some(5_000));
		assert_ok!(offer(5_000));
		assert_noop!(offer(5_001), MarketError::AboveTrust);
		// Nobody is asked who buys.
		assert_ok!(try_post(Bob, round(), &[(interval, buys(5_000))]));
		// What is on its way out counts no more; the order stays.
		assert_ok!(TrustStaking::unbond(origin(Charlie), node(Charlie), 1));
		assert_eq!(most_sold(), Some(0));
		assert_noop!(offer(1_000), MarketError::NotTrusted);
		assert_eq!(ForwardMarket::orders_of(node(Charlie)).len(), 1);
	});
}

/// A trusted seller locks less; when it delivers nothing its neighbours have their money, and the utility waits for what
/// was waived.
#[test]
fn for_what_is_waived_the_utility_waits() {
	on_trusting_chain(|interval| {
		bond(1_000 * UNIT);
		let before = Balances::balance(&Charlie.to_account_id());
		// 5 kWh at 0.3 less 0.1 UNIT per kWh; a half of it, and so half a thousandth of the bond.
		assert_ok!(try_post(Charlie, round(), &[(interval, sells(5_000, 100_000))]));
		let (locked, waived) = (UNIT / 2, UNIT / 2);
		assert_eq!(Ledger::account(node(Charlie)).locks.to_vec(), [(interval, locked)]);
		assert_eq!(ForwardMarket::waived_of(node(Charlie)), (vec![(interval, waived)], waived));
		assert_eq!(before - Balances::balance(&Charlie.to_account_id()), locked);
		assert_ok!(try_post(Bob, round(), &[(interval, buys(5_000))]));
		let slot = gate_slot();
		build_block(slot, vec![]);
		pass_blocks(pass(slot, interval + 5));
		let sold = invoice(interval, Charlie).unwrap();
		assert_eq!((sold.position.sold, sold.metered.export), (5_000, 0));
		// It got 0.5 UNIT from neighbours and had as much locked; a missing delivery costs 1.5.
		assert_eq!(Ledger::debt(node(Charlie), node(Ferdie)), waived);
		assert!(invoice(interval, Bob).is_some());
		check_sheet(interval, true);
		// What is settled is waived no more.
		assert_eq!(ForwardMarket::waived_of(node(Charlie)), (vec![], 0));
	});
}

#[test]
fn all_intervals_share_what_the_bond_covers() {
	on_trusting_chain(|interval| {
		bond(1_000 * UNIT);
		let offers = [1, 2, 3].map(|ahead| (interval + ahead, sells(5_000, 100_000)));
		assert_ok!(try_post(Charlie, round(), &offers));
		// A thousandth of the bond: enough for two.
		let (half, charlie) = (UNIT / 2, node(Charlie));
		let two = vec![(interval + 1, half), (interval + 2, half)];
		assert_eq!(ForwardMarket::waived_of(charlie), (two, UNIT));
		let locks = [half, half, UNIT];
		assert!(Ledger::account(charlie).locks.iter().map(|(_, lock)| *lock).eq(locks));
		// To take one back makes room, and draws nothing, whatever has become of its trust.
		let before = Balances::balance(&Charlie.to_account_id());
		assert_ok!(TrustStaking::unbond(origin(Charlie), charlie, 1_000 * UNIT));
		let first = vec![interval + 1].try_into().unwrap();
		assert_ok!(ForwardMarket::cancel(origin(Charlie), first));
		assert_eq!(ForwardMarket::waived_of(charlie), (vec![(interval + 2, half)], half));
		assert_eq!(Balances::balance(&Charlie.to_account_id()), before);
	});
}
