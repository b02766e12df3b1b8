package chatserver.protocol;

import java.util.Locale;

/**
 * Tells the first line of an HTTP request, {@code method SP request-target SP HTTP-version} (RFC
 * 9112, section 3), from something to say.
 */
final class HttpRequestLine {
  private static final String VERSION = "HTTP/";

  private HttpRequestLine() {}

  /** Whether {@code line} is a whole request line. */
  static boolean is(String line) {
    int target = target(line);
    int version = line.lastIndexOf(' ') + 1;
    return target > 0
        && version > target
        && isTarget(line.substring(target, version - 1))
        && isVersion(line.substring(version));
  }

  /** Whether {@code start}, the first bytes of a line too long to keep, begins like a request. */
  static boolean isBegunBy(String start) {
    int target = target(start);
    return target > 0
        && start.substring(0, target).equals(start.substring(0, target).toUpperCase(Locale.ROOT))
        && (start.startsWith("/", target)
            || start.startsWith("*", target)
            || start.startsWith("http", target));
  }

  /** Where the request target begins, behind a method and one space; -1 if it does not. */
  private static int target(String line) {
    int method = line.indexOf(' ');
    if (method < 1) {
      return -1;
    }
    for (int i = 0; i < method; i++) {
      if (!isTokenChar(line.charAt(i))) {
        return -1;
      }
    }
    return method + 1;
  }

  /** The four forms of RFC 9112, section 3.2; two of them hold a colon. */
  private static boolean isTarget(String s) {
    return s.startsWith("/") || s.equals("*") || s.indexOf(':') > 0;
  }

  private static boolean isVersion(String s) {
    int major = VERSION.length();
    return s.length() == major + 3
        && s.startsWith(VERSION)
        && isDigit(s.charAt(major))
        && s.charAt(major + 1) == '.'
        && isDigit(s.charAt(major + 2));
  }

  /** A {@code tchar} of RFC 9110, section 5.6.2. */
  private static boolean isTokenChar(char c) {
    return isDigit(c)
        || (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
