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

  /** Returns the meaning of a line as {@link Received.Line} delivers it. */
  static Command parse(String line) {
    if (line.isEmpty()) {
      return new Blank();
    }
    if (WhiteSpace.is(line.charAt(0))) {
      return say(line); // how one says the name of a command
    }
    int bar = line.indexOf('|');
    String word = bar < 0 ? line : line.substring(0, WhiteSpace.lengthWithoutEnd(line, bar));
    String arguments = line.substring(bar + 1); // the line itself where there is no bar
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "who" -> bar < 0 ? new Who() : say(line);
      case "help" -> bar < 0 ? new Help() : say(line);
      case "exit" -> bar < 0 ? new Exit() : say(line);
      case "rename" -> new Rename(bar < 0 ? "" : arguments);
      case "to" -> bar < 0 ? new To("", "") : parseTo(arguments);
      default -> {
        Unknown unknown = Hints.find(line);
        yield unknown == null ? say(line) : unknown;
      }
    };
  }

  private static Say say(String line) {
    return new Say(NoticeGuard.disarm(line));
  }

  private static To parseTo(String arguments) {
    int bar = arguments.indexOf('|');
    return bar < 0
        ? new To(arguments, "")
        : new To(arguments.substring(0, bar), arguments.substring(bar + 1));
  }
}
