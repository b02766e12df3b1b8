package chatserver.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Knows by its first bytes what is no chat client. Bytes that may still become one of the
 * signatures are pending back: version 2 of PROXY begins with two blank lines.
 */
final class Opening {
  private record Signature(String bytes, String what) {}

  private static final List<Signature> SIGNATURES =
      List.of(
          new Signature("\026\003", "a TLS hello"), // RFC 8446, section 5.1
          new Signature("SSH-2.0-", "an SSH banner"), // RFC 4253, section 4.2
          new Signature(ProxyHeader.VERSION_1, "a PROXY header"),
          new Signature(ProxyHeader.VERSION_2, "a PROXY header"));

  private String seen = "";
  private ByteBuffer pending; // null until it is decided

  /**
   * Consumes bytes until it is decided what they are.
   *
   * @return what is no chat client; null where it is none of these, or is not decided yet
   */
  Received.NotChat accept(ByteBuffer in) {
    while (pending == null && in.hasRemaining()) {
      seen += (char) Byte.toUnsignedInt(in.get());
      List<Signature> possible =
          SIGNATURES.stream().filter(s -> s.bytes().startsWith(seen)).toList();
      if (possible.isEmpty()) {
        decide();
      } else if (possible.get(0).bytes().equals(seen)) {
        seen = "";
        decide();
        return new Received.NotChat(possible.get(0).what());
      }
    }
    return null;
  }

  /** It is decided at the latest where no more bytes come. */
  void decide() {
    if (pending == null) {
      pending = ByteBuffer.wrap(seen.getBytes(ISO_8859_1));
    }
  }

  /** Returns the bytes that are to be decoded as any others; null until it is decided. */
  ByteBuffer pending() {
    return pending;
  }
}
