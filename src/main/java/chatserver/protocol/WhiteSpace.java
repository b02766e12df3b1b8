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
    return lengthWithoutEnd(text, text.length());
  }

  /** The length of the first {@code length} characters without the white space at their end. */
  static int lengthWithoutEnd(CharSequence text, int length) {
    int end = length;
    while (end > 0 && is(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /** {@code text} without the white space at both ends. */
  static String trim(String text) {
    int end = lengthWithoutEnd(text);
    int start = 0;
    while (start < end && is(text.charAt(start))) {
      start++;
    }
    return text.substring(start, end);
  }
}
