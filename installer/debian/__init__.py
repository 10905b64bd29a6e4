"""Packages and archive for Debian-family desktops, built in a chroot of the oldest of them."""
