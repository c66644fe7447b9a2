// SPDX-License-Identifier: Apache-2.0

//! The token goes out to other parachains and comes home, and nothing else does.

#![recursion_limit = "256"]

// The text that both runtimes are tested with calls the runtime so.
extern crate gridmerit_parachain_runtime as gridmerit_runtime;

mod messages;
#[path = "../../common/tests/support/mod.rs"]
mod support;

use std::collections::BTreeMap;

use codec::{Decode, Encode};
use cumulus_pallet_parachain_system::{HrmpOutboundMessages, UpwardMessages};
use cumulus_pallet_xcmp_queue::ChannelSignal;
use cumulus_primitives_core::{AggregateMessageOrigin, XcmpMessageFormat};
use frame_support::{
	assert_noop, assert_ok,
	dispatch::DispatchClass,
	traits::{ProcessMessageError, QueueFootprintQuery, fungible::Inspect},
	weights::{Weight, WeightToFee as _},
};
use gridmerit_runtime::{
	AccountId, Balance, Balances, MessageQueue, PolkadotXcm, Runtime, RuntimeCall, RuntimeEvent,
	RuntimeOrigin, System, XcmpQueue,
	configs::{
		fees::{ExistentialDeposit, WeightToFee},
		system::MAX_BLOCK_WEIGHT,
	},
	genesis_config_presets::PARA_ID,
	units::{BuildersAccount, RewardsAccount, TreasuryAccount, UNIT},
	xcm::{
		program::{INSTRUCTION, MAX_INSTRUCTIONS},
		queues::MAX_CHANNELS,
		transfers::SAFE_VERSION,
	},
};
use messages::{SIBLING, account, home, out, page, sibling, sovereign, token};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave, Eve};
use sp_runtime::{DispatchError, traits::Dispatchable};
use staging_xcm::{
	IdentifyVersion, VersionedAssets, VersionedLocation, VersionedXcm,
	latest::{Error as XcmError, prelude::*},
};
use staging_xcm_executor::traits::TransferType;
use support::{
	FIRST_SLOT, MAX_CHANNEL_BYTES, build_block, build_block_after, market, on_chain, open_channel,
	send_down, send_from, signed, transfer,
};

type Errors = pallet_xcm::Error<Runtime>;

/// The asset of the relay chain.
fn other(amount: Balance) -> Asset {
	(Location::parent(), amount).into()
}

fn balance(who: &AccountId) -> Balance {
	Balances::total_balance(who)
}

/// What everybody has, but those that fees go to.
fn money() -> BTreeMap<AccountId, Balance> {
	let fees = [RewardsAccount::get(), BuildersAccount::get(), TreasuryAccount::get()];
	let all = frame_system::Account::<Runtime>::iter_keys();
	let others = all.filter(|who| !fees.contains(who) && *who != Alice.to_account_id());
	others.map(|who| (who.clone(), balance(&who))).collect()
}

/// What fees have gone to: the pots, and the collator that is paid from one of them.
fn fees() -> Balance {
	let pots = [RewardsAccount::get(), BuildersAccount::get(), TreasuryAccount::get()];
	pots.iter().chain([&Alice.to_account_id()]).map(balance).sum()
}

/// What executing a message of so many instructions costs.
fn execution(instructions: u64) -> Balance {
	WeightToFee::weight_to_fee(&INSTRUCTION.saturating_mul(instructions))
}

/// Runs a test with a channel to the sibling, which has so much of the token on this chain.
fn with_sibling(has: Balance, test: impl FnOnce()) {
	on_chain("development", || {
		open_channel(SIBLING);
		build_block(FIRST_SLOT, vec![]);
		if has > 0 {
			let paid = transfer(&sovereign(), has);
			assert_eq!(build_block(FIRST_SLOT + 1, vec![signed(Eve, 0, paid)]), [Ok(Ok(()))]);
		}
		test();
	});
}

/// Why messages of this block were not processed.
fn not_processed() -> Vec<ProcessMessageError> {
	let events = System::events().into_iter();
	let errors = events.filter_map(|record| match record.event {
		RuntimeEvent::MessageQueue(pallet_message_queue::Event::ProcessingFailed {
			error, ..
		}) => Some(error),
		_ => None,
	});
	errors.collect()
}

