// SPDX-License-Identifier: Apache-2.0

//! What the hook costs at most.

use cumulus_primitives_core::{ParaId, relay_chain};
use frame_benchmarking::v2::*;
use sp_runtime::traits::HashingFor;
use sp_trie::{LayoutV1, MemoryDB, StorageProof, TrieDBMutBuilder, TrieMut};

use crate::*;

type Hasher = HashingFor<relay_chain::Block>;

/// A proof of the relay chain's state, of which this value is all there is.
fn proof_of(random: [u8; 32]) -> Result<RelayChainStateProof, BenchmarkError> {
	let (mut nodes, mut root) = (MemoryDB::<Hasher>::new(&[0]), Default::default());
	TrieDBMutBuilder::<LayoutV1<Hasher>>::new(&mut nodes, &mut root)
		.build()
		.insert(ONE_EPOCH_AGO_RANDOMNESS, &random.encode())
		.map_err(|_| "a trie in memory")?;
	let nodes = nodes.drain().into_iter().map(|(_, (node, _))| node);
	RelayChainStateProof::new(ParaId::from(0), root, StorageProof::new(nodes))
		.map_err(|_| "it has the root".into())
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// The relay chain has a new value.
	#[benchmark]
	fn on_relay_state_proof() -> Result<(), BenchmarkError> {
		Last::<T>::put(Seen { random: [1; 32], proven: 1, begun: 1, made: 1 });
		let proof = proof_of([2; 32])?;
		#[block]
		{
			<Pallet<T> as OnSystemEvent>::on_relay_state_proof(&proof);
		}
		assert_eq!(Last::<T>::get().map(|seen| seen.random), Some([2; 32]));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, sp_io::TestExternalities::default(), crate::tests::Test);
}
