package chatserver.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Knows the commands of other chats, and which of ours does the same. */
final class Hints {
  private static final String EXIT = "type exit";
  private static final String RENAME = "type rename|name";
  private static final String WHO = "type who";
  private static final String HELP = "type help";

  /** By the word behind a slash. */
  private static final Map<String, String> AFTER_SLASH = new HashMap<>();

  static {
    List.of("quit", "exit", "leave", "bye").forEach(word -> AFTER_SLASH.put(word, EXIT));
    List.of("nick", "name", "rename").forEach(word -> AFTER_SLASH.put(word, RENAME));
    List.of("msg", "m", "w", "tell", "to", "query")
        .forEach(word -> AFTER_SLASH.put(word, Notice.TO_USAGE));
    List.of("who", "list", "names", "users").forEach(word -> AFTER_SLASH.put(word, WHO));
  }

  private Hints() {}

  /**
   * Returns what the line looks like, or null where it is something to say.
   *
   * @param end of the word in front of the line
   * @param word in lower case, which may be longer
   * @param next where in the line something follows on the word; its length where nothing does
   */
  static Command.Unknown find(String line, int end, String word, int next) {
    String hint = hint(line, word, next);
    return hint == null ? null : new Command.Unknown(line.substring(0, end), hint);
  }

  private static String hint(String line, String word, int next) {
    if (word.length() > 1 && word.charAt(0) == '/' && Character.isLetter(word.codePointAt(1))) {
      return AFTER_SLASH.getOrDefault(word.substring(1), HELP);
    }
    return switch (word) {
      case "quit", "logout" -> next == line.length() ? EXIT : null;
      case "rename" -> isOneWord(line, next) ? RENAME : null;
      case "nick" -> isOneWord(line, next) || line.startsWith("|", next) ? RENAME : null;
      case "msg", "tell" -> line.startsWith("|", next) ? Notice.TO_USAGE : null;
      default -> null;
    };
  }

  private static boolean isOneWord(String line, int start) {
    return start < line.length()
        && WhiteSpace.lengthOfWord(line, start, line.length()) == line.length() - start;
  }
}