/// Whether each message that was processed in this block was executed to its end.
fn processed() -> Vec<bool> {
	let events = System::events().into_iter();
	let ends = events.filter_map(|record| match record.event {
		RuntimeEvent::MessageQueue(pallet_message_queue::Event::Processed { success, .. }) => {
			Some(success)
		},
		_ => None,
	});
	ends.collect()
}

/// Why messages of this block failed while they were executed.
fn failed() -> Vec<XcmError> {
	let events = System::events().into_iter();
	let errors = events.filter_map(|record| match record.event {
		RuntimeEvent::PolkadotXcm(pallet_xcm::Event::ProcessXcmError { error, .. }) => Some(error),
		_ => None,
	});
	errors.collect()
}

#[test]
fn the_token_goes_out_onto_the_account_of_the_other_chain() {
	with_sibling(0, || {
		let issued = Balances::total_issuance();
		let (bob, shared) = (balance(&Bob.to_account_id()), fees());
		let call = out(sibling(), token(100 * UNIT));
		assert_eq!(build_block(FIRST_SLOT + 2, vec![signed(Bob, 0, call.into())]), [Ok(Ok(()))]);

		assert_eq!(balance(&sovereign()), 100 * UNIT);
		let paid = bob - 100 * UNIT - balance(&Bob.to_account_id());
		assert!(paid > UNIT / 1_000, "{paid}");
		assert_eq!(fees() - shared, paid);
		assert_eq!(Balances::total_issuance(), issued);

		let sent = HrmpOutboundMessages::<Runtime>::get();
		let [message] = &sent[..] else { panic!("{sent:?}") };
		assert_eq!(message.recipient, SIBLING.into());
		let mut data = &message.data[..];
		let format = XcmpMessageFormat::decode(&mut data).unwrap();
		assert_eq!(format, XcmpMessageFormat::ConcatenatedVersionedXcm);
		let versioned = VersionedXcm::<()>::decode(&mut data).unwrap();
		assert_eq!(versioned.identify_version(), SAFE_VERSION);
		assert!(data.is_empty());
		let Xcm(program) = versioned.try_into().unwrap();
		let named: Asset = (Location::new(1, [Parachain(PARA_ID)]), 100 * UNIT).into();
		assert_eq!(
			program[..4],
			[
				ReserveAssetDeposited(named.clone().into()),
				ClearOrigin,
				BuyExecution { fees: named, weight_limit: Unlimited },
				DepositAsset { assets: Wild(AllCounted(1)), beneficiary: account(Charlie) },
			]
		);
		assert!(matches!(program[4..], [SetTopic(_)]), "{program:?}");
	});
}

#[test]
fn the_token_comes_home_from_the_account_of_the_other_chain() {
	with_sibling(100 * UNIT, || {
		let issued = Balances::total_issuance();
		let (charlie, shared) = (balance(&Charlie.to_account_id()), fees());
		send_from(SIBLING, page(&[home(60 * UNIT, account(Charlie))]));
		build_block(FIRST_SLOT + 2, vec![]);

		assert_eq!((processed(), failed()), (vec![true], vec![]));
		assert_eq!(balance(&sovereign()), 40 * UNIT);
		assert_eq!(balance(&Charlie.to_account_id()) - charlie, 60 * UNIT - execution(5));
		assert_eq!(fees() - shared, execution(5));
		assert_eq!(Balances::total_issuance(), issued);

		// All of it, and the fee paid apart.
		let apart = Xcm(vec![
			WithdrawAsset(token(UNIT).into()),
			PayFees { asset: token(UNIT) },
			WithdrawAsset(token(39 * UNIT).into()),
			ClearOrigin,
			DepositAsset { assets: Wild(AllCounted(1)), beneficiary: account(Charlie) },
			RefundSurplus,
			DepositAsset { assets: Wild(AllCounted(1)), beneficiary: account(Charlie) },
		]);
		send_from(SIBLING, page(&[apart]));
		build_block(FIRST_SLOT + 3, vec![]);
		assert_eq!((processed(), failed()), (vec![true], vec![]));
		assert_eq!(balance(&sovereign()), 0);
		let costs = execution(5) + execution(7);
		assert_eq!(balance(&Charlie.to_account_id()) - charlie, 100 * UNIT - costs);
		assert_eq!(Balances::total_issuance(), issued);
	});
}

