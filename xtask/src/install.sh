# Installs the package on this machine as it looks to one process: everything it writes goes into a file system in memory that is
# gone with the process. Arguments: the package, an empty folder, a free port.
set -eu
package=$1
place=$2
export PORT=$3
mount -t tmpfs tmpfs "$place"
mkdir "$place/upper" "$place/work" "$place/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$place/upper,workdir=$place/work" "$place/root"
mount -t proc proc "$place/root/proc"
mount --bind /dev "$place/root/dev"
# What a package manager does by itself, and nobody is asked.
mkdir -p "$place/root/pack"
cp "$package" "$place/root/pack/first.deb"
exec chroot "$place/root" /bin/bash -eu <<'INSIDE'
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
cd /pack
say() { echo "package: $*"; }
fail() { echo "package: $*" >&2; exit 1; }
answer() {
    exec 3<>"/dev/tcp/127.0.0.1/$PORT" || return 1
    printf 'GET %s HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n' "$1" >&3
    cat <&3
    exec 3>&-
}
# As the unit runs it: the service manager makes the folder and leaves every right behind.
start() {
    install -d -o dinh -g dinh -m 0700 /var/lib/dinh
    setpriv --reuid=dinh --regid=dinh --clear-groups --no-new-privs --bounding-set=-all \
        /usr/bin/dinh serve --settings /etc/dinh/dinh.toml --listen "127.0.0.1:$PORT" 2>>/pack/log &
    server=$!
    for _ in $(seq 600); do
        if (answer /readyz) 2>/dev/null | grep -q '^ready'; then return; fi
        kill -0 $server || { cat /pack/log; fail "the server ended"; }
        sleep 0.1
    done
    cat /pack/log
    fail "the server is not ready"
}
stop() { kill -TERM $server; wait $server || fail "the server ended with $?"; }

dpkg --install first.deb
[ "$(stat -c '%a %U %G' /etc/dinh/dinh.toml)" = "640 root dinh" ] || fail "the settings can be read by others"
say installed
systemd-analyze verify dinh.service dinh-backup.service dinh-backup.timer
for unit in dinh.service dinh-backup.service; do
    level=$(systemd-analyze security --offline=true --no-pager $unit | sed -n 's/.*Overall exposure level for [^:]*: \([0-9.]*\).*/\1/p')
    say "$unit: exposure level $level"
    awk -v level="$level" 'BEGIN { exit !(level != "" && level <= 2.0) }' || fail "$unit is too open: $level"
done
start
say "ready as $(stat -c %U /proc/$server)"
answer / | grep -q 'HTTP/1.1 200' || fail "no front page"
key=$(sha256sum < /var/lib/dinh/register.key)
stop

echo '# một dòng của người quản trị' >> /etc/dinh/dinh.toml
dpkg-deb --raw-extract first.deb next
sed -i 's/^Version: .*/Version: 99.0/' next/DEBIAN/control
dpkg-deb -Zgzip -z1 --build --root-owner-group next second.deb >/dev/null
dpkg --install second.deb
tail -1 /etc/dinh/dinh.toml | grep -q 'người quản trị' || fail "the settings were overwritten"
start
[ "$key" = "$(sha256sum < /var/lib/dinh/register.key)" ] || fail "the key was replaced"
stop
say "upgraded, settings and data kept"

dpkg --remove dinh
[ -f /etc/dinh/dinh.toml ] || fail "removing took the settings"
dpkg --purge dinh
for gone in /usr/bin/dinh /etc/dinh/dinh.toml /usr/lib/systemd/system/dinh.service /usr/share/doc/dinh; do
    [ ! -e $gone ] || fail "$gone is still there"
done
[ -f /var/lib/dinh/register.key ] || fail "purging took the data of the city"
say "purged; the data of the city is left alone"
INSIDE
