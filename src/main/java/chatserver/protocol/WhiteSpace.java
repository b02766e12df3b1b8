package chatserver.protocol;

/**
 * White space in the widest sense: all that Java calls white space or a space character, no-break
 * spaces included. All of it lies in the Basic Multilingual Plane.
 */
final class WhiteSpace {
  private WhiteSpace() {}

  static boolean is(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /** The length of {@code text} without the white space at its end. */
  static int lengthWithoutEnd(CharSequence text) {
    int end = text.length();
    while (end > 0 && is(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /** Where the white space ends that begins at {@code start}. */
  static int skip(CharSequence text, int start) {
    int at = start;
    while (at < text.length() && is(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** The length of the word from {@code start} on; white space, a bar or the limit ends it. */
  static int lengthOfWord(CharSequence text, int start, int limit) {
    int end = Math.min(text.length(), limit);
    int at = start;
    while (at < end && text.charAt(at) != '|' && !is(text.charAt(at))) {
      at++;
    }
    return at - start;
  }

  /** {@code text} without the white space at both ends. */
  static String trim(String text) {
    int end = lengthWithoutEnd(text);
    return text.substring(Math.min(end, skip(text, 0)), end);
  }
}