#[test]
fn what_cannot_be_deposited_goes_back_to_the_other_chain() {
	with_sibling(100 * UNIT, || {
		let issued = Balances::total_issuance();
		let nobody = AccountId32 { network: None, id: [9; 32] };
		for beneficiary in [Location::parent(), Location::new(1, [Parachain(SIBLING), nobody])] {
			send_from(SIBLING, page(&[home(60 * UNIT, beneficiary)]));
		}
		// Too little to bring an account to life.
		let dust = execution(5) + ExistentialDeposit::get() - 1;
		send_from(SIBLING, page(&[home(dust, nobody.into())]));
		build_block(FIRST_SLOT + 2, vec![]);
		assert_eq!((processed(), failed().len()), (vec![false; 3], 3));
		// What was not executed is not paid: the last instruction.
		assert_eq!(balance(&sovereign()), 100 * UNIT - 3 * execution(4));
		assert_eq!(Balances::total_issuance(), issued);
		// The same of all that it has, so that its account is dead and what is left over cannot revive it.
		let dust = execution(4) + ExistentialDeposit::get() - 1;
		let rest = balance(&sovereign());
		send_from(SIBLING, page(&[home(rest - dust, account(Charlie)), home(dust, nobody.into())]));
		build_block(FIRST_SLOT + 3, vec![]);
		assert_eq!(processed(), [true, false]);
		assert_eq!(balance(&sovereign()), 0);
		assert_eq!(Balances::total_issuance(), issued);
	});
}

/// A call that whoever has power would have made.
fn takeover() -> RuntimeCall {
	pallet_sudo::Call::set_key { new: Eve.to_account_id().into() }.into()
}

fn transact(origin_kind: OriginKind, call: RuntimeCall) -> Instruction<RuntimeCall> {
	Transact { origin_kind, fallback_max_weight: None, call: call.encode().into() }
}

/// A message that pays, and then does something else.
fn paid(then: Vec<Instruction<RuntimeCall>>) -> Xcm<RuntimeCall> {
	let pays = vec![
		WithdrawAsset(token(UNIT).into()),
		BuyExecution { fees: token(UNIT), weight_limit: Unlimited },
	];
	Xcm([pays, then].concat())
}

/// How a message ends that changes nothing.
#[derive(Debug, PartialEq)]
enum End {
	/// Before it is executed: what is in it does not exist here.
	Unknown,
	/// Before it is executed: it may not.
	Barred,
	/// While it is executed. What it has paid is paid.
	Failed(XcmError),
}

fn end() -> End {
	match (&not_processed()[..], &processed()[..], &failed()[..]) {
		([ProcessMessageError::Unsupported], [], []) => End::Unknown,
		([], [false], []) => End::Barred,
		([], [false], [error]) => End::Failed(*error),
		other => panic!("{other:?}"),
	}
}

