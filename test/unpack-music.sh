#!/usr/bin/env bash
# Downloads those of the Debian packages with music that are not installed and unpacks the music alone, for
# test/real-music.test.ts: 460 MB on disk instead of the 1.2 GB that they take installed. Usage: test/unpack-music.sh [folder]
set -euo pipefail
folder=$(realpath -m "${1:-${FONOTECA_TEST_MUSIC:-${TMPDIR:-/tmp}/fonoteca-music-packages}}")
mkdir -p "$folder"

unpack() { # package, then the paths in it
  local package=$1
  shift
  if [[ -e $folder/.$package ]] || dpkg -s "$package" >/dev/null 2>&1; then return; fi
  # apt downloads as a user of its own, who must be able to write there.
  local downloads
  downloads=$(mktemp -d)
  chmod 777 "$downloads"
  (cd "$downloads" && { apt-get download -qq "$package" || { apt-get update -qq && apt-get download -qq "$package"; }; })
  dpkg-deb --fsys-tarfile "$downloads"/*.deb | tar -x -C "$folder" "${@/#/./usr/share/}" \
    "./usr/share/doc/$package/copyright"
  rm -r "$downloads"
  touch "$folder/.$package"
}

unpack wesnoth-1.16-music games/wesnoth/1.16/data/core/music
unpack singularity-music games/singularity/music
unpack supertux-data games/supertux2/music
unpack supertuxkart-data games/supertuxkart/data/music
unpack colobot-common-sounds games/colobot
unpack warzone2100-music games/warzone2100/music
unpack nexuiz-music games/nexuiz/data
unpack fretsonfire-songs-muldjord games/fretsonfire/data/songs/muldjord
