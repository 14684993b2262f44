# Carries the steps of packaging/Containerfile out on this machine as it looks to one process, because a test has no image to begin
# with; then runs what it made as the file says: its user, its words, nothing writable but the volume.
# Arguments: the Containerfile, the binary, an empty folder, a free port.
set -eu
recipe=$1
binary=$2
place=$3
export PORT=$4
mount -t tmpfs tmpfs "$place"
mkdir "$place/upper" "$place/work" "$place/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$place/upper,workdir=$place/work" "$place/root"
root=$place/root
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
say() { echo "container: $*"; }
fail() { echo "container: $*" >&2; exit 1; }
# One step a line.
sed -e ':a' -e '/\\$/{N;s/\\\n */ /;ba' -e '}' -e '/^#/d' "$recipe" > "$root/recipe"
user=root entry='' words=''
while read -r step rest; do
    case $step in
        FROM) case $rest in *debian:*) ;; *) fail "another system: $rest" ;; esac ;;
        RUN) say "RUN $rest"; chroot "$root" /bin/sh -ec "$rest" > "$root/said" 2>&1 || { cat "$root/said"; fail "RUN failed"; } ;;
        COPY) set -- $rest; [ "$1" = --chmod=0755 ] || fail "COPY $rest"; install -m 0755 "$binary" "$root/$3" ;;
        ENV) for pair in $rest; do export "$pair"; done ;;
        USER) user=$rest ;;
        ENTRYPOINT) entry=$(echo "$rest" | tr -d '[]",') ;;
        CMD) words=$(echo "$rest" | tr -d '[]",') ;;
        ARG | EXPOSE | HEALTHCHECK | VOLUME) ;;
        '') ;;
        *) fail "an unknown step: $step" ;;
    esac
done < "$root/recipe"
[ "$user" != root ] || fail "it runs as root"
# A new volume has the owner and the mode of the folder in the image.
folder=$root$DINH_DATA
[ "$(stat -c '%a' "$folder")" = 700 ] || fail "others may look into the volume"
mount -t tmpfs -o "mode=0700,uid=$(stat -c %u "$folder"),gid=$(stat -c %g "$folder")" tmpfs "$folder"
mkdir -p "$place/log"
mount -o remount,ro "$root"
words=$(echo "$words" | sed "s/0\.0\.0\.0:8080/127.0.0.1:$PORT/")
say "$entry $words as $user on a read-only root"
chroot "$root" /usr/bin/setpriv --reuid="$user" --regid="$user" --clear-groups --no-new-privs --bounding-set=-all \
    $entry $words 2> "$place/log/said" &
server=$!
ready=no
for _ in $(seq 600); do
    said=$(bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$PORT" && printf "GET /readyz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n" >&3 && cat <&3' 2>/dev/null || true)
    case $said in *ready*) ready=yes; break ;; esac
    kill -0 $server || break
    sleep 0.1
done
[ $ready = yes ] || { cat "$place/log/said"; fail "it is not ready"; }
grep -q '"level":"INFO"' "$place/log/said" || fail "its log is not JSON"
kill -TERM $server
wait $server || fail "it ended with $?"
say "ready, and ended well"