#[test]
fn another_parachain_can_do_nothing_but_withdraw_what_it_has() {
	let deposit = || DepositAsset { assets: Wild(AllCounted(1)), beneficiary: account(Charlie) };
	let buy = |asset| BuyExecution { fees: asset, weight_limit: Unlimited };
	let pot = || transfer(&Eve.to_account_id(), UNIT);
	let post = || market::demand(0, &[(1, 1_000)]);
	let refused = |error| End::Failed(error);
	let nested = || Xcm(vec![transact(OriginKind::Superuser, takeover())]);
	let fee = token(UNIT);
	let cases: Vec<(&str, Xcm<RuntimeCall>, End)> = vec![
		(
			"a teleport",
			Xcm(vec![ReceiveTeleportedAsset(fee.clone().into()), buy(fee.clone()), deposit()]),
			refused(XcmError::UntrustedTeleportLocation),
		),
		(
			"the token as if another chain were its reserve",
			Xcm(vec![ReserveAssetDeposited(fee.clone().into()), buy(fee.clone()), deposit()]),
			refused(XcmError::UntrustedReserveLocation),
		),
		(
			"another asset",
			Xcm(vec![ReserveAssetDeposited(other(UNIT).into()), buy(other(UNIT)), deposit()]),
			refused(XcmError::UntrustedReserveLocation),
		),
		(
			"another asset withdrawn",
			Xcm(vec![WithdrawAsset(other(UNIT).into()), buy(other(UNIT)), deposit()]),
			refused(XcmError::AssetNotFound),
		),
		(
			"more than it has",
			home(101 * UNIT, account(Charlie)),
			refused(XcmError::FailedToTransactAsset("")),
		),
		("nothing paid", Xcm(vec![WithdrawAsset(fee.clone().into()), deposit()]), End::Barred),
		(
			"no payment wanted",
			Xcm(vec![
				UnpaidExecution { weight_limit: Unlimited, check_origin: None },
				WithdrawAsset(fee.clone().into()),
				deposit(),
			]),
			End::Unknown,
		),
		(
			"too little paid",
			home(execution(5) - 1, account(Charlie)),
			refused(XcmError::TooExpensive),
		),
		(
			"a call as root",
			paid(vec![transact(OriginKind::Superuser, takeover())]),
			refused(XcmError::NoPermission),
		),
		(
			"a call of its account",
			paid(vec![transact(OriginKind::SovereignAccount, pot())]),
			refused(XcmError::NoPermission),
		),
		(
			"an order",
			paid(vec![transact(OriginKind::Native, post())]),
			refused(XcmError::NoPermission),
		),
		("a call that nobody pays for", nested(), End::Barred),
		("a program within", paid(vec![SetAppendix(nested())]), End::Unknown),
		(
			"its account given to another",
			paid(vec![AliasOrigin(account(Eve)), deposit()]),
			End::Unknown,
		),
		(
			"to be an account of its own",
			Xcm([vec![DescendOrigin([OnlyChild].into())], paid(vec![]).0].concat()),
			End::Unknown,
		),
		("the token burnt", paid(vec![BurnAsset(fee.clone().into())]), End::Unknown),
		(
			"the token sent on as a teleport",
			paid(vec![InitiateTeleport {
				assets: Wild(All),
				dest: Location::new(1, [Parachain(2_002)]),
				xcm: Xcm(vec![]),
			}]),
			End::Unknown,
		),
		(
			"to be told of versions",
			Xcm(vec![SubscribeVersion { query_id: 1, max_response_weight: Weight::zero() }]),
			End::Unknown,
		),
		(
			"an answer to no question",
			Xcm(vec![QueryResponse {
				query_id: 0,
				response: Response::Version(5),
				max_weight: Weight::zero(),
				querier: None,
			}]),
			End::Barred,
		),
		("too long", Xcm(vec![ClearOrigin; MAX_INSTRUCTIONS + 1]), End::Unknown),
	];
	for (name, message, expected) in cases {
		with_sibling(100 * UNIT, || {
			let before = (money(), Balances::total_issuance(), pallet_sudo::Key::<Runtime>::get());
			let had = balance(&sovereign());
			let length = message.len() as u64;
			send_from(SIBLING, page(&[message]));
			build_block(FIRST_SLOT + 2, vec![]);
			let ended = end();
			// What the reason says in words is not kept.
			match (&ended, &expected) {
				(
					End::Failed(XcmError::FailedToTransactAsset(_)),
					End::Failed(XcmError::FailedToTransactAsset(_)),
				) => {},
				_ => assert_eq!(ended, expected, "{name}"),
			}
			let paid = had - balance(&sovereign());
			let bought = ended == End::Failed(XcmError::NoPermission);
			assert_eq!(paid, if bought { execution(length) } else { 0 }, "{name}");
			let mut after =
				(money(), Balances::total_issuance(), pallet_sudo::Key::<Runtime>::get());
			after.0.insert(sovereign(), had);
			assert_eq!(after, before, "{name}");
		});
	}
}

