// SPDX-License-Identifier: Apache-2.0

//! What the genesis of a chain has of the market, whoever builds its blocks: money, and the neighbourhood of the
//! presets for development.

use crate::{
	AccountId, Balance, CertificatesConfig, MeterAttestationConfig,
	configs::fees::ExistentialDeposit,
	units::{BackingAccount, BuildersAccount, PotAccount, RewardsAccount, TreasuryAccount, UNIT},
};
use alloc::{format, string::ToString, vec, vec::Vec};
use frame_support::BoundedVec;
use gridmerit_energy::{EnergyLimits, Interval, NodeIndex, Roles, SourceKind, Tariff};
use gridmerit_origin::{PlantData, Support};
use pallet_certificates::GenesisPlant;
use pallet_forward_market::{Band, MarketRules, Profile, TariffBounds};
use pallet_meter_attestation::{GenesisMeter, MeterKey};
use pallet_te_registry::NodeData;
use sp_core::{hex2array, sr25519::Public};
use sp_keyring::Sr25519Keyring;
use sp_runtime::traits::{BlakeTwo256, Hash};

/// Template of a network run by a consortium: everything that all Gridmerit chains share and nobody's
/// keys. Without authorities no node starts it; `scripts/chain-spec.sh` fills in the operator, the
/// authorities and their endowment.
pub const CONSORTIUM_RUNTIME_PRESET: &str = "consortium";

const DEV_ENDOWMENT: Balance = 1_000_000 * UNIT;
/// What there is to reward trust with, beside fees.
const DEV_REWARDS: Balance = 1_000 * UNIT;

/// Money and nodes of a chain's beginning.
#[derive(Default)]
pub struct Beginning {
	/// Account behind Sudo.
	pub operator: Option<AccountId>,
	/// Who has how much, in planck.
	pub endowed: Vec<(AccountId, Balance)>,
	/// What there is to reward trust with, in planck.
	pub rewards: Balance,
	/// TE nodes, the utility first.
	pub nodes: Vec<(AccountId, NodeData)>,
}

impl Beginning {
	/// The well-known development accounts Alice, Bob, Charlie..., whose keys everybody has.
	pub fn of_well_known() -> Self {
		Self {
			operator: Some(Sr25519Keyring::Alice.to_account_id()),
			endowed: Sr25519Keyring::well_known()
				.map(|account| (account.to_account_id(), DEV_ENDOWMENT))
				.collect(),
			rewards: DEV_REWARDS,
			nodes: neighbourhood(),
		}
	}

	/// Everybody's money. The pots start with the existential deposit: money sent to a dead account is lost.
	pub fn balances(&self) -> Vec<(AccountId, Balance)> {
		let alive = ExistentialDeposit::get();
		let pots = [
			(TreasuryAccount::get(), alive),
			(PotAccount::get(), alive),
			(BackingAccount::get(), alive),
			(RewardsAccount::get(), self.rewards.saturating_add(alive)),
			(BuildersAccount::get(), alive),
		];
		self.endowed.iter().cloned().chain(pots).collect()
	}

	/// The market's rules, if there are nodes.
	pub fn rules(&self) -> Option<MarketRules> {
		(!self.nodes.is_empty()).then_some(RULES)
	}

	/// Its tariff, likewise.
	pub fn tariff(&self) -> Option<Profile> {
		(!self.nodes.is_empty()).then(daily_tariff)
	}

	/// The nodes' meters, if there are nodes.
	pub fn meter_attestation(&self) -> MeterAttestationConfig {
		if self.nodes.is_empty() { Default::default() } else { meters() }
	}

	/// The nodes' plants, if there are nodes.
	pub fn certificates(&self) -> CertificatesConfig {
		if self.nodes.is_empty() { Default::default() } else { plants() }
	}
}

/// The paper's market: the four intervals after the next, which close a minute before the first begins.
const RULES: MarketRules =
	MarketRules { utility: 0, lead: 1, windows: 4, gate_lead: 60_000, minimum: 1, bounds: BOUNDS };

/// Some times what [`daily_tariff`] says, and steps between any of its bands, or to an hour in which energy costs
/// nothing. What is published holds for the next interval that opens: nobody lives by the prices of a chain whose
/// keys everybody has.
const BOUNDS: TariffBounds = TariffBounds {
	ceiling: Tariff {
		tou: 1_000_000,
		fit: 500_000,
		alpha_ppm: 1_000_000,
		fee: 50_000,
		shortfall: 2_000_000,
		surplus: 500_000,
		curtailed: 500_000,
	},
	change: Tariff {
		tou: 300_000,
		fit: 100_000,
		alpha_ppm: 200_000,
		fee: 10_000,
		shortfall: 600_000,
		surplus: 100_000,
		curtailed: 100_000,
	},
	notice: 0,
};

