# Sourced by ./mvnw and ./tcbridge (POSIX sh). Sets and exports JAVA_HOME to a JDK that can build and run tcbridge,
# whichever Java the shell has first: JAVA_HOME, then PATH, then the usual folders. Exits 1 when there is none.

required_java=25
jdks_seen=''

# Sets java_version to the version of the JDK in folder $1, "" when there is none. Reads the JDK's own release file:
# that takes no process, so the search costs next to nothing.
read_java_version() {
  java_version=''
  [ -x "$1/bin/javac" ] || return 0
  if [ -r "$1/release" ]; then
    while IFS='=' read -r key value; do
      [ "$key" = JAVA_VERSION ] || continue
      value=${value#\"}
      java_version=${value%%\"*}
      return 0
    done <"$1/release"
  fi
  java_version=$("$1/bin/javac" -version 2>&1)
  java_version=${java_version#javac }
}

# Takes the JDK in folder $1 when it is new enough, else remembers it for the error message.
try_jdk() {
  read_java_version "$1"
  [ -n "$java_version" ] || return 1
  major=${java_version%%[!0-9]*}
  if [ "${major:-0}" -ge "$required_java" ]; then
    JAVA_HOME=$1
    export JAVA_HOME
    return 0
  fi
  case $jdks_seen in
  *" $1;"*) ;;
  *) jdks_seen="$jdks_seen JDK $java_version in $1;" ;;
  esac
  return 1
}

find_jdk() {
  [ -z "${JAVA_HOME-}" ] || ! try_jdk "$JAVA_HOME" || return 0
  if java_on_path=$(command -v javac); then
    java_on_path=$(readlink -f "$java_on_path")
    ! try_jdk "${java_on_path%/bin/javac}" || return 0
  fi
  for jdk in /usr/lib/jvm/* /opt/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.jdks/*/Contents/Home; do
    [ ! -L "$jdk" ] || continue
    ! try_jdk "$jdk" || return 0
  done
  echo "tcbridge needs a JDK, version $required_java or newer, and found${jdks_seen:+ only}${jdks_seen:- none.}" >&2
  echo "Looked at JAVA_HOME (${JAVA_HOME:-not set}), PATH, /usr/lib/jvm, /opt, /Library/Java, ~/.sdkman and ~/.jdks." >&2
  echo "Install one (for example from https://adoptium.net) or set JAVA_HOME to its folder." >&2
  exit 1
}

find_jdk
