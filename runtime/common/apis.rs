// SPDX-License-Identifier: Apache-2.0

//! What a node and its clients may ask any runtime of ours.
//!
//! All runtime APIs of a runtime stand in one `impl_runtime_apis!`: so the shared ones are text here, and each runtime
//! adds its own. Its file needs the names that stand in this text: `use crate::common::apis::*`.

pub use crate::{
	AccountId, Balance, Block, Certificates, Clearing, Executive, ForwardMarket, MeterAttestation,
	Nonce, Runtime, RuntimeCall, RuntimeGenesisConfig, SessionKeys, Settlement, System,
	TransactionPayment, VERSION, genesis_config_presets, market,
};
pub use alloc::vec::Vec;
pub use frame_support::{
	genesis_builder_helper::{build_state, get_preset},
	weights::Weight,
};
pub use gridmerit_energy::{
	BalanceSheet, Depth, FeedInRight, Interval, Invoice, MeterIndex, NodeIndex, NodeMeter,
	NodeStatus, Order, Quote, Reading, SourceKind, Statement, Totals, Transaction, Wh, Window,
	ZonedResult,
};
pub use gridmerit_origin::{Certificate, Consumed, Issued, Month, Plant, Stock, Sums};
pub use gridmerit_pallet_support::{Bus, PageIndex};
pub use pallet_transaction_payment::{FeeDetails, RuntimeDispatchInfo};
pub use sp_api::impl_runtime_apis;
pub use sp_core::{OpaqueMetadata, crypto::KeyTypeId};
pub use sp_genesis_builder::PresetId;
pub use sp_inherents::{CheckInherentsResult, InherentData};
pub use sp_runtime::{
	ApplyExtrinsicResult, ExtrinsicInclusionMode,
	traits::Block as BlockT,
	transaction_validity::{TransactionSource, TransactionValidity},
};
pub use sp_session::OpaqueGeneratedSessionKeys;
pub use sp_version::RuntimeVersion;

