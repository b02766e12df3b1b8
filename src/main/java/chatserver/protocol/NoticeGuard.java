package chatserver.protocol;

/**
 * Keeps clients from faking what the server says about them: a text that reads the same gets a
 * space in front. Characters that nobody sees are no way around it, nor is white space of another
 * kind.
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
      at = skipInvisible(text, at);
      if (at == text.length() || !looksLike(start.charAt(i), text.charAt(at))) {
        return -1;
      }
      at++;
    }
    return at;
  }

  private static boolean looksLike(char expected, char c) {
    return c == expected || expected == ' ' && WhiteSpace.is(c);
  }

  private static boolean isInvisibleFrom(int at, String text) {
    int next = skipInvisible(text, at);
    while (next < text.length() && WhiteSpace.is(text.charAt(next))) {
      next = skipInvisible(text, next + 1);
    }
    return next == text.length();
  }

  private static int skipInvisible(String text, int from) {
    int at = from;
    while (at < text.length() && isInvisible(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }

  /** Format characters, and what else Unicode calls Default_Ignorable_Code_Point. */
  private static boolean isInvisible(int c) {
    return Character.getType(c) == Character.FORMAT
        || c == 0x034F // combining grapheme joiner
        || c == 0x115F // Hangul fillers
        || c == 0x1160
        || c == 0x3164
        || c == 0xFFA0
        || c == 0x17B4 // Khmer inherent vowels
        || c == 0x17B5
        || c >= 0x180B && c <= 0x180F // variation selectors
        || c >= 0xFE00 && c <= 0xFE0F
        || c == 0x2065 // not assigned yet
        || c >= 0xFFF0 && c <= 0xFFF8
        || c >= 0xE0000 && c <= 0xE0FFF; // tags and variation selectors
  }
}
