# SPDX-License-Identifier: GPL-3.0-or-later
# What Quiver is built with and runs on, by Debian package and, for other systems, in words.
# shellcheck shell=bash disable=SC2034

# Building and running Quiver. The server is not among them: any installed PostgreSQL will do (lib/postgres.sh).
readonly REQUIRED_PACKAGES=(
    g++ cmake ninja-build
    qt6-base-dev qt6-base-dev-tools qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools
    qt6-charts-dev qt6-svg-dev libqt6svg6 libqt6sql6-sqlite libgl-dev
    libpq-dev libssl-dev openssh-client libpg-query-dev libqscintilla2-qt6-dev qtkeychain-qt6-dev libeigen3-dev libhdf5-dev
    fonts-inter fonts-dejavu-core
)

# Likewise, where the release has them: Qt 6.4's Charts want libqt6opengl6-dev, which later
# releases fold into qt6-base-dev; later releases in turn split off the SVG plugins.
readonly WHERE_OFFERED_PACKAGES=(libqt6opengl6-dev qt6-svg-plugins qt6-wayland)

# In addition for the tests: a real sshd, certificates, a real keychain, fonts for names in Chinese and emoji,
# and Alembic, which must be able to run an exported migration.
readonly TEST_PACKAGES=(openssh-server openssl dbus-daemon gnome-keyring libsecret-1-0 fonts-noto-cjk fonts-noto-color-emoji
    alembic python3-sqlalchemy python3-psycopg2 python3-psycopg python3-asyncpg python3-numpy)

# The same for a system without apt.
list_in_words() {
    cat <<'END'
  - a C++20 compiler (g++ 12 or later), CMake 3.25 or later, Ninja
  - Qt 6.4 or later with its development files: Core, Gui, Widgets, Concurrent, Sql with the SQLite driver,
    Svg with the icon and image plugins, Charts, OpenGL, PrintSupport, Test, the Linguist tools
  - QScintilla 2.13 or later for Qt 6, QtKeychain for Qt 6, Eigen 3.4, HDF5 1.10 or later, all with
    their development files
  - libpq 13 or later, libpg_query (major version 13 or later) and OpenSSL 1.1.1 or later, with their development files
  - the OpenSSH client; for the tests also its server, the openssl command, dbus-daemon, gnome-keyring and
    Alembic with SQLAlchemy, psycopg2, psycopg 3 and asyncpg for /usr/bin/python3
  - a PostgreSQL server, 13 or later, with its contrib modules (pg_stat_statements) and pgvector 0.5 or later
  - the fonts Inter and DejaVu; for the tests also the Noto fonts for CJK and colour emoji
END
}
