// SPDX-License-Identifier: Apache-2.0

//! What a message may consist of, and what that weighs.

use frame_support::weights::Weight;
use staging_xcm::latest::prelude::*;
use staging_xcm_executor::traits::WeightBounds;

/// Most instructions of a message. A transfer has five, one that pays its fee apart has nine.
pub const MAX_INSTRUCTIONS: usize = 10;

/// What an instruction takes at most: five accounts read and written, of the token's owner, its new owner and the three
/// that share fees, and as much again for what is around that.
pub const INSTRUCTION: Weight = Weight::from_parts(500_000_000, 20 * 1024);

/// Weighs messages of instructions that a transfer can be made of, and refuses others before anything is executed: what is
/// not named here does not exist on this chain.
pub struct Program;

impl Program {
	fn weigh<Call>(instruction: &Instruction<Call>) -> Result<Weight, XcmError> {
		match instruction {
			// Moves the token on this chain.
			TransferAsset { .. } | WithdrawAsset(_) | DepositAsset { .. } => Ok(INSTRUCTION),
			// Pays for the message.
			BuyExecution { .. } | PayFees { .. } | RefundSurplus => Ok(INSTRUCTION),
			// Gives power away, and names the message or who has what is left over.
			ClearOrigin | SetTopic(_) | SetHints { .. } => Ok(INSTRUCTION),
			// Answers what this chain has asked.
			QueryResponse { .. } => Ok(INSTRUCTION),
			// What the executor refuses, with a reason of its own: assets of other chains, and calls.
			ReceiveTeleportedAsset(_) | ReserveAssetDeposited(_) | Transact { .. } => {
				Ok(INSTRUCTION)
			},
			_ => Err(XcmError::Unimplemented),
		}
	}
}

impl<Call> WeightBounds<Call> for Program {
	fn weight(message: &mut Xcm<Call>, limit: Weight) -> Result<Weight, InstructionError> {
		let mut whole = Weight::zero();
		for (place, instruction) in message.0.iter().enumerate() {
			let refused =
				|error| InstructionError { index: place.try_into().unwrap_or(u8::MAX), error };
			if place >= MAX_INSTRUCTIONS {
				return Err(refused(XcmError::ExceedsStackLimit));
			}
			whole.saturating_accrue(Self::weigh(instruction).map_err(refused)?);
			if whole.any_gt(limit) {
				return Err(refused(XcmError::WeightLimitReached(whole)));
			}
		}
		Ok(whole)
	}

	fn instr_weight(instruction: &mut Instruction<Call>) -> Result<Weight, XcmError> {
		Self::weigh(instruction)
	}
}
