// SPDX-License-Identifier: Apache-2.0

//! Glue that joins pallets which do not know each other.

use crate::{
	AccountId, Authorship, Balances, Clearing, ForwardMarket, Historical, MeterAttestation,
	Runtime, Session, Settlement, TeRegistry, configs::consensus::ReportSessions,
	units::TreasuryAccount,
};
use alloc::vec::Vec;
use frame_support::{
	traits::{
		OnUnbalanced,
		fungible::{Balanced, Credit},
	},
	weights::Weight,
};
use gridmerit_energy::{NodeIndex, NodeStatus, OpenInterval};
use gridmerit_pallet_support::{Batteries, NodeBusiness, NodeView, Positions, TeNodes};
use pallet_session::historical::{self, NoteHistoricalRoot};
use sp_runtime::traits::Convert;
use sp_staking::SessionIndex;

/// Keeps the genesis validators in office and remembers who they were, so that an equivocation can
/// be proven for [`ReportSessions`] afterwards. Trust staking will choose the validators instead.
pub struct GenesisValidators;

type WithHistory = NoteHistoricalRoot<Runtime, GenesisValidators>;

impl GenesisValidators {
	fn current() -> Option<Vec<AccountId>> {
		Some(Session::validators()).filter(|validators| !validators.is_empty())
	}
}

impl pallet_session::SessionManager<AccountId> for GenesisValidators {
	/// Always names the set, even unchanged: a validator may have rotated its keys, and the
	/// historical root has to commit to the new ones.
	fn new_session(_: SessionIndex) -> Option<Vec<AccountId>> {
		Self::current()
	}

	fn start_session(index: SessionIndex) {
		if index == 0 {
			// At genesis the session pallet asks for the validators before it knows any, so the roots
			// of the first two sessions are noted only now.
			for first in [0, 1] {
				<WithHistory as pallet_session::SessionManager<_>>::new_session(first);
			}
		}
		if let Some(oldest) = index.checked_sub(ReportSessions::get()) {
			Historical::prune_up_to(oldest);
		}
	}

	fn end_session(_: SessionIndex) {}
}

impl historical::SessionManager<AccountId, ()> for GenesisValidators {
	fn new_session(_: SessionIndex) -> Option<Vec<(AccountId, ())>> {
		Some(Self::current()?.into_iter().map(|validator| (validator, ())).collect())
	}

	fn start_session(index: SessionIndex) {
		<Self as pallet_session::SessionManager<_>>::start_session(index)
	}

	fn end_session(_: SessionIndex) {}
}

/// A validator is identified by its account alone, as long as nobody else has a stake in it.
pub struct AccountIsIdentity;

impl Convert<AccountId, Option<()>> for AccountIsIdentity {
	fn convert(_: AccountId) -> Option<()> {
		Some(())
	}
}

/// Takes fees and dust to the treasury. Should that account be dead, too small an amount cannot revive
/// it and goes to the block's author, whose account its session keys keep alive: none is burnt.
pub struct ToTreasury;

impl OnUnbalanced<Credit<AccountId, Balances>> for ToTreasury {
	fn on_nonzero_unbalanced(credit: Credit<AccountId, Balances>) {
		let left = Balances::resolve(&TreasuryAccount::get(), credit).err();
		if let (Some(credit), Some(author)) = (left, Authorship::author()) {
			let _ = Balances::resolve(&author, credit);
		}
	}
}

/// What keeps a node from leaving the market, and what becomes of its orders when it is suspended.
pub struct MarketBusiness;

impl NodeBusiness for MarketBusiness {
	/// Orders and trades have money locked, so the money says it all; a metered node owes readings, and the
	/// market needs its utility.
	fn is_open(node: NodeIndex) -> bool {
		Settlement::has_money(node)
			|| MeterAttestation::is_bound(node)
			|| ForwardMarket::is_counterparty(node)
	}

	fn cancel_orders(node: NodeIndex) {
		ForwardMarket::cancel_orders_of(node)
	}

	fn cancel_orders_weight() -> Weight {
		ForwardMarket::cancel_orders_weight()
	}
}

/// Everything about the node of an account, from all pallets of the market.
pub fn node_status(account: &AccountId) -> Option<NodeStatus> {
	let NodeView { index, suspended, roles, limits, battery } = TeRegistry::by_account(account)?;
	let money = Settlement::account(index);
	let orders = ForwardMarket::orders_of(index);
	let order =
		|interval| orders.iter().find(|(other, _)| *other == interval).map(|(_, order)| *order);
	let open = money.locks.into_iter().map(|(interval, locked)| OpenInterval {
		interval,
		locked,
		order: order(interval),
		position: Clearing::position(interval, index),
	});
	Some(NodeStatus {
		index,
		suspended,
		roles,
		limits,
		credit: money.credit,
		locked: money.locked,
		debts: money.debts,
		claims: money.claims,
		owes: Settlement::debts_of(index),
		charge: battery.map(|battery| Settlement::charge(index, &battery).now(&battery)),
		open: open.collect(),
	})
}

/// `pallet_session::SessionManager` of the runtime.
pub type SessionManager = WithHistory;
