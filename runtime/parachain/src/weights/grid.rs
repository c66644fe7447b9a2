pub type Proven = pallet_grid::weights::SubstrateWeight<crate::Runtime>;
