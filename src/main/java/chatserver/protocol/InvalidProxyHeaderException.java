package chatserver.protocol;

import java.io.Serial;

/** A connection that has to begin with a PROXY header does not; the message says why, in words. */
public final class InvalidProxyHeaderException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  InvalidProxyHeaderException(String message) {
    // Without a stack trace: anyone may send anything.
    super(message, null, false, false);
  }
}
