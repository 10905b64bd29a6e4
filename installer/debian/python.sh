#!/bin/sh
# Runs inside the chroot of the oldest target: builds OpenSSL 3 and CPython from Debian's sources into /opt/python.
#   python.sh SOURCES
# SOURCES holds what `apt-get source --download-only` brought for python3.11 and openssl. Debian's own layout of
# CPython is left out; its repairs (from shutdown-deadlock.diff on, the CVEs among them) are applied.
set -eu
sources=$1
prefix=/opt/python
work=/build/python
rm -rf "$work" "$prefix"
mkdir -p "$work"
cd "$work"
jobs=$(nproc)

# pow, exp and log got new versions in glibc 2.29, and differ only in how they report errors: the older ones serve.
cat >"$work/older.h" <<'END'
#if defined(__x86_64__) && !defined(__ASSEMBLER__)
__asm__(".symver pow,pow@GLIBC_2.2.5");
__asm__(".symver exp,exp@GLIBC_2.2.5");
__asm__(".symver log,log@GLIBC_2.2.5");
__asm__(".symver exp2,exp2@GLIBC_2.2.5");
__asm__(".symver log2,log2@GLIBC_2.2.5");
#endif
END

# unpack NAME: the only unpacked folder of NAME_*.orig.tar.* with its debian/ folder inside.
unpack() {
  mkdir "$work/$1"
  tar -xf "$sources/$1"_*.orig.tar.[gx]z -C "$work/$1" --strip-components=1
  tar -xf "$sources/$1"_*.debian.tar.xz -C "$work/$1"
  cd "$work/$1"
}

# repair FIRST: applies Debian's patches from FIRST on (all for an empty FIRST).
repair() {
  grep -v '^#' debian/patches/series | sed -n "/^$1/,\$p" | while read -r name _; do
    [ -z "$name" ] || patch -p1 -s -f --no-backup-if-mismatch <"debian/patches/$name" || exit 1
  done
}

unpack openssl
repair ""
# Certificates are those of the machine it runs on.
./Configure linux-x86_64 --prefix="$prefix" --libdir=lib --openssldir=/etc/ssl shared no-tests no-legacy no-engine \
  >configure.log 2>&1
make -s -j"$jobs" build_libs >make.log 2>&1 || { tail -n 30 make.log >&2; exit 1; }
make -s install_dev install_runtime_libs >install.log 2>&1
mkdir -p "$prefix/share"
cp LICENSE.txt "$prefix/share/openssl-LICENSE.txt"

unpack python3.11
repair shutdown-deadlock.diff
# A repair of pyexpat expects it to be linked into the interpreter, as Debian does.
sed -i '1i #define Py_BUILD_CORE_MODULE 1' Modules/pyexpat.c
# No function that came with glibc 2.30 or later, so that nothing but the libraries of the base decides what is needed.
ac_cv_func_sem_clockwait=no ./configure --prefix="$prefix" --enable-shared --with-openssl="$prefix" \
  --with-openssl-rpath=auto --with-ensurepip=install --disable-test-modules \
  CFLAGS="-include $work/older.h -fno-semantic-interposition" \
  LDFLAGS="-Wl,-rpath,$prefix/lib -fno-semantic-interposition" >configure.log 2>&1
make -s -j"$jobs" >make.log 2>&1 || { tail -n 30 make.log >&2; exit 1; }
make -s install >install.log 2>&1 || { tail -n 30 install.log >&2; exit 1; }
"$prefix/bin/python3.11" -c 'import bz2, ctypes, hashlib, lzma, pyexpat, readline, ssl, zlib; print(ssl.OPENSSL_VERSION)'
cd /
rm -rf "$work"
