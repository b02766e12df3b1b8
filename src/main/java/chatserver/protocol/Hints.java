package chatserver.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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

  /** Returns what the line looks like, or null where it is something to say. */
  static Command.Unknown find(String line) {
    int end = lengthOfWord(line);
    String word = line.substring(0, end);
    String hint = hint(word.toLowerCase(Locale.ROOT), line, end);
    return hint == null ? null : new Command.Unknown(word, hint);
  }

  private static String hint(String word, String line, int end) {
    if (word.length() > 1 && word.charAt(0) == '/' && Character.isLetter(word.codePointAt(1))) {
      return AFTER_SLASH.getOrDefault(word.substring(1), HELP);
    }
    return switch (word) {
      case "quit", "logout" -> line.length() == end ? EXIT : null;
      case "rename" -> isWord(rest(line, end)) ? RENAME : null;
      case "nick" -> isWord(rest(line, end)) || hasBar(line, end) ? RENAME : null;
      case "msg", "tell" -> hasBar(line, end) ? Notice.TO_USAGE : null;
      default -> null;
    };
  }

  private static String rest(String line, int end) {
    return WhiteSpace.trim(line.substring(end));
  }

  private static boolean hasBar(String line, int end) {
    return rest(line, end).startsWith("|");
  }

  private static boolean isWord(String text) {
    return !text.isEmpty() && lengthOfWord(text) == text.length();
  }

  /** Returns the length of the word in front. White space or a bar ends it. */
  private static int lengthOfWord(String text) {
    int at = 0;
    while (at < text.length() && text.charAt(at) != '|' && !WhiteSpace.is(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
