# Shared by ./run and ./test, which set $root: makes .venv hold exactly what the lock says, and brings the system
# libraries that Qt needs. It asks the package index and the apt sources this machine is configured with.

qt_packages="libegl1 libgl1 libdbus-1-3 libfontconfig1 libglib2.0-0 libxkbcommon0"
xcb_packages="libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
  libxcb-render-util0 libxcb-shape0 libx11-xcb1"

later="$qt_packages $xcb_packages"

venv="$root/.venv"
py="$venv/bin/python"

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$1"
  say "$2"
  exit 1
}

# apt_line PACKAGE...: the line a person can paste.
apt_line() { echo "sudo apt-get update && sudo apt-get install -y --no-install-recommends" "$@"; }

# apt_install PACKAGE...: 0 when they are installed now; 1 where apt may not be used or fails.
apt_install() {
  command -v apt-get >/dev/null 2>&1 || return 1
  if [ "$(id -u)" = 0 ]; then
    privilege="env"
  elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    privilege="sudo -n env"
  else
    return 1
  fi
  say "Installing: $*  正在安装系统组件……"
  apt="$privilege DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0"
  {
    if [ -z "${apt_updated:-}" ]; then $apt update && apt_updated=1; fi
    $apt install --no-install-recommends "$@"
  } >"$apt_log" 2>&1 </dev/null || {
    tail -n 5 "$apt_log" >&2
    return 1
  }
}

# need PACKAGE...: installs them or ends with the line to type, which has what $later would ask for too.
need() {
  # shellcheck disable=SC2086
  apt_install "$@" || fail "Please run this line first, then start again:  $(apt_line "$@" $later)" \
    "请先执行上面这一行，再重新运行。"
}

fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; }

has_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

# Sets $python, if there is a choice to one that can make environments already.
find_python() {
  for python in python3 python3.11 python3.12 python3.13; do
    fits "$python" && has_venv "$python" && return 0
  done
  for python in python3 python3.11 python3.12 python3.13; do
    fits "$python" && return 0
  done
  python=python3
  [ -e /etc/debian_version ] && need python3 python3-venv
  fits "$python" || fail "Python 3.11, 3.12 or 3.13 is needed and was not found." "需要 Python 3.11 至 3.13，未找到。"
}

make_venv() {
  fits "$py" && "$py" -m pip --version >/dev/null 2>&1 && return 0
  find_python
  has_venv "$python" \
    || need "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
  say "Making the environment (once)…  首次运行，正在准备环境……"
  "$python" -m venv --clear "$venv" || fail "The environment could not be made in $venv." "无法建立运行环境。"
}

# install_lock NAME: what requirements/NAME.lock says, every file checked by hash, and the checkout itself.
install_lock() {
  lock="$root/requirements/$1.lock"
  wanted="$root $(cat "$lock" "$root/pyproject.toml" | cksum)"
  [ -d "$venv" ] && [ "$(cat "$venv/installed-$1" 2>/dev/null)" = "$wanted" ] && fits "$py" && return 0
  make_venv
  rm -f "$venv"/installed-*
  say "Installing the locked packages…  正在安装依赖……"
  PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_USER=0
  export PIP_DISABLE_PIP_VERSION_CHECK PIP_NO_INPUT PIP_USER
  "$py" -m pip install -q --no-deps --require-hashes -r "$lock" \
    && "$py" -m pip install -q --no-deps --no-build-isolation --editable "$root" \
    || fail "The packages could not be installed; pip's words stand above." "依赖安装失败，原因见上。"
  "$py" -m compileall -q "$root/qi_desk"
  printf '%s\n' "$wanted" >"$venv/installed-$1"
}

need_qt() {
  later=$xcb_packages
  "$py" -c 'import PySide6.QtWidgets' 2>/dev/null && return 0
  # shellcheck disable=SC2086  # a list of packages
  need $qt_packages
  "$py" -c 'import PySide6.QtWidgets' || fail "Qt still does not load." "Qt 仍无法加载。"
}

# Qt names xcb-cursor0 whatever is missing, so the plugin itself is asked.
xcb_missing() {
  plugins=$("$py" -c 'import pathlib, PySide6; print(pathlib.Path(PySide6.__file__).parent / "Qt/plugins/platforms")')
  ldd "$plugins/libqxcb.so" | sed -n 's/^[[:space:]]*\(.*\) => not found/\1/p'
}

# Where PostgreSQL's programs are: Debian keeps them out of the path.
postgres_bin() {
  for place in "$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/x)")" /usr/lib/postgresql/*/bin; do
    [ -x "$place/initdb" ] && [ -x "$place/postgres" ] && echo "$place" && return 0
  done
  return 0
}

need_window() {
  later=""
  [ -z "$(xcb_missing)" ] && return 0
  # shellcheck disable=SC2086
  need $xcb_packages
  missing=$(xcb_missing)
  [ -z "$missing" ] || fail "Qt's window plugin still misses: $missing" "仍缺少图形组件。"
}

apt_log=$(mktemp) || exit 1
trap 'rm -f "$apt_log"' EXIT
