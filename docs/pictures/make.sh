#!/bin/sh
# Makes the pictures of docs/workloads.md again, with the model that ships. Needs python3.
set -eu
cd "$(dirname -- "$0")/../.."
out=docs/images
between=$(mktemp -d)
trap 'rm -rf "$between"' EXIT

# Text to image
./easel generate "a red circle on a yellow background" --seed 7 -o "$out/text-to-image.png"

# Image to image
./easel generate "a blue circle on a yellow background" --image "$out/text-to-image.png" \
  --strength 0.6 --seed 7 -o "$out/image-to-image.png"

# Inpainting: the mask is white where something new shall be
python3 docs/pictures/canvas.py mask 256x256 32,32,224,224 "$between/mask.png"
./easel generate "a green square on a yellow background" --image "$out/text-to-image.png" \
  --mask "$between/mask.png" --seed 7 -o "$out/inpainting.png"

# Outpainting: the picture on a larger canvas, and a mask that is white around it
python3 docs/pictures/canvas.py extend "$out/text-to-image.png" 384x256 \
  "$between/canvas.png" "$between/around.png"
./easel generate "a red circle on a yellow background" --image "$between/canvas.png" \
  --mask "$between/around.png" --size 384x256 --seed 7 -o "$out/outpainting.png"
