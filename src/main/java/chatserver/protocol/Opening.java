package chatserver.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Map.entry;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Knows what is no chat client, by its first bytes or by its first line. Bytes that may still
 * become a signature are held back: version 2 of PROXY begins with two blank lines.
 */
final class Opening {
  private static final Map<String, String> SIGNATURES =
      Map.ofEntries(
          entry("\026\003", "a TLS hello"), // RFC 8446, section 5.1
          entry("SSH-2.0-", "an SSH banner"), // RFC 4253, section 4.2
          entry(ProxyHeader.VERSION_1, "a PROXY header"),
          entry(ProxyHeader.VERSION_2, "a PROXY header"));

  /** With letters, these are the characters of a method (RFC 9110, section 5.6.2, tchar). */
  private static final String DIGITS_AND_SYMBOLS = "0-9!#$%&'*+.^_`|~-";

  /**
   * The first line of an HTTP request (RFC 9112, section 3); RTSP (RFC 7826) and SIP (RFC 3261)
   * write theirs alike. Two of the four forms of a target (section 3.2) hold a colon.
   */
  private static final Pattern HTTP =
      Pattern.compile(
          "[A-Za-z" + DIGITS_AND_SYMBOLS + "]+ (/.*|\\*|[^:]+:.*) (HTTP|RTSP|SIP)/[0-9]\\.[0-9]");

  /** Without a version behind it, only a method in capitals counts, as all registered ones are. */
  private static final Pattern HTTP_BEGINNING =
      Pattern.compile("[A-Z" + DIGITS_AND_SYMBOLS + "]+ (/|\\*|http|rtsp|sips?:)");

  private String held = "";
  private boolean isDecided;

  /**
   * Consumes bytes until it is decided what they are.
   *
   * @return what is no chat client; null where it is none of these, or is not decided yet
   */
  Received.NotChat accept(ByteBuffer in) {
    while (!isDecided && in.hasRemaining()) {
      held += (char) Byte.toUnsignedInt(in.get());
      String what = SIGNATURES.get(held);
      if (what != null) {
        isDecided = true;
        held = "";
        return new Received.NotChat(what);
      }
      isDecided = SIGNATURES.keySet().stream().noneMatch(each -> each.startsWith(held));
    }
    return null;
  }

  boolean isDecided() {
    return isDecided;
  }

  /** The bytes that are to be decoded as any others, once it is decided or no more come. */
  ByteBuffer held() {
    return ByteBuffer.wrap(held.getBytes(ISO_8859_1));
  }

  /** Whether {@code line} is a whole request line. */
  static boolean isHttp(String line) {
    return HTTP.matcher(line).matches();
  }

  /** Whether {@code start}, the first bytes of a line too long to keep, begins like a request. */
  static boolean beginsHttp(String start) {
    return HTTP_BEGINNING.matcher(start).lookingAt();
  }
}
