package chatserver.control;

import chatserver.protocol.Quantity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Parses the operator's lines, {@code word|argument}, and executes them. */
final class ControlCommands {
  private static final List<String> HELP =
      List.of(
          "who                     who is online: real address, address as seen, seconds online,",
          "                        seconds silent, bytes waiting, name",
          "kick|name|reason        remove somebody; the reason may be left out",
          "ban|whom|time|reason    whom: a name, an address or a network such as 192.0.2.0/24;",
          "                        time: 30m, 12h, or 0 for ever; time and reason may be left out",
          "unban|network           take a ban back",
          "bans                    list the bans",
          "say|text                say something to everyone",
          "lock, unlock            let nobody new in, or anyone again",
          "stats                   all figures, in the text format of Prometheus",
          "stop                    stop the server",
          "help                    show this list");

  private final Operations operations;

  ControlCommands(Operations operations) {
    this.operations = operations;
  }

  /**
   * Executes a line that is not blank.
   *
   * @return the lines of the answer, without the {@code ok}; a stop begins when this is closed
   * @throws IllegalArgumentException where it is no command, or an argument is wrong
   */
  Stream<String> execute(String line) throws OperationFailedException {
    int bar = line.indexOf('|');
    String word = bar < 0 ? line.strip() : line.substring(0, bar).strip() + "|";
    String argument = bar < 0 ? "" : line.substring(bar + 1).strip();
    Stream<String> answer = Stream.empty();
    switch (word.toLowerCase(Locale.ROOT)) {
      case "kick", "kick|" -> {
        String[] parts = split(argument, 2);
        operations.kick(need(parts[0], "kick|name|reason"), parts[1]);
      }
      case "ban", "ban|" -> {
        String[] parts = split(argument, 3);
        String time = parts[1].isEmpty() ? "0" : parts[1];
        operations.ban(need(parts[0], "ban|whom|time|reason"), Quantity.time(time), parts[2]);
      }
      case "unban", "unban|" -> operations.unban(need(argument, "unban|network"));
      case "say", "say|" -> operations.say(need(argument, "say|text"));
      case "who" -> answer = operations.who();
      case "bans" -> answer = operations.bans();
      case "stats" -> answer = operations.stats();
      case "help" -> answer = HELP.stream();
      case "lock" -> operations.setLocked(true);
      case "unlock" -> operations.setLocked(false);
      case "stop" -> answer = answer.onClose(operations::stop);
      default -> throw new IllegalArgumentException("no such command: '" + word + "', type help");
    }
    return answer;
  }

  /** So many parts without blanks around them; missing ones are empty. */
  private static String[] split(String argument, int count) {
    String[] parts = Arrays.copyOf(argument.split("\\|", count), count);
    return Stream.of(parts).map(part -> part == null ? "" : part.strip()).toArray(String[]::new);
  }

  private static String need(String argument, String usage) {
    if (argument.isEmpty()) {
      throw new IllegalArgumentException("type " + usage);
    }
    return argument;
  }
}
