package chatserver.protocol;

import java.util.Locale;

/**
 * What a line means. A line is a command where the word in front of its first {@code |} is one, in
 * any case. Everything else is something to say, unless it is a command of another chat.
 */
public sealed interface Command {

  /** {@code who}: asks who is online. */
  record Who() implements Command {}

  /** {@code help}: asks for the commands. */
  record Help() implements Command {}

  /** {@code exit}: leaves. */
  record Exit() implements Command {}

  /** An empty line, which is only a sign of life. */
  record Blank() implements Command {}

  /**
   * {@code rename|name}.
   *
   * @param name as typed, unchecked, maybe empty; see {@link Name#parse}
   */
  record Rename(String name) implements Command {}

  /**
   * {@code to|name|text}: says something to one client.
   *
   * @param name as typed, unchecked, maybe empty; see {@link Name#keyOf}
   * @param text maybe empty; may hold {@code |}
   */
  record To(String name, String text) implements Command {}

  /**
   * A command of another chat.
   *
   * @param word as typed
   * @param hint what to type here
   */
  record Unknown(String word, String hint) implements Command {}

  /**
   * Something to say to everyone.
   *
   * @param text not empty; begins with a space where it would read like a notice of the server
   */
  record Say(String text) implements Command {}

  /** The longest word of a command, of ours or without a slash of another chat. */
  int LONGEST = 6;

  /** Returns the meaning of a line as {@link Received.Line} delivers it. */
  static Command parse(String line) {
    if (line.isEmpty()) {
      return new Blank();
    }
    boolean isOther = line.charAt(0) == '/';
    // most lines are long ones to say, and not looked at beyond the longest command
    int limit = isOther ? line.length() : Math.min(line.length(), LONGEST + 1);
    int end = WhiteSpace.endOfWord(line, 0, limit); // 0 behind white space: to say who
    boolean mayBeCommand = isOther || end <= LONGEST;
    Command command = mayBeCommand ? parseWord(line, end) : null;
    return command == null ? new Say(NoticeGuard.disarm(line)) : command;
  }

  private static Command parseWord(String line, int end) {
    String word = line.substring(0, end).toLowerCase(Locale.ROOT);
    boolean isAlone = end == line.length();
    int next = WhiteSpace.skip(line, end);
    boolean hasBar = line.startsWith("|", next);
    Command command =
        switch (word) {
          case "who" -> isAlone ? new Who() : null;
          case "help" -> isAlone ? new Help() : null;
          case "exit" -> isAlone ? new Exit() : null;
          case "rename" -> isAlone || hasBar ? new Rename(behind(line, next)) : null;
          case "to" -> isAlone || hasBar ? parseTo(behind(line, next)) : null;
          default -> null;
        };
    String hint = command == null ? Hints.find(line, word, next) : null;
    return hint == null ? command : new Unknown(line.substring(0, end), hint);
  }

  /** What stands behind the bar; nothing where the line ends there. */
  private static String behind(String line, int bar) {
    return bar == line.length() ? "" : line.substring(bar + 1);
  }

  private static To parseTo(String arguments) {
    String[] parts = arguments.split("\\|", 2);
    return new To(parts[0], parts.length == 1 ? "" : parts[1]);
  }
}
