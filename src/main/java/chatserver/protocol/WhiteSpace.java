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

  /** Where the word ends that begins at {@code start}: at white space, a bar, or the limit. */
  static int endOfWord(CharSequence text, int start, int limit) {
    int at = start;
    while (at < limit && text.charAt(at) != '|' && !is(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