#[test]
fn the_relay_chain_commands_nothing() {
	let versioned = |message: Vec<Instruction<RuntimeCall>>| VersionedXcm::from(Xcm(message));
	let root = || transact(OriginKind::Superuser, takeover());
	let free = UnpaidExecution { weight_limit: Unlimited, check_origin: None };
	for (message, expected) in [
		(versioned(vec![root()]), End::Barred),
		(versioned(vec![free, root()]), End::Unknown),
		(versioned(home(UNIT, account(Charlie)).0), End::Barred),
	] {
		with_sibling(100 * UNIT, || {
			let before = (money(), Balances::total_issuance(), pallet_sudo::Key::<Runtime>::get());
			send_down(message.encode());
			build_block(FIRST_SLOT + 2, vec![]);
			assert_eq!(end(), expected);
			let after = (money(), Balances::total_issuance(), pallet_sudo::Key::<Runtime>::get());
			assert_eq!(after, before);
		});
	}
}

#[test]
fn bytes_that_are_no_message_are_dropped() {
	with_sibling(100 * UNIT, || {
		let before = money();
		let mut page = XcmpMessageFormat::ConcatenatedOpaqueVersionedXcm.encode();
		page.extend(vec![0xff_u8; 40].encode());
		page.extend(
			VersionedXcm::from(home(UNIT, account(Charlie))).encode()[..20].to_vec().encode(),
		);
		send_from(SIBLING, page);
		build_block(FIRST_SLOT + 2, vec![]);
		assert_eq!(not_processed(), [ProcessMessageError::Corrupt; 2]);
		assert_eq!(money(), before);
		// The channel still works.
		send_from(SIBLING, self::page(&[home(UNIT, account(Charlie))]));
		build_block(FIRST_SLOT + 3, vec![]);
		assert_eq!(processed(), [true]);
	});
}

/// As many as a channel holds, while this chain sleeps.
#[test]
fn a_flood_of_signals_loses_no_message_of_another_chain() {
	with_sibling(100 * UNIT, || {
		let flooding = (1_900..).take(MAX_CHANNELS as usize - 1);
		flooding.clone().for_each(open_channel);
		let page_of = |signals: [ChannelSignal; 3]| {
			let mut page = XcmpMessageFormat::Signals.encode();
			signals.into_iter().for_each(|signal| signal.encode_to(&mut page));
			page
		};
		use ChannelSignal::{Resume, Suspend};
		let pages = [page_of([Suspend, Resume, Suspend]), page_of([Resume, Suspend, Resume])];
		for sibling in flooding {
			pages.iter().cycle().take(1_000).for_each(|page| send_from(sibling, page.clone()));
		}
		send_from(SIBLING, page(&[home(UNIT, account(Charlie))]));
		build_block(FIRST_SLOT + 2, vec![]);
		assert_eq!(processed(), [true]);
		assert_eq!(balance(&sovereign()), 99 * UNIT);
		assert!(System::block_weight().total().all_lte(MAX_BLOCK_WEIGHT));
	});
}

