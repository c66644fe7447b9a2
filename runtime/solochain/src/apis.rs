// SPDX-License-Identifier: Apache-2.0

//! What a node and its clients may ask the runtime: beside what all of ours answer, consensus.

use crate::{
	Babe, Grandpa, InherentDataExt, Session, Validators, common::apis::*, consensus::SessionSlots,
};
use codec::Encode;
use frame_support::traits::Get;
use gridmerit_carbon::IntervalStatement;
use sp_consensus_babe::{BabeConfiguration, Epoch, Slot};
use sp_runtime::traits::NumberFor;

impl_apis! {
	impl sp_consensus_babe::BabeApi<Block> for Runtime {
		fn configuration() -> BabeConfiguration {
			let epoch_config =
				Babe::epoch_config().unwrap_or(genesis_config_presets::BABE_EPOCH_CONFIG);
			BabeConfiguration {
				slot_duration: Babe::slot_duration(),
				epoch_length: SessionSlots::get(),
				c: epoch_config.c,
				authorities: Babe::authorities().to_vec(),
				randomness: Babe::randomness(),
				allowed_slots: epoch_config.allowed_slots,
			}
		}

		fn current_epoch_start() -> Slot {
			Babe::current_epoch_start()
		}

		fn current_epoch() -> Epoch {
			Babe::current_epoch()
		}

		fn next_epoch() -> Epoch {
			Babe::next_epoch()
		}

		fn generate_key_ownership_proof(
			slot: Slot,
			authority_id: sp_consensus_babe::AuthorityId,
		) -> Option<sp_consensus_babe::OpaqueKeyOwnershipProof> {
			// A block is seen at once: its slot is of this session, or of the one that has just ended.
			let ago = u32::from(slot < Babe::current_epoch_start());
			let session = Session::current_index().checked_sub(ago)?;
			Validators::prove_in(session, sp_consensus_babe::KEY_TYPE, authority_id.as_ref())
				.map(|proof| sp_consensus_babe::OpaqueKeyOwnershipProof::new(proof.encode()))
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation_proof: sp_consensus_babe::EquivocationProof<<Block as BlockT>::Header>,
			key_owner_proof: sp_consensus_babe::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			Babe::submit_unsigned_equivocation_report(
				equivocation_proof,
				key_owner_proof.decode()?,
			)
		}
	}

	impl gridmerit_runtime_api::CarbonApi<Block> for Runtime {
		fn emissions(
			node: NodeIndex,
			first: Interval,
			last: Interval,
		) -> (Vec<IntervalStatement>, Option<Interval>) {
			crate::carbon::emissions(node, first, last)
		}
	}

	impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
		fn grandpa_authorities() -> sp_consensus_grandpa::AuthorityList {
			Grandpa::grandpa_authorities()
		}

		fn current_set_id() -> sp_consensus_grandpa::SetId {
			pallet_grandpa::CurrentSetId::<Runtime>::get()
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation_proof: sp_consensus_grandpa::EquivocationProof<
				<Block as BlockT>::Hash,
				NumberFor<Block>,
			>,
			key_owner_proof: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			Grandpa::submit_unsigned_equivocation_report(
				equivocation_proof,
				key_owner_proof.decode()?,
			)
		}

		fn generate_key_ownership_proof(
			set_id: sp_consensus_grandpa::SetId,
			authority_id: sp_consensus_grandpa::AuthorityId,
		) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
			let session = Grandpa::session_for_set(set_id)?;
			Validators::prove_in(session, sp_consensus_grandpa::KEY_TYPE, authority_id.as_ref())
				.map(|proof| sp_consensus_grandpa::OpaqueKeyOwnershipProof::new(proof.encode()))
		}
	}
}