/// Implements the runtime APIs that all runtimes have, and those given.
macro_rules! impl_apis {
	($($own:tt)*) => {
		impl_runtime_apis! {
			impl sp_api::Core<Block> for Runtime {
				fn version() -> RuntimeVersion {
					VERSION
				}

				fn execute_block(block: <Block as BlockT>::LazyBlock) {
					Executive::execute_block(block)
				}

				fn initialize_block(header: &<Block as BlockT>::Header) -> ExtrinsicInclusionMode {
					Executive::initialize_block(header)
				}
			}

			impl sp_api::Metadata<Block> for Runtime {
				fn metadata() -> OpaqueMetadata {
					OpaqueMetadata::new(Runtime::metadata().into())
				}

				fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
					Runtime::metadata_at_version(version)
				}

				fn metadata_versions() -> Vec<u32> {
					Runtime::metadata_versions()
				}
			}

			impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
				fn execute_view_function(
					id: frame_support::view_functions::ViewFunctionId,
					input: Vec<u8>,
				) -> Result<Vec<u8>, frame_support::view_functions::ViewFunctionDispatchError> {
					Runtime::execute_view_function(id, input)
				}
			}

			impl sp_block_builder::BlockBuilder<Block> for Runtime {
				fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
					Executive::apply_extrinsic(extrinsic)
				}

				fn finalize_block() -> <Block as BlockT>::Header {
					Executive::finalize_block()
				}

				fn inherent_extrinsics(data: InherentData) -> Vec<<Block as BlockT>::Extrinsic> {
					data.create_extrinsics()
				}

				fn check_inherents(
					block: <Block as BlockT>::LazyBlock,
					data: InherentData,
				) -> CheckInherentsResult {
					data.check_extrinsics(&block)
				}
			}

			impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
				fn validate_transaction(
					source: TransactionSource,
					tx: <Block as BlockT>::Extrinsic,
					block_hash: <Block as BlockT>::Hash,
				) -> TransactionValidity {
					Executive::validate_transaction(source, tx, block_hash)
				}
			}

			impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
				fn offchain_worker(header: &<Block as BlockT>::Header) {
					Executive::offchain_worker(header)
				}
			}

			impl sp_session::SessionKeys<Block> for Runtime {
				fn generate_session_keys(
					owner: Vec<u8>,
					seed: Option<Vec<u8>>,
				) -> OpaqueGeneratedSessionKeys {
					SessionKeys::generate(&owner, seed).into()
				}

				fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
					SessionKeys::decode_into_raw_public_keys(&encoded)
				}
			}

			impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
				fn account_nonce(account: AccountId) -> Nonce {
					System::account_nonce(account)
				}
			}

			impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance>
				for Runtime
			{
				fn query_info(
					extrinsic: <Block as BlockT>::Extrinsic,
					len: u32,
				) -> RuntimeDispatchInfo<Balance> {
					TransactionPayment::query_info(extrinsic, len)
				}

				fn query_fee_details(
					extrinsic: <Block as BlockT>::Extrinsic,
					len: u32,
				) -> FeeDetails<Balance> {
					TransactionPayment::query_fee_details(extrinsic, len)
				}

				fn query_weight_to_fee(weight: Weight) -> Balance {
					TransactionPayment::weight_to_fee(weight)
				}

				fn query_length_to_fee(length: u32) -> Balance {
					TransactionPayment::length_to_fee(length)
				}
			}

			impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentCallApi<
				Block,
				Balance,
				RuntimeCall,
			> for Runtime
			{
				fn query_call_info(call: RuntimeCall, len: u32) -> RuntimeDispatchInfo<Balance> {
					TransactionPayment::query_call_info(call, len)
				}

				fn query_call_fee_details(call: RuntimeCall, len: u32) -> FeeDetails<Balance> {
					TransactionPayment::query_call_fee_details(call, len)
				}

				fn query_weight_to_fee(weight: Weight) -> Balance {
					TransactionPayment::weight_to_fee(weight)
				}

				fn query_length_to_fee(length: u32) -> Balance {
					TransactionPayment::length_to_fee(length)
				}
			}

			impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
				fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
					build_state::<RuntimeGenesisConfig>(config)
				}

				fn get_preset(id: &Option<PresetId>) -> Option<Vec<u8>> {
					get_preset::<RuntimeGenesisConfig>(id, genesis_config_presets::get_preset)
				}

				fn preset_names() -> Vec<PresetId> {
					genesis_config_presets::preset_names()
				}
			}

			impl gridmerit_runtime_api::MarketApi<Block, AccountId> for Runtime {
				fn windows() -> Vec<Window> {
					ForwardMarket::open_windows()
				}

				fn node(account: AccountId) -> Option<NodeStatus> {
					market::node_status(&account)
				}

				fn quote(interval: Interval, order: Order, bus: Bus) -> Option<Quote> {
					Clearing::quote(interval, order, bus)
				}

				fn depth(interval: Interval, first_page: PageIndex, bus: Option<Bus>) -> Depth {
					Clearing::depth(interval, first_page, bus)
				}

				fn zones(interval: Interval, round: Interval) -> Option<ZonedResult> {
					Clearing::zones(interval, round)
				}

				fn pivotal(interval: Interval, round: Interval) -> Vec<NodeIndex> {
					Clearing::pivotal(interval, round)
				}

				fn transactions(
					interval: Interval,
					round: Interval,
					page: PageIndex,
				) -> Vec<Transaction<AccountId>> {
					market::transactions(interval, round, page)
				}

				fn transactions_of(
					node: NodeIndex,
					first: Interval,
					last: Interval,
				) -> (Vec<Transaction<AccountId>>, Option<Interval>) {
					market::transactions_of(node, first, last)
				}

				fn meters(node: NodeIndex) -> Vec<NodeMeter> {
					MeterAttestation::meters_of(node)
				}

				fn readings(meter: MeterIndex) -> Vec<Reading> {
					MeterAttestation::readings(meter, 0, Interval::MAX)
				}

				fn rights(
					node: NodeIndex,
					first: Interval,
					last: Interval,
				) -> Vec<(Interval, FeedInRight)> {
					ForwardMarket::rights_of(node, first, last)
				}

				fn invoices(
					node: NodeIndex,
					first: Interval,
					last: Interval,
				) -> Vec<(Interval, Invoice)> {
					Settlement::invoices(node, first, last).collect()
				}

				fn statement(node: NodeIndex, first: Interval, last: Interval) -> Statement {
					Settlement::statement(node, first, last)
				}

				fn totals(node: NodeIndex) -> Totals {
					Settlement::totals(node)
				}

				fn balance_sheet(interval: Interval, first_page: PageIndex) -> Option<BalanceSheet> {
					Settlement::balance_sheet(interval, first_page)
				}
			}

			impl gridmerit_runtime_api::CertificatesApi<Block, AccountId> for Runtime {
				fn plant(node: NodeIndex) -> Option<Plant<AccountId>> {
					Certificates::plant(node)
				}

				fn plants(
					first: NodeIndex,
				) -> (Vec<(NodeIndex, Plant<AccountId>)>, Option<NodeIndex>) {
					Certificates::plants(first)
				}

				fn certificates(interval: Interval, first: u32) -> (Vec<Certificate>, Option<u32>) {
					Certificates::certificates(interval, first)
				}

				fn certificates_of(
					node: NodeIndex,
					first: Interval,
					last: Interval,
				) -> (Vec<Certificate>, Option<Interval>) {
					Certificates::certificates_of(node, first, last)
				}

				fn issued(interval: Interval, plant: NodeIndex) -> Option<Issued> {
					Certificates::issued(interval, plant)
				}

				fn expected(interval: Interval, plant: NodeIndex) -> Option<Wh> {
					Certificates::expected(interval, plant)
				}

				fn sums(interval: Interval) -> Vec<(SourceKind, Sums)> {
					Certificates::sums(interval)
				}

				fn totals() -> Vec<(SourceKind, Sums)> {
					Certificates::totals()
				}

				fn consumed(node: NodeIndex, month: Month) -> Consumed {
					Certificates::consumed_in(month, node)
				}

				fn matched(interval: Interval, node: NodeIndex) -> Option<Consumed> {
					Certificates::consumed_at(interval, node)
				}

				fn stock(node: NodeIndex) -> Option<Stock> {
					Certificates::stock(node)
				}

				fn issued_until() -> Option<Interval> {
					Certificates::issued_until()
				}
			}

			#[cfg(feature = "try-runtime")]
			impl frame_try_runtime::TryRuntime<Block> for Runtime {
				fn on_runtime_upgrade(
					checks: frame_try_runtime::UpgradeCheckSelect,
				) -> (Weight, Weight) {
					let weight = Executive::try_runtime_upgrade(checks)
						.expect("try-runtime is a tool: a failed check has to stop it");
					(weight, $crate::configs::system::RuntimeBlockWeights::get().max_block)
				}

				fn execute_block(
					block: <Block as BlockT>::LazyBlock,
					state_root_check: bool,
					signature_check: bool,
					select: frame_try_runtime::TryStateSelect,
				) -> Weight {
					Executive::try_execute_block(block, state_root_check, signature_check, select)
						.expect("try-runtime is a tool: a failed check has to stop it")
				}
			}

			#[cfg(feature = "runtime-benchmarks")]
			impl frame_benchmarking::Benchmark<Block> for Runtime {
				fn benchmark_metadata(
					extra: bool,
				) -> (
					Vec<frame_benchmarking::BenchmarkList>,
					Vec<frame_support::traits::StorageInfo>,
				) {
					$crate::benchmarks::metadata(extra)
				}

				fn dispatch_benchmark(
					config: frame_benchmarking::BenchmarkConfig,
				) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
					$crate::benchmarks::dispatch(config)
				}
			}

			$($own)*
		}
	};
}

pub(crate) use impl_apis;