#[test]
fn an_account_sends_out_the_token_and_nothing_else() {
	with_sibling(0, || {
		let bob = || RuntimeOrigin::signed(Bob.to_account_id());
		let to = |location: Location| Box::new(VersionedLocation::from(location));
		let of = |asset: Asset| Box::new(VersionedAssets::from(Assets::from(asset)));
		let refused = |call: pallet_xcm::Call<Runtime>, error: DispatchError| {
			let before = (money(), fees(), Balances::total_issuance());
			let dispatched = RuntimeCall::from(call.clone()).dispatch(bob());
			assert_eq!(dispatched.map(|_| ()).map_err(|e| e.error), Err(error), "{call:?}");
			assert_eq!((money(), fees(), Balances::total_issuance()), before, "{call:?}");
		};
		let local = |error| Errors::LocalExecutionIncompleteWithError { index: 0, error }.into();
		use pallet_xcm::{Call, ExecutionError::FailedToTransactAsset};
		// To whom.
		refused(out(Location::parent(), token(UNIT)), local(FailedToTransactAsset));
		refused(out(Location::new(1, [Parachain(2_002)]), token(UNIT)), Errors::SendFailure.into());
		refused(out(account(Eve), token(UNIT)), Errors::Unreachable.into());
		refused(out(Location::here(), token(UNIT)), local(FailedToTransactAsset));
		// What.
		refused(out(sibling(), other(UNIT)), Errors::Filtered.into());
		refused(out(sibling(), token(0)), Errors::Empty.into());
		refused(out(sibling(), token(u128::MAX)), local(FailedToTransactAsset));
		// The other chain's account has to live.
		refused(out(sibling(), token(ExistentialDeposit::get() - 1)), local(FailedToTransactAsset));
		// How.
		let teleport = Call::limited_teleport_assets {
			dest: to(sibling()),
			beneficiary: to(account(Charlie)),
			assets: of(token(UNIT)),
			fee_asset_item: 0,
			weight_limit: Unlimited,
		};
		refused(teleport, Errors::Filtered.into());
		let by = |way: TransferType| Call::transfer_assets_using_type_and_then {
			dest: to(sibling()),
			assets: of(token(UNIT)),
			assets_transfer_type: Box::new(way.clone()),
			remote_fees_id: Box::new(AssetId(Location::here()).into()),
			fees_transfer_type: Box::new(way),
			custom_xcm_on_dest: Box::new(VersionedXcm::from(Xcm(vec![]))),
			weight_limit: Unlimited,
		};
		refused(by(TransferType::Teleport), Errors::Filtered.into());
		refused(
			by(TransferType::DestinationReserve),
			Errors::InvalidAssetUnsupportedReserve.into(),
		);
		let elsewhere = Location::new(1, [Parachain(2_002)]).into();
		refused(by(TransferType::RemoteReserve(elsewhere)), Errors::UnweighableMessage.into());
		let claim = Call::claim_assets { assets: of(token(UNIT)), beneficiary: to(account(Bob)) };
		refused(claim, Errors::UnweighableMessage.into());
		let program = Xcm(vec![WithdrawAsset(token(UNIT).into()), BurnAsset(token(UNIT).into())]);
		let execute = Call::execute {
			message: Box::new(VersionedXcm::from(program)),
			max_weight: INSTRUCTION.saturating_mul(2),
		};
		refused(execute, Errors::Filtered.into());
		let alias = Call::add_authorized_alias { aliaser: to(sibling()), expires: None };
		refused(alias, DispatchError::Other("Disabled"));
		let send = |to: Location| Call::send {
			dest: Box::new(to.into()),
			message: Box::new(VersionedXcm::from(Xcm(vec![ClearOrigin]))),
		};
		refused(send(sibling()), DispatchError::BadOrigin);
		refused(send(Location::parent()), DispatchError::BadOrigin);
		// What works beside: the newer call, of the same transfer.
		assert_ok!(PolkadotXcm::transfer_assets(
			bob(),
			to(sibling()),
			to(account(Charlie)),
			of(token(UNIT)),
			0,
			Unlimited
		));
		assert_eq!(balance(&sovereign()), UNIT);
	});
}

#[test]
fn the_operator_has_the_chain_speak_for_itself() {
	with_sibling(0, || {
		// As a channel is asked for: a call that the relay chain makes for this chain.
		let asked = Xcm::<()>(vec![
			WithdrawAsset(token(UNIT).into()),
			BuyExecution { fees: token(UNIT), weight_limit: Unlimited },
			Transact {
				origin_kind: OriginKind::Native,
				fallback_max_weight: None,
				call: vec![60, 0].into(),
			},
		]);
		let issued = Balances::total_issuance();
		let call = pallet_xcm::Call::send {
			dest: Box::new(Location::parent().into()),
			message: Box::new(VersionedXcm::V4(asked.clone().try_into().unwrap())),
		};
		let sudo = pallet_sudo::Call::sudo { call: Box::new(call.into()) };
		assert_eq!(build_block(FIRST_SLOT + 2, vec![signed(Alice, 0, sudo.into())]), [Ok(Ok(()))]);
		let sent = UpwardMessages::<Runtime>::get();
		let versioned = VersionedXcm::<()>::decode(&mut &sent[0][..]).unwrap();
		let Xcm(program) = versioned.try_into().unwrap();
		assert_eq!(program[..2], asked.0[..2]);
		assert!(matches!(program[2..], [Transact { .. }, SetTopic(_)]), "{program:?}");
		assert_eq!(Balances::total_issuance(), issued);
	});
}

