package chatserver.protocol;

/**
 * Keeps clients from faking what the server says about them: a text that reads the same gets a
 * space in front. Format characters (general category Cf), which nobody sees, are no way around it.
 */
final class NoticeGuard {
  private NoticeGuard() {}

  /** Returns {@code text}, with a space in front where it reads like a notice. */
  static String disarm(String text) {
    return isNotice(text) ? " " + text : text;
  }

  private static boolean isNotice(String text) {
    if (behind(Notice.RENAMED_TO, text) >= 0) {
      return true;
    }
    for (String notice : Notice.ABOUT_CLIENTS) {
      int end = behind(notice, text);
      if (end >= 0 && isInvisibleFrom(end, text)) {
        return true;
      }
    }
    return false;
  }

  /** Where {@code text} goes on behind {@code start}; -1 if that is not how it begins. */
  private static int behind(String start, String text) {
    int at = 0;
    for (int i = 0; i < start.length(); i++) {
      at = skipFormat(text, at);
      if (at == text.length() || text.charAt(at) != start.charAt(i)) {
        return -1;
      }
      at++;
    }
    return at;
  }

  private static boolean isInvisibleFrom(int at, String text) {
    int next = skipFormat(text, at);
    while (next < text.length() && WhiteSpace.is(text.charAt(next))) {
      next = skipFormat(text, next + 1);
    }
    return next == text.length();
  }

  private static int skipFormat(String text, int from) {
    int at = from;
    while (at < text.length() && Character.getType(text.codePointAt(at)) == Character.FORMAT) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }
}
