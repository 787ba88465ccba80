#!/bin/sh
# Fuzzes ApusJSON with libFuzzer and the address sanitizer for FUZZ_SECONDS (60). What crashes is left in Tests/Fuzz/.
set -eu
cd "$(dirname "$0")/../.."
build=.build/fuzz
mkdir -p "$build/corpus"
cat > "$build/module.modulemap" <<MAP
module CSimdJSON { header "$PWD/Sources/CSimdJSON/include/CSimdJSON.h" export * }
MAP
features="-swift-version 6 -enable-upcoming-feature ExistentialAny -enable-upcoming-feature MemberImportVisibility
    -enable-upcoming-feature InternalImportsByDefault -enable-experimental-feature Lifetimes"
flags="$features -O -wmo -parse-as-library -sanitize=fuzzer,address -Xcc -fmodule-map-file=$build/module.modulemap"
clang++ -std=c++17 -O1 -g -fsanitize=address -ISources/CSimdJSON/include \
    -c Sources/CSimdJSON/CSimdJSON.cpp -o "$build/simdjson.o"
swiftc $flags -module-name ApusJSON -emit-module -emit-module-path "$build/ApusJSON.swiftmodule" \
    -c Sources/ApusJSON/*.swift -o "$build/json.o"
swiftc $flags -module-name FuzzJSON -I "$build" Tests/Fuzz/FuzzJSON.swift "$build/json.o" "$build/simdjson.o" \
    -lsimdjson -lstdc++ -o "$build/fuzz-json"
SWIFT_BACKTRACE=enable=no exec "$build/fuzz-json" -max_total_time="${FUZZ_SECONDS:-60}" -timeout=10 -max_len=4096 -print_final_stats=1 \
    -artifact_prefix=Tests/Fuzz/ "$build/corpus" Tests/Fuzz/corpus
