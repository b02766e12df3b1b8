package chatserver.protocol;

/**
 * What a line means. A line is a command only where it matches one to the letter. Everything else
 * is something to say.
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
   * Something to say to everyone.
   *
   * @param text not empty; begins with a space where it would read like a notice of the server
   */
  record Say(String text) implements Command {}

  /** Returns the meaning of a line as {@link Received.Line} delivers it. */
  static Command parse(String line) {
    return switch (line) {
      case "" -> new Blank();
      case "who" -> new Who();
      case "help" -> new Help();
      case "exit" -> new Exit();
      case "rename" -> new Rename("");
      case "to" -> new To("", "");
      default -> {
        if (line.startsWith("rename|")) {
          yield new Rename(line.substring("rename|".length()));
        }
        if (line.startsWith("to|")) {
          yield parseTo(line.substring("to|".length()));
        }
        yield new Say(NoticeGuard.disarm(line));
      }
    };
  }

  private static To parseTo(String arguments) {
    int bar = arguments.indexOf('|');
    return bar < 0
        ? new To(arguments, "")
        : new To(arguments.substring(0, bar), arguments.substring(bar + 1));
  }
}
