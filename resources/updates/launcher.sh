#!/bin/sh
# Starts the version that the file `current` names. While a new version has not opened the data yet, `current` names the
# one before it as well: after three starts of the new one that came to nothing that one takes its place again.
# Versions lie beside this file in versions/; each is whole before `current` ever names it.
root=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")" && pwd -P) || exit 1
most=3

usable() {
  case "$1" in '' | .* | */*) return 1 ;; esac
  [ -x "$root/versions/$1/qi-desk" ]
}

# The file is the old one or the new one, whatever happens meanwhile.
put() {
  printf '%s\n' "$2" >"$root/.$1.new" && sync "$root/.$1.new" 2>/dev/null
  mv -f -- "$root/.$1.new" "$root/$1"
}

tries() {
  [ -f "$root/$1" ] && wc -l <"$root/$1" || echo 0
}

now='' before=''
[ -f "$root/current" ] && read -r now before _ <"$root/current"

if usable "$before" && [ "$now" != "$before" ]; then
  if ! usable "$now" || [ "$(tries starts)" -ge $most ] || [ "$(tries openings)" -ge $most ]; then
    put went-back "$now" 2>/dev/null
    put current "$before" 2>/dev/null
    rm -f -- "$root/starts" "$root/openings"
    now=$before
  else
    echo start >>"$root/starts"
  fi 2>/dev/null
fi
if ! usable "$now"; then
  # Nothing readable says which: any whole version is better than none.
  for one in "$root"/versions/*/; do
    one=$(basename -- "$one")
    usable "$one" && now=$one
  done
fi
usable "$now" || {
  echo "qi-desk: no version in $root/versions / 程序文件不见了，请重新安装；资料不在这里，没有受影响。" >&2
  exit 1
}
QI_DESK_ROOT=$root
export QI_DESK_ROOT
exec "$root/versions/$now/qi-desk" "$@"
