package chatserver.protocol;

/** Knows the commands of other chats, and which of ours does the same. */
final class Hints {
  private static final String EXIT = "type exit";
  private static final String RENAME = "type rename|name";

  private Hints() {}

  /**
   * Returns what to type here, or null where the line is something to say.
   *
   * @param word in front of the line, in lower case
   * @param next where in the line something follows on the word; its length where nothing does
   */
  static String find(String line, String word, int next) {
    return switch (word) {
      case "/quit", "/exit", "/leave", "/bye" -> EXIT;
      case "/nick", "/name", "/rename" -> RENAME;
      case "/msg", "/m", "/w", "/tell", "/to", "/query" -> Notice.TO_USAGE;
      case "/who", "/list", "/names", "/users" -> "type who";
      case "quit", "logout" -> next == line.length() ? EXIT : null;
      case "rename" -> isOneWord(line, next) ? RENAME : null;
      case "nick" -> isOneWord(line, next) || line.startsWith("|", next) ? RENAME : null;
      case "msg", "tell" -> line.startsWith("|", next) ? Notice.TO_USAGE : null;
      default -> isSlashAndLetter(word) ? "type help" : null;
    };
  }

  private static boolean isOneWord(String line, int start) {
    int end = line.length();
    return start < end && WhiteSpace.endOfWord(line, start, end) == end;
  }

  private static boolean isSlashAndLetter(String word) {
    return word.length() > 1 && word.charAt(0) == '/' && Character.isLetter(word.codePointAt(1));
  }
}
