#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A pallet's view function, called by subxt.
#
# Packages: crates subxt and subxt-rpcs 0.50.3 (0.51.1 has the same source for it), frame-decode 0.18.1,
#           frame-metadata 23.0.1, scale-info 2.11.6.
# Guess:    call() asks what the runtime API takes, execute_view_function(id, input: Vec<u8>): the function's id and
#           its encoded arguments as bytes, so with their length in front. The answer is a Result of bytes; call()
#           gives the value in these bytes, or fails if it is an error.
# Seen:     The arguments follow the id without a length, and the answer's first bytes are taken for the value
#           (encode_view_function_inputs and decode_view_function_response of frame-decode). The runtime takes the
#           first argument for the length. If that does not fit, the call fails; if it does, call() can give a value
#           and no error: true for what is false, as the runtime's error begins with 01, or 335872 for 5. With the
#           length and the Result done by hand, by call_raw, the values are right.

set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src

cat >Cargo.toml <<'EOF'
[package]
name = "look"
version = "0.0.0"
edition = "2024"

[profile.dev]
debug = false
EOF

cat >src/main.rs <<'EOF'
use std::fmt::Debug;

use frame_metadata::v16::*;
use scale_info::{TypeInfo, meta_type};
use subxt::{
    OnlineClient, SubstrateConfig,
    backend::LegacyBackend,
    config::substrate::SpecVersionForRange,
    dynamic::view_function_call,
    ext::{
        codec::{Decode, DecodeAll, Encode},
        frame_decode::view_functions::IntoEncodableValues,
        futures::FutureExt,
        scale_decode::DecodeAsType,
    },
    metadata::Metadata,
    utils::H256,
};
use subxt_rpcs::client::{MockRpcClient, RpcClient, mock_rpc_client::Json};

/// As in frame-support 49.0.1.
#[derive(Encode, Decode, Debug)]
#[codec(crate = subxt::ext::codec)]
enum ViewFunctionDispatchError {
    NotImplemented,
    NotFound([u8; 32]),
    Codec,
}

type Executed = Result<Vec<u8>, ViewFunctionDispatchError>;

/// What the pallet does.
fn execute<Arg: Decode + Debug>(input: &[u8], value: impl Encode) -> Executed {
    let arg = Arg::decode_all(&mut &*input).map_err(|_| ViewFunctionDispatchError::Codec)?;
    println!("    asked about {arg:?}");
    Ok(value.encode())
}

/// What the runtime API does.
fn runtime(asked: &[u8]) -> Result<Vec<u8>, String> {
    println!("    sent <id> {}", hex(&asked[32..]));
    let (id, input) = <([u8; 32], Vec<u8>)>::decode(&mut &*asked)
        .map_err(|error| format!("bad input data: {error}"))?;
    let executed = match id[0] {
        0 => execute::<u32>(&input, 5u64),
        1 => execute::<u32>(&input, false),
        2 => execute::<Vec<u8>>(&input, 5u64),
        _ => Err(ViewFunctionDispatchError::NotFound(id)),
    };
    println!("    answered {}", hex(&executed.encode()));
    Ok(executed.encode())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let digits = |at| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(digits).collect()
}

fn function<Arg: TypeInfo + 'static, Value: TypeInfo + 'static>(
    id: u8,
    name: &'static str,
) -> PalletViewFunctionMetadata {
    PalletViewFunctionMetadata {
        id: [id; 32],
        name,
        inputs: vec![FunctionParamMetadata { name: "meter", ty: meta_type::<Arg>() }],
        output: meta_type::<Value>(),
        docs: vec![],
        deprecation_info: ItemDeprecationInfo::NotDeprecated,
    }
}