#[test]
fn messages_wait_while_the_operator_holds_them_up_and_while_state_migrates() {
	with_sibling(100 * UNIT, || {
		assert_noop!(
			XcmpQueue::suspend_xcm_execution(RuntimeOrigin::signed(Bob.to_account_id())),
			DispatchError::BadOrigin
		);
		assert_ok!(XcmpQueue::suspend_xcm_execution(RuntimeOrigin::root()));
		send_from(SIBLING, page(&[home(UNIT, account(Charlie))]));
		build_block(FIRST_SLOT + 2, vec![]);
		build_block(FIRST_SLOT + 3, vec![]);
		assert_eq!((waiting(SIBLING), processed()), (1, vec![]));
		assert_ok!(XcmpQueue::resume_xcm_execution(RuntimeOrigin::root()));
		// A migration that is stuck.
		pallet_migrations::Cursor::<Runtime>::put(pallet_migrations::MigrationCursor::Stuck);
		build_block(FIRST_SLOT + 4, vec![]);
		assert_eq!((waiting(SIBLING), processed()), (1, vec![]));
		pallet_migrations::Cursor::<Runtime>::kill();
		build_block(FIRST_SLOT + 5, vec![]);
		assert_eq!((waiting(SIBLING), processed()), (0, vec![true]));
	});
}

/// How many messages wait.
fn waiting(sibling: u32) -> u64 {
	MessageQueue::footprint(AggregateMessageOrigin::Sibling(sibling.into())).storage.count
}

#[test]
fn a_message_is_executed_however_full_blocks_are() {
	with_sibling(100 * UNIT, || {
		let full = || {
			let left = MAX_BLOCK_WEIGHT.saturating_sub(System::block_weight().total());
			System::register_extra_weight_unchecked(left, DispatchClass::Operational);
		};
		send_from(SIBLING, page(&[home(UNIT, account(Charlie))]));
		build_block_after(FIRST_SLOT + 2, full, vec![]);
		assert_eq!((waiting(SIBLING), processed()), (1, vec![]));
		build_block_after(FIRST_SLOT + 3, full, vec![]);
		assert_eq!((waiting(SIBLING), processed()), (0, vec![true]));
	});
}

#[test]
fn a_flood_of_messages_keeps_no_round_from_clearing() {
	on_chain("development", || {
		let siblings = SIBLING..SIBLING + MAX_CHANNELS;
		siblings.clone().for_each(open_channel);
		// What takes most to take in: the smallest messages there are.
		let mut page = XcmpMessageFormat::ConcatenatedVersionedXcm.encode();
		let smallest = VersionedXcm::<()>::from(Xcm(vec![])).encode();
		let messages = (MAX_CHANNEL_BYTES as usize - page.len()) / smallest.len();
		page.extend(smallest.repeat(messages));

		build_block(FIRST_SLOT, vec![]);
		let round = market::round();
		let windows = || 1..=4_u32;
		let demand: Vec<_> = windows().map(|lead| (round + lead, 1_000)).collect();
		let offer: Vec<_> = windows().map(|lead| (round + lead, 2_000, 100_000)).collect();
		let (demand, offer) = (market::demand(round, &demand), market::offers(round, &offer));
		market::send(
			FIRST_SLOT + 1,
			vec![(Bob, demand.clone()), (Eve, demand), (Charlie, offer.clone()), (Dave, offer)],
		);
		let gate = market::gate_slot();
		siblings.clone().for_each(|sibling| send_from(sibling, page.clone()));
		build_block(gate, vec![]);
		for lead in windows() {
			let result = pallet_clearing::Results::<Runtime>::get(round + lead, round).unwrap();
			assert_eq!(result.traded, 2_000, "window {lead}");
		}
		assert!(System::block_weight().total().all_lte(MAX_BLOCK_WEIGHT));
		// None is lost that was sent, and they are worked off.
		let sent = messages as u64 * u64::from(MAX_CHANNELS);
		let left: u64 = siblings.map(waiting).sum();
		assert_eq!(left + processed().len() as u64, sent);
		assert!(left > 0 && left < sent, "{left} of {sent}");
	});
}
