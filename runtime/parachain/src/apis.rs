// SPDX-License-Identifier: Apache-2.0

//! What a collator and its clients may ask the runtime: beside what all of ours answer, what a parachain needs.

use crate::{
	Aura, AuraId, InherentDataExt, OriginCaller, ParachainInfo, ParachainSystem, PolkadotXcm,
	RelayRandomness, RuntimeEvent,
	collators::{ConsensusHook, RELAY_PARENT_OFFSET},
	common::apis::*,
	xcm::{
		fees::Trader,
		locations::{AccountOf, TokenId},
		queues::Router,
	},
};
use cumulus_primitives_aura::Slot;
use cumulus_primitives_core::{
	CollationInfo, ParaId, RelayProofRequest, VerifySchedulingSignature,
};
use sp_consensus_aura::SlotDuration;
use staging_xcm::{
	Version, VersionedAsset, VersionedAssetId, VersionedAssets, VersionedLocation, VersionedXcm,
};
use xcm_runtime_apis::{
	conversions::{self, LocationToAccountHelper},
	dry_run::{self, CallDryRunEffects, XcmDryRunEffects},
	fees,
	trusted_query::XcmTrustedQueryResult,
};

impl_apis! {
	impl sp_consensus_aura::AuraApi<Block, AuraId> for Runtime {
		fn slot_duration() -> SlotDuration {
			SlotDuration::from_millis(Aura::slot_duration())
		}

		fn authorities() -> Vec<AuraId> {
			pallet_aura::Authorities::<Runtime>::get().into_inner()
		}
	}

	impl cumulus_primitives_aura::AuraUnincludedSegmentApi<Block> for Runtime {
		fn can_build_upon(included_hash: <Block as BlockT>::Hash, slot: Slot) -> bool {
			ConsensusHook::can_build_upon(included_hash, slot)
		}
	}

	impl cumulus_primitives_core::CollectCollationInfo<Block> for Runtime {
		fn collect_collation_info(header: &<Block as BlockT>::Header) -> CollationInfo {
			ParachainSystem::collect_collation_info(header)
		}
	}

	impl cumulus_primitives_core::GetParachainInfo<Block> for Runtime {
		fn parachain_id() -> ParaId {
			ParachainInfo::parachain_id()
		}
	}

	impl cumulus_primitives_core::RelayParentOffsetApi<Block> for Runtime {
		fn relay_parent_offset() -> u32 {
			RELAY_PARENT_OFFSET
		}

		fn max_claim_queue_offset() -> u8 {
			ParachainSystem::max_claim_queue_offset()
		}
	}

	impl cumulus_primitives_core::SchedulingV3EnabledApi<Block> for Runtime {
		fn scheduling_v3_enabled() -> bool {
			<Runtime as cumulus_pallet_parachain_system::Config>::SchedulingSignatureVerifier::V3_SCHEDULING_ENABLED
		}
	}

	impl cumulus_primitives_core::KeyToIncludeInRelayProof<Block> for Runtime {
		fn keys_to_prove() -> RelayProofRequest {
			RelayRandomness::keys_to_prove()
		}
	}

	impl fees::XcmPaymentApi<Block> for Runtime {
		fn query_acceptable_payment_assets(
			version: Version,
		) -> Result<Vec<VersionedAssetId>, fees::Error> {
			PolkadotXcm::query_acceptable_payment_assets(version, [TokenId::get()].to_vec())
		}

		fn query_xcm_weight(message: VersionedXcm<()>) -> Result<Weight, fees::Error> {
			PolkadotXcm::query_xcm_weight(message)
		}

		fn query_weight_to_asset_fee(
			weight: Weight,
			asset: VersionedAssetId,
		) -> Result<u128, fees::Error> {
			PolkadotXcm::query_weight_to_asset_fee::<Trader>(weight, asset)
		}

		fn query_delivery_fees(
			destination: VersionedLocation,
			message: VersionedXcm<()>,
			asset: VersionedAssetId,
		) -> Result<VersionedAssets, fees::Error> {
			PolkadotXcm::query_delivery_fees::<()>(destination, message, asset)
		}
	}

	impl dry_run::DryRunApi<Block, RuntimeCall, RuntimeEvent, OriginCaller> for Runtime {
		fn dry_run_call(
			origin: OriginCaller,
			call: RuntimeCall,
			version: Version,
		) -> Result<CallDryRunEffects<RuntimeEvent>, dry_run::Error> {
			PolkadotXcm::dry_run_call::<Runtime, Router, OriginCaller, RuntimeCall>(
				origin, call, version,
			)
		}

		fn dry_run_xcm(
			origin: VersionedLocation,
			message: VersionedXcm<RuntimeCall>,
		) -> Result<XcmDryRunEffects<RuntimeEvent>, dry_run::Error> {
			PolkadotXcm::dry_run_xcm::<Router>(origin, message)
		}
	}

	impl conversions::LocationToAccountApi<Block, AccountId> for Runtime {
		fn convert_location(location: VersionedLocation) -> Result<AccountId, conversions::Error> {
			LocationToAccountHelper::<AccountId, AccountOf>::convert_location(location)
		}
	}

	impl xcm_runtime_apis::trusted_query::TrustedQueryApi<Block> for Runtime {
		fn is_trusted_reserve(
			asset: VersionedAsset,
			location: VersionedLocation,
		) -> XcmTrustedQueryResult {
			PolkadotXcm::is_trusted_reserve(asset, location)
		}

		fn is_trusted_teleporter(
			asset: VersionedAsset,
			location: VersionedLocation,
		) -> XcmTrustedQueryResult {
			PolkadotXcm::is_trusted_teleporter(asset, location)
		}
	}
}