fn metadata() -> RuntimeMetadataV16 {
    let none = meta_type::<()>();
    let pallet = PalletMetadata {
        name: "Meters",
        storage: None,
        calls: None,
        event: None,
        constants: vec![],
        error: None,
        associated_types: vec![],
        view_functions: vec![
            function::<u32, u64>(0, "limit"),
            function::<u32, bool>(1, "frozen"),
            function::<Vec<u8>, u64>(2, "limit_by_name"),
        ],
        index: 0,
        docs: vec![],
        deprecation_info: ItemDeprecationInfo::NotDeprecated,
    };
    let extrinsic = ExtrinsicMetadata {
        versions: vec![4],
        address_ty: none,
        call_ty: none,
        signature_ty: none,
        transaction_extensions_by_version: Default::default(),
        transaction_extensions: vec![],
    };
    let outer = OuterEnums { call_enum_ty: none, event_enum_ty: none, error_enum_ty: none };
    let custom = CustomMetadata { map: Default::default() };
    RuntimeMetadataV16::new(vec![pallet], extrinsic, vec![], outer, custom)
}

fn look<Args, Value>(client: &OnlineClient<SubstrateConfig>, name: &str, args: Args)
where
    Args: IntoEncodableValues + Debug,
    Value: DecodeAsType + Decode + Debug,
{
    println!("{name}{args:?}");
    let at = client.at_block_hash_and_number(H256::zero(), 0).now_or_never().unwrap().unwrap();
    let views = at.view_functions();
    let call = view_function_call::<Args, Value>("Meters", name, args);

    println!("  call");
    match views.call(&call).now_or_never().unwrap() {
        Ok(value) => println!("    value {value:?}"),
        Err(error) => println!("    error, {}", error.to_string().rsplit("error: ").next().unwrap()),
    }

    println!("  call_raw");
    let bare = views.encode_args(&call).unwrap();
    let asked = [&bare[..32], &bare[32..].encode()].concat();
    let answer = views.call_raw(Some(&asked)).now_or_never().unwrap().unwrap();
    let value = Executed::decode_all(&mut &*answer).unwrap().unwrap();
    println!("    value {:?}", Value::decode_all(&mut &*value).unwrap());
}

fn main() {
    // Its parameters are ["RuntimeViewFunction_execute_view_function", "0x" and what is asked, a block].
    let node = MockRpcClient::builder()
        .method_handler("state_call", async |params| {
            runtime(&unhex(&params.unwrap().get().split('"').nth(3).unwrap()[2..]))
                .map(|answer| Json(format!("0x{}", hex(&answer))))
                .map_err(|error| subxt_rpcs::Error::Client(error.into()))
        })
        .build();
    let config = SubstrateConfig::builder()
        .set_genesis_hash(H256::zero())
        .set_spec_version_for_block_ranges([SpecVersionForRange {
            block_range: 0..1,
            spec_version: 1,
            transaction_version: 1,
        }])
        .set_metadata_for_spec_versions([(1, Metadata::from_v16(metadata()).unwrap().arc())])
        .build();
    let backend = LegacyBackend::builder().build(RpcClient::new(node));
    let client = OnlineClient::from_backend_with_config(config, backend.into());
    let client = client.now_or_never().unwrap().unwrap();

    look::<_, u64>(&client, "limit", (7u32,));
    look::<_, bool>(&client, "frozen", (0u32,));
    look::<_, u64>(&client, "limit_by_name", (vec![4u8, 42],));
}
EOF

expected='limit(7,)
  call
    sent <id> 07000000
    error, bad input data: out of range decoding Compact<u32>
  call_raw
    sent <id> 1007000000
    asked about 7
    answered 00200500000000000000
    value 5
frozen(0,)
  call
    sent <id> 00000000
    answered 0102
    value true
  call_raw
    sent <id> 1000000000
    asked about 0
    answered 000400
    value false
limit_by_name([4, 42],)
  call
    sent <id> 08042a
    asked about [42]
    answered 00200500000000000000
    value 335872
  call_raw
    sent <id> 0c08042a
    asked about [4, 42]
    answered 00200500000000000000
    value 5'

for crate in frame-decode@0.18.1 frame-metadata@23.0.1 scale-info@2.11.6 subxt@0.50.3 subxt-rpcs@0.50.3; do
	cargo add --quiet --no-default-features "${crate/@/@=}"
done
cargo add --quiet --features native subxt
cargo add --quiet --features mock-rpc-client subxt-rpcs

seen=$(CARGO_TARGET_DIR=target cargo run --quiet)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo 'This is not what was seen before.' >&2; exit 1; }
