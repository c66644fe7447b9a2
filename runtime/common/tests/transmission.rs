// SPDX-License-Identifier: Apache-2.0

//! The owner of a line is paid for what it carries, from the congestion rent.

mod support;

use gridmerit_pallet_support::{GridKeepers, GridRole, RentAccount};
use gridmerit_runtime::{
	Balances, Grid, Ledger, Runtime, RuntimeCall, System, Transmission,
	configs::fees::ExistentialDeposit,
};
use gridmerit_runtime_api::runtime_decl_for_market_api::MarketApi;
use pallet_grid::GenesisLine;
use pallet_transmission::{Call, Contracts, Event, Terms};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave, Eve, Ferdie};
use support::{
	FIRST_SLOT, begin, build_block, config,
	market::{buys, gate_slot, post, round, sells, send},
	settling::close,
};

#[test]
fn an_owner_is_paid_from_the_rent_when_the_interval_is_settled_for_good() {
	let owner = Ferdie.to_account_id();
	// Charlie hangs behind a line of 1 kWh; no other is ever full.
	let line = |bus: u16| GenesisLine {
		owner: owner.clone(),
		parent: 0,
		rating: if bus == 18 { 1_000 } else { 1_000_000 },
		limits: None,
	};
	let mut config = config("development");
	config.grid.lines = (1..30).map(line).collect();
	begin(&config).execute_with(|| {
		build_block(FIRST_SLOT, vec![]);
		Grid::set_keeper(&owner, Some(GridRole::LineOwner));
		// 0.02 UNIT for a kWh.
		let until = round() + 3_000;
		let terms = Terms { price: 20_000_000, most: 1_000_000_000, until };
		let agree: RuntimeCall = Call::<Runtime>::agree { bus: 18, terms }.into();
		let agree = pallet_sudo::Call::sudo { call: Box::new(agree) };
		send(FIRST_SLOT + 1, vec![(Ferdie, Call::<Runtime>::offer { bus: 18, terms }.into())]);
		send(FIRST_SLOT + 2, vec![(Alice, agree.into())]);
		assert!(Contracts::<Runtime>::contains_key(0));

		let (t, k) = (round(), round() + 1);
		let orders =
			[(Charlie, sells(6_000, 100_000)), (Dave, sells(8_000, 150_000)), (Bob, buys(3_500))];
		let orders = orders.map(|(account, order)| (account, post(t, &[(k, order)])));
		send(FIRST_SLOT + 3, orders.to_vec());
		let slot = gate_slot();
		build_block(slot, vec![]);
		let rent = Runtime::zones(k, t).unwrap().rent;
		assert_eq!(rent, 50_000_000);

		let claim = |intervals| Call::<Runtime>::claim { contract: 0, intervals }.into();
		let (issued, before) = (Balances::total_issuance(), Balances::free_balance(&owner));
		let slot = close(slot, k);
		assert_eq!(Ledger::rent_held(), rent - ExistentialDeposit::get());
		// Anybody says so.
		send(slot + 1, vec![(Eve, claim(96))]);
		let amount = 20_000_000;
		let paid = System::events().into_iter().find_map(|record| match record.event {
			gridmerit_runtime::RuntimeEvent::Transmission(Event::Paid {
				energy, amount, ..
			}) => Some((energy, amount)),
			_ => None,
		});
		assert_eq!(paid, Some((1_000, amount)));
		assert_eq!(Balances::free_balance(&owner), before + amount);
		assert_eq!(Ledger::rent_held(), rent - ExistentialDeposit::get() - amount);
		assert!(Balances::total_issuance() <= issued);
		// Never twice.
		let again = Transmission::claim(support::market::origin(Eve), 0, 96);
		let nothing = pallet_transmission::Error::<Runtime>::NothingToClaim;
		assert_eq!(again.map_err(|error| error.error), Err(nothing.into()));
		support::try_state();
	});
}
