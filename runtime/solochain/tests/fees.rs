// SPDX-License-Identifier: Apache-2.0

//! What a transaction costs, and where the money goes.

#[path = "../../common/tests/support/mod.rs"]
mod support;

use frame_support::{
	dispatch::{DispatchClass, GetDispatchInfo},
	traits::{OnUnbalanced, fungible::Balanced},
	weights::{Weight, WeightToFee as _},
};
use gridmerit_runtime::{
	AccountId, Balance, Balances, Runtime, TransactionPayment,
	configs::{
		fees::{ExistentialDeposit, TransactionByteFee, WeightToFee},
		system::RuntimeBlockWeights,
	},
	treasury::FeesShared,
	units::{BuildersAccount, CENT, MICROUNIT, RewardsAccount, TreasuryAccount, UNIT},
};
use pallet_transaction_payment::Multiplier;
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use sp_runtime::{BuildStorage, traits::One};
use support::{FIRST_SLOT, build_block, on_chain, signed, transfer};

fn treasury() -> Balance {
	Balances::free_balance(TreasuryAccount::get())
}

#[test]
fn compute_and_length_cost_what_they_are_said_to() {
	// What the documentation of `WeightToFee` takes a posting of four orders to need.
	let posting = Weight::from_parts(650_000_000, 0);
	let fee = WeightToFee::weight_to_fee(&posting) + 250 * TransactionByteFee::get();
	assert_eq!(fee, 103 * MICROUNIT);
}

#[test]
fn a_transfer_costs_less_than_a_hundredth_of_a_cent() {
	let call = transfer(&Bob.to_account_id(), UNIT);
	let base = RuntimeBlockWeights::get().get(DispatchClass::Normal).base_extrinsic;
	let weight = call.get_dispatch_info().call_weight + base;
	let fee = WeightToFee::weight_to_fee(&weight) + 150 * TransactionByteFee::get();
	assert!((20 * MICROUNIT..CENT / 100).contains(&fee), "{fee}");
	assert!(fee < ExistentialDeposit::get());
}

#[test]
fn fees_reward_trust_and_builders_and_the_treasury_and_none_is_burnt() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let issuance = Balances::total_issuance();
		let parts = || {
			[RewardsAccount::get(), BuildersAccount::get(), TreasuryAccount::get()]
				.map(Balances::free_balance)
		};
		let before = parts();
		let alice = Balances::free_balance(Alice.to_account_id());
		let results = build_block(
			FIRST_SLOT + 1,
			vec![signed(Alice, 0, transfer(&Bob.to_account_id(), UNIT))],
		);
		assert_eq!(results, [Ok(Ok(()))]);
		let fee = alice - UNIT - Balances::free_balance(Alice.to_account_id());
		assert!(fee > 0);
		let mut expected = before;
		expected[0] += fee / 2;
		expected[1] += fee / 4;
		expected[2] += fee - fee / 2 - fee / 4;
		assert_eq!(parts(), expected);
		assert_eq!(Balances::total_issuance(), issuance);
		// The odd planck are the treasury's.
		for (fee, shares) in [(1, [0, 0, 1]), (2, [1, 0, 1]), (3, [1, 0, 2]), (7, [3, 1, 3])] {
			let before = parts();
			let credit = <Balances as Balanced<AccountId>>::issue(fee);
			FeesShared::on_unbalanced(credit);
			let got = parts().into_iter().zip(before).map(|(now, before)| now - before);
			assert_eq!(got.collect::<Vec<_>>(), shares, "of {fee}");
		}
		assert_eq!(Balances::total_issuance(), issuance + 13);
	});
}

#[test]
fn fees_go_to_the_author_when_the_treasury_is_dead() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let issuance = Balances::total_issuance();
		frame_support::assert_ok!(Balances::force_transfer(
			frame_system::RawOrigin::Root.into(),
			TreasuryAccount::get().into(),
			Bob.to_account_id().into(),
			treasury(),
		));
		let author = Balances::free_balance(Alice.to_account_id());
		let pay = transfer(&Alice.to_account_id(), UNIT);
		assert_eq!(build_block(FIRST_SLOT + 1, vec![signed(Bob, 0, pay)]), [Ok(Ok(()))]);
		assert!(Balances::free_balance(Alice.to_account_id()) > author + UNIT);
		assert_eq!(treasury(), 0);
		assert_eq!(Balances::total_issuance(), issuance);
	});
}

#[test]
fn dust_goes_to_the_treasury() {
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		let issuance = Balances::total_issuance();
		let (poor, dust) = (AccountId::new([7; 32]), ExistentialDeposit::get() - 1);
		let fund = transfer(&poor, ExistentialDeposit::get() + dust);
		build_block(FIRST_SLOT + 1, vec![signed(Alice, 0, fund)]);
		let before = treasury();
		frame_support::assert_ok!(Balances::transfer_allow_death(
			frame_system::RawOrigin::Signed(poor.clone()).into(),
			Bob.to_account_id().into(),
			ExistentialDeposit::get(),
		));
		assert_eq!(Balances::free_balance(&poor), 0);
		assert_eq!(treasury(), before + dust);
		assert_eq!(Balances::total_issuance(), issuance);
	});
}

#[test]
fn who_cannot_pay_the_fee_is_refused_and_loses_nothing() {
	use sp_runtime::transaction_validity::InvalidTransaction;
	on_chain("development", || {
		build_block(FIRST_SLOT, vec![]);
		// One and Two are no endowed accounts.
		let broke = sp_keyring::Sr25519Keyring::One;
		let results = build_block(
			FIRST_SLOT + 1,
			vec![signed(broke, 0, transfer(&Bob.to_account_id(), UNIT))],
		);
		assert_eq!(results, [Err(InvalidTransaction::Payment.into())]);
		assert_eq!(frame_system::Pallet::<Runtime>::account_nonce(broke.to_account_id()), 0);
	});
}

#[test]
fn fees_rise_when_blocks_are_full_and_never_fall_below_the_plain_fee() {
	let mut ext: sp_io::TestExternalities =
		frame_system::GenesisConfig::<Runtime>::default().build_storage().unwrap().into();
	ext.execute_with(|| {
		let next = |used: Weight| {
			frame_system::BlockWeight::<Runtime>::mutate(|weight| {
				*weight = Default::default();
				weight.set(used, DispatchClass::Normal);
			});
			<<Runtime as pallet_transaction_payment::Config>::FeeMultiplierUpdate as
				sp_runtime::traits::Convert<Multiplier, Multiplier>>::convert(
				TransactionPayment::next_fee_multiplier(),
			)
		};
		assert_eq!(next(Weight::zero()), Multiplier::one());
		let normal = RuntimeBlockWeights::get().get(DispatchClass::Normal).max_total;
		assert!(next(normal.unwrap()) > Multiplier::one());
	});
}

#[test]
fn the_accounts_of_fees_are_what_operators_are_told() {
	use sp_core::crypto::Ss58Codec;
	let prefix = <Runtime as frame_system::Config>::SS58Prefix::get().into();
	let told = |account: AccountId| account.to_ss58check_with_version(prefix);
	assert_eq!(
		[TreasuryAccount::get(), BuildersAccount::get()].map(told),
		[
			"5EYCAe5gvpDbNPQmUb7J4JiNSyQqCpURDMCdXDDspWE4FKS7",
			"5EYCAe5gvpDbNPHWqhMyGx5ciUPB8Ugfofk8JPtVsggC6A3o"
		]
	);
}