/// A day's tariff: dearer from 7 to 22 o'clock. Prices in planck per Wh, that is micro-UNIT per kWh. What is sold and not
/// delivered costs half as much again as what the utility sells, so that to sell what one has not, for the sake of
/// the price, seldom pays.
fn daily_tariff() -> Profile {
	let band = |from_minute, tou| Band {
		from_minute,
		tariff: Tariff {
			tou,
			fit: 80_000,
			alpha_ppm: 950_000,
			fee: 5_000,
			shortfall: tou.saturating_add(tou / 2),
			surplus: 80_000,
			curtailed: 0,
		},
	};
	let bands = [band(0, 200_000), band(7 * 60, 250_000), band(22 * 60, 200_000)];
	Profile {
		grid: None,
		offset: 0,
		changes: BoundedVec::new(),
		bands: BoundedVec::truncate_from(bands.to_vec()),
	}
}

/// A utility, three consumers and two prosumers.
fn neighbourhood() -> Vec<(AccountId, NodeData)> {
	use Sr25519Keyring::{Alice, Bob, Charlie, Dave, Eve, Ferdie};
	let node = |account: Sr25519Keyring, roles, bus, generation, consumption, source| {
		let data = NodeData {
			// Of "Bob" and the like, with no salt: these customers have no secrets.
			customer: BlakeTwo256::hash(account.to_string().as_bytes()),
			roles,
			bus,
			limits: EnergyLimits { generation, consumption },
			source,
			battery: None,
		};
		(account.to_account_id(), data)
	};
	let utility = Roles { utility: true, ..Default::default() };
	let consumer = Roles { consumer: true, ..Default::default() };
	let prosumer = Roles { prosumer: true, ..Default::default() };
	vec![
		node(Ferdie, utility, 1, 0, 0, SourceKind::Utility),
		node(Bob, consumer, 6, 0, 20_000, SourceKind::None),
		node(Charlie, prosumer, 18, 15_000, 10_000, SourceKind::Solar),
		node(Dave, prosumer, 22, 25_000, 10_000, SourceKind::Wind),
		node(Eve, consumer, 24, 0, 20_000, SourceKind::None),
		node(Alice, consumer, 29, 0, 20_000, SourceKind::None),
	]
}

/// A manufacturer, and a meter for each node that trades: not for the operator's own. A meter settles nothing until its node chooses it;
/// from then on a missing reading is charged.
fn meters() -> MeterAttestationConfig {
	let key = |bytes| MeterKey::Sr25519(Public::from_raw(bytes));
	let meter = |node: NodeIndex, bytes| GenesisMeter {
		manufacturer: 0,
		key: key(bytes),
		serial: format!("MW-{node:04}"),
		node: Some(node),
	};
	MeterAttestationConfig {
		// //Meterworks
		manufacturers: vec![(
			"Meterworks".to_string(),
			vec![key(hex2array!(
				"f4a8cf6c1057af7e5799f831e96539145a0da8fb709800a531579f246de82c15"
			))],
		)],
		// //Meter//Bob, //Meter//Charlie, //Meter//Dave, //Meter//Eve
		meters: vec![
			meter(
				1,
				hex2array!("7ab3037e7e44ec28c0fe75d7c8f0435daefbf5a20eb6e889dd136214333e3616"),
			),
			meter(
				2,
				hex2array!("7ef3e1d257f49b273bf507d9f80ca8c03feaca345e87f670bb750bdc46bbc15b"),
			),
			meter(
				3,
				hex2array!("da6e0363844ee6a683e714a47edf6c9f405b4f9db0e0f12f7319d1f681c08215"),
			),
			meter(
				4,
				hex2array!("e2e4a30cd41d05a1255e5def508a5e864e814caeb16aafbdf26ea6908831c912"),
			),
		],
	}
}

/// Charlie's roof and Dave's turbine, certified by the operator: for what their seeded meters say when they settle. They began
/// to generate in 2018.
fn plants() -> CertificatesConfig {
	let plant = |node: NodeIndex, source, fuel, technology, capacity, most| GenesisPlant {
		node,
		data: PlantData {
			source,
			fuel,
			technology,
			capacity,
			commissioned: 1_514_764_800_000,
			country: *b"DE",
			support: Support::None,
		},
		meter: node.saturating_sub(1),
		most,
		until: Interval::MAX,
	};
	CertificatesConfig {
		plants: vec![
			plant(2, SourceKind::Solar, 1_040_100, 10_000, 60_000, 15_000),
			plant(3, SourceKind::Wind, 1_050_100, 20_000, 100_000, 25_000),
		],
		..Default::default()
	}
}
