package chatserver.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;

/**
 * Every line that the server says, and how a line looks on the wire. The reasons why a name is
 * invalid are in {@link Name}.
 *
 * <p>The server ends each line with CR LF (RFC 854, RFC 5198).
 */
public final class Notice {
  /** What the server puts behind every line. */
  public static final String LINE_END = "\r\n";

  /** No line but one on the transcript itself begins with it. */
  public static final char REMARK = '#';

  public static final String GREETING =
      "Welcome. Commands: who, rename|name, to|name|text, help, exit.";

  public static final String LOGIN = "login";
  public static final String LOGIN_OUT = "login out";
  public static final String TIME_OUT = "time out leave out";
  public static final String TOO_SLOW = "too slow leave out";
  public static final String KICKED = "kicked leave out";
  public static final String RENAMED_TO = "renamed to ";

  /**
   * What the server says of a client, behind its prefix. {@link NoticeGuard} keeps clients from
   * saying it themselves.
   */
  static final List<String> ABOUT_CLIENTS =
      List.of(LOGIN, LOGIN_OUT, TIME_OUT, TOO_SLOW, KICKED, RENAMED_TO);

  public static final String HERE = "I am here";
  public static final String RENAME_OK = "rename ok";
  public static final String YES = "yes";
  public static final String TO_USAGE = "type to|name|text";
  public static final String USER_LIST = "user list:";
  public static final String LAST_LINES = "last lines:";
  public static final String SHUTTING_DOWN = "server is shutting down";
  public static final String LOCKED = "room is locked, come back later";
  public static final String BAD_REQUEST = "HTTP/1.1 400 Bad Request";

  /** The answer to {@code help}. Each line fits a terminal of 80 columns. */
  public static final List<String> HELP =
      List.of(
          "who              list who is online",
          "rename|name      take another name",
          "to|name|text     say something to one person alone",
          "help             show this list",
          "exit             leave the room",
          "Anything else you type is said to everyone, and so is a command",
          "with a space in front.");

  private Notice() {}

  /** The beginning of each line of one client: {@code [address]name:}. */
  public static String prefix(String address, String name) {
    return "[" + address + "]" + name + ":";
  }

  public static String noSuchCommand(String word, String hint) {
    return "no such command: '" + word + "', " + hint;
  }

  /** A private message, as both its sender and its receiver get it. */
  public static String privately(String address, String from, String to, String text) {
    return prefix(address, from + "->" + to) + text;
  }

  public static String renameFailed(String reason) {
    return "rename failed: " + reason;
  }

  public static String nameTaken(String name) {
    return "'" + name + "' is taken, choose another name";
  }

  public static String toFailed(String reason) {
    return "to failed: " + reason;
  }

  public static String nobodyNamed(String name) {
    return "nobody here is called '" + name + "', type who to see the names";
  }

  public static String doesNotKeepUp(String name) {
    return "'" + name + "' does not keep up, try again later";
  }

  public static String listed(String address, String name) {
    return address + ":" + name;
  }

  public static String lineTooLong(int maxBytes) {
    return "line too long: at most " + maxBytes + " bytes";
  }

  public static String idleWarning(Duration left) {
    return "idle: you will be disconnected in " + wholeSeconds(left) + " s, press Enter to stay";
  }

  public static String idleTimeout(Duration silence) {
    return "time out: nothing received for " + wholeSeconds(silence) + " s";
  }

  /** In the place of lines that an observer misses. */
  public static String linesLeftOut(long lines) {
    return REMARK + " " + lines + " lines left out";
  }

  public static String serverFull(int maxClients) {
    return "server full: at most " + maxClients + " clients";
  }

  public static String tooManyFrom(String ip, int maxPerAddress) {
    return "too many connections from " + ip + ": at most " + maxPerAddress;
  }

  public static String tooManyJoins(String ip, int maxJoins) {
    return tooManyFrom(ip, maxJoins) + " a minute";
  }

  /** The last line for a newcomer whose address somebody online has. */
  public static String alreadyConnected(String address) {
    return "already connected from " + address;
  }

  public static String announcement(String text) {
    return "server: " + text;
  }

  /** The last line for one that the operator removes; the reason may be empty. */
  public static String kicked(String reason) {
    return reason.isEmpty() ? "kicked" : "kicked: " + reason;
  }

  /** The only line for a newcomer from a banned address, and the last for one online. */
  public static String banned(String reason) {
    return reason.isEmpty() ? "banned" : "banned: " + reason;
  }

  /** The bytes of one line, its end included. */
  public static byte[] encode(String line) {
    return (line + LINE_END).getBytes(UTF_8);
  }

  /** The bytes of several lines, their ends included. */
  public static byte[] encode(List<String> lines) {
    return lines.isEmpty()
        ? new byte[0]
        : (String.join(LINE_END, lines) + LINE_END).getBytes(UTF_8);
  }

  private static long wholeSeconds(Duration time) {
    return Math.max(1, time.toSeconds());
  }
}
