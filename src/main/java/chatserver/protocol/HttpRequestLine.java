package chatserver.protocol;

import java.util.regex.Pattern;

/**
 * Tells the first line of an HTTP request, {@code method SP request-target SP HTTP-version} (RFC
 * 9112, section 3), from something to say. RTSP (RFC 7826) and SIP (RFC 3261) write theirs alike.
 */
final class HttpRequestLine {
  /** With letters, these are the characters of a method (RFC 9110, section 5.6.2, tchar). */
  private static final String DIGITS_AND_SYMBOLS = "0-9!#$%&'*+.^_`|~-";

  /** Two of the four forms of a target (RFC 9112, section 3.2) hold a colon. */
  private static final Pattern WHOLE =
      Pattern.compile(
          "[A-Za-z" + DIGITS_AND_SYMBOLS + "]+ (/.*|\\*|[^:]+:.*) (HTTP|RTSP|SIP)/[0-9]\\.[0-9]");

  /** Without a version behind it, only a method in capitals counts, as all registered ones are. */
  private static final Pattern BEGINNING =
      Pattern.compile("[A-Z" + DIGITS_AND_SYMBOLS + "]+ (/|\\*|http|rtsp|sips?:)");

  private HttpRequestLine() {}

  /** Whether {@code line} is a whole request line. */
  static boolean is(String line) {
    return WHOLE.matcher(line).matches();
  }

  /** Whether {@code start}, the first bytes of a line too long to keep, begins like a request. */
  static boolean isBegunBy(String start) {
    return BEGINNING.matcher(start).lookingAt();
  }
}
