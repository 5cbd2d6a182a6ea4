/// The shell scripts by which a container without `actlocal-init` is served.
///
/// They keep to what every POSIX shell and busybox know, and take their values as arguments.
enum ContainerScript {
    /// Runs `$@` after telling its process id on a line of its own, or `missing`.
    ///
    /// Unless errors are told apart both outputs go through one pipe: the engine's own two would
    /// lose their order. `unset` names the container's variables that the process must not have.
    static func start(unset names: [String], separatesErrors: Bool) -> String {
        let unset = names.isEmpty ? "" : "unset \(names.joined(separator: " ")); "
        return unset + (separatesErrors ? "" : "exec 2>&1\n") + """
            if ! command -v "$1" >/dev/null; then echo missing; exit 127; fi
            echo $$; exec "$@"
            """
    }

    /// Sends signal `$1` to process `$2` alone.
    static let signal = #"kill -s "$1" "$2" 2>/dev/null"#

    /// Sends signal `$1` to process `$2`, everything below it and its session; fails when there is
    /// none of these any more.
    static let signalTree = """
        signal=$1; root=$2; tree=" $2 "; living=" "; more=1
        while [ $more = 1 ]; do
          more=0
          for file in /proc/[0-9]*/stat; do
            read -r line < "$file" 2>/dev/null || continue
            id=${line%% *}; set -- ${line##*) }
            case "$living" in *" $id "*) continue ;; esac
            [ "$1" = Z ] || [ "$id" = $$ ] && continue
            case "$tree" in *" $id "* | *" $2 "*) ;; *) [ "$4" = "$root" ] || continue ;; esac
            tree="$tree$id "; living="$living$id "; more=1
          done
        done
        [ "$living" != " " ] || exit 1
        kill -s "$signal" $living 2>/dev/null; exit 0
        """

    /// Sends signal `$1` to all processes but the first and this one's own, names them, and with a
    /// marker `$2` only those that have it in their environment.
    static let terminate = """
        for folder in /proc/[0-9]*; do
          id=${folder#/proc/}
          [ "$id" = 1 ] || [ "$id" = $$ ] && continue
          read -r line < "$folder/stat" 2>/dev/null || continue
          name=${line#*\\(}; name=${name%\\)*}
          set -- "$1" "$2" ${line##*\\) }
          [ "$3" = Z ] || [ "$4" = $$ ] && continue
          if [ -n "$2" ]; then
            tr '\\0' '\\n' < "$folder/environ" 2>/dev/null | grep -qxF -e "$2" || continue
          fi
          kill -s "$1" "$id" 2>/dev/null && echo "$id $name"
        done
        """

    /// Creates the directory `$1`; what is new gets mode `$2` and owner `$3` unless that is empty.
    static let makeDirectory = """
        [ -d "$1" ] && exit 0
        parent=$1; first=
        while [ ! -e "$parent" ]; do first=$parent; parent=$(dirname "$parent"); done
        mkdir -p "$1" && chmod -R "$2" "$first" && { [ -z "$3" ] || chown -R "$3" "$first"; }
        """

    /// Removes the tree `$1`.
    static let remove = #"rm -rf "$1""#

    /// Moves the directory `$1` to `$2`, which is free or an empty directory.
    static let install = """
        rmdir "$2" 2>/dev/null; [ ! -e "$2" ] || { echo "$2: Directory not empty"; exit 1; }
        mkdir -p "$(dirname "$2")" && mv "$1" "$2"
        """

    /// Gives everything under `$1` to `$2`.
    static let changeOwner = #"chown -hR "$2" "$1""#

    /// Tells mode, size, owner, time and name of everything in `$1`.
    static let list = """
        cd "$1" || exit 1
        for name in * .[!.]* ..?*; do
          [ -e "$name" ] || [ -L "$name" ] || continue
          stat -c '%f %s %u %g %Y %n' "./$name" || exit 1
        done
        """

    /// Tells the first place on `PATH` of each of `$@`.
    static let find = """
        IFS=:
        for name do
          for folder in $PATH; do
            if [ -f "$folder/$name" ] && [ -x "$folder/$name" ]; then
              echo "$name=$folder/$name"; break
            fi
          done
        done
        """
}
